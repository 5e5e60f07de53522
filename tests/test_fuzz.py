"""No input makes a traceback: mutated rule files, cases and suites, and plain noise, end in a decision or in diagnostics.

The mutations are drawn from seeded generators, so that a failure can be repeated; its message names the seed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine

from .made_up_law import BASE, Result, hjemmel, lay_out, standing_in

ROOT = BASE.parent.parent.parent
RULE_FILES = sorted(path.relative_to(BASE).as_posix() for path in (BASE / "rules").rglob("*.yaml"))
SUITES = sorted(path.relative_to(BASE).as_posix() for path in (BASE / "tests").rglob("*.yaml"))
ODD = [
    "",
    "~",
    "null",
    "true",
    "false",
    "no",
    "yes",
    "unknown",
    "none",
    "open",
    "0",
    "-1",
    "1e9",
    ".inf",
    "nan",
    "0x1f",
    "1_000",
    "9" * 40,
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "20.01.2026",
    "37,5",
    "12:30",
    "[]",
    "{}",
    "[[]]",
    "{a: {}}",
    "*a",
    "&a b",
    "!!int 3",
    "!x",
    "<<: *a",
    "|",
    ">-",
    "@",
    "`",
    "%",
    "'",
    '"',
    "'\"",
    "# x",
    "---",
    "...",
    "? a",
    ": b",
    "- - -",
    "æøå",
    "§ 8",
    "\u00a0",
    "\u200b",
    "\u2028",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "\t",
    "\r",
    "{fact: x}",
    "{parameter: y}",
    "{value: card.end}",
    "person.resident",
    "card.right",
    "law.lending",
    "governs.lending",
    "age",
    "a" * 3000,
    '"\\ud800"',
    '"\\U0010ffff"',
    '"\\x00"',
    '"\\e[31m"',
    "{all: []}",
    "{not: {not: person.resident}}",
    "{any: [card.right]}",
    "𝟙𝟚",
    "٣",
]

KEYS = ["person", "resident", "person.resident", "value", "source", "card", "application_date", "law", "case", "reader"]


def mutations(text: str, rng: random.Random) -> str:
    """Return the text with one to three mutations of a kind that a hurried hand or a broken program makes."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(MUTATIONS)(text, rng)
    return text


def _line(change: Callable[[list[str], int, random.Random], None]) -> Callable[[str, random.Random], str]:
    def mutate(text: str, rng: random.Random) -> str:
        lines = text.split("\n")
        change(lines, rng.randrange(len(lines)), rng)
        return "\n".join(lines)

    return mutate


def _delete(lines: list[str], at: int, rng: random.Random) -> None:
    del lines[at : at + rng.randint(1, 3)]


def _double(lines: list[str], at: int, rng: random.Random) -> None:
    lines[at:at] = lines[at : at + rng.randint(1, 3)]


def _swap(lines: list[str], at: int, rng: random.Random) -> None:
    other = rng.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _indent(lines: list[str], at: int, rng: random.Random) -> None:
    lines[at] = rng.choice([" ", "  ", "\t", "      "]) + lines[at] if rng.random() < 0.5 else lines[at].lstrip()


def _value(lines: list[str], at: int, rng: random.Random) -> None:
    name, colon, _ = lines[at].partition(":")
    lines[at] = f"{name}{colon} {rng.choice(ODD)}"


def _word(text: str, rng: random.Random) -> str:
    words = list(re.finditer(r"[\w.§-]+", text))
    if not words:
        return text
    found = rng.choice(words)
    new = rng.choice(ODD) if rng.random() < 0.5 else rng.choice(words).group()
    return text[: found.start()] + new + text[found.end() :]


def _character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    new = rng.choice([*":{}[],'#-", '"', "", "\n", "\t", "\0", "å", "\U0001f600", chr(rng.randrange(0xD7FF))])
    return text[:at] + new + text[at + rng.randint(0, 1) :]


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text) + 1)]


MUTATIONS = [_line(_delete), _line(_double), _line(_swap), _line(_indent), _line(_value), _word, _word, _character, _cut]


