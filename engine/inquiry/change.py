"""What would change it: the smallest change of facts that turns a conclusion, for information and never as advice.

Which facts can still change, and which way, is data: the key `change` of the vocabulary. The search asks the engine itself
what can matter: if a conclusion stands while some facts are unknown, no values of theirs can turn it, because learning a
fact never overturns what is settled. What is left is tried with the nearest values that the law tells apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations, pairwise, permutations
from typing import Final, NamedTuple

from ..diagnostics import Rejected
from ..frozen import dataclass
from ..inference import dates
from ..inference.clauses import Known
from ..inference.conditions import Values
from ..inference.forward import Engine
from ..inference.spans import first_day, is_span
from ..law.compiled import CompiledLaws, Finding
from ..law.deciding import Decision, decide
from ..model import NONE, Case, Compare, Fact, FactValue, Period, Value
from ..trail.finality import is_answer
from ..walking import names_in
from .atoms import Atom
from .candidates import DAY, allowed
from .question import Question, prepared
from .turning import turning_places
from .turning import turns as turning_of

MOST_FACTS = 3
"""A change of more facts than this is not looked for."""

MOST_ALTERNATIVES = 4
"""So many changes of the same number of facts are told beside the first."""

FARTHEST = Period(5, "years")
"""A date is not moved farther than this: what lies beyond it is no change that anybody could act on."""


class Move(NamedTuple):
    """One fact of a case, its value there, and what it would be instead."""

    fact: str
    old: Value
    new: Value


class LawMove(NamedTuple):
    """A topic that another law version would govern: the versions that may govern it, newest first, before and after."""

    topic: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of facts that turns a conclusion: the finding before and after it, and the moves, by name of the fact.

    `laws` are the topics that it brings under another law version. `alternatives` are other changes of as many facts, to
    the same finding or another, which have no alternatives of their own; `omitted` counts those that are not told.
    """

    conclusion: str
    before: Finding
    after: Finding
    moves: tuple[Move, ...]
    laws: tuple[LawMove, ...]
    alternatives: tuple[Change, ...] = ()
    omitted: int = 0


def smallest_change(case: Case, laws: CompiledLaws, engine: Engine, name: str) -> Change | None:
    """Return a smallest change of known facts that turns the conclusion, or None where none of up to `MOST_FACTS` facts does.

    Fewest facts come first, then those without the day of the decision, then the names of the facts, and for the same facts the
    nearest values: days, whole units, places in a list of words. None too where nothing is settled that could be turned, see
    `turns`. Every change returned breaks no constraint and was decided by `engine`. Raises Rejected where the case itself cannot be
    decided.
    """
    decision = decide(case, laws, engine)
    before = decision.findings[name]
    if not is_answer(before):
        return None
    search = _search(case, laws, engine, name, before)
    for size in range(1, MOST_FACTS + 1):
        found = sorted(_of_size(search, size, decision, laws, engine), key=lambda change: _order(change, laws))
        if found:
            first, others = found[0], tuple(found[1:])
            return replace(first, alternatives=others[:MOST_ALTERNATIVES], omitted=len(others[MOST_ALTERNATIVES:]))
    return None


def _order(change: Change, laws: CompiledLaws) -> tuple[bool, tuple[str, ...]]:
    """Return what changes of as many facts are sorted by: another day of the decision is the least that anybody could act on."""
    facts = tuple(move.fact for move in change.moves)
    return laws.laws.vocabulary.decided_on in facts, facts


def is_beyond_change(case: Case, laws: CompiledLaws, engine: Engine, name: str) -> bool:
    """Return whether the conclusion is settled and stands whatever becomes of the facts that can still change, however many.

    False says only that this is not shown: `smallest_change` looks at up to `MOST_FACTS` facts.
    """
    before = decide(case, laws, engine).findings[name]
    search = _search(case, laws, engine, name, before)
    return before.status != "open" and search.find(_without(search.facts, search.changing)) == before


def turns(before: Finding, after: Finding) -> bool:
    """Return whether the second finding is the first one turned.

    A boolean turns between met and not met, a value to another value, and what does not apply to met or to a value.
    What becomes open, asks a person to look, or no longer arises has not turned.
    """
    if not (is_answer(before) and is_answer(after)) or before == after:
        return False
    return after.status in {"met": ("not_met",), "not_met": ("met",), "value": ("value",)}.get(before.status, ("met", "value"))


def finding_after(case: Case, laws: CompiledLaws, engine: Engine, name: str, move: Move) -> Finding | None:
    """Return what is found of a conclusion after one move; None where the case cannot be decided then."""
    try:
        return decide(_moved(case, (move,)), laws, engine).findings[name]
    except Rejected:
        return None


