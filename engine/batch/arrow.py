"""Record batches in, record batches out: the rows of a register decided inside an engine that splits it over many machines.

The functions take the laws and the options alone, and both can be pickled, so an engine can send them where the rows are:
Spark's `mapInArrow` takes `functools.partial(decide_batches, laws, options)` as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import polars as pl
import pyarrow

from ..diagnostics import Rejected, said
from ..law.compiled import compile_laws
from ..law.registers import CASE
from ..model import Laws, Place
from .parquet import FlatColumn, flat_columns, typed_register
from .problems import RowFlaw
from .register import RowBlock
from .rows import ids_of, judge_head
from .running import Options, decide_block, doubtful, hashes_of, no_decisions, prepare

FLAWS: Final = "flaws"
"""The column that says why a row is not decided: a list of structures, null where it is decided."""

WARNINGS: Final = "warnings"
"""The column that says what a person should look at in a row that is decided: a list of structures, null where there is nothing."""

TWICE: Final = "stands twice"
"""The column that says, where there is one, whether the id of a row stands in another row too: only who has all rows knows."""

_FLAW: Final = pl.List(pl.Struct(dict.fromkeys(("column", "code", "reason", "suggestion"), pl.String())))
_NAME: Final = "record batch"


def batches_schema(laws: Laws, options: Options) -> pyarrow.Schema:
    """Return the schema of what `decide_batches` gives: what `hjemmel batch` writes, words as strings, `FLAWS` and `WARNINGS`."""
    none = [pl.lit(None, _FLAW).alias(name) for name in (FLAWS, WARNINGS)]
    frame = no_decisions(prepare(compile_laws(laws), options)).with_columns(none)
    return pyarrow.schema([(field.name, _plain(field.type)) for field in _without_words(frame).to_arrow().schema])


def decide_batches(laws: Laws, options: Options, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Yield for each batch of cases the decisions on them, a row for each row in its order; none is dropped.

    The columns are those of a Parquet register, flat or in structures. Of the options `lang`, `law`, `topics`, `columns`
    and `trail` matter. A row that cannot be decided has its id and its flaws, and nothing else. Ids that stand in several
    rows are found by the column `TWICE` alone: the rows of one stream are not all there are. Raises Rejected where the columns hold no
    cases, at the first batch, and KeyError for a name of `options.columns` that there is not.
    """
    schema = batches_schema(laws, options)
    prepared = prepare(compile_laws(laws), options)
    columns: list[FlatColumn] | None = None
    for batch in batches:
        frame = pl.DataFrame(pl.from_arrow(batch))
        ids = ids_of(RowBlock(range(0), frame, ()), "typed") if TWICE in frame.columns else None
        twice = None if ids is None else hashes_of(ids.filter(frame[TWICE].fill_null(False)).unique())
        frame = frame.drop(TWICE, strict=False)
        if columns is None:
            columns = _judged_columns(frame.schema, laws)
        block = RowBlock(range(batch.num_rows), frame.select(column.value.alias(column.name) for column in columns), ())
        found, numbers, flaws = decide_block(block, "typed", prepared, twice)
        told = pl.concat([numbers.to_frame(), found.select(prepared.written).drop(CASE)], how="horizontal")
        rows = pl.DataFrame([pl.Series("row", block.rows, pl.Int64), ids_of(block, "typed")])
        whole = rows.join(told, on="row", how="left", maintain_order="left")
        whole = whole.join(_flaws(flaws, options, FLAWS), on="row", how="left", maintain_order="left")
        doubts = _flaws(doubtful(found, numbers, prepared), options, WARNINGS)
        whole = whole.join(doubts, on="row", how="left", maintain_order="left").drop("row")
        yield from _without_words(whole).to_arrow().cast(schema).combine_chunks().to_batches()


def _judged_columns(schema: Mapping[str, pl.DataType], laws: Laws) -> list[FlatColumn]:
    columns = flat_columns(schema, Place(_NAME, 1, 1))
    problems = judge_head(typed_register(_NAME, columns, lambda size, only: iter(())), laws.vocabulary)
    if problems:
        raise Rejected(problems)
    return columns


def _flaws(flaws: Iterable[RowFlaw], options: Options, name: str) -> pl.DataFrame:
    """Return the rows with flaws, and all flaws of each in their order, in the column of a name."""
    told: dict[int, list[dict[str, str]]] = {}
    for flaw in flaws:
        reason, suggestion = (said(text, options.lang) for text in (flaw.problem.message, flaw.problem.fix))
        told.setdefault(flaw.row, []).append({"column": flaw.column, "code": flaw.problem.code, "reason": reason, "suggestion": suggestion})
    return pl.DataFrame([pl.Series("row", list(told), pl.Int64), pl.Series(name, list(told.values()), _FLAW)])


def _without_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with words as strings: Spark knows no dictionaries."""
    return frame.with_columns(pl.selectors.enum().cast(pl.String))


def _plain(type_: pyarrow.DataType) -> pyarrow.DataType:
    """Return the type as every engine has it: strings and lists with short offsets."""
    if pyarrow.types.is_large_string(type_) or pyarrow.types.is_string_view(type_):
        return pyarrow.string()
    if pyarrow.types.is_large_list(type_):
        return pyarrow.list_(_plain(type_.value_type))
    if pyarrow.types.is_struct(type_):
        return pyarrow.struct([(field.name, _plain(field.type)) for field in type_])
    return type_
