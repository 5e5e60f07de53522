"""The warnings of a decision document: what can hardly be of the case, with the facts and the limits."""

from __future__ import annotations

from ..canonical import Json, plain
from ..inference.constraints import doubts_of
from ..model import Case, Vocabulary


def warnings_json(case: Case, vocabulary: Vocabulary) -> Json:
    """Return what can hardly be of the case, in the order of the vocabulary: what it is, the facts, and the limits with their reasons."""
    limits = vocabulary.unlikely.limits
    return [
        {
            "id": doubt.constraint.id,
            "text": plain(doubt.constraint.text),
            "facts": list(doubt.facts),
            "limits": {
                name: {"value": plain(limits[name].value), "unit": limits[name].unit, "reason": plain(limits[name].reason)}
                for name in doubt.limits
            },
        }
        for doubt in doubts_of(case, vocabulary)
    ]
