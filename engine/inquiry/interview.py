"""The interview: asks one fact at a time, the one expected to end it soonest, and stops when no other answer can matter.

A state is everything that was said so far; each answer makes a new one, so going back is taking an earlier state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from ..frozen import dataclass
from ..inference.forward import Engine
from ..inference.spans import is_span
from ..model import Case, Constraint, FactValue, Value
from .candidates import broken, has_nothing_to_state
from .missing import Inquiry
from .question import Question, Standing, look

LOOKS = 2_500
"""How many combinations of values the searches for one question look at; fewer than for a report, since a person waits."""

End = Literal["settled", "rejected", "unanswered", "impossible"]
"""Why an interview is over: the conclusion is settled; the case cannot be decided; what is left hangs on facts that are
not known; or no value of a fact fits beside the others."""


@dataclass(frozen=True, slots=True)
class Interview:
    """How far an interview has come: the case with its answers, the facts whose answer was that they are not known, and
    how the conclusion stands. `fact` is asked next, None when it is over. `before` is the state before the last answer.
    `at_first` are the facts that were said to be unknown before the first question."""

    about: Question
    engine: Engine
    case: Case
    at_first: tuple[str, ...]
    skipped: tuple[str, ...]
    view: Standing
    fact: str | None
    before: Interview | None


def begin(about: Question, case: Case, engine: Engine, unknown: Iterable[str] = ()) -> Interview:
    """Return the interview before its first question.

    What a case file says by its silence is asked here as any other fact, and so are the facts that it says are `unknown`.
    """
    said = {name: fact for name, fact in case.facts.items() if fact.origin != "silence"}
    return _state(about, engine, replace(case, facts=said), tuple(unknown), (), None)


def contradicted(state: Interview, value: Value) -> tuple[Constraint, ...]:
    """Return the constraints that forbid the value as an answer to the question."""
    assert state.fact is not None
    return broken(state.about, state.fact, {**_values(state.case), state.fact: value})


def answer(state: Interview, value: Value) -> Interview:
    """Return the interview after an answer to its question, which must not be `contradicted`.

    Where the answer is a month or a year, the day is not known, and is not asked for again.
    """
    assert state.fact is not None
    case = replace(state.case, facts={**state.case.facts, state.fact: FactValue(value, "stated")})
    skipped = (*state.skipped, state.fact) if is_span(value) else state.skipped
    return _state(state.about, state.engine, case, state.at_first, skipped, state)


def unknown(state: Interview) -> Interview:
    """Return the interview after the answer that the fact is not known; it is not asked again."""
    assert state.fact is not None
    return _state(state.about, state.engine, state.case, state.at_first, (*state.skipped, state.fact), state)


def back(state: Interview) -> Interview:
    """Return the interview before the last answer, or as it is where there was none."""
    return state.before or state


def ask_for(state: Interview, fact: str, before: Interview | None) -> Interview:
    """Return the interview with a fact asked for, whether or not it can matter, and what was said of it taken back.

    `before` is the state to go back to.
    """
    case = replace(state.case, facts={name: known for name, known in state.case.facts.items() if name != fact})
    skipped = tuple(name for name in state.skipped if name != fact and fact not in state.about.telling.get(name, ()))
    view = look(state.about, case, {}, state.engine)
    return replace(state, case=case, skipped=skipped, view=view, fact=fact, before=before)


def answered(state: Interview) -> tuple[str, ...]:
    """Return the facts that were stated or said to be unknown and that the conclusion may rest on, in the order of the vocabulary."""
    said = {*state.case.facts, *not_known(state)}
    return tuple(name for name in state.about.vocabulary.facts if name in said and name in state.about.atoms)


def number_of(state: Interview) -> int:
    """Return the number of the question that is asked now, counted from 1."""
    asked, before = 1, state.before
    while before is not None:
        asked, before = asked + (before.fact is not None), before.before
    return asked


def not_known(state: Interview) -> tuple[str, ...]:
    """Return the facts that were said to be unknown, before the first question or as an answer, and not stated since."""
    return tuple(name for name in dict.fromkeys((*state.at_first, *state.skipped)) if name not in state.case.facts)


def told(state: Interview) -> Case:
    """Return the case as its file will be read: where silence says something, it says so of what was not asked, which cannot matter."""
    says = {name: fact.silence for name, fact in state.about.vocabulary.facts.items()}
    said = {*state.case.facts, *not_known(state)}
    silent = {name: FactValue(value, "silence") for name, value in sorted(says.items()) if value is not None and name not in said}
    return replace(state.case, facts={**state.case.facts, **silent})


def end_of(state: Interview) -> End | None:
    """Return why the interview is over, or None while there is a question."""
    if state.fact is not None:
        return None
    if state.view.rejected is not None:
        return "rejected"
    if state.view.settled:
        return "settled"
    return "unanswered" if state.view.missing.intersection(state.skipped) else "impossible"


def _values(case: Case) -> dict[str, Value]:
    return {name: fact.value for name, fact in case.facts.items()}


def _state(
    about: Question, engine: Engine, case: Case, at_first: tuple[str, ...], skipped: tuple[str, ...], before: Interview | None
) -> Interview:
    view = look(about, case, {}, engine)
    skipped = (*skipped, *_no_day_known(about, case, view.missing, skipped))
    fact = _next(Inquiry(about, case, engine, LOOKS), view, skipped)
    if fact is not None and has_nothing_to_state(about, fact, _values(case)) is None:
        askable = view.missing.difference(skipped)
        fact = next((name for name in about.telling[fact] if name in askable and name not in case.facts), fact)
    return Interview(about, engine, case, at_first, skipped, view, fact, before)


def _no_day_known(about: Question, case: Case, missing: Iterable[str], skipped: Collection[str]) -> Iterator[str]:
    """Yield the dates that nobody can state either, since it is not known whether there is a day: whether an offer lapsed, for one."""
    for fact in sorted(missing):
        telling = [name for name in about.telling.get(fact, ()) if name not in case.facts]
        if telling and fact not in skipped and set(telling).issubset(skipped) and has_nothing_to_state(about, fact, _values(case)) is None:
            yield fact


def _next(inquiry: Inquiry, view: Standing, skipped: tuple[str, ...]) -> str | None:
    """Return the most decisive fact that can still matter while the skipped ones stay unknown."""
    if view.settled:
        return None
    ahead = inquiry.ahead(view.missing.difference(skipped))
    ranked, proven = inquiry.ranked(ahead)
    if skipped:
        return next((fact for fact in ranked if fact in proven), None) or _towards_an_end(inquiry, ranked)
    kept = list(ahead)
    for fact in ranked:
        if fact in proven:
            return fact
        search = inquiry.witness(fact, kept)
        if search.witness is not None or not search.exhausted:
            return fact
        kept.remove(fact)  # the others settle it without this one, so they must be asked among themselves
    return None


def _towards_an_end(inquiry: Inquiry, ranked: list[str]) -> str | None:
    """Return the most decisive fact of some answers that settle the conclusion though the skipped facts stay unknown.

    None where no answers do. Where the search for them does not come to an end, the most decisive fact of all.
    """
    search = inquiry.settling(ranked)
    if search.witness is None:
        return None if search.exhausted or not ranked else ranked[0]
    core = inquiry.core(search.witness, reversed(ranked))
    return next(fact for fact in ranked if fact in core)
