"""The words of a decision, in each language: values, tests, computations, statuses and citations.

Everything that names the law comes from the rule files: labels, titles, units, acts. Here is only the grammar around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from ..diagnostics import said
from ..frozen import dataclass
from ..inference.clauses import Known
from ..inference.constraints import Doubt
from ..model import (
    GOVERNS,
    NONE,
    Call,
    Case,
    Compare,
    Conclusion,
    Constant,
    Derived,
    Expression,
    Fact,
    Holds,
    Language,
    LawVersion,
    Limit,
    Name,
    Parameter,
    ParameterRef,
    Rule,
    Span,
    Text,
    Value,
    Vocabulary,
)
from ..terms.comparisons import COMPARISONS, Comparison, asks_whether_one_of, negation
from ..terms.operations import OPERATIONS
from ..terms.saying import date_words, month_words, with_unit
from ..terms.spans import is_year, whole
from ..terms.text import IN_BOKMAL, NORWEGIAN
from ..terms.units import UnitRow
from ..trail.citation import cite
from .catalogue import phrase, say

_YES_NO: Final = {True: phrase("yes"), False: phrase("no")}
_UNKNOWN: Final = phrase("unknown")
_NO_DATE: Final = phrase("no date")

_STATUS: Final[Mapping[str, str]] = {
    "met": phrase("yes"),
    "not_met": phrase("no"),
    "open": phrase("open"),
    "not_applicable": phrase("not applicable"),
    "applies": phrase("applies"),
    "does_not_apply": phrase("does not apply"),
    "rule_open": phrase("open rule"),
}

_NO_VOCABULARY: Final = Vocabulary({}, {}, {}, ())


@dataclass(frozen=True, slots=True)
class Terms:
    """Where the words come from: the vocabulary and, for derived values, helpers and parameters, one law version.

    `proper` holds the words that keep their capital inside a sentence.
    """

    lang: Language
    vocabulary: Vocabulary
    version: LawVersion | None
    proper: frozenset[str]

    def say(self, text: str, /, **values: object) -> str:
        """Return a text of the catalogue in the language of these terms, with the values put in."""
        return say(self.lang, text, **values)

    def pick(self, text: Text) -> str:
        """Return the text in the language of these terms; one without Nynorsk in Bokmål, and marked as such."""
        return f"{text.nb} {IN_BOKMAL}" if self.lang == "nn" and text.nn is None else said(text, self.lang)


def terms_of(lang: Language, vocabulary: Vocabulary, version: LawVersion | None) -> Terms:
    """Return the terms of one law version, or with None of what belongs to no version."""
    asked = " ".join(said(fact.question, lang) for fact in vocabulary.facts.values())
    # A word with a capital in the middle of a question is a proper one; this spares a list of such words.
    proper = frozenset(re.findall(r"(?<=[\w,] )[A-ZÆØÅ]\w*", asked))
    return Terms(lang, vocabulary, version, proper)


# ---------------------------------------------------------------- names and values


def label(terms: Terms, name: str) -> str:
    """Return the label of a fact, derived value or conclusion; the name itself where nothing declares it."""
    if name.startswith(GOVERNS) and terms.version is not None:
        version = terms.version.name
        return terms.say("The conditions for using law version {version}", version=version)
    declared = _declared(terms, name)
    return terms.pick(declared.label) if declared else name


def inside(terms: Terms, text: str) -> str:
    """Return a label as it stands inside a sentence: without its capital, unless that belongs to the word."""
    first = re.match(r"\w+", text)
    is_article = terms.lang == "en" and text.startswith("A ")
    if first is None or first.group() in terms.proper or not (first.group()[1:].islower() or is_article):
        return text
    return text[0].lower() + text[1:]


def imperative(lang: Language, words: str) -> str:
    """Return what somebody must do, beginning with the verb, as it is said to who does it; English says both alike."""
    verb, space, rest = words.partition(" ")
    if lang == "en" or len(verb) < 3 or not verb.endswith("e"):
        return words
    return (verb.removesuffix("je") if lang == "nn" and verb.endswith("je") else verb.removesuffix("e")) + space + rest


def first_of(lang: Language, names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    return say(lang, "{fact} and {number} more", fact=names[0], number=len(names) - 1) if len(names) > 1 else names[0]


def headline(text: str) -> str:
    """Return the text with a capital at the beginning."""
    return text[:1].upper() + text[1:]


def value_words(terms: Terms, name: str, value: Value | None) -> str:
    """Return a value of a fact, derived value or conclusion in words, with its unit; unknown where there is none."""
    declared = _declared(terms, name)
    values = declared.values if isinstance(declared, (Fact, Conclusion)) else None
    if isinstance(value, str) and values and value in values:
        return terms.pick(values[value])
    return plain_words(terms, value, declared.unit if declared else None)


def plain_words(terms: Terms, value: Value | None, unit: str | None) -> str:
    """Return a value in words that no label explains: a date, a number with its unit, yes or no, a level."""
    match value:
        case None:
            return terms.say(_UNKNOWN)
        case bool():
            return terms.say(_YES_NO[value])
        case date():
            return date_words(terms.lang, value)
        case int() | Decimal():
            return with_unit(terms.lang, value, unit, terms.vocabulary.units)
        case Span():
            return _span_words(terms, value, unit)
        case _:
            return terms.say(_NO_DATE) if value == NONE else value


def part_words(terms: Terms, value: Value) -> str:
    """Return the month or year that is known of a date, in words; of any other value nothing."""
    text = whole(value) if isinstance(value, Span) else None
    if text is None or not isinstance(value, Span) or not isinstance(value.first, date):
        return ""
    return text if is_year(text) else month_words(terms.lang, value.first)


def _span_words(terms: Terms, span: Span, unit: str | None) -> str:
    """Return a month or year of which the day is not known, or from what to what a value lies that follows from one."""
    part = part_words(terms, span)
    if part:
        return terms.say("{month}, day not known", month=part)
    first, last = plain_words(terms, span.first, None), plain_words(terms, span.last, unit)
    return terms.say("{first} to {last}", first=first, last=last)


def parameter_words(lang: Language, parameter: Parameter | Limit, units: Mapping[str, UnitRow]) -> str:
    """Return the value of a parameter in words, with its unit: `60 years`, `1 January 2026`."""
    return plain_words(Terms(lang, replace(_NO_VOCABULARY, units=units), None, frozenset()), parameter.value, parameter.unit)


def doubt_words(terms: Terms, case: Case, doubt: Doubt) -> tuple[str, str, tuple[str, ...]]:
    """Return what is unlikely of a case, the facts that make it so with their values, and each limit with its reason."""
    facts = "; ".join(f"{label(terms, name)}: {value_words(terms, name, case.facts[name].value)}" for name in doubt.facts)
    limits = zip(limits_words(terms, doubt), doubt.limits, strict=True)
    reasons = tuple(f"{told} {terms.pick(terms.vocabulary.unlikely.limits[name].reason)}" for told, name in limits)
    return terms.pick(doubt.constraint.text), facts, reasons


def limits_words(terms: Terms, doubt: Doubt) -> tuple[str, ...]:
    """Return each limit from which on something is unlikely as a sentence, without its reason."""
    limits = [terms.vocabulary.unlikely.limits[name] for name in doubt.limits]
    return tuple(f"{terms.say(_LIMIT)} {parameter_words(terms.lang, limit, terms.vocabulary.units)}." for limit in limits)


_LIMIT: Final = phrase("Limit:")


def status_words(terms: Terms, status: str) -> str:
    """Return a status of a conclusion or a result of a rule in words."""
    return terms.say(_STATUS[status])


def answer_told(terms: Terms, name: str, status: str) -> str:
    """Return how a boolean conclusion came out: its label with yes or no, or where it has one the sentence that says that it is not so."""
    declared = _declared(terms, name)
    if status == "not_met" and isinstance(declared, Conclusion) and declared.if_not is not None:
        return terms.pick(declared.if_not)
    return f"{label(terms, name)}: {status_words(terms, status)}"


def outcome_words(terms: Terms, conclusion: Conclusion, outcome: str) -> str:
    """Return what was found of a conclusion, its value or else its status, in words."""
    return value_words(terms, conclusion.name, outcome) if outcome in (conclusion.values or {}) else status_words(terms, outcome)


def listed(terms: Terms, items: Iterable[str], last: str) -> str:
    """Return items as a list in a sentence, `last` ("and", "or") before the final one; of no items nothing."""
    *most, final = tuple(items) or ("",)
    return f"{', '.join(most)} {terms.say(last)} {final}" if most else final


def _declared(terms: Terms, name: str) -> Fact | Conclusion | Derived | None:
    if terms.version is not None:
        if name in terms.version.derived:
            return terms.version.derived[name]
        if name in terms.version.helpers:
            return terms.version.helpers[name]
    return terms.vocabulary.facts.get(name) or terms.vocabulary.conclusions.get(name)


# ---------------------------------------------------------------- tests and computations


@dataclass(frozen=True, slots=True)
class Seen:
    """The values that a test was made on, by name; `marks` adds to a value what must be told of it (assumed, a number)."""

    values: Mapping[str, Value]
    marks: Mapping[str, str]


def test_words(terms: Terms, test: Holds | Compare | Known, holds: bool, seen: Seen) -> str:
    """Return how a test came out, with the values it was made on: "weekly hours (32 hours) is at least 30 hours"."""
    match test:
        case Holds(name):
            return f"{label(terms, name)}: {_shown(terms, name, seen)}"
        case Known(expression):
            return terms.say("The value is known: ") + expression_words(terms, expression, seen)
        case Compare(op, left, right):
            return _compared(terms, op, left.name, right, holds, seen)


def needed_words(terms: Terms, test: Holds | Compare | Known, holds: bool, seen: Seen) -> str:
    """Return an undecided test, with what its rule needs of it (`holds`) and the values that are known."""
    match test:
        case Holds(name):
            needs = terms.say("the rule needs")
            return f"{label(terms, name)}: {terms.say(_UNKNOWN)} ({needs}: {terms.say(_YES_NO[holds])})"
        case Known(expression):
            unknown = phrase("The value is not yet known: ")
            return terms.say(unknown) + expression_words(terms, expression, seen)
        case Compare(op, left, right):
            return _compared(terms, op, left.name, right, holds, seen)


def expression_words(terms: Terms, expression: Expression, seen: Seen) -> str:
    """Return an expression inside a sentence, each name with its value: "date of settlement (1 February 2026) plus 3 months"."""
    match expression:
        case Name(name):
            return f"{inside(terms, label(terms, name))} ({_shown(terms, name, seen)})"
        case ParameterRef(name):
            assert terms.version is not None  # only rules and derived values of a version use parameters
            parameter = terms.version.parameters[name]
            return plain_words(terms, parameter.value, parameter.unit)
        case Constant(value):
            return plain_words(terms, value, None)
        case Call() as call:
            return _operation_words(terms, call, [expression_words(terms, operand, seen) for operand in call.operands])


def stated_words(terms: Terms, test: Holds | Compare) -> str:
    """Return a test as the rule states it, of no case: "weekly hours is at least 30 hours"."""
    if isinstance(test, Holds):
        return label(terms, test.name)
    name = label(terms, test.left.name)
    if test.right == (Constant(NONE),) and not _has_word(terms, test.left.name, NONE):
        return f"{name}: {terms.say(phrase('no date') if asks_whether_one_of(test.op) else phrase('a date'))}"
    words = [stated_expression(terms, side, test.left.name) for side in test.right]
    return f"{name} {terms.pick(COMPARISONS[test.op].verb).format(*words, any=listed(terms, words, phrase('or')))}"


def stated_expression(terms: Terms, expression: Expression, of: str) -> str:
    """Return an expression as the rule states it, of no case; a word is one of the values of the name `of`."""
    match expression:
        case Name(name):
            return inside(terms, label(terms, name))
        case ParameterRef(name):
            assert terms.version is not None  # only rules and derived values of a version use parameters
            parameter = terms.version.parameters[name]
            return plain_words(terms, parameter.value, parameter.unit)
        case Constant(value):
            return value_words(terms, of, value)
        case Call() as call:
            return _operation_words(terms, call, [stated_expression(terms, operand, of) for operand in call.operands])


def _operation_words(terms: Terms, call: Call, words: list[str]) -> str:
    """Return an operation on operands that are in words."""
    schedule = ""
    if call.schedule is not None:
        assert terms.version is not None  # only derived values of a version look a value up
        schedule = inside(terms, terms.pick(terms.version.schedules[call.schedule.name].label))
    return terms.pick(OPERATIONS[call.op].words).format(
        *words, all=listed(terms, words, phrase("and")), rest=listed(terms, words[1:], phrase("and")), schedule=schedule
    )


def _shown(terms: Terms, name: str, seen: Seen) -> str:
    return value_words(terms, name, seen.values.get(name)) + seen.marks.get(name, "")


def _compared(terms: Terms, op: Comparison, left: str, right: tuple[Expression, ...], holds: bool, seen: Seen) -> str:
    value = seen.values.get(left)
    opposite = negation(op)
    if not holds and opposite is not None and not _has_no_date(value, right, seen):
        op, holds = opposite, True
    op, right, holds = _side_not_kept(op, right, holds, value, terms)
    one_of = asks_whether_one_of(op)
    name, shown = label(terms, left), _shown(terms, left, seen)
    words = [_right(terms, left, side, seen) for side in right]
    if right == (Constant(NONE),) and not _has_word(terms, left, NONE):
        return _dated(terms, name, shown, value, one_of is True)
    if one_of is not None and isinstance(right[0], Constant):
        return _one_of(terms, name, shown, value, one_of, words)
    told = terms.pick(COMPARISONS[op].verb).format(*words, any=listed(terms, words, phrase("or")))
    if not holds:
        told = re.sub(r"^(er|is) ", rf"\1 {terms.say('not ')}", told)
    return f"{name} ({shown}) {told}"


def _side_not_kept(
    op: Comparison, right: tuple[Expression, ...], holds: bool, value: Value | None, terms: Terms
) -> tuple[Comparison, tuple[Expression, ...], bool]:
    """Return of a test that asked for a value between two, and failed on one that is known, the side that it is beyond."""
    limits = [side.value if isinstance(side, Constant) else _parameter(terms, side) for side in right]
    if op != "between" or holds or not all(type(limit) is type(value) for limit in limits) or not isinstance(value, (int, Decimal, date)):
        return op, right, holds
    low, high = limits
    below = value < low  # type: ignore[operator]  # of one type
    if not below and value <= high:  # type: ignore[operator]
        return op, right, holds
    is_day = isinstance(value, date)
    beyond: Comparison = ("before" if below else "after") if is_day else "less_than" if below else "more_than"
    return beyond, right[:1] if below else right[1:], True


def _parameter(terms: Terms, side: Expression) -> Value | None:
    """Return the value of a parameter of the version; None of anything else."""
    return terms.version.parameters[side.name].value if isinstance(side, ParameterRef) and terms.version is not None else None


def _right(terms: Terms, left: str, side: Expression, seen: Seen) -> str:
    if isinstance(side, Constant):
        return value_words(terms, left, side.value)
    return expression_words(terms, side, seen)


def _has_no_date(value: Value | None, right: tuple[Expression, ...], seen: Seen) -> bool:
    """Say whether a date that is `none` takes part: then both a comparison and its opposite are false."""
    return value == NONE or any(isinstance(side, Name) and seen.values.get(side.name) == NONE for side in right)


def _has_word(terms: Terms, name: str, word: str) -> bool:
    declared = _declared(terms, name)
    return isinstance(declared, (Fact, Conclusion)) and bool(declared.values) and word in (declared.values or ())


def _dated(terms: Terms, name: str, shown: str, value: Value | None, none: bool) -> str:
    """Word the test whether an event has happened."""
    if value is None:
        wanted = phrase("no date") if none else phrase("a date")
        return f"{name}: {shown} ({terms.say('the rule needs')}: {terms.say(wanted)})"
    return f"{name}: {shown}"


def _one_of(terms: Terms, name: str, shown: str, value: Value | None, positive: bool, words: list[str]) -> str:
    """Word the test whether a value is one of some words (`positive`) or none; the value itself is said once."""
    left, right = ("«", "»") if terms.lang in NORWEGIAN else ('"', '"')
    quoted = [f"{left}{word}{right}" for word in words]
    among = listed(terms, quoted, phrase("or"))
    if value is None:
        needs = terms.say("the rule needs")
        return f"{name}: {shown} ({needs}: {'' if positive else terms.say('not ')}{among})"
    if not positive:
        neither = phrase("not ") if len(words) == 1 else phrase("not among ")
        return f"{name}: {shown} – {terms.say(neither)}{among if len(words) == 1 else ', '.join(quoted)}"
    if len(words) == 1:
        return f"{name}: {shown}"
    return f"{name}: {shown} – {terms.say('among ')}{', '.join(quoted)}"


# ---------------------------------------------------------------- rules


def rule_words(terms: Terms, rule: Rule) -> str:
    """Return a rule as it is shown beside what it does: its title and, in parentheses, its citation."""
    acts = terms.version.acts if terms.version is not None else {}
    return f"{terms.pick(rule.title)} ({terms.pick(cite(rule.source, acts))})"
