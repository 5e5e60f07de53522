"""`hjemmel facts`: the facts of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import click

from ..model import Language
from ..rendering.reference import render_facts
from .inputs import begun_or_labelled, laws_and_sources
from .options import LANGUAGE
from .speaking import command


@command(
    """List opp opplysningene en sak kan gi, med type, enhet og verdier; med TEXT bare de som heter eller begynner så.""",
)
@click.argument("text", metavar="[TEXT]", required=False, default="")
@LANGUAGE
@click.pass_obj
def facts(rules: Path, text: str, lang: Language) -> None:
    """List the facts that a case may state, with type, unit and values; with TEXT only those called or begun so."""
    loaded, _ = laws_and_sources(rules)
    stated = [name for name, fact in loaded.vocabulary.facts.items() if not fact.given]
    names = begun_or_labelled(loaded, text, stated, ("opplysning", "fact"))
    click.echo(render_facts(loaded.vocabulary, names, lang), nl=False)
