"""Building the vocabulary: topics, facts, public conclusions and constraints, shared by all law versions."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, cast, get_args

from ..diagnostics import suggest
from ..inference.arithmetic import extent_of_fact
from ..model import (
    FORCED,
    GOVERNS,
    NONE,
    Changeable,
    Conclusion,
    Condition,
    Constraint,
    Derived,
    Fact,
    Inspection,
    KnownTo,
    Limit,
    NextStep,
    Place,
    Text,
    TextWhen,
    Topic,
    Unlikely,
    ValueType,
    Vocabulary,
)
from ..terms.types import CONCLUDED, NUMBERS, STATED
from ..terms.units import UNITS, UnitRow
from ..walking import names_in, parameters_in
from . import located
from .amounts import amount, unit_of
from .calendars import build_calendar
from .conditions import condition
from .derived import derive_all
from .fields import (
    Fields,
    Noun,
    Problems,
    bilingual,
    boolean,
    decimal,
    declare,
    duplicate,
    each,
    fields,
    identifier,
    mapping,
    name,
    quoted,
    sequence,
    text,
    word,
)
from .letters import build_letter
from .located import Scalar, Tree, field_of
from .problems.fields import UnknownTopic
from .problems.vocabulary import (
    AbsenceOfNoDate,
    BoundOfNoNumber,
    ChangeOfGivenFact,
    ChangeOfText,
    ChangeOnwardInEnum,
    KnownToOfNoDate,
    MinimumAboveMaximum,
    NoPrincipal,
    NotImpossible,
    NoToNoBoolean,
    NotSupplied,
    NoVersionConclusion,
    NoWithoutReason,
    PublicHelper,
    ReasonOfNoSilence,
    ReviewWithoutText,
    SilenceOfGivenFact,
)
from .scopes import Declared, Scope, tell_units
from .units import build_units
from .words import OF_WORDS, Lists, lists, words_of

CHANGES = ("freely", "onward")
KNOWN_TO: Final[tuple[KnownTo, ...]] = get_args(KnownTo)
LEVELS = ("error", "warning")
_PARTS_OF_DAYS = ("act", "late", "meanwhile", "provided", "when", "awaited", "kept", "done")
_PARTS_OF_TASKS = ("when", "done")
_CAME_OUT = ("met", "not_met", "open", "not_applicable")
"""How a conclusion that is yes or no may come out."""
_TOLD_BESIDE: Noun = (
    "en konklusjon med `headline`, en under `follows` i brevet eller noe som må vurderes",
    "a conclusion with `headline`, one under `follows` of the letter, or a review",
)

_ONCE = (
    "letter",
    "calendar",
    "next_steps",
    "shown_when",
    "leaves_outcome",
    "remarks",
    "sentences",
    "consequences",
    "self_inspection",
    "groups",
    "asked_of",
    "decided_on",
    "units",
)
"""Sections that one file of the vocabulary holds whole."""

_SECTIONS = ("topics", "facts", "conclusions", "parameters", "derived", "constraints", *_ONCE)
_SILENT_TYPES: Final[Mapping[str, ValueType]] = {NONE: "date", "false": "boolean"}
"""What `if_absent` may say, each of facts of one type."""
_REVIEW = "review."
_MUST_EXPLAIN = (_REVIEW, "guidance.")
"""Conclusions that send a person to look must say in words what at."""


def build_vocabulary(trees: Mapping[str, Tree], problems: Problems) -> Vocabulary:
    """Return the vocabulary that the trees of its files state together; what is wrong goes to `problems`."""
    topics: dict[str, Topic] = {}
    facts: dict[str, Fact] = {}
    conclusions: dict[str, Conclusion] = {}
    limits: dict[str, Limit] = {}
    derived_trees: dict[str, tuple[Scalar, Tree]] = {}
    constraint_trees: list[Tree] = []
    places: dict[str, Place] = {}
    laws: dict[str, Place] = {}
    topic_trees: list[Tree] = []
    once: dict[str, list[Tree]] = {part: [] for part in _ONCE}
    units: dict[str, UnitRow] = dict(UNITS)

    def read_topic(key: Scalar, tree: Tree) -> None:
        found = fields(tree, ("et tema", "a topic"), ("label", "law"), (), problems)
        if found and declare(key, ("et tema", "a topic"), places, problems):
            label = bilingual(found["label"], ("betegnelsen", "the label"), problems) if "label" in found else None
            law = name(found["law"], ("en konklusjon", "a conclusion"), problems) if "law" in found else None
            laws[key.text] = found["law"].place if "law" in found else key.place
            if label and law:
                topics[key.text] = Topic(key.text, label, law)

    def read_fact(key: Scalar, tree: Tree) -> None:
        if declare(key, ("en opplysning", "a fact"), places, problems):
            fact = build_fact(key, tree, units, known, problems)
            if fact:
                facts[key.text] = fact

    def read_conclusion(key: Scalar, tree: Tree) -> None:
        if declare(key, ("en konklusjon", "a conclusion"), places, problems):
            if isinstance(tree, located.Mapping):
                topic_trees.extend(value for field, value in tree.entries if field.text == "topic")
            conclusion = public_conclusion(key, tree, units, known, problems)
            if conclusion:
                conclusions[key.text] = conclusion

    def read_limit(key: Scalar, tree: Tree) -> None:
        if declare(key, ("en parameter", "a parameter"), places, problems):
            limit = _limit(key, tree, units, problems)
            if limit:
                limits[key.text] = limit

    def read_derived(key: Scalar, tree: Tree) -> None:
        if declare(key, ("en beregnet verdi", "a derived value"), places, problems):
            derived_trees[key.text] = (key, tree)

    files = [fields(tree, ("en vokabularfil", "a vocabulary file"), (), _SECTIONS, problems) or {} for tree in trees.values()]
    for found in files:
        if "units" in found:
            units |= build_units(found["units"], problems)
    known = lists(trees.values(), ("facts", "conclusions"), {})
    for found in files:
        each(found.get("topics"), quoted("topics"), problems, read_topic)
        each(found.get("facts"), quoted("facts"), problems, read_fact)
        each(found.get("conclusions"), quoted("conclusions"), problems, read_conclusion)
        each(found.get("parameters"), quoted("parameters"), problems, read_limit)
        each(found.get("derived"), quoted("derived"), problems, read_derived)
        for part, part_trees in once.items():
            part_trees += [found[part]] if part in found else []
        if "constraints" in found:
            constraint_trees += sequence(found["constraints"], quoted("constraints"), problems) or ()

    for tree in topic_trees:
        word(tree, ("et tema", "a topic"), [topic for topic in laws if topic in places], problems, UnknownTopic)
    _one_is_principal(conclusions, problems)
    _topics_name_laws(topics, conclusions, places, laws, problems)
    broken = places.keys() - facts.keys() - limits.keys()
    extents = {fact.name: extent_of_fact(fact) for fact in facts.values() if fact.type in NUMBERS}
    named = {fact.name: declared_fact(fact) for fact in facts.values()}
    labels = {fact.name: fact.label for fact in facts.values()}
    scope = Scope(named, limits, broken | {f"parameter {name}" for name in broken}, None, extents, labels)
    derived = derive_all(derived_trees, scope, problems)
    scope = replace(scope, names={**scope.names, **{name: declared_derived(value) for name, value in derived.items()}})
    built = [c for c in (_constraint(tree, scope, problems) for tree in constraint_trees) if c]
    tell_units(scope, problems)
    constraints = tuple(constraint for level, constraint in built if level == "error")
    unlikely = Unlikely(tuple(constraint for level, constraint in built if level == "warning"), limits, derived)
    for part, part_trees in once.items():
        for tree in part_trees[1:]:
            problems.append(duplicate(("en del", "the part"), part, tree.place, part_trees[0].place))
    letter, calendar, steps, shown_when, leaves_outcome, remarks, sentences, consequences, inspections, groups, asked_of, decided_on, _ = (
        trees_of_part[0] if trees_of_part else None for trees_of_part in once.values()
    )
    askable = [name for name, fact in facts.items() if not fact.given]
    built_letter = build_letter(letter, conclusions, problems) if letter else None
    return Vocabulary(
        topics,
        facts,
        conclusions,
        constraints,
        built_letter,
        build_calendar(calendar, problems) if calendar else None,
        unlikely,
        _next_steps(steps, conclusions, facts, problems) if steps else {},
        _shown_when(shown_when, conclusions, built_letter.follows if built_letter else (), problems) if shown_when else {},
        _sentences(sentences, conclusions, problems) if sentences else {},
        _consequences(consequences, conclusions, problems) if consequences else (),
        _by_group(groups, quoted("groups"), askable, problems) if groups else {},
        units,
        inspections=_inspections(inspections, conclusions, problems) if inspections else (),
        decided_on=_decided_on(decided_on, facts, problems) if decided_on else None,
        leaves_outcome=_leaves_outcome(leaves_outcome, conclusions, problems) if leaves_outcome else (),
        remarks=_texts_when(remarks, quoted("remarks"), conclusions, problems) if remarks else (),
        asked_of=_by_group(asked_of, quoted("asked_of"), askable, problems) if asked_of else {},
    )


def _one_is_principal(conclusions: Mapping[str, Conclusion], problems: Problems) -> None:
    """Some conclusion is what a case is about; nothing is said of it where a declaration with a mistake may be that one."""
    told = [conclusion for conclusion in conclusions.values() if conclusion.type != "version"]
    if told and not problems and not any(conclusion.principal for conclusion in told):
        problems.append(NoPrincipal().at(told[0].place))


def _topics_name_laws(
    topics: Mapping[str, Topic],
    conclusions: Mapping[str, Conclusion],
    declared: Container[str],
    places: Mapping[str, Place],
    problems: Problems,
) -> None:
    """Each topic names a conclusion that is a version, `places` being where; one whose declaration is wrong has been reported."""
    versions = [conclusion.name for conclusion in conclusions.values() if conclusion.type == "version"]
    for topic in topics.values():
        if topic.law not in versions and (topic.law in conclusions or topic.law not in declared):
            problems.append(NoVersionConclusion(near=suggest(topic.law, versions), topic=topic.name, law=topic.law).at(places[topic.name]))


def declared_fact(fact: Fact) -> Declared:
    """Return what the fact's name stands for in a scope."""
    words = fact.values or {}
    return Declared("fact", fact.type, fact.unit, tuple(words) or None, fact.if_absent_none, fact.place, words)


