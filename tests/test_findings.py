"""What the solver finds in rules: every seeded defect at its line, nothing else, and cases that show it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

import engine
from engine.model import Allowance, Rule

from .made_up_law import hjemmel, lay_out, standing_in
from .random_cases import random_cases

pytest.importorskip("z3", reason="the package z3-solver is not installed")

from engine.authoring.equivalence import first_difference_of
from engine.authoring.findings import Finding, find_flaws
from engine.authoring.witnesses import Asked, without


class Seed(NamedTuple):
    """A defect: the code of its finding, file and rule, how the text of the rule is changed, and what stands on the line told.

    `line` is None where the line is that of the id.
    """

    code: str
    file: str
    rule: str
    change: Callable[[str], str]
    line: str | None = None


def adding(condition: str) -> Callable[[str], str]:
    """Return a change that adds a condition to those that must all hold."""
    return lambda rule: rule.replace("      all:\n", f"      all:\n        - {condition}\n", 1)


def before_then(field: str) -> Callable[[str], str]:
    """Return a change that adds a field before the conclusions."""
    return lambda rule: rule.replace("    then:", f"    {field}\n    then:", 1)


def instead(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Return a change that replaces texts of the rule."""

    def change(rule: str) -> str:
        for old, new in pairs:
            assert rule.count(old) == 1, (old, rule)
            rule = rule.replace(old, new)
        return rule

    return change


def dead(file: str, rule: str, condition: str) -> Seed:
    return Seed("never-applies", file, rule, adding(condition))


def idle(file: str, rule: str, condition: str) -> Seed:
    return Seed("idle-condition", file, rule, adding(condition), condition)


def idle_exception(file: str, rule: str, condition: str) -> Seed:
    return Seed("idle-exception", file, rule, before_then(f"unless: [{condition}]"), condition)


def idle_override(file: str, rule: str, general: str) -> Seed:
    return Seed("idle-override", file, rule, before_then(f"overrides: [{general}]"), general)


OLD, CONTENT, HOURS, GOVERNS = "2024/introduksjonsloven.yaml", "2026/content.yaml", "2024/fifteen-hours.yaml", "governs.yaml"
CAREER = "content.life_skills_hours_career"
AVERAGE = "content.work_oriented_hours_average"

IN_RULES = (
    dead(OLD, "intro-2-nordic-or-eea", "{not: person.nordic_or_eea_citizen}"),
    dead(OLD, "intro-2-1-basis-resettlement", "{fact: permit.type, is_not: s35_3}"),
    dead(OLD, "intro-3-3-over-55", "{value: person.age_at_decision, at_most: {parameter: intro.age_upper}}"),
    dead(CONTENT, "int-14a-complete", "{not: content.norwegian}"),
    dead(HOURS, "forskr-43h-fifteen-hours-met", f"{{fact: {AVERAGE}, less_than: {{parameter: work_oriented.part_time_hours}}}}"),
    idle(OLD, "intro-2-1-basis-asylum", "{fact: permit.type, is_not: s34}"),
    idle(OLD, "intro-2-1-basis-independent", "{fact: permit.type, not_in: [s28, s34]}"),
    idle(OLD, "intro-2-2-no-agreement-needed", "{not: {fact: permit.type, is: s28}}"),
    idle(CONTENT, "forskr-4-hours-met-with-upper-secondary", "{any: [education.upper_secondary_counts, programme.begun]}"),
    idle(HOURS, "forskr-43h-lowered", "{fact: programme.percent, less_than: {parameter: full_time.percent}}"),
    idle(HOURS, "forskr-43h-work-goal", "{fact: goal.final, is_not: higher_education}"),
    idle_exception(OLD, "intro-2-1-basis-humanitarian", "{fact: permit.type, is: s34}"),
    idle_exception(OLD, "intro-2-1-basis-limited-permit", "{fact: permit.type, in: [s28, s53_2]}"),
    idle_exception(CONTENT, "forskr-4-hours-met-with-upper-secondary", "{not: education.upper_secondary_counts}"),
    idle_exception(HOURS, "forskr-43h-lowered-hours-met", f"{{fact: {AVERAGE}, less_than: {{parameter: work_oriented.part_time_hours}}}}"),
    idle_override(OLD, "intro-2-1-basis-collective-protection", "intro-2-1-basis-family"),
    idle_override(OLD, "intro-2-1-need", "int-14-1-life-skills"),
    idle_override(OLD, "intro-2-1-age", "int-14-1-work-or-education-oriented"),
)
"""Defects of single rules."""

