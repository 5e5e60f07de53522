"""Building the letter: the sentences of the vocabulary's `letter`, held against the conclusions that they tell of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..diagnostics import suggest
from ..model import Conclusion, Letter, Sentences
from .fields import Noun, Problems, fields, mapping, quoted, scalar, sequence, word
from .located import Scalar, Tree
from .problems.letters import LetterOfNoConclusion, NothingToPutIn
from .templates import VALUE, holes

PARTS = tuple(Letter().parts())
"""The parts that hold sentences."""

GROUNDS = "grounds"
"""The part that may tell of what only the law versions conclude; whether one does is looked at where these are known."""

WORDS = ("grants", "offers", "notices")
"""The parts that hold words of conclusions."""

REQUIRED = ("outcome", "reasons", "follows", "appeal", "asks", "grants", "notices")
"""The parts that every letter has, be it empty: a part that is not written is not known to be wanted empty."""


def build_letter(tree: Tree, conclusions: Mapping[str, Conclusion], problems: Problems) -> Letter | None:
    """Return the letter that a vocabulary file states; what is wrong goes to `problems`, and None where it is no mapping."""
    others = tuple(part for part in (*PARTS, *WORDS) if part not in REQUIRED)
    parts = fields(tree, ("brevet", "the letter"), REQUIRED, others, problems)
    if parts is None:
        return None
    found = {part: build_sentences(parts[part], part, conclusions, problems) for part in PARTS if part in parts}
    words = {part: _words(parts[part], quoted(part), conclusions, problems) for part in WORDS if part in parts}
    letter = Letter(grants=words.get("grants", {}), offers=words.get("offers", {}), notices=words.get("notices", {}))
    return letter.with_parts(lambda part, none: found.get(part, none))


def _words(tree: Tree, what: Noun, conclusions: Mapping[str, Conclusion], problems: Problems) -> dict[str, tuple[str, ...]]:
    """Return the words of one part by conclusion."""
    found = {}
    for key, words in _entries(tree, what, conclusions, problems):
        values = conclusions[key.text].values or {}
        items = sequence(words, ("listen for `{}`", "the list of `{}`", key.text), problems) or ()
        told = (word(item, quoted(key.text), values, problems) for item in items)
        found[key.text] = tuple(value for value in told if value is not None)
    return found


def build_sentences(tree: Tree, part: str, conclusions: Mapping[str, Conclusion], problems: Problems) -> Sentences:
    """Return the sentences of one part by conclusion and result."""
    found: dict[str, dict[str, str]] = {}
    what = quoted(part)
    entries = (mapping(tree, what, problems) or ()) if part == GROUNDS else _entries(tree, what, conclusions, problems)
    for key, results in entries:
        found[key.text] = {}
        for result, sentence in mapping(results, quoted(key.text), problems) or ():
            allowed = BOOLEAN if part == GROUNDS else results_of(conclusions[key.text])
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


BOOLEAN = ("met", "not_met")
"""The results of a conclusion that is true or false."""


def results_of(conclusion: Conclusion) -> Collection[str]:
    """Return the results of a conclusion that a letter may tell of."""
    if conclusion.type == "boolean":
        return BOOLEAN
    return ("value", "open", *(conclusion.values or ()))


def _well_formed(said: Scalar, result: str, problems: Problems) -> bool:
    """Return whether the sentence names the value only of a result that has one; its other names are checked with those of all texts."""
    if result in ("value", "open") or all(hole.name != VALUE for hole in holes(said.text)):
        return True
    problems.append(NothingToPutIn(value=f"{{{VALUE}}}", conclusion=result).at(said.place))
    return False
