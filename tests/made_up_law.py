"""The small made-up law of `rejected/base`: laid out in a folder of its own, with mistakes laid over it, and commands run on it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cli

REJECTED = Path(__file__).resolve().parent / "rejected"
BASE = REJECTED / "base"


class Result(NamedTuple):
    """What a command printed and its exit code."""

    code: int
    stdout: str
    stderr: str


def lay_out(folder: Path, over: Path | None = None) -> None:
    """Copy the made-up law into `folder`, and the files below `over` over it."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    if over is not None:
        shutil.copytree(over, folder, dirs_exist_ok=True)


@contextlib.contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """Stand in `folder`, as a user who types a command there."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def hjemmel(*arguments: str, lang: str = "en") -> Result:
    """Run a command on the rules below the current folder; whatever is not an exit is a bug and passes through.

    With an empty `lang` no language is chosen.
    """
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main(["--rules", "rules", *(("--lang", lang) if lang else ()), *arguments], prog_name="hjemmel")
        except SystemExit as stop:
            code = stop.code
        else:
            code = 0
    return Result(code if isinstance(code, int) else 1, out.getvalue(), err.getvalue())
