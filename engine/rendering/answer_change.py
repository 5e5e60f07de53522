"""What would change an answer, in words: which fact would have to be otherwise, from which value on, and what the answer would be."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from ..inquiry.change import Move
from ..inquiry.region import Border, Region
from ..inquiry.short_answer import ShortAnswer
from ..law.compiled import Finding
from ..model import NONE, Value
from .catalogue import phrase
from .decision_report import finding_words
from .derivation import View
from .next_steps import Called, called
from .wording import inside, label, listed, value_words

_BORDERS: Final[dict[Border, str]] = {
    "less_than": phrase('"{fact}" were less than {value}'),
    "at_most": phrase('"{fact}" were at most {value}'),
    "more_than": phrase('"{fact}" were more than {value}'),
    "at_least": phrase('"{fact}" were at least {value}'),
}

_DAYS: Final[dict[Border, str]] = {
    "less_than": phrase('"{fact}" were before {value}'),
    "at_most": phrase('"{fact}" were {value} or earlier'),
    "more_than": phrase('"{fact}" were after {value}'),
    "at_least": phrase('"{fact}" were {value} or later'),
}

_DECIDED: Final[dict[Border | None, str]] = {
    None: phrase("on {value}"),
    "less_than": phrase("before {value}"),
    "at_most": phrase("on {value} or earlier"),
    "more_than": phrase("after {value}"),
    "at_least": phrase("on {value} or later"),
}


class FindingWords(NamedTuple):
    """A finding in words: of the outcome, or of what would become of it."""

    finding: Finding
    text: str


class Moved(NamedTuple):
    """What a fact would have to be: any value from a border on, or with `border` None one value; `text` adds to `brief` what it is."""

    fact: Called
    border: Border | None
    value: Value
    text: str
    brief: str


class ChangeWords(NamedTuple):
    """A smallest change that turns the answer; `brief` says it shorter, without what the case says now."""

    after: FindingWords
    moves: tuple[Moved, ...]
    text: str
    brief: str


def change_words(view: View, answer: ShortAnswer) -> ChangeWords | None:
    """Return the smallest change that turns an answer; None where there is none."""
    if answer.change is None:
        return None
    after = finding_words(view, answer.name, answer.change.after)
    region = answer.region
    moves = (_moved(view, region.move, region),) if region is not None else tuple(_moved(view, move, None) for move in answer.change.moves)
    if len(moves) == 1 and isinstance(moves[0].value, bool) and moves[0].text != moves[0].brief:
        moves = (_turned_round(view, moves[0]),)
    told, brief = (
        view.say('The outcome would be "{after}" if {what}.', after=after, what=listed(view.terms[None], words, phrase("and")))
        for words in ([move.text for move in moves], [move.brief for move in moves])
    )
    if [move.fact.name for move in moves] == [view.vocabulary.decided_on]:
        moves = (_decided_then(view, moves[0]),)
        told = view.say('For a decision {when} the outcome would be "{after}".', after=after, when=moves[0].text)
        brief = view.say('Decided {when}: "{after}".', after=after, when=moves[0].text)
    return ChangeWords(FindingWords(answer.change.after, after), moves, told, brief)


def _moved(view: View, move: Move, region: Region | None) -> Moved:
    """Return what a fact would have to be, and what it is in the case."""
    border, value, words = _moved_to(view, move, region)
    stated = view.decision.case.facts.get(move.fact)
    if move.old == NONE or stated is None or stated.origin == "silence":
        return Moved(called(view, move.fact), border, value, words, words)
    now = value_words(view.terms[None], move.fact, move.old)
    return Moved(called(view, move.fact), border, value, view.say("{change} (in the case: {value})", change=words, value=now), words)


def _turned_round(view: View, moved: Moved) -> Moved:
    """Return that an answer would have to be yes and not no, or the other way round."""
    new, old = (value_words(view.terms[None], moved.fact.name, value) for value in (moved.value, not moved.value))
    words = view.say('the answer to "{fact}" were {value}, not {old}', fact=moved.fact.label, value=new, old=old)
    return moved._replace(text=words, brief=words)


def _decided_then(view: View, moved: Moved) -> Moved:
    """Return on which day the decision would have to be."""
    day = value_words(view.terms[None], moved.fact.name, moved.value)
    words = view.say(_DECIDED[moved.border], value=day)
    return moved._replace(text=words, brief=words)


def _moved_to(view: View, move: Move, region: Region | None) -> tuple[Border | None, Value, str]:
    terms, name = view.terms[None], label(view.terms[None], move.fact)
    value = region.value if region is not None else move.new
    border = region.border if region is not None else None
    # By its label in quotes, so that it needs no article.
    shown = value_words(terms, move.fact, value)
    if move.old == NONE and isinstance(value, date):
        # Any day turns the answer that may still come; the border is the last that is known of the case.
        return border, value, view.say('there were a date for "{fact}"', fact=name)
    if value == NONE:
        return None, value, f"{inside(terms, name)}: {shown}"
    if isinstance(value, bool):
        return None, value, view.say('the answer to "{fact}" were {value}', fact=name, value=shown)
    if border is None:
        return None, value, view.say('"{fact}" were {value}', fact=name, value=shown)
    words = _DAYS if isinstance(value, date) else _BORDERS
    return border, value, view.say(words[border], fact=name, value=shown)
