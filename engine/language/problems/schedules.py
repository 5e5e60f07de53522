"""What can be wrong in a parameter with values by date."""

from __future__ import annotations

from datetime import date

from ...diagnostics import Problem
from ...model import Text
from .fields import WHY_EMPTY


class NoNumbersByDate(Problem):
    code = "type-mismatch"
    message = Text("`{name}` har verdier etter dato med enheten `{unit}`", "`{name}` has values by date of the unit `{unit}`")
    why = Text("bare tall slås opp på en dato", "only numbers are looked up on a date")
    fix = Text(
        "oppgi enheten til et tall, eller skriv én verdi under `value:`", "give the unit of a number, or write one value under `value:`"
    )
    name: str
    unit: str


class NoValueByDate(Problem):
    code = "empty-value"
    message = Text("`{name}` har ingen verdi", "`{name}` has no value")
    why = WHY_EMPTY
    fix = Text(
        "skriv minst én verdi: `values: [{{from: …, value: …, source: …}}]`",
        "write at least one value: `values: [{{from: …, value: …, source: …}}]`",
    )
    name: str


class ValuesOutOfOrder(Problem):
    code = "values-out-of-order"
    message = Text("`{name}` har en verdi fra {start} etter en fra {before}", "`{name}` has a value from {start} below one from {before}")
    why = Text(
        "hver verdi gjelder til den neste begynner, så leseren må se dem i rekkefølge",
        "each value holds until the next begins, so a reader must see them in order",
    )
    fix = Text("skriv verdiene med den eldste først, eller rett datoen", "write the values oldest first, or correct the day")
    name: str
    start: date
    before: date


class SameDayTwice(Problem):
    code = "values-out-of-order"
    message = Text("`{name}` har to verdier fra {start}", "`{name}` has two values from {start}")
    why = Text("på en dag gjelder bare én verdi", "only one value holds on a day")
    fix = Text("stryk den ene, eller rett datoen", "delete one of them, or correct the day")
    name: str
    start: date


class EndsBeforeLast(Problem):
    code = "values-out-of-order"
    message = Text("`until` er {until}, og den siste verdien begynner {start}", "`until` is {until}, and the last value begins {start}")
    why = Text("den siste verdien ville aldri gjelde", "the last value would never hold")
    fix = Text("rett en av dagene, eller stryk verdien", "correct one of the days, or delete the value")
    until: date
    start: date
