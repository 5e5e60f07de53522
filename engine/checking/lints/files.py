"""What lints read: the laws with the files that they were loaded from; and the parts of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...diagnostics import Diagnostic
from ...frozen import dataclass
from ...language.located import Mapping as Node
from ...language.located import Scalar, Sequence, Tree, entries_of, field_of
from ...model import Laws, Place


@dataclass(frozen=True, slots=True)
class LawFiles:
    """The laws, and by the name of each file that they were loaded from what was read and its text."""

    laws: Laws
    trees: Mapping[str, Tree]
    sources: Mapping[str, str]


class Lint(NamedTuple):
    """A diagnostic, with the place of the rule or parameter that may allow it."""

    diagnostic: Diagnostic
    owner: Place | None = None


def parts_of(tree: Tree) -> Iterator[tuple[Place | None, Tree]]:
    """Yield the parts of a file: each rule with the place of its id, and everything else with None."""
    for key, value in entries_of(tree):
        if key.text == "rules" and isinstance(value, Sequence):
            for rule in value.items:
                id_ = field_of(rule, "id")
                yield (id_.place if id_ is not None else None), rule
        else:
            yield None, value


def nodes_of(tree: Tree) -> Iterator[Tree]:
    """Yield the tree and all in it that is not a single value."""
    if isinstance(tree, Node):
        yield tree
        for _, value in tree.entries:
            if not isinstance(value, Scalar):
                yield from nodes_of(value)
    elif isinstance(tree, Sequence):
        yield tree
        for item in tree.items:
            if not isinstance(item, Scalar):
                yield from nodes_of(item)
