"""A case in which everything is settled, and no rule gives an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import z3

from ...analysis.witnesses import Found, Unknown
from ...inference.literals import positive
from ...language.allowances import NoOutcome
from ...model import Rule, Text
from .seams import SeamBoundary
from .search import Search, ShownFlaw, VersionProgram, derives


def in_version(search: Search, program: VersionProgram, edges: Sequence[SeamBoundary]) -> Iterator[ShownFlaw]:
    """Yield each principal outcome that a case can be left without; not where a seam says so already."""
    formulas = program.formulas
    for name, conclusion in search.vocabulary.conclusions.items():
        node = formulas.program.conclusions.get(name)
        if not conclusion.principal or node is None or node.not_applicable is None:
            continue
        decided = search.decided(program, formulas.program.conclusions[name].nodes)
        beside = [z3.Not(edge.on) for edge in edges if not edge.overlap]
        answer = search.undisturbed([decided, formulas.nodes[node.not_applicable].holds, *beside])
        if isinstance(answer, Unknown):
            yield search.gave_up(program, program.compiled.version.rules[node.rules[0]], ("id",), answer)
        if isinstance(answer, Found):
            case = search.witness(f"{name}-missing", program, answer, [node.not_applicable], [positive(node.not_applicable)])
            rules = _by_distance(search, program, node.rules, answer)
            others = ((rule.place, Text("gir en verdi i andre saker", "gives a value in other cases")) for rule in rules[1:])
            diagnostic = NoOutcome(conclusion=name).at(rules[0].place, *others)
            yield ShownFlaw(diagnostic, program.compiled.version.name, rules[0].id, case)


def _by_distance(search: Search, program: VersionProgram, ids: Sequence[str], answer: Found) -> list[Rule]:
    """Return the rules, first those of which the fewest conditions keep them from applying to the case, else by id."""
    clauses = program.formulas.program
    derivation = search.engine(clauses, answer.facts)
    lacking = {id_: sum(not derives(clauses, derivation, [literal]) for literal, _ in clauses.rules[id_].premises) for id_ in ids}
    return [program.compiled.version.rules[id_] for id_ in sorted(ids, key=lambda id_: (lacking[id_], id_))]
