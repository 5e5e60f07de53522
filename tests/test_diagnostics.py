"""What is said of diagnostics: a page for each code with examples that are tried, forms for other programs, two languages.

An example of a page is laid into the made-up law of `rejected/base` and run. The first line of a YAML block says what it is:
a whole file, or a part that is completed here with what the reader need not see.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import tarfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jsonschema import Draft4Validator

from engine.checking.lints.unused import UncitedAct, UnusedFact
from engine.checking.pages import read_pages
from engine.checking.problem_forms import github_commands, problems_document, sarif_log
from engine.commands.inputs import PAGES
from engine.diagnostics import Diagnostic, Problem
from engine.home import HOME
from engine.language.allowances import SOLVED
from engine.language.fields import phrase
from engine.law.compiled import compile_laws
from engine.loading import load_laws
from engine.model import Language, Laws, Place, Text
from engine.schemas import validator

from .made_up_law import REJECTED, Result, hjemmel, lay_out, standing_in
from .test_rejected import codes, kinds, lay_mistake

READ = read_pages(PAGES)
NOT_TRIED = {
    "cross-check",
    "cut-short",
    "encoding",
    "flawed-decision",
    "idle-nynorsk",
    "no-nynorsk",
    "not-settled",
    "other-versions",
    "schema",
    "too-large",
}
"""Examples that are no YAML: a fault of the program, bytes, a long document, a search that takes too long, very long files."""

RULE = {
    "id": "id: extra",
    "title": "title: {nb: Mer, en: More}",
    "source": 'source: {act: lånekortloven, section: "§ 6"}',
    "when": "when: person.resident",
    "then": "then: card.right",
}
RULE_FILE = {"topic": "topic: lending", "title": "title: {nb: Mer, en: More}", "rules": "rules: []"}


# ---------------------------------------------------------------- pages


def blocks(example: str) -> list[tuple[str, str]]:
    """Return language and content of the fenced blocks of an example."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", example, re.MULTILINE | re.DOTALL)


def completed(part: str, wanted: dict[str, str]) -> str:
    """Return the part of a mapping with the fields that it lacks before it."""
    there = re.findall(r"^(\w+):", part, re.MULTILINE)
    return "".join(f"{line}\n" for field, line in wanted.items() if field not in there) + part


def lay_example(example: str, folder: Path) -> list[list[str]]:
    """Lay an example into the made-up law in `folder` and return the commands that show what it gives.

    The law has its second version alone, so that what is added needs no amendment, unless the example is about two versions.
    """
    lay_out(folder)
    law = folder / "rules" / "two" / "law.yaml"
    head, _, _ = law.read_text(encoding="utf-8").partition("amended_by:")
    if "rules/one/" not in example and "# law.yaml, its amendments" not in example:
        shutil.rmtree(folder / "rules" / "one")
        shutil.rmtree(folder / "tests" / "regression" / "one")
        law.write_text(f"{head}amended_by: []\n", encoding="utf-8")
    commands = [["check"]]
    typed = []
    for language, content in blocks(example):
        if language == "console":
            typed += [shlex.split(line.removeprefix("$ hjemmel ")) for line in content.splitlines()]
            continue
        first, _, rest = content.partition("\n")
        match first.removeprefix("# ").split(": "):
            case ["a case file"]:
                place, text, commands = "case.yaml", rest, [["evaluate", "case.yaml"]]
            case ["one rule"]:
                lines = completed(rest, RULE).splitlines()
                rule = "".join(f"{'  - ' if number == 0 else '    '}{line}\n" for number, line in enumerate(lines))
                place, text = "rules/two/extra.yaml", completed(f"rules:\n{rule}", RULE_FILE)
            case ["a rule file"]:
                place, text = "rules/two/extra.yaml", completed(rest, RULE_FILE)
            case ["a vocabulary file"]:
                (folder / "rules" / "vocabulary").mkdir()
                (folder / "rules" / "vocabulary.yaml").rename(folder / "rules" / "vocabulary" / "base.yaml")
                place, text = "rules/vocabulary/extra.yaml", rest
            case ["law.yaml, its amendments"]:
                place, text = "rules/two/law.yaml", head + rest
            case ["file", place]:
                text = rest
            case other:
                raise AssertionError(f"what is {other}?")
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return typed or commands


