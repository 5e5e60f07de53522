"""Recording when something goes wrong: a kill, a second writer, a held lock, a full disk, a lost file, an output nobody can write."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.diagnostics import Diagnostic, Rejected
from engine.home import HOME
from engine.model import Place, Text
from engine.records import log as log_module
from engine.records.verifying import verify_log

from .made_up_law import hjemmel, lay_out, standing_in

LOG = "log.sqlite"
CLI = (sys.executable, str(HOME / "cli.py"), "--lang", "en", "--rules", "rules")

WRITER = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import cli
from engine.inference import forward
from engine.law.compiled import compile_laws
from engine.law.deciding import decide
from engine.loading import load_case, load_laws
from engine.records.log import append_decisions
from engine.trail.document import document
from engine.trail.steps import build_trail

found = load_laws(pathlib.Path("rules"))
case = load_case(pathlib.Path("case.yaml"), found.laws.vocabulary, ("one", "two"), {}, [])
decision = decide(case, compile_laws(found.laws), forward.run)
cross_check = {"made": False, "engines": ["forward"], "reason": "a test"}
written = document(decision, build_trail(decision), found.laws.vocabulary, cross_check)
for number in range(int(sys.argv[2])):
    append_decisions(pathlib.Path("log.sqlite"), [written], found.texts, "0.1.0")
    print(number, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The made-up law and its case, in the current folder."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        yield tmp_path


def begun() -> str:
    """Begin a log with one decision and return the receipt."""
    told = hjemmel("evaluate", "case.yaml", "--record", LOG)
    assert told.code == 0
    return told.stderr.split("receipt ")[1].strip()


def writer(count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(HOME), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# ---------------------------------------------------------------- killed, or not alone


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL here")
def test_killed_at_any_moment(folder: Path, request: pytest.FixtureRequest) -> None:
    """What was confirmed is there, what was not is whole or absent, `verify` finds nothing wrong, and the next write goes on."""
    kills = int(request.config.getoption("--kills"))
    rng = random.Random(5)
    begun()
    confirmed, killed = 1, 0
    while killed < kills:
        process = writer(10_000)
        assert process.stdout is not None
        process.stdout.readline()
        confirmed += 1
        for _ in range(min(10, kills - killed) if killed else 1):
            time.sleep(rng.uniform(0, 0.03))
            process.kill()
            confirmed += len(process.communicate()[0].split())
            killed += 1
            break
        if killed % 20 == 0 or killed == kills:
            found = verify_log(Path(LOG))
            assert not found.flaws
            assert confirmed <= found.decisions <= confirmed + killed  # one of each may be kept and not yet confirmed
    assert hjemmel("verify", LOG).code == 0
    assert hjemmel("evaluate", "case.yaml", "--record", LOG).code == 0


def test_two_commands_record_at_once(folder: Path) -> None:
    """Into a log that neither found there: both are kept, each is confirmed, and the law is there once."""
    processes = [subprocess.Popen([*CLI, "evaluate", "case.yaml", "--record", LOG], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in processes:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0 and "1 decision recorded" in errors, errors
    found = verify_log(Path(LOG))
    assert (found.flaws, found.decisions) == ((), 3)


def test_a_held_lock_is_waited_for_and_then_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is decided; nothing is recorded, nothing is shown, and the log can be read meanwhile."""
    begun()
    before = Path(LOG).read_bytes()
    monkeypatch.setattr(log_module, "WAIT", 0.1)
    other = sqlite3.connect(LOG, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        for command in (("evaluate", "case.yaml", "--record", LOG), ("forget", LOG, "case")):
            result = hjemmel(*command)
            assert result.code == 1 and "another program was writing" in result.stderr and result.stdout == "", result
        assert hjemmel("verify", LOG).code == 0
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert Path(LOG).read_bytes() == before
    assert hjemmel("evaluate", "case.yaml", "--record", LOG).code == 0


# ---------------------------------------------------------------- the disk


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 384 kB of its own."""
    disk = folder / "disk"
    disk.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only an administrator can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=384k", "tmpfs", str(disk)], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(path: Path) -> None:
    """Append to a file until the disk is full."""
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as file:
        while file.write(b"x" * 1024):
            pass


def test_a_full_disk(small_disk: Path) -> None:
    """The log holds what was confirmed and verifies, an older output stays, nothing lies beside, and room helps."""
    log, output, ballast = small_disk / LOG, small_disk / "decision.json", small_disk / "ballast"
    output.write_text("earlier", encoding="utf-8")
    assert hjemmel("evaluate", "case.yaml", "--record", str(log)).code == 0
    fill(ballast)
    os.truncate(ballast, ballast.stat().st_size - 32 * 1024)
    confirmed = 1
    for _ in range(60):
        result = hjemmel("evaluate", "case.yaml", "--record", str(log))
        if result.code != 0:
            break
        confirmed += 1
    else:
        pytest.fail("the disk never filled")
    assert "[record-log]" in result.stderr and "full" in result.stderr, result.stderr
    found = verify_log(log)
    assert (found.flaws, found.decisions) == ((), confirmed)
    fill(ballast)
    result = hjemmel("evaluate", "case.yaml", "--format", "json", "-o", str(output))
    assert result.code == 1 and "[output]" in result.stderr
    assert output.read_text(encoding="utf-8") == "earlier"
    assert {path.name for path in small_disk.iterdir()} == {LOG, "decision.json", "ballast"}
    ballast.unlink()
    output.unlink()
    found = verify_log(log)
    assert (found.flaws, found.decisions) == ((), confirmed)


# ---------------------------------------------------------------- a log that is not whole


def test_an_empty_file_is_no_new_log(folder: Path) -> None:
    """It may be what is left of one; `--new` says that it is not. A log that is there is never begun anew."""
    Path(LOG).touch()
    for command in (
        ("evaluate", "case.yaml", "--record", LOG),
        ("verify", LOG, "--receipt", "1:" + "0" * 64),
        ("forget", LOG, "x"),
        ("log", LOG),
    ):
        result = hjemmel(*command)
        assert result.code == 1 and "is empty" in result.stderr and result.stdout == "", result
    assert Path(LOG).read_bytes() == b""
    assert hjemmel("verify", LOG).code == 1
    assert hjemmel("evaluate", "case.yaml", "--record", LOG, "--new").code == 0
    before = Path(LOG).read_bytes()
    again = hjemmel("evaluate", "case.yaml", "--record", LOG, "--new")
    assert again.code == 1 and "already" in again.stderr and again.stdout == "" and Path(LOG).read_bytes() == before
    assert hjemmel("evaluate", "case.yaml", "--new").code == 2


def test_a_log_cut_anywhere_is_not_written_to(folder: Path) -> None:
    """Cut at every block of 512 bytes: it is refused for writing, `verify` finds it out, and the file stays as it is."""
    begun()
    assert hjemmel("evaluate", "case.yaml", "--record", LOG).code == 0
    whole = Path(LOG).read_bytes()
    for size in [*range(512, len(whole), max(512, len(whole) // 40 // 512 * 512)), len(whole) - 1]:
        Path(LOG).write_bytes(whole[:size])
        for command in (
            ("evaluate", "case.yaml", "--record", LOG, "--new"),
            ("evaluate", "case.yaml", "--record", LOG),
            ("forget", LOG, "case"),
        ):
            result = hjemmel(*command)
            assert result.code == 1 and "[record-log]" in result.stderr and result.stdout == "", (size, result)
        assert hjemmel("verify", LOG).code == 1, size
        assert Path(LOG).read_bytes() == whole[:size]


def test_what_verify_cannot_know_it_says(folder: Path) -> None:
    """A log that was set back to an earlier copy looks whole; only the receipt shows it, and without one that is said."""
    begun()
    earlier = Path(LOG).read_bytes()
    receipt = hjemmel("evaluate", "case.yaml", "--record", LOG).stderr.split("receipt ")[1].strip()
    Path(LOG).write_bytes(earlier)
    without = hjemmel("verify", LOG)
    assert without.code == 0 and "without --receipt nobody can see whether the log was once longer" in without.stdout
    with_it = hjemmel("verify", LOG, "--receipt", receipt)
    assert with_it.code == 1 and "set back to an earlier state" in with_it.stdout
    assert "--receipt" not in hjemmel("verify", LOG, "--receipt", hjemmel("verify", LOG).stdout.split("receipt ")[-1].strip()).stdout


# ---------------------------------------------------------------- ids in a log


def test_ids_are_listed_and_forgotten_by_name(folder: Path) -> None:
    """`log` shows each decision and those forgotten; `forget` counts its records and names the ids that look alike."""
    text = Path("case.yaml").read_text(encoding="utf-8")
    for id_ in ("Ola-7", "ola-7", "Ola-7", "17"):
        Path("case.yaml").write_text(f"case: {id_}\n{text}", encoding="utf-8")
        assert hjemmel("evaluate", "case.yaml", "--record", LOG).code == 0
    listed = hjemmel("log", LOG)
    assert [line.split("  ")[:2] for line in listed.stdout.splitlines()] == [["3", "Ola-7"], ["4", "ola-7"], ["5", "Ola-7"], ["6", "17"]]
    assert all(line.split("  ")[2] and "hjemmel 0." in line for line in listed.stdout.splitlines())
    gone = hjemmel("forget", LOG, "Ola-7")
    assert "2 records: 3, 5" in gone.stdout and "not erased: `ola-7`, which looks alike (record 4)" in gone.stdout
    listed = hjemmel("log", LOG)
    assert [line.split("  ")[1] for line in listed.stdout.splitlines()] == [
        "(forgotten by record 7)",
        "ola-7",
        "(forgotten by record 7)",
        "17",
    ]
    assert "2 with content, 2 forgotten; not checked" in listed.stderr
    nobody = hjemmel("forget", LOG, "OLA 7")
    assert nobody.code == 1 and "these look alike: `ola-7`" in nobody.stderr


# ---------------------------------------------------------------- the output


OUTPUTS = {
    "closed": ">&-",
    "a full device": "> /dev/full",
    "a pipe that nobody reads": "| true",
}


@pytest.mark.skipif(sys.platform == "win32" or not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("output", OUTPUTS)
def test_nothing_is_recorded_that_could_not_be_shown(output: str, form: str, folder: Path) -> None:
    """The command says so, with an exit code, and without a traceback; the log is as it was."""
    begun()
    before = Path(LOG).read_bytes()
    names = " ".join(["case.yaml"] * 40)  # more than a pipe holds
    command = f"{' '.join(CLI)} evaluate {names} --record {LOG} --format {form}; echo $? >code"
    result = subprocess.run(["sh", "-c", f"({command}) {OUTPUTS[output]}"], capture_output=True, text=True, check=False)
    assert Path("code").read_text(encoding="utf-8").strip() == "1"
    assert "error: " in result.stderr and "Traceback" not in result.stderr and "Exception ignored" not in result.stderr, result.stderr
    assert Path(LOG).read_bytes() == before


def test_what_cannot_be_recorded_leaves_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that is not in the log is not in the file either."""
    begun()
    Path("decision.json").write_text("earlier", encoding="utf-8")

    def refuse(*_: object) -> None:
        words = Text("full", "full")
        raise Rejected([Diagnostic("record-log", words, Place(LOG, 1, 1), words, words)])

    monkeypatch.setattr("engine.records.log.append_sealed", refuse)
    result = hjemmel("evaluate", "case.yaml", "--record", LOG, "-o", "decision.json")
    assert result.code == 1 and "[record-log]" in result.stderr
    assert Path("decision.json").read_text(encoding="utf-8") == "earlier"
    assert not list(Path().glob(".hjemmel-*"))


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "latin-1", "ascii", "utf-8"])
def test_streams_that_cannot_hold_every_character(encoding: str, folder: Path) -> None:
    """Text has replacements, JSON and HTML their own escapes; nothing ends in a traceback, on standard error neither."""
    text = Path("case.yaml").read_text(encoding="utf-8").replace("resident: true", "resident: {value: true, source: Łódź – 日本}")
    Path("case.yaml").write_text(f"case: Łódź-7\n{text}", encoding="utf-8")
    Path("wrong.yaml").write_text("case: Łódź-7\npersøn: 日本\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    shown = {}
    for form in ("text", "json", "markdown", "html"):
        result = subprocess.run(
            [*CLI, "evaluate", "case.yaml", "--format", form, "--full"], capture_output=True, env=environment, check=False
        )
        assert result.returncode == 0 and result.stderr == b"", result.stderr.decode(encoding)
        shown[form] = result.stdout
    document = json.loads(shown["json"].decode("utf-8"))
    assert document["case"] == "Łódź-7" and "日本" in json.dumps(document, ensure_ascii=False)
    page = shown["html"].decode("utf-8")
    assert "Łódź-7" in page or "&#321;" in page
    assert ("Łódź-7" if encoding == "utf-8" else "\\u0141") in shown["text"].decode(encoding)
    result = subprocess.run([*CLI, "evaluate", "wrong.yaml"], capture_output=True, env=environment, check=False)
    assert result.returncode == 1 and b"Traceback" not in result.stderr and b"[unknown-fact]" in result.stderr


def test_many_cases_are_one_document(folder: Path) -> None:
    """Written one after another, the list is byte for byte what JSON makes of it at once."""
    Path("gaps.yaml").write_text("card: {application_date: 2012-03-01}\n", encoding="utf-8")
    told = hjemmel("evaluate", "case.yaml", "gaps.yaml", "case.yaml", "--format", "json").stdout
    assert told == json.dumps(json.loads(told), ensure_ascii=False, indent=2) + "\n" and len(json.loads(told)) == 3


def test_a_decision_that_fails_in_the_middle_shows_nothing(folder: Path) -> None:
    """The third of three cases has no law: not a line of the others is printed, and no file is made."""
    text = Path("case.yaml").read_text(encoding="utf-8")
    Path("undecided.yaml").write_text(text.replace("2012-03-01", "1999-03-01"), encoding="utf-8")
    for more in ([], ["-o", "out.txt"], ["--record", LOG]):
        result = hjemmel("evaluate", "case.yaml", "case.yaml", "undecided.yaml", *more)
        assert result.code == 1 and result.stdout == "" and not Path("out.txt").exists() and not Path(LOG).exists()
