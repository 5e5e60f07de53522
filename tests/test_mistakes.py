"""Typical mistakes of a lawyer: each is told where it stands, in words that say what to write, and nothing else is told beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.checking.linting import find_lints
from engine.diagnostics import Diagnostic, sort_by_place
from engine.language.cases import build_case
from engine.language.located import read_tree
from engine.loading import Loaded, laws_from_texts

from .made_up_law import BASE

MISTAKES = yaml.safe_load((Path(__file__).parent / "defects" / "lawyer.yaml").read_text(encoding="utf-8"))
CASE = "case.yaml"
TEXTS = {path.relative_to(BASE / "rules").as_posix(): path.read_text(encoding="utf-8") for path in sorted((BASE / "rules").rglob("*.yaml"))}


def made(mistake: Mapping[str, Any], text: str) -> str:
    """Return a text with the mistake."""
    for edit in (mistake, mistake.get("and")):
        if edit is not None:
            assert text.count(edit["find"]) == 1 and edit["find"] != edit["replace"], mistake["name"]
            text = text.replace(edit["find"], edit["replace"])
    return text


def told(mistake: Mapping[str, Any]) -> list[Diagnostic]:
    """Return what is told of a mistake in a rule file, as by `check`, or in a case."""
    if mistake["file"] != CASE:
        return told_of_law(laws_from_texts({**TEXTS, mistake["file"]: made(mistake, TEXTS[mistake["file"]])}))
    problems: list[Diagnostic] = []
    tree = read_tree(CASE, made(mistake, (BASE / CASE).read_text(encoding="utf-8")), problems)
    if tree is not None:
        laws = laws_from_texts(TEXTS).laws
        assert laws is not None
        build_case(tree, laws.vocabulary, tuple(version.name for version in laws.versions), problems, "case")
    return sort_by_place(problems)


def told_of_law(loaded: Loaded) -> list[Diagnostic]:
    """Return what is wrong in a law, lints included where it could be loaded."""
    lints = find_lints(loaded.laws, loaded.trees, loaded.sources) if loaded.laws is not None else ()
    return sort_by_place([*loaded.diagnostics, *lints])


def test_nothing_is_told_of_the_law_without_a_mistake() -> None:
    """What is told is told of the mistake."""
    assert told_of_law(laws_from_texts(TEXTS)) == []
    assert len(MISTAKES) >= 60 and len({mistake["name"] for mistake in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_told_where_it_stands_and_how_it_is_mended(mistake: Mapping[str, Any]) -> None:
    """Word for word, since words are what was judged."""
    found = [
        {"at": f"{d.place.file}:{d.place.line}:{d.place.column} {d.code}", "says": d.message.nb, "fix": d.fix.nb} for d in told(mistake)
    ]
    assert found == mistake["told"]
