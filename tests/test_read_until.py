"""The day until which a law version was read: a decision that is dated later says so, wherever it is told."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from engine.home import HOME

from .made_up_law import hjemmel, standing_in

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
