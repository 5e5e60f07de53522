"""Whether the regression suites notice each mutant of the law.

All cases are decided once with the law as it is. A mutant of a condition changes the column of one rule; where it does, all
that rests on the rule follows, and the cases for which something that they expect has changed are run again, as any
regression case is, until one fails. What is changed otherwise is compiled anew first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..frozen import dataclass
from ..graph import reached
from ..inference import specialised
from ..inference.constraints import check_constraints
from ..inference.forward import Engine
from ..law.compiled import CompiledLaws, CompiledVersion, counted_among, with_numbers
from ..model import GOVERNS, Case, LawVersion, Rule, Vocabulary
from ..walking import names_in, parts
from .mutants import Mutant
from .panel import (
    Bits,
    PanelSheet,
    computed_conclusions,
    decided,
    engine_of,
    moved,
    numbers_in,
    outside_calendar,
    patched,
    resting_on,
    rule_column,
    sheet_on,
    told,
    touched,
    with_compiled,
    with_number,
    with_parameter,
    with_version,
)
from .proposals import Proposal, Regression, Teller, neighbour, proposed, telling
from .regression import run_case
from .side_by_side import side_by_side

if TYPE_CHECKING:
    from ..analysis.witnesses import Asked


_ROW: Final = 100
"""So many mutants are tried by one copy of the process: copying costs little then, and no copy works long after the others."""

_JUDGED: Final = 8
"""So many mutants share their formulas: each leaves its own behind, and the solver thinks of all of them at every question."""

MutantVerdict = Literal["equivalent", "survived", "unproved", "unjudged"]


class Tried(NamedTuple):
    """A mutant, and the first regression case that fails under it; None where all still pass."""

    mutant: Mutant
    killer: Regression | None


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no regression case notices.

    `equivalent`: the solver proved that no case settles a public conclusion otherwise, so none can notice it by a conclusion.
    `survived`: a case can, as the proposal shows; without the solver there may be no proposal, and the mutant may be
    equivalent. `unproved`: the solver gave up, and no small change of a regression case shows a difference. `unjudged`: nobody
    has asked yet.
    """

    mutant: Mutant
    verdict: MutantVerdict
    proposal: Proposal | None = None


