"""Seams: the rules on both sides of a boundary leave out the boundary itself, or meet on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

import z3

from ...analysis.truths import Formula, FormulaPair, Formulas
from ...analysis.witnesses import Asked, Never, Unknown, case_of, governing
from ...canonical import plain
from ...diagnostics import Diagnostic
from ...inference.clauses import Test
from ...inference.literals import is_positive, negative, node_of, positive
from ...language.allowances import SeamGap, SeamOverlap
from ...law.compiled import below
from ...model import GOVERNS, Compare, LawVersion, ParameterRef, Place, Rule, Text
from ...terms.comparisons import relation_of
from ...terms.meaning import Relation
from ...walking import parts, walk
from .parts import steps_to
from .search import Path, Search, ShownFlaw, VersionProgram


def in_version(search: Search, program: VersionProgram) -> Iterator[tuple[SeamBoundary, ShownFlaw]]:
    """Yield each boundary on which alone a conclusion is left out, or is given two values, with rules on both sides of it.

    On such a boundary a test that turns just before it and one that turns just after it meet. With either of them turned
    round, as it is one step away, the conclusion is there, or single.
    """
    formulas, version = program.formulas, program.compiled.version
    cones = {name: below(formulas.program, [name]) for name in formulas.program.conclusions}
    for before, after in _boundaries([formulas], search.asked):
        on = _on(search, before)
        turned = [_turned(formulas, search.asked, test.truth) for test in (before, after)]
        for name, node in formulas.program.conclusions.items():
            cone = cones[name]
            if before.node not in cone or after.node not in cone:
                continue
            goal = node.met if node.met is not None else node.not_applicable
            assert goal is not None
            for overlap, here, beside in _isolated(formulas, turned, name, search.asked):
                decided = search.decided(program, formulas.program.conclusions[name].nodes)
                answer = search.undisturbed([decided, on, here, *beside], name)
                if isinstance(answer, Never):
                    continue
                tests = sorted((before, after), key=lambda test: len(_leaves_like(test, [version])))
                places = [_leaf(search, test, cone, program) for test in tests]
                if isinstance(answer, Unknown):
                    yield SeamBoundary(name, on, overlap), search.gave_up(program, *places[0], answer)
                    continue
                literals = [positive(goal) if node.met is None else negative(goal)] if not overlap else []
                case = search.case(f"{name}-on-the-boundary", program, answer)
                shows = search.showing(program, [goal], literals) if literals else search.rejecting("conflict")
                yield (
                    SeamBoundary(name, on, overlap),
                    ShownFlaw(
                        _seam(search, name, before, overlap, [search.place(*place) for place in places]),
                        version.name,
                        places[0][0].id,
                        search.reduced(case, shows),
                    ),
                )
                break
            else:
                continue
            break


def between_versions(search: Search) -> Iterator[ShownFlaw]:
    """Yield each boundary on which alone no version governs a topic."""
    choices = search.asked.choices
    for topic, declared in search.vocabulary.topics.items():
        goals = [GOVERNS + topic]
        for before, after in _boundaries(choices, search.asked):
            if not all(_reaches(choices, test, goals) for test in (before, after)):
                continue
            beside = []
            for test in (before, after):
                turned = [_with_nodes(formulas, _turned(formulas, search.asked, test.truth)) for formulas in choices]
                beside.append(search.asked.encoder.named(z3.Or(governing(search.asked, turned, topic)[:-1])))
            none = governing(search.asked, choices, topic)[-1]
            answer = search.asked.ask([none, _on(search, before), *beside])
            if not isinstance(answer, Never):
                tests = sorted((before, after), key=lambda t: len(_leaves_like(t, [c.version for c in search.asked.laws.versions])))
                programs = [VersionProgram(test.version, search.asked.laws.versions[test.version], choices[test.version]) for test in tests]
                leaves = [_leaf(search, test, below(p.formulas.program, goals), p) for test, p in zip(tests, programs, strict=True)]
                places = [search.place(*leaf) for leaf in leaves]
                if isinstance(answer, Unknown):
                    yield search.gave_up(programs[0], *leaves[0], answer)
                    continue
                case = case_of(f"{topic}-on-the-boundary", answer.facts, "", search.vocabulary)
                witness = search.reduced(case, search.rejecting("no-law"))
                yield ShownFlaw(
                    _seam(search, declared.law, before, False, places), programs[0].compiled.version.name, leaves[0][0].id, witness
                )
                break


def _on(search: Search, test: _Turning) -> Formula:
    """Return that what the test compares are equal."""
    program = search.asked.choices[test.version].program if test.chooses else search.asked.wholes[test.version].program
    condition = Compare("is", test.condition.left, test.condition.right)
    return search.asked.encoder.test(condition, program.version.parameters, program.version.derived).holds


def _seam(search: Search, name: str, test: _Turning, overlap: bool, places: Sequence[Place]) -> Diagnostic:
    right = test.condition.right[0]
    version = search.asked.laws.versions[test.version].version
    value = str(plain(version.parameters[right.name].value)) if isinstance(right, ParameterRef) else f"`{getattr(right, 'name', '…')}`"
    left = test.condition.left.name
    kind = SeamOverlap if overlap else SeamGap
    others = ((place, Text("den andre siden", "the other side")) for place in places[1:])
    return kind(compared=left, value=value, conclusion=name).at(places[0], *others)


def _leaf(search: Search, test: _Turning, cone: frozenset[int], program: VersionProgram) -> tuple[Rule, Path]:
    """Return the rule and the path of a test: of the first rule, by place, that the conclusion rests on."""
    leaves = _leaves_like(test, [program.compiled.version])
    rules = program.formulas.program.rules
    return next((leaf for leaf in leaves if leaf[0].id in rules and rules[leaf[0].id].node in cone), leaves[0])


class _Turning(NamedTuple):
    """A comparison that turns at a boundary, in a program of a version; `chooses` where that program chooses the law."""

    version: int
    chooses: bool
    node: int
    condition: Compare
    truth: FormulaPair


class SeamBoundary(NamedTuple):
    """A boundary with a seam: the conclusion, that a case stands on the boundary, and whether two values meet there."""

    name: str
    on: Formula
    overlap: bool


_JUST_BEFORE: Final[tuple[Relation, ...]] = ("<", ">=")
"""Orders that turn between a boundary and what comes before it; the others turn between it and what follows."""


def _boundaries(programs: Sequence[Formulas], asked: Asked) -> Iterator[tuple[_Turning, _Turning]]:
    """Yield each pair of comparisons of the same things that turn just before and just after they are equal."""
    before: dict[object, list[_Turning]] = {}
    after: dict[object, list[_Turning]] = {}
    for formulas in programs:
        chooses = formulas in asked.choices
        number = (asked.choices if chooses else asked.wholes).index(formulas)
        for index, test in formulas.program.tests:
            condition = test.condition
            relation = relation_of(condition.op) if isinstance(condition, Compare) else None
            if isinstance(condition, Compare) and relation is not None:
                version = formulas.program.version
                key = tuple(asked.encoder.key(part, version) for part in (condition.left, condition.right[0]))
                tests = before if relation in _JUST_BEFORE else after
                tests.setdefault(key, []).append(_Turning(number, chooses, index, condition, formulas.nodes[index]))
    for shared, found in before.items():
        yield from product(found, after.get(shared, ()))


def _turned(formulas: Formulas, asked: Asked, test: FormulaPair) -> tuple[FormulaPair, ...]:
    """Return the nodes of a program with a test turned round, and all that rests on it."""
    nodes: list[FormulaPair] = []
    for node, truth in zip(formulas.program.nodes, formulas.nodes, strict=True):
        if isinstance(node, Test):
            same = truth.holds.eq(test.holds)
            nodes.append(truth.opposite() if same else truth)
            continue
        if all(nodes[node_of(i)] is formulas.nodes[node_of(i)] for i in node.inputs):
            nodes.append(truth)
            continue
        inputs = [nodes[node_of(i)] if is_positive(i) else nodes[node_of(i)].opposite() for i in node.inputs]
        nodes.append(asked.encoder.every(inputs) if node.kind == "and" else asked.encoder.some(inputs))
    return tuple(nodes)


def _with_nodes(formulas: Formulas, nodes: tuple[FormulaPair, ...]) -> Formulas:
    return Formulas(formulas.program, nodes)


def _isolated(
    formulas: Formulas, turned: Sequence[tuple[FormulaPair, ...]], name: str, asked: Asked
) -> Iterator[tuple[bool, Formula, Sequence[Formula]]]:
    """Yield how a conclusion may be left out or doubled on a boundary alone: whether doubled, that it is so here, and not beside."""
    node, encoder = formulas.program.conclusions[name], asked.encoder
    if node.met is not None:
        yield False, formulas.nodes[node.met].fails, [nodes[node.met].holds for nodes in turned]
        return
    assert node.not_applicable is not None
    none = node.not_applicable
    yield False, formulas.nodes[none].holds, [nodes[none].fails for nodes in turned]
    if len(node.values) > 1:
        both = encoder.at_least_two([formulas.literal(value.given) for value in node.values])
        yield True, both, [encoder.named(z3.Or([nodes[value.settled].holds for value in node.values])) for nodes in turned]


def _reaches(choices: Sequence[Formulas], test: _Turning, goals: list[str]) -> bool:
    program = choices[test.version].program
    return all(goal in program.conclusions for goal in goals) and test.node in below(program, goals)


def _leaves_like(test: _Turning, versions: Sequence[LawVersion]) -> list[tuple[Rule, Path]]:
    """Return where the rules of the versions make the comparison, in the order of their places."""
    found = []
    for rule in sorted((rule for version in versions for rule in version.rules.values()), key=lambda rule: rule.place):
        for part in parts(rule):
            path: Path = {"when": ("when",), "unless": ("unless", part.number), "in_force": ("in_force", part.key)}[part.role]
            found += [(rule, (*path, *steps_to(part.condition, way))) for way, leaf in walk(part.condition) if leaf == test.condition]
    return found
