"""The evaluator on durable-rules fires exactly what the reference fires, within the package's limits and beyond them."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Barrier, Thread, local

import pytest

from engine.home import HOME
from engine.inference import durable, forward
from engine.inference.clauses import Clause, Gate, Program, compile_version, gate_clauses
from engine.inference.clauses import Test as Leaf
from engine.inference.literals import Signed
from engine.model import Holds, LawVersion, Place, Policies, Text, Value, Vocabulary

reason = durable.available()
pytestmark = [
    pytest.mark.skipif(reason is not None, reason=reason or ""),
    # durable-rules calls datetime.utcfromtimestamp, deprecated since Python 3.12.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

VERSION = LawVersion(
    "test", Text("prøve", "test"), date(2026, 1, 1), Policies("last_day", "28_february"), {}, (), {}, {}, {}, {}, {}, Place("test", 1, 1)
)
EMPTY = compile_version(VERSION, Vocabulary({}, {}, {}, ()), [])


def program_of(nodes: Sequence[Leaf | Gate], clauses: Iterable[Clause] | None = None) -> Program:
    if clauses is None:
        clauses = [clause for index, node in enumerate(nodes) if isinstance(node, Gate) for clause in gate_clauses(index, node)]
    return replace(EMPTY, nodes=tuple(nodes), clauses=tuple(clauses))


def leaf(index: int) -> Leaf:
    return Leaf(Holds(f"fact.{index}"))


def random_program(rng: random.Random, leaves: int, gates: int, widest: int) -> Program:
    nodes: list[Leaf | Gate] = [leaf(index) for index in range(leaves)]
    for _ in range(gates):
        width = rng.randint(0 if rng.random() < 0.02 else 1, widest)
        inputs = tuple(2 * rng.randrange(len(nodes)) + rng.randrange(2) for _ in range(width))
        nodes.append(Gate(rng.choice(("and", "or")), inputs))
    return program_of(nodes)


def random_facts(rng: random.Random, program: Program, known: float) -> dict[str, Value]:
    return {
        node.condition.name: rng.random() < 0.5
        for node in program.nodes
        if isinstance(node, Leaf) and isinstance(node.condition, Holds) and rng.random() < known
    }


def clauses_of(*clauses: tuple[Signed, Sequence[Signed]]) -> list[Clause]:
    return [Clause(head, tuple(body)) for head, body in clauses]


SMALL = program_of([leaf(0), Gate("and", (0,)), Gate("and", (2,))])
FACTS: dict[str, Value] = {"fact.0": True}


@pytest.mark.parametrize(("leaves", "gates", "widest", "cases"), [(4, 8, 3, 200), (12, 60, 4, 200), (40, 160, 6, 100), (60, 300, 20, 60)])
def test_random_graphs_fire_the_same(leaves: int, gates: int, widest: int, cases: int) -> None:
    rng = random.Random(leaves)
    run = durable.engine()
    for _ in range(4):
        program = random_program(rng, leaves, gates, widest)
        for known in [1.0, 0.9, 0.5, 0.0] * (cases // 16):
            facts = random_facts(rng, program, known)
            assert run(program, facts) == forward.run(program, facts)


def test_program_over_the_limit_of_tests_is_split() -> None:
    rng = random.Random(1500)
    program = random_program(rng, 300, 1200, 4)
    stages = durable.plan(program).stages
    assert len(stages) > 4
    assert all(len(stage.reads) <= durable.MOST_TESTS for stage in stages)
    run = durable.engine()
    for known in (1.0, 0.9, 0.6, 0.2):
        facts = random_facts(rng, program, known)
        assert run(program, facts) == forward.run(program, facts)


@pytest.mark.parametrize("consumers", [100, 600])
def test_literal_with_many_consumers(consumers: int) -> None:
    # Every gate reads the first leaf and one of its own, so no two bodies are equal.
    leaves = [leaf(index) for index in range(consumers + 1)]
    program = program_of([*leaves, *(Gate("and", (0, 2 * index)) for index in range(1, consumers + 1))])
    run = durable.engine()
    for value in (True, False):
        facts: dict[str, Value] = {f"fact.{index}": value if index == 0 else True for index in range(consumers + 1)}
        fired = run(program, facts)[1]
        assert fired == forward.run(program, facts)[1]
        assert len(fired) == consumers


@pytest.mark.parametrize(("limit", "most", "stages"), [("MOST_CONSUMERS", 200, 4), ("MOST_RULES", 100, 8)])
def test_stages_keep_the_limits_of_consumers_and_rules(limit: str, most: int, stages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, limit, most)
    # All 780 pairs of 40 literals, each with literal 0 as well: no two bodies are equal, and the tests stay below their limit.
    program = program_of([leaf(0)] * 21, clauses_of(*((100, (0, a, b)) for a in range(2, 42) for b in range(a + 1, 42))))
    planned = durable.plan(program).stages
    assert len(planned) == stages
    assert sum(len(group.clauses) for stage in planned for group in stage.groups) == 780
    assert durable.engine()(program, FACTS) == forward.run(program, FACTS)


def test_chain_300_deep() -> None:
    program = program_of([leaf(0), *(Gate("and", (2 * index + 1,)) for index in range(300))])
    run = durable.engine()
    cases: list[dict[str, Value]] = [{"fact.0": True}, {"fact.0": False}, {}]
    for facts in cases:
        fired = run(program, facts)[1]
        assert fired == forward.run(program, facts)[1]
        assert len(fired) == (300 if facts else 0)


@pytest.mark.parametrize("premises", [16, 17, 31, 32, 200])
def test_wide_body(premises: int) -> None:
    program = program_of([*(leaf(index) for index in range(premises)), Gate("and", tuple(2 * index for index in range(premises)))])
    run = durable.engine()
    facts: dict[str, Value] = {f"fact.{index}": True for index in range(premises)}
    assert run(program, facts)[1] == (0,)
    for missing in (0, premises // 2, premises - 1):
        without = {name: value for name, value in facts.items() if name != f"fact.{missing}"}
        assert run(program, without)[1] == ()
        assert run(program, without | {f"fact.{missing}": False})[1] == (missing + 1,)


def test_premise_named_twice_counts_once() -> None:
    program = program_of([leaf(0), leaf(1)], clauses_of((4, (0, 2, 0)), (6, (4, 4))))
    facts: dict[str, Value] = {"fact.0": True, "fact.1": True}
    assert durable.engine()(program, facts)[1] == forward.run(program, facts)[1] == (0, 1)


def test_clauses_without_premises_fire_and_are_chained_from() -> None:
    program = program_of([Gate("and", ()), Gate("or", ()), Gate("and", (0, 3))])
    assert durable.engine()(program, {})[1] == forward.run(program, {})[1] == (0, 1, 2)


def test_program_without_clauses() -> None:
    assert durable.engine()(program_of([leaf(0)]), {"fact.0": True}) == ({"fact.0": True}, (), ())


def resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def test_three_thousand_cases_leave_nothing_behind() -> None:
    rng = random.Random(3000)
    program = random_program(rng, 12, 30, 3)
    run = durable.engine()
    before = 0.0
    for number in range(3000):
        facts = random_facts(rng, program, 0.8)
        assert run(program, facts) == forward.run(program, facts)
        if number == 300 and Path("/proc/self/statm").exists():
            before = resident_mib()
    if before:
        assert resident_mib() - before < 4


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell how much memory a process has")
def test_engines_that_are_let_go_leave_nothing_behind() -> None:
    """A rule set takes over a megabyte outside Python, and a service that reads its law anew has a new engine each time."""
    program = random_program(random.Random(40), 12, 30, 3)
    before = 0.0
    # What other tests of this process have made is not looked through each time.
    gc.freeze()
    for number in range(50):
        durable.engine()(program, {})
        gc.collect()
        if number == 10:
            before = resident_mib()
    assert resident_mib() - before < 8


def test_programs_and_engines_do_not_meet() -> None:
    rng = random.Random(2)
    programs = [random_program(rng, 6, 12, 3) for _ in range(6)]
    engines = [durable.engine(), durable.engine()]
    for _ in range(20):
        for program in programs:
            facts = random_facts(rng, program, 0.9)
            for run in engines:
                assert run(program, facts) == forward.run(program, facts)


def test_refuses_what_is_not_in_topological_order() -> None:
    chain = [(2 * index + 2, (2 * index,)) for index in range(400)]
    program = program_of([leaf(0)], clauses_of(*reversed(chain)))
    with pytest.raises(durable.DurableFailed, match="topological order"):
        durable.engine()(program, {"fact.0": True})


def test_refuses_too_many_literals() -> None:
    program = program_of([leaf(0)], clauses_of((durable.MOST_LITERALS, (0,))))
    with pytest.raises(durable.DurableFailed, match="more literals"):
        durable.engine()(program, {"fact.0": True})


def test_ids_have_no_equal_hashes() -> None:
    def fnv(text: str) -> int:
        found = 2166136261
        for byte in text.encode():
            found = (found ^ byte) * 16777619 & 0xFFFFFFFF
        return found

    ids = [str(literal) for literal in range(-1, durable.MOST_LITERALS)] + [f"sid-{sid}" for sid in ("start", *range(durable.MOST_SIDS))]
    assert len({fnv(id_) for id_ in ids}) == len(ids)


def test_exception_in_an_action_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, fact: object) -> None:
        raise ValueError("broken on purpose")

    run = durable.engine()
    run(SMALL, FACTS)
    with monkeypatch.context() as patched, pytest.raises(durable.DurableFailed, match="broken on purpose"):
        patched.setattr(import_module("durable.engine").Closure, "assert_fact", fail)
        run(SMALL, FACTS)
    assert run(SMALL, FACTS) == forward.run(SMALL, FACTS)


def test_dropped_action_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    run = durable.engine()
    run(SMALL, FACTS)
    with monkeypatch.context() as patched, pytest.raises(durable.DurableFailed, match="dropped"):
        patched.setattr(import_module("durable.engine").Closure, "_has_completed", lambda self: True)
        run(SMALL, FACTS)
    assert run(SMALL, FACTS) == forward.run(SMALL, FACTS)


@pytest.mark.parametrize("is_registered", [True, False])
def test_what_an_action_is_dropped_of_is_done_again(is_registered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine leaves an action for ten seconds; run from its beginning, the case is derived whole, the first of a program too."""
    run = durable.engine()
    if is_registered:
        run(SMALL, FACTS)
    dropped = iter([True] * (durable.TRIES - 1))
    monkeypatch.setattr(import_module("durable.engine").Closure, "_has_completed", lambda self: next(dropped, False))
    assert run(SMALL, FACTS) == forward.run(SMALL, FACTS) and next(dropped, None) is None


