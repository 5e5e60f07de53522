"""The readable decision: one text in Norwegian Bokmål or English, told from the trail alone.

The order is the reader's: the outcome, what a person must look at, what is missing, which law governs and why, every
conclusion, and the derivation as a tree. A number in brackets is the number of the step in the trail, as in the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Final

from ..inference.clauses import Known, Program, Role, Signed, Test, names_in, names_of
from ..law.compiled import Finding, conclusion_nodes
from ..law.deciding import Decision, Run
from ..model import GOVERNS, Conclusion, Language, Text, Value, Vocabulary
from .document import missing
from .steps import Premise, Step, Trail, literals_of, unknown_facts
from .wording import (
    Seen, Terms, expression_words, headline, label, needed_words, rule_words, status_words, terms_of, test_words, value_words,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text as RichText
    from rich.tree import Tree

_ACT: Final = "law.act"
_REVIEW, _GUIDANCE = "review.", "guidance."

_GOOD, _BAD, _OPEN, _DIM, _STRONG, _PLAIN = "green", "red", "yellow", "dim", "bold", ""
_TONES: Final[Mapping[str, str]] = {
    "met": _GOOD, "value": _GOOD, "applies": _GOOD, "not_met": _BAD, "does_not_apply": _BAD, "open": _OPEN, "rule_open": _OPEN,
    "not_applicable": _DIM,
}

_GLUE: Final = "\ue000"
"""Stands for a space at which no line may break, until the lines are made; rich would break at a no-break space."""

_WHOLE, _BRIEF = 99, 1
"""How many levels of steps a derivation shows below its root."""

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with its style."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the derivation as the reader sees it: one or two lines, and what they rest on."""

    lines: tuple[Line, ...]
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One decision as it is told: its trail, its language, and where each step is found again.

    `numbers` finds a step by version, whether it chooses the law, kind and name. `told` fills with the steps already
    told in full, so that each is told once.
    """

    decision: Decision
    trail: Trail
    vocabulary: Vocabulary
    lang: Language
    full: bool
    terms: Mapping[str | None, Terms]
    numbers: Mapping[tuple[str | None, bool, str, str], int]
    told: set[object] = field(default_factory=set)

    def say(self, nb: str, en: str) -> str:
        """Return the text in the language of this view."""
        return nb if self.lang == "nb" else en

    def pick(self, text: Text) -> str:
        """Return the text in the language of this view."""
        return self.say(text.nb, text.en)


def render_text(decision: Decision, trail: Trail, vocabulary: Vocabulary, lang: Language, full: bool, width: int, colour: bool) -> str:
    """Return the decision as text of `width` columns; `full` adds the derivation of every conclusion, not the outcome's alone."""
    from rich.console import Console  # here, so that commands that print no decision start fast

    view = view_of(decision, trail, vocabulary, lang, full)
    out = StringIO()
    # Every property is given: nothing of the surroundings may reach the text.
    console = Console(file=out, width=width, height=100, color_system="standard" if colour else None, force_terminal=colour,
                      no_color=not colour, highlight=False, markup=False, emoji=False, legacy_windows=False)
    for block in (_outcome, _look, _missing, _law, _conclusions, _derivation):
        block(view, console)
    return "\n".join(line.rstrip() for line in out.getvalue().replace(_GLUE, " ").rstrip().splitlines()) + "\n"


def view_of(decision: Decision, trail: Trail, vocabulary: Vocabulary, lang: Language, full: bool) -> View:
    """Return the view of a decision, with nothing told yet."""
    terms: dict[str | None, Terms] = {None: terms_of(lang, vocabulary, None)}
    for run in (*decision.choices, *decision.runs):
        terms[run.compiled.version.name] = terms_of(lang, vocabulary, run.compiled.version)
    line = min((step.number for step in trail.steps if step.kind == "governs"), default=0)
    numbers: dict[tuple[str | None, bool, str, str], int] = {}
    for step in trail.steps:
        numbers[step.version, step.number < line, step.kind, step.name] = step.number
    return View(decision, trail, vocabulary, lang, full, terms, numbers)


# ---------------------------------------------------------------- the outcome