class Suites:
    """The regression cases, decided with the law as it is, all of which must pass then."""

    def __init__(self, laws: CompiledLaws, cases: Iterable[Regression]) -> None:
        self.laws = laws
        # A case that contradicts itself is never decided, whatever the law says.
        self.cases = tuple(item for item in cases if not check_constraints(item[2].case, laws.laws.vocabulary))
        self.engine = specialised.engine()
        self.decided = decided(laws, (case.case for _, _, case in self.cases), self.engine)
        self.told = {sheet.compiled.version.name: told(sheet) for sheet in self.decided.sheets}
        self.outside = {sheet.compiled.version.name: outside_calendar(sheet) for sheet in self.decided.sheets}
        self.read_once = {compiled.version.name: _read_once(compiled.version) for compiled in laws.versions}
        self.watching = _watching(self.cases, laws.laws.vocabulary)
        topics = (None, *laws.laws.vocabulary.topics)
        self.asked = {version: reduce(or_, (self.decided.deciding[version, topic] for topic in topics), 0) for version in self.told}
        self.killers: dict[tuple[str, str], Bits] = {}

    def tried(self, mutant: Mutant) -> Tried:
        """Return the mutant with the first case that fails under it."""
        sheet = self.decided.sheets[self.decided.number(mutant.version)]
        laws, changed = self._changed(mutant, sheet)
        if changed is sheet:
            return Tried(mutant, None)
        engine = self._engines(sheet, changed)
        for place in self._in_turn(mutant, *self._suspects(mutant, sheet, changed)):
            version, suite, case = self.cases[place]
            if run_case(version, suite, case, laws, engine(place)).failures:
                self.killers[mutant.version, mutant.name] = self.killers.get((mutant.version, mutant.name), 0) | 1 << place
                return Tried(mutant, self.cases[place])
        return Tried(mutant, None)

    def _engines(self, before: PanelSheet, after: PanelSheet) -> Callable[[int], Engine]:
        """Return for the number of a case an engine that reads off the changed sheet what is another program there, or other columns."""
        programs = (after.compiled.choice, after.compiled.whole)
        changed = {program for program in programs if before.compiled is not after.compiled or before.of(program) is not after.of(program)}

        def engine(place: int) -> Engine:
            read = engine_of((after,), place)
            return lambda program, facts: (read if program in changed else self.engine)(program, facts)

        return engine

    def _in_turn(self, mutant: Mutant, likely: Bits, others: Bits) -> Iterator[int]:
        """Yield the cases that may fail: first those that noticed another mutant of the same rule, and those that expect a conclusion."""
        known = self.killers.get((mutant.version, mutant.name), 0)
        yield from numbers_in((likely | others) & known)
        yield from numbers_in(likely & ~known)
        yield from numbers_in(others & ~likely & ~known)

    def _changed(self, mutant: Mutant, sheet: PanelSheet) -> tuple[CompiledLaws, PanelSheet]:
        """Return the laws with the mutant, and its version on the panel; the same sheet where nothing in it changes."""
        old, new = sheet.compiled.version, mutant.changed
        if (
            mutant.kind not in ("threshold", "conclusion")
            and mutant.name in old.rules
            and new.subjects == old.subjects
            and not _counts_less(sheet.compiled, new, mutant.name)
            and not (_read(old.rules[mutant.name]) - _read(new.rules[mutant.name])) & self.read_once[mutant.version]
        ):
            return self.laws, _with_rules(sheet, new, mutant.name)
        # A name says no more than this: a parameter, a rule and a subject may have the same.
        leaves = with_parameter(sheet.leaves, new, mutant.name) if mutant.kind == "threshold" else sheet.leaves
        if mutant.kind == "threshold" and mutant.name in old.parameters:
            compiled = with_numbers(sheet.compiled, new)
            return with_compiled(self.laws, compiled), with_number(sheet, compiled, leaves)
        compiled = CompiledVersion(new, sheet.compiled.vocabulary)
        return with_compiled(self.laws, compiled), sheet_on(compiled, leaves)

    def _suspects(self, mutant: Mutant, before: PanelSheet, after: PanelSheet) -> tuple[Bits, Bits]:
        """Return the cases that may fail since a conclusion that they expect has changed, and those that may for another reason."""
        name, everyone = before.compiled.version.name, self.decided.panel.everyone
        same = before.compiled is after.compiled
        among = touched(before, after) if same else None
        ours, theirs = (told(before, among), told(after, among)) if same else (self.told[name], told(after))
        likely = others = 0
        for key in ours.keys() | theirs.keys():
            differs = ours.get(key, 0) ^ theirs.get(key, 0)
            if not differs:
                continue
            # Which version governs, and rules that contradict each other, change all that is said of a case.
            if key[0] == "conflict" or key[1].startswith(GOVERNS):
                others |= differs & everyone
            elif key[0] == "conclusion":
                likely |= differs & self._expecting(name, key[1])
            else:
                others |= differs & self.watching.get(key[:2], 0) & self.asked[name]
        if not same:
            # So does a value that the calendar cannot tell.
            ours_outside, theirs_outside = self.outside[name], outside_calendar(after)
            for place in ours_outside.keys() | theirs_outside.keys():
                others |= ours_outside.get(place, 0) ^ theirs_outside.get(place, 0)
        if before.leaves is not after.leaves:
            moving = resting_on(before.compiled.version, mutant.name)
            for conclusion, sources in computed_conclusions(after).items():
                watching = self._expecting(name, conclusion)
                for source in sources & moving if watching else ():
                    likely |= watching & moved(before.leaves, after.leaves, source)
        return likely, others

    def _expecting(self, version: str, conclusion: str) -> Bits:
        """Return the cases that expect something of a conclusion and that a version decides it for."""
        declared = self.laws.laws.vocabulary.conclusions.get(conclusion)
        topic = declared.topic if declared is not None else None
        deciding = self.decided.deciding[version, topic] if topic is not None else self.asked[version]
        return self.watching.get(("conclusion", conclusion), 0) & deciding


def alive(suites: Suites, mutants: Sequence[Mutant], copies: int) -> Iterator[bool]:
    """Yield of each mutant whether no case notices it, tried by so many copies of this process at once, or here where there are none."""

    def lives(mutant: Mutant) -> bool:
        return suites.tried(mutant).killer is None

    if not copies:
        yield from map(lives, mutants)
        return
    rows = [mutants[start : start + _ROW] for start in range(0, len(mutants), _ROW)]
    for found in side_by_side(lambda row: [lives(mutant) for mutant in row], rows, copies):
        yield from found


def judged(suites: Suites, mutants: Sequence[Mutant], ask_solver: bool, copies: int = 0) -> Iterator[Survivor]:
    """Yield what is to be said of each mutant that survived: that it is equivalent, or a case that would kill it.

    Without the solver nothing is proved. A regression case with one fact moved is the easiest to read; where there is none,
    the solver's own case is proposed, without the facts that it can do without. A few mutants share their formulas, always the
    same ones, judged by a copy of this process, so many of them at once, or here where there are none: the answers are the same.
    """
    rows = [mutants[start : start + _JUDGED] for start in range(0, len(mutants), _JUDGED)]
    engine = specialised.engine()
    for _, _, case in suites.cases[:1]:
        run_case("", "", case, suites.laws, engine)  # specialised once for all copies
    ready = _asked(suites.laws) if ask_solver and copies and rows else None

    def judge(row: Sequence[Mutant]) -> list[tuple[MutantVerdict, Proposal | None]]:
        asked = _asked(suites.laws) if ask_solver and ready is None else ready
        return [_judged(suites, mutant, asked, engine) for mutant in row]

    for row, found in zip(rows, side_by_side(judge, rows, copies) if copies else map(judge, rows), strict=True):
        yield from (Survivor(mutant, *told) for mutant, told in zip(row, found, strict=True))


