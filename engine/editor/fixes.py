"""What an editor can do about a problem at once: write the name that was perhaps meant, or mend it as `hjemmel check --fix` does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ..checking.fixing import mend
from ..diagnostics import Diagnostic
from ..edits import Edit, Lines
from ..model import Text

_PLAIN: Final = re.compile(r"[§\w][\w.§ -]*")
"""What can stand in place of a word without quotation marks of its own."""


_PART_OF_A_WORD: Final = re.compile(r"[\w.-]*\w")


class Fix(NamedTuple):
    """What a fix is called, and its edits by file; `safe` where it cannot change what the law says."""

    title: Text
    edits: Mapping[str, Edit]
    safe: bool


def fixes(problem: Diagnostic, sources: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Fix]:
    """Yield what can be done about a problem that was found in files with the texts `sources`, where all it edits are still so `now`."""
    return (fix for fix in _fixes(problem, sources) if all(now.get(file) == sources[file] for file in fix.edits))


def _fixes(problem: Diagnostic, sources: Mapping[str, str]) -> Iterator[Fix]:
    text = sources.get(problem.place.file)
    if text is None:
        return
    if problem.mending not in (None, "respelt"):
        files = {problem.place.file, *(place.file for place, _ in problem.related)}
        mended = mend([problem], {file: sources[file] for file in files if file in sources})
        if mended.texts:
            edits = {file: _difference(sources[file], new) for file, new in mended.texts.items()}
            yield Fix(Text("rett dette, som `hjemmel check --fix`", "mend this, as `hjemmel check --fix` does"), edits, True)
    elif problem.near is not None and _PLAIN.fullmatch(problem.near):
        start, end = Lines(text).span(problem.place)
        quote = text[start : start + 1] if text[start : start + 1] in ("'", '"') else ""
        # A place that is a part of a word, or of a text in quotation marks, is none to write a word at.
        if text[end - 1 : end] == quote if quote else not _PART_OF_A_WORD.match(text, end):
            edit = Edit(start, end, f"{quote}{problem.near}{quote}")
            yield Fix(Text(f"skriv `{problem.near}`", f"write `{problem.near}`"), {problem.place.file: edit}, False)


def _difference(old: str, new: str) -> Edit:
    """Return the one edit that makes a text of another."""
    shorter = min(len(old), len(new))
    start = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    kept = next((number for number in range(shorter - start) if old[-1 - number] != new[-1 - number]), shorter - start)
    return Edit(start, len(old) - kept, new[start : len(new) - kept])
