"""A line with the mark that a new version has where a person must write."""

from __future__ import annotations

from collections.abc import Iterator

from ...changes.scaffold import TO_FILL_IN
from ...diagnostics import Problem
from ...model import Place, Text
from .files import LawFiles, Lint


class Unfinished(Problem):
    """Something is left to fill in."""

    code = "unfinished"
    level = "warning"
    message = Text(f"her står det fremdeles `{TO_FILL_IN}`", f"`{TO_FILL_IN}` is still here")
    why = Text(
        "den nye lovversjonen er ikke ferdig: noe i den må skrives",
        "the new law version is not finished: this must be written by hand",
    )
    fix = Text("skriv det som skal stå her, og stryk merket", "write what belongs here, and delete the mark")


def find(files: LawFiles) -> Iterator[Lint]:
    """No line holds the mark; comments count."""
    for file, text in files.sources.items():
        if TO_FILL_IN in text:
            for number, line in enumerate(text.split("\n"), 1):
                at = line.find(TO_FILL_IN)
                if at >= 0:
                    yield Lint(Unfinished().at(Place(file, number, at + 1, len(TO_FILL_IN))))
