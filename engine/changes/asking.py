"""What a lawyer is asked before a new law version is begun: each rule of choice of law, and each date of the law."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from ..frozen import dataclass
from ..language.choices import ANSWERS
from ..law.compared import parameters_behind_rule
from ..model import All, Any, Compare, Condition, LawVersion, Parameter, ParameterRef, Place, Text
from ..rendering.reference import condition_text
from ..trail.citation import cite
from .scaffold import FROM, LOWER_BOUNDS, commencement_of, dated_parameters, governing_rules


@dataclass(frozen=True, slots=True)
class ChoiceAsked:
    """A question on a rule or a dated parameter: what stands there, and what would if it were redated; None where nothing can be.

    `used_by` are the rules that rest on a parameter, in the order of the files.
    """

    kind: Literal["rules", "parameters"]
    name: str
    place: Place
    title: Text
    before: str
    after: str | None
    used_by: tuple[str, ...] = ()


def choices_asked(version: LawVersion, name: str, effective_from: date) -> tuple[ChoiceAsked, ...]:
    """Return what is asked before the version `name` is begun, rules first, in the order of the files."""
    new = commencement_of(name)
    any_date = next((parameter for parameter in version.parameters.values() if parameter.unit == "date"), None)
    later = version
    if any_date is not None:
        later = replace(version, parameters={**version.parameters, new: replace(any_date, name=new, value=effective_from)})
    asked = []
    for id_ in sorted(governing_rules(version), key=lambda id_: version.rules[id_].place):
        rule = version.rules[id_]
        moved = _redated(rule.when, new)
        after = condition_text(moved, later) if moved != rule.when else None
        asked.append(ChoiceAsked("rules", id_, rule.place, rule.title, condition_text(rule.when, version), after))
    for parameter in (version.parameters[name_] for name_ in dated_parameters(version)):
        asked.append(_on_parameter(parameter, version, effective_from))
    return tuple(asked)


def _on_parameter(parameter: Parameter, version: LawVersion, effective_from: date) -> ChoiceAsked:
    using = [rule for rule in version.rules.values() if parameter.name in parameters_behind_rule(rule, version)]
    used_by = tuple(rule.id for rule in sorted(using, key=lambda rule: rule.place))
    cited = cite(parameter.source, version.acts)
    return ChoiceAsked("parameters", parameter.name, parameter.place, cited, str(parameter.value), effective_from.isoformat(), used_by)


def _redated(condition: Condition, parameter: str) -> Condition:
    """Return a condition whose lower bounds that are parameters are another one; under a negation a lower bound is an upper one."""
    match condition:
        case All(items):
            return All(tuple(_redated(item, parameter) for item in items))
        case Any(items):
            return Any(tuple(_redated(item, parameter) for item in items))
        case Compare(op, left, (ParameterRef(),)) if op in LOWER_BOUNDS:
            return Compare(FROM, left, (ParameterRef(parameter),))
        case _:
            return condition


def questions_file(asked: Iterable[ChoiceAsked], typed: str) -> str:
    """Return a file of answers in which everything is left for later, with what is asked as comments; `typed` is the command."""
    lines = [
        f"# Answers to `{typed}`; run it again with --answers and this file.",
        f"# answer: {', '.join(ANSWERS)}. Each but later needs a reason, which becomes a comment where the answer stands.",
        "# A parameter that is redated may be given another day: {answer: redate, day: YYYY-MM-DD, reason: ...}",
        "",
        "# title: {nb: Loven fra ..., en: The law from ...}",
        "# about: What the version encodes, as the first comment of law.yaml.",
        "# read_until: YYYY-MM-DD",
        '# amendment: {act: lov ..., section: "§ ...", text: {nb: Hva endringen går ut på, en: What the change is}}',
    ]
    lines += ["# others: {answer: keep, reason: The act does not touch the parameters that are not named below.}"]
    kind = ""
    for one in asked:
        if one.kind != kind:
            kind = one.kind
            lines += ["", f"{kind}:"]
        said = [f"{one.title.nb} / {one.title.en} ({one.place.file}:{one.place.line})", f"now: {one.before}"]
        said += [f"redated: {one.after}"] if one.after is not None else []
        said += [f"used by {', '.join(one.used_by)}"] if one.used_by else []
        lines += [line for text in said for line in textwrap.wrap(text, 110, initial_indent="  # ", subsequent_indent="  #   ")]
        lines.append(f"  {one.name}: {{answer: later}}")
    return "\n".join(lines) + "\n"
