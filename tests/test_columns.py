"""Columns say of every row what the agenda engine says of its case: every finding, every rule, every error, every date."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import calendar_columns, dates, forward, specialised
from engine.inference.calendar_columns import day_number, day_of
from engine.inference.clauses import Program
from engine.inference.columns import LAW, UNKNOWN, Sheet, facts_of
from engine.inference.constraints import check_constraints, doubts_of
from engine.inference.forward import Engine
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide as decide_
from engine.law.deciding import read_before
from engine.law.registers import CASE, ERROR, READ_UNTIL, STATUS, WARNING, RowDecider, row_decider
from engine.loading import load_laws, load_suites
from engine.model import FORCED, NONE, Call, Case, Compare, Fact, FactValue, Laws, Name, Period, Place, Value, ValueType, Vocabulary
from engine.trail.steps import literals_of

from . import test_specialised as made_up
from .made_up_law import REJECTED, lay_out
from .random_cases import Maker, is_of_whole_days, random_cases

REGRESSION = HOME / "tests" / "regression"
FIRST, LAST = dates.FIRST_DAY, dates.LAST_DAY
TYPES: Mapping[ValueType, pl.DataType | type[pl.DataType]] = {
    "boolean": pl.Boolean,
    "integer": pl.Int64,
    "decimal": pl.Decimal(18, 6),
    "date": pl.Date,
    "enum": pl.String,
    "ordinal": pl.String,
    "text": pl.String,
}


def frame_of(vocabulary: Vocabulary, rows: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """Return known values as a frame of cases; unlike in a case file, what is absent is unknown."""
    columns = {}
    for name, fact in vocabulary.facts.items():
        if fact.given:
            continue
        values = [row.get(name) for row in rows]
        if fact.silence is not None:
            columns[name + UNKNOWN] = pl.Series([value is None for value in values], dtype=pl.Boolean)
            values = [None if value == fact.silence else value for value in values]
        if fact.type == "decimal":
            values = [value if value is None else Decimal(str(value)) for value in values]
        columns[name] = pl.Series(values, dtype=TYPES[fact.type])
    return pl.DataFrame(columns)


def register_of(vocabulary: Vocabulary, cases: Sequence[Case]) -> pl.DataFrame:
    """Return cases as a frame, with their ids and the versions forced on them."""
    facts = frame_of(vocabulary, [{name: fact.value for name, fact in case.facts.items()} for case in cases])
    ids = pl.Series([case.id for case in cases], dtype=pl.String)
    return facts.with_columns(ids.alias(CASE), pl.Series([case.forced for case in cases], dtype=pl.String).alias(LAW))


def expected_row(case: Case, laws: CompiledLaws, run: Engine) -> dict[str, object]:
    """Return what the row of a case must say, worked out by another engine; a rule that is not named here must be null."""
    broken = check_constraints(case, laws.laws.vocabulary)
    if broken:
        return {ERROR: "contradiction"}
    try:
        decision = decide_(case, laws, run)
    except Rejected as rejected:
        return {ERROR: rejected.diagnostics[0].code}
    found: dict[str, object] = {ERROR: None, READ_UNTIL: read_before(decision)}
    found |= {WARNING + doubt.constraint.id: True for doubt in doubts_of(case, laws.laws.vocabulary)}
    laws_named = {topic.law for topic in laws.laws.vocabulary.topics.values()}
    for name, finding in decision.findings.items():
        value: object = finding.value
        if name in laws_named:
            found[name] = value
            continue
        if finding.status in ("met", "not_met"):
            value = finding.status == "met"
        # A date or number that is `none` has an empty cell beside its status; the same word of an enum is a word like any other.
        is_word = laws.laws.vocabulary.conclusions[name].type == "enum"
        found[name], found[name + STATUS] = None if value == NONE and not is_word else value, finding.status
    for made in (*decision.choices, *decision.runs):
        literals = literals_of(made)
        decided = frozenset().union(*(made.compiled.nodes[topic] for topic in made.topics))
        for id_, node in made.program.rules.items():
            if not made.topics or node.node in decided:
                applies, fails = 2 * node.node in literals, 2 * node.node + 1 in literals
                found[f"rule.{made.compiled.version.name}.{id_}"] = applies if applies or fails else None
    return found


def assert_rows(cases: Iterable[Case], laws: CompiledLaws, decide: RowDecider, run: Engine) -> dict[str, int]:
    """Compare every column of every row; return how often each error (or None) was met."""
    cases = list(cases)
    found = decide(register_of(laws.laws.vocabulary, cases))
    assert found[CASE].to_list() == [case.id for case in cases]
    counts: dict[str, int] = {}
    for case, row in zip(cases, found.drop(CASE).iter_rows(named=True), strict=True):
        expected = expected_row(case, laws, run)
        code = str(row[ERROR]).partition(":")[0]
        counts[code] = counts.get(code, 0) + 1
        assert row.keys() >= expected.keys()
        told = {name: value for name, value in row.items() if value is not None or expected.get(name) is not None}
        wrong = {
            name: (value, expected.get(name))
            for name, value in told.items()
            if (str(value).partition(":")[0] if name == ERROR else value) != expected.get(name)
        }
        assert not wrong, f"{case.id}: (found, expected) {wrong}"
    return counts


@pytest.fixture(scope="module")
def decide(compiled: CompiledLaws) -> RowDecider:
    return row_decider(compiled, rules=True)


def test_regression_cases(laws: Laws, compiled: CompiledLaws, decide: RowDecider) -> None:
    """All cases of the suites, free and under each version forced."""
    suites = load_suites(REGRESSION, laws, {}, [])
    cases = [replace(case.case, id=f"{suite} {case.id}") for _, suite, case in suites if is_of_whole_days(case.case)]
    fast = specialised.engine()
    assert_rows(cases, compiled, decide, fast)
    assert_rows(cases[::10], compiled, decide, forward.run)
    for version in laws.versions:
        given = {FORCED: FactValue(True, "given")}
        assert_rows([replace(case, forced=version.name, facts={**case.facts, **given}) for case in cases[::10]], compiled, decide, fast)


@pytest.mark.parametrize("missing", [0.0, 0.1, 0.5])
def test_random_cases(missing: float, laws: Laws, compiled: CompiledLaws, decide: RowDecider, random_count: int) -> None:
    fast = specialised.engine()
    cases = random_cases(laws, random_count // 15, seed=32, missing=missing)
    chunk: list[Case] = []
    counts: dict[str, int] = {}
    for case in cases:
        chunk.append(case)
        if len(chunk) == 2_000:
            counts |= assert_rows(chunk, compiled, decide, fast)
            chunk = []
    counts |= assert_rows(chunk, compiled, decide, fast)
    assert counts.keys() >= {"None", "no-law"}


def test_contradictions(laws: Laws, compiled: CompiledLaws, decide: RowDecider) -> None:
    """Facts of two cases in one contradict each other often, and such a row is never decided."""
    rng = random.Random(32)
    cases = list(random_cases(laws, 400, seed=33))
    mixed = [
        replace(one, facts={**one.facts, **{n: other.facts[n] for n in rng.sample(sorted(other.facts), k=len(other.facts) // 3)}})
        for one, other in zip(cases, reversed(cases), strict=True)
    ]
    assert assert_rows(mixed, compiled, decide, specialised.engine()).keys() >= {"None", "contradiction", "no-law"}


def test_another_law_whose_rules_conflict(tmp_path: Path) -> None:
    """A made-up law, in which rules may give a conclusion different values: free and forced."""
    lay_out(tmp_path, REJECTED / "conflict" / "on-a-case")
    laws = load_laws(tmp_path / "rules").laws
    assert laws is not None
    compiled = compile_laws(laws)
    maker = Maker(laws, random.Random(34), [])
    cases = [maker.case(str(number), 0.2) for number in range(400)]
    forced = [replace(case, forced=version.name) for version in laws.versions for case in cases[:100]]
    counts = assert_rows([*cases, *forced], compiled, row_decider(compiled, rules=True), forward.run)
    assert counts.keys() >= {"None", "conflict", "no-law"}


def fact(name: str, values: Sequence[Value]) -> Fact:
    """Return the declaration of a fact of the made-up law."""
    words = {str(value): made_up.TEXT for value in values}
    type_: ValueType = "decimal"
    if isinstance(values[0], bool):
        type_ = "boolean"
    elif isinstance(values[0], date):
        type_ = "date"
    elif isinstance(values[0], str):
        type_ = "ordinal" if "grade" in name else "enum"
    elif name == "count":
        type_ = "integer"
    return Fact(
        name,
        type_,
        made_up.TEXT,
        made_up.TEXT,
        "",
        made_up.PLACE,
        values=words if type_ in ("enum", "ordinal") else None,
        if_absent_none="event" in name,
        if_absent_false=made_up.TEXT if name == "no" else None,
    )


MADE_UP = Vocabulary({}, {name: fact(name, values) for name, values in made_up.FACTS.items()}, {}, ())


def literals(program: Program, facts: Mapping[str, Value]) -> frozenset[int]:
    """Return every literal that holds, by the agenda engine."""
    derived = forward.run(program, facts)
    return frozenset(program.heads[number] for number in derived.fired) | set(forward.decide_tests(program, derived.values))


@pytest.mark.parametrize("known", [1.0, 0.8, 0.5, 0.3])
def test_random_programs(known: float) -> None:
    """Every operator, every value and every way of being unknown: the nodes and values of random programs."""
    rng = random.Random(int(10 * known))
    for _ in range(25):
        program = made_up.random_program(rng, 30, 60)
        rows = [{name: rng.choice(values) for name, values in made_up.FACTS.items() if rng.random() < known} for _ in range(40)]
        sheet = Sheet(MADE_UP)
        placed = sheet.place(program)
        columns = [sheet.status(placed.literal(2 * node)).alias(f"n{node}") for node in range(len(program.nodes))]
        columns += [operand.value.alias(f"v{name}") for name, operand in sheet.derived(program).items()]
        columns += [o.none.alias(f"none{name}") for name, o in sheet.derived(program).items() if o.none is not None]
        found = sheet.compute(facts_of(frame_of(MADE_UP, rows), MADE_UP)).select(columns)
        assert {column[4:] for column in found.columns if column.startswith("none")} <= made_up.EVENTS
        for facts, row in zip(rows, found.iter_rows(named=True), strict=True):
            held = literals(program, facts)
            told = {2 * node + (not row[f"n{node}"]) for node in range(len(program.nodes)) if row[f"n{node}"] is not None}
            assert told == held
            values = forward.derive_values(program, facts)
            for name, operand in sheet.derived(program).items():
                value = row[f"v{name}"]
                if value is not None and operand.type == "date":
                    value = day_of(value)
                if value is not None and operand.type == "decimal":
                    value = Decimal(value) / operand.unit
                assert (NONE if row.get(f"none{name}") else value) == values.get(name), name


# ---------------------------------------------------------------- dates

DAYS = st.dates(FIRST, LAST) | st.sampled_from([date(year, 2, day) for year in (1896, 1900, 1904, 2000, 2023, 2024) for day in (27, 28)])
LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in (1880, 1896, 1904, 2000, 2024, 2396)])
ANY_DAYS = st.lists(DAYS | LEAP_DAYS, min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(ANY_DAYS, st.sampled_from(["days", "weeks", "months", "years"]), st.integers(-130, 130))
def test_a_period_is_added_as_for_one_day(days: list[date], unit: str, count: int) -> None:
    frame = pl.DataFrame({"d": [day_number(day) for day in days]}, schema={"d": pl.Int32})
    found = frame.select(calendar_columns.add(pl.col("d"), Period(count, unit), FIRST, LAST)).to_series()
    assert [day_of(number) for number in found] == [dates.add(day, Period(count, unit)) for day in days]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(DAYS | LEAP_DAYS, DAYS | LEAP_DAYS), min_size=1, max_size=60))
def test_years_and_months_are_counted_as_for_two_days(pairs: list[tuple[date, date]]) -> None:
    near = [
        (start, min(start.replace(year=min(start.year + 1, 2399), day=28) + timedelta(days=shift), LAST))
        for start, _ in pairs
        for shift in range(6)
    ]
    pairs = [*pairs, *near]
    frame = pl.DataFrame(
        {"s": [day_number(start) for start, _ in pairs], "e": [day_number(end) for _, end in pairs]}, schema={"s": pl.Int32, "e": pl.Int32}
    )
    start = calendar_columns.packed(pl.col("s"), FIRST, LAST)
    found = frame.select(
        years=calendar_columns.years_between(start, calendar_columns.packed(pl.col("e"), FIRST, LAST)),
        months=calendar_columns.months_between(start, calendar_columns.packed_end(pl.col("e"), FIRST, LAST)),
    )
    assert found["years"].to_list() == [dates.years_between(one, two) for one, two in pairs]
    assert found["months"].to_list() == [dates.months_between(one, two) for one, two in pairs]


def test_every_day_of_the_calendar_and_every_period_of_the_law(laws: Laws) -> None:
    """No sample: each day that a case can have, two periods of the law that reach over a month's end among them."""
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    frame = pl.DataFrame({"d": pl.Series(days).to_physical()})
    for period in (Period(1, "months"), Period(-6, "months")):
        found = frame.select(calendar_columns.add(pl.col("d"), period, FIRST, LAST).cast(pl.Date)).to_series()
        assert found.to_list() == [dates.add(day, period) for day in days]


