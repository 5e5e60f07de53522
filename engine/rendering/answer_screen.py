"""The short answer on one screen of text: where it would be longer, what decides least is told shorter, named or counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from ..canonical import Json
from ..inquiry.short_answer import ShortAnswer
from ..model import Language
from .answer import Layout, report_of
from .answer_words import MOST_NAMED, AnswerWords, answer_words
from .catalogue import say
from .deciding_points import DECIDING
from .next_steps import Called, Due
from .report import Report
from .terminal import render_terminal
from .wording import terms_of

LINES: Final = 25
"""So many lines has a screen."""

COLUMNS: Final = 80
"""So many columns at least: nothing is left out for a narrower window."""

FEWEST_QUESTIONS: Final = 3
"""So many missing facts are asked for in any case."""


def answer_screen(answer: ShortAnswer, lang: Language, cross_check: Json, width: int, on: date | None = None) -> Report:
    """Return the short answer as a report of `LINES` lines of text at most, or as short as it can be told.

    `width` in columns; `cross_check` and `on` as for `answer_report`.
    """
    terms = terms_of(lang, answer.decision.laws.laws.vocabulary, None)
    for told, layout in shorter_answers(answer_words(answer, lang, cross_check, on)):
        report = report_of(told, terms, layout)
        if render_terminal(report, max(width, COLUMNS), False).count("\n") <= LINES:
            break
    return report


def shorter_answers(told: AnswerWords) -> Iterator[tuple[AnswerWords, Layout]]:
    """Yield an answer as it is, and then ever shorter, in small steps: what a caseworker needs most is kept longest.

    With each comes its layout: lines are saved last of all.
    """
    for layout, steps in _STEPS:
        yield told, layout
        for step in steps:
            while (shorter := step(told)) is not None:
                told = shorter
                yield told, layout


def _limits_alone(told: AnswerWords) -> AnswerWords | None:
    """Leave out why something is hard to believe from its limit on; what is, of which facts, and the limit stay."""
    if not any(one.limits for one in told.unlikely):
        return None
    briefly = (one._replace(facts=" ".join((f"{one.facts}.", *one.bounds)).rstrip("."), limits=()) for one in told.unlikely)
    return replace(told, unlikely=tuple(briefly))


def _one_fact_awaited(told: AnswerWords) -> AnswerWords | None:
    """Tell of the facts that a day waits for the first, and how many more."""
    steps = tuple(step._replace(text=step.brief) for step in told.steps)
    return replace(told, steps=steps) if steps != told.steps else None


def _reviews_tasks(told: AnswerWords) -> AnswerWords | None:
    """Tell of what must be assessed what, without saying why, the last first, and of what the outcome hangs on all but one."""
    explained = [place for place, one in enumerate(told.reviews) if one.text not in (one.task, one.shortest)]
    if len(explained) < 2:
        return None
    last = max(explained, key=lambda place: (told.reviews[place].bearing != "decides", place))
    return _with_review(told, last, told.reviews[last].task)


def _reviews_shortest(told: AnswerWords) -> AnswerWords | None:
    """Tell what must be assessed in one line with its name, the last first."""
    told_so = [place for place, one in enumerate(told.reviews) if one.text == one.task != one.shortest]
    return _with_review(told, told_so[-1], told.reviews[told_so[-1]].shortest) if told_so else None


def _reviews_named(told: AnswerWords) -> AnswerWords | None:
    """Name what must be assessed without saying what there is to find out, the last first, and of what the outcome hangs on all but one."""
    explained = [place for place, one in enumerate(told.reviews) if one.text is not None]
    if len(explained) < 2:
        return None
    return _with_review(told, max(explained, key=lambda place: (told.reviews[place].bearing != "decides", place)), None)


def _kept_or_not(told: AnswerWords) -> AnswerWords | None:
    """Tell that a day was not kept without saying in what, nor that it was before the decision."""
    kept = say(told.lang, "Deadline missed")

    def briefly(step: Due) -> Due:
        return step._replace(broken=(Called(step.about.name, kept),), timing=step.timing if told.on is not None else None)

    steps = tuple(briefly(step) if step.broken else step for step in told.steps)
    return replace(told, steps=steps) if steps != told.steps else None


def _grounds_together(told: AnswerWords) -> AnswerWords | None:
    """Do not tell apart what each of the reasons is a ground of."""
    if all(one.lead is None for one in told.because):
        return None
    return replace(told, because=tuple(one._replace(lead=None) for one in told.because))


def _tasks_uncited(told: AnswerWords) -> AnswerWords | None:
    """Tell what there is to do without a day without its authority."""
    steps = tuple(step._replace(source="") if step.is_task else step for step in told.steps)
    return replace(told, steps=steps) if steps != told.steps else None


def _change_alone(told: AnswerWords) -> AnswerWords | None:
    """Tell what would change the answer without what the case says of it now."""
    change = told.change
    return replace(told, change=change._replace(text=change.brief)) if change is not None and change.text != change.brief else None


def _with_review(told: AnswerWords, place: int, text: str | None) -> AnswerWords:
    reviews = list(told.reviews)
    reviews[place] = reviews[place]._replace(text=text)
    return replace(told, reviews=tuple(reviews))


def _one_met(told: AnswerWords) -> AnswerWords | None:
    """Name a condition that is met among what else was looked at, where another reason is left that gives the outcome."""
    *others, last = told.because or (None,)
    if last is None or last.kind != "met" or all(one.kind in DECIDING for one in others):
        return None
    also = (last.named, *told.also)
    return replace(told, because=tuple(others), also=also[:MOST_NAMED], more=told.more + len(also[MOST_NAMED:]))


def _reviews_uncited(told: AnswerWords) -> AnswerWords | None:
    """Name what must be assessed without its authority, the last first."""
    cited = [place for place, one in enumerate(told.reviews) if one.source]
    if not cited:
        return None
    return replace(told, reviews=tuple(one._replace(source="") if place == cited[-1] else one for place, one in enumerate(told.reviews)))


def _without_assurance(told: AnswerWords) -> AnswerWords | None:
    """Do not say that no unanswered question counts: none is asked. That silence counts is no assurance, and stays."""
    return replace(told, stands=False) if told.stands and not any(one.decides for one in told.silent) else None


def _without_facts(told: AnswerWords) -> AnswerWords | None:
    """Tell a further reason without what the case says of it, the last first."""
    for place in range(len(told.because) - 1, 0, -1):
        if told.because[place].text != told.because[place].shorter[0]:
            return _with_reason(told, place, told.because[place].shorter[0])
    return None


def _with_one_fact(told: AnswerWords) -> AnswerWords | None:
    """Tell with the first reason the first thing alone that the case says of it, where nothing stands in the way."""
    first = told.because[0] if told.because else None
    if first is None or first.kind in ("applied", "unmet") or first.text == first.shorter[1]:
        return None
    return _with_reason(told, 0, first.shorter[1])


def _with_reason(told: AnswerWords, place: int, text: str) -> AnswerWords:
    because = list(told.because)
    because[place] = because[place]._replace(text=text)
    return replace(told, because=tuple(because))


def _fewer_named(told: AnswerWords) -> AnswerWords | None:
    """Count what else was looked at: of what is named the last first, then what is not in the way."""
    if told.also:
        return replace(told, also=told.also[:-1], more=told.more + 1)
    return replace(told, cleared=(), more=told.more + len(told.cleared)) if told.cleared and told.more else None


def _fewer_questions(told: AnswerWords) -> AnswerWords | None:
    if len(told.asked) <= FEWEST_QUESTIONS:
        return None
    return replace(told, asked=told.asked[:-1], more_asked=told.more_asked + 1)


_Shortening = Callable[[AnswerWords], AnswerWords | None]
_FIRST: Final[tuple[_Shortening, ...]] = (_limits_alone,)
_THEN: Final[tuple[_Shortening, ...]] = (
    _reviews_tasks,
    _reviews_shortest,
    _one_fact_awaited,
    _fewer_named,
    _without_facts,
    _fewer_questions,
    _with_one_fact,
    _without_assurance,
)
_STEPS: Final[tuple[tuple[Layout, tuple[_Shortening, ...]], ...]] = (
    ("wide", _FIRST),
    ("together", _THEN),
    ("dense", ()),
    ("densest", (_change_alone, _reviews_uncited, _one_met, _fewer_named, _reviews_named)),
    ("tight", (_kept_or_not, _tasks_uncited, _grounds_together)),
    ("bare", ()),
)
