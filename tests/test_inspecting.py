"""What a municipality looks for in its own cases: every breach is told with its provision and deadline, and what is none is not.

The rows are cases of the suites, whose findings stand there; what they are to an inspection is reasoned in the table.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from engine.batch.inspecting import Inspected, inspect_registers
from engine.batch.inspecting_report import inspected_csv, inspected_report
from engine.batch.running import Options, rejects_path
from engine.home import HOME
from engine.law.compiled import CompiledLaws
from engine.loading import load_suites
from engine.model import Laws
from engine.rendering.forms import Form, render_report

from .made_up_law import hjemmel, lay_out, standing_in
from .test_batch import written
from .test_columns import register_of

PLAN_15 = "integreringsloven § 15 tredje ledd"
REGISTRATION = "integreringsforskriften § 58 andre ledd andre punktum"
DEADLINE = "integreringsloven § 12 andre ledd"
PLAN, START, DECISION = "Planen mangler sluttmål", "Programmet er satt i gang innen fristen", "Vedtaket er truffet innen fristen"

IN_TIME = "Registrert innen fristen"

CASES: dict[str, list[tuple[str, str, str, str, str]]] = {
    "2026/plan/everything": [],
    "2026/plan/without-final-goal": [(PLAN, "ja", "avvik", PLAN_15, "")],
    # Registered on the last day; a day too late; not yet, when the deadline is over on the day that is asked about; no deadline known.
    "2026/registration/registered-on-the-deadline": [],
    "2026/registration/registered-the-day-after-the-deadline": [(IN_TIME, "nei", "avvik", REGISTRATION, "2026-07-05")],
    "2026/registration/not-registered-yet": [(IN_TIME, "åpent", "fristen er passert", REGISTRATION, "2026-07-05")],
    "2026/registration/known-date-unknown": [],
    # Late, and late by a deadline of which the law does not say from which day it runs.
    "2026/second-reading-target/r4-claim-then-permit-then-settlement-a-day-late": [
        (START, "nei", "avvik", DEADLINE, "2026-06-01"),
        (DECISION, "nei", "avvik", DEADLINE, "2026-06-01"),
    ],
    "2026/second-reading-target/r4-section-53-a-day-late": [
        (START, "nei", "må vurderes", DEADLINE, "2026-04-10"),
        (DECISION, "nei", "må vurderes", DEADLINE, "2026-04-10"),
    ],
}
"""By suite and id what is told: the conclusion, its answer, what that is, the provision, the deadline."""

ON = date(2026, 7, 6)
OPTIONS = Options("nb", on=ON)


@pytest.fixture(scope="module")
def register(laws: Laws, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows of `CASES`, and one who is refused, of whose plan the register says that it lacks the goal."""
    folder = tmp_path_factory.mktemp("inspected")
    for name in {name.rpartition("/")[0] for name in CASES}:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(HOME / "tests" / "regression" / f"{name}.yaml", folder / f"{name}.yaml")
    suites = {f"{version}/{suite}/{case.id}": case for version, suite, case in load_suites(folder, laws, {}, [])}
    rows = register_of(laws.vocabulary, [suites[name].case for name in CASES]).with_columns(pl.Series("case", list(CASES)))
    refused = rows.filter(pl.col("case") == "2026/plan/without-final-goal")
    # A Nordic citizen is outside the target group (integreringsloven § 8 femte ledd), and so has no plan that could lack anything.
    refused = refused.with_columns(pl.lit("refused").alias("case"), pl.lit(True).alias("person.nordic_or_eea_citizen"))
    return written(folder / "in.parquet", pl.concat([rows, refused]))


@pytest.fixture(scope="module")
def found(register: Path, compiled: CompiledLaws) -> Inspected:
    output = register.with_name("found.csv")
    return inspect_registers([register], output, rejects_path(output), compiled, OPTIONS, lambda *told: None)


