"""A register read by a profile: its cells become facts as a case file spells them, and what does not is a flaw of its row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

import polars as pl

from ..diagnostics import Diagnostic, Rejected, suggest
from ..law.registers import CASE
from ..model import Place, Text
from .grouping import label_of
from .problems import ColumnOfWrongType, RowFlaw, UnknownMember
from .profile import CellMeaning, FactReading, Profile
from .profile_problems import (
    CellsDiffer,
    CodeNotInProfile,
    CodesDiffer,
    ColumnNotThere,
    DateOtherwise,
    EmptyCell,
    FieldOfCsv,
    MemberNotInProfile,
    NoDayInCell,
    NumberOtherwise,
    UnmappedColumn,
)
from .reading import open_register
from .register import BY_PROFILE, MARK, SEPARATORS, Encoding, Register, RowBlock
from .register_files import RegisterFile
from .rows import holds_cells, holds_ids, spellings
from .written_values import DatePattern, read_date, read_number

Supply = str
"""How a profile states a fact that no cell does."""

CONSTANT: Final[Supply] = "constant"
EMPTY: Final[Supply] = "empty"

_MARK_NAMES: Final = {"comma": Text("desimalkomma", "a decimal comma"), "point": Text("desimalpunktum", "a decimal point")}


class _Read(NamedTuple):
    """What the cells of a row say of a fact, as `CellMeaning` has it; how the profile stated it, if no cell did; or the flaw."""

    cell: str | None
    supply: Supply | None = None
    problem: Diagnostic | None = None


def open_by_profile(file: RegisterFile, encoding: Encoding, profile: Profile) -> Register:
    """Return the register in a file with the columns that it has; `encoding` is that of CSV where the profile states none.

    Raises Rejected where the file cannot be read, and where the profile says of CSV what the file is not.
    """
    if file.form != "csv" and profile.of_csv:
        raise Rejected(FieldOfCsv(field=field, file=file.path.name).at(place) for field, place in profile.of_csv.items())
    separator = SEPARATORS[profile.separator] if profile.separator is not None else None
    return open_register(file, profile.encoding or encoding, profile.columns, profile.identity, whole=True, separator=separator)


def profiled(register: Register, profile: Profile, labels: Sequence[str] = ()) -> Register:
    """Return the register whose columns are the id and the facts that a profile reads from another, and its columns `labels`.

    Raises Rejected where the columns of the register are not those of the profile, or hold what no cell can.
    """
    if problems := _judge_columns(register, profile):
        raise Rejected(problems)

    def blocks(size: int, only: Collection[str] | None) -> Iterator[RowBlock]:
        readings = [reading for reading in profile.readings if only is None or reading.fact in only]
        columns = dict.fromkeys([profile.identity, *(column for reading in readings for column in reading.columns)])
        handed_on = labels if only is None else ()
        for block in register.blocks(size, tuple(dict.fromkeys([*columns, *handed_on]))):
            yield _translated(block, register, profile, readings, handed_on)

    sources = {reading.fact: ", ".join(reading.columns) for reading in profile.readings if reading.columns}
    told = {CASE: profile.identity, **sources}
    return register._replace(spelling="marked", places={}, schema={}, blocks=blocks, sources=told)


def supplies(said: str) -> list[tuple[str, Supply]]:
    """Return which facts the column `BY_PROFILE` tells of, and how the profile states each. Raises ValueError for another text."""
    found = [part.partition("=") for part in said.split(" ")]
    if any(way not in (CONSTANT, EMPTY) for _, _, way in found):
        raise ValueError(said)
    return [(fact, way) for fact, _, way in found]


def _judge_columns(register: Register, profile: Profile) -> list[Diagnostic]:
    """Return what is wrong with the columns; rows of NDJSON name their own."""
    if not register.places:
        return []
    problems: list[Diagnostic] = []
    for column, place in register.places.items():
        if column not in profile.places:
            problems.append(UnmappedColumn(column=column).at(place))
            continue
        dtype = register.schema[column]
        fits = holds_ids(dtype) or dtype == pl.Null if column == profile.identity else column in profile.ignored or holds_cells(dtype)
        if not fits:
            problems.append(ColumnOfWrongType(column=column, type=str(dtype)).at(place))
    for column, place in profile.places.items():
        if column not in register.places:
            near = suggest(column, [name for name in register.places if name not in profile.places])
            problems.append(ColumnNotThere(near=near, column=column).at(place))
    return problems


def _translated(block: RowBlock, register: Register, profile: Profile, readings: Sequence[FactReading], labels: Sequence[str]) -> RowBlock:
    """Return a block with the cells of facts and the labels, and the flaws of the cells that say nothing of a fact."""
    marked = register.spelling == "marked"
    texts = block.cells.select(_texts(block.cells[name]) for name in block.cells.columns)
    ids = texts[profile.identity].str.strip_prefix(MARK) if marked else texts[profile.identity]
    cases = ids.to_list()
    columns = [(MARK + ids).alias(CASE)]
    supplies: list[pl.Series] = []
    flaws: list[RowFlaw] = []
    for reading in readings:
        exact = [_is_value(block.cells.schema[column], reading) for column in reading.columns]
        found, places = _distinct(texts, reading, exact, marked)
        columns.append(pl.Series(reading.fact, [one.cell for one in found], pl.String).gather(places))
        if any(one.supply for one in found):
            said = [f"{reading.fact}={one.supply}" if one.supply else None for one in found]
            supplies.append(pl.Series(reading.fact, said, pl.String).gather(places))
        bad = [number for number, one in enumerate(found) if one.problem is not None]
        if bad:
            for at in places.is_in(bad).arg_true():
                problem = found[places[at]].problem
                assert problem is not None
                flaws.append(RowFlaw(block.rows[at], cases[at] or "", ", ".join(reading.columns), problem))
    cells = pl.DataFrame(columns)
    told = pl.DataFrame(supplies).select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series() if supplies else None
    said_of_all = pl.Series(BY_PROFILE, [None] * len(cells), pl.String) if told is None else told.set(told == "", None).alias(BY_PROFILE)
    lost = [_stranger(flaw) for flaw in block.flaws]
    handed_on = [label_of(texts[name], register.spelling) for name in labels]
    return RowBlock(block.rows, cells.with_columns(said_of_all, *handed_on), lost, block.notices, flaws)


def _texts(column: pl.Series) -> pl.Series:
    """Return the cells as texts."""
    return column if column.dtype == pl.String else spellings(column)


def _is_value(dtype: pl.DataType, reading: FactReading) -> bool:
    """Return whether a type of column holds the dates or the numbers of a fact themselves, and no spelling of them."""
    return dtype == pl.Date if isinstance(reading.written, DatePattern) else dtype.is_numeric() if reading.written else False


def _stranger(flaw: RowFlaw) -> RowFlaw:
    """Return the flaw of a row in words of the profile, where a name in it is none of the profile's."""
    if flaw.problem.code != UnknownMember.code:
        return flaw
    return MemberNotInProfile(column=flaw.column).of(flaw.row, flaw.case, flaw.column)


