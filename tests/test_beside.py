"""What a copy of the process works out beside an answer: nothing is shown, written or recorded unless both engines agree."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from engine.copies import CopyEnded, beside, received
from engine.home import HOME

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is copied on Linux alone")

CASE = HOME / "examples" / "refugee-2026.yaml"

# What the second engine does, in a process in which nothing else is otherwise; `here` is the process that answers.
SECOND = {
    "another": "return forward.run(program, {name: value for name, value in facts.items() if value is not True})",
    "ended": "return forward.run(program, facts) if os.getpid() == here else os._exit(0)",
    "broken": "raise ZeroDivisionError('by nothing')",
    "failed": "raise durable.DurableFailed('it broke off')",
}

PROGRAM = """
import os, sys
from engine.inference import durable, forward
from engine.commands import beside
here = os.getpid()
def second(program, facts):
    {second}
durable.engine = lambda: second
beside.copies_at_once = lambda: 2
import cli
sys.argv = ["hjemmel", *sys.argv[1:]]
cli.run()
"""


def evaluate(second: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM.format(second=second), "--lang", "en", "evaluate", str(CASE), *map(str, args)]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(HOME)})


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("another", "the decision is withheld: the two engines disagree on"),
        ("ended", "the decision is withheld: the second engine ended without an answer\n"),
        ("broken", "the decision is withheld: the second engine ended without an answer: ZeroDivisionError: by nothing"),
        ("failed", "the decision is withheld: the second engine failed: it broke off"),
    ],
)
def test_nothing_is_shown_unless_the_copy_agrees(second: str, told: str, tmp_path: Path) -> None:
    log, page = tmp_path / "log", tmp_path / "answer.html"
    done = evaluate(SECOND[second], "--record", log, "--format", "html", "-o", page)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_agrees_in_the_copy_lets_the_answer_through() -> None:
    done = evaluate("return forward.run(program, facts)")
    assert done.returncode == 0, done.stderr
    assert "Computed by two independent rule engines" in done.stdout


def test_what_a_copy_yields_arrives_in_order_and_its_end_before_time_is_told() -> None:
    here = os.getpid()

    def work() -> Iterator[tuple[int, bool]]:
        for number in range(3):
            yield number, os.getpid() == here

    with beside(work) as answers:
        assert [next(answers) for _ in range(3)] == [(0, False), (1, False), (2, False)]
        with pytest.raises(CopyEnded):
            next(answers)


@pytest.mark.parametrize("end", [0, 1, 20, 50])
def test_a_copy_that_is_ended_while_it_tells_has_told_nothing(end: int) -> None:
    told = pickle.dumps("first") + pickle.dumps("x" * 100)[:end]
    answers = received(BytesIO(told))
    assert next(answers) == "first"
    with pytest.raises(CopyEnded):
        next(answers)


def test_a_copy_ends_with_what_it_works_for() -> None:
    def work() -> Iterator[int]:
        yield os.getpid()
        time.sleep(60)

    begun = time.monotonic()
    with beside(work) as answers:
        copy = next(answers)
    assert time.monotonic() - begun < 30
    with pytest.raises(ProcessLookupError):
        os.kill(copy, 0)


def test_a_copy_that_the_system_has_let_go_of_is_not_waited_for() -> None:
    """A process begun with SIGCHLD ignored, as services may be, has nothing to wait for when its copy has ended."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with beside(lambda: ["done"]) as answers:
            assert next(answers) == "done"
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_no_copy_leaves_no_open_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(BlockingIOError), beside(lambda: [1]):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) == before
