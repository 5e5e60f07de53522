"""Checks of the placeholders in texts: each names a parameter that every reader of the text has, in a form that it has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic, suggest
from ..model import FRAME_PLACES, Laws, LawVersion, Limit, Parameter, Place, Text
from ..terms.saying import NUMBER_FORMS
from . import located
from .letters import GROUNDS, PARTS
from .located import Scalar, Tree
from .problems.letters import LetterOfNoConclusion
from .problems.placeholders import (
    CalendarNamesLaw,
    MeansTwoThings,
    NoForm,
    NotAParameter,
    OfAnotherVersion,
    StrayBraces,
    UnfitForm,
    UnknownInFrame,
    UnknownInText,
    ValueIsNamed,
    VersionsDiffer,
)
from .templates import AUTHORITY, FRAME, VALUE, Hole, Stray, holes, parts, worded

_SHARED: Final = ("topics", "facts", "constraints", "parameters", "derived")
"""What the vocabulary says before any version is chosen; of what is unlikely it may name the limits too."""


class Said(NamedTuple):
    """A text in one language: where it stands, and the keys that lead to it, of a list the ids of its items."""

    scalar: Scalar
    lang: str
    path: tuple[str, ...]


def said_in(tree: Tree) -> list[Said]:
    """Return every text of a file that a reader of decisions sees: what is in both languages, and the sentences of the letter."""
    found: list[Said] = []
    _collect_said(tree, (), found)
    return found


def _collect_said(tree: Tree, path: tuple[str, ...], found: list[Said]) -> None:
    """Append to `found` what is said in a part of a file, to which `path` leads. A file of law has ten thousand parts."""
    if isinstance(tree, located.Mapping):
        both = bool(tree.entries) and all(key.text in _LANGUAGES for key, _ in tree.entries)
        in_letter = len(path) == 3 and path[0] == "letter" and path[1] in PARTS
        for key, value in tree.entries:
            if not isinstance(value, Scalar):
                _collect_said(value, (*path, key.text), found)
            elif both:
                found.append(Said(value, key.text, path))
            elif in_letter:
                found.append(Said(value, "nb", (*path, key.text)))
    elif isinstance(tree, located.Sequence):
        for number, item in enumerate(tree.items):
            if not isinstance(item, Scalar):
                _collect_said(item, (*path, _id(item) or str(number)), found)


_LANGUAGES: Final = ("nb", "en")


def _id(tree: Tree) -> str | None:
    if isinstance(tree, located.Mapping):
        for key, value in tree.entries:
            if key.text == "id" and isinstance(value, Scalar):
                return value.text
    return None


def folder_of(file: str) -> str:
    """Return the folder of a file, by the name that diagnostics use."""
    return file.rpartition("/")[0]


def place_in(scalar: Scalar, start: int, end: int, source: str) -> Place:
    """Return where a part of a text stands in the file, `source`; the place of the whole text where it is written in another way."""
    place, around = scalar.place, scalar.place.length - len(scalar.text)
    if around in (0, 2):
        return place._replace(column=place.column + around // 2 + start, length=end - start)
    words = scalar.text[start:end]
    before = len(re.findall(f"(?={re.escape(words)})", scalar.text[:start]))
    lines = source.split("\n")[place.line - 1 :]
    for number, line in enumerate(lines[: len(scalar.text) + 2]):
        begin = place.column - 1 if number == 0 else 0
        for found in re.finditer(f"(?={re.escape(words)})", line[begin:]):
            if before == 0:
                return place._replace(line=place.line + number, column=begin + found.start() + 1, length=len(words))
            before -= 1
    return place


def check_texts(
    laws: Laws, texts: Mapping[str, list[Said]], owners: Mapping[str, str], sources: Mapping[str, str], problems: list[Diagnostic]
) -> None:
    """Check the placeholders in the texts of all files; `laws` are those that the files state, with no value filled in yet.

    `texts` is what `said_in` gives of each file. `owners` names the version of each, in whatever folder of it; the others are of
    the vocabulary.
    """
    by_name = {version.name: version for version in laws.versions}
    for file, said in texts.items():
        version = by_name.get(owners.get(file, ""))
        for text in said:
            if version is None and text.path[:2] == ("letter", GROUNDS) and not _is_concluded(text.path[2], laws):
                near = suggest(
                    text.path[2], {*laws.vocabulary.conclusions, *(name for version in laws.versions for name in version.helpers)}
                )
                problems.append(LetterOfNoConclusion(near=near, conclusion=text.path[2]).at(text.scalar.place))
            elif "{" in text.scalar.text or "}" in text.scalar.text:
                here = _Here(text, sources[file])
                problems += _of_version(here, version, laws) if version is not None else _of_vocabulary(here, laws)


def _is_concluded(name: str, laws: Laws) -> bool:
    """Say whether the vocabulary or a version has a conclusion of that name."""
    return name in laws.vocabulary.conclusions or any(name in version.helpers for version in laws.versions)


def named_in_texts(texts: Mapping[str, list[Said]], owners: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Return by version what its texts and those of the vocabulary name in braces; `texts` and `owners` as for `check_texts`."""
    shared: set[str] = set()
    named: dict[str, set[str]] = {version: set() for version in owners.values()}
    for file, said in texts.items():
        found = named[owners[file]] if file in owners else shared
        found.update(hole.name for text in said if "{" in text.scalar.text for hole in holes(text.scalar.text))
    return {version: frozenset(shared | names) for version, names in named.items()}


