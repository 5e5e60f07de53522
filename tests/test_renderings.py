"""One report, every form: golden Markdown and HTML, the same words everywhere, and pages that hold on their own."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cli import main
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.law.deciding import decide
from engine.model import Language
from engine.rendering.decision_report import decision_report
from engine.rendering.forms import Form, render_report, render_reports
from engine.rendering.report import (
    Answer,
    Block,
    Branch,
    DerivationTree,
    Item,
    Line,
    Paragraph,
    Reference,
    Report,
    Section,
    Subsection,
    Table,
    visible,
)
from engine.trail.steps import build_trail

from .golden_cases import CASES, EXAMPLE, FULL, GOLDEN, LANGUAGES, case_of, report_of, same_as_golden, shipped

PAGES = ("open-law-version", EXAMPLE, "refusal-full-time-work", "review-after-interruption")
"""The golden cases whose page is kept too; a page is twice as long as its text."""

COMMON_MARK = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])  # as deep as GitHub reads lists
VOID = {"meta", "link", "br", "hr", "img", "input"}


# ---------------------------------------------------------------- golden files


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*CASES, f"{FULL}.full"])
def test_golden_markdown(name: str, lang: Language, update_golden: bool) -> None:
    text = render_report(report_of(name.removesuffix(".full"), lang, name.endswith(".full")), "markdown", 100, False)
    assert same_as_golden(GOLDEN / f"{name}.{lang}.md", text, update_golden)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_golden_html(name: str, lang: Language, update_golden: bool) -> None:
    page = render_report(report_of(name, lang), "html", 100, False)
    assert same_as_golden(GOLDEN / f"{name}.{lang}.html", page, update_golden)


# ---------------------------------------------------------------- reading a page


@dataclass
class Page(HTMLParser):
    """What is in a page: its elements with their attributes, the links, and the text of its articles."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> repeats an attribute"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag, f"</{tag}> closes another element, after {self.elements[-1]}"

    def handle_data(self, data: str) -> None:
        if "article" in self.within or "html" not in self.within:
            self.words.append(data)
        elif self.within:
            self.parts[self.within[-1]] = self.parts.get(self.within[-1], "") + data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page.within == [], "an element is not closed"
    return page


def lines_of(block: Block, form: str) -> Iterator[str]:
    """Yield what a form must say of a block, piece by piece and in order."""
    match block:
        case Paragraph(line):
            yield from pieces(line)
        case Answer(question, told):
            yield from (f"{question}: ", told)
        case Item(mark, line, below, _, address):
            if (mark and form == "text") or (mark not in ("", "-") and form == "html"):
                yield mark
            yield from pieces(line)
            if address is not None and form == "text":
                yield f" – {address}"
            for other in below:
                yield from pieces(other)
        case Table(rows, title, heads, _, _, terse):
            yield title or ""
            if not (terse and form == "text"):
                yield from heads
            for row in rows:
                for cell in row:
                    yield from pieces(cell)
        case DerivationTree(branch):
            yield from branch_lines(branch)
        case Subsection(title, blocks):
            yield title
            for inner in blocks:
                yield from lines_of(inner, form)


def branch_lines(branch: Branch) -> Iterator[str]:
    for line in branch.lines:
        yield from pieces(line)
    for below in branch.below:
        yield from branch_lines(below)


def pieces(line: Line) -> Iterator[str]:
    yield from (piece[0] for piece in line)


def said(report: Report, form: str) -> str:
    """Return everything that a form must say of a report, without the spaces."""
    told = [report.title]
    for section in report.sections:
        told.append(section.title or "")
        for block in section.blocks:
            told += lines_of(block, form)
    return bare("".join(map(visible, told)))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def read_from(report: Report, form: Form) -> str:
    """Return what a reader of a form reads, without the spaces and the lines of trees."""
    text = render_report(report, form, 100_000, False)
    if form == "html":
        return bare("".join(read(text).words))
    if form == "markdown":
        return bare("".join(read(COMMON_MARK.render(text)).words))
    return bare(re.sub(r"(?m)^([ │├└─]*[├└]── |[ │]+)", "", text))


