"""`hjemmel agenda`: what is due in the cases of a folder, from a day that is given."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import click

from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected, printable
from ..folders import unreadable
from ..law.compiled import CompiledLaws, compile_laws
from ..law.crosscheck import cross_checker
from ..law.deciding import Decision
from ..law.drafted import idle_facts
from ..loading import load_case
from ..model import Case, Language
from ..rendering.agenda import Agenda, agenda_of, agenda_report
from ..rendering.agenda_document import agenda_document
from ..rendering.forms import Form, render_report
from ..trail.steps import build_trail
from .console import DECIDED, FAILED, print_problems, say, stop, wrong_usage
from .inputs import flaws_of, laws_and_sources
from .options import FORM, LANGUAGE, ON
from .output import as_json, colour, width, write
from .speaking import command

SUFFIXES = (".yaml", ".yml", ".json")


@command(
    """List opp det som skal gjøres i sakene i mappen FOLDER: frister og andre dager, den første først, med sak og hjemmel.

    Filer som slutter på .yaml, .yml eller .json, leses som saksfiler; alt annet nevnes. Det som er overholdt, telles bare.
    Sluttkode 1: en sak er ikke avgjort på grunn av feil; de andre er med.
    """,
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@ON
@FORM
@LANGUAGE
@click.pass_obj
def agenda(rules: Path, folder: Path, on: date | None, form: Form | Literal["json"], lang: Language) -> None:
    """List what is due in the cases of the folder FOLDER: deadlines and other days, the first one first, with case and section.

    Files that end in .yaml, .yml or .json are read as case files; all else is named. What was kept is counted alone.
    Exit code 1: a case was not decided for errors in it; the others are listed.
    """
    if on is None:
        wrong_usage("oppgi dagen det regnes fra, med --on", "name the day to reckon from with --on")
    laws, sources = laws_and_sources(rules)
    compiled, check = compile_laws(laws), cross_checker(True)
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        stop([unreadable(folder, error)], sources)
    read = [path for path in paths if path.name.lower().endswith(SUFFIXES) and path.is_file()]
    problems: list[Diagnostic] = []
    agendas = {path: found for path in read if (found := _agenda(path, compiled, check, sources, problems, lang, on)) is not None}
    rejected, left = [path.name for path in read if path not in agendas], [path.name for path in paths if path not in read]
    if form == "json":
        text = as_json(agenda_document(_told_apart(agendas), rejected, left, lang, on)) + "\n"
    else:
        text = render_report(agenda_report(_told_apart(agendas), len(rejected), lang, on), form, width(), colour(None))
    write(text, None, form)
    print_problems(problems, sources)
    if left:
        click.echo(printable(f"{say('ikke lest som saksfiler', 'not read as case files')}: {', '.join(left)}"), err=True)
    sys.exit(FAILED if rejected else DECIDED)


def _agenda(
    path: Path,
    laws: CompiledLaws,
    check: Callable[[Case, CompiledLaws], tuple[Decision, Json]],
    sources: dict[str, str],
    problems: list[Diagnostic],
    lang: Language,
    on: date,
) -> Agenda | None:
    """Return what is due in the case of a file; None where it cannot be decided, for reasons that go to `problems`."""
    before = len(problems)
    versions = tuple(version.name for version in laws.laws.versions)
    case = load_case(path, laws.laws.vocabulary, versions, sources, problems)
    if case is not None:
        problems += flaws_of(case, laws.laws.vocabulary)
    if case is None or any(problem.level == "error" for problem in problems[before:]):
        return None
    try:
        decision, _ = check(case, laws)
    except Rejected as rejected:
        problems += rejected.diagnostics
        return None
    problems += idle_facts(decision)
    return agenda_of(decision, build_trail(decision), lang, on)


def _told_apart(agendas: Mapping[Path, Agenda]) -> list[Agenda]:
    """Return the agendas, with the file beside the id of a case where several files state the same."""
    ids = Counter(agenda.case for agenda in agendas.values())
    return [replace(agenda, case=f"{agenda.case} ({path.name})") if ids[agenda.case] > 1 else agenda for path, agenda in agendas.items()]
