"""The letter in its forms: one document told as text, as HTML and in Word, with the municipality's own frame."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from engine.home import HOME
from engine.inference.forward import run as forward
from engine.language.frames import build_frame
from engine.language.located import read_tree
from engine.language.plan_forms import PlanForm, build_plan_form
from engine.law.deciding import decide
from engine.model import FRAME_PLACES, Case, FactValue, Language, Letter, LetterFrame
from engine.rendering.derivation import view_of
from engine.rendering.letter import letter_paper
from engine.rendering.letter_sentences import LetterDraft, place
from engine.rendering.paper import Grid, Heading, Items, Paper, Passage, brackets, paper_text, texts, unbroken
from engine.rendering.paper_docx import paper_docx
from engine.rendering.paper_html import paper_html
from engine.rendering.plan import plan_paper
from engine.schemas import validate, validator
from engine.trail.steps import build_trail

from .golden_cases import shipped
from .made_up_law import hjemmel, standing_in
from .test_letter import LETTERS, written

FRAME = HOME / "examples" / "letter" / "frame.yaml"


def frame_of(text: str) -> tuple[LetterFrame, list[Any]]:
    problems: list[Any] = []
    tree = read_tree("frame.yaml", text, problems)
    assert tree is not None
    return build_frame(tree, problems), [*problems, *validate(tree, "frame.schema.json")]


def paper_of(name: str, frame: LetterFrame | None = None) -> Paper:
    decision, trail, _ = written(name)
    return letter_paper(decision, trail, frame or {}, "nb")


def said_in(paper: Paper) -> list[str]:
    """Return every text of a letter in order, as a form that breaks lines holds it."""
    return [unbroken(text) for block in paper.body for text in texts(block)]


class Page(HTMLParser):
    """What a page holds: its texts in order, its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.partition("<body>")[2])

    def handle_data(self, data: str) -> None:
        self.texts += [data.strip()] if data.strip() else []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


@pytest.mark.parametrize("name", ["approval-family-member", "refusal-by-work", "open"])
def test_every_form_says_the_same(name: str) -> None:
    """Word and HTML hold every text of the document in its order, and what is to be done before it is sent before that."""
    paper = paper_of(name)
    wanted = [*map(unbroken, paper.asks), *said_in(paper)]
    page = Page(paper_html(paper)).texts
    assert [text for text in page if text in wanted] == wanted
    word = Document(io.BytesIO(paper_docx(paper)))
    held = [text for element in word.iter_inner_content() for text in held_by(element)]
    assert [text for text in held if text in wanted] == wanted


def held_by(element: Any) -> list[str]:
    if hasattr(element, "rows"):
        return [cell.text for row in element.rows for cell in row.cells]
    return str(element.text).split("\n")


@pytest.mark.parametrize("name", ["approval-family-member", "refusal-by-residence"])
def test_the_word_file_can_be_heard(name: str) -> None:
    """Headings are headings in order, lists are lists, tables have header rows, the language is said, nothing is spaced by nothing."""
    paper = paper_of(name)
    content = paper_docx(paper)
    word = Document(io.BytesIO(content))
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style is not None and re.fullmatch(r"Heading \d", str(p.style.name))]
    assert levels == [1, 1, *(2 for block in paper.body if isinstance(block, Heading) and block.level == 2)]
    assert all(paragraph.text.strip() for paragraph in word.paragraphs)
    bullets = [p.text for p in word.paragraphs if p.style is not None and str(p.style.name).startswith("List Bullet")]
    assert len(bullets) == len(paper.asks) + sum(
        len(b.entries) + sum(len(e.below) for e in b.entries) for b in paper.body if isinstance(b, Items)
    )
    assert len(word.tables) == sum(isinstance(block, Grid) for block in paper.body) == 1
    for table in word.tables:
        assert table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") and table._tbl.xpath("./w:tblPr/w:tblCaption")
        assert all(cell.text for row in table.rows for cell in row.cells)
    assert (word.core_properties.language, word.core_properties.title) == ("nb-NO", paper.title)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert set(re.findall(r'<w:lang w:val="([^"]*)"', package.read("word/styles.xml").decode())) == {"nb-NO"}
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert paper_docx(paper) == content, "the same decision gives the same file"


def test_the_page_can_be_heard_and_fetches_nothing() -> None:
    page = paper_html(paper_of("approval-family-member"))
    elements = Page(page).elements
    assert page.startswith('<!DOCTYPE html>\n<html lang="nb">') and "http" not in page.replace("http-equiv", "")
    assert [tag for tag, _ in elements if tag in ("h1", "h2")][:3] == ["h2", "h1", "h2"]
    assert {attrs.get("scope") for tag, attrs in elements if tag == "th"} == {"col", "row"}
    assert [tag for tag, _ in elements].count("table") == [tag for tag, _ in elements].count("caption") == 1
    assert "script" not in {tag for tag, _ in elements}


