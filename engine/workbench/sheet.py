"""The form of a case: what stands in its fields for a case, and the case that was typed into them, field by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from ..canonical import plain
from ..diagnostics import Diagnostic
from ..inquiry.answers import NOT_HAPPENED, WISHES, Wish, read_answer
from ..language import located
from ..language.case_text import case_json, case_text, new_case
from ..language.cases import with_forced
from ..language.ids import case_doubt
from ..language.spellings import UNKNOWN, unmistakable
from ..model import NONE, Case, Fact, FactValue, Language, Span, Text, Value, Vocabulary
from ..terms.saying import date_words

FACT: Final = "fact:"
"""What the name of a field begins with that holds the value of a fact; `SOURCE` likewise of its source."""

SOURCE: Final = "source:"
ID: Final = "case"
LAW: Final = "law"

YES: Final = "yes"
NO: Final = "no"

FormFields = Mapping[str, str]
"""What stands in the fields of a form, by their names; what is not there is empty."""


class TypedCase(NamedTuple):
    """What was typed: the case, the text of its file, and what is wrong by field. A field that is wrong is in neither."""

    case: Case
    text: str
    wrong: Mapping[str, Text]


_SOURCE_ALONE: Final = Text(
    "Her står en kilde uten opplysning. Oppgi opplysningen, eller fjern kilden.",
    "There is a source here without a fact. State the fact, or remove the source.",
)
_NO_ANSWER: Final = Text(
    "Svar på spørsmålet, eller la feltet stå tomt hvis svaret ikke er kjent.", "Answer the question, or leave it empty if it is not known."
)
_NO_ID: Final = Text("Saken må ha en id.", "The case must have an id.")
_NO_VERSION: Final = Text("Det finnes ingen slik lovversjon.", "There is no such law version.")


def sheet_of(case: Case, vocabulary: Vocabulary, lang: Language) -> dict[str, str]:
    """Return what stands in the fields for a case; `typed_case` reads the same case from it."""
    found = {ID: case.id}
    if case.forced is not None:
        found[LAW] = case.forced
    for name, fact in _askable(vocabulary):
        known = case.facts.get(name)
        if known is not None and known.origin == "stated":
            found[FACT + name] = _written(fact, known.value, lang)
            if known.source is not None:
                found[SOURCE + name] = known.source
        elif known is None and fact.silence is not None:
            # Where silence says something, it must be said that a fact is not known.
            found[FACT + name] = unknown_word(lang)
    return found


def sheet_tag(sheet: FormFields) -> str:
    """Return what tells these fields from any others; ends of lines, which a field does not hold, make no difference."""
    held = sorted((key, value.replace("\r", "").replace("\n", "")) for key, value in sheet.items() if value.strip())
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def sources_of_unknown(text: str, name: str) -> bool:
    """Return whether the file of a case names a source of a fact that it says is not known; no field holds that."""
    problems: list[Diagnostic] = []
    tree = located.read_tree(name, text, problems)
    return tree is not None and _is_sourced(tree)


def _is_sourced(tree: located.Tree) -> bool:
    if not isinstance(tree, located.Mapping):
        return False
    held = {key.text: value for key, value in tree.entries}
    value = held.get("value")
    if "source" in held and isinstance(value, located.Scalar) and value.text == UNKNOWN:
        return True
    return any(_is_sourced(part) for part in held.values())


def typed_case(sheet: FormFields, vocabulary: Vocabulary, versions: tuple[str, ...], lang: Language, as_json: bool = False) -> TypedCase:
    """Return the case that stands in the fields; its text is YAML, or JSON for a file that is named as such."""
    wrong: dict[str, Text] = {}
    id_ = sheet.get(ID, "").strip()
    if not id_:
        wrong[ID] = _NO_ID
    elif (doubt := case_doubt(id_)) is not None:
        wrong[ID] = Text(_sentence(doubt.reason.nb, doubt.fix.nb), _sentence(doubt.reason.en, doubt.fix.en))
    forced = sheet.get(LAW, "") or None
    if forced is not None and forced not in versions:
        wrong[LAW], forced = _NO_VERSION, None
    facts: dict[str, FactValue] = {}
    unknown: list[str] = []
    for name, fact in _askable(vocabulary):
        typed, source = sheet.get(FACT + name, "").strip(), sheet.get(SOURCE + name, "").strip() or None
        if not typed:
            if source is not None:
                wrong[name] = _SOURCE_ALONE
            continue
        found = read_answer(fact, typed, lang)
        if isinstance(found, Text):
            wrong[name] = found
        elif found is Wish.UNKNOWN:
            unknown.append(name)
            if source is not None:
                wrong[name] = _SOURCE_ALONE
        elif isinstance(found, Wish):
            wrong[name] = _NO_ANSWER
        else:
            facts[name] = FactValue(found, "stated", source)
    case = with_forced(replace(new_case(id_), facts=facts), forced, vocabulary)
    return TypedCase(case, (case_json if as_json else case_text)(case, unknown, vocabulary), wrong)


def translated(sheet: FormFields, vocabulary: Vocabulary, versions: tuple[str, ...], old: Language, new: Language) -> dict[str, str]:
    """Return what stands in the fields as it is typed in another language; what is wrong stays as it was typed."""
    typed = typed_case(sheet, vocabulary, versions, old)
    written = sheet_of(typed.case, vocabulary, new)
    kept = {FACT + name: text for name, text in _kept(sheet, typed)}
    silent = {key for key in written if key not in sheet}
    return {**sheet, **{key: text for key, text in written.items() if key not in silent}, **kept}


def _kept(sheet: FormFields, typed: TypedCase) -> Iterator[tuple[str, str]]:
    return ((name, sheet[FACT + name]) for name in typed.wrong if FACT + name in sheet)


def _askable(vocabulary: Vocabulary) -> Iterator[tuple[str, Fact]]:
    return ((name, fact) for name, fact in vocabulary.facts.items() if not fact.given)


def _sentence(reason: str, fix: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}: {fix}."


def unknown_word(lang: Language) -> str:
    """Return what stands in a field of which it is said that it is not known."""
    return WISHES[Wish.UNKNOWN].en if lang == "en" else WISHES[Wish.UNKNOWN].nb


def _written(fact: Fact, value: Value, lang: Language) -> str:
    """Return a value as it is typed in a language, or as the choice that stands for it."""
    match value:
        case bool():
            return YES if value else NO
        case date():
            return value.isoformat() if lang == "en" else date_words(lang, value)
        case Span():
            return str(plain(value))
        case Decimal():
            number = unmistakable(f"{value.normalize():f}")
            return number if lang == "en" else number.replace(".", ",")
        case int():
            return str(value)
        case _ if fact.if_absent_none and value == NONE:
            return NOT_HAPPENED.en if lang == "en" else NOT_HAPPENED.nb
        case _:
            return value
