"""The independent checker: whether a decision document follows, step by step, from its facts and the law.

No engine is run, and no clause is read. The checker reads the rules as they are written, asks of each in turn whether it
applies, does not or is open (strong Kleene logic), and works out the one step that the trail must then have: the trail of
a case is fixed by its facts and the law alone. What differs from that is a flaw, and so is what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import zip_longest
from typing import NamedTuple, cast

from ..canonical import Json, digest, plain
from ..model import GOVERNS, Laws, Place, Text, Value, Vocabulary
from .differing import alike, where_differs
from .lawbook import TRUE, Lawbook, LawItem
from .reading import Reading, Shown, enter_step
from .stated import Misstated, case_of
from .warnings import warnings_json


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
        named_versions = {one["version"] for one in stated}
        books = tuple(book for book in books if book.version.name in named_versions)
    facts = {name: fact.value for name, fact in case.facts.items()}
    steps: list[Shown] = []
    origin: dict[LawItem, int] = {}
    for name in sorted(facts):
        if (kind := case.facts[name].origin) in ("silence", "assumed"):
            step: Shown = {"kind": kind, "name": name, "result": "value", "value": plain(facts[name]), "premises": []}
            origin["value", name] = enter_step(steps, step)
    readings = [Reading(book, facts, steps, origin) for book in books if case.forced in (None, book.version.name)]
    possible: dict[str, list[Reading]] = {topic: [] for topic in vocabulary.topics}
    governed = {}
    said: dict[str, list[Json]] = {topic: [] for topic in possible}
    choices = []
    if case.forced is not None:
        possible, governed = dict.fromkeys(possible, readings), dict.fromkeys(possible, True)
    for reading in readings:
        if len(governed) == len(possible):
            break
        choices.append(reading)
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
    law: Shown = {}
    for topic, under in possible.items():
        if not under:
            raise Misstated(Text(f"ingen lovversjon gjelder for temaet `{topic}`", f"no law version governs the topic `{topic}`"))
        named: list[Json] = [{"version": reading.book.version.name, "digest": reading.book.digest} for reading in under]
        result = "forced" if case.forced is not None else "value" if governed.get(topic) else "open"
        value = ", ".join(reading.book.version.name for reading in under)
        number = enter_step(
            steps, {"kind": "governs", "name": topic, "result": result, "value": value, "premises": cast(Json, said[topic])}
        )
        which = {"version": None, "possible": named} if result == "open" else cast(Shown, named[0])
        law[topic] = {**which, "forced": result == "forced", "because": [number]}
    public = {topic: [n for n, c in vocabulary.conclusions.items() if c.topic == topic and c.type != "version"] for topic in possible}
    numbers_of = {}
    for reading in readings:
        names = tuple(name for topic, under in possible.items() if reading in under for name in public[topic])
        numbers_of[reading] = reading.run(reading.book.below(names)) if names else {}
    conclusions: Shown = {}
    for topic, under in possible.items():
        version, because = (cast(Shown, law[topic])[key] for key in ("version", "because"))
        unsettled = set() if version is not None else {fact for choice in choices for fact in choice.missing(GOVERNS + topic)}
        status: Shown = {"status": "open"} if version is None else {"status": "value", "value": version}
        conclusions[vocabulary.topics[topic].law] = {**status, "because": because, "missing": cast(Json, sorted(unsettled))}
        for name in public[topic]:
            first, *others = (reading.finding(name) for reading in under)
            agreed: Shown = first if all(other == first for other in others) else {"status": "open"}
            reasons = [numbers_of[r]["conclusion", name] for r in under if ("conclusion", name) in numbers_of[r]]
            missing = sorted(unsettled.union(*(reading.missing(name) for reading in under))) if agreed["status"] == "open" else []
            conclusions[name] = {**agreed, "because": cast(Json, reasons), "missing": cast(Json, missing)}
    asked = {reading.book.version.name for reading in choices or readings}
    versions = _versions(stated, books, asked, case.forced is not None) if not among_all else _here(stated, books)
    read = document["read_until"] if not among_all else _read_until({reading for under in possible.values() for reading in under}, facts)
    warnings = document["warnings"] if not among_all else warnings_json(case, vocabulary)
    parts = {"case": document["case"], "facts": document["facts"], "versions": cast(Json, versions), "read_until": read}
    return {**parts, "warnings": warnings, "law": law, "conclusions": conclusions, "trail": cast(Json, steps)}


def _read_until(readings: set[Reading], facts: Mapping[str, Value]) -> str | None:
    """Return the first day that a version which governs, or may, was read until, where the case is later; else None."""
    days = []
    for reading in readings:
        read = reading.book.version.read_until
        dated = facts.get(read.fact) if read is not None else None
        if read is not None and isinstance(dated, date) and dated > read.day:
            days.append(read.day)
    return min(days).isoformat() if days else None


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
