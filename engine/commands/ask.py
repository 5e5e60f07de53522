"""`hjemmel ask`: the interview at the terminal, and the case file that it saves."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from ..diagnostics import Diagnostic, Rejected
from ..files import judge_outputs as judge_outputs_files
from ..files import write_text
from ..inference.forward import Engine
from ..inference.specialised import FEW
from ..inference.specialised import engine as specialised
from ..inquiry.interview import Interview, ask_for, not_known
from ..inquiry.interview import begin as begin_interview
from ..inquiry.interview import told as interview_case
from ..inquiry.question import question as prepare_question
from ..inquiry.short_answer import short_answer
from ..language.case_text import case_text, new_case
from ..language.cases import force
from ..language.ids import case_doubt
from ..law.compiled import CompiledLaws, compile_laws
from ..law.deciding import decide
from ..law.drafted import idle_facts
from ..model import Case, Language, Laws, Text, Vocabulary
from ..rendering.answer import answer_sections
from ..rendering.asking import answers_text, chosen, goes_back, saving_text
from ..rendering.asking import ended_report as interview_report
from ..rendering.asking import introduction as interview_introduction
from ..rendering.asking import prompt_text as interview_prompt
from ..rendering.asking import reply as interview_reply
from ..rendering.catalogue import say as tell
from ..rendering.forms import render_reports
from ..trail.finality import is_final
from ..trail.steps import build_trail
from .console import DECIDED, FAILED, UNDETERMINED, print_problems, say, stop_if_wrong, wrong_usage
from .inputs import drafts_given, judge_outputs, laws_and_sources, name_meant, read_cases
from .options import LANGUAGE, LAW
from .output import colour, width
from .speaking import command, option


@command(
    """Intervju: spør etter opplysningene som kan ha noe å si, de mest avgjørende først, og lagre saksfilen.

    CASE er en saksfil å begynne fra. Før saken lagres, kan et svar endres. Trenger en terminal. Sluttkode 0: avgjort. 1: feil, eller
    avbrutt før slutten. 3: åpent fordi en opplysning ikke er kjent, eller en saksbehandler må vurdere saken.
    """,
)
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[CASE]")
@option(
    "--conclusion",
    metavar="NAME",
    help="What the interview should settle; the outcome by default.",
    nb="Det intervjuet skal avgjøre; ellers utfallet.",
)
@option(
    "--for",
    "purpose",
    type=click.Choice(["letter"]),
    default=None,
    help="Ask as well for what the letter on the outcome needs.",
    nb="Spør også etter det brevet om utfallet trenger.",
)
@LAW
@LANGUAGE
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The case file to write; you are asked for it if left out.",
    nb="Saksfilen som skal skrives; ellers spørres det etter den.",
)
@click.pass_obj
def ask(
    rules: Path, path: Path | None, conclusion: str | None, purpose: str | None, law: str | None, lang: Language, output: Path | None
) -> None:
    """Interview: ask for the facts that can still matter, the most decisive first, and save the case file.

    CASE is a case file to begin from. Before the case is saved an answer can be changed. Needs a terminal. Exit code 0: settled.
    1: errors, or stopped before the end. 3: open because a fact is not known, or a caseworker must assess the case.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        wrong_usage(
            "et intervju trenger en terminal; skriv ellers en saksfil og bruk `hjemmel evaluate`",
            "an interview needs a terminal; else write a case file and use `hjemmel evaluate`",
        )
    judge_outputs([output], [rules])
    laws, sources = laws_and_sources(rules)
    name = _asked_about(conclusion, laws)
    case, unknown = _begun(path, law, laws, sources)
    compiled, fast = compile_laws(laws), specialised(FEW)
    try:
        state = begin_interview(prepare_question(laws, name), case, specialised(), unknown)
        click.echo(interview_introduction(lang, width()))
        saved = None
        while saved is None:
            state = _answered(state, compiled if purpose is not None else None, fast, lang)
            case = interview_case(state)
            saved = _save_case(rules, case, not_known(state), laws.vocabulary, lang, output, path)
            if saved is None:
                output, state = None, _changed(state, lang)
    except click.Abort:
        click.echo()
        click.echo(tell(lang, "Stopped. Nothing was saved."), err=True)
        sys.exit(FAILED)
    try:
        decision = decide(case, compiled, fast)
        print_problems(idle_facts(decision), sources)
    except Rejected as rejected:
        print_problems(rejected.diagnostics, sources)
        decision = None
    click.echo()
    report = interview_report(state, decision, lang)
    if decision is not None and laws.vocabulary.conclusions[name].principal:
        # No second engine has derived it yet: that is `evaluate`'s, which the last line names.
        answer = short_answer(decision, build_trail(decision), compiled, fast, name)
        report = replace(report, sections=answer_sections(answer, lang, None, None, False))
    click.echo(render_reports([report], "text", width(), colour(None)))
    click.echo(f"{tell(lang, 'The case is saved in')} {saved}")
    click.echo(f"hjemmel evaluate {shlex.quote(str(saved))}" + ("" if lang == "nb" else f" --lang {lang}"))
    if decision is None:
        sys.exit(FAILED)
    final = is_final(decision, laws.vocabulary) if laws.vocabulary.conclusions[name].principal else state.view.settled
    sys.exit(DECIDED if final and state.view.settled else UNDETERMINED)


