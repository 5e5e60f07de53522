"""What a case or a rule file says stays on its line in every form: it steers no terminal, adds no line, and hides nothing."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from engine.folders import shown

from .made_up_law import BASE, hjemmel, lay_out, standing_in

STEERING = {
    "colour": "\x1b[31mred",
    "link": "\x1b]8;;https://x.test\x07here",
    "title": "\x1b]0;title\x07",
    "one-byte escape": "\x9b2J",
    "backspaces": "no\b\bok",
    "carriage return": "no\rok",
    "line": "first\nsecond",
    "other lines": "a\x0bb\x0cc\x85d\u2028e\u2029f",
    "turned around": "\u202egnp.exe\u202c",
    "isolates": "\u2066a\u2069\u200f",
    "unseen": "a\u200bb\u2060c\xadd\ufeffe\u180ef\U000e0041",
    "heading": "x\n# Vedtak\n\n- item",
    "table": "x|y",
    "page": "</p><script>alert(1)</script>",
    "quotes": '"}],"case":"other',
}

FORMS = ("text", "markdown", "html", "json", "begrunnelse")


def harmless(text: str) -> str:
    """Return a text of the same width that could steer nothing."""
    return "".join(c if c.isalnum() else "x" for c in text)


def steers(text: str) -> list[str]:
    """Return the characters of a text that are obeyed or not seen, line ends aside."""
    return [hex(ord(c)) for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", STEERING)
def test_a_source_stays_on_its_line(kind: str, form: str, tmp_path: Path) -> None:
    """With it, a decision has as many lines as with a harmless one of its width, and nothing in it is obeyed."""
    lay_out(tmp_path)
    facts = (BASE / "case.yaml").read_text(encoding="utf-8")
    told = []
    with standing_in(tmp_path):
        for source in (STEERING[kind], harmless(STEERING[kind])):
            escaped = "".join(f"\\U{ord(c):08X}" for c in source)
            stated = f'{{value: true, source: "{escaped}"}}'
            Path("case.yaml").write_text(f"case: 17\n{facts}".replace("resident: true", f"resident: {stated}"), encoding="utf-8")
            full = [] if form == "begrunnelse" else ["--full"]
            result = hjemmel("evaluate", "case.yaml", "--format", form, *full, lang="nb")
            assert result.code == 0 and not steers(result.stdout) and result.stderr == "", (result, steers(result.stdout))
            told.append(result.stdout)
        if form == "json":
            assert json.loads(told[0])["facts"]["person.resident"]["source"] == STEERING[kind]
        assert told[0].count("\n") == told[1].count("\n")
        assert "<script>alert" not in told[0] or form != "html"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
@pytest.mark.parametrize("kind", STEERING)
def test_a_word_of_a_rule_file_stays_on_its_line(kind: str, form: str, tmp_path: Path) -> None:
    """A name that nothing has is quoted by `check`; a command of a workflow is one line, and there is one for each problem."""
    lay_out(tmp_path)
    escaped = "".join(f"\\U{ord(c):08X}" for c in STEERING[kind])
    (tmp_path / "rules" / "two" / "more.yaml").write_text(f'topic: card\nrules:\n- id: x\n  when: "{escaped}"\n', encoding="utf-8")
    with standing_in(tmp_path):
        result = hjemmel("check", "--format", form)
    assert result.code == 1 and not steers(result.stdout + result.stderr), steers(result.stdout + result.stderr)
    if form == "github":
        assert all(line.startswith("::") for line in result.stdout.splitlines())
    if form in ("json", "sarif"):
        json.loads(result.stdout)


@pytest.mark.parametrize("name", ["a#b", "a b", "a%20b", "æøå", "a?b&c", "a'b", "[a]", "日本"])
def test_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    """`check` names a file below it in every form so that it is found again: as a path, or as an address that decodes to it."""
    from urllib.parse import unquote, urlsplit

    folder = tmp_path / name
    lay_out(folder)
    law = folder / "rules" / "two" / "law.yaml"
    law.write_text(law.read_text(encoding="utf-8") + "nothing: 1\n", encoding="utf-8")
    for here in (folder, tmp_path / "elsewhere"):
        here.mkdir(exist_ok=True)
        with standing_in(here):
            rules = str(folder / "rules")
            sarif = json.loads(hjemmel("--rules", rules, "check", "--format", "sarif").stdout)
            (found,) = {
                place["physicalLocation"]["artifactLocation"]["uri"] for r in sarif["runs"][0]["results"] for place in r["locations"]
            }
            parts = urlsplit(found)
            assert not parts.query and not parts.fragment and (here / unquote(parts.path)).resolve() == law.resolve()
            assert parts.scheme == ("" if here == folder else "file")
            problems = json.loads(hjemmel("--rules", rules, "check", "--format", "json").stdout)["diagnostics"]
            assert {(here / problem["place"]["file"]).resolve() for problem in problems} == {law.resolve()}
            assert hjemmel("--rules", rules, "check").stderr.startswith(f"{shown(law)}:")
            assert f"file={shown(law).replace('%', '%25')}," in hjemmel("--rules", rules, "check", "--format", "github").stdout
