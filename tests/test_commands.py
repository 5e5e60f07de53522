"""The commands: each speaks both languages, click's own words too, and none pays for another."""

from __future__ import annotations

import ast
import re
import shlex
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import main
from engine.commands import VERBS
from engine.commands.console import rejection
from engine.commands.progress import counting
from engine.commands.speaking import Command, Option
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference.constraints import UnlikelyFacts
from engine.model import Place, Text

CATALOGUE = HOME / "engine" / "commands" / "locale" / "nb" / "LC_MESSAGES" / "messages.po"

NEVER_SAID = re.compile(
    r"""deprecat|confirmation|do\ not\ match|^Choice\(|UUID|Bash|colou?r|Repeat\ for|any\ key|invalid\ input|Editing\ failed
    |Windows\ error|standard\ stream|without\ prompting|want\ to\ continue|declaration|Name\ '|Could\ not\ determine
    |No\ options\ defined|Boolean\ option|^d$|start\ character""",
    re.VERBOSE,
)
"""What click says of mistakes of the program, of prompts that no command uses, and of shells' completion."""


def entries() -> dict[str, tuple[str, ...]]:
    """Return the translations of the catalogue, by what gettext looks for: a plural follows its singular after a NUL."""
    found: dict[str, tuple[str, ...]] = {}
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
        texts: list[tuple[str, str]] = []
        for line in block.splitlines():
            keyword, _, quoted = line.partition('"')
            if not line.startswith("#"):
                begun = (keyword.strip(), "") if keyword else texts.pop()
                texts.append((begun[0], begun[1] + ast.literal_eval(f'"{quoted}')))
        ids = [text for keyword, text in texts if keyword.startswith("msgid")]
        found["\0".join(ids)] = tuple(text for keyword, text in texts if keyword.startswith("msgstr"))
    return found


def compiled() -> bytes:
    """Return the catalogue as gettext reads it: a table of ids in order, a table of translations, and the texts."""
    pairs = sorted((key.encode(), "\0".join(said).encode()) for key, said in entries().items())
    ids, texts = b"".join(key + b"\0" for key, _ in pairs), b"".join(said + b"\0" for _, said in pairs)
    start = 28 + 16 * len(pairs)
    tables, offset = [b"", b""], [start, start + len(ids)]
    for pair in pairs:
        for column, text in enumerate(pair):
            tables[column] += struct.pack("<2I", len(text), offset[column])
            offset[column] += len(text) + 1
    return struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start) + b"".join(tables) + ids + texts


def test_the_compiled_catalogue_is_that_of_the_text(update_golden: bool) -> None:
    """gettext reads `messages.mo`; people read `messages.po`."""
    if update_golden:
        CATALOGUE.with_suffix(".mo").write_bytes(compiled())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled()


def words_of_click() -> Iterator[str]:
    """Yield what this version of click asks gettext for."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                if texts and not any(NEVER_SAID.search(str(text)) for text in texts):
                    yield "\0".join(map(str, texts))


def test_click_says_nothing_that_is_not_translated() -> None:
    """Every word of click's that a user can meet is in the catalogue, with its places for values."""
    said = entries()
    assert [text for text in words_of_click() if text not in said] == []
    for key, translations in said.items():
        if key:
            for translation, original in zip(translations, key.split("\0"), strict=True):
                assert set(re.findall(r"\{\w+", translation)) <= set(re.findall(r"\{\w+", key)), original


def commands() -> list[Command]:
    """Return the command before the commands, and all commands."""
    context = click.Context(main)
    found = [main, *(main.get_command(context, name) for name in VERBS)]
    assert all(isinstance(command, Command) for command in found)
    return [command for command in found if isinstance(command, Command)]


def test_every_help_text_is_there_in_both_languages() -> None:
    """Each command and option says what it is in English and in Bokmål, and not the same in both."""
    for command in commands():
        told = [(command.help, command.nb), *((o.help, o.nb) for o in command.params if isinstance(o, Option))]
        assert len(told) == 1 + sum(isinstance(parameter, click.Option) for parameter in command.params)
        for english, norwegian in told:
            assert english and norwegian and english != norwegian, command.name


