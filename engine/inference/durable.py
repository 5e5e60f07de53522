"""The second evaluator: the same clauses on the durable-rules package, an independent forward chainer.

Conditions are decided here, on typed values, as in `forward`; all chaining is durable-rules'. A rule set is one *stage*:
consecutive clauses that stay below the package's limits, run to its end before the next. Within a stage there is one
durable rule per distinct body, whose action records every clause with that body and asserts what they conclude.

The limits below were measured on durable-rules 2.0.28, and found in its C source.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from functools import cache
from importlib import import_module
from itertools import count
from threading import Lock, Thread, current_thread
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar
from weakref import finalize

from ..frozen import dataclass
from .clauses import Program
from .conditions import Values
from .forward import Derivation, Engine, decide_tests, derivation, derive_values
from .literals import Signed, node_of

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

# The tests of a rule set stand in a table of 512, searched from one end, that hangs when full; four quarters are faster than one full.
# Smaller ones are not: each rule set costs a rule that starts it.
MOST_TESTS: Final = 120
# A test lists its consumers in a row of 256 ended by zero; the check for a full row reads past its end.
MOST_CONSUMERS: Final = 200
# More rules than 4,096 in a set are refused (error 106).
MOST_RULES: Final = 4_000
# A partial match holds 16 facts (error 304 at the 17th).
MOST_PREMISES: Final = 16
# A fact is known by a 32-bit hash of its id. The ids of these literals and sids have been computed to be without collision.
MOST_LITERALS: Final = 100_000
MOST_SIDS: Final = 10_000


P = ParamSpec("P")
T = TypeVar("T")


class DurableFailed(Exception):
    """durable-rules cannot run the program, or failed on a case; the message says why."""


class ActionDropped(DurableFailed):
    """It took an action for lost because the machine was busy with other things for ten seconds."""


TRIES: Final = 3
"""So often a program is registered, or a case run, from its beginning where the machine is too busy to run an action in ten seconds."""


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """The clauses that share a body, by number, and the literals that they conclude."""

    body: tuple[Signed, ...]
    clauses: tuple[int, ...]
    heads: tuple[Signed, ...]


_START: Final = ClauseGroup((-1,), (), ())
"""No clause's: it fires once in each new rule set."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What becomes one durable rule set; `reads` are the literals that some body holds."""

    groups: tuple[ClauseGroup, ...]
    reads: frozenset[Signed]


