"""`hjemmel new-law`: what it makes is a law that can be checked, evaluated and tested at once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine.commands.new_law import EMPTY_LAW

from .made_up_law import hjemmel, standing_in


def test_a_new_law_checks_evaluates_and_passes_its_cases(tmp_path: Path) -> None:
    """No error, and a warning for each text that is to be filled in; a case below, on and without what the law asks."""
    with standing_in(tmp_path):
        made = hjemmel("new-law", "my law")
        assert made.code == 0 and made.stderr == ""
        assert "  hjemmel --rules 'my law/rules' evaluate 'my law/case.yaml'\n" in made.stdout
    with standing_in(tmp_path / "my law"):
        checked = hjemmel("check")
        assert checked.code == 0
        assert set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", checked.stderr)) == {"unfinished"}
        decided = hjemmel("evaluate", "case.yaml", "--format", "json")
        assert decided.code == 0
        assert json.loads(decided.stdout)["conclusions"]["matter.outcome"]["value"] == "granted"
        tested = hjemmel("test")
        assert tested.code == 0 and tested.stdout.startswith("first: 4 cases, 4 passed, 0 failed\n")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_folder_that_is_there_is_left_alone(lang: str, tmp_path: Path) -> None:
    """Nothing is written into it, and nothing of it is lost."""
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "mine.txt").write_text("mine", encoding="utf-8")
    with standing_in(tmp_path):
        refused = hjemmel("new-law", "law", lang=lang)
    assert refused.code == 1 and refused.stdout == "" and "[output]" in refused.stderr
    assert [path.name for path in (tmp_path / "law").iterdir()] == ["mine.txt"]


def test_the_empty_law_says_nothing_of_any_law() -> None:
    """Its texts are of no Act that is shipped."""
    words = ("introduksjon", "introduction", "integrering", "integration", "flyktning", "refugee")
    for path in EMPTY_LAW.rglob("*.yaml"):
        assert not any(word in path.read_text(encoding="utf-8").casefold() for word in words), path
