"""The short answer as JSON, to `schemas/answer.schema.json`: the `answer` of a decision, in one language."""

from __future__ import annotations

from ..canonical import Json, plain
from ..law.compiled import Finding
from .answer_change import ChangeWords, FindingWords
from .answer_words import AnswerWords, MissingFact, ReasonWords, Taken, ToldBeside
from .in_part import KnownInPart
from .next_steps import Called, Due


def answer_document(told: AnswerWords) -> dict[str, Json]:
    """Return the answer as JSON values. It stands beside the decision and outside its digest: all of it follows from the decision."""
    return {
        "lang": told.lang,
        "on": told.on.isoformat() if told.on is not None else None,
        "decided_on": _taken(told.decided_on) if told.decided_on is not None else None,
        "conclusion": _called(told.about),
        "sentence": told.sentence,
        "outcome": _found(told.outcome),
        "beside": [_beside(one) for one in told.beside],
        "warnings": [{"id": one.id, "text": one.text, "facts": one.facts, "limits": list(one.limits)} for one in told.unlikely],
        "because": [_reason(one) for one in told.because],
        "looked_at": {"named": list(told.also), "more": told.more, "not_in_the_way": list(told.cleared)},
        "missing": {"questions": [_asked(one) for one in told.asked], "more": told.more_asked},
        "stands": told.stands,
        "change": _changed(told.change) if told.change is not None else None,
        "reviews": [{**_called(one.about), "source": one.source, "text": one.text, "bearing": one.bearing} for one in told.reviews],
        "not_checked": [_called(one) for one in told.unseen],
        "next_steps": [due_document(one) for one in told.steps],
        "read_until": told.read_until,
        "forced": told.forced,
        "assumed": [_taken(one) for one in told.assumed],
        **({"remark": told.remark} if told.remark is not None else {}),
        **({"in_part": [_in_part(one) for one in told.in_part]} if told.in_part else {}),
        "silent": [{**_called(one.fact), "value": plain(one.value), "decides": one.decides} for one in told.silent],
        "law": told.law,
        "checked": told.checked,
        "prepared": told.prepared,
    }


def _reason(one: ReasonWords) -> Json:
    lead: dict[str, Json] = {"lead": one.lead} if one.lead is not None else {}
    return {**lead, "kind": one.kind, "text": one.text, "facts": list(one.facts)}


def _in_part(one: KnownInPart) -> Json:
    return {"name": one.name, "label": one.label, "value": plain(one.value), "text": one.text, "decides": one.decides}


def _called(one: Called) -> dict[str, Json]:
    return {"name": one.name, "label": one.label}


def _taken(one: Taken) -> Json:
    return {**_called(one.fact), "value": plain(one.value), "text": one.text}


def _beside(one: ToldBeside) -> Json:
    """Return what is told beside the outcome; of what is met, its name says all."""
    value, told = one.found.finding.value, {**_called(one.about), "source": one.source}
    return {**told, **({"value": plain(value), "text": one.found.text} if value is not None else {})}


def _found(found: FindingWords) -> Json:
    return {**_finding(found.finding), "text": found.text}


def _finding(finding: Finding) -> dict[str, Json]:
    return {"status": finding.status} if finding.value is None else {"status": finding.status, "value": plain(finding.value)}


def _asked(one: MissingFact) -> Json:
    return {**_called(one.fact), "question": one.question, "sections": one.sections, "of": one.of}


def _changed(change: ChangeWords) -> Json:
    facts: list[Json] = [
        {**_called(move.fact), "border": move.border, "value": plain(move.value), "text": move.text} for move in change.moves
    ]
    return {"text": change.text, "outcome": _found(change.after), "facts": facts}


def due_document(step: Due) -> Json:
    """Return a next step as JSON values."""
    waits: list[Json] = [_called(one) for one in step.waits_for]
    broken: list[Json] = [_called(one) for one in step.broken]
    day = step.day.isoformat() if step.day is not None else None
    told = {"act": step.act, "source": step.source, "day": day, "waits_for": waits, "text": step.text}
    return {
        **_called(step.about),
        **told,
        "days": step.days,
        "timing": step.timing,
        "provided": step.provided,
        "broken": broken,
        "kept": step.kept,
    }
