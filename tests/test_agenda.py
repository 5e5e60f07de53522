"""The agenda of a folder, and the days of an answer reckoned from a day: nothing is passed over, and no clock is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.home import HOME
from engine.schemas import validator

from .made_up_law import Result, hjemmel

GRANTED = (HOME / "tests" / "golden" / "right-and-duty.yaml").read_text(encoding="utf-8")
"""Settled on 1 February 2026, so that the deadline is 1 May (section 12 second paragraph); begins on 16 March."""


def case(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text.replace("case: right-and-duty", f"case: {name}"), encoding="utf-8")
    return path


def begun(day: str) -> str:
    assert "start_date: 2026-03-16" in GRANTED
    return GRANTED.replace("start_date: 2026-03-16", f"start_date: {day}")


def noticed(day: str) -> str:
    return f"{GRANTED}\nappeal: {{notice_date: {day}}}\n"


def agenda(folder: Path, on: str, *more: str) -> Result:
    return hjemmel("agenda", str(folder), "--on", on, *more, lang="en")


# ---------------------------------------------------------------- the answer from a day


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-03-31", "Deadline for appeal: 1 April 2026 (in 1 day)"),
        ("2026-04-01", "Deadline for appeal: 1 April 2026 (today)"),
        ("2026-04-03", "The appeal deadline was 1 April 2026 (passed 2 days ago)"),
    ],
)
def test_a_day_ahead_today_and_passed(tmp_path: Path, on: str, told: str) -> None:
    """Three weeks from the notice of Wednesday 11 March (Public Administration Act section 29)."""
    path = str(case(tmp_path, "a", noticed("2026-03-11")))
    assert told in " ".join(hjemmel("evaluate", path, "--on", on, lang="en").stdout.split())
    # Without the option nothing is reckoned from any day.
    assert "Deadline for appeal: 1 April 2026 -" in " ".join(hjemmel("evaluate", path, lang="en").stdout.split())


def test_a_start_on_the_deadline_keeps_it_and_one_a_day_later_does_not(tmp_path: Path) -> None:
    """A day that was kept is no next step; one that was not is told with what was late, from a day or from none."""
    kept, late = case(tmp_path, "a", begun("2026-05-01")), case(tmp_path, "b", begun("2026-05-02"))
    # Of a day that has passed the case says that it was not kept: nothing is left to do about it.
    ahead, behind = (
        "Provide the introduction programme by 1 May 2026 – the start date is after the deadline",
        "The start date is after the deadline (1 May 2026, passed 31 days ago)",
    )
    for on, day in (([], ahead), (["--on", "2026-06-01"], behind)):
        told_now = " ".join(hjemmel("evaluate", str(late), *on, lang="en").stdout.split())
        assert day in told_now
        assert "Provide the introduction programme" not in " ".join(hjemmel("evaluate", str(kept), *on, lang="en").stdout.split())


@pytest.mark.parametrize(("agreed", "told"), [("2028-01-31", True), ("2028-02-01", False)])
def test_who_was_refused_before_an_agreement_is_told_the_last_day_for_a_new_decision(tmp_path: Path, agreed: str, told: bool) -> None:
    """Lived here since 2022, so that no offer is possible; from the agreement on section 8 first paragraph, for less than two years."""
    text = (HOME / "examples" / "refugee-2026.yaml").read_text(encoding="utf-8")
    text = text.replace("residence: {start_date: 2026-02-01}", "residence: {start_date: 2026-02-01, municipality_since: 2022-01-03}")
    text = text.replace("by_agreement: true", f"by_agreement: true, agreement_date: {agreed}")
    answer = " ".join(hjemmel("evaluate", str(case(tmp_path, "a", text)), lang="en").stdout.split())
    assert "outside the target group" in answer
    assert ("Take the decision before the period of residence is too long, by 31 January 2028" in answer) == told


def test_the_document_counts_the_days_and_is_verified_with_them(tmp_path: Path) -> None:
    printed = hjemmel("evaluate", str(case(tmp_path, "a", noticed("2026-03-11"))), "--on", "2026-04-03", "--format", "json").stdout
    answer = json.loads(printed)["answer"]
    steps = {step["name"]: step for step in answer["next_steps"]}
    assert answer["on"] == "2026-04-03" and steps["appeal.deadline"]["days"] == -2
    assert steps["programme.deadline"]["kept"] and steps["programme.deadline"]["timing"] is None
    (tmp_path / "d.json").write_text(printed, encoding="utf-8")
    assert hjemmel("verify", str(tmp_path / "d.json")).code == 0
    (tmp_path / "d.json").write_text(printed.replace('"days": -2', '"days": 2'), encoding="utf-8")
    assert "`answer.next_steps[1].days` is `2` and must be `-2`" in hjemmel("verify", str(tmp_path / "d.json"), lang="en").stderr


@pytest.mark.parametrize("day", ["2026-02-30", "1.4.2026", "20260401", "tomorrow", "1200-01-01", ""])
def test_what_is_no_day_is_refused(day: str) -> None:
    refused = hjemmel("evaluate", str(HOME / "examples" / "refusal-2026.yaml"), "--on", day, lang="en")
    assert refused.code == 2 and f'"{day}" is no day; write --on as yyyy-mm-dd' in refused.stderr


def test_a_day_is_of_no_use_to_what_tells_no_next_steps() -> None:
    for option in (["--steps"], ["--full"], ["--format", "begrunnelse"]):
        refused = hjemmel("evaluate", str(HOME / "examples" / "refusal-2026.yaml"), "--on", "2026-04-01", *option, lang="nb")
        assert refused.code == 2 and "utelat --steps, --full" in refused.stderr


# ---------------------------------------------------------------- the agenda


def test_the_agenda_is_in_order_of_day_and_tells_case_and_section(tmp_path: Path) -> None:
    """Of two cases the earlier deadline comes first, whatever their names; what was kept is counted."""
    case(tmp_path, "a", noticed("2026-03-18"))
    case(tmp_path, "b", noticed("2026-03-11"))
    found = agenda(tmp_path, "2026-04-03")
    lines = " ".join(found.stdout.split())
    assert found.code == 0
    first = "- 1 April 2026 (passed 2 days ago) b: Deadline for appeal (Public Administration Act section 29 first paragraph"
    second = "- 8 April 2026 (in 5 days) a: Deadline for appeal"
    assert lines.index("Passed") < lines.index(first) < lines.index("Today and later") < lines.index(second)
    assert "Days that were kept, and so are not below: 2." in lines and "Deadline for the introduction programme" not in lines


def test_the_agenda_tells_what_it_cannot_read_or_decide_and_lists_the_rest(tmp_path: Path) -> None:
    case(tmp_path, "good", noticed("2026-03-11"))
    case(tmp_path, "misspelt", GRANTED.replace("birth_date", "brith_date"))
    case(tmp_path, "impossible", GRANTED.replace("value: 2026-01-20", "value: 1990-01-20"))
    (tmp_path / "note.docx").write_text("x", encoding="utf-8")
    (tmp_path / "older").mkdir()
    found = agenda(tmp_path, "2026-03-20")
    assert found.code == 1 and "Cases that could not be decided, and so are not below: 2." in found.stdout
    assert "good: Deadline for appeal" in " ".join(found.stdout.split())
    assert "misspelt.yaml" in found.stderr and "impossible.yaml" in found.stderr
    assert "not read as case files: note.docx, older" in found.stderr


def test_two_files_of_one_case_are_told_apart_and_an_open_case_is_named(tmp_path: Path) -> None:
    case(tmp_path, "a", noticed("2026-03-11"))
    (tmp_path / "copy.yaml").write_text((tmp_path / "a.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "empty.yaml").write_text("case: nothing-known\n", encoding="utf-8")
    told = " ".join(agenda(tmp_path, "2026-03-20").stdout.split())
    assert "a (a.yaml): Deadline" in told and "a (copy.yaml): Deadline" in told
    assert "so that more may be due: nothing-known." in told


def test_a_case_is_named_where_nobody_can_tell_yet_whether_a_listed_day_is_there(tmp_path: Path) -> None:
    """Work of 32 hours refuses whoever it is; whether there is an immigrant to be registered (Act section 43) hangs on citizenship."""
    refused = (HOME / "examples" / "refusal-2026.yaml").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(refused, encoding="utf-8")
    assert "more may be due" not in agenda(tmp_path, "2026-05-01").stdout
    (tmp_path / "a.yaml").write_text(refused.replace("norwegian_citizen: false", "norwegian_citizen: unknown"), encoding="utf-8")
    evaluated = hjemmel("evaluate", str(tmp_path / "a.yaml"), lang="en").stdout
    assert "outside the target group" in evaluated and "Deadline for registration" not in evaluated
    assert "so that more may be due: eksempel-avslag-arbeid." in " ".join(agenda(tmp_path, "2026-05-01").stdout.split())


def test_the_document_lists_what_the_agenda_does(tmp_path: Path) -> None:
    case(tmp_path, "a", noticed("2026-03-18"))
    case(tmp_path, "b", noticed("2026-03-11"))
    case(tmp_path, "misspelt", GRANTED.replace("birth_date", "brith_date"))
    (tmp_path / "empty.yaml").write_text("case: nothing-known\n", encoding="utf-8")
    (tmp_path / "note.docx").write_text("x", encoding="utf-8")
    found = agenda(tmp_path, "2026-04-03", "--format", "json")
    document = json.loads(found.stdout)
    assert found.code == 1 and not list(validator("agenda.schema.json").iter_errors(document))
    assert document["on"] == "2026-04-03" and document["cases"] == ["a", "b", "nothing-known"] and document["open"] == ["nothing-known"]
    assert document["rejected"] == ["misspelt.yaml"] and document["not_read"] == ["note.docx"] and document["kept"] == 2
    due = [(one["case"], one["step"]["name"], one["step"]["day"], one["step"]["days"]) for one in document["due"]]
    assert due[:2] == [("b", "appeal.deadline", "2026-04-01", -2), ("a", "appeal.deadline", "2026-04-08", 5)]
    assert [day for _, _, day, _ in due] == sorted(day for _, _, day, _ in due)
    assert not document["waiting"]


def test_an_empty_folder_has_nothing_due_and_no_folder_is_an_error(tmp_path: Path) -> None:
    assert "No day is due." in agenda(tmp_path, "2026-03-20").stdout
    assert agenda(tmp_path / "nowhere", "2026-03-20").code == 1
    assert hjemmel("agenda", str(tmp_path), lang="en").code == 2
