"""The operations that compute derived values: one row for each. The table is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, assert_never, get_args

from ..frozen import dataclass
from .meaning import (
    DatePart,
    Edge,
    Extreme,
    First,
    MonthsBetween,
    OnDay,
    Operated,
    Pick,
    Product,
    Quotient,
    Rounding,
    Shifted,
    Subtraction,
    Total,
    WorkingDay,
    WorkingDaysBetween,
    WorkingShift,
    YearsBetween,
)
from .text import Text
from .types import ValueType

Operation = Literal[
    "years_between",
    "months_between",
    "add",
    "subtract",
    "year_of",
    "month_of",
    "weekday",
    "start_of_month",
    "end_of_month",
    "start_of_year",
    "end_of_year",
    "next_working_day",
    "add_working_days",
    "working_days_between",
    "earliest",
    "latest",
    "first_of",
    "value_on",
    "sum",
    "difference",
    "times",
    "divided_by",
    "percent_of",
    "smallest",
    "largest",
    "rounded",
    "rounded_half_even",
    "rounded_down",
    "rounded_up",
]

Operands = Literal[
    "one_date",
    "two_dates",
    "date_and_periods",
    "date_and_days",
    "dates",
    "schedule_and_date",
    "numbers",
    "factors",
    "number_and_divisor",
    "percent_and_number",
    "number_and_step",
]
"""What an operation takes: one date; two dates; a date and parameters that are periods; a date and whole numbers of days; two dates
or more; a parameter with values by date, and a date; two numbers of one unit or more; two numbers or more of which all but one are
factors; a number and a parameter that is a factor or of its unit; a number of per cent and a number; a number and a parameter of its
unit."""


NUMBER_OF_OPERANDS: Final[Mapping[Operands, tuple[int, int | None]]] = {
    "one_date": (1, 1),
    "two_dates": (2, 2),
    "date_and_periods": (2, None),
    "date_and_days": (2, None),
    "dates": (2, None),
    "schedule_and_date": (2, 2),
    "numbers": (2, None),
    "factors": (2, None),
    "number_and_divisor": (2, 2),
    "percent_and_number": (2, 2),
    "number_and_step": (2, 2),
}
"""How many operands there are at least and at most; None where there may be any number."""


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation: what it takes and gives, its meaning, its words, and what the schemas say of it.

    `words` names its operands `{0}` and `{1}`, or `{all}`, or `{rest}` for all but the first, and the parameter in which it looks a
    value up `{schedule}`; `also` is how people write it elsewhere; `unit` is that of what it gives, where it sets one.
    """

    takes: Operands
    gives: ValueType
    value: Operated
    words: Text
    in_rules: str
    in_decisions: str
    also: tuple[str, ...] = ()
    unit: str | None = None


