"""The command line as its users meet it: outputs, files, exit codes."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from engine.home import HOME
from engine.inference.durable import available as durable_reason

from .made_up_law import hjemmel, lay_out, standing_in

EXAMPLES = HOME / "examples"


def run(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["--lang", "en", *(str(a) for a in arguments)], catch_exceptions=False)


@pytest.mark.parametrize(
    ("example", "code", "outcome"),
    [
        ("refugee-2026.yaml", 0, "right_and_duty"),
        ("refugee-2024.yaml", 3, "right_and_duty"),  # a person must look: the programme can run into the new law
        ("introduksjonsloven.yaml", 0, "right_and_duty"),
        ("refusal-2026.yaml", 0, "none"),
        ("facts-missing.yaml", 3, None),
    ],
)
def test_the_examples_are_decided(example: str, code: int, outcome: str | None) -> None:
    """Each shipped example has the outcome and exit code that its first line promises."""
    result = run("evaluate", EXAMPLES / example, "--format", "json")
    assert result.exit_code == code
    assert json.loads(result.stdout)["conclusions"]["programme.outcome"].get("value") == outcome


def test_every_example_is_a_valid_case() -> None:
    """No example is rejected."""
    for path in sorted(EXAMPLES.glob("*.yaml")):
        assert run("evaluate", path).exit_code in (0, 3), path.name


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_text_is_the_same_twice_and_has_no_colour_when_piped(lang: str) -> None:
    """The text does not depend on when or how often it is asked for, and holds no escape sequences."""
    one = run("evaluate", EXAMPLES / "refugee-2026.yaml", "--lang", lang).stdout
    assert one == run("evaluate", EXAMPLES / "refugee-2026.yaml", "--lang", lang).stdout
    assert "\x1b" not in one


def test_the_trail_is_the_same_with_and_without_the_second_engine() -> None:
    """The digest covers facts, law and trail, and does not change with how the decision was derived."""
    checked = json.loads(run("evaluate", EXAMPLES / "refugee-2026.yaml", "--format", "json").stdout)
    single = json.loads(run("evaluate", EXAMPLES / "refugee-2026.yaml", "--format", "json", "--no-cross-check").stdout)
    assert checked["digest"] == single["digest"] and checked["trail"] == single["trail"]
    assert single["cross_check"]["made"] is False
    assert checked["cross_check"]["made"] is (durable_reason() is None)


@pytest.mark.parametrize(
    ("lang", "there", "absent"),
    [
        ("nb", "utledes av to uavhengige motorer", "mangler: durable-rules is not installed\n"),
        ("en", "derived by two independent engines", "missing: durable-rules is not installed\n"),
    ],
)
def test_doctor_says_whether_the_second_engine_is_there(lang: str, there: str, absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells what `evaluate` will do here, and where the engine is absent the line that installs it, as the page on installing has it."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    found = run("doctor", "--lang", lang)
    assert (there in found.stdout) is (found.exit_code == 0) is (durable_reason() is None)
    monkeypatch.setattr("engine.inference.durable.import_module", missing)
    found = run("doctor", "--lang", lang)
    assert found.exit_code == 1 and absent in found.stdout
    assert 'CC="cc -DPyEval_CallObject=PyObject_CallObject" python -m pip install --no-cache-dir' in found.stdout
    assert 'CC="cc -DPyEval_CallObject=PyObject_CallObject" python -m pip install --no-cache-dir' in (
        HOME / "docs" / "install.md"
    ).read_text("utf-8")


def test_forcing_a_version_is_in_the_trail() -> None:
    """A forced version governs every topic, and the steps that say so are marked."""
    shown = json.loads(run("evaluate", EXAMPLES / "refugee-2026.yaml", "--law", "2024", "--format", "json").stdout)
    assert {law["version"] for law in shown["law"].values()} == {"2024"} and all(law["forced"] for law in shown["law"].values())
    assert [step["result"] for step in shown["trail"] if step["kind"] == "governs"] == ["forced"] * len(shown["law"])


def test_an_assumption_is_marked(tmp_path: Path) -> None:
    """What is assumed is a fact with that origin, and a step of the trail; the outcome rests on it."""
    case = tmp_path / "case.yaml"
    text = (EXAMPLES / "refugee-2026.yaml").read_text(encoding="utf-8")
    case.write_text(text.replace("decision_date: 2026-03-10", "decision_date: unknown"), encoding="utf-8")
    assert run("evaluate", case).exit_code == 3
    result = run("evaluate", case, "--assume", "programme.decision_date=2026-03-10", "--format", "json")
    assert result.exit_code == 0
    shown = json.loads(result.stdout)
    assert shown["facts"]["programme.decision_date"] == {"value": "2026-03-10", "origin": "assumed"}
    assert [s["name"] for s in shown["trail"] if s["kind"] == "assumed"] == ["programme.decision_date"]
    assert json.loads(run("evaluate", case, "--assume", "vedtaksdato=2026-03-10", "--format", "json").stdout) == shown


def test_output_goes_to_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    """`-o` writes the file; where it cannot, there is an error and nothing beside it."""
    target = tmp_path / "decision.json"
    result = run("evaluate", EXAMPLES / "refugee-2026.yaml", "--format", "json", "-o", target)
    assert result.exit_code == 0 and result.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["case"]
    assert list(tmp_path.iterdir()) == [target]
    failed = run("evaluate", EXAMPLES / "refugee-2026.yaml", "-o", tmp_path / "no" / "folder.txt")
    assert failed.exit_code == 1 and "cannot write" in failed.stderr


def test_several_cases_are_one_list() -> None:
    """Several cases give a JSON list in the order given, and the exit code of the least settled."""
    result = run("evaluate", EXAMPLES / "refugee-2026.yaml", EXAMPLES / "facts-missing.yaml", "--format", "json")
    assert result.exit_code == 3
    assert [d["conclusions"]["programme.outcome"]["status"] for d in json.loads(result.stdout)] == ["value", "open"]


def test_wrong_usage_has_exit_code_2() -> None:
    """Click's own errors keep their code."""
    assert run("evaluate").exit_code == 2
    assert run("evaluate", EXAMPLES / "refugee-2026.yaml", "--format", "xml").exit_code == 2


