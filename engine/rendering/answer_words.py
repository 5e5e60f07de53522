"""The short answer in words: what every form of it tells, in one language and in the order in which a caseworker acts on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal, NamedTuple

from ..canonical import Json
from ..frozen import dataclass
from ..graph import reached
from ..inference.constraints import doubts_of
from ..inquiry.short_answer import ShortAnswer
from ..law.compiled import Finding
from ..law.deciding import read_before
from ..model import GOVERNS, Language, Source, Value
from ..terms.saying import date_words
from ..trail.acts import ACT
from ..trail.citation import cite
from ..trail.document import missing
from ..trail.finality import REVIEW, is_answer
from ..trail.justification import facts_behind, facts_behind_each
from ..trail.lacking import rules_lacking
from .answer_change import ChangeWords, FindingWords, change_words
from .case_title import case_title, decided_on
from .catalogue import phrase
from .deciding_points import DECIDING, deciding_points, is_refused
from .decision_report import finding_words
from .derivation import View, open_words, view_of
from .doubts import read_until_words
from .in_part import KnownInPart, known_in_part
from .next_steps import Called, Due, called, cited_words, first_told, is_otherwise, next_steps
from .reasons import Matter, Point, PointKind, questions_of, situation_words
from .reference import render_cross_check
from .wording import answer_told, doubt_words, headline, imperative, inside, label, limits_words, listed, value_words

MOST_NAMED: Final = 2
"""So many of the others are named."""

MOST_QUESTIONS: Final = 5
"""So many missing facts are asked for; the others are counted."""

_BEARINGS: Final[tuple[Bearing | None, ...]] = ("decides", "may_change", None, "leaves")
"""In which order reviews are told, by what they mean to the outcome."""

_NOT_TOLD: Final = {True: ("open",), False: ("open", "not_applicable")}
"""Of a boolean beside the outcome, and of a value: that something is not so is looked at, that there is no value is not."""


class ToldBeside(NamedTuple):
    """A conclusion that is told beside the outcome, with its authorities."""

    about: Called
    found: FindingWords
    source: str


class UnlikelyWords(NamedTuple):
    """What can hardly be of the case: what it is, the facts that make it so, and each limit with its reason and without."""

    id: str
    text: str
    facts: str
    limits: tuple[str, ...]
    bounds: tuple[str, ...]


class ReasonWords(NamedTuple):
    """A deciding point as sentences, what the case says of it alone, how it is named, and the facts of the case that it rests on.

    `shorter` are the same sentences but for what the case says, and with the first thing that it says. `lead` is told before it and
    those after it: what they are the grounds of, and whether each alone is enough; None where there is nothing to tell apart.
    """

    kind: PointKind
    text: str
    shorter: tuple[str, str]
    brief: str
    named: str
    facts: tuple[str, ...]
    lead: str | None = None


class MissingFact(NamedTuple):
    """A missing fact with its question, the sections that read it, and where it is found; None where nothing says where."""

    fact: Called
    question: str
    sections: str
    of: str | None


Bearing = Literal["decides", "may_change", "leaves"]
"""What an assessment means to the outcome: it follows from it, may be another because of it, or stands whatever comes of it."""


class Review(NamedTuple):
    """Something that a person must assess, with its authorities; `text` says why and what, where it may be why there is no answer.

    Else it says in one sentence what, as `task` does in any case; `shortest` is the same to be told after its name. It is None
    where the name alone is told. `bearing` says what the assessment means to the outcome; None where there is no outcome yet.
    """

    about: Called
    source: str
    text: str | None
    task: str
    shortest: str
    bearing: Bearing | None


class Silent(NamedTuple):
    """A fact that the case does not mention, and what that is read as; `decides` where the outcome itself rests on it."""

    fact: Called
    value: Value
    decides: bool


class Taken(NamedTuple):
    """A fact that the case does not state, and what is taken of it."""

    fact: Called
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """A short answer as it is told in one language.

    `decided_on` is the day of the decision, where the case has it. `sentence` says the outcome, and where an assessment may change
    it that it is provisional; it is None where the vocabulary has none, and then `outcome` tells it. `remark` is what must be known
    with the outcome, `beside` what must not be
    overlooked beside it. `also` names what else was looked at, `more` counts what is not named, `cleared` are the groups of facts
    of what is not in the way. Of an outcome that is settled and not left to a person `stands` says that no missing fact can change
    it. `unseen_for` are the facts that `unseen` lacks.
    """

    lang: Language
    on: date | None
    case: str
    title: str
    decided_on: Taken | None
    about: Called
    sentence: str | None
    outcome: FindingWords
    beside: tuple[ToldBeside, ...]
    unlikely: tuple[UnlikelyWords, ...]
    because: tuple[ReasonWords, ...]
    also: tuple[str, ...]
    more: int
    cleared: tuple[str, ...]
    asked: tuple[MissingFact, ...]
    more_asked: int
    stands: bool
    change: ChangeWords | None
    reviews: tuple[Review, ...]
    unseen: tuple[Called, ...]
    unseen_for: tuple[Called, ...]
    steps: tuple[Due, ...]
    read_until: str | None
    forced: str | None
    assumed: tuple[Taken, ...]
    silent: tuple[Silent, ...]
    law: str
    checked: str
    prepared: str
    in_part: tuple[KnownInPart, ...] = ()
    remark: str | None = None


def answer_words(answer: ShortAnswer, lang: Language, cross_check: Json, on: date | None = None) -> AnswerWords:
    """Return what is told of an answer; `cross_check` says whether a second engine derived the same (`law.crosscheck`), or None.

    `on` is the day from which it is reckoned how long it is to the next steps; without it, it is not.
    """
    view = view_of(answer.decision, answer.trail, lang, False)
    decision, name = answer.decision, answer.name
    finding = decision.findings[name]
    because, also, cleared = _because(view, answer)
    facts = _missing(view, answer)
    forced = decision.case.forced
    trust = view.say("Law version {forced} was fixed beforehand; the rules on choice of law were not applied.", forced=forced)
    assumed = tuple(_assumed(view))
    steps, unseen, reviews = tuple(next_steps(view, name, on)), tuple(_unseen(view, answer)), tuple(_reviews(view, answer))
    return AnswerWords(
        lang,
        on,
        decision.case.id,
        case_title(decision.case, view.vocabulary, lang),
        _decided_on(view),
        Called(name, view.pick(view.vocabulary.conclusions[name].label)),
        _sentence(view, name, reviews),
        _found(view, name, finding),
        tuple(_beside(view)),
        tuple(_unlikely(view)),
        because,
        also[:MOST_NAMED],
        max(0, len(also) - MOST_NAMED),
        cleared,
        tuple(_missing_facts(view, name, facts[:MOST_QUESTIONS])),
        max(0, len(facts) - MOST_QUESTIONS),
        # What is assumed may be otherwise, and then other questions may count.
        is_answer(finding) and not assumed,
        change_words(view, answer),
        reviews,
        unseen,
        tuple(called(view, fact) for fact in dict.fromkeys(fact for one in unseen for fact in _lacking(view, one.name))),
        steps,
        read_until_words(lang, read_before(decision)),
        trust if forced is not None else None,
        assumed,
        tuple(_silent(view, name, steps)),
        _law(view),
        _checked(view, cross_check),
        view.say("Prepared by a program; a caseworker checks it and decides."),
        tuple(known_in_part(view, [name])),
        first_told(view, view.vocabulary.remarks),
    )


# ---------------------------------------------------------------- the outcome


def _sentence(view: View, name: str, reviews: Iterable[Review]) -> str | None:
    finding = view.decision.findings[name]
    told = view.vocabulary.sentences.get(name, {}).get(str(finding.value) if finding.status == "value" else finding.status)
    if told is None or not is_answer(finding) or not any(one.bearing == "may_change" for one in reviews):
        return view.pick(told) if told is not None else None
    return view.say("Provisional: {sentence}", sentence=inside(view.terms[None], view.pick(told)))


def _found(view: View, name: str, finding: Finding) -> FindingWords:
    told = open_words(view, name) if finding.status == "open" else finding_words(view, name, finding)
    return FindingWords(finding, told)


def _decided_on(view: View) -> Taken | None:
    """Return the day of the decision; what is assumed of it is told as such elsewhere, and of which the day is not known as well."""
    name, day = view.vocabulary.decided_on, decided_on(view.decision.case, view.vocabulary)
    return Taken(called(view, name), day, date_words(view.lang, day)) if name is not None and day is not None else None


def _beside(view: View) -> Iterator[ToldBeside]:
    """Yield what is told beside the outcome: a person outside the target group may still finish a programme."""
    for conclusion in view.vocabulary.conclusions.values():
        shown = not is_otherwise(view, view.vocabulary.shown_when.get(conclusion.name, {}))
        finding = view.decision.findings[conclusion.name]
        if conclusion.headline and shown and finding.status in ("met", "value"):
            about, found = Called(conclusion.name, view.pick(conclusion.label)), _found(view, conclusion.name, finding)
            yield ToldBeside(about, found, _short_source(view, conclusion.name))


def _unlikely(view: View) -> Iterator[UnlikelyWords]:
    case = view.decision.case
    for doubt in doubts_of(case, view.vocabulary):
        terms = view.terms[None]
        yield UnlikelyWords(doubt.constraint.id, *doubt_words(terms, case, doubt), limits_words(terms, doubt))


# ---------------------------------------------------------------- because


def _because(view: View, answer: ShortAnswer) -> tuple[tuple[ReasonWords, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the deciding points, measured ones first, what else was looked at by name, and the groups of what is not in the way.

    Of what is no answer nothing.
    """
    if not is_answer(view.decision.findings[answer.name]):
        return (), (), ()
    matters = questions_of(view, answer.name)
    once: dict[str, Point] = {}  # two rules may make one point
    for point in (point for matter in matters for point in matter.points):
        once.setdefault(_point_words(view, point), point)
    points = list(once.values())
    chosen = list(_told_once(view, deciding_points(view, matters, points)))
    titles = {point.title for point in chosen}
    rest = [point for point in points if point not in chosen and point.title not in titles]
    reasons = tuple(_reasons(view, matters, chosen))
    cleared = [point for point in rest if _is_cleared(view, point, points)]
    named = _named(view, (point for point in rest if point not in cleared))
    return reasons, (*_answered(view, matters, chosen), *named), tuple(_cleared(view, cleared, chosen))


