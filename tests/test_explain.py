"""Why and why not: the shortest justification against an oracle of its own, what stands in the way, and `hjemmel explain`."""

from __future__ import annotations

import functools
import itertools
import json
import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from engine.canonical import Json
from engine.diagnostics import Diagnostic, Rejected
from engine.home import HOME
from engine.inference import specialised
from engine.inference.conditions import compare, value_of
from engine.inference.forward import Engine, chain
from engine.inquiry.explanation import Explanation, explain, explainable
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import Decision, decide
from engine.loading import load_case, load_laws, load_suites
from engine.model import (
    All,
    Call,
    Case,
    Compare,
    Condition,
    Constant,
    Expression,
    Holds,
    Language,
    Laws,
    LawVersion,
    Name,
    Not,
    Span,
    Value,
)
from engine.model import Any as AnyOf
from engine.rendering.derivation import view_of
from engine.rendering.explanation import explanation_report
from engine.rendering.explanation_document import explanation_document
from engine.rendering.forms import render_report
from engine.schemas import validator
from engine.trail.justification import Support, facts_behind, facts_behind_each, justify, smallest, with_justification
from engine.trail.obstacles import is_refusal, obstacles
from engine.trail.steps import Premise, Step, Trail, build_trail

from .random_cases import random_cases

EXAMPLES = HOME / "examples"
GOLDEN = Path(__file__).resolve().parent / "golden"
LANGUAGES: tuple[Language, ...] = ("nb", "en")
NOT_MADE: Json = {"made": False, "engines": ["forward"], "reason": "not asked for"}

TOLD = [
    # where the case is, what is explained
    ("examples/refusal-2026", "programme.outcome"),
    ("examples/refusal-2026", "programme.duty"),
    ("examples/refugee-2026", "programme.latest_end_date"),
    ("examples/plan-collective-protection-2026", "plan.complete"),
    ("examples/introduksjonsloven", "parental_guidance.required"),
    ("tests/golden/introduksjonsloven", "programme.outcome"),
    ("tests/golden/may-offer-over-55", "programme.right"),
    ("tests/golden/open-birth-date", "programme.outcome"),
    ("tests/golden/open-law-version", "programme.duty"),
    ("tests/golden/assumed-decision-date", "person.age_at_permit"),
]


