"""Lines of text of a width: which spaces hold words together, and where a line breaks."""

from __future__ import annotations

import re
from typing import Final

from .report import visible

GLUE: Final = "\ue000"
"""Stands for a space at which no line may break, until the lines are made."""

_HELD: Final = "\ue001"
"""Stands for a no-break space, as in an amount of thousands, until the lines are made: rich would break at one."""

_DATE: Final = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")

_UNBROKEN: Final = re.compile(
    r"(?:(?<=§)|(?<=nr\.)|(?<=no\.)|(?<=section)|(?<=bokstav)|(?<=letter)|(?<=kapittel)|(?<=chapter)) (?=\w)|(?<=\d) (?=[a-zæøå])"
)
"""The spaces before a number that names something, and between a number and its unit."""

_NOT_NARROW: Final = re.compile(f"[^ -~\u00a0-\u00ac\u00ae-\u02af‐-†•…‹›€−≠≤≥{GLUE}{_HELD}]")
"""A character that may take another width than one column, or none."""

_WORD: Final = re.compile(r"\s*\S+\s*")


def glued(text: str) -> str:
    """Keep a section, a number with its unit, a date and the like on one line."""
    return _UNBROKEN.sub(GLUE, _DATE.sub(rf"\1{GLUE}\2{GLUE}\3", visible(text).replace("\N{NO-BREAK SPACE}", _HELD)))


def wrapped(text: str, width: int) -> list[str] | None:
    """Return the lines of a text as rich breaks it; None where that takes more than counting characters: wide ones, or a long word."""
    if _NOT_NARROW.search(text):
        return None
    lines, start, column = [], 0, 0
    for word in _WORD.finditer(text):
        length = len(word[0].rstrip())
        if length > width:
            return None
        if length > width - column:
            lines.append(text[start : word.start()])
            start, column = word.start(), 0
        column += len(word[0])
    return [*lines, text[start:]]


def finished(text: str) -> str:
    """Return lines without the spaces at their ends, and with those that held words together."""
    held = text.replace(GLUE, " ").replace(_HELD, "\N{NO-BREAK SPACE}")
    return "\n".join(line.rstrip() for line in held.rstrip().splitlines()) + "\n"
