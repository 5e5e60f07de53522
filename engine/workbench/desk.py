"""What the workbench decides with: the laws, the engines, and the answers of the last cases, kept so that a page is quick."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping
from dataclasses import field, replace
from functools import lru_cache
from typing import Final

from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected
from ..frozen import dataclass
from ..inference import specialised
from ..inference.constraints import check_constraints
from ..inference.forward import Engine
from ..inquiry.missing import number_unknown, still_matter
from ..inquiry.question import prepared
from ..inquiry.short_answer import ShortAnswer, short_answer
from ..language.cases import build_case
from ..language.located import read_tree
from ..law.compiled import CompiledLaws
from ..law.crosscheck import cross_checker
from ..law.deciding import Decision
from ..model import Case, LawVersion, LetterFrame, Rule, Vocabulary
from ..trail.steps import Trail, build_trail
from ..walking import names_in, names_of, parts

_KEPT: Final = 64
"""So many decisions are kept; a case that was changed in between is decided anew."""

_ANSWERED: Final = 16
"""Of so many cases the trail and the answer are kept too, ten times as large."""


@dataclass(frozen=True, eq=False)
class DecidedCase:
    """A decision on a case, and how it was cross-checked."""

    decision: Decision
    cross_check: Json

    @property
    def trail(self) -> Trail:
        """The trail of the decision, made when it is asked for: a list of cases shows none."""
        return _trail(self)


@lru_cache(_ANSWERED)
def _trail(decided: DecidedCase) -> Trail:
    return build_trail(decided.decision)


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """The laws with the texts of their files, and what decides and answers by them, from `desk_of`.

    `check` decides any case by both engines. `decide` and `answer` take a case as the text of its file and the name that is its id where
    it states none, and raise Rejected; so does `turning_silences`, which gives the facts read from the silence of the case that could
    turn the principal conclusion if they were stated. `principal` is the conclusion that a reader sees first, None where the law has
    none; `uses` are the rules that use each fact; `frame` is what the municipality puts around its letters.
    """

    laws: CompiledLaws
    texts: Mapping[str, str]
    engine: Engine
    principal: str | None
    check: Callable[[Case, CompiledLaws], tuple[Decision, Json]]
    decide: Callable[[str, str], DecidedCase]
    answer: Callable[[str, str], ShortAnswer | None]
    turning_silences: Callable[[str, str], tuple[str, ...]]
    uses: Mapping[str, tuple[tuple[LawVersion, Rule], ...]]
    frame: LetterFrame

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts and conclusions of all versions."""
        return self.laws.laws.vocabulary

    @property
    def versions(self) -> tuple[str, ...]:
        """The names of the law versions, oldest first."""
        return tuple(compiled.version.name for compiled in self.laws.versions)


def desk_of(laws: CompiledLaws, texts: Mapping[str, str], frame: LetterFrame | None = None) -> Desk:
    """Return a desk for laws and the texts of their files (`Loaded.texts`); `frame` is what stands around letters."""
    check, engine = cross_checker(True), specialised.engine()
    vocabulary = laws.laws.vocabulary
    principal = next((name for name, declared in vocabulary.conclusions.items() if declared.principal), None)

    @lru_cache(_KEPT)
    def decide(text: str, name: str) -> DecidedCase:
        case, problems = read_case(laws, text, name)
        if case is None or problems:
            raise Rejected(problems)
        decision, cross_check = check(case, laws)
        return DecidedCase(decision, cross_check)

    def facts_of(decided: DecidedCase) -> _Facts:
        # What would turn a settled conclusion may rest on others.
        is_open = principal is not None and decided.decision.findings[principal].status == "open"
        facts = prepared(laws, principal).facts if principal is not None and is_open else vocabulary.facts
        return _facts(decided, facts)

    @lru_cache(_ANSWERED)
    def looked(facts: _Facts) -> ShortAnswer | None:
        return short_answer(facts.decided.decision, facts.decided.trail, laws, engine, principal) if principal is not None else None

    @lru_cache(_ANSWERED)
    def answer(text: str, name: str) -> ShortAnswer | None:
        decided = decide(text, name)
        found = looked(facts_of(decided))
        if found is None:
            return None
        unknown = number_unknown(decided.decision.case, vocabulary)
        lacking = replace(found.missing, unknown=unknown) if found.missing is not None else None
        return replace(found, decision=decided.decision, trail=decided.trail, missing=lacking)

    @lru_cache(_ANSWERED)
    def turning(facts: _Facts) -> tuple[str, ...]:
        if principal is None:
            return ()
        case = facts.decided.decision.case
        spoken = {fact: known for fact, known in case.facts.items() if known.origin != "silence"}
        # What settles the outcome while all silent facts are unknown settles it whatever they are.
        silent = [fact for fact in case.facts if fact not in spoken]
        return still_matter(replace(case, facts=spoken), laws, engine, principal, silent)

    def turning_silences(text: str, name: str) -> tuple[str, ...]:
        return turning(facts_of(decide(text, name)))

    return Desk(laws, texts, engine, principal, check, decide, answer, turning_silences, _uses(laws), frame or {})


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of a case that could change an answer, by which alone it is compared: that rests on no id, place or source."""

    key: Hashable
    decided: DecidedCase = field(compare=False)


def _facts(decided: DecidedCase, facts: Container[str]) -> _Facts:
    case = decided.decision.case
    known = frozenset((name, known.value, known.origin) for name, known in case.facts.items() if name in facts)
    return _Facts((case.forced, known), decided)


def read_case(laws: CompiledLaws, text: str, name: str) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """Return the case that a text states, as a command reads the file of that name, and all that is wrong with it.

    The case is None where it cannot be built; one that contradicts itself is there, with what it breaks.
    """
    problems: list[Diagnostic] = []
    versions = [compiled.version.name for compiled in laws.versions]
    tree = read_tree(name, text, problems)
    case = build_case(tree, laws.laws.vocabulary, versions, problems, stem(name)) if tree is not None else None
    if case is None or problems:
        return None, tuple(problems)
    return case, tuple(check_constraints(case, laws.laws.vocabulary))


def stem(name: str) -> str:
    """Return the name of a file without its ending."""
    return name.rpartition(".")[0] or name


def _uses(laws: CompiledLaws) -> dict[str, tuple[tuple[LawVersion, Rule], ...]]:
    """Return for every fact the rules that test it or compute with it, version by version."""
    found: dict[str, dict[tuple[str, str], tuple[LawVersion, Rule]]] = {}
    for compiled in laws.versions:
        version = compiled.version
        for rule in version.rules.values():
            names = [name for part in parts(rule) for name in names_in(part.condition)]
            names += [name for _, value in rule.then for name in names_of(value)]
            while names:
                name = names.pop()
                if name in version.derived:
                    names += names_of(version.derived[name].expression)
                else:
                    found.setdefault(name, {})[version.name, rule.id] = (version, rule)
    return {name: tuple(rules.values()) for name, rules in found.items() if name in laws.laws.vocabulary.facts}