def test_what_a_case_holds_steers_no_form() -> None:
    paper = Paper("nb", "<b>", "A", ("<script>",), (Heading("\x1b[2J<i>", 1), Grid("&", ("a", "b"), (("x\u202e", "<"),))))
    assert "<script>" not in paper_html(paper).partition("<main>")[0].partition("<aside")[2] and "<i>" not in paper_html(paper)
    for form in (paper_html(paper), paper_text(paper), "".join(held_by(Document(io.BytesIO(paper_docx(paper))).tables[0]))):
        assert "\x1b" not in form and "\u202e" not in form


# ---------------------------------------------------------------- the frame


def test_the_shipped_frame_fills_its_places() -> None:
    frame, problems = frame_of(FRAME.read_text(encoding="utf-8"))
    assert not problems
    paper = paper_of("refusal-by-residence", frame)
    text = paper_text(paper)
    assert all(said in text for said in frame.values())
    assert brackets(paper.body) == ("mottakerens navn", "mottakerens adresse", "brevets dato", "saksbehandlerens navn og underskrift")


def test_a_whole_frame_leaves_no_bracket() -> None:
    text = "\n".join(f"{name}: {'2026-03-10' if name == 'date' else name.upper()}" for name in FRAME_PLACES)
    frame, problems = frame_of(text)
    assert not problems and frame["date"] == "10.03.2026"
    paper = paper_of("refusal-by-residence", frame)
    assert brackets(paper.body) == () and not any("Fyll ut" in told for told in paper.asks)


@pytest.mark.parametrize("name", LETTERS)
def test_every_bracket_is_listed_as_a_field_to_fill_in(name: str) -> None:
    paper = paper_of(name)
    asked = next(told for told in paper.asks if told.startswith("Fyll ut: "))
    fields = [found for found in brackets(paper.body) if not found.startswith("Saksbehandler: ")]
    assert asked == f"Fyll ut: {'; '.join(fields)}."


@pytest.mark.parametrize(
    "text", ["adress: x", "municipality: [a, b]", "date: 10.03.2026", "date: 2026-02-30", "municipality:", "municipality: {nb: x}", "- x"]
)
def test_a_frame_is_read_strictly(text: str) -> None:
    """The loader refuses what the schema refuses, and says where."""
    problems: list[Any] = []
    tree = read_tree("frame.yaml", text, problems)
    assert tree is not None
    build_frame(tree, problems)
    assert problems and all(problem.place.line == 1 for problem in problems)


def test_the_schema_has_the_places_of_the_frame() -> None:
    schema: Any = validator("frame.schema.json").schema
    assert tuple(schema["properties"]) == FRAME_PLACES


def test_every_place_has_words_for_what_is_to_be_filled_in() -> None:
    decision, trail, _ = written("complete")
    draft = LetterDraft(view_of(decision, trail, "nb", False), Letter(), {})
    said = [place(draft, name) for name in FRAME_PLACES]
    assert len(set(said)) == len(FRAME_PLACES) and all(re.fullmatch(r"\[[^\[\]]+\]", told) for told in said)


# ---------------------------------------------------------------- the command


def test_the_command_writes_word_and_html_by_the_name_of_the_file(tmp_path: Path) -> None:
    case, common = "examples/refusal-2026.yaml", ("--format", "letter", "--frame", "examples/letter/frame.yaml")
    with standing_in(HOME):
        for name in ("brev.docx", "brev.HTML", "brev.txt"):
            result = hjemmel("evaluate", case, *common, "-o", str(tmp_path / name))
            assert (result.code, result.stdout, result.stderr) == (0, "", "")
        two = hjemmel("evaluate", case, case, *common, "-o", str(tmp_path / "to.docx"))
        other = hjemmel("evaluate", case, "--frame", "examples/letter/frame.yaml")
        alias = hjemmel("evaluate", case, "--format", "begrunnelse", "--frame", "examples/letter/frame.yaml")
    assert "Eksempel kommune" in [p.text.partition("\n")[0] for p in Document(str(tmp_path / "brev.docx")).paragraphs]
    assert (tmp_path / "brev.HTML").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "brev.txt").read_text(encoding="utf-8") == alias.stdout
    assert two.code == 2 and "holds one letter" in two.stderr and not (tmp_path / "to.docx").exists()
    assert other.code == 2 and "--frame belongs to the letter" in other.stderr


# ---------------------------------------------------------------- the integration plan


PLAN = HOME / "examples" / "letter" / "plan.yaml"


