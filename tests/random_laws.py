"""Random laws with every operator, and what every engine, the checker and the specification say of random cases under them.

`python -m tests.random_laws --seed S --cases N [--every K]` runs them, and prints how many were compared and every disagreement.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import click

from engine.canonical import Json
from engine.diagnostics import Rejected
from engine.inference import durable, forward, specialised
from engine.inference.clauses import Program
from engine.inference.conditions import Parameters, Values, truth, value_of
from engine.inference.literals import negative, positive
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import Decision, decide
from engine.law.registers import row_decider
from engine.model import (
    FORCED,
    GOVERNS,
    NONE,
    All,
    Any,
    Call,
    Case,
    Compare,
    Conclusion,
    Condition,
    Constant,
    Derived,
    Expression,
    Fact,
    FactValue,
    Holds,
    InForce,
    Laws,
    Name,
    Not,
    ParameterRef,
    Rule,
    Schedule,
    Source,
    Span,
    Topic,
    Value,
    ValueType,
    Vocabulary,
)
from engine.terms.comparisons import Comparison, asks_whether_one_of
from engine.terms.operations import OPERATIONS
from engine.terms.spans import span_of
from engine.trail.checker import document_checker
from engine.trail.document import document
from engine.trail.steps import build_trail
from engine.walking import leaves_of, names_in, parts

from . import test_specialised as made_up
from .test_columns import MADE_UP, assert_rows

NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "random"}
TEXT, PLACE = made_up.TEXT, made_up.PLACE
SOURCE = Source("act", "§ 1")
FORCED_FACT = Fact(FORCED, "boolean", TEXT, TEXT, "", PLACE, given=True)
WORDS = ("low", "middle", "none")
CASES_OF_A_LAW = 400

SCHEDULE = Schedule("rate", "hours", ((date(2023, 3, 1), 1), (date(2024, 2, 29), made_up.NUMBERS[5])), date(2024, 3, 29))  # type: ignore[arg-type]
LOOKED_UP: dict[str, Expression] = {
    "rate_on_day": Call("value_on", (Name("day"),), None, SCHEDULE),
    "rate_on_event": Call("value_on", (Call("end_of_month", (Name("event"),)),), None, SCHEDULE),
}


def type_of(expression: Expression) -> ValueType:
    """Return the type of a derived value."""
    return OPERATIONS[expression.op].gives if isinstance(expression, Call) else "date"


EXPRESSIONS = {**made_up.DERIVED, **LOOKED_UP}
DERIVED = {name: Derived(name, one, TEXT, type_of(one), "hours", PLACE) for name, one in EXPRESSIONS.items()}
NUMBERS = sorted(name for name, one in DERIVED.items() if one.type != "date")
DAYS = sorted(name for name, one in DERIVED.items() if one.type == "date")


class Writer:
    """Writes one random law: conclusions in a row, each of which may rest on those before it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.booleans: list[str] = []
        self.enums: list[str] = []
        self.amounts: list[str] = []
        self.days: list[str] = []
        self.rules: dict[str, Rule] = {}
        self.subjects: dict[str, Condition] = {}

    def leaf(self) -> Condition:
        rng, kind = self.rng, self.rng.random()
        if kind < 0.2 and self.booleans:
            return Holds(rng.choice(self.booleans))
        if kind < 0.3 and self.enums:
            words = tuple(Constant(word) for word in rng.sample(WORDS, k=rng.choice((1, 2))))
            ops: tuple[Comparison, ...] = ("in", "not_in") if len(words) > 1 else ("is", "is_not")
            return Compare(rng.choice(ops), Name(rng.choice(self.enums)), words)
        if kind < 0.42 and self.days:
            return self.of_values()
        if kind < 0.45:
            right = (ParameterRef("half"), Name("other_number"))[: rng.choice((1, 2))]
            return Compare(
                rng.choice(("at_least", "is", "less_than")) if len(right) == 1 else "between", Name(rng.choice(tuple(LOOKED_UP))), right
            )
        if kind < 0.5:
            days = (ParameterRef("line"), Name("other_day"), Name("event"))[: rng.choice((1, 2, 3))]
            return Compare(rng.choice(("in", "not_in")), Name(rng.choice((*DAYS, "day", "other_event"))), days)
        if kind < 0.53:
            return Compare(rng.choice(("in", "not_in")), Name("grade"), (Constant("low"), ParameterRef("level"), Name("other_grade")))
        while True:
            test = made_up.random_test(rng)
            if isinstance(test, (Holds, Compare)):
                return test

    def of_values(self) -> Condition:
        """Return a comparison with a conclusion that is a number or a day, on the left side or on the right one."""
        rng = self.rng
        dated = rng.random() < 0.5
        concluded = Name(rng.choice(self.days if dated else self.amounts))
        # Of a number that a rule sets to one of the law, what it is compared with is no other number of the law.
        others = [Name(name) for name in (("day", "other_event", *DAYS) if dated else ("number", "other_number", *NUMBERS))]
        op: Comparison = rng.choice((*(made_up.DATED if dated else made_up.NUMERIC)[1], "between", "in", "not_in"))
        several = op in ("between", "in", "not_in")
        right = rng.sample(others, k=2 if several else 1)
        if rng.random() < 0.5:
            return Compare(op, concluded, tuple(right))
        side: Expression = ParameterRef("line" if dated else "half")
        return Compare(op, rng.choice(others), (concluded, rng.choice((*right, side)))[: 2 if several else 1])

    def condition(self, depth: int) -> Condition:
        rng = self.rng
        if depth == 0 or rng.random() < 0.35:
            return self.leaf()
        if rng.random() < 0.25:
            return Not(self.condition(depth - 1))
        return rng.choice((All, Any))(tuple(self.condition(depth - 1) for _ in range(rng.choice((1, 2, 2, 3)))))

    def rule(self, conclusion: str, value: Expression, overrides: Sequence[str] = ()) -> str:
        rng = self.rng
        id_ = f"r{len(self.rules):02}"
        unless = tuple(self.condition(1) for _ in range(rng.choice((0, 0, 1, 2))))
        life = None
        if rng.random() < 0.2:
            start, end = rng.choice(((True, False), (False, True), (True, True)))
            line = ParameterRef("line")
            life = InForce(Name(rng.choice(("day", "other_day"))), line if start else None, line if end else None)
        self.rules[id_] = Rule(id_, TEXT, SOURCE, self.condition(2), unless, tuple(overrides), life, ((conclusion, value),), None, PLACE)
        return id_

    def concluded(self, name: str, values: Sequence[Expression], least: int) -> None:
        written: list[str] = []
        for _ in range(self.rng.choice((least, 2, 3))):
            over = self.rng.sample(written, k=1) if written and self.rng.random() < 0.5 else []
            written.append(self.rule(name, self.rng.choice(list(values)), over))


