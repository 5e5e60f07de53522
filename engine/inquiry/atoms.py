"""The tests of a question, each as what it says of any values, and all that a fact is told apart by at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import NamedTuple, TypeGuard

from ..frozen import dataclass
from ..inference import spans
from ..inference.arithmetic import is_arithmetic
from ..inference.clauses import Known, names_tested, tested, tested_on_spans
from ..inference.conditions import Values, value_of
from ..inference.evaluating import Decide, Read, reader
from ..model import Call, Compare, Derived, Expression, Holds, Name, Parameter, Period, Value
from ..terms.meaning import (
    DatePart,
    Edge,
    MonthsBetween,
    Operated,
    Shifted,
    Total,
    WorkingDay,
    WorkingDaysBetween,
    WorkingShift,
    YearsBetween,
)
from ..terms.operations import OPERATIONS
from ..terms.units import PERIODS
from ..walking import expressions_in, names_behind, names_of, parameters_of, schedules_of

_UNEVEN = (DatePart, Edge, WorkingDay, WorkingShift, WorkingDaysBetween)
"""What does not go a day forward with each day."""

_BETWEEN = (YearsBetween, MonthsBetween, WorkingDaysBetween)

_REMEMBERED = 4_096
"""For so many values of a fact it is kept what its tests come to that rest on no other."""


@dataclass(frozen=True, eq=False)
class Atom:
    """One test of a question on values: of a law version, or of a constraint (which has no parameters and derives nothing).

    `facts` are those that it rests on, also through derived values. `points` are the dates, numbers and words of the
    law that values are measured against, `periods` those that are added to a date or lie between two. `is_vague` says that
    of some of its facts a case may know the month or year alone.
    """

    condition: Holds | Compare | Known
    parameters: Mapping[str, Parameter]
    derived: tuple[Derived, ...]
    facts: frozenset[str]
    points: frozenset[Value]
    periods: tuple[Period, ...]
    scale: tuple[str, ...] | None
    is_vague: bool = False

    def is_like(self, other: Atom) -> bool:
        """Return whether another test says the same of any values: versions have most of their tests in common."""
        own, others = ([item.expression for item in atom.derived] for atom in (self, other))
        return (
            (self.condition, own, self.scale) == (other.condition, others, other.scale)
            and [item.name for item in self.derived] == [item.name for item in other.derived]
            and all(_number_of(self, name) == _number_of(other, name) for name in self._stated)
        )

    @cached_property
    def _stated(self) -> tuple[str, ...]:
        """The parameters that it reads."""
        expressions = [*(item.expression for item in self.derived), *(self.condition.right if isinstance(self.condition, Compare) else ())]
        expressions += [self.condition.expression] if isinstance(self.condition, Known) else []
        return tuple(dict.fromkeys(name for expression in expressions for name in parameters_of(expression)))

    @cached_property
    def days(self) -> frozenset[date]:
        """The dates of the law that values are measured against."""
        return frozenset(point for point in self.points if isinstance(point, date))

    @cached_property
    def computes(self) -> bool:
        """Whether it rests on a number that is computed, or comes again: where it turns may not be found by trying."""
        return self.comes_again or any(is_arithmetic(item.expression) for item in self.derived)

    @cached_property
    def comes_again(self) -> bool:
        """Whether along the days of a fact it may hold again and again: each year or week, or where both sides or ends move with it."""
        if any(isinstance(one, DatePart) and one.of != "year" for one in self._compared):
            return True
        # By days and by months a date does not go forward alike; by either alone two sides keep their order.
        mixed = len({one.unit in ("days", "weeks") for one in self.periods}) > 1
        moved = (*_UNEVEN, YearsBetween, MonthsBetween, *((Shifted,) if mixed else ()))
        if not isinstance(self.condition, Compare) or not any(isinstance(one, moved) for one in self._compared):
            return False
        behind = {item.name: item for item in self.derived}

        def rests_on(side: Expression) -> frozenset[str]:
            return self.facts.intersection(names_behind(names_of(side), behind))

        ends = (call.operands for call in _calls_of(self.derived) if isinstance(OPERATIONS[call.op].value, _BETWEEN))
        compared = [(self.condition.left, *self.condition.right), *ends]
        return any(not rests_on(left).isdisjoint(rests_on(side)) for left, *right in compared for side in right)

    @cached_property
    def turns_elsewhere(self) -> bool:
        """Whether it turns elsewhere than at the dates and numbers of the law and of the case, moved by periods of the law."""
        named = isinstance(self.condition, Compare) and any(isinstance(side, Name) for side in self.condition.right)
        apart = (*_UNEVEN, *((YearsBetween, MonthsBetween) if named else ()))
        return self.computes or any(isinstance(one, apart) for one in self._compared)

    @cached_property
    def adds(self) -> bool:
        """Whether a side of it is a sum."""
        return any(isinstance(one, Total) for one in self._compared)

    def is_followed(self, later: Collection[str]) -> bool:
        """Return whether it is known where it may turn while others of its facts, which are chosen later, are still unknown."""
        return not self.turns_elsewhere and not (self.adds and len(self.facts.intersection(later)) > 1)

    @cached_property
    def turning_periods(self) -> tuple[Period, ...]:
        """The periods, and of completed years and months one more: they are at most so many until that is complete."""
        if not any(isinstance(one, (YearsBetween, MonthsBetween)) for one in self._compared):
            return self.periods
        return (*self.periods, *(more for one in self.periods if (more := Period(one.count + 1, one.unit)) not in self.periods))

    @cached_property
    def edges(self) -> tuple[Atom, ...]:
        """The comparisons of which it is made, each of which changes its outcome in one direction along dates or numbers."""
        if not isinstance(self.condition, Compare):
            return (self,)
        left, sides = self.condition.left, self.condition.right
        return tuple(replace(self, condition=Compare(op, left, (side,))) for side in sides for op in ("at_least", "at_most"))

    @cached_property
    def _compared(self) -> tuple[Operated, ...]:
        """The operations that lead to the sides of a comparison."""
        return tuple(OPERATIONS[call.op].value for call in _calls_of(self.derived)) if isinstance(self.condition, Compare) else ()

    @cached_property
    def calendar_ends(self) -> frozenset[date]:
        """The first and the last day that a calendar of public holidays states by which it counts."""
        calendars = (call.calendar for call in _calls_of(self.derived) if call.calendar is not None)
        return frozenset(day for one in calendars for day in (date(one.start, 1, 1), date(one.end, 12, 31)))

    def gaps(self, values: Values) -> set[Decimal]:
        """Return by how much the sides of a comparison of numbers lie apart on the facts, either way; nothing where one is unknown."""
        if not isinstance(self.condition, Compare):
            return set()
        values = dict(values)
        _derive(values, self.readers(self.is_vague))
        left, *sides = (value_of(side, values, self.parameters) for side in (self.condition.left, *self.condition.right))
        numbers = [Decimal(side) for side in sides if is_number(side)]
        return {sign * (Decimal(left) - side) for side in numbers for sign in (1, -1)} if is_number(left) else set()

    def outcome(self, values: Values) -> bool | None:
        """Return whether the atom is true, false or unknown on the facts."""
        if self.derived:
            values = dict(values)
            _derive(values, self.readers(self.is_vague))
        return (self._span_decide if self.is_vague else self._decide)(values)

    def readers(self, on_spans: bool) -> tuple[tuple[str, Read], ...]:
        """Return what gives each derived value that it rests on; `on_spans` where of some fact the month or year alone is known."""
        return self._span_readers if on_spans else self._readers

    def decide(self, on_spans: bool) -> Decide:
        """Return what decides it on the facts and those values."""
        return self._span_decide if on_spans else self._decide

    @cached_property
    def _readers(self) -> tuple[tuple[str, Read], ...]:
        return tuple((item.name, reader(item.expression, self.parameters)) for item in self.derived)

    @cached_property
    def _span_readers(self) -> tuple[tuple[str, Read], ...]:
        return tuple((item.name, spans.reader(item.expression, self.parameters)) for item in self.derived)

    @cached_property
    def _decide(self) -> Decide:
        return tested(self.condition, self.parameters, self.scale)

    @cached_property
    def _span_decide(self) -> Decide:
        return tested_on_spans(self.condition, self.parameters, self.scale)


def is_number(value: Value | None) -> TypeGuard[int | Decimal]:
    """Return whether a value is a number."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _calls_of(derived: Iterable[Derived]) -> Iterator[Call]:
    return (part for item in derived for part in expressions_in(item.expression) if isinstance(part, Call))