@functools.cache
def shipped() -> tuple[Laws, CompiledLaws, Engine]:
    """Return the shipped law, loaded once, with the fast engine."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None
    return loaded.laws, compile_laws(loaded.laws), specialised.engine()


@functools.cache
def pool(count: int) -> tuple[tuple[Decision, Trail], ...]:
    """Return decisions on random cases and regression cases in turn, those left out that no law governs."""
    suites = load_suites(HOME / "tests" / "regression", shipped()[0], {}, [])
    regression = random.Random(1).choices([case.case for _, _, case in suites if case.rejected is None], k=count)
    found = []
    for case in itertools.chain.from_iterable(zip(random_cases(shipped()[0], count, seed=11), regression, strict=True)):
        try:
            found.append(decided(case))
        except Rejected:
            continue
    return tuple(found)


def decided(case: Case) -> tuple[Decision, Trail]:
    decision = decide(case, shipped()[1], shipped()[2])
    return decision, build_trail(decision)


def some_decided(count: int, random_count: int) -> tuple[tuple[Decision, Trail], ...]:
    """Return `count` decisions for every 10,000 random cases that the run asks for, and never fewer than `count`."""
    scale = max(1, random_count // 10_000)
    return pool(30 * scale)[: count * scale]


@functools.cache
def explained(where: str, name: str) -> Explanation:
    laws, compiled, fast = shipped()
    problems: list[Diagnostic] = []
    case = load_case(HOME / f"{where}.yaml", laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems)
    assert case is not None and not problems
    return explain(*decided(case), compiled, fast, name)


# ---------------------------------------------------------------- an oracle: do these steps prove the goal?


class Oracle:
    """Says whether steps and facts prove a step, by strong Kleene logic on the rules as they are written.

    It knows nothing of clauses. A conclusion that the decision settled counts by its own step alone; of one that is open,
    as much as the rules among the steps say.
    """

    def __init__(self, decision: Decision, trail: Trail, goal: Step) -> None:
        first = min(number for numbers in trail.law.values() for number in numbers)
        self.case, self.goal, self.choosing = decision.case, goal, goal.number < first
        self.law: LawVersion = next(v for v in shipped()[0].versions if v.name == goal.version)
        self.scales = {f.name: tuple(f.values) for f in shipped()[0].vocabulary.facts.values() if f.type == "ordinal" and f.values}
        # Every step of the same run, and what came from silence or was assumed.
        self.steps = [
            step
            for step in trail.steps
            if step.kind in ("silence", "assumed") or (step.version == goal.version and (step.number < first) == self.choosing)
        ]
        self.settled = {(step.kind, step.name) for step in self.steps}
        self.rules: dict[str, list[str]] = {}
        for rule in self.law.rules.values():
            for name, _ in rule.then:
                self.rules.setdefault(name, []).append(rule.id)

    def candidates(self) -> set[int]:
        """Return the numbers of all steps below the goal that could take part in a proof."""
        by_number = {step.number: step for step in self.steps}
        found, waiting = set[int](), [self.goal.number]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += [n for premise in by_number[number].premises for n in premise.steps]
        return found

    def proves(self, numbers: Collection[int], facts: Collection[str]) -> bool:
        self.values: dict[str, Value] = {}
        self.found: dict[tuple[str, str], Step] = {}
        for name in facts:
            if self.case.facts[name].origin not in ("silence", "assumed"):
                self.values[name] = self.case.facts[name].value
        for step in self.steps:
            if step.number in numbers and self.holds(step, facts):
                self.found[step.kind, step.name] = step
        return (self.goal.kind, self.goal.name) in self.found

    def holds(self, step: Step, facts: Collection[str]) -> bool:
        if step.kind in ("silence", "assumed"):
            if step.name in facts:
                self.values[step.name] = self.case.facts[step.name].value
            return True
        if step.kind == "value":
            value = self.value(self.law.derived[step.name].expression)
            if value is not None:
                self.values[step.name] = value
            return value is not None and value == step.value
        if step.kind == "rule":
            return self.applies(step.name) is (step.result == "applies")
        return self.concludes(step)

    def value(self, expression: Expression) -> Value | None:
        """Return a value, computing what has no step of its own."""
        known = dict(self.values)

        def fill(inner: Expression) -> None:
            if isinstance(inner, Name) and inner.name in self.law.derived and ("value", inner.name) not in self.settled:
                computed = self.value(self.law.derived[inner.name].expression)
                if computed is not None:
                    known[inner.name] = computed
            for operand in inner.operands if isinstance(inner, Call) else ():
                fill(operand)

        fill(expression)
        return value_of(expression, known, self.law.parameters)

    def applies(self, name: str) -> bool | None:
        rule = self.law.rules[name]
        conditions: list[Condition] = [rule.when, *(Not(exception) for exception in rule.unless)]
        if rule.in_force is not None and rule.in_force.start is not None:
            conditions.append(Compare("on_or_after", rule.in_force.on, (rule.in_force.start,)))
        if rule.in_force is not None and rule.in_force.end is not None:
            conditions.append(Compare("on_or_before", rule.in_force.on, (rule.in_force.end,)))
        told = [self.truth(condition) for condition in conditions]
        for special in self.law.rules.values():
            if name in special.overrides:
                other = self.result(special.id)
                told.append(None if other is None else not other)
        return both(told)

    def result(self, rule: str) -> bool | None:
        step = self.found.get(("rule", rule))
        return None if step is None else step.result == "applies"

    def truth(self, condition: Condition) -> bool | None:
        match condition:
            case All(items):
                return both([self.truth(item) for item in items])
            case AnyOf(items):
                inner = both([negated(self.truth(item)) for item in items])
                return negated(inner)
            case Not(item):
                return negated(self.truth(item))
            case Holds(name) if name in self.rules:
                return self.is_met(name)
            case Holds(name):
                value = self.values.get(name)
                return value if isinstance(value, bool) else None
            case Compare(op, left, right) if left.name in self.rules:
                one_of = negated(both([negated(self.has(left.name, word)) for word in right]))
                return one_of if op in ("is", "in") else negated(one_of)
            case comparison:
                return compare(comparison, self.values, self.law.parameters, self.scales.get(comparison.left.name))

    def is_met(self, name: str) -> bool | None:
        if ("conclusion", name) in self.settled:
            step = self.found.get(("conclusion", name))
            return None if step is None else step.result == "met"
        return negated(both([negated(self.result(rule)) for rule in self.rules[name]]))

    def has(self, name: str, word: Expression) -> bool | None:
        if ("conclusion", name) in self.settled:
            step = self.found.get(("conclusion", name))
            if step is None or isinstance(step.value, Span):
                return None
            return step.result == "value" and Constant(step.value or "") == word
        giving = [rule for rule in self.rules[name] if dict(self.law.rules[rule].then)[name] == word]
        others = [rule for rule in self.rules[name] if rule not in giving]
        stopped = all(self.result(rule) is False for rule in giving)
        return False if stopped or any(self.result(rule) for rule in others) else None

    def concludes(self, step: Step) -> bool:
        rules = self.rules[step.name]
        none = all(self.result(rule) is False for rule in rules)
        boolean = all(dict(self.law.rules[rule].then)[step.name] == Constant(True) for rule in rules)
        subject = self.truth(self.law.subjects[step.name]) if step.name in self.law.subjects else True
        match step.result:
            case "met":
                return any(self.result(rule) for rule in rules)
            case "not_met":
                return none and subject is True
            case "not_applicable":
                return none and (not boolean or subject is False)
        given = {rule: dict(self.law.rules[rule].then)[step.name] for rule in rules}
        return any(
            self.result(rule) and self.value(value) == step.value and all(self.result(r) is False for r in rules if given[r] != value)
            for rule, value in given.items()
        )


def negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def both(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    return False if False in found else (None if None in found else True)


def goals_of(trail: Trail, rng: random.Random, count: int) -> list[Step]:
    settled = [step for step in trail.steps if step.kind in ("rule", "conclusion")]
    return rng.sample(settled, k=min(count, len(settled)))


def test_a_justification_suffices_and_nothing_in_it_can_be_spared(random_count: int) -> None:
    """The steps and facts kept prove the goal; without any one step, or any one fact, they do not."""
    rng = random.Random(1)
    proved = spared = 0
    for decision, trail in some_decided(40, random_count):
        for goal in goals_of(trail, rng, 4):
            found = justify(decision, trail, (goal.number,))
            oracle = Oracle(decision, trail, goal)
            numbers = {step.number for step in found.steps}
            about = f"{decision.case.id}: step {goal.number} {goal.name}"
            assert found.smallest, about
            assert oracle.proves(numbers, found.facts), about
            proved += 1
            for number in numbers:
                assert not oracle.proves(numbers - {number}, found.facts), f"{about}: {number} can be spared"
                spared += 1
            for fact in found.facts:
                assert not oracle.proves(numbers, [f for f in found.facts if f != fact]), f"{about}: {fact} can be spared"
    assert proved > 100 and spared > 500


def test_no_smaller_justification_is_found_by_trying_all(random_count: int) -> None:
    """Where few steps could take part, every smaller set of steps, and of as many steps every smaller set of facts, is tried."""
    rng = random.Random(2)
    tried = 0
    for decision, trail in some_decided(40, random_count):
        for goal in goals_of(trail, rng, 12):
            oracle = Oracle(decision, trail, goal)
            candidates = oracle.candidates() - {goal.number}
            found = justify(decision, trail, (goal.number,))
            if not 3 <= len(candidates) <= 11 or len(candidates) < len(found.steps):
                continue
            tried += 1
            about = f"{decision.case.id}: step {goal.number} {goal.name}"
            facts = set(decision.case.facts)
            size = len(found.steps) - 1
            for smaller in itertools.combinations(sorted(candidates), size - 1) if size else ():
                assert not oracle.proves({goal.number, *smaller}, facts), f"{about}: {smaller} is enough"
            used = {
                name for step in trail.steps if step.number in candidates | {goal.number} for p in step.premises for name, _ in p.values
            }
            for same in itertools.combinations(sorted(candidates), size):
                if len(used) <= 8 and oracle.proves({goal.number, *same}, used & facts):
                    for fewer in itertools.combinations(sorted(used & facts), len(found.facts) - 1) if found.facts else ():
                        assert not oracle.proves({goal.number, *same}, fewer), f"{about}: {same} with {fewer} is enough"
    assert tried > 40


def test_the_oracle_is_no_pushover(random_count: int) -> None:
    """The oracle proves nothing from nothing, and everything from the whole trail."""
    for decision, trail in some_decided(3, random_count):
        every, facts = {step.number for step in trail.steps}, set(decision.case.facts)
        for goal in goals_of(trail, random.Random(3), 20):
            oracle = Oracle(decision, trail, goal)
            assert oracle.proves(every, facts), goal
            assert not oracle.proves(every - {goal.number}, facts)
            assert not oracle.proves({goal.number}, ()), goal


def item(number: int) -> Support:
    return Support("step", -1, number)


def test_the_smallest_set_in_random_graphs_is_that_of_trying_all(random_count: int) -> None:
    """On graphs with much sharing the search finds the least weight that any choice of alternatives has."""
    rng = random.Random(4)
    for _ in range(max(200, random_count // 50)):
        size = rng.randint(3, 11)
        ways: dict[Support, tuple[tuple[Support, ...], ...]] = {}
        for number in range(size):
            below = range(number + 1, size)
            several = [tuple(item(n) for n in rng.sample(below, k=min(len(below), rng.randint(1, 3)))) for _ in range(rng.randint(1, 3))]
            ways[item(number)] = tuple(several) if below else ((),)
        weights = {item(number): (rng.randint(0, 1), rng.randint(0, 1)) for number in range(size)}
        found, exact = smallest(ways, item(0), weights.__getitem__)
        assert exact
        assert is_closed(ways, found)
        best = min(weight(weights, chosen) for chosen in closed_sets(ways))
        assert weight(weights, found) == best


def weight(weights: Mapping[Support, tuple[int, int]], chosen: Iterable[Support]) -> tuple[int, int]:
    pairs = [weights[one] for one in chosen]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def is_closed(ways: Mapping[Support, tuple[tuple[Support, ...], ...]], chosen: Collection[Support]) -> bool:
    return item(0) in chosen and all(any(set(way) <= set(chosen) for way in ways[one]) for one in chosen)


def closed_sets(ways: Mapping[Support, tuple[tuple[Support, ...], ...]]) -> Iterator[set[Support]]:
    for size in range(1, len(ways) + 1):
        for chosen in itertools.combinations(ways, size):
            if is_closed(ways, chosen):
                yield set(chosen)


def test_a_justification_is_the_same_twice_and_leaves_other_steps_alone(random_count: int) -> None:
    for decision, trail in some_decided(1, random_count):
        for name, numbers in trail.because.items():
            one = justify(decision, trail, numbers)
            assert one == justify(decision, trail, numbers), name
            kept = {step.number for step in one.steps}
            for before, after in zip(trail.steps, with_justification(trail, one).steps, strict=True):
                assert before == after or before.number in kept
                assert {(p.test, p.holds) for p in after.premises} <= {(p.test, p.holds) for p in before.premises}


def test_the_facts_behind_conclusions_one_by_one_are_those_behind_each(random_count: int) -> None:
    """What is found once for many is what each shortest proof by itself uses, for open conclusions and settled ones."""
    used = 0
    for decision, trail in some_decided(5, random_count):
        facts = frozenset(list(decision.case.facts)[::2])
        names = list(decision.findings)
        each = frozenset[str]().union(*(facts_behind(decision, trail, [name]) for name in names))
        assert facts_behind_each(decision, trail, names, facts) == each & facts, decision.case.id
        used += len(each & facts)
    assert used > 10


def test_a_choice_of_law_is_justified_by_the_newest_version_that_governs(random_count: int) -> None:
    """What newer versions say must be told, what older ones say must not."""
    counted = 0
    for decision, trail in some_decided(20, random_count):
        order = [run.compiled.version.name for run in decision.choices]
        for topic, numbers in trail.law.items():
            found = justify(decision, trail, numbers)
            told = {step.version for step in found.steps if step.kind == "conclusion" and step.name == f"governs.{topic}"}
            if decision.governing[topic].settled and decision.case.forced is None:
                governing = decision.governing[topic].versions[0]
                assert told == set(order[: order.index(governing) + 1]), f"{decision.case.id} {topic}"
                counted += 1
    assert counted > 30


# ---------------------------------------------------------------- what stands in the way


def literals(run: Any, premise: Premise) -> list[int]:
    """Return the literal that a premise of a rule says, as a node of the run's program."""
    program = run.program
    if premise.test is not None:
        return [2 * index + (not premise.holds) for index, test in program.tests if test.condition == premise.test]
    name = str(premise.statement)
    if name in program.rules:
        return [2 * program.rules[name].node + (not premise.holds)]
    node = program.conclusions[name]
    return [2 * node.met + (not premise.holds)] if node.met is not None else []


