"""Where a test on a computed number turns along one fact, while all others stay: found by trying, since no formula is turned round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
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
    """Yield the values of a fact on both sides of each place found at which a test on computed numbers turns.

    None of a test that computes nothing, of one that waits for other facts, and of a number without bounds.
    """
    line = _line(fact) if atom.computes else None
    if line is None:
        return
    values = dict(known)

    def outcome(place: int) -> bool | None:
        values[fact.name] = line.at(place)
        return atom.outcome(values)

    last = line.size - 1
    looked = sorted({last * step // _PLACES for step in range(_PLACES + 1)})
    found = [outcome(place) for place in looked]
    for low, high, at_low, at_high in zip(looked, looked[1:], found, found[1:], strict=False):
        if at_low != at_high:
            place = _turn(low, high, at_low, outcome)
            yield from (line.at(place - 1), line.at(place))


def _turn(low: int, high: int, at_low: bool | None, outcome: Callable[[int], bool | None]) -> int:
    """Return a place between two that differ whose outcome is another than that of the place before."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if outcome(middle) == at_low else (low, middle)
    return high


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
