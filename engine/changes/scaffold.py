"""The next law version: a copy of a folder that governs later cases only, with what a person must still fill in.

The copy is made by small edits of the text, so that comments and layout stay as they are. What becomes of each rule of
choice of law and of each dated parameter is answered (`Choices`), and the answer stands there as a comment with its reason.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..edits import Edit, Lines, edited
from ..frozen import dataclass
from ..language.choices import LATER, NO_CHOICES, Choice, Choices
from ..language.fields import ID
from ..language.law_files import LAW_FILE
from ..language.located import Mapping as Node
from ..language.located import Scalar, Sequence, Tree, read_tree
from ..language.versions import RESERVED
from ..law.compared import parameters_behind_rule
from ..model import GOVERNS, Laws, LawVersion, Place, Source, Text
from ..terms.comparisons import for_order

TO_FILL_IN = "FYLL INN"
"""Marks what a person must still write; it stands where a text is required, so that the draft loads."""

FROM = for_order(">=", "date")
LOWER_BOUNDS = (FROM, for_order(">", "date"))

_WIDTH = 118
"""No line of a comment is longer."""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The files of a new version by path below its folder, and what became of the rules of choice of law and of the dates.

    `moved` are the rules moved to its commencement, `left` those that were to be and have no date to move, `dropped` the
    rules that are gone, `redated` the parameters with another date.
    """

    texts: Mapping[str, str]
    moved: tuple[str, ...]
    left: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    redated: tuple[str, ...] = ()


def commencement_of(name: str) -> str:
    """Return the parameter that holds the first day of a version; a folder's name may hold hyphens, that of a parameter may not."""
    return f"law_{name.replace('-', '_')}.commencement"


def governing_rules(version: LawVersion) -> dict[str, Source]:
    """Return the rules by which a version says what it governs, each with its source."""
    return {rule.id: rule.source for rule in version.rules.values() if any(given.startswith(GOVERNS) for given, _ in rule.then)}


def dated_parameters(version: LawVersion) -> list[str]:
    """Return the parameters whose value is a date, in the order of the files."""
    return [name for name, parameter in sorted(version.parameters.items(), key=lambda item: item[1].place) if parameter.unit == "date"]


def scaffold(texts: Mapping[str, str], version: LawVersion, name: str, effective_from: date, choices: Choices = NO_CHOICES) -> Scaffold:
    """Return the files of the version `name` that follows `version`, whose files are `texts`.

    A rule by which the version governs a topic is redated unless it is to be kept or dropped: where it compares a date with a
    parameter as a lower bound, the parameter becomes a new one, and other rules that use the same parameter keep it. A dated
    parameter is kept unless it is to be redated or dropped. What is not answered is marked.
    """
    made: dict[str, str] = {}
    writing = _Writing(version, name, effective_from, choices)
    for path, text in texts.items():
        tree = read_tree(path, text, [])
        assert isinstance(tree, Node)  # the version has been loaded from these files
        if path != LAW_FILE:
            made[path] = _without_old_answers(edited(text, writing.edits(text, tree)), version.name)
    law = read_tree(LAW_FILE, texts[LAW_FILE], [])
    assert isinstance(law, Node)
    changes = [id_ for id_ in version.rules if id_ in writing.moved or _is_redated(version, id_, writing.redated)]
    changes = [*writing.moved, *(id_ for id_ in changes if id_ not in writing.moved and id_ not in writing.dropped)]
    law_edits = _law_edits(texts[LAW_FILE], law, version, name, effective_from, choices, tuple(changes), tuple(writing.dropped))
    made[LAW_FILE] = edited(texts[LAW_FILE], law_edits)
    moved, dropped = tuple(writing.moved), tuple(writing.dropped)
    left = tuple(sorted(id_ for id_ in writing.governing if id_ not in (*moved, *dropped) and writing.choice(id_).answer != "keep"))
    return Scaffold(made, moved, left, dropped, tuple(writing.redated))


def _is_redated(version: LawVersion, id_: str, redated: Mapping[str, None]) -> bool:
    return any(name in redated for name in parameters_behind_rule(version.rules[id_], version))


def _without_old_answers(text: str, predecessor: str) -> str:
    """Return a text without what was answered when the preceding version was begun: it is asked anew."""
    return re.sub(rf"(?m)^ *# {re.escape(_answered(predecessor))}.*\n(?: *#   .*\n)*", "", text)


def _answered(name: str) -> str:
    return f"new-version {name}: "


