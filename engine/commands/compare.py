"""`hjemmel compare`: a register's own category of each row beside the outcome of the law."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ..diagnostics import did_you_mean, said
from ..law.compiled import compile_laws
from ..law.crosscheck import cross_checker
from ..model import Language, Laws, Text
from ..rendering.forms import render_report
from .console import FAILED, fail, rejection, say, wrong_usage
from .extras import judge_batch_extra
from .inputs import judge_outputs, laws_and_sources, read_profile
from .options import LANGUAGE
from .output import colour, width
from .registers import ENCODING, PROFILE, STANDARD_INPUT, judge_files, tell_rows, with_standard_input
from .speaking import command, option

if TYPE_CHECKING:
    from ..batch.comparing import Compared


@command(
    """Sammenlign registerets egen kategori i hver rad med utfallet etter loven: hvilke rader som er forskjellige, og hva som avgjør dem.

    Radene skrives i OUTPUT (CSV for norsk Excel) med grunn og hjemmel, sammen med dem som ikke har noen kategori; de som ikke kan
    avgjøres, i OUTPUT.rejects.csv. Sluttkode 0: alle radene er sammenlignet, og ingen er forskjellig. 1: rader er forskjellige,
    avvist eller uten kategori, eller feil i regler eller filer.
    """,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option("--category", required=True, metavar="COLUMN", help="Column of its own category.", nb="Kolonnen med egen kategori.")
@option(
    "--means",
    multiple=True,
    required=True,
    metavar="CODE=OUTCOME",
    help="Outcome that a category stands for; given once for each category. Without CODE it is that of an empty cell.",
    nb="Utfallet en kategori svarer til; oppgis for hver kategori. Uten CODE er det utfallet en tom celle svarer til.",
)
@option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the rows that differ go; .csv.",
    nb="Hvor radene som er forskjellige, skrives; .csv.",
)
@PROFILE
@ENCODING
@STANDARD_INPUT
@LANGUAGE
@click.pass_obj
def compare(
    rules: Path,
    files: tuple[Path, ...],
    category: str,
    means: tuple[str, ...],
    output: Path,
    profile: Path | None,
    encoding: Literal["utf-8", "windows-1252"],
    standard_input: str | None,
    lang: Language,
) -> None:
    """Compare a register's own category of each row with the outcome of the law: which rows differ, and what decides them.

    The rows go to OUTPUT (CSV for Norwegian Excel) with reason and section, and with them those that have no category; those that
    cannot be decided to OUTPUT.rejects.csv. Exit code 0: every row is compared and none differs. 1: rows differ, were rejected
    or have no category, or errors in rules or files.
    """
    judge_batch_extra()
    from ..batch.comparing import compare_registers
    from ..batch.comparing_report import compared_report
    from ..batch.grouping import means_something
    from ..batch.running import Options, rejects_path

    if output.suffix.lower() != ".csv":
        fail("utdata må ha endelsen .csv", "the output must have the suffix .csv")
    named = judge_files(files, standard_input)
    rejected = rejects_path(output)
    judge_outputs([output, rejected], [*named, rules, profile])
    laws, sources = laws_and_sources(rules)
    if profile is None and means_something(category, laws.vocabulary):
        fail(f"`{category}` er ikke registerets egen kategori", f"`{category}` is no category of the register's own")
    meanings = _meanings(means, laws)
    options = Options(lang, encoding)
    if profile is not None:
        options = options._replace(profile=read_profile(profile, laws.vocabulary, sources))
    compiled = compile_laws(laws)
    with rejection(sources), with_standard_input(files, standard_input) as registers:
        found = compare_registers(
            registers, output, rejected, compiled, options, category, meanings, cross_checker(False), lambda *told: None
        )
    report = compared_report(found, meanings, laws.vocabulary, category, lang, alone=True)
    click.echo(render_report(report, "text", width(), colour(None)))
    _tell(found, output, rejected)


def _tell(found: Compared, output: Path, rejected: Path) -> None:
    """Say where the rows are that differ or were rejected, and end with the exit code."""
    different = sum(found.differing.values())
    if different:
        click.echo(say(f"{different} rader er forskjellige: se {output}", f"rows that differ: {different}, see {output}"), err=True)
    if found.without:
        nb = f"{found.without} rader har ingen kategori og er ikke sammenlignet: se {output}"
        click.echo(say(nb, f"rows without a category, which were not compared: {found.without}, see {output}"), err=True)
    tell_rows(found.counts, rejected)
    if different or found.without or found.counts.rejected:
        sys.exit(FAILED)


def _meanings(means: Sequence[str], laws: Laws) -> dict[str, str]:
    """Return the outcome that each category stands for; one that there is not ends the command."""
    from ..batch.comparing import meanings_of, outcomes_of

    found, known = meanings_of(means, laws.vocabulary), outcomes_of(laws.vocabulary)
    for each in found.unread:
        wrong_usage(f"`{each}`: skriv KODE=UTFALL, én gang for hver kode", f"`{each}`: write CODE=OUTCOME, once for each code")
    for outcome in found.unknown:
        fix = did_you_mean(outcome, list(known), Text(f"det kan være {', '.join(known)}", f"it may be {', '.join(known)}"))
        fail(f"det finnes ikke noe utfall `{outcome}`: {fix.nb}", f"there is no outcome `{outcome}`: {said(fix, 'en')}")
    return dict(found.outcomes)
