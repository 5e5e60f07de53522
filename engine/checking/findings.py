"""What the solver finds in the rules of a law: each finding with the places of its rules and, where it can, a case that shows it.

A rule that can never apply; rules that contradict each other; a case without an outcome; a condition, exception or override
that never matters; and seams, where the rules on both sides of a boundary leave out the boundary itself or meet on it.
Rules and conclusions are asked about in the cases that a version decides: those that it governs, and those on which it is
forced. Conditions are asked about in all cases: a provision may say itself whom it is about, though its version says so too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ..analysis.witnesses import STEPS, Asked
from ..law.compiled import CompiledLaws
from .flaws import idle_conditions, no_outcome, rules_conflict, seams
from .flaws.search import Search, ShownFlaw, VersionProgram
from .lints.idle_allowance import IdleAllowance

MOST_STEPS: Final = 2 * STEPS
"""How many steps of the solver one question on a finding may take: a finding that is given up leaves a person to look."""


def find_flaws(
    laws: CompiledLaws, sources: Mapping[str, str], about: Collection[tuple[str, str]] | None = None, steps: int = MOST_STEPS
) -> tuple[ShownFlaw, ...]:
    """Return every finding on the laws, in the order of file and line.

    `sources` maps the names of the rule files to their texts; `steps` bounds each question to the solver. Where `about` names
    rules, by version and id, only these are asked about one by one; conclusions and choices of law always are. A question
    that the solver gives up is a finding too, which says so. What a rule allows (`Rule.allows`) is left out, and an allowance
    that allows nothing is a finding.
    """
    return found_by(Search(Asked(laws, steps), sources), about)


def found_by(search: Search, about: Collection[tuple[str, str]] | None = None) -> tuple[ShownFlaw, ...]:
    """Return what `find_flaws` does of the laws of a search, which keeps the answers of its solver."""
    laws = search.asked.laws
    rules = {(c.version.name, id_) for c in laws.versions for id_ in c.version.rules}
    asked = rules if about is None else rules & set(about)
    # Whether an override does anything is a question about the rule that it overrides.
    asked |= {
        (c.version.name, id_)
        for c in laws.versions
        for n, special in asked
        if n == c.version.name
        for id_ in c.version.rules[special].overrides
    }
    found = list(idle_conditions.in_rules(search, asked))
    for number, version in enumerate(laws.versions):
        program = VersionProgram(number, version, search.asked.wholes[number])
        met = list(seams.in_version(search, program))
        edges = [edge for edge, _ in met]
        found += (finding for _, finding in met)
        found += rules_conflict.in_version(search, program, edges)
        found += no_outcome.in_version(search, program, edges)
    found += seams.between_versions(search)
    found = _not_allowed(found, search, asked)
    return tuple(sorted(found, key=lambda f: (f.diagnostic.place, f.diagnostic.code, f.diagnostic.message)))


def _not_allowed(findings: Sequence[ShownFlaw], search: Search, asked: Collection[tuple[str, str]]) -> list[ShownFlaw]:
    """Return the findings that their rules do not allow, and one for each allowance of a rule asked about that allows none."""
    there = search.met | {(finding.version, finding.rule, finding.diagnostic.code) for finding in findings}
    left = [finding for finding in findings if (finding.version, finding.rule, finding.diagnostic.code) not in search.allowed]
    for (version, rule, code), allowance in search.allowed.items():
        if (version, rule, code) not in there and (version, rule) in asked:
            left.append(ShownFlaw(IdleAllowance(name=rule, allowed=code).at(allowance.place), version, rule))
    return left
