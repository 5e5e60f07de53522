"""Building the list of provisions: every one that the research of the law found, with its confidence mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Place
from .fields import Problems, each, fields, text
from .located import Scalar, Tree


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of the law; `not_a_rule` says why no rule encodes it, if none does."""

    id: str
    section: str
    confidence: str
    not_a_rule: str | None
    place: Place


def build_provisions(tree: Tree, problems: Problems) -> Mapping[str, Provision]:
    """Return the provisions by id, in the order of the file."""
    found: dict[str, Provision] = {}

    def read(key: Scalar, value: Tree) -> None:
        entry = fields(value, ("bestemmelsen `{}`", "provision `{}`", key.text), ("section", "confidence"), ("not_a_rule",), problems)
        if entry is None or not {"section", "confidence"} <= entry.keys():
            return
        section, confidence = (
            text(entry["section"], ("paragrafen", "the section"), problems),
            text(entry["confidence"], ("sikkerheten", "the confidence"), problems),
        )
        reason = text(entry["not_a_rule"], ("begrunnelsen", "the reason"), problems) if "not_a_rule" in entry else None
        if section and confidence:
            found[key.text] = Provision(key.text, section, confidence, " ".join(reason.split()) if reason else None, key.place)

    each(tree, ("listen over bestemmelser", "the list of provisions"), problems, read)
    return found
