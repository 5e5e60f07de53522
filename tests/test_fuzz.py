"""No input makes a traceback, a hang or a lost file: mutated inputs of every kind, and plain noise, end in a decision or in diagnostics.

The mutations are drawn from seeds, so that a failure can be repeated: a finding names its seed. `python -m tests.fuzz` runs
many more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.diagnostics import Diagnostic, render
from engine.inference.constraints import check_constraints
from engine.language import located
from engine.language.located import read_tree
from engine.loading import load_case, load_laws
from engine.model import Vocabulary
from engine.records.documents import read_decisions

from .fuzz import judging, running
from .fuzz.judging import Finding, Sandbox, settled
from .fuzz.kinds import KINDS, OF_A_MILLION, begun
from .fuzz.mutations import ODD, write
from .made_up_law import BASE, Result, hjemmel, lay_out, standing_in

KEYS = ["person", "resident", "person.resident", "value", "source", "card", "application_date", "law", "case", "reader"]
IN_A_PLAIN_RUN = {
    "cases": 1_000,
    "whole-cases": 200,
    "rules": 80,
    "whole-rules": 1,
    "commands": 25,
    "registers": 20,
    "documents": 60,
    "whole-documents": 1,
    "logs": 40,
    "forms": 30,
    "options": 30,
    "messages": 10,
}
"""How many inputs of each kind: together some seconds."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    with standing_in(tmp_path):
        yield tmp_path


# ---------------------------------------------------------------- inputs of every kind


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs(kind: str, tmp_path: Path) -> None:
    """Whatever is drawn ends as it may end; `memory` is that of the whole run and not judged here."""
    with begun(kind, tmp_path) as attempt:
        tally = running.run(kind, attempt, 1, 0, IN_A_PLAIN_RUN[kind])
    found = {cause: seeds for cause, seeds in tally.findings.items() if cause != "memory"}
    assert not found, "\n\n".join(f"{cause}: {seeds[0]}" for cause, seeds in found.items())
    assert tally.inputs == IN_A_PLAIN_RUN[kind] == sum(tally.outcomes.values())
    assert len(tally.outcomes) > 1 or tally.inputs < 20 or kind == "messages", "inputs that all come to the same try nothing"


def test_a_million_are_shared_out() -> None:
    assert OF_A_MILLION.keys() == KINDS.keys() == IN_A_PLAIN_RUN.keys()
    assert sum(OF_A_MILLION.values()) == 1_000_000


def test_the_same_seed_gives_the_same(tmp_path: Path) -> None:
    outcomes = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with begun("cases", tmp_path / name) as attempt:
            outcomes.append(running.run("cases", attempt, 7, 3, 60).outcomes)
    assert outcomes[0] == outcomes[1]


# ---------------------------------------------------------------- the judges themselves


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """Each judge finds what it is there for."""
    for told in ("\x1b[31m", "a\u202eb", "a" * 3000, "\x9b1m", "a\u200bb"):
        with pytest.raises(Finding):
            judging.safe(told, "seed")
    judging.safe("§ 8 første ledd, «æøå» – 𝟙\n", "seed")
    place = "case.yaml:1:1: error[syntax]: something"
    for code, stderr in (
        (4, ""),
        (1, ""),
        (1, f"{place}\n  why: x\n"),
        (1, f"{place}\n  fix: x\n"),
        (2, ""),
        (0, "Traceback (most recent …"),
    ):
        with pytest.raises(Finding):
            settled(Result(code, "", stderr), "seed")
    settled(Result(1, "", f"{place}\n  why: x\n  fix: x\n"), "seed")


@pytest.mark.parametrize("harm", ["change", "delete", "add", "empty"])
def test_a_harmed_file_is_found_and_put_back(tmp_path: Path, harm: str) -> None:
    lay_out(tmp_path)
    sandbox = Sandbox(tmp_path)
    before = sandbox.digest()
    with pytest.raises(Finding), sandbox.kept(["out.json"], "seed"):
        (tmp_path / "out.json").write_text("named", encoding="utf-8")
        match harm:
            case "change":
                write(tmp_path / "case.yaml", "x")
            case "delete":
                (tmp_path / "rules" / "one" / "law.yaml").unlink()
            case "add":
                write(tmp_path / "rules" / "beside.yaml", "x")
            case _:
                write(tmp_path / "rules" / "vocabulary.yaml", "")
    assert sandbox.digest() == before
    with sandbox.kept(["out.json"], "seed"):
        (tmp_path / "out.json").write_text("named", encoding="utf-8")


def test_hangs_and_tracebacks_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(rng: object) -> str:
        while True:
            pass

    def fail(rng: object) -> str:
        raise KeyError("x")

    monkeypatch.setattr(running, "PATIENCE", 0.05)
    monkeypatch.setattr(running, "MEMORY", 1 << 40)
    assert running.run("x", hang, 1, 0, 1).found == {"hang": 1}
    (cause,) = running.run("x", fail, 1, 0, 2).findings
    assert cause.startswith("traceback KeyError")


