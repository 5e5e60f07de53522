"""Registers in Spark: the rows of a DataFrame decided in Spark's own workers, by `arrow.decide_batches`.

Nothing of Spark's is done again here: it splits, sends, retries and writes.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as columns
from pyspark.sql.pandas.types import from_arrow_schema

from ..law.registers import CASE
from ..model import Laws
from .arrow import TWICE, batches_schema, decide_batches
from .running import Options


def decide_dataframe(rows: DataFrame, laws: Laws, options: Options) -> DataFrame:
    """Return the DataFrame of decisions on the cases of another, as `decide_batches` says; nothing runs before Spark is asked for it.

    Spark counts the ids, which reads the rows once more, and of rows that share one none is decided.
    The package must be importable in the workers. Raises KeyError for a name of `options.columns` that there is not; columns
    that hold no cases fail the job.
    """
    schema = from_arrow_schema(batches_schema(laws, options))
    return _grouped(_marked(rows)).mapInArrow(partial(decide_batches, laws, options), schema)


def _marked(rows: DataFrame) -> DataFrame:
    """Return the rows with the column `TWICE`; without a column of ids, which is told in the workers, as they are."""
    if CASE not in rows.columns:
        return rows
    id_ = columns.col(f"`{CASE}`").cast("string")
    twice = rows.groupBy(id_.alias(_ID)).count().where("count > 1").select(_ID, columns.lit(True).alias(TWICE))
    return rows.join(twice, id_ == columns.col(_ID), "left").drop(_ID)


_ID: Final = "the id"


def _grouped(rows: DataFrame) -> DataFrame:
    """Return the rows with flat names in structures: `mapInArrow` takes a full stop in a column's name for a structure anyway."""
    groups: dict[str, list[Column]] = {}
    alone: list[Column] = []
    for name in rows.columns:
        group, stop, field = name.partition(".")
        if stop:
            groups.setdefault(group, []).append(columns.col(f"`{name}`").alias(field))
        else:
            alone.append(columns.col(f"`{name}`"))
    return rows.select(*alone, *(columns.struct(*fields).alias(group) for group, fields in groups.items()))
