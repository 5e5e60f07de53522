"""CSV: the separator is read off the head, and a quoted cell may go on over a line break."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import polars as pl

from ..diagnostics import Diagnostic, Rejected
from ..law.registers import CASE
from ..model import Place, Text
from .chunks import Clean, TextForm
from .lines import record_of, records_of, text_blocks
from .problems import (
    CarriageReturn,
    CellOfSeveralLines,
    CellTooLong,
    ColumnsWithoutName,
    ColumnTwice,
    ColumnWithoutName,
    EmptyRegister,
    HeadNotDecoded,
    HeadNotNames,
    HeadTooLong,
    RaggedRow,
    RowFlaw,
    RowNotDecoded,
    RowWithControlCharacter,
    SeveralSeparators,
)
from .register import CONTROL, LONGEST_ROW, SEPARATORS, Encoding, Register, RowBlock
from .register_files import RegisterFile


def open_csv(file: RegisterFile, head: bytes, encoding: Encoding, identity: str = CASE, declared: str | None = None) -> Register:
    """Return the register of a CSV file, whose separator is `declared` or read off its head; `identity` is the column of the id."""
    place = Place(file.name, 1, 1)
    # Cut off, it may end within a letter, which would be told instead.
    if len(head) == LONGEST_ROW and not head.endswith(b"\n"):
        raise Rejected([HeadTooLong(most=LONGEST_ROW).at(place)])
    try:
        # A byte order mark stands before the first line alone; elsewhere it is a character of a value.
        line = head.decode("utf-8-sig" if encoding == "utf-8" else encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        raise Rejected([HeadNotDecoded(encoding=encoding).at(place)]) from None
    if not line.strip():
        raise Rejected([EmptyRegister().at(place)])
    if line.startswith("sep="):
        raise Rejected([HeadNotNames(reason=Text("sep=", "sep=")).at(place)])
    separator = declared or _separator_of(line)
    if separator is None or "\r" in line:
        raise Rejected([SeveralSeparators().at(place)])
    try:
        names = _split(line, separator)
    except csv.Error:
        wrong = Text("et anførselstegn står feil, eller et navn er for langt", "a quotation mark is out of place, or a name is too long")
        raise Rejected([HeadNotNames(reason=wrong).at(place)]) from None
    places: dict[str, Place] = {}
    twice, nameless, at = [], [], 1
    for name in names:
        here = Place(file.name, 1, at, max(1, len(name)))
        at = 1 + line.find(separator, at - 1) + 1 if separator in line[at - 1 :] else at
        if not name.strip():
            nameless.append(here)
        elif name in places:
            twice.append(ColumnTwice(column=name).at(here))
        places.setdefault(name, here)
    if twice or nameless:
        raise Rejected([*twice, *_nameless(nameless)])

    def blocks(size: int, only: Collection[str] | None) -> Iterator[RowBlock]:
        wanted = [name for name in names if only is None or name in only]
        kept = None if len(wanted) == len(names) else [names.index(name) for name in wanted]
        id_at = names.index(identity) if identity in names else None

        def read(row: int, line: bytes) -> Sequence[str | None] | RowFlaw:
            found = _cells(row, line, encoding, separator)
            if isinstance(found, RowFlaw):
                return found
            if len(found) != len(names):
                case = found[id_at] if id_at is not None and id_at < len(found) else ""
                return RaggedRow(cells=len(found), columns=len(names)).of(row, _one_line(case))
            if b"\n" in line:
                broken = next(name for name, cell in zip(names, found, strict=True) if "\n" in cell)
                return CellOfSeveralLines().of(row, "" if id_at is None else _one_line(found[id_at]), broken)
            cells = [cell or None for cell in found]
            return cells if kept is None else [cells[place] for place in kept]

        def cells(lines: Sequence[bytes]) -> pl.DataFrame | None:
            return _clean_cells(lines, names, [names.index(name) for name in wanted], encoding, separator)

        def alone(lines: Sequence[bytes]) -> bool:
            return all(b'"' not in line or record.fullmatch(line) for line in lines)

        record = record_of(separator)
        form = TextForm(lambda content, before: records_of(content, separator, before), read, Clean(alone, cells))
        return text_blocks(file, size, 1, wanted, form, identity=identity)

    return Register(file.name, "plain", places, dict.fromkeys(names, pl.String()), blocks)


_UNUSUAL: Final = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
"""What no cell of CSV may hold, and a carriage return; a quotation mark is looked for beside it."""


def _clean_cells(
    lines: Sequence[bytes], names: Sequence[str], wanted: Sequence[int], encoding: Encoding, separator: str
) -> pl.DataFrame | None:
    """Return the cells of lines without quotation marks in the columns `wanted`, or None where any line is unusual, as `chunks` says.

    Each line is known to have as many cells as there are names, so Polars neither mends nor drops one.
    """
    mark = separator.encode()
    if any(line.count(mark) != len(names) - 1 for line in lines):
        return None
    text = b"\n".join(lines)
    # At the beginning of a text Polars takes a byte order mark away, which behind the head is a character of a value.
    if b'"' in text or text.startswith(codecs.BOM_UTF8) or len(text.translate(None, _UNUSUAL)) != len(text):
        return None
    try:
        text = text if text.isascii() else text.decode(encoding).encode()
    except UnicodeDecodeError:
        return None
    found = pl.read_csv(text, has_header=False, columns=list(wanted), separator=separator, quote_char=None, infer_schema=False)
    if found.width != len(wanted):
        return None
    return found.rename(dict(zip(found.columns, (names[place] for place in wanted), strict=True)))


def _separator_of(line: str) -> str | None:
    """Return the separator that a head contains, a comma where it contains none; None where it contains several."""
    found = [sign for sign in SEPARATORS.values() if sign in line]
    return None if len(found) > 1 else found[0] if found else ","


def _one_line(case: str) -> str:
    """Return an id, or nothing where it has several lines and so is none."""
    return "" if "\n" in case or "\r" in case else case


def _split(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator, strict=True), [])


def _cells(row: int, line: bytes, encoding: Encoding, separator: str) -> list[str] | RowFlaw:
    """Return the cells of a record in which every quotation mark is in its place."""
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError as error:
        return RowNotDecoded(byte=error.start + 1, encoding=encoding).of(row)
    if CONTROL.search(text):
        return RowWithControlCharacter().of(row)
    if '"' not in text and "\r" not in text:
        return text.split(separator)
    if "\r" in text:
        return CarriageReturn().of(row)
    lines = [f"{part}\n" for part in text.split("\n")] if "\n" in text else [text]
    try:
        return next(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        # The quotation marks are in their places, so nothing but the length of a cell is left.
        return CellTooLong(most=csv.field_size_limit()).of(row)


def _nameless(places: Sequence[Place]) -> list[Diagnostic]:
    if not places:
        return []
    return [(ColumnWithoutName() if len(places) == 1 else ColumnsWithoutName(number=len(places))).at(places[0])]
