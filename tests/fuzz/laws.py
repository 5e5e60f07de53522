"""The law that inputs are run under, read once: the made-up law, which is small, and the shipped one, which is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

from engine import loading
from engine.batch import running
from engine.editor import server as editor
from engine.home import HOME
from engine.language.case_text import case_text
from engine.language.located import read_tree
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.registers import row_decider
from engine.loading import Loaded, load_laws, load_suites
from engine.model import Laws
from engine.records import verifying
from engine.trail.checker import document_checker

from ..made_up_law import BASE

SMALL = BASE / "rules"
WHOLE = HOME / "rules"


@dataclass(frozen=True)
class Law:
    """A law, compiled, with what its cases are made from: case files, and the entries of suites as the case files that they are."""

    rules: Path
    loaded: Loaded
    texts: tuple[str, ...]

    @property
    def laws(self) -> Laws:
        """The vocabulary and the versions."""
        assert self.loaded.laws is not None
        return self.loaded.laws

    @cached_property
    def compiled(self) -> CompiledLaws:
        """The laws, compiled."""
        return compile_laws(self.laws)

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The names of the versions."""
        return tuple(version.name for version in self.laws.versions)

    @cached_property
    def check(self) -> Any:
        """The independent checker of decision documents."""
        return document_checker(self.laws)


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
    return Law(SMALL, load_laws(SMALL), texts)


def whole_law(suites: bool) -> Law:
    """Return the shipped law, with the shipped examples and, where there is time, every seventh regression case as a case file."""
    loaded = load_laws(WHOLE)
    assert loaded.laws is not None
    texts = [path.read_text(encoding="utf-8") for path in sorted((HOME / "examples").glob("*.yaml"))]
    texts = [text for text in texts if not text.startswith("-")]
    entries = load_suites(HOME / "tests" / "regression", loaded.laws, {}, []) if suites else ()
    cases = [case.case for _, _, case in entries if case.rejected is None][::7]
    return Law(WHOLE, loaded, (*texts, *(case_text(case, (), loaded.laws.vocabulary) for case in cases)))


def remembered(make: Callable[..., Any], most: int) -> Callable[..., Any]:
    """Return a function that gives again what `make` gave for equal arguments, as far as it found no problem in them.

    Arguments that are lists of problems are handed on and not compared.
    """
    kept: dict[str, Any] = {}

    def again(*arguments: Any) -> Any:
        key = repr([argument for argument in arguments if not isinstance(argument, list)])
        if key in kept:
            return kept[key]
        told = sum(len(argument) for argument in arguments if isinstance(argument, list))
        made = make(*arguments)
        if told == sum(len(argument) for argument in arguments if isinstance(argument, list)) and made is not None and len(kept) < most:
            kept[key] = made
        return made

    return again


@contextmanager
def shortcuts() -> Iterator[None]:
    """Make once what is the same for input after input, and only that: of a folder with one mutated file the rest is not read anew.

    What is left out is work on texts that were read before, never work on what was mutated.
    """
    decider = lru_cache(row_decider)
    with (
        mock.patch.object(loading, "read_tree", remembered(read_tree, 200)),
        mock.patch.object(verifying, "_law", remembered(verifying._law, 50)),
        mock.patch.object(running, "row_decider", lambda laws, topics, *, rules: decider(laws, topics, rules=rules)),
        mock.patch.object(editor, "_DELAY", 0.0),
    ):
        yield
