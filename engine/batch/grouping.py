"""Counting the outcomes of rows by what the rows have in common: columns of the register, facts and conclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, get_args

import polars as pl

from ..diagnostics import Diagnostic, Rejected, suggest
from ..law.registers import CASE
from ..model import Place, Text, Vocabulary
from .grouping_problems import LabelNotThere, TooManyGroups
from .register import LABEL, MARK, Register, RowBlock, Spelling
from .rows import columns_of, spellings
from .suppressing import Key

PartOfDate = Literal["month", "year"]
PARTS: Final[tuple[PartOfDate, ...]] = get_args(PartOfDate)

MOST_GROUPS: Final = 10_000
"""A column of more different values tells rows apart, and does not group them."""

BY: Final = "by:"
"""Before the name of a column of a frame that has what rows are grouped by."""


class GroupColumn(NamedTuple):
    """What rows are grouped by: a fact, a conclusion, or else a column of the register; of a date its month or year, or the day.

    `own` is a column of the register whatever has its name.
    """

    name: str
    part: PartOfDate | None = None
    own: bool = False

    @property
    def written(self) -> str:
        """The column as it is asked for."""
        return f"{self.name}:{self.part}" if self.part else self.name


Grouping = tuple[GroupColumn, ...]
"""The columns that make a group together."""


def grouping(asked: str) -> Grouping:
    """Return the grouping that is written `NAME,NAME:month`."""
    found = []
    for each in asked.split(","):
        name, _, part = each.rpartition(":")
        found.append(next((GroupColumn(name, one) for one in PARTS if name and part == one), GroupColumn(each)))
    return tuple(found)


def objection(column: GroupColumn, vocabulary: Vocabulary, topics: Collection[str], by_profile: bool) -> Text | None:
    """Return why rows cannot be grouped by a column whatever the register holds, None where they may.

    `topics` are those decided, all of them where there is none; `by_profile` says whether a profile tells which columns state facts.
    """
    fact, conclusion = vocabulary.facts.get(column.name), vocabulary.conclusions.get(column.name)
    given = fact is not None and fact.given
    left_out = conclusion is not None and topics and conclusion.topic not in topics
    taken = fact is None and conclusion is None and not by_profile and means_something(column.name, vocabulary)
    if not column.name or given or left_out or taken:
        return Text(f"kan ikke telle etter `{column.name}`", f"cannot count by `{column.name}`")
    type_ = fact.type if fact is not None else conclusion.type if conclusion is not None else None
    if column.part is not None and type_ != "date":
        return Text(
            f"`{column.name}` er ingen dato i vokabularet, så `:{column.part}` kan ikke leses av den",
            f"`{column.name}` is no date of the vocabulary, so no `:{column.part}` can be read off it",
        )
    return None


def means_something(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a column of a register, read without a profile, says something to the law.

    The law would not read it if it were the register's own. By a profile no column is read for its name.
    """
    return name == CASE or name in vocabulary.facts or name in columns_of(vocabulary)


def labels_of(groupings: Collection[Grouping], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the columns of a register that groupings name, and that are neither facts nor conclusions."""
    columns = (column for grouping in groupings for column in grouping)
    return tuple(dict.fromkeys(column.name for column in columns if _is_label(column, vocabulary)))


def _is_label(column: GroupColumn, vocabulary: Vocabulary) -> bool:
    return column.own or (column.name not in vocabulary.facts and column.name not in vocabulary.conclusions)


def labelled(register: Register, labels: Sequence[str]) -> Register:
    """Return a register whose columns `labels` are no facts, and are handed on.

    Raises Rejected where one is not there; of a register whose rows name their own columns, once no row had it.
    """
    judge_labels(register, labels)

    def blocks(size: int, only: Collection[str] | None) -> Iterator[RowBlock]:
        never = set(labels) if only is None and not register.places else set()
        rows = 0
        for block in register.blocks(size, only):
            rows += len(block.rows)
            there = {name: label_of(block.cells[name], register.spelling) for name in labels if name in block.cells.columns}
            never -= {name for name, cells in there.items() if cells.null_count() < len(cells)}
            yield block._replace(cells=block.cells.drop(there).with_columns(there.values()))
        if never and rows:
            raise Rejected([LabelNotThere(near=None, column=name).at(Place(register.file, 1, 1)) for name in sorted(never)])

    places = {name: place for name, place in register.places.items() if name not in labels}
    return register._replace(places=places, blocks=blocks)


def label_of(cells: pl.Series, spelling: Spelling) -> pl.Series:
    """Return the column of a block that has the cells of a label as texts."""
    texts = spellings(cells)
    return (texts.str.strip_prefix(MARK) if spelling == "marked" else texts).alias(LABEL + cells.name)


def judge_labels(register: Register, labels: Sequence[str]) -> None:
    """Raise Rejected where a register, whose rows do not name their own columns, has no column of a name."""
    missing = [name for name in labels if register.places and name not in register.places]
    if missing:
        place = Place(register.file, 1, 1)
        problems: list[Diagnostic] = [LabelNotThere(near=suggest(name, list(register.places)), column=name).at(place) for name in missing]
        raise Rejected(problems)


def group_columns(groupings: Collection[Grouping], facts: pl.DataFrame, found: pl.DataFrame, vocabulary: Vocabulary) -> list[pl.Series]:
    """Return the columns that rows are grouped by, as texts: of a frame of cases with its labels, and the decisions on it."""
    columns = []
    for column in dict.fromkeys(column for grouping in groupings for column in grouping):
        is_label = _is_label(column, vocabulary)
        name, frame = LABEL + column.name if is_label else column.name, facts
        if not is_label and column.name in vocabulary.conclusions:
            frame = found
        values = frame.get_column(name, default=pl.repeat(None, len(facts), dtype=pl.String, eager=True))
        if values.dtype == pl.Date:
            values = values.dt.strftime({"month": "%Y-%m", "year": "%Y", None: "%Y-%m-%d"}[column.part])
        columns.append(values.cast(pl.String).fill_null("").alias(BY + column.written))
    return columns


class GroupCounts:
    """The outcomes by group while rows go by: for each grouping and conclusion, by key and what is told."""

    def __init__(self, groupings: Collection[Grouping], conclusions: Collection[str]) -> None:
        self._counts: dict[Grouping, dict[str, dict[Key, Counter[str]]]] = {
            grouping: {name: {} for name in conclusions} for grouping in groupings
        }

    def add(self, found: pl.DataFrame, conclusion: str, told: pl.Expr) -> None:
        """Count the rows of a frame with the columns of `group_columns`. Raises Rejected where there are too many groups."""
        for grouping, counts in self._counts.items():
            names = [BY + column.written for column in grouping]
            for *key, said, number in found.group_by([*names, told]).len().iter_rows():
                counts[conclusion].setdefault(tuple(key), Counter())[said] += number
            if len(counts[conclusion]) > MOST_GROUPS:
                asked = ",".join(column.written for column in grouping)
                raise Rejected([TooManyGroups(asked=asked, most=MOST_GROUPS).at(Place("--by", 1, 1))])

    def counts(self) -> Mapping[Grouping, Mapping[str, Mapping[Key, Mapping[str, int]]]]:
        """Return what has been counted."""
        return self._counts
