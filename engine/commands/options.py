"""Options that several commands share, and those that stand before the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from ..home import HOME
from ..model import Language
from ..rendering.forms import FORMS
from .console import wrong_usage
from .speaking import LANGUAGE_VARIABLE, option, speak


def _spoken(context: click.Context, parameter: click.Parameter, language: Language) -> Language:
    speak(language)
    return language


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Return the day that was typed; the clock is never read for one."""
    if value is None:
        return None
    from ..inference.dates import FIRST_DAY, LAST_DAY  # a command that is given no day does without the calendar

    try:
        found = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        wrong_usage(
            f"«{value}» er ingen dag; skriv --on som åååå-mm-dd, fra {FIRST_DAY.year} til {LAST_DAY.year}",
            f'"{value}" is no day; write --on as yyyy-mm-dd, from {FIRST_DAY.year} to {LAST_DAY.year}',
        )
    return found


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

ON = option(
    "--on",
    metavar="DATE",
    callback=_day,
    help="Day to reckon the next steps from: how long it is to each, or how long ago it passed.",
    nb="Dagen neste steg regnes fra: hvor lenge det er til hvert av dem, eller hvor lenge siden det passerte.",
)

KEY = option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ed25519 private key (PEM) that signs the log.",
    nb="Privat Ed25519-nøkkel (PEM) som signerer loggen.",
)

LAW = option(
    "--law",
    default=None,
    metavar="auto|VERSION",
    help="Force one law version; the trail says so.",
    nb="Tving fram én lovversjon; sporet sier fra om det.",
)

ASSUME = option(
    "--assume",
    multiple=True,
    metavar="NAME=VALUE",
    help="Assume a fact; it is marked as assumed.",
    nb="Legg en opplysning til grunn; den merkes som antatt.",
)

FORM = option(
    "--format",
    "form",
    type=click.Choice([*FORMS, "json"]),
    default="text",
    show_default=True,
    help="Output format.",
    nb="Formen svaret skrives i.",
)

LANGUAGE = option(
    "--lang",
    type=click.Choice(get_args(Language)),
    default="nb",
    show_default=True,
    is_eager=True,
    callback=_spoken,
    help="Output language.",
    nb="Språket i teksten.",
)

OUTPUT = option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file instead of the screen.",
    nb="Skriv til en fil i stedet for skjermen.",
)

SUITES = option(
    "--suites",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the suites; beside the rules by default.",
    nb="Mappen med testsamlingene; ellers den ved siden av reglene.",
)

_RULES = option(
    "--rules",
    type=click.Path(path_type=Path, readable=False),
    default=HOME / "rules",
    envvar="HJEMMEL_RULES",
    help="Folder of the vocabulary and the law versions.",
    nb="Mappen med vokabularet og lovversjonene.",
)
_DEFAULT_LANGUAGE = option(
    "--lang",
    type=click.Choice(get_args(Language)),
    default="nb",
    show_default=True,
    is_eager=True,
    envvar=LANGUAGE_VARIABLE,
    callback=_spoken,
    help="Default language for all commands.",
    nb="Språket for alle kommandoene.",
)
_DRAFT = option(
    "--draft",
    "drafts",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="An additional law version outside --rules; may be repeated.",
    nb="En lovversjon til, som ligger et annet sted enn de i --rules; kan gjentas.",
)


def before(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with the options that stand before every command: rules, language, drafts."""
    return _RULES(_DEFAULT_LANGUAGE(_DRAFT(function)))
