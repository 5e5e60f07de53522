"""A document to be sent, before it has a form: headings, paragraphs, lists and tables, and what is said beside it to who sends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..frozen import dataclass
from ..model import Language
from .catalogue import say
from .report import visible


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part; level 1 is the title of the document."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class AddressLines:
    """Lines that stand together: an address, a signature."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list, with the items below it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    entries: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header row. `caption` says what it shows; the first cell of a row names what the row tells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


PaperPart = Heading | Passage | AddressLines | Items | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: `title` names it, `status` says whether it can be sent, `asks` what must be done before that, `body` is what is sent."""

    lang: Language
    title: str
    status: str
    asks: tuple[str, ...]
    body: tuple[PaperPart, ...]


NONE: Final = "–"
"""What stands in a cell of which there is nothing to say, so that it is heard that there is not."""

_BRACKETS: Final = re.compile(r"\[[^\[\]]+\]")


def brackets(blocks: Iterable[PaperPart]) -> tuple[str, ...]:
    """Return the places in brackets of a document, which somebody must fill in, each once, without the brackets."""
    return tuple(dict.fromkeys(found[1:-1] for block in blocks for text in texts(block) for found in _BRACKETS.findall(text)))


def texts(block: PaperPart) -> Iterator[str]:
    """Yield every text of a block, in the order in which it is read."""
    match block:
        case Heading(text) | Passage(text):
            yield text
        case AddressLines(lines):
            yield from lines
        case Items(entries):
            for entry in entries:
                yield from (entry.text, *entry.below)
        case Grid(caption, head, rows):
            yield from (caption, *head, *(cell for row in rows for cell in row))


def unbroken(text: str) -> str:
    """Return a text in which no line ends between a section sign and its number, for forms that break lines; it steers no form."""
    return visible(text).replace("§ ", "§\u00a0")


def table_text(table: Grid) -> list[str]:
    """Return a table as lines of a plain text: what a row tells, a colon, and the other cells; from the third on with its heading.

    An empty row has the headings alone.
    """
    lines = []
    for name, *cells in table.rows:
        if not any((name, *cells)):  # to be filled in
            lines.append("- " + " | ".join(f"{head}:" for head in table.head))
            continue
        first, *more = cells or [""]
        told = "; ".join(f"{head.lower()}: {cell}" for head, cell in zip(table.head[2:], more, strict=True) if cell not in ("", NONE))
        lines.append(f"- {name}: {first}".rstrip() + (f" ({told})" if told else ""))
    return lines


def paper_text(paper: Paper) -> str:
    """Return a document as plain text: one line to a paragraph, `- ` before an item, a blank line around headings.

    What must be done before it is sent stands first, each in brackets.
    """
    lines = [paper.status, "", *(say(paper.lang, "[Caseworker: {text}]", text=text) for text in paper.asks)]
    before: PaperPart | None = None
    for block in paper.body:
        listed = isinstance(block, (Items, Grid)) and isinstance(before, Passage) and before.text.endswith(":")
        lines += [] if listed else [""]
        lines += _block_lines(block)
        before = block
    return "\n".join(map(visible, lines)) + "\n"


def _block_lines(block: PaperPart) -> Iterator[str]:
    match block:
        case Heading(text) | Passage(text):
            yield text
        case AddressLines(lines):
            yield from lines
        case Items(entries):
            for entry in entries:
                yield f"- {entry.text}"
                yield from (f"  - {told}" for told in entry.below)
        case Grid():
            yield from table_text(block)
