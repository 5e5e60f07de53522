"""The comparisons of the rule language: one row for each. The table is closed, so that every reader knows all of them.

What can be told from the meaning of a comparison is not said beside it: its negation, its neighbours on the boundary, and its
twin for values of another type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeVar, assert_never, get_args

from ..frozen import dataclass
from .meaning import Equal, Every, Opposite, Ordered, Relation, Some, Truth
from .text import Text
from .types import NUMBERS, ValueType

T = TypeVar("T")

Comparison = Literal[
    "is",
    "is_not",
    "in",
    "not_in",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "between",
    "before",
    "on_or_before",
    "after",
    "on_or_after",
]

Sides = Literal["one", "two", "many"]
"""How many right sides a comparison has: one, which stands alone, or a list of two or of at least one."""

_ANY: Final[tuple[ValueType, ...]] = (*NUMBERS, "date", "enum", "ordinal", "text")
_SIZES: Final[tuple[ValueType, ...]] = (*NUMBERS, "ordinal")
_DATES: Final[tuple[ValueType, ...]] = ("date",)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A comparison.

    `types` are those of its left side; `truth` is its meaning for so many right sides; `verb` says it of right sides `{0}`, `{1}` or
    `{any}`; `in_rules` and `in_decisions` describe it in the two schemas; `also` is how people write it elsewhere.
    """

    types: tuple[ValueType, ...]
    sides: Sides
    truth: Callable[[int], Truth]
    verb: Text
    in_rules: str
    in_decisions: str
    also: tuple[str, ...] = ()


def _equal(sides: int) -> Truth:
    items = tuple(Equal(side) for side in range(sides))
    return items[0] if sides == 1 else Some(items)


def _unequal(sides: int) -> Truth:
    return Opposite(_equal(sides))


def _ordered(relation: Relation) -> Callable[[int], Truth]:
    return lambda _: Ordered(relation, 0)


def _within(_: int) -> Truth:
    return Every((Ordered(">=", 0), Ordered("<=", 1)))


def row_of(op: Comparison) -> ComparisonRow:
    """Return the row of a comparison."""
    match op:
        case "is":
            return ComparisonRow(
                _ANY,
                "one",
                _equal,
                Text("er {0}", "is {0}", "er {0}"),
                "The two are equal. `is: none` asks whether an event has not happened.",
                "The two are equal.",
                ("=", "==", "equals", "equal", "er", "lik"),
            )
        case "is_not":
            described = "The two are not equal."
            words, also = Text("er ikke {0}", "is not {0}", "er ikkje {0}"), ("!=", "≠", "er_ikke", "er ikke", "ulik")
            return ComparisonRow(_ANY, "one", _unequal, words, described, described, also)
        case "in":
            described = "The left side equals one of the list."
            return ComparisonRow(_ANY, "many", _equal, Text("er {any}", "is {any}", "er {any}"), described, described)
        case "not_in":
            described = "The left side equals none of the list."
            return ComparisonRow(_ANY, "many", _unequal, Text("er ikke {any}", "is not {any}", "er ikkje {any}"), described, described)
        case "at_least":
            return ComparisonRow(
                _SIZES,
                "one",
                _ordered(">="),
                Text("er minst {0}", "is at least {0}", "er minst {0}"),
                "The number or level is the right side or more.",
                "The right side or more.",
                (">=", "≥", "minst"),
            )
        case "more_than":
            return ComparisonRow(
                _SIZES,
                "one",
                _ordered(">"),
                Text("er over {0}", "is more than {0}", "er over {0}"),
                "The number or level is more than the right side.",
                "More than the right side.",
                (">", "over", "mer_enn", "mer enn", "mer"),
            )
        case "at_most":
            return ComparisonRow(
                _SIZES,
                "one",
                _ordered("<="),
                Text("er høyst {0}", "is at most {0}", "er høgst {0}"),
                "The number or level is the right side or less.",
                "The right side or less.",
                ("<=", "≤", "høyst", "maks", "inntil"),
            )
        case "less_than":
            return ComparisonRow(
                _SIZES,
                "one",
                _ordered("<"),
                Text("er under {0}", "is less than {0}", "er under {0}"),
                "The number or level is less than the right side.",
                "Less than the right side.",
                ("<", "under", "mindre_enn", "mindre enn", "mindre"),
            )
        case "between":
            return ComparisonRow(
                (*_SIZES, *_DATES),
                "two",
                _within,
                Text("er fra og med {0} til og med {1}", "is from {0} to {1} inclusive", "er frå og med {0} til og med {1}"),
                "The number, level or date lies between the two, both included: [lower, upper].",
                "Between the two, both included.",
                ("mellom",),
            )
        case "before":
            return ComparisonRow(
                _DATES,
                "one",
                _ordered("<"),
                Text("er før {0}", "is before {0}", "er før {0}"),
                "The date comes before the right side.",
                "Before the right side.",
                ("før",),
            )
        case "on_or_before":
            return ComparisonRow(
                _DATES,
                "one",
                _ordered("<="),
                Text("er på eller før {0}", "is on or before {0}", "er på eller før {0}"),
                "The date is the right side or comes before it.",
                "On or before the right side.",
                ("senest",),
            )
        case "after":
            return ComparisonRow(
                _DATES,
                "one",
                _ordered(">"),
                Text("er etter {0}", "is after {0}", "er etter {0}"),
                "The date comes after the right side.",
                "After the right side.",
                ("etter",),
            )
        case "on_or_after":
            return ComparisonRow(
                _DATES,
                "one",
                _ordered(">="),
                Text("er på eller etter {0}", "is on or after {0}", "er på eller etter {0}"),
                "The date is the right side or comes after it.",
                "On or after the right side.",
                ("tidligst", "fra"),
            )
        case _:
            assert_never(op)


