"""The pages of the workbench: what each address answers, and what each form does."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args
from urllib.parse import parse_qsl, quote, unquote, urlencode

import jinja2
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ..diagnostics import Rejected
from ..model import Language
from ..rendering.catalogue import phrase, say
from ..rendering.paper import Paper, paper_text
from ..rendering.paper_html import paper_html
from ..rendering.report import visible
from ..version import VERSION
from .api import api_routes
from .case_page import LOSSES, TABS, ShownCase, Wrong, losses, saved_case, tried_case, wrong_of
from .case_view import case_view, history_of, letter_of, outcome_label, record_case
from .desk import Desk, stem
from .folder import CaseFile, CaseFolder, file_name
from .guard import Guard, Keys, cookie_name
from .law_page import LawShelf, SectionLink, contents, rule_view, search, section_view
from .sheet import FACT, ID, LAW, SOURCE, FormFields, sheet_tag, translated
from .start_page import cases_of

_HERE: Final = Path(__file__).parent
_STATIC: Final = {"workbench.css": "text/css", "icon.svg": "image/svg+xml"}
_MOST_DRAFTS: Final = 100
_MOST_FIELDS: Final = 1000

_LETTERS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "txt": "text/plain",
}

DONE: Final[Mapping[str, str]] = {
    "saved": phrase("The case is saved."),
    "made": phrase("The case is made. State the facts you know."),
    "deleted": phrase("The case file is deleted."),
    "discarded": phrase("What was not saved is discarded."),
    "recorded": phrase("The decision is recorded in the log. Keep the receipt."),
}
"""What a page says at its top after something was done."""

UNDONE: Final[Mapping[str, str]] = {
    "comments": phrase("Not saved yet: tick what the file may lose."),
    "elsewhere": phrase("Nothing is discarded: this was typed in another window."),
    "unsaved": phrase("Not recorded: what is typed is not saved. Save or discard it first."),
    "changed": phrase("Not recorded: the case file was changed in the meantime. See what it says now, and record again."),
    "unlogged": phrase("Not recorded: no log is kept."),
}
"""What a page says at its top after something was not done."""


class Draft(NamedTuple):
    """What was typed of a case and is not saved, and the tag of the file that it was typed beside."""

    sheet: FormFields
    tag: str


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What the pages work on: the desk, the folder of cases and the log, if any; and what lasts while the server runs."""

    desk: Desk
    shelf: LawShelf
    folder: CaseFolder
    log: Path | None
    keys: Keys
    port: int
    spoken: list[Language]
    drafts: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    receipts: dict[str, list[str]] = field(default_factory=dict)
    news: OrderedDict[tuple[str, str], bool] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, name: str, draft: Draft | None) -> None:
        """Keep what was typed of a case, or with None forget it; of very many drafts the oldest is forgotten."""
        with self.lock:
            self.drafts.pop(name, None)
            if draft is not None:
                self.drafts[name] = draft
            if len(self.drafts) > _MOST_DRAFTS:
                self.drafts.popitem(last=False)

    def forget(self, name: str) -> None:
        """Forget what was typed and recorded of a file, so that another one of its name begins anew."""
        self.keep(name, None)
        self.receipts.pop(name, None)

    def announce(self, path: str, what: str) -> None:
        """Let a page say once what was done or not done; to load it again does not say it of what may have changed since."""
        with self.lock:
            self.news[path, what] = True
            if len(self.news) > _MOST_DRAFTS:
                self.news.popitem(last=False)

    def is_news(self, path: str, what: str) -> bool:
        """Return whether a page has this to say, once."""
        with self.lock:
            return self.news.pop((path, what), False)


class PageRequest(NamedTuple):
    """A request as the pages see it: the parts of the address, what stands behind `?`, the fields of a form, the language."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    here: str
    back: str
    lang: Language


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
        _route(bench, "/language", speak, "POST"),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={Exception: _broken}), bench.keys, bench.port)


def _route(bench: Bench, path: str, page: PageFunction, method: str = "GET") -> Route:
    async def answer(request: Request) -> Response:
        form = await _form(request) if method == "POST" else {}
        lang = bench.spoken[0]
        asked = PageRequest(request.path_params, dict(request.query_params), form, request.url.path, _way_back(request), lang)
        if method == "POST" and not bench.keys.is_form(form.get("csrf", "")):
            return PlainTextResponse("The form is not one of this session. Open the page again.\n", 403)
        try:
            return await run_in_threadpool(page, bench, asked)
        except Rejected as rejected:
            wrong = [wrong_of(problem, lang) for problem in rejected.diagnostics]
            missing = any(problem.code == "missing-file" for problem in rejected.diagnostics)
            return _page(bench, asked, "wrong.html", 404 if missing else 409, wrong=wrong)

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
    return Response((_HERE / "static" / name).read_bytes(), media_type=_STATIC[name])


# ---------------------------------------------------------------- what is shown


def _shown(value: object) -> object:
    """Return a text without signs that are not seen or that turn the writing; what is markup already stays."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_TEMPLATES: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_shown,
)