def _outcome(view: View, console: Console) -> None:
    decision = view.decision
    console.print(_text((f"{view.say('Sak', 'Case')} {decision.case.id}", _STRONG)))
    for conclusion in _principals(view):
        finding = decision.findings[conclusion.name]
        told = _finding_words(view, conclusion.name, finding)
        if finding.status == "open":
            told = view.say("åpent – opplysninger mangler", "open – facts are missing")
        console.print(_text((f"{view.pick(conclusion.label)}: ", _STRONG), (headline(told), f"bold {_TONES[finding.status]}")))
    act = decision.findings.get(_ACT)
    if act is not None and act.status == "value":
        console.print(_text((f"{view.pick(view.vocabulary.conclusions[_ACT].label)}: {_finding_words(view, _ACT, act)}", _PLAIN)))
    console.print(_text((_versions_line(view), _PLAIN)))
    if decision.case.forced is not None:
        console.print(_text((view.say(f"Lovversjon {decision.case.forced} er valgt av brukeren; reglene om lovvalg er ikke brukt.",
                                      f"Law version {decision.case.forced} was chosen by the user; the rules on choice of law were not applied."),
                             _OPEN)))
    if _of_origin(view, "assumed"):
        console.print(_text((view.say("Avgjørelsen bygger på opplysninger som er antatt, se under Lovvalg og grunnlag.",
                                      "The decision rests on facts that are assumed; see Choice of law and basis."), _OPEN)))


def _versions_line(view: View) -> str:
    """Say which law version governs; per topic only where the topics differ."""
    governing = view.decision.governing
    told = {topic: view.say(" eller ", " or ").join(found.versions) for topic, found in governing.items()}
    head = view.say("Lovversjon: ", "Law version: ")
    if len(set(told.values())) == 1:
        return head + next(iter(told.values()))
    return head + "; ".join(f"{view.pick(view.vocabulary.topics[topic].label).lower()} {versions}" for topic, versions in told.items())


def _principals(view: View) -> list[Conclusion]:
    return [conclusion for conclusion in view.vocabulary.conclusions.values() if conclusion.principal]


# ---------------------------------------------------------------- what a person must look at, and what is missing


def _look(view: View, console: Console) -> None:
    for prefix, title in ((_REVIEW, view.say("En saksbehandler må vurdere", "A person must look")),
                          (_GUIDANCE, view.say("Veiledende merknader (veiledning, ikke lovkrav)", "Notes of guidance (not requirements of law)"))):
        met = [name for name, finding in view.decision.findings.items() if name.startswith(prefix) and finding.status == "met"]
        if not met:
            continue
        _title(console, title, _OPEN)
        for name in met:
            conclusion = view.vocabulary.conclusions[name]
            numbers = view.trail.because.get(name, ())
            _indented(console, ("! ", _OPEN), (view.pick(conclusion.label), _STRONG), (_numbers(numbers), _DIM))
            if conclusion.text is not None:
                _indented(console, (view.pick(conclusion.text), _PLAIN), left=4)
            for rule in _rules_applied(view, numbers):
                _indented(console, (f"{view.say('Grunnlag: ', 'Basis: ')}{_rule_line(view, rule)} [{rule.number}]", _DIM), left=4)


def _rules_applied(view: View, numbers: Iterable[int]) -> list[Step]:
    found = [view.trail.steps[n - 1] for number in numbers for premise in view.trail.steps[number - 1].premises for n in premise.steps]
    return [step for step in dict.fromkeys(found) if step.kind == "rule" and step.result == "applies"]


def _missing(view: View, console: Console) -> None:
    lacking = {fact: None for conclusion in _principals(view) for fact in missing(view.decision, view.vocabulary, conclusion.name)}
    if not lacking:
        return
    _title(console, view.say("Opplysninger som mangler for å avgjøre utfallet", "Facts missing for the outcome"), _OPEN)
    for name in lacking:
        fact = view.vocabulary.facts[name]
        _indented(console, ("? ", _OPEN), (view.pick(fact.label), _STRONG), (f" – {view.pick(fact.question)}", _PLAIN))
    _indented(console, (view.say("Utfallet er åpent til saken viser disse opplysningene, eller så mange av dem at resten ikke kan endre det.",
                                 "The outcome is open until the case states these facts, or enough of them that the rest cannot change it."),
                        _PLAIN))


