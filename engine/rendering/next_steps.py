"""The next steps of a case in words: the days by which or from which somebody has to act, and what there is to do about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ..model import NONE, NextStep, TextWhen, Value
from ..terms.saying import with_unit
from ..trail.citation import cite
from ..trail.document import missing
from .case_title import decided_on
from .derivation import View
from .reasons import authorities, coming_rules
from .wording import answer_told, first_of, inside, label, value_words


class Called(NamedTuple):
    """Something of the vocabulary, by its name and what a reader calls it."""

    name: str
    label: str


class Due(NamedTuple):
    """A day by which or from which somebody has to act; None where it cannot be reckoned yet, and then the facts it waits for.

    `act` says what there is to do, to be followed by the day, where the label does not; before the day can be reckoned, what there
    is to do meanwhile. What there is to do without any day `is_task`, and of it `act` says all. `text` is the day in words, or what
    it waits for, and `brief` the same with one fact alone and how many more. `days` are left of it on the day asked about, fewer than
    none where it has passed, and `timing` says so. Where no day was asked about `days` is None, and `timing` says that the day had
    passed when the decision was taken, or is None. `provided` is the condition on which the day counts. `broken` says in what the
    day was not kept, each by its name and in words; `kept` that it was in everything, so that nothing is due.
    """

    about: Called
    act: str | None
    source: str
    day: date | None
    waits_for: tuple[Called, ...]
    text: str
    brief: str
    days: int | None
    timing: str | None
    provided: str | None
    broken: tuple[Called, ...]
    kept: bool
    is_task: bool = False


def next_steps(view: View, name: str | None, on: date | None) -> Iterator[Due]:
    """Yield the days by which or from which somebody has to act; of one that cannot be reckoned yet, what it waits for.

    While the conclusion `name` is open, only days are told that are known already.
    """
    findings = view.decision.findings
    is_open = name is not None and findings[name].status == "open"
    for day_of, step in _steps_told(view):
        finding, about = findings[day_of], called(view, day_of)
        if step.tasks:
            task = first_told(view, step.tasks) if not _is_done(view, step) else None
            if task is not None:
                yield Due(about, task, cited_words(view, day_of), None, (), "", "", None, None, None, (), False, True)
            continue
        broken, is_kept = _kept(view, step)
        provided = first_told(view, step.provided)
        if isinstance(finding.value, date):
            day = finding.value
            left = (day - on).days if on is not None else None
            is_passed = _is_passed(view, day, on)
            act, told = _act(view, step, is_passed), value_words(view.terms[None], day_of, day)
            timing = _timing(view, left) if left is not None else view.say("before the decision") if is_passed and step.late else None
            timing = None if is_kept else timing
            yield Due(about, act, cited_words(view, day_of), day, (), told, told, left, timing, provided, broken, is_kept)
        elif finding.status == "open" and not is_open and not is_otherwise(view, step.awaited or {}) and coming_rules(view, day_of):
            facts = tuple(called(view, fact) for fact in missing(view.decision, view.trail, view.vocabulary, day_of))
            meanwhile = first_told(view, step.meanwhile) if not _is_done(view, step) else None
            yield Due(about, meanwhile, cited_words(view, day_of), None, facts, *_waiting(view, facts), None, None, None, broken, False)


def _waiting(view: View, facts: tuple[Called, ...]) -> tuple[str, str]:
    """Return what a day waits for, and the same with the first fact alone and how many more."""
    names = [inside(view.terms[None], fact.label) for fact in facts]
    if not names:
        return view.say("open"), view.say("open")
    return view.say("missing: {facts}", facts="; ".join(names)), view.say("missing: {facts}", facts=first_of(view.lang, names))


def _act(view: View, step: NextStep, is_passed: bool) -> str | None:
    """Return what there is to do about a day; None where it was done, or where it has passed and is known not to have been kept."""
    findings = view.decision.findings
    if _is_done(view, step):
        return None
    if not is_passed or step.late is None:
        return view.pick(step.act) if step.act is not None else None
    asked = {findings[name].status for name in step.kept} - {"not_applicable"}
    return view.pick(step.late) if not asked or "open" in asked else None


def _is_done(view: View, step: NextStep) -> bool:
    """Return whether the case says that what there is to do was done: a yes, or the day, known in part or not, on which it was."""
    facts = view.decision.case.facts
    return any(name in facts and facts[name].value is not False and facts[name].value != NONE for name in step.done)


def first_told(view: View, texts: Iterable[TextWhen]) -> str | None:
    """Return the first of the texts that is told with what was found of this case."""
    told = (one for one in texts if all(_word(view, other) in words for other, words in one.when.items()))
    return next((view.pick(one.text) for one in told), None)


def _is_passed(view: View, day: date, on: date | None) -> bool:
    """Return whether a day is before the one that is asked about, or where none is, before the day of the decision."""
    compared = on if on is not None else decided_on(view.decision.case, view.vocabulary)
    return compared is not None and day < compared


def open_days(view: View) -> Iterator[str]:
    """Yield the days that are awaited and that nobody can tell yet, even whether there is one: next steps or not."""
    told = (day_of for day_of, step in _steps_told(view) if not step.tasks and not is_otherwise(view, step.awaited or {}))
    return (day_of for day_of in told if view.decision.findings[day_of].status == "open")


def _steps_told(view: View) -> Iterator[tuple[str, NextStep]]:
    """Yield the days that are told with what was found of this case."""
    for day_of, step in view.vocabulary.next_steps.items():
        if all(_word(view, other) in words for other, words in step.when.items()):
            yield day_of, step


def _kept(view: View, step: NextStep) -> tuple[tuple[Called, ...], bool]:
    """Return in words in what a day was not kept, and whether it was in everything that is asked of it."""
    statuses = {name: view.decision.findings[name].status for name in step.kept}
    asked = {name: status for name, status in statuses.items() if status != "not_applicable"}
    terms = view.terms[None]
    broken = tuple(Called(name, answer_told(terms, name, status)) for name, status in asked.items() if status == "not_met")
    return broken, bool(asked) and all(status == "met" for status in asked.values())


def _timing(view: View, left: int) -> str:
    """Return how long it is until a day, or how long ago it passed."""
    if left == 0:
        return view.say("today")
    days = with_unit(view.lang, abs(left), "days", view.vocabulary.units)
    return view.say("in {days}", days=days) if left > 0 else view.say("passed {days} ago", days=days)


def cited_words(view: View, name: str) -> str:
    cited = []
    for version, rule in authorities(view, name):
        law = view.terms[version].version
        cited.append(view.pick(cite(rule.source, law.acts if law is not None else {})))
    return "; ".join(dict.fromkeys(cited))


def is_otherwise(view: View, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a conclusion has a word that is not among those listed for it; while it is open nothing is otherwise."""
    return any(_word(view, name) not in (None, "open", *told) for name, told in words.items())


def _word(view: View, name: str) -> Value | None:
    """Return the word of a conclusion, of one that is yes or no how it came out, or `open`; None where it has no value."""
    finding = view.decision.findings[name]
    by_status = view.vocabulary.conclusions[name].type == "boolean" or finding.status == "open"
    return finding.status if by_status else finding.value


def called(view: View, name: str) -> Called:
    return Called(name, label(view.terms[None], name))
