"""The report: what a reader is told, as sections of plain blocks; each renderer gives it a form of its own.

Builders make reports from a decision and its trail; `terminal`, `markdown` and `html` write them out. A builder knows
no form, a renderer knows no law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import Language

Tone = Literal["plain", "strong", "good", "bad", "open", "dim"]
"""What a piece of text is to the reader; how that looks is the renderer's affair."""

Line = tuple[tuple[str, Tone], ...]
"""Pieces of text on one line, each with its tone."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree: one or two lines, and the branches that they rest on."""

    lines: tuple[Line, ...]
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text; `level` counts from 1 how far it stands below its section's title."""

    line: Line
    level: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with its mark (`!`, `?`, `-`), and lines that belong to it."""

    mark: str
    line: Line
    below: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same number of cells, under an optional title of their own and optional column heads."""

    rows: tuple[tuple[Line, ...], ...]
    title: str | None = None
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A derivation, from what follows down to what it rests on."""

    branch: Branch


Block = Paragraph | Item | Table | Tree


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report; `title` is None for what stands at the very top."""

    title: str | None
    blocks: tuple[Block, ...]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reader is told, in one language."""

    lang: Language
    title: str
    sections: tuple[Section, ...]
