"""The law versions that a decision was made among: listed in its document, compared by the checker, `verify` and the log."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics import Diagnostic
from engine.law.compiled import compile_laws
from engine.law.crosscheck import cross_checker
from engine.loading import load_case, load_laws
from engine.model import Laws, Text
from engine.records.documents import ReadDecision, VerifiedDocument, verify_decision
from engine.trail.checker import document_checker
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

from .made_up_law import hjemmel, lay_out, standing_in
from .trail_mutations import sealed

DAY, DRAFT = "2031-01-01", "three"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The made-up law: `one` from 2001, `two` from 2011, and as a draft beside them `three`, which governs from 2031."""
    lay_out(tmp_path)
    (tmp_path / "drafts").mkdir()
    with standing_in(tmp_path):
        made = hjemmel("new-version", DRAFT, "--from", "two", "--effective-from", DAY, "--into", "drafts")
    assert made.code == 0, made.stderr
    return tmp_path / "rules"


def laws_of(rules: Path, *drafts: str) -> Laws:
    loaded = load_laws(rules, [rules.parent / "drafts" / name for name in drafts])
    assert loaded.laws is not None, loaded.diagnostics
    return loaded.laws


def decided(rules: Path, laws: Laws) -> dict[str, Any]:
    """Return the document of the case of 2012, which version `two` decides."""
    problems: list[Diagnostic] = []
    case = load_case(rules.parent / "case.yaml", laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems)
    assert case is not None and not problems
    decision, cross_check = cross_checker(False)(case, compile_laws(laws))
    return document_(decision, build_trail(decision), laws.vocabulary, cross_check)


def verified(document: dict[str, Any], laws: Laws) -> VerifiedDocument:
    """Return what `verify` finds among other versions; the file is written for the places that it names."""
    text = json.dumps(document)
    read, check = ReadDecision(document, "d.json", None), document_checker(laws, among_all=False)
    return verify_decision(read, compile_laws(laws), check, cross_checker(False), {"d.json": text})


def only(found: VerifiedDocument, level: str) -> Text:
    """Return the one message, of that level."""
    (problem,) = found.problems
    assert problem.level == level and problem.code == ("other-versions" if level == "warning" else "flawed-decision")
    return problem.message


def without(laws: Laws, name: str) -> Laws:
    return replace(laws, versions=tuple(version for version in laws.versions if version.name != name))


def renamed(laws: Laws, name: str) -> Laws:
    """Return the laws with another title of one version, which its digest covers."""
    other = Text("En annen tittel", "Another title")
    return replace(laws, versions=tuple(replace(v, title=other) if v.name == name else v for v in laws.versions))


def test_all_versions_are_listed_newest_first_and_drafts_marked(rules: Path) -> None:
    """Also the one that decides nothing here; the digests are those that `laws` prints."""
    laws = laws_of(rules, DRAFT)
    digests = {compiled.version.name: compiled.digest for compiled in compile_laws(laws).versions}
    assert decided(rules, laws)["versions"] == [
        {"version": "three", "digest": digests["three"], "draft": True},
        {"version": "two", "digest": digests["two"], "draft": False},
        {"version": "one", "digest": digests["one"], "draft": False},
    ]


def test_the_set_is_under_the_digest(rules: Path) -> None:
    """The mark of a draft is what no law tells; changed alone, the digest tells."""
    laws = laws_of(rules)
    document = decided(rules, laws)
    assert document_checker(laws)(document) is None
    document["versions"][0]["draft"] = True
    flaw = document_checker(laws)(document)
    assert flaw is not None and flaw.what.en == "the digest is not that of the document"


def test_the_same_versions_are_told_nothing_of(rules: Path) -> None:
    laws = laws_of(rules, DRAFT)
    assert verified(decided(rules, laws), laws).problems == ()


def test_a_version_added_that_leaves_the_decision_as_it_was_is_a_warning(rules: Path) -> None:
    """It governs from 2031, and the case is of 2012."""
    found = verified(decided(rules, laws_of(rules)), laws_of(rules, DRAFT))
    assert only(found, "warning").en == "the law versions are not those that the decision was made among: `three` was added"


