"""What the product says to the readers of decisions: in English where it is said, in every other language from a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...model import Language
from .nb import BOKMAL
from .nn import NYNORSK

_CATALOGUES: Final[Mapping[Language, Mapping[str, str]]] = {"nb": BOKMAL, "nn": NYNORSK}


def say(lang: Language, text: str, /, **values: object) -> str:
    """Return a text in a language, with the values put in where their names stand in braces.

    `text` is in English and is the key of the catalogues: a test holds that each of them has every text that is said.
    """
    said = text if lang == "en" else _CATALOGUES[lang][text]
    return said.format(**values) if values else said


def phrase(text: str) -> str:
    """Return a text as it is: this marks one that is kept in a table and said later."""
    return text
