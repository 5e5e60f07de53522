"""Building the vocabulary: topics, facts, public conclusions and constraints, shared by all law versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from ..diagnostics import Diagnostic, did_you_mean
from ..model import FORCED, GOVERNS, Changeable, Conclusion, Constraint, Fact, Place, Text, Topic, ValueType, Vocabulary
from ..terms.types import CONCLUDED, STATED
from ..terms.units import UNITS
from . import located
from .conditions import Declared, Scope, condition
from .fields import (
    Fields,
    Noun,
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
    quoted,
    sequence,
    text,
    word,
)
from .letters import build_letter
from .located import Scalar, Tree

CHANGES = ("freely", "onward")
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
    letter_trees: list[Tree] = []

    def declare(key: Scalar, what: Noun) -> bool:
        if not is_name(key, what, problems):
            return False
        if key.text in places:
            problems.append(duplicate(what, key.text, key.place, places[key.text]))
            return False
        places[key.text] = key.place
        return True

    def read_topic(key: Scalar, tree: Tree) -> None:
        found = fields(tree, ("et tema", "a topic"), ("label", "law"), (), problems)
        if found and declare(key, ("et tema", "a topic")):
            label = bilingual(found["label"], ("betegnelsen", "the label"), problems) if "label" in found else None
            law = name(found["law"], ("en konklusjon", "a conclusion"), problems) if "law" in found else None
            laws[key.text] = found["law"].place if "law" in found else key.place
            if label and law:
                topics[key.text] = Topic(key.text, label, law)

    def read_fact(key: Scalar, tree: Tree) -> None:
        if declare(key, ("en opplysning", "a fact")):
            fact = _fact(key, tree, problems)
            if fact:
                facts[key.text] = fact

    def read_conclusion(key: Scalar, tree: Tree) -> None:
        if declare(key, ("en konklusjon", "a conclusion")):
            if isinstance(tree, located.Mapping):
                topic_trees.extend(value for field, value in tree.entries if field.text == "topic")
            conclusion = public_conclusion(key, tree, problems)
            if conclusion:
                conclusions[key.text] = conclusion

    for tree in trees.values():
        found = (
            fields(
                tree, ("en vokabularfil", "a vocabulary file"), (), ("topics", "facts", "conclusions", "constraints", "letter"), problems
            )
            or {}
        )
        each(found.get("topics"), quoted("topics"), problems, read_topic)
        each(found.get("facts"), quoted("facts"), problems, read_fact)
        each(found.get("conclusions"), quoted("conclusions"), problems, read_conclusion)
        if "letter" in found:
            letter_trees.append(found["letter"])
        if "constraints" in found:
            constraint_trees += sequence(found["constraints"], quoted("constraints"), problems) or ()

    declared_topics = [topic for topic in laws if topic in places]
    for tree in topic_trees:
        word(tree, ("et tema", "a topic"), declared_topics, problems, "unknown-topic")
    versions = [conclusion.name for conclusion in conclusions.values() if conclusion.type == "version"]
    for topic in topics.values():
        if topic.law not in versions and (topic.law in conclusions or topic.law not in places):
            problems.append(
                Diagnostic(
                    "unknown-name",
                    Text(
                        f"temaet `{topic.name}` viser til `{topic.law}`, som ikke er en konklusjon av typen version",
                        f"topic `{topic.name}` names `{topic.law}`, which is no conclusion of type version",
                    ),
                    laws[topic.name],
                    Text(
                        "avgjørelsen kunne ikke si hvilken lovversjon som gjelder", "the decision could not say which law version governs"
                    ),
                    did_you_mean(
                        topic.law,
                        versions,
                        Text(
                            f"deklarer `{topic.law}` under `conclusions:` med `type: version`",
                            f"declare `{topic.law}` under `conclusions:` with `type: version`",
                        ),
                    ),
                )
            )
    scope = Scope({fact.name: declared_fact(fact) for fact in facts.values()}, {}, places.keys() - facts.keys())
    constraints = tuple(c for c in (_constraint(tree, scope, problems) for tree in constraint_trees) if c)
    for tree in letter_trees[1:]:
        problems.append(duplicate(("en del", "the part"), "letter", tree.place, letter_trees[0].place))
    letter = build_letter(letter_trees[0], conclusions, problems) if letter_trees else None
    return Vocabulary(topics, facts, conclusions, constraints, letter)


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
        ("opplysningen `{}`", "fact `{}`", key.text),
        ("type", "label", "question", "source"),
        ("unit", "values", "minimum", "maximum", "if_absent", "given", "change"),
        problems,
    )
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, STATED, problems)
    question = bilingual(found["question"], ("spørsmålet", "the question"), problems) if "question" in found else None
    source = text(found["source"], ("hjemmelen", "the source"), problems) if "source" in found else None
    bounds: list[Decimal | None] = [decimal(found[end], quoted(end), problems) if end in found else None for end in ("minimum", "maximum")]
    absent = word(found["if_absent"], quoted("if_absent"), ("none",), problems) if "if_absent" in found else None
    given = boolean(found["given"], quoted("given"), problems) if "given" in found else False
    if absent and type_ not in (None, "date"):
        problems.append(
            Diagnostic(
                "wrong-type",
                Text(
                    f"`if_absent: none` står på opplysningen `{key.text}`, som ikke er en dato",
                    f"`if_absent: none` stands on fact `{key.text}`, which is no date",
                ),
                found["if_absent"].place,
                Text("bare en hendelse kan sies ikke å ha skjedd", "only an event can be said not to have happened"),
                Text("stryk linjen", "delete the line"),
            )
        )
    low, high = bounds
    if low is not None and high is not None and low > high:
        problems.append(
            Diagnostic(
                "out-of-range",
                Text(f"`minimum` {low} er større enn `maximum` {high}", f"`minimum` {low} is more than `maximum` {high}"),
                found["minimum"].place,
                Text("ingen tall ville være mulige", "no number would be possible"),
                Text("rett ett av dem", "correct one of them"),
                related=((found["maximum"].place, Text("`maximum` står her", "`maximum` is here")),),
            )
        )
    for end in ("minimum", "maximum"):
        if end in found and type_ not in (None, "integer", "decimal"):
            problems.append(
                Diagnostic(
                    "wrong-type",
                    Text(
                        f"`{end}` står på opplysningen `{key.text}`, som ikke er et tall",
                        f"`{end}` stands on fact `{key.text}`, which is no number",
                    ),
                    found[end].place,
                    Text("bare et tall kan være for lite eller for stort", "only a number can be too small or too large"),
                    Text("stryk linjen", "delete the line"),
                )
            )
    change = cast("Changeable | None", word(found["change"], quoted("change"), CHANGES, problems)) if "change" in found else None
    if change and (type_ == "text" or (type_ == "enum" and change == "onward")):
        problems.append(
            Diagnostic(
                "wrong-type",
                Text(
                    f"`change: {change}` står på opplysningen `{key.text}`, som er av typen {type_}",
                    f"`change: {change}` stands on fact `{key.text}`, which is {type_}",
                ),
                found["change"].place,
                Text("en tekst har ingen verdier som kan prøves", "a text has no values that could be tried")
                if type_ == "text"
                else Text("ordene i en enum har ingen rekkefølge å gå videre i", "the words of an enum have no order to go on in"),
                Text("stryk linjen", "delete the line")
                if type_ == "text"
                else Text(
                    "bruk `freely`, stryk linjen, eller gjør opplysningen til en ordinal",
                    "use `freely`, delete the line, or make the fact an ordinal",
                ),
            )
        )
    if type_ is None or label is None or question is None or source is None:
        return None
    if given and change:
        problems.append(
            Diagnostic(
                "unknown-value",
                Text(
                    f"`change` står på `{key.text}`, som programmet selv setter",
                    f"`change` stands on `{key.text}`, which the program supplies",
                ),
                found["change"].place,
                Text(
                    "det programmet setter, er ikke en del av personens sak, så ingen kan endre det der",
                    "what the program supplies is no part of the person's case, so nobody could change it there",
                ),
                Text("stryk linjen", "delete the line"),
            )
        )
    if given and (key.text != FORCED or type_ != "boolean"):
        problems.append(
            Diagnostic(
                "unknown-value",
                Text(f"programmet setter ikke `{key.text}`", f"the program does not supply `{key.text}`"),
                found["given"].place,
                Text(
                    "en opplysning som ingen setter, ville være ukjent for alltid",
                    "a fact that nobody supplies would stay unknown for ever",
                ),
                Text(
                    f"bare sannhetsverdien `{FORCED}` settes av programmet; stryk linjen",
                    f"only the boolean `{FORCED}` is given; delete the line",
                ),
            )
        )
    silent = absent is not None
    return Fact(key.text, type_, label, question, source, key.place, unit, values, low, high, silent, bool(given), change)


def public_conclusion(key: Scalar, tree: Tree, problems: Problems) -> Conclusion | None:
    """Return the public conclusion that an entry of `conclusions:` declares."""
    found = fields(
        tree,
        ("konklusjonen `{}`", "conclusion `{}`", key.text),
        ("type", "label", "topic"),
        ("unit", "values", "text", "principal", "headline"),
        problems,
    )
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, CONCLUDED, problems)
    topic = text(found["topic"], ("temaet", "the topic"), problems) if "topic" in found else None
    explanation = bilingual(found["text"], ("teksten", "the text"), problems) if "text" in found else None
    principal = boolean(found["principal"], quoted("principal"), problems) if "principal" in found else False
    beside = boolean(found["headline"], quoted("headline"), problems) if "headline" in found else False
    if key.text.startswith(_MUST_EXPLAIN) and "text" not in found:
        problems.append(
            Diagnostic(
                "missing-key",
                Text(f"konklusjonen `{key.text}` mangler feltet `text`", f"conclusion `{key.text}` lacks the field `text`"),
                key.place,
                Text(
                    "en saksbehandler blir bedt om å se på saken og må få vite hva det gjelder",
                    "a person is asked to look and must be told at what",
                ),
                Text("legg til `text:` på nb og en", "add `text:` in nb and en"),
            )
        )
    if type_ is None or label is None or topic is None:
        return None
    return Conclusion(key.text, type_, label, key.place, unit, values, topic, explanation, bool(principal), bool(beside))


def helper_conclusion(key: Scalar, tree: Tree, problems: Problems) -> Conclusion | None:
    """Return the helper conclusion that a rule file declares."""
    found = fields(tree, ("konklusjonen `{}`", "conclusion `{}`", key.text), ("type", "label"), ("unit", "values"), problems)
    if found is None:
        return None
    type_, unit, values, label = _common(found, key, STATED, problems)
    if key.text.startswith((*_MUST_EXPLAIN, GOVERNS)):
        problems.append(
            Diagnostic(
                "bad-name",
                Text(f"`{key.text}` kan ikke være en hjelpekonklusjon", f"`{key.text}` cannot be a helper conclusion"),
                key.place,
                Text(
                    "disse navnene er for alle: den som leser en avgjørelse, må få se dem",
                    "these names are public: the reader of a decision must see them",
                ),
                Text("deklarer den i vokabularet, eller gi den et annet navn", "declare it in the vocabulary, or give it another name"),
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
    type_ = cast("ValueType | None", word(found["type"], ("en type", "a type"), types, problems)) if "type" in found else None
    unit = word(found["unit"], ("en enhet", "a unit"), UNITS, problems, "unknown-unit") if "unit" in found else None
    label = bilingual(found["label"], ("betegnelsen", "the label"), problems) if "label" in found else None
    values: dict[str, Text] | None = None
    if "values" in found:
        values = {}
        for value_key, value_tree in mapping(found["values"], quoted("values"), problems) or ():
            value_label = bilingual(value_tree, ("betegnelsen på `{}`", "the label of `{}`", value_key.text), problems)
            if not _WORD.fullmatch(value_key.text) or value_key.text == "unknown":
                problems.append(
                    Diagnostic(
                        "bad-name",
                        Text(f"`{value_key.text}` kan ikke være ordet for en verdi", f"`{value_key.text}` is not a word for a value"),
                        value_key.place,
                        Text(
                            "en sak må kunne oppgi det, og `unknown` sier at en opplysning ikke er kjent",
                            "a case must be able to state it, and `unknown` says that a fact is not known",
                        ),
                        Text("bruk bokstavene a til z, sifre og `_`", "use letters a to z, digits and `_`"),
                    )
                )
            elif value_label:
                values[value_key.text] = value_label
    if type_ in ("enum", "ordinal") and not values:
        problems.append(
            Diagnostic(
                "missing-key",
                Text(
                    f"`{key.text}` er av typen {type_} og mangler feltet `values`", f"`{key.text}` is {type_} and lacks the field `values`"
                ),
                key.place,
                Text(
                    "et ord som ikke er listet opp, kunne ikke skilles fra et feilskrevet",
                    "a word that is not listed could not be told from a misspelt one",
                ),
                Text("list opp verdiene under `values:`", "list its `values:`"),
            )
        )
        return None, unit, values, label
    if type_ not in (None, "enum", "ordinal") and values is not None:
        problems.append(
            Diagnostic(
                "unknown-key",
                Text(f"`{key.text}` er av typen {type_} og har en liste `values`", f"`{key.text}` is {type_} and lists `values`"),
                found["values"].place,
                Text("bare en enum eller ordinal har en liste med ord", "only an enum or ordinal has a list of words"),
                Text("stryk `values:`, eller endre typen", "delete `values:` or change the type"),
            )
        )
    return type_, unit, values, label


def _constraint(tree: Tree, scope: Scope, problems: Problems) -> Constraint | None:
    found = fields(tree, ("en skranke", "a constraint"), ("id", "never", "text"), (), problems)
    if found is None or len(found) < 3:
        return None
    id_ = identifier(found["id"], ("en skranke", "a constraint"), problems)
    never = condition(found["never"], scope, problems)
    explanation = bilingual(found["text"], ("teksten", "the text"), problems)
    return Constraint(id_, never, explanation, tree.place) if id_ and never and explanation else None
