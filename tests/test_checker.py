"""The independent checker: it accepts every trail that was derived, and rejects every edit of one at the step that the edit made wrong."""

from __future__ import annotations

import ast
import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from engine.canonical import Json, plain
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines as engines_
from engine.law.deciding import decide
from engine.loading import load_case, load_laws, load_suites
from engine.model import NONE, Case, Constant, FactValue, Laws, Place, Text
from engine.schemas import validator
from engine.trail.checker import Flaw, document_checker
from engine.trail.differing import where_differs
from engine.trail.document import document as document_
from engine.trail.stated import Misstated, case_of
from engine.trail.steps import build_trail

from .made_up_law import BASE, lay_out
from .random_cases import random_cases
from .trail_mutations import EDITS, Document, copied, first_changed_step, same, sealed

SUITES = HOME / "tests" / "regression"
TRAIL = HOME / "engine" / "trail"
CHECKER = ("checker", "lawbook", "reading", "stated", "unlikely", "differing", "forms", "citation")
"""The modules that decide whether a document is accepted, and those that they are written with."""
EDITS_OF_EACH_KIND = 28
PLACE = Place("test", 1, 1)
NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "test"}


@cache
def loaded() -> tuple[CompiledLaws, dict[tuple[str, str], list[Case]]]:
    """Return the shipped laws and the regression cases by version and suite; read once while the tests are collected."""
    laws = load_laws(HOME / "rules").laws
    assert laws is not None, "the shipped rules have errors: run `hjemmel check`"
    suites: dict[tuple[str, str], list[Case]] = {}
    for version, suite, case in load_suites(SUITES, laws, {}, []):
        if case.rejected is None:
            suites.setdefault((version, suite), []).append(case.case)
    return compile_laws(laws), suites


@cache
def check() -> Any:
    """Return the checker under the shipped laws."""
    return document_checker(loaded()[0].laws)


def decided(case: Case, compiled: CompiledLaws) -> Document:
    """Return the decision document of a case."""
    decision = decide(case, compiled, forward)
    return document_(decision, build_trail(decision), compiled.laws.vocabulary, NOT_CROSS_CHECKED)


@cache
def documents() -> list[Document]:
    """Return decisions of all sorts: some of each suite, with the law forced, with an assumption, and with facts missing."""
    compiled, suites = loaded()
    rng = random.Random(1)
    cases = [case for group in suites.values() for case in rng.sample(group, k=1)]
    whole = [case for case in cases if "programme.decision_date" in case.facts][:3]
    cases += [with_forced(case, "2024") for case in whole]
    cases += [replace(case, facts={**case.facts, "person.birth_date": fact_assumed(case, "person.birth_date")}) for case in whole]
    cases += [replace(case, facts={n: f for n, f in case.facts.items() if n != "programme.decision_date"}) for case in whole]
    return [copied(decided(case, compiled)) for case in cases]


def with_forced(case: Case, version: str) -> Case:
    return replace(case, forced=version, facts={**case.facts, "law.forced": FactValue(True, "given")})


def fact_assumed(case: Case, name: str) -> FactValue:
    return replace(case.facts[name], origin="assumed", source=None)


# ---------------------------------------------------------------- what is right is accepted


