"""Registers: what is decided is what `evaluate` decides, and every row that is not decided is told with its reason."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet
import pytest
import yaml
from click.testing import CliRunner, Result

import cli
from engine.batch import running
from engine.batch.again import decide_again
from engine.batch.reading import open_register
from engine.batch.register_files import register_file
from engine.batch.rows import case_of, columns_of, row_reader
from engine.batch.running import Options, Summary, decide_registers, rejects_path
from engine.diagnostics import Diagnostic, Rejected, printable
from engine.home import HOME
from engine.inference.constraints import check_constraints, doubts_of
from engine.inference.forward import run as forward
from engine.inference.specialised import engine as specialised
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import cross_checker
from engine.law.deciding import Decision, decide, read_before
from engine.law.registers import CASE, READ_UNTIL, STATUS, RowDecider, row_decider
from engine.loading import load_case, load_laws, load_suites
from engine.model import NONE, Case, Laws
from engine.trail.checker import document_checker

from .made_up_law import BASE
from .random_cases import is_of_whole_days, random_cases
from .test_columns import register_of

BAD = HOME / "tests" / "batch" / "bad"
KINDS = sorted(path for path in BAD.iterdir() if path.is_dir())


@pytest.fixture(autouse=True)
def _prepared_once(laws: Laws, compiled: CompiledLaws, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the laws and prepare their columns once for all tests."""
    monkeypatch.setattr("engine.commands.batch.laws_and_sources", lambda rules: (laws, {}))
    monkeypatch.setattr("engine.commands.explain.laws_and_sources", lambda rules: (laws, {}))
    monkeypatch.setattr("engine.commands.batch.compile_laws", lambda laws: compiled)
    monkeypatch.setattr("engine.commands.explain.compile_laws", lambda laws: compiled)
    monkeypatch.setattr(running, "row_decider", _decider)


@lru_cache
def _decider(laws: CompiledLaws, topics: tuple[str, ...] | None, *, rules: bool) -> RowDecider:
    return row_decider(laws, topics, rules=rules)


def run(paths: Sequence[Path], output: Path, compiled: CompiledLaws, options: Options | None = None, size: int = 100_000) -> Summary:
    return decide_registers(paths, output, compiled, options or Options(), lambda what, done, total: None, size)


def typed(arguments: Sequence[object]) -> Result:
    return CliRunner().invoke(cli.main, ["batch", *(str(argument) for argument in arguments)], prog_name="hjemmel")


def rejected(output: Path) -> list[dict[str, str]]:
    with rejects_path(output).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---------------------------------------------------------------- bad input


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 60


@pytest.mark.parametrize("kind", KINDS, ids=lambda path: path.name)
def test_a_kind_of_bad_input(kind: Path, tmp_path: Path) -> None:
    """Each is handled as its `expected.yaml` says: an error before anything is written, or the rows that are rejected, and why."""
    expected = yaml.safe_load((kind / "expected.yaml").read_text(encoding="utf-8"))
    (source,) = (path for path in kind.iterdir() if path.name.startswith("input."))
    output = tmp_path / "out.ndjson"
    result = typed([source, "-o", output, "--lang", "en", *expected.get("options", ())])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if "error" in expected:
        assert result.exit_code == 1
        assert f"error[{expected['error']}]" in result.stderr
        assert expected.get("says", "") in result.stderr
        assert list(tmp_path.iterdir()) == []
        return
    told = rejected(output)
    found = [[int(row["row"]), row["case"], row["column"], row["code"]] for row in told]
    assert found == expected["rejects"]
    assert all(row["reason"] and row["suggestion"] and row["file"] for row in told)
    assert all(printable(cell) == cell for row in told for cell in row.values())
    assert expected.get("says", "") in " ".join(row["reason"] + " " + row["suggestion"] for row in told)
    assert len(output.read_text(encoding="utf-8").splitlines()) == expected["decided"]
    assert result.exit_code == expected.get("exit", 1 if expected["rejects"] else 0)
    assert ("warning[cut-short]" in result.stderr) == any(row["code"] == "cut-short" for row in told)


def test_advice_on_a_dialect_is_in_that_dialect(tmp_path: Path) -> None:
    """Under the Norwegian dialect nobody is told to write a full stop, and a cell is shown as it stands."""
    typed([BAD / "norwegian-numbers" / "input.csv", "-o", tmp_path / "out.csv", "--dialect", "norwegian", "--lang", "en"])
    with (BAD / "norwegian-numbers" / "input.csv").open(encoding="utf-8") as file:
        cells = {row["case"]: row for row in csv.DictReader(file, delimiter=";")}
    told = rejected(tmp_path / "out.csv")
    assert len(told) == 9
    for row in told:
        assert f"`{cells[row['case']][row['column']]}`" in row["reason"], row
        assert "full stop" not in row["suggestion"], row


