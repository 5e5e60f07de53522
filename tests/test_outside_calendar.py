"""Days of which the calendar of public holidays says nothing: every evaluator rejects the case, or none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import specialised
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines
from engine.law.deciding import Decision, decide
from engine.law.registers import ERROR, STATUS, row_decider
from engine.loading import load_suites
from engine.model import NONE, Case, FactValue, Laws, Value
from engine.trail.checker import document_checker
from engine.trail.document import document
from engine.trail.steps import build_trail

from .small_laws import PLACE, small_law, stated
from .test_columns import register_of
from .trail_mutations import Document, copied, sealed

OUTSIDE = "outside-calendar"
CALENDAR = "{from: 2000, until: 2050, weekend: [saturday, sunday], holidays: {}}"
BEFORE = date(1985, 1, 1)
SATURDAY, MONDAY, TUESDAY = date(2005, 1, 1), date(2005, 1, 3), date(2005, 1, 4)

FIRST = "next_working_day: [{first_of: [gone, d, e]}]"
FIRST_COUNTED = "first_of: [gone, {next_working_day: [d]}, e]"
EARLIEST = "earliest: [{next_working_day: [d]}, e]"
YEARS = "years_between: [{next_working_day: [d]}, gone]"


def decided(case: Case, laws: CompiledLaws) -> Document:
    """Return the decision document of a case."""
    decision = decide(case, laws, engines()["forward"])
    made: Document = copied(document(decision, build_trail(decision), laws.laws.vocabulary, {"made": False, "engines": ["forward"]}))
    return made


def with_facts(made: Document, facts: Mapping[str, Value]) -> Document:
    """Return a document with facts that it was not made on."""
    shown = {name: {"value": str(value), "origin": "stated"} for name, value in facts.items()}
    forced = {"law.forced": made["facts"]["law.forced"]}
    return sealed({**made, "facts": {**forced, **shown}})


ROWS: list[tuple[str, str, dict[str, Value], str]] = [
    # Of first_of the first date there is counts, and none is unknown before it: what comes after it need not be known.
    (FIRST, "on_or_after: d", {"gone": NONE, "d": BEFORE}, OUTSIDE),
    (FIRST, "on_or_after: d", {"gone": NONE, "d": BEFORE, "e": MONDAY}, OUTSIDE),
    (FIRST, "on_or_after: d", {"gone": BEFORE, "d": MONDAY}, OUTSIDE),
    (FIRST, "on_or_after: d", {"d": BEFORE}, "open"),
    (FIRST, "on_or_after: d", {"gone": SATURDAY, "d": BEFORE}, "met"),
    (FIRST, "on_or_after: d", {"gone": NONE, "d": MONDAY, "e": BEFORE}, "met"),
    (FIRST_COUNTED, "on_or_after: d", {"gone": NONE, "d": BEFORE}, OUTSIDE),
    (FIRST_COUNTED, "on_or_after: d", {"d": BEFORE}, "open"),
    (FIRST_COUNTED, "on_or_after: d", {"gone": MONDAY, "d": BEFORE}, "met"),
    # A call that has all it needs and no value leaves what rests on it without one, whatever else is unknown.
    (EARLIEST, "on_or_after: d", {"d": BEFORE}, OUTSIDE),
    (EARLIEST, "on_or_after: d", {"d": BEFORE, "e": MONDAY}, OUTSIDE),
    (EARLIEST, "on_or_after: d", {"d": MONDAY}, "open"),
    (EARLIEST, "on_or_after: d", {"d": MONDAY, "e": TUESDAY}, "met"),
    (EARLIEST, "on_or_after: d", {"d": MONDAY, "e": BEFORE}, "not_met"),
    # An operation on none gives none, so the calendar is not asked.
    (YEARS, "at_least: {parameter: adult}", {"d": BEFORE, "gone": NONE}, "not_met"),
    (YEARS, "at_least: {parameter: adult}", {"d": BEFORE, "gone": MONDAY}, OUTSIDE),
    (YEARS, "at_least: {parameter: adult}", {"d": MONDAY, "gone": date(2023, 1, 3)}, "met"),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], CompiledLaws]:
    """The laws of the rows, by what is derived and how it is compared."""
    return {
        (counted, compared): compile_laws(
            small_law(tmp_path_factory.mktemp("law"), f"{{value: nd, {compared}}}", derived={"nd": counted}, calendar=CALENDAR)
        )
        for counted, compared, _, _ in ROWS
    }


@pytest.mark.parametrize(("counted", "compared", "facts", "said"), ROWS)
def test_a_value_is_unknown_for_its_facts_or_for_the_calendar(
    counted: str, compared: str, facts: dict[str, Value], said: str, small: Mapping[tuple[str, str], CompiledLaws]
) -> None:
    """Told apart alike by every engine, by columns and by the checker; a case is never left open for what the calendar does not say."""
    laws, case = small[counted, compared], stated(**facts)
    for name, engine in (*engines().items(), ("specialised", specialised.engine())):
        try:
            found: str = decide(case, laws, engine).findings["q"].status
        except Rejected as rejected:
            found = rejected.diagnostics[0].code
        assert found == said, name
    row = row_decider(laws)(register_of(laws.laws.vocabulary, [case])).row(0, named=True)
    assert (str(row[ERROR]).partition(":")[0] if row[ERROR] else row[f"q{STATUS}"]) == said
    check, whole = document_checker(laws.laws), stated(gone=NONE, d=MONDAY, e=TUESDAY)
    flaw = check(with_facts(decided(whole, laws), facts))
    if said == OUTSIDE:
        assert flaw is not None and "`nd` counts working days in years of which the calendar says nothing" in flaw.what.en
    else:
        assert flaw is None or "calendar" not in flaw.what.en
        assert check(decided(case, laws)) is None


def test_the_message_names_what_is_known(tmp_path: Path) -> None:
    """An operand that is not needed is not told of, for nothing is known of it."""
    laws = compile_laws(small_law(tmp_path, "{value: nd, on_or_after: d}", derived={"nd": FIRST}, calendar=CALENDAR))
    with pytest.raises(Rejected) as rejected:
        decide(stated(gone=NONE, d=BEFORE), laws, engines()["forward"])
    (problem,) = rejected.value.diagnostics
    assert problem.message.en == "`nd` counts working days outside the years 2000 to 2050: `gone` = none, `d` = 1985-01-01"


# ---------------------------------------------------------------- topics


@pytest.fixture(scope="module")
def choosing(laws: Laws) -> Mapping[str, Case]:
    """The cases of the suite on the choice of law, with more days of absence than the calendar has years for."""
    suites = load_suites(HOME / "tests" / "regression", laws, {}, [])
    most = {name: FactValue(days, "stated", None, PLACE) for name, days in LEAVE.items()}
    return {case.case.id: replace(case.case, facts={**case.case.facts, **most}) for _, suite, case in suites if suite == "choice-of-law"}


LEAVE = {"leave.absence_days": 100_000, "leave.time_off_days": 0, "leave.leave_days": 0}
CHOSEN = [
    # The day that absence moves is one of the duration, and of `2026` alone: the plan of 2026 moves only the content there.
    ("plan-of-2026-on-a-decision-of-2025", {"duration": "2024", "content": "2026"}, False),
    ("formal-full-offer-01-01-2025", {"duration": "2026", "content": "2024"}, True),
]


@pytest.mark.parametrize(("id_", "governing", "is_rejected"), CHOSEN)
def test_a_value_that_no_topic_rests_on_rejects_nothing(
    id_: str, governing: Mapping[str, str], is_rejected: bool, choosing: Mapping[str, Case], compiled: CompiledLaws
) -> None:
    """A case is rejected for a value only where a version governs a topic that rests on it, in every evaluator."""
    case = choosing[id_]
    made: list[Decision] = []
    codes = set()
    for engine in (*engines().values(), specialised.engine()):
        try:
            made.append(decide(case, compiled, engine))
        except Rejected as rejected:
            codes.add(rejected.diagnostics[0].code)
    row = row_decider(compiled)(register_of(compiled.laws.vocabulary, [case])).row(0, named=True)
    check = document_checker(compiled.laws)
    less = replace(case, facts={name: fact for name, fact in case.facts.items() if name not in LEAVE})
    without = decide(less, compiled, specialised.engine())
    assert {topic: without.governing[topic].versions for topic in governing} == {topic: (name,) for topic, name in governing.items()}
    if is_rejected:
        assert not made and codes == {OUTSIDE} and str(row[ERROR]).startswith(f"{OUTSIDE}: 2026 ")
        facts = decided(less, compiled)
        more = {name: {"value": days, "origin": "stated"} for name, days in LEAVE.items()}
        flaw = check(sealed({**facts, "facts": {**facts["facts"], **more}}))
        assert flaw is not None and "counts working days" in flaw.what.en
    else:
        assert not codes and row[ERROR] is None
        assert all(one.findings == without.findings for one in made)
        assert check(decided(case, compiled)) is None
