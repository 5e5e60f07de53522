"""Coverage of the law by its regression suites: rules, exceptions, overrides and parameters, and the provisions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..diagnostics import Diagnostic, Problem, Rejected
from ..frozen import dataclass
from ..inference.clauses import Program, Test, names_tested
from ..inference.conditions import value_of
from ..inference.forward import Engine, decide_tests
from ..inference.literals import Signed, negated, negative, node_of, positive
from ..language.exemptions import Exemption
from ..law.compiled import CompiledLaws
from ..law.deciding import Run, decide
from ..model import Call, Case, Compare, Expression, LawVersion, Place, Schedule, Text, Value
from ..walking import expressions_in, names_behind, names_of, parameters_of, schedules_of


class IdleExemption(Problem):
    code = "idle-exemption"
    message = Text(
        "fritaket for `{name}` i versjon `{version}` har ingen virkning", "the exemption of `{name}` in version `{version}` exempts nothing"
    )
    why = Text(
        "et fritak som ikke lenger trengs, ville skjule det neste hullet", "an excuse that is no longer needed would hide the next gap"
    )
    fix = Text("stryk det", "delete it")
    name: str
    version: str


RULE_NEEDS = ("applies", "does not apply", "open")
PARAMETER_NEEDS = ("below", "on", "above")
SCHEDULE_NEEDS, END_NEEDS = PARAMETER_NEEDS[:2], PARAMETER_NEEDS[1:]
"""What is needed of the day from which a value holds, the day before it and the day itself; and of the end, that day and the next."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing that the suites should show, and what they do not show of it; nothing lacking means covered."""

    version: str
    kind: str
    name: str
    place: Place
    lacking: tuple[str, ...]


def runs_of(case: Case, laws: CompiledLaws, engine: Engine) -> tuple[Run, ...]:
    """Return every run that a case causes: also where no law governs it, which a suite may expect."""
    try:
        decision = decide(case, laws, engine)
    except Rejected:
        facts = {name: fact.value for name, fact in case.facts.items()}
        return tuple(Run(c, c.choice, *engine(c.choice, facts), ()) for c in laws.versions)
    return (*decision.choices, *decision.runs)


def applied_counts(runs: Iterable[tuple[Run, ...]]) -> dict[tuple[str, str], int]:
    """Return for version and rule id in how many cases the rule applies."""
    counts: dict[tuple[str, str], int] = {}
    for case_runs in runs:
        applied = {(run.program.version.name, name) for run in case_runs for name in _applied(run)}
        for key in applied:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _applied(run: Run) -> Iterator[str]:
    """Yield the rules that apply in a run, of those that what it decides rests on."""
    heads, reached = {run.program.clauses[number].head for number in run.fired}, _reached(run)
    return (id_ for id_, node in run.program.rules.items() if node.node in reached and positive(node.node) in heads)


def _reached(run: Run) -> frozenset[int]:
    """Return the nodes that what a run decides rests on; all of them where it decides no topic."""
    if not run.topics:
        return frozenset(range(len(run.program.nodes)))
    return frozenset().union(*(run.compiled.nodes[topic] for topic in run.topics))


def measure(runs: Iterable[tuple[Run, ...]], laws: CompiledLaws) -> tuple[Covered, ...]:
    """Return the coverage of every rule, exception, override and parameter by the runs of cases, by version, kind and name.

    A rule needs a case in which it applies, one in which it does not, and one in which it is open. An exception or override
    needs a case that it alone decides. A parameter needs cases in which what is compared with it lies below, on and above
    it; one that is only given as a value needs a case in which it is given.
    """
    seen: dict[tuple[str, str, str], set[str]] = {}
    numbers: dict[Program, _Numbers] = {}
    for case_runs in runs:
        for run in case_runs:
            version = run.program.version.name
            if run.program not in numbers:
                numbers[run.program] = _numbers(run.program)
            for kind, name, what in _shown(run, numbers[run.program]):
                seen.setdefault((version, kind, name), set()).add(what)
    return tuple(item for compiled in laws.versions for item in _covered(compiled.version, compiled.choice, compiled.whole, seen))


