"""The interview in words, in Norwegian Bokmål and English: what is asked, what is replied, and how it ended.

The shell shows `prompt_text`, hands what was typed to `reply` and shows what comes back, until there is no question.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..diagnostics import said
from ..inference.constraints import doubts_of
from ..inquiry.answers import NOT_HAPPENED, WISHES, Wish, read_answer
from ..inquiry.interview import Interview, answer, answered, ask_for, back, contradicted, end_of, number_of, unknown
from ..inquiry.question import rules_on
from ..law.deciding import Decision
from ..model import Constraint, Fact, Language, LawVersion, Rule, Text, Vocabulary
from ..terms.saying import number_words, unit_words
from ..terms.units import UnitRow
from ..walking import names_in
from .catalogue import phrase, say
from .doubts import doubts_section, read_until_line
from .report import Answer, Item, Line, Paragraph, Report, Section, Tone
from .terminal import render_terminal
from .wording import Terms, doubt_words, headline, label, listed, rule_words, status_words, terms_of, value_words

_REVIEW: Final = "review."


def introduction(lang: Language, width: int) -> str:
    """Return what is said before the first question."""
    unknown_, back_ = (said(WISHES[wish], lang) for wish in (Wish.UNKNOWN, Wish.BACK))
    told = (
        say(lang, "You are asked only for what can still matter."),
        say(lang, 'Type ? for the legal reason, "{unknown}" if the fact is not known,', unknown=unknown_),
        say(lang, '"{back}" to go back one question. Ctrl-C stops without saving.', back=back_),
    )
    return "\n".join(_wrapped(" ".join(told), width))


def prompt_text(state: Interview, lang: Language, width: int) -> str | None:
    """Return the question that is asked now, or None when the interview is over."""
    if state.fact is None:
        return None
    vocabulary = state.about.vocabulary
    return question_text(vocabulary.facts[state.fact], number_of(state), lang, width, vocabulary.units)


def reply(state: Interview, typed: str, lang: Language, width: int, colour: bool) -> tuple[Interview, str]:
    """Return the interview after what was typed, and what is said to it: how it was understood, or what is wrong with it."""
    assert state.fact is not None
    vocabulary = state.about.vocabulary
    fact = vocabulary.facts[state.fact]
    found = read_answer(fact, typed, lang)
    if isinstance(found, Text):
        return state, _mark(said(found, lang), width)
    if found is Wish.REASON:
        reason = render_terminal(reason_report(state, lang), width, colour)
        return state, f"{reason}\n{question_text(fact, number_of(state), lang, width, vocabulary.units)}"
    if found is Wish.BACK:
        return back(state), "" if state.before else _mark(say(lang, "This is the first question."), width)
    value = None if isinstance(found, Wish) else found
    if value is not None and (broken := contradicted(state, value)):
        return state, contradiction_text(state, broken, lang, width)
    told = f"   → {said(fact.label, lang)}: {value_words(terms_of(lang, vocabulary, None), fact.name, value)}"
    if value is None:
        return unknown(state), told
    after = answer(state, value)
    return after, "\n".join([told, *(_mark(text, width) for text in _new_doubts(state, after, lang))])


def goes_back(typed: str) -> bool:
    """Return whether what was typed asks to go back, in any language."""
    return typed.strip().casefold() in WISHES[Wish.BACK]


def saving_text(lang: Language, width: int) -> str:
    """Return what is said before a case is saved: that an answer can still be changed."""
    return "\n".join(_wrapped(say(lang, 'Type "{back}" to change an answer first.', back=said(WISHES[Wish.BACK], lang)), width))


def answers_text(state: Interview, lang: Language, width: int) -> str:
    """Return what was answered, each answer with its number, and how to choose one to change."""
    terms = terms_of(lang, state.about.vocabulary, None)
    names, left = answered(state), len(str(len(answered(state))))
    lines = []
    for place, name in enumerate(names, 1):
        known = state.case.facts.get(name)
        told = f"{label(terms, name)}: {value_words(terms, name, known.value if known is not None else None)}"
        first, *others = _wrapped(told, max(20, width - left - 5))
        lines += [f"   {place:>{left}}  {first}", *(" " * (left + 5) + line for line in others)]
    return "\n".join([*lines, *_wrapped(say(lang, "Which answer is to be changed? Its number, or nothing for none."), width)])


def chosen(state: Interview, typed: str, lang: Language, width: int) -> tuple[Interview, str]:
    """Return the interview with the answer of a number asked for anew, or as it is with what is wrong; with nothing typed, as it is."""
    names, number = answered(state), typed.strip().rstrip(".")
    if not number or goes_back(number):
        return state, ""
    if number.isascii() and number.isdigit() and len(number) < 5 and 1 <= int(number) <= len(names):
        return ask_for(state, names[int(number) - 1], state), ""
    return state, _mark(say(lang, "There is no answer with that number."), width)


def _new_doubts(before: Interview, after: Interview, lang: Language) -> Iterator[str]:
    """Yield what an answer makes unlikely that was not so before: the answer is taken, and the one who gave it told to check it."""
    terms, had = terms_of(lang, after.about.vocabulary, None), doubts_of(before.case, before.about.vocabulary)
    for doubt in doubts_of(after.case, after.about.vocabulary):
        if doubt not in had:
            text, facts, reasons = doubt_words(terms, after.case, doubt)
            back_ = said(WISHES[Wish.BACK], lang)
            check = say(lang, 'Compare the answers with their source; type "{back}" to correct the last one.', back=back_)
            yield " ".join([text, f"({facts})", *reasons, check])


def question_text(fact: Fact, number: int, lang: Language, width: int, units: Mapping[str, UnitRow]) -> str:
    """Return the question for a fact, with its number in the interview, the answers there are and their form."""
    lead = f"{number}. "
    lines = _wrapped(said(fact.question, lang), width - len(lead))
    shown = [lead + lines[0], *(" " * len(lead) + line for line in lines[1:])]
    words = list((fact.values or {}).items())
    left = max((len(word) for word, _ in words), default=0)
    for place, (word, text) in enumerate(words, 1):
        told = said(text, lang)
        head = f"   {place:>{len(str(len(words)))}}  {word:<{left}}  "
        # An ordinal's words are often their own labels.
        wrapped = _wrapped(told, max(20, width - len(head))) if told != word else [""]
        shown += [(head + wrapped[0]).rstrip(), *(" " * len(head) + line for line in wrapped[1:])]
    return "\n".join([*shown, f"   ({form_words(fact, lang, units)})"])


def contradiction_text(state: Interview, broken: Iterable[Constraint], lang: Language, width: int) -> str:
    """Return why an answer cannot stand beside what the case says: each constraint, with the facts that it is about."""
    terms = terms_of(lang, state.about.vocabulary, None)
    told = [say(lang, "The answer does not fit what was stated before:")]
    for constraint in broken:
        others = [name for name in dict.fromkeys(names_in(constraint.never)) if name != state.fact and name in state.case.facts]
        known = "; ".join(f"{label(terms, name)}: {value_words(terms, name, state.case.facts[name].value)}" for name in others)
        told.append(f"{said(constraint.text, lang).rstrip('.')}{f' ({known})' if known else ''}.")
    mend = say(lang, 'Answer again, or type "{back}" and correct the answer before.', back=said(WISHES[Wish.BACK], lang))
    return _mark(" ".join([*told, mend]), width)


def reason_report(state: Interview, lang: Language) -> Report:
    """Return why the fact that is asked for matters: its source, and the rules that still hang on it."""
    assert state.fact is not None
    fact = state.about.vocabulary.facts[state.fact]
    rules = _by_rule(rules_on(state.about, state.case, state.fact, state.engine))
    several = len({version.name for _, versions in rules for version in versions}) > 1
    items = []
    for rule, versions in rules:
        terms = terms_of(lang, state.about.vocabulary, versions[0])
        named = listed(terms, sorted(version.name for version in versions), phrase("and"))
        note = say(lang, " – law version {named}", named=named) if several else ""
        items.append(Item("-", ((rule_words(terms, rule), "plain"), (note, "dim"))))
    authority = Paragraph(((say(lang, "Authority: "), "plain"), (fact.source, "plain")))
    sections = [Section(None, (authority,))]
    if items:
        sections.append(Section(say(lang, "Rules that still wait for this"), tuple(items)))
    return Report(lang, said(fact.label, lang), tuple(sections))


def ended_report(state: Interview, decision: Decision | None, lang: Language) -> Report:
    """Return how the interview ended: the answer, what a person must look at, or what is still unknown.

    `decision` is that on the whole case, None where it cannot be decided.
    """
    about = state.about
    terms = terms_of(lang, about.vocabulary, None)
    conclusion = about.vocabulary.conclusions[about.name]
    blocks: list[Answer | Paragraph] = []
    sections: list[Section] = []
    finding = state.view.finding
    if finding is not None and decision is not None:
        told = value_words(terms, about.name, finding.value) if finding.status == "value" else status_words(terms, finding.status)
        tones: dict[str, Tone] = {"met": "good", "not_met": "bad", "value": "strong"}
        blocks.append(Answer(said(conclusion.label, lang), headline(told), tones.get(finding.status, "plain")))
        left = sum(not fact.given and name not in state.case.facts for name, fact in about.vocabulary.facts.items())
        blocks.append(_told(say(lang, "The answer stands, whatever the {left} other facts turn out to be.", left=left)))
    else:
        blocks.append(Answer(said(conclusion.label, lang), say(lang, _WHY_OPEN[end_of(state) or "unanswered"]), "open"))
        lacking = sorted(state.view.missing)
        if lacking:
            title = say(lang, "This is not known and may settle the answer")
            items = tuple(Item("?", ((label(terms, name), "strong"),)) for name in lacking)
            sections.append(Section(title, items, "open"))
    if decision is not None:
        met = [n for n, found in decision.findings.items() if n.startswith(_REVIEW) and found.status == "met"]
        if met:
            title = say(lang, "A caseworker must assess")
            sections.append(Section(title, tuple(_remark(terms, about.vocabulary, name) for name in met), "open"))
        blocks += read_until_line(decision, lang)
    sections = [*doubts_section(terms, state.case), *sections]
    return Report(lang, say(lang, "The interview is over"), (Section(None, tuple(blocks)), *sections))


_WHY_OPEN: Final = {
    "settled": phrase("The case cannot be decided"),
    "rejected": phrase("The case cannot be decided"),
    "unanswered": phrase("Open – facts are missing"),
    "impossible": phrase("The facts contradict each other"),
}


def _remark(terms: Terms, vocabulary: Vocabulary, name: str) -> Item:
    conclusion = vocabulary.conclusions[name]
    below: tuple[Line, ...] = (((terms.pick(conclusion.text), "plain"),),) if conclusion.text is not None else ()
    return Item("!", ((terms.pick(conclusion.label), "strong"),), below)


def _by_rule(found: Iterable[tuple[LawVersion, Rule]]) -> list[tuple[Rule, list[LawVersion]]]:
    """Return the rules with the versions that they stand in: a rule that a new version took over is shown once."""
    by_id: dict[str, tuple[Rule, list[LawVersion]]] = {}
    for version, rule in found:
        versions = by_id.setdefault(rule.id, (rule, []))[1]
        if version not in versions:
            versions.append(version)
    return list(by_id.values())


def form_words(fact: Fact, lang: Language, units: Mapping[str, UnitRow]) -> str:
    """Return in what form an answer is typed, with the unit and bounds of a number."""
    match fact.type:
        case "boolean":
            told = phrase("yes or no")
        case "date" if fact.if_absent_none:
            told = say(lang, 'date: yyyy-mm-dd; "{none}" if it has not happened', none=said(NOT_HAPPENED, lang))
            return told + _part_form(fact, lang)
        case "date":
            return say(lang, "date: yyyy-mm-dd") + _part_form(fact, lang)
        case "integer" | "decimal":
            return _number_form(fact, lang, units)
        case _ if fact.values:
            told = phrase("the number or the word")
        case _:
            told = phrase("text")
    return say(lang, told)


def _part_form(fact: Fact, lang: Language) -> str:
    """Return in what form the month or year of a date is typed, where it is enough; else nothing."""
    if fact.known_to is None:
        return ""
    return say(
        lang,
        phrase("; yyyy-mm or yyyy without the day") if fact.known_to == "year" else phrase("; yyyy-mm without the day"),
    )


def _number_form(fact: Fact, lang: Language, units: Mapping[str, UnitRow]) -> str:
    kind = phrase("whole number") if fact.type == "integer" else phrase("number")
    shown = say(lang, kind)
    unit = unit_words(2, fact.unit, units)
    shown += f": {unit.told(lang)}" if unit is not None else ""
    low, high = (number_words(lang, bound) if bound is not None else None for bound in (fact.minimum, fact.maximum))
    if low is not None and high is not None:
        shown += say(lang, ", from {low} to {high}", low=low, high=high)
    elif low is not None:
        shown += say(lang, ", at least {low}", low=low)
    elif high is not None:
        shown += say(lang, ", at most {high}", high=high)
    return shown


def _mark(text: str, width: int) -> str:
    first, *others = _wrapped(text, width - 3)
    return "\n".join([f" ! {first}", *(f"   {line}" for line in others)])


def _wrapped(text: str, width: int) -> list[str]:
    """Return the text in lines of a width; a sign of a section is never parted from its number."""
    held = text.replace("§ ", "§\xa0")
    return [line.replace("\xa0", " ") for line in textwrap.wrap(held, width, break_long_words=False)]


def _told(text: str) -> Paragraph:
    return Paragraph(((text, "plain"),))
