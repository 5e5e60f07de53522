"""How a text says a number or a day of the law: in digits or spelt, alone or with its unit, in each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from .text import NORWEGIAN, Language, Text
from .units import UnitRow

NumberForm = Literal["number", "spelt", "words"]
"""`number` is the digits alone, `spelt` the number in words alone, `words` the number in words with its unit."""

NUMBER_FORMS: Final[tuple[NumberForm, ...]] = get_args(NumberForm)

_MONTHS_EN: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_MONTHS_NB: Final = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)

_SPELT_BELOW: Final = 1000
"""A greater number is written in digits: nobody reads it more easily in words."""

_ONES: Final[Mapping[int, Text]] = {
    0: Text("null", "zero", "null"),
    2: Text("to", "two", "to"),
    3: Text("tre", "three", "tre"),
    4: Text("fire", "four", "fire"),
    5: Text("fem", "five", "fem"),
    6: Text("seks", "six", "seks"),
    7: Text("sju", "seven", "sju"),
    8: Text("åtte", "eight", "åtte"),
    9: Text("ni", "nine", "ni"),
    10: Text("ti", "ten", "ti"),
    11: Text("elleve", "eleven", "elleve"),
    12: Text("tolv", "twelve", "tolv"),
    13: Text("tretten", "thirteen", "tretten"),
    14: Text("fjorten", "fourteen", "fjorten"),
    15: Text("femten", "fifteen", "femten"),
    16: Text("seksten", "sixteen", "seksten"),
    17: Text("sytten", "seventeen", "sytten"),
    18: Text("atten", "eighteen", "atten"),
    19: Text("nitten", "nineteen", "nitten"),
}
_TENS: Final = (
    Text("tjue", "twenty", "tjue"),
    Text("tretti", "thirty", "tretti"),
    Text("førti", "forty", "førti"),
    Text("femti", "fifty", "femti"),
    Text("seksti", "sixty", "seksti"),
    Text("sytti", "seventy", "sytti"),
    Text("åtti", "eighty", "åtti"),
    Text("nitti", "ninety", "nitti"),
)

_THOUSANDS_FROM: Final = 10_000
_NORWEGIAN_MARKS: Final = str.maketrans({",": "\N{NO-BREAK SPACE}", ".": ","})

_WHOLE: Final[Mapping[str, tuple[int, str]]] = {"days": (7, "weeks"), "months": (12, "years")}
"""How many of a unit of time make up one of a longer unit, whatever the calendar."""


def said(value: bool | int | Decimal | date | str, unit: str | None, form: NumberForm | None, units: Mapping[str, UnitRow]) -> Text | None:
    """Return a number, day or level of the law as a text says it, or None where it has no such form; `units` has the row of its unit.

    A day and the word of a level have no form but None. `words` says two weeks or years and more as such: 36 months are
    `three years`, 12 months `twelve months`.
    """
    if isinstance(value, date):
        day = value
        return _in_each(lambda lang: date_words(lang, day)) if form is None else None
    if isinstance(value, (bool, str)):
        return _in_each(lambda _: str(value)) if form is None else None
    amount = value
    match form:
        case None:
            return _in_each(lambda lang: with_unit(lang, amount, unit, units))
        case "number":
            return _in_each(lambda lang: number_words(lang, amount))
        case "spelt":
            return spelt(value, unit, units)
        case "words":
            count, longer = _WHOLE.get(unit or "", (1, unit))
            if isinstance(value, int) and value % count == 0 and value >= 2 * count:
                value, unit = value // count, longer
            number, words = spelt(value, unit, units), unit_words(value, unit, units)
            return _in_each(lambda lang: f"{number.told(lang)} {words.told(lang)}") if words else number


def _in_each(told: Callable[[Language], str]) -> Text:
    return Text(told("nb"), told("en"), told("nn"))


def spelt(number: int | Decimal, unit: str | None, units: Mapping[str, UnitRow]) -> Text:
    """Return a number in words; in digits where it is no whole number or one of `_SPELT_BELOW` and above."""
    if not isinstance(number, int) or not 0 <= number < _SPELT_BELOW:
        return _in_each(lambda lang: number_words(lang, number))
    row = units.get(unit or "")
    return _spelt(number, row is not None and row.neuter)


def _spelt(number: int, neuter: bool) -> Text:
    if number == 1:
        return Text("ett", "one", "eitt") if neuter else Text("én", "one", "éin")
    if number in _ONES:
        return _ONES[number]
    if number < 100:
        tens, rest = _TENS[number // 10 - 2], number % 10
        if not rest:
            return tens
        one = _spelt(rest, neuter)
        return Text(tens.nb + one.nb.replace("én", "en"), f"{tens.en}-{one.en}", tens.nb + one.told("nn").replace("éin", "ein"))
    hundreds, rest = _spelt(number // 100, True), number % 100
    whole = Text(f"{hundreds.nb} hundre", f"{hundreds.en} hundred", f"{hundreds.told('nn')} hundre")
    if not rest:
        return whole
    more = _spelt(rest, neuter)
    return Text(f"{whole.nb} og {more.nb}", f"{whole.en} and {more.en}", f"{whole.told('nn')} og {more.told('nn')}")


def date_words(lang: Language, day: date) -> str:
    """Return a date: 10.03.2026 in Norwegian, 10 March 2026 in English."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}" if lang in NORWEGIAN else f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def month_words(lang: Language, first: date) -> str:
    """Return the month of a day: mai 1970, May 1970."""
    return f"{(_MONTHS_NB if lang in NORWEGIAN else _MONTHS_EN)[first.month - 1]} {first.year}"


def month_number(name: str) -> int | None:
    """Return the number of a month from 1 to 12 by its name in small letters, in any language; None of what is no month."""
    names = (_MONTHS_NB, tuple(month.casefold() for month in _MONTHS_EN))
    return next((months.index(name) + 1 for months in names if name in months), None)


def number_words(lang: Language, number: int | Decimal) -> str:
    """Return a number in digits without needless zeros, with a decimal comma in Norwegian; thousands apart from five digits on.

    Four digits stand together, so that a year of the calendar reads as one. Norwegian thousands have a space at which no line breaks.
    """
    shown = f"{number.normalize():,f}" if isinstance(number, Decimal) else f"{number:,}"
    if -_THOUSANDS_FROM < number < _THOUSANDS_FROM:
        shown = shown.replace(",", "")
    return shown.translate(_NORWEGIAN_MARKS) if lang in NORWEGIAN else shown


def unit_words(number: int | Decimal, unit: str | None, units: Mapping[str, UnitRow]) -> Text | None:
    """Return the unit of a number in words, one or many; None where it stands without."""
    row = units.get(unit or "")
    if row is None:
        return None
    return row.one if number == 1 else row.many


def with_unit(lang: Language, number: int | Decimal, unit: str | None, units: Mapping[str, UnitRow]) -> str:
    """Return a number in digits with its unit; an amount of a currency that is not whole with two decimals."""
    shown, words, row = number_words(lang, number), unit_words(number, unit, units), units.get(unit or "")
    if row is not None and row.currency and isinstance(number, Decimal) and number.normalize().as_tuple().exponent == -1:
        shown += "0"
    return f"{shown} {words.told(lang)}" if words else shown