def _begun(path: Path | None, law: str | None, laws: Laws, sources: dict[str, str]) -> tuple[Case, list[str]]:
    """Return the case that an interview begins from, that of a file or one with nothing known, and what the file says is unknown."""
    if path is not None:
        (case,) = read_cases((path,), law, (), laws, sources)
        # What silence would say something of, and neither a value nor silence does: the file says that it is unknown.
        return case, [name for name, fact in laws.vocabulary.facts.items() if fact.silence is not None and name not in case.facts]
    problems: list[Diagnostic] = []
    case = force(new_case(""), law or "auto", tuple(v.name for v in laws.versions), laws.vocabulary, problems)
    stop_if_wrong(problems, sources)
    return case, []


def _asked_about(conclusion: str | None, laws: Laws) -> str:
    """Return the conclusion of an interview: the principal one where none is named."""
    conclusions = laws.vocabulary.conclusions
    if conclusion is None:
        return next(name for name, declared in conclusions.items() if declared.principal)
    see = Text("`hjemmel conclusions` viser konklusjonene som finnes", "`hjemmel conclusions` shows the conclusions there are")
    return name_meant(conclusion, laws, conclusions, Text("ingen konklusjon", "no conclusion"), see)


def _answered(state: Interview, letter_of: CompiledLaws | None, engine: Engine, lang: Language) -> Interview:
    """Return the interview with every question answered; with `letter_of`, those too whose answers the letter needs."""
    asked = None
    while True:
        if state.fact is None and letter_of is not None and (fact := needed(state, letter_of, engine)) is not None:
            # Going back leads to the question before: there is none in the state that is over.
            state = ask_for(state, fact, state.before)
        prompt = interview_prompt(state, lang, width())
        if prompt is None:
            return state
        if state is not asked:
            click.echo(f"\n{prompt}")
        asked = state
        state, said = interview_reply(state, _typed("   > "), lang, width(), colour(None))
        click.echo(said)


def needed(state: Interview, laws: CompiledLaws, engine: Engine) -> str | None:
    """Return the first fact that the letter on the outcome needs and that is not said to be unknown."""
    from ..rendering.letter import letter_needs

    try:
        decision = decide(interview_case(state), laws, engine)
    except Rejected:
        return None
    unknown = not_known(state)
    return next((fact for fact in letter_needs(decision, build_trail(decision)) if fact not in unknown), None)


def _changed(state: Interview, lang: Language) -> Interview:
    """Return the interview with an answer asked for anew that a person chose, or as it is."""
    click.echo(f"\n{answers_text(state, lang, width())}")
    while True:
        after, said = chosen(state, _typed("   > "), lang, width())
        if not said:
            return after
        click.echo(said)


def _typed(prompt: str) -> str:
    """Return a line that was typed; raises click.Abort at its end or on Ctrl-C."""
    typed: str = click.prompt(prompt, prompt_suffix="", default="", show_default=False)
    return typed


def _save_case(
    rules: Path,
    case: Case,
    unknown: Iterable[str],
    vocabulary: Vocabulary,
    lang: Language,
    output: Path | None,
    path: Path | None,
) -> Path | None:
    """Save a case and return where, or None to change an answer first.

    It is asked for the name where none was given or it cannot be saved there, and before a file is replaced.
    """
    usual = path or Path(tell(lang, "case.yaml"))
    click.echo()
    while True:
        if output is None:
            click.echo(saving_text(lang, width()))
            typed = _typed(f"{tell(lang, 'Save the case as')} [{usual}]: ").strip()
            if goes_back(typed):
                return None
            output = Path(typed or usual)
        target, output = output, None
        question = tell(lang, "{target} exists. Replace it with all it holds, comments too? (yes/no)", target=target)
        try:
            judge_outputs_files([target], [rules, *drafts_given()])
            if target.exists() and _typed(f"{question} ").strip().casefold() not in ("ja", "j", "yes", "y"):
                continue
            named = replace(case, id=case.id or target.stem)
            if (doubt := case_doubt(named.id)) is not None:
                click.echo(f" ! {say(doubt.reason.nb, doubt.reason.en)}: {say(doubt.fix.nb, doubt.fix.en)}.")
                continue
            write_text(target, case_text(named, unknown, vocabulary))
        except Rejected as rejected:
            for problem in rejected.diagnostics:
                click.echo(f" ! {problem.place.file}: {say(problem.message.nb, problem.message.en)}.")
            continue
        return target
