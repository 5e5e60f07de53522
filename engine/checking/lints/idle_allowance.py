"""An allowance for nothing; and what is left of the lints when those that are allowed are taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...diagnostics import Diagnostic, Problem
from ...language.allowances import LINTS_OF_PARAMETERS, LINTS_OF_RULES
from ...model import Laws, Parameter, Rule, Text
from .files import Lint


class IdleAllowance(Problem):
    """A rule or parameter allows what is not found in it."""

    code = "idle-allowance"
    level = "warning"
    message = Text("`{name}` tillater `{allowed}`, som ikke finnes her", "`{name}` allows `{allowed}`, which is not found here")
    why = Text("et fritak som ikke trengs, ville skjule den neste feilen", "an excuse that is not needed would hide the next flaw")
    fix = Text("stryk det", "delete it")
    mending = "without_entry"
    name: str
    allowed: str


def not_allowed(found: Iterable[Lint], laws: Laws) -> Iterator[Diagnostic]:
    """Yield the lints that their rules and parameters do not allow, and one for each allowance of a lint that is not there."""
    owners: list[tuple[Rule | Parameter, tuple[str, ...]]] = []
    for version in laws.versions:
        owners += [(rule, LINTS_OF_RULES) for rule in version.rules.values() if rule.allows]
        owners += [(parameter, LINTS_OF_PARAMETERS) for parameter in version.parameters.values() if parameter.allows]
    idle = {(owner.place, a.code): a for owner, codes in owners for a in owner.allows or () if a.code in codes}
    allowed = set(idle)
    for diagnostic, place in found:
        if place is None or (place, diagnostic.code) not in allowed:
            yield diagnostic
        elif (place, diagnostic.code) in idle:
            del idle[place, diagnostic.code]
    names = {owner.place: owner.id if isinstance(owner, Rule) else owner.name for owner, _ in owners}
    for (place, _), allowance in idle.items():
        yield IdleAllowance(name=names[place], allowed=allowance.code).at(allowance.place)
