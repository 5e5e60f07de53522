"""What is nested too deeply is told so at its place, by our own limit and not by that of a parser, whichever reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from engine.batch.ndjson import json_object
from engine.batch.problems import RowFlaw
from engine.diagnostics import Diagnostic
from engine.language import located
from engine.language.located import MAX_DEPTH, read_tree
from engine.language.nesting import deeper_than

LOADERS = [getattr(yaml, name) for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)]
"""With libyaml, where PyYAML has it, and in Python alone."""


def block(opening: str) -> Callable[[int], str]:
    """Return a writer of levels below one another, one on each line."""
    return lambda levels: "".join(" " * level + opening + "\n" for level in range(levels))


# What is nested, by the number of levels, and where the first level too many begins. An outer block collection begins where
# its first entry does; a level of `{a: ` is four columns, and so on.
KINDS: dict[str, tuple[Callable[[int], str], tuple[int, int]]] = {
    "brackets": (lambda n: "[" * n, (1, 41)),
    "brackets that are closed": (lambda n: "[" * n + "]" * n, (1, 41)),
    "brackets on lines of their own": (lambda n: "[\n" * n, (41, 1)),
    "braces": (lambda n: "{" * n, (1, 41)),
    "braces with names": (lambda n: "{a: " * n, (1, 161)),
    "braces with names in quotes": (lambda n: '{"a": ' * n + "1" + "}" * n, (1, 241)),
    "brackets and braces": (lambda n: "[{" * (n // 2), (1, 41)),
    "brackets, braces and names": (lambda n: "[{a: " * (n // 2), (1, 101)),
    "sequences on one line": (lambda n: "- " * n + "x", (1, 81)),
    "sequences on lines of their own": (block("-"), (41, 41)),
    "mappings": (block("a:"), (41, 41)),
    "names after question marks": (lambda n: "? " * n + "x", (1, 81)),
    "sequences of mappings": (lambda n: "- ? " * (n // 2) + "x", (1, 81)),
    "brackets within a mapping": (lambda n: "a: 1\nb: " + "[" * (n - 1), (2, 43)),
    "brackets within mappings": (lambda n: block("a:")(20) + " " * 20 + "[" * (n - 20), (21, 41)),
    "brackets before an error": (lambda n: "[" * n + '"\\q"', (1, 41)),
}


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loader be the one that reads."""
    monkeypatch.setattr(located, "LOADER", request.param)


def found(text: str) -> list[Diagnostic]:
    """Return what is wrong with a text."""
    problems: list[Diagnostic] = []
    assert (read_tree("file", text, problems) is None) is bool(problems)
    return problems


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("levels", [MAX_DEPTH + 2, 998, 1_000, 1_002, 3_000])
@pytest.mark.parametrize("kind", KINDS)
def test_our_limit_is_met_first(kind: str, levels: int) -> None:
    """Below and above every parser's own limit the answer is ours, with the place of the first level too many."""
    write, where = KINDS[kind]
    (problem,) = found(write(levels))
    assert problem.code == "too-deep"
    assert problem.message.en == f"this is nested more than {MAX_DEPTH} levels deep"
    assert (problem.place.line, problem.place.column) == where


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("kind", ["brackets", "braces", "sequences on one line", "names after question marks", "braces with names"])
def test_a_hundred_thousand_levels(kind: str) -> None:
    """A text of any size is told to be too deep."""
    assert [problem.code for problem in found(KINDS[kind][0](100_000))] == ["too-deep"]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("text", ["[" * MAX_DEPTH + "]" * MAX_DEPTH, "- " * MAX_DEPTH + "x", block("a:")(MAX_DEPTH)])
def test_the_deepest_that_is_read(text: str) -> None:
    """The limit itself is not over the limit."""
    assert found(text) == []


@pytest.mark.usefixtures("loader")
def test_an_error_in_what_is_not_too_deep_stays_what_it_is() -> None:
    """Brackets in texts and comments are no levels, and one bracket that is not closed is a matter of its own."""
    brackets = "[" * 2_000
    assert found(f'a: "{brackets}"\n') == found(f"a: x # {brackets}\n") == []
    assert [problem.code for problem in found(f'a: "{brackets}"\nb: [c\n')] == ["syntax"]
    assert [problem.code for problem in found("[" * MAX_DEPTH)] == ["syntax"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", None),
        ("[[[]]]", None),
        ("[[[[]]]]", 3),
        ('{"a":{"b":{"c":1}}}', None),
        ('{"a":{"b":{"c":{}}}}', 15),
        ('[["[[[["]]', None),
        (r'[["\"[[[["]]', None),
        (r'[["\\",[["', 8),
        ('[["[[[[', None),
        ("[],[],[],[],[]", None),
        ("]]]][[[[", 7),
    ],
)
def test_levels_of_json(text: str, where: int | None) -> None:
    """What stands between quotes is no level; the place is that of the first bracket over the limit."""
    assert deeper_than(3, text) == where


@pytest.mark.parametrize("levels", [MAX_DEPTH, MAX_DEPTH + 1, 500, 5_000, 100_000])
@pytest.mark.parametrize("closed", [True, False])
def test_a_row_is_told_the_same_on_every_python(levels: int, closed: bool) -> None:
    """How deep a row may be does not depend on how deep the JSON of this Python can go."""
    inside = levels - 1
    told = json_object(1, ('{"a":' + "[" * inside + ("]" * inside + "}" if closed else "")).encode())
    code = told.problem.code if isinstance(told, RowFlaw) else "read"
    assert code == ("too-deep" if levels > MAX_DEPTH else "read" if closed else "syntax")
