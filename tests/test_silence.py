"""A boolean whose silence means no: a new exception that older case files do not mention leaves them settled, and the trail says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from engine.inference.columns import UNKNOWN
from engine.law.compiled import compile_laws
from engine.law.registers import CASE, STATUS, row_decider
from engine.model import Laws
from engine.trail.checker import document_checker

from .made_up_law import hjemmel, standing_in
from .small_laws import small_law

CONDITION = "{all: [a, {not: s}]}"
READ_AS_NO = {
    "silent": ("", "silence", "met"),
    "yes": ("s: true\n", "stated", "not_met"),
    "no": ("s: false\n", "stated", "met"),
    "unknown": ("s: unknown\n", None, "open"),
}
"""What a case file says of the exception, where its value comes from, and what follows where `a` is true."""


@pytest.fixture
def laws(tmp_path: Path) -> Laws:
    """A law of one rule, which applies unless an exception that silence denies does."""
    return small_law(tmp_path, CONDITION)


def document(folder: Path, text: str) -> Any:
    (folder / "case.yaml").write_text(f"case: one\na: true\n{text}", encoding="utf-8")
    with standing_in(folder):
        return json.loads(hjemmel("evaluate", "case.yaml", "--format", "json").stdout)


@pytest.mark.parametrize("said", READ_AS_NO)
def test_what_a_case_says_of_the_exception(laws: Laws, tmp_path: Path, said: str) -> None:
    """The decision, which two engines derive and the checker works out anew; and the same of a row of a register."""
    text, origin, status = READ_AS_NO[said]
    found = document(tmp_path, text)
    assert found["conclusions"]["q"]["status"] == status
    assert found["facts"].get("s", {}).get("origin") == origin
    assert [step["value"] for step in found["trail"] if step["kind"] == "silence" and step["name"] == "s"] == [False] * (said == "silent")
    assert document_checker(laws)(found) is None
    values = {"silent": {}, "yes": {"s": True}, "no": {"s": False}, "unknown": {"s" + UNKNOWN: True}}
    row = row_decider(compile_laws(laws))(pl.DataFrame([{CASE: "one", "a": True, **values[said]}])).row(0, named=True)
    assert row["q" + STATUS] == status


def test_the_checker_refuses_a_silence_that_says_something_else(laws: Laws, tmp_path: Path) -> None:
    """Silence says no of `s` and nothing of `a`."""
    found = document(tmp_path, "")
    for name, value in (("s", True), ("a", False), ("a", True)):
        facts = {**found["facts"], name: {"value": value, "origin": "silence"}}
        assert document_checker(laws)({**found, "facts": facts}) is not None


@pytest.mark.parametrize(
    ("lang", "command", "told"),
    [
        ("en", ("evaluate",), "Check what the case does not mention (read as no): s"),
        ("nb", ("evaluate",), "Kontroller det saken ikke nevner (lest som nei): s"),
        ("en", ("evaluate", "--steps"), "s: no – The exception is new."),
        ("nb", ("evaluate", "--steps"), "s: nei – Unntaket er nytt."),
        ("en", ("explain", "s"), "Not mentioned in the case, and read as no. The exception is new."),
        ("nb", ("explain", "s"), "Saken nevner det ikke, og det er lest som nei. Unntaket er nytt."),
        ("en", ("explain", "q", "--full"), "not mentioned in the case, read as no"),
    ],
)
def test_who_reads_of_it_is_told(laws: Laws, tmp_path: Path, lang: str, command: tuple[str, ...], told: str) -> None:
    """What nobody stated is never told as a fact of the case."""
    document(tmp_path, "")
    name, *options = command
    with standing_in(tmp_path):
        shown = hjemmel(name, "case.yaml", *options, lang=lang).stdout
    assert told in " ".join(shown.split()), shown
