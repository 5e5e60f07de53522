"""Texts that restate the law: a number or day beside the parameter that holds it, which a change would contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from ...language.allowances import RestatedNumber, RestatedSomewhere
from ...language.placeholders import Said, folder_of, place_in, said_in
from ...language.templates import holes, worded
from ...model import Expression, LawVersion, Parameter, Rule
from ...terms.saying import NUMBER_FORMS
from ...terms.units import UnitRow
from ...walking import names_in, names_of, parameters_in, parameters_of, parts
from .files import LawFiles, Lint

_LEAST_ALONE: Final = 10
"""A number from this on is taken for that of a parameter wherever it stands; a lesser one only beside its unit."""

_MONTHS: Final = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|"
    "January|February|March|May|June|July|October|December"
)
_DAY: Final = re.compile(rf"\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b|\b\d{{1,2}}\.? (?:{_MONTHS})(?: \d{{4}})?\b|\b(?:19|20)\d\d\b")
_CITED: Final = re.compile(
    r"(?:§§?|\b(?:sections?|chapters?|kapittel|kap\.|nr\.|no\.|articles?|paragraphs?|grunnlag|punktum|ledd))\s*\d[\w.-]*"
    r"(?:(?:,| og| til| and| to| or| eller|-|–) ?\d[\w-]*)*|\b\d+\. (?:ledd|punktum)",
    re.IGNORECASE,
)
_AND_MORE: Final = r" (?:til|og|eller|to|and|or) \0"
"""What joins a number with a placeholder, which has the unit of both."""

_ALSO: Final[Mapping[str, str]] = {"sju": "sju|syv", "tjue": "tjue|tyve", "tretti": "tretti|tredve", "én": "én|en|ei", "ett": "ett|et"}
"""Other spellings of Norwegian numbers."""


class Match(NamedTuple):
    """Where a text says the value of a parameter, from `start` up to `end`, and the placeholder that says the same."""

    start: int
    end: int
    parameter: str
    placeholder: str


def find(files: LawFiles) -> Iterator[Lint]:
    """No text beside a parameter says its value: a title beside those of its rule, a label beside those of what it is computed from."""
    versions = files.laws.versions
    besides = {version.name: Beside(version) for version in versions}
    for file, tree in files.trees.items():
        version = _version_of(file, versions)
        readers = (version,) if version is not None else versions
        for text in said_in(tree):
            owner = version.rules.get(text.path[1]) if version is not None and text.path[0] == "rules" else None
            found = [match for reader in readers for match in matches_in(text, besides[reader.name])]
            for match in _apart(found):
                others = {one.parameter for one in found if (one.start, one.end) == (match.start, match.end)}
                lacking = any(match.parameter not in v.parameters for v in readers if besides[v.name].of(text))
                place = place_in(text.scalar, match.start, match.end, files.sources[file])
                words = text.scalar.text[match.start : match.end]
                if len(others) > 1 or lacking:
                    named = tuple(f"`{name}`" for name in sorted(others))
                    told = RestatedSomewhere(words=words, parameters=named).at(place)
                else:
                    told = RestatedNumber(words=words, parameter=match.parameter, placeholder=match.placeholder).at(place)
                yield Lint(told if place.length == len(words) else replace(told, mending=None), owner.place if owner is not None else None)


def _version_of(file: str, versions: Iterable[LawVersion]) -> LawVersion | None:
    """Return the version that has a file, in whatever folder within its own; None for a file of the vocabulary."""
    return next((version for version in versions if file.startswith(f"{folder_of(version.place.file)}/")), None)


def _apart(found: Iterable[Match]) -> list[Match]:
    """Return the matches that do not overlap, the longest first chosen, in order of the text."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda one: (one.start - one.end, one)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept)


