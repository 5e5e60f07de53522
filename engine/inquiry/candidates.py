"""Representative values of a fact: at least one for each way in which the tests of a question tell its values apart.

A law tells infinitely many dates and numbers apart in finitely many ways: on, before and after the places where a test
turns. Those places follow from the parameters and the known facts that a test compares with, and from the periods that
it adds; the values on and beside them are tried, and one is kept per pattern of outcomes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from ..inference import dates
from ..inference.conditions import Values, truth
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import NONE, Constraint, Fact, Period, Span, Value
from ..terms.types import NUMBERS
from .atoms import Atom, TestsBeside, is_number
from .question import Question
from .turning import turns

DAY = timedelta(days=1)

_KEPT = 1_024
"""For so many sets of days it is kept which lie beside them."""

_DEPTH = 2
"""Through how many unknown dates a thorough look goes."""


class Candidate(NamedTuple):
    """A value that stands for all that the law treats alike.

    `weight` is the number of words it stands for; 0 for a value that a proof tries and that is no likely answer. `told` are the bits of
    what it tells beside the known facts (`Told`).
    """

    value: Value
    weight: int
    told: int = 0


def representatives(about: Question, name: str, known: Values, later: Collection[str] = ()) -> tuple[Candidate, ...]:
    """Return values of an unknown fact that stand for all that no constraint forbids beside the known facts.

    No and `none` come first, then numbers, dates and words in their order. Where a test waits for a date or number that is chosen
    `later`, they are told apart also by what that one in its turn is measured against, which gives many more.
    """
    if is_waiting(about, name, later):
        around = about.around(name, 1 + _DEPTH)
        met = {other: known[other] for other in around if other in known}
        waited = tuple(other for other in around if other in later)
        return about.remembered(("waiting", waited, name, *met.items()), lambda: _waiting(about, name, met, waited), is_large=True)
    # They rest on the few facts that the same tests and constraints read.
    beside = {other: known[other] for other in about.beside.get(name, ()) if other in known}
    if isinstance(own := known.get(name), Span):
        beside[name] = own
    return about.remembered((name, *beside.items()), lambda: _told_apart(about, name, beside, []))


def _waiting(about: Question, name: str, known: Values, later: Collection[str]) -> tuple[Candidate, ...]:
    if about.vocabulary.facts[name].type in NUMBERS:
        return _told_apart(about, name, known, [], _reached_numbers(about, name, known, later, _DEPTH))
    reached = _reached(about, name, known, later, _DEPTH)
    return _told_apart(about, name, known, sorted(reached | {day + DAY for day in reached}))


def _told_apart(
    about: Question, name: str, known: Values, cuts: Sequence[date], reached: Set[Decimal] = frozenset()
) -> tuple[Candidate, ...]:
    """Return values of a fact that stand for all; a date is told apart also by the side of each cut that it lies on.

    So is each number from every other where some are `reached` through those that are chosen later.
    """
    fact = about.vocabulary.facts[name]
    values = dict(known)
    found: dict[tuple[object, ...], Candidate | None] = {}
    tests = about.tests[name].beside(known) if name in about.tests else TestsBeside(lambda _: ([], 0), lambda _: 0)
    for value, weight, _ in _within(_tried(about, fact, about.atoms.get(name, ()), known, cuts, True, reached), known.get(name)):
        values[name] = value
        outcomes, derived = tests.outcomes(value)
        # A test that waits for another fact may tell any two words apart, but not yet two dates or numbers.
        stands_alone = reached or (fact.values and None in outcomes)
        told_apart = value if stands_alone else bisect_right(cuts, value) if isinstance(value, date) else value == NONE
        pattern = (told_apart, weight == 0, *outcomes)
        if pattern not in found:
            # The tests of constraints are among the atoms, so what is allowed of one value is of all with its pattern.
            found[pattern] = Candidate(value, weight, tests.told((outcomes, derived))) if allowed(about, name, values) else None
        elif fact.values and (same := found[pattern]) is not None:
            found[pattern] = same._replace(weight=same.weight + weight)
    return tuple(candidate for candidate in found.values() if candidate is not None)


def _within(candidates: Iterable[Candidate], own: Value | None) -> Iterator[Candidate]:
    """Yield the days of a date of which the month or year is known that lie in it, and its ends; else what is tried of a fact."""
    if not isinstance(own, Span):
        yield from candidates
        return
    first, last = own.first, own.last
    assert isinstance(first, date) and isinstance(last, date)  # a fact is known to a month or a year of days
    tried = (candidate.value for candidate in candidates)
    days = {first, last, *(day for day in tried if isinstance(day, date) and first <= day <= last)}
    yield from (Candidate(day, 1) for day in sorted(days))


def is_waiting(about: Question, name: str, later: Collection[str]) -> bool:
    """Return whether a fact is a date or a number, and some test of it waits for another that is chosen later."""
    is_measured = about.vocabulary.facts[name].type in ("date", *NUMBERS)
    return bool(later) and is_measured and not about.tested_with.get(name, frozenset()).isdisjoint(later)


def is_followed(about: Question, name: str, later: Collection[str]) -> bool:
    """Return whether the values tried of a fact stand for all, also where tests of it wait for others that are chosen later."""
    return all(atom.is_followed(later) for atom in about.atoms.get(name, ()) if not atom.facts.isdisjoint(later))


def draw(about: Question, name: str, known: Values, number: int) -> Value | None:
    """Return one of the values worth trying of an unknown fact, chosen by a number, or None where none is allowed.

    Words count each for itself here, and dates and numbers as often as a test turns near them. Of an event every other number
    says that it has not happened: most have not, and there are many days and one `none`.
    """
    fact = about.vocabulary.facts[name]
    if fact.if_absent_none and number % 2 and not isinstance(known.get(name), Span) and allowed(about, name, {**known, name: NONE}):
        return NONE
    atoms = about.atoms.get(name, ())
    if about.tested_with.get(name, frozenset()).isdisjoint(known):
        candidates: Sequence[Candidate] = about.remembered(("alone", name), lambda: tuple(_tried(about, fact, atoms, {}, (), False)))
    else:
        candidates = tuple(_tried(about, fact, atoms, known, (), False))
    tried = [value for value, weight, _ in _within(candidates, known.get(name)) if weight]
    values = dict(known)
    for place in range(len(tried)):
        values[name] = tried[(number + place) % len(tried)]
        if allowed(about, name, values):
            return values[name]
    return None


def allowed(about: Question, name: str, values: Values) -> bool:
    """Return whether no constraint on a fact forbids the values together."""
    return all(breaks(values) is not True for _, breaks in about.breaking.get(name, ()))


def broken(about: Question, name: str, values: Values) -> tuple[Constraint, ...]:
    """Return the constraints on a fact that forbid the values together."""
    return tuple(constraint for constraint, breaks in about.breaking.get(name, ()) if breaks(values) is True)


def has_nothing_to_state(about: Question, name: str, known: Values) -> bool | None:
    """Return whether the known facts leave no day to state of a date, such as when something ended that goes on; None while unknown."""
    values = {**known, name: about.anchor}
    found = [truth(constraint.never, values, {}, about.scales) for constraint in about.unstated.get(name, ())]
    return True if True in found else None if None in found else False


def _tried(
    about: Question,
    fact: Fact,
    atoms: Iterable[Atom],
    known: Values,
    cuts: Iterable[date],
    everywhere: bool,
    reached: Set[Decimal] = frozenset(),
) -> Iterator[Candidate]:
    """Yield values on and beside the places where a test may turn: where one does so at what the law states, or `everywhere`."""
    if fact.type == "boolean":
        yield from (Candidate(False, 1), Candidate(True, 1))
    elif fact.values:
        yield from (Candidate(word, 1) for word in fact.values)
    elif fact.type == "text":
        yield Candidate("", 1)
    elif fact.type == "date":
        if fact.if_absent_none:
            yield Candidate(NONE, 1)
        turning = set().union(*(_turns(atom, fact.name, known, everywhere) for atom in atoms))
        turning |= {day for atom in atoms if everywhere or atom.computes for day in turns(atom, fact, known) if isinstance(day, date)}
        days = sorted(turning.union(*(_beside(day) for day in cuts))) or [about.anchor]
        yield from (Candidate(day, 1) for day in days)
        if any(not atom.facts <= known.keys() | {fact.name} for atom in atoms):
            # Another date that the test compares with comes later, and may have to lie far away from this one.
            reach = Period(about.reach, "years")
            yield Candidate(max(FIRST_DAY, dates.subtract(days[0], reach)), 0)
            yield Candidate(min(LAST_DAY, dates.add(days[-1], reach)), 0)
    else:
        yield from (Candidate(number, 1) for number in _numbers(fact, atoms, known, everywhere, reached))


def _turns(atom: Atom, name: str, known: Values, everywhere: bool) -> frozenset[date]:
    """Return the days on and beside which the atom may turn, measured from its own dates and those of its other facts."""
    return _turning(_measures(atom, name, known), atom.turning_periods if everywhere else atom.periods)


@lru_cache(_KEPT)
def _turning(days: frozenset[date], periods: tuple[Period, ...]) -> frozenset[date]:
    """Return the days, those that the periods lead to from them, and those beside them all."""
    return frozenset(beside for day in _moved_all(days, periods) for beside in _beside(day))


def _beside(day: date) -> list[date]:
    return [beside for beside in (day - DAY, day, day + DAY) if FIRST_DAY <= beside <= LAST_DAY]


def _measures(atom: Atom, name: str, known: Values) -> frozenset[date]:
    """Return the dates that a fact is measured against in an atom: those of the law and of the other known facts."""
    others = (known.get(other) for other in atom.facts if other != name)
    ends = (end for other in others for end in ((other.first, other.last) if isinstance(other, Span) else (other,)))
    return atom.days.union(end for end in ends if isinstance(end, date))


def _moved_all(days: frozenset[date], periods: tuple[Period, ...]) -> frozenset[date]:
    """Return the days with those that the periods lead to from them."""
    for period in periods:
        days = days | {_moved(day, Period(count, period.unit)) for day in days for count in (period.count, -period.count)}
    return days


def _reached(about: Question, name: str, known: Values, later: Collection[str], depth: int) -> set[date]:
    """Return the days that a date is measured against, through dates that are chosen later, up to so many steps away."""
    found: set[date] = set()
    for atom in about.atoms.get(name, ()):
        days = _measures(atom, name, known)
        for other in atom.facts:
            if depth and other != name and other in later and about.vocabulary.facts[other].type == "date":
                days |= _reached(about, other, known, [fact for fact in later if fact != name], depth - 1)
        found |= _moved_all(days, atom.turning_periods)
    return found


def _reached_numbers(about: Question, name: str, known: Values, later: Collection[str], depth: int) -> set[Decimal]:
    """Return the numbers that a number is measured against, through numbers that are chosen later, up to so many steps away."""
    found = _ends(about.vocabulary.facts[name])
    for atom in about.atoms.get(name, ()):
        points = {Decimal(point) for point in (*atom.points, *(known.get(other) for other in atom.facts)) if is_number(point)}
        met = set[Decimal]()
        for other in atom.facts:
            if depth and other != name and other in later and about.vocabulary.facts[other].type in NUMBERS:
                met |= _reached_numbers(about, other, known, [fact for fact in later if fact != name], depth - 1)
        found |= points | met
        if atom.adds:
            found |= {point - other for point in points for other in met}
    return found


def _moved(day: date, period: Period) -> date:
    """Return the day plus the period; the day itself where that lies far outside the calendar."""
    try:
        return dates.add(day, period)
    except OverflowError:
        return day


def _numbers(fact: Fact, atoms: Iterable[Atom], known: Values, everywhere: bool, reached: Set[Decimal]) -> list[int | Decimal]:
    """Return the numbers on, below and above those that the fact is compared with, within its bounds."""
    atoms, step = tuple(atoms), Decimal(1) if fact.type == "integer" else Decimal("0.5")
    points = _ends(fact) | reached
    points |= set().union(*(_measured(fact, atom, known) for atom in atoms))
    found = {_number(value) for atom in atoms if everywhere or atom.computes for value in turns(atom, fact, known)}
    if everywhere:
        points |= set().union(*(atom.gaps({**known, fact.name: 0}) for atom in atoms))
        # Between two numbers of the law or the case that are nearer to each other than a step there may be one more.
        found |= {(one + other) / 2 for one, other in pairwise(sorted(points)) if reached or other - one <= step}
    tried = found | {number for point in points for number in (point - step, point, point + step)}
    if fact.type == "integer":
        # What it is compared with may lie between two whole numbers.
        return sorted({whole for number in tried for whole in (floor(number), ceil(number)) if _may_be(fact, whole)})
    return sorted(number for number in tried if _may_be(fact, number))


def _ends(fact: Fact) -> set[Decimal]:
    """Return the bounds of a fact, and zero."""
    return {Decimal(0)}.union(limit for limit in (fact.minimum, fact.maximum) if limit is not None)


def _may_be(fact: Fact, number: int | Decimal) -> bool:
    """Say whether a number lies within the bounds of a fact."""
    return (fact.minimum is None or number >= fact.minimum) and (fact.maximum is None or number <= fact.maximum)


def _measured(fact: Fact, atom: Atom, known: Values) -> set[Decimal]:
    """Return the numbers that an atom measures a fact by, alone and beside the other facts that it adds."""
    others = sum((_number(known.get(name)) for name in atom.facts if name != fact.name), Decimal(0))
    return {number for point in atom.points for number in (_number(point), _number(point) - others)}


def _number(value: Value | None) -> Decimal:
    """Return a number as a decimal, and zero for what is none."""
    return Decimal(value) if is_number(value) else Decimal(0)
