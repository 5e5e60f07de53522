"""Fixes: edits of rule files that mend a finding without changing what the law says, and keep comments and layout.

A fix is found from how a kind of problem is mended, from its place and from the text of the file. Safe are: a declaration that
nothing uses, what a list says twice, two negations that cancel each other, an allowance for nothing, a number of the law in a
text, which a placeholder says as well; a word that no file
knows, which is one slip away from a single word of the files: with that mistake the law could not be loaded at all; and a rule
that differs, in the list of the only amendment there is, with a mark that a person must take away who has read the act.
Everything else is for a person to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import yaml

from ..changes.scaffold import TO_FILL_IN
from ..diagnostics import Diagnostic
from ..edits import Edit, Lines, edited
from ..frozen import dataclass
from ..language.located import LOADER, Scalar, Sequence, Tree, read_tree
from ..language.located import Mapping as Node
from ..model import Place

_SHORTEST = 4
"""A shorter word has too many neighbours."""

_COMMENT = re.compile(r"(^|\s)#")

_LISTS: Final = ("adds", "changes", "repeals")
"""What an amendment lists."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The files that fixes change, by the name that diagnostics use, each with its new text; and the problems that they mend."""

    texts: Mapping[str, str]
    problems: tuple[Diagnostic, ...]


def mend(problems: Iterable[Diagnostic], sources: Mapping[str, str]) -> Mended:
    """Return what the safe fixes of the problems make of the files; a file that cannot be read as YAML is left as it is.

    `sources` maps the names of all rule files to their texts. Of fixes that overlap the first is made; the others are for
    the next time. Fixes may leave something else without use, so that `mend` is to be called until it mends nothing.
    """
    trees = {file: read_tree(file, text, []) for file, text in sources.items()}
    words = frozenset(word for tree in trees.values() if tree is not None for word in _words(tree))
    texts: dict[str, str] = {}
    done: list[Diagnostic] = []
    by_file: dict[str, list[Diagnostic]] = {}
    unlisted: dict[Place, list[Diagnostic]] = {}
    for problem in problems:
        if problem.mending in _LISTS:
            unlisted.setdefault(problem.related[-1][0], []).append(problem)
        elif problem.mending is not None and trees.get(problem.place.file) is not None:
            by_file.setdefault(problem.place.file, []).append(problem)
    for file, found in by_file.items():
        page = _Page(sources[file])
        edits: list[Edit] = []
        for problem in found:
            edit = _edit(page, problem, words)
            if edit is not None and all(edit.end <= other.start or other.end <= edit.start for other in edits):
                edits.append(edit)
                done.append(problem)
        if edits:
            texts[file] = edited(page.text, edits)
    for amendment, missing in unlisted.items():
        listed = _Page(sources[amendment.file]).listed(amendment, missing) if amendment.file not in texts else None
        if listed is not None:
            texts[amendment.file] = edited(sources[amendment.file], listed)
            done += missing
    return Mended(texts, tuple(done))


def _edit(page: _Page, problem: Diagnostic, words: frozenset[str]) -> Edit | None:
    """Return the fix of one problem, or None where it would not be safe."""
    path = page.path_to(problem.place)
    match problem.mending:
        case "without":
            return page.without(path)
        case "without_entry":
            # The place is that of a field; the step before it is the entry of the list.
            return page.without(path[:-1])
        case "without_negations":
            return page.without_negations(path)
        case "placeholder":
            return page.with_placeholder(problem)
        case _:
            return _spelling(page, problem, words)


def _spelling(page: _Page, problem: Diagnostic, words: frozenset[str]) -> Edit | None:
    start = page.at(problem.place.line - 1, problem.place.column - 1)
    written, meant = page.text[start : start + problem.place.length], problem.near
    if meant is None or len(written) < _SHORTEST or not one_slip(written, meant) or not re.fullmatch(r"[\w.-]+", meant):
        return None
    if any(word not in (written, meant) and one_slip(written, word) for word in words):
        return None
    return Edit(start, start + len(written), meant)


