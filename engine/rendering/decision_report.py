"""The decision as a report in Norwegian Bokmål or English, told from the trail alone.

The order is the reader's: the outcome, what a person must look at, what is missing, which law governs and why, the
provisions, every conclusion, and the derivation as a tree. A number in brackets is the number of the step in the trail,
as in the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ..canonical import Json
from ..law.compiled import Finding
from ..law.deciding import Decision
from ..model import GOVERNS, NONE, Conclusion, Language, Source, Value
from ..terms.saying import date_words
from ..trail.acts import ACT
from ..trail.citation import address, cite
from ..trail.document import missing
from ..trail.steps import Step, Trail
from .catalogue import phrase
from .derivation import (
    BRIEF,
    TONES,
    WHOLE,
    View,
    conclusion_branches,
    open_conclusion,
    open_words,
    rule_line,
    silences,
    step_branch,
    unstated_words,
    view_of,
)
from .doubts import doubts_section, read_until_line
from .in_part import in_part_words, known_in_part
from .reference import render_cross_check
from .report import Answer, Block, Branch, DerivationTree, Item, Line, Paragraph, Reference, Report, Section, Subsection, Table, Tone
from .wording import headline, inside, label, status_words, value_words

_REVIEW, _GUIDANCE = "review.", "guidance."

_ORDER: Final = re.compile(r"\d+|\D+")

_ORIGINS: Final = {
    "stated": phrase("stated without a source"),
    "assumed": phrase("assumed"),
}
_SILENCES: Final[Mapping[Value, str]] = {
    NONE: phrase("not mentioned; read as not having happened"),
    False: phrase("not mentioned; read as no"),
}


def decision_report(decision: Decision, trail: Trail, lang: Language, full: bool, cross_check: Json = None) -> Report:
    """Return what a reader is told of a decision; `full` adds the facts and the derivation of every conclusion.

    `cross_check` says whether a second engine derived the same (`law.crosscheck`); None where that is told elsewhere.
    """
    view = view_of(decision, trail, lang, full)
    doubts = doubts_section(view.terms[None], decision.case)
    sections = [Section(None, tuple(_outcome(view))), *doubts, *_look(view), *_missing(view), *basis(view)]
    if cross_check is not None:
        sections.append(Section(None, (Paragraph(((render_cross_check(cross_check, lang).strip(), "plain"),)),)))
    return Report(lang, f"{view.say('Case')} {decision.case.id}", tuple(sections))


def basis(view: View) -> Iterator[Section]:
    """Yield what a decision rests on: the choice of law, the provisions, with `full` the facts, every conclusion, the derivation."""
    yield Section(view.say("Choice of law and basis"), tuple(_law(view)))
    after = [
        *_facts(view),
        Section(view.say("Conclusions"), tuple(_conclusions(view))),
        Section(view.say("Justification"), tuple(_derivation(view))),
    ]
    # Made last, when everything that is told has been: it lists the provisions that the other sections cite.
    yield Section(view.say("Provisions cited"), tuple(_provisions(view)))
    yield from after


# ---------------------------------------------------------------- the outcome


def _outcome(view: View) -> Iterator[Block]:
    yield from answers(view)
    act = view.decision.findings.get(ACT)
    if act is not None and act.status == "value":
        yield _told(f"{view.pick(view.vocabulary.conclusions[ACT].label)}: {finding_words(view, ACT, act)}")
    yield _told(_versions_line(view))
    yield _told(view.say("Prepared by a program. A caseworker checks the facts and takes the decision."))
    yield from taken_on_trust(view)
    for text in in_part_words(view.terms[None], known_in_part(view, [conclusion.name for conclusion in _principals(view)])):
        yield _told(text, "open")
    if _of_origin(view, "assumed"):
        yield _told(view.say("The decision rests on facts that are assumed; see Choice of law and basis."), "open")


def answers(view: View) -> Iterator[Block]:
    """Yield what was found of the principal conclusions, and what must not be overlooked beside them."""
    decision = view.decision
    for conclusion in _principals(view):
        finding = decision.findings[conclusion.name]
        told = finding_words(view, conclusion.name, finding)
        if finding.status == "open":
            told = open_words(view, conclusion.name)
        yield Answer(view.pick(conclusion.label), headline(told), TONES[finding.status])
    for conclusion in view.vocabulary.conclusions.values():
        # What is told beside the outcome: a person outside the target group may still finish a programme.
        finding = decision.findings[conclusion.name]
        if conclusion.headline and finding.status in ("met", "value"):
            yield Answer(view.pick(conclusion.label), headline(finding_words(view, conclusion.name, finding)), TONES[finding.status])


def taken_on_trust(view: View) -> Iterator[Block]:
    """Yield what the answer takes on trust of the law: that it was read before the day, or a version that the user chose."""
    yield from read_until_line(view.decision, view.lang)
    forced = view.decision.case.forced
    if forced is not None:
        yield _told(
            view.say("Law version {forced} was fixed beforehand; the rules on choice of law were not applied.", forced=forced),
            "open",
        )


def _versions_line(view: View) -> str:
    """Say which law version governs; per topic only where the topics differ."""
    governing = view.decision.governing
    told = {topic: view.say(" or ").join(found.versions) for topic, found in governing.items()}
    head = view.say("Law version: ")
    if len(set(told.values())) == 1:
        return head + next(iter(told.values()))
    return head + "; ".join(f"{view.pick(view.vocabulary.topics[topic].label).lower()} {versions}" for topic, versions in told.items())


def _principals(view: View) -> list[Conclusion]:
    return [conclusion for conclusion in view.vocabulary.conclusions.values() if conclusion.principal]


# ---------------------------------------------------------------- what a person must look at, and what is missing


def _look(view: View) -> Iterator[Section]:
    titles = {
        _REVIEW: view.say("A caseworker must assess"),
        _GUIDANCE: view.say("Guidance (not legal requirements)"),
    }
    for prefix, title in titles.items():
        met = [name for name, finding in view.decision.findings.items() if name.startswith(prefix) and finding.status == "met"]
        if met:
            yield Section(title, tuple(_remark(view, name) for name in met), "open")


def _remark(view: View, name: str) -> Item:
    conclusion = view.vocabulary.conclusions[name]
    numbers = view.trail.because.get(name, ())
    below: list[Line] = []
    if conclusion.text is not None:
        below.append(((view.pick(conclusion.text), "plain"),))
    for rule in _rules_applied(view, numbers):
        below.append(((f"{view.say('Basis: ')}{rule_line(view, rule)} ", "dim"), *_numbers((rule.number,))))
    numbered: Line = ((" ", "dim"), *_numbers(numbers)) if numbers else ()
    return Item("!", ((view.pick(conclusion.label), "strong"), *numbered), tuple(below))


def _rules_applied(view: View, numbers: Iterable[int]) -> list[Step]:
    found = [view.trail.steps[n - 1] for number in numbers for premise in view.trail.steps[number - 1].premises for n in premise.steps]
    return [step for step in dict.fromkeys(found) if step.kind == "rule" and step.result == "applies"]


def question_item(view: View, name: str) -> Item:
    """Return a fact that is missing, with its question."""
    fact = view.vocabulary.facts[name]
    return Item("?", ((view.pick(fact.label), "strong"), (f" – {view.pick(fact.question)}", "plain")))


def _missing(view: View) -> Iterator[Section]:
    lacking = {
        fact: None for conclusion in _principals(view) for fact in missing(view.decision, view.trail, view.vocabulary, conclusion.name)
    }
    untold = {words: None for conclusion in _principals(view) for words in unstated_words(view, conclusion.name)}
    if untold:
        yield Section(view.say("What the rules do not state"), tuple(_told(words) for words in untold), "open")
    if not lacking:
        return
    items = [question_item(view, name) for name in lacking]
    if len(lacking) == 1:
        told = view.say("The outcome is open until the case states this fact.")
    else:
        told = view.say("The outcome is open until the case states so many of these facts that the rest cannot change it.")
    title = view.say("Facts missing for the outcome")
    yield Section(title, (*items, _told(told)), "open")


# ---------------------------------------------------------------- the law that governs


def _law(view: View) -> Iterator[Block]:
    for topic in view.decision.governing:
        yield DerivationTree(_topic_branch(view, topic))
    assumed, silent = _of_origin(view, "assumed"), _of_origin(view, "silence")
    yield from _listed(view, view.say("Assumed for this evaluation:"), "open", assumed)
    for value, title in silences(view.lang).items():
        yield from _listed(view, title, "plain", [step for step in silent if step.value == value])


def _listed(view: View, title: str, tone: Tone, steps: Sequence[Step]) -> Iterator[Block]:
    if steps:
        yield Item("", ((title, tone),))
    for step in steps:
        told = f"{label(view.terms[None], step.name)}: {value_words(view.terms[None], step.name, step.value)}"
        reason = view.vocabulary.facts[step.name].if_absent_false if step.kind == "silence" else None
        why = f" – {view.pick(reason)}" if reason is not None else ""
        yield Item("", ((f"[{step.number}] ", "dim"), (told, "plain"), (why, "dim")), level=2)


def _of_origin(view: View, origin: str) -> list[Step]:
    return [step for step in view.trail.steps if step.kind == origin]


def _topic_branch(view: View, topic: str) -> Branch:
    """Tell which version governs a topic and why: the rules that fired, and those of newer versions that did not."""
    governing = view.decision.governing[topic]
    step = view.trail.steps[view.trail.law[topic][0] - 1]
    told, tone = f"{view.say('law version')} {governing.versions[0]}", TONES["met"]
    if step.result == "forced":
        told, tone = told + view.say(" – fixed beforehand"), TONES["open"]
    elif not governing.settled:
        told, tone = view.say("not settled, ") + view.say(" or ").join(governing.versions), TONES["open"]
    head: Line = ((f"[{step.number}] ", "dim"), (f"{view.pick(view.vocabulary.topics[topic].label)}: ", "strong"), (told, tone))
    below: list[Branch] = []
    governed = False
    for run in view.decision.choices:
        name = GOVERNS + topic
        number = view.numbers.get((run.compiled.version.name, True, "conclusion", name))
        if governed and not view.full:
            break  # an older version that could govern as well has nothing to say: the newest wins
        if number is not None:
            governed = view.trail.steps[number - 1].result == "met"
            below.append(step_branch(view, number, WHOLE if view.full else BRIEF))
        elif name in run.program.conclusions:
            below.append(open_conclusion(view, run, name, WHOLE if view.full else BRIEF + 1))
    return Branch((head,), tuple(below), (step.number,))


# ---------------------------------------------------------------- the provisions and the facts


def _provisions(view: View) -> Iterator[Block]:
    """Tell which provisions are cited, section by section, with the version they were read in and where they stand."""
    versions = {run.compiled.version.name: run.compiled for run in (*view.decision.runs, *view.decision.choices)}
    for name, compiled in versions.items():
        version = compiled.version
        sections: dict[tuple[str, str], set[Source]] = {}
        for source in [version.rules[rule].source for cited, rule in view.cited if cited == name]:
            # Down to the paragraph and letter; the sentence is told where the rule is.
            part = replace(source, punktum=None, provisions=())
            sections.setdefault((part.act, part.section), set()).add(part)
        if not sections:
            continue
        acts = list(version.acts)
        blocks: list[Paragraph | Item] = []
        for (act, section), parts in sorted(sections.items(), key=lambda item: (acts.index(item[0][0]), _order(item[0][1]))):
            whole = Source(act, section)
            head = view.pick(cite(whole, version.acts))
            tails = [view.pick(cite(part, version.acts)).removeprefix(head).strip() for part in sorted(parts, key=_place)]
            told = ", ".join(tail for tail in tails if tail)
            rest: Line = ((f": {told}", "plain"),) if told else ()
            blocks.append(Item("-", ((head, "strong"), *rest), address=address(whole, version.acts)))
        read: dict[date, list[str]] = {}
        for cited in [version.acts[key] for key in acts if any(key == act for act, _ in sections)]:
            read.setdefault(cited.consolidated, []).append(view.pick(cited.short))
        for day, names in read.items():
            dated, listed = date_words(view.lang, day), ", ".join(names)
            blocks.append(_told(view.say("Read as consolidated on {dated}: {listed}.", dated=dated, listed=listed), "dim"))
        blocks.append(_told(view.say("Digest of the law version: {digest}", digest=compiled.digest), "dim"))
        yield Subsection(f"{view.say('Law version')} {name}: {inside(view.terms[name], view.pick(version.title))}", tuple(blocks))
    yield _told(
        view.say("The addresses lead to the text as it stands now; it may have been amended after it was read."),
        "dim",
    )


def _order(section: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts § 9 before § 37 b."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in _ORDER.findall(section))


def _place(source: Source) -> tuple[int, str]:
    return source.ledd or 0, source.letter or ""


def _facts(view: View) -> Iterator[Section]:
    """Tell every fact of the case with its source; a summary tells them where they matter."""
    if not view.full:
        return
    terms = view.terms[None]
    rows: list[tuple[Line, ...]] = []
    for name, declared in view.vocabulary.facts.items():
        fact = view.decision.case.facts.get(name)
        if fact is not None and not declared.given:
            how = _SILENCES[fact.value] if fact.origin == "silence" else _ORIGINS[fact.origin]
            told = fact.source if fact.source is not None else view.say(how)
            rows.append(
                (
                    ((label(terms, name), "plain"),),
                    ((value_words(terms, name, fact.value), "plain"),),
                    ((told, "open" if fact.origin == "assumed" else "dim"),),
                )
            )
    heads = (view.say("Fact"), view.say("Value"), view.say("Source"))
    if rows:
        yield Section(view.say("Facts of the case"), (Table(tuple(rows), heads=heads),))


# ---------------------------------------------------------------- the conclusions


def _conclusions(view: View) -> Iterator[Block]:
    silent, foreign, absent = [], [], []
    heads = (view.say("Step"), view.say("Question"), view.say("Answer"))
    for topic in view.vocabulary.topics.values():
        rows: list[tuple[Line, ...]] = []
        for name in _of_topic(view, topic.name):
            finding, numbers = view.decision.findings[name], view.trail.because.get(name, ())
            if finding.status == "not_applicable":
                absent.append(name)
            elif finding.status == "not_met" and numbers and all(number in view.foreign for number in numbers):
                foreign.append(name)
            elif finding.status == "not_met" and name.startswith((_REVIEW, _GUIDANCE)):
                silent.append(name)
            elif finding.status != "open" and not (finding.status == "met" and name.startswith((_REVIEW, _GUIDANCE))):
                told: Line = ((finding_words(view, name, finding), TONES[finding.status]),)
                rows.append((_numbers(numbers), ((view.pick(view.vocabulary.conclusions[name].label), "plain"),), told))
        if rows:
            yield Table(tuple(rows), view.pick(topic.label), heads, right=(0,), row_head=1, terse=True)
    yield from _open_list(view)
    yield from _counted(view, silent, view.say("Questions for a person and notes of guidance that were not raised"))
    yield from _counted(view, foreign, view.say("Conclusions that belong to an Act other than the one that applies, and so are not met"))
    yield from _counted(view, absent, view.say("Conclusions that are not applicable"))


def _of_topic(view: View, topic: str) -> list[str]:
    """Return the names of a topic's conclusions, the principal one first; the choice of law is told elsewhere."""
    found = [c for c in view.vocabulary.conclusions.values() if c.topic == topic and c.type != "version"]
    return [c.name for c in sorted(found, key=lambda c: not c.principal) if c.name in view.decision.findings]


