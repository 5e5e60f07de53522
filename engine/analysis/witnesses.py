"""Questions to the law, answered by the solver: with a case, with "never" and why, or with "not known".

The solver counts its own steps and gives up after `STEPS` of them, not after a time: the same law gives the same answers on
every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Final, NamedTuple

import z3

from ..frozen import dataclass
from ..inference.conditions import truth
from ..language.cases import with_forced
from ..law.compiled import CompiledLaws, CompiledVersion
from ..model import FORCED, GOVERNS, Case, Fact, FactValue, Place, Value, Vocabulary
from .formulas import Encoder
from .influence import EquationCone, Influence
from .truths import Counted, Formula, FormulaPair, Formulas

STEPS: Final = 20_000_000
"""How many steps of the solver one question may take; a few seconds on an ordinary machine."""

ROUNDS: Final = 40
"""How often the solver is told, for one question, what the calendar of public holidays says of the days that it chose."""

ROOM: Final = 3
"""How many times as much as a question rests on the solver may have been told for earlier ones; a new one is told little."""

LESSONS: Final = 200
"""How many lessons the solver keeps from one question to the next, and then the last half of them: each makes every check slower."""

_PLACE = Place("witness", 1, 1)


@dataclass(frozen=True, eq=False)
class Found:
    """There is a case in which everything that was assumed is so; `told` are its facts where the calendar had to be asked."""

    asked: Asked
    assumed: Sequence[Formula]
    told: Mapping[str, Value] | None = None

    @cached_property
    def facts(self) -> Mapping[str, Value]:
        """The known facts of such a case. Most questions want to know only whether there is one, and a model is costly."""
        return self.told if self.told is not None else self.asked.facts(self.assumed)


@dataclass(frozen=True, eq=False)
class Never:
    """There is no such case within the scope of the formulas; the assumptions at the positions of `core` exclude each other."""

    asked: Asked
    assumed: Sequence[Formula]
    core: Sequence[int]

    @cached_property
    def because(self) -> tuple[int, ...]:
        """The positions of assumptions that exclude each other, none of which is needless. Few questions want to know."""
        return self.asked.needed(self.assumed, self.core)


class Unknown(NamedTuple):
    """The solver gave up after so many steps: those that it may take, or fewer where it had been told too often that it erred."""

    steps: int


SolverAnswer = Found | Never | Unknown


class Example(NamedTuple):
    """The known facts of a case, and the place of the first of the ways asked for that is so in it."""

    facts: Mapping[str, Value]
    way: int


class Asked:
    """The laws as formulas, with the solver that answers questions about them.

    It is mutable because a question may need new formulas, which stay for the next one.
    """

    def __init__(self, laws: CompiledLaws, steps: int = STEPS) -> None:
        self.laws = laws
        self.encoder = Encoder(laws.laws)
        self.choices = [self.encoder.program(compiled.choice) for compiled in laws.versions]
        self.wholes = [self.encoder.program(compiled.whole) for compiled in laws.versions]
        forced = self.encoder.facts.get(FORCED)
        self.forced: Formula = forced.value if forced is not None else self.encoder.false
        self._steps = steps
        self._influence = Influence(self.encoder)
        self._solver, self._told = self._new(), frozenset[int]()
        self._lessons: list[tuple[int, Formula]] = []
        self._heard: set[int] = set()
        self._until: int | None = None
        self._answers: dict[tuple[int, ...], tuple[tuple[Formula, ...], SolverAnswer]] = {}

    def _new(self) -> z3.Solver:
        solver = z3.SolverFor("QF_FD", ctx=self.encoder.context)
        solver.set("rlimit", self._steps)
        return solver

    def _tell(self, cone: EquationCone) -> None:
        """Put what a question rests on to the solver, which looks at all that it was told: at no more than `ROOM` times as much."""
        wanted = self._told | cone.equations
        if len(wanted) > ROOM * len(cone.equations) or len(self._heard) > LESSONS:
            self._solver, self._told, wanted = self._new(), frozenset(), cone.equations
            self._heard.clear()
            del self._lessons[: -LESSONS // 2]
        self._solver.add(*(self.encoder.asserted[place] for place in sorted(wanted - self._told)))
        self._told = wanted
        for value, lesson in self._lessons:
            if value in cone.variables and lesson.get_id() not in self._heard:
                self._heard.add(lesson.get_id())
                self._solver.add(lesson)

    def ask(self, assumed: Sequence[Formula]) -> SolverAnswer:
        """Return a case in which all that is assumed is so, or that there is none, or that the solver gave up."""
        key = tuple(item.get_id() for item in assumed)
        if key not in self._answers:
            # The formulas are kept with the answer: the number of one that is gone may be given to another.
            self._answers[key] = (tuple(assumed), self._ask(assumed))
        return self._answers[key][1]

    def _ask(self, assumed: Sequence[Formula]) -> SolverAnswer:
        cone = self._influence.cone(assumed)
        # Of what rests on nothing told anew, every model is a case, and most questions want to know only whether there is one.
        if not cone.counted:
            with self._bounded(cone):
                return self._excluded(assumed, self._once) or Found(self, tuple(assumed))
        answer = self._solved(assumed, cone)
        return Found(self, tuple(assumed), self.encoder.facts_in(answer, cone.facts)) if isinstance(answer, z3.ModelRef) else answer

    def example(self, assumed: Sequence[Formula], ways: Sequence[Formula]) -> Example | Never | Unknown:
        """Return a case in which all that is assumed is so, with the first of the ways, one of which must follow, that is so in it.

        Nothing is looked for twice, and when all steps of a question are taken together, however often the solver was told of the
        calendar, it gives up.
        """
        cone = self._influence.cone(assumed)
        answer = self._solved(assumed, cone)
        if not isinstance(answer, z3.ModelRef):
            return answer
        way = next(number for number, way in enumerate(ways) if z3.is_true(answer.eval(way, True)))
        return Example(self.encoder.facts_in(answer, cone.facts), way)

    def _solved(self, assumed: Sequence[Formula], cone: EquationCone) -> z3.ModelRef | Never | Unknown:
        """Return a case as a model, or why there is none."""
        inside = self._inside(cone)
        cone = self._influence.cone([*assumed, *inside])
        found: list[z3.ModelRef] = []

        def check(items: Sequence[Formula]) -> z3.CheckSatResult:
            result, model = self._check(items, cone, inside)
            found.extend(() if model is None else (model,))
            return result

        with self._bounded(cone):
            excluded = self._excluded(assumed, check)
        return excluded or found[0]

    def _inside(self, cone: EquationCone) -> list[Formula]:
        """Return what is so of a case of which the calendar tells all that is counted from the facts of a cone."""
        return [one for one in self.encoder.inside if not set(cone.facts).isdisjoint(self._influence.cone([one]).facts)]

    @contextmanager
    def _bounded(self, cone: EquationCone) -> Iterator[None]:
        """Ask a question that rests on this and may take its steps, all rounds of it together."""
        self._tell(cone)
        self._until = self.taken() + self._steps
        try:
            yield
        finally:
            self._until = None

    def _excluded(self, assumed: Sequence[Formula], check: Callable[[Sequence[Formula]], z3.CheckSatResult]) -> Never | Unknown | None:
        """Return that there is no case by a check of the solver, or that this is not known; None where there is one."""
        # The solver takes variables and their negations; a constant says the answer itself.
        for position, item in enumerate(assumed):
            if item.eq(self.encoder.false):
                return Never(self, tuple(assumed), (position,))
        result = check(self._demands(assumed))
        if result == z3.sat:
            return None
        if result == z3.unsat:
            core = {item.get_id() for item in self._solver.unsat_core()}
            return Never(self, tuple(assumed), [position for position, item in enumerate(assumed) if item.get_id() in core])
        # One that was stopped while it took in what it was told answers nothing more.
        self._solver, self._told = self._new(), frozenset()
        self._heard.clear()
        assert self._until is not None
        return Unknown(min(self._steps, self.taken() - self._until + self._steps))

    def _demands(self, assumed: Sequence[Formula]) -> list[Formula]:
        return [item for item in assumed if not item.eq(self.encoder.true)]

    def _check(self, items: Sequence[Formula], cone: EquationCone, inside: list[Formula]) -> tuple[z3.CheckSatResult, z3.ModelRef | None]:
        """Return what the solver says, and its model.

        A person of whom the calendar tells all is preferred, of whom `inside` is so. That there is none at all never rests on that.
        """
        if (result := self._once(items)) != z3.sat:
            return result, None
        first = self._solver.model()
        if not self.encoder.untrue(first, cone.counted) and all(z3.is_true(first.eval(one, True)) for one in inside):
            return result, first
        while inside:
            result, model = self._searched([*items, *inside], cone)
            if result == z3.sat:
                return result, model
            # What excludes the preference is given up, and all of it where that cannot be told.
            core = {item.get_id() for item in self._solver.unsat_core()} if result == z3.unsat else set()
            left = [one for one in inside if one.get_id() not in core] if core else []
            inside = left if len(left) < len(inside) else []
        return self._searched(items, cone, first)

    def _searched(
        self, items: Sequence[Formula], cone: EquationCone, found: z3.ModelRef | None = None
    ) -> tuple[z3.CheckSatResult, z3.ModelRef | None]:
        """Return what the solver says and its model, told in so many rounds what the calendar says of the days it chose.

        The person that it found is tried first with what the calendar says of them. `found` is a model that it has found already.
        """
        rounds = ROUNDS
        while found is not None or (result := self._once(items)) == z3.sat:
            # A model of nothing is empty, and no less one.
            model, found = self._solver.model() if found is None else found, None
            untrue = self.encoder.untrue(model, cone.counted)
            if not untrue:
                return z3.sat, model
            if rounds == 0:
                return z3.unknown, None
            rounds -= 1
            self._learn(untrue)
            told = self._told_of(items, cone, model)
            if told is not None:
                return z3.sat, told
        return result, None

    def _told_of(self, items: Sequence[Formula], cone: EquationCone, found: z3.ModelRef) -> z3.ModelRef | None:
        """Return a model with the facts of the one found and what the calendar says of them, if all that is asked can be so then.

        It is asked of a solver of its own, which needs not think of anybody else.
        """
        person = self._new()
        person.add(*(self.encoder.asserted[place] for place in sorted(cone.equations)), *self._facts_of(found, cone))
        person.add(*(lesson for value, lesson in self._lessons if value in cone.variables))
        while self._once(items, person) == z3.sat:
            model = person.model()
            untrue = self.encoder.untrue(model, cone.counted)
            if not untrue:
                return model
            self._learn(untrue)
            person.add(*(lesson for _, lesson in untrue))
        return None

    def _facts_of(self, model: z3.ModelRef, cone: EquationCone) -> Iterator[Formula]:
        """Yield the demands that those of the facts are known that are so in a model, and have its values."""
        for term in (self.encoder.facts[name] for name in cone.facts):
            known = z3.is_true(model.eval(term.known, True))
            yield from [term.known, term.value == model.eval(term.value, True)] if known else [z3.Not(term.known)]

    def _learn(self, untrue: Sequence[tuple[Counted, Formula]]) -> None:
        """Tell the solver what it did not know, and keep it for every one that is asked later."""
        for counted, lesson in untrue:
            self._heard.add(lesson.get_id())
            self._lessons.append((counted.value.get_id(), lesson))
            self._solver.add(lesson)

    def _once(self, items: Sequence[Formula], solver: z3.Solver | None = None) -> z3.CheckSatResult:
        """Return what a solver says, or that it is not known where the question has taken its steps already."""
        if self._until is not None and self.taken() > self._until:
            return z3.unknown
        return (solver or self._solver).check(*items)

    def taken(self) -> int:
        """Return how many steps the solver has taken for all questions together."""
        told = self._solver.statistics()
        return int(told.get_key_value("rlimit count")) if "rlimit count" in told.keys() else 0  # noqa: SIM118 - no mapping

    def needed(self, assumed: Sequence[Formula], core: Sequence[int]) -> tuple[int, ...]:
        """Return those positions of a contradiction without any one of which it would be none; the solver's own has more."""
        self._tell(self._influence.cone(assumed))
        for position in core if len(core) > 1 else ():
            fewer = [other for other in core if other != position]
            if self._solver.check(*(assumed[other] for other in fewer)) == z3.unsat:
                core = fewer
        return tuple(core)

    def facts(self, assumed: Sequence[Formula]) -> Mapping[str, Value]:
        """Return the known facts of a case in which all that is assumed is so, and which rests on nothing told anew; there must be one.

        A person of whom the calendar tells all is looked for, and no longer than a question may take: what was asked is so of any other.
        """
        cone = self._influence.cone(assumed)
        model = self._solved(assumed, cone) if self._inside(cone) else None
        if isinstance(model, z3.ModelRef):
            return self.encoder.facts_in(model, cone.facts)
        # It was found within the limit before, though perhaps by another way than now.
        solver = self._new()
        solver.set("rlimit", 0)
        solver.add(*(self.encoder.asserted[place] for place in sorted(cone.equations)))
        found = solver.check(*self._demands(assumed))
        assert found == z3.sat
        return self.encoder.facts_in(solver.model(), cone.facts)

    def decided(self, version: int, topics: Iterable[str]) -> Formula:
        """Return that a version, by its place among the versions, decides one of the topics: it governs it, or is forced.

        Every other topic has a version too: where one has none, the whole case is rejected.
        """
        chosen = {topic: governing(self, self.choices, topic) for topic in self.laws.laws.vocabulary.topics}
        governed = z3.And(
            z3.Or([self.encoder.false, *(chosen[topic][version] for topic in topics)]), *(z3.Not(each[-1]) for each in chosen.values())
        )
        return self.encoder.named(z3.Or(self.forced, governed))


