"""Building one law version from the trees of its folder: law.yaml, governs.yaml and the rule files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..diagnostics import suggest
from ..inference.arithmetic import extent_of_fact
from ..model import (
    GOVERNS,
    Act,
    Amendment,
    Conclusion,
    Condition,
    LawVersion,
    Parameter,
    Place,
    Policies,
    ReadUntil,
    Rule,
    Scheduled,
    Text,
    Vocabulary,
)
from ..terms.types import NUMBERS
from . import located
from .allowances import LINTS_OF_PARAMETERS
from .amounts import amount
from .cases import AUTO
from .conditions import condition
from .derived import derive_all
from .fields import (
    Noun,
    Problems,
    bilingual,
    calendar_date,
    called,
    duplicate,
    each,
    fields,
    is_name,
    names,
    quoted,
    sequence,
    text,
    word,
)
from .law_files import GOVERNS_FILE, LAW_FILE
from .located import Scalar, Tree
from .problems.fields import UnknownTopic
from .problems.rules import (
    NoLawFile,
    NoSuchDateFact,
    OverridesNoRule,
    ReservedVersion,
    SubjectOfValue,
    VersionOfAnotherFolder,
)
from .provisions import section_forms
from .rules import A_RULE, allowances_of, build_rule, conclusion_of, source_of
from .schedules import build_schedule
from .scopes import Declared, Scope, tell_units
from .vocabulary import declared_conclusion, declared_fact, helper_conclusion
from .words import Lists, lists

NO_SUCCESSOR = "none"

RESERVED = (AUTO, NO_SUCCESSOR)
"""What `law:` of a case and `successor` say without meaning a version."""

"""Said of a version that no other is known to follow; no version may have this name."""

_POLICIES = {"month_end": ("last_day",), "leap_day_birthday": ("first_of_march",)}

_A_PARAMETER = ("en parameter", "a parameter")
_DECLARING = ("parameters", "derived", "conclusions", "subjects")


@dataclass(slots=True)
class _Draft:
    """What has been read of a version so far; every name once, with the place where it stands. `lists` hold words for helpers."""

    lists: Lists
    parameters: dict[str, Parameter] = field(default_factory=dict)
    schedules: dict[str, Scheduled] = field(default_factory=dict)
    derived_trees: dict[str, tuple[Scalar, Tree]] = field(default_factory=dict)
    helpers: dict[str, Conclusion] = field(default_factory=dict)
    rule_trees: list[tuple[str, str | None, Tree]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    overridden: list[tuple[str, str, Place]] = field(default_factory=list)
    subject_trees: list[tuple[str, str | None, Scalar, Tree]] = field(default_factory=list)


BuildVersion = Callable[[str, Mapping[str, Tree], Vocabulary, Problems], LawVersion | None]
"""What builds a version, as `build_version` does."""


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
    draft = _Draft(lists(by_file.values(), ("conclusions",), {**vocabulary.facts, **vocabulary.conclusions}))
    for file, tree in by_file.items():
        _read_file(_file_name(file), tree, vocabulary, acts, draft, problems)
    scope = _scope(vocabulary, draft, problems)
    derived = derive_all(draft.derived_trees, scope, problems)
    scope = replace(
        scope, names={**scope.names, **{d.name: Declared("derived", d.type, d.unit, None, False, d.place) for d in derived.values()}}
    )
    rules: dict[str, Rule] = {}
    for file, topic, tree in draft.rule_trees:
        rule = build_rule(tree, file, topic, scope, acts, vocabulary, draft.overridden, problems)
        if rule and rule.id in rules:
            problems.append(duplicate(A_RULE, rule.id, rule.place, rules[rule.id].place))
        elif rule:
            rules[rule.id] = rule
    _overrides_name_rules(draft, problems)
    subjects = _subjects(draft, scope, vocabulary, problems)
    tell_units(scope, problems)
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
        draft.schedules,
        vocabulary.units,
    )


def _subjects(draft: _Draft, scope: Scope, vocabulary: Vocabulary, problems: Problems) -> dict[str, Condition]:
    """Return the conditions under which the question of a boolean conclusion arises at all."""
    found: dict[str, Condition] = {}
    first: dict[str, Place] = {}
    for file, topic, key, tree in draft.subject_trees:
        declared = conclusion_of(key, file, topic, scope, vocabulary, problems)
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
            what = Text("som ikke er en regel i denne versjonen", "which is not a rule of this version")
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
    if name in RESERVED:
        problems.append(ReservedVersion(version=name).at(found["version"].place))
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
    stated = located.field_of(tree, "read_until")
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
    found = fields(tree, ("loven `{}`", "act `{}`", key.text), ("id", "title", "short", "address", "consolidated"), ("sections",), problems)
    if found is None or len(found.keys() - {"sections"}) < 5:
        return None
    id_, address = text(found["id"], ("id-en", "the id"), problems), text(found["address"], ("adressen", "the address"), problems)
    title, short = (
        bilingual(found["title"], ("tittelen", "the title"), problems),
        bilingual(found["short"], ("korttittelen", "the short title"), problems),
    )
    consolidated = calendar_date(found["consolidated"], quoted("consolidated"), problems)
    forms = section_forms(found["sections"], problems) if "sections" in found else None
    if id_ and address and title and short and consolidated:
        return Act(key.text, id_, title, short, address, consolidated, forms)
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
    found = fields(tree, ("en regelfil", "a rule file"), required, _DECLARING, problems)
    if found is None:
        return
    # What stands under a section whose name is misspelt is declared, whatever it is; that it is not found need not be told.
    for key, value in tree.entries if isinstance(tree, located.Mapping) else ():
        if key.text not in (*required, *_DECLARING) and isinstance(value, located.Mapping):
            for name, _ in value.entries:
                draft.places.setdefault(name.text, name.place)
                draft.places.setdefault(f"parameter {name.text}", name.place)
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
            if isinstance(value, located.Mapping) and any(field.text == "values" for field, _ in value.entries):
                scheduled = build_schedule(key, value, vocabulary.units, lambda source: source_of(source, acts, problems), problems)
                if scheduled:
                    draft.schedules[key.text] = scheduled
                return
            parameter = _parameter(key, value, acts, vocabulary.units, problems)
            if parameter:
                draft.parameters[key.text] = parameter

    def read_derived(key: Scalar, value: Tree) -> None:
        if declare(key, ("en beregnet verdi", "a derived value")):
            draft.derived_trees[key.text] = (key, value)

    def read_helper(key: Scalar, value: Tree) -> None:
        if declare(key, ("en konklusjon", "a conclusion")):
            helper = helper_conclusion(key, value, vocabulary.units, draft.lists, problems)
            if helper:
                draft.helpers[key.text] = helper

    each(found.get("parameters"), quoted("parameters"), problems, read_parameter)
    each(found.get("derived"), quoted("derived"), problems, read_derived)
    each(found.get("conclusions"), quoted("conclusions"), problems, read_helper)
    each(found.get("subjects"), quoted("subjects"), problems, lambda key, value: draft.subject_trees.append((file, topic, key, value)))
    if "rules" in found:
        for item in sequence(found["rules"], quoted("rules"), problems) or ():
            draft.rule_trees.append((file, topic, item))


def _parameter(key: Scalar, tree: Tree, acts: Mapping[str, Act], units: Collection[str], problems: Problems) -> Parameter | None:
    found = fields(tree, ("parameteren `{}`", "parameter `{}`", key.text), ("value", "unit", "source"), ("allow",), problems)
    if found is None or not {"value", "unit", "source"} <= found.keys():
        return None
    stated = amount(key, found, units, problems)
    source = source_of(found["source"], acts, problems)
    if stated is None or source is None:
        return None
    return Parameter(key.text, *stated, source, key.place, allowances_of(found, LINTS_OF_PARAMETERS, problems))


def _scope(vocabulary: Vocabulary, draft: _Draft, problems: Problems) -> Scope:
    known = {name: declared_fact(fact) for name, fact in vocabulary.facts.items()}
    known |= {name: declared_conclusion(c) for name, c in vocabulary.conclusions.items()}
    known |= {name: declared_conclusion(c) for name, c in draft.helpers.items()}
    for topic in vocabulary.topics.values():
        known[GOVERNS + topic.name] = Declared("conclusion", "boolean", None, None, False, Place("", 1, 1))
    stated = draft.parameters.keys() | draft.schedules.keys()
    broken = {name for name in draft.places if name.removeprefix("parameter ") not in stated and name not in known}
    schedules = {name: scheduled.schedule for name, scheduled in draft.schedules.items()}
    extents = {fact.name: extent_of_fact(fact) for fact in vocabulary.facts.values() if fact.type in NUMBERS}
    named = (vocabulary.facts, vocabulary.conclusions, draft.helpers)
    labels = {each.name: each.label for part in named for each in part.values()}
    known_broken = broken | set(draft.derived_trees)
    return Scope(known, draft.parameters, known_broken, vocabulary.calendar, extents, labels, schedules)