def test_check_and_laws_and_facts_and_show() -> None:
    """The other commands say what is there."""
    checked = run("check")
    assert checked.exit_code == 0 and "no error" in checked.stdout
    assert run("check", "2026").exit_code == 0
    unknown = run("check", "2027")
    assert unknown.exit_code == 1 and "no law version is named `2027`" in unknown.stderr
    listed = run("laws", "--lang", "en").stdout
    assert "2024" in listed and "2026" in listed and "Integration Act" in listed
    facts = run("facts", "permit", "--lang", "en").stdout
    assert "permit.type" in facts and "person.birth_date" not in facts
    concluded = run("conclusions", "programme.", "--lang", "en").stdout
    assert "programme.outcome" in concluded and "[Target group]" in concluded and "benefit.right" not in concluded
    shown = run("show", "int-8-1-newly-settled").stdout
    assert "programme.decision_date before residence.limit_date" in shown and "2024" in shown and "2026" in shown
    missing = run("show", "int-8-1-newly-setled")
    assert missing.exit_code == 1 and "did you mean `int-8-1-newly-settled`" in missing.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("show", "Rett til introduksjonsprogram"), 0, "programme.right"),
        (("show", "right to the INTRODUCTION programme"), 0, "programme.right"),
        (("facts", "Fødselsdato"), 0, "person.birth_date"),
        (("conclusions", "introduksjonsstønad"), 0, "benefit.right"),
        (("explain", EXAMPLES / "refugee-2026.yaml", "Rett til introduksjonsprogram"), 0, "ight to the introduction programme"),
        (("show", "introduksjonsprogram"), 1, "  programme.right  Right to the introduction programme\n"),
        (("show", "aldersgrensa for alle"), 1, "error: nothing is named `aldersgrensa for alle`: see `hjemmel facts`"),
        (("conclusions", "ingenting av det"), 1, "error: no conclusion is called or begins with `ingenting av det`"),
    ],
)
def test_a_name_is_found_by_its_label(words: tuple[str, ...], code: int, told: str) -> None:
    """In either language, whatever its letter case; what only holds the word is told, and never taken for what was meant."""
    result = run(*words)
    assert result.exit_code == code, result.stderr
    assert told in (result.stderr if code else result.stdout)


