"""`hjemmel forget`: what is personal of a case erased from a log."""

from __future__ import annotations

from pathlib import Path

import click

from ..diagnostics import printable
from ..records.log import forget_case
from .console import counted, rejection, say
from .extras import signing_key
from .options import KEY
from .speaking import command


@command(
    """Slett alt personlig i avgjørelsene i saken CASE fra loggen LOG for godt; loggen kan fremdeles kontrolleres.""",
)
@click.argument("log", type=click.Path(path_type=Path))
@click.argument("case")
@KEY
def forget(log: Path, case: str, key: Path | None) -> None:
    """Erase everything personal in the decisions of CASE from LOG for good; the log still verifies."""
    with rejection():
        found = forget_case(log, case, signing_key(key))
    number, listed = len(found.records), ", ".join(map(str, found.records))
    nb = f"slettet fra {log}: innholdet i {number} {'oppføring' if number == 1 else 'oppføringer'}: {listed}"
    click.echo(printable(say(nb, f"erased from {log}: the content of {counted(number, 'record')}: {listed}")))
    for other, records in found.alike.items():
        name, where = printable(other), ", ".join(map(str, records))
        click.echo(
            say(f"ikke slettet: `{name}`, som ligner (oppføring {where})", f"not erased: `{name}`, which looks alike (record {where})")
        )
    click.echo(f"{say('kvittering', 'receipt')} {found.receipt}", err=True)
