"""`--changed`: what a change can reach by the dependency graph, and nothing that it reaches is left out."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from engine.changes.reach import Edition, Reach, reach_of
from engine.inference import forward
from engine.inference.clauses import Program
from engine.inference.forward import Derivation, Engine
from engine.model import All, Conclusion, Constraint, Laws, LawVersion, Rule, Text, Topic, Vocabulary

from .made_up_law import Result, hjemmel, lay_out, standing_in


def reach(laws: Laws, older: LawVersion, newer: LawVersion) -> Reach:
    """Return what a change reaches between two states of one version."""
    return reach_of(Edition(older, laws.vocabulary), Edition(newer, laws.vocabulary), "then")


def test_a_number_reaches_what_rests_on_it(laws: Laws) -> None:
    """The upper age is used by the age rule, which right, duty and outcome rest on; the deadline of an appeal does not."""
    version = laws.versions[-1]
    older = replace(version, parameters={**version.parameters, "age.upper": replace(version.parameters["age.upper"], value=50)})
    found = reach(laws, older, version)
    assert found.parameters == {"age.upper"} and "int-8-1-age" in found.rules and not found.whole
    concluded = {name for kind, name in found.above if kind == "conclusion"}
    assert {"target_group.age_met", "programme.right", "programme.outcome"} <= concluded
    assert not concluded & {"appeal.deadline", "appeal.access_to_documents"}
    assert found.names("int-8-1-age, condition 2") and not found.names("int-8-1-newly-settled")


def test_the_same_law_is_reached_by_nothing(laws: Laws) -> None:
    """And where the calendar's policies or the choice of law differ, everything is."""
    version = laws.versions[-1]
    nothing = reach(laws, version, version)
    assert not nothing.rules and not nothing.above and not nothing.whole
    governs = next(rule for rule in version.rules.values() if any(name == "governs.target_group" for name, _ in rule.then))
    other = replace(version, rules={**version.rules, governs.id: replace(governs, unless=(governs.when,))})
    assert reach(laws, other, version).whole


def test_a_repealed_rule_reaches_what_it_gave(laws: Laws) -> None:
    """And the rule that it went before, which may apply now."""
    version = laws.versions[-1]
    gone = next(rule for rule in version.rules.values() if rule.overrides)
    newer = replace(version, rules={id_: rule for id_, rule in version.rules.items() if id_ != gone.id})
    assert {("rule", general) for general in gone.overrides} <= reach(laws, version, newer).above


def with_rule(version: LawVersion, *gone: str, **changed: Rule) -> LawVersion:
    """Return a version without some rules, and with others as they are given, by whatever word."""
    rules = {id_: rule for id_, rule in version.rules.items() if id_ not in gone}
    return replace(version, rules={**rules, **{rule.id: rule for rule in changed.values()}})


def only_rule_of_a_conclusion(version: LawVersion) -> Rule:
    """Return a rule that alone gives a public conclusion that no other rule looks at, and nothing else."""
    given = [name for rule in version.rules.values() for name, _ in rule.then]
    return next(rule for rule in version.rules.values() if len(rule.then) == 1 and given.count(rule.then[0][0]) == 1)


def test_the_last_rule_of_a_conclusion_reaches_it(laws: Laws) -> None:
    """The conclusion is in the newer law no more; a case that expects it comes out otherwise all the same."""
    version = laws.versions[-1]
    gone = only_rule_of_a_conclusion(version)
    assert ("conclusion", gone.then[0][0]) in reach(laws, version, with_rule(version, gone.id)).above
    # The municipality could refuse somebody who worked almost full time by the act of 2003, and not since 2026.
    by_versions = reach(laws, laws.versions[0], version)
    assert ("conclusion", "programme.municipality_may_refuse") in by_versions.above


def test_what_a_rule_gave_before_is_reached(laws: Laws) -> None:
    """A rule that gave two conclusions and gives the first alone: the second, too, comes out otherwise."""
    version = laws.versions[-1]
    rule = next(rule for rule in version.rules.values() if len(rule.then) > 1)
    newer = with_rule(version, less=replace(rule, then=rule.then[:1]))
    assert {("conclusion", name) for name, _ in rule.then} <= reach(laws, version, newer).above


def test_what_a_rule_went_before_is_reached(laws: Laws) -> None:
    """The special rule stays and no longer goes before the general one, which may apply now, with all that it concludes."""
    version = laws.versions[-1]
    rule = next(rule for rule in version.rules.values() if rule.overrides)
    above = reach(laws, version, with_rule(version, less=replace(rule, overrides=()))).above
    for general in rule.overrides:
        assert ("rule", general) in above
        assert {("conclusion", name) for name, _ in version.rules[general].then} <= above