def test_what_is_said_to_stop_alone_does_and_nothing_else(random_count: int) -> None:
    """With nothing but the one condition known, every way is stopped where that is said, and some way is not where it is not."""
    checked = {True: 0, False: 0}
    for decision, trail in some_decided(12, random_count):
        foreign = view_of(decision, trail, "nb", False).foreign
        runs = {run.compiled.version.name: run for run in decision.runs}
        for number in [n for numbers in trail.because.values() for n in numbers if is_refusal(trail, n)]:
            found = obstacles(trail, number, foreign)
            program = runs[found.version].program
            for way, rule in [(one, stopped) for one in found.ways for stopped in one.rules]:
                for obstacle in rule.obstacles:
                    if len(obstacle.premises) > 1:
                        continue
                    known = literals(runs[found.version], obstacle.premises[0])
                    if not known:  # a value of an enum, which is no single literal
                        continue
                    # Rules of an Act that does not apply are no ways: that they are stopped is known too.
                    known += [2 * program.rules[trail.steps[n - 1].name].node + 1 for n in found.foreign]
                    heads = {program.clauses[clause].head for clause in chain(program, known)}
                    stopped = {other.step.name for other in found.ways if 2 * program.rules[other.step.name].node + 1 in heads}
                    about = f"{decision.case.id}: {trail.steps[number - 1].name}, {rule.step.name}"
                    assert (stopped == {other.step.name for other in found.ways}) == obstacle.stops_all, about
                    assert (way.step.name in stopped) == obstacle.stops_way, about
                    checked[obstacle.stops_all] += 1
    assert min(checked.values()) > 100


