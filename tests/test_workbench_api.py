"""The programming interface of the workbench: its documents are those of the commands, its description is true, its refusals say why."""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from cli import main
from engine.batch.running import Options, decide_registers
from engine.canonical import plain
from engine.home import HOME
from engine.law.compiled import CompiledLaws
from engine.loading import load_laws
from engine.model import Laws
from engine.workbench.app import workbench
from engine.workbench.bench import Bench
from engine.workbench.desk import desk_of
from engine.workbench.folder import CaseFolder
from engine.workbench.guard import Keys
from engine.workbench.law_page import shelf_of
from engine.workbench.openapi import MEDIA, PROBLEM, openapi

from .random_cases import random_cases

PORT = 8124
ORIGIN = f"http://127.0.0.1:{PORT}"
CASE = {"case": "7", "work.hours_per_week": 32, "permit": {"type": "s28"}}


class Program:
    """A program on this machine that has the token, or with `bare` none."""

    def __init__(self, bench: Bench, bare: bool = False) -> None:
        headers = {} if bare else {"authorization": f"Bearer {bench.keys.bearer}"}
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(workbench(bench)), base_url=ORIGIN, headers=headers)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a document."""
        return asyncio.run(self.client.get(path, headers=headers))

    def post(self, path: str, case: object, **headers: str) -> httpx.Response:
        """Send a case, or a body as it is."""
        body = case if isinstance(case, bytes) else json.dumps(case).encode()
        return asyncio.run(self.client.post(path, content=body, headers={"content-type": "application/json", **headers}))


@pytest.fixture(scope="module")
def bench(compiled: CompiledLaws, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench with an empty folder."""
    desk = desk_of(compiled, load_laws(HOME / "rules").texts)
    return Bench(desk, shelf_of(desk, HOME / "rules"), CaseFolder(tmp_path_factory.mktemp("cases")), None, Keys(), PORT, ["nb"])


@pytest.fixture(scope="module")
def program(bench: Bench) -> Program:
    """A program with the token."""
    return Program(bench)


def judge(bench: Bench, schema: str, value: object) -> None:
    """Fail where a document is not what the description says."""
    whole: Any = openapi(bench.desk.principal is not None, True)
    Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": whole["components"]}).validate(value)


def problem(bench: Bench, answered: httpx.Response, status: int) -> dict[str, Any]:
    """Return what a refusal says, which is to its schema."""
    assert answered.status_code == status and answered.headers["content-type"] == PROBLEM
    found: dict[str, Any] = answered.json()
    judge(bench, "api/$defs/problem", found)
    assert found["status"] == status
    return found


def test_the_documents_are_those_of_the_commands(bench: Bench, program: Program, tmp_path: Path) -> None:
    """A decision and an explanation over HTTP are what the commands print for the same case, an answer is its `answer`."""
    path = tmp_path / "request.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    decided = program.post("/api/decisions", CASE)
    printed = json.loads(CliRunner().invoke(main, ["evaluate", str(path), "--format", "json"]).stdout)
    answer = printed.pop("answer")
    assert decided.json() == printed and decided.headers["content-type"] == MEDIA
    assert program.post("/api/answers", CASE).json() == answer
    explained = json.loads(CliRunner().invoke(main, ["explain", str(path), "--format", "json"]).stdout)
    assert program.post("/api/explanations", CASE).json() == explained
    assert program.post("/api/answers?lang=en", CASE).json()["lang"] == "en"


def test_what_is_answered_is_to_its_schema(bench: Bench, program: Program, laws: Laws) -> None:
    """Every document, for cases of many kinds."""
    for case in random_cases(laws, 5, seed=3, missing=0.4):
        sent = {"case": case.id} | {name: plain(fact.value) for name, fact in case.facts.items() if fact.origin == "stated"}
        for path, schema in (
            ("decisions", "decision/$defs/decision"),
            ("answers", "answer"),
            ("explanations?full=true", "explanation"),
            ("questions", "api/$defs/questions"),
        ):
            answered = program.post(f"/api/{path}", sent)
            if answered.status_code == 422:
                assert problem(bench, answered, 422)["diagnostics"]["errors"] > 0
            else:
                judge(bench, schema, answered.json())


