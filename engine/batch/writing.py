"""Writing a register, and the rows of one that are rejected."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Literal

import polars as pl
from polars.io.plugins import register_io_source

from ..diagnostics import printable, said
from ..model import Language
from .problems import RowFlaw

HEADS = ("file", "row", "case", "column", "code", "reason", "suggestion")
"""The columns of a file of rejects."""


_FORMULA: Final = r"['=+\-@\t\r\n]"
"""How a text begins that a spreadsheet would take for a formula, or for one that is marked as a text."""

_BEGINS: Final = re.compile(_FORMULA)


def shielded(text: str) -> str:
    """Return a text as it stands in a cell of CSV: behind an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if _BEGINS.match(text) else text


def unshielded(column: pl.Expr) -> pl.Expr:
    """Return the texts of a column of CSV as they were before they were written."""
    return column.str.replace(f"^'({_FORMULA})", "$1")


Spelt = Literal["plain", "norwegian"]
"""How CSV is written: as a case file spells values, or so that Norwegian Excel opens it and `--dialect norwegian` reads it."""


def write_frames(path: Path, form: str, schema: pl.Schema, frames: Iterator[pl.DataFrame], size: int, spelt: Spelt = "plain") -> None:
    """Write frames of one schema, of up to `size` rows, one after another, as Parquet, CSV or NDJSON.

    What `frames` raises comes through. Decimal numbers are written to text with the digits they have; a double holds 15 of them
    exactly. `spelt` is for CSV alone.
    """
    if form == "parquet":
        _write_parquet(path, schema, frames, size)
        return
    with path.open("wb") as file:
        if form == "csv":
            file.write(codecs.BOM_UTF8 if spelt == "norwegian" else b"")
            _write_csv(file, pl.DataFrame(schema=schema), spelt, head=True)
        for frame in frames:
            plain = frame.with_columns(pl.selectors.decimal().cast(pl.Float64))
            if form == "csv":
                _write_csv(file, plain, spelt, head=False)
            else:
                plain.write_ndjson(file)


def _write_csv(file: BinaryIO, frame: pl.DataFrame, spelt: Spelt, *, head: bool) -> None:
    texts = pl.selectors.string()
    shield = pl.when(texts.str.contains(f"^{_FORMULA}")).then("'" + texts).otherwise(texts)
    frame = frame.with_columns(shield.name.keep())
    if spelt == "plain":
        frame.write_csv(file, include_header=head)
        return
    words = frame.with_columns(pl.selectors.boolean().cast(pl.String).replace({"true": "SANN", "false": "USANN"}))
    words.write_csv(file, include_header=head, separator=";", decimal_comma=True, date_format="%d.%m.%Y")


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
def rejects(path: Path, lang: Language, spelt: Spelt = "plain") -> Iterator[Callable[[str, Sequence[RowFlaw]], None]]:
    """Give a function that writes the flaws of a file's rows, as CSV with the heads `HEADS`."""
    encoding, separator = ("utf-8-sig", ";") if spelt == "norwegian" else ("utf-8", ",")
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n", delimiter=separator)
        writer.writerow(HEADS)

        def write(name: str, flaws: Sequence[RowFlaw]) -> None:
            for flaw in flaws:
                reason, fix = (said(text, lang) for text in (flaw.problem.message, flaw.problem.fix))
                # What stands in a cell is quoted in the reason, and may be what nobody sees.
                row = (
                    name,
                    str(flaw.row),
                    printable(flaw.case),
                    printable(flaw.column),
                    flaw.problem.code,
                    printable(reason),
                    printable(fix),
                )
                writer.writerow(map(shielded, row))

        yield write


def write_renamed(rows: Path, name: str, path: Path, encoding: str = "utf-8", separator: str = ",", end: str = "\n") -> None:
    """Write a file of rows again that are rejected, or differ, with another name for the register in its first column."""
    with rows.open(encoding=encoding, newline="") as file, path.open("w", encoding=encoding, newline="") as told:
        lines = csv.reader(file, delimiter=separator)
        writer = csv.writer(told, delimiter=separator, lineterminator=end)
        writer.writerow(next(lines))
        writer.writerows([name, *line[1:]] for line in lines)
