"""A law that computes: what it decides, on every engine, in documents and registers, and what is told of a case by trying values."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.canonical import Json
from engine.inference import durable, forward, specialised
from engine.inference.arithmetic import any_flaw
from engine.inquiry.change import smallest_change
from engine.inquiry.interview import answer, begin, end_of, told
from engine.inquiry.missing import missing_for
from engine.inquiry.question import question
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.law.registers import row_decider
from engine.model import Case, Value
from engine.schemas import validator
from engine.trail.checker import document_checker
from engine.trail.document import document
from engine.trail.steps import build_trail

from .small_laws import small_law, stated
from .test_columns import assert_rows

NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "test"}

FACTS = {
    "h": "decimal, unit: hours, minimum: 0, maximum: 200, change: freely",
    "k": "integer, unit: hours, minimum: 0, maximum: 50000, change: freely",
}
PARAMETERS = {
    "three": "value: 3, unit: factor",
    "twelve": "value: 12, unit: factor",
    "seven": "value: 7, unit: factor",
    "share": "value: 62.4, unit: percent",
    "cent": "value: 0.01, unit: hours",
    "whole": "value: 1, unit: hours",
    "cap": "value: 30, unit: hours",
    "line": "value: 1000, unit: hours",
}
DERIVED = {
    "third": "rounded: [{divided_by: [h, {parameter: three}]}, {parameter: cent}]",
    "monthly": "rounded_down: [{divided_by: [{percent_of: [{parameter: share}, k]}, {parameter: twelve}]}, {parameter: whole}]",
    "both": "rounded: [{sum: [{divided_by: [h, {parameter: three}]}, {divided_by: [k, {parameter: seven}]}]}, {parameter: cent}]",
    "left": "largest: [{difference: [{parameter: cap}, third]}, {parameter: cent}]",
}
CONDITIONS = (
    "{value: third, at_least: {parameter: cap}}",
    "{all: [b, {value: both, less_than: {parameter: cent}}]}",
    "{all: [a, {value: monthly, more_than: {parameter: line}}, {value: left, less_than: {parameter: cap}}]}",
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledLaws:
    """A law of two rules: a third of the hours is at least thirty, or 62.4 per cent of a year's hours are over 1000 in a month."""
    return compile_laws(small_law(tmp_path_factory.mktemp("law"), *CONDITIONS, derived=DERIVED, facts=FACTS, parameters=PARAMETERS))


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        # A third of 89.98 is 29.9933…, which is 29.99; of 89.985 it is 29.995, which is 30.00.
        ({"h": Decimal("89.98"), "a": False, "b": False}, "not_met"),
        ({"h": Decimal("89.984999"), "a": False, "b": False}, "not_met"),
        ({"h": Decimal("89.985"), "a": False, "b": False}, "met"),
        ({"h": 90, "a": False, "b": False}, "met"),
        # 62.4 per cent of 19249 is 12011.376, a month of it 1000.948, rounded down 1000; of 19250 it is 1001 exactly.
        ({"h": 3, "k": 19249, "a": True, "b": False}, "not_met"),
        ({"h": 3, "k": 19250, "a": True, "b": False}, "met"),
        # Of no hours there are thirty left, which is not less.
        ({"h": 0, "k": 19250, "a": True, "b": False}, "not_met"),
        ({"k": 19250, "a": True, "b": False}, "open"),
        ({"k": 19249, "a": True, "b": False}, "open"),
        ({"h": 89, "a": True, "b": False}, "open"),
    ],
)
def test_by_hand(compiled: CompiledLaws, facts: dict[str, Value], status: str) -> None:
    """Below, on and above each number of the law, with what is not known."""
    assert decide(stated(**facts), compiled, forward.run).findings["q"].status == status


def random_cases(count: int, seed: int) -> Iterator[Case]:
    """Yield cases around the places where the law turns."""
    rng = random.Random(seed)
    hours: list[Value] = [0, Decimal("0.01"), Decimal("89.98"), Decimal("89.984999"), Decimal("89.985"), 90, Decimal("199.999999"), 200]
    for number in range(count):
        facts: dict[str, Value] = {
            "a": rng.random() < 0.5,
            "b": rng.random() < 0.5,
            "h": rng.choice(hours),
            "k": rng.choice((0, 19249, 19250, 50000)),
        }
        case = stated(**{name: value for name, value in facts.items() if rng.random() < 0.8})
        yield Case(str(number), case.facts, None, case.place)