FORMS: tuple[Form, ...] = ("text", "markdown", "html")


# ---------------------------------------------------------------- the same words in every form


@pytest.mark.parametrize("full", [False, True], ids=["summary", "full"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_markdown_and_html_say_the_whole_report_and_nothing_else(name: str, lang: Language, full: bool) -> None:
    report = report_of(name, lang, full)
    for form in FORMS[1:]:
        assert read_from(report, form) == said(report, form), form


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [EXAMPLE, FULL, "open-law-version"])
def test_the_terminal_says_the_whole_report_and_nothing_else(name: str, lang: Language) -> None:
    report = report_of(name, lang)
    assert read_from(report, "text") == said(report, "text")


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; &#60; & <!-- -->",
    "*star* **bold** _low_ __under__ ~~gone~~ `code` ``` $x$",
    "[text](javascript:alert(1)) ![image](x.png) [ref]: x <https://example.org>",
    "| a | b |\n| --- | --- |",
    "source\n# heading\n\n- item\n> quote\n---\n```",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "= rule",
    "a\\",
    "\\*",
    ":smile: :+1:",
    "red \x1b[31m and \x9b31m, bell \x07, null \x00",
    "turned \u202e around \u2066 and \u200f back",
    "[12] – kilde: [12](#step-1)",
    "│ ├── └──",
)


