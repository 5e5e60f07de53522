"""How time and memory grow: with the rows of a register, and with the rules of a law that is made up for it."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from engine.home import HOME
from engine.inference import forward, specialised
from engine.inference.clauses import compile_version
from engine.inference.columns import Sheet, facts_of
from engine.law.compiled import compile_laws
from engine.law.registers import CASE, row_decider
from engine.model import All, Conclusion, Constant, Holds, Laws, LawVersion, Text, Vocabulary
from tests.random_cases import random_cases
from tests.test_columns import register_of

from .measuring import print_table, seconds

_CHUNK = 200_000
"""Rows that `columns` decides at a time."""

_ROWS = 50_000
"""Rows of the registers under a law that is made up."""

_FACTS = 20
"""The facts of a chain."""

_TEXT = Text("laget for målingen", "made for the measurement")


# ---------------------------------------------------------------- rows


def register(laws: Laws, rows: int) -> pl.DataFrame:
    """Return a register of random cases without 10 % of their facts, repeated under other ids; all of them are decided."""
    some = register_of(laws.vocabulary, list(random_cases(laws, min(rows, 5_000), seed=13)))
    decided = row_decider(compile_laws(laws))(some)["error"].is_null()
    some = some.filter(decided)
    whole = pl.concat([some] * -(-rows // len(some))).head(rows).rechunk()
    return whole.with_columns(pl.format("case-{}", pl.int_range(pl.len())).alias(CASE))


def growing_registers(laws: Laws, sizes: Sequence[int]) -> None:
    """Print the time per row and the peak of memory of `columns` on the whole law, in memory and from Parquet to Parquet."""
    compiled = compile_laws(laws)
    decide, bare = row_decider(compiled, rules=True), row_decider(compiled)
    told = []
    for size in sizes:
        frame = register(laws, size)
        chunks = [frame.slice(start, _CHUNK) for start in range(0, size, _CHUNK)]
        found = seconds(
            {
                "statuses": lambda chunks=chunks: [len(decide(chunk)) for chunk in chunks],  # type: ignore[misc]
                "answers": lambda chunks=chunks: [len(bare(chunk)) for chunk in chunks],  # type: ignore[misc]
            },
            3,
        )
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "in.parquet"
            frame.write_parquet(source)
            wall, cpu, peak = batch_process(source, Path(folder) / "out.parquet", "--trail")
        rates = (f"{size / number:,.0f}" for number in (found["answers"], found["statuses"], cpu))
        told.append((f"{size:,}", *rates, f"{wall:.1f}", f"{peak / 1024:,.0f}"))
        del frame, chunks
    heads = (
        "rows",
        "findings alone, rows/s",
        "with every status, rows/s",
        "`batch --trail`, Parquet to Parquet, rows/s",
        "its wall time, s",
        "its peak memory, MB",
    )
    print_table("Whole law as columns, by the number of rows; rates by processor time of all threads", heads, told)


def batch_process(source: Path, output: Path, *options: str) -> tuple[float, float, int]:
    """Return the wall time, the processor time and the peak memory in kB of `hjemmel batch` in a process of its own."""
    command = [sys.executable, str(HOME / "cli.py"), "batch", str(source), "-o", str(output), *options]
    run = subprocess.run([sys.executable, "-c", _LAUNCH, *command], check=True, capture_output=True, text=True)
    wall, cpu, peak = run.stdout.split()[-3:]
    return float(wall), float(cpu), int(peak)


# A process begins with the peak of memory of the one that starts it, so a small one does.
_LAUNCH = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def text_registers(laws: Laws, rows: int) -> None:
    """Print what `batch` takes of NDJSON and CSV, beside Polars reading the same and writing as many columns."""
    frame = register(laws, rows).with_columns(pl.selectors.decimal().cast(pl.Float64))
    told = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame.write_ndjson(folder / "in.ndjson")
        frame.write_csv(folder / "in.csv")
        for form, read in (("ndjson", pl.read_ndjson), ("csv", pl.read_csv)):
            source, output = folder / f"in.{form}", folder / "out.parquet"
            _, cpu, _ = batch_process(source, output, "--trail")
            _, start, _ = batch_process(_one_row(source, folder / f"one.{form}"), folder / "one.parquet", "--trail")
            decided = pl.read_parquet(output)
            alone = seconds({"": lambda read=read, source=source, decided=decided: (read(source), decided.write_parquet(folder / "x"))}, 3)  # type: ignore[misc]
            told.append((form, f"{rows / (cpu - start):,.0f}", f"{rows / alone['']:,.0f}", f"{alone[''] / (cpu - start):.3f}"))
    heads = ("", "`batch --trail`, rows/s", "Polars reads it and writes the result, rows/s", "ratio")
    print_table(f"Registers of text, {rows:,} rows to Parquet, processor time without the start of the program", heads, told)


def _one_row(source: Path, target: Path) -> Path:
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    target.write_text("".join(lines[: 1 if source.suffix == ".ndjson" else 2]), encoding="utf-8")
    return target


# ---------------------------------------------------------------- rules


def made_law(laws: Laws, shape: str, count: int) -> tuple[LawVersion, Vocabulary]:
    """Return a law of `count` rules: a `fan`, each by two facts of its own, or a `chain`, each by the one before and a fact."""
    some_rule, some_fact = next(iter(laws.versions[0].rules.values())), next(iter(laws.vocabulary.facts.values()))
    fan = shape == "fan"
    rules, helpers = {}, {}
    for number in range(count):
        step = f"step.{number}"
        first = f"fact.{number}" if fan or number == 0 else f"step.{number - 1}"
        second = f"fact.{number + 1}" if fan else f"fact.{number % _FACTS}"
        holds = All((Holds(first), Holds(second)))
        rules[f"rule-{number}"] = replace(
            some_rule, id=f"rule-{number}", when=holds, unless=(), overrides=(), in_force=None, then=((step, Constant(True)),)
        )
        helpers[step] = Conclusion(step, "boolean", _TEXT, some_rule.place)
    names = [f"fact.{number}" for number in range(count + 1 if fan else _FACTS)]
    facts = {
        name: replace(some_fact, name=name, type="boolean", values=None, minimum=None, maximum=None, if_absent_none=False, given=False)
        for name in names
    }
    version = replace(laws.versions[0], rules=rules, helpers=helpers, derived={}, parameters={}, subjects={})
    return version, replace(laws.vocabulary, facts=facts, constraints=())


def growing_rules(laws: Laws, counts: Sequence[int]) -> None:
    """Print the time per case and rule of each evaluator by the number of rules, every status kept; equal results."""
    told = []
    for shape in ("fan", "chain"):
        for count in counts:
            version, vocabulary = made_law(laws, shape, count)
            start = time.process_time()
            program = compile_version(version, vocabulary, list(version.helpers))
            compiling = time.process_time() - start
            rng = random.Random(count)
            # True often enough for a chain to run far.
            cases = [
                {name: rng.random() < 0.97 for name in vocabulary.facts if rng.random() < 0.98} for _ in range(max(10, 40_000 // count))
            ]
            start = time.process_time()
            fast = specialised.specialise(program)
            compiling += time.process_time() - start
            sheet = Sheet(vocabulary)
            placed = sheet.place(program)
            statuses = [sheet.status(placed.literal(2 * node.node)).alias(id_) for id_, node in program.rules.items()]
            frame = pl.DataFrame(
                {name: [case.get(name) for case in cases] for name in vocabulary.facts}, schema_overrides=_booleans(vocabulary)
            )
            found = sheet.compute(facts_of(frame, vocabulary)).select(statuses)
            for case, row in zip(cases[:20], found.iter_rows(named=True), strict=False):
                run = forward.run(program, case)
                heads = {program.clauses[number].head for number in run[1]}
                assert heads == {program.clauses[number].head for number in fast(case)[1]}
                assert row == {
                    id_: True if 2 * n.node in heads else False if 2 * n.node + 1 in heads else None for id_, n in program.rules.items()
                }
            many = pl.concat([frame] * -(-_ROWS // len(frame))).head(_ROWS).rechunk()
            few = cases[: max(5, len(cases) // 10)]
            times = seconds(
                {
                    "forward": lambda: [forward.run(program, case) and None for case in few],  # noqa: B023
                    "specialised": lambda: [fast(case) and None for case in cases],  # noqa: B023
                    "columns": lambda: sheet.compute(facts_of(many, vocabulary)).select(statuses),  # noqa: B023
                },
                5,
            )
            per = {"forward": len(few), "specialised": len(cases), "columns": _ROWS}
            told.append(
                (
                    f"{shape}, {count:,} rules",
                    *(f"{1e9 * times[name] / number / count:,.1f}" for name, number in per.items()),
                    f"{compiling:.2f}",
                )
            )
    titles = ("", "forward, ns", "specialised, ns", "columns, ns", "compiling, s")
    print_table("Made-up laws: processor time for each case and rule", titles, told)


def _booleans(vocabulary: Vocabulary) -> dict[str, type[pl.DataType]]:
    return dict.fromkeys(vocabulary.facts, pl.Boolean)
