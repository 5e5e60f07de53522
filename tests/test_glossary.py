"""One word for each thing: no text of the product uses a word that the glossary rules out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.home import HOME

GLOSSARY = HOME / "docs" / "glossary.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.read_text(encoding="utf-8").partition("\n## ")[0].splitlines()
    if line[:1] == "|"
]
NEVER = [word.strip() for row in ROWS[2:] for word in row[4].split(",") if word.strip()]


def texts(path: Path) -> Iterator[str]:
    """Yield what a file may show a reader: the literals of a module, all of any other file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def shown_files() -> list[Path]:
    """Return the files whose words a reader may meet."""
    pages = [path for path in (HOME / "docs").rglob("*.md") if path != GLOSSARY and "decisions" not in path.parts]
    return sorted(
        [
            *pages,
            HOME / "README.md",
            HOME / "README.nb.md",
            HOME / "cli.py",
            # What people may write in a rule file is told them as what they wrote, and never said by the product.
            *(path for path in (HOME / "engine").rglob("*.py") if path.name != "spellings.py"),
            *(HOME / "rules").rglob("*.yaml"),
        ]
    )


def test_the_glossary_is_a_table_in_three_languages() -> None:
    """Every row has its word in English, Bokmål and Nynorsk, and says what it is; no word names two things."""
    assert ROWS[0] == ["English", "Bokmål", "Nynorsk", "is", "never"]
    assert all(len(row) == 5 and all(row[:4]) for row in ROWS[2:])
    assert len(NEVER) > 15
    for column in range(3):
        words = [word.strip() for row in ROWS[2:] for word in row[column].split(",")]
        assert len(words) == len(set(words))
        assert not set(words) & set(NEVER)


@pytest.fixture(scope="module")
def shown() -> list[tuple[Path, str]]:
    """Every text that a reader may meet, with its file."""
    return [(path, text) for path in shown_files() for text in texts(path)]


@pytest.mark.parametrize("word", NEVER)
def test_no_text_uses_another_word(word: str, shown: list[tuple[Path, str]]) -> None:
    """A reader who meets two words for one thing looks for the second thing."""
    pattern = re.compile(rf"\b{re.escape(word)}\b".replace(r"\ ", r"\s+"), re.IGNORECASE)
    assert [str(path.relative_to(HOME)) for path, text in shown if pattern.search(text)] == []
