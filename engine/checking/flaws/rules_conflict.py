"""Two rules that can give one conclusion different values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import z3

from ...analysis.witnesses import Found, Never, Unknown
from ...inference.clauses import RuleNode
from ...inference.literals import positive
from ...language.allowances import RulesConflict
from ...model import Case, Text
from .seams import SeamBoundary
from .search import Search, ShownFlaw, VersionProgram


def in_version(search: Search, program: VersionProgram, edges: Sequence[SeamBoundary]) -> Iterator[ShownFlaw]:
    """Yield each pair of rules that can give a conclusion different values; not those that meet on a seam alone."""
    formulas = program.formulas
    for name, node in formulas.program.conclusions.items():
        if len(node.values) < 2 or node.not_applicable is None:
            continue
        decided = search.decided(program, formulas.program.conclusions[name].nodes)
        both = search.asked.encoder.at_least_two([formulas.literal(value.given) for value in node.values])
        beside = [z3.Not(edge.on) for edge in edges if edge.name == name and edge.overlap]
        answer = search.asked.ask([decided, both, *beside])
        if isinstance(answer, Never):
            continue
        if isinstance(answer, Unknown):
            yield search.gave_up(program, program.compiled.version.rules[node.rules[0]], ("id",), answer)
            continue
        for one, other in combinations(node.values, 2):
            for left, right in product(one.rules, other.rules):
                nodes = [formulas.program.rules[id_] for id_ in sorted((left, right))]
                both_apply = [formulas.nodes[rule.node].holds for rule in nodes]
                answer = search.undisturbed([decided, *both_apply, *beside], name)
                if isinstance(answer, Found):
                    yield _conflict(search, program, name, nodes, answer)
                elif isinstance(answer, Unknown):
                    yield search.gave_up(program, nodes[0].rule, ("id",), answer)


def _conflict(search: Search, program: VersionProgram, name: str, nodes: Sequence[RuleNode], answer: Found) -> ShownFlaw:
    first, second = (node.rule for node in nodes)
    the_other = (second.place, Text("den andre regelen", "the other rule"))
    diagnostic = RulesConflict(first=first.id, second=second.id, conclusion=name).at(first.place, the_other)
    case = search.case(f"{first.id}-and-{second.id}", program, answer)
    both = search.showing(program, [node.node for node in nodes], [positive(node.node) for node in nodes])

    def shows(some: Case) -> bool:
        return search.conflicting(some, first, second) or both(some)

    return ShownFlaw(diagnostic, program.compiled.version.name, first.id, search.reduced(case, shows))
