"""Edits of decision documents: each kind makes one small change of the sort that a forger, a bug or a disk makes.

An edit takes a document and a source of chance and returns an edited copy, or None where the document has no place for it.
Every digest is made anew, so that it is never the digest that gives the edit away.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from engine.canonical import canonical_json, digest

Document = dict[str, Any]
Edit = Callable[[Document, random.Random], Document | None]


def copied(value: Any) -> Any:
    """Return a copy that shares nothing."""
    return json.loads(json.dumps(value))


def sealed(document: Document) -> Document:
    """Return the document with the digest that its content has."""
    body = {part: document[part] for part in ("case", "facts", "versions", "read_until", "warnings", "law", "conclusions", "trail")}
    return {**body, "digest": digest(body), "cross_check": document["cross_check"]}


def same(one: Any, other: Any) -> bool:
    """Return whether two JSON values have the same canonical text."""
    return bool(one == other) and canonical_json(one) == canonical_json(other)


def first_changed_step(before: Document, after: Document) -> int | None:
    """Return the number of the first place of the trail at which two documents differ."""
    pairs = enumerate(zip_longest(before["trail"], after["trail"]), 1)
    return next((number for number, (one, other) in pairs if not same(one, other)), None)


def steps_where(document: Document, wanted: Callable[[Document], bool]) -> list[int]:
    return [index for index, step in enumerate(document["trail"]) if wanted(step)]


def editing_step(wanted: Callable[[Document], bool], change: Callable[[Document, random.Random, Document], None]) -> Edit:
    """Return an edit that changes one step of those that are `wanted`; `change` gets the step, chance and the document."""

    def edit(document: Document, rng: random.Random) -> Document | None:
        places = steps_where(document, wanted)
        if not places:
            return None
        index = rng.choice(places)
        step = copied(document["trail"][index])
        change(step, rng, document)
        return {**document, "trail": [*document["trail"][:index], step, *document["trail"][index + 1 :]]}

    return edit


def editing_premise(wanted: Callable[[Document], bool], change: Callable[[Document, random.Random, Document], None]) -> Edit:
    """Return an edit that changes one premise of those that are `wanted`."""

    def change_step(step: Document, rng: random.Random, document: Document) -> None:
        change(rng.choice([premise for premise in step["premises"] if wanted(premise)]), rng, document)

    return editing_step(lambda step: any(wanted(premise) for premise in step["premises"]), change_step)


def editing_section(section: str, wanted: Callable[[Document], bool], change: Callable[[Document, random.Random, Document], None]) -> Edit:
    """Return an edit that changes one entry of `law` or `conclusions`."""

    def edit(document: Document, rng: random.Random) -> Document | None:
        names = [name for name, entry in document[section].items() if wanted(entry)]
        if not names:
            return None
        name = rng.choice(names)
        entry = copied(document[section][name])
        change(entry, rng, document)
        return {**document, section: {**document[section], name: entry}}

    return edit


def other_value(value: Any, rng: random.Random) -> Any:
    """Return another value of the same type; a value where there is none."""
    if value is None:
        return True
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + rng.choice((-1, 1, 10))
    if len(value) == 10 and value[4] == "-":  # a date
        return f"{int(value[:4]) + rng.choice((-1, 1))}{value[4:8]}{rng.randint(10, 28)}"
    return rng.choice(["2001-02-03", "other", value + "x"])


def one_of(mapping: Document, rng: random.Random) -> str:
    return str(rng.choice(sorted(mapping)))


def other_hash(rng: random.Random) -> str:
    return f"{rng.getrandbits(256):064x}"


# ---------------------------------------------------------------- premises


def flip(premise: Document, rng: random.Random, document: Document) -> None:
    premise["holds"] = not premise["holds"]


def change_premise_value(premise: Document, rng: random.Random, document: Document) -> None:
    name = one_of(premise["values"], rng)
    premise["values"][name] = other_value(premise["values"][name], rng)


def drop_premise_value(premise: Document, rng: random.Random, document: Document) -> None:
    del premise["values"][one_of(premise["values"], rng)]
    if not premise["values"]:
        del premise["values"]


def change_reference(premise: Document, rng: random.Random, document: Document) -> None:
    at = rng.randrange(len(premise["steps"]))
    premise["steps"][at] = rng.choice([n for n in range(1, len(document["trail"]) + 1) if n != premise["steps"][at]])


def change_role(premise: Document, rng: random.Random, document: Document) -> None:
    premise["role"] = rng.choice([r for r in ("when", "unless", "in_force", "overridden", "subject") if r != premise["role"]])


def change_parameter(premise: Document, rng: random.Random, document: Document) -> None:
    parameter = rng.choice(parameters_in(premise["test"]))
    key = rng.choice(("value", "unit", "parameter"))
    parameter[key] = other_value(parameter[key], rng) if key == "value" else parameter[key] + "x"


def parameters_in(value: Any) -> list[Document]:
    if isinstance(value, dict):
        own = [value] if "parameter" in value else []
        return own + [found for inner in value.values() for found in parameters_in(inner)]
    return [found for inner in value for found in parameters_in(inner)] if isinstance(value, list) else []


def change_operator(premise: Document, rng: random.Random, document: Document) -> None:
    operator = next(key for key in premise["test"] if key not in ("fact", "value"))
    right = premise["test"].pop(operator)
    several = ("in", "not_in", "between")
    others = several if operator in several else ("is", "is_not", "before", "on_or_before", "after", "on_or_after", "at_least", "at_most")
    premise["test"][rng.choice([other for other in others if other != operator])] = right


def drop_premise(step: Document, rng: random.Random, document: Document) -> None:
    del step["premises"][rng.randrange(len(step["premises"]))]


def add_premise(step: Document, rng: random.Random, document: Document) -> None:
    other = rng.choice([s for s in document["trail"] if s["premises"]])
    step["premises"].insert(rng.randint(0, len(step["premises"])), copied(rng.choice(other["premises"])))


def swap_premises(step: Document, rng: random.Random, document: Document) -> None:
    one, other = rng.sample(range(len(step["premises"])), 2)
    premises = step["premises"]
    premises[one], premises[other] = premises[other], premises[one]


# ---------------------------------------------------------------- steps


def change_result(step: Document, rng: random.Random, document: Document) -> None:
    if step["kind"] == "rule":
        applies = step["result"] == "applies"
        step["result"] = "does_not_apply" if applies else "applies"
        if applies:
            del step["gives"]
        else:
            step["gives"] = {one_of(document["conclusions"], rng): True}
    else:
        step.pop("value", None)
        step["result"] = rng.choice([r for r in ("met", "not_met", "not_applicable") if r != step["result"]])


def change_value(step: Document, rng: random.Random, document: Document) -> None:
    step["value"] = other_value(step["value"], rng)


def change_gives(step: Document, rng: random.Random, document: Document) -> None:
    name = one_of(step["gives"], rng)
    kind = rng.choice(("value", "name", "more"))
    if kind == "value":
        step["gives"][name] = None if rng.random() < 0.3 else other_value(step["gives"][name], rng)
    else:
        step["gives"][one_of(document["conclusions"], rng)] = True if kind == "more" else step["gives"].pop(name)


def change_computed(step: Document, rng: random.Random, document: Document) -> None:
    operation, operands = next(iter(step["computed"].items()))
    parameters = parameters_in(operands)
    if parameters and rng.random() < 0.5:
        rng.choice(parameters)["value"] += 1
    else:
        step["computed"] = {rng.choice([o for o in ("add", "subtract", "latest", "earliest", "sum") if o != operation]): operands}


def change_source(step: Document, rng: random.Random, document: Document) -> None:
    source, key = step["source"], rng.choice(("act", "section", "ledd", "punktum", "letter", "citation", "address", "provisions"))
    if key == "citation":
        source["citation"][rng.choice(("nb", "en"))] += rng.choice((" andre ledd", ".", " "))
    elif key == "ledd":
        source["ledd"] = source.get("ledd", 0) + 1
    elif key == "provisions":
        source["provisions"] = [*source.get("provisions", []), "X"]
    elif key in source and rng.random() < 0.2:
        source[key] = source[key] + "9" if key in ("act", "section") else source.pop(key) + "9"
    else:
        source[key] = source.get(key, "") + "9"


def change_words(step: Document, rng: random.Random, document: Document) -> None:
    if "note" in step and rng.random() < 0.5:
        step["note"] = step["note"][: rng.randrange(len(step["note"]))]
    else:
        step["title"][rng.choice(("nb", "en"))] += " ikke"


def change_law_of_step(step: Document, rng: random.Random, document: Document) -> None:
    if rng.random() < 0.5:
        step["digest"] = other_hash(rng)
    else:
        step["version"] = rng.choice([v for v in ("2024", "2026", "2027") if v != step["version"]])


def change_name(step: Document, rng: random.Random, document: Document) -> None:
    others = {s["name"] for s in document["trail"] if s["kind"] == step["kind"]} - {step["name"]}
    step["name"] = rng.choice(sorted(others) or [step["name"] + "x"])


def change_number(step: Document, rng: random.Random, document: Document) -> None:
    step["number"] = rng.choice([n for n in range(1, len(document["trail"]) + 2) if n != step["number"]])


def renumbered(document: Document, order: list[int]) -> Document:
    """Return the document with the old steps in another order, some left out, and with numbers and references that fit it.

    A step that stands there twice keeps the number of the first; references to a step that is gone are gone too.
    """
    number_of: dict[int, int] = {}
    for new, old in enumerate(order, 1):
        number_of.setdefault(old, new)

    def moved(numbers: list[int]) -> list[int]:
        return [number_of[n] for n in numbers if n in number_of]

    trail = []
    for new, old in enumerate(order, 1):
        step = document["trail"][old - 1]
        premises = [{**p, "steps": moved(p["steps"])} for p in step["premises"] if not p["steps"] or moved(p["steps"])]
        trail.append({**step, "number": new, "premises": premises})
    sections = {
        section: {name: {**entry, "because": moved(entry["because"])} for name, entry in document[section].items()}
        for section in ("law", "conclusions")
    }
    return {**document, **sections, "trail": trail}


def swap_steps(document: Document, rng: random.Random) -> Document:
    one, other = sorted(rng.sample(range(len(document["trail"])), 2))
    trail = list(document["trail"])
    trail[one], trail[other] = trail[other], trail[one]
    return {**document, "trail": trail}


def swap_steps_and_renumber(document: Document, rng: random.Random) -> Document:
    order = list(range(1, len(document["trail"]) + 1))
    one = rng.randrange(len(order) - 1)
    other = one + 1 if rng.random() < 0.7 else rng.randrange(len(order))
    order[one], order[other] = order[other], order[one]
    return renumbered(document, order)


def drop_step(document: Document, rng: random.Random) -> Document:
    at = rng.randrange(len(document["trail"]))
    return {**document, "trail": document["trail"][:at] + document["trail"][at + 1 :]}


def drop_step_and_renumber(document: Document, rng: random.Random) -> Document:
    gone = rng.randint(1, len(document["trail"]))
    return renumbered(document, [n for n in range(1, len(document["trail"]) + 1) if n != gone])


def drop_unused_step(document: Document, rng: random.Random) -> Document | None:
    """Leave out a step that nothing rests on, so that only its absence shows."""
    used = {n for step in document["trail"] for premise in step["premises"] for n in premise["steps"]}
    used |= {n for section in ("law", "conclusions") for entry in document[section].values() for n in entry["because"]}
    unused = [n for n in range(1, len(document["trail"]) + 1) if n not in used]
    if not unused:
        return None
    gone = rng.choice(unused)
    return renumbered(document, [n for n in range(1, len(document["trail"]) + 1) if n != gone])


def cut_off(document: Document, rng: random.Random) -> Document:
    return renumbered(document, list(range(1, len(document["trail"]) - rng.randrange(min(20, len(document["trail"]))))))


def repeat_step(document: Document, rng: random.Random) -> Document:
    order = list(range(1, len(document["trail"]) + 1))
    order.insert(rng.randint(0, len(order)), rng.choice(order))
    return renumbered(document, order)


def change_versions(document: Document, rng: random.Random) -> Document:
    """Change which versions the decision was made among: another digest, one fewer, one more, or another order."""
    versions = copied(document["versions"])
    at = rng.randrange(len(versions))
    match rng.choice(("digest", "fewer", "more", "order")):
        case "digest":
            versions[at]["digest"] = other_hash(rng)
        case "order" if len(versions) > 1:
            versions.append(versions.pop(0))
        case "fewer" if len(versions) > 1:
            versions.pop(at)
        case _:
            versions.insert(at, {"version": "2027", "digest": other_hash(rng), "draft": False})
    return {**document, "versions": versions}


def change_read_until(document: Document, rng: random.Random) -> Document:
    return {**document, "read_until": rng.choice([day for day in (None, "2025-12-31", "2026-09-08") if day != document["read_until"]])}


def change_warnings(document: Document, rng: random.Random) -> Document:
    """Leave a warning out, or warn of what is not unlikely."""
    if document["warnings"]:
        return {**document, "warnings": document["warnings"][1:]}
    text = {"nb": "Noe er usannsynlig.", "en": "Something is unlikely."}
    return {**document, "warnings": [{"id": "person-very-old", "text": text, "facts": [], "limits": {}}]}


def change_law_everywhere(document: Document, rng: random.Random) -> Document:
    """Name another digest for a law version in every place."""
    version = rng.choice(sorted({step["version"] for step in document["trail"] if "version" in step}))
    old = next(step["digest"] for step in document["trail"] if step.get("version") == version)
    edited: Document = json.loads(json.dumps(document).replace(old, other_hash(rng)))
    return edited


# ---------------------------------------------------------------- facts, law, conclusions


def facts_shown(document: Document) -> list[str]:
    """Return the facts whose value a step shows: to change another fact may give the true decision of another case."""
    shown = {name for step in document["trail"] for premise in step["premises"] for name in premise.get("values", ())}
    return sorted(shown & document["facts"].keys())


def change_fact(document: Document, rng: random.Random) -> Document | None:
    names = [name for name in facts_shown(document) if document["facts"][name]["origin"] == "stated"]
    if not names:
        return None
    name = rng.choice(names)
    fact = document["facts"][name]
    return {**document, "facts": {**document["facts"], name: {**fact, "value": other_value(fact["value"], rng)}}}


def drop_fact(document: Document, rng: random.Random) -> Document:
    gone = rng.choice(facts_shown(document))
    return {**document, "facts": {name: fact for name, fact in document["facts"].items() if name != gone}}


def change_origin(document: Document, rng: random.Random) -> Document:
    name = one_of(document["facts"], rng)
    fact = {key: value for key, value in document["facts"][name].items() if key != "source"}
    origin = rng.choice([o for o in ("stated", "assumed", "silence", "given") if o != fact["origin"]])
    return {**document, "facts": {**document["facts"], name: {**fact, "origin": origin}}}


def change_status(entry: Document, rng: random.Random, document: Document) -> None:
    entry["status"] = rng.choice([s for s in ("met", "not_met", "open", "not_applicable") if s != entry["status"]])
    entry.pop("value", None)
    if entry["status"] != "open":
        entry["missing"] = []


def change_conclusion_value(entry: Document, rng: random.Random, document: Document) -> None:
    entry["value"] = other_value(entry["value"], rng)


def change_because(entry: Document, rng: random.Random, document: Document) -> None:
    number = rng.randint(1, len(document["trail"]))
    if entry["because"] and rng.random() < 0.5:
        entry["because"] = [] if rng.random() < 0.5 else [n for n in (number,) if n not in entry["because"]]
    else:
        entry["because"] = [*entry["because"], number]


def change_missing(entry: Document, rng: random.Random, document: Document) -> None:
    if len(entry["missing"]) > 1 and rng.random() < 0.5:
        entry["missing"].remove(rng.choice(entry["missing"]))
    else:
        entry["missing"] = [*entry["missing"], rng.choice([n for n in document["facts"] if n not in entry["missing"]])]


def drop_conclusion(document: Document, rng: random.Random) -> Document:
    gone = one_of(document["conclusions"], rng)
    return {**document, "conclusions": {name: entry for name, entry in document["conclusions"].items() if name != gone}}


def change_governing(entry: Document, rng: random.Random, document: Document) -> None:
    kind = rng.choice(("version", "digest", "because", "forced", "other"))
    if kind == "because":
        entry["because"] = [rng.choice([n for n in range(1, len(document["trail"]) + 1) if [n] != entry["because"]])]
    elif entry["version"] is None:
        one = rng.choice(entry["possible"])
        if kind == "digest":
            one["digest"] = other_hash(rng)
        else:
            entry["possible"].remove(one)
    elif kind == "digest":
        entry["digest"] = other_hash(rng)
    elif kind == "forced":
        entry["forced"] = not entry["forced"]
    elif kind == "version":
        entry["version"] = rng.choice([v for v in ("2024", "2026", "2027") if v != entry["version"]])
    else:
        entry.update(version=None, forced=False, possible=[{"version": entry["version"], "digest": entry.pop("digest")}])


def forge_outcome(document: Document, rng: random.Random) -> Document | None:
    """Change a value in the conclusion and in the step that justifies it, as one who forges with care."""
    names = [name for name, entry in document["conclusions"].items() if "value" in entry and entry["because"]]
    if not names:
        return None
    edited: Document = copied(document)
    entry = edited["conclusions"][rng.choice(names)]
    entry["value"] = other_value(entry["value"], rng)
    for number in entry["because"]:
        edited["trail"][number - 1]["value"] = entry["value"]
    return edited


def is_rule(step: Document) -> bool:
    return bool(step["kind"] == "rule")


EDITS: dict[str, Edit] = {
    "premise flipped": editing_premise(lambda p: True, flip),
    "premise dropped": editing_step(lambda s: bool(s["premises"]), drop_premise),
    "premise added": editing_step(lambda s: s["kind"] in ("rule", "conclusion"), add_premise),
    "premises swapped": editing_step(lambda s: len(s["premises"]) > 1, swap_premises),
    "premise's value changed": editing_premise(lambda p: "values" in p, change_premise_value),
    "premise's value dropped": editing_premise(lambda p: "values" in p, drop_premise_value),
    "premise's reference changed": editing_premise(lambda p: bool(p["steps"]), change_reference),
    "premise's role changed": editing_premise(lambda p: True, change_role),
    "parameter changed": editing_premise(lambda p: bool(parameters_in(p.get("test"))), change_parameter),
    "operator changed": editing_premise(lambda p: isinstance(p.get("test"), dict), change_operator),
    "result flipped": editing_step(lambda s: s["kind"] in ("rule", "conclusion"), change_result),
    "value changed": editing_step(lambda s: "value" in s, change_value),
    "what a rule gives changed": editing_step(lambda s: "gives" in s, change_gives),
    "computation changed": editing_step(lambda s: "computed" in s, change_computed),
    "section changed": editing_step(is_rule, change_source),
    "title or note changed": editing_step(is_rule, change_words),
    "step's law changed": editing_step(lambda s: "digest" in s, change_law_of_step),
    "step's name changed": editing_step(lambda s: True, change_name),
    "step's number changed": editing_step(lambda s: True, change_number),
    "steps swapped": swap_steps,
    "steps swapped and renumbered": swap_steps_and_renumber,
    "step dropped": drop_step,
    "step dropped and renumbered": drop_step_and_renumber,
    "step dropped that nothing rests on": drop_unused_step,
    "trail cut off": cut_off,
    "step repeated": repeat_step,
    "law's digest changed everywhere": change_law_everywhere,
    "outcome forged": forge_outcome,
    "law versions changed": change_versions,
    "day of reading changed": change_read_until,
    "warnings changed": change_warnings,
    "fact changed": change_fact,
    "fact dropped": drop_fact,
    "fact's origin changed": change_origin,
    "governing law changed": editing_section("law", lambda e: True, change_governing),
    "conclusion's status changed": editing_section("conclusions", lambda e: True, change_status),
    "conclusion's value changed": editing_section("conclusions", lambda e: "value" in e, change_conclusion_value),
    "conclusion's reasons changed": editing_section("conclusions", lambda e: True, change_because),
    "missing facts changed": editing_section("conclusions", lambda e: e["status"] == "open", change_missing),
    "conclusion dropped": drop_conclusion,
}
"""Every kind of edit, by what it does."""