def test_every_condition_that_stops_a_rule_on_the_way_is_told(random_count: int) -> None:
    """Of each rule that is told, every premise that fails is either an obstacle or traced into rules that are told."""
    counted = 0
    for decision, trail in some_decided(8, random_count):
        foreign = view_of(decision, trail, "nb", False).foreign
        for number in [n for numbers in trail.because.values() for n in numbers if is_refusal(trail, n)]:
            found = obstacles(trail, number, foreign)
            told = {stopped.step.number for way in found.ways for stopped in way.rules} | set(found.foreign)
            for way in found.ways:
                assert way.rules, f"{decision.case.id}: {way.step.name} is stopped by nothing"
                for stopped in way.rules:
                    shown = [premise for obstacle in stopped.obstacles for premise in obstacle.premises]
                    for premise in stopped.step.premises:
                        below = {n for s in premise.steps for n in traced(trail, s)}
                        assert premise in shown or below & told, f"{decision.case.id}: {stopped.step.name}"
                        counted += 1
    assert counted > 500


def traced(trail: Trail, number: int) -> set[int]:
    found, waiting = set[int](), [number]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [n for premise in trail.steps[here - 1].premises for n in premise.steps]
    return found


@pytest.mark.parametrize(
    ("where", "name", "alone"),
    [
        ("examples/refusal-2026", "programme.duty", {"int-8-4-work-exclusion"}),
        (
            "examples/plan-collective-protection-2026",
            "plan.complete",
            {f"plan.missing_{what}" for what in ("reasons", "norwegian_goal", "extent_of_training", "long_term_goal")},
        ),
    ],
)
def test_common_obstacles_of_known_cases(where: str, name: str, alone: set[str]) -> None:
    """Read off the law by hand: what alone stands in the way."""
    found = explained(where, name).obstacles
    assert {
        o.premises[0].statement for one in found for way in one.ways for rule in way.rules for o in rule.obstacles if o.stops_all
    } == alone


