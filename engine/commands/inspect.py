"""`hjemmel inspect`: what a municipality looks for in its own cases, in a register."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from ..law.compiled import compile_laws
from ..model import Language
from ..rendering.forms import render_report
from .console import FAILED, fail, rejection, say
from .extras import judge_batch_extra
from .groups import SUPPRESS, groupings, judge_report
from .inputs import judge_outputs, laws_and_sources, read_profile
from .options import LANGUAGE
from .output import colour, width, write
from .registers import ENCODING, PROFILE, STANDARD_INPUT, judge_files, tell_rows, with_standard_input
from .speaking import command, option


@command(
    """Se etter avvik i kommunens egne saker i registre: for sent vedtak eller oppstart, plan med mangler, registrering.

    Radene skrives i OUTPUT (CSV for norsk Excel), en linje for hvert avvik, med hjemmel og frist; de som ikke kan avgjøres, i
    OUTPUT.rejects.csv. Rapporten teller etter bestemmelse. Hva det ses etter, står i vokabularet. Sluttkode 0: alle radene er
    avgjort, og ingen har noe å følge opp. 1: rader har det eller er avvist, eller feil i regler eller filer.
    """,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the rows go that have something to follow up; .csv.",
    nb="Hvor radene med noe å følge opp skrives; .csv.",
)
@option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="List also what was due before this day and is not said to be done.",
    nb="List også opp det som hadde frist før denne dagen, og som ikke er oppgitt som gjort.",
)
@option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report as .html, with charts by group, or its counts as .csv for Norwegian Excel; with --by those by group.",
    nb="Skriv rapporten som .html, med diagrammer etter gruppe, eller tallene som .csv for norsk Excel; med --by de etter gruppe.",
)
@option(
    "--by",
    multiple=True,
    metavar="NAME,...",
    help="Count the findings by these columns, facts or conclusions together; a date by NAME:month or NAME:year. May be repeated.",
    nb="Tell funn etter disse kolonnene, opplysningene eller konklusjonene sammen; datoer med NAME:month eller NAME:year. Kan gjentas.",
)
@SUPPRESS
@PROFILE
@ENCODING
@STANDARD_INPUT
@LANGUAGE
@click.pass_obj
def inspect(
    rules: Path,
    files: tuple[Path, ...],
    output: Path,
    on: datetime | None,
    report: Path | None,
    by: tuple[str, ...],
    suppress: int | None,
    profile: Path | None,
    encoding: Literal["utf-8", "windows-1252"],
    standard_input: str | None,
    lang: Language,
) -> None:
    """Look for breaches in a municipality's own cases in registers: late decision or start, a plan that lacks something, registration.

    The rows go to OUTPUT (CSV for Norwegian Excel), a line for each breach, with section and deadline; those that cannot be decided
    to OUTPUT.rejects.csv. The report counts by provision. What is looked for, the vocabulary says. Exit code 0: every row is
    decided and none has something to follow up. 1: rows have, or were rejected, or errors in rules or files.
    """
    judge_batch_extra()
    from ..batch.inspecting import inspect_registers
    from ..batch.inspecting_report import inspected_csv, inspected_report
    from ..batch.running import Options, rejects_path

    if output.suffix.lower() != ".csv":
        fail("utdata må ha endelsen .csv", "the output must have the suffix .csv")
    judge_report(report)
    named = judge_files(files, standard_input)
    rejected = rejects_path(output)
    judge_outputs([output, rejected, report], [*named, rules, profile])
    laws, sources = laws_and_sources(rules)
    if not laws.vocabulary.inspections:
        fail(
            "vokabularet sier ikke hva en kommune ser etter (`self_inspection`)",
            "the vocabulary does not say what a municipality looks for (`self_inspection`)",
        )
    options = Options(lang, encoding, on=on.date() if on else None, suppress=suppress)
    if profile is not None:
        options = options._replace(profile=read_profile(profile, laws.vocabulary, sources))
    options = options._replace(by=groupings(by, suppress, laws, (), profile is not None))
    with rejection(sources), with_standard_input(files, standard_input) as registers:
        found = inspect_registers(registers, output, rejected, compile_laws(laws), options, lambda *told: None)
    told = inspected_report(found, options, laws.vocabulary)
    click.echo(render_report(told, "text", width(), colour(None)))
    if report is not None and report.suffix.lower() == ".html":
        write(render_report(told, "html", 0, False), report, "html")
    elif report is not None:
        write("\ufeff" + inspected_csv(found, options, laws.vocabulary), report)
    if found.concerned:
        number = "" if suppress is not None else f" ({found.concerned})"
        click.echo(
            say(f"rader med noe å følge opp{number}: se {output}", f"rows with something to follow up{number}: see {output}"), err=True
        )
    tell_rows(found.counts, rejected, suppress)
    if found.concerned or found.counts.rejected:
        sys.exit(FAILED)
