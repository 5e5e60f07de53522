"""What a decision says of a date of which the month or the year alone is known: that it is so, and whether the day can count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ..inference.spans import is_span
from ..model import Value
from ..trail.document import missing
from .catalogue import phrase
from .derivation import View
from .wording import Terms, inside, label, part_words


class KnownInPart(NamedTuple):
    """A date whose day is not known, with what is known of it; `decides` where the outcome is open and may hang on the day."""

    name: str
    label: str
    value: Value
    text: str
    decides: bool


def known_in_part(view: View, names: Iterable[str]) -> Iterator[KnownInPart]:
    """Yield the dates of a case whose day is not known, in the order of the vocabulary; `names` are the conclusions of the outcome."""
    facts, terms = view.decision.case.facts, view.terms[None]
    vague = [name for name in view.vocabulary.facts if name in facts and is_span(facts[name].value)]
    lacking = {fact for name in names for fact in missing(view.decision, view.trail, view.vocabulary, name)} if vague else set()
    for name in vague:
        value = facts[name].value
        yield KnownInPart(name, label(terms, name), value, part_words(terms, value), name in lacking)


def in_part_words(terms: Terms, dates: Iterable[KnownInPart]) -> Iterator[str]:
    """Yield as sentences which days are not known and whether they count, first those that may."""
    told = tuple(dates)
    for decides, text in _TOLD.items():
        of = [f"{inside(terms, one.label)} ({one.text})" for one in told if one.decides is decides]
        if of:
            yield terms.say(text, facts="; ".join(of))


_TOLD: Final = {
    True: phrase("The day is not known, and may decide the outcome: {facts}."),
    False: phrase("The day is not known, and does not matter for the outcome: {facts}."),
}
