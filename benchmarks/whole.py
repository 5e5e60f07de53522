"""The whole law: all topics of both versions, choice of law included, one case after another; and whole processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import forward, specialised
from engine.inference.forward import Engine
from engine.law.compiled import compile_laws
from engine.law.crosscheck import engines
from engine.law.deciding import Decision, decide
from engine.loading import load_suites
from engine.model import Case, Laws
from engine.trail.steps import build_trail
from tests.random_cases import random_cases

from .measuring import ROUNDS, print_rates, rates


def whole_law(laws: Laws, count: int) -> None:
    """All topics of both versions, choice of law included: the regression cases, then random ones."""
    compiled = compile_laws(laws)
    regression = [case.case for _, _, case in load_suites(HOME / "tests" / "regression", laws, {}, [])]
    random = list(random_cases(laws, count, seed=12))
    fast = specialised.engine()

    def all_of(cases: list[Case], run: Engine, then: Callable[[Decision], object]) -> Callable[[], object]:
        def task() -> None:
            for case in cases:
                try:
                    then(decide(case, compiled, run))
                except Rejected:
                    pass

        return task

    def nothing(_: Decision) -> None:
        pass

    def findings(decision: Decision) -> object:
        return decision.findings

    def fired(decision: Decision) -> object:
        return [list(run.fired) for run in (*decision.choices, *decision.runs)]

    sizes = ", ".join(f"{c.version.name}: {len(c.version.rules)} rules, {len(c.whole.clauses)} clauses" for c in compiled.versions)
    for name, cases in (("regression cases", regression), ("random cases, 10 % of facts missing", random)):
        all_of(cases[:50], fast, fired)()
        few, fewer = cases[:: len(cases) // 400], cases[:: len(cases) // 50]
        found = rates(
            {
                "specialised, full trail": all_of(cases, fast, nothing),
                "the same, every finding read": all_of(cases, fast, findings),
            },
            len(cases),
        )
        found |= rates(
            {
                "specialised, the numbers of the fired clauses read": all_of(few, fast, fired),
                "forward (agenda), full trail": all_of(few, forward.run, nothing),
            },
            len(few),
        )
        found |= rates({"specialised, trail written out as steps": all_of(fewer, fast, build_trail)}, len(fewer))
        second = engines().get("durable")
        if second is not None:
            found |= rates({"durable": all_of(fewer, second, nothing)}, len(fewer))
        print_rates(f"Whole law ({sizes}), {len(cases)} {name}", found, next(iter(found)))


def cold_start() -> None:
    """Whole processes: loading, and the command line on one case, with byte code as an installation leaves it."""
    example = sorted((HOME / "examples").glob("*.yaml"))[-1]
    load = f"import sys, gc, time; sys.path.insert(0, {str(HOME)!r}); gc.disable(); "
    load += "from engine.home import HOME; from engine.loading import load_laws; "
    load += "start = time.perf_counter(); load_laws(HOME / 'rules'); print(time.perf_counter() - start)"
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def process(*arguments: str) -> str:
            return subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True, env=environment).stdout

        process("-c", load)
        loads = [float(process("-c", load)) for _ in range(ROUNDS)]
        print(f"\nLoading and checking both versions: {statistics.median(loads):.3f} s (minimum {min(loads):.3f} s)")
        for arguments in (["--version"], ["evaluate", str(example)], ["evaluate", "--no-cross-check", str(example)]):
            command = [str(HOME / "cli.py"), *arguments]
            process(*command)
            walls = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                process(*command)
                walls.append(time.perf_counter() - start)
            shown = " ".join(a if not a.startswith("/") else Path(a).name for a in arguments)
            print(f"`hjemmel {shown}`: {statistics.median(walls):.3f} s wall (minimum {min(walls):.3f} s)")