class _Here(NamedTuple):
    """A text with the file that it stands in."""

    said: Said
    source: str

    def place(self, part: Hole | Stray) -> Place:
        """Return where a part of the text stands."""
        return place_in(self.said.scalar, part.start, part.end, self.source)


def _placeholders(text: _Here) -> Iterator[tuple[Hole | None, Diagnostic | None]]:
    """Yield each placeholder that is well formed, and what is wrong with each that is not."""
    for part in parts(text.said.scalar.text):
        if isinstance(part, Stray):
            yield None, _stray(text, part)
        elif isinstance(part, Hole) and part.form not in (None, *NUMBER_FORMS, *((AUTHORITY,) if text.said.path[0] == "letter" else ())):
            yield None, _no_form(text, part)
        elif isinstance(part, Hole):
            yield part, None


def _of_version(text: _Here, version: LawVersion, laws: Laws) -> Iterator[Diagnostic]:
    """Yield what is wrong with a text of a law version, which its own parameters fill in."""
    for hole, problem in _placeholders(text):
        if problem is not None:
            yield problem
        elif hole is not None:
            if hole.name not in version.parameters:
                yield _unknown(text, hole, version, laws, ())
            elif worded(version.parameters[hole.name], hole.form, version.units) is None:
                yield _unfit(text, hole, _kind_of(version.parameters[hole.name]))


def _of_vocabulary(text: _Here, laws: Laws) -> Iterator[Diagnostic]:
    """Yield what is wrong with a text of the vocabulary, which every version reads that tells it."""
    part = text.said.path[0]
    conclusion = {"conclusions": 1, "letter": 2}.get(part)
    readers = _concluding(text.said.path[conclusion], laws) if conclusion is not None else []
    for hole, problem in _placeholders(text):
        if problem is not None:
            yield problem
        elif hole is None:
            continue
        elif part == "calendar":
            yield CalendarNamesLaw(name=hole.name).at(text.place(hole))
        elif part == "letter" and hole.form == AUTHORITY:
            yield from _authority_wrong(text, hole, laws)
        elif part == "letter" and hole.name == VALUE:
            yield from _value_wrong(text, hole, laws)
        elif part == "letter" and hole.name.startswith(FRAME):
            if hole.form is not None or hole.name.removeprefix(FRAME) not in FRAME_PLACES:
                yield UnknownInFrame(
                    name=hole.name.removeprefix(FRAME), places=FRAME_PLACES, near=suggest(hole.name.removeprefix(FRAME), FRAME_PLACES)
                ).at(text.place(hole))
        elif part == "letter" and hole.name in laws.vocabulary.facts:
            if hole.form is not None:
                yield _unfit(text, hole, A_FACT)
        else:
            yield from _named_wrong(text, hole, readers, laws)


