"""Building the list of exemptions: what no regression case can show of the law, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Place
from .fields import Problems, fields, names, quoted, sequence, text
from .located import Tree


@dataclass(frozen=True, slots=True)
class Exemption:
    """What a rule, exception, override or parameter of one version cannot be shown to do, and why."""

    version: str
    name: str
    lacking: tuple[str, ...]
    reason: str
    place: Place


def build_exemptions(tree: Tree, problems: Problems) -> tuple[Exemption, ...]:
    """Return the exemptions that the file lists."""
    found = []
    for item in sequence(tree, ("listen over fritak", "the list of exemptions"), problems) or ():
        entry = fields(item, ("et fritak", "an exemption"), ("version", "name", "lacking", "reason"), (), problems)
        if entry is None or len(entry) < 4:
            continue
        version, name = (
            text(entry["version"], ("versjonen", "the version"), problems),
            text(entry["name"], ("navnet", "the name"), problems),
        )
        lacking, reason = (
            names(entry["lacking"], quoted("lacking"), problems),
            text(entry["reason"], ("begrunnelsen", "the reason"), problems),
        )
        if version and name and reason:
            found.append(Exemption(version, name, lacking, " ".join(reason.split()), item.place))
    return tuple(found)
