"""What the formulas speak about: which dates and numbers a case may hold there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import (
    Laws,
    Parameter,
)
from ..terms.units import PERIODS

_YEARS_AROUND = 80
"""How many years before the first date of the law and after the last one the dates of a case may lie: a life."""


@dataclass(frozen=True, slots=True)
class Universe:
    """What the formulas speak about: dates of the years `first` to `last`, numbers in steps of 1 / `scale`.

    Year 0 of a formula is the year `base`, a multiple of four; `bits` hold every year that can be computed.
    """

    first: int
    last: int
    base: int
    bits: int
    scale: int


def scope_of(laws: Laws) -> Universe:
    """Return years that lie a life around the dates of all versions, and steps a hundred times as fine as their numbers."""
    parameters = [parameter for version in laws.versions for parameter in version.parameters.values()]
    days = [p.value for p in parameters if isinstance(p.value, date)] + [version.effective_from for version in laws.versions]
    first = max(FIRST_DAY.year, min(day.year for day in days) - _YEARS_AROUND)
    last = min(LAST_DAY.year, max(day.year for day in days) + _YEARS_AROUND)
    # No computed date is farther from a fact than all periods of its version together, each used twice.
    reach = 2 * max(sum(_years(p) for p in version.parameters.values()) for version in laws.versions)
    numbers = [Decimal(p.value) for p in parameters if isinstance(p.value, (int, Decimal)) and not isinstance(p.value, bool)]
    numbers += [bound for fact in laws.vocabulary.facts.values() for bound in (fact.minimum, fact.maximum) if bound is not None]
    calendar = laws.vocabulary.calendar
    low, high = (first, last) if calendar is None else (min(first, calendar.start), max(last, calendar.end))
    base = (low - reach) // 4 * 4 - 4
    places = max((-int(number.normalize().as_tuple().exponent) for number in numbers), default=0)
    return Universe(first, last, base, (high + reach - base).bit_length(), 10 ** (max(places, 0) + 2))


def _years(parameter: Parameter) -> int:
    """Return a whole number of years that is longer than the period that a parameter is; 0 where it is none."""
    per_year = PERIODS.get(parameter.unit)
    return abs(parameter.value) // per_year + 1 if per_year and isinstance(parameter.value, int) else 0