def test_an_interview_without_state_ends(program: Program) -> None:
    """Whoever asks the next question, adds the answer and sends the case again comes to an answer."""
    case: dict[str, Any] = {"case": "interview", "programme.decision_date": "2026-03-10"}
    draw = random.Random(1)
    for _ in range(40):
        asked = program.post("/api/questions", case)
        if asked.status_code == 422:  # a random answer contradicts another one
            case.pop(list(case)[-1])
            continue
        found = asked.json()
        if found["settled"]:
            break
        fact = found["next"]
        assert fact["name"] == found["facts"][0] and fact["name"] not in case
        values: dict[str, list[Any]] = {"boolean": [True, False], "date": ["2026-01-20", "1990-05-01"], "integer": [1], "decimal": [0, 40]}
        case[fact["name"]] = draw.choice(values.get(fact["type"]) or list(fact["values"]))
    assert found["settled"] and found["next"] is None


def test_the_law_is_told(bench: Bench, program: Program, laws: Laws) -> None:
    """Versions, facts, and a rule in every version that has it."""
    told = program.get("/api/laws").json()
    judge(bench, "api/$defs/laws", told)
    assert [one["version"] for one in told["versions"]] == [version.name for version in laws.versions]
    facts = program.get("/api/facts").json()
    judge(bench, "api/$defs/facts", facts)
    assert [one["name"] for one in facts["facts"]] == [name for name, fact in laws.vocabulary.facts.items() if not fact.given]
    for version in laws.versions:
        for id_ in list(version.rules)[::60]:
            rule = program.get(f"/api/rules/{id_}").json()
            judge(bench, "api/$defs/rule", rule)
            assert version.name in [one["version"] for one in rule["versions"]]


