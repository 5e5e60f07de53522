"""A section of an act as text: its ledd, what they do, the rules that encode them in each version, and the cases that expect those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..diagnostics import said
from ..language.encoded import Encoded, encoding
from ..language.statute import KINDS, Provision, Statute, StatuteSection
from ..language.suites import SuiteCase
from ..model import Act, Language, Laws, LawVersion, Source
from ..trail.citation import address, cite
from .catalogue import say

SIGN = "§"
"""What tells a section from a name or an id."""

_SHOWN = 3
"""Cases listed by their ids beside a rule; `show` of the rule lists them all."""


def sections_named(statute: Statute, acts: Mapping[str, Act], name: str) -> tuple[StatuteSection, ...]:
    """Return the sections that are meant: of every act where the name is `§ 8`, of one where its name stands before."""
    act, _, number = name.partition(SIGN)
    wanted = _plain(act)
    return tuple(
        section
        for section in statute.sections
        if _plain(section.section) == _plain(SIGN + number)
        and (not wanted or wanted in {_plain(word) for word in _names(section.act, acts)})
    )


def section_names(statute: Statute, acts: Mapping[str, Act], name: str) -> list[str]:
    """Return what may be asked for in the form in which the name asks: with an act before the section or without."""
    if name.partition(SIGN)[0].strip():
        return [f"{word} {section.section}" for section in statute.sections for word in _names(section.act, acts)]
    return list(dict.fromkeys(section.section for section in statute.sections))


def extent(statute: Statute, acts: Mapping[str, Act], lang: Language) -> str:
    """Return the first and the last section of each act in the table, on one line."""
    found: dict[str, list[str]] = {}
    for section in statute.sections:
        found.setdefault(section.act, []).append(section.section)
    between = say(lang, "to")
    return "; ".join(
        f"{_short(act, acts, lang)} {own[0]}" + (f" {between} {own[-1]}" if len(own) > 1 else "") for act, own in found.items()
    )


def _names(act: str, acts: Mapping[str, Act]) -> set[str]:
    return {act, acts[act].short.nb, acts[act].short.en} if act in acts else {act}


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name).casefold()


def render_sections(
    sections: Sequence[StatuteSection],
    laws: Laws,
    statute: Statute,
    acts: Mapping[str, Act],
    cases: Iterable[tuple[str, str, SuiteCase]],
    lang: Language,
) -> str:
    """Return the sections as text, one after the other, each with what its provisions do and who encodes them."""
    found = encoding(laws, statute)
    expecting: dict[tuple[str, str], list[str]] = {}
    for version, _, case in cases:
        for rule in dict.fromkeys(rule for rule, _, _ in case.because):
            expecting.setdefault((version, rule), []).append(case.id)
    parts = ["\n".join(_section(section, laws, found, expecting, acts, lang)) for section in sections]
    if lang == "nn":
        parts.append(say(lang, "What the sections say is told in Bokmål: the table of the statute has no Nynorsk."))
    return "\n\n".join(parts) + "\n"


def _section(
    section: StatuteSection,
    laws: Laws,
    found: Encoded,
    expecting: Mapping[tuple[str, str], Sequence[str]],
    acts: Mapping[str, Act],
    lang: Language,
) -> Iterator[str]:
    whole = Source(section.act, section.section)
    yield f"{said(cite(whole, acts), lang)}  {said(section.title, lang)}"
    where = address(whole, acts)
    if where:
        yield f"  {where}"
    for provision in section.provisions:
        yield ""
        yield f"  {_place(provision, acts, lang)}"
        yield f"    {said(provision.says, lang)}"
        for version in laws.versions:
            rules = found.rules[provision].get(version.name)
            if rules is not None:
                yield from (f"    {line}" for line in _in_version(provision, version, rules, expecting, lang))


def _in_version(
    provision: Provision,
    version: LawVersion,
    rules: Sequence[str],
    expecting: Mapping[tuple[str, str], Sequence[str]],
    lang: Language,
) -> Iterator[str]:
    if not rules:
        reason = provision.reason
        why = f"{said(KINDS[reason.kind], lang)}. {said(reason.text, lang)}" if reason else say(lang, "no rule")
        yield f"{version.name}: {why}"
        return
    yield f"{version.name}:"
    for rule in rules:
        cases = expecting.get((version.name, rule), ())
        listed = ", ".join(cases[:_SHOWN])
        more = say(lang, " and {number} more", number=len(cases) - _SHOWN) if len(cases) > _SHOWN else ""
        tested = say(lang, "named by") + f" {listed}{more}" if cases else say(lang, "no case names it")
        yield f"  {rule}: {said(version.rules[rule].title, lang)}"
        yield f"    {tested}"


def _place(provision: Provision, acts: Mapping[str, Act], lang: Language) -> str:
    """Return where in the section the provision stands, and when it had that wording."""
    source = provision.source
    whole = said(cite(Source(source.act, source.section), acts), lang)
    place = said(cite(source, acts), lang).removeprefix(whole).strip() or say(lang, "the whole section")
    days = [
        f"{word} {day.isoformat()}"
        for word, day in ((say(lang, "from"), provision.start), (say(lang, "through"), provision.end))
        if day is not None
    ]
    return f"{place} ({' '.join(days)})" if days else place


def _short(act: str, acts: Mapping[str, Act], lang: Language) -> str:
    return said(acts[act].short, lang) if act in acts else act