class Beside:
    """Which parameters of a version stand beside a text.

    What it found is kept with it: a server makes one for each check, and nothing may outlive that.
    """

    def __init__(self, version: LawVersion) -> None:
        self.version = version
        self.of_rule, self.of_name, self.sayings = cache(self._of_rule), cache(self._of_name), cache(self._sayings_of)
        self.concluding: dict[str, list[Rule]] = {}
        for rule in version.rules.values():
            for name, _ in rule.then:
                self.concluding.setdefault(name, []).append(rule)
        self.testing: dict[str, list[Rule]] = {}
        for rule in version.rules.values():
            for name in {name for part in parts(rule) for name in names_in(part.condition)}:
                self.testing.setdefault(name, []).append(rule)

    def _of_rule(self, id_: str) -> frozenset[str]:
        """Return the parameters that a rule tests or gives, those of its derived values and helpers included."""
        rule, found = self.version.rules[id_], set[str]()
        for part in parts(rule):
            found.update(parameters_in(part.condition))
            for name in names_in(part.condition):
                found |= self.of_name(name)
        for _, value in rule.then:
            found |= self._of_expression(value)
        return frozenset(found)

    def _of_name(self, name: str) -> frozenset[str]:
        """Return the parameters of a derived value, or of the rules for a helper; none of a fact or public conclusion."""
        if name in self.version.derived:
            return self._of_expression(self.version.derived[name].expression)
        if name in self.version.helpers:
            return frozenset().union(*(self.of_rule(rule.id) for rule in self.concluding.get(name, ())))
        return frozenset()

    def _of_expression(self, expression: Expression) -> frozenset[str]:
        return frozenset(parameters_of(expression)).union(*(self.of_name(name) for name in names_of(expression)))

    def _sayings_of(self, name: str, lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Return how a text may say the value of a parameter, each with the placeholder for its first group."""
        return tuple(_sayings(self.version.parameters[name], lang, self.version.units))

    def of(self, text: Said) -> frozenset[str]:
        """Return the parameters beside a text, by the keys that lead to it."""
        match text.path:
            case ("facts" | "conclusions", _, "values", _):
                return frozenset()  # the word of a level is no statement about the law
            case ("rules", id_, "title", *_) if id_ in self.version.rules:
                return self.of_rule(id_)
            case ("derived", name, *_):
                return self.of_name(name)
            case ("conclusions", name, *_) | ("letter", _, name, _):
                return frozenset().union(*(self.of_rule(rule.id) for rule in self.concluding.get(name, ())))
            case ("facts", name, *_):
                return frozenset(p for rule in self.testing.get(name, ()) for part in parts(rule) for p in parameters_in(part.condition))
            case _:
                return frozenset()


# ---------------------------------------------------------------- what a text says


def matches_in(text: Said, beside: Beside) -> Iterator[Match]:
    """Yield where a text says the value of a parameter beside it; the matches may overlap."""
    names = beside.of(text)
    if not names:
        return
    said = _without_holes(text.scalar.text)
    numbers = _DAY.sub(_blank, _CITED.sub(_blank, said))
    for name in sorted(names):
        parameter = beside.version.parameters[name]
        where = said if isinstance(parameter.value, (date, str)) else numbers
        for pattern, placeholder in beside.sayings(name, text.lang):
            for found in pattern.finditer(where):
                yield Match(found.start(1), found.end(1), name, placeholder)


def _without_holes(text: str) -> str:
    for hole in holes(text):
        text = text[: hole.start] + "\0" * (hole.end - hole.start) + text[hole.end :]
    return text


def _blank(found: re.Match[str]) -> str:
    return "\1" * len(found.group())


@lru_cache(maxsize=10_000)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _sayings(parameter: Parameter, lang: str, units: Mapping[str, UnitRow]) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield how a text may say the value of a parameter, each with the placeholder for its first group."""
    value, unit, name = parameter.value, parameter.unit, parameter.name
    if isinstance(value, date):
        month = _MONTHS.split("|")
        spelt = [f"{value.day}. {month[value.month - 1]} {value.year}", f"{value.day:02}.{value.month:02}.{value.year}"]
        english = worded(parameter, None, units)
        assert english is not None  # a day has its plain form
        yield _pattern(rf"\b({'|'.join(map(re.escape, [*spelt, english.en]))})\b"), f"{{{name}}}"
        return
    if isinstance(value, str):
        yield _pattern(rf"\b({re.escape(value)})\b"), f"{{{name}}}"
        return
    if isinstance(value, bool):
        return
    row = units.get(unit)
    for form in (None, *NUMBER_FORMS):
        told = worded(parameter, form, units)
        if told is None:
            continue
        word = told.nb if lang == "nb" else told.en
        placeholder = f"{{{name}:{form}}}" if form else f"{{{name}}}"
        shown = _spellings(word)
        if form in (None, "words"):
            if row is not None and row.one is not None:
                yield _pattern(rf"(?<![\w-])({shown})(?![\w-])"), placeholder
            continue
        others = _other_units(row, tuple(units.values()), lang)
        if value >= _LEAST_ALONE or (row is not None and row.counts and value != 1):
            yield (
                _pattern(rf"(?<![\w,.-])({shown})(?!\w|[.,]\d| (?:[^\W\d]+ )?(?:{others}))"),
                placeholder,
            )
        elif row is not None and row.one is not None and value != 1:
            yield _pattern(rf"(?<![\w,.-])({shown})(?=(?:[ -][^\W\d]+){{0,2}}?[ -]?{_stem(row, lang)}|{_AND_MORE})"), placeholder


def _spellings(words: str) -> str:
    first, *rest = words.split()
    return r"\s+".join([f"(?:{_ALSO.get(first, re.escape(first))})", *map(re.escape, rest)])


@lru_cache(maxsize=100)
def _other_units(row: UnitRow | None, units: tuple[UnitRow, ...], lang: str) -> str:
    """Return a pattern for the words of the units that share none with this one."""
    own = _stem(row, lang) if row is not None and row.one is not None else None
    return "|".join(sorted({_stem(other, lang) for other in units if other.one is not None} - {own}))


def _stem(row: UnitRow, lang: str) -> str:
    """Return a pattern for the words of a unit: in compounds, with endings."""
    assert row.one is not None and row.many is not None  # asked only of units with words
    words = {word for text in (row.one, row.many) for word in re.split(r" (?:eller|or) ", text.nb if lang == "nb" else text.en)}
    # An hour per week is also written as an hour a week.
    stems = {re.escape(re.split(" per (?!cent)", word)[0]) for word in words}
    return r"[^\W\d]*(?:" + "|".join(sorted(stems, key=len, reverse=True)) + r")"
