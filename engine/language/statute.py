"""Building the table of the statute: what each ledd does, since when, and why no rule encodes it where none does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import Final, Literal

from ..diagnostics import Problem
from ..frozen import dataclass
from ..model import Place, Source, Text
from .fields import Fields, Problems, bilingual, calendar_date, each, fields, names, quoted, sequence, text, word
from .located import Scalar, Tree
from .located import Sequence as SequenceTree
from .provisions import parts_of, section_of

Kind = Literal["no_case", "discretion", "outside"]
KINDS: Final[Mapping[Kind, Text]] = {
    "no_case": Text("ingen regel for en enkelt sak", "no rule of a single case"),
    "discretion": Text("skjønn", "a matter of discretion"),
    "outside": Text("utenfor det reglene avgjør", "outside what the rules decide"),
}
"""Why no rule encodes a provision: the list is closed."""


class WordingEndsBeforeItBegins(Problem):
    code = "empty-life"
    message = Text("ordlyden slutter før den begynner", "the wording ends before it begins")
    why = Text("en ordlyd uten en eneste dag har aldri vært lov", "a wording without a single day was never law")
    fix = Text("rett `from:` eller `to:`", "correct `from:` or `to:`")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no rule encodes a provision: the kind of reason, and the reason itself in a sentence."""

    kind: Kind
    text: Text


@dataclass(frozen=True, slots=True)
class Provision:
    """One ledd, punktum or letter with one wording; `start` and `end` are its first and last day, None where it has none.

    `rules` are those that encode it and cite another place. `confidence` says how surely it was read, A to D.
    """

    source: Source
    says: Text
    start: date | None
    end: date | None
    confidence: str
    rules: tuple[Scalar, ...]
    reason: Reason | None
    place: Place


@dataclass(frozen=True, slots=True)
class StatuteSection:
    """A section of an act, with its provisions in the order of the text."""

    act: str
    section: str
    title: Text
    provisions: tuple[Provision, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class LegalFinding:
    """Something the reading of the law found, which rules and parameters cite by its id; `not_a_rule` says why none does, if none does."""

    id: str
    confidence: str
    not_a_rule: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Statute:
    """The sections of every act in the order of the file, and the findings by id."""

    sections: tuple[StatuteSection, ...]
    findings: Mapping[str, LegalFinding]


CONFIDENCE: Final = "A"
"""How a provision was read where the file does not say: in the text of the act or regulation."""

_MARKS: Final = ("A", "B", "C", "D")
_CONFIDENCES: Final = (*_MARKS, *("/".join(pair) for pair in combinations(_MARKS, 2)))
"""How surely something was read: one mark, or two where parts of it were read in different ways."""


def build_statute(tree: Tree, problems: Problems) -> Statute:
    """Return the table that the file holds; what is wrong in its shape is added to `problems`."""
    top = fields(tree, ("tabellen over loven", "the table of the statute"), ("acts",), ("findings",), problems) or {}
    sections: list[StatuteSection] = []
    findings: dict[str, LegalFinding] = {}

    def act(key: Scalar, value: Tree) -> None:
        for item in sequence(value, ("paragrafene i `{}`", "the sections of `{}`", key.text), problems) or ():
            section = _section(key.text, item, problems)
            if section is not None:
                sections.append(section)

    def finding(key: Scalar, value: Tree) -> None:
        entry = fields(value, ("funnet `{}`", "finding `{}`", key.text), ("confidence",), ("not_a_rule",), problems)
        if entry is None or "confidence" not in entry:
            return
        confidence = _confidence(entry["confidence"], problems)
        reason = text(entry["not_a_rule"], ("begrunnelsen", "the reason"), problems) if "not_a_rule" in entry else None
        if confidence:
            findings[key.text] = LegalFinding(key.text, confidence, " ".join(reason.split()) if reason else None, key.place)

    each(top.get("acts"), ("lovene", "the acts"), problems, act)
    each(top.get("findings"), ("funnene", "the findings"), problems, finding)
    return Statute(tuple(sections), findings)


def _section(act: str, tree: Tree, problems: Problems) -> StatuteSection | None:
    found = fields(tree, ("en paragraf", "a section"), ("section", "title", "provisions"), (), problems)
    if found is None or len(found) < 3:
        return None
    number = section_of(found, problems)
    title = bilingual(found["title"], ("overskriften", "the title"), problems)
    items = sequence(found["provisions"], ("bestemmelsene", "the provisions"), problems)
    if number is None or title is None or items is None:
        return None
    provisions = [_provision(act, number, item, problems) for item in items]
    return StatuteSection(act, number, title, tuple(item for item in provisions if item is not None), found["section"].place)


_OPTIONAL = ("ledd", "punktum", "letter", "from", "to", "confidence", "rules", "no_rule")


def _provision(act: str, section: str, tree: Tree, problems: Problems) -> Provision | None:
    found = fields(tree, ("en bestemmelse", "a provision"), ("nb", "en"), _OPTIONAL, problems)
    if found is None or not {"nb", "en"} <= found.keys():
        return None
    says = _texts(found, problems)
    ledd, punktum, letter = parts_of(found, problems)
    confidence = _confidence(found["confidence"], problems) if "confidence" in found else None
    start, end = (calendar_date(found[key], quoted(key), problems) if key in found else None for key in ("from", "to"))
    if start is not None and end is not None and end < start:
        problems.append(WordingEndsBeforeItBegins().at(found["to"].place))
    rules = _named(found["rules"], problems) if "rules" in found else ()
    reason = _reason(found["no_rule"], problems) if "no_rule" in found else None
    if says is None:
        return None
    source = Source(act, section, ledd, punktum, letter)
    return Provision(source, says, start, end, confidence or CONFIDENCE, rules, reason, tree.place)


def _confidence(tree: Tree, problems: Problems) -> str | None:
    return word(tree, quoted("confidence"), _CONFIDENCES, problems)


def _texts(found: Fields, problems: Problems) -> Text | None:
    nb, en = (text(found[key], quoted(key), problems) for key in ("nb", "en"))
    return Text(" ".join(nb.split()), " ".join(en.split())) if nb is not None and en is not None else None


def _named(tree: Tree, problems: Problems) -> tuple[Scalar, ...]:
    names(tree, quoted("rules"), problems)
    return tuple(item for item in tree.items if isinstance(item, Scalar)) if isinstance(tree, SequenceTree) else ()


def _reason(tree: Tree, problems: Problems) -> Reason | None:
    found = fields(tree, quoted("no_rule"), ("kind", "nb", "en"), (), problems)
    if found is None or len(found) < 3:
        return None
    kind = word(found["kind"], ("en slik grunn", "a kind of reason"), KINDS, problems)
    said = _texts(found, problems)
    known = next((each_ for each_ in KINDS if each_ == kind), None)
    return Reason(known, said) if known is not None and said is not None else None
