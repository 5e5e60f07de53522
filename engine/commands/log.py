"""`hjemmel log`: the records of a log."""

from __future__ import annotations

from pathlib import Path

import click

from ..diagnostics import printable
from ..model import Language
from ..records.listing import list_decisions
from .console import counted, rejection, say
from .options import LANGUAGE
from .speaking import command


@command(
    """List avgjørelsene i LOG: oppføring, sak, utfall, lovversjoner og program, og dem som er slettet.

    Det som står i loggen, listes slik det står; `verify` kontrollerer det.
    """,
    "log",
)
@click.argument("log", type=click.Path(path_type=Path))
@LANGUAGE
def list_log(log: Path, lang: Language) -> None:
    """List the decisions in LOG: record, case, outcome, law versions and program, and those that are forgotten.

    What stands in the log is listed as it stands; `verify` checks it.
    """
    with rejection():
        listed = list_decisions(log)
    for one in listed:
        if one.forgotten is not None:
            case = say(f"(slettet av oppføring {one.forgotten})", f"(forgotten by record {one.forgotten})")
        else:
            case = printable(one.case) if one.case is not None else say("(kan ikke leses)", "(cannot be read)")
        outcomes = [printable(outcome) for outcome in one.outcomes.values()]
        by = printable(f"{', '.join(one.versions)}; hjemmel {one.program}")
        click.echo("  ".join([str(one.record), case, *outcomes, by]))
    kept, gone = sum(one.forgotten is None for one in listed), sum(one.forgotten is not None for one in listed)
    nb = f"{len(listed)} {'avgjørelse' if len(listed) == 1 else 'avgjørelser'}: {kept} med innhold, {gone} slettet; ikke kontrollert"
    click.echo(say(nb, f"{counted(len(listed), 'decision')}: {kept} with content, {gone} forgotten; not checked"), err=True)
