"""Registers in Spark: the rows of a DataFrame decided in Spark's own workers, by `arrow.decide_batches`.

Nothing of Spark's is done again here: it splits, sends, retries and writes.
"""

from __future__ import annotations

from functools import partial

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as columns
from pyspark.sql.pandas.types import from_arrow_schema

from ..model import Laws
from .arrow import batches_schema, decide_batches
from .running import Options


def decide_dataframe(rows: DataFrame, laws: Laws, options: Options) -> DataFrame:
    """Return the DataFrame of decisions on the cases of another, as `decide_batches` says; nothing runs before Spark is asked for it.

    The package must be importable in the workers. Raises KeyError for a name of `options.columns` that there is not; columns
    that hold no cases fail the job.
    """
    schema = from_arrow_schema(batches_schema(laws, options))
    return _grouped(rows).mapInArrow(partial(decide_batches, laws, options), schema)


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