@dataclass(frozen=True, slots=True)
class Plan:
    """A program as stages; `unconditional` are the numbers of the clauses without a premise, which need no chaining."""

    unconditional: tuple[int, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class _Memory:
    """Of the case at hand: the literals known, and the clauses fired, in the order in which durable-rules ran them."""

    known: set[Signed] = field(default_factory=set)
    fired: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Registered:
    """A plan with the names of its rule sets in the host, and the memory that their actions write to."""

    plan: Plan
    names: tuple[str, ...]
    memory: _Memory


def available() -> str | None:
    """Return None where durable-rules can run, else the reason in words."""
    try:
        import_module("durable.engine")
    except ModuleNotFoundError:
        return "durable-rules is not installed"
    except ImportError as error:
        return f"durable-rules cannot be imported: {error}"
    return None


def engine() -> Engine:
    """Return an evaluator that gives exactly what `forward.run` gives, with a durable-rules host of its own.

    It registers a program when it first meets it, and keeps it as long as it is kept itself. It may be called from any
    thread, and calls wait for one another: durable-rules crashes where two threads use it. Both this function and the
    evaluator raise DurableFailed.
    """
    reason = available()
    if reason is not None:
        raise DurableFailed(reason)
    # A host starts two threads that take pending actions out of the hands of the caller; every case here is run to its end at once.
    host = _in_its_thread(type("Host", (import_module("durable.engine").Host,), {"_run": lambda self: None}))
    programs: dict[Program, _Registered] = {}  # by identity, see Program
    titles, cases = count(), count()

    def registered(program: Program) -> _Registered:
        if program not in programs:
            programs[program] = _register(host, plan(program), f"program {next(titles)}")
        return programs[program]

    def chain(program: Program, given: Iterable[Signed]) -> tuple[int, ...]:
        return _tried(lambda: _chain(host, registered(program), program, given, str(next(cases) % MOST_SIDS)))

    def run(program: Program, facts: Values) -> Derivation:
        values = derive_values(program, facts)
        given = decide_tests(program, values)
        return derivation(program, values, _in_its_thread(chain, program, given))

    return run


def _tried(work: Callable[[], T]) -> T:
    """Return what the work returns, which is done from its beginning again where an action of it is dropped."""
    for _ in range(TRIES - 1):
        with suppress(ActionDropped):
            return work()
    return work()


_STARTING: Final = Lock()

_LEFT: Final[deque[int]] = deque()
"""The handles of rule sets whose host is gone, in this process: it may go at any moment, also while durable-rules runs."""


@cache
def _thread() -> tuple[ThreadPoolExecutor, Thread]:
    """Return the one thread of this process in which durable-rules runs, started; call it with `_STARTING` held."""
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(1, "durable-rules")
    return executor, executor.submit(current_thread).result()


def _in_its_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what the work returns in the thread of durable-rules, or raise what it raises there."""
    with _STARTING:
        executor, thread = _thread()
    if not thread.is_alive():
        raise DurableFailed("durable-rules had started before this process was forked, and cannot be used in the fork")
    return executor.submit(work, *args, **kwargs).result()


def plan(program: Program) -> Plan:
    """Return the program as stages within the limits of durable-rules.

    Raises DurableFailed where it has too many literals, or a premise that only a later stage would derive.
    """
    unconditional = tuple(number for number, clause in enumerate(program.clauses) if not clause.body)
    stages = tuple(_stage(part) for part in _parts(_links(program)))
    derived_in = {head: index for index, stage in enumerate(stages) for group in stage.groups for head in group.heads}
    for index, stage in enumerate(stages):
        late = sorted(literal for literal in stage.reads if derived_in.get(literal, index) > index)
        if late:
            raise DurableFailed(f"the clauses are not in topological order: node {node_of(late[0])} is used before it is derived")
    if max((0, *derived_in, *(literal for stage in stages for literal in stage.reads))) >= MOST_LITERALS:
        raise DurableFailed(f"the program has more literals than the {MOST_LITERALS} that durable-rules can tell apart")
    return Plan(unconditional, stages)


def _links(program: Program) -> Iterator[ClauseGroup]:
    """Yield the clauses that have premises, each as a group of its own; a body too long goes through auxiliary literals."""
    auxiliary = count(2 * len(program.nodes))
    for number, clause in enumerate(program.clauses):
        body = tuple(dict.fromkeys(clause.body))
        while len(body) > MOST_PREMISES:
            joint = next(auxiliary)
            yield ClauseGroup(body[:MOST_PREMISES], (), (joint,))
            body = (joint, *body[MOST_PREMISES:])
        if body:
            yield ClauseGroup(body, (number,), (clause.head,))


def _parts(links: Iterable[ClauseGroup]) -> Iterator[list[ClauseGroup]]:
    """Yield the links in consecutive parts, each with no more rules, tests and consumers of a test than one rule set may have."""
    part: list[ClauseGroup] = []
    consumers: dict[Signed, int] = {}
    crowded: set[Signed] = set()
    """The tests that may have no further consumer."""
    for link in links:
        tests = len(consumers) + sum(literal not in consumers for literal in link.body)
        if tests > MOST_TESTS or len(part) == MOST_RULES or not crowded.isdisjoint(link.body):
            yield part
            part, consumers, crowded = [], {}, set()
        part.append(link)
        for literal in link.body:
            consumers[literal] = consumers.get(literal, 0) + 1
            if consumers[literal] == MOST_CONSUMERS:
                crowded.add(literal)
    if part:
        yield part


def _stage(links: Sequence[ClauseGroup]) -> Stage:
    by_body: dict[tuple[Signed, ...], list[ClauseGroup]] = {}
    for link in links:
        by_body.setdefault(tuple(sorted(link.body)), []).append(link)
    groups = tuple(
        ClauseGroup(body, tuple(number for link in same for number in link.clauses), tuple(head for link in same for head in link.heads))
        for body, same in by_body.items()
    )
    return Stage(groups, frozenset(literal for group in groups for literal in group.body))


def _register(host: Any, planned: Plan, title: str) -> _Registered:
    """Return the plan registered in the host; raise DurableFailed where durable-rules refuses it."""
    _delete_left()
    memory = _Memory()
    names = tuple(f"{title} stage {number}" for number in range(len(planned.stages)))
    for name, stage in zip(names, planned.stages, strict=True):
        rules = {str(number): _rule(group, stage, memory) for number, group in enumerate((_START, *stage.groups))}
        try:
            host.register_rulesets({name: rules})
        except Exception as error:
            raise DurableFailed(f"durable-rules refuses the rules: {_said(error)}") from error
        finalize(host, _LEFT.append, host.get_ruleset(name)._handle)
        # Deleting a state frees a pointer that only a first action sets; the place in memory is then used again for every case.
        _run_stage(host, name, _START.body, "start")
    return _Registered(planned, names, memory)


def _delete_left() -> None:
    """Delete the rule sets that nobody can run any more, over a megabyte each; durable-rules itself never does."""
    delete = import_module("durable_rules_engine").delete_ruleset
    while _LEFT:
        delete(_LEFT.popleft())


def _rule(group: ClauseGroup, stage: Stage, memory: _Memory) -> dict[str, Any]:
    def act(context: Any) -> None:
        memory.fired.extend(group.clauses)
        for head in group.heads:
            if head not in memory.known:
                memory.known.add(head)
                if head in stage.reads:
                    context.assert_fact(_fact(head, context.s.sid))

    return {"all": [{f"m_{place}": {"l": literal}} for place, literal in enumerate(group.body)], "run": act}


def _fact(literal: Signed, sid: str) -> dict[str, Any]:
    return {"id": str(literal), "l": literal, "sid": sid}


def _chain(host: Any, registered: _Registered, program: Program, given: Iterable[Signed], sid: str) -> tuple[int, ...]:
    """Return the numbers of the clauses that fire, ascending; raise DurableFailed where durable-rules fails."""
    memory = registered.memory
    memory.known.clear()
    memory.fired.clear()
    memory.known.update(given, (program.clauses[number].head for number in registered.plan.unconditional))
    memory.fired.extend(registered.plan.unconditional)
    for name, stage in zip(registered.names, registered.plan.stages, strict=True):
        known = sorted(memory.known & stage.reads)
        if known:
            _run_stage(host, name, known, sid)
    return tuple(sorted(memory.fired))


def _run_stage(host: Any, name: str, literals: Iterable[Signed], sid: str) -> None:
    """Assert the literals and let durable-rules run to its end; raise DurableFailed where it does not get there."""
    try:
        try:
            # INVARIANT: every fact is asserted once and read by some rule, so "not handled" and "already observed" are failures too.
            state = host.assert_facts(name, [_fact(literal, sid) for literal in literals])
        finally:
            host.delete_state(name, sid)
    except Exception as error:
        raise DurableFailed(f"durable-rules failed: {_said(error)}") from error
    if state is not None:
        if not isinstance(state, dict):
            # An action that runs for more than 10 seconds by the clock is dropped in silence, which leaves 0 for a state.
            raise ActionDropped("durable-rules failed in an action: an action was dropped")
        if trouble := state.get("exception"):
            raise DurableFailed(f"durable-rules failed in an action: {trouble}")


def _said(error: Exception) -> str:
    """Return what an error says: the package's own keep it in an attribute."""
    return str(getattr(error, "message", "") or error or type(error).__name__)
