"""The programming interface: the library's documents over HTTP, to the schemas that the package ships, and what is wrong as problems."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from typing import Final, get_args

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..canonical import Json, plain
from ..checking.problem_forms import problems_document
from ..diagnostics import Rejected, suggest
from ..inquiry.explanation import explain, explainable
from ..inquiry.missing import missing_for
from ..inquiry.short_answer import explained_answer
from ..language.located import Mapping, read_tree
from ..language.problems.fields import MissingKey
from ..law.entries import entry_of
from ..model import Fact, Language, LawVersion, Rule, Text
from ..rendering.answer_document import answer_document
from ..rendering.answer_words import answer_words
from ..rendering.explanation_document import explanation_document
from ..rendering.reference import condition_text, expression_text
from ..trail.citation import address, cite
from ..trail.document import document
from ..version import VERSION
from .desk import Desk
from .openapi import MEDIA, PROBLEM, REGISTERS, openapi

_NAME: Final = "request.json"
"""What diagnostics call the case of a request; it is no id."""

_READABLE: Final = (MEDIA, "application/json", "application/*", "*/*")


class ProblemAnswer(Exception):
    """A request that is refused: the status, and why."""

    def __init__(self, status: int, title: str) -> None:
        self.status, self.title = status, title
        super().__init__(title)


Answering = Callable[[Desk, Request, str], Json]
"""What answers a request by its body, which is empty where it has none. Raises Rejected or ProblemAnswer."""


def api_routes(desk: Desk) -> list[Route]:
    """Return the addresses of the interface."""
    tag = f'"{_digest(desk)}"'
    asked: tuple[tuple[str, str, Answering], ...] = (
        ("openapi.json", "GET", lambda desk, request, body: openapi(desk.principal is not None, has_registers())),
        ("laws", "GET", _laws),
        ("facts", "GET", _facts),
        ("rules/{id}", "GET", _rule),
        ("decisions", "POST", _decision),
        ("answers", "POST", _answer),
        ("explanations", "POST", _explanation),
        ("questions", "POST", _questions),
    )
    routes = [Route(f"/api/{path}", _endpoint(desk, tag, answer), methods=[method]) for path, method, answer in asked]
    return [*routes, Route("/api/registers", partial(_register, desk, tag), methods=["POST"])] if has_registers() else routes


def has_registers() -> bool:
    """Return whether registers can be decided: the extra `batch` is there."""
    return find_spec("polars") is not None and find_spec("pyarrow") is not None


def _digest(desk: Desk) -> str:
    """Return what tells this law, told by this program, from any other."""
    return sha256("\n".join([VERSION, *(compiled.digest for compiled in desk.laws.versions)]).encode()).hexdigest()


def _endpoint(desk: Desk, tag: str, answering: Answering) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            _judge_media(request)
            if request.method in ("GET", "HEAD") and request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers={"etag": tag})
            body = _text(await request.body())
            found = await run_in_threadpool(partial(answering, desk, request, body))
        except HTTPException as refused:
            return _problem(refused.status_code, refused.detail)
        except ProblemAnswer as problem:
            return _problem(problem.status, problem.title)
        except Rejected as rejected:
            return _problem(422, "The case is not decided.", problems_document(rejected.diagnostics))
        return Response(_json(found), media_type=MEDIA, headers={"etag": tag})

    return answer


async def _register(desk: Desk, tag: str, request: Request) -> Response:
    from .api_registers import decide_sent

    try:
        _judge_accepted(request, (REGISTERS, *_READABLE[2:]))
        response = await decide_sent(desk, request, _lang(request))
    except HTTPException as refused:
        return _problem(refused.status_code, refused.detail)
    except ProblemAnswer as problem:
        return _problem(problem.status, problem.title)
    except Rejected as rejected:
        return _problem(422, "The register is not decided.", problems_document(rejected.diagnostics))
    response.headers["etag"] = tag
    return response


def _judge_accepted(request: Request, readable: Sequence[str]) -> None:
    accepted = [part.partition(";")[0].strip() for part in request.headers.get("accept", "*/*").split(",")]
    if not any(media in readable for media in accepted):
        raise ProblemAnswer(406, f"The interface answers in {readable[0]}.")


def _judge_media(request: Request) -> None:
    _judge_accepted(request, _READABLE)
    if request.method == "POST" and request.headers.get("content-type", "").partition(";")[0].strip() not in (MEDIA, "application/json"):
        raise ProblemAnswer(415, "Send the case as application/json.")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemAnswer(400, "The body is not UTF-8.") from None


def _problem(status: int, title: str, diagnostics: Json = None) -> Response:
    told: dict[str, Json] = {"type": "about:blank", "title": title, "status": status}
    if diagnostics is not None:
        told["diagnostics"] = diagnostics
    return Response(_json(told), status, media_type=PROBLEM)


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


# ---------------------------------------------------------------- a case in, a document out


def _decision(desk: Desk, request: Request, body: str) -> Json:
    decided = desk.decide(body, _NAME)
    _require_id(body)
    return document(decided.decision, decided.trail, desk.vocabulary, decided.cross_check)


def _answer(desk: Desk, request: Request, body: str) -> Json:
    lang = _lang(request)
    answer = desk.answer(body, _NAME)
    if answer is None:
        raise ProblemAnswer(404, "The law has no principal conclusion.")
    return answer_document(answer_words(answer, lang, desk.decide(body, _NAME).cross_check))


def _explanation(desk: Desk, request: Request, body: str) -> Json:
    decided = desk.decide(body, _NAME)
    name = request.query_params.get("name") or desk.principal or ""
    names = explainable(decided.decision, desk.laws.laws)
    if name not in names:
        raise ProblemAnswer(404, _unknown("Nothing that can be explained is named", name, names))
    _require_id(body)
    full = request.query_params.get("full") == "true"
    found = explain(decided.decision, decided.trail, desk.laws, desk.engine, name)
    declared = desk.laws.laws.vocabulary.conclusions.get(name)
    told: Json = None
    if declared is not None and declared.principal:
        told = answer_document(answer_words(explained_answer(found, desk.laws, desk.engine), _lang(request), decided.cross_check))
    return {**explanation_document(found, full, decided.cross_check), "answer": told}


def _questions(desk: Desk, request: Request, body: str) -> Json:
    name = request.query_params.get("name") or desk.principal or ""
    if name not in desk.vocabulary.conclusions:
        raise ProblemAnswer(404, _unknown("No conclusion is named", name, desk.vocabulary.conclusions))
    found = missing_for(desk.decide(body, _NAME).decision.case, desk.laws, desk.engine, name)
    return {
        "conclusion": name,
        "settled": found.stands,
        "next": _fact(desk.vocabulary.facts[found.first]) if found.first is not None else None,
        "facts": [*found.facts],
        "sets": [[*one] for one in found.sets],
    }


def _require_id(body: str) -> None:
    """Raise Rejected where a case that can be decided states no id; a request has no file whose name could be one."""
    tree = read_tree(_NAME, body, [])
    if isinstance(tree, Mapping) and all(key.text != "case" for key, _ in tree.entries):
        raise Rejected([MissingKey(thing=Text("saken", "the case"), name="case").at(tree.place)])


def _lang(request: Request) -> Language:
    asked = request.query_params.get("lang", "nb")
    for lang in get_args(Language):
        if lang == asked:
            found: Language = lang
            return found
    raise ProblemAnswer(400, f"There is no language `{asked}`; there are {', '.join(get_args(Language))}.")


def _unknown(what: str, name: str, names: Iterable[str]) -> str:
    near = suggest(name, names)
    return f"{what} `{name}`." + (f" Did you mean `{near}`?" if near is not None else "")


# ---------------------------------------------------------------- the law


def _laws(desk: Desk, request: Request, body: str) -> Json:
    drafts = desk.laws.laws.drafts
    return {
        "versions": [
            {
                "version": version.name,
                "title": _both(version.title),
                "effective_from": version.effective_from.isoformat(),
                "digest": compiled.digest,
                "draft": version.name in drafts,
                "acts": [
                    {
                        "name": act.name,
                        "id": act.id,
                        "title": _both(act.title),
                        "short": _both(act.short),
                        "consolidated": act.consolidated.isoformat(),
                    }
                    for act in version.acts.values()
                ],
                "rules": [*version.rules],
            }
            for compiled in desk.laws.versions
            for version in (compiled.version,)
        ]
    }


def _facts(desk: Desk, request: Request, body: str) -> Json:
    return {"facts": [_fact(fact) for fact in desk.vocabulary.facts.values() if not fact.given]}


def _fact(fact: Fact) -> dict[str, Json]:
    return {
        "name": fact.name,
        "type": fact.type,
        "label": _both(fact.label),
        "question": _both(fact.question),
        "source": fact.source,
        "unit": fact.unit,
        "values": {word: _both(text) for word, text in fact.values.items()} if fact.values is not None else None,
        "minimum": _number(fact.minimum),
        "maximum": _number(fact.maximum),
        "if_absent": None if fact.silence is None else plain(fact.silence),
        "known_to": fact.known_to,
    }


def _number(bound: Decimal | None) -> Json:
    return plain(bound) if bound is not None else None


def _rule(desk: Desk, request: Request, body: str) -> Json:
    id_ = request.path_params["id"]
    found = entry_of(desk.laws.laws, id_)
    versions = [_in_version(rule, one.version) for one in found.versions for rule in one.declared if isinstance(rule, Rule)]
    if not versions:
        ids = {rule for compiled in desk.laws.versions for rule in compiled.version.rules}
        raise ProblemAnswer(404, _unknown("No rule is named", id_, ids))
    return {"id": id_, "versions": versions}


def _in_version(rule: Rule, version: LawVersion) -> Json:
    return {
        "version": version.name,
        "title": _both(rule.title),
        "source": _both(cite(rule.source, version.acts)),
        "address": address(rule.source, version.acts) or None,
        "when": condition_text(rule.when, version),
        "unless": [condition_text(exception, version) for exception in rule.unless],
        "overrides": [*rule.overrides],
        "then": {name: expression_text(value, version) for name, value in rule.then},
    }


def _both(text: Text) -> Json:
    return {"nb": text.nb, "en": text.en}
