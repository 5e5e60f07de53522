"""Constraints: what can never be is rejected and what can hardly be is decided with a warning, at the boundary, wherever a case is read."""

from __future__ import annotations

import copy
import csv
import html
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
import yaml

from engine import library
from engine.batch.arrow import FLAWS, WARNINGS
from engine.canonical import digest
from engine.home import HOME
from engine.inference import specialised
from engine.inference.constraints import check_constraints, doubts_of
from engine.inquiry.interview import answer, begin
from engine.inquiry.interview import told as interview_case
from engine.inquiry.question import question
from engine.language.cases import build_case
from engine.language.located import read_tree
from engine.law.compiled import CompiledLaws
from engine.law.deciding import decide
from engine.law.registers import ERROR, READ_UNTIL, WARNING, row_decider
from engine.model import All, Call, Case, Compare, Derived, Laws, Name, Not, ParameterRef, Place, Text, Unlikely
from engine.model import Any as AnyOf
from engine.rendering.asking import ended_report, reply
from engine.rendering.terminal import render_terminal
from engine.schemas import validator
from engine.trail.checker import document_checker
from engine.trail.unlikely import wanted_warnings
from engine.trail.warnings import warnings_json
from engine.walking import names_in

from .made_up_law import Result, hjemmel, standing_in
from .small_laws import stated
from .test_columns import register_of

