"""Names to choose from where one is being written, by what stands before it on the line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .names import VALUES, NameKind, Occurrence

_BEFORE: Final = re.compile(
    r"(?:\b(fact|value|values_of|parameter|overrides):\s*\[?|^\s*-\s+|[\[,]\s*|\b(?:when|never|not|then|on|all|any):\s*\[?)([\w.-]*)$"
)
_IN_TEXT: Final = re.compile(r"^[^#]*\b(?:nb|en|met|not_met|value|open):.*\{([a-z0-9_.]*)$")
"""A placeholder that is begun in a text."""

_KINDS: Final[dict[str | None, tuple[NameKind, ...]]] = {
    "fact": ("fact",),
    "value": ("derived", "conclusion"),
    "values_of": ("fact", "conclusion"),
    "parameter": ("parameter",),
    "overrides": ("rule",),
    None: VALUES,
}
"""What may be named after a field; in other places a fact, conclusion or derived value."""


def begun(line: str) -> tuple[str, tuple[NameKind, ...]] | None:
    """Return the part of a name with which a line ends, and what it may name; None where no name is written."""
    placeholder = _IN_TEXT.search(line)
    if placeholder:
        return placeholder[1], ("parameter",)
    found = _BEFORE.search(line)
    return (found[2], _KINDS[found[1]]) if found else None


def choices(found: Iterable[Occurrence], version: str | None, kinds: tuple[NameKind, ...]) -> list[Occurrence]:
    """Return the declarations that may be named in a file of a version (None: of the vocabulary), by name."""
    wanted = [one for one in found if one.defines and one.kind in kinds and one.version in (None, version)]
    return sorted(wanted, key=lambda one: one.name)
