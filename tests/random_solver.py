"""Every answer of the solver on random laws, held against what the engines find of random cases.

`python -m tests.random_solver --seed S --samples N` asks of each law what `check --solver` and `diff` ask, and of some of its mutants
whether they are equivalent. That there is no such case must be refuted by no sample; a case that there is must be one for the engine
too. It prints how many answers were held against how many samples, how often the solver gave up, and every disagreement.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import click
import z3

from engine.analysis.equivalence import Answered, Differing, Unproved, first_difference_of, prove_equal
from engine.analysis.truths import Formula, FormulaPair
from engine.analysis.witnesses import Asked, Example, Found, Never, SolverAnswer, Unknown
from engine.checking.findings import found_by
from engine.checking.flaws.parts import RulePart, RuleQuestion, questions
from engine.checking.flaws.search import Search, ShownFlaw
from engine.inference import forward, specialised
from engine.inference.clauses import Known, Program, compile_version
from engine.inference.conditions import truth
from engine.inference.literals import negative, positive
from engine.law.compiled import CompiledLaws, compile_laws
from engine.model import (
    FORCED,
    GOVERNS,
    All,
    Any,
    Case,
    Compare,
    Conclusion,
    Condition,
    Constant,
    Holds,
    Laws,
    LawVersion,
    Name,
    Not,
    Parameter,
    ParameterRef,
    Rule,
    Value,
    Vocabulary,
)
from engine.suites.panel import with_version
from engine.walking import items_of, replaced

from .random_laws import PLACE, TEXT, random_case, random_laws

SAMPLES_OF_A_LAW = 1_000
MUTANTS_OF_A_LAW = 8
STEPS = 200_000
"""So many steps of the solver for a question: a small law's is settled in a tenth of them, or in none that one would wait for."""

Facts = Mapping[str, Value]


@dataclass
class Tally:
    """What was held against what, and every disagreement with what gives it again."""

    counts: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- every question that is put to the solver


class Recorded(Asked):
    """The solver, which keeps every question that is put to it with its answer, and every test that it makes a formula of."""

    def __init__(self, laws: CompiledLaws, steps: int) -> None:
        super().__init__(laws, steps)
        self.answered: dict[tuple[int, ...], tuple[tuple[Formula, ...], SolverAnswer | Example]] = {}
        self.tests: dict[int, tuple[Compare | Holds | Known, Mapping[str, Parameter], bool]] = {}
        make = self.encoder.test

        def test(condition: Holds | Compare | Known, parameters: Mapping[str, Parameter], derived: Mapping[str, object]) -> FormulaPair:
            made: FormulaPair = make(condition, parameters, derived)  # type: ignore[arg-type]
            self.tests.setdefault(made.fails.get_id(), (condition, parameters, False))
            self.tests.setdefault(made.holds.get_id(), (condition, parameters, True))
            return made

        self.encoder.test = test  # type: ignore[method-assign, assignment]

    def ask(self, assumed: Sequence[Formula]) -> SolverAnswer:
        answer = super().ask(assumed)
        self.answered[tuple(item.get_id() for item in assumed)] = tuple(assumed), answer
        return answer

    def example(self, assumed: Sequence[Formula], ways: Sequence[Formula]) -> Example | Never | Unknown:
        answer = super().example(assumed, ways)
        # That one of the ways follows is part of what is assumed; the first that is so is part of the answer.
        shown = (ways[answer.way],) if isinstance(answer, Example) else ()
        self.answered[tuple(item.get_id() for item in (*assumed, *shown))] = (*assumed, *shown), answer
        return answer