def test_error_of_the_package_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "MOST_PREMISES", 20)
    program = program_of([*(leaf(index) for index in range(20)), Gate("and", tuple(2 * index for index in range(20)))])
    run = durable.engine()
    for _ in range(3):
        with pytest.raises(durable.DurableFailed, match="error code: 304"):
            run(program, {f"fact.{index}": True for index in range(20)})
    assert run(SMALL, FACTS) == forward.run(SMALL, FACTS)


def test_refused_registration_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, definitions: object) -> None:
        raise RuntimeError("Could not create ruleset, error code: 106")

    run = durable.engine()
    with monkeypatch.context() as patched, pytest.raises(durable.DurableFailed, match=r"refuses the rules.*106"):
        patched.setattr(import_module("durable.engine").Host, "register_rulesets", refuse)
        run(SMALL, FACTS)
    assert run(SMALL, FACTS) == forward.run(SMALL, FACTS)


def test_where_durable_rules_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ImportError("undefined symbol: PyEval_CallObject")

    monkeypatch.setattr(durable, "import_module", fail)
    assert "undefined symbol" in str(durable.available())
    with pytest.raises(durable.DurableFailed, match="cannot be imported"):
        durable.engine()


def decide_in_threads(
    threads: int, run: forward.Engine, work: Sequence[tuple[Program, dict[str, Value]]]
) -> list[list[forward.Derivation]]:
    """Return what each of so many threads gets for the whole work, each beginning at another place in it."""
    found: list[list[forward.Derivation]] = [[] for _ in range(threads)]
    barrier = Barrier(threads)

    def decide(number: int) -> None:
        barrier.wait()
        first = number * len(work) // threads
        got = [run(program, facts) for program, facts in (*work[first:], *work[:first])]
        found[number] = got[len(work) - first :] + got[: len(work) - first]

    running = [Thread(target=decide, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return found


def test_eight_threads_get_what_one_gets() -> None:
    """One engine for all threads: every thread gets for every case what the reference gives in one."""
    rng = random.Random(8)
    programs = [random_program(rng, 12, 40, 4) for _ in range(5)]
    work = [(program, random_facts(rng, program, 0.8)) for program in programs for _ in range(80)]
    alone = [forward.run(program, facts) for program, facts in work]
    assert decide_in_threads(8, durable.engine(), work) == [alone] * 8


def test_eight_threads_with_an_engine_each() -> None:
    """Engines made in threads of their own, all at once, do not meet in the package either."""
    rng = random.Random(80)
    program = random_program(rng, 12, 40, 4)
    work = [(program, random_facts(rng, program, 0.8)) for _ in range(80)]
    alone = [forward.run(program, facts) for program, facts in work]

    def with_its_own(program: Program, facts: Mapping[str, Value]) -> forward.Derivation:
        if not hasattr(own, "run"):
            own.run = durable.engine()
        derived: forward.Derivation = own.run(program, facts)
        return derived

    own = local()
    assert decide_in_threads(8, with_its_own, work) == [alone] * 8


def test_tasks_of_an_event_loop() -> None:
    """Called in the event loop and in threads that it waits for, the engine gives the same."""
    rng = random.Random(9)
    program = random_program(rng, 12, 40, 4)
    cases = [random_facts(rng, program, 0.8) for _ in range(60)]
    run = durable.engine()

    async def directly(facts: dict[str, Value]) -> forward.Derivation:
        return run(program, facts)

    async def decide() -> list[forward.Derivation]:
        tasks = (directly(facts) if number % 2 else asyncio.to_thread(run, program, facts) for number, facts in enumerate(cases))
        return list(await asyncio.gather(*tasks))

    assert asyncio.run(decide()) == [forward.run(program, facts) for facts in cases]


def test_an_error_reaches_the_thread_that_asked() -> None:
    """What fails in the thread of durable-rules is raised where the decision was asked for, and the next one is decided."""
    broken = program_of([leaf(0)], clauses_of((durable.MOST_LITERALS, (0,))))
    run = durable.engine()
    seen: list[str] = []

    def ask() -> None:
        try:
            run(broken, FACTS)
        except durable.DurableFailed as error:
            seen.append(str(error))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8 and all("more literals" in error for error in seen)
    assert run(SMALL, FACTS) == forward.run(SMALL, FACTS)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_says_that_it_cannot() -> None:
    """In a fork of a process where durable-rules has started, the decision is refused; nothing waits for a thread that is not there."""
    code = """
import os, sys
from engine.inference import durable
from engine.inference.durable import DurableFailed
durable.engine()
child = os.fork()
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    durable.engine()
except DurableFailed as error:
    print(error, flush=True)
    os._exit(7)
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=HOME, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (
        7,
        "durable-rules had started before this process was forked, and cannot be used in the fork\n",
    )
