"""Other Acts without a word of Python: each under `examples` checks without a warning, and its cases come out as the Act says."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from engine.canonical import Json
from engine.checking.linting import find_lints
from engine.diagnostics import Diagnostic, render
from engine.home import HOME
from engine.inference import forward, specialised
from engine.inference.forward import Engine
from engine.inquiry.short_answer import short_answer
from engine.language.suites import SuiteCase
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.law.registers import row_decider
from engine.loading import Loaded, load_laws, load_suites, suites_folder
from engine.model import Laws
from engine.rendering.answer import answer_report
from engine.rendering.forms import render_report
from engine.suites.regression import run_case
from engine.trail.checker import document_checker
from engine.trail.citation import address
from engine.trail.document import document
from engine.trail.steps import build_trail

from .test_columns import assert_rows
from .test_structure import FILES, literals

OUTCOME = "citizenship.outcome"
ACTS = ("dagpenger", "statsborgerloven")
NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "test"}
WORDS = {
    "dagpenger": ("dagpenge", "folketrygd", "unemploy", "lovdata.no/lov/1997-02-28-19"),
    "statsborgerloven": ("statsborgerlov", "statsborgerforskrift", "statsborgerskap", "nationality act", "lovdata.no/lov/2005-06-10-51"),
}


@functools.cache
def everything(act: str) -> tuple[Loaded, CompiledLaws, list[tuple[str, str, SuiteCase]]]:
    """Return the law, compiled, and the cases of its suites, loaded once."""
    rules = HOME / "examples" / act / "rules"
    loaded = load_laws(rules)
    assert loaded.laws is not None, "\n\n".join(render(d, loaded.sources, "en") for d in loaded.diagnostics)
    problems: list[Diagnostic] = []
    cases = list(load_suites(suites_folder(rules), loaded.laws, dict(loaded.sources), problems))
    assert not problems, "\n\n".join(render(d, loaded.sources, "en") for d in problems)
    return loaded, compile_laws(loaded.laws), cases


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_to_be_said_of_its_files(act: str) -> None:
    """No error and no warning."""
    loaded = everything(act)[0]
    assert loaded.laws is not None
    found = [*loaded.diagnostics, *find_lints(loaded.laws, loaded.trees, loaded.sources)]
    assert not found, "\n\n".join(render(d, loaded.sources, "en") for d in found)


def test_a_section_with_two_numbers_is_found_where_it_is_published() -> None:
    """So is one of a regulation."""
    laws = everything("dagpenger")[0].laws
    assert laws is not None
    (version,) = laws.versions
    rate, svalbard = version.rules["ftrl-4-12-1-rate"].source, version.rules["dpf-1-1-svalbard"].source
    assert address(rate, version.acts) == "https://lovdata.no/lov/1997-02-28-19/§4-12"
    assert address(svalbard, version.acts) == "https://lovdata.no/forskrift/1998-09-16-890/§1-1"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("engine", [forward.run, specialised.engine()], ids=["forward", "specialised"])
def test_its_cases(engine: Engine, act: str) -> None:
    """Each is decided as the Act says; the checker accepts how, of some sixty."""
    loaded, compiled, cases = everything(act)
    assert loaded.laws is not None and len(cases) >= 120
    check = document_checker(loaded.laws)
    wrong: list[str] = []
    for number, (version, suite, case) in enumerate(cases):
        outcome = run_case(version, suite, case, compiled, engine)
        wrong += [f"{case.id}: {failure.en}" for failure in outcome.failures]
        if engine is forward.run and number % (len(cases) // 60) == 0 and outcome.decision is not None:
            told = document(outcome.decision, build_trail(outcome.decision), loaded.laws.vocabulary, NOT_CROSS_CHECKED)
            refused = check(told)
            wrong += [f"{case.id}: {refused}"] if refused is not None else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("act", ACTS)
def test_its_cases_as_rows(act: str) -> None:
    """A register says of each case what the engine says."""
    _, compiled, cases = everything(act)
    assert_rows([case.case for _, _, case in cases], compiled, row_decider(compiled, rules=True), specialised.engine())


def answer_on(name: str) -> str:
    """Return the answer on a case of the third law, on lines of 200 signs."""
    _, compiled, cases = everything("statsborgerloven")
    found = decide(next(case.case for _, _, case in cases if case.id == name), compiled, forward.run)
    answer = short_answer(found, build_trail(found), compiled, specialised.engine(), OUTCOME)
    return render_report(answer_report(answer, "en", None, False), "text", 200, False)


def test_an_answer_under_a_law_that_may_not_govern_says_so() -> None:
    """Without the day of the application it is open whether this law governs, and it is the only one there is."""
    assert "Law version 2022." in answer_on("granted")
    assert "Whether law version 2022 governs is not settled." in answer_on("application-unknown")


def test_a_way_that_is_closed_is_not_told_as_a_reason_that_holds() -> None:
    """Of several ways to be a citizen from birth none is open, and nothing else stands in the way."""
    assert "- Requirement that is not met: the father died before the birth and was Norwegian then" in answer_on("born-foreign")


@functools.cache
def program() -> list[tuple[Path, str, frozenset[str]]]:
    """Return the files of the program with their text in lower case and what they say as literals, read once."""
    paths = [*FILES, HOME / "cli.py"]
    return [(path, path.read_text(encoding="utf-8").casefold(), frozenset(told for _, told in literals(path))) for path in paths]


@pytest.mark.parametrize("act", ACTS)
def test_no_word_of_it_is_in_the_program(act: str, laws: Laws) -> None:
    """Nor in the schemas: not what it is called, and no name of its own for a fact, a conclusion, a parameter or a rule."""
    other = everything(act)[0].laws
    assert other is not None
    names = _names(other) - _names(laws)
    assert len(names) > 200
    for path, text, told in program():
        assert not [word for word in WORDS[act] if word in text], path
        assert not told & names, path
    for path in (HOME / "schemas").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        # The schema of cases holds the questions of the shipped law, some of which speak of the benefit.
        assert path.name == "case.schema.json" or not [word for word in WORDS[act] if word in text.casefold()], path
        assert not [name for name in names if f'"{name}"' in text], path


def _names(laws: Laws) -> set[str]:
    vocabulary = {*laws.vocabulary.facts, *laws.vocabulary.conclusions}
    return vocabulary | {name for v in laws.versions for name in (v.name, *v.acts, *v.rules, *v.parameters, *v.derived, *v.helpers)}