class Readings:
    """What the engines find of cases: for a formula those cases in which it is so, as the bits of one number.

    A formula that stands for a node of a program is so where the engine derives the literal; one for a test that no program makes,
    where the specification says so; any other is put together from these.
    """

    def __init__(self, asked: Recorded, cases: Sequence[Facts], run: forward.Engine, tally: Tally) -> None:
        self.asked, self.cases, self.everyone = asked, cases, (1 << len(cases)) - 1
        self.found: dict[int, int] = {}
        self.values: dict[int, list[dict[str, Value]]] = {}
        forced = asked.forced
        self.found[forced.get_id()] = _bits(facts.get(FORCED) is True for facts in cases)
        for formulas in (*asked.choices, *asked.wholes):
            program = formulas.program
            bits = [0] * (2 * len(program.nodes))
            merged = self.values.setdefault(id(program.version.parameters), [{} for _ in cases])
            for number, facts in enumerate(cases):
                derivation = run(program, facts)
                merged[number].update(derivation.values)
                for literal in literals_of(program, derivation):
                    bits[literal] |= 1 << number
            for literal, so in enumerate(bits):
                formula = formulas.literal(literal)
                if self.found.setdefault(formula.get_id(), so) != so:
                    tally.disagreements.append(f"two nodes of one formula, the second {program.nodes[literal // 2]}: {_first(so)}")
            tally.counts["nodes"] += len(bits)
        for constant, so in ((asked.encoder.true, self.everyone), (asked.encoder.false, 0)):
            if self.found.setdefault(constant.get_id(), so) != so:
                tally.disagreements.append("what is always so is not")
        self.equations = {}
        for equation in asked.encoder.asserted:
            if z3.is_eq(equation) and _is_variable(equation.arg(0)):
                self.equations[equation.arg(0).get_id()] = equation.arg(1)

    def so(self, formula: Formula) -> int:
        """Return in which of the cases a formula is so."""
        key = formula.get_id()
        if key not in self.found:
            self.found[key] = self._so(formula)
        return self.found[key]

    def _so(self, formula: Formula) -> int:
        if formula.get_id() in self.asked.tests:
            return self._tested(*self.asked.tests[formula.get_id()])
        if _is_variable(formula):
            return self.so(self.equations[formula.get_id()])
        parts = [self.so(part) for part in formula.children()]
        if z3.is_not(formula):
            return self.everyone & ~parts[0]
        if z3.is_and(formula):
            return _every(parts, self.everyone)
        if z3.is_or(formula):
            return _some(parts)
        assert formula.decl().kind() == z3.Z3_OP_PB_AT_LEAST and formula.decl().params() == [2], formula
        one = two = 0
        for part in parts:
            one, two = one | part, two | one & part
        return two

    def _tested(self, test: Holds | Compare | Known, parameters: Mapping[str, Parameter], holds: bool) -> int:
        assert not isinstance(test, Known), test
        scales = {
            fact.name: tuple(fact.values)
            for fact in self.asked.laws.laws.vocabulary.facts.values()
            if fact.type == "ordinal" and fact.values
        }
        return _bits(truth(test, values, parameters, scales) is holds for values in self.values[id(parameters)])


def literals_of(program: Program, derivation: forward.Derivation) -> set[int]:
    """Return what an engine derives, and what it finds of the tests."""
    return {program.heads[number] for number in derivation.fired}.union(forward.decide_tests(program, derivation.values))


def _is_variable(formula: Formula) -> bool:
    return bool(z3.is_const(formula) and formula.decl().kind() == z3.Z3_OP_UNINTERPRETED)


def _bits(said: Iterator[bool]) -> int:
    return sum(1 << number for number, so in enumerate(said) if so)


def _every(items: Sequence[int], everyone: int) -> int:
    for item in items:
        everyone &= item
    return everyone


def _some(items: Sequence[int]) -> int:
    found = 0
    for item in items:
        found |= item
    return found


