"""Diagnostics: what is wrong, where, why it matters and how to mend it; one form and one renderer."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .model import Place

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `places` starts with the place to mend; the others are shown with their label."""

    code: str
    message: str
    place: Place
    why: str
    fix: str
    related: tuple[tuple[Place, str], ...] = ()
    level: Level = "error"


class Rejected(Exception):
    """Input that cannot be used; carries every diagnostic found. Raised by loading, caught by the shell."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sort_by_place(diagnostics))
        super().__init__("; ".join(d.message for d in self.diagnostics))


def sort_by_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics in file order, each once."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda d: (d.place.file, d.place.line, d.place.column, d.code, d.message),
    )


def suggest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid name nearest to `word`, or None where nothing is near: no guess beats a wild one."""
    # Sorted, so that a tie is broken the same way whatever the order of the files.
    matches = difflib.get_close_matches(word, sorted(set(valid)), n=1, cutoff=0.72)
    return matches[0] if matches else None


def did_you_mean(word: str, valid: Iterable[str], otherwise: str) -> str:
    """Return a fix that proposes the nearest valid name, followed by what to do if that is not it."""
    near = suggest(word, valid)
    return f"did you mean `{near}`? Otherwise {otherwise}" if near else otherwise


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """Return the diagnostic as text: position, message, the marked line, related places, why and fix.

    `sources` maps a file name to its text; a file that is not there is shown without its line.
    """
    lines = [f"{_position(diagnostic.place)}: {diagnostic.level}[{diagnostic.code}]: {diagnostic.message}"]
    lines += _excerpt(diagnostic.place, sources)
    for place, label in diagnostic.related:
        lines.append(f"  {_position(place)}: {label}")
        lines += _excerpt(place, sources)
    lines.append(f"  why: {diagnostic.why}")
    lines.append(f"  fix: {diagnostic.fix}")
    return "\n".join(lines)


def _position(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _excerpt(place: Place, sources: Mapping[str, str]) -> list[str]:
    # splitlines also splits at form feeds and the like; YAML does not, so split at its line breaks only.
    text = sources.get(place.file, "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not 1 <= place.line <= len(text) or not text[place.line - 1].strip():
        return []
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[place.line - 1])
    start = max(0, place.column - 60) if len(line) > 140 else 0
    shown = line[start : start + 140]
    mark = " " * (place.column - 1 - start) + "^" * max(1, min(place.length, len(shown) - (place.column - 1 - start)))
    return [f"{place.line:5} | {shown}".rstrip(), f"      | {mark}"]
