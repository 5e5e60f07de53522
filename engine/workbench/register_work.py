"""The work on a register: looking it through for how it is to be read, reading its first rows, deciding it, and telling the rows.

Every row is decided as `hjemmel batch` decides it, with the trail, so that any row can be explained.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, cast, get_args

import polars as pl

from ..batch.again import decide_again
from ..batch.columns_seen import see_columns
from ..batch.comparing import compare_registers, meanings_of
from ..batch.grouping import grouping
from ..batch.inspecting import inspect_registers
from ..batch.profile import Profile, build_profile
from ..batch.profiled import open_by_profile
from ..batch.proposing import profile_text, propose
from ..batch.reading import open_register
from ..batch.recognising import recognised
from ..batch.register import SEPARATORS, Encoding, Register, RowBlock
from ..batch.register_files import SUFFIXES, register_file
from ..batch.rows import Dialect, judge_head, undeclared_dialect
from ..batch.rows_read import rows_read
from ..batch.running import Advance, Options, decide_registers, rejects_path
from ..batch.telling import SEPARATE
from ..batch.writing import shielded, write_frames
from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected
from ..language.case_text import case_text, said_unknown
from ..language.located import read_tree
from ..law.crosscheck import cross_checker
from ..law.registers import CASE, outcome_told
from ..model import Language, Place
from ..rendering.report import Report, grouped
from ..trail.checker import Flaw, document_checker
from ..trail.finality import REVIEW
from .desk import Desk
from .registers import (
    MOST_ROWS,
    ComparedRegister,
    DecidedRegister,
    InspectedRegister,
    RegisterReading,
    RegisterStep,
    RegisterTooLong,
    RegisterWork,
    SeenRegister,
)

SIZE: Final = 10_000
"""Rows that are decided at a time: so many that a page can say how far the work has come."""

PROFILE: Final = "profile.yaml"
"""What the profile in the form is called where something is wrong with it."""

COMPARED_AT_A_TIME: Final = 1_000
"""Rows that are compared at a time: each that differs is decided once more by itself."""

WITHIN: Final = 30
ENCODINGS: Final = get_args(Encoding)
DIALECTS: Final = ("plain", "norwegian")
ENDINGS: Final = tuple(SUFFIXES)


class _Stopped(Exception):
    """The work was told to stop."""


def look_through(desk: Desk, path: Path, name: str, lang: Language, work: RegisterWork) -> None:
    """Find out how a register is to be read: its columns are facts by their names, or a profile is proposed for them."""
    try:
        work.seen = _seen(desk, path, name, lang, work)
    except Rejected as rejected:
        work.refused = rejected.diagnostics
    except _Stopped:
        pass


def _seen(desk: Desk, path: Path, name: str, lang: Language, work: RegisterWork) -> SeenRegister:
    form = SUFFIXES[path.suffix.lower()]
    if form == "ndjson":  # whose rows name their own columns
        return SeenRegister(None, True, 0, 0, RegisterReading("", "utf-8", "plain", None, WITHIN))
    found = recognised(register_file(path), None) if form == "csv" else {}
    encoding = found.get("encoding", "utf-8")
    register = open_register(register_file(path), encoding, (), separator=SEPARATORS.get(found.get("separator", "")))
    if not judge_head(register, desk.vocabulary):
        dialect = "norwegian" if undeclared_dialect(register, desk.vocabulary) is not None else "plain"
        return SeenRegister(None, True, 0, 0, RegisterReading("", encoding, dialect, None, WITHIN))
    columns, rows, unread = see_columns(register._replace(blocks=_counting(register, work)))
    proposed = propose(columns, desk.vocabulary, unread)
    certain = sum(one.fact is not None for one in proposed.proposals)
    text = profile_text(proposed, name, rows, found, lang, unread)
    return SeenRegister(rows, False, certain, len(proposed.proposals) - certain, RegisterReading(text, "utf-8", "plain", None, WITHIN))


def _counting(register: Register, work: RegisterWork) -> Callable[[int, Collection[str] | None], Iterator[RowBlock]]:
    def blocks(size: int, only: Collection[str] | None) -> Iterator[RowBlock]:
        for block in register.blocks(size, only):
            _advance(work, "read", work.done + len(block.rows), 0)
            yield block

    return blocks


def _advance(work: RegisterWork, step: RegisterStep, done: int, total: int) -> None:
    """Count what is done of a step. Raises _Stopped where the work was told to stop, and Rejected where there is too much of it."""
    if work.stopped:
        raise _Stopped
    judge_rows(done)
    work.at(step, done, total)


def _advancing(work: RegisterWork, step: RegisterStep) -> Advance:
    """Return what counts the rows that are read, and then those of which a step is done."""
    return lambda what, done, total: _advance(work, "read" if what == "read" else step, done, total)


def judge_rows(number: int) -> None:
    """Raise Rejected where a register has more rows than are decided here."""
    if number > MOST_ROWS:
        raise Rejected([RegisterTooLong(most=grouped(MOST_ROWS)).at(Place("", 1, 1))])


# ---------------------------------------------------------------- how it is read


def profile_of(desk: Desk, text: str) -> tuple[Profile | None, tuple[Diagnostic, ...]]:
    """Return the profile that a text is, None where it is empty or wrong, and what is wrong with it."""
    if not text.strip():
        return None, ()
    problems: list[Diagnostic] = []
    tree = read_tree(PROFILE, text, problems)
    profile = build_profile(tree, desk.vocabulary, PROFILE, text.encode(), problems) if tree is not None else None
    return (profile, ()) if not problems else (None, tuple(problems))


def first_rows(desk: Desk, path: Path, reading: RegisterReading, profile: Profile, lang: Language) -> Report:
    """Return how a profile reads the first rows. Raises Rejected where the columns are not those of the profile."""
    register = open_by_profile(register_file(path), cast("Encoding", reading.encoding), profile)
    return rows_read(register, profile, desk.vocabulary, desk.versions, lang)


def options_of(reading: RegisterReading, profile: Profile | None, lang: Language) -> Options:
    """Return the options under which a register is decided."""
    dialect = cast("Dialect", reading.dialect if profile is None else "plain")
    encoding = cast("Encoding", reading.encoding if profile is None or profile.encoding is None else profile.encoding)
    by = tuple(dict.fromkeys(grouping(line) for line in lines_of(reading.by)))
    return Options(
        lang, encoding, dialect, trail=True, on=reading.on, within=reading.within, profile=profile, by=by, suppress=reading.suppress
    )


def lines_of(typed: str) -> list[str]:
    """Return the lines of what was typed that hold anything."""
    return [line.strip() for line in typed.splitlines() if line.strip()]


def decide(desk: Desk, path: Path, output: Path, reading: RegisterReading, options: Options, work: RegisterWork) -> None:
    """Decide every row of a register, or none of them, as its reading and the options made of it say."""
    try:
        compared = _compared(desk, path, output, reading, options, work) if reading.category else None
        inspected = _inspected(desk, path, output, options, work) if reading.inspect else None
        summary = decide_registers([path], output, desk.laws, options, _advancing(work, "decide"), SIZE)
    except Rejected as rejected:
        work.refused = rejected.diagnostics
    except _Stopped:
        pass
    else:
        work.decided = DecidedRegister(summary, options, reading.profile, output, rejects_path(output), compared, inspected)


def _compared(desk: Desk, path: Path, output: Path, reading: RegisterReading, options: Options, work: RegisterWork) -> ComparedRegister:
    """Compare the register's own category with the outcomes, as `hjemmel compare` does."""
    differing = output.with_name(f"{output.stem}-differ.csv")
    meanings = meanings_of(lines_of(reading.means), desk.vocabulary).outcomes
    decider, advance = cross_checker(False), _advancing(work, "compare")
    rejected = rejects_path(differing)
    found = compare_registers(
        [path], differing, rejected, desk.laws, options, reading.category, meanings, decider, advance, COMPARED_AT_A_TIME
    )
    return ComparedRegister(reading.category, meanings, found, differing)


