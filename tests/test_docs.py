"""The documents keep their word: commands run, commands and operators are described, links lead somewhere, excerpts are real."""

from __future__ import annotations

import re
import shlex
import textwrap
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli
from engine.commands import VERBS
from engine.diagnostics import Diagnostic
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.loading import load_case
from engine.model import Laws
from engine.terms.comparisons import COMPARISONS
from engine.terms.operations import OPERATIONS
from engine.terms.units import UNITS
from engine.version import VERSION

README = HOME / "README.md"
COMMANDS = HOME / "docs" / "commands.md"
INSTALL = HOME / "docs" / "install.md"
RULE_LANGUAGE = HOME / "docs" / "rule-language.md"
RULE_LANGUAGE_NB = HOME / "docs" / "rule-language.nb.md"
LAW_NOTES = HOME / "docs" / "law-notes.md"
PAGES = sorted(
    path
    for path in HOME.rglob("*.md")
    if not any(part.startswith(".") or part in ("build", "dist") for part in path.relative_to(HOME).parts)
)
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]


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


def outline(page: Path) -> list[str]:
    """Return in order the marks of a page's headings, list items and rows of tables, and its YAML examples without comments."""
    heading_or_item, row, example = r"^(?:#+|-|\d+\.) (?:\d+\. )?", r"^\|", r"^```yaml\n(?s:.*?)^```$"
    found = re.findall(f"{heading_or_item}|{row}|{example}", text_of(page), re.MULTILINE)
    return [re.sub(r" +# .*$", "", part, flags=re.MULTILINE) for part in found]


def links() -> list[tuple[Path, str]]:
    """Return every relative link of every page."""
    found = []
    for page in PAGES:
        prose = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
        targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", prose))
        found += [(page, target) for target in targets if not re.match(r"[a-z]+:", target)]
    return found


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as the usual renderers make them, and those it sets itself."""
    prose = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    own = re.findall(r'<a id="([\w-]+)"></a>', prose)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings} | set(own)


def cited_in(text: str) -> set[str]:
    """Return the anchors of docs/law-notes.md that the citations in a text of the rules lead to."""
    text = re.sub(r"\s*\n\s*(?:# ?)?", " ", text)
    several = r"(T?\d+(?:(?:, | and )T?\d+)*)"
    found = {number.lower() for number in re.findall(r"\b[ST]\d+\b", text)}
    for words, prefix in (
        (r"open-questions?", "open-"),
        (r"cases\.md", "case-"),
        (r"changes-2026(?:,? row)?", "changes-"),
        ("timeline", "timeline-"),
    ):
        for numbers in re.findall(rf"{words} {several}", text):
            found |= {prefix + number for number in re.split(", | and ", numbers) if number.isdigit()}
    found |= {"provisions-" + number.replace(".", "-") for number in re.findall(r"\b[Pp]rovisions (?:section )?(\d+(?:\.\d+)?)", text)}
    return found | {"seed-" + number for number in re.findall(r"\b[Ss]eed (\d{3})\b", text)}


def worked_cases() -> str:
    """Return the section of docs/law-notes.md on worked cases, which names regression cases where others name rules."""
    return text_of(LAW_NOTES).partition("\n## 5. ")[2].partition("\n## 6. ")[0]


def test_there_is_something_to_test() -> None:
    """The patterns above find the blocks, links and pages they look for."""
    assert README in PAGES and RULE_LANGUAGE in PAGES
    assert len(commands()) >= 8 and len(links()) >= 8


@pytest.mark.parametrize(("command", "code"), commands())
def test_a_command_of_the_documents_runs(command: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command typed at the top of the repository ends with the exit code that the page says."""
    monkeypatch.chdir(HOME)
    monkeypatch.delenv("HJEMMEL_RULES", raising=False)
    words = shlex.split(command)[1:]
    for position, word in enumerate(words[:-1]):
        if word in ("-o", "--output"):
            words[position + 1] = str(tmp_path / Path(words[position + 1]).name)
    if words[0] == "test":  # test_regression.py runs the cases on every engine
        monkeypatch.setattr("engine.commands.test.engines_crosscheck", lambda: {"forward": forward})
    result = CliRunner().invoke(cli.main, words, prog_name="hjemmel")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output