def declared_derived(value: Derived) -> Declared:
    """Return what the name of a derived value stands for in a scope."""
    return Declared("derived", value.type, value.unit, None, False, value.place)


def declared_conclusion(conclusion: Conclusion) -> Declared:
    """Return what the conclusion's name stands for in a scope."""
    words = conclusion.values or {}
    return Declared("conclusion", conclusion.type, conclusion.unit, tuple(words) or None, False, conclusion.place, words)


def build_fact(key: Scalar, tree: Tree, units: Collection[str], known: Lists, problems: Problems) -> Fact | None:
    """Return the fact that an entry of `facts:` declares."""
    found = fields(
        tree,
        ("opplysningen `{}`", "fact `{}`", key.text),
        ("type", "label", "question", "source"),
        ("unit", "values", "values_of", "minimum", "maximum", "if_absent", "absent_reason", "given", "change", "known_to"),
        problems,
    )
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, STATED, units, known, problems)
    question = bilingual(found["question"], ("spørsmålet", "the question"), problems) if "question" in found else None
    source = text(found["source"], ("hjemmelen", "the source"), problems) if "source" in found else None
    low, high = _bounds(found, key, type_, problems)
    given = boolean(found["given"], quoted("given"), problems) if "given" in found else False
    none, read_as_no = _silence(found, key, type_, problems)
    change = _change(found, key, type_, problems)
    known_to = cast("KnownTo | None", word(found["known_to"], quoted("known_to"), KNOWN_TO, problems)) if "known_to" in found else None
    if known_to and type_ not in (None, "date"):
        problems.append(KnownToOfNoDate(fact=key.text).at(found["known_to"].place))
    if type_ is None or label is None or question is None or source is None:
        return None
    if given and change:
        problems.append(ChangeOfGivenFact(fact=key.text).at(found["change"].place))
    if given and (key.text != FORCED or type_ != "boolean"):
        problems.append(NotSupplied(fact=key.text, supplied=FORCED).at(found["given"].place))
    if given and "if_absent" in found:
        problems.append(SilenceOfGivenFact(fact=key.text).at(found["if_absent"].place))
    return Fact(
        key.text, type_, label, question, source, key.place, unit, values, low, high, none, bool(given), change, read_as_no, known_to
    )


