"""What a user would write instead, on the same rules: introduksjonsloven §§ 2 and 3 as a Python function, and on durable-rules.

Both take a complete case as a mapping of fact names to values and return right, duty, may-offer and the ids of what
applied. They know neither unknown facts nor citations, and keep no trail beyond the ids.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

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