def succeeded(text: str, name: str) -> str:
    """Return the text of a `law.yaml` that names another version as its successor."""
    tree = read_tree(LAW_FILE, text, [])
    assert isinstance(tree, Node)  # the version has been loaded from it
    (value,) = (value for key, value in tree.entries if key.text == "successor")
    assert isinstance(value, Scalar)
    return edited(text, [Edit(*Lines(text).span(value.place), f'"{name}"')])


def why_no_scaffold(laws: Laws, predecessor: str, name: str, effective_from: date) -> Text | None:
    """Return why no version of that name can follow the predecessor, which is one of the laws, from that day, and what to do; else None."""
    days = {version.name: version.effective_from for version in laws.versions}
    before = [version for version, day in days.items() if day < effective_from]
    if not ID.fullmatch(name) or name in _NO_NAMES:
        return Text(
            f"en lovversjon kan ikke hete `{name}`; bruk små bokstaver a–z, sifre og bindestrek",
            f"a law version cannot be named `{name}`; use small letters a–z, digits and hyphens",
        )
    if name in days:
        return Text(
            f"lovversjonen `{name}` finnes allerede; velg et annet navn", f"there is a law version `{name}` already; choose another name"
        )
    if predecessor in laws.vocabulary.of_drafts.values():
        return Text(
            f"utkastet {predecessor} har et eget vokabular, som ingen annen versjon kjenner; flytt det først til vokabularet i mappen med "
            "reglene",
            f"the draft {predecessor} has a vocabulary of its own, which no other version knows; move it to the vocabulary of the rules "
            "folder first",
        )
    if effective_from <= days[predecessor]:
        return Text(
            f"versjon {predecessor} gjelder fra {days[predecessor]}; oppgi en senere dag for den som følger etter",
            f"version {predecessor} is effective from {days[predecessor]}; give a later day for the one that follows it",
        )
    if effective_from in days.values():
        return Text(
            f"en annen versjon gjelder fra {effective_from}; oppgi en annen dag",
            f"another version is effective from {effective_from}; give another day",
        )
    if before[-1] != predecessor:
        return Text(
            f"versjonen som gjelder før {effective_from}, er {before[-1]}; oppgi den med --from, eller en tidligere dag",
            f"the version in force before {effective_from} is {before[-1]}; name that one with --from, or give an earlier day",
        )
    return None


_NO_NAMES = (*RESERVED, "vocabulary")
"""What names no version, and what the folder of the vocabulary is named."""