def given(example: str, folder: Path) -> tuple[set[str], list[Result]]:
    """Return the codes that an example gives, and the results of its commands."""
    commands = lay_example(example, folder)
    with standing_in(folder):
        results = [hjemmel(*command) for command in commands]
    return {code for result in results for code in re.findall(r": (?:error|warning)\[([a-z-]+)\]: ", result.stderr)}, results


def test_every_code_has_a_page(update_golden: bool) -> None:
    """And every page a code; the index, which `--update-golden` writes, has each with its sentence in both languages."""
    assert sorted(READ) == sorted({*codes(), *SOLVED})
    index = PAGES / "README.md"
    text = index.read_text(encoding="utf-8")
    head, line, _ = text.partition("| --- | --- | --- |\n")
    rows = "".join(f"| [{page.code}]({page.code}.md) | {page.what.nb} | {page.what.en} |\n" for page in READ.values())
    if update_golden:
        text = head + line + rows
        index.write_text(text, encoding="utf-8")
    assert line and text == head + line + rows


@pytest.mark.parametrize("code", READ)
def test_a_page_says_what_why_and_how(code: str) -> None:
    """In both languages one sentence on what it is, one paragraph on why it matters, one on how to mend it; and two examples."""
    page = READ[code]
    for said, why, fix in ((page.about.nb, "**Hvorfor:** ", "**Retting:** "), (page.about.en, "**Why:** ", "**Fix:** ")):
        assert [paragraph.startswith(word) for paragraph, word in zip(said.split("\n\n"), (why, fix), strict=True)] == [True, True]
    assert blocks(page.bad) and blocks(page.good) and page.bad != page.good
    assert len((PAGES / f"{code}.md").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("code", sorted(READ.keys() - NOT_TRIED - set(SOLVED)))
def test_the_examples_of_a_page(code: str, tmp_path: Path) -> None:
    """The bad one gives this code and no other; the good one gives none."""
    bad, _ = given(READ[code].bad, tmp_path / "bad")
    assert bad == {code}
    good, results = given(READ[code].good, tmp_path / "good")
    assert good == set()
    if code != "idle-exemption":  # whose command fails for the coverage of so small a suite
        assert all(result.code in (0, 3) for result in results), results


@pytest.mark.parametrize("code", sorted(set(SOLVED) - NOT_TRIED))
def test_the_examples_of_a_page_on_what_the_solver_finds(code: str, tmp_path: Path) -> None:
    """The solver finds the bad one and not the good one; what else it finds is the rest of the made-up law."""
    pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from engine.checking.findings import find_flaws

    found = []
    for example in (READ[code].bad, READ[code].good):
        lay_example(example, tmp_path)
        loaded = load_laws(tmp_path / "rules")
        assert loaded.laws is not None and not loaded.diagnostics
        found.append({finding.diagnostic.code for finding in find_flaws(compile_laws(loaded.laws), loaded.sources)})
        shutil.rmtree(tmp_path / "rules")
    assert code in found[0] - found[1]


def test_examples_that_are_not_tried_are_not_yaml() -> None:
    """Nothing that could be tried is left out."""
    assert {code for code, page in READ.items() if {language for language, _ in blocks(page.bad)} == {"text"}} == NOT_TRIED


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_show_explains_a_code(lang: Language, tmp_path: Path) -> None:
    """In the terminal: the sentence, why, how to mend it and the examples, without marks; where the rules are broken, too."""
    with standing_in(tmp_path):
        shown = hjemmel("show", "unit-mismatch", lang=lang)
    page = READ["unit-mismatch"]
    what, other = (page.what.nb, page.what.en) if lang == "nb" else (page.what.en, page.what.nb)
    assert shown.code == 0 and shown.stderr == ""
    assert shown.stdout.startswith(f"unit-mismatch: {what}\n") and other not in shown.stdout
    assert ("\nHvorfor: " if lang == "nb" else "\nWhy: ") in shown.stdout and "**" not in shown.stdout and "```" not in shown.stdout
    assert "    when: {fact: reading.hours_per_week, at_least: {parameter: age.limit}}\n" in shown.stdout


def test_no_name_of_the_law_is_a_code(laws: Laws) -> None:
    """So that `show` can tell which is meant."""
    names = {*laws.vocabulary.facts, *laws.vocabulary.conclusions}
    for version in laws.versions:
        names |= {*version.rules, *version.parameters, *version.derived, *version.helpers}
    assert not names & READ.keys()


# ---------------------------------------------------------------- languages


def test_the_language_is_chosen_by_command_group_or_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--lang` of a command goes before that of the group, that before the environment; without any it is Bokmål."""
    lay_mistake(REJECTED / "unknown-act" / "misspelt", tmp_path)
    monkeypatch.delenv("HJEMMEL_LANG", raising=False)
    heads = {"nb": "ingen lov heter `lånekortlova`", "en": "no act is named `lånekortlova`"}

    def lang_of(*arguments: str) -> str:
        told = hjemmel(*arguments, lang="").stderr
        return next(lang for lang, head in heads.items() if head in told)

    with standing_in(tmp_path):
        assert lang_of("check") == "nb"
        assert lang_of("--lang", "en", "check") == "en"
        assert lang_of("--lang", "en", "check", "--lang", "nb") == "nb"
        monkeypatch.setenv("HJEMMEL_LANG", "en")
        assert lang_of("check") == "en" and lang_of("--lang", "nb", "check") == "nb"
        # A command without an option of its own follows the group.
        assert lang_of("verify", "case.yaml") == "en" and lang_of("--lang", "nb", "verify", "case.yaml") == "nb"


def every_diagnostic(folder: Path) -> Iterator[Diagnostic]:
    """Yield what is found in the rules of every mistake that is made in rule files."""
    for mistake in sorted(REJECTED.glob("*/*/rules")):
        place = folder / mistake.parent.parent.name / mistake.parent.name
        lay_mistake(mistake.parent, place)
        with standing_in(place):
            yield from load_laws(Path("rules")).diagnostics


def test_the_languages_say_the_same_of_the_same_names(tmp_path: Path) -> None:
    """Whatever stands in backticks stands in both; neither language is the other."""
    found = list(every_diagnostic(tmp_path))
    assert len(found) > 150
    words = {"NAME": "NAVN", "VALUE": "VERDI", "YYYY-MM-DD": "ÅÅÅÅ-MM-DD", "DATE": "DATO", "[ONE, TWO]": "[ÉN, TO]", "<topic>": "<tema>"}
    for problem in found:
        for text in (problem.message, problem.why, problem.fix, *(label for _, label in problem.related)):
            english = text.en
            for word, norwegian in words.items():
                english = english.replace(word, norwegian)
            names = [set(re.findall(r"`[^`]+`", said)) for said in (text.nb, english)]
            # Bokmål sets a unit or key apart where English writes a word.
            assert names[0] >= names[1], text
            assert text.nb != text.en, text


def test_a_noun_takes_its_name_as_it_is() -> None:
    """Braces in a name are no place for another."""
    assert phrase(("regelen `{}`", "rule `{}`", "a{}b")) == Text("regelen `a{}b`", "rule `a{}b`")
    assert phrase(("et tema", "a topic")) == Text("et tema", "a topic")


# ---------------------------------------------------------------- forms for other programs

BROKEN = ("cycle/of-three-rules", "unused/parameter-and-derived-value", "unknown-name/six-mistakes-at-once", "missing-file/law")


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Diagnostic, ...]]:
    """What is wrong in a rules folder, while standing beside it."""
    lay_mistake(REJECTED / request.param, tmp_path)
    with standing_in(tmp_path):
        yield load_laws(Path("rules")).diagnostics


