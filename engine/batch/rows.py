"""Cells to facts: every cell means what it would in a case file, and whatever a case file may not say is a flaw of its row.

A cell is read by the reader of case files itself (`language.cases`), each distinct spelling once. Only what needs no
judgement goes another way: days inside the calendar, written as a case file writes them, and the words of which that reader
has said before that they mean themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from itertools import islice
from typing import Final, Literal, NamedTuple

import polars as pl

from ..diagnostics import MOST_SEARCHED, Diagnostic, Problem
from ..inference.columns import DECIMALS, LAW, UNKNOWN, WHOLE
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..language.cases import build_case, forced_version, unknown_fact, with_forced
from ..language.fields import plain_decimal
from ..language.ids import LONGEST, PLAIN, case_doubt
from ..language.located import Mapping as Tree
from ..language.located import Scalar
from ..language.problems.cases import DoubtfulId
from ..language.spellings import doubt, unmistakable
from ..law.registers import CASE
from ..model import NONE, Case, Fact, FactValue, Place, Span, Text, Value, ValueType, Vocabulary
from .problems import (
    ColumnOfWrongType,
    DoubtfulCell,
    FlagNotTrueOrFalse,
    KnownAndUnknown,
    NoCaseColumn,
    NoNorwegianNumber,
    NumberTooFine,
    RowFlaw,
    RowWithoutCase,
    SeveralRowsOfCase,
    StopInNumber,
    TextWithControlCharacter,
    UndeclaredDialect,
    UnknownMember,
)
from .register import BY_PROFILE, LABEL, MARK, NO_TEXT, Register, RowBlock, Spelling

Dialect = Literal["plain", "norwegian", "written"]
"""How a CSV file spells values: as a case file does, as Norwegian Excel does (`29,9`, day before month before year, `SANN`), or
as `batch` writes it, whose numbers have no separator of thousands."""

RowReader = Callable[[RowBlock, Spelling], tuple[pl.DataFrame, list[RowFlaw]]]

_NOWHERE: Final = Place("", 1, 1)
_INTEGERS: Final = 2**31

_KINDS: Final[Mapping[ValueType, pl.DataType]] = {
    "boolean": pl.Boolean(),
    "integer": pl.Int64(),
    "decimal": pl.Decimal(WHOLE + DECIMALS, DECIMALS),
    "date": pl.Date(),
    "text": pl.String(),
}


class _Verdict(NamedTuple):
    """What a cell says: a value, `NONE` for an event that has not happened, or None for unknown; or why it says nothing."""

    value: Value | None
    problem: Diagnostic | None = None


class DayNotKnown(Problem):
    code = "day-not-stated"
    message = Text(
        "`{fact}` er {written}, uten dag; i et register har datoer en dag",
        "`{fact}` is {written}, without a day; in a register dates have one",
    )
    why = Text(
        "kolonner har én verdi i hver celle, og en dag som gjettes, kan gi en annen avgjørelse",
        "columns hold one value in each cell, and a day that is guessed may give another decision",
    )
    fix = Text(
        "skriv dagen om den er kjent; ellers avgjør saken for seg med `hjemmel evaluate`, som bruker måneden eller året",
        "write the day if it is known; else decide the case by itself with `hjemmel evaluate`, which uses the month or year",
    )
    fact: str
    written: str


def columns_of(vocabulary: Vocabulary) -> list[str]:
    """Return the columns that a register may have beside `case`: `law`, every fact, and whether it is unknown where silence says it."""
    facts = [fact for fact in vocabulary.facts.values() if not fact.given]
    return [LAW, *(fact.name for fact in facts), *(fact.name + UNKNOWN for fact in facts if fact.silence is not None)]


def judge_head(register: Register, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return what is wrong with the columns of a register: names that no fact has, and types that hold no such value."""
    if not register.places:
        return []
    problems: list[Diagnostic] = []
    known = {CASE, *columns_of(vocabulary)}
    strangers = {name: place for name, place in register.places.items() if name not in known}
    problems += _unknown_names(strangers, vocabulary)
    for name, place in register.places.items():
        if name in strangers:
            continue
        if register.schema[name].is_nested() or not _fits(name, register.schema[name], register.spelling, vocabulary):
            problems.append(ColumnOfWrongType(column=name, type=str(register.schema[name])).at(place))
    if CASE not in register.places:
        first = next(iter(register.places.values()), Place(register.file, 1, 1))
        problems.append(NoCaseColumn().at(first))
    return problems


_SAMPLE: Final = 1_000
"""So many rows are looked through for how a file spells its values."""