class _Writing:
    """The edits of the rule files, and what they did; it is mutable because every file adds to what was done."""

    def __init__(self, version: LawVersion, name: str, effective_from: date, choices: Choices) -> None:
        self.version, self.name, self.day, self.choices = version, name, effective_from, choices
        self.governing, self.dated = governing_rules(version), dated_parameters(version)
        self.moved: dict[str, None] = {}
        self.dropped: dict[str, None] = {}
        self.redated: dict[str, None] = {}

    def choice(self, name: str) -> Choice:
        """Return what was answered on a rule or parameter."""
        if name in self.governing:
            return self.choices.rules.get(name, LATER)
        return self.choices.parameters.get(name, self.choices.others)

    def edits(self, text: str, tree: Node) -> Iterator[Edit]:
        """Yield the edits of one rule file."""
        page = _RuleFile(text, tree)
        before = len(self.moved)
        yield from self._of_rules(page)
        yield from self._of_parameters(page)
        moved = [self.governing[id_] for id_ in list(self.moved)[before:]]
        if moved:
            yield self._commencement(page, moved[0])
        else:
            yield from self._emptied(page, "parameters", "{}", [key.text for key, _, _ in page.entries("parameters")])
        yield from self._emptied(page, "rules", "[]", [_id(item) for item, _ in page.items("rules")])

    def _of_rules(self, page: _RuleFile) -> Iterator[Edit]:
        for item, below in page.items("rules"):
            id_ = _id(item)
            if id_ not in self.governing:
                continue
            (when,) = (value for key, value in item.entries if key.text == "when")
            bounds = list(_lower_bounds(when))
            choice = self.choice(id_)
            yield from self._answer(page, id_, choice, item.place, below, "redated for now" if bounds else "kept for now")
            if choice.answer == "drop":
                self.dropped[id_] = None
            elif choice.answer != "keep" and bounds:
                self.moved[id_] = None
                for word, bound in bounds:
                    # The day itself belongs to the new version, whatever the word was.
                    yield Edit(*page.lines.span(word.place), FROM)
                    yield Edit(*page.lines.span(bound.place), commencement_of(self.name))

    def _of_parameters(self, page: _RuleFile) -> Iterator[Edit]:
        for key, value, below in page.entries("parameters"):
            if key.text not in self.dated:
                continue
            choice = self.choice(key.text)
            yield from self._answer(page, key.text, choice, key.place, below, "kept for now")
            if choice.answer == "redate" and isinstance(value, Node):
                self.redated[key.text] = None
                (old,) = (part for word, part in value.entries if word.text == "value")
                yield Edit(*page.lines.span(old.place), (choice.day or self.day).isoformat())

    def _answer(self, page: _RuleFile, name: str, choice: Choice, place: Place, below: int, now: str) -> Iterator[Edit]:
        """Yield the comment on what becomes of an entry, and the edit that takes the entry away where it is dropped."""
        start, end = page.lines.at(place.line), page.lines.at(below)
        indent = " " * (len(page.text[start:end]) - len(page.text[start:end].lstrip(" ")))
        if choice.answer == "later":
            said = f"{TO_FILL_IN}: {now}; keep, redate or drop? ({self.name})"
        else:
            said = f"{_answered(self.name)}{choice.answer} {name}. {choice.reason}"
        comment = textwrap.fill(said, _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ") + "\n"
        yield Edit(start, end if choice.answer == "drop" else start, comment)

    def _emptied(self, page: _RuleFile, word: str, nothing: str, names: list[str]) -> Iterator[Edit]:
        """Yield the edit that says of a list that nothing is left in it, where all its entries are dropped."""
        key = page.key(word)
        if key is not None and names and all(self.choice(name).answer == "drop" and self._is_asked(name) for name in names):
            end = page.lines.span(key.place)[1]
            colon = page.text.index(":", end) + 1
            yield Edit(colon, colon, f" {nothing}")

    def _is_asked(self, name: str) -> bool:
        return name in self.governing or name in self.dated

    def _commencement(self, page: _RuleFile, source: Source) -> Edit:
        """Return the edit that declares the parameter to which rules of the file were moved."""
        line = (
            f"  # {TO_FILL_IN}: the provision on commencement\n"
            f"  {commencement_of(self.name)}: {{value: {self.day.isoformat()}, unit: date, "
            f'source: {{act: {source.act}, section: "{source.section}"}}}}\n'
        )
        if (key := page.key("parameters")) is not None:
            # Behind the key, on its line: before the line break, since the comment on the first entry begins behind it.
            end = page.lines.at(key.place.line + 1)
            end -= len(page.text[:end]) - len(page.text[:end].rstrip("\r\n"))
            return Edit(end, end, "\n" + line.removesuffix("\n"))
        rules = page.key("rules")
        assert rules is not None  # one of them was moved
        above = page.lines.at(rules.place.line)
        return Edit(above, above, f"parameters:\n{line}\n")


def _id(rule: Node) -> str:
    """Return the id of a rule; a version that was loaded has one everywhere."""
    return next(value.text for key, value in rule.entries if key.text == "id" and isinstance(value, Scalar))


class _RuleFile:
    """A rule file with the lines that its entries take, each on lines of its own."""

    def __init__(self, text: str, tree: Node) -> None:
        self.text, self.tree, self.lines, self.written = text, tree, Lines(text), text.split("\n")

    def key(self, word: str) -> Scalar | None:
        """Return a key at the top of the file."""
        return next((key for key, _ in self.tree.entries if key.text == word), None)

    def items(self, word: str) -> Iterator[tuple[Node, int]]:
        """Yield each mapping of the list under a key, with the line after its last."""
        items = [item for item in self._value(word, Sequence) if isinstance(item, Node)]
        ends = [*(item.place.line for item in items[1:]), self._end(word)][: len(items)]
        yield from ((item, self._trimmed(item.place.line, end)) for item, end in zip(items, ends, strict=True))

    def entries(self, word: str) -> Iterator[tuple[Scalar, Tree, int]]:
        """Yield each entry of the mapping under a key, with the line after its last."""
        entries = list(self._value(word, Node))
        ends = [*(key.place.line for key, _ in entries[1:]), self._end(word)][: len(entries)]
        yield from ((key, value, self._trimmed(key.place.line, end)) for (key, value), end in zip(entries, ends, strict=True))

    def _value(self, word: str, kind: type) -> tuple[Any, ...]:
        value = next((value for key, value in self.tree.entries if key.text == word), None)
        if not isinstance(value, kind):
            return ()
        assert isinstance(value, (Node, Sequence))
        return value.entries if isinstance(value, Node) else value.items

    def _end(self, word: str) -> int:
        """Return the line of the key after a key at the top of the file, or the one after the last line."""
        lines = sorted(key.place.line for key, _ in self.tree.entries)
        own = self.key(word)
        return next((line for line in lines if own is not None and line > own.place.line), len(self.written) + 1)

    def _trimmed(self, start: int, end: int) -> int:
        """Return the end of an entry without the comments and empty lines above the next one."""
        while end - 1 > start and (not self.written[end - 2].strip() or self.written[end - 2].lstrip().startswith("#")):
            end -= 1
        return end


def _lower_bounds(tree: Tree) -> Iterator[tuple[Scalar, Scalar]]:
    """Yield the parameters that a condition uses as lower bounds of a date, each after the word that compares with it."""
    match tree:
        case Sequence(items):
            for item in items:
                yield from _lower_bounds(item)
        case Node(entries):
            for key, value in entries:
                if key.text in LOWER_BOUNDS and isinstance(value, Node):
                    yield from ((key, name) for word, name in value.entries if word.text == "parameter" and isinstance(name, Scalar))
                elif key.text != "not":
                    # Under a negation a lower bound is an upper one.
                    yield from _lower_bounds(value)


def _law_edits(
    text: str,
    tree: Node,
    version: LawVersion,
    name: str,
    effective_from: date,
    choices: Choices,
    changes: tuple[str, ...],
    dropped: tuple[str, ...],
) -> Iterator[Edit]:
    offsets, written = Lines(text), text.splitlines()
    title = choices.title or Text(f"Utkast til lovversjon {name} ({TO_FILL_IN})", f"Draft of law version {name} ({TO_FILL_IN})")
    lines = {
        "version": f'version: "{name}"\n',
        "title": f"title:\n  nb: {_quoted(title.nb)}\n  en: {_quoted(title.en)}\n",
        "effective_from": f"effective_from: {effective_from.isoformat()}\n",
        "amended_by": _amendment(version, effective_from, choices, changes, dropped),
    }
    keys = [key for key, _ in tree.entries]
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        if key.text in lines:
            last = following.place.line if following is not None else len(written) + 1
            # A comment above the next key belongs to that key.
            while last - 1 > key.place.line and written[last - 2].startswith(("#", "\r", "\n")):
                last -= 1
            yield Edit(offsets.at(key.place.line), offsets.at(last), lines[key.text])
    yield _header(offsets, written, keys[0].place.line, choices)
    for key, value in tree.entries:
        if key.text == "read_until":
            days = [part for word, part in value.entries if word.text == "day"] if isinstance(value, Node) else []
            above = offsets.at(key.place.line)
            if choices.read_until is None:
                yield Edit(above, above, f"# {TO_FILL_IN}: the day until which the law was read\n")
            yield from (Edit(*offsets.span(day.place), choices.read_until.isoformat()) for day in days if choices.read_until is not None)


def _header(offsets: Lines, written: list[str], first: int, choices: Choices) -> Edit:
    """Return the edit that says anew, above the first key, what the version is; what an editor reads there stays."""
    start = next((line for line in range(1, first) if not written[line - 1].startswith("# yaml-language-server:")), first)
    about = choices.about or f"{TO_FILL_IN}: what this version encodes"
    comment = textwrap.fill(" ".join(about.split()), _WIDTH, initial_indent="# ", subsequent_indent="# ")
    return Edit(offsets.at(start), offsets.at(first), f"#\n{comment}\n")


def _amendment(version: LawVersion, effective_from: date, choices: Choices, changes: tuple[str, ...], dropped: tuple[str, ...]) -> str:
    told = choices.amendment
    act = told.act if told else f"{TO_FILL_IN}: lov eller forskrift, dato og nummer"
    section = told.section if told else f"{TO_FILL_IN}: §"
    said = told.text if told else Text(f"{TO_FILL_IN}: hva endringen går ut på", f"{TO_FILL_IN}: what the change is")
    named = (("changes", changes), ("repeals", dropped))
    lists = "".join(f"    {word}:\n" + "".join(f"      - {rule}\n" for rule in rules) for word, rules in named if rules)
    return (
        "amended_by:\n"
        f"  # One entry for each change of the law: the rules that it adds, changes and repeals against version {version.name}.\n"
        f"  - act: {_quoted(act)}\n"
        f"    in_force: {effective_from.isoformat()}\n"
        f"    section: {_quoted(section)}\n"
        "    text:\n"
        f"      nb: {_quoted(said.nb)}\n"
        f"      en: {_quoted(said.en)}\n{lists}"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def to_fill_in(made: Scaffold) -> Iterator[tuple[str, int]]:
    """Yield the file and the line of each text that a person must still write."""
    for path, text in made.texts.items():
        yield from ((path, number) for number, line in enumerate(text.splitlines(), 1) if TO_FILL_IN in line)
