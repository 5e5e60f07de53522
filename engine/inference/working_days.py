"""Working days by a calendar of public holidays that is data: which days are free, and counting those that are not.

The list of working days of a calendar is made once; a question is then a search in it. What lies outside the years that the
calendar states is not known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from ..frozen import dataclass
from ..model import Calendar

DAY: Final = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar.

    The anonymous algorithm in Nature 13 (1876), p. 487, as Meeus gives it in Astronomical Algorithms (1991), chapter 8.
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(4096)
def holidays_of(calendar: Calendar, year: int) -> frozenset[date]:
    """Return the public holidays of a year that the calendar states."""
    found = set()
    for holiday in calendar.holidays:
        if (holiday.start or year) <= year <= (holiday.end or year):
            if holiday.easter is not None:
                found.add(easter_sunday(year) + holiday.easter * DAY)
            elif holiday.month is not None and holiday.day is not None:
                found.add(date(year, holiday.month, holiday.day))
    return frozenset(found)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Return whether a day of a year that the calendar states is neither one of rest nor a public holiday."""
    return day.isoweekday() not in calendar.weekend and day not in holidays_of(calendar, day.year)


def days_of(calendar: Calendar) -> Iterator[date]:
    """Yield every day of the years that the calendar states, ascending."""
    first, last = date(calendar.start, 1, 1), date(calendar.end, 12, 31)
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def states(calendar: Calendar, day: date) -> bool:
    """Return whether the calendar says anything of a day."""
    return calendar.start <= day.year <= calendar.end


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """All working days of a calendar, ascending, as ordinals, between its first and last day, which need not be working days."""

    days: tuple[int, ...]
    first: date
    last: date

    def counted(self, day: date) -> int | None:
        """Return how many working days there are from the first day of the calendar up to a day, None outside its years."""
        return bisect_right(self.days, day.toordinal()) if self.first <= day <= self.last else None

    def at(self, place: int) -> date | None:
        """Return the working day at a place, None outside the calendar's years."""
        return date.fromordinal(self.days[place]) if 0 <= place < len(self.days) else None

    def following(self, day: date) -> date | None:
        """Return the first working day from a day on, that day included; None where the calendar does not tell."""
        return self.at(bisect_right(self.days, day.toordinal() - 1)) if self.first <= day <= self.last else None

    def later(self, day: date, count: int) -> date | None:
        """Return the day so many working days later, or earlier where `count` is negative; None where the calendar does not tell.

        No working days later is the day itself, also where it is no working day.
        """
        counted = self.counted(day)
        if counted is None or not count:
            return None if counted is None else day
        # Before a working day lie the working days up to it but itself.
        return self.at(counted + count - 1 if count > 0 else bisect_right(self.days, day.toordinal() - 1) + count)

    def between(self, start: date, end: date) -> int | None:
        """Return the working days after one day and up to another, negative where the other comes first; None likewise."""
        one, other = self.counted(start), self.counted(end)
        return None if one is None or other is None else other - one


@lru_cache(16)
def working_days(calendar: Calendar) -> WorkingDays:
    """Return the working days of a calendar."""
    first, last = date(calendar.start, 1, 1), date(calendar.end, 12, 31)
    # As numbers, the first of which is a Monday; to ask for the holidays once a day would take a hundred times as long.
    free = {day.toordinal() for year in range(calendar.start, calendar.end + 1) for day in holidays_of(calendar, year)}
    rest = {day % 7 for day in calendar.weekend}
    numbers = range(first.toordinal(), last.toordinal() + 1)
    return WorkingDays(tuple(number for number in numbers if number % 7 not in rest and number not in free), first, last)
