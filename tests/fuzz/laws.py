"""The law that inputs are run under, read once: the made-up law, which is small, and the shipped one, which is whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import engine
from engine import loading
from engine.language.located import Tree

from ..made_up_law import BASE

SMALL = BASE / "rules"
WHOLE = engine.HOME / "rules"


@dataclass(frozen=True)
class Law:
    """A law, compiled, with what its cases are made from: case files, and the entries of suites as the case files that they are."""

    rules: Path
    loaded: engine.Loaded
    texts: tuple[str, ...]

    @property
    def laws(self) -> engine.Laws:
        """The vocabulary and the versions."""
        assert self.loaded.laws is not None
        return self.loaded.laws

    @cached_property
    def compiled(self) -> engine.CompiledLaws:
        """The laws, compiled."""
        return engine.compile_laws(self.laws)

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The names of the versions."""
        return tuple(version.name for version in self.laws.versions)

    @cached_property
    def check(self) -> Any:
        """The independent checker of decision documents."""
        return engine.document_checker(self.laws)


def small_law() -> Law:
    """Return the made-up law, with cases that state each of its facts in each way."""
    plain = (BASE / "case.yaml").read_text(encoding="utf-8")
    texts = (
        plain,
        plain,
        "case: flat\nperson.birth_date: 1990-05-17\nperson.resident: false\nreader.category: student\ncard.application_date: 2010-12-31\n",
        '{"case": "j-1", "person": {"birth_date": "2004-02-29", "resident": true}, "card": {"application_date": "2012-02-29", '
        '"lost_date": "none"}, "loans": {"count": 12}, "reader": {"level": "scholar", "category": "child"}}',
        "case: kilder\nlaw: one\nperson:\n  birth_date: {value: 2003-06-01, source: brev av 3. mai}\n  resident: true\n"
        "  remark: blocked\ncard:\n  application_date: 2009-06-01\n  lost_date: 2009-05-31\nreading:\n  hours_per_week: 10.1\n",
        "person: {birth_date: unknown, resident: unknown}\ncard: {application_date: 2011-01-01, lost_date: unknown}\n"
        'reader: {category: pensioner, level: beginner}\nreading: {hours_per_week: 168}\nloans: {count: 0}\nlaw: "auto"\n',
    )
    return Law(SMALL, engine.load_laws(SMALL), texts)


def whole_law() -> Law:
    """Return the shipped law, with the shipped examples and every regression case as a case file."""
    loaded = engine.load_laws(WHOLE)
    assert loaded.laws is not None
    texts = [path.read_text(encoding="utf-8") for path in sorted((engine.HOME / "examples").glob("*.yaml"))]
    texts = [text for text in texts if not text.startswith("-")]
    suites = engine.load_suites(engine.HOME / "tests" / "regression", loaded.laws, {}, [])
    cases = [case.case for _, _, case in suites if case.rejected is None][::7]
    return Law(WHOLE, loaded, (*texts, *(engine.case_text(case, (), loaded.laws.vocabulary) for case in cases)))


class _Remembered:
    """Reads files of rules, each text once: of a folder of which one file is mutated, only that one is read anew."""

    def __init__(self) -> None:
        self.read = loading.read_tree
        self.trees: dict[tuple[str, str], Tree] = {}

    def __call__(self, file: str, text: str, problems: list[engine.Diagnostic]) -> Tree | None:
        tree = self.trees.get((file, text))
        if tree is None:
            found: list[engine.Diagnostic] = []
            tree = self.read(file, text, found)
            problems += found
            if tree is not None and not found and len(self.trees) < _REMEMBERED:
                self.trees[file, text] = tree
        return tree


_REMEMBERED = 200
"""Texts: those of both laws, and not many of the mutated ones."""


def remember_trees() -> None:
    """Let `engine.loading` read a text that it has read before from memory; nothing else of loading is left out."""
    if not isinstance(loading.read_tree, _Remembered):
        loading.read_tree = _Remembered()