def stretches(case: Case, laws: CompiledLaws, name: str, fact: str) -> list[Value]:
    """Return the values that a date or number may move to, beside what else the case states: of each stretch that tests tell apart one."""
    about, facts = prepared(laws, name), {other: stated.value for other, stated in case.facts.items()}
    return _values(about, about.vocabulary.facts[fact], facts, latest_date(facts))


def changed(case: Case, change: Change) -> Case:
    """Return the case as it would be after the change; the facts that move are assumed."""
    return _moved(case, change.moves)


def may_move(fact: Fact, old: Value, new: Value, since: date | None) -> bool:
    """Return whether the vocabulary lets a fact go from one value to the other.

    `freely` to any other value; `onward` to a later date, a greater number, a higher level, from false to true. An event
    that has not happened may come to happen from the day `since` on, see `latest_date`; what has happened is not undone,
    and `onward` not put off either. No date moves farther than `FARTHEST`.
    """
    if fact.change is None or old == new:
        return False
    if fact.type == "date":
        start = old if isinstance(old, date) else since
        if start is None or not isinstance(new, date) or new > dates.add(start, FARTHEST):
            return False
        if old == NONE:
            return new >= start
        if fact.change == "onward":
            return new > start and not fact.if_absent_none
        return new >= dates.subtract(start, FARTHEST)
    if fact.change == "freely":
        return True
    if fact.values:
        words = tuple(fact.values)
        return words.index(str(new)) > words.index(str(old))
    return bool(new > old)  # type: ignore[operator]  # numbers or truth values of one type


def latest_date(facts: Values) -> date | None:
    """Return the latest date among the facts, None where they know of no date: time has come so far at least."""
    return max((day for value in facts.values() if (day := first_day(value)) is not None), default=None)


def _moved(case: Case, moves: Iterable[Move]) -> Case:
    return replace(case, facts={**case.facts, **{move.fact: FactValue(move.new, "assumed") for move in moves}})


def _without(facts: Values, names: Iterable[str]) -> dict[str, Value]:
    gone = set(names)
    return {name: value for name, value in facts.items() if name not in gone}


# ---------------------------------------------------------------- the search


@dataclass(frozen=True, slots=True)
class _Search:
    """What the search for one conclusion of one case works on.

    `facts` are what the case knows of all that matters to it, `changing` those of them that can still change, `movable` those of these
    whose day is known: from a month no day is reckoned.
    `find` gives the finding on facts, None where they cannot be decided; `values` what a fact may move to, where others
    have moved already.
    """

    case: Case
    about: Question
    before: Finding
    facts: Values
    changing: tuple[str, ...]
    movable: tuple[str, ...]
    find: Callable[[Values], Finding | None]
    values: Callable[[str, Mapping[str, Value]], list[Value]]
    since: date | None


def _search(case: Case, laws: CompiledLaws, engine: Engine, name: str, before: Finding) -> _Search:
    about = prepared(laws, name)
    resting = {fact for compiled in about.laws.versions for program in (compiled.choice, compiled.whole) for fact in program.facts}
    # What shares a constraint with such a fact may have to move with it: a programme that starts later may end later.
    resting |= _constrained_with(about, resting)
    # Of what no test of the conclusion reads no value is told apart from another.
    told_apart = resting & case.facts.keys() & about.atoms.keys()
    changing = tuple(sorted(fact for fact in told_apart if about.vocabulary.facts[fact].change is not None))
    movable = tuple(fact for fact in changing if not is_span(case.facts[fact].value))
    known = resting | _constrained_with(about, changing)
    facts = {fact: stated.value for fact, stated in case.facts.items() if fact in known}
    since = latest_date({fact: stated.value for fact, stated in case.facts.items()})
    found: dict[tuple[str, tuple[tuple[str, Value], ...]], list[Value]] = {}

    def find(some: Values) -> Finding | None:
        stated = {fact: case.facts[fact] if value is facts[fact] else FactValue(value, "assumed") for fact, value in some.items()}
        try:
            return decide(replace(case, facts=stated), about.laws, engine).findings[name]
        except Rejected:
            return None

    def values(fact: str, moved: Mapping[str, Value]) -> list[Value]:
        beside = {other: value for atom in about.atoms[fact] for other, value in moved.items() if other in atom.facts}
        key = (fact, tuple(sorted(beside.items())))
        if key not in found:
            found[key] = _values(about, about.vocabulary.facts[fact], {**facts, **beside}, since)
        return found[key]

    return _Search(case, about, before, facts, changing, movable, find, values, since)


