"""`hjemmel conclusions`: the public conclusions of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import click

from ..model import Language
from ..rendering.reference import render_conclusions
from .inputs import begun_or_labelled, laws_and_sources
from .options import LANGUAGE
from .speaking import command


@command(
    """List opp konklusjonene en avgjørelse kan gi, med type, enhet, verdier og tema; med TEXT bare de som heter eller begynner så.""",
)
@click.argument("text", metavar="[TEXT]", required=False, default="")
@LANGUAGE
@click.pass_obj
def conclusions(rules: Path, text: str, lang: Language) -> None:
    """List the conclusions that a decision may state, with type, unit, values and topic; with TEXT only those called or begun so."""
    loaded, _ = laws_and_sources(rules)
    names = begun_or_labelled(loaded, text, loaded.vocabulary.conclusions, ("konklusjon", "conclusion"))
    click.echo(render_conclusions(loaded.vocabulary, names, lang), nl=False)
