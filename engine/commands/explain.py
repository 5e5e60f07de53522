"""`hjemmel explain`: why an answer is as it is, for a case file or a row of a register."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import click

from ..canonical import Json
from ..inference.forward import Engine
from ..inference.specialised import FEW
from ..inference.specialised import engine as specialised
from ..inquiry.explanation import Explanation, explainable
from ..inquiry.explanation import explain as explain_explanation
from ..inquiry.short_answer import ShortAnswer, explained_answer
from ..law.compiled import CompiledLaws, compile_laws
from ..law.crosscheck import cross_checker
from ..law.deciding import Decision
from ..law.drafted import idle_facts
from ..model import Language, Laws, Text
from ..rendering.answer import answer_sections
from ..rendering.answer_document import answer_document
from ..rendering.answer_words import answer_words
from ..rendering.decision_report import decision_report
from ..rendering.explanation import explanation_report
from ..rendering.explanation_document import explanation_document
from ..rendering.forms import Form, render_report, render_reports
from ..trail.checker import document_checker
from ..trail.document import document as document_document
from ..trail.finality import is_final
from ..trail.steps import Trail, build_trail
from .console import DECIDED, UNDETERMINED, print_problems, rejection, wrong_usage
from .extras import judge_batch_extra
from .inputs import laws_and_sources, name_meant, read_cases
from .options import ASSUME, FORM, LANGUAGE, LAW, ON
from .output import as_json, colour, width, write
from .speaking import command, option


@command(
    """Forklar ett svar i saken CASE: hvorfor eller hvorfor ikke, hva som mangler, og hva som ville endret det.

    NAME er navnet på en konklusjon, hjelpekonklusjon, beregnet verdi eller opplysning; uten navn forklares utfallet.
    Sluttkode 0: besvart. 1: feil i regler eller sak, eller ingenting heter det. 3: svaret er åpent, eller en saksbehandler må
    vurdere det.

    Med --from og --case er saken en rad i et register: Den avgjøres på nytt, må få det utfallet som raden sier, og sporet
    går gjennom kontrollen. Uten NAME vises avgjørelsen som `evaluate --steps` viser den.
    """,
)
@click.argument("arguments", nargs=-1, metavar="CASE [NAME]")
@option(
    "--from",
    "register",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Instead of CASE: a file written by `batch --trail`.",
    nb="I stedet for CASE: det `batch --trail` skrev.",
)
@option(
    "--case",
    "id_",
    metavar="ID",
    help="With --from: id of the row to decide again.",
    nb="Med --from: id-en til raden som avgjøres på nytt.",
)
@LAW
@ASSUME
@ON
@FORM
@LANGUAGE
@option(
    "--full",
    is_flag=True,
    help="Show the whole derivation too, not only the shortest justification.",
    nb="Vis hele utledningen også, ikke bare den korteste begrunnelsen.",
)
@click.pass_obj
def explain(
    rules: Path,
    arguments: tuple[str, ...],
    register: Path | None,
    id_: str | None,
    law: str | None,
    assume: tuple[str, ...],
    on: date | None,
    form: Form | Literal["json"],
    lang: Language,
    full: bool,
) -> None:
    """Explain one answer on a CASE: why or why not, what is missing, and what would change it.

    NAME is the name of a conclusion, helper conclusion, derived value or fact; without it, the outcome is explained.
    Exit code 0: answered. 1: errors in rules or case, or nothing has that name. 3: the answer is open, or left to a person.

    With --from and --case, the case is a row of a register: it is decided again, must come out as the row says, and its
    trail passes the checker. Without NAME the decision is shown as `evaluate --steps` shows it.
    """
    _judge_usage(arguments, register, id_, law, assume)
    laws, sources = laws_and_sources(rules)
    compiled = compile_laws(laws)
    if register is not None and id_ is not None:
        conclusion = arguments[0] if arguments else None
        decision, trail, cross_check = _decided_again(register, id_, compiled, lang)
    else:
        conclusion = arguments[1] if len(arguments) > 1 else None
        (case,) = read_cases((Path(arguments[0]),), law, assume, laws, sources)
        with rejection(sources):
            decision, cross_check = cross_checker(True)(case, compiled)
        print_problems(idle_facts(decision), sources)
        trail = build_trail(decision)
    fast = specialised(FEW)
    if register is not None and conclusion is None:
        _write_decision(decision, trail, cross_check, form, lang, full)
        sys.exit(DECIDED if is_final(decision, laws.vocabulary) else UNDETERMINED)
    wanted = _wanted(decision, laws, conclusion)
    if on is not None and not any(_is_principal(laws, name) for name in wanted):
        wrong_usage("--on gjelder neste steg i utfallet; utelat NAME", "--on is about the next steps of the outcome; leave NAME out")
    found = [explain_explanation(decision, trail, compiled, fast, name) for name in wanted]
    text = _written(found, compiled, fast, cross_check, on, form, lang, full)
    write(text, None, form)
    sys.exit(DECIDED if all(one.is_answered for one in found) else UNDETERMINED)


def _written(
    found: Sequence[Explanation],
    laws: CompiledLaws,
    engine: Engine,
    cross_check: Json,
    on: date | None,
    form: Form | Literal["json"],
    lang: Language,
    full: bool,
) -> str:
    """Return the explanations in a form; that of an outcome begins with the answer."""
    answers = [explained_answer(one, laws, engine) if _is_principal(laws.laws, one.name) else None for one in found]
    if form == "json":
        documents: list[Json] = [
            {**explanation_document(one, full, cross_check), "answer": _answer_json(answer, lang, cross_check, on)}
            for one, answer in zip(found, answers, strict=True)
        ]
        return as_json(documents[0] if len(documents) == 1 else documents) + "\n"
    first = [answer_sections(answer, lang, cross_check, on, False) if answer is not None else () for answer in answers]
    reports = [explanation_report(one, lang, full, sections) for one, sections in zip(found, first, strict=True)]
    return render_reports(reports, form, width(), colour(None))


def _answer_json(answer: ShortAnswer | None, lang: Language, cross_check: Json, on: date | None) -> Json:
    return answer_document(answer_words(answer, lang, cross_check, on)) if answer is not None else None


def _is_principal(laws: Laws, name: str) -> bool:
    return name in laws.vocabulary.conclusions and laws.vocabulary.conclusions[name].principal


def _judge_usage(arguments: tuple[str, ...], register: Path | None, id_: str | None, law: str | None, assume: tuple[str, ...]) -> None:
    if (register is None) != (id_ is None):
        wrong_usage(
            "--from og --case hører sammen: filen, og raden i den",
            "--from and --case go together: the file, and the row in it",
        )
    if register is not None and (law is not None or assume):
        wrong_usage(
            "--from viser det som ble avgjort; med --law eller --assume ville det vært en annen sak",
            "--from tells what was decided; --law and --assume would be another case",
        )
    most = 1 if register is not None else 2
    if len(arguments) > most or (register is None and not arguments):
        if register is None:
            wrong_usage("oppgi én saksfil CASE, og høyst ett NAME", "name one CASE file, and at most one NAME")
        wrong_usage("oppgi høyst ett NAME sammen med --from", "with --from, give at most one NAME")


def _write_decision(decision: Decision, trail: Trail, cross_check: Json, form: Form | Literal["json"], lang: Language, full: bool) -> None:
    """Show a decision as `evaluate --steps` shows it."""
    vocabulary = decision.laws.laws.vocabulary
    if form == "json":
        write(as_json(document_document(decision, trail, vocabulary, cross_check)) + "\n", None, form)
    else:
        report = decision_report(decision, trail, lang, full, cross_check)
        write(render_report(report, form, width(), colour(None)), None, form)


def _wanted(decision: Decision, laws: Laws, conclusion: str | None) -> list[str]:
    """Return the names that are explained: the one that was named, or else the outcomes."""
    if conclusion is None:
        return [name for name, c in laws.vocabulary.conclusions.items() if c.principal]
    see = Text("se `hjemmel conclusions` og `hjemmel facts`", "see `hjemmel conclusions` and `hjemmel facts`")
    what = Text("ingenting som kan forklares,", "nothing that can be explained")
    return [name_meant(conclusion, laws, explainable(decision, laws), what, see)]


def _decided_again(register: Path, id_: str, compiled: CompiledLaws, lang: Language) -> tuple[Decision, Trail, Json]:
    """Return the decision on a row of what `batch` wrote, its trail, and how it was cross-checked; a row that differs ends the command."""
    from ..batch.again import decide_again

    judge_batch_extra()
    with rejection():
        again = decide_again(register, id_, compiled, cross_checker(True), document_checker(compiled.laws), lang)
    return again.decision, again.trail, again.cross_check
