"""Building a case from a located tree: every fact checked against the vocabulary, nothing coerced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from ..diagnostics import MOST_SEARCHED, Diagnostic, Problem, suggest
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import FORCED, NONE, Case, Fact, FactValue, Place, Span, Text, Value, Vocabulary
from ..terms.saying import month_number
from ..terms.spans import MONTH_OR_YEAR, is_year, span_of, suffices
from . import ids
from .fields import Problems, fields, labelled, quoted, text, typed, word
from .located import Mapping as MappingTree
from .located import Scalar, Tree
from .problems.cases import (
    AssumptionWithoutValue,
    CannotBeStated,
    CaseWithoutNames,
    ConclusionAsFact,
    DateOutOfRange,
    DayNotStated,
    DoubtfulFileName,
    DoubtfulId,
    FactWithoutValue,
    GroupWithValue,
    KnownAndAssumed,
    NeverAbsent,
    NoSuchMonth,
    NumberOutOfRange,
    StatedTwice,
    UnknownFact,
)
from .problems.fields import THE_FIRST, UnknownVersion
from .spellings import UNKNOWN, instead

AUTO: Final = "auto"
"""What `law:` says where the rules of the law choose the version."""

_HEADS: Final = {"id": "case", "sak": "case", "saks_id": "case", "case_id": "case", "lov": "law", "lovversjon": "law", "version": "law"}
"""What the two fields of a case that are no facts are called elsewhere or in Norwegian."""


def build_case(
    tree: Tree, vocabulary: Vocabulary, versions: Iterable[str], problems: Problems, name: str = "", unheard: Iterable[Fact] = ()
) -> Case | None:
    """Return the case that the tree states; `name` is its id where the file gives none.

    `unheard` are facts beside those of the vocabulary, which the case may not state and of which it is silent. Facts may be nested
    (`permit: {type: s28}`) or flat (`permit.type: s28`), each stated once.
    """
    if not isinstance(tree, MappingTree):
        problems.append(CaseWithoutNames().at(tree.place))
        return None
    stated: dict[str, FactValue | None] = {}
    places: dict[str, Place] = {}
    id_, has_id, forced = name, False, None
    strangers = 0
    groups = {part for fact in vocabulary.facts for part in _prefixes(fact)}

    def read(prefix: str, key: Scalar, value: Tree) -> None:
        nonlocal strangers
        full = f"{prefix}.{key.text}" if prefix else key.text
        fact = vocabulary.facts.get(full)
        if fact is not None:
            _state(fact, key, value, stated, places, problems)
        elif full in groups:
            if isinstance(value, MappingTree):
                for inner_key, inner in value.entries:
                    read(full, inner_key, inner)
            else:
                problems.append(GroupWithValue(group=full).at(value.place))
        else:
            strangers += 1
            head = _HEADS.get(full.casefold())
            if head is not None and all(other.text != head for other, _ in tree.entries):
                problems.append(UnknownFact(near=head, name=full).at(key.place))
                return
            problems.append(unknown_fact(full, key.place, vocabulary, groups, strangers <= MOST_SEARCHED))

    for key, value in tree.entries:
        if key.text == "case":
            stated_id = text(value, ("sakens id", "the id of the case"), problems)
            id_ = name if stated_id is None else stated_id
            problems += _doubts(stated_id, value.place) if stated_id is not None else ()
            has_id = True
        elif key.text == "law":
            forced = forced_version(value, versions, problems)
        else:
            read("", key, value)
    if name and not has_id:
        problems += _doubts(name, tree.place, of_file=True)
    facts = {name_: fact for name_, fact in stated.items() if fact is not None}
    for declared in (*vocabulary.facts.values(), *unheard):
        if declared.silence is not None and declared.name not in stated:
            facts[declared.name] = FactValue(declared.silence, "silence")
    return with_forced(Case(id_, facts, None, tree.place), forced, vocabulary)


def _doubts(id_: str, place: Place, of_file: bool = False) -> Iterator[Diagnostic]:
    """Yield why the text may not be the id of a case; one that is taken from the name of the file may be stated in it instead."""
    found = ids.case_doubt(id_)
    if found is None:
        return
    if of_file:
        yield DoubtfulFileName(reason=found.reason).at(place)
    else:
        yield DoubtfulId(near=found.meant, reason=found.reason, remedy=found.fix).at(place)


def forced_version(tree: Tree, versions: Iterable[str], problems: Problems) -> str | None:
    """Return the law version that the tree forces, or None for `auto`."""
    chosen = word(tree, ("en lovversjon", "a law version"), [AUTO, *versions], problems, UnknownVersion)
    return None if chosen == AUTO else chosen


def force(case: Case, version: str, versions: Iterable[str], vocabulary: Vocabulary, problems: Problems) -> Case:
    """Return the case under the version that the user forces; `auto` leaves the choice to the law."""
    place = Place("--law", 1, 1, len(version))
    chosen = forced_version(Scalar(version, True, place), versions, problems)
    return with_forced(case, chosen, vocabulary)


def with_forced(case: Case, forced: str | None, vocabulary: Vocabulary) -> Case:
    """Return the case with a law version forced, or none, and with the fact that says so."""
    given = {FORCED: FactValue(forced is not None, "given")} if FORCED in vocabulary.facts else {}
    return Case(case.id, {**case.facts, **given}, forced, case.place)


def assume(case: Case, statement: str, vocabulary: Vocabulary, problems: Problems) -> Case:
    """Return the case with one more fact, `NAME=VALUE`, marked as assumed."""
    place = Place(f"--assume {statement}", 1, 1, len(statement))
    name, equals, value = statement.partition("=")
    fact = vocabulary.facts.get(name.strip())
    if not equals:
        problems.append(AssumptionWithoutValue(statement=statement).at(place))
        return case
    if fact is None:
        problems.append(unknown_fact(name.strip(), place, vocabulary, ()))
        return case
    known = case.facts.get(fact.name)
    if known is not None and known.origin != "silence" and not fact.given:
        origin = Text({"stated": "oppgitt", "assumed": "antatt", "given": "satt av programmet"}[known.origin], known.origin)
        related = ((known.place, Text(f"den er {origin.nb} her", f"it is {origin.en} here")),) if known.place else ()
        problems.append(KnownAndAssumed(fact=fact.name).at(place, *related))
        return case
    built: dict[str, FactValue | None] = {}
    _state(fact, Scalar(name, True, place), Scalar(value.strip(), True, place), built, {}, problems)
    found = built.get(fact.name)
    if found is None:
        return case
    return Case(case.id, {**case.facts, fact.name: FactValue(found.value, "assumed", None, place)}, case.forced, case.place)


def _state(fact: Fact, key: Scalar, tree: Tree, stated: dict[str, FactValue | None], places: dict[str, Place], problems: Problems) -> None:
    if fact.name in stated:
        related = ((places[fact.name], THE_FIRST),)
        problems.append(StatedTwice(fact=fact.name).at(key.place, *related))
        return
    stated[fact.name] = None
    places[fact.name] = key.place
    source = None
    if isinstance(tree, MappingTree):
        found = fields(tree, ("opplysningen `{}`", "the fact `{}`", fact.name), ("value",), ("source",), problems)
        if found is None or "value" not in found:
            return
        source = text(found["source"], ("kilden", "the source"), problems) if "source" in found else None
        tree = found["value"]
    if fact.given:
        problems.append(CannotBeStated(fact=fact.name).at(key.place))
        return
    if isinstance(tree, Scalar):
        if fact.type == "date" and MONTH_OR_YEAR.fullmatch(tree.text):
            if (span := _span(fact, tree, problems)) is not None:
                stated[fact.name] = FactValue(span, "stated", source, tree.place)
            return
        # JSON has only quoted words, so the quotes say nothing here, but for a text, which may be any word.
        if tree.text == UNKNOWN and (tree.plain or fact.type != "text"):
            return
        if fact.if_absent_none and tree.text == NONE:
            stated[fact.name] = FactValue(NONE, "stated", source, tree.place)
            return
        if (nothing := _says_nothing(fact, tree)) is not None:
            problems.append(nothing.at(tree.place))
            return
    value = _typed(fact, tree, problems)
    if value is not None and _possible(fact, value, tree.place, problems):
        stated[fact.name] = FactValue(value, "stated", source, tree.place)


def _span(fact: Fact, tree: Scalar, problems: Problems) -> Span | None:
    """Return the days of the month or year that a text states, where the fact may be known so far and no farther."""
    try:
        span = span_of(tree.text)
    except ValueError:
        problems.append(NoSuchMonth(fact=fact.name, written=tree.text).at(tree.place))
        return None
    if not suffices(tree.text, fact.known_to):
        part = Text("et år", "a year") if is_year(tree.text) else Text("en måned", "a month")
        month = Text(" – måneden kan stå alene, som ÅÅÅÅ-MM", ", or the month alone, as YYYY-MM") if fact.known_to else Text("", "")
        problems.append(DayNotStated(fact=fact.name, written=tree.text, part=part, month=month, unknown=UNKNOWN).at(tree.place))
        return None
    assert isinstance(span.first, date)  # of days
    if not FIRST_DAY <= span.first <= LAST_DAY:
        problems.append(DateOutOfRange(fact=fact.name, value=tree.text, first=FIRST_DAY.year, last=LAST_DAY.year).at(tree.place))
        return None
    return span


def _says_nothing(fact: Fact, tree: Scalar) -> Problem | None:
    if tree.plain and tree.text in ("", "~", "null", "Null", "NULL"):
        return FactWithoutValue(fact=fact.name, remedy=instead(fact, tree.text or "null") or _VALUE_OR_UNKNOWN)
    if fact.type == "date" and tree.text == NONE:
        return NeverAbsent(fact=fact.name, none=NONE, unknown=UNKNOWN)
    return None


def _typed(fact: Fact, tree: Tree, problems: Problems) -> Value | None:
    found_before = len(problems)
    value = typed(tree, quoted(fact.name), fact.type, tuple(fact.values or ()), problems, fact.values)
    if value is None and isinstance(tree, Scalar) and labelled(tree.text, fact.values or {}) is None:
        better = instead(fact, tree.text) or (_month_meant(tree.text.strip()) if fact.known_to is not None else None)
        problems[found_before:] = [replace(problem, fix=better or problem.fix) for problem in problems[found_before:]]
    return value


_OTHER_MONTHS: Final = (
    r"(?P<m>[0-9]{1,2})[./-] ?(?P<y>[0-9]{4})",
    r"(?P<y>[0-9]{4})[./-](?P<m>[0-9]{1,2})",
    r"(?P<m>[A-Za-z]+) (?P<y>[0-9]{4})",
)


def _month_meant(text: str) -> Text | None:
    """Return how a month is written that is written otherwise, or that its year has four digits; None of what is no month."""
    if re.fullmatch(r"[0-9]{2}-[0-9]{1,2}", text):
        return Text(
            "skriv alle fire sifrene i årstallet: århundret gjettes ikke", "write all four digits of the year: the century is not guessed"
        )
    found = next(filter(None, (re.fullmatch(pattern, text) for pattern in _OTHER_MONTHS)), None)
    if found is None:
        return None
    month = int(found["m"]) if found["m"].isdigit() else month_number(found["m"].casefold())
    if month is None or not 1 <= month <= 12:
        return None
    meant = f"{found['y']}-{month:02}"
    return Text(f"mente du `{meant}`? Måneder skrives ÅÅÅÅ-MM", f"did you mean `{meant}`? Months are written YYYY-MM")


_VALUE_OR_UNKNOWN: Final = Text(
    f"skriv verdien, eller `{UNKNOWN}` om den ikke er kjent", f"write the value, or `{UNKNOWN}` if it is not known"
)


def _possible(fact: Fact, value: Value, place: Place, problems: Problems) -> bool:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        low, high = fact.minimum, fact.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            if high is None:
                limits = Text(f"minst {low}", f"at least {low}")
            elif low is None:
                limits = Text(f"høyst {high}", f"at most {high}")
            else:
                limits = Text(f"mellom {low} og {high}", f"between {low} and {high}")
            problems.append(NumberOutOfRange(fact=fact.name, value=value, limits=limits).at(place))
            return False
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        problems.append(DateOutOfRange(fact=fact.name, value=value.isoformat(), first=FIRST_DAY.year, last=LAST_DAY.year).at(place))
        return False
    return True


def _prefixes(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def unknown_fact(name: str, place: Place, vocabulary: Vocabulary, groups: Iterable[str], search: bool = True) -> Diagnostic:
    """Return the diagnostic for a name that no fact has; `search` says whether to look for the one that may be meant."""
    if name in vocabulary.conclusions:
        return ConclusionAsFact(name=name).at(place)
    askable: Mapping[str, Fact] = {n: fact for n, fact in vocabulary.facts.items() if not fact.given} if search else {}
    by_label = labelled(name.rpartition(".")[2], {n: fact.label for n, fact in askable.items()})
    near = by_label or (suggest(name, [*askable, *groups]) if search else None)
    return UnknownFact(near=near, name=name).at(place)
