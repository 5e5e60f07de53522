"""The page of a register that is decided: figures, what is to be followed up, what differs, the rows, the files, one row as a case."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, PlainTextResponse, Response

from ..batch.comparing_report import compared_report
from ..batch.group_report import group_csv
from ..batch.inspecting import TOLD
from ..batch.inspecting_report import inspected_csv, inspected_report
from ..batch.running import Options
from ..batch.summary import summary_report
from ..batch.telling import MARK_OF_UTF_8, SEPARATE
from ..batch.writing import write_renamed
from ..diagnostics import said
from ..files import write_text
from ..model import Language
from ..rendering.forms import render_report
from ..rendering.html import html_sections
from ..rendering.report import Report, grouped
from ..rendering.wording import outcome_words, terms_of
from ..terms.saying import date_words
from .bench import Bench, PageRequest, lead_to, render, tell_done
from .case_page import saved_case
from .case_view import case_view, outcome_label
from .desk import Desk
from .folder import file_name
from .register_work import (
    PROFILE,
    RowFilter,
    counted_reviews,
    differing_rows,
    followed_rows,
    rejected_rows,
    row_case,
    rows_of,
    written_as,
)
from .registers import PATH, ComparedRegister, DecidedRegister, RegisterInHand

_PAGE: Final = 50
"""So many rows are shown at a time."""

_REPORT: Final = "report.html"
_TABLES: Final = "tables.csv"
_INSPECTION: Final = "inspection.html"
_INSPECTED: Final = "inspection.csv"
_FOLLOWED: Final = "follow-up.csv"
_DIFFERING: Final = "differ.csv"
_FIGURES: Final = (_REPORT, _TABLES, _INSPECTION, _INSPECTED)
"""The files that hold figures and, where small counts are not told, none of these."""

_FILES: Final[Mapping[str, str]] = {
    "decided.csv": "text/csv",
    "decided.parquet": "application/vnd.apache.parquet",
    "decided.ndjson": "application/x-ndjson",
    "rejects.csv": "text/csv",
    _REPORT: "text/html",
    _TABLES: "text/csv",
    _INSPECTION: "text/html",
    _INSPECTED: "text/csv",
    _FOLLOWED: "text/csv",
    _DIFFERING: "text/csv",
    PROFILE: "application/yaml",
}


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


class ShownRows(NamedTuple):
    """Some of the rows of a table: how many stand before them, how many there are, and the addresses of those before and after."""

    rows: Sequence[object]
    start: int
    number: int
    pages: tuple[str, str]


def show_decided(bench: Bench, asked: PageRequest, hand: RegisterInHand, decided: DecidedRegister) -> Response:
    """Show what was found in a register: the figures, the rows that are chosen, and those that are not decided.

    Where small counts are not told, the figures stand alone, and the rows on a page of their own.
    """
    desk, lang, query = bench.desk, asked.lang, asked.query
    is_whole = decided.options.suppress is None
    part = "" if is_whole else "rows" if query.get("part") == "rows" else "figures"
    kept = {"part": part} if part == "rows" else {}
    values = _rows_values(desk, decided, asked, kept) if part != "figures" else {}
    files = [name for name in _FILES if name not in _absent(decided) and (is_whole or (name in _FIGURES) == (part == "figures"))]
    return render(
        bench,
        asked,
        "register.html",
        200,
        hand=hand,
        part=part,
        least=decided.options.suppress,
        figures=_figures(desk, decided, lang),
        inspected=_markup(_inspection(desk, decided, lang), "inspected-", 3),
        compared=_markup(_comparison(desk, decided.compared, lang), "compared-", 3),
        offers_inspection=decided.inspected is None and bool(desk.vocabulary.inspections),
        grouped=grouped,
        files=files,
        path=PATH,
        **values,
    )


def _figures(desk: Desk, decided: DecidedRegister, lang: Language) -> Markup:
    if _REPORT in _absent(decided):
        return Markup()
    return _markup(summary_report(decided.summary, decided.options._replace(lang=lang), desk.laws.laws), "figure-", 2)


def _markup(report: Report | None, prefix: str, level: int) -> Markup:
    return Markup(html_sections(report, prefix, level)) if report is not None else Markup()


def _inspection(desk: Desk, decided: DecidedRegister, lang: Language) -> Report | None:
    """Return what is late or lacking, where that was looked for."""
    if decided.inspected is None:
        return None
    return inspected_report(decided.inspected.found, decided.options._replace(lang=lang), desk.vocabulary)


def _comparison(desk: Desk, compared: ComparedRegister | None, lang: Language) -> Report | None:
    """Return what the comparison of the register's own category with the law found, beside the summary of the same rows."""
    if compared is None:
        return None
    return compared_report(compared.found, compared.meanings, desk.vocabulary, compared.column, lang, alone=False)