def changed_words(vocabulary: Vocabulary, what: str) -> Vocabulary:
    """Return a vocabulary in which a constraint is new, a fact of one is otherwise, a topic has another law, or a conclusion a topic."""
    constraint = vocabulary.constraints[0]
    match what:
        case "constraint":
            new = Constraint("new", All(()), Text("ny", "new"), constraint.place)
            return replace(vocabulary, constraints=(*vocabulary.constraints, new))
        case "topic":
            topic = next(iter(vocabulary.topics.values()))
            return replace(vocabulary, topics={**vocabulary.topics, topic.name: Topic(topic.name, topic.label, "other")})
        case "title":
            other = replace(constraint, text=Text("annen", "other"))
            return replace(vocabulary, constraints=(other, *vocabulary.constraints[1:]))
        case _:
            raise AssertionError(what)


@pytest.mark.parametrize(("what", "everything"), [("constraint", True), ("topic", True), ("title", False)])
def test_which_cases_there_can_be_reaches_everything(laws: Laws, what: str, everything: bool) -> None:
    """A constraint rejects cases that expected a decision, and a topic moves whole; what a constraint is called decides nothing."""
    version = laws.versions[-1]
    before, after = Edition(version, laws.vocabulary), Edition(version, changed_words(laws.vocabulary, what))
    assert reach_of(before, after, "then").whole == everything


def test_a_conclusion_of_another_topic_is_reached_without_a_rule(laws: Laws) -> None:
    """In a version that has no rule of it, too, it may be of another version now."""
    older = laws.versions[-1]
    given = {name for rule in older.rules.values() for name, _ in rule.then}
    name = next(name for name in laws.vocabulary.conclusions if name not in given and not name.startswith("law."))
    topic = next(topic for topic in laws.vocabulary.topics if topic != laws.vocabulary.conclusions[name].topic)
    moved: Conclusion = replace(laws.vocabulary.conclusions[name], topic=topic)
    vocabulary = replace(laws.vocabulary, conclusions={**laws.vocabulary.conclusions, name: moved})
    assert ("conclusion", name) in reach_of(Edition(older, laws.vocabulary), Edition(older, vocabulary), "then").above


def test_a_subject_is_named_by_its_conclusion(laws: Laws) -> None:
    """A mutant of it is one of what changed; those of other subjects are not."""
    version = laws.versions[-1]
    name, other = list(version.subjects)[:2]
    older = replace(version, subjects={**version.subjects, name: All(())})
    found = reach(laws, older, version)
    assert found.names(name) and not found.names(other)


def given(folder: Path, *words: str) -> Result:
    """Return what a command says of the made-up law in which the second version's age limit is 13."""
    with standing_in(folder):
        return hjemmel(*words)


