"""`python -m tests.fuzz.served --minutes N`: a workbench under mutated forms and bodies, and under schemathesis where its path is given.

Told are what was answered, each answer that tells of an error of the program, and the memory of the server minute by minute.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import click
import httpx
import yaml

from engine.home import HOME

from ..test_days import lay_out
from .mutations import ODD, UNSEEN, VALUES, mutations, reshaped

PATIENCE = 120.0
"""Seconds that an answer is waited for."""

_MOST_GROWTH = 100
"""Megabytes that the server may grow once what it keeps is there, which is after two minutes."""

_INTERFACE = ("decisions", "answers", "explanations", "questions", "registers")
_EXAMPLES = "examples/*-2026.yaml"
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


class Forms(HTMLParser):
    """The forms of a page as they stand, each with its buttons, and the addresses that it links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str], list[tuple[str, str]]]] = []
        self.links: list[str] = []
        self._named = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down one element."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.append(found["href"].partition("#")[0])
        elif tag == "form" and found.get("method") == "post":
            self.forms.append((found.get("action", ""), {}, []))
        elif self.forms and "name" in found:
            _, fields, buttons = self.forms[-1]
            if tag == "button":
                buttons.append((found["name"], found.get("value", "")))
            else:
                self._named = found["name"]
                fields.setdefault(self._named, "")
                if tag == "input" and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
                    fields[self._named] = found.get("value", "")
        elif self.forms and tag == "option" and "selected" in found:
            self.forms[-1][1][self._named] = found.get("value", "")

    def handle_data(self, data: str) -> None:
        """Take down what stands in a large field."""
        if self.lasttag == "textarea" and self.forms and self._named:
            self.forms[-1][1][self._named] += data


@dataclass
class Client:
    """One that has the session and the token of a workbench, and sends it what is not asked for; `told` counts the answers by kind."""

    web: httpx.Client
    bearer: str
    rng: random.Random
    cases: list[str]
    links: list[str] = field(default_factory=lambda: ["/", "/law", "/register"])
    told: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def once(self) -> None:
        """Send one thing, and follow where the answer leads."""
        if self.rng.random() < 0.4:
            self.ask_interface()
        else:
            self.send_form()

    def ask_interface(self) -> None:
        """Send the interface a case or a register with mutations."""
        draw, name = self.rng, self.rng.choice(_INTERFACE)
        text = draw.choice(self.cases)
        body = reshaped(text, draw) if draw.random() < 0.4 else mutations(text, draw) if draw.random() < 0.9 else text
        usual = {"lang": "nn", "name": "programme.right", "full": "true"}
        query = {key: draw.choice([value, value, draw.choice(ODD)]) for key, value in usual.items()}
        asked = f"/api/{name}" + (f"?{urlencode(query, errors='replace')}" if draw.random() < 0.5 else "")
        kind = draw.choice(["application/json"] * 20 + ["text/csv", "application/x-ndjson", "text/plain"])
        headers = {"authorization": f"Bearer {self.bearer}", "content-type": kind}
        self.send("POST", asked, body.replace("\n", " ").encode("utf-8", "replace"), headers)

    def send_form(self) -> None:
        """Load a page, change some fields of one of its forms, press one of its buttons."""
        draw = self.rng
        where = draw.choice(self.links)
        if draw.random() < 0.05:
            where = mutations(where, draw)
        page = self.send("GET", where)
        if page is None or "html" not in page.headers.get("content-type", ""):
            return
        found = Forms(page.text)
        self.links = [*dict.fromkeys([*self.links, *draw.sample(found.links, min(3, len(found.links)))])][-300:]
        if not found.forms:
            return
        action, fields, buttons = draw.choice(found.forms)
        for key in draw.sample(list(fields), min(len(fields), draw.choice([0, 1, 1, 2, 5]))):
            if key != "csrf" or draw.random() < 0.05:
                fields[key] = self.odd(fields[key])
        if draw.random() < 0.05:
            fields[mutations("fact:work.ended", draw)] = draw.choice(ODD)
        if buttons:
            fields.update([draw.choice(buttons)])
        body = urlencode(fields, errors="replace").encode()
        headers = {"origin": str(self.web.base_url).rstrip("/"), "content-type": "application/x-www-form-urlencoded"}
        answered = self.send("POST", action or where, body, headers)
        if answered is not None and answered.status_code == 303:
            self.send("GET", answered.headers["location"].partition("#")[0])

    def odd(self, text: str) -> str:
        """Return something else than a field holds."""
        draw = self.rng
        return draw.choice([draw.choice(VALUES), draw.choice(ODD), mutations(text, draw), text + draw.choice(UNSEEN), "12.06.1995", "s28"])

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> httpx.Response | None:
        """Return what is answered; an error of the program is a finding."""
        begun = time.monotonic()
        asked = f"{method} {path.partition('?')[0]}"
        try:
            answered = self.web.request(method, path, content=body, headers=headers or {})
        except httpx.InvalidURL:
            return None
        except httpx.HTTPError as error:
            self.findings.append(f"{asked}: {type(error).__name__}\n{body[:2000]!r}")
            return None
        took = time.monotonic() - begun
        self.slowest = max(self.slowest, (took, asked))
        self.told[f"{'interface' if '/api/' in path else 'page' if method == 'GET' else 'form'} {answered.status_code}"] += 1
        if answered.status_code >= 500 or "Traceback (most recent" in answered.text:
            self.findings.append(f"{asked}: {answered.status_code}\n{body[:2000]!r}\n{answered.text[:500]}")
        return answered