def test_a_schema_is_renewed_where_an_editor_looks(tmp_path: Path) -> None:
    """The first time it is made; a stale one is told by `check` and renewed; one that is in line is left as it is."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        for told in ("renewed", "in line"):
            result = hjemmel("schema", "--write")
            assert result.code == 0 and told in result.stdout
        schema = tmp_path / "schemas" / "case.schema.json"
        assert schema.read_text(encoding="utf-8") == hjemmel("schema").stdout
        assert hjemmel("check").stderr == ""
        schema.write_text("{}", encoding="utf-8")
        result = hjemmel("check")
        assert result.code == 0 and "warning[stale-schema]" in result.stderr


def test_a_suite_passes_on_every_engine(tmp_path: Path) -> None:
    """`hjemmel test` runs a suite and says which engines ran; test_regression runs all of them."""
    suites = tmp_path / "suites" / "2026"
    suites.mkdir(parents=True)
    shutil.copy(HOME / "tests" / "regression" / "2026" / "worked-cases.yaml", suites)
    result = run("test", "2026", "--suites", tmp_path / "suites")
    assert result.exit_code == 0, result.stdout
    assert "0 failed" in result.stdout and "engines: forward" in result.stdout


def test_a_failing_suite_is_reported_with_its_place(tmp_path: Path) -> None:
    """A wrong expectation fails with file, line and what was found instead."""
    folder = tmp_path / "suites" / "2026"
    folder.mkdir(parents=True)
    (folder / "wrong.yaml").write_text(
        """
- id: wrong
  about: a refugee with a job of 32 hours, wrongly expected to have the right
  case: {permit.type: s28, person.nordic_or_eea_citizen: true, programme.decision_date: 2026-03-10, permit.granted_date: 2026-01-20}
  expect: {programme.right: true}
""",
        encoding="utf-8",
    )
    result = run("test", "2026", "--suites", tmp_path / "suites")
    assert result.exit_code == 1
    assert "wrong.yaml:2: wrong fails on forward" in result.stdout and "programme.right: expected true, got false" in result.stdout


def test_the_plan_of_the_old_rules_lacks_items_under_the_new() -> None:
    """One integration plan, complete for a participant under chapter 6A, and what section 15 asks for beyond it in 2026."""
    decided = {}
    for version in ("2024", "2026"):
        shown = json.loads(run("evaluate", EXAMPLES / f"plan-collective-protection-{version}.yaml", "--format", "json").stdout)
        assert shown["law"]["content"]["version"] == version
        decided[version] = {name.removeprefix("plan."): c["status"] for name, c in shown["conclusions"].items() if name.startswith("plan.")}
    assert decided["2024"]["complete"] == "met" and "met" not in {s for n, s in decided["2024"].items() if n.startswith("missing_")}
    lacking = {name for name, status in decided["2026"].items() if name.startswith("missing_") and status == "met"}
    assert decided["2026"]["complete"] == "not_met"
    assert lacking == {
        "missing_norwegian_goal",
        "missing_long_term_goal",
        "missing_extent_of_training",
        "missing_reasons",
        "missing_contract",
    }
    text = run("evaluate", EXAMPLES / "plan-collective-protection-2026.yaml", "--full", "--lang", "en").stdout
    assert "section 15" in text


# ---------------------------------------------------------------- help


@pytest.mark.parametrize(
    "words", [["laws", "\x1b[31m"], ["test", "a\u202eb"], ["\x9b1m"], ["show", "\x07"], ["batch", "x.csv", "-o", "\x1b"]]
)
def test_a_word_of_the_command_line_is_repeated_without_what_a_terminal_obeys(words: list[str]) -> None:
    answer = run(*words)
    assert answer.exit_code in (1, 2)
    assert all(character.isprintable() for character in answer.stderr.replace("\n", "")), answer.stderr


@pytest.mark.parametrize("command", [["show", "right"], ["diff", "2024", "2026"], ["test"]])
@pytest.mark.parametrize("folder", ["no-such-folder", "a" * 300])
def test_a_folder_of_suites_that_is_named_must_be_there(command: list[str], folder: str) -> None:
    """Without it, a rule would be shown as if nothing tested it."""
    answer = run(*command, "--suites", folder)
    assert answer.exit_code == 1 and "error[unreadable]" in answer.stderr


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    answer = run("new-version", "2031", "--from", "2026", "--effective-from", "2031-01-01", "--into", tmp_path / ("a" * 300))
    assert answer.exit_code == 1 and "error[output]" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_process_looks_for_garbage_in_is_its_own_affair() -> None:
    """A command that is called within another program puts nothing aside for ever: its laws would never be let go."""
    before = gc.get_freeze_count()
    assert run("laws").exit_code == 0
    assert gc.isenabled() and gc.get_freeze_count() == before
