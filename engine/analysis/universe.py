"""What the formulas speak about: which dates and numbers a case may hold there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from ..frozen import dataclass
from ..graph import upward
from ..inference.arithmetic import MOST, PLACES, is_arithmetic
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..language.derived import reach
from ..model import (
    Call,
    Expression,
    Laws,
    LawVersion,
    Name,
    Value,
)
from ..terms.meaning import Total
from ..terms.operations import OPERATIONS
from ..terms.units import PERIODS
from ..walking import names_of

MONTH_BITS: Final = 4
DAY_BITS: Final = 5

_YEARS_AROUND = 80
"""How many years before the first date of the law and after the last one the dates of a case may lie: a life."""

_FARTHEST = 10_000
"""The greatest number of a fact that the vocabulary does not bound; twice the greatest number of the law where that is more."""

_LONGEST_YEAR = 366


@dataclass(frozen=True, slots=True)
class Universe:
    """What the formulas speak about: dates of the years `first` to `last`, numbers in steps of 1 / `scale`.

    Year 0 of a formula is the year `base`, a multiple of four. `bits` hold every year that is computed: none lies more than
    `reach` years from those of the dates that it is computed from. Facts without bounds have numbers from minus `farthest` to
    `farthest`. No number of a fact, of the law or of two dates is greater than `largest`, whatever its sign, and no sum adds more
    than `addends` of them together, so `number_bits` hold every number that is computed, in steps and with its sign.
    """

    first: int
    last: int
    base: int
    bits: int
    reach: int
    scale: int
    farthest: int
    largest: int
    addends: int
    number_bits: int


def scope_of(laws: Laws) -> Universe:
    """Return years that lie a life around the dates of all versions, and steps a hundred times as fine as their numbers.

    There is room for each number of the law to be one higher or lower.
    """
    stated = [value for version in laws.versions for value in _stated(version)]
    days = [value for value in stated if isinstance(value, date)] + [version.effective_from for version in laws.versions]
    first = max(FIRST_DAY.year, min(day.year for day in days) - _YEARS_AROUND)
    last = min(LAST_DAY.year, max(day.year for day in days) + _YEARS_AROUND)
    farthest_date = max(reach_of(version, 1) for version in laws.versions)
    numbers = [Decimal(value) for value in stated if isinstance(value, (int, Decimal)) and not isinstance(value, bool)]
    numbers += [bound for fact in laws.vocabulary.facts.values() for bound in (fact.minimum, fact.maximum) if bound is not None]
    calendar = laws.vocabulary.calendar
    low, high = (first, last) if calendar is None else (min(first, calendar.start), max(last, calendar.end))
    base = (low - farthest_date) // 4 * 4 - 4
    bits = (high + farthest_date - base).bit_length()
    places = max((-int(number.normalize().as_tuple().exponent) for number in numbers), default=0)
    decimals, computed = _computed(laws)
    scale = 10 ** max(places + 2, 2, decimals)
    farthest = max([_FARTHEST, *(2 * int(abs(number) + 1) for number in numbers)])
    # A number is one of a fact or of the law, of the months between two days, of a year and its leap days, of working days, or computed.
    largest = max(farthest, 12 << bits, 2 * (base + (1 << bits)), _LONGEST_YEAR * (high - low + 1), computed)
    addends = max(addends_of(version) for version in laws.versions)
    # Dates and numbers are told apart by how many bits they have.
    number_bits = max((largest * addends * scale).bit_length() + 1, bits + MONTH_BITS + DAY_BITS + 1)
    return Universe(first, last, base, bits, farthest_date, scale, farthest, largest, addends, number_bits)


def _stated(version: LawVersion) -> Iterator[Value]:
    """Yield the values of a version's parameters, of those with values by date their days too."""
    yield from (parameter.value for parameter in version.parameters.values())
    for scheduled in version.schedules.values():
        yield from (part for value in scheduled.schedule.values for part in value)
        if scheduled.schedule.until is not None:
            yield scheduled.schedule.until


def _computed(laws: Laws) -> tuple[int, int]:
    """Return how many decimals exact arithmetic gives, and how great its numbers can be; nothing where no version has any."""
    exact = any(is_arithmetic(derived.expression) for version in laws.versions for derived in version.derived.values())
    return (PLACES, MOST) if exact else (0, 0)


def reach_of(version: LawVersion, longer: int = 0) -> int:
    """Return how many years the dates that a version computes can lie from the others, with each of its periods so much longer."""

    def years(name: str) -> int:
        parameter = version.parameters[name]
        per_year = PERIODS.get(parameter.unit)
        return -(-(abs(int(parameter.value)) + longer) // per_year) if per_year and isinstance(parameter.value, (int, Decimal)) else 0

    known: dict[str, int] = {}
    for name in _in_order(version):
        known[name] = reach(version.derived[name].expression, years, known)
    return max(known.values(), default=0)


def addends_of(version: LawVersion) -> int:
    """Return how many numbers a sum of the version adds together at most, those of the sums in it included."""
    known: dict[str, int] = {}

    def count(item: Expression) -> int:
        match item:
            case Name(name):
                return known.get(name, 1)
            case Call(op, operands) if isinstance(OPERATIONS[op].value, Total):
                return sum(count(operand) for operand in operands)
            case Call(_, operands):
                return max(count(operand) for operand in operands)
        return 1

    for name in _in_order(version):
        known[name] = count(version.derived[name].expression)
    return max(known.values(), default=1)


def _in_order(version: LawVersion) -> Iterable[str]:
    """Return the names of the derived values, each after those that it rests on."""
    return upward({name: [below for below in names_of(d.expression) if below in version.derived] for name, d in version.derived.items()})
