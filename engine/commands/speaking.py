"""Help and usage errors in the chosen language: commands and options that say what they do in Bokmål and in English.

What click says by itself comes from `locale/`, by gettext, which click asks for it.
"""

from __future__ import annotations

import gettext
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from ..diagnostics import printable
from ..model import Language

LANGUAGE_VARIABLE: Final = "HJEMMEL_LANG"
_LOCALE: Final = Path(__file__).with_name("locale")

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def command(nb: str, name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Return a decorator that makes a function a command; its docstring is the help in English, `nb` that in Bokmål."""
    return click.command(name, cls=Command, nb=inspect.cleandoc(nb))


def option(*names: str, nb: str, **attributes: Any) -> Callable[[Decorated], Decorated]:
    """Return a decorator that adds an option, as `click.option`; `help` is in English, `nb` in Bokmål."""
    return click.option(*names, cls=Option, nb=nb, **attributes)


def speak(language: Language) -> None:
    """Have click speak a language from now on."""
    gettext.bindtextdomain(gettext.textdomain(), _LOCALE)
    os.environ["LANGUAGE"] = "en" if language == "en" else "nb"  # what click says has no Nynorsk


def language_of(context: click.Context) -> Language:
    """Return the language of a command: its own, or the one given before it, or that of the environment, or Bokmål."""
    given = (context.params.get("lang"), context.find_root().params.get("lang"), os.environ.get(LANGUAGE_VARIABLE))
    return "en" if next(filter(None, given), "nb") == "en" else "nb"


class Option(click.Option):
    """An option with its help in Bokmål too."""

    def __init__(self, *arguments: Any, nb: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.nb = nb

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the names and what they mean."""
        if language_of(ctx) == "en":
            return super().get_help_record(ctx)
        told = copy(self)
        told.help = self.nb
        return super(Option, told).get_help_record(ctx)


class Command(click.Command):
    """A command with its help in Bokmål too."""

    def __init__(self, *arguments: Any, nb: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.nb = nb

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the usage line's parts."""
        return _usage(super().collect_usage_pieces(ctx), ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        told = copy(self)
        told.help = self.help if language_of(ctx) == "en" else self.nb
        super(Command, told).format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of what the command does, whole."""
        context = click.get_current_context(silent=True)
        told = self.nb if context is None or language_of(context) == "nb" else self.help or ""
        return " ".join(told.partition("\n\n")[0].removesuffix(".").split())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help, anew: click keeps the one of the first language."""
        self._help_option = None
        return super().get_help_option(ctx)


class CommandGroup(Command, click.Group):
    """Commands that are imported when they are asked for: one that is run pays for no other."""

    def __init__(self, *arguments: Any, verbs: tuple[str, ...], **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which the help shows them."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, or None."""
        if cmd_name not in self.verbs:
            return None
        module = import_module(f".{cmd_name.replace('-', '_')}", __package__)
        return next(found for found in vars(module).values() if isinstance(found, Command))

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        """Return the context of a run; what is refused is repeated safely."""
        with _quoted_safely():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is refused is repeated safely."""
        with _quoted_safely():
            return super().invoke(ctx)

    def main(self, *arguments: Any, **attributes: Any) -> Any:
        """Run the command line, in the language of the environment until another is given."""
        speak("en" if os.environ.get(LANGUAGE_VARIABLE) == "en" else "nb")
        return super().main(*arguments, **attributes)


@contextmanager
def _quoted_safely() -> Iterator[None]:
    """Let click refuse a command line inside without repeating what a terminal would obey instead of showing."""
    try:
        yield
    except click.ClickException as refused:
        vars(refused)["message"] = printable(refused.message)
        raise


def _usage(pieces: list[str], context: click.Context) -> list[str]:
    if language_of(context) == "en":
        return pieces
    words = {"[OPTIONS]": "[VALG]", "COMMAND [ARGS]...": "KOMMANDO [ARGUMENTER]..."}
    return [words.get(piece, piece) for piece in pieces]
