"""`hjemmel show`: one name or diagnostic code."""

from __future__ import annotations

from pathlib import Path

import click

from ..checking.pages import page_text, read_pages
from ..diagnostics import Diagnostic, did_you_mean
from ..model import Language, Text
from ..rendering.reference import entry_names, render_entry
from .console import fail, stop_if_wrong
from .inputs import PAGES, laws_and_sources, tested_cases
from .options import LANGUAGE
from .speaking import command, option


@command(
    """Vis én regel, konklusjon eller opplysning i hver versjon: hva den sier, hjemmelen, hva som bruker den, og prøvene.

    Er ID koden til en feil, vises hva koden betyr, med et eksempel.
    """,
)
@click.argument("name", metavar="ID")
@LANGUAGE
@option(
    "--suites",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the suites; beside the rules by default.",
    nb="Mappen med testsamlingene; ellers den ved siden av reglene.",
)
@click.pass_obj
def show(rules: Path, name: str, lang: Language, suites: Path | None) -> None:
    """Show one rule, conclusion or fact in every version: what it says, its law, what uses it and its tests.

    Where ID is the code of a diagnostic, what the code means, with an example.
    """
    page = read_pages(PAGES).get(name)
    if page is not None:
        click.echo(page_text(page, lang), nl=False)
        return
    loaded, sources = laws_and_sources(rules)
    problems: list[Diagnostic] = []
    cases = tested_cases(rules, suites, loaded, sources, problems)
    stop_if_wrong(problems, sources)
    text = render_entry(loaded, name, lang, cases)
    if text is None:
        names = entry_names(loaded)
        see = Text("se `hjemmel facts` og `hjemmel laws`", "see `hjemmel facts` and `hjemmel laws`")
        fix = did_you_mean(name, names, see)
        fail(f"ingenting heter `{name}`: {fix.nb}", f"nothing is named `{name}`: {fix.en}")
    click.echo(text, nl=False)