def _silence(found: Fields, key: Scalar, type_: ValueType | None, problems: Problems) -> tuple[bool, Text | None]:
    """Return whether silence says that an event has not happened, and why it says no; only one of the two can be so."""
    told = _silent_word(found["if_absent"], type_, problems) if "if_absent" in found else None
    reason = bilingual(found["absent_reason"], ("begrunnelsen", "the reason"), problems) if "absent_reason" in found else None
    if told is not None and type_ not in (None, _SILENT_TYPES[told]):
        problems.append((AbsenceOfNoDate if told == NONE else NoToNoBoolean)(fact=key.text).at(found["if_absent"].place))
        return False, None
    if told == "false" and "absent_reason" not in found:
        problems.append(NoWithoutReason(fact=key.text).at(found["if_absent"].place))
    if told != "false" and "absent_reason" in found:
        problems.append(ReasonOfNoSilence(fact=key.text).at(found["absent_reason"].place))
    return told == NONE, reason if told == "false" else None


def _silent_word(tree: Tree, type_: ValueType | None, problems: Problems) -> str | None:
    fitting = tuple(said for said, of in _SILENT_TYPES.items() if of == type_)
    if isinstance(tree, Scalar) and tree.text == "false" and not tree.plain:
        boolean(tree, quoted("if_absent"), problems)  # a quoted word is a text
        return None
    known = isinstance(tree, Scalar) and tree.text in _SILENT_TYPES
    return word(tree, quoted("if_absent"), tuple(_SILENT_TYPES) if known or not fitting else fitting, problems)