@dataclass(frozen=True)
class Served:
    """A server that runs: its process, the address that opens once, the token of programs, and where it writes its errors."""

    process: subprocess.Popen[str]
    address: str
    bearer: str
    errors: Path

    @property
    def memory(self) -> int:
        """The megabytes that the server holds now."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s*(\d+)", told)
        return int(found[1]) >> 10 if found else 0


def serving(home: Path) -> Iterator[Served]:
    """Give a server with cases, a register, a log and the frame of a workbench, and stop it after."""
    lay_out(home)
    for path in sorted(HOME.glob(_EXAMPLES)):
        (home / "cases" / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, str(HOME / "cli.py"), "serve", "--cases", "cases", "--record", "log.db", "--drafts", "drafts"]
    errors = home / "errors.txt"
    with errors.open("w", encoding="utf-8") as told:
        options = ["--registers", "registers", "--no-open", "--lang", "en"]
        process = subprocess.Popen([*command, *options], cwd=home, stdout=subprocess.PIPE, stderr=told, text=True)
    try:
        assert process.stdout is not None
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        bearer = next(found[1] for line in process.stdout if (found := re.search(r"Bearer (\S+)", line)))
        yield Served(process, address, bearer, errors)
    finally:
        process.terminate()
        process.wait(60)


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="Gives the inputs again; not the order in which threads meet.")
@click.option("--minutes", type=float, default=30.0, show_default=True, help="How long.")
@click.option("--schemathesis", type=click.Path(path_type=Path, exists=True), help="The program, to be run at the same time.")
def fuzz(seed: int, minutes: float, schemathesis: Path | None) -> None:
    """Send a workbench mutated forms and bodies. Exit code 1 where one came to an error, or the server grew too large."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for served in serving(Path(folder)):
            base = served.address.partition("/enter")[0]
            described = None
            if schemathesis is not None:
                asked = [str(schemathesis), "run", f"{base}/api/openapi.json", "-H", f"Authorization: Bearer {served.bearer}"]
                asked += ["--max-time", str(int(minutes * 60)), "--request-timeout", str(PATIENCE), "-c", _CHECKS, "--continue-on-failure"]
                described = subprocess.Popen([*asked, "--seed", str(seed)], cwd=folder)
            with httpx.Client(base_url=base, timeout=PATIENCE) as web:
                web.get(served.address)
                cases = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) for path in sorted(HOME.glob(_EXAMPLES))]
                examples = [re.sub(r'"(true|false|-?\d+(?:\.\d+)?)"', r"\1", json.dumps(case)) for case in cases]
                client = Client(web, served.bearer, random.Random(seed), examples)
                held = watched(served, client, minutes * 60)
            code = 0 if described is None else described.wait()
            errors = served.errors.read_text(encoding="utf-8")
            held.append(served.memory)
    click.echo(f"answered: {dict(sorted(client.told.items()))}; slowest {client.slowest[0]:.1f} s ({client.slowest[1]})")
    click.echo(f"memory in MB, minute by minute: {held}; schemathesis ended with {code}")
    for finding in dict.fromkeys(client.findings):
        click.echo(f"FINDING {finding}")
    click.echo(f"on standard error: {errors.strip() or 'nothing'}")
    sys.exit(1 if client.findings or errors or code or held[-1] - held[min(2, len(held) - 1)] > _MOST_GROWTH else 0)


def watched(served: Served, client: Client, seconds: float) -> list[int]:
    """Send one thing after another for so long; return the memory of the server at first, and after every minute."""
    begun, held = time.monotonic(), [served.memory]
    while (passed := time.monotonic() - begun) < seconds and served.process.poll() is None:
        client.once()
        if passed // 60 >= len(held):
            held.append(served.memory)
            click.echo(f"{passed:.0f} s: {held[-1]} MB, {client.told.total()} answers, {len(client.findings)} findings")
    if served.process.poll() is not None:
        client.findings.append(f"the server ended with {served.process.returncode}")
        raise click.ClickException(served.errors.read_text(encoding="utf-8"))
    return held


if __name__ == "__main__":
    fuzz()
