"""A day or number that is known in part: the month or the year in which a day lies, and what follows from it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from ..frozen import dataclass

KnownTo = Literal["month", "year"]
"""How little of a date a case may state: its month, or its month or its year."""


@dataclass(frozen=True, slots=True)
class Span:
    """A day or number that lies somewhere between two, both included; the first is less than the last.

    Of a fact it is a whole month or a whole year, since that is known of it and not the day; of a derived value what follows from it.
    """

    first: date | int | Decimal
    last: date | int | Decimal


MONTH_OR_YEAR: Final = re.compile(r"[0-9]{4}(-[0-9]{2})?")
"""How a month and a year are written."""


def span_of(text: str) -> Span:
    """Return the year `YYYY` or the month `YYYY-MM`. Raises ValueError where the text is neither, or there is no such one."""
    if not MONTH_OR_YEAR.fullmatch(text):
        raise ValueError(text)
    year, month = int(text[:4]), int(text[5:] or 1)
    first = date(year, month, 1)
    return Span(first, date(year, 12, 31) if is_year(text) else first.replace(day=monthrange(year, month)[1]))


def whole(span: Span) -> str | None:
    """Return the text of the year or month that a span is the whole of; None where it is of neither."""
    first, last = span.first, span.last
    if not isinstance(first, date) or not isinstance(last, date) or first.day != 1 or first.year != last.year:
        return None
    if (first.month, last.month, last.day) == (1, 12, 31):
        return f"{first.year:04}"
    is_month = first.month == last.month and last.day == monthrange(last.year, last.month)[1]
    return f"{first.year:04}-{first.month:02}" if is_month else None


def is_year(text: str) -> bool:
    """Return whether the text of a year or a month is that of a year."""
    return "-" not in text


def suffices(text: str, known_to: KnownTo | None) -> bool:
    """Return whether so much of a date is enough where it may be `known_to` so much."""
    return known_to == "year" or (known_to == "month" and not is_year(text))
