"""A date of which the month or the year alone is known: read from every form, told as such, and never firmer than each of its days."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest

from engine import library
from engine.batch.running import Options, decide_registers
from engine.diagnostics import Diagnostic, Rejected
from engine.inference import forward, specialised
from engine.inference.constraints import check_constraints, doubts_of
from engine.inquiry.answers import read_answer
from engine.inquiry.interview import answer, begin
from engine.inquiry.missing import missing_for
from engine.inquiry.question import prepared
from engine.language.case_text import case_json, case_text
from engine.language.cases import assume, build_case
from engine.language.located import read_tree
from engine.law.compared import version_digest
from engine.law.compiled import CompiledLaws
from engine.law.crosscheck import cross_checker
from engine.law.deciding import decide
from engine.model import Case, Fact, KnownTo, Language, Laws, Span, Text, Value
from engine.records.again import Came, moves
from engine.rendering.letter import render_letter
from engine.schemas import validator
from engine.terms.spans import span_of, whole
from engine.trail.checker import document_checker
from engine.trail.document import document
from engine.trail.steps import build_trail
from engine.workbench.sheet import sheet_of, typed_case

from .made_up_law import hjemmel, lay_out, standing_in
from .random_cases import Maker

CASE = """
case: in-part
person: {birth_date: BORN, nordic_or_eea_citizen: false, norwegian_citizen: false}
permit: {type: s28, granted_date: 2026-01-20, previous_type: none}
residence: {start_date: 2026-02-01}
settlement: {by_agreement: true, date: 2026-02-01}
work: {hours_per_week: 0, offer_hours_per_week: 0}
programme:
  {offer_date: 2026-03-10, decision_date: 2026-03-10, start_date: 2026-03-16, begun: false, refused_or_interrupted: false,
   chapter_6a_decision: false}
