"""The answers of several cases as a table: a line for each, with its outcome, what decides it, and its next day."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Language
from .answer_words import AnswerWords
from .catalogue import say
from .report import Line, Paragraph, Report, Section, Table
from .wording import headline


def answers_table(answers: Sequence[AnswerWords], lang: Language) -> Report:
    """Return a line for each case, in the order given, and how to see the whole of one."""
    heads = (say(lang, "Case"), say(lang, "Outcome"), say(lang, "What decides it"), say(lang, "Next day"))
    rows = tuple(_row(answer) for answer in answers)
    more = say(lang, "The whole answer on a case: name its file alone. All of them: --format html")
    title = say(lang, "{number} cases", number=len(answers))
    return Report(lang, title, (Section(None, (Table(rows, heads=heads),)), Section(None, (Paragraph(((more, "dim"),)),))))


def _row(answer: AnswerWords) -> tuple[Line, ...]:
    reviews = [review.about.label for review in answer.reviews]
    decided = "; ".join([*_deciding(answer), *(f"! {review}" for review in reviews)])
    return ((answer.case, "strong"),), ((headline(answer.outcome.text), "plain"),), ((decided, "plain"),), ((_next_day(answer), "plain"),)


def _deciding(answer: AnswerWords) -> list[str]:
    """Return what the case says of the first deciding point, or what is missing, or nothing."""
    if answer.asked:
        return [say(answer.lang, "missing: {facts}", facts=answer.asked[0].fact.label)]
    return [reason.brief for reason in answer.because[:1]]


def _next_day(answer: AnswerWords) -> str:
    """Return the first day that is due, and with a day to reckon from the first one that has not passed."""
    due = sorted((step.day, step.text) for step in answer.steps if step.day is not None and not step.kept)
    left = [text for day, text in due if answer.on is None or day >= answer.on]
    return left[0] if left else "–"
