"""The vocabulary of a draft: known to the draft alone, and without a trace in what the law in force decides."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.diagnostics import Diagnostic
from engine.editor.project import find_names, rules_folder
from engine.home import HOME
from engine.language.located import read_tree
from engine.law.compared import version_digest
from engine.law.compiled import compile_laws
from engine.law.crosscheck import cross_checker
from engine.law.drafted import idle_facts, known_to
from engine.loading import Loaded, laws_from_texts, load_case, load_cases, load_laws, load_suites
from engine.model import FactValue, Laws
from engine.records.documents import ReadDecision, verify_decision
from engine.schemas import validate
from engine.trail.checker import document_checker
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

from .made_up_law import REJECTED, hjemmel, lay_out, standing_in

OWN = {"person.member": "three", "card.of_member": "three"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The made-up law with the draft `three` beside it, which governs from 2031 and asks whether somebody is a member."""
    lay_out(tmp_path, REJECTED / "unused" / "fact-of-a-draft")
    return tmp_path


def loaded(folder: Path, *drafts: str) -> Loaded:
    return load_laws(folder / "rules", [folder / "drafts" / draft for draft in drafts])


def laws_in(folder: Path, *drafts: str) -> Laws:
    found = loaded(folder, *drafts)
    assert found.laws is not None, found.diagnostics
    return found.laws


def decided(folder: Path, laws: Laws, text: str) -> dict[str, Any]:
    """Return the document of a case that both engines decide."""
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    problems: list[Diagnostic] = []
    case = load_case(folder / "case.yaml", laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems)
    assert case is not None and not problems
    decision, cross_check = cross_checker(True)(case, compile_laws(laws))
    return document_(decision, build_trail(decision), laws.vocabulary, cross_check)


OF_TWO = "person: {birth_date: 1990-05-17, resident: true}\ncard: {application_date: 2012-03-01}\n"
OF_THREE = OF_TWO.replace("2012", "2031")


def digests(laws: Laws) -> dict[str, str]:
    return {version.name: version_digest(version, laws.read_by(version.name)) for version in laws.versions}


def test_the_digests_of_the_law_stay(folder: Path) -> None:
    """Each comes again from the texts."""
    with_draft = digests(laws_in(folder, "three"))
    assert with_draft.items() >= digests(laws_in(folder)).items() and set(with_draft) == {"one", "two", "three"}
    again = laws_from_texts(loaded(folder, "three").texts).laws
    assert again is not None and digests(again) == with_draft


def test_what_the_draft_adds_is_known_to_it_alone(folder: Path) -> None:
    vocabulary = laws_in(folder, "three").vocabulary
    assert vocabulary.of_drafts == OWN
    law, draft = known_to(vocabulary, ()), known_to(vocabulary, ("three",))
    assert law == laws_in(folder).vocabulary and draft == vocabulary
    assert "person.member" in draft.facts and "person.member" not in law.facts


def test_a_case_of_the_law_is_decided_as_before(folder: Path) -> None:
    """The draft's conclusion is not applicable; all else that is said of the law and the conclusions is the same."""
    before, after = (decided(folder, laws_in(folder, *drafts), OF_TWO) for drafts in ((), ("three",)))
    assert after["conclusions"].pop("card.of_member") == {"status": "not_applicable", "because": [], "missing": []}
    told = [{name: (one["status"], one.get("value")) for name, one in said["conclusions"].items()} for said in (before, after)]
    assert told[0] == told[1] and told[0]["card.right"] == ("met", None)


def test_a_case_of_the_draft_rests_on_its_fact(folder: Path) -> None:
    laws = laws_in(folder, "three")
    for member, status in (("true", "met"), ("false", "not_met"), ("unknown", "open")):
        document = decided(folder, laws, OF_THREE.replace("resident: true", f"resident: true, member: {member}"))
        assert document["conclusions"]["card.of_member"]["status"] == status
        assert document_checker(laws)(document) is None


def test_a_decision_without_the_draft_is_verified_with_it(folder: Path) -> None:
    """It could not know the draft's conclusion; where the draft decides the case, it is another decision."""
    laws = laws_in(folder, "three")
    for case, level in ((OF_TWO, "warning"), (OF_THREE, "error")):
        document = decided(folder, laws_in(folder), case)
        check = document_checker(laws, among_all=False)
        found = verify_decision(
            ReadDecision(document, "d.json", None), compile_laws(laws), check, cross_checker(False), {"d.json": json.dumps(document)}
        )
        assert [problem.level for problem in found.problems] == [level], found.problems


