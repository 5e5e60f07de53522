"""Writing a register: beside its place, and put there only when it is whole."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow.parquet

from ..model import Language
from .reading import Flaw

HEADS = ("file", "row", "case", "column", "code", "reason", "suggestion")
"""The columns of a file of rejects."""


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a file to write beside `path`; it takes its place at the end, and is gone if what happens inside raises."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    written = Path(name)
    try:
        yield written
        # As a file that is opened for writing has it; a temporary one is for its owner alone.
        mask = os.umask(0)
        os.umask(mask)
        written.chmod(0o666 & ~mask)
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


@contextmanager
def frames(path: Path, form: str) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Give a function that writes frames of one schema one after another, as Parquet, CSV or NDJSON.

    Decimal numbers are written to text with the digits they have; a double holds 15 of them exactly.
    """
    if form == "parquet":
        writers: list[pyarrow.parquet.ParquetWriter] = []

        def write_table(frame: pl.DataFrame) -> None:
            table = frame.to_arrow()
            if not writers:
                writers.append(pyarrow.parquet.ParquetWriter(path, table.schema, compression="zstd"))
            writers[0].write_table(table)

        try:
            yield write_table
        finally:
            for writer in writers:
                writer.close()
        return
    with path.open("wb") as file:
        heads = [True]

        def write_lines(frame: pl.DataFrame) -> None:
            plain = frame.with_columns(pl.selectors.decimal().cast(pl.Float64))
            if form == "csv":
                plain.write_csv(file, include_header=heads[0])
                heads[0] = False
            else:
                plain.write_ndjson(file)

        yield write_lines


@contextmanager
def rejects(path: Path, lang: Language) -> Iterator[Callable[[str, Sequence[Flaw]], None]]:
    """Give a function that writes the flaws of a file's rows, as CSV with the heads `HEADS`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADS)

        def write(name: str, flaws: Sequence[Flaw]) -> None:
            for flaw in flaws:
                reason, fix = (flaw.reason.nb, flaw.suggestion.nb) if lang == "nb" else (flaw.reason.en, flaw.suggestion.en)
                writer.writerow([name, flaw.row, flaw.case, flaw.column, flaw.code, reason, fix])

        yield write
