"""The extension for VS Code: what its manifest names is there, and it starts a server that the command line knows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from textwrap import indent
from typing import Any

import click
import pytest

from engine.editor.describing import TOKENS
from engine.home import HOME
from engine.language.located import read_tree
from engine.schemas import validate
from engine.version import VERSION

FOLDER = HOME / "editors" / "vscode"

# Stands in for the editor and its client library: tells how the server is started, and each time that it ends.
STANDS_IN = """
const Module = require("node:module");
const load = Module._load;
const told = [];
const settings = JSON.parse(process.argv[2]);
let changed;
class LanguageClient {
  constructor(id, name, server, client) { this.server = server; this.client = client; }
  async start() { told.push({ ...this.server, init: this.client.initializationOptions }); if (settings.fails) throw new Error("ENOENT"); }
  async dispose() { told.push("disposed"); if (settings.fails) throw new Error("not running"); }
}
const vscode = {
  workspace: {
    getConfiguration: () => ({ get: (name) => settings[name] }),
    workspaceFolders: settings.folder ? [{ uri: { fsPath: settings.folder } }] : undefined,
    createFileSystemWatcher: (pattern) => pattern,
    onDidChangeConfiguration: (listener) => { changed = listener; },
  },
  commands: { registerCommand: (name) => told.push(name) },
  window: { showErrorMessage: async (text) => { told.push(text); } },
};
const stand = { vscode, "vscode-languageclient/node": { LanguageClient, TransportKind: { stdio: 0 } } };
Module._load = (name, ...rest) => stand[name] ?? load(name, ...rest);
const extension = require(process.argv[1]);
(async () => {
  await extension.activate({ subscriptions: [] });
  await Promise.all([1, 2].map(() => changed({ affectsConfiguration: (name) => name === "hjemmel" })));
  await extension.deactivate();
  console.log(JSON.stringify(told));
})();
"""


def read(name: str) -> Any:
    """Return a file of the extension."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def manifest() -> Any:
    """The manifest of the extension."""
    return read("package.json")


def told(folder: str, **settings: Any) -> list[Any]:
    """Return what the editor and its client are told while the extension starts, has two settings changed at once, and stops."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    given = {"command": "hjemmel", "rules": "", "drafts": [], "language": "nb", "folder": folder, **settings}
    words = [node, "-e", STANDS_IN, str(FOLDER / "extension.js"), json.dumps(given)]
    found = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    return list(json.loads(found.stdout))


def test_what_the_manifest_names_is_there(manifest: Any) -> None:
    """Files, words in both languages, settings that the program reads, the version, and no address in the lock."""
    named = [manifest["main"], *manifest["files"], *(one["path"] for one in manifest["contributes"]["snippets"])]
    assert all((FOLDER / name).is_file() for name in named if name != "node_modules/**")
    assert manifest["version"] == VERSION == read("package-lock.json")["version"]
    assert (FOLDER / "LICENSE").read_text(encoding="utf-8") == (HOME / "LICENSE").read_text(encoding="utf-8")
    words = set(re.findall(r'"%(\w+)%"', json.dumps(manifest)))
    assert words == read("package.nls.json").keys() == read("package.nls.nb.json").keys()
    program = (FOLDER / "extension.js").read_text(encoding="utf-8")
    settings = {name.removeprefix("hjemmel.") for name in manifest["contributes"]["configuration"]["properties"]}
    assert settings == set(re.findall(r'settings\.get\("(\w+)"\)', program))
    lock = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and all("integrity" in one for name, one in json.loads(lock)["packages"].items() if name)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`hjemmel.{name}`" in readme for name in settings)


def test_the_colours_are_those_of_the_server(manifest: Any) -> None:
    """Each kind of name that the server tells has a colour, and no other has."""
    (scopes,) = manifest["contributes"]["semanticTokenScopes"]
    assert scopes["scopes"].keys() == set(TOKENS.values())


def test_the_frames_are_of_the_rule_language() -> None:
    """What a frame writes, filled in with its own words, is as the schemas want it."""
    for frame in read("snippets.json").values():
        text = "\n".join(frame["body"])
        filled = re.sub(r"\$\{\d+(?::([^}]*)|\|([^,|]*)[^}]*)\}", lambda found: found[1] or found[2], text)
        key = "parameters" if "parameter" in frame["prefix"] else "rules"
        rest = "rules: []\n" if key == "parameters" else ""
        of_rules = f"topic: target_group\ntitle: {{nb: a, en: b}}\n{key}:\n{indent(filled, '  ')}\n{rest}"
        name, text = ("suite", filled) if "testsak" in frame["prefix"] else ("rules", of_rules)
        tree = read_tree("frame.yaml", text, [])
        assert tree is not None and not validate(tree, f"{name}.schema.json"), text


def test_the_server_is_started_as_the_settings_say(tmp_path: Path) -> None:
    """The shipped words; a path beside the rules; drafts and a rules folder elsewhere. Every server ends before the next begins."""
    plain = told("")
    assert plain[0] == "hjemmel.restart"
    assert plain[1:] == [{"command": "hjemmel", "args": ["lsp"], "transport": 0, "options": {}, "init": {"lang": "nb"}}, "disposed"] * 3
    (tmp_path / "rules").mkdir()
    own = told(str(tmp_path), command=".venv/bin/hjemmel", drafts=["drafts/one"], language="en")[1]
    assert own["command"] == str(tmp_path / ".venv" / "bin" / "hjemmel")
    assert own["args"] == ["--rules", str(tmp_path / "rules"), "--draft", str(tmp_path / "drafts" / "one"), "lsp"]
    assert own["options"] == {"cwd": str(tmp_path)} and own["init"] == {"lang": "en"}
    assert told(str(tmp_path), rules="elsewhere")[1]["args"] == ["--rules", str(tmp_path / "elsewhere"), "lsp"]


def test_a_server_that_does_not_start_is_told() -> None:
    """With what could not be started and how to mend it; changed settings try again, and the editor closes without an error."""
    failed = told("", fails=True, command="hjemel")
    messages = [one for one in failed if isinstance(one, str) and "kunne ikke startes" in one]
    assert len(messages) == 3 and all("`hjemel`" in one and 'pip install "hjemmel[editor]"' in one for one in messages)


def test_the_words_are_of_the_command_line() -> None:
    """The command and options that the extension gives are those of the program."""
    from cli import main

    options = {name for option in main.params for name in option.opts}
    assert {"--rules", "--draft"} <= options and "lsp" in main.list_commands(click.Context(main))
