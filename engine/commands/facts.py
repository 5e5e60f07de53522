"""`hjemmel facts`: the facts of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import click

from ..diagnostics import did_you_mean
from ..model import Language, Text
from ..rendering.reference import render_facts
from .console import fail
from .inputs import laws_and_sources
from .options import LANGUAGE
from .speaking import command


@command(
    """List opp opplysningene en sak kan gi, med type, enhet og verdier; med PREFIX bare de som begynner slik.""",
)
@click.argument("prefix", required=False, default="")
@LANGUAGE
@click.pass_obj
def facts(rules: Path, prefix: str, lang: Language) -> None:
    """List the facts that a case may state, with type, unit and values; only those that begin with PREFIX, if given."""
    loaded, _ = laws_and_sources(rules)
    text = render_facts(loaded.vocabulary, prefix, lang)
    if not text:
        see = Text("utelat begynnelsen for å se alle", "leave the prefix out to see all")
        fix = did_you_mean(prefix, loaded.vocabulary.facts, see)
        fail(f"ingen opplysning begynner med `{prefix}`: {fix.nb}", f"no fact begins with `{prefix}`: {fix.en}")
    click.echo(text, nl=False)
