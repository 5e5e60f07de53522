"""All cases of the suites decided at once: for each statement the cases in which it holds and those in which it fails, as bits.

A case is one bit of an integer, so a gate of the compiled law is decided for every case by a few operations on integers.
What is true of one case is read back as what an engine derives (`engine_of`), so that whatever is said of a case is said by
the same code as ever.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import field
from functools import reduce
from operator import and_, or_
from typing import Literal, NamedTuple

from ..concluded import compared, names_any
from ..diagnostics import Rejected
from ..frozen import dataclass
from ..graph import upward
from ..inference import spans
from ..inference.clauses import Gate, Known, Program, Test, given_in, tested, tested_on_spans
from ..inference.conditions import Values
from ..inference.evaluating import Read, reader
from ..inference.forward import Derivation, Engine, derive_values, outcome
from ..inference.literals import Signed, is_positive, negative, node_of, positive
from ..inference.spans import is_span
from ..law.compiled import CompiledLaws, CompiledVersion
from ..law.deciding import decide
from ..model import (
    Case,
    Compare,
    Condition,
    Constant,
    Expression,
    Holds,
    Laws,
    LawVersion,
    Name,
    ParameterRef,
    Vocabulary,
)
from ..terms.meaning import Connectives
from ..walking import Part, fold, names_of, parts
from .coverage import parameters_behind, parameters_below

Bits = int
"""A set of cases: bit number n stands for case number n."""

PanelLeaf = Holds | Compare | Known


class Column(NamedTuple):
    """The cases in which a statement holds and those in which it fails; it is open in the others."""

    holds: Bits
    fails: Bits

    def opposite(self) -> Column:
        """Return the column of the statement's negation."""
        return Column(self.fails, self.holds)


class Panel(NamedTuple):
    """The cases, the set of them all, and the numbers of those of which some fact, and so some value, is a span."""

    cases: tuple[Case, ...]
    everyone: Bits
    vague: frozenset[int]


def panel_of(cases: Iterable[Case]) -> Panel:
    """Return the cases as a panel."""
    found = tuple(cases)
    vague = frozenset(number for number, case in enumerate(found) if any(is_span(fact.value) for fact in case.facts.values()))
    return Panel(found, (1 << len(found)) - 1, vague)


@dataclass(frozen=True, eq=False)
class Leaves:
    """The values of every case under one version, and the tests on them, each decided when first asked for.

    `tests` fills up, since most questions ask for few tests and many ask for the same; so does `untold`, with the cases in
    which a derived value has none for what the calendar states.
    """

    panel: Panel
    version: LawVersion
    vocabulary: Vocabulary
    values: Sequence[Values]
    tests: dict[PanelLeaf, Column] = field(default_factory=dict)
    untold: dict[str, Bits] = field(default_factory=dict)

    def test(self, leaf: PanelLeaf) -> Column:
        """Return the column of a test, as `forward.decide_test` decides it."""
        if leaf not in self.tests:
            self.tests[leaf] = self._decided(leaf)
        return self.tests[leaf]

    def _decided(self, leaf: PanelLeaf) -> Column:
        if isinstance(leaf, Holds) and leaf.name not in self.vocabulary.facts:
            return Column(0, self.panel.everyone)  # a conclusion without any rule
        fact = self.vocabulary.facts.get(leaf.left.name) if isinstance(leaf, Compare) else None
        scale = tuple(fact.values) if fact is not None and fact.type == "ordinal" and fact.values else None
        decide, on_spans = (kind(leaf, self.version.parameters, scale) for kind in (tested, tested_on_spans))
        found = [(on_spans if number in self.panel.vague else decide)(values) for number, values in enumerate(self.values)]
        return Column(bits_of(value is True for value in found), bits_of(value is False for value in found))


def bits_of(chosen: Iterable[bool]) -> Bits:
    """Return the set of those cases for which there is a True, one for each case in their order."""
    return int("".join("1" if one else "0" for one in chosen)[::-1] or "0", 2)


