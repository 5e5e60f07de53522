"""A second Act without a word of Python: `examples/dagpenger` checks without a warning, and its cases come out as the Act says."""

from __future__ import annotations

import functools

import pytest

from engine.canonical import Json
from engine.checking.linting import find_lints
from engine.diagnostics import Diagnostic, render
from engine.home import HOME
from engine.inference import forward, specialised
from engine.inference.forward import Engine
from engine.language.suites import SuiteCase
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.registers import row_decider
from engine.loading import Loaded, load_laws, load_suites, suites_folder
from engine.model import Laws
from engine.suites.regression import run_case
from engine.trail.checker import document_checker
from engine.trail.citation import address
from engine.trail.document import document
from engine.trail.steps import build_trail

from .test_columns import assert_rows
from .test_structure import FILES, literals

RULES = HOME / "examples" / "dagpenger" / "rules"
NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "test"}
WORDS = ("dagpenge", "folketrygd", "unemploy", "lovdata.no/lov/1997-02-28-19")


@functools.cache
def everything() -> tuple[Loaded, CompiledLaws, list[tuple[str, str, SuiteCase]]]:
    """Return the law, compiled, and the cases of its suites, loaded once."""
    loaded = load_laws(RULES)
    assert loaded.laws is not None, "\n\n".join(render(d, loaded.sources, "en") for d in loaded.diagnostics)
    problems: list[Diagnostic] = []
    cases = list(load_suites(suites_folder(RULES), loaded.laws, dict(loaded.sources), problems))
    assert not problems, "\n\n".join(render(d, loaded.sources, "en") for d in problems)
    return loaded, compile_laws(loaded.laws), cases


def test_nothing_is_to_be_said_of_its_files() -> None:
    """No error and no warning; a section with two numbers is cited, and found where it is published."""
    loaded = everything()[0]
    assert loaded.laws is not None
    found = [*loaded.diagnostics, *find_lints(loaded.laws, loaded.trees, loaded.sources)]
    assert not found, "\n\n".join(render(d, loaded.sources, "en") for d in found)
    (version,) = loaded.laws.versions
    rate, svalbard = version.rules["ftrl-4-12-1-rate"].source, version.rules["dpf-1-1-svalbard"].source
    assert address(rate, version.acts) == "https://lovdata.no/lov/1997-02-28-19/§4-12"
    assert address(svalbard, version.acts) == "https://lovdata.no/forskrift/1998-09-16-890/§1-1"


@pytest.mark.parametrize("engine", [forward.run, specialised.engine()], ids=["forward", "specialised"])
def test_its_cases(engine: Engine) -> None:
    """Each is decided as the Act says; the checker accepts how, of every eighth."""
    loaded, compiled, cases = everything()
    assert loaded.laws is not None and len(cases) >= 120
    check = document_checker(loaded.laws)
    wrong: list[str] = []
    for number, (version, suite, case) in enumerate(cases):
        outcome = run_case(version, suite, case, compiled, engine)
        wrong += [f"{case.id}: {failure.en}" for failure in outcome.failures]
        if engine is forward.run and number % 8 == 0 and outcome.decision is not None:
            told = document(outcome.decision, build_trail(outcome.decision), loaded.laws.vocabulary, NOT_CROSS_CHECKED)
            refused = check(told)
            wrong += [f"{case.id}: {refused}"] if refused is not None else []
    assert not wrong, "\n".join(wrong)


def test_its_cases_as_rows() -> None:
    """A register says of each case what the engine says."""
    _, compiled, cases = everything()
    assert_rows([case.case for _, _, case in cases], compiled, row_decider(compiled, rules=True), specialised.engine())


def test_no_word_of_it_is_in_the_program(laws: Laws) -> None:
    """Nor in the schemas: not what it is called, and no name of its own for a fact, a conclusion, a parameter or a rule."""
    second = everything()[0].laws
    assert second is not None
    names = _names(second) - _names(laws)
    assert len(names) > 200
    for path in [*FILES, HOME / "cli.py"]:
        text = path.read_text(encoding="utf-8").casefold()
        assert not [word for word in WORDS if word in text], path
        assert not {told for _, told in literals(path)} & names, path
    for path in (HOME / "schemas").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        # The schema of cases holds the questions of the shipped law, some of which speak of the benefit.
        assert path.name == "case.schema.json" or not [word for word in WORDS if word in text.casefold()], path
        assert not [name for name in names if f'"{name}"' in text], path


def _names(laws: Laws) -> set[str]:
    vocabulary = {*laws.vocabulary.facts, *laws.vocabulary.conclusions}
    return vocabulary | {name for v in laws.versions for name in (v.name, *v.acts, *v.rules, *v.parameters, *v.derived, *v.helpers)}