def test_every_breach_is_told_and_nothing_else(register: Path, found: Inspected) -> None:
    with register.with_name("found.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [tuple(row.values()) for row in csv.DictReader(file, delimiter=";")]
    told: dict[str, list[tuple[str, ...]]] = {name: [] for name in (*CASES, "refused")}
    for _, _, case, *cells in lines:
        told[case].append(tuple(cells))
    assert told == {**CASES, "refused": []}
    assert (found.counts.rows, found.counts.decided, found.concerned) == (9, 9, 5)
    assert {line[0] for line in lines} == {register.as_posix()} and [int(line[1]) for line in lines] == [2, 4, 5, 7, 7, 8, 8]


def test_the_report_counts_by_provision_and_lists_the_ids(found: Inspected, laws: Laws) -> None:
    told = render_report(inspected_report(found, OPTIONS, laws.vocabulary), "text", 200, False)
    _, _, after = told.partition(f"\n{PLAN_15}\n")
    assert after.splitlines()[0].split() == f"! {PLAN} – avvik: 1".split() and "2026/plan/without-final-goal" in after.splitlines()[1]
    assert f"{IN_TIME}: nei – fristen er passert: 1" in told and f"{DECISION}: nei – må vurderes: 1" in told
    # Of those eight who are asked for the plan, two have one, and of six it is not told; the one who is refused is not asked.
    counts = next(line.split()[-6:] for line in told.splitlines() if line.split()[:3] == PLAN.split())
    assert counts == ["1", "0", "0", "1", "6", "1"]
    assert "Ikke opplyst: den første saken av hvert slag" in told and "Sak 2026/plan/everything mangler: " in told
    page = render_report(inspected_report(found, OPTIONS, laws.vocabulary), "html", 0, False)
    assert f">{PLAN_15}<" in page.replace("\N{NO-BREAK SPACE}", " ") and "2026/plan/without-final-goal" in page
    lines = inspected_csv(found, OPTIONS, laws.vocabulary).splitlines()
    assert lines[0] == "kontroll;funn;hjemmel;antall;andel" and f"{PLAN};avvik;{PLAN_15};1;0,1111" in lines


@pytest.mark.parametrize("form", ["text", "html"])
def test_small_counts_and_ids_are_told_nowhere(form: Form, found: Inspected, laws: Laws) -> None:
    """Of nine rows one lacks the goal, so nothing is told of it; none lacks a contract, and two are late or to be assessed."""
    options = OPTIONS._replace(suppress=2, lang="en")
    told = render_report(inspected_report(found, options, laws.vocabulary), form, 200, False)
    assert not any(name in told for name in CASES) and "refused" not in told
    assert "The plan lacks the final goal" not in told and "The integration contract is missing" in told
    assert "Some inspections are not shown" in told
    lines = [line.split(";") for line in inspected_csv(found, options, laws.vocabulary).splitlines()[1:]]
    assert lines and all(int(line[3]) >= 2 for line in lines)
    assert ["The integration contract is missing", "nothing to follow up", "", "9", "1,0000"] in lines
    few = replace(found.counts, decided=8, rejected=1)
    assert "9" not in render_report(inspected_report(found._replace(counts=few, standings={}), options, laws.vocabulary), "text", 99, False)


def test_the_command(tmp_path: Path) -> None:
    """A made-up law says in its vocabulary what is looked for; in Nynorsk too; exit codes, and what cannot be written."""
    lay_out(tmp_path)
    vocabulary = tmp_path / "rules" / "vocabulary.yaml"
    looked_for = "\nself_inspection:\n  - breaches: {card.right: false}\n    when: {card.outcome: [card, refusal, day_card]}\n"
    with standing_in(tmp_path):
        head = "case,card.application_date,person.birth_date,person.resident,reader.category"
        Path("in.csv").write_text(f"{head}\n1,2012-03-01,1990-02-01,true,other\n", encoding="utf-8")
        nothing = hjemmel("inspect", "in.csv", "-o", "out.csv")
        assert nothing.code == 1 and "does not say what a municipality looks for (`self_inspection`)" in nothing.stderr
        assert not nothing.stdout and not list(tmp_path.glob("out.csv*"))
        vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + looked_for, encoding="utf-8")
        result = hjemmel("inspect", "in.csv", "-o", "out.csv", "--report", "report.html")
        assert (result.code, result.stderr) == (0, "") and "No breach was found" in result.stdout
        assert "No breach was found" in Path("report.html").read_text(encoding="utf-8")
        Path("in.csv").write_text(f"{head}\n1,2012-03-01,1990-02-01,false,student\n2,x,,,\n", encoding="utf-8")
        result = hjemmel("inspect", "in.csv", "-o", "out.csv", "--report", "report.csv", lang="nn")
        assert result.code == 1 and "rader er avvist: 1: se out.csv.rejects.csv" in result.stderr and "Eigenkontroll" in result.stdout
        assert (
            Path("out.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("in.csv;2;1;Rett til lånekort (bokmål);nei;avvik;")
        )
        assert (
            hjemmel("inspect", "in.csv", "-o", "out.txt").code == hjemmel("inspect", "in.csv", "-o", "o.csv", "--report", "r.pdf").code == 1
        )
        assert not list(tmp_path.glob("o.csv*"))


def test_decisions_dated_after_the_law_was_read_are_told(tmp_path: Path) -> None:
    """One row is dated on the day until which the law was read, two are later; small counts are told there as little as elsewhere."""
    lay_out(tmp_path)
    for file, more in (
        ("two/law.yaml", "read_until: {fact: card.application_date, day: 2012-03-01}\n"),
        ("vocabulary.yaml", "\nself_inspection:\n  - breaches: {card.right: false}\n"),
    ):
        path = tmp_path / "rules" / file
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    rows = [f"{number},2012-03-0{number},1990-02-01,true,other,K\n" for number in (1, 2, 3)]
    with standing_in(tmp_path):
        head = "case,card.application_date,person.birth_date,person.resident,reader.category"
        Path("in.csv").write_text(f"{head}\n" + "".join(row.replace(",K", "") for row in rows), encoding="utf-8")
        told = hjemmel("inspect", "in.csv", "-o", "out.csv").stdout
        assert "The law was read as it stood on 1 March 2012; 2 decisions are dated later." in told
        told = hjemmel("inspect", "in.csv", "-o", "out.csv", "--suppress", "3", lang="nn").stdout
        assert "Lova er lesen per 01.03.2012; nokre avgjerder er daterte seinare." in told
        told = hjemmel("batch", "in.csv", "-o", "out.csv", "--suppress", "3").stdout
        assert "The law was read as it stood on 1 March 2012; some decisions are dated later." in told
        for suppress in ((), ("--suppress", "3")):
            told = " ".join(hjemmel("batch", "in.csv", "-o", "out.csv", *suppress, lang="nn").stdout.split())
            assert "Rader 3 avgjorde 3 avviste 0" in told, "of rows, alike whether small counts are told or not"
        Path("in.csv").write_text(f"{head},Kategori\n" + "".join(rows[:2]), encoding="utf-8")
        told = hjemmel("compare", "in.csv", "--category", "Kategori", "--means", "K=card", "-o", "out.csv", lang="nb").stdout
        assert "Loven er lest per 01.03.2012; 1 avgjørelse er datert senere." in told and "avgjort  2" in told
