"""`hjemmel doctor`: whether what the program needs is there."""

from __future__ import annotations

import platform
import sys

import click

from ..inference.durable import available as durable_reason
from ..model import Language
from ..rendering.reference import render_second_engine
from ..version import VERSION
from .console import DECIDED, FAILED
from .options import LANGUAGE
from .speaking import command


@command(
    """Si om den andre motoren kan kjøre her, og hvordan den ellers installeres.

    Sluttkode 0: hver avgjørelse kontrolleres av en annen motor. 1: den andre motoren mangler.
    """,
)
@LANGUAGE
def doctor(lang: Language) -> None:
    """Tell whether the second engine can run here, and how to get it where it cannot.

    Exit code 0: every decision is cross-checked. 1: the second engine is absent.
    """
    absent = durable_reason()
    click.echo(f"hjemmel {VERSION}, Python {platform.python_version()}")
    click.echo(render_second_engine(absent, lang), nl=False)
    sys.exit(DECIDED if absent is None else FAILED)
