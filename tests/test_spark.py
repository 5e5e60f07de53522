"""Record batches: what is decided of them is what `hjemmel batch` writes; by itself, and inside a Spark on this machine."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow
import pytest

from engine.batch.again import decide_again
from engine.batch.arrow import FLAWS, TWICE, WARNINGS, batches_schema, decide_batches
from engine.batch.running import Options, decide_registers, rejects_path
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.law.compiled import CompiledLaws
from engine.law.crosscheck import cross_checker
from engine.law.registers import CASE, READ_UNTIL
from engine.model import Laws
from engine.trail.checker import document_checker

from .random_cases import random_cases
from .test_batch import written
from .test_columns import register_of

WHOLE = Options(trail=True, lang="en")


@pytest.fixture(scope="module")
def register(laws: Laws) -> pl.DataFrame:
    """Cases with facts missing and versions forced, and rows that no case may have."""
    frame = register_of(laws.vocabulary, list(random_cases(laws, 300, seed=71)))
    words = pl.when(pl.int_range(pl.len()) % 40 == 7).then(pl.lit("s99")).otherwise(pl.col("permit.type"))
    hours = pl.when(pl.int_range(pl.len()) % 40 == 11).then(pl.lit(999)).otherwise(pl.col("work.hours_per_week"))
    law = pl.when(pl.int_range(pl.len()) % 6 == 1).then(pl.lit(laws.versions[-1].name)).otherwise(pl.col("law"))
    return frame.with_columns(words.alias("permit.type"), hours.cast(pl.Decimal(18, 6)).alias("work.hours_per_week"), law.alias("law"))


@pytest.fixture(scope="module")
def batch(register: pl.DataFrame, compiled: CompiledLaws, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """What `batch` says of the register: the rows decided, words as strings, and the flaws of the others, in order."""
    folder = tmp_path_factory.mktemp("spark")
    source, output = written(folder / "in.parquet", register), folder / "out.parquet"
    decide_registers([source], output, compiled, WHOLE, lambda what, done, total: None)
    decided = pl.read_parquet(output).with_columns(pl.selectors.enum().cast(pl.String), pl.selectors.categorical().cast(pl.String))
    told: dict[str, list[dict[str, str]]] = {}
    doubted: dict[str, list[dict[str, str]]] = {}
    for row in pl.read_csv(rejects_path(output), infer_schema=False).fill_null("").iter_rows(named=True):
        lines = doubted if row["code"] == "unlikely" else told
        lines.setdefault(row["case"], []).append({name: row[name] for name in ("column", "code", "reason", "suggestion")})
    whole = register.select(CASE).join(decided, on=CASE, how="left", maintain_order="left")
    for name, lines in ((FLAWS, told), (WARNINGS, doubted)):
        assert lines
        whole = whole.join(pl.DataFrame({CASE: list(lines), name: list(lines.values())}), on=CASE, how="left", maintain_order="left")
    assert 20 < len(decided) < len(register) - 20 and len({row["code"] for rows in told.values() for row in rows}) > 2
    return whole


def assert_alike(found: pl.DataFrame, wanted: pl.DataFrame) -> None:
    """The same rows, whatever their order."""
    assert found.columns == wanted.columns
    one, other = found.sort(CASE), wanted.sort(CASE)
    for name in one.columns:
        assert one[name].to_list() == other[name].to_list(), name


def plain(register: pl.DataFrame) -> pyarrow.Table:
    """The register in the types that Spark has."""
    table = register.to_arrow()
    fields = [pyarrow.field(f.name, pyarrow.string() if pyarrow.types.is_large_string(f.type) else f.type) for f in table.schema]
    return table.cast(pyarrow.schema(fields))


@pytest.mark.parametrize("size", [1_000, 37])
def test_batches_say_what_batch_writes(size: int, register: pl.DataFrame, batch: pl.DataFrame, laws: Laws) -> None:
    """In batches of any size, after a journey of the function to another process; a row for each row, in its order."""
    decide = pickle.loads(pickle.dumps(partial(decide_batches, laws, WHOLE)))
    schema = batches_schema(laws, WHOLE)
    batches = list(decide(iter(plain(register).to_batches(size))))
    assert all(batch.schema == schema for batch in batches)
    found = pl.DataFrame(pl.from_arrow(pyarrow.Table.from_batches(batches, schema)))
    assert found[CASE].to_list() == register[CASE].to_list()
    assert_alike(found, batch)


def test_structures_are_groups(laws: Laws) -> None:
    """As in a nested register."""
    flat = pyarrow.table({CASE: ["1"], "permit.type": ["s28"]}).to_batches()
    nested = pyarrow.table({CASE: ["1"], "permit": [{"type": "s28"}]}).to_batches()
    one, other = (list(decide_batches(laws, Options(), iter(batches))) for batches in (flat, nested))
    assert one == other and one[0].num_rows == 1


def test_an_id_that_is_said_to_stand_twice_is_of_no_decision(laws: Laws) -> None:
    """In a stream by itself as well; the column is none of a case."""
    table = pyarrow.table({CASE: ["1", "2", "3", None], "permit.type": ["s28"] * 4, TWICE: [True, False, None, True]})
    (batch,) = decide_batches(laws, Options(lang="en"), iter(table.to_batches()))
    found = pl.DataFrame(pl.from_arrow(batch))
    assert TWICE not in found.columns
    assert [None if flaws is None else [flaw["code"] for flaw in flaws] for flaws in found[FLAWS]] == [
        ["stated-twice"],
        None,
        None,
        ["missing-key"],
    ]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({CASE: ["1"], "permit.tpye": ["s28"]}, "unknown-fact"),
        ({CASE: ["1"], "permit.type": [1]}, "wrong-type"),
        ({"permit.type": ["s28"]}, "missing-key"),
        ({CASE: ["1"], "permit.type": ["s28"], "permit": [{"type": "s28"}]}, "stated-twice"),
    ],
)
def test_columns_that_hold_no_cases_end_it(columns: dict[str, list[Any]], code: str, laws: Laws) -> None:
    with pytest.raises(Rejected) as raised:
        list(decide_batches(laws, Options(), iter(pyarrow.table(columns).to_batches())))
    assert [problem.code for problem in raised.value.diagnostics] == [code]


def test_columns_are_chosen(laws: Laws) -> None:
    chosen = Options(columns=("programme.right", "permit.type"), law=laws.versions[0].name)
    (found,) = decide_batches(laws, chosen, iter(pyarrow.table({CASE: ["1"], "permit.type": ["s28"]}).to_batches()))
    assert found.schema.names == [CASE, READ_UNTIL, "programme.right", "programme.right.status", "permit.type", FLAWS, WARNINGS]
    with pytest.raises(KeyError):
        batches_schema(laws, Options(columns=("programme.rigth",)))


# ---------------------------------------------------------------- Spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark on this machine, with two workers."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'hjemmel[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join((str(HOME), os.environ.get("PYTHONPATH", ""))))
        builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "100").getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark_says_what_batch_writes(
    spark: Any, register: pl.DataFrame, batch: pl.DataFrame, laws: Laws, compiled: CompiledLaws, tmp_path: Path
) -> None:
    """Read by Spark, decided in its workers, written by Spark; and a row of what it wrote can be decided again."""
    written(tmp_path / "in.parquet", register)
    from engine.batch.spark import decide_dataframe

    rows = spark.read.parquet(str(tmp_path / "in.parquet")).repartition(3)
    decide_dataframe(rows, laws, WHOLE).coalesce(1).write.parquet(str(tmp_path / "out"))
    (output,) = (tmp_path / "out").glob("*.parquet")
    found = pl.read_parquet(output)
    assert_alike(found, batch)
    # Only rows that are decided have a trail, and a file of `batch` has no columns of flaws and warnings.
    decided = found.filter(pl.col(FLAWS).is_null()).drop(FLAWS, WARNINGS)
    decided.write_parquet(tmp_path / "decided.parquet")
    checks = cross_checker(False), document_checker(laws)
    again = decide_again(tmp_path / "decided.parquet", decided[CASE][5], compiled, *checks)
    assert again.decision.case.id == decided[CASE][5]


@pytest.mark.filterwarnings("ignore")
def test_spark_finds_ids_that_stand_twice(spark: Any, laws: Laws) -> None:
    """Wherever they stand; of ids that are numbers too, and a row without an id is like no other."""
    from engine.batch.spark import decide_dataframe

    for ids in (["1", "2", "1", None, None, "3"], [1, 2, 1, None, None, 3]):
        rows = spark.createDataFrame([(id_, "s28") for id_ in ids], f"`case` {'string' if '2' in ids else 'int'}, `permit.type` string")
        found = decide_dataframe(rows.repartition(4), laws, Options(columns=("permit.type",))).collect()
        told = sorted((row[CASE] or "", [flaw["code"] for flaw in row[FLAWS] or ()]) for row in found)
        lacking, twice = ["missing-key"], ["stated-twice"]
        assert told == [("", lacking), ("", lacking), ("1", twice), ("1", twice), ("2", []), ("3", [])]


@pytest.mark.filterwarnings("ignore")
def test_spark_fails_where_columns_hold_no_cases(spark: Any, laws: Laws) -> None:
    """The job ends with what is wrong, in words."""
    from engine.batch.spark import decide_dataframe

    rows = spark.createDataFrame([("1", "s28")], "`case` string, `permit.tpye` string")
    with pytest.raises(Exception, match=r"no fact is named `permit\.tpye`"):
        decide_dataframe(rows, laws, Options()).collect()
