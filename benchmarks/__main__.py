"""Measures hjemmel beside what a user would write instead, in one run: `make bench`, or `python -m benchmarks`.

Every figure is the median of alternating rounds over the same cases, with results checked for equality first. Cases are
timed in processor time, whole processes by the clock. The machines are noisy: read the ratios within one run, not the
absolute figures.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import engine
from engine.inference import forward, specialised
from engine.inference.clauses import compile_version
from engine.inference.conditions import Values
from engine.model import Case, Laws
from engine.trail.steps import build_trail
from tests.random_cases import random_cases

from .peers import durable_directly, plain_function

ROUNDS = 7
SEED_GOALS = ("programme.right", "programme.duty", "programme.may_offer")
SEED_ACT = "introduksjonsloven"


def seed_cases(laws: Laws, count: int) -> list[dict[str, object]]:
    """Return complete facts of cases under the first seed's act, by name."""
    found: list[dict[str, object]] = []
    compiled = engine.compile_laws(laws)
    run = specialised.engine()
    for case in random_cases(laws, 40 * count, seed=11, missing=0.0):
        try:
            decision = engine.decide(case, compiled, run)
        except engine.Rejected:
            continue
        facts = {name: fact.value for name, fact in case.facts.items()}
        needed = ("programme.decision_date", "person.birth_date", "permit.type", "reference_person.permit_type", "residence.start_date")
        if decision.findings["law.act"].value == SEED_ACT and all(name in facts for name in needed):
            for fact in laws.vocabulary.facts.values():
                if fact.type == "boolean":
                    facts.setdefault(fact.name, False)
            found.append(facts)
            if len(found) == count:
                break
    return found


def medians(tasks: dict[str, Callable[[], object]], cases: int) -> dict[str, float]:
    """Return for each task the median of its cases per second of processor time over alternating rounds."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            times[name].append(time.process_time() - start)
    return {name: cases / statistics.median(found) for name, found in times.items()}


def table(title: str, rates: dict[str, float], base: str) -> None:
    """Print one table of rates with the ratio to a base."""
    print(f"\n{title}\n\n| | cases/s | × {base} |\n| --- | ---: | ---: |")
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.0f} | {rate / rates[base]:.3f} |")


def seed_rules(laws: Laws, count: int) -> None:
    """The first seed's rules: hjemmel on exactly those rules, a plain function, and durable-rules used directly."""
    version = laws.versions[0]
    rules = {
        id_: rule for id_, rule in version.rules.items() if rule.source.act == SEED_ACT or any(name == "law.act" for name, _ in rule.then)
    }
    program = compile_version(replace(version, rules=rules), laws.vocabulary, SEED_GOALS)
    fast = specialised.specialise(program)
    cases = seed_cases(laws, count)
    met = {name: program.conclusions[name].met for name in SEED_GOALS}

    def answer(run: Callable[[Values], tuple[object, Sequence[int]]], facts: Values) -> tuple[bool, ...]:
        heads = {program.clauses[n].head for n in run(facts)[1]}
        return tuple(2 * (met[name] or 0) in heads for name in SEED_GOALS)

    durable = durable_directly()
    for facts in cases:
        expected = plain_function(facts)[0]
        found = answer(fast, facts)  # type: ignore[arg-type]
        assert found == expected, (facts, found, expected)
        assert durable is None or durable(facts)[0] == expected
    print(f"\n{len(cases)} cases of the first seed's rules ({len(program.rules)} rules, {len(program.clauses)} clauses), equal results.")
    tasks: dict[str, Callable[[], object]] = {
        "plain Python function, fired ids": lambda: [plain_function(facts) and None for facts in cases],
        "hjemmel specialised, full trail": lambda: [fast(facts) and None for facts in cases],  # type: ignore[arg-type]
        "hjemmel forward (agenda), full trail": lambda: [forward.run(program, facts) and None for facts in cases],  # type: ignore[arg-type]
    }
    if durable is not None:
        tasks["durable-rules used directly"] = lambda: [durable(facts) and None for facts in cases]
    table("First seed, §§ 2 and 3", medians(tasks, len(cases)), "plain Python function, fired ids")