def test_the_law_may_not_rest_on_a_draft(folder: Path) -> None:
    """Whether the draft is read or not, a rule of version two that uses its fact names nothing."""
    path = folder / "rules" / "two" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- person.resident\n", "- person.member\n"), encoding="utf-8")
    for drafts in ((), ("three",)):
        problems = loaded(folder, *drafts).diagnostics
        assert [(problem.code, problem.place.file.rpartition("/")[2]) for problem in problems if problem.level == "error"] == [
            ("unknown-name", "rules.yaml")
        ]


def test_a_name_of_the_draft_is_no_name_of_another_version(folder: Path) -> None:
    """`person.age` is a derived value of version two: a reader who sees both would take one for the other."""
    path = folder / "drafts" / "three" / "vocabulary.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("person.member", "person.age"), encoding="utf-8")
    rules = folder / "drafts" / "three" / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("person.member", "person.age"), encoding="utf-8")
    assert {problem.code for problem in loaded(folder, "three").diagnostics} == {"duplicate-name"}


def test_two_drafts_may_not_add_one_name(folder: Path) -> None:
    shutil.copytree(folder / "drafts" / "three", folder / "drafts" / "four")
    law = folder / "drafts" / "four" / "law.yaml"
    law.write_text(law.read_text(encoding="utf-8").replace('"three"', '"four"').replace("2031", "2032"), encoding="utf-8")
    told = [problem for problem in loaded(folder, "three", "four").diagnostics if problem.place.file.endswith("four/vocabulary.yaml")]
    assert [problem.code for problem in told] == ["duplicate-name"] * 2
    assert all(place.file.endswith("three/vocabulary.yaml") for problem in told for place, _ in problem.related)


@pytest.mark.parametrize(("part", "instead"), [("type: boolean, topic", "type: version, topic"), ("facts:", "topics:")])
def test_a_draft_adds_no_topic(part: str, instead: str, folder: Path) -> None:
    """Every version must say whether it governs a topic, so one of a draft alone would leave each case of the law without."""
    path = folder / "drafts" / "three" / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8").replace(part, instead)
    path.write_text(text, encoding="utf-8")
    tree = read_tree("vocabulary.yaml", text, [])
    assert loaded(folder, "three").laws is None
    assert tree is not None and validate(tree, "additions.schema.json")


def test_a_suite_of_the_law_does_not_know_the_draft(folder: Path) -> None:
    """A suite of the draft does."""
    laws = laws_in(folder, "three")
    case = "- id: of-a-member\n  about: a member\n  case:\n    person.member: true\n    card.application_date: {day}\n  expect: {told}\n"
    for version, day, told, code in (
        ("three", "2031-03-01", "{card.of_member: true}", []),
        ("two", "2012-03-01", "{card.right: open}", ["unknown-fact"]),
    ):
        suites = folder / "suites-of" / version
        (suites / version).mkdir(parents=True)
        (suites / version / "s.yaml").write_text(case.replace("{day}", day).replace("{told}", told), encoding="utf-8")
        problems: list[Diagnostic] = []
        load_suites(suites, laws, {}, problems)
        assert [problem.code for problem in problems] == code


def test_a_case_of_a_suite_of_the_law_is_silent_of_what_the_draft_asks(folder: Path) -> None:
    """A comparison of the law with the draft decides the case by the draft too: it is read as a case file is."""
    vocabulary = folder / "drafts" / "three" / "vocabulary.yaml"
    silent = "type: boolean\n    if_absent: false\n    absent_reason: {nb: Få er medlemmer, en: Few are members}"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8").replace("type: boolean", silent, 1), encoding="utf-8")
    laws = laws_in(folder, "three")
    suite = folder / "suites-of" / "two" / "s.yaml"
    suite.parent.mkdir(parents=True)
    suite.write_text(
        f"- id: c\n  about: c\n  case:\n    {OF_TWO.replace(chr(10), chr(10) + '    ')}\n  expect: {{card.right: open}}\n", "utf-8"
    )
    problems: list[Diagnostic] = []
    ((_, _, one),) = load_suites(suite.parent.parent, laws, {}, problems)
    (same,) = load_cases(suite, laws, {}, problems)
    assert not problems and one.case.facts["person.member"] == FactValue(False, "silence") and one.case.facts == same.facts