TABLE: list[dict[str, Any]] = yaml.load((Path(__file__).parent / "constraints.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
WHY = {
    "nb": "  hvorfor: en sak som ikke kan være sann, ville få en avgjørelse om ingen\n  retting: rett opplysningen som er feil\n",
    "en": "  why: a case that cannot be true would get a decision about no one\n  fix: correct the fact that is wrong\n",
}


def case_text(facts: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in facts.items())


def read(facts: Mapping[str, str], laws: Laws) -> Case:
    """Return the case that states the facts."""
    return read_text(case_text(facts), laws)


def read_text(text: str, laws: Laws) -> Case:
    """Return the case of a case file."""
    problems: list[library.Diagnostic] = []
    tree = read_tree("case.yaml", text, problems)
    assert tree is not None
    case = build_case(tree, laws.vocabulary, [], problems, "case")
    assert case is not None and not problems, problems
    return case


def broken_by(facts: Mapping[str, str], laws: Laws) -> tuple[set[str], dict[str, tuple[str, ...]]]:
    """Return the constraints that facts break: those that reject the case, and those that warn with the facts they name."""
    case = read(facts, laws)
    ids = {constraint.text: constraint.id for constraint in laws.vocabulary.constraints}
    rejecting = {ids[problem.message] for problem in check_constraints(case, laws.vocabulary)}
    return rejecting, {doubt.constraint.id: doubt.facts for doubt in doubts_of(case, laws.vocabulary)}


def test_every_constraint_is_in_the_table(laws: Laws) -> None:
    """What rejects or warns has a case that shows it."""
    vocabulary = laws.vocabulary
    assert [entry["id"] for entry in TABLE] == [c.id for c in (*vocabulary.constraints, *vocabulary.unlikely.constraints)]


def test_every_date_of_a_case_is_among_those_that_may_lie_too_far_ahead(laws: Laws) -> None:
    """A wrong year in a date that was left out would decide a case without a word."""
    (ahead,) = (c.never for c in laws.vocabulary.unlikely.constraints if c.id == "date-far-ahead")
    assert set(names_in(ahead)) == {name for name, fact in laws.vocabulary.facts.items() if fact.type == "date"}


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry["id"])
def test_a_constraint_is_broken_where_it_says(entry: dict[str, Any], laws: Laws) -> None:
    """On one side of its boundary, and not on it or where a fact is unknown."""
    rejecting, warning = broken_by(entry["breaks"], laws)
    if entry["id"] in {c.id for c in laws.vocabulary.constraints}:
        assert (rejecting, sorted(warning)) == ({entry["id"]}, entry.get("warns", []))
    else:
        assert (rejecting, set(warning)) == (set(), {entry["id"]})
        assert sorted(warning[entry["id"]]) == sorted(entry.get("facts", entry["breaks"]))
    for facts in entry["keeps"]:
        assert broken_by(facts, laws) == (set(), {}), facts


def test_columns_warn_as_cases_do(laws: Laws, compiled: CompiledLaws) -> None:
    """Every row of the table, with a day of decision where it has none, so that a law governs."""
    rows = [facts for entry in TABLE for facts in (entry["breaks"], *entry["keeps"])]
    cases = [read({"programme.decision_date": "2026-06-01", "permit.granted_date": "2026-01-01", **facts}, laws) for facts in rows]
    found = row_decider(compiled)(register_of(laws.vocabulary, cases))
    warned = 0
    for case, row in zip(cases, found.iter_rows(named=True), strict=True):
        said = {name.removeprefix(WARNING) for name, value in row.items() if name.startswith(WARNING) and value}
        wanted = set() if row[ERROR] else {doubt.constraint.id for doubt in doubts_of(case, laws.vocabulary)}
        assert said == wanted, case.facts
        warned += len(said)
    assert warned >= 4


@pytest.mark.parametrize("entry", [entry for entry in TABLE if "facts" in entry or entry.get("warns")] + TABLE[-6:], ids=lambda e: e["id"])
def test_the_checker_warns_as_the_document_does(entry: dict[str, Any], laws: Laws) -> None:
    """Text, facts and limits word for word, though neither is read from the other."""
    for facts in (entry["breaks"], *entry["keeps"]):
        case = read(facts, laws)
        values = {name: fact.value for name, fact in case.facts.items()}
        assert wanted_warnings(values, laws.vocabulary) == warnings_json(case, laws.vocabulary)


def test_alternatives_and_limits_behind_what_is_derived(laws: Laws) -> None:
    """Of alternatives the facts of those that hold are named; a limit is, where what is derived from it is derived further."""
    limits, place = laws.vocabulary.unlikely.limits, Place("vocabulary", 1, 1)
    years, age = "unlikely.years_from_permit", "unlikely.highest_age"
    shifts = {"one": ("permit.granted_date", years), "two": ("one", age)}
    derived = {
        name: Derived(name, Call("add", (Name(start), ParameterRef(limit))), Text(name, name), "date", None, place)
        for name, (start, limit) in shifts.items()
    }
    holds, fails = (Compare(op, Name("programme.decision_date"), (Name("two"),)) for op in ("after", "before"))
    never = AnyOf((Not(fails), Compare("before", Name("person.birth_date"), (Name("permit.granted_date"),)), All((holds, fails))))
    constraint = replace(laws.vocabulary.unlikely.constraints[0], never=never)
    vocabulary = replace(laws.vocabulary, unlikely=Unlikely((constraint,), limits, derived))
    case = read({"permit.granted_date": "1990-01-01", "programme.decision_date": "2200-01-01", "person.birth_date": "1991-01-01"}, laws)
    told = warnings_json(case, vocabulary)
    assert told == wanted_warnings({name: fact.value for name, fact in case.facts.items()}, vocabulary)
    (warning,) = cast(Any, told)
    assert (warning["facts"], warning["limits"].keys()) == (["programme.decision_date", "permit.granted_date"], {years, age})


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_date_of_what_has_not_happened_is_rejected(lang: str, laws: Laws, tmp_path: Path) -> None:
    """Work, offers and children: each message word for word, with the place of the date."""
    texts = {constraint.id: constraint.text for constraint in laws.vocabulary.constraints}
    tried = 0
    for entry in TABLE:
        (flag, said), (dated, day) = [*entry["breaks"].items()][:2]
        if set(entry["breaks"].values()) & {"true", "false"} and day == "2024-01-01":
            (tmp_path / "case.yaml").write_text(case_text(entry["breaks"]), encoding="utf-8")
            with standing_in(tmp_path):
                result = hjemmel("--rules", str(HOME / "rules"), "evaluate", "case.yaml", lang=lang)
            text, word, here = (texts[entry["id"]].nb, "feil", "står her") if lang == "nb" else (texts[entry["id"]].en, "error", "is here")
            first = f"case.yaml:1:{len(flag) + 3}: {word}[contradiction]: {text}\n    1 | {flag}: {said}\n"
            second = f"  case.yaml:2:{len(dated) + 3}: `{dated}` {here}\n    2 | {dated}: {day}\n"
            tried += 1
            assert result.code == 1 and result.stdout == ""
            assert result.stderr.startswith(first) and second in result.stderr and WHY[lang] in result.stderr
    assert tried == 4


# ---------------------------------------------------------------- wherever a case is decided

UNLIKELY = (
    (HOME / "examples" / "refugee-2026.yaml").read_text(encoding="utf-8").replace("decision_date: 2026-03-10", "decision_date: 2041-03-10")
)
LATE_NB = "Vedtaket er datert uvanlig lenge etter at oppholdstillatelsen ble innvilget."
LATE_EN = "The decision is dated unusually long after the residence permit was granted."


@pytest.fixture
def unlikely(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(UNLIKELY, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "markdown", "html", "begrunnelse"])
def test_every_form_tells_what_is_unlikely(unlikely: Path, form: str) -> None:
    """With the facts, the limit and its reason; and on the error stream at its place, with the exit code of any decision."""
    for lang, said, limit in (("nb", LATE_NB, "15 år"), ("en", LATE_EN, "15 years")):
        if form == "begrunnelse" and lang == "en":
            continue
        with standing_in(HOME):
            result = hjemmel("evaluate", str(unlikely), "--format", form, "--no-cross-check", lang=lang)
        shown = " ".join(html.unescape(result.stdout).split())
        assert result.code in (0, 3) and shown.count(said) == 1 and limit in shown, shown[:3000]
        assert f"[unlikely]: {said}" in result.stderr


def test_a_document_whose_writer_forgot_a_warning_is_flawed(unlikely: Path, laws: Laws, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker asks nothing of the code that writes the warnings."""
    monkeypatch.setattr("engine.trail.warnings.doubts_of", lambda case, vocabulary: ())
    with standing_in(HOME):
        result = hjemmel("evaluate", str(unlikely), "--format", "json", "--no-cross-check", lang="nb")
    document = json.loads(result.stdout)
    assert document["warnings"] == []
    flaw = document_checker(laws)(document)
    assert flaw is not None and flaw.step is None and "`warnings`" in flaw.what.en


def test_the_document_holds_what_is_unlikely_and_is_checked(unlikely: Path, laws: Laws) -> None:
    """Under the digest; `verify` tells where the case gives other warnings now, and does not reject the decision for it."""
    with standing_in(HOME):
        result = hjemmel("evaluate", str(unlikely), "--format", "json", "--no-cross-check", lang="nb")
    document = json.loads(result.stdout)
    del document["answer"]  # it stands beside the decision, and is judged by itself
    assert [(w["id"], w["facts"]) for w in document["warnings"]] == [
        ("decision-long-after-permit", ["programme.decision_date", "permit.granted_date"]),
        ("date-far-ahead", ["programme.decision_date"]),
    ]
    assert document["warnings"][0]["limits"]["unlikely.years_from_permit"]["value"] == 15
    whole = unlikely.with_name("d.json")
    whole.write_text(result.stdout, encoding="utf-8")
    less = {**document, "warnings": document["warnings"][:1]}
    body = {name: part for name, part in less.items() if name not in ("digest", "cross_check")}
    cut = unlikely.with_name("cut.json")
    cut.write_text(json.dumps({**body, "digest": digest(body), "cross_check": less["cross_check"]}), encoding="utf-8")
    forged = unlikely.with_name("forged.json")
    forged.write_text(json.dumps(less), encoding="utf-8")
    with standing_in(HOME):
        assert hjemmel("verify", str(whole), lang="nb").stderr == ""
        told = {lang: hjemmel("verify", str(cut), lang=lang) for lang in ("nb", "en")}
        assert hjemmel("verify", str(forged), lang="nb").code == 1
    assert told["nb"].code == told["en"].code == 0
    assert "advarsel[unlikely]: saken gir nå andre advarsler enn avgjørelsen: også `date-far-ahead`" in told["nb"].stderr
    assert "warning[unlikely]: the case now gives other warnings than the decision: `date-far-ahead` as well" in told["en"].stderr


def test_an_answer_tells_the_warnings_of_its_decision(unlikely: Path) -> None:
    """None is left out or worded anew; by limits that are others now the words are not known, and that is told."""
    with standing_in(HOME):
        printed = hjemmel("evaluate", str(unlikely), "--format", "json", "--no-cross-check", lang="en").stdout
    document = json.loads(printed)
    first, second = document["answer"]["warnings"]
    wrong = [
        ([second], "`answer.warnings` is"),
        ([first, second, second], "`answer.warnings` is"),
        ([first | {"text": "All is well"}, second], "`answer.warnings[0].text` is"),
        ([first, second | {"limits": []}], "`answer.warnings[1].limits` is"),
    ]

    def verified(content: dict[str, object]) -> Result:
        (path := unlikely.with_name("d.json")).write_text(json.dumps(content), encoding="utf-8")
        with standing_in(HOME):
            return hjemmel("verify", str(path), lang="en")

    for warnings, words in wrong:
        found = verified(document | {"answer": document["answer"] | {"warnings": warnings}})
        assert found.code == 1 and words in found.stderr, found.stderr
    other = copy.deepcopy(document["warnings"])
    other[0]["limits"]["unlikely.years_from_permit"]["value"] = 14
    body = {name: part for name, part in document.items() if name not in ("digest", "cross_check", "answer")} | {"warnings": other}
    then = body | {"digest": digest(body), "cross_check": document["cross_check"]}
    found = verified(then | {"answer": document["answer"]})
    assert found.code == 0
    assert "other warnings than the decision: `decision-long-after-permit` on other grounds" in found.stderr
    assert verified(then | {"answer": document["answer"] | {"warnings": [first]}}).code == 1


def test_the_library_tells_what_is_unlikely(unlikely: Path) -> None:
    """As warnings with their places, and nothing of a case that is likely."""
    laws = library.load()
    decision = laws.decide(library.Case.from_yaml(unlikely), cross_check=False)
    assert next((w.code, w.level, w.message.nb) for w in decision.warnings) == ("unlikely", "warning", LATE_NB)
    assert len(decision.warnings) == 2 and all(w.place.file.endswith("case.yaml") for w in decision.warnings)
    assert laws.decide(library.Case.from_yaml(HOME / "examples" / "refugee-2026.yaml"), cross_check=False).warnings == ()


READ_NB = "Loven er lest per 07.09.2026; avgjørelsen er datert senere."
READ_EN = "The law was read as it stood on 7 September 2026; the decision is dated later."


@pytest.mark.parametrize(("form", "lang"), [("text", "nb"), ("text", "en"), ("markdown", "nb"), ("html", "en")])
def test_an_explanation_tells_it_beside_the_answer(unlikely: Path, form: str, lang: str) -> None:
    """Of a conclusion and of a fact, whatever is asked about: each doubt once, and that the law was read before the day."""
    said, limit, read = (LATE_NB, "15 år", READ_NB) if lang == "nb" else (LATE_EN, "15 years", READ_EN)
    for name in ("programme.right", "permit.type"):
        with standing_in(HOME):
            result = hjemmel("explain", str(unlikely), name, "--format", form, lang=lang)
        shown = " ".join(html.unescape(result.stdout).split())
        assert result.code in (0, 3) and shown.count(said) == shown.count(read) == 1 and limit in shown, shown[:3000]


def test_an_explanation_as_a_document_holds_what_the_decision_holds(unlikely: Path) -> None:
    usual = HOME / "examples" / "refugee-2026.yaml"
    for case, read, ids in ((unlikely, "2026-09-07", ["decision-long-after-permit", "date-far-ahead"]), (usual, None, [])):
        with standing_in(HOME):
            decided = json.loads(hjemmel("evaluate", str(case), "--format", "json", "--no-cross-check", lang="nb").stdout)
            told = json.loads(hjemmel("explain", str(case), "programme.right", "--format", "json", lang="nb").stdout)
        assert [doubt["id"] for doubt in told["warnings"]] == ids and told["read_until"] == read
        assert (told["warnings"], told["read_until"]) == (decided["warnings"], decided["read_until"])
        assert not list(validator("explanation.schema.json").iter_errors(told))


def test_a_row_explained_tells_it_too(tmp_path: Path) -> None:
    """Of a register there is no case file whose place a warning could name: it stands in what is shown."""
    (tmp_path / "in.csv").write_text(REGISTER.replace("late,s28,2010-01-20", "late,s28,2001-01-20").replace("2026-03-10\n", "2026-09-08\n"))
    with standing_in(tmp_path):
        assert hjemmel("--rules", str(HOME / "rules"), "batch", "in.csv", "-o", "out.csv", "--trail", lang="nb").code == 1
        for name in ([], ["programme.right"]):
            result = hjemmel("--rules", str(HOME / "rules"), "explain", "--from", "out.csv", "--case", "late", *name, lang="nb")
            shown = " ".join(result.stdout.split())
            assert result.code in (0, 3) and shown.count(LATE_NB) == shown.count(READ_NB) == 1, (result.stderr, shown[:3000])


REGISTER = """case,permit.type,permit.granted_date,permit.previous_type,person.birth_date,programme.decision_date
late,s28,2010-01-20,none,1995-06-12,2026-03-10
usual,s28,2026-01-20,none,1995-06-12,2026-03-10
later,s28,2026-01-20,none,1995-06-12,2026-09-08
wrong,s28,2026-01-20,none,2027-06-12,2026-03-10
"""


def test_batch_decides_and_names_the_rows(tmp_path: Path) -> None:
    """In the summary, in the file beside the output, and on the error stream; so are decisions dated after the law was read."""
    (tmp_path / "in.csv").write_text(REGISTER, encoding="utf-8")
    with standing_in(tmp_path):
        told = {lang: hjemmel("--rules", str(HOME / "rules"), "batch", "in.csv", "-o", "out.csv", lang=lang) for lang in ("en", "nb")}
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        decided = [(row["case"], row[READ_UNTIL]) for row in csv.DictReader(file)]
    assert decided == [("late", ""), ("usual", ""), ("later", "2026-09-07")]
    with (tmp_path / "out.csv.rejects.csv").open(encoding="utf-8") as file:
        rejects = [(row["row"], row["case"], row["code"]) for row in csv.DictReader(file)]
    assert rejects == [("2", "late", "unlikely"), ("5", "wrong", "contradiction")]
    nb, en = (" ".join(told[lang].stdout.split()) for lang in ("nb", "en"))
    assert f"Avgjort, men må kontrolleres ! {LATE_NB} (1 rad)" in nb and f"Decided, but to be checked ! {LATE_EN} (1 row)" in en
    assert "Loven er lest per 07.09.2026; 1 avgjørelse er datert senere." in nb
    assert "The law was read as it stood on 7 September 2026; 1 decision is dated later." in en
    assert "Rader er avgjort med opplysninger som må kontrolleres (`unlikely`): se out.csv.rejects.csv" in told["nb"].stderr
    assert "Rows were decided on facts that are to be checked (`unlikely`): see out.csv.rejects.csv" in told["en"].stderr


def test_a_frame_has_a_column_of_warnings() -> None:
    """Beside that of flaws, which is for rows without a decision, and that of the day until which the law was read."""
    found = library.load().decide_frame(pl.read_csv(REGISTER.encode(), try_parse_dates=True))
    told = [
        (row["case"], row[READ_UNTIL], [w["code"] for w in row[WARNINGS] or []], [f["code"] for f in row[FLAWS] or []])
        for row in found.iter_rows(named=True)
    ]
    assert told == [
        ("late", None, ["unlikely"], []),
        ("usual", None, [], []),
        ("later", date(2026, 9, 7), [], []),
        ("wrong", None, [], ["contradiction"]),
    ]


def test_the_interview_takes_an_unlikely_answer_and_says_so(laws: Laws) -> None:
    """At the answer that makes it so, and at the end."""
    about = question(laws, "programme.outcome")
    state = begin(about, stated(), specialised.engine())
    assert state.fact in ("permit.granted_date", "programme.decision_date")
    after, said = reply(state, "2041-01-01", "nb", 80, False)
    assert after.fact is not None and "usannsynlig langt fram" in said and "Grense: 31.12.2039." in " ".join(said.split())
    again, said = reply(after, "ukjent" if after.about.vocabulary.facts[after.fact].type != "text" else "", "nb", 80, False)
    assert "usannsynlig" not in said  # told once
    done = answer(state, state.about.anchor)
    assert "Kontroller opplysningene" not in render_terminal(ended_report(done, None, "nb"), 80, False)
    assert "Kontroller opplysningene mot kilden" in render_terminal(ended_report(again, None, "nb"), 80, False)


def test_the_end_of_an_interview_tells_until_when_the_law_was_read(laws: Laws, compiled: CompiledLaws) -> None:
    """Where the answer stands, where it is open, and not where the day is not later or the case cannot be decided."""
    fast = specialised.engine()
    whole = read_text(UNLIKELY, laws)
    few = read({"programme.decision_date": "2026-09-08"}, laws)
    before = read({"programme.decision_date": "2026-09-07"}, laws)
    for case, later in ((whole, True), (few, True), (before, False)):
        state = begin(question(laws, "programme.outcome"), case, fast)
        decision = decide(interview_case(state), compiled, fast)
        assert (READ_NB in render_terminal(ended_report(state, decision, "nb"), 100, False)) is later
        assert (READ_EN in render_terminal(ended_report(state, decision, "en"), 100, False)) is later
        assert "er lest per" not in render_terminal(ended_report(state, None, "nb"), 100, False)


def test_diff_tells_what_is_unlikely_of_the_cases_it_is_given(unlikely: Path) -> None:
    """As the other commands that read cases do; beside an error here, which ends it before it compares anything."""
    unlikely.write_text(UNLIKELY.replace("birth_date: 1995-06-12", "birth_date: 2027-06-12"), encoding="utf-8")
    for lang, said in (("nb", LATE_NB), ("en", LATE_EN)):
        with standing_in(HOME):
            result = hjemmel("diff", "2024", "2026", "--cases", str(unlikely), lang=lang)
        assert result.code == 1 and "[contradiction]" in result.stderr
        assert f"[unlikely]: {said}" in result.stderr