def governing(asked: Asked, choices: Sequence[Formulas], topic: str) -> list[Formula]:
    """Return for each version that it governs a topic for certain, and last that no version does, where none is forced.

    `choices` are the programs by which the versions choose the law, oldest first; the newest that governs wins.
    """
    encoder, free = asked.encoder, z3.Not(asked.forced)
    chosen = [conclusion_met(formulas, GOVERNS + topic, encoder) for formulas in choices]
    none_newer = [[newer.fails for newer in chosen[number + 1 :]] for number in range(len(chosen))]
    found = [encoder.named(z3.And(free, one.holds, *newer)) for one, newer in zip(chosen, none_newer, strict=True)]
    return [*found, encoder.named(z3.And(free, *(one.fails for one in chosen)))]


def conclusion_met(formulas: Formulas, name: str, encoder: Encoder) -> FormulaPair:
    """Return that a boolean conclusion is met; one that no rule of the program concludes never is."""
    node = formulas.program.conclusions.get(name)
    if node is None or node.met is None:
        return FormulaPair(encoder.false, encoder.true)
    return formulas.nodes[node.met]


def topics_of(compiled: CompiledVersion, nodes: Iterable[int]) -> tuple[str, ...]:
    """Return the topics that rest on one of the nodes of `whole`."""
    wanted = frozenset(nodes)
    return tuple(topic for topic, below in compiled.nodes.items() if wanted & below)


