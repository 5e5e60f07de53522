"""The lines of a file as rows, and rows of text as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from ..law.registers import CASE
from .chunks import Readable, RowLines, TextForm, chunks_of
from .problems import CutShort, QuoteNeverClosed, RowFlaw, RowTooLong, StrayQuote
from .register import LONGEST_ROW, RowBlock
from .register_files import RegisterFile, ends_with_a_line, opened

_PART: Final = 5_000
"""Lines that are held as Python texts at a time; they take many times the space of a column."""


def lines_of(file: Readable, before: int = 0) -> Iterator[RowLines]:
    """Yield each line; `before` lines stand before the first. Empty lines at the end are none."""
    empty = 0
    number = before
    while line := file.readline(LONGEST_ROW):
        number += 1
        found: bytes | RowFlaw = line.rstrip(b"\r\n") if line.endswith(b"\n") else line
        if len(line) == LONGEST_ROW and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_ROW)
            found = RowTooLong(most=LONGEST_ROW).of(number)
        if not found:
            empty += 1
            continue
        yield from (RowLines(number - back, b"", None) for back in range(empty, 0, -1))
        empty = 0
        yield RowLines(number, found, number)


def record_of(separator: str) -> re.Pattern[bytes]:
    """Return what a record of CSV looks like in which every quotation mark is in its place; a line break may stand in a quoted cell."""
    mark = separator.encode()
    quoted = rb'"[^"]*+(?:""[^"]*+)*+"'
    return re.compile(rb"(?:%s|[^%s\"]*+)(?:%s(?:%s|[^%s\"]*+))*+" % (quoted, mark, mark, quoted, mark))


def records_of(file: Readable, separator: str, before: int = 0) -> Iterator[RowLines]:
    """Yield each record of CSV, as `lines_of` yields lines; a line break in a quoted cell is a line feed in it.

    Where a quotation mark is never closed, or not within the length of a row, no line from there on is used: which of them
    are rows cannot be known.
    """
    mark, whole = separator.encode(), record_of(separator)
    opened: list[bytes] = []
    first = length = 0
    number = before
    lost = False
    for number, line, last in lines_of(file, before):
        if not opened:
            if isinstance(line, RowFlaw) or b'"' not in line or whole.fullmatch(line):
                yield RowLines(number, line, last)
            elif _ends_inside(line, mark, False):
                opened, first, length = [line], number, len(line)
            else:
                yield RowLines(number, StrayQuote().of(number), last)
        elif lost:
            yield RowLines(number, QuoteNeverClosed(line=first).of(number), None)
        elif isinstance(line, RowFlaw) or length + len(line) > LONGEST_ROW:
            lost = True
            yield from _never_closed(first, number)
        else:
            opened.append(line)
            length += len(line)
            if not _ends_inside(line, mark, True):
                record = b"\n".join(opened)
                opened = []
                yield RowLines(first, record if whole.fullmatch(record) else StrayQuote().of(first), last)
    if opened and not lost:
        yield from _never_closed(first, number)


def _never_closed(first: int, last: int) -> Iterator[RowLines]:
    return (RowLines(each, QuoteNeverClosed(line=first).of(each), None) for each in range(first, last + 1))


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
    file: RegisterFile, size: int, skip: int, names: Sequence[str], form: TextForm, mark: str = "", identity: str = CASE
) -> Iterator[RowBlock]:
    """Yield blocks of the rows after line `skip`, whose cells have as many columns as there are names.

    `mark` stands before a cell that is a string; `identity` is the name of the id.
    """
    rows: list[int] = []
    flaws: list[RowFlaw] = []
    cells: list[Sequence[str | None]] = []
    parts: list[pl.DataFrame] = []

    def gather() -> None:
        columns = zip(*cells, strict=True) if cells else [()] * len(names)
        parts.append(pl.DataFrame([pl.Series(name, column, pl.String) for name, column in zip(names, columns, strict=True)]))
        cells.clear()

    def block(notices: Sequence[RowFlaw] = ()) -> RowBlock:
        gather()
        found = RowBlock(list(rows), pl.concat(parts), list(flaws), notices)
        for each in (rows, flaws, parts):
            each.clear()
        return found

    id_at = names.index(identity) if identity in names else None
    number, last = 0, None
    with opened(file) as content:
        for number, found in chunks_of(content, form, skip):
            if isinstance(found, pl.DataFrame):
                if cells:
                    gather()
                start = 0
                while start < len(found):
                    more = found.slice(start, size - len(rows) - len(flaws))
                    parts.append(more)
                    rows.extend(range(number + start, number + start + len(more)))
                    start += len(more)
                    if len(rows) + len(flaws) >= size:
                        yield block()
                continue
            if number <= skip:
                continue
            last = form.read(number, found) if isinstance(found, bytes) else found
            if isinstance(last, RowFlaw):
                flaws.append(last)
            else:
                rows.append(number)
                cells.append(last)
                if len(cells) == _PART:
                    gather()
            if len(rows) + len(flaws) >= size:
                yield block()
        notices = []
        # The last line is read as a single row where its end is missing.
        if last is not None and not ends_with_a_line(content):
            case = last.case if isinstance(last, RowFlaw) else (last[id_at] or "") if id_at is not None else ""
            notices.append(CutShort().of(number, case.removeprefix(mark)))
    if rows or flaws or notices:
        yield block(notices)
