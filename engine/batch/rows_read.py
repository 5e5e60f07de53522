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

_TITLE: Final = Text("Slik leses radene", "How the rows are read", "Slik blir radene lesne")
_HEADS: Final = (
    Text("Kolonne", "Column", "Kolonne"),
    Text("Celle", "Cell", "Celle"),
    Text("Opplysning", "Fact", "Opplysning"),
    Text("Leses som", "Read as", "Blir lese som"),
)
_UNKNOWN: Final = Text("ukjent", "unknown", "ukjent")
_CONSTANT: Final = Text("(fast verdi)", "(constant)", "(fast verdi)")
_EMPTY: Final = Text("(tom)", "(empty)", "(tom)")


def rows_read(register: Register, profile: Profile, vocabulary: Vocabulary, versions: Sequence[str], lang: Language) -> Report:
    """Return the first rows of a register, cell by cell, and why a row among them has no cells.

    Raises Rejected where its columns are not those of the profile.
    """
    read = profiled(register, profile)
    # Of the same columns, for a flaw in one that is ignored takes a row of a workbook away.
    columns = [profile.identity, *(column for reading in profile.readings for column in reading.columns)]
    raw = next(islice(register.blocks(ROWS, columns), 1), None)
    block = next(islice(read.blocks(ROWS, None), 1), None)
    title = said(_TITLE, lang)
    if raw is None or block is None:
        return Report(
            lang, title, (Section(None, (Paragraph(((said(Text("Ingen rader.", "No rows.", "Ingen rader."), lang), "plain"),)),)),)
        )
    facts, flaws = row_reader(vocabulary, versions, "plain")(block, "marked")
    by_row: dict[int, list[RowFlaw]] = {}
    for flaw in flaws:
        by_row.setdefault(flaw.row, []).append(flaw)
    places = {row: at for at, row in enumerate(block.rows)}
    sections = []
    for row in sorted({*places, *by_row}):
        its_flaws = by_row.get(row, [])
        if row in places:
            cells = {name: _cell(raw.cells[name], places[row]) for name in raw.cells.columns}
            case, table = cells[profile.identity], _row(cells, facts, places[row], its_flaws, profile, vocabulary, lang)
        else:
            case, table = its_flaws[0].case, _told(its_flaws, lang)
        sections.append(Section(printable(f"{said(Text('Rad', 'Row', 'Rad'), lang)} {row}: {case}"), table))
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
            silent = said(Text(" (utelatt)", " (left out)", " (utelaten)"), lang) if value.origin == "silence" else ""
            read = ((value_words(terms, reading.fact, value.value) + silent, "plain"),)
        rows.append((((printable(columns), "dim"),), ((printable(cell), "plain"),), ((said(fact.label, lang), "plain"),), read))
    heads = tuple(said(head, lang) for head in _HEADS)
    items = _told(flaws, lang)
    return (Table(tuple(rows), heads=heads), *items) if rows else items


def _told(flaws: Sequence[RowFlaw], lang: Language) -> tuple[Item, ...]:
    return tuple(Item("✗", ((said(flaw.problem.message, lang), "bad"),)) for flaw in flaws)
