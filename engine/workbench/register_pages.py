"""The page of registers, and what its forms do: take one in hand, say how it is read, decide it, look at its rows, open one as a case."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, PlainTextResponse, Response

from ..batch.comparing import meanings_of, outcomes_of
from ..batch.comparing_report import compared_report
from ..batch.group_report import group_csv, grouped
from ..batch.grouping import grouping, means_something, objection
from ..batch.summary import summary_report
from ..batch.telling import MARK_OF_UTF_8, SEPARATE
from ..batch.writing import write_renamed
from ..diagnostics import Diagnostic, Rejected, said
from ..files import write_text
from ..model import Language
from ..rendering.catalogue import say
from ..rendering.forms import render_report
from ..rendering.html import html_sections
from ..rendering.report import visible
from ..rendering.wording import headline, outcome_words, terms_of
from .background import PATIENCE
from .bench import Bench, PageRequest, lead_to, render, tell_done
from .case_page import Wrong, saved_case, wrong_of
from .case_view import case_view, outcome_label
from .desk import Desk
from .folder import file_name
from .register_work import (
    DIALECTS,
    ENCODINGS,
    ENDINGS,
    PROFILE,
    RowFilter,
    counted_reviews,
    decide,
    differing_rows,
    first_rows,
    lines_of,
    look_through,
    options_of,
    profile_of,
    rejected_rows,
    row_case,
    rows_of,
    written_as,
)
from .registers import ComparedRegister, DecidedRegister, RegisterInHand, RegisterReading, RegisterWork

PATH: Final = "/register"
_PAGE: Final = 50
"""So many rows are shown at a time."""

_LONGEST_NAME: Final = 100
_MOST_SUPPRESSED: Final = 1000
REPORT: Final = "report.html"
TABLES: Final = "tables.csv"
DIFFERING: Final = "differ.csv"
_DOWNLOADS: Final[Mapping[str, str]] = {
    "decided.csv": "text/csv",
    "decided.parquet": "application/vnd.apache.parquet",
    "decided.ndjson": "application/x-ndjson",
    "rejects.csv": "text/csv",
    REPORT: "text/html",
    TABLES: "text/csv",
    DIFFERING: "text/csv",
    PROFILE: "application/yaml",
}


class RegisterProblem(NamedTuple):
    """Something that is wrong with a register or its profile: where, and what the line says where it is one of the profile."""

    wrong: Wrong
    where: str
    line: str


class ShownRow(NamedTuple):
    """A decided row in words; `link` leads to its page."""

    case: str
    link: str
    outcome: str
    laws: str
    reviews: tuple[str, ...]


class RowChoice(NamedTuple):
    """What rows can be chosen by: the value, its words, how many rows it is, and whether it is chosen."""

    value: str
    words: str
    number: int
    chosen: bool


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
    reading, wrong = _reading(bench.desk, asked)
    if reading is None:
        return _register(bench, asked, wrong, 422)
    hand.reading = reading
    profile, problems = profile_of(bench.desk, reading.profile)
    if asked.form.get("do") != "decide" or problems:
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
    return RegisterReading(profile, encoding, dialect, day, int(within), by, int(least) if least else None, category.strip(), means), ()


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
        return _decided(bench, asked, hand, work.decided)
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
    in_words = _outcome_words(bench.desk, asked.lang)
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
        path=PATH,
    )


def _outcome_words(desk: Desk, lang: Language) -> Callable[[str], str]:
    """Return what gives an outcome, or a status, in words."""
    return partial(outcome_words, terms_of(lang, desk.vocabulary, None), desk.vocabulary.conclusions[desk.principal or ""])


def _problem(problem: Diagnostic, hand: RegisterInHand, profile: str, lang: Language) -> RegisterProblem:
    """Return a problem in words; one of a row or column says where it stands in the register, by the name that its reader knows."""
    place = problem.place
    lines = profile.splitlines()
    is_profile = place.file == PROFILE
    line = lines[place.line - 1].strip() if is_profile and place.line <= len(lines) else ""
    where = f"{PROFILE if is_profile else hand.name}:{place.line}:{place.column}" if place.file else hand.name
    return RegisterProblem(wrong_of(problem, lang), where, line)


def _decided(bench: Bench, asked: PageRequest, hand: RegisterInHand, decided: DecidedRegister) -> Response:
    """Show what was found in a register: the figures, the rows that are chosen, and those that are not decided."""
    desk, lang, query = bench.desk, asked.lang, asked.query
    reviews = counted_reviews(desk, decided)
    outcomes = decided.summary.outcomes.get(desk.principal or "", {})
    chosen = RowFilter(
        query.get("outcome", "") if query.get("outcome") in outcomes else "",
        query.get("review", "") if query.get("review") in reviews else "",
        query.get("id", "").strip(),
    )
    start, start_rejected, start_differing = (_PAGE * (_number(query.get(name, "")) - 1) for name in ("page", "rejected", "differing"))
    found, rows = rows_of(desk, decided, chosen, start, _PAGE)
    flaws, rejected = rejected_rows(decided, start_rejected, _PAGE)
    fields = {name: value for name, value in chosen._asdict().items() if value}
    labels, in_words = desk.vocabulary.conclusions, _outcome_words(desk, lang)
    words = {outcome: in_words(outcome) for outcome in outcomes}
    compared = decided.compared
    differing = sum(compared.found.differing.values()) + compared.found.without if compared is not None else 0
    return render(
        bench,
        asked,
        "register.html",
        200,
        hand=hand,
        summary=decided.summary,
        figures=Markup(html_sections(summary_report(decided.summary, decided.options._replace(lang=lang), desk.laws.laws), "figure-", 2)),
        outcome_label=outcome_label(desk, lang),
        outcomes=[RowChoice(one, words[one], number, one == chosen.outcome) for one, number in outcomes.items()],
        reviews=[RowChoice(one, said(labels[one].label, lang), number, one == chosen.review) for one, number in reviews.items()],
        id=chosen.id,
        found=found,
        rows=[
            ShownRow(
                row.case,
                _row_path(row.case),
                words.get(row.outcome, row.outcome),
                ", ".join(row.laws),
                tuple(said(labels[one].label, lang) for one in row.reviews),
            )
            for row in rows
        ],
        flaws=flaws,
        rejected=rejected,
        compared=Markup(_comparison(desk, compared, lang)) if compared is not None else Markup(),
        least=decided.options.suppress,
        differing=differing_rows(compared, start_differing, _PAGE) if compared is not None else (),
        all_differing=differing,
        in_words=in_words,
        row_path=_row_path,
        differing_pages=_pages({}, "differing", start_differing, differing),
        start_differing=start_differing,
        pages=_pages(fields, "page", start, found),
        rejected_pages=_pages({}, "rejected", start_rejected, flaws),
        start=start,
        start_rejected=start_rejected,
        grouped=grouped,
        downloads=[name for name in _DOWNLOADS if name not in _absent(decided)],
        path=PATH,
    )


def _row_path(case: str) -> str:
    return f"{PATH}/row?{urlencode({'case': case})}"


def _comparison(desk: Desk, compared: ComparedRegister, lang: Language) -> str:
    """Return what the comparison of the register's own category with the law found, beside the summary of the same rows."""
    report = compared_report(compared.found, compared.meanings, desk.vocabulary, compared.column, lang, alone=False)
    return html_sections(report, "compared-", 3)


