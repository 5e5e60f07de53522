"""Seeded defects: each kind of mistake in the shipped rule folders is found, at its line; of the folders as they are nothing is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from engine.checking.findings import find_flaws
from engine.checking.linting import find_lints
from engine.diagnostics import Diagnostic, Rejected, render, sort_by_place
from engine.inference.constraints import check_constraints
from engine.inference.forward import run as forward
from engine.language.allowances import SOLVED
from engine.language.case_text import case_text
from engine.language.law_files import GOVERNS_FILE
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.loading import laws_from_texts, load_case
from engine.model import Case, Rule

from .seeded import Defect, Texts, defects, shipped_texts

if TYPE_CHECKING:
    from engine.checking.flaws.search import ShownFlaw  # needs z3

FORM = defects("form.yaml")
SOLVER = defects("solver.yaml")


@pytest.fixture(scope="module")
def shipped() -> Texts:
    return shipped_texts()


def found_in(texts: Texts) -> list[Diagnostic]:
    """Return what `check` finds without the solver; the schemas find nothing that the loader accepts (test_schemas)."""
    loaded = laws_from_texts(texts)
    lints = find_lints(loaded.laws, loaded.trees, loaded.sources) if loaded.laws else ()
    return sort_by_place([*loaded.diagnostics, *lints])


def test_there_are_enough_defects() -> None:
    """Sixty were asked for, of every kind."""
    assert len(FORM) + len(SOLVER) >= 60 and len(SOLVER) >= 25
    assert len({defect.name for defect in FORM}) == len(FORM)


def test_nothing_is_told_of_the_shipped_folders(shipped: Texts) -> None:
    """What is meant to be so is allowed with a reason where it stands."""
    assert found_in(shipped) == []


def test_what_is_allowed_is_no_law(shipped: Texts) -> None:
    """Without a single allowance the versions have the same digests, and each lint that was allowed is told."""
    bare = {file: re.sub(r"(?m)^( +)allow:\n(?:\1 +.*\n)+", "", text) for file, text in shipped.items()}
    digests = []
    for texts in (shipped, bare):
        laws = laws_from_texts(texts).laws
        assert laws is not None
        digests.append([version.digest for version in compile_laws(laws).versions])
    assert digests[0] == digests[1]
    allowed = {code for text in shipped.values() for code in re.findall(r"- code: (\S+)", text)}
    assert allowed >= {problem.code for problem in found_in(bare)} >= {"same-parameter", "shadowed", "wrong-citation"}


@pytest.mark.parametrize("defect", FORM, ids=lambda defect: defect.name)
def test_a_defect_of_form_is_found_at_its_line(defect: Defect, shipped: Texts) -> None:
    """Told on the line where it stands, and nothing of another kind is told beside it."""
    texts = defect.made(shipped)
    found = found_in(texts)
    assert {problem.code for problem in found} == {defect.code}
    assert defect.place(texts) in {(problem.place.file, problem.place.line) for problem in found}


# ---------------------------------------------------------------- what the solver finds


class Run(NamedTuple):
    """The shipped laws with every defect of the solver's: their texts, the laws, and what was found of the rules changed."""

    texts: Texts
    compiled: CompiledLaws
    found: tuple[ShownFlaw, ...]


@pytest.fixture(scope="module")
def run(shipped: Texts) -> Run:
    """All in one copy, asked about once; they must load, so that only the solver can find them."""
    pytest.importorskip("z3", reason="the package z3-solver is not installed")
    texts = shipped
    for defect in SOLVER:
        texts = defect.made(texts)
    loaded = laws_from_texts(texts)
    assert loaded.laws is not None, "\n\n".join(render(d, loaded.sources, "en") for d in loaded.diagnostics)
    compiled = compile_laws(loaded.laws)
    about = {(defect.file.partition("/")[0], defect.rule or "") for defect in SOLVER}
    return Run(texts, compiled, find_flaws(compiled, loaded.sources, about))


@pytest.mark.parametrize("defect", SOLVER, ids=lambda defect: defect.name)
def test_a_defect_of_meaning_is_found_at_its_line(defect: Defect, run: Run) -> None:
    """A finding about one condition stands on it; one about two rules or a seam stands on one side and names the other."""
    of_two = defect.code in ("no-outcome", "rules-conflict", "seam-gap", "seam-overlap")
    places = [
        {(d.place.file, d.place.line)} | ({(place.file, place.line) for place, _ in d.related} if of_two else set())
        for d in (finding.diagnostic for finding in run.found)
        if d.code == defect.code
    ]
    assert any(defect.place(run.texts) in each for each in places)


def test_every_kind_of_finding_is_seeded(run: Run) -> None:
    """And nothing else is found in the rules that were changed, but allowances that have lost what they allow."""
    told = {finding.diagnostic.code for finding in run.found}
    assert told - {"idle-allowance"} == {defect.code for defect in SOLVER} == set(SOLVED) - {"not-settled"}


# ---------------------------------------------------------------- witnesses