def compared_in(rules: Collection[Rule]) -> list[Compare]:
    """Return the comparisons with conclusions that rules make, each once, in the order in which they are written."""
    concluded = {name for rule in rules for name, _ in rule.then}
    leaves = [leaf for rule in rules for part in parts(rule) for leaf in leaves_of(part.condition) if isinstance(leaf, Compare)]
    return [leaf for leaf in dict.fromkeys(leaves) if concluded.intersection(names_in(leaf))]


def random_laws(rng: random.Random, groups: int) -> Laws:
    """Return a law of two versions, with so many conclusions of each type, exceptions, overrides, lives and subjects."""
    conclusions: dict[str, Conclusion] = {"law.matter": Conclusion("law.matter", "version", TEXT, PLACE, topic="matter")}
    versions = []
    for order, name in enumerate(("one", "two")):
        writer = Writer(rng)
        govern: Condition = Any((Holds("yes"), Not(Holds("yes")), Holds(FORCED), Not(Holds(FORCED)))) if order == 0 else writer.leaf()
        rule = Rule("governs", TEXT, SOURCE, govern, (), (), None, ((GOVERNS + "matter", Constant(True)),), None, PLACE)
        for number in range(groups):
            boolean, enum, amount, day = (f"{kind}{number}" for kind in ("b", "e", "n", "d"))
            writer.concluded(boolean, [Constant(True)], 1)
            if writer.booleans and rng.random() < 0.3:
                writer.subjects[boolean] = writer.condition(1)
            writer.booleans.append(boolean)
            writer.concluded(enum, [Constant(word) for word in WORDS], 1)
            writer.enums.append(enum)
            writer.concluded(amount, [ParameterRef("one"), ParameterRef("half"), *map(Name, rng.sample(NUMBERS, k=2))], 1)
            writer.concluded(day, [ParameterRef("line"), *map(Name, (*rng.sample(DAYS, k=2), "other_event"))], 1)
            writer.amounts.append(amount)
            writer.days.append(day)
            types: tuple[tuple[str, ValueType], ...] = ((boolean, "boolean"), (enum, "enum"), (amount, "decimal"), (day, "date"))
            for one, type_ in types:
                words = dict.fromkeys(WORDS, TEXT) if type_ == "enum" else None
                conclusions[one] = Conclusion(
                    one, type_, TEXT, PLACE, unit="hours" if type_ == "decimal" else None, values=words, topic="matter"
                )
        for number, test in enumerate(compared_in(writer.rules.values())):
            # A rule of its own, by which it can be seen what the engines make of the comparison.
            asked = f"asked{number}"
            writer.rules[asked] = Rule(asked, TEXT, SOURCE, test, (), (), None, ((asked, Constant(True)),), None, PLACE)
            conclusions[asked] = Conclusion(asked, "boolean", TEXT, PLACE, topic="matter")
        versions.append(
            replace(
                made_up.VERSION,
                name=name,
                effective_from=date(2020 + order, 1, 1),
                derived=DERIVED,
                rules={"governs": rule, **writer.rules},
                subjects=writer.subjects,
            )
        )
    made = {name: replace(fact, known_to="year") if fact.type == "date" else fact for name, fact in MADE_UP.facts.items()}
    facts = {**made, FORCED: FORCED_FACT}
    vocabulary = Vocabulary({"matter": Topic("matter", TEXT, "law.matter")}, facts, conclusions, (), calendar=made_up.CALENDAR)
    return Laws(vocabulary, tuple(versions))