def one_slip(one: str, other: str) -> bool:
    """Return whether a letter more, less or other, or two neighbours exchanged, makes one word of the other.

    A digit is never a slip: another number is another number.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[first:], other[first:]
    if len(a) == len(b):
        if a[1:] == b[1:]:
            changed = a[0] + b[0]
        elif len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]:
            changed = a[:2]
        else:
            return False
    else:
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        if longer[1:] != shorter:
            return False
        changed = longer[0]
    return not any(character.isdigit() for character in changed)


def _words(tree: Tree) -> Iterator[str]:
    match tree:
        case Scalar(text, _, _):
            yield text
        case Sequence(items, _):
            for item in items:
                yield from _words(item)
        case Node(entries, _):
            for key, value in entries:
                yield key.text
                yield from _words(value)


# ---------------------------------------------------------------- where things stand in a text


class _Step(NamedTuple):
    """One step into a tree: the collection, the number of the entry in it, and the word of its key, empty in a list."""

    inside: yaml.CollectionNode
    number: int
    word: str


class _Page:
    """A text with the nodes of its YAML; it only reads."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.root: yaml.Node | None = yaml.compose(text, Loader=LOADER)

    def at(self, line: int, column: int) -> int:
        """Return the offset of a line and a column, both from 0."""
        return self.lines.at(line + 1, column + 1)

    def path_to(self, place: Place) -> list[_Step]:
        """Return the steps to the entry that begins at the place, or whose value does; the innermost; empty where none does."""
        steps: list[_Step] = []
        node, target = self.root, self.at(place.line - 1, place.column - 1)
        found = 0
        while isinstance(node, yaml.CollectionNode):
            entries = list(_entries(node))
            number = next((n for n, (key, value) in enumerate(entries) if self.start(key) <= target < self.end(value)), None)
            if number is None:
                break
            key, value = entries[number]
            steps.append(_Step(node, number, key.value if isinstance(node, yaml.MappingNode) else ""))
            if target in (self.start(key), self.start(value)):
                found = len(steps)
            if target == self.start(value) and isinstance(node, yaml.SequenceNode):
                break  # the item as a whole, not the first thing in it
            if isinstance(node, yaml.MappingNode) and target == self.start(key):
                break
            node = value
        return steps[:found]

    def start(self, node: yaml.Node) -> int:
        """Return the offset where a node begins."""
        return self.at(node.start_mark.line, node.start_mark.column)

    def end(self, node: yaml.Node) -> int:
        """Return the offset after the last character of a node."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            return self.end(list(_entries(node))[-1][1])
        end = self.at(node.end_mark.line, node.end_mark.column)
        return self.start(node) + len(self.text[self.start(node) : end].rstrip())

    def without(self, path: list[_Step]) -> Edit | None:
        """Return the edit that takes an entry away, with what holds nothing else; None where a comment would go with it."""
        if not path:
            return None
        step = path[-1]
        entries = [(self.start(key), self.end(value)) for key, value in _entries(step.inside)]
        if len(entries) == 1:
            return self.without(path[:-1])
        start, end = entries[step.number]
        if step.inside.flow_style:
            if step.number + 1 < len(entries):
                end = entries[step.number + 1][0]
            else:
                start = entries[step.number - 1][1]
            return None if _COMMENT.search(self.text[start:end]) else Edit(start, end, "")
        line = self.text.rfind("\n", 0, start) + 1
        after = self.text.find("\n", end) + 1 or len(self.text)
        before, rest = self.text[line:start], self.text[end:after].strip()
        if before.strip() not in ("", "-") or _COMMENT.search(self.text[start:end]) or (rest and not rest.startswith("#")):
            return None
        if before.strip() == "-" and isinstance(step.inside, yaml.MappingNode):
            return None
        if rest:
            # What was said beside it stays, on a line of its own.
            return Edit(line + len(before) - len(before.lstrip()), end + self.text[end:after].index("#"), "")
        blank_before = line == 0 or not self.text[self.text.rfind("\n", 0, line - 1) + 1 : line].strip()
        following = self.text.find("\n", after) + 1
        if blank_before and following and not self.text[after:following].strip():
            after = following
        return Edit(line, after, "")

    def listed(self, place: Place, missing: list[Diagnostic]) -> list[Edit] | None:
        """Return the edits that list rules in the amendment at a place, each list with a mark; None where that is in braces."""
        node = self._mapping_at(place)
        if node is None or node.flow_style:
            return None
        lists = {key.value: (key, value) for key, value in node.value}
        indent, edits, behind = " " * (place.column - 1), [], ""
        for kind in _LISTS:
            names = [str(problem.near) for problem in missing if problem.mending == kind]
            mark = f"{indent}# {TO_FILL_IN}: does the act do this? Listed by check --fix: {', '.join(names)}\n"
            if names and kind not in lists:
                behind += f"\n{mark}{indent}{kind}: [{', '.join(names)}]"
            elif names:
                key, value = lists[kind]
                entries = self._entries_behind(value, names)
                if entries is None:
                    return None
                line = self.text.rfind("\n", 0, self.start(key)) + 1
                edits += [Edit(line, line, mark), entries]
        return [*edits, self._behind_line(self.end(node), behind)] if behind else edits

    def _mapping_at(self, place: Place) -> yaml.MappingNode | None:
        node, target = self.root, self.at(place.line - 1, place.column - 1)
        while isinstance(node, yaml.CollectionNode) and not (isinstance(node, yaml.MappingNode) and self.start(node) == target):
            node = next((value for _, value in _entries(node) if self.start(value) <= target < self.end(value)), None)
        return node if isinstance(node, yaml.MappingNode) else None

    def _entries_behind(self, node: yaml.Node, names: Iterable[str]) -> Edit | None:
        """Return the edit that adds names to a list, in the way it is written; None where nothing is in it yet."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            return None
        last = self.end(node.value[-1])
        if node.flow_style:
            return Edit(last, last, "".join(f", {name}" for name in names))
        before = " " * (self.start(node) - self.text.rfind("\n", 0, self.start(node)) - 1)
        return self._behind_line(last, "".join(f"\n{before}- {name}" for name in names))

    def _behind_line(self, offset: int, text: str) -> Edit:
        """Return the edit that puts text behind the line of an offset, and behind what is said beside it."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return Edit(end, end, text)

    def with_placeholder(self, problem: Diagnostic) -> Edit | None:
        """Return the edit that puts a placeholder in place of what a text restates, in quotes where a brace needs them."""
        start = self.at(problem.place.line - 1, problem.place.column - 1)
        end = start + problem.place.length
        found = self._text_at(start)
        if problem.near is None or found is None:
            return None
        node, in_flow = found
        first, last = self.start(node), self.end(node)
        if node.style or not (in_flow or start == first):
            return Edit(start, end, problem.near)
        whole = self.text[first:start] + problem.near + self.text[end:last]
        quote = "'" if '"' in whole or "\\" in whole else '"'
        return Edit(first, last, quote + whole.replace("'", "''" if quote == "'" else "'") + quote)

    def _text_at(self, offset: int) -> tuple[yaml.ScalarNode, bool] | None:
        """Return the text that spans an offset, and whether it stands within brackets."""
        node, in_flow = self.root, False
        while isinstance(node, yaml.CollectionNode):
            in_flow = in_flow or bool(node.flow_style)
            node = next((value for _, value in _entries(node) if self.start(value) <= offset < self.end(value)), None)
        return (node, in_flow) if isinstance(node, yaml.ScalarNode) else None

    def without_negations(self, path: list[_Step]) -> Edit | None:
        """Return the edit that puts what is negated twice in place of both negations; None where it stands on lines of its own."""
        if not path:
            return None
        step = path[-1]
        outer: yaml.Node = step.inside if step.word == "not" else list(_entries(step.inside))[step.number][1]
        inner = outer
        for _ in range(2):
            if not (isinstance(inner, yaml.MappingNode) and len(inner.value) == 1 and inner.value[0][0].value == "not"):
                return None
            inner = inner.value[0][1]
        start, end = self.start(outer), self.end(outer)
        said = self.text[self.start(inner) : self.end(inner)]
        around = self.text[start : self.start(inner)] + self.text[self.end(inner) : end]
        if _COMMENT.search(around) or (isinstance(inner, yaml.CollectionNode) and not inner.flow_style):
            return None
        return Edit(start, end, said)


def _entries(node: yaml.CollectionNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield key and value of each entry of a mapping, and each item of a list twice."""
    for entry in node.value:
        yield entry if isinstance(node, yaml.MappingNode) else (entry, entry)
