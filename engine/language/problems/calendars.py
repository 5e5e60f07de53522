"""What can be wrong in the calendar of public holidays."""

from __future__ import annotations

from ...diagnostics import Problem
from ...model import Text
from .fields import WHY_SHAPE


class UnclearDay(Problem):
    code = "wrong-shape"
    message = Text("det er uklart hvilken dag `{holiday}` faller på", "it is not clear on which day `{holiday}` falls")
    why = WHY_SHAPE
    fix = Text(
        "skriv `month:` og `day:`, eller bare `easter:` (antall dager etter første påskedag, med minus for dager før)",
        "write `month:` and `day:`, or `easter:` alone (days after Easter Sunday, with a minus sign before it)",
    )
    holiday: str


class FarFromEaster(Problem):
    code = "out-of-range"
    message = Text("`easter` er {number}", "`easter` is {number}")
    why = Text("dagen kunne falle i et annet år", "the day could fall in another year")
    fix = Text("skriv et tall fra {least} til {most}", "write a number from {least} to {most}")
    number: int
    least: int
    most: int


class NoDayOfEveryYear(Problem):
    code = "out-of-range"
    message = Text("`{holiday}` faller på dag {day} i måned {month}", "`{holiday}` falls on day {day} of month {month}")
    why = Text("ikke alle år har en slik dag", "not every year has such a day")
    fix = Text("rett måneden eller dagen", "correct the month or the day")
    holiday: str
    month: int
    day: int


class YearOfNoCase(Problem):
    code = "out-of-range"
    message = Text("`{field}` er {year}", "`{field}` is {year}")
    why = Text(
        "ingen dato i en sak ligger utenfor årene {first} til {last}",
        "no date of a case lies outside {first} to {last}",
    )
    fix = Text("rett årstallet", "correct the year")
    field: str
    year: int
    first: int
    last: int


class NoYearBetween(Problem):
    code = "out-of-range"
    message = Text("`until` er {end} og ligger før `from`, som er {start}", "`until` is {end}, before `from`, which is {start}")
    why = Text("ingen år ligger mellom dem", "no year lies between them")
    fix = Text("rett et av årene", "correct one of the years")
    start: int
    end: int


class NoWorkingDay(Problem):
    code = "no-working-day"
    message = Text(
        "kalenderen har ingen virkedag i årene {start} til {end}", "the calendar has no working day in the years {start} to {end}"
    )
    why = Text("en frist som er regnet i virkedager, ville aldri løpe ut", "a deadline counted in working days would never expire")
    fix = Text(
        "la `weekend` bare nevne de ukedagene som er fridager, og kontroller helligdagene",
        "let `weekend` name only the days of the week that are free, and check the public holidays",
    )
    start: int
    end: int
