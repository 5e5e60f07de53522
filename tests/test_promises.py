"""The promises of the design on random cases: no crash, no conflict, one trail whatever the order, and monotonicity."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pytest

from engine.diagnostics import Rejected
from engine.inference import forward, specialised
from engine.inference.durable import available as durable_reason
from engine.inference.forward import Engine
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines, first_difference
from engine.law.deciding import Decision
from engine.law.deciding import decide as decide_
from engine.model import Case, Laws
from engine.trail.document import document
from engine.trail.steps import build_trail

from .random_cases import random_cases, why_rejected

T = TypeVar("T")


def decide(case: Case, compiled: CompiledLaws, run: Engine) -> Decision | None:
    """Return the decision, or None where no law governs, or no calendar: the dates of random cases may lie before all of them."""
    try:
        return decide_(case, compiled, run)
    except Rejected as rejected:
        assert [problem.code for problem in rejected.diagnostics] == [why_rejected(case, compiled)], rejected
        return None


def shuffled(laws: Laws, seed: int) -> Laws:
    """Return the same laws with everything that is kept by name in another order."""
    rng = random.Random(seed)

    def mix(mapping: Mapping[str, T]) -> dict[str, T]:
        items = list(mapping.items())
        rng.shuffle(items)
        return dict(items)

    vocabulary = replace(laws.vocabulary, facts=mix(laws.vocabulary.facts), conclusions=mix(laws.vocabulary.conclusions))
    versions = tuple(
        replace(v, rules=mix(v.rules), derived=mix(v.derived), parameters=mix(v.parameters), helpers=mix(v.helpers)) for v in laws.versions
    )
    return Laws(vocabulary, versions)


def test_random_cases_reach_the_law(laws: Laws, compiled: CompiledLaws) -> None:
    """The generator is worth something only if its cases reach every outcome and most are governed."""
    fast = specialised.engine()
    cases = list(random_cases(laws, 3_000, seed=1))
    decisions = [decide(case, compiled, fast) for case in cases]
    outcomes = {d.findings["programme.outcome"].value for d in decisions if d is not None}
    assert outcomes == {"right_and_duty", "right", "may_offer", "complete", "none", "review", None}
    assert sum(d is not None for d in decisions) > 2_000
    assert "no-law" in {why_rejected(case, compiled) for case, decision in zip(cases, decisions, strict=True) if decision is None}


def test_no_conflict_and_one_trail_in_any_order(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """No random case crashes or meets a conflict, and shuffling rules and facts changes no firing and no finding."""
    fast, other = specialised.engine(), specialised.engine()
    mixed = compile_laws(shuffled(laws, seed=2))
    rng = random.Random(3)
    decided = 0
    for case in random_cases(laws, random_count, seed=4):
        one = decide(case, compiled, fast)
        facts = list(case.facts.items())
        rng.shuffle(facts)
        two = decide(replace(case, facts=dict(facts)), mixed, other)
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            decided += 1
            difference = first_difference(one, two)
            assert difference is None, f"{case.id}: {difference}"
    assert decided > random_count / 2


def test_learning_a_fact_never_overturns_what_is_settled(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """A settled conclusion of a case with gaps is the conclusion of the case without them."""
    fast = specialised.engine()
    rng = random.Random(5)
    compared = shown = 0
    for case in random_cases(laws, random_count, seed=6, missing=0.05):
        gaps = rng.sample(sorted(case.facts), k=rng.choice((1, 1, 2, 4, 8)))
        fewer = {name: fact for name, fact in case.facts.items() if name not in gaps or fact.origin == "given"}
        less, more = decide(replace(case, facts=fewer), compiled, fast), decide(case, compiled, fast)
        if less is None or more is None:
            shown += less is not None and why_rejected(case, compiled) == "no-law"
            continue  # a date that comes in may show that no law governs, which is an error and no conclusion
        for name, finding in less.findings.items():
            if finding.status != "open":
                compared += 1
                assert more.findings[name] == finding, f"{case.id}: {name} was {finding}, became {more.findings[name]} with {gaps}"
    assert compared > random_count and shown


def test_the_reference_and_the_specialised_engine_agree(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """The generated function fires exactly the clauses that the agenda fires."""
    fast = specialised.engine()
    for case in random_cases(laws, max(1_000, random_count // 10), seed=7, missing=0.2):
        one, two = decide(case, compiled, forward.run), decide(case, compiled, fast)
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            assert first_difference(one, two) is None, case.id


@pytest.mark.skipif(durable_reason() is not None, reason=str(durable_reason()))
def test_the_durable_engine_agrees_on_random_cases(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """One random whole case for every ten that the run asks for: they give identical decisions and trails on forward and durable."""
    durable = engines()["durable"]
    for case in random_cases(laws, random_count // 10, seed=8):
        one, two = decide(case, compiled, forward.run), decide(case, compiled, durable)
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            assert first_difference(one, two) is None, case.id


def test_every_step_rests_on_earlier_steps_and_stated_facts(laws: Laws, compiled: CompiledLaws) -> None:
    """A trail's premises are earlier steps or known values, every settled conclusion has a step, and twice gives the same digest."""
    fast = specialised.engine()
    checked = 0
    for case in random_cases(laws, 100, seed=9):
        decision = decide(case, compiled, fast)
        if decision is None:
            continue
        trail = build_trail(decision)
        for number_due, step in enumerate(trail.steps, 1):
            assert step.number == number_due
            for premise in step.premises:
                assert all(number < step.number for number in premise.steps)
                assert premise.steps or premise.values, f"{case.id}: step {step.number} {step.name} has a premise of nothing"
            if step.kind in ("rule", "conclusion"):
                assert step.premises, f"{case.id}: step {step.number} {step.name} rests on nothing"
        for name, finding in decision.findings.items():
            conclusion = laws.vocabulary.conclusions[name]
            governing = decision.governing[str(conclusion.topic)]
            ruled = all(name in run.program.conclusions for run in decision.runs if run.compiled.version.name in governing.versions)
            if finding.status != "open" and conclusion.type != "version" and ruled:
                assert trail.because.get(name), f"{case.id}: {name} is {finding.status} without a step"
                checked += 1
        one = document(decision, trail, laws.vocabulary, {"made": False})
        two = document(decision, build_trail(decision), laws.vocabulary, {"made": False})
        assert one["digest"] == two["digest"]
    assert checked > 1_000
