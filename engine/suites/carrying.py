"""Regression cases carried over to a new law version: copied with their dates moved, or moved as they are where the new law decides them.

A case is copied only if it comes out under the new version as its author expected under the old one; what its author read
of the old law may not hold of the new one, so every case that is carried is marked to be confirmed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ..edits import Edit, Lines, edited
from ..frozen import dataclass
from ..inference.dates import add
from ..inference.forward import Engine
from ..language.case_text import flat_facts
from ..language.located import Mapping as Node
from ..language.located import Scalar, Sequence, Tree, read_tree
from ..language.suites import SuiteCase, build_suite
from ..law.compiled import CompiledLaws
from ..model import LawVersion, Period, Text, Vocabulary
from .regression import run_case
from .suite_text import cases_in, extents, field_span, has_lines, id_of, text_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STATED = ("case", "but", "expect")
"""The fields of a case whose dates are moved."""


@dataclass(frozen=True, slots=True)
class NotCarried:
    """A case that is not carried over, or that the old version's suite has and that fails now, and the first reason."""

    suite: str
    id: str
    failure: Text


@dataclass(frozen=True, slots=True)
class CarriedSuites:
    """The suites of a new version and the changed ones of the old, both by suite.

    `cases` counts all that the old version had; `copied` those that are copied with their dates moved, `taken` those that the
    new version decides now and that are moved as they are. `left` are those that come out otherwise under the new version,
    `failing` those that stay in the old version's suite and fail: a person must look at both.
    """

    new: Mapping[str, str]
    old: Mapping[str, str]
    cases: int
    copied: int
    taken: int
    left: tuple[NotCarried, ...]
    failing: tuple[NotCarried, ...]


def carried(texts: Mapping[str, str], older: LawVersion, newer: LawVersion, laws: CompiledLaws, engine: Engine) -> CarriedSuites:
    """Return what becomes of the suites of the older version, whose texts are given by suite; `laws` have the newer one too."""
    carrying = _Carrying(older, newer, laws, engine)
    new: dict[str, str] = {}
    old: dict[str, str] = {}
    for suite, text in texts.items():
        ours, theirs = carrying.suite(suite, text)
        if ours is not None:
            new[suite] = ours
        if theirs != text:
            old[suite] = theirs
    return CarriedSuites(new, old, carrying.cases, carrying.copied, carrying.taken, tuple(carrying.left), tuple(carrying.failing))


class _Carrying:
    """The cases of one version on their way to another; it is mutable because every suite adds to what was done."""

    def __init__(self, older: LawVersion, newer: LawVersion, laws: CompiledLaws, engine: Engine) -> None:
        self.older, self.newer, self.laws, self.engine = older, newer, laws, engine
        self.cases = self.copied = self.taken = 0
        self.left: list[NotCarried] = []
        self.failing: list[NotCarried] = []

    def suite(self, suite: str, text: str) -> tuple[str | None, str]:
        """Return the suite of the new version, if anything of it is carried, and what stays of the old one."""
        as_is, later = self._renamed(text, moves=False), self._renamed(text, moves=True)
        before, unmoved, moved = (self._built(one) for one in (text, as_is, later))
        copies, takes = self._judged(suite, text, before, unmoved, moved)
        self.cases += len(before)
        if not copies and not takes:
            return None, text
        new = _with_cases(later, {id_: moved[id_] for id_ in copies}, copies, self.laws.laws.vocabulary)
        new = _marked(new, copies, f"copied from the suite of {self.older.name}, with its dates moved")
        taken = _with_cases(as_is, {id_: unmoved[id_] for id_ in takes}, takes, self.laws.laws.vocabulary)
        taken = _marked(taken, takes, f"moved from the suite of {self.older.name}, since {self.newer.name} decides it now")
        kept = {id_: case for id_, case in before.items() if id_ not in takes}
        ours, theirs = _joined(new, taken, takes), _with_cases(text, kept, kept, self.laws.laws.vocabulary)
        ready = {id_: (unmoved if id_ in takes else moved)[id_] for id_ in (*copies, *takes)}
        lost = [*_written_otherwise(ready, self._built(ours)), *_written_otherwise(kept, self._built(theirs))]
        if lost:  # the cases were judged as they were read, not as they would be written: then nothing of the suite is
            self.failing += (NotCarried(suite, id_, _OTHERWISE) for id_ in dict.fromkeys(lost))
            return None, text
        self.copied += len(copies)
        self.taken += len(takes)
        return ours, theirs

    def _judged(
        self, suite: str, text: str, cases: Mapping[str, SuiteCase], unmoved: Mapping[str, SuiteCase], moved: Mapping[str, SuiteCase]
    ) -> tuple[set[str], set[str]]:
        """Return which cases are copied and which are taken as they are; of the others it is noted why they are not."""
        in_brackets = {id_of(item) for item in cases_in(text) if not has_lines(item)}
        copies: set[str] = set()
        takes: set[str] = set()
        for id_, case in cases.items():
            failure = self._failure(self.older, suite, case)
            if id_ in in_brackets:
                (self.left if failure is None else self.failing).append(NotCarried(suite, id_, failure or _IN_BRACKETS))
                continue
            if failure is None:
                later_failure = self._failure(self.newer, suite, moved[id_]) if id_ in moved else _NO_DAY
                if later_failure is None:
                    copies.add(id_)
                else:
                    self.left.append(NotCarried(suite, id_, later_failure))
            elif id_ in unmoved and self._failure(self.newer, suite, unmoved[id_]) is None:
                takes.add(id_)
            else:
                self.failing.append(NotCarried(suite, id_, failure))
        return copies, takes

    def _failure(self, version: LawVersion, suite: str, case: SuiteCase) -> Text | None:
        return next(iter(run_case(version.name, suite, case, self.laws, self.engine).failures), None)

    def _built(self, text: str) -> dict[str, SuiteCase]:
        tree = read_tree("", text, [])
        if tree is None:  # all of its cases have been taken from it
            return {}
        names = [compiled.version.name for compiled in self.laws.versions]
        return {case.id: case for case in build_suite(tree, self.laws.laws.vocabulary, names, [])}

    def _renamed(self, text: str, moves: bool) -> str:
        """Return a suite that expects and forces the new version where it did the old one, with its dates moved if so asked."""
        lines = Lines(text)
        edits = []
        for item in cases_in(text):
            for key, value in item.entries:
                for scalar in _scalars(value) if key.text in _STATED else ():
                    if scalar.text == self.older.name:
                        edits.append(Edit(*lines.span(scalar.place), f'"{self.newer.name}"'))
                    elif moves and scalar.plain and _DAY.fullmatch(scalar.text):
                        edits.append(Edit(*lines.span(scalar.place), self._later(date.fromisoformat(scalar.text)).isoformat()))
        return edited(text, edits)

    def _later(self, day: date) -> date:
        """Return a day as far from the new version's first day as it was from the old one's: by months where those tell it."""
        one, other = self.older.effective_from, self.newer.effective_from
        if one.day == other.day:
            return add(day, Period((other.year - one.year) * 12 + other.month - one.month, "months"))
        return day + timedelta(days=(other - one).days)


