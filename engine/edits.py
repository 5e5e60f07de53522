"""Edits of a text: what is not edited stays as it is, comments, layout and line ends included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .model import Place

_LINE_END = re.compile(r"\r\n|\r|\n")
"""As YAML counts lines; `splitlines` would count form feeds and the like too."""


class Edit(NamedTuple):
    """A stretch of a text, from the offset `start` up to `end`, and the text that takes its place."""

    start: int
    end: int
    text: str


class Lines:
    """A text with the offsets at which its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.begins = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def at(self, line: int, column: int = 1) -> int:
        """Return the offset of a line and a column, both from 1; of a line behind the last one, the end of the text."""
        return self.begins[line - 1] + column - 1 if line <= len(self.begins) else len(self.text)

    def span(self, place: Place) -> tuple[int, int]:
        """Return the offsets at which a place begins and ends."""
        start = self.at(place.line, place.column)
        return start, start + place.length

    def said(self, place: Place) -> str:
        """Return what stands at a place; no more than the rest of its line."""
        start, end = self.span(place)
        return _LINE_END.split(self.text[start:end])[0]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made, which do not overlap: from the last to the first, so that none moves another's place."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text