_PLACE: Final = "\0"
"""A name that no column has."""


def _distinct(texts: pl.DataFrame, reading: FactReading, exact: Sequence[bool], marked: bool) -> tuple[list[_Read], pl.Series]:
    """Return what each different set of cells says of a fact, and which of them each row has.

    `exact` says of each column whether its cells are values of a type; where they are `marked`, those that are no strings are
    numbers or truth values.
    """
    if not reading.columns:
        constant = reading.constant
        assert constant is not None
        return [_supplied(constant, CONSTANT)], pl.repeat(0, len(texts), dtype=pl.Int64, eager=True)
    cells = texts.select(reading.columns)
    kinds = cells.unique(maintain_order=True).with_row_index(_PLACE)
    places = cells.join(kinds, on=list(reading.columns), how="left", nulls_equal=True, maintain_order="left")[_PLACE]
    by_value = {is_exact: _codes_by_value(reading, is_exact) for is_exact in (False, True)}
    found = []
    for row in kinds.drop(_PLACE).iter_rows():
        are_values = tuple(is_exact or (marked and _is_bare_value(cell, reading)) for cell, is_exact in zip(row, exact, strict=True))
        found.append(_read(tuple(_unmarked(cell, marked) for cell in row), reading, are_values, by_value))
    return found, places.cast(pl.Int64)


_Value = date | Decimal
_CodesByValue = Mapping[_Value, frozenset[CellMeaning]]


def _codes_by_value(reading: FactReading, exact: bool) -> _CodesByValue:
    """Return what the codes of a fact mean by the date or the number that each is, however it is spelt.

    A code is spelt as the cells are, or as a date or a number of a type is shown; the latter is taken of a number only where
    the cells are `exact`, for `1.000` in a text may be a thousand.
    """
    found: dict[_Value, frozenset[CellMeaning]] = {}
    if reading.written is None:
        return found
    for (code,), meaning in reading.codes.items():
        value = _value(code, reading.written, False)
        if value is None and (exact or isinstance(reading.written, DatePattern)):
            value = _value(code, reading.written, True)
        if value is not None:
            found[value] = found.get(value, frozenset()) | {meaning}
    return found


