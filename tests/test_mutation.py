"""Mutants of the law: each is one change at its place, the fast way finds what the plain way finds, and what is proposed kills."""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from engine.changes.meaning import has_solver
from engine.copies import copies_at_once
from engine.diagnostics import Diagnostic, Rejected
from engine.home import HOME
from engine.inference import forward, specialised
from engine.language.located import read_tree
from engine.language.suites import Expected, SuiteCase
from engine.language.versions import build_version
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.loading import Loaded, load_laws, load_suites
from engine.model import All, Any, Case, Holds, Laws, Not, Rule
from engine.suites import panel
from engine.suites.decisive import CONDITION_NEEDS, decided_by, decisive
from engine.suites.mutants import Mutant
from engine.suites.mutants import mutants as mutants_
from engine.suites.mutation import Suites, Survivor, alive
from engine.suites.mutation import judged as judge_mutants
from engine.suites.panel import decided as decided_at_once
from engine.suites.places import Texts, atoms_of
from engine.suites.proposals import entry_text as mutant_case
from engine.suites.regression import run_case
from engine.suites.side_by_side import side_by_side
from engine.walking import leaves_of

from .made_up_law import hjemmel, lay_out, standing_in
from .random_cases import random_cases
from .small_laws import PLACE, small_law, stated

SUITES = HOME / "tests" / "regression"


