"""The types of values: one row for each."""

from __future__ import annotations

from typing import Final, Literal, assert_never, get_args

from ..frozen import dataclass
from .text import Text

ValueType = Literal["boolean", "integer", "decimal", "date", "enum", "ordinal", "text", "version"]


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A type: one value of it in words, as what it counts (`date` stands for itself), how one of it is compared, and what a schema says.

    `described` is None for a type that no file may name.
    """

    noun: Text
    example: str
    described: str | None


def row_of(type_: ValueType) -> TypeRow:
    """Return the row of a type."""
    match type_:
        case "boolean":
            return TypeRow(Text("en sannhetsverdi", "a truth value"), "is: …", "True or false.")
        case "integer":
            return TypeRow(Text("et helt tall", "a whole number"), "at_least: …", "A whole number.")
        case "decimal":
            return TypeRow(Text("et tall", "a number"), "at_least: …", "A number, with a full stop for decimals.")
        case "date":
            return TypeRow(Text("en dato", "a date"), "before: …", "A day, written YYYY-MM-DD.")
        case "enum":
            return TypeRow(Text("et ord fra en liste", "a word of a list"), "is: …", "One word of the list under `values`.")
        case "ordinal":
            described = "One word of the list under `values`, which stand in order, the lowest first."
            return TypeRow(Text("et nivå", "a level"), "at_least: …", described)
        case "text":
            return TypeRow(Text("en tekst", "a text"), "is: …", "Any text.")
        case "version":
            return TypeRow(Text("en lovversjon", "a law version"), "is: …", None)
        case _:
            assert_never(type_)


CONCLUDED: Final[tuple[ValueType, ...]] = get_args(ValueType)
"""The types that a public conclusion may have."""

STATED: Final[tuple[ValueType, ...]] = tuple(type_ for type_ in CONCLUDED if row_of(type_).described is not None)
"""The types that a fact or helper conclusion may have."""

NUMBERS: Final[tuple[ValueType, ...]] = ("integer", "decimal")
"""The types whose values are counted, in a unit; they may be compared with each other."""
