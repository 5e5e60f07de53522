"""Calendar arithmetic on columns of day numbers, by tables: exactly what `dates` gives, for many rows at once.

A day number counts days from 1 January 1970, as Polars counts them. Where the calendar's months matter, a table holds the
answer for every day there can be, so that the month-end policy stands in one line below and no library's own policy is used.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

import polars as pl

from ..model import Period
from . import dates
from .working_days import WorkingDays

EPOCH: Final = date(1970, 1, 1)
"""Day number 0."""

MONTH: Final = 32
"""A packed day is its month's number times `MONTH` plus the day of the month; months count from January of the year 0."""

YEAR: Final = 12 * MONTH


def day_number(day: date) -> int:
    """Return the number of a day."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number; raises OverflowError outside the calendar's years 1 to 9999."""
    return EPOCH + timedelta(days=number)


def add(days: pl.Expr, period: Period, first: date, last: date) -> pl.Expr:
    """Return what `dates.add` gives for a column of numbers of days from `first` to `last`."""
    if period.unit == "days":
        return days + period.count
    if period.unit == "weeks":
        return days + 7 * period.count
    # Where the bounds stay inside the calendar, all between them does.
    dates.add(first, period), dates.add(last, period)
    return _looked_up(_later(period.count * (12 if period.unit == "years" else 1), first, last), days, first)


def years_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return the completed years between two columns of packed days, as `dates.years_between`."""
    return (end - start) // YEAR


def months_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return the completed months, as `dates.months_between`, from packed days to days packed as ends."""
    return (end - start) // MONTH


def packed(days: pl.Expr, first: date, last: date) -> pl.Expr:
    """Return a column of numbers of days from `first` to `last` as packed days."""
    return _looked_up(_packed(first, last), days, first)


def packed_end(days: pl.Expr, first: date, last: date) -> pl.Expr:
    """Return packed days where the last day of a month counts as the day 31, for a month is complete then."""
    return _looked_up(_packed_end(first, last), days, first)


def part(days: pl.Expr, of: Literal["year", "month"], first: date, last: date) -> pl.Expr:
    """Return the year or the month of a column of numbers of days from `first` to `last`, as `dates.part`."""
    known = packed(days, first, last)
    return known // YEAR if of == "year" else known % YEAR // MONTH + 1


def weekday(days: pl.Expr) -> pl.Expr:
    """Return the place in the week of a column of numbers of days, as `dates.part`."""
    # Day 0 was a Thursday. The remainder is made positive first, whichever sign it has below day 0.
    return (days % 7 + 7 + EPOCH.weekday()) % 7 + 1


def edge(days: pl.Expr, side: Literal["first", "last"], of: Literal["year", "month"], first: date, last: date) -> pl.Expr:
    """Return what `dates.edge` gives for a column of numbers of days from `first` to `last`."""
    return _looked_up(_edges(side, of, first, last), days, first)


def placed(calendar: WorkingDays, days: pl.Expr) -> pl.Expr:
    """Return where numbers of days stand among the working days: twice how many there are before each day, and one more where
    it is one itself; null outside the calendar."""
    return _inside(_places(calendar), days - day_number(calendar.first))


def next_working_day(calendar: WorkingDays, places: pl.Expr) -> pl.Expr:
    """Return what `WorkingDays.following` gives for days of which `placed` gave the `places`; null outside the calendar."""
    return _inside(_listed(calendar), places // 2)


def add_working_days(calendar: WorkingDays, days: pl.Expr, places: pl.Expr, counts: pl.Expr) -> pl.Expr:
    """Return what `WorkingDays.later` gives for numbers of days, their `places` by `placed`, and counts; null outside the calendar."""
    # The first working day after one that is none is the one that follows it.
    moved = _inside(_listed(calendar), places // 2 + counts - ((counts > 0) & (places % 2 == 0)).cast(pl.Int32))
    return pl.when((counts == 0) & places.is_not_null()).then(days).otherwise(moved)


def working_days_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return what `WorkingDays.between` gives for the `places` of two days by `placed`; null outside the calendar."""
    return (end + 1) // 2 - (start + 1) // 2


def _inside(table: pl.Series, places: pl.Expr) -> pl.Expr:
    """Return what stands at the places of a table that `_enclosed` made; null outside it."""
    return pl.lit(table).gather((places.clip(-1, len(table) - 2) + 1).fill_null(0).cast(pl.UInt32))


def _enclosed(numbers: list[int]) -> pl.Series:
    """Return a table with nothing before its first and after its last number."""
    return pl.Series([None, *numbers, None], dtype=pl.Int32)


def _looked_up(table: pl.Series, days: pl.Expr, first: date) -> pl.Expr:
    # An index outside the table raises, as one below it becomes a very large one: a day is never looked up in the wrong place.
    places = (days - day_number(first)).cast(pl.UInt32, wrap_numerical=True)
    # Looking up nothing takes three times as long as looking up the first day and leaving it out.
    return pl.when(days.is_not_null()).then(pl.lit(table).gather(places.fill_null(0)))


@lru_cache
def _packed(first: date, last: date) -> pl.Series:
    days = pl.date_range(first, last, eager=True)
    months = days.dt.year().cast(pl.Int32) * 12 + days.dt.month().cast(pl.Int32) - 1
    return months * MONTH + days.dt.day().cast(pl.Int32)


@lru_cache
def _packed_end(first: date, last: date) -> pl.Series:
    known = _packed(first, last)
    tomorrow = pl.date_range(first + timedelta(days=1), last + timedelta(days=1), eager=True)
    return known.zip_with(tomorrow.dt.day() > 1, known // MONTH * MONTH + (MONTH - 1))


@lru_cache
def _later(months: int, first: date, last: date) -> pl.Series:
    known = _packed(first, last)
    target, day = known // MONTH + months, known % MONTH
    start, stop = int(target[0]), int(target[-1])
    starts = [day_number(date(month // 12, month % 12 + 1, 1)) for month in range(start, stop + 1)]
    ends = [day_number(dates.add(day_of(number), Period(1, "months"))) - 1 for number in starts]
    months_starts, months_ends = (pl.Series(numbers, dtype=pl.Int32).gather(target - start) for numbers in (starts, ends))
    # A day that the month lacks becomes its last day.
    return pl.select(pl.min_horizontal(months_starts + day - 1, months_ends)).to_series()


@lru_cache
def _edges(side: Literal["first", "last"], of: Literal["year", "month"], first: date, last: date) -> pl.Series:
    days = pl.date_range(first, last, eager=True)
    return pl.Series([day_number(dates.edge(day, side, of)) for day in days], dtype=pl.Int32)


@lru_cache
def _places(calendar: WorkingDays) -> pl.Series:
    days = range(calendar.first.toordinal(), calendar.last.toordinal() + 1)
    # Of a working day there is one more up to it than before it.
    return _enclosed([bisect_right(calendar.days, day - 1) + bisect_right(calendar.days, day) for day in days])


@lru_cache
def _listed(calendar: WorkingDays) -> pl.Series:
    return _enclosed([day - EPOCH.toordinal() for day in calendar.days])