# ---------------------------------------------------------------- the report


def told(explanation: Explanation, lang: Language, width: int = 100, full: bool = False) -> str:
    return render_report(explanation_report(explanation, lang, full), "text", width, False)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("where", "name"), TOLD, ids=lambda value: str(value).rpartition("/")[2])
def test_golden(where: str, name: str, lang: Language, update_golden: bool) -> None:
    path = GOLDEN / "explain" / f"{Path(where).name}.{name}.{lang}.txt"
    text = told(explained(where, name), lang)
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_answer_can_be_explained_in_every_form(random_count: int) -> None:
    """Each name of a case, of whatever kind, has a report in both languages and all forms, and JSON to the schema."""
    laws, compiled, fast = shipped()
    schema = validator("explanation.schema.json")
    rng = random.Random(6)
    kinds: set[str] = set()
    for decision, trail in some_decided(3, random_count):
        names = explainable(decision, laws)
        # So many of each kind, since a sample of all names would hardly ever hold the few computed values.
        of_kind = {kind: [name for name in sorted(names) if names[name] == kind] for kind in sorted(set(names.values()))}
        for name in (name for same in of_kind.values() for name in rng.sample(same, k=min(2, len(same)))):
            kinds.add(names[name])
            explanation = explain(decision, trail, compiled, fast, name)
            for lang in LANGUAGES:
                assert max(len(line) for line in told(explanation, lang, full=True, width=80).splitlines()) <= 80
                for form in ("markdown", "html"):
                    assert len(render_report(explanation_report(explanation, lang, False), form, 80, False)) > 100
            document = json.loads(json.dumps(explanation_document(explanation, True, NOT_MADE)))
            assert [f"{e.json_path}: {e.message}" for e in schema.iter_errors(document)] == []
    assert kinds == {"conclusion", "helper", "value", "fact"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("where", "name"), TOLD, ids=lambda value: str(value).rpartition("/")[2])