@pytest.fixture(scope="module")
def whole() -> tuple[Loaded, list[tuple[str, str, SuiteCase]]]:
    """The shipped laws with their texts, and the shipped suites."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None
    return loaded, list(load_suites(SUITES, loaded.laws, {}, []))


def all_mutants(loaded: Loaded) -> list[Mutant]:
    """Return the mutants of every version."""
    assert loaded.laws is not None
    return [m for version in loaded.laws.versions for m in mutants_(version, loaded.laws.vocabulary, loaded.sources)]


# ---------------------------------------------------------------- the mutants


def mutated(folder: Path, *conditions: str, then: str = "q") -> list[tuple[str, str]]:
    """Return kind and words of each mutant of the rules of a small law with these conditions."""
    laws = small_law(folder, *conditions, then=then)
    sources = dict(load_laws(folder / "rules").sources)
    found = mutants_(laws.versions[0], laws.vocabulary, sources)
    return [(m.kind, m.change.en) for m in found if m.name.startswith("r")]


def test_every_kind_of_change_of_a_condition(tmp_path: Path) -> None:
    """A rule of three conditions gives each change once."""
    found = mutated(tmp_path, "{all: [a, {not: b}, {fact: n, at_least: {parameter: five}}]}")
    assert sorted(found) == sorted(
        [
            ("connective", "`all` changed to `any`"),
            ("condition", "condition `a` dropped"),
            ("condition", "condition `{not: b}` dropped"),
            ("condition", "condition `{fact: n, at_least: {parameter: five}}` dropped"),
            ("negation", "`a` negated"),
            ("negation", "`b` negated"),
            ("negation", "`{fact: n, at_least: {parameter: five}}` negated"),
            ("comparison", "`at_least` changed to `more_than`"),
        ]
    )


def test_words_and_between(tmp_path: Path) -> None:
    """Each word of a list is dropped, and `between` loses each of its ends."""
    found = mutated(tmp_path, "{any: [{fact: w, in: [x, y]}, {fact: n, between: [{parameter: five}, {parameter: five}]}]}")
    assert ("condition", "word `x` dropped") in found
    assert ("condition", "word `y` dropped") in found
    assert ("comparison", "`between` without its lower end itself") in found
    assert ("comparison", "`between` without its upper end itself") in found
    assert ("connective", "`any` changed to `all`") in found


def test_thresholds_are_moved_by_one_in_their_own_unit(tmp_path: Path) -> None:
    """A number of levels and years by one, a date by a day, never a period below zero."""
    laws = small_law(tmp_path, "{fact: n, at_least: {parameter: five}}")
    found = mutants_(laws.versions[0], laws.vocabulary, dict(load_laws(tmp_path / "rules").sources))
    told = {(m.name, m.change.en) for m in found if m.kind == "threshold"}
    assert told == {
        ("five", "5 changed to 4"),
        ("five", "5 changed to 6"),
        ("adult", "18 changed to 17"),
        ("adult", "18 changed to 19"),
        ("commencement", "2001-01-01 changed to 2000-12-31"),
        ("commencement", "2001-01-01 changed to 2001-01-02"),
    }


def test_every_mutant_differs_and_has_its_place(whole: tuple[Loaded, list]) -> None:  # type: ignore[type-arg]
    """No mutant of the shipped law is the law, no two at one place are the same, and each place is inside a rule file."""
    loaded, _ = whole
    assert loaded.laws is not None
    versions = {version.name: version for version in loaded.laws.versions}
    found = all_mutants(loaded)
    assert len(found) > 4_000
    assert {m.kind for m in found} == {
        "threshold",
        "comparison",
        "connective",
        "condition",
        "negation",
        "exception",
        "override",
        "in_force",
        "conclusion",
    }
    for mutant in found:
        version = versions[mutant.version]
        assert mutant.changed != version, mutant
        line = loaded.sources[mutant.place.file].splitlines()[mutant.place.line - 1]
        assert mutant.place.column <= len(line), mutant
        assert mutant.change.nb and mutant.change.en
    assert len({(m.version, m.name, m.place, m.change) for m in found}) == len(found)


def test_the_text_at_the_place_changed_is_the_mutant(whole: tuple[Loaded, list]) -> None:  # type: ignore[type-arg]
    """The rule file with the word at the place changed as the words say, built anew, is the changed version."""
    loaded, _ = whole
    assert loaded.laws is not None
    rng = random.Random(5)
    chosen = [
        m for m in all_mutants(loaded) if (m.kind == "comparison" and "between" not in m.change.en) or m.kind in ("threshold", "connective")
    ]
    for mutant in rng.sample(chosen, 12):
        old, new = (word.strip("`") for word in mutant.change.en.split(" changed to "))
        place = mutant.place
        lines = loaded.sources[place.file].split("\n")
        line = lines[place.line - 1]
        before, rest = line[: place.column - 1], line[place.column - 1 :]
        # A word of a scale may stand in quotes.
        quote = rest[0] if rest[0] in "\"'" else ""
        assert rest.startswith(quote + old), mutant
        lines[place.line - 1] = before + quote + new + rest[len(quote + old) :]
        folder = f"/{mutant.version}/"
        texts = {file: text for file, text in loaded.sources.items() if folder in file} | {place.file: "\n".join(lines)}
        problems: list[Diagnostic] = []
        trees = {file: tree for file, text in texts.items() if (tree := read_tree(file, text, problems)) is not None}
        built = build_version(mutant.version, trees, loaded.laws.vocabulary, problems)
        assert built is not None and not problems
        theirs = mutant.changed
        assert {id_: (r.when, r.unless, r.in_force) for id_, r in built.rules.items()} == {
            id_: (r.when, r.unless, r.in_force) for id_, r in theirs.rules.items()
        }, mutant
        assert built.subjects == theirs.subjects
        assert {p.name: p.value for p in built.parameters.values()} == {p.name: p.value for p in theirs.parameters.values()}


# ---------------------------------------------------------------- all cases at once


def test_the_panel_decides_as_the_reference_engine(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """Of random cases decided all at once each has the values, firings and outcomes of `forward`, in every program."""
    cases = list(random_cases(laws, max(100, random_count // 10), 71))
    decided = panel.decided(compiled, cases, specialised.engine())
    for number, case in enumerate(cases):
        facts = {name: fact.value for name, fact in case.facts.items()}
        run = panel.engine_of(decided.sheets, number)
        for version in compiled.versions:
            for program in (version.choice, version.whole):
                ours, theirs = run(program, facts), forward.run(program, facts)
                assert ours.outcomes == theirs.outcomes, case.id
                assert tuple(ours.fired) == tuple(theirs.fired), case.id
                assert theirs.values.items() <= ours.values.items(), case.id


def test_bits_of_cases() -> None:
    """Sets of cases and their numbers."""
    assert panel.bits_of([True, False, True]) == 0b101
    assert panel.bits_of([]) == 0
    assert list(panel.numbers_in(0b10100)) == [2, 4]


# ---------------------------------------------------------------- killed or not


def plainly_killed(mutant: Mutant, laws: CompiledLaws, cases: Iterable[tuple[str, str, SuiteCase]]) -> bool:
    """Return whether a case fails when the changed law is compiled and every case is run on it."""
    changed = panel.with_version(laws, mutant.changed)
    fast = specialised.engine()
    return any(run_case(version, suite, case, changed, fast).failures for version, suite, case in cases)


def test_the_fast_way_is_the_plain_way(
    whole: tuple[Loaded, list[tuple[str, str, SuiteCase]]], compiled: CompiledLaws, random_count: int
) -> None:
    """On a sample of mutants and a part of the suites, so that many survive, both ways find the same mutants killed."""
    loaded, cases = whole
    rng = random.Random(11)
    some = rng.sample(cases, 120)
    suites = Suites(compiled, some)
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in all_mutants(loaded):
        by_kind.setdefault(mutant.kind, []).append(mutant)
    sample = [m for kind in sorted(by_kind) for m in rng.sample(by_kind[kind], min(len(by_kind[kind]), max(2, random_count // 1_000)))]
    found = [(suites.tried(mutant).killer is not None) for mutant in sample]
    assert found == [plainly_killed(mutant, compiled, some) for mutant in sample]
    assert True in found and False in found


def test_what_the_calendar_does_not_say_is_noticed(tmp_path: Path) -> None:
    """A mutant that asks for days outside the calendar, or no longer does, changes whether a case is rejected: both ways see it."""
    laws = small_law(
        tmp_path,
        "{all: [a, {value: nd, on_or_after: e}]}",
        "{all: [b, {not: c}]}",
        derived={"nd": "next_working_day: [limit]"},
        calendar="{from: 2000, until: 2050, weekend: [saturday, sunday], holidays: {}}",
    )
    compiled = compile_laws(laws)
    # Eighteen years from the day lie in the last year of the calendar, in the year after it, and far inside.
    last, after, inside = (stated(a=True, b=False, c=False, d=date(year, 6, 1), e=date(2001, 6, 1)) for year in (2032, 2033, 2010))
    mutants = mutants_(laws.versions[0], laws.vocabulary, dict(load_laws(tmp_path / "rules").sources))

    def killed(some: list[tuple[str, str, SuiteCase]]) -> set[tuple[str, str]]:
        tried = Suites(compiled, some)
        found = [m for m in mutants if tried.tried(m).killer is not None]
        assert found == [m for m in mutants if plainly_killed(m, compiled, some)]
        return {(m.name, m.change.en) for m in found}

    assert ("adult", "18 changed to 19") in killed([suite_case("last", last, "met")])
    assert ("adult", "18 changed to 19") not in killed([suite_case("inside", inside, "met")])
    # Seventeen years lie inside; without its condition the rule asks for no working day; and where no law governs, that is the error.
    rejected = SuiteCase("after", "", after, (), "outside-calendar", None, (), (), PLACE)
    assert killed([("one", "small", rejected)]) == {
        ("adult", "18 changed to 17"),
        ("r1", "condition `{value: nd, on_or_after: e}` dropped"),
        ("governs-matter", "`any` changed to `all`"),
    }


def suite_case(id_: str, case: Case, status: str) -> tuple[str, str, SuiteCase]:
    """Return a regression case that expects `q` to have a status."""
    return "one", "small", SuiteCase(id_, "", case, (Expected("q", status, None, PLACE),), None, None, (), (), PLACE)


def survivors(folder: Path, when: str, *cases: tuple[str, str, SuiteCase], solver: bool = False) -> dict[str, tuple[str, str]]:
    """Return for each mutant of the rule that survives its verdict and the case that is proposed."""
    laws = small_law(folder, when)
    compiled = compile_laws(laws)
    suites = Suites(compiled, cases)
    mutants = mutants_(laws.versions[0], laws.vocabulary, dict(load_laws(folder / "rules").sources))
    left = [m for m in mutants if m.name in ("r1", "five") and suites.tried(m).killer is None]
    found: dict[str, tuple[str, str]] = {
        s.mutant.change.en: (s.verdict, mutant_case(s.proposal, s.mutant, number, laws.vocabulary, "en") if s.proposal else "")
        for number, s in enumerate(judge_mutants(suites, left, solver))
    }
    ids = [re.search(r"^- id: (.+)$", entry, re.MULTILINE)[1] for _, entry in found.values() if entry]  # type: ignore[index]
    assert len(set(ids)) == len(ids), "two entries could not be pasted into one suite"
    return found


AT_LEAST_FIVE = "{all: [a, {fact: n, at_least: {parameter: five}}]}"


def test_what_a_suite_without_the_boundary_lets_live(tmp_path: Path) -> None:
    """A suite with six and four levels, all with `a`, notices no change at five, nor that `a` is dropped."""
    found = survivors(
        tmp_path,
        AT_LEAST_FIVE,
        suite_case("above", stated(a=True, n=6), "met"),
        suite_case("below", stated(a=True, n=4), "not_met"),
    )
    assert set(found) == {"`at_least` changed to `more_than`", "condition `a` dropped", "5 changed to 6"}
    assert "but: {a: false}" in found["condition `a` dropped"][1]
    assert "expect: {q: false}" in found["condition `a` dropped"][1]
    assert "but: {n: 5}" in found["5 changed to 6"][1]


def test_a_suite_on_both_sides_of_everything_lets_nothing_live(tmp_path: Path) -> None:
    """Five, four and `a` false kill all."""
    assert not survivors(
        tmp_path,
        AT_LEAST_FIVE,
        suite_case("on", stated(a=True, n=5), "met"),
        suite_case("below", stated(a=True, n=4), "not_met"),
        suite_case("without", stated(a=False, n=5), "not_met"),
    )


def test_a_parameter_may_have_the_name_of_a_rule(tmp_path: Path) -> None:
    """What a mutant changes is told by its kind: a conclusion of the rule is dropped, and the parameter stands as it was."""
    both = "{q: true, deadline: {value: limit}}"
    laws = small_law(tmp_path, AT_LEAST_FIVE, then=both, parameters={"r1": "value: 3, unit: levels"})
    compiled = compile_laws(laws)
    cases = [suite_case("on", stated(a=True, n=5, d=date(2010, 6, 1)), "met"), suite_case("below", stated(a=True, n=4), "not_met")]
    mutants = mutants_(laws.versions[0], laws.vocabulary, dict(load_laws(tmp_path / "rules").sources))
    killed = [m for m in mutants if Suites(compiled, cases).tried(m).killer is not None]
    assert killed == [m for m in mutants if plainly_killed(m, compiled, cases)]
    assert ("conclusion", "conclusion `q` dropped") in {(m.kind, m.change.en) for m in killed}


def test_a_case_may_notice_by_the_rule_alone(tmp_path: Path) -> None:
    """A case that expects a rule to apply, or not to, and nothing of what it concludes, is seen to fail in both ways of trying."""
    laws = small_law(tmp_path, "{fact: n, more_than: {parameter: five}}")
    compiled = compile_laws(laws)
    mutants = mutants_(laws.versions[0], laws.vocabulary, dict(load_laws(tmp_path / "rules").sources))

    def noticed(levels: int, applies: bool) -> set[str]:
        case = ("one", "small", SuiteCase("case", "", stated(n=levels), (), None, None, (("r1", applies, PLACE),), (), PLACE))
        found = [m for m in mutants if Suites(compiled, [case]).tried(m).killer is not None]
        assert found == [m for m in mutants if plainly_killed(m, compiled, [case])]
        return {m.change.en for m in found if m.name == "r1"}

    assert "`more_than` changed to `at_least`" in noticed(5, False)
    assert "`more_than` changed to `at_least`" not in noticed(6, True)
    assert "`{fact: n, more_than: {parameter: five}}` negated" in noticed(6, True)


def test_equivalent_mutants_are_proved(tmp_path: Path) -> None:
    """A condition that another one implies can be dropped without anybody noticing, and the solver says so."""
    pytest.importorskip("z3")
    when = "{all: [{fact: n, at_least: {parameter: five}}, {fact: n, more_than: {parameter: five}}]}"
    cases = [suite_case(str(n), stated(n=n), "met" if n > 5 else "not_met") for n in (4, 5, 6)]
    unasked = survivors(tmp_path / "unasked", when, *cases)
    asked = survivors(tmp_path / "asked", when, *cases, solver=True)
    dropped = "condition `{fact: n, at_least: {parameter: five}}` dropped"
    assert unasked[dropped] == ("survived", "")
    assert asked[dropped] == ("equivalent", "")
    assert "condition `{fact: n, more_than: {parameter: five}}` dropped" not in asked


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied on Linux alone")
def test_the_same_is_found_by_however_many_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process and in two copies of it, a few mutants each: the survivors, their verdicts and the cases proposed."""
    monkeypatch.setattr("engine.suites.mutation._ROW", 4)
    monkeypatch.setattr("engine.suites.mutation._JUDGED", 2)
    laws = small_law(tmp_path, "{all: [a, {fact: n, at_least: {parameter: five}}, {fact: n, more_than: {parameter: five}}]}")
    mutants = mutants_(laws.versions[0], laws.vocabulary, dict(load_laws(tmp_path / "rules").sources))
    mutants = tuple(m for m in mutants if m.name == "r1" and m.kind != "negation")
    suites = Suites(compile_laws(laws), [suite_case("one", stated(a=True, b=False, n=9), "met")])
    solver = has_solver()

    def found(copies: int) -> list[Survivor]:
        left = [m for m, lives in zip(mutants, alive(suites, mutants, copies), strict=True) if lives]
        return list(judge_mutants(suites, left, solver, copies))

    here = found(0)
    assert len(here) > 3 and {s.verdict for s in here} == ({"survived", "equivalent"} if solver else {"survived"})
    assert found(2) == here


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied on Linux alone")
def test_a_copy_that_ends_without_an_answer_is_an_error() -> None:
    """What it was asked is not left out."""
    with pytest.raises(RuntimeError, match="without an answer"):
        list(side_by_side(lambda code: os._exit(code), [0, 3], 2))


