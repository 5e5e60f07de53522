"""`--changed`: what a change can reach by the dependency graph, and nothing that it reaches is left out."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from engine.changes.reach import Edition, Reach, reach_of
from engine.model import Laws, LawVersion

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


def given(folder: Path, *words: str) -> Result:
    """Return what a command says of the made-up law in which the second version's age limit is 13."""
    with standing_in(folder):
        return hjemmel(*words)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The made-up law kept by git, in which the age limit of the second version has become another number since."""
    lay_out(tmp_path)
    for words in (("init", "-q"), ("add", "."), ("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "first")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    path = tmp_path / "rules" / "two" / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("age.limit:"))
    value = line.partition("value: ")[2].partition(",")[0]
    path.write_text(text.replace(line, line.replace(f"value: {value}", f"value: {int(value) - 1}")), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [("test",), ("test", "--coverage"), ("check",)])
def test_a_change_since_a_revision_is_what_is_looked_at(kept: Path, words: tuple[str, ...]) -> None:
    """Only the newest version where none is named; what does not rest on the number is not told of."""
    result = given(kept, *words, "--changed", "HEAD")
    assert "Traceback" not in result.stderr
    if words[0] == "test":
        assert "two: since HEAD, 1 rule and 1 number or date differ" in result.stdout and "one:" not in result.stdout
        assert "fee lacks" not in result.stdout
    else:
        assert result.code == 0 and "two: " in result.stdout


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