def test_no_line_break_makes_a_case(compiled: CompiledLaws, tmp_path: Path) -> None:
    """Files of cells with and without quotation marks, line breaks and separators in them, against the reader of the standard library.

    A case is decided only if that reader finds its row, and every row that is sound in its strict reading is decided.
    """
    rng = random.Random(61)
    parts = ["a", "", '"', '""', ",", "\n", "\r\n", "s28", "\nx,s28\n", '"\n"', ' "']
    decided = 0
    for number in range(40):
        rows = []
        for row in range(rng.randrange(1, 7)):
            kind = "s28" if rng.random() < 0.6 else "".join(rng.choice(parts) for _ in range(rng.randrange(4)))
            quoted = rng.random() < 0.3
            cell = '"' + (kind.replace('"', '""') if rng.random() < 0.8 else kind) + '"' if quoted else kind
            rows.append(f"{number}-{row},{cell}\n")
        text = "case,permit.type\n" + "".join(rows)
        source, output = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_bytes(text.encode())
        run([source], output, compiled, Options(columns=("permit.type",)), size=rng.choice([1, 2, 100]))
        with source.open(encoding="utf-8", newline="") as file:
            standard = list(csv.reader(file))[1:]
        with output.open(encoding="utf-8", newline="") as file:
            found = [(row["case"], row["permit.type"]) for row in csv.DictReader(file)]
        decided += len(found)
        assert all([case, kind] in standard for case, kind in found), text
        if '"' not in text:
            sound = [tuple(row) for row in standard if len(row) == 2 and row[0] and row[1] in ("", "s28")]
            assert [row for row in found if row[0] in {case for case, _ in sound}] == sound, text
    assert decided > 50


def test_a_file_with_a_quotation_mark_that_is_never_closed_is_told_line_by_line(compiled: CompiledLaws, tmp_path: Path) -> None:
    """Beyond the length of any row too, in blocks of any size: rows in are rows decided and rows rejected."""
    source = tmp_path / "in.csv"
    source.write_text('case,permit.type\n1,s28\n2,"s28\n' + "".join(f"{n},s28\n" for n in range(3, 120_000)), encoding="utf-8")
    summary = run([source], tmp_path / "out.csv", compiled, Options(columns=("permit.type",)), size=50_000)
    assert (summary.rows, summary.decided, summary.rejected) == (119_999, 1, 119_998)
    told = rejected(tmp_path / "out.csv")
    assert [int(row["row"]) for row in told] == list(range(3, 120_001)) and all("3" in row["reason"] for row in told)


def test_a_line_that_may_be_cut_short_is_told_whatever_the_blocks(compiled: CompiledLaws, tmp_path: Path) -> None:
    """In the summary, in the rejects and as a warning, for each file; and not where the last line is whole."""
    whole, cut = tmp_path / "whole.csv", tmp_path / "cut.csv"
    whole.write_text("case,permit.type\n1,s28\n2,s28\n", encoding="utf-8")
    cut.write_text("case,permit.type\n3,s28\n4,s28", encoding="utf-8")
    for size in (1, 2, 3, 100):
        summary = run([cut, whole], tmp_path / "out.csv", compiled, size=size)
        assert (summary.decided, summary.rejected) == (4, 0)
        (notice,) = summary.notices
        assert (notice.code, notice.level, notice.place.line, Path(notice.place.file).name) == ("cut-short", "warning", 3, "cut.csv")
        (told,) = rejected(tmp_path / "out.csv")
        assert (told["row"], told["case"], told["code"]) == ("3", "4", "cut-short")
    result = typed([cut, "-o", tmp_path / "out.csv", "--lang", "en"])
    assert result.exit_code == 0 and "may be cut short" in result.stdout and "case 4" in result.stderr


def test_a_norwegian_file_is_not_guessed_at(tmp_path: Path) -> None:
    """One value that Norwegian Excel never writes, and rows are told one by one; and the option is named of no single row."""
    (tmp_path / "in.csv").write_text("case;person.birth_date\n1;1995-06-12\n2;12.06.1995\n", encoding="utf-8")
    assert typed([tmp_path / "in.csv", "-o", tmp_path / "out.csv"]).exit_code == 1
    (told,) = rejected(tmp_path / "out.csv")
    assert told["row"] == "3" and "--dialect" not in told["suggestion"]


@pytest.mark.parametrize("remark", ['"en\tto"', "en\u00a0to", "s\u00f8"])
def test_what_csv_may_say_may_be_written_and_explained(remark: str, tmp_path: Path, made_up: CompiledLaws) -> None:
    """A row that is decided can be explained from every form in which it is written."""
    source = tmp_path / "in.csv"
    source.write_bytes(f"case,person.remark\na,{remark}\n".encode())
    for suffix in ("csv", "ndjson", "parquet"):
        output = tmp_path / f"out.{suffix}"
        assert run([source], output, made_up, Options(trail=True)).decided == 1
        again = decide_again(output, "a", made_up, cross_checker(True), document_checker(made_up.laws))
        assert again.decision.case.facts["person.remark"].value == remark.strip('"')


@pytest.mark.parametrize("remark", ["en\nto", "en\rto", "\x00", "en\x1b[31m"])
def test_what_csv_cannot_hold_is_rejected_from_parquet_too(remark: str, tmp_path: Path, made_up: CompiledLaws) -> None:
    source = tmp_path / "in.parquet"
    pl.DataFrame({"case": ["a", "b"], "person.remark": [remark, "en"]}).write_parquet(source)
    assert run([source], tmp_path / "out.csv", made_up, Options(trail=True))[:3] == (2, 1, 1)
    assert [(row["row"], row["column"], row["code"]) for row in rejected(tmp_path / "out.csv")] == [("1", "person.remark", "syntax")]


