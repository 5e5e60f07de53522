"""What a question rests on: the equations below its formulas, what is demanded of their facts, and what is told anew.

Told anew, only where the solver errs, is what the calendar says of a day, and what exact numbers come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import z3

from .formulas import Encoder
from .truths import Counted, Formula


class EquationCone(NamedTuple):
    """What some formulas rest on: the places of equations and demands in `asserted`, the numbers of variables, and what is told anew.

    A model of these alone is one of all: each variable of another equation takes what that gives it, and no demand on
    other facts says anything of these.
    """

    equations: frozenset[int]
    variables: frozenset[int]
    facts: tuple[str, ...]
    counted: tuple[Counted, ...]


class Influence:
    """Follows the equations of an encoder, which grow."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._facts = {name: tuple(variables_in((term.known, term.value))) for name, term in encoder.facts.items()}
        self._seen = self._seen_anew = 0
        # Who asks whether a fact is known asks for its value: one that is stated must be possible.
        self._below: dict[int, tuple[int, ...]] = {variable: both for both in self._facts.values() for variable in both}
        self._equation: dict[int, int] = {}
        self._demands: dict[int, list[int]] = {}
        self._demanded: dict[int, tuple[int, ...]] = {}
        self._told: dict[int, Counted] = {}
        self._tells: set[int] = set()

    def reaches(self, formulas: Iterable[Formula]) -> bool:
        """Return whether one of the formulas rests on what is told anew."""
        return bool(self.cone(formulas).counted)

    def cone(self, formulas: Iterable[Formula]) -> EquationCone:
        """Return what the formulas rest on."""
        self._follow()
        equations, seen, waiting = set[int](), set[int](), list(variables_in(formulas))
        while waiting:
            variable = waiting.pop()
            if variable in seen:
                continue
            seen.add(variable)
            waiting += self._below.get(variable, ())
            if (equation := self._equation.get(variable)) is not None:
                equations.add(equation)
            for demand in self._demands.get(variable, ()):
                if demand not in equations:
                    equations.add(demand)
                    waiting += self._demanded[demand]
        facts = tuple(name for name, both in self._facts.items() if not seen.isdisjoint(both))
        return EquationCone(
            frozenset(equations), frozenset(seen), facts, tuple(one for number, one in self._told.items() if number in seen)
        )

    def _follow(self) -> None:
        encoder = self._encoder
        for counted in encoder.told_anew[self._seen_anew :]:
            value, told = counted.value.get_id(), counted.told.get_id()
            operands = tuple(variables_in(part for term in counted.operands for part in term))
            self._told[value] = counted
            self._tells.add(told)
            self._below[value] = self._below[told] = (value, told, *operands)
        for place, formula in enumerate(encoder.asserted[self._seen :], self._seen):
            self._enter(place, formula)
        self._seen, self._seen_anew = len(encoder.asserted), len(encoder.told_anew)

    def _enter(self, place: int, formula: Formula) -> None:
        defined = formula.arg(0).get_id() if z3.is_eq(formula) and is_variable(formula.arg(0)) else None
        if formula.get_id() in self._tells:  # an exact number, which always comes to something
            self._equation[formula.get_id()] = place
            return
        # An equation comes once, before what rests on it; a fact has none, and what more is said of a variable is demanded of it.
        if defined is not None and defined not in self._below:
            self._below[defined] = tuple(variables_in(formula.children()[1:]))
            self._equation[defined] = place
            return
        self._demanded[place] = tuple(variables_in((formula,)))
        waiting, seen = list(self._demanded[place]), set[int]()
        while waiting:
            variable = waiting.pop()
            if variable not in seen:
                seen.add(variable)
                waiting += self._below.get(variable, ())
                if variable not in self._equation:
                    self._demands.setdefault(variable, []).append(place)


def variables_in(formulas: Iterable[Formula]) -> Iterator[int]:
    """Yield the number of each variable in the formulas."""
    waiting, seen = list(formulas), set[int]()
    while waiting:
        formula = waiting.pop()
        if formula.get_id() in seen:
            continue
        seen.add(formula.get_id())
        if is_variable(formula):
            yield formula.get_id()
        else:
            waiting += formula.children()


def is_variable(formula: Formula) -> bool:
    """Return whether a formula is a variable of the solver."""
    return bool(z3.is_const(formula) and formula.decl().kind() == z3.Z3_OP_UNINTERPRETED)
