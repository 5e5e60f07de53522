"""`hjemmel laws`: the law versions."""

from __future__ import annotations

from pathlib import Path

import click

from ..model import Language
from ..rendering.reference import render_laws
from .inputs import laws_and_sources
from .options import LANGUAGE
from .speaking import command


@command(
    """List opp lovversjonene: fra når de gjelder, lovene, endringene og kontrollsummene deres.""",
)
@LANGUAGE
@click.pass_obj
def laws(rules: Path, lang: Language) -> None:
    """List the law versions: from when they are in force, their acts, amendments and digests."""
    loaded, _ = laws_and_sources(rules)
    click.echo(render_laws(loaded, lang), nl=False)
