"""The cases whose texts are kept as golden files, decided once, and the reports made of them."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from engine.diagnostics import Diagnostic
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.language.cases import assume
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import Decision, decide
from engine.loading import load_case, load_laws
from engine.model import Case, Language, Laws
from engine.rendering.decision_report import decision_report
from engine.rendering.report import Report
from engine.trail.steps import Trail, build_trail

GOLDEN = HOME / "tests" / "golden"
LANGUAGES: tuple[Language, ...] = ("nb", "en")

EXAMPLE = "plan-collective-protection-2026"
"""An example that is a golden case as well: chapter 6A with an integration plan."""

ASSUMED = {"assumed-decision-date": ("programme.decision_date=2026-03-10",)}
CASES = sorted([path.stem for path in GOLDEN.glob("*.yaml")] + [EXAMPLE])
FULL = "right-and-duty"
"""The case that is told in full as well."""


@functools.cache
def shipped() -> tuple[Laws, CompiledLaws]:
    """Return the shipped law with its texts in Nynorsk, loaded once."""
    loaded = load_laws(HOME / "rules", language="nn")
    assert loaded.laws is not None
    return loaded.laws, compile_laws(loaded.laws)


def case_of(path: Path, assumed: tuple[str, ...] = ()) -> Case:
    """Return the case in a file, with what is assumed besides."""
    vocabulary = shipped()[0].vocabulary
    versions = tuple(version.name for version in shipped()[0].versions)
    problems: list[Diagnostic] = []
    case = load_case(path, vocabulary, versions, {}, problems)
    assert case is not None and not problems
    for statement in assumed:
        case = assume(case, statement, vocabulary, problems)
    assert not problems
    return case


@functools.cache
def decided(name: str) -> tuple[Decision, Trail]:
    """Return the decision and trail of a golden case."""
    folder = HOME / "examples" if name == EXAMPLE else GOLDEN
    decision = decide(case_of(folder / f"{name}.yaml", ASSUMED.get(name, ())), shipped()[1], forward)
    return decision, build_trail(decision)


@functools.cache
def report_of(name: str, lang: Language, full: bool = False) -> Report:
    """Return the report of a golden case."""
    return decision_report(*decided(name), lang, full)


def same_as_golden(path: Path, text: str, update: bool) -> bool:
    """Say whether a golden file holds the text; with `update`, write it first.

    The digests of the law versions are left out: they change with every edit of a rule, whatever it does to a case.
    """
    text = re.sub(r"\b[0-9a-f]{64}\b", "…", text)
    if update:
        path.write_text(text, encoding="utf-8")
    return path.is_file() and path.read_text(encoding="utf-8") == text
