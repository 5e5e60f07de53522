"""Which rules encode which provision of the table of the statute: read off their citations, so that it cannot grow old."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from ..frozen import dataclass
from ..model import Laws, LawVersion, Rule, Source
from .statute import Provision, Statute


@dataclass(frozen=True, slots=True)
class Encoded:
    """The rules that encode each provision, by law version; the rules that encode none; and those that are named needlessly.

    A version that does not hold a provision, since it does not declare the act or the wording was not in force, is left out,
    unless a rule of it that cites no provision that it holds is named: an old wording can govern on, and a new one meet old
    decisions.
    """

    rules: Mapping[Provision, Mapping[str, tuple[str, ...]]]
    astray: tuple[tuple[LawVersion, Rule], ...]
    idle: Mapping[Provision, tuple[str, ...]]


def encoding(laws: Laws, statute: Statute) -> Encoded:
    """Return which rules encode which provision; drafts are not yet law, so the table says nothing of them."""
    provisions = [provision for section in statute.sections for provision in section.provisions]
    named = {name.text for provision in provisions for name in provision.rules}
    found: dict[Provision, dict[str, tuple[str, ...]]] = {provision: {} for provision in provisions}
    needed: dict[Provision, set[str]] = {provision: set() for provision in provisions}
    astray: list[tuple[LawVersion, Rule]] = []
    for version, start, end in _in_time(laws):
        held = _held(provisions, version, start, end)
        cited, homeless = _cited(version, [p for p in provisions if p in held], end)
        astray += ((version, rule) for rule in homeless.values() if rule.id not in named)
        for provision in provisions:
            own = cited.get(provision, [])
            also = [n.text for n in provision.rules if n.text in (version.rules if provision in held else homeless)]
            needed[provision] |= set(also) - set(own)
            if provision in held or also:
                found[provision][version.name] = tuple(dict.fromkeys([*own, *also]))
    return Encoded(found, tuple(astray), _idle(provisions, laws, needed))


def _held(provisions: Iterable[Provision], version: LawVersion, start: date | None, end: date | None) -> set[Provision]:
    return {p for p in provisions if p.source.act in version.acts and _meet(p, start, end)}


def _idle(provisions: Iterable[Provision], laws: Laws, needed: Mapping[Provision, set[str]]) -> dict[Provision, tuple[str, ...]]:
    """Return which rules a provision names though their citations say so already."""
    every = {rule for version in laws.versions for rule in version.rules}
    return {p: tuple(n.text for n in p.rules if n.text in every and n.text not in needed[p]) for p in provisions}


def _cited(version: LawVersion, held: Iterable[Provision], end: date | None) -> tuple[Mapping[Provision, list[str]], Mapping[str, Rule]]:
    """Return which rules of a version cite each provision that it holds, and those that cite none.

    A rule whose life begins after `end`, the last day of the version, cites a wording that the version does not hold.
    """
    by_section: dict[tuple[str, str], list[Provision]] = {}
    for provision in held:
        by_section.setdefault((provision.source.act, provision.source.section), []).append(provision)
    cited: dict[Provision, list[str]] = {}
    homeless: dict[str, Rule] = {}
    for rule in version.rules.values():
        sections = () if _begins_after(rule, version, end) else by_section.get((rule.source.act, rule.source.section), ())
        near = most_exact(rule.source, sections)
        for provision in near:
            cited.setdefault(provision, []).append(rule.id)
        if not near:
            homeless[rule.id] = rule
    return cited, homeless


def _begins_after(rule: Rule, version: LawVersion, end: date | None) -> bool:
    start = rule.in_force and rule.in_force.start
    if end is None or not start:
        return False
    begins = version.parameters[start.name].value
    return isinstance(begins, date) and begins > end


def most_exact(source: Source, provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """Return the provisions in which a citation falls: a letter or punktum of a ledd rather than the ledd as a whole."""
    found = [provision for provision in provisions if _holds(provision.source, source)]
    exact = max((_exactness(provision.source) for provision in found), default=0)
    return tuple(provision for provision in found if _exactness(provision.source) == exact)


def _holds(wide: Source, narrow: Source) -> bool:
    """Return whether everything that the narrow citation names lies within the wide one."""
    if (wide.act, wide.section) != (narrow.act, narrow.section):
        return False
    if wide.ledd not in (None, narrow.ledd) or wide.letter not in (None, narrow.letter):
        return False
    return wide.punktum is None or (narrow.punktum is not None and _numbers(narrow.punktum) <= _numbers(wide.punktum))


def _numbers(punktum: str) -> frozenset[int]:
    numbers = [int(number) for number in re.findall(r"\d+", punktum)]
    return frozenset(range(numbers[0], numbers[-1] + 1)) if numbers else frozenset()


def _exactness(source: Source) -> int:
    return sum(part is not None for part in (source.ledd, source.punktum, source.letter))


def _in_time(laws: Laws) -> Iterable[tuple[LawVersion, date | None, date | None]]:
    """Yield each version that is law, with the first and last day on which a wording can concern it; the oldest has no first."""
    versions = [version for version in laws.versions if version.name not in laws.drafts]
    for number, version in enumerate(versions):
        later = versions[number + 1].effective_from - timedelta(days=1) if number + 1 < len(versions) else None
        yield version, version.effective_from if number else None, later


def _meet(provision: Provision, start: date | None, end: date | None) -> bool:
    begins = provision.start is None or end is None or provision.start <= end
    return begins and (provision.end is None or start is None or provision.end >= start)
