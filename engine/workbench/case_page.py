"""What the page of a case shows: its facts in groups, the answer, and what was tried compared with what is saved."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic, said
from ..law.compiled import Finding
from ..law.deciding import Decision
from ..model import Case, Fact, Language, LawVersion, Rule
from ..rendering.asking import form_words
from ..rendering.catalogue import phrase, say
from ..rendering.wording import Terms, headline, rule_words, status_words, terms_of, value_words
from .desk import Desk, read_case, stem
from .sheet import FACT, ID, LAW, NO, SOURCE, YES, FormFields, sheet_of, sources_of_unknown, typed_case, unknown_word

TABS: Final[Mapping[str, str]] = {
    "answer": phrase("Answer"),
    "why": phrase("Why"),
    "change": phrase("What would change it"),
    "letter": phrase("Letter"),
    "history": phrase("History"),
}
"""The parts of a case's answer, each with its title."""


_MOST_RULES: Final = 5
"""Of so many rules that use a fact the titles are told; of the others how many there are."""


class FieldChoice(NamedTuple):
    """A value that may be chosen for a fact, its words, and whether it is the chosen one."""

    value: str
    words: str
    chosen: bool


class FactField(NamedTuple):
    """A fact in the form: what is asked and why, what stands in it, what is wrong with that.

    `choices` are empty where the answer is typed; `blank` says what it means to leave the field empty, `silent` that it is then
    read as an answer; `few` where the choices are shown side by side. `saved` says in words what the file states, where that is
    something else; `next` marks the fact that would settle the outcome soonest.
    """

    name: str
    label: str
    question: str
    hint: str
    authority: str
    rules: tuple[str, ...]
    choices: tuple[FieldChoice, ...]
    blank: str
    silent: bool
    few: bool
    typed: str
    source: str
    wrong: str
    saved: str | None
    next: bool


class FieldGroup(NamedTuple):
    """A group of facts: those that are stated, wrong or can change the outcome, and those that cannot change it now."""

    name: str
    title: str
    asked: tuple[FactField, ...]
    idle: tuple[FactField, ...]


class MovedWords(NamedTuple):
    """Something that is otherwise in the case that is tried than in the one that is saved."""

    label: str
    before: str
    after: str


class TriedDifference(NamedTuple):
    """How a case that is tried differs from the saved one: in its facts, in the outcome, and in its other conclusions."""

    facts: tuple[MovedWords, ...]
    outcome: MovedWords | None
    others: tuple[MovedWords, ...]


class Wrong(NamedTuple):
    """Something that is wrong with the case: its code where it has one, the message, why it matters, how to mend it, and the fields."""

    code: str
    message: str
    why: str
    fix: str
    fields: tuple[tuple[str, str], ...]


class ShownCase(NamedTuple):
    """A case as its page shows it: the text that is decided, what stands in the fields, and what is wrong, if anything is.

    `readable` is False of a file that the form cannot show.
    """

    text: str
    sheet: FormFields
    wrong: tuple[Wrong, ...]
    by_field: Mapping[str, str]
    readable: bool


def saved_case(desk: Desk, text: str, name: str, lang: Language) -> ShownCase:
    """Return the case of a file; one that cannot be read has empty fields, and what is wrong with it."""
    case, problems = read_case(desk.laws, text, name)
    sheet = sheet_of(case, desk.vocabulary, lang) if case is not None else {ID: stem(name)}
    wrong = _told(desk, case, problems, lang)
    return ShownCase(text, sheet, wrong, _by_field(wrong), case is not None)


def tried_case(desk: Desk, sheet: FormFields, name: str, lang: Language) -> ShownCase:
    """Return the case that stands in the fields, with what is wrong beside each field and all of it together."""
    typed = typed_case(sheet, desk.vocabulary, desk.versions, lang, name.endswith(".json"))
    if typed.wrong:
        wrong = [Wrong("", said(text, lang), "", "", ((field, field_title(desk, field, lang)),)) for field, text in typed.wrong.items()]
    else:
        case, problems = read_case(desk.laws, typed.text, name)
        wrong = list(_told(desk, case, problems, lang))
    return ShownCase(typed.text, sheet, tuple(wrong), _by_field(wrong), True)


