"""What a caseworker must settle, look at or fill in before a letter is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..canonical import Json
from ..inference.constraints import doubts_of
from ..law.deciding import read_before
from ..model import NONE
from ..terms.saying import date_words
from ..trail.citation import cite
from ..trail.document import missing
from ..trail.finality import REVIEW
from ..trail.justification import facts_behind
from .catalogue import phrase
from .derivation import View, unstated_words
from .in_part import in_part_words, known_in_part
from .letter_facts import follows_told, is_any_of, is_undecided, met, silent_facts, topics_told, used_facts
from .letter_sentences import LetterDraft, acts_of, sentence, told_in
from .reasons import authorities, situation_words
from .reference import render_cross_check
from .wording import doubt_words, inside, label, listed, value_words


def blocking(draft: LetterDraft) -> Iterator[str]:
    """Yield what holds the letter back: an outcome that is not certain, what must be assessed, facts on trust, checks not made."""
    yield from _open_outcome(draft)
    yield from (_remark(draft.view, name) for name in met(draft.view, f"{REVIEW}."))
    yield from told_in(draft, draft.letter.asks)
    yield from _taken_on_trust(draft)
    yield from _unchecked(draft)


def reminders(draft: LetterDraft, cross_check: Json) -> Iterator[str]:
    """Yield what a caseworker is told beside it: guidance, what the letter leaves out, and what was read from silence."""
    view = draft.view
    for name in met(view, "guidance."):
        yield view.say("Guidance, not a requirement of the law: {remark}", remark=_remark(view, name))
    yield from filter(None, (sentence(draft, name, results) for name, results in draft.letter.notes.items()))
    principals = [name for name, conclusion in view.vocabulary.conclusions.items() if conclusion.principal]
    yield from in_part_words(view.terms[None], known_in_part(view, principals))
    yield from _untold(draft)
    if isinstance(cross_check, dict) and not cross_check["made"]:
        yield render_cross_check(cross_check, view.lang).strip() + "."


def _open_outcome(draft: LetterDraft) -> Iterator[str]:
    """Yield why the outcome cannot be told: facts are missing, or the law gives no certain answer.

    What may stand beside a refusal, and is still open, is a part of the outcome as well.
    """
    view = draft.view
    for name, conclusion in view.vocabulary.conclusions.items():
        finding = view.decision.findings[name]
        if conclusion.principal and finding.status == "open":
            yield from unstated_words(view, name)
            if lacking_facts(view, [name]):
                yield view.say("The outcome is not settled. These facts are missing: {facts}.", facts=_lacking(view, [name]))
        elif conclusion.principal and finding.value == REVIEW:
            yield view.say("The law gives no certain answer. A caseworker must decide before the letter can be finished.")
        elif conclusion.is_answer_beside and finding.status == "open" and not follows_told(draft) and not is_undecided(view):
            what = view.pick(conclusion.label)
            yield view.say("This is not settled: {what}. These facts are missing: {facts}.", what=what, facts=_lacking(view, [name]))


def lacking_facts(view: View, names: Iterable[str]) -> list[str]:
    """Return the facts that conclusions lack, each once, in the order in which they are asked for."""
    return list(dict.fromkeys(fact for name in names for fact in missing(view.decision, view.trail, view.vocabulary, name)))


def _lacking(view: View, names: Iterable[str]) -> str:
    return "; ".join(label(view.terms[None], fact) for fact in lacking_facts(view, names))


def _remark(view: View, name: str) -> str:
    conclusion = view.vocabulary.conclusions[name]
    text = view.pick(conclusion.text) if conclusion.text is not None else ""
    found = dict.fromkeys(view.pick(cite(rule.source, acts_of(view, version))) for version, rule in authorities(view, name))
    here = " ".join(filter(None, (situation_words(view, name), text)))
    return f"{view.pick(conclusion.label)}. {here} {view.say('Basis: {sources}.', sources='; '.join(found))}"


def _taken_on_trust(draft: LetterDraft) -> Iterator[str]:
    """Yield what the decision rests on without the case or the law saying so: unlikely facts, a forced version, an open one,
    assumed facts."""
    view, decision = draft.view, draft.view.decision
    terms = view.terms[None]
    day = read_before(decision)
    if day is not None:
        until = date_words(view.lang, day)
        yield view.say(
            "The law was read as it stood on {until}; the decision is dated later. Check that it has not been changed since.", until=until
        )
    for doubt in doubts_of(decision.case, view.vocabulary):
        text, facts, reasons = doubt_words(terms, decision.case, doubt)
        yield " ".join([text, view.say("Compare the facts with their source before the letter is sent ({facts}).", facts=facts), *reasons])
    if decision.case.forced is not None:
        yield view.say(
            "Law version {version} was fixed beforehand, and the rules on the choice of law are not used. Check that it is the right one.",
            version=decision.case.forced,
        )
    for topic in topics_told(draft):
        governing = decision.governing[topic]
        if not governing.settled:
            name = inside(terms, view.pick(view.vocabulary.topics[topic].label))
            versions = listed(terms, governing.versions, phrase("or"))
            yield view.say("It is not settled which law version governs {topic}: {versions}.", topic=name, versions=versions)
    assumed = [name for name, fact in decision.case.facts.items() if fact.origin == "assumed"]
    if assumed:
        told = "; ".join(f"{label(terms, name)}: {value_words(terms, name, decision.case.facts[name].value)}" for name in assumed)
        yield view.say("These facts are assumed. Check them, and write the letter anew: {facts}.", facts=told)


def _unchecked(draft: LetterDraft) -> Iterator[str]:
    """Yield the facts without which it could not be looked at whether something must be assessed or mended."""
    view = draft.view
    facts = _lacking(view, _unlooked(draft))
    if facts and not is_undecided(view):
        yield view.say("Without these facts not everything could be checked. State them, or check yourself: {facts}.", facts=facts)


def holding_back(draft: LetterDraft) -> list[str]:
    """Return the facts for want of which the letter on a settled outcome is held back, in the order in which they are asked for."""
    conclusions, findings = draft.view.vocabulary.conclusions, draft.view.decision.findings
    beside = [
        name for name, one in conclusions.items() if one.is_answer_beside and findings[name].status == "open" and not follows_told(draft)
    ]
    return lacking_facts(draft.view, [*beside, *_unlooked(draft)])


def _unlooked(draft: LetterDraft) -> list[str]:
    """Return what could not be looked at of what a caseworker must assess or mend, but for what the letter tells by itself."""
    told = {**draft.letter.outcome, **(draft.letter.follows if follows_told(draft) else {})}
    return _open(draft, (name for name in _looked_at(draft) if name not in told))


def _looked_at(draft: LetterDraft) -> Iterator[str]:
    """Yield the conclusions that say what a caseworker must assess or mend, in the topics that the letter tells of."""
    topics = topics_told(draft)
    for name, conclusion in draft.view.vocabulary.conclusions.items():
        if (name in draft.letter.asks or name.startswith(f"{REVIEW}.")) and not conclusion.principal and conclusion.topic in topics:
            yield name


def _untold(draft: LetterDraft) -> Iterator[str]:
    """Yield the facts without which the letter leaves out what it would tell, and what was read from silence."""
    view, terms = draft.view, draft.view.terms[None]
    told = [name for name in draft.letter.outcome if not view.vocabulary.conclusions[name].principal]
    told += list(draft.letter.follows) if follows_told(draft) else []
    appeal = {} if is_any_of(view, draft.letter.notices) or is_undecided(view) else draft.letter.appeal
    told += [name for name in appeal if sentence(draft, name, appeal[name]) is None]
    facts = _lacking(view, _open(draft, told))
    if facts:
        yield view.say("The letter would say more with these facts: {facts}.", facts=facts)
    # Nobody looks at a review that silence did not raise.
    settled = [n for n in _looked_at(draft) if n.startswith(f"{REVIEW}.") and view.decision.findings[n].status != "open"]
    looked_at = facts_behind(view.decision, view.trail, settled)
    silent = sorted((used_facts(draft) | looked_at) & silent_facts(view), key=list(view.vocabulary.facts).index)
    facts_of = view.decision.case.facts
    never = "; ".join(label(terms, name) for name in silent if facts_of[name].value == NONE)
    if never:
        yield view.say("The case says nothing of this, and it was read as not having happened: {facts}.", facts=never)
    no = "; ".join(label(terms, name) for name in silent if facts_of[name].value is False)
    if no:
        yield view.say("The case says nothing of this, and the answer was read as no: {facts}.", facts=no)


def _open(draft: LetterDraft, names: Iterable[str]) -> list[str]:
    view, topics = draft.view, topics_told(draft)
    found = dict.fromkeys(names)
    return [n for n in found if view.decision.findings[n].status == "open" and view.vocabulary.conclusions[n].topic in topics]