def exempt(items: Iterable[Covered], exemptions: Sequence[Exemption]) -> tuple[tuple[Covered, ...], list[Diagnostic]]:
    """Return the coverage without what is exempted, and a diagnostic for each exemption that exempts nothing."""
    left, used = [], set()
    for item in items:
        lacking = item.lacking
        for exemption in exemptions:
            if (exemption.version, exemption.name) == (item.version, item.name) and set(exemption.lacking) & set(lacking):
                used.add(exemption)
                lacking = tuple(need for need in lacking if need not in exemption.lacking)
        left.append(Covered(item.version, item.kind, item.name, item.place, lacking))
    return tuple(left), [
        IdleExemption(name=exemption.name, version=exemption.version).at(exemption.place)
        for exemption in exemptions
        if exemption not in used
    ]


def _covered(version: LawVersion, choice: Program, whole: Program, seen: Mapping[tuple[str, str, str], set[str]]) -> Iterable[Covered]:
    for id_ in sorted(version.rules):
        rule = version.rules[id_]
        found = seen.get((version.name, "rule", id_), set())
        yield Covered(version.name, "rule", id_, rule.place, tuple(need for need in RULE_NEEDS if need not in found))
    for id_ in sorted(version.rules):
        rule = version.rules[id_]
        for position in range(len(rule.unless)):
            name = f"{id_}, exception {position + 1}"
            found = seen.get((version.name, "exception", name), set())
            yield Covered(version.name, "exception", name, rule.place, () if found else ("a case that it alone decides",))
        for general in rule.overrides:
            name = f"{id_} over {general}"
            found = seen.get((version.name, "override", name), set())
            yield Covered(version.name, "override", name, rule.place, () if found else ("a case that it alone decides",))
    compared = {
        name
        for program in (choice, whole)
        for node in program.nodes
        if isinstance(node, Test) and isinstance(node.condition, Compare)
        for name in parameters_behind(node.condition, version)
    }
    for name in sorted(version.parameters):
        found = seen.get((version.name, "parameter", name), set())
        needs = PARAMETER_NEEDS if name in compared else ("given",)
        yield Covered(version.name, "parameter", name, version.parameters[name].place, tuple(need for need in needs if need not in found))
    yield from _covered_by_date(version, seen)


def _covered_by_date(version: LawVersion, seen: Mapping[tuple[str, str, str], set[str]]) -> Iterable[Covered]:
    """Yield each value by date, and each end, with what no case shows of it."""
    for name in sorted(version.schedules):
        wanted: dict[str, list[str]] = {}
        for of, need in _schedule_needs(version.schedules[name].schedule):
            wanted.setdefault(of, []).append(need)
        for of, needs in wanted.items():
            found = seen.get((version.name, "parameter", of), set())
            yield Covered(version.name, "parameter", of, version.schedules[name].place, tuple(need for need in needs if need not in found))


def _schedule_needs(schedule: Schedule) -> Iterator[tuple[str, str]]:
    """Yield what cases must show of values by date: the first day of each, the day before, and the day after the end."""
    for start, _ in schedule.values:
        yield from ((f"{schedule.name} from {start}", need) for need in SCHEDULE_NEEDS)
    if schedule.until is not None:
        yield from ((f"{schedule.name} until {schedule.until}", need) for need in END_NEEDS)


class _Numbers(NamedTuple):
    """What the tests of a program rest on, by node: the parameters of a comparison, given or derived, and the look-ups by date.

    `given` are, by rule, the parameters that its conclusions are given. `turned` are the nodes that compare a parameter with what
    is none.
    """

    given: Mapping[str, tuple[str, ...]]
    compared: Mapping[int, tuple[Compare, tuple[str, ...]]]
    turned: frozenset[int]
    looked_up: Mapping[int, tuple[Call, ...]]


def _numbers(program: Program) -> _Numbers:
    version = program.version
    tests = {index: node.condition for index, node in enumerate(program.nodes) if isinstance(node, Test)}
    comparisons = {index: test for index, test in tests.items() if isinstance(test, Compare)}
    compared = {index: (test, tuple(parameters_behind(test, version))) for index, test in comparisons.items()}
    turned = (
        index
        for index, test in comparisons.items()
        if parameters_below(test.left, version) and not any(parameters_below(side, version) for side in test.right)
    )
    return _Numbers(
        {id_: tuple(n for _, value in node.rule.then for n in parameters_below(value, version)) for id_, node in program.rules.items()},
        {index: pair for index, pair in compared.items() if pair[1]},
        frozenset(turned),
        {index: calls for index, test in tests.items() if (calls := tuple(_look_ups(names_tested(test), version)))},
    )


