"""What a user would write instead, on the same rules: introduksjonsloven §§ 2 and 3 in Python, durable-rules, zen-engine and Polars.

Each takes complete cases by fact names and gives right, duty and may-offer, with the provisions that applied where asked.
None knows unknown facts or citations, or keeps a trail beyond that. durable-rules and zen-engine are spared what their
languages make slow: ages and the two years are worked out in Python before.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl

Answer = tuple[bool, bool, bool]
Facts = Mapping[str, Any]

FAMILY = "ch6_family"
INDEPENDENT = {"s53_1a", "s53_1b", "s53_2", "s53_3"}
BASES = {"s28", "s35_3", "s38_1", "s38_5_family", "s38_5_minor", "s34"}


def plain_function(facts: Facts) -> tuple[Answer, list[str]]:
    """Return the answer and the ids of the provisions that applied, by hand-written conditions."""
    fired: list[str] = []
    decided, born = facts["programme.decision_date"], facts["person.birth_date"]
    age = decided.year - born.year - ((decided.month, decided.day) < (born.month, born.day))
    permit, reference = facts["permit.type"], facts["reference_person.permit_type"]
    outside = facts["person.nordic_or_eea_citizen"]
    need = facts["qualification.needs_basic_qualification"]
    newly = decided <= two_years_after(facts["residence.start_date"])
    family = (
        permit == FAMILY
        and reference in BASES
        and not (reference == "s34" and not facts["reference_person.permit_leads_to_permanent_residence"])
    )
    basis = permit in BASES or permit in INDEPENDENT or family
    agreement = facts["settlement.by_agreement"] or permit == FAMILY or permit in INDEPENDENT
    for id_, holds in (("outside", outside), ("need", need), ("newly", newly), ("basis", basis), ("agreement", agreement)):
        if holds:
            fired.append(id_)
    common = need and newly and basis and not outside
    in_age = 18 <= age <= 55
    within = common and in_age and agreement
    refused = facts["programme.refused_or_interrupted"]
    right = within and not refused
    may = False
    if common:
        fired.append("common")
        if agreement and age > 55:
            fired.append("over-55")
            may = True
        if in_age and not agreement:
            fired.append("without-agreement")
            may = True
    if within:
        fired.append("within")
        if refused:
            fired.append("again")
            may = True
        else:
            fired.append("right-and-duty")
    if permit == FAMILY and reference not in BASES and not outside:
        fired.append("other-family")
        may = True
    return (right, right, may), fired


def plain_answer(facts: Facts) -> Answer:
    """Return the answer alone: the conditions of `plain_function` without its list."""
    decided, born = facts["programme.decision_date"], facts["person.birth_date"]
    age = decided.year - born.year - ((decided.month, decided.day) < (born.month, born.day))
    permit, reference = facts["permit.type"], facts["reference_person.permit_type"]
    outside = facts["person.nordic_or_eea_citizen"]
    family = (
        permit == FAMILY
        and reference in BASES
        and not (reference == "s34" and not facts["reference_person.permit_leads_to_permanent_residence"])
    )
    agreement = facts["settlement.by_agreement"] or permit == FAMILY or permit in INDEPENDENT
    common = (
        facts["qualification.needs_basic_qualification"]
        and decided <= two_years_after(facts["residence.start_date"])
        and (permit in BASES or permit in INDEPENDENT or family)
        and not outside
    )
    in_age = 18 <= age <= 55
    within = common and in_age and agreement
    refused = facts["programme.refused_or_interrupted"]
    right = within and not refused
    other = permit == FAMILY and reference not in BASES and not outside
    may = (common and ((agreement and age > 55) or (in_age and not agreement))) or (within and refused) or other
    return right, right, may


def two_years_after(day: date) -> date:
    """Return the same day two years later, 28 February for a leap day."""
    return date(day.year + 2, 2, 28) if (day.month, day.day) == (2, 29) else date(day.year + 2, day.month, day.day)


def durable_directly() -> Callable[[Facts], tuple[Answer, list[str]]] | None:
    """Return a function that decides on durable-rules, written as its documentation shows; None where it cannot run."""
    try:
        lang = importlib.import_module("durable.lang")
        host = importlib.import_module("durable.engine").Host()
    except ImportError:
        return None
    fired: list[str] = []
    m = lang.m
    seed = lang.ruleset("seed")
    with seed:

        def rule(name: str, condition: Any, gives: str) -> None:
            def action(c: Any) -> None:
                fired.append(name)
                c.assert_fact({"n": gives})

            lang.when_all(condition)(action)

        def rule_of(name: str, gives: str, *conditions: Any) -> None:
            def action(c: Any) -> None:
                fired.append(name)
                c.assert_fact({"n": gives})

            lang.when_all(*conditions)(action)

        rule("need", (m.need == 1), "need")
        rule("newly", (m.newly == 1), "newly")
        rule("basis-own", (m.own == 1), "basis")
        rule("basis-family", (m.family == 1), "basis")
        rule("agreement", (m.agreed == 1), "agreement")
        rule("agreement-not-needed", (m.exempt == 1), "agreement")
        rule("in-age", (m.age >= 18) & (m.age <= 55), "age")
        rule("over-55", (m.age > 55), "old")
        rule("other-family", (m.other == 1), "may")
        rule_of("common", "common", m.n == "need", m.n == "newly", m.n == "basis", m.inside == 1)
        rule_of("within", "within", m.n == "common", m.n == "age", m.n == "agreement")
        rule_of("right-and-duty", "right", m.n == "within", m.refused == 0)
        rule_of("again", "may", m.n == "within", m.refused == 1)
        rule_of("may-over-55", "may", m.n == "common", m.n == "old", m.n == "agreement")
        rule_of("without-agreement", "may", m.n == "common", m.n == "age", m.without == 1)
    name, definition = seed.define()
    host.register_rulesets({name: definition})
    counter = [0]

    def decide(facts: Facts) -> tuple[Answer, list[str]]:
        fired.clear()
        counter[0] += 1
        sid = str(counter[0])
        decided, born = facts["programme.decision_date"], facts["person.birth_date"]
        permit, reference = facts["permit.type"], facts["reference_person.permit_type"]
        agreed = facts["settlement.by_agreement"]
        exempt = permit == FAMILY or permit in INDEPENDENT
        family = (
            permit == FAMILY
            and reference in BASES
            and not (reference == "s34" and not facts["reference_person.permit_leads_to_permanent_residence"])
        )
        fact = {
            "sid": sid,
            "age": decided.year - born.year - ((decided.month, decided.day) < (born.month, born.day)),
            "need": int(facts["qualification.needs_basic_qualification"]),
            "newly": int(decided <= two_years_after(facts["residence.start_date"])),
            "own": int(permit in BASES or permit in INDEPENDENT),
            "family": int(family),
            "agreed": int(agreed),
            "exempt": int(exempt),
            "without": int(not agreed and not exempt),
            "inside": int(not facts["person.nordic_or_eea_citizen"]),
            "other": int(permit == FAMILY and reference not in BASES and not facts["person.nordic_or_eea_citizen"]),
            "refused": int(facts["programme.refused_or_interrupted"]),
        }
        try:
            host.assert_fact(name, fact)
        except Exception as error:  # a fact that matches nothing is an ordinary outcome for this package
            if "MessageNotHandled" not in type(error).__name__:
                raise
        host.delete_state(name, sid)
        right = "right-and-duty" in fired
        return (right, right, any(f in fired for f in ("again", "may-over-55", "without-agreement", "other-family"))), list(fired)

    return decide


def _prepared(facts: Facts) -> dict[str, Any]:
    """Return what the conditions in zen-engine read of a case, dates already compared."""
    decided, born = facts["programme.decision_date"], facts["person.birth_date"]
    return {
        "age": decided.year - born.year - ((decided.month, decided.day) < (born.month, born.day)),
        "newly": decided <= two_years_after(facts["residence.start_date"]),
        "permit": facts["permit.type"],
        "reference": facts["reference_person.permit_type"],
        "permanent": facts["reference_person.permit_leads_to_permanent_residence"],
        "outside": facts["person.nordic_or_eea_citizen"],
        "need": facts["qualification.needs_basic_qualification"],
        "agreed": facts["settlement.by_agreement"],
        "refused": facts["programme.refused_or_interrupted"],
    }


def _words(words: set[str]) -> str:
    return "[" + ", ".join(f"'{word}'" for word in sorted(words)) + "]"


_ZEN = {
    "family": f"permit == '{FAMILY}' and reference in {_words(BASES)} and not (reference == 's34' and not permanent)",
    "basis": f"permit in {_words(BASES | INDEPENDENT)} or $.family",
    "agreement": f"agreed or permit == '{FAMILY}' or permit in {_words(INDEPENDENT)}",
    "common": "need and newly and $.basis and not outside",
    "in_age": "age >= 18 and age <= 55",
    "within": "$.common and $.in_age and $.agreement",
    "right": "$.within and not refused",
    "over_55": "$.common and $.agreement and age > 55",
    "without_agreement": "$.common and $.in_age and not $.agreement",
    "again": "$.within and refused",
    "other_family": f"permit == '{FAMILY}' and reference not in {_words(BASES)} and not outside",
    "may": "$.over_55 or $.without_agreement or $.again or $.other_family",
}


def zen_directly(trace: bool) -> Callable[[Facts], Answer] | None:
    """Return a function that decides by one expression node of zen-engine, its fastest form; None where it is not installed.

    With `trace` the engine tells the result of every expression, its nearest to a trail.
    """
    try:
        zen = importlib.import_module("zen")
    except ImportError:
        return None
    place = {"x": 0, "y": 0}
    expressions = [{"id": key, "key": key, "value": value} for key, value in _ZEN.items()]
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "rules", "type": "expressionNode", "name": "rules", "position": place, "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [{"id": "1", "sourceId": "in", "targetId": "rules"}, {"id": "2", "sourceId": "rules", "targetId": "out"}],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    options = {"trace": True} if trace else None

    def decide(facts: Facts) -> Answer:
        found = decision.evaluate(_prepared(facts), options)["result"]
        return found["right"], found["right"], found["may"]

    return decide


def polars_expressions() -> dict[str, pl.Expr]:
    """Return the conditions as a user of Polars would write them: right, duty, may, and what applied, by name."""
    decided, born = pl.col("programme.decision_date"), pl.col("person.birth_date")
    before = (decided.dt.month().cast(pl.Int32) * 32 + decided.dt.day()) < (born.dt.month().cast(pl.Int32) * 32 + born.dt.day())
    age = decided.dt.year() - born.dt.year() - before.cast(pl.Int32)
    permit, reference = pl.col("permit.type"), pl.col("reference_person.permit_type")
    outside, refused = pl.col("person.nordic_or_eea_citizen"), pl.col("programme.refused_or_interrupted")
    family = permit == FAMILY
    of_basis = reference.is_in(sorted(BASES))
    lasting = (reference != "s34") | pl.col("reference_person.permit_leads_to_permanent_residence")
    basis = permit.is_in(sorted(BASES | INDEPENDENT)) | (family & of_basis & lasting)
    agreement = pl.col("settlement.by_agreement") | family | permit.is_in(sorted(INDEPENDENT))
    need, newly = pl.col("qualification.needs_basic_qualification"), decided <= pl.col("residence.start_date").dt.offset_by("2y")
    common = need & newly & basis & ~outside
    in_age = age.is_between(18, 55)
    within = common & in_age & agreement
    over, without, again = common & agreement & (age > 55), common & in_age & ~agreement, within & refused
    other = family & ~of_basis & ~outside
    return {
        "right": within & ~refused,
        "duty": within & ~refused,
        "may": over | without | again | other,
        "outside": outside,
        "need": need,
        "newly": newly,
        "basis": basis,
        "agreement": agreement,
        "common": common,
        "over-55": over,
        "without-agreement": without,
        "within": within,
        "again": again,
        "other-family": other,
    }
