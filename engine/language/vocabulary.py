"""Building the vocabulary: topics, facts, public conclusions and constraints, shared by all law versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from ..diagnostics import Diagnostic, did_you_mean
from ..model import FORCED, GOVERNS, Conclusion, Constraint, Fact, Place, Text, Topic, ValueType, Vocabulary
from . import located
from .conditions import UNITS, Declared, Scope, condition
from .fields import (
    Fields,
    Problems,
    bilingual,
    boolean,
    decimal,
    duplicate,
    each,
    fields,
    identifier,
    is_name,
    mapping,
    name,
    sequence,
    text,
    word,
)
from .located import Scalar, Tree

FACT_TYPES = ("boolean", "integer", "decimal", "date", "enum", "ordinal", "text")
CONCLUSION_TYPES = (*FACT_TYPES, "version")
_WORD = re.compile(r"[A-Za-z0-9_]+")
_MUST_EXPLAIN = ("review.", "guidance.")
"""Conclusions that send a person to look must say in words what at."""


def build_vocabulary(trees: Mapping[str, Tree], problems: Problems) -> Vocabulary:
    """Return the vocabulary that the trees of its files state together; what is wrong goes to `problems`."""
    topics: dict[str, Topic] = {}
    facts: dict[str, Fact] = {}
    conclusions: dict[str, Conclusion] = {}
    constraint_trees: list[Tree] = []
    places: dict[str, Place] = {}
    laws: dict[str, Place] = {}
    topic_trees: list[Tree] = []

    def declare(key: Scalar, what: str) -> bool:
        if not is_name(key, what, problems):
            return False
        if key.text in places:
            problems.append(duplicate(what, key.text, key.place, places[key.text]))
            return False
        places[key.text] = key.place
        return True

    def read_topic(key: Scalar, tree: Tree) -> None:
        found = fields(tree, "a topic", ("label", "law"), (), problems)
        if found and declare(key, "topic"):
            label = bilingual(found["label"], "the label", problems) if "label" in found else None
            law = name(found["law"], "conclusion", problems) if "law" in found else None
            laws[key.text] = found["law"].place if "law" in found else key.place
            if label and law:
                topics[key.text] = Topic(key.text, label, law)

    def read_fact(key: Scalar, tree: Tree) -> None:
        if declare(key, "fact"):
            fact = _fact(key, tree, problems)
            if fact:
                facts[key.text] = fact

    def read_conclusion(key: Scalar, tree: Tree) -> None:
        if declare(key, "conclusion"):
            if isinstance(tree, located.Mapping):
                topic_trees.extend(value for field, value in tree.entries if field.text == "topic")
            conclusion = public_conclusion(key, tree, problems)
            if conclusion:
                conclusions[key.text] = conclusion

    for tree in trees.values():
        found = fields(tree, "a vocabulary file", (), ("topics", "facts", "conclusions", "constraints"), problems) or {}
        each(found.get("topics"), "`topics`", problems, read_topic)
        each(found.get("facts"), "`facts`", problems, read_fact)
        each(found.get("conclusions"), "`conclusions`", problems, read_conclusion)
        if "constraints" in found:
            constraint_trees += sequence(found["constraints"], "`constraints`", problems) or ()

    declared_topics = [topic for topic in laws if topic in places]
    for tree in topic_trees:
        word(tree, "a topic", declared_topics, problems, "unknown-topic")
    versions = [conclusion.name for conclusion in conclusions.values() if conclusion.type == "version"]
    for topic in topics.values():
        if topic.law not in versions and (topic.law in conclusions or topic.law not in places):
            problems.append(
                Diagnostic(
                    "unknown-name",
                    f"topic `{topic.name}` names `{topic.law}`, which is no conclusion of type version",
                    laws[topic.name],
                    "the decision could not say which law version governs",
                    did_you_mean(topic.law, versions, f"declare `{topic.law}` under `conclusions:` with `type: version`"),
                )
            )
    scope = Scope({fact.name: declared_fact(fact) for fact in facts.values()}, {}, places.keys() - facts.keys())
    constraints = tuple(c for c in (_constraint(tree, scope, problems) for tree in constraint_trees) if c)
    return Vocabulary(topics, facts, conclusions, constraints)


def declared_fact(fact: Fact) -> Declared:
    """Return what the fact's name stands for in a scope."""
    return Declared("fact", fact.type, fact.unit, tuple(fact.values) if fact.values else None, fact.if_absent_none, fact.place)


def declared_conclusion(conclusion: Conclusion) -> Declared:
    """Return what the conclusion's name stands for in a scope."""
    return Declared(
        "conclusion", conclusion.type, conclusion.unit, tuple(conclusion.values) if conclusion.values else None, False, conclusion.place
    )