def _inspected(desk: Desk, path: Path, output: Path, options: Options, work: RegisterWork) -> InspectedRegister:
    """Look for what is late or lacking, as `hjemmel inspect` does."""
    rows = output.with_name(f"{output.stem}-follow-up.csv")
    found = inspect_registers([path], rows, rejects_path(rows), desk.laws, options, _advancing(work, "inspect"), SIZE)
    return InspectedRegister(found, rows)


# ---------------------------------------------------------------- the rows


class RowFilter(NamedTuple):
    """Which rows are shown: those of an outcome, those that a person must assess for a reason, those of whose id a text is a part.

    What is empty leaves none out.
    """

    outcome: str = ""
    review: str = ""
    id: str = ""


class DecidedRow(NamedTuple):
    """A row that is decided: its case, the outcome as a value or a status, the law versions, and what a person must assess."""

    case: str
    outcome: str
    laws: tuple[str, ...]
    reviews: tuple[str, ...]


class RejectedRow(NamedTuple):
    """A flaw of a row that is not decided, or what a person should look at of one that is: its row, case, column, why and what to do."""

    row: str
    case: str
    column: str
    code: str
    reason: str
    suggestion: str


def reviews_of(desk: Desk) -> tuple[str, ...]:
    """Return the conclusions that ask a person to assess something."""
    declared = desk.vocabulary.conclusions
    return tuple(name for name, one in declared.items() if name.startswith(f"{REVIEW}.") and one.type == "boolean")