def case_of(id_: str, facts: Mapping[str, Value], version: str, vocabulary: Vocabulary) -> Case:
    """Return facts that the solver found as a case; the version is forced on it where the facts say that one is."""
    stated = {
        name: FactValue(value, "silence" if value == vocabulary.facts[name].silence else "stated", None, _PLACE)
        for name, value in facts.items()
        if not vocabulary.facts[name].given
    }
    return with_forced(Case(id_, stated, None, _PLACE), version if facts.get(FORCED) is True else None, vocabulary)


def smallest(case: Case, vocabulary: Vocabulary, shows: Callable[[Case], bool]) -> Case:
    """Return the case without the facts that it needs not to show what it shows; `shows` must hold for it.

    Of what is left out, silence says what the vocabulary lets it say. No fact of the result can be left out alone.
    """
    scales = {fact.name: tuple(fact.values) for fact in vocabulary.facts.values() if fact.type == "ordinal" and fact.values}

    def possible(some: Case) -> bool:
        values = {name: fact.value for name, fact in some.facts.items()}
        return not any(truth(constraint.never, values, {}, scales) is True for constraint in vocabulary.constraints)

    left = True
    while left:
        left = False
        for name in [name for name, fact in case.facts.items() if fact.origin == "stated"]:
            fewer = without(case, vocabulary.facts[name])
            if possible(fewer) and shows(fewer):
                case, left = fewer, True
    return case


def without(case: Case, fact: Fact) -> Case:
    """Return the case as it is where its file does not mention the fact."""
    facts = {name: value for name, value in case.facts.items() if name != fact.name}
    if fact.silence is not None:
        facts[fact.name] = FactValue(fact.silence, "silence")
    return Case(case.id, facts, case.forced, case.place)
