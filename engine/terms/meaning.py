"""The primitives in which comparisons and operations are told, and the one walk over a truth made of them.

Every engine carries out these and nothing else of the rule language: truths joined by every, some and opposite (strong Kleene
logic), equality and order; and of values a shift by periods, the years or months between two days, the parts of a day, a look-up in
a schedule, working days by a calendar of public holidays, a choice, and exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar, assert_never

from ..frozen import dataclass

T = TypeVar("T")

Relation = Literal["<", "<=", ">", ">="]


class Connectives(NamedTuple, Generic[T]):
    """How truths of some form are joined: that all hold, that one does, and that one decisively does not."""

    every: Callable[[Sequence[T]], T]
    some: Callable[[Sequence[T]], T]
    opposite: Callable[[T], T]


# ---------------------------------------------------------------- truths


@dataclass(frozen=True, slots=True)
class Equal:
    """The left side of a comparison equals the right side of that number. `none` equals `none` alone."""

    side: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The left side stands in that order to the right side of that number; one that is `none` stands in no order to anything.

    Dates are ordered by the calendar, numbers by size, levels by their scale. An unknown left side leaves it unknown; else it is
    false where one side is `none`, whether or not the other is known.
    """

    relation: Relation
    side: int


@dataclass(frozen=True, slots=True)
class Every:
    """All items hold."""

    items: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the items holds."""

    items: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The item decisively does not hold."""

    item: Truth


Primitive = Equal | Ordered
Truth = Primitive | Every | Some | Opposite


def told(truth: Truth, primitive: Callable[[Primitive], T], join: Connectives[T]) -> T:
    """Return a truth in the form that `primitive` gives to equality and order and `join` puts together."""
    match truth:
        case Equal() | Ordered():
            return primitive(truth)
        case Every(items):
            return join.every([told(item, primitive, join) for item in items])
        case Some(items):
            return join.some([told(item, primitive, join) for item in items])
        case Opposite(item):
            return join.opposite(told(item, primitive, join))
        case _:
            assert_never(truth)


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True)
class YearsBetween:
    """The completed years from the first day to the second; `none` where one of them is, else unknown where one is."""


@dataclass(frozen=True, slots=True)
class MonthsBetween:
    """The completed months, likewise."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """The day that lies all periods together later (1) or earlier (-1), months before days; of `none` it is `none`."""

    direction: Literal[1, -1]


@dataclass(frozen=True, slots=True)
class DatePart:
    """A number that a day has: its year, its month (1 to 12) or its place in the week (1 for Monday to 7); of `none` it is `none`."""

    of: Literal["year", "month", "week"]


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or the last day of the month or year that a day is in; of `none` it is `none`."""

    side: Literal["first", "last"]
    of: Literal["year", "month"]


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """The first working day from a day on, that day included; unknown outside the years that the calendar states."""


@dataclass(frozen=True, slots=True)
class WorkingShift:
    """The day that lies all the working days together later; no working days later is the day itself. Unknown likewise."""


@dataclass(frozen=True, slots=True)
class WorkingDaysBetween:
    """The working days after the first day and up to the second, negative where the second comes first. Unknown likewise."""


@dataclass(frozen=True, slots=True)
class First:
    """The first operand that is not `none`, known where all up to it are; `none` where all are."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The operand that is ordered before all others that are not `none`, known where all are; `none` where all are."""

    by: Literal["<", ">"]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum; `none` where one of the operands is, else unknown where one is."""


@dataclass(frozen=True, slots=True)
class Subtraction:
    """The first number less all others; `none` where one of the operands is, else unknown where one is, as of all arithmetic."""


@dataclass(frozen=True, slots=True)
class Product:
    """The numbers multiplied together, and divided by `by`."""

    by: int


@dataclass(frozen=True, slots=True)
class Quotient:
    """The first number divided by the second, which is one of the law and not zero."""


@dataclass(frozen=True, slots=True)
class Pick:
    """The number that is ordered before all others."""

    by: Literal["<", ">"]


@dataclass(frozen=True, slots=True)
class OnDay:
    """The number that a schedule of the law has on a day; unknown before its first day and after its last one. Of `none` it is `none`."""


Rounds = Literal["half_up", "half_even", "down", "up"]
"""To the nearest, where a number between two goes away from zero or to the even one; towards zero; away from zero."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """The number as a whole count of the second, which is one of the law and positive."""

    to: Rounds


Arithmetic = Subtraction | Product | Quotient | Pick | Rounding
"""What is computed exactly from numbers. What lies between two of these is a fraction, and only what has a name is written down."""

Working = WorkingDay | WorkingShift | WorkingDaysBetween
"""What the calendar of public holidays tells."""

OfADay = DatePart | Edge | OnDay | Working
"""What is told of single days, whether the case or the law states them."""

Operated = YearsBetween | MonthsBetween | Shifted | DatePart | Edge | OnDay | Working | First | Extreme | Total | Arithmetic
