"""Where a test turns along one fact, while all others stay: found by trying, since no formula is turned round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from ..inference.conditions import Values
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import Fact, Value
from .atoms import Atom

PARTS: Final = 100
"""A number with decimals is tried in hundredths."""

_PLACES: Final = 64
"""At so many places along all values of the fact the test is looked at first; between two that differ, by halving."""


class _Line(NamedTuple):
    size: int
    at: Callable[[int], Value]


def turns(atom: Atom, fact: Fact, known: Values) -> Iterator[Value]:
    """Yield the values of a fact on both sides of each place found at which a test turns.

    None of a test that turns at the dates and numbers of the law alone, of one that waits for other facts, and of a number without bounds.
    """
    line = _line(fact) if atom.turns_elsewhere else None
    if line is None:
        return
    values = dict(known)

    def outcome(place: int) -> list[bool | None]:
        values[fact.name] = line.at(place)
        return [edge.outcome(values) for edge in atom.edges]

    last = line.size - 1
    looked = {last * step // _PLACES for step in range(_PLACES + 1)}
    if fact.type == "date":  # a calendar of few years may lie between two of them
        near = {*atom.days, *atom.calendar_ends, *(value for value in known.values() if isinstance(value, date))}
        looked |= {(day - FIRST_DAY).days for day in near if FIRST_DAY <= day <= LAST_DAY}
    for (low, at_low), (high, at_high) in pairwise([(place, outcome(place)) for place in sorted(looked)]):
        for place in turning_places(low, high, at_low, at_high, outcome):
            yield from (line.at(place - 1), line.at(place))


def turning_places(
    low: int, high: int, at_low: list[bool | None], at_high: list[bool | None], outcomes: Callable[[int], list[bool | None]]
) -> Iterator[int]:
    """Yield, by halving, the places between two at which some outcome is another than at the place before."""
    waiting = [(low, high, at_low, at_high)]
    while waiting:
        low, high, at_low, at_high = waiting.pop()
        if at_low == at_high:
            continue
        if high - low == 1:
            yield high
            continue
        middle = (low + high) // 2
        at_middle = outcomes(middle)
        waiting += [(low, middle, at_low, at_middle), (middle, high, at_middle, at_high)]


def _line(fact: Fact) -> _Line | None:
    """Return all values that a date or number can have, in order; None of any other fact, and where nothing bounds them."""
    if fact.type == "date":
        first = FIRST_DAY.toordinal()
        return _Line(LAST_DAY.toordinal() - first + 1, lambda place: date.fromordinal(first + place))
    if fact.type not in ("integer", "decimal") or fact.minimum is None or fact.maximum is None:
        return None
    parts = 1 if fact.type == "integer" else PARTS
    low, high = int(fact.minimum * parts), int(fact.maximum * parts)
    return _Line(high - low + 1, lambda place: low + place if parts == 1 else Decimal(low + place) / parts)
