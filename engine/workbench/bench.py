"""What every page of the workbench is made with: what lasts while the server runs, a request, and the answers to one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, get_args
from urllib.parse import quote, unquote, urlencode

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..frozen import dataclass
from ..model import Language
from ..rendering.catalogue import phrase, say
from ..rendering.report import visible
from .desk import Desk
from .folder import CaseFolder
from .guard import Keys
from .law_page import LawShelf
from .registers import Registers
from .sandbox import Sandbox
from .sheet import FACT, SOURCE, FormFields

_MOST_DRAFTS: Final = 100

_FIELDS: Final = 1_024
"""So many fields of a case are kept as they are written on a page, about two kB each."""

HERE: Final = Path(__file__).parent

DONE: Final[Mapping[str, str]] = {
    "saved": phrase("The case is saved."),
    "made": phrase("The case is made. State the facts you know."),
    "deleted": phrase("The case file is deleted."),
    "discarded": phrase("What was not saved is discarded."),
    "recorded": phrase("The decision is recorded in the log. Keep the receipt."),
    "begun": phrase("The draft is begun. Change a number, a rule or a file, and see what that changes."),
    "draft-saved": phrase("The draft is saved as a folder."),
    "opened": phrase("A case file is made of the row. What is changed here does not change the register."),
    "left": phrase("The register is laid aside. What was decided of it is deleted."),
    "laid-aside": phrase("The draft is discarded. What was saved of it stays."),
}
"""What a page says at its top after something was done."""

UNDONE: Final[Mapping[str, str]] = {
    "comments": phrase("Not saved yet: tick what the file may lose."),
    "elsewhere": phrase("Nothing is discarded: this was typed in another window."),
    "unsaved": phrase("Not recorded: what is typed is not saved. Save or discard it first."),
    "changed": phrase("Not recorded: the case file was changed in the meantime. See what it says now, and record again."),
    "unlogged": phrase("Not recorded: no log is kept."),
    "not-sure": phrase("Not discarded yet: tick that what is not saved may be lost."),
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
    sandbox: Sandbox = field(default_factory=Sandbox)
    registers: Registers = field(default_factory=Registers)
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


class SentFile(NamedTuple):
    """A file that was sent with a form: what its sender calls it, and what is in it."""

    name: str
    content: BinaryIO


class PageRequest(NamedTuple):
    """A request as the pages see it: the parts of the address, what stands behind `?`, the fields of a form, the language.

    `sent` is the file that was sent with the form, if one was.
    """

    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    here: str
    back: str
    lang: Language
    sent: SentFile | None = None


def _shown(value: object) -> object:
    """Return a text without signs that are not seen or that turn the writing; what is markup already stays."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_TEMPLATES: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_shown,
)


def read_templates() -> None:
    """Read every template, so that no page waits for its own to be read the first time."""
    for name in _TEMPLATES.list_templates():
        _TEMPLATES.get_template(name)


@lru_cache(_FIELDS)
def fact_markup(field: Hashable, lang: Language) -> Markup:
    """Return a fact in the form of a case (`FactField`): of the some hundred of a page few are other than the last time."""
    written: Callable[..., Markup] = vars(_TEMPLATES.get_template("parts.html").module)["fact"]
    return written(field, partial(say, lang), FACT, SOURCE)


def render(bench: Bench, asked: PageRequest, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page: a template, with what it tells of what was done before."""
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


def lead_to(path: str, anchor: str = "", **query: str) -> Response:
    """Lead the browser to a page of the workbench, so that to load it again repeats nothing."""
    asked = f"?{urlencode(query)}" if query else ""
    return RedirectResponse(path + asked + (f"#{quote(anchor)}" if anchor else ""), 303)


def tell_done(bench: Bench, path: str, what: str, anchor: str = "", **query: str) -> Response:
    """Lead the browser to a page that says once what was done or not done."""
    bench.announce(unquote(path), what)
    return lead_to(path, anchor, **query, done=what)