def _reasons(view: View, matters: Sequence[Matter], chosen: Iterable[Point]) -> Iterator[ReasonWords]:
    """Yield the points that are told in full; of a refusal by what each is a ground of, and where there are several with a lead."""
    groups: dict[tuple[str, ...], list[Point]] = {}
    for point in chosen:
        of = tuple(matter.name for matter in matters if any(point.head == other.head for other in matter.points))
        groups.setdefault(of if is_refused(matters) and point.kind in DECIDING else (), []).append(point)
    first = True
    for names, points in sorted(groups.items(), key=lambda group: -len(group[0])):
        lead = _lead(view, [matter for matter in matters if matter.name in names], len(points), len(names) == len(matters), len(groups))
        for place, point in enumerate(points):
            told, *shorter = (_point_words(view, point, most, first) for most in (None, 0, 1))
            brief, named = point.details[0] if point.details else point.head, " ".join(_named(view, (point,)))
            facts = tuple(sorted(point.facts))
            yield ReasonWords(point.kind, told, (shorter[0], shorter[1]), brief, named, facts, lead if not place else None)
            first = first and f"({_act_words(view)} " not in told


def _lead(view: View, of: Sequence[Matter], number: int, is_all: bool, groups: int) -> str | None:
    """Return what is told before so many grounds of some matters, or of all of them."""
    if not of or (number == 1 and groups == 1):
        return None
    if is_all:
        return view.say("Each of these grounds alone is enough:") if number > 1 else view.say("This ground alone is enough:")
    terms = view.terms[None]
    first, *others = (answer_told(view.terms[m.rules[0][0]] if m.rules else terms, m.name, m.result) for m in of)
    what = "; ".join((first, *(inside(terms, told) for told in others)))
    return view.say("{what}, and each of these grounds alone is enough:", what=what) if number > 1 else f"{what}:"


