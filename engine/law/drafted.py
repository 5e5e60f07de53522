"""What drafts add to the vocabulary: left out again where a draft is not among the versions, and told where it decides nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Problem
from ..model import Letter, Sentences, Text, Vocabulary

if TYPE_CHECKING:
    # The checker reads this module, and loads nothing that decides.
    from .deciding import Decision


class FactOfADraft(Problem):
    """A fact that belongs to a draft which governs no part of the case."""

    code = "unused"
    level = "warning"
    message = Text(
        "opplysningen `{fact}` hører til utkastet `{draft}`, som ikke gjelder for noe i denne saken",
        "the fact `{fact}` belongs to the draft `{draft}`, which governs nothing in this case",
    )
    why = Text(
        "loven som avgjør saken, kjenner ikke opplysningen, og ingenting er avgjort etter den",
        "the law that decides the case does not know the fact, and nothing was decided by it",
    )
    fix = Text(
        "kontroller datoene som avgjør lovvalget, eller stryk opplysningen",
        "check the dates that decide the choice of law, or delete the fact",
    )
    fact: str
    draft: str


def known_to(vocabulary: Vocabulary, drafts: Container[str]) -> Vocabulary:
    """Return the vocabulary that all versions share, with what these drafts add to it and without what others do."""
    left_out = {name for name, draft in vocabulary.of_drafts.items() if draft not in drafts}
    if not left_out:
        return vocabulary

    def told(letter: Letter | None) -> Letter | None:
        def part(_: str, sentences: Sentences) -> Sentences:
            return {name: results for name, results in sentences.items() if name not in left_out}

        return letter.with_parts(part) if letter is not None else None

    return replace(
        vocabulary,
        facts={name: fact for name, fact in vocabulary.facts.items() if name not in left_out},
        conclusions={name: conclusion for name, conclusion in vocabulary.conclusions.items() if name not in left_out},
        letter=told(vocabulary.letter),
        letter_nn=told(vocabulary.letter_nn),
        of_drafts={name: draft for name, draft in vocabulary.of_drafts.items() if name not in left_out},
    )


def idle_facts(decision: Decision) -> Iterator[Diagnostic]:
    """Yield each fact that the case states and that belongs to a draft by which nothing of the case is or may be decided."""
    of_drafts = decision.laws.laws.vocabulary.of_drafts
    decided_by = {version for governing in decision.governing.values() for version in governing.versions}
    for name, fact in decision.case.facts.items():
        draft = of_drafts.get(name)
        if draft is not None and draft not in decided_by and fact.origin in ("stated", "assumed"):
            yield FactOfADraft(fact=name, draft=draft).at(fact.place or decision.case.place)
