"""The sentences of a letter: those of the vocabulary, filled in with what the case says and cited by the rules of the decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..frozen import dataclass
from ..language.templates import AUTHORITY, FRAME, VALUE, Hole, filled, holes
from ..law.deciding import Run
from ..model import Act, Language, Letter, LetterFrame, Rule, Sentences, Vocabulary
from ..trail.citation import cite
from .derivation import View
from .next_steps import is_otherwise
from .reasons import Point, authorities, pending_words
from .wording import headline, label, part_words, value_words


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter that is being written: the decision as it is told, the sentences of the vocabulary, and the municipality's frame."""

    view: View
    letter: Letter
    frame: LetterFrame


def letter_in(vocabulary: Vocabulary, lang: Language) -> Letter | None:
    """Return the sentences of a letter in Bokmål or Nynorsk, if the vocabulary has them."""
    return vocabulary.letter_nn if lang == "nn" else vocabulary.letter


def told_in(draft: LetterDraft, sentences: Sentences) -> list[str]:
    """Return the sentences whose conclusion came out so, each with the authority of what gave it.

    Where a person must settle the value, its authority is not settled either.
    """
    found = []
    for name, results in sentences.items():
        told = sentence(draft, name, results)
        if told is not None:
            authority = "" if _is_to_settle(draft.view, name) else cited(draft.view, authorities(draft.view, name))
            found.append(with_authority(told, authority))
    return found


def _is_to_settle(view: View, name: str) -> bool:
    """Say whether the value of a conclusion is one that is not told with what else was found."""
    return view.decision.findings[name].status == "value" and is_otherwise(view, view.vocabulary.shown_when.get(name, {}))


def sentence(draft: LetterDraft, name: str, results: Mapping[str, str]) -> str | None:
    """Return what a part of the letter says of a conclusion as it came out, or None where it says nothing of it.

    A value that is not told with what else was found stands in brackets, for the caseworker to write once it is settled.
    """
    view = draft.view
    finding = view.decision.findings[name]
    if finding.status == "value":
        said = results.get(str(finding.value), results.get("value"))
        is_told = not _is_to_settle(view, name)
        value: str | None = value_words(view.terms[None], name, finding.value) if is_told else f"[{label(view.terms[None], name)}]"
    else:
        said = results.get(finding.status)
        value = pending_words(view, name) if finding.status == "open" and said is not None else ""
    return None if said is None or value is None else headline(filled_in(draft, name, said, value))


def filled_in(draft: LetterDraft, name: str, said: str, value: str) -> str:
    """Return a sentence about a conclusion with what the case says: its value, and what the version that governs computes.

    What is not known, or not the same in every version that may govern, stands in brackets for the caseworker to write.
    """
    view = draft.view
    topic = view.vocabulary.conclusions[name].topic
    runs = [run for run in view.decision.runs if topic in run.topics]
    return filled(said, lambda hole: value if hole.name == VALUE else _of_case(draft, runs, hole))


def ground(draft: LetterDraft, point: Point) -> str | None:
    """Return a point in words to the person, with its authority; None where the letter has none, or the case does not say all of it."""
    view = draft.view
    if point.about is None:
        return None
    version, name = point.about
    letter = letter_in(view.terms[version].vocabulary, view.lang)
    said = letter.grounds.get(name, {}).get("met" if point.kind in ("met", "applied") else "not_met") if letter is not None else None
    runs = [run for run in view.decision.runs if run.compiled.version.name == version]
    if said is None or not all(_is_known(view, runs, hole) for hole in holes(said)):
        return None
    return with_authority(headline(filled(said, lambda hole: _of_case(draft, runs, hole))), point.authority, last=True)


def _is_known(view: View, runs: Iterable[Run], hole: Hole) -> bool:
    return hole.name in view.decision.case.facts or any(hole.name in run.values for run in runs)


def _of_case(draft: LetterDraft, runs: Iterable[Run], hole: Hole) -> str:
    """Return what stands for a placeholder: a place of the frame, a citation, a fact or a computed value, or a place in brackets."""
    view = draft.view
    if hole.name.startswith(FRAME):
        return place(draft, hole.name.removeprefix(FRAME))
    if hole.form == AUTHORITY:
        return cited(view, authorities(view, hole.name))
    fact = view.decision.case.facts.get(hole.name)
    if fact is not None:
        told = part_words(view.terms[None], fact.value) or value_words(view.terms[None], hole.name, fact.value)
        return f"{told} ({view.say('assumed')})" if fact.origin == "assumed" else told
    found: dict[str, None] = {}
    for run in runs:
        version = run.compiled.version
        if hole.name in version.derived and hole.name in run.values:
            found[value_words(view.terms[version.name], hole.name, run.values[hole.name])] = None
    only = list(found)
    return only[0] if len(only) == 1 else f"[{_label_in(view, runs, hole.name)}]"


def _label_in(view: View, runs: Iterable[Run], name: str) -> str:
    """Return the label of a fact, or of a computed value in the first of the versions that has it."""
    labels = (label(view.terms[version], name) for version in (None, *(run.compiled.version.name for run in runs)))
    return next((told for told in labels if told != name), name)


def place(draft: LetterDraft, name: str) -> str:
    """Return what the frame says of a place, or the place in brackets where it says nothing."""
    view = draft.view
    names = {
        "municipality": view.say("name of the municipality"),
        "address": view.say("address of the municipality"),
        "contact": view.say("name, telephone and e-mail of the caseworker"),
        "county_governor": view.say("name of the county governor"),
        "electronic_appeal": view.say("address for electronic appeals"),
        "recipient": view.say("name of the recipient"),
        "recipient_address": view.say("address of the recipient"),
        "case_number": view.say("case number"),
        "date": view.say("date of the letter"),
        "signatory": view.say("name and signature of the caseworker"),
        "signatory_title": view.say("title of the caseworker"),
    }
    return draft.frame.get(name) or f"[{names[name]}]"


def cited(view: View, rules: Iterable[tuple[str, Rule]]) -> str:
    """Return the citations of rules of law versions, each once."""
    return "; ".join(dict.fromkeys(view.pick(cite(rule.source, acts_of(view, version))) for version, rule in rules))


def acts_of(view: View, version: str) -> Mapping[str, Act]:
    """Return the Acts of a law version, by the name by which its rules cite them."""
    law = view.terms[version].version
    return law.acts if law is not None else {}


def with_authority(told: str, authority: str, *, last: bool = False) -> str:
    """Return a text with its authority in parentheses before the full stop of its first sentence, or of its last one.

    A text that cites for itself, and one that a caseworker writes, stays as it is.
    """
    if not authority or told.startswith("[") or "§" in told:
        return told
    if last or ". " not in told:
        return f"{told.removesuffix('.')} ({authority})."
    first, _, rest = told.partition(". ")
    return f"{first} ({authority}). {rest}"
