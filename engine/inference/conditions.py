"""Conditions on typed values: what a derived value is, and whether a comparison is true, false or unknown.

This is the rule language as its specification says it, operator by operator, and owes nothing to the table by which the engines
run: the checker of trails reads it, and the tests compare every engine with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from itertools import product
from math import ceil, floor, trunc
from operator import ge, gt, le, lt
from typing import Any as Anything
from typing import Final, assert_never

from ..model import (
    NONE,
    All,
    Any,
    Calendar,
    Call,
    Compare,
    Condition,
    Constant,
    Expression,
    Holds,
    Limit,
    Name,
    Not,
    Parameter,
    ParameterRef,
    Period,
    Schedule,
    Span,
    Value,
)
from ..terms.operations import Operation
from . import dates
from .working_days import is_working_day, states

DAY: Final = timedelta(days=1)

Values = Mapping[str, Value]
"""Known values by name, facts and derived; a name that is absent is unknown, of a span the day or number is."""

Parameters = Mapping[str, Parameter | Limit]


def value_of(expression: Expression, values: Values, parameters: Parameters) -> Value | None:
    """Return the value of an expression, or None where it is unknown; the span of it where it is not the same on every day.

    An operation on `none` gives `none`, but `earliest`, `latest` and `first_of` leave `none` out.
    """
    match expression:
        case Name(name):
            return values.get(name)
        case ParameterRef(name):
            return parameters[name].value
        case Constant(value):
            return value
        case Call("value_on", (operand,), _, schedule):
            day = value_of(operand, values, parameters)
            if isinstance(day, Span):
                return _on_each(day, lambda one: _on_day(schedule, one))
            return _on_day(schedule, day) if isinstance(day, date) else day
        case Call(op, operands, calendar) if op not in ON_NUMBERS:
            return _call(op, operands, calendar, values, parameters)
        case Call():
            number = _number(expression, values, parameters)
            if isinstance(number, str) or number is None:
                return None if number == _UNKNOWN else NONE
            return _from(*map(_written, number))


def _call(
    op: Operation, operands: tuple[Expression, ...], calendar: Calendar | None, values: Values, parameters: Parameters
) -> Value | None:
    if op == "first_of":
        for operand in operands:
            value = value_of(operand, values, parameters)
            if value != NONE:
                return value
        return NONE
    found = [value_of(operand, values, parameters) for operand in operands]
    if op == "earliest" or op == "latest":
        known = [_ends(value) for value in found if isinstance(value, (date, Span))]
        if None in found:
            return None
        if not known:
            return NONE
        choose = min if op == "earliest" else max
        return _from(choose(early for early, _ in known), choose(late for _, late in known))
    if NONE in found:
        return NONE
    if None in found:
        return None
    if any(isinstance(value, Span) for value in found):
        return _of_spans(op, operands, calendar, found, parameters)
    return _of_known(op, operands, calendar, found, parameters)


def _of_spans(
    op: Operation, operands: tuple[Expression, ...], calendar: Calendar | None, found: list[Value | None], parameters: Parameters
) -> Value | None:
    """Return what an operation gives where some operands are spans: from the least that it can be to the greatest.

    The month and the day of the week are looked at day by day. What lies between two days grows with the second and shrinks with the
    first; all else comes later, or is more, the later or more each operand is.
    """
    first, *others = map(_ends, found)
    if op in ("month_of", "weekday"):
        (value,) = found
        assert isinstance(value, Span)
        return _on_each(value, lambda day: _of_known(op, operands, calendar, [day], parameters))
    early, late = first[::-1] if op in ("years_between", "months_between", "working_days_between") else first
    low = _of_known(op, operands, calendar, [early, *(less for less, _ in others)], parameters)
    high = _of_known(op, operands, calendar, [late, *(more for _, more in others)], parameters)
    return None if low is None or high is None else _from(low, high)


def _ends(value: Anything) -> tuple[Anything, Anything]:
    """Return the least and the greatest that a known value can be."""
    return (value.first, value.last) if isinstance(value, Span) else (value, value)


def _from(low: Anything, high: Anything) -> Value:
    value: Value = low if low == high else Span(low, high)
    return value


def _on_each(days: Span, on: Callable[[date], Value | None]) -> Value | None:
    """Return from the least to the greatest value that there is on the days of a span; None where there is none on one of them."""
    assert isinstance(days.first, date) and isinstance(days.last, date)  # what is told of a day is told of days alone
    found: list[Anything] = [on(days.first + number * DAY) for number in range((days.last - days.first).days + 1)]
    return None if None in found else _from(min(found), max(found))


def _of_known(
    op: Operation, operands: tuple[Expression, ...], calendar: Calendar | None, found: list[Value | None], parameters: Parameters
) -> Value | None:
    """Return what an operation on days gives for operands that are known."""
    first, *others = found
    assert isinstance(first, date)
    match op:
        case "years_between" | "months_between":
            (second,) = others
            assert isinstance(second, date)
            return dates.years_between(first, second) if op == "years_between" else dates.months_between(first, second)
        case "add" | "subtract":
            return _moved(first, 1 if op == "add" else -1, operands[1:], parameters)
        case "year_of":
            return first.year
        case "month_of":
            return first.month
        case "weekday":
            return first.isoweekday()
        case "start_of_month":
            return first.replace(day=1)
        case "end_of_month":
            # The day before the first of the next month.
            return dates.add(first.replace(day=1), Period(1, "months")) - DAY
        case "start_of_year":
            return date(first.year, 1, 1)
        case "end_of_year":
            return date(first.year + 1, 1, 1) - DAY
        case "next_working_day" | "add_working_days" | "working_days_between":
            assert calendar is not None
            return _working(op, first, others, calendar)
        case "first_of" | "earliest" | "latest":
            raise AssertionError(op)  # see `_call`
        case "sum" | "difference" | "times" | "divided_by" | "percent_of" | "smallest" | "largest":
            raise AssertionError(op)  # see `_number`
        case "rounded" | "rounded_half_even" | "rounded_down" | "rounded_up" | "value_on":
            raise AssertionError(op)
        case _:
            assert_never(op)


def _on_day(schedule: Schedule | None, day: date) -> Value | None:
    """Return the last value that began on the day or before it; None before the first one and after the end."""
    assert schedule is not None
    if schedule.until is not None and day > schedule.until:
        return None
    begun = [value for start, value in schedule.values if start <= day]
    return begun[-1] if begun else None


_UNKNOWN: Final = "unknown"
_DIGITS: Final = 99


_Ends = tuple[Fraction, Fraction]
"""The least and the greatest that a number can be: the number twice, where it is known."""


def _number(expression: Expression, values: Values, parameters: Parameters) -> _Ends | str | None:
    """Return the exact number that an operation on numbers gives, `none`, or `_UNKNOWN`; None for an operation of another kind.

    Operations inside another hand it a fraction, and nothing is rounded but where the law says so.
    """
    if not isinstance(expression, Call) or expression.op not in ON_NUMBERS:
        return None
    found: list[_Ends | str] = []
    for operand in expression.operands:
        number = _number(operand, values, parameters)
        if number is None:
            value = value_of(operand, values, parameters)
            is_number = isinstance(value, (int, Decimal, Span))
            number = (Fraction(_ends(value)[0]), Fraction(_ends(value)[1])) if is_number else _UNKNOWN if value is None else NONE
        found.append(number)
    if NONE in found:
        return NONE
    numbers = [number for number in found if isinstance(number, tuple)]
    if len(numbers) < len(found):
        return _UNKNOWN
    if all(low == high for low, high in numbers):
        only = _of_numbers(expression.op, [low for low, _ in numbers])
        return only, only
    # No operation on numbers falls here and rises there with one of them while the others stay, so its ends lie at ends of theirs.
    corners = [_of_numbers(expression.op, list(chosen)) for chosen in product(*numbers)]
    return min(corners), max(corners)


def _of_numbers(op: Operation, numbers: list[Fraction]) -> Fraction:
    """Return what an operation gives for numbers that are known."""
    first, *others = numbers
    match op:
        case "sum":
            return sum(numbers, Fraction())
        case "difference":
            return first - sum(others)
        case "times":
            for other in others:
                first *= other
            return first
        case "divided_by":
            return first / others[0]
        case "percent_of":
            return first / 100 * others[0]
        case "smallest":
            return min(numbers)
        case "largest":
            return max(numbers)
        case "rounded_half_even":
            return round(first / others[0]) * others[0]
        case "rounded_down":
            return trunc(first / others[0]) * others[0]
        case "rounded_up":
            return (ceil if first > 0 else floor)(first / others[0]) * others[0]
        case "rounded":  # half a step farther from zero, and back to the whole step
            return trunc(first / others[0] + (Fraction(1, 2) if first > 0 else -Fraction(1, 2))) * others[0]
        case _:
            raise AssertionError(op)


def starts_of(expression: Expression) -> Iterator[Expression]:
    """Yield what a computation with numbers starts from: what lies between its operations is a fraction, which has no value of its own."""
    if isinstance(expression, Call) and expression.op in ON_NUMBERS:
        for operand in expression.operands:
            yield from starts_of(operand)
    else:
        yield expression


ON_NUMBERS: Final = frozenset(
    {"sum", "difference", "times", "divided_by", "percent_of", "smallest", "largest"}
    | {"rounded", "rounded_half_even", "rounded_down", "rounded_up"}
)


def _written(number: Fraction) -> Decimal:
    """Return a number that a decimal can hold."""
    with localcontext(Context(prec=_DIGITS, traps=[Inexact])):
        return Decimal(number.numerator) / Decimal(number.denominator)


def _moved(day: date, direction: int, operands: tuple[Expression, ...], parameters: Parameters) -> date:
    """Return a day moved by periods that are added together: first all years and months, then all weeks and days."""
    counts = dict.fromkeys(("years", "months", "weeks", "days"), 0)
    for operand in operands:
        assert isinstance(operand, ParameterRef)  # the loader accepts nothing else as a period
        period = parameters[operand.name]
        assert isinstance(period.value, (int, Decimal))
        counts[period.unit] += direction * int(period.value)
    day = dates.add(day, Period(12 * counts["years"] + counts["months"], "months"))
    return day + (7 * counts["weeks"] + counts["days"]) * DAY


def _working(op: Operation, day: date, others: list[Value | None], calendar: Calendar) -> Value | None:
    """Return what the calendar says of working days, counted day by day; None where a day lies outside its years."""
    if op == "next_working_day":
        while states(calendar, day) and not is_working_day(calendar, day):
            day += DAY
        return day if states(calendar, day) else None
    if op == "working_days_between":
        (end,) = others
        assert isinstance(end, date)
        if not states(calendar, day) or not states(calendar, end):
            return None
        early, late = sorted((day, end))
        between = sum(is_working_day(calendar, early + number * DAY) for number in range(1, (late - early).days + 1))
        return between if end >= day else -between
    left = sum(int(number) for number in others if isinstance(number, (int, Decimal)))
    step = DAY if left > 0 else -DAY
    left = abs(left)
    while left and states(calendar, day):
        day += step
        left -= states(calendar, day) and is_working_day(calendar, day)
    return day if states(calendar, day) else None


def compare(condition: Compare, values: Values, parameters: Parameters, scale: tuple[str, ...] | None = None) -> bool | None:
    """Return whether the comparison is true, false or (None) unknown.

    A date that is `none` is neither before nor after anything: every comparison but `is_not` and `not_in` is then
    false, `is: none` excepted. `scale` lists the words of an ordinal, lowest first.
    """
    left = values.get(condition.left.name)
    if left is None:
        return None
    rights = [value_of(right, values, parameters) for right in condition.right]
    if _are_spans(left, rights):
        return _compare_spans(condition, left, rights)
    right = rights[0]
    match condition.op:
        case "is":
            return None if right is None else left == right
        case "is_not":
            return None if right is None else left != right
        case "in":
            return True if left in rights else (None if None in rights else False)
        case "not_in":
            return False if left in rights else (None if None in rights else True)
        case "at_least" | "on_or_after":
            return _ordered(ge, left, right, scale)
        case "more_than" | "after":
            return _ordered(gt, left, right, scale)
        case "at_most" | "on_or_before":
            return _ordered(le, left, right, scale)
        case "less_than" | "before":
            return _ordered(lt, left, right, scale)
        case "between":
            return _both(_ordered(ge, left, right, scale), _ordered(le, left, rights[1], scale))
        case _:
            assert_never(condition.op)


def _are_spans(left: Value, rights: list[Value | None]) -> bool:
    return isinstance(left, Span) or any(isinstance(side, Span) for side in rights)


def _compare_spans(condition: Compare, left: Value, rights: list[Value | None]) -> bool | None:
    """Return whether a comparison is true on every day of the spans, or false on every day; it is unknown where the days differ."""
    same = [_same(left, right, side == condition.left) for side, right in zip(condition.right, rights, strict=True)]
    match condition.op:
        case "is" | "in" | "is_not" | "not_in":
            found = True if True in same else (None if None in same else False)
            return found if found is None or condition.op in ("is", "in") else not found
        case "at_least" | "on_or_after":
            return _never_less(left, rights[0], same[0])
        case "more_than" | "after":
            return _less(rights[0], left, same[0])
        case "at_most" | "on_or_before":
            return _never_less(rights[0], left, same[0])
        case "less_than" | "before":
            return _less(left, rights[0], same[0])
        case "between":
            return _both(_never_less(left, rights[0], same[0]), _never_less(rights[1], left, same[1]))
        case _:
            assert_never(condition.op)


def _same(left: Value, right: Value | None, is_itself: bool) -> bool | None:
    """Return whether two values are equal on every day, or on none."""
    if is_itself:
        return True
    if right is None:
        return None
    if isinstance(left, str) or isinstance(right, str):
        return left == right  # no day and no number is a word
    (early, late), (other_early, other_late) = _ends(left), _ends(right)
    if late < other_early or other_late < early:
        return False
    return True if early == late == other_early == other_late else None


def _less(one: Value | None, other: Value | None, same: bool | None) -> bool | None:
    """Return whether one value is less than another on every day, or on none."""
    if one == NONE or other == NONE:
        return False
    if one is None or other is None:
        return None
    (early, late), (other_early, other_late) = _ends(one), _ends(other)
    return True if late < other_early else False if same or early >= other_late else None


def _never_less(one: Value | None, other: Value | None, same: bool | None) -> bool | None:
    """Return whether one value is not less than another on every day, or is on every day; what is `none` is neither."""
    if one == NONE or other == NONE:
        return False
    less = _less(one, other, same)
    return None if less is None else not less


def _ordered(order: Callable[[Anything, Anything], bool], left: Value, right: Value | None, scale: tuple[str, ...] | None) -> bool | None:
    if left == NONE or right == NONE:
        return False
    if right is None:
        return None
    return order(left, right) if scale is None else order(scale.index(str(left)), scale.index(str(right)))


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def truth(condition: Condition, values: Values, parameters: Parameters, scales: Mapping[str, tuple[str, ...]]) -> bool | None:
    """Return the strong Kleene truth of a condition on facts alone (constraints; and the oracle of the tests)."""
    match condition:
        case Holds(name):
            value = values.get(name)
            return value if isinstance(value, bool) else None
        case Compare(_, left, _):
            return compare(condition, values, parameters, scales.get(left.name))
        case Not(item):
            inner = truth(item, values, parameters, scales)
            return None if inner is None else not inner
        case All(items):
            found = [truth(item, values, parameters, scales) for item in items]
            return False if False in found else (None if None in found else True)
        case Any(items):
            found = [truth(item, values, parameters, scales) for item in items]
            return True if True in found else (None if None in found else False)
