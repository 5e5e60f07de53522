"""Building the calendar of public holidays: the days of rest of every week, and days of a month or reckoned from Easter Sunday."""

from __future__ import annotations

from calendar import monthrange
from typing import Final

from ..inference.dates import FIRST_DAY, LAST_DAY
from ..inference.working_days import days_of, is_working_day
from ..model import Calendar, Holiday, Place
from .fields import Fields, Problems, bilingual, each, fields, integer, is_name, quoted, sequence, text, word
from .located import Scalar, Tree
from .problems.calendars import FarFromEaster, NoDayOfEveryYear, NoWorkingDay, NoYearBetween, UnclearDay, YearOfNoCase

WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The words for the days of the week, the first is 1."""

EASTER: Final = (-80, 250)
"""How many days from Easter Sunday a holiday may lie so that it is always in the same year."""

_A_HOLIDAY = ("en helligdag", "a public holiday")
_A_COMMON_YEAR = 2001


def build_calendar(tree: Tree, problems: Problems) -> Calendar | None:
    """Return the calendar that a vocabulary file states; what is wrong goes to `problems`, and None where a part is missing."""
    parts = fields(tree, ("kalenderen", "the calendar"), ("from", "until", "weekend", "holidays"), (), problems)
    if parts is None or len(parts) < 4:
        return None
    start, end = (_year(parts[key], key, problems) for key in ("from", "until"))
    days = [
        word(item, ("en ukedag", "a day of the week"), WEEK, problems)
        for item in sequence(parts["weekend"], quoted("weekend"), problems) or ()
    ]
    holidays: list[Holiday] = []

    def read(key: Scalar, value: Tree) -> None:
        found = _holiday(key, value, problems)
        if found is not None:
            holidays.append(found)

    each(parts["holidays"], quoted("holidays"), problems, read)
    if start is None or end is None or not _in_order(start, end, parts["until"].place, problems):
        return None
    calendar = Calendar(start, end, tuple(sorted(WEEK.index(day) + 1 for day in days if day is not None)), tuple(holidays))
    if not any(is_working_day(calendar, day) for day in days_of(calendar)):
        problems.append(NoWorkingDay(start=start, end=end).at(parts["weekend"].place))
        return None
    return calendar


def _holiday(key: Scalar, tree: Tree, problems: Problems) -> Holiday | None:
    parts = fields(
        tree,
        ("helligdagen `{}`", "public holiday `{}`", key.text),
        ("label", "source"),
        ("month", "day", "easter", "from", "until"),
        problems,
    )
    if parts is None or not is_name(key, _A_HOLIDAY, problems) or not {"label", "source"} <= parts.keys():
        return None
    label, source = bilingual(parts["label"], ("betegnelsen", "the label"), problems), text(parts["source"], quoted("source"), problems)
    start, end = (_year(parts[end], end, problems) if end in parts else None for end in ("from", "until"))
    dated = _dated(key, parts, problems)
    ordered = start is None or end is None or _in_order(start, end, parts["until"].place, problems)
    if label is None or source is None or dated is None or not ordered:
        return None
    return Holiday(key.text, label, source, *dated, start, end)


def _dated(key: Scalar, parts: Fields, problems: Problems) -> tuple[int | None, int | None, int | None] | None:
    """Return the month and day of a holiday, or how many days after Easter Sunday it is; None with a diagnostic otherwise."""
    given = {name for name in ("month", "day", "easter") if name in parts}
    if given not in ({"month", "day"}, {"easter"}):
        problems.append(UnclearDay(holiday=key.text).at(key.place))
        return None
    numbers = {name: integer(parts[name], quoted(name), problems) for name in given}
    month, day, easter = (numbers.get(name) for name in ("month", "day", "easter"))
    if None in numbers.values():
        return None
    if easter is not None and not EASTER[0] <= easter <= EASTER[1]:
        problems.append(FarFromEaster(number=easter, least=EASTER[0], most=EASTER[1]).at(parts["easter"].place))
        return None
    if month is not None and day is not None and not (1 <= month <= 12 and 1 <= day <= monthrange(_A_COMMON_YEAR, month)[1]):
        problems.append(NoDayOfEveryYear(holiday=key.text, month=month, day=day).at(parts["day"].place))
        return None
    return month, day, easter


def _year(tree: Tree, key: str, problems: Problems) -> int | None:
    year = integer(tree, quoted(key), problems)
    if year is not None and not FIRST_DAY.year <= year <= LAST_DAY.year:
        problems.append(YearOfNoCase(field=key, year=year, first=FIRST_DAY.year, last=LAST_DAY.year).at(tree.place))
        return None
    return year


def _in_order(start: int, end: int, place: Place, problems: Problems) -> bool:
    if start > end:
        problems.append(NoYearBetween(start=start, end=end).at(place))
    return start <= end