def test_what_is_proposed_for_the_shipped_law_kills(whole: tuple[Loaded, list[tuple[str, str, SuiteCase]]], compiled: CompiledLaws) -> None:
    """With a part of the suites, each case that is proposed is decided by the law as it says, and otherwise under the mutant."""
    loaded, cases = whole
    rng = random.Random(3)
    suites = Suites(compiled, rng.sample(cases, 300))
    left = [m for m in rng.sample(all_mutants(loaded), 120) if suites.tried(m).killer is None][:8]
    assert left
    proposals = [s for s in judge_mutants(suites, left, False) if s.proposal is not None]
    assert proposals
    fast = specialised.engine()
    for survivor in proposals:
        assert survivor.proposal is not None
        case, told = survivor.proposal.case, survivor.proposal.told
        if isinstance(told, str):
            with pytest.raises(Rejected):
                decide(case, compiled, fast)
            continue
        name, finding = told
        assert decide(case, compiled, fast).findings[name] == finding
        try:
            assert decide(case, panel.with_version(compiled, survivor.mutant.changed), fast).findings[name] != finding
        except Rejected:
            pass


# ---------------------------------------------------------------- each condition both ways


def lacking(folder: Path, when: str, *cases: Case) -> list[tuple[str, tuple[str, ...]]]:
    """Return for each condition of the rule what the cases do not show."""
    laws = small_law(folder, when)
    found = decisive(decided_at_once(compile_laws(laws), cases, forward.run), dict(load_laws(folder / "rules").sources))
    return [(item.name, item.lacking) for item in found if item.name.startswith("r1")]


