"""The pages of the workbench: what each address answers, and what each form does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Final, NamedTuple, get_args
from urllib.parse import parse_qsl, quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ..diagnostics import Rejected
from ..model import Language
from ..rendering.catalogue import say
from ..rendering.paper import Paper, paper_text
from ..rendering.paper_html import paper_html
from ..version import VERSION
from .api import api_routes, has_registers
from .bench import HERE, Bench, Draft, PageRequest, SentFile, fact_markup, lead_to, render, tell_done
from .case_page import LOSSES, TABS, ShownCase, Wrong, losses, saved_case, tried_case, wrong_of
from .case_view import case_view, history_of, letter_of, outcome_label, record_case
from .desk import stem
from .draft_pages import PATH as DRAFT
from .draft_pages import change_draft, show_draft
from .folder import CaseFile, file_name
from .guard import Guard, cookie_name
from .law_page import SectionLink, contents, rule_view, search, section_view
from .registers import PATH as REGISTERS
from .sheet import FACT, ID, LAW, SOURCE, sheet_tag, translated
from .start_page import cases_of

_STATIC: Final = {"workbench.css": "text/css", "icon.svg": "image/svg+xml"}
_MOST_FIELDS: Final = 1000

_LETTERS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "txt": "text/plain",
}

PageFunction = Callable[[Bench, PageRequest], Response]


def workbench(bench: Bench) -> Guard:
    """Return the application."""
    routes = [
        Route("/health", _health),
        Route("/enter", partial(_enter, bench)),
        Route("/static/{name}", _static),
        *api_routes(bench.desk),
        _route(bench, "/", start),
        _route(bench, "/cases", new_case_file, "POST"),
        _route(bench, "/case/{name}", show_case),
        _route(bench, "/case/{name}", type_case, "POST"),
        _route(bench, "/case/{name}/record", record, "POST"),
        _route(bench, "/case/{name}/letter.{form}", letter),
        _route(bench, "/case/{name}/delete", ask_delete),
        _route(bench, "/case/{name}/delete", delete, "POST"),
        _route(bench, "/law", law),
        _route(bench, "/law/section", law_section),
        _route(bench, "/law/rule/{id}", law_rule),
        _route(bench, DRAFT, show_draft),
        _route(bench, DRAFT, change_draft, "POST"),
        *_register_routes(bench),
        _route(bench, "/language", speak, "POST"),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={Exception: _broken}), bench.keys, bench.port)


def _register_routes(bench: Bench) -> list[Route]:
    """Return the pages of registers, or without the extra `batch` the one that says so."""
    if not has_registers():
        return [_route(bench, REGISTERS, no_registers)]
    from . import register_found as found
    from . import register_pages as pages

    return [
        _route(bench, REGISTERS, pages.show_register),
        _route(bench, REGISTERS, pages.change_register, "POST"),
        _route(bench, f"{REGISTERS}/file", pages.send_register, "POST"),
        _route(bench, f"{REGISTERS}/row", found.show_row),
        _route(bench, f"{REGISTERS}/row", found.open_row, "POST"),
        _route(bench, f"{REGISTERS}/download/{{name}}", found.download),
    ]


def no_registers(bench: Bench, asked: PageRequest) -> Response:
    """Say what registers need."""
    return render(bench, asked, "register_absent.html", 501)


def _route(bench: Bench, path: str, page: PageFunction, method: str = "GET") -> Route:
    async def answer(request: Request) -> Response:
        if method == "POST" and request.headers.get("content-type", "").startswith("multipart/form-data"):
            try:
                async with request.form(max_files=1, max_fields=_MOST_FIELDS) as parts:
                    files = [part for part in parts.values() if isinstance(part, UploadFile)]
                    form = {name: part for name, part in parts.items() if isinstance(part, str)}
                    sent = SentFile(files[0].filename or "", files[0].file) if files and files[0].filename else None
                    return await shown(request, form, sent)
            except HTTPException as refused:
                return PlainTextResponse(f"{refused.detail}\n", refused.status_code)
        return await shown(request, await _form(request) if method == "POST" else {}, None)

    async def shown(request: Request, form: dict[str, str], sent: SentFile | None) -> Response:
        lang, back = bench.spoken[0], _way_back(request)
        asked = PageRequest(request.path_params, dict(request.query_params), form, request.url.path, back, lang, sent)
        if method == "POST" and not bench.keys.is_form(form.get("csrf", "")):
            return PlainTextResponse("The form is not one of this session. Open the page again.\n", 403)
        try:
            return await run_in_threadpool(page, bench, asked)
        except Rejected as rejected:
            wrong = [wrong_of(problem, lang) for problem in rejected.diagnostics]
            missing = any(problem.code == "missing-file" for problem in rejected.diagnostics)
            return render(bench, asked, "wrong.html", 404 if missing else 409, wrong=wrong)

    return Route(path, answer, methods=[method], name=page.__name__)


def _way_back(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _form(request: Request) -> dict[str, str]:
    body = await request.body()
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok", "version": VERSION})


async def _enter(bench: Bench, request: Request) -> Response:
    if not bench.keys.enter(request.query_params.get("token", "")):
        said = "This address has been used, or is of another run. Start `hjemmel serve` again for a new one.\n"
        return PlainTextResponse(said, 403)
    response = RedirectResponse("/", 303)
    response.set_cookie(cookie_name(bench.port), bench.keys.session, httponly=True, samesite="strict")
    return response


async def _broken(request: Request, error: Exception) -> Response:
    return PlainTextResponse("Something went wrong in the program. Load the page again to see what was done.\n", 500)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return PlainTextResponse("There is nothing here.\n", 404)
    return Response((HERE / "static" / name).read_bytes(), media_type=_STATIC[name])


# ---------------------------------------------------------------- what is shown


def _case_path(name: str) -> str:
    return f"/case/{quote(name, safe='')}"


def start(bench: Bench, asked: PageRequest) -> Response:
    """Show the cases of the folder."""
    return _start(bench, asked, "", [], 200)


def new_case_file(bench: Bench, asked: PageRequest) -> Response:
    """Make a case of which nothing is known but its id."""
    id_ = asked.form.get(ID, "").strip()
    tried = tried_case(bench.desk, {ID: id_}, "", asked.lang)
    wrong = list(tried.wrong)
    if not wrong:
        try:
            bench.folder.make(file_name(id_), tried.text)
            bench.forget(file_name(id_))
            return tell_done(bench, _case_path(file_name(id_)), "made")
        except Rejected as rejected:
            wrong = [wrong_of(problem, asked.lang) for problem in rejected.diagnostics]
    return _start(bench, asked, id_, wrong, 422)


def _start(bench: Bench, asked: PageRequest, id_: str, wrong: Sequence[Wrong], status: int) -> Response:
    return render(
        bench,
        asked,
        "start.html",
        status,
        cases=cases_of(bench.desk, bench.folder, bench.drafts, asked.lang),
        folder=str(bench.folder.path.resolve()),
        outcome_label=outcome_label(bench.desk, asked.lang),
        id=id_,
        wrong=wrong,
        case_path=_case_path,
    )


class _Open(NamedTuple):
    """A case that is open: its file, the case as saved and as in the form, and the tag of the file that this was typed beside.

    `seen` is the tag of the fields that its page showed before anything was typed, `other` of those that were typed since in
    another window, which this page does not show; it is empty where there are none.
    """

    file: CaseFile
    saved: ShownCase
    shown: ShownCase
    tag: str
    seen: str
    other: str


def _open(bench: Bench, asked: PageRequest) -> _Open:
    file = bench.folder.read(asked.path["name"])
    saved = saved_case(bench.desk, file.text, file.name, asked.lang)
    draft = bench.drafts.get(file.name)
    if draft is None or not saved.readable:
        return _Open(file, saved, saved, file.tag, sheet_tag(saved.sheet), "")
    tried = tried_case(bench.desk, draft.sheet, file.name, asked.lang)
    return _Open(file, saved, tried, draft.tag, sheet_tag(draft.sheet), "")


def show_case(bench: Bench, asked: PageRequest) -> Response:
    """Show a case with its answer, or the other part of it that is asked for."""
    return _case(bench, asked, _open(bench, asked), asked.query, 200)


def _case(bench: Bench, asked: PageRequest, opened: _Open, part: Mapping[str, str], status: int) -> Response:
    tab = part.get("tab", "")
    tab = tab if tab in TABS else "answer"
    view = case_view(bench.desk, opened.saved, opened.shown, opened.file.name, tab, part.get("of"), asked.lang)
    history = history_of(bench.log, view.id, bench.desk, asked.lang) if tab == "history" and bench.log is not None else None
    return render(
        bench,
        asked,
        "case.html",
        status,
        file=opened.file,
        view=view,
        tab=tab,
        tabs=TABS,
        stale=opened.tag != opened.file.tag,
        tag=opened.tag,
        seen=opened.seen,
        other=opened.other,
        lost={loss: LOSSES[loss] for loss in losses(opened.file.text, opened.file.name)},
        history=history,
        receipts=bench.receipts.get(opened.file.name, []),
        log=bench.log is not None,
        path=_case_path(opened.file.name),
        letters=letter_forms(),
        fact=fact_markup,
    )


def type_case(bench: Bench, asked: PageRequest) -> Response:
    """Take what was typed: try it, save it or discard it."""
    file = bench.folder.read(asked.path["name"])
    saved = saved_case(bench.desk, file.text, file.name, asked.lang)
    path, tab = _case_path(file.name), asked.form.get("tab", "")
    where = {"tab": tab} if tab in TABS and tab != "answer" else {}
    if asked.form.get("of"):
        where["of"] = asked.form["of"]
    sheet = {key: value for key, value in asked.form.items() if value.strip() and _is_field(key)}
    do, tag, seen = (asked.form.get(name, "") for name in ("do", "tag", "seen"))
    other = _typed_elsewhere(bench, file.name, asked.form)
    if do == "discard":
        if other:
            return tell_done(bench, path, "elsewhere", **where)
        bench.keep(file.name, None)
        return tell_done(bench, path, "discarded")
    if other:
        if do != "save" and sheet_tag(sheet) == seen:
            return lead_to(path, **where)
        tried = tried_case(bench.desk, sheet, file.name, asked.lang)
        return _case(bench, asked, _Open(file, saved, tried, tag, seen, other), asked.form, 409)
    bench.keep(file.name, None if sheet == saved.sheet else Draft(sheet, tag))
    if do == "save" and saved.readable:
        tried = tried_case(bench.desk, sheet, file.name, asked.lang)
        if tried.wrong:
            return lead_to(path, "wrong", **where)
        if any(loss not in asked.form for loss in losses(file.text, file.name)):
            return tell_done(bench, path, "comments", "save", **where)
        bench.folder.replace(file.name, asked.form.get("replace", tag), tried.text)
        bench.keep(file.name, None)
        return tell_done(bench, path, "saved", **where)
    at = asked.form.get("at", "")
    return lead_to(path, f"group-{at}" if at else "", **where)


def _typed_elsewhere(bench: Bench, name: str, form: Mapping[str, str]) -> str:
    """Return the tag of what was typed of a case and is not what the page of this form showed; empty where nothing is lost by the form.

    Nothing is where it is ticked that this form takes the place of just that.
    """
    draft = bench.drafts.get(name)
    typed = sheet_tag(draft.sheet) if draft is not None else ""
    return "" if typed in (form.get("seen", ""), form.get("other", "")) else typed


def _is_field(key: str) -> bool:
    return key in (ID, LAW) or key.startswith((FACT, SOURCE))


def record(bench: Bench, asked: PageRequest) -> Response:
    """Record the decision on a saved case in the log."""
    file = bench.folder.read(asked.path["name"])
    path = _case_path(file.name)
    if bench.log is None:
        return tell_done(bench, path, "unlogged", tab="history")
    if file.name in bench.drafts:
        return tell_done(bench, path, "unsaved", tab="history")
    if file.tag != asked.form.get("tag"):
        return tell_done(bench, path, "changed", tab="history")
    receipt = record_case(bench.desk, bench.log, file.text, file.name)
    bench.receipts.setdefault(file.name, []).append(receipt)
    return tell_done(bench, path, "recorded", tab="history")


def letter(bench: Bench, asked: PageRequest) -> Response:
    """Give the letter on a saved case as a file."""
    file = bench.folder.read(asked.path["name"])
    form = asked.path["form"]
    if form not in letter_forms():
        return PlainTextResponse("There is no letter in this form.\n", 404)
    name = quote(f"{stem(file.name)}.{form}")
    packed = _packed(letter_of(bench.desk, file.text, file.name, asked.lang), form)
    return Response(packed, media_type=_LETTERS[form], headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"})


def letter_forms() -> tuple[str, ...]:
    """Return the forms that a letter can be given in here: in Word where the extra `letter` is installed."""
    return tuple(form for form in _LETTERS if form != "docx" or find_spec("docx") is not None)


def _packed(paper: Paper, form: str) -> str | bytes:
    if form == "docx":
        from ..rendering.paper_docx import paper_docx

        return paper_docx(paper)
    return paper_html(paper) if form == "html" else paper_text(paper)


def ask_delete(bench: Bench, asked: PageRequest) -> Response:
    """Ask whether a case file is to be deleted."""
    file = bench.folder.read(asked.path["name"])
    return render(bench, asked, "delete.html", file=file, path=_case_path(file.name))


def delete(bench: Bench, asked: PageRequest) -> Response:
    """Delete a case file."""
    bench.folder.delete(asked.path["name"], asked.form.get("tag", ""))
    bench.forget(asked.path["name"])
    return tell_done(bench, "/", "deleted")


def law(bench: Bench, asked: PageRequest) -> Response:
    """Show what the law holds, or what is found in it."""
    q = asked.query.get("q", "").strip()
    sections, rules = search(bench.shelf, q, asked.lang) if q else ((), ())
    acts = contents(bench.shelf, asked.lang)
    return render(
        bench, asked, "law.html", q=q, sections=sections, rules=rules, acts=acts, section_path=_section_path, draft=bench.sandbox.draft
    )


def _section_path(one: SectionLink) -> str:
    return f"/law/section?{urlencode({'act': one.act, 'section': one.section})}"


def _try_path(version: str, part: str) -> str:
    return f"{DRAFT}?{urlencode({'base': version, 'part': part})}"


def law_section(bench: Bench, asked: PageRequest) -> Response:
    """Show a section, provision by provision, the versions side by side."""
    view = section_view(bench.shelf, asked.query.get("act", ""), asked.query.get("section", ""), asked.lang)
    return render(bench, asked, "section.html", view=view) if view is not None else _nothing(bench, asked)


def law_rule(bench: Bench, asked: PageRequest) -> Response:
    """Show a rule, the versions side by side, with its cases."""
    view = rule_view(bench.shelf, asked.path["id"], asked.lang)
    if view is None:
        return _nothing(bench, asked)
    # While a draft is in hand, what can be tried is a change of the version that it follows.
    draft = bench.sandbox.draft
    tried = bench.desk.versions if draft is None else (draft.base,)
    return render(bench, asked, "rule.html", view=view, tried=tried, try_path=_try_path)


def _nothing(bench: Bench, asked: PageRequest) -> Response:
    told = say(asked.lang, "There is nothing here of that name.")
    return render(bench, asked, "wrong.html", 404, wrong=[Wrong("", told, "", "", ())])


def speak(bench: Bench, asked: PageRequest) -> Response:
    """Speak another language from now on, and show the same page in it."""
    lang = asked.form.get("lang")
    for language in get_args(Language):
        if language == lang and language != asked.lang:
            bench.spoken[0] = language
            for name, draft in list(bench.drafts.items()):
                sheet = translated(draft.sheet, bench.desk.vocabulary, bench.desk.versions, asked.lang, language)
                bench.keep(name, draft._replace(sheet=sheet))
    back = asked.form.get("back", "/")
    return lead_to(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