def test_what_is_referred_to_is_told(where: str, name: str, lang: Language) -> None:
    """Each "see no. 12" leads to a line that begins with [12]; each step kept is told, but for those of another Act."""
    explanation = explained(where, name)
    text = re.sub(r"[\s│├└─]+", " ", told(explanation, lang))
    for number in re.findall(r"(?:se nr\.|see no\.) (\d+)", text):
        assert f"[{number}] " in text
    if explanation.because is not None:
        view = view_of(explanation.decision, explanation.trail, lang, False)
        missing = [s.number for s in explanation.because.steps if f"[{s.number}]" not in text and s.number not in view.foreign]
        assert not missing or view.foreign, missing


@pytest.mark.parametrize(("where", "name"), TOLD, ids=lambda value: str(value).rpartition("/")[2])
def test_every_rule_of_a_justification_and_every_obstacle_is_cited(where: str, name: str) -> None:
    """Each rule that is told is told with its act and section."""
    explanation = explained(where, name)
    text = re.sub(r"[\s│├└─]+", " ", told(explanation, "nb"))
    rules = {rule.step for one in explanation.obstacles for way in one.ways for rule in way.rules}
    for step in rules:
        assert step.rule is not None
        assert re.search(rf"{re.escape(step.rule.title.nb)} \([a-zæøå0-9 ]+(§|kapittel) [^)]+\)", text), step.name


