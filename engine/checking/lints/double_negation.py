"""Two negations, one of the other."""

from __future__ import annotations

from collections.abc import Iterator

from ...language.allowances import DoubleNegation
from ...language.located import Mapping, Tree
from .files import LawFiles, Lint, nodes_of, parts_of


def find(files: LawFiles) -> Iterator[Lint]:
    """No condition is negated twice over."""
    for tree in files.trees.values():
        for owner, part in parts_of(tree):
            for node in nodes_of(part):
                if isinstance(node, Mapping):
                    for key, value in node.entries:
                        if key.text == "not" and negated(value) is not None:
                            yield Lint(DoubleNegation().at(node.place), owner)


def negated(tree: Tree) -> Tree | None:
    """Return the condition that a negation negates; None where the tree is no negation."""
    if isinstance(tree, Mapping) and len(tree.entries) == 1 and tree.entries[0][0].text == "not":
        return tree.entries[0][1]
    return None
