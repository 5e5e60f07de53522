"""A register's own category of each row beside the outcome of the law: which rows differ, and what decides them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected
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
from .rows import case_of
from .running import SIZE, Advance, Options
from .telling import RowCounts, telling

HEADS: Final = ("file", "row", "case", "category", "expected", "outcome", "decides")
"""The columns of a file of rows that differ, and of those without a category, which nothing is expected of."""


class Compared(NamedTuple):
    """What a comparison found: the rows, the decided ones by category and outcome, and by what decides those that differ.

    `differing` counts by category, outcome and the first point that decides, the rows whose category means another outcome;
    `without` the decided rows that have no category, and so were not compared.
    """

    counts: RowCounts
    categories: Mapping[tuple[str, str], int]
    differing: Mapping[tuple[str, str, str], int]
    without: int


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
    """Return what is written CODE=OUTCOME of categories, once for each of them; without a CODE it is of an empty cell."""
    known = outcomes_of(vocabulary)
    found: dict[str, str] = {}
    unread, unknown = [], []
    for each in written:
        code, equals, outcome = each.rpartition("=")
        if not equals or code in found:
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
    """Decide every row, write those whose category means another outcome and those that have none, and return what was found.

    `meanings` has the outcome, or the status, that each category means; that of the empty text, if any, is of an empty cell.
    Raises Rejected, and writes nothing, where a category has none, and as `decide_registers` does; `decide` gives the reason of
    a row that differs. `size` rows are in memory at a time.
    """
    vocabulary = laws.laws.vocabulary
    options = options._replace(by=((GroupColumn(column, own=True),),), trail=True)
    principal = next(name for name, conclusion in vocabulary.conclusions.items() if conclusion.principal)
    categories: Counter[tuple[str, str]] = Counter()
    differing: Counter[tuple[str, str, str]] = Counter()
    without = 0
    with telling(files, output, rejected, laws, options, HEADS, advance, size) as register:
        for file, found, numbers in register.blocks:
            told = _told(found, column, principal)
            for category, outcome, number in told.group_by("category", "outcome").len().iter_rows():
                categories[category, outcome] += number
            for place in _to_tell(told, meanings):
                category, outcome = told.row(place)
                row = found.row(place, named=True)
                decides = ""
                if category in meanings:
                    decides = _reason(case_of(row, vocabulary), laws, options.lang, principal, decide)
                    differing[category, outcome, decides] += 1
                else:
                    without += 1
                register.write(file, str(numbers[place]), str(row[CASE]), category, meanings.get(category, ""), outcome, decides)
        strange = sorted({category for category, _ in categories if category} - set(meanings))
        if strange:
            place_ = Place(register.first, 1, 1)
            problems: list[Diagnostic] = [CategoryWithoutMeaning(column=column, category=one).at(place_) for one in strange]
            raise Rejected(problems)
    return Compared(register.counts, categories, differing, without)


def _told(found: pl.DataFrame, column: str, principal: str) -> pl.DataFrame:
    """Return the category of each row and its outcome: the value, or the status where there is none."""
    return found.select(pl.col(BY + column).alias("category"), outcome_told(principal).fill_null("value").alias("outcome"))


def _to_tell(told: pl.DataFrame, meanings: Mapping[str, str]) -> Iterator[int]:
    """Yield the places of the rows whose category means another outcome than theirs, or that have none without a meaning.

    A category without a meaning ends the run, and is told apart.
    """
    expected = told["category"].replace_strict({"": "", **meanings}, default=None, return_dtype=pl.String)
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
