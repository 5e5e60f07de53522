"""The primitives of the rule language in plain Python: each comparison and expression as one function of the known values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any as Anything
from typing import Final, assert_never

from ..model import NONE, Call, Compare, Constant, Expression, Holds, Limit, Name, Parameter, ParameterRef, Period, Schedule, Value
from ..terms.comparisons import COMPARISONS
from ..terms.meaning import (
    Connectives,
    DatePart,
    Edge,
    Equal,
    Extreme,
    First,
    MonthsBetween,
    OnDay,
    Ordered,
    Pick,
    Primitive,
    Product,
    Quotient,
    Relation,
    Rounding,
    Shifted,
    Subtraction,
    Total,
    Working,
    WorkingDay,
    WorkingDaysBetween,
    WorkingShift,
    YearsBetween,
    told,
)
from ..terms.operations import OPERATIONS
from ..walking import asks_calendar
from . import dates
from .arithmetic import calculator, is_arithmetic, leaves
from .working_days import working_days

Read = Callable[[Mapping[str, Value]], Value | None]
"""Gives the value of an expression on known values by name, None where it is unknown."""

Reader = Callable[[Expression, Mapping[str, Parameter]], Read]

Decide = Callable[[Mapping[str, Value]], bool | None]
"""Says of known values by name whether a condition is true, false or (None) unknown."""


def order_of(relation: Relation) -> Callable[[Anything, Anything], Anything]:
    """Return Python's operator for an order: of values, and of the expressions of packages that follow Python."""
    match relation:
        case "<":
            return lt
        case "<=":
            return le
        case ">":
            return gt
        case ">=":
            return ge
        case _:
            assert_never(relation)


def decider(leaf: Holds | Compare, parameters: Mapping[str, Parameter], scale: Sequence[str] | None) -> Decide:
    """Return the function that decides an atomic condition; `scale` lists the words of an ordinal left side, lowest first."""
    name = leaf.name if isinstance(leaf, Holds) else leaf.left.name
    if isinstance(leaf, Holds):

        def holds(values: Mapping[str, Value]) -> bool | None:
            value = values.get(name)
            return value if isinstance(value, bool) else None

        return holds
    rights = [reader(side, parameters) for side in leaf.right]

    def primitive(primitive: Primitive) -> Decide:
        match primitive:
            case Equal(side):
                return _equal(name, rights[side])
            case Ordered(relation, side):
                fixed = _fixed(leaf.right[side], parameters)
                if fixed is not None and fixed != NONE and not scale:
                    return _measured(name, order_of(relation), fixed)
                return _ordered(name, order_of(relation), rights[side], scale)
            case _:
                assert_never(primitive)

    return told(COMPARISONS[leaf.op].truth(len(leaf.right)), primitive, KLEENE)


def _equal(name: str, right: Read) -> Decide:
    def equal(values: Mapping[str, Value]) -> bool | None:
        left = values.get(name)
        if left is None:
            return None
        other = right(values)
        return None if other is None else left == other

    return equal


def _ordered(name: str, order: Callable[[Anything, Anything], bool], right: Read, scale: Sequence[str] | None) -> Decide:
    places = {word: place for place, word in enumerate(scale or ())}

    def ordered(values: Mapping[str, Value]) -> bool | None:
        left = values.get(name)
        if left is None:
            return None
        other = right(values)
        if left == NONE or other == NONE:
            return False
        if other is None:
            return None
        return order(places[str(left)], places[str(other)]) if places else order(left, other)

    return ordered


def _measured(name: str, order: Callable[[Anything, Anything], bool], right: Value) -> Decide:
    """Return what `_ordered` does where the right side is always one value, other than `none`: most comparisons are of this kind."""

    def measured(values: Mapping[str, Value]) -> bool | None:
        left = values.get(name)
        return None if left is None else left != NONE and order(left, right)

    return measured


def _fixed(side: Expression, parameters: Mapping[str, Parameter]) -> Value | None:
    """Return the value of a side that is the same in every case, None of any other."""
    match side:
        case ParameterRef(name):
            return parameters[name].value
        case Constant(value):
            return value
        case _:
            return None


def _every(items: Sequence[Decide]) -> Decide:
    def every(values: Mapping[str, Value]) -> bool | None:
        found = [item(values) for item in items]
        return False if False in found else None if None in found else True

    return every


def _some(items: Sequence[Decide]) -> Decide:
    def some(values: Mapping[str, Value]) -> bool | None:
        found = [item(values) for item in items]
        return True if True in found else None if None in found else False

    return some


def _opposite(item: Decide) -> Decide:
    def opposite(values: Mapping[str, Value]) -> bool | None:
        found = item(values)
        return None if found is None else not found

    return opposite


KLEENE: Final[Connectives[Decide]] = Connectives(_every, _some, _opposite)
"""Strong Kleene logic."""


# ---------------------------------------------------------------- values