HOLDS, FAILS = CONDITION_NEEDS


@pytest.mark.parametrize(
    ("when", "cases", "expected"),
    [
        ("a", [{"a": True}, {"a": False}], [()]),
        ("a", [{"a": True}], [(FAILS,)]),
        ("{all: [a, b]}", [{"a": True, "b": True}], [(FAILS,), (FAILS,)]),
        ("{all: [a, b]}", [{"a": True, "b": True}, {"a": False, "b": True}, {"a": True, "b": False}], [(), ()]),
        # Where both fail, neither decides alone.
        ("{all: [a, b]}", [{"a": True, "b": True}, {"a": False, "b": False}], [(FAILS,), (FAILS,)]),
        ("{any: [a, b]}", [{"a": True, "b": True}, {"a": False, "b": False}], [(HOLDS,), (HOLDS,)]),
        ("{any: [a, {not: b}]}", [{"a": True, "b": True}, {"a": False, "b": True}, {"a": False, "b": False}], [(), ()]),
        # What is unknown masks, unless the rest decides.
        ("{all: [a, b]}", [{"a": True}, {"a": False}], [(HOLDS, FAILS), (HOLDS, FAILS)]),
        (
            "{any: [{all: [a, b]}, {all: [a, c]}]}",
            [{"a": True, "b": True, "c": False}],
            [(FAILS,), (FAILS,), (HOLDS, FAILS), (HOLDS, FAILS)],
        ),
    ],
)
def test_conditions_that_decide(tmp_path: Path, when: str, cases: list[dict[str, bool]], expected: list[tuple[str, ...]]) -> None:
    """Worked out by hand: which conditions the cases show to decide while they hold and while they fail."""
    assert [needs for _, needs in lacking(tmp_path, when, *(stated(**case) for case in cases))] == expected


