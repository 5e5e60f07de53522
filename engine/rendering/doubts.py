"""What stands beside every answer on a case: that the law was read before its day, and facts of it that can hardly be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..inference.constraints import doubts_of
from ..law.deciding import Decision, read_before
from ..model import Case, Language
from ..terms.saying import date_words
from .catalogue import say
from .report import Item, Line, Paragraph, Section
from .wording import Terms, doubt_words


def read_until_words(lang: Language, day: date | None) -> str | None:
    """Return that the law was read until a day that the decision is later than; without one nothing."""
    return say(lang, "The law was read as it stood on {until}; the decision is dated later.", until=date_words(lang, day)) if day else None


def read_until_line(decision: Decision, lang: Language) -> Iterator[Paragraph]:
    """Yield until which day the law was read, where the decision is dated later; else nothing."""
    told = read_until_words(lang, read_before(decision))
    if told is not None:
        yield Paragraph(((told, "open"),))


def doubts_section(terms: Terms, case: Case) -> Iterator[Section]:
    """Yield what can hardly be of a case, each with the facts, their values, and the limits with their reasons; else nothing."""
    items = []
    for doubt in doubts_of(case, terms.vocabulary):
        text, facts, reasons = doubt_words(terms, case, doubt)
        below: list[Line] = [((facts, "plain"),), *(((reason, "dim"),) for reason in reasons)]
        items.append(Item("!", ((text, "strong"),), tuple(below)))
    if items:
        yield Section(terms.say("Compare the facts with their source"), tuple(items), "open")
