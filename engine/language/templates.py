"""Texts that name the law: `{age.upper}` in a title, label, question or sentence stands for what the law version says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from ..model import (
    Conclusion,
    Constraint,
    Fact,
    Language,
    Laws,
    LawVersion,
    Letter,
    Limit,
    Parameter,
    Sentences,
    Text,
    Unlikely,
    Vocabulary,
)
from ..terms.saying import NUMBER_FORMS, said
from ..terms.units import UNITS, UnitRow
from .fields import NAME

VALUE: Final = "value"
"""What a sentence of the letter calls the value of the conclusion that it tells of."""

AUTHORITY: Final = "authority"
"""The form in which a sentence of the letter names a conclusion: the provisions that it rests on in the case."""

FRAME: Final = "frame."
"""What stands before the name of a place of the frame in a sentence of the letter."""


class Hole(NamedTuple):
    """A placeholder `{name}` or `{name:form}`, from `start` up to `end` of the text; `form` is any word, be it no form."""

    name: str
    form: str | None
    start: int
    end: int


class Stray(NamedTuple):
    """Braces that hold no name, from `start` up to `end` of the text."""

    said: str
    start: int
    end: int


_BRACES: Final = re.compile(r"\{\{|\}\}|\{(?P<name>" + NAME.pattern + r")(?::(?P<form>[^{}:]*))?\}|\{[^{}]*\}|[{}]")
_BEGINS: Final = re.compile(r"(^|[.!?:] )$")
"""What stands before the first word of a sentence."""

_OR: Final = Text("eller", "or", "eller")


def parts(text: str) -> Iterator[str | Hole | Stray]:
    """Yield what a text is made of: what stands there as it is, with `{{` and `}}` as written, and what stands in braces."""
    at = 0
    for found in _BRACES.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        at = found.end()
        if found.group() in ("{{", "}}"):
            yield found.group()
        elif found["name"] is not None:
            yield Hole(found["name"], found["form"], found.start(), at)
        else:
            yield Stray(found.group(), found.start(), at)
    if at < len(text):
        yield text[at:]


def holes(text: str) -> list[Hole]:
    """Return the placeholders of a text, in order."""
    return [part for part in parts(text) if isinstance(part, Hole)] if "{" in text else []


def filled(text: str, value: Callable[[Hole], str | None], *, last: bool = True) -> str:
    """Return the text with what `value` gives in place of each placeholder, with a capital where a sentence begins.

    A placeholder for which it gives None stays. `last` says that no other values are to come: `{{` becomes `{`.
    """
    if "{" not in text and "}" not in text:
        return text
    told = ""
    for part in parts(text):
        if isinstance(part, str):
            told += part[0] if last and part in ("{{", "}}") else part
            continue
        given = value(part) if isinstance(part, Hole) else None
        if given is None:
            told += text[part.start : part.end]
        else:
            # An address of a frame is written as it is, wherever it stands.
            begins = isinstance(part, Hole) and not part.name.startswith(FRAME) and _BEGINS.search(told)
            told += given[:1].upper() + given[1:] if begins else given
    return told


# ---------------------------------------------------------------- what the law says


def worded(parameter: Parameter | Limit, form: str | None, units: Mapping[str, UnitRow]) -> Text | None:
    """Return the value of a parameter in one of the units as a text says it, or None where there is no such form of it."""
    if form is not None and form not in NUMBER_FORMS:
        return None
    return said(parameter.value, parameter.unit, form, units)


def told(laws: Laws) -> Laws:
    """Return the laws with the values of parameters in all their texts."""
    versions = tuple(as_read_by(version) for version in laws.versions)
    if not any("{" in text or "}" in text for text in _said_in(laws.vocabulary)):
        return replace(laws, versions=versions)

    def read_by(version: LawVersion | None) -> Vocabulary:
        return vocabulary_read_by(laws.vocabulary, version, versions)

    readings = {version.name: read_by(version) for version in versions}
    return replace(laws, vocabulary=read_by(None), versions=versions, readings=readings)


def as_read_by(version: LawVersion) -> LawVersion:
    """Return the version with the values of its parameters in its titles and labels."""

    if not any("{" in part or "}" in part for part in _said_by(version)):
        return version
    return version_with(version, lambda text: _filled(text, (version,)))


def version_with(version: LawVersion, read: Callable[[Text], Text]) -> LawVersion:
    """Return the version with what `read` makes of each of its titles and labels."""
    return replace(
        version,
        title=read(version.title),
        acts={name: replace(act, title=read(act.title), short=read(act.short)) for name, act in version.acts.items()},
        amendments=tuple(replace(amendment, text=read(amendment.text)) for amendment in version.amendments),
        derived={name: replace(derived, label=read(derived.label)) for name, derived in version.derived.items()},
        schedules={name: replace(scheduled, label=read(scheduled.label)) for name, scheduled in version.schedules.items()},
        helpers={name: _conclusion(helper, read) for name, helper in version.helpers.items()},
        rules={id_: replace(rule, title=read(rule.title)) for id_, rule in version.rules.items()},
        units=units_with(version.units, read),
    )


def _said_by(version: LawVersion) -> Iterator[str]:
    yield from version.title.all()
    for act in version.acts.values():
        yield from (*act.title.all(), *act.short.all())
    for amendment in version.amendments:
        yield from amendment.text.all()
    for derived in version.derived.values():
        yield from derived.label.all()
    for scheduled in version.schedules.values():
        yield from scheduled.label.all()
    for helper in version.helpers.values():
        yield from (*helper.label.all(), *(helper.if_not.all() if helper.if_not else ()))
        for label in (helper.values or {}).values():
            yield from label.all()
    for rule in version.rules.values():
        yield from rule.title.all()


def _said_in(vocabulary: Vocabulary) -> Iterator[str]:
    for topic in vocabulary.topics.values():
        yield from topic.label.all()
    for fact in vocabulary.facts.values():
        yield from (*fact.label.all(), *fact.question.all(), *(fact.if_absent_false.all() if fact.if_absent_false else ()))
    for conclusion in vocabulary.conclusions.values():
        for text in (conclusion.label, conclusion.text, conclusion.if_not):
            yield from text.all() if text is not None else ()
    listed = (*(fact.values for fact in vocabulary.facts.values()), *(one.values for one in vocabulary.conclusions.values()))
    for values in listed:
        for label in (values or {}).values():
            yield from label.all()
    for constraint in (*vocabulary.constraints, *vocabulary.unlikely.constraints):
        yield from constraint.text.all()
    for limit in vocabulary.unlikely.limits.values():
        yield from limit.reason.all()
    for derived in vocabulary.unlikely.derived.values():
        yield from derived.label.all()
    yield from _said_in_answers(vocabulary)
    letter = vocabulary.letter
    if letter is not None:
        for sentences in letter.parts().values():
            for results in sentences.values():
                yield from results.values()


def _said_in_answers(vocabulary: Vocabulary) -> Iterator[str]:
    for group in (*vocabulary.groups.values(), *vocabulary.asked_of.values()):
        yield from group.all()
    for step in vocabulary.next_steps.values():
        for text in step.texts():
            yield from text.all()
    for remark in vocabulary.remarks:
        yield from remark.text.all()
    for told_of in vocabulary.sentences.values():
        for sentence in told_of.values():
            yield from sentence.all()


def vocabulary_read_by(vocabulary: Vocabulary, version: LawVersion | None, versions: Iterable[LawVersion]) -> Vocabulary:
    """Return the vocabulary with the values of parameters in its texts.

    They are those of `version`; and those of all `versions` where it has no such parameter, where it is None, and in what is
    said before any version is chosen: topics, facts, constraints and what belongs to these, where it may be a limit as well.
    Where they differ, the text names each with its version.
    A sentence of the letter has those of `version` alone: what is no parameter there is a value of the case.
    """
    every = tuple(versions)
    first = (version,) if version is not None else ()

    def shared(text: Text) -> Text:
        return _filled(_with_limits(text, vocabulary), every)

    def own(text: Text) -> Text:
        return _filled(text, first, every)

    readers = first or every

    def in_letter(sentence: str, lang: Language) -> str:
        # What depends on the case stays to be filled in.
        return filled(
            sentence, lambda hole: _value(hole, lang, readers) if hole.name != VALUE and hole.form != AUTHORITY else None, last=False
        )

    read = vocabulary_with(vocabulary, shared, own)
    letter, letter_nn = vocabulary.letter, vocabulary.letter_nn
    return replace(
        read,
        letter=letter_with(letter, partial(in_letter, lang="nb")) if letter is not None else None,
        letter_nn=letter_with(letter_nn, partial(in_letter, lang="nn")) if letter_nn is not None else None,
    )


def vocabulary_with(vocabulary: Vocabulary, shared: Callable[[Text], Text], own: Callable[[Text], Text]) -> Vocabulary:
    """Return the vocabulary read anew, but for its letters: by `own` what is said of conclusions, by `shared` all other texts."""
    return replace(
        vocabulary,
        topics={name: replace(topic, label=shared(topic.label)) for name, topic in vocabulary.topics.items()},
        facts={name: _fact(fact, shared) for name, fact in vocabulary.facts.items()},
        conclusions={name: _conclusion(conclusion, own) for name, conclusion in vocabulary.conclusions.items()},
        constraints=_constraints(vocabulary.constraints, shared),
        unlikely=_unlikely(vocabulary.unlikely, shared),
        groups={name: shared(label) for name, label in vocabulary.groups.items()},
        asked_of={name: shared(label) for name, label in vocabulary.asked_of.items()},
        next_steps={name: step.with_texts(own) for name, step in vocabulary.next_steps.items()},
        units=units_with(vocabulary.units, shared),
        remarks=tuple(replace(one, text=own(one.text)) for one in vocabulary.remarks),
        sentences={name: {result: own(text) for result, text in results.items()} for name, results in vocabulary.sentences.items()},
    )


def units_with(units: Mapping[str, UnitRow], read: Callable[[Text], Text]) -> Mapping[str, UnitRow]:
    """Return units with what `read` makes of the words of those that a vocabulary declares."""

    def anew(words: Text | None) -> Text | None:
        return read(words) if words is not None else None

    return {name: row if name in UNITS else replace(row, one=anew(row.one), many=anew(row.many)) for name, row in units.items()}


def _fact(fact: Fact, read: Callable[[Text], Text]) -> Fact:
    reason = read(fact.if_absent_false) if fact.if_absent_false is not None else None
    values = _values(fact.values, read)
    return replace(fact, label=read(fact.label), question=read(fact.question), values=values, if_absent_false=reason)


def _conclusion(conclusion: Conclusion, read: Callable[[Text], Text]) -> Conclusion:
    text, denial = (read(said) if said is not None else None for said in (conclusion.text, conclusion.if_not))
    return replace(conclusion, label=read(conclusion.label), text=text, values=_values(conclusion.values, read), if_not=denial)


def _constraints(constraints: tuple[Constraint, ...], read: Callable[[Text], Text]) -> tuple[Constraint, ...]:
    return tuple(replace(constraint, text=read(constraint.text)) for constraint in constraints)


def _unlikely(unlikely: Unlikely, read: Callable[[Text], Text]) -> Unlikely:
    return Unlikely(
        _constraints(unlikely.constraints, read),
        {name: replace(limit, reason=read(limit.reason)) for name, limit in unlikely.limits.items()},
        {name: replace(derived, label=read(derived.label)) for name, derived in unlikely.derived.items()},
    )


def _with_limits(text: Text, vocabulary: Vocabulary) -> Text:
    """Return a text with the limits of the vocabulary that it names; what the law versions say stays to be filled in."""

    limits = vocabulary.unlikely.limits

    def value(hole: Hole, lang: Language) -> str | None:
        told = worded(limits[hole.name], hole.form, vocabulary.units) if hole.name in limits else None
        return None if told is None else told.told(lang)

    return _in_each(text, lambda said, lang: filled(said, lambda hole: value(hole, lang), last=False))


def _values(values: Mapping[str, Text] | None, read: Callable[[Text], Text]) -> Mapping[str, Text] | None:
    return {word: read(label) for word, label in values.items()} if values is not None else None


def letter_with(letter: Letter, read: Callable[[str], str]) -> Letter:
    """Return the letter with what `read` makes of each of its sentences."""

    def part(_: str, sentences: Sentences) -> Sentences:
        return {name: {result: read(text) for result, text in results.items()} for name, results in sentences.items()}

    return letter.with_parts(part)


def _filled(text: Text, *readers: tuple[LawVersion, ...]) -> Text:
    return _in_each(text, lambda said, lang: filled(said, lambda hole: _value(hole, lang, *readers)))


def _in_each(text: Text, read: Callable[[str, Language], str]) -> Text:
    """Return a text with what `read` makes of it in each language that it has; without braces there is nothing to read."""
    if not any("{" in said or "}" in said for said in text.all()):
        return text
    return Text(read(text.nb, "nb"), read(text.en, "en"), None if text.nn is None else read(text.nn, "nn"))


def _value(hole: Hole, lang: Language, *readers: tuple[LawVersion, ...]) -> str | None:
    """Return the value that a placeholder names, by the first group of versions in which there is one."""
    for versions in readers:
        values: dict[str, list[str]] = {}
        for version in versions:
            told = worded(version.parameters[hole.name], hole.form, version.units) if hole.name in version.parameters else None
            if told is not None:
                values.setdefault(told.told(lang), []).append(version.name)
        if len(values) == 1:
            return next(iter(values))
        if values:
            *most, final = (f"{value} ({', '.join(names)})" for value, names in values.items())
            return f"{', '.join(most)} {_OR.told(lang)} {final}"
    return None