def _fact(key: Scalar, tree: Tree, problems: Problems) -> Fact | None:
    found = fields(
        tree,
        f"fact `{key.text}`",
        ("type", "label", "question", "source"),
        ("unit", "values", "minimum", "maximum", "if_absent", "given"),
        problems,
    )
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, FACT_TYPES, problems)
    question = bilingual(found["question"], "the question", problems) if "question" in found else None
    source = text(found["source"], "the source", problems) if "source" in found else None
    bounds: list[Decimal | None] = [decimal(found[end], f"`{end}`", problems) if end in found else None for end in ("minimum", "maximum")]
    absent = word(found["if_absent"], "`if_absent`", ("none",), problems) if "if_absent" in found else None
    given = boolean(found["given"], "`given`", problems) if "given" in found else False
    if absent and type_ not in (None, "date"):
        problems.append(
            Diagnostic(
                "wrong-type",
                f"`if_absent: none` stands on fact `{key.text}`, which is no date",
                found["if_absent"].place,
                "only an event can be said not to have happened",
                "delete the line",
            )
        )
    low, high = bounds
    if low is not None and high is not None and low > high:
        problems.append(
            Diagnostic(
                "out-of-range",
                f"`minimum` {low} is more than `maximum` {high}",
                found["minimum"].place,
                "no number would be possible",
                "correct one of them",
                related=((found["maximum"].place, "`maximum` is here"),),
            )
        )
    for end in ("minimum", "maximum"):
        if end in found and type_ not in (None, "integer", "decimal"):
            problems.append(
                Diagnostic(
                    "wrong-type",
                    f"`{end}` stands on fact `{key.text}`, which is no number",
                    found[end].place,
                    "only a number can be too small or too large",
                    "delete the line",
                )
            )
    if type_ is None or label is None or question is None or source is None:
        return None
    if given and (key.text != FORCED or type_ != "boolean"):
        problems.append(
            Diagnostic(
                "unknown-value",
                f"the program does not supply `{key.text}`",
                found["given"].place,
                "a fact that nobody supplies would stay unknown for ever",
                f"only the boolean `{FORCED}` is given; delete the line",
            )
        )
    return Fact(key.text, type_, label, question, source, key.place, unit, values, bounds[0], bounds[1], absent is not None, bool(given))


def public_conclusion(key: Scalar, tree: Tree, problems: Problems) -> Conclusion | None:
    """Return the public conclusion that an entry of `conclusions:` declares."""
    found = fields(
        tree, f"conclusion `{key.text}`", ("type", "label", "topic"), ("unit", "values", "text", "principal", "headline"), problems
    )
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, CONCLUSION_TYPES, problems)
    topic = text(found["topic"], "the topic", problems) if "topic" in found else None
    explanation = bilingual(found["text"], "the text", problems) if "text" in found else None
    principal = boolean(found["principal"], "`principal`", problems) if "principal" in found else False
    beside = boolean(found["headline"], "`headline`", problems) if "headline" in found else False
    if key.text.startswith(_MUST_EXPLAIN) and "text" not in found:
        problems.append(
            Diagnostic(
                "missing-key",
                f"conclusion `{key.text}` lacks the field `text`",
                key.place,
                "a person is asked to look and must be told at what",
                "add `text:` in nb and en",
            )
        )
    if type_ is None or label is None or topic is None:
        return None
    return Conclusion(key.text, type_, label, key.place, unit, values, topic, explanation, bool(principal), bool(beside))


def helper_conclusion(key: Scalar, tree: Tree, problems: Problems) -> Conclusion | None:
    """Return the helper conclusion that a rule file declares."""
    found = fields(tree, f"conclusion `{key.text}`", ("type", "label"), ("unit", "values"), problems)
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, FACT_TYPES, problems)
    if key.text.startswith((*_MUST_EXPLAIN, GOVERNS)):
        problems.append(
            Diagnostic(
                "bad-name",
                f"`{key.text}` cannot be a helper conclusion",
                key.place,
                "these names are public: the reader of a decision must see them",
                "declare it in the vocabulary, or give it another name",
            )
        )
        return None
    return Conclusion(key.text, type_, label, key.place, unit, values) if type_ and label else None


def _common(
    found: Fields,
    key: Scalar,
    types: tuple[str, ...],
    problems: Problems,
) -> tuple[ValueType | None, str | None, Mapping[str, Text] | None, Text | None]:
    type_ = cast("ValueType | None", word(found["type"], "a type", types, problems)) if "type" in found else None
    unit = word(found["unit"], "a unit", UNITS, problems, "unknown-unit") if "unit" in found else None
    label = bilingual(found["label"], "the label", problems) if "label" in found else None
    values: dict[str, Text] | None = None
    if "values" in found:
        values = {}
        for value_key, value_tree in mapping(found["values"], "`values`", problems) or ():
            value_label = bilingual(value_tree, f"the label of `{value_key.text}`", problems)
            if not _WORD.fullmatch(value_key.text) or value_key.text == "unknown":
                problems.append(
                    Diagnostic(
                        "bad-name",
                        f"`{value_key.text}` is not a word for a value",
                        value_key.place,
                        "a case must be able to state it, and `unknown` says that a fact is not known",
                        "use letters a to z, digits and `_`",
                    )
                )
            elif value_label:
                values[value_key.text] = value_label
    if type_ in ("enum", "ordinal") and not values:
        problems.append(
            Diagnostic(
                "missing-key",
                f"`{key.text}` is {type_} and lacks the field `values`",
                key.place,
                "a word that is not listed could not be told from a misspelt one",
                "list its `values:`",
            )
        )
        return None, unit, values, label
    if type_ not in (None, "enum", "ordinal") and values is not None:
        problems.append(
            Diagnostic(
                "unknown-key",
                f"`{key.text}` is {type_} and lists `values`",
                found["values"].place,
                "only an enum or ordinal has a list of words",
                "delete `values:` or change the type",
            )
        )
    return type_, unit, values, label


def _constraint(tree: Tree, scope: Scope, problems: Problems) -> Constraint | None:
    found = fields(tree, "a constraint", ("id", "never", "text"), (), problems)
    if found is None or len(found) < 3:
        return None
    id_ = identifier(found["id"], "a constraint", problems)
    never = condition(found["never"], scope, problems)
    explanation = bilingual(found["text"], "the text", problems)
    return Constraint(id_, never, explanation, tree.place) if id_ and never and explanation else None
