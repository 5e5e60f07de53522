"""How deep a JSON text is nested, told before a parser reads it: a parser's own limit depends on the Python that runs it."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)


def deeper_than(most: int, text: str) -> int | None:
    """Return the offset of the first bracket or brace that is nested deeper than `most` levels, or None."""
    if text.count("[") + text.count("{") <= most:
        return None
    depth = 0
    for token in _TOKEN.finditer(text):
        if token.group() in ("[", "{"):
            depth += 1
            if depth > most:
                return token.start()
        elif token.group() in ("]", "}"):
            depth = max(0, depth - 1)
    return None