@pytest.fixture(scope="module")
def made_up() -> CompiledLaws:
    """The made-up law, which has a fact that is any text."""
    loaded = load_laws(BASE / "rules")
    assert loaded.laws is not None
    return compile_laws(loaded.laws)


def test_reasons_are_told_in_both_languages(tmp_path: Path) -> None:
    said = []
    for lang in ("nb", "en"):
        output = tmp_path / f"{lang}.csv"
        assert typed([BAD / "case-several-flaws" / "input.csv", "-o", output, "--lang", lang]).exit_code == 1
        said.append([(row["reason"], row["suggestion"]) for row in rejected(output)])
    assert all(nb != en for nb, en in zip(*said, strict=True))


# ---------------------------------------------------------------- equal to one case at a time


def told_of(case: Case, decision: Decision, laws: Laws) -> dict[str, object]:
    """Return what the row of a case must say, from the decision on the case by itself."""
    found: dict[str, object] = {CASE: case.id, READ_UNTIL: read_before(decision)}
    governed = {topic.law for topic in laws.vocabulary.topics.values()}
    for name, finding in decision.findings.items():
        value = {"met": True, "not_met": False}.get(finding.status, finding.value)
        found[name] = None if value == NONE and laws.vocabulary.conclusions[name].type == "date" else value
        if name not in governed:
            found[name + STATUS] = finding.status
    return found


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else float(value) if isinstance(value, Decimal) else value


@pytest.fixture(scope="module")
def regression(laws: Laws) -> list[Case]:
    """All cases of the suites whose dates are whole days, under ids that are their own."""
    suites = load_suites(HOME / "tests" / "regression", laws, {}, [])
    return [replace(case.case, id=f"{number}") for number, (_, _, case) in enumerate(suites) if is_of_whole_days(case.case)]


def written(path: Path, frame: pl.DataFrame) -> Path:
    """Write a register; decimals to text as numbers."""
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    elif path.suffix == ".csv":
        frame.with_columns(pl.selectors.decimal().cast(pl.Float64)).write_csv(path)
    else:
        frame.with_columns(pl.selectors.decimal().cast(pl.Float64)).write_ndjson(path)
    return path


@pytest.mark.parametrize("form", [".parquet", ".csv", ".ndjson"])
def test_regression_cases(form: str, regression: list[Case], laws: Laws, compiled: CompiledLaws, tmp_path: Path) -> None:
    """Every conclusion on every case of the suites, from each form of register, in each form of output, in blocks of any size."""
    register = written(tmp_path / f"in{form}", register_of(laws.vocabulary, regression))
    output = tmp_path / "out.parquet"
    summary = run([register], output, compiled, size=400)
    expected, refused, doubted, fast = [], set(), set(), specialised()
    for case in regression:
        if check_constraints(case, laws.vocabulary):
            refused.add(case.id)
            continue
        try:
            expected.append(told_of(case, decide(case, compiled, fast), laws))
        except Rejected:
            refused.add(case.id)
        else:
            doubted |= {case.id} if doubts_of(case, laws.vocabulary) else set()
    assert summary.rows == len(regression) and summary.decided == len(expected) and summary.rejected == len(refused)
    told_apart = rejected(output)
    assert {row["case"] for row in told_apart if row["code"] != "unlikely"} == refused
    assert {row["case"] for row in told_apart if row["code"] == "unlikely"} == doubted
    found = pl.read_parquet(output)
    for row, wanted in zip(found.iter_rows(named=True), expected, strict=True):
        assert row.keys() == wanted.keys()
        assert not {name: (value, wanted[name]) for name, value in row.items() if value != wanted[name]}, row[CASE]
    if form == ".parquet":
        lines = tmp_path / "out.ndjson"
        run([register], lines, compiled)
        for line, wanted in zip(lines.read_text(encoding="utf-8").splitlines(), expected, strict=True):
            told = json.loads(line)
            assert not {name: (value, wanted[name]) for name, value in told.items() if value != plain(wanted[name])}, told[CASE]


def test_a_register_gives_the_cases_that_were_written(laws: Laws, tmp_path: Path) -> None:
    """Every fact of every case comes back, whatever the form: stated, not happened, and unknown."""
    cases = list(random_cases(laws, 300, seed=51))
    versions = [version.name for version in laws.versions]
    for form in (".parquet", ".csv", ".ndjson"):
        register = open_register(
            register_file(written(tmp_path / f"in{form}", register_of(laws.vocabulary, cases))), "utf-8", columns_of(laws.vocabulary)
        )
        read = row_reader(laws.vocabulary, versions, "plain")
        (block,) = register.blocks(1_000, None)
        frame, flaws = read(block, register.spelling)
        assert flaws == []
        for case, row in zip(cases, frame.iter_rows(named=True), strict=True):
            again = case_of(row, laws.vocabulary)
            assert again.id == case.id and again.forced == case.forced
            wanted = {name: fact.value for name, fact in case.facts.items()}
            assert {name: fact.value for name, fact in again.facts.items() if wanted.pop(name, None) != fact.value} == {} == wanted


