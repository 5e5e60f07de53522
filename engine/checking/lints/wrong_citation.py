"""The id of a rule that names another place of the law than its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...language.allowances import WrongCitation
from .files import LawFiles, Lint

_CITED_ID = re.compile(r"[a-z][a-z0-9]*-(?P<section>[0-9]+[a-z]?)-(?:(?P<ledd>[0-9]+)-)?.*")
"""An id that begins with act, section and perhaps ledd, as ids of rules do by convention."""


def find(files: LawFiles) -> Iterator[Lint]:
    """Where the id of a rule begins with a section, it is that of the source, and so is the ledd where both say one."""
    for rule in (rule for version in files.laws.versions for rule in version.rules.values()):
        named = _CITED_ID.fullmatch(rule.id)
        if named is None:
            continue
        section = re.sub(r"[\W_]", "", rule.source.section).lower()
        ledd = named["ledd"] if named["ledd"] and rule.source.ledd is not None else None
        if section != named["section"] or (ledd is not None and ledd != str(rule.source.ledd)):
            cited = rule.source.section + (f" ledd {rule.source.ledd}" if rule.source.ledd is not None else "")
            yield Lint(WrongCitation(rule=rule.id, cited=cited).at(rule.place), rule.place)
