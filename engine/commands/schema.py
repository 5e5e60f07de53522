"""`hjemmel schema`: the JSON Schema of case files, from the vocabulary."""

from __future__ import annotations

from pathlib import Path

import click

from ..checking.case_schema import case_schema_text
from ..files import write_text
from ..folders import shown
from ..law.drafted import known_to
from ..loading import case_schema_files
from ..model import Language
from .console import rejection, say
from .inputs import drafts_given, read_laws
from .options import LANGUAGE
from .output import write
from .speaking import command, option


@command(
    """Vis JSON-skjemaet for saksfiler, slik vokabularet er nå; en editor som leser det, kjenner hver opplysning.""",
)
@option(
    "--write",
    "writes",
    is_flag=True,
    help="Renew the schema file beside the rules instead, and those beside drafts.",
    nb="Forny i stedet skjemafilen ved siden av reglene, og dem ved siden av utkast.",
)
@LANGUAGE
@click.pass_obj
def schema(rules: Path, writes: bool, lang: Language) -> None:
    """Show the JSON Schema of case files, as the vocabulary is now; an editor that reads it knows every fact."""
    loaded = read_laws(rules)
    assert loaded.laws is not None
    whole = case_schema_text(loaded.laws.vocabulary)
    if not writes:
        write(whole, None, "json")
        return
    usual, *others = case_schema_files(rules, drafts_given())
    # The cases of the law are written without what a draft adds.
    law = case_schema_text(known_to(loaded.laws.vocabulary, ()))
    for path, text in ((usual, law), *((other, whole) for other in others if other.is_file())):
        if path.is_file() and path.read_bytes() == text.encode():
            click.echo(say(f"{shown(path)}: stemmer med vokabularet", f"{shown(path)}: in line with the vocabulary"))
            continue
        with rejection():
            # The first schema of a folder of rules makes the folder that editors look in.
            path.parent.mkdir(exist_ok=True)
            write_text(path, text)
        click.echo(say(f"{shown(path)}: fornyet", f"{shown(path)}: renewed"))
