"""The readable decision: golden texts in both languages, and what every text must tell."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

import engine
from engine.inference.forward import run as forward
from engine.model import Case, Language
from engine.rendering.text import render_text

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
LANGUAGES: tuple[Language, ...] = ("nb", "en")
ASSUMED = {"assumed-decision-date": ["programme.decision_date=2026-03-10"]}
FULL = ("right-and-duty",)
CASES = sorted(path.stem for path in GOLDEN.glob("*.yaml"))


@functools.cache
def shipped() -> tuple[engine.Laws, engine.CompiledLaws]:
    """Return the shipped law, loaded once."""
    loaded = engine.load_laws(HERE.parent / "rules")
    assert loaded.laws is not None
    return loaded.laws, engine.compile_laws(loaded.laws)


def case_of(name: str) -> Case:
    vocabulary = shipped()[0].vocabulary
    versions = tuple(version.name for version in shipped()[0].versions)
    problems: list[engine.Diagnostic] = []
    case = engine.load_case(GOLDEN / f"{name}.yaml", vocabulary, versions, {}, problems)
    assert case is not None and not problems
    for statement in ASSUMED.get(name, []):
        case = engine.assume(case, statement, vocabulary, problems)
    assert not problems
    return case


@functools.cache
def decided(name: str) -> tuple[engine.Decision, engine.Trail]:
    decision = engine.decide(case_of(name), shipped()[1], forward)
    return decision, engine.build_trail(decision)


def told(name: str, lang: Language, *, full: bool = False, width: int = 100, colour: bool = False) -> str:
    decision, trail = decided(name)
    return render_text(decision, trail, shipped()[0].vocabulary, lang, full, width, colour)


def unwrapped(text: str) -> str:
    """Return the text on one line, without the branches of its trees."""
    return re.sub(r"[\s│├└─]+", " ", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*CASES, *(f"{name}.full" for name in FULL)])
def test_golden(name: str, lang: Language, update_golden: bool) -> None:
    path = GOLDEN / f"{name}.{lang}.txt"
    text = told(name.removesuffix(".full"), lang, full=name.endswith(".full"))
    if update_golden:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("width", [40, 100])
def test_no_line_is_wider_than_asked(name: str, lang: Language, width: int) -> None:
    assert max(len(line) for line in told(name, lang, width=width).splitlines()) <= width


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_what_was_not_stated_is_always_told(name: str, lang: Language) -> None:
    text = unwrapped(told(name, lang))
    for step in decided(name)[1].steps:
        if step.kind in ("assumed", "silence"):
            assert f"[{step.number}] {getattr(shipped()[0].vocabulary.facts[step.name].label, lang)}: " in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_full_text_tells_every_step_below_the_conclusions(name: str, lang: Language) -> None:
    trail = decided(name)[1]
    text = told(name, lang, full=True)
    reached: set[int] = set()
    waiting = [number for numbers in (*trail.because.values(), *trail.law.values()) for number in numbers]
    while waiting:
        number = waiting.pop()
        if number not in reached:
            reached.add(number)
            waiting += [below for premise in trail.steps[number - 1].premises for below in premise.steps]
    untold = [number for number in sorted(reached) if f"[{number}]" not in text]
    assert untold == []


@pytest.mark.parametrize("name", CASES)
def test_each_step_is_told_in_full_once(name: str) -> None:
    justification = told(name, "en", full=True).partition("\nJustification\n")[2]
    starts = re.findall(r"^[ │├└─]*\[(\d+)\] ", justification, flags=re.MULTILINE)
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_with_colour_says_the_same(lang: Language) -> None:
    plain, coloured = told("right-and-duty", lang), told("right-and-duty", lang, colour=True)
    assert "\x1b[" in coloured and "\x1b[" not in plain
    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()] == plain.splitlines()


def test_surroundings_do_not_reach_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    before = told("right-and-duty", "nb")
    for name, value in (("COLUMNS", "31"), ("TERM", "dumb"), ("FORCE_COLOR", "1"), ("LC_ALL", "C"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    assert told("right-and-duty", "nb") == before