# ---------------------------------------------------------------- output


def test_the_size_of_blocks_changes_nothing(laws: Laws, compiled: CompiledLaws, tmp_path: Path) -> None:
    """Rows good and bad, an id that stands twice far apart, in blocks of every size: the same bytes."""
    lines = (
        written(tmp_path / "in.csv", register_of(laws.vocabulary, list(random_cases(laws, 120, seed=52))))
        .read_text(encoding="utf-8")
        .splitlines()
    )
    rng = random.Random(53)
    spoilt = [line if rng.random() < 0.7 else line.replace(",", ",x", rng.randrange(1, 4)) for line in lines[1:]]
    spoilt.insert(60, "short,row")
    spoilt.append(spoilt[3])
    (tmp_path / "in.csv").write_text("\n".join([lines[0], *spoilt]) + "\n", encoding="utf-8")
    made = []
    for size in (1_000, 50, 17):
        output = tmp_path / f"out-{size}.csv"
        summary = run([tmp_path / "in.csv"], output, compiled, Options(trail=True, on=date(2026, 6, 1)), size)
        assert summary.rows == len(spoilt) == summary.decided + summary.rejected
        made.append((summary, output.read_bytes(), rejects_path(output).read_bytes()))
    assert all(other == made[0] for other in made[1:])
    assert made[0][0].rejected > 10 and made[0][0].decided > 10


def test_ids_are_told_apart_over_all_files(compiled: CompiledLaws, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"case,permit.type\nshared,s28\n{name},s28\n", encoding="utf-8")
    output = tmp_path / "out.csv"
    summary = run([tmp_path / "one.csv", tmp_path / "two.csv"], output, compiled, size=1)
    assert (summary.rows, summary.decided, summary.rejected) == (4, 2, 2)
    assert [(Path(row["file"]).name, row["row"], row["case"]) for row in rejected(output)] == [
        ("one.csv", "2", "shared"),
        ("two.csv", "2", "shared"),
    ]


@pytest.mark.parametrize("suffix", [".csv", ".ndjson", ".parquet"])
def test_a_run_that_fails_leaves_what_was_there(suffix: str, compiled: CompiledLaws, tmp_path: Path) -> None:
    """Stopped in the middle of deciding: the earlier output is whole, and nothing lies beside it."""
    (tmp_path / "in.csv").write_text("case,permit.type\n" + "".join(f"{n},s28\n" for n in range(9)), encoding="utf-8")
    output = tmp_path / f"out{suffix}"
    output.write_bytes(b"earlier")

    def stop(what: str, done: int, total: int) -> None:
        if what == "decide" and done > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decide_registers([tmp_path / "in.csv"], output, compiled, Options(), stop, 2)
    assert output.read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", output.name]


@pytest.mark.parametrize("then", [["1", "1", "2"], ["1", "2"]], ids=["longer", "as long"])
@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_a_file_that_changes_while_it_is_read_is_refused(name: str, then: list[str], compiled: CompiledLaws, tmp_path: Path) -> None:
    """Where the ids are read before: of Parquet, and of text once an id has been seen in two blocks."""
    register, ids = tmp_path / name, ["1", "1"]
    written(register, pl.DataFrame({CASE: ids, "permit.type": "s28"}))

    def change(what: str, done: int, total: int) -> None:
        if what == "read":
            # Another file, for who has opened this one reads on in it.
            register.unlink()
            written(register, pl.DataFrame({CASE: then, "permit.type": "s28"}))

    with pytest.raises(Rejected, match="was written while it was read"):
        decide_registers([register], tmp_path / "out.csv", compiled, Options(), change, 1)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_text_that_is_written_while_it_is_read_once_is_read_again(compiled: CompiledLaws, tmp_path: Path) -> None:
    """Its last row may have been half a row: `s28` is a whole word of a longer one."""
    register, begun = tmp_path / "in.csv", list[str]()
    register.write_text("case,permit.type\n1,s28\n2,s28", encoding="utf-8")

    def finish(what: str, done: int, total: int) -> None:
        if not begun:
            register.write_text("case,permit.type\n1,s28\n2,s28_quota\n3,s28\n", encoding="utf-8")
        begun.append(what)

    done = decide_registers([register], tmp_path / "out.csv", compiled, Options(), finish, 1)
    assert begun[0] == "decide", "it was not read once"
    assert (done.decided, done.rejected) == (2, 1)
    assert "s28_quota" in rejects_path(tmp_path / "out.csv").read_text(encoding="utf-8")


def test_text_whose_head_is_written_while_it_is_read_once_is_opened_again(compiled: CompiledLaws, tmp_path: Path) -> None:
    """Its columns stand in another order then, and by the earlier head a cell would be another fact's."""
    register, begun = tmp_path / "in.csv", list[str]()
    facts = {"permit.granted_date": "2025-03-01", "settlement.date": "2025-06-01"}
    register.write_text("case,{},{}\n1,{},{}\n2,{},{}\n".format(*facts, *facts.values(), *facts.values()), encoding="utf-8")

    def turn(what: str, done: int, total: int) -> None:
        if not begun:
            pl.read_csv(register).select(CASE, *reversed(facts)).write_csv(register)
        begun.append(what)

    output = tmp_path / "out.csv"
    done = decide_registers([register], output, compiled, Options(columns=tuple(facts)), turn, 1)
    assert begun[0] == "decide" and done.decided == 2
    with output.open(encoding="utf-8", newline="") as rows:
        assert [{name: row[name] for name in facts} for row in csv.DictReader(rows)] == [facts, facts]


