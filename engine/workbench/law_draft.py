"""A draft of the law: begun in memory as a copy of a version, changed rule by rule or file by file, and saved as a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..changes.scaffold import scaffold, why_no_scaffold
from ..editor.project import reading
from ..edits import Edit, Lines, edited
from ..files import judge_folder, replace_texts, write_folder
from ..folders import is_there
from ..frozen import dataclass
from ..language import located
from ..language.law_files import VOCABULARY_FILE
from ..model import Laws, Text


@dataclass(frozen=True, slots=True)
class LawDraft:
    """A law version that follows another, `base`, and is on no disk yet: its name, and its files by their paths in its folder.

    `saved` are the files as they were last saved, None where they never were.
    """

    base: str
    name: str
    texts: Mapping[str, str]
    saved: Mapping[str, str] | None = None

    @property
    def is_saved(self) -> bool:
        """Whether what it says is on the disk."""
        return self.saved == self.texts

    @property
    def may_hold(self) -> frozenset[str]:
        """The files that it has, and the one that it may get: a vocabulary of its own, for facts that the law in force does not know."""
        return frozenset((*self.texts, VOCABULARY_FILE))


class DraftPart(NamedTuple):
    """A rule, a parameter or a derived value of a draft: its file, and the offsets from which and up to which it stands there.

    The comments right above it belong to it; the line end behind it does not.
    """

    name: str
    path: str
    start: int
    end: int


def begin_draft(laws: Laws, texts: Mapping[str, str], base: str, name: str, day: date) -> LawDraft | Text:
    """Return a draft that is in force from a day, as `new-version` begins it where nothing is answered yet; or why there can be none.

    `texts` are those of the laws, by path below the rules folder.
    """
    refusal = why_no_scaffold(laws, base, name, day)
    if refusal is not None:
        return refusal
    (version,) = (version for version in laws.versions if version.name == base)
    own = {path.removeprefix(f"{base}/"): text for path, text in texts.items() if path.startswith(f"{base}/")}
    return LawDraft(base, name, scaffold(own, version, name, day).texts)


def text_tag(text: str) -> str:
    """Return what tells the text of a file from any other."""
    return hashlib.sha256(text.encode()).hexdigest()


def with_text(draft: LawDraft, path: str, typed: str, part: DraftPart | None = None) -> LawDraft:
    """Return the draft with what was typed in the place of a file, or of a part of it; line ends are those of the file.

    A vocabulary of its own in which nothing stands is none, unless it was saved.
    """
    before = draft.texts.get(path, "")
    text = "\n".join(typed.splitlines())
    if path == VOCABULARY_FILE and not text.strip() and path not in (draft.saved or {}):
        return replace(draft, texts={own: of_file for own, of_file in draft.texts.items() if own != path})
    if part is None:
        text += "\n" if text else ""
    after = text.replace("\n", "\r\n") if "\r\n" in before else text
    if part is not None:
        after = edited(before, [Edit(part.start, part.end, after)])
    return replace(draft, texts={**draft.texts, path: after})


def save_draft(draft: LawDraft, folder: Path, rules: Path) -> LawDraft:
    """Save a draft as a folder of its name, whole or not at all, and return it; never among the law that is in force.

    One that was saved before is replaced only where it is as it was saved, and gets what is new in it. Raises Rejected.
    """
    target = folder / draft.name
    if draft.saved is None or not is_there(target):
        judge_folder(target, [rules])
        write_folder(draft.texts, target)
    else:
        changed = {path: draft.saved.get(path) for path, text in draft.texts.items() if draft.saved.get(path) != text}
        replace_texts({target / path: (was, draft.texts[path]) for path, was in changed.items()})
    return replace(draft, saved=draft.texts)


# ---------------------------------------------------------------- its parts


def part_named(draft: LawDraft, name: str) -> DraftPart | None:
    """Return a part by its name; None where there is none, or its file cannot be read as YAML."""
    return next((part for path in draft.texts for part in parts_of(path, draft.texts[path]) if part.name == name), None)


def part_at(draft: LawDraft, path: str, line: int) -> DraftPart | None:
    """Return the part in which a line of a file stands, if it stands in one."""
    text = draft.texts[path]
    at = Lines(text).at(line)
    return next((part for part in parts_of(path, text) if part.start <= at <= part.end), None)


def parts_of(path: str, text: str) -> tuple[DraftPart, ...]:
    """Return the rules, parameters and derived values of a file, in its order; those that share a line with another are left out."""
    tree = reading(path, text, [])
    if not isinstance(tree, located.Mapping):
        return ()
    named = sorted(_begun(tree))
    begins = sorted([line for line, _ in named] + [key.place.line for key, _ in tree.entries])
    lines, found = Lines(text), []
    for line, name in named:
        if begins.count(line) == 1:
            end = next((other for other in begins if other > line), len(lines.begins) + 1) - 1
            start, end = _with_comments(text.splitlines(), line, end)
            last = text[lines.at(end) : lines.at(end + 1)]
            found.append(DraftPart(name, path, lines.at(start), lines.at(end) + len(last.rstrip("\r\n"))))
    return tuple(found)


def _begun(tree: located.Mapping) -> Iterator[tuple[int, str]]:
    """Yield the line on which each part begins, with its name."""
    for key, value in tree.entries:
        if key.text in ("parameters", "derived") and isinstance(value, located.Mapping):
            yield from ((name.place.line, name.text) for name, _ in value.entries)
        elif key.text == "rules" and isinstance(value, located.Sequence):
            for item in value.items:
                if isinstance(item, located.Mapping):
                    names = [name.text for word, name in item.entries if word.text == "id" and isinstance(name, located.Scalar)]
                    yield from ((item.place.line, name) for name in names)


def _with_comments(lines: list[str], start: int, end: int) -> tuple[int, int]:
    """Return the lines of a part, from 1, with the comments right above it and without what stands between it and the next one."""
    while start > 1 and lines[start - 2].lstrip().startswith("#"):
        start -= 1
    while end <= len(lines) and end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return start, min(end, len(lines))