def test_an_idle_fact_is_told_and_a_used_one_is_not(folder: Path) -> None:
    laws = laws_in(folder, "three")
    for day, told in (("2012-03-01", 1), ("2030-12-31", 1), ("2031-01-01", 0), ("unknown", 0)):
        (folder / "case.yaml").write_text(f"person.member: true\ncard.application_date: {day}\n", encoding="utf-8")
        case = load_case(folder / "case.yaml", laws.vocabulary, ("one", "two", "three"), {}, [])
        assert case is not None
        decision, _ = cross_checker(False)(case, compile_laws(laws))
        assert len(list(idle_facts(decision))) == told, day


def test_an_idle_fact_is_told_by_whatever_decides(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a case is asked for, listed with others or decided again; of what the draft governs nothing is told."""
    told = "the fact `person.member` belongs to the draft `three`, which governs nothing in this case"
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("engine.commands.ask.sys", SimpleNamespace(stdin=terminal, stdout=terminal, exit=sys.exit))
    with standing_in(folder):
        for text, expected in ((OF_TWO, 1), (OF_THREE, 0)):
            cases = Path("cases")
            cases.mkdir(exist_ok=True)
            (cases / "case.yaml").write_text(text.replace("resident: true", "resident: true, member: true"), encoding="utf-8")
            draft = ("--draft", "drafts/three")
            assert hjemmel(*draft, "evaluate", "cases/case.yaml", "--record", "log").stderr.count(told) == expected
            monkeypatch.setattr("sys.stdin", io.StringIO(f"unknown\nasked-{expected}.yaml\n"))
            commands = (
                ("agenda", "cases", "--on", "2031-06-01"),
                ("decide-again", "cases/case.yaml", "--record", "log"),
                ("ask", "cases/case.yaml"),
            )
            for command in commands:
                result = hjemmel(*draft, *command)
                assert result.code != 1 and result.stderr.count(told) == expected, (command, result)


def test_the_schema_of_the_cases_of_the_law_stays(folder: Path) -> None:
    """That of the draft has its fact too; `check` finds neither stale."""
    for at in ("schemas", "drafts/schemas"):
        (folder / at).mkdir()
    (folder / "drafts" / "schemas" / "case.schema.json").write_text("{}", encoding="utf-8")
    with standing_in(folder):
        assert hjemmel("--draft", "drafts/three", "schema", "--write").code == 0
        assert "stale-schema" not in hjemmel("check").stderr + hjemmel("--draft", "drafts/three", "check").stderr
    law, draft = ((folder / at / "case.schema.json").read_text(encoding="utf-8") for at in ("schemas", "drafts/schemas"))
    assert "person.member" in draft and "person.member" not in law


def test_no_version_is_copied_from_a_draft_with_a_vocabulary(folder: Path) -> None:
    with standing_in(folder):
        made = hjemmel(
            "--draft", "drafts/three", "new-version", "four", "--from", "three", "--effective-from", "2032-01-01", "--into", "drafts"
        )
    assert made.code == 1 and "has a vocabulary of its own" in made.stderr


def test_an_editor_knows_the_names_of_the_draft(folder: Path) -> None:
    """Each is declared once, in the draft, and used in its rules; the folder of the draft is no rules folder."""
    draft = folder / "drafts" / "three"
    found = find_names(folder / "rules", [draft], {}).occurrences
    for name in OWN:
        of_name = [one for one in found if one.name == name]
        assert {one.version for one in of_name} == {"three"} and [one.defines for one in of_name].count(True) == 1 and len(of_name) > 1
    assert rules_folder(draft / "rules.yaml") is None


def test_the_shipped_draft_leaves_the_law_as_it_is(laws: Laws) -> None:
    """It is marked as a draft. Its persons are decided where docs/authoring.md runs its suite."""
    found = load_laws(HOME / "rules", [HOME / "examples" / "integration-declaration"])
    assert found.laws is not None and not found.diagnostics
    assert digests(found.laws).items() >= digests(laws).items()
    title = found.laws.versions[-1].title
    assert "utkast" in title.nb.casefold() and "draft" in title.en.casefold()
