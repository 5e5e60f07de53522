"""Names found by their labels: what the vocabulary and the versions call things, in either language."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..model import Laws, Text


class Labelled(NamedTuple):
    """A name that the laws declare, and what they call it; versions may call one name by several labels."""

    name: str
    label: Text


def labels_of(laws: Laws) -> Iterator[Labelled]:
    """Yield every name with a label: of the vocabulary, then of each version, the newest first; titles of rules too."""
    vocabulary = laws.vocabulary
    yield from (Labelled(name, fact.label) for name, fact in vocabulary.facts.items())
    yield from (Labelled(name, conclusion.label) for name, conclusion in vocabulary.conclusions.items())
    yield from (Labelled(name, topic.label) for name, topic in vocabulary.topics.items())
    for version in reversed(laws.versions):
        yield from (Labelled(name, helper.label) for name, helper in version.helpers.items())
        yield from (Labelled(name, derived.label) for name, derived in version.derived.items())
        yield from (Labelled(id_, rule.title) for id_, rule in version.rules.items())


def labelled(laws: Laws, word: str, among: Collection[str]) -> tuple[Labelled, ...]:
    """Return which of some names are called so, letter case aside, in one of the languages; where none is, whose label holds the word.

    Each name once, in the order of `labels_of`; an empty word finds nothing.
    """
    sought = " ".join(word.split()).casefold()
    there = [found for found in labels_of(laws) if found.name in among] if sought else []
    whole = [found for found in there if sought in (text.casefold() for text in found.label.all())]
    held = whole or [found for found in there if any(sought in text.casefold() for text in found.label.all())]
    return tuple({found.name: found for found in reversed(held)}.values())[::-1]


def called(laws: Laws, word: str, among: Collection[str]) -> str | None:
    """Return the one of some names that a word is, or is the whole label of; None where it is none or several."""
    if word in among:
        return word
    sought = " ".join(word.split()).casefold()
    whole = [found.name for found in labelled(laws, word, among) if sought in (text.casefold() for text in found.label.all())]
    return whole[0] if len(whole) == 1 else None
