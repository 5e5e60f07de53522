"""Excel: the one sheet of a workbook as a register, each cell with the type that Excel gave it, and no cell that has lost its value."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

import polars as pl

from ..diagnostics import Diagnostic, Rejected
from ..folders import shown
from ..law.registers import CASE
from ..model import Place
from .excel_problems import (
    CellsMerged,
    FaultInCell,
    FormulaWithoutValue,
    IdOfOtherType,
    NumberShownOtherwise,
    PercentInCell,
    SeveralSheets,
)
from .problems import ColumnTwice, ColumnWithoutName, EmptyRegister, RaggedRow, RegisterUnreadable, RowFlaw
from .register import CONTROL, MARK, Register, RowBlock

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_ROW = Sequence[Any]


def open_excel(path: Path, identity: str = CASE) -> Register:
    """Return the register in a workbook, whose first row names the columns; `identity` is the column of the id.

    Raises Rejected where several sheets have cells, where the head holds no names, and where it cannot be read;
    ModuleNotFoundError where the extra `excel` is not installed.
    """
    place = Place(shown(path), 1, 1)
    head = next(_rows(path), None)
    if head is None or not any(_is_filled(cell) for cell in head[0]):
        raise Rejected([EmptyRegister().at(place)])
    names = [_spelt(cell) or "" for cell in head[0]]
    while names and not names[-1]:
        names.pop()
    names = [name.removeprefix(MARK) for name in names]
    places: dict[str, Place] = {}
    problems: list[Diagnostic] = []
    for at, name in enumerate(names, 1):
        here = Place(shown(path), 1, at, max(1, len(name)))
        if not name.strip():
            problems.append(ColumnWithoutName().at(here))
        elif name in places:
            problems.append(ColumnTwice(column=name).at(here))
        places.setdefault(name, here)
    if problems:
        raise Rejected(problems)

    def blocks(size: int, only: Collection[str] | None) -> Iterator[RowBlock]:
        wanted = [at for at, name in enumerate(names) if only is None or name in only]
        id_at = names.index(identity) if identity in names else None
        block = _Block([names[at] for at in wanted])
        rows = enumerate(_rows(path), 1)
        next(rows)
        empty: list[int] = []
        for number, (cells, formulas) in rows:
            if not any(_is_filled(cell) for cell in cells) and not any(formulas):
                empty.append(number)  # at the end they are none
                continue
            for row in empty:
                block.add(row, [None] * len(wanted))
            empty = []
            case = (_spelt(cells[id_at]) or "").removeprefix(MARK) if id_at is not None and id_at < len(cells) else ""
            try:
                found = _read(number, case, cells, formulas, names, wanted, id_at)
            except IndexError:  # a cell names a number format that the workbook does not have
                raise Rejected([RegisterUnreadable(reason="styles.xml").at(Place(shown(path), number, 1))]) from None
            block.add(number, found)
            if block.size >= size:
                yield block.made()
                block = _Block(block.names)
        if block.size:
            yield block.made()

    return Register(shown(path), "marked", places, dict.fromkeys(names, pl.String()), blocks)


class _Block:
    """Rows that are gathered: those with cells, and those with a flaw."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.rows: list[int] = []
        self.cells: list[Sequence[str | None]] = []
        self.flaws: list[RowFlaw] = []

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.flaws)

    def add(self, row: int, found: Sequence[str | None] | RowFlaw) -> None:
        if isinstance(found, RowFlaw):
            self.flaws.append(found)
        else:
            self.rows.append(row)
            self.cells.append(found)

    def made(self) -> RowBlock:
        columns = zip(*self.cells, strict=True) if self.cells else [()] * len(self.names)
        frame = pl.DataFrame([pl.Series(name, column, pl.String) for name, column in zip(self.names, columns, strict=True)])
        return RowBlock(self.rows, frame, self.flaws)


def _read(
    row: int, case: str, cells: _ROW, formulas: Sequence[bool], names: Sequence[str], wanted: Sequence[int], id_at: int | None
) -> Sequence[str | None] | RowFlaw:
    """Return the wanted cells of a row, each as its type says it, or why the row is not used; `id_at` is the place of the id."""
    beyond = [at for at, cell in enumerate(cells) if at >= len(names) and _is_filled(cell)]
    if beyond:
        return RaggedRow(cells=beyond[-1] + 1, columns=len(names)).of(row, case)
    found: list[str | None] = []
    for at in wanted:
        cell = cells[at] if at < len(cells) else None
        problem = _flaw(cell, at < len(formulas) and formulas[at], at == id_at)
        if problem is not None:
            return RowFlaw(row, case, names[at], problem)
        found.append(_spelt(cell))
    return found


