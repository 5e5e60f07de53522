"""What commands write: to standard output as far as it can hold it, or to a file whole or not at all."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import click

from ..files import is_standard_output, write_text
from .console import fail, rejection, say


def width() -> int:
    """Return how many columns a text may take."""
    try:
        return max(40, min(os.get_terminal_size(sys.stdout.fileno()).columns, 140))
    except (OSError, ValueError):
        return 100


def colour(output: Path | None) -> bool:
    """Return whether a text may have colours."""
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def write(text: str, output: Path | None, form: str = "text") -> None:
    """Print the text, or write the file, whole or not at all."""
    if output is None or is_standard_output(output):
        with delivering(recording=False):
            click.echo(fitting(text, form), nl=False)
        return
    with rejection():
        write_text(output, text)


_STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What a terminal obeys, or what is not seen, among the characters that JSON allows as they are."""


def as_json(value: object) -> str:
    """Return a value as JSON in which every character that is not escaped is seen."""
    return _STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def fitting(text: str, form: str) -> str:
    """Return a text as standard output can hold it: where that is not UTF-8, JSON and HTML have their own ways to write any letter."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if text.isascii() or encoding.replace("-", "").casefold() == "utf8":
        return text
    if form == "html":
        return text.encode("ascii", "xmlcharrefreplace").decode()
    if form in ("json", "sarif"):
        return re.sub(r"[^\x00-\x7f]", _escaped, text)
    return text


@contextmanager
def delivering(recording: bool) -> Iterator[None]:
    """End the command where standard output cannot take what is written to it inside."""
    try:
        yield
    except (OSError, ValueError) as error:
        lose_output(error, recording)


def lose_output(error: OSError | ValueError, recording: bool = False) -> NoReturn:
    """Say that standard output could not be written, and end the command; nothing more is tried with it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    nothing = say("; ingenting er ført i loggen", "; nothing was recorded") if recording else ""
    fail(f"kan ikke skrive resultatet: {why}{nothing}", f"cannot write the result: {why}{nothing}")


_DRAWN = str.maketrans("│├└─–—…“”’→", '||`---.""\'>')


def spelt_out(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that a stream cannot hold: lines and dashes as such, any other by its number."""
    assert isinstance(error, UnicodeEncodeError)
    drawn = error.object[error.start : error.end].translate(_DRAWN)
    return drawn.encode("ascii", "backslashreplace").decode(), error.end