def _told_once(view: View, points: Iterable[Point]) -> Iterator[Point]:
    """Yield points without those of their details that one before them has told as its head."""
    told: set[str] = set()
    for point in points:
        yield replace(point, details=tuple(detail for detail in point.details if detail not in told))
        told.add(point.head)


def _point_words(view: View, point: Point, most: int | None = None, with_act: bool = False) -> str:
    """Return a point as sentences, with so many details; the Act that applies is told before the first section alone, or not at all."""
    told = _without_act(view, ". ".join((point.head, *point.details[:most])) + ".", with_act)
    if point.kind == "passed":
        return f"{view.say('Exception that does not apply here')}: {inside(view.terms[None], told)}"
    is_unmet = point.kind in ("unmet", "closed") and not point.answered
    return f"{view.say('Requirement that is not met')}: {inside(view.terms[None], told)}" if is_unmet else told


def _without_act(view: View, told: str, but_first: bool = False) -> str:
    """Return words without the Act that applies before each section of it, or before each but the first."""
    short = _act_words(view)
    if not short:
        return told
    first, mark, rest = told.partition(f"({short} ") if but_first else ("", "", told)
    return first + mark + rest.replace(f"({short} ", "(")


def _act_words(view: View) -> str:
    """Return the Act that applies; nothing while that is open."""
    act = view.decision.findings.get(ACT)
    return finding_words(view, ACT, act) if act is not None and act.status == "value" else ""


