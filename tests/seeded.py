"""Defects of rule files as data: each is made in the texts of the shipped rule folders, and says where it is to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from engine.home import HOME
from engine.language.law_files import TEXTS_FILE

DEFECTS = Path(__file__).parent / "defects"
RULES = HOME / "rules"

Texts = Mapping[str, str]
"""The rule files by path below the rules folder."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect: the file, the rule inside it if it is of one, the texts that are replaced, its code, and what stands on its line.

    `line` is None where the line is that of the rule's id; `told` is the file on whose line it is told;
    `mended` is `shipped` where `--fix`
    makes the shipped texts of it again, `otherwise` where it mends it in other words, and None where it leaves it alone.
    """

    name: str
    file: str
    rule: str | None
    edits: tuple[tuple[str, str], ...]
    code: str
    line: str | None
    told: str
    mended: str | None

    def made(self, texts: Texts) -> dict[str, str]:
        """Return the texts with the defect."""
        text = texts[self.file]
        start, end = span(text, self.rule)
        (old, new), *others = self.edits
        assert text.count(old, start, end) == 1 and old != new, (self.name, old)
        text = text[:start] + text[start:end].replace(old, new) + text[end:]
        for old, new in others:
            assert text.count(old) == 1, (self.name, old)
            text = text.replace(old, new)
        return {**texts, self.file: text}

    def place(self, texts: Texts) -> tuple[str, int]:
        """Return file and line on which the defect is to be told, found by its text alone."""
        text = texts[self.told]
        start, end = span(text, self.rule) if self.told == self.file and self.line is None else (0, len(text))
        at = start
        if self.line is not None:
            if self.rule is not None and self.line in text[slice(*span(text, self.rule))]:
                start, end = span(text, self.rule)
            assert text.count(self.line, start, end) == 1, (self.name, self.line)
            at = text.index(self.line, start, end)
            at += len(self.line) - len(self.line.lstrip())
        return self.told, text.count("\n", 0, at) + 1


def span(text: str, rule: str | None) -> tuple[int, int]:
    """Return where the text of a rule begins and ends; the whole text without a rule, or where its id was changed."""
    if rule is None or f"  - id: {rule}\n" not in text:
        return 0, len(text)
    start = text.index(f"  - id: {rule}\n")
    return start, text.find("\n  - id: ", start) + 1 or len(text)


def defects(name: str) -> tuple[Defect, ...]:
    """Return the defects that a file of the folder lists."""
    found = []
    for entry in yaml.safe_load((DEFECTS / name).read_text(encoding="utf-8")):
        edits = [(part["find"], part["replace"]) for part in (entry, entry.get("and")) if part]
        rule, told = entry.get("in"), entry.get("other", entry["file"])
        label = entry.get("name") or f"{entry['code']}-{entry['file'][:4]}-{rule}"
        found.append(Defect(label, entry["file"], rule, tuple(edits), entry["code"], entry.get("line"), told, entry.get("mended")))
    return tuple(found)


def shipped_texts() -> dict[str, str]:
    """Return the texts of the shipped rule folders, without those in Nynorsk, which are no law."""
    paths = sorted(path for path in RULES.rglob("*.yaml") if path.name != TEXTS_FILE)
    return {path.relative_to(RULES).as_posix(): path.read_text(encoding="utf-8") for path in paths}
