"""The interview: what may be typed, how it goes on, how few questions it needs, and the command in a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import cli
from engine.commands.ask import needed
from engine.diagnostics import Diagnostic, Rejected
from engine.home import HOME
from engine.inference import specialised
from engine.inference.forward import Engine
from engine.inquiry.answers import Wish, read_answer
from engine.inquiry.interview import (
    Interview,
    answer,
    answered,
    ask_for,
    back,
    begin,
    contradicted,
    end_of,
    not_known,
    number_of,
    told,
    unknown,
)
from engine.inquiry.missing import Inquiry, missing_in
from engine.inquiry.question import Question, question
from engine.language.case_text import case_text, new_case
from engine.language.cases import build_case
from engine.language.located import read_tree
from engine.law.compiled import CompiledLaws
from engine.law.deciding import decide
from engine.model import FORCED, NONE, Case, Fact, FactValue, Language, Laws, Text, Value
from engine.rendering.asking import answers_text, chosen, ended_report, introduction, prompt_text, question_text, reply
from engine.rendering.letter import letter_needs, render_letter
from engine.rendering.terminal import render_terminal
from engine.trail.finality import is_answer
from engine.trail.steps import build_trail

from .random_cases import complete_cases, random_cases, states_a_day_unasked
from .small_laws import PLACE, small_law, stated

OUTCOME = "programme.outcome"
FAST = specialised.engine()
"""One for the whole module: it specialises each program once."""


# ---------------------------------------------------------------- answers

ACCEPTED = [
    ("boolean", "ja", "nb", True),
    ("boolean", "J", "nb", True),
    ("boolean", " Nei ", "nb", False),
    ("boolean", "n", "en", False),
    ("boolean", "yes", "en", True),
    ("date", "2026-03-01", "nb", date(2026, 3, 1)),
    ("date", "01.03.2026", "nb", date(2026, 3, 1)),
    ("date", "1. 3. 2026", "nb", date(2026, 3, 1)),
    ("date", "2026-3-1", "en", date(2026, 3, 1)),
    ("date", "29.02.2024", "nb", date(2024, 2, 29)),
    ("event", "ingen", "nb", NONE),
    ("event", "none", "en", NONE),
    ("event", "nei", "nb", NONE),
    ("event", "2026-03-01", "en", date(2026, 3, 1)),
    ("decimal", "37,5", "nb", Decimal("37.5")),
    ("decimal", "37.5", "en", Decimal("37.5")),
    ("decimal", "0", "nb", Decimal(0)),
    ("decimal", "168", "nb", Decimal(168)),
    ("integer", "4", "nb", 4),
    ("integer", "4,0", "nb", 4),
    ("enum", "2", "nb", "blue"),
    ("enum", "Blue", "en", "blue"),
    ("enum", "blå", "nb", "blue"),
    ("enum", "green", "nb", "green"),
    ("text", "hva som helst", "nb", "hva som helst"),
    ("boolean", "ukjent", "nb", Wish.UNKNOWN),
    ("date", "unknown", "nb", Wish.UNKNOWN),
    ("enum", "TILBAKE", "nb", Wish.BACK),
    ("decimal", "back", "en", Wish.BACK),
    ("text", "?", "en", Wish.REASON),
]

REFUSED = [
    ("boolean", "", "nb", "tomt"),
    ("boolean", "kanskje", "nb", "verken ja eller nei"),
    ("boolean", "1", "en", "neither yes nor no"),
    ("boolean", "true", "en", "neither yes nor no"),
    ("date", "01.03.2026", "en", "not a date"),
    ("date", "1.3.26", "nb", "fire sifre"),
    ("date", "3/1/26", "en", "four digits"),
    ("date", "30.02.2026", "nb", "ingen dag i kalenderen"),
    ("date", "2025-02-29", "en", "not a day in the calendar"),
    ("date", "2026", "nb", "ikke en dato"),
    ("date", "i går", "nb", "ikke en dato"),
    ("date", "01.03.1026", "nb", "kan ikke være riktig"),
    ("date", "ingen", "nb", "ikke en dato"),
    ("date", "nei", "nb", "ikke en dato"),
    ("decimal", "37,5", "en", "not a number"),
    ("decimal", "1.000", "nb", "tusener eller tre desimaler"),
    ("decimal", "1,000", "en", "thousands or three decimals"),
    ("decimal", "tretti", "nb", "ikke et tall"),
    ("decimal", "30 timer", "nb", "ikke et tall"),
    ("decimal", "-1", "nb", "kan ikke være mindre enn 0"),
    ("decimal", "168,5", "nb", "kan ikke være mer enn 168"),
    ("decimal", "1e3", "en", "not a number"),
    ("decimal", "nan", "en", "does not say"),
    ("integer", "4,5", "nb", "ikke et helt tall"),
    ("enum", "0", "nb", "ikke et av svarene"),
    ("enum", "4", "nb", "ikke et av svarene"),
    ("enum", "bleu", "en", 'Did you mean "blue"'),
    ("enum", "ja", "nb", "ikke et av svarene"),
]


def fact(kind: str) -> Fact:
    """Return a fact of a kind."""
    values = {"red": Text("rød", "red"), "blue": Text("blå", "blue"), "green": Text("grønn", "green")} if kind == "enum" else None
    lowest, highest = (Decimal(0), Decimal(168)) if kind in ("decimal", "integer") else (None, None)
    type_ = "date" if kind == "event" else kind
    label = Text("Ting", "Thing")
    return Fact("thing", type_, label, label, "§ 1", PLACE, None, values, lowest, highest, kind == "event")  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "typed", "lang", "value"), ACCEPTED)
def test_accepted_answers(kind: str, typed: str, lang: Language, value: Value | Wish) -> None:
    """What a person may type, in the forms of the language."""
    found = read_answer(fact(kind), typed, lang)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(("kind", "typed", "lang", "words"), REFUSED)
def test_refused_answers(kind: str, typed: str, lang: Language, words: str) -> None:
    """What is not understood is told in the language of the interview, and never guessed at."""
    found = read_answer(fact(kind), typed, lang)
    assert isinstance(found, Text)
    assert words in (found.nb if lang == "nb" else found.en)


def test_every_shown_answer_is_accepted(laws: Laws) -> None:
    """Of each question in the vocabulary every word and number that it shows is read as that word, in both languages."""
    for declared in laws.vocabulary.facts.values():
        for number, word in enumerate(declared.values or (), 1):
            for lang in ("nb", "en"):
                assert read_answer(declared, str(number), lang) == word
                assert read_answer(declared, word, lang) == word


# ---------------------------------------------------------------- states


def begun(laws: Laws, name: str = "q", case: Case | None = None) -> Interview:
    """Return an interview at its beginning."""
    return begin(question(laws, name), case or stated(), FAST)


def test_it_asks_what_matters_and_ends(tmp_path: Path) -> None:
    """A fact that settles the answer ends the interview; going back takes the state before, as it was."""
    start = begun(small_law(tmp_path, "{all: [a, b]}", "{all: [a, b, c]}"))
    assert start.fact in ("a", "b") and number_of(start) == 1 and end_of(start) is None
    over = answer(start, False)
    assert over.fact is None and end_of(over) == "settled" and over.view.finding is not None
    assert over.view.finding.status == "not_met"
    assert back(over) is start and back(start) is start
    second = answer(start, True)
    assert {start.fact, second.fact} == {"a", "b"} and number_of(second) == 2
    assert end_of(answer(second, True)) == "settled"  # c is never asked for: it cannot matter


def test_unknown_goes_on_with_what_can_still_settle_it(tmp_path: Path) -> None:
    """An unknown fact is not asked again; the others are asked as long as they can settle the answer without it."""
    laws = small_law(tmp_path, "{any: [{all: [a, b]}, c]}")
    state = begun(laws)
    asked = []
    while state.fact is not None:
        asked.append(state.fact)
        state = answer(state, False) if state.fact == "c" else unknown(state)
    assert len(asked) == len(set(asked)) and "c" in asked
    assert end_of(state) == "unanswered"
    assert state.skipped and set(state.skipped) <= state.view.missing
    state = begun(laws)
    while state.fact is not None:
        state = answer(state, True) if state.fact == "c" else unknown(state)
    assert end_of(state) == "settled"


def test_it_stops_when_no_answer_can_settle_it_any_more(tmp_path: Path) -> None:
    """Where the unknown fact decides in any case, nothing else is asked."""
    laws = small_law(tmp_path, "{all: [a, {any: [b, {not: b}]}]}", "{all: [{not: a}, {any: [b, {not: b}]}]}")
    state = begun(laws, case=stated(b=True))
    assert state.fact == "a"
    assert end_of(unknown(state)) == "unanswered"


def test_either_of_two_sets_is_asked_for_and_no_more(tmp_path: Path) -> None:
    """Where one of two facts is enough whatever it is, one question ends the interview."""
    state = begun(small_law(tmp_path, "{any: [a, {not: a}]}", "{any: [b, {not: b}]}"))
    assert state.fact in ("a", "b")
    assert end_of(answer(state, True)) == end_of(answer(state, False)) == "settled"


def test_a_contradiction_is_found_before_the_answer_is_taken(tmp_path: Path) -> None:
    """A value that a constraint forbids is told with the constraint and asked for again."""
    laws = small_law(tmp_path, "{fact: d, before: e}", never="{fact: d, after: e}")
    state = answer(begun(laws), date(2020, 1, 1))
    wrong = date(2019, 1, 1) if state.fact == "e" else date(2021, 1, 1)
    assert [constraint.id for constraint in contradicted(state, wrong)] == ["k"]
    same, said = reply(state, wrong.isoformat(), "nb", 80, False)
    assert same is state and "Umulig" in said and "01.01.2020" in said and "tilbake" in said
    right, _ = reply(state, "2020-01-01", "nb", 80, False)
    assert right.fact is None


def test_facts_that_leave_nothing_possible_end_it(tmp_path: Path) -> None:
    """Where every value of what is missing is forbidden, the interview says that the facts contradict each other."""
    laws = small_law(tmp_path, "{all: [a, b]}", never="{any: [{all: [a, c]}, {all: [{not: a}, c]}]}")
    state = begun(laws, case=stated(c=True, b=True))
    assert state.fact is None and end_of(state) == "impossible"
    assert "motsier" in render_terminal(ended_report(state, None, "nb"), 80, False)


def test_a_date_is_asked_for_when_there_is_one_to_state(tmp_path: Path) -> None:
    """When something ended is asked after whether it did, though the day tells more, and never of what goes on."""
    dated = "{fact: d, before: e}"
    stated_alone = "{all: [{not: a}, {not: b}, {fact: d, on_or_before: d}]}"
    start = begun(
        small_law(tmp_path, f"{{all: [a, {dated}]}}", f"{{all: [b, {dated}]}}", never=stated_alone), case=stated(e=date(2020, 1, 1))
    )
    for answers in ({"a": False, "b": False}, {"a": True, "b": False}, {"a": False, "b": True}, {"a": True, "b": True}):
        state, asked = start, []
        while state.fact is not None:
            asked.append(state.fact)
            state = answer(state, date(2019, 1, 1) if state.fact == "d" else answers[state.fact])
        assert end_of(state) == "settled"
        assert (asked[-1] == "d") is any(answers.values()) and asked.count("d") <= 1, asked
    first = missing_in(start.about, start.case, FAST).facts
    assert set(first) == {"a", "b", "d"} and first[-1] == "d"


def test_of_what_nobody_knows_whether_it_happened_no_day_is_asked_for(tmp_path: Path) -> None:
    """Who does not know whether an offer lapsed cannot say when; asked for anew, the one brings the other back."""
    laws = small_law(tmp_path, "{all: [a, {fact: d, before: e}]}", never="{all: [{not: a}, {fact: d, on_or_before: d}]}")
    state = begun(laws, case=stated(e=date(2020, 1, 1)))
    assert state.fact == "a"
    over = unknown(state)
    assert over.fact is None and end_of(over) == "unanswered" and not_known(over) == ("a", "d")
    anew = answer(ask_for(over, "a", over), True)
    assert anew.fact == "d" and not_known(anew) == ()


def test_a_date_that_there_is_not_leaves_the_others_their_proofs(laws: Laws) -> None:
    """Of an offer that stands no day is stated; what hangs on its hours is proven to matter all the same."""
    known: dict[str, Value] = {
        "permit.type": "s28",
        "permit.granted_date": date(2026, 1, 20),
        "permit.previous_type": "none",
        "person.birth_date": date(1995, 6, 12),
        "person.norwegian_citizen": False,
        "person.nordic_or_eea_citizen": False,
        "residence.start_date": date(2026, 2, 1),
        "settlement.by_agreement": True,
        "settlement.agreement_date": NONE,
        "programme.decision_date": date(2026, 3, 10),
        "programme.begun": False,
        "programme.end_date": NONE,
        "programme.refused_or_interrupted": False,
        "work.offer_lapsed": False,
    }
    state = begun(laws, "programme.outcome", stated(**known))
    assert state.fact in ("work.hours_per_week", "work.offer_hours_per_week")


def test_no_law_ends_it(tmp_path: Path) -> None:
    """Where no law governs there is nothing left to ask."""
    laws = small_law(tmp_path, "a", governs="{fact: d, on_or_after: {parameter: commencement}}")
    state = begun(laws, case=stated(d=date(1999, 1, 1)))
    assert state.fact is None and end_of(state) == "rejected"


def test_an_event_that_a_file_is_silent_about_is_asked_for(tmp_path: Path) -> None:
    """Silence in the case file is no answer in an interview; what was not asked is silence again in the file."""
    laws = small_law(tmp_path, "{all: [a, {fact: gone, before: d}]}")
    silent = stated(a=True, d=date(2020, 1, 1))
    silent = Case(silent.id, {**silent.facts, "gone": FactValue(NONE, "silence")}, None, PLACE)
    state = begun(laws, case=silent)
    assert state.fact == "gone"
    assert "gone" not in told(unknown(state)).facts
    assert told(answer(state, NONE)).facts["gone"].origin == "stated"
    assert told(begun(laws, case=stated(a=False))).facts["gone"].origin == "silence"


def test_what_a_file_says_is_unknown_stays_unknown_where_no_answer_says_otherwise(tmp_path: Path) -> None:
    """It is asked for where it matters; else the file that is saved says `unknown` again, and not by silence that it never was."""
    laws = small_law(tmp_path, "{all: [a, {fact: gone, before: d}]}")
    about = question(laws, "q")
    for facts, asked in (({"a": False}, False), ({"a": True, "d": date(2020, 1, 1)}, True)):
        state = begin(about, stated(**facts), FAST, ["gone"])
        assert (state.fact == "gone") is asked
        assert "gone" not in told(state).facts and not_known(state) == ("gone",)
        if asked:
            assert not_known(unknown(state)) == ("gone",) and "gone" not in told(unknown(state)).facts
            assert not_known(answer(state, NONE)) == () and told(answer(state, NONE)).facts["gone"].origin == "stated"


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_question_fits_the_terminal(laws: Laws, lang: Language) -> None:
    """No line is wider than the terminal, down to 40 columns, and each question says in what form it is answered."""
    for width in (40, 80, 120):
        assert max(map(len, introduction(lang, width).splitlines())) <= width
        for declared in laws.vocabulary.facts.values():
            lines = question_text(declared, 12, lang, width, laws.vocabulary.units).splitlines()
            assert lines[0].startswith("12. ") and lines[-1].startswith("   (")
            if width >= 80:
                assert max(map(len, lines)) <= width, declared.name
            for word in declared.values or ():
                assert any(word in line for line in lines)


def test_replies(laws: Laws) -> None:
    """The replies of the dialogue: reason, wrong answer, unknown, back at the first question."""
    state = begun(laws, OUTCOME, Case("x", {FORCED: FactValue(False, "given")}, None, PLACE))
    first = state
    same, said = reply(state, "?", "nb", 90, False)
    assert same is state and "Hjemmel: " in said and "§" in said and "Regler som fortsatt venter på dette" in said
    same, said = reply(state, "hm", "en", 90, False)
    assert same is state and said.startswith(" ! ")
    same, said = reply(state, "tilbake", "nb", 90, False)
    assert same is state and "første spørsmålet" in said
    state, said = reply(state, "ukjent", "nb", 90, False)
    assert said.startswith("   → ") and said.endswith(": ukjent") and state.fact != first.fact
    assert (prompt_text(state, "nb", 90) or "").startswith("2. ")
    state, said = reply(state, "back", "en", 90, False)
    assert state is first


# ---------------------------------------------------------------- the case file


SETTLED = """\
case: settled
person: {birth_date: 1986-02-11, nordic_or_eea_citizen: false, norwegian_citizen: false}
permit: {type: s28, granted_date: 2026-02-10, previous_type: none}
residence: {start_date: 2026-03-01, municipality_since: none}
settlement: {by_agreement: true, date: 2026-03-01, agreement_date: none}
work: {hours_per_week: 32, several_positions: false, offer_hours_per_week: 0, ended: false, start_date: none}
programme:
  claim_date: 2026-04-01
  decision_date: 2026-04-15
  begun: false
  refused_or_interrupted: false
  chapter_6a_decision: false
