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
from .influence import Influence
from .truths import Formula, FormulaPair, Formulas

STEPS: Final = 20_000_000
"""How many steps of the solver one question may take; a few seconds on an ordinary machine."""

ROUNDS: Final = 50
"""How often the solver is told, for one question, what the calendar of public holidays says of the days that it chose."""

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
    """The solver gave up; `steps` is the limit that it met."""

    steps: int


SolverAnswer = Found | Never | Unknown


class Example(NamedTuple):
    """The known facts of a case, and the place of the first of the ways asked for that is so in it."""

    facts: Mapping[str, Value]
    way: int


class _Solved(NamedTuple):
    """A model of the solver, and whether it is the first one that it found: what the calendar says of it was right."""

    model: z3.ModelRef
    is_first: bool


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
        self._solver = z3.SolverFor("QF_FD", ctx=self.encoder.context)
        self._solver.set("rlimit", steps)
        self._told = 0
        self._influence = Influence(self.encoder)
        self._until: int | None = None
        self._answers: dict[tuple[int, ...], tuple[tuple[Formula, ...], SolverAnswer]] = {}

    def ask(self, assumed: Sequence[Formula]) -> SolverAnswer:
        """Return a case in which all that is assumed is so, or that there is none, or that the solver gave up."""
        key = tuple(item.get_id() for item in assumed)
        if key not in self._answers:
            # The formulas are kept with the answer: the number of one that is gone may be given to another.
            self._answers[key] = (tuple(assumed), self._ask(assumed))
        return self._answers[key][1]

    def _ask(self, assumed: Sequence[Formula]) -> SolverAnswer:
        # Of what rests on nothing told anew, every model is a case, and most questions want to know only whether there is one.
        if not self._influence.reaches(assumed):
            with self._bounded():
                return self._excluded(assumed, self._once) or Found(self, tuple(assumed))
        answer = self._solved(assumed)
        if not isinstance(answer, _Solved):
            return answer
        # Where values are computed, the next model might be one of which they have to be told anew.
        is_again = answer.is_first and not self.encoder.told_anew
        return Found(self, tuple(assumed), None if is_again else self.encoder.facts_in(answer.model))

    def example(self, assumed: Sequence[Formula], ways: Sequence[Formula]) -> Example | Never | Unknown:
        """Return a case in which all that is assumed is so, with the first of the ways, one of which must follow, that is so in it.

        Nothing is looked for twice, and when all steps of a question are taken together, however often the solver was told of the
        calendar, it gives up.
        """
        answer = self._solved(assumed)
        if not isinstance(answer, _Solved):
            return answer
        way = next(number for number, way in enumerate(ways) if z3.is_true(answer.model.eval(way, True)))
        return Example(self.encoder.facts_in(answer.model), way)

    def _solved(self, assumed: Sequence[Formula]) -> _Solved | Never | Unknown:
        """Return a case with its model, or why there is none."""
        found: list[_Solved] = []

        def check(items: Sequence[Formula]) -> z3.CheckSatResult:
            result, model, is_first = self._check(items, ROUNDS)
            found.extend(() if model is None else (_Solved(model, is_first),))
            return result

        with self._bounded():
            excluded = self._excluded(assumed, check)
        return excluded or found[0]

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        """Ask a question that may take its steps, all rounds of it together."""
        self._until = self.taken() + self._steps
        try:
            yield
        finally:
            self._until = None

    def _excluded(self, assumed: Sequence[Formula], check: Callable[[Sequence[Formula]], z3.CheckSatResult]) -> Never | Unknown | None:
        """Return that there is no case by a check of the solver, or that this is not known; None where there is one."""
        asserted = self.encoder.asserted
        self._solver.add(*asserted[self._told :])
        self._told = len(asserted)
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
        return Unknown(self._steps)

    def _demands(self, assumed: Sequence[Formula]) -> list[Formula]:
        return [item for item in assumed if not item.eq(self.encoder.true)]

    def _check(self, items: Sequence[Formula], rounds: int) -> tuple[z3.CheckSatResult, z3.ModelRef | None, bool]:
        """Return what the solver says, its model, and whether that is the first one, of which the calendar has nothing to say.

        A person of whom the calendar tells all is preferred. That there is none at all never rests on the preference.
        """
        if (result := self._once(items)) != z3.sat:
            return result, None, True
        first, inside = self._solver.model(), list(self.encoder.inside)
        if not self.encoder.untrue(first) and all(z3.is_true(first.eval(one, True)) for one in inside):
            return result, first, True
        while inside:
            result, model = self._searched([*items, *inside], ROUNDS)
            if result == z3.sat:
                return result, model, False
            # What excludes the preference is given up, and all of it where that cannot be told.
            core = {item.get_id() for item in self._solver.unsat_core()} if result == z3.unsat else set()
            left = [one for one in inside if one.get_id() not in core] if core else []
            inside = left if len(left) < len(inside) else []
        result, model = self._searched(items, rounds, first)
        return result, model, False

    def _searched(
        self, items: Sequence[Formula], rounds: int, found: z3.ModelRef | None = None
    ) -> tuple[z3.CheckSatResult, z3.ModelRef | None]:
        """Return what the solver says and its model, told in at most so many rounds what the calendar says of the days it chose.

        The person that it found is tried first with what the calendar says of them: of what the question does not rest on,
        another person would only have other days to be told of. `found` is a model that it has found already.
        """
        while found is not None or (result := self._once(items)) == z3.sat:
            # A model of nothing is empty, and no less one.
            model, found = self._solver.model() if found is None else found, None
            untrue = self.encoder.untrue(model)
            if not untrue:
                return z3.sat, model
            if rounds == 0:
                return z3.unknown, None
            rounds -= 1
            self._solver.add(*untrue)
            told = self._told_of(items, model)
            if told is not None:
                return z3.sat, told
        return result, None

    def _told_of(self, items: Sequence[Formula], found: z3.ModelRef) -> z3.ModelRef | None:
        """Return a model with the facts of the one found and what the calendar says of them, if all that is asked can be so then."""
        this = z3.FreshConst(z3.BoolSort(self.encoder.context), "person")
        self._solver.add(z3.Implies(this, z3.And(self.encoder.chosen(found))))
        while self._once([*items, this]) == z3.sat:
            model = self._solver.model()
            untrue = self.encoder.untrue(model)
            if not untrue:
                return model
            self._solver.add(*untrue)
        # The person is done with, and the solver need not think of them again.
        self._solver.add(z3.Not(this))
        return None

    def _once(self, items: Sequence[Formula]) -> z3.CheckSatResult:
        """Return what the solver says, or that it is not known where the question has taken its steps already."""
        if self._until is not None and self.taken() > self._until:
            return z3.unknown
        return self._solver.check(*items)

    def taken(self) -> int:
        """Return how many steps the solver has taken for all questions together."""
        told = self._solver.statistics()
        return int(told.get_key_value("rlimit count")) if "rlimit count" in told.keys() else 0  # noqa: SIM118 - no mapping

    def needed(self, assumed: Sequence[Formula], core: Sequence[int]) -> tuple[int, ...]:
        """Return those positions of a contradiction without any one of which it would be none; the solver's own has more."""
        for position in core if len(core) > 1 else ():
            fewer = [other for other in core if other != position]
            if self._solver.check(*(assumed[other] for other in fewer)) == z3.unsat:
                core = fewer
        return tuple(core)

    def facts(self, assumed: Sequence[Formula]) -> Mapping[str, Value]:
        """Return the known facts of a case in which all that is assumed is so; there must be one.

        A person of whom the calendar tells all is looked for, and no longer than a question may take: what was asked is so of any other.
        """
        demands = self._demands(assumed)
        with self._bounded():
            _, model, _ = self._check(demands, ROUNDS)
        if model is None:
            # It was found within the limit before, though perhaps by another way than now.
            self._solver.set("rlimit", 0)
            try:
                found = self._solver.check(*demands)
                assert found == z3.sat
                model = self._solver.model()
            finally:
                self._solver.set("rlimit", self._steps)
        return self.encoder.facts_in(model)

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
