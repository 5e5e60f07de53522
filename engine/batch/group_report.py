"""The outcomes by group as a reader sees them: tables with counts and shares, charts, and CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ..diagnostics import printable, said
from ..model import Language, Text, Vocabulary
from ..rendering.report import Block, Chart, Line, Paragraph, Section, Table, grouped
from ..rendering.wording import outcome_words, terms_of
from .grouping import Grouping
from .running import Options, Summary
from .suppressing import OTHER, OTHERS, CountsByGroup, Key, merged_counts, mergings
from .writing import shielded

_MOST_BARS: Final = 40
"""A chart of more groups is no picture."""

_NO_VALUE: Final = Text("(ingen verdi)", "(no value)", "(ingen verdi)")
_OTHERS: Final = Text("Andre grupper", "Other groups", "Andre grupper")
_OTHER: Final = Text("Andre utfall", "Other outcomes", "Andre utfall")
_ALL: Final = Text("I alt", "In all", "I alt")


class GroupTable(NamedTuple):
    """The outcomes of one conclusion by group, as they may be told; `counts` is None where they are too few to be told."""

    grouping: Grouping
    conclusion: str
    counts: CountsByGroup | None


class TableWords(NamedTuple):
    """What tables are called and their outcomes: functions of a conclusion, and of a conclusion and an outcome of it."""

    title: Callable[[str], str]
    outcome: Callable[[str, str], str]


def group_tables(groups: Mapping[Grouping, Mapping[str, CountsByGroup]], least: int | None) -> list[GroupTable]:
    """Return the tables of each grouping, merged where small counts, those below `least`, are not told."""
    return [
        GroupTable(grouping, conclusion, counts)
        for grouping, tables in groups.items()
        for conclusion, counts in _told(tables, least).items()
    ]


def _told(tables: Mapping[str, CountsByGroup], least: int | None) -> Mapping[str, CountsByGroup | None]:
    """Return the counts in the order of their groups, merged where some are smaller than `least`; None where they are too few."""
    if least is None:
        return {name: {key: counts[key] for key in sorted(counts)} for name, counts in tables.items()}
    found = mergings(tables, least)
    return {name: None if found is None else merged_counts(counts, found[name]) for name, counts in tables.items()}


def group_sections(summary: Summary, options: Options, vocabulary: Vocabulary) -> list[Section]:
    """Return a section for each table of outcomes."""
    return table_sections(_outcome_tables(summary, options), options, _outcomes(options, vocabulary))


def _outcome_tables(summary: Summary, options: Options) -> list[GroupTable]:
    """Return the tables that are told of a run: of all rows where there is no grouping and small counts are not told."""
    groups: Mapping[Grouping, Mapping[str, CountsByGroup]] = summary.groups
    if not groups and options.suppress is not None:
        groups = {(): {name: {(): counts} for name, counts in summary.outcomes.items()}}
    return group_tables(groups, options.suppress)


def _outcomes(options: Options, vocabulary: Vocabulary) -> TableWords:
    terms, lang = terms_of(options.lang, vocabulary, None), options.lang

    def outcome(conclusion: str, told: str) -> str:
        return said(_OTHER, lang) if told == OTHER else outcome_words(terms, vocabulary.conclusions[conclusion], told)

    return TableWords(lambda conclusion: said(vocabulary.conclusions[conclusion].label, lang), outcome)


def table_sections(tables: Sequence[GroupTable], options: Options, words: TableWords) -> list[Section]:
    """Return a section for each table, with a chart before it for forms that draw."""
    sections = []
    for table in tables:
        words_of = _WordsOfTable(options.lang, words, table)
        blocks: list[Block] = []
        if table.counts is None:
            blocks.append(_paragraph(said(_TOO_FEW, options.lang).format(least=options.suppress)))
        else:
            drawn = [(words_of.name(key), tuple(row.get(o, 0) for o in words_of.outcomes)) for key, row in table.counts.items()]
            blocks += bars(words_of.title, list(map(words_of.outcome, words_of.outcomes)), drawn)
            blocks.append(_table(table.counts, words_of))
        if options.suppress is not None and table.counts is not None:
            blocks.append(_paragraph(said(_MERGED, options.lang).format(least=options.suppress)))
        sections.append(Section(words_of.title, tuple(blocks)))
    return sections


def bars(title: str, parts: Sequence[str], drawn: Sequence[tuple[str, tuple[int, ...]]]) -> Iterator[Chart]:
    """Yield the chart of a table for forms that draw, where it has more than one row and not too many for a picture."""
    if 1 < len(drawn) <= _MOST_BARS:
        yield Chart(title, tuple(parts), tuple(drawn))


_TOO_FEW: Final = Text(
    "Det er så få rader at ingen tall kan vises uten et under {least}.",
    "There are so few rows that no count can be shown without one below {least}.",
    "Det er så få rader at ingen tal kan visast utan eit under {least}.",
)
_MERGED: Final = Text(
    "Grupper og utfall med et antall fra 1 til under {least} er talt sammen med andre; det går ikke an å regne seg fram til dem.",
    "Groups and outcomes with a count from 1 to below {least} are counted together with others, and cannot be reckoned from the rest.",
    "Grupper og utfall med eit tal frå 1 til under {least} er talde saman med andre; det går ikkje an å rekne seg fram til dei.",
)


class _WordsOfTable:
    """What a table calls its groups and outcomes."""

    def __init__(self, lang: Language, words: TableWords, table: GroupTable) -> None:
        self.lang, self.grouping = lang, table.grouping
        self._words, self._conclusion = words, table.conclusion
        sums: dict[str, int] = {}
        for row in (table.counts or {}).values():
            for outcome, number in row.items():
                sums[outcome] = sums.get(outcome, 0) + number
        self.outcomes = sorted((o for o, number in sums.items() if number), key=lambda o: (o == OTHER, -sums[o], o))
        by = ", ".join(self.heads)
        self.title = f"{words.title(table.conclusion)}: {by}" if by else words.title(table.conclusion)

    @property
    def heads(self) -> list[str]:
        return [column.written for column in self.grouping]

    def key(self, key: Key) -> list[str]:
        if key == OTHERS:
            return [said(_OTHERS, self.lang), *[""] * (len(self.grouping) - 1)]
        return [cell or said(_NO_VALUE, self.lang) for cell in key] or [said(_ALL, self.lang)]

    def name(self, key: Key) -> str:
        return ", ".join(filter(None, self.key(key)))

    def outcome(self, outcome: str) -> str:
        return self._words.outcome(self._conclusion, outcome)


def _table(counts: CountsByGroup, words: _WordsOfTable) -> Table:
    rows = [_row(words.key(key), [row.get(outcome, 0) for outcome in words.outcomes], words.lang) for key, row in counts.items()]
    if len(counts) > 1:
        sums = [sum(row.get(outcome, 0) for row in counts.values()) for outcome in words.outcomes]
        rows.append(_row([said(_ALL, words.lang), *[""] * (len(words.grouping) - 1)], sums, words.lang))
    heads = (*(words.heads or [""]), *map(words.outcome, words.outcomes), said(_ALL, words.lang))
    first = max(1, len(words.grouping))
    return Table(tuple(rows), heads=heads, right=tuple(range(first, len(heads))))


def _row(key: list[str], numbers: list[int], lang: Language) -> tuple[Line, ...]:
    total = sum(numbers)
    cells = [*key, *(f"{grouped(number)} ({share(number, total, lang)})" for number in numbers), grouped(total)]
    return tuple(((cell, "plain"),) for cell in cells)


def share(number: int, total: int, lang: Language) -> str:
    """Return how much of a total a number is, in per cent."""
    if not total:
        return "–"
    told = f"{100 * number / total:.1f}"
    return f"{told}%" if lang == "en" else told.replace(".", ",") + "\N{NO-BREAK SPACE}%"


def _paragraph(text: str) -> Paragraph:
    line: Line = ((text, "plain"),)
    return Paragraph(line)


HEADS: Final = Text(
    "konklusjon;gruppert_etter;gruppe;utfall;antall;andel",
    "conclusion;grouped_by;group;outcome;count;share",
    "konklusjon;gruppert_etter;gruppe;utfall;tal;del",
)


def group_csv(summary: Summary, options: Options, vocabulary: Vocabulary) -> str:
    """Return all tables of outcomes as `table_csv` does."""
    words = _outcomes(options, vocabulary)._replace(title=str)
    return table_csv(_outcome_tables(summary, options), said(HEADS, options.lang), options, words)


def table_csv(tables: Sequence[GroupTable], heads: str, options: Options, words: TableWords) -> str:
    """Return all tables as one, a line for each group and outcome, as Norwegian Excel opens it once a byte order mark is before it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads.split(";"))
    for table in tables:
        for line in _lines(table, words.title(table.conclusion), _WordsOfTable(options.lang, words, table)):
            writer.writerow(shielded(printable(cell)) for cell in line)
    return text.getvalue()


def _lines(table: GroupTable, called: str, words: _WordsOfTable) -> Iterator[list[str]]:
    by = ", ".join(words.heads)
    for key, row in (table.counts or {}).items():
        total = sum(row.values())
        for outcome in words.outcomes:
            number = row.get(outcome, 0)
            part = f"{number / total:.4f}".replace(".", ",") if total else ""
            yield [called, by, words.name(key), words.outcome(outcome), str(number), part]
