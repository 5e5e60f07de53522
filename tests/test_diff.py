"""The tools for a law change: the differences of two versions by provision, by meaning and for cases, and the draft of age 60."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli
from engine.batch.flipping import SOME, register_impact
from engine.changes import meaning as by_meaning
from engine.changes.difference import Difference, section_order
from engine.changes.difference import difference as compare_laws
from engine.changes.difference_document import difference_document
from engine.changes.difference_report import difference_report
from engine.changes.impact import Pair, content, resolved
from engine.changes.impact import impact as law_impact
from engine.changes.impact import pair_of as law_pair
from engine.changes.meaning import Meaning, has_solver, resting_on_the_same
from engine.changes.meaning import meanings as law_meanings
from engine.diagnostics import Diagnostic, Rejected
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.inference.specialised import engine as specialised
from engine.language.cases import force, with_forced
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.loading import load_cases, load_laws, load_suites
from engine.model import NONE, Case, Laws, Text
from engine.rendering.forms import render_report
from engine.schemas import validator

from .random_cases import is_of_whole_days, random_cases
from .test_columns import register_of

DRAFT = HOME / "examples" / "age-60"
PERSONS = HOME / "examples" / "suites" / "age-60" / "age-limit.yaml"

# Row of the dossier's table of changes → the rules that differ for it. A row that concerns no rule that is encoded, and a
# row that says that nothing changed, has none.
ROWS: dict[int, set[str]] = {
    1: {"int-8-4-work-exclusion", "int-8-4-offer-exclusion"},
    2: {"int-37c-1-may-refuse", "int-37c-1-refusal-for-work"},
    3: {"int-8-4-work-ended", "int-37c-5-reentry-after-work"},
    4: {"int-8-nordic-or-eea"},
    5: {"int-37c-1-right-without-duty", "int-8-1-right-collective-protection"},
    6: {"int-37c-2-duration-with-upper-secondary"},
    7: {"forskr-43d-duration-ukrainian-upper-secondary"},
    8: {"int-13-duration-with-upper-secondary"},
    9: {"int-13-3-duration-full-upper-secondary", "int-14-4-duration-full-upper-secondary"},
    10: {"int-13-4-duration-other-goal", "int-14-4-duration-part-of-upper-secondary"},
    11: {"int-14-5-duration-trade-certificate"},
    12: {"int-13-4-duration-other-goal", "int-14-6-duration-work"},
    13: {"int-13-5-extension", "int-14-4-extension"},
    14: {"int-13-goal-without-upper-secondary", "int-14-1-goal-without-upper-secondary"},
    15: {"int-13-3-review-under-25-main-rule", "int-14-3-under-25-full-upper-secondary"},
    16: {"int-13-1-over-55-work-only", "int-14-1-over-55-work-only"},
    17: {"int-14a-3-fifteen-hours", "int-14a-3-from-with-upper-secondary", "int-14a-3-from-without-upper-secondary"},
    18: {"forskr-43h-fifteen-hours", "forskr-43h-lowered"},
    19: {"int-37c-4-work-or-education-oriented", "int-37c-4-language-offer", "forskr-43f-language-offer", "int-37c-social-studies-exempt"},
    20: {"forskr-4-3-migration-health-with-upper-secondary", "forskr-4-4-career-with-upper-secondary"},
    21: {"forskr-43i-full-time", "int-13-3-full-time"},
    22: {"int-37c-7-complete", "int-15-3-complete"},
    23: {"int-15-3-missing-long-term-goal"},
    24: {"int-16-1-missing-contract"},
    25: {"forskr-43a-ukrainian-upper-secondary", "forskr-65a-2-ukrainian-upper-secondary"},
    26: {"forskr-43h-1-no-new-rights", "forskr-43h-2-right-to-complete"},
    27: set(),
    28: set(),
    29: {"forskr-10-leave-added"},
    30: {"forskr-28-6-preparatory", "forskr-28-6-review-preparatory"},
    31: set(),
    32: set(),
    33: set(),
    34: set(),
}

UNTOUCHED = {
    # Row 31, the months of § 12, are a number; every rule on them follows § 8 fjerde ledd or the repealed § 37 c.
    32: r"forskr-3-",
    33: r"int-8-1-age|int-8-3-over-55|int-8-1-review-age",
    34: r"int-9-1-(?!f-)|int-8-1-newly-settled",  # the older folder holds letter f as it was before 01.08.2023 too
}
"""Rows that say that nothing changed, with the rules that must then be the same."""


@pytest.fixture(scope="module")
def found(laws: Laws) -> Difference:
    """What differs between the shipped versions."""
    older, newer = (version.name for version in laws.versions)
    return compare_laws(laws, older, newer)


@pytest.fixture(scope="module")
def drafted() -> Laws:
    """The shipped laws with the draft."""
    loaded = load_laws(HOME / "rules", [DRAFT])
    assert loaded.laws is not None and not loaded.diagnostics
    return loaded.laws


def run(*words: object, code: int = 0) -> Result:
    """Run a command, which must end with this exit code."""
    result = CliRunner().invoke(cli.main, [str(word) for word in words], prog_name="hjemmel")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


# ---------------------------------------------------------------- by provision


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_table_of_changes_is_named(found: Difference, row: int) -> None:
    """Every change that concerns encoded rules shows, with an amendment that is responsible for it."""
    rules = {rule.id: rule for rule in found.rules}
    assert ROWS[row] <= rules.keys()
    assert all(rules[id_].amendments for id_ in ROWS[row])


@pytest.mark.parametrize("row", UNTOUCHED)
def test_what_did_not_change_is_not_named(laws: Laws, found: Difference, row: int) -> None:
    """A row that says that nothing changed has rules, and none of them differs."""
    named = re.compile(UNTOUCHED[row])
    assert all(any(named.match(id_) for id_ in version.rules) for version in laws.versions)
    assert not [rule.id for rule in found.rules if named.match(rule.id)]


def test_nothing_is_named_that_no_amendment_lists(laws: Laws, found: Difference) -> None:
    """The diff and the amendments of law.yaml are the same set, kind by kind."""
    listed = {
        (kind, id_)
        for amendment in laws.versions[-1].amendments
        for kind, ids in (("added", amendment.adds), ("changed", amendment.changes), ("repealed", amendment.repeals))
        for id_ in ids
    }
    assert {(rule.kind, rule.id) for rule in found.rules} == listed


def test_the_json_of_the_shipped_versions(laws: Laws, found: Difference) -> None:
    """It obeys its schema where no cases are given."""
    document = difference_document(found, (), None, laws)
    assert not list(validator("diff.schema.json").iter_errors(document)) and document["impact"] is None


def test_a_changed_rule_says_what_changed_in_it(found: Difference) -> None:
    """Each has at least one part that differs, and no part that says the same twice."""
    changed = [rule for rule in found.rules if rule.kind == "changed"]
    assert changed and all(rule.changes for rule in changed)
    assert all(part.before != part.after for rule in changed for part in rule.changes)
    (nordic,) = (rule for rule in changed if rule.id == "int-8-nordic-or-eea")
    (citation,) = nordic.changes
    assert citation.part == "source" and "fjerde ledd" in citation.before[0].nb and "femte ledd" in citation.after[0].nb


def test_sections_stand_in_the_order_of_the_act(found: Difference) -> None:
    """ "§ 9" comes before "§ 14", and "§ 14" before "§ 14 a"."""
    assert section_order("§ 9") < section_order("§ 14") < section_order("§ 14 a") < section_order("§ 15")
    for act in {group.source.act for group in found.provisions}:
        sections = [section_order(group.source.section) for group in found.provisions if group.source.act == act]
        assert sections == sorted(sections)


# ---------------------------------------------------------------- by meaning


@pytest.fixture(scope="module")
def meant(laws: Laws) -> tuple[object, tuple[Meaning, ...], list[Case]]:
    """What the shipped versions mean, without the solver, on a part of the regression cases."""
    older, newer = (version.name for version in laws.versions)
    pair = law_pair(compile_laws(laws), older, newer, specialised())
    suites = load_suites(HOME / "tests" / "regression", laws, {}, [])
    cases = [case.case for _, _, case in suites if case.rejected is None][::25]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_meaning, "VARIATIONS", 4)
        meanings = law_meanings(pair, cases, False)
    return pair, meanings, cases


def test_a_witness_shows_what_is_said_of_it(laws: Laws, meant: tuple[object, tuple[Meaning, ...], list[Case]]) -> None:
    """Decided anew by the reference engine under either version, the person gets the answers that the diff tells."""
    _, meanings, _ = meant
    compiled = compile_laws(laws)
    flips = [flip for meaning in meanings for flip in meaning.witnesses]
    assert len(flips) > 50
    for flip in flips[::4]:
        for version, finding in zip(laws.versions, (flip.before, flip.after), strict=True):
            forced = with_forced(flip.case, version.name, laws.vocabulary)
            assert decide(forced, compiled, forward).findings[flip.conclusion] == finding


def test_a_cause_is_a_rule_that_differs(found: Difference, meant: tuple[object, tuple[Meaning, ...], list[Case]]) -> None:
    """Every difference is traced to rules, and every one of them is a rule that the diff by provision names."""
    _, meanings, _ = meant
    differing = {rule.id for rule in found.rules}
    for meaning in meanings:
        for flip in meaning.witnesses:
            assert flip.causes, meaning.conclusion
            assert {cause.rule for cause in flip.causes} <= differing


def test_one_person_for_each_reason(meant: tuple[object, tuple[Meaning, ...], list[Case]]) -> None:
    """No person is shown whose rules were all shown before."""
    for meaning in meant[1]:
        shown: set[object] = set()
        for flip in meaning.witnesses:
            assert not shown or set(flip.causes) - shown
            shown |= set(flip.causes)


def test_the_same_rules_mean_the_same(drafted: Laws, random_count: int) -> None:
    """A conclusion that rests on the same rules in 2026 and the draft is never found to differ on random cases."""
    _, older, newer = (version.name for version in drafted.versions)
    pair = law_pair(compile_laws(drafted), older, newer, specialised())
    vocabulary = drafted.vocabulary
    same = [name for name in sorted(resting_on_the_same(pair)) if vocabulary.conclusions[name].type != "version"]
    assert "programme.max_months" in same and "programme.outcome" not in same
    for case in random_cases(drafted, max(random_count // 20, 50), seed=60):
        forced = [with_forced(case, name, vocabulary) for name in (older, newer)]
        try:
            before, after = (decide(one, pair.laws, pair.engine).findings for one in forced)
        except Rejected as rejected:
            assert {problem.code for problem in rejected.diagnostics} == {"outside-calendar"}, rejected
            continue
        assert all(before[name] == after[name] for name in same)


def test_content_looks_behind_names(laws: Laws) -> None:
    """A rule says something else when a number behind its names does, and the same when only its citation does."""
    older, newer = laws.versions
    assert content(older, "int-8-nordic-or-eea") == content(newer, "int-8-nordic-or-eea")
    assert content(older, "int-13-duration-with-upper-secondary") != content(newer, "int-13-duration-with-upper-secondary")
    derived = newer.derived["residence.limit_date"].expression
    assert "years" in str(resolved(derived, newer))


def test_a_case_on_which_the_rules_contradict_each_other_is_not_counted(
    meant: tuple[Any, tuple[Meaning, ...], list[Case]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows nothing of either version, so that it was not tried."""
    pair, _, cases = meant
    monkeypatch.setattr(by_meaning, "VARIATIONS", 4)
    monkeypatch.setattr(by_meaning, "decided", lambda pair, case: None)
    monkeypatch.setattr(by_meaning, "flips", lambda pair, case: None)
    assert {meaning.tried for meaning in law_meanings(pair, cases[:3], False)} == {0}