def test_an_empty_day_stays_empty() -> None:
    frame = pl.DataFrame({"d": [None, 0]}, schema={"d": pl.Int32})
    for function in (calendar_columns.packed, calendar_columns.packed_end):
        found = frame.select(function(pl.col("d"), FIRST, LAST)).to_series()
        assert found.null_count() == 1 and found[0] is None
    assert frame.select(calendar_columns.add(pl.col("d"), Period(1, "months"), FIRST, LAST)).to_series().to_list() == [None, 31]


# ---------------------------------------------------------------- what a frame must be


def test_what_is_absent_is_unknown_but_an_event(laws: Laws, compiled: CompiledLaws, decide: RowDecider) -> None:
    """A frame with a column for no fact is a frame of cases that state nothing."""
    silent = {name: FactValue(f.silence, "silence") for name, f in laws.vocabulary.facts.items() if f.silence is not None}
    silent[FORCED] = FactValue(False, "given")
    case = Case("one", silent, None, Place("test", 1, 1))
    expected = expected_row(case, compiled, forward.run)
    row = decide(pl.DataFrame({CASE: ["one", "two"]})).row(1, named=True)
    assert {name: value for name, value in row.items() if value is not None and name != CASE} == {
        name: value for name, value in expected.items() if value is not None
    }
    assert decide(pl.DataFrame({CASE: []}, schema={CASE: pl.String})).height == 0


