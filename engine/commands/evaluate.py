"""`hjemmel evaluate`: cases to decisions: reports, letters, JSON, and records in a log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from ..canonical import Json
from ..diagnostics import printable
from ..files import holding, is_standard_output
from ..inference import specialised
from ..inference.forward import Engine
from ..inquiry.short_answer import ShortAnswer, short_answer
from ..law.compiled import CompiledLaws, compile_laws
from ..law.crosscheck import cross_checker
from ..law.deciding import Decision
from ..model import Language
from ..rendering.answer import answer_report
from ..rendering.answer_document import answer_document
from ..rendering.answer_words import answer_words
from ..rendering.decision_report import decision_report
from ..rendering.forms import Form, render_report, render_reports
from ..rendering.letter import render_letter
from ..rendering.report import Report
from ..trail.document import document as document_document
from ..trail.finality import is_final
from ..trail.steps import Trail, build_trail
from ..version import VERSION
from .console import DECIDED, UNDETERMINED, counted, is_typed, rejection, say, wrong_usage
from .extras import signing_key
from .inputs import judge_outputs, read_cases, read_laws
from .options import ASSUME, KEY, LANGUAGE, LAW, OUTPUT
from .output import as_json, colour, delivering, fitting, width
from .speaking import command, option

if TYPE_CHECKING:
    from ..records.log import Sealed


@command(
    """Avgjør hver saksfil CASE: utfallet, og hvert steg som leder til det.

    Sluttkode 0: avgjort (et avslag er en avgjørelse). 1: feil i regler eller sak. 3: opplysninger mangler, eller en saksbehandler
    må vurdere saken.
    """,
)
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CASE...")
@LAW
@ASSUME
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html", "begrunnelse"]),
    default="text",
    show_default=True,
    help="begrunnelse: a draft of the letter that gives reasons, in Bokmål alone.",
    nb="begrunnelse: utkast til brevet med begrunnelsen.",
)
@LANGUAGE
@option(
    "--steps",
    is_flag=True,
    help="Show the choice of law, the provisions, every conclusion and each step of the outcome.",
    nb="Vis lovvalget, bestemmelsene, alle konklusjoner og hvert steg til utfallet.",
)
@option(
    "--full",
    is_flag=True,
    help="As --steps, with the facts and the derivation of every conclusion, not only of the outcome.",
    nb="Som --steps, med opplysningene og utledningen av hver konklusjon, ikke bare av utfallet.",
)
@OUTPUT
@option("--no-cross-check", is_flag=True, help="Derive with one engine only.", nb="Utled med bare én motor.")
@option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="LOG",
    help="Append the decisions to a sealed log; prints a receipt.",
    nb="Før avgjørelsene i en forseglet logg; skriver en kvittering.",
)
@option(
    "--new",
    is_flag=True,
    help="With --record: start a new log, in an empty file too; never append to an existing one.",
    nb="Med --record: begynn en logg, også i en tom fil; før ikke i en som er der fra før.",
)
@KEY
@click.pass_obj
def evaluate(
    rules: Path,
    cases: tuple[Path, ...],
    law: str | None,
    assume: tuple[str, ...],
    form: Form | Literal["json", "begrunnelse"],
    lang: Language,
    steps: bool,
    full: bool,
    output: Path | None,
    no_cross_check: bool,
    record: Path | None,
    new: bool,
    key: Path | None,
) -> None:
    """Decide each CASE file: the outcome, and every step that leads to it.

    Exit code 0: decided (a refusal is a decision). 1: errors in rules or case. 3: facts are missing, or a caseworker must assess the case.
    """
    _judge_usage(form, lang, no_cross_check, record, new, key)
    judge_outputs([output], [*cases, rules, key], [record])
    with rejection():
        signer = signing_key(key)
        if record is not None:  # who keeps nothing opens no database
            from ..records.log import append_sealed, judge_log, seal_decision

            judge_log(record, signer, new)
    found = read_laws(rules)
    assert found.laws is not None
    laws, sources = found.laws, dict(found.sources)
    compiled = compile_laws(laws)
    loaded = read_cases(cases, law, assume, laws, sources)
    checker = cross_checker(not no_cross_check)
    is_one = len(loaded) == 1
    sealed: list[Sealed] = []
    pages: list[Report] = []
    code = DECIDED
    how = _How(form, lang, steps, full, output, specialised.engine())
    to_file = output is not None and not is_standard_output(output)
    # Nothing is shown before all is decided, and nothing is recorded before it is shown: see docs/records.md.
    with rejection(sources), holding(output if to_file else None, sys.stdout) as held:
        for number, case in enumerate(loaded):
            decision, cross_check = checker(case, compiled)
            trail = build_trail(decision)
            document = document_document(decision, trail, laws.vocabulary, cross_check) if form == "json" or record is not None else {}
            if record is not None:
                sealed.append(seal_decision(document))
            text = ""
            if form == "json":
                document["answer"] = _answer(decision, trail, compiled, cross_check, how)
                text = as_json(document) + "\n" if is_one else _item(document, number)
            elif form == "html":  # one page, with an article for each
                pages.append(_report(decision, trail, compiled, cross_check, how))
            else:
                text = _told(decision, trail, compiled, cross_check, how, number)
            if not is_final(decision, laws.vocabulary):
                code = UNDETERMINED
            held.write(text if to_file else fitting(text, form))
        end = render_reports(pages, "html", 100, False) if form == "html" else "\n]\n" if form == "json" and not is_one else ""
        held.write(end if to_file else fitting(end, form))
        with delivering(record is not None):
            held.deliver()
        receipt = append_sealed(record, sealed, found.texts, VERSION, signer, new) if record is not None else ""
    if record is not None:
        _tell_kept(record, len(sealed), receipt)
    sys.exit(code)


def _judge_usage(
    form: Form | Literal["json", "begrunnelse"], lang: Language, no_cross_check: bool, record: Path | None, new: bool, key: Path | None
) -> None:
    if record is not None and no_cross_check:
        wrong_usage(
            "--record tar vare på avgjørelser som to motorer er enige om; utelat --no-cross-check",
            "--record keeps decisions that were cross-checked; leave --no-cross-check out",
        )
    if form == "begrunnelse" and lang != "nb" and is_typed("lang"):
        wrong_usage(
            "--format begrunnelse skrives på bokmål, som er språket i brevet; utelat --lang, eller bruk --lang nb",
            "--format begrunnelse is written in Bokmål, the language of the letter; leave --lang out, or use --lang nb",
        )
    if record is None and key is not None:
        wrong_usage(
            "--key signerer det --record fører; oppgi loggen med --record",
            "--key signs what --record keeps; name the log with --record",
        )
    if record is None and new:
        wrong_usage(
            "--new begynner loggen som --record oppgir; oppgi den",
            "--new begins the log that --record names; name it",
        )


class _How(NamedTuple):
    """How decisions are told: the answer alone, or with `steps` or `full` all that was derived; `output` is the file, if any.

    `engine` looks for what is missing and what would change the answer; it is one for all cases, since it is slow to make.
    """

    form: Form | Literal["json", "begrunnelse"]
    lang: Language
    steps: bool
    full: bool
    output: Path | None
    engine: Engine


def _told(decision: Decision, trail: Trail, laws: CompiledLaws, cross_check: Json, how: _How, number: int) -> str:
    """Return the letter or the report on a decision; from the second on with a line between."""
    apart = "\n" if number else ""
    assert how.form != "json"  # a document is no text for readers
    if how.form == "begrunnelse":
        return apart + render_letter(decision, trail, cross_check)
    report = _report(decision, trail, laws, cross_check, how)
    return apart + render_report(report, how.form, 100 if how.output else width(), colour(how.output))


def _report(decision: Decision, trail: Trail, laws: CompiledLaws, cross_check: Json, how: _How) -> Report:
    """Return the answer; all that was derived where that is asked for, or where the law has no principal conclusion."""
    answer = _short(decision, trail, laws, how) if not (how.steps or how.full) else None
    if answer is None:
        return decision_report(decision, trail, how.lang, how.full, cross_check)
    # A page folds away what is not read first; in other forms it would stand in the way.
    return answer_report(answer, how.lang, cross_check, how.form == "html")


def _answer(decision: Decision, trail: Trail, laws: CompiledLaws, cross_check: Json, how: _How) -> Json:
    """Return the answer as JSON, which stands beside the decision and is no part of what is recorded."""
    answer = _short(decision, trail, laws, how)
    return answer_document(answer_words(answer, how.lang, cross_check)) if answer is not None else None


def _short(decision: Decision, trail: Trail, laws: CompiledLaws, how: _How) -> ShortAnswer | None:
    """Return the answer on the principal conclusion, or None where the law has none."""
    principal = next((name for name, c in laws.laws.vocabulary.conclusions.items() if c.principal), None)
    return short_answer(decision, trail, laws, how.engine, principal) if principal is not None else None


def _item(document: Json, number: int) -> str:
    """Return a document as an item of a list, with what stands before it."""
    return ("[\n  " if number == 0 else ",\n  ") + as_json(document).replace("\n", "\n  ")


def _tell_kept(record: Path, number: int, receipt: str) -> None:
    kept = say(f"{number} {'avgjørelse' if number == 1 else 'avgjørelser'} ført i", f"{counted(number, 'decision')} recorded in")
    click.echo(printable(f"{kept} {record}; {say('kvittering', 'receipt')} {receipt}"), err=True)