def _bounds(found: Fields, key: Scalar, type_: ValueType | None, problems: Problems) -> tuple[Decimal | None, Decimal | None]:
    ends = [end for end in ("minimum", "maximum") if end in found]
    stated = {end: decimal(found[end], quoted(end), problems) for end in ends}
    low, high = stated.get("minimum"), stated.get("maximum")
    if low is not None and high is not None and low > high:
        the_other = (found["maximum"].place, Text("`maximum` står her", "`maximum` is here"))
        problems.append(MinimumAboveMaximum(low=low, high=high).at(found["minimum"].place, the_other))
    if type_ not in (None, "integer", "decimal"):
        problems += (BoundOfNoNumber(end=end, fact=key.text).at(found[end].place) for end in ends)
    return low, high


def _change(found: Fields, key: Scalar, type_: ValueType | None, problems: Problems) -> Changeable | None:
    change = cast("Changeable | None", word(found["change"], quoted("change"), CHANGES, problems)) if "change" in found else None
    if change and (type_ == "text" or (type_ == "enum" and change == "onward")):
        kind = ChangeOfText if type_ == "text" else ChangeOnwardInEnum
        problems.append(kind(change=change, fact=key.text, type=type_).at(found["change"].place))
    return change


def public_conclusion(
    key: Scalar, tree: Tree, units: Collection[str], known: Lists, problems: Problems, types: tuple[str, ...] = CONCLUDED
) -> Conclusion | None:
    """Return the public conclusion that an entry of `conclusions:` declares; `types` are those that it may have."""
    found = fields(
        tree,
        ("konklusjonen `{}`", "conclusion `{}`", key.text),
        ("type", "label", "topic"),
        ("unit", "values", "values_of", "text", "principal", "headline", *_denied(tree)),
        problems,
    )
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, types, units, known, problems)
    topic = text(found["topic"], ("temaet", "the topic"), problems) if "topic" in found else None
    explanation = bilingual(found["text"], ("teksten", "the text"), problems) if "text" in found else None
    principal = boolean(found["principal"], quoted("principal"), problems) if "principal" in found else False
    beside = boolean(found["headline"], quoted("headline"), problems) if "headline" in found else False
    if key.text.startswith(_MUST_EXPLAIN) and "text" not in found:
        problems.append(ReviewWithoutText(conclusion=key.text).at(key.place))
    if type_ is None or label is None or topic is None:
        return None
    denial = _denial(found, problems)
    return Conclusion(key.text, type_, label, key.place, unit, values, topic, explanation, bool(principal), bool(beside), denial)


