"""`hjemmel evaluate`: cases to decisions: reports, letters, JSON, and records in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

import click

from ..canonical import Json
from ..diagnostics import printable
from ..files import holding, is_standard_output
from ..frozen import dataclass
from ..inference import specialised
from ..inference.forward import Engine
from ..inquiry.short_answer import ShortAnswer, short_answer
from ..law.compiled import CompiledLaws, compile_laws
from ..law.deciding import Decision
from ..law.drafted import idle_facts
from ..model import Language, LetterFrame
from ..rendering.answer import answer_report
from ..rendering.answer_document import answer_document
from ..rendering.answer_screen import answer_screen
from ..rendering.answer_table import answers_table
from ..rendering.answer_words import AnswerWords, answer_words
from ..rendering.decision_report import decision_report
from ..rendering.forms import FORMS, Form, render_reports
from ..rendering.report import Report
from ..trail.document import document as document_document
from ..trail.finality import is_final
from ..trail.steps import Trail, build_trail
from ..version import VERSION
from .beside import cross_checked
from .console import DECIDED, UNDETERMINED, counted, is_typed, print_problems, rejection, say, wrong_usage
from .extras import judge_letter_extra, letter_as_word, signing_key
from .inputs import judge_outputs, read_cases, read_frame, read_laws, read_plan_form
from .options import ASSUME, KEY, LANGUAGE, LAW, ON, OUTPUT
from .output import as_json, colour, delivering, fitting, width
from .speaking import command, option

if TYPE_CHECKING:
    from ..language.plan_forms import PlanForm
    from ..records.log import Sealed

AnyForm = Form | Literal["json", "letter", "begrunnelse", "plan"]
"""A form of what is decided; `begrunnelse` is another name of the letter."""

Packing = Literal["text", "html", "docx"]
"""The form of the file of a letter."""


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
    type=click.Choice([*FORMS, "json", "letter", "begrunnelse", "plan"]),
    default="text",
    show_default=True,
    help="letter (or begrunnelse): a draft of the letter that gives reasons; plan: the integration plan as a form. Both are in Bokmål or"
    " Nynorsk, and in Word with -o FILE.docx.",
    nb="letter (eller begrunnelse): utkast til brevet med begrunnelsen; plan: integreringsplanen som skjema. Begge er på bokmål eller"
    " nynorsk, og i Word med -o FIL.docx.",
)
@LANGUAGE
@option(
    "--frame",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --format letter: what the municipality puts around its letters.",
    nb="Med --format letter: det kommunen har rundt brevene sine.",
)
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
@ON
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
    form: AnyForm,
    lang: Language,
    frame: Path | None,
    steps: bool,
    full: bool,
    on: date | None,
    output: Path | None,
    no_cross_check: bool,
    record: Path | None,
    new: bool,
    key: Path | None,
) -> None:
    """Decide each CASE file: the outcome, and every step that leads to it.

    Exit code 0: decided (a refusal is a decision). 1: errors in rules or case. 3: facts are missing, or a caseworker must assess the case.
    """
    to_file = output is not None and not is_standard_output(output)
    form, packing = _letter_form(form, frame, output if to_file else None, len(cases))
    _judge_usage(form, lang, no_cross_check, record, new, key)
    if on is not None and (steps or full or form in ("letter", "plan")):
        _refuse_day()
    judge_outputs([output], [*cases, rules, key, frame], [record])
    with rejection():
        signer = signing_key(key)
        if record is not None:  # who keeps nothing opens no database
            from ..records.log import append_sealed, judge_log, seal_decision

            judge_log(record, signer, new)
    read = read_laws(rules)
    assert read.laws is not None
    laws, sources = read.laws, dict(read.sources)
    compiled = compile_laws(laws)
    loaded = read_cases(cases, law, assume, laws, sources)
    plan_form = read_plan_form(laws.vocabulary, sources) if form == "plan" else None
    sealed: list[Sealed] = []
    finals: list[bool] = []

    def noted() -> Iterator[_Decided]:
        """Yield the decisions as they are made; of each is kept whether it is final, and what is recorded of it."""
        with cross_checked(not no_cross_check, loaded, compiled) as decisions:
            for decision, cross_check in decisions:
                print_problems(idle_facts(decision), sources)
                one = _Decided(decision, cross_check, build_trail(decision))
                if record is not None:
                    sealed.append(seal_decision(one.document))
                finals.append(is_final(one.decision, laws.vocabulary))
                yield one

    how = _How(form, lang, steps, full, on, output, specialised.engine(specialised.FEW), read_frame(frame, sources), packing, plan_form)
    # Nothing is shown before all is decided, and nothing is recorded before it is shown: see docs/records.md.
    with rejection(sources), holding(output if to_file else None, sys.stdout) as held:
        for content in _written(noted(), len(loaded), compiled, how):
            held.write(content if to_file or isinstance(content, bytes) else fitting(content, form))
        with delivering(record is not None):
            held.deliver()
        receipt = append_sealed(record, sealed, read.texts, VERSION, signer, new) if record is not None else ""
    if record is not None:
        _tell_kept(record, len(sealed), receipt)
    sys.exit(DECIDED if all(finals) else UNDETERMINED)


def _letter_form(form: AnyForm, frame: Path | None, output: Path | None, cases: int) -> tuple[AnyForm, Packing]:
    """Return the form, a letter by its one name, and the form of the file, by the file's; end the command where options do not fit."""
    form = "letter" if form == "begrunnelse" else form
    packed: Packing = "text"
    if form in ("letter", "plan") and output is not None:
        suffix = output.suffix.casefold()
        packed = "docx" if suffix == ".docx" else "html" if suffix in (".html", ".htm") else "text"
    if frame is not None and form not in ("letter", "plan"):
        wrong_usage(
            "--frame hører til brevet og planen; bruk --format letter eller plan, eller utelat den",
            "--frame belongs to the letter and the plan; use --format letter or plan, or leave it out",
        )
    if packed != "text" and cases > 1:
        wrong_usage(
            "en fil i Word eller HTML holder ett brev; kjør kommandoen én gang for hver sak",
            "a file in Word or HTML holds one letter; run the command once for each case",
        )
    if packed == "docx":
        judge_letter_extra()
    return form, packed


