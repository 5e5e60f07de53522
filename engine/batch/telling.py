"""Deciding registers of which some rows are told: a line for each in CSV for Norwegian Excel, and the rejects beside it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from ..diagnostics import printable
from ..files import replacing
from ..law.compiled import CompiledLaws
from .register_files import RegisterFile
from .rows import flawed_rows
from .running import (
    SIZE,
    Advance,
    Options,
    dated_later,
    decide_block,
    doubtful,
    flaws_told,
    judge_counts,
    open_registers,
    prepare,
    survey,
    surveyed_blocks,
)
from .writing import rejects, shielded

SEPARATE: Final = ";"
MARK_OF_UTF_8: Final = "\ufeff"


@dataclass(slots=True)
class RowCounts:
    """Rows in all, decided and rejected so far, and those decided that a person should look at for what the facts or the file are.

    `read_until` counts by day those dated after the law was read until it.
    """

    rows: int = 0
    decided: int = 0
    rejected: int = 0
    doubted: int = 0
    read_until: Counter[date] = field(default_factory=Counter)


class Telling(NamedTuple):
    """Registers while they are decided: `blocks` yields a file, decisions on rows of it, and their numbers; `write` tells of one row.

    `first` is the first file, where what concerns them all is said to be.
    """

    first: str
    blocks: Iterator[tuple[str, pl.DataFrame, pl.Series]]
    write: Callable[..., None]
    counts: RowCounts


@contextmanager
def telling(
    files: Sequence[Path | RegisterFile],
    output: Path,
    rejected: Path,
    laws: CompiledLaws,
    options: Options,
    heads: Sequence[str],
    advance: Advance,
    size: int = SIZE,
) -> Iterator[Telling]:
    """Give the decisions on every row, and a function that writes a line with the cells `heads`.

    Both files are there at the end, and as they were where what happens inside raises. Raises Rejected as `decide_registers` does.
    """
    registers = open_registers(files, options, laws.laws.vocabulary)
    surveyed = survey(registers, size, advance)
    prepared = prepare(laws, options)
    counts = RowCounts()
    with (
        replacing(output) as lines_file,
        replacing(rejected) as rejects_file,
        rejects(rejects_file, options.lang, options.spelt) as reject,
        lines_file.open("w", encoding="utf-8", newline="") as text,
    ):
        text.write(MARK_OF_UTF_8)
        writer = csv.writer(text, delimiter=SEPARATE, lineterminator="\r\n")
        writer.writerow(heads)

        def blocks() -> Iterator[tuple[str, pl.DataFrame, pl.Series]]:
            for register, block in surveyed_blocks(registers, size, surveyed):
                found, numbers, flaws = decide_block(block, register.spelling, prepared, surveyed.twice)
                looks = [*block.notices, *doubtful(found, numbers, prepared)]
                reject(register.file, flaws_told(register, flaws, looks))
                counts.rows += len(block.rows) + len(flawed_rows(block.flaws))
                counts.decided += len(found)
                counts.rejected += len(flawed_rows(flaws))
                counts.doubted += len(flawed_rows(looks))
                counts.read_until.update(dated_later(found))
                advance("decide", counts.rows, surveyed.total)
                yield register.file, found, numbers

        def write(*cells: str) -> None:
            writer.writerow(shielded(printable(cell)) for cell in cells)

        yield Telling(registers[0].file, blocks(), write, counts)
        judge_counts(registers, surveyed.total, counts.rows, counts.decided, counts.rejected)
