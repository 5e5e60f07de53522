"""Lints: what is doubtful in rule files that can be used, found without a solver, from the text and the model alone.

Each lint is one function, stated as the property that it asks for; all are warnings. A rule or parameter may allow a lint
with a reason (`allow:`), and an allowance for nothing is a lint too.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..changes.scaffold import TO_FILL_IN
from ..diagnostics import Diagnostic, sort_by_place
from ..language.located import Mapping as Node
from ..language.located import Scalar, Sequence, Tree
from ..language.rules import LAW_FILE, LINTS_OF_PARAMETERS, LINTS_OF_RULES
from ..model import All, Allowance, Any, Condition, Laws, LawVersion, Not, Parameter, Place, Rule, Text
from ..terms.comparisons import AMONG
from ..walking import names_in, names_of, parts

LISTED = ("all", "any", "unless", "overrides", *AMONG, "provision", "adds", "changes", "repeals")
"""Fields whose value is a list in which nothing is said by saying it twice."""

_LONGEST_SHARED = 2
"""So many words may be the same in both languages: a name, a foreign word, a level such as `B1`."""

_CITED_ID = re.compile(r"[a-z][a-z0-9]*-(?P<section>[0-9]+[a-z]?)-(?:(?P<ledd>[0-9]+)-)?.*")
"""An id that begins with act, section and perhaps ledd, as ids of rules do by convention."""


class _Lint(NamedTuple):
    """A diagnostic, with the place of the rule or parameter that may allow it."""

    diagnostic: Diagnostic
    owner: Place | None = None


def find_lints(laws: Laws, trees: Mapping[str, Tree], sources: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return every lint of the laws that is not allowed where it stands, in file order.

    `trees` and `sources` map the names of the files that the laws were loaded from to what was read and to their texts.
    """
    found = [
        *everything_of_the_vocabulary_is_used(laws),
        *every_act_is_cited(laws, trees),
        *nothing_is_left_to_fill_in(sources),
        *every_text_is_translated(trees.values()),
        *nothing_is_said_twice(trees.values()),
    ]
    for version in laws.versions:
        found += [*every_rule_adds_something(version), *every_id_names_its_source(version), *every_number_has_one_name(version)]
    return tuple(sort_by_place(_not_allowed(found, laws)))


def _not_allowed(found: Iterable[_Lint], laws: Laws) -> Iterator[Diagnostic]:
    """Yield the lints that their rules and parameters do not allow, and one for each allowance of a lint that is not there."""
    owners: list[tuple[Rule | Parameter, tuple[str, ...]]] = []
    for version in laws.versions:
        owners += [(rule, LINTS_OF_RULES) for rule in version.rules.values() if rule.allows]
        owners += [(parameter, LINTS_OF_PARAMETERS) for parameter in version.parameters.values() if parameter.allows]
    idle = {(owner.place, a.code): a for owner, codes in owners for a in owner.allows or () if a.code in codes}
    allowed = set(idle)
    for diagnostic, place in found:
        if place is None or (place, diagnostic.code) not in allowed:
            yield diagnostic
        elif (place, diagnostic.code) in idle:
            del idle[place, diagnostic.code]
    names = {owner.place: owner.id if isinstance(owner, Rule) else owner.name for owner, _ in owners}
    for (place, _), allowance in idle.items():
        yield idle_allowance(names[place], allowance)


def idle_allowance(name: str, allowance: Allowance) -> Diagnostic:
    """Return that the rule or parameter of that name allows what is not found in it."""
    code = allowance.code
    return _warning(
        "idle-allowance",
        Text(f"`{name}` tillater `{code}`, som ikke finnes her", f"`{name}` allows `{code}`, which is not found here"),
        allowance.place,
        Text("et fritak som ikke trengs, ville skjule den neste feilen", "an excuse that is not needed would hide the next flaw"),
        Text("stryk det", "delete it"),
    )


def _warning(code: str, message: Text, place: Place, why: Text, fix: Text, *related: tuple[Place, Text]) -> Diagnostic:
    return Diagnostic(code, message, place, why, fix, related, "warning")


# ---------------------------------------------------------------- declarations


_WHY_EFFECT = Text(
    "det som ser ut som lov, men ikke har noen virkning, villeder neste leser",
    "what looks like law but has no effect misleads the next reader",
)