def _constrained_with(about: Question, facts: Iterable[str]) -> set[str]:
    """Return every fact that some constraint names together with one of these."""
    return {other for fact in facts for constraint in about.constraints.get(fact, ()) for other in names_in(constraint.never)}


def _of_size(search: _Search, size: int, decision: Decision, laws: CompiledLaws, engine: Engine) -> Iterator[Change]:
    """Yield for every set of so many facts the nearest change to each finding that it can turn the conclusion to."""
    name = search.about.name
    computed = any(isinstance(atom.condition, Known) for atoms in search.about.atoms.values() for atom in atoms)
    for names in combinations(search.movable, size):
        if search.find(_without(search.facts, names)) == search.before:
            continue  # it stands whatever these facts are
        told: set[Finding] = set()
        for _, moves, after in sorted(_turned(search, names), key=lambda found: (found[0], [str(move.new) for move in found[1]])):
            if after in told or (told and computed):
                continue  # one is enough where every other day or number gives another value
            try:
                then = decide(_moved(search.case, moves), laws, engine)
            except Rejected:
                continue  # another topic contradicts itself there, or no law governs it
            if then.findings[name] == after:
                told.add(after)
                yield Change(name, search.before, after, moves, _law_moves(decision, then))


def _turned(search: _Search, names: tuple[str, ...]) -> list[tuple[Decimal, tuple[Move, ...], Finding]]:
    """Return the changes of exactly these facts that turn the conclusion, each with the length of its moves together."""
    vocabulary = search.about.vocabulary
    measured = [name for name in names if vocabulary.facts[name].type in ("date", "integer", "decimal")]
    others = [name for name in names if name not in measured]
    findings: dict[frozenset[tuple[str, Value | None]], Finding | None] = {}
    found: dict[tuple[Move, ...], Finding] = {}

    def descend(order: Sequence[str], taken: dict[str, Value]) -> None:
        name, *left = order
        for value in search.values(name, taken):
            now = {**taken, name: value}
            key = frozenset({**dict.fromkeys(left), **now}.items())
            if key not in findings:
                facts = {**_without(search.facts, left), **now}
                findings[key] = search.find(facts) if all(allowed(search.about, fact, facts) for fact in now) else None
            after = findings[key]
            if after is None or after == search.before:
                continue  # impossible, or it stands whatever is left
            if left:
                descend(left, now)
            elif turns(search.before, after):
                found[tuple(Move(fact, search.facts[fact], now[fact]) for fact in sorted(now))] = after

    # Where two dates or numbers are compared with each other, the values worth trying for one depend on the other's.
    for order in permutations(measured):
        descend((*others, *order), {})
    return [(sum((_length(search, move) for move in moves), Decimal(0)), moves, after) for moves, after in found.items()]


def _length(search: _Search, move: Move) -> Decimal:
    """Return how far a move goes: days, units of a number, places in a list of words; one for a truth value."""
    fact = search.about.vocabulary.facts[move.fact]
    if fact.values:
        words = tuple(fact.values)
        return Decimal(abs(words.index(str(move.new)) - words.index(str(move.old))))
    if isinstance(move.new, date):
        start = move.old if isinstance(move.old, date) else search.since
        return Decimal(abs((move.new - start).days)) if start is not None else Decimal(0)
    assert isinstance(move.new, (int, Decimal)) and isinstance(move.old, (int, Decimal))  # a truth value is 0 or 1
    return abs(Decimal(move.new) - Decimal(move.old))


def _law_moves(before: Decision, after: Decision) -> tuple[LawMove, ...]:
    return tuple(
        LawMove(topic, law.versions, after.governing[topic].versions)
        for topic, law in before.governing.items()
        if law.versions != after.governing[topic].versions
    )


# ---------------------------------------------------------------- the values worth trying


_MOST_WHOLE: Final = 20_000
"""Of more whole numbers than these only those beside the numbers of the law are tried: nothing turns elsewhere."""


class _Domain(NamedTuple):
    """The values that a fact could have in one direction, the nearest first: how many, and the one at a place."""

    size: int
    at: Callable[[int], Value]


def _values(about: Question, fact: Fact, facts: Values, since: date | None) -> list[Value]:
    """Return the values that a fact may move to, beside what the other facts are: the nearest of all that the law treats alike."""
    old = facts[fact.name]
    if fact.type == "boolean":
        found: Iterable[Value] = (True, False)
    elif fact.values:
        found = fact.values
    else:
        found = _nearest(about.atoms[fact.name], fact, facts, since)
    return [value for value in found if may_move(fact, old, value, since)]


