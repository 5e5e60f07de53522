"""Command lines of random words: options in any order, twice, with odd values and files; every command but those that wait for somebody."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

import cli
from engine.home import HOME

from ..made_up_law import Result, hjemmel
from .judging import Sandbox, expect, safe
from .mutations import ODD, UNSEEN, VALUES

_FILES = [
    "case.yaml",
    "case.yaml",
    "case.yaml",
    "open.yaml",
    "rules",
    "rules/two/law.yaml",
    "tests/regression/two/suite.yaml",
    "decision.json",
    "in.csv",
    "out.csv",
    "log.sqlite",
    "key.pem",
    "missing.yaml",
    "./case.yaml",
    "rules/../case.yaml",
    "link.yaml",
    "folder",
    "CASE.YAML",
    "",
    ".",
    "..",
    "/dev/null",
    "case.yaml/",
    "a" * 300,
    "sak nr. 1 æøå#.yaml",
]
_OUTPUTS = [
    "out.json",
    "new.csv",
    "new.parquet",
    "new.ndjson",
    "new",
    "folder/new.txt",
    "no/such/new.txt",
    "case.yaml",
    "./case.yaml",
    "link.yaml",
    "rules/two/law.yaml",
    "rules/three.yaml",
    "log.sqlite",
    "in.csv",
    "tests/regression/two/suite.yaml",
    "folder",
    "",
    ".",
    "new\n.txt",
    "decision.json",
    "key.pem",
]
_NAMES = [
    "card.outcome",
    "card.right",
    "person.age",
    "right",
    "person.resident",
    "law.lending",
    "lending",
    "fees",
    "nothing",
    "card.expiry",
]
_VERSIONS = ["one", "two", "auto", "three", "ONE", "2026", "one,two"]
_ASSUMED = [
    "reader.level=fluent",
    "loans.count=3",
    "person.resident=true",
    "card.lost_date=none",
    "loans.count",
    "law.forced=true",
    "=",
    "x=1",
]
_DATES = ["2031-01-01", "2012-02-29", "2013-02-29", "1.1.2031", "0001-01-01", "9999-12-31", "2031-01-01T00:00:00"]
_WRITING = ("output", "record", "witnesses", "into", "log")
"""The parameters of commands that name what is written."""


class Options:
    """Command lines on the made-up law, in this process; some also in one of their own, which must say the same."""

    def __init__(self, sandbox: Sandbox, alone: float) -> None:
        self.sandbox, self.alone = sandbox, alone
        folder = sandbox.folder
        (folder / "folder").mkdir(exist_ok=True)
        (folder / "open.yaml").write_text("card: {application_date: 2012-03-01}\n", encoding="utf-8")
        (folder / "in.csv").write_text("case,person.resident\na,true\nb,false\nc,x\n", encoding="utf-8")
        (folder / "sak nr. 1 æøå#.yaml").write_text("person: {resident: true}\n", encoding="utf-8")
        (folder / "link.yaml").symlink_to("case.yaml")
        (folder / "decision.json").write_text(hjemmel("evaluate", "case.yaml", "--format", "json").stdout, encoding="utf-8")
        hjemmel("batch", "in.csv", "-o", "out.csv", "--trail")
        hjemmel("evaluate", "case.yaml", "--record", "log.sqlite")
        self._key(folder / "key.pem")
        self.sandbox = Sandbox(folder)
        context = click.Context(cli.main)
        found = {name: cli.main.get_command(context, name) for name in cli.main.list_commands(context) if name not in ("lsp", "ask")}
        self.commands = {name: command for name, command in found.items() if command is not None}

    @staticmethod
    def _key(path: Path) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519

        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        path.write_bytes(ed25519.Ed25519PrivateKey.generate().private_bytes(encoding, form, serialization.NoEncryption()))

    def __call__(self, rng: random.Random) -> str:
        arguments, named = self.line(rng)
        with self.sandbox.kept(named, arguments):
            result = hjemmel(*arguments, lang=rng.choice(["en", "en", "en", "nb"]))
            self.judge(result, arguments)
        if rng.random() < self.alone:
            with self.sandbox.kept(named, arguments):
                self.apart(arguments, result)
        return f"exit {result.code}"

    def judge(self, result: Result, arguments: Sequence[str]) -> None:
        expect(result.code in (0, 1, 2, 3), "exit code", (arguments, result))
        silent = "github" in " ".join(arguments)  # which has no words for "nothing is wrong"
        expect(
            result.stdout or result.stderr or silent or "-o" in arguments or "--output" in " ".join(arguments),
            "nothing said",
            (arguments, result),
        )
        expect(result.code in (0, 3) or result.stderr or result.stdout, "failed and not told", (arguments, result))
        expect("Traceback" not in result.stderr, "traceback told", (arguments, result))
        long = "--format" in arguments
        safe(result.stdout, arguments, longest=1_000_000 if long else 5_000)
        safe(result.stderr, arguments)
        if "json" in arguments and result.code in (0, 3) and result.stdout.startswith(("{", "[")):
            json.loads(result.stdout)

    def apart(self, arguments: Sequence[str], result: Result) -> None:
        """Run the line in a process of its own, under an encoding of its own: the exit code is the same, and nothing is a traceback."""
        env = {**os.environ, "PYTHONPATH": str(HOME), "HJEMMEL_LANG": "en", "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
        command = [sys.executable, str(HOME / "cli.py"), "--rules", "rules", "--lang", "en", *arguments]
        done = subprocess.run(command, env=env, capture_output=True, timeout=60, check=False)
        said = done.stderr.decode("utf-8", "replace")
        expect("Traceback" not in said, "traceback in a process of its own", (arguments, said))
        expect(done.returncode == result.code, "another exit code in a process of its own", (arguments, result, done))

    def line(self, rng: random.Random) -> tuple[list[str], list[str]]:
        """Return a command line and the files that it names for writing."""
        name = rng.choice(list(self.commands))
        command = self.commands[name]
        words: list[list[str]] = []
        named: list[str] = []
        taken = {parameter.name for parameter in command.params if parameter.required or rng.random() < 0.3}
        for parameter in command.params:
            if parameter.name in ("solver", "mutate", "witnesses"):  # minutes, and tests of their own
                continue
            if isinstance(parameter, click.Argument):
                count = rng.choice([1, 1, 1, 2, 0, 3]) if parameter.nargs == -1 else 1
                for _ in range(count if parameter.required or rng.random() < 0.8 else 0):
                    value = self.value(name, parameter, rng)
                    named += [value] if parameter.name in _WRITING else []
                    words.append([value])
            elif isinstance(parameter, click.Option) and parameter.name in taken and rng.random() < 0.97:
                for _ in range(2 if rng.random() < 0.05 else 1):
                    option = rng.choice(parameter.opts)
                    if parameter.is_flag:
                        words.append([option])
                        named += ["rules"] if parameter.name == "fix" else ["schemas"] if parameter.name == "writes" else []
                        continue
                    value = self.value(name, parameter, rng)
                    named += [value, f"{value}.rejects.csv"] if parameter.name in _WRITING else []
                    words.append([f"{option}={value}"] if option.startswith("--") and rng.random() < 0.3 else [option, value])
        if rng.random() < 0.3:
            rng.shuffle(words)
        line = [name, *(word for group in words for word in group)]
        if rng.random() < 0.08:
            line.insert(rng.randrange(len(line) + 1), rng.choice(["--", "-", "--help", "-h", "--nei", "-x", "", "--lang", *ODD[:20]]))
        if rng.random() < 0.05:
            at = rng.randrange(len(line))
            spoilt = rng.randrange(len(line[at]) + 1)
            line[at] = line[at][:spoilt] + rng.choice(UNSEEN.replace("\0", "")) + line[at][spoilt:]
        if name == "new-version":
            named += [f"rules/{word}" for word in line] + [f"{one}/{word}" for one in named for word in line]
        line = [word.replace("\0", "") for word in line]
        return line, self.replaceable(name, line, named)

    def replaceable(self, command: str, line: Sequence[str], named: Sequence[str]) -> list[str]:
        """Return those of the files named for writing that the command may replace: none that it reads, by whatever name."""
        meant = [_real(value) for word in line for value in {word, word.partition("=")[2]} if value]
        found = []
        for one in filter(None, named):
            real = _real(one)
            law = "new-version" if command == "new-version" or "--fix" in line else "rules"
            is_read = any(real == part or real.startswith(f"{part}/") for part in _READ if part != "rules" or law == "rules")
            if not is_read and meant.count(real) < 2:
                found += [os.path.normpath(one), real]
        return found

    def value(self, command: str, parameter: click.Parameter, rng: random.Random) -> str:
        """Return a value of a parameter: one that it may have, or an odd one."""
        if rng.random() < 0.08:
            return rng.choice([*ODD, *VALUES])
        if isinstance(parameter.type, click.Choice):
            return str(rng.choice([*parameter.type.choices] * 5 + ["", "xml", "JSON"]))
        if isinstance(parameter.type, click.DateTime):
            return rng.choice(_DATES)
        if isinstance(parameter.type, click.IntRange):
            return rng.choice(["0", "1", "2", "30", "-1", "3661", "9" * 30, "1.5"])
        match parameter.name:
            case "output" | "record" | "into":
                return rng.choice(_OUTPUTS)
            case "log":
                return rng.choice(["log.sqlite", "log.sqlite", "log.sqlite", *_FILES])
            case "case" | "id_":
                return rng.choice(["case", "a", "b", "c", *ODD[:10]])
            case "law" | "versions" | "older" | "newer" | "predecessor":
                return rng.choice(_VERSIONS)
            case "assume":
                return rng.choice(_ASSUMED)
            case "conclusion" | "name" | "prefix" | "topics" | "columns":
                return rng.choice(
                    [*_NAMES, ",".join(rng.sample(_NAMES, k=2))] if command != "new-version" else ["three", "one", "../x", "a/b"]
                )
            case "receipt":
                return rng.choice(["1:" + "0" * 64, "0:" + "a" * 64, "1", ":", f"{'9' * 30}:{'0' * 64}"])
            case "arguments":
                return rng.choice(_FILES + _NAMES)
            case "files" if command == "batch":
                return rng.choice(["in.csv", "in.csv", "in.csv", *_FILES])
            case "files" if command == "verify":
                return rng.choice(["decision.json", "decision.json", "log.sqlite", *_FILES])
            case "register":
                return rng.choice(["out.csv", "out.csv", *_FILES])
            case _:
                return rng.choice(_FILES)


_READ = ("rules", "tests/regression")
"""What most commands read, and no output may replace."""


def _real(name: str) -> str:
    return os.path.relpath(os.path.realpath(name)) if "\0" not in name else name
