"""A new name for a fact, conclusion, derived value, parameter or rule, everywhere at once, or the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ..edits import Edit, Lines, edited
from ..language.core_values import core_value
from ..language.fields import ID, NAME
from ..language.spellings import UNKNOWN
from ..model import GOVERNS, NONE, Place, Text
from .names import VALUES, NameKind, Occurrence, namesakes

NOUNS: Final[Mapping[NameKind, Text]] = {
    "fact": Text("opplysning", "fact"),
    "conclusion": Text("konklusjon", "conclusion"),
    "derived": Text("beregnet verdi", "derived value"),
    "parameter": Text("parameter", "parameter"),
    "rule": Text("regel", "rule"),
    "topic": Text("tema", "topic"),
    "act": Text("lov", "act"),
}

_WITH_CASE_KEYS = ("case", "law")
"""What a case file says beside its facts."""


class Exchange(NamedTuple):
    """The text that is to stand at a place."""

    place: Place
    text: str


def refusal(found: Iterable[Occurrence], wanted: Occurrence) -> Text | None:
    """Return why a name cannot be given another at all, or None."""
    if wanted.kind in ("topic", "act"):
        return Text(
            "navn på temaer og lover endres ikke her: andre navn, og dokumenter, er laget av dem",
            "names of topics and acts are not changed here: other names, and documents, are made of them",
        )
    if not any(one.defines for one in namesakes(found, wanted)):
        return Text(f"`{wanted.name}` er ikke deklarert i noen fil her", f"`{wanted.name}` is declared in no file here")
    return None


def rename(found: Iterable[Occurrence], wanted: Occurrence, new: str) -> tuple[Exchange, ...] | Text:
    """Return the edits that give a name another in every version, the vocabulary and the suites, or the reason why not.

    All versions: rules that did not change in law are compared by their names too, so one name must stay one.
    """
    everything = list(found)
    reason = refusal(everything, wanted) or _badly_formed(wanted.kind, new) or _taken(everything, wanted, new)
    if reason:
        return reason
    edits = []
    for one in namesakes(everything, wanted):
        if not new.startswith(one.prefix) or len(new) == len(one.prefix):
            place = f"{one.place.file}:{one.place.line}"
            return Text(
                f"i {place} står navnet uten forstavelsen `{one.prefix}`, så det nye navnet må også begynne med den",
                f"at {place} the name stands without its beginning `{one.prefix}`, so the new name must begin with it too",
            )
        edits.append(Exchange(one.place, new.removeprefix(one.prefix)))
    return tuple(edits)


def not_as_read(edits_of: Iterable[Occurrence], sources: Mapping[str, str]) -> Text | None:
    """Return where a name does not stand, letter by letter, at its place in the texts, or None; it could not be exchanged there."""
    lines = {file: Lines(text) for file, text in sources.items()}
    for one in edits_of:
        of_file = lines.get(one.place.file)
        if of_file is None or of_file.said(one.place) != one.name.removeprefix(one.prefix):
            place = f"{one.place.file}:{one.place.line}"
            return Text(
                f"i {place} er `{one.name}` skrevet på en annen måte, så det kan ikke byttes ut der; skriv navnet uten omskrivning",
                f"at {place} `{one.name}` is spelt in another way, so it cannot be exchanged there; write the name as it is",
            )
    return None


def _badly_formed(kind: NameKind, new: str) -> Text | None:
    if kind == "rule" and not ID.fullmatch(new):
        return Text(
            f"`{new}` kan ikke være id-en til en regel: bruk små bokstaver fra a til z og sifre, med `-` mellom delene",
            f"`{new}` is not an id for a rule: use letters a to z in lower case and digits, with `-` between the parts",
        )
    if kind != "rule" and not NAME.fullmatch(new):
        return Text(
            f"`{new}` kan ikke være et navn: bruk små bokstaver fra a til z, sifre og `_`, med `.` mellom delene",
            f"`{new}` is not a name: use letters a to z in lower case, digits and `_`, with `.` between the parts",
        )
    if core_value(new) != new or new in (NONE, UNKNOWN, *_WITH_CASE_KEYS) or new.startswith(GOVERNS):
        return Text(f"`{new}` betyr noe annet i filene", f"`{new}` means something else in the files")
    return None


def _taken(found: Iterable[Occurrence], wanted: Occurrence, new: str) -> Text | None:
    kinds = VALUES if wanted.kind in VALUES else (wanted.kind,)
    for one in found:
        if one.defines and one.kind == "fact" == wanted.kind and one.name.startswith(f"{new}."):
            return Text(f"`{new}` er en gruppe opplysninger: `{one.name}`", f"`{new}` is a group of facts: `{one.name}`")
        if one.defines and one.name == new and one.kind in kinds:
            noun, place = NOUNS[one.kind], f"{one.place.file}:{one.place.line}"
            return Text(f"en {noun.nb} heter allerede `{new}` ({place})", f"there is already a {noun.en} named `{new}` ({place})")
    return None


def apply(exchanges: Iterable[Exchange], sources: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the files with exchanges, by the name that places use; the exchanges do not overlap."""
    by_file: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        by_file.setdefault(exchange.place.file, []).append(exchange)
    lines = {file: Lines(sources[file]) for file in by_file}
    return {file: edited(sources[file], (Edit(*lines[file].span(place), new) for place, new in some)) for file, some in by_file.items()}
