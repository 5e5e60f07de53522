"""What a letter tells of a decision, and the facts of the case on which that rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import Sentences
from ..trail.finality import REVIEW, is_answer
from ..trail.justification import facts_behind
from .derivation import View
from .letter_sentences import LetterDraft, sentence
from .reasons import Matter, Point, question_of, questions_of


def met(view: View, prefix: str) -> list[str]:
    """Return the conclusions whose name begins so and that are met."""
    return [name for name, finding in view.decision.findings.items() if name.startswith(prefix) and finding.status == "met"]


def is_any_of(view: View, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a conclusion has one of the words listed for it."""
    return any(view.decision.findings[name].value in values for name, values in words.items())


def follows_told(draft: LetterDraft) -> bool:
    """Say whether the letter tells what follows: of a programme that is granted, or that may be offered."""
    return is_any_of(draft.view, draft.letter.grants) or is_any_of(draft.view, draft.letter.offers)


def topics_told(draft: LetterDraft) -> list[str]:
    """Return the topics that the letter tells of: that of the outcome, and those of what follows where that is told."""
    conclusions = draft.view.vocabulary.conclusions
    told = {conclusion.topic for conclusion in conclusions.values() if conclusion.principal}
    if follows_told(draft):
        told |= {conclusions[name].topic for name in draft.letter.follows}
    return [topic for topic in draft.view.decision.governing if topic in told]


def is_undecided(view: View) -> bool:
    """Say whether a principal conclusion is open or left to a person."""
    return not all(is_answer(view.decision.findings[name]) for name, c in view.vocabulary.conclusions.items() if c.principal)


def told_points(question: Matter) -> tuple[Point, ...]:
    """Return the points of a question that a person is told: the real ground first, and only what the person could plausibly claim.

    Where something closes every way, the single ways are not told; and of ways of which none fits, none is. An exception
    that turns on a plain no is not told.
    """
    stops = any(point.kind in ("unmet", "applied") for point in question.points)
    return tuple(
        point
        for point in question.points
        if not (point.kind == "closed" and (stops or not point.near))
        and not (point.kind == "passed" and not (point.measured or point.near))
    )


def used_facts(draft: LetterDraft) -> set[str]:
    """Return the facts of the case on which everything told rests; all that are stated while an outcome is open.

    They are those of the shortest proof of what is told, and those of every reason given.
    """
    view, letter = draft.view, draft.letter
    findings, because, conclusions = view.decision.findings, view.trail.because, view.vocabulary.conclusions
    stated, silent = _of_origin(view, "stated", "assumed", "silence"), silent_facts(view)
    principals = [name for name, c in conclusions.items() if c.principal]
    if any(findings[name].status == "open" for name in principals):
        return stated
    headlines = [name for name, c in conclusions.items() if c.headline and findings[name].status == "met"]
    told = _told(draft, {**letter.asks, **(letter.follows if follows_told(draft) else {})})
    law = [number for topic in topics_told(draft) for number in view.trail.law[topic]]
    used = _rests_on(view, [*principals, *headlines, *met(view, f"{REVIEW}."), *told], law)
    questions = [*(q for name in principals for q in questions_of(view, name)), *(question_of(view, because[n][0]) for n in headlines)]
    used = used.union(*(point.facts for question in questions for point in told_points(question)))
    # What the appeal rests on beside that was stated for the appeal; its silence says only that there is none yet.
    return (used | (_rests_on(view, _told(draft, letter.appeal)) - silent)) & stated


def silent_facts(view: View) -> set[str]:
    """Return the facts that were read from the silence of the case."""
    return _of_origin(view, "silence")


def _of_origin(view: View, *origins: str) -> set[str]:
    return {name for name, fact in view.decision.case.facts.items() if fact.origin in origins}


def _rests_on(view: View, conclusions: Iterable[str], steps: Iterable[int] = ()) -> set[str]:
    """Return the facts of the shortest proof of conclusions and of further steps."""
    return set(facts_behind(view.decision, view.trail, conclusions, steps))


def _told(draft: LetterDraft, sentences: Sentences) -> list[str]:
    """Return the conclusions of which the letter has a sentence to tell for what was found."""
    return [name for name, results in sentences.items() if sentence(draft, name, results) is not None]
