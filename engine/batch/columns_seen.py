"""What the columns of a register hold: how many cells are filled in, which values there are, and how they may be spelt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from .register import MARK, Register
from .rows import holds_cells, spellings
from .written_values import MARKS, date_pattern, read_date, read_number

_DAYS: Final = ("DD.MM.YYYY", "D.M.YYYY", "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYYMMDD", "DDMMYYYY")
_MIDNIGHTS: Final = ("", " 00:00", " 00:00:00", "T00:00:00")
PATTERNS: Final = {pattern.written: pattern for day in _DAYS for end in _MIDNIGHTS if (pattern := date_pattern(day + end)) is not None}
"""The spellings of dates that a column is tried for, by how a profile says them."""

MOST_VALUES: Final = 60
"""Of so many different values a column may be one of codes."""

SIZE: Final = 50_000


@dataclass(slots=True)
class ColumnSeen:
    """A column: how many of its cells are filled in and empty, its values while they are few, and the spellings that fit all of them.

    `values` is None once there are more than `MOST_VALUES`, and of a type that holds no cells, whose values are not looked at.
    `is_unique` says that no value is there twice.
    """

    name: str
    type: pl.DataType
    filled: int = 0
    empty: int = 0
    values: list[str] | None = field(default_factory=list)
    dates: list[str] = field(default_factory=lambda: list(PATTERNS))
    numbers: list[str] = field(default_factory=lambda: list(MARKS))
    is_unique: bool = True

    @property
    def spelling_of_dates(self) -> str | None:
        """The one spelling of dates that fits, None where none does, or two that mean different days; `DD` is told before `D`."""
        found = self.dates if "DD.MM.YYYY" not in self.dates else [one for one in self.dates if one != "D.M.YYYY"]
        return found[0] if len(found) == 1 and self.filled else None


def see_columns(register: Register) -> tuple[list[ColumnSeen], int, int]:
    """Return what each column holds, in their order, the number of rows that were read, and of those that cannot be."""
    seen = {name: _unseen(name, register.schema[name]) for name in register.places}
    everything: dict[str, set[str]] = {name: set() for name in seen}
    rows = unread = 0
    for block in register.blocks(SIZE, None):
        rows += len(block.rows)
        unread += len(block.flaws)
        for name, column in seen.items():
            if not holds_cells(column.type):
                column.empty += block.cells[name].null_count()
                column.filled += len(block.rows) - block.cells[name].null_count()
                continue
            cells = spellings(block.cells[name]).str.strip_prefix(MARK if register.spelling == "marked" else "")
            filled = cells.filter(cells != "")
            different = filled.unique(maintain_order=True)
            column.filled += len(filled)
            column.empty += len(cells) - len(filled)
            column.is_unique = column.is_unique and len(different) == len(filled) and everything[name].isdisjoint(different)
            if column.is_unique:
                everything[name].update(different)
            _add(column, different)
    return list(seen.values()), rows, unread


def _unseen(name: str, dtype: pl.DataType) -> ColumnSeen:
    """Return a column before any cell of it is seen."""
    return ColumnSeen(name, dtype) if holds_cells(dtype) else ColumnSeen(name, dtype, values=None, dates=[], numbers=[], is_unique=False)


def _add(column: ColumnSeen, cells: Iterable[str]) -> None:
    """Enter different cells of a column."""
    for cell in cells:
        if column.values is not None and cell not in column.values:
            column.values.append(cell)
            if len(column.values) > MOST_VALUES:
                column.values = None
        if column.dates and column.type != pl.Date:
            column.dates = [one for one in column.dates if read_date(cell, PATTERNS[one]) is not None]
        if column.numbers:
            column.numbers = [mark for mark in column.numbers if read_number(cell, mark) is not None]
