"""What the solver proves of small laws, and the persons it finds, are what the engine says: dates far away, large numbers, working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.inference.forward import run
from engine.law.compiled import compile_laws
from engine.law.deciding import decide
from engine.model import (
    All,
    Calendar,
    Call,
    Compare,
    Condition,
    Constant,
    Derived,
    Exact,
    Expression,
    Fact,
    Laws,
    LawVersion,
    Name,
    Not,
    Parameter,
    ParameterRef,
    Source,
    Text,
)
from engine.terms.comparisons import Comparison
from engine.terms.operations import OPERATIONS

from .small_laws import ALWAYS, PLACE, small_law, stated

pytest.importorskip("z3", reason="the package z3-solver is not installed")

import z3

from engine.analysis.equivalence import Unproved, first_difference_of
from engine.analysis.witnesses import Asked, Found, Never, SolverAnswer

DAY, OTHER = Name("d"), Name("e")
Numbers = Mapping[str, tuple[Exact, str]]


def compared(op: Comparison, name: str, with_: str) -> Compare:
    """Return a comparison of a fact or derived value with a parameter."""
    return Compare(op, Name(name), (ParameterRef(with_),))


def law(
    folder: Path,
    rules: Sequence[Condition],
    derived: Mapping[str, Expression],
    parameters: Numbers,
    governs: str | None = None,
    calendar: Calendar | None = None,
) -> Laws:
    """Return a law of one version, with a rule for `q` on each condition."""
    laws = small_law(folder, *("a" for _ in rules), governs=governs or ALWAYS)
    (version,) = laws.versions
    changed = replace(
        version,
        parameters={**version.parameters, **{n: Parameter(n, v, unit, Source("loven", "1"), PLACE) for n, (v, unit) in parameters.items()}},
        derived={name: _derived(name, expression) for name, expression in derived.items()},
        rules={**version.rules, **{f"r{n}": replace(version.rules[f"r{n}"], when=when) for n, when in enumerate(rules, 1)}},
    )
    return Laws(replace(laws.vocabulary, calendar=calendar), (changed,))


def _derived(name: str, expression: Expression) -> Derived:
    row = OPERATIONS[expression.op] if isinstance(expression, Call) else None
    return Derived(name, expression, Text(name, name), row.gives if row else "date", None, PLACE)


def applies(asked: Asked, rule: str, version: int = 0, *beside: object) -> SolverAnswer:
    """Return what the solver says of whether a rule can apply in a version."""
    formulas = asked.wholes[version]
    return asked.ask([formulas.nodes[formulas.program.rules[rule].node].holds, *beside])


def with_parameter(laws: Laws, name: str, value: Exact) -> Laws:
    (version,) = laws.versions
    parameter = replace(version.parameters[name], value=value)
    return Laws(laws.vocabulary, (replace(version, parameters={**version.parameters, name: parameter}),))


# ---------------------------------------------------------------- the calendar of public holidays

CALENDAR = Calendar(2000, 2050, (6, 7), ())


def two_versions(folder: Path) -> Laws:
    """Return laws of which only the second counts working days, from the day `e`; the day `d` chooses between them."""
    numbers: Numbers = {"old": (date(1990, 1, 1), "date"), "late": (date(2020, 1, 1), "date")}
    before, after = (f"{{fact: d, {op}: {{parameter: commencement}}}}" for op in ("before", "on_or_after"))
    one = law(folder / "one", [compared("before", "e", "old")], {}, numbers, before, CALENDAR)
    counted = {"counted": Call("next_working_day", (OTHER,), CALENDAR)}
    two = law(folder / "two", [compared("before", "counted", "late")], counted, numbers, after, CALENDAR)
    newer: LawVersion = replace(two.versions[0], name="two", effective_from=date(2015, 1, 1))
    return Laws(one.vocabulary, (replace(one.versions[0], successor="two"), newer))


def test_what_another_version_counts_restricts_nobody(tmp_path: Path) -> None:
    """A person of 1985 is governed by a law that counts no working days, though the calendar begins in 2000."""
    laws = two_versions(tmp_path)
    compiled = compile_laws(laws)
    assert decide(stated(d=date(1995, 1, 1), e=date(1985, 1, 1)), compiled, run).findings["q"].status == "met"
    asked = Asked(compiled)
    found = applies(asked, "r1", 0, asked.decided(0, ["matter"]), z3.Not(asked.forced))
    assert isinstance(found, Found)
    facts = {name: value for name, value in found.facts.items() if name != "law.forced"}
    assert decide(stated(**facts), compiled, run).findings["q"].status == "met"


def test_a_person_of_whom_the_calendar_tells_is_preferred(tmp_path: Path) -> None:
    """The case of a rule that counts nothing itself is not one that is rejected for another rule of its version."""
    counted = {"counted": Call("next_working_day", (OTHER,), CALENDAR)}
    numbers: Numbers = {"late": (date(2020, 1, 1), "date")}
    laws = law(tmp_path, [compared("before", "d", "late"), compared("before", "counted", "late")], counted, numbers, calendar=CALENDAR)
    compiled = compile_laws(laws)
    asked = Asked(compiled)
    known = asked.encoder.facts["e"].known
    found = applies(asked, "r1", 0, known)
    assert isinstance(found, Found) and isinstance(found.facts["e"], date)
    assert CALENDAR.start <= found.facts["e"].year <= CALENDAR.end
    assert decide(stated(**{n: v for n, v in found.facts.items() if n != "law.forced"}), compiled, run).findings["q"].status == "met"


def test_a_computed_day_beyond_those_of_cases_is_told(tmp_path: Path) -> None:
    """81 years after a day of 2080 is a day of the calendar too, of which it says that it is no Saturday."""
    calendar = Calendar(2000, 2399, (6, 7), ())
    numbers: Numbers = {"far": (81, "years"), "day": (date(2080, 1, 1), "date"), "saturday": (6, "weekday")}
    moved = Call("add", (DAY, ParameterRef("far")))
    derived = {"week": Call("weekday", (Call("next_working_day", (moved,), calendar),))}
    on = [compared("is", "d", "day"), compared("is", "week", "saturday")]
    laws = law(tmp_path, [All(tuple(on)), All((on[0], Not(on[1])))], derived, numbers, calendar=calendar)
    asked = Asked(compile_laws(laws))
    assert isinstance(applies(asked, "r1"), Never)
    assert isinstance(applies(asked, "r2"), Found)


def test_no_question_adds_a_word(tmp_path: Path) -> None:
    """A person is told of as the solver has them: a text that no rule names is no new word of the law."""
    derived = {"week": Call("weekday", (Call("next_working_day", (DAY,), CALENDAR),))}
    condition = All((Not(Compare("is", Name("t"), (Constant("x"),))), compared("is", "week", "monday")))
    laws = law(tmp_path, [condition], derived, {"monday": (1, "weekday")}, calendar=CALENDAR)
    word = Fact("t", "text", Text("t", "t"), Text("t?", "t?"), "§ 1", PLACE)
    vocabulary = replace(laws.vocabulary, facts={**laws.vocabulary.facts, "t": word})
    asked = Asked(compile_laws(Laws(vocabulary, laws.versions)))
    found = applies(asked, "r1")
    assert isinstance(found, Found) and found.facts["t"] != "x"
    assert [int(asked.encoder.constant("t", text).as_long()) for text in ("x", "y")] == [0, 1]


# ---------------------------------------------------------------- large numbers, dates far away


@pytest.mark.parametrize("share", [Decimal(5), Decimal("5.25"), Decimal("5.125")])
def test_numbers_of_days_in_small_steps(tmp_path: Path, share: Decimal) -> None:
    """From 2001 to 2040 there are more than 1000 working days, however many decimals a number of the law has."""
    calendar = Calendar(2000, 2050, (6, 7), ())
    numbers: Numbers = {
        "first": (date(2001, 6, 1), "date"),
        "last": (date(2040, 6, 1), "date"),
        "days": (1000, "days"),
        "share": (share, "percent"),
    }
    derived = {"between": Call("working_days_between", (DAY, OTHER), calendar)}
    dated = (compared("is", "d", "first"), compared("is", "e", "last"))
    rules = [All((compared(op, "between", "days"), *dated)) for op in ("less_than", "at_least")]
    asked = Asked(compile_laws(law(tmp_path, rules, derived, numbers, calendar=calendar)))
    assert isinstance(applies(asked, "r1"), Never)
    assert isinstance(applies(asked, "r2"), Found)


def test_sums_and_limits_are_as_large_as_they_are(tmp_path: Path) -> None:
    """200 times 10000 is two million and no less than 5; a fact can be more than 400000 where the law says so."""
    numbers: Numbers = {"low": (9999, "levels"), "high": (400_000, "levels"), "five": (5, "levels")}
    derived = {"total": Call("sum", (Name("n"),) * 200)}
    rules: list[Condition] = [
        All((compared("at_least", "n", "low"), compared("less_than", "total", "five"))),
        compared("more_than", "n", "high"),
        All((compared("more_than", "n", "high"), compared("less_than", "n", "five"))),
    ]
    asked = Asked(compile_laws(law(tmp_path, rules, derived, numbers)))
    assert isinstance(applies(asked, "r1"), Never)
    found = applies(asked, "r2")
    assert isinstance(found, Found) and isinstance(found.facts["n"], int) and found.facts["n"] > 400_000
    assert isinstance(applies(asked, "r3"), Never)


def test_seven_centuries_later_is_not_before(tmp_path: Path) -> None:
    """A period may be added more than twice."""
    derived = {"late": Call("add", (DAY, *(ParameterRef("century"),) * 7))}
    laws = law(tmp_path, [Compare("before", Name("late"), (DAY,))], derived, {"century": (100, "years")})
    assert isinstance(applies(Asked(compile_laws(laws)), "r1"), Never)


@pytest.mark.parametrize(("name", "value"), [("five", 10**9), ("five", Decimal("5.000001")), ("adult", 1000)])
def test_laws_that_the_formulas_cannot_hold_are_not_proved_equal(tmp_path: Path, name: str, value: Exact) -> None:
    """The formulas are as wide as the first law needs; what has no room in them is not settled, and no error."""
    derived = {"late": Call("add", (DAY, ParameterRef("adult")))}
    rules: list[Condition] = [compared("at_least", "n", "five"), Compare("before", Name("late"), (OTHER,))]
    laws = law(tmp_path, rules, derived, {})
    asked = Asked(compile_laws(laws))
    answer = first_difference_of(asked, compile_laws(with_parameter(laws, name, value)))
    assert isinstance(answer, Unproved) and answer.steps == 0
    assert first_difference_of(asked, compile_laws(laws)) is None


def test_numbers_of_the_law_alone_and_numbers_that_no_case_comes_to(tmp_path: Path) -> None:
    """Whatever values the solver tries for a number that it was not told yet: a person whom it finds is one, and on no day is it wrong."""
    laws = small_law(
        tmp_path,
        "{value: part, at_least: fixed}",
        facts={"k": "integer, unit: hours, minimum: 0, maximum: 99999999"},
        parameters={
            "line": "value: 400, unit: hours",
            "half": "value: 50, unit: percent",
            "fine": "value: 0.24, unit: percent",
            "three": "value: 3, unit: factor",
        },
        derived={
            "fixed": "difference: [{parameter: line}, {percent_of: [{parameter: half}, {parameter: line}]}]",
            "threefold": "times: [k, {parameter: three}]",
            "part": "percent_of: [{parameter: fine}, threefold]",
        },
    )
    compiled = compile_laws(laws)
    asked = Asked(compiled)
    found = applies(asked, "r1")
    assert isinstance(found, Found)
    assert decide(stated(**{n: v for n, v in found.facts.items() if n != "law.forced"}), compiled, run).findings["q"].status == "met"
