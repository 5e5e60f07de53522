"""The explanation of one answer: what it rests on, what stands in its way, what is missing, and what would change it."""

from __future__ import annotations

from typing import Literal

from ..frozen import dataclass
from ..inference.forward import Engine
from ..inference.spans import is_span
from ..law.compiled import CompiledLaws, Finding
from ..law.deciding import Decision
from ..model import Laws
from ..trail.acts import first_step, foreign_steps
from ..trail.document import missing
from ..trail.finality import is_answer
from ..trail.justification import Justification, justify
from ..trail.lacking import unknown_facts
from ..trail.obstacles import Obstacles, is_refusal, obstacles
from ..trail.steps import Trail, finding_of
from .change import Change, is_beyond_change, smallest_change
from .missing import Missing, missing_for

ExplainedKind = Literal["conclusion", "helper", "value", "fact"]
"""What can be explained: a public conclusion, a helper conclusion or derived value of a version that may govern, or a fact."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to tell of one name. `found` holds one finding, or several where versions that may govern differ.

    `because` and `choice` justify the answer and the choice of law, where they are settled. `lacking` are the facts for want
    of which the answer is open, the most decisive first where that is known. `missing` and `change` are looked for of public
    conclusions alone. `beyond_change` says that no change of the facts that can still change turns the answer.
    """

    decision: Decision
    trail: Trail
    laws: Laws
    name: str
    kind: ExplainedKind
    found: tuple[Finding, ...]
    because: Justification | None
    choice: Justification | None
    obstacles: tuple[Obstacles, ...]
    lacking: tuple[str, ...]
    missing: Missing | None
    change: Change | None
    beyond_change: bool

    @property
    def is_answered(self) -> bool:
        """Whether everything found is an answer."""
        return all(map(is_answer, self.found))


def explainable(decision: Decision, laws: Laws) -> dict[str, ExplainedKind]:
    """Return every name that can be explained on a case, with its kind."""
    found: dict[str, ExplainedKind] = {}
    for run in decision.runs:
        found |= dict.fromkeys(run.compiled.version.derived, "value")
        found |= dict.fromkeys(run.compiled.version.helpers, "helper")
    found |= dict.fromkeys((name for name, fact in laws.vocabulary.facts.items() if not fact.given), "fact")
    return found | dict.fromkeys(laws.vocabulary.conclusions, "conclusion")


def explain(
    decision: Decision,
    trail: Trail,
    laws: CompiledLaws,
    engine: Engine,
    name: str,
    known: tuple[Missing | None, Change | None] | None = None,
) -> Explanation:
    """Return the explanation of a name that `explainable` holds; `engine` is run many times, so it should be a fast one.

    `known` is what was found before of what the name lacks, None where it is settled, and of the smallest change that turns it.
    """
    vocabulary = laws.laws.vocabulary
    kind = explainable(decision, laws.laws)[name]
    found = _found(decision, trail, name, kind)
    public = vocabulary.conclusions.get(name)
    law = trail.law[public.topic] if public is not None and public.topic is not None else ()
    goals = law if public is not None and public.type == "version" else _goals(trail, name, kind, found[0])
    refused = [number for number in goals if is_refusal(trail, number)]
    foreign = foreign_steps(decision, trail) if refused else {}
    lacked, change, beyond = _turning(decision, laws, engine, name, found[0], known) if kind == "conclusion" else (None, None, False)
    return Explanation(
        decision,
        trail,
        laws.laws,
        name,
        kind,
        found,
        justify(decision, trail, goals) if goals else None,
        justify(decision, trail, law) if goals and goals != law and law and decision.case.forced is None else None,
        tuple(obstacles(trail, number, foreign) for number in refused),
        # A search for what can matter may come out empty where the law itself is open; then the clauses tell.
        (lacked.facts if lacked is not None else ()) or _lacking(decision, trail, laws.laws, name, kind),
        lacked,
        change,
        beyond,
    )


def _turning(
    decision: Decision, laws: CompiledLaws, engine: Engine, name: str, found: Finding, known: tuple[Missing | None, Change | None] | None
) -> tuple[Missing, Change | None, bool]:
    """Return what a conclusion lacks, the smallest change that turns it, and whether no change can."""
    lacked, change = known if known is not None else (None, None)
    if lacked is None:
        lacked = missing_for(decision.case, laws, engine, name)
    if not is_answer(found):
        return lacked, None, False
    if known is None:
        change = smallest_change(decision.case, laws, engine, name)
    return lacked, change, change is None and is_beyond_change(decision.case, laws, engine, name)


def _goals(trail: Trail, name: str, kind: ExplainedKind, found: Finding) -> tuple[int, ...]:
    """Return the steps that say what was found of a name; none while it is open."""
    if kind == "conclusion":
        return trail.because.get(name, ()) if found.status != "open" else ()
    first = first_step(trail)
    wanted = {"helper": "conclusion", "value": "value"}.get(kind)
    return tuple(step.number for step in trail.steps if step.kind == wanted and step.name == name and step.number > first)


def _found(decision: Decision, trail: Trail, name: str, kind: ExplainedKind) -> tuple[Finding, ...]:
    if kind == "conclusion":
        return (decision.findings[name],)
    if kind == "fact":
        fact = decision.case.facts.get(name)
        return (Finding("open") if fact is None else Finding("value", fact.value),)
    found = []
    for run, literals in trail.held:
        version = run.compiled.version
        if run.topics and kind == "value" and name in version.derived:
            found.append(Finding("value", run.values[name]) if name in run.values else Finding("open"))
        elif run.topics and kind == "helper" and name in run.program.conclusions:
            found.append(finding_of(run.program, name, literals, run) or Finding("open"))
    return tuple(dict.fromkeys(found)) or (Finding("not_applicable"),)


def _lacking(decision: Decision, trail: Trail, laws: Laws, name: str, kind: ExplainedKind) -> tuple[str, ...]:
    """Return the facts that the clauses or the computation behind an open answer want, by name."""
    if kind == "conclusion":
        return missing(decision, trail, laws.vocabulary, name)
    if kind == "fact":
        fact = decision.case.facts.get(name)
        return (name,) if fact is None or is_span(fact.value) else ()
    found: set[str] = set()
    for one in trail.lacking:
        if one.run.topics and kind == "helper":
            found |= one.facts(name)
        elif one.run.topics and name in one.run.compiled.version.derived:
            found |= unknown_facts(one.run, [name])
    return tuple(sorted(found))
