"""The trail: the firings of a decision as numbered steps, each with its authority, its premises and what follows.

The order is fixed by the law alone: what was taken from silence or assumed, the choice of law, then version by version
values, rules and conclusions, each after what it rests on. The same firings always give the same steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from ..frozen import dataclass
from ..inference.clauses import Gate, Known, Program, Role, Test, names_tested
from ..inference.conditions import value_of
from ..inference.forward import decide_tests
from ..inference.literals import Signed, is_positive, negative, node_of, positive, turned
from ..law.compiled import Finding
from ..law.deciding import Decision, Run
from ..model import GOVERNS, Compare, Derived, Expression, Holds, Rule, Value
from ..walking import names_of
from .lacking import Lacking

StepKind = Literal["silence", "assumed", "governs", "value", "rule", "conclusion"]


@dataclass(frozen=True, slots=True)
class Premise:
    """One thing that a step rests on: a test on values, or another step. `holds` says with which sign.

    `role` tells what it is to a rule; `overridden` means that a special rule took the rule's place. To a conclusion it is a
    rule (`when`), the subject, or how its value was computed (`value`).
    """

    holds: bool
    role: Role
    test: Holds | Compare | Known | None
    values: tuple[tuple[str, Value], ...]
    steps: tuple[int, ...]
    statement: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One node of the trail. `name` is a fact, topic, derived value, rule id or conclusion, as `kind` says.

    `result`: a rule applies or does not; a conclusion has a status; a value or governing version is in `value`.
    """

    number: int
    kind: StepKind
    version: str | None
    name: str
    result: str
    value: Value | None
    rule: Rule | None
    derived: Derived | None
    premises: tuple[Premise, ...]
    gives: tuple[tuple[str, Value | None], ...]


@dataclass(frozen=True)
class Trail:
    """All steps of a decision, and for each topic and public conclusion the numbers of the steps that justify it.

    `held` gives for each run the literals that hold after it.
    """

    steps: tuple[Step, ...]
    law: Mapping[str, tuple[int, ...]]
    because: Mapping[str, tuple[int, ...]]
    held: tuple[tuple[Run, frozenset[Signed]], ...]

    @cached_property
    def lacking(self) -> tuple[Lacking, ...]:
        """What open conclusions lack in each run of `held`."""
        return tuple(Lacking(run, literals) for run, literals in self.held)


def build_trail(decision: Decision) -> Trail:
    """Return the trail of a decision, built from its recorded firings."""
    steps: list[Step] = []
    origin: dict[str, int] = {}
    for name in sorted(decision.case.facts):
        fact = decision.case.facts[name]
        if fact.origin in ("silence", "assumed"):
            kind: StepKind = "silence" if fact.origin == "silence" else "assumed"
            origin[name] = len(steps) + 1
            steps.append(Step(len(steps) + 1, kind, None, name, "value", fact.value, None, None, (), ()))
    held = tuple((run, literals_of(run)) for run in (*decision.choices, *decision.runs))
    chosen: dict[tuple[str, str], int] = {}
    for run, literals in held[: len(decision.choices)]:
        numbers = _run_steps(run, literals, None, origin, steps)
        for topic in decision.governing:
            number = numbers.get(("conclusion", GOVERNS + topic))
            if number is not None:
                chosen[topic, run.compiled.version.name] = number
    law: dict[str, tuple[int, ...]] = {}
    for topic, governing in decision.governing.items():
        because = tuple(number for (topic_, _), number in chosen.items() if topic_ == topic)
        premises = tuple(Premise(steps[n - 1].result == "met", "when", None, (), (n,), None) for n in because)
        law[topic] = (len(steps) + 1,)
        result = "forced" if decision.case.forced is not None else "value" if governing.settled else "open"
        steps.append(Step(len(steps) + 1, "governs", None, topic, result, ", ".join(governing.versions), None, None, premises, ()))
    justified: dict[str, list[int]] = {}
    for run, literals in held[len(decision.choices) :]:
        nodes = frozenset().union(*(run.compiled.nodes[topic] for topic in run.topics))
        numbers = _run_steps(run, literals, nodes, origin, steps)
        for topic in run.topics:
            for name in run.compiled.base[topic]:
                number = numbers.get(("conclusion", name))
                if number is not None:
                    justified.setdefault(name, []).append(number)
    because_of = {name: tuple(numbers) for name, numbers in justified.items()}
    return Trail(tuple(steps), law, because_of, held)


def literals_of(run: Run) -> frozenset[Signed]:
    """Return every signed literal that holds after a run: what clauses concluded, and what the tests gave."""
    program = run.program
    return frozenset(program.clauses[number].head for number in run.fired).union(decide_tests(program, run.values))


