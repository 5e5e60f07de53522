"""`hjemmel profile`: proposes how a register is read, and shows how a profile reads its first rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ..diagnostics import Diagnostic
from ..files import write_text
from ..language.located import read_tree
from ..model import Language, Laws
from ..rendering.forms import render_report
from .console import rejection, say, wrong_usage
from .extras import judge_batch_extra
from .inputs import judge_outputs, laws_and_sources, read_profile
from .options import LANGUAGE
from .output import colour, width
from .speaking import command, option

if TYPE_CHECKING:
    from ..batch.profile import Profile
    from ..batch.register import Register


@command(
    """Foreslå en profil for registeret FILE: hvilke kolonner og koder som oppgir hvilke opplysninger.

    Det som er sikkert, skrives i OUTPUT; alt annet står der som spørsmål, og du svarer. Med --profile vises i stedet hvordan
    en ferdig profil leser de første ti radene. Sluttkode 1: registeret eller profilen har feil.
    """,
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the proposed profile goes.",
    nb="Hvor forslaget skrives.",
)
@option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Show how this profile reads the first ten rows.",
    nb="Vis hvordan denne profilen leser de første ti radene.",
)
@option(
    "--encoding",
    type=click.Choice(["utf-8", "windows-1252"]),
    help="Encoding of a CSV file; otherwise that of the profile, or UTF-8; without a profile, what it seems to be.",
    nb="Tegnsettet i en CSV-fil; ellers det profilen sier, eller UTF-8; uten profil det filen ser ut til å ha.",
)
@LANGUAGE
@click.pass_obj
def profile(
    rules: Path, file: Path, output: Path | None, profile: Path | None, encoding: Literal["utf-8", "windows-1252"] | None, lang: Language
) -> None:
    """Propose a profile for the register FILE: which columns and codes state which facts.

    What is certain is written to OUTPUT; all else is there as a question, and you answer. With --profile it shows instead how
    a finished profile reads the first ten rows. Exit code 1: there are errors in the register or the profile.
    """
    if (output is None) == (profile is None):
        wrong_usage(
            "oppgi enten hvor forslaget skal skrives, med -o, eller en ferdig profil, med --profile",
            "name either where the proposal goes, with -o, or a finished profile, with --profile",
        )
    judge_batch_extra()
    from ..batch.columns_seen import see_columns
    from ..batch.profiled import open_by_profile
    from ..batch.proposing import profile_text, propose
    from ..batch.reading import open_register
    from ..batch.recognising import recognised
    from ..batch.register import SEPARATORS
    from ..batch.register_files import register_file

    with rejection():
        source = register_file(file)
    if source.form == "ndjson" and profile is None:
        wrong_usage(
            "kolonnene i NDJSON står i hver rad; et forslag lages av CSV, Excel eller Parquet",
            "the columns of NDJSON stand in each row; a proposal is made from CSV, Excel or Parquet",
        )
    judge_outputs([output], [file, rules, profile])
    laws, sources = laws_and_sources(rules)
    if profile is not None:
        found = read_profile(profile, laws.vocabulary, sources)
        with rejection(sources):
            register = open_by_profile(source, encoding or "utf-8", found)
            _show(register, found, laws, lang)
        return
    assert output is not None  # one of the two is there
    with rejection(sources):
        seen = recognised(source, encoding) if source.form == "csv" else {}
        register = open_register(source, seen.get("encoding", "utf-8"), (), separator=SEPARATORS.get(seen.get("separator", "")))
        columns, rows, unread = see_columns(register)
        proposed = propose(columns, laws.vocabulary, unread)
        text = profile_text(proposed, file.name, rows, seen, lang, unread)
        write_text(output, text)
        preview = _preview(text, [column.name for column in columns], laws)
        if preview is not None:
            _show(register, preview, laws, lang)
    if unread:
        click.echo(
            say(
                f"{file}: rader som ikke kan leses: {unread}. Derfor er ingenting sikkert.",
                f"{file}: rows that cannot be read: {unread}. So nothing is certain.",
            ),
            err=True,
        )
    certain, asked = sum(one.fact is not None for one in proposed.proposals), sum(one.fact is None for one in proposed.proposals)
    click.echo(
        say(
            f"{output}: {certain} kolonner er foreslått lest, {asked} er spørsmål. Svar på dem, og vis radene med --profile.",
            f"{output}: {certain} columns are proposed to be read, {asked} are questions. Answer them, and show the rows with --profile.",
        ),
        err=True,
    )


def _preview(text: str, columns: list[str], laws: Laws) -> Profile | None:
    """Return the profile that the certain lines of a proposal make, with every other column left out; None where there are none."""
    from ..batch.profile import build_profile
    from ..batch.proposing import scalar_text

    if "\ncase:" not in text:
        text += f"case: {scalar_text(columns[0])}\n"
    problems: list[Diagnostic] = []
    tree = read_tree("", text, problems)
    found = build_profile(tree, laws.vocabulary, "", b"", problems) if tree is not None else None
    if found is None:
        return None
    # Without an answer to how dates or numbers are written, their cells would be taken as texts.
    spelt = ("date", "integer", "decimal")
    readings = tuple(one for one in found.readings if one.written is not None or laws.vocabulary.facts[one.fact].type not in spelt)
    if not readings:
        return None
    left = {column: readings[0].place for column in columns if column not in found.places}
    return replace(found, readings=readings, ignored=found.ignored | left.keys(), places={**found.places, **left})


def _show(register: Register, profile: Profile, laws: Laws, lang: Language) -> None:
    from ..batch.rows_read import rows_read

    report = rows_read(register, profile, laws.vocabulary, [version.name for version in laws.versions], lang)
    click.echo(render_report(report, "text", width(), colour(None)))
