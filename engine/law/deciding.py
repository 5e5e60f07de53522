"""Choice of law and decision: which version governs each topic, and what it concludes on a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ..canonical import plain
from ..diagnostics import Diagnostic, Problem, Rejected
from ..frozen import dataclass
from ..inference.clauses import Program
from ..inference.conditions import Values
from ..inference.forward import CONFLICT, Engine, Outcome
from ..inference.literals import positive
from ..inference.spans import first_day
from ..model import Case, Letter, Sentences, Text, Topic, Value, Vocabulary
from ..walking import names_of
from .compiled import OPEN, CompiledLaws, CompiledVersion, Finding


class NoLaw(Problem):
    code = "no-law"
    message = Text("ingen lovversjon gjelder for temaet `{topic}` i denne saken", "no law version governs the topic `{topic}` of this case")
    why = Text(
        "en avgjørelse etter en lov som ikke gjelder for den, ville være ugyldig",
        "a decision under a law that does not govern it would be void",
    )
    fix = Text(
        "kontroller datoene i saken mot versjonene som finnes: {versions}; eller bestem en av dem med `law:`",
        "check the dates of the case against the versions there are: {versions}; or force one with `law:`",
    )
    topic: str
    versions: Text


class OutsideCalendar(Problem):
    code = "outside-calendar"
    message = Text(
        "`{value}` regner i virkedager utenfor årene {first} til {last}: {values}",
        "`{value}` counts working days outside the years {first} to {last}: {values}",
    )
    why = Text(
        "kalenderen sier ikke hvilke dager som er helligdager i andre år, og de gjettes ikke",
        "the calendar does not say which days are public holidays in other years, and they are not guessed",
    )
    fix = Text(
        "rett datoen eller antallet, eller utvid kalenderen i vokabularet",
        "correct the date or the number, or extend the calendar in the vocabulary",
    )
    value: str
    first: int
    last: int
    values: tuple[str, ...]


class RulesGiveDifferentValues(Problem):
    code = "conflict"
    message = Text(
        "regler i versjon `{version}` gir `{conclusion}` ulike verdier i denne saken",
        "rules of version `{version}` give `{conclusion}` different values on this case",
    )
    why = Text(
        "et valg mellom to bestemmelser som begge gjelder, ville være programmets, ikke lovens",
        "a choice between two provisions that both apply would be the program's, not the law's",
    )
    fix = Text(
        "la den ene gå foran den andre (`overrides:`), eller la vilkårene utelukke hverandre",
        "let one override the other (`overrides:`), or make their conditions exclude each other",
    )
    version: str
    conclusion: str


class Run(NamedTuple):
    """One program run on a case: `topics` are those that it decides, none for a run that chooses the law."""

    compiled: CompiledVersion
    program: Program
    values: Mapping[str, Value]
    fired: Sequence[int]
    outcomes: tuple[Outcome, ...]
    topics: tuple[str, ...]


class Governing(NamedTuple):
    """The versions that may govern a topic, newest first; `settled` when it is exactly one for certain."""

    topic: str
    versions: tuple[str, ...]
    settled: bool


@dataclass(frozen=True, eq=False)
class Decision:
    """What the law says of a case. The firings in `choices` and `runs`, with the values there, are the trail in compact form."""

    case: Case
    governing: Mapping[str, Governing]
    choices: tuple[Run, ...]
    runs: tuple[Run, ...]
    laws: CompiledLaws

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """What is found about every public conclusion, read from the runs when first asked for."""
        found: dict[str, Finding] = {}
        for topic in self.governing:
            first, *others = (run for run in self.runs if topic in run.topics)
            _read(first, topic, found)
            for run in others:
                # What every version still possible agrees on is settled, whichever of them will turn out to govern.
                other = _read(run, topic, {})
                found |= {name: OPEN for name, finding in other.items() if found[name] != finding}
        for topic, law in self.governing.items():
            found[self.laws.laws.vocabulary.topics[topic].law] = Finding("value", law.versions[0]) if law.settled else OPEN
        return found


def decide(case: Case, laws: CompiledLaws, engine: Engine) -> Decision:
    """Return the decision on a case, every topic under the version that governs it.

    Raises Rejected where no version governs a topic, where two rules that apply contradict each other, or where working days are
    to be counted in years of which the calendar says nothing.
    """
    facts = {name: fact.value for name, fact in case.facts.items()}
    governing, choices = _choose(case, facts, laws, engine)
    runs = []
    for compiled in reversed(laws.versions):
        name = compiled.version.name
        decided = tuple([topic for topic, law in governing.items() if name in law.versions])
        if decided:
            run = Run(compiled, compiled.whole, *engine(compiled.whole, facts), decided)
            _reject_conflict(run)
            _reject_outside(run, case)
            runs.append(run)
    return Decision(case, governing, choices, tuple(runs), laws)


def read_before(decision: Decision) -> date | None:
    """Return the first day that a version which governs, or may, was read until, where the case is later; else None.

    The version itself names the date of the case that counts; where that is unknown, nothing can be said.
    """
    days = []
    for run in decision.runs:
        read = run.compiled.version.read_until
        fact = decision.case.facts.get(read.fact) if read is not None else None
        first = first_day(fact.value) if fact is not None else None
        if read is not None and first is not None and first > read.day:
            days.append(read.day)
    return min(days, default=None)


def vocabulary_of(decision: Decision) -> Vocabulary:
    """Return the vocabulary as those versions read it that govern the topics of its conclusions; of an open topic as all do."""
    laws = decision.laws.laws
    if not laws.readings:
        return laws.vocabulary
    read = {topic: laws.read_by(law.versions[0]) for topic, law in decision.governing.items() if law.settled}
    topics = {name: conclusion.topic for name, conclusion in laws.vocabulary.conclusions.items()}

    def reader(name: str) -> Vocabulary:
        return read.get(topics.get(name) or "", laws.vocabulary)

    def read_letter(letter_of: Callable[[Vocabulary], Letter | None]) -> Letter | None:
        letter = letter_of(laws.vocabulary)

        def part(which: str, sentences: Sentences) -> Sentences:
            letters = {name: letter_of(reader(name)) or letter for name in sentences}
            return {name: read_by.parts()[which][name] for name, read_by in letters.items() if read_by is not None}

        return letter.with_parts(part) if letter is not None else None

    return replace(
        laws.vocabulary,
        conclusions={name: reader(name).conclusions[name] for name in topics},
        letter=read_letter(lambda vocabulary: vocabulary.letter),
        letter_nn=read_letter(lambda vocabulary: vocabulary.letter_nn),
    )


def _choose(case: Case, facts: Values, laws: CompiledLaws, engine: Engine) -> tuple[dict[str, Governing], tuple[Run, ...]]:
    topics = laws.laws.vocabulary.topics
    if case.forced is not None:
        return {topic: Governing(topic, (case.forced,), True) for topic in topics}, ()
    governing: dict[str, Governing] = {}
    possible: dict[str, tuple[str, ...]] = dict.fromkeys(topics, ())
    choices = []
    for compiled in reversed(laws.versions):
        version = compiled.version.name
        run = Run(compiled, compiled.choice, *engine(compiled.choice, facts), ())
        _reject_conflict(run)
        _reject_outside(run, case)
        choices.append(run)
        for topic, place in compiled.governs:
            outcome = run.outcomes[place]
            if topic not in governing and outcome is not False:
                possible[topic] += (version,)
                if outcome is True:
                    governing[topic] = Governing(topic, possible[topic], len(possible[topic]) == 1)
        if len(governing) == len(topics):
            break
    for topic, versions in possible.items():
        if not versions:
            raise Rejected([_no_law(case, topics[topic], laws)])
    return {topic: governing.get(topic) or Governing(topic, versions, False) for topic, versions in possible.items()}, tuple(choices)


def _read(run: Run, topic: str, found: dict[str, Finding]) -> dict[str, Finding]:
    """Enter what the run finds on a topic into `found`, and return it."""
    outcomes, reading = run.outcomes, run.compiled.readings[topic]
    found |= run.compiled.base[topic]
    for name, place, findings in reading.ruled:
        outcome = outcomes[place]
        # What is open stands so already.
        if outcome is not None:
            found[name] = findings[outcome]
    for name, place, outcome, value in reading.computed:
        if outcomes[place] == outcome:
            found[name] = Finding("value", run.values[value])
    return found


def _reject_conflict(run: Run) -> None:
    """Raise Rejected where rules give different values to a conclusion, public or helper, that the run decides or rests on."""
    program, outcomes = run.program, run.outcomes
    conflicts = [place for place in program.contested if outcomes[place] == CONFLICT]
    if conflicts:
        # A run that chooses the law rests on all of its program.
        decided = frozenset().union(*(run.compiled.nodes[topic] for topic in run.topics)) if run.topics else range(len(program.nodes))
        names = list(program.conclusions)
        for name in (names[place] for place in conflicts):
            if any(node in decided for node in program.conclusions[name].nodes):
                raise Rejected([_conflict(run, name)])


def _reject_outside(run: Run, case: Case) -> None:
    """Raise Rejected where a value that the run rests on has none, since the calendar does not state the days that it asks for."""
    program, values = run.program, run.values
    if not program.counted:
        return
    for name, outside in (program.span_counted if program.is_vague(values) else program.counted).items():
        # Nearly all that has no value rests on what is unknown, so for whom it would matter is asked last.
        if name not in values and outside(values) and _rests_on(run, name):
            raise Rejected([_outside(run, name, case)])


def _rests_on(run: Run, counted: str) -> bool:
    # A run that chooses the law rests on all of its program.
    return not run.topics or any(counted in run.compiled.counted[topic] for topic in run.topics)


def _outside(run: Run, name: str, case: Case) -> Diagnostic:
    calendar, derived = run.compiled.vocabulary.calendar, run.compiled.version.derived[name]
    assert calendar is not None
    used = [other for other in dict.fromkeys(names_of(derived.expression)) if other in run.values]
    values = tuple(f"`{other}` = {plain(run.values[other])}" for other in used)
    stated = next((fact.place for other in used if (fact := case.facts.get(other)) and fact.place), case.place)
    return OutsideCalendar(value=name, first=calendar.start, last=calendar.end, values=values).at(
        stated, (derived.place, Text("beregnes her", "is computed here"))
    )


def _conflict(run: Run, name: str) -> Diagnostic:
    version = run.compiled.version
    heads = {run.program.clauses[number].head for number in run.fired}
    applied = [rule for rule in sorted(run.program.conclusions[name].rules) if positive(run.program.rules[rule].node) in heads]
    first, *others = (version.rules[rule] for rule in applied)
    return RulesGiveDifferentValues(version=version.name, conclusion=name).at(
        first.place, *((rule.place, Text(f"`{rule.id}` gjelder også", f"`{rule.id}` applies as well")) for rule in others)
    )


def _no_law(case: Case, topic: Topic, laws: CompiledLaws) -> Diagnostic:
    since = [(v.version.name, v.version.effective_from.isoformat()) for v in laws.versions]
    versions = Text(*(", ".join(f"{name} ({word} {day})" for name, day in since) for word in ("fra", "from")))
    return NoLaw(topic=topic.name, versions=versions).at(case.place)
