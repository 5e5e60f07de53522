"""Building the list of exemptions: what no regression case can show of the law, each with a reason."""

from __future__ import annotations

from ..frozen import dataclass
from ..model import Place
from .fields import Problems, fields, names, quoted, sequence, text
from .located import Scalar, Tree
from .located import Sequence as SequenceTree
from .problems.fields import THE_FIRST, AllowedTwice


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
    found: list[Exemption] = []
    places: dict[tuple[str, str, str], Place] = {}
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
        for said in _items(entry["lacking"]) if version and name else ():
            first = places.setdefault((version or "", name or "", said.text), said.place)
            if first is not said.place:
                problems.append(AllowedTwice(name=f"{name}: {said.text}").at(said.place, (first, THE_FIRST)))
        if version and name and reason:
            found.append(Exemption(version, name, lacking, " ".join(reason.split()), item.place))
    return tuple(found)


def _items(tree: Tree) -> tuple[Scalar, ...]:
    return tuple(item for item in tree.items if isinstance(item, Scalar)) if isinstance(tree, SequenceTree) else ()
