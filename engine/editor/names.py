"""Names at places: every word of the rule files and suites that declares or uses a name of the law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from ..frozen import dataclass
from ..language import located
from ..language.additions import is_vocabulary
from ..language.law_files import LAW_FILE
from ..language.located import Scalar, Tree, entries_of, field_of, text_of
from ..language.placeholders import place_in, said_in
from ..language.templates import holes
from ..model import GOVERNS, Place

NameKind = Literal["fact", "conclusion", "derived", "parameter", "rule", "topic", "act"]

VALUES: Final[tuple[NameKind, ...]] = ("fact", "conclusion", "derived")
"""Kinds that share their names: no name may stand for two of them."""

_WORDS = ("boolean", "enum", "ordinal", "text", "version")
"""Types of values with which no bare name is compared: what stands there is one of their own words."""

_REVIEW = "review."
"""What a suite leaves out where it lists reviews."""


FileRole = Literal["vocabulary", "version", "suite", "exemptions"]
"""What a file is: of the vocabulary, of a law version, a suite of one, or the exemptions of all."""


class Occurrence(NamedTuple):
    """A name at a place.

    `version` is the law version that declares the name, None where the vocabulary does. `prefix` is the beginning of the
    name where it is not written at the place itself, as the group of a nested fact. `owner` is the id of what it stands in: a
    rule, a regression case (`tested`), a derived value; or nothing.
    """

    kind: NameKind
    name: str
    version: str | None
    place: Place
    defines: bool
    prefix: str
    owner: str
    tested: bool


Definition = tuple[Occurrence, str]
"""A declaration with the type of the value that it declares, empty where it has none."""


@dataclass(frozen=True, slots=True, eq=False)
class KnownNames:
    """What is declared: values (facts, conclusions, derived) with their kind and type, and the rest by kind; with the version."""

    values: Mapping[tuple[str | None, str], tuple[NameKind, str]]
    others: frozenset[tuple[NameKind, str | None, str]]
    versions: tuple[str, ...]


class _Reader(NamedTuple):
    """Who reads a tree: what is declared, the version whose names may be used, and what the tree stands in."""

    known: KnownNames
    version: str | None
    owner: str = ""
    tested: bool = False

    def value(self, found: Tree | None) -> Iterator[Occurrence]:
        """Yield the fact, conclusion or derived value that a scalar names; a conclusion on governing names a topic."""
        if not isinstance(found, Scalar):
            return
        if found.text.startswith(GOVERNS):
            yield from self.other("topic", found, None, skipped=len(GOVERNS))
        for version in (None, self.version):
            declared = self.known.values.get((version, found.text))
            if declared:
                yield self._at(declared[0], found.text, version, found)
                return

    def newest(self, found: Tree | None) -> Iterator[Occurrence]:
        """Yield what a scalar of the vocabulary names there, or else in the last version that declares it."""
        for version in (None, *reversed(self.known.versions)):
            named = list(self._replace(version=version).value(found))
            if named:
                yield from named
                return

    def other(self, kind: NameKind, found: Tree | None, version: str | None, skipped: int = 0) -> Iterator[Occurrence]:
        """Yield the name of another kind that a scalar names after the first `skipped` characters."""
        if isinstance(found, Scalar) and (kind, version, found.text[skipped:]) in self.known.others:
            yield self._at(kind, found.text[skipped:], version, found, skipped)

    def rule(self, found: Tree | None) -> Iterator[Occurrence]:
        """Yield the rule that a scalar names: of the reader's version, or else of the last other version that has it."""
        versions = [self.version, *(name for name in reversed(self.known.versions) if name != self.version)]
        for version in versions:
            named = list(self.other("rule", found, version))
            if named:
                yield from named
                return

    def type_of(self, found: Tree | None) -> str:
        """Return the type of the value that a scalar names, empty where it is not known."""
        if not isinstance(found, Scalar):
            return ""
        declared = self.known.values.get((None, found.text)) or self.known.values.get((self.version, found.text))
        return declared[1] if declared else ""

    def _at(self, kind: NameKind, name: str, version: str | None, found: Scalar, skipped: int = 0) -> Occurrence:
        return Occurrence(kind, name, version, _inside(found, skipped, len(name)), False, "", self.owner, self.tested)