def everything_of_the_vocabulary_is_used(laws: Laws) -> Iterator[_Lint]:
    """Some version or constraint uses each fact, and some version concludes each public conclusion."""
    vocabulary, used, concluded = laws.vocabulary, set[str](), set[str]()
    for constraint in vocabulary.constraints:
        used.update(names_in(constraint.never))
    for version in laws.versions:
        for derived in version.derived.values():
            used.update(names_of(derived.expression))
        for condition in version.subjects.values():
            used.update(names_in(condition))
        for rule in version.rules.values():
            for part in parts(rule):
                used.update(names_in(part.condition))
            for name, value in rule.then:
                concluded.add(name)
                used.update(names_of(value))
    for fact in vocabulary.facts.values():
        if fact.name not in used and not fact.given:
            yield _Lint(
                _warning(
                    "unused",
                    Text(f"ingen lovversjon bruker opplysningen `{fact.name}`", f"no law version uses the fact `{fact.name}`"),
                    fact.place,
                    Text(
                        "en person blir spurt om noe som ikke kan bety noe for saken",
                        "a person is asked for what cannot matter to the case",
                    ),
                    Text("bruk den i en regel, eller stryk den", "use it in a rule, or delete it"),
                )
            )
    for conclusion in vocabulary.conclusions.values():
        if conclusion.name not in concluded and conclusion.type != "version":
            yield _Lint(
                _warning(
                    "never-concluded",
                    Text(
                        f"ingen regel i noen lovversjon konkluderer med `{conclusion.name}`",
                        f"no rule of any law version concludes `{conclusion.name}`",
                    ),
                    conclusion.place,
                    _WHY_EFFECT,
                    Text(
                        "skriv regelen som konkluderer med den, eller stryk deklarasjonen",
                        "write the rule that concludes it, or delete the declaration",
                    ),
                )
            )


def every_act_is_cited(laws: Laws, trees: Mapping[str, Tree]) -> Iterator[_Lint]:
    """Each act of a version is the source of one of its rules or parameters."""
    for version in laws.versions:
        cited = {rule.source.act for rule in version.rules.values()} | {p.source.act for p in version.parameters.values()}
        for key, _ in _entries(_value(trees.get(version.place.file), "acts")):
            if key.text not in cited:
                yield _Lint(
                    _warning(
                        "unused",
                        Text(f"ingen regel har hjemmel i `{key.text}`", f"no rule cites `{key.text}`"),
                        key.place,
                        _WHY_EFFECT,
                        Text(
                            f"vis til den i en regel, eller stryk den i {LAW_FILE}",
                            f"cite it in a rule, or delete it from {LAW_FILE}",
                        ),
                    )
                )


# ---------------------------------------------------------------- texts


def nothing_is_left_to_fill_in(sources: Mapping[str, str]) -> Iterator[_Lint]:
    """No line holds the mark that a new version has where a person must write; comments count."""
    for file, text in sources.items():
        if TO_FILL_IN not in text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            at = line.find(TO_FILL_IN)
            if at >= 0:
                yield _Lint(
                    _warning(
                        "unfinished",
                        Text(f"her står det fremdeles `{TO_FILL_IN}`", f"`{TO_FILL_IN}` still stands here"),
                        Place(file, number, at + 1, len(TO_FILL_IN)),
                        Text(
                            "den nye lovversjonen er ikke ferdig: noe i den må skrives",
                            "the new law version is not finished: something must be written by a person",
                        ),
                        Text(
                            "skriv det som skal stå her, og stryk merket",
                            "write what is to stand here, and delete the mark",
                        ),
                    )
                )


def every_text_is_translated(trees: Iterable[Tree]) -> Iterator[_Lint]:
    """No text of more than two words is the same in both languages."""
    for node in (node for tree in trees for node in _nodes(tree)):
        if isinstance(node, Node) and len(node.entries) == 2:
            texts = {key.text: value for key, value in node.entries}
            nb, en = texts.get("nb"), texts.get("en")
            if isinstance(nb, Scalar) and isinstance(en, Scalar):
                words = nb.text.split()
                if len(words) > _LONGEST_SHARED and words == en.text.split():
                    yield _Lint(
                        _warning(
                            "untranslated",
                            Text("teksten er den samme på begge språk", "the text is the same in both languages"),
                            en.place,
                            Text(
                                "den som leser avgjørelsen på det andre språket, forstår den ikke",
                                "who reads the decision in the other language does not understand it",
                            ),
                            Text("oversett den ene av dem", "translate one of them"),
                            (nb.place, Text("den samme teksten", "the same text")),
                        )
                    )


# ---------------------------------------------------------------- conditions and lists


def nothing_is_said_twice(trees: Iterable[Tree]) -> Iterator[_Lint]:
    """No list says one thing twice, and no condition is negated twice over."""
    for tree in trees:
        for owner, part in _parts(tree):
            for node in _nodes(part):
                for key, value in _entries(node):
                    if key.text in LISTED and isinstance(value, Sequence):
                        yield from (_Lint(found, owner) for found in _repeated(key.text, value))
                    elif key.text == "not" and isinstance(node, Node) and _negated(value) is not None:
                        yield _Lint(_double_negation(node), owner)


