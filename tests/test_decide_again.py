"""A case decided again beside its last record: what moved, by which rules, and what is told where there is nothing to compare with."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from engine.home import HOME
from engine.schemas import validator

from .made_up_law import Result, hjemmel

REFUSED = (HOME / "examples" / "refusal-2026.yaml").read_text(encoding="utf-8")
"""32 hours of work, which exclude (section 8 fourth paragraph); under 30 there is a right and a duty."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    assert hjemmel("evaluate", str(HOME / "examples" / "refusal-2026.yaml"), "--record", str(folder / "log.db")).code == 0
    return folder / "log.db"


def again(log: Path, folder: Path, text: str, lang: str = "en", form: str = "text") -> Result:
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return hjemmel("decide-again", str(folder / "case.yaml"), "--record", str(log), "--format", form, lang=lang)


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


def test_how_a_fact_came_and_how_the_law_was_chosen_are_told_though_no_value_moved(tmp_path: Path) -> None:
    """No agreement after the settlement, said where silence said it before; and the version that governs, chosen by the law now."""
    case, log = str(HOME / "examples" / "refusal-2026.yaml"), tmp_path / "log.db"
    assert hjemmel("evaluate", case, "--law", "2026", "--record", str(log)).code == 0
    told = " ".join(again(log, tmp_path, REFUSED + "\nsettlement.agreement_date: none\n").stdout.split())
    assert "Law version fixed beforehand: none; before: 2026." in told
    agreement = "- Date of an agreement that came after the settlement: no date (not mentioned in the case)"
    assert f"{agreement} → no date (stated)" in told
    assert "No fact and no conclusion is another." not in told


def test_the_document_holds_what_moved(log: Path, tmp_path: Path) -> None:
    """To its schema, with every word of the report; nothing moved is told as such."""
    case = REFUSED.replace("hours_per_week: 32", "hours_per_week: 20") + "\nsettlement.agreement_date: none\n"
    found = again(log, tmp_path, case, form="json")
    document, report = json.loads(found.stdout), " ".join(again(log, tmp_path, case).stdout.split())
    assert found.code == again(log, tmp_path, case).code and not list(validator("again.schema.json").iter_errors(document))
    outcome, facts = document["outcomes"][0], {one["name"]: one for one in document["facts"]}
    assert (outcome["before"]["value"], outcome["after"]["value"]) == ("none", "right_and_duty")
    assert (facts["work.hours_per_week"]["before"]["value"], facts["work.hours_per_week"]["after"]["value"]) == (32, 20)
    agreement = facts["settlement.agreement_date"]
    assert (agreement["before"]["origin"], agreement["after"]["origin"]) == ("silence", "stated")
    assert document["same"] is False and document["forced"] is None and document["record"] == 3
    assert document["digests"]["before"] != document["digests"]["after"]
    moved = [*document["facts"], *document["conclusions"]]
    for one in moved:
        assert f"{one['label']}: {one['before']['text']} → {one['after']['text']}" in report, one["name"]
    assert all(rule in report for one in document["conclusions"] for rule in (*one["applies_now"], *one["applied_then"]))
    assert all(one["label"] in report for one in document["consequences"]) and document["consequences"]
    unmoved = json.loads(again(log, tmp_path, REFUSED, form="json").stdout)
    assert unmoved["same"] is True and unmoved["facts"] == unmoved["conclusions"] == []
    assert unmoved["digests"]["before"] == unmoved["digests"]["after"]


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