def _denied(tree: Tree) -> tuple[str, ...]:
    """Return the key under which a boolean conclusion may say that it is not met."""
    type_ = field_of(tree, "type")
    return ("if_not",) if isinstance(type_, Scalar) and type_.text == "boolean" else ()


def _denial(found: Fields, problems: Problems) -> Text | None:
    return bilingual(found["if_not"], quoted("if_not"), problems) if "if_not" in found else None


def _decided_on(tree: Tree, facts: Mapping[str, Fact], problems: Problems) -> str | None:
    """Return the fact that holds the day of the decision."""
    return word(tree, ("en opplysning med en dato", "a fact with a date"), [f.name for f in facts.values() if f.type == "date"], problems)


def _next_steps(tree: Tree, conclusions: Mapping[str, Conclusion], facts: Mapping[str, Fact], problems: Problems) -> dict[str, NextStep]:
    """Return the days and the tasks that are told as next steps, with when they are, and the conclusions that say what was kept."""
    asked = [conclusion.name for conclusion in conclusions.values() if conclusion.type == "boolean"]
    answered = [fact.name for fact in facts.values() if fact.type in ("boolean", "date")]
    found = {}
    for key, told in mapping(tree, quoted("next_steps"), problems) or ():
        day = word(key, ("en konklusjon", "a conclusion"), conclusions, problems)
        is_day = day is None or conclusions[day].type == "date"
        must, may = ((), _PARTS_OF_DAYS) if is_day else (("tasks",), _PARTS_OF_TASKS)
        parts = fields(told, ("neste steg `{}`", "next step `{}`", key.text), must, may, problems) or {}
        act, late = (bilingual(parts[part], quoted(part), problems) if part in parts else None for part in ("act", "late"))
        when = _told_with(parts["when"], quoted("when"), conclusions, problems) if "when" in parts else {}
        awaited = _told_with(parts["awaited"], quoted("awaited"), conclusions, problems) if "awaited" in parts else None
        meanwhile, provided, tasks = (
            _texts_when(parts[part], quoted(part), conclusions, problems) if part in parts else ()
            for part in ("meanwhile", "provided", "tasks")
        )
        kept, done = (
            _names(parts[part], quoted(part), noun, names, problems) if part in parts else ()
            for part, noun, names in (
                ("kept", ("en konklusjon som er ja eller nei", "a conclusion that is yes or no"), asked),
                ("done", ("en opplysning som er ja eller nei, eller en dato", "a fact that is yes or no, or a date"), answered),
            )
        )
        if day is not None:
            found[day] = NextStep(when, awaited, kept, act, late, meanwhile, provided, done, tasks)
    return found


def _names(tree: Tree, what: Noun, one: Noun, names: list[str], problems: Problems) -> tuple[str, ...]:
    """Return the names of a list."""
    found = (word(item, one, names, problems) for item in sequence(tree, what, problems) or ())
    return tuple(name for name in found if name is not None)


def _texts_when(tree: Tree, what: Noun, conclusions: Mapping[str, Conclusion], problems: Problems) -> tuple[TextWhen, ...]:
    """Return texts with the words of conclusions with which each is told."""
    found = []
    for item in sequence(tree, what, problems) or ():
        parts = fields(item, what, ("text",), ("when",), problems) or {}
        text_ = bilingual(parts["text"], what, problems) if "text" in parts else None
        when = _told_with(parts["when"], quoted("when"), conclusions, problems) if "when" in parts else {}
        if text_ is not None:
            found.append(TextWhen(text_, when))
    return tuple(found)


