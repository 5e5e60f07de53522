"""The answer on a case beside its form: what it is, why, what would change it, the letter, and what is recorded of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, get_args

from markupsafe import Markup

from ..diagnostics import Rejected, said
from ..inquiry.explanation import explain
from ..model import Language, Status
from ..records.listing import list_decisions
from ..records.log import append_sealed, seal_decision
from ..rendering.answer import answer_sections
from ..rendering.case_title import case_title
from ..rendering.catalogue import say
from ..rendering.decision_report import decision_report
from ..rendering.explanation import change_report, explanation_report
from ..rendering.html import html_sections
from ..rendering.letter import letter_paper
from ..rendering.paper import Paper
from ..rendering.paper_html import paper_body
from ..rendering.report import Report
from ..rendering.wording import status_words, terms_of
from ..trail.document import document
from ..version import VERSION
from .case_page import FieldGroup, ShownCase, TriedDifference, Wrong, differing, finding_in_words, groups_of, wrong_of
from .desk import DecidedCase, Desk
from .sheet import ID, LAW


class AnswerPart(NamedTuple):
    """What is shown of a case beside its form: a report, or a letter with what must be done before it is sent; `about` can be explained."""

    markup: Markup
    letter: Paper | None
    about: tuple[tuple[str, str, bool], ...]


class CaseView(NamedTuple):
    """A case as its page shows it. `wrong` says why there is no answer, where there is none; `tried` is None where all is saved."""

    id: str
    title: str
    law: str
    versions: tuple[str, ...]
    readable: bool
    groups: tuple[FieldGroup, ...]
    wrong: tuple[Wrong, ...]
    by_field: dict[str, str]
    outcome_label: str
    outcome: str
    part: AnswerPart | None
    tried: TriedDifference | None
    text: str


def case_view(desk: Desk, saved: ShownCase, shown: ShownCase, name: str, tab: str, about: str | None, lang: Language) -> CaseView:
    """Return what the page of a case shows; `tab` is the part of its answer, `about` the conclusion that is explained."""
    decided, wrong = _decided(desk, shown, name, lang)
    before, _ = (decided, ()) if shown is saved else _decided(desk, saved, name, lang)
    answer = desk.answer(shown.text, name) if decided is not None else None
    asked = answer.missing.facts if answer is not None and answer.missing is not None else ()
    silent = desk.turning_silences(shown.text, name) if answer is not None else ()
    was, now = (one.decision if one is not None else None for one in (before, decided))
    tried = differing(desk, was, now, saved, shown, lang) if shown is not saved else None
    outcome = ""
    if decided is not None and desk.principal is not None:
        outcome = finding_in_words(desk, desk.principal, decided.decision.findings[desk.principal], lang)
    return CaseView(
        shown.sheet.get(ID, ""),
        _title(desk, decided, shown, lang),
        shown.sheet.get(LAW, ""),
        desk.versions,
        saved.readable,
        groups_of(desk, shown, saved, (*asked, *silent), asked[0] if asked else None, lang) if saved.readable else (),
        wrong,
        dict(shown.by_field),
        outcome_label(desk, lang),
        outcome,
        _part(desk, decided, shown.text, name, tab, about, lang) if decided is not None else None,
        tried,
        saved.text,
    )


def _title(desk: Desk, decided: DecidedCase | None, shown: ShownCase, lang: Language) -> str:
    if decided is None:
        return f"{say(lang, 'Case')} {shown.sheet.get(ID, '')}"
    return case_title(decided.decision.case, desk.vocabulary, lang)


def outcome_label(desk: Desk, lang: Language) -> str:
    """Return what the principal conclusion is called, or nothing where there is none."""
    return said(desk.vocabulary.conclusions[desk.principal].label, lang) if desk.principal is not None else ""


def _decided(desk: Desk, shown: ShownCase, name: str, lang: Language) -> tuple[DecidedCase | None, tuple[Wrong, ...]]:
    """Return the decision on a case, or None and why there is none."""
    if shown.wrong:
        return None, shown.wrong
    try:
        return desk.decide(shown.text, name), ()
    except Rejected as rejected:
        return None, tuple(wrong_of(problem, lang) for problem in rejected.diagnostics)


def _part(desk: Desk, decided: DecidedCase, text: str, name: str, tab: str, about: str | None, lang: Language) -> AnswerPart:
    """Return the part of the answer that is asked for."""
    decision, cross_check = decided.decision, decided.cross_check
    if tab == "letter":
        paper = letter_paper(decision, decided.trail, desk.frame, lang, cross_check)
        return AnswerPart(Markup(paper_body(paper, 3)), paper, ())
    if tab in ("why", "change"):
        conclusions = desk.vocabulary.conclusions
        chosen = about if about is not None and about in conclusions else desk.principal or next(iter(conclusions))
        answer = desk.answer(text, name) if chosen == desk.principal else None
        known = (answer.missing, answer.change) if answer is not None else None
        found = explain(decision, decided.trail, desk.laws, desk.engine, chosen, known)
        report = explanation_report(found, lang, False) if tab == "why" else change_report(found, lang)
        listed = tuple((one, said(declared.label, lang), one == chosen) for one, declared in conclusions.items())
        return AnswerPart(_markup(report), None, listed)
    if tab == "history":
        return AnswerPart(Markup(), None, ())
    answer = desk.answer(text, name)
    if answer is None:
        return AnswerPart(_markup(decision_report(decision, decided.trail, lang, False, cross_check)), None, ())
    sections = answer_sections(answer, lang, cross_check, None, False)
    return AnswerPart(_markup(Report(lang, decision.case.id, sections)), None, ())


def _markup(report: Report) -> Markup:
    return Markup(html_sections(report, "part-", 3))


def letter_of(desk: Desk, text: str, name: str, lang: Language) -> Paper:
    """Return the letter on the case of a file. Raises Rejected where it cannot be decided."""
    decided = desk.decide(text, name)
    return letter_paper(decided.decision, decided.trail, desk.frame, lang, decided.cross_check)


# ---------------------------------------------------------------- what is recorded


class RecordedDecision(NamedTuple):
    """A decision in the log: its record, what was decided, the law versions and the program."""

    record: int
    outcome: str
    versions: str
    program: str


def history_of(log: Path, id_: str, desk: Desk, lang: Language) -> tuple[RecordedDecision, ...]:
    """Return the decisions of a case in the log, the last first; none where there is no log yet. Raises Rejected."""
    if not log.exists():
        return ()
    conclusions, terms = desk.vocabulary.conclusions, terms_of(lang, desk.vocabulary, None)
    found = []
    for one in list_decisions(log):
        if one.case == id_:
            told = []
            for name, value in one.outcomes.items():
                words = conclusions[name].values if name in conclusions else None
                if words and value in words:
                    told.append(said(words[value], lang))
                else:
                    told.append(status_words(terms, value) if value in get_args(Status) else value)
            found.append(RecordedDecision(one.record, "; ".join(told), ", ".join(one.versions), one.program))
    return tuple(reversed(found))


def record_case(desk: Desk, log: Path, text: str, name: str) -> str:
    """Record the decision on the case of a file in the log, and return the receipt. Raises Rejected; nothing is recorded then."""
    decided = desk.decide(text, name)
    sealed = seal_decision(document(decided.decision, decided.trail, desk.vocabulary, decided.cross_check))
    return append_sealed(log, [sealed], desk.texts, VERSION)