def test_every_engine_decides_alike_and_the_checker_agrees(compiled: CompiledLaws) -> None:
    """The durable engine among them, where it runs; every document is valid and accepted, and every row says the same."""
    check, valid = document_checker(compiled.laws), validator("decision.schema.json")
    cases, fast = list(random_cases(60, 5)), specialised.engine()
    for case in cases:
        decision = decide(case, compiled, forward.run)
        others = [fast] if durable.available() is not None else [fast, durable.engine()]
        assert all(decide(case, compiled, run).findings == decision.findings for run in others)
        whole = document(decision, build_trail(decision), compiled.laws.vocabulary, NOT_CROSS_CHECKED)
        assert check(whole) is None
        assert [error.message for error in valid.iter_errors(whole)] == []
    assert_rows(cases, compiled, row_decider(compiled, rules=True), fast)


def test_a_document_with_another_computed_number_is_refused(compiled: CompiledLaws) -> None:
    """The checker computes anew: a cent more in a step is found."""
    decision = decide(stated(h=Decimal("89.98"), a=False, b=False), compiled, forward.run)
    whole = document(decision, build_trail(decision), compiled.laws.vocabulary, NOT_CROSS_CHECKED)
    (step,) = (step for step in whole["trail"] if step["kind"] == "value" and step["name"] == "third")  # type: ignore[union-attr, index, call-overload]
    assert step["value"] == 29.99  # type: ignore[index, call-overload]
    step["value"] = 30  # type: ignore[index, call-overload]
    assert document_checker(compiled.laws)(whole) is not None


def test_the_nearest_change_is_found_where_the_computed_number_turns(compiled: CompiledLaws) -> None:
    """In hundredths, and in whole hours of very many: 89.99 is the first hundredth whose third is thirty, 19250 the first whole hour."""
    change = smallest_change(stated(h=50, a=False, b=False), compiled, specialised.engine(), "q")
    assert change is not None and [(move.fact, move.new) for move in change.moves] == [("h", Decimal("89.99"))]
    change = smallest_change(stated(h=50, k=100, a=True, b=False), compiled, specialised.engine(), "q")
    assert change is not None and [(move.fact, move.new) for move in change.moves] == [("h", Decimal("89.99"))]


@pytest.mark.parametrize(
    "facts", [{"a": False, "b": False}, {"a": True, "b": False}, {"a": True, "k": 19250}, {"a": True, "h": Decimal("12.5")}]
)
def test_an_interview_asks_until_the_answer_stands(compiled: CompiledLaws, facts: dict[str, Value]) -> None:
    """Whatever is answered, the end is settled, and by the facts given alone."""
    about = question(compiled.laws, "q")
    for h in (Decimal("89.98"), Decimal("89.985"), Decimal(0)):
        for k in (0, 19250):
            state = begin(about, stated(**facts), specialised.engine())
            while state.fact is not None:
                state = answer(state, {"h": h, "k": k, "a": True, "b": False}[state.fact])
            assert end_of(state) == "settled"
            assert decide(told(state), compiled, forward.run).findings["q"].status in ("met", "not_met")


def test_what_is_missing_is_never_called_needless(compiled: CompiledLaws) -> None:
    """Values are tried, and nothing is proved of what they did not show: each fact that can matter is named."""
    result = missing_for(stated(a=True, b=False), compiled, specialised.engine(), "q")
    assert {"h", "k"} <= {*result.facts, *result.unproven}


def test_a_mutant_that_could_not_be_computed_is_none(compiled: CompiledLaws) -> None:
    """A divisor that becomes zero is no law; one that becomes another number is."""
    version = compiled.laws.versions[0]
    for value, flawed in ((0, True), (2, False), (4, False), (7, False)):
        changed = {**version.parameters, "three": replace(version.parameters["three"], value=value)}
        assert any_flaw(replace(version, parameters=changed), compiled.laws.vocabulary) is flawed