LOSSES: Final[Mapping[str, str]] = {
    "comments": phrase("The file holds comments. Save it anew without them."),
    "sources": phrase("The file names a source of a fact that is not known. Save it anew without that source."),
}
"""What a file may hold that the form does not know, by the field of the form in which it is ticked that it may go."""


def losses(text: str, name: str) -> tuple[str, ...]:
    """Return what the file of a case holds that the form does not know, and that would be lost when it is saved."""
    held = {"comments": "#" in text, "sources": sources_of_unknown(text, name)}
    return tuple(loss for loss in LOSSES if held[loss])


def _told(desk: Desk, case: Case | None, problems: Sequence[Diagnostic], lang: Language) -> tuple[Wrong, ...]:
    """Return diagnostics of a case in words, each with the facts whose places it names."""
    found = []
    for problem in problems:
        places = {problem.place, *(place for place, _ in problem.related)}
        names = [name for name, fact in case.facts.items() if fact.place in places] if case is not None else []
        found.append(wrong_of(problem, lang)._replace(fields=tuple((name, field_title(desk, name, lang)) for name in names)))
    return tuple(found)


def wrong_of(problem: Diagnostic, lang: Language) -> Wrong:
    """Return a diagnostic in words, that of no field."""
    message, why, fix = (headline(said(text, lang)) for text in (problem.message, problem.why, problem.fix))
    return Wrong(problem.code, message, why, fix, ())


def _by_field(wrong: Sequence[Wrong]) -> dict[str, str]:
    return {field: one.message for one in wrong for field, _ in one.fields}


def field_title(desk: Desk, field: str, lang: Language) -> str:
    """Return what a field of the form is called."""
    if field in desk.vocabulary.facts:
        return said(desk.vocabulary.facts[field].label, lang)
    return say(lang, {ID: ID_TITLE, LAW: LAW_TITLE}[field])


ID_TITLE: Final = phrase("Id of the case")
LAW_TITLE: Final = phrase("Law version")


# ---------------------------------------------------------------- the facts


def groups_of(
    desk: Desk, shown: ShownCase, saved: ShownCase, asked: Container[str], first: str | None, lang: Language
) -> tuple[FieldGroup, ...]:
    """Return the form in groups; `asked` are the facts that can still change the outcome, `first` is the most decisive one."""
    vocabulary = desk.vocabulary
    members: dict[str, list[Fact]] = {group: [] for group in vocabulary.groups}
    for fact in vocabulary.facts.values():
        if not fact.given:
            members.setdefault(fact.name.partition(".")[0], []).append(fact)
    found = []
    for group, facts in members.items():
        fields = [_field(desk, fact, shown, saved, fact.name == first, lang) for fact in facts]
        idle = tuple(field for field in fields if not _is_asked(field, asked))
        title = said(vocabulary.groups[group], lang) if group in vocabulary.groups else group
        found.append(FieldGroup(group, title, tuple(field for field in fields if field not in idle), idle))
    return tuple(found)


def _is_asked(field: FactField, asked: Container[str]) -> bool:
    return bool(field.typed or field.source or field.wrong or field.saved is not None or field.name in asked)


def _field(desk: Desk, fact: Fact, shown: ShownCase, saved: ShownCase, first: bool, lang: Language) -> FactField:
    typed, source = shown.sheet.get(FACT + fact.name, ""), shown.sheet.get(SOURCE + fact.name, "")
    words = _choice_words(fact, lang)
    kept = saved.sheet.get(FACT + fact.name, "")
    return FactField(
        fact.name,
        said(fact.label, lang),
        said(fact.question, lang),
        "" if words else form_words(fact, lang, desk.laws.laws.vocabulary.units),
        fact.source,
        _rules(desk, lang).get(fact.name, ()),
        tuple(FieldChoice(value, told, value == typed) for value, told in words.items()),
        _blank(fact, lang),
        fact.silence is not None,
        fact.type == "boolean",
        typed,
        source,
        shown.by_field.get(fact.name, ""),
        _in_words(fact, kept, lang) if kept != typed else None,
        first,
    )


def _choice_words(fact: Fact, lang: Language) -> dict[str, str]:
    """Return the values that are chosen among, with their words; none where the answer is typed."""
    if fact.type == "boolean":
        known = {YES: say(lang, "yes"), NO: say(lang, "no")}
        return known if fact.silence is None else {**known, unknown_word(lang): say(lang, "not known")}
    return {word: said(text, lang) for word, text in (fact.values or {}).items()}


