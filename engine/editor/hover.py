"""What an editor tells of a name: its meaning, its authority, the versions that have it, and the cases that try it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from ..diagnostics import said
from ..law.entries import Declaration, NameEntry, VersionEntry, entry_of
from ..model import (
    NONE,
    Act,
    Conclusion,
    Derived,
    Fact,
    KnownTo,
    Language,
    Laws,
    LawVersion,
    Parameter,
    Rule,
    Schedule,
    Scheduled,
    Source,
    Text,
    Value,
    Vocabulary,
)
from ..rendering.markdown import render_markdown
from ..rendering.reference import expression_text
from ..rendering.report import Block, Item, Paragraph, Report, Section
from ..rendering.wording import parameter_words
from ..trail.citation import address, cite
from .names import Occurrence, namesakes
from .renaming import NOUNS

_MOST_CASES: Final = 8
"""As many cases are named; of more, how many there are."""

_HELPER: Final = Text("hjelpekonklusjon", "helper conclusion")
_QUESTION: Final = Text("Spørsmål", "Question")
_AUTHORITY: Final = Text("Hvorfor", "Why it matters")
_VALUES: Final = Text("Verdier", "Values")
_ALONE: Final[Mapping[KnownTo, Text]] = {
    "month": Text("måneden kan stå alene", "the month may stand alone"),
    "year": Text("måneden eller året kan stå alene", "the month or the year may stand alone"),
}
_ABSENT: Final[Mapping[Value, Text]] = {
    NONE: Text("utelatt betyr `none`", "left out means `none`"),
    False: Text("utelatt betyr `false`", "left out means `false`"),
}
_VERSION: Final = Text("Lovversjon", "Law version")
_CASES: Final = Text("Prøvd i", "Tested in")
_UNTESTED: Final = Text("Ingen testsak nevner dette.", "No regression case names this.")
_MORE: Final = Text("og {} til", "and {} more")
_RULES: Final = Text("følger av", "concluded by")
_USES: Final = Text("brukes av", "used by")


def hover(found: Collection[Occurrence], wanted: Occurrence, laws: Laws, lang: Language) -> str | None:
    """Return what is told of a name, as Markdown; None where the laws do not have it."""
    everywhere = namesakes(found, wanted)
    entry = entry_of(laws, wanted.name)
    title, about = _limit(wanted, laws.vocabulary, lang) or _about(wanted, entry, lang)
    versions = [section for one in entry.versions if (section := _version(wanted, one, everywhere, lang))]
    if title is None and not versions:
        return None
    kind = _HELPER if wanted.kind == "conclusion" and entry.conclusion is None else NOUNS[wanted.kind]
    head = Paragraph(((f"{said(kind, lang)} {wanted.name}", "plain"),))
    top = Section(None, (head, *about))
    return render_markdown(Report(lang, title or wanted.name, (top, *versions, *_tested(found, wanted, laws, lang))))


def _limit(wanted: Occurrence, vocabulary: Vocabulary, lang: Language) -> tuple[str | None, list[Block]] | None:
    """Return the title of a parameter or derived value of the vocabulary and what is said of it; None where the name is another."""
    unlikely = vocabulary.unlikely
    if wanted.version is None and wanted.kind == "parameter" and wanted.name in unlikely.limits:
        limit = unlikely.limits[wanted.name]
        return wanted.name, [_item(parameter_words(lang, limit, vocabulary.units)), _item(said(limit.reason, lang))]
    if wanted.version is None and wanted.kind == "derived" and wanted.name in unlikely.derived:
        return said(unlikely.derived[wanted.name].label, lang), []
    return None


def _about(wanted: Occurrence, entry: NameEntry, lang: Language) -> tuple[str | None, list[Block]]:
    """Return the title of a name and what the vocabulary says of it."""
    if wanted.kind == "fact" and entry.fact is not None:
        fact = entry.fact
        reasons = [said(fact.if_absent_false, lang)] if fact.if_absent_false is not None else []
        lines = [
            _type(fact, lang),
            *reasons,
            f"{said(_QUESTION, lang)}: {said(fact.question, lang)}",
            f"{said(_AUTHORITY, lang)}: {fact.source}",
        ]
        return said(fact.label, lang), [*map(_item, lines), *_words(fact, lang)]
    if wanted.kind == "conclusion" and entry.conclusion is not None:
        text = [_item(said(entry.conclusion.text, lang))] if entry.conclusion.text else []
        return said(entry.conclusion.label, lang), [_item(_type(entry.conclusion, lang)), *text, *_words(entry.conclusion, lang)]
    if wanted.kind == "topic" and entry.topic is not None:
        return said(entry.topic.label, lang), [_item(entry.topic.law)]
    for one in entry.versions:
        declared = _declared(wanted, one)
        if wanted.version in (None, one.version.name) and declared is not None and not isinstance(declared, Parameter):
            return said(declared.title if isinstance(declared, (Rule, Act)) else declared.label, lang), []
    return None, []


_DECLARED: Final[Mapping[str, type | tuple[type, ...]]] = {
    "rule": Rule,
    "derived": Derived,
    "parameter": (Parameter, Scheduled),
    "conclusion": Conclusion,
    "act": Act,
}


def _declared(wanted: Occurrence, one: VersionEntry) -> Declaration | None:
    """Return what a version declares by a name, of the kind that is wanted."""
    return next((item for item in one.declared if wanted.kind in _DECLARED and isinstance(item, _DECLARED[wanted.kind])), None)


def _version(wanted: Occurrence, one: VersionEntry, everywhere: Iterable[Occurrence], lang: Language) -> Section | None:
    """Return what one version says of a name, or None where it neither declares nor uses it."""
    version = one.version
    blocks: list[Block] = []
    match _declared(wanted, one):
        case Rule(source=source):
            blocks.append(_source(source, version, "", lang))
        case Parameter(source=source, value=value, unit=unit):
            blocks.append(_source(source, version, f": {value}" + ("" if unit in ("date", "level") else f" {unit}"), lang))
        case Scheduled(schedule=Schedule(_, unit, values, until)) as scheduled:
            blocks.append(_item(said(scheduled.label, lang)))
            blocks += [
                _source(source, version, f": {value} {unit}, {start.isoformat()}", lang)
                for (start, value), source in zip(values, scheduled.sources, strict=True)
            ]
            blocks += [_item(f"– {until.isoformat()}")] if until is not None else []
        case Derived(expression=expression):
            blocks.append(_item(f"= {expression_text(expression, version)}"))
        case Act(id=id_, consolidated=day):
            blocks.append(_item(f"{id_}, {day.isoformat()}"))
    concluding = one.concluding if wanted.kind == "conclusion" else ()
    users = list(dict.fromkeys(user.owner for user in everywhere if _stands_in(user, version) and user.owner))
    using = [user for user in users if user not in concluding and wanted.kind != "act"]
    blocks += [_item(f"{said(words, lang)} {', '.join(ids)}") for words, ids in ((_RULES, concluding), (_USES, using)) if ids]
    return Section(f"{said(_VERSION, lang)} {version.name}", tuple(blocks)) if blocks else None


def _stands_in(one: Occurrence, version: LawVersion) -> bool:
    return not one.tested and one.place.file.rpartition("/")[0] == version.place.file.rpartition("/")[0]


def _source(source: Source, version: LawVersion, told: str, lang: Language) -> Item:
    return Item("", ((said(cite(source, version.acts), lang), "plain"), (told, "plain")), address=address(source, version.acts))


def _type(item: Fact | Conclusion, lang: Language) -> str:
    unit = f" ({item.unit})" if item.unit else ""
    silent = item.silence if isinstance(item, Fact) else None
    absent = f", {said(_ABSENT[silent], lang).replace('`', '')}" if silent is not None else ""
    known_to = item.known_to if isinstance(item, Fact) else None
    alone = f", {said(_ALONE[known_to], lang)}" if known_to is not None else ""
    return f"{item.type}{unit}{absent}{alone}"


def _words(item: Fact | Conclusion, lang: Language) -> Iterator[Item]:
    if item.values:
        yield _item(f"{said(_VALUES, lang)}:")
        for word, label in item.values.items():
            yield Item("", ((word, "strong"), (f" {said(label, lang)}", "plain")), level=2)


def _item(text: str) -> Item:
    return Item("", ((text, "plain"),))


def _tested(found: Collection[Occurrence], wanted: Occurrence, laws: Laws, lang: Language) -> Iterator[Section]:
    """Yield the regression cases that use a name; what no suite can name is used by those that name a rule that uses it."""
    if wanted.kind in ("topic", "act"):
        return
    names = {wanted.name}
    if not (wanted.kind == "rule" or wanted.name in laws.vocabulary.facts or wanted.name in laws.vocabulary.conclusions):
        names = {one.owner for one in namesakes(found, wanted)}
    cases = dict.fromkeys(
        f"{'/'.join(one.place.file.split('/')[-2:]).removesuffix('.yaml')}: {one.owner}"
        for one in found
        if one.tested and one.name in names
    )
    shown = [_item(case) for case in list(cases)[:_MOST_CASES]]
    more = [_item(said(_MORE, lang).format(len(cases) - _MOST_CASES))] if len(cases) > _MOST_CASES else []
    yield Section(said(_CASES, lang), (*shown, *more) if shown else (Paragraph(((said(_UNTESTED, lang), "plain"),)),))