def declared_in(tree: Tree, role: FileRole, version: str | None) -> tuple[Definition, ...]:
    """Return what a file declares; `version` is that of its folder, None of the vocabulary."""
    if role == "vocabulary":
        return tuple(_shared_definitions(tree))
    return tuple(_own_definitions(tree, version or "")) if role == "version" else ()


@lru_cache(maxsize=4)
def known_of(declared: frozenset[tuple[NameKind, str | None, str, str]], versions: tuple[str, ...]) -> KnownNames:
    """Return what is declared, the same for the same names: kind, version, name and type of each."""
    values = {(version, name): (kind, type_) for kind, version, name, type_ in declared if kind in VALUES}
    return KnownNames(values, frozenset((kind, version, name) for kind, version, name, _ in declared if kind not in VALUES), versions)


def named_in(tree: Tree, role: FileRole, version: str | None, known: KnownNames, source: str) -> tuple[Occurrence, ...]:
    """Return every declaration and every use of a declared name in a file, in their order; `source` is its text.

    A word that names nothing is left out: that it is wrong is the loader's to say.
    """
    reader, file = _Reader(known, version, tested=role == "suite"), _file_name(tree)
    found = [one for one, _ in declared_in(tree, role, version)]
    match role:
        case "vocabulary":
            found += _in_vocabulary(tree, reader)
        case "version":
            found += (_in_law if file == LAW_FILE else _in_vocabulary if is_vocabulary(file) else _in_rule_file)(tree, reader)
        case "suite":
            found += _in_suite(tree, reader)
        case "exemptions":
            found += _in_exemptions(tree, known)
    if role in ("vocabulary", "version"):
        found += _in_texts(tree, reader, source)
    return tuple(sorted(set(found), key=lambda one: (one.place, one.kind, not one.defines)))


def at(found: Iterable[Occurrence], file: str, line: int, column: int) -> Occurrence | None:
    """Return the name at a place; line and column count from 1, and a cursor just behind the word is still at it."""
    for one in found:
        place = one.place
        if place.file == file and place.line == line and place.column <= column <= place.column + place.length:
            return one
    return None


def same(found: Iterable[Occurrence], wanted: Occurrence) -> list[Occurrence]:
    """Return every occurrence of the same name of the same version, declarations too."""
    return [one for one in found if (one.kind, one.name, one.version) == (wanted.kind, wanted.name, wanted.version)]


def namesakes(found: Iterable[Occurrence], wanted: Occurrence) -> list[Occurrence]:
    """Return every occurrence of the same name in all versions: what did not change in law has one name in all of them."""
    return [one for one in found if (one.kind, one.name) == (wanted.kind, wanted.name)]


# ---------------------------------------------------------------- declarations


def _shared_definitions(tree: Tree) -> Iterator[Definition]:
    kinds: tuple[tuple[str, NameKind], ...] = (
        ("topics", "topic"),
        ("facts", "fact"),
        ("conclusions", "conclusion"),
        ("parameters", "parameter"),
        ("derived", "derived"),
    )
    for field, kind in kinds:
        for key, value in entries_of(field_of(tree, field)):
            yield _definition(kind, key, None), text_of(field_of(value, "type"))


def _own_definitions(tree: Tree, version: str) -> Iterator[Definition]:
    kinds: tuple[tuple[str, NameKind], ...] = (
        ("parameters", "parameter"),
        ("derived", "derived"),
        ("conclusions", "conclusion"),
        ("facts", "fact"),  # of a draft
    )
    if _file_name(tree) == LAW_FILE:
        for key, _ in entries_of(field_of(tree, "acts")):
            yield _definition("act", key, version), ""
        return
    for field, kind in kinds:
        for key, value in entries_of(field_of(tree, field)):
            yield _definition(kind, key, version), text_of(field_of(value, "type"))
    for rule in _items(field_of(tree, "rules")):
        id_ = field_of(rule, "id")
        if isinstance(id_, Scalar):
            yield _definition("rule", id_, version), ""


def _definition(kind: NameKind, found: Scalar, version: str | None) -> Occurrence:
    return Occurrence(kind, found.text, version, _inside(found, 0, len(found.text)), True, "", "", False)


# ---------------------------------------------------------------- uses, file by file


