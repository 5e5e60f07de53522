"""The derivation as a reader sees it: branches of words, from a conclusion down to the facts, settled or still open.

Every number is the number of a step of the trail. A step is told in full once; after that its number refers to it. What
is open has no step: it is read off the compiled clauses, with the tests that are undecided and the facts they lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from ..diagnostics import said
from ..frozen import dataclass
from ..inference.clauses import Role, Test, names_tested
from ..inference.literals import Signed, is_positive, negated, node_of, turned
from ..law.deciding import Decision, Run, vocabulary_of
from ..model import NONE, Language, Rule, Text, Value, Vocabulary
from ..terms.saying import date_words
from ..trail.acts import StepKey, first_step, foreign_steps, step_numbers
from ..trail.document import missing, unstated
from ..trail.lacking import unknown_facts
from ..trail.steps import Premise, Step, Trail
from ..walking import names_of
from .catalogue import say
from .report import Branch, Line, Reference, Tone
from .wording import (
    Seen,
    Terms,
    expression_words,
    headline,
    inside,
    label,
    needed_words,
    rule_words,
    status_words,
    terms_of,
    test_words,
    value_words,
)

TONES: Final[Mapping[str, Tone]] = {
    "met": "good",
    "value": "plain",
    "applies": "good",
    "not_met": "bad",
    "does_not_apply": "bad",
    "open": "open",
    "rule_open": "open",
    "not_applicable": "dim",
}
"""The tone of each status of a conclusion and each result of a rule. A value is neither good nor bad: it may be a refusal."""

WHOLE: Final = 99
"""More levels than any derivation has."""

BRIEF: Final = 1
"""One level: a conclusion with its rules and what these rest on directly."""


@dataclass(frozen=True, slots=True)
class View:
    """One decision as it is told: its trail, its language, and where each step is found again.

    Steps before number `first` belong to the choice of law. `foreign` holds the steps that come to nothing because their
    Act is not the one that applies, with the step that says which does. `literals` holds what each run derived, by
    version and whether it chose the law. `told` fills with what has been told in full, `cited` with the rules told of, by
    version and id.
    """

    decision: Decision
    trail: Trail
    vocabulary: Vocabulary
    lang: Language
    full: bool
    terms: Mapping[str | None, Terms]
    first: int
    numbers: Mapping[StepKey, int]
    foreign: Mapping[int, int]
    literals: Mapping[tuple[str, bool], frozenset[Signed]]
    told: set[object] = field(default_factory=set)
    cited: set[tuple[str, str]] = field(default_factory=set)

    def say(self, text: str, /, **values: object) -> str:
        """Return a text of the catalogue in the language of this view, with the values put in."""
        return say(self.lang, text, **values)

    def pick(self, text: Text) -> str:
        """Return the text in the language of this view."""
        return said(text, self.lang)


def unstated_words(view: View, name: str) -> list[str]:
    """Return why no fact can settle an open conclusion: the values that the law does not state for a day of the case."""
    found = []
    for parameter, day in unstated(view.decision, view.trail, view.vocabulary, name):
        terms = next(terms for terms in view.terms.values() if terms.version is not None and parameter in terms.version.schedules)
        assert terms.version is not None
        what = inside(terms, view.pick(terms.version.schedules[parameter].label))
        found.append(view.say("The rules state no value of {what} on {day}.", what=what, day=date_words(view.lang, day)))
    return found


def open_words(view: View, name: str) -> str:
    """Return that a conclusion is open, and for want of what."""
    if not missing(view.decision, view.trail, view.vocabulary, name) and unstated(view.decision, view.trail, view.vocabulary, name):
        return view.say("open – the rules state no value for that day")
    return view.say("open – facts are missing")


def view_of(decision: Decision, trail: Trail, lang: Language, full: bool) -> View:
    """Return the view of a decision, with nothing told yet; its texts are those of the versions that govern."""
    vocabulary = vocabulary_of(decision)
    terms: dict[str | None, Terms] = {None: terms_of(lang, vocabulary, None)}
    for run in (*decision.choices, *decision.runs):
        terms[run.compiled.version.name] = terms_of(lang, run.compiled.vocabulary, run.compiled.version)
    first, numbers = first_step(trail), step_numbers(trail)
    literals = {(run.compiled.version.name, not run.topics): held for run, held in trail.held}
    foreign = foreign_steps(decision, trail)
    return View(decision, trail, vocabulary, lang, full, terms, first, numbers, foreign, literals)


def conclusion_branches(view: View, name: str) -> Iterator[Branch]:
    """Yield the derivation of a public conclusion: one tree, or one for each version that may govern it."""
    topic = view.vocabulary.conclusions[name].topic
    runs = [run for run in view.decision.runs if topic in run.topics and name in run.program.conclusions]
    for run in runs:
        version = run.compiled.version.name
        number = view.numbers.get((version, False, "conclusion", name))
        branch = step_branch(view, number, WHOLE) if number is not None else open_conclusion(view, run, name, WHOLE)
        if len(runs) > 1:
            under = view.say("If law version {version} governs:", version=version)
            branch = Branch((((under, "strong"),),), (branch,))
        yield branch


# ---------------------------------------------------------------- what is settled


def step_branch(view: View, number: int, depth: int, lead: str = "") -> Branch:
    """Return one settled step and, `depth` levels down, what it rests on; `lead` says what it is to the step above."""
    step = view.trail.steps[number - 1]
    head = _head(view, step, lead)
    if number in view.told:
        return Branch(((*head, (" – ", "dim"), _see(view, number)),))
    numbered: Line = ((f"[{number}] ", "dim"), *head)
    if number in view.foreign and not view.full:
        another = view.say(" – belongs to another Act, ")
        return Branch(((*numbered, (another, "dim"), _see(view, view.foreign[number])),), steps=(number,))
    if depth <= 0 and step.kind != "rule":
        return Branch((numbered,), steps=(number,))
    if depth > BRIEF:
        view.told.add(number)
    if step.kind == "conclusion" and (rules := [n for p in step.premises if p.role not in ("subject", "value") for n in p.steps]):
        return _conclusion_branch(view, step, numbered, rules, depth)
    below = tuple(b for premise in step.premises for b in _premise_branches(view, step, premise, depth - 1))
    return Branch((numbered,), below, (number,))


def _conclusion_branch(view: View, step: Step, numbered: Line, rules: Sequence[int], depth: int) -> Branch:
    """Return a conclusion with the steps of its rules below it, or with its one rule in its place."""
    number = step.number
    subject = [premise for premise in step.premises if premise.role == "subject"]
    if len(rules) == 1 and not subject:
        # A conclusion with one rule and that rule are told as one: two lines instead of two levels.
        rule = step_branch(view, rules[0], depth)
        return Branch((numbered, *rule.lines), (*rule.below, *_computation(view, step, depth - 1)), (number, *rule.steps))
    # First what applies, then what came nearest to applying: it is stopped by the fewest premises.
    nearest = sorted(rules, key=lambda n: (view.trail.steps[n - 1].result != "applies", len(view.trail.steps[n - 1].premises)))
    told = [step_branch(view, n, depth) for n in nearest]
    told += [branch for premise in subject for branch in _premise_branches(view, step, premise, depth - 1)]
    return Branch((numbered,), (*told, *_computation(view, step, depth - 1)), (number,))


def _computation(view: View, step: Step, depth: int) -> Iterator[Branch]:
    """Yield how the value of a conclusion was computed, or a reference to where that is told."""
    for premise in step.premises:
        if premise.role == "value" and depth >= 0:
            for number in premise.steps:
                yield step_branch(view, number, max(depth, 1))
            yield from _value_branches(view, premise.values, (), depth)


def _see(view: View, number: int) -> Reference:
    return Reference(view.say("see no. {number}", number=number), "dim", number)


def rule_line(view: View, step: Step) -> str:
    """Return the title and citation of the rule of a step."""
    assert step.rule is not None and step.version is not None
    return _cited(view, step.version, step.rule)


def _cited(view: View, version: str, rule: Rule) -> str:
    view.cited.add((version, rule.id))
    return rule_words(view.terms[version], rule)


def value_line(view: View, step: Step) -> str:
    """Return a value with how it came: computed, assumed, or taken from the silence of the case."""
    terms = view.terms[step.version]
    told = f"{label(terms, step.name)}: {value_words(terms, step.name, step.value)}"
    if step.derived is not None:
        return f"{told} = {expression_words(terms, step.derived.expression, _seen(view, step.premises[0].values, step))}"
    return f"{told} – {_origin(view, step.kind, step.value)}"


def premise_line(view: View, step: Step, premise: Premise) -> Line:
    """Return a premise of a step on one line: a test with the values it was made on, or what the step found that it rests on."""
    lead = _lead(view, premise.role, premise.holds)
    if premise.test is not None:
        return ((lead + test_words(view.terms[step.version], premise.test, premise.holds, _seen(view, premise.values, step)), "plain"),)
    (number,) = premise.steps
    return (*_head(view, view.trail.steps[number - 1], lead), (" [", "dim"), Reference(str(number), "dim", number), ("]", "dim"))


def computed_branch(view: View, run: Run, name: str) -> Branch:
    """Return how a run computed a derived value that has no step of its own, with what it rests on."""
    derived, version = run.program.version.derived[name], run.compiled.version.name
    used = list(dict.fromkeys(names_of(derived.expression)))
    numbers = [view.numbers[found] for below in used if (found := (version, not run.topics, "value", below)) in view.numbers]
    basis = Premise(True, "when", None, tuple((below, run.values[below]) for below in used if below in run.values), tuple(numbers), None)
    # It stands after every step: it belongs to the decision and not to the choice of law.
    step = Step(len(view.trail.steps) + 1, "value", version, name, "value", run.values[name], None, derived, (basis,), ())
    return Branch((((value_line(view, step), "plain"),),), tuple(_value_branches(view, basis.values, basis.steps, WHOLE)))


def silences(lang: Language) -> Mapping[Value, str]:
    """Return by what the silence of the case is read as what stands before a list of such facts."""
    return {
        NONE: say(lang, "Not mentioned in the case, and so read as not having happened:"),
        False: say(lang, "Not mentioned in the case, and so read as no:"),
    }


def _origin(view: View, kind: str, value: Value | None) -> str:
    if kind == "assumed":
        return view.say("assumed")
    return view.say("not mentioned in the case, read as no") if value is False else view.say("not mentioned in the case")


def _head(view: View, step: Step, lead: str) -> Line:
    terms = view.terms[step.version]
    if step.kind == "rule":
        return ((_rule_status(terms, step.result, lead), TONES[step.result]), (rule_line(view, step), "plain"))
    if step.kind == "conclusion":
        told = value_words(terms, step.name, step.value) if step.result == "value" else status_words(terms, step.result)
        return ((f"{lead}{label(terms, step.name)}: ", "plain"), (told, TONES[step.result]))
    return ((lead + value_line(view, step), "plain"),)


def _rule_status(terms: Terms, result: str, lead: str) -> str:
    """Say what a rule does here; a special rule is called so: "Special rule does not apply"."""
    told = status_words(terms, result)
    if not lead:
        return f"{headline(told)}: "
    special = lead.removesuffix(": ")
    return f"{special}, {status_words(terms, 'open')}: " if result == "rule_open" else f"{special} {told}: "


def _premise_branches(view: View, step: Step, premise: Premise, depth: int) -> Iterator[Branch]:
    lead = _lead(view, premise.role, premise.holds)
    if premise.test is None and step.kind != "value":
        for number in premise.steps:
            yield step_branch(view, number, depth, lead)
        return
    below = tuple(_value_branches(view, premise.values, premise.steps, depth))
    if premise.test is None:
        # The line of a computed value tells the computation; only what that rests on remains.
        yield from below
        return
    told = test_words(view.terms[step.version], premise.test, premise.holds, _seen(view, premise.values, step))
    yield Branch((((lead + told, "plain"),),), below)


def _value_branches(view: View, values: Iterable[tuple[str, Value]], steps: Iterable[int], depth: int) -> Iterator[Branch]:
    """Yield what must be told below a test of the values it was made on: computations, and the sources of facts."""
    if depth < 0:
        return
    for number in steps:
        if number not in view.told and view.trail.steps[number - 1].kind == "value":
            yield step_branch(view, number, max(depth, 1))
    for name, value in values:
        fact = view.decision.case.facts.get(name)
        if fact is not None and fact.source is not None and ("source", name) not in view.told:
            view.told.add(("source", name))
            terms = view.terms[None]
            told = f"{label(terms, name)}: {value_words(terms, name, value)}"
            yield Branch((((told, "plain"), (f" – {view.say('source')}: {fact.source}", "dim")),))


def _seen(view: View, values: Iterable[tuple[str, Value]], step: Step) -> Seen:
    return _marked(view, dict(values), step.version, step.number < view.first)


def _marked(view: View, values: Mapping[str, Value], version: str | None, choosing: bool) -> Seen:
    """Return values with what must be told of each: its step, and whether it was assumed or taken from silence."""
    marks = {}
    for name in values:
        fact = view.decision.case.facts.get(name)
        if fact is not None and fact.origin in ("assumed", "silence"):
            marks[name] = f", {_origin(view, fact.origin, fact.value)} [{view.numbers[None, True, fact.origin, name]}]"
        elif (version, choosing, "value", name) in view.numbers:
            marks[name] = f" [{view.numbers[version, choosing, 'value', name]}]"
    return Seen(values, marks)


def _lead(view: View, role: Role, holds: bool) -> str:
    match role:
        case "unless":
            return view.say("Exception: ")
        case "overridden":
            return view.say("Special rule: ")
        case "in_force":
            return view.say("In force: ") if holds else view.say("Not in force: ")
        case "subject":
            return view.say("The question arises: ") if holds else view.say("The question does not arise: ")
        case _:
            return ""


# ---------------------------------------------------------------- what is still open


def open_conclusion(view: View, run: Run, name: str, depth: int, lead: str = "") -> Branch:
    """Return an open conclusion with the rules for it that are open, then those that are settled."""
    terms = view.terms[run.compiled.version.name]
    head: Line = ((f"{lead}{label(terms, name)}: ", "plain"), (status_words(terms, "open"), "open"))
    key = ("open", run.compiled.version.name, not run.topics, "conclusion", name)
    if key in view.told:
        return Branch(((*head, _above(view)),))
    if depth <= 0:
        return Branch((head,))
    view.told.add(key)
    rules = run.program.conclusions[name].rules
    still = [_open_rule(view, run, rule, depth - 1) for rule in rules if _number(view, run, "rule", rule) is None]
    settled = [number for rule in rules if (number := _number(view, run, "rule", rule)) is not None]
    known = [step_branch(view, number, depth - 1 if view.full else 0) for number in settled]
    if len(still) == 1 and not known:
        return Branch((head, *still[0].lines), still[0].below)
    return Branch((head,), (*still, *known))


def _above(view: View) -> tuple[str, Tone]:
    return view.say(" – see above"), "dim"


def _open_rule(view: View, run: Run, name: str, depth: int, lead: str = "") -> Branch:
    """Return an open rule with its undecided premises in full, then those that hold."""
    version = run.compiled.version.name
    terms, node = view.terms[version], run.program.rules[name]
    head: Line = ((_rule_status(terms, "rule_open", lead), "open"), (_cited(view, version, node.rule), "plain"))
    key = ("open", version, not run.topics, "rule", name)
    if key in view.told:
        return Branch(((*head, _above(view)),))
    view.told.add(key)
    return Branch((head,), tuple(_premises_of_open(view, run, node.premises, depth)))


def _premises_of_open(view: View, run: Run, premises: Iterable[tuple[Signed, Role]], depth: int) -> Iterator[Branch]:
    """Yield the undecided premises, then the decided ones."""
    literals, decided = _held(view, run), []
    for literal, role in premises:
        if literal in literals or negated(literal) in literals:
            decided.append((literal, role))
        else:
            yield from _open_premise(view, run, literal, role, depth)
    for literal, role in decided:
        yield from _decided_premise(view, run, literal, role, depth)


def _open_premise(view: View, run: Run, literal: Signed, role: Role, depth: int) -> Iterator[Branch]:
    """Yield an undecided premise as the rule needs it."""
    lead, holds = _lead(view, role, True), is_positive(literal)
    node = run.program.nodes[node_of(literal)]
    if isinstance(node, Test):
        yield _open_test(view, run, node, holds, lead)
        return
    owner = run.program.owners.get(node_of(literal))
    if owner is not None:
        kind, name = owner
        yield _open_rule(view, run, name, depth, lead) if kind == "rule" else open_conclusion(view, run, name, depth, lead)
        return
    inputs = [turned(i, holds) for i in node.inputs]
    every = (node.kind == "and") == holds
    if not every:
        # The alternatives that are decided have failed; where one is left, it is simply needed.
        literals = _held(view, run)
        inputs = [i for i in inputs if i not in literals and negated(i) not in literals]
        if len(inputs) == 1:
            yield from _open_premise(view, run, inputs[0], role, depth)
            return
    words = view.say("All of this is needed:") if every else view.say("At least one of these is needed:")
    yield Branch((((lead + words, "plain"),),), tuple(_premises_of_open(view, run, [(i, "when") for i in inputs], depth)))


def _open_test(view: View, run: Run, node: Test, holds: bool, lead: str) -> Branch:
    terms, names = view.terms[run.compiled.version.name], _tested(node)
    lacking = sorted(unknown_facts(run, names_tested(node.condition)))
    told = needed_words(terms, node.condition, holds, _known_values(view, run, names))
    head: Line = ((f"{lead}{view.say('Undetermined')}: ", "open"), (told, "plain"))
    if set(lacking) <= set(names):
        return Branch((head,))
    return Branch((head, ((f"{view.say('Missing')}: {'; '.join(label(terms, fact) for fact in lacking)}", "open"),)))


def _decided_premise(view: View, run: Run, literal: Signed, role: Role, depth: int) -> Iterator[Branch]:
    """Yield a decided premise of an open rule; its derivation only where all is shown."""
    node = run.program.nodes[node_of(literal)]
    literals = _held(view, run)
    holds = literal & ~1 in literals
    lead = _lead(view, role, holds)
    if isinstance(node, Test):
        told = test_words(view.terms[run.compiled.version.name], node.condition, holds, _known_values(view, run, _tested(node)))
        yield Branch((((lead + told, "plain"),),))
        return
    owner = run.program.owners.get(node_of(literal))
    if owner is not None:
        number = _number(view, run, *owner)
        if number is not None:
            yield step_branch(view, number, depth if view.full else 0, lead)
        elif owner[0] == "conclusion":
            # One of its values is ruled out while the conclusion itself is open.
            yield open_conclusion(view, run, owner[1], depth if view.full else 0, lead)
        return
    for i in node.inputs:
        signed = turned(i, holds)
        if signed in literals:
            yield from _decided_premise(view, run, signed, role, depth)


def _held(view: View, run: Run) -> frozenset[Signed]:
    return view.literals[run.compiled.version.name, not run.topics]


def _tested(node: Test) -> list[str]:
    """Return the names that a test is made on, each once."""
    test = node.condition
    return list(dict.fromkeys(names_tested(test)))


def _known_values(view: View, run: Run, names: Iterable[str]) -> Seen:
    values = {name: run.values[name] for name in names if name in run.values}
    return _marked(view, values, run.compiled.version.name, not run.topics)


def _number(view: View, run: Run, kind: str, name: str) -> int | None:
    return view.numbers.get((run.compiled.version.name, not run.topics, kind, name))
