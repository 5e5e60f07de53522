"""What a draft adds to the vocabulary that all versions share: facts and conclusions of its own, and what the letter says of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from ..diagnostics import Problem
from ..model import Conclusion, Derived, Fact, LawVersion, Letter, Limit, Place, Sentences, Text, Vocabulary
from ..terms.types import STATED
from . import located
from .fields import Problems, declare, duplicate, each, fields, quoted, word
from .law_files import VOCABULARY_FILE
from .letters import GROUNDS, PARTS, build_sentences
from .located import Scalar, Tree
from .problems.fields import UnknownTopic
from .vocabulary import build_fact, public_conclusion
from .words import lists

_SECTIONS: Final = ("facts", "conclusions", "letter")

A_FACT = ("en opplysning", "a fact")
A_CONCLUSION = ("en konklusjon", "a conclusion")


class LetterOfTheLaw(Problem):
    """The letter of a draft tells of what it has not declared."""

    code = "duplicate-name"
    message = Text(
        "utkastet skriver i brevet om `{conclusion}`, som det ikke selv deklarerer",
        "the draft writes in the letter of `{conclusion}`, which it does not declare itself",
    )
    why = Text(
        "brevene etter loven som gjelder, ville endre seg med et utkast som ikke er trådt i kraft",
        "the letters of the law in force would change with a draft that is not in force",
    )
    fix = Text(
        "skriv setningen i vokabularet som alle versjoner deler, eller om en konklusjon i utkastet",
        "write the sentence in the vocabulary that all versions share, or of a conclusion of the draft",
    )
    conclusion: str


def is_vocabulary(file: str) -> bool:
    """Say of a file of a version, by its path, whether it is a vocabulary of its own."""
    return file.rpartition("/")[2] == VOCABULARY_FILE


def add_to_vocabulary(shared: Vocabulary, draft: str, trees: Iterable[Tree], problems: Problems) -> Vocabulary:
    """Return the vocabulary with what the files of a draft add to it; what is wrong goes to `problems`.

    A name that the vocabulary, or a draft before this one, has declared may not be declared again.
    """
    facts: dict[str, Fact] = {}
    conclusions: dict[str, Conclusion] = {}
    added: dict[str, Sentences] = {}
    places = _places(shared)
    what = ("vokabularet i et utkast", "the vocabulary of a draft")
    trees = tuple(trees)
    known = lists(trees, ("facts", "conclusions"), {**shared.facts, **shared.conclusions})
    files = [fields(tree, what, (), _SECTIONS, problems) or {} for tree in trees]

    def read_fact(key: Scalar, tree: Tree) -> None:
        fact = build_fact(key, tree, shared.units, known, problems) if declare(key, A_FACT, places, problems) else None
        if fact is not None:
            facts[key.text] = fact

    def read_conclusion(key: Scalar, tree: Tree) -> None:
        if not declare(key, A_CONCLUSION, places, problems):
            return
        conclusion = public_conclusion(key, tree, shared.units, known, problems, STATED)
        topics = [value for field, value in located.entries_of(tree) if field.text == "topic"]
        belongs = [word(topic, ("et tema", "a topic"), shared.topics, problems, UnknownTopic) for topic in topics]
        if conclusion is not None and None not in belongs:
            conclusions[key.text] = conclusion

    for found in files:
        each(found.get("facts"), quoted("facts"), problems, read_fact)
        each(found.get("conclusions"), quoted("conclusions"), problems, read_conclusion)
        if "letter" in found:
            told = fields(found["letter"], ("brevet", "the letter"), (), tuple(part for part in PARTS if part != GROUNDS), problems) or {}
            for part, sentences in told.items():
                _of_its_own(sentences, shared, problems)
                added[part] = build_sentences(sentences, part, {**shared.conclusions, **conclusions}, problems)
    letter = (shared.letter or Letter()).with_parts(lambda part, before: {**before, **added.get(part, {})})
    return replace(
        shared,
        facts={**shared.facts, **facts},
        conclusions={**shared.conclusions, **conclusions},
        letter=letter if added else shared.letter,
        of_drafts={**shared.of_drafts, **dict.fromkeys((*facts, *conclusions), draft)},
    )


def _of_its_own(sentences: Tree, shared: Vocabulary, problems: Problems) -> None:
    """A draft writes in the letter of what it declares itself."""
    entries = sentences.entries if isinstance(sentences, located.Mapping) else ()
    problems += (LetterOfTheLaw(conclusion=key.text).at(key.place) for key, _ in entries if key.text in shared.conclusions)


def _places(shared: Vocabulary) -> dict[str, Place]:
    """Return where each name of the vocabulary is declared."""
    unlikely = shared.unlikely
    kinds: tuple[Mapping[str, Fact | Conclusion | Limit | Derived], ...] = (
        shared.facts,
        shared.conclusions,
        unlikely.limits,
        unlikely.derived,
    )
    return {name: declared.place for kind in kinds for name, declared in kind.items()}


def no_version_has_the_names(vocabulary: Vocabulary, versions: Iterable[LawVersion], problems: Problems) -> None:
    """What a draft adds has a name that no version gives to something of its own: a reader sees the versions side by side."""
    for version in versions:
        own: dict[str, Place] = {name: value.place for name, value in version.derived.items()}
        own |= {name: helper.place for name, helper in version.helpers.items()}
        for name in own.keys() & vocabulary.of_drafts.keys():
            declared = vocabulary.facts.get(name) or vocabulary.conclusions[name]
            what = A_FACT if name in vocabulary.facts else A_CONCLUSION
            problems.append(duplicate(what, name, declared.place, own[name]))
