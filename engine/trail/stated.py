"""The case of a decision document: the facts that it states, read back as typed values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from ..canonical import MOST_DIGITS, Json, canonical_json
from ..inference.constraints import check_constraints
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import FORCED, NONE, Case, Fact, FactValue, Place, Span, Text, Value, Vocabulary
from ..terms.spans import MONTH_OR_YEAR, span_of, suffices


class Misstated(Exception):
    """The document states no case that could be; `what` says why."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


def case_of(document: Mapping[str, Json], vocabulary: Vocabulary, place: Place) -> Case:
    """Return the case that a decision document states: what `document` was given, but for the places.

    The document must be valid by `decision.schema.json`. Raises Misstated where a fact is not of its type or has an
    origin that the vocabulary does not allow, where a version is forced for some topics only, and where the facts
    contradict each other.
    """
    try:
        canonical_json({"case": document["case"], "facts": document["facts"]})
    except ValueError:  # half a character, or a number that is none
        raise Misstated(Text("saken har noe som ikke kan skrives som JSON", "the case holds what cannot be written as JSON")) from None
    facts = {name: _fact(vocabulary.facts.get(name), name, shown) for name, shown in cast(Any, document)["facts"].items()}
    laws = list(cast(Any, document)["law"].values())
    forced = {law["version"] for law in laws if law["forced"]}
    if len(forced) > 1 or (forced and not all(law["forced"] for law in laws)):
        raise Misstated(
            Text(
                "én lovversjon må være bestemt for alle temaene, eller ingen for noe av dem",
                "one law version must be forced for every topic, or none for any",
            )
        )
    if FORCED in vocabulary.facts and (FORCED not in facts or facts[FORCED].value is not bool(forced)):
        raise Misstated(
            Text(
                f"opplysningen `{FORCED}` må si om lovversjonen er bestemt av brukeren",
                f"the fact `{FORCED}` must say whether a law version was forced",
            )
        )
    case = Case(cast(str, document["case"]), facts, next(iter(forced), None), place)
    for contradiction in check_constraints(case, vocabulary):
        raise Misstated(contradiction.message)
    return case


def _fact(fact: Fact | None, name: str, shown: Any) -> FactValue:
    if fact is None:
        raise Misstated(Text(f"ingen opplysning heter `{name}`", f"no fact is named `{name}`"))
    origin = cast(Literal["stated", "assumed", "silence", "given"], shown["origin"])
    value = _value(fact, shown["value"])
    if value is None:
        wrong = json.dumps(shown["value"], ensure_ascii=False)
        raise Misstated(
            Text(
                f"`{name}` har verdien {wrong}, som denne opplysningen ikke kan ha",
                f"`{name}` has the value {wrong}, which this fact cannot have",
            )
        )
    how = _ORIGINS[origin]
    if (origin == "given") != fact.given:
        must = Text("må", "must") if fact.given else Text("kan ikke", "cannot")
        raise Misstated(
            Text(f"`{name}` er {how}, og {must.nb} settes av programmet", f"`{name}` is {origin}, and {must.en} be given by the program")
        )
    if origin == "silence" and value != fact.silence:
        raise Misstated(
            Text(
                f"`{name}` er lest av taushet, som ikke sier noe om denne opplysningen",
                f"`{name}` is read from silence, which says nothing of this fact",
            )
        )
    if origin != "stated" and "source" in shown:
        raise Misstated(Text(f"`{name}` er {how} og har en kilde", f"`{name}` is {origin} and has a source"))
    return FactValue(value, origin, shown.get("source"))


_ORIGINS = {"stated": "oppgitt", "assumed": "antatt", "silence": "lest av taushet", "given": "satt av programmet"}
"""The origins of a fact in Bokmål."""


def _value(fact: Fact, shown: bool | int | float | str) -> Value | None:
    """Return the value as the type of the fact has it, or None where it is none of its values."""
    if fact.if_absent_none and shown == NONE:
        return NONE
    match fact.type, shown:
        case "boolean", bool():
            return shown
        case "integer", int() if not isinstance(shown, bool):
            return shown if _possible(fact, Decimal(shown)) else None
        case "decimal", int() | float() if not isinstance(shown, bool):
            number = Decimal(repr(shown))
            return number if _possible(fact, number) else None
        case "date", str() if MONTH_OR_YEAR.fullmatch(shown):
            return _in_part(fact, shown)
        case "date", str() if re.fullmatch(r"\d{4}-\d\d-\d\d", shown, re.ASCII):
            try:
                day = date.fromisoformat(shown)
            except ValueError:
                return None
            return day if FIRST_DAY <= day <= LAST_DAY else None
        case (("enum" | "ordinal"), str()):
            return shown if shown in (fact.values or {}) else None
        case "text", str():
            return shown
        case _:
            return None


def _in_part(fact: Fact, shown: str) -> Span | None:
    """Return the days of a month or year that a document states of a date, or None where it may not."""
    try:
        span = span_of(shown)
    except ValueError:
        return None
    assert isinstance(span.first, date)  # of days
    return span if suffices(shown, fact.known_to) and FIRST_DAY <= span.first <= LAST_DAY else None


def _possible(fact: Fact, number: Decimal) -> bool:
    low, high = fact.minimum, fact.maximum
    few = len(number.as_tuple().digits) <= MOST_DIGITS and abs(number) < 10**MOST_DIGITS
    return few and (low is None or number >= low) and (high is None or number <= high)