def output(form: str, lang: str, errors: bool) -> str:
    """Return what `check` prints in a form; all of it is the result, so none of it goes to standard error."""
    result = hjemmel("check", "--format", form, lang=lang)
    assert result.stderr == "" and result.code == (1 if errors else 0)
    return result.stdout


def is_error(found: tuple[Diagnostic, ...]) -> bool:
    return any(problem.level == "error" for problem in found)


def both(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}


def test_json(broken: tuple[Diagnostic, ...]) -> None:
    """The document is valid and says everything in both languages, whichever is chosen."""
    document = json.loads(output("json", "nb", is_error(broken)))
    assert not [error.message for error in validator("diagnostics.schema.json").iter_errors(document)]
    assert document == json.loads(output("json", "en", is_error(broken)))
    assert document["errors"] + document["warnings"] == len(broken) == len(document["diagnostics"])
    for shown, problem in zip(document["diagnostics"], broken, strict=True):
        assert (shown["code"], shown["level"], shown["place"]) == (problem.code, problem.level, problem.place._asdict())
        assert [shown[part] for part in ("message", "why", "fix")] == [both(p) for p in (problem.message, problem.why, problem.fix)]
        assert [(item["place"], item["label"]) for item in shown["related"]] == [(p._asdict(), both(t)) for p, t in problem.related]
        assert (HOME / shown["page"]).is_file()