def _number_of(atom: Atom, name: str) -> tuple[Value, str | None]:
    parameter = atom.parameters[name]
    return parameter.value, parameter.unit


class Told(NamedTuple):
    """The bits that say of a test that it holds, that it does not, and which of the derived values are known that it rests on."""

    holds: int
    fails: int
    known: Mapping[str, int]

    @property
    def every(self) -> int:
        """All of them."""
        return self.holds | self.fails | sum(self.known.values())


def told_of(atoms: Iterable[Atom]) -> dict[Atom, Told]:
    """Return for each test bits of its own. Of a test of one fact it makes no difference whether a derived value is known."""
    place, found = count(), dict[Atom, Told]()
    for atom in dict.fromkeys(atoms):
        known = {item.name: 1 << next(place) for item in atom.derived} if len(atom.facts) > 1 else {}
        found[atom] = Told(1 << next(place), 1 << next(place), known)
    return found


class _Batch(NamedTuple):
    """Tests that rest on the same derived values: what gives those that the fact does not touch, what gives the others, what decides.

    `marks` are the bits of each test that it holds and that it does not, `known` those of each derived value in all of them together.
    """

    steady: tuple[tuple[str, Read], ...]
    moving: tuple[tuple[str, Read], ...]
    decide: tuple[Decide, ...]
    marks: tuple[tuple[int, int], ...]
    known: tuple[tuple[str, int], ...]


