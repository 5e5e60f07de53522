"""A regression suite as text: its cases, each with the lines that it and its fields take."""

from __future__ import annotations

from collections.abc import Iterator

from ..edits import Lines
from ..language.located import Mapping as Node
from ..language.located import Scalar, Sequence, Tree, read_tree


def cases_in(text: str) -> list[Node]:
    """Return the cases of a suite as they are written."""
    tree = read_tree("", text, [])
    return [item for item in tree.items if isinstance(item, Node)] if isinstance(tree, Sequence) else []


def extents(text: str) -> Iterator[tuple[Node, int]]:
    """Yield each case with the line after its last, comments above the next one not counted."""
    items, written = cases_in(text), text.split("\n")
    for item, end in zip(items, [*(item.place.line for item in items[1:]), len(written) + 1][: len(items)], strict=True):
        last = end
        while last - 1 > item.place.line and written[last - 2].lstrip().startswith("#"):
            last -= 1
        yield item, last


def field_span(lines: Lines, case: Node, end: int, field: str) -> tuple[int, int]:
    """Return the offsets of the lines of a field of a case, which has it; `end` is the line after the case's last."""
    first = next(key.place.line for key, _ in case.entries if key.text == field)
    starts = sorted(key.place.line for key, _ in case.entries)
    return lines.at(first), lines.at(next((line for line in starts if line > first), end))


def id_of(case: Node) -> str:
    """Return the id of a case."""
    return next(text_of(value) for key, value in case.entries if key.text == "id")


def has_lines(case: Node) -> bool:
    """Return whether each field of a case begins a line, the id first, so that one can be put in or taken away."""
    lines = [key.place.line for key, _ in case.entries]
    return len(set(lines)) == len(lines) and case.entries[0][0].text == "id"


def text_of(tree: Tree) -> str:
    """Return a single value as it is written."""
    assert isinstance(tree, Scalar)  # the suite has been built from it
    return tree.text