def _shown_when(
    tree: Tree, conclusions: Mapping[str, Conclusion], follows: Container[str], problems: Problems
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return by conclusions that are told beside the answer, or follow in the letter, the words of others with which each is."""
    beside = [one.name for one in conclusions.values() if one.headline or one.name.startswith(_REVIEW) or one.name in follows]
    found = {}
    for key, told in mapping(tree, quoted("shown_when"), problems) or ():
        name_ = word(key, _TOLD_BESIDE, beside, problems)
        words = _told_with(told, ("vilkårene for `{}`", "the conditions of `{}`", key.text), conclusions, problems)
        if name_ is not None:
            found[name_] = words
    return found


def _leaves_outcome(tree: Tree, conclusions: Mapping[str, Conclusion], problems: Problems) -> tuple[str, ...]:
    """Return the reviews that leave the outcome as it is, whatever the assessment."""
    reviews = [name for name in conclusions if name.startswith(_REVIEW)]
    return _names(tree, quoted("leaves_outcome"), ("noe som må vurderes", "a review"), reviews, problems)


def _told_with(tree: Tree, what: Noun, conclusions: Mapping[str, Conclusion], problems: Problems) -> dict[str, tuple[str, ...]]:
    """Return the words of conclusions with which something is told; of one that is yes or no, how it came out."""
    named = [conclusion.name for conclusion in conclusions.values() if conclusion.values or conclusion.type == "boolean"]
    found = {}
    for key, words in mapping(tree, what, problems) or ():
        name_ = word(key, ("en konklusjon med ord eller med ja og nei", "a conclusion with words or with yes and no"), named, problems)
        if name_ is not None:
            items = sequence(words, ("listen for `{}`", "the list of `{}`", name_), problems) or ()
            values = conclusions[name_].values
            words_ = (*values, "open") if values else _CAME_OUT
            told = (word(item, quoted(name_), words_, problems) for item in items)
            found[name_] = tuple(value for value in told if value is not None)
    return found


def _sentences(tree: Tree, conclusions: Mapping[str, Conclusion], problems: Problems) -> dict[str, dict[str, Text]]:
    """Return the sentences that tell what was found of conclusions: one for each of their words, and one for `open`."""
    named = [conclusion.name for conclusion in conclusions.values() if conclusion.values]
    found = {}
    for key, told in mapping(tree, quoted("sentences"), problems) or ():
        name_ = word(key, ("en konklusjon med ord", "a conclusion with words"), named, problems)
        if name_ is not None:
            what = ("listen over setninger om `{}`", "the list of sentences of `{}`", name_)
            texts = fields(told, what, (*(conclusions[name_].values or ()), "open"), (), problems) or {}
            read = {
                result: bilingual(text_, ("setningen om `{}`", "the sentence of `{}`", result), problems) for result, text_ in texts.items()
            }
            found[name_] = {result: sentence for result, sentence in read.items() if sentence is not None}
    return found


def _consequences(tree: Tree, conclusions: Mapping[str, Conclusion], problems: Problems) -> tuple[str, ...]:
    """Return the conclusions that say what a decision made again means."""
    items = sequence(tree, quoted("consequences"), problems) or ()
    found = (word(item, ("en konklusjon", "a conclusion"), conclusions, problems) for item in items)
    return tuple(name for name in found if name is not None)


def _inspections(tree: Tree, conclusions: Mapping[str, Conclusion], problems: Problems) -> tuple[Inspection, ...]:
    """Return what a municipality looks for in its own cases."""
    asked = [conclusion.name for conclusion in conclusions.values() if conclusion.type == "boolean"]
    reviews = [one for one in asked if one.startswith(_MUST_EXPLAIN)]
    places: dict[str, Place] = {}
    found = []
    for part in sequence(tree, quoted("self_inspection"), problems) or ():
        parts = (
            fields(part, ("en del av `self_inspection`", "a part of `self_inspection`"), ("breaches",), ("when", "assess"), problems) or {}
        )
        breaches: dict[str, bool] = {}
        for key, answer in (mapping(parts["breaches"], quoted("breaches"), problems) or ()) if "breaches" in parts else ():
            name_ = word(key, ("en konklusjon som er ja eller nei", "a conclusion that is yes or no"), asked, problems)
            breach = boolean(answer, quoted(key.text), problems)
            if name_ is None or breach is None:
                continue
            if name_ in places:
                problems.append(duplicate(("en konklusjon", "a conclusion"), name_, key.place, places[name_]))
            places.setdefault(name_, key.place)
            breaches[name_] = breach
        when = _told_with(parts["when"], quoted("when"), conclusions, problems) if "when" in parts else {}
        items = sequence(parts["assess"], quoted("assess"), problems) or () if "assess" in parts else ()
        assess = (
            word(item, ("en konklusjon som ber noen vurdere", "a conclusion that asks somebody to assess"), reviews, problems)
            for item in items
        )
        found.append(Inspection(breaches, when, tuple(one for one in assess if one is not None)))
    return tuple(found)


def _by_group(tree: Tree, what: Noun, facts: Iterable[str], problems: Problems) -> dict[str, Text]:
    """Return what is said of groups of facts, each by the first part of the names of its facts."""
    firsts = list(dict.fromkeys(fact.partition(".")[0] for fact in facts))
    found = {}
    for key, title in mapping(tree, what, problems) or ():
        group = word(key, ("en gruppe av opplysninger", "a group of facts"), firsts, problems)
        said = bilingual(title, quoted(key.text), problems)
        if group is not None and said is not None:
            found[group] = said
    return found


def helper_conclusion(key: Scalar, tree: Tree, units: Collection[str], known: Lists, problems: Problems) -> Conclusion | None:
    """Return the helper conclusion that a rule file declares."""
    may = ("unit", "values", "values_of", *_denied(tree))
    found = fields(tree, ("konklusjonen `{}`", "conclusion `{}`", key.text), ("type", "label"), may, problems)
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, STATED, units, known, problems)
    if key.text.startswith((*_MUST_EXPLAIN, GOVERNS)):
        problems.append(PublicHelper(key=key.text).at(key.place))
        return None
    return Conclusion(key.text, type_, label, key.place, unit, values, if_not=_denial(found, problems)) if type_ and label else None


def _common(
    found: Fields,
    key: Scalar,
    types: tuple[str, ...],
    units: Collection[str],
    known: Lists,
    problems: Problems,
) -> tuple[ValueType | None, str | None, Mapping[str, Text] | None, Text | None]:
    type_ = cast("ValueType | None", word(found["type"], ("en type", "a type"), types, problems)) if "type" in found else None
    unit = unit_of(found["unit"], units, problems) if "unit" in found else None
    label = bilingual(found["label"], ("betegnelsen", "the label"), problems) if "label" in found else None
    values = words_of(key, found, type_, known, problems)
    return (None if type_ in OF_WORDS and values is None else type_), unit, values, label


def _limit(key: Scalar, tree: Tree, units: Collection[str], problems: Problems) -> Limit | None:
    found = fields(tree, ("parameteren `{}`", "parameter `{}`", key.text), ("value", "unit", "reason"), (), problems)
    if found is None or len(found) < 3:
        return None
    stated = amount(key, found, units, problems)
    reason = bilingual(found["reason"], ("begrunnelsen", "the reason"), problems)
    return Limit(key.text, *stated, reason, key.place) if stated and reason else None


def _constraint(tree: Tree, scope: Scope, problems: Problems) -> tuple[str, Constraint] | None:
    found = fields(tree, ("en skranke", "a constraint"), ("id", "never", "text"), ("level",), problems)
    if found is None or not {"id", "never", "text"} <= found.keys():
        return None
    id_ = identifier(found["id"], ("en skranke", "a constraint"), problems)
    level = word(found["level"], quoted("level"), LEVELS, problems) if "level" in found else "error"
    never = condition(found["never"], scope, problems)
    explanation = bilingual(found["text"], ("teksten", "the text"), problems)
    if level == "error" and never is not None and (computed := _first_not_stated(never, scope)) is not None:
        problems.append(NotImpossible(name=computed).at(found["never"].place))
        return None
    return (level, Constraint(id_, never, explanation, tree.place)) if id_ and level and never and explanation else None


def _first_not_stated(never: Condition, scope: Scope) -> str | None:
    """Return the first parameter or derived value that a condition uses."""
    derived = (name for name in names_in(never) if scope.names[name].kind == "derived")
    return next(iter((*parameters_in(never), *derived)), None)