def _absent(decided: DecidedRegister) -> set[str]:
    """Return the downloads that there are not of what was asked for."""
    options = decided.options
    there = {PROFILE: decided.profile, TABLES: options.by or options.suppress is not None, DIFFERING: decided.compared is not None}
    return {name for name, is_there in there.items() if not is_there}


def _number(text: str) -> int:
    """Return the number of a page, the first where the text is none."""
    return max(int(text), 1) if re.fullmatch("[0-9]{1,6}", text) else 1


def _pages(fields: Mapping[str, str], name: str, start: int, number: int) -> tuple[str, str]:
    """Return the addresses of the pages before and after one; empty where there is none."""
    page = start // _PAGE + 1

    def link(to: int) -> str:
        return f"{PATH}?{urlencode({**fields, name: to})}#{name}"

    return link(page - 1) if page > 1 else "", link(page + 1) if start + _PAGE < number else ""


# ---------------------------------------------------------------- one row, and the whole as a file


def _in_hand(bench: Bench) -> tuple[RegisterInHand, DecidedRegister] | None:
    hand = bench.registers.hand
    return (hand, hand.work.decided) if hand is not None and hand.work.decided is not None else None


def show_row(bench: Bench, asked: PageRequest) -> Response:
    """Show the case in a row, decided by itself, which must give what the row says."""
    found = _in_hand(bench)
    if found is None:
        return lead_to(PATH)
    hand, decided = found
    id_ = asked.query.get("case", "")
    text = row_case(bench.desk, decided, id_, asked.lang)
    case = saved_case(bench.desk, text, file_name(id_), asked.lang)
    view = case_view(bench.desk, case, case, file_name(id_), "answer", None, asked.lang)
    filled = [field for group in view.groups for field in (*group.asked, *group.idle) if field.typed]
    facts = [(one.label, next((choice.words for choice in one.choices if choice.chosen), one.typed), one.source) for one in filled]
    return render(bench, asked, "register_row.html", view=view, hand=hand, facts=facts, path=PATH)


def open_row(bench: Bench, asked: PageRequest) -> Response:
    """Make a case file of a row, and show it."""
    found = _in_hand(bench)
    if found is None:
        return lead_to(PATH)
    id_ = asked.form.get("case", "")
    name = file_name(id_)
    bench.folder.make(name, row_case(bench.desk, found[1], id_, asked.lang))
    bench.forget(name)
    return tell_done(bench, f"/case/{quote(name, safe='')}", "opened")


def download(bench: Bench, asked: PageRequest) -> Response:
    """Give the decisions, the rejected rows, or the profile as a file."""
    found, name = _in_hand(bench), asked.path["name"]
    if found is None or name not in _DOWNLOADS or name in _absent(found[1]):
        return PlainTextResponse("There is nothing here.\n", 404)
    hand, decided = found
    options, laws = decided.options._replace(lang=asked.lang), bench.desk.laws.laws
    path = bench.registers.room() / f"sent-{secrets.token_hex(4)}{name[name.index('.') :]}"
    if name == PROFILE:
        write_text(path, decided.profile)
    elif name == "rejects.csv":
        write_renamed(decided.rejects, hand.name, path)
    elif name == DIFFERING and decided.compared is not None:
        write_renamed(decided.compared.differing, hand.name, path, "utf-8-sig", SEPARATE, "\r\n")
    elif name == REPORT:
        write_text(path, render_report(summary_report(decided.summary, options, laws), "html", 0, False))
    elif name == TABLES:
        write_text(path, MARK_OF_UTF_8 + group_csv(decided.summary, options, laws.vocabulary))
    else:
        written_as(decided, path)
    return FileResponse(path, media_type=_DOWNLOADS[name], filename=name, background=BackgroundTask(path.unlink, missing_ok=True))