Outcomes = tuple[list[bool | None], int]
"""What the tests of a fact come to for a value of it, always in the same order, and the bits of the derived values that are then known."""


class TestsBeside(NamedTuple):
    """The tests of a fact beside what else is known: what gives the outcomes of all for a value of it, and the bits of such (`Told`)."""

    outcomes: Callable[[Value], Outcomes]
    told: Callable[[Outcomes], int]


@dataclass(frozen=True, eq=False)
class FactTests:
    """All tests of a fact, so sorted that a derived value is worked out once for all that rest on it, with the bits of each.

    Those that rest on no other fact stand apart: what they come to is the same beside whatever is known.
    """

    name: str
    atoms: tuple[Atom, ...]
    bits: Mapping[Atom, Told]

    def beside(self, known: Values) -> TestsBeside:
        """Return the tests beside what else is known."""
        batches = self._on_spans if any(map(spans.is_span, known.values())) else self._on_values
        started = []
        for batch in batches:
            values = dict(known)
            _derive(values, batch.steady)
            started.append((values, batch))

        def outcomes(value: Value) -> Outcomes:
            alone, bits = self._alone(value)
            found = [*alone]
            for values, batch in started:
                whole = {**values, self.name: value}
                _derive(whole, batch.moving)
                found += [decide(whole) for decide in batch.decide]
                for name, bit in batch.known:
                    if name in whole:
                        bits |= bit
            return found, bits

        def told(outcomes: Outcomes) -> int:
            found, bits = outcomes
            return bits | _marked((mark for batch in batches for mark in batch.marks), found[-number:] if number else ())

        number = sum(len(batch.decide) for batch in batches)
        return TestsBeside(outcomes, told)

    def _alone(self, value: Value) -> tuple[tuple[bool | None, ...], int]:
        """Return the outcomes of those tests that rest on no other fact, and the bits of them, worked out once for a value."""
        found = self._remembered.get(value)
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            outcomes = tuple(atom.outcome({self.name: value}) for atom in self._single)
            marks = ((self.bits[atom].holds, self.bits[atom].fails) for atom in self._single)
            found = self._remembered[value] = outcomes, _marked(marks, outcomes)
        return found

    @cached_property
    def _single(self) -> tuple[Atom, ...]:
        return tuple(atom for atom in self.atoms if len(atom.facts) == 1)

    @cached_property
    def _remembered(self) -> dict[Value, tuple[tuple[bool | None, ...], int]]:
        return {}

    @cached_property
    def _on_values(self) -> tuple[_Batch, ...]:
        return self._batches(False)

    @cached_property
    def _on_spans(self) -> tuple[_Batch, ...]:
        return self._batches(True)

    def _batches(self, on_spans: bool) -> tuple[_Batch, ...]:
        sorted_: dict[tuple[int, bool], list[Atom]] = {}
        for atom in self.atoms:
            if len(atom.facts) == 1:
                continue
            # A derived value of one version may be another in the next; the tests of one have the same parameters.
            version = id(atom.parameters) if atom.derived else 0
            sorted_.setdefault((version, on_spans and atom.is_vague), []).append(atom)
        return tuple(self._batch(atoms, vague) for (_, vague), atoms in sorted_.items())

    def _batch(self, atoms: Sequence[Atom], on_spans: bool) -> _Batch:
        derived = {item.name: item for atom in atoms for item in atom.derived}
        # Those that a value rests on itself stand before it in each atom, so they do in all of them together.
        readers = {name: read for atom in atoms for name, read in atom.readers(on_spans)}
        moving = {name for name in derived if self.name in names_behind([name], derived)}
        return _Batch(
            tuple((name, read) for name, read in readers.items() if name not in moving),
            tuple((name, read) for name, read in readers.items() if name in moving),
            tuple(atom.decide(on_spans) for atom in atoms),
            tuple((self.bits[atom].holds, self.bits[atom].fails) for atom in atoms),
            tuple((name, bit) for name in derived if (bit := sum(self.bits[atom].known.get(name, 0) for atom in atoms))),
        )