@pytest.mark.parametrize("suite", loaded()[1], ids="/".join)
def test_every_trail_of_the_suites_is_accepted(suite: tuple[str, str], random_count: int) -> None:
    """No decision that the engine made is called flawed; a run with 10,000 random cases or more leaves none out."""
    compiled, suites = loaded()
    flaws = {
        case.id: flaw for case in suites[suite][:: max(1, 10_000 // random_count)] if (flaw := check()(decided(case, compiled))) is not None
    }
    assert flaws == {}


@pytest.mark.parametrize("missing", [0.0, 0.1, 0.4])
def test_trails_of_random_cases_are_accepted(missing: float, random_count: int) -> None:
    """Decisions on random cases, whole or with gaps, are accepted too; most cases can be decided."""
    compiled, _ = loaded()
    wanted = max(50, random_count // 100)
    accepted = 0
    for case in random_cases(compiled.laws, wanted, seed=31, missing=missing):
        try:
            document = decided(case, compiled)
        except Rejected:
            continue  # no law governs
        assert check()(document) is None, case.id
        accepted += 1
    assert accepted > wanted * 0.8


def test_the_decisions_to_be_edited_are_of_all_sorts_and_accepted() -> None:
    """What is edited below is right before it is edited, and has steps of every kind."""
    assert len(documents()) > 40
    assert {step["kind"] for document in documents() for step in document["trail"]} == {
        *("silence", "assumed", "governs", "value", "rule", "conclusion")
    }
    assert {law["forced"] for document in documents() for law in document["law"].values()} == {True, False}
    assert any("possible" in law for document in documents() for law in document["law"].values())
    assert {document["facts"]["law.forced"]["value"] for document in documents()} == {True, False}
    for document in documents():
        assert check()(document) is None
        assert not list(validator("decision.schema.json").iter_errors(document)) if document is documents()[0] else True


# ---------------------------------------------------------------- what is wrong is rejected


def edited(kind: str, count: int) -> Iterator[tuple[Document, Document]]:
    """Yield documents with an edited copy that differs, sealed anew."""
    rng = random.Random(kind)
    made = 0
    while made < count:
        document = rng.choice(documents())
        copy = EDITS[kind](document, rng)
        if copy is not None and not same(copy, document):
            made += 1
            yield document, sealed(copy)


IN_NO_STEP: tuple[str, ...] = (
    "law versions changed",
    "day of reading changed",
    "warnings changed",
    "governing law changed",
    "conclusion's status changed",
    "conclusion's value changed",
    "conclusion's reasons changed",
    "missing facts changed",
    "conclusion dropped",
    "fact changed",
    "fact dropped",
    "fact's origin changed",
)


@pytest.mark.parametrize("kind", EDITS)
def test_every_edit_is_rejected_at_the_step_that_it_made_wrong(kind: str, random_count: int) -> None:
    """No edit is accepted, and where a step was edited, the first such step is named.

    Of each kind 28 edits for every 10,000 random cases that the run asks for: 1,092 in all.
    """
    in_steps, count = 0, max(5, EDITS_OF_EACH_KIND * random_count // 10_000)
    for number, (before, after) in enumerate(edited(kind, count)):
        if number == 0:
            errors = [error.message for error in validator("decision.schema.json").iter_errors(after)]
            assert errors == [], "the edit would be caught by the schema, and so says nothing of the checker"
        flaw = check()(after)
        assert flaw is not None, f"edit {number} of {before['case']} was accepted"
        changed = first_changed_step(before, after)
        if before["facts"] == after["facts"] and before["law"] == after["law"]:
            assert flaw.step == changed, (flaw, changed)
        in_steps += changed is not None
    sys.stdout.write(f"{count} times {kind}: all rejected\n")
    assert in_steps == (0 if kind in IN_NO_STEP else count)


def test_a_fact_that_is_changed_is_found_where_it_is_tested() -> None:
    """A changed fact is found at the first step that shows or needs another value, unless the facts themselves cannot be."""
    at_step = 0
    for before, after in edited("fact changed", 30):
        flaw = check()(after)
        name = next(n for n in after["facts"] if after["facts"][n] != before["facts"][n])
        if flaw.step is None:
            contradictions = {constraint.text for constraint in loaded()[0].laws.vocabulary.constraints}
            assert flaw.what in contradictions or f"`{name}`" in flaw.what.en, flaw
        else:
            at_step += 1
            shows = [s["number"] for s in before["trail"] for p in s["premises"] if name in p.get("values", ())]
            assert flaw.step <= min(shows), (flaw, name)
    assert at_step > 10


def test_the_digest_must_be_that_of_the_document() -> None:
    """Another digest is a flaw of its own; how the decision was cross-checked is not covered by it."""
    document = documents()[0]
    assert check()({**document, "digest": "0" * 64}) == Flaw(
        None, Text("kontrollsummen er ikke dokumentets egen", "the digest is not that of the document")
    )
    other = {"made": True, "engines": ["forward", "durable"], "agree": True}
    assert check()({**document, "cross_check": other}) is None


def test_numbers_are_not_truth_values() -> None:
    """To Python `True == 1`, to a reader not: each place where the schema allows both is told apart."""
    checked = 0
    for document in documents()[:20]:
        for index, step in enumerate(document["trail"]):
            if step.get("gives") and True in step["gives"].values():
                copy = copied(document)
                copy["trail"][index]["gives"] = {n: 1 if v is True else v for n, v in step["gives"].items()}
                flaw = check()(sealed(copy))
                assert flaw is not None and flaw.step == index + 1 and "`1` and must be `true`" in flaw.what.en
                checked += 1
                break
    assert checked == 20


@pytest.mark.parametrize(
    ("name", "fact", "says"),
    [
        ("person.nonsense", {"value": True, "origin": "stated"}, "no fact is named"),
        ("person.birth_date", {"value": True, "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "1990-02-30", "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "19900203", "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "0001-01-01", "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "9999-12-31", "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "none", "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "none", "origin": "silence"}, "cannot have"),
        ("plan.date", {"value": "2025-02-03", "origin": "silence"}, "read from silence"),
        ("plan.date", {"value": "none", "origin": "silence", "source": "nobody"}, "has a source"),
        ("person.norwegian_citizen", {"value": 1, "origin": "stated"}, "cannot have"),
        ("person.norwegian_citizen", {"value": False, "origin": "given"}, "cannot be given"),
        ("law.forced", {"value": False, "origin": "stated"}, "must be given"),
        ("law.forced", {"value": True, "origin": "given"}, "must say whether"),
        ("permit.type", {"value": "s99", "origin": "stated"}, "cannot have"),
        ("work.hours_per_week", {"value": -1, "origin": "stated"}, "cannot have"),
        ("work.hours_per_week", {"value": 169, "origin": "stated"}, "cannot have"),
        ("work.hours_per_week", {"value": True, "origin": "stated"}, "cannot have"),
        ("work.hours_per_week", {"value": "7", "origin": "stated"}, "cannot have"),
        ("work.hours_per_week", {"value": 1.2345678901234567, "origin": "stated"}, "cannot have"),
        ("person.birth_date", {"value": "1990-02-03", "origin": "stated", "source": "\ud800"}, "cannot be written"),
    ],
)
def test_facts_that_no_case_can_state_are_rejected(name: str, fact: Document, says: str) -> None:
    """The facts are read as strictly as those of a case file, and with their origins."""
    document = next(d for d in documents() if not d["facts"]["law.forced"]["value"])
    flaw = check()({**document, "facts": {**document["facts"], name: fact}})
    assert flaw is not None and flaw.step is None and says in flaw.what.en, flaw


def test_facts_that_contradict_each_other_are_rejected() -> None:
    """A document whose facts break a constraint of the vocabulary is no decision, whatever its trail."""
    document = next(d for d in documents() if d["facts"].get("permit.granted_date", {}).get("value", NONE) != NONE)
    born = {"value": "2399-01-01", "origin": "stated"}
    flaw = check()(sealed({**document, "facts": {**document["facts"], "person.birth_date": born}}))
    assert flaw is not None and flaw.step is None and "born after" in flaw.what.en


def test_a_case_that_no_law_governs_is_rejected() -> None:
    """Before all law there is no decision: the trail may be what it will."""
    document = next(d for d in documents() if not d["facts"]["law.forced"]["value"])
    early = {
        name: {**fact, "value": "1990-01-01"} if fact["value"] != NONE and str(fact["value"])[4:5] == "-" else fact
        for name, fact in document["facts"].items()
    }
    flaw = check()(sealed({**document, "facts": early}))
    assert flaw is not None and flaw.step is None and "no law version governs" in flaw.what.en, flaw


@pytest.mark.parametrize("version", ["2027", "2024"])
def test_another_forced_law_is_rejected(version: str) -> None:
    """The law that is forced must be there, and the trail must be that of this law."""
    document = next(d for d in documents() if {law["version"] for law in d["law"].values()} == {"2026"})
    law = {topic: {**entry, "version": version, "forced": True} for topic, entry in document["law"].items()}
    facts = {**document["facts"], "law.forced": {"value": True, "origin": "given"}}
    assert check()(sealed({**document, "law": law, "facts": facts})) is not None
    one = {**document, "law": {**document["law"], "content": {**document["law"]["content"], "forced": True}}}
    flaw = check()(sealed(one))
    assert flaw is not None and "for every topic, or none" in flaw.what.en


def test_two_rules_that_contradict_each_other_are_rejected(tmp_path: Path) -> None:
    """Where two rules that apply give one conclusion different values, no document is right."""
    laws, case = made_up(tmp_path)
    version = laws.versions[-1]
    right = version.rules["right"]
    other = replace(right, id="right-again", then=(("card.outcome", Constant("day_card")),))
    broken = Laws(laws.vocabulary, (*laws.versions[:-1], replace(version, rules={**version.rules, other.id: other})))
    with pytest.raises(Rejected, match="different values"):
        decided(case, compile_laws(broken))
    document = decided(case, compile_laws(laws))
    assert document_checker(laws)(document) is None
    flaw = document_checker(broken)(document)
    assert flaw is not None and flaw.step is None and "right, right-again" in flaw.what.en


# ---------------------------------------------------------------- any document at all


def made_up(folder: Path) -> tuple[Laws, Case]:
    """Return the made-up law and its case."""
    lay_out(folder)
    laws = load_laws(folder / "rules").laws
    assert laws is not None
    case = load_case(BASE / "case.yaml", laws.vocabulary, tuple(v.name for v in laws.versions), {}, [])
    assert case is not None
    return laws, case


ODD: list[Any] = [True, False, 0, 1, -1, 1.0, 0.5, 7, 10**30, 1e300, -0.0, "", "none", "x", "\ud800", "9999-12-31", "0001-01-01"]
ODD += ["2012-03-01", "student", "two", "one", "met", "not_met", "open", "value", "not_applicable", "right", "applies", [], [1], {}]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


def changed_somewhere(document: Document, rng: random.Random) -> Document:
    """Return the document with one place changed, taken away, repeated or exchanged with one that has the same name."""
    copy: Document = copied(document)
    everywhere = [path for path in places(copy) if path]
    part = rng.choice(("facts", "facts", "case", "versions", "read_until", "warnings", "law", "conclusions", "trail", "trail", "trail"))
    path = rng.choice([path for path in everywhere if path[0] == part] or everywhere)
    owner, key, kind = at(copy, path[:-1]), path[-1], rng.random()
    if kind < 0.5:
        owner[key] = rng.choice([odd for odd in ODD if type(odd) is type(owner[key])] or ODD)
    elif kind < 0.75:
        alike = [other for other in everywhere if other[-1] == key and other[: len(path)] != path]
        owner[key] = copied(at(copy, rng.choice(alike or [path])))
    elif kind < 0.9 or not isinstance(owner, list):
        del owner[key]
    else:
        owner.insert(key, copied(owner[key]))
    return copy


def test_what_is_accepted_is_what_is_decided_again_and_nothing_makes_it_fail(tmp_path: Path, random_count: int) -> None:
    """Random changes that the schema allows: the checker never fails, and accepts just what deciding the case anew gives."""
    laws, case = made_up(tmp_path)
    compiled, checker, valid = compile_laws(laws), document_checker(laws), validator("decision.schema.json")
    unclear = replace(case, facts={n: f for n, f in case.facts.items() if n not in ("person.resident", "reading.hours_per_week")})
    bases = [decided(one, compiled) for one in (case, with_forced(case, "one"), unclear)]
    rng = random.Random(41)
    told: Counter[str] = Counter()
    for _ in range(max(500, random_count // 20)):
        document = rng.choice(bases)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            document = changed_somewhere(document, rng)
        if not valid.is_valid(document):
            told["not valid"] += 1
            continue
        resealed = sealable(document)
        flaw = checker(resealed)
        drafts = frozenset(one["version"] for one in resealed["versions"] if one["draft"])  # what no law tells
        marked = CompiledLaws(replace(laws, drafts=drafts), compiled.versions)
        try:
            again: Any = {**decided(case_of(resealed, laws.vocabulary, PLACE), marked), "cross_check": resealed["cross_check"]}
        except (Misstated, Rejected):
            again = None
        assert (flaw is None) == (again is not None and where_differs(again, resealed) is None), (flaw, resealed)
        told["accepted" if flaw is None else "rejected"] += 1
    sys.stdout.write(f"{told}\n")
    assert told["accepted"] > 10 and told["rejected"] > 100, told


def sealable(document: Document) -> Document:
    """Return the document with its own digest, or as it is where it cannot be written as text."""
    try:
        return sealed(document)
    except ValueError:
        return document


@pytest.mark.parametrize("seed", range(3))
def test_a_fact_of_a_real_case_changed_is_accepted_only_if_nothing_follows_from_it(seed: int) -> None:
    """A document with another fact is right exactly if the case with that fact has this very trail."""
    compiled, _ = loaded()
    rng = random.Random(seed)
    told: Counter[bool] = Counter()
    others = list(random_cases(compiled.laws, 20, seed=50 + seed))
    for _ in range(15):
        document = rng.choice(documents())
        stated = rng.choice(others).facts
        name = rng.choice([n for n in stated if stated[n].origin == "stated" and n in document["facts"]])
        fact = {"value": plain(stated[name].value), "origin": "stated"}
        after = sealed({**document, "facts": {**document["facts"], name: fact}})
        flaw = check()(after)
        try:
            again: Any = decided(case_of(after, compiled.laws.vocabulary, PLACE), compiled)
        except (Misstated, Rejected):
            again = None
        assert (flaw is None) == (again is not None and same(again, after)), (name, flaw)
        told[flaw is None] += 1
    assert told[True] and told[False]


# ---------------------------------------------------------------- its independence and its price


def test_the_checker_is_small_and_runs_no_engine() -> None:
    """None of its modules imports an engine or the deciding, not even through others; each is at most 200 lines of code."""
    for name in CHECKER:
        tree = ast.parse((TRAIL / f"{name}.py").read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {m for m in modules if m.split(".")[-1] in ("forward", "durable", "specialised", "deciding", "compiled", "crosscheck")}
        assert lines_of_code(tree) <= 200, f"{name}: {lines_of_code(tree)}"
    loaded_by_it = subprocess.run(
        [sys.executable, "-c", "import sys, engine.trail.checker; print(*sys.modules)"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "engine.trail.checker" in loaded_by_it and "engine.inference.conditions" in loaded_by_it
    engines = {"engine.inference.forward", "engine.inference.durable", "engine.inference.specialised", "engine.law.deciding"}
    writers = {"engine.trail.document", "engine.trail.steps", "engine.trail.warnings"}
    assert not (engines | writers) & set(loaded_by_it)


def lines_of_code(tree: ast.Module) -> int:
    """Return the number of lines that hold code, docstrings left out."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    lines = {
        line
        for node in ast.walk(tree)
        if isinstance(node, (ast.expr, ast.stmt)) and id(node) not in prose and not isinstance(node, (ast.FunctionDef, ast.ClassDef))
        for line in ((node.lineno, node.end_lineno or 0) if not isinstance(node, ast.Expr) or id(node.value) not in prose else ())
    }
    return len(lines | {node.lineno for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))})


def test_checking_takes_no_longer_than_deriving() -> None:
    """Over 40 cases of the suites, the time of the processor: deciding, building the trail and writing it, against checking it."""
    compiled, suites = loaded()
    cases = random.Random(3).sample([case for group in suites.values() for case in group], k=40)
    for case in cases[:10]:
        check()(decided(case, compiled))  # what is worked out once is worked out here
    deriving = checking = 0.0
    for case in cases:
        rounds = []
        for _ in range(2):
            started = time.process_time()
            decision = decide(case, compiled, forward)
            document = document_(decision, build_trail(decision), compiled.laws.vocabulary, NOT_CROSS_CHECKED)
            derived = time.process_time()
            assert check()(document) is None
            rounds.append((derived - started, time.process_time() - derived))
        deriving += min(one for one, _ in rounds)
        checking += min(other for _, other in rounds)
    sys.stdout.write(f"checking takes {checking / deriving:.2f} of the time of deriving\n")
    assert checking <= deriving


# ---------------------------------------------------------------- hjemmel verify


EXAMPLES = HOME / "examples"


def run(*arguments: str | Path) -> Result:
    """Run the command in this process, in English."""
    return CliRunner().invoke(main, ["--lang", "en", *(str(a) for a in arguments)], catch_exceptions=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one decision and with a list of two."""
    folder = tmp_path_factory.mktemp("decisions")
    assert run("evaluate", EXAMPLES / "refugee-2026.yaml", "--format", "json", "-o", folder / "one.json").exit_code == 0
    cases = [EXAMPLES / "refusal-2026.yaml", EXAMPLES / "facts-missing.yaml"]
    assert run("evaluate", *cases, "--format", "json", "-o", folder / "two.json").exit_code == 3
    return folder


def test_verify_says_what_it_checked(written: Path) -> None:
    """One line for each decision: its case, steps, law, the engines that decided it again, and its digest."""
    result = run("verify", written / "one.json", written / "two.json")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    one = json.loads((written / "one.json").read_text(encoding="utf-8"))
    assert f"{one['case']}: {len(one['trail'])} steps" in lines[0] and one["digest"] in lines[0] and "the law of 2026" in lines[0]
    assert all(name in lines[0] for name in engines_())
    told = run("--lang", "nb", "verify", written / "one.json").stdout
    assert f"{one['case']}: {len(one['trail'])} steg følger av opplysningene og loven" in told and one["digest"] in told


def test_verify_names_the_first_bad_step_and_its_line(written: Path, tmp_path: Path) -> None:
    """An edited step of the second decision of a list is shown at its place in the file; the first is still accepted."""
    decisions = json.loads((written / "two.json").read_text(encoding="utf-8"))
    step = next(s for s in decisions[1]["trail"] if s["premises"] and "test" in s["premises"][0])
    step["premises"][0]["holds"] = not step["premises"][0]["holds"]
    decisions[1] = sealed(decisions[1])
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(decisions, indent=2, ensure_ascii=False), encoding="utf-8")
    result = run("verify", path)
    assert result.exit_code == 1 and len(result.stdout.splitlines()) == 1
    assert f"error[flawed-decision]: step {step['number']}: the {step['kind']} `{step['name']}` of version 2026: " in result.stderr
    line = int(result.stderr.split("edited.json:")[1].split(":")[0])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert f'"number": {step["number"]},' in lines[line], lines[line - 1 : line + 2]


def test_verify_finds_a_missing_last_step_and_another_digest(written: Path, tmp_path: Path) -> None:
    """What is not in the file is shown at the last step there is."""
    decision = json.loads((written / "one.json").read_text(encoding="utf-8"))
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(sealed({**decision, "trail": decision["trail"][:-1]})), encoding="utf-8")
    result = run("verify", path)
    assert result.exit_code == 1 and f"step {len(decision['trail'])}: " in result.stderr and "is missing" in result.stderr
    path.write_text(json.dumps({**decision, "digest": "0" * 64}), encoding="utf-8")
    result = run("verify", path)
    assert result.exit_code == 1 and "the digest is not that of the document" in result.stderr


def test_verify_decides_the_case_again(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the checker to overlook something, the case decided again would show it."""
    decision = json.loads((written / "one.json").read_text(encoding="utf-8"))
    decision["trail"][-1]["premises"][0]["role"] = "unless"
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(sealed(decision)), encoding="utf-8")
    monkeypatch.setattr("engine.commands.verify.document_checker", lambda laws, among_all: lambda document: None)
    result = run("verify", path)
    assert result.exit_code == 1
    last = len(decision["trail"]) - 1
    assert f'decided again, it is another decision: `trail[{last}].premises[0].role` is `"unless"`' in result.stderr


def test_verify_under_another_law(written: Path, tmp_path: Path) -> None:
    """A parameter of the rules changed after the decision is found, as another law."""
    rules = tmp_path / "rules"
    shutil.copytree(HOME / "rules", rules)
    path = rules / "2026" / "target-group.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("{value: 30, unit: hours per week,") == 1
    path.write_text(text.replace("{value: 30, unit: hours per week,", "{value: 31, unit: hours per week,"), encoding="utf-8")
    result = run("--rules", rules, "verify", written / "one.json")
    assert result.exit_code == 1
    assert "error[flawed-decision]: step " in result.stderr and "`--rules`" in result.stderr
    assert "of version 2026: `digest` is" in result.stderr


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "empty-file", ":1:1:"),
        ("[]", "empty-file", ":1:1:"),
        ('{"case": "x",\n "facts": }', "syntax", ":2:11:"),
        ("case: x", "syntax", ":1:1:"),
        ('{"case": "x"}', "schema", ":1:1:"),
        ('{"case": 1}', "schema", ":1:10:"),
        ('{"case": "x", "case": "y"}', "duplicate-key", ":1:15:"),
        ('{"case": NaN}', "schema", ":1:1:"),
        ('{"case": 1e999}', "schema", ":1:1:"),
        ("[" * 100_000, "too-deep", ":1:41:"),
        ("[" * 500 + "]" * 500, "too-deep", ":1:41:"),
        ("1" * 5_000, "schema", ":1:1:"),
        ('"\ud800"'.encode("utf-16", "surrogatepass").decode("latin-1"), "syntax", ":1:1:"),
    ],
)
def test_verify_says_where_a_file_is_no_decision(tmp_path: Path, text: str, code: str, where: str) -> None:
    """What cannot be read as a decision is an error with a place, never a traceback."""
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    result = run("verify", path)
    assert result.exit_code == 1 and result.stdout == ""
    assert f"error[{code}]" in result.stderr and where in result.stderr, result.stderr


def test_verify_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is an error, and so is a file that is not text."""
    assert "error[unreadable]" in run("verify", tmp_path / "nothing.json").stderr
    (tmp_path / "file.json").write_bytes(b"\xff\xfe\x00")
    assert "error[encoding]" in run("verify", tmp_path / "file.json").stderr