def _authority_wrong(text: _Here, hole: Hole, laws: Laws) -> Iterator[Diagnostic]:
    """Yield that a sentence cites what is no public conclusion, so that no rule gives it."""
    if hole.name not in laws.vocabulary.conclusions:
        near = suggest(hole.name, laws.vocabulary.conclusions)
        yield LetterOfNoConclusion(near=near, conclusion=hole.name).at(text.place(hole))


def _value_wrong(text: _Here, hole: Hole, laws: Laws) -> Iterator[Diagnostic]:
    """Yield what is wrong with the placeholder for the value of the conclusion that a sentence tells of."""
    others = (named[VALUE].place for version in laws.versions for named in (version.parameters, version.derived) if VALUE in named)
    other = next(others, None)
    if other is not None:
        yield ValueIsNamed(value=VALUE).at(text.place(hole), (other, Text(f"`{VALUE}` står her", f"`{VALUE}` is here")))
    elif hole.form is not None:
        yield _unfit(text, hole, Text("verdien av konklusjonen", "the value of the conclusion"))


def _named_wrong(text: _Here, hole: Hole, readers: list[LawVersion], laws: Laws) -> Iterator[Diagnostic]:
    """Yield what is wrong with the name of something of the law in a text that versions share."""
    in_letter = text.said.path[0] == "letter"
    limit = laws.vocabulary.unlikely.limits.get(hole.name) if text.said.path[0] in _SHARED else None
    having = [version for version in laws.versions if hole.name in version.parameters]
    computing = [version for version in laws.versions if hole.name in version.derived]
    of_case = in_letter and bool(computing)
    lacking = next((v for v in readers if hole.name not in v.parameters and not (of_case and hole.name in v.derived)), None)
    meanings = _meanings(hole.name, limit, having, computing)
    if lacking is not None:
        yield _unknown(text, hole, lacking, laws, lacking.derived if in_letter else ())
    elif len(meanings) > 1:
        first, second = meanings[0][0], meanings[1][0]
        yield MeansTwoThings(name=hole.name, first=first, second=second).at(text.place(hole), *((place, what) for what, place in meanings))
    elif limit is not None:
        if worded(limit, hole.form, laws.vocabulary.units) is None:
            yield _unfit(text, hole, _kind_of(limit))
    elif having:
        yield from _filled_wrong(text, hole, having)
    elif not of_case:
        yield _unknown(text, hole, None, laws, ())
    elif hole.form is not None:
        yield _unfit(text, hole, DERIVED)


def _meanings(name: str, limit: Limit | None, having: list[LawVersion], computing: list[LawVersion]) -> list[tuple[Text, Place]]:
    """Return what a name stands for, each with the place where it first does."""
    return [
        *([(A_LIMIT, limit.place)] if limit is not None else ()),
        *((_of(A_PARAMETER, version), version.parameters[name].place) for version in having[:1]),
        *((_of(DERIVED, version), version.derived[name].place) for version in computing[:1]),
    ]


def _of(what: Text, version: LawVersion) -> Text:
    return Text(f"{what.nb} i versjon `{version.name}`", f"{what.en} of version `{version.name}`")


def _filled_wrong(text: _Here, hole: Hole, having: list[LawVersion]) -> Iterator[Diagnostic]:
    """Yield that a parameter cannot be told in the form, or is told differently by versions that share the text."""
    unfit = next((v.parameters[hole.name] for v in having if worded(v.parameters[hole.name], hole.form, v.units) is None), None)
    if unfit is not None:
        yield _unfit(text, hole, _kind_of(unfit))
    elif text.said.path[0] in _SHARED and len({worded(v.parameters[hole.name], hole.form, v.units) for v in having}) > 1:
        yield _differs(text, hole, having)


