"""Reading an answer that a person types: in Bokmål, Nynorsk or English, and never guessed at."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from ..diagnostics import suggest
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..language.spellings import BLANK_WORDS, NONE_WORDS, UNKNOWN_WORDS, doubt
from ..model import NONE, Fact, KnownTo, Language, Span, Text, Value
from ..terms.saying import month_number
from ..terms.spans import span_of, suffices
from ..terms.text import NORWEGIAN


class Wish(Enum):
    """What a person may type instead of a value."""

    UNKNOWN = "unknown"
    BACK = "back"
    REASON = "reason"


WISHES: Final = {
    Wish.UNKNOWN: Text("ukjent", "unknown", "ukjend"),
    Wish.BACK: Text("tilbake", "back", "tilbake"),
    Wish.REASON: Text("?", "?", "?"),
}

NOT_HAPPENED: Final = Text("ingen", "none", "ingen")
"""What is typed of an event that has not happened."""

_YES: Final = ("ja", "j", "yes", "y")
_NO: Final = ("nei", "n", "no")
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NORWEGIAN_DATE: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_ISO_PART: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?")
_NORWEGIAN_MONTH: Final = re.compile(r"([0-9]{1,2})\.\s*([0-9]{4})")
_NAMED_MONTH: Final = re.compile(r"([a-z]+) ([0-9]{4})")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_NUMBER: Final = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_SEVERAL_GROUPS: Final = re.compile(r"\d{1,3}([., ]\d{3})+")


def read_answer(fact: Fact, typed: str, lang: Language) -> Value | Wish | Text:
    """Return the value that was typed for a fact, or the wish, or a text that says what is wrong with it.

    Of a date that may be known in part it may be the month or the year. A word counts in every language; the form of dates and numbers
    is that of the language.
    """
    said = " ".join(typed.split())
    word = said.casefold()
    for wish, text in WISHES.items():
        if word in text:
            return wish
    if word in UNKNOWN_WORDS:
        return Wish.UNKNOWN
    if word in BLANK_WORDS and fact.type != "text":
        return _nothing_said(fact, said)
    if not word:
        return Text(
            "Svaret er tomt. Skriv «ukjent» hvis opplysningen ikke er kjent.", 'The answer is empty. Type "unknown" if it is not known.'
        )
    match fact.type:
        case "boolean":
            return _truth(said, word)
        case "date":
            if fact.if_absent_none and (word in NOT_HAPPENED or word in _NO):
                return NONE
            return (_part(fact.known_to, word, lang) if fact.known_to is not None else None) or _day(said, lang)
        case "integer" | "decimal":
            return _number(fact, said, lang)
        case _ if fact.values:
            return _word(fact, said)
        case _:
            return said


def _nothing_said(fact: Fact, said: str) -> Text:
    """Return what to type instead of a sign that nothing was filled in."""
    match fact.type:
        case "boolean":
            none = Text(" Skriv «nei» hvis svaret er nei.", ' Type "no" if the answer is no.')
        case "date" if fact.if_absent_none:
            none = Text(" Skriv «ingen» hvis det ikke har skjedd.", ' Type "none" if it has not happened.')
        case "integer" | "decimal" if fact.minimum is None or fact.minimum <= 0:
            none = Text(" Skriv 0 hvis det ikke er noe.", " Type 0 if there is none.")
        case _:
            none = Text("", "")
    return Text(
        f"«{said}» sier ikke hva som er tilfellet.{none.nb} Skriv «ukjent» hvis opplysningen ikke er kjent.",
        f'"{said}" does not say what is the case.{none.en} Type "unknown" if it is not known.',
    )


def _truth(said: str, word: str) -> bool | Text:
    if word in _YES or word in _NO:
        return word in _YES
    return Text(f"«{said}» er verken ja eller nei.", f'"{said}" is neither yes nor no.')


def _part(known_to: KnownTo, word: str, lang: Language) -> Span | Text | None:
    """Return the month or year that was typed, or what is wrong with it; None where it is neither."""
    iso, norwegian, named = _ISO_PART.fullmatch(word), _NORWEGIAN_MONTH.fullmatch(word), _NAMED_MONTH.fullmatch(word)
    if iso:
        year, month = iso[1], iso[2]
    elif norwegian and lang in NORWEGIAN:
        year, month = norwegian[2], norwegian[1]
    elif named and (number := month_number(named[1])) is not None:
        year, month = named[2], str(number)
    else:
        return None
    text = year if month is None else f"{year}-{int(month):02}"
    if not suffices(text, known_to):
        return Text(f"«{word}» er et år. Skriv måneden også: åååå-mm.", f'"{word}" is a year. Type the month too: yyyy-mm.')
    try:
        span = span_of(text)
    except ValueError:
        return Text(f"«{word}» er ingen måned i kalenderen.", f'"{word}" is not a month in the calendar.')
    return span if FIRST_DAY.year <= int(year) <= LAST_DAY.year else _no_such_year(int(year))


def _no_such_year(year: int) -> Text:
    return Text(
        f"Året {year} kan ikke være riktig; datoer i en sak ligger mellom {FIRST_DAY.year} og {LAST_DAY.year}.",
        f"The year {year} cannot be right; the dates of a case lie between {FIRST_DAY.year} and {LAST_DAY.year}.",
    )


def _day(said: str, lang: Language) -> date | Text:
    iso = _ISO_DATE.fullmatch(said)
    norwegian = _NORWEGIAN_DATE.fullmatch(said) if lang in NORWEGIAN else None
    if iso:
        year, month, day = map(int, iso.groups())
    elif norwegian:
        day, month, year = map(int, norwegian.groups())
    elif _SHORT_YEAR.fullmatch(said):
        return Text(f"«{said}» har ikke årstallet med fire sifre.", f'"{said}" does not give the year in four digits.')
    else:
        return Text(
            f"«{said}» er ikke en dato. Skriv dag, måned og år: dd.mm.åååå eller åååå-mm-dd.",
            f'"{said}" is not a date. Type year, month and day: yyyy-mm-dd.',
        )
    try:
        found = date(year, month, day)
    except ValueError:
        return Text(f"«{said}» er ingen dag i kalenderen.", f'"{said}" is not a day in the calendar.')
    if not FIRST_DAY <= found <= LAST_DAY:
        return _no_such_year(year)
    return found


def _number(fact: Fact, said: str, lang: Language) -> int | Decimal | Text:
    if (fact.minimum is None or fact.minimum <= 0) and said.casefold() in NONE_WORDS:
        return Text(
            f"«{said}» er ikke et tall. Skriv 0 hvis det ikke er noe, eller «ukjent» hvis tallet ikke er kjent.",
            f'"{said}" is not a number. Type 0 if there is none, or "unknown" if the number is not known.',
        )
    if doubted := doubt(said):
        return Text(
            f"«{said}» er {doubted.is_.nb}. {_sentence(doubted.fix.nb)}",
            f'"{said}" is {doubted.is_.en}. {_sentence(doubted.fix.en)}',
        )
    if _SEVERAL_GROUPS.fullmatch(said) and not said.startswith(("0.", "0,")):
        return Text(
            f"«{said}» har skilletegn mellom tusener. Skriv tallet uten.",
            f'"{said}" has separators of thousands. Type the number without them.',
        )
    plain = said.replace(",", ".") if lang in NORWEGIAN else said
    if not _NUMBER.fullmatch(plain):
        return Text(
            f"«{said}» er ikke et tall. Skriv bare tallet, med sifre.", f'"{said}" is not a number. Type the number alone, in digits.'
        )
    number = Decimal(plain)
    if fact.type == "integer" and number != number.to_integral_value():
        return Text(f"«{said}» er ikke et helt tall.", f'"{said}" is not a whole number.')
    low, high = fact.minimum, fact.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = (
            Text(f"mindre enn {low}", f"less than {low}")
            if low is not None and number < low
            else Text(f"mer enn {high}", f"more than {high}")
        )
        return Text(f"{said} er ikke mulig: tallet kan ikke være {bounds.nb}.", f"{said} is not possible: it cannot be {bounds.en}.")
    return int(number) if fact.type == "integer" else number


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}.".replace("`", "")


def _word(fact: Fact, said: str) -> str | Text:
    values = fact.values or {}
    words = list(values)
    if said.isdecimal() and 1 <= int(said) <= len(words):
        return words[int(said) - 1]
    meant = [word for word, label in values.items() if said.casefold() in (part.casefold() for part in (word, *label.all()))]
    if len(meant) == 1:
        return meant[0]
    near = suggest(said, words)
    if near is not None:
        return Text(f"«{said}» er ikke et av svarene. Mente du «{near}»?", f'"{said}" is not one of the answers. Did you mean "{near}"?')
    return Text(
        f"«{said}» er ikke et av svarene. Skriv et nummer fra 1 til {len(words)}, eller ordet.",
        f'"{said}" is not one of the answers. Type a number from 1 to {len(words)}, or the word.',
    )