def test_nothing_is_sent_twice(program: Program) -> None:
    """The tag tells the law and the program; who has the document of this tag gets none."""
    first = program.get("/api/laws")
    again = program.get("/api/laws", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert program.get("/api/laws", **{"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "says"),
    [
        ("decisions", b'{"case": "7", "permit.type": "s99"}', {}, 422, "The case is not decided."),
        ("decisions", b'{"case": "7", "nobody.knows": 1}', {}, 422, "The case is not decided."),
        ("decisions", b'{"work.hours_per_week": 32}', {}, 422, "The case is not decided."),
        ("explanations", b"{}", {}, 422, "The case is not decided."),
        ("decisions", b"[]", {}, 422, "The case is not decided."),
        ("decisions", b"", {}, 422, "The case is not decided."),
        ("decisions", b"{", {}, 422, "The case is not decided."),
        ("decisions", b"[" * 5000, {}, 422, "The case is not decided."),
        ("decisions", b"\xff\xfe", {}, 400, "The body is not UTF-8."),
        ("decisions", b"{}", {"content-type": "text/plain"}, 415, "Send the case as application/json."),
        ("decisions", b"{}", {"accept": "text/html"}, 406, f"The interface answers in {MEDIA}."),
        ("decisions", b'{"case": "' + b"x" * 1_000_000 + b'"}', {}, 413, "The request is too large."),
        ("answers?lang=xx", b"{}", {}, 400, "There is no language `xx`; there are nb, "),
        ("explanations?name=programme.outcom", b"{}", {}, 404, "Did you mean `programme.outcome`?"),
        ("questions?name=nothing", b"{}", {}, 404, "No conclusion is named `nothing`."),
    ],
)
def test_a_refusal_says_why(
    bench: Bench, program: Program, path: str, body: bytes, headers: dict[str, str], status: int, says: str
) -> None:
    """Every refusal is a problem to its schema; never a traceback, never half a document."""
    found = problem(bench, program.post(f"/api/{path}", body, **headers), status)
    assert says in found["title"] and ("diagnostics" in found) == (status == 422)


def test_a_document_is_of_a_named_case(bench: Bench, program: Program) -> None:
    """A document that tells its case by the id is made of no case without one; an interview needs none."""
    for path in ("decisions", "explanations"):
        (told,) = problem(bench, program.post(f"/api/{path}", {"permit.type": "s28"}), 422)["diagnostics"]["diagnostics"]
        assert told["code"] == "missing-key" and told["message"]["en"] == "the case lacks the field `case`"
    assert program.post("/api/questions", {"permit.type": "s28"}).status_code == 200


def test_an_unknown_rule_is_told(bench: Bench, program: Program, laws: Laws) -> None:
    """With the one that was perhaps meant."""
    id_ = next(iter(laws.versions[0].rules))
    assert f"Did you mean `{id_}`?" in problem(bench, program.get(f"/api/rules/{id_}x"), 404)["title"]


def test_a_register_is_decided_line_by_line(bench: Bench, program: Program, tmp_path: Path) -> None:
    """As the command writes it; then what is wrong with the others, and at the end the numbers: a line too few is told by them."""
    sent = b'{"case": "a", "work.hours_per_week": 32}\n{"case": "b", "work.hours_per_week": "much"}\n'
    path, output = tmp_path / "request.ndjson", tmp_path / "decided.ndjson"
    path.write_bytes(sent)
    decide_registers([path], output, bench.desk.laws, Options(trail=True), lambda *_: None)
    answered = program.post("/api/registers?trail=true&lang=en", sent, **{"content-type": "application/x-ndjson"})
    assert answered.status_code == 200 and answered.headers["content-type"].startswith("application/x-ndjson")
    assert answered.content.startswith(output.read_bytes())
    lines = [json.loads(line) for line in answered.content.splitlines()]
    for line in lines:
        judge(bench, "api/$defs/register_line", line)
    decided, rejected, summary = lines
    assert decided["case"] == "a" and rejected["rejected"]["row"] == 2 and rejected["rejected"]["column"] == "work.hours_per_week"
    assert summary == {"summary": {"rows": 2, "decided": 1, "rejected": 1}}


@pytest.mark.parametrize(
    ("body", "headers", "status", "says"),
    [
        (b"", {}, 422, "The register is not decided."),
        (b"case;nobody.knows\n7;1\n", {"content-type": "text/csv"}, 422, "The register is not decided."),
        (b"{}", {"content-type": "application/json"}, 415, "Send the register as application/x-ndjson or text/csv."),
        (b"{}", {"accept": MEDIA}, 406, "The interface answers in application/x-ndjson."),
    ],
)
def test_a_register_that_is_refused_says_why(
    bench: Bench, program: Program, body: bytes, headers: dict[str, str], status: int, says: str
) -> None:
    """As a problem, before any line; it names no file of the server."""
    found = problem(bench, program.post("/api/registers", body, **{"content-type": "application/x-ndjson", **headers}), status)
    assert found["title"] == says and "hjemmel-" not in json.dumps(found)


def test_a_program_needs_the_token(bench: Bench) -> None:
    """Unless the command was told that none is needed; and no page of another site is a program."""
    stranger = Program(bench, bare=True)
    assert "Authorization" in problem(bench, stranger.get("/api/laws"), 401)["title"]
    problem(bench, stranger.get("/api/laws", authorization="Bearer guess"), 401)
    assert "Authorization" in problem(bench, stranger.post("/api/decisions", CASE), 401)["title"]
    opened = Bench(bench.desk, bench.shelf, bench.folder, None, Keys(bearer=""), PORT, ["nb"])
    assert Program(opened, bare=True).get("/api/laws").status_code == 200
    assert Program(opened, bare=True).post("/api/decisions", CASE).status_code == 200
    problem(bench, Program(opened, bare=True).post("/api/decisions", CASE, origin="http://evil.example"), 403)
    assert Program(opened, bare=True).get("/").status_code == 403
    assert stranger.get("/health").json()["status"] == "ok"


def test_the_description_is_whole(bench: Bench, program: Program) -> None:
    """Every reference leads somewhere, every address of the interface is described, and the description is what is served."""
    whole: Any = program.get("/api/openapi.json").json()
    assert whole == openapi(True, True) and whole["openapi"] == "3.1.0"
    for name, schema in whole["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema), name

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [found for value in part.values() for found in references(value)]
        return [found for value in part for found in references(value)] if isinstance(part, list) else []

    found = references(whole)
    assert len(found) > 100
    for reference in found:
        target: Any = whole
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
    served = {route.path for route in workbench(bench).app.routes if route.path.startswith("/api/")}  # type: ignore[attr-defined]
    assert served - {"/api/openapi.json"} == set(whole["paths"])