def _flaw(cell: Any, is_formula: bool, is_id: bool) -> Diagnostic | None:
    """Return why a cell does not say what is shown, if it does not."""
    value = cell.value if cell is not None else None
    if value is None:
        return FormulaWithoutValue().at(_NOWHERE) if is_formula else None
    if cell.data_type == "e":
        return FaultInCell(fault=str(value)).at(_NOWHERE)
    if cell.data_type == "n":
        number_format = str(cell.number_format)
        if "%" in number_format:
            return PercentInCell(number=str(value)).at(_NOWHERE)
        if _is_shown_otherwise(value, number_format):
            return NumberShownOtherwise(number=str(value), format=CONTROL.sub(" ", number_format)).at(_NOWHERE)
    said = _spelt(cell)
    if is_id and said is not None and not said.startswith(MARK) and not _WHOLE.fullmatch(said):
        return IdOfOtherType(value=said).at(_NOWHERE)
    return None


_NOWHERE: Final = Place("", 1, 1)
_WHOLE: Final = re.compile("-?[0-9]+")
_NO_DIGITS: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
"""Parts of a number format that are shown as they are, or say a colour, a condition or a space."""

_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")
"""A comma behind the last digit before the decimals: the number is shown in thousands."""


def _is_shown_otherwise(value: Any, number_format: str) -> bool:
    """Return whether a format shows a number with noughts before it, or divided by a thousand or more."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    for section in _NO_DIGITS.sub("", number_format).split(";"):
        whole = re.split(r"\.|[Ee][+-]", section, maxsplit=1)[0]
        if _SCALED.search(section) or whole.count("0") > len(f"{abs(value):.0f}"):
            return True
    return False


def _is_filled(cell: Any) -> bool:
    return cell is not None and cell.value not in (None, "")


def _spelt(cell: Any) -> str | None:
    """Return what a cell says: a text behind a mark; a number, a truth value or a day bare; None where it is empty."""
    value = cell.value if cell is not None else None
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return repr(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case str():
            return MARK + CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
        case _:
            return f"{MARK}{value}"


_EXACT: Final = 2**53
"""Below it a double holds every whole number."""


def _rows(path: Path) -> Iterator[tuple[_ROW, Sequence[bool]]]:
    """Yield each row of the sheet: its cells with what was computed last, and which of them are formulas.

    What Excel has not computed is empty in the first reading; the second one tells it from an empty cell.
    """
    import openpyxl

    place = Place(shown(path), 1, 1)
    try:
        with path.open("rb") as one, path.open("rb") as other:
            computed = openpyxl.load_workbook(one, read_only=True, data_only=True, keep_links=False)
            written = openpyxl.load_workbook(other, read_only=True, data_only=False, keep_links=False)
            # A sheet of formulas that Excel has not computed has cells only as it is written.
            sheets = [sheet for sheet in computed.worksheets if _has_cells(written[sheet.title])]
            if len(sheets) > 1:
                raise Rejected([SeveralSheets(sheets=tuple(sheet.title for sheet in sheets)).at(place)])
            for sheet in sheets:
                _judge_merged(path, sheet, place)
                formulas = written[sheet.title]
                # What the file says of its own size may be wrong, and rows beyond it would not be read.
                sheet.reset_dimensions()
                formulas.reset_dimensions()
                for cells, texts in zip_longest(sheet.iter_rows(), formulas.iter_rows(), fillvalue=()):
                    yield cells, [cell.data_type == "f" for cell in texts]
    except (BadZipFile, zlib.error, RuntimeError, EOFError, OSError, KeyError, ValueError, TypeError, SyntaxError) as error:
        # A part that is encrypted, or packed in a way that is not known, is a RuntimeError.
        reason = f"{error}".splitlines()[0] if str(error) else "Excel"
        raise Rejected([RegisterUnreadable(reason=re.sub(r"[\x00-\x1f]", " ", reason)).at(place)]) from None


_MERGED: Final = re.compile(rb"<(?:[^\s<>/:]+:)?mergeCell[\s/>]")
_LONGEST_NAME: Final = 256
"""Bytes; no name of an element is longer."""


def _judge_merged(path: Path, sheet: ReadOnlyWorksheet, place: Place) -> None:
    """Raise Rejected where cells of a sheet are merged: all but the first of them would be read as empty."""
    before = b""
    with ZipFile(path) as parts, parts.open(sheet._worksheet_path.removeprefix("/")) as part:
        while more := part.read(_PART):
            if _MERGED.search(before + more):
                raise Rejected([CellsMerged(sheet=sheet.title).at(place)])
            before = (before + more)[-_LONGEST_NAME:]


_PART: Final = 2**20


def _has_cells(sheet: ReadOnlyWorksheet) -> bool:
    sheet.reset_dimensions()
    return any(_is_filled(cell) for row in sheet.iter_rows() for cell in row)