def _judged(suites: Suites, mutant: Mutant, asked: Asked | None, engine: Engine) -> tuple[MutantVerdict, Proposal | None]:
    changed = with_version(suites.laws, mutant.changed)
    difference = _difference(asked, changed) if asked is not None else "not asked"
    if difference is None:
        return "equivalent", None
    theirs = _also_running(engine, suites.laws, changed)
    proposal = neighbour(suites.cases, suites.laws, changed, mutant, engine, theirs)
    if proposal is None and not isinstance(difference, str):
        case, conclusion = difference
        tell = telling(suites.laws, changed, engine, theirs, conclusion)
        proposal = proposed(_reduced(case, suites.laws, tell), tell, mutant, suites.laws, engine)
    return "unproved" if difference == "not known" and proposal is None else "survived", proposal


def _also_running(engine: Engine, laws: CompiledLaws, changed: CompiledLaws) -> Engine:
    """Return an engine for changed laws that runs with `engine` what they share with the laws, and specialises the rest after some runs."""
    shared = {id(program) for each in changed.versions if each in laws.versions for program in (each.choice, each.whole)}
    rest = specialised.engine(specialised.FEW)
    return lambda program, facts: (engine if id(program) in shared else rest)(program, facts)


def _asked(laws: CompiledLaws) -> Asked:
    # Imported here, since the solver need not be installed.
    from ..analysis.witnesses import Asked

    return Asked(laws)


def _difference(asked: Asked, changed: CompiledLaws) -> tuple[Case, str] | str | None:
    """Return a case and the conclusion on which the laws differ; None where the solver proves that there is no such case."""
    from ..analysis.equivalence import Differing, first_difference_of

    found = first_difference_of(asked, changed)
    if isinstance(found, Differing):
        return found.case, found.conclusion
    return None if found is None else "not known"


def _reduced(case: Case, laws: CompiledLaws, tell: Teller) -> Case:
    from ..analysis.witnesses import smallest

    return smallest(case, laws.laws.vocabulary, lambda some: tell(some) is not None) if tell(case) is not None else case


def _with_rules(sheet: PanelSheet, changed: LawVersion, name: str) -> PanelSheet:
    """Return the sheet with a rule, or those that it no longer overrides, as in the changed version; the same where nothing differs."""
    old, new = sheet.compiled.version.rules[name], changed.rules[name]
    affected = {name} if old.overrides == new.overrides else set(old.overrides) - set(new.overrides)
    leaves, found = sheet.leaves, []
    for program, columns in ((sheet.compiled.choice, sheet.choice), (sheet.compiled.whole, sheet.whole)):
        there = [id_ for id_ in affected if id_ in program.rules]
        nodes = {program.rules[id_].node: rule_column(id_, changed, program, columns, leaves) for id_ in there}
        found.append(patched(program, columns, nodes, leaves.panel.everyone))
    choice, whole = found
    return sheet if choice is sheet.choice and whole is sheet.whole else replace(sheet, choice=choice, whole=whole)


def _counts_less(compiled: CompiledVersion, changed: LawVersion, name: str) -> bool:
    """Return whether a rule of the changed version may rest on fewer values that count working days: what its columns do not show."""
    old, new = compiled.version.rules[name], changed.rules[name]
    rules = [name] * (_read(old) > _read(new)) + [other for other in old.overrides if other not in new.overrides]
    programs = (compiled.choice, compiled.whole)
    nodes = [(program, program.rules[id_].node) for program in programs for id_ in rules if id_ in program.rules]
    return any(counted_among(program, reached([node], program.below)) for program, node in nodes)


def _read_once(version: LawVersion) -> frozenset[str]:
    """Return the helpers that one rule of a version reads and nothing else: unread, rules for them are no part of a decision."""
    by_subjects = (set(names_in(subject)) for subject in version.subjects.values())
    times = Counter(name for names in (*by_subjects, *map(_read, version.rules.values())) for name in names)
    return frozenset(name for name in version.helpers if times[name] == 1)


def _read(rule: Rule) -> set[str]:
    """Return the names that the conditions of a rule use."""
    return {name for part in parts(rule) for name in names_in(part.condition)}


def _watching(cases: Sequence[Regression], vocabulary: Vocabulary) -> Mapping[tuple[str, str], Bits]:
    """Return for each rule and conclusion the cases that expect something of it."""
    found: dict[tuple[str, str], Bits] = {}
    reviews = [("conclusion", name) for name in vocabulary.conclusions if name.startswith("review.")]
    for number, (_, _, case) in enumerate(cases):
        expects = [("conclusion", expected.name) for expected in case.expect] + [("rule", rule) for rule, _, _ in case.because]
        for key in (*expects, *(reviews if case.reviews is not None else ())):
            found[key] = found.get(key, 0) | 1 << number
    return found