def test_every_witness_shows_its_finding(run: Run, tmp_path: Path) -> None:
    """Decided by the reference engine, from the case file that would be written."""
    shown: dict[str, int] = {}
    for finding in run.found:
        code = finding.diagnostic.code
        if finding.witness is None:
            # The seeded contradictions leave no case to decide.
            assert code.startswith("idle-"), finding.diagnostic.message.en
            continue
        case = written_and_read(finding.witness, run, tmp_path)
        rejected, applied = outcome(case, run)
        if code in ("never-applies", "idle-condition", "idle-exception", "idle-override"):
            assert not rejected, (finding.diagnostic.message.en, rejected)
            if code == "never-applies":
                assert finding.rule not in applied
        elif code == "rules-conflict":
            told = {finding.diagnostic.place, *(place for place, _ in finding.diagnostic.related)}
            assert {rule.place for rule in rules_of(finding, run) if rule.id in applied} >= told
        elif code == "no-outcome":
            decision = decide(case, run.compiled, forward)
            principal = [c.name for c in run.compiled.laws.vocabulary.conclusions.values() if c.principal]
            assert [decision.findings[name].status for name in principal] == ["not_applicable"]
        elif code == "seam-overlap":
            assert rejected == {"conflict"}
        shown[code] = shown.get(code, 0) + 1
    assert shown.keys() == {defect.code for defect in SOLVER}


def test_a_line_between_versions_is_a_seam_only_on_its_day(run: Run) -> None:
    """On the boundary no law governs; the day before and the day after one does."""
    (witness,) = (f.witness for f in run.found if f.diagnostic.code == "seam-gap" and f.diagnostic.place.file.endswith(GOVERNS_FILE))
    assert witness is not None
    name = "programme.decision_date"
    day = witness.facts[name].value
    assert isinstance(day, date)
    for days, expected in ((-1, set()), (0, {"no-law"}), (1, set())):
        moved = {**witness.facts, name: replace(witness.facts[name], value=day + timedelta(days=days))}
        rejected, _ = outcome(replace(witness, facts=moved), run)
        assert rejected == expected, days


def test_a_seam_of_two_values_is_one_only_on_its_number(run: Run) -> None:
    """On the boundary two rules give different values; a step below and a step above one does."""
    (witness,) = (finding.witness for finding in run.found if finding.diagnostic.code == "seam-overlap")
    assert witness is not None
    name = "programme.percent"
    number = witness.facts[name].value
    assert isinstance(number, Decimal)
    for step, expected in (("-0.01", set()), ("0", {"conflict"}), ("0.01", set())):
        moved = {**witness.facts, name: replace(witness.facts[name], value=number + Decimal(step))}
        rejected, _ = outcome(replace(witness, facts=moved), run)
        assert rejected == expected, step


def test_no_fact_of_a_witness_can_be_left_out(run: Run) -> None:
    """Of the cases without an outcome: without any one of its facts, the outcome is open, or another one, or no law governs."""
    from engine.analysis.witnesses import without

    vocabulary = run.compiled.laws.vocabulary
    witnesses = [finding.witness for finding in run.found if finding.diagnostic.code == "no-outcome"]
    for witness in witnesses:
        assert witness is not None
        for name in [name for name, fact in witness.facts.items() if fact.origin == "stated"]:
            case = without(witness, vocabulary.facts[name])
            if check_constraints(case, vocabulary):
                continue
            try:
                decision = decide(case, run.compiled, forward)
            except Rejected:
                continue
            if not all(law.settled for law in decision.governing.values()):
                continue  # the finding is about one version
            findings = decision.findings
            assert [findings[c.name].status for c in vocabulary.conclusions.values() if c.principal] != ["not_applicable"], name


def written_and_read(case: Case, run: Run, folder: Path) -> Case:
    """Return the case as `evaluate` reads it from the file that is written of it."""
    vocabulary = run.compiled.laws.vocabulary
    path = folder / "witness.yaml"
    path.write_text(case_text(case, (), vocabulary), encoding="utf-8")
    problems: list[Diagnostic] = []
    versions = tuple(compiled.version.name for compiled in run.compiled.versions)
    read = load_case(path, vocabulary, versions, {}, problems)
    assert read is not None and not problems, [d.message.en for d in problems]
    assert {name: fact.value for name, fact in read.facts.items()} == {name: fact.value for name, fact in case.facts.items()}
    assert not check_constraints(read, vocabulary)
    return read


def outcome(case: Case, run: Run) -> tuple[set[str], set[str]]:
    """Return the codes with which the case is rejected, and the rules that apply to it in any version."""
    facts = {name: fact.value for name, fact in case.facts.items()}
    applied = set()
    for compiled in run.compiled.versions:
        derivation = forward(compiled.whole, facts)
        heads = {compiled.whole.heads[number] for number in derivation.fired}
        applied |= {id_ for id_, node in compiled.whole.rules.items() if 2 * node.node in heads}
    try:
        decide(case, run.compiled, forward)
    except Rejected as rejected:
        return {d.code for d in rejected.diagnostics}, applied
    return set(), applied


def rules_of(finding: ShownFlaw, run: Run) -> Iterable[Rule]:
    return next(c.version for c in run.compiled.versions if c.version.name == finding.version).rules.values()
