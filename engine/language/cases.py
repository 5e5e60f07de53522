"""Building a case from a located tree: every fact checked against the vocabulary, nothing coerced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from ..diagnostics import MOST_SEARCHED, Diagnostic, did_you_mean, propose
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import FORCED, NONE, Case, Fact, FactValue, Place, Text, Value, Vocabulary
from . import ids
from .fields import THE_FIRST, WHY_EMPTY, Problems, fields, labelled, quoted, text, typed, word
from .located import Mapping as MappingTree
from .located import Scalar, Tree
from .spellings import UNKNOWN, instead


def build_case(tree: Tree, vocabulary: Vocabulary, versions: Iterable[str], problems: Problems, name: str = "") -> Case | None:
    """Return the case that the tree states; `name` is its id where the file gives none.

    Facts may be nested (`permit: {type: s28}`) or flat (`permit.type: s28`), each stated once.
    """
    if not isinstance(tree, MappingTree):
        problems.append(
            Diagnostic(
                "wrong-shape",
                Text("saken består ikke av navn med verdier", "a case is not a mapping of names to values"),
                tree.place,
                Text("uten navn vet ingen hva verdiene er", "without names nobody knows what the values are"),
                Text("skriv `person: {birth_date: …}` og så videre", "write `person: {birth_date: …}` and so on"),
            )
        )
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
                problems.append(
                    Diagnostic(
                        "wrong-shape",
                        Text(f"`{full}` er en gruppe opplysninger og har fått en verdi", f"`{full}` is a group of facts and has a value"),
                        value.place,
                        Text("en verdi uten navn kan ingen regel prøve", "a value without a name cannot be tested by any rule"),
                        Text(f"skriv `{full}: {{NAVN: VERDI}}`", f"write `{full}: {{NAME: VALUE}}`"),
                    )
                )
        else:
            strangers += 1
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
    for declared in vocabulary.facts.values():
        if declared.if_absent_none and declared.name not in stated:
            facts[declared.name] = FactValue(NONE, "silence")
    return with_forced(Case(id_, facts, None, tree.place), forced, vocabulary)


def _doubts(id_: str, place: Place, of_file: bool = False) -> Iterator[Diagnostic]:
    """Yield why the text may not be the id of a case; one that is taken from the name of the file may be stated in it instead."""
    found = ids.case_doubt(id_)
    if found is None:
        return
    fix = propose(found.meant, found.fix)
    if of_file:
        fix = Text(
            "skriv sakens id under `case:` i filen, eller gi filen et annet navn",
            "write the id of the case under `case:` in the file, or give the file another name",
        )
    reason = found.reason
    told = (
        Text(f"navnet på filen er sakens id: {reason.nb}", f"the name of the file is the id of the case: {reason.en}")
        if of_file
        else reason
    )
    yield Diagnostic("bad-id", told, place, WHY_ID, fix)


WHY_ID: Final = Text(
    "en avgjørelse må kunne føres tilbake til én sak: to skrivemåter ville være to saker, og en ødelagt id ingen sak",
    "a decision must be traceable to one case: two spellings would be two cases, and a damaged id would be none",
)


def forced_version(tree: Tree, versions: Iterable[str], problems: Problems) -> str | None:
    """Return the law version that the tree forces, or None for `auto`."""
    chosen = word(tree, ("en lovversjon", "a law version"), ["auto", *versions], problems, "unknown-version")
    return None if chosen == "auto" else chosen


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
        problems.append(
            Diagnostic(
                "bad-assumption",
                Text(f"`{statement}` er ikke NAVN=VERDI", f"`{statement}` is not NAME=VALUE"),
                place,
                Text("en antakelse må si hva som antas om hvilken opplysning", "an assumption must say what is assumed of which fact"),
                Text("skriv for eksempel `person.birth_date=1995-06-12`", "write for example `person.birth_date=1995-06-12`"),
            )
        )
        return case
    if fact is None:
        problems.append(unknown_fact(name.strip(), place, vocabulary, ()))
        return case
    known = case.facts.get(fact.name)
    if known is not None and known.origin != "silence" and not fact.given:
        origin = Text({"stated": "oppgitt", "assumed": "antatt", "given": "satt av programmet"}[known.origin], known.origin)
        related = ((known.place, Text(f"den er {origin.nb} her", f"it is {origin.en} here")),) if known.place else ()
        problems.append(
            Diagnostic(
                "stated-twice",
                Text(f"`{fact.name}` er kjent fra før, men er antatt i tillegg", f"`{fact.name}` is known and assumed as well"),
                place,
                Text(
                    "en antakelse kan fylle et hull, aldri erstatte det som er kjent",
                    "an assumption may fill a gap, never replace what is known",
                ),
                Text("utelat antakelsen, eller rett saksfilen", "leave the assumption out, or change the case file"),
                related=related,
            )
        )
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
        problems.append(
            Diagnostic(
                "stated-twice",
                Text(f"`{fact.name}` er oppgitt to ganger", f"`{fact.name}` is stated twice"),
                key.place,
                Text("den ene av de to ville falle bort uten et ord", "one of the two would be dropped without a word"),
                Text("behold den ene", "keep one of them"),
                related=related,
            )
        )
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
        problems.append(
            Diagnostic(
                "given-fact",
                Text(f"`{fact.name}` kan ikke oppgis", f"`{fact.name}` cannot be stated"),
                key.place,
                Text(
                    "opplysningen følger av hvordan saken vurderes, og to svar kunne være ulike",
                    "this fact follows from how the case is evaluated, and two answers could differ",
                ),
                Text(
                    "utelat den; vil du bestemme lovversjonen selv, så skriv `law: VERSJON` i saken, eller bruk `--law`",
                    "leave it out; to force a version write `law: VERSION` in the case, or `--law`",
                ),
            )
        )
        return
    # JSON has only quoted words, so the quotes say nothing here, but for a text, which may be any word.
    if isinstance(tree, Scalar) and tree.text == UNKNOWN and (tree.plain or fact.type != "text"):
        return
    if fact.if_absent_none and isinstance(tree, Scalar) and tree.text == NONE:
        stated[fact.name] = FactValue(NONE, "stated", source, tree.place)
        return
    if isinstance(tree, Scalar) and tree.plain and tree.text in ("", "~", "null", "Null", "NULL"):
        problems.append(
            Diagnostic(
                "empty-value",
                Text(f"`{fact.name}` har ingen verdi", f"`{fact.name}` has no value"),
                tree.place,
                WHY_EMPTY,
                instead(fact, tree.text or "null") or _VALUE_OR_UNKNOWN,
            )
        )
        return
    if fact.type == "date" and isinstance(tree, Scalar) and tree.text == NONE:
        problems.append(
            Diagnostic(
                "bad-date",
                Text(f"`{fact.name}` er `{NONE}`, som ikke er en dato", f"`{fact.name}` is `{NONE}`, not a date"),
                tree.place,
                Text(
                    "bare en hendelse som vokabularet sier kan utebli, kan sies ikke å ha skjedd",
                    "only an event whose absence is declared in the vocabulary can be said not to have happened",
                ),
                Text(f"skriv datoen, eller `{UNKNOWN}` om den ikke er kjent", f"write the date, or `{UNKNOWN}` if it is not known"),
            )
        )
        return
    found_before = len(problems)
    value = typed(tree, quoted(fact.name), fact.type, tuple(fact.values or ()), problems, fact.values)
    if value is None and isinstance(tree, Scalar) and labelled(tree.text, fact.values or {}) is None:
        better = instead(fact, tree.text)
        problems[found_before:] = [replace(problem, fix=better or problem.fix) for problem in problems[found_before:]]
    if value is not None and _possible(fact, value, tree.place, problems):
        stated[fact.name] = FactValue(value, "stated", source, tree.place)


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
            problems.append(
                Diagnostic(
                    "out-of-range",
                    Text(f"`{fact.name}` er {value}", f"`{fact.name}` is {value}"),
                    place,
                    Text(
                        f"vokabularet sier {limits.nb}: et annet tall er en skrivefeil",
                        f"the vocabulary says {limits.en}: another number is a slip of the pen",
                    ),
                    Text("rett tallet", "correct the number"),
                )
            )
            return False
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        problems.append(
            Diagnostic(
                "out-of-range",
                Text(f"`{fact.name}` er {value.isoformat()}", f"`{fact.name}` is {value.isoformat()}"),
                place,
                Text(
                    f"ingen nålevende persons sak har en dato utenfor årene {FIRST_DAY.year} til {LAST_DAY.year}",
                    f"no living person's case has a date outside {FIRST_DAY.year} to {LAST_DAY.year}",
                ),
                Text("rett årstallet", "correct the year"),
            )
        )
        return False
    return True


def _prefixes(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def unknown_fact(name: str, place: Place, vocabulary: Vocabulary, groups: Iterable[str], search: bool = True) -> Diagnostic:
    """Return the diagnostic for a name that no fact has; `search` says whether to look for the one that may be meant."""
    if name in vocabulary.conclusions:
        return Diagnostic(
            "unknown-fact",
            Text(f"`{name}` er en konklusjon, ikke en opplysning", f"`{name}` is a conclusion, not a fact"),
            place,
            Text(
                "saken oppgir opplysninger; hva som følger av dem, er det loven som sier",
                "the case states facts; what follows from them is for the law to say",
            ),
            Text("stryk linjen", "delete the line"),
        )
    see = Text("se `hjemmel facts` for navnene som finnes", "see `hjemmel facts` for the names there are")
    askable: Mapping[str, Fact] = {n: fact for n, fact in vocabulary.facts.items() if not fact.given} if search else {}
    by_label = labelled(name.rpartition(".")[2], {n: fact.label for n, fact in askable.items()})
    return Diagnostic(
        "unknown-fact",
        Text(f"ingen opplysning heter `{name}`", f"no fact is named `{name}`"),
        place,
        Text(
            "en opplysning som ingen regel leser, ville falle bort uten et ord", "a fact that no rule reads would be dropped without a word"
        ),
        propose(by_label, see) if by_label else did_you_mean(name, [*askable, *groups], see) if search else see,
    )