def settled(result: Result, seed: object) -> None:
    """Assert that the outcome is a decision or diagnostics, each of which says where, why and how to mend it."""
    assert result.code in (0, 1, 2, 3), (seed, result)
    if result.code == 1:
        assert "error" in result.stderr or "fails on" in result.stdout, (seed, result)
    heads = re.findall(r"^\S.*: (?:error|warning)\[[a-z-]+\]: \S", result.stderr, re.MULTILINE)
    assert len(heads) == len(re.findall(r"^  why: \S", result.stderr, re.MULTILINE)), (seed, result)
    assert len(heads) == len(re.findall(r"^  fix: \S", result.stderr, re.MULTILINE)), (seed, result)
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", result.stderr), (seed, result)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    with standing_in(tmp_path):
        yield tmp_path


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", RULE_FILES)
def test_mutated_rule_files(folder: Path, name: str) -> None:
    original = (BASE / name).read_text(encoding="utf-8")
    accepted = 0
    for seed in range(50):
        write(folder / name, mutations(original, random.Random(f"{name} {seed}")))
        result = hjemmel("check")
        settled(result, (name, seed))
        if result.code == 0:  # accepted law must also decide
            accepted += 1
            settled(hjemmel("evaluate", "case.yaml", "--no-cross-check"), (name, seed))
    assert accepted < 50


def test_mutated_cases(folder: Path) -> None:
    original = (BASE / "case.yaml").read_text(encoding="utf-8")
    vocabulary, versions = loaded()
    for seed in range(400):
        write(folder / "case.yaml", mutations(original, random.Random(f"case {seed}")))
        if seed % 20:
            read_case(folder / "case.yaml", vocabulary, versions)
        else:
            settled(hjemmel("evaluate", "case.yaml", "--format", "json"), seed)


def test_mutated_suites(folder: Path) -> None:
    for name in SUITES:
        original = (BASE / name).read_text(encoding="utf-8")
        for seed in range(40):
            write(folder / name, mutations(original, random.Random(f"{name} {seed}")))
            settled(hjemmel("test"), (name, seed))
        write(folder / name, original)


def test_mutated_assumptions(folder: Path) -> None:
    rng = random.Random("assumptions")
    names = ["person.resident", "card.lost_date", "reader.category", "law.forced", "person", "", "card.right", "loans.count"]
    for _ in range(30):
        statement = rng.choice(names) + rng.choice(["=", "=", "=", ":", ""]) + rng.choice(ODD).replace("\0", "")
        settled(hjemmel("evaluate", "case.yaml", "--no-cross-check", "--assume", statement), statement)
        settled(hjemmel("evaluate", "case.yaml", "--no-cross-check", "--law", rng.choice(ODD).replace("\0", "")), statement)


def test_mutated_shipped_rules(tmp_path: Path) -> None:
    """The real rules are larger and use more of the language."""
    files = sorted((ROOT / "rules").rglob("*.yaml"))
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    for path, text in texts.items():
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    with standing_in(tmp_path):
        for seed in range(10):
            path = files[seed % len(files)]
            target = tmp_path / path.relative_to(ROOT)
            write(target, mutations(texts[path], random.Random(f"shipped {seed}")))
            found = engine.load_laws(Path("rules"))
            for problem in found.diagnostics:
                assert engine.render(problem, found.sources, "en")
            assert (found.laws is None) == any(problem.level == "error" for problem in found.diagnostics), seed
            write(target, texts[path])


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


def loaded() -> tuple[engine.Vocabulary, tuple[str, ...]]:
    """Return the vocabulary and the versions of the made-up law, read once."""
    if not _LOADED:
        laws = engine.load_laws(BASE / "rules").laws
        assert laws is not None
        _LOADED.append((laws.vocabulary, tuple(version.name for version in laws.versions)))
    return _LOADED[0]


_LOADED: list[tuple[engine.Vocabulary, tuple[str, ...]]] = []


def read_case(path: Path, vocabulary: engine.Vocabulary, versions: tuple[str, ...]) -> None:
    """Read a case and render what is wrong with it; a case that is read without problems is returned whole."""
    problems: list[engine.Diagnostic] = []
    sources: dict[str, str] = {}
    case = engine.load_case(path, vocabulary, versions, sources, problems)
    assert case is not None or problems
    for problem in problems:
        told = engine.render(problem, sources, "en")
        assert "why: " in told and "fix: " in told
        assert problem.place.line >= 1 and problem.place.column >= 1
    if case is not None:
        engine.check_constraints(case, vocabulary)
