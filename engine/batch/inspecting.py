"""What a municipality looks for in its own cases, in a register: which rows have a breach, by conclusion and provision.

Which conclusions those are, and with what answer, the vocabulary says (`self_inspection`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import polars as pl

from ..diagnostics import said
from ..inference import forward
from ..law.compiled import CompiledLaws
from ..law.deciding import decide
from ..law.registers import CASE, RULE, STATUS, outcome_told
from ..model import Inspection, Text, Vocabulary
from ..rendering.wording import label, status_words, terms_of
from ..trail.citation import cite
from ..trail.document import missing
from ..trail.finality import REVIEW
from ..trail.steps import build_trail
from .grouping import BY, GroupCounts, Grouping
from .register_files import RegisterFile
from .rows import case_of
from .running import SIZE, Advance, Options
from .suppressing import CountsByGroup
from .telling import RowCounts, telling

HEADS: Final = ("file", "row", "case", "conclusion", "answer", "finding", "section", "deadline")
"""The columns of a file of rows that have a breach, may have one, or whose deadline is passed."""

InspectedAs = Literal["breach", "assess", "passed", "kept", "open", "not_asked"]
"""What is found of a conclusion in a row: a breach; what a caseworker must assess; open, and its deadline passed; no breach; open;
not asked of such a case."""

TOLD: Final[tuple[InspectedAs, ...]] = ("breach", "assess", "passed")
"""The standings that are told row by row."""

WORDS: Final[Mapping[InspectedAs, Text]] = {
    "breach": Text("avvik", "breach", "avvik"),
    "assess": Text("må vurderes", "to be assessed", "må vurderast"),
    "passed": Text("fristen er passert", "deadline passed", "fristen er passert"),
    "kept": Text("i orden", "in order", "i orden"),
    "open": Text("ikke opplyst", "not stated", "ikkje opplyst"),
    "not_asked": Text("gjelder ikke", "not asked", "gjeld ikkje"),
}

MOST_CASES: Final = 100
"""So many ids a report lists of one kind; all of them are in the file."""


class Inspected(NamedTuple):
    """What an inspection found: the rows; by conclusion how many stand how, and under which provisions; and some of their ids.

    `cases` has the first ids of what is told row by row, `concerned` counts the rows of which something is told. `lacking` has of
    a conclusion that is open somewhere the first case in which it is, and the facts that are missing there. `groups` has how many
    rows stand how by grouping, conclusion and group.
    """

    counts: RowCounts
    standings: Mapping[str, Mapping[tuple[InspectedAs, str], int]]
    cases: Mapping[tuple[str, InspectedAs, str], Sequence[str]]
    concerned: int
    lacking: Mapping[str, tuple[str, tuple[str, ...]]]
    groups: Mapping[Grouping, Mapping[str, CountsByGroup]] = MappingProxyType({})


def inspect_registers(
    files: Sequence[Path | RegisterFile],
    output: Path,
    rejected: Path,
    laws: CompiledLaws,
    options: Options,
    advance: Advance,
    size: int = SIZE,
) -> Inspected:
    """Decide every row, write a line for each breach, what may be one, and each deadline that is passed, and return what was found.

    Deadlines are passed on the day `options.on`, where there is one. `size` rows are in memory at a time. Raises Rejected as
    `decide_registers` does.
    """
    vocabulary = laws.laws.vocabulary
    options = options._replace(trail=True)
    standings: dict[str, Counter[tuple[InspectedAs, str]]] = {name: Counter() for _, name, _ in asked(vocabulary)}
    cases: dict[tuple[str, InspectedAs, str], list[str]] = {}
    lacking: dict[str, tuple[str, tuple[str, ...]]] = {}
    concerned = 0
    groups = GroupCounts(options.by, standings)
    terms = terms_of(options.lang, vocabulary, None)
    with telling(files, output, rejected, laws, options, HEADS, advance, size) as register:
        for file, found, numbers in register.blocks:
            lines: list[tuple[int, int, tuple[str, ...]]] = []
            for place, (inspection, name, breach) in enumerate(asked(vocabulary)):
                frame = _stand(found, numbers, inspection, name, breach, laws, options)
                for standing, section, number in frame.group_by("standing", "section").len().iter_rows():
                    standings[name][standing, section] += number
                groups.add(frame, name, pl.col("standing"))
                for row, case, standing, section, day in frame.filter(pl.col("standing").is_in(TOLD)).select(_TOLD_OF).iter_rows():
                    ids = cases.setdefault((name, standing, section), [])
                    if len(ids) < MOST_CASES:
                        ids.append(case)
                    answer = "open" if standing == "passed" else "met" if breach else "not_met"
                    told = (label(terms, name), status_words(terms, answer), said(WORDS[standing], options.lang), section)
                    lines.append((row, place, (case, *told, day.isoformat() if day else "")))
                is_open = frame["standing"].is_in(("open", "passed")).arg_true()
                if name not in lacking and len(is_open):
                    first = found.row(is_open[0], named=True)
                    lacking[name] = str(first[CASE]), _missing(first, inspection, name, laws)
            concerned += len({row for row, _, _ in lines})
            for row, _, cells in sorted(lines):
                register.write(file, str(row), *cells)
    return Inspected(register.counts, standings, cases, concerned, lacking, groups.counts())


def asked(vocabulary: Vocabulary) -> Iterator[tuple[Inspection, str, bool]]:
    """Yield the conclusions that are looked at, each with the answer that is a breach."""
    for inspection in vocabulary.inspections:
        for name, breach in inspection.breaches.items():
            yield inspection, name, breach


def _stand(
    found: pl.DataFrame, numbers: pl.Series, inspection: Inspection, name: str, breach: bool, laws: CompiledLaws, options: Options
) -> pl.DataFrame:
    """Return how a conclusion stands in each row, in the columns `_TOLD_OF`, and what rows are grouped by.

    `section` is empty where nothing is told, `day` is the deadline.
    """
    vocabulary = laws.laws.vocabulary
    status = pl.col(name + STATUS).cast(pl.String)
    outside, unsettled = pl.lit(False), pl.lit(False)
    for other, words in inspection.when.items():
        told = outcome_told(other)
        is_other = ~told.is_in(words).fill_null(False)
        unsettled |= (told == "open") & is_other
        outside |= (told != "open") & is_other
    principal = next(one for one, conclusion in vocabulary.conclusions.items() if conclusion.principal)
    doubted = outcome_told(principal) == REVIEW
    for review in inspection.assess:
        doubted |= pl.col(review).fill_null(False)
        unsettled |= pl.col(review + STATUS).cast(pl.String) == "open"
    day_of = next((day for day, step in vocabulary.next_steps.items() if name in step.kept), None)
    day = pl.lit(None, pl.Date) if day_of is None else pl.col(day_of)
    passed = pl.lit(False) if options.on is None else (day < options.on).fill_null(False)
    standing = (
        pl.when(outside | (status == "not_applicable"))
        .then(pl.lit("not_asked"))
        .when(status == ("not_met" if breach else "met"))
        .then(pl.lit("kept"))
        .when((status == "open") & passed)
        .then(pl.lit("passed"))
        .when((status == "open") | (unsettled & ~doubted))
        .then(pl.lit("open"))
        .when(doubted)
        .then(pl.lit("assess"))
        .otherwise(pl.lit("breach"))
    )
    gave, set_day = _sections(found, name, breach, laws, options), pl.lit("")
    if day_of is not None:
        set_day = _sections(found, day_of, True, laws, options)
    section = (
        pl.when(pl.col("standing").is_in(("breach", "assess")))
        .then(gave)
        .when(pl.col("standing") == "passed")
        .then(set_day)
        .otherwise(pl.lit(""))
    )
    frame = found.with_columns(standing.alias("standing"), numbers.alias("row"))
    return frame.select("row", CASE, "standing", section.alias("section"), day.alias("day"), f"^{re.escape(BY)}.*$")


_TOLD_OF: Final = ("row", CASE, "standing", "section", "day")


def _sections(found: pl.DataFrame, name: str, applies: bool, laws: CompiledLaws, options: Options) -> pl.Expr:
    """Return the provisions of the rules for a conclusion that apply in each row, or of those that do not."""
    cited = []
    for compiled in laws.versions:
        for rule in compiled.version.rules.values():
            column = f"{RULE}{compiled.version.name}.{rule.id}"
            if name in dict(rule.then) and column in found.columns:
                told = said(cite(rule.source, compiled.version.acts), options.lang)
                cited.append(pl.when(pl.col(column) == applies).then(pl.lit(told)))
    if not cited:
        return pl.lit("")
    return pl.concat_list(cited).list.drop_nulls().list.unique(maintain_order=True).list.join("; ")


def _missing(row: Mapping[str, object], inspection: Inspection, name: str, laws: CompiledLaws) -> tuple[str, ...]:
    """Return the facts for want of which a conclusion, or what it is asked with, is open in a row, in the order of the vocabulary."""
    vocabulary = laws.laws.vocabulary
    decision = decide(case_of(row, vocabulary), laws, forward.run)
    trail = build_trail(decision)
    found: frozenset[str] = frozenset()
    found = reduce(
        or_, (frozenset(missing(decision, trail, vocabulary, one)) for one in (name, *inspection.when, *inspection.assess)), found
    )
    return tuple(fact for fact in vocabulary.facts if fact in found)