def _concluding(name: str, laws: Laws) -> list[LawVersion]:
    return [version for version in laws.versions if any(name == told for rule in version.rules.values() for told, _ in rule.then)]


# ---------------------------------------------------------------- what is wrong


def _stray(text: _Here, stray: Stray) -> Diagnostic:
    return StrayBraces(found=stray.said).at(text.place(stray))


def _no_form(text: _Here, hole: Hole) -> Diagnostic:
    form = hole.form or ""
    return NoForm(form=form, forms=NUMBER_FORMS, near=suggest(form, NUMBER_FORMS)).at(text.place(hole))


def _unfit(text: _Here, hole: Hole, kind: Text) -> Diagnostic:
    return UnfitForm(name=hole.name, form=hole.form or "", kind=kind).at(text.place(hole))


def _kind_of(parameter: Parameter | Limit) -> Text:
    return Text("en dato", "a date") if parameter.unit == "date" else Text("et ord", "a word")


def _unknown(text: _Here, hole: Hole, version: LawVersion | None, laws: Laws, also: Collection[str]) -> Diagnostic:
    """Return that `version` has no such parameter; None where no version has one."""
    place = text.place(hole)
    others = tuple(f"`{one.name}`" for one in laws.versions if hole.name in one.parameters)
    kind = _kind(hole.name, version, laws)
    if kind is not None and not others:
        return NotAParameter(name=hole.name, kind=kind).at(place)
    otherwise = _OF_A_LETTER if text.said.path[0] == "letter" else _OF_A_TEXT
    if others and version is not None:
        return OfAnotherVersion(name=hole.name, others=others, version=version.name, otherwise=otherwise).at(place)
    known = [name for one in ((version,) if version is not None else laws.versions) for name in one.parameters]
    return UnknownInText(name=hole.name, otherwise=otherwise, near=suggest(hole.name, (*known, *also))).at(place)


_OF_A_TEXT = Text(
    "nevn en parameter i versjonen, eller skriv teksten uten tallet",
    "name a parameter of the version, or write the text without the number",
)
_OF_A_LETTER = Text(
    f"nevn en parameter eller en beregnet verdi i versjonen, eller bruk `{{{VALUE}}}` for verdien av konklusjonen",
    f"name a parameter or derived value of the version, or use `{{{VALUE}}}` for the value of the conclusion",
)


def _kind(name: str, version: LawVersion | None, laws: Laws) -> Text | None:
    if name in laws.vocabulary.facts:
        return A_FACT
    if name in laws.vocabulary.conclusions or (version is not None and name in version.helpers):
        return Text("en konklusjon", "a conclusion")
    if name in laws.vocabulary.unlikely.limits:
        return A_LIMIT
    if any(name in one.derived for one in ((version,) if version is not None else laws.versions)):
        return DERIVED
    return None


A_FACT: Final = Text("en opplysning", "a fact")
A_LIMIT: Final = Text("en grense i vokabularet", "a limit of the vocabulary")
A_PARAMETER: Final = Text("en parameter", "a parameter")
DERIVED: Final = Text("en beregnet verdi", "a derived value")


def _differs(text: _Here, hole: Hole, having: list[LawVersion]) -> Diagnostic:
    told = {version.name: worded(version.parameters[hole.name], hole.form, version.units) for version in having}
    nb = ", ".join(f"{value.nb} ({name})" for name, value in told.items() if value is not None)
    en = ", ".join(f"{value.en} ({name})" for name, value in told.items() if value is not None)
    related = [(v.parameters[hole.name].place, Text(f"versjon `{v.name}`", f"version `{v.name}`")) for v in having]
    return VersionsDiffer(name=hole.name, told=Text(nb, en)).at(text.place(hole), *related)