def test_output_for_norwegian_excel(laws: Laws, tmp_path: Path) -> None:
    """It is what `--dialect norwegian` reads, cell for cell the plain output, and never taken for a file to explain from."""
    register = written(tmp_path / "in.csv", register_of(laws.vocabulary, list(random_cases(laws, 150, seed=57))))
    plain, excel = tmp_path / "plain.csv", tmp_path / "excel.csv"
    for output, options in ((plain, []), (excel, ["--output-dialect", "norwegian"])):
        typed([register, "-o", output, "--trail", *options])
    text = excel.read_text(encoding="utf-8")
    assert text.startswith("\ufeffcase;") and "SANN" in text and "true" not in text.split("\n", 1)[1]
    assert rejects_path(excel).read_text(encoding="utf-8").startswith("\ufefffile;row;case;")
    with plain.open(encoding="utf-8", newline="") as one, excel.open(encoding="utf-8-sig", newline="") as other:
        wanted, found = list(csv.DictReader(one)), list(csv.DictReader(other, delimiter=";"))
    assert len(wanted) == len(found) > 50
    facts = {name for name, fact in laws.vocabulary.facts.items() if not fact.given}
    for row, told in zip(wanted, found, strict=True):
        for name, cell in row.items():
            said = {"SANN": "true", "USANN": "false"}.get(told[name], told[name])
            if len(said) == 10 and said[2] == said[5] == ".":
                said = f"{said[6:]}-{said[3:5]}-{said[:2]}"
            if re.fullmatch(r"-?[0-9]+,[0-9]+", said):
                said = said.replace(",", ".")
            assert said == cell, name
    again = tmp_path / "again.csv"
    names = [name for name in wanted[0] if name == CASE or name.removesuffix(".unknown") in facts]
    assert any(row[name] == "SANN" for row in found for name in names if name.endswith(".unknown"))
    again.write_text("\n".join([";".join(names), *(";".join(row[name] for name in names) for row in found)]) + "\n", encoding="utf-8-sig")
    assert typed([again, "-o", tmp_path / "twice.csv", "--dialect", "norwegian", "--law", "auto"]).exit_code == 0
    shown = CliRunner().invoke(cli.main, ["--lang", "en", "explain", "--from", str(excel), "--case", found[0][CASE]])
    assert shown.exit_code == 1 and "written for Norwegian Excel" in shown.stderr
    assert typed([register, "-o", tmp_path / "out.parquet", "--output-dialect", "norwegian"]).exit_code == 2


