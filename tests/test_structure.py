"""The architecture, read off the source: imports point one way, the core does no input or output, no law is in Python."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from engine.home import HOME
from engine.model import Laws

ENGINE = HOME / "engine"
FILES = sorted(ENGINE.rglob("*.py"))

# Each layer may import itself and the layers before it.
LAYERS = (
    "version",
    "home",
    "copies",
    "frozen",
    "graph",
    "terms",
    "model",
    "walking",
    "concluded",
    "edits",
    "diagnostics",
    "canonical",
    "inference",
    "law",
    "language",
    "trail",
    "inquiry",
    "rendering",
    "analysis",
    "suites",
    "changes",
    "checking",
    "folders",
    "loading",
    "schemas",
    "files",
    "kept",
    "batch",
    "records",
    "editor",
    "library",
    "workbench",
    "commands",
    "__init__",
)
CORE = (
    "frozen",
    "graph",
    "terms",
    "model",
    "walking",
    "concluded",
    "edits",
    "diagnostics",
    "canonical",
    "inference",
    "law",
    "trail",
    "inquiry",
    "rendering",
)
NOT_IN_CORE = {"yaml", "jsonschema", "click", "pathlib", "time", "os", "sys", "locale", "random"}
ALLOWED_CLOCK = {"date", "timedelta"}


def layer(path: Path) -> str:
    """Return the layer of a module: its folder below engine, or its own name."""
    parts = path.relative_to(ENGINE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return level, module and names of every import in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module or "", tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.Import):
            found += [(0, alias.name, ()) for alias in node.names]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ENGINE)))
def test_imports_point_one_way(path: Path) -> None:
    """A module imports its own layer and those below it, relatively."""
    own = layer(path)
    depth = len(path.relative_to(ENGINE).parts)
    for level, module, names in imports(path):
        assert not module.startswith("engine"), f"{path.name} imports `{module}` absolutely"
        if level == depth:  # relative to engine/
            for target in [module.split(".")[0]] if module else names:
                assert LAYERS.index(target) <= LAYERS.index(own), f"{own} imports {target}"


@pytest.mark.parametrize("path", [f for f in FILES if layer(f) in CORE], ids=lambda p: str(p.relative_to(ENGINE)))
def test_the_core_has_no_files_and_no_clock(path: Path) -> None:
    """Model to reader is pure: no files, no YAML, no command line, no clock, no chance."""
    for level, module, names in imports(path):
        if level == 0:
            assert module.split(".")[0] not in NOT_IN_CORE, f"{path.name} imports {module}"
            if module == "datetime":
                assert set(names) <= ALLOWED_CLOCK
    assert not re.search(r"\.(today|now|utcnow)\(", path.read_text(encoding="utf-8"))


def test_a_class_has_a_name_of_its_own() -> None:
    """No two classes or types share a name; the library's few wrap what they are named for."""
    found: dict[str, list[str]] = {}
    for path in FILES:
        if layer(path) != "library":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                target = node.targets[0] if isinstance(node, ast.Assign) else None
                name = node.name if isinstance(node, ast.ClassDef) else target.id if isinstance(target, ast.Name) else ""
                if re.match("_?[A-Z]+[a-z]", name):
                    found.setdefault(name, []).append(str(path.relative_to(ENGINE)))
    assert len(found) > 200
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def literals(path: Path) -> list[tuple[int, str]]:
    """Return every number and every text outside docstrings, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    return [
        (node.lineno, str(node.value))
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in prose and not isinstance(node.value, bool)
    ]


@pytest.mark.parametrize("path", [*FILES, HOME / "cli.py"], ids=lambda p: p.name)
def test_no_law_in_python(path: Path, laws: Laws) -> None:
    """No law version, act, provision id, parameter name, rule id or public conclusion about people stands in Python."""
    versions = {v.name for v in laws.versions}
    acts = {act for v in laws.versions for act in v.acts}
    rules = {rule for v in laws.versions for rule in v.rules}
    parameters = {p for v in laws.versions for p in v.parameters}
    named = {n for n in (*laws.vocabulary.facts, *laws.vocabulary.conclusions) if not n.startswith("law.")}
    provisions = {p for v in laws.versions for r in v.rules.values() for p in r.source.provisions}
    for line, text in literals(path):
        assert text not in versions | acts | rules | parameters | named | provisions, f"{path.name}:{line} names `{text}`"
        assert not any(act in text for act in acts), f"{path.name}:{line} names an act"
        assert not re.search(r"§\s*\d", text), f"{path.name}:{line} names a section"
        assert not re.fullmatch(r"(19|20)\d\d(-\d\d(-\d\d)?)?", text) or "calendar" in path.name, f"{path.name}:{line} names a year"


NO_LAW = {
    "conditions.py": {"100"},
    "dates.py": {"28"},
    "durable.py": {"16", "24", "200", "250", "100", "500"},
    "working_days.py": {"15", "25", "30", "100"},
}
"""Numbers of modules that only look like the law's: the shortest month, the limits of durable-rules, the reckoning of Easter, per cent."""


