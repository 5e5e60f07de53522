"""Terms and conditions as variables of the solver, and a program as the truth of its nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from types import EllipsisType
from typing import Any as Anything
from typing import Final, NamedTuple, assert_never

import z3

from ..frozen import dataclass
from ..inference.arithmetic import MOST, Slope
from ..inference.clauses import Program
from ..inference.literals import Signed, is_positive, negative, node_of, positive
from ..model import (
    Value,
)
from ..terms import meaning
from ..terms.meaning import Connectives

Formula = Anything
"""A term of z3, whose Python operators no type stub describes."""


class Term(NamedTuple):
    """An expression: that it is known, its value where it is, and that it is `none`."""

    known: Formula
    value: Formula
    absent: Formula


class FormulaPair(NamedTuple):
    """A condition: that it holds and that it fails; neither while it is unknown, never both."""

    holds: Formula
    fails: Formula

    def opposite(self) -> FormulaPair:
        """Return the condition that holds where this one fails."""
        return FormulaPair(self.fails, self.holds)


@dataclass(frozen=True, eq=False)
class Formulas:
    """A program as formulas: the truth of each node."""

    program: Program
    nodes: tuple[FormulaPair, ...]

    @cached_property
    def _literals(self) -> Mapping[int, Signed]:
        found: dict[int, Signed] = {}
        for node, truth in enumerate(self.nodes):
            found.setdefault(truth.holds.get_id(), positive(node))
            found.setdefault(truth.fails.get_id(), negative(node))
        return found

    def signed(self, formula: Formula) -> Signed | None:
        """Return the signed literal that a variable stands for, or None where it is of no node."""
        return self._literals.get(formula.get_id())

    def literal(self, literal: Signed) -> Formula:
        """Return the variable that says that a signed literal is derived."""
        return self.truth(literal).holds

    def truth(self, literal: Signed) -> FormulaPair:
        """Return what a signed literal stands for, as a condition."""
        found = self.nodes[node_of(literal)]
        return found if is_positive(literal) else found.opposite()


class Day(NamedTuple):
    """The parts of a date, each counted from 0, the year from the base of the scope."""

    year: Formula
    month: Formula
    day: Formula


class Counted(NamedTuple):
    """What a calendar says of its operands by `tell`: that it says anything, and the value.

    Or what an exact number comes to, with its slope for each operand (`arithmetic.slopes`); a calendar has none.
    """

    tell: Callable[..., Value | None]
    operands: tuple[Term, ...]
    told: Formula
    value: Formula
    slopes: tuple[Slope, ...]

    def present(self, *besides: Formula) -> Formula:
        """Return that all operands are known days or numbers, and what is demanded besides; it may have no operands, and then it is so."""
        there = (z3.And(term.known, z3.Not(term.absent)) for term in self.operands)
        return z3.And([z3.BoolVal(True, self.told.ctx), *besides, *there])

    def lesson(self, at: Sequence[Formula], value: Formula | None) -> Formula:
        """Return what follows from what is told of these values of the operands: for them, and for all greater and smaller ones.

        Nothing is told of them where the value is None.
        """
        values = [term.value for term in self.operands]
        if value is None or not any(self.slopes):
            says = z3.Not(self.told) if value is None else z3.And(self.told, self.value == value)
            return z3.Implies(self.present(*(one == other for one, other in zip(values, at, strict=True))), says)
        here = list(zip(values, at, self.slopes, strict=True))
        least = [one >= other if slope > 0 else one <= other if slope else one == other for one, other, slope in here]
        most = [one <= other if slope > 0 else one >= other if slope else one == other for one, other, slope in here]
        return z3.And(z3.Implies(self.present(*least), self.value >= value), z3.Implies(self.present(*most), self.value <= value))

    def says(self, values: Sequence[Value | None]) -> Value | EllipsisType | None:
        """Return what is told of the operands, or `...` where these are numbers that no case comes to, so that nothing can be told."""
        try:
            value = self.tell(*values)
        except ArithmeticError:
            return ...
        return ... if isinstance(value, Decimal) and abs(value) >= MOST else value


def first(terms: Sequence[Term]) -> Term:
    """Return the first of the dates that is not `none`."""
    found = terms[-1]
    for term in reversed(terms[:-1]):
        found = Term(
            z3.And(term.known, z3.Or(z3.Not(term.absent), found.known)),
            z3.If(term.absent, found.value, term.value),
            z3.And(term.absent, found.absent),
        )
    return found


def extreme(terms: Sequence[Term], by: meaning.Relation, every: Formula) -> Term:
    """Return the earliest or latest of the dates, those that are `none` left out; `every` is that all are known."""
    value, absent = terms[0].value, terms[0].absent
    for term in terms[1:]:
        nearer = unsigned(by)(term.value, value)
        value = z3.If(z3.Or(absent, z3.And(z3.Not(term.absent), nearer)), term.value, value)
        absent = z3.And(absent, term.absent)
    return Term(every, value, absent)


def unsigned(relation: meaning.Relation) -> Callable[[Formula, Formula], Formula]:
    """Return the order of rows of bits without a sign."""
    found: Callable[[Formula, Formula], Formula]
    match relation:
        case "<":
            found = z3.ULT
        case "<=":
            found = z3.ULE
        case ">":
            found = z3.UGT
        case ">=":
            found = z3.UGE
        case _:
            assert_never(relation)
    return found


def _every(items: Sequence[FormulaPair]) -> FormulaPair:
    return FormulaPair(z3.And([item.holds for item in items]), z3.Or([item.fails for item in items]))


def _some(items: Sequence[FormulaPair]) -> FormulaPair:
    return FormulaPair(z3.Or([item.holds for item in items]), z3.And([item.fails for item in items]))


JOIN: Final[Connectives[FormulaPair]] = Connectives(_every, _some, FormulaPair.opposite)
