"""Building derived values, each after those that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from ..diagnostics import Diagnostic, Problem
from ..inference.arithmetic import MOST, PLACES, Inexactness, extent, flaw_of
from ..model import (
    Call,
    Derived,
    Expression,
    Limit,
    Name,
    Parameter,
    Place,
    Text,
)
from ..terms.meaning import Edge, Shifted
from ..terms.operations import OPERATIONS
from ..terms.types import NUMBERS
from ..terms.units import PERIODS
from ..walking import parameters_of
from . import located
from .conditions import derivation
from .fields import (
    Problems,
    bilingual,
    mapping,
)
from .located import Scalar, Tree
from .problems.rules import (
    CircleOfDerived,
    DerivedBeyondCalendar,
    DerivedFromItself,
    DerivedWithoutLabel,
    DividedByZero,
    InexactNumber,
    NoStep,
    TooGreatNumber,
    UnboundedNumber,
)
from .scopes import Declared, Scope


def derive_all(trees: Mapping[str, tuple[Scalar, Tree]], scope: Scope, problems: Problems) -> dict[str, Derived]:
    """Return the derived values, each built after those that it rests on, so that types can be inferred."""
    done: dict[str, Derived] = {}
    failed: set[str] = set()
    reached: dict[str, int] = {}
    extents = dict(scope.extents)

    def build(name: str, path: tuple[str, ...]) -> None:
        if name in done or name in failed:
            return
        key, tree = trees[name]
        if name in path:
            circle = path[path.index(name) :]
            problems.append(_circle(circle, trees))
            failed.update(circle)
            return
        for used in _names_in(tree):
            if used in trees:
                build(used, (*path, name))
                if name in failed:
                    return
                if used in failed:
                    failed.add(name)
                    return
        found = mapping(tree, ("den beregnede verdien `{}`", "derived value `{}`", name), problems)
        if found is None:
            failed.add(name)
            return
        labels = [value for k, value in found if k.text == "label"]
        if not labels:
            problems.append(DerivedWithoutLabel(name=name).at(key.place))
        label = bilingual(labels[0], ("betegnelsen", "the label"), problems) if labels else None
        here = replace(
            scope, names={**scope.names, **{d.name: Declared("derived", d.type, d.unit, None, False, d.place) for d in done.values()}}
        )
        typed = derivation(tree, here, problems)
        if typed is None or label is None:
            failed.add(name)
            return
        flaw = flaw_of(typed.expression, extents, scope.parameters)
        if flaw is not None:
            problems.append(_inexact(name, *flaw, scope).at(key.place, *_related(flaw[1], scope)))
            failed.add(name)
            return
        if typed.type in NUMBERS:
            extents[name] = extent(typed.expression, extents, scope.parameters)
        reached[name] = reach(typed.expression, lambda period: _years_of(scope.parameters[period]), reached)
        if reached[name] > _FARTHEST:
            problems.append(DerivedBeyondCalendar(name=name, years=reached[name]).at(key.place))
            failed.add(name)
            return
        done[name] = Derived(name, typed.expression, label, typed.type, typed.unit, key.place)

    for name in trees:
        build(name, ())
    return done


def _inexact(name: str, flaw: Inexactness, cause: str, scope: Scope) -> Problem:
    """Return why a computed number cannot always be written down; `cause` is a parameter, or what the number is computed from."""
    match flaw:
        case "divided by zero":
            return DividedByZero(name=name, parameter=cause)
        case "no step":
            return NoStep(name=name, parameter=cause)
        case "unbounded":
            return UnboundedNumber(name=name, number=cause)
        case "inexact":
            return InexactNumber(name=name, places=PLACES)
        case "too great":
            return TooGreatNumber(name=name, most=MOST)
        case _:
            assert_never(flaw)


def _related(cause: str, scope: Scope) -> tuple[tuple[Place, Text], ...]:
    parameter, declared = scope.parameters.get(cause), scope.names.get(cause)
    if parameter is not None:
        return ((parameter.place, Text(f"den er {parameter.value} her", f"it is {parameter.value} here")),)
    return ((declared.place, Text(f"`{cause}` står her", f"`{cause}` is here")),) if declared is not None else ()


def _circle(circle: Sequence[str], trees: Mapping[str, tuple[Scalar, Tree]]) -> Diagnostic:
    first, *others = circle
    steps = " → ".join(f"`{name}`" for name in (*circle, first))
    kind = CircleOfDerived if others else DerivedFromItself
    return kind(steps=steps).at(trees[first][0].place, *((trees[n][0].place, Text(f"`{n}` står her", f"`{n}` is here")) for n in others))


_FARTHEST = 1500


def reach(item: Expression, years: Callable[[str], int], known: Mapping[str, int]) -> int:
    """Return how many years any date that is computed for a value can lie from the dates of the case, the law and the calendar.

    `years` gives the length of a parameter that is a period, rounded up; `known` what this function gives for derived values.
    """
    match item:
        case Name(name):
            return known.get(name, 0)
        case Call(op, operands):
            farthest = max(reach(operand, years, known) for operand in operands)
            match OPERATIONS[op].value:
                case Shifted():
                    return farthest + sum(years(name) for period in operands[1:] for name in parameters_of(period))
                case Edge():
                    return farthest + 1
            return farthest
    return 0


def _years_of(parameter: Parameter | Limit) -> int:
    return -(-parameter.value // PERIODS[parameter.unit]) if isinstance(parameter.value, int) else 0


def _names_in(tree: Tree) -> list[str]:
    if isinstance(tree, Scalar):
        return [tree.text]
    if isinstance(tree, located.Sequence):
        return [n for item in tree.items for n in _names_in(item)]
    return [n for key, value in tree.entries if key.text in (*OPERATIONS, "value", "fact") for n in _names_in(value)]
