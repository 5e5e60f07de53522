"""The closed table of the language: what its rows imply of each other, and that the type checker lists what a new word lacks."""

from __future__ import annotations

from typing import get_args

import pytest

from engine.terms.comparisons import COMPARISONS, Comparison, asks_whether_one_of, beside, negation, relation_of, twin
from engine.terms.meaning import Relation
from engine.terms.operations import OPERATIONS
from engine.terms.types import ValueType

NEGATIONS: dict[Comparison, Comparison] = {
    "is": "is_not",
    "in": "not_in",
    "at_least": "less_than",
    "more_than": "at_most",
    "before": "on_or_after",
    "after": "on_or_before",
}
NEIGHBOURS: dict[Comparison, Comparison] = {
    "at_least": "more_than",
    "at_most": "less_than",
    "before": "on_or_before",
    "after": "on_or_after",
}
TWINS: dict[Comparison, Comparison] = {
    "more_than": "after",
    "less_than": "before",
    "at_least": "on_or_after",
    "at_most": "on_or_before",
}


def test_every_word_is_one_row() -> None:
    assert [*COMPARISONS] == [*get_args(Comparison)]
    assert len({row.verb for row in COMPARISONS.values()}) == len(COMPARISONS)
    assert len({row.words for row in OPERATIONS.values()}) == len(OPERATIONS)
    elsewhere = [word for row in COMPARISONS.values() for word in row.also] + [word for row in OPERATIONS.values() for word in row.also]
    assert len(set(elsewhere)) == len(elsewhere)
    assert not {*elsewhere} & {*COMPARISONS, *OPERATIONS}


def test_negations() -> None:
    both = NEGATIONS | {other: op for op, other in NEGATIONS.items()}
    assert {op: negation(op) for op in COMPARISONS} == {op: both.get(op) for op in COMPARISONS}


@pytest.mark.parametrize("op", COMPARISONS)
def test_what_differs_on_the_boundary_alone(op: Comparison) -> None:
    """Of `between` each end is left out by itself; what is equal or one of a list has no boundary."""
    both = NEIGHBOURS | {other: one for one, other in NEIGHBOURS.items()}
    type_: ValueType = "date" if COMPARISONS[op].types == ("date",) else "integer"
    found = [ops for _, ops in beside(op, type_)]
    if op == "between":
        assert found == [("more_than", "at_most"), ("at_least", "less_than")]
        assert [ops for _, ops in beside(op, "date")] == [("after", "on_or_before"), ("on_or_after", "before")]
    else:
        assert found == ([(both[op],)] if op in both else [])


def test_twins_of_dates_and_numbers() -> None:
    for number, date in TWINS.items():
        assert (twin(number, "date"), twin(date, "integer"), twin(date, "ordinal")) == (date, number, number)
    for op in COMPARISONS.keys() - {*TWINS, *TWINS.values()}:
        assert twin(op, "date") is None


def test_orders_and_lists() -> None:
    orders: dict[Comparison, Relation] = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
    orders |= {TWINS[op]: relation for op, relation in orders.items()}
    assert {op: relation_of(op) for op in COMPARISONS} == {op: orders.get(op) for op in COMPARISONS}
    one_of = {"is": True, "in": True, "is_not": False, "not_in": False}
    assert {op: asks_whether_one_of(op) for op in COMPARISONS} == {op: one_of.get(op) for op in COMPARISONS}
