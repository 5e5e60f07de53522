"""The documents keep their word: commands run, commands and operators are described, links lead somewhere, excerpts are real."""

from __future__ import annotations

import re
import shlex
import textwrap
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
import engine
from engine.language.conditions import DERIVATIONS, OPERATORS, UNITS

README = engine.HOME / "README.md"
RULE_LANGUAGE = engine.HOME / "docs" / "rule-language.md"
PAGES = sorted(path for path in engine.HOME.rglob("*.md")
               if not any(part.startswith(".") or part in ("build", "dist") for part in path.relative_to(engine.HOME).parts))
PROJECT = tomllib.loads((engine.HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the contents of the page's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, int]]:
    """Return every `hjemmel` command of the shell blocks with its exit code: that of a comment `# exit code N`, else 0."""
    found: dict[str, int] = {}
    for page in PAGES:
        for block in blocks(page, "sh"):
            for line in block.splitlines():
                if line.startswith("hjemmel "):
                    code = re.search(r"# exit code (\d)\s*$", line)
                    found[line.partition(" #")[0].strip()] = int(code[1]) if code else 0
    return list(found.items())


def links() -> list[tuple[Path, str]]:
    """Return every relative link of every page."""
    found = []
    for page in PAGES:
        prose = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
        targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", prose))
        found += [(page, target) for target in targets if not re.match(r"[a-z]+:", target)]
    return found


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as the usual renderers make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_is_something_to_test() -> None:
    """The patterns above find the blocks, links and pages they look for."""
    assert README in PAGES and RULE_LANGUAGE in PAGES
    assert len(commands()) >= 8 and len(links()) >= 8


@pytest.mark.parametrize(("command", "code"), commands())
def test_a_command_of_the_documents_runs(command: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command typed at the top of the repository ends with the exit code that the page says."""
    monkeypatch.chdir(engine.HOME)
    monkeypatch.delenv("HJEMMEL_RULES", raising=False)
    words = shlex.split(command)[1:]
    for position, word in enumerate(words[:-1]):
        if word in ("-o", "--output"):
            words[position + 1] = str(tmp_path / Path(words[position + 1]).name)
    if words[0] == "test":  # test_regression.py runs the cases on every engine
        monkeypatch.setattr(engine, "engines", lambda: {"forward": engine.forward})
    result = CliRunner().invoke(cli.main, words, prog_name="hjemmel")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output


def test_the_output_in_the_readme_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of it is part of what its command prints, step numbers and branches aside."""

    def words(text: str) -> str:
        return re.sub(r"\[\d+\]|[\s│├└─]+", " ", text).replace("  ", " ").strip()

    command = next(block for block in blocks(README, "sh") if block.startswith("hjemmel evaluate") and block.count("\n") == 1)
    monkeypatch.chdir(engine.HOME)
    result = CliRunner().invoke(cli.main, shlex.split(command)[1:], prog_name="hjemmel")
    printed = words(re.sub(r"[\s│├└─]+", " ", result.output))
    excerpt = next(block for block in blocks(README, "text") if block.startswith("Case "))
    lines = [words(line) for line in excerpt.splitlines()]
    assert len(lines) > 10
    for line in lines:
        assert line == "…" or line in printed, f"not printed: {line}"


@pytest.mark.parametrize("name", cli.main.commands)
def test_the_readme_describes_every_command_and_option(name: str) -> None:
    """Each command has a row in the table, and each of its options stands in that row."""
    rows = [line for line in text_of(README).splitlines() if re.match(rf"\| `hjemmel {name}\b", line)]
    assert len(rows) == 1, f"`hjemmel {name}` has {len(rows)} rows"
    for parameter in cli.main.commands[name].params:
        if parameter.param_type_name == "option":
            assert any(re.search(rf"`{re.escape(option)}\b", rows[0]) for option in parameter.opts), f"{parameter.opts} is missing"


@pytest.mark.parametrize("word", [*OPERATORS, *DERIVATIONS, *UNITS, "all", "any", "not"])
def test_the_rule_language_page_explains_every_word(word: str) -> None:
    """Every comparison, connective, operation and unit of the closed tables stands on the page as code."""
    assert re.search(rf"`{re.escape(word)}(`|: )", text_of(RULE_LANGUAGE)), f"`{word}` is not mentioned"


@pytest.mark.parametrize(("page", "target"), links(), ids=lambda item: item.name if isinstance(item, Path) else item)
def test_a_link_leads_somewhere(page: Path, target: str) -> None:
    """The file is there, and the heading too where the link names one."""
    file, _, anchor = target.partition("#")
    found = (page.parent / file).resolve() if file else page
    assert found.exists(), f"{page.name} links to {target}"
    if anchor and found.suffix == ".md":
        assert anchor in anchors(found), f"{page.name} links to {target}"


def test_excerpts_are_real() -> None:
    """A YAML block that begins with `# path` stands in that file word for word."""
    checked = 0
    for page in PAGES:
        for block in blocks(page, "yaml"):
            first, _, rest = block.partition("\n")
            named = re.fullmatch(r"# ((?:rules|tests|examples)/\S+\.yaml)", first)
            if named:
                checked += 1
                assert rest in text_of(engine.HOME / named[1]), f"{page.name}: this is not in {named[1]}:\n{rest}"
    assert checked >= 5


def test_the_case_file_of_the_readme_is_accepted(tmp_path: Path, laws: engine.Laws) -> None:
    """A reader who copies it gets a case."""
    case = next(block for block in blocks(README, "yaml") if block.startswith("case:"))
    path = tmp_path / "case.yaml"
    path.write_text(textwrap.dedent(case), encoding="utf-8")
    problems: list[engine.Diagnostic] = []
    assert engine.load_case(path, laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems) is not None
    assert not problems


def test_the_readme_gives_every_dependency_with_its_lower_bound() -> None:
    """The table and pyproject.toml say the same."""
    table = [line for line in text_of(README).splitlines() if line.startswith("|")]
    for requirement in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        name, bound = re.match(r"([\w-]+)>=([\d.]+)", requirement).groups()  # type: ignore[union-attr]
        rows = [line for line in table if re.search(rf"\b{re.escape(name)}\b", line)]
        assert any(re.search(rf"\b{re.escape(bound)}\b", line) for line in rows), requirement


def test_the_changelog_names_the_package_version_and_every_law_version(laws: engine.Laws) -> None:
    """The newest entry is the version in pyproject.toml and in the program."""
    changelog = text_of(engine.HOME / "CHANGELOG.md")
    assert PROJECT["version"] == cli.VERSION
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == cli.VERSION  # type: ignore[index]
    for version in laws.versions:
        assert f"`{version.name}` (effective from {version.effective_from:%d.%m.%Y})" in changelog


def test_decision_records_are_numbered_without_gaps_and_complete() -> None:
    """Each has a number in its name and title, and says context, decision and consequences."""
    records = sorted((engine.HOME / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = text_of(path)
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name
