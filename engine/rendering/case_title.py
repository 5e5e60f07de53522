"""What a case is called above an answer: its id, with the day of its decision where that is known."""

from __future__ import annotations

from datetime import date

from ..model import Case, Language, Vocabulary
from ..terms.saying import date_words
from .catalogue import say


def case_title(case: Case, vocabulary: Vocabulary, lang: Language) -> str:
    """Return the title, such as `Case kari, as of 20 May 2026`."""
    day = decided_on(case, vocabulary)
    title = f"{say(lang, 'Case')} {case.id}"
    return title if day is None else f"{title}, {say(lang, 'as of {day}', day=date_words(lang, day))}"


def decided_on(case: Case, vocabulary: Vocabulary) -> date | None:
    """Return the day of the decision; None where the case does not have it, or has its month or year alone."""
    fact = case.facts.get(vocabulary.decided_on) if vocabulary.decided_on is not None else None
    return fact.value if fact is not None and isinstance(fact.value, date) else None