def _first(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def hold_answers(asked: Recorded, samples: Sequence[Facts], run: forward.Engine, tally: Tally) -> None:
    """Hold every answer against the samples, and against the cases that the solver found itself."""
    answered = list(asked.answered.values())
    shown = [(assumed, answer.facts) for assumed, answer in answered if isinstance(answer, (Found, Example))]
    cases = [*samples, *(facts for _, facts in shown)]
    readings = Readings(asked, cases, run, tally)
    for number, (assumed, _) in enumerate(shown):
        tally.counts["cases of the solver"] += 1
        if not all(readings.so(item) >> len(samples) + number & 1 for item in assumed):
            tally.disagreements.append(f"no such case for the engine: {cases[len(samples) + number]}")
    for assumed, answer in answered:
        if isinstance(answer, Unknown):
            tally.counts["given up"] += 1
        elif isinstance(answer, Never):
            tally.counts["never"] += 1
            tally.counts["never, on a sample"] += len(cases)
            # What excludes each other is said of some of them alone.
            if so := _every([readings.so(assumed[position]) for position in answer.core], readings.everyone):
                tally.disagreements.append(f"there is such a case, and never is said of it: {cases[_first(so)]}")


# ---------------------------------------------------------------- what is said of rules, without any formula


def hold_idle(search: Search, samples: Sequence[Facts], tally: Tally) -> None:
    """Hold what is said of each condition of a rule against the rule without it, compiled anew: it applies in the same cases, or not."""
    asked = search.asked
    for number, compiled in enumerate(asked.laws.versions):
        version = compiled.version
        told = [
            (question, inside, asked.ask(assumed))
            for question in questions(search, number, {(version.name, id_) for id_ in version.rules})
            for _, inside, assumed in question.matters()
        ]
        rules = [
            replace(without(question, inside), id=f"{question.node.rule.id} without {n}") for n, (question, inside, _) in enumerate(told)
        ]
        names = {rule.id: replace(rule, then=((rule.id, Constant(True)),)) for rule in rules}
        # What goes before a rule goes before it without a condition too, but for what it is without.
        over: dict[str, tuple[str, ...]] = {}
        for rule, (question, inside, _) in zip(rules, told, strict=True):
            for special in version.rules.values():
                if question.node.rule.id in special.overrides and not (inside.kind == "overrides" and inside.rule is special):
                    over[special.id] = (*over.get(special.id, ()), rule.id)
        before = {id_: replace(rule, overrides=(*rule.overrides, *over.get(id_, ()))) for id_, rule in version.rules.items()}
        vocabulary = asked.laws.laws.vocabulary
        made = {id_: Conclusion(id_, "boolean", TEXT, PLACE, topic="matter") for id_ in names}
        conclusions = {**vocabulary.conclusions, **made}
        goals = [*(n for n, c in conclusions.items() if c.type != "version"), *(GOVERNS + topic for topic in vocabulary.topics)]
        program = compile_version(replace(version, rules={**before, **names}), replace(vocabulary, conclusions=conclusions), goals)
        run = specialised.specialise(program)
        literals = [literals_of(program, run(facts)) for facts in samples]
        for rule, (question, inside, answer) in zip(rules, told, strict=True):
            nodes = [program.rules[id_].node for id_ in (question.node.rule.id, rule.id)]

            def differs(found: set[int], nodes: Sequence[int] = tuple(nodes)) -> bool:
                return any({positive(one), negative(other)} <= found for one, other in (nodes, reversed(nodes)))

            what = f"{inside.kind} {inside.path} of {question.node.rule.id} in {version.name}"
            if isinstance(answer, Never):
                tally.counts["idle"] += 1
                tally.counts["idle, on a sample"] += len(samples)
                refuting = next((facts for facts, found in zip(samples, literals, strict=True) if differs(found)), None)
                if refuting is not None:
                    tally.disagreements.append(f"not idle: {what}: {refuting}")
            elif isinstance(answer, Found):
                tally.counts["not idle"] += 1
                if not differs(literals_of(program, run(answer.facts))):
                    tally.disagreements.append(f"it changes nothing: {what}: {answer.facts}")


def without(question: RuleQuestion, inside: RulePart) -> Rule:
    """Return a rule without one of its conditions; an override is taken from the special rule, and leaves it as it is."""
    rule, path = question.node.rule, inside.path
    match inside.kind, path:
        case "overrides", _:
            return replace(rule, overrides=())
        case "in_force", (_, "from"):
            assert rule.in_force is not None
            return replace(rule, overrides=(), in_force=replace(rule.in_force, start=None))
        case "in_force", _:
            assert rule.in_force is not None
            return replace(rule, overrides=(), in_force=replace(rule.in_force, end=None))
        case _, ("unless", int(number)):
            return replace(rule, overrides=(), unless=(*rule.unless[:number], *rule.unless[number + 1 :]))
        case _, ("unless", int(number), *steps):
            changed = _dropped(rule.unless[number], steps)
            return replace(rule, overrides=(), unless=(*rule.unless[:number], changed, *rule.unless[number + 1 :]))
        case _, ("when", *steps):
            return replace(rule, overrides=(), when=_dropped(rule.when, steps))
    raise AssertionError(path)


def _dropped(condition: Condition, steps: Sequence[str | int]) -> Condition:
    """Return a condition without the one to which keys and numbers of list items lead: `not` has a key and no number."""
    if not steps:
        return All(())
    left, way, at = list(steps), [], condition
    while left:
        left.pop(0)
        way.append(0 if isinstance(at, Not) else int(left.pop(0)))
        owner, at = at, items_of(at)[way[-1]]
    assert isinstance(owner, (All, Any))
    return replaced(condition, tuple(way[:-1]), type(owner)((*owner.items[: way[-1]], *owner.items[way[-1] + 1 :])))


def hold_findings(search: Search, flaws: Sequence[ShownFlaw], samples: Sequence[Facts], run: forward.Engine, tally: Tally) -> None:
    """Hold what is found against whole decisions: what no finding tells of is so in no sample."""
    laws = search.asked.laws
    told: dict[tuple[str, str], set[str]] = {}
    for flaw in flaws:
        told.setdefault((flaw.version, flaw.diagnostic.code), set()).add(flaw.rule)
    for facts in samples:
        for forced in [c.version.name for c in laws.versions] if facts.get(FORCED) is True else [None]:
            governing = governed(laws, facts, forced, run)
            for name, (version, answer) in answers(laws, facts, governing, run).items():
                compiled = next(c for c in laws.versions if c.version.name == version)
                rules = set(compiled.whole.conclusions[name].rules) if name in compiled.whole.conclusions else set()
                given_up = rules & told.get((version, "not-settled"), set())
                tally.counts["findings"] += 1
                if answer.result == "conflict":
                    tally.counts["conflicts"] += 1
                    if not given_up and not rules & told.get((version, "rules-conflict"), set()) and (version, "seam-overlap") not in told:
                        tally.disagreements.append(f"rules of {version} contradict each other on {name}: {facts}")
                elif answer.result == "not_applicable" and laws.laws.vocabulary.conclusions[name].principal and rules:
                    tally.counts["without an outcome"] += 1
                    if not given_up and not rules & told.get((version, "no-outcome"), set()) and (version, "seam-gap") not in told:
                        tally.disagreements.append(f"{version} has no outcome {name}: {facts}")
            for compiled in (c for c in laws.versions if c.version.name in governing.values()):
                program, version = compiled.whole, compiled.version.name
                derived = {program.heads[number] for number in run(program, facts).fired}
                for id_ in told.get((version, "never-applies"), ()):
                    if id_ in program.rules and positive(program.rules[id_].node) in derived:
                        tally.disagreements.append(f"{id_} of {version} applies: {facts}")


# ---------------------------------------------------------------- whole laws


def governed(laws: CompiledLaws, facts: Facts, forced: str | None, run: forward.Engine) -> dict[str, str | None]:
    """Return the version that governs each topic for certain, and None where none does; a topic of which it is open is left out."""
    found: dict[str, str | None] = {}
    for topic in laws.laws.vocabulary.topics:
        outcomes = []
        for compiled in reversed(laws.versions):
            places = dict(compiled.governs)
            said = run(compiled.choice, facts).outcomes[places[topic]] if topic in places else False
            outcomes.append((compiled.version.name, said))
        first = next(((name, said) for name, said in outcomes if said is not False), (None, True))
        if forced is not None or first[1] is True:
            found[topic] = forced or first[0]
    return found


def answers(laws: CompiledLaws, facts: Facts, governing: Mapping[str, str | None], run: forward.Engine) -> dict[str, tuple[str, Answered]]:
    """Return the version and the answer that it gives to each conclusion that is settled; none where a topic has no version."""
    found: dict[str, tuple[str, Answered]] = {}
    if None in governing.values():
        return found
    for compiled in laws.versions:
        version, whole = compiled.version, compiled.whole
        topics = [topic for topic, name in governing.items() if name == version.name]
        if not topics:
            continue
        derivation = run(whole, facts)
        outcomes = dict(zip(whole.conclusions, derivation.outcomes, strict=True))
        for name in (name for topic in topics for name in compiled.base[topic]):
            answer = _answer(whole, name, outcomes.get(name, forward.NOT_APPLICABLE), derivation.values)
            found |= {name: (version.name, answer)} if answer is not None else {}
    return found


def _answer(program: Program, name: str, outcome: forward.Outcome, values: Facts) -> Answered | None:
    if outcome is None or outcome is True or outcome is False:
        return Answered("met" if outcome else "not_met") if outcome is not None else None
    if outcome in (forward.NOT_APPLICABLE, forward.CONFLICT):
        return Answered("not_applicable" if outcome == forward.NOT_APPLICABLE else "conflict")
    match program.conclusions[name].values[outcome].value:
        case Constant(value):
            return Answered("value", value)
        case ParameterRef(parameter):
            return Answered("value", program.version.parameters[parameter].value)
        case Name(value):
            return Answered("value", values[value])
        case other:
            raise AssertionError(other)


def differences(
    one: CompiledLaws, other: CompiledLaws, facts: Facts, forced: tuple[str | None, str | None], run: forward.Engine
) -> dict[str, tuple[Answered, Answered]]:
    """Return the conclusions to which two laws answer differently, each with both answers; what one of them leaves open is none."""
    governing = [governed(laws, facts, version, run) for laws, version in zip((one, other), forced, strict=True)]
    found: dict[str, tuple[Answered, Answered]] = {}
    if all(None in versions.values() for versions in governing):
        return found
    ours, theirs = (answers(laws, facts, versions, run) for laws, versions in zip((one, other), governing, strict=True))
    for name in ours.keys() & theirs.keys():
        if (forced != (None, None) or ours[name][0] == theirs[name][0]) and ours[name][1] != theirs[name][1]:
            found[name] = ours[name][1], theirs[name][1]
    if forced == (None, None):
        for topic in governing[0].keys() & governing[1].keys():
            left, right = (versions[topic] for versions in governing)
            if left != right:
                law = one.laws.vocabulary.topics[topic].law
                found[law] = tuple(Answered("value", name) if name else Answered("not_applicable") for name in (left, right))  # type: ignore[assignment]
    return found


def hold_equality(
    one: CompiledLaws,
    other: CompiledLaws,
    said: Sequence[Differing | Unproved],
    names: Sequence[str],
    samples: Sequence[tuple[Facts, tuple[str | None, str | None]]],
    run: forward.Engine,
    tally: Tally,
    versions: tuple[str, str] | None = None,
) -> None:
    """Hold that two laws answer the same to conclusions, or the cases that show that they do not, against the samples."""
    for answer in said:
        if isinstance(answer, Unproved):
            tally.counts["given up"] += 1
            continue
        tally.counts["differing"] += 1
        case = answer.case
        facts = facts_of(case, one.laws.vocabulary)
        forced = versions or (case.forced, case.forced)
        found = differences(one, other, facts, forced, run).get(answer.conclusion)
        if found is None or any(
            told.result != so.result or told.value not in (None, so.value)
            for told, so in zip((answer.one, answer.other), found, strict=True)
        ):
            tally.disagreements.append(f"no such difference: {answer.conclusion}, {answer.one}, {answer.other}, {found}: {facts}")
    if said:
        return
    tally.counts["the same"] += 1
    tally.counts["the same, on a sample"] += len(samples)
    for facts, forced in samples:
        found_ = {name: pair for name, pair in differences(one, other, facts, forced, run).items() if name in names}
        if found_:
            tally.disagreements.append(f"not the same: {found_}: {facts}, forced {forced}")


# ---------------------------------------------------------------- laws and their mutants


def changed(rng: random.Random, version: LawVersion) -> LawVersion:
    """Return a version with one change: often one of its meaning, sometimes the same said otherwise."""
    if rng.random() < 0.25:
        name = rng.choice(("one", "half", "week", "month", "year", "days", "line", "level"))
        parameter = version.parameters[name]
        match parameter.value:
            case date() as day:
                other: Value = day + timedelta(days=1)
            case str():
                other = "high"
            case number:
                assert isinstance(number, (int, Decimal))
                other = number + 1
        return replace(version, parameters={**version.parameters, name: replace(parameter, value=other)})  # type: ignore[arg-type]
    rule = version.rules[rng.choice([id_ for id_ in version.rules if id_ != "governs"] + ["governs"])]
    beside = rng.choice([one.when for one in version.rules.values() if one.then == rule.then])
    when = rule.when
    ways: list[Rule] = [
        replace(rule, when=Not(when)),
        replace(rule, when=All((when, beside))),
        replace(rule, when=Any((when, beside))),
        # The same said otherwise: absorbed, and by De Morgan.
        replace(rule, when=All((when, Any((beside, when))))),
        replace(rule, when=Any((All((beside, when)), when))),
        replace(rule, when=Not(All((Not(when), Not(All((when, beside))))))),
    ]
    ways += (
        [replace(rule, unless=rule.unless[1:]), replace(rule, when=All((when, Not(rule.unless[0]))), unless=rule.unless[1:])]
        if rule.unless
        else []
    )
    ways += [replace(rule, overrides=())] if rule.overrides else []
    ways += [replace(rule, in_force=None)] if rule.in_force else []
    made = rng.choice(ways)
    return replace(version, rules={**version.rules, rule.id: made})


def with_principals(laws: Laws) -> Laws:
    """Return laws in which each conclusion of a word is an outcome that no case should be without."""
    conclusions = {name: replace(one, principal=one.type == "enum") for name, one in laws.vocabulary.conclusions.items()}
    return replace(laws, vocabulary=replace(laws.vocabulary, conclusions=conclusions))


def run(seed: int, samples: int, tally: Tally, groups: int = 1, mutants: int = MUTANTS_OF_A_LAW, steps: int = STEPS) -> None:
    """Ask the solver about the law of a seed and its mutants, and hold what it answers."""
    before, rng = len(tally.disagreements), random.Random(seed)
    laws = compile_laws(with_principals(random_laws(rng, groups)))
    cases = [random_case(rng, number) for number in range(samples)]
    hold_law(laws, {}, cases, tally, steps)
    for number in range(mutants):
        hold_mutant(rng, laws, cases[number :: max(mutants, 10)], tally, steps)
    tally.counts["samples"] += samples
    tally.counts["laws"] += 1
    tally.disagreements[before:] = [f"seed {seed}: {told}" for told in tally.disagreements[before:]]


def facts_of(case: Case, vocabulary: Vocabulary) -> Facts:
    """Return the facts of a case by name, with what its silence says, as they are of a case that is read from a file."""
    silent = {name: fact.silence for name, fact in vocabulary.facts.items() if fact.silence is not None}
    return {**silent, **{name: fact.value for name, fact in case.facts.items()}}


def hold_law(laws: CompiledLaws, sources: Mapping[str, str], cases: Sequence[Case], tally: Tally, steps: int) -> None:
    """Ask of a law what `check --solver` asks, and hold every answer."""
    engine = specialised.engine()
    asked = Recorded(laws, steps)
    search = Search(asked, sources)
    flaws = found_by(search)
    samples = [facts for case in cases if asked.encoder.covers(facts := facts_of(case, laws.laws.vocabulary))]
    for flaw in flaws:
        tally.counts[flaw.diagnostic.code] += 1
    hold_idle(search, samples, tally)
    hold_findings(search, flaws, samples, engine, tally)
    hold_answers(asked, samples, engine, tally)


def hold_mutant(rng: random.Random, laws: CompiledLaws, cases: Sequence[Case], tally: Tally, steps: int) -> None:
    """Ask whether a mutant says the same, as `test --mutate` asks it, and as `diff` asks it of two versions; hold both answers."""
    engine = specialised.engine(specialised.FEW)
    place = rng.randrange(len(laws.versions))
    version = changed(rng, laws.versions[place].version)
    versions = [compiled.version for compiled in laws.versions]
    asked = Recorded(laws, steps)
    # What did not change is the same, as of the mutants that `mutation` makes.
    mutant = with_version(laws, version)
    samples = [(facts_of(case, laws.laws.vocabulary), (case.forced, case.forced)) for case in cases]
    answer = first_difference_of(asked, mutant)
    names = list(laws.laws.vocabulary.conclusions)
    hold_equality(laws, mutant, [answer] if answer else [], names, samples, engine, tally)
    pair = compile_laws(replace(laws.laws, versions=(versions[place], replace(version, name="other"))))
    comparing = Recorded(pair, steps)
    both = (versions[place].name, "other")
    forced = [({**facts, FORCED: True}, both) for facts, _ in samples]
    for name in names:
        if laws.laws.vocabulary.conclusions[name].type != "version":
            said = prove_equal(comparing, *both, name)
            hold_equality(pair, pair, said, [name], forced, engine, tally, both)


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="The first law; each law has the next one.")
@click.option("--samples", type=int, default=10_000, show_default=True, help="How many cases at least.")
def main(seed: int, samples: int) -> None:
    """Hold the answers of the solver on random laws. Exit code 1 where one does not hold."""
    tally, begun, first, told = Tally(), time.process_time(), seed, 0
    while (seed - first) * SAMPLES_OF_A_LAW < samples:
        run(seed, SAMPLES_OF_A_LAW, tally)
        for disagreement in tally.disagreements[told:]:
            click.echo(disagreement[:2000])
        told = len(tally.disagreements)
        seed += 1
        if (seed - first) % 10 == 0 or (seed - first) * SAMPLES_OF_A_LAW >= samples:
            click.echo(f"seeds {first} to {seed - 1}, {time.process_time() - begun:.0f} s: {dict(tally.counts)}, {told} disagreements")
            sys.stdout.flush()
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
