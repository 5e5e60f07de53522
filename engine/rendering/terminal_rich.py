"""A report as text with the colours of a terminal, tables and derivations, by rich; see `terminal`."""

from __future__ import annotations

from io import StringIO
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as RichText
from rich.tree import Tree as RichTree

from .report import Answer, Block, Branch, DerivationTree, Item, Line, Paragraph, Report, Section, Subsection, Table, Tone
from .wrapping import finished, glued

_STYLES: Final[dict[Tone, str]] = {"plain": "", "strong": "bold", "good": "green", "bad": "red", "open": "yellow", "dim": "dim"}


def render_rich(report: Report, width: int, colour: bool) -> str:
    """Return the report as text of at most `width` columns, with the terminal's colours or without."""
    out = StringIO()
    # Every property is given: nothing of the surroundings may reach the text.
    console = Console(
        file=out,
        width=width,
        height=100,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_text(((report.title, "strong"),)))
    for number, section in enumerate(report.sections):
        if number or section.title is not None:
            console.print()
        _section(console, section)
    return finished(out.getvalue())


def _section(console: Console, section: Section) -> None:
    if section.title is not None:
        console.print(_title(section.title, section.tone))
    left = 0 if section.title is None else 2
    for block in section.blocks:
        _block(console, block, left)


def _block(console: Console, block: Block, left: int) -> None:
    match block:
        case Paragraph(line, level):
            _print(console, _text(line), left + 2 * (level - 1))
        case Answer(question, told, tone):
            asked: Line = ((f"{question}: ", "strong"),) if question is not None else ()
            _print(console, _text(asked).append_text(_title(told, tone)), left)
        case Item(mark, line, below, level, address):
            left += 2 * (level - 1)
            addressed: Line = ((f" – {address}", "dim"),) if address else ()
            _print(console, _marked(mark, _text((*line, *addressed))) if mark else _text((*line, *addressed)), left)
            for belonging in below:
                _print(console, _text(belonging), left + 2)
        case Table():
            if block.title is not None:
                _print(console, _text(((block.title, "strong"),)), left)
                left += 2
            _print(console, _table(block), left)
        case DerivationTree(branch, apart):
            if apart:
                console.print()
            _print(console, _tree(branch), left)
        case Subsection(title, blocks, tone):
            _print(console, _title(title, tone), left)
            for inner in blocks:
                _block(console, inner, left + 2)


def _print(console: Console, shown: RichText | RichTable | RichTree, left: int) -> None:
    console.print(Padding(shown, (0, 0, 0, left)))


def _marked(mark: str, text: RichText) -> RichTable:
    """Return a text with its mark before it and all its lines beside the mark."""
    grid = RichTable.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(_text(((mark, "open"),)), text)
    return grid


def _table(table: Table) -> RichTable:
    grid = RichTable.grid(padding=(0, 2))
    for column in range(len(table.rows[0]) if table.rows else len(table.heads)):
        right = column in table.right
        # A word that is longer than its column is broken, never cut.
        grid.add_column(justify="right" if right else "left", no_wrap=right, overflow="fold")
    if table.heads and not table.terse:
        grid.add_row(*(_text(((head, "dim"),)) for head in table.heads))
    for row in table.rows:
        grid.add_row(*map(_text, row))
    return grid


def _tree(branch: Branch) -> RichTree:
    tree = RichTree(_lines(branch), guide_style=_STYLES["dim"])
    waiting = [(tree, child) for child in reversed(branch.below)]
    while waiting:
        parent, child = waiting.pop()
        added = parent.add(_lines(child))
        waiting += [(added, below) for below in reversed(child.below)]
    return tree


def _lines(branch: Branch) -> RichText:
    return RichText("\n").join([_text(line) for line in branch.lines])


def _title(title: str, tone: Tone) -> RichText:
    return RichText(glued(title), f"bold {_STYLES[tone]}".strip())


def _text(line: Line) -> RichText:
    return RichText.assemble(*((glued(piece[0]), _STYLES[piece[1]]) for piece in line))
