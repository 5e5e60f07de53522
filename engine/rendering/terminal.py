"""A report as text for a terminal or a plain file, lined up and wrapped to a width.

Running text without colours is written here. Colours, tables, derivations and what is not one column a character are left to
`terminal_rich`, which writes all of it, the same way: most answers are told without importing it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .report import Answer, Block, Item, Line, Paragraph, Report, Section, Subsection
from .wrapping import finished, glued, wrapped


def render_terminal(report: Report, width: int, colour: bool) -> str:
    """Return the report as text of at most `width` columns, with the terminal's colours or without."""
    plain = None if colour else render_plain(report, width)
    if plain is not None:
        return plain
    from .terminal_rich import render_rich

    return render_rich(report, width, colour)


def render_plain(report: Report, width: int) -> str | None:
    """Return the report as text without colours, or None where `terminal_rich` is needed."""
    try:
        lines = _lines(glued(report.title), width)
        for number, section in enumerate(report.sections):
            if number or section.title is not None:
                lines.append("")
            lines += _section(section, width)
        return finished("\n".join(lines))
    except _NotPlain:
        return None


class _NotPlain(Exception):
    """A report holds what is not running text, or not one column a character."""


def _lines(text: str, width: int) -> list[str]:
    found = wrapped(text, width)
    if found is None:
        raise _NotPlain
    return found


def _section(section: Section, width: int) -> Iterator[str]:
    if section.title is not None:
        yield from _lines(glued(section.title), width)
    for block in section.blocks:
        yield from _block(block, 0 if section.title is None else 2, width)


def _block(block: Block, left: int, width: int) -> Iterator[str]:
    match block:
        case Paragraph(line, level):
            yield from _indented(_text(line), left + 2 * (level - 1), width)
        case Answer(question, told, _):
            yield from _indented((glued(f"{question}: ") if question is not None else "") + glued(told), left, width)
        case Item(mark, line, below, level, address):
            left += 2 * (level - 1)
            text = _text(line) + (glued(f" – {address}") if address else "")
            yield from _indented(text, left, width, glued(mark))
            for belonging in below:
                yield from _indented(_text(belonging), left + 2, width)
        case Subsection(title, blocks, _):
            yield from _indented(glued(title), left, width)
            for inner in blocks:
                yield from _block(inner, left + 2, width)
        case _:
            raise _NotPlain


def _text(line: Line) -> str:
    return "".join([glued(piece[0]) for piece in line])


def _indented(text: str, left: int, width: int, mark: str = "") -> Iterator[str]:
    """Yield the lines of a text so far from the left, beside its mark if it has one."""
    before = " " * left + (f"{mark} " if mark else "")
    if len(mark) > 1:
        raise _NotPlain
    for number, line in enumerate(_lines(text, width - len(before))):
        yield (before if number == 0 else " " * len(before)) + line
