"""The page of a draft of the law, and what its form does: begin one, change it, save it, lay it aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from starlette.responses import Response

from ..diagnostics import said
from ..model import Text
from ..rendering.catalogue import say
from ..rendering.report import grouped
from .api import has_registers
from .background import PATIENCE
from .bench import Bench, PageRequest, lead_to, render, tell_done
from .draft_view import MOST_LISTED, Edited, draft_view, edited_of
from .law_draft import LawDraft, begin_draft, part_named, save_draft, text_tag, with_text
from .registers import PATH as REGISTERS
from .sandbox import Weighing, WeighRegister, weigh

PATH = "/law/draft"


class RegisterHand(NamedTuple):
    """The register in hand by its name, if any: whether there can be one, whether it is decided, and the draft weighed on it."""

    can_be: bool
    name: str
    is_decided: bool
    is_weighed: bool


def show_draft(bench: Bench, asked: PageRequest) -> Response:
    """Show the draft in hand with what it changes, or the form that begins one."""
    return _draft(bench, asked, asked.query, None, 200)


def change_draft(bench: Bench, asked: PageRequest) -> Response:
    """Begin a draft, or change, save, stop or discard the one in hand."""
    form, sandbox = asked.form, bench.sandbox
    draft, do = sandbox.draft, form.get("do", "")
    where = {name: form[name] for name in ("part", "file") if form.get(name)}
    if do == "begin":
        return _begin(bench, asked, where)
    if draft is None:
        return _draft(bench, asked, {}, None, 409)
    if do == "discard":
        if "sure" not in form:
            return tell_done(bench, PATH, "not-sure", **where)
        sandbox.take(None)
        return tell_done(bench, PATH, "laid-aside")
    if do == "save":
        sandbox.draft = save_draft(draft, sandbox.folder, bench.shelf.rules)
        return tell_done(bench, PATH, "draft-saved", **where)
    if do == "stop":
        if sandbox.weighing is not None:
            sandbox.weighing.stop()
        return lead_to(PATH, **where)
    if do == "again":
        _take(bench, draft)
        return lead_to(PATH, **where)
    return _change(bench, asked, draft, where)


def _begin(bench: Bench, asked: PageRequest, where: Mapping[str, str]) -> Response:
    form = asked.form
    if bench.sandbox.draft is not None:
        return lead_to(PATH, **where)
    try:
        day = date.fromisoformat(form.get("day", "").strip())
    except ValueError:
        return _draft(bench, asked, form, Text("skriv dagen som ÅÅÅÅ-MM-DD", "write the day as YYYY-MM-DD"), 422)
    base = form.get("base", "")
    if base not in bench.desk.versions:
        return _draft(bench, asked, form, Text("velg en lovversjon", "choose a law version"), 422)
    draft = begin_draft(bench.desk.laws.laws, bench.desk.texts, base, form.get("name", "").strip(), day)
    if isinstance(draft, Text):
        return _draft(bench, asked, form, draft, 422)
    _take(bench, draft)
    return tell_done(bench, PATH, "begun", **where)


def _change(bench: Bench, asked: PageRequest, draft: LawDraft, where: Mapping[str, str]) -> Response:
    """Put what was typed in the draft, unless it was changed in another window since the form was shown."""
    form = asked.form
    part = part_named(draft, where["part"]) if "part" in where else None
    path = part.path if part is not None else where.get("file", "")
    if path not in draft.may_hold or (part is None and "part" in where):
        return _draft(bench, asked, form, None, 409)
    now = text_tag(draft.texts.get(path, ""))
    if now not in (form.get("tag", ""), form.get("replace", "")):
        return _draft(bench, asked, form, None, 409)
    _take(bench, with_text(draft, path, form.get("text", ""), part))
    return lead_to(PATH, **where)


def _take(bench: Bench, draft: LawDraft) -> None:
    bench.sandbox.take(draft, partial(weigh, bench.shelf, bench.folder, draft, _register(bench)))


def _register(bench: Bench) -> WeighRegister | None:
    """Return what weighs the register in hand, None where there is none that is decided."""
    hand = bench.registers.hand
    if hand is None or hand.work.decided is None:
        return None
    from .register_draft import weigh_register  # a server without the extra `batch` has no register in hand

    return partial(weigh_register, hand.name, hand.work.decided)


def _draft(bench: Bench, asked: PageRequest, at: Mapping[str, str], refused: Text | None, status: int) -> Response:
    """Show the page; `at` says which part or file is being changed, and with a status of refusal what was typed there."""
    sandbox = bench.sandbox
    draft, weighing = sandbox.draft, sandbox.weighing
    typed = asked.form.get("text", "") if status != 200 else ""
    if draft is None:
        return render(
            bench,
            asked,
            "draft_new.html",
            status,
            versions=bench.desk.versions,
            at={name: at.get(name, "") for name in ("base", "name", "day", "part", "file")},
            refused=said(refused, asked.lang) if refused is not None else "",
            typed=typed,
            folder=str(sandbox.folder.resolve()),
        )
    if weighing is not None and status == 200:
        weighing.wait(PATIENCE)
    running = weighing is not None and weighing.running
    checked = weighing.checked if weighing is not None else None
    edited = edited_of(draft, checked, at.get("part", ""), at.get("file", ""), asked.lang)
    response = render(
        bench,
        asked,
        "draft.html",
        status,
        view=draft_view(bench.desk, draft, weighing, asked.lang),
        weighing=weighing,
        running=running,
        steps=_steps(bench, asked) if running else "",
        edited=edited,
        lost=_lost(at, edited),
        typed=typed,
        refused=status != 200,
        folder=str(sandbox.folder.resolve()),
        case_files=frozenset(bench.folder.names()),
        row_path=REGISTERS,
        hand=_hand(bench, weighing),
        listed=MOST_LISTED,
        grouped=grouped,
        path=PATH,
    )
    if running and status == 200:
        response.headers["Refresh"] = "1"
    return response


def _hand(bench: Bench, weighing: Weighing | None) -> RegisterHand:
    """Return how the register in hand stands to what is known of the draft."""
    hand = bench.registers.hand
    decided = hand.work.decided if hand is not None else None
    weighed = weighing.register if weighing is not None else None
    return RegisterHand(
        has_registers(),
        hand.name if hand is not None else "",
        decided is not None,
        decided is not None and weighed is not None and weighed.decided is decided,
    )


def _lost(at: Mapping[str, str], edited: Edited | None) -> str:
    """Return what was asked for and is not there to be changed."""
    return "" if edited is not None else at.get("part", "") or at.get("file", "")


def _steps(bench: Bench, asked: PageRequest) -> str:
    """Return how far the weighing of the draft has come, in words."""
    weighing = bench.sandbox.weighing
    if weighing is None or weighing.checked is None:
        return say(asked.lang, "Reading and checking the draft.")
    if not weighing.total:
        return say(asked.lang, "Reading the cases.")
    done, total = grouped(weighing.done), grouped(weighing.total)
    if weighing.step == "register":
        return say(asked.lang, "{done} of {total} rows of the register are looked at; then the cases are.", done=done, total=total)
    told = say(asked.lang, "{done} of {total} cases are looked at.", done=done, total=total)
    left = weighing.seconds_left
    return told if left is None else f"{told} {say(asked.lang, 'About {seconds} seconds are left.', seconds=left)}"
