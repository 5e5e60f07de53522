"""The draft of the letter that gives reasons for a decision, told from the trail and the vocabulary alone.

The sentences about the law are those of the vocabulary's `letter`; the authority after each is that of the rule that gave
the conclusion. Brackets hold what a caseworker must fill in or settle: what the case does not say is not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..canonical import Json
from ..law.deciding import Decision
from ..model import Language, Letter, LetterFrame, Sentences
from ..trail.acts import ACT
from ..trail.finality import REVIEW, is_answer
from ..trail.steps import Trail
from .catalogue import phrase
from .derivation import View, view_of
from .letter_doubts import blocking, holding_back, lacking_facts, reminders
from .letter_facts import follows_told, is_any_of, is_undecided, told_points, topics_told, used_facts
from .letter_sentences import LetterDraft, cited, filled_in, ground, letter_in, place, sentence, told_in, with_authority
from .paper import NONE, AddressLines, Grid, Heading, Items, ListItem, Paper, PaperPart, Passage, brackets, paper_text, texts
from .reasons import Matter, Point, PointKind, points_of, question_of, questions_of
from .wording import headline, inside, label, listed, status_words, value_words

_HEADS: Final[Mapping[PointKind, tuple[str, str]]] = {
    "unmet": (phrase("You do not meet this condition:"), phrase("You do not meet these conditions:")),
    "applied": (phrase("This exception applies to you:"), phrase("These exceptions apply to you:")),
    "met": (phrase("This condition is met:"), phrase("These conditions are met:")),
    "closed": (phrase("This possibility is closed to you:"), phrase("These possibilities are closed to you:")),
    "passed": (
        phrase("We have looked at this exception too. It does not apply to you:"),
        phrase("We have looked at these exceptions too. They do not apply to you:"),
    ),
}
"""What stands above the points of each kind, one and several, in the order in which they are told."""


def letter_paper(decision: Decision, trail: Trail, frame: LetterFrame, lang: Language, cross_check: Json = None) -> Paper:
    """Return the draft as a document: in Nynorsk where that is asked for and the law has it, else in Bokmål.

    `frame` is what the municipality puts around its letters. `cross_check` says whether a second engine derived the same
    (`law.crosscheck`); where not, the caseworker is told.
    """
    draft = draft_of(decision, trail, frame, lang)
    view = draft.view
    holding = list(blocking(draft))
    title = _title(draft)
    body = (
        AddressLines((place(draft, "municipality"), place(draft, "address"))),
        AddressLines((place(draft, "recipient"), place(draft, "recipient_address"))),
        AddressLines((place(draft, "date"), view.say("Our reference: {number}", number=place(draft, "case_number")))),
        Heading(title, 1),
        *_body(draft),
        Passage(view.say("Yours sincerely")),
        AddressLines((place(draft, "signatory"), place(draft, "signatory_title"), place(draft, "municipality"))),
    )
    fields = [found for found in brackets(body) if not found.startswith(_ask(view, "").text[1:-1].rstrip())]
    asks = holding or [view.say("This is a draft. Check the facts, and fill in the fields in brackets.")]
    if fields:
        asks = [*asks, view.say("To be filled in: {fields}.", fields="; ".join(fields))]
    asks = [*asks, *reminders(draft, cross_check), view.say("Case: {id}", id=decision.case.id)]
    status = view.say("DRAFT – NOT READY TO BE SENT") if holding else view.say("DRAFT – CHECK BEFORE YOU SEND")
    return Paper(view.lang, title, status, tuple(asks), body)


def draft_of(decision: Decision, trail: Trail, frame: LetterFrame, lang: Language) -> LetterDraft:
    """Return a draft to write in: in Nynorsk where that is asked for and the law has it, else in Bokmål."""
    vocabulary = decision.laws.laws.vocabulary
    lang = "nn" if lang == "nn" and (vocabulary.letter is None or vocabulary.letter_nn is not None) else "nb"
    view = view_of(decision, trail, lang, False)
    return LetterDraft(view, letter_in(view.vocabulary, lang) or Letter(), frame)


def letter_needs(decision: Decision, trail: Trail) -> tuple[str, ...]:
    """Return the facts that the letter on a settled outcome still needs, in the order of the vocabulary; while it is open, none.

    They are those without which the letter is held back, and those that stand in brackets in it.
    """
    draft = draft_of(decision, trail, {}, "nb")
    view = draft.view
    if is_undecided(view):
        return ()
    held, left = holding_back(draft), set(brackets(_body(draft)))
    return tuple(n for n in view.vocabulary.facts if n not in decision.case.facts and (n in held or label(view.terms[None], n) in left))


def render_letter(decision: Decision, trail: Trail, cross_check: Json = None) -> str:
    """Return the draft in Bokmål, without a frame, as plain text."""
    return paper_text(letter_paper(decision, trail, {}, "nb", cross_check))


def _ask(view: View, text: str) -> Passage:
    return Passage(view.say("[Caseworker: {text}]", text=text))


def _title(draft: LetterDraft) -> str:
    view = draft.view
    titles = (sentence(draft, name, results) for name, results in draft.letter.titles.items())
    if any(view.decision.findings[name].status == "open" for name, c in view.vocabulary.conclusions.items() if c.principal):
        return view.say("We need more information")
    return next((title for title in titles if title is not None), view.say("Decision and reasons"))


def _body(draft: LetterDraft) -> Iterator[PaperPart]:
    """Yield what is decided, what follows, the reasons, the facts, the law, and how to appeal, each under its heading if there is any."""
    view, letter = draft.view, draft.letter
    notice, offered = is_any_of(view, letter.notices), is_any_of(view, letter.offers)
    follows = told_in(draft, letter.follows) if follows_told(draft) else []
    appeal = [] if notice or is_undecided(view) else told_in(draft, letter.appeal)
    body = [
        *_outcome(draft),
        *_section(view.say("What an offer means to you") if offered else view.say("What the decision means to you"), _items(follows)),
        *_section(view.say("Why is it so?") if notice else view.say("Why have we decided this?"), _reasons(draft)),
        *_section(view.say("Facts that we have built on"), _facts(draft)),
        *_section(view.say("Rules that we have used"), _law(draft)),
        *_section(view.say("How can you appeal?"), _items(appeal)),
    ]
    yield from body
    acts = _acts(draft, "\n".join(text for block in body for text in texts(block)))
    yield from _section(view.say("Acts and regulations in this letter"), _items(acts))


def _section(title: str, blocks: Iterable[PaperPart]) -> Iterator[PaperPart]:
    """Yield a section with its title, or nothing where it is empty."""
    found = list(blocks)
    if found:
        yield Heading(title)
        yield from found


def _items(told: Iterable[str]) -> Iterator[PaperPart]:
    entries = tuple(map(ListItem, told))
    if entries:
        yield Items(entries)


# ---------------------------------------------------------------- the outcome and its reasons


def _outcome(draft: LetterDraft) -> Iterator[PaperPart]:
    """Yield what is decided: the principal conclusions first, then what else the letter says of the outcome."""
    view, letter = draft.view, draft.letter
    conclusions, findings = view.vocabulary.conclusions, view.decision.findings
    for name, conclusion in conclusions.items():
        if conclusion.principal and findings[name].status == "open":
            yield _ask(view, view.say("Write the decision here when the outcome is settled."))
            yield Passage(view.say("We need these facts to deal with your case. Please answer by [deadline]:"))
            yield from _items(label(view.terms[None], fact) for fact in lacking_facts(view, [name]))
        elif conclusion.principal and not is_answer(findings[name]):
            yield _ask(view, view.say("Write the decision here when the outcome is settled."))
        elif conclusion.principal:
            yield Passage(sentence(draft, name, letter.outcome.get(name, {})) or _plainly(view, name))
    for name, conclusion in conclusions.items():
        if conclusion.headline and findings[name].status == "met":
            told = sentence(draft, name, letter.outcome.get(name, {})) or _plainly(view, name)
            yield Passage(with_authority(told, cited(view, question_of(view, view.trail.because[name][0]).rules)))
    shown = {name for name, c in conclusions.items() if c.principal or c.is_answer_beside}
    if not is_undecided(view):
        rest: Sentences = {name: said for name, said in letter.outcome.items() if name not in shown}
        yield from map(Passage, told_in(draft, rest))


def _plainly(view: View, name: str) -> str:
    return f"{label(view.terms[None], name)}: {_result_words(view, name)}."


def _result_words(view: View, name: str) -> str:
    finding, terms = view.decision.findings[name], view.terms[None]
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)


def _reasons(draft: LetterDraft) -> Iterator[PaperPart]:
    """Yield for each question that the outcome rests on its answer and the points, and the same for what stands beside it."""
    view, told, asked = draft.view, set[Point](), set[str]()
    conclusions, findings = view.vocabulary.conclusions, view.decision.findings
    for name, conclusion in conclusions.items():
        if conclusion.principal and findings[name].status == "open":
            yield _ask(view, view.say("Write the reasons when the outcome is settled."))
        elif conclusion.principal:
            uncertain = findings[name].value == REVIEW
            if uncertain:
                yield _ask(view, view.say("Finish the reasons when the outcome is settled. Below stands what is clear."))
            questions = _in_order(draft, name)
            asked.update(question.name for question in questions)
            for question in questions:
                yield from _question(draft, question, told, not uncertain)
    for name, conclusion in conclusions.items():
        if conclusion.headline and findings[name].status == "met" and name not in asked:
            yield from _question(draft, question_of(view, view.trail.because[name][0]), told, True)


def _in_order(draft: LetterDraft, name: str) -> list[Matter]:
    """Return the questions that a conclusion rests on, in the order of the letter's sentences, then of the trail."""
    order = list(draft.letter.reasons)
    found = questions_of(draft.view, name)
    return sorted(found, key=lambda question: order.index(question.name) if question.name in order else len(order))


