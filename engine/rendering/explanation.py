"""The explanation of one answer as a report: why, or why not, what is missing, and what would change it, in two languages.

The order is the reader's: the answer with its law, what must not be overlooked beside it, the shortest sufficient
justification, what stands in the way of what was refused, what is missing, what would change it, and on request the
whole derivation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..inference.spans import is_span
from ..inquiry.change import MOST_FACTS, Change, Move
from ..inquiry.explanation import Explanation
from ..inquiry.missing import Missing
from ..law.compiled import Finding
from ..model import Language
from ..trail.acts import ACT
from ..trail.document import missing
from ..trail.finality import REVIEW, is_answer
from ..trail.justification import Justification, justify, with_justification
from ..trail.obstacles import Obstacle, Obstacles, Route, Stopped
from ..trail.steps import Premise, Step
from .case_title import case_title
from .catalogue import phrase
from .decision_report import question_item
from .derivation import (
    TONES,
    WHOLE,
    View,
    computed_branch,
    conclusion_branches,
    open_conclusion,
    premise_line,
    rule_line,
    step_branch,
    unstated_words,
    view_of,
)
from .doubts import doubts_section, read_until_line
from .report import Answer, Block, Branch, DerivationTree, Item, Line, Paragraph, Reference, Report, Section, Tone
from .wording import Terms, headline, label, listed, status_words, value_words

_REVIEW = f"{REVIEW}."


def explanation_report(explanation: Explanation, lang: Language, full: bool, answer: Sequence[Section] = ()) -> Report:
    """Return what a reader is told of an explanation; `full` adds the whole derivation of a public conclusion.

    `answer` is the short answer (`answer.answer_sections`), which then comes first.
    """
    trail = explanation.trail
    for justification in (explanation.because, explanation.choice):
        if justification is not None:
            trail = with_justification(trail, justification)
    view = view_of(explanation.decision, trail, lang, False)
    doubts = doubts_section(view.terms[None], explanation.decision.case)
    told = [
        *(answer or (Section(None, tuple(_answer(view, explanation))), *doubts)),
        *_why(view, explanation),
        *_used(view, explanation),
        *_in_the_way(view, explanation),
        *_missing(view, explanation),
        *_change(view, explanation),
        *(_whole(explanation, lang) if full else ()),
    ]
    return Report(lang, case_title(explanation.decision.case, view.vocabulary, lang), tuple(told))


def change_report(explanation: Explanation, lang: Language) -> Report:
    """Return of an explanation what is missing and what would change the answer, alone."""
    view = view_of(explanation.decision, explanation.trail, lang, False)
    return Report(lang, view.say("What would change it"), (*_missing(view, explanation), *_change(view, explanation)))


def _answer(view: View, explanation: Explanation) -> Iterator[Block]:
    """Tell the answer in one line with its law, and what a reader must not overlook beside it."""
    decision, name = explanation.decision, explanation.name
    told = [_finding_words(view, explanation, finding) for finding in explanation.found]
    law = _law_words(view, explanation)
    shown = headline(view.say(" or ").join(told)) + (f" ({law})" if law else "")
    tone: Tone = TONES[explanation.found[0].status] if len(explanation.found) == 1 else "open"
    yield Answer(_label(view, explanation), shown, "plain" if explanation.kind == "fact" else tone)
    yield from _about_fact(view, explanation)
    yield from read_until_line(decision, view.lang)
    if decision.case.forced is not None:
        yield _told(
            view.say(
                "Law version {forced} was fixed beforehand; the rules on choice of law were not applied.", forced=decision.case.forced
            ),
            "open",
        )
    assumed = [fact for fact in _facts_used(explanation) if decision.case.facts[fact].origin == "assumed"]
    if assumed:
        names = "; ".join(label(view.terms[None], fact) for fact in assumed)
        yield _told(view.say("The answer rests on what is assumed: {names}.", names=names), "open")
    reviews = [n for n, finding in decision.findings.items() if n.startswith(_REVIEW) and finding.status == "met" and n != name]
    if reviews:
        yield _told(view.say("A caseworker must assess in any case:"), "open")
        for review in reviews:
            yield Item("!", ((view.pick(view.vocabulary.conclusions[review].label), "open"),))


def _about_fact(view: View, explanation: Explanation) -> Iterator[Block]:
    declared = view.vocabulary.facts.get(explanation.name)
    if declared is None:
        return
    fact = explanation.decision.case.facts.get(explanation.name)
    if fact is None:
        yield _told(view.say("The case does not say. Question: ") + view.pick(declared.question))
    else:
        origins = {
            "stated": view.say("Stated in the case"),
            "assumed": view.say("Assumed for this evaluation"),
            "silence": view.say("Not mentioned in the case, and read as not having happened")
            if declared.if_absent_false is None
            else view.say("Not mentioned in the case, and read as no"),
        }
        source = view.say("; source: {source}", source=fact.source) if fact.source is not None else ""
        yield _told(f"{origins[fact.origin]}{source}.")
        if fact.origin == "silence" and declared.if_absent_false is not None:
            yield _told(view.pick(declared.if_absent_false))
    yield _told(view.say("Legal reason to ask: ") + declared.source, "dim")


def _law_words(view: View, explanation: Explanation) -> str:
    """Return the Act and the law version of the answer; nothing for a fact, which no law decides."""
    decision = explanation.decision
    if explanation.kind == "fact":
        return ""
    public = view.vocabulary.conclusions.get(explanation.name)
    if public is not None and public.topic is not None:
        versions = decision.governing[public.topic].versions
    else:
        versions = tuple(
            run.compiled.version.name
            for run in decision.runs
            if explanation.name in run.compiled.version.helpers or explanation.name in run.compiled.version.derived
        )
    told = view.say("law version ") + view.say(" or ").join(versions)
    act = decision.findings.get(ACT)
    if act is None or act.status != "value" or explanation.name == ACT or (public is not None and public.type == "version"):
        return told
    return f"{value_words(view.terms[None], ACT, act.value)}, {told}"


def _finding_words(view: View, explanation: Explanation, finding: Finding) -> str:
    if finding.status == "open":
        return view.say("unknown") if explanation.kind == "fact" else view.say("open")
    if finding.status != "value":
        return status_words(view.terms[None], finding.status)
    return value_words(_terms(view, explanation), explanation.name, finding.value)


def _label(view: View, explanation: Explanation) -> str:
    return label(_terms(view, explanation), explanation.name)


def _terms(view: View, explanation: Explanation) -> Terms:
    for run in explanation.decision.runs:
        if explanation.name in run.compiled.version.helpers or explanation.name in run.compiled.version.derived:
            return view.terms[run.compiled.version.name]
    return view.terms[None]


def _facts_used(explanation: Explanation) -> list[str]:
    used = [explanation.name] if explanation.kind == "fact" and explanation.name in explanation.decision.case.facts else []
    for justification in (explanation.because, explanation.choice):
        used += justification.facts if justification is not None else ()
    return list(dict.fromkeys(used))


# ---------------------------------------------------------------- why


def _why(view: View, explanation: Explanation) -> Iterator[Section]:
    title = view.say("Why")
    if explanation.because is not None:
        yield Section(title, (*_shortest(view, explanation.because), *_acts(view, explanation)))
        if explanation.choice is not None:
            yield Section(view.say("Choice of law"), tuple(_chosen(view, explanation.choice)))
        return
    if explanation.kind == "fact":
        return
    status = explanation.found[0].status
    if status == "not_applicable":
        none = view.say("The law that governs has no rule on this.")
        yield Section(title, (_told(none),))
    elif status == "open":
        trees = tuple(DerivationTree(branch) for branch in _open_branches(view, explanation))
        if trees:
            yield Section(view.say("Why the answer is open"), (*trees, *_acts(view, explanation)))
    else:
        # A computed value that no test uses has no step in the trail.
        runs = [run for run in explanation.decision.runs if explanation.name in run.values]
        yield Section(title, tuple(DerivationTree(computed_branch(view, run, explanation.name)) for run in runs))


def _open_branches(view: View, explanation: Explanation) -> Iterator[Branch]:
    if explanation.kind == "conclusion" and view.vocabulary.conclusions[explanation.name].type != "version":
        yield from conclusion_branches(view, explanation.name)
    elif explanation.kind == "helper":
        for run in explanation.decision.runs:
            if explanation.name in run.program.conclusions:
                yield open_conclusion(view, run, explanation.name, WHOLE)


def _shortest(view: View, because: Justification) -> Iterator[Block]:
    """Tell the shortest sufficient justification as a tree; under each law version where more than one may govern."""
    yield _told(_size_words(view, because), "dim")
    for number in because.goals:
        step = view.trail.steps[number - 1]
        branch = _governs_branch(view, step) if step.kind == "governs" else step_branch(view, number, WHOLE)
        if len(because.goals) > 1:
            under = view.say("If law version {version} governs:", version=step.version)
            branch = Branch((((under, "strong"),),), (branch,))
        yield DerivationTree(branch)


def _acts(view: View, explanation: Explanation) -> Iterator[Block]:
    """Tell which Act applies, where something was told on one line because it belongs to another and refers to that."""
    found = explanation.because
    kept = [step.number for step in found.steps] if found is not None else sorted(view.foreign)
    foreign = sorted({view.foreign[number] for number in kept if number in view.foreign})
    untold = [act for act in foreign if act not in view.told]
    if foreign:
        told = view.say("What belongs to an Act that does not apply here is shown on one line.")
        yield _told(told, "dim")
    for act in untold:
        yield DerivationTree(step_branch(view, act, WHOLE))


def _size_words(view: View, because: Justification) -> str:
    number, other = len(because.steps), len(because.facts)
    steps = view.say("1 step") if number == 1 else view.say("{number} steps", number=number)
    facts = view.say("1 fact") if other == 1 else view.say("{number} facts", number=other)
    kind = view.say("The shortest sufficient justification") if because.smallest else view.say("A sufficient justification")
    numbers = view.say("A number in brackets is the number of the step in the trail.")
    return f"{kind}: {steps} {view.say('and')} {facts}. {numbers}"


def _chosen(view: View, choice: Justification) -> Iterator[Block]:
    for number in choice.goals:
        yield DerivationTree(_governs_branch(view, view.trail.steps[number - 1]))


def _governs_branch(view: View, step: Step) -> Branch:
    topic = view.pick(view.vocabulary.topics[step.name].label)
    told = f"{view.say('law version')} {step.value}"
    if step.result == "forced":
        told += view.say(" – fixed beforehand")
    head: Line = ((f"[{step.number}] ", "dim"), (f"{topic}: ", "plain"), (told, TONES["value"]))
    below = tuple(step_branch(view, number, WHOLE) for premise in step.premises for number in premise.steps)
    return Branch((head,), below, (step.number,))


def _used(view: View, explanation: Explanation) -> Iterator[Section]:
    """Tell which rules were tested on a fact, and which conclusions wait for it."""
    if explanation.kind != "fact":
        return
    name, decision = explanation.name, explanation.decision
    known = decision.case.facts.get(name)
    if known is None or is_span(known.value):
        waiting = [
            conclusion
            for conclusion, finding in decision.findings.items()
            if finding.status == "open" and name in missing(decision, explanation.trail, view.vocabulary, conclusion)
        ]
        if waiting:
            items = tuple(Item("?", ((label(view.terms[None], conclusion), "plain"),)) for conclusion in waiting)
            yield Section(view.say("Answers that may depend on this"), items)
    if known is None:
        return
    below: set[int] = set()
    rules = []
    for step in explanation.trail.steps:
        if any(
            name in dict(premise.values) or below.intersection(premise.steps)
            for premise in step.premises
            if _rests_on_values(step, premise)
        ):
            if step.kind == "rule":
                rules.append(step)
            elif step.kind == "value":
                below.add(step.number)
    items = tuple(
        Item(
            "-",
            (
                (f"{headline(status_words(view.terms[step.version], step.result))}: ", TONES[step.result]),
                (rule_line(view, step), "plain"),
                *_number(step.number),
            ),
        )
        for step in rules
    )
    if items:
        yield Section(view.say("Rules that were tested on the fact"), items)


def _rests_on_values(step: Step, premise: Premise) -> bool:
    return premise.test is not None or step.kind == "value"


# ---------------------------------------------------------------- what stands in the way


def _in_the_way(view: View, explanation: Explanation) -> Iterator[Section]:
    blocks: list[Block] = []
    for found in explanation.obstacles:
        if len(explanation.obstacles) > 1:
            blocks.append(_told(view.say("If law version {version} governs:", version=found.version), "strong"))
        blocks += _obstacles(view, explanation, found)
    if blocks:
        yield Section(view.say("What stands in the way"), tuple(blocks), "bad")


def _obstacles(view: View, explanation: Explanation, found: Obstacles) -> Iterator[Block]:
    """Tell first what stops everything, then way by way what stops each; what was told is not told again."""
    told: set[tuple[int, Obstacle]] = set()
    every = dict.fromkeys((rule, o) for way in found.ways for rule in way.rules for o in rule.obstacles if o.stops_all)
    yield from _alone(view, explanation, found, list(every))
    told |= {(rule.step.number, obstacle) for rule, obstacle in every}
    for way in found.ways:
        rules = [(rule, [o for o in rule.obstacles if (rule.step.number, o) not in told]) for rule in way.rules]
        told |= {(rule.step.number, obstacle) for rule, some in rules for obstacle in some}
        # What stops the whole way comes before what stops a part of it.
        rules.sort(key=lambda item: not any(obstacle.stops_way for obstacle in item[1]))
        lines = [item for rule, some in rules if some for item in _rule_items(view, explanation, way, rule, some)]
        if len(found.ways) > 1:
            see: Line = () if lines else ((view.say(" – stopped by what is told above"), "dim"),)
            yield Item("-", ((rule_line(view, way.step), "strong"), *_number(way.step.number), *see))
        yield from lines
    yield from _foreign(view, explanation, found)


def _alone(view: View, explanation: Explanation, found: Obstacles, every: list[tuple[Stopped, Obstacle]]) -> Iterator[Block]:
    rest = any(not o.stops_all for way in found.ways for rule in way.rules for o in rule.obstacles)
    if len(every) == 1:
        yield _told(view.say("This condition alone is enough to stop it, whatever the rest:"))
    elif every:
        yield _told(view.say("Each of these {number} conditions alone is enough to stop it, whatever the rest:", number=len(every)))
    for rule, obstacle in every:
        stops: Line = ((f"{view.say('Stops')}: {rule_line(view, rule.step)}", "dim"), *_number(rule.step.number))
        yield _obstacle(view, explanation, rule, obstacle, 1, (stops,))
    if every and rest:
        yield _told(view.say("This stops a part of the ways besides:"))
    elif rest:
        yield _told(view.say("No single condition stops every way:"))


def _rule_items(view: View, explanation: Explanation, way: Route, rule: Stopped, some: list[Obstacle]) -> Iterator[Item]:
    if rule.step != way.step:
        yield Item("-", ((rule_line(view, rule.step), "plain"), *_number(rule.step.number)), level=2)
    several = sum(len(other.obstacles) for other in way.rules) > 1
    enough: Line = ((view.say("enough alone to stop this way"), "dim"),)
    for obstacle in some:
        yield _obstacle(view, explanation, rule, obstacle, 3, (enough,) if several and obstacle.stops_way else ())


def _obstacle(view: View, explanation: Explanation, stopped: Stopped, obstacle: Obstacle, level: int, below: tuple[Line, ...]) -> Item:
    lines = [premise_line(view, stopped.step, premise) for premise in obstacle.premises]
    if len(lines) > 1:
        head: Line = ((view.say("None of these, of which at least one is needed:"), "plain"),)
        return Item("!", head, (*lines, *below), level)
    because = [line for premise in obstacle.premises if premise.test is None for line in _because(view, explanation, premise)]
    return Item("!", lines[0], (*because, *below), level)


def _because(view: View, explanation: Explanation, premise: Premise) -> Iterator[Line]:
    """Yield the tests behind a step that stands in the way, without those that only show which Act applies."""
    shortest = with_justification(explanation.trail, justify(explanation.decision, explanation.trail, premise.steps))
    seen = set(premise.steps)

    def tests(number: int) -> Iterator[Line]:
        step = shortest.steps[number - 1]
        for resting in step.premises:
            if resting.test is not None:
                yield ((view.say("because: "), "dim"), *premise_line(view, step, resting))
            for below in resting.steps if resting.test is None else ():
                if below not in seen and shortest.steps[below - 1].name != ACT:
                    seen.add(below)
                    yield from tests(below)

    for number in premise.steps:
        yield from tests(number)


def _foreign(view: View, explanation: Explanation, found: Obstacles) -> Iterator[Block]:
    if not found.foreign:
        return
    count = len(found.foreign)
    act = explanation.decision.findings[ACT]
    applies = value_words(view.terms[None], ACT, act.value)
    yield _told(
        view.say("1 rule belongs to or rests on an Act other than the {act}, which is the one that applies here.", act=applies)
        if count == 1
        else view.say(
            "{number} rules belong to or rest on an Act other than the {act}, which is the one that applies here.",
            number=count,
            act=applies,
        ),
        "dim",
    )


# ---------------------------------------------------------------- what is missing


def _missing(view: View, explanation: Explanation) -> Iterator[Section]:
    title = view.say("What is missing")
    found = explanation.missing
    if all(finding.status != "open" for finding in explanation.found):
        if found is not None:
            yield Section(title, (_told(_stands_words(view, found.unknown)),))
        return
    if explanation.kind == "conclusion" and (untold := unstated_words(view, explanation.name)):
        yield Section(view.say("What the rules do not state"), tuple(_told(words) for words in untold), "open")
    if explanation.kind == "fact" or not explanation.lacking:
        return
    first, *others = explanation.lacking
    blocks: list[Block] = []
    if others and found is not None and found.facts:
        blocks.append(_told(view.say("Ask this first:")))
    blocks.append(question_item(view, first))
    if others and found is not None and found.facts:
        blocks.append(_told(view.say("Then these may matter:")))
    blocks += [question_item(view, fact) for fact in others]
    blocks += _sets(view, found) if found is not None else ()
    yield Section(title, tuple(blocks), "open")


def _stands_words(view: View, unknown: int) -> str:
    if unknown == 0:
        return view.say("Nothing: the case has every fact.")
    if unknown == 1:
        return view.say("Nothing: the answer stands, whatever the one fact that the case lacks turns out to be.")
    return view.say("Nothing: the answer stands, whatever the {unknown} facts that the case lacks turn out to be.", unknown=unknown)


def _sets(view: View, found: Missing) -> Iterator[Block]:
    if len(found.facts) == 1:
        yield _told(view.say("This fact settles the answer, whatever it shows."))
    elif len(found.sets) == 1:
        yield _told(
            view.say("All of these together settle the answer, whatever they show. Some may be enough; that depends on what they show.")
        )
    elif found.sets:
        yield _told(view.say("Each of these sets is enough, whatever the facts show:"))
        for one in found.sets:
            yield Item("-", (("; ".join(label(view.terms[None], fact) for fact in one), "plain"),))
    if found.unproven:
        names = "; ".join(label(view.terms[None], fact) for fact in found.unproven)
        yield _told(
            view.say("It is not shown that these can really matter: {names}.", names=names),
            "dim",
        )


# ---------------------------------------------------------------- what would change it


def _change(view: View, explanation: Explanation) -> Iterator[Section]:
    if explanation.kind != "conclusion" or not is_answer(explanation.found[0]):
        return
    change = explanation.change
    blocks: list[Block] = []
    if change is not None:
        blocks += _told_change(view, explanation, change)
        if change.alternatives:
            blocks.append(_told(view.say("Other changes as small:")))
            blocks += [Item("-", ((_in_short(view, explanation, other), "plain"),)) for other in change.alternatives]
        if change.omitted:
            told = view.say("There are {omitted} more, not shown here.", omitted=change.omitted)
            blocks.append(_told(told, "dim"))
    elif explanation.beyond_change:
        told = view.say("Nothing: the answer would be the same, whatever became of the facts that can still change.")
        blocks.append(_told(told))
    else:
        told = view.say("No change of up to {MOST_FACTS} facts was found that would give another answer.", MOST_FACTS=MOST_FACTS)
        blocks.append(_told(told))
    yield Section(
        view.say("What would change the answer – information, not advice"),
        tuple(blocks),
    )


def _told_change(view: View, explanation: Explanation, change: Change) -> Iterator[Block]:
    after = _finding_words(view, explanation, change.after)
    yield _told(view.say('The answer would be "{after}" if:', after=after))
    for move in change.moves:
        yield Item("-", ((_move_words(view, move), "plain"),))
    for law in change.laws:
        topic = view.pick(view.vocabulary.topics[law.topic].label)
        new, old = (view.say(" or ").join(versions) for versions in (law.new, law.old))
        yield Item(
            "-",
            (
                (
                    view.say("{topic}: law version {new} would then govern, not {old}", topic=topic, new=new, old=old),
                    "open",
                ),
            ),
        )


def _in_short(view: View, explanation: Explanation, change: Change) -> str:
    moves = listed(view.terms[None], [_move_words(view, move) for move in change.moves], phrase("and"))
    return f"{moves} → {_finding_words(view, explanation, change.after)}"


def _move_words(view: View, move: Move) -> str:
    terms = view.terms[None]
    name, old, new = label(terms, move.fact), value_words(terms, move.fact, move.old), value_words(terms, move.fact, move.new)
    return view.say("{name}: {new} instead of {old}", name=name, new=new, old=old)


# ---------------------------------------------------------------- everything


def _whole(explanation: Explanation, lang: Language) -> Iterator[Section]:
    if explanation.because is None or explanation.kind != "conclusion":
        return
    view = view_of(explanation.decision, explanation.trail, lang, True)
    if view.vocabulary.conclusions[explanation.name].type == "version":
        return
    trees = tuple(DerivationTree(branch, apart=True) for branch in conclusion_branches(view, explanation.name))
    yield Section(view.say("The whole derivation"), trees)


# ---------------------------------------------------------------- pieces


def _told(text: str, tone: Tone = "plain") -> Paragraph:
    return Paragraph(((text, tone),))


def _number(number: int) -> Line:
    return ((" [", "dim"), Reference(str(number), "dim", number), ("]", "dim"))
