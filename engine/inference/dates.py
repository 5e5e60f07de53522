"""Calendar arithmetic under the policies that a law version declares."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

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


def subtract(day: date, period: Period) -> date:
    """Return `day` minus the period; bounds as for `add`."""
    return add(day, Period(-period.count, period.unit))


def adder(period: Period) -> Callable[[date], date]:
    """Return a function that gives what `add` gives for this period, with all that depends on the period worked out."""
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
