"""The law as formulas says what the engine derives, and the proofs that rest on it hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.diagnostics import Rejected
from engine.inference import dates, forward
from engine.inference.clauses import Program
from engine.inference.conditions import truth, value_of
from engine.inference.forward import run
from engine.inference.specialised import engine as specialised
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.model import (
    FORCED,
    NONE,
    All,
    Any,
    Calendar,
    Call,
    Case,
    Compare,
    Condition,
    Laws,
    Name,
    Not,
    Parameter,
    ParameterRef,
    Period,
    Place,
    Source,
    Span,
    Value,
)
from engine.terms.operations import Operation

from .random_cases import random_cases

z3 = pytest.importorskip("z3", reason="the package z3-solver is not installed")

from engine.analysis.equivalence import Differing, first_difference_of, prove_equal  # noqa: E402
from engine.analysis.formulas import Encoder  # noqa: E402
from engine.analysis.truths import Formula, Term  # noqa: E402
from engine.analysis.witnesses import Asked, Found, Never, Unknown, case_of  # noqa: E402

PLACE = Place("made up", 1, 1)


@pytest.fixture(scope="module")
def asked(compiled: CompiledLaws) -> Asked:
    """The shipped laws as formulas."""
    return Asked(compiled)


def complete(case: Case, laws: Laws) -> dict[str, Value]:
    """Return the facts of a case as a case file gives them, with what its silence says."""
    silent = {name: fact.silence for name, fact in laws.vocabulary.facts.items() if fact.silence is not None}
    return {**silent, **{name: fact.value for name, fact in case.facts.items()}}


def derived(program: Program, facts: Mapping[str, Value]) -> set[int]:
    values = forward.derive_values(program, facts)
    tests = forward.decide_tests(program, values)
    return {program.heads[number] for number in forward.chain(program, tests)}.union(tests)


def test_the_formulas_say_what_the_engine_derives(asked: Asked, laws: Laws, random_count: int) -> None:
    """On random cases, with gaps: each node of each program holds, fails or is open in the formulas as it is for the engine."""
    encoder, compared = asked.encoder, 0
    for case in random_cases(laws, max(40, random_count // 250), seed=71, missing=0.15):
        facts = complete(case, laws)
        if not encoder.covers(facts):
            continue
        stated = encoder.named(z3.And(encoder.stated(facts)))
        expected: list[Formula] = []
        for formulas in (*asked.choices, *asked.wholes):
            literals = derived(formulas.program, facts)
            for literal in range(2 * len(formulas.nodes)):
                formula = formulas.literal(literal)
                if formula.eq(encoder.false):  # a known value is never known not to be
                    assert literal not in literals
                else:
                    expected.append(formula if literal in literals else z3.Not(formula))
        # One question for all nodes: the facts decide every one of them, so there is a model only if all are as expected.
        assert isinstance(asked.ask([stated, *expected]), Found), case.id
        compared += 1
    assert compared > 25


def test_a_wrong_expectation_has_no_model(asked: Asked, laws: Laws) -> None:
    """The facts of a case decide every node: with one of them turned round there is no case."""
    encoder = asked.encoder
    case = next(case for case in random_cases(laws, 50, seed=72) if encoder.covers(complete(case, laws)))
    facts = complete(case, laws)
    stated = encoder.named(z3.And(encoder.stated(facts)))
    formulas = asked.wholes[0]
    literals = derived(formulas.program, facts)
    for literal in range(0, 2 * len(formulas.nodes), 37):
        formula = formulas.literal(literal)
        wrong = z3.Not(formula) if literal in literals else formula
        assert isinstance(asked.ask([stated, encoder.named(wrong)]), Never), literal


DAYS = [
    date(2023, 2, 28),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2023, 12, 31),
    date(2024, 1, 30),
    date(2024, 1, 31),
    date(2025, 3, 31),
    date(2026, 4, 30),
    date(2000, 2, 29),
    date(1996, 2, 29),
    date(2027, 11, 30),
]


@pytest.fixture(scope="module")
def bare(laws: Laws) -> Encoder:
    """The facts as formulas, without any program."""
    return Encoder(laws)


def possibility(encoder: Encoder) -> Callable[..., bool]:
    """Return whether all that is assumed can be so, as a function that tells its solver what the encoder asserts meanwhile."""
    solver, told = z3.SolverFor("QF_FD", ctx=encoder.context), 0

    def is_possible(*assumed: Formula) -> bool:
        nonlocal told
        names = [encoder.named(formula) for formula in assumed]
        solver.add(encoder.asserted[told:])
        told = len(encoder.asserted)
        while (found := solver.check(*names)) == z3.sat and (untrue := encoder.untrue(solver.model(), encoder.told_anew)):
            solver.add(*(lesson for _, lesson in untrue))
        return bool(found == z3.sat)

    return is_possible


def constant(encoder: Encoder, formula: Formula) -> int:
    found = z3.simplify(formula)
    assert z3.is_bv_value(found), found
    return int(found.as_signed_long())


def number_of(encoder: Encoder, day: date) -> int:
    return int(encoder.constant(None, day).as_long())


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
@pytest.mark.parametrize("count", [0, 1, -1, 10, -10, 12, 13, 28, 29, -29, 55, 100, -100])
def test_dates_move_as_in_the_calendar(bare: Encoder, unit: str, count: int) -> None:
    """Month ends and 29 February included, forwards and backwards."""
    encoder = bare
    for day in DAYS:
        moved = z3.simplify(encoder.moved(encoder.constant(None, day), Period(count, unit)))
        assert moved.as_long() == number_of(encoder, dates.add(day, Period(count, unit))), day


def test_completed_years_and_months(bare: Encoder) -> None:
    """Between each two of the days, and of the days beside them."""
    encoder, scale = bare, bare.scope.scale
    days = sorted({day + timedelta(days=step) for day in DAYS for step in (-1, 0, 1)})
    for one in days[::2]:
        for other in days:
            left, right = encoder.constant(None, one), encoder.constant(None, other)
            assert constant(encoder, encoder.years_between(left, right)) == dates.years_between(one, other) * scale
            assert constant(encoder, encoder.months_between(left, right)) == dates.months_between(one, other) * scale


def test_only_days_of_the_calendar_are_found(asked: Asked) -> None:
    """Every date of a case found by the solver is one; 29 February is found, and 30 February is not."""
    encoder = asked.encoder
    name = next(n for n, fact in encoder.vocabulary.facts.items() if fact.type == "date" and not fact.if_absent_none)
    value = encoder.facts[name].value
    leap = encoder.constant(None, date(2024, 2, 29))
    for number, expected in (
        (leap, Found),
        (leap + 1, Never),
        (encoder.constant(None, date(2023, 2, 28)) + 1, Never),
        (leap - leap, Never),
    ):
        answer = asked.ask([encoder.named(z3.And(encoder.facts[name].known, value == number))])
        assert isinstance(answer, expected)
    found = asked.ask([encoder.named(z3.And(encoder.facts[name].known, value == leap))])
    assert isinstance(found, Found) and found.facts[name] == date(2024, 2, 29)


PARTS: tuple[Operation, ...] = ("year_of", "month_of", "weekday", "start_of_month", "end_of_month", "start_of_year", "end_of_year")


def operations(calendar: Calendar) -> list[Call]:
    one, other, third = Name("registration.known_date"), Name("programme.claim_date"), Name("plan.date")
    return [
        Call("earliest", (one, other, third)),
        Call("latest", (one, other, third)),
        Call("first_of", (other, third, one)),
        Call("first_of", (other, third)),
        Call("years_between", (one, other)),
        Call("months_between", (other, third)),
        Call("add", (other, ParameterRef("period"))),
        Call("sum", (Name("leave.absence_days"), Name("leave.leave_days"))),
        Call("rounded", (Call("divided_by", (Name("leave.absence_days"), ParameterRef("number"))), ParameterRef("whole"))),
        Call("smallest", (Call("months_between", (other, third)), Name("leave.leave_days"))),
        Call("sum", (Call("times", (Name("leave.leave_days"), ParameterRef("number"))), Name("leave.absence_days"))),
        Call("years_between", (Call("subtract", (other, ParameterRef("period"))), third)),
        Call("add", (other, ParameterRef("period"), ParameterRef("number"), ParameterRef("period"))),
        *(Call(op, (other,)) for op in PARTS),
        Call("next_working_day", (other,), calendar),
        Call("next_working_day", (Call("add", (one, ParameterRef("period"))),), calendar),
        Call("add_working_days", (other, Name("leave.absence_days"), ParameterRef("number")), calendar),
        Call("working_days_between", (one, third), calendar),
    ]


def test_operations_and_comparisons_with_gaps_and_none(bare: Encoder, laws: Laws) -> None:
    """Each operation and comparison on facts that are known, unknown or `none` is what the reference says."""
    encoder, is_possible = bare, possibility(bare)
    version = laws.versions[-1]
    assert laws.vocabulary.calendar is not None
    calendar = replace(laws.vocabulary.calendar, start=2024, end=2025)
    period = Parameter("period", 13, "months", Source("act", "1"), PLACE)
    number = Parameter("number", 5, "days", Source("act", "1"), PLACE)
    pair = Parameter("whole", 2, "days", Source("act", "1"), PLACE)
    parameters = {**version.parameters, "period": period, "number": number, "whole": pair}
    changed = replace(version, parameters=parameters)
    dated: list[Value | None] = [None, NONE, date(2024, 1, 31), date(2024, 2, 29), date(2025, 3, 1)]
    cases: list[dict[str, Value]] = []
    for second in dated[1:]:
        for first in (dated[0], *dated[2:]):
            for third in (NONE, date(2024, 2, 29)):
                stated_by: dict[str, Value | None] = {"registration.known_date": first, "programme.claim_date": second, "plan.date": third}
                stated_by |= {"leave.absence_days": 3 if third == NONE else None, "leave.leave_days": 2}
                cases.append({name: value for name, value in stated_by.items() if value is not None})
    conditions: list[Condition] = [
        Compare(op, Name(name), (Name(other),))
        for op in ("is", "is_not", "before", "on_or_before", "after", "on_or_after")
        for name, other in (("registration.known_date", "programme.claim_date"), ("programme.claim_date", "plan.date"))
    ]
    conditions += [
        Compare(op, Name("leave.absence_days"), (ParameterRef("number"),)) for op in ("at_least", "more_than", "at_most", "less_than", "is")
    ]
    conditions += [Not(All(tuple(conditions[:2]))), Any(tuple(conditions[1:4])), All((conditions[0], Not(conditions[5])))]
    for facts in cases:
        known = {name: value for name, value in encoder.vocabulary.facts.items() if value.if_absent_none or value.given}
        whole = {**{name: (False if fact.given else NONE) for name, fact in known.items()}, **facts}
        stated = encoder.named(z3.And(encoder.stated(whole)))
        for expression in operations(calendar):
            term, expected = encoder.term(expression, changed), value_of(expression, whole, parameters)
            claim = z3.Not(term.known) if expected is None else z3.And(term.known, says(encoder, term, expected))
            assert is_possible(stated, claim), (expression, facts, expected)
            assert not is_possible(stated, z3.Not(claim)), (expression, facts, expected)
        for condition in conditions:
            found = encoder.truth(condition, parameters, {})
            expected_truth = truth(condition, whole, parameters, {})
            holds, fails = expected_truth is True, expected_truth is False
            claim = z3.And(found.holds == holds, found.fails == fails)
            assert is_possible(stated, claim), (condition, facts)
            assert not is_possible(stated, z3.Not(claim)), (condition, facts)


def says(encoder: Encoder, term: Term, value: Value) -> Formula:
    assert not isinstance(value, Span)
    _, number, absent = term
    if value == NONE:
        return absent
    expected = number_of(encoder, value) if isinstance(value, date) else int(Decimal(value) * encoder.scope.scale)
    return z3.And(z3.Not(absent), number == expected)


# ---------------------------------------------------------------- questions


def test_the_search_gives_up_after_its_steps(compiled: CompiledLaws) -> None:
    """And says after how many."""
    answer = Asked(compiled, steps=1).ask([])
    assert answer == Unknown(1)


def test_the_same_questions_have_the_same_answers(compiled: CompiledLaws) -> None:
    """In another process of the same questions: the solver starts anew, with a context of its own."""
    found = []
    for _ in range(2):
        asked = Asked(compiled)
        formulas = asked.wholes[-1]
        node = formulas.program.rules[sorted(formulas.program.rules)[0]].node
        answer = asked.ask([formulas.nodes[node].holds])
        assert isinstance(answer, Found)
        found.append(answer.facts)
    assert found[0] == found[1]


# ---------------------------------------------------------------- equality


@pytest.fixture(scope="module")
def comparing(compiled: CompiledLaws) -> Asked:
    """The shipped laws as formulas, to which these tests add their own."""
    return Asked(compiled)


def test_versions_that_are_the_same_are_proved_equal(comparing: Asked, laws: Laws) -> None:
    """A version says what it says itself, of every conclusion."""
    name = laws.versions[0].name
    public = [n for n, conclusion in laws.vocabulary.conclusions.items() if conclusion.type != "version"]
    assert all(prove_equal(comparing, name, name, conclusion) == () for conclusion in public)


def test_where_two_versions_differ_the_engine_shows_it(comparing: Asked, laws: Laws, compiled: CompiledLaws) -> None:
    """Each case of a difference, with either version forced on it, gets the two answers that were told."""
    older, newer = laws.versions[0].name, laws.versions[-1].name
    shown = 0
    for conclusion in [n for n, c in laws.vocabulary.conclusions.items() if c.type != "version"][::6]:
        for difference in prove_equal(comparing, older, newer, conclusion):
            assert isinstance(difference, Differing)
            answers = []
            for version in (older, newer):
                facts = {name: fact.value for name, fact in difference.case.facts.items()}
                case = replace(case_of("case", facts, version, laws.vocabulary), forced=version)
                finding = decide(case, compiled, run).findings[conclusion]
                answers.append(finding)
            for finding, answered in zip(answers, (difference.one, difference.other), strict=True):
                assert finding.status == answered.result
                assert answered.value is None or finding.value == answered.value
            assert answers[0] != answers[1]
            shown += 1
    assert shown > 15


def test_what_is_proved_equal_is_equal_on_random_cases(comparing: Asked, laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """No random case settles a conclusion differently under the two versions where they were proved to say the same."""
    older, newer = laws.versions[0].name, laws.versions[-1].name
    public = [n for n, conclusion in laws.vocabulary.conclusions.items() if conclusion.type != "version"][::2]
    equal = [conclusion for conclusion in public if not prove_equal(comparing, older, newer, conclusion)]
    assert 3 < len(equal) < len(public)
    fast = specialised()
    for case in random_cases(laws, max(500, random_count // 10), seed=73):
        facts = {name: fact.value for name, fact in case.facts.items()}
        findings = []
        for version in (older, newer):
            forced = case_of(case.id, {**facts, FORCED: True}, version, laws.vocabulary)
            try:
                findings.append(decide(forced, compiled, fast).findings)
            except Rejected as rejected:
                raise AssertionError(case.id) from rejected
        for conclusion in equal:
            one, two = findings[0][conclusion], findings[1][conclusion]
            assert "open" in (one.status, two.status) or one == two, (case.id, conclusion)


def test_a_changed_threshold_is_found_and_an_empty_change_is_not(comparing: Asked, laws: Laws, compiled: CompiledLaws) -> None:
    """One parameter after the other, a step higher: the laws differ on a case that the engine decides differently."""
    version = laws.versions[-1]
    compared = sorted(name for name, p in version.parameters.items() if isinstance(p.value, int) and p.unit == "hours per week")
    assert first_difference_of(comparing, compile_laws(replace(laws))) is None
    for name in compared:
        parameter = version.parameters[name]
        assert isinstance(parameter.value, int)
        changed = replace(version, parameters={**version.parameters, name: replace(parameter, value=parameter.value + 1)})
        other = compile_laws(replace(laws, versions=(*laws.versions[:-1], changed)))
        difference = first_difference_of(comparing, other)
        assert isinstance(difference, Differing), name
        findings = [decide(difference.case, some, run).findings[difference.conclusion] for some in (compiled, other)]
        assert findings[0] != findings[1]
        assert [finding.status for finding in findings] == [difference.one.result, difference.other.result]