def _marked(marks: Iterable[tuple[int, int]], outcomes: Sequence[bool | None]) -> int:
    """Return the bits of outcomes; those of each test are that it holds and that it does not."""
    bits = 0
    for (holds, fails), outcome in zip(marks, outcomes, strict=True):
        if outcome is not None:
            bits |= holds if outcome else fails
    return bits


def _derive(values: dict[str, Value], readers: Iterable[tuple[str, Read]]) -> None:
    """Enter the derived values that are known."""
    for name, read in readers:
        value = read(values)
        if value is not None:
            values[name] = value


def atom_of(
    condition: Holds | Compare | Known,
    parameters: Mapping[str, Parameter],
    derived: tuple[Derived, ...],
    scales: Mapping[str, tuple[str, ...]],
    vague: Set[str],
) -> Atom:
    """Return a test on values as an atom; `derived` are the values of its version, each after those that it rests on itself."""
    used = used_by(condition, derived)
    needed = tuple(item for item in derived if item.name in used)
    points: set[Value] = set()
    periods: set[Period] = set()
    for expression in [*(item.expression for item in needed), *(condition.right if isinstance(condition, Compare) else ())]:
        for name in parameters_of(expression):
            parameter = parameters[name]
            points.add(parameter.value)
            if isinstance(parameter.value, int) and parameter.unit in PERIODS:
                periods.add(Period(parameter.value, parameter.unit))
        for schedule in schedules_of(expression):
            points.update(point for entry in schedule.values for point in entry)
            points.update([schedule.until] if schedule.until is not None else [])
    facts = frozenset(used) - {item.name for item in derived}
    scale = scales.get(condition.left.name) if isinstance(condition, Compare) else None
    ordered = tuple(sorted(periods, key=lambda p: (p.unit, p.count)))
    return Atom(condition, parameters, needed, facts, frozenset(points), ordered, scale, not vague.isdisjoint(facts))


def used_by(condition: Holds | Compare | Known, derived: tuple[Derived, ...]) -> set[str]:
    """Return the facts and derived values that a test rests on, directly or through others."""
    return set(names_behind(names_tested(condition), {item.name: item for item in derived}))
