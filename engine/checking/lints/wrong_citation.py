"""The id of a rule that names another place of the law than its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...language.allowances import WrongCitation
from ...model import Source
from .files import LawFiles, Lint

_CITED_ID = re.compile(r"[a-z][a-z0-9]*-(?P<place>[0-9]+[a-z]?(?:-[0-9]+[a-z]?)*)(?:-.*)?")
"""An id that begins with act, section and perhaps ledd, as ids of rules do by convention; a section may have several numbers (§ 4-6)."""


def find(files: LawFiles) -> Iterator[Lint]:
    """Where the id of a rule begins with a section, it is that of the source, and so is the ledd where both say one."""
    for rule in (rule for version in files.laws.versions for rule in version.rules.values()):
        named = _CITED_ID.fullmatch(rule.id)
        if named is not None and any(one != other for one, other in zip(named["place"].split("-"), _place(rule.source), strict=False)):
            cited = rule.source.section + (f" ledd {rule.source.ledd}" if rule.source.ledd is not None else "")
            yield Lint(WrongCitation(rule=rule.id, cited=cited).at(rule.place), rule.place)


def _place(source: Source) -> list[str]:
    """Return the numbers of the section, each with its letter, and that of the ledd if there is one."""
    section = re.sub(r"[^\w-]|_", "", source.section).lower().split("-")
    return section if source.ledd is None else [*section, str(source.ledd)]
