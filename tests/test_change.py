"""What would change it: every suggestion is tried, and no smaller one is found by values drawn at random."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import forward, specialised
from engine.inference.constraints import check_constraints
from engine.inquiry.change import (
    MOST_ALTERNATIVES,
    MOST_FACTS,
    Change,
    LawMove,
    Move,
    changed,
    is_beyond_change,
    may_move,
    smallest_change,
    turns,
)
from engine.inquiry.region import region
from engine.law.compared import version_digest
from engine.law.compiled import MET, NOT_APPLICABLE, NOT_MET, OPEN, CompiledLaws, Finding, compile_laws
from engine.law.deciding import decide
from engine.loading import load_case, load_suites
from engine.model import NONE, Case, Changeable, Fact, FactValue, Laws, Text, Value, ValueType

from .random_cases import PLACE, Maker, random_cases
from .small_laws import small_law, stated

FAST = specialised.engine()
"""One for the whole module: it specialises each program once."""
DRAWS = 12
"""Values drawn at random for each fact that is no word and no truth value."""


@pytest.fixture(scope="module")
def cases(laws: Laws) -> dict[str, Case]:
    """The regression cases by version, suite and id."""
    loaded = load_suites(HOME / "tests" / "regression", laws, {}, [])
    return {f"{version}/{suite}/{case.id}": case.case for version, suite, case in loaded}


def found(case: Case, compiled: CompiledLaws, name: str) -> Change | None:
    return smallest_change(case, compiled, FAST, name)


def told(change: Change | None) -> list[dict[str, str]]:
    """Return the suggestion and its alternatives, each as the new values by fact and the new finding."""
    if change is None:
        return []
    return [
        {move.fact: str(move.new) for move in each.moves} | {"": str(each.after.value or each.after.status)}
        for each in (change, *change.alternatives)
    ]


# Expected from the statute, by case: the facts that move with their new values, and under "" the finding.
STATUTE: list[tuple[str, str, list[dict[str, str]]]] = [
    # int. § 8 fjerde ledd: 30 hours are too many, fewer are not; and work that begins after the decision does not count.
    (
        "2026/thresholds/hours-30",
        "programme.outcome",
        [{"work.hours_per_week": "29", "": "right_and_duty"}, {"work.start_date": "2026-03-23", "": "right_and_duty"}],
    ),
    ("2026/thresholds/offer-hours-30-5", "programme.right", [{"work.offer_hours_per_week": "29", "": "met"}]),
    (
        "2026/thresholds/hours-30",
        "programme.duty",
        [{"work.hours_per_week": "29", "": "met"}, {"work.start_date": "2026-03-23", "": "met"}],
    ),
    # Work that ends on 06.03.2026 has ended on the day of a decision of that date.
    (
        "2026/thresholds/work-ends-the-day-after-the-decision",
        "programme.outcome",
        [
            {"work.hours_per_week": "29", "": "right_and_duty"},
            {"work.start_date": "2026-03-16", "": "right_and_duty"},
            {"programme.decision_date": "2026-03-06", "": "right_and_duty"},
        ],
    ),
    # int. § 8 første ledd: two years have passed, the person was 17 or is an EEA citizen: nothing of that can change. Who has begun
    # a programme may finish it (§ 9 tredje ledd), but begins it by an offer: to have begun is no way to one.
    ("2026/thresholds/two-years-exactly", "programme.outcome", []),
    ("2026/thresholds/age-permit-day-before-18th-birthday", "programme.outcome", []),
    ("2026/worked-cases/case-14-eea-citizen", "programme.outcome", []),
    # introl. § 2 counts the age on the day of the decision.
    ("2024/introduksjonsloven/day-before-18", "programme.outcome", [{"programme.decision_date": "2018-08-21", "": "right_and_duty"}]),
    # f. § 3: eight to twelve meetings in a group, five to eight conversations.
    (
        "2024/parental-guidance/capacity-individual-nine",
        "parental_guidance.sessions_met",
        [{"parental_guidance.form": "group", "": "met"}, {"parental_guidance.sessions": "8", "": "met"}],
    ),
]


@pytest.mark.parametrize(("key", "name", "expected"), STATUTE, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_statute_says(key: str, name: str, expected: list[dict[str, str]], cases: dict[str, Case], compiled: CompiledLaws) -> None:
    assert told(found(cases[key], compiled, name)) == expected


def test_a_change_may_bring_another_law_version(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    """Collective protection gives a duty where decision and offer come in 2026: two facts, and three topics move."""
    case = cases["2024/worked-cases/case-15-collective-protection-offer-before-the-line"]
    change = found(case, compiled, "programme.duty")
    assert change is not None
    assert [(move.fact, move.new) for move in change.moves] == [
        ("programme.decision_date", date(2026, 1, 1)),
        ("programme.offer_date", date(2026, 1, 1)),
    ]
    assert (change.before, change.after) == (NOT_MET, MET)
    assert set(change.laws) == {LawMove(topic, ("2024",), ("2026",)) for topic in ("target_group", "duration", "content")}
    law = found(case, compiled, "law.target_group")
    assert told(law) == [{"programme.decision_date": "2026-01-01", "": "2026"}]


def test_a_forced_law_stays_forced(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    case = cases["2026/choice-of-law/forced-2026"]
    assert case.forced == "2026"
    change = found(case, compiled, "programme.outcome")
    assert told(change) == [{"work.hours_per_week": "29", "": "right_and_duty"}, {"work.start_date": "2025-08-18", "": "right_and_duty"}]
    assert change is not None and change.laws == () and changed(case, change).forced == "2026"
    assert found(case, compiled, "law.target_group") is None


def test_the_moves_are_assumed_in_the_changed_case(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    case = cases["2026/thresholds/hours-30"]
    change = found(case, compiled, "programme.outcome")
    assert change is not None and change.moves == (Move("work.hours_per_week", Decimal(30), Decimal(29)),)
    after = changed(case, change)
    assert after.facts["work.hours_per_week"] == FactValue(Decimal(29), "assumed")
    assert {name: fact for name, fact in after.facts.items() if name != "work.hours_per_week"} == {
        name: fact for name, fact in case.facts.items() if name != "work.hours_per_week"
    }


def test_nothing_settled_is_nothing_to_turn(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    """What is open is missing something, and what a person must look at is not the program's to turn."""
    fast = specialised.engine()
    unsettled = Counter[str]()
    for case in cases.values():
        try:
            finding = decide(case, compiled, fast).findings["programme.outcome"]
        except Rejected:
            continue
        if finding.status == "open" or finding.value == "review":
            unsettled[str(finding.value)] += 1
            if sum(unsettled.values()) < 20:
                assert smallest_change(case, compiled, fast, "programme.outcome") is None
    assert set(unsettled) == {"None", "review"}