_SPELT: Final[Mapping[ValueType, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "boolean": (re.compile("SANN|USANN"), re.compile("true|false")),
    "date": (re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    "integer": (re.compile(r"-?[0-9]+,[0-9]+"), re.compile(r"-?[0-9]+\.[0-9]+")),
    "decimal": (re.compile(r"-?[0-9]+,[0-9]+"), re.compile(r"-?[0-9]+\.[0-9]+")),
}
"""What only Norwegian Excel writes, and what it never does."""


def undeclared_dialect(register: Register, vocabulary: Vocabulary) -> Diagnostic | None:
    """Return the diagnostic for a CSV file whose first rows Norwegian Excel wrote, throughout; None for any other."""
    if register.spelling != "plain":
        return None
    first: tuple[int, str, str] | None = None
    for block in islice(register.blocks(_SAMPLE, None), 1):
        for name in block.cells.columns:
            fact = vocabulary.facts.get(name)
            if fact is None or fact.type not in _SPELT:
                continue
            norwegian, plain = _SPELT[fact.type]
            for row, cell in zip(block.rows, block.cells[name], strict=True):
                if cell is not None and plain.fullmatch(cell):
                    return None
                if cell is not None and norwegian.fullmatch(cell) and (first is None or row < first[0]):
                    first = row, name, cell
    if first is None:
        return None
    row, name, cell = first
    return UndeclaredDialect(column=name, cell=cell).at(Place(register.file, row, 1))


def row_reader(vocabulary: Vocabulary, versions: Sequence[str], dialect: Dialect) -> RowReader:
    """Return a function that reads blocks: the frame of cases that `registers.row_decider` takes, and the flaws, in order.

    The frame has a row for each row of cells, those with flaws too, whose flawed cells are empty in it.
    """
    facts = {name: fact for name, fact in vocabulary.facts.items() if not fact.given}
    alone = {name: replace(vocabulary, facts={name: fact}) for name, fact in facts.items()}
    flags = {name + UNKNOWN: name for name, fact in facts.items() if fact.silence is not None}

    @lru_cache(maxsize=100_000)
    def judge(name: str, spelt: str, plain: bool, exact: bool) -> _Verdict:
        if name == LAW:
            found: list[Diagnostic] = []
            version = forced_version(Scalar(spelt, plain, _NOWHERE), versions, found)
            return _Verdict(version, found[0] if found else None)
        if name in flags:
            said = _translated(spelt, "boolean") if dialect == "norwegian" else spelt
            return (
                _Verdict(said == "true")
                if plain and said in ("true", "false")
                else _Verdict(None, FlagNotTrueOrFalse(flag=name, written=spelt).at(_NOWHERE))
            )
        return _judge(facts[name], alone[name], spelt, plain, exact, dialect)

    strangers: dict[str, Diagnostic] = {}

    def strange(name: str) -> Diagnostic:
        found = strangers.get(name)
        if found is not None:
            return found
        if len(strangers) >= MOST_SEARCHED:
            return unknown_fact(name, _NOWHERE, vocabulary, (), False)
        return strangers.setdefault(name, _unknown_names({name: _NOWHERE}, vocabulary)[0])

    def read(block: RowBlock, spelling: Spelling) -> tuple[pl.DataFrame, list[RowFlaw]]:
        flaws = [flaw._replace(problem=strange(flaw.column)) if flaw.problem.code == UnknownMember.code else flaw for flaw in block.flaws]
        frame = block.cells
        ids = _ids(frame, spelling)
        names = ids.to_list()
        flaws += block.cell_flaws
        flaws += _bad_ids(block.rows, ids)
        columns: dict[str, pl.Series] = {CASE: ids, **_as_they_are(frame)}
        exact = spelling != "plain" or dialect == "written"
        unknown: dict[str, pl.Series] = {}
        for name in _columns_of_facts(frame):
            kind = _kind_of_column(name, vocabulary)
            column = frame[name]
            if column.null_count() == len(column):
                continue
            values, unknowns, bad = _column(name, column, spelling, kind, exact, partial(judge, name))
            for place, verdict in bad:
                flaws.append(RowFlaw(block.rows[place], names[place] or "", name, verdict))
            columns[name] = values
            if name in facts and facts[name].silence is not None and unknowns is not None:
                unknown[name] = unknowns
        for name, event in flags.items():
            flag = columns.get(name)
            if flag is not None and event in columns:
                flaws += _known_and_unknown(event, flag, columns[event], block.rows, names)
            if event in unknown:
                columns[name] = unknown[event] if flag is None else unknown[event] | flag.fill_null(False)
        order = {name: place for place, name in enumerate(frame.columns)}
        flaws.sort(key=lambda flaw: (flaw.row, order.get(flaw.column, -1), flaw.column))
        return pl.DataFrame([column.alias(name) for name, column in columns.items()]), flaws

    return read


def ids_of(block: RowBlock, spelling: Spelling) -> pl.Series:
    """Return the ids of the rows with cells, null where there is none."""
    return _ids(block.cells, spelling)


def _as_they_are(frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Return the columns that are of no case, and are handed on."""
    return {name: frame[name] for name in frame.columns if is_handed_on(name)}


def _columns_of_facts(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name != CASE and not is_handed_on(name)]


def is_handed_on(name: str) -> bool:
    """Return whether a column of a block is of no case."""
    return name == BY_PROFILE or name.startswith(LABEL)


# ---------------------------------------------------------------- columns


def _kind_of_column(name: str, vocabulary: Vocabulary) -> pl.DataType:
    """Return the type of a column of `columns_of`: what is no fact and not the law says whether an event is unknown."""
    if name == LAW:
        return pl.String()
    return _kind(vocabulary.facts[name]) if name in vocabulary.facts else pl.Boolean()


def _kind(fact: Fact) -> pl.DataType:
    return pl.Enum(list(fact.values)) if fact.values else _KINDS[fact.type]


def _column(
    name: str, column: pl.Series, spelling: Spelling, kind: pl.DataType, exact: bool, judge: Callable[[str, bool, bool], _Verdict]
) -> tuple[pl.Series, pl.Series | None, list[tuple[int, Diagnostic]]]:
    """Return the values of a column, where they are said to be unknown (None: nowhere), and the places of bad cells in order."""
    if column.dtype == kind == pl.Boolean():
        return column, None, []
    certain = _certain(column, spelling, kind, exact, judge)
    if certain is not None and certain.null_count() == column.null_count():
        return certain.alias(name), None, []
    rest = column if certain is None else column.set(certain.is_not_null(), None)
    if rest.null_count() == len(rest):
        return column.cast(kind), None, []
    spelt = spellings(rest)
    distinct = spelt.drop_nulls().unique(maintain_order=True).to_list()
    verdicts = [judge(*_unmarked(text, spelling, column.dtype), exact) for text in distinct]
    # `none` is no day; of a list of words it may be one.
    none = NONE if kind == pl.Date() else None
    known = [(text, verdict.value) for text, verdict in zip(distinct, verdicts, strict=True) if verdict.value not in (None, none)]
    table = pl.DataFrame([pl.Series("s", [text for text, _ in known], pl.String), pl.Series("v", [v for _, v in known], kind)])
    values = pl.DataFrame([spelt.alias("s")]).join(table, on="s", how="left", maintain_order="left")["v"]
    if certain is not None:
        values = certain.zip_with(certain.is_not_null(), values)
    unknowns = [text for text, verdict in zip(distinct, verdicts, strict=True) if verdict == _Verdict(None)]
    bad = {text: verdict.problem for text, verdict in zip(distinct, verdicts, strict=True) if verdict.problem is not None}
    places = spelt.is_in(list(bad)).fill_null(False).arg_true().to_list() if bad else []
    return (
        values.alias(name),
        spelt.is_in(unknowns).fill_null(False) if unknowns else None,
        [(place, bad[spelt[place]]) for place in places],
    )


def _certain(
    column: pl.Series, spelling: Spelling, kind: pl.DataType, exact: bool, judge: Callable[[str, bool, bool], _Verdict]
) -> pl.Series | None:
    """Return the values of cells whose spelling leaves no doubt, null for all others; None where that is not known of any."""
    if kind == pl.Date():
        return _days(column, spelling)
    if column.dtype != pl.String:
        return None
    if kind == pl.Boolean():
        if judge("true", True, exact) != _Verdict(True) or judge("false", True, exact) != _Verdict(False):
            return None
        true = column == "true"
        return true.set(~(true | (column == "false")), None)
    if isinstance(kind, pl.Enum):
        words = kind.categories.to_list()
        if any(judge(word, spelling == "plain", exact) != _Verdict(word) for word in words):
            return None
        if spelling == "plain":
            return column.cast(kind, strict=False)
        return column.cast(pl.Enum([MARK + word for word in words]), strict=False).to_physical().cat.to(kind)
    return None


def _days(column: pl.Series, spelling: Spelling) -> pl.Series:
    """Return the days that are written as in a case file and lie in the calendar; null for all else."""
    if column.dtype == pl.Date:
        days = column
    else:
        text = column.cast(pl.String)
        text = text.str.strip_prefix(MARK) if spelling == "marked" else text
        # A pattern of digits first: the reader of dates is more liberal than a case file.
        text = text.set(~text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), None)
        days = text.str.to_date("%Y-%m-%d", strict=False)
    return days.set((days < FIRST_DAY) | (days > LAST_DAY), None)


def spellings(column: pl.Series) -> pl.Series:
    """Return the cells as texts, each number with the fewest digits that tell it from others: a whole one has no decimals."""
    if column.dtype == pl.String:
        return column
    if column.dtype == pl.Float64:
        column = pl.Series(column.name, [None if value is None else repr(value) for value in column.to_list()], pl.String)
        return column.str.strip_suffix(".0")
    if column.dtype == pl.Float32:
        return column.cast(pl.String).str.strip_suffix(".0")
    if column.dtype == pl.Date:
        return column.dt.to_string("%Y-%m-%d")
    return column.cast(pl.String)


def _unmarked(text: str, spelling: Spelling, dtype: pl.DataType) -> tuple[str, bool]:
    """Return a cell's text, and whether it is one without quotation marks."""
    if spelling == "marked":
        return (text[1:], False) if text.startswith(MARK) else (text, True)
    return text, spelling == "plain" or not _holds_words(dtype)


def _ids(frame: pl.DataFrame, spelling: Spelling) -> pl.Series:
    ids = frame[CASE].cast(pl.String)
    return (ids.str.strip_prefix(MARK) if spelling == "marked" else ids).alias(CASE)


# ---------------------------------------------------------------- cells


def _judge(fact: Fact, vocabulary: Vocabulary, spelt: str, plain: bool, exact: bool, dialect: Dialect) -> _Verdict:
    """Return what a cell says, by the reader of case files; `vocabulary` has this fact alone.

    `exact` says that numbers are not as somebody wrote them, but as JSON or a column of numbers has them.
    """
    if dialect == "norwegian":
        if fact.type in ("integer", "decimal") and (problem := _no_norwegian_number(fact, spelt)):
            return _Verdict(None, problem)
        spelt = _translated(spelt, fact.type)
    elif exact and plain:
        spelt = unmistakable(spelt)
    problems: list[Diagnostic] = []
    tree = Tree(((Scalar(fact.name, True, _NOWHERE), Scalar(spelt, plain, _NOWHERE)),), _NOWHERE)
    case = build_case(tree, vocabulary, (), problems)
    if problems:
        return _Verdict(None, problems[0])
    stated = case.facts.get(fact.name) if case is not None else None
    if stated is None:
        return _Verdict(None)
    value = stated.value
    if isinstance(value, Span):
        return _Verdict(None, DayNotKnown(fact=fact.name, written=spelt).at(_NOWHERE))
    if isinstance(value, str) and NO_TEXT.search(value):
        return _Verdict(None, TextWithControlCharacter(fact=fact.name).at(_NOWHERE))
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        digits = Decimal(value) * 10**DECIMALS
        limit = Decimal(_INTEGERS if fact.type == "integer" else 10**WHOLE)
        if not -limit < value < limit or digits != digits.to_integral_value():
            return _Verdict(None, NumberTooFine(fact=fact.name, written=spelt, whole=WHOLE, decimals=DECIMALS).at(_NOWHERE))
    return _Verdict(value)


_NORWEGIAN_DATE: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def _translated(spelt: str, type_: ValueType) -> str:
    """Return what Norwegian Excel wrote as a case file would have it; what is neither comes back as it was."""
    match type_:
        case "boolean":
            return {"SANN": "true", "USANN": "false"}.get(spelt, spelt)
        case "date" if found := _NORWEGIAN_DATE.fullmatch(spelt):
            day = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
            # A day that does not exist is told as it was written.
            return day if _is_day(day) else spelt
        case "integer" | "decimal":
            # The comma is known to stand before decimals.
            return unmistakable(spelt.replace(",", "."))
        case _:
            return spelt


def _is_day(spelt: str) -> bool:
    try:
        date.fromisoformat(spelt)
    except ValueError:
        return False
    return True


def _no_norwegian_number(fact: Fact, spelt: str) -> Diagnostic | None:
    """Return why a cell is no number as Norwegian Excel writes it, in its own notation; None where it is one, or a word."""
    if not any(character.isdigit() for character in spelt):
        return None
    known = doubt(spelt.replace(",", ".") if "." not in spelt else spelt)
    if "." in spelt and re.fullmatch(r"[-+]?[0-9.,]+", spelt):
        return StopInNumber(fact=fact.name, written=spelt).at(_NOWHERE)
    if known is not None and "," not in spelt:
        doubtful = DoubtfulCell(fact=fact.name, written=spelt, doubted=known.is_, reason=known.why, remedy=known.fix)
        return doubtful.at(_NOWHERE)
    if re.fullmatch(r"[-+]?(0|[1-9][0-9]*)(,[0-9]+)?", spelt):
        return None
    return NoNorwegianNumber(fact=fact.name, written=spelt).at(_NOWHERE)


# ---------------------------------------------------------------- what is said of flaws


def _bad_ids(rows: Sequence[int], ids: pl.Series) -> Iterator[RowFlaw]:
    """Yield the flaws of the rows whose id is none; those that are `PLAIN` are one, and need no looking at one by one."""
    plain = ids.str.contains(PLAIN)
    for place in (~plain.fill_null(False)).arg_true():
        row, case = rows[place], ids[place]
        if case is None or not case.strip():
            yield RowWithoutCase().of(row, "", CASE)
        elif (found := case_doubt(case)) is not None:
            problem = DoubtfulId(near=found.meant, reason=found.reason, remedy=found.fix).at(_NOWHERE)
            yield RowFlaw(row, case[:LONGEST] if case.isprintable() else "", CASE, problem)


def _known_and_unknown(event: str, flag: pl.Series, days: pl.Series, rows: Sequence[int], names: Sequence[str | None]) -> Iterator[RowFlaw]:
    for place in (flag & days.is_not_null()).fill_null(False).arg_true():
        yield KnownAndUnknown(event=event).of(rows[place], names[place] or "", event)


def repeated(row: int, case: str) -> RowFlaw:
    """Return the flaw of a row whose id other rows have too."""
    return SeveralRowsOfCase(case=case).of(row, case, CASE)


def _unknown_names(names: Mapping[str, Place], vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return why no column may have each of the names."""
    problems: list[Diagnostic] = []
    entries = tuple((Scalar(name, True, place), Scalar("unknown", True, place)) for name, place in names.items())
    build_case(Tree(entries, next(iter(names.values()), _NOWHERE)), vocabulary, (), problems)
    return problems


def holds_cells(dtype: pl.DataType) -> bool:
    """Return whether a type of column holds texts, numbers, truth values or days, and so what a cell can say."""
    return _holds_words(dtype) or dtype.is_numeric() or dtype in (pl.Boolean, pl.Date, pl.Null)


def holds_ids(dtype: pl.DataType) -> bool:
    """Return whether a type of column can hold the ids of cases: texts or whole numbers."""
    return _holds_words(dtype) or dtype.is_integer()


def _holds_words(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (pl.String, pl.Categorical, pl.Enum))


def _fits(name: str, dtype: pl.DataType, spelling: Spelling, vocabulary: Vocabulary) -> bool:
    """Return whether a type of column can hold the values of a name."""
    if spelling != "typed" or dtype == pl.Null:
        return True
    words = _holds_words(dtype)
    if name == CASE:
        return holds_ids(dtype)
    if name == LAW:
        return words
    if name.endswith(UNKNOWN):
        return dtype == pl.Boolean
    match vocabulary.facts[name].type:
        case "boolean":
            return dtype == pl.Boolean
        case "integer":
            return dtype.is_integer()
        case "decimal":
            return dtype.is_integer() or dtype.is_decimal() or dtype == pl.Float64
        case "date":
            return words or dtype == pl.Date
        case _:
            return words


def case_of(row: Mapping[str, object], vocabulary: Vocabulary) -> Case:
    """Return the case that stands in a row of a frame of cases."""
    facts: dict[str, FactValue] = {}
    for name, fact in vocabulary.facts.items():
        value = row.get(name)
        if isinstance(value, Decimal):
            value = plain_decimal(value)
        if isinstance(value, (bool, int, Decimal, date, str)):
            facts[name] = FactValue(value, "stated")
        elif fact.silence is not None and not row.get(name + UNKNOWN):
            facts[name] = FactValue(fact.silence, "silence")
    forced = row.get(LAW)
    return with_forced(Case(str(row[CASE]), facts, None, _NOWHERE), None if forced is None else str(forced), vocabulary)


def with_every_fact(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return a frame of cases with a column for everything that a case may state, in the order of `columns_of`."""

    def column(name: str) -> pl.Expr:
        found = pl.col(name) if name in frame.columns else pl.lit(None)
        return found.cast(_kind_of_column(name, vocabulary)).alias(name)

    return frame.select(pl.col(CASE), *(column(name) for name in columns_of(vocabulary)))


def flawed_rows(flaws: Iterable[RowFlaw]) -> Collection[int]:
    """Return the numbers of the rows that have flaws."""
    return {flaw.row for flaw in flaws}