IN_CONCLUSIONS = (
    Seed(
        "rules-conflict",
        CONTENT,
        "forskr-4-4-career-with-upper-secondary",
        instead(("education.upper_secondary_counts", "programme.begun")),
    ),
    *(
        Seed("rules-conflict", f"{year}/outcome.yaml", "outcome-none", instead(("    unless: [outcome.review]\n", "")))
        for year in (2024, 2026)
    ),
    *(Seed("no-outcome", f"{year}/outcome.yaml", "outcome-may-offer", adding("programme.begun")) for year in (2024, 2026)),
    Seed(
        "seam-gap",
        CONTENT,
        "forskr-4-3-migration-health-without-upper-secondary",
        instead(
            (
                "{not: education.upper_secondary_counts}",
                f"{{fact: {CAREER}, less_than: {{parameter: life_skills.career_with_upper_secondary}}}}",
            )
        ),
        "less_than:",
    ),
    Seed(
        "seam-gap",
        CONTENT,
        "forskr-4-3-migration-health-with-upper-secondary",
        instead(
            ("education.upper_secondary_counts", f"{{fact: {CAREER}, more_than: {{parameter: life_skills.career_with_upper_secondary}}}}")
        ),
        "more_than:",
    ),
    Seed("seam-overlap", HOURS, "forskr-43h-lowered", instead(("    overrides: [forskr-43h-fifteen-hours]\n", "")), "at_most:"),
    Seed(
        "seam-overlap",
        HOURS,
        "forskr-43h-fifteen-hours",
        instead(
            (
                "    when: content.work_oriented_required\n",
                "    when:\n      all:\n        - content.work_oriented_required\n"
                "        - {fact: programme.percent, at_least: {parameter: work_oriented.part_time_limit}}\n",
            )
        ),
        "at_least:",
    ),
    Seed(
        "seam-gap",
        f"2024/{GOVERNS}",
        "governs-target-group",
        instead(
            (
                "{fact: programme.decision_date, on_or_after: {parameter: integreringsloven.commencement}}",
                "all: [{value: law.act, is: integreringsloven}, "
                "{fact: programme.decision_date, before: {parameter: transition.line_2026}}]",
            )
        ),
        "before:",
    ),
    Seed("seam-gap", f"2026/{GOVERNS}", "governs-target-group", instead(("on_or_after:", "after:")), "after:"),
)
"""Defects of what rules say together; a seam has a seed on each side."""


def seeded(folder: Path, seeds: Iterable[Seed]) -> engine.Loaded:
    """Return the shipped laws with the defects, laid out in a folder; they must load, so that only the solver can find them."""
    shutil.copytree(engine.HOME / "rules", folder)
    for seed in seeds:
        path = folder / seed.file
        text = path.read_text(encoding="utf-8")
        start, end = span(text, seed.rule)
        changed = seed.change(text[start:end])
        assert changed != text[start:end], seed.rule
        path.write_text(text[:start] + changed + text[end:], encoding="utf-8")
    loaded = engine.load_laws(folder)
    assert loaded.laws is not None, "\n\n".join(engine.render(d, loaded.sources) for d in loaded.diagnostics)
    return loaded


def span(text: str, rule: str) -> tuple[int, int]:
    """Return where the text of a rule begins and ends."""
    start = text.index(f"  - id: {rule}\n")
    return start, text.find("\n  - id: ", start) + 1 or len(text)


def line_of(seed: Seed, folder: Path) -> tuple[str, int]:
    """Return file and line on which the defect is to be told."""
    path = folder / seed.file
    text = path.read_text(encoding="utf-8")
    start, end = span(text, seed.rule)
    at = start if seed.line is None else text.index(seed.line, start, end)
    return engine.shown(path), text.count("\n", 0, at) + 1


