"""The parts of a rule that must all hold for it to apply, and the conditions inside them; each with its formula."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import z3

from ...analysis.truths import Formula, FormulaPair, Formulas
from ...analysis.witnesses import Asked
from ...concluded import compared, names_any
from ...inference.clauses import RuleNode, given_in
from ...model import All, Any, Compare, Condition, Holds, Not, Rule
from ...walking import Leaf, Way, at, ends_of, fold, items_of, key_of, replaced, walk
from .search import Path, Search, VersionProgram


class RulePart(NamedTuple):
    """One of the conditions that must all hold for a rule to apply: where it stands, as what, and its formula.

    `rule` is the rule in whose text it stands: an override stands in the special rule.
    """

    kind: str
    rule: Rule
    path: Path
    truth: FormulaPair


class RuleQuestion(NamedTuple):
    """What is asked about a rule: that the version decides, its parts, and inside each of them the conditions, with what each changes."""

    program: VersionProgram
    node: RuleNode
    decided: Formula
    parts: tuple[RulePart, ...]
    inner: Mapping[RulePart, tuple[tuple[RulePart, Formula], ...]]

    @property
    def version(self) -> str:
        """The name of the version."""
        return self.program.compiled.version.name

    def applies(self) -> list[Formula]:
        """Return what a case must show in which the rule applies."""
        return [self.decided, *(part.truth.holds for part in self.parts)]

    def matters(self) -> Iterator[tuple[RulePart, RulePart, list[Formula]]]:
        """Yield each condition of the rule with the part that it is in, and what a case must show in which it makes a difference."""
        for part in self.parts:
            rest = [other.truth.holds for other in self.parts if other is not part]
            for inside, differs in ((part, part.truth.fails), *self.inner.get(part, ())):
                yield part, inside, [differs, *rest]


def questions(search: Search, number: int, asked: Collection[tuple[str, str]]) -> Iterator[RuleQuestion]:
    """Yield what is asked about each of these rules that is of a version, in the order of the ids."""
    compiled = search.asked.laws.versions[number]
    for id_ in sorted(id_ for version, id_ in asked if version == compiled.version.name):
        for formulas in (search.asked.choices[number], search.asked.wholes[number]):
            node = formulas.program.rules.get(id_)
            if node is not None:
                program = VersionProgram(number, compiled, formulas)
                parts = tuple(_parts_of(program, node.rule, search.asked))
                inner = {part: tuple(_inner(search, program, part)) for part in parts if part.kind in ("when", "unless")}
                yield RuleQuestion(program, node, search.decided(program, [node.node]), parts, inner)
                break


def _inner(search: Search, program: VersionProgram, part: RulePart) -> Iterator[tuple[RulePart, Formula]]:
    """Yield each condition inside another one, outer ones first, with the formula that it makes a difference there."""
    condition = _condition_at(part.rule, part.path)
    whole = truth_of(program.formulas, condition, search.asked)
    for path, within, item, shorter in _shortened(condition, part.path):
        truth, short = (truth_of(program.formulas, c, search.asked) for c in (item, shorter))
        differs = search.asked.encoder.named(z3.Or(z3.And(whole.holds, short.fails), z3.And(whole.fails, short.holds)))
        # An alternative that is not needed is best seen where it holds, another condition where it fails.
        yield (
            RulePart("alternative", part.rule, path, truth.opposite()) if within == "any" else RulePart("when", part.rule, path, truth),
            differs,
        )


def _parts_of(program: VersionProgram, rule: Rule, asked: Asked) -> Iterator[RulePart]:
    """Yield what must hold for a rule to apply, as `clauses` compiles it."""
    formulas, version = program.formulas, program.compiled.version
    items: list[tuple[Path, Condition]] = [(("when",), rule.when)]
    if isinstance(rule.when, All):
        items = [(("when", "all", number), item) for number, item in enumerate(rule.when.items)]
    for path, item in items:
        yield RulePart("when", rule, path, truth_of(formulas, item, asked))
    for number, item in enumerate(rule.unless):
        yield RulePart("unless", rule, ("unless", number), truth_of(formulas, item, asked).opposite())
    for key, end in ends_of(rule):
        yield RulePart("in_force", rule, ("in_force", key), asked.encoder.test(end, version.parameters, version.derived))
    for special in sorted(version.rules):
        if rule.id in version.rules[special].overrides and special in formulas.program.rules:
            other = formulas.program.rules[special]
            path = ("overrides", other.rule.overrides.index(rule.id))
            yield RulePart("overrides", other.rule, path, formulas.nodes[other.node].opposite())


def truth_of(formulas: Formulas, condition: Condition, asked: Asked) -> FormulaPair:
    """Return a condition of a rule of the program, as `clauses` compiles it."""
    encoder, program = asked.encoder, formulas.program
    values_of = given_in(program.conclusions, formulas.nodes.__getitem__, program.version, encoder.vocabulary)

    def leaf(leaf: Leaf) -> FormulaPair:
        match leaf:
            case Holds(name) if name in program.conclusions:
                met = program.conclusions[name].met
                assert met is not None
                return formulas.nodes[met]
            case Holds(name) if name not in encoder.facts:
                return FormulaPair(encoder.false, encoder.true)  # a conclusion without any rule
            case Compare() if names_any(leaf, values_of):
                parameters = program.version.parameters
                return compared(leaf, values_of, parameters, lambda condition: fold(condition, tested, encoder.join), encoder.join)
            case _:
                return tested(leaf)

    def tested(leaf: Leaf) -> FormulaPair:
        return encoder.test(leaf, program.version.parameters, program.version.derived)

    return fold(condition, leaf, encoder.join)


def _condition_at(rule: Rule, path: Path) -> Condition:
    """Return the condition that stands at the path of a part of the rule."""
    if path[0] == "unless":
        return rule.unless[int(path[1])]
    return rule.when.items[int(path[2])] if isinstance(rule.when, All) else rule.when


def _shortened(condition: Condition, path: Path) -> Iterator[tuple[Path, str, Condition, Condition]]:
    """Yield each condition inside another: its path, in which list it stands, itself, and the whole without it; outer ones first."""
    for way, inner in walk(condition):
        owner = at(condition, way[:-1])
        if way and isinstance(owner, (All, Any)) and len(owner.items) > 1:
            rest = (*owner.items[: way[-1]], *owner.items[way[-1] + 1 :])
            yield (*path, *steps_to(condition, way)), key_of(owner), inner, replaced(condition, way[:-1], type(owner)(rest))


def steps_to(condition: Condition, way: Way) -> Iterator[str | int]:
    """Yield the keys and numbers that lead through the file where a way leads through a condition."""
    for number in way:
        assert isinstance(condition, (All, Any, Not))
        yield key_of(condition)
        if not isinstance(condition, Not):
            yield number
        condition = items_of(condition)[number]