COMPARISONS: Final[Mapping[Comparison, ComparisonRow]] = {op: row_of(op) for op in get_args(Comparison)}
"""The closed table."""

NAMED: Final[Mapping[str, Comparison]] = {op: op for op in COMPARISONS}
"""The comparisons by what a rule file writes."""

AMONG: Final[tuple[Comparison, ...]] = tuple(op for op, row in COMPARISONS.items() if row.sides == "many")
"""The comparisons with a list of right sides whose order means nothing."""

_OPPOSITE: Final[Mapping[Relation, Relation]] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: Final[Mapping[Relation, Relation]] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_NEIGHBOUR: Final[Mapping[Relation, Relation]] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def relation_of(op: Comparison) -> Relation | None:
    """Return the order that a comparison asks for; None where it asks for anything else."""
    truth = COMPARISONS[op].truth(1)
    return truth.relation if isinstance(truth, Ordered) else None


def asks_whether_one_of(op: Comparison) -> bool | None:
    """Return True where a comparison asks that the left side be one of its right sides, False where none, None where it asks for more."""
    match COMPARISONS[op].truth(1):
        case Equal():
            return True
        case Opposite(Equal()):
            return False
        case _:
            return None


def for_order(relation: Relation, type_: ValueType) -> Comparison:
    """Return the comparison that asks for an order between values of a type."""
    return next(op for op, row in COMPARISONS.items() if type_ in row.types and relation_of(op) == relation)


def twin(op: Comparison, type_: ValueType) -> Comparison | None:
    """Return the comparison that says of values of a type what `op` says of others; None where there is none."""
    relation = relation_of(op)
    found = (other for other, row in COMPARISONS.items() if type_ in row.types and relation_of(other) == relation)
    return None if relation is None else next(found, None)


def negation(op: Comparison) -> Comparison | None:
    """Return the comparison that holds where `op` decisively fails, unless a side is `none`; None where there is none."""
    relation, one_of, row = relation_of(op), asks_whether_one_of(op), COMPARISONS[op]
    if relation is not None:
        return for_order(_OPPOSITE[relation], row.types[0])
    if one_of is not None:
        return next(o for o, other in COMPARISONS.items() if other.sides == row.sides and asks_whether_one_of(o) is (not one_of))
    return None


def turned(op: Comparison) -> Comparison:
    """Return the comparison that says of a right side what `op` says of the left one: of one that has one right side."""
    relation = relation_of(op)
    return op if relation is None else for_order(_TURNED[relation], COMPARISONS[op].types[0])


def parts_of(op: Comparison, sides: Sequence[T], type_: ValueType = "decimal") -> Iterator[tuple[Comparison, T]]:
    """Yield a comparison of values of a type that holds or not by its right sides taken one by one, with each of them.

    What is in a list is one of it; what lies between two is not less than the one and not more than the other.
    """
    match COMPARISONS[op].truth(len(sides)):
        case Every(items) if all(isinstance(item, Ordered) for item in items):
            orders = (item for item in items if isinstance(item, Ordered))
            yield from ((for_order(item.relation, type_), sides[item.side]) for item in orders)
        case _:
            yield from ((op if COMPARISONS[op].sides == "one" else "is", side) for side in sides)


def beside(op: Comparison, type_: ValueType) -> Iterator[tuple[int, tuple[Comparison, ...]]]:
    """Yield what differs from a comparison on one boundary alone: the number of that right side, and what holds of each side instead."""
    match COMPARISONS[op].truth(2):
        case Ordered(relation, side):
            yield side, (for_order(_NEIGHBOUR[relation], type_),)
        case Every(items):
            orders = [item.relation for item in items if isinstance(item, Ordered)]
            for number in range(len(orders)):
                changed = (_NEIGHBOUR[relation] if place == number else relation for place, relation in enumerate(orders))
                yield number, tuple(for_order(relation, type_) for relation in changed)
