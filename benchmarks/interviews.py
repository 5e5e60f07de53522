"""How many questions an interview asks: `python -m benchmarks.interviews [CASES]`, of complete random cases, from nothing known.

Each interview must end in the finding of the complete case. At the default of 2,000 it takes some twenty minutes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter

from engine.home import HOME
from engine.inference import specialised
from engine.inquiry.interview import Interview, answer, begin, end_of, unknown
from engine.inquiry.question import question
from engine.law.compiled import compile_laws
from engine.law.deciding import decide
from engine.loading import load_laws
from engine.model import FORCED, Case, FactValue, Vocabulary
from tests.random_cases import PLACE, complete_cases, states_a_day_unasked

from .measuring import print_table

SEED = 61


def interviewed(start: Interview, case: Case) -> tuple[Interview, tuple[str, ...]]:
    """Return the end of an interview that is answered from a complete case, and the facts that it asked for, in order."""
    state, asked = start, list[str]()
    while state.fact is not None:
        asked.append(state.fact)
        state = answer(state, case.facts[state.fact].value) if state.fact in case.facts else unknown(state)
    return state, tuple(asked)


def principal(vocabulary: Vocabulary) -> str:
    """Return the conclusion that is asked about: the first principal one."""
    return next(one.name for one in vocabulary.conclusions.values() if one.principal)


def main(count: int = 2_000) -> None:
    """Print the figures of so many interviews."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None
    laws, fast = loaded.laws, specialised.engine()
    compiled, name = compile_laws(laws), principal(laws.vocabulary)
    start = begin(question(laws, name), Case("empty", {FORCED: FactValue(False, "given")}, None, PLACE), fast)
    asked: list[int] = []
    facts: Counter[str] = Counter()
    outcomes: dict[object, list[int]] = {}
    unasked = 0
    spent = time.process_time()
    for case in complete_cases(laws, compiled, fast, name, count, SEED):
        finding = decide(case, compiled, fast).findings[name]
        state, order = interviewed(start, case)
        if end_of(state) == "unanswered" and states_a_day_unasked(start.about, case):
            unasked += 1
            continue
        assert end_of(state) == "settled", f"{case.id}: {end_of(state)}"
        assert state.view.finding == finding, case.id
        asked.append(len(order))
        facts.update(order)
        outcomes.setdefault(finding.value, []).append(len(order))
        if len(asked) % 100 == 0:
            print(f"{len(asked)}: mean {statistics.mean(asked):.2f}, most {max(asked)}", file=sys.stderr, flush=True)
    spent = time.process_time() - spent
    print(
        f"{len(asked)} interviews, {spent / sum(asked):.3f} s of processor time a question; {unasked} not ended, of a day and not whether"
    )
    every = [("all", asked), *sorted(outcomes.items(), key=lambda item: str(item[0]))]
    rows = [
        (str(outcome), f"{len(n)}", f"{statistics.mean(n):.2f}", f"{statistics.median(n):g}", f"{max(n)}", f"{min(n)}")
        for outcome, n in every
    ]
    print_table("Questions", ("outcome", "interviews", "mean", "median", "most", "fewest"), rows)
    print_table("Asked most", ("fact", "interviews"), [(fact, f"{number}") for fact, number in facts.most_common(25)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
