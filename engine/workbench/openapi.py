"""The description of the programming interface, OpenAPI 3.1, put together from the schemas that the package ships."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final, cast, get_args

from ..canonical import Json
from ..model import Language
from ..schemas import SCHEMAS
from ..version import VERSION

MEDIA: Final = "application/vnd.hjemmel.v1+json"
"""The media type of every answer; the number in it grows when a program that reads the answers has to change."""

REGISTERS: Final = "application/x-ndjson"
"""The media type of the decisions on a register: a document on each line."""

PROBLEM: Final = "application/problem+json"

_ENDING: Final = ".schema.json"


@cache
def openapi(answers: bool, registers: bool) -> Json:
    """Return the description.

    `answers` says whether the law has a principal conclusion, which answers are about, `registers` whether these can be decided.
    """
    lang = _parameter("lang", "query", "The language of every text.", {"enum": [*get_args(Language)], "default": "nb"})
    name = _parameter("name", "query", "What it is about; the principal conclusion by default.", {"type": "string"})
    full = _parameter("full", "query", "Whether the whole trail is in it.", {"type": "boolean", "default": False})
    id_ = _parameter("id", "path", "The id of the rule.", {"type": "string"})
    paths: dict[str, Json] = {
        "/api/laws": {"get": _operation("laws", "The law versions", "api/$defs/laws")},
        "/api/facts": {"get": _operation("facts", "The facts that a case may state", "api/$defs/facts")},
        "/api/rules/{id}": {"get": _operation("rule", "A rule in every version", "api/$defs/rule", [id_], 404)},
        "/api/decisions": {"post": _of_case("decide", "Decide a case", "decision/$defs/decision", [])},
        "/api/explanations": {"post": _of_case("explain", "Explain one answer on a case", "explanation", [name, full], 404)},
        "/api/questions": {"post": _of_case("ask", "What a case lacks, the most decisive first", "api/$defs/questions", [name], 404)},
    }
    if answers:
        paths["/api/answers"] = {"post": _of_case("answer", "Answer a case in short, in words", "answer", [lang], 400)}
    if registers:
        trail = _parameter("trail", "query", "Whether each line has the facts and rules too.", {"type": "boolean", "default": False})
        paths["/api/registers"] = {"post": _of_register([lang, trail])}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hjemmel",
            "version": VERSION,
            "description": "Decisions on cases, with the authority of every step. A case is what a case file holds, as JSON.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _parameter(name: str, place: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": place, "required": place == "path", "description": description, "schema": schema}


def _operation(id_: str, summary: str, schema: str, parameters: list[Json] | None = None, *statuses: int) -> dict[str, Json]:
    refused = {str(status): _answer(_MEANINGS[status], PROBLEM, "api/$defs/problem") for status in (401, 406, *statuses)}
    return {
        "operationId": id_,
        "summary": summary,
        "parameters": parameters or [],
        "responses": {"200": _answer(summary, MEDIA, schema), **refused},
    }


def _of_case(id_: str, summary: str, schema: str, parameters: list[Json], *statuses: int) -> dict[str, Json]:
    """Return an operation that takes a case."""
    body: Json = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/case"}}}}
    return {**_operation(id_, summary, schema, parameters, 400, 403, 413, 415, 422, *statuses), "requestBody": body}


def _of_register(parameters: list[Json]) -> dict[str, Json]:
    """Return the operation that takes a register; its answer is described line by line."""
    told = _operation("register", "Decide every row of a register", "api/$defs/register_line", parameters, 400, 403, 413, 415, 422)
    responses = cast("dict[str, Json]", told["responses"])
    responses["200"] = _answer("A line for each row, and at the end the numbers", REGISTERS, "api/$defs/register_line")
    rows: Json = {"schema": {"type": "string"}}
    return {**told, "requestBody": {"required": True, "content": {REGISTERS: rows, "text/csv": rows}}}


_MEANINGS: Final = {
    400: "The request cannot be read",
    401: "The token is missing or wrong",
    403: "The request comes from a page of another site",
    404: "There is nothing of that name",
    406: "The answer cannot be given in a form that is accepted",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "The case is not decided",
}


def _answer(description: str, media: str, schema: str) -> Json:
    return {"description": description, "content": {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


def _schemas() -> dict[str, Json]:
    """Return the shipped schemas by their names, each reference leading to where its target stands here."""
    found: dict[str, Json] = {}
    for path in sorted(SCHEMAS.glob(f"*{_ENDING}")):
        name = path.name.removesuffix(_ENDING)
        content = json.loads(path.read_text(encoding="utf-8"))
        found[name] = {key: _led(value, name) for key, value in content.items() if key not in ("$schema", "$id")}
    return found


def _led(part: Any, name: str) -> Json:
    if isinstance(part, dict):
        led = {key: _led(value, name) for key, value in part.items()}
        if isinstance(part.get("$ref"), str):
            file, _, inner = part["$ref"].partition("#")
            led["$ref"] = f"#/components/schemas/{file.removesuffix(_ENDING) or name}{inner}"
        return cast("Json", led)
    return [_led(value, name) for value in part] if isinstance(part, list) else cast("Json", part)
