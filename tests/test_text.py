"""The readable decision in the terminal: golden texts in both languages, and what every text must tell."""

from __future__ import annotations

import functools
import re

import pytest

from engine.model import Language
from engine.rendering.forms import render_report

from .golden_cases import CASES, FULL, GOLDEN, LANGUAGES, decided, report_of, same_as_golden, shipped


@functools.cache
def told(name: str, lang: Language, *, full: bool = False, width: int = 100, colour: bool = False) -> str:
    return render_report(report_of(name, lang, full), "text", width, colour)


def unwrapped(text: str) -> str:
    """Return the text on one line, without the branches of its trees."""
    return re.sub(r"[\s│├└─]+", " ", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*CASES, f"{FULL}.full"])
def test_golden(name: str, lang: Language, update_golden: bool) -> None:
    text = told(name.removesuffix(".full"), lang, full=name.endswith(".full"))
    assert same_as_golden(GOLDEN / f"{name}.{lang}.txt", text, update_golden)


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
    assert starts and len(starts) == len(set(starts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_with_colour_says_the_same(lang: Language) -> None:
    plain, coloured = told(FULL, lang), told(FULL, lang, colour=True)
    assert "\x1b[" in coloured and "\x1b[" not in plain
    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()] == plain.splitlines()


def test_surroundings_do_not_reach_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(FULL, "nb")
    for name, value in (("COLUMNS", "31"), ("TERM", "dumb"), ("FORCE_COLOR", "1"), ("LC_ALL", "C"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    assert told(FULL, "nb") == before
