"""Calendar arithmetic under the policies that a law version declares."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from ..model import Period

# The policies declared in law.yaml that this module carries out; the loader accepts no others:
# month_end last_day (a day that a month lacks becomes its last day) and
# leap_day_birthday first_of_march (years are complete on 1 March where 29 February is missing).

FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2399, 12, 31)
"""The dates of cases and of the law; with the bounds on periods they keep every computed date inside the calendar."""


def add(day: date, period: Period) -> date:
    """Return `day` plus the period.

    Raises OverflowError outside the calendar's years 1 to 9999; the loader bounds dates and periods so that it cannot.
    """
    if period.unit == "days":
        return day + timedelta(days=period.count)
    if period.unit == "weeks":
        return day + timedelta(weeks=period.count)
    months = period.count * (12 if period.unit == "years" else 1)
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date outside the calendar")
    if day.day > 28:
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return date(year, month, day.day)


def together(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return periods as at most one of months and one of days, which meet a date in this order; none where they come to nothing."""
    months = days = 0
    for period in periods:
        if period.unit in ("years", "months"):
            months += period.count * (12 if period.unit == "years" else 1)
        else:
            days += period.count * (7 if period.unit == "weeks" else 1)
    return tuple(Period(count, unit) for count, unit in ((months, "months"), (days, "days")) if count)


def moved(day: date, periods: Iterable[Period]) -> date:
    """Return `day` plus the periods, one after the other; bounds as for `add`."""
    for period in periods:
        day = add(day, period)
    return day


def edge(day: date, side: Literal["first", "last"], of: Literal["year", "month"]) -> date:
    """Return the first or last day of the month or year that a day is in."""
    month = day.month if of == "month" else 1 if side == "first" else 12
    return date(day.year, month, 1 if side == "first" else calendar.monthrange(day.year, month)[1])


def part(day: date, of: Literal["year", "month", "week"]) -> int:
    """Return the year of a day, its month from 1 to 12, or its place in the week from 1 for Monday to 7."""
    return day.year if of == "year" else day.month if of == "month" else day.isoweekday()


def subtract(day: date, period: Period) -> date:
    """Return `day` minus the period; bounds as for `add`."""
    return add(day, Period(-period.count, period.unit))


def adder(periods: Sequence[Period]) -> Callable[[date], date]:
    """Return a function that gives what `moved` gives for these periods, with all that depends on them worked out."""
    if len(periods) != 1:
        return lambda day: moved(day, periods)
    (period,) = periods
    if period.unit in ("days", "weeks"):
        step = timedelta(**{period.unit: period.count})
        return lambda day: day + step
    months = period.count * (12 if period.unit == "years" else 1)

    def later(day: date) -> date:
        years, month = divmod(day.month - 1 + months, 12)
        # A day that every month has needs no look at the calendar.
        return date(day.year + years, month + 1, day.day) if day.day < 29 else add(day, period)

    return later


def years_between(start: date, end: date) -> int:
    """Return the completed years from `start` to `end`, negative where `end` comes first."""
    # INVARIANT: tuples compare month and day, so 29 February is passed on 1 March of a common year.
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def months_between(start: date, end: date) -> int:
    """Return the completed months from `start` to `end`; a month is complete on its last day where the day is missing."""
    months = (end.year - start.year) * 12 + end.month - start.month
    reached = end.day >= min(start.day, calendar.monthrange(end.year, end.month)[1])
    return months if reached else months - 1