def test_a_version_added_that_decides_the_case_is_an_error(rules: Path) -> None:
    """As where it was missing when the decision was made: moved to 2012, it governs the case."""
    document = decided(rules, laws_of(rules))
    for path in (rules.parent / "drafts" / DRAFT).iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace(DAY, "2012-01-01"), encoding="utf-8")
    said = only(verified(document, laws_of(rules, DRAFT)), "error")
    assert said.en.startswith("with version `three`, among which it was not made, it is another decision: `law.lending.version`")


def test_a_version_that_was_asked_and_is_gone_is_an_error(rules: Path) -> None:
    """The draft is newer than the one that governs: that it does not govern is a step of the choice of law."""
    found = verified(decided(rules, laws_of(rules, DRAFT)), laws_of(rules))
    assert only(found, "error").en == "the choice of law rests on version `three`, which is not here"


def test_a_version_that_was_asked_and_has_changed_is_an_error(rules: Path) -> None:
    laws = laws_of(rules, DRAFT)
    for name in ("two", "three"):
        assert "`digest`" in only(verified(decided(rules, laws), renamed(laws, name)), "error").en


def test_a_version_that_was_not_asked_and_is_gone_or_changed_is_a_warning(rules: Path) -> None:
    """Version two governs every topic, so version one is not asked."""
    laws = laws_of(rules)
    gone, changed = verified(decided(rules, laws), without(laws, "one")), verified(decided(rules, laws), renamed(laws, "one"))
    assert only(gone, "warning").en.endswith(": `one` is missing")
    assert only(changed, "warning").en.endswith(": `one` was changed")


def test_what_was_a_draft_and_is_none_now_is_told(rules: Path) -> None:
    laws = laws_of(rules, DRAFT)
    found = verified(decided(rules, laws), replace(laws, drafts=frozenset()))
    assert only(found, "warning").nb.endswith(": `three` var et utkast da")
    back = verified(decided(rules, replace(laws, drafts=frozenset())), laws)
    assert only(back, "warning").nb.endswith(": `three` er et utkast nå")


def test_a_forced_version_rests_on_itself_alone(rules: Path) -> None:
    """The newer ones were not asked, so one that is gone is a warning."""
    with standing_in(rules.parent):
        told = hjemmel("--draft", "drafts/three", "evaluate", "case.yaml", "--law", "one", "--format", "json", "--no-cross-check")
    document = json.loads(told.stdout)
    assert only(verified(document, laws_of(rules)), "warning").en.endswith(": `three` is missing")
    assert only(verified(document, without(laws_of(rules), "one")), "error").en == "no law version governs the topic `lending`"


@pytest.mark.parametrize("among_all", [True, False])
def test_a_set_that_is_no_set_is_an_error(rules: Path, among_all: bool) -> None:
    """Twice the same, in another order, or without the one that governs: sealed anew, so the digest gives nothing away."""
    laws = laws_of(rules)
    document = decided(rules, laws)
    check, named = document_checker(laws, among_all), document["versions"]
    for wrong in ([*named, named[-1]], named[::-1], named[1:], [*named, {**named[0], "version": "x"}, {**named[0], "version": "x"}]):
        assert check(sealed({**document, "versions": wrong})) is not None, wrong


def test_a_log_must_hold_exactly_the_versions_of_its_decisions(rules: Path, tmp_path: Path) -> None:
    """Recorded with a draft it verifies, though its texts do not tell drafts; the live law has no say."""
    log = tmp_path / "log.sqlite"
    with standing_in(rules.parent):
        recorded = hjemmel("--draft", "drafts/three", "evaluate", "case.yaml", "--record", str(log), "--new")
        assert recorded.code == 0, recorded.stderr
        found = hjemmel("verify", str(log))
    assert found.code == 0, found.stdout + found.stderr
    laws = laws_of(rules, DRAFT)
    fewer = sealed({**decided(rules, laws), "versions": decided(rules, laws)["versions"][:2]})
    flaw = document_checker(laws)(fewer)
    assert flaw is not None and "`versions`" in flaw.what.en
