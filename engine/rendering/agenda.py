"""The agenda of many cases: the days by which or from which somebody has to act, in order, with the case and the provision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..frozen import dataclass
from ..law.deciding import Decision
from ..model import Language
from ..terms.saying import date_words
from ..trail.finality import is_final
from ..trail.steps import Trail
from .catalogue import say
from .derivation import view_of
from .next_steps import Due, next_steps, open_days
from .report import Block, Item, Line, Paragraph, Report, Section, Tone


@dataclass(frozen=True, slots=True)
class Agenda:
    """The next steps of one case, and whether more may be due: its outcome is open, or a day is that is not among the steps."""

    case: str
    steps: tuple[Due, ...]
    is_open: bool


def agenda_of(decision: Decision, trail: Trail, lang: Language, on: date) -> Agenda:
    """Return the next steps of a decided case, reckoned from a day."""
    vocabulary = decision.laws.laws.vocabulary
    view = view_of(decision, trail, lang, False)
    principal = next((name for name, conclusion in vocabulary.conclusions.items() if conclusion.principal), None)
    steps = tuple(next_steps(view, principal, on))
    untold = set(open_days(view)) - {step.about.name for step in steps}
    return Agenda(decision.case.id, steps, bool(untold) or not is_final(decision, vocabulary))


def agenda_report(cases: Sequence[Agenda], rejected: int, lang: Language, on: date) -> Report:
    """Return what is due in the cases, the earliest day first; `rejected` cases could not be decided, which is told first.

    What was kept is counted; what cannot be reckoned yet is told with the facts that it waits for.
    """
    due = steps_due(cases)
    passed = [(case, step) for day, case, step in due if day < on]
    ahead = [(case, step) for day, case, step in due if day >= on]
    sections = [
        *_counts(cases, rejected, lang),
        *_listed(say(lang, "Passed"), passed, lang, "open"),
        *_listed(say(lang, "Today and later"), ahead, lang, "plain"),
        *_waiting(cases, lang),
    ]
    return Report(lang, say(lang, "Agenda as of {day}", day=date_words(lang, on)), tuple(sections))


def steps_due(cases: Sequence[Agenda]) -> list[tuple[date, str, Due]]:
    """Return the days that were not kept, the earliest first, each with its case."""
    days = ((step.day, case.case, place, step) for case in cases for place, step in enumerate(case.steps) if step.day and not step.kept)
    return [(day, case, step) for day, case, _, step in sorted(days, key=lambda row: row[:3])]


def _counts(cases: Sequence[Agenda], rejected: int, lang: Language) -> Iterator[Section]:
    blocks: list[Block] = []
    if rejected:
        blocks.append(_told(say(lang, "Cases that could not be decided, and so are not below: {number}.", number=rejected), "bad"))
    steps = [step for case in cases for step in case.steps]
    kept = sum(step.kept for step in steps)
    told = say(lang, "Cases: {cases}. Days that were kept, and so are not below: {kept}.", cases=len(cases), kept=kept)
    blocks.append(_told(told))
    if not any(step.day is not None and not step.kept for step in steps):
        blocks.append(_told(say(lang, "No day is due.")))
    unsettled = [case.case for case in cases if case.is_open]
    if unsettled:
        names = ", ".join(unsettled)
        blocks.append(_told(say(lang, "Open, or left to a caseworker, so that more may be due: {names}.", names=names), "open"))
    yield Section(None, tuple(blocks))


def _listed(title: str, rows: Sequence[tuple[str, Due]], lang: Language, tone: Tone) -> Iterator[Section]:
    items = []
    for case, step in rows:
        source = f" ({step.source})" if step.source else ""
        broken = "".join(f" – {one.label}" for one in step.broken)
        day: Line = ((step.text, "strong"), (f" ({step.timing})", tone))
        items.append(Item("-", (*day, (f" {case}: ", "strong"), (f"{step.about.label}{source}", "plain"), (broken, "open"))))
    if items:
        yield Section(title, tuple(items), tone)


def _waiting(cases: Sequence[Agenda], lang: Language) -> Iterator[Section]:
    """Tell what cannot be reckoned yet, each with the facts that it waits for and the cases that wait for the same."""
    waiting: dict[str, list[str]] = {}
    for case in cases:
        for step in case.steps:
            if step.day is None and not step.is_task:
                waiting.setdefault(f"{step.about.label} – {step.text}", []).append(case.case)
    items = tuple(Item("?", ((f"{what}: ", "plain"), (", ".join(names), "strong"))) for what, names in waiting.items())
    if items:
        yield Section(say(lang, "Cannot be reckoned yet"), items, "open")


def _told(text: str, tone: Tone = "plain") -> Paragraph:
    return Paragraph(((text, tone),))
