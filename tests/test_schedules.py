"""Parameters with values by date: looked up by hand, in every engine, and what a reader is told where no value is stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from engine.inference import forward, specialised
from engine.inference.clauses import Program
from engine.inference.columns import Sheet, facts_of
from engine.inference.conditions import value_of
from engine.inquiry.interview import answer, begin, end_of
from engine.inquiry.missing import missing_for
from engine.inquiry.question import question
from engine.law.compared import compare_versions, version_digest
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines
from engine.law.deciding import decide
from engine.law.registers import STATUS, row_decider
from engine.model import NONE, Call, Laws, Name, ParameterRef, Schedule, Value
from engine.rendering.decision_report import decision_report
from engine.rendering.reference import render_entry
from engine.rendering.terminal import render_terminal
from engine.suites.mutants import mutants
from engine.trail.checker import document_checker
from engine.trail.document import document
from engine.trail.steps import build_trail

from .small_laws import small_law, stated
from .test_arithmetic import VOCABULARY, program_of, version_of
from .test_columns import frame_of, register_of
from .trail_mutations import Document, copied, sealed

DAY = timedelta(days=1)
YEARLY = Schedule(
    "yearly", "hours", ((date(2024, 5, 1), 120), (date(2025, 5, 1), Decimal("130.5")), (date(2025, 12, 24), 90)), date(2026, 4, 30)
)
ENDLESS = replace(YEARLY, name="endless", until=None)

BY_HAND: list[tuple[Schedule, date, Value | None]] = [
    (YEARLY, date(2024, 4, 30), None),
    (YEARLY, date(2024, 5, 1), 120),
    (YEARLY, date(2024, 5, 2), 120),
    (YEARLY, date(2025, 4, 30), 120),
    (YEARLY, date(2025, 5, 1), Decimal("130.5")),
    (YEARLY, date(2025, 12, 23), Decimal("130.5")),
    (YEARLY, date(2025, 12, 24), 90),
    (YEARLY, date(2026, 4, 29), 90),
    (YEARLY, date(2026, 4, 30), 90),
    (YEARLY, date(2026, 5, 1), None),
    (YEARLY, date(2399, 12, 31), None),
    (YEARLY, date(1880, 1, 1), None),
    (ENDLESS, date(2026, 5, 1), 90),
    (ENDLESS, date(2399, 12, 31), 90),
    (ENDLESS, date(2024, 4, 30), None),
]


def everywhere(program: Program, cases: Sequence[Mapping[str, Value]]) -> list[list[Value | None]]:
    """Return the value of `d0` in each case by the specification, by two engines and on columns."""
    run, sheet = specialised.specialise(program), Sheet(VOCABULARY)
    operand = sheet.derived(program)["d0"]
    frame = sheet.compute(facts_of(frame_of(VOCABULARY, cases), VOCABULARY))
    none = operand.none if operand.none is not None else pl.lit(False)
    columns = frame.select(operand.value.alias("value"), none.alias("none")).rows()
    found: list[list[Value | None]] = []
    for known, (count, is_none) in zip(cases, columns, strict=True):
        told = value_of(program.version.derived["d0"].expression, known, program.version.parameters)
        on_columns = NONE if is_none else None if count is None else Decimal(count) / operand.unit
        found.append([told, forward.derive_values(program, known).get("d0"), run(known).values.get("d0"), on_columns])
    return found


@pytest.mark.parametrize("schedule", [YEARLY, ENDLESS], ids=lambda schedule: schedule.name)
def test_a_day_has_the_value_that_began_last_and_no_other(schedule: Schedule) -> None:
    """Below, on and above each day; never the nearest where none is stated."""
    program = program_of(version_of([Call("value_on", (Name("start"),), schedule=schedule)]))
    rows = [(day, expected) for of, day, expected in BY_HAND if of is schedule]
    assert everywhere(program, [{"start": day} for day, _ in rows]) == [[expected] * 4 for _, expected in rows]


def test_an_unknown_day_and_one_that_there_is_not() -> None:
    """An unknown day leaves the value unknown, and of an event that has not happened it is none, in every engine."""
    program = program_of(version_of([Call("value_on", (Name("event"),), schedule=YEARLY)]))
    cases: list[dict[str, Value]] = [{}, {"event": NONE}, {"event": date(2025, 6, 1)}]
    assert everywhere(program, cases) == [[None] * 4, [NONE] * 4, [Decimal("130.5")] * 4]


def test_a_value_by_date_is_computed_with() -> None:
    """Two thirds of the value of each day, to the hundredth: 80, 87 and 60, and nothing where there is no value."""
    looked_up = Call("value_on", (Call("add", (Name("start"), ParameterRef("month"))),), schedule=YEARLY)
    share = Call("divided_by", (Call("times", (looked_up, ParameterRef("two"))), ParameterRef("three")))
    version = version_of([Call("rounded", (share, ParameterRef("fine")))])
    month = replace(version.parameters["two"], name="month", value=1, unit="months")
    program = program_of(replace(version, parameters={**version.parameters, "month": month}))
    expected = {
        date(2024, 3, 31): None,
        date(2024, 4, 1): 80,
        date(2025, 4, 1): 87,
        date(2025, 11, 24): 60,
        date(2026, 3, 30): 60,
        date(2026, 4, 1): None,
    }
    assert everywhere(program, [{"start": day} for day in expected]) == [[amount] * 4 for amount in expected.values()]
    found = everywhere(program, [{"start": date(2024, 1, 1) + number * DAY} for number in range(1000)])
    assert all(one == one[:1] * 4 for one in found) and {one[0] for one in found} == {None, 80, 87, 60}


# ---------------------------------------------------------------- a law

RATE = (
    "label: {nb: Satsen, en: The rate}, unit: levels, until: 2026-04-30, values: ["
    "{from: 2024-05-01, value: 3, source: {act: loven, section: § 2}}, "
    "{from: 2025-05-01, value: 5, source: {act: loven, section: § 3}}]"
)


def law_with_rate(folder: Path, rate: str = RATE, **more: str) -> Laws:
    """Return a law in which the answer is yes from the rate of the day on."""
    derived = {"needed": "value_on: [{parameter: rate}, d]", **more}
    return small_law(folder, "{fact: n, at_least: needed}", derived=derived, parameters={"rate": rate})


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> CompiledLaws:
    return compile_laws(law_with_rate(tmp_path_factory.mktemp("law")))


ROWS: list[tuple[date, int, str]] = [
    (date(2024, 4, 30), 9, "open"),
    (date(2024, 5, 1), 2, "not_met"),
    (date(2024, 5, 1), 3, "met"),
    (date(2025, 4, 30), 3, "met"),
    (date(2025, 5, 1), 4, "not_met"),
    (date(2025, 5, 1), 5, "met"),
    (date(2026, 4, 30), 5, "met"),
    (date(2026, 5, 1), 9, "open"),
]


def decided(laws: CompiledLaws, **facts: Value) -> Document:
    """Return the decision document of a case."""
    decision = decide(stated(**facts), laws, forward.run)
    made: Document = copied(document(decision, build_trail(decision), laws.laws.vocabulary, {"made": False, "engines": ["forward"]}))
    return made


@pytest.mark.parametrize(("day", "number", "status"), ROWS)
def test_every_evaluator_and_the_checker_agree(day: date, number: int, status: str, rated: CompiledLaws) -> None:
    """Also where no value is stated: the case is open, nobody is rejected, and the document says for want of what."""
    case = stated(d=day, n=number)
    for engine in (*engines().values(), specialised.engine()):
        assert decide(case, rated, engine).findings["q"].status == status
    row = row_decider(rated)(register_of(rated.laws.vocabulary, [case])).row(0, named=True)
    assert row[f"q{STATUS}"] == status
    made = decided(rated, d=day, n=number)
    lacking = {"unstated": [{"parameter": "rate", "date": day.isoformat()}]} if status == "open" else {}
    assert made["conclusions"]["q"]["missing"] == []
    assert {key: value for key, value in made["conclusions"]["q"].items() if key == "unstated"} == lacking
    assert document_checker(rated.laws)(made) is None


def test_a_document_that_hides_or_makes_up_what_is_not_stated_is_found(rated: CompiledLaws) -> None:
    """The checker works out for itself which values the law does not state."""
    check, made = document_checker(rated.laws), decided(rated, d=date(2026, 5, 1), n=9)
    found = made["conclusions"]["q"]
    silent = {**made["conclusions"], "q": {key: value for key, value in found.items() if key != "unstated"}}
    other = {**made["conclusions"], "q": {**found, "unstated": [{"parameter": "rate", "date": "2026-05-02"}]}}
    assert check(sealed({**made, "conclusions": silent})) is not None
    assert check(sealed({**made, "conclusions": other})) is not None


def test_a_choice_of_law_that_rests_on_what_is_not_stated_says_so(tmp_path: Path) -> None:
    """Whether the law governs is open then, and so is the answer; no fact closes the one, and one that lacks the other too."""
    governs = "{any: [{fact: n, at_least: needed}, law.forced]}"
    law = small_law(tmp_path, "a", governs=governs, derived={"needed": "value_on: [{parameter: rate}, d]"}, parameters={"rate": RATE})
    laws = compile_laws(law)
    made = decided(laws, d=date(2026, 5, 1), n=9)
    assert made["law"]["matter"]["version"] is None
    lacking = [{"parameter": "rate", "date": "2026-05-01"}]
    for name, missing in (("law.matter", []), ("q", ["a"])):
        found = made["conclusions"][name]
        assert (found["status"], found["missing"], found.get("unstated")) == ("open", missing, lacking), name
    check = document_checker(law)
    assert check(made) is None
    silent = {name: {key: value for key, value in found.items() if key != "unstated"} for name, found in made["conclusions"].items()}
    assert check(sealed({**made, "conclusions": silent})) is not None


def test_the_trail_shows_all_values_with_their_days(rated: CompiledLaws) -> None:
    """So that anybody can look the value up again."""
    made = decided(rated, d=date(2025, 5, 1), n=5)
    (step,) = (step for step in made["trail"] if step["kind"] == "value")
    values = [{"from": "2024-05-01", "value": 3}, {"from": "2025-05-01", "value": 5}]
    parameter = {"parameter": "rate", "unit": "levels", "until": "2026-04-30", "values": values}
    assert step["computed"] == {"value_on": [parameter, {"fact": "d"}]} and step["value"] == 5


def test_a_reader_is_told_what_the_rules_do_not_state(rated: CompiledLaws) -> None:
    """And is asked for nothing, in a report and in an interview, since no fact can close it."""
    case = stated(d=date(2026, 5, 1), n=9)
    decision = decide(case, rated, forward.run)
    told = {lang: render_terminal(decision_report(decision, build_trail(decision), lang, False), 200, False) for lang in ("nb", "en")}
    assert "Reglene oppgir ingen verdi av satsen den 01.05.2026." in told["nb"]
    assert "The rules state no value of the rate on 1 May 2026." in told["en"]
    assert "open – the rules state no value for that day" in told["en"].casefold().replace("open –", "open –")
    assert missing_for(case, rated, specialised.engine(), "q").facts == ()
    state = begin(question(rated.laws, "q"), stated(n=9), specialised.engine())
    assert state.fact == "d"
    state = answer(state, date(2026, 5, 1))
    assert end_of(state) == "settled" and state.fact is None


def test_show_lists_every_value_with_its_source(rated: CompiledLaws) -> None:
    told = render_entry(rated.laws, "rate", "en", ())
    assert told is not None
    assert "from 2024-05-01: 3  [Act section 2]" in told and "from 2025-05-01: 5  [Act section 3]" in told and "2026-04-30" in told


def test_another_value_day_or_source_is_another_law(tmp_path: Path) -> None:
    """Digests and the comparison of versions see a changed value, day and end; a changed source alone changes the digest."""
    (one,) = law_with_rate(tmp_path / "one").versions
    same = law_with_rate(tmp_path / "same", f"\n{RATE}")
    digests = {version_digest(one, same.vocabulary)}
    # In another folder and on other lines it is the same law.
    assert version_digest(same.versions[0], same.vocabulary) in digests
    for number, (old, new) in enumerate((("value: 5", "value: 6"), ("2025-05-01", "2025-05-02"), ("2026-04-30", "2026-04-29"))):
        changed = law_with_rate(tmp_path / str(number), RATE.replace(old, new))
        (other,) = changed.versions
        assert compare_versions(one, other, changed.vocabulary).changed == ("r1",)
        digests.add(version_digest(other, changed.vocabulary))
    changed = law_with_rate(tmp_path / "source", RATE.replace("§ 3", "§ 4"))
    digests.add(version_digest(changed.versions[0], changed.vocabulary))
    assert compare_versions(one, changed.versions[0], changed.vocabulary).changed == ()
    assert len(digests) == 5


def test_every_value_day_and_end_is_changed_by_one(tmp_path: Path) -> None:
    """Values 3 and 5, days 1 May 2024 and 2025, and the end 30 April 2026, each one lower and one higher, in what looks it up."""
    laws = law_with_rate(tmp_path)
    sources = {str(path): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml")}
    found = [one for one in mutants(laws.versions[0], laws.vocabulary, sources) if one.name == "rate"]
    assert sorted(one.change.en for one in found) == [
        "2024-05-01 changed to 2024-04-30",
        "2024-05-01 changed to 2024-05-02",
        "2025-05-01 changed to 2025-04-30",
        "2025-05-01 changed to 2025-05-02",
        "2026-04-30 changed to 2026-04-29",
        "2026-04-30 changed to 2026-05-01",
        "3 changed to 2",
        "3 changed to 4",
        "5 changed to 4",
        "5 changed to 6",
    ]
    looked_up = {one.changed.derived["needed"].expression for one in found}
    assert len(looked_up) == len(found) and laws.versions[0].derived["needed"].expression not in looked_up


def test_the_solver_knows_the_values(rated: CompiledLaws) -> None:
    """For each day by hand: the formulas have the value, or have none, and nothing else is possible."""
    z3 = pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from engine.analysis.formulas import Encoder

    encoder = Encoder(rated.laws)
    term = encoder.term(Name("needed"), rated.laws.versions[0])
    day = encoder.facts["d"]
    expected = {date(2024, 4, 30): None, date(2024, 5, 1): 3, date(2025, 5, 1): 5, date(2026, 5, 1): None}
    for on, value in expected.items():
        solver = z3.Solver(ctx=encoder.context)
        solver.add(*encoder.asserted, day.known, day.value == encoder.constant(None, on))
        said = z3.Not(term.known) if value is None else z3.And(term.known, term.value == encoder.constant(None, value))
        solver.add(z3.Not(said))
        assert solver.check() == z3.unsat, on
