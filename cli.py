"""The command line's entry: what stands before the command, and running it. Each command is a module of `engine/commands`."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING or not __package__:  # checkout: python cli.py, pytest, mypy
    from engine.commands import VERBS
    from engine.commands.options import before
    from engine.commands.output import lose_output, spelt_out
    from engine.commands.speaking import CommandGroup, Option
    from engine.model import Language
    from engine.version import VERSION
else:  # installed: this module is hjemmel.cli
    from .engine.commands import VERBS
    from .engine.commands.options import before
    from .engine.commands.output import lose_output, spelt_out
    from .engine.commands.speaking import CommandGroup, Option
    from .engine.version import VERSION


@click.group(
    cls=CommandGroup,
    verbs=VERBS,
    nb="Hvem som får introduksjonsprogram: avgjørelser etter loven som data, med hjemmel for hvert steg.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    VERSION,
    prog_name="hjemmel",
    message="%(prog)s %(version)s",
    cls=Option,
    help="Show the version and exit.",
    nb="Vis programmets versjon.",
)
@before
@click.pass_context
def main(context: click.Context, rules: Path, lang: Language, drafts: tuple[Path, ...]) -> None:
    """Who gets the introduction programme: decisions from law kept as data, with every step's authority."""
    context.obj = rules
    context.default_map = {name: {"lang": lang} for name in VERBS}


def run() -> None:
    """Run the command in a process of its own."""
    # Loading makes a model that is immutable, free of cycles and kept: looking for garbage in it would take a third of the time.
    gc.disable()
    if sys.stderr is None:  # closed by whoever started the process
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stdout is None:
        sys.exit("feil: standard output er lukket; ingenting er gjort\nerror: standard output is closed; nothing was done")
    codecs.register_error("hjemmel", spelt_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="hjemmel")
    try:
        main()
    except OSError as error:
        with main.make_context("hjemmel", [], resilient_parsing=True):
            lose_output(error)


if __name__ == "__main__":
    run()
