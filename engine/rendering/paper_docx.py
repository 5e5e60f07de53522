"""A document to be sent as a Word file that a screen reader can read: real headings and lists, a language, tables with header rows.

Needs what the extra `letter` installs.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..model import Language
from .catalogue import say
from .paper import AddressLines, Grid, Heading, Items, Paper, PaperPart, Passage, unbroken

if TYPE_CHECKING:
    from docx.document import Document as Word

_LANGUAGES: Final[dict[Language, str]] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_FONT: Final = "Calibri"
_INK: Final = RGBColor(0, 0, 0)
_WIDTHS: Final = {2: (8, 8), 3: (7, 5, 4), 4: (4, 4, 4, 4), 5: (4, 2.8, 2, 3, 4.2), 6: (5, 2.2, 2.2, 2.2, 2.2, 2.2)}
"""The widths of the columns of a table, in centimetres, by how many there are."""


def paper_docx(paper: Paper) -> bytes:
    """Return a document as the bytes of a Word file; what must be done before it is sent stands on a page before it."""
    word = Document()
    _set_up(word, paper)
    if paper.asks:
        word.add_heading(unbroken(paper.status), 1)
        word.add_paragraph(say(paper.lang, "For the caseworker; to be removed before sending") + ":")
        for text in paper.asks:
            word.add_paragraph(unbroken(text), "List Bullet")
        word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for block, after in zip(paper.body, (*paper.body[1:], None), strict=True):
        _add(word, block)
        # What introduces a list or a table stays with it.
        if isinstance(block, Passage) and isinstance(after, (Items, Grid)):
            word.paragraphs[-1].paragraph_format.keep_with_next = True
    held = io.BytesIO()
    word.save(held)
    return _without_clock(held.getvalue())


def _set_up(word: Word, paper: Paper) -> None:
    """Set page, styles, language and title of a new document."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    styles: Any = word.styles
    for name, size, before, after in (
        ("Normal", 11.5, 0, 6),
        ("Heading 1", 18, 12, 8),
        ("Heading 2", 14, 14, 4),
        ("Heading 3", 12, 10, 4),
        ("List Bullet", 11.5, 0, 3),
        ("List Bullet 2", 11.5, 0, 3),
        ("Caption", 11.5, 6, 4),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        if name == "Caption":
            style.font.bold = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:ascii"), _FONT)
        fonts.set(qn("w:hAnsi"), _FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15
    language = _LANGUAGES[paper.lang]
    for found in word.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
    properties = word.core_properties
    properties.title, properties.language, properties.author = unbroken(paper.title), language, ""
    properties.comments, properties.revision, properties.last_modified_by = "", 1, ""


def _add(word: Word, block: PaperPart) -> None:
    match block:
        case Heading(text, level):
            word.add_heading(unbroken(text), level)
        case Passage(text):
            word.add_paragraph(unbroken(text))
        case AddressLines(lines):
            paragraph = word.add_paragraph()
            for number, line in enumerate(lines):
                run = paragraph.add_run(unbroken(line))
                if number + 1 < len(lines):
                    run.add_break()
        case Items(entries):
            for entry in entries:
                word.add_paragraph(unbroken(entry.text), "List Bullet")
                for told in entry.below:
                    word.add_paragraph(unbroken(told), "List Bullet 2")
        case Grid():
            _add_table(word, block)


def _add_table(word: Word, table: Grid) -> None:
    """Add a table with its caption; the header row is marked as one and repeated on every page, and rows are not broken."""
    word.add_paragraph(unbroken(table.caption), "Caption").paragraph_format.keep_with_next = True
    made = word.add_table(rows=1, cols=len(table.head), style="Table Grid")
    properties: Any = made._tbl.tblPr
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), unbroken(table.caption))
    properties.append(caption)
    for cell, text in zip(made.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(unbroken(text)).bold = True
    _mark(made.rows[0]._tr, "w:tblHeader")
    for row in table.rows:
        added = made.add_row()
        _mark(added._tr, "w:cantSplit")
        if not any(row):
            added.height = Cm(0.9)  # to write in
        for cell, text in zip(added.cells, row, strict=True):
            cell.paragraphs[0].add_run(unbroken(text))
    made.autofit = False
    widths = _WIDTHS[len(table.head)]
    for made_row in made.rows:
        for cell, width in zip(made_row.cells, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _mark(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _without_clock(content: bytes) -> bytes:
    """Return a package whose parts carry no time of writing: the same decision gives the same file, byte by byte."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(name))
    return held.getvalue()
