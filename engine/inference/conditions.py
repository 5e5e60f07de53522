"""Conditions on typed values: what a derived value is, and whether a comparison is true, false or unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any as Anything
from typing import Final

from ..model import (
    NONE,
    All,
    Any,
    Call,
    Compare,
    Condition,
    Constant,
    Expression,
    Holds,
    Name,
    Not,
    Parameter,
    ParameterRef,
    Period,
    Value,
)
from . import dates

Values = Mapping[str, Value]
"""Known values by name, facts and derived; a name that is absent is unknown."""

Parameters = Mapping[str, Parameter]

# The operands are known and of one type, which the loader has checked; `Anything` spares a cast per operator.
COMPARISONS: Final[Mapping[str, Callable[[Anything, Anything], bool]]] = {
    "at_least": lambda a, b: a >= b,
    "more_than": lambda a, b: a > b,
    "at_most": lambda a, b: a <= b,
    "less_than": lambda a, b: a < b,
    "before": lambda a, b: a < b,
    "on_or_before": lambda a, b: a <= b,
    "after": lambda a, b: a > b,
    "on_or_after": lambda a, b: a >= b,
    "is": lambda a, b: a == b,
    "is_not": lambda a, b: a != b,
}


def value_of(expression: Expression, values: Values, parameters: Parameters) -> Value | None:
    """Return the value of an expression, or None where it is unknown.

    An operation on `none` gives `none`, but `earliest`, `latest` and `first_of` leave `none` out.
    """
    match expression:
        case Name(name):
            return values.get(name)
        case ParameterRef(name):
            return parameters[name].value
        case Constant(value):
            return value
        case Call(op, operands):
            return _call(op, operands, values, parameters)


def _call(op: str, operands: tuple[Expression, ...], values: Values, parameters: Parameters) -> Value | None:
    if op == "first_of":
        for operand in operands:
            value = value_of(operand, values, parameters)
            if value != NONE:
                return value
        return NONE
    found = [value_of(operand, values, parameters) for operand in operands]
    if op in ("earliest", "latest"):
        known = [value for value in found if isinstance(value, date)]
        if None in found:
            return None
        if not known:
            return NONE
        return min(known) if op == "earliest" else max(known)
    if NONE in found:
        return NONE
    if None in found:
        return None
    if op == "sum":
        return sum((Decimal(number) for number in found if isinstance(number, (int, Decimal))), Decimal(0))
    first, second = found
    if isinstance(first, date) and isinstance(second, date):
        return dates.years_between(first, second) if op == "years_between" else dates.months_between(first, second)
    assert isinstance(first, date) and isinstance(second, (int, Decimal))
    period = Period(int(second), _unit(operands[1], parameters))
    return dates.add(first, period) if op == "add" else dates.subtract(first, period)


def _unit(operand: Expression, parameters: Parameters) -> str:
    assert isinstance(operand, ParameterRef)  # the loader accepts nothing else as a period
    return parameters[operand.name].unit


def compare(condition: Compare, values: Values, parameters: Parameters, scale: tuple[str, ...] | None = None) -> bool | None:
    """Return whether the comparison is true, false or (None) unknown.

    A date that is `none` is neither before nor after anything: every comparison but `is_not` and `not_in` is then
    false, `is: none` excepted. `scale` lists the words of an ordinal, lowest first.
    """
    left = values.get(condition.left.name)
    if left is None:
        return None
    rights = [value_of(right, values, parameters) for right in condition.right]
    match condition.op:
        case "in":
            return True if left in rights else (None if None in rights else False)
        case "not_in":
            return False if left in rights else (None if None in rights else True)
        case "between":
            return _both(_single("at_least", left, rights[0], scale), _single("at_most", left, rights[1], scale))
        case op:
            return _single(op, left, rights[0], scale)


def _single(op: str, left: Value, right: Value | None, scale: tuple[str, ...] | None) -> bool | None:
    if op not in ("is", "is_not"):
        if left == NONE or right == NONE:
            return False
        if right is not None and scale is not None:
            return COMPARISONS[op](scale.index(str(left)), scale.index(str(right)))
    return None if right is None else COMPARISONS[op](left, right)


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