"""
"""32 hours of work, which exclude (section 8 fourth paragraph); under 30 there is a right and a duty. Nothing is left to silence."""


def refused(laws: Laws) -> Case:
    return read_back(SETTLED, laws)


@pytest.fixture(scope="module")
def about(laws: Laws) -> Question:
    return question(laws, OUTCOME)


def test_an_answer_of_a_settled_case_is_asked_for_anew(laws: Laws, about: Question) -> None:
    """Work of 32 hours refuses (section 8 fourth paragraph); with 20 it does not, and the case is as if that had been said at once."""
    over = begin(about, refused(laws), FAST)
    assert over.fact is None and over.view.finding is not None and over.view.finding.value == "none"
    lines = answers_text(over, "en", 90).splitlines()
    number = answered(over).index("work.hours_per_week") + 1
    assert any(line.strip().startswith(f"{number}  Working hours per week: 32 hours") for line in lines)
    asked, said = chosen(over, str(number), "en", 90)
    assert (asked.fact, said, number_of(asked)) == ("work.hours_per_week", "", 1) and "work.hours_per_week" not in asked.case.facts
    assert back(asked) is over
    after = answer(asked, Decimal(20))
    assert after.view.finding is not None and after.view.finding.value == "right_and_duty" and end_of(after) == "settled"
    assert after.case.facts == {**over.case.facts, "work.hours_per_week": FactValue(Decimal(20), "stated")}
    for wrong in ("0", "999", "x", "²"):
        assert chosen(over, wrong, "en", 90) == (over, " ! There is no answer with that number.")
    for none in ("", " ", "back", "tilbake"):
        assert chosen(over, none, "nb", 90) == (over, "")


def test_what_the_letter_needs_is_asked_for_once_the_outcome_is_settled(laws: Laws, compiled: CompiledLaws, about: Question) -> None:
    """Each fact once, in order; one that is unknown is let be, and going back leads to it."""
    case = read_back(SETTLED.replace("hours_per_week: 32", "hours_per_week: 20"), laws)
    state = begin(about, case, FAST)
    decision = decide(told(state), compiled, FAST)
    wanted = letter_needs(decision, build_trail(decision))
    assert state.fact is None and len(wanted) > 3
    for name in wanted[:3]:
        assert needed(state, compiled, FAST) == name
        state = unknown(ask_for(state, name, state.before))
    assert number_of(state) == 4 and back(state).fact == wanted[2]
    assert needed(begin(about, refused(laws), FAST), compiled, FAST) is None


def test_the_letter_needs_what_holds_it_back_or_stands_in_brackets(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """Of random cases: nothing where the outcome is open; else every fact told as lacking, and every fact's label in brackets."""
    seen = 0
    for case in random_cases(laws, random_count // 40, seed=143):
        try:
            decision = decide(case, compiled, FAST)
        except Rejected:
            continue
        trail = build_trail(decision)
        needs, letter = letter_needs(decision, trail), render_letter(decision, trail)
        if not is_answer(decision.findings[OUTCOME]):
            assert needs == ()
            continue
        assert not set(needs) & decision.case.facts.keys()
        lead = "[Saksbehandler: Uten disse opplysningene er ikke alt kontrollert."
        held = "".join(line for line in letter.splitlines() if line.startswith(lead))
        for name, fact in laws.vocabulary.facts.items():
            if f"[{fact.label.nb}]" in letter:
                assert name in needs, name
            if name in needs:
                seen += 1
            elif name not in decision.case.facts and re.search(rf"(: |; ){re.escape(fact.label.nb)}(; |\.\])", held):
                assert any(laws.vocabulary.facts[n].label.nb == fact.label.nb for n in needs), name
    assert seen > 10


def read_back(text: str, laws: Laws) -> Case:
    """Return the case that a text states, which must have no mistake."""
    problems: list[Diagnostic] = []
    tree = read_tree("case", text, problems)
    assert tree is not None
    case = build_case(tree, laws.vocabulary, tuple(v.name for v in laws.versions), problems, "stem")
    assert case is not None and not problems, problems
    return case


def test_a_case_is_read_back_as_it_was_written(laws: Laws, random_count: int) -> None:
    """The text of random cases, sources and awkward ids included, is read back as the same facts."""
    rng = random.Random(3)
    for number, case in enumerate(random_cases(laws, max(200, random_count // 50), seed=31, missing=0.4)):
        facts = {
            name: FactValue(f.value, f.origin, rng.choice(["vedtak: 1", 'sa "ja"', "æøå # 5", "{a: b}"]) if rng.random() < 0.2 else None)
            for name, f in case.facts.items()
            if f.origin != "silence"
        }
        id_ = ["2026-000123", "sak 1", "no", "12", "a: b", "æøå", "unknown", "ende\\"][number % 8]
        written = Case(id_, facts, rng.choice([None, "2024"]), PLACE)
        missing = [name for name, f in laws.vocabulary.facts.items() if not f.given and name not in facts][:3]
        found = read_back(case_text(written, missing, laws.vocabulary), laws)
        assert (found.id, found.forced) == (id_, written.forced)
        expected = {name: (f.value, f.source) for name, f in facts.items() if f.origin == "stated"}
        assert {name: (f.value, f.source) for name, f in found.facts.items() if f.origin == "stated"} == expected
        assert not set(missing) & found.facts.keys()


def test_what_was_not_known_is_written_as_unknown(laws: Laws) -> None:
    """An event whose date nobody knows must not be read as one that has not happened."""
    text = case_text(new_case("sak"), ["plan.date"], laws.vocabulary)
    assert text == "case: sak\nplan:\n  date: unknown\n"
    assert "plan.date" not in read_back(text, laws).facts


# ---------------------------------------------------------------- how many questions


class Figures(NamedTuple):
    """What a run of interviews came to: questions asked in each, and by the best fixed order found."""

    asked: tuple[int, ...]
    fixed: tuple[int, ...]
    order: tuple[str, ...]
    slowest: float


def test_the_interview_needs_no_more_questions_than_the_best_fixed_order(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """From nothing known to the decision of the complete case, in no more questions together than any fixed order found."""
    figures = run_interviews(laws, compiled, max(20, random_count // 400), moves=max(200, random_count // 10))
    assert sum(figures.asked) <= sum(figures.fixed), figures


def run_interviews(laws: Laws, compiled: CompiledLaws, count: int, moves: int, seed: int = 61) -> Figures:
    """Interview for so many complete random cases; check that each ends in the decision of the complete case."""
    fast = specialised.engine()
    about = question(laws, OUTCOME)
    empty = Case("empty", {FORCED: FactValue(False, "given")}, None, PLACE)
    start = begin(about, empty, fast)
    cases, asked = list[Case](), list[int]()
    slowest = 0.0
    for case in complete_cases(laws, compiled, fast, OUTCOME, count, seed):
        finding = decide(case, compiled, fast).findings[OUTCOME]
        state, number = start, 0
        while state.fact is not None:
            began = time.perf_counter()
            state = answer(state, case.facts[state.fact].value) if state.fact in case.facts else unknown(state)
            slowest = max(slowest, time.perf_counter() - began)
            number += 1
        if end_of(state) == "unanswered" and states_a_day_unasked(about, case):
            continue
        assert end_of(state) == "settled", f"{case.id}: {end_of(state)}, lacking {state.view.missing}"
        decided = decide(read_back(case_text(state.case, state.skipped, laws.vocabulary), laws), compiled, fast)
        assert decided.findings[OUTCOME] == finding, case.id
        assert number <= len(start.view.missing)
        asked.append(number)
        cases.append(case)
    order, fixed = best_fixed_order(about, empty, cases, sorted(start.view.missing), fast, moves)
    return Figures(tuple(asked), fixed, order, slowest)


def best_fixed_order(
    about: Question, empty: Case, cases: Sequence[Case], facts: list[str], run: Engine, moves: int
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return a good fixed order of questions for the cases, and how many each case needs in it.

    A fixed order asks in its order and stops when the outcome is settled. It begins with the facts that most cases cannot
    do without, and is improved by moving one fact at a time as long as that helps, knowing all the cases beforehand.
    """
    memo: dict[tuple[int, frozenset[str]], bool] = {}
    inquiry = Inquiry(about, empty, run, 0)

    def settled(number: int, names: Sequence[str]) -> bool:
        key = (number, frozenset(names))
        if key not in memo:
            known = {name: cases[number].facts[name].value for name in names if name in cases[number].facts}
            memo[key] = inquiry.is_settled(known)
        return memo[key]

    def needed(order: Sequence[str]) -> tuple[int, ...]:
        found = []
        for number in range(len(cases)):
            low, high = 0, len(order)
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if settled(number, order[:middle]) else (middle + 1, high)
            found.append(low)
        return tuple(found)

    counts = Counter(name for number in range(len(cases)) for name in facts if not settled(number, [f for f in facts if f != name]))
    best = sorted(facts, key=lambda name: -counts[name])
    asked = needed(best)
    rng = random.Random(71)
    for _ in range(moves):
        other = list(best)
        other.insert(rng.randrange(len(other)), other.pop(rng.randrange(len(other))))
        tried = needed(other)
        if sum(tried) <= sum(asked):
            best, asked = other, tried
    return tuple(best), asked


# ---------------------------------------------------------------- the command


def test_without_a_terminal_it_does_not_ask() -> None:
    """Exit code 2, a reason, and no prompt."""
    result = CliRunner().invoke(cli.main, ["ask"])
    assert result.exit_code == 2 and "terminal" in result.output and ">" not in result.stdout


class Talk:
    """A run of `hjemmel ask` in a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.screen = ""
        self.controller, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 90, 0, 0))
        environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "PYTHONPATH": str(HOME)}
        command = [sys.executable, str(HOME / "cli.py"), "ask", *arguments]
        self.process = subprocess.Popen(
            command,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=folder,
            env=environment,
            start_new_session=True,
            # A run in the background of a shell ignores Ctrl-C, and so would all that it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        os.close(terminal)

    def until(self, wanted: str) -> str:
        """Return what is shown until the wanted text stands at the end of the screen or the program ends."""
        begin_ = len(self.screen)
        deadline = time.monotonic() + 60
        while not re.search(wanted, self.screen[begin_:]):
            assert time.monotonic() < deadline, f"waiting for {wanted!r}: {self.screen[begin_:]!r}"
            if select.select([self.controller], [], [], 0.2)[0]:
                try:
                    data = os.read(self.controller, 65536)
                except OSError:
                    data = b""
                if not data:
                    break
                self.screen += data.decode(errors="replace").replace("\r\n", "\n")
        return self.screen[begin_:]

    def say(self, typed: str, wanted: str = r"(   > |: |\) )$") -> str:
        """Type a line and return what is shown until the next prompt."""
        os.write(self.controller, f"{typed}\n".encode())
        return self.until(wanted)

    def end(self) -> int:
        """Return the exit code, when the program has ended."""
        self.until("\0")
        return self.process.wait(timeout=60)

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.controller)


ANSWERS = {
    "permit.type": "s28",
    "permit.granted_date": "20.01.2026",
    "permit.previous_type": "none",
    "person.birth_date": "1995-06-12",
    "person.norwegian_citizen": "nei",
    "person.nordic_or_eea_citizen": "n",
    "residence.start_date": "01.02.2026",
    "settlement.by_agreement": "ja",
    "settlement.agreement_date": "ingen",
    "work.hours_per_week": "7,5",
    "work.offer_hours_per_week": "0",
    "programme.decision_date": "10.03.2026",
    "programme.offer_date": "10.03.2026",
    "residence.municipality_since": "ingen",
    "work.ended": "nei",
    "work.offer_lapsed": "nei",
    "work.start_date": "ingen",
    "work.largest_position_hours": "7,5",
    "norwegian_training.chapter_6a_decision": "nei",
    "programme.begun": "nei",
    "programme.end_date": "ingen",
    "programme.refused_or_interrupted": "nei",
    "programme.chapter_6a_decision": "nei",
}


def answer_all(talk: Talk, laws: Laws, answers: dict[str, str], lang: Language) -> None:
    """Answer each question that is on the screen until the case is to be saved."""
    questions = {f.name: f.question.nb if lang == "nb" else f.question.en for f in laws.vocabulary.facts.values()}
    shown = talk.until(r"   > $")
    for _ in range(40):
        asked = re.findall(r"^\d+\. (.+)$", shown, re.MULTILINE)
        if not asked:
            return
        (name,) = [name for name, text in questions.items() if text.startswith(asked[-1])]
        shown = talk.say(answers[name])
    raise AssertionError(f"it does not end: {shown}")


def test_a_whole_interview_in_norwegian(laws: Laws, tmp_path: Path) -> None:
    """From nothing known to a saved case, which `evaluate` decides the same way."""
    with Talk(tmp_path) as talk:
        answer_all(talk, laws, ANSWERS, "nb")
        assert "Lagre saken som [sak.yaml]: " in talk.screen
        talk.say("ola.yaml", "\0")
        code = talk.end()
        told = (
            "Personen har rett og plikt til å delta",
            "Neste steg",
            "Ennå ikke beregnet av to uavhengige regelmotorer",
            "hjemmel evaluate ola.yaml",
        )
        screen = " ".join(talk.screen.split())
        assert all(text in screen for text in told)
        assert code == 0
        text = (tmp_path / "ola.yaml").read_text(encoding="utf-8")
        assert text.startswith("case: ola\n") and "  granted_date: 2026-01-20\n" in text and "  hours_per_week: 7.5\n" in text
        assert [path.name for path in tmp_path.iterdir()] == ["ola.yaml"]
        result = CliRunner().invoke(cli.main, ["evaluate", str(tmp_path / "ola.yaml"), "--no-cross-check"])
        assert "Personen har rett og plikt til å delta" in result.stdout


def test_an_answer_is_changed_before_a_settled_case_is_saved(laws: Laws, about: Question, tmp_path: Path) -> None:
    """Nothing is asked of the case, nor for the letter of a refusal; going back from where it is saved, its hours are asked for anew."""
    (tmp_path / "a.yaml").write_text(SETTLED, encoding="utf-8")
    number = answered(begin(about, refused(laws), FAST)).index("work.hours_per_week") + 1
    with Talk(tmp_path, "a.yaml", "--lang", "en", "--for", "letter") as talk:
        talk.until(r"Save the case as \[a.yaml\]: $")
        assert 'Type "back" to change an answer first.' in talk.screen
        talk.say("back", r"   > $")
        talk.say("0", r"   > $")
        assert "There is no answer with that number." in talk.screen
        talk.say(str(number), r"   > $")
        talk.say("35", r"Save the case as \[a.yaml\]: $")
        talk.say("b.yaml", "\0")
        assert talk.end() == 0 and "The person is outside the target group" in talk.screen
        assert "  hours_per_week: 35\n" in (tmp_path / "b.yaml").read_text(encoding="utf-8")
        assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == SETTLED


def test_an_existing_file_is_not_replaced_unasked(laws: Laws, tmp_path: Path) -> None:
    """Going on from a case with gaps, in English; the first name is refused, the file there stays as it is.

    What it says is unknown, and no question answers, is unknown in the new one.
    """
    gaps = tmp_path / "gaps.yaml"
    gaps.write_text("permit: {type: s28}\nperson.nordic_or_eea_citizen: unknown\nleave.illness_start_date: unknown\n", encoding="utf-8")
    with Talk(tmp_path, str(gaps), "--lang", "en", "-o", str(gaps)) as talk:
        answers = {name: value.replace(",", ".") for name, value in ANSWERS.items()}
        answers |= {n: "-".join(reversed(v.split("."))) for n, v in answers.items() if re.fullmatch(r"\d\d\.\d\d\.\d{4}", v)}
        answers |= {name: {"ja": "yes", "nei": "no", "ingen": "none"}.get(value, value) for name, value in answers.items()}
        answer_all(talk, laws, answers, "en")
        assert "exists. Replace it with all it holds, comments too? (yes/no) " in talk.screen
        talk.say("no")
        talk.say("nowhere/new.yaml")
        assert "its folder does not exist" in talk.screen
        talk.say("new case.yaml", "\0")
        assert talk.end() == 0
        assert "hjemmel evaluate 'new case.yaml' --lang en" in talk.screen
        assert gaps.read_text(encoding="utf-8").startswith("permit: {type: s28}")
        saved = (tmp_path / "new case.yaml").read_text(encoding="utf-8")
        assert "  type: s28\n" in saved and "  illness_start_date: unknown\n" in saved and "nordic_or_eea_citizen: false\n" in saved


@pytest.mark.parametrize("how", ["end of file", "interrupt"])
def test_stopping_saves_nothing(how: str, tmp_path: Path) -> None:
    """At the end of the input and on Ctrl-C nothing is saved, and that is said."""
    with Talk(tmp_path) as talk:
        talk.until(r"   > $")
        talk.say("2026-03-10", r"   > $")
        if how == "interrupt":
            # Between a prompt and the reading of its answer Python only notes the signal; a person is never that fast.
            time.sleep(1)
            os.killpg(talk.process.pid, signal.SIGINT)
        else:
            os.write(talk.controller, b"\x04")
        assert talk.end() == 1
        assert "Ingenting er lagret" in talk.screen and "Traceback" not in talk.screen
        assert list(tmp_path.iterdir()) == []


def test_an_unknown_conclusion_is_told_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt conclusion ends the command before any question."""
    with Talk(tmp_path, "--conclusion", "programme.outcom") as talk:
        assert talk.end() == 1
        assert "programme.outcome" in talk.screen
