"""Where the parts of rules stand in their files: each condition beside the tree that it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..language.located import Mapping as MappingTree
from ..language.located import Scalar, Tree, read_tree
from ..language.located import Sequence as SequenceTree
from ..model import All, Any, Compare, Condition, Holds, LawVersion, Not, Parameter, Place, Rule, Scheduled
from ..walking import Leaf, Way, key_of, parts, walk
from ..walking import items_of as conditions_in

_LONGEST = 80
"""What is written longer than this is cut short where it is quoted."""


class RuleAtom(NamedTuple):
    """One atomic condition of a rule: where it stands, in which of the rule's parts, the way to it from there, and which it is."""

    place: Place
    part: str
    number: int
    way: Way
    leaf: Leaf
    written: str


class Texts:
    """The trees of the rule files, each read when a place in it is first asked for."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._trees: dict[str, Tree | None] = {}

    def rule(self, rule: Rule) -> Tree:
        """Return the tree of a rule."""
        items = child(self._file(rule.place.file), "rules")
        assert isinstance(items, SequenceTree)
        return next(item for item in items.items if child(item, "id").place == rule.place)

    def parameter(self, parameter: Parameter | Scheduled) -> Tree:
        """Return the tree of a parameter."""
        parameters = child(self._file(parameter.place.file), "parameters")
        assert isinstance(parameters, MappingTree)
        return next(value for key, value in parameters.entries if key.place == parameter.place)

    def subject(self, version: LawVersion, name: str) -> Tree:
        """Return the tree of the condition under which the question of a conclusion arises."""
        for file in sorted({rule.place.file for rule in version.rules.values()}):
            tree = self._file(file)
            assert isinstance(tree, MappingTree)
            for key, subjects in tree.entries:
                if key.text == "subjects" and isinstance(subjects, MappingTree):
                    for entry, value in subjects.entries:
                        if entry.text == name:
                            return value
        raise KeyError(name)

    def _file(self, name: str) -> Tree:
        if name not in self._trees:
            self._trees[name] = read_tree(name, self._sources[name], [])
        tree = self._trees[name]
        assert tree is not None  # the law was built from it
        return tree


def child(tree: Tree, key: str) -> Tree:
    """Return what stands under a key."""
    return entry(tree, key)[1]


def entry(tree: Tree, key: str) -> tuple[Scalar, Tree]:
    """Return a key with what stands under it."""
    assert isinstance(tree, MappingTree)
    return next(found for found in tree.entries if found[0].text == key)


def items_of(tree: Tree) -> tuple[Tree, ...]:
    """Return the items of a list."""
    assert isinstance(tree, SequenceTree)
    return tree.items


def listed(condition: All | Any, tree: Tree) -> tuple[Scalar, tuple[Tree, ...]]:
    """Return the word that joins a list of conditions, and the trees of its items."""
    key, value = entry(tree, key_of(condition))
    return key, items_of(value)


def operator(comparison: Compare, tree: Tree) -> tuple[Scalar, Tree]:
    """Return the operator of a comparison and its right side."""
    return entry(tree, comparison.op)


def written(tree: Tree) -> str:
    """Return a tree on one line, as one would write it, cut short where it is long."""
    text = _written(tree)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _written(tree: Tree) -> str:
    match tree:
        case Scalar():
            return tree.text
        case SequenceTree():
            return f"[{', '.join(map(_written, tree.items))}]"
        case MappingTree():
            return f"{{{', '.join(f'{key.text}: {_written(value)}' for key, value in tree.entries)}}}"


def atoms_of(rule: Rule, texts: Texts) -> Iterator[RuleAtom]:
    """Yield each atomic condition of a rule, in the order in which they are written in `when`, `unless` and `in_force`."""
    tree = texts.rule(rule)
    for part in parts(rule):
        within = child(tree, part.role)
        match part.role:
            case "when":
                start = within
            case "unless":
                start = items_of(within)[part.number]
            case "in_force":
                start = child(within, part.key)
        for way, leaf in walk(part.condition):
            if isinstance(leaf, (Holds, Compare)):
                at = inside(part.condition, start, way)
                says = f"{part.key}: {written(at)}" if part.role == "in_force" else written(at)
                yield RuleAtom(at.place, part.role, part.number, way, leaf, says)


def inside(condition: Condition, tree: Tree, way: Way) -> Tree:
    """Return the tree of what a way leads to, from a condition and its own tree."""
    for number in way:
        assert isinstance(condition, (All, Any, Not))
        tree = child(tree, "not") if isinstance(condition, Not) else listed(condition, tree)[1][number]
        condition = conditions_in(condition)[number]
    return tree
