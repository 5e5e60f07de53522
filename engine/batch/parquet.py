"""Parquet: columns of values, and structures of them under flat names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
import pyarrow
import pyarrow.parquet

from ..diagnostics import Rejected
from ..folders import shown
from ..model import Place
from .problems import ColumnTwice, RegisterUnreadable
from .register import Register, RowBlock

_BUFFER: Final = 2**16
"""Bytes of each column of a Parquet file that are read at a time."""


class FlatColumn(NamedTuple):
    """A column of values by its flat name, how to get it from the frame, and its type."""

    name: str
    value: pl.Expr
    dtype: pl.DataType


def open_parquet(path: Path) -> Register:
    place = Place(shown(path), 1, 1)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            empty = pl.DataFrame(pl.from_arrow(file.schema_arrow.empty_table()))
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise Rejected([RegisterUnreadable(reason=f"{error}".splitlines()[0] if str(error) else "Parquet").at(place)]) from None
    columns = flat_columns(empty.schema, place)

    def blocks(size: int, only: Collection[str] | None) -> Iterator[RowBlock]:
        kept = [(name, expression) for name, expression, _ in columns if only is None or name in only]
        roots = sorted({expression.meta.root_names()[0] for _, expression in kept})
        first = 1
        try:
            # Read ahead, it would keep all that it has read until the end; unbuffered, all of a group of rows.
            with pyarrow.parquet.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER) as file:
                for batch in file.iter_batches(size, columns=roots if only is not None else None):
                    frame = pl.DataFrame(pl.from_arrow(batch)).select(expression.alias(name) for name, expression in kept)
                    yield RowBlock(range(first, first + batch.num_rows), frame, ())
                    first += batch.num_rows
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise Rejected([RegisterUnreadable(reason=str(error).splitlines()[0]).at(place)]) from None

    return typed_register(shown(path), columns, blocks)


def typed_register(
    file: str, columns: Sequence[FlatColumn], blocks: Callable[[int, Collection[str] | None], Iterator[RowBlock]]
) -> Register:
    """Return the register whose cells are values of these columns."""
    place = Place(file, 1, 1)
    return Register(file, "typed", {name: place for name, _, _ in columns}, {name: dtype for name, _, dtype in columns}, blocks)


def flat_columns(schema: Mapping[str, pl.DataType], place: Place) -> list[FlatColumn]:
    """Return each column and each field of a structure with its flat name. Raises Rejected where two have one name."""
    columns = [FlatColumn(*found) for found in _flat(schema)]
    names = Counter(name for name, _, _ in columns)
    if twice := [name for name, count in names.items() if count > 1]:
        raise Rejected(ColumnTwice(column=name).at(place) for name in twice)
    return columns


def _flat(schema: Mapping[str, pl.DataType], prefix: str = "", parent: pl.Expr | None = None) -> Iterator[tuple[str, pl.Expr, pl.DataType]]:
    """Yield each column and each field of a structure with its flat name, how to get it, and its type."""
    for name, dtype in schema.items():
        column = pl.col(name) if parent is None else parent.struct.field(name)
        if isinstance(dtype, pl.Struct):
            yield from _flat(pl.Schema(dtype.to_schema()), f"{prefix}{name}.", column)
        else:
            yield prefix + name, column, dtype
