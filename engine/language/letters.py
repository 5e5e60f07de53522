"""Building the letter: the sentences of the vocabulary's `letter`, held against the conclusions that they tell of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..diagnostics import suggest
from ..model import Conclusion, Letter, Sentences
from .fields import Noun, Problems, fields, mapping, quoted, scalar, sequence, word
from .located import Scalar, Tree
from .problems.letters import LetterOfNoConclusion, NothingToPutIn
from .templates import VALUE, holes

PARTS = ("outcome", "reasons", "follows", "appeal", "asks")
"""The parts that hold sentences."""

WORDS = ("grants", "notices")
"""The parts that hold words of conclusions."""


def build_letter(tree: Tree, conclusions: Mapping[str, Conclusion], problems: Problems) -> Letter | None:
    """Return the letter that a vocabulary file states; what is wrong goes to `problems`, and None where it is no mapping."""
    parts = fields(tree, ("brevet", "the letter"), (*PARTS, *WORDS), (), problems)
    if parts is None:
        return None
    outcome, reasons, follows, appeal, asks = (
        _sentences(parts[part], quoted(part), conclusions, problems) if part in parts else {} for part in PARTS
    )
    grants, notices = (_words(parts[part], quoted(part), conclusions, problems) if part in parts else {} for part in WORDS)
    return Letter(outcome, reasons, follows, appeal, asks, grants, notices)


def _words(tree: Tree, what: Noun, conclusions: Mapping[str, Conclusion], problems: Problems) -> dict[str, tuple[str, ...]]:
    """Return the words of one part by conclusion."""
    found = {}
    for key, words in _entries(tree, what, conclusions, problems):
        values = conclusions[key.text].values or {}
        items = sequence(words, ("listen for `{}`", "the list of `{}`", key.text), problems) or ()
        told = (word(item, quoted(key.text), values, problems) for item in items)
        found[key.text] = tuple(value for value in told if value is not None)
    return found


def _sentences(tree: Tree, what: Noun, conclusions: Mapping[str, Conclusion], problems: Problems) -> Sentences:
    """Return the sentences of one part by conclusion and result."""
    found: dict[str, dict[str, str]] = {}
    for key, results in _entries(tree, what, conclusions, problems):
        conclusion = conclusions[key.text]
        found[key.text] = {}
        for result, sentence in mapping(results, quoted(key.text), problems) or ():
            allowed = results_of(conclusion)
            if word(result, ("et resultat av `{}`", "a result of `{}`", key.text), allowed, problems) is None:
                continue
            said = scalar(sentence, ("setningen om `{}`", "the sentence of `{}`", key.text), problems)
            if said is not None and _well_formed(said, result.text, problems):
                found[key.text][result.text] = " ".join(said.text.split())
    return found


def _entries(tree: Tree, what: Noun, conclusions: Mapping[str, Conclusion], problems: Problems) -> list[tuple[Scalar, Tree]]:
    """Return the entries of a mapping whose keys are declared conclusions."""
    found = []
    for key, value in mapping(tree, what, problems) or ():
        if key.text not in conclusions:
            problems.append(LetterOfNoConclusion(near=suggest(key.text, conclusions), conclusion=key.text).at(key.place))
        else:
            found.append((key, value))
    return found


def results_of(conclusion: Conclusion) -> Collection[str]:
    """Return the results of a conclusion that a letter may tell of."""
    if conclusion.type == "boolean":
        return ("met", "not_met")
    return ("value", "open", *(conclusion.values or ()))


def _well_formed(said: Scalar, result: str, problems: Problems) -> bool:
    """Return whether the sentence names the value only of a result that has one; its other names are checked with those of all texts."""
    if result in ("value", "open") or all(hole.name != VALUE for hole in holes(said.text)):
        return True
    problems.append(NothingToPutIn(value=f"{{{VALUE}}}", conclusion=result).at(said.place))
    return False
