"""The answer first: what was found, because of what, what else was looked at, what is missing, what would change it, what is next.

A selection of what the trail says, in the order in which a caseworker acts on it; the whole is `decision_report`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..canonical import Json
from ..inquiry.change import Move
from ..inquiry.region import Border, Region
from ..inquiry.short_answer import ShortAnswer
from ..model import Language
from ..trail.acts import ACT
from ..trail.citation import cite
from ..trail.document import missing
from ..trail.finality import REVIEW, is_answer
from ..trail.justification import justify
from .catalogue import phrase
from .decision_report import answers, basis, finding_words, question_item, taken_on_trust
from .derivation import View, view_of
from .doubts import doubts_section
from .reasons import Matter, Point, PointKind, authorities, questions_of, sure_rules
from .reference import render_cross_check
from .report import Block, Item, Line, Paragraph, Report, Section, Tone
from .wording import inside, label, listed, status_words, value_words

MOST_REASONS: Final = 3
"""So many deciding points are told in full; the others are named."""

MOST_NAMED: Final = 3
"""So many of the others are named."""

MOST_QUESTIONS: Final = 5
"""So many missing facts are asked for; the others are counted."""

_DECIDING: Final[tuple[PointKind, ...]] = ("applied", "unmet")
"""What decides where something is refused: the exceptions that apply, and the conditions that are not met."""

_BORDERS: Final[dict[Border, str]] = {
    "less_than": phrase("{fact} is less than {value}"),
    "at_most": phrase("{fact} is at most {value}"),
    "more_than": phrase("{fact} is more than {value}"),
    "at_least": phrase("{fact} is at least {value}"),
}

_DAYS: Final[dict[Border, str]] = {
    "less_than": phrase("{fact} is before {value}"),
    "at_most": phrase("{fact} is {value} or earlier"),
    "more_than": phrase("{fact} is after {value}"),
    "at_least": phrase("{fact} is {value} or later"),
}


def answer_report(answer: ShortAnswer, lang: Language, cross_check: Json, whole: bool) -> Report:
    """Return the short answer as a report; with `whole` everything else follows it, for a form that can fold it away.

    `cross_check` says whether a second engine derived the same (`law.crosscheck`).
    """
    view = view_of(answer.decision, answer.trail, lang, False)
    told = [
        Section(None, tuple(answers(view))),
        *doubts_section(view.terms[None], answer.decision.case),
        *_because(view, answer),
        *_missing(view, answer),
        *_reviews(view, answer),
        *_next_steps(view, answer),
        Section(None, (*taken_on_trust(view), *_not_stated(view, answer.name), *_law(view, cross_check, whole))),
        *(basis(view) if whole else ()),
    ]
    return Report(lang, f"{view.say('Case')} {answer.decision.case.id}", tuple(told))


# ---------------------------------------------------------------- because


def _because(view: View, answer: ShortAnswer) -> Iterator[Section]:
    """Tell the deciding points in full, measured ones first, and name what else was looked at; of what is no answer nothing."""
    if not is_answer(view.decision.findings[answer.name]):
        return
    matters = questions_of(view, answer.name)
    points = list(dict.fromkeys(point for matter in matters for point in matter.points))
    kinds: tuple[PointKind, ...] = _DECIDING if _is_refused(matters) else (*_DECIDING, "met")
    deciding = [point for point in points if point.kind in kinds] or points
    # What stands in the way of more comes before what is met, and what was measured before what was merely stated.
    chosen = sorted(deciding, key=lambda point: (point.kind not in _DECIDING, not point.measured))[:MOST_REASONS]
    blocks: list[Block] = [Item("-", ((_sentence(view, point), "plain"),)) for point in chosen]
    rest = [point for point in points if point not in chosen]
    also = [*_answered(view, matters, chosen), *_named(view, rest)]
    more = len(also) - MOST_NAMED
    if more > 0:
        also = [*also[:MOST_NAMED], view.say("and {number} more", number=more)]
    if also:
        blocks.append(_told(f"{view.say('Also looked at')}: {'; '.join(also)}.", "dim"))
    changes = list(_change(view, answer))
    if blocks:
        yield Section(view.say("Because"), (*blocks, *changes))
    elif changes:
        yield Section(None, tuple(changes))


def _sentence(view: View, point: Point) -> str:
    """Return a point as a sentence; the Act that applies is told once for all of them, at the end of the answer."""
    act = view.decision.findings.get(ACT)
    short = finding_words(view, ACT, act) if act is not None and act.status == "value" else ""
    head = point.head.replace(f"({short} ", "(", 1) if short else point.head
    told = ". ".join((head, *point.details)) + "."
    return f"{view.say('Not met')}: {told}" if point.kind == "unmet" else told


def _is_refused(matters: Sequence[Matter]) -> bool:
    return bool(matters) and all(matter.result != "met" for matter in matters)


def _named(view: View, points: Iterable[Point]) -> Iterator[str]:
    """Yield each further point by its title, and how it came out."""
    outcomes: dict[PointKind, str] = {
        "met": view.say("met"),
        "passed": view.say("does not apply"),
        "unmet": view.say("not met"),
        "applied": view.say("applies"),
    }
    for point in points:
        if point.title and point.kind in outcomes:
            yield f"{inside(view.terms[None], point.title)} – {outcomes[point.kind]}"


def _answered(view: View, matters: Sequence[Matter], chosen: Sequence[Point]) -> Iterator[str]:
    """Yield the questions that were answered beside those that the deciding points belong to."""
    for matter in matters:
        if not any(point in chosen for point in matter.points):
            version = matter.rules[0][0] if matter.rules else None
            terms = view.terms[version]
            yield f"{inside(terms, label(terms, matter.name))} – {status_words(terms, matter.result)}"


# ---------------------------------------------------------------- what is missing, what would change it


def _missing(view: View, answer: ShortAnswer) -> Iterator[Section]:
    if answer.missing is None:
        return
    facts = answer.missing.facts or missing(view.decision, view.trail, view.vocabulary, answer.name)
    items: list[Block] = [question_item(view, name) for name in facts[:MOST_QUESTIONS]]
    more = len(facts) - MOST_QUESTIONS
    if more > 0:
        items.append(_told(view.say("and {number} more, depending on the answers", number=more), "dim"))
    yield Section(view.say("What is missing"), tuple(items), "open")


def _change(view: View, answer: ShortAnswer) -> Iterator[Block]:
    finding = view.decision.findings[answer.name]
    if not is_answer(finding):
        return
    # What is assumed may be otherwise, and then other questions may count.
    assumed = any(fact.origin == "assumed" for fact in view.decision.case.facts.values())
    stands = "" if assumed else view.say("No unanswered question can change the outcome.")
    if answer.change is None:
        yield from [_told(stands)] if stands else []
        return
    after = finding_words(view, answer.name, answer.change.after)
    moves = [_region_words(view, answer.region)] if answer.region is not None else [_move_words(view, move) for move in answer.change.moves]
    what = listed(view.terms[None], moves, phrase("and"))
    would = view.say('The outcome becomes "{after}" if {what}.', after=after, what=what)
    yield _told(f"{stands} {would}".strip())


def _region_words(view: View, region: Region) -> str:
    terms, name = view.terms[None], region.move.fact
    words = _DAYS if view.vocabulary.facts[name].type == "date" else _BORDERS
    return view.say(words[region.border], fact=inside(terms, label(terms, name)), value=value_words(terms, name, region.value))


def _move_words(view: View, move: Move) -> str:
    terms = view.terms[None]
    return f"{inside(terms, label(terms, move.fact))}: {value_words(terms, move.fact, move.new)}"


# ---------------------------------------------------------------- what a caseworker must do


def _reviews(view: View, answer: ShortAnswer) -> Iterator[Section]:
    """Tell what a person must assess, in full where the outcome hangs on it, and what could not be looked at for want of facts."""
    findings, conclusions = view.decision.findings, view.vocabulary.conclusions
    reviews = [name for name in findings if name.startswith(f"{REVIEW}.")]
    blocks: list[Block] = []
    for name in (name for name in reviews if findings[name].status == "met"):
        text = conclusions[name].text
        below: tuple[Line, ...] = (((view.pick(text), "plain"),),) if text is not None and not is_answer(findings[answer.name]) else ()
        blocks.append(Item("!", ((f"{view.pick(conclusions[name].label)}{_cited(view, name)}", "plain"),), below))
    topic = conclusions[answer.name].topic
    unseen = [n for n in reviews if findings[n].status == "open" and conclusions[n].topic == topic] if answer.missing is None else []
    if unseen:
        named = "; ".join(inside(view.terms[None], view.pick(conclusions[name].label)) for name in unseen[:MOST_NAMED])
        more = f" {view.say('and {number} more', number=len(unseen) - MOST_NAMED)}" if len(unseen) > MOST_NAMED else ""
        blocks.append(_told(f"{view.say('Not checked, since facts are missing:')} {named}{more}.", "open"))
    if blocks:
        yield Section(view.say("Must be assessed"), tuple(blocks), "open")


def _next_steps(view: View, answer: ShortAnswer) -> Iterator[Section]:
    """Tell the days by which or from which somebody has to act; of one that cannot be reckoned yet, what it waits for."""
    items: list[Block] = []
    for name, told_with in view.vocabulary.next_steps.items():
        if any(view.decision.findings[other].value not in words for other, words in told_with.items()):
            continue
        finding = view.decision.findings[name]
        told = value_words(view.terms[None], name, finding.value) if finding.status == "value" else None
        if finding.status == "open" and answer.missing is None and sure_rules(view, name):
            facts = missing(view.decision, view.trail, view.vocabulary, name)
            names = "; ".join(inside(view.terms[None], label(view.terms[None], fact)) for fact in facts)
            told = view.say("depends on {facts}", facts=names) if names else view.say("open")
        if told is not None:
            items.append(Item("-", ((f"{view.pick(view.vocabulary.conclusions[name].label)}: ", "plain"), (told, "strong"))))
    if items:
        yield Section(view.say("Next steps"), tuple(items))


def _cited(view: View, name: str) -> str:
    cited = []
    for version, rule in authorities(view, name):
        law = view.terms[version].version
        cited.append(view.pick(cite(rule.source, law.acts if law is not None else {})))
    return f" ({'; '.join(dict.fromkeys(cited))})" if cited else ""


# ---------------------------------------------------------------- the law, and what checked it


def _not_stated(view: View, name: str) -> Iterator[Block]:
    """Tell what is assumed, and of what the answer rests on that which the case is silent of."""
    terms, facts = view.terms[None], view.decision.case.facts
    assumed = [fact for fact, stated in facts.items() if stated.origin == "assumed"]
    if assumed:
        told = "; ".join(f"{inside(terms, label(terms, fact))}: {value_words(terms, fact, facts[fact].value)}" for fact in assumed)
        yield _told(f"{view.say('Assumed for this evaluation:')} {told}.", "open")
    goals = view.trail.because.get(name, ())
    used = justify(view.decision, view.trail, goals).facts if goals else ()
    silent = [inside(terms, label(terms, fact)) for fact in used if facts[fact].origin == "silence"]
    if silent:
        yield _told(f"{view.say('Not mentioned in the case, and so read as not having happened:')} {'; '.join(silent)}.")


def _law(view: View, cross_check: Json, whole: bool) -> Iterator[Block]:
    act = view.decision.findings.get(ACT)
    topics = {c.topic for c in view.vocabulary.conclusions.values() if c.principal}
    names = dict.fromkeys(version for topic, found in view.decision.governing.items() if topic in topics for version in found.versions)
    versions = listed(view.terms[None], names, phrase("or"))
    if act is not None and act.status == "value":
        told = [view.say("Under the {act}, law version {versions}.", act=finding_words(view, ACT, act), versions=versions)]
    else:
        told = [view.say("Law version {versions}.", versions=versions)]
    if isinstance(cross_check, dict):
        made = bool(cross_check["made"])
        told.append(view.say("Checked by two engines.") if made else f"{render_cross_check(cross_check, view.lang).strip()}.")
    yield _told(" ".join(told), "dim")
    yield _told(view.say("Prepared by a program; a caseworker checks it and takes the decision."), "dim")
    if not whole:
        yield _told(view.say("Every step, provision and other conclusion: --steps"), "dim")


def _told(text: str, tone: Tone = "plain") -> Paragraph:
    return Paragraph(((text, tone),))
