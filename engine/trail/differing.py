"""Where two JSON documents differ: the first place, in words."""

from __future__ import annotations

import json
from typing import Any

from ..canonical import Json
from ..model import Text


def where_differs(wanted: Json, found: Json, path: str = "") -> Text | None:
    """Return in words where two JSON values first differ, or None; `true` is not `1`."""
    match wanted, found:
        case dict(), dict():
            for key in dict.fromkeys([*wanted, *found]):
                inner = f"{path}.{key}" if path else key
                if key not in found:
                    return Text(f"`{inner}` mangler", f"`{inner}` is missing")
                if key not in wanted:
                    return Text(f"`{inner}` hører ikke hjemme her", f"`{inner}` does not belong here")
                if (difference := where_differs(wanted[key], found[key], inner)) is not None:
                    return difference
            return None
        case list(), list() if len(wanted) == len(found):
            inside = (where_differs(w, f, f"{path}[{index}]") for index, (w, f) in enumerate(zip(wanted, found, strict=True)))
            return next((difference for difference in inside if difference is not None), None)
    if wanted == found and alike([wanted], [found]):
        return None
    right, wrong = _brief(wanted), _brief(found)
    return Text(f"`{path}` er {wrong.nb} og skal være {right.nb}", f"`{path}` is {wrong.en} and must be {right.en}")


def alike(one: Any, other: Any) -> bool:
    """Return whether containers that Python calls equal are the same JSON: to Python `true` is 1."""
    for key in one if isinstance(one, dict) else range(len(one)):
        value, kind = one[key], type(one[key])
        if kind is dict or kind is list:
            if key not in _OF_ONE_TYPE and not alike(value, other[key]):
                return False
        elif kind is not str and (kind is bool) != (type(other[key]) is bool):
            return False
    return True


_OF_ONE_TYPE = ("steps", "because", "missing", "title", "source")
"""Fields in which the schema leaves no choice between numbers and truth values."""


def _brief(value: Json) -> Text:
    if isinstance(value, list):
        return Text(f"en liste med {len(value)}", f"a list of {len(value)}")
    if isinstance(value, dict):
        return Text("en gruppe", "a mapping")
    shown = f"`{json.dumps(value, ensure_ascii=False)}`"
    return Text(shown, shown)
