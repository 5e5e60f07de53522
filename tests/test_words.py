"""Words that a declaration takes from another: which they are, in which order, and that the editor sees the name."""

from __future__ import annotations

import pytest

from engine.diagnostics import Diagnostic
from engine.editor.completing import begun
from engine.language.located import Tree, read_tree
from engine.language.words import Lists, lists, words_of
from engine.model import Laws, Text

DECLARED = """\
facts:
  permit: {type: enum, values: {s28: {nb: flyktning, en: refugee}, s34: {nb: kollektiv, en: collective}}}
  earlier: {type: enum, values: {none: {nb: ingen, en: none}}, values_of: permit}
  earliest: {type: enum, values_of: earlier}
  level: {type: ordinal, values: {low: {nb: lavt, en: low}, high: {nb: høyt, en: high}}}
  goal: {type: ordinal, values_of: level}
  broken: {type: enum, values: {unknown: {nb: ukjent, en: unknown}}}
  of_broken: {type: enum, values_of: broken}
  of_scale: {type: enum, values_of: level}
  of_of_scale: {type: enum, values_of: of_scale}
  round: {type: enum, values_of: about}
  about: {type: enum, values_of: round}
  into_circle: {type: enum, values_of: round}
"""
REFUGEE, COLLECTIVE, NONE = Text("flyktning", "refugee"), Text("kollektiv", "collective"), Text("ingen", "none")


def words(name: str) -> tuple[list[tuple[str, Text]] | None, list[str]]:
    """Return the words of a declaration in their order, and the codes of what is told of it."""
    problems: list[Diagnostic] = []
    tree = read_tree("vocabulary.yaml", DECLARED, problems)
    assert tree is not None
    known: Lists = lists([tree], ["facts"], {})
    key, declaration = known.trees[name]
    fields: dict[str, Tree] = {field.text: value for field, value in declaration.entries}  # type: ignore[union-attr]
    found = words_of(key, fields, "ordinal" if name in ("level", "goal") else "enum", known, problems)
    return None if found is None else list(found.items()), [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("permit", [("s28", REFUGEE), ("s34", COLLECTIVE)]),
        ("earlier", [("none", NONE), ("s28", REFUGEE), ("s34", COLLECTIVE)]),  # its own come first
        ("earliest", [("none", NONE), ("s28", REFUGEE), ("s34", COLLECTIVE)]),  # through another that takes them
        ("goal", [("low", Text("lavt", "low")), ("high", Text("høyt", "high"))]),  # in the order of the scale
    ],
)
def test_words_are_taken_with_their_labels_and_order(name: str, expected: list[tuple[str, Text]]) -> None:
    assert words(name) == (expected, [])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("of_broken", []),  # the mistake is told where it stands
        ("of_scale", ["wrong-type"]),
        ("of_of_scale", []),
        ("about", ["cycle"]),
        ("round", []),  # a circle is told from one of its links
        ("into_circle", []),
    ],
)
def test_a_mistake_is_told_once(name: str, told: list[str]) -> None:
    assert words(name) == (None, told)


def test_a_permit_of_the_shipped_law_is_declared_once(laws: Laws) -> None:
    facts = laws.vocabulary.facts
    permits = facts["permit.type"].values
    assert permits
    for name in ("permit.previous_type", "reference_person.permit_type"):
        taken = dict(facts[name].values or {})
        assert next(iter(taken)) == "none" and taken.pop("none") and taken == permits


def test_a_name_from_which_words_are_taken_is_completed() -> None:
    assert begun("    values_of: perm") == ("perm", ("fact", "conclusion"))
