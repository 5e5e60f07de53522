"""Random cases, biased to the boundaries that the law itself names, for property tests and benchmarks.

Half of them are drawn fact by fact: dates lie on, a day before or a day after the dates and periods of the law's
parameters, numbers likewise. The other half are cases of the regression suites with a few facts drawn anew. Every date is
a whole day; who asks for dates known in part blurs them. The same seed gives the same cases on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import dates, forward
from engine.inference.conditions import truth
from engine.inference.forward import Engine
from engine.inquiry.candidates import has_nothing_to_state
from engine.inquiry.question import Question
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.loading import load_suites
from engine.model import NONE, Calendar, Call, Case, Expression, Fact, FactValue, Laws, Period, Place, Value
from engine.terms.spans import Span
from engine.walking import names_in

PLACE = Place("random", 1, 1)
DAY = timedelta(days=1)


def random_cases(laws: Laws, count: int, seed: int, missing: float = 0.1) -> Iterator[Case]:
    """Yield `count` cases; each fact is missing with the probability `missing`. None breaks a constraint."""
    rng = random.Random(seed)
    suites = load_suites(HOME / "tests" / "regression", laws, {}, [])
    bases = [case.case for _, _, case in suites if case.case.forced is None and is_of_whole_days(case.case)]
    maker = Maker(laws, rng, bases)
    for number in range(count):
        yield maker.case(f"random-{seed}-{number}", missing)


def complete_cases(laws: Laws, compiled: CompiledLaws, run: Engine, name: str, count: int, seed: int) -> Iterator[Case]:
    """Yield so many random cases without gaps in which a conclusion is settled; fewer where 20 times as many do not hold them."""
    found = 0
    for case in random_cases(laws, 20 * count, seed=seed, missing=0.0):
        try:
            decision = decide(case, compiled, run)
        except Rejected:
            continue
        if decision.findings[name].status != "open":
            yield case
            found += 1
            if found == count:
                return


def states_a_day_unasked(about: Question, case: Case) -> bool:
    """Say whether a case states a day and not whether there is one: of who does not know that, no interview asks which day it is."""
    known = {fact: value.value for fact, value in case.facts.items()}
    days = [fact for fact in about.telling if known.get(fact, NONE) != NONE]
    return any(has_nothing_to_state(about, day, {fact: known[fact] for fact in known if fact != day}) is None for day in days)


def is_of_whole_days(case: Case) -> bool:
    """Say whether no date of a case is known in part; columns hold such cases alone."""
    return not any(isinstance(fact.value, Span) for fact in case.facts.values())


def why_rejected(case: Case, laws: CompiledLaws) -> str:
    """Return the code of the error of a case that is not decided: another calendar lets it be decided, or no law governs it.

    The days of a random case may lie before all law, and what is reckoned from them outside the years of the calendar.
    """
    try:
        decide(case, _of_all_days(laws), forward.run)
    except Rejected as rejected:
        assert [problem.code for problem in rejected.diagnostics] == ["no-law"], rejected
        return "no-law"
    return "outside-calendar"


@lru_cache(4)
def _of_all_days(laws: CompiledLaws) -> CompiledLaws:
    """Return the same laws with a calendar of every year that a day of a random case can lead to."""
    calendar = laws.laws.vocabulary.calendar
    assert calendar is not None
    longer = replace(calendar, start=dates.FIRST_DAY.year - 100, end=dates.LAST_DAY.year + 100)
    versions = tuple(
        replace(version, derived={n: replace(d, expression=_counted_by(d.expression, longer)) for n, d in version.derived.items()})
        for version in laws.laws.versions
    )
    return compile_laws(replace(laws.laws, vocabulary=replace(laws.laws.vocabulary, calendar=longer), versions=versions))


def _counted_by(expression: Expression, calendar: Calendar) -> Expression:
    if not isinstance(expression, Call):
        return expression
    operands = tuple(_counted_by(operand, calendar) for operand in expression.operands)
    return replace(expression, operands=operands, calendar=calendar if expression.calendar is not None else None)


class Maker:
    """Draws facts from what the laws compare with."""

    def __init__(self, laws: Laws, rng: random.Random, bases: list[Case]) -> None:
        self.bases = bases
        self.vocabulary = laws.vocabulary
        self.rng = rng
        parameters = [p for version in laws.versions for p in version.parameters.values()]
        self.days = sorted({p.value for p in parameters if isinstance(p.value, date)})
        self.periods = sorted(
            {Period(p.value, p.unit) for p in parameters if isinstance(p.value, int) and p.unit in ("days", "weeks", "months", "years")},
            key=lambda p: (p.unit, p.count),
        )
        self.numbers: dict[str, list[Decimal]] = {}
        for p in parameters:
            if isinstance(p.value, (int, Decimal)) and not isinstance(p.value, bool):
                self.numbers.setdefault(p.unit, []).append(Decimal(p.value))
        self.scales = {f.name: tuple(f.values) for f in self.vocabulary.facts.values() if f.type == "ordinal" and f.values}

    def case(self, id_: str, missing: float) -> Case:
        rng = self.rng
        # One day near a date of the law, from which the other dates are reckoned.
        anchor = rng.choice(self.days) + DAY * rng.choice((-400, -90, -30, -1, 0, 0, 1, 30, 90, 400))
        facts: dict[str, FactValue] = {}
        if self.bases and rng.random() < 0.5:
            base = rng.choice(self.bases).facts
            facts = {name: fact for name, fact in base.items() if fact.origin == "given" or rng.random() >= missing}
            drawn = rng.sample(list(self.vocabulary.facts.values()), k=rng.choice((1, 2, 3, 5, 8)))
        else:
            drawn = list(self.vocabulary.facts.values())
        for fact in drawn:
            if fact.given:
                facts[fact.name] = FactValue(False, "given")
            elif rng.random() >= missing:
                facts[fact.name] = FactValue(self.value(fact, anchor), "stated", None, PLACE)
        for constraint in self.vocabulary.constraints:
            values = {name: fact.value for name, fact in facts.items()}
            while truth(constraint.never, values, {}, self.scales) is True:
                # Take away one of the facts that contradict each other; a missing fact breaks nothing.
                name = rng.choice([name for name in dict.fromkeys(names_in(constraint.never)) if name in facts])
                del facts[name], values[name]
        return Case(id_, facts, None, PLACE)

    def value(self, fact: Fact, anchor: date) -> Value:
        rng = self.rng
        match fact.type:
            case "boolean":
                return rng.random() < 0.4
            case "enum" | "ordinal":
                return rng.choice(list(fact.values or {}))
            case "date":
                if fact.if_absent_none and rng.random() < 0.5:
                    return NONE
                # A date of the law may lie so far back that a birth date reckoned from it would lie outside the calendar of cases.
                return min(max(self.day(fact, anchor), dates.FIRST_DAY), dates.LAST_DAY)
            case "text":
                return "text"
            case _:
                number = rng.choice(self.numbers.get(fact.unit or "", [Decimal(0)])) + rng.choice(
                    (Decimal(0), Decimal(-1), Decimal(1), Decimal("0.5"), Decimal("-0.5"))
                )
                number = max(
                    fact.minimum if fact.minimum is not None else number, min(fact.maximum if fact.maximum is not None else number, number)
                )
                return int(number) if fact.type == "integer" else number

    def day(self, fact: Fact, anchor: date) -> date:
        rng = self.rng
        if fact.name == "person.birth_date":
            years = rng.choice((17, 18, 18, 24, 25, 30, 40, 54, 55, 56, 57))
            return dates.subtract(anchor, Period(years, "years")) + DAY * rng.choice((-1, 0, 1, 100))
        if fact.name == "children.youngest_birth_date":
            return dates.subtract(anchor, Period(rng.choice((0, 1, 5, 17, 18)), "years")) + DAY * rng.choice((-1, 0, 1))
        near = rng.choice((-1, 0, 0, 0, 1))
        kind = rng.random()
        if kind < 0.4:
            return anchor + DAY * near
        if kind < 0.7:
            period = rng.choice(self.periods)
            return (dates.add if rng.random() < 0.4 else dates.subtract)(anchor, period) + DAY * near
        if kind < 0.85:
            return rng.choice(self.days) + DAY * near
        return anchor + DAY * rng.randint(-500, 500)
