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


def _packed(name: str) -> pl.Expr:
    """Return days as numbers that compare as days do, and whose whole 512ths are years; twenty times as fast as `offset_by`."""
    day = pl.col(name).dt
    return day.year() * 512 + day.month().cast(pl.Int32) * 32 + day.day()


def polars_by_hand(frame: pl.DataFrame, applied: bool) -> pl.DataFrame:
    """Return right, duty and may of every row, with `applied` what applied too, as a careful user of Polars would write it.

    In stages, since what several conditions share is then worked out once: seven times as fast as one large expression.
    """
    permit, reference = pl.col("permit.type"), pl.col("reference_person.permit_type")
    decided, born, since = (_packed(name) for name in ("programme.decision_date", "person.birth_date", "residence.start_date"))
    c = pl.col
    lasting = (reference != "s34") | c("reference_person.permit_leads_to_permanent_residence")
    staged = (
        frame.select(
            outside="person.nordic_or_eea_citizen",
            need="qualification.needs_basic_qualification",
            refused="programme.refused_or_interrupted",
            agreed="settlement.by_agreement",
            family=permit == FAMILY,
            own=permit.is_in(sorted(BASES)),
            independent=permit.is_in(sorted(INDEPENDENT)),
            of_basis=reference.is_in(sorted(BASES)),
            lasting=lasting,
            decided=decided,
            born=born,
            since=since,
        )
        .with_columns(
            newly=c("decided") <= c("since") + 2 * 512,
            age=(c("decided") - c("born")) // 512,
            basis=c("own") | c("independent") | (c("family") & c("of_basis") & c("lasting")),
            agreement=c("agreed") | c("family") | c("independent"),
            other=c("family") & ~c("of_basis") & ~c("outside"),
        )
        .with_columns(common=c("need") & c("newly") & c("basis") & ~c("outside"), in_age=c("age").is_between(18, 55))
        .with_columns(
            within=c("common") & c("in_age") & c("agreement"),
            over=c("common") & c("agreement") & (c("age") > 55),
            without=c("common") & c("in_age") & ~c("agreement"),
        )
        .with_columns(right=c("within") & ~c("refused"), again=c("within") & c("refused"))
        .with_columns(duty=c("right"), may=c("over") | c("without") | c("again") | c("other"))
    )
    told = ["outside", "need", "newly", "basis", "agreement", "common", "over", "without", "within", "again", "other"]
    return staged.select("right", "duty", "may", *(told if applied else ()))
