"""What rows of registers are counted by, and the report that is written of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model import Laws
from ..rendering.forms import render_report
from .console import counted, fail, say, wrong_usage
from .output import write
from .speaking import option

if TYPE_CHECKING:
    from ..batch.grouping import Grouping
    from ..batch.running import Options, Summary

BY = option(
    "--by",
    multiple=True,
    metavar="NAME,...",
    help="Count the outcomes by these columns, facts or conclusions together; a date by NAME:month or NAME:year. May be repeated.",
    nb="Tell utfall etter disse kolonnene, opplysningene eller konklusjonene sammen; datoer med NAME:month eller NAME:year. Kan gjentas.",
)
SUPPRESS = option(
    "--suppress",
    type=click.IntRange(2, 1000),
    metavar="N",
    help="Show no count from 1 to below N, nor what it can be reckoned from.",
    nb="Vis ingen antall fra 1 til under N, og ikke noe de kan regnes ut av.",
)
REPORT = option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the summary as .html, with charts, or its tables by group as .csv for Norwegian Excel.",
    nb="Skriv sammendraget som .html, med diagrammer, eller tabellene etter gruppe som .csv for norsk Excel.",
)


def judge_report(report: Path | None) -> None:
    """Refuse a report whose suffix says no form of one."""
    if report is not None and report.suffix.lower() not in (".html", ".csv"):
        fail("rapporten må ha en av endelsene .html, .csv", "the report must have one of the suffixes .html, .csv")


def judge_tables(report: Path | None, by: Sequence[str], suppress: int | None) -> None:
    """Refuse a report of tables by group without any."""
    if report is not None and report.suffix.lower() == ".csv" and not by and suppress is None:
        wrong_usage("en rapport i CSV har tabellene etter gruppe; oppgi --by", "a report in CSV has the tables by group; give --by")


def groupings(by: Sequence[str], suppress: int | None, laws: Laws, topics: Sequence[str], by_profile: bool) -> tuple[Grouping, ...]:
    """Return what rows are counted by; what cannot be ends the command."""
    from ..batch.grouping import grouping, objection

    if suppress is not None and len(by) > 1:
        wrong_usage(
            "to tabeller sammen kan røpe små antall; oppgi --by bare én gang med --suppress",
            "two tables together can tell small counts; give --by only once with --suppress",
        )
    vocabulary = laws.vocabulary
    found = tuple(dict.fromkeys(grouping(asked) for asked in by))
    for column in (column for one in found for column in one):
        if (why := objection(column, vocabulary, topics, by_profile)) is not None:
            fail(why.nb, why.en)
    return found


def write_report(report: Path, summary: Summary, options: Options, laws: Laws) -> None:
    """Write the report of a run, whole or not at all."""
    from ..batch.group_report import group_csv
    from ..batch.summary import summary_report

    if report.suffix.lower() == ".html":
        write(render_report(summary_report(summary, options, laws), "html", 0, False), report, "html")
    else:
        write("\ufeff" + group_csv(summary, options, laws.vocabulary), report)


def not_decided(number: int, suppress: int | None) -> str:
    """Return that rows were not decided, and how many unless that is not to be told."""
    if suppress is not None:
        return say("Rader er ikke avgjort", "Rows were not decided")
    nb = f"{number} rad{'' if number == 1 else 'er'} er ikke avgjort"
    return say(nb, f"{counted(number, 'row')} not decided")
