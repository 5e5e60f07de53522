"""What commands say in the chosen language: diagnostics, counts, refusals; and how they end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import NoReturn

import click

from ..diagnostics import Diagnostic, Rejected, bounded, printable, render, sort_by_place
from ..model import Language, Text

DECIDED, FAILED, UNDETERMINED = 0, 1, 3
"""Exit codes; 2 is click's, for wrong usage. A refusal is a decision."""


@contextmanager
def rejection(sources: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Print the diagnostics of input that is rejected inside, and end the command."""
    try:
        yield
    except Rejected as rejected:
        stop(rejected.diagnostics, sources)


def stop_if_wrong(problems: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print what was found, and end the command where any of it is an error."""
    found = tuple(problems)
    if any(problem.level == "error" for problem in found):
        stop(found, sources)
    print_problems(found, sources)


def stop(problems: Iterable[Diagnostic], sources: Mapping[str, str]) -> NoReturn:
    """Print what was found, and end the command, whatever it is: there is nothing to go on with."""
    found = sort_by_place(problems)  # each once, as they are shown
    print_problems(found, sources)
    if errors := sum(problem.level == "error" for problem in found):
        click.echo(count_errors(errors), err=True)
    sys.exit(FAILED)


def print_problems(problems: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print the diagnostics, and how to have a code explained."""
    found = sort_by_place(problems)
    shown, more = bounded(found)
    for problem in shown:
        click.echo(render(problem, sources, language()) + "\n", err=True)
    for code, number in more.items():
        click.echo(say(f"… og {number} til av samme slag: {code}", f"… and {number} more of the same kind: {code}"), err=True)
    codes = {problem.code for problem in found}
    if codes:
        code = codes.pop() if len(codes) == 1 else say("KODE", "CODE")
        click.echo(say(f"forklaring: hjemmel show {code}", f"explained: hjemmel show {code}"), err=True)


def fail(nb: str, en: str, nn: str | None = None) -> NoReturn:
    """Print an error and end the command; where there is no `nn`, Nynorsk is told in Bokmål."""
    click.echo(printable(f"{say('feil', 'error', 'feil')}: {say(nb, en, nn)}"), err=True)
    sys.exit(FAILED)


def wrong_usage(nb: str, en: str) -> NoReturn:
    """Refuse the command line."""
    raise click.UsageError(say(nb, en))


def say(nb: str, en: str, nn: str | None = None) -> str:
    """Return the text in the language of the command; where there is no `nn`, Nynorsk is told in Bokmål."""
    return Text(nb, en, nn).told(spoken())


def language() -> Language:
    """Return the language in which the command that runs tells of itself and of mistakes: there is no Nynorsk of that."""
    return "en" if spoken() == "en" else "nb"


def spoken() -> Language:
    """Return the language asked for: that of the command, or else the one given before it."""
    context = click.get_current_context()
    asked: Language = context.params.get("lang", context.find_root().params["lang"])
    return asked


def is_typed(parameter: str) -> bool:
    """Return whether the user gave the running command this option, not only a default for every command."""
    return click.get_current_context().get_parameter_source(parameter) is click.core.ParameterSource.COMMANDLINE


def count_errors(number: int) -> str:
    """Return how many errors there are."""
    return say(f"{number} feil", counted(number, "error"))


def count_warnings(number: int) -> str:
    """Return how many warnings there are."""
    return say(f"{number} {'advarsel' if number == 1 else 'advarsler'}", counted(number, "warning"))


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
