"""What a law version says of the facts of a case, and the steps of the trail by which it says so.

Each rule and conclusion is asked in turn whether it holds, in strong Kleene logic; no engine is run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import cast

from ..canonical import Json, plain
from ..inference.clauses import Known, Role
from ..inference.conditions import ON_NUMBERS, compare, starts_of, value_of
from ..model import NONE, Call, Expression, Holds, Span, Text, Value
from ..walking import names_of
from .forms import expression_json
from .lawbook import Group, Lawbook, LawItem, LawTest, Settled, Statement
from .stated import Misstated

Shown = dict[str, Json]
"""A step or a part of one, as a decision document shows it."""

Resting = tuple[LawTest | Settled, bool, Role]
"""What a step rests on, whether it holds, and what it is to the step."""


class Reading:
    """What one law version says of the facts of a case; `run` enters the steps by which it says so."""

    def __init__(self, book: Lawbook, facts: Mapping[str, Value], steps: list[Shown], origin: Mapping[LawItem, int]) -> None:
        self.book, self.steps, self.origin = book, steps, origin
        self.values = dict(facts)
        for name, expression in book.derived.items():
            if (value := self.value(expression)) is not None:
                self.values[name] = value
        self.truths: dict[Statement, bool | None] = {}
        self.findings: dict[str, Shown] = {}
        self.numbers: dict[LawItem, int] = {}

    def value(self, expression: Expression) -> Value | None:
        """Return the value of an expression, or None where it is unknown."""
        return value_of(expression, self.values, self.book.version.parameters)

    def outside_calendar(self, expression: Expression) -> bool:
        """Return whether an expression has no value since the calendar says nothing of the days that it asks for.

        That is so of a call that counts working days where all is known that the call needs, and of all that rests on such a call.
        Of a day that is not known nothing is asked.
        """
        if not isinstance(expression, Call) or self.value(expression) is not None:
            return False
        if expression.op in ON_NUMBERS:
            return any(map(self.outside_calendar, starts_of(expression)))
        found = [self.day_known(operand) for operand in expression.operands]
        if expression.op == "first_of":
            return self.outside_calendar(next(o for o, value in zip(expression.operands, found, strict=True) if value != NONE))
        return any(map(self.outside_calendar, expression.operands)) or (expression.calendar is not None and None not in found)

    def day_known(self, expression: Expression) -> Value | None:
        """Return the value of an expression, or None where the day or number is not known."""
        value = self.value(expression)
        return None if isinstance(value, Span) else value

    def truth(self, part: Statement) -> bool | None:
        """Return whether a part of the law holds, decisively does not hold, or (None) is open: strong Kleene logic."""
        if part not in self.truths:
            self.truths[part] = self.find_truth(part)
        return self.truths[part]

    def find_truth(self, part: Statement) -> bool | None:
        """Return the truth of a part that was not asked for before."""
        if isinstance(part, Settled):
            return self.truth(self.book.meanings[part])
        if isinstance(part, Group):
            found: bool | None = part.every
            for inner, wanted in part.parts:
                truth = self.truths[inner] if inner in self.truths else self.truth(inner)
                if truth is None:
                    found = None
                elif (truth is wanted) is not part.every:
                    return not part.every
            return found
        match part.condition:
            case Holds(name):
                return cast("bool | None", self.values.get(name))
            case Known(expression):
                return None if self.day_known(expression) is None else True
            case test:
                return compare(test, self.values, self.book.version.parameters, self.book.scales.get(test.left.name))

    def finding(self, name: str) -> Shown:
        """Return the status and value of a conclusion; it is not applicable where the version has no rule for it."""
        if name not in self.findings:
            self.findings[name] = {"status": "open" if name in self.book.outcomes else "not_applicable"}
            for status, value, part in self.book.outcomes.get(name, ()):
                if self.truth(part):
                    self.findings[name] = {"status": status} if value is None else {"status": status, "value": plain(self.value(value))}
        return self.findings[name]

    def missing(self, name: str) -> set[str]:
        """Return the unknown facts that an open conclusion still rests on."""
        open_parts = self.book.walk([name], lambda part: self.truth(part) is None)
        return self.unknown(name for part in open_parts if isinstance(part, LawTest) for name in part.names)

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Return the unknown facts among the names, and those that the derived values among them are computed from.

        Of a fact whose month or year is known, the day is unknown.
        """
        found: set[str] = set()
        for name in names:
            if name not in self.values or isinstance(self.values[name], Span):
                found |= self.unknown(names_of(self.book.derived[name])) if name in self.book.derived else {name}
        return found

    def unstated(self, name: str) -> set[tuple[str, str]]:
        """Return the parameters with values by date that state none for a day that an open conclusion rests on, each with that day."""
        open_parts = self.book.walk([name], lambda part: self.truth(part) is None)
        names = [one for part in open_parts if isinstance(part, LawTest) for one in part.names if one not in self.values]
        found: set[tuple[str, str]] = set()
        for one in names:
            if one in self.book.derived:
                names += (below for below in names_of(self.book.derived[one]) if below not in self.values and below not in names)
                found |= self.lookups_without_value(self.book.derived[one])
        return found

    def lookups_without_value(self, expression: Expression) -> set[tuple[str, str]]:
        """Return the look-ups in an expression whose day is known and whose value is not stated."""
        if not isinstance(expression, Call):
            return set()
        found = {lacking for operand in expression.operands for lacking in self.lookups_without_value(operand)}
        if expression.schedule is not None and self.value(expression) is None:
            (operand,) = expression.operands
            day = self.value(operand)
            found |= {(expression.schedule.name, day.isoformat())} if isinstance(day, date) else set()
        return found

    def run(self, items: frozenset[LawItem]) -> Mapping[LawItem, int]:
        """Enter the steps of what is settled among the rules and conclusions; return the numbers of the steps.

        Raises Misstated where working days would have to be counted in years of which the calendar says nothing.
        """
        for name in self.book.counted(items):
            if self.outside_calendar(self.book.derived[name]):
                raise Misstated(
                    Text(
                        f"`{name}` regner i virkedager i år som kalenderen ikke sier noe om",
                        f"`{name}` counts working days in years of which the calendar says nothing",
                    )
                )
        self.numbers = dict(self.origin)
        for kind, name in self.book.order:
            if (kind, name) in items:
                self.enter_rule(name) if kind == "rule" else self.enter_conclusion(name)
        return self.numbers

    def enter_rule(self, id_: str) -> None:
        """Enter the step of a rule that applies, or decisively does not."""
        holds = self.truth(self.book.applies[id_])
        if holds is None:
            return
        leaves: dict[Resting, None] = {}
        for (part, wanted), role in self.book.premises[id_].items():
            if self.truth(part) is (wanted is holds):
                leaves |= dict.fromkeys(self.support(part, role))
        then = self.book.version.rules[id_].then
        gives: Shown = {"gives": {name: plain(self.value(value)) for name, value in then}} if holds else {}
        premises = [self.premise(*leaf) for leaf in leaves]
        shown: Shown = {**self.book.heads[id_], "result": "applies" if holds else "does_not_apply", **gives, "premises": premises}
        self.enter("rule", id_, shown)

    def enter_conclusion(self, name: str) -> None:
        """Enter the step of a conclusion that is settled. Raises Misstated where rules contradict each other."""
        finding, groups = self.finding(name), self.book.given[name].values()
        applied = {id_: self.truth(self.book.applies[id_]) for ids in groups for id_ in ids}
        _reject_contradiction(name, groups, applied)
        if finding["status"] == "open":
            return
        # That a rule does not apply says nothing of a value that another rule gives as well.
        idle = {id_ for ids in groups if any(applied[i] for i in ids) for id_ in ids if not applied[id_]}
        decisive = [id_ for id_ in sorted(applied) if id_ not in idle and ("rule", id_) in self.numbers]
        leaves: dict[Resting, None] = {(self.book.applies[id_], applied[id_] is True, "when"): None for id_ in decisive}
        if name in self.book.subjects and finding["status"] != "met":
            leaves |= dict.fromkeys(self.support(self.book.subjects[name][0], "subject"))
        leaves |= dict.fromkeys(self.computed(name))
        given: Shown = {"value": finding["value"]} if "value" in finding else {}
        self.enter("conclusion", name, {"result": finding["status"], **given, "premises": [self.premise(*leaf) for leaf in leaves]})

    def computed(self, name: str) -> Iterator[Resting]:
        """Yield that the value of a conclusion is known, where it is computed."""
        for status, value, part in self.book.outcomes[name]:
            if status == "value" and self.truth(part) and value is not None and any(True for _ in names_of(value)):
                yield cast(LawTest, self.book.signed(Known(value))[0]), True, "value"

    def support(self, part: Statement, role: Role) -> Iterator[Resting]:
        """Yield the tests and the earlier steps by which it is known whether a part holds."""
        if isinstance(part, Group):
            as_said = self.truth(part)
            for inner, wanted in part.parts:
                if self.truth(inner) is (wanted is as_said):
                    yield from self.support(inner, role)
        elif isinstance(part, Settled) and part.item not in self.numbers:
            # It is open, though it is known whether it has this value; or it belongs to what is not decided here.
            yield from self.support(self.book.meanings[part], role)
        else:
            yield part, self.truth(part) is True, role

    def premise(self, part: LawTest | Settled, holds: bool, role: Role) -> Json:
        """Return a premise, after the steps of the derived values that it tests."""
        if isinstance(part, Settled):
            return {"holds": holds, "role": role, "name": part.item[1], "steps": [self.numbers[part.item]]}
        return {"holds": holds, "role": role, "test": part.shown, **self.basis(part.names)}

    def basis(self, names: Iterable[str]) -> Shown:
        """Return the known values among the names and the numbers of their steps, which are entered where they are not yet."""
        used = list(dict.fromkeys(names))
        for name in used:
            if name in self.book.derived and name in self.values and ("value", name) not in self.numbers:
                expression = self.book.derived[name]
                premise: Shown = {"holds": True, "role": "when", **self.basis(names_of(expression))}
                computed = expression_json(expression, self.book.version)
                self.enter(
                    "value", name, {"result": "value", "value": plain(self.values[name]), "computed": computed, "premises": [premise]}
                )
        values: Shown = {name: plain(self.values[name]) for name in used if name in self.values}
        steps: Shown = {"steps": [self.numbers["value", name] for name in used if ("value", name) in self.numbers]}
        return {"values": values, **steps} if values else steps

    def enter(self, kind: str, name: str, step: Shown) -> None:
        """Enter a step under this law version."""
        step |= {"kind": kind, "version": self.book.version.name, "digest": self.book.digest, "name": name}
        self.numbers[kind, name] = enter_step(self.steps, step)


def enter_step(steps: list[Shown], step: Shown) -> int:
    """Add a step and return its number."""
    step["number"] = len(steps) + 1
    steps.append(step)
    return len(steps)


def _reject_contradiction(name: str, groups: Collection[Collection[str]], applied: Mapping[str, bool | None]) -> None:
    """Raise Misstated where rules that apply, `groups` of which give a value each, give more than one."""
    if sum(any(applied[id_] for id_ in ids) for ids in groups) > 1:
        rules = ", ".join(sorted(id_ for id_ in applied if applied[id_]))
        raise Misstated(
            Text(f"regler som gjelder, gir `{name}` ulike verdier: {rules}", f"rules that apply give `{name}` different values: {rules}")
        )
