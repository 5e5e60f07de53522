"""The units of numbers: one row for each, in words, and how long the periods among them are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..frozen import dataclass
from .text import Text


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit: what a schema says of it; one and many of it, where it is written after its number; and of a period how many fit in a year.

    A level or a date stands without its unit, as does a number whose unit has no words. `neuter` is the gender of its Norwegian
    word: `ett år`, but `én dag`. What `counts` things is also written with other words for them: `eight conversations`. An amount of a
    `currency` that is not whole has two decimals. `also` is how people write the unit elsewhere.
    """

    described: str
    one: Text | None = None
    many: Text | None = None
    per_year: int | None = None
    neuter: bool = False
    counts: bool = False
    currency: bool = False
    also: tuple[str, ...] = ()


FACTOR: Final = "factor"
PERCENT: Final = "percent"

UNITS: Final[Mapping[str, UnitRow]] = {
    "days": UnitRow("Days; a period.", Text("dag", "day", "dag"), Text("dager", "days", "dagar"), 365),
    "weeks": UnitRow("Weeks; a period.", Text("uke", "week", "veke"), Text("uker", "weeks", "veker"), 52),
    "months": UnitRow(
        "Calendar months; a period.", Text("måned", "month", "månad"), Text("måneder", "months", "månader"), 12, also=("mnd", "mnd.", "md.")
    ),
    "years": UnitRow("Calendar years; a period.", Text("år", "year", "år"), Text("år", "years", "år"), 1, neuter=True),
    "hours": UnitRow("Hours.", Text("time", "hour", "time"), Text("timer", "hours", "timar")),
    "hours per week": UnitRow(
        "Hours a week.",
        Text("time per uke", "hour per week", "time per veke"),
        Text("timer per uke", "hours per week", "timar per veke"),
        also=("timer i uken", "timer i uka", "timer/uke", "t/uke"),
    ),
    "minutes": UnitRow("Minutes.", Text("minutt", "minute", "minutt"), Text("minutter", "minutes", "minutt"), neuter=True),
    PERCENT: UnitRow("Per cent.", Text("prosent", "per cent", "prosent"), Text("prosent", "per cent", "prosent"), also=("%",)),
    FACTOR: UnitRow("How many times, or how many parts: what another number is multiplied or divided by."),
    "levels": UnitRow(
        "A number of levels, as a distance on a scale.", Text("nivå", "level", "nivå"), Text("nivåer", "levels", "nivå"), neuter=True
    ),
    "calendar year": UnitRow("A year of the calendar, as `year_of` gives it."),
    "calendar month": UnitRow("A month of the calendar, from 1 for January to 12, as `month_of` gives it."),
    "weekday": UnitRow("A day of the week, from 1 for Monday to 7 for Sunday, as `weekday` gives it."),
    "level": UnitRow("A level of a scale; the value is the word for it."),
    "date": UnitRow("A day; the value is written YYYY-MM-DD.", also=("dato",)),
}

CALLED: Final[Mapping[str, str]] = {
    word.casefold(): name
    for name, row in UNITS.items()
    for word in (*row.also, *(said for text in (row.one, row.many) if text is not None for said in (text.nb, text.en)))
}
"""The units by what they are called elsewhere, in small letters."""

PERIODS: Final[Mapping[str, int]] = {name: row.per_year for name, row in UNITS.items() if row.per_year is not None}
"""The units of calendar periods, each with how many whole ones fit in a year."""