def _rows_values(desk: Desk, decided: DecidedRegister, asked: PageRequest, kept: Mapping[str, str]) -> dict[str, object]:
    """Return what the template says of single rows; `kept` is what stands in every address."""
    lang, query = asked.lang, asked.query
    reviews = counted_reviews(desk, decided)
    outcomes = decided.summary.outcomes.get(desk.principal or "", {})
    chosen = RowFilter(
        query.get("outcome", "") if query.get("outcome") in outcomes else "",
        query.get("review", "") if query.get("review") in reviews else "",
        query.get("id", "").strip(),
    )
    labels, in_words = desk.vocabulary.conclusions, outcomes_in_words(desk, lang)
    words = {outcome: in_words(outcome) for outcome in outcomes}
    fields = {**kept, **{name: value for name, value in chosen._asdict().items() if value}}
    start = {name: _PAGE * (_number(query.get(name, "")) - 1) for name in ("page", "rejected", "differing", "followed")}
    found, rows = rows_of(desk, decided, chosen, start["page"], _PAGE)
    shown = [
        ShownRow(
            row.case,
            _row_path(row.case),
            words.get(row.outcome, row.outcome),
            ", ".join(row.laws),
            tuple(said(labels[one].label, lang) for one in row.reviews),
        )
        for row in rows
    ]
    flaws, rejected = rejected_rows(decided, start["rejected"], _PAGE)
    inspected, compared = decided.inspected, decided.compared
    to_follow: Sequence[object] = ()
    differs: Sequence[object] = ()
    followed = differing = 0
    if inspected is not None:
        followed = sum(n for counts in inspected.found.standings.values() for (one, _), n in counts.items() if one in TOLD)
        to_follow = followed_rows(inspected, start["followed"], _PAGE)
    if compared is not None:
        differing = sum(compared.found.differing.values()) + compared.found.without
        differs = differing_rows(compared, start["differing"], _PAGE)
    return {
        "kept": kept,
        "outcome_label": outcome_label(desk, lang),
        "outcomes": [RowChoice(one, words[one], number, one == chosen.outcome) for one, number in outcomes.items()],
        "reviews": [RowChoice(one, said(labels[one].label, lang), number, one == chosen.review) for one, number in reviews.items()],
        "id": chosen.id,
        "decided": _shown(shown, fields, "page", start["page"], found),
        "rejected": _shown(rejected, kept, "rejected", start["rejected"], flaws),
        "differing": _shown(differs, kept, "differing", start["differing"], differing),
        "followed": _shown(to_follow, kept, "followed", start["followed"], followed),
        "day": lambda told: date_words(lang, date.fromisoformat(told)) if told else "",
        "in_words": in_words,
        "row_path": _row_path,
    }


def outcomes_in_words(desk: Desk, lang: Language) -> Callable[[str], str]:
    """Return what gives an outcome, or a status, in words."""
    return partial(outcome_words, terms_of(lang, desk.vocabulary, None), desk.vocabulary.conclusions[desk.principal or ""])


def _row_path(case: str) -> str:
    return f"{PATH}/row?{urlencode({'case': case})}"


def _number(text: str) -> int:
    """Return the number of a page, the first where the text is none."""
    return max(int(text), 1) if re.fullmatch("[0-9]{1,6}", text) else 1


def _shown(rows: Sequence[object], fields: Mapping[str, str], name: str, start: int, number: int) -> ShownRows:
    """Return rows with the addresses of the pages before and after; empty where there is none."""
    page = start // _PAGE + 1

    def link(to: int) -> str:
        return f"{PATH}?{urlencode({**fields, name: to})}#{name}"

    return ShownRows(rows, start, number, (link(page - 1) if page > 1 else "", link(page + 1) if start + _PAGE < number else ""))


# ---------------------------------------------------------------- the files


def _absent(decided: DecidedRegister) -> set[str]:
    """Return the files that there are not of what was asked for.

    Where small counts are not told, a self-inspection takes the place of the outcomes: the two together could tell them.
    """
    options, is_inspected = decided.options, decided.inspected is not None
    counts_outcomes = options.suppress is None or not is_inspected
    there: dict[str, object] = {
        PROFILE: decided.profile,
        _REPORT: counts_outcomes,
        _TABLES: counts_outcomes and (options.by or options.suppress is not None),
        _DIFFERING: decided.compared is not None,
    }
    there |= dict.fromkeys((_INSPECTION, _INSPECTED, _FOLLOWED), is_inspected)
    return {name for name, is_there in there.items() if not is_there}


def download(bench: Bench, asked: PageRequest) -> Response:
    """Give the decisions, the rejected rows, what was found in them, or the profile as a file."""
    found, name = _in_hand(bench), asked.path["name"]
    if found is None or name not in _FILES or name in _absent(found[1]):
        return PlainTextResponse("There is nothing here.\n", 404)
    hand, decided = found
    path = bench.registers.room() / f"sent-{secrets.token_hex(4)}{name[name.index('.') :]}"
    if name in (_FOLLOWED, _DIFFERING):
        whole = decided.inspected if name == _FOLLOWED else decided.compared
        assert whole is not None  # it is not absent
        write_renamed(whole.rows, hand.name, path, "utf-8-sig", SEPARATE, "\r\n")
    elif name == "rejects.csv":
        write_renamed(decided.rejects, hand.name, path)
    elif name in (*_FIGURES, PROFILE):
        write_text(path, _text(bench.desk, decided, decided.options._replace(lang=asked.lang), name))
    else:
        written_as(decided, path)
    return FileResponse(path, media_type=_FILES[name], filename=name, background=BackgroundTask(path.unlink, missing_ok=True))


def _text(desk: Desk, decided: DecidedRegister, options: Options, name: str) -> str:
    """Return what stands in a file of figures, or in the profile."""
    inspection = _inspection(desk, decided, options.lang)
    if name == _INSPECTION and inspection is not None:
        return render_report(inspection, "html", 0, False)
    if name == _INSPECTED and decided.inspected is not None:
        return MARK_OF_UTF_8 + inspected_csv(decided.inspected.found, options, desk.vocabulary)
    if name == _TABLES:
        return MARK_OF_UTF_8 + group_csv(decided.summary, options, desk.vocabulary)
    return decided.profile if name == PROFILE else render_report(summary_report(decided.summary, options, desk.laws.laws), "html", 0, False)


# ---------------------------------------------------------------- one row


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
