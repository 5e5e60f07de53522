"""A row of a register decided again: the same decision as the case by itself, and no row that differs is ever explained."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

import cli
from engine.batch import again
from engine.batch.again import decide_again
from engine.batch.rows import columns_of
from engine.batch.running import DIGEST, Options, decide_registers
from engine.canonical import Json
from engine.diagnostics import Rejected
from engine.inference.forward import run as forward
from engine.language.cases import with_forced
from engine.law.compiled import CompiledLaws
from engine.law.crosscheck import cross_checker, first_difference
from engine.law.deciding import decide as decide_
from engine.law.registers import CASE, READ_UNTIL, RULE, STATUS
from engine.model import Case, Laws
from engine.trail.checker import Flaw, document_checker
from engine.trail.steps import Trail, build_trail

from .made_up_law import hjemmel, lay_out, standing_in
from .random_cases import random_cases
from .test_batch import written
from .test_columns import register_of

FORMS = (".parquet", ".csv", ".ndjson")
Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(autouse=True)
def _loaded_once(laws: Laws, compiled: CompiledLaws, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the laws once for all tests."""
    monkeypatch.setattr("engine.commands.explain.laws_and_sources", lambda rules: (laws, {}))
    monkeypatch.setattr("engine.commands.batch.laws_and_sources", lambda rules: (laws, {}))
    monkeypatch.setattr("engine.commands.explain.compile_laws", lambda laws: compiled)
    monkeypatch.setattr("engine.commands.batch.compile_laws", lambda laws: compiled)


@pytest.fixture(scope="module")
def cases(laws: Laws) -> list[Case]:
    """Random cases, every fifth of them with a version forced."""
    versions = tuple(version.name for version in laws.versions)
    free = list(random_cases(laws, 150, seed=61))
    return [with_forced(case, None if n % 5 else versions[n % len(versions)], laws.vocabulary) for n, case in enumerate(free)]