def test_words_may_be_strings_categories_or_enums(laws: Laws, decide: RowDecider) -> None:
    """The words of a register, in whatever type a file brings them, are the same facts."""
    frame = register_of(laws.vocabulary, list(random_cases(laws, 200, seed=10)))
    words = {name: list(f.values) for name, f in laws.vocabulary.facts.items() if f.type in ("enum", "ordinal") and f.values}
    expected = decide(frame)
    assert decide(frame.with_columns(pl.col(name).cast(pl.Categorical) for name in words)).equals(expected)
    assert decide(frame.with_columns(pl.col(name).cast(pl.Enum(values)) for name, values in words.items())).equals(expected)
    assert decide(frame.with_columns(pl.col(name).cast(pl.Enum([*values[::-1], "more"])) for name, values in words.items())).equals(
        expected
    )


def test_decimals_are_exact() -> None:
    """29.9 is less than 30.0 however it is written, and one tenth and two tenths are three tenths."""
    facts = {name: replace(MADE_UP.facts["number"], name=name) for name in ("a", "b", "c")}
    sheet = Sheet(Vocabulary({}, facts, {}, ()))
    total = sheet.operand(Call("sum", (Name("a"), Name("b"))))
    less = sheet.status(sheet.condition(Compare("less_than", Name("a"), (Name("c"),))))
    for dtype in (pl.Decimal(6, 1), pl.Decimal(38, 1), pl.Decimal(18, 6)):
        frame = pl.DataFrame(
            {
                "a": [Decimal("0.1"), Decimal("29.9"), Decimal("30.0")],
                "b": [Decimal("0.2")] * 3,
                "c": [Decimal("0.3"), Decimal(30), Decimal(30)],
            },
            schema=dict.fromkeys("abc", dtype),
        )
        found = sheet.compute(facts_of(frame, sheet.vocabulary)).select(total.value.alias("total"), pl.col("c"), less.alias("less"))
        assert found["total"][0] == found["c"][0]
        assert found["less"].to_list() == [True, True, False]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("person.age", pl.Series([1])),
        ("law.forced", pl.Series([True])),
        ("work.hours_per_week", pl.Series([29.9])),
        ("work.hours_per_week", pl.Series([Decimal("29.1234567")])),
        ("person.birth_date", pl.Series(["1990-01-01"])),
        ("person.birth_date", pl.Series([date(1879, 12, 31)])),
        ("person.birth_date", pl.Series([date(2400, 1, 1)])),
        ("work.ended", pl.Series([1])),
        ("work.ended", pl.Series(["true"])),
        ("permit.type", pl.Series([3])),
        ("programme.claim_date" + UNKNOWN, pl.Series(["yes"])),
    ],
)
def test_a_column_that_does_not_fit_is_refused(name: str, column: pl.Series, decide: RowDecider) -> None:
    with pytest.raises(ValueError, match=name.replace(".", r"\.")):
        decide(pl.DataFrame({name: column}))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("permit.type", pl.Series(["s28", "s29"])),
        ("law", pl.Series(["1999"])),
        ("work.hours_per_week", pl.Series([2**31])),
        ("work.hours_per_week", pl.Series([Decimal(10) ** 9])),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(name: str, column: pl.Series, decide: RowDecider) -> None:
    with pytest.raises(pl.exceptions.PolarsError):
        decide(pl.DataFrame({name: column}))