def with_everywhere(text: str) -> Report:
    """Return a report that holds a text wherever a report can hold one."""
    line: Line = ((text, "plain"),)
    toned: Line = (("a ", "plain"), (text, "strong"), (" b", "good"), Reference(text, "dim", 1))
    branch = Branch((line, toned), (Branch((toned,), (Branch((line,)),)), Branch((line,), steps=(1,))), (1, 2))
    items = (
        Item("!", toned, (line, toned)),
        Item("", line),
        Item("?", line, level=2),
        Item("-", toned, level=3),
        Item("-", line, address="https://example.org/§1"),
    )
    table = Table(((line, toned, ()), ((), line, toned)), text, (text, text, text), right=(0,), row_head=1)
    blocks = (
        Paragraph(line),
        Paragraph(toned, 2),
        Answer(text, text, "open"),
        *items,
        table,
        Table(((line, line),)),
        DerivationTree(branch),
        DerivationTree(branch, apart=True),
    )
    parts = (Subsection(text, blocks, "open"), Subsection(text, blocks, folded=True))
    return Report(
        "nb",
        text,
        (Section(None, blocks), Section(text, (*blocks, *parts), "open"), Section(text, parts), Section(None, (Paragraph(line),))),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_steers_a_form(text: str) -> None:
    """Whatever stands in a case is shown as it is: it makes no element, no link, no heading and no colour."""
    report, harmless = with_everywhere(text), with_everywhere("harmless")
    for form in FORMS[1:]:
        assert read_from(report, form) == said(report, form), form
    for render in (
        lambda r: render_report(r, "html", 80, False),
        lambda r: COMMON_MARK.render(render_report(r, "markdown", 80, False)),
    ):
        assert read(render(report)).elements == read(render(harmless)).elements
    terminal = render_report(report, "text", 80, False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200f\u202e\u2066]", terminal)


MARKS = st.sampled_from("*_`[]()<>|~&$\\#-+=.:!?1 \n\t\"'/;")


@example("0 #")
@example("1. a ##")
@given(st.text(MARKS | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip))
@settings(max_examples=100, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    def around(text: str) -> Report:
        line: Line = ((text, "plain"), (" ", "plain"), (text, "strong"))
        blocks = (
            Paragraph(line),
            Item("", line, (line,)),
            DerivationTree(Branch((line, line), (Branch((line,)),))),
            Table(((line, line),)),
        )
        return Report("nb", text, (Section(text, blocks),))

    for form in FORMS[1:]:
        assert read_from(around(text), form) == said(around(text), form), form
    markdown = [COMMON_MARK.render(render_report(around(t), "markdown", 80, False)) for t in (text, "harmless")]
    assert read(markdown[0]).elements == read(markdown[1]).elements


def test_a_hostile_source_of_a_case_is_shown_and_steers_nothing(tmp_path: Path) -> None:
    """From the case file to the page: the source of a fact with markup, line breaks and escape sequences."""
    text = (HOME / "examples" / "refugee-2026.yaml").read_text(encoding="utf-8")
    hostile = r'"<script>alert(1)</script> </title> *x* | \n# no\e[31m \u202e"'
    changed = re.sub(
        r"granted_date: \{value: (\S+), source: [^}]+\}", rf"granted_date: {{value: \1, source: {hostile!r}}}".replace("'", ""), text
    )
    changed = re.sub(r"(?m)^case: .*$", 'case: "<b>x</b>&*_"', changed)
    path = tmp_path / "case.yaml"
    path.write_text(changed.replace("\\\\", "\\"), encoding="utf-8")
    decision = decide(case_of(path), shipped()[1], forward)
    report = decision_report(decision, build_trail(decision), "nb", True)
    shown = "<script>alert(1)</script></title>*x*|#no\ufffd[31m\ufffd"
    assert shown in said(report, "html")
    for form in FORMS[1:]:
        assert read_from(report, form) == said(report, form), form
    page = read(render_report(report, "html", 100, False))
    assert page.parts["title"] == "Sak <b>x</b>&*_"
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert "\x1b" not in render_report(report, "text", 100, False)


# ---------------------------------------------------------------- a page on its own


def pages() -> list[tuple[str, str]]:
    found = [(f"{name}-{lang}", render_report(report_of(name, lang), "html", 100, False)) for name in CASES for lang in LANGUAGES]
    found.append(("full", render_report(report_of(FULL, "en", True), "html", 100, False)))
    found.append(("open-full", render_report(report_of("open-law-version", "nb", True), "html", 100, False)))
    found.append(("several", render_reports([report_of(FULL, "nb"), report_of(FULL, "nb"), report_of(EXAMPLE, "nb")], "html", 100, False)))
    return found


@pytest.mark.parametrize(("name", "html"), pages(), ids=lambda item: item if len(item) < 60 else "")
def test_a_page_holds_on_its_own(name: str, html: str) -> None:
    """Well-formed, with headings in order and links that lead somewhere; nothing is fetched, no script is needed."""
    page = read(html)
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    outward = {href for href in page.all("href") if not href.startswith("#")} - {"data:,"}
    addresses = {act.address.partition("{")[0] for version in shipped()[0].versions for act in version.acts.values()}
    assert outward and all(unquote(href).startswith(tuple(addresses)) for href in outward)
    assert {href[1:] for href in page.all("href") if href.startswith("#")} <= set(ids)
    assert set(page.all("aria-labelledby")) <= set(ids)
    assert not page.all("src") and not page.all("style") and "url(" not in html and "@import" not in html
    assert not [attribute for _, attributes in page.elements for attribute in attributes if attribute.startswith("on")]
    headings = page.headings()
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(headings))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("main") == 1 and tags.count("nav") == 1 and tags.count("script") == 1
    assert html.index('href="#content"') < html.index("<nav") and 'id="content"' in html
    assert page.elements[0] == ("html", {"lang": "en" if name == "full" else name[-2:] if name[-3] == "-" else "nb"})


def test_the_policy_of_a_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    html = render_report(report_of(FULL, "nb"), "html", 100, False)
    page = read(html)
    policy = next(a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    allowed = dict(part.strip().split(" ", 1) for part in (policy or "").split(";"))
    assert allowed["default-src"] == "'none'"
    for kind, directive in (("style", "style-src"), ("script", "script-src")):
        digest = base64.b64encode(hashlib.sha256(page.parts[kind].encode()).digest()).decode()
        assert allowed[directive] == f"'sha256-{digest}'"
    assert "prefers-color-scheme:dark" in page.parts["style"] and "@media print" in page.parts["style"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_names_its_case_law_and_provisions(lang: Language) -> None:
    """Title with the case id; the version and its digest; every provision cited in the derivation, with its address."""
    html = render_report(report_of(FULL, lang), "html", 100, False)
    page = read(html)
    assert FULL in page.parts["title"]
    version = next(v for v in shipped()[1].versions if v.version.name == "2026")
    assert version.digest in html
    cited = set(
        re.findall(r"\((?:integreringsloven (§\u00a0\d+(?: [a-z]\b)?)|Integration Act (section \d+(?: [a-z]\b)?))", "".join(page.words))
    )
    assert len(cited) >= 5
    linked = html.partition("lovdata.no")[0][-200:] + html[html.index("lovdata.no") : html.rindex("lovdata.no") + 400]
    for section in {nb or en for nb, en in cited}:
        assert f" {section}</strong></a>" in linked


def test_every_reference_on_a_page_leads_to_the_step() -> None:
    """A link `see no. 54` leads to the branch that begins with [54] or holds it in its second line."""
    html = render_report(report_of(FULL, "en"), "html", 100, False)
    links = re.findall(r'<a href="#step-(\d+)">(.*?)</a>', html)
    assert len(links) > 5
    for step, text in links:
        assert text in (step, f"see no. {step}")
        after = html[html.index(f'id="step-{step}"') :]
        assert f"[{step}] " in after.partition("</li>")[0].partition("<ul>")[0]


# ---------------------------------------------------------------- several reports, and the command


def test_several_reports_follow_each_other() -> None:
    reports = [report_of(FULL, "nb"), report_of(EXAMPLE, "nb")]
    for form in ("text", "markdown"):
        assert render_reports(reports, form, 100, False) == "\n".join(render_report(r, form, 100, False) for r in reports)
    page = read(render_reports(reports, "html", 100, False))
    articles = [attributes for tag, attributes in page.elements if tag == "article"]
    assert len(articles) == 2 and page.parts["title"] == f"{reports[0].title}, {reports[1].title}"
    assert bare("".join(page.words)) == said(reports[0], "html") + said(reports[1], "html")


@pytest.mark.parametrize(("form", "begins"), [("text", "Case "), ("markdown", "# Case "), ("html", '<!doctype html>\n<html lang="en">')])
def test_the_command_writes_each_form(form: str, begins: str, tmp_path: Path) -> None:
    """To the screen and, the same, to a file; the exit code is the decision's."""
    arguments = ["evaluate", str(HOME / "examples" / "facts-missing.yaml"), "--format", form, "--lang", "en", "--no-cross-check"]
    shown = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert shown.exit_code == 3 and shown.stdout.startswith(begins)
    assert "Not cross-checked by a second engine" in shown.stdout
    written = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "decision")], catch_exceptions=False)
    assert written.exit_code == 3 and written.stdout == ""
    assert (tmp_path / "decision").read_text(encoding="utf-8") == shown.stdout


def test_a_full_report_tells_every_fact_with_its_source() -> None:
    """Also the facts that no conclusion of the summary rests on."""
    report = report_of(FULL, "en", True)
    table = next(b for section in report.sections if section.title == "Facts of the case" for b in section.blocks if isinstance(b, Table))
    told = {row[0][0][0]: (row[1][0][0], row[2][0][0]) for row in table.rows}
    assert told["Date of birth"] == ("12 June 1995", "stated without a source")
    assert told["Date of arrival in Norway"][0] == "4 May 2025"
    assert told["Date of the integration plan"] == ("no date", "not mentioned; read as not having happened")
    assert "UDI decision of 20.01.2026" in {source for _, source in told.values()}
