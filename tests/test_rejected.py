"""Rejected input: every kind of mistake with the exact message that its author reads.

A folder `rejected/<code>/<name>/` holds the files that differ from `rejected/base`, and `expected.txt`: the command and all that
it prints in English; `expected.nb.txt` has the same in Bokmål. The command follows from the files: a case is evaluated, a suite is
run, rules are checked; a `command.txt` says otherwise. `remove.txt` lists files of the base that are taken away. `--update-golden`
writes the expected messages anew; their difference is then read as the person who made the mistake would read it.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from engine import schemas
from engine.diagnostics import Problem, kinds_of
from engine.inference import durable, forward
from engine.inference.clauses import Program
from engine.inference.conditions import Values
from engine.inference.forward import Engine
from engine.language.allowances import SolverFinding
from engine.language.located import Tree
from engine.loading import read_file

from .made_up_law import BASE, REJECTED, Result, hjemmel, lay_out, standing_in

MISTAKES = sorted(path for path in REJECTED.glob("*/*") if path.is_dir() and path.parent != BASE)
EXPECTED = {"en": "expected.txt", "nb": "expected.nb.txt"}
NOT_LAID_OVER = (*EXPECTED.values(), "command.txt", "remove.txt")


def command_of(mistake: Path) -> list[str]:
    if (mistake / "command.txt").exists():
        return shlex.split((mistake / "command.txt").read_text(encoding="utf-8"))
    if (mistake / "case.yaml").exists():
        return ["evaluate", "case.yaml"]
    return ["test"] if (mistake / "tests").is_dir() else ["check"]


def lay_mistake(mistake: Path, folder: Path) -> None:
    lay_out(folder, mistake)
    for name in NOT_LAID_OVER:
        (folder / name).unlink(missing_ok=True)
    if (mistake / "remove.txt").exists():
        for line in (mistake / "remove.txt").read_text(encoding="utf-8").split():
            (folder / line).unlink()


def shown(command: list[str], result: Result) -> str:
    # Which engines there are depends on the Python that runs the test.
    named = ("engines: ", "motorer: ", "decision.json: ")
    stdout = "".join(line for line in result.stdout.splitlines(keepends=True) if not line.startswith(named))
    return f"$ hjemmel {shlex.join(command)}\n{stdout}{result.stderr}exit code {result.code}\n"


def tree_of(path: Path) -> Tree:
    tree = read_file(path, {}, [])
    assert tree is not None
    return tree


def lying_engine() -> Engine:
    """Return an engine that loses its last firing."""

    def run(program: Program, facts: Values) -> forward.Derivation:
        derived = forward.run(program, facts)
        return derived._replace(fired=derived.fired[:-1])

    return run


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.relative_to(REJECTED).as_posix())
def test_rejected(mistake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool) -> None:
    """Each mistake has its code, and is told word for word in both languages, which differ in words alone."""
    lay_mistake(mistake, tmp_path)
    if mistake.parent.name == "cross-check":
        monkeypatch.setattr(durable, "available", lambda: None)
        monkeypatch.setattr(durable, "engine", lying_engine)
    if mistake.parent.name == "schema":  # the loader accepts no less than the schemas, so the file is read with the wrong one
        monkeypatch.setattr(
            "engine.commands.check.check_schemas",
            lambda rules, trees: schemas.validate(tree_of(rules / "two" / "extra.yaml"), "law.schema.json"),
        )
    command = command_of(mistake)
    for lang, name in EXPECTED.items():
        with standing_in(tmp_path):
            result = hjemmel(*command, lang=lang)
        found, expected = shown(command, result), mistake / name
        if update_golden:
            expected.write_text(found, encoding="utf-8")
        assert found == expected.read_text(encoding="utf-8")
        assert f"[{mistake.parent.name}]" in result.stderr
        levels = re.findall(r": (error|warning|feil|advarsel)\[", result.stderr)
        assert result.code == (0 if levels and set(levels) <= {"warning", "advarsel"} else 1)
    head = re.compile(r"^(\S.*?): \w+\[([a-z-]+)\]: ", re.MULTILINE)
    places = [head.findall((mistake / name).read_text(encoding="utf-8")) for name in EXPECTED.values()]
    assert places[0] and places[0] == places[1], "the languages tell of different places"


def test_base_is_accepted(tmp_path: Path) -> None:
    """What is rejected is rejected for its mistake alone."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        for command in (["check"], ["test"], ["evaluate", "case.yaml"]):
            result = hjemmel(*command)
            assert (result.code, result.stderr) == (0, ""), result


def test_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    """Notepad writes one; it changes nothing."""
    lay_out(tmp_path)
    for path in tmp_path.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    with standing_in(tmp_path):
        assert hjemmel("check").code == 0
        assert hjemmel("evaluate", "case.yaml").code == 0


def test_all_problems_of_a_file_at_once() -> None:
    """Six mistakes are six messages, in the order in which they stand."""
    told = (REJECTED / "unknown-name" / "six-mistakes-at-once" / "expected.txt").read_text(encoding="utf-8")
    lines = [int(line) for line in re.findall(r"^[^ :]+:(\d+):\d+: error\[", told, re.MULTILINE)]
    assert len(lines) == 6 and lines == sorted(lines) and "6 errors" in told


def test_every_code_has_a_mistake() -> None:
    """Every diagnostic code in the source has a folder, and every folder a code."""
    assert {path.parent.name for path in MISTAKES} == set(codes())


def test_messages_speak_the_language_of_the_domain() -> None:
    """No message shows a Python term or a clause number; each says why and how to mend it."""
    python = re.compile(r"\b(None|str|dict|NoneType|Traceback|Exception|KeyError|TypeError|Decimal|Mapping|Scalar|tuple|null)\b")
    for mistake in MISTAKES:
        told = (mistake / "expected.txt").read_text(encoding="utf-8")
        said = "\n".join(line for line in told.splitlines() if not re.match(r" *\d* \| ", line))
        assert not python.search(said), mistake
        assert said.count("  why: ") == said.count("  fix: ") == len(re.findall(r": (?:error|warning)\[", said)), mistake


def kinds() -> Iterator[type[Problem]]:
    """Yield every kind of problem that a user can be told of."""
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        with contextlib.suppress(ModuleNotFoundError):  # of an extra that is not installed; no kind is only there
            importlib.import_module(module.name)
    yield from kinds_of(Problem)


def codes() -> Iterator[str]:
    """Yield every diagnostic code that the engine's source can give without the solver."""
    yield from (kind.code for kind in kinds() if not issubclass(kind, SolverFinding))
    for path in sorted((BASE.parent.parent.parent / "engine").rglob("*.py")):
        if path.name == "diagnostics.py":
            continue  # where a kind becomes a diagnostic
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                position = {"Diagnostic": 0}.get(node.func.id)
                if position is not None and len(node.args) > position:
                    yield from _texts(node.args[position])


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.IfExp(_, yes, no):
            yield from _texts(yes)
            yield from _texts(no)
        case ast.Name("code") | ast.Attribute(attr="code"):
            pass  # handed on: by a helper whose callers are seen, or from what was found in a row of a register
        case _:
            raise AssertionError(f"a diagnostic code that is not written out: {ast.unparse(node)}")