def whole_law(laws: Laws, count: int) -> None:
    """All topics of both versions, choice of law included: the regression cases, then random ones."""
    compiled = engine.compile_laws(laws)
    regression = [case.case for _, _, case in engine.load_suites(engine.HOME / "tests" / "regression", laws, {}, [])]
    random = list(random_cases(laws, count, seed=12))
    fast = specialised.engine()

    def all_of(cases: list[Case], run: engine.Engine, then: Callable[[engine.Decision], object]) -> Callable[[], object]:
        def task() -> None:
            for case in cases:
                try:
                    then(engine.decide(case, compiled, run))
                except engine.Rejected:
                    pass

        return task

    def nothing(_: engine.Decision) -> None:
        pass

    def findings(decision: engine.Decision) -> object:
        return decision.findings

    def fired(decision: engine.Decision) -> object:
        return [list(run.fired) for run in (*decision.choices, *decision.runs)]

    sizes = ", ".join(f"{c.version.name}: {len(c.version.rules)} rules, {len(c.whole.clauses)} clauses" for c in compiled.versions)
    for name, cases in (("regression cases", regression), ("random cases, 10 % of facts missing", random)):
        all_of(cases[:50], fast, fired)()
        few, fewer = cases[:: len(cases) // 400], cases[:: len(cases) // 50]
        rates = medians(
            {
                "specialised, full trail": all_of(cases, fast, nothing),
                "the same, every finding read": all_of(cases, fast, findings),
            },
            len(cases),
        )
        rates |= medians(
            {
                "specialised, the numbers of the fired clauses read": all_of(few, fast, fired),
                "forward (agenda), full trail": all_of(few, forward.run, nothing),
            },
            len(few),
        )
        rates |= medians({"specialised, trail written out as steps": all_of(fewer, fast, build_trail)}, len(fewer))
        second = engine.engines().get("durable")
        if second is not None:
            rates |= medians({"durable": all_of(fewer, second, nothing)}, len(fewer))
        table(f"Whole law ({sizes}), {len(cases)} {name}", rates, next(iter(rates)))


def cold_start() -> None:
    """Whole processes: loading, and the command line on one case, with byte code as an installation leaves it."""
    example = sorted((engine.HOME / "examples").glob("*.yaml"))[-1]
    load = f"import sys, gc, time; sys.path.insert(0, {str(engine.HOME)!r}); gc.disable(); import engine; from engine import load_laws; "
    load += "start = time.perf_counter(); load_laws(engine.HOME / 'rules'); print(time.perf_counter() - start)"
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def process(*arguments: str) -> str:
            return subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True, env=environment).stdout

        process("-c", load)
        loads = [float(process("-c", load)) for _ in range(ROUNDS)]
        print(f"\nLoading and checking both versions: {statistics.median(loads):.3f} s (minimum {min(loads):.3f} s)")
        for arguments in (["--version"], ["evaluate", str(example)], ["evaluate", "--no-cross-check", str(example)]):
            command = [str(engine.HOME / "cli.py"), *arguments]
            process(*command)
            walls = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                process(*command)
                walls.append(time.perf_counter() - start)
            shown = " ".join(a if not a.startswith("/") else Path(a).name for a in arguments)
            print(f"`hjemmel {shown}`: {statistics.median(walls):.3f} s wall (minimum {min(walls):.3f} s)")


def main() -> None:
    """Print every figure."""
    loaded = engine.load_laws(engine.HOME / "rules")
    assert loaded.laws is not None
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of {ROUNDS} rounds")
    seed_rules(loaded.laws, 2_000)
    whole_law(loaded.laws, 5_000)
    cold_start()


if __name__ == "__main__":
    main()