def brute(rule: Rule, flipped: int, value: bool, truths: dict[object, bool | None]) -> bool | None:
    """Return a rule without exceptions decided by plain recursion, with the condition of that number given a value."""
    count = 0

    def decided(condition: object) -> bool | None:
        nonlocal count
        match condition:
            case Not(item):
                inner = decided(item)
                return None if inner is None else not inner
            case All(items) | Any(items):
                found = [decided(item) for item in items]
                strong, weak = (False, True) if isinstance(condition, All) else (True, False)
                return strong if strong in found else None if None in found else weak
            case leaf:
                count += 1
                return value if count == flipped else truths[leaf]

    return decided(rule.when)


def test_deciding_conditions_of_the_shipped_law_by_brute_force(
    whole: tuple[Loaded, list[tuple[str, str, SuiteCase]]], compiled: CompiledLaws
) -> None:
    """For rules on facts alone, without exceptions: the columns say of each case what plain recursion says."""
    loaded, cases = whole
    some = [case.case for _, _, case in random.Random(2).sample(cases, 150)]
    decided = decided_at_once(compiled, some, specialised.engine())
    texts, compared = Texts(loaded.sources), 0
    for sheet in decided.sheets:
        program = sheet.compiled.whole
        for id_, node in program.rules.items():
            rule = node.rule
            plain = not rule.unless and rule.in_force is None and not any(id_ in r.overrides for r in sheet.compiled.version.rules.values())
            atoms = list(leaves_of(rule.when))
            if not plain or any((a.name if isinstance(a, Holds) else a.left.name) in program.conclusions for a in atoms):
                continue
            for number, atom in enumerate(atoms_of(rule, texts), start=1):
                bits = decided_by(atom, rule, program, sheet)
                for place in range(len(some)):
                    truths: dict[object, bool | None] = {}
                    for leaf in atoms:
                        column = sheet.leaves.test(leaf)
                        truths[leaf] = True if column.holds >> place & 1 else False if column.fails >> place & 1 else None
                    both = brute(rule, number, True, truths), brute(rule, number, False, truths)
                    assert bool(bits >> place & 1) == (None not in both and both[0] != both[1])
                    compared += 1
    assert compared > 10_000