def test_the_thresholds_of_the_law_are_not_in_the_decision_code(laws: Laws) -> None:
    """No number that a parameter sets (above the small ones any program counts with) stands in inference or law."""
    numbers = {str(p.value) for v in laws.versions for p in v.parameters.values() if isinstance(p.value, int) and p.value > 12}
    for path in FILES:
        if layer(path) in ("inference", "law"):
            found = {text for _, text in literals(path)} & numbers - NO_LAW.get(path.name, set())
            assert not found, f"{path.name} holds {found}"


# ---------------------------------------------------------------- sizes

MOST_LINES = 600
MOST_LINES_OF_A_FUNCTION = 80
MOST_DECISIONS = 20
TABLES = {"row_of", "_call", "_computed", "_function", "_number", "_of", "counted", "reader"}
"""Functions that are one table, a case for each word of the rule language, whole by the type checker."""
TO_BE_DIVIDED = {
    "_diagnostics",
    "_run_steps",
    "_unreadable",
    "build_vocabulary",
    "foreign_steps",
    "question",
    "row_decider",
    "summary_report",
}
"""Functions that are longer than this still; no other may be."""


def decisions(function: ast.AST) -> int:
    """Return one more than the places where a function, but for those inside it, may go one way or another (cyclomatic complexity)."""
    count, inside = 1, list(ast.iter_child_nodes(function))
    while inside:
        node = inside.pop()
        match node:
            case ast.If() | ast.IfExp() | ast.For() | ast.While() | ast.ExceptHandler() | ast.Assert() | ast.Lambda() | ast.match_case():
                count += 1
            case ast.comprehension():
                count += 1 + len(node.ifs)
            case ast.BoolOp():
                count += len(node.values) - 1
        if not isinstance(node, ast.FunctionDef):
            inside += ast.iter_child_nodes(node)
    return count


def first_line(function: ast.FunctionDef) -> int:
    """Return the line of the first statement behind the docstring."""
    is_documented = ast.get_docstring(function) is not None and len(function.body) > 1
    return function.body[1 if is_documented else 0].lineno


@pytest.mark.parametrize("path", [*FILES, HOME / "cli.py"], ids=lambda p: str(p.relative_to(HOME)))
def test_nothing_is_too_long_to_be_read(path: Path) -> None:
    """A module is a few screens, a function one, with no more ways through it than a reader can keep in mind; a catalogue is one table."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES or path.parent.name == "catalogue"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name not in TABLES | TO_BE_DIVIDED:
            assert node.end_lineno is not None and node.end_lineno - first_line(node) < MOST_LINES_OF_A_FUNCTION, node.name
            assert decisions(node) <= MOST_DECISIONS, f"{node.name} has {decisions(node)} ways"