@pytest.mark.parametrize("name", [None, *VERBS])
def test_help_speaks_one_language(name: str | None) -> None:
    """Bokmål unless English is asked for, of the command or before it or by the environment."""
    below = [] if name is None else [name]
    norwegian = CliRunner().invoke(main, [*below, "--help"]).stdout
    english = CliRunner().invoke(main, ["--lang", "en", *below, "--help"]).stdout
    assert norwegian.startswith("Bruk:") and "Valg:" in norwegian and "Vis denne teksten." in norwegian
    assert not re.search(r"Options|Usage|default:|required|Show this|OPTIONS|COMMAND", norwegian)
    assert english.startswith("Usage:") and "Options:" in english and not re.search(r"Valg|Bruk|ellers:", english)
    assert english == CliRunner(env={"HJEMMEL_LANG": "en"}).invoke(main, [*below, "--help"]).stdout
    if name is not None and "--lang" in norwegian:
        asked = CliRunner().invoke(main, [name, "--lang", "en", "--help"]).stdout
        assert asked == english.replace("[default: en]", "[default: nb]")


MISTAKES = {
    "nothing": "Usage: evaluat",
    "evaluate": "Missing argument",
    "evaluate case.yaml --format xml": "is not one of",
    "evaluate case.yaml --nonsense": "No such option",
    "evaluate --record": "requires an argument",
    "laws more": "unexpected extra argument",
    "batch in.csv -o out.csv --within many": "not a valid int",
    "batch in.csv -o out.csv --within -1": "not in the range",
    "batch in.csv -o out.csv --on 1.1.2026": "does not match the format",
    "batch in.csv": "Missing option",
    "explain": "name one CASE file",
    "evaluate case.yaml --key k.pem": "--key signs what",
    "batch in.csv -o out.csv --trail --columns a": "leave --columns out",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_usage_error_speaks_one_language(line: str) -> None:
    """The whole of what is printed is in the language asked for."""
    norwegian = CliRunner().invoke(main, shlex.split(line))
    english = CliRunner().invoke(main, ["--lang", "en", *shlex.split(line)])
    assert norwegian.exit_code == english.exit_code == 2
    if line != "nothing":
        assert MISTAKES[line] in english.stderr
    assert "Error: " in english.stderr and "Feil: " not in english.stderr
    assert not re.search(r"Usage|Error|Try", norwegian.stderr.replace("CASE", ""))
    told = norwegian.stderr.partition("Feil: ")[2]
    assert not re.search(r"\b(is|not|the|of|no|such|leave|must|does|missing|with|and)\b", re.sub(r"'[^']*'|`[^`]*`", "", told)), told


def test_a_command_pays_for_no_other() -> None:
    """The version needs neither YAML nor tables; a decision needs no register, no solver and no editor."""
    for arguments, absent in (
        (["--version"], {"yaml", "rich", "polars", "z3", "pygls", "cryptography", "jsonschema"}),
        (["evaluate", "examples/refugee-2026.yaml"], {"rich", "polars", "pyarrow", "z3", "pygls", "cryptography", "jsonschema"}),
    ):
        code = f"import sys, cli\ntry:\n    cli.main({arguments!r})\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
        run = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
        assert not absent & set(run.stderr.split())


def test_what_is_rejected_ends_the_command_even_where_nothing_in_it_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to go on with: what would have been made is not there."""
    context = click.Context(click.Command("tried"))
    context.params = {"lang": "en"}
    with context, pytest.raises(SystemExit) as stopped, rejection():
        raise Rejected([UnlikelyFacts(constraint=Text("rart", "strange")).at(Place("case.yaml", 1, 1))])
    assert stopped.value.code == 1
    assert "case.yaml:1:1: warning[unlikely]: strange" in capsys.readouterr().err


def test_the_time_left_leaves_out_what_the_first_item_prepares(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute for what all rest on, half a minute for each of the four: of two done, as much again is left."""
    now = iter((0.0, 0.0, 90.0, 120.0, 150.0))
    monkeypatch.setattr("engine.commands.progress.time.monotonic", lambda: next(now))

    @click.command()
    @click.pass_context
    def work(context: click.Context) -> None:
        context.params["lang"] = "en"
        assert list(counting("abcd")) == list("abcd")

    assert CliRunner().invoke(work, []).stderr.splitlines() == ["2 of 4, about 60 s left", "3 of 4, about 30 s left"]
