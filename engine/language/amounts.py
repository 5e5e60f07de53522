"""Reading the value and the unit of a parameter: a number, a period, a level or a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import Exact
from ..terms.units import CALLED as UNITS_CALLED
from ..terms.units import PERIODS
from .fields import Fields, Noun, Problems, calendar_date, decimal, quoted, text, word
from .located import Scalar, Tree
from .problems.fields import UnknownUnit
from .problems.rules import DateOutsideCalendar, NotAPeriod

_LONGEST_PERIOD = 1200
"""In whatever unit: keeps every date that can be computed inside the calendar."""


def unit_of(tree: Tree, units: Collection[str], problems: Problems) -> str | None:
    """Return a unit of the language, or one that the vocabulary declares."""
    return word(tree, ("en enhet", "a unit"), units, problems, UnknownUnit, called=UNITS_CALLED)


def day_of_law(key: Scalar, field: str, tree: Tree, problems: Problems) -> date | None:
    """Return a day that a field of a parameter states, which may be any that a case can have."""
    noun: Noun = ("verdien", "the value") if field == "value" else quoted(field)
    value = calendar_date(tree, noun, problems)
    if value is not None and not FIRST_DAY <= value <= LAST_DAY:
        outside = DateOutsideCalendar(parameter=key.text, value=value.isoformat(), first=FIRST_DAY.year, last=LAST_DAY.year)
        problems.append(outside.at(tree.place))
        return None
    return value


def amount(key: Scalar, found: Fields, units: Collection[str], problems: Problems) -> tuple[Exact, str] | None:
    """Return the value and the unit of a parameter, whose fields `value` and `unit` are there; None where they state none."""
    unit = unit_of(found["unit"], units, problems)
    if unit is None:
        return None
    value: Exact | None
    if unit == "date":
        value = day_of_law(key, "value", found["value"], problems)
    elif unit == "level":
        value = text(found["value"], ("verdien", "the value"), problems)
    else:
        number = decimal(found["value"], ("verdien", "the value"), problems)
        value = int(number) if isinstance(number, Decimal) and number == number.to_integral_value() else number
        if number is not None and unit in PERIODS and not (isinstance(value, int) and 0 <= value <= _LONGEST_PERIOD):
            problems.append(NotAPeriod(parameter=key.text, number=number, unit=unit, longest=_LONGEST_PERIOD).at(found["value"].place))
            return None
    return (value, unit) if value is not None else None