def _value(cell: str, written: DatePattern | str, exact: bool) -> _Value | None:
    """Return the date or the number that a cell is, None where it is none; `exact` says that it is a value of a type."""
    try:
        if isinstance(written, DatePattern):
            return date.fromisoformat(cell) if exact and _DAY.fullmatch(cell) else None if exact else read_date(cell, written)
        number = cell if exact else read_number(cell, written)
        return Decimal(number) if number is not None else None
    except (ValueError, InvalidOperation):
        return None


_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_bare_value(cell: str | None, reading: FactReading) -> bool:
    """Return whether a cell of a marked register is empty, or the date or number of a fact itself, and no text."""
    if cell is None or cell.startswith(MARK):
        return cell is None
    return isinstance(reading.written, str) or bool(_DAY.fullmatch(cell))


def _unmarked(cell: str | None, marked: bool) -> str | None:
    """Return the text of a cell, None where it is empty."""
    return (cell.removeprefix(MARK) if marked and cell else cell) or None


def _supplied(meaning: CellMeaning, supply: Supply) -> _Read:
    return _Read(meaning.cell, supply if meaning.is_value else None)


def _read(cells: tuple[str | None, ...], reading: FactReading, exact: tuple[bool, ...], by_value: Mapping[bool, _CodesByValue]) -> _Read:
    """Return what cells say of a fact; `exact` says which of them are values of a type, which need no spelling.

    `by_value` has the codes by their values, for cells that are exact and for those that are not.
    """
    columns = reading.columns
    if reading.either:
        # A date of a type and a text that looks like it may be two days.
        filled = {(cell, _spelt(cell, reading, is_exact).cell): is_exact for cell, is_exact in zip(cells, exact, strict=True) if cell}
        if len(filled) > 1:
            return _Read(None, None, CellsDiffer(columns=_quoted(columns), cells=_quoted(cell for cell, _ in filled)).at(_NOWHERE))
        cells = tuple(cell for cell, _ in filled) or (None,)
        exact = tuple(filled.values()) or (False,)
    meanings = _meanings(cells, reading, exact, by_value)
    if len(meanings) > 1:
        return _Read(None, None, CodesDiffer(columns=_quoted(columns), cells=_quoted(cell or "" for cell in cells)).at(_NOWHERE))
    for meaning in meanings:
        return _Read(meaning.cell)
    if all(cell is None for cell in cells):
        if reading.empty is None:
            return _Read(None, None, EmptyCell(columns=_quoted(columns)).at(_NOWHERE))
        return _supplied(reading.empty, EMPTY)
    if reading.closed:
        return _Read(None, None, CodeNotInProfile(columns=_quoted(columns), cells=_quoted(cell or "" for cell in cells)).at(_NOWHERE))
    (cell,), (is_exact,) = cells, exact
    assert cell is not None
    return _spelt(cell, reading, is_exact)


def _meanings(
    cells: tuple[str | None, ...], reading: FactReading, exact: tuple[bool, ...], by_value: Mapping[bool, _CodesByValue]
) -> frozenset[CellMeaning]:
    """Return what the codes say that cells mean: the code that is spelt so, or else those of the same value."""
    known = reading.codes.get(tuple(cell or "" for cell in cells))
    if known is not None:
        return frozenset({known})
    if reading.written is None or cells[0] is None or not by_value[exact[0]]:
        return frozenset()
    value = _value(cells[0], reading.written, exact[0])
    return by_value[exact[0]].get(value, frozenset()) if value is not None else frozenset()


def _quoted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"`{word}`" for word in words)


def _spelt(cell: str, reading: FactReading, exact: bool) -> _Read:
    """Return what a cell without code says: a date or a number as the profile says it is written, or a text."""
    column = reading.columns[0] if len(reading.columns) == 1 else ", ".join(reading.columns)
    match reading.written:
        case None:
            return _Read(MARK + cell)
        case _ if exact:
            return _Read(cell)
        case DatePattern() as pattern:
            day = read_date(cell, pattern)
            if day is not None:
                return _Read(day.isoformat())
            if pattern.expression.fullmatch(cell):
                return _Read(None, None, NoDayInCell(column=column, written=cell).at(_NOWHERE))
            return _Read(None, None, DateOtherwise(column=column, written=cell, pattern=pattern.written).at(_NOWHERE))
        case mark:
            number = read_number(cell, mark)
            if number is not None:
                return _Read(number)
            return _Read(None, None, NumberOtherwise(column=column, written=cell, mark=_MARK_NAMES[mark]).at(_NOWHERE))


_NOWHERE: Final = Place("", 1, 1)