def _in_vocabulary(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    for _, topic in entries_of(field_of(tree, "topics")):
        yield from reader.value(field_of(topic, "law"))
    for _, fact in entries_of(field_of(tree, "facts")):
        yield from reader.value(field_of(fact, "values_of"))
    for _, conclusion in entries_of(field_of(tree, "conclusions")):
        yield from reader.other("topic", field_of(conclusion, "topic"), None)
        yield from reader.value(field_of(conclusion, "values_of"))
    for key, told in entries_of(field_of(tree, "next_steps")):
        yield from reader.value(key)
        yield from _in_next_step(told, reader)
    yield from reader.value(field_of(tree, "decided_on"))
    for key, beside in entries_of(field_of(tree, "shown_when")):
        yield from reader.value(key)
        for name, _ in entries_of(beside):
            yield from reader.value(name)
    for item in _items(field_of(tree, "leaves_outcome")):
        yield from reader.value(item)
    for remark in _items(field_of(tree, "remarks")):
        for name, _ in entries_of(field_of(remark, "when")):
            yield from reader.value(name)
    for key, _ in entries_of(field_of(tree, "sentences")):
        yield from reader.value(key)
    for item in _items(field_of(tree, "consequences")):
        yield from reader.value(item)
    for part in _items(field_of(tree, "self_inspection")):
        for words in ("breaches", "when"):
            for name, _ in entries_of(field_of(part, words)):
                yield from reader.value(name)
        for item in _items(field_of(part, "assess")):
            yield from reader.value(item)
    yield from _derived(tree, reader)
    for constraint in _items(field_of(tree, "constraints")):
        yield from _condition(field_of(constraint, "never"), reader._replace(owner=text_of(field_of(constraint, "id"))))
    for _, part in entries_of(field_of(tree, "letter")):
        for key, _ in entries_of(part):
            yield from reader.newest(key)


def _in_next_step(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    for words in ("when", "awaited"):
        for name, _ in entries_of(field_of(tree, words)):
            yield from reader.value(name)
    for texts in ("meanwhile", "provided", "tasks"):
        for text in _items(field_of(tree, texts)):
            for name, _ in entries_of(field_of(text, "when")):
                yield from reader.value(name)
    for names in ("kept", "done"):
        for item in _items(field_of(tree, names)):
            yield from reader.value(item)


def _in_law(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    yield from reader.value(field_of(field_of(tree, "read_until"), "fact"))
    for amendment in _items(field_of(tree, "amended_by")):
        for field in ("adds", "changes", "repeals"):
            for item in _items(field_of(amendment, field)):
                yield from reader.rule(item)


def _in_rule_file(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    yield from reader.other("topic", field_of(tree, "topic"), None)
    for key, parameter in entries_of(field_of(tree, "parameters")):
        yield from _source(parameter, reader._replace(owner=key.text))
        for value in _items(field_of(parameter, "values")):
            yield from _source(value, reader._replace(owner=key.text))
    for _, helper in entries_of(field_of(tree, "conclusions")):
        yield from reader.value(field_of(helper, "values_of"))
    yield from _derived(tree, reader)
    for key, subject in entries_of(field_of(tree, "subjects")):
        yield from reader.value(key)
        yield from _condition(subject, reader._replace(owner=key.text))
    for rule in _items(field_of(tree, "rules")):
        yield from _rule(rule, reader._replace(owner=text_of(field_of(rule, "id"))))


def _in_texts(tree: Tree, reader: _Reader, source: str) -> Iterator[Occurrence]:
    """Yield the parameters and values that texts name in braces: the reader's; in the vocabulary its own, or of the last that has it."""
    versions = (reader.version,) if reader.version is not None else (None, *reversed(reader.known.versions))
    for text in said_in(tree):
        for hole in holes(text.scalar.text):
            there = [(one, kind) for one in versions for kind in _named_in_braces(reader.known, one, hole.name)]
            for version, kind in there[:1]:
                begin = hole.start + 1
                place = place_in(text.scalar, begin, begin + len(hole.name), source)
                owner = text.path[1] if text.path[0] in ("rules", "derived") else ""
                yield Occurrence(kind, hole.name, version, place, False, "", owner, False)


def _named_in_braces(known: KnownNames, version: str | None, name: str) -> Iterator[NameKind]:
    if ("parameter", version, name) in known.others:
        yield "parameter"
    elif (version, name) in known.values:
        yield known.values[version, name][0]


def _derived(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    for key, derived in entries_of(field_of(tree, "derived")):
        for field, value in entries_of(derived):
            if field.text != "label":
                yield from _expression(value, reader._replace(owner=key.text))


def _rule(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    yield from _source(tree, reader)
    yield from _condition(field_of(tree, "when"), reader)
    for exception in _items(field_of(tree, "unless")):
        yield from _condition(exception, reader)
    for general in _items(field_of(tree, "overrides")):
        yield from reader.rule(general)
    for _, end in entries_of(field_of(tree, "in_force")):
        yield from _expression(end, reader)
    then = field_of(tree, "then")
    yield from reader.value(then)
    for key, value in entries_of(then):
        yield from reader.value(key)
        if not (isinstance(value, Scalar) and reader.type_of(key) in _WORDS):
            yield from _expression(value, reader)


def _source(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    yield from reader.other("act", field_of(field_of(tree, "source"), "act"), reader.version)


def _condition(tree: Tree | None, reader: _Reader) -> Iterator[Occurrence]:
    yield from reader.value(tree)
    for item in _items(tree):
        yield from _condition(item, reader)
    left = field_of(tree, "fact") or field_of(tree, "value")
    for key, value in entries_of(tree):
        if key.text in ("all", "any", "not"):
            yield from _condition(value, reader)
        elif key.text in ("fact", "value"):
            yield from reader.value(value)
        else:
            for side in _items(value) or (value,):
                if not (isinstance(side, Scalar) and reader.type_of(left) in _WORDS):
                    yield from _expression(side, reader)


def _expression(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    yield from reader.value(tree)
    for item in _items(tree):
        yield from _expression(item, reader)
    for key, value in entries_of(tree):
        if key.text == "parameter":
            yield from reader.other("parameter", value, reader.version)
        else:
            yield from _expression(value, reader)


def _in_suite(tree: Tree, reader: _Reader) -> Iterator[Occurrence]:
    for case in _items(tree):
        inner = reader._replace(owner=text_of(field_of(case, "id")))
        yield from _facts(field_of(case, "case"), "", inner)
        yield from _facts(field_of(case, "but"), "", inner)
        for key, _ in entries_of(field_of(case, "expect")):
            yield from inner.value(key)
        for item in _items(field_of(case, "reviews")):
            if isinstance(item, Scalar) and (None, _REVIEW + item.text) in reader.known.values:
                yield _grouped("conclusion", item, _REVIEW, inner)
        for item in _items(field_of(case, "because")):
            yield from inner.rule(item)
            yield from inner.rule(field_of(item, "not"))


def _facts(tree: Tree | None, prefix: str, reader: _Reader) -> Iterator[Occurrence]:
    for key, value in entries_of(tree):
        declared = reader.known.values.get((None, prefix + key.text))
        if declared and declared[0] == "fact":
            yield _grouped("fact", key, prefix, reader)
        else:
            yield from _facts(value, f"{prefix}{key.text}.", reader)


def _grouped(kind: NameKind, found: Scalar, prefix: str, reader: _Reader) -> Occurrence:
    place = _inside(found, 0, len(found.text))
    return Occurrence(kind, prefix + found.text, None, place, False, prefix, reader.owner, reader.tested)


def _in_exemptions(tree: Tree, known: KnownNames) -> Iterator[Occurrence]:
    for item in _items(tree):
        name, version = field_of(item, "name"), text_of(field_of(item, "version"))
        if isinstance(name, Scalar):
            # An exception or override is named by its rules and words between them.
            for word in re.finditer(r"[a-z0-9_.-]*[a-z0-9]", name.text):
                for kind in ("rule", "parameter"):
                    if (kind, version, word.group()) in known.others:
                        place = _inside(name, word.start(), len(word.group()))
                        yield Occurrence(kind, word.group(), version, place, False, "", "", False)


# ---------------------------------------------------------------- trees


def _items(tree: Tree | None) -> tuple[Tree, ...]:
    return tree.items if isinstance(tree, located.Sequence) else ()


def _file_name(tree: Tree) -> str:
    return tree.place.file.rsplit("/", 1)[-1]


def _inside(found: Scalar, skipped: int, length: int) -> Place:
    """Return the place of a part of what a scalar says, without its quotation marks."""
    quote = 0 if found.plain else 1
    return Place(found.place.file, found.place.line, found.place.column + quote + skipped, length)