def _open_list(view: View) -> Iterator[Subsection]:
    """List what is open, grouped by the facts that are missing for it."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for name, conclusion in view.vocabulary.conclusions.items():
        finding = view.decision.findings.get(name)
        if finding is not None and finding.status == "open" and conclusion.type != "version":
            lacked = missing(view.decision, view.trail, view.vocabulary, name)
            groups.setdefault((lacked, tuple(unstated_words(view, name))), []).append(name)
    if not groups:
        return
    items = []
    for (facts, untold), names in groups.items():
        if facts or not untold:
            lacking = "; ".join(view.pick(view.vocabulary.facts[fact].label) for fact in facts)
            items.append(Item("", ((view.say("Missing: "), "open"), (lacking, "plain"))))
        items += [Item("", ((words, "open"),)) for words in untold]
        items += [Item("?", ((view.pick(view.vocabulary.conclusions[name].label), "plain"),), level=2) for name in names]
    yield Subsection(view.say("Conclusions still open"), tuple(items), "open", folded=True)


def _counted(view: View, names: list[str], title: str) -> Iterator[Block]:
    if not names:
        return
    yield Item("", ((f"{title}: {len(names)}", "dim"),))
    if view.full:
        for name in names:
            numbers = view.trail.because.get(name, ())
            numbered: Line = ((" ", "dim"), *_numbers(numbers)) if numbers else ()
            yield Item("", ((view.pick(view.vocabulary.conclusions[name].label), "dim"), *numbered), level=2)


# ---------------------------------------------------------------- the derivation


def _derivation(view: View) -> Iterator[Block]:
    yield _told(
        view.say("A number in brackets is the number of the step in the trail; each step is shown in full once."),
        "dim",
    )
    names = [conclusion.name for conclusion in _principals(view)]
    if view.full:
        names += [name for topic in view.vocabulary.topics for name in _of_topic(view, topic) if name not in names]
    elif any(view.decision.findings[name].status == "open" for name in names):
        yield _told(
            view.say("What is open is shown in full; what is settled, in short, with its number in the trail."),
            "dim",
        )
    for name in names:
        for branch in conclusion_branches(view, name):
            yield DerivationTree(branch, apart=view.full)


# ---------------------------------------------------------------- pieces of text


def _told(text: str, tone: Tone = "plain") -> Paragraph:
    return Paragraph(((text, tone),))


def finding_words(view: View, name: str, finding: Finding) -> str:
    """Return a finding of a conclusion in words."""
    terms = view.terms[None]
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)


def _numbers(numbers: tuple[int, ...]) -> Line:
    """Return the numbers of steps in brackets, each a reference; nothing where there is none."""
    if not numbers:
        return ()
    pieces: list[tuple[str, Tone] | Reference] = []
    for number in numbers:
        pieces += [(", " if pieces else "[", "dim"), Reference(str(number), "dim", number)]
    return (*pieces, ("]", "dim"))