_IN_BRACKETS = Text("den står i klammer på én linje", "it stands in brackets on one line")
_OTHERWISE = Text("utskrevet er den en annen sak", "written out it is another case")
_NO_DAY = Text("en av datoene er ikke en dato etter flyttingen", "one of its dates is none after the move")


def exempted_too(text: str, older: str, newer: str) -> str:
    """Return the list of exemptions with those of the older version once more, of the newer one."""
    lines = Lines(text)
    more = ""
    for item, end in extents(text):
        start = lines.at(item.place.line)
        for key, value in item.entries:
            if key.text == "version" and text_of(value) == older:
                first, last = (offset - start for offset in lines.span(value.place))
                own = text[start : lines.at(end)]
                more += f'{own[:first]}"{newer}"{own[last:].rstrip()}\n'
    return f"{text.rstrip()}\n{more}"


# ---------------------------------------------------------------- cases as text


def _with_cases(text: str, cases: Mapping[str, SuiteCase], ids: Collection[str], vocabulary: Vocabulary) -> str:
    """Return a suite with some of its cases alone; one that is like a case that is gone states all its facts itself."""
    lines = Lines(text)
    edits: list[Edit] = []
    there: set[str] = set()
    for item, end in extents(text):
        entries = {key.text: (key, value) for key, value in item.entries}
        id_ = id_of(item)
        if id_ not in ids:
            edits.append(Edit(lines.at(item.place.line), lines.at(end), ""))
            continue
        if "like" in entries and text_of(entries["like"][1]) not in there:
            indent = " " * (item.place.column - 1)
            facts = "".join(f"{indent}  {line}\n" for line in flat_facts(cases[id_].case, vocabulary))
            for word, instead in (("like", f"{indent}case:\n{facts}"), ("but", "")):
                edits.append(Edit(*field_span(lines, item, end, word), instead))
        there.add(id_)
    return edited(text, edits)


def _written_otherwise(cases: Mapping[str, SuiteCase], written: Mapping[str, SuiteCase]) -> list[str]:
    """Return the cases that are not there as they are written, or have other facts there."""
    return [id_ for id_, case in cases.items() if id_ not in written or _facts_of(case) != _facts_of(written[id_])]


def _facts_of(case: SuiteCase) -> object:
    """Return, as a value to compare, what is known in a case and the law that is forced on it, wherever it stands."""
    return case.case.forced, {name: replace(fact, place=None) for name, fact in case.case.facts.items()}


def _marked(text: str, ids: Collection[str], why: str) -> str:
    """Return a suite whose cases are marked to be confirmed, each behind its id."""
    lines = Lines(text)
    edits = []
    for item in cases_in(text):
        id_ = next(key for key, _ in item.entries if key.text == "id")
        if id_of(item) in ids and not any(key.text == "to_confirm" for key, _ in item.entries):
            below = lines.at(id_.place.line + 1)
            edits.append(Edit(below, below, f"{' ' * (id_.place.column - 1)}to_confirm: {json.dumps(why)}\n"))
    return edited(text, edits)


def _joined(copied: str, taken: str, takes: Collection[str]) -> str:
    """Return the copied cases of a suite with those behind them that are moved as they are."""
    if not takes:
        return copied
    lines = Lines(taken)
    moved = "".join(taken[lines.at(item.place.line) : lines.at(end)] for item, end in extents(taken))
    return f"{copied.rstrip()}\n\n# Moved as they are: this version decides them.\n\n{moved.rstrip()}\n" if cases_in(copied) else taken


def _scalars(tree: Tree) -> Iterator[Scalar]:
    match tree:
        case Scalar():
            yield tree
        case Sequence(items):
            for item in items:
                yield from _scalars(item)
        case Node(entries):
            for _, value in entries:
                yield from _scalars(value)