# ---------------------------------------------------------------- the law that governs


def _law(view: View, console: Console) -> None:
    _title(console, view.say("Lovvalg og grunnlag", "Choice of law and basis"))
    for topic in view.decision.governing:
        _print_tree(console, _topic_branch(view, topic))
    for origin, title in (("assumed", view.say("Antatt for denne vurderingen:", "Assumed for this evaluation:")),
                          ("silence", view.say("Saken nevner ikke, og det er lest som at det ikke har skjedd:",
                                               "Not mentioned in the case, and read as not having happened:"))):
        steps = _of_origin(view, origin)
        if steps:
            _indented(console, (title, _OPEN if origin == "assumed" else _PLAIN))
            for step in steps:
                _indented(console, (f"[{step.number}] ", _DIM), (_value_line(view, step), _PLAIN), left=4)


def _of_origin(view: View, origin: str) -> list[Step]:
    return [step for step in view.trail.steps if step.kind == origin]


def _topic_branch(view: View, topic: str) -> Branch:
    """Tell which version governs a topic and why: the rules that fired, and those that did not."""
    governing = view.decision.governing[topic]
    step = view.trail.steps[view.trail.law[topic][0] - 1]
    told, tone = f"{view.say('lovversjon', 'law version')} {governing.versions[0]}", _GOOD
    if step.result == "forced":
        told, tone = told + view.say(" – valgt av brukeren", " – chosen by the user"), _OPEN
    elif not governing.settled:
        told, tone = view.say("ikke avklart, ", "not settled, ") + view.say(" eller ", " or ").join(governing.versions), _OPEN
    head: Line = ((f"[{step.number}] ", _DIM), (f"{view.pick(view.vocabulary.topics[topic].label)}: ", _STRONG), (told, tone))
    below = []
    for run in view.decision.choices:
        name = run.compiled.version.name
        number = view.numbers.get((name, True, "conclusion", GOVERNS + topic))
        if number is not None:
            below.append(_step_branch(view, number, _WHOLE if view.full else _BRIEF))
        elif name in governing.versions and GOVERNS + topic in run.program.conclusions:
            below.append(_open_conclusion(view, run, GOVERNS + topic, _WHOLE if view.full else 2))
    return Branch((head,), tuple(below))


# ---------------------------------------------------------------- the conclusions


def _conclusions(view: View, console: Console) -> None:
    from rich.padding import Padding
    from rich.table import Table

    _title(console, view.say("Konklusjoner", "Conclusions"))
    silent: list[str] = []
    absent: list[str] = []
    for topic in view.vocabulary.topics.values():
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", style=_DIM, no_wrap=True)
        table.add_column(ratio=3)
        table.add_column(ratio=2)
        for name in _of_topic(view, topic.name):
            finding = view.decision.findings[name]
            if finding.status == "not_applicable":
                absent.append(name)
            elif finding.status == "not_met" and name.startswith((_REVIEW, _GUIDANCE)):
                silent.append(name)
            elif finding.status != "open" and not (finding.status == "met" and name.startswith((_REVIEW, _GUIDANCE))):
                table.add_row(_numbers(view.trail.because.get(name, ()), ""), view.pick(view.vocabulary.conclusions[name].label),
                              _text((_finding_words(view, name, finding), _TONES[finding.status])))
        if table.row_count:
            _indented(console, (view.pick(topic.label), _STRONG))
            console.print(Padding(table, (0, 0, 0, 4)))
    _open_list(view, console)
    _counted(view, console, silent, view.say("spørsmål til saksbehandler eller veiledning er vurdert og ikke utløst",
                                             "questions for a person or notes of guidance were examined and not raised"))
    _counted(view, console, absent, view.say("konklusjoner er ikke aktuelle", "conclusions are not applicable"))


def _of_topic(view: View, topic: str) -> list[str]:
    """Return the names of a topic's conclusions, the principal one first; the choice of law is told elsewhere."""
    found = [c for c in view.vocabulary.conclusions.values() if c.topic == topic and c.type != "version" and c.name in view.decision.findings]
    return [c.name for c in sorted(found, key=lambda c: not c.principal)]


