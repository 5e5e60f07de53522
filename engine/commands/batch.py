"""`hjemmel batch`: whole registers, with progress and rejects."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from ..diagnostics import Rejected, did_you_mean
from ..law.compiled import compile_laws
from ..model import Language, Text
from ..rendering.forms import render_report
from .console import FAILED, fail, print_problems, say, stop, wrong_usage
from .extras import judge_batch_extra
from .groups import BY, REPORT, SUPPRESS, groupings, judge_report, judge_tables, not_decided, write_report
from .inputs import judge_outputs, judge_versions, laws_and_sources, read_profile
from .options import LANGUAGE, LAW
from .output import colour, width
from .registers import ENCODING, PROFILE, STANDARD_INPUT, forms_of, judge_files, with_standard_input
from .speaking import command, option


@command(
    """Avgjør hver rad i registre: CSV, NDJSON, Excel eller Parquet inn; CSV, NDJSON eller Parquet ut.

    Rader som ikke kan avgjøres, går til OUTPUT.rejects.csv, hver med sin grunn. Sluttkode 0: alle radene er avgjort (også
    med åpne utfall). 1: rader ble avvist, eller feil i regler eller filer, og da skrives ingenting.
    """,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the decisions go; .parquet, .csv or .ndjson.",
    nb="Hvor avgjørelsene skrives; .parquet, .csv eller .ndjson.",
)
@LAW
@option("--topics", metavar="NAME,...", help="Only the conclusions of these topics.", nb="Bare konklusjonene i disse temaene.")
@option("--columns", metavar="NAME,...", help="Only these conclusions and facts.", nb="Bare disse konklusjonene og opplysningene.")
@option(
    "--trail",
    is_flag=True,
    help="Write the facts and the status of every rule too, from which any row can be explained.",
    nb="Skriv også opplysningene og statusen til hver regel; av dem kan hver rad forklares.",
)
@option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Count which dates are passed or near on this day.",
    nb="Tell hvilke frister som er ute eller nær den dagen.",
)
@option(
    "--within",
    type=click.IntRange(0, 3660),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="How many days ahead count as near, with --on.",
    nb="Hvor nær, for --on.",
)
@ENCODING
@option(
    "--dialect",
    type=click.Choice(["plain", "norwegian"]),
    default="plain",
    show_default=True,
    help="How CSV files spell values: norwegian is 29,9, DD.MM.YYYY and SANN.",
    nb="Hvordan CSV-filer skriver verdier: norwegian er 29,9, DD.MM.ÅÅÅÅ og SANN.",
)
@option(
    "--output-dialect",
    type=click.Choice(["plain", "norwegian"]),
    default="plain",
    show_default=True,
    help="How CSV output spells values: norwegian is for Norwegian Excel.",
    nb="Hvordan CSV ut skriver verdier: norwegian er for norsk Excel.",
)
@PROFILE
@STANDARD_INPUT
@BY
@SUPPRESS
@REPORT
@option(
    "--resume",
    is_flag=True,
    help="Keep what is done in OUTPUT.unfinished until the end; the same command goes on where it was interrupted.",
    nb="Behold det som er gjort, i OUTPUT.unfinished til slutten; den samme kommandoen fortsetter der den ble avbrutt.",
)
@option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="How many processor cores to decide and write on; all by default.",
    nb="Hvor mange kjerner det avgjøres og skrives på; ellers alle.",
)
@LANGUAGE
@click.pass_obj
def batch(
    rules: Path,
    files: tuple[Path, ...],
    output: Path,
    law: str | None,
    topics: str | None,
    columns: str | None,
    trail: bool,
    on: datetime | None,
    within: int,
    encoding: Literal["utf-8", "windows-1252"],
    dialect: Literal["plain", "norwegian"],
    output_dialect: Literal["plain", "norwegian"],
    profile: Path | None,
    standard_input: str | None,
    by: tuple[str, ...],
    suppress: int | None,
    report: Path | None,
    resume: bool,
    jobs: int | None,
    lang: Language,
) -> None:
    """Decide every row of registers: CSV, NDJSON, Excel or Parquet in; CSV, NDJSON or Parquet out.

    Rows that cannot be decided go to OUTPUT.rejects.csv, each with its reason. Exit code 0: every row is decided (open
    outcomes among them). 1: rows were rejected, or errors in rules or files, and then nothing is written.
    """
    if trail and columns:
        wrong_usage(
            "--trail skriver alle kolonnene; utelat --columns",
            "--trail writes every column; leave --columns out",
        )
    if jobs is not None:
        # Polars reads it once, when it is imported, which the next line does.
        os.environ["POLARS_MAX_THREADS"] = str(jobs)
    judge_batch_extra()
    from ..batch.register_files import WRITTEN
    from ..batch.running import Options as BatchOptions
    from ..batch.running import choosable as batch_columns
    from ..batch.running import decide_registers, rejects_path
    from ..batch.summary import summary_report

    written = WRITTEN.get(output.suffix.lower())
    named = judge_files(files, standard_input)
    _judge_spelling(forms_of(files, standard_input), written, encoding, dialect, output_dialect, profile)
    if written is None:
        endings = ", ".join(WRITTEN)
        fail(f"utdata må ha en av endelsene {endings}", f"the output must have one of the suffixes {endings}")
    rejects = rejects_path(output)
    judge_report(report)
    judge_tables(report, by, suppress)
    judge_outputs([output, rejects, report], [*named, rules, profile])
    laws, sources = laws_and_sources(rules)
    if law not in (None, "auto"):
        judge_versions([law], [version.name for version in laws.versions])
    options = BatchOptions(
        lang, encoding, dialect, law, _chosen(topics, laws.vocabulary.topics), (), trail, on.date() if on else None, within, output_dialect
    )
    if profile is not None:
        options = options._replace(profile=read_profile(profile, laws.vocabulary, sources))
    options = options._replace(
        columns=_chosen(columns, batch_columns(laws.vocabulary, options.topics)),
        by=groupings(by, suppress, laws, options.topics, profile is not None),
        suppress=suppress,
    )
    try:
        with with_standard_input(files, standard_input) as registers, _progress() as advance:
            texts = sources if resume else None
            summary = decide_registers(registers, output, compile_laws(laws), options, advance, resume=texts)
    except Rejected as rejected:
        stop(rejected.diagnostics, sources)
    except OSError as error:
        fail(f"kan ikke skrive {output}: {error.strerror}", f"cannot write {output}: {error.strerror}")
    except KeyboardInterrupt:
        if resume:
            fail("avbrutt; den samme kommandoen fortsetter der den var", "stopped; the same command goes on where it was")
        fail("avbrutt; ingenting er skrevet", "stopped; nothing was written")
    click.echo(render_report(summary_report(summary, options, laws), "text", width(), colour(None)))
    if report is not None:
        write_report(report, summary, options, laws)
    if summary.notices:
        print_problems(summary.notices, {})
    if summary.unlikely:
        looks = say(
            "Rader er avgjort med opplysninger som må kontrolleres (`unlikely`)",
            "Rows were decided on facts that are to be checked (`unlikely`)",
        )
        click.echo(f"{looks}: {say('se', 'see')} {rejects}", err=True)
    if summary.rejected:
        click.echo(f"{not_decided(summary.rejected, suppress)}: {say('se', 'see')} {rejects}", err=True)
        sys.exit(FAILED)


def _judge_spelling(
    read: Iterable[str | None], written: str | None, encoding: str, dialect: str, output_dialect: str, profile: Path | None
) -> None:
    """Refuse what says how CSV is spelt where a profile says it, or the form of a file, None where its name tells none, is another."""
    if profile is not None and dialect != "plain":
        wrong_usage(
            "--profile sier hvordan verdiene er skrevet; utelat --dialect",
            "--profile says how values are written; leave --dialect out",
        )
    if (encoding, dialect) != ("utf-8", "plain") and any(form != "csv" for form in read):
        wrong_usage(
            "--encoding og --dialect gjelder CSV; i de andre har verdiene en fast form",
            "--encoding and --dialect are for CSV; the others have values of their own",
        )
    if output_dialect != "plain" and written != "csv":
        wrong_usage(
            "--output-dialect gjelder CSV; i Parquet og NDJSON har verdiene en fast form",
            "--output-dialect is for CSV; Parquet and NDJSON have values of their own",
        )


def _chosen(given: str | None, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of an option that lists them with commas; one that is not there ends the command."""
    known = list(names)
    wanted = tuple(name.strip() for name in given.split(",")) if given else ()
    for name in wanted:
        if name not in known:
            fix = did_you_mean(name, known, Text("se `hjemmel show` og `hjemmel facts`", "see `hjemmel show` and `hjemmel facts`"))
            fail(f"det finnes ikke noe som heter `{name}`: {fix.nb}", f"there is nothing named `{name}`: {fix.en}")
    return wanted


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a long run has come, with its rate and what time remains; without a terminal it is silent."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Rows a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:,.0f}/s".replace(",", "\N{NARROW NO-BREAK SPACE}"))

    words = {"read": say("leser", "reading"), "decide": say("avgjør", "deciding")}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f}"), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {what: progress.add_task(word, total=None, visible=False) for what, word in words.items()}

        def advance(what: str, done: int, total: int) -> None:
            progress.update(tasks[what], completed=done, total=total or None, visible=True)
            if what == "decide":
                progress.update(tasks["read"], visible=False)

        yield advance
