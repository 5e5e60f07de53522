"""A case decided again beside its last record: what moved, by which rules, and what is told where there is nothing to compare with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from engine.home import HOME

from .made_up_law import Result, hjemmel

REFUSED = (HOME / "examples" / "refusal-2026.yaml").read_text(encoding="utf-8")
"""32 hours of work, which exclude (section 8 fourth paragraph); under 30 there is a right and a duty."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    assert hjemmel("evaluate", str(HOME / "examples" / "refusal-2026.yaml"), "--record", str(folder / "log.db")).code == 0
    return folder / "log.db"


def again(log: Path, folder: Path, text: str, lang: str = "en") -> Result:
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return hjemmel("decide-again", str(folder / "case.yaml"), "--record", str(log), lang=lang)


def test_the_same_case_gives_the_same(log: Path, tmp_path: Path) -> None:
    found = again(log, tmp_path, REFUSED)
    assert found.code == 0 and "Outcome: outside the target group, as before." in found.stdout
    assert "No fact and no conclusion is another." in found.stdout and "→" not in found.stdout
    assert "What that means now" in found.stdout and "refusal" in found.stdout


def test_what_moved_is_told_with_the_rules_and_what_it_means(log: Path, tmp_path: Path) -> None:
    """One fact moved; the outcome and what follows from it moved with it, each by the rule of its provision."""
    before = log.read_bytes()
    found = again(log, tmp_path, REFUSED.replace("hours_per_week: 32", "hours_per_week: 20"))
    told = " ".join(found.stdout.split())
    assert "Outcome: right and duty to take part in the introduction programme; before: outside the target group." in told
    assert told.index("What that means now") < told.index("decision allotting") < told.index("Facts that are other than then")
    assert "- Working hours per week: 32 hours per week → 20 hours per week" in told
    right = "- Right to the introduction programme: no → yes applies now: Right and duty"
    assert right in told and "(Integration Act section 8 first paragraph first sentence)" in told
    assert "applied then: Outcome: outside the target group" in told
    assert log.read_bytes() == before


def test_a_fact_that_is_no_longer_known_and_one_that_is_new(log: Path, tmp_path: Path) -> None:
    text = REFUSED.replace("hours_per_week: 32", "hours_per_week: unknown") + "\nappeal: {notice_date: 2026-05-04}\n"
    told = " ".join(again(log, tmp_path, text, "nb").stdout.split())
    assert "- Arbeidstid per uke: 32 timer per uke → ukjent" in told
    assert "- Dato da underretningen om vedtaket kom frem: ukjent → 04.05.2026" in told
    assert "- Klagefrist: åpent → 26.05.2026" in told  # three weeks are Whit Monday, so the day after it


def test_a_case_that_the_log_does_not_hold_is_told_with_the_nearest(log: Path, tmp_path: Path) -> None:
    found = again(log, tmp_path, REFUSED.replace("case: eksempel-avslag-arbeid", "case: eksempel-avslag-arbeit"))
    assert found.code == 1 and found.stdout == ""
    assert "error[record-log]: the log has no decision on the case `eksempel-avslag-arbeit`" in found.stderr
    assert "did you mean `eksempel-avslag-arbeid`?" in found.stderr


def test_a_changed_record_is_refused(log: Path, tmp_path: Path) -> None:
    """The leaves of a decision that do not fit their seal are compared with nothing."""
    changed = tmp_path / "changed.db"
    changed.write_bytes(log.read_bytes())
    with sqlite3.connect(changed) as rows:
        rows.execute(
            "UPDATE records SET body = replace(body, substr(body, instr(body, 'commitments') + 15, 8), '00000000') WHERE kind = 'decision'"
        )
    rows.close()
    found = again(changed, tmp_path, REFUSED)
    assert found.code == 1 and "was changed or cannot be read" in found.stderr


@pytest.mark.parametrize("wrong", ["no log", "a case with an error", "no log named"])
def test_what_cannot_be_compared_is_an_error(wrong: str, log: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no log", encoding="utf-8")
    if wrong == "no log":
        assert again(tmp_path / "text.db", tmp_path, REFUSED).code == 1
    elif wrong == "a case with an error":
        assert "unknown-fact" in again(log, tmp_path, REFUSED.replace("hours_per_week: 32", "hours_per_wek: 32")).stderr
    else:
        assert hjemmel("decide-again", str(HOME / "examples" / "refusal-2026.yaml")).code == 2
