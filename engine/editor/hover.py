"""What an editor tells of a name: its meaning, its authority, the versions that have it, and the cases that try it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from ..diagnostics import said
from ..model import Conclusion, Fact, Language, Laws, LawVersion, Source, Text
from ..rendering.markdown import render_markdown
from ..rendering.reference import expression_text
from ..rendering.report import Block, Item, Paragraph, Report, Section
from ..trail.citation import address, cite
from .names import Occurrence, namesakes
from .renaming import NOUNS

_MOST_CASES: Final = 8
"""As many cases are named; of more, how many there are."""

_HELPER: Final = Text("hjelpekonklusjon", "helper conclusion")
_QUESTION: Final = Text("Spørsmål", "Question")
_AUTHORITY: Final = Text("Hvorfor", "Why it matters")
_VALUES: Final = Text("Verdier", "Values")
_ABSENT: Final = Text("utelatt betyr `none`", "left out means `none`")
_VERSION: Final = Text("Lovversjon", "Law version")
_CASES: Final = Text("Prøvd i", "Tested in")
_UNTESTED: Final = Text("Ingen testsak nevner dette.", "No regression case names this.")
_MORE: Final = Text("og {} til", "and {} more")
_RULES: Final = Text("følger av", "concluded by")
_USES: Final = Text("brukes av", "used by")


def hover(found: Collection[Occurrence], wanted: Occurrence, laws: Laws, lang: Language) -> str | None:
    """Return what is told of a name, as Markdown; None where the laws do not have it."""
    everywhere = namesakes(found, wanted)
    title, about = _about(wanted, laws, lang)
    versions = [section for version in laws.versions if (section := _version(wanted, version, everywhere, lang))]
    if title is None and not versions:
        return None
    kind = _HELPER if wanted.kind == "conclusion" and wanted.name not in laws.vocabulary.conclusions else NOUNS[wanted.kind]
    head = Paragraph(((f"{said(kind, lang)} {wanted.name}", "plain"),))
    top = Section(None, (head, *about))
    return render_markdown(Report(lang, title or wanted.name, (top, *versions, *_tested(found, wanted, laws, lang))))


def _about(wanted: Occurrence, laws: Laws, lang: Language) -> tuple[str | None, list[Block]]:
    """Return the title of a name and what the vocabulary says of it."""
    vocabulary = laws.vocabulary
    match wanted.kind:
        case "fact" if wanted.name in vocabulary.facts:
            fact = vocabulary.facts[wanted.name]
            lines = [_type(fact, lang), f"{said(_QUESTION, lang)}: {said(fact.question, lang)}", f"{said(_AUTHORITY, lang)}: {fact.source}"]
            return said(fact.label, lang), [*map(_item, lines), *_words(fact, lang)]
        case "conclusion" if wanted.name in vocabulary.conclusions:
            conclusion = vocabulary.conclusions[wanted.name]
            text = [_item(said(conclusion.text, lang))] if conclusion.text else []
            return said(conclusion.label, lang), [_item(_type(conclusion, lang)), *text, *_words(conclusion, lang)]
        case "topic" if wanted.name in vocabulary.topics:
            topic = vocabulary.topics[wanted.name]
            return said(topic.label, lang), [_item(topic.law)]
    for version in laws.versions:
        if wanted.version in (None, version.name):
            label = _label(wanted, version)
            if label:
                return said(label, lang), []
    return None, []


def _label(wanted: Occurrence, version: LawVersion) -> Text | None:
    match wanted.kind:
        case "rule" if wanted.name in version.rules:
            return version.rules[wanted.name].title
        case "derived" if wanted.name in version.derived:
            return version.derived[wanted.name].label
        case "conclusion" if wanted.name in version.helpers:
            return version.helpers[wanted.name].label
        case "act" if wanted.name in version.acts:
            return version.acts[wanted.name].title
    return None


def _version(wanted: Occurrence, version: LawVersion, everywhere: Iterable[Occurrence], lang: Language) -> Section | None:
    """Return what one version says of a name, or None where it neither declares nor uses it."""
    name = wanted.name
    blocks: list[Block] = []
    match wanted.kind:
        case "rule" if name in version.rules:
            blocks.append(_source(version.rules[name].source, version, "", lang))
        case "parameter" if name in version.parameters:
            parameter = version.parameters[name]
            unit = "" if parameter.unit in ("date", "level") else f" {parameter.unit}"
            blocks.append(_source(parameter.source, version, f": {parameter.value}{unit}", lang))
        case "derived" if name in version.derived:
            blocks.append(_item(f"= {expression_text(version.derived[name].expression, version)}"))
        case "act" if name in version.acts:
            act = version.acts[name]
            blocks.append(_item(f"{act.id}, {act.consolidated.isoformat()}"))
    concluding = [rule.id for rule in version.rules.values() if wanted.kind == "conclusion" and any(c == name for c, _ in rule.then)]
    users = list(dict.fromkeys(one.owner for one in everywhere if _stands_in(one, version) and one.owner))
    using = [user for user in users if user not in concluding and wanted.kind != "act"]
    blocks += [_item(f"{said(words, lang)} {', '.join(ids)}") for words, ids in ((_RULES, concluding), (_USES, using)) if ids]
    return Section(f"{said(_VERSION, lang)} {version.name}", tuple(blocks)) if blocks else None


def _stands_in(one: Occurrence, version: LawVersion) -> bool:
    return not one.tested and one.place.file.rpartition("/")[0] == version.place.file.rpartition("/")[0]


def _source(source: Source, version: LawVersion, told: str, lang: Language) -> Item:
    return Item("", ((said(cite(source, version.acts), lang), "plain"), (told, "plain")), address=address(source, version.acts))


def _type(item: Fact | Conclusion, lang: Language) -> str:
    unit = f" ({item.unit})" if item.unit else ""
    absent = f", {said(_ABSENT, lang).replace('`', '')}" if isinstance(item, Fact) and item.if_absent_none else ""
    return f"{item.type}{unit}{absent}"


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
