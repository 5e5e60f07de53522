"""The answer first: what was found, because of what, what else was looked at, what is missing, what would change it, what is next.

A report of the short answer; the whole is `decision_report`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal, get_args

from ..canonical import Json
from ..inquiry.short_answer import ShortAnswer
from ..model import NONE, Language, Value
from ..terms.saying import date_words
from ..trail.finality import is_answer
from .answer_words import MOST_NAMED, AnswerWords, Bearing, ToldBeside, answer_words
from .catalogue import phrase, say
from .decision_report import basis
from .derivation import TONES, view_of
from .in_part import in_part_words
from .next_steps import Called, Due
from .report import Answer, Block, Item, Line, Paragraph, Reference, Report, Section, Tone
from .wording import Terms, first_of, headline, inside, listed, terms_of

Layout = Literal["wide", "together", "dense", "densest", "tight", "bare"]
"""How an answer saves lines. `together`: what must be assessed and the next steps share a heading, and what is hard to believe stands
by the outcome. `dense`: what would change the answer follows in the line of what else was looked at. `densest`: what is only named as
to be assessed is one item, what the answer rests on one paragraph. `tight`:
the reasons follow the outcome, and that paragraph the next steps, without a blank line. `bare`: neither how many facts are not
filled in nor how to see the steps. Each does what those before it do."""

LAYOUTS: Final[tuple[Layout, ...]] = get_args(Layout)
"""From the widest to the shortest."""

_SILENCES: Final[Mapping[Value, str]] = {
    NONE: phrase("Not mentioned in the case: {facts}. Check; if there is such a day, enter it."),
    False: phrase("Check what the case does not mention (read as no): {facts}"),
}
"""What there is to do about facts that the case is silent of and that the outcome rests on, by what the silence is read as."""

_BEARINGS: Final[Mapping[Bearing | None, str]] = {
    "decides": phrase("The outcome depends on this: {review}"),
    "may_change": phrase("Settle first, may change the outcome: {review}"),
    "leaves": phrase("Does not change the outcome: {review}"),
}
"""What an assessment means to the outcome."""

_NEXT_STEPS: Final[Mapping[bool, tuple[str, str]]] = {
    False: (phrase("Next steps"), phrase("Next steps, as of {day}")),
    True: (phrase("Next steps, once that is settled"), phrase("Next steps, once that is settled, as of {day}")),
}
"""What stands above the next steps, without and with the day from which they are reckoned; true where something comes first."""


def answer_report(answer: ShortAnswer, lang: Language, cross_check: Json, whole: bool, on: date | None = None) -> Report:
    """Return the short answer as a report; with `whole` everything else follows it, for a form that can fold it away.

    `cross_check` says whether a second engine derived the same (`law.crosscheck`), `on` from which day the next steps are reckoned.
    """
    after = basis(view_of(answer.decision, answer.trail, lang, False)) if whole else ()
    told, terms = answer_words(answer, lang, cross_check, on), terms_of(lang, answer.decision.laws.laws.vocabulary, None)
    return Report(lang, told.title, (*_sections(told, terms, not whole, "wide"), *after))


def answer_sections(answer: ShortAnswer, lang: Language, cross_check: Json, on: date | None, more: bool) -> tuple[Section, ...]:
    """Return the sections of the short answer, from the outcome to the law in one line; with `more`, how to see the steps."""
    terms = terms_of(lang, answer.decision.laws.laws.vocabulary, None)
    return _sections(answer_words(answer, lang, cross_check, on), terms, more, "wide")


def report_of(told: AnswerWords, terms: Terms, layout: Layout) -> Report:
    """Return an answer in words as a report."""
    return Report(told.lang, told.title, _sections(told, terms, True, layout))


def _sections(told: AnswerWords, terms: Terms, more: bool, layout: Layout) -> tuple[Section, ...]:
    together, dense, densest, tight, bare = (LAYOUTS.index(layout) >= LAYOUTS.index(one) for one in LAYOUTS[1:])
    to_do = [*_assess(told, terms, densest), *_steps(told, terms)]
    if together and len(to_do) > 1:
        title = say(told.lang, "Must be assessed, and next steps")
        to_do = [Section(title, tuple(block for section in to_do for block in section.blocks), "open")]
    (first, *doubts), because = _answer(told, terms, together, densest), tuple(_because(told, terms, dense))
    rest, last = (*_missing(told), *to_do), _basis(told, terms, more, densest, bare)
    if tight:
        lead = [Section(None, (_told(f"{section.title}:"),)) for section in because if section.title is not None]
        sections = [_joined(first, *lead, *because), *rest]
        return (*sections[:-1], _joined(sections[-1], last))
    return (first, *doubts, *because, *rest, last)


def _joined(first: Section, *others: Section) -> Section:
    """Return sections as one, under the title of the first."""
    return replace(first, blocks=tuple(block for section in (first, *others) for block in section.blocks))


def _answer(told: AnswerWords, terms: Terms, together: bool, in_one: bool) -> Iterator[Section]:
    """Tell the outcome with what must be settled before it counts, what is told beside it, and what is hard to believe of the case."""
    tone = TONES[told.outcome.finding.status]
    said = Answer(None, told.sentence, tone) if told.sentence else Answer(told.about.label, headline(told.outcome.text), tone)
    tasks = {step.about for step in told.steps if step.is_task}
    beside = (_beside(one) for one in told.beside if one.about not in tasks)
    title = say(told.lang, "Compare the facts with their source")
    items = []
    for number, unlikely in enumerate(told.unlikely):
        lead = f"{title}: " if together and not number else ""
        below: tuple[Line, ...] = tuple(((limit, "dim"),) for limit in unlikely.limits)
        items.append(Item("!", ((f"{lead}{unlikely.text}", "strong"), (f" {unlikely.facts}.", "plain")), below))
    first = tuple(_to_assess(told, terms, in_one, "may_change"))
    remark = (_told(told.remark, "open"),) if told.remark is not None else ()
    yield Section(None, (said, *remark, *first, *beside, *(items if together else ())))
    if items and not together:
        yield Section(title, tuple(items), "open")


def _beside(one: ToldBeside) -> Answer:
    """Tell a value with its name; of what is met, its name says all."""
    named, tone = _cited(one.about, one.source), TONES[one.found.finding.status]
    return Answer(named, headline(one.found.text), tone) if one.found.finding.value is not None else Answer(None, f"{named}.", tone)


def _because(told: AnswerWords, terms: Terms, dense: bool) -> Iterator[Section]:
    looked_at, change = _looked_at(told, terms), _what_would_change(told)
    blocks: list[Block] = []
    for reason in told.because:
        blocks += [_told(reason.lead)] if reason.lead is not None else []
        blocks.append(Item("-", ((reason.text, "plain"),)))
    spans: list[tuple[str, Tone]] = [(looked_at, "dim")] if looked_at else []
    spans += [(f" {change}" if dense and spans else change, "plain")] if change else []
    blocks += [Paragraph(tuple(spans))] if dense and spans else [_told(*span) for span in spans]
    if blocks:
        yield Section(say(told.lang, "Because") if told.because or looked_at else None, tuple(blocks))


def _looked_at(told: AnswerWords, terms: Terms) -> str:
    """Return what else was looked at, the first by name, and the groups of facts that are not in the way; a number alone says nothing."""
    also = [*told.also, *([say(told.lang, "and {number} more", number=told.more)] if told.more else [])]
    looked_at = [f"{say(told.lang, 'Also looked at')}: {'; '.join(also)}."] if told.also else []
    if told.cleared:
        looked_at.append(say(told.lang, "Not in the way: what is stated of {groups}.", groups=listed(terms, told.cleared, phrase("and"))))
    return " ".join(looked_at)


def _what_would_change(told: AnswerWords) -> str:
    """Return that no missing fact can change the answer, where nothing is left unchecked for want of one, and what would."""
    stands = told.stands and not told.unseen and not any(one.decides for one in told.silent)
    assurance = say(told.lang, "The facts in the case are enough to decide it.") if stands else ""
    return " ".join(filter(None, (assurance, told.change.text if told.change is not None else "")))


def _missing(told: AnswerWords) -> Iterator[Section]:
    items: list[Block] = []
    for one in told.asked:
        beside = [f"({one.sections})"] if one.sections else []
        beside += [say(told.lang, "Source: {whom}.", whom=one.of)] if one.of is not None else []
        items.append(Item("?", ((one.question, "strong"), *((f" {text}", "plain") for text in beside))))
    if told.more_asked:
        items.append(_told(say(told.lang, "and {number} more, depending on the answers", number=told.more_asked), "dim"))
    if items:
        alone = phrase("To be found out before this can be decided")
        several = phrase("To be found out before this can be decided, the first one first")
        yield Section(say(told.lang, alone if len(told.asked) + told.more_asked == 1 else several), tuple(items), "open")


def _cited(about: Called, source: str) -> str:
    return f"{about.label} ({source})" if source else about.label


def _assess(told: AnswerWords, terms: Terms, in_one: bool) -> Iterator[Section]:
    """Tell what else a person must assess and what that means to the outcome, and what could not be looked at for want of facts."""
    blocks = [*_to_assess(told, terms, in_one, "decides", None, "leaves")]
    if told.unseen:
        unseen = _inside(terms, told.unseen[:MOST_NAMED])
        left = len(told.unseen) - MOST_NAMED
        more = f" {say(told.lang, 'and {number} more', number=left)}" if left > 0 else ""
        lacking = [inside(terms, fact.label) for fact in told.unseen_for]
        obtain = f" {say(told.lang, 'Obtain: {facts}.', facts=first_of(told.lang, lacking))}" if lacking else ""
        blocks.append(_told(f"{say(told.lang, 'Not checked, since facts are missing:')} {unseen}{more}.{obtain}", "open"))
    if blocks:
        yield Section(say(told.lang, "Must be assessed"), tuple(blocks), "open")


def _to_assess(told: AnswerWords, terms: Terms, in_one: bool, *bearings: Bearing | None) -> Iterator[Block]:
    """Tell what a person must assess of these bearings on the outcome; what is only named shares an item where all is `in_one`."""
    briefly: dict[Bearing | None, list[str]] = {}
    for review in (review for review in told.reviews if review.bearing in bearings):
        line = _with_bearing(told, terms, review.bearing, _cited(review.about, review.source))
        if review.text is None and in_one:
            briefly.setdefault(review.bearing, []).append(inside(terms, _cited(review.about, review.source)))
        elif review.text is not None and review.text == review.shortest:
            mark = ":" if review.bearing is None else " –"
            yield Item("!", ((f"{line}{mark} {review.shortest}", "plain"),))
        else:
            yield Item("!", ((line, "plain"),), (((review.text, "plain"),),) if review.text is not None else ())
    for bearing, named in briefly.items():
        yield Item("!", ((_with_bearing(told, terms, bearing, headline("; ".join(named))), "plain"),))


def _with_bearing(told: AnswerWords, terms: Terms, bearing: Bearing | None, named: str) -> str:
    """Return what must be assessed with what that means to the outcome."""
    return named if bearing is None else say(told.lang, _BEARINGS[bearing], review=inside(terms, named))


def _steps(told: AnswerWords, terms: Terms) -> Iterator[Section]:
    """Tell the days that are left, what there is to do before others can be reckoned, and what those wait for of which there is nothing.

    What to check comes before what follows from a settled outcome; of one that is not settled, after what settles it. A day that
    was kept is no next step.
    """
    items: list[Block] = []
    for step in told.steps:
        if step.day is not None and not step.kept:
            items.append(Item("-", _due(told, terms, step)))
        elif step.day is None and step.act is not None:
            source = f" ({step.source})" if step.is_task and step.source and step.about != told.about else ""
            items.append(Item("-", ((f"{step.act}{source}", "plain"),)))
    items[0 if is_answer(told.outcome.finding) else 1 : 0] = _to_check(told, terms)
    waiting = [_waiting(terms, step) for step in told.steps if step.day is None and step.act is None]
    if waiting:
        items.append(Item("?", ((say(told.lang, "Open: {days}.", days="; ".join(waiting)), "plain"),)))
    if items:
        first = is_answer(told.outcome.finding) and any(review.bearing == "may_change" for review in told.reviews)
        words, dated = _NEXT_STEPS[first]
        title = say(told.lang, dated, day=date_words(told.lang, told.on)) if told.on else say(told.lang, words)
        yield Section(title, tuple(items))


def _waiting(terms: Terms, step: Due) -> str:
    """Name a day with what it waits for, in brackets unless the name ends in some."""
    named = inside(terms, step.about.label)
    return f"{named} – {step.text}" if named.endswith(")") else f"{named} ({step.text})"


def _to_check(told: AnswerWords, terms: Terms) -> Iterator[Item]:
    """Tell what the case is silent of and the outcome rests on."""
    for value, words in _SILENCES.items():
        named = [inside(terms, one.fact.label) for one in told.silent if one.value == value and one.decides]
        if named:
            yield Item("-", ((say(told.lang, words, facts=listed(terms, named, phrase("or"))), "plain"),))


def _due(told: AnswerWords, terms: Terms, step: Due) -> Line:
    """Tell a day, how long it is to it, and in what it was not kept; where there is nothing to do about it any more, that first."""
    timing = f" ({step.timing})" if step.timing is not None else ""
    passed = step.timing is not None and (step.days is None or step.days < 0)
    provided = f", {step.provided}" if step.provided is not None else ""
    tone: Tone = "open" if passed else "plain"
    if step.broken and step.act is None:
        late = headline("; ".join(inside(terms, one.label) for one in step.broken))
        return (
            (f"{late} (", "plain"),
            (step.text, "strong"),
            (f", {step.timing}" if step.timing is not None else "", tone),
            (")", "plain"),
        )
    broken = "".join(f" – {inside(terms, one.label)}" for one in step.broken)
    lead = f"{step.act} " if step.act is not None else f"{step.about.label}: "
    return ((lead, "plain"), (step.text, "strong"), (timing, tone), (provided, "plain"), (broken, "open"))


def _basis(told: AnswerWords, terms: Terms, more: bool, in_one: bool, bare: bool) -> Section:
    """Tell what the answer takes on trust, the law in one line, and what checked it."""
    blocks = [_told(text, "open") for text in (told.read_until, told.forced) if text is not None]
    if told.assumed:
        taken = "; ".join(f"{inside(terms, one.fact.label)}: {one.text}" for one in told.assumed)
        blocks.append(_told(f"{say(told.lang, 'Assumed for this evaluation:')} {taken}.", "open"))
    blocks += (_told(text, "open") for text in in_part_words(terms, told.in_part))
    rest = sum(not one.decides for one in told.silent)
    if rest and not bare:
        alone, several = (
            phrase("1 fact that is not filled in has no effect on the outcome."),
            phrase("{number} facts that are not filled in have no effect on the outcome."),
        )
        blocks.append(_told(say(told.lang, alone if rest == 1 else several, number=rest)))
    steps = (say(told.lang, "Every step: --steps"),) if more and not bare else ()
    blocks.append(_told(" ".join((told.law, told.checked, told.prepared, *steps)), "dim"))
    return Section(None, (Paragraph(tuple(_spaced(blocks))),) if in_one else tuple(blocks))


def _spaced(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, Tone] | Reference]:
    """Yield what paragraphs tell, one after the other."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield " ", "plain"
        yield from paragraph.line


def _inside(terms: Terms, named: tuple[Called, ...]) -> str:
    return "; ".join(inside(terms, one.label) for one in named)


def _told(text: str, tone: Tone = "plain") -> Paragraph:
    return Paragraph(((text, tone),))
