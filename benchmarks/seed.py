"""The first source's rules, introduksjonsloven §§ 2 and 3: every evaluator beside what a user would write instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from engine.diagnostics import Rejected
from engine.inference import forward, specialised
from engine.inference.clauses import Program, compile_version
from engine.inference.columns import Sheet, facts_of
from engine.inference.conditions import Values
from engine.law.compiled import compile_laws
from engine.law.deciding import decide as decide_
from engine.loading import load_laws
from engine.model import Laws
from tests.random_cases import random_cases
from tests.test_columns import frame_of

from .measuring import Task, print_rates, rates
from .peers import Answer, durable_directly, plain_answer, plain_function, polars_by_hand, zen_directly

GOALS = ("programme.right", "programme.duty", "programme.may_offer")
ACT = "introduksjonsloven"
NEEDED = ("programme.decision_date", "person.birth_date", "permit.type", "reference_person.permit_type", "residence.start_date")


def first_law() -> Laws:
    """Return the first source's rules as they were when the peers were written: what is measured must not move with the law."""
    laws = load_laws(Path(__file__).with_name("law")).laws
    assert laws is not None
    return laws


def seed_program(laws: Laws) -> Program:
    """Return the first source's rules and those that say which act applies, compiled."""
    version = laws.versions[0]
    rules = {id_: rule for id_, rule in version.rules.items() if rule.source.act == ACT or any(name == "law.act" for name, _ in rule.then)}
    return compile_version(replace(version, rules=rules), laws.vocabulary, GOALS)


def seed_cases(laws: Laws, count: int) -> list[dict[str, Any]]:
    """Return complete facts of cases under the first source's act, by name."""
    found: list[dict[str, Any]] = []
    compiled = compile_laws(laws)
    run = specialised.engine()
    for case in random_cases(laws, 40 * count, seed=11, missing=0.0):
        try:
            decision = decide_(case, compiled, run)
        except Rejected:
            continue
        facts: dict[str, Any] = {name: fact.value for name, fact in case.facts.items()}
        if decision.findings["law.act"].value == ACT and all(name in facts for name in NEEDED):
            for fact in laws.vocabulary.facts.values():
                if fact.type == "boolean":
                    facts.setdefault(fact.name, False)
            found.append(facts)
            if len(found) == count:
                break
    return found


def run_answer(program: Program, run: Callable[[Values], Any], facts: Values) -> Answer:
    """Return what a run of an engine on single cases says of the goals."""
    heads = {program.clauses[number].head for number in run(facts)[1]}
    right, duty, may = (2 * (program.conclusions[name].met or 0) in heads for name in GOALS)
    return right, duty, may


def columns_decider(program: Program, laws: Laws, statuses: bool) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return `columns` on the program: the goals, and with `statuses` every rule and conclusion."""
    # These rules alone would have no other facts.
    vocabulary = replace(laws.vocabulary, facts={name: laws.vocabulary.facts[name] for name in program.facts})
    sheet = Sheet(vocabulary)
    placed = sheet.place(program)
    wanted = {name: program.conclusions[name].met for name in GOALS}
    if statuses:
        wanted |= {f"rule {id_}": node.node for id_, node in program.rules.items()}
        wanted |= {name: node.met for name, node in program.conclusions.items() if node.met is not None}
    columns = [sheet.status(placed.literal(2 * (node or 0))).alias(name) for name, node in wanted.items()]
    return lambda frame: sheet.compute(facts_of(frame, vocabulary)).select(columns)


def answers(frame: pl.DataFrame, names: Sequence[str]) -> list[Answer]:
    """Return the answers in a frame; what is not known to hold does not."""
    return [(right, duty, may) for right, duty, may in frame.select(pl.col(names).fill_null(False)).iter_rows()]


def check_equal(laws: Laws, cases: Sequence[dict[str, Any]]) -> None:
    """Raise AssertionError where any of those measured gives another answer to a case."""
    program = seed_program(laws)
    fast = specialised.specialise(program)
    expected = [plain_function(facts)[0] for facts in cases]
    assert len(set(expected)) > 2
    for decide in (zen_directly(False), zen_directly(True)):
        assert decide is None or [decide(facts) for facts in cases] == expected
    durable = durable_directly()
    assert durable is None or [durable(facts)[0] for facts in cases] == expected
    assert [plain_answer(facts) for facts in cases] == expected
    assert [run_answer(program, fast, facts) for facts in cases] == expected
    assert [run_answer(program, lambda facts: forward.run(program, facts), facts) for facts in cases] == expected
    frame = frame_of(laws.vocabulary, cases)
    for statuses in (False, True):
        assert answers(polars_by_hand(frame, statuses), ("right", "duty", "may")) == expected
        assert answers(columns_decider(program, laws, statuses)(frame), GOALS) == expected


def seed_rules(laws: Laws, count: int, rows: int) -> None:
    """Print the cases per second of each, checked for equal results: one by one, and as columns of `rows` rows."""
    cases = seed_cases(laws, count)
    check_equal(laws, cases)
    program = seed_program(laws)
    fast = specialised.specialise(program)
    print(f"\n{len(cases)} cases of the first source's rules ({len(program.rules)} rules, {len(program.clauses)} clauses), equal results.")

    def each(decide: Callable[[Any], object]) -> Task:
        return lambda: [decide(facts) and None for facts in cases]

    base = "plain Python function, fired ids"
    tasks: dict[str, Task] = {
        base: each(plain_function),
        "plain Python function, answer alone": each(plain_answer),
        "hjemmel specialised, full trail": each(fast),
        "hjemmel forward (agenda), full trail": each(lambda facts: forward.run(program, facts)),
    }
    for name, decide in (("zen-engine, answer alone", zen_directly(False)), ("zen-engine, trace", zen_directly(True))):
        if decide is not None:
            tasks[name] = each(decide)
    durable = durable_directly()
    if durable is not None:
        tasks["durable-rules used directly, fired ids"] = each(durable)
    print_rates("One case after another", rates(tasks, len(cases)), base)

    frame = frame_of(laws.vocabulary, cases)
    frame = pl.concat([frame] * -(-rows // len(frame))).head(rows).rechunk()
    goals, statuses = columns_decider(program, laws, False), columns_decider(program, laws, True)
    base = "Polars by hand, what applied"
    as_columns: dict[str, Task] = {
        base: lambda: polars_by_hand(frame, True),
        "Polars by hand, answer alone": lambda: polars_by_hand(frame, False),
        "hjemmel columns, every status": lambda: statuses(frame),
        "hjemmel columns, answer alone": lambda: goals(frame),
    }
    print_rates(f"As columns, {rows:,} rows", rates(as_columns, rows), base)