def test_a_flood_is_bounded_in_every_form_and_counted() -> None:
    """Twenty of a code, as on the screen; the rest is a number, and the counts of all are true."""
    flood = [UnusedFact(fact=f"f{number}").at(Place("a.yaml", number, 1)) for number in range(1, 1_001)]
    other = UncitedAct(act="x").at(Place("b.yaml", 1, 1))
    assert UncitedAct.code == UnusedFact.code
    document = problems_document([*flood, other])
    assert not list(validator("diagnostics.schema.json").iter_errors(document))
    assert (document["errors"], document["warnings"], document["more"]) == (0, 1_001, {"unused": 981})
    assert [d["place"]["line"] for d in document["diagnostics"]] == list(range(1, 21))  # type: ignore[union-attr, index, call-overload]
    run: Any = sarif_log([*flood, other], {}, "1", "nb")["runs"]
    assert len(run[0]["results"]) == 20 and run[0]["properties"] == {"more": {"unused": 981}}
    few: Any = sarif_log(flood[:20], {}, "1", "nb")["runs"]
    assert len(few[0]["results"]) == 20 and "properties" not in few[0]


def test_json_of_what_is_right(tmp_path: Path) -> None:
    """Where nothing is wrong the document is valid too, and empty."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        document = json.loads(output("json", "nb", False))
    assert document == {"errors": 0, "warnings": 0, "more": {}, "diagnostics": []}
    assert not list(validator("diagnostics.schema.json").iter_errors(document))


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_sarif(broken: tuple[Diagnostic, ...], lang: str) -> None:
    """Every result has its rule, level and place; every rule the text of its page."""
    log = json.loads(output("sarif", lang, is_error(broken)))
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({problem.code for problem in broken})
    for rule in rules:
        page = READ[rule["id"]]
        assert rule["shortDescription"]["text"] == (page.what.nb if lang == "nb" else page.what.en)
        assert page.bad in rule["help"]["markdown"] and (HOME / rule["helpUri"]).is_file()
    for result, problem in zip(run["results"], broken, strict=True):
        assert (rules[result["ruleIndex"]]["id"], result["ruleId"], result["level"]) == (problem.code, problem.code, problem.level)
        assert getattr(problem.message, lang) in result["message"]["text"] and getattr(problem.fix, lang) in result["message"]["text"]
        for location, place in zip([*result["locations"], *result.get("relatedLocations", ())], places(problem), strict=True):
            physical = location["physicalLocation"]
            assert urllib.parse.unquote(physical["artifactLocation"]["uri"]) == place.file
            region = physical["region"]
            assert (region["startLine"], region["startColumn"], region["endColumn"]) == (
                place.line,
                place.column,
                place.column + place.length,
            )


def places(problem: Diagnostic) -> list[Any]:
    return [problem.place, *(place for place, _ in problem.related)]


@pytest.fixture(scope="session")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The official schema of SARIF 2.1.0, which an npm package carries; skipped where that cannot be had."""
    folder = tmp_path_factory.mktemp("sarif")
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    command = ["npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("the npm package that carries the schema cannot be fetched")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        file = archive.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert file is not None
        schema: dict[str, Any] = json.load(io.TextIOWrapper(file, encoding="utf-8"))
        return schema


def test_sarif_by_its_official_schema(broken: tuple[Diagnostic, ...], sarif_schema: dict[str, Any]) -> None:
    """The log is valid, and the schema would say so if it were not."""
    check = Draft4Validator(sarif_schema)
    log = json.loads(output("sarif", "nb", is_error(broken)))
    assert not [error.message for error in check.iter_errors(log)]
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not check.is_valid(log)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_github(broken: tuple[Diagnostic, ...], lang: str) -> None:
    """One command a line; unescaped, it says the place and the whole message."""
    lines = output("github", lang, is_error(broken)).splitlines()
    for line, problem in zip(lines, broken, strict=True):
        level, shown, data = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", line).groups()  # type: ignore[union-attr]
        properties = {name: urllib.parse.unquote(value) for name, _, value in (item.partition("=") for item in shown.split(","))}
        place = problem.place
        assert level == problem.level
        assert properties == {
            "file": place.file,
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
            "title": problem.code,
        }
        message, why, fix = urllib.parse.unquote(data).split("\n")
        assert message == getattr(problem.message, lang)
        assert why.endswith(getattr(problem.why, lang)) and fix.endswith(getattr(problem.fix, lang))


def test_github_escapes_what_would_end_a_command() -> None:
    """Commas and colons in a file name, percent signs in a message, and the line ends between its parts."""
    text = Text("50 %\r\n::error::x", "50 %\r\n::error::x")
    place = next(iter(load_laws(Path("no,where:at all")).diagnostics)).place
    command = github_commands([Diagnostic("syntax", text, place, text, text)], "en")
    assert command.count("\n") == 1 and "file=no%2Cwhere%3Aat all," in command
    # A line end of a message is shown as what it is: the lines are message, reason and remedy, and no other.
    assert "::50 %25\ufffd\ufffd::error::x%0AWhy: 50 %25" in command


def test_sarif_encodes_file_names() -> None:
    """A space and a letter outside ASCII are no part of a URI."""
    place = next(iter(load_laws(Path("lån kort")).diagnostics)).place
    text = Text("feil", "wrong")
    log = json.dumps(sarif_log([Diagnostic("syntax", text, place, text, text)], {}, "1", "en"))
    assert '"uri": "l%C3%A5n%20kort"' in log


# ---------------------------------------------------------------- kinds


def test_every_kind_says_its_fields_in_both_languages() -> None:
    """What stands in braces is a field of the kind, in both languages alike; and every field is said."""
    for kind in kinds():
        fields = {name for base in kind.__mro__ for name in vars(base).get("__annotations__", {})} - vars(Problem)["__annotations__"].keys()
        texts = (kind.message, kind.why, kind.fix)
        nb, en = ({name for text in texts for _, name, _, _ in Formatter().parse(getattr(text, lang)) if name} for lang in ("nb", "en"))
        assert nb == en == {name for name in fields if name not in ("near", "level")}, kind.__name__
