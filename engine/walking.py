"""The one walk over rules, conditions and expressions: their parts, their leaves, and a condition put together anew from its leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar, assert_never

from .graph import reached
from .model import All, Any, Call, Compare, Condition, Derived, Expression, Holds, Name, Not, ParameterRef, Rule, Schedule
from .terms.meaning import Connectives

T = TypeVar("T")

Leaf = Holds | Compare
Way = tuple[int, ...]
"""Leads from a condition to one inside it: the number of an item of a list, 0 for what is negated."""


class Part(NamedTuple):
    """A condition that a rule sets: `when`, an exception, or an end of its life, with the key and number under which it stands."""

    role: Literal["when", "unless", "in_force"]
    key: str
    number: int
    condition: Condition


def parts(rule: Rule) -> Iterator[Part]:
    """Yield every condition of a rule: `when`, the exceptions, then the ends of its life as the comparisons that they stand for."""
    yield Part("when", "when", 0, rule.when)
    for number, exception in enumerate(rule.unless):
        yield Part("unless", "unless", number, exception)
    for number, (key, end) in enumerate(ends_of(rule)):
        yield Part("in_force", key, number, end)


def ends_of(rule: Rule) -> Iterator[tuple[str, Compare]]:
    """Yield the ends of the life of a rule: the key, and the comparison that it stands for."""
    if rule.in_force and rule.in_force.start:
        yield "from", Compare("on_or_after", rule.in_force.on, (rule.in_force.start,))
    if rule.in_force and rule.in_force.end:
        yield "to", Compare("on_or_before", rule.in_force.on, (rule.in_force.end,))


# ---------------------------------------------------------------- conditions


def fold(condition: Condition, leaf: Callable[[Leaf], T], join: Connectives[T]) -> T:
    """Return a condition in the form that `leaf` gives to its atomic conditions and `join` puts together."""
    match condition:
        case Holds() | Compare():
            return leaf(condition)
        case Not(item):
            return join.opposite(fold(item, leaf, join))
        case All(items):
            return join.every([fold(item, leaf, join) for item in items])
        case Any(items):
            return join.some([fold(item, leaf, join) for item in items])
        case _:
            assert_never(condition)


def walk(condition: Condition, way: Way = ()) -> Iterator[tuple[Way, Condition]]:
    """Yield a condition and every one inside it with the way to it, outer ones first, in the order written."""
    yield way, condition
    for number, item in enumerate(items_of(condition)):
        yield from walk(item, (*way, number))


def items_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside a condition."""
    match condition:
        case All(items) | Any(items):
            return items
        case Not(item):
            return (item,)
        case Holds() | Compare():
            return ()
        case _:
            assert_never(condition)


def key_of(condition: All | Any | Not) -> Literal["all", "any", "not"]:
    """Return the word under which the items of a condition stand in a rule file."""
    return "all" if isinstance(condition, All) else "any" if isinstance(condition, Any) else "not"


def at(condition: Condition, way: Way) -> Condition:
    """Return the condition to which a way leads."""
    for number in way:
        condition = items_of(condition)[number]
    return condition


def replaced(condition: Condition, way: Way, by: Condition) -> Condition:
    """Return a condition with what a way leads to replaced."""
    if not way:
        return by
    match condition:
        case Not(item):
            return Not(replaced(item, way[1:], by))
        case All(items) | Any(items):
            number = way[0]
            return type(condition)((*items[:number], replaced(items[number], way[1:], by), *items[number + 1 :]))
        case _:
            raise LookupError(way)


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """Yield the atomic conditions of a condition, in the order written."""
    if isinstance(condition, (Holds, Compare)):
        yield condition
    else:
        for item in items_of(condition):
            yield from leaves_of(item)


def names_in(condition: Condition) -> Iterator[str]:
    """Yield the names that a condition uses, in the order written."""
    for leaf in leaves_of(condition):
        if isinstance(leaf, Holds):
            yield leaf.name
        else:
            yield leaf.left.name
            for expression in leaf.right:
                yield from names_of(expression)


def parameters_in(condition: Condition) -> Iterator[str]:
    """Yield the parameters that a condition names, in the order written."""
    for leaf in leaves_of(condition):
        for expression in leaf.right if isinstance(leaf, Compare) else ():
            yield from parameters_of(expression)


# ---------------------------------------------------------------- expressions


def expressions_in(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and every one inside it, outer ones first, in the order written."""
    yield expression
    for operand in expression.operands if isinstance(expression, Call) else ():
        yield from expressions_in(operand)


def names_of(expression: Expression) -> Iterator[str]:
    """Yield the facts and derived values that an expression uses directly."""
    if isinstance(expression, Name):
        yield expression.name
    elif isinstance(expression, Call):
        for operand in expression.operands:
            yield from names_of(operand)


def asks_calendar(expression: Expression) -> bool:
    """Return whether an expression counts working days by a calendar."""
    return any(isinstance(part, Call) and part.calendar is not None for part in expressions_in(expression))


def schedules_of(expression: Expression) -> Iterator[Schedule]:
    """Yield the schedules in which an expression looks values up itself."""
    return (part.schedule for part in expressions_in(expression) if isinstance(part, Call) and part.schedule is not None)


def parameters_of(expression: Expression) -> Iterator[str]:
    """Yield the parameters that an expression names directly."""
    return (part.name for part in expressions_in(expression) if isinstance(part, ParameterRef))


def names_behind(names: Iterable[str], derived: Mapping[str, Derived]) -> list[str]:
    """Return the names, and all that the derived values among them rest on, directly or through others."""
    return reached(names, lambda name: names_of(derived[name].expression) if name in derived else ())
