"""The operations that compute derived values: one row for each. The table is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, assert_never, get_args

from .meaning import Extreme, First, MonthsBetween, Operated, Shifted, Total, YearsBetween
from .text import Text
from .types import ValueType

Operation = Literal["years_between", "months_between", "add", "subtract", "earliest", "latest", "first_of", "sum"]

Operands = Literal["two_dates", "date_and_period", "dates", "numbers"]
"""What an operation takes: two dates; a date and a parameter that is a period; two dates or more; two numbers of one unit or more."""


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation: what it takes and gives, its meaning, its words, and what the schemas say of it.

    `words` names its operands `{0}` and `{1}`, or `{all}`; `also` is how people write it elsewhere; `unit` is that of what
    it gives, where it sets one.
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
            words = Text("hele år fra {0} til {1}", "completed years from {0} to {1}")
            return OperationRow("two_dates", "integer", YearsBetween(), words, described, described, ("years",), "years")
        case "months_between":
            described = "The completed months from the first date to the second."
            words = Text("hele måneder fra {0} til {1}", "completed months from {0} to {1}")
            return OperationRow("two_dates", "integer", MonthsBetween(), words, described, described, ("months",), "months")
        case "add":
            described = "The date that lies a period after a date."
            words = Text("{0} pluss {1}", "{0} plus {1}")
            return OperationRow("date_and_period", "date", Shifted(1), words, described, described, ("+", "plus"))
        case "subtract":
            described = "The date that lies a period before a date."
            words = Text("{0} minus {1}", "{0} minus {1}")
            return OperationRow("date_and_period", "date", Shifted(-1), words, described, described, ("-", "minus"))
        case "earliest":
            described, rest = "The earliest of the dates", "; those that are `none` are left out."
            words = Text("den tidligste av {all}", "the earliest of {all}")
            return OperationRow("dates", "date", Extreme("<"), words, described + rest, described + ".", ("eldst", "min"))
        case "latest":
            described, rest = "The latest of the dates", "; those that are `none` are left out."
            words = Text("den seneste av {all}", "the latest of {all}")
            return OperationRow("dates", "date", Extreme(">"), words, described + rest, described + ".", ("max",))
        case "first_of":
            words = Text("den første som finnes av {all}", "the first that exists of {all}")
            in_rules = "The first date of the list that is not `none`."
            return OperationRow("dates", "date", First(), words, in_rules, "The first date that is not `none`.")
        case "sum":
            words = Text("summen av {all}", "the sum of {all}")
            return OperationRow("numbers", "decimal", Total(), words, "The sum of numbers of one unit.", "The sum of the numbers.")
        case _:
            assert_never(op)


OPERATIONS: Final[Mapping[Operation, OperationRow]] = {op: row_of(op) for op in get_args(Operation)}
"""The closed table."""

NAMED: Final[Mapping[str, Operation]] = {op: op for op in OPERATIONS}
"""The operations by what a rule file writes."""