def random_case(rng: random.Random, number: int) -> Case:
    """Return a case of which much or little is known."""
    known = rng.choice((1.0, 0.9, 0.7, 0.4))
    facts = {name: FactValue(rng.choice(values), "stated", None, PLACE) for name, values in made_up.FACTS.items() if rng.random() < known}
    forced = rng.choice((None, None, None, "one", "two"))
    return Case(str(number), {FORCED: FactValue(forced is not None, "given"), **facts}, forced, PLACE)


@dataclass
class Count:
    """What was compared, and every disagreement with what gives it again."""

    counts: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)


def compare_tests(laws: CompiledLaws, case: Case, count: Count) -> None:
    """Compare every test and derived value of the programs with the specification, read operator by operator."""
    facts = {name: fact.value for name, fact in case.facts.items()}
    for compiled in laws.versions:
        program, parameters = compiled.whole, compiled.version.parameters
        values = dict(facts)
        for one in program.derived:
            value = value_of(one.expression, values, parameters)
            values |= {one.name: value} if value is not None else {}
        count.counts["derived values"] += len(program.derived)
        if forward.derive_values(program, facts) != values:
            count.disagreements.append(f"derived values of case {case.id}")
        for _, test in program.tests:
            if isinstance(test.condition, (Holds, Compare)):
                count.counts["comparisons"] += 1
                if forward.decide_test(program, test, values) is not truth(test.condition, values, parameters, program.scales):
                    count.disagreements.append(f"{test.condition} of case {case.id}")
        compare_concluded(program, values, parameters, case, count)


def compare_concluded(program: Program, values: Values, parameters: Parameters, case: Case, count: Count) -> None:
    """Compare every comparison with conclusions with what the specification says of it as it is written, given their values.

    The values are those that the engine has settled. It may know more than the specification only where it has settled that
    there is no value, or not settled which.
    """
    found = forward.run(program, {name: fact.value for name, fact in case.facts.items()})
    known, without = dict(values), set[str]()
    for node, outcome in zip(program.conclusions.values(), found.outcomes, strict=True):
        if node.values and outcome is not None and outcome >= 0:
            value = value_of(node.values[outcome].value, values, parameters)
            assert value is not None
            known[node.name] = value
        elif outcome == forward.NOT_APPLICABLE and node.values:
            without.add(node.name)
    heads = {program.heads[number] for number in found.fired}
    for id_, rule in program.rules.items():
        test = rule.rule.when
        if id_.startswith("asked") and isinstance(test, Compare):
            count.counts["comparisons of conclusions"] += 1
            # Nothing is equal to what has no value, not even an event that has not happened; nor is it before or after anything.
            nothing: Value = NONE if asks_whether_one_of(test.op) is None else "no value"
            expected = truth(test, {**known, **dict.fromkeys(without, nothing)}, parameters, program.scales)
            held = True if positive(rule.node) in heads else False if negative(rule.node) in heads else None
            settled = all(name in known for name in names_in(test) if name in program.conclusions)
            if held is not expected and (expected is not None or settled):
                count.disagreements.append(f"{test} of conclusions of case {case.id}")