def keep(folder: Path) -> None:
    """Let git keep a folder as it is."""
    for words in (("init", "-q"), ("add", "."), ("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "first")):
        subprocess.run(["git", *words], cwd=folder, check=True)


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The made-up law kept by git, in which the age limit of the second version has become another number since."""
    lay_out(tmp_path)
    keep(tmp_path)
    path = tmp_path / "rules" / "two" / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("age.limit:"))
    value = line.partition("value: ")[2].partition(",")[0]
    path.write_text(text.replace(line, line.replace(f"value: {value}", f"value: {int(value) - 1}")), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [("test",), ("test", "--coverage"), ("check",)])
def test_a_change_since_a_revision_is_what_is_looked_at(kept: Path, words: tuple[str, ...]) -> None:
    """Only the version that changed where none is named; what does not rest on the number is not told of."""
    result = given(kept, *words, "--changed", "HEAD")
    assert "Traceback" not in result.stderr
    if words[0] == "test":
        assert "two: since HEAD, 1 rule and 1 number or date differ" in result.stdout
        assert "one: since HEAD" not in result.stdout and "0 failed" in result.stdout
        assert "fee lacks" not in result.stdout
    else:
        assert result.code == 0 and "two: " in result.stdout


def test_a_change_of_an_older_version_is_looked_at(tmp_path: Path) -> None:
    """Where no version is named its cases are run; where another one is named, it is told that they were not.

    The texts in Nynorsk beside the versions are no version.
    """
    lay_out(tmp_path)
    (tmp_path / "rules" / "texts.nn.yaml").write_text("- {nb: Alder, nn: Alder}\n", encoding="utf-8")
    keep(tmp_path)
    rewrite(tmp_path / "rules" / "one" / "rules.yaml", "{value: 7, unit: years", "{value: 17, unit: years")
    every = given(tmp_path, "test", "--changed", "HEAD")
    # Who was born in 1990 is twelve in 2003, and has no card any more.
    assert every.code == 1 and "one: since HEAD, 1 rule and 1 number or date differ" in every.stdout, every
    assert "one: 1 case, 0 passed, 1 failed" in every.stdout and "two: since HEAD" not in every.stdout
    named = given(tmp_path, "test", "two", "--changed", "HEAD")
    assert "one: changed too, but not asked about; the cases there were not run" in named.stdout and "one: 1 case" not in named.stdout


def test_a_change_of_the_choice_of_law_reaches_the_cases_of_the_other_versions(tmp_path: Path) -> None:
    """The second version comes to govern in 2003 already, and the case of that year in the suite of the first fails."""
    lay_out(tmp_path)
    keep(tmp_path)
    rewrite(tmp_path / "rules" / "two" / "governs.yaml", "{value: 2011-01-01", "{value: 2002-01-01")
    rewrite(tmp_path / "rules" / "two" / "law.yaml", "effective_from: 2011-01-01", "effective_from: 2002-01-01")
    result = given(tmp_path, "test", "--changed", "HEAD")
    assert result.code == 1 and "one: 1 case, 0 passed, 1 failed" in result.stdout, result


def test_a_version_that_is_new_reaches_the_cases_of_the_others(tmp_path: Path) -> None:
    """Whatever they expect: one that was governed by the version before may be governed by it now."""
    lay_out(tmp_path)
    suite = tmp_path / "tests" / "regression" / "two" / "suite.yaml"
    rewrite(suite, "  reviews: []\n  because: [right, {not: day-card}]\n", "")
    rewrite(suite, "{card.outcome: card, card.right: true, card.expiry: 2014-03-01, law.lending: two}", "{card.max_loans: open}")
    keep(tmp_path)
    with standing_in(tmp_path):
        begun = hjemmel("new-version", "three", "--from", "two", "--effective-from", "2021-01-01")
    assert begun.code == 0
    result = given(tmp_path, "test", "--changed", "HEAD")
    assert "three: since two, " in result.stdout and "two: 2 cases, " in result.stdout and "one: 1 case, " in result.stdout, result


def test_a_case_of_a_rule_that_is_gone_is_run(tmp_path: Path) -> None:
    """The case expects the number of loans alone, which no rule gives any more; it fails, and the exit code says so."""
    lay_out(tmp_path)
    reader = "{reader.level: scholar, loans.count: 3, person.remark: fine}"
    loans = f"\n- id: loans\n  about: a good reader\n  like: plain\n  but: {reader}\n  expect: {{card.max_loans: 3}}\n"
    suite = tmp_path / "tests" / "regression" / "two" / "suite.yaml"
    suite.write_text(suite.read_text(encoding="utf-8") + loans, encoding="utf-8")
    keep(tmp_path)
    assert given(tmp_path, "test", "two").code == 0
    rewrite(tmp_path / "rules" / "two" / "loans.yaml", "then: {card.max_loans: {fact: loans.count}}", "then: review.many_loans")
    rewrite(tmp_path / "rules" / "two" / "law.yaml", "changes: [age, ", "changes: [age, max-loans, ")
    result = given(tmp_path, "test", "two", "--changed", "HEAD")
    assert result.code == 1 and "loans fails on forward" in result.stdout, result


def test_a_change_is_one_against_the_version_before(kept: Path) -> None:
    """Which may be named; a version that does not come before, and what is neither version nor revision, are refused."""
    assert "two: since one, " in given(kept, "test", "two", "--changed").stdout
    assert "two: since one, " in given(kept, "test", "two", "--changed", "one").stdout
    for words, told in (
        (("one", "--changed"), "no version comes before one"),
        (("one", "--changed", "two"), "version two does not come before one"),
        (("two", "--changed", "no-such"), "`no-such` is neither a law version nor a revision"),
    ):
        result = given(kept, "test", *words)
        assert result.code == 1 and told in result.stderr, result


def test_a_mutation_run_of_a_change_tries_what_changed(kept: Path) -> None:
    """Fewer mutants than of the whole version, all of what differs."""
    changed = given(kept, "test", "two", "--changed", "HEAD", "--mutate").stdout
    assert "engines: specialised" in changed
    number = int(changed.rpartition("two: ")[2].partition(" mutant")[0])
    whole = given(kept, "test", "two", "--mutate").stdout
    assert 0 < number < int(whole.rpartition("two: ")[2].partition(" mutant")[0])


def test_a_mutation_run_that_is_interrupted_tells_what_it_found(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how many mutants were tried and how many were not; it is not enough."""
    from engine.suites.mutation import Suites

    tried = Suites.tried
    count = 0

    def third(suites: Suites, mutant: object) -> object:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return tried(suites, mutant)  # type: ignore[arg-type]

    monkeypatch.setattr(Suites, "tried", third)
    monkeypatch.setattr("engine.commands.test.copies_at_once", lambda: 0)
    result = given(kept, "test", "two", "--mutate")
    assert result.code == 1 and "two: interrupted; 2 of " in result.stdout and "not tried" in result.stdout


def test_cases_to_confirm_are_renewed(kept: Path) -> None:
    """A failing case that is marked comes to expect what the rules say, and stays marked with what was expected; another does not."""
    suite = kept / "tests" / "regression" / "two" / "suite.yaml"
    text = suite.read_text(encoding="utf-8")
    wrong = text.replace("card.outcome: card,", "card.outcome: refusal,").replace("[right, ", "[{not: right}, ")
    suite.write_text(wrong, encoding="utf-8")
    assert given(kept, "test", "two", "--renew").code == 1 and suite.read_text(encoding="utf-8") == wrong
    suite.write_text(wrong.replace("- id: plain\n", "- id: plain\n  to_confirm: dates moved\n"), encoding="utf-8")
    result = given(kept, "test", "two", "--renew")
    assert result.code == 0 and "plain: renewed, not card.outcome refusal; not right" in result.stdout, result
    after = suite.read_text(encoding="utf-8")
    assert "    card.outcome: card\n" in after and "  because: [right, {not: day-card}]\n" in after
    assert '  to_confirm: "the rules say so, and not card.outcome refusal; not right"\n' in after
    assert given(kept, "test", "two").code == 0 and after.partition("- id: stranger")[2] == text.partition("- id: stranger")[2]


def silent(run: Engine) -> Engine:
    """Return an engine that finds nothing of what it is asked."""

    def nothing(program: Program, facts: object) -> Derivation:
        values, fired, outcomes = run(program, facts)  # type: ignore[arg-type]
        return Derivation(values, fired, (None,) * len(outcomes))

    return nothing


def test_a_case_on_which_engines_disagree_is_not_renewed(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is right by the reference engine is not to be renewed; what is renewed fails as long as one engine says otherwise."""
    suite = kept / "tests" / "regression" / "two" / "suite.yaml"
    rewrite(suite, "- id: plain\n", "- id: plain\n  to_confirm: dates moved\n")
    text = suite.read_text(encoding="utf-8")
    engines = {"forward": forward.run, "other": silent(forward.run)}
    monkeypatch.setattr("engine.commands.test.engines_crosscheck", lambda: engines)
    result = given(kept, "test", "two", "--renew")
    assert result.code == 1 and "plain fails on other" in result.stdout and "renewed" not in result.stdout, result
    assert suite.read_text(encoding="utf-8") == text
    suite.write_text(text.replace("card.outcome: card,", "card.outcome: refusal,"), encoding="utf-8")
    result = given(kept, "test", "two", "--renew")
    assert result.code == 1 and "plain: renewed, not card.outcome refusal" in result.stdout and "two: 2 cases, 0 passed" in result.stdout


def test_a_case_that_was_to_be_rejected_is_not_renewed(kept: Path) -> None:
    """It is decided, and nothing that it expects can be made to say so; its reason stays."""
    suite = kept / "tests" / "regression" / "two" / "suite.yaml"
    rewrite(suite, "{card.outcome: day_card, card.right: false}", "[]")
    rewrite(suite, "  expect: []\n", "  rejected: contradiction\n  to_confirm: dates moved\n")
    text = suite.read_text(encoding="utf-8")
    result = given(kept, "test", "two", "--renew")
    assert result.code == 1 and "renewed" not in result.stdout and suite.read_text(encoding="utf-8") == text, result


def test_a_change_is_reviewed_on_one_page(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With provisions, meaning, texts, coverage, cases and what is open; as HTML and Markdown, in a folder that is new."""
    monkeypatch.setattr("engine.commands.review.has_solver", lambda: False)
    suite = kept / "tests" / "regression" / "two" / "suite.yaml"
    text = suite.read_text(encoding="utf-8")
    suite.write_text(text.replace("- id: plain\n", "- id: plain\n  to_confirm: dates moved\n"), encoding="utf-8")
    result = given(kept, "review", "one", "two", "-o", "page")
    assert result.code == 0 and "page: review.html and review.md" in result.stdout, result
    page = (kept / "page" / "review.md").read_text(encoding="utf-8")
    for part in ("Review: From law version one to two", "amended by lov 1. desember 2010 nr. 1", "Texts that changed", "The law of 2011"):
        assert part in page
    for part in (
        "Coverage of what changed",
        "are shown by a case.",
        "0 fail.",
        "For 1 nobody has read the law yet.",
        "plain: dates moved",
        "Read by",
    ):
        assert part in page
    assert "<html" in (kept / "page" / "review.html").read_text(encoding="utf-8")
    assert given(kept, "review", "one", "two", "-o", "page").code == 1
    assert "name the older one first" in given(kept, "review", "two", "one", "-o", "other").stderr
