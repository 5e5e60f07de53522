"""A register that is decided, weighed against a draft of the law: whom of its rows the draft turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from ..batch.flipping import register_impact
from ..changes.impact import Pair
from ..inference import forward
from ..inference.columns import UNKNOWN
from ..law.registers import CASE
from .registers import DecidedRegister
from .sandbox import WeighedRegister, Weighing

SIZE: Final = 100_000
"""Rows that are weighed at a time; more bring nothing and take memory."""


def weigh_register(name: str, decided: DecidedRegister, pair: Pair, weighing: Weighing) -> WeighedRegister:
    """Return what a draft changes for the rows that were decided: their facts stand beside the decisions, as they were read.

    `impact` is None where they cannot be read any more, or not as the draft declares its facts.
    """
    rows, facts = decided.summary.decided, pair.laws.laws.vocabulary.facts
    known = {CASE, *(fact for fact, one in facts.items() if not one.given)}
    known |= {fact + UNKNOWN for fact, one in facts.items() if one.silence is not None}

    def frames() -> Iterator[pl.DataFrame]:
        frame = pl.scan_parquet(decided.output)
        columns = [column for column in frame.collect_schema().names() if column in known]
        for start in range(0, rows, SIZE):
            if weighing.stopped:
                return
            yield frame.slice(start, SIZE).select(columns).collect()
            weighing.done = min(start + SIZE, rows)

    weighing.begin("register", rows)
    try:
        # Of most drafts a few rows are decided by themselves, which takes less time than to make functions of two versions.
        impact = register_impact(replace(pair, engine=forward.run), frames(), lambda: weighing.stopped)
    except (OSError, ValueError, pl.exceptions.PolarsError):
        impact = None
    return WeighedRegister(name, decided, impact)