def _run_steps(
    run: Run, literals: frozenset[Signed], nodes: frozenset[int] | None, origin: Mapping[str, int], steps: list[Step]
) -> dict[tuple[str, str], int]:
    """Append the steps of one run, restricted to `nodes`, and return their numbers by kind and name."""
    program, version = run.program, run.program.version
    numbers: dict[tuple[str, str], int] = {}
    value_numbers = dict(origin)
    owners = program.owners

    def premises_of(literal: Signed, role: Role) -> list[tuple[Signed, Role]]:
        """Return the tests, rules and conclusions by which a literal holds, looking through unnamed gates."""
        node = program.nodes[node_of(literal)]
        # A conclusion that is still open has no step, though one of its values, or that it is met, may be ruled out already.
        if isinstance(node, Test) or owners.get(node_of(literal)) in numbers:
            return [(literal, role)]
        holds = is_positive(literal)
        inputs = [turned(i, holds) for i in node.inputs]
        return [found for i in inputs if i in literals for found in premises_of(i, role)]

    def premise(literal: Signed, role: Role) -> Premise:
        node = program.nodes[node_of(literal)]
        holds = is_positive(literal)
        if isinstance(node, Test):
            test = node.condition
            used = list(names_tested(test))
            for name in used:
                number_value(name)
            known = tuple((name, run.values[name]) for name in dict.fromkeys(used) if name in run.values)
            return Premise(holds, role, test, known, tuple(value_numbers[n] for n in dict.fromkeys(used) if n in value_numbers), None)
        key = owners[node_of(literal)]
        return Premise(holds, role, None, (), (numbers[key],), key[1])

    def number_value(name: str) -> None:
        """Enter the step of a derived value, after those it is computed from."""
        derived = version.derived.get(name)
        if derived is None or name in value_numbers or name not in run.values:
            return
        used = list(dict.fromkeys(names_of(derived.expression)))
        for below in used:
            number_value(below)
        known = tuple((below, run.values[below]) for below in used if below in run.values)
        basis = Premise(True, "when", None, known, tuple(value_numbers[n] for n in used if n in value_numbers), None)
        value_numbers[name] = len(steps) + 1
        steps.append(Step(len(steps) + 1, "value", version.name, name, "value", run.values[name], None, derived, (basis,), ()))

    def result_value(expression: Expression) -> Value | None:
        return value_of(expression, run.values, version.parameters)

    for kind, name in program.order:
        if kind == "rule":
            rule_node = program.rules[name]
            holds = positive(rule_node.node) in literals
            if (not holds and negative(rule_node.node) not in literals) or (nodes is not None and rule_node.node not in nodes):
                continue
            wanted = [(turned(literal, holds), role) for literal, role in rule_node.premises]
            found = [leaf for literal, role in wanted if literal in literals for leaf in premises_of(literal, role)]
            premises = tuple(premise(literal, role) for literal, role in dict.fromkeys(found))
            rule = rule_node.rule
            gives = tuple((c, result_value(v)) for c, v in rule.then) if holds else ()
            numbers["rule", name] = len(steps) + 1
            steps.append(
                Step(
                    len(steps) + 1, "rule", version.name, name, "applies" if holds else "does_not_apply", None, rule, None, premises, gives
                )
            )
            continue
        finding = finding_of(program, name, literals, run)
        conclusion = program.conclusions[name]
        if finding is None or (nodes is not None and not any(n in nodes for n in program.conclusions[name].nodes)):
            continue
        rules = list(conclusion.rules)
        if finding.status == "met":
            rules = [r for r in rules if positive(program.rules[r].node) in literals]
        computed: list[tuple[Signed, Role]] = []
        for value in conclusion.values:
            if positive(value.settled) in literals:
                # A value stands because a rule gives it, every rule that gives another does not apply, and it can be computed.
                rules = [r for r in rules if r not in value.rules or positive(program.rules[r].node) in literals]
                computed = [(i, "value") for i in _inputs(program, value.settled) if isinstance(program.nodes[node_of(i)], Test)]
        applying = [positive(program.rules[r].node) for r in rules if ("rule", r) in numbers]
        resting: list[tuple[Signed, Role]] = [(turned(literal, literal in literals), "when") for literal in applying]
        if conclusion.subject is not None and finding.status != "met":
            resting += premises_of(turned(conclusion.subject, finding.status != "not_applicable"), "subject")
        premises = tuple(premise(literal, role) for literal, role in dict.fromkeys((*resting, *computed)))
        numbers["conclusion", name] = len(steps) + 1
        steps.append(Step(len(steps) + 1, "conclusion", version.name, name, finding.status, finding.value, None, None, premises, ()))
    return numbers


def _inputs(program: Program, node: int) -> tuple[Signed, ...]:
    found = program.nodes[node]
    return found.inputs if isinstance(found, Gate) else ()


def finding_of(program: Program, name: str, literals: Iterable[Signed], run: Run) -> Finding | None:
    """Return what a run found about a conclusion, helpers included, or None while it is open."""
    held = literals if isinstance(literals, frozenset) else frozenset(literals)
    conclusion = program.conclusions[name]
    if conclusion.met is not None and positive(conclusion.met) in held:
        return Finding("met")
    if conclusion.not_met is not None and conclusion.not_met in held:
        return Finding("not_met")
    for value in conclusion.values:
        if positive(value.settled) in held:
            return Finding("value", value_of(value.value, run.values, program.version.parameters))
    return Finding("not_applicable") if conclusion.not_applicable is not None and positive(conclusion.not_applicable) in held else None
