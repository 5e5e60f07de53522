"""The JSON forms of the law: how a decision document writes the tests, expressions and sources of a version."""

from __future__ import annotations

from ..canonical import Json, plain
from ..inference.clauses import Known
from ..model import Call, Compare, Constant, Expression, Holds, LawVersion, Name, ParameterRef, Schedule, Source
from ..terms.comparisons import COMPARISONS
from .citation import address, cite


def test_json(test: Holds | Compare | Known, version: LawVersion) -> Json:
    """Return a test as a rule file writes it."""
    match test:
        case Holds(name):
            return name
        case Known(expression):
            return {"known": expression_json(expression, version)}
        case Compare(op, left, right):
            key = "value" if left.name in version.derived else "fact"
            sides = [expression_json(side, version) for side in right]
            return {key: left.name, op: sides[0] if COMPARISONS[op].sides == "one" else sides}


def expression_json(expression: Expression, version: LawVersion) -> Json:
    """Return an expression as a rule file writes it; a parameter with the number that the law sets."""
    match expression:
        case Name(name):
            return {"value" if name in version.derived else "fact": name}
        case ParameterRef(name):
            parameter = version.parameters[name]
            return {"parameter": name, "value": plain(parameter.value), "unit": parameter.unit}
        case Constant(value):
            return plain(value)
        case Call(op, (operand,), _, Schedule(name, unit, values, until)):
            stated: dict[str, Json] = {"parameter": name, "unit": unit, "until": plain(until) if until is not None else None}
            stated["values"] = [{"from": plain(start), "value": plain(value)} for start, value in values]
            return {op: [stated, expression_json(operand, version)]}
        case call:
            return {call.op: [expression_json(operand, version) for operand in call.operands]}


def source_json(source: Source, version: LawVersion) -> Json:
    """Return a source in parts, with its citation in both languages and the address where it can be read, if there is one."""
    shown: dict[str, Json] = {"act": source.act, "section": source.section}
    for key, value in (("ledd", source.ledd), ("punktum", source.punktum), ("letter", source.letter)):
        if value is not None:
            shown[key] = value
    if source.provisions:
        shown["provisions"] = list(source.provisions)
    shown["citation"] = plain(cite(source, version.acts))
    where = address(source, version.acts)
    if where:
        shown["address"] = where
    return shown
