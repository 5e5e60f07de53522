"""The same clauses as one straight-line Python function per program: what `forward` derives, many times faster.

The clauses are acyclic and in topological order, so the agenda is known beforehand: each node is looked at once, after
everything that it rests on. The generated function does just that, with one local variable per node that is True, False
or, while the node is open, None. These statuses are the trail in compact form: a clause has fired exactly when its
premises hold, so the numbers of the clauses are read off them when somebody asks. The function is made from the compiled
clauses alone, never from text of a rule file, and is tested to equal `forward` on every case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain, compress
from operator import itemgetter
from typing import Any as Anything
from typing import Final, NamedTuple, TypeGuard, assert_never, overload

from ..model import NONE, Call, Compare, Constant, Expression, Holds, Name, ParameterRef, Period, Span, Value
from ..terms.comparisons import COMPARISONS
from ..terms.meaning import (
    Connectives,
    DatePart,
    Edge,
    Equal,
    Extreme,
    First,
    MonthsBetween,
    OnDay,
    Operated,
    Opposite,
    Ordered,
    Pick,
    Primitive,
    Product,
    Quotient,
    Rounding,
    Shifted,
    Some,
    Subtraction,
    Total,
    Truth,
    WorkingDay,
    WorkingDaysBetween,
    WorkingShift,
    YearsBetween,
    told,
)
from ..terms.operations import OPERATIONS
from ..walking import names_of
from . import dates
from .arithmetic import calculator, is_arithmetic, leaves
from .clauses import ConclusionNode, Gate, Known, Program, Test
from .conditions import Values
from .evaluating import Decide, counter, decider, looked_up, schedule_of, steps_of
from .forward import CONFLICT, NOT_APPLICABLE, Derivation, Engine
from .forward import run as forward
from .literals import Signed, is_positive, negated, negative, node_of, positive

Runner = Callable[[Values], Derivation]

NodeStatus = bool | None
"""Of a node: it holds, it does not, or (None) it is open."""

# How many dates are remembered for each period that the law adds: cases of a few years have few different days.
REMEMBERED_DAYS: Final = 1_024

# Python builds a long tuple, of more than about twice this, as a list first, which takes three times as long.
SHORT: Final = 16

_SIGNED: Final[Mapping[NodeStatus, tuple[bool, bool]]] = {True: (True, False), False: (False, True), None: (False, False)}


class Fired(Sequence[int]):
    """The numbers of the clauses that fired, ascending, read off the statuses of the nodes when first asked for.

    `tell` takes whether each signed literal holds and returns for each clause whether it fired.
    """

    __slots__ = ("_numbers", "_statuses", "_tell")

    def __init__(self, tell: Callable[[Sequence[bool]], tuple[bool, ...]], statuses: tuple[tuple[NodeStatus, ...], ...]) -> None:
        self._tell = tell
        self._statuses = statuses
        self._numbers: tuple[int, ...] | None = None

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers as a tuple."""
        if self._numbers is None:
            fired = self._tell(tuple(chain.from_iterable(map(_SIGNED.__getitem__, chain.from_iterable(self._statuses)))))
            self._numbers = tuple(compress(range(len(fired)), fired))
        return self._numbers

    def __len__(self) -> int:
        return len(self.numbers())

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        return self.numbers()[index]

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.numbers() == tuple(other)

    def __hash__(self) -> int:
        return hash(self.numbers())


FEW: Final = 22
"""So many runs with the agenda take about as long as specialising a program."""


def engine(first: int = 0) -> Engine:
    """Return an engine that specialises each program, after it has been run so many times with the agenda first (`forward`)."""
    runners: dict[Program, Runner] = {}  # by identity, see Program
    ran: Counter[Program] = Counter()

    def run(program: Program, facts: Values) -> Derivation:
        found = runners.get(program)
        if found is None:
            ran[program] += 1
            if ran[program] <= first:
                return forward(program, facts)
            found = runners[program] = specialise(program)
        return found(facts)

    return run


def specialise(program: Program) -> Runner:
    """Return a function that gives for facts exactly what `forward.run` gives for the program."""
    generated = Generated(program)
    given = {"Derivation": Derivation, "Fired": Fired, "on_spans": partial(forward, program)}
    return generated.function(generated.derivation_lines(), given)


class _Assignment(NamedTuple):
    """A variable that a test assigns, with the text of its value, and its value where the name tested is `none`."""

    target: str
    text: str
    none: bool