def _question(draft: LetterDraft, question: Matter, told: set[Point], answered: bool) -> Iterator[PaperPart]:
    """Yield the points of one question that have not been told before, below its answer with the authority, if it has one."""
    view, points = draft.view, told_points(question)
    if answered:
        yield Passage(_answer(draft, question, points, told))
    new = [point for point in points if point not in told]
    told.update(new)
    for kind, (one, several) in _HEADS.items():
        of_kind = [point for point in new if point.kind == kind]
        if of_kind:
            # Where nothing is answered yet, what is so may speak for or against.
            clear = kind == "met" and not answered
            yield Passage(view.say("This is clear:") if clear else view.say(several if len(of_kind) > 1 else one))
            yield Items(tuple(_entry(draft, point) for point in of_kind))


def _answer(draft: LetterDraft, question: Matter, points: tuple[Point, ...], told: set[Point]) -> str:
    """Return the answer to a question with its authority, and what it has in common with what was told before."""
    view = draft.view
    results = {**draft.letter.outcome.get(question.name, {}), **draft.letter.reasons.get(question.name, {})}
    said = results.get(question.result)
    plainly = f"{_label(view, question)}: {status_words(view.terms[None], question.result)}."
    answer = plainly if said is None else headline(filled_in(draft, question.name, said, ""))
    answer = with_authority(answer, _authority(view, question, points))
    if points and told.issuperset(points):
        answer += " " + view.say("The reason is the same.")
    elif any(point in told for point in points if point.kind in ("unmet", "applied")):
        answer += " " + view.say("The reason above applies here too.")
    elif not points and any(point.kind == "closed" for point in question.points):
        answer += " " + view.say("You belong to none of the groups to whom this is open.")
    return answer


