"""A public conclusion that no rule of any version concludes."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Problem
from ...model import Text
from .files import LawFiles, Lint


class NeverConcludedAnywhere(Problem):
    """A public conclusion that no rule of any law version concludes."""

    code = "never-concluded"
    level = "warning"
    message = Text("ingen regel i noen lovversjon konkluderer med `{conclusion}`", "no rule of any law version concludes `{conclusion}`")
    why = Text(
        "det som ser ut som lov, men ikke har noen virkning, villeder neste leser",
        "what looks like law but has no effect misleads readers",
    )
    fix = Text(
        "skriv regelen som konkluderer med den, eller stryk deklarasjonen", "write the rule that concludes it, or delete the declaration"
    )
    conclusion: str


def find(files: LawFiles) -> Iterator[Lint]:
    """Some version concludes each public conclusion."""
    concluded = {name for version in files.laws.versions for rule in version.rules.values() for name, _ in rule.then}
    for conclusion in files.laws.vocabulary.conclusions.values():
        if conclusion.name not in concluded and conclusion.type != "version":
            yield Lint(NeverConcludedAnywhere(conclusion=conclusion.name).at(conclusion.place))
