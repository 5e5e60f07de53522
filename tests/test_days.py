"""People's days at the workbench, played in a real browser by keyboard alone, with what axe and the console say of each page.

Runs where Chromium, Node and the folder that HJEMMEL_AXE names are there, as `test_pages.py`. With `--update-golden` the pictures
of docs/workbench.md are made anew.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli import main
from engine.home import HOME

from .test_pages import BROWSER, FOLDER, absent

PICTURES = HOME / "docs" / "pictures"
LARGEST = 120_000
SHOWN: dict[tuple[str, str], tuple[str, ...]] = {
    ("caseworker", "nb"): ("case-changed", "case-letter"),
    ("caseworker", "nn"): (),
    ("lawyer", "nb"): (),
    ("lawyer", "nn"): ("draft-numbers",),
    ("analyst", "nb"): ("register-decided", "register-compared", "register-inspected", "draft-register"),
}
"""The days with their language, and what is shown of each in the documentation."""

PROPOSAL = yaml.load((Path(__file__).parent / "proposal.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
"""What the lawyer proposes: what is written where, whom it turns, and the suite that the saved draft must pass."""

GROUPS = [("Oslo", "refugee-2026", "RP", 41), ("Oslo", "refusal-2026", "I", 12), ("Bodø", "refugee-2026", "RP", 17)]
GROUPS += [("Bodø", "refusal-2026", "RP", 2), ("Moss", "refugee-2026", "RP", 9), ("Moss", "refusal-2026", "I", 5)]
LATE = "late-2026"
GROUPS += [("Oslo", LATE, "RP", 4), ("Moss", LATE, "RP", 3)]
"""Rows of the analyst's register: the municipality, the example, the register's own category, and how many.

Of those who are late the programme began four and a half months after the settlement.
"""


def lay_out(home: Path) -> None:
    """Make the folders of a workbench with the shipped cases of this year, and a register with its profile."""
    from engine.canonical import plain
    from engine.loading import load_case, load_laws

    for name in ("cases", "drafts", "registers", "out"):
        (home / name).mkdir()
    laws = load_laws(HOME / "rules").laws
    assert laws is not None
    facts = laws.vocabulary.facts
    stated: dict[str, dict[str, str]] = {}
    for name in {example for _, example, _, _ in GROUPS} - {LATE}:
        case = load_case(HOME / "examples" / f"{name}.yaml", laws.vocabulary, ("2026",), {}, [])
        assert case is not None
        told = {fact: str(plain(known.value)) for fact, known in case.facts.items() if known.origin == "stated"}
        stated[name] = {fact: value.lower() if value in ("True", "False") else value for fact, value in told.items()}
    stated[LATE] = {**stated["refugee-2026"], "programme.start_date": "2026-06-15"}
    heads = sorted(set().union(*stated.values()))
    lines = [",".join(["Saksnr", "Kommune", "Kategori", *heads])]
    for town, example, category, number in GROUPS:
        cells = [stated[example].get(head, "") for head in heads]
        lines += [",".join([f"{town}-{example[:5]}-{each}", town, category, *cells]) for each in range(number)]
    (home / "registers" / "register.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    read = [f"  {h}: {{column: {h}, empty: {'unknown' if facts[h].silence is None else 'left_out'}}}" for h in heads]
    profile = ["case: Saksnr", "dates: YYYY-MM-DD", "numbers: point", "facts:", *read, "ignored: [Kommune, Kategori]", ""]
    (home / "out" / "profile.yaml").write_text("\n".join(profile), encoding="utf-8")


def propose(home: Path) -> None:
    """Lay out what the lawyer types, the persons of the suite as case files, and the suite itself."""
    (home / "out" / "proposal.json").write_text(json.dumps(PROPOSAL), encoding="utf-8")
    (home / "suites" / "proposal-60").mkdir(parents=True)
    (home / "suites" / "proposal-60" / "proposal.yaml").write_text(PROPOSAL["suite"], encoding="utf-8")
    persons = yaml.load(PROPOSAL["suite"], Loader=yaml.CBaseLoader)
    for one in persons:
        groups = {group: {**facts, **one.get("but", {}).get(group, {})} for group, facts in persons[0]["case"].items()}
        lines = [f"{group}: {{{', '.join(f'{fact}: {value}' for fact, value in facts.items())}}}" for group, facts in groups.items()]
        (home / "cases" / f"{one['id']}.yaml").write_text("\n".join([f"case: {one['id']}", *lines, ""]), encoding="utf-8")


def judge_draft(home: Path) -> None:
    """Fail where the draft that the lawyer saved is no law, or its suite does not pass."""
    saved = str(home / "drafts" / "proposal-60")
    checked = CliRunner().invoke(main, ["--draft", saved, "check", "--format", "json"])
    assert checked.exit_code == 0, checked.stdout
    tested = CliRunner().invoke(main, ["--draft", saved, "test", "proposal-60", "--suites", str(home / "suites")])
    assert tested.exit_code == 0 and "5 testsaker, 5 bestått" in tested.stdout, tested.stdout + tested.stderr


@pytest.mark.parametrize(("day", "lang"), SHOWN)
def test_a_day_by_keyboard(day: str, lang: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every page is reached and every form sent without a mouse; none breaks a rule of axe, says anything or asks another address."""
    if reason := absent():
        pytest.skip(reason)
    lay_out(tmp_path)
    if day == "lawyer":
        propose(tmp_path)
    command = [sys.executable, str(HOME / "cli.py"), "serve", "--cases", "cases", "--record", "log.db", "--drafts", "drafts"]
    command += ["--registers", "registers", "--no-open", "--lang", lang]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
            play = ["node", str(Path(__file__).with_name("days.mjs")), FOLDER, str(BROWSER), str(tmp_path / "profile"), address]
            done = subprocess.run([*play, str(tmp_path / "out"), lang, day], capture_output=True, text=True, timeout=1200, check=False)
        finally:
            server.terminate()
    assert done.returncode == 0, done.stderr
    played = json.loads(done.stdout)
    assert played["found"] == [], played
    assert played["shown"], "nothing was shown"
    if day == "lawyer":
        assert sorted(dict(played["shown"])["turned"].split()) == PROPOSAL["turned"], played
        judge_draft(tmp_path)
    for name in SHOWN[day, lang]:
        picture = tmp_path / "out" / f"{name}.png"
        assert picture.stat().st_size < LARGEST, name
        if request.config.getoption("--update-golden"):
            PICTURES.mkdir(exist_ok=True)
            shutil.copyfile(picture, PICTURES / f"{name}.png")
