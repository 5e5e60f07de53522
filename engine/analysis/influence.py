"""How far what the solver is told only where it errs reaches: what the calendar says of a day, and exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import z3

from .formulas import Encoder
from .truths import Formula


class Influence:
    """Follows the equations of an encoder, which grow.

    Of formulas that rest on nothing told anew, every model of the solver is a case: what the calendar says, and whatever rests on
    that, can be set right in it and leaves the formulas as they are. That holds while each variable that rests on it has an equation
    of its own and nothing else is demanded of it; where more is, as where a constraint rests on the calendar, all formulas rest on it.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._facts = {variable for term in encoder.facts.values() for variable in _variables((term.known, term.value))}
        self._seen = self._seen_anew = 0
        self._told: set[int] = set()
        self._reached: set[int] = set()
        self._all = False

    def reaches(self, formulas: Iterable[Formula]) -> bool:
        """Return whether one of the formulas rests on what is told anew, or could."""
        encoder = self._encoder
        for counted in encoder.told_anew[self._seen_anew :]:
            self._told.add(counted.told.get_id())
            self._reached |= {counted.told.get_id(), counted.value.get_id()}
        for formula in encoder.asserted[self._seen :]:
            self._follow(formula)
        self._seen, self._seen_anew = len(encoder.asserted), len(encoder.told_anew)
        return self._all or not self._reached.isdisjoint(_variables(formulas))

    def _follow(self, formula: Formula) -> None:
        if formula.get_id() in self._told:  # an exact number, which always comes to something
            return
        if self._reached.isdisjoint(_variables((formula,))):
            return
        defined = formula.arg(0).get_id() if z3.is_eq(formula) and _is_variable(formula.arg(0)) else None
        # An equation comes once, before what rests on it; a fact has none.
        if defined is None or defined in self._reached or defined in self._facts:
            self._all = True
        else:
            self._reached.add(defined)


def _variables(formulas: Iterable[Formula]) -> Iterator[int]:
    """Yield the number of each variable in the formulas."""
    waiting, seen = list(formulas), set[int]()
    while waiting:
        formula = waiting.pop()
        if formula.get_id() in seen:
            continue
        seen.add(formula.get_id())
        if _is_variable(formula):
            yield formula.get_id()
        else:
            waiting += formula.children()


def _is_variable(formula: Formula) -> bool:
    return bool(z3.is_const(formula) and formula.decl().kind() == z3.Z3_OP_UNINTERPRETED)