def _nearest(atoms: Sequence[Atom], fact: Fact, facts: Values, since: date | None) -> Iterator[Value]:
    """Yield for every stretch of dates or numbers, in which each atom comes out the same, the value nearest to the old one."""
    old = facts[fact.name]
    values = dict(facts)
    comes_again = any(atom.comes_again for atom in atoms)
    edges = [edge for atom in atoms if isinstance(atom.condition, Compare) for edge in atom.edges]
    computed = any(isinstance(atom.condition, Known) for atom in atoms)

    def outcomes(value: Value) -> list[bool | None]:
        values[fact.name] = value
        return [edge.outcome(values) for edge in edges]

    start = old if isinstance(old, date) else since
    if fact.type != "date":
        domains = _numbers(fact, facts, atoms)
    elif start is not None:
        domains = (_days(start, dates.add(start, FARTHEST), 1), _days(start, dates.subtract(start, FARTHEST), -1))
        yield start  # for an event that has not happened; else the old value
    else:
        return
    for domain in domains if fact.change == "freely" else domains[:1]:
        places = set(_turning(domain, outcomes, fact.type == "date" and comes_again))
        if computed:
            places.add(1)  # the finding is computed from the fact and moves with it
        yield from (domain.at(place) for place in sorted(places) if place < domain.size)


def _turning(domain: _Domain, outcomes: Callable[[Value], list[bool | None]], each: bool) -> Iterator[int]:
    """Yield, by halving or by looking at `each`, the places at which some outcome is another than at the place before."""
    looked = range(domain.size) if each else (0, domain.size - 1)
    for (low, at_low), (high, at_high) in pairwise((place, outcomes(domain.at(place))) for place in looked):
        yield from turning_places(low, high, at_low, at_high, lambda place: outcomes(domain.at(place)))


def _days(start: date, end: date, step: int) -> _Domain:
    """Return the days from one to another, both included, in the direction of the step."""
    return _Domain((end - start).days * step + 1, lambda place: start + place * step * DAY)


def _points(fact: Fact, facts: Values, atom: Atom) -> set[Decimal]:
    """Return the numbers that a test measures a fact by, alone and beside the other facts that it adds or compares it with."""
    others = [facts.get(name) for name in atom.facts if name != fact.name]
    rest = sum((Decimal(value) for value in others if isinstance(value, (int, Decimal))), Decimal(0))
    found = [Decimal(point) for point in atom.points if isinstance(point, (int, Decimal))]
    return {*found, *(point - rest for point in found), *atom.gaps({**facts, fact.name: 0})}


def _whole(low: Decimal, high: Decimal, points: Iterable[Decimal]) -> set[Decimal]:
    """Return the whole numbers between two; of very many those beside the points, between which no test turns."""
    if high - low <= _MOST_WHOLE:
        return {Decimal(number) for number in range(int(low), int(high) + 1)}
    return {point.to_integral_value(ROUND_FLOOR) + step for point in points for step in (-1, 0, 1, 2)}


def _numbers(fact: Fact, facts: Values, atoms: Iterable[Atom]) -> tuple[_Domain, _Domain]:
    """Return the numbers from the old one upwards, and downwards: whole ones, and those that the law measures the fact by."""
    old = facts[fact.name]
    assert isinstance(old, (int, Decimal))
    points = set[Decimal]().union(*(_points(fact, facts, atom) for atom in atoms))
    top = max((abs(point) for point in points), default=Decimal(0)) + abs(Decimal(old)) + 1
    low = fact.minimum if fact.minimum is not None else -top
    high = fact.maximum if fact.maximum is not None else top
    numbers = _whole(low, high, {*points, Decimal(old)})
    numbers |= {Decimal(number) for atom in atoms for number in turning_of(atom, fact, facts) if isinstance(number, (int, Decimal))}
    if fact.type == "decimal":
        # Between two figures of the law so near to each other no whole number may lie.
        numbers |= points | {(one + other) / 2 for one, other in pairwise(sorted(points)) if other - one <= 1}
    within = sorted(number for number in numbers if low <= number <= high)
    number_of: Callable[[Decimal], Value] = int if fact.type == "integer" else Decimal
    up = [old, *(number_of(number) for number in within if number > old)]
    down = [old, *(number_of(number) for number in reversed(within) if number < old)]
    return _Domain(len(up), up.__getitem__), _Domain(len(down), down.__getitem__)
