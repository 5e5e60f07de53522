"""The report: what a reader is told, as sections of plain blocks; each renderer gives it a form of its own.

Builders make reports from a decision and its trail; `terminal`, `markdown` and `html` write them out. A builder knows
no form, a renderer knows no law.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from ..frozen import dataclass
from ..model import Language

Tone = Literal["plain", "strong", "good", "bad", "open", "dim"]
"""What a piece of text is to the reader; how that looks is the renderer's affair. The words must tell it too."""


class Reference(NamedTuple):
    """A piece of text that stands for a numbered step; a renderer that has links leads to where the step is told."""

    text: str
    tone: Tone
    step: int


Line = tuple[tuple[str, Tone] | Reference, ...]
"""Pieces of text on one line, each with its tone."""

SAFE: Final = ("https://", "http://")
"""How an address begins that may be made a link."""

_BREAKS: Final = re.compile(r" *[\t-\r\x1c-\x1e\x85\u2028\u2029]\s*")
"""What ends a line or jumps along it."""

_STEERING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
"""Characters that command a terminal, turn text around, are not seen, or are kept for the renderers' own use."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree: one or two lines, and the branches that they rest on. `steps` are the numbered steps that it tells."""

    lines: tuple[Line, ...]
    below: tuple[Branch, ...] = ()
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text; `level` counts from 1 how far it stands below its section's title."""

    line: Line
    level: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader came for: an answer, which stands out in its tone, and its question, None where the answer is a sentence."""

    question: str | None
    told: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with its mark (`!`, `?`, `-`, or none), and lines that belong to it; `level` as of a paragraph.

    `address` is where what it names can be read: a renderer that has links makes the line's first piece one.
    """

    mark: str
    line: Line
    below: tuple[Line, ...] = ()
    level: int = 1
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same number of cells, under an optional title of their own and optional column heads.

    `right` holds the columns (from 0) whose cells end at the right; `row_head` is the column that names the row. A `terse`
    table explains itself: where columns are lined up by spaces alone, its heads are left out.
    """

    rows: tuple[tuple[Line, ...], ...]
    title: str | None = None
    heads: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    row_head: int = 0
    terse: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that draw the counts of the table behind it: each with its name and a count for each of `parts`.

    A form without drawings leaves it out: it tells nothing that the table does not.
    """

    title: str
    parts: tuple[str, ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class DerivationTree:
    """A derivation, from what follows down to what it rests on; `apart` sets it off from what stands before it."""

    branch: Branch
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Subsection:
    """A titled part inside a section; one that is `folded` is for the few, and opens on demand where a form allows that."""

    title: str
    blocks: tuple[Paragraph | Answer | Item | Table | Chart | DerivationTree, ...]
    tone: Tone = "plain"
    folded: bool = False


Block = Paragraph | Answer | Item | Table | Chart | DerivationTree | Subsection


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report; `title` is None for what stands at the very top, or at the very end as a remark."""

    title: str | None
    blocks: tuple[Block, ...]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reader is told, in one language."""

    lang: Language
    title: str
    sections: tuple[Section, ...]


def grouped(number: int) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}".replace(",", "\u202f")


def visible(text: str) -> str:
    """Return text that steers no form: on one line, without control characters and marks that turn the writing direction.

    A case may hold anything in its sources; what is taken out leaves a replacement character, so that it is seen.
    """
    return _STEERING.sub("\ufffd", _BREAKS.sub(" ", text))