def spark_folder(folder: Path, frame: pl.DataFrame, parts: int) -> Path:
    """Write a register as Spark does: parts, sums and a mark that the job is done."""
    folder.mkdir()
    size = -(-len(frame) // parts)
    for number in range(parts):
        name = f"part-{number:05}-0b1c.c000.zstd.parquet"
        frame.slice(number * size, size).write_parquet(folder / name)
        (folder / f".{name}.crc").write_bytes(b"crc")
    (folder / "_SUCCESS").touch()
    (folder / "._SUCCESS.crc").write_bytes(b"crc")
    return folder


def test_a_folder_that_spark_wrote(laws: Laws, compiled: CompiledLaws, tmp_path: Path) -> None:
    """All its parts are one register, in which an id stands once; any row of it can be explained."""
    frame = register_of(laws.vocabulary, list(random_cases(laws, 90, seed=58)))
    folder = spark_folder(tmp_path / "register", frame, 4)
    one = run([written(tmp_path / "one.parquet", frame)], tmp_path / "one-out.parquet", compiled, Options(trail=True))
    assert run([folder], tmp_path / "out.parquet", compiled, Options(trail=True)) == one
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "one-out.parquet").read_bytes()
    decided = pl.read_parquet(tmp_path / "out.parquet")
    output = spark_folder(tmp_path / "decided", decided, 3)
    for id_ in (decided[CASE][0], decided[CASE][-1]):
        told = CliRunner().invoke(cli.main, ["--lang", "en", "explain", "--from", str(output), "--case", id_])
        assert told.exit_code in (0, 3), told.output


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "_SUCCESS").unlink(), "no file `_SUCCESS`"),
        (lambda folder: (folder / "year=2026").mkdir(), "in the name of a folder"),
        (lambda folder: (folder / "_temporary").mkdir(), "not done"),
        (lambda folder: (folder / "more").mkdir(), "not part of a register"),
        (lambda folder: (folder / "part-00009.csv").write_text("case\n9\n"), "several forms: csv, parquet"),
        (lambda folder: (folder / "_part-00009.parquet").write_bytes(b""), "not part of a register"),
        (lambda folder: [path.unlink() for path in folder.glob("*.parquet")], "no parts of a register"),
        (lambda folder: next(folder.glob("*.parquet")).write_bytes(b"PAR1"), "cannot be read"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused(spoil: Callable[[Path], object], says: str, laws: Laws, tmp_path: Path) -> None:
    """Nothing in it is dropped without a word."""
    folder = spark_folder(tmp_path / "register", register_of(laws.vocabulary, list(random_cases(laws, 9, seed=59))), 2)
    spoil(folder)
    result = typed([folder, "-o", tmp_path / "out.csv", "--lang", "en"])
    assert result.exit_code == 1 and says in result.stderr, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


def test_columns_and_topics(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("case,permit.type,programme.claim_date\n1,s28,\n", encoding="utf-8")
    output = tmp_path / "out.csv"
    assert typed([tmp_path / "in.csv", "-o", output, "--columns", "programme.outcome,permit.type,programme.claim_date"]).exit_code == 0
    head = "case,read_until,programme.outcome,programme.outcome.status,permit.type,programme.claim_date,programme.claim_date.unknown"
    assert output.read_text(encoding="utf-8").splitlines() == [head, "1,,,open,s28,,"]
    assert typed([tmp_path / "in.csv", "-o", output, "--topics", "content"]).exit_code == 0
    assert "programme.outcome" not in output.read_text(encoding="utf-8")
    for option, name, near in (("--topics", "contents", "content"), ("--columns", "programme.rigth", "programme.right")):
        result = typed([tmp_path / "in.csv", "-o", tmp_path / "other.csv", option, name])
        assert result.exit_code == 1 and f"`{near}`" in result.stderr
    assert not (tmp_path / "other.csv").exists()


def test_a_version_is_forced_on_every_row(laws: Laws, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("case,law\n1,\n2,auto\n", encoding="utf-8")
    output = tmp_path / "out.ndjson"
    for version in laws.versions:
        assert typed([tmp_path / "in.csv", "-o", output, "--law", version.name]).exit_code == 0
        found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        assert {row[topic.law] for row in found for topic in laws.vocabulary.topics.values()} == {version.name}
    result = typed([tmp_path / "in.csv", "-o", output, "--law", "1999"])
    assert result.exit_code == 1 and "1999" in result.stderr


def test_a_file_that_is_read_is_never_replaced(tmp_path: Path) -> None:
    register = tmp_path / "in.csv"
    register.write_text("case\n1\n", encoding="utf-8")
    for arguments in (
        [register, "-o", register],
        [register, register, "-o", tmp_path / "out.csv"],
        [register, "-o", tmp_path / "out.xlsx"],
    ):
        assert typed(arguments).exit_code == 1
    assert typed([tmp_path / "out.csv.rejects.csv", "-o", tmp_path / "out.csv"]).exit_code == 1
    assert typed([register, "-o", tmp_path / "out.csv", "--trail", "--columns", "permit.type"]).exit_code == 2
    assert typed([tmp_path / "in.parquet", "-o", tmp_path / "out.csv", "--dialect", "norwegian"]).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"] and register.read_text(encoding="utf-8") == "case\n1\n"


def test_the_summary_counts_outcomes_and_dates(compiled: CompiledLaws, laws: Laws, tmp_path: Path) -> None:
    """The counts are those of the output, row by row."""
    register = written(tmp_path / "in.parquet", register_of(laws.vocabulary, list(random_cases(laws, 300, seed=54))))
    on = date(2026, 2, 1)
    summary = run([register], tmp_path / "out.parquet", compiled, Options(on=on, within=90), size=150)
    rows = list(pl.read_parquet(tmp_path / "out.parquet").iter_rows(named=True))
    (principal,) = (name for name, conclusion in laws.vocabulary.conclusions.items() if conclusion.principal)
    told = [row[principal] if row[principal + STATUS] == "value" else row[principal + STATUS] for row in rows]
    assert summary.outcomes[principal] == {word: told.count(word) for word in set(told)}
    assert summary.open == told.count("open") > 0
    reviews = [name for name in rows[0] if name.startswith("review.") and not name.endswith(STATUS)]
    looks = [row[principal] == "review" or any(row[name] for name in reviews) for row in rows]
    assert summary.review == sum(looks) > 0
    for name, counts in summary.dates.items():
        days = [(row[name] - on).days for row in rows if row[name] is not None]
        assert counts == (sum(d < 0 for d in days), sum(0 <= d <= 90 for d in days), sum(d > 90 for d in days))
    assert all(any(counts[place] for counts in summary.dates.values()) for place in range(3))


def test_the_summary_is_printed_in_both_languages(tmp_path: Path) -> None:
    kind = BAD / "file-norwegian-excel"
    options = ["--dialect", "norwegian", "--encoding", "windows-1252", "--on", "2026-04-01"]
    for lang, words in (
        ("nb", ("avgjort", "avvist", "Datoer per 01.04.2026")),
        ("en", ("decided", "rejected", "Dates as of 1 April 2026")),
    ):
        result = typed([kind / "input.csv", "-o", tmp_path / "out.csv", "--lang", lang, *options])
        assert result.exit_code == 1 and all(word in result.stdout for word in words), result.output


# ---------------------------------------------------------------- a cell means what it does in a case file


def test_every_spelling_means_what_it_does_in_a_case_file(laws: Laws, tmp_path: Path) -> None:
    """Cells of every fact, sound and not, against a case file with the same line."""
    rng = random.Random(55)
    spellings = [
        "true",
        "false",
        "7",
        "07",
        "+7",
        "-1",
        "3.0",
        "2.50",
        "1e3",
        "none",
        "unknown",
        "null",
        "1995-06-12",
        "2400-01-01",
        "1880-01-01",
        "1879-12-31",
        "s28",
        "S28",
        "x",
    ]
    facts = [fact for fact in laws.vocabulary.facts.values() if not fact.given]
    spellings += [word for fact in facts for word in list(fact.values or ())[:1]]
    versions = [version.name for version in laws.versions]
    names = [fact.name for fact in facts]
    table: list[Mapping[str, Any]] = [{CASE: str(n), **{name: rng.choice(spellings) for name in names}} for n in range(60)]
    path = tmp_path / "in.csv"
    pl.DataFrame(table).write_csv(path)
    (block,) = open_register(register_file(path), "utf-8", columns_of(laws.vocabulary)).blocks(1_000, None)
    frame, flaws = row_reader(laws.vocabulary, versions, "plain")(block, "plain")
    wrong = {(flaw.case, flaw.column): (flaw.problem.code, flaw.problem.message, flaw.problem.fix) for flaw in flaws}
    sound = 0
    for cells, row in zip(table, frame.iter_rows(named=True), strict=True):
        case = case_of(row, laws.vocabulary)
        for name in names:
            file = tmp_path / "case.yaml"
            file.write_text(f"{name}: {cells[name]}\n", encoding="utf-8")
            problems: list[Diagnostic] = []
            alone = load_case(file, laws.vocabulary, tuple(versions), {}, problems) if rng.random() < 0.08 else None
            if alone is None:
                continue
            if problems:
                assert wrong[cells[CASE], name] == (problems[0].code, problems[0].message, problems[0].fix)
            else:
                sound += 1
                wanted, found = alone.facts.get(name), case.facts.get(name)
                assert (wanted and wanted.value) == (found and found.value), (name, cells[name])
                assert (cells[CASE], name) not in wrong
    assert sound > 40 and len(wrong) > 50


def test_an_error_by_row_is_told_as_for_one_case(compiled: CompiledLaws, laws: Laws, tmp_path: Path) -> None:
    """The words of a broken constraint and of a missing law are those of `evaluate`."""
    kinds = [BAD / "case-contradiction", BAD / "case-no-law"]
    for kind in kinds:
        run([kind / "input.csv"], tmp_path / "out.csv", compiled)
        (told,) = rejected(tmp_path / "out.csv")
        (block,) = open_register(register_file(kind / "input.csv"), "utf-8", ()).blocks(10, None)
        frame, _ = row_reader(laws.vocabulary, [], "plain")(block, "plain")
        case = case_of(frame.row(1, named=True), laws.vocabulary)
        problems = check_constraints(case, laws.vocabulary)
        if not problems:
            with pytest.raises(Rejected) as raised:
                decide(case, compiled, forward)
            problems = list(raised.value.diagnostics)
        assert (told["code"], told["reason"], told["suggestion"]) == (problems[0].code, problems[0].message.nb, problems[0].fix.nb)


# ---------------------------------------------------------------- memory

_ENVIRONMENT = {**os.environ, "POLARS_MAX_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_MMAP_THRESHOLD_": str(2**20)}
"""Without the reserves that the allocators claim and do not use, and with every large block given back when it is
freed, whichever thread frees it: what a limit counts is then what is used."""


@pytest.mark.parametrize("letter", ["x", "ø"])
def test_a_head_without_end_is_told_and_not_read(letter: str, laws: Laws, compiled: CompiledLaws, tmp_path: Path) -> None:
    """A first line of more than a million bytes, cut within a letter too: nothing is decided, and no more than that is held."""
    register = tmp_path / "in.csv"
    register.write_text("case,a" + letter * 40_000_000 + "\n1,2\n", encoding="utf-8")
    tracemalloc.start()
    try:
        with pytest.raises(Rejected) as rejected:
            run([register], tmp_path / "out.csv", compiled)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    (problem,) = rejected.value.diagnostics
    assert (problem.code, problem.place.line, problem.place.column) == ("syntax", 1, 1)
    assert problem.message.nb == "den første linjen har mer enn 1000000 tegn"
    assert problem.message.en == "the first line has more than 1000000 characters"
    assert most < 10_000_000 and sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_cell_that_is_too_long_is_told_in_its_row(compiled: CompiledLaws, tmp_path: Path) -> None:
    """A quoted cell of one character more than Python's CSV takes, alone or over several lines; the other rows are decided."""
    most, register = csv.field_size_limit(), tmp_path / "in.csv"
    rows = ["1,s28", f'2,"{"x" * (most + 1)}"', f'"{"3" * most}\n4",s28', "5,s28"]
    register.write_text("\n".join(["case,permit.type", *rows, ""]), encoding="utf-8")
    for lang, reason, fix in (
        ("nb", "en celle i raden har mer enn 131072 tegn", "kontroller anførselstegnene i raden"),
        ("en", "a cell of the row has more than 131072 characters", "check the quotation marks of the row"),
    ):
        summary = run([register], tmp_path / "out.csv", compiled, Options(lang="nb" if lang == "nb" else "en"))
        told = [(r["row"], r["case"], r["column"], r["code"], r["reason"], r["suggestion"]) for r in rejected(tmp_path / "out.csv")]
        assert told == [(row, "", "", "syntax", reason, fix) for row in ("3", "4")]
        assert (summary.rows, summary.decided, summary.rejected) == (4, 2, 2)
    register.write_text(f'case,"{"x" * (most + 1)}"\n1,2\n', encoding="utf-8")
    with pytest.raises(Rejected) as raised:
        run([register], tmp_path / "out.csv", compiled)
    (problem,) = raised.value.diagnostics
    assert problem.message.nb == "den første linjen kan ikke deles i navn: et anførselstegn står feil, eller et navn er for langt"
    assert problem.message.en == "the first line cannot be split into names: a quotation mark is out of place, or a name is too long"


def test_a_head_of_many_names_is_told_in_few_lines(compiled: CompiledLaws, tmp_path: Path) -> None:
    """Just short enough to be read: its unknown names are errors, and no more memory than a file of law takes is held."""
    register = tmp_path / "in.csv"
    names = ",".join(f"a{number}" for number in range(135_000))
    assert 900_000 < len(names) < 1_000_000
    register.write_text(f"case,{names}\n1\n", encoding="utf-8")
    with pytest.raises(Rejected) as rejected:
        run([register], tmp_path / "out.csv", compiled)
    assert {problem.code for problem in rejected.value.diagnostics} == {"unknown-fact"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def long_register(path: Path, laws: Laws, rows: int, length: int) -> int:
    """Write a Parquet register whose ids are long, so that it is large, and return its size in bytes."""
    facts = register_of(laws.vocabulary, list(random_cases(laws, 100, seed=56, missing=0.3))).drop(CASE)
    writer = None
    for start in range(0, rows, 10_000):
        ids = pl.select(pl.format("{}-" + "x" * length, pl.int_range(start, start + 10_000)).alias(CASE))
        table = pl.concat([ids, pl.concat([facts] * 100)], how="horizontal").to_arrow()
        writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema, compression="none", use_dictionary=False)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return path.stat().st_size


def limited(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own at the top of the repository."""
    command = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    return subprocess.run(command, cwd=HOME, env=_ENVIRONMENT, capture_output=True, text=True, check=False, timeout=500)


READ = """
import resource, sys
from pathlib import Path
from engine.batch.reading import open_register
from engine.batch.register_files import register_file

register = open_register(register_file(Path(sys.argv[1])), "utf-8", ())
blocks = register.blocks(1_000, None)
rows = len(next(blocks).rows)
(used,) = (int(line.split()[1]) * 1024 for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData"))
resource.setrlimit(resource.RLIMIT_DATA, (used + int(sys.argv[2]),) * 2)
for block in blocks:
    rows += len(block.rows)
print(rows)
"""

DECIDE = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[3]),) * 2)
from engine.batch.running import Options, decide_registers
from engine.home import HOME
from engine.law.compiled import compile_laws
from engine.loading import load_laws

laws = load_laws(HOME / "rules").laws
options = Options(columns=("programme.outcome",))
source, output = (Path(name) for name in sys.argv[1:3])
print(decide_registers([source], output, compile_laws(laws), options, lambda what, done, total: None, 5_000).rows)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its limit of memory")
def test_a_file_larger_than_the_memory_left_is_read(laws: Laws, tmp_path: Path) -> None:
    """After the first block the reader may take 64 MB more, and the file has more than twice as many."""
    more = 64 * 2**20
    assert long_register(tmp_path / "in.parquet", laws, 40_000, 4_000) > 2 * more
    result = limited(READ, tmp_path / "in.parquet", more)
    assert result.stdout == "40000\n", result.stderr
    # The limit is one: with hardly any memory left the same fails.
    assert limited(READ, tmp_path / "in.parquet", 2**20).returncode != 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its limit of memory")
def test_a_file_larger_than_all_memory_is_decided(laws: Laws, random_count: int, tmp_path: Path) -> None:
    """A process that may take 900 MB in all decides a register of more than that."""
    if random_count < 10_000:
        pytest.skip("takes a minute: run with --random-cases 10000 or more")
    memory = 900 * 2**20
    assert long_register(tmp_path / "in.parquet", laws, 300_000, 4_000) > memory
    result = limited(DECIDE, tmp_path / "in.parquet", tmp_path / "out.parquet", memory)
    assert result.stdout == "300000\n", result.stderr


def test_jobs_are_the_cores_that_are_used(tmp_path: Path) -> None:
    """Polars has as many threads as asked for, and what is written is the same."""
    register = HOME / "tests" / "batch" / "register.csv"
    code = "import sys, cli; cli.main(sys.argv[1:], standalone_mode=False); import polars; print('threads', polars.thread_pool_size())"
    written = []
    for jobs in (1, 3):
        out = tmp_path / f"{jobs}.csv"
        command = [sys.executable, "-c", code, "batch", str(register), "-o", str(out), "--jobs", str(jobs)]
        done = subprocess.run(command, cwd=HOME, env=_ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)
        assert f"threads {jobs}\n" in done.stdout, done.stderr
        written.append(out.read_bytes())
    assert written[0] == written[1]