# ---------------------------------------------------------------- the command


def test_the_command_reports_survivors_and_fails(tmp_path: Path) -> None:
    """On the made-up law: mutants at their places in both languages, cases to paste, the score, and the exit code."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        told = {lang: hjemmel("test", "--mutate", "--lang", lang) for lang in ("nb", "en")}
    for lang, words in (("nb", "ingen testsak oppdager det"), ("en", "no case notices it")):
        result = told[lang]
        assert result.code == 1, result.stderr
        assert words in result.stdout
        assert "  expect: {" in result.stdout
    assert "score" in told["en"].stdout
    assert "mutanter" in told["nb"].stdout


def test_no_mutant_is_tried_where_a_case_fails(tmp_path: Path) -> None:
    """A suite that fails says nothing of mutants."""
    lay_out(tmp_path)
    suite = tmp_path / "tests" / "regression" / "one" / "suite.yaml"
    suite.write_text(suite.read_text(encoding="utf-8").replace(": true", ": false"), encoding="utf-8")
    with standing_in(tmp_path):
        result = hjemmel("test", "--mutate")
    assert result.code == 1 and "mutants were not tried" in result.stderr


@pytest.mark.skipif("not config.getoption('--solver')", reason="tries every mutant of the whole law: run with --solver")
def test_the_shipped_suites_kill_every_mutant(whole: tuple[Loaded, list[tuple[str, str, SuiteCase]]], compiled: CompiledLaws) -> None:
    """Whatever the solver does not prove equivalent is noticed by a case, in every version."""
    loaded, cases = whole
    suites = Suites(compiled, cases)
    mutants, copies = all_mutants(loaded), copies_at_once()
    left = [m for m, lives in zip(mutants, alive(suites, mutants, copies), strict=True) if lives]
    lasting = [s.mutant for s in judge_mutants(suites, left, True, copies) if s.verdict != "equivalent"]
    assert not [(m.place, m.name, m.change.en) for m in lasting]