def test_topics_choose_columns_and_change_no_row(laws: Laws, compiled: CompiledLaws, decide: RowDecider) -> None:
    frame = register_of(laws.vocabulary, list(random_cases(laws, 200, seed=8)))
    whole, part = decide(frame), row_decider(compiled, ["duration"], rules=True)(frame)
    assert part.equals(whole.select(part.columns))
    kept = [name for name, c in laws.vocabulary.conclusions.items() if c.topic == "duration" and c.type != "version"]
    told = [name for name in part.columns if name in laws.vocabulary.conclusions and not name.startswith("law.")]
    assert sorted(told) == sorted(name for name in kept if not name.startswith("law."))


def test_derived_values(laws: Laws, compiled: CompiledLaws) -> None:
    """Each derived value of a version that is asked, with null for unknown and for none told apart."""
    cases = list(random_cases(laws, 300, seed=9))
    found = row_decider(compiled, values=True)(register_of(laws.vocabulary, cases))
    for case, row in zip(cases, found.iter_rows(named=True), strict=True):
        if row[ERROR] is not None:
            continue
        decision = decide_(case, compiled, forward.run)
        for made in decision.runs:
            for item in made.program.derived:
                name = f"value.{made.compiled.version.name}.{item.name}"
                value = NONE if row[name] is None and row.get(name + UNKNOWN) is False else row[name]
                assert value == made.values.get(item.name), (case.id, name)