def _open_list(view: View, console: Console) -> None:
    """List what is open, grouped by the facts that are missing for it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, conclusion in view.vocabulary.conclusions.items():
        if name in view.decision.findings and view.decision.findings[name].status == "open" and conclusion.type != "version":
            groups.setdefault(missing(view.decision, view.vocabulary, name), []).append(name)
    if not groups:
        return
    _indented(console, (view.say("Åpne konklusjoner", "Open conclusions"), f"bold {_OPEN}"))
    for facts, names in groups.items():
        lacking = "; ".join(view.pick(view.vocabulary.facts[fact].label) for fact in facts)
        _indented(console, (view.say("Mangler: ", "Missing: "), _OPEN), (lacking, _PLAIN), left=4)
        for name in names:
            _indented(console, (f"? {view.pick(view.vocabulary.conclusions[name].label)}", _PLAIN), left=6)


def _counted(view: View, console: Console, names: list[str], words: str) -> None:
    if not names:
        return
    _indented(console, (f"{len(names)} {words}{':' if view.full else '.'}", _DIM))
    if view.full:
        for name in names:
            _indented(console, (f"{view.pick(view.vocabulary.conclusions[name].label)}{_numbers(view.trail.because.get(name, ()))}", _DIM), left=4)


# ---------------------------------------------------------------- the derivation


def _derivation(view: View, console: Console) -> None:
    _title(console, view.say("Begrunnelse", "Justification"))
    _indented(console, (view.say("Tall i hakeparentes er nummeret på trinnet i sporet (trail); hvert trinn er vist fullt ut én gang.",
                                 "A number in brackets is the number of the step in the trail; each step is shown in full once."), _DIM))
    names = [conclusion.name for conclusion in _principals(view)]
    if not view.full and any(view.decision.findings[name].status == "open" for name in names):
        _indented(console, (view.say("Det åpne er vist fullt ut; det som alt er avklart, kort, med nummeret sitt i sporet.",
                                     "What is open is shown in full; what is settled already, in short, with its number in the trail."), _DIM))
    if view.full:
        names += [name for topic in view.vocabulary.topics for name in _of_topic(view, topic) if name not in names]
    for name in names:
        for branch in _conclusion_branches(view, name):
            _print_tree(console, branch)


def _conclusion_branches(view: View, name: str) -> Iterator[Branch]:
    """Yield the derivation of a public conclusion: one tree, or one for each version that may govern it."""
    topic = view.vocabulary.conclusions[name].topic
    runs = [run for run in view.decision.runs if topic in run.topics and name in run.program.conclusions]
    for run in runs:
        version = run.compiled.version.name
        number = view.numbers.get((version, False, "conclusion", name))
        branch = _step_branch(view, number, _WHOLE) if number is not None else _open_conclusion(view, run, name, _WHOLE)
        if len(runs) > 1:
            under = view.say(f"Dersom lovversjon {version} styrer", f"If law version {version} governs")
            branch = Branch((((f"{under}:", _STRONG),),), (branch,))
        yield branch


def _step_branch(view: View, number: int, depth: int, lead: str = "") -> Branch:
    """Tell one settled step and, `depth` levels down, what it rests on."""
    step = view.trail.steps[number - 1]
    head = _head(view, step, lead)
    if number in view.told:
        return Branch(((*head, (view.say(f" – se nr. {number}", f" – see no. {number}"), _DIM)),))
    numbered: Line = ((f"[{number}] ", _DIM), *head)
    rules = [n for premise in step.premises for n in premise.steps] if step.kind == "conclusion" else []
    if depth <= 0 and step.kind != "rule":
        return Branch((numbered,))
    if depth > 1 or step.kind != "conclusion":
        _tell(view, number, depth)
    if len(rules) == 1:
        # A conclusion with one rule and that rule are told as one: two lines instead of two levels.
        rule = _step_branch(view, rules[0], depth)
        return Branch((numbered, *rule.lines), rule.below)
    if rules:
        by_result = sorted(rules, key=lambda n: view.trail.steps[n - 1].result != "applies")
        return Branch((numbered,), tuple(_step_branch(view, n, depth) for n in by_result))
    return Branch((numbered,), tuple(b for premise in step.premises for b in _premise_branches(view, step, premise, depth - 1)))


def _tell(view: View, number: int, depth: int) -> None:
    if depth > _BRIEF:
        view.told.add(number)


def _head(view: View, step: Step, lead: str) -> Line:
    terms = view.terms[step.version]
    before: Line = ((lead, _PLAIN),) if lead else ()
    if step.kind == "rule":
        return ((_rule_status(terms, step.result, lead), _TONES[step.result]), (_rule_line(view, step), _PLAIN))
    if step.kind == "conclusion":
        told = value_words(terms, step.name, step.value) if step.result == "value" else status_words(terms, step.result)
        return (*before, (f"{label(terms, step.name)}: ", _PLAIN), (told, _TONES[step.result]))
    return (*before, (_value_line(view, step), _PLAIN))


def _rule_status(terms: Terms, result: str, lead: str) -> str:
    """Say what a rule does here; a special rule is called so: "Special rule does not apply"."""
    told = status_words(terms, result)
    if not lead:
        return f"{headline(told)}: "
    special = lead.removesuffix(": ")
    return f"{special}, {status_words(terms, 'open')}: " if result == "rule_open" else f"{special} {told}: "


def _rule_line(view: View, step: Step) -> str:
    assert step.rule is not None
    return rule_words(view.terms[step.version], step.rule)


def _value_line(view: View, step: Step) -> str:
    terms = view.terms[step.version]
    told = f"{label(terms, step.name)}: {value_words(terms, step.name, step.value)}"
    if step.derived is None:
        return told + {"assumed": view.say(" – antatt", " – assumed"), "silence": view.say(" – saken tier", " – the case is silent")}[step.kind]
    return f"{told} = {expression_words(terms, step.derived.expression, _seen(view, step.premises[0].values, step))}"


def _premise_branches(view: View, step: Step, premise: Premise, depth: int) -> Iterator[Branch]:
    lead = _lead(view, premise.role, premise.holds)
    if premise.test is None and step.kind != "value":
        for number in premise.steps:
            yield _step_branch(view, number, depth, lead)
        return
    below = tuple(_value_branches(view, premise.values, premise.steps, depth))
    if premise.test is None:
        # A computation is told in the line of its value; only what that line rests on remains.
        yield from below
        return
    told = test_words(view.terms[step.version], premise.test, premise.holds, _seen(view, premise.values, step))
    yield Branch((((lead + told, _PLAIN),),), below)


def _value_branches(view: View, values: Iterable[tuple[str, Value]], steps: Iterable[int], depth: int) -> Iterator[Branch]:
    """Yield what must be told below a test of the values it was made on: computations, and the sources of facts."""
    if depth < 0:
        return
    for number in steps:
        if number not in view.told and view.trail.steps[number - 1].kind == "value":
            yield _step_branch(view, number, max(depth, 1))
    for name, value in values:
        fact = view.decision.case.facts.get(name)
        if fact is not None and fact.source is not None and ("source", name) not in view.told:
            view.told.add(("source", name))
            terms = view.terms[None]
            yield Branch((((f"{label(terms, name)}: {value_words(terms, name, value)}", _PLAIN),
                           (f" – {view.say('kilde', 'source')}: {fact.source}", _DIM)),))


def _seen(view: View, values: Iterable[tuple[str, Value]], step: Step) -> Seen:
    return _marked(view, dict(values), step.version, (step.version, step.number))


def _marked(view: View, values: Mapping[str, Value], version: str | None, at: tuple[str | None, int] | None) -> Seen:
    """Return values with what must be told of each: its step, and whether it was assumed or taken from silence."""
    choosing = at is not None and at[1] < min((numbers[0] for numbers in view.trail.law.values()), default=0)
    marks = {}
    for name in values:
        fact = view.decision.case.facts.get(name)
        if fact is not None and fact.origin in ("assumed", "silence"):
            number = view.numbers[None, True, fact.origin, name]
            told = view.say("antatt", "assumed") if fact.origin == "assumed" else view.say("saken tier", "the case is silent")
            marks[name] = f", {told} [{number}]"
        elif (version, choosing, "value", name) in view.numbers:
            marks[name] = f" [{view.numbers[version, choosing, 'value', name]}]"
    return Seen(values, marks)


def _lead(view: View, role: Role, holds: bool) -> str:
    match role:
        case "unless":
            return view.say("Unntak: ", "Exception: ")
        case "overridden":
            return view.say("Spesialregel: ", "Special rule: ")
        case "in_force":
            return view.say("I kraft: ", "In force: ") if holds else view.say("Ikke i kraft: ", "Not in force: ")
        case _:
            return ""


# ---------------------------------------------------------------- what is still open


def _open_conclusion(view: View, run: Run, name: str, depth: int, lead: str = "") -> Branch:
    """Tell an open conclusion: the rules for it that are open, then those that are settled."""
    terms = view.terms[run.compiled.version.name]
    head: Line = ((f"{lead}{label(terms, name)}: ", _PLAIN), (status_words(terms, "open"), _OPEN))
    key = ("open", run.compiled.version.name, not run.topics, name)
    if key in view.told or depth <= 0:
        return Branch(((*head, (view.say(" – se ovenfor", " – see above") if key in view.told else "", _DIM)),))
    view.told.add(key)
    rules = run.program.conclusions[name].rules
    settled = [_number(view, run, "rule", rule) for rule in rules]
    still = [_open_rule(view, run, rule, depth - 1) for rule, number in zip(rules, settled, strict=True) if number is None]
    known = [_step_branch(view, number, depth - 1 if view.full else 0) for number in settled if number is not None]
    if len(still) == 1 and not known:
        return Branch((head, *still[0].lines), still[0].below)
    return Branch((head,), (*still, *known))


def _open_rule(view: View, run: Run, name: str, depth: int, lead: str = "") -> Branch:
    """Tell an open rule: its undecided premises in full, then those that hold."""
    terms = view.terms[run.compiled.version.name]
    node = run.program.rules[name]
    head: Line = ((_rule_status(terms, "rule_open", lead), _OPEN), (rule_words(terms, node.rule), _PLAIN))
    key = ("open", run.compiled.version.name, not run.topics, "rule", name)
    if key in view.told:
        return Branch(((*head, (view.say(" – se ovenfor", " – see above"), _DIM)),))
    view.told.add(key)
    literals = literals_of(run)
    still = [b for literal, role in node.premises if not _decided(literal, literals) for b in _open_premise(view, run, literal, role, depth)]
    known = [b for literal, role in node.premises if _decided(literal, literals) for b in _known_premise(view, run, literal, role, literals, depth)]
    return Branch((head,), (*still, *known))


def _decided(literal: Signed, literals: frozenset[Signed]) -> bool:
    return literal in literals or literal ^ 1 in literals


def _open_premise(view: View, run: Run, literal: Signed, role: Role, depth: int) -> Iterator[Branch]:
    """Yield an undecided premise as the rule needs it."""
    terms = view.terms[run.compiled.version.name]
    lead, holds = _lead(view, role, True), not literal & 1
    node = run.program.nodes[literal >> 1]
    if isinstance(node, Test):
        names = _tested(node)
        values = {name: run.values[name] for name in names if name in run.values}
        seen = _marked(view, values, run.compiled.version.name, None)
        lacking = sorted(unknown_facts(run, node))
        lines: list[Line] = [((f"{lead}{view.say('Uavklart', 'Undetermined')}: ", _OPEN), (needed_words(terms, node.condition, holds, seen), _PLAIN))]
        if not set(lacking) <= set(names):
            lines.append(((f"{view.say('Mangler', 'Missing')}: {'; '.join(label(terms, fact) for fact in lacking)}", _OPEN),))
        yield Branch(tuple(lines))
        return
    owner = _owner(run.program, literal >> 1)
    if owner is not None:
        kind, name = owner
        yield _open_rule(view, run, name, depth, lead) if kind == "rule" else _open_conclusion(view, run, name, depth, lead)
        return
    literals = literals_of(run)
    inputs = [i if holds else i ^ 1 for i in node.inputs]
    every = (node.kind == "and") == holds
    words = view.say("Alt dette kreves", "All of this is needed") if every else view.say("Minst ett av dette kreves", "At least one of these is needed")
    below = [b for i in inputs if not _decided(i, literals) for b in _open_premise(view, run, i, "when", depth)]
    known = [b for i in inputs if _decided(i, literals) for b in _known_premise(view, run, i, "when", literals, depth)]
    yield Branch((((f"{lead}{words}:", _PLAIN),),), (*below, *known))


def _known_premise(view: View, run: Run, literal: Signed, role: Role, literals: frozenset[Signed], depth: int) -> Iterator[Branch]:
    """Yield a decided premise of an open rule; its derivation only where all is shown."""
    node = run.program.nodes[literal >> 1]
    holds = literal & ~1 in literals
    lead = _lead(view, role, holds)
    version = run.compiled.version.name
    if isinstance(node, Test):
        names = _tested(node)
        values = {name: run.values[name] for name in names if name in run.values}
        told = test_words(view.terms[version], node.condition, holds, _marked(view, values, version, None))
        yield Branch((((lead + told, _PLAIN),),))
        return
    owner = _owner(run.program, literal >> 1)
    if owner is not None:
        number = _number(view, run, *owner)
        if number is not None:
            yield _step_branch(view, number, depth if view.full else 0, lead)
        return
    for i in node.inputs:
        signed = i if holds else i ^ 1
        if signed in literals:
            yield from _known_premise(view, run, signed, role, literals, depth)


def _tested(node: Test) -> list[str]:
    """Return the names that a test is made on, each once."""
    test = node.condition
    return list(dict.fromkeys(names_of(test.expression) if isinstance(test, Known) else names_in(test)))


def _owner(program: Program, node: int) -> tuple[str, str] | None:
    """Return the rule or conclusion that a node stands for, if it stands for one."""
    for name, rule in program.rules.items():
        if rule.node == node:
            return "rule", name
    for name in program.conclusions:
        if node in conclusion_nodes(program, name):
            return "conclusion", name
    return None


def _number(view: View, run: Run, kind: str, name: str) -> int | None:
    return view.numbers.get((run.compiled.version.name, not run.topics, kind, name))


# ---------------------------------------------------------------- pieces of text


def _finding_words(view: View, name: str, finding: Finding) -> str:
    terms = view.terms[None]
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)


def _numbers(numbers: Iterable[int], before: str = " ") -> str:
    told = ", ".join(str(number) for number in numbers)
    return f"{before}[{told}]" if told else ""


def _text(*pieces: tuple[str, str]) -> RichText:
    from rich.text import Text as Rich

    return Rich.assemble(*((_glued(text), style) for text, style in pieces))


def _glued(text: str) -> str:
    """Keep a section sign, `no.` and the like on one line with the number that follows."""
    return re.sub(r"(§§?|\b(?:nr\.|no\.|section|bokstav|letter|kapittel|chapter)) (?=\w)", rf"\1{_GLUE}", text)


def _title(console: Console, title: str, tone: str = "") -> None:
    console.print()
    console.print(_text((title, f"bold {tone}".strip())))


def _indented(console: Console, *pieces: tuple[str, str], left: int = 2) -> None:
    from rich.padding import Padding

    console.print(Padding(_text(*pieces), (0, 0, 0, left)))


def _print_tree(console: Console, branch: Branch) -> None:
    from rich.padding import Padding

    console.print(Padding(_tree(branch), (0, 0, 0, 2)))


def _tree(branch: Branch) -> Tree:
    from rich.tree import Tree

    tree = Tree(_lines(branch), guide_style=_DIM)
    waiting = [(tree, child) for child in reversed(branch.below)]
    while waiting:
        parent, child = waiting.pop()
        added = parent.add(_lines(child))
        waiting += [(added, below) for below in reversed(child.below)]
    return tree


def _lines(branch: Branch) -> RichText:
    from rich.text import Text as Rich

    return Rich("\n").join([_text(*line) for line in branch.lines])