def _repeated(field: str, items: Sequence) -> Iterator[Diagnostic]:
    first: dict[Hashable, Place] = {}
    for item in items.items:
        said = meaning(item)
        if said in first:
            yield _warning(
                "repeated",
                Text(f"dette står to ganger under `{field}`", f"this stands twice under `{field}`"),
                item.place,
                Text(
                    "å si noe to ganger gir det ingen virkning; trolig skulle det ha stått noe annet",
                    "saying it twice has no effect; something else was probably meant",
                ),
                Text("stryk det ene, eller rett det", "delete one of them, or correct it"),
                (first[said], Text("den første står her", "the first is here")),
            )
        first.setdefault(said, item.place)


def _double_negation(node: Node) -> Diagnostic:
    return _warning(
        "double-negation",
        Text("`not` står foran et `not`", "`not` stands before a `not`"),
        node.place,
        Text(
            "to nektelser opphever hverandre, og den som leser fort, ser bare den ene",
            "two negations cancel each other, and a hasty reader sees only one",
        ),
        Text("stryk begge", "delete both"),
    )


def meaning(tree: Tree) -> Hashable:
    """Return what a condition, word or expression says: the same value for whatever says the same in another order or nesting."""
    match tree:
        case Scalar(text, _, _):
            return text
        case Sequence(items, _):
            return tuple(meaning(item) for item in items)
    twice = _negated(tree.entries[0][1]) if len(tree.entries) == 1 and tree.entries[0][0].text == "not" else None
    if twice is not None:
        return meaning(twice)
    said: set[tuple[str, Hashable]] = set()
    for key, value in tree.entries:
        if key.text in ("all", "any") and isinstance(value, Sequence):
            flat = frozenset(meaning(item) for item in _flat(key.text, value))
            if len(flat) == 1:
                return next(iter(flat))
            said.add((key.text, flat))
        elif key.text in AMONG and isinstance(value, Sequence):
            said.add((key.text, frozenset(meaning(item) for item in value.items)))
        else:
            said.add((key.text, meaning(value)))
    return frozenset(said)


def _flat(field: str, items: Sequence) -> Iterator[Tree]:
    for item in items.items:
        match item:
            case Node(((key, Sequence() as inner),), _) if key.text == field:
                yield from _flat(field, inner)
            case _:
                yield item


def _negated(tree: Tree) -> Tree | None:
    """Return the condition that a negation negates; None where the tree is no negation."""
    if isinstance(tree, Node) and len(tree.entries) == 1 and tree.entries[0][0].text == "not":
        return tree.entries[0][1]
    return None


# ---------------------------------------------------------------- rules


def every_rule_adds_something(version: LawVersion) -> Iterator[_Lint]:
    """No rule gives only what another one gives whenever it applies, as far as the words of their conditions show."""
    special: dict[str, list[Rule]] = {}
    for rule in version.rules.values():
        for general in rule.overrides:
            special.setdefault(general, []).append(rule)
    demands = {rule.id: frozenset(_demands(rule, special.get(rule.id, ()))) for rule in version.rules.values()}
    givers: dict[object, list[Rule]] = {}
    for rule in sorted(version.rules.values(), key=lambda rule: rule.place):
        for given in rule.then:
            givers.setdefault(given, []).append(rule)
    for rule in version.rules.values():
        for other in givers[rule.then[0]]:
            if (
                other is not rule
                and set(rule.then) <= set(other.then)
                and set(rule.overrides) <= set(other.overrides)
                and _implies(demands[rule.id], demands[other.id])
            ):
                equal = _implies(demands[other.id], demands[rule.id])
                if equal and set(other.then) == set(rule.then) and set(other.overrides) == set(rule.overrides) and rule.place < other.place:
                    continue  # of two that say the same the second is told
                yield _Lint(
                    _warning(
                        "shadowed",
                        Text(
                            f"alt som regelen `{rule.id}` gir, gir `{other.id}` allerede",
                            f"all that rule `{rule.id}` gives, `{other.id}` gives already",
                        ),
                        rule.place,
                        Text(
                            "en regel som ikke kan legge noe til, sier trolig noe annet enn det som var ment",
                            "a rule that can add nothing probably says something other than what was meant",
                        ),
                        Text(
                            "rett vilkårene, stryk regelen, eller la den ene gå foran den andre (`overrides:`)",
                            "correct the conditions, delete the rule, or let one override the other (`overrides:`)",
                        ),
                        (other.place, Text("den andre regelen", "the other rule")),
                    ),
                    rule.place,
                )
                break