def form_of(text: str) -> tuple[PlanForm | None, list[Any]]:
    problems: list[Any] = []
    tree = read_tree("plan.yaml", text, problems)
    assert tree is not None
    return build_plan_form(tree, shipped()[0].vocabulary, problems), [*problems, *validate(tree, "plan.schema.json")]


def plan_of(name: str, lang: Language = "nb") -> Paper:
    decision, trail, _ = written(name)
    form, problems = form_of(PLAN.read_text(encoding="utf-8"))
    assert form is not None and not problems
    return plan_paper(decision, trail, form, {"recipient": "N.N."}, lang)


def cells_of(paper: Paper) -> dict[str, str]:
    return {row[0]: row[1] for part in paper.body if isinstance(part, Grid) for row in part.rows if row[0]}


def test_the_plan_holds_what_the_case_holds_and_is_blank_where_it_holds_nothing() -> None:
    """The participant starts on 08.12.2025 for six months at most; no long-term goal and no Norwegian goal is stated."""
    told = cells_of(plan_of("approval-chapter-6a-with-plan"))
    assert told["Navn"] == "N.N." and told["Startdato"] == "08.12.2025" and told["Sluttmål"] == "arbeid"
    assert told["Programmet kan vare i inntil"] == "6 måneder" and told["Siste dag uten forlengelse"] == "07.06.2026"
    assert told["Form"] == "veiledning i gruppe"
    for blank in ("Sluttdato", "Langsiktig mål", "Lytting", "Underskrift", "Dato", "Saksnummer"):
        assert told[blank] == "", blank


def test_parental_guidance_is_left_out_where_it_is_not_required() -> None:
    """Without children there is none; where it is not known whether there are, it stays and says so."""
    decision = written("approval-by-agreement")[0]
    body = plan_of("approval-by-agreement").body
    titles = [part.text for part in body if isinstance(part, Heading)]
    assert decision.findings["content.requires_parental_guidance"].status == "open" and "Foreldreveiledning" in titles
    after = body[next(place for place, part in enumerate(body) if isinstance(part, Heading) and part.text == "Foreldreveiledning") + 1]
    assert isinstance(after, Passage) and after.text.startswith("[Saksbehandler: Det er ikke avklart om denne delen trengs (")
    required = [part.text for part in plan_of("approval-chapter-6a-with-plan").body if isinstance(part, Passage)]
    assert not any("ikke avklart om denne delen" in text for text in required)
    childless = written("approval-by-agreement")[0].case
    facts = {**childless.facts, "children.none": FactValue(True, "stated")}
    decided = decide(Case(childless.id, facts, None, childless.place), shipped()[1], forward)
    form, _ = form_of(PLAN.read_text(encoding="utf-8"))
    assert form is not None
    paper = plan_paper(decided, build_trail(decided), form, {}, "nb")
    assert "Foreldreveiledning" not in [part.text for part in paper.body if isinstance(part, Heading)]


def test_a_plan_for_a_refusal_says_that_there_is_nothing_to_plan_for() -> None:
    paper = plan_of("refusal-by-residence")
    assert paper.status == "UTKAST – IKKE KLART TIL Å SENDES" and "ikke noe å planlegge" in paper.asks[0]
    assert not any(isinstance(part, Items) for part in paper.body), "an appeal against no plan"


def test_the_plan_is_had_in_every_form_and_in_nynorsk(tmp_path: Path) -> None:
    case = "examples/plan-collective-protection-2026.yaml"
    with standing_in(HOME):
        for name in ("plan.docx", "plan.html"):
            assert hjemmel("evaluate", case, "--format", "plan", "-o", str(tmp_path / name)).code == 3  # a person must look
        told = hjemmel("evaluate", case, "--format", "plan", "--lang", "nn").stdout
    assert "\nKor lenge programmet varer\n" in told and "- Delmål: | Periode: | Ansvarleg: | Nådd:" in told
    tables = Document(str(tmp_path / "plan.docx")).tables
    assert len(tables) == sum(isinstance(part, Grid) for part in plan_of("approval-chapter-6a-with-plan").body)
    assert all(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") for table in tables)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "title: {nb: A, nn: A}\nparts:\n  - title: {nb: B, nn: B}\n    rows:\n      - {label: {nb: C, nn: C}, value: goal.finl}",
            "goal.finl",
        ),
        ("title: {nb: A, nn: A}\nparts:\n  - title: {nb: B, nn: B}\n    only_if: goal.final", "goal.final"),
        ("title: {nb: A}\nparts: []", "nn"),
        ("title: {nb: A, nn: A}\nparts:\n  - titel: {nb: B, nn: B}", "titel"),
    ],
)
def test_the_form_of_the_plan_is_read_strictly(text: str, said: str) -> None:
    _, problems = form_of(text)
    assert problems and any(said in problem.message.nb for problem in problems)
