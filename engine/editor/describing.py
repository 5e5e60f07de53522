"""What a name is called, what it holds and on what authority, in a few words: for lists of names, hints beside them and searches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ..diagnostics import said
from ..model import Language, Laws, LawVersion, Text
from ..rendering.wording import parameter_words
from ..trail.citation import cite
from .names import NameKind, Occurrence


class Brief(NamedTuple):
    """A name in a few words: its label, what it holds (a value with its unit, or a type), and its authority; empty where it has none."""

    label: Text
    held: str
    authority: str


_NOTHING: Final = Brief(Text("", ""), "", "")


def brief(one: Occurrence, laws: Laws, lang: Language) -> Brief:
    """Return what the laws say of a name that is declared; nothing where it is not as they were last read."""
    vocabulary = laws.vocabulary
    version = next((found for found in laws.versions if found.name == one.version), None)
    match one.kind:
        case "fact" if (fact := vocabulary.facts.get(one.name)) is not None:
            return Brief(fact.label, _typed(fact.type, fact.unit), fact.source)
        case "conclusion" if (public := vocabulary.conclusions.get(one.name)) is not None:
            return Brief(public.label, _typed(public.type, public.unit), "")
        case "topic" if (topic := vocabulary.topics.get(one.name)) is not None:
            return Brief(topic.label, "", "")
        case "parameter" if version is None and (limit := vocabulary.unlikely.limits.get(one.name)) is not None:
            return Brief(limit.reason, parameter_words(lang, limit, vocabulary.units), "")
        case "derived" if version is None and (computed := vocabulary.unlikely.derived.get(one.name)) is not None:
            return Brief(computed.label, _typed(computed.type, computed.unit), "")
    return _of_version(one, version, lang) if version is not None else _NOTHING


def _of_version(one: Occurrence, version: LawVersion, lang: Language) -> Brief:
    match one.kind:
        case "conclusion" if (helper := version.helpers.get(one.name)) is not None:
            return Brief(helper.label, _typed(helper.type, helper.unit), "")
        case "derived" if (derived := version.derived.get(one.name)) is not None:
            return Brief(derived.label, _typed(derived.type, derived.unit), "")
        case "parameter" if (parameter := version.parameters.get(one.name)) is not None:
            held = parameter_words(lang, parameter, version.units)
            return Brief(_NOTHING.label, held, said(cite(parameter.source, version.acts), lang))
        case "parameter" if (scheduled := version.schedules.get(one.name)) is not None:
            (start, value), *_ = reversed(scheduled.schedule.values)
            held = f"{value} {scheduled.schedule.unit}, {start.isoformat()}"
            return Brief(scheduled.label, held, said(cite(scheduled.sources[-1], version.acts), lang))
        case "rule" if (rule := version.rules.get(one.name)) is not None:
            return Brief(rule.title, "", said(cite(rule.source, version.acts), lang))
        case "act" if (act := version.acts.get(one.name)) is not None:
            return Brief(act.short, act.id, "")
    return _NOTHING


def _typed(type_: str, unit: str | None) -> str:
    return f"{type_}, {unit}" if unit else type_


_CASES: Final = (Text("1 testsak nevner den", "named by 1 case"), Text("{} testsaker nevner den", "named by {} cases"))
_NO_CASE: Final = Text("ingen testsak nevner den", "named by no case")


def hints(found: Iterable[Occurrence], file: str, first: int, last: int, laws: Laws, lang: Language) -> Iterator[tuple[Occurrence, str]]:
    """Yield the names on some lines of a file beside which a reader is helped, and with what.

    A parameter that is used has its value with its unit; a rule, how many regression cases say that it is decisive or is not.
    """
    every = tuple(found)
    naming = Counter((rule, version) for rule, version, _ in {(one.name, one.version, one.owner) for one in every if _names_a_rule(one)})
    for one in every:
        if one.place.file != file or not first <= one.place.line <= last:
            continue
        if one.kind == "parameter" and not one.defines and (held := brief(one, laws, lang).held):
            yield one, f"= {held}"
        elif one.kind == "rule" and one.defines:
            number = naming[one.name, one.version]
            yield one, said(_CASES[number > 1] if number else _NO_CASE, lang).format(number)


def _names_a_rule(one: Occurrence) -> bool:
    return one.kind == "rule" and one.tested


def named_like(found: Iterable[Occurrence], sought: str, laws: Laws | None, lang: Language) -> Iterator[tuple[Occurrence, str]]:
    """Yield the declarations whose name or label, in any language, holds a text, letter case aside; each with its label."""
    wanted = sought.strip().casefold()
    for one in found:
        if one.defines:
            label = brief(one, laws, lang).label if laws is not None else _NOTHING.label
            if wanted in one.name or any(wanted in text.casefold() for text in label.all()):
                yield one, said(label, lang)


TOKENS: Final[Mapping[NameKind, str]] = {
    "fact": "variable",
    "conclusion": "property",
    "derived": "function",
    "parameter": "parameter",
    "rule": "class",
    "topic": "namespace",
    "act": "type",
}
"""The kind of token, as the protocol calls it, by which an editor colours a name of each kind."""