@pytest.fixture(scope="module")
def folder(cases: list[Case], laws: Laws, compiled: CompiledLaws, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decisions on the cases, with their trail, in each form; and those on one topic alone."""
    folder = tmp_path_factory.mktemp("again")
    register = written(folder / "in.parquet", register_of(laws.vocabulary, cases))
    for form in FORMS:
        decide_registers([register], folder / f"out{form}", compiled, Options(trail=True), lambda what, done, total: None)
    topic = Options(trail=True, topics=("duration",))
    decide_registers([register], folder / "topic.ndjson", compiled, topic, lambda what, done, total: None)
    decide_registers([register], folder / "bare.parquet", compiled, Options(), lambda what, done, total: None)
    return folder


@pytest.fixture(scope="module")
def check(laws: Laws) -> Callable[[Json], Flaw | None]:
    return document_checker(laws)


def typed(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["explain", *(str(argument) for argument in arguments)], prog_name="hjemmel")


def steps(trail: Trail) -> list[tuple[object, ...]]:
    """Return what the steps say; a register keeps no difference between an event that is stated not to have happened and silence."""
    return [(step.kind, step.version, step.name, step.result, step.value) for step in trail.steps if step.kind != "silence"]


@pytest.mark.parametrize("name", ["out.parquet", "out.csv", "out.ndjson", "topic.ndjson"])
def test_a_row_gives_the_decision_on_its_case(
    name: str, cases: list[Case], folder: Path, compiled: CompiledLaws, check: Callable[[Json], Flaw | None]
) -> None:
    """For cases with facts missing, events that have not happened and versions forced: the same decision and trail."""
    decide = cross_checker(False)
    decided = set(pl.read_parquet(folder / "out.parquet")[CASE])
    sample = [case for case in cases if case.id in decided][:: 10 if name == "out.parquet" else 25]
    assert len(sample) >= 4 and any(case.forced for case in sample)
    for case in sample:
        found = decide_again(folder / name, case.id, compiled, decide, check)
        alone = decide_(case, compiled, forward)
        assert first_difference(found.decision, alone) is None
        assert {n: f.value for n, f in found.decision.case.facts.items()} == {n: f.value for n, f in case.facts.items()}
        assert steps(found.trail) == steps(build_trail(alone))


@pytest.mark.parametrize("change", [pl.DataFrame.reverse, lambda rows: rows.head(1)], ids=["another order", "fewer rows"])
def test_a_file_that_is_written_once_the_row_is_found_is_refused(
    change: Change,
    folder: Path,
    compiled: CompiledLaws,
    check: Callable[[Json], Flaw | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the row of that number stands another case, about which nothing would be wrong."""
    rows = pl.read_parquet(folder / "out.parquet").head(4)
    path, number = written(tmp_path / "out.parquet", rows), again._number

    def found(*asked: Any) -> tuple[int, int]:
        there = number(*asked)
        written(path, change(rows))
        return there

    monkeypatch.setattr(again, "_number", found)
    with pytest.raises(Rejected, match="was written while it was read"):
        decide_again(path, rows[CASE][2], compiled, cross_checker(False), check)


def edited(path: Path, target: Path, change: Change) -> Path:
    return written(target / path.name, change(pl.read_parquet(path)))


def test_every_change_of_what_was_decided_is_seen(
    folder: Path, compiled: CompiledLaws, check: Callable[[Json], Flaw | None], tmp_path: Path
) -> None:
    """Any cell of a law, a conclusion, a status, a rule or a digest: emptied, or another of its column."""
    whole = pl.read_parquet(folder / "out.parquet")
    facts = {CASE, *columns_of(compiled.laws.vocabulary)}
    rng = random.Random(62)
    # Until when the law was read is no law, and told anew.
    told = [name for name in whole.columns if name not in facts and name != READ_UNTIL and whole[name].count()]
    kinds = [
        [name for name in told if name.startswith(DIGEST)],
        [name for name in told if name.startswith(RULE)],
        [name for name in told if name.endswith(STATUS)],
        [name for name in told if name.startswith("law.")],
    ]
    kinds.append([name for name in told if not any(name in kind for kind in kinds)])
    decide = cross_checker(False)
    changed = 0
    for kind in kinds:
        for name in rng.sample(kind, min(len(kind), 8)):
            row = rng.randrange(len(whole))
            others = [value for value in [None, True, False, *whole[name].cast(pl.String)] if value != whole[name].cast(pl.String)[row]]
            there = whole[name][row]
            if whole[name].dtype == pl.Boolean:
                other: object = rng.choice([value for value in (None, True, False) if value is not there])
                column = whole[name].to_list()
                column[row] = other
                series = pl.Series(name, column, pl.Boolean)
            else:
                texts = whole[name].cast(pl.String).to_list()
                texts[row] = rng.choice([value for value in others if not isinstance(value, bool)])
                series = pl.Series(name, texts, pl.String)
                if not isinstance(whole[name].dtype, (pl.Enum, pl.Categorical)):
                    series = series.str.to_date() if whole[name].dtype == pl.Date else series.cast(whole[name].dtype)
            if series[row] == there:
                continue
            path = written(tmp_path / "edited.parquet", whole.with_columns(series))
            with pytest.raises(Rejected) as raised:
                decide_again(path, whole[CASE][row], compiled, decide, check)
            (problem,) = raised.value.diagnostics
            assert problem.code == "flawed-decision" and (name.removeprefix(DIGEST) in problem.message.en)
            changed += 1
    assert changed > 25


def test_a_change_of_a_fact_that_matters_is_seen(
    folder: Path, compiled: CompiledLaws, check: Callable[[Json], Flaw | None], tmp_path: Path
) -> None:
    """The facts of one case with the decision on another."""
    whole = pl.read_parquet(folder / "out.parquet")
    facts = columns_of(compiled.laws.vocabulary)
    swapped = pl.concat([whole.drop(facts), whole.select(facts)[::-1]], how="horizontal").select(whole.columns)
    path = written(tmp_path / "swapped.parquet", swapped)
    for id_ in whole[CASE][:6]:
        with pytest.raises(Rejected):
            decide_again(path, id_, compiled, cross_checker(False), check)


BAD: list[tuple[str, Change, str, str]] = [
    ("no trail", lambda frame: frame.drop(pl.selectors.starts_with(DIGEST)), "missing-key", "--trail"),
    ("a fact gone", lambda frame: frame.drop("permit.type"), "missing-key", "`permit.type`"),
    ("a rule gone", lambda frame: frame.drop(next(n for n in frame.columns if n.startswith(RULE))), "missing-key", f"`{RULE}"),
    ("a status gone", lambda frame: frame.drop("programme.right.status"), "missing-key", "`programme.right.status`"),
    ("no topic", lambda frame: frame.drop(pl.selectors.starts_with("law.")), "missing-key", "`law."),
    ("no ids", lambda frame: frame.drop(CASE), "missing-key", "`case`"),
    ("a column more", lambda frame: frame.with_columns(office=pl.lit("Oslo")), "unknown-fact", "`office`"),
    ("a version more", lambda frame: frame.with_columns(pl.lit("0" * 64).alias(f"{DIGEST}next")), "flawed-decision", "next"),
    ("an id twice", lambda frame: pl.concat([frame, frame]), "stated-twice", "several rows"),
    ("a fact of another type", lambda frame: frame.with_columns(pl.col("permit.type").is_null()), "wrong-type", "`permit.type`"),
    ("a word that is none", lambda frame: frame.with_columns(pl.lit("s99").alias("permit.type")), "unknown-value", "s99"),
    (
        "born after the permit",
        lambda frame: frame.with_columns(pl.date(2030, 1, 1).alias("person.birth_date"), pl.date(2020, 1, 1).alias("permit.granted_date")),
        "contradiction",
        "",
    ),
]


@pytest.mark.parametrize(("change", "code", "says"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_file_that_is_not_as_it_was_written(change: Change, code: str, says: str, folder: Path, tmp_path: Path) -> None:
    id_ = pl.read_parquet(folder / "out.parquet")[CASE][3]
    result = typed("--lang", "en", "--from", edited(folder / "out.parquet", tmp_path, change), "--case", id_)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), result.exception
    assert f"error[{code}]" in result.stderr and says in result.stderr and result.stdout == ""


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_cannot_be_read(form: str, folder: Path, tmp_path: Path) -> None:
    """Cut off, empty, absent, or something else: an error with a place, and never a traceback."""
    whole = (folder / f"out{form}").read_bytes()
    id_ = pl.read_parquet(folder / "out.parquet")[CASE][-1]
    for number, content in enumerate((whole[:-200], whole[: len(whole) // 2], b"", b"\x00\xff\n\x00\xff", None)):
        path = tmp_path / f"{number}{form}"
        if content is not None:
            path.write_bytes(content)
        result = typed("--from", path, "--case", id_)
        assert result.exit_code == 1 and isinstance(result.exception, SystemExit), (number, result.exception)
        assert f"{path.name}:" in result.stderr and "feil[" in result.stderr and result.stdout == ""
    assert typed("--from", tmp_path / "out.xlsx", "--case", id_).exit_code == 1


def test_an_unknown_id(folder: Path) -> None:
    for form in FORMS:
        result = typed("--lang", "en", "--from", folder / f"out{form}", "--case", "0")
        assert result.exit_code == 1 and "error[unknown-case]" in result.stderr and result.stdout == ""


def test_what_is_shown(folder: Path, tmp_path: Path) -> None:
    """Without a name what `evaluate` shows, in JSON a document that `verify` accepts; with one what `explain` shows."""
    id_ = pl.read_parquet(folder / "out.parquet")[CASE][0]
    given = ("--from", folder / "out.parquet", "--case", id_)
    whole = typed(*given, "--full")
    assert whole.exit_code in (0, 3) and id_ in whole.stdout and len(whole.stdout) > len(typed(*given).stdout)
    told = typed(*given, "--format", "json")
    assert told.exit_code == whole.exit_code
    (tmp_path / "decision.json").write_text(told.stdout, encoding="utf-8")
    assert json.loads(told.stdout)["case"] == id_
    verified = CliRunner().invoke(cli.main, ["verify", str(tmp_path / "decision.json")])
    assert verified.exit_code == 0, verified.output
    explained = typed(*given, "programme.right", "--format", "json")
    assert explained.exit_code in (0, 3) and json.loads(explained.stdout)["name"] == "programme.right"
    for wrong in ("programme.rigth", "nothing"):
        result = typed(*given, wrong)
        assert result.exit_code == 1 and f"`{wrong}`" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--case", "1"),
        ("--from", "x.parquet"),
        ("a.yaml", "b", "c"),
        ("--from", "x.parquet", "--case", "1", "a.yaml", "programme.right"),
        ("--from", "x.parquet", "--case", "1", "--law", "auto"),
        ("--from", "x.parquet", "--case", "1", "--assume", "permit.type=s28"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert typed(*arguments).exit_code == 2


def test_another_law_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register decided under the made-up law, and then the law changed: in one number, and back."""
    monkeypatch.undo()
    lay_out(tmp_path)
    (tmp_path / "register.csv").write_text("case,person.resident,card.application_date\nanne,true,2012-03-01\n", encoding="utf-8")
    file = tmp_path / "rules" / "two" / "rules.yaml"
    before = file.read_text(encoding="utf-8")
    with standing_in(tmp_path):
        assert hjemmel("batch", "register.csv", "-o", "out.csv", "--trail").code == 0
        assert hjemmel("explain", "--from", "out.csv", "--case", "anne").code in (0, 3)
        misspelt = hjemmel("explain", "--from", "out.csv", "--case", "anen")
        assert misspelt.code == 1 and "`anne`" in misspelt.stderr
        assert before.count("age.limit: {value: 6, ") == 1
        file.write_text(before.replace("age.limit: {value: 6, ", "age.limit: {value: 5, "), encoding="utf-8")
        changed = hjemmel("explain", "--from", "out.csv", "--case", "anne")
        assert changed.code == 1 and "flawed-decision" in changed.stderr and "law version two is not" in changed.stderr
        file.write_text(before, encoding="utf-8")
        assert hjemmel("explain", "--from", "out.csv", "--case", "anne").code in (0, 3)
