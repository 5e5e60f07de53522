"""Building one rule: what it cites, demands, gives, overrides and allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import suggest
from ..model import (
    GOVERNS,
    Act,
    Allowance,
    Condition,
    Constant,
    Expression,
    InForce,
    Name,
    ParameterRef,
    Place,
    Rule,
    Source,
    Text,
    Vocabulary,
)
from . import located
from .allowances import LINTS_OF_RULES, SOLVED
from .conditions import conclusion_value, condition, expression
from .fields import (
    Fields,
    Problems,
    bilingual,
    called,
    fields,
    identifier,
    mapping,
    names,
    one_or_more,
    quoted,
    scalar,
    sequence,
    text,
    word,
)
from .law_files import GOVERNS_FILE, LAW_FILE
from .located import Scalar, Tree
from .problems.fields import THE_FIRST, AllowedTwice
from .problems.rules import (
    CannotBeConcluded,
    ConclusionNeedsValue,
    ConclusionOfAnotherTopic,
    EndNotADate,
    GovernsElsewhere,
    LifeEndsBeforeItBegins,
    LifeNotOfTheCase,
    LifeWithoutEnds,
    ListOfConclusions,
    NoConclusion,
    SetByChoiceOfLaw,
    UnknownAct,
)
from .provisions import has_form, parts_of, section_of, section_of_another_form
from .scopes import Declared, Scope, unknown_name

A_RULE = ("en regel", "a rule")
_RULE_REQUIRED = ("id", "title", "source", "when", "then")
_RULE_OPTIONAL = ("unless", "overrides", "in_force", "note", "allow")


def build_rule(
    tree: Tree,
    file: str,
    topic: str | None,
    scope: Scope,
    acts: Mapping[str, Act],
    vocabulary: Vocabulary,
    overridden: list[tuple[str, str, Place]],
    problems: Problems,
) -> Rule | None:
    """Return the rule that the tree states; the rules that it overrides go to `overridden` with their places."""
    found = fields(tree, called(("regelen `{}`", "rule `{}`"), A_RULE, tree), _RULE_REQUIRED, _RULE_OPTIONAL, problems)
    if found is None:
        return None
    id_tree = found.get("id")
    id_ = identifier(id_tree, A_RULE, problems) if id_tree else None
    title = bilingual(found["title"], ("tittelen", "the title"), problems) if "title" in found else None
    source = source_of(found["source"], acts, problems) if "source" in found else None
    when = condition(found["when"], scope, problems) if "when" in found else None
    unless = _unless(found, scope, problems)
    overrides = names(found["overrides"], quoted("overrides"), problems) if "overrides" in found else ()
    overridden += ((id_ or "", name, place) for name, place in _listed(found.get("overrides")))
    in_force = _in_force(found["in_force"], scope, problems) if "in_force" in found else None
    then = _then(found["then"], file, topic, scope, vocabulary, problems) if "then" in found else ()
    note = _note(found, problems)
    if id_tree is None or id_ is None or title is None or source is None or when is None or not then:
        return None
    allows = allowances_of(found, (*LINTS_OF_RULES, *SOLVED), problems)
    return Rule(id_, title, source, when, unless, overrides, in_force, then, note, id_tree.place, allows)


def _listed(tree: Tree | None) -> Iterator[tuple[str, Place]]:
    for item in tree.items if isinstance(tree, located.Sequence) else ():
        if isinstance(item, Scalar) and item.text:
            yield item.text, item.place


def _note(found: Fields, problems: Problems) -> str | None:
    note = text(found["note"], ("merknaden", "the note"), problems) if "note" in found else None
    return " ".join(note.split()) if note else None


def allowances_of(found: Fields, codes: tuple[str, ...], problems: Problems) -> tuple[Allowance, ...] | None:
    """Return which of the codes are allowed, with the reasons; None where nothing is."""
    if "allow" not in found:
        return None
    allowed: list[Allowance] = []
    for item in sequence(found["allow"], quoted("allow"), problems) or ():
        entry = fields(item, quoted("allow"), ("code", "reason"), (), problems)
        if entry is not None and len(entry) == 2:
            code = word(entry["code"], quoted("code"), codes, problems)
            reason = text(entry["reason"], ("begrunnelsen", "the reason"), problems)
            first = next((other.place for other in allowed if other.code == code), None)
            if code is not None and first is not None:
                problems.append(AllowedTwice(name=code).at(entry["code"].place, (first, THE_FIRST)))
            elif code is not None and reason is not None:
                allowed.append(Allowance(code, " ".join(reason.split()), entry["code"].place))
    return tuple(allowed)


def _unless(found: Fields, scope: Scope, problems: Problems) -> tuple[Condition, ...]:
    if "unless" not in found:
        return ()
    items = sequence(found["unless"], quoted("unless"), problems) or ()
    return tuple(c for c in (condition(item, scope, problems) for item in items) if c is not None)


def _in_force(tree: Tree, scope: Scope, problems: Problems) -> InForce | None:
    found = fields(tree, quoted("in_force"), ("on",), ("from", "to"), problems)
    if found is None or "on" not in found:
        return None
    on = expression(found["on"], scope, problems)
    ends: dict[str, ParameterRef | None] = {"from": None, "to": None}
    if not ({"from", "to"} & set(found)):
        problems.append(LifeWithoutEnds().at(tree.place))
        return None
    for key in ends:
        if key in found:
            typed = expression(found[key], scope, problems)
            if typed is None:
                return None
            if not isinstance(typed.expression, ParameterRef) or typed.type != "date":
                problems.append(EndNotADate(key=key).at(found[key].place))
                return None
            ends[key] = typed.expression
    if on is None:
        return None
    if not isinstance(on.expression, Name) or on.type != "date":
        problems.append(LifeNotOfTheCase().at(found["on"].place))
        return None
    start, end = ends["from"], ends["to"]
    if start and end and str(scope.parameters[start.name].value) > str(scope.parameters[end.name].value):
        ends_at = (scope.parameters[start.name], scope.parameters[end.name])
        related = tuple(
            (parameter.place, Text(f"`{parameter.name}` er {parameter.value}", f"`{parameter.name}` is {parameter.value}"))
            for parameter in ends_at
        )
        problems.append(LifeEndsBeforeItBegins().at(tree.place, *related))
        return None
    return InForce(on.expression, start, end)


def _then(
    tree: Tree,
    file: str,
    topic: str | None,
    scope: Scope,
    vocabulary: Vocabulary,
    problems: Problems,
) -> tuple[tuple[str, Expression], ...]:
    if isinstance(tree, Scalar):
        declared = conclusion_of(tree, file, topic, scope, vocabulary, problems)
        if declared is None:
            return ()
        if declared.type != "boolean":
            problems.append(ConclusionNeedsValue(conclusion=tree.text).at(tree.place))
            return ()
        return ((tree.text, Constant(True)),)
    if isinstance(tree, located.Sequence):
        problems.append(ListOfConclusions(written=_as_mapping(tree, scope)).at(tree.place))
        return ()
    concluded: list[tuple[str, Expression]] = []
    entries = mapping(tree, quoted("then"), problems)
    if entries is None:
        return ()
    if not entries:
        problems.append(NoConclusion().at(tree.place))
    for key, value in entries:
        declared = conclusion_of(key, file, topic, scope, vocabulary, problems)
        built = conclusion_value(value, declared, scope, problems) if declared else None
        if built is not None:
            concluded.append((key.text, built))
    return tuple(concluded) if len(concluded) == len(entries) else ()


def _as_mapping(listed: located.Sequence, scope: Scope) -> str:
    """Return how the conclusions of a list are written: each with what follows it there, `true`, or a value to be filled in."""
    said = []
    for item in listed.items:
        for key, value in item.entries if isinstance(item, located.Mapping) else ((item, None),):
            if isinstance(key, Scalar):
                declared = scope.names.get(key.text)
                met = declared is None or declared.type == "boolean"
                said.append(f"{key.text}: {value.text if isinstance(value, Scalar) and value.text else 'true' if met else '…'}")
    return f"{{{', '.join(said) or '…'}}}"


def conclusion_of(key: Scalar, file: str, topic: str | None, scope: Scope, vocabulary: Vocabulary, problems: Problems) -> Declared | None:
    """Return the conclusion that a rule of the file may give, by its name."""
    declared = scope.names.get(key.text)
    if declared is None:
        conclusions = [name for name, d in scope.names.items() if d.kind == "conclusion"]
        unknown_name(key, ("conclusion",), conclusions, scope, problems)
        return None
    if declared.kind != "conclusion":
        kind = Text("opplysning", "fact") if declared.kind == "fact" else Text("beregnet verdi", "derived value")
        problems.append(CannotBeConcluded(name=key.text, kind=kind).at(key.place))
        return None
    public = vocabulary.conclusions.get(key.text)
    if declared.type == "version":
        problems.append(SetByChoiceOfLaw(conclusion=key.text, prefix=GOVERNS, file=GOVERNS_FILE).at(key.place))
        return None
    if key.text.startswith(GOVERNS) and file != GOVERNS_FILE:
        problems.append(GovernsElsewhere(conclusion=key.text, file=GOVERNS_FILE).at(key.place))
        return None
    if public and topic and public.topic != topic:
        problems.append(ConclusionOfAnotherTopic(conclusion=key.text, its=public.topic, topic=topic).at(key.place))
        return None
    return declared


def source_of(tree: Tree, acts: Mapping[str, Act], problems: Problems) -> Source | None:
    """Return where in the law something stands."""
    found = fields(tree, ("en hjemmel", "a source"), ("act", "section"), ("ledd", "punktum", "letter", "provision"), problems)
    if found is None or "act" not in found or "section" not in found:
        return None
    act = scalar(found["act"], ("loven", "the act"), problems)
    section = section_of(found, problems)
    ledd, punktum, letter = parts_of(found, problems)
    provisions = one_or_more(found["provision"], quoted("provision"), problems) if "provision" in found else ()
    if act is None or section is None:
        return None
    if acts and act.text not in acts:
        problems.append(UnknownAct(near=suggest(act.text, acts), act=act.text, file=LAW_FILE, valid=tuple(acts)).at(act.place))
        return None
    if acts and not has_form(section, acts[act.text].forms):
        problems.append(section_of_another_form(section, acts[act.text], found["section"].place))
        return None
    return Source(act.text, section, ledd, punktum, letter, provisions)
