"""How far a change may go: the day or number from which on the answer is another, and in which direction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from ..frozen import dataclass
from ..inference import dates
from ..inference.forward import Engine
from ..law.compiled import CompiledLaws
from ..model import Case, Fact, Value
from .candidates import DAY
from .change import FARTHEST, Change, Move, finding_after, stretches

Border = Literal["at_most", "less_than", "at_least", "more_than"]
"""On which side of the border the answer is another, and whether it is so on the border itself."""

_STEP: Final = Decimal("0.01")
"""How near a number with decimals is tried to its border."""

_TRIED: Final = 8
"""At so many places between the border and the end of what is possible the answer is tried."""


@dataclass(frozen=True, slots=True)
class Region:
    """From the border on in one direction the change of one fact gives the answer `after`; days count as numbers."""

    move: Move
    border: Border
    value: Value


def region(case: Case, laws: CompiledLaws, engine: Engine, change: Change) -> Region | None:
    """Return the region around a change of one day or number, or None where it is of another kind or has no single border.

    The answer was tried on the border and beside it, at the end of what is possible, and between, at `_TRIED` places and in each
    stretch that a test of the conclusion tells apart.
    """
    if len(change.moves) != 1:
        return None
    move = change.moves[0]
    fact = laws.laws.vocabulary.facts[move.fact]
    if isinstance(move.new, bool) or not isinstance(move.new, (date, int, Decimal)):
        return None

    def turned(value: Value) -> bool:
        return finding_after(case, laws, engine, change.conclusion, move._replace(new=value)) == change.after

    upward = _is_upward(move)
    places = _places(fact, move, upward)
    if not places or not all(map(turned, places)):
        return None
    between = stretches(case, laws, change.conclusion, move.fact)
    if not all(turned(value) for value in between if (value > move.new if upward else value < move.new)):  # type: ignore[operator]
        return None
    border: Border = "at_least" if upward else "at_most"
    if not isinstance(move.new, Decimal) or not isinstance(move.old, Decimal):
        return Region(move, border, move.new)
    near = _nearest(move.old, move.new, turned)
    beyond = near - _STEP if upward else near + _STEP
    if _decimals(beyond) < _decimals(near):  # a rounder number is the border itself
        return Region(move, "more_than" if upward else "less_than", beyond)
    return Region(move, border, near)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # a fact is no infinity
    return max(0, -exponent)


def _is_upward(move: Move) -> bool:
    if isinstance(move.new, date):
        # An event that has not happened may come to happen on the day or later.
        return not isinstance(move.old, date) or move.new > move.old
    assert isinstance(move.new, (int, Decimal)) and isinstance(move.old, (int, Decimal))
    return move.new > move.old


def _places(fact: Fact, move: Move, upward: bool) -> list[Value]:
    """Return places from the changed value to the end of what is possible, both included; none where there is no end."""
    if isinstance(move.new, date):
        start = move.old if isinstance(move.old, date) else move.new
        end = (dates.add if upward else dates.subtract)(start, FARTHEST)
        span = (end - move.new).days
        return [move.new + DAY * (span * place // _TRIED) for place in range(_TRIED + 1)]
    last = fact.maximum if upward else fact.minimum
    if last is None:
        return []
    assert isinstance(move.new, (int, Decimal))
    kind: Callable[[Decimal], Value] = int if fact.type == "integer" else Decimal
    return [kind(Decimal(move.new) + (last - Decimal(move.new)) * place / _TRIED) for place in range(_TRIED + 1)]


def _nearest(old: Decimal, new: Decimal, turned: Callable[[Value], bool]) -> Decimal:
    """Return, by halving, the number nearest to the old one with which the answer is the other, in steps of `_STEP`."""
    sign = 1 if old > new else -1
    low, high = 0, int(abs(old - new) / _STEP)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if turned(new + sign * middle * _STEP) else (low, middle)
    return new + sign * low * _STEP
