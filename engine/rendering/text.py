"""The readable decision: one text in Norwegian Bokmål or English, told from the trail alone.

The order is the reader's: the outcome, what a person must look at, what is missing, which law governs and why, every
conclusion, and the derivation as a tree. A number in brackets is the number of the step in the trail, as in the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING, Final

from ..law.compiled import Finding
from ..law.deciding import Decision
from ..model import GOVERNS, Conclusion, Language, Vocabulary
from ..trail.document import missing
from ..trail.steps import Step, Trail
from .derivation import (
    ACT,
    BRIEF,
    DIM,
    GOOD,
    OPEN,
    PLAIN,
    STRONG,
    TONES,
    WHOLE,
    Branch,
    Line,
    Tone,
    View,
    conclusion_branches,
    open_conclusion,
    rule_line,
    step_branch,
    value_line,
    view_of,
)
from .wording import headline, status_words, value_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text as RichText
    from rich.tree import Tree

_REVIEW, _GUIDANCE = "review.", "guidance."

_GLUE: Final = "\ue000"
"""Stands for a space at which no line may break, until the lines are made; rich would break at a no-break space."""

_UNBROKEN: Final = re.compile(
    r"(?:(?<=§)|(?<=nr\.)|(?<=no\.)|(?<=section)|(?<=bokstav)|(?<=letter)|(?<=kapittel)|(?<=chapter)) (?=\w)|(?<=\d) (?=[a-zæøå])"
)
"""The spaces before a number that names something, and between a number and its unit."""


def render_text(decision: Decision, trail: Trail, vocabulary: Vocabulary, lang: Language, full: bool, width: int, colour: bool) -> str:
    """Return the decision as text of `width` columns; `full` adds the derivation of every conclusion, not the outcome's alone."""
    from rich.console import Console  # here, so that commands that print no decision start fast

    view = view_of(decision, trail, vocabulary, lang, full)
    out = StringIO()
    # Every property is given: nothing of the surroundings may reach the text.
    console = Console(
        file=out,
        width=width,
        height=100,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for block in (_outcome, _look, _missing, _law, _conclusions, _derivation):
        block(view, console)
    return "\n".join(line.rstrip() for line in out.getvalue().replace(_GLUE, " ").rstrip().splitlines()) + "\n"


# ---------------------------------------------------------------- the outcome


def _outcome(view: View, console: Console) -> None:
    decision = view.decision
    console.print(_text((f"{view.say('Sak', 'Case')} {decision.case.id}", STRONG)))
    for conclusion in _principals(view):
        finding = decision.findings[conclusion.name]
        told = _finding_words(view, conclusion.name, finding)
        if finding.status == "open":
            told = view.say("åpent – opplysninger mangler", "open – facts are missing")
        console.print(_text((f"{view.pick(conclusion.label)}: ", STRONG), (headline(told), f"bold {TONES[finding.status]}")))
    for conclusion in view.vocabulary.conclusions.values():
        # What must not be overlooked beside the outcome: a person outside the target group may still finish a programme.
        if conclusion.headline and decision.findings[conclusion.name].status == "met":
            told = _finding_words(view, conclusion.name, decision.findings[conclusion.name])
            console.print(_text((f"{view.pick(conclusion.label)}: ", STRONG), (headline(told), f"bold {TONES['met']}")))
    act = decision.findings.get(ACT)
    if act is not None and act.status == "value":
        console.print(_text((f"{view.pick(view.vocabulary.conclusions[ACT].label)}: {_finding_words(view, ACT, act)}", PLAIN)))
    console.print(_text((_versions_line(view), PLAIN)))
    forced = decision.case.forced
    if forced is not None:
        console.print(
            _text(
                (
                    view.say(
                        f"Lovversjon {forced} er valgt av brukeren; reglene om lovvalg er ikke brukt.",
                        f"Law version {forced} was chosen by the user; the rules on choice of law were not applied.",
                    ),
                    OPEN,
                )
            )
        )
    if _of_origin(view, "assumed"):
        console.print(
            _text(
                (
                    view.say(
                        "Avgjørelsen bygger på opplysninger som er antatt; se Lovvalg og grunnlag.",
                        "The decision rests on facts that are assumed; see Choice of law and basis.",
                    ),
                    OPEN,
                )
            )
        )


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
    titles = {
        _REVIEW: view.say("En saksbehandler må vurdere", "A person must look"),
        _GUIDANCE: view.say("Merknader etter veiledning (ikke lovkrav)", "Notes of guidance (not requirements of law)"),
    }
    for prefix, title in titles.items():
        met = [name for name, finding in view.decision.findings.items() if name.startswith(prefix) and finding.status == "met"]
        if not met:
            continue
        _title(console, title, OPEN)
        for name in met:
            conclusion = view.vocabulary.conclusions[name]
            numbers = view.trail.because.get(name, ())
            _indented(console, ("! ", OPEN), (view.pick(conclusion.label), STRONG), (_numbers(numbers), DIM))
            if conclusion.text is not None:
                _indented(console, (view.pick(conclusion.text), PLAIN), left=4)
            for rule in _rules_applied(view, numbers):
                _indented(console, (f"{view.say('Grunnlag: ', 'Basis: ')}{rule_line(view, rule)} [{rule.number}]", DIM), left=4)


def _rules_applied(view: View, numbers: Iterable[int]) -> list[Step]:
    found = [view.trail.steps[n - 1] for number in numbers for premise in view.trail.steps[number - 1].premises for n in premise.steps]
    return [step for step in dict.fromkeys(found) if step.kind == "rule" and step.result == "applies"]


def _missing(view: View, console: Console) -> None:
    lacking = {
        fact: None for conclusion in _principals(view) for fact in missing(view.decision, view.trail, view.vocabulary, conclusion.name)
    }
    if not lacking:
        return
    _title(console, view.say("Opplysninger som mangler for å avgjøre utfallet", "Facts missing for the outcome"), OPEN)
    for name in lacking:
        fact = view.vocabulary.facts[name]
        _indented(console, ("? ", OPEN), (view.pick(fact.label), STRONG), (f" – {view.pick(fact.question)}", PLAIN))
    if len(lacking) == 1:
        told = view.say("Utfallet er åpent til saken viser denne opplysningen.", "The outcome is open until the case states this fact.")
    else:
        told = view.say(
            "Utfallet er åpent til saken viser så mange av disse opplysningene at resten ikke kan endre det.",
            "The outcome is open until the case states so many of these facts that the rest cannot change it.",
        )
    _indented(console, (told, PLAIN))


# ---------------------------------------------------------------- the law that governs


def _law(view: View, console: Console) -> None:
    _title(console, view.say("Lovvalg og grunnlag", "Choice of law and basis"))
    for topic in view.decision.governing:
        _print_tree(console, _topic_branch(view, topic))
    titles = {
        "assumed": view.say("Antatt for denne vurderingen:", "Assumed for this evaluation:"),
        "silence": view.say(
            "Saken nevner ikke, og det er lest som at det ikke har skjedd:", "Not mentioned in the case, and read as not having happened:"
        ),
    }
    for origin, title in titles.items():
        steps = _of_origin(view, origin)
        if steps:
            _indented(console, (title, OPEN if origin == "assumed" else PLAIN))
            for step in steps:
                _indented(console, (f"[{step.number}] ", DIM), (value_line(view, step), PLAIN), left=4)


def _of_origin(view: View, origin: str) -> list[Step]:
    return [step for step in view.trail.steps if step.kind == origin]


def _topic_branch(view: View, topic: str) -> Branch:
    """Tell which version governs a topic and why: the rules that fired, and those of newer versions that did not."""
    governing = view.decision.governing[topic]
    step = view.trail.steps[view.trail.law[topic][0] - 1]
    told, tone = f"{view.say('lovversjon', 'law version')} {governing.versions[0]}", GOOD
    if step.result == "forced":
        told, tone = told + view.say(" – valgt av brukeren", " – chosen by the user"), OPEN
    elif not governing.settled:
        told, tone = view.say("ikke avklart, ", "not settled, ") + view.say(" eller ", " or ").join(governing.versions), OPEN
    head: Line = ((f"[{step.number}] ", DIM), (f"{view.pick(view.vocabulary.topics[topic].label)}: ", STRONG), (told, tone))
    below: list[Branch] = []
    governed = False
    for run in view.decision.choices:
        name = GOVERNS + topic
        number = view.numbers.get((run.compiled.version.name, True, "conclusion", name))
        if governed and not view.full:
            break  # an older version that could govern as well has nothing to say: the newest wins
        if number is not None:
            governed = view.trail.steps[number - 1].result == "met"
            below.append(step_branch(view, number, WHOLE if view.full else BRIEF))
        elif name in run.program.conclusions:
            below.append(open_conclusion(view, run, name, WHOLE if view.full else BRIEF + 1))
    return Branch((head,), tuple(below))


# ---------------------------------------------------------------- the conclusions


def _conclusions(view: View, console: Console) -> None:
    from rich.padding import Padding
    from rich.table import Table

    _title(console, view.say("Konklusjoner", "Conclusions"))
    silent, foreign, absent = [], [], []
    for topic in view.vocabulary.topics.values():
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", style=DIM, no_wrap=True)
        table.add_column()
        table.add_column()
        for name in _of_topic(view, topic.name):
            finding, numbers = view.decision.findings[name], view.trail.because.get(name, ())
            if finding.status == "not_applicable":
                absent.append(name)
            elif finding.status == "not_met" and numbers and all(number in view.foreign for number in numbers):
                foreign.append(name)
            elif finding.status == "not_met" and name.startswith((_REVIEW, _GUIDANCE)):
                silent.append(name)
            elif finding.status != "open" and not (finding.status == "met" and name.startswith((_REVIEW, _GUIDANCE))):
                told = _text((_finding_words(view, name, finding), TONES[finding.status]))
                table.add_row(_numbers(numbers, ""), view.pick(view.vocabulary.conclusions[name].label), told)
        if table.row_count:
            _indented(console, (view.pick(topic.label), STRONG))
            console.print(Padding(table, (0, 0, 0, 4)))
    _open_list(view, console)
    _counted(
        view,
        console,
        silent,
        "spørsmål til saksbehandler eller etter veiledning er vurdert og ikke utløst",
        "questions for a person or of guidance were examined and not raised",
    )
    _counted(
        view,
        console,
        foreign,
        "konklusjoner hører til en annen lov enn den som gjelder, og er ikke oppfylt",
        "conclusions belong to an Act other than the one that applies, and are not met",
    )
    _counted(view, console, absent, "konklusjoner er ikke aktuelle", "conclusions are not applicable")


def _of_topic(view: View, topic: str) -> list[str]:
    """Return the names of a topic's conclusions, the principal one first; the choice of law is told elsewhere."""
    found = [c for c in view.vocabulary.conclusions.values() if c.topic == topic and c.type != "version"]
    return [c.name for c in sorted(found, key=lambda c: not c.principal) if c.name in view.decision.findings]


def _open_list(view: View, console: Console) -> None:
    """List what is open, grouped by the facts that are missing for it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, conclusion in view.vocabulary.conclusions.items():
        finding = view.decision.findings.get(name)
        if finding is not None and finding.status == "open" and conclusion.type != "version":
            groups.setdefault(missing(view.decision, view.trail, view.vocabulary, name), []).append(name)
    if not groups:
        return
    _indented(console, (view.say("Åpne konklusjoner", "Open conclusions"), f"bold {OPEN}"))
    for facts, names in groups.items():
        lacking = "; ".join(view.pick(view.vocabulary.facts[fact].label) for fact in facts)
        _indented(console, (view.say("Mangler: ", "Missing: "), OPEN), (lacking, PLAIN), left=4)
        for name in names:
            _indented(console, (f"? {view.pick(view.vocabulary.conclusions[name].label)}", PLAIN), left=6)


def _counted(view: View, console: Console, names: list[str], nb: str, en: str) -> None:
    if not names:
        return
    _indented(console, (f"{len(names)} {view.say(nb, en)}{':' if view.full else '.'}", DIM))
    if view.full:
        for name in names:
            told = view.pick(view.vocabulary.conclusions[name].label) + _numbers(view.trail.because.get(name, ()))
            _indented(console, (told, DIM), left=4)


# ---------------------------------------------------------------- the derivation


def _derivation(view: View, console: Console) -> None:
    _title(console, view.say("Begrunnelse", "Justification"))
    _indented(
        console,
        (
            view.say(
                "Tall i hakeparentes er nummeret på trinnet i sporet (trail); hvert trinn er vist fullt ut én gang.",
                "A number in brackets is the number of the step in the trail; each step is shown in full once.",
            ),
            DIM,
        ),
    )
    names = [conclusion.name for conclusion in _principals(view)]
    if view.full:
        names += [name for topic in view.vocabulary.topics for name in _of_topic(view, topic) if name not in names]
    elif any(view.decision.findings[name].status == "open" for name in names):
        _indented(
            console,
            (
                view.say(
                    "Det åpne er vist fullt ut; det som alt er avklart, er vist kort, med nummeret sitt i sporet.",
                    "What is open is shown in full; what is settled, in short, with its number in the trail.",
                ),
                DIM,
            ),
        )
    for name in names:
        for branch in conclusion_branches(view, name):
            if view.full:
                console.print()
            _print_tree(console, branch)


# ---------------------------------------------------------------- pieces of text


def _finding_words(view: View, name: str, finding: Finding) -> str:
    terms = view.terms[None]
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)


def _numbers(numbers: Iterable[int], before: str = " ") -> str:
    told = ", ".join(str(number) for number in numbers)
    return f"{before}[{told}]" if told else ""


def _title(console: Console, title: str, tone: Tone = PLAIN) -> None:
    console.print()
    console.print(_text((title, f"bold {tone}".strip())))


def _indented(console: Console, *pieces: tuple[str, Tone], left: int = 2) -> None:
    from rich.padding import Padding

    console.print(Padding(_text(*pieces), (0, 0, 0, left)))


def _print_tree(console: Console, branch: Branch) -> None:
    from rich.padding import Padding

    console.print(Padding(_tree(branch), (0, 0, 0, 2)))


def _tree(branch: Branch) -> Tree:
    from rich.tree import Tree

    tree = Tree(_lines(branch), guide_style=DIM)
    waiting = [(tree, child) for child in reversed(branch.below)]
    while waiting:
        parent, child = waiting.pop()
        added = parent.add(_lines(child))
        waiting += [(added, below) for below in reversed(child.below)]
    return tree


def _lines(branch: Branch) -> RichText:
    from rich.text import Text as RichText

    return RichText("\n").join([_text(*line) for line in branch.lines])


def _text(*pieces: tuple[str, Tone]) -> RichText:
    from rich.text import Text as RichText

    return RichText.assemble(*((_glued(text), tone) for text, tone in pieces))


def _glued(text: str) -> str:
    """Keep a section, a number with its unit, a date and the like on one line."""
    text = re.sub(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b", rf"\1{_GLUE}\2{_GLUE}\3", text)
    return _UNBROKEN.sub(_GLUE, text)