def _page(bench: Bench, asked: PageRequest, template: str, status: int = 200, **values: Any) -> Response:
    what = asked.query.get("done", "")
    told = what if bench.is_news(asked.here, what) else ""
    said = _TEMPLATES.get_template(template).render(
        say=partial(say, asked.lang),
        lang=asked.lang,
        languages=get_args(Language),
        here=asked.here,
        back=asked.back,
        csrf=bench.keys.form,
        done=say(asked.lang, DONE[told]) if told in DONE else "",
        undone=say(asked.lang, UNDONE[told]) if told in UNDONE else "",
        **values,
    )
    return HTMLResponse(said, status)


def _to(path: str, anchor: str = "", **query: str) -> Response:
    """Lead the browser to a page of the workbench, so that to load it again repeats nothing."""
    asked = f"?{urlencode(query)}" if query else ""
    return RedirectResponse(path + asked + (f"#{quote(anchor)}" if anchor else ""), 303)


def _done(bench: Bench, path: str, what: str, anchor: str = "", **query: str) -> Response:
    """Lead the browser to a page that says once what was done or not done."""
    bench.announce(unquote(path), what)
    return _to(path, anchor, **query, done=what)


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
            return _done(bench, _case_path(file_name(id_)), "made")
        except Rejected as rejected:
            wrong = [wrong_of(problem, asked.lang) for problem in rejected.diagnostics]
    return _start(bench, asked, id_, wrong, 422)


def _start(bench: Bench, asked: PageRequest, id_: str, wrong: Sequence[Wrong], status: int) -> Response:
    return _page(
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
    return _page(
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
        FACT=FACT,
        SOURCE=SOURCE,
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
            return _done(bench, path, "elsewhere", **where)
        bench.keep(file.name, None)
        return _done(bench, path, "discarded")
    if other:
        if do != "save" and sheet_tag(sheet) == seen:
            return _to(path, **where)
        tried = tried_case(bench.desk, sheet, file.name, asked.lang)
        return _case(bench, asked, _Open(file, saved, tried, tag, seen, other), asked.form, 409)
    bench.keep(file.name, None if sheet == saved.sheet else Draft(sheet, tag))
    if do == "save" and saved.readable:
        tried = tried_case(bench.desk, sheet, file.name, asked.lang)
        if tried.wrong:
            return _to(path, "wrong", **where)
        if any(loss not in asked.form for loss in losses(file.text, file.name)):
            return _done(bench, path, "comments", "save", **where)
        bench.folder.replace(file.name, asked.form.get("replace", tag), tried.text)
        bench.keep(file.name, None)
        return _done(bench, path, "saved", **where)
    at = asked.form.get("at", "")
    return _to(path, f"group-{at}" if at else "", **where)


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
        return _done(bench, path, "unlogged", tab="history")
    if file.name in bench.drafts:
        return _done(bench, path, "unsaved", tab="history")
    if file.tag != asked.form.get("tag"):
        return _done(bench, path, "changed", tab="history")
    receipt = record_case(bench.desk, bench.log, file.text, file.name)
    bench.receipts.setdefault(file.name, []).append(receipt)
    return _done(bench, path, "recorded", tab="history")


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
    return _page(bench, asked, "delete.html", file=file, path=_case_path(file.name))


def delete(bench: Bench, asked: PageRequest) -> Response:
    """Delete a case file."""
    bench.folder.delete(asked.path["name"], asked.form.get("tag", ""))
    bench.forget(asked.path["name"])
    return _done(bench, "/", "deleted")


def law(bench: Bench, asked: PageRequest) -> Response:
    """Show what the law holds, or what is found in it."""
    q = asked.query.get("q", "").strip()
    sections, rules = search(bench.shelf, q, asked.lang) if q else ((), ())
    acts = contents(bench.shelf, asked.lang)
    return _page(bench, asked, "law.html", q=q, sections=sections, rules=rules, acts=acts, section_path=_section_path)


def _section_path(one: SectionLink) -> str:
    return f"/law/section?{urlencode({'act': one.act, 'section': one.section})}"


def law_section(bench: Bench, asked: PageRequest) -> Response:
    """Show a section, provision by provision, the versions side by side."""
    view = section_view(bench.shelf, asked.query.get("act", ""), asked.query.get("section", ""), asked.lang)
    return _page(bench, asked, "section.html", view=view) if view is not None else _nothing(bench, asked)


def law_rule(bench: Bench, asked: PageRequest) -> Response:
    """Show a rule, the versions side by side, with its cases."""
    view = rule_view(bench.shelf, asked.path["id"], asked.lang)
    return _page(bench, asked, "rule.html", view=view) if view is not None else _nothing(bench, asked)


def _nothing(bench: Bench, asked: PageRequest) -> Response:
    told = say(asked.lang, "There is nothing here of that name.")
    return _page(bench, asked, "wrong.html", 404, wrong=[Wrong("", told, "", "", ())])


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
    return _to(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
