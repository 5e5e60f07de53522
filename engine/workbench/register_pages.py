"""The page of registers, and what its forms do: take one in hand, say how it is read, decide it, stop, lay it aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from ..batch.comparing import meanings_of, outcomes_of
from ..batch.grouping import grouping, means_something, objection
from ..diagnostics import Diagnostic, Rejected, said
from ..model import Language
from ..rendering.catalogue import say
from ..rendering.html import html_sections
from ..rendering.report import grouped, visible
from ..rendering.wording import headline
from .background import PATIENCE
from .bench import Bench, PageRequest, lead_to, render, tell_done
from .case_page import Wrong, wrong_of
from .desk import Desk
from .register_found import outcomes_in_words, show_decided
from .register_work import (
    DIALECTS,
    ENCODINGS,
    ENDINGS,
    PROFILE,
    decide,
    first_rows,
    lines_of,
    look_through,
    options_of,
    profile_of,
)
from .registers import PATH, RegisterInHand, RegisterReading, RegisterWork

_LONGEST_NAME: Final = 100
_MOST_SUPPRESSED: Final = 1000


class RegisterProblem(NamedTuple):
    """Something that is wrong with a register or its profile: where, and what the line says where it is one of the profile."""

    wrong: Wrong
    where: str
    line: str


def show_register(bench: Bench, asked: PageRequest) -> Response:
    """Show the register in hand: how it is read, how far the work has come, or what was found; with none in hand, those that there are."""
    return _register(bench, asked, (), 200)


def send_register(bench: Bench, asked: PageRequest) -> Response:
    """Take a register in hand that was sent."""
    sent = asked.sent
    if sent is None:
        return _register(bench, asked, (_told(say(asked.lang, "Choose a file first.")),), 422)
    name = _name(sent.name)
    if not name.lower().endswith(ENDINGS):
        told = say(asked.lang, "The name of the file must end in one of {endings}.", endings=", ".join(ENDINGS))
        return _register(bench, asked, (_told(told),), 422)
    with bench.registers.turn() as mine:
        if not mine:
            return _busy(bench, asked)
        bench.registers.clear()
        _take(bench, asked, name, bench.registers.keep(name, sent.content))
    return lead_to(PATH)


def _busy(bench: Bench, asked: PageRequest) -> Response:
    """Say that another request came first."""
    told = say(asked.lang, "Another page is doing something with the register at this moment. Nothing was done from this one.")
    return _register(bench, asked, (_told(told),), 409)


def _take(bench: Bench, asked: PageRequest, name: str, path: Path) -> None:
    work = RegisterWork(partial(look_through, bench.desk, path, name, asked.lang))
    bench.registers.take(RegisterInHand(name, path, work))


def _name(sent: str) -> str:
    """Return what a register is called that its sender calls so: the last part of the name, without signs that are not seen."""
    return visible(re.split(r"[\\/]", sent)[-1])[-_LONGEST_NAME:]


def change_register(bench: Bench, asked: PageRequest) -> Response:
    """Take a register of the folder in hand, say how it is read, decide it, stop, or lay it aside."""
    if asked.form.get("do") == "stop":
        return _change(bench, asked)
    with bench.registers.turn() as mine:
        return _change(bench, asked) if mine else _busy(bench, asked)


def _change(bench: Bench, asked: PageRequest) -> Response:
    form, registers = asked.form, bench.registers
    do, hand = form.get("do", ""), registers.hand
    if do == "open":
        name = form.get("name", "")
        path = registers.path(name, ENDINGS)
        registers.clear()
        _take(bench, asked, name, path)
        return lead_to(PATH)
    if hand is None or form.get("register") != hand.path.name:
        return _register(bench, asked, (_told(say(asked.lang, "Another register is in hand by now. Nothing was done.")),), 409)
    if do == "leave":
        registers.clear()
        return tell_done(bench, PATH, "left")
    if do == "stop":
        hand.work.stop()
        return lead_to(PATH)
    return _read(bench, asked, hand)


def _read(bench: Bench, asked: PageRequest, hand: RegisterInHand) -> Response:
    """Take down how a register is read, and decide it where that is asked for and nothing is wrong with it."""
    if hand.work.running:
        return _busy(bench, asked)
    do = asked.form.get("do", "")
    reading, wrong = _reading(bench.desk, asked) if do != "inspect" else (hand.reading, ())
    if reading is None:
        return _register(bench, asked, wrong, 422)
    if do == "inspect":
        reading = reading._replace(inspect=bool(bench.desk.vocabulary.inspections))
    hand.reading = reading
    profile, problems = profile_of(bench.desk, reading.profile)
    if do not in ("decide", "inspect") or problems:
        return lead_to(PATH, step="reading", rows="shown")
    options = options_of(reading, profile, asked.lang)
    hand.work = RegisterWork(partial(decide, bench.desk, hand.path, bench.registers.output(), reading, options))
    return lead_to(PATH)


def _reading(desk: Desk, asked: PageRequest) -> tuple[RegisterReading | None, tuple[Wrong, ...]]:
    form = asked.form
    wrong = [_told(told) for told in (*_wrong_tables(desk, form, asked.lang), *_wrong_categories(desk, form, asked.lang))]
    day: date | None = None
    if on := form.get("on", "").strip():
        try:
            day = date.fromisoformat(on)
        except ValueError:
            wrong.append(_told(say(asked.lang, "Write the day as YYYY-MM-DD.")))
    within = form.get("within", "").strip()
    if not re.fullmatch("[0-9]{1,4}", within):
        wrong.append(_told(say(asked.lang, "Write how many days ahead count as near, in digits.")))
    encoding, dialect = form.get("encoding", ""), form.get("dialect", "")
    if encoding not in ENCODINGS or dialect not in DIALECTS or wrong:
        return None, tuple(wrong)
    # A browser sends the ends of lines of a text as CR LF.
    profile, by, category, means = (form.get(name, "").replace("\r\n", "\n") for name in ("profile", "by", "category", "means"))
    least = form.get("suppress", "").strip()
    suppress = int(least) if least else None
    inspect = "inspect" in form and bool(desk.vocabulary.inspections)
    return RegisterReading(profile, encoding, dialect, day, int(within), by, suppress, category.strip(), means, inspect), ()


def _wrong_tables(desk: Desk, form: Mapping[str, str], lang: Language) -> Iterator[str]:
    """Yield what is wrong with the tables that are asked for."""
    tables = dict.fromkeys(grouping(line) for line in lines_of(form.get("by", "")))
    by_profile = bool(form.get("profile", "").strip())
    for column in (column for table in tables for column in table):
        if (why := objection(column, desk.vocabulary, (), by_profile)) is not None:
            yield f"{headline(said(why, lang))}."
    if least := form.get("suppress", "").strip():
        if not re.fullmatch("[0-9]{1,4}", least) or not 2 <= int(least) <= _MOST_SUPPRESSED:
            yield say(lang, "Write the least count that is shown as a number from 2 to {most}, or nothing.", most=_MOST_SUPPRESSED)
        if len(tables) > 1:
            yield say(lang, "Two tables together can tell small counts. Ask for one table, or let every count be shown.")


def _wrong_categories(desk: Desk, form: Mapping[str, str], lang: Language) -> Iterator[str]:
    """Yield what is wrong with the categories that the outcomes are to be compared with."""
    category, means = form.get("category", "").strip(), lines_of(form.get("means", ""))
    if not form.get("profile", "").strip() and means_something(category, desk.vocabulary):
        yield say(lang, "`{column}` is no category of the register's own.", column=category)
    if category and form.get("suppress", "").strip():
        yield say(lang, "A comparison can tell small counts. Leave out the category, or let every count be shown.")
    if means and not category:
        yield say(lang, "Name the column that holds the categories.")
    found = meanings_of(means, desk.vocabulary)
    for line in found.unread:
        yield say(lang, "`{line}`: write CODE=OUTCOME, once for each code.", line=line)
    for outcome in found.unknown:
        known = ", ".join(outcomes_of(desk.vocabulary))
        yield say(lang, "There is no outcome `{outcome}`. It may be {outcomes}.", outcome=outcome, outcomes=known)


def _told(text: str) -> Wrong:
    return Wrong("", text, "", "", ())


# ---------------------------------------------------------------- the page


def _register(bench: Bench, asked: PageRequest, wrong: Sequence[Wrong], status: int) -> Response:
    hand = bench.registers.hand
    if hand is None:
        names = bench.registers.names(ENDINGS)
        return render(
            bench,
            asked,
            "register_choose.html",
            status,
            names=names,
            folder=str(bench.registers.folder.resolve()),
            endings=", ".join(ENDINGS),
            wrong=wrong,
            path=PATH,
        )
    work = hand.work
    if status == 200:
        work.wait(PATIENCE)
    if work.running:
        response = render(bench, asked, "register_work.html", status, hand=hand, steps=_steps(work, asked.lang), wrong=wrong, path=PATH)
        response.headers["Refresh"] = "1"
        return response
    if work.seen is not None:
        hand.seen = work.seen
        hand.reading = hand.reading or work.seen.reading
    if work.decided is not None and asked.query.get("step") != "reading" and not wrong:
        return show_decided(bench, asked, hand, work.decided)
    return _reading_page(bench, asked, hand, wrong, status)


def _steps(work: RegisterWork, lang: Language) -> str:
    """Return how far the work on a register has come, in words."""
    if not work.done:
        return say(lang, "The register is being opened.")
    if work.step == "read":
        return say(lang, "{rows} rows are read.", rows=grouped(work.done))
    done, total = grouped(work.done), grouped(work.total)
    if work.step == "compare":
        return say(lang, "{done} of {total} rows are compared; then all of them are decided.", done=done, total=total)
    if work.step == "inspect":
        return say(lang, "{done} of {total} rows are looked through for breaches; then all of them are decided.", done=done, total=total)
    told = say(lang, "{done} of {total} rows are decided.", done=done, total=total)
    left = work.seconds_left
    return told if left is None else f"{told} {say(lang, 'About {seconds} seconds are left.', seconds=left)}"


def _reading_page(bench: Bench, asked: PageRequest, hand: RegisterInHand, wrong: Sequence[Wrong], status: int) -> Response:
    """Show how the register in hand is read, and what came of the last work on it."""
    reading = hand.reading
    typed = asked.form if wrong and "profile" in asked.form else {}
    shown = reading is not None and asked.query.get("rows") == "shown"
    problems = [_problem(problem, hand, "", asked.lang) for problem in hand.work.refused if not shown]
    rows = Markup()
    if reading is not None and shown:
        profile, found = profile_of(bench.desk, reading.profile)
        problems = [_problem(problem, hand, reading.profile, asked.lang) for problem in found]
        if profile is not None:
            try:
                rows = Markup(html_sections(first_rows(bench.desk, hand.path, reading, profile, asked.lang), "rows-", 3))
            except Rejected as rejected:
                problems = [_problem(problem, hand, reading.profile, asked.lang) for problem in rejected.diagnostics]
    in_words = outcomes_in_words(bench.desk, asked.lang)
    return render(
        bench,
        asked,
        "register_reading.html",
        status,
        hand=hand,
        reading=reading,
        typed=typed,
        encodings=ENCODINGS,
        dialects=DIALECTS,
        outcomes=[f"{one} ({in_words(one)})" for one in outcomes_of(bench.desk.vocabulary)],
        wrong=wrong,
        problems=problems,
        rows=rows,
        inspects=bool(bench.desk.vocabulary.inspections),
        more=bool(asked.query.get("more")),
        path=PATH,
    )


def _problem(problem: Diagnostic, hand: RegisterInHand, profile: str, lang: Language) -> RegisterProblem:
    """Return a problem in words; one of a row or column says where it stands in the register, by the name that its reader knows."""
    place = problem.place
    lines = profile.splitlines()
    is_profile = place.file == PROFILE
    line = lines[place.line - 1].strip() if is_profile and place.line <= len(lines) else ""
    where = f"{PROFILE if is_profile else hand.name}:{place.line}:{place.column}" if place.file else hand.name
    return RegisterProblem(wrong_of(problem, lang), where, line)
