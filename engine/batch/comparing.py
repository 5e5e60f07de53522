"""A register's own category of each row beside the outcome of the law: which rows differ, and what decides them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected, printable
from ..files import replacing
from ..inquiry.short_answer import ShortAnswer
from ..law.compiled import CompiledLaws
from ..law.deciding import Decision
from ..law.registers import CASE, outcome_told
from ..model import Case, Language, Place, Vocabulary
from ..rendering.answer_words import answer_words
from ..rendering.derivation import view_of
from ..rendering.reasons import nearest_points
from ..trail.steps import build_trail
from .comparing_problems import CategoryWithoutMeaning
from .grouping import BY, GroupColumn
from .register_files import RegisterFile
from .rows import case_of, flawed_rows
from .running import SIZE, Advance, Options, decide_block, open_registers, prepare, survey
from .writing import rejects, shielded

HEADS: Final = ("file", "row", "case", "category", "expected", "outcome", "decides")
"""The columns of a file of rows that differ."""

SEPARATE: Final = ";"
MARK_OF_UTF_8: Final = "\ufeff"


class Compared(NamedTuple):
    """What a comparison found: rows in all, decided, and rejected; and the decided ones by category and outcome, and by what decides.

    `differing` counts by category, outcome and the first point that decides, the rows whose category means another outcome.
    """

    rows: int
    decided: int
    rejected: int
    categories: Mapping[tuple[str, str], int]
    differing: Mapping[tuple[str, str, str], int]


class Meanings(NamedTuple):
    """What was written of categories: the outcome that each stands for; and what cannot be read, or names an outcome that there is not."""

    outcomes: Mapping[str, str]
    unread: tuple[str, ...]
    unknown: tuple[str, ...]


def outcomes_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the outcomes that a category may stand for; the first two are statuses."""
    principal = next(one for one in vocabulary.conclusions.values() if one.principal)
    return ("open", "not_applicable", *(principal.values or ("met", "not_met")))


def meanings_of(written: Sequence[str], vocabulary: Vocabulary) -> Meanings:
    """Return what is written CODE=OUTCOME of categories, once for each of them."""
    known = outcomes_of(vocabulary)
    found: dict[str, str] = {}
    unread, unknown = [], []
    for each in written:
        code, equals, outcome = each.rpartition("=")
        if not equals or not code or code in found:
            unread.append(each)
        elif outcome not in known:
            unknown.append(outcome)
        else:
            found[code] = outcome
    return Meanings(found, tuple(unread), tuple(unknown))


DecideTwice = Callable[[Case, CompiledLaws], tuple[Decision, Json]]


def compare_registers(
    files: Sequence[Path | RegisterFile],
    output: Path,
    rejected: Path,
    laws: CompiledLaws,
    options: Options,
    column: str,
    meanings: Mapping[str, str],
    decide: DecideTwice,
    advance: Advance,
    size: int = SIZE,
) -> Compared:
    """Decide every row, write those whose category means another outcome, and return what was found.

    `meanings` has the outcome, or the status, that each category means. Raises Rejected, and writes nothing, where a category has
    none, and as `decide_registers` does; `decide` gives the reason of a row that differs. `size` rows are in memory at a time.
    """
    vocabulary = laws.laws.vocabulary
    options = options._replace(by=((GroupColumn(column),),), trail=True)
    registers = open_registers(files, options, vocabulary)
    twice, total = survey(registers, size, advance)
    prepared = prepare(laws, options)
    principal = next(name for name, conclusion in vocabulary.conclusions.items() if conclusion.principal)
    categories: Counter[tuple[str, str]] = Counter()
    differing: Counter[tuple[str, str, str]] = Counter()
    rows = decided = lost = 0
    with (
        replacing(output) as differing_file,
        replacing(rejected) as rejects_file,
        rejects(rejects_file, options.lang, options.spelt) as reject,
        differing_file.open("w", encoding="utf-8", newline="") as text,
    ):
        text.write(MARK_OF_UTF_8)
        writer = csv.writer(text, delimiter=SEPARATE, lineterminator="\r\n")
        writer.writerow(HEADS)
        for register in registers:
            for block in register.blocks(size, None):
                found, numbers, flaws = decide_block(block, register.spelling, prepared, twice)
                reject(register.file, [flaw._replace(column=register.sources.get(flaw.column, flaw.column)) for flaw in flaws])
                rows += len(block.rows) + len(flawed_rows(block.flaws))
                decided += len(found)
                lost += len(flawed_rows(flaws))
                advance("decide", rows, total)
                told = _told(found, column, principal)
                for category, outcome, number in told.group_by("category", "outcome").len().iter_rows():
                    categories[category, outcome] += number
                for place in _differing(told, meanings):
                    category, outcome = told.row(place)
                    row = found.row(place, named=True)
                    decides = _reason(case_of(row, vocabulary), laws, options.lang, principal, decide)
                    differing[category, outcome, decides] += 1
                    cells = (register.file, str(numbers[place]), str(row[CASE]), category, meanings[category], outcome, decides)
                    writer.writerow(shielded(printable(cell)) for cell in cells)
        strange = sorted({category for category, _ in categories if category} - set(meanings))
        if strange:
            place_ = Place(registers[0].file, 1, 1)
            problems: list[Diagnostic] = [CategoryWithoutMeaning(column=column, category=one).at(place_) for one in strange]
            raise Rejected(problems)
    return Compared(rows, decided, lost, categories, differing)


def _told(found: pl.DataFrame, column: str, principal: str) -> pl.DataFrame:
    """Return the category of each row and its outcome: the value, or the status where there is none."""
    return found.select(pl.col(BY + column).alias("category"), outcome_told(principal).fill_null("value").alias("outcome"))


def _differing(told: pl.DataFrame, meanings: Mapping[str, str]) -> Iterator[int]:
    """Yield the places of the rows whose category means another outcome than theirs; one without a meaning is told apart."""
    expected = told["category"].replace_strict(dict(meanings), default=None, return_dtype=pl.String)
    yield from (expected != told["outcome"]).fill_null(False).arg_true()


def _reason(case: Case, laws: CompiledLaws, lang: Language, name: str, decide: DecideTwice) -> str:
    """Return what decides a case: the first point with its section, or else the provisions that came nearest."""
    decision, cross_check = decide(case, laws)
    trail = build_trail(decision)
    words = answer_words(ShortAnswer(decision, trail, name, None, None, None), lang, cross_check)
    if words.because:
        return words.because[0].text
    view = view_of(decision, trail, lang, False)
    near = (point for number in trail.because.get(name, ())[:1] for point in nearest_points(view, number))
    return "; ".join(": ".join((point.head, *point.details[:1])) for point in near)