def counted_reviews(desk: Desk, decided: DecidedRegister) -> Mapping[str, int]:
    """Return in how many rows a person must assess something, by what that is; the most frequent first."""
    sums = pl.scan_parquet(decided.output).select(pl.col(name).sum() for name in reviews_of(desk)).collect()
    found = {name: int(sums[name][0] or 0) for name in sums.columns}
    return dict(sorted(((name, number) for name, number in found.items() if number), key=lambda one: -one[1]))


def rows_of(desk: Desk, decided: DecidedRegister, chosen: RowFilter, start: int, number: int) -> tuple[int, tuple[DecidedRow, ...]]:
    """Return how many rows a filter leaves, and some of them in the order of the register."""
    frame = pl.scan_parquet(decided.output)
    told = outcome_told(desk.principal) if desk.principal is not None else pl.lit("")
    if chosen.outcome:
        frame = frame.filter(told == chosen.outcome)
    if chosen.review:
        frame = frame.filter(pl.col(chosen.review).fill_null(False))
    if chosen.id:
        frame = frame.filter(pl.col(CASE).str.contains(chosen.id, literal=True))
    laws = [topic.law for topic in desk.vocabulary.topics.values()]
    reviews = reviews_of(desk)
    count = frame.select(pl.len()).collect().item()
    page = frame.slice(start, number).select(CASE, told.alias(" outcome"), *laws, *reviews).collect()
    return count, tuple(
        DecidedRow(
            row[CASE],
            row[" outcome"] or "",
            tuple(dict.fromkeys(str(row[law]) for law in laws if row[law] is not None)),
            tuple(name for name in reviews if row[name]),
        )
        for row in page.iter_rows(named=True)
    )


def rejected_rows(decided: DecidedRegister, start: int, number: int) -> tuple[int, tuple[RejectedRow, ...]]:
    """Return how many flaws there are, and some of them in the order of the register."""
    flaws = flaws_in(decided.rejects)
    found = tuple(islice(flaws, start, start + number))
    return (start + len(found) if found else 0) + sum(1 for _ in flaws), found


class DifferingRow(NamedTuple):
    """A row whose category stands for another outcome than that of the law, and what decides it."""

    row: str
    case: str
    category: str
    expected: str
    outcome: str
    decides: str


class FollowedRow(NamedTuple):
    """Something to follow up in a row: what was looked for and the answer, how it stands, the provision, and the deadline, if any."""

    row: str
    case: str
    conclusion: str
    answer: str
    finding: str
    section: str
    deadline: str


def differing_rows(compared: ComparedRegister, start: int, number: int) -> tuple[DifferingRow, ...]:
    """Return some of the rows that differ, in the order of the register."""
    return tuple(DifferingRow(*cells) for cells in _told(compared.rows, start, number))


def followed_rows(inspected: InspectedRegister, start: int, number: int) -> tuple[FollowedRow, ...]:
    """Return some of what is to be followed up, in the order of the register."""
    return tuple(FollowedRow(*cells) for cells in _told(inspected.rows, start, number))


def _told(path: Path, start: int, number: int) -> Iterator[list[str]]:
    """Yield some of the lines that tell of rows, as they were before they were written, without the name of the register."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, delimiter=SEPARATE)
        next(lines)
        for line in islice(lines, start, start + number):
            yield [*map(_as_it_was, line[1:])]


def flaws_in(path: Path) -> Iterator[RejectedRow]:
    """Yield the flaws in a file of rejected rows, as they were before they were written there."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for line in lines:
            yield RejectedRow(*map(_as_it_was, line[1:]))


def _as_it_was(cell: str) -> str:
    """Return a cell of CSV without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[1:] and shielded(cell[1:]) == cell else cell


@lru_cache(2)
def _checker(desk: Desk) -> Callable[[Json], Flaw | None]:
    """Return what looks through the trail of a row that is decided again: made once, for it is slow to make."""
    return document_checker(desk.laws.laws)


def row_case(desk: Desk, decided: DecidedRegister, id_: str, lang: Language) -> str:
    """Return the case of a row as the text of a case file. Raises Rejected where it is decided otherwise by itself."""
    found = decide_again(decided.output, id_, desk.laws, desk.check, _checker(desk), lang).decision.case
    return case_text(found, said_unknown(found, desk.vocabulary), desk.vocabulary)


def written_as(decided: DecidedRegister, path: Path) -> None:
    """Write the decisions in the form that the name of a file says, as `hjemmel batch` would have written them there."""
    frame = pl.scan_parquet(decided.output)
    rows = decided.summary.decided
    frames = (frame.slice(start, SIZE).collect() for start in range(0, rows, SIZE))
    write_frames(path, SUFFIXES[path.suffix], frame.collect_schema(), frames, SIZE)
