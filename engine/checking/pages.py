"""The pages that explain the diagnostic codes, one `CODE.md` each, as a terminal shows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ..diagnostics import said
from ..frozen import dataclass
from ..model import Language, Text

_PARTS: Final = ("Bokmål", "English", "Bad example", "Good example")
_BAD: Final = Text("Galt", "Bad")
_GOOD: Final = Text("Riktig", "Good")


@dataclass(frozen=True, slots=True)
class Page:
    """What a code means: `what` in one sentence, `about` with why it matters and how it is mended, and two examples as Markdown."""

    code: str
    what: Text
    about: Text
    bad: str
    good: str


def read_pages(folder: Path) -> dict[str, Page]:
    """Return the pages of a folder by code. Raises ValueError where a page lacks a part; a folder that is not there holds none."""
    return {path.stem: _page(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md")) if path.stem != "README"}


def _page(code: str, text: str) -> Page:
    title, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = {heading.strip(): body.strip() for heading, _, body in (section.partition("\n") for section in sections)}
    if title.strip() != f"# {code}" or tuple(parts) != _PARTS:
        raise ValueError(f"the page of {code} is not made of its title and {', '.join(_PARTS)}")
    nb, en = ([" ".join(paragraph.split()) for paragraph in parts[lang].split("\n\n")] for lang in _PARTS[:2])
    return Page(code, Text(nb[0], en[0]), Text("\n\n".join(nb[1:]), "\n\n".join(en[1:])), parts["Bad example"], parts["Good example"])


def page_text(page: Page, lang: Language) -> str:
    """Return a page as plain text in one language, for a terminal."""
    paragraphs = [f"{page.code}: {said(page.what, lang)}", *said(page.about, lang).replace("**", "").split("\n\n")]
    for heading, example in ((_BAD, page.bad), (_GOOD, page.good)):
        lines = [line for line in example.splitlines() if not line.startswith("```")]
        paragraphs.append("\n".join([f"{said(heading, lang)}:", "", *(f"    {line}".rstrip() for line in lines)]))
    return "\n\n".join(paragraphs) + "\n"
