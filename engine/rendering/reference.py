"""What is there, as text: the law versions, the facts, and one rule, fact or conclusion with its law and its tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ..canonical import Json
from ..diagnostics import said
from ..language.suites import SuiteCase
from ..law.compared import version_digest
from ..law.entries import VersionEntry, entry_of
from ..model import (
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
    Text,
    Vocabulary,
)
from ..terms.meaning import Connectives
from ..trail.citation import address, cite
from ..walking import fold

_WORDS = {
    "from": Text("gjelder fra", "in force from"),
    "rules": Text("regler", "rules"),
    "digest": Text("kontrollsum", "digest"),
    "acts": Text("lover og forskrifter", "acts"),
    "amendments": Text("endringer", "amendments"),
    "read": Text("lest per", "as read on"),
    "when": Text("når", "when"),
    "unless": Text("med mindre", "unless"),
    "overrides": Text("går foran", "overrides"),
    "in_force": Text("i kraft", "in force"),
    "then": Text("så", "then"),
    "note": Text("merknad", "note"),
    "source": Text("hjemmel", "source"),
    "concluded": Text("følger av", "concluded by"),
    "used": Text("brukes av", "used by"),
    "tests": Text("prøvd i", "tested in"),
    "fact": Text("opplysning", "fact"),
    "conclusion": Text("konklusjon", "conclusion"),
    "rule": Text("regel", "rule"),
    "derived": Text("beregnet verdi", "derived value"),
    "parameter": Text("parameter", "parameter"),
    "none": Text("ingen", "none"),
    "values": Text("verdier", "values"),
    "question": Text("spørsmål", "question"),
    "absent": Text("utelatt betyr `none`", "left out means `none`"),
    "version": Text("lovversjon", "law version"),
}


def render_cross_check(cross_check: Json, lang: Language) -> str:
    """Return one line that says whether two engines derived the decision."""
    assert isinstance(cross_check, dict)
    if cross_check["made"]:
        both = Text(
            "Kontrollert: to uavhengige motorer kom fram til den samme avgjørelsen, steg for steg.",
            "Checked: two independent engines derived the same decision, step by step.",
        )
        return said(both, lang) + "\n"
    reason = str(cross_check["reason"])
    if lang == "nb":
        reason = "slått av med --no-cross-check" if "--no-cross-check" in reason else f"den andre motoren kan ikke kjøre her ({reason})"
    return f"{said(Text('Ikke kontrollert av en annen motor', 'Not cross-checked by a second engine'), lang)}: {reason}\n"


_GET_DURABLE: Final = """\
CC="cc -DPyEval_CallObject=PyObject_CallObject" python -m pip install --no-cache-dir --force-reinstall --no-deps durable-rules
"""


def render_second_engine(absent: str | None, lang: Language) -> str:
    """Return whether the second engine can run here, and how to get it where it cannot, for the reason `absent`."""
    if absent is None:
        both = Text(
            "Den andre motoren (durable-rules) er på plass: hver avgjørelse utledes av to uavhengige motorer.",
            "The second engine (durable-rules) is installed: every decision is derived by two independent engines.",
        )
        return said(both, lang) + "\n"
    alone = Text(
        f"Den andre motoren (durable-rules) mangler: {absent}\n"
        "Avgjørelser utledes av én motor alene, og hver av dem sier fra om det.\n"
        "Slik installeres den, med en C-kompilator, i det Python-miljøet som kjører hjemmel:\n",
        f"The second engine (durable-rules) is missing: {absent}\n"
        "Decisions are derived by one engine alone, and each of them says so.\n"
        "To install it, with a C compiler, in the Python environment that runs hjemmel:\n",
    )
    return f"{said(alone, lang)}  {_GET_DURABLE}"


def _w(key: str, lang: Language) -> str:
    return said(_WORDS[key], lang)


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


def render_facts(vocabulary: Vocabulary, prefix: str, lang: Language) -> str:
    """Return the facts whose names begin with `prefix`; the empty text where there is none."""
    lines: list[str] = []
    for fact in vocabulary.facts.values():
        if fact.name.startswith(prefix) and not fact.given:
            lines.append(f"{fact.name}  {_type(fact, lang)}")
            lines.append(f"    {said(fact.label, lang)}. {said(fact.question, lang)}  [{fact.source}]")
            lines += [f"      {word}: {said(label, lang)}" for word, label in (fact.values or {}).items()]
    return "\n".join(lines) + "\n" if lines else ""


def _type(item: Fact | Conclusion, lang: Language) -> str:
    unit = f" ({item.unit})" if item.unit else ""
    absent = f", {_w('absent', lang)}" if isinstance(item, Fact) and item.if_absent_none else ""
    return f"{item.type}{unit}{absent}"


def entry_names(laws: Laws) -> set[str]:
    """Return every name and id that `render_entry` can show."""
    names = {*laws.vocabulary.facts, *laws.vocabulary.conclusions}
    for version in laws.versions:
        names |= {*version.rules, *version.helpers, *version.derived, *version.parameters}
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
        case Call(op, operands):
            return f"{op}({', '.join(expression_text(operand, version) for operand in operands)})"