def _cleared(view: View, points: Iterable[Point], chosen: Iterable[Point]) -> list[str]:
    """Return the titles of the groups of facts that points rest on, but for the facts of what is told in full."""
    told = frozenset[str]().union(*(point.facts for point in chosen))
    groups = {fact.partition(".")[0] for point in points for fact in point.facts - told}
    return [inside(view.terms[None], view.pick(title)) for group, title in view.vocabulary.groups.items() if group in groups]


def _is_cleared(view: View, point: Point, points: Iterable[Point]) -> bool:
    """Say whether a point that is not in the way is told by the groups of its facts: where none of them stands in the way.

    Where something does, an exception to it that does not apply is in the way as well.
    """
    in_the_way = {fact.partition(".")[0] for other in points if other.kind in DECIDING for fact in other.facts}
    kinds: tuple[PointKind, ...] = ("met",) if in_the_way else ("met", "passed")
    groups = {fact.partition(".")[0] for fact in point.facts}
    return point.kind in kinds and bool(groups) and groups <= view.vocabulary.groups.keys() - in_the_way


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
            title = inside(view.terms[None], _without_act(view, point.title if point.answered else point.head))
            yield title if point.answered and not point.authority else f"{title} – {outcomes[point.kind]}"


def _answered(view: View, matters: Sequence[Matter], chosen: Sequence[Point]) -> Iterator[str]:
    """Yield the questions that were answered beside those that the deciding points belong to."""
    for matter in matters:
        if not any(point in chosen for point in matter.points):
            version = matter.rules[0][0] if matter.rules else None
            terms = view.terms[version]
            told = answer_told(terms, matter.name, matter.result)
            yield inside(terms, told.replace(": ", " – ") if told.startswith(f"{label(terms, matter.name)}: ") else told)


# ---------------------------------------------------------------- what is missing


def _missing(view: View, answer: ShortAnswer) -> tuple[str, ...]:
    if answer.missing is None:
        return ()
    return answer.missing.facts or missing(view.decision, view.trail, view.vocabulary, answer.name)


def _missing_facts(view: View, name: str, facts: Sequence[str]) -> Iterator[MissingFact]:
    sections, act, is_act_told = _sections_lacking(view, name, facts), f"{_act_words(view)} ", False
    for fact in facts:
        asked_of = view.vocabulary.asked_of.get(fact.partition(".")[0])
        question, of = view.pick(view.vocabulary.facts[fact].question), view.pick(asked_of) if asked_of is not None else None
        cited = [*sections[fact]][:MOST_NAMED]
        told = "; ".join(one.removeprefix(act) if is_act_told or place else one for place, one in enumerate(cited))
        is_act_told = is_act_told or bool(cited)
        yield MissingFact(called(view, fact), question, told, of)


