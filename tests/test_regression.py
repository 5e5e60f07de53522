"""The regression suites of every law version, case by case, on every engine there is."""

from __future__ import annotations

from functools import cache

import pytest

from engine.diagnostics import Diagnostic, render
from engine.home import HOME
from engine.inference import specialised
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines
from engine.loading import load_laws, load_suites
from engine.suites.regression import run_case


@cache
def everything() -> tuple[CompiledLaws, tuple]:  # type: ignore[type-arg]
    """Load once while the cases are collected."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None, "the shipped rules have errors: run `hjemmel check`"
    problems: list[Diagnostic] = []
    sources = dict(loaded.sources)
    cases = load_suites(HOME / "tests" / "regression", loaded.laws, sources, problems)
    assert not problems, "\n\n".join(render(d, sources, "en") for d in problems)
    return compile_laws(loaded.laws), cases


ENGINES = {**engines(), "specialised": specialised.engine()}


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("version", "suite", "case"), everything()[1], ids=lambda item: getattr(item, "id", item))
def test_case(name: str, version: str, suite: str, case) -> None:  # type: ignore[no-untyped-def]
    """The case is decided as its author expects from the law."""
    outcome = run_case(version, suite, case, everything()[0], ENGINES[name])
    assert not outcome.failures, f"{case.about}\n" + "\n".join(failure.en for failure in outcome.failures)


def test_every_version_has_a_suite() -> None:
    """No law version is shipped untested."""
    compiled, cases = everything()
    assert {version for version, _, _ in cases} == {v.version.name for v in compiled.versions}