def test_a_fraction_of_working_days_is_no_value_of_its_own(tmp_path: Path) -> None:
    """Seven working days in three parts, beside a number that is not known: open where the calendar tells, rejected where it does not."""
    laws = small_law(
        tmp_path,
        "{value: part, at_least: {parameter: ten}}",
        derived={"part": "rounded: [{sum: [{divided_by: [{working_days_between: [d, e]}, {parameter: three}]}, t]}, {parameter: day}]"},
        calendar="{from: 2024, until: 2025, weekend: [saturday, sunday], holidays: {}}",
        facts={"t": "integer, unit: days, minimum: 0, maximum: 100"},
        parameters={"three": "value: 3, unit: factor", "day": "value: 1, unit: days", "ten": "value: 10, unit: days"},
    )
    compiled, check = compile_laws(laws), document_checker(laws)
    monday, wednesday, beyond = date(2024, 1, 1), date(2024, 1, 10), date(2030, 1, 10)
    # Seven working days in three parts are two and a third; with seven and a half days' worth more they would be ten.
    cases: dict[str, dict[str, Value]] = {"open": {"e": wednesday}, "not_met": {"e": wednesday, "t": 7}, "met": {"e": wednesday, "t": 8}}
    for status, facts in cases.items():
        decision = decide(stated(d=monday, **facts), compiled, forward.run)
        assert decision.findings["q"].status == status
        assert check(document(decision, build_trail(decision), laws.vocabulary, NOT_CROSS_CHECKED)) is None
    asked: list[dict[str, Value]] = [*cases.values(), {"e": beyond}, {"e": beyond, "t": 7}, {}]
    rows = [replace(stated(d=monday, **facts), id=str(number)) for number, facts in enumerate(asked)]
    found = assert_rows(rows, compiled, row_decider(compiled, rules=True), specialised.engine())
    assert found == {"None": 4, "outside-calendar": 2}


def test_a_question_takes_no_more_steps_than_it_may(compiled: CompiledLaws) -> None:
    """All rounds of it together, in each of which the solver is told what it computed wrongly; then it is given up, or answered."""
    pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from engine.analysis.witnesses import Asked, Found, Unknown, case_of

    given_up = 0
    for most in (1, 20_000, 400_000):
        asked = Asked(compiled, steps=most)
        for rule in asked.wholes[0].program.rules.values():
            before = asked.taken()
            answer = asked.ask([asked.wholes[0].nodes[rule.node].holds])
            # The last check begins within the limit and has one of its own, between two looks at which it does a little more.
            assert asked.taken() - before < 2 * most + 20_000
            given_up += answer == Unknown(most)
            if isinstance(answer, Found):
                case = case_of("found", answer.facts, compiled.laws.versions[0].name, compiled.laws.vocabulary)
                assert decide(case, compiled, forward.run).findings["q"].status == "met"
    assert given_up >= 3


def test_what_rests_on_the_calendar_and_on_exact_numbers_is_known(tmp_path: Path) -> None:
    """Of anything else a model is not looked at: it would be right after what the calendar says of the same person."""
    pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from engine.analysis.influence import Influence
    from engine.analysis.witnesses import Asked, Found

    derived = {"working": "next_working_day: [d]", "third": DERIVED["third"]}
    whens = (
        "{fact: d, before: e}",
        "{value: working, before: e}",
        "{value: third, at_least: {parameter: cap}}",
        "{any: [a, {value: working, before: e}]}",
        "{all: [a, {fact: n, more_than: {parameter: five}}]}",
    )
    calendar = "{from: 2000, until: 2050, weekend: [saturday, sunday], holidays: {}}"
    asked = Asked(compile_laws(small_law(tmp_path, *whens, derived=derived, calendar=calendar, facts=FACTS, parameters=PARAMETERS)))
    rules = asked.wholes[0].program.rules
    met = [asked.wholes[0].nodes[rules[f"r{number}"].node] for number in range(1, 6)]
    influence = Influence(asked.encoder)
    for side in (0, 1):
        assert [influence.reaches([pair[side]]) for pair in met] == [False, True, True, True, False]
    assert influence.reaches([met[0].holds, met[1].fails]) and not influence.reaches([met[0].holds, met[4].fails])
    assert not influence.reaches([])
    for demands in ([met[0].holds, met[4].holds], [met[0].fails, met[4].holds], [met[0].holds, met[4].fails]):
        answer = asked.ask(demands)
        assert isinstance(answer, Found)
        facts: dict[str, Any] = {"n": 0, **answer.facts}
        shown = [facts["d"] < facts["e"], facts.get("a") is True and facts["n"] > 5]
        assert shown == [pair.holds in demands for pair in (met[0], met[4])]
    asked.encoder.asserted.append(met[3].holds)  # as a constraint that rests on the calendar
    assert influence.reaches([met[0].holds])