def _sections_lacking(view: View, name: str, facts: Sequence[str]) -> dict[str, dict[str, None]]:
    """Return for facts the sections of the Act that applies, or where that is open of any, whose rules lack them."""
    topic, act = view.vocabulary.conclusions[name].topic, view.decision.findings.get(ACT)
    undecided = topic is not None and not view.decision.governing[topic].settled
    found: dict[str, dict[str, None]] = {fact: {} for fact in facts}
    for run, literals in view.trail.held if facts else ():
        goal = name if topic in run.topics else f"{GOVERNS}{topic}" if undecided and not run.topics else None
        for rule, lacked in rules_lacking(run, literals, goal) if goal is not None else ():
            asked = lacked & found.keys()
            if asked and (act is None or act.status != "value" or rule.source.act == act.value):
                cited = view.pick(cite(Source(rule.source.act, rule.source.section), run.program.version.acts))
                for fact in asked:
                    found[fact][cited] = None
    return found


# ---------------------------------------------------------------- what a caseworker must do


def _reviews(view: View, answer: ShortAnswer) -> Iterator[Review]:
    """Yield what a person must assess, in full where the outcome hangs on it, and first what it follows from or may change it.

    The Act that applies is told with the first one where no reason has told it, and where another Act was cited just before.
    """
    short, last = _act_words(view), None
    for one in sorted(_met_reviews(view, answer), key=lambda one: _BEARINGS.index(one.bearing)):
        if one.bearing != "may_change" and last is None and is_answer(view.decision.findings[answer.name]):
            last = short
        yield one._replace(source=_short_source(view, one.about.name) if last == short else one.source)
        last = short if all(part.startswith(short) for part in one.source.split("; ")) else ""


def _met_reviews(view: View, answer: ShortAnswer) -> Iterator[Review]:
    behind = _behind(view, answer.name)
    is_told_why = not is_answer(view.decision.findings[answer.name])
    lead = view.say("A caseworker must ")
    for name in _reviews_that_are(view, "met"):
        text = view.vocabulary.conclusions[name].text
        # The last sentence of the text of a review says what there is to assess, what stands before it why. Whoever reads it assesses it.
        why, stop, last = (view.pick(text) if text is not None else "").rpartition(". ")
        shortest, bearing = imperative(view.lang, last.removeprefix(lead)), _bearing(view, answer, name, name in behind)
        task = headline(shortest)
        here = situation_words(view, name)
        told = f"{here}{' ' if here else ''}{why}{stop}{task}" if is_told_why and bearing != "leaves" else task
        yield Review(called(view, name), cited_words(view, name), told, task, shortest, bearing)


def _bearing(view: View, answer: ShortAnswer, review: str, is_behind: bool) -> Bearing | None:
    """Return what an assessment means to the outcome; None where there is none, or something else is asked about."""
    finding = view.decision.findings[answer.name]
    if not view.vocabulary.conclusions[answer.name].principal:
        return None
    if review in view.vocabulary.leaves_outcome:
        return "leaves"
    if finding.status == "open":
        return None
    return "decides" if is_behind and not is_answer(finding) else "may_change"


def _short_source(view: View, name: str) -> str:
    """Return the authorities of a conclusion without the Act that applies, which is told once, at the end of the answer."""
    short = _act_words(view)
    return "; ".join(part.removeprefix(f"{short} ") if short else part for part in cited_words(view, name).split("; "))


def _behind(view: View, name: str) -> set[str]:
    """Return the names of what a settled conclusion follows from, directly or through others, and of what the same rules conclude."""
    steps = view.trail.steps
    numbers = reached(view.trail.because.get(name, ()), lambda n: [below for premise in steps[n - 1].premises for below in premise.steps])
    behind = [steps[number - 1] for number in numbers]
    return {name for step in behind for name in (step.name, *(given for given, _ in step.gives))}


