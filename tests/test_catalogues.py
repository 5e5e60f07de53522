"""The catalogues of words are whole: each language says all that readers of decisions are told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from engine.home import HOME
from engine.rendering.catalogue import nb, nn, phrase, say

CATALOGUES = {"nb": nb.BOKMAL, "nn": nn.NYNORSK}


def phrases() -> Iterator[str]:
    """Yield every text that a module says by the catalogues."""
    for path in sorted((HOME / "engine").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("catalogue")]
        imported = {name.asname or name.name: name.name for node in imports for name in node.names}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id in imported:
                text = node.args[1 if imported[node.func.id] == "say" else 0]
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                text = node.args[0]
            else:
                continue
            if isinstance(text, ast.Constant):
                yield str(text.value)
            else:
                # What is no literal here was marked where it is kept.
                assert isinstance(text, ast.Name | ast.Subscript | ast.IfExp), f"{path.name}:{node.lineno}"
    for path in sorted((HOME / "engine").rglob("templates/*.html")):
        yield from re.findall(r'\bsay\("([^"]+)"', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES)
def test_a_catalogue_holds_what_is_said_and_nothing_else(catalogue: Mapping[str, str]) -> None:
    """What a catalogue lacks cannot be told in its language; what nobody says is dead."""
    assert catalogue.keys() == set(phrases())


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES)
def test_a_translation_has_the_places_of_its_text(catalogue: Mapping[str, str]) -> None:
    """A value that a translation leaves out would not reach its reader, nor one that is run into the word beside it."""
    for text, translation in catalogue.items():
        assert translation.strip(), text
        assert sorted(re.findall(r"\{\w*\}", translation)) == sorted(re.findall(r"\{\w*\}", text)), text
        assert (translation[0] == " ", translation[-1] == " ") == (text[0] == " ", text[-1] == " "), text


def test_values_are_put_in_as_they_are() -> None:
    """A value is never read as a template: braces of a case's own stay what they are."""
    assert say("en", "see no. {number}", number="{number}") == "see no. {number}"
    assert say("nb", "see no. {number}", number="{number}") == "se nr. {number}"
    assert (phrase("open"), say("nb", "open"), say("en", "open")) == ("open", "åpent", "open")
