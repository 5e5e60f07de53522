"""Examines the short answers: `python -m benchmarks.answers [RANDOM [EVERY]]`, on all regression cases and so many random ones (10,000).

Of each settled outcome: whether, under the law that the answer names, the facts of its shortest proof force the outcome on the
reference engine, all else unknown, and whether any one of them can be spared. Of every EVERYth case (20) and in each language,
the answer is written as `evaluate` prints it at 80 columns, and its lines are counted.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable
from itertools import chain
from typing import get_args

from engine.canonical import Json
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import specialised
from engine.inference.forward import run as forward
from engine.inquiry.short_answer import short_answer
from engine.language.cases import with_forced
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import Decision, decide
from engine.loading import load_laws, load_suites
from engine.model import Case, Language
from engine.rendering.answer_screen import COLUMNS, LINES, answer_screen
from engine.rendering.terminal import render_terminal
from engine.trail.justification import facts_behind
from engine.trail.steps import build_trail
from tests.random_cases import random_cases

from .interviews import principal
from .measuring import print_table

SEED = 14
CHECKED: Json = {"made": True}


def forced_by(decision: Decision, compiled: CompiledLaws, name: str, facts: Iterable[str]) -> bool:
    """Return whether facts of a decided case alone, under the law that it was decided by, give the same on the reference engine."""
    topic = compiled.laws.vocabulary.conclusions[name].topic or ""
    version = decision.governing[topic].versions[0]
    known = {fact: decision.case.facts[fact] for fact in facts}
    alone = with_forced(Case(decision.case.id, known, None, decision.case.place), version, compiled.laws.vocabulary)
    return decide(alone, compiled, forward).findings[name] == decision.findings[name]


def proofs(decisions: Iterable[Decision], compiled: CompiledLaws, name: str) -> tuple[str, ...]:
    """Return a row of figures: settled outcomes, facts of the proof (median, most), how many force it, and how many are minimal."""
    topic = compiled.laws.vocabulary.conclusions[name].topic or ""
    sizes, forced, minimal = list[int](), 0, 0
    for decision in decisions:
        if decision.findings[name].status != "open" and decision.governing[topic].settled:
            facts = facts_behind(decision, build_trail(decision), [name])
            sizes.append(len(facts))
            holds = forced_by(decision, compiled, name, facts)
            forced += holds
            minimal += holds and not any(forced_by(decision, compiled, name, facts - {fact}) for fact in facts)
    return f"{len(sizes)}", f"{statistics.median(sizes):g}", f"{max(sizes)}", f"{forced}", f"{minimal} ({minimal / len(sizes):.1%})"


def lengths(decisions: Iterable[Decision], compiled: CompiledLaws, name: str) -> list[tuple[str, ...]]:
    """Return rows of figures, for each language: answers, lines (median, most), and how many are longer than a screen."""
    fast, lines = specialised.engine(), dict[Language, list[int]]()
    for decision in decisions:
        answer = short_answer(decision, build_trail(decision), compiled, fast, name)
        for lang in get_args(Language):
            screen = render_terminal(answer_screen(answer, lang, CHECKED, COLUMNS), COLUMNS, False)
            lines.setdefault(lang, []).append(screen.count("\n"))
    return [(lang, f"{len(n)}", f"{statistics.median(n):g}", f"{max(n)}", f"{sum(one > LINES for one in n)}") for lang, n in lines.items()]


def main(count: int = 10_000, every: int = 20) -> None:
    """Print the figures."""
    loaded = load_laws(HOME / "rules", language="nn")
    assert loaded.laws is not None
    laws, fast = loaded.laws, specialised.engine()
    compiled, name = compile_laws(laws), principal(laws.vocabulary)

    def decided(cases: Iterable[Case]) -> Iterable[Decision]:
        for case in cases:
            try:
                yield decide(case, compiled, fast)
            except Rejected:
                pass

    regression = [case.case for _, _, case in load_suites(HOME / "tests" / "regression", laws, {}, [])]
    random = list(random_cases(laws, count, SEED))
    sets = {"regression": regression, "random": random}
    heads = ("cases", "settled", "facts, median", "most", "force the outcome", "and none can be spared")
    print_table("Proofs", heads, [(of, *proofs(decided(cases), compiled, name)) for of, cases in sets.items()])
    some = chain.from_iterable(cases[::every] for cases in sets.values())
    of_lines = ("language", "answers", "lines, median", "most", f"more than {LINES}")
    print_table("Screens", of_lines, lengths(decided(some), compiled, name))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