def _authority(view: View, question: Matter, points: Iterable[Point]) -> str:
    """Return the authority of an answer: where exceptions alone take it away, theirs; else that of the rule, and theirs beside it."""
    own = cited(view, question.rules)
    if question.result != "not_met":
        return own
    found = list(points)
    exceptions = dict.fromkeys(point.authority for point in found if point.kind == "applied" and point.authority)
    alone = exceptions and not any(point.kind == "unmet" for point in found)
    return "; ".join(exceptions) if alone else "; ".join(dict.fromkeys(filter(None, (own, *exceptions))))


def _label(view: View, question: Matter) -> str:
    version = question.rules[0][0] if question.rules else None
    return label(view.terms[version], question.name)


def _point(point: Point) -> str:
    return ". ".join((point.head, *point.details)) + "."


def _entry(draft: LetterDraft, point: Point) -> ListItem:
    own = ground(draft, point)
    if own is not None:
        return ListItem(own)
    if not point.below:
        return ListItem(_point(point))
    lead = draft.view.say("We have looked at these rules, but none of them fits you:") if point.kind != "closed" else ""
    return ListItem(f"{_point(point)} {lead}".rstrip(), point.below)


# ---------------------------------------------------------------- facts and law


def _facts(draft: LetterDraft) -> Iterator[PaperPart]:
    """Yield the facts of the case that what is told rests on, as a table."""
    view, facts, terms = draft.view, draft.view.decision.case.facts, draft.view.terms[None]
    used = used_facts(draft)
    names = [name for name in view.vocabulary.facts if name in used and facts[name].origin in ("stated", "assumed")]
    rows = []
    for name in names:
        fact = facts[name]
        value = value_words(terms, name, fact.value)
        rows.append((label(terms, name), f"{value} ({view.say('assumed')})" if fact.origin == "assumed" else value, fact.source or NONE))
    sourced = any(facts[name].source is not None for name in names)
    if rows:
        head = (view.say("Fact"), view.say("What we have built on"), view.say("Source"))
        yield Passage(view.say("This is what we know. Is something wrong? Then tell us."))
        yield Grid(view.say("Facts in your case"), head if sourced else head[:2], tuple(row if sourced else row[:2] for row in rows))