class Run(NamedTuple):
    """The seeded laws, compiled, and what was found."""

    folder: Path
    compiled: engine.CompiledLaws
    found: tuple[Finding, ...]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All defects in one copy: one search for all of them."""
    folder = tmp_path_factory.mktemp("seeded") / "rules"
    loaded = seeded(folder, (*IN_RULES, *IN_CONCLUSIONS))
    assert loaded.laws is not None
    compiled = engine.compile_laws(loaded.laws)
    return Run(folder, compiled, find_flaws(compiled, loaded.sources))


@pytest.mark.parametrize("seed", (*IN_RULES, *IN_CONCLUSIONS), ids=lambda seed: f"{seed.code}-{seed.file[:4]}-{seed.rule}")
def test_every_seeded_defect_is_found_at_its_line(seed: Seed, run: Run) -> None:
    """A finding about one condition stands on it; one about two rules stands on one and names the other."""
    places = [
        {(d.place.file, d.place.line)} | ({(place.file, place.line) for place, _ in d.related} if seed in IN_CONCLUSIONS else set())
        for d in (finding.diagnostic for finding in run.found)
        if d.code == seed.code
    ]
    assert any(line_of(seed, run.folder) in each for each in places)


def test_there_are_enough_seeds() -> None:
    """As many as were asked for, whatever is added or taken away."""
    assert len(IN_RULES) + len(IN_CONCLUSIONS) >= 25


# ---------------------------------------------------------------- witnesses


def test_every_witness_shows_its_finding(run: Run) -> None:
    """Decided by the reference engine, from the case file that would be written."""
    shown: dict[str, int] = {}
    for finding in run.found:
        code = finding.diagnostic.code
        if finding.witness is None:
            # The seeded contradictions leave no case to decide.
            assert code.startswith("idle-"), finding.diagnostic.message.en
            continue
        case = written_and_read(finding.witness, run)
        rejected, applied = outcome(case, run)
        if code in ("never-applies", "idle-condition", "idle-exception", "idle-override"):
            assert not rejected, (finding.diagnostic.message.en, rejected)
            if code == "never-applies":
                assert finding.rule not in applied
        elif code == "rules-conflict":
            told = {finding.diagnostic.place, *(place for place, _ in finding.diagnostic.related)}
            assert {rule.place for rule in rules_of(finding, run) if rule.id in applied} >= told
        elif code == "no-outcome":
            decision = engine.decide(case, run.compiled, engine.forward)
            principal = [c.name for c in run.compiled.laws.vocabulary.conclusions.values() if c.principal]
            assert [decision.findings[name].status for name in principal] == ["not_applicable"]
        elif code == "seam-overlap":
            assert rejected == {"conflict"}
        shown[code] = shown.get(code, 0) + 1
    assert shown.keys() == {seed.code for seed in (*IN_RULES, *IN_CONCLUSIONS)}


def test_a_line_between_versions_is_a_seam_only_on_its_day(run: Run) -> None:
    """On the boundary no law governs; the day before and the day after one does."""
    (witness,) = (f.witness for f in run.found if f.diagnostic.code == "seam-gap" and f.diagnostic.place.file.endswith(GOVERNS))
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
    vocabulary = run.compiled.laws.vocabulary
    witnesses = [finding.witness for finding in run.found if finding.diagnostic.code == "no-outcome"]
    for witness in witnesses:
        assert witness is not None
        for name in [name for name, fact in witness.facts.items() if fact.origin == "stated"]:
            case = without(witness, vocabulary.facts[name])
            if engine.check_constraints(case, vocabulary):
                continue
            try:
                decision = engine.decide(case, run.compiled, engine.forward)
            except engine.Rejected:
                continue
            if not all(law.settled for law in decision.governing.values()):
                continue  # the finding is about one version
            findings = decision.findings
            assert [findings[c.name].status for c in vocabulary.conclusions.values() if c.principal] != ["not_applicable"], name


def written_and_read(case: engine.Case, run: Run) -> engine.Case:
    """Return the case as `evaluate` reads it from the file that is written of it."""
    vocabulary = run.compiled.laws.vocabulary
    path = run.folder / "witness.yaml"
    path.write_text(engine.case_text(case, (), vocabulary), encoding="utf-8")
    problems: list[engine.Diagnostic] = []
    versions = tuple(compiled.version.name for compiled in run.compiled.versions)
    read = engine.load_case(path, vocabulary, versions, {}, problems)
    path.unlink()
    assert read is not None and not problems, [d.message.en for d in problems]
    assert {name: fact.value for name, fact in read.facts.items()} == {name: fact.value for name, fact in case.facts.items()}
    assert not engine.check_constraints(read, vocabulary)
    return read


def outcome(case: engine.Case, run: Run) -> tuple[set[str], set[str]]:
    """Return the codes with which the case is rejected, and the rules that apply to it in any version."""
    facts = {name: fact.value for name, fact in case.facts.items()}
    applied = set()
    for compiled in run.compiled.versions:
        derivation = engine.forward(compiled.whole, facts)
        heads = {compiled.whole.heads[number] for number in derivation.fired}
        applied |= {id_ for id_, node in compiled.whole.rules.items() if 2 * node.node in heads}
    try:
        engine.decide(case, run.compiled, engine.forward)
    except engine.Rejected as rejected:
        return {d.code for d in rejected.diagnostics}, applied
    return set(), applied


def rules_of(finding: Finding, run: Run) -> Iterable[Rule]:
    return next(c.version for c in run.compiled.versions if c.version.name == finding.version).rules.values()


# ---------------------------------------------------------------- what is idle changes no case


def test_what_is_idle_changes_no_case(tmp_path: Path, laws: engine.Laws, compiled: engine.CompiledLaws, random_count: int) -> None:
    """The laws with every idle condition, exception and override decide as without them: random cases, and proved."""
    idle_seeds = [seed for seed in IN_RULES if seed.code.startswith("idle-")]
    loaded = seeded(tmp_path / "rules", idle_seeds)
    assert loaded.laws is not None
    changed, fast = engine.compile_laws(loaded.laws), engine.specialised()
    decided = 0
    for case in random_cases(laws, max(500, random_count // 10), seed=51, missing=0):
        try:
            one, two = (engine.decide(case, some, fast).findings for some in (compiled, changed))
        except engine.Rejected:
            continue
        decided += 1
        for name, finding in one.items():
            if {"open"}.isdisjoint({finding.status, two[name].status}):
                assert finding == two[name], (case.id, name)
    assert decided > 100
    assert first_difference_of(Asked(compiled), changed) is None


# ---------------------------------------------------------------- the command


def test_the_shipped_folders(tmp_path: Path) -> None:
    """No error; what there is of warnings is about conditions that the law says twice. Every witness is a case file."""
    with standing_in(engine.HOME):
        result = hjemmel("check", "--solver", "--witnesses", str(tmp_path / "cases"), "--format", "json")
    assert result.code == 0, result.stderr
    problems = json.loads(result.stdout)["diagnostics"]
    assert {problem["code"] for problem in problems} <= {"idle-condition"}
    assert len(list((tmp_path / "cases").glob("*.yaml"))) == len(problems)


def test_witnesses_need_the_solver(tmp_path: Path) -> None:
    """And they are written to a new folder."""
    with standing_in(engine.HOME):
        assert hjemmel("check", "--witnesses", str(tmp_path / "cases")).code == 2
    assert not (tmp_path / "cases").exists()


# ---------------------------------------------------------------- allowances, limits, order


def test_allowances_and_limits_on_a_small_law(tmp_path: Path) -> None:
    """What a rule allows is left out, an allowance for nothing is told, and a search that is given up says so."""
    lay_out(tmp_path)
    loaded = engine.load_laws(tmp_path / "rules")
    assert loaded.laws is not None
    compiled = engine.compile_laws(loaded.laws)
    plain = find_flaws(compiled, loaded.sources)
    assert plain == find_flaws(compiled, loaded.sources)
    given_up = find_flaws(compiled, loaded.sources, steps=1)
    assert "not-settled" in {finding.diagnostic.code for finding in given_up}
    rule = next(iter(loaded.laws.versions[0].rules.values()))
    allowing = replace(rule, allows=(Allowance("seam-gap", "No reason.", rule.place),))
    version = replace(loaded.laws.versions[0], rules={**loaded.laws.versions[0].rules, rule.id: allowing})
    allowed = engine.compile_laws(replace(loaded.laws, versions=(version, *loaded.laws.versions[1:])))
    (idle,) = set(codes(find_flaws(allowed, loaded.sources))) - set(codes(plain))
    assert idle == ("idle-allowance", rule.id)


def codes(found: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.diagnostic.code, finding.rule) for finding in found]