# ---------------------------------------------------------------- noise and extremes


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_noise_as_case(folder: Path, noise: bytes) -> None:
    (folder / "case.yaml").write_bytes(noise)
    read_case(folder / "case.yaml", *loaded())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates().map(str), st.text(max_size=8), st.sampled_from(ODD)),
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    )
)
def test_any_json_as_case(folder: Path, noise: object) -> None:
    (folder / "case.yaml").write_bytes(json.dumps(noise, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    read_case(folder / "case.yaml", *loaded())


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "{a: " * 5000,
        "- " * 5000,
        "? " * 3000,
        "a: " + "b" * 200_000,
        "a" * 200_000 + ": b",
        "\n" * 50_000,
        "#" * 200_000,
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 300)),
        "&a [*a]",
        "&a [" + "*a," * 1000 + "]",
        "\n".join(f"fact{number}: {number}" for number in range(1000)),
        "person: {" + "resident: true, " * 1000 + "}",
        "'" * 9999,
        "|" * 999,
        "person:\n  remark: |\n" + "    linje\n" * 20_000,
        "\ufeff\ufeffperson: {resident: true}",
        "%YAML 1.2\n---\nperson: {resident: true}\n",
        "%TAG ! tag:example.org,2000:\n---\na: b\n",
        "person: {resident: true}\n...\n",
        "person: {resident: true}\r\rcard: {}\r",
    ],
    ids=range(21),
)
def test_extremes(folder: Path, text: str) -> None:
    for name in ("case.yaml", "rules/two/extra.yaml", "tests/regression/two/suite.yaml"):
        (folder / "rules/two/extra.yaml").unlink(missing_ok=True)
        write(folder / name, text)
        command = ["evaluate", "case.yaml"] if name == "case.yaml" else ["check"] if "rules" in name else ["test"]
        settled(hjemmel(*command), (text[:20], name))


def test_deep_condition_within_the_limit(folder: Path) -> None:
    """What may be nested may also be decided, explained and written out."""
    rules = (folder / "rules/two/rules.yaml").read_text(encoding="utf-8")
    for depth in (20, 33):
        deep = "{not: " * depth + "person.resident" + "}" * depth
        write(folder / "rules/two/rules.yaml", rules.replace("        - person.resident\n", f"        - {deep}\n"))
        law = (BASE / "rules/two/law.yaml").read_text(encoding="utf-8").replace("[age, governs-all]", "[age, governs-all, right]")
        write(folder / "rules/two/law.yaml", law)
        result = hjemmel("evaluate", "case.yaml", "--full")
        assert result.code in (0, 3), result


def loaded() -> tuple[Vocabulary, tuple[str, ...]]:
    """Return the vocabulary and the versions of the made-up law, read once."""
    if not _LOADED:
        laws = load_laws(BASE / "rules").laws
        assert laws is not None
        _LOADED.append((laws.vocabulary, tuple(version.name for version in laws.versions)))
    return _LOADED[0]


_LOADED: list[tuple[Vocabulary, tuple[str, ...]]] = []


def read_case(path: Path, vocabulary: Vocabulary, versions: tuple[str, ...]) -> None:
    """Read a case and render what is wrong with it; a case that is read without problems is returned whole."""
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    case = load_case(path, vocabulary, versions, sources, problems)
    assert case is not None or problems
    for problem in problems:
        told = render(problem, sources, "en")
        assert "why: " in told and "fix: " in told
        assert problem.place.line >= 1 and problem.place.column >= 1
    if case is not None:
        check_constraints(case, vocabulary)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("person: [" + "1," * 1_100_000 + "1]\n", "too-large"),
        ("person: {resident: true}\n" * 20_000, "too-large"),
        ("".join(f"a{number}: &a{number} 1\n" for number in range(20_000)), "too-large"),
        ("person: {resident: true}\n" + "\u202e" * 200_000, "too-large"),
        ("- !x\n" * 20_000, "too-large"),
    ],
    ids=["values", "duplicates", "anchors", "hidden", "tags"],
)
def test_a_damaged_file_is_told_in_bounded_memory_and_time(text: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the file, few problems are kept of it, and that something is left out is said first."""
    assert located.MAX_PARTS == 1_000_000
    monkeypatch.setattr(located, "MAX_PARTS", 50_000)
    problems: list[Diagnostic] = []
    assert read_tree("case.yaml", text, problems) is None
    assert problems[0].code == code and problems[0].place.line == 1
    assert len(problems) <= 21


def test_a_damaged_decision_is_told_in_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "decision.json").write_text('{"case": "x", "trail": [' + '{"number": 1},' * 1_000 + "{}]}", encoding="utf-8")
    problems: list[Diagnostic] = []
    assert read_decisions(tmp_path / "decision.json", {}, problems) == ()
    assert {problem.code for problem in problems} == {"schema"} and len(problems) <= 100