# ---------------------------------------------------------------- the command


def run(*arguments: str | Path) -> Result:
    """Run `hjemmel explain` in this process."""
    return CliRunner().invoke(main, ["explain", *(str(a) for a in arguments)], catch_exceptions=False)


def test_the_outcome_is_explained_with_its_answer_first() -> None:
    """The same answer as `evaluate` gives, in text and in JSON, reckoned from a day on request; of anything else there is none."""
    path = EXAMPLES / "refusal-2026.yaml"
    evaluated = CliRunner().invoke(main, ["evaluate", str(path), "--on", "2026-05-01"]).stdout.splitlines()
    shown = run(path, "--on", "2026-05-01").stdout.splitlines()
    law = next(number for number, line in enumerate(evaluated) if line.startswith("Etter integreringsloven"))
    assert shown[:law] == evaluated[:law] and evaluated[-1].endswith("--steps") and "--steps" not in " ".join(shown) and "Hvorfor" in shown
    document = json.loads(run(path, "--format", "json").stdout)
    assert document["answer"]["sentence"] == evaluated[1] and validator("explanation.schema.json").is_valid(document)
    assert json.loads(run(path, "programme.duty", "--format", "json").stdout)["answer"] is None
    refused = run(path, "programme.duty", "--on", "2026-05-01")
    assert refused.exit_code == 2 and "utelat NAME" in refused.stderr


def test_without_a_name_the_outcome_is_explained() -> None:
    shown = run(EXAMPLES / "refusal-2026.yaml", "--format", "json")
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["name"] == "programme.outcome"
    assert shown.stdout == run(EXAMPLES / "refusal-2026.yaml", "programme.outcome", "--format", "json").stdout


@pytest.mark.parametrize(
    ("example", "name", "code"),
    [("refusal-2026", "programme.duty", 0), ("refusal-2026", "plan.complete", 3), ("facts-missing", "programme.outcome", 3)],
)
def test_the_exit_code_tells_whether_there_is_an_answer(example: str, name: str, code: int) -> None:
    assert run(EXAMPLES / f"{example}.yaml", name).exit_code == code


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("programme.dutty", "programme.duty"), ("permit.typ", "permit.type"), ("person.age_at_permitt", "person.age_at_permit")],
)
def test_an_unknown_name_gets_a_suggestion(wrong: str, meant: str) -> None:
    told_of = {
        "nb": f"ingenting som kan forklares, heter `{wrong}`: mente du `{meant}`?",
        "en": f"nothing that can be explained is named `{wrong}`: did you mean `{meant}`?",
    }
    for lang, message in told_of.items():
        shown = run(EXAMPLES / "refusal-2026.yaml", wrong, "--lang", lang)
        assert shown.exit_code == 1 and shown.stdout == ""
        assert message in shown.stderr


def test_a_case_that_cannot_be_read_is_told_of_as_by_evaluate(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("case: x\nperson: {birth_dat: 1990-01-01}\n", encoding="utf-8")
    shown = run(path)
    assert shown.exit_code == 1 and shown.stdout == ""
    assert shown.stderr == CliRunner().invoke(main, ["evaluate", str(path)]).stderr


def test_law_and_assumption_reach_the_explanation() -> None:
    forced = json.loads(run(EXAMPLES / "refusal-2026.yaml", "programme.duty", "--law", "2024", "--format", "json").stdout)
    assert forced["law"]["target_group"]["forced"] and forced["choice_of_law"] is None
    case = EXAMPLES / "facts-missing.yaml"
    assumed = run(case, "work.hours_per_week", "--assume", "work.hours_per_week=0", "--lang", "en")
    assert assumed.exit_code == 0 and "Assumed for this evaluation." in assumed.stdout


def test_a_full_explanation_adds_the_whole_derivation() -> None:
    short, full = (run(EXAMPLES / "refusal-2026.yaml", *option, "--lang", "en").stdout for option in ((), ("--full",)))
    assert full.startswith(short.rstrip("\n"))
    assert "\nThe whole derivation\n" in full and "\nThe whole derivation\n" not in short
