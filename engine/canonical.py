"""Canonical JSON: one text for one value, so that equal content has an equal digest (RFC 8785)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .model import Place

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def plain(value: object) -> Json:
    """Return model values as JSON values; places are left out, since moving a line changes no law.

    Dates become `YYYY-MM-DD`; decimals become numbers, exact because they have at most 15 digits.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is int:
        return value  # type: ignore[return-value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    names = getattr(kind, "__dataclass_fields__", None)
    if names is not None:
        items = [(name, getattr(value, name)) for name in names]
        return {"is": kind.__name__} | {name: plain(item) for name, item in items if item is not None and type(item) is not Place}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(value: Json) -> bytes:
    """Return the canonical UTF-8 text of a JSON value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