@pytest.mark.solver
@pytest.mark.skipif(not has_solver(), reason="z3 is not installed")
def test_the_solver_settles_the_rest(drafted: Laws) -> None:
    """Without any case, the solver proves conclusions equal or makes a person who shows the difference."""
    _, older, newer = (version.name for version in drafted.versions)
    pair = law_pair(compile_laws(drafted), older, newer, specialised())
    meanings = {meaning.conclusion: meaning for meaning in law_meanings(pair, [], True)}
    assert meanings["programme.outcome"].verdict == "differs"
    assert meanings["programme.max_months"].verdict == "same_rules"
    assert not [name for name, meaning in meanings.items() if meaning.verdict == "not_proved"]


@pytest.mark.solver
@pytest.mark.skipif(not has_solver(), reason="z3 is not installed")
def test_no_random_case_contradicts_what_is_called_the_same(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """What both versions settle of a conclusion that is called the same is the same on every case, each decided under both."""
    older, newer = (version.name for version in laws.versions)
    run = specialised()
    meanings = law_meanings(law_pair(compiled, older, newer, run), [], True)
    same = [meaning.conclusion for meaning in meanings if meaning.verdict in ("same_rules", "proved")]
    assert len(same) > 8
    problems: list[Diagnostic] = []
    settled = 0
    for case in random_cases(laws, random_count, seed=1_711, missing=0.05):
        try:
            one, other = (
                decide(force(case, name, (older, newer), laws.vocabulary, problems), compiled, run).findings for name in (older, newer)
            )
        except Rejected:
            continue
        for name in same:
            if "open" not in (one[name].status, other[name].status):
                assert one[name] == other[name], f"{case.id}: {name}"
                settled += 1
    assert not problems and settled > 3 * random_count


# ---------------------------------------------------------------- the draft of age 60


def test_the_draft_differs_in_age_and_in_whom_it_governs(drafted: Laws) -> None:
    """The rules on the age of section 8, and those by which a version governs, and nothing else."""
    _, older, newer = (version.name for version in drafted.versions)
    found = compare_laws(drafted, older, newer)
    assert {(rule.kind, rule.id) for rule in found.rules} == {
        ("changed", "int-8-1-age"),
        ("changed", "int-8-3-over-55"),
        ("changed", "int-8-4-excludes-on-either-permit"),
        ("changed", "int-8-1-review-age-after-change"),
        ("changed", "int-9-1-f-review-citizen"),
        ("changed", "governs-target-group"),
        ("changed", "governs-duration"),
        ("changed", "governs-content"),
        ("repealed", "governs-duration-formal-training"),
    }
    (age,) = (rule for rule in found.rules if rule.id == "int-8-1-age")
    (number,) = age.changes
    assert (number.part, number.name, number.before[0], number.after[0]) == (
        "parameter",
        "age.upper",
        Text("55 år", "55 years"),
        Text("60 år", "60 years"),
    )


def test_the_draft_is_marked_as_one(drafted: Laws) -> None:
    """Whoever sees the version named sees that it is a draft; nothing is left to fill in."""
    draft = drafted.versions[-1]
    assert "utkast" in draft.title.nb.casefold() and "draft" in draft.title.en.casefold()
    assert not any("FYLL INN" in path.read_text(encoding="utf-8") for path in DRAFT.rglob("*.yaml"))


def test_the_draft_passes_the_check() -> None:
    """No error and no warning, schemas included."""
    assert "0 warnings" in run("--draft", DRAFT, "check", "--lang", "en").stdout


def test_the_persons_of_the_draft(drafted: Laws) -> None:
    """Each is decided by the draft as the suite expects."""
    run("--draft", DRAFT, "test", "age-60", "--suites", PERSONS.parent.parent)


def test_the_impact_of_the_draft(drafted: Laws) -> None:
    """From the 56th birthday to the day before the 61st a right and a duty; before and after, no other outcome."""
    _, older, newer = (version.name for version in drafted.versions)
    pair = law_pair(compile_laws(drafted), older, newer, specialised())
    problems: list[Diagnostic] = []
    impact = law_impact(pair, load_cases(PERSONS, drafted, {}, problems))
    assert not problems and impact.cases == 8 and not impact.contradicted
    outcomes = {
        (g.before.value, g.after.value): (g.cases, [c.rule for c in g.causes]) for g in impact.groups if g.conclusion == "programme.outcome"
    }
    assert outcomes == {
        ("may_offer", "right_and_duty"): (
            ("age-60-56th-birthday", "age-60-58-years", "age-60-60-years", "age-60-day-before-61"),
            ["int-8-1-age"],
        ),
        ("may_offer", "none"): (("age-60-58-years-at-work",), ["int-8-3-over-55"]),
    }
    assert not any("age-60-61st-birthday" in group.cases for group in impact.groups)


def test_what_one_version_alone_leaves_open_is_told(drafted: Laws) -> None:
    """Nothing may be offered at 58 where 58 is within the limit of age; whether the person works then decides, and that is no flip."""
    _, older, newer = (version.name for version in drafted.versions)
    pair = law_pair(compile_laws(drafted), older, newer, specialised())
    (person,) = (case for case in load_cases(PERSONS, drafted, {}, []) if case.id == "age-60-58-years")
    unknown = replace(person, facts={name: fact for name, fact in person.facts.items() if name != "work.hours_per_week"})
    impact = law_impact(pair, [unknown])
    assert {group.conclusion for group in impact.groups} == {"programme.may_offer"}
    assert ("programme.outcome", "may_offer", "open") in {(g.conclusion, g.before.value, g.after.status) for g in impact.opened}
    found = compare_laws(drafted, older, newer)
    document: Any = difference_document(found, (), impact, drafted)
    assert document["impact"]["opened"][0]["cases"] == ["age-60-58-years"]
    told = render_report(difference_report(found, None, impact, drafted, "en"), "text", 200, False)
    assert (
        f"Open in one of the versions ({len(impact.opened)})" in told
        and "the municipality may offer the introduction programme → open" in told
    )


# ---------------------------------------------------------------- the command


def test_a_register_tells_what_its_cases_tell_one_by_one(meant: tuple[object, tuple[Meaning, ...], list[Case]], laws: Laws) -> None:
    """The same rows flip, from and to the same, by the same rules; of days and numbers only that there is one."""
    pair, _, cases = meant
    assert isinstance(pair, Pair)
    whole = [replace(case, id=f"{number}", forced=None) for number, case in enumerate(cases[::3]) if is_of_whole_days(case)]
    frame = register_of(laws.vocabulary, whole).drop("law")
    one, other = law_impact(pair, whole), register_impact(pair, [frame.head(9), frame.slice(9)])
    assert (one.cases, one.touched, len(one.contradicted)) == (other.rows, other.touched, other.undecided) and other.touched > 5
    assert not register_impact(pair, [frame], lambda: True).groups, "stopped"
    for groups, told in ((one.groups, other.groups), (one.opened, other.opened)):
        merged: dict[tuple[object, ...], list[int]] = {}
        for group in groups:
            many = laws.vocabulary.conclusions[group.conclusion].type in ("date", "integer", "decimal")
            found = [SOME if many and f.status == "value" and f.value != NONE else f for f in (group.before, group.after)]
            merged.setdefault((group.conclusion, *found, group.causes), []).extend(map(int, group.cases))
        assert {key: sorted(ids) for key, ids in merged.items()} == {one[:4]: [int(id_) for id_ in one.cases] for one in told}
        assert all(one.number == len(one.cases) for one in told)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of suites with the persons of the draft alone, so that a diff is quick."""
    folder = tmp_path_factory.mktemp("suites")
    (folder / "age-60").mkdir()
    (folder / "age-60" / PERSONS.name).write_bytes(PERSONS.read_bytes())
    return folder


@pytest.fixture(autouse=True)
def _no_solver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if "few" in request.fixturenames:
        monkeypatch.setattr("engine.commands.diff.has_solver", lambda: False)
    yield


def test_the_json_of_the_command(few: Path) -> None:
    """It obeys its schema and tells the three parts."""
    output = run("--draft", DRAFT, "diff", "2026", "age-60", "--cases", PERSONS, "--suites", few, "--format", "json").stdout
    document = json.loads(output)
    assert not list(validator("diff.schema.json").iter_errors(document))
    assert [document[side]["version"] for side in ("older", "newer")] == ["2026", "age-60"]
    assert document["impact"]["touched"] == 5
    verdicts = {meaning["conclusion"]: meaning["verdict"] for meaning in document["meaning"]}
    assert verdicts["programme.outcome"] == "differs" and verdicts["programme.max_months"] == "same_rules"
    assert "not_proved" in verdicts.values()


@pytest.mark.parametrize(("form", "lang"), [("text", "nb"), ("markdown", "en"), ("html", "nb")])
def test_every_form_tells_the_same(few: Path, tmp_path: Path, lang: str, form: str) -> None:
    """The rule, the number, the amendment, the places and the persons are in each form and language."""
    output = tmp_path / "diff"
    run("--draft", DRAFT, "diff", "2026", "age-60", "--cases", PERSONS, "--suites", few, "--format", form, "--lang", lang, "-o", output)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>|\\", "", output.read_text(encoding="utf-8")))
    years = "år" if lang == "nb" else "years"
    for told in ("int-8-1-age", f"55 {years} → 60 {years}", "20. juni 2025 nr. 35", "target-group.yaml:", "age-60-58-years-at-work"):
        assert told in text.replace("\N{NO-BREAK SPACE}", " ")
    assert ("ikke brukt" if lang == "nb" else "was not used") in text


def test_witnesses_are_cases_that_evaluate_reproduces(few: Path, tmp_path: Path) -> None:
    """Each is saved under the name that the report tells, and decided differently under the two versions."""
    folder = tmp_path / "persons"
    text = run("--draft", DRAFT, "diff", "2026", "age-60", "--suites", few, "--witnesses", folder, "--lang", "en").stdout
    assert (folder / "programme.outcome-1.yaml").is_file() and "programme.outcome-1.yaml" in re.sub(r"\s+", "", text)
    outcomes = []
    for version in ("2026", "age-60"):
        result = CliRunner().invoke(
            cli.main,
            [
                "--draft",
                str(DRAFT),
                "evaluate",
                str(folder / "programme.outcome-1.yaml"),
                "--law",
                version,
                "--format",
                "json",
                "--no-cross-check",
            ],
        )
        outcomes.append(json.loads(result.stdout)["conclusions"]["programme.outcome"]["value"])
    assert outcomes == ["may_offer", "right_and_duty"]
    assert (
        "already there"
        in run("--draft", DRAFT, "diff", "2026", "age-60", "--suites", few, "--witnesses", folder, "--lang", "en", code=1).stderr
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2026", "2024"], "name the older one first"),
        (["2026", "2026"], "name the older one first"),
        (["2024", "2062"], "no law version is named `2062`"),
        (["2024", "2026", "--cases", "nowhere.yaml"], "there is no such file"),
    ],
)
def test_what_cannot_be_compared_is_said(words: list[str], told: str) -> None:
    """With the remedy, and nothing on stdout."""
    result = run("diff", *words, "--lang", "en", code=1)
    assert told in result.stderr and not result.stdout


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: None, "there is no law version in"),
        (lambda folder: folder.mkdir(), "holds no file that is read"),
    ],
)
def test_a_draft_that_is_not_there_is_said(make: object, told: str, tmp_path: Path) -> None:
    """A folder without rule files is no draft."""
    SimpleNamespace(make=make).make(tmp_path / "draft")
    assert told in run("--draft", tmp_path / "draft", "check", "--lang", "en", code=1).stderr


def test_a_draft_may_not_take_the_name_of_a_version(tmp_path: Path) -> None:
    """Else one of the two would be passed over."""
    assert "already a law version named `2026`" in run("--draft", HOME / "rules" / "2026", "--lang", "en", "laws", code=1).stderr
