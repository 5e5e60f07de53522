"""Writing a register, and the rows of one that are rejected."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from ..diagnostics import printable
from ..model import Language
from .reading import Flaw

HEADS = ("file", "row", "case", "column", "code", "reason", "suggestion")
"""The columns of a file of rejects."""


def write_frames(path: Path, form: str, schema: pl.Schema, frames: Iterator[pl.DataFrame], size: int) -> None:
    """Write frames of one schema, of up to `size` rows, one after another, as Parquet, CSV or NDJSON.

    What `frames` raises comes through. Decimal numbers are written to text with the digits they have; a double holds 15 of them
    exactly.
    """
    if form == "parquet":
        _write_parquet(path, schema, frames, size)
        return
    with path.open("wb") as file:
        if form == "csv":
            pl.DataFrame(schema=schema).write_csv(file)
        for frame in frames:
            plain = frame.with_columns(pl.selectors.decimal().cast(pl.Float64))
            if form == "csv":
                plain.write_csv(file, include_header=False)
            else:
                plain.write_ndjson(file)


def _write_parquet(path: Path, schema: pl.Schema, frames: Iterator[pl.DataFrame], size: int) -> None:
    """Write frames as one Parquet file, its columns compressed side by side, while the next frame is made.

    A group of `size` rows is all that is held back before it is written.
    """
    raised: list[BaseException] = []

    def source(columns: object, predicate: object, rows: object, size: object) -> Iterator[pl.DataFrame]:
        try:
            yield from frames
        except BaseException as error:
            raised.append(error)
            raise

    try:
        register_io_source(source, schema=schema).sink_parquet(path, compression="zstd", row_group_size=size)
    except BaseException:
        if raised:
            raise raised[0] from None
        raise


@contextmanager
def rejects(path: Path, lang: Language) -> Iterator[Callable[[str, Sequence[Flaw]], None]]:
    """Give a function that writes the flaws of a file's rows, as CSV with the heads `HEADS`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADS)

        def write(name: str, flaws: Sequence[Flaw]) -> None:
            for flaw in flaws:
                reason, fix = (flaw.reason.nb, flaw.suggestion.nb) if lang == "nb" else (flaw.reason.en, flaw.suggestion.en)
                # What stands in a cell is quoted in the reason, and may be what nobody sees.
                writer.writerow([name, flaw.row, flaw.case, flaw.column, flaw.code, printable(reason), printable(fix)])

        yield write
