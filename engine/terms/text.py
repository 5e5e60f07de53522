"""What is said in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """The same text in Norwegian Bokmål and in English."""

    nb: str
    en: str
