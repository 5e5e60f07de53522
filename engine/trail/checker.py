"""The independent checker: whether a decision document follows, step by step, from its facts and the law.

No engine is run, and no clause is read. The checker reads the rules as they are written, asks of each in turn whether it
applies, does not or is open (strong Kleene logic), and works out the one step that the trail must then have: the trail of
a case is fixed by its facts and the law alone. What differs from that is a flaw, and so is what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple, cast

from ..canonical import Json, digest, plain
from ..law.drafted import known_to
from ..model import GOVERNS, Case, Laws, Place, Span, Text, Value, Vocabulary
from .differing import alike, where_differs
from .lawbook import TRUE, Lawbook, LawItem
from .reading import Reading, Shown, enter_step
from .stated import Misstated, case_of
from .unlikely import wanted_warnings


class Flaw(NamedTuple):
    """The first thing that is wrong with a document: the number of the step, None outside the trail, and what it is."""

    step: int | None
    what: Text


def document_checker(laws: Laws, among_all: bool = True) -> Callable[[Json], Flaw | None]:
    """Return a function that names the first flaw of a decision document under these laws, or accepts it with None.

    The document must be valid by `decision.schema.json`; the function then never fails. What no check can tell is the id
    of the case, the source that a fact names and which version was a draft: nothing follows from them.

    `among_all` says that the decision must have been made among exactly these versions. Else it is checked among those that
    it names itself: every version that it rests on must be here and unchanged, and of the others nothing is asked. Until when
    the law was read, and what was warned of, is then as it was: that may be otherwise now, and is no law.
    """
    books = tuple(Lawbook(version, laws.read_by(version.name)) for version in reversed(laws.versions))
    return lambda document: _first_flaw(cast(Shown, document), laws.vocabulary, books, among_all)


def _first_flaw(document: Shown, vocabulary: Vocabulary, books: tuple[Lawbook, ...], among_all: bool) -> Flaw | None:
    try:
        wanted = _wanted(document, vocabulary, books, among_all)
    except Misstated as misstated:
        return Flaw(None, misstated.what)
    body = {part: document[part] for part in wanted}
    if body == wanted and alike(body, wanted):
        if document["digest"] == digest(body):
            return None
        return Flaw(None, Text("kontrollsummen er ikke dokumentets egen", "the digest is not that of the document"))
    steps = zip_longest(cast(list[Shown], wanted["trail"]), cast(list[Shown], document["trail"]))
    for number, (right, found) in enumerate(steps, 1):
        should, does = _title(right), _title(found)
        if found is None:
            return Flaw(number, Text(f"{should.nb} mangler", f"{should.en} is missing"))
        if right is None:
            return Flaw(number, Text(f"{does.nb} følger ikke av noe", f"{does.en} follows from nothing"))
        if should != does:
            return Flaw(number, Text(f"her står {does.nb}, og her skal {should.nb} stå", f"found {does.en}, expected {should.en}"))
        if (difference := where_differs(right, found)) is not None:
            return Flaw(number, Text(f"{does.nb}: {difference.nb}", f"{does.en}: {difference.en}"))
    difference = where_differs(wanted, body)
    assert difference is not None  # they are not alike, and their trails are
    return Flaw(None, difference)


_KINDS = {
    "silence": Text("tausheten om", "the silence about"),
    "assumed": Text("antakelsen om", "the assumption of"),
    "governs": Text("lovvalget for", "the choice of law for"),
    "value": Text("beregningen av", "the computation of"),
    "rule": Text("regelen", "the rule"),
    "conclusion": Text("konklusjonen", "the conclusion"),
}


def _title(step: Shown | None) -> Text:
    if step is None:
        return Text("", "")
    kind, version = _KINDS[str(step["kind"])], step.get("version")
    nb, en = f"{kind.nb} `{step['name']}`", f"{kind.en} `{step['name']}`"
    return Text(nb, en) if version is None else Text(f"{nb} i versjon {version}", f"{en} of version {version}")


def _wanted(document: Shown, vocabulary: Vocabulary, books: tuple[Lawbook, ...], among_all: bool) -> Shown:
    """Return what the document must be, but for its digest. Raises Misstated where its facts allow no decision."""
    case = case_of(document, vocabulary, Place("decision", 1, 1))
    stated = cast(list[Shown], document["versions"])
    if not among_all:
        books = _named(stated, books)
        vocabulary = known_to(vocabulary, {book.version.name for book in books})
    facts = {name: fact.value for name, fact in case.facts.items()}
    steps: list[Shown] = []
    origin = _enter_origins(case, steps)
    readings = [Reading(book, facts, steps, origin) for book in books if case.forced in (None, book.version.name)]
    choice = _forced(readings, vocabulary) if case.forced is not None else _chosen(readings, vocabulary)
    law: Shown = {topic: _enter_law(topic, choice, steps) for topic in choice.possible}
    public = {topic: _public(topic, vocabulary) for topic in choice.possible}
    numbers_of = {reading: _run(reading, choice, public) for reading in readings}
    conclusions: Shown = {}
    for topic, under in choice.possible.items():
        conclusions[vocabulary.topics[topic].law], unsettled = _governing(topic, choice, cast(Shown, law[topic]))
        conclusions |= {name: _conclusion(name, under, numbers_of, unsettled) for name in public[topic]}
    asked = {reading.book.version.name for reading in choice.asked or readings}
    versions = _here(stated, books) if among_all else _versions(stated, books, asked, choice.is_forced)
    governing = {reading for under in choice.possible.values() for reading in under}
    read = _read_until(governing, facts) if among_all else _read_then(cast("str | None", document["read_until"]), facts)
    warnings = wanted_warnings(facts, vocabulary) if among_all else document["warnings"]
    parts = {"case": document["case"], "facts": document["facts"], "versions": cast(Json, versions), "read_until": read}
    return {**parts, "warnings": warnings, "law": law, "conclusions": conclusions, "trail": cast(Json, steps)}


def _public(topic: str, vocabulary: Vocabulary) -> list[str]:
    return [name for name, c in vocabulary.conclusions.items() if c.topic == topic and c.type != "version"]


def _named(stated: list[Shown], books: tuple[Lawbook, ...]) -> tuple[Lawbook, ...]:
    names = {one["version"] for one in stated}
    return tuple(book for book in books if book.version.name in names)


_OpenIn = tuple[Reading, str]
"""A reading that leaves something open, and which conclusion, public or of the choice of law, it is about."""


class _Choice(NamedTuple):
    """Under which versions each topic may be decided, and whether one governs it alone; what each version that was asked says.

    Of a topic that is not in `governed` it is open whether any version governs it alone.
    """

    possible: Mapping[str, list[Reading]]
    governed: Mapping[str, bool]
    said: Mapping[str, list[Json]]
    asked: Sequence[Reading]
    is_forced: bool


def _forced(readings: list[Reading], vocabulary: Vocabulary) -> _Choice:
    topics = vocabulary.topics
    return _Choice(dict.fromkeys(topics, readings), dict.fromkeys(topics, True), {topic: [] for topic in topics}, (), True)


def _chosen(readings: Sequence[Reading], vocabulary: Vocabulary) -> _Choice:
    """Return what the law says of itself, asked version by version from the newest on until every topic is governed."""
    possible: dict[str, list[Reading]] = {topic: [] for topic in vocabulary.topics}
    said: dict[str, list[Json]] = {topic: [] for topic in possible}
    governed: dict[str, bool] = {}
    asked = []
    for reading in readings:
        if len(governed) == len(possible):
            break
        asked.append(reading)
        numbers = reading.run(reading.book.choice)
        for topic, under in possible.items():
            governs = reading.book.concluded.get((GOVERNS + topic, TRUE))
            if governs is None:
                continue
            if governs.item in numbers:
                said[topic].append({"holds": reading.truth(governs) is True, "role": "when", "steps": [numbers[governs.item]]})
            if topic not in governed and reading.truth(governs) is not False:
                under.append(reading)
                if reading.truth(governs):
                    governed[topic] = len(under) == 1
    return _Choice(possible, governed, said, asked, False)


def _enter_origins(case: Case, steps: list[Shown]) -> dict[LawItem, int]:
    """Enter the steps of the facts that were taken from silence or assumed, and return their numbers."""
    origin: dict[LawItem, int] = {}
    for name, fact in sorted(case.facts.items()):
        if fact.origin in ("silence", "assumed"):
            step: Shown = {"kind": fact.origin, "name": name, "result": "value", "value": plain(fact.value), "premises": []}
            origin["value", name] = enter_step(steps, step)
    return origin


def _enter_law(topic: str, choice: _Choice, steps: list[Shown]) -> Shown:
    """Enter the step that says which version governs a topic, and return what the document says of it. Raises Misstated where none does."""
    under = choice.possible[topic]
    if not under:
        raise Misstated(Text(f"ingen lovversjon gjelder for temaet `{topic}`", f"no law version governs the topic `{topic}`"))
    named: list[Json] = [{"version": reading.book.version.name, "digest": reading.book.digest} for reading in under]
    result = "forced" if choice.is_forced else "value" if choice.governed.get(topic) else "open"
    value = ", ".join(reading.book.version.name for reading in under)
    step: Shown = {"kind": "governs", "name": topic, "result": result, "value": value, "premises": cast(Json, choice.said[topic])}
    number = enter_step(steps, step)
    which = {"version": None, "possible": named} if result == "open" else cast(Shown, named[0])
    return {**which, "forced": result == "forced", "because": [number]}


def _run(reading: Reading, choice: _Choice, public: Mapping[str, list[str]]) -> Mapping[LawItem, int]:
    """Enter the steps of a version for the topics that may be decided under it, and return their numbers."""
    names = tuple(name for topic, under in choice.possible.items() if reading in under for name in public[topic])
    return reading.run(reading.book.below(names)) if names else {}


def _governing(topic: str, choice: _Choice, law: Shown) -> tuple[Shown, list[_OpenIn]]:
    """Return what the document says of the conclusion that names the version, and the readings that leave it open."""
    version = law["version"]
    unsettled = [] if version is not None else [(reading, GOVERNS + topic) for reading in choice.asked]
    status: Shown = {"status": "open"} if version is None else {"status": "value", "value": version}
    return {**status, "because": law["because"], **_lacking(unsettled)}, unsettled


def _conclusion(
    name: str, under: Sequence[Reading], numbers_of: Mapping[Reading, Mapping[LawItem, int]], unsettled: Sequence[_OpenIn]
) -> Shown:
    """Return what the document says of a conclusion: what all versions under which it may be decided agree on, or that it is open."""
    first, *others = (reading.finding(name) for reading in under)
    agreed: Shown = first if all(other == first for other in others) else {"status": "open"}
    reasons = [numbers_of[r]["conclusion", name] for r in under if ("conclusion", name) in numbers_of[r]]
    is_open = agreed["status"] == "open"
    return {**agreed, "because": cast(Json, reasons), **_lacking([*unsettled, *((reading, name) for reading in under)] if is_open else [])}


def _lacking(open_in: Sequence[_OpenIn]) -> Shown:
    """Return the facts, and the values that the law does not state, for want of which readings leave something open."""
    facts = sorted({fact for reading, goal in open_in for fact in reading.missing(goal)})
    values = sorted({value for reading, goal in open_in for value in reading.unstated(goal)})
    shown: Shown = {"missing": cast(Json, facts)}
    return {**shown, "unstated": [{"parameter": name, "date": day} for name, day in values]} if values else shown


def _read_until(readings: set[Reading], facts: Mapping[str, Value]) -> str | None:
    """Return the first day that a version which governs, or may, was read until, where the case is later; else None."""
    days = []
    for reading in readings:
        read = reading.book.version.read_until
        dated = facts.get(read.fact) if read is not None else None
        dated = dated.first if isinstance(dated, Span) else dated
        if read is not None and isinstance(dated, date) and dated > read.day:
            days.append(read.day)
    return min(days).isoformat() if days else None


def _read_then(day: str | None, facts: Mapping[str, Value]) -> str | None:
    """Return the day that a document names, or None where no date of the case is later, whatever the law named then."""
    dated = (value.first if isinstance(value, Span) else value for value in facts.values())
    return day if day is not None and any(isinstance(value, date) and value.isoformat() > day for value in dated) else None


def _here(stated: list[Shown], books: tuple[Lawbook, ...]) -> list[Shown]:
    """Return the versions of the books, newest first, as a document names them; which were drafts is taken from what is `stated`."""
    drafts = {one["version"] for one in stated if one["draft"]}
    return [{"version": book.version.name, "digest": book.digest, "draft": book.version.name in drafts} for book in books]


def _versions(stated: list[Shown], books: tuple[Lawbook, ...], asked: set[str], forced: bool) -> list[Shown]:
    """Return the versions that a document must name, where some that it names may have changed since or be gone.

    That holds of versions that were not `asked`. Versions are asked from the newest on until every topic is governed, or
    the forced one alone. Raises Misstated where one that was asked is gone.
    """
    here, names = {one["version"]: one for one in _here(stated, books)}, [one["version"] for one in stated]
    if len(set(names)) < len(names) or [name for name in names if name in here] != list(here):
        return list(here.values())
    oldest = max(index for index, name in enumerate(names) if name in asked)
    gone = next((name for name in names[:oldest] if name not in here), None)
    if gone is not None and not forced:
        raise Misstated(
            Text(
                f"lovvalget bygger på versjon `{gone}`, og den er ikke her",
                f"the choice of law rests on version `{gone}`, which is not here",
            )
        )
    return [here[one["version"]] if one["version"] in asked else one for one in stated]