def row_of(op: Operation) -> OperationRow:
    """Return the row of an operation."""
    match op:
        case "years_between":
            described = "The completed years from the first date to the second."
            words = Text("hele år fra {0} til {1}", "completed years from {0} to {1}", "heile år frå {0} til {1}")
            return OperationRow("two_dates", "integer", YearsBetween(), words, described, described, ("years",), "years")
        case "months_between":
            described = "The completed months from the first date to the second."
            words = Text("hele måneder fra {0} til {1}", "completed months from {0} to {1}", "heile månader frå {0} til {1}")
            return OperationRow("two_dates", "integer", MonthsBetween(), words, described, described, ("months",), "months")
        case "add":
            described = "The date that lies a period after a date; several periods are added together before they meet it."
            words = Text("{0} pluss {rest}", "{0} plus {rest}", "{0} pluss {rest}")
            return OperationRow("date_and_periods", "date", Shifted(1), words, described, described, ("+", "plus"))
        case "subtract":
            described = "The date that lies a period before a date; several periods are added together before they meet it."
            words = Text("{0} minus {rest}", "{0} minus {rest}", "{0} minus {rest}")
            return OperationRow("date_and_periods", "date", Shifted(-1), words, described, described, ("-", "minus"))
        case "year_of":
            described = "The year of the date."
            words = Text("året for {0}", "the year of {0}", "året for {0}")
            return OperationRow("one_date", "integer", DatePart("year"), words, described, described, ("year",), "calendar year")
        case "month_of":
            described = "The month of the date, from 1 for January to 12."
            words = Text("måneden for {0}", "the month of {0}", "månaden for {0}")
            return OperationRow("one_date", "integer", DatePart("month"), words, described, described, ("month",), "calendar month")
        case "weekday":
            described = "The day of the week, from 1 for Monday to 7 for Sunday."
            words = Text("ukedagen for {0}", "the day of the week of {0}", "vekedagen for {0}")
            return OperationRow("one_date", "integer", DatePart("week"), words, described, described, ("day_of_week",), "weekday")
        case "start_of_month":
            described = "The first day of the month that the date is in."
            words = Text("den første dagen i måneden for {0}", "the first day of the month of {0}", "den første dagen i månaden for {0}")
            return OperationRow("one_date", "date", Edge("first", "month"), words, described, described, ("first_of_month",))
        case "end_of_month":
            described = "The last day of the month that the date is in."
            words = Text("den siste dagen i måneden for {0}", "the last day of the month of {0}", "den siste dagen i månaden for {0}")
            return OperationRow("one_date", "date", Edge("last", "month"), words, described, described, ("last_of_month",))
        case "start_of_year":
            described = "The first day of the year that the date is in."
            words = Text("den første dagen i året for {0}", "the first day of the year of {0}", "den første dagen i året for {0}")
            return OperationRow("one_date", "date", Edge("first", "year"), words, described, described, ("first_of_year",))
        case "end_of_year":
            described = "The last day of the year that the date is in."
            words = Text("den siste dagen i året for {0}", "the last day of the year of {0}", "den siste dagen i året for {0}")
            return OperationRow("one_date", "date", Edge("last", "year"), words, described, described, ("last_of_year",))
        case "next_working_day":
            described = (
                "The date itself where it is a working day, else the first working day after it, by the calendar of public holidays."
            )
            words = Text("den første virkedagen fra og med {0}", "the first working day from {0} on", "den første yrkedagen frå og med {0}")
            return OperationRow("one_date", "date", WorkingDay(), words, described, described, ("workday", "business_day"))
        case "add_working_days":
            described = "The date that lies so many working days after a date; several numbers of days are added together first."
            words = Text(
                "{0} pluss {rest}, regnet i virkedager", "{0} plus {rest}, counted in working days", "{0} pluss {rest}, rekna i yrkedagar"
            )
            return OperationRow("date_and_days", "date", WorkingShift(), words, described, described, ("add_workdays",))
        case "working_days_between":
            described = "The working days after the first date and up to the second."
            words = Text("virkedagene fra {0} til og med {1}", "the working days after {0} up to {1}", "yrkedagane frå {0} til og med {1}")
            return OperationRow("two_dates", "integer", WorkingDaysBetween(), words, described, described, ("workdays",), "days")
        case "earliest":
            described, rest = "The earliest of the dates", "; those that are `none` are left out."
            words = Text("den tidligste av {all}", "the earliest of {all}", "den tidlegaste av {all}")
            return OperationRow("dates", "date", Extreme("<"), words, described + rest, described + ".", ("eldst", "min"))
        case "latest":
            described, rest = "The latest of the dates", "; those that are `none` are left out."
            words = Text("den seneste av {all}", "the latest of {all}", "den seinaste av {all}")
            return OperationRow("dates", "date", Extreme(">"), words, described + rest, described + ".", ("max",))
        case "first_of":
            words = Text("den første som finnes av {all}", "the first that exists of {all}", "den første som finst av {all}")
            in_rules = "The first date of the list that is not `none`."
            return OperationRow("dates", "date", First(), words, in_rules, "The first date that is not `none`.")
        case "value_on":
            described = "The value that a parameter with values by date has on the date; unknown on a day for which it states none."
            words = Text("{schedule} per {0}", "{schedule} as of {0}", "{schedule} per {0}")
            return OperationRow("schedule_and_date", "decimal", OnDay(), words, described, described, ("lookup", "as_of", "at"))
        case "sum":
            words = Text("summen av {all}", "the sum of {all}", "summen av {all}")
            return OperationRow("numbers", "decimal", Total(), words, "The sum of numbers of one unit.", "The sum of the numbers.")
        case "difference":
            described = "The first number less all others; numbers of one unit."
            words = Text("{0} minus {rest}", "{0} less {rest}", "{0} minus {rest}")
            return OperationRow("numbers", "decimal", Subtraction(), words, described, described)
        case "times":
            described = "The numbers multiplied; all but one are of the unit `factor`."
            words = Text("{0} ganger {rest}", "{0} times {rest}", "{0} gonger {rest}")
            return OperationRow("factors", "decimal", Product(1), words, described, described, ("*",))
        case "divided_by":
            described = "The number divided by a parameter, which is of the unit `factor` or of that of the number, and not zero."
            words = Text("{0} delt på {1}", "{0} divided by {1}", "{0} delt på {1}")
            return OperationRow("number_and_divisor", "decimal", Quotient(), words, described, described, ("/", "divide"))
        case "percent_of":
            described = "So many per cent of the number."
            words = Text("{0} av {1}", "{0} of {1}", "{0} av {1}")
            return OperationRow("percent_and_number", "decimal", Product(100), words, described, described, ("%", "percent"))
        case "smallest":
            described = "The smallest of the numbers, which are of one unit."
            words = Text("det minste av {all}", "the smallest of {all}", "det minste av {all}")
            return OperationRow("numbers", "decimal", Pick("<"), words, described, described, ("minimum", "least"))
        case "largest":
            described = "The largest of the numbers, which are of one unit."
            words = Text("det største av {all}", "the largest of {all}", "det største av {all}")
            return OperationRow("numbers", "decimal", Pick(">"), words, described, described, ("maximum", "greatest"))
        case "rounded":
            described = "The number rounded to the nearest whole count of a parameter; one between two goes away from zero."
            words = Text("{0}, avrundet til nærmeste {1}", "{0}, rounded to the nearest {1}", "{0}, avrunda til næraste {1}")
            return OperationRow("number_and_step", "decimal", Rounding("half_up"), words, described, described, ("round", "round_half_up"))
        case "rounded_half_even":
            described = "The number rounded to the nearest whole count of a parameter; one between two goes to the even count."
            words = Text(
                "{0}, avrundet til nærmeste {1} (midt mellom to til det like)",
                "{0}, rounded to the nearest {1} (a tie to the even one)",
                "{0}, avrunda til næraste {1} (midt mellom to til det like)",
            )
            return OperationRow("number_and_step", "decimal", Rounding("half_even"), words, described, described, ("round_half_even",))
        case "rounded_down":
            described = "The number rounded towards zero to a whole count of a parameter."
            words = Text(
                "{0}, avrundet nedover til hele {1}", "{0}, rounded down to whole counts of {1}", "{0}, avrunda nedover til heile {1}"
            )
            return OperationRow("number_and_step", "decimal", Rounding("down"), words, described, described, ("round_down", "floor"))
        case "rounded_up":
            described = "The number rounded away from zero to a whole count of a parameter."
            words = Text(
                "{0}, avrundet oppover til hele {1}", "{0}, rounded up to whole counts of {1}", "{0}, avrunda oppover til heile {1}"
            )
            return OperationRow("number_and_step", "decimal", Rounding("up"), words, described, described, ("round_up", "ceiling"))
        case _:
            assert_never(op)


OPERATIONS: Final[Mapping[Operation, OperationRow]] = {op: row_of(op) for op in get_args(Operation)}
"""The closed table."""

NAMED: Final[Mapping[str, Operation]] = {op: op for op in OPERATIONS}
"""The operations by what a rule file writes."""
