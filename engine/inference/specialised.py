"""The same clauses as one straight-line Python function per program: what `forward` derives, several times faster.

The clauses are acyclic and in topological order, so the agenda is known beforehand: each clause is looked at once, after
everything that could give its premises. The generated function does just that, with literals in local variables. It is
made from the compiled clauses alone, never from text of a rule file, and is tested to equal `forward` on every case.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import date

from ..model import NONE, Call, Compare, Constant, Expression, Holds, Name, ParameterRef, Period, Value
from . import dates
from .clauses import Gate, Known, Program, Signed, Test
from .conditions import Values, compare, value_of
from .forward import Derivation, Engine

Runner = Callable[[Values], Derivation]

_SYMBOLS: Mapping[str, str] = {
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
    "before": "<",
    "on_or_before": "<=",
    "after": ">",
    "on_or_after": ">=",
    "is": "==",
    "is_not": "!=",
}


def engine() -> Engine:
    """Return an engine that specialises each program the first time it meets it."""
    runners: dict[int, tuple[Program, Runner]] = {}

    def run(program: Program, facts: Values) -> Derivation:
        found = runners.get(id(program))
        if found is None:
            # The program is kept beside its runner, so that its identity cannot pass to another.
            found = runners[id(program)] = (program, specialise(program))
        return found[1](facts)

    return run


def specialise(program: Program) -> Runner:
    """Return a function that gives for facts exactly what `forward.run` gives for the program."""
    generated = _Generated(program)
    source = "\n".join(generated.lines())
    scope: dict[str, object] = {
        **generated.constants,
        "Derivation": Derivation,
        "compare": compare,
        "value_of": value_of,
        "date": date,
        "NONE": NONE,
        "years_between": dates.years_between,
        "months_between": dates.months_between,
    }
    exec(compile(source, "<specialised clauses>", "exec"), scope)  # noqa: S102 - text made above, from checked clauses only
    runner = scope["run"]
    assert callable(runner)
    return runner


def gate_lines(index: int, gate: Gate, number: int, name: Callable[[Signed], str], watched: frozenset[Signed]) -> Iterator[str]:
    """Yield the lines of one gate, whose clauses are numbered from `number` in the order of `gate_clauses`.

    A gate is decided by its one clause with all inputs, or by any of those with one input: never by both kinds. `name`
    gives the variable of a literal.
    """
    if gate.kind == "and":
        whole, part, inputs, whole_number, first = 2 * index, 2 * index + 1, gate.inputs, number, number + 1
    else:
        whole, part, inputs = 2 * index + 1, 2 * index, tuple(i ^ 1 for i in gate.inputs)
        whole_number, first = number + len(gate.inputs), number
    tell = {literal: f"; reach({literal})" if literal in watched else "" for literal in (whole, part)}
    if len(inputs) == 1:
        # Such a gate shares the variables of its input, see `_Generated.literal`.
        yield f"    if {name(inputs[0])}: fire({whole_number}){tell[whole]}"
        yield f"    elif {name(inputs[0] ^ 1)}: fire({first}){tell[part]}"
        return
    met = " and ".join(map(name, inputs)) or "True"
    yield f"    if {met}: {name(whole)} = True; {name(part)} = False; fire({whole_number}){tell[whole]}"
    yield "    else:"
    others = [name(i ^ 1) for i in inputs]
    yield f"        {name(whole)} = False; {name(part)} = {' or '.join(others) or 'False'}"
    if inputs:
        yield f"        if {name(part)}:"
        if tell[part]:
            yield f"            {tell[part][2:]}"
        for position, other in enumerate(others):
            yield f"            if {other}: fire({first + position})"


class _Generated:
    """The text of one function; constants of the law are handed in as names, never as text."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.constants: dict[str, object] = {"PARAMETERS": program.version.parameters}
        self.variables: dict[str, str] = {}
        self.shared: dict[Signed, str] = {}
        self.computed: dict[tuple[str, Period], str] = {}

    def lines(self) -> Iterator[str]:
        program = self.program
        yield "def run(facts):"
        yield "    values = dict(facts); get = values.get; fired = []; fire = fired.append; reached = []; reach = reached.append"
        for name in program.facts:
            yield f"    {self.variable(name)} = get({name!r})"
        for derived in program.derived:
            yield from self.derived_lines(derived.name, derived.expression)
        number = 0
        for index, node in enumerate(program.nodes):
            if isinstance(node, Test):
                yield from self.test_lines(index, node)
            else:
                if len(node.inputs) == 1:
                    self.shared |= {2 * index: self.literal(node.inputs[0]), 2 * index + 1: self.literal(node.inputs[0] ^ 1)}
                yield from gate_lines(index, node, number, self.literal, program.watched)
                number += len(node.inputs) + 1
        yield "    return Derivation(values, tuple(fired), tuple(reached))"

    def literal(self, literal: Signed) -> str:
        """Return the variable of a literal; a gate with one input has those of its input."""
        return self.shared.get(literal) or f"l{literal}"

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
            case Call("years_between" | "months_between" as op, operands):
                one, two = yield from self.operands(variable, operands)
                yield from self.strict(variable, (one, two), f"{op}({one}, {two})")
            case Call("add" | "subtract" as op, (first, ParameterRef(parameter))):
                period = self.program.version.parameters[parameter]
                assert isinstance(period.value, int)
                (one,) = yield from self.operands(variable, (first,))
                step = Period(period.value if op == "add" else -period.value, period.unit)
                same = self.computed.setdefault((one, step), variable)
                if same != variable:
                    yield f"    {variable} = {same}"
                else:
                    yield from self.strict(variable, (one,), f"{self.constant(dates.adder(step))}({one})")
            case Call("earliest" | "latest" as op, operands):
                some = yield from self.operands(variable, operands)
                yield f"    if {' or '.join(f'{o} is None' for o in some)}: {variable} = None"
                yield "    else:"
                yield f"        known = [o for o in ({', '.join(some)},) if o != NONE]"
                yield f"        {variable} = {'min' if op == 'earliest' else 'max'}(known) if known else NONE"
            case Call("first_of", operands):
                some = yield from self.operands(variable, operands)
                yield f"    {variable} = " + "".join(f"{o} if {o} != NONE else " for o in some) + "NONE"
            case _:
                yield f"    {variable} = value_of({self.constant(expression)}, values, PARAMETERS)"

    def operands(self, variable: str, operands: tuple[Expression, ...]) -> Generator[str, None, list[str]]:
        """Yield the lines for the operands that are operations themselves; return the variables of all."""
        names = []
        for position, operand in enumerate(operands):
            if isinstance(operand, Name):
                names.append(self.variable(operand.name))
            else:
                names.append(f"{variable}_{position}")
                yield from self.assign(names[-1], operand)
        return names

    def strict(self, variable: str, operands: tuple[str, ...], text: str) -> Iterator[str]:
        """Yield an operation that is `none` where an operand is, else unknown where an operand is."""
        events = {self.variable(name) for name in self.program.events}
        absent = [f"{o} == NONE" for o in operands if o in events or "_" in o]
        if absent:
            yield f"    if {' or '.join(absent)}: {variable} = NONE"
        yield f"    {'elif' if absent else 'if'} {' or '.join(f'{o} is None' for o in operands)}: {variable} = None"
        yield f"    else: {variable} = {text}"

    def test_lines(self, index: int, test: Test) -> Iterator[str]:
        holds, fails = f"l{2 * index}", f"l{2 * index + 1}"
        match test.condition:
            case Holds(name):
                yield f"    {holds} = {self.variable(name)} is True; {fails} = {self.variable(name)} is False"
            case Known(Name(name)):
                yield f"    {holds} = {self.variable(name)} is not None; {fails} = False"
            case Known(expression):
                yield f"    {holds} = value_of({self.constant(expression)}, values, PARAMETERS) is not None; {fails} = False"
            case Compare() as comparison:
                yield from self.compare_lines(comparison, holds, fails)

    def compare_lines(self, condition: Compare, holds: str, fails: str) -> Iterator[str]:
        op, left = condition.op, self.variable(condition.left.name)
        constants = [self.fixed(side) for side in condition.right]
        scaled = condition.left.name in self.program.scales
        first = condition.right[0]
        yes, no = f"{holds} = True; {fails} = False", f"{holds} = False; {fails} = True"
        yield f"    if {left} is None: {holds} = {fails} = False"
        if op in ("in", "not_in") and None not in constants:
            members = self.constant(frozenset(value for value in constants if value is not None))
            yield f"    elif {left} {op.replace('_', ' ')} {members}: {yes}"
            yield f"    else: {no}"
        elif op in ("is", "is_not") and constants[0] is not None:
            yield f"    elif {left} {_SYMBOLS[op]} {self.constant(constants[0])}: {yes}"
            yield f"    else: {no}"
        elif op in ("is", "is_not") and isinstance(first, Name):
            yield f"    elif {self.variable(first.name)} is None: {holds} = {fails} = False"
            yield f"    elif {left} {_SYMBOLS[op]} {self.variable(first.name)}: {yes}"
            yield f"    else: {no}"
        elif op in _SYMBOLS and not scaled and constants[0] is not None:
            happened = f"{left} != NONE and " if condition.left.name in self.program.events else ""
            yield f"    elif {happened}{left} {_SYMBOLS[op]} {self.constant(constants[0])}: {yes}"
            yield f"    else: {no}"
        elif op in _SYMBOLS and not scaled and isinstance(first, Name):
            other = self.variable(first.name)
            absent = [f"{self.variable(name)} == NONE" for name in (condition.left.name, first.name) if name in self.program.events]
            if absent:
                yield f"    elif {' or '.join(absent)}: {no}"
            yield f"    elif {other} is None: {holds} = {fails} = False"
            yield f"    elif {left} {_SYMBOLS[op]} {other}: {yes}"
            yield f"    else: {no}"
        else:
            scale = self.constant(self.program.scales[condition.left.name]) if scaled else "None"
            yield f"    else: truth = compare({self.constant(condition)}, values, PARAMETERS, {scale})"
            yield f"    if {left} is not None: {holds} = truth is True; {fails} = truth is False"

    def fixed(self, expression: Expression) -> Value | None:
        """Return the value that an expression has in every case, or None where it depends on the case."""
        match expression:
            case Constant(value):
                return value
            case ParameterRef(name):
                return self.program.version.parameters[name].value
            case _:
                return None
