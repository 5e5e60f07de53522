"""Which steps of a trail come to nothing because their Act is not the one that applies; a version may hold several Acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..inference.literals import is_positive, node_of
from ..law.deciding import Decision
from .steps import Trail

ACT: Final = "law.act"
"""The conclusion that names the Act that applies."""

StepKey = tuple[str | None, bool, str, str]
"""By what a step is found: its version, whether it belongs to the choice of law, its kind and its name."""


def first_step(trail: Trail) -> int:
    """Return the number of the first step after the choice of law; 0 where no law was chosen."""
    return min((number for numbers in trail.law.values() for number in numbers), default=0)


def step_numbers(trail: Trail) -> Mapping[StepKey, int]:
    """Return the number of each step."""
    first = first_step(trail)
    return {(step.version, step.number < first, step.kind, step.name): step.number for step in trail.steps}


def foreign_steps(decision: Decision, trail: Trail) -> Mapping[int, int]:
    """Return the steps that fail because another Act applies, each with the step that says which does."""
    first, numbers = first_step(trail), step_numbers(trail)
    programs = {run.compiled.version.name: run.program for run in decision.runs}
    acts = {name: set(program.conclusions[ACT].nodes) if ACT in program.conclusions else set() for name, program in programs.items()}
    named = {name: {node.met: conclusion for conclusion, node in program.conclusions.items()} for name, program in programs.items()}
    found: dict[int, int] = {}
    for step in trail.steps:
        version = step.version
        if version is None or step.number < first:
            continue
        if step.kind == "rule" and step.result == "does_not_apply":
            act = numbers.get((version, False, "conclusion", ACT))
            resting = {number for premise in step.premises for number in premise.steps}
            # Only a premise of the rule itself: an alternative that fails need not be what stopped the rule.
            for literal, role in programs[version].rules[step.name].premises:
                node = node_of(literal)
                stopped = numbers.get((version, False, "conclusion", named[version].get(node, "")))
                foreign = stopped in found or (node in acts[version] and act in resting)
                if foreign and act is not None and role == "when" and is_positive(literal):
                    found[step.number] = act
        elif step.kind == "conclusion" and step.result in ("not_met", "not_applicable"):
            rules = [number for premise in step.premises for number in premise.steps]
            if rules and all(number in found for number in rules):
                found[step.number] = found[rules[0]]
    return found
