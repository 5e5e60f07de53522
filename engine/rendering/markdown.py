"""A report as Markdown: CommonMark with the tables of GitHub, every character of the report shown as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from urllib.parse import quote

from .report import SAFE, Answer, Block, Branch, DerivationTree, Item, Line, Paragraph, Report, Subsection, Table, visible

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&$])")
_EMOJI: Final = re.compile(r":(?=[\w+-]+:)")
_LINE_START: Final = re.compile(r"^([-+#=]|\d{1,9}(?=[.)](?:\s|$)))")
"""What at the start of a line would make it a heading or a list."""
_HEADING_END: Final = re.compile(r"(?<=\s)(?=#+$)")
"""Where what ends a heading would be read as its closing mark."""


def render_markdown(report: Report) -> str:
    """Return the report as a Markdown document that begins with its title."""
    parts = [_heading(1, report.title)]
    for section in report.sections:
        if section.title is not None:
            parts.append(_heading(2, section.title))
        parts += _blocks(section.blocks)
    return "\n\n".join(parts) + "\n"


def _heading(level: int, title: str) -> str:
    return f"{'#' * level} " + _HEADING_END.sub(r"\\", _line(((title, "plain"),)))


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for kind, group in groupby(blocks, type):
        if kind is Item:
            yield _items([block for block in group if isinstance(block, Item)])
        elif kind is DerivationTree:
            yield _trees([block for block in group if isinstance(block, DerivationTree)])
        else:
            for block in group:
                yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield _line(line)
        case Answer(question, told):
            yield _line(((f"{question}: ", "strong"), (told, "plain")) if question is not None else ((told, "strong"),))
        case Table(_, title):
            if title is not None:
                yield _heading(3, title)
            yield _table(block)
        case Subsection(title, blocks):
            yield _heading(3, title)
            yield from _blocks(blocks)


def _items(items: list[Item]) -> str:
    first = min(item.level for item in items)
    lines = []
    for item in items:
        indent = "  " * (item.level - first)
        head, *rest = item.line
        if item.address is not None and item.address.startswith(SAFE):
            told = f"[{_line((head,))}]({quote(item.address, safe=':/?#@!&=+,;%')}){_line(tuple(rest), start=False)}"
        else:
            told = _line(item.line)
        # Another mark than that of trees, so that a list after a tree is a list of its own.
        lines.append(f"{indent}* " + f"\\\n{indent}  ".join([told, *map(_line, item.below)]))
    return "\n".join(lines)


def _trees(trees: list[DerivationTree]) -> str:
    return "\n".join(("\n" if tree.apart and number else "") + "\n".join(_branch(tree.branch, "")) for number, tree in enumerate(trees))


def _branch(branch: Branch, indent: str) -> Iterator[str]:
    yield f"{indent}- " + f"\\\n{indent}  ".join(map(_line, branch.lines))
    for below in branch.below:
        yield from _branch(below, indent + "  ")


def _table(table: Table) -> str:
    columns = len(table.heads) or len(table.rows[0])
    heads = [_line(((head, "plain"),), start=False) for head in table.heads] or [""] * columns
    rules = ["---:" if column in table.right else "---" for column in range(columns)]
    rows = [[_line(cell, start=False) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rules, *rows))


def _line(line: Line, start: bool = True) -> str:
    """Return a line of text; `start` tells that it begins a line of the document, where more characters are special."""
    texts = [_escaped(piece[0]) for piece in line]
    for number, piece in enumerate(line):
        if piece[1] == "strong":
            before, after = "".join(texts[:number])[-1:], "".join(texts[number + 1 :])[:1]
            texts[number] = _strong(texts[number], before, after)
    told = "".join(texts)
    return _LINE_START.sub(_guarded, told.strip()) if start else told.rstrip()


def _guarded(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


def _strong(text: str, before: str, after: str) -> str:
    """Return text made strong, given the characters around it.

    The marks stand next to its words, not to its spaces. Where no space is outside of them they might not be read as
    marks, and the text stays as it is.
    """
    words = text.strip()
    spaced = (not before.strip() or text[:1].isspace()) and (not after.strip() or text[-1:].isspace())
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{left}**{words}**{right}" if words and spaced else text


def _escaped(text: str) -> str:
    return _EMOJI.sub(r"\\:", _SPECIAL.sub(r"\\\1", visible(text)))