education: {has_upper_secondary: false}
goal: {final: work}
"""
MAY = Span(date(1970, 5, 1), date(1970, 5, 31))
YEAR = Span(date(1970, 1, 1), date(1970, 12, 31))


def read(text: str, laws: Laws, name: str = "case.yaml") -> Case:
    problems: list[Diagnostic] = []
    tree = read_tree(name, text, problems)
    assert tree is not None
    case = build_case(tree, laws.vocabulary, [], problems, "in-part")
    assert case is not None and not problems, problems
    return case


def born(text: str, laws: Laws) -> Case:
    return read(CASE.replace("BORN", text), laws)


# ---------------------------------------------------------------- read and written


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("case.yaml", "person.birth_date: 1970-05", MAY),
        ("case.yaml", 'person.birth_date: "1970-05"', MAY),
        ("case.yaml", "person.birth_date: 1970", YEAR),
        ("case.yaml", 'person.birth_date: "1970"', YEAR),
        ("case.yaml", "person: {birth_date: {value: 1970, source: pass}}", YEAR),
        ("case.json", '{"person.birth_date": "1970-05"}', MAY),
        ("case.json", '{"person.birth_date": "1970"}', YEAR),
        ("case.json", '{"person": {"birth_date": 1970}}', YEAR),
    ],
)
def test_a_month_or_a_year_is_read_and_written(name: str, written: str, value: Span, laws: Laws) -> None:
    """YAML may take a year for a number; both ways say the same, and what is written is read back, by the schema too."""
    case = read(written, laws, name)
    assert case.facts["person.birth_date"].value == value
    for text, form in ((case_text(case, (), laws.vocabulary), "again.yaml"), (case_json(case, (), laws.vocabulary), "again.json")):
        assert read(text, laws, form).facts["person.birth_date"].value == value
    assert not list(validator("case.schema.json").iter_errors({"person": {"birth_date": 1970}}))
    assert not list(validator("case.schema.json").iter_errors({"person": {"birth_date": "1970-05"}}))
    assert list(validator("case.schema.json").iter_errors({"permit": {"granted_date": "1970-05"}}))
    assert list(validator("case.schema.json").iter_errors({"person": {"birth_date": "1970-13"}}))


def test_an_event_whose_month_is_known_is_not_absent(laws: Laws) -> None:
    """Silence says that an event has not happened; its month says that it has."""
    facts = {**laws.vocabulary.facts, "plan.date": replace(laws.vocabulary.facts["plan.date"], known_to="month")}
    vague = replace(laws, vocabulary=replace(laws.vocabulary, facts=facts))
    assert read("plan.date: 2026-03", vague).facts["plan.date"].value == Span(date(2026, 3, 1), date(2026, 3, 31))
    assert read("case: a", vague).facts["plan.date"].value == "none"


def test_an_assumption_may_be_a_month(laws: Laws) -> None:
    """It is marked as assumed like any other."""
    problems: list[Diagnostic] = []
    case = assume(read("case: a", laws), "person.birth_date=1970-05", laws.vocabulary, problems)
    assert not problems and (case.facts["person.birth_date"].value, case.facts["person.birth_date"].origin) == (MAY, "assumed")


def test_the_words_of_a_span() -> None:
    """A whole month or year has a text; February has its own last day, and other days have none."""
    assert span_of("2024-02").last == date(2024, 2, 29) and span_of("2023-02").last == date(2023, 2, 28)
    assert [whole(span_of(text)) for text in ("2024-02", "1880", "2399-12")] == ["2024-02", "1880", "2399-12"]
    assert whole(Span(date(1970, 5, 1), date(1970, 6, 30))) is None and whole(Span(53, 54)) is None


@pytest.mark.parametrize(
    ("known_to", "typed", "lang", "value"),
    [
        ("year", "1970-05", "nb", MAY),
        ("year", "05.1970", "nb", MAY),
        ("year", "Mai 1970", "nn", MAY),
        ("year", "May 1970", "en", MAY),
        ("year", "1970", "nb", YEAR),
        ("month", "1970-05", "en", MAY),
        ("month", "1970", "nb", None),
        ("year", "1970-13", "nb", None),
        ("year", "1812", "nb", None),
        (None, "1970-05", "nb", None),
    ],
)
def test_an_answer_may_be_a_month(known_to: KnownTo | None, typed: str, lang: Language, value: Value | None, laws: Laws) -> None:
    """Where the vocabulary lets it; what is typed otherwise is told why it is none."""
    fact: Fact = replace(laws.vocabulary.facts["person.birth_date"], known_to=known_to)
    found = read_answer(fact, typed, lang)
    assert isinstance(found, Text) if value is None else found == value


# ---------------------------------------------------------------- decided


@pytest.mark.parametrize(
    ("text", "outcome", "missing", "told"),
    [
        ("1995", "right_and_duty", (), "Dagen er ikke kjent, og har ikke noe å si for utfallet: fødselsdato (1995)."),
        ("1970-03", "right_and_duty", (), "Dagen er ikke kjent, og har ikke noe å si for utfallet: fødselsdato (mars 1970)."),
        ("2008-01", None, ("person.birth_date",), "Dagen er ikke kjent, og kan avgjøre utfallet: fødselsdato (januar 2008)."),
    ],
)
def test_a_decision_tells_whether_the_day_counts(
    text: str, outcome: str | None, missing: tuple[str, ...], told: str, laws: Laws, compiled: CompiledLaws
) -> None:
    """Both engines and the checker agree; the document names the month, the short answer whether the day counts, the letter both."""
    case = born(text, laws)
    decision, made = cross_checker(True)(case, compiled)
    trail = build_trail(decision)
    shown = document(decision, trail, laws.vocabulary, made)
    assert document_checker(laws)(shown) is None
    assert not list(validator("decision.schema.json").iter_errors(shown))
    assert cast("Mapping[str, Mapping[str, object]]", shown["facts"])["person.birth_date"]["value"] == text
    assert decision.findings["programme.outcome"].value == outcome
    if decision.findings["programme.outcome"].status == "open":
        assert missing_for(case, compiled, specialised.engine(), "programme.outcome").facts == missing
    assert told in render_letter(decision, trail, made)


def test_a_document_that_states_too_little_is_flawed(laws: Laws, compiled: CompiledLaws) -> None:
    """The checker takes a month only where the vocabulary does, and works out anew what follows from it."""
    decision = decide(born("1970-03", laws), compiled, forward.run)
    shown = document(decision, build_trail(decision), laws.vocabulary, {"made": False, "engines": ["forward"], "reason": "test"})
    check = document_checker(laws)
    assert check(shown) is None
    for name, value in (("person.birth_date", "1970-01"), ("permit.granted_date", "2026-01"), ("person.birth_date", "1970-13")):
        facts = cast("dict[str, dict[str, object]]", shown["facts"])
        other = cast("dict[str, object]", {**shown, "facts": {**facts, name: {**facts[name], "value": value}}})
        assert check(other) is not None  # type: ignore[arg-type]
    moved = moves(shown, {**shown, "facts": {**facts, "person.birth_date": {"value": "1970-03-02", "origin": "stated"}}}, laws.vocabulary)
    assert [(one.before, one.after) for one in moved.facts] == [(Came(span_of("1970-03"), "stated"), Came(date(1970, 3, 2), "stated"))]


def test_the_law_is_the_same_whatever_may_be_known_in_part(laws: Laws) -> None:
    """Whether a case may leave the day open is no law: the digest of a version does not know of it."""
    facts = {name: replace(fact, known_to=None) for name, fact in laws.vocabulary.facts.items()}
    for version in laws.versions:
        assert version_digest(version, laws.vocabulary) == version_digest(version, replace(laws.vocabulary, facts=facts))


@pytest.mark.parametrize(("text", "broken"), [("2026-02", True), ("2026-01", False), ("2026", False), ("2027", True)])
def test_only_what_every_day_contradicts_is_a_contradiction(text: str, broken: bool, laws: Laws) -> None:
    """Nobody is born after the permit of 20 January 2026: in February certainly so, in January perhaps not."""
    case = read(f"person.birth_date: {text}\npermit.granted_date: 2026-01-20\n", laws)
    assert bool(check_constraints(case, laws.vocabulary)) is broken


@pytest.mark.parametrize(("text", "doubted"), [("1880", True), ("1995", False)])
def test_only_what_every_day_makes_unlikely_is_doubted(text: str, doubted: bool, laws: Laws) -> None:
    """Likewise of what can hardly be."""
    assert bool(doubts_of(born(text, laws), laws.vocabulary)) is doubted


def test_what_is_settled_is_so_on_every_day(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """On the shipped law: whatever is settled of a case with months and years is found on their first, last and other days."""
    vague = [name for name, fact in laws.vocabulary.facts.items() if fact.known_to is not None]
    rng, run, settled, opened = random.Random(74), specialised.engine(), 0, 0
    maker = Maker(laws, rng, [born("1995-06-12", laws)])
    for number in range(max(20, random_count // 50)):
        case = maker.case(str(number), 0.1)
        days = {name: fact.value for name in vague if (fact := case.facts.get(name)) is not None and isinstance(fact.value, date)}
        spans = {name: span_of(str(day)[: rng.choice((4, 7))]) for name, day in days.items()}
        try:
            found = decide(_stated(case, spans), compiled, run)
        except Rejected:
            continue
        for share in (0.0, 1.0, rng.random()):
            exact = {name: _day(span, share) for name, span in spans.items()}
            try:
                other = decide(_stated(case, exact), compiled, run)
            except Rejected:
                continue
            for name, finding in found.findings.items():
                settled += finding.status != "open"
                opened += finding.status == "open" and other.findings[name].status != "open"
                assert finding.status == "open" or other.findings[name] == finding, (case.id, name, exact)
    assert settled > 1_000 and opened


def _stated(case: Case, values: Mapping[str, Value]) -> Case:
    return replace(case, facts={**case.facts, **{name: replace(case.facts[name], value=value) for name, value in values.items()}})


def _day(span: Span, share: float) -> date:
    assert isinstance(span.first, date) and isinstance(span.last, date)
    return span.first + timedelta(days=round((span.last - span.first).days * share))


# ---------------------------------------------------------------- asked, typed, in a register


def test_the_day_is_asked_for_once(laws: Laws, compiled: CompiledLaws) -> None:
    """A month that does not settle the answer leaves the day to be asked for; who answers with a month is not asked again."""
    about = prepared(compiled, "programme.outcome")
    state = begin(about, born("2008-01", laws), specialised.engine())
    assert state.fact == "person.birth_date"
    again = answer(state, span_of("2008-01"))
    assert again.fact != "person.birth_date" and again.skipped == ("person.birth_date",) and not again.view.settled
    for settling in (date(2008, 1, 20), span_of("2007")):
        assert "person.birth_date" not in answer(state, settling).view.missing


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_form_of_a_case_keeps_a_month(lang: Language, laws: Laws) -> None:
    """What stands in the fields is read as the same case."""
    case = born("1970-05", laws)
    typed = typed_case(sheet_of(case, laws.vocabulary, lang), laws.vocabulary, (), lang)
    assert not typed.wrong and typed.case.facts["person.birth_date"].value == MAY


def test_a_register_has_days(compiled: CompiledLaws, tmp_path: Path) -> None:
    """A row whose day is not known is not decided, and is told where and why; the others are."""
    file = tmp_path / "register.csv"
    file.write_text("case,person.birth_date\nfirst,1970-05-01\nsecond,1970-05\nthird,1970\n", encoding="utf-8")
    found = decide_registers([file], tmp_path / "decided.csv", compiled, Options(lang="en"), lambda *_: None)
    assert (found.decided, found.rejected, found.codes) == (1, 2, {"day-not-stated": 2})
    told = (tmp_path / "decided.csv.rejects.csv").read_text(encoding="utf-8")
    assert "3,second,person.birth_date,day-not-stated" in told and "in a register dates have one" in told


def test_the_commands_take_a_month(tmp_path: Path) -> None:
    """On another law too: decided, explained, checked again by its document."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        Path("case.yaml").write_text(
            "person: {resident: true, birth_date: 2000-05}\ncard: {application_date: 2012-03-01}\n", encoding="utf-8"
        )
        assert hjemmel("evaluate", "case.yaml").code == 0
        told = hjemmel("evaluate", "case.yaml", "--format", "json").stdout
        Path("decision.json").write_text(told, encoding="utf-8")
        assert hjemmel("verify", "decision.json").code == 0
        assert "May 2000, day not known" in hjemmel("explain", "case.yaml", "person.birth_date").stdout


def test_a_program_may_state_a_month(compiled: CompiledLaws) -> None:
    """Through the one door for programs; a year as a number too."""
    for value, told in (("1970-05", "1970-05"), (1970, "1970")):
        decision = library.Laws(compiled, ()).decide(library.Case.from_dict({"person": {"birth_date": value}}), cross_check=False)
        assert cast("Mapping[str, Mapping[str, object]]", decision.to_dict()["facts"])["person.birth_date"]["value"] == told