def _unseen(view: View, answer: ShortAnswer) -> Iterator[Called]:
    """Yield what could not be looked at for want of facts though the outcome is settled."""
    conclusions = view.vocabulary.conclusions
    topic = conclusions[answer.name].topic
    if answer.missing is None:
        yield from (called(view, name) for name in _reviews_that_are(view, "open") if conclusions[name].topic == topic)


def _lacking(view: View, name: str) -> tuple[str, ...]:
    return missing(view.decision, view.trail, view.vocabulary, name)


def _reviews_that_are(view: View, status: str) -> Iterator[str]:
    """Yield the reviews that came out so and that are in question with what else was found."""
    for name, finding in view.decision.findings.items():
        if name.startswith(f"{REVIEW}.") and finding.status == status and not is_otherwise(view, view.vocabulary.shown_when.get(name, {})):
            yield name


# ---------------------------------------------------------------- the law, and what checked it


def _assumed(view: View) -> Iterator[Taken]:
    for name, fact in view.decision.case.facts.items():
        if fact.origin == "assumed":
            yield Taken(called(view, name), fact.value, value_words(view.terms[None], name, fact.value))


def _silent(view: View, name: str, steps: Iterable[Due]) -> Iterator[Silent]:
    """Yield of what the answer rests on that which the case is silent of, with what the silence is read as; first what decides.

    The answer is the outcome and its law, and as far as they are settled what stands beside it, the next steps and the reviews:
    those not raised as well, since nobody looks at what is not told. Of an outcome that is open it is what is settled of it.
    """
    conclusions, findings, facts = view.vocabulary.conclusions, view.decision.findings, view.decision.case.facts
    silent = frozenset(name for name, fact in facts.items() if fact.origin == "silence")
    if not silent:
        return
    topic = conclusions[name].topic
    law = view.trail.law[topic] if topic is not None else ()
    deciding = facts_behind(view.decision, view.trail, [name], law)
    beside = [other for other, one in conclusions.items() if one.headline or other.startswith(f"{REVIEW}.")]
    beside += [other for step in steps if step.day for other in (step.about.name, *view.vocabulary.next_steps[step.about.name].kept)]
    # One by one: the shortest proof of all of them together is long to find.
    settled = [other for other in beside if findings[other].status not in _NOT_TOLD[conclusions[other].type == "boolean"]]
    more = facts_behind_each(view.decision, view.trail, settled, silent - deciding)
    for used in (deciding, more):
        # In the order of the vocabulary: that of a case is not kept in its document.
        for fact in view.vocabulary.facts:
            if fact in used and fact in silent:
                yield Silent(called(view, fact), facts[fact].value, used is deciding)


def _law(view: View) -> str:
    act, topics = view.decision.findings.get(ACT), {c.topic for c in view.vocabulary.conclusions.values() if c.principal}
    governing = [found for topic, found in view.decision.governing.items() if topic in topics]
    names = dict.fromkeys(version for found in governing for version in found.versions)
    versions = listed(view.terms[None], names, phrase("or"))
    if len(names) == 1 and not all(found.settled for found in governing):  # no law may govern
        return view.say("Whether law version {versions} governs is not settled.", versions=versions)
    if act is not None and act.status == "value":
        words = finding_words(view, ACT, act)
        if len(names) == 1 and not _is_in_others(view, str(act.value), *names):
            return view.say("Under the {act}.", act=words)
        return view.say("Under the {act}, law version {versions}.", act=words, versions=versions)
    return view.say("Law version {versions}.", versions=versions)


def _is_in_others(view: View, act: str, name: str) -> bool:
    """Return whether other law versions than one hold rules of an Act as well; else the Act says by itself which rules are meant."""
    others = (version for version in view.decision.laws.laws.versions if version.name != name)
    return any(rule.source.act == act for version in others for rule in version.rules.values())


def _checked(view: View, cross_check: Json) -> str:
    if cross_check is None:
        return view.say("Not yet computed by two independent rule engines.")
    if isinstance(cross_check, dict) and cross_check["made"]:
        return view.say("Computed by two independent rule engines.")
    return f"{headline(render_cross_check(cross_check, view.lang).strip())}."
