"""The calendar of public holidays: against an independent library day by day, and the operations that count by it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import polars as pl
import pytest
from holidays.countries.norway import Norway

from engine.inference import calendar_columns, dates
from engine.inference.calendar_columns import day_number
from engine.inference.conditions import value_of
from engine.inference.evaluating import reader
from engine.inference.working_days import holidays_of, is_working_day, working_days
from engine.model import Calendar, Call, Holiday, Laws, Name, Parameter, ParameterRef, Place, Source, Text, Value
from engine.terms.operations import NAMED

DAY = timedelta(days=1)
FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
SHORT = Calendar(
    2023,
    2024,
    (6, 7),
    (
        Holiday("day", Text("dag", "day"), "§ 1", 5, 1, None, None, None),
        Holiday("until", Text("dag", "day"), "§ 1", 6, 5, None, None, 2023),
        Holiday("from", Text("dag", "day"), "§ 1", 6, 6, None, 2024, None),
        Holiday("friday", Text("dag", "day"), "§ 1", None, None, -2, None, None),
    ),
)


@pytest.fixture(scope="module")
def calendar_of_the_law(laws: Laws) -> Calendar:
    assert laws.vocabulary.calendar is not None
    return laws.vocabulary.calendar


def test_every_day_from_1950_to_2100(calendar_of_the_law: Calendar) -> None:
    """Public holidays, and with Saturdays and Sundays the working days, are those of the package holidays."""
    free = Norway(years=range(FIRST.year, LAST.year + 1), include_sundays=False)
    calendar, listed = calendar_of_the_law, set(working_days(calendar_of_the_law).days)
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + number * DAY
        assert (day in holidays_of(calendar, day.year)) == (day in free), day
        expected = day not in free and day.weekday() < 5
        assert is_working_day(calendar, day) == expected == (day.toordinal() in listed), day


def test_a_holiday_of_some_years() -> None:
    """It is one in its first and last year, and in none beside them."""
    assert [date(year, 6, 5) in holidays_of(SHORT, year) for year in (2023, 2024)] == [True, False]
    assert [date(year, 6, 6) in holidays_of(SHORT, year) for year in (2023, 2024)] == [False, True]


# The week around Easter 2024, read off the calendar on the wall: Good Friday 29 March, Wednesday 1 May.
@pytest.mark.parametrize(
    ("op", "operands", "expected"),
    [
        ("next_working_day", [date(2024, 3, 28)], date(2024, 3, 28)),
        ("next_working_day", [date(2024, 3, 29)], date(2024, 4, 1)),
        ("next_working_day", [date(2024, 3, 31)], date(2024, 4, 1)),
        ("next_working_day", [date(2024, 4, 30)], date(2024, 4, 30)),
        ("next_working_day", [date(2024, 5, 1)], date(2024, 5, 2)),
        ("next_working_day", [date(2024, 12, 31)], date(2024, 12, 31)),
        ("next_working_day", [date(2025, 1, 1)], None),
        ("next_working_day", [date(2022, 12, 31)], None),
        ("add_working_days", [date(2024, 3, 28), 0], date(2024, 3, 28)),
        ("add_working_days", [date(2024, 3, 30), 0], date(2024, 3, 30)),
        ("add_working_days", [date(2024, 3, 28), 1], date(2024, 4, 1)),
        ("add_working_days", [date(2024, 3, 29), 1], date(2024, 4, 1)),
        ("add_working_days", [date(2024, 3, 28), 2, 3], date(2024, 4, 5)),
        ("add_working_days", [date(2024, 4, 1), -1], date(2024, 3, 28)),
        ("add_working_days", [date(2024, 3, 31), -1], date(2024, 3, 28)),
        ("add_working_days", [date(2024, 12, 30), 1], date(2024, 12, 31)),
        ("add_working_days", [date(2024, 12, 30), 2], None),
        ("add_working_days", [date(2023, 1, 2), -1], None),
        ("add_working_days", [date(2025, 1, 1), 0], None),
        ("working_days_between", [date(2024, 3, 28), date(2024, 4, 1)], 1),
        ("working_days_between", [date(2024, 4, 1), date(2024, 3, 28)], -1),
        ("working_days_between", [date(2024, 3, 29), date(2024, 3, 31)], 0),
        ("working_days_between", [date(2024, 4, 29), date(2024, 5, 3)], 3),
        ("working_days_between", [date(2024, 4, 29), date(2024, 4, 29)], 0),
        ("working_days_between", [date(2024, 4, 29), date(2025, 1, 1)], None),
        ("year_of", [date(2024, 2, 29)], 2024),
        ("month_of", [date(2024, 2, 29)], 2),
        ("weekday", [date(2024, 2, 29)], 4),
        ("weekday", [date(2024, 3, 3)], 7),
        ("weekday", [date(2024, 3, 4)], 1),
        ("start_of_month", [date(2024, 2, 29)], date(2024, 2, 1)),
        ("end_of_month", [date(2024, 2, 1)], date(2024, 2, 29)),
        ("end_of_month", [date(2023, 2, 28)], date(2023, 2, 28)),
        ("end_of_month", [date(2023, 12, 1)], date(2023, 12, 31)),
        ("start_of_year", [date(2024, 12, 31)], date(2024, 1, 1)),
        ("end_of_year", [date(2024, 1, 1)], date(2024, 12, 31)),
    ],
)
def test_operations_by_hand(op: str, operands: list[Value], expected: Value | None) -> None:
    """The engines and the specification give what the calendar on the wall gives."""
    names = [f"operand_{number}" for number in range(len(operands))]
    call = Call(NAMED[op], tuple(map(Name, names)), SHORT)
    values = dict(zip(names, operands, strict=True))
    assert reader(call, {})(values) == expected
    assert value_of(call, values, {}) == expected


def test_many_days_in_every_reading(calendar_of_the_law: Calendar) -> None:
    """Lists, columns and counting day by day agree, inside the years of the calendar and on both sides of them."""
    rng = random.Random(1)
    for calendar in (SHORT, replace(calendar_of_the_law, start=2020, end=2030)):
        first, last = date(calendar.start, 1, 1), date(calendar.end, 12, 31)
        days = [first + rng.randrange(-40, (last - first).days + 41) * DAY for _ in range(600)]
        others = [day + rng.randrange(-60, 60) * DAY for day in days]
        counts = [rng.choice((0, 1, -1, 5, -5, 30, 400)) for _ in days]
        frame = pl.DataFrame({"d": days, "e": others, "n": counts}).with_columns(pl.col("d", "e").to_physical())
        listed = working_days(calendar)
        d, e, n, place = pl.col("d"), pl.col("e"), pl.col("n"), partial(calendar_columns.placed, listed)
        found = frame.select(
            calendar_columns.next_working_day(listed, place(d)).cast(pl.Date).alias("next"),
            calendar_columns.add_working_days(listed, d, place(d), n).cast(pl.Date).alias("added"),
            calendar_columns.working_days_between(place(d), place(e)).alias("between"),
        )
        for day, other, count, row in zip(days, others, counts, found.iter_rows(), strict=True):
            values: dict[str, Value] = {"d": day, "e": other, "n": count}
            calls = [
                Call("next_working_day", (Name("d"),), calendar),
                Call("add_working_days", (Name("d"), Name("n")), calendar),
                Call("working_days_between", (Name("d"), Name("e")), calendar),
            ]
            expected = tuple(value_of(call, values, {}) for call in calls)
            assert row == expected == tuple(reader(call, {})(values) for call in calls), (day, other, count)


def test_parts_and_edges_of_every_day() -> None:
    """No sample: each day that a case can have, in columns as for one day."""
    days = [dates.FIRST_DAY + number * DAY for number in range((dates.LAST_DAY - dates.FIRST_DAY).days + 1)]
    frame = pl.DataFrame({"d": [day_number(day) for day in days]}, schema={"d": pl.Int32})
    d, bounds = pl.col("d"), (dates.FIRST_DAY, dates.LAST_DAY)
    found = frame.select(
        calendar_columns.part(d, "year", *bounds).alias("year"),
        calendar_columns.part(d, "month", *bounds).alias("month"),
        calendar_columns.weekday(d).alias("week"),
        *(
            calendar_columns.edge(d, side, of, *bounds).cast(pl.Date).alias(f"{side} {of}")
            for side in ("first", "last")
            for of in ("year", "month")
        ),
    )
    expected = [
        (
            day.year,
            day.month,
            day.isoweekday(),
            date(day.year, 1, 1),
            day.replace(day=1),
            date(day.year, 12, 31),
            dates.edge(day, "last", "month"),
        )
        for day in days
    ]
    assert found.rows() == expected
    assert all(dates.edge(day, "last", "month").month == day.month for day in days)
    assert all((dates.edge(day, "last", "month") + DAY).day == 1 for day in days)


def test_periods_are_added_together_before_they_meet_a_date() -> None:
    """29.08.2024 and six months and six months is 29.08.2025; one after the other it would be 28.08.2025."""

    def parameter(name: str, value: int, unit: str) -> Parameter:
        return Parameter(name, value, unit, Source("act", "§ 1"), Place("test", 1, 1))

    parameters = {p.name: p for p in (parameter("six", 6, "months"), parameter("one", 1, "years"), parameter("week", 1, "weeks"))}
    for op, periods, day, expected in (
        ("add", ("six", "six"), date(2024, 8, 29), date(2025, 8, 29)),
        ("add", ("week", "six"), date(2024, 8, 29), date(2025, 3, 7)),
        ("subtract", ("six", "one"), date(2025, 8, 31), date(2024, 2, 29)),
        ("subtract", ("week", "six", "six"), date(2025, 2, 28), date(2024, 2, 21)),
    ):
        call = Call("add" if op == "add" else "subtract", (Name("d"), *map(ParameterRef, periods)))
        assert reader(call, parameters)({"d": day}) == expected
        assert value_of(call, {"d": day}, parameters) == expected
