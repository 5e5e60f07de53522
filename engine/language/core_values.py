"""A located tree as plain values, read by YAML 1.2 core as any other program would read it."""

from __future__ import annotations

import re
from typing import TypeAlias

from .located import Mapping, Scalar, Sequence, Tree

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_NOTHING = ("", "~", "null", "Null", "NULL")


def core_value(text: str) -> str | int | float | bool | None:
    """Return what a scalar without quotes means: true, false, a number, nothing, or else the text.

    Spellings that no file of ours may use as a number or truth value (`0x1F`, `1e3`, `.5`, `True`) remain texts.
    """
    if text in ("true", "false"):
        return text == "true"
    if text in _NOTHING:
        return None
    # So long a number is refused everywhere; that its end is lost here cannot matter.
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 300 else text
    if _DECIMAL.fullmatch(text):
        return float(text) if len(text) < 300 else text
    return text


def plain_values(tree: Tree) -> Plain:
    """Return the tree as dictionaries, lists and plain values, in the order written."""
    match tree:
        case Scalar(text, unquoted, _):
            return core_value(text) if unquoted else text
        case Sequence(items, _):
            return [plain_values(item) for item in items]
        case Mapping(entries, _):
            return {key.text: plain_values(value) for key, value in entries}