class Generated:
    """The text of one function; constants of the law are handed in as names, never as text.

    It works out the status of every node on the facts; what it then gives, its last lines say.

    A literal's variable is `s`, the status of its node, or for the negative literal `n`, the status turned round, where
    some gate reads it. A gate with one input is that input.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.constants: dict[str, object] = {}
        self.variables: dict[str, str] = {}
        self.computed: dict[tuple[str, tuple[Period, ...]], str] = {}
        self.same: dict[Signed, Signed] = {}
        self.inputs: dict[int, tuple[Signed, ...]] = {}
        gates: dict[tuple[str, tuple[Signed, ...]], int] = {}
        for index, node in enumerate(program.nodes):
            if isinstance(node, Gate):
                inputs = tuple(map(self.resolved, node.inputs))
                twin = inputs[0] if len(inputs) == 1 else positive(gates.setdefault((node.kind, inputs), index))
                if twin == positive(index):
                    self.inputs[index] = inputs
                else:
                    self.same |= {positive(index): twin, negative(index): negated(twin)}
        self.turned = {node_of(literal) for inputs in self.inputs.values() for literal in inputs if not is_positive(literal)}
        self.plain = {
            index: self.variable(node.condition.name)
            for index, node in enumerate(program.nodes)
            if isinstance(node, Test) and isinstance(node.condition, Holds)
        }

    def resolved(self, literal: Signed) -> Signed:
        return self.same.get(literal, literal)

    def literal(self, literal: Signed) -> str:
        """Return the variable of a resolved literal."""
        return self.status(node_of(literal)) if is_positive(literal) else f"n{node_of(literal)}"

    def status(self, index: int) -> str:
        """Return the variable of a node's status; a boolean fact is its own."""
        return self.plain.get(index) or f"s{index}"

    def function(self, ending: Iterable[str], given: Mapping[str, object]) -> Callable[[Values], Anything]:
        """Return the function with its last lines; `given` are the names that these use, and `on_spans`.

        That is called with the facts instead, where of one of them the month or year alone is known.
        """
        source = "\n".join((*self.lines(), *ending))
        scope: dict[str, Anything] = {
            "NONE": NONE,
            "ZERO": Decimal(0),
            "Span": Span,
            "years_between": dates.years_between,
            "months_between": dates.months_between,
            **self.constants,
            **given,
        }
        exec(compile(source, "<specialised clauses>", "exec"), scope)  # noqa: S102 - text made above, from checked clauses only
        function: Callable[[Values], Anything] = scope["run"]
        return function

    def lines(self) -> Iterator[str]:
        """Yield the lines that work out the statuses."""
        program = self.program
        yield "def run(facts):"
        yield "    values = dict(facts); get = facts.get"
        for name in program.facts:
            yield f"    {self.variable(name)} = get({name!r})"
        if program.vague:
            # The function is made for values that are known; of others there are few.
            vague = " or ".join(f"type({self.variable(name)}) is Span" for name in program.vague)
            yield f"    if {vague}: return on_spans(facts)"
        for derived in program.derived:
            yield from self.derived_lines(derived.name, derived.expression)
        yield from self.test_lines()
        for index in self.inputs:
            yield from self.gate_lines(index)

    def derivation_lines(self) -> Iterator[str]:
        """Yield the last lines of a function that gives what `forward` gives."""
        # A gate with one input has no status of its own.
        kept = [index for index in range(len(self.program.nodes)) if positive(index) not in self.same]
        place = {sign(index): sign(number) for number, index in enumerate(kept) for sign in (positive, negative)}
        tell = self.constant(_picker([place[self.resolved(literal)] for literal in self.tellers()]))
        statuses = "".join(f"{status}, " for status in _tuples(self.status(index) for index in kept))
        outcomes = " + ".join(_tuples(self.outcome(node) for node in self.program.conclusions.values())) or "()"
        yield f"    return Derivation(values, Fired({tell}, ({statuses})), {outcomes})"

    def tellers(self) -> Iterator[Signed]:
        """Yield for each clause a literal that holds exactly when it has fired, in the order of `gate_clauses`.

        A gate is concluded with one sign by its only clause with all inputs, which the gate's own literal tells; with the
        other by the clauses with one input each, which their inputs tell.
        """
        for index, node in enumerate(self.program.nodes):
            if isinstance(node, Gate):
                if node.kind == "and":
                    yield positive(index)
                    yield from (negated(literal) for literal in node.inputs)
                else:
                    yield from node.inputs
                    yield negative(index)

    def variable(self, name: str) -> str:
        return self.variables.setdefault(name, f"v{len(self.variables)}")

    def constant(self, value: object) -> str:
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def derived_lines(self, name: str, expression: Expression) -> Iterator[str]:
        variable = self.variable(name)
        yield from self.assign(variable, expression)
        yield f"    if {variable} is not None: values[{name!r}] = {variable}"

    def assign(self, variable: str, expression: Expression) -> Iterator[str]:
        """Yield the lines that give a variable the value of an expression, None where it is unknown."""
        match expression:
            case Name(name):
                yield f"    {variable} = {self.variable(name)}"
            case ParameterRef(name):
                yield f"    {variable} = {self.constant(self.program.version.parameters[name].value)}"
            case Constant(value):
                yield f"    {variable} = {self.constant(value)}"
            case Call() if is_arithmetic(expression):
                starts = leaves(expression)
                if not starts:  # numbers of the law alone
                    yield f"    {variable} = {self.constant(calculator(expression, self.program.version.parameters)())}"
                    return
                some = yield from self.operands(variable, starts)
                # Most cases of a register have one of few amounts.
                compute = self.constant(lru_cache(REMEMBERED_DAYS)(calculator(expression, self.program.version.parameters)))
                yield from self.strict(variable, starts, some, f"{compute}({', '.join(some)})")
            case Call(op, _):
                yield from self.computed_lines(variable, OPERATIONS[op].value, expression)
            case _:
                assert_never(expression)

    def computed_lines(self, variable: str, value: Operated, call: Call) -> Iterator[str]:
        """Yield the lines that give a variable the value of an operation."""
        if isinstance(value, Shifted):
            steps = steps_of(value, call.operands[1:], self.program.version.parameters)
            (one,) = yield from self.operands(variable, call.operands[:1])
            same = self.computed.setdefault((one, steps), variable)
            if same != variable:
                yield f"    {variable} = {same}"
            else:
                adder = lru_cache(REMEMBERED_DAYS)(dates.adder(steps))
                yield from self.strict(variable, call.operands, (one,), f"{self.constant(adder)}({one})")
            return
        some = yield from self.operands(variable, call.operands)
        match value:
            case YearsBetween():
                yield from self.strict(variable, call.operands, some, f"years_between({', '.join(some)})")
            case MonthsBetween():
                yield from self.strict(variable, call.operands, some, f"months_between({', '.join(some)})")
            case DatePart(of):
                yield from self.strict(variable, call.operands, some, f"{self.constant(partial(dates.part, of=of))}({some[0]})")
            case Edge(side, of):
                yield from self.strict(variable, call.operands, some, f"{self.constant(partial(dates.edge, side=side, of=of))}({some[0]})")
            case OnDay():
                # Of days for which none is stated it gives None.
                yield from self.strict(variable, call.operands, some, f"{self.constant(looked_up(schedule_of(call)))}({some[0]})")
            case WorkingDay() | WorkingShift() | WorkingDaysBetween():
                # Of days that the calendar does not state it gives None, which is unknown.
                counted = lru_cache(REMEMBERED_DAYS)(counter(value, call))
                yield from self.strict(variable, call.operands, some, f"{self.constant(counted)}({', '.join(some)})")
            case First():
                yield f"    {variable} = " + "".join(f"{o} if {o} != NONE else " for o in some) + "NONE"
            case Extreme(by):
                yield f"    if {' or '.join(f'{o} is None' for o in some)}: {variable} = None"
                yield "    else:"
                yield f"        known = [o for o in ({', '.join(some)},) if o != NONE]"
                yield f"        {variable} = {'min' if by == '<' else 'max'}(known) if known else NONE"
            case Total():
                yield from self.strict(variable, call.operands, some, " + ".join(("ZERO", *some)))
            case Subtraction() | Product() | Quotient() | Pick() | Rounding():
                raise AssertionError(call.op)  # arithmetic
            case _:
                assert_never(value)

    def operands(self, variable: str, operands: Sequence[Expression]) -> Generator[str, None, list[str]]:
        """Yield the lines for the operands that are operations themselves; return the variables of all."""
        names = []
        for position, operand in enumerate(operands):
            if isinstance(operand, Name):
                names.append(self.variable(operand.name))
            else:
                names.append(f"{variable}_{position}")
                yield from self.assign(names[-1], operand)
        return names

    def strict(self, variable: str, expressions: Sequence[Expression], operands: Sequence[str], text: str) -> Iterator[str]:
        """Yield an operation that is `none` where an operand is, else unknown where an operand is."""
        absent = [
            f"{name} == NONE"
            for name, operand in zip(operands, expressions, strict=False)  # a period has no variable
            if not self.program.events.isdisjoint(names_of(operand))
        ]
        if absent:
            yield f"    if {' or '.join(absent)}: {variable} = NONE"
        yield f"    {'elif' if absent else 'if'} {' or '.join(f'{o} is None' for o in operands)}: {variable} = None"
        yield f"    else: {variable} = {text}"

    def test_lines(self) -> Iterator[str]:
        """Yield the lines that decide every test: those that look at one value together, name by name, then the others."""
        groups: dict[str, list[_Assignment]] = {}
        others: list[str] = []
        for index, test in self.program.tests:
            match test.condition:
                case Holds(name):
                    found = [_Assignment(f"n{index}", f"not {self.variable(name)}", False)]
                case Known(Name(name)):
                    found = [_Assignment(f"s{index}", "True", True), _Assignment(f"n{index}", "False", False)]
                case Compare(_, Name(name)) as comparison if all(map(is_fixed, comparison.right)):
                    # Only an event can be `none`; of other names that value is not used.
                    none = self.compared(comparison, NONE) is True if name in self.program.events else False
                    found = [
                        _Assignment(f"s{index}", self.fixed_text(comparison), none),
                        _Assignment(f"n{index}", f"not s{index}", not none),
                    ]
                case Known(expression):
                    others += self.assign(f"k{index}", expression)
                    others.append(f"    s{index} = None if k{index} is None else True")
                    others += self.turn_lines(index)
                    continue
                case Compare() as comparison:
                    others += self.compare_lines(comparison, index)
                    others += self.turn_lines(index)
                    continue
            groups.setdefault(name, []).extend(item for item in found if item.target[0] == "s" or index in self.turned)
        for name, items in groups.items():
            if items:
                yield f"    if {self.variable(name)} is None: {' = '.join(item.target for item in items)} = None"
                if name in self.program.events:
                    yield f"    elif {self.variable(name)} == NONE: {'; '.join(f'{item.target} = {item.none}' for item in items)}"
                yield f"    else: {'; '.join(f'{item.target} = {item.text}' for item in items)}"
        yield from others

    def turn_lines(self, index: int) -> Iterator[str]:
        """Yield the line of a node's status turned round, where a gate reads it."""
        if index in self.turned:
            yield f"    n{index} = {self.told(negative(index))}"

    def compared(self, condition: Compare, value: Value) -> NodeStatus:
        """Return what a comparison with fixed right sides says of a value of its left side."""
        return self.decider(condition)({condition.left.name: value})

    def decider(self, condition: Compare) -> Decide:
        return decider(condition, self.program.version.parameters, self.program.scales.get(condition.left.name))

    def fixed_text(self, condition: Compare) -> str:
        """Return a comparison with fixed right sides as text on a left side that is neither unknown nor an event that is `none`."""
        name, parameters = condition.left.name, self.program.version.parameters
        left = self.variable(name)
        scale = self.program.scales.get(name)
        if scale is not None:
            return f"{left} in {self.constant(frozenset(word for word in scale if self.compared(condition, word)))}"
        values = [parameters[s.name].value if isinstance(s, ParameterRef) else s.value for s in condition.right if is_fixed(s)]

        def primitive(primitive: Primitive) -> str:
            value = values[primitive.side]
            if value == NONE and name in self.program.events:
                return "False"
            match primitive:
                case Equal():
                    return f"{left} == {self.constant(value)}"
                case Ordered(relation, _):
                    return f"{left} {relation} {self.constant(value)}"
                case _:
                    assert_never(primitive)

        def some(items: Sequence[str]) -> str:
            return f"({' or '.join(items)})"

        truth = COMPARISONS[condition.op].truth(len(values))
        among = truth.item if isinstance(truth, Opposite) else truth
        if isinstance(among, Some) and all(isinstance(item, Equal) for item in among.items):
            return f"{left} {'in' if among is truth else 'not in'} {self.constant(frozenset(values))}"
        return told(truth, primitive, Connectives(lambda items: f"({' and '.join(items)})", some, lambda item: f"not ({item})"))

    def compare_lines(self, condition: Compare, index: int) -> Iterator[str]:
        """Yield the line of a comparison with what depends on the case."""
        name, first, truth = condition.left.name, condition.right[0], COMPARISONS[condition.op].truth(len(condition.right))
        left, symbol = self.variable(name), _symbol(truth)
        if symbol is None or name in self.program.scales or not isinstance(first, Name):
            yield f"    s{index} = {self.constant(self.decider(condition))}(values)"
            return
        right = self.variable(first.name)
        events = [n for n in (name, first.name) if n in self.program.events] if isinstance(truth, Ordered) else []
        none = f"False if {' or '.join(f'{self.variable(n)} == NONE' for n in events)} else " if events else ""
        yield f"    s{index} = None if {left} is None else {none}None if {right} is None else {left} {symbol} {right}"

    def gate_lines(self, index: int) -> Iterator[str]:
        """Yield the lines of one gate in strong Kleene logic."""
        node, inputs = self.program.nodes[index], [self.literal(literal) for literal in self.inputs[index]]
        assert isinstance(node, Gate)
        if not inputs:
            yield f"    s{index} = {node.kind == 'and'}"
        elif node.kind == "and":
            # `and` gives the first input that is not True: where that is an open one, a later one may fail.
            yield f"    s{index} = {' and '.join(inputs)}"
            yield f"    if s{index} is None and ({' or '.join(f'{i} is False' for i in inputs[1:])}): s{index} = False"
        else:
            # Where no input holds, the last one tells, unless one before it is open.
            *before, last = inputs
            open_ = " or ".join(f"{i} is None" for i in before)
            yield f"    s{index} = {' or '.join(before)} or ({last} or None if {open_} else {last})"
        yield from self.turn_lines(index)

    def outcome(self, node: ConclusionNode) -> str:
        """Return the text of what `forward.outcome` says of a conclusion."""
        beside = "" if node.not_applicable is None else f"{NOT_APPLICABLE} if {self.holds(positive(node.not_applicable))} else "
        if node.met is not None and node.not_met == negative(node.met) and not beside:
            return self.told(positive(node.met))
        if node.met is not None and node.not_met is not None:
            return f"True if {self.holds(positive(node.met))} else {beside}False if {self.holds(node.not_met)} else None"
        settled = "".join(f"{number} if {self.holds(positive(value.settled))} else " for number, value in enumerate(node.values))
        given = [self.holds(value.given) for value in node.values]
        conflict = " or ".join(f"{one} and ({' or '.join(given[number:])})" for number, one in enumerate(given[:-1], start=1))
        return settled + beside + (f"{CONFLICT} if {conflict} else None" if conflict else "None")

    def holds(self, literal: Signed) -> str:
        """Return a text that is true where a literal holds."""
        resolved = self.resolved(literal)
        return self.status(node_of(resolved)) if is_positive(resolved) else f"{self.status(node_of(resolved))} is False"

    def told(self, literal: Signed) -> str:
        """Return a text that gives the status of a literal."""
        resolved = self.resolved(literal)
        status = self.status(node_of(resolved))
        return status if is_positive(resolved) else f"None if {status} is None else not {status}"


def is_fixed(side: Expression) -> TypeGuard[Constant | ParameterRef]:
    """Return whether a right side is the same in every case."""
    return isinstance(side, (Constant, ParameterRef))


def _symbol(truth: Truth) -> str | None:
    """Return Python's symbol for a truth of one primitive; None for any other."""
    match truth:
        case Equal():
            return "=="
        case Opposite(Equal()):
            return "!="
        case Ordered(relation, _):
            return relation
        case _:
            return None


def _tuples(items: Iterable[str]) -> Iterator[str]:
    """Yield the items as texts of short tuples."""
    rest = list(items)
    for start in range(0, len(rest), SHORT):
        yield f"({', '.join(rest[start : start + SHORT])},)"


def _picker(places: Iterable[int]) -> Callable[[Sequence[bool]], tuple[bool, ...]]:
    """Return a function that gives the items at the places."""
    wanted = list(places)
    if len(wanted) > 1:
        return itemgetter(*wanted)
    return lambda items: tuple(items[place] for place in wanted)
