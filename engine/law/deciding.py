"""Choice of law and decision: which version governs each topic, and what it concludes on a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..diagnostics import Diagnostic, Rejected
from ..inference.clauses import Program, Signed
from ..inference.conditions import Values
from ..inference.forward import Engine
from ..model import Case, Topic, Value
from .compiled import OPEN, CompiledLaws, CompiledVersion, Finding


class Run(NamedTuple):
    """One program run on a case: `topics` are those that it decides, none for a run that chooses the law."""

    compiled: CompiledVersion
    program: Program
    values: Mapping[str, Value]
    fired: tuple[int, ...]
    reached: tuple[Signed, ...]
    topics: tuple[str, ...]


class Governing(NamedTuple):
    """The versions that may govern a topic, newest first; `settled` when it is exactly one for certain."""

    topic: str
    versions: tuple[str, ...]
    settled: bool


class Decision(NamedTuple):
    """What the law says of a case. The firings in `runs`, with the values there, are the trail in compact form."""

    case: Case
    governing: Mapping[str, Governing]
    choices: tuple[Run, ...]
    runs: tuple[Run, ...]
    findings: Mapping[str, Finding]


def decide(case: Case, laws: CompiledLaws, engine: Engine) -> Decision:
    """Return the decision on a case, every topic under the version that governs it.

    Raises Rejected where no version governs a topic, or where two rules that apply contradict each other.
    """
    facts = {name: fact.value for name, fact in case.facts.items()}
    topics = laws.laws.vocabulary.topics
    governing, choices = _choose(case, facts, laws, engine)
    runs = []
    found: dict[str, dict[str, Finding]] = {}
    for compiled in reversed(laws.versions):
        name = compiled.version.name
        decided = tuple(topic for topic, law in governing.items() if name in law.versions)
        if decided:
            run = Run(compiled, compiled.whole, *engine(compiled.whole, facts), decided)
            runs.append(run)
            found[name] = _read(run)
    findings, *others = found.values()
    for version_findings in others:
        findings = findings | version_findings
    for topic, law in governing.items():
        findings[topics[topic].law] = Finding("value", law.versions[0]) if law.settled else OPEN
    if others:
        for topic, law in governing.items():
            if len(law.versions) > 1:
                first, *rest = (found[version] for version in law.versions)
                # What every version still possible agrees on is settled, whichever of them will turn out to govern.
                for name in runs[0].compiled.base[topic]:
                    findings[name] = first[name] if all(other[name] == first[name] for other in rest) else OPEN
    return Decision(case, governing, choices, tuple(runs), findings)


def _choose(case: Case, facts: Values, laws: CompiledLaws, engine: Engine) -> tuple[dict[str, Governing], tuple[Run, ...]]:
    topics = laws.laws.vocabulary.topics
    if case.forced is not None:
        return {topic: Governing(topic, (case.forced,), True) for topic in topics}, ()
    governing: dict[str, Governing] = {}
    possible: dict[str, tuple[str, ...]] = dict.fromkeys(topics, ())
    choices = []
    for compiled in reversed(laws.versions):
        version, governs = compiled.version.name, compiled.governs
        run = Run(compiled, compiled.choice, *engine(compiled.choice, facts), ())
        choices.append(run)
        said = dict([governs[literal] for literal in run.reached if literal in governs])
        for topic in {topic for topic, _ in governs.values()} - governing.keys():
            answer = said.get(topic)
            if answer is not False:
                possible[topic] += (version,)
            if answer:
                governing[topic] = Governing(topic, possible[topic], len(possible[topic]) == 1)
        if len(governing) == len(topics):
            break
    for topic, versions in possible.items():
        if not versions:
            raise Rejected([_no_law(case, topics[topic], laws)])
    return {topic: governing.get(topic) or Governing(topic, versions, False) for topic, versions in possible.items()}, tuple(choices)


def _read(run: Run) -> dict[str, Finding]:
    """Return what the run finds on its topics; raise Rejected where two rules give different values."""
    compiled = run.compiled
    settles, computes, gives = compiled.settles, compiled.computes, compiled.gives
    settled = [settles[literal] for literal in run.reached if literal in settles]
    others = compiled.unsettled.intersection(run.reached)
    settled += [(computes[literal][0], Finding("value", run.values[computes[literal][1]])) for literal in others if literal in computes]
    if len(run.topics) == len(compiled.base):
        findings = dict(compiled.all_base)
    else:
        findings = {name: finding for topic in run.topics for name, finding in compiled.base[topic].items()}
        settled = [found for found in settled if found[0] in findings]
    findings.update(settled)
    given: dict[str, int] = {}
    for literal in others:
        for name, value in gives.get(literal, ()):
            if given.setdefault(name, value) != value and _decided(run, name):
                raise Rejected([_conflict(run, name)])
    return findings


def _decided(run: Run, name: str) -> bool:
    node = run.program.conclusions[name].not_applicable
    return node is not None and any(node in run.compiled.nodes[topic] for topic in run.topics)


def _conflict(run: Run, name: str) -> Diagnostic:
    version = run.compiled.version
    applied = [rule for rule in sorted(run.program.conclusions[name].rules) if 2 * run.program.rules[rule].node in run.reached]
    first, *others = (version.rules[rule] for rule in applied)
    return Diagnostic(
        "conflict",
        f"rules of version `{version.name}` give `{name}` different values on this case",
        first.place,
        "a choice between two provisions that both apply would be the program's, not the law's",
        "let one override the other (`overrides:`), or make their conditions exclude each other",
        related=tuple((rule.place, f"`{rule.id}` applies as well") for rule in others),
    )


def _no_law(case: Case, topic: Topic, laws: CompiledLaws) -> Diagnostic:
    versions = ", ".join(f"{v.version.name} (from {v.version.effective_from.isoformat()})" for v in laws.versions)
    return Diagnostic(
        "no-law",
        f"no law version governs the topic `{topic.name}` of this case",
        case.place,
        "a decision under a law that does not govern it would be void",
        f"check the dates of the case against the versions there are: {versions}; or force one with `law:`",
    )