def reader(expression: Expression, parameters: Mapping[str, Parameter]) -> Read:
    """Return the function that gives the value of an expression."""
    match expression:
        case Name(name):
            return lambda values: values.get(name)
        case ParameterRef(name):
            return _always(parameters[name].value)
        case Constant(value):
            return _always(value)
        case Call() if is_arithmetic(expression):
            return _of_known(calculator(expression, parameters), leaves(expression), parameters)
        case Call(op, operands):
            match OPERATIONS[op].value:
                case YearsBetween():
                    return _of_known(dates.years_between, operands, parameters)
                case MonthsBetween():
                    return _of_known(dates.months_between, operands, parameters)
                case Shifted() as shift:
                    steps = steps_of(shift, operands[1:], parameters)
                    return _of_known(lambda day: dates.moved(day, steps), operands[:1], parameters)
                case DatePart(of):
                    return _of_known(lambda day: dates.part(day, of), operands, parameters)
                case Edge(side, of):
                    return _of_known(lambda day: dates.edge(day, side, of), operands, parameters)
                case OnDay():
                    return _of_known(looked_up(schedule_of(expression)), operands, parameters)
                case WorkingDay() | WorkingShift() | WorkingDaysBetween() as working:
                    return _of_known(counter(working, expression), operands, parameters)
                case Total():
                    return _of_known(lambda *numbers: sum(map(Decimal, numbers), Decimal(0)), operands, parameters)
                case First():
                    return _first(operands, parameters)
                case Extreme(by):
                    return _extreme(min if by == "<" else max, operands, parameters)
                case Subtraction() | Product() | Quotient() | Pick() | Rounding():
                    raise AssertionError(op)  # arithmetic
                case other:
                    assert_never(other)


def steps_of(shift: Shifted, operands: Sequence[Expression], parameters: Mapping[str, Parameter | Limit]) -> tuple[Period, ...]:
    """Return the periods by which a shift moves a day, added together, with its direction in their signs."""
    found = []
    for operand in operands:
        assert isinstance(operand, ParameterRef)  # the loader accepts nothing else as a period
        period = parameters[operand.name]
        assert isinstance(period.value, (int, Decimal))
        found.append(Period(shift.direction * int(period.value), period.unit))
    return dates.together(found)


def schedule_of(call: Call) -> Schedule:
    """Return the schedule in which a call looks its value up."""
    assert call.schedule is not None  # the loader accepts no such operation without one
    return call.schedule


def looked_up(schedule: Schedule) -> Callable[[date], Value | None]:
    """Return the function that gives the value of a schedule on a day; None on a day for which it states none."""
    starts, until = [start for start, _ in schedule.values], schedule.until

    def on(day: date) -> Value | None:
        place = bisect_right(starts, day)
        return schedule.values[place - 1][1] if place and (until is None or day <= until) else None

    return on


def counter(working: Working, call: Call) -> Callable[..., Value | None]:
    """Return the function of known operands that asks the calendar of a call; None outside the years that the calendar states."""
    assert call.calendar is not None  # the loader accepts no such operation without one
    days = working_days(call.calendar)
    match working:
        case WorkingDay():
            return days.following
        case WorkingShift():
            return lambda day, *counts: days.later(day, sum(counts))
        case WorkingDaysBetween():
            return days.between
        case _:
            assert_never(working)


def outside_calendar(
    expression: Expression, parameters: Mapping[str, Parameter], reader: Reader = reader
) -> Callable[[Mapping[str, Value]], bool]:
    """Return the function that says whether an expression has no value since a calendar does not state the days that it asks for.

    That is so of a call that counts working days where all its operands are known, and of what rests on such a call, whatever
    else is unknown; `first_of` looks no further than the first date that there is.
    """
    if not isinstance(expression, Call) or not asks_calendar(expression):
        return lambda _: False
    counts, read = expression.calendar is not None, reader(expression, parameters)
    # What lies between two operations of arithmetic is a fraction, and no value that can be read.
    operands = leaves(expression) if is_arithmetic(expression) else expression.operands
    reads = [reader(operand, parameters) for operand in operands]
    inner = [outside_calendar(operand, parameters, reader) for operand in operands]
    if isinstance(OPERATIONS[expression.op].value, First):
        return lambda values: next((untold(values) for one, untold in zip(reads, inner, strict=True) if one(values) != NONE), False)

    def outside(values: Mapping[str, Value]) -> bool:
        if read(values) is not None:
            return False
        return any(untold(values) for untold in inner) or (counts and all(one(values) is not None for one in reads))

    return outside


def _always(value: Value) -> Read:
    return lambda _: value


def _of_known(compute: Callable[..., Value | None], operands: Sequence[Expression], parameters: Mapping[str, Parameter]) -> Read:
    reads = [reader(operand, parameters) for operand in operands]

    def strict(values: Mapping[str, Value]) -> Value | None:
        found = [read(values) for read in reads]
        return NONE if NONE in found else None if None in found else compute(*found)

    return strict


def _first(operands: Sequence[Expression], parameters: Mapping[str, Parameter]) -> Read:
    reads = [reader(operand, parameters) for operand in operands]

    def first(values: Mapping[str, Value]) -> Value | None:
        return next((value for read in reads if (value := read(values)) != NONE), NONE)

    return first


def _extreme(choose: Callable[[list[date]], date], operands: Sequence[Expression], parameters: Mapping[str, Parameter]) -> Read:
    reads = [reader(operand, parameters) for operand in operands]

    def extreme(values: Mapping[str, Value]) -> Value | None:
        found = [read(values) for read in reads]
        known = [value for value in found if isinstance(value, date)]
        return None if None in found else choose(known) if known else NONE

    return extreme
