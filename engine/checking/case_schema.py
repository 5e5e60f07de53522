"""The JSON Schema of case files, generated from the vocabulary, so that an editor knows every fact, word and question.

`schemas/case.schema.json` is this schema; `hjemmel schema --write` writes it anew, and `check` warns where it is stale.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..canonical import Json, plain
from ..diagnostics import Diagnostic, Problem
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..language.core_values import core_value
from ..language.spellings import UNKNOWN
from ..model import NONE, Fact, Place, Text, Vocabulary

_RESERVED = ("case", "law")
"""Keys of a case file that are not facts; what they mean is the same in every vocabulary."""

_BOUND = 10**15 - 1
"""The greatest number of 15 digits; longer ones are not read."""

_UNKNOWN: dict[str, Json] = {
    "const": UNKNOWN,
    "title": "ikke kjent / not known",
    "description": "Det samme som å utelate opplysningen. / The same as leaving the fact out.",
}
_NONE: dict[str, Json] = {
    "const": NONE,
    "title": "har ikke skjedd / has not happened",
    "description": "Det samme som å utelate opplysningen. / The same as leaving the fact out.",
}
_DAY = "^(18[89][0-9]|19[0-9]{2}|2[0-3][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_DATE: dict[str, Json] = {"type": "string", "format": "date", "pattern": _DAY}
_MONTH: dict[str, Json] = {
    "type": "string",
    "pattern": "^(18[89][0-9]|19[0-9]{2}|2[0-3][0-9]{2})-(0[1-9]|1[0-2])$",
    "description": "ÅÅÅÅ-MM: dagen er ikke kjent / YYYY-MM: the day is not known",
}
_YEAR: tuple[dict[str, Json], ...] = (
    {
        "type": "integer",
        "minimum": FIRST_DAY.year,
        "maximum": LAST_DAY.year,
        "description": "ÅÅÅÅ: bare året er kjent / YYYY: only the year is known",
    },
    {"type": "string", "pattern": "^(18[89][0-9]|19[0-9]{2}|2[0-3][0-9]{2})$"},
)
_TEXT: dict[str, Json] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}


class StaleCaseSchema(Problem):
    """The file is not the schema of the vocabulary as it is now."""

    code = "stale-schema"
    level = "warning"
    message = Text(
        "skjemaet for saksfiler er et annet enn det vokabularet gir", "the schema of case files is not the one that the vocabulary gives"
    )
    why = Text(
        "en editor ville fullføre og godta opplysninger som ikke finnes, eller avvise dem som gjør det",
        "an editor would complete and accept facts that are not there, or reject those that are",
    )
    fix = Text("kjør `hjemmel schema --write`", "run `hjemmel schema --write`")


def stale_schema(file: str, text: str, vocabulary: Vocabulary) -> Diagnostic | None:
    """Return what is wrong with a schema file of that name and text, None where it is the one that the vocabulary gives."""
    return None if text == case_schema_text(vocabulary) else StaleCaseSchema().at(Place(file, 1, 1))


def case_schema_text(vocabulary: Vocabulary) -> str:
    """Return the JSON Schema of case files as the text of its file."""
    return json.dumps(case_schema(vocabulary), ensure_ascii=False, indent=2) + "\n"


def case_schema(vocabulary: Vocabulary) -> dict[str, Json]:
    """Return the JSON Schema of a case file: facts nested in their groups or under flat names, in the order of the vocabulary."""
    askable = {name: fact for name, fact in vocabulary.facts.items() if not fact.given}
    definitions: dict[str, Json] = {
        "stated-source": {
            "title": "Kilde / Source",
            **_TEXT,
            "description": "Dokumentet som verdien er hentet fra. / The document that the value was taken from.",
        },
        "any-boolean": {"anyOf": [{"type": "boolean", "description": "true: ja / yes; false: nei / no"}, _UNKNOWN]},
        "any-date": {"anyOf": [{**_DATE, "description": "ÅÅÅÅ-MM-DD / YYYY-MM-DD"}, _UNKNOWN]},
        "event-date": {"anyOf": [{**_DATE, "description": "ÅÅÅÅ-MM-DD / YYYY-MM-DD"}, _NONE, _UNKNOWN]},
    }
    definitions |= {_shared(fact): _span(fact) for fact in askable.values() if fact.known_to is not None}
    # No name of a fact holds a hyphen, so that none hides one of these.
    definitions |= {name: _stated(fact) for name, fact in askable.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sak / Case",
        "description": "En persons sak: opplysninger etter navn. Det som ikke er oppgitt, er ukjent. / "
        "One person's case: facts by name. What is not stated is unknown.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "case": {
                "title": "Sakens id / Id of the case",
                **_TEXT,
                "description": "Et navn på saken uten personopplysninger; utelatt: filens navn. / "
                "A name for the case without personal data; left out: the name of the file.",
            },
            "law": {
                "title": "Lovversjon / Law version",
                "type": ["string", "number"],
                "pattern": r"\S",
                "description": "`auto` eller utelatt: loven velger selv versjon. Navnet på en versjon: den tvinges på saken. / "
                "`auto` or left out: the law itself chooses the version. The name of a version: it is forced.",
            },
            **_properties("", askable),
        },
        "$defs": definitions,
    }


def _properties(prefix: str, facts: Mapping[str, Fact]) -> dict[str, Json]:
    """Return the properties of a group: each group below it, and each fact below it by the rest of its name."""
    found: dict[str, Json] = {}
    below = [name for name in facts if name.startswith(prefix)]
    for group in dict.fromkeys(group for name in below for group in _groups(prefix, name)):
        found[group.removeprefix(prefix)] = {
            "title": group,
            "description": f"Opplysninger under `{group}`. / Facts under `{group}`.",
            "type": "object",
            "additionalProperties": False,
            "properties": _properties(f"{group}.", facts),
        }
    found |= {name.removeprefix(prefix): {"$ref": f"#/$defs/{name}"} for name in below}
    return {key: value for key, value in found.items() if prefix or key not in _RESERVED}


def _groups(prefix: str, name: str) -> list[str]:
    parts = name.removeprefix(prefix).split(".")
    return [prefix + ".".join(parts[:count]) for count in range(1, len(parts))]


def _stated(fact: Fact) -> Json:
    """Return what may stand under the name of a fact: its value, or `{value: …, source: …}`."""
    shared = _shared(fact)
    value: dict[str, Json] = {"$ref": f"#/$defs/{shared or f'{fact.name}/$defs/value'}"}
    stated: Json = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "value": {**value, "title": "Verdi / Value", "description": _both(fact.label)},
            "source": {"$ref": "#/$defs/stated-source"},
        },
    }
    schema: dict[str, Json] = {
        "title": _both(fact.label) + (f" ({fact.unit})" if fact.unit else ""),
        "description": f"{fact.question.nb}\n\n{fact.question.en}\n\n{fact.source}",
        "anyOf": [value, stated],
    }
    return schema if shared else {**schema, "$defs": {"value": _value(fact)}}


def _shared(fact: Fact) -> str:
    """Return the name of what may stand as the value of a fact where several facts share it; of any other none."""
    if fact.type == "boolean":
        return "any-boolean"
    if fact.type != "date":
        return ""
    return ("event-date" if fact.if_absent_none else "any-date") + (f"-known-to-{fact.known_to}" if fact.known_to else "")


def _span(fact: Fact) -> Json:
    """Return what may stand as the value of a date of which a case may state the month or the year alone."""
    more = [_MONTH, *(_YEAR if fact.known_to == "year" else ())]
    return {"anyOf": [{**_DATE, "description": "ÅÅÅÅ-MM-DD / YYYY-MM-DD"}, *more, *([_NONE] if fact.if_absent_none else []), _UNKNOWN]}


def _value(fact: Fact) -> Json:
    """Return what may stand as the value of a fact that is a word, a number or a text, `unknown` included."""
    if fact.values is not None:
        words: list[Json] = [{"const": word, "title": _both(label)} for text, label in fact.values.items() for word in _spellings(text)]
        return {"anyOf": [*words, _UNKNOWN]}
    if fact.type in ("integer", "decimal"):
        low = plain(fact.minimum) if fact.minimum is not None else -_BOUND
        high = plain(fact.maximum) if fact.maximum is not None else _BOUND
        kind = "integer" if fact.type == "integer" else "number"
        return {"anyOf": [{"type": kind, "minimum": low, "maximum": high, "description": fact.unit or kind}, _UNKNOWN]}
    return {"anyOf": [_TEXT, _UNKNOWN]}


def _spellings(word: str) -> list[Json]:
    """Return what a reader of YAML may make of a word: the text, and the number or truth value that it looks like unquoted."""
    read = core_value(word)
    return [word] if read is None or read == word else [word, read]


def _both(text: Text) -> str:
    return text.nb if text.nb == text.en else f"{text.nb} / {text.en}"