def test_beyond_change_is_said_where_it_is_proved(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    """An EEA citizen has no right whatever else changes; who works too much is not refused for good."""
    fast = specialised.engine()
    assert is_beyond_change(cases["2026/worked-cases/case-14-eea-citizen"], compiled, fast, "programme.right")
    assert not is_beyond_change(cases["2026/thresholds/hours-30"], compiled, fast, "programme.outcome")
    assert not is_beyond_change(cases["2026/missing-facts/begun-unknown"], compiled, fast, "programme.right_to_complete")


def test_what_no_test_of_a_conclusion_reads_is_not_moved(laws: Laws, compiled: CompiledLaws) -> None:
    """Who must see to career guidance has one answer, § 11 third paragraph: that the programme has begun does not turn it."""
    case = load_case(HOME / "examples" / "refugee-2026.yaml", laws.vocabulary, ("2026",), {}, [])
    assert case is not None
    assert smallest_change(case, compiled, FAST, "career_guidance.responsible") is None


def test_what_has_happened_stays(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    """A claim that was made is not made later, though that would move the deadline; one that was not made may come."""
    case = cases["2024/worked-cases/case-15-collective-protection-offer-before-the-line"]
    assert case.facts["programme.end_date"].value == NONE
    begun = replace(case, facts={**case.facts, "programme.begun": FactValue(True, "stated", None, PLACE)})
    change = found(begun, compiled, "programme.right_to_complete")
    latest = max(fact.value for fact in case.facts.values() if isinstance(fact.value, date))
    assert change is not None and change.before == MET
    assert [(m.fact, m.old, m.new) for m in change.moves] == [("programme.end_date", NONE, latest)]
    ended = replace(begun, facts={**begun.facts, "programme.end_date": FactValue(latest, "stated", None, PLACE)})
    assert decide(ended, compiled, forward.run).findings["programme.right_to_complete"] == NOT_MET
    assert found(ended, compiled, "programme.right_to_complete") is None


def test_no_change_breaks_a_constraint(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    """A start after the deadline would be late; but a programme cannot start after it has ended."""
    case = cases["2026/thresholds/base-refugee"]
    findings = decide(case, compiled, forward.run).findings
    deadline = findings["programme.deadline"].value
    assert findings["programme.start_in_time"] == MET and isinstance(deadline, date)
    late = [{"programme.start_date": (deadline + timedelta(days=1)).isoformat(), "": "not_met"}]
    for days, expected in ((0, []), (1, late)):
        ended = FactValue(deadline + timedelta(days=days), "stated", None, PLACE)
        change = found(replace(case, facts={**case.facts, "programme.end_date": ended}), compiled, "programme.start_in_time")
        assert told(change) == expected


def test_alternatives_are_bounded_and_counted(cases: dict[str, Case], compiled: CompiledLaws) -> None:
    """Every item of the plan alone makes it incomplete; four are told beside the first, the others counted."""
    fast = specialised.engine()
    for case in cases.values():
        try:
            findings = decide(case, compiled, fast).findings
        except Rejected:
            continue
        if findings["plan.complete"] == MET:
            change = smallest_change(case, compiled, fast, "plan.complete")
            assert change is not None and len(change.alternatives) == MOST_ALTERNATIVES and change.omitted > 0
            assert all(len(other.moves) == len(change.moves) == 1 and other.alternatives == () for other in change.alternatives)
            return
    pytest.fail("no case with a complete plan")


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        (MET, NOT_MET, True),
        (NOT_MET, MET, True),
        (Finding("value", "none"), Finding("value", "right"), True),
        (NOT_APPLICABLE, MET, True),
        (NOT_APPLICABLE, Finding("value", 12), True),
        (NOT_APPLICABLE, NOT_MET, False),
        (MET, MET, False),
        (MET, OPEN, False),
        (OPEN, MET, False),
        (NOT_MET, NOT_APPLICABLE, False),
        (Finding("value", "none"), NOT_APPLICABLE, False),
        (Finding("value", "none"), Finding("value", "review"), False),
        (Finding("value", "review"), Finding("value", "right"), False),
    ],
)
def test_what_turns(before: Finding, after: Finding, turned: bool) -> None:
    assert turns(before, after) is turned


DAY_ONE = date(2026, 3, 1)
LATEST = date(2026, 5, 1)


def fact_of(kind: ValueType, change: Changeable | None, event: bool = False) -> Fact:
    text = Text("noe", "something")
    values = {"low": text, "middle": text, "high": text} if kind in ("enum", "ordinal") else None
    return Fact("some.fact", kind, text, text, "§ 1", PLACE, values=values, if_absent_none=event, change=change)


@pytest.mark.parametrize(
    ("fact", "old", "new", "allowed"),
    [
        (fact_of("boolean", None), False, True, False),
        (fact_of("boolean", "freely"), True, False, True),
        (fact_of("boolean", "freely"), True, True, False),
        (fact_of("boolean", "onward"), False, True, True),
        (fact_of("boolean", "onward"), True, False, False),
        (fact_of("enum", "freely"), "high", "low", True),
        (fact_of("ordinal", "freely"), "high", "low", True),
        (fact_of("ordinal", "onward"), "low", "middle", True),
        (fact_of("ordinal", "onward"), "high", "middle", False),
        (fact_of("integer", "onward"), 3, 4, True),
        (fact_of("integer", "onward"), 3, 2, False),
        (fact_of("decimal", "freely"), Decimal(32), Decimal("29.5"), True),
        (fact_of("date", "onward"), DAY_ONE, date(2026, 3, 2), True),
        (fact_of("date", "onward"), DAY_ONE, date(2026, 2, 28), False),
        (fact_of("date", "onward"), DAY_ONE, date(2031, 3, 1), True),
        (fact_of("date", "onward"), DAY_ONE, date(2031, 3, 2), False),
        (fact_of("date", "freely"), DAY_ONE, date(2026, 2, 28), True),
        (fact_of("date", "freely"), LATEST, date(2026, 4, 30), True),
        (fact_of("date", "freely"), DAY_ONE, date(2021, 2, 28), False),
        (fact_of("date", "onward", event=True), NONE, LATEST, True),
        (fact_of("date", "onward", event=True), NONE, date(2026, 4, 30), False),
        (fact_of("date", "onward", event=True), DAY_ONE, LATEST, False),
        (fact_of("date", "onward", event=True), DAY_ONE, NONE, False),
        (fact_of("date", "freely", event=True), DAY_ONE, LATEST, True),
        (fact_of("date", "freely", event=True), DAY_ONE, NONE, False),
    ],
)
def test_where_a_fact_may_go(fact: Fact, old: Value, new: Value, allowed: bool) -> None:
    assert may_move(fact, old, new, LATEST) is allowed


def test_an_event_needs_a_day_to_come_after() -> None:
    """In a case without any date nobody knows how far time has come."""
    assert not may_move(fact_of("date", "onward", event=True), NONE, LATEST, None)


# ---------------------------------------------------------------- the vocabulary


def test_what_cannot_change_has_no_change(laws: Laws) -> None:
    """Birth, nationality, permits, settlement, education and grounds that must be true are nobody's to change."""
    fixed = ("person.", "permit.", "reference_person.", "residence.", "settlement.", "children.", "education.", "qualification.", "law.")
    for fact in laws.vocabulary.facts.values():
        if fact.name.startswith(fixed) or "capacity" in fact.name or "illness" in fact.name:
            assert fact.change is None, fact.name
    assert {fact.change for fact in laws.vocabulary.facts.values()} == {None, "freely", "onward"}


def test_change_is_no_law(laws: Laws) -> None:
    """The digest of a version is the same whatever the vocabulary says of what can change."""
    silent = replace(laws.vocabulary, facts={name: replace(fact, change=None) for name, fact in laws.vocabulary.facts.items()})
    for version in laws.versions:
        assert version_digest(version, laws.vocabulary) == version_digest(version, silent)


MOVABLE = {"d": "date, change: freely", "n": "integer, unit: levels, change: freely", "m": "integer, unit: levels"}
NUMBERS = {"saturday": "value: 6, unit: weekday", "zero": "value: 0, unit: months", "three": "value: 3, unit: months"}
SINCE: dict[str, Value] = {"e": date(2020, 1, 1), "d": date(2020, 1, 15)}
# 25 December is the Saturday before that Monday; 31 December is nearer to 10 January than its own month's last day.
NEAREST = {
    "a day of the week": ("{value: told, is: {parameter: saturday}}", "weekday: [d]", {"d": date(2010, 12, 27)}, date(2010, 12, 25)),
    "the last day of its own month": ("{value: told, is: d}", "end_of_month: [d]", {"d": date(2011, 1, 10)}, date(2010, 12, 31)),
    "completed months": ("{value: told, more_than: {parameter: zero}}", "months_between: [e, d]", SINCE, date(2020, 2, 1)),
    "less than another number": ("{fact: n, less_than: m}", "weekday: [d]", {"n": 30, "m": 20}, 19),
}


@pytest.mark.parametrize(("condition", "told", "facts", "new"), NEAREST.values(), ids=NEAREST.keys())
def test_the_nearest_value_is_found_wherever_a_test_turns(
    condition: str, told: str, facts: dict[str, Value], new: Value, tmp_path: Path
) -> None:
    """Also where it turns at no date or number of the law, and again and again."""
    compiled = compile_laws(small_law(tmp_path, condition, derived={"told": told}, facts=MOVABLE, parameters=NUMBERS))
    change = smallest_change(stated(**facts), compiled, FAST, "q")
    assert change is not None and [move.new for move in change.moves] == [new]


def test_no_region_is_told_across_a_month_in_which_the_answer_is_another(tmp_path: Path) -> None:
    """From 1 February a month is complete; from 1 April to the day before 1 May there are three."""
    condition = "{all: [{value: told, more_than: {parameter: zero}}%s]}"
    derived = {"told": "months_between: [e, d]"}
    for more, is_told in (("", True), (", {value: told, is_not: {parameter: three}}", False)):
        compiled = compile_laws(small_law(tmp_path / str(is_told), condition % more, derived=derived, facts=MOVABLE, parameters=NUMBERS))
        change = smallest_change(stated(**SINCE), compiled, FAST, "q")
        assert change is not None and [move.new for move in change.moves] == [date(2020, 2, 1)]
        where = region(stated(**SINCE), compiled, FAST, change)
        assert (where is not None) == is_told and (where is None or (where.border, where.value) == ("at_least", date(2020, 2, 1)))


# ---------------------------------------------------------------- against random values


def goes(fact: Fact, old: Value, new: Value, latest: date | None) -> bool:
    """Return whether the vocabulary's word lets the fact go there, told anew from the documentation of the words."""
    if new == old:
        return False
    if fact.type == "date":
        if new == NONE or latest is None:
            return False
        assert isinstance(new, date)
        start = latest if old == NONE else old
        assert isinstance(start, date)
        if abs((new - start).days) > 5 * 365:
            return False
        if old == NONE:
            return new >= latest
        return fact.change == "freely" or (new > old and not fact.if_absent_none)  # type: ignore[operator]
    if fact.change == "freely":
        return True
    if fact.type == "ordinal":
        return list(fact.values or {}).index(str(new)) > list(fact.values or {}).index(str(old))
    return new > old  # type: ignore[operator]


def single_changes(case: Case, laws: Laws, maker: Maker) -> Iterator[Case]:
    """Yield the case with one fact changed in every way that was drawn and that its word allows."""
    days = [fact.value for fact in case.facts.values() if isinstance(fact.value, date)]
    latest = max(days, default=None)
    for name, known in case.facts.items():
        fact = laws.vocabulary.facts[name]
        if fact.change is None:
            continue
        if fact.type == "boolean" or fact.values:
            values: list[Value] = [True, False] if fact.type == "boolean" else list(fact.values or {})
        else:
            values = [maker.value(fact, maker.rng.choice(days or maker.days)) for _ in range(DRAWS)]
            if isinstance(known.value, date):
                values += [known.value + timedelta(days=count) for count in (1, 2, 30, 365, 730)]
        for value in dict.fromkeys(values):
            if goes(fact, known.value, value, latest):
                yield replace(case, facts={**case.facts, name: FactValue(value, "stated", None, PLACE)})


def test_the_change_turns_the_conclusion_and_none_is_smaller(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """For random refused cases the suggestion, applied, turns the conclusion; random values of one fact find none smaller."""
    wanted = max(40, random_count // 250)
    fast = specialised.engine()
    rng = random.Random(11)
    maker = Maker(laws, rng, [])
    sizes: Counter[str] = Counter()
    tried = 0
    for case in random_cases(laws, 1_000_000, seed=14, missing=0.05):
        if sum(sizes.values()) >= wanted:
            break
        try:
            findings = decide(case, compiled, fast).findings
        except Rejected:
            continue
        refused = [name for name, finding in findings.items() if finding == NOT_MET]
        # Some are refused a programme, the others something else.
        name = "programme.outcome" if findings["programme.outcome"].value == "none" and rng.random() < 0.5 else rng.choice(refused)
        before = findings[name]
        change = smallest_change(case, compiled, fast, name)
        sizes[str(len(change.moves)) if change is not None else "none"] += 1
        for each in (change, *change.alternatives) if change is not None else ():
            assert 1 <= len(each.moves) <= MOST_FACTS and each.before == before
            assert [move.fact for move in each.moves] == sorted({move.fact for move in each.moves})
            latest = max((fact.value for fact in case.facts.values() if isinstance(fact.value, date)), default=None)
            for move in each.moves:
                fact = laws.vocabulary.facts[move.fact]
                assert fact.change is not None and case.facts[move.fact].value == move.old and goes(fact, move.old, move.new, latest)
            after = changed(case, each)
            assert not check_constraints(after, laws.vocabulary), case.id
            reached = decide(after, compiled, forward.run).findings[name]
            assert reached == each.after and reached != before and reached.status in ("met", "value"), f"{case.id}: {name} {each}"
            assert reached.value != "review"
        if change is None or len(change.moves) > 1:
            for other in single_changes(case, laws, maker):
                if check_constraints(other, laws.vocabulary):
                    continue
                try:
                    reached = decide(other, compiled, fast).findings[name]
                except Rejected:
                    continue
                tried += 1
                turned = reached.status in ("met", "value") and reached != before and reached.value != "review"
                assert not turned, f"{case.id}: {name} by {[n for n, f in other.facts.items() if f != case.facts[n]]}, {change}"
    assert sizes["1"] > 0 and sizes["none"] > 0 and tried > wanted * 10