def numbers_in(bits: Bits) -> Iterable[int]:
    """Yield the numbers of the cases of a set, ascending."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


@dataclass(frozen=True, eq=False)
class PanelSheet:
    """A version on a panel: its programs, and a column for each of their nodes."""

    compiled: CompiledVersion
    leaves: Leaves
    choice: Sequence[Column]
    whole: Sequence[Column]

    def of(self, program: Program) -> Sequence[Column]:
        """Return the columns of one of the two programs of the version."""
        return self.choice if program is self.compiled.choice else self.whole


def sheet_of(compiled: CompiledVersion, panel: Panel) -> PanelSheet:
    """Return a version on a panel."""
    values = []
    for case in panel.cases:
        facts: Values = {name: fact.value for name, fact in case.facts.items()}
        for program in (compiled.choice, compiled.whole):
            facts = derive_values(program, facts)
        values.append(facts)
    return sheet_on(compiled, Leaves(panel, compiled.version, compiled.vocabulary, values))


def sheet_on(compiled: CompiledVersion, leaves: Leaves) -> PanelSheet:
    """Return a version on the leaves of a version with the same parameters and derived values."""
    return PanelSheet(compiled, leaves, _columns(compiled.choice, leaves), _columns(compiled.whole, leaves))


def with_number(sheet: PanelSheet, compiled: CompiledVersion, leaves: Leaves) -> PanelSheet:
    """Return a sheet for a version that `with_numbers` compiled, on its leaves: only what rests on a test that changed is joined anew."""
    found = []
    for program, columns in ((sheet.compiled.choice, sheet.choice), (sheet.compiled.whole, sheet.whole)):
        tests = {number: leaves.test(node.condition) for number, node in enumerate(program.nodes) if isinstance(node, Test)}
        found.append(patched(program, columns, tests, leaves.panel.everyone))
    return PanelSheet(compiled, leaves, *found)


def resting_on(version: LawVersion, parameter: str) -> frozenset[str]:
    """Return the derived values of a version that rest on a parameter."""
    return frozenset(name for name, derived in version.derived.items() if parameter in parameters_below(derived.expression, version))


def with_parameter(leaves: Leaves, version: LawVersion, parameter: str) -> Leaves:
    """Return the leaves of a version that differs in one parameter alone; only what rests on it is decided anew."""
    old, rests = leaves.version, resting_on(leaves.version, parameter)
    names = [name for name in derivation_order(version) if name in rests]
    values: Sequence[Values] = leaves.values
    if names:
        affected, on_spans = (
            [(n, kind(version.derived[n].expression, version.parameters)) for n in names] for kind in (reader, spans.reader)
        )
        values = [_derived_anew(known, on_spans if number in leaves.panel.vague else affected) for number, known in enumerate(values)]
    kept = {leaf: column for leaf, column in leaves.tests.items() if parameter not in _parameters_of(leaf, old)}
    untold = {name: cases for name, cases in leaves.untold.items() if name not in rests}
    return Leaves(leaves.panel, version, leaves.vocabulary, values, kept, untold)


def _derived_anew(known: Values, affected: Iterable[tuple[str, Read]]) -> Values:
    found = dict(known)
    for name, read in affected:
        value = read(found)
        if value is not None:
            found[name] = value
        else:
            # The calendar does not state the days that are asked for now.
            found.pop(name, None)
    return found


def _parameters_of(leaf: PanelLeaf, version: LawVersion) -> set[str]:
    match leaf:
        case Holds():
            return set()
        case Known(expression):
            return parameters_below(expression, version)
        case comparison:
            return parameters_behind(comparison, version)


def derivation_order(version: LawVersion) -> Sequence[str]:
    """Return the names of the derived values, each after those that it rests on."""
    return list(upward({name: [n for n in names_of(d.expression) if n in version.derived] for name, d in version.derived.items()}))


def _columns(program: Program, leaves: Leaves) -> Sequence[Column]:
    columns: list[Column] = []
    for node in program.nodes:
        columns.append(leaves.test(node.condition) if isinstance(node, Test) else _gate(node, columns, leaves.panel.everyone))
    return columns


def _gate(gate: Gate, columns: Sequence[Column], everyone: Bits) -> Column:
    inputs = [column_of(literal, columns) for literal in gate.inputs]
    return every(inputs, everyone) if gate.kind == "and" else some(inputs, everyone)


def column_of(literal: Signed, columns: Sequence[Column]) -> Column:
    """Return the column of a signed literal."""
    column = columns[node_of(literal)]
    return column if is_positive(literal) else column.opposite()


def every(items: Iterable[Column], everyone: Bits) -> Column:
    """Return the column of the statement that all items hold."""
    found = list(items)
    return Column(reduce(and_, (item.holds for item in found), everyone), reduce(or_, (item.fails for item in found), 0))


def some(items: Iterable[Column], everyone: Bits) -> Column:
    """Return the column of the statement that one of the items holds."""
    return every([item.opposite() for item in items], everyone).opposite()


def truth(condition: Condition, program: Program, columns: Sequence[Column], leaves: Leaves) -> Column:
    """Return the column of a condition on facts, derived values and conclusions of the program, as `clauses` compiles it."""
    return fold(condition, lambda leaf: leaf_column(leaf, program, columns, leaves), joining(leaves.panel.everyone))


def joining(everyone: Bits) -> Connectives[Column]:
    """Return how columns are joined."""
    return Connectives(lambda items: every(items, everyone), lambda items: some(items, everyone), Column.opposite)


def leaf_column(leaf: Holds | Compare, program: Program, columns: Sequence[Column], leaves: Leaves) -> Column:
    """Return the column of an atomic condition."""
    values_of = given_in(program.conclusions, columns.__getitem__, leaves.version, leaves.vocabulary)
    match leaf:
        case Holds(name) if name in program.conclusions:
            met = program.conclusions[name].met
            assert met is not None
            return columns[met]
        case Compare() if names_any(leaf, values_of):
            join = joining(leaves.panel.everyone)
            return compared(leaf, values_of, leaves.version.parameters, lambda condition: fold(condition, leaves.test, join), join)
        case _:
            return leaves.test(leaf)


def rule_column(id_: str, version: LawVersion, program: Program, columns: Sequence[Column], leaves: Leaves) -> Column:
    """Return where a rule of a version applies, by the columns of a program that has all that the rule rests on."""
    wanted = [needed(part, truth(part.condition, program, columns, leaves)) for part in parts(version.rules[id_])]
    return every([*wanted, *not_overridden(id_, version, program, columns)], leaves.panel.everyone)


def needed(part: Part, column: Column) -> Column:
    """Return the column of what a rule needs of one of its parts, whose condition has the given column."""
    return column.opposite() if part.role == "unless" else column


def not_overridden(id_: str, version: LawVersion, program: Program, columns: Sequence[Column]) -> list[Column]:
    """Return for each rule that overrides a rule of a version that it does not apply."""
    return [columns[node.node].opposite() for special, node in program.rules.items() if id_ in version.rules[special].overrides]


def patched(program: Program, columns: Sequence[Column], changed: Mapping[int, Column], everyone: Bits) -> Sequence[Column]:
    """Return the columns with those of some nodes changed, and with all that rests on these."""
    found = list(columns)
    touched = set()
    for node, column in changed.items():
        if column != columns[node]:
            found[node] = column
            touched.add(node)
    if not touched:
        return columns
    for number in range(min(touched) + 1, len(found)):
        gate = program.nodes[number]
        if number not in changed and isinstance(gate, Gate) and any(node_of(literal) in touched for literal in gate.inputs):
            column = _gate(gate, found, everyone)
            if column != columns[number]:
                found[number] = column
                touched.add(number)
    return found


@dataclass(frozen=True, eq=False)
class Decided:
    """The laws on a panel, oldest version first.

    `deciding` gives for version and topic the cases in which that version decides the topic, or may, and for the topic None
    those in which it is asked whether it governs. A case that is rejected counts for that question alone.
    """

    laws: CompiledLaws
    panel: Panel
    sheets: tuple[PanelSheet, ...]
    deciding: Mapping[tuple[str, str | None], Bits]

    def number(self, version: str) -> int:
        """Return the place of a version among the versions."""
        return [sheet.compiled.version.name for sheet in self.sheets].index(version)


def decided(laws: CompiledLaws, cases: Iterable[Case], engine: Engine) -> Decided:
    """Return what the laws say of the cases; which version decides what, `engine` says."""
    panel = panel_of(cases)
    sheets = tuple(sheet_of(compiled, panel) for compiled in laws.versions)
    everything: list[tuple[str, str | None]] = [
        (compiled.version.name, topic) for compiled in laws.versions for topic in (None, *laws.laws.vocabulary.topics)
    ]
    deciding = dict.fromkeys(everything, 0)
    for number, case in enumerate(panel.cases):
        try:
            decision = decide(case, laws, engine)
            keys: list[tuple[str, str | None]] = [(version, law.topic) for law in decision.governing.values() for version in law.versions]
            keys += [(run.compiled.version.name, None) for run in decision.choices]
        except Rejected:
            keys = [(compiled.version.name, None) for compiled in laws.versions]
        for key in keys:
            deciding[key] |= 1 << number
    return Decided(laws, panel, sheets, deciding)


def engine_of(sheets: Iterable[PanelSheet], number: int) -> Engine:
    """Return an engine that gives what the columns say of one case, for the programs of these sheets."""
    placed = {id(program): (sheet, program) for sheet in sheets for program in (sheet.compiled.choice, sheet.compiled.whole)}

    def run(program: Program, facts: Values) -> Derivation:
        sheet, _ = placed[id(program)]
        heads: set[Signed] = set()
        for node, column in enumerate(sheet.of(program)):
            if column.holds >> number & 1:
                heads.add(positive(node))
            elif column.fails >> number & 1:
                heads.add(negative(node))
        concluding = [(place, clause) for place, clause in enumerate(program.clauses) if clause.head in heads]
        told = {clause.head for _, clause in concluding if heads.issuperset(clause.body)}
        # A mutant of a rule changes its column and not its clauses, so of what it concludes then none of its clauses tells.
        fired = tuple(place for place, clause in concluding if clause.head not in told or heads.issuperset(clause.body))
        outcomes = tuple(outcome(node, heads) for node in program.conclusions.values())
        return Derivation(dict(sheet.leaves.values[number]), fired, outcomes)

    return run


RuleOrConclusion = tuple[Literal["rule", "conclusion"], str]
"""A rule or conclusion, of which a version says something."""


def touched(before: PanelSheet, after: PanelSheet) -> frozenset[RuleOrConclusion]:
    """Return the rules and conclusions whose nodes have another column on a sheet of the same programs."""
    found: set[RuleOrConclusion] = set()
    for program, ours, theirs in (
        (before.compiled.choice, before.choice, after.choice),
        (before.compiled.whole, before.whole, after.whole),
    ):
        if ours is theirs:
            continue
        nodes = {number for number, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one is not other}
        found.update(("rule", id_) for id_, rule in program.rules.items() if rule.node in nodes)
        for name, conclusion in program.conclusions.items():
            if not nodes.isdisjoint((*conclusion.nodes, *(node_of(value.given) for value in conclusion.values))):
                found.add(("conclusion", name))
    return frozenset(found)


def told(sheet: PanelSheet, among: Container[RuleOrConclusion] | None = None) -> Mapping[tuple[str, str, object], Bits]:
    """Return what a version says: for each rule, conclusion and value, all or `among` some, the cases in which that is so.

    A value that is computed counts as one value; `moved` tells where it is another.
    """
    found: dict[tuple[str, str, object], Bits] = {}
    for program, columns in ((sheet.compiled.choice, sheet.choice), (sheet.compiled.whole, sheet.whole)):
        for id_, rule in program.rules.items():
            if among is None or ("rule", id_) in among:
                found["rule", id_, True], found["rule", id_, False] = columns[rule.node]
        for name, node in program.conclusions.items():
            if among is not None and ("conclusion", name) not in among:
                continue
            if node.met is not None and node.not_met is not None:
                found["conclusion", name, True] = columns[node.met].holds
                found["conclusion", name, False] = column_of(node.not_met, columns).holds
            for value in node.values:
                key = "conclusion", name, _value_key(value.value, sheet.compiled.version)
                found[key] = found.get(key, 0) | columns[value.settled].holds
            if node.not_applicable is not None:
                found["conclusion", name, None] = columns[node.not_applicable].holds
            if len(node.values) > 1:
                given = [column_of(value.given, columns).holds for value in node.values]
                found["conflict", name, None] = _at_least_two(given)
    return found


def _value_key(value: Expression, version: LawVersion) -> object:
    match value:
        case Constant(fixed):
            return "fixed", fixed
        case ParameterRef(name):
            return "fixed", version.parameters[name].value
        case _:
            return "computed", value


def _at_least_two(items: Iterable[Bits]) -> Bits:
    once = twice = 0
    for item in items:
        twice |= once & item
        once |= item
    return twice


def computed_conclusions(sheet: PanelSheet) -> Mapping[str, frozenset[str]]:
    """Return for each conclusion the facts and derived values that it may take its value from."""
    found: dict[str, frozenset[str]] = {}
    for program in (sheet.compiled.choice, sheet.compiled.whole):
        for name, node in program.conclusions.items():
            names = frozenset(value.value.name for value in node.values if isinstance(value.value, Name))
            if names:
                found[name] = names
    return found


def outside_calendar(sheet: PanelSheet) -> Mapping[tuple[str | None, str], Bits]:
    """Return where each derived value has none for what the calendar states: for each topic that rests on it, and for the topic
    None where it is the choice of law that does."""
    compiled, leaves = sheet.compiled, sheet.leaves
    on_spans = {**compiled.choice.span_counted, **compiled.whole.span_counted}
    for name, outside in {**compiled.choice.counted, **compiled.whole.counted}.items():
        if name not in leaves.untold:
            asked = [(values, on_spans[name] if number in leaves.panel.vague else outside) for number, values in enumerate(leaves.values)]
            leaves.untold[name] = bits_of(name not in values and ask(values) for values, ask in asked)
    found: dict[tuple[str | None, str], Bits] = {(None, name): leaves.untold[name] for name in compiled.choice.counted}
    return found | {(topic, name): leaves.untold[name] for topic, names in compiled.counted.items() for name in names}


def moved(before: Leaves, after: Leaves, name: str) -> Bits:
    """Return the cases in which a derived value is another."""
    return bits_of(one.get(name) != other.get(name) for one, other in zip(before.values, after.values, strict=True))


def with_version(laws: CompiledLaws, version: LawVersion) -> CompiledLaws:
    """Return the laws with the version of that name replaced."""
    return with_compiled(laws, CompiledVersion(version, laws.laws.vocabulary))


def with_compiled(laws: CompiledLaws, compiled: CompiledVersion) -> CompiledLaws:
    """Return the laws with the version of that name replaced by one that is compiled already."""
    found = tuple(compiled if old.version.name == compiled.version.name else old for old in laws.versions)
    return CompiledLaws(Laws(laws.laws.vocabulary, tuple(each.version for each in found)), found)
