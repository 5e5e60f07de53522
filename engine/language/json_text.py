"""Where JSON means more than YAML makes of it: numbers that leave no doubt, and characters that are escaped as two halves."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import yaml

from .spellings import unmistakable

_ESCAPE: Final = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)")
_WITH_EXPONENT: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]{1,2}")
_SHORTER: Final = 2
"""By so many characters one escape is shorter than two halves of one: `\\U0001F600` and `\\ud83d\\ude00`."""


def is_json(text: str) -> bool:
    """Return whether the text is JSON as its standard has it, and not only as YAML reads it."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return False
    return True


def json_events(text: str, loader: Any) -> Iterator[yaml.Event]:
    """Yield the events of YAML for a text that is JSON, each value as JSON means it, at its place in the text as written."""
    joined, halves = _joined(text)
    for event in yaml.parse(joined, Loader=loader):
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            event.value = _number(event.value)
        if halves and isinstance(event, yaml.NodeEvent):
            event.start_mark, event.end_mark = (_as_written(mark, halves) for mark in (event.start_mark, event.end_mark))
        yield event


def _no_number(name: str) -> float:
    raise ValueError(name)


def _joined(text: str) -> tuple[str, Mapping[int, list[int]]]:
    """Return the text with each character that is escaped as two halves escaped as one, and by line the columns where these stand.

    The columns are in order, so that the time is linear in the text.
    """
    halves: dict[int, list[int]] = {}
    begins = [0, *(found.end() for found in re.finditer("\n", text))]

    def one(escape: re.Match[str]) -> str:
        if escape[1] is None:
            return escape[0]
        line = bisect_right(begins, escape.start()) - 1
        before = halves.setdefault(line, [])
        column = escape.start() - begins[line]
        before.append(column - _SHORTER * len(before))
        return f"\\U{0x10000 + ((int(escape[1], 16) & 0x3FF) << 10) + (int(escape[2], 16) & 0x3FF):08X}"

    return _ESCAPE.sub(one, text), halves


def _as_written(mark: Any, halves: Mapping[int, list[int]]) -> Any:
    longer = _SHORTER * bisect_left(halves.get(mark.line, ()), mark.column)
    return yaml.Mark(mark.name, mark.index, mark.line, mark.column + longer, None, 0) if longer else mark


def _number(value: str) -> str:
    """Return a number of JSON as files of ours write it; whatever else as it is."""
    plain = format(Decimal(value), "f") if _WITH_EXPONENT.fullmatch(value) else value
    return unmistakable(plain)
