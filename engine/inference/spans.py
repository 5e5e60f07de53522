"""Values of which only both ends are known: what derived values and tests are on every day that a case leaves open.

An engine runs the clauses of a program on the outcomes of its tests; where a fact is a span, these outcomes come from here. A test is
true or false where it is so on every day, and else unknown. Where an operation rises or falls steadily with each of its operands while
the others stay, its least and its greatest value lie where each operand is at one of its ends; any other is looked at day by day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import Any, Final, assert_never

from ..model import NONE, Call, Compare, Constant, Expression, Holds, Name, Parameter, ParameterRef, Schedule, Span, Value
from ..terms.comparisons import COMPARISONS
from ..terms.meaning import (
    DatePart,
    Edge,
    Equal,
    Extreme,
    First,
    MonthsBetween,
    OnDay,
    Operated,
    Ordered,
    Pick,
    Primitive,
    Product,
    Quotient,
    Rounding,
    Shifted,
    Subtraction,
    Total,
    WorkingDay,
    WorkingDaysBetween,
    WorkingShift,
    YearsBetween,
    told,
)
from ..terms.operations import OPERATIONS
from ..walking import expressions_in
from . import evaluating
from .arithmetic import is_arithmetic
from .evaluating import KLEENE, Decide, Read, looked_up, order_of

DAY: Final = timedelta(days=1)

MOST: Final = 4_096
"""Of more combinations of days and ends than these nothing is worked out, and the value is unknown."""


def is_span(value: Value | None) -> bool:
    """Return whether of a value only both ends are known."""
    return type(value) is Span


def first_day(value: Value) -> date | None:
    """Return a day, or the first that it can be; None of what is no day."""
    first = value.first if isinstance(value, Span) else value
    return first if isinstance(first, date) else None


def reader(expression: Expression, parameters: Mapping[str, Parameter]) -> Read:
    """Return the function that gives the value of an expression as far as it is known: where it differs by the day, the span of it."""
    if not isinstance(expression, Call):
        return evaluating.reader(expression, parameters)
    starts: list[Expression] = []
    whole = evaluating.reader(_on_places(expression, starts), parameters)
    reads = [reader(start, parameters) for start in starts]
    by_day = not _is_steady(OPERATIONS[expression.op].value)

    def read(values: Mapping[str, Value]) -> Value | None:
        found = {str(place): value for place, one in enumerate(reads) if (value := one(values)) is not None}
        if not any(map(is_span, found.values())):
            return whole(found)
        sides = [_days(value) if by_day else _ends(value) for value in found.values()]
        if prod(map(len, sides)) > MOST:
            return None
        return _together(whole(dict(zip(found, chosen, strict=True))) for chosen in product(*sides))

    return read


def day_reader(expression: Expression, parameters: Mapping[str, Parameter]) -> Read:
    """Return the function that gives the value of an expression where it is the same on every day, else None: it is not known."""
    read = reader(expression, parameters)
    return lambda values: None if isinstance(value := read(values), Span) else value


def tested(condition: Holds | Compare, parameters: Mapping[str, Parameter], scale: Sequence[str] | None) -> Decide:
    """Return the function that decides an atomic condition as far as every day of the spans says the same."""
    alike = evaluating.decider(condition, parameters, scale)
    if isinstance(condition, Holds):
        return alike
    left, rights = condition.left, [reader(side, parameters) for side in condition.right]

    def primitive(primitive: Primitive) -> Decide:
        read, is_itself = rights[primitive.side], condition.right[primitive.side] == left
        return lambda values: _stands(primitive, values.get(left.name), read(values), is_itself)

    joined = told(COMPARISONS[condition.op].truth(len(rights)), primitive, KLEENE)

    def decide(values: Mapping[str, Value]) -> bool | None:
        if isinstance(values.get(left.name), Span):
            return joined(values)
        for read in rights:
            if isinstance(read(values), Span):
                return joined(values)
        return alike(values)

    return decide


def _stands(primitive: Primitive, left: Value | None, right: Value | None, is_itself: bool) -> bool | None:
    """Return whether days or numbers stand so to each other on every day; `is_itself`: they are one value, the same on each of them."""
    if left is None:
        return None
    match primitive:
        case Equal():
            if right is None:
                return None
            if NONE in (left, right):
                return left == right
            ends = _ends(left), _ends(right)
            return True if is_itself or len(set().union(*ends)) == 1 else None if _meet(*ends) else False
        case Ordered(relation):
            if NONE in (left, right):
                return False
            if right is None:
                return None
            order = order_of(relation)
            one = [(left.first, left.first)] if is_itself and isinstance(left, Span) else product(_ends(left), _ends(right))
            found = {order(mine, other) for mine, other in one}
            return found.pop() if len(found) == 1 else None
        case _:
            assert_never(primitive)


def _meet(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return bool(one[0] <= other[-1] and other[0] <= one[-1])


def _is_steady(value: Operated) -> bool:
    """Return whether an operation never falls here and rises there with one of its operands while the others stay."""
    match value:
        case DatePart() | OnDay():
            # The month and the day of the week begin anew, and a schedule goes up and down.
            return False
        case YearsBetween() | MonthsBetween() | Shifted() | Edge() | WorkingDay() | WorkingShift() | WorkingDaysBetween():
            return True
        case First() | Extreme() | Total() | Subtraction() | Product() | Quotient() | Pick() | Rounding():
            # The divisor of a quotient and the step of a rounding are numbers of the law.
            return True
        case _:
            assert_never(value)


def _on_places(expression: Call, starts: list[Expression]) -> Call:
    """Return an operation on the places of what it starts from, which is added to `starts`; arithmetic inside arithmetic stays together.

    What it starts from twice has two places: on a day it is the same in both, and what is taken for possible is never too little.
    """
    operands: list[Expression] = []
    for operand in expression.operands:
        if isinstance(operand, (ParameterRef, Constant)):
            operands.append(operand)
        elif isinstance(operand, Call) and is_arithmetic(expression) and _is_of_numbers(operand):
            operands.append(_on_places(operand, starts))
        else:
            operands.append(Name(str(len(starts))))
            starts.append(operand)
    return replace(expression, operands=tuple(operands))


def _is_of_numbers(call: Call) -> bool:
    return is_arithmetic(call) or isinstance(OPERATIONS[call.op].value, Total)


def _ends(value: Value) -> tuple[Any, ...]:
    """Return the least and the greatest that a value can be; an exact one once."""
    return (value.first, value.last) if isinstance(value, Span) else (value,)


def _days(value: Value) -> tuple[Any, ...]:
    """Return every day that a value can be."""
    if not isinstance(value, Span):
        return (value,)
    assert isinstance(value.first, date) and isinstance(value.last, date)  # what is told of single days is told of days
    return tuple(value.first + DAY * number for number in range((value.last - value.first).days + 1))


def _together(found: Iterable[Value | None]) -> Value | None:
    """Return what values are together: the one that they all are, the span from the least to the greatest, or unknown where one is."""
    distinct: set[Any] = set(found)
    if len(distinct) == 1:
        return distinct.pop()  # type: ignore[no-any-return]
    return None if None in distinct or NONE in distinct else Span(min(distinct), max(distinct))


def unstated(expression: Expression, parameters: Mapping[str, Parameter], values: Mapping[str, Value]) -> Iterator[tuple[Schedule, date]]:
    """Yield the schedules in which an expression looks a known day up for which they state no value, each with that day."""
    for part in expressions_in(expression):
        if isinstance(part, Call) and part.schedule is not None:
            day = reader(part.operands[0], parameters)(values)
            if isinstance(day, date) and looked_up(part.schedule)(day) is None:
                yield part.schedule, day
