"""The lines of a file as rows, and rows of text as blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final

import polars as pl

from ..law.registers import CASE
from .problems import CutShort, QuoteNeverClosed, RowFlaw, RowTooLong, StrayQuote
from .register import LONGEST_ROW, RowBlock
from .register_files import RegisterFile, ends_with_a_line, opened

_PART: Final = 5_000
"""Lines that are held as Python texts at a time; they take many times the space of a column."""


RowLines = Iterator[tuple[int, "bytes | RowFlaw"]]
"""The number of the first line of each row, and the row without its line break, or why it cannot be read."""


def lines_of(file: BinaryIO) -> RowLines:
    """Yield each line. Empty lines at the end are none."""
    empty = 0
    number = 0
    while line := file.readline(LONGEST_ROW):
        number += 1
        if len(line) == LONGEST_ROW and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_ROW)
            yield from ((number - back, b"") for back in range(empty, 0, -1))
            empty = 0
            yield number, RowTooLong(most=LONGEST_ROW).of(number)
            continue
        line = line.rstrip(b"\r\n") if line.endswith(b"\n") else line
        if not line:
            empty += 1
            continue
        yield from ((number - back, b"") for back in range(empty, 0, -1))
        empty = 0
        yield number, line


def records_of(file: BinaryIO, separator: str) -> RowLines:
    """Yield each record of CSV; a line break in a quoted cell is a line feed in it.

    Where a quotation mark is never closed, or not within the length of a row, no line from there on is used: which of them
    are rows cannot be known.
    """
    mark = separator.encode()
    quoted = rb'"[^"]*+(?:""[^"]*+)*+"'
    whole = re.compile(rb"(?:%s|[^%s\"]*+)(?:%s(?:%s|[^%s\"]*+))*+" % (quoted, mark, mark, quoted, mark))
    opened: list[bytes] = []
    first = length = 0
    lost = False
    for number, line in lines_of(file):
        if not opened:
            if b'"' not in line or isinstance(line, RowFlaw) or whole.fullmatch(line):
                yield number, line
            elif _ends_inside(line, mark, False):
                opened, first, length = [line], number, len(line)
            else:
                yield number, StrayQuote().of(number)
        elif lost:
            yield number, QuoteNeverClosed(line=first).of(number)
        elif isinstance(line, RowFlaw) or length + len(line) > LONGEST_ROW:
            lost = True
            yield from ((each, QuoteNeverClosed(line=first).of(each)) for each in range(first, number + 1))
        else:
            opened.append(line)
            length += len(line)
            if not _ends_inside(line, mark, True):
                record = b"\n".join(opened)
                opened = []
                yield first, record if whole.fullmatch(record) else StrayQuote().of(first)
    if opened and not lost:
        yield from ((each, QuoteNeverClosed(line=first).of(each)) for each in range(first, number + 1))


_CLOSING: Final = re.compile(rb'[^"]*+(?:""[^"]*+)*+"')


def _ends_inside(line: bytes, separator: bytes, inside: bool) -> bool:
    """Return whether the end of a line is inside a quoted cell; `inside` says whether its beginning is."""
    at = 0
    if not inside and line.startswith(b'"'):
        inside, at = True, 1
    while True:
        if inside:
            closing = _CLOSING.match(line, at)
            if closing is None:
                return True
            at = closing.end()
        at = line.find(separator, at) + 1
        if at == 0:
            return False
        inside = line.startswith(b'"', at)
        at += inside


def text_blocks(
    file: RegisterFile,
    size: int,
    skip: int,
    names: Sequence[str],
    lines: Callable[[BinaryIO], RowLines],
    read: Callable[[int, bytes], Sequence[str | None] | RowFlaw],
    mark: str = "",
    identity: str = CASE,
) -> Iterator[RowBlock]:
    """Yield blocks of the rows after line `skip`; `read` gives the cells of a row, as many as there are names, or its flaw.

    `mark` stands before a cell that is a string; `identity` is the name of the id.
    """
    rows: list[int] = []
    flaws: list[RowFlaw] = []
    cells: list[Sequence[str | None]] = []
    parts: list[pl.DataFrame] = []

    def part() -> pl.DataFrame:
        columns = zip(*cells, strict=True) if cells else [()] * len(names)
        return pl.DataFrame([pl.Series(name, column, pl.String) for name, column in zip(names, columns, strict=True)])

    def block(notices: Sequence[RowFlaw] = ()) -> RowBlock:
        parts.append(part())
        return RowBlock(list(rows), pl.concat(parts), list(flaws), notices)

    id_at = names.index(identity) if identity in names else None
    number, found = 0, None
    with opened(file) as content:
        for number, line in lines(content):
            if number <= skip:
                continue
            found = read(number, line) if isinstance(line, bytes) else line
            if isinstance(found, RowFlaw):
                flaws.append(found)
            else:
                rows.append(number)
                cells.append(found)
                if len(cells) == _PART:
                    parts.append(part())
                    cells.clear()
            if len(rows) + len(flaws) >= size:
                yield block()
                for each in (rows, flaws, cells, parts):
                    each.clear()
        notices = []
        if found is not None and not ends_with_a_line(content):
            case = found.case if isinstance(found, RowFlaw) else (found[id_at] or "") if id_at is not None else ""
            notices.append(CutShort().of(number, case.removeprefix(mark)))
    if rows or flaws or notices:
        yield block(notices)