def _demands(rule: Rule, special: Iterable[Rule]) -> Iterator[Hashable]:
    """Yield what must all be so for a rule to apply: conditions, and the ids of rules that must not apply."""
    yield from _conjuncts(rule.when)
    for exception in rule.unless:
        yield from _conjuncts(Not(exception))
    if rule.in_force:
        yield from ((end, rule.in_force.on, ref) for end, ref in (("from", rule.in_force.start), ("to", rule.in_force.end)) if ref)
    yield from (other.id for other in special)


def _conjuncts(condition: Condition) -> Iterator[Hashable]:
    match condition:
        case All(items):
            for item in items:
                yield from _conjuncts(item)
        case Not(Not(item)):
            yield from _conjuncts(item)
        case Not(Any(items)):
            for item in items:
                yield from _conjuncts(Not(item))
        case Any(items):
            yield Any(tuple(sorted(set(items), key=repr)))
        case _:
            yield condition


def _implies(all_of: frozenset[Hashable], demanded: frozenset[Hashable]) -> bool:
    """Return whether everything demanded is among what is so, or is a choice of which one alternative is."""
    return all(
        one in all_of
        or (
            isinstance(one, Any)
            and any(item in all_of or any(isinstance(s, Any) and set(s.items) <= set(one.items) for s in all_of) for item in one.items)
        )
        for one in demanded
    )


def every_id_names_its_source(version: LawVersion) -> Iterator[_Lint]:
    """Where the id of a rule begins with a section, it is that of the source, and so is the ledd where both say one."""
    for rule in version.rules.values():
        named = _CITED_ID.fullmatch(rule.id)
        if named is None:
            continue
        section = re.sub(r"[\W_]", "", rule.source.section).lower()
        ledd = named["ledd"] if named["ledd"] and rule.source.ledd is not None else None
        if section != named["section"] or (ledd is not None and ledd != str(rule.source.ledd)):
            cited = rule.source.section + (f" ledd {rule.source.ledd}" if rule.source.ledd is not None else "")
            yield _Lint(
                _warning(
                    "wrong-citation",
                    Text(
                        f"id-en til regelen `{rule.id}` nevner et annet sted i loven enn hjemmelen, {cited}",
                        f"the id of rule `{rule.id}` names another place of the law than its source, {cited}",
                    ),
                    rule.place,
                    Text(
                        "en avgjørelse viser til hjemmelen; er den feil, finner leseren ikke regelen i loven",
                        "a decision cites the source; if that is wrong, the reader does not find the rule in the law",
                    ),
                    Text("rett hjemmelen, eller gi regelen en annen id", "correct the source, or give the rule another id"),
                ),
                rule.place,
            )


def every_number_has_one_name(version: LawVersion) -> Iterator[_Lint]:
    """No two parameters have the same value, unit and source."""
    first: dict[object, Parameter] = {}
    for parameter in sorted(version.parameters.values(), key=lambda parameter: parameter.place):
        other = first.setdefault((parameter.value, parameter.unit, parameter.source), parameter)
        if other is not parameter:
            yield _Lint(
                _warning(
                    "same-parameter",
                    Text(
                        f"parameterne `{other.name}` og `{parameter.name}` har samme verdi og samme hjemmel",
                        f"parameters `{other.name}` and `{parameter.name}` have the same value and source",
                    ),
                    parameter.place,
                    Text(
                        "når loven endrer tallet, blir gjerne bare det ene av dem rettet",
                        "when the law changes the number, often only one of them is corrected",
                    ),
                    Text("bruk ett navn, eller vis nøyaktig hvor hvert av tallene står", "use one name, or cite exactly where each stands"),
                    (other.place, Text("den andre parameteren", "the other parameter")),
                ),
                parameter.place,
            )


# ---------------------------------------------------------------- trees


def _parts(tree: Tree) -> Iterator[tuple[Place | None, Tree]]:
    """Yield the parts of a file: each rule with the place of its id, and everything else with None."""
    for key, value in _entries(tree):
        if key.text == "rules" and isinstance(value, Sequence):
            for rule in value.items:
                id_ = _value(rule, "id")
                yield (id_.place if id_ is not None else None), rule
        else:
            yield None, value


def _nodes(tree: Tree) -> Iterator[Tree]:
    """Yield the tree and all in it that is not a single value."""
    if isinstance(tree, Node):
        yield tree
        for _, value in tree.entries:
            if not isinstance(value, Scalar):
                yield from _nodes(value)
    elif isinstance(tree, Sequence):
        yield tree
        for item in tree.items:
            if not isinstance(item, Scalar):
                yield from _nodes(item)


def _entries(tree: Tree | None) -> tuple[tuple[Scalar, Tree], ...]:
    return tree.entries if isinstance(tree, Node) else ()


def _value(tree: Tree | None, field: str) -> Tree | None:
    return next((value for key, value in _entries(tree) if key.text == field), None)
