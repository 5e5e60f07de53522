"""The day until which a law version was read: a decision that is dated later says so, wherever it is told."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.home import HOME
from engine.inference import specialised
from engine.law.compiled import compile_laws
from engine.law.crosscheck import cross_checker
from engine.model import Laws, ReadUntil
from engine.records.documents import ReadDecision, verify_answer, verify_decision
from engine.trail.checker import document_checker

from .made_up_law import hjemmel, standing_in
from .trail_mutations import sealed

NB = "Loven er lest per 07.09.2026; avgjørelsen er datert senere."
EN = "The law was read as it stood on 7 September 2026; the decision is dated later."


def told(tmp_path: Path, day: str, form: str, lang: str, *options: str) -> str:
    """Return what is told of the shipped refusal when it is decided on another day."""
    text = (HOME / "examples" / "refusal-2026.yaml").read_text(encoding="utf-8")
    text, found = re.subn(r"(decision_date: )\d{4}-\d\d-\d\d", rf"\g<1>{day}", text)
    assert found == 1
    case = tmp_path / "case.yaml"
    case.write_text(text, encoding="utf-8")
    with standing_in(HOME):
        result = hjemmel("evaluate", str(case), "--format", form, "--no-cross-check", *options, lang=lang)
    assert result.code in (0, 3), result.stderr
    return html.unescape(result.stdout)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_decision_dated_later_says_so_once(tmp_path: Path, form: str) -> None:
    for lang, line in (("nb", NB), ("en", EN)):
        assert told(tmp_path, "2026-09-08", form, lang).count(line) == 1


def test_a_decision_dated_on_the_day_or_before_does_not(tmp_path: Path) -> None:
    for day in ("2026-09-06", "2026-09-07"):
        assert "er lest per" not in told(tmp_path, day, "text", "nb")


def test_the_version_that_decides_is_asked(tmp_path: Path) -> None:
    """Forced into the older version, which was read until the same day."""
    assert NB in told(tmp_path, "2026-09-08", "text", "nb", "--law", "2024")
    assert NB not in told(tmp_path, "2026-09-07", "text", "nb", "--law", "2024")


def test_the_letter_asks_its_writer_to_look(tmp_path: Path) -> None:
    assert " ".join(told(tmp_path, "2026-09-08", "begrunnelse", "nb").split()).count(NB) == 1
    assert "er lest per" not in told(tmp_path, "2026-09-07", "begrunnelse", "nb")


def test_the_document_holds_the_day_and_nothing_where_the_decision_is_not_later(tmp_path: Path) -> None:
    for day, wanted in (("2026-09-07", None), ("2026-09-08", "2026-09-07")):
        assert json.loads(told(tmp_path, day, "json", "nb"))["read_until"] == wanted


def test_a_law_read_again_later_leaves_the_document_sound(tmp_path: Path, laws: Laws) -> None:
    """The day is no law: the checker of a log computes it, and `verify` takes it as it was."""
    document = json.loads(told(tmp_path, "2026-09-08", "json", "nb"))
    later = ReadUntil("programme.decision_date", date(2027, 1, 1))
    again = replace(laws, versions=tuple(replace(version, read_until=later) for version in laws.versions))
    assert document_checker(laws)(document) is None
    assert document_checker(again)(document) is not None
    assert document_checker(again, among_all=False)(document) is None
    read, check = ReadDecision(document, "d.json", None), document_checker(again, among_all=False)
    found = verify_decision(read, compile_laws(again), check, cross_checker(False), {"d.json": json.dumps(document)})
    assert found.problems == ()


def test_the_answer_tells_the_day_of_its_decision(tmp_path: Path, laws: Laws) -> None:
    """Read again later, or not: what the answer says is the day that the decision does."""
    document = json.loads(told(tmp_path, "2026-09-08", "json", "nb"))
    later = ReadUntil("programme.decision_date", date(2027, 1, 1))
    again = replace(laws, versions=tuple(replace(version, read_until=later) for version in laws.versions))
    for law in (laws, again):
        for said, sound in ((NB, True), (None, False), (NB.replace("07.", "06."), False)):
            content = document | {"answer": document["answer"] | {"read_until": said}}
            read = ReadDecision(content, "d.json", None)
            found = verify_answer(read, compile_laws(law), specialised.engine(), {"d.json": json.dumps(content)})
            assert (found is None) is sound, (said, found)


def test_a_day_that_no_date_of_the_case_is_after_is_flawed(tmp_path: Path, laws: Laws) -> None:
    """`verify` takes the day as it was, and a day that cannot have been is none."""
    document = json.loads(told(tmp_path, "2026-09-08", "json", "nb"))
    latest = max(str(fact["value"]) for fact in document["facts"].values() if re.fullmatch(r"\d{4}-\d\d-\d\d", str(fact["value"])))
    flaw = document_checker(laws, among_all=False)(sealed({**document, "read_until": latest}))
    assert flaw is not None and flaw.step is None and "`read_until`" in flaw.what.en
    before = (date.fromisoformat(latest) - timedelta(days=1)).isoformat()
    assert document_checker(laws, among_all=False)(sealed({**document, "read_until": before})) is None
