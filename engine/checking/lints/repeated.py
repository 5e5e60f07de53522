"""One thing that a list says twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ...diagnostics import Diagnostic
from ...language.allowances import Repeated
from ...language.located import Mapping, Scalar, Sequence, Tree, entries_of
from ...language.problems.fields import THE_FIRST
from ...model import Place
from ...terms.comparisons import AMONG
from .double_negation import negated
from .files import LawFiles, Lint, nodes_of, parts_of

LISTED = ("all", "any", "unless", "overrides", *AMONG, "provision", "adds", "changes", "repeals")
"""Fields whose value is a list in which nothing is said by saying it twice."""


def find(files: LawFiles) -> Iterator[Lint]:
    """No list says one thing twice."""
    for tree in files.trees.values():
        yield from in_file(tree)


def in_file(tree: Tree) -> Iterator[Lint]:
    """No list of the file says one thing twice."""
    for owner, part in parts_of(tree):
        for node in nodes_of(part):
            for key, value in entries_of(node):
                if key.text in LISTED and isinstance(value, Sequence):
                    yield from (Lint(found, owner) for found in _repeated(key.text, value))


def _repeated(field: str, items: Sequence) -> Iterator[Diagnostic]:
    first: dict[Hashable, Place] = {}
    for item in items.items:
        said = meaning(item)
        if said in first:
            yield Repeated(field=field).at(item.place, (first[said], THE_FIRST))
        first.setdefault(said, item.place)


def meaning(tree: Tree) -> Hashable:
    """Return what a condition, word or expression says: the same value for whatever says the same in another order or nesting."""
    match tree:
        case Scalar(text, _, _):
            return text
        case Sequence(items, _):
            return tuple(meaning(item) for item in items)
    twice = negated(tree.entries[0][1]) if len(tree.entries) == 1 and tree.entries[0][0].text == "not" else None
    if twice is not None:
        return meaning(twice)
    said: set[tuple[str, Hashable]] = set()
    for key, value in tree.entries:
        if key.text in ("all", "any") and isinstance(value, Sequence):
            flat = frozenset(meaning(item) for item in _flat(key.text, value))
            if len(flat) == 1:
                return next(iter(flat))
            said.add((key.text, flat))
        elif key.text in AMONG and isinstance(value, Sequence):
            said.add((key.text, frozenset(meaning(item) for item in value.items)))
        else:
            said.add((key.text, meaning(value)))
    return frozenset(said)


def _flat(field: str, items: Sequence) -> Iterator[Tree]:
    for item in items.items:
        match item:
            case Mapping(((key, Sequence() as inner),), _) if key.text == field:
                yield from _flat(field, inner)
            case _:
                yield item