def compare_engines(laws: CompiledLaws, cases: Sequence[Case], count: Count, every: int) -> None:
    """Compare what every engine finds, on the columns of a register too, and ask the checker of the documents.

    What the specification says of each test, four fifths of the time, is asked of every so many cases.
    """
    check, fast = document_checker(laws.laws), specialised.engine()
    slow = durable.engine() if durable.available() is None else None
    for number, case in enumerate((*cases, *(in_part(case) for case in cases))):
        if number % every == 0:
            compare_tests(laws, case, count)
        try:
            decision = decide(case, laws, forward.run)
        except Rejected as rejected:
            count.counts[rejected.diagnostics[0].code] += 1
            continue
        count.counts["decided"] += 1
        for name, engine in (("specialised", fast), ("durable", slow if number % 20 == 0 else None)):
            if engine is None:
                continue
            other = decide(case, laws, engine)
            count.counts[name] += 1
            runs = zip((*other.choices, *other.runs), (*decision.choices, *decision.runs), strict=True)
            if other.findings != decision.findings or any(
                (list(one.fired), one.values) != (list(two.fired), two.values) for one, two in runs
            ):
                count.disagreements.append(f"{name} of case {case.id}")
        if number % 20 == 0:
            made = document(decision, build_trail(decision), laws.laws.vocabulary, NOT_CROSS_CHECKED)
            count.counts["documents"] += 1
            if (flaw := check(made)) is not None:
                count.disagreements.append(f"checker, step {flaw.step} of case {case.id}: {flaw.what.en}")
        compare_days(laws, decision, count)
    try:
        assert_rows(cases, laws, row_decider(laws, rules=True), fast)
        count.counts["rows"] += len(cases)
    except AssertionError as found:
        count.disagreements.append(f"columns: {found}")


def in_part(case: Case) -> Case:
    """Return a case with up to three of its days known to the month or the year alone."""
    rng = random.Random(case.id)
    facts = dict(case.facts)
    dates = [name for name, fact in facts.items() if isinstance(fact.value, date)]
    for name in rng.sample(dates, k=min(len(dates), rng.choice((1, 1, 2, 3)))):
        text = str(facts[name].value)[: rng.choice((len("YYYY"), len("YYYY-MM")))]
        facts[name] = replace(facts[name], value=span_of(text))
    return replace(case, id=f"{case.id} in part", facts=facts)


def compare_days(laws: CompiledLaws, decision: Decision, count: Count) -> None:
    """Compare what is settled of a case whose days are known in part with what is found of it on days that they can be.

    A case that is decided may be rejected on a day, as when working days are counted beyond the calendar: that is no other answer.
    """
    case = decision.case
    spans = {name: fact.value for name, fact in case.facts.items() if isinstance(fact.value, Span)}
    if not spans:
        return
    rng = random.Random(case.id)
    for choose in (lambda days: days[0], lambda days: days[-1], rng.choice):
        days = {name: choose(days_of(span)) for name, span in spans.items()}
        exact = replace(case, facts={**case.facts, **{name: replace(case.facts[name], value=day) for name, day in days.items()}})
        try:
            found = decide(exact, laws, forward.run).findings
        except Rejected:
            continue
        for name, finding in decision.findings.items():
            count.counts["findings on a day"] += 1
            if finding.status != "open" and found[name] != finding:
                count.disagreements.append(f"{name} of case {case.id} on {days}")


def days_of(span: Span) -> list[date]:
    """Return the days of a month or year, counted by the calendar."""
    assert isinstance(span.first, date) and isinstance(span.last, date)
    return [date.fromordinal(number) for number in range(span.first.toordinal(), span.last.toordinal() + 1)]


def run(seed: int, cases: int, count: Count, groups: int = 4, every: int = 1) -> None:
    """Compare on the law of a seed: the engines on so many cases and on the same again in part, each test on every so many."""
    before, rng = len(count.disagreements), random.Random(seed)
    laws = compile_laws(random_laws(rng, groups))
    compare_engines(laws, [random_case(rng, number) for number in range(cases)], count, every)
    count.disagreements[before:] = [f"seed {seed}: {told}" for told in count.disagreements[before:]]


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="The first law; each law has the next one.")
@click.option("--cases", type=int, default=10_000, show_default=True, help="How many cases at least.")
@click.option("--every", type=int, default=1, show_default=True, help="Of how many cases one is asked of each test alone.")
def main(seed: int, cases: int, every: int) -> None:
    """Compare all engines on random laws. Exit code 1 where they disagree."""
    count, begun, first, told = Count(), time.monotonic(), seed, 0
    # By the laws that were made: the rows count only where the columns agreed.
    while (seed - first) * CASES_OF_A_LAW < cases:
        run(seed, CASES_OF_A_LAW, count, every=every)
        for disagreement in count.disagreements[told:]:
            click.echo(disagreement[:2000])
        told = len(count.disagreements)
        seed += 1
        if (seed - first) % 25 == 0:
            click.echo(f"seeds {first} to {seed - 1}, {time.monotonic() - begun:.0f} s: {dict(count.counts)}, {told} disagreements")
            sys.stdout.flush()
    click.echo(f"seeds {first} to {seed - 1}, {time.monotonic() - begun:.0f} s: {dict(count.counts)}, {told} disagreements")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
