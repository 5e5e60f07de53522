"""The impact of a law change on a register: how many rows flip, from what to what and by which rules, and the first of their ids.

Both versions decide every row in columns. Which rules make the difference rests on how some nodes come out and on nothing else
(`changes.impact.TraceReads`), so it is looked into once for all rows in which these come out alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import polars as pl

from ..changes.impact import Cause, Pair, Trace, TraceReads, decided
from ..law.compiled import Finding
from ..law.registers import AFTER, BEFORE, CASE, STATUS, UNDECIDED, IsSame, pair_decider
from ..model import NONE, Status
from .rows import case_of

MOST_IDS: Final = 200
"""So many ids of a group are told; of the others how many there are."""


class FlippedRows(NamedTuple):
    """The rows on which a conclusion comes out differently in one way for one reason: how many, and the first of their ids."""

    conclusion: str
    before: Finding
    after: Finding
    causes: tuple[Cause, ...]
    number: int
    cases: tuple[str, ...]


class RegisterImpact(NamedTuple):
    """What a law change does to rows, as `changes.impact` says of cases: by conclusion and then the largest first.

    `undecided` rows cannot be decided by one of the versions; `touched` counts the others on which anything flips.
    """

    rows: int
    touched: int
    undecided: int
    groups: tuple[FlippedRows, ...]
    opened: tuple[FlippedRows, ...]


SOME: Final = Finding("value")
"""A day or a number, whichever: of very many values each would be a group of its own."""

_MANY: Final = ("date", "integer", "decimal")
_Statuses = tuple[bool | None, ...]
_FlipKey = tuple[str, Finding, Finding, tuple[Cause, ...]]
_ROW: Final = "#row"


def register_impact(pair: Pair, frames: Iterable[pl.DataFrame], is_stopped: Callable[[], bool] = lambda: False) -> RegisterImpact:
    """Return who of some rows flips from what to what, and why; of frames of cases as `inference.columns` describes them, with ids.

    Where it is stopped in between, it returns what was counted until then.
    """
    found = _RowImpact(pair, is_stopped)
    for frame in frames:
        found.add(frame)
    return found.told()


class _RowImpact:
    """The counts while rows go by."""

    def __init__(self, pair: Pair, is_stopped: Callable[[], bool]) -> None:
        self._is_stopped = is_stopped
        self._pair, self._vocabulary = pair, pair.laws.laws.vocabulary
        self._decider = pair_decider(pair.older, pair.newer, self._vocabulary, self._read)
        self._rows = self._touched = self._undecided = 0
        self._groups: dict[_FlipKey, _AlikeRows] = {}
        self._opened: dict[_FlipKey, _AlikeRows] = {}
        self._causes: dict[tuple[object, ...], tuple[Cause, ...]] = {}

    def _read(self, name: str, is_same: IsSame) -> Iterable[tuple[int, int]]:
        reads = TraceReads(self._pair, is_same)
        reads.of_conclusion(name)
        return reads.found

    def add(self, frame: pl.DataFrame) -> None:
        """Count the rows of a frame."""
        names = self._decider.conclusions
        found = self._decider.decide(frame).with_row_index(_ROW)
        flips = found.select(_flips(name).alias(name) for name in names)
        opened = found.select(_opened(name).alias(name) for name in names)
        self._rows += len(frame)
        self._undecided += int(found[UNDECIDED].sum())
        self._touched += flips.select(pl.any_horizontal(pl.all(), pl.lit(False)).sum()).item()
        ids, traces = frame[CASE].cast(pl.String), _RowTraces(self._pair, frame)
        groups: dict[_FlipKey, list[int]] = {}
        others: dict[_FlipKey, list[int]] = {}
        for name in names:
            is_many = self._vocabulary.conclusions[name].type in _MANY
            if flips[name].any():
                for before, after, came_out, rows in _alike(found, flips[name], name, is_many, self._decider.statuses[name]):
                    if self._is_stopped():
                        return
                    key = (name, before, after, *came_out)
                    if key not in self._causes:
                        self._causes[key] = traces.causes(rows, name, before, after)
                    groups.setdefault((name, before, after, self._causes[key]), []).extend(rows)
            if opened[name].any():
                for before, after, _, rows in _alike(found, opened[name], name, is_many, ()):
                    others.setdefault((name, before, after, ()), []).extend(rows)
        for here, all_ in ((groups, self._groups), (others, self._opened)):
            for told, rows in here.items():
                all_.setdefault(told, _AlikeRows()).add(ids, sorted(rows))

    def told(self) -> RegisterImpact:
        """Return what has been counted."""
        return RegisterImpact(self._rows, self._touched, self._undecided, self._ordered(self._groups), self._ordered(self._opened))

    def _ordered(self, found: Mapping[_FlipKey, _AlikeRows]) -> tuple[FlippedRows, ...]:
        names = list(self._vocabulary.conclusions)
        order = sorted(found, key=lambda key: (names.index(key[0]), -found[key].number, key[3], str(key)))
        return tuple(FlippedRows(*key, found[key].number, tuple(found[key].cases)) for key in order)


class _AlikeRows:
    """How many rows are alike, and the first of their ids."""

    def __init__(self) -> None:
        self.number = 0
        self.cases: list[str] = []

    def add(self, ids: pl.Series, rows: Sequence[int]) -> None:
        """Count rows, in their order."""
        self.number += len(rows)
        self.cases.extend(ids.gather(list(rows[: MOST_IDS - len(self.cases)])))


class _RowTraces:
    """The search for the rules that make the difference on rows of a frame, each of which is decided once by itself."""

    def __init__(self, pair: Pair, frame: pl.DataFrame) -> None:
        self._pair, self._frame = pair, frame
        self._kept: dict[int, tuple[Trace, Mapping[str, Finding], Mapping[str, Finding]]] = {}

    def causes(self, rows: Sequence[int], name: str, before: Finding, after: Finding) -> tuple[Cause, ...]:
        """Return the rules that make the difference on a conclusion in rows; one of them is decided by itself, and must be found alike."""
        row = next(iter(self._kept.keys() & set(rows)), rows[0])
        if row not in self._kept:
            case = case_of(self._frame.row(row, named=True), self._pair.laws.laws.vocabulary)
            both = decided(self._pair, case)
            assert both is not None, f"{case.id}: not decided by itself"
            self._kept[row] = Trace(self._pair, *both), both[0].findings, both[1].findings
        trace, *found = self._kept[row]
        for told, by_itself in zip((before, after), (one[name] for one in found), strict=True):
            is_same = told == by_itself or (told == SOME and by_itself.status == "value" and by_itself.value != NONE)
            assert is_same, f"{name} is found otherwise in columns"
        return trace.causes(name)


def _flips(name: str) -> pl.Expr:
    """Return where both versions settle a conclusion, and not alike, unless nobody gains or loses by it (`Flip.nominal`)."""
    before, after = (pl.col(prefix + name + STATUS) for prefix in (BEFORE, AFTER))
    other = (before != after) | pl.col(BEFORE + name).ne_missing(pl.col(AFTER + name))
    nominal = (before == "not_met") & (after == "not_applicable") | (before == "not_applicable") & (after == "not_met")
    return (other & (before != "open") & (after != "open") & ~nominal & ~pl.col(UNDECIDED)).fill_null(False)


def _opened(name: str) -> pl.Expr:
    """Return where one version leaves a conclusion open and the other settles it."""
    before, after = (pl.col(prefix + name + STATUS) == "open" for prefix in (BEFORE, AFTER))
    return ((before ^ after) & ~pl.col(UNDECIDED)).fill_null(False)


def _alike(
    found: pl.DataFrame, chosen: pl.Series, name: str, is_many: bool, nodes: Sequence[str]
) -> Iterator[tuple[Finding, Finding, _Statuses, Sequence[int]]]:
    """Yield the chosen rows that are alike in how a conclusion comes out and in some nodes, with what that is.

    Of one that may have very many values, such as a day, the values are not told: alike are the rows that have one.
    """
    cells = []
    for prefix in (BEFORE, AFTER):
        value = pl.col(prefix + name)
        cells += [value.is_not_null() if is_many else value, pl.col(prefix + name + STATUS)]
    keys = [cell.alias(str(number)) for number, cell in enumerate(cells)]
    rows_of = found.select(_ROW, *keys, *nodes).filter(chosen).group_by([*map(str, range(len(keys))), *nodes], maintain_order=True)
    for value, status, other, other_status, *came_out, rows in rows_of.agg(_ROW).iter_rows():
        yield _finding(status, value, is_many), _finding(other_status, other, is_many), tuple(came_out), rows


def _finding(status: Status, value: bool | int | Decimal | str | None, is_many: bool) -> Finding:
    """Return what the columns of a conclusion say in a row as a decision says it; of very many values none."""
    if status != "value":
        return Finding(status)
    if is_many:
        return SOME if value else Finding("value", NONE)
    return Finding("value", value)
