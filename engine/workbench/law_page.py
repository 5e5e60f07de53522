"""What the pages of the law show: sections with their provisions, and a rule in every version with what changed it and its cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from ..checking.statute import all_acts
from ..diagnostics import Diagnostic, said
from ..folders import is_there
from ..frozen import dataclass
from ..language.encoded import Encoded, encoding
from ..language.nynorsk import Translation
from ..language.statute import KINDS, Provision, Statute, StatuteSection
from ..language.suites import SuiteCase
from ..law.compared import parameters_behind_rule
from ..law.entries import entry_of
from ..loading import load_nynorsk, load_statute, load_suites, suites_folder
from ..model import Act, Condition, Language, LawVersion, Rule, Source
from ..rendering.catalogue import say
from ..rendering.wording import Terms, label, parameter_words, plain_words, stated_expression, stated_words, terms_of
from ..suites.regression import run_case
from ..terms.meaning import Connectives
from ..terms.saying import date_words
from ..trail.citation import address, cite
from ..walking import fold
from .desk import Desk

MOST_CASES: Final = 20
"""So many cases of a rule are run and shown; of the others how many there are."""

MOST_FOUND: Final = 50
"""So many sections and rules that a search finds are shown."""


@dataclass(frozen=True, slots=True, eq=False)
class LawShelf:
    """Beside a desk: the folder of its rules, with their table of the statute and texts in Nynorsk, if any, and their regression cases."""

    desk: Desk
    rules: Path
    nynorsk: Mapping[str, Translation] | None
    statute: Statute | None
    encoded: Encoded | None
    acts: Mapping[str, Act]
    cases: Callable[[], tuple[tuple[str, str, SuiteCase], ...]]


def shelf_of(desk: Desk, rules: Path) -> LawShelf:
    """Return the shelf of a rules folder; its cases are read when they are first asked for."""
    laws = desk.laws.laws
    problems: list[Diagnostic] = []
    statute = load_statute(rules, {}, problems)

    lock = Lock()

    @lru_cache(1)
    def read() -> tuple[tuple[str, str, SuiteCase], ...]:
        folder = suites_folder(rules)
        return load_suites(folder, laws, {}, []) if is_there(folder) else ()

    def cases() -> tuple[tuple[str, str, SuiteCase], ...]:
        with lock:  # a page that needs them waits for the one that is reading them
            return read()

    nynorsk = load_nynorsk(rules, {}, [])
    return LawShelf(desk, rules, nynorsk, statute, encoding(laws, statute) if statute is not None else None, all_acts(laws), cases)


# ---------------------------------------------------------------- the sections


class SectionLink(NamedTuple):
    """A section by the act and number that lead to it, and its title."""

    act: str
    section: str
    cited: str
    title: str


class RuleLink(NamedTuple):
    """A rule by its id, title and authority, and the versions that have it."""

    id: str
    title: str
    cited: str
    versions: str


class ActSections(NamedTuple):
    """An act, and its sections."""

    title: str
    sections: tuple[SectionLink, ...]


def contents(shelf: LawShelf, lang: Language) -> tuple[ActSections, ...]:
    """Return the acts with their sections; none where the rules have no table of the statute."""
    found: dict[str, list[SectionLink]] = {}
    for section in shelf.statute.sections if shelf.statute is not None else ():
        found.setdefault(section.act, []).append(_link(section, shelf, lang))
    return tuple(ActSections(said(shelf.acts[act].title, lang) if act in shelf.acts else act, tuple(links)) for act, links in found.items())


def _link(section: StatuteSection, shelf: LawShelf, lang: Language) -> SectionLink:
    cited = said(cite(Source(section.act, section.section), shelf.acts), lang)
    return SectionLink(section.act, section.section, cited, said(section.title, lang))


def search(shelf: LawShelf, words: str, lang: Language) -> tuple[tuple[SectionLink, ...], tuple[RuleLink, ...]]:
    """Return the sections and rules in which every word stands, in whatever language."""
    wanted = words.casefold().split()

    def has(*texts: str) -> bool:
        whole = " ".join(texts).casefold()
        return all(word in whole for word in wanted)

    sections = []
    for section in shelf.statute.sections if shelf.statute is not None else ():
        cited = cite(Source(section.act, section.section), shelf.acts)
        told = [text for provision in section.provisions for text in (provision.says.nb, provision.says.en)]
        if has(cited.nb, cited.en, section.title.nb, section.title.en, *told):
            sections.append(_link(section, shelf, lang))
    rules: dict[str, list[tuple[LawVersion, Rule]]] = {}
    for compiled in shelf.desk.laws.versions:
        for rule in compiled.version.rules.values():
            cited = cite(rule.source, compiled.version.acts)
            if has(rule.id, rule.title.nb, rule.title.en, cited.nb, cited.en, *(name for name, _ in rule.then)):
                rules.setdefault(rule.id, []).append((compiled.version, rule))
    links = tuple(_rule_link(found, lang) for found in list(rules.values())[:MOST_FOUND])
    return tuple(sections[:MOST_FOUND]), links


def _rule_link(found: Sequence[tuple[LawVersion, Rule]], lang: Language) -> RuleLink:
    version, rule = found[-1]
    versions = ", ".join(one.name for one, _ in found)
    return RuleLink(rule.id, said(rule.title, lang), said(cite(rule.source, version.acts), lang), versions)


class ProvisionRow(NamedTuple):
    """A provision: where it stands, when it had this wording, what it does; and for each version its rules, or why it has none."""

    place: str
    life: str
    says: str
    versions: tuple[tuple[tuple[RuleLink, ...], str], ...]


class SectionView(NamedTuple):
    """A section as its page shows it; `versions` are the columns."""

    cited: str
    title: str
    address: str | None
    versions: tuple[str, ...]
    provisions: tuple[ProvisionRow, ...]


def section_view(shelf: LawShelf, act: str, number: str, lang: Language) -> SectionView | None:
    """Return a section, or None where the table has none of that number."""
    if shelf.statute is None or shelf.encoded is None:
        return None
    for section in shelf.statute.sections:
        if (section.act, section.section) == (act, number):
            whole = Source(act, number)
            rows = tuple(_row(provision, shelf, lang) for provision in section.provisions)
            cited = said(cite(whole, shelf.acts), lang)
            return SectionView(cited, said(section.title, lang), address(whole, shelf.acts) or None, shelf.desk.versions, rows)
    return None


def _row(provision: Provision, shelf: LawShelf, lang: Language) -> ProvisionRow:
    source = provision.source
    whole = said(cite(Source(source.act, source.section), shelf.acts), lang)
    place = said(cite(source, shelf.acts), lang).removeprefix(whole).strip() or say(lang, "the whole section")
    life = [
        f"{word} {date_words(lang, day)}"
        for word, day in ((say(lang, "from"), provision.start), (say(lang, "through"), provision.end))
        if day is not None
    ]
    return ProvisionRow(place, " ".join(life), said(provision.says, lang), tuple(_cells(provision, shelf, lang)))


def _cells(provision: Provision, shelf: LawShelf, lang: Language) -> Iterator[tuple[tuple[RuleLink, ...], str]]:
    assert shelf.encoded is not None
    held = shelf.encoded.rules[provision]
    for compiled in shelf.desk.laws.versions:
        version = compiled.version
        rules = held.get(version.name)
        if rules is None:
            yield (), "–"
        elif rules:
            yield tuple(_rule_link([(version, version.rules[rule])], lang) for rule in rules), ""
        else:
            reason = provision.reason
            yield (), f"{said(KINDS[reason.kind], lang)}. {said(reason.text, lang)}" if reason else say(lang, "no rule")


# ---------------------------------------------------------------- a rule


class Rung(NamedTuple):
    """A step of the ladder that a condition is: a test, or what joins the steps below it."""

    words: str
    below: tuple[Rung, ...] = ()


class RuleColumn(NamedTuple):
    """A rule in one version; `life` says when it is in force where it has a life of its own inside the version.

    `numbers` are the numbers and dates that it rests on, by name.
    """

    version: str
    title: str
    cited: str
    address: str | None
    when: Rung
    unless: tuple[Rung, ...]
    life: str
    overrides: tuple[str, ...]
    then: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    note: str | None
    amended: tuple[str, ...]


class RuleCase(NamedTuple):
    """A regression case that names a rule: whether it passes, and what differs."""

    id: str
    version: str
    title: str
    failures: tuple[str, ...]


class RuleView(NamedTuple):
    """A rule as its page shows it; `differs` says which of its parts are not the same in all versions."""

    id: str
    columns: tuple[RuleColumn, ...]
    absent: tuple[str, ...]
    differs: frozenset[str]
    cases: tuple[RuleCase, ...]
    more: int


def rule_view(shelf: LawShelf, id_: str, lang: Language) -> RuleView | None:
    """Return a rule in every version with its cases, or None where none has that id."""
    desk = shelf.desk
    found = [(one.version, rule) for one in entry_of(desk.laws.laws, id_).versions for rule in one.declared if isinstance(rule, Rule)]
    if not found:
        return None
    columns = tuple(_column(version, rule, desk, lang) for version, rule in found)
    had = {column.version for column in columns}
    parts = ("title", "cited", "when", "unless", "life", "overrides", "then", "numbers")
    differs = frozenset(part for part in parts if len({getattr(column, part) for column in columns}) > 1)
    naming = [one for one in shelf.cases() if any(rule == id_ for rule, _, _ in one[2].because)]
    cases = tuple(_case(shelf, *one, lang) for one in naming[:MOST_CASES])
    absent = tuple(version for version in desk.versions if version not in had)
    return RuleView(id_, columns, absent, differs, cases, max(0, len(naming) - MOST_CASES))


def _column(version: LawVersion, rule: Rule, desk: Desk, lang: Language) -> RuleColumn:
    terms = terms_of(lang, desk.laws.laws.read_by(version.name), version)
    return RuleColumn(
        version.name,
        said(rule.title, lang),
        said(cite(rule.source, version.acts), lang),
        address(rule.source, version.acts) or None,
        _ladder(terms, rule.when),
        tuple(_ladder(terms, exception) for exception in rule.unless),
        _life(terms, version, rule),
        rule.overrides,
        tuple((label(terms, name), stated_expression(terms, value, name)) for name, value in rule.then),
        tuple(
            (name, parameter_words(lang, version.parameters[name], version.units)) for name in sorted(parameters_behind_rule(rule, version))
        ),
        rule.note,
        tuple(_amended(version, rule.id, lang)),
    )


def _life(terms: Terms, version: LawVersion, rule: Rule) -> str:
    if rule.in_force is None:
        return ""
    ends = [
        f"{word} {plain_words(terms, version.parameters[end.name].value, None)}"
        for word, end in ((terms.say("from"), rule.in_force.start), (terms.say("through"), rule.in_force.end))
        if end is not None
    ]
    return f"{label(terms, rule.in_force.on.name)} {' '.join(ends)}"


def _ladder(terms: Terms, condition: Condition) -> Rung:
    def joined(words: str) -> Callable[[Iterable[Rung]], Rung]:
        return lambda items: Rung(words, tuple(items))

    join: Connectives[Rung] = Connectives(
        joined(terms.say("All of these:")), joined(terms.say("One of these at least:")), lambda item: Rung(terms.say("Not:"), (item,))
    )
    return fold(condition, lambda leaf: Rung(stated_words(terms, leaf)), join)


def _amended(version: LawVersion, id_: str, lang: Language) -> Iterator[str]:
    for amendment in version.amendments:
        for kind, ids in ((say(lang, "Added by"), amendment.adds), (say(lang, "Changed by"), amendment.changes)):
            if id_ in ids:
                day = date_words(lang, amendment.in_force)
                yield f"{kind} {amendment.act} {amendment.section} ({day}): {said(amendment.text, lang)}"


def _case(shelf: LawShelf, version: str, suite: str, case: SuiteCase, lang: Language) -> RuleCase:
    outcome = run_case(version, suite, case, shelf.desk.laws, shelf.desk.engine)
    return RuleCase(case.id, version, suite, tuple(said(failure, lang) for failure in outcome.failures))
