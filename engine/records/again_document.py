"""A case decided again beside its last decision, as JSON to `schemas/again.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..canonical import Json, plain
from ..law.compiled import Finding
from ..model import Language, Vocabulary
from ..rendering.wording import Terms, label, terms_of
from .again import Came, MovedFact, MovedFinding, Recorded, came_words, consequences, finding_in, found_words, moves


def moves_document(recorded: Recorded, after: Mapping[str, Json], vocabulary: Vocabulary, lang: Language) -> dict[str, Json]:
    """Return the new decision beside the recorded one as JSON values; the texts are in one language."""
    terms, now = terms_of(lang, vocabulary, None), cast(Any, after)
    moved = moves(recorded.document, now, vocabulary)
    outcomes: list[Json] = [
        {**_called(terms, name), **_both(terms, name, *(finding_in(one, vocabulary, name) for one in (recorded.document, now)))}
        for name, conclusion in vocabulary.conclusions.items()
        if conclusion.principal
    ]
    return {
        "lang": lang,
        "case": recorded.document["case"],
        "record": recorded.record,
        "digests": {"before": recorded.document["digest"], "after": now["digest"]},
        "outcomes": outcomes,
        "same": moved.none,
        "versions": list(moved.versions),
        "forced": {"before": moved.forced.before, "after": moved.forced.after} if moved.forced is not None else None,
        "consequences": [{**_called(terms, name), **_found(terms, name, found)} for name, found in consequences(now, vocabulary)],
        "facts": [_fact(terms, one) for one in moved.facts],
        "conclusions": [_conclusion(terms, one) for one in moved.findings],
    }


def _called(terms: Terms, name: str) -> dict[str, Json]:
    return {"name": name, "label": label(terms, name)}


def _found(terms: Terms, name: str, finding: Finding) -> dict[str, Json]:
    value: dict[str, Json] = {"value": plain(finding.value)} if finding.value is not None else {}
    return {"status": finding.status, **value, "text": found_words(terms, name, finding)}


def _both(terms: Terms, name: str, before: Finding, after: Finding) -> dict[str, Json]:
    return {"before": _found(terms, name, before), "after": _found(terms, name, after)}


def _conclusion(terms: Terms, moved: MovedFinding) -> Json:
    now, then = (list[Json](map(terms.pick, rules)) for rules in (moved.now, moved.no_longer))
    return {**_called(terms, moved.name), **_both(terms, moved.name, moved.before, moved.after), "applies_now": now, "applied_then": then}


def _fact(terms: Terms, moved: MovedFact) -> Json:
    before, after = came_words(terms, moved)
    return {**_called(terms, moved.name), "before": _came(moved.before, before), "after": _came(moved.after, after)}


def _came(known: Came | None, text: str) -> Json:
    return {"value": plain(known.value), "origin": known.origin, "text": text} if known is not None else None