def _law(draft: LetterDraft) -> Iterator[PaperPart]:
    """Yield which Act applies, and why, and which wording of the law is used for what.

    No rule is cited for the choice of the wording: the letter gives the rules that were used, not the search for them.
    """
    view = draft.view
    act = view.trail.because.get(ACT)
    told = []
    if act:
        told.append(" ".join([_plainly(view, ACT), *(_point(point) for point in points_of(view, act[0]))]))
    by_title: dict[str, list[str]] = {}
    for topic in topics_told(draft):
        governing = view.decision.governing[topic]
        titles = [_version_title(view, version) for version in governing.versions]
        name = inside(view.terms[None], view.pick(view.vocabulary.topics[topic].label))
        if governing.settled:
            by_title.setdefault(titles[0], []).append(name)
        else:
            versions = listed(view.terms[None], titles, phrase("or"))
            told.append(f"{headline(name)}: [{view.say('law version, which is not settled: {versions}', versions=versions)}].")
    told += [f"{headline(listed(view.terms[None], names, phrase('and')))}: {title}." for title, names in by_title.items()]
    yield from _items(told)


def _version_title(view: View, version: str) -> str:
    law = view.terms[version].version
    assert law is not None  # a governing version was run, and has its terms
    return inside(view.terms[None], view.pick(law.title))


def _acts(draft: LetterDraft, told: str) -> list[str]:
    """Return the Acts and regulations that the letter cites, with their full title and official id, in the order cited."""
    acts = {act.id: act for run in draft.view.decision.runs for act in run.compiled.version.acts.values()}
    shorts = {id_: draft.view.pick(act.short) for id_, act in acts.items()}
    found = sorted((told.index(f"{short} §"), id_) for id_, short in shorts.items() if f"{short} §" in told)
    return [f"{shorts[id_]}: {draft.view.pick(acts[id_].title)} ({id_})" for _, id_ in found]
