"""`hjemmel lsp`: the language server."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from ..version import VERSION
from .console import fail
from .inputs import PAGES, drafts_given
from .speaking import command


@command(
    """Betjen et skriveprogram: feil mens en skriver, hva et navn betyr, hvor det står, et nytt navn (docs/editor.md).

    Snakker Language Server Protocol på standard inn og ut; skriveprogrammet starter den. Trenger tillegget `editor`.
    """,
)
@click.pass_obj
def lsp(rules: Path) -> None:
    """Serve an editor: problems while writing, what a name means, where it stands, a new name for it (docs/editor.md).

    Speaks the language server protocol on standard input and output; an editor starts it. Needs the extra `editor`.
    """
    try:
        from ..editor.server import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        fail(
            "språktjeneren trenger pakken pygls; installer den med `pip install 'hjemmel[editor]'`",
            "the language server needs the package pygls; install it with `pip install 'hjemmel[editor]'`",
        )
    gc.enable()
    serve(rules, drafts_given(), PAGES, VERSION)
