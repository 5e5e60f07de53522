"""A case as the text of a case file, in YAML or JSON: what `cases` reads back as the same facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..canonical import Json, plain
from ..model import Case, FactValue, Place, Span, Value, Vocabulary
from .core_values import core_value
from .spellings import UNKNOWN, unmistakable

_PLAIN = re.compile(r"[A-Za-zÆØÅæøå_][\w./-]*")


def new_case(id_: str) -> Case:
    """Return a case of which nothing is known."""
    return Case(id_, {}, None, Place(id_, 1, 1))


def case_text(case: Case, unknown: Iterable[str], vocabulary: Vocabulary) -> str:
    """Return the YAML of a case: its id, the law forced on it, the stated facts and those said to be unknown.

    Facts are grouped by the first part of their name, in the order of the vocabulary. What was taken from silence is
    left to silence again, and what is assumed is no fact and is left out.
    """
    lines = [f"case: {_scalar(case.id)}"]
    if case.forced is not None:
        lines.append(f"law: {json.dumps(case.forced)}")
    unknown = set(unknown)
    groups: dict[str, list[str]] = {}
    for name in vocabulary.facts:
        fact = case.facts.get(name)
        if name in unknown:
            told = UNKNOWN
        elif fact is not None and fact.origin == "stated":
            told = _stated(fact)
        else:
            continue
        group, dot, rest = name.partition(".")
        if not dot or group in vocabulary.facts:
            lines.append(f"{name}: {told}")
        else:
            groups.setdefault(group, []).append(f"  {rest}: {told}")
    for group, members in groups.items():
        lines += [f"{group}:", *members]
    return "\n".join(lines) + "\n"


def case_json(case: Case, unknown: Iterable[str], vocabulary: Vocabulary) -> str:
    """Return the JSON of a case, which says what its YAML does.

    Every word of JSON is quoted, so that `unknown` is a text like any other where a fact is a text; such a fact is left out.
    """
    held: dict[str, Json] = {"case": case.id}
    if case.forced is not None:
        held["law"] = case.forced
    unknown = set(unknown)
    for name, declared in vocabulary.facts.items():
        fact = case.facts.get(name)
        told: Json
        if name in unknown and declared.type != "text":
            told = UNKNOWN
        elif name not in unknown and fact is not None and fact.origin == "stated":
            told = plain(fact.value) if fact.source is None else {"value": plain(fact.value), "source": fact.source}
        else:
            continue
        group, dot, rest = name.partition(".")
        if not dot or group in vocabulary.facts:
            held[name] = told
        else:
            members = held.setdefault(group, {})
            assert isinstance(members, dict)
            members[rest] = told
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def flat_facts(case: Case, vocabulary: Vocabulary) -> list[str]:
    """Return the facts of a case, stated or said to be unknown, by their flat names, one a line, behind the law that is forced on it."""
    forced = [f"law: {json.dumps(case.forced)}"] if case.forced is not None else []
    unknown = said_unknown(case, vocabulary)
    told = []
    for name in vocabulary.facts:
        fact = case.facts.get(name)
        if name in unknown:
            told.append(f"{name}: {UNKNOWN}")
        elif fact is not None and fact.origin == "stated":
            told.append(f"{name}: {_stated(fact)}")
    return forced + told


def said_unknown(case: Case, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the facts that a case says are unknown, of those of which its silence would say something.

    Of the others silence says the same.
    """
    return frozenset(name for name, fact in vocabulary.facts.items() if fact.silence is not None and name not in case.facts)


def _stated(fact: FactValue) -> str:
    value = _scalar(fact.value)
    return value if fact.source is None else f"{{value: {value}, source: {json.dumps(fact.source, ensure_ascii=False)}}}"


def _scalar(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Span():
            return str(plain(value))
        case Decimal():
            return unmistakable(f"{value.normalize():f}")
        case str() if not _PLAIN.fullmatch(value) or core_value(value) != value or value == UNKNOWN:
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
