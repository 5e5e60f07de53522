"""`hjemmel new-law`: an empty law of one topic, to begin with."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from ..files import write_folder
from ..home import HOME
from ..model import Language
from .console import rejection, say
from .options import LANGUAGE
from .speaking import command

EMPTY_LAW: Final = HOME / "examples" / "new-law"
"""The law that is copied is data, as every other: a vocabulary, one version, its suite, and a case."""


@command(
    """Begynn på en ny lov: en tom lov med ett tema, i en ny mappe FOLDER.

    Den har et vokabular, én lovversjon, testsaker og en sak, og lar seg kontrollere, avgjøre og prøve som den er. Det som
    må fylles inn, er merket FYLL INN, og `check` finner det.
    """,
    "new-law",
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@LANGUAGE
def new_law(folder: Path, lang: Language) -> None:
    """Begin a new law: an empty law of one topic, in a new folder FOLDER.

    It has a vocabulary, one law version, regression cases and a case, and can be checked, evaluated and tested as it is. What
    is to be filled in is marked FYLL INN, and `check` finds it.
    """
    with rejection():
        write_folder(_texts(EMPTY_LAW), folder)
    rules, case = (shlex.quote(str(folder / part)) for part in ("rules", "case.yaml"))
    click.echo(
        say(
            f"{folder}: en tom lov med ett tema. Begynn med vokabularet og lovens navn, og skriv så reglene, med testsaker:",
            f"{folder}: an empty law of one topic. Begin with the vocabulary and the name of the Act, then write rules, with cases:",
        )
    )
    for line in ("check", f"evaluate {case}", "test"):
        click.echo(f"  hjemmel --rules {rules} {line}")


def _texts(folder: Path) -> Mapping[str, str]:
    """Return the files of a folder by their paths in it."""
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}
