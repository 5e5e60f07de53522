"""How a register writes dates and numbers, as a profile declares it; what is written otherwise is no date and no number."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

DecimalMark = Literal["comma", "point"]
"""What stands before the decimals of a number; nothing stands between thousands."""

MARKS: Final[tuple[str, ...]] = get_args(DecimalMark)

_PARTS: Final = re.compile(r"YYYY|MM|DD|M|D|[^A-Z]|T|Z")
_DIGITS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MM": r"(?P<month>[0-9]{2})",
    "DD": r"(?P<day>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "D": r"(?P<day>[0-9]{1,2})",
}
_BETWEEN: Final = frozenset(" ./-:T0Z")


class DatePattern(NamedTuple):
    """How a date is written: `written` as a profile says it, and the expression that a cell must match throughout."""

    written: str
    expression: re.Pattern[str]


def date_pattern(written: str) -> DatePattern | None:
    """Return the pattern that `YYYY`, `MM` or `M`, and `DD` or `D`, with what stands between them, describe; None where they describe none.

    What stands between is one of ` ./-:T0Z`, so that a midnight may be written out; a part of one or two digits needs it on both sides.
    """
    parts: list[str] = _PARTS.findall(written)
    if "".join(parts) != written:
        return None
    named = [part[0] for part in parts if part in _DIGITS]
    if sorted(named) != ["D", "M", "Y"] or any(part not in _DIGITS and part not in _BETWEEN for part in parts):
        return None
    for at, part in enumerate(parts):
        beside = parts[max(0, at - 1) : at] + parts[at + 1 : at + 2]
        if part in ("D", "M") and any(other in _DIGITS or other == "0" for other in beside):
            return None
    return DatePattern(written, re.compile("".join(_DIGITS.get(part, re.escape(part)) for part in parts)))


def read_date(cell: str, pattern: DatePattern) -> date | None:
    """Return the day of a cell, or None where it is not written so or there is no such day."""
    found = pattern.expression.fullmatch(cell)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


_NUMBERS: Final = {"comma": re.compile(r"-?(0|[1-9][0-9]*)(,[0-9]+)?"), "point": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")}


def read_number(cell: str, mark: str) -> str | None:
    """Return the number of a cell as a case file writes it, or None where it is not written with that decimal mark."""
    return cell.replace(",", ".") if _NUMBERS[mark].fullmatch(cell) else None
