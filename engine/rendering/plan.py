"""The integration plan as a form: filled in with what the case holds, and blank where it holds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..canonical import Json
from ..language.plan_forms import FormPart, FormRow, PlanForm
from ..language.templates import FRAME
from ..law.deciding import Decision
from ..model import Language, LetterFrame
from ..trail.steps import Trail
from .letter import draft_of
from .letter_doubts import blocking, reminders
from .letter_facts import follows_told
from .letter_sentences import LetterDraft, cited, told_in
from .paper import Grid, Heading, Items, ListItem, Paper, PaperPart, Passage
from .reasons import authorities
from .wording import value_words


def plan_paper(decision: Decision, trail: Trail, form: PlanForm, frame: LetterFrame, lang: Language, cross_check: Json = None) -> Paper:
    """Return the plan as a document. What must be settled first is told as for the letter, and that there is nothing to plan for."""
    draft = draft_of(decision, trail, frame, lang)
    view, title = draft.view, draft.view.pick(form.title)
    without = [] if follows_told(draft) else [view.say("No programme is granted or offered in this case, so there is nothing to plan for.")]
    holding = [*without, *blocking(draft)]
    asks = holding or [view.say("This is a draft. Check it with the participant, and fill in what is blank.")]
    body: list[PaperPart] = [Heading(title, 1)]
    for part in form.parts:
        status_ = view.decision.findings[part.only_if].status if part.only_if is not None else "met"
        if status_ in ("met", "open"):
            body += _part(draft, part, status_ == "open")
    appeal = told_in(draft, draft.letter.appeal)
    if appeal and not without:
        body += [Heading(view.say("How can you appeal?")), Items(tuple(map(ListItem, appeal)))]
    status = view.say("DRAFT – NOT READY TO BE SENT") if holding else view.say("DRAFT – CHECK BEFORE YOU SEND")
    return Paper(
        view.lang, title, status, (*asks, *reminders(draft, cross_check), view.say("Case: {id}", id=decision.case.id)), tuple(body)
    )


def _part(draft: LetterDraft, part: FormPart, is_open: bool) -> Iterator[PaperPart]:
    view, title = draft.view, draft.view.pick(part.title)
    yield Heading(title)
    if is_open and part.only_if is not None:
        what = view.pick(view.vocabulary.conclusions[part.only_if].label)
        yield Passage(view.say("[Caseworker: {text}]", text=view.say("It is not settled whether this part is needed ({what}).", what=what)))
    sources = cited(view, authorities(view, part.authority)) if part.authority is not None else ""
    if sources:
        yield Passage(view.say("Rule: {sources}.", sources=sources))
    if part.rows:
        rows = tuple((view.pick(row.label), _value(draft, row)) for row in part.rows)
        yield Grid(title, (view.say("Field"), view.say("Content")), rows)
    if part.head:
        blank = ("",) * len(part.head)
        yield Grid(f"{title}: {view.say('to be filled in')}", tuple(map(view.pick, part.head)), (blank,) * part.lines)


def _value(draft: LetterDraft, row: FormRow) -> str:
    """Return what fills a row, or nothing where neither the case nor the frame says it."""
    name, view = row.value, draft.view
    if name is None:
        return ""
    if name.startswith(FRAME):
        return draft.frame.get(name.removeprefix(FRAME), "")
    fact = view.decision.case.facts.get(name)
    if fact is not None:
        told = value_words(view.terms[None], name, fact.value)
        return "" if fact.origin == "silence" else f"{told} ({view.say('assumed')})" if fact.origin == "assumed" else told
    finding = view.decision.findings.get(name)
    return value_words(view.terms[None], name, finding.value) if finding is not None and finding.status == "value" else ""
