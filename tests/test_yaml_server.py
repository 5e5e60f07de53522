"""What an editor with the YAML language server says of our files, from the schemas alone.

The server is the package `yaml-language-server` of npm. HJEMMEL_YAML_SERVER names the folder that holds its `node_modules`;
without it, or without node, these tests are skipped. Nothing is fetched from a network.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.home import HOME

from .lsp_client import Client

NODE = shutil.which("node")
FOLDER = Path(os.environ.get("HJEMMEL_YAML_SERVER", ""))
SERVER = FOLDER / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(not SERVER.is_file(), reason="HJEMMEL_YAML_SERVER names no folder in which npm installed yaml-language-server"),
]

SETTINGS = json.loads((HOME / ".vscode" / "settings.json").read_text("utf-8"))
RULE_FILES = sorted([*(HOME / "rules").rglob("*.yaml"), *(HOME / "examples" / "age-60").glob("*.yaml")])
SUITES = [path for folder in ("tests/regression", "examples/suites") for path in sorted((HOME / folder).glob("*/*.yaml"))]
CASES = sorted((HOME / "examples").glob("*.yaml")) + sorted((HOME / "tests" / "golden").glob("*.yaml"))
RULES = next(path for path in RULE_FILES if path.name == "target-group.yaml" and "rules" in path.parts)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The server, with the settings of the repository."""
    assert NODE is not None
    # VS Code resolves the paths of the settings; the protocol wants addresses.
    schemas = {(HOME / name).resolve().as_uri(): globs for name, globs in SETTINGS["yaml.schemas"].items()}
    store = {"enable": SETTINGS["yaml.schemaStore.enable"]}
    yaml = {"schemas": schemas, "schemaStore": store, "validate": True, "hover": True, "completion": True}
    server = Client([NODE, str(SERVER), "--stdio"], HOME, {"yaml": yaml})
    hover = {"contentFormat": ["markdown", "plaintext"]}
    server.request(
        "initialize",
        {
            "processId": os.getpid(),
            "rootUri": HOME.as_uri(),
            "workspaceFolders": [{"uri": HOME.as_uri(), "name": "hjemmel"}],
            "capabilities": {"workspace": {"configuration": True}, "textDocument": {"hover": hover}},
        },
    )
    server.notify("initialized", {})
    server.notify("workspace/didChangeConfiguration", {"settings": None})  # it asks for them
    yield server
    server.kill()


def opened(client: Client, path: Path, text: str | None = None) -> tuple[str, list[dict[str, Any]]]:
    """Open a file, or a text under a new name beside it, and return its URI and what the server says is wrong in it."""
    # A new name each time: what the server still says of an earlier text cannot be taken for what it says of this one.
    number = len(client.diagnostics)
    uri = client.open(
        path if text is None else path.with_name(f"{path.stem}-{number}.yaml"), path.read_text("utf-8") if text is None else text
    )
    return uri, client.problems(uri)


def test_there_are_files_of_every_kind() -> None:
    """Nothing is tested of an empty list."""
    assert len(RULE_FILES) > 30 and len(SUITES) > 30 and len(CASES) > 10


@pytest.mark.parametrize("paths", [RULE_FILES, SUITES, CASES], ids=["rules", "suites", "cases"])
def test_nothing_is_wrong_with_the_shipped_files(client: Client, paths: list[Path]) -> None:
    """The server finds no fault in any file of the repository."""
    for path in paths:
        _, problems = opened(client, path)
        assert problems == [], path


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (RULES, "    when:", "    whenn:", "whenn"),
        (RULES, "before:", "earlier_than:", "earlier_than"),
        (RULES, "\n  en: Target group of the introduction programme under the Integration Act", "", 'Missing property "en"'),
        (RULES, "unit: years", "unit: year", "Value"),
        (HOME / "rules" / "vocabulary.yaml", "type: boolean", "type: bool", "Value"),
        (SUITES[0], "  expect:", "  expects:", "expects"),
        (CASES[0], "case:", "permit: {granted_dat: 2020-01-01}\ncase:", "granted_dat"),
    ],
    ids=["unknown-key", "operator", "title-en", "unit", "type", "suite", "case"],
)
def test_a_mistake_is_marked_where_it_stands(client: Client, path: Path, old: str, new: str, told: str) -> None:
    """The line of the mistake carries an error that names what is wrong."""
    text = path.read_text("utf-8")
    assert old in text
    line = text.partition(old)[0].count("\n")
    _, problems = opened(client, path, text.replace(old, new, 1))
    marked = [problem for problem in problems if problem["range"]["start"]["line"] in (line, line - 1)]
    assert any(told in problem["message"] for problem in marked), problems
    assert all(problem["severity"] == 1 for problem in marked)


def test_the_fields_of_a_rule_are_offered(client: Client) -> None:
    """Inside a rule, completion offers what is not yet there."""
    text = RULES.read_text("utf-8").partition("\nrules:\n")[0] + "\nrules:\n  - id: some-rule\n    \n"
    uri, _ = opened(client, RULES, text)
    position = {"line": text.count("\n") - 1, "character": 4}
    found = client.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})
    offered = {item["label"] for item in (found["items"] if isinstance(found, dict) else found)}
    assert {"title", "source", "when", "unless", "overrides", "in_force", "then", "note"} <= offered and "id" not in offered


@pytest.mark.parametrize(
    ("path", "word"),
    [(RULES, "    when:"), (RULES, "    then:"), (RULES, "parameters:"), (SUITES[0], "  expect:"), (CASES[0], "permit:")],
    ids=["when", "then", "parameters", "expect", "permit"],
)
def test_a_field_explains_itself(client: Client, path: Path, word: str) -> None:
    """Hovering over a field shows the description that the schema gives it."""
    text = path.read_text("utf-8")
    uri, _ = opened(client, path, text)
    line = text.partition(f"\n{word}")[0].count("\n") + 1
    position = {"line": line, "character": len(word) - 2}
    told = client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})
    shown = told["contents"]["value"] if isinstance(told["contents"], dict) else str(told["contents"])
    assert any(said(description) in said(shown) for description in descriptions(word.strip().rstrip(":"))), shown


def descriptions(field: str) -> list[str]:
    """Return every description of a field of that name in the schemas."""
    found: list[str] = []

    def look(schema: object) -> None:
        if isinstance(schema, dict):
            entry = schema.get("properties", {})
            if isinstance(entry, dict) and isinstance(entry.get(field), dict) and "description" in entry[field]:
                found.append(entry[field]["description"])
        for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
            look(inner)

    for path in sorted((HOME / "schemas").glob("*.json")):
        look(json.loads(path.read_text("utf-8")))
    assert found, field
    return found


def said(text: str) -> str:
    """Return the words of a text, without what Markdown adds."""
    return " ".join(text.replace("\\", "").replace("`", "").split())
