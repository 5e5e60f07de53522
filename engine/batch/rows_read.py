"""The first rows of a register as a profile reads them: each cell beside the fact that it states, or why it states none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

import polars as pl

from ..diagnostics import printable, said
from ..model import Language, Text, Vocabulary
from ..rendering.report import Item, Line, Paragraph, Report, Section, Table
from ..rendering.wording import terms_of, value_words
from .problems import RowFlaw
from .profile import Profile
from .profiled import CONSTANT, profiled, supplies
from .register import BY_PROFILE, MARK, Register
from .rows import case_of, row_reader, spellings

ROWS: Final = 10

_TITLE: Final = Text("Slik leses radene", "How the rows are read")
_HEADS: Final = (Text("Kolonne", "Column"), Text("Celle", "Cell"), Text("Opplysning", "Fact"), Text("Leses som", "Read as"))
_UNKNOWN: Final = Text("ukjent", "unknown")
_CONSTANT: Final = Text("(fast verdi)", "(constant)")
_EMPTY: Final = Text("(tom)", "(empty)")


def rows_read(register: Register, profile: Profile, vocabulary: Vocabulary, versions: Sequence[str], lang: Language) -> Report:
    """Return the first rows of a register, cell by cell. Raises Rejected where its columns are not those of the profile."""
    raw = next(islice(register.blocks(ROWS, None), 1), None)
    block = next(islice(profiled(register, profile).blocks(ROWS, None), 1), None)
    title = said(_TITLE, lang)
    if raw is None or block is None:
        return Report(lang, title, (Section(None, (Paragraph(((said(Text("Ingen rader.", "No rows."), lang), "plain"),), 0),)),))
    facts, flaws = row_reader(vocabulary, versions, "plain")(block, "marked")
    by_row: dict[int, list[RowFlaw]] = {}
    for flaw in flaws:
        by_row.setdefault(flaw.row, []).append(flaw)
    sections = []
    for at, row in enumerate(block.rows):
        cells = {name: _cell(raw.cells[name], at) for name in raw.cells.columns}
        table = _row(cells, facts, at, by_row.get(row, []), profile, vocabulary, lang)
        told = f"{said(Text('Rad', 'Row'), lang)} {row}: {cells.get(profile.identity, '')}"
        sections.append(Section(printable(told), table))
    return Report(lang, title, tuple(sections))


def _cell(column: pl.Series, at: int) -> str:
    return (spellings(column.slice(at, 1))[0] or "").removeprefix(MARK)


def _row(
    cells: dict[str, str], facts: pl.DataFrame, at: int, flaws: Sequence[RowFlaw], profile: Profile, vocabulary: Vocabulary, lang: Language
) -> tuple[Table | Item, ...]:
    """Return the table of a row, and why it is rejected, if it is."""
    terms = terms_of(lang, vocabulary, None)
    row = facts.row(at, named=True)
    case = case_of(row, vocabulary)
    told = row.get(BY_PROFILE)
    ways = dict(supplies(told)) if told else {}
    bad = {flaw.column for flaw in flaws}
    rows: list[tuple[Line, ...]] = []
    for reading in profile.readings:
        fact = vocabulary.facts[reading.fact]
        value = case.facts.get(reading.fact)
        columns = ", ".join(reading.columns)
        cell = " + ".join(cells[name] or said(_EMPTY, lang) for name in reading.columns)
        if ways.get(reading.fact) == CONSTANT:
            columns, cell = "–", said(_CONSTANT, lang)
        if bad & {reading.fact, columns}:
            read: Line = (("✗", "bad"),)
        elif value is None:
            read = ((said(_UNKNOWN, lang), "open"),)
        else:
            silent = said(Text(" (utelatt)", " (left out)"), lang) if value.origin == "silence" else ""
            read = ((value_words(terms, reading.fact, value.value) + silent, "plain"),)
        rows.append((((printable(columns), "dim"),), ((printable(cell), "plain"),), ((said(fact.label, lang), "plain"),), read))
    heads = tuple(said(head, lang) for head in _HEADS)
    items = tuple(Item("✗", ((said(flaw.problem.message, lang), "bad"),)) for flaw in flaws)
    return (Table(tuple(rows), heads=heads), *items) if rows else items
