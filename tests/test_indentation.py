"""What looks like a space in an indentation and is none is named where it stands, in whatever way YAML stumbles over it."""

from __future__ import annotations

import pytest

from engine.diagnostics import Diagnostic
from engine.language.located import read_tree

ODD = {
    "\u00a0": "U+00A0, no-break space",
    "\u2007": "U+2007, figure space",
    "\u202f": "U+202F, narrow no-break space",
    "\u3000": "U+3000, ideographic space",
    "\u200b": "U+200B, zero width space",
    "\u00ad": "U+00AD, soft hyphen",
}

# Where the character {} stands, with its line and column.
TEXTS = {
    "before a name below another": ("person:\n{}{}birth_date: 1990-05-17\n", 2, 1, 2),
    "after a space": ("person:\n  a: 1\n {}b: 2\n", 3, 2, 1),
    "before a deeper name": ("person:\n  a: 1\n{}  b: 2\nc: 3\n", 3, 1, 1),
    "before an item of a list": ("rules:\n  - a\n {}- b: {{}}\n", 3, 2, 1),
    "before the first name": ("{}a: 1\nb: 2\n", 1, 1, 1),
    "some lines above the place of the error": ("a:\n  b: 1\n{} c: 2\n  d: 3\n", 3, 1, 1),
    "in braces": ("a: {{\n{}b: 1}}\n", 2, 1, 1),
}


def told(text: str) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    assert read_tree("rules.yaml", text, problems) is None
    return problems


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("where", TEXTS)
def test_it_is_named_where_it_stands(where: str, odd: str) -> None:
    """With its name, for nobody can see which it is."""
    text, line, column, length = TEXTS[where]
    (problem,) = told(text.format(*(odd for _ in range(text.count("{}")))))
    assert problem.code == "syntax" and problem.message.en == f"the indentation holds a character that is no plain space: {ODD[odd]}"
    assert problem.message.nb == f"innrykket har et tegn som ikke er et vanlig mellomrom: {ODD[odd]}"
    assert (problem.place.line, problem.place.column, problem.place.length) == (line, column, length)


@pytest.mark.parametrize(("text", "line"), [("a:\n\tb: 1\n", 2), ("a:\n  b: 1\n\tc: 1\n", 3), ("a:\n  b: 1\n  \tc:\n d: 2\n", 3)])
def test_a_tab_is_told_as_a_tab(text: str, line: int) -> None:
    """As it always was."""
    (problem,) = told(text)
    assert problem.message.en == "found a tab where only spaces are allowed" and problem.place.line == line


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  \u00a0x\n  y\nb: 1\n",
        "a: >\n  x\n  \u00a0y\n",
        'a: "x\n  \u00a0y"\n',
        "a: x\u00a0y\n",
        '{\n\t"a": 1,\n\t"b": [\n\t\t2\n\t]\n}\n',
        "# \u00a0comment\na: 1\n",
    ],
)
def test_where_it_is_content_it_stays(text: str) -> None:
    """Texts may hold whatever space they like, and JSON is indented by tabs as often as not."""
    problems: list[Diagnostic] = []
    assert read_tree("rules.yaml", text, problems) is not None and problems == []


def test_a_comma_that_is_missing_among_tabs_is_no_tab() -> None:
    """Inside braces a tab is a space like any other."""
    (problem,) = told('{\n\t"a": 1\n\t"b": 2\n}\n')
    assert "tab" not in problem.message.en
