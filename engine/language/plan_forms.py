"""Building the form of the integration plan: parts with rows that name what fills them, and tables to be filled in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ..diagnostics import suggest
from ..frozen import dataclass
from ..model import FRAME_PLACES, Text, Vocabulary
from .fields import Problems, fields, integer, quoted, scalar, sequence, text
from .located import Tree
from .problems.letters import NothingFillsThis
from .templates import FRAME

MOST_LINES: Final = 50
"""Lines of a table; more is a slip of the key."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of two cells: what it tells, and the fact, conclusion or place of the frame that fills it, if one does."""

    label: Text
    value: str | None


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part: its rows, then a table with its head and so many empty lines.

    `only_if` is a conclusion without which the part is left out, `authority` one whose provisions are told.
    """

    title: Text
    rows: tuple[FormRow, ...]
    head: tuple[Text, ...]
    lines: int
    only_if: str | None
    authority: str | None


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form of the integration plan."""

    title: Text
    parts: tuple[FormPart, ...]


def build_plan_form(tree: Tree, vocabulary: Vocabulary, problems: Problems) -> PlanForm | None:
    """Return the form that a file states, by the names of a vocabulary; what is wrong goes to `problems`, and None if it is no form."""
    found = fields(tree, ("skjemaet", "the form"), ("title", "parts"), (), problems)
    if found is None or len(found) < 2:
        return None
    title = _both(found["title"], problems)
    parts = tuple(_part(item, vocabulary, problems) for item in sequence(found["parts"], quoted("parts"), problems) or ())
    return PlanForm(title, tuple(part for part in parts if part is not None))


def _part(tree: Tree, vocabulary: Vocabulary, problems: Problems) -> FormPart | None:
    found = fields(
        tree, ("en del av skjemaet", "a part of the form"), ("title",), ("rows", "table", "lines", "only_if", "authority"), problems
    )
    if found is None or "title" not in found:
        return None
    conclusions = vocabulary.conclusions
    rows = (
        tuple(_row(item, vocabulary, problems) for item in sequence(found["rows"], quoted("rows"), problems) or ())
        if "rows" in found
        else ()
    )
    head = tuple(_both(item, problems) for item in sequence(found["table"], quoted("table"), problems) or ()) if "table" in found else ()
    lines = integer(found["lines"], quoted("lines"), problems) or 0 if "lines" in found else 0
    only_if, authority = (_named(found[key], conclusions, problems) if key in found else None for key in ("only_if", "authority"))
    return FormPart(_both(found["title"], problems), rows, head, min(max(lines, 1), MOST_LINES) if head else 0, only_if, authority)


def _row(tree: Tree, vocabulary: Vocabulary, problems: Problems) -> FormRow:
    found = fields(tree, ("en rad", "a row"), ("label",), ("value",), problems) or {}
    label = _both(found["label"], problems) if "label" in found else _NOTHING
    places = tuple(f"{FRAME}{place}" for place in FRAME_PLACES)
    known = (*vocabulary.facts, *vocabulary.conclusions, *places)
    return FormRow(label, _named(found["value"], known, problems) if "value" in found else None)


def _named(tree: Tree, known: Collection[str], problems: Problems) -> str | None:
    said = scalar(tree, ("navnet", "the name"), problems)
    if said is not None and said.text not in known:
        problems.append(NothingFillsThis(near=suggest(said.text, known), name=said.text).at(said.place))
        return None
    return said.text if said is not None else None


_NOTHING: Final = Text("", "")


def _both(tree: Tree, problems: Problems) -> Text:
    """Return a text in Bokmål and Nynorsk; a plan is written in no other language, and its Bokmål stands for English."""
    found = fields(tree, ("teksten", "the text"), ("nb", "nn"), (), problems) or {}
    nb, nn = (text(found[key], quoted(key), problems) if key in found else None for key in ("nb", "nn"))
    return Text(nb or "", nb or "", nn)
