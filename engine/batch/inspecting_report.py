"""What an inspection of a register found, as a report and as CSV: counts by conclusion and by provision, with the ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from ..diagnostics import printable, said
from ..model import Language, Text, Vocabulary
from ..rendering.report import Block, Item, Line, Paragraph, Report, Section, Table, grouped
from ..rendering.wording import label, status_words, terms_of
from ..terms.saying import date_words
from .group_report import GroupTable, TableWords, group_tables, share, table_csv, table_sections
from .grouping import Grouping
from .inspecting import TOLD, WORDS, Inspected, InspectedAs, asked
from .running import Options
from .summary import ROWS_FEW, counted_rows, read_until, row
from .suppressing import OTHER, CountsByGroup, Key, is_small, merged_counts, mergings
from .writing import shielded

_TITLE: Final = Text("Egenkontroll av registeret", "Self-inspection of the register", "Eigenkontroll av registeret")
_CONCERNED: Final = Text("med noe å følge opp", "with something to follow up", "med noko å følgje opp")
_TOGETHER: Final = Text("Kontrollert", "Inspected", "Kontrollert")
_CHECK: Final = Text("Kontroll", "Inspection", "Kontroll")
_OTHER: Final = Text("ikke vist hver for seg", "not shown one by one", "ikkje vist kvar for seg")
_NOTHING_HERE: Final = Text("ikke noe å følge opp", "nothing to follow up", "ikkje noko å følgje opp")
_NOTHING_IN_GROUPS: Final = Text(
    "Ikke noe å følge opp i noen gruppe", "Nothing to follow up in any group", "Ikkje noko å følgje opp i nokon gruppe"
)
_FEW: Final = Text(
    "Noen kontroller vises ikke, fordi antallene er små.",
    "Some inspections are not shown, for their counts are small.",
    "Nokre kontrollar er ikkje viste, fordi tala er små.",
)
_NOTHING: Final = Text("Ingen avvik er funnet.", "No breach was found.", "Ingen avvik er funne.")
_NOT_STATED: Final = Text(
    "Ikke opplyst: den første saken av hvert slag",
    "Not stated: the first case of each kind",
    "Ikkje opplyst: den første saka av kvart slag",
)
_LACKS: Final = Text("Sak {case} mangler", "Case {case} lacks", "Sak {case} manglar")
_AS_OF: Final = Text("Frister per {day}.", "Deadlines as of {day}.", "Fristar per {day}.")

_COLUMNS: Final[tuple[InspectedAs, ...]] = (*TOLD, "kept", "open", "not_asked")


def inspected_report(found: Inspected, options: Options, vocabulary: Vocabulary) -> Report:
    """Return the counts by conclusion, then each provision with what is told under it and the ids, then what is not stated.

    Where small counts are not told there are no ids, and of each conclusion the counts as they may be told: by group, or of all rows
    where there is no grouping, since the two together could tell a small one.
    """
    lang = options.lang
    sections = [Section(None, tuple(_rows(found, options))), *read_until(found.counts.read_until, options)]
    if options.suppress is not None and not options.by:
        sections += _suppressed(found, options, vocabulary)
    elif options.suppress is None:
        sections += [_by_conclusion(found, options, vocabulary), *_by_provision(found, options, vocabulary)]
        sections += _not_stated(found, options, vocabulary)
    sections += _by_group(found, options, vocabulary)
    return Report(lang, said(_TITLE, lang), tuple(sections))


def _rows(found: Inspected, options: Options) -> Iterator[Block]:
    lang, counts = options.lang, (found.counts.rows, found.counts.decided, found.counts.rejected)
    if options.suppress is not None and any(is_small(number, options.suppress) for number in counts):
        yield _paragraph(said(ROWS_FEW, lang))
    else:
        told = counted_rows(*counts, lang)
        if options.suppress is None:
            told.append(row(said(_CONCERNED, lang), found.concerned))
        yield Table(tuple(told), right=(1,), terse=True)
    if options.on is not None:
        yield _paragraph(said(_AS_OF, lang).format(day=date_words(lang, options.on)))


def _by_conclusion(found: Inspected, options: Options, vocabulary: Vocabulary) -> Section:
    lang = options.lang
    standings = [standing for standing in _COLUMNS if standing != "passed" or options.on is not None]
    rows = []
    for name, counts in found.standings.items():
        sums = {standing: sum(n for (one, _), n in counts.items() if one == standing) for standing in standings}
        rows.append(row(_looked_for(name, vocabulary, lang), *sums.values()))
    heads = (said(_CHECK, lang), *(said(WORDS[standing], lang) for standing in standings))
    return Section(said(_TOGETHER, lang), (Table(tuple(rows), heads=heads, right=tuple(range(1, len(heads)))),))


def _by_provision(found: Inspected, options: Options, vocabulary: Vocabulary) -> Iterator[Section]:
    """Yield a section for each provision, in the order in which the conclusions are told."""
    lang = options.lang
    items: dict[str, list[Item]] = {}
    for name, counts in found.standings.items():
        for standing in TOLD:
            for (one, section), number in sorted(counts.items()):
                if one != standing:
                    continue
                ids = found.cases[name, standing, section]
                more = number - len(ids)
                listed = ", ".join(ids) + (f" … (+ {grouped(more)})" if more else "")
                head: Line = (
                    (f"{_looked_for(name, vocabulary, lang)} – {said(WORDS[standing], lang)}: ", "plain"),
                    (grouped(number), "strong"),
                )
                items.setdefault(section, []).append(Item("!", head, (((listed, "dim"),),)))
    for section, told in items.items():
        yield Section(section or None, tuple(told), "bad")
    if not items:
        yield _section(_paragraph(said(_NOTHING, lang)))


def _not_stated(found: Inspected, options: Options, vocabulary: Vocabulary) -> Iterator[Section]:
    """Yield for each case that is the first in which something is open all facts that are missing there."""
    terms = terms_of(options.lang, vocabulary, None)
    lacking: dict[str, set[str]] = {}
    for case, facts in found.lacking.values():
        lacking.setdefault(case, set()).update(facts)
    items = []
    for case, missing in lacking.items():
        named = "; ".join(label(terms, fact) for fact in vocabulary.facts if fact in missing)
        items.append(Item("?", ((f"{said(_LACKS, options.lang).format(case=case)}: ", "plain"), (named, "dim"))))
    if items:
        yield Section(said(_NOT_STATED, options.lang), tuple(items), "open")


def _suppressed(found: Inspected, options: Options, vocabulary: Vocabulary) -> Iterator[Section]:
    """Yield a table for each conclusion whose counts may be told, and say that others are left out."""
    lang, told = options.lang, _may_be_told(found, options)
    for name, counts in told.items():
        total = sum(counts.values())
        rows: list[tuple[Line, ...]] = []
        for kind, number in counts.items():
            cells = (_kind(kind, lang), f"{grouped(number)} ({share(number, total, lang)})")
            rows.append(tuple(((cell, "plain"),) for cell in cells))
        yield _section(Table(tuple(rows), _looked_for(name, vocabulary, lang), right=(1,), terse=True))
    if len(told) < len(found.standings):
        yield _section(_paragraph(said(_FEW, lang)))


def _by_group(found: Inspected, options: Options, vocabulary: Vocabulary) -> Iterator[Section]:
    """Yield a table for each conclusion and grouping; where nothing is to be followed up in any group, that it is so instead."""
    lang, tables = options.lang, _group_tables(found, options)
    shown: dict[Grouping, list[GroupTable]] = {grouping: [] for grouping in found.groups}
    nothing: list[str] = []
    for table in tables:
        kinds = {kind for group in (table.counts or {}).values() for kind, number in group.items() if number}
        if table.counts is not None and not kinds & {*TOLD, OTHER}:
            nothing.append(_looked_for(table.conclusion, vocabulary, lang))
        elif kinds != {OTHER}:
            shown[table.grouping].append(table)
    for of_grouping in shown.values():
        # Where no count can be told, that is so of every conclusion, and said once.
        few = of_grouping[:1] if any(table.counts is None for table in of_grouping) else of_grouping
        yield from table_sections(few, options, _words(options, vocabulary))
    if len(tables) > sum(map(len, shown.values())) + len(nothing):
        yield _section(_paragraph(said(_FEW, lang)))
    if nothing:
        yield Section(said(_NOTHING_IN_GROUPS, lang), (_paragraph("; ".join(dict.fromkeys(nothing))),))


def _group_tables(found: Inspected, options: Options) -> list[GroupTable]:
    """Return the tables by group; where small counts are not told, with what is nothing to follow up as one, as `_may_be_told` has it."""
    groups = found.groups
    if options.suppress is not None:
        groups = {by: {name: _followed_up(counts) for name, counts in tables.items()} for by, tables in groups.items()}
    return group_tables(groups, options.suppress)


def _followed_up(counts: CountsByGroup) -> CountsByGroup:
    told: dict[Key, dict[str, int]] = {}
    for key, standings in counts.items():
        told[key] = {standing: standings[standing] for standing in TOLD if standings.get(standing)}
        told[key][_REST] = sum(number for standing, number in standings.items() if standing not in TOLD)
    return told


def _words(options: Options, vocabulary: Vocabulary) -> TableWords:
    lang = options.lang
    return TableWords(lambda name: _looked_for(name, vocabulary, lang), lambda _, kind: _kind(kind, lang))


FindingKind = str
"""How a conclusion stands and under which provision, with a NUL between; `OTHER`; or `_REST`, nothing to follow up."""

_REST: Final = "rest"


def _may_be_told(found: Inspected, options: Options) -> Mapping[str, Mapping[FindingKind, int]]:
    """Return the counts of each conclusion; of small ones as much as may be told, and the rows with nothing to follow up as one.

    Apart those could be told by another conclusion: as many rows are asked of every part of a plan. A conclusion of which
    nothing can be told is left out.
    """
    told: dict[str, Mapping[FindingKind, int]] = {}
    for name, counts in found.standings.items():
        kinds = {f"{standing}\0{section}": counts[standing, section] for standing, section in sorted(counts, key=_place)}
        if options.suppress is None:
            told[name] = kinds
            continue
        rest = sum(number for (standing, _), number in counts.items() if standing not in TOLD)
        table: CountsByGroup = {(): {**{kind: number for kind, number in kinds.items() if kind.partition("\0")[0] in TOLD}, _REST: rest}}
        merging = mergings({name: table}, options.suppress)
        merged = {} if merging is None else merged_counts(table, merging[name])[()]
        if merged.keys() - {OTHER}:
            told[name] = merged
    return told


def _place(kind: tuple[InspectedAs, str]) -> tuple[int, str]:
    return _COLUMNS.index(kind[0]), kind[1]


def _kind(kind: FindingKind, lang: Language) -> str:
    if kind in (OTHER, _REST):
        return said(_OTHER if kind == OTHER else _NOTHING_HERE, lang)
    standing, _, section = kind.partition("\0")
    words = next(said(text, lang) for one, text in WORDS.items() if one == standing)
    return f"{words}: {section}" if section else words


def _looked_for(name: str, vocabulary: Vocabulary, lang: Language) -> str:
    """Return what is a breach in words: the label of what must not be, or that of what must, and no."""
    terms = terms_of(lang, vocabulary, None)
    breach = next(breach for _, one, breach in asked(vocabulary) if one == name)
    return label(terms, name) if breach else f"{label(terms, name)}: {status_words(terms, 'not_met')}"


def _section(block: Block) -> Section:
    return Section(None, (block,))


def _paragraph(text: str) -> Paragraph:
    line: Line = ((text, "plain"),)
    return Paragraph(line)


_GROUP_HEADS: Final = Text(
    "kontroll;gruppert_etter;gruppe;funn;antall;andel",
    "inspection;grouped_by;group;finding;count;share",
    "kontroll;gruppert_etter;gruppe;funn;tal;del",
)
_HEADS: Final = Text("kontroll;funn;hjemmel;antall;andel", "inspection;finding;section;count;share", "kontroll;funn;heimel;tal;del")


def inspected_csv(found: Inspected, options: Options, vocabulary: Vocabulary) -> str:
    """Return the counts as one table, a line for each conclusion, finding and provision, for Norwegian Excel, as `table_csv`.

    Where rows are grouped it is the tables by group.
    """
    lang, text = options.lang, io.StringIO()
    if options.by:
        return table_csv(_group_tables(found, options), said(_GROUP_HEADS, lang), options, _words(options, vocabulary))
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(said(_HEADS, lang).split(";"))
    for name, counts in _may_be_told(found, options).items():
        total = sum(counts.values())
        for kind, number in counts.items():
            standing, _, section = (kind, "", "") if kind == OTHER else kind.partition("\0")
            part = f"{number / total:.4f}".replace(".", ",") if total else ""
            cells = (_looked_for(name, vocabulary, lang), _kind(standing, lang), section, str(number), part)
            writer.writerow(shielded(printable(cell)) for cell in cells)
    return text.getvalue()
