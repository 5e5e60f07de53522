"""Canonical JSON: one text for one value, so that equal content has an equal digest (RFC 8785)."""

from __future__ import annotations

import dataclasses
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
    if value is None or isinstance(value, (bool, str, int)):
        return value
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
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields: dict[str, Json] = {"is": type(value).__name__}
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if not isinstance(item, Place) and item is not None:
                fields[field.name] = plain(item)
        return fields
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(value: Json) -> bytes:
    """Return the canonical UTF-8 text of a JSON value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
