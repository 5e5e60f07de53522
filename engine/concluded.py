"""A comparison with conclusions that have a value, told as comparisons with the values that rules give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import TypeVar

from .model import All, Any, Compare, Condition, Constant, Expression, Name, Parameter, ParameterRef, ValueType
from .terms.comparisons import AMONG, Comparison, asks_whether_one_of, negation, parts_of, turned
from .terms.meaning import Connectives
from .walking import names_in

T = TypeVar("T")

Given = Sequence[tuple[Expression, T]]
"""The values that rules give a conclusion, each with that it is the value of the conclusion."""

ALWAYS, NEVER = All(()), Any(())


def names_any(test: Compare, values_of: Callable[[str], Given[T] | None]) -> bool:
    """Return whether a comparison names a conclusion, on either side: what `values_of` gives values, if none at all."""
    return any(values_of(name) is not None for name in names_in(test))


def compared(
    test: Compare,
    values_of: Callable[[str], Given[T] | None],
    parameters: Mapping[str, Parameter],
    decide: Callable[[Condition], T],
    join: Connectives[T],
) -> T:
    """Return a comparison of which some names are conclusions, in the form that `decide` gives to one of which none is.

    It holds where the conclusions have values that stand so to each other; `values_of` gives None for what is no conclusion. It
    fails where none of the values that are still possible do. What has no value stands in no order and is equal to nothing, so
    that `is_not` and `not_in` hold of it. What is equal to one of a list needs no value of the others.
    """
    holds = asks_whether_one_of(test.op) is not False
    op = test.op if holds else _opposite(test.op)
    asked = [(one, (side,)) for one, side in parts_of(op, test.right)] if op in AMONG else [(op, test.right)]
    ways = [
        _way(one, (left, *chosen), parameters, decide, join)
        for left in _values(test.left, values_of)
        for one, rights in asked
        for chosen in product(*(_values(side, values_of) for side in rights))
    ]
    found = join.some([way for way in ways if way is not None])
    return found if holds else join.opposite(found)


def _opposite(op: Comparison) -> Comparison:
    found = negation(op)
    assert found is not None  # what asks for none of a list has an opposite
    return found


def _values(side: Expression, values_of: Callable[[str], Given[T] | None]) -> Sequence[tuple[Expression, T | None]]:
    values = values_of(side.name) if isinstance(side, Name) else None
    return [(side, None)] if values is None else values


def _way(
    op: Comparison,
    chosen: Sequence[tuple[Expression, T | None]],
    parameters: Mapping[str, Parameter],
    decide: Callable[[Condition], T],
    join: Connectives[T],
) -> T | None:
    """Return that the conclusions have the values chosen, and that these stand as compared; None where they never do."""
    (left, _), *rights = chosen
    condition = of_values(op, left, [right for right, _ in rights], parameters)
    if condition == NEVER:
        return None
    concluded = [settled for _, settled in chosen if settled is not None]
    return join.every(concluded if condition == ALWAYS else [*concluded, decide(condition)])


def of_values(op: Comparison, left: Expression, rights: Sequence[Expression], parameters: Mapping[str, Parameter]) -> Condition:
    """Return a comparison of values as one of names: of a number or day of the law it is turned round, and of words it is decided."""
    match left:
        case Name():
            return Compare(op, left, tuple(rights))
        case ParameterRef(name):
            # Either end of `between` is told in the words of the type: a day is on or before another, a number at most another.
            type_: ValueType = "date" if isinstance(parameters[name].value, date) else "decimal"
            parts = tuple(_turned(part, left, right) for part, right in parts_of(op, rights, type_))
            return parts[0] if len(parts) == 1 else All(parts)
        case _:
            return ALWAYS if left in rights else NEVER


def _turned(op: Comparison, left: Expression, right: Expression) -> Condition:
    assert isinstance(right, Name)  # the loader lets no numbers of the law be compared with each other
    return Compare(turned(op), right, (left,))


def numbers_compared(test: Compare, values_of: Callable[[str], Given[T] | None]) -> Iterator[tuple[T, Expression]]:
    """Yield each value of a conclusion on the left side that meets, on the right, what is no name either: both are of the law."""
    for chosen in product(*(_values(side, values_of) for side in (test.left, *test.right))):
        (left, settled), *rights = chosen
        for right, _ in rights:
            if settled is not None and not isinstance(left, (Name, Constant)) and not isinstance(right, Name):
                yield settled, right