def _blank(fact: Fact, lang: Language) -> str:
    if fact.silence is None:
        return say(lang, "not known")
    return say(lang, "not stated, read as no") if fact.type == "boolean" else say(lang, "not mentioned; read as not having happened")


def _in_words(fact: Fact, typed: str, lang: Language) -> str:
    """Return what stands in a field, in words."""
    if not typed:
        return say(lang, "not stated")
    return _choice_words(fact, lang).get(typed, typed)


@lru_cache(8)
def _rules(desk: Desk, lang: Language) -> dict[str, tuple[str, ...]]:
    """Return the rules that use each fact, with their authority, once for all versions that have one in the same words."""
    terms = {compiled.version.name: terms_of(lang, desk.vocabulary, compiled.version) for compiled in desk.laws.versions}
    return {name: tuple(_told_once(uses, terms, lang)) for name, uses in desk.uses.items()}


def _told_once(uses: Sequence[tuple[LawVersion, Rule]], terms: Mapping[str, Terms], lang: Language) -> Iterator[str]:
    versions: dict[str, list[str]] = {}
    for version, rule in uses:
        versions.setdefault(rule_words(terms[version.name], rule), []).append(version.name)
    for told, names in list(versions.items())[:_MOST_RULES]:
        yield told if len(names) == len(terms) else f"{told} – {', '.join(names)}"
    if len(versions) > _MOST_RULES:
        yield say(lang, "and {number} more", number=len(versions) - _MOST_RULES)


@lru_cache(8)
def _terms(desk: Desk, lang: Language) -> Terms:
    return terms_of(lang, desk.vocabulary, None)


# ---------------------------------------------------------------- what was tried


def differing(
    desk: Desk, before: Decision | None, after: Decision | None, saved: ShownCase, shown: ShownCase, lang: Language
) -> TriedDifference | None:
    """Return how the case in the form differs from the saved one, None where nothing does; a decision is None where there is none."""
    facts = []
    for name, fact in desk.vocabulary.facts.items():
        kept, typed = saved.sheet.get(FACT + name, ""), shown.sheet.get(FACT + name, "")
        if kept != typed:
            facts.append(MovedWords(said(fact.label, lang), _in_words(fact, kept, lang), _in_words(fact, typed, lang)))
        facts += _moved(saved, shown, SOURCE + name, f"{say(lang, 'Source')}: {said(fact.label, lang)}", lang)
    for name, title in ((ID, ID_TITLE), (LAW, LAW_TITLE)):
        facts += _moved(saved, shown, name, say(lang, title), lang)
    if not facts and saved.sheet == shown.sheet:
        return None
    moved = dict(_conclusions(desk, before, after, lang))
    outcome = moved.pop(desk.principal or "", None)
    if before is None and after is not None and desk.principal is not None:
        declared, found = desk.vocabulary.conclusions[desk.principal], after.findings[desk.principal]
        outcome = MovedWords(
            said(declared.label, lang), say(lang, "Cannot be decided"), finding_in_words(desk, desk.principal, found, lang)
        )
    return TriedDifference(tuple(facts), outcome, tuple(moved.values()))


def _moved(saved: ShownCase, shown: ShownCase, name: str, title: str, lang: Language) -> Iterator[MovedWords]:
    """Yield how a field differs that holds words as they were typed."""
    kept, typed = saved.sheet.get(name, ""), shown.sheet.get(name, "")
    if kept != typed:
        yield MovedWords(title, kept or say(lang, "not stated"), typed or say(lang, "not stated"))


def _conclusions(desk: Desk, before: Decision | None, after: Decision | None, lang: Language) -> Iterator[tuple[str, MovedWords]]:
    if before is None or after is None:
        return
    for name, declared in desk.vocabulary.conclusions.items():
        if before.findings[name] != after.findings[name]:
            told = (finding_in_words(desk, name, decision.findings[name], lang) for decision in (before, after))
            yield name, MovedWords(said(declared.label, lang), *told)


def finding_in_words(desk: Desk, name: str, finding: Finding, lang: Language) -> str:
    """Return what was found of a public conclusion in words."""
    terms = _terms(desk, lang)
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)
