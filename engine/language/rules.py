"""Building one law version from the trees of its folder: law.yaml, governs.yaml and the rule files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..diagnostics import suggest
from ..inference.dates import FIRST_DAY, LAST_DAY
from ..model import (
    GOVERNS,
    Act,
    Allowance,
    Amendment,
    Call,
    Conclusion,
    Condition,
    Constant,
    Derived,
    Expression,
    InForce,
    LawVersion,
    Name,
    Parameter,
    ParameterRef,
    Place,
    Policies,
    ReadUntil,
    Rule,
    Source,
    Text,
    Value,
    Vocabulary,
)
from ..terms.operations import OPERATIONS
from ..terms.units import PERIODS, UNITS
from . import located
from .allowances import LINTS_OF_PARAMETERS, LINTS_OF_RULES, SOLVED
from .conditions import (
    Declared,
    Scope,
    conclusion_value,
    condition,
    derivation,
    expression,
    unknown_name,
)
from .fields import (
    Fields,
    Noun,
    Problems,
    bilingual,
    calendar_date,
    called,
    decimal,
    duplicate,
    each,
    fields,
    identifier,
    integer,
    is_name,
    mapping,
    names,
    one_or_more,
    quoted,
    scalar,
    sequence,
    text,
    word,
)
from .located import Scalar, Tree
from .problems.fields import UnknownTopic, UnknownUnit
from .problems.rules import (
    CannotBeConcluded,
    CircleOfDerived,
    ConclusionNeedsValue,
    ConclusionOfAnotherTopic,
    DateOutsideCalendar,
    DerivedBeyondCalendar,
    DerivedFromItself,
    DerivedWithoutLabel,
    EndNotADate,
    GovernsElsewhere,
    LifeEndsBeforeItBegins,
    LifeNotOfTheCase,
    LifeWithoutEnds,
    NoConclusion,
    NoLawFile,
    NoSuchDateFact,
    NotALedd,
    NotAPeriod,
    OverridesNoRule,
    SetByChoiceOfLaw,
    SubjectOfValue,
    UnknownAct,
    VersionOfAnotherFolder,
)
from .vocabulary import declared_conclusion, declared_fact, helper_conclusion

LAW_FILE = "law.yaml"
GOVERNS_FILE = "governs.yaml"

NO_SUCCESSOR = "none"
"""Said of a version that no other is known to follow; no version may have this name."""

_POLICIES = {"month_end": ("last_day",), "leap_day_birthday": ("first_of_march",)}
_LONGEST_PERIOD = 1200
"""In whatever unit: keeps every date that can be computed inside the calendar."""

_A_RULE = ("en regel", "a rule")
_A_PARAMETER = ("en parameter", "a parameter")
_RULE_REQUIRED = ("id", "title", "source", "when", "then")
_RULE_OPTIONAL = ("unless", "overrides", "in_force", "note", "allow")


@dataclass(slots=True)
class _Draft:
    """What has been read of a version so far; every name once, with the place where it stands."""

    parameters: dict[str, Parameter] = field(default_factory=dict)
    derived_trees: dict[str, tuple[Scalar, Tree]] = field(default_factory=dict)
    helpers: dict[str, Conclusion] = field(default_factory=dict)
    rule_trees: list[tuple[str, str | None, Tree]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    overridden: list[tuple[str, str, Place]] = field(default_factory=list)
    subject_trees: list[tuple[str, str | None, Scalar, Tree]] = field(default_factory=list)


def build_version(name: str, trees: Mapping[str, Tree], vocabulary: Vocabulary, problems: Problems) -> LawVersion | None:
    """Return the law version that the folder `name` states. `trees` maps each file's path to its tree.

    What is wrong goes to `problems`; the version is then incomplete and not to be used.
    """
    by_file = dict(trees)
    law_tree = next((by_file.pop(path) for path in trees if _file_name(path) == LAW_FILE), None)
    if law_tree is None:
        folder = next(iter(trees), f"{name}/").rsplit("/", 1)[0]
        problems.append(NoLawFile(version=name, file=LAW_FILE).at(Place(f"{folder}/{LAW_FILE}", 1, 1)))
        return None
    header = _header(name, law_tree, problems)
    acts = header[3] if header else {}
    draft = _Draft()
    for file, tree in by_file.items():
        _read_file(_file_name(file), tree, vocabulary, acts, draft, problems)
    scope = _scope(vocabulary, draft, problems)
    derived = _derive_all(draft, scope, problems)
    scope = Scope(
        {**scope.names, **{d.name: Declared("derived", d.type, d.unit, None, False, d.place) for d in derived.values()}},
        scope.parameters,
        scope.broken,
    )
    rules: dict[str, Rule] = {}
    for file, topic, tree in draft.rule_trees:
        rule = _rule(tree, file, topic, scope, acts, vocabulary, draft.overridden, problems)
        if rule and rule.id in rules:
            problems.append(duplicate(_A_RULE, rule.id, rule.place, rules[rule.id].place))
        elif rule:
            rules[rule.id] = rule
    _overrides_name_rules(draft, problems)
    subjects = _subjects(draft, scope, vocabulary, problems)
    if header is None:
        return None
    title, effective_from, policies, acts, amendments, successor = header
    read_until = _read_until(law_tree, vocabulary, problems)
    return LawVersion(
        name,
        title,
        effective_from,
        policies,
        acts,
        amendments,
        draft.parameters,
        derived,
        draft.helpers,
        subjects,
        rules,
        law_tree.place,
        successor,
        read_until,
    )


def _subjects(draft: _Draft, scope: Scope, vocabulary: Vocabulary, problems: Problems) -> dict[str, Condition]:
    """Return the conditions under which the question of a boolean conclusion arises at all."""
    found: dict[str, Condition] = {}
    first: dict[str, Place] = {}
    for file, topic, key, tree in draft.subject_trees:
        declared = _concluded(key, file, topic, scope, vocabulary, problems)
        built = condition(tree, scope, problems)
        if declared is None or built is None:
            continue
        if declared.type != "boolean":
            problems.append(SubjectOfValue(conclusion=key.text).at(key.place))
        elif key.text in first:
            problems.append(duplicate(("et `subjects`-vilkår", "a subject"), key.text, key.place, first[key.text]))
        else:
            first[key.text] = key.place
            found[key.text] = built
    return found


def _file_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _overrides_name_rules(draft: _Draft, problems: Problems) -> None:
    """Every id under `overrides` is another rule of the version, be it one with mistakes."""
    trees = [tree for _, _, tree in draft.rule_trees if isinstance(tree, located.Mapping)]
    ids = {value.text for tree in trees for key, value in tree.entries if key.text == "id" and isinstance(value, Scalar)}
    for special, general, place in draft.overridden:
        if general not in ids or general == special:
            what = Text("som ikke er en regel i denne versjonen", "which is no rule of this version")
            if general == special:
                what = Text("som er regelen selv", "which is itself")
            problems.append(OverridesNoRule(near=suggest(general, ids - {special}), special=special, general=general, what=what).at(place))


# ---------------------------------------------------------------- law.yaml


def _header(
    name: str,
    tree: Tree,
    problems: Problems,
) -> tuple[Text, date, Policies, dict[str, Act], tuple[Amendment, ...], str | None] | None:
    required = ("version", "title", "effective_from", "successor", "policies", "acts", "amended_by")
    found = fields(tree, (LAW_FILE, LAW_FILE), required, ("read_until",), problems)
    if found is None or any(field not in found for field in required):
        return None
    stated = text(found["version"], ("versjonen", "the version"), problems)
    if stated is not None and stated != name:
        problems.append(VersionOfAnotherFolder(file=LAW_FILE, stated=stated, folder=name).at(found["version"].place))
    title = bilingual(found["title"], ("tittelen", "the title"), problems)
    effective_from = calendar_date(found["effective_from"], quoted("effective_from"), problems)
    successor = text(found["successor"], quoted("successor"), problems)
    policies = _policies(found["policies"], problems)
    acts: dict[str, Act] = {}

    def read_act(key: Scalar, act_tree: Tree) -> None:
        act = _act(key, act_tree, problems)
        if act:
            acts[key.text] = act

    each(found["acts"], quoted("acts"), problems, read_act)
    if isinstance(found["acts"], located.Mapping) and len(acts) < len(found["acts"].entries):
        return None  # a rule that cites an act with a mistake is not wrong for that
    items = sequence(found["amended_by"], quoted("amended_by"), problems) or ()
    amendments = tuple(a for a in (_amendment(item, problems) for item in items) if a)
    if title is None or effective_from is None or policies is None or successor is None:
        return None
    return title, effective_from, policies, acts, amendments, None if successor == NO_SUCCESSOR else successor


def _read_until(tree: Tree, vocabulary: Vocabulary, problems: Problems) -> ReadUntil | None:
    """Return until when the law was read, of a law file whose fields have been checked; None where it does not say."""
    assert isinstance(tree, located.Mapping)
    stated = next((value for key, value in tree.entries if key.text == "read_until"), None)
    found = fields(stated, quoted("read_until"), ("fact", "day"), (), problems) if stated is not None else None
    if found is None or len(found) < 2:
        return None
    day, name = calendar_date(found["day"], quoted("day"), problems), text(found["fact"], quoted("fact"), problems)
    if day is None or name is None:
        return None
    fact = vocabulary.facts.get(name)
    dates = [fact.name for fact in vocabulary.facts.values() if fact.type == "date"]
    if fact is None or fact.type != "date":
        problems.append(NoSuchDateFact(near=suggest(name, dates), name=name).at(found["fact"].place))
        return None
    return ReadUntil(name, day)


def _policies(tree: Tree, problems: Problems) -> Policies | None:
    found = fields(tree, quoted("policies"), tuple(_POLICIES), (), problems)
    if found is None or len(found) < len(_POLICIES):
        return None
    values = {key: word(found[key], ("regnemåten `{}`", "the policy `{}`", key), allowed, problems) for key, allowed in _POLICIES.items()}
    month_end, leap_day = values["month_end"], values["leap_day_birthday"]
    return Policies(month_end, leap_day) if month_end and leap_day else None


def _act(key: Scalar, tree: Tree, problems: Problems) -> Act | None:
    found = fields(tree, ("loven `{}`", "act `{}`", key.text), ("id", "title", "short", "address", "consolidated"), (), problems)
    if found is None or len(found) < 5:
        return None
    id_, address = text(found["id"], ("id-en", "the id"), problems), text(found["address"], ("adressen", "the address"), problems)
    title, short = (
        bilingual(found["title"], ("tittelen", "the title"), problems),
        bilingual(found["short"], ("korttittelen", "the short title"), problems),
    )
    consolidated = calendar_date(found["consolidated"], quoted("consolidated"), problems)
    if id_ and address and title and short and consolidated:
        return Act(key.text, id_, title, short, address, consolidated)
    return None


def _amendment(tree: Tree, problems: Problems) -> Amendment | None:
    found = fields(
        tree,
        called(("lovendringen `{}`", "amendment `{}`"), ("en lovendring", "an amendment"), tree, "act"),
        ("act", "in_force", "section", "text"),
        ("adds", "changes", "repeals"),
        problems,
    )
    if found is None:
        return None
    lists = {key: names(found[key], quoted(key), problems) if key in found else () for key in ("adds", "changes", "repeals")}
    act = text(found["act"], ("loven", "the act"), problems) if "act" in found else None
    section = text(found["section"], ("paragrafen", "the section"), problems) if "section" in found else None
    day = calendar_date(found["in_force"], quoted("in_force"), problems) if "in_force" in found else None
    words = bilingual(found["text"], ("teksten", "the text"), problems) if "text" in found else None
    if act and section and day and words:
        return Amendment(act, day, section, words, lists["adds"], lists["changes"], lists["repeals"], tree.place)
    return None


# ---------------------------------------------------------------- rule files


def _read_file(file: str, tree: Tree, vocabulary: Vocabulary, acts: Mapping[str, Act], draft: _Draft, problems: Problems) -> None:
    is_governs = file == GOVERNS_FILE
    required = ("title", "rules") if is_governs else ("topic", "title", "rules")
    found = fields(tree, ("en regelfil", "a rule file"), required, ("parameters", "derived", "conclusions", "subjects"), problems)
    if found is None:
        return
    topic = word(found["topic"], ("et tema", "a topic"), vocabulary.topics, problems, UnknownTopic) if "topic" in found else None
    if "title" in found:
        bilingual(found["title"], ("tittelen", "the title"), problems)

    def declare(key: Scalar, what: Noun) -> bool:
        if not is_name(key, what, problems):
            return False
        first = draft.places.get(f"parameter {key.text}" if what is _A_PARAMETER else key.text)
        taken = vocabulary.facts.get(key.text) or vocabulary.conclusions.get(key.text) if what is not _A_PARAMETER else None
        if first or taken:
            problems.append(duplicate(what, key.text, key.place, first or taken.place))  # type: ignore[union-attr]
            return False
        draft.places[f"parameter {key.text}" if what is _A_PARAMETER else key.text] = key.place
        return True

    def read_parameter(key: Scalar, value: Tree) -> None:
        if declare(key, _A_PARAMETER):
            parameter = _parameter(key, value, acts, problems)
            if parameter:
                draft.parameters[key.text] = parameter

    def read_derived(key: Scalar, value: Tree) -> None:
        if declare(key, ("en beregnet verdi", "a derived value")):
            draft.derived_trees[key.text] = (key, value)

    def read_helper(key: Scalar, value: Tree) -> None:
        if declare(key, ("en konklusjon", "a conclusion")):
            helper = helper_conclusion(key, value, problems)
            if helper:
                draft.helpers[key.text] = helper

    each(found.get("parameters"), quoted("parameters"), problems, read_parameter)
    each(found.get("derived"), quoted("derived"), problems, read_derived)
    each(found.get("conclusions"), quoted("conclusions"), problems, read_helper)
    each(found.get("subjects"), quoted("subjects"), problems, lambda key, value: draft.subject_trees.append((file, topic, key, value)))
    if "rules" in found:
        for item in sequence(found["rules"], quoted("rules"), problems) or ():
            draft.rule_trees.append((file, topic, item))


def _parameter(key: Scalar, tree: Tree, acts: Mapping[str, Act], problems: Problems) -> Parameter | None:
    found = fields(tree, ("parameteren `{}`", "parameter `{}`", key.text), ("value", "unit", "source"), ("allow",), problems)
    if found is None or not {"value", "unit", "source"} <= found.keys():
        return None
    unit = word(found["unit"], ("en enhet", "a unit"), UNITS, problems, UnknownUnit)
    if unit is None:
        return None
    value: Value | None
    if unit == "date":
        value = calendar_date(found["value"], ("verdien", "the value"), problems)
        if value is not None and not FIRST_DAY <= value <= LAST_DAY:
            problems.append(
                DateOutsideCalendar(parameter=key.text, value=value.isoformat(), first=FIRST_DAY.year, last=LAST_DAY.year).at(
                    found["value"].place
                )
            )
            return None
    elif unit == "level":
        value = text(found["value"], ("verdien", "the value"), problems)
    else:
        number = decimal(found["value"], ("verdien", "the value"), problems)
        value = int(number) if isinstance(number, Decimal) and number == number.to_integral_value() else number
        if number is not None and unit in PERIODS and not (isinstance(value, int) and 0 <= value <= _LONGEST_PERIOD):
            problems.append(NotAPeriod(parameter=key.text, number=number, unit=unit, longest=_LONGEST_PERIOD).at(found["value"].place))
            return None
    source = _source(found["source"], acts, problems)
    if value is None or source is None:
        return None
    return Parameter(key.text, value, unit, source, key.place, _allows(found, LINTS_OF_PARAMETERS, problems))


def _source(tree: Tree, acts: Mapping[str, Act], problems: Problems) -> Source | None:
    found = fields(tree, ("en hjemmel", "a source"), ("act", "section"), ("ledd", "punktum", "letter", "provision"), problems)
    if found is None or "act" not in found or "section" not in found:
        return None
    act = scalar(found["act"], ("loven", "the act"), problems)
    section = text(found["section"], ("paragrafen", "the section"), problems)
    ledd = integer(found["ledd"], quoted("ledd"), problems) if "ledd" in found else None
    if ledd is not None and ledd < 1:
        problems.append(NotALedd(ledd=ledd).at(found["ledd"].place))
    punktum = text(found["punktum"], quoted("punktum"), problems) if "punktum" in found else None
    letter = text(found["letter"], quoted("letter"), problems) if "letter" in found else None
    provisions = one_or_more(found["provision"], quoted("provision"), problems) if "provision" in found else ()
    if act is None or section is None:
        return None
    if acts and act.text not in acts:
        problems.append(UnknownAct(near=suggest(act.text, acts), act=act.text, file=LAW_FILE).at(act.place))
        return None
    return Source(act.text, section, ledd, punktum, letter, provisions)


def _scope(vocabulary: Vocabulary, draft: _Draft, problems: Problems) -> Scope:
    known = {name: declared_fact(fact) for name, fact in vocabulary.facts.items()}
    known |= {name: declared_conclusion(c) for name, c in vocabulary.conclusions.items()}
    known |= {name: declared_conclusion(c) for name, c in draft.helpers.items()}
    for topic in vocabulary.topics.values():
        known[GOVERNS + topic.name] = Declared("conclusion", "boolean", None, None, False, Place("", 1, 1))
    broken = {name for name in draft.places if name.removeprefix("parameter ") not in draft.parameters and name not in known}
    return Scope(known, draft.parameters, broken | set(draft.derived_trees))


def _derive_all(draft: _Draft, scope: Scope, problems: Problems) -> dict[str, Derived]:
    """Return the derived values, each built after those that it rests on, so that types can be inferred."""
    done: dict[str, Derived] = {}
    failed: set[str] = set()
    reach: dict[str, int] = {}

    def build(name: str, path: tuple[str, ...]) -> None:
        if name in done or name in failed:
            return
        key, tree = draft.derived_trees[name]
        if name in path:
            circle = path[path.index(name) :]
            steps = " → ".join(f"`{n}`" for n in (*circle, name))
            kind = CircleOfDerived if len(circle) > 1 else DerivedFromItself
            others = ((draft.derived_trees[n][0].place, Text(f"`{n}` står her", f"`{n}` is here")) for n in circle if n != name)
            problems.append(kind(steps=steps).at(key.place, *others))
            failed.update(circle)
            return
        for used in _names_in(tree):
            if used in draft.derived_trees:
                build(used, (*path, name))
                if name in failed:
                    return
                if used in failed:
                    failed.add(name)
                    return
        found = mapping(tree, ("den beregnede verdien `{}`", "derived value `{}`", name), problems)
        if found is None:
            failed.add(name)
            return
        labels = [value for k, value in found if k.text == "label"]
        if not labels:
            problems.append(DerivedWithoutLabel(name=name).at(key.place))
        label = bilingual(labels[0], ("betegnelsen", "the label"), problems) if labels else None
        here = Scope(
            {**scope.names, **{d.name: Declared("derived", d.type, d.unit, None, False, d.place) for d in done.values()}},
            scope.parameters,
            scope.broken,
        )
        typed = derivation(tree, here, problems)
        if typed is None or label is None:
            failed.add(name)
            return
        reach[name] = _reach(typed.expression, scope.parameters, reach)
        if reach[name] > _FARTHEST:
            problems.append(DerivedBeyondCalendar(name=name, years=reach[name]).at(key.place))
            failed.add(name)
            return
        done[name] = Derived(name, typed.expression, label, typed.type, typed.unit, key.place)

    for name in draft.derived_trees:
        build(name, ())
    return done


_FARTHEST = 1500


def _reach(item: Expression, parameters: Mapping[str, Parameter], known: Mapping[str, int]) -> int:
    """Return how many years a value can lie from the dates that it is computed from."""
    match item:
        case Name(name):
            return known.get(name, 0)
        case Call("add" | "subtract", (first, ParameterRef(period))):
            count = parameters[period].value
            per_year = PERIODS[parameters[period].unit]
            return _reach(first, parameters, known) + (-(-count // per_year) if isinstance(count, int) else 0)
        case Call("earliest" | "latest" | "first_of", operands):
            return max(_reach(operand, parameters, known) for operand in operands)
    return 0


def _names_in(tree: Tree) -> list[str]:
    if isinstance(tree, Scalar):
        return [tree.text]
    if isinstance(tree, located.Sequence):
        return [n for item in tree.items for n in _names_in(item)]
    return [n for key, value in tree.entries if key.text in (*OPERATIONS, "value", "fact") for n in _names_in(value)]


def _rule(
    tree: Tree,
    file: str,
    topic: str | None,
    scope: Scope,
    acts: Mapping[str, Act],
    vocabulary: Vocabulary,
    overridden: list[tuple[str, str, Place]],
    problems: Problems,
) -> Rule | None:
    found = fields(tree, called(("regelen `{}`", "rule `{}`"), _A_RULE, tree), _RULE_REQUIRED, _RULE_OPTIONAL, problems)
    if found is None:
        return None
    id_tree = found.get("id")
    id_ = identifier(id_tree, _A_RULE, problems) if id_tree else None
    title = bilingual(found["title"], ("tittelen", "the title"), problems) if "title" in found else None
    source = _source(found["source"], acts, problems) if "source" in found else None
    when = condition(found["when"], scope, problems) if "when" in found else None
    unless = _unless(found, scope, problems)
    overrides = names(found["overrides"], quoted("overrides"), problems) if "overrides" in found else ()
    listed = found.get("overrides")
    if isinstance(listed, located.Sequence):
        overridden += ((id_ or "", item.text, item.place) for item in listed.items if isinstance(item, Scalar) and item.text)
    in_force = _in_force(found["in_force"], scope, problems) if "in_force" in found else None
    then = _then(found["then"], file, topic, scope, vocabulary, problems) if "then" in found else ()
    note = text(found["note"], ("merknaden", "the note"), problems) if "note" in found else None
    if id_tree is None or id_ is None or title is None or source is None or when is None or not then:
        return None
    note = " ".join(note.split()) if note else None
    allows = _allows(found, (*LINTS_OF_RULES, *SOLVED), problems)
    return Rule(id_, title, source, when, unless, overrides, in_force, then, note, id_tree.place, allows)


def _allows(found: Fields, codes: tuple[str, ...], problems: Problems) -> tuple[Allowance, ...] | None:
    if "allow" not in found:
        return None
    allowed = []
    for item in sequence(found["allow"], quoted("allow"), problems) or ():
        entry = fields(item, quoted("allow"), ("code", "reason"), (), problems)
        if entry is not None and len(entry) == 2:
            code = word(entry["code"], quoted("code"), codes, problems)
            reason = text(entry["reason"], ("begrunnelsen", "the reason"), problems)
            if code is not None and reason is not None:
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
        declared = _concluded(tree, file, topic, scope, vocabulary, problems)
        if declared is None:
            return ()
        if declared.type != "boolean":
            problems.append(ConclusionNeedsValue(conclusion=tree.text).at(tree.place))
            return ()
        return ((tree.text, Constant(True)),)
    concluded: list[tuple[str, Expression]] = []
    entries = mapping(tree, quoted("then"), problems)
    if entries is None:
        return ()
    if not entries:
        problems.append(NoConclusion().at(tree.place))
    for key, value in entries:
        declared = _concluded(key, file, topic, scope, vocabulary, problems)
        built = conclusion_value(value, declared, scope, problems) if declared else None
        if built is not None:
            concluded.append((key.text, built))
    return tuple(concluded) if len(concluded) == len(entries) else ()


def _concluded(key: Scalar, file: str, topic: str | None, scope: Scope, vocabulary: Vocabulary, problems: Problems) -> Declared | None:
    declared = scope.names.get(key.text)
    if declared is None:
        conclusions = [name for name, d in scope.names.items() if d.kind == "conclusion"]
        unknown_name(key, ("konklusjon", "conclusion"), conclusions, scope, problems)
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
