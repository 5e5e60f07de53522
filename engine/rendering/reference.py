"""What is there, as text: the law versions, the facts, and one rule, fact or conclusion with its law and its tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..canonical import Json
from ..diagnostics import said
from ..law.compared import version_digest
from ..law.entries import VersionEntry, entry_of
from ..model import (
    NONE,
    Call,
    Compare,
    Conclusion,
    Condition,
    Constant,
    Derived,
    Expression,
    Fact,
    Holds,
    Language,
    Laws,
    LawVersion,
    Name,
    Parameter,
    ParameterRef,
    Rule,
    Schedule,
    Scheduled,
    Vocabulary,
)
from ..terms.meaning import Connectives
from ..trail.citation import address, cite
from ..walking import fold
from .catalogue import phrase, say

if TYPE_CHECKING:
    from ..language.suites import SuiteCase

_WORDS = {
    "from": phrase("in force from"),
    "rules": phrase("rules"),
    "digest": phrase("digest"),
    "acts": phrase("acts"),
    "amendments": phrase("amendments"),
    "read": phrase("as read on"),
    "when": phrase("when"),
    "unless": phrase("unless"),
    "overrides": phrase("overrides"),
    "in_force": phrase("in force"),
    "then": phrase("then"),
    "note": phrase("note"),
    "source": phrase("authority"),
    "concluded": phrase("concluded by"),
    "used": phrase("used by"),
    "tests": phrase("tested in"),
    "fact": phrase("fact"),
    "conclusion": phrase("conclusion"),
    "rule": phrase("rule"),
    "derived": phrase("derived value"),
    "parameter": phrase("parameter"),
    "none": phrase("none"),
    "values": phrase("values"),
    "since": phrase("from"),
    "until": phrase("to"),
    "question": phrase("question"),
    "absent": phrase("left out means `none`"),
    "absent_no": phrase("left out means `false`"),
    "month": phrase("the month may stand alone"),
    "year": phrase("the month or the year may stand alone"),
    "version": phrase("law version"),
}


def render_cross_check(cross_check: Json, lang: Language) -> str:
    """Return one line that says whether two engines derived the decision."""
    assert isinstance(cross_check, dict)
    if cross_check["made"]:
        return say(lang, "Checked: two independent engines derived the same decision, step by step.") + "\n"
    reason = str(cross_check["reason"])
    if lang != "en" and "--no-cross-check" in reason:
        reason = say(lang, "switched off with --no-cross-check")
    elif lang != "en":
        reason = say(lang, "the second engine cannot run here ({reason})", reason=reason)
    return f"{say(lang, 'Not cross-checked by a second engine')}: {reason}\n"


_GET_DURABLE: Final = """\
CC="cc -DPyEval_CallObject=PyObject_CallObject" python -m pip install --no-cache-dir --force-reinstall --no-deps durable-rules
"""


def render_second_engine(absent: str | None, lang: Language) -> str:
    """Return whether the second engine can run here, and how to get it where it cannot, for the reason `absent`."""
    if absent is None:
        return say(lang, "The second engine (durable-rules) is installed: every decision is derived by two independent engines.") + "\n"
    alone = (
        say(lang, "The second engine (durable-rules) is missing: {absent}", absent=absent),
        say(lang, "Decisions are derived by one engine alone, and each of them says so."),
        say(lang, "To install it, with a C compiler, in the Python environment that runs hjemmel:"),
        f"  {_GET_DURABLE}",
    )
    return "\n".join(alone)


def _w(key: str, lang: Language) -> str:
    return say(lang, _WORDS[key])


def render_laws(laws: Laws, lang: Language) -> str:
    """Return the law versions, oldest first, each with its acts and amendments."""
    lines = []
    for version in laws.versions:
        lines.append(f"{version.name}  {said(version.title, lang)}")
        lines.append(
            f"  {_w('from', lang)} {version.effective_from.isoformat()}, {len(version.rules)} {_w('rules', lang)}, "
            f"{_w('digest', lang)} {version_digest(version, laws.read_by(version.name))}"
        )
        lines.append(f"  {_w('acts', lang)}:")
        lines += [
            f"    {said(act.short, lang)} ({act.id}), {_w('read', lang)} {act.consolidated.isoformat()}" for act in version.acts.values()
        ]
        if version.amendments:
            lines.append(f"  {_w('amendments', lang)}:")
            lines += [f"    {a.act} {a.section} ({a.in_force.isoformat()}): {said(a.text, lang)}" for a in version.amendments]
        lines.append("")
    return "\n".join(lines)


def render_facts(vocabulary: Vocabulary, names: Iterable[str], lang: Language) -> str:
    """Return the facts of those names, each with what it is called, its question and its words."""
    lines: list[str] = []
    for fact in (vocabulary.facts[name] for name in names):
        lines.append(f"{fact.name}  {_type(fact, lang)}")
        lines.append(f"    {said(fact.label, lang)}. {said(fact.question, lang)}  [{fact.source}]")
        lines += [f"      {word}: {said(label, lang)}" for word, label in (fact.values or {}).items()]
    return "\n".join(lines) + "\n"


def render_conclusions(vocabulary: Vocabulary, names: Iterable[str], lang: Language) -> str:
    """Return the public conclusions of those names, each with what it is called, its topic, its words and what a caseworker reads."""
    lines: list[str] = []
    for conclusion in (vocabulary.conclusions[name] for name in names):
        lines.append(f"{conclusion.name}  {_type(conclusion, lang)}")
        topic = vocabulary.topics[conclusion.topic].label if conclusion.topic is not None else None
        lines.append(f"    {said(conclusion.label, lang)}" + (f"  [{said(topic, lang)}]" if topic is not None else ""))
        lines += [f"      {word}: {said(label, lang)}" for word, label in (conclusion.values or {}).items()]
        if conclusion.text is not None:
            lines.append(f"      {said(conclusion.text, lang)}")
    return "\n".join(lines) + "\n"


def _type(item: Fact | Conclusion, lang: Language) -> str:
    unit = f" ({item.unit})" if item.unit else ""
    silent = item.silence if isinstance(item, Fact) else None
    absent = "" if silent is None else f", {_w('absent' if silent == NONE else 'absent_no', lang)}"
    alone = f", {_w(item.known_to, lang)}" if isinstance(item, Fact) and item.known_to is not None else ""
    return f"{item.type}{unit}{absent}{alone}"


def entry_names(laws: Laws) -> set[str]:
    """Return every name and id that `render_entry` can show."""
    names = {*laws.vocabulary.facts, *laws.vocabulary.conclusions}
    for version in laws.versions:
        names |= {*version.rules, *version.helpers, *version.derived, *version.parameters, *version.schedules}
    return names


def render_entry(laws: Laws, name: str, lang: Language, cases: Iterable[tuple[str, str, SuiteCase]]) -> str | None:
    """Return everything about one name or rule id in all versions, or None where nothing bears it."""
    found = entry_of(laws, name)
    lines: list[str] = []
    if found.fact is not None:
        fact = found.fact
        lines += [
            f"{_w('fact', lang)} {name}: {_type(fact, lang)}",
            f"  {said(fact.label, lang)}",
            f"  {_w('question', lang)}: {said(fact.question, lang)}",
            f"  {_w('source', lang)}: {fact.source}",
        ]
        lines += [f"    {word}: {said(label, lang)}" for word, label in (fact.values or {}).items()]
    if found.conclusion is not None:
        conclusion = found.conclusion
        lines += [f"{_w('conclusion', lang)} {name}: {_type(conclusion, lang)}", f"  {said(conclusion.label, lang)}"]
        lines += [f"    {word}: {said(label, lang)}" for word, label in (conclusion.values or {}).items()]
        if conclusion.text:
            lines.append(f"  {said(conclusion.text, lang)}")
    for one in found.versions:
        part = list(_in_version(one, name, lang))
        if part:
            lines += ["", f"{_w('version', lang)} {one.version.name}", *(f"  {line}" for line in part)]
    if not lines:
        return None
    tested = [
        f"{version}/{suite}: {case.id}"
        for version, suite, case in cases
        if any(e.name == name for e in case.expect) or any(rule == name for rule, _, _ in case.because)
    ]
    if tested:
        lines += ["", f"{_w('tests', lang)}:", *(f"  {item}" for item in tested)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _in_version(found: VersionEntry, name: str, lang: Language) -> Iterator[str]:
    version = found.version
    for declared in found.declared:
        match declared:
            case Rule():
                yield from _rule(declared, version, lang)
            case Derived():
                yield f"{_w('derived', lang)} {name} = {expression_text(declared.expression, version)}  ({said(declared.label, lang)})"
            case Parameter():
                cited = said(cite(declared.source, version.acts), lang)
                yield f"{_w('parameter', lang)} {name} = {declared.value} ({declared.unit})  [{cited}]"
            case Scheduled(schedule=Schedule(_, unit, values, until)):
                yield f"{_w('parameter', lang)} {name} ({unit})  ({said(declared.label, lang)})"
                for (start, value), source in zip(values, declared.sources, strict=True):
                    yield f"  {_w('since', lang)} {start}: {value}  [{said(cite(source, version.acts), lang)}]"
                if until is not None:
                    yield f"  {_w('until', lang)} {until}"
            case Conclusion():
                yield f"{_w('conclusion', lang)} {name}: {said(declared.label, lang)}"
    for word, ids in (("concluded", found.concluding), ("used", found.using)):
        if ids:
            yield f"{_w(word, lang)}: {', '.join(ids)}"


def _rule(rule: Rule, version: LawVersion, lang: Language) -> Iterator[str]:
    yield f"{_w('rule', lang)} {rule.id}: {said(rule.title, lang)}"
    where = address(rule.source, version.acts)
    provisions = f"  [{', '.join(rule.source.provisions)}]" if rule.source.provisions else ""
    yield f"  {_w('source', lang)}: {said(cite(rule.source, version.acts), lang)}{provisions}" + (f"  {where}" if where else "")
    yield f"  {rule.place.file}:{rule.place.line}"
    yield f"  {_w('when', lang)}:"
    yield from _condition(rule.when, version, "    ")
    for exception in rule.unless:
        yield f"  {_w('unless', lang)}:"
        yield from _condition(exception, version, "    ")
    if rule.overrides:
        yield f"  {_w('overrides', lang)}: {', '.join(rule.overrides)}"
    if rule.in_force:
        ends = [
            f"{word} {version.parameters[end.name].value}"
            for word, end in (("from", rule.in_force.start), ("to", rule.in_force.end))
            if end
        ]
        yield f"  {_w('in_force', lang)}: {rule.in_force.on.name} {' '.join(ends)}"
    for name, value in rule.then:
        yield f"  {_w('then', lang)}: {name} = {expression_text(value, version)}"
    if rule.note:
        yield f"  {_w('note', lang)}: {rule.note}"


def _condition(condition: Condition, version: LawVersion, indent: str) -> Iterable[str]:
    def listed(key: str) -> Callable[[Sequence[list[str]]], list[str]]:
        return lambda items: [key, *(f"  {line}" for item in items for line in item)]

    join: Connectives[list[str]] = Connectives(listed("all:"), listed("any:"), lambda item: listed("not:")([item]))
    return (indent + line for line in fold(condition, lambda leaf: [leaf_text(leaf, version)], join))


def condition_text(condition: Condition, version: LawVersion) -> str:
    """Return a condition on one line, in the words of the rule file, each parameter with its value."""

    def listed(key: str) -> Callable[[Sequence[str]], str]:
        return lambda items: f"{key} ({'; '.join(items)})"

    join: Connectives[str] = Connectives(listed("all"), listed("any"), lambda item: f"not ({item})")
    return fold(condition, lambda leaf: leaf_text(leaf, version), join)


def leaf_text(leaf: Holds | Compare, version: LawVersion) -> str:
    """Return an atomic condition in the words of the rule file, each parameter with its value."""
    if isinstance(leaf, Holds):
        return leaf.name
    return f"{leaf.left.name} {leaf.op} {', '.join(expression_text(side, version) for side in leaf.right)}"


def expression_text(expression: Expression, version: LawVersion) -> str:
    """Return an expression in the words of the rule file, a parameter with its value and unit."""
    match expression:
        case Name(name):
            return name
        case ParameterRef(name):
            parameter = version.parameters[name]
            return f"{name} ({parameter.value}" + ("" if parameter.unit in ("date", "level") else f" {parameter.unit}") + ")"
        case Constant(value):
            return "true" if value is True else str(value)
        case Call(op, operands, _, schedule):
            named = [_schedule_text(schedule)] if schedule is not None else []
            return f"{op}({', '.join([*named, *(expression_text(operand, version) for operand in operands)])})"


def _schedule_text(schedule: Schedule) -> str:
    """Return a parameter with all its values by date."""
    stated = [f"{value} {schedule.unit} from {start}" for start, value in schedule.values]
    ends = [f"until {schedule.until}"] if schedule.until is not None else []
    return f"{schedule.name} ({', '.join([*stated, *ends])})"