def _judge_usage(form: AnyForm, lang: Language, no_cross_check: bool, record: Path | None, new: bool, key: Path | None) -> None:
    if record is not None and no_cross_check:
        wrong_usage(
            "--record tar vare på avgjørelser som to motorer er enige om; utelat --no-cross-check",
            "--record keeps decisions that were cross-checked; leave --no-cross-check out",
        )
    if form in ("letter", "plan") and lang == "en" and is_typed("lang"):
        wrong_usage(
            "brevet og planen skrives på bokmål eller nynorsk; utelat --lang, eller bruk --lang nb eller nn",
            "the letter and the plan are written in Bokmål or Nynorsk; leave --lang out, or use --lang nb or nn",
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


def _refuse_day() -> NoReturn:
    wrong_usage(
        "--on gjelder neste steg i svaret; utelat --steps, --full, --format letter og --format plan",
        "--on is about the next steps of the answer; leave --steps, --full, --format letter and --format plan out",
    )


class _How(NamedTuple):
    """How decisions are told: the answer alone, its next steps reckoned from the day `on`, or with `steps` or `full` all that was
    derived; `output` is the file, if any.

    `engine` looks for what is missing and what would change the answer; it is one for all cases, since it is slow to make.
    `frame` and `packing` are those of a letter, `form_of_plan` that of a plan.
    """

    form: AnyForm
    lang: Language
    steps: bool
    full: bool
    on: date | None
    output: Path | None
    engine: Engine
    frame: LetterFrame
    packing: Packing
    form_of_plan: PlanForm | None


@dataclass(frozen=True)
class _Decided:
    """A decision, how it was cross-checked, and its trail."""

    decision: Decision
    cross_check: Json
    trail: Trail

    @cached_property
    def document(self) -> dict[str, Json]:
        """The decision as JSON, without the answer: what is sealed."""
        return document_document(self.decision, self.trail, self.decision.laws.laws.vocabulary, self.cross_check)


def _written(decided: Iterable[_Decided], number: int, laws: CompiledLaws, how: _How) -> Iterator[str | bytes]:
    """Yield what is written of `number` decisions, piece by piece: each alone, or all in one page or table at the end."""
    reports: list[Report] = []
    rows: list[AnswerWords] = []
    for place, one in enumerate(decided):
        apart = "\n" if place else ""
        answer = _short(one, laws, how)
        if how.form == "json":
            told = answer_document(answer_words(answer, how.lang, one.cross_check, how.on)) if answer is not None else None
            document = {**one.document, "answer": told}
            yield as_json(document) + "\n" if number == 1 else _item(document, place)
        elif how.form in ("letter", "plan"):
            yield _letter(one, apart, how)
        elif how.form == "html":  # one page, with an article for each
            reports.append(_report(one, answer, how))
        elif number > 1 and answer is not None:
            rows.append(answer_words(answer, how.lang, one.cross_check, how.on))
        else:
            yield apart + _rendered([_report(one, answer, how)], how)
    if how.form == "json" and number > 1:
        yield "\n]\n"
    elif how.form == "html":
        yield _rendered(reports, how)
    elif rows:
        yield _rendered([answers_table(rows, how.lang)], how)


def _letter(one: _Decided, apart: str, how: _How) -> str | bytes:
    """Return a letter or a plan as the file holds it; `apart` stands before a text."""
    # An answer does not wait for what writes letters.
    from ..rendering.letter import letter_paper
    from ..rendering.paper import paper_text
    from ..rendering.paper_html import paper_html
    from ..rendering.plan import plan_paper

    if how.form_of_plan is not None:
        paper = plan_paper(one.decision, one.trail, how.form_of_plan, how.frame, how.lang, one.cross_check)
    else:
        paper = letter_paper(one.decision, one.trail, how.frame, how.lang, one.cross_check)
    if how.packing == "docx":
        return letter_as_word(paper)
    return paper_html(paper) if how.packing == "html" else apart + paper_text(paper)


def _rendered(reports: Sequence[Report], how: _How) -> str:
    assert how.form in FORMS  # what else there is, is no report
    return render_reports(reports, how.form, _columns(how), colour(how.output))


def _columns(how: _How) -> int:
    return 100 if how.output else width()


def _report(one: _Decided, answer: ShortAnswer | None, how: _How) -> Report:
    """Return the answer; all that was derived where there is none."""
    if answer is None:
        return decision_report(one.decision, one.trail, how.lang, how.full, one.cross_check)
    if how.form == "text":
        return answer_screen(answer, how.lang, one.cross_check, _columns(how), how.on)
    # A page folds away what is not read first; in other forms it would stand in the way.
    return answer_report(answer, how.lang, one.cross_check, how.form == "html", how.on)


def _short(one: _Decided, laws: CompiledLaws, how: _How) -> ShortAnswer | None:
    """Return the answer on the principal conclusion; None where the law has none, or what was derived or a letter is asked for."""
    principal = next((name for name, c in laws.laws.vocabulary.conclusions.items() if c.principal), None)
    if principal is None or how.form in ("letter", "plan") or (how.form != "json" and (how.steps or how.full)):
        return None
    return short_answer(one.decision, one.trail, laws, how.engine, principal)


def _item(document: Json, number: int) -> str:
    """Return a document as an item of a list, with what stands before it."""
    return ("[\n  " if number == 0 else ",\n  ") + as_json(document).replace("\n", "\n  ")


def _tell_kept(record: Path, number: int, receipt: str) -> None:
    kept = say(f"{number} {'avgjørelse' if number == 1 else 'avgjørelser'} ført i", f"{counted(number, 'decision')} recorded in")
    click.echo(printable(f"{kept} {record}; {say('kvittering', 'receipt')} {receipt}"), err=True)
