"""Exact arithmetic: worked by hand, and random trees of all operations in the specification and in every engine."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from engine.inference import forward, specialised
from engine.inference.arithmetic import PLACES, Extent, Slope, calculator, extent, extent_of_fact, extents_of, flaw_of, leaves, slopes
from engine.inference.clauses import Program, compile_version
from engine.inference.columns import Sheet, facts_of
from engine.inference.conditions import value_of
from engine.model import (
    NONE,
    Call,
    Derived,
    Exact,
    Expression,
    Fact,
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
from engine.terms.operations import Operation
from engine.terms.types import ValueType

from .test_columns import frame_of

PLACE = Place("test", 1, 1)
TEXT = Text("prøve", "test")


def fact(name: str, type_: ValueType, low: str | None = None, high: str | None = None, event: bool = False) -> Fact:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    return Fact(name, type_, TEXT, TEXT, "", PLACE, minimum=bounds[0], maximum=bounds[1], if_absent_none=event)


FACTS = {
    "n": fact("n", "integer", "0", "2000"),
    "m": fact("m", "integer", "-500", "500"),
    "x": fact("x", "decimal", "0", "99999"),
    "y": fact("y", "decimal", "-50", "50"),
    "start": fact("start", "date"),
    "event": fact("event", "date", event=True),
}
VOCABULARY = Vocabulary({}, FACTS, {}, ())
STATED: Mapping[str, Sequence[Value]] = {
    "n": [0, 1, 2, 3, 37, 1999, 2000],
    "m": [-500, -15, -1, 0, 1, 5, 499],
    "x": [0, 1, Decimal("0.5"), Decimal("0.005"), Decimal("33333.333333"), Decimal("99999"), Decimal("2.675")],
    "y": [Decimal("-50"), Decimal("-0.5"), Decimal("-0.000001"), 0, Decimal("0.015"), Decimal("49.999999")],
    "start": [date(2000, 2, 29), date(2024, 1, 31), date(2026, 5, 1)],
    "event": [NONE, date(2024, 2, 29), date(2026, 6, 30)],
}
"""The values that a fact has in the tests: the ends of what is possible, halves, and numbers that a float does not hold."""

_NUMBERS: Mapping[str, Exact] = {
    "two": 2,
    "three": 3,
    "minus": -7,
    "year": 1850,
    "fine": Decimal("0.01"),
    "half": Decimal("0.5"),
    "odd": Decimal("62.4"),
    "amount": 124028,
}
PARAMETERS = {name: Parameter(name, value, "factor", Source("act", "§ 1"), PLACE) for name, value in _NUMBERS.items()}
STEPS = ("two", "three", "fine", "half")
ROUNDED: tuple[Operation, ...] = ("rounded", "rounded_half_even", "rounded_down", "rounded_up")
MANY: tuple[Operation, ...] = ("sum", "difference", "times", "smallest", "largest")


def tree(rng: random.Random, depth: int) -> Expression:
    """Return a random tree of arithmetic over facts and parameters, with what is counted between days among its leaves."""
    if depth == 0 or rng.random() < 0.15:
        counted = Call(rng.choice(("months_between", "years_between")), (Name("start"), Name("event")))
        leaves: list[Expression] = [*map(Name, "nmxy"), *map(ParameterRef, PARAMETERS), counted]
        return rng.choice(leaves)
    kind = rng.randrange(10)
    if kind < 5:
        return Call(rng.choice(MANY), tuple(tree(rng, depth - 1) for _ in range(rng.choice((2, 2, 3)))))
    if kind < 7:
        return Call("divided_by", (tree(rng, depth - 1), ParameterRef(rng.choice(list(PARAMETERS)))))
    if kind == 7:
        return Call("percent_of", (tree(rng, depth - 1), tree(rng, depth - 1)))
    return Call(rng.choice(ROUNDED), (tree(rng, depth - 1), ParameterRef(rng.choice(STEPS))))


def numbers(rng: random.Random, count: int) -> Iterator[Expression]:
    """Yield so many trees that the loader would let pass; what cannot be written down otherwise is rounded."""
    known = {name: extent_of_fact(one) for name, one in FACTS.items() if one.type in ("integer", "decimal")}
    while count:
        found = tree(rng, 3)
        flaw = flaw_of(found, known, PARAMETERS)
        if flaw == ("inexact", ""):
            found = Call(rng.choice(ROUNDED), (found, ParameterRef(rng.choice(STEPS))))
            flaw = flaw_of(found, known, PARAMETERS)
        if flaw is None and isinstance(found, Call):
            count -= 1
            yield found


def version_of(expressions: Sequence[Expression]) -> LawVersion:
    derived = {f"d{place}": Derived(f"d{place}", item, TEXT, "decimal", "factor", PLACE) for place, item in enumerate(expressions)}
    policies = Policies("last_day", "first_of_march")
    return LawVersion("test", TEXT, date(2024, 1, 1), policies, {}, (), PARAMETERS, derived, {}, {}, {}, PLACE)


def program_of(version: LawVersion) -> Program:
    derived = tuple(version.derived.values())
    events = frozenset({"event", *version.derived})
    return replace(compile_version(version, VOCABULARY, []), derived=derived, facts=tuple(FACTS), events=events)


def rows(rng: random.Random, count: int) -> list[dict[str, Value]]:
    return [{name: rng.choice(values) for name, values in STATED.items() if rng.random() < 0.9} for _ in range(count)]


def test_every_engine_computes_what_the_specification_says(random_count: int) -> None:
    """Of random trees and facts, some unknown and some none: the same decimal everywhere, and never more decimals than are promised."""
    rng, compared = random.Random(120), 0
    while compared < max(4000, 2 * random_count):
        version = version_of(list(numbers(rng, 10)))
        program, facts = program_of(version), rows(rng, 40)
        run, sheet = specialised.specialise(program), Sheet(VOCABULARY)
        columns = [operand.value.alias(name) for name, operand in sheet.derived(program).items()]
        columns += [(o.none if o.none is not None else pl.lit(False)).alias(f"none {name}") for name, o in sheet.derived(program).items()]
        found = sheet.compute(facts_of(frame_of(VOCABULARY, facts), VOCABULARY)).select(columns)
        for known, row in zip(facts, found.iter_rows(named=True), strict=True):
            expected = {
                name: value
                for name, one in version.derived.items()
                if (value := value_of(one.expression, known, version.parameters)) is not None
            }
            assert {name: v for name, v in forward.derive_values(program, known).items() if name in version.derived} == expected
            assert {name: v for name, v in run(known).values.items() if name in version.derived} == expected
            for name, operand in sheet.derived(program).items():
                count = row[name]
                told = NONE if row[f"none {name}"] else None if count is None else Decimal(count) / operand.unit
                assert told == expected.get(name), (name, version.derived[name].expression, known)
                compared += 1
            assert all(-value.as_tuple().exponent <= PLACES for value in expected.values() if isinstance(value, Decimal))  # type: ignore[operator]


def test_no_number_lies_outside_what_is_foreseen() -> None:
    """The bounds by which the loader refuses a law hold of every value, on the ends of what is possible too."""
    rng = random.Random(121)
    known: dict[str, Extent] = {name: extent_of_fact(one) for name, one in FACTS.items() if one.type in ("integer", "decimal")}
    for expression in numbers(rng, 150):
        foreseen = extent(expression, known, PARAMETERS)
        assert foreseen.low is not None and foreseen.high is not None
        for facts in rows(rng, 20):
            value = value_of(expression, facts, PARAMETERS)
            if isinstance(value, Decimal):
                assert foreseen.low <= value <= foreseen.high
                assert (value * foreseen.part) % 1 == 0


N, M, X, Y = map(Name, "nmxy")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Call("difference", (N, M)), (1, -1)),
        (Call("difference", (N, Call("difference", (M, X)))), (1, -1, 1)),
        (Call("sum", (Call("times", (N, ParameterRef("minus"))), M)), (-1, 1)),
        (Call("times", (N, X)), (1, 1)),  # neither is below zero
        (Call("times", (N, Y)), (0, 1)),  # the other one may be on either side of zero
        (Call("percent_of", (Y, ParameterRef("odd"))), (1,)),
        (Call("rounded_down", (Call("divided_by", (M, ParameterRef("minus"))), ParameterRef("fine"))), (-1,)),
        (Call("smallest", (N, Call("difference", (X, N)))), (0, 1)),  # now with it, now against it
        (Call("difference", (N, Call("percent_of", (ParameterRef("odd"), N)))), (1,)),  # less a part of itself, what is left grows with it
        (Call("difference", (N, Call("times", (ParameterRef("two"), N)))), (-1,)),
        (Call("difference", (N, Call("rounded", (N, ParameterRef("fine"))))), (0,)),
        (Call("largest", (ParameterRef("two"), Call("sum", (N, N)))), (1,)),
    ],
)
def test_how_a_number_grows_is_known(expression: Expression, expected: tuple[Slope, ...]) -> None:
    """With each that it starts from, where that is the same everywhere."""
    assert slopes(expression, extents_of({}, PARAMETERS, VOCABULARY), PARAMETERS) == expected


def test_no_number_grows_otherwise_than_is_said() -> None:
    """Random trees, with one of the numbers that they start from moved."""
    rng, told = random.Random(122), 0
    known = extents_of({}, PARAMETERS, VOCABULARY)
    for expression in numbers(rng, 150):
        compute, places = calculator(expression, PARAMETERS), leaves(expression)
        for place, slope in enumerate(slopes(expression, known, PARAMETERS)):
            if slope == 0:
                continue
            for facts in (row for row in rows(rng, 6) if {*"nmxy"} <= row.keys()):
                start = [facts[leaf.name] if isinstance(leaf, Name) else rng.randrange(-300, 300) for leaf in places]
                moved = facts["m"] if not isinstance(leaf := places[place], Name) else rng.choice(STATED[leaf.name])
                one, other = compute(*start), compute(*start[:place], moved, *start[place + 1 :])
                assert slope * (other - one) * (moved - start[place]) >= 0, (expression, start, moved)  # type: ignore[operator]
                told += 1
    assert told > 300


@pytest.mark.parametrize(
    ("op", "number", "step", "expected"),
    [
        ("rounded", "2.5", "1", "3"),
        ("rounded", "-2.5", "1", "-3"),
        ("rounded", "2.49", "1", "2"),
        ("rounded", "0.005", "0.01", "0.01"),
        ("rounded", "-0.004", "0.01", "0"),
        ("rounded", "7", "5", "5"),
        ("rounded", "7.5", "5", "10"),
        ("rounded_half_even", "2.5", "1", "2"),
        ("rounded_half_even", "3.5", "1", "4"),
        ("rounded_half_even", "-2.5", "1", "-2"),
        ("rounded_half_even", "2.500001", "1", "3"),
        ("rounded_half_even", "0.015", "0.01", "0.02"),
        ("rounded_half_even", "0.025", "0.01", "0.02"),
        ("rounded_down", "2.99", "1", "2"),
        ("rounded_down", "-2.99", "1", "-2"),
        ("rounded_down", "3", "1", "3"),
        ("rounded_up", "2.000001", "1", "3"),
        ("rounded_up", "-2.000001", "1", "-3"),
        ("rounded_up", "3", "1", "3"),
        ("rounded_up", "12", "10", "20"),
    ],
)
def test_rounding_by_hand(op: Operation, number: str, step: str, expected: str) -> None:
    """Ties, signs, and what is whole already; the same in the specification and by the engines."""
    parameters = {"s": Parameter("s", Decimal(step), "factor", Source("act", "§ 1"), PLACE)}
    expression = Call(op, (Name("y"), ParameterRef("s")))
    facts: dict[str, Value] = {"y": Decimal(number)}
    version = replace(version_of([expression]), parameters=parameters)
    assert value_of(expression, facts, parameters) == Decimal(expected)
    assert forward.derive_values(program_of(version), facts)["d0"] == Decimal(expected)
    sheet = Sheet(VOCABULARY)
    operand = sheet.derived(program_of(version))["d0"]
    count = sheet.compute(facts_of(frame_of(VOCABULARY, [facts]), VOCABULARY)).select(operand.value).item()
    assert Decimal(count) / operand.unit == Decimal(expected)


def test_choices_and_roundings_within_each_other_do_not_double_in_columns() -> None:
    """Each names what it takes several times; twenty of them are as many columns, and not a million million terms."""
    expression: Expression = Name("n")
    for _ in range(20):
        expression = Call("rounded", (Call("largest", (expression, Name("m"))), ParameterRef("two")))
    sheet, facts = Sheet(VOCABULARY), [{"n": 37, "m": -1}, {"n": 0, "m": 5}]
    operand = sheet.derived(program_of(version_of([expression])))["d0"]
    counts = sheet.compute(facts_of(frame_of(VOCABULARY, facts), VOCABULARY)).select(operand.value).to_series()
    assert [Decimal(count) / operand.unit for count in counts] == [38, 6]