def _look_ups(names: Iterable[str], version: LawVersion) -> Iterator[Call]:
    for name in names_behind(names, version.derived):
        for part in expressions_in(version.derived[name].expression) if name in version.derived else ():
            if isinstance(part, Call) and part.schedule is not None:
                yield part


def _looked_up(run: Run, calls: Iterable[Call]) -> Iterator[tuple[str, str, str]]:
    """Yield what look-ups show of values by date."""
    for call in calls:
        day = value_of(call.operands[0], run.values, run.program.version.parameters)
        if call.schedule is not None and isinstance(day, date):
            yield from _on_day(call.schedule, day)


def _on_day(schedule: Schedule, day: date) -> Iterator[tuple[str, str, str]]:
    for start, _ in schedule.values:
        if 0 <= (day - start).days + 1 < len(SCHEDULE_NEEDS):
            yield "parameter", f"{schedule.name} from {start}", SCHEDULE_NEEDS[(day - start).days + 1]
    if schedule.until is not None and 0 <= (day - schedule.until).days < len(END_NEEDS):
        yield "parameter", f"{schedule.name} until {schedule.until}", END_NEEDS[(day - schedule.until).days]


def _shown(run: Run, numbers: _Numbers) -> Iterable[tuple[str, str, str]]:
    """Yield what one run shows: `(kind, name, what)`."""
    program, reached = run.program, _reached(run)
    held = {program.clauses[number].head for number in run.fired}.union(decide_tests(program, run.values))
    for id_, node in program.rules.items():
        if node.node not in reached:
            continue
        applies, fails = positive(node.node) in held, negative(node.node) in held
        yield "rule", id_, "applies" if applies else "does not apply" if fails else "open"
        if applies:
            yield from (("parameter", name, "given") for name in numbers.given[id_])
        if fails:
            yield from _sole_reasons(program, id_, held)
    yield from _looked_up(run, {call for index, calls in numbers.looked_up.items() if index in reached for call in calls})
    for index, (comparison, names) in numbers.compared.items():
        if index in reached:
            for sign in _signs(comparison, run.values, program, index in numbers.turned):
                yield from (("parameter", name, sign) for name in names)


def _sole_reasons(program: Program, id_: str, held: set[Signed]) -> Iterable[tuple[str, str, str]]:
    """Yield the exception or override that alone keeps a rule from applying."""
    node = program.rules[id_]
    stopping = [(literal, role) for literal, role in node.premises if literal not in held]
    if len(stopping) != 1 or negated(stopping[0][0]) not in held:
        return
    literal, role = stopping[0]
    if role == "unless":
        exceptions = [premise for premise, premise_role in node.premises if premise_role == "unless"]
        yield "exception", f"{id_}, exception {exceptions.index(literal) + 1}", "decides"
    if role == "overridden":
        special = next(other for other, other_node in program.rules.items() if other_node.node == node_of(literal))
        yield "override", f"{special} over {id_}", "decides"


def parameters_behind(test: Compare, version: LawVersion) -> set[str]:
    """Return the parameters that a comparison rests on, directly or through derived values."""
    return {name for side in (test.left, *test.right) for name in parameters_below(side, version)}


def parameters_below(expression: Expression, version: LawVersion) -> set[str]:
    """Return the parameters that an expression rests on, directly or through derived values."""
    derived = [version.derived[name] for name in names_behind(names_of(expression), version.derived) if name in version.derived]
    expressions = (expression, *(item.expression for item in derived))
    return {name for part in expressions for name in (*parameters_of(part), *(one.name for one in schedules_of(part)))}


def _signs(test: Compare, values: Mapping[str, Value], program: Program, turned: bool) -> Sequence[str]:
    """Return on which side of the right sides the left side lies, seen from the parameter; none where one is unknown."""
    version = program.version
    left = values.get(test.left.name)
    scale = program.scales.get(test.left.name, ())
    found = []
    for side in test.right:
        right = value_of(side, values, version.parameters)
        if isinstance(left, date) and isinstance(right, date):
            sign = (left > right) - (left < right)
        elif isinstance(left, (int, Decimal)) and isinstance(right, (int, Decimal)):
            difference = Decimal(left) - Decimal(right)
            sign = (difference > 0) - (difference < 0)
        elif left in scale and right in scale:
            difference = Decimal(scale.index(str(left)) - scale.index(str(right)))
            sign = (difference > 0) - (difference < 0)
        else:
            continue
        found.append(PARAMETER_NEEDS[(-sign if turned else sign) + 1])
    return found
