"""Which atomic conditions the suites show to decide their rule both ways (masking MC/DC).

A condition decides a rule in a case where the rule would come out otherwise, with everything else as it is, if the condition
alone did. The suites must show it once while it holds and once while it fails (Chilenski and Miller 1994).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..inference.clauses import Program
from ..model import Condition, Holds, Rule
from ..walking import Leaf, Part, fold, parts, replaced
from .coverage import Covered
from .panel import Bits, Column, Decided, PanelSheet, every, joining, leaf_column, needed, not_overridden, truth
from .places import RuleAtom, Texts, atoms_of

CONDITION_NEEDS = ("decides while it holds", "decides while it fails")


_HERE = Holds("")
"""Stands where the condition stood whose column is given."""


def decisive(laws: Decided, sources: Mapping[str, str]) -> tuple[Covered, ...]:
    """Return the coverage of every atomic condition of every rule, by version and rule, in the order written.

    `sources` maps the names of the rule files to their texts.
    """
    texts = Texts(sources)
    return tuple(item for sheet in laws.sheets for item in _of_version(sheet, laws, texts))


def _of_version(sheet: PanelSheet, laws: Decided, texts: Texts) -> Iterator[Covered]:
    version = sheet.compiled.version
    for id_ in sorted(version.rules):
        rule = version.rules[id_]
        for number, atom in enumerate(atoms_of(rule, texts), start=1):
            holding = failing = 0
            for program, reached in _programs(id_, sheet, laws):
                leaf = truth(atom.leaf, program, sheet.of(program), sheet.leaves)
                decides = reached & decided_by(atom, rule, program, sheet)
                holding |= decides & leaf.holds
                failing |= decides & leaf.fails
            lacking = tuple(need for need, shown in zip(CONDITION_NEEDS, (holding, failing), strict=True) if not shown)
            yield Covered(version.name, "condition", f"{id_}, condition {number}", atom.place, lacking)


def _programs(id_: str, sheet: PanelSheet, laws: Decided) -> Iterator[tuple[Program, Bits]]:
    """Yield each program that has a rule, with the cases in which the version runs it for something that rests on the rule."""
    compiled, name = sheet.compiled, sheet.compiled.version.name
    if id_ in compiled.choice.rules:
        yield compiled.choice, laws.deciding[name, None]
    if id_ in compiled.whole.rules:
        reached = 0
        for topic, nodes in compiled.nodes.items():
            if compiled.whole.rules[id_].node in nodes:
                reached |= laws.deciding[name, topic]
        yield compiled.whole, reached


def decided_by(atom: RuleAtom, rule: Rule, program: Program, sheet: PanelSheet) -> Bits:
    """Return the cases in which a rule comes out otherwise where the condition does."""
    everyone = sheet.leaves.panel.everyone
    held = _with(atom, Column(everyone, 0), rule, program, sheet)
    failed = _with(atom, Column(0, everyone), rule, program, sheet)
    return held.holds & failed.fails | held.fails & failed.holds


def _with(atom: RuleAtom, given: Column, rule: Rule, program: Program, sheet: PanelSheet) -> Column:
    """Return where a rule applies if one of its conditions, where it stands, has the given column."""
    columns, leaves, version = sheet.of(program), sheet.leaves, sheet.compiled.version
    everyone = leaves.panel.everyone

    def leaf(leaf: Leaf) -> Column:
        return given if leaf is _HERE else leaf_column(leaf, program, columns, leaves)

    def condition(part: Part) -> Condition:
        return replaced(part.condition, atom.way, _HERE) if (part.role, part.number) == (atom.part, atom.number) else part.condition

    premises = [needed(part, fold(condition(part), leaf, joining(everyone))) for part in parts(rule)]
    return every([*premises, *not_overridden(rule.id, version, program, columns)], everyone)
