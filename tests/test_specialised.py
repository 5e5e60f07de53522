"""The generated function equals the agenda engine on random programs: every operator, every value, every way of being unknown.

The shipped law and its cases are compared in `test_promises` and `test_regression`; here are the shapes that it may lack.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.inference import forward, specialised
from engine.inference.clauses import ConclusionNode, Gate, Known, Program, ValueNode, compile_version, gate_clauses
from engine.inference.clauses import Test as Leaf
from engine.inference.conditions import truth, value_of
from engine.model import (
    NONE,
    Calendar,
    Call,
    Compare,
    Constant,
    Derived,
    Exact,
    Expression,
    Holds,
    Holiday,
    LawVersion,
    Name,
    Parameter,
    ParameterRef,
    Place,
    Policies,
    Source,
    Text,
    Value,
    Vocabulary,
)
from engine.terms.comparisons import COMPARISONS, Comparison
from engine.terms.operations import Operation

PLACE = Place("test", 1, 1)
TEXT = Text("prøve", "test")
DAY = date(2024, 2, 29)
DAYS = [DAY + timedelta(days=shift) for shift in (-366, -29, -1, 0, 1, 29, 365)]
NUMBERS: list[Value] = [0, 1, 2, Decimal("0.5"), Decimal("1.0"), Decimal("1.5"), Decimal("-2.25")]
WORDS: list[str] = ["low", "middle", "high", "none"]
SCALE = ("low", "middle", "high")
# An event is a date that may be `none`; `word` is an enum with a word of that spelling; `grade` is an ordinal.
FACTS: dict[str, list[Value]] = {
    "yes": [True, False],
    "no": [True, False],
    "number": NUMBERS,
    "other_number": NUMBERS,
    "day": list(DAYS),
    "other_day": list(DAYS),
    "event": [*DAYS, NONE, NONE],
    "other_event": [*DAYS, NONE, NONE],
    "word": list(WORDS),
    "grade": list(SCALE),
    "other_grade": list(SCALE),
    "count": [0, 1, 2, 10, 400],
}
PARAMETERS: dict[str, tuple[Exact, str]] = {
    "one": (1, "hours"),
    "half": (Decimal("1.5"), "hours"),
    "week": (1, "weeks"),
    "month": (1, "months"),
    "year": (1, "years"),
    "days": (29, "days"),
    "line": (DAY, "date"),
    "level": ("middle", "grade"),
    "cent": (Decimal("0.01"), "hours"),
    "three": (3, "factor"),
    "minus_three": (-3, "factor"),
}
# Some of the days lie in its years and some do not.
CALENDAR = Calendar(
    2023, 2024, (6, 7), (Holiday("one", TEXT, "§ 1", 3, 28, None, None, None), Holiday("two", TEXT, "§ 1", None, None, -30, 2024, None))
)
# Exact arithmetic: every operation, on numbers that may be unknown or none, alone and inside another one.
EXACT: dict[str, tuple[Operation, str | tuple[Operation, str, str], str]] = {
    "less": ("rounded", ("difference", "number", "other_number"), "cent"),
    "product": ("rounded_half_even", ("times", "number", "half"), "half"),
    "third": ("rounded", ("divided_by", "count", "three"), "half"),
    "third_down": ("rounded_down", ("divided_by", "number", "minus_three"), "half"),
    "third_up": ("rounded_up", ("divided_by", "months", "three"), "cent"),
    "share": ("percent_of", "half", "count"),
    "least": ("smallest", "count", "years"),
    "most": ("rounded_half_even", ("largest", "other_number", "months"), "half"),
    "added": ("sum", ("times", "third", "three"), "share"),
    "chained": ("rounded", ("sum", "third_up", "less"), "three"),
}


def exact(op: Operation, left: str | tuple[Operation, str, str], right: str) -> Call:
    """Return an operation on names of facts, derived values and parameters."""

    def named(name: str) -> Expression:
        return ParameterRef(name) if name in PARAMETERS else Name(name)

    inner = named(left) if isinstance(left, str) else Call(left[0], (named(left[1]), named(left[2])))
    return Call(op, (inner, named(right)))


DERIVED: dict[str, Expression] = {
    "year": Call("year_of", (Name("day"),)),
    "month_of_event": Call("month_of", (Name("event"),)),
    "weekday": Call("weekday", (Call("add", (Name("event"), ParameterRef("week"), ParameterRef("month"))),)),
    "start_of_month": Call("start_of_month", (Name("day"),)),
    "end_of_month": Call("end_of_month", (Call("subtract", (Name("event"), ParameterRef("month"), ParameterRef("year"))),)),
    "start_of_year": Call("start_of_year", (Name("other_event"),)),
    "end_of_year": Call("end_of_year", (Name("other_day"),)),
    "working": Call("next_working_day", (Name("day"),), CALENDAR),
    "working_event": Call("next_working_day", (Call("add", (Name("event"), ParameterRef("days"))),), CALENDAR),
    "days_later": Call("add_working_days", (Name("day"), Name("count"), ParameterRef("days")), CALENDAR),
    "days_after_event": Call("add_working_days", (Name("event"), Name("count")), CALENDAR),
    "days_between": Call("working_days_between", (Name("day"), Name("other_event")), CALENDAR),
    "days_since_the_line": Call("working_days_between", (ParameterRef("line"), Name("other_day")), CALENDAR),
    "later": Call("add", (Name("day"), ParameterRef("month"))),
    "later_again": Call("subtract", (Call("add", (Name("day"), ParameterRef("month"))), ParameterRef("days"))),
    "after_event": Call("add", (Name("event"), ParameterRef("week"))),
    "long_after_event": Call("add", (Call("add", (Name("event"), ParameterRef("week"))), ParameterRef("year"))),
    "years": Call("years_between", (Name("day"), Name("other_day"))),
    "months": Call("months_between", (Name("day"), Name("event"))),
    "first": Call("first_of", (Name("event"), Name("other_event"))),
    "earliest": Call("earliest", (Name("event"), Name("day"), Name("other_event"))),
    "latest": Call("latest", (Name("event"), Name("other_event"))),
    "moved": Call("add", (Call("latest", (Name("event"), Name("other_event"))), ParameterRef("year"))),
    "sum": Call("sum", (Name("number"), Name("other_number"), ParameterRef("half"))),
    "copy": Name("event"),
    **{name: exact(*parts) for name, parts in EXACT.items()},
}
EVENTS = frozenset(
    {"event", "other_event", "after_event", "long_after_event", "months", "first", "earliest", "latest", "moved", "copy"}
    | {"month_of_event", "weekday", "end_of_month", "start_of_year", "working_event", "days_after_event", "days_between"}
    | {"third_up", "most", "chained"},
)
PLAIN = sorted(DERIVED)
# What may be compared with what: left sides, operators, right sides.
NUMERIC: tuple[tuple[str, ...], tuple[Comparison, ...]] = (
    (
        "number",
        "other_number",
        "years",
        "months",
        "sum",
        "year",
        "month_of_event",
        "weekday",
        "days_between",
        "days_since_the_line",
        "less",
        "product",
        "third",
        "third_down",
        "third_up",
        "share",
        "least",
        "most",
        "added",
        "chained",
    ),
    ("at_least", "more_than", "at_most", "less_than", "is", "is_not"),
)
DATED: tuple[tuple[str, ...], tuple[Comparison, ...]] = (
    (
        "day",
        "event",
        "other_event",
        "later",
        "later_again",
        "after_event",
        "long_after_event",
        "first",
        "earliest",
        "latest",
        "moved",
        "copy",
        "start_of_month",
        "end_of_month",
        "start_of_year",
        "end_of_year",
        "working",
        "working_event",
        "days_later",
        "days_after_event",
    ),
    ("before", "on_or_before", "after", "on_or_after", "is", "is_not"),
)
VERSION = LawVersion(
    "test",
    TEXT,
    DAY,
    Policies("last_day", "first_of_march"),
    {},
    (),
    {name: Parameter(name, value, unit, Source("act", "§ 1"), PLACE) for name, (value, unit) in PARAMETERS.items()},
    {name: Derived(name, expression, TEXT, "date", None, PLACE) for name, expression in DERIVED.items()},
    {},
    {},
    {},
    PLACE,
)
EMPTY = replace(
    compile_version(VERSION, Vocabulary({}, {}, {}, ()), []),
    derived=tuple(VERSION.derived.values()),
    facts=tuple(FACTS),
    scales={"grade": SCALE, "other_grade": SCALE},
    events=EVENTS,
)


def random_test(rng: random.Random) -> Holds | Compare | Known:
    match rng.randrange(7):
        case 0:
            return Holds(rng.choice(("yes", "no")))
        case 1:
            return Known(rng.choice((Name(rng.choice(PLAIN)), DERIVED["moved"], DERIVED["sum"])))
        case 2:
            left = Name(rng.choice(NUMERIC[0]))
            if rng.random() < 0.2:
                return Compare("between", left, (ParameterRef("one"), rng.choice((ParameterRef("half"), Name("other_number")))))
            if rng.random() < 0.1:
                return Compare(rng.choice(("in", "not_in")), left, (ParameterRef("one"), Name("other_number")))
            return Compare(rng.choice(NUMERIC[1]), left, (rng.choice((ParameterRef("one"), ParameterRef("half"), Name("other_number"))),))
        case 3 | 4:
            left, op = Name(rng.choice(DATED[0])), rng.choice(DATED[1])
            if op in ("is", "is_not") and rng.random() < 0.5:
                return Compare(op, left, (Constant(NONE),))
            if rng.random() < 0.1:
                return Compare("between", left, (ParameterRef("line"), rng.choice((Name("other_day"), Name("other_event")))))
            return Compare(op, left, (rng.choice((ParameterRef("line"), Name("other_day"), Name("other_event"), Name("earliest"))),))
        case 5:
            words = tuple(Constant(word) for word in rng.sample(WORDS, k=rng.choice((1, 2, 3))))
            if len(words) == 1:
                return Compare("is" if rng.random() < 0.5 else "is_not", Name("word"), words)
            return Compare("in" if rng.random() < 0.5 else "not_in", Name("word"), words)
        case _:
            graded: Comparison = rng.choice((*NUMERIC[1], "between"))
            if graded == "between":
                return Compare(graded, Name("grade"), (Constant("low"), ParameterRef("level")))
            return Compare(graded, Name("grade"), (rng.choice((ParameterRef("level"), Constant("high"), Name("other_grade"))),))


def random_program(rng: random.Random, tests: int, gates: int) -> Program:
    """Return a program of random tests and gates, and random conclusions on them of every kind."""
    nodes: list[Leaf | Gate] = [Leaf(test) for test in dict.fromkeys(random_test(rng) for _ in range(tests))]

    def literal() -> int:
        return 2 * rng.randrange(len(nodes)) + rng.randrange(2)

    def own(gate: Gate) -> int:
        nodes.append(gate)
        return len(nodes) - 1

    for _ in range(gates):
        width = rng.choice((0, 1, 1, 2, 2, 2, 3, 5)) if rng.random() < 0.3 else rng.choice((1, 2, 3))
        own(Gate(rng.choice(("and", "or")), tuple(literal() for _ in range(width))))
    conclusions = {}
    for number in range(gates // 4):
        name = f"conclusion.{number}"
        if rng.random() < 0.3:
            met = own(Gate("or", (literal(), literal())))
            conclusions[name] = ConclusionNode(name, (), met, 2 * met + 1, None, (), None)
        elif rng.random() < 0.5:
            met, arises = own(Gate("or", (literal(),))), literal()
            not_met, beside = own(Gate("and", (2 * met + 1, arises))), own(Gate("and", (2 * met + 1, arises ^ 1)))
            conclusions[name] = ConclusionNode(name, (), met, 2 * not_met, arises, (), beside)
        else:
            rules = [2 * own(Gate("and", (literal(), literal()))) for _ in range(rng.choice((1, 2, 3)))]
            values = tuple(
                ValueNode(Constant(place), own(Gate("and", (rule, *(other ^ 1 for other in rules if other != rule)))), rule, ())
                for place, rule in enumerate(rules)
            )
            conclusions[name] = ConclusionNode(name, (), None, None, None, values, own(Gate("and", tuple(rule ^ 1 for rule in rules))))
    clauses = tuple(clause for index, node in enumerate(nodes) if isinstance(node, Gate) for clause in gate_clauses(index, node))
    return replace(EMPTY, nodes=tuple(nodes), clauses=clauses, conclusions=conclusions)


@pytest.mark.parametrize("known", [1.0, 0.8, 0.5, 0.3])
def test_random_programs_give_what_the_agenda_gives(known: float) -> None:
    rng = random.Random(int(10 * known))
    outcomes = set()
    for _ in range(40):
        program = random_program(rng, 30, 60)
        run = specialised.specialise(program)
        for _ in range(20):
            facts = {name: rng.choice(values) for name, values in FACTS.items() if rng.random() < known}
            expected = forward.run(program, facts)
            assert run(facts) == expected
            outcomes |= set(expected.outcomes)
    assert outcomes >= {True, False, forward.NOT_APPLICABLE, forward.CONFLICT, 2} | ({None} if known < 1 else set())


@pytest.mark.parametrize("known", [1.0, 0.7, 0.3])
def test_the_primitives_say_what_the_specification_says(known: float) -> None:
    """Tests and derived values as `forward` decides them, against the language read operator by operator."""
    rng = random.Random(int(10 * known))
    seen = set()
    for _ in range(1_000):
        facts = {name: rng.choice(values) for name, values in FACTS.items() if rng.random() < known}
        values = dict(facts)
        for name, expression in DERIVED.items():
            value = value_of(expression, values, VERSION.parameters)
            values |= {name: value} if value is not None else {}
        assert forward.derive_values(EMPTY, facts) == values
        for condition in (random_test(rng) for _ in range(10)):
            if isinstance(condition, Known):
                expected = True if value_of(condition.expression, values, VERSION.parameters) is not None else None
            else:
                expected = truth(condition, values, VERSION.parameters, EMPTY.scales)
            assert forward.decide_test(EMPTY, Leaf(condition), values) is expected, condition
            seen.add((condition.op if isinstance(condition, Compare) else type(condition), expected))
    assert {(op, told) for op in COMPARISONS for told in (True, False)} <= seen
    assert known == 1 or {(op, None) for op in COMPARISONS} <= seen


def test_an_order_to_none_is_false_in_every_engine() -> None:
    """Also where the law itself writes `none`: `before: none`."""
    for op in ("before", "on_or_before", "after", "on_or_after"):
        test = Compare(op, Name("event"), (Constant(NONE),))
        nodes = (Leaf(test), Gate("or", (0,)))
        program = replace(EMPTY, nodes=nodes, clauses=tuple(gate_clauses(1, nodes[1])), conclusions={})
        for facts in ({"event": DAY}, {"event": NONE}, {}):
            expected = truth(test, facts, VERSION.parameters, {})
            assert expected is (False if facts else None)
            assert forward.run(program, facts) == specialised.specialise(program)(facts)
            assert forward.decide_test(program, nodes[0], facts) is expected


def test_fired_is_the_sequence_that_it_stands_for() -> None:
    program = random_program(random.Random(1), 10, 20)
    facts = {name: values[0] for name, values in FACTS.items()}
    found, expected = specialised.specialise(program)(facts).fired, forward.run(program, facts).fired
    assert expected
    assert len(found) == len(expected)
    assert found[0] == expected[0]
    assert found[:-1] == expected[:-1]
    assert list(found) == list(expected)
    assert hash(found) == hash(expected)
    assert found != expected[:-1]
    anything: object = 1
    assert found != anything


def test_an_engine_keeps_programs_apart() -> None:
    run = specialised.engine()
    one, other = (random_program(random.Random(seed), 10, 20) for seed in (1, 2))
    for program in (one, other, one):
        assert run(program, {"no": False}) == forward.run(program, {"no": False})


def test_an_engine_that_waits_gives_the_same_before_and_after() -> None:
    """Twice with the agenda, then specialised: each program counts its own runs."""
    run = specialised.engine(2)
    one, other = (random_program(random.Random(seed), 10, 20) for seed in (3, 4))
    for program in (one, one, other, one, one, other, other):
        assert run(program, {"no": True}) == forward.run(program, {"no": True})