def test_the_output_in_the_readme_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of it is part of what its command prints, step numbers and branches aside."""

    def words(text: str) -> str:
        return re.sub(r"\[\d+\]|[\s│├└─]+", " ", text).replace("  ", " ").strip()

    command = next(line for block in blocks(README, "sh") for line in block.splitlines() if line.startswith("hjemmel "))
    monkeypatch.chdir(HOME)
    result = CliRunner().invoke(cli.main, shlex.split(command)[1:], prog_name="hjemmel")
    printed = words(re.sub(r"[\s│├└─]+", " ", result.output))
    excerpt = next(block for block in blocks(README, "text") if block.startswith("Case "))
    lines = [words(line) for line in excerpt.splitlines()]
    assert len(lines) > 10
    for line in lines:
        assert line == "…" or line in printed, f"not printed: {line}"


@pytest.mark.parametrize("page", [README, HOME / "README.nb.md"], ids=lambda page: page.name)
def test_a_command_of_the_readme_works_as_typed(page: Path) -> None:
    """The folder of the environment is on the path of the shell before the first `hjemmel` is typed, and a screen is enough."""
    typed = [line for block in blocks(page, "sh") for line in block.splitlines()]
    assert typed[0].startswith("make demo")
    assert typed.index(". .venv/bin/activate") < next(place for place, line in enumerate(typed) if line.startswith("hjemmel "))
    assert len(text_of(page).split()) < 700


READERS = ("caseworker", "lawyer", "analyst")


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_has_one_screen_in_both_languages(reader: str) -> None:
    """The two pages show the same commands, and each is short."""
    english, norwegian = (HOME / "docs" / f"{reader}{suffix}" for suffix in (".md", ".nb.md"))
    assert blocks(english, "sh") == blocks(norwegian, "sh") != []
    for page in (english, norwegian):
        assert len(text_of(page).split()) < 400
        assert any(f"docs/{page.name}" in text_of(readme) for readme in (README, HOME / "README.nb.md"))


@pytest.mark.parametrize("name", VERBS)
def test_the_page_of_commands_describes_every_command_and_option(name: str) -> None:
    """Each command has a row in the table, and each of its options stands in that row."""
    rows = [line for line in text_of(COMMANDS).splitlines() if re.match(rf"\| `hjemmel {name}\b", line)]
    assert len(rows) == 1, f"`hjemmel {name}` has {len(rows)} rows"
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert any(re.search(rf"`{re.escape(option)}\b", rows[0]) for option in parameter.opts), f"{parameter.opts} is missing"


@pytest.mark.parametrize("word", [*COMPARISONS, *OPERATIONS, *UNITS, "all", "any", "not"])
def test_the_rule_language_page_explains_every_word(word: str) -> None:
    """Every comparison, connective, operation and unit of the closed tables stands on the page as code, in both languages."""
    for page in (RULE_LANGUAGE, RULE_LANGUAGE_NB):
        assert re.search(rf"`{re.escape(word)}(`|: )", text_of(page)), f"{page.name} does not mention `{word}`"


def test_the_rule_language_is_the_same_in_both_languages() -> None:
    """Neither page has a section, an example, a row of a table or an item of a list that the other lacks."""
    english, norwegian = outline(RULE_LANGUAGE), outline(RULE_LANGUAGE_NB)
    assert english == norwegian
    sections = [part for part in english if part.startswith("## ")]
    assert sections == [f"## {number}. " for number in range(1, len(sections) + 1)] != []
    assert english.count("|") > 80 and sum(part.startswith("```yaml") for part in english) > 10


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
                assert rest in text_of(HOME / named[1]), f"{page.name}: this is not in {named[1]}:\n{rest}"
    assert checked >= 5


def test_the_case_file_of_the_documents_is_accepted(tmp_path: Path, laws: Laws) -> None:
    """A reader who copies it gets a case."""
    case = next(block for block in blocks(COMMANDS, "yaml") if block.startswith("case:"))
    path = tmp_path / "case.yaml"
    path.write_text(textwrap.dedent(case), encoding="utf-8")
    problems: list[Diagnostic] = []
    assert load_case(path, laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems) is not None
    assert not problems


def test_the_documents_give_every_dependency_with_its_lower_bound() -> None:
    """The table and pyproject.toml say the same."""
    table = [line for line in text_of(INSTALL).splitlines() if line.startswith("|")]
    for requirement in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        name, bound = re.match(r"([\w-]+)>=([\d.]+)", requirement).groups()  # type: ignore[union-attr]
        rows = [line for line in table if re.search(rf"\b{re.escape(name)}\b", line)]
        assert any(re.search(rf"\b{re.escape(bound)}\b", line) for line in rows), requirement


def test_the_changelog_names_the_package_version_and_every_law_version(laws: Laws) -> None:
    """The newest entry is the version of the program."""
    changelog = text_of(HOME / "CHANGELOG.md")
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == VERSION  # type: ignore[index]
    for version in laws.versions:
        assert f"`{version.name}` (effective from {version.effective_from:%d.%m.%Y})" in changelog


def test_decision_records_are_numbered_without_gaps_and_complete() -> None:
    """Each has a number in its name and title, and says context, decision and consequences."""
    records = sorted((HOME / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = text_of(path)
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name


@pytest.mark.parametrize("path", sorted((HOME / "rules").rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_the_rule_files_cite_is_in_the_law_notes(path: Path) -> None:
    """Each open question, transition rule, conflict, worked case and table row that a note or comment names has its anchor."""
    assert not (missing := cited_in(text_of(path)) - anchors(LAW_NOTES)), f"docs/law-notes.md has no {sorted(missing)}"


def test_the_citations_of_notes_are_recognised() -> None:
    """The patterns read the forms that notes use, lists and line breaks included."""
    assert cited_in("open-questions 16 and 18 (provisions 1.5, S7)") == {"open-16", "open-18", "provisions-1-5", "s7"}
    assert cited_in("timeline\n  # T15, 3 and 4; cases.md 9") == {"t15", "timeline-3", "timeline-4", "case-9"}
    assert cited_in("changes-2026, row 36; changes-2026 19 and 22, seed 003") == {"changes-36", "changes-19", "changes-22", "seed-003"}
    assert cited_in("section 34, K26-2, N-8.5") == set()


def test_the_law_notes_name_rules_that_exist(laws: Laws) -> None:
    """Every id is a rule; a year behind it says that only that folder has it, no year that every folder has it."""
    folders = {version.name: set(version.rules) for version in laws.versions}
    elsewhere = text_of(LAW_NOTES).replace(worked_cases(), "")
    named = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`(?:\s+\((\d{4})\))?", elsewhere)
    assert len(named) > 150
    for rule, year in named:
        assert [name for name, ids in folders.items() if rule in ids] == ([year] if year else list(folders)), f"{rule} {year}"


def test_the_law_notes_name_regression_cases_that_exist() -> None:
    """Each of the 25 worked cases names at least one case, and each of them stands in the file named before it."""
    items = re.findall(r'^- <a id="case-(\d+)"></a>(.*?)(?=^- |\Z)', worked_cases(), re.MULTILINE | re.DOTALL)
    assert [int(number) for number, _ in items] == list(range(1, 26))
    for number, item in items:
        groups = re.findall(r"(\d{4}/[\w-]+):\s+((?:`[\w-]+`(?:,\s+)?)+)", item)
        assert groups and sum(len(re.findall("`", ids)) for _, ids in groups) == item.count("`"), number
        for suite, ids in groups:
            cases = set(re.findall(r"^- id: (\S+)$", text_of(HOME / "tests" / "regression" / f"{suite}.yaml"), re.MULTILINE))
            assert not (missing := set(re.findall(r"`([\w-]+)`", ids)) - cases), f"case {number}: {suite} has no {sorted(missing)}"


def test_the_law_notes_say_where_every_review_comes_from(laws: Laws) -> None:
    """Every review of the vocabulary stands on the page, and no other."""
    declared = {name for name in laws.vocabulary.conclusions if name.startswith("review.")}
    assert set(re.findall(r"`(review\.\w+)`", text_of(LAW_NOTES))) == declared
