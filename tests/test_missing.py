"""What is missing: on small laws by hand, and on random cases of the whole law with values from another generator."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.diagnostics import Diagnostic, Rejected
from engine.home import HOME
from engine.inference import forward, specialised
from engine.inference.conditions import truth
from engine.inference.forward import Engine
from engine.inquiry.candidates import draw, representatives
from engine.inquiry.glance import Glance
from engine.inquiry.interview import answer, begin, unknown
from engine.inquiry.missing import LOOKS, Inquiry, Missing, missing_for, missing_in, still_matter
from engine.inquiry.question import Question, look, question, rules_on
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import Decision
from engine.law.deciding import decide as decide_
from engine.loading import load_case
from engine.model import NONE, Case, FactValue, Laws, Span, Value, Vocabulary
from engine.trail.document import missing
from engine.trail.steps import build_trail

from .random_cases import PLACE, Maker, random_cases, why_rejected
from .small_laws import small_law, stated
from .test_conflicts import law_with

OUTCOME = "programme.outcome"
FAST = specialised.engine()
"""One for the whole module: it specialises each program once."""


def found(laws: Laws, case: Case, name: str = "q") -> Missing:
    """Return what a case lacks under a small law."""
    return missing_for(case, compile_laws(laws), specialised.engine(), name)


# ---------------------------------------------------------------- by hand

BY_HAND = {
    "both of two": (["{all: [a, b]}"], {}, [{"a", "b"}]),
    "one of two is left": (["{all: [a, b]}"], {"a": True}, [{"b"}]),
    "one that adds nothing": (["a", "{all: [a, b]}"], {}, [{"a"}]),
    "either of two": (["{any: [a, {not: a}]}", "{any: [b, {not: b}]}"], {}, [{"a"}, {"b"}]),
    "one of two and a third": (["{all: [c, {any: [a, {not: a}, b, {not: b}]}]}"], {}, [{"a", "c"}, {"b", "c"}]),
    "a number": (["{fact: n, at_least: {parameter: five}}"], {}, [{"n"}]),
    "a word": (["{fact: w, in: [x, y]}", "{all: [{fact: w, is: z}, a]}"], {}, [{"a", "w"}]),
    "a word that rules out": (["{all: [{fact: w, is: z}, a]}"], {"w": "x"}, None),
    "two dates": (["{fact: d, before: e}"], {}, [{"d", "e"}]),
    "age between two dates": (["{value: age, at_least: {parameter: adult}}"], {"d": date(2000, 2, 29)}, [{"e"}]),
    "a date that no longer matters": (["{all: [{fact: d, before: e}, a]}"], {"a": False}, None),
    "an event that has not happened": (["{fact: gone, before: d}"], {"gone": "none"}, None),
    "an event of which nothing is said": (["{fact: gone, before: d}"], {}, [{"d", "gone"}]),
}


@pytest.mark.parametrize(("conditions", "facts", "sets"), BY_HAND.values(), ids=BY_HAND.keys())
def test_sets_by_hand(conditions: list[str], facts: dict[str, Value], sets: list[set[str]] | None, tmp_path: Path) -> None:
    """The sufficient sets of a small law are those that a person finds; None: the answer stands."""
    result = found(small_law(tmp_path, *conditions), stated(**facts))
    assert result.stands == (sets is None)
    assert sorted(map(sorted, result.sets)) == sorted(map(sorted, sets or []))
    assert set(result.facts) == set().union(*(sets or []))
    assert result.unproven == result.impossible == ()
    assert result.unknown == 9 - len(facts)
    assert result.first == (result.facts[0] if sets else None)


BESIDE_OTHERS = {
    "older than the law's last year": ("{value: age, more_than: {parameter: adult}}", {"d": date(2000, 6, 15)}, "e"),
    "born so much earlier": ("{value: age, more_than: {parameter: adult}}", {"e": date(2000, 6, 15)}, "d"),
    "less than another number": ("{fact: n, less_than: m}", {"m": -3}, "n"),
    "in an earlier year": ("{value: one_year, less_than: other_year}", {"d": date(2000, 6, 15)}, "e"),
}


@pytest.mark.parametrize(("condition", "facts", "fact"), BESIDE_OTHERS.values(), ids=BESIDE_OTHERS.keys())
def test_what_a_test_needs_is_asked_wherever_it_turns(condition: str, facts: dict[str, Value], fact: str, tmp_path: Path) -> None:
    """The condition can hold, though at no date or number of the law: then a is needed too, and without it nothing settles the answer."""
    derived = {"one_year": "year_of: [e]", "other_year": "year_of: [d]"}
    laws = small_law(tmp_path, f"{{any: [b, {{all: [{condition}, a]}}]}}", derived=derived, facts={"m": "integer, unit: levels"})
    result = found(laws, stated(**facts))
    assert [set(one) for one in result.sets] == [{"a", "b", fact}] and not result.unproven


NEITHER_KNOWN = {
    "less than another number": ("{fact: p, less_than: m}", {}, {"p", "m"}),
    "the last day of another's month": ("{value: last, is: d}", {}, {"d", "e"}),
    "the last day of its own month": (
        "{all: [{fact: e, between: [{parameter: begin}, {parameter: until}]}, {value: last, is: e}]}",
        {},
        {"e"},
    ),
    "between two whole numbers": ("{fact: h, less_than: m}", {"h": Decimal("2.52")}, {"m"}),
}


@pytest.mark.parametrize(("condition", "facts", "compared"), NEITHER_KNOWN.values(), ids=NEITHER_KNOWN.keys())
def test_what_is_compared_with_an_unknown_fact_can_matter(
    condition: str, facts: dict[str, Value], compared: set[str], tmp_path: Path
) -> None:
    """The condition can hold, though at none of the values tried first: it takes c too, and settles it for who cannot tell b."""
    numbers = {"m": "integer, unit: levels", "p": "integer, unit: levels, minimum: 0, maximum: 12", "h": "decimal, unit: levels"}
    derived = {"last": "end_of_month: [e]"}
    lines = {"begin": "value: 2010-05-15, unit: date", "until": "value: 2010-06-15, unit: date"}
    laws = small_law(tmp_path / "both", f"{{all: [{condition}, c]}}", derived=derived, facts=numbers, parameters=lines)
    assert [set(one) for one in found(laws, stated(**facts)).sets] == [{"c", *compared}]
    laws = small_law(tmp_path / "either", f"{{any: [b, {{all: [{condition}, c]}}]}}", derived=derived, facts=numbers, parameters=lines)
    state = begin(question(laws, "q"), stated(**facts), FAST)
    while state.fact in {"b", "c"}:
        state = unknown(state) if state.fact == "b" else answer(state, True)
    assert state.fact in compared


def test_a_constraint_can_make_a_fact_needless(tmp_path: Path) -> None:
    """Where a rules out b, the rule for b beside a can never apply: b is dropped, and only for the constraint."""
    conditions = ["c", "{all: [a, b, c]}", "{all: [a, b]}"]
    assert set(found(small_law(tmp_path / "free", *conditions), stated()).facts) == {"a", "b", "c"}
    ruled_out = small_law(tmp_path / "never", "{all: [a, {not: b}]}", never="{all: [a, {not: b}]}")
    assert found(ruled_out, stated(a=True)).sets == (("b",),)
    assert set(found(ruled_out, stated()).facts) == {"a", "b"}


def test_facts_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    """Where no value of a missing fact is possible the case contradicts itself, and no set is called proven."""
    laws = small_law(tmp_path, "{all: [a, {fact: d, before: e}]}", never="{any: [{all: [a, b]}, {all: [a, {not: b}]}]}")
    result = found(laws, stated(b=True, d=date(2020, 1, 1), e=date(2021, 1, 1)))
    assert result.impossible == ()  # a may still be false
    both = small_law(tmp_path / "both", "{all: [a, b]}", never="{any: [{all: [a, c]}, {all: [{not: a}, c]}]}")
    result = found(both, stated(c=True, b=True))
    assert result.impossible == ("a",)
    assert result.unproven == ("a",)


def test_no_law_is_rejected_as_in_a_decision(tmp_path: Path) -> None:
    """What cannot be decided has nothing missing: the same error comes as from deciding."""
    laws = small_law(tmp_path, "a", governs="{fact: d, on_or_after: {parameter: commencement}}")
    with pytest.raises(Rejected) as rejected:
        found(laws, stated(d=date(1999, 1, 1)))
    assert [d.code for d in rejected.value.diagnostics] == ["no-law"]
    # With one version there is no other answer, whenever the case began: the date cannot matter.
    assert found(laws, stated()).sets == (("a",),)


def test_a_date_that_is_computed_lacks_what_it_is_computed_from(tmp_path: Path) -> None:
    """A conclusion whose value is a derived date needs the date it is derived from, and nothing needs its value."""
    laws = small_law(tmp_path, "a", then="{deadline: {value: limit}}")
    assert found(laws, stated(a=True), "deadline").sets == (("d",),)
    assert set(found(laws, stated(), "deadline").facts) == {"a", "d"}


def test_the_first_question_is_the_one_that_settles_most(tmp_path: Path) -> None:
    """A fact that settles the answer alone, and is needed anyway, comes before those that are needed together."""
    laws = small_law(tmp_path, "{all: [c, {any: [a, b]}, {fact: n, at_least: {parameter: five}}]}")
    assert found(laws, stated()).facts[0] in ("c", "n")
    assert found(laws, stated(n=7)).first == "c"


def test_representatives_stand_on_both_sides_of_every_line(tmp_path: Path) -> None:
    """Values on, before and after each line are told apart, words that no test tells apart are one, weighted by number."""
    laws = small_law(
        tmp_path, "{fact: n, at_least: {parameter: five}}", "{fact: w, in: [x, y]}", "{value: age, at_least: {parameter: adult}}"
    )
    about = question(laws, "q")
    assert [(c.value, c.weight) for c in representatives(about, "w", {})] == [("x", 2), ("z", 1)]
    numbers = [c.value for c in representatives(about, "n", {})]
    assert any(isinstance(n, int) and n < 5 for n in numbers) and any(isinstance(n, int) and n >= 5 for n in numbers)
    days = [c.value for c in representatives(about, "e", {"d": date(2000, 2, 29)})]
    assert {day >= date(2018, 3, 1) for day in days if isinstance(day, date)} == {False, True}


def test_of_an_event_every_other_draw_says_that_it_has_not_happened(tmp_path: Path) -> None:
    """Most events have not happened, and days are many; where a constraint asks for a day, `none` is not drawn."""
    condition = "{fact: gone, before: d}"
    for never, most in (None, 10), ("{fact: gone, is: none}", 0):
        about = question(small_law(tmp_path / str(most), condition, never=never), "q")
        drawn = [draw(about, "gone", {"d": date(2020, 1, 1)}, number) for number in range(20)]
        assert None not in drawn and (drawn.count(NONE) >= most if most else NONE not in drawn)


# ---------------------------------------------------------------- the whole law


def test_what_is_needed_in_any_case_is_asked_in_a_caseworkers_order(laws: Laws, compiled: CompiledLaws) -> None:
    """The day of the decision is needed whatever the age is, and alone settles it where two years are over; person stands before permit."""
    case = load_case(HOME / "tests" / "golden" / "right-and-duty.yaml", laws.vocabulary, ("2026",), {}, [])
    assert case is not None
    lacking = ["programme.decision_date", "person.birth_date", "permit.granted_date"]
    known = {name: fact for name, fact in case.facts.items() if name not in lacking}
    facts = missing_for(replace(case, facts=known), compiled, FAST, OUTCOME).facts
    assert [fact for fact in facts if fact in lacking] == lacking


def test_facts_of_the_shipped_example(laws: Laws, compiled: CompiledLaws) -> None:
    """The example with gaps lacks what it says it lacks, and of these the offered hours only if the work does not settle it."""
    problems: list[Diagnostic] = []
    versions = tuple(version.name for version in laws.versions)
    case = load_case(HOME / "examples" / "facts-missing.yaml", laws.vocabulary, versions, {}, problems)
    assert case is not None and not problems
    result = missing_for(case, compiled, FAST, OUTCOME)
    assert not result.stands and len(result.sets) == 1 and not result.unproven
    assert {"settlement.by_agreement", "work.hours_per_week", "work.offer_hours_per_week"} <= set(result.facts)
    decision = decide_(case, compiled, forward.run)
    assert set(result.facts) <= set(missing(decision, build_trail(decision), laws.vocabulary, OUTCOME))


def test_a_tried_day_may_lead_outside_the_calendar(laws: Laws, compiled: CompiledLaws) -> None:
    """With an end in the last year of the calendar, starts are tried from which working days are counted past it: none is decided."""
    case = Case("far", {"programme.end_date": FactValue(date(2100, 9, 28), "stated", None, PLACE)}, None, PLACE)
    result = missing_for(case, compiled, FAST, "programme.latest_end_date")
    assert not result.stands and "programme.start_date" in result.facts


@pytest.mark.parametrize("name", [OUTCOME, "plan.complete"])
def test_some_facts_are_judged_alone_as_among_all(laws: Laws, compiled: CompiledLaws, name: str) -> None:
    """Whoever asks only whether some facts matter is told what the search through all of them says."""
    case = load_case(HOME / "examples" / "facts-missing.yaml", laws.vocabulary, ("2026",), {}, [])
    assert case is not None
    stated = replace(case, facts={fact: known for fact, known in case.facts.items() if known.origin != "silence"})
    among = missing_for(stated, compiled, FAST, name).facts
    asked = [fact for fact in laws.vocabulary.facts if fact not in stated.facts]
    alone = still_matter(stated, compiled, FAST, name, asked)
    assert among and set(alone) == set(among)
    assert set(still_matter(stated, compiled, FAST, name, asked[::2])) == set(among) & set(asked[::2])


def test_the_rules_behind_a_question_ask_for_the_fact(laws: Laws) -> None:
    """Each fact that an empty case lacks stands in some open rule, and only in rules that name it."""
    about = question(laws, OUTCOME)
    fast = specialised.engine()
    empty = Case("empty", {"law.forced": FactValue(False, "given")}, None, PLACE)
    result = missing_in(about, empty, fast)
    assert len(result.facts) > 20
    for fact in result.facts:
        rules = rules_on(about, empty, fact, fast)
        assert rules, fact
    known = Case("known", {**empty.facts, "person.nordic_or_eea_citizen": FactValue(False, "stated")}, None, PLACE)
    assert rules_on(about, known, "person.nordic_or_eea_citizen", fast) == ()


def test_no_rule_waits_for_a_fact_whose_test_is_decided_without_it(tmp_path: Path) -> None:
    """Nothing has gone, so it was not before any day: the first rule waits for the other fact alone, the second for the day."""
    laws = small_law(tmp_path, "{any: [{fact: gone, before: d}, a]}", "{all: [{fact: d, before: e}, b]}")
    waiting = {fact: [rule.id for _, rule in rules_on(question(laws, "q"), stated(gone=NONE), fact, FAST)] for fact in ("a", "d", "gone")}
    assert waiting == {"a": ["r1"], "d": ["r2"], "gone": []}


CONCLUSIONS = (
    OUTCOME,
    "programme.latest_end_date",
    "programme.deadline",
    "benefit.share",
    "plan.complete",
    "content.complete",
    "norwegian_goal.valid",
)


def test_sufficient_sets_settle_and_no_smaller_set_does(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """Every set called sufficient settles the conclusion for all values tried; each proof that none can be spared holds."""
    count = max(28, random_count // 360)
    seen = check_sets(laws, compiled, count)
    assert seen["open"] > count / 3 and seen["values tried"] > 5 * count and seen["no-law"]
    assert seen["glanced at"] > 2 * count and seen["led to"] > 5 * count
    assert seen["with unproven facts"] <= 1 + seen["open"] / 3, f"too much is not proven with {LOOKS} looks: {seen}"


def check_sets(laws: Laws, compiled: CompiledLaws, count: int) -> Counter[str]:
    """Check what is missing in so many random cases, and return what was seen.

    The values come from the generator of random cases, which knows nothing of the search; the proofs are checked on the
    reference engine and the whole law.
    """
    fast = specialised.engine()
    rng = random.Random(41)
    maker = Maker(laws, rng, [])
    seen: Counter[str] = Counter()
    for number, (name, case) in enumerate(cases_with_gaps(laws, count)):
        about = prepared(laws, name)
        forced = replace(case, forced=laws.versions[number % len(laws.versions)].name)
        seen["glanced at"] += is_glanced_at(about, case) + is_glanced_at(about, forced)
        seen["led to"] += led_to(about, case)
        decision = decide(case, compiled, forward.run)
        if decision is None:
            continue
        result = missing_in(about, case, fast)
        assert result.stands == (decision.findings[name].status != "open")
        if result.stands:
            seen["stands"] += 1
            continue
        if result.impossible:
            seen["contradictory"] += 1
            continue
        seen["open"] += 1
        seen["with unproven facts"] += bool(result.unproven)
        seen["several sets"] += len(result.sets) > 1
        lacking = set(missing(decision, build_trail(decision), laws.vocabulary, name))
        assert set(result.facts) <= lacking
        seen["smaller than what the tests name"] += len(result.facts) < len(lacking)
        for one, witnesses in zip(result.sets, result.witnesses, strict=True):
            for tried in (*draws(maker, about, case, one, 12), *spread(about, case, one, rng, 6)):
                if seen["values tried"] % 8 == 0:
                    seen["glanced at"] += is_glanced_at(about, given(case, {f: tried[f] for f in tried if rng.random() < 0.5}))
                filled = decide(given(case, tried), compiled, fast)
                assert filled is None or filled.findings[name].status != "open", f"{case.id}: {name} open with {tried}"
                if filled is None:
                    seen[why_rejected(given(case, tried), compiled)] += 1
                seen["values tried"] += 1
            assert set(one) - set(witnesses) <= set(result.unproven)
            for fact in one:
                if fact in witnesses:
                    witness = {f: value for f, value in witnesses[fact].items() if f in one}
                    check_witness(case, name, witness, fact, compiled, laws.vocabulary)
                    # What the proof leaves out has nothing to state beside it: not even one day of it is possible.
                    for left in set(one) - set(witness):
                        days = [date(2000, 1, 1), date(2020, 1, 1), date(2027, 1, 1)]
                        assert not any(is_possible(given(case, {**witnesses[fact], left: day}), laws.vocabulary) for day in days), left
                    seen["proofs"] += 1
    return seen


def is_glanced_at(about: Question, case: Case) -> bool:
    """Return whether a glance at the case says how the conclusion stands; check that it is what the clauses say that fire."""
    found, standing = glance(about, case), look(about, case, {}, forward.run)
    if found is None:
        assert standing.rejected is not None and standing.rejected.diagnostics[0].code == "outside-calendar"
        return False
    assert found == (standing.settled, standing.missing), case.id
    assert about.glance.settles(values_of(case), case.forced) == standing.settled, case.id
    return True


def values_of(case: Case) -> dict[str, Value]:
    """Return the values of the facts of a case."""
    return {name: fact.value for name, fact in case.facts.items()}


def glance(about: Question, case: Case) -> Glance | None:
    """Return a glance at how the conclusion stands in the case."""
    return about.glance.place(values_of(case), case.forced).glance


def led_to(about: Question, case: Case) -> int:
    """Check that the values of missing facts, one after the other, lead to where all of them together are, and count those checked.

    Other cases went the same ways before, with values of their own.
    """
    inquiry = Inquiry(about, case, FAST, LOOKS)
    place, tried, led = inquiry.start(), dict[str, Value](), 0
    while place.glance is not None and len(tried) < 5 and (names := sorted(place.glance.missing)):
        name = names[len(names) // 2]
        candidates = inquiry.values(name, tried)
        for candidate in candidates:
            along = inquiry.beyond(place, tried, name, candidate)
            direct = about.glance.place({**inquiry.known, **tried, name: candidate.value}, case.forced)
            assert along is direct or along.glance == direct.glance, (case.id, tried, name, candidate)
            led += 1
        if not candidates:
            break
        chosen = candidates[len(case.id) * 7 % len(candidates)]
        place, tried = inquiry.beyond(place, tried, name, chosen), {**tried, name: chosen.value}
    return led


def test_of_a_month_it_takes_a_look(laws: Laws) -> None:
    """A date of which the month alone is known is not glanced at; once the day is known, it is."""
    about = prepared(laws, OUTCOME)
    month = {"person.birth_date": FactValue(Span(date(1990, 5, 1), date(1990, 5, 31)), "stated")}
    assert glance(about, Case("month", month, None, PLACE)) is None
    assert is_glanced_at(about, given(Case("day", {}, None, PLACE), {"person.birth_date": date(1990, 5, 1)}))


@pytest.mark.parametrize("file", ["rules.yaml", "governs.yaml"])
def test_where_rules_contradict_each_other_it_takes_a_look(tmp_path: Path, file: str) -> None:
    """Two values for a helper conclusion are an error, whether it is a step to the outcome or to the choice of law."""
    about = question(law_with(tmp_path, file).laws, "q")
    assert glance(about, stated(a=True, b=True, c=False)) is None
    assert all(is_glanced_at(about, case) for case in (stated(a=True, b=False, c=False), stated(a=True), stated(b=True), stated()))


def test_outside_the_calendar_it_takes_a_look(tmp_path: Path) -> None:
    """A working day that the calendar does not state is an error; while the day that it follows is unknown there is none."""
    calendar = "{from: 2000, until: 2050, weekend: [saturday, sunday], holidays: {}}"
    first = {"first": "next_working_day: [{first_of: [gone, d, e]}]"}
    about = question(small_law(tmp_path, "{value: first, on_or_after: d}", derived=first, calendar=calendar), "q")
    early = date(1985, 1, 1)
    assert glance(about, stated(gone=NONE, d=early)) is None
    assert is_glanced_at(about, stated(d=early)) and glance(about, stated(d=early)) == Glance(False, frozenset({"gone", "e"}))
    assert is_glanced_at(about, stated(gone=NONE, d=date(2005, 1, 1)))


def cases_with_gaps(laws: Laws, count: int) -> Iterator[tuple[str, Case]]:
    """Yield random cases with few to many gaps, each with a conclusion: mostly the outcome."""
    share = -(-count // 4)
    for part, gaps in enumerate((0.1, 0.25, 0.5, 0.85)):
        for number, case in enumerate(random_cases(laws, share, seed=51 + part, missing=gaps)):
            yield CONCLUSIONS[number % 12] if number % 12 < len(CONCLUSIONS) else OUTCOME, case


_PREPARED: dict[str, Question] = {}


def prepared(laws: Laws, name: str) -> Question:
    """Return the question of a conclusion, worked out once."""
    if name not in _PREPARED:
        _PREPARED[name] = question(laws, name)
    return _PREPARED[name]


def decide(case: Case, compiled: CompiledLaws, run: Engine) -> Decision | None:
    """Return the decision, or None where no law governs, or no calendar."""
    try:
        return decide_(case, compiled, run)
    except Rejected as rejected:
        assert [problem.code for problem in rejected.diagnostics] == [why_rejected(case, compiled)], rejected
        return None


def given(case: Case, values: Mapping[str, Value]) -> Case:
    """Return the case with more facts."""
    return Case(case.id, {**case.facts, **{n: FactValue(v, "stated", None, PLACE) for n, v in values.items()}}, case.forced, case.place)


def is_possible(case: Case, vocabulary: Vocabulary) -> bool:
    """Return whether the case breaks no constraint."""
    values = {name: fact.value for name, fact in case.facts.items()}
    scales = {f.name: tuple(f.values) for f in vocabulary.facts.values() if f.type == "ordinal" and f.values}
    return not any(truth(constraint.never, values, {}, scales) is True for constraint in vocabulary.constraints)


def draws(maker: Maker, about: Question, case: Case, names: tuple[str, ...], count: int) -> Iterator[dict[str, Value]]:
    """Yield up to `count` possible values of the facts from the generator of random cases."""
    for _ in range(count):
        anchor = maker.rng.choice(maker.days)
        tried: dict[str, Value] = {}
        for name in names:
            for _ in range(8):
                value = maker.value(about.vocabulary.facts[name], anchor)
                if is_possible(given(case, {**tried, name: value}), about.vocabulary):
                    tried[name] = value
                    break
        if len(tried) == len(names):
            yield tried


def spread(about: Question, case: Case, names: tuple[str, ...], rng: random.Random, count: int) -> Iterator[dict[str, Value]]:
    """Yield up to `count` possible values of the facts near the lines that the law draws."""
    for _ in range(count):
        known = {name: fact.value for name, fact in case.facts.items()}
        for name in rng.sample(names, k=len(names)):
            value = draw(about, name, known, rng.randrange(10_000))
            if value is None:
                break
            known[name] = value
        else:
            yield {name: known[name] for name in names}


def check_witness(case: Case, name: str, witness: Mapping[str, Value], fact: str, compiled: CompiledLaws, vocabulary: Vocabulary) -> None:
    """Check that the values are possible, settle the conclusion, and leave it open without the fact."""
    whole = given(case, witness)
    assert is_possible(whole, vocabulary), f"{case.id}: {witness} is not possible"
    settled = decide(whole, compiled, forward.run)
    assert settled is None or settled.findings[name].status != "open", f"{case.id}: {name} is open with {witness}"
    without = decide(given(case, {n: v for n, v in witness.items() if n != fact}), compiled, forward.run)
    assert without is None or without.findings[name].status == "open", f"{case.id}: {name} is settled without {fact} by {witness}"
