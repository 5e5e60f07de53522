"""Reports as one self-contained HTML page: nothing is fetched, nothing needs a script, everything is there on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import quote

from ..model import Language
from .catalogue import phrase, say
from .chart import chart_svg
from .report import (
    SAFE,
    Answer,
    Block,
    Branch,
    Chart,
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

_WORDS: Final[Mapping[str, str]] = {
    "skip": phrase("Go to the content"),
    "contents": phrase("Contents"),
    "overview": phrase("Overview"),
    "open": phrase("Open all parts"),
    "close": phrase("Close all parts"),
}

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1a1c1f;--paper:#fff;--soft:#f3f4f6;--line:#c9ccd1;--dim:#55595f;
--good:#0a6130;--bad:#9c1c1c;--open:#744700;--link:#0b4a9c}
@media (prefers-color-scheme:dark){:root{--ink:#e9eaec;--paper:#15171a;--soft:#1f2226;--line:#4a4e55;--dim:#b4b8be;
--good:#7fdb9f;--bad:#ffa199;--open:#f3c268;--link:#94c1ff}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:anywhere;
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-100vw;top:0;padding:.5rem 1rem;background:var(--paper);z-index:1}
.skip:focus{left:0}
nav,main{max-width:60rem;margin:0 auto;padding:1rem}
nav{padding-bottom:0;font-size:.9rem}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav ul ul{padding-left:1rem}
nav .several{display:block}
main:focus{outline:none}
h1,h2,h3,h4{line-height:1.25;margin:1.75rem 0 .5rem}
h1{font-size:1.7rem;margin-top:.5rem}
h2{font-size:1.3rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1.08rem}
h4{font-size:1rem}
p{margin:.35rem 0}
article+article{margin-top:3rem;border-top:4px double var(--line)}
.answer{font-size:1.15rem;border-left:.4rem solid var(--line);background:var(--soft);padding:.6rem .9rem;margin:.5rem 0}
.answer.good{border-color:var(--good)}.answer.bad{border-color:var(--bad)}.answer.open{border-color:var(--open)}
.answer b{display:block}
.ask{border-left:.4rem solid var(--open);padding-left:.9rem}
.good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}.dim{color:var(--dim)}
.answer{color:var(--ink)}
.l2{margin-left:1.25rem}.l3{margin-left:2.5rem}
ul{margin:.35rem 0;padding-left:1.4rem}
li{margin:.15rem 0}
ul.plain{list-style:none;padding-left:0}
ul.plain ul.plain{padding-left:1.25rem}
.mark{color:var(--open);font-weight:bold}
.line{display:block}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);font-weight:normal}
thead th{color:var(--dim);font-size:.9rem}
.right{text-align:right;white-space:nowrap}
details>summary{cursor:pointer}
details.part>summary>*{display:inline}
details.part{margin:1.25rem 0 .75rem}
ul.tree,ul.tree ul{list-style:none;padding-left:0}
ul.tree ul{margin:.1rem 0 .1rem .45rem;padding-left:1rem;border-left:1px solid var(--line)}
ul.tree .leaf{padding-left:1.15rem}
ul.tree summary{padding-left:1.15rem;text-indent:-1.15rem}
ul.tree summary .line{text-indent:0}
ul.tree summary .line:first-child{display:inline}
:target{background:var(--soft);outline:2px solid var(--line)}
@media (min-width:40rem){.tools{float:right}}
.tools{margin:.5rem 0}
button{font:inherit;color:var(--ink);background:var(--soft);border:1px solid var(--dim);border-radius:4px;
padding:.25rem .75rem;cursor:pointer}
@media (max-width:40rem){nav,main{padding:.75rem}ul.tree ul{margin-left:.15rem;padding-left:.45rem}.answer{font-size:1.05rem}}
@media print{
:root{color-scheme:light;--ink:#000;--paper:#fff;--soft:#fff;--line:#999;--dim:#333;--good:#000;--bad:#000;--open:#000;--link:#000}
body{font-size:10pt}
nav,.skip,.tools{display:none}
main{max-width:none;padding:0}
details::details-content{content-visibility:visible;display:block;block-size:auto}
summary{list-style:none}
summary::-webkit-details-marker{display:none}
ul.tree summary,ul.tree .leaf{padding-left:0;text-indent:0}
a[href^="http"]::after{content:" (" attr(href) ")";font-size:8pt}
a{text-decoration:none}
h1,h2,h3,h4,caption,thead{break-after:avoid}
summary,.leaf,.answer,tr{break-inside:avoid}
article+article{break-before:page;border:0}
@page{margin:18mm 16mm;@bottom-right{content:counter(page) " / " counter(pages)}}
}
"""

_SCRIPT: Final = """
(() => {
const all = () => document.querySelectorAll("details"), tools = document.querySelector(".tools");
let shut = [];
tools.hidden = false;
tools.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button) all().forEach(branch => branch.open = button.value === "open");
});
const show = () => {
  const target = document.getElementById(location.hash.slice(1));
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  if (target) target.scrollIntoView();
};
addEventListener("hashchange", show);
show();
addEventListener("beforeprint", () => {
  shut = [...all()].filter(branch => !branch.open);
  shut.forEach(branch => branch.open = true);
});
addEventListener("afterprint", () => shut.forEach(branch => branch.open = false));
})();
"""
"""A convenience only: two buttons for all branches at once, links into closed branches, and printing in older browsers."""


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


_POLICY: Final = (
    f"default-src 'none'; style-src {_hash(_STYLE)}; script-src {_hash(_SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'"
)


class _Pieces(NamedTuple):
    """What the pieces of one report need: a prefix for its ids, the level of its title, and which branch tells each step."""

    prefix: str
    level: int
    lang: Language
    anchors: Mapping[int, int]


def render_html(reports: Sequence[Report]) -> str:
    """Return one page with an article for each report, at least one; its language is that of the first."""
    lang = reports[0].lang
    alone = len(reports) == 1
    pages = [
        _Pieces("" if alone else f"r{number}-", 1 if alone else 2, report.lang, _anchors(report))
        for number, report in enumerate(reports, 1)
    ]
    titles = ", ".join(report.title for report in reports)
    return "".join(
        (
            f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n',
            '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n',
            f"<title>{_text(titles)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n",
            f'<a class="skip" href="#content">{_w("skip", lang)}</a>\n',
            _contents(reports, pages),
            '<main id="content" tabindex="-1">\n',
            f'<p class="tools" hidden><button type="button" value="open">{_w("open", lang)}</button> ',
            f'<button type="button" value="close">{_w("close", lang)}</button></p>\n',
            "" if alone else f"<h1>{_w('overview', lang)}</h1>\n",
            *(part for report, page in zip(reports, pages, strict=True) for part in _article(report, page)),
            f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n",
        )
    )


def html_sections(report: Report, prefix: str, level: int) -> str:
    """Return the sections of a report for a page of somebody else's, which has its own title and style.

    `prefix` begins every id, so that several reports can stand on one page; the sections' headings are of `level`.
    """
    page = _Pieces(prefix, level - 1, report.lang, _anchors(report))
    return "".join(part for number, section in enumerate(report.sections) for part in _section(section, f"{prefix}section-{number}", page))


def _w(word: str, lang: Language) -> str:
    return say(lang, _WORDS[word])


def _contents(reports: Sequence[Report], pages: Sequence[_Pieces]) -> str:
    """Return the links to every section, of several reports under the title of each."""
    lists = []
    for report, page in zip(reports, pages, strict=True):
        links = [
            f'<li><a href="#{page.prefix}section-{number}">{_text(section.title)}</a></li>'
            for number, section in enumerate(report.sections)
            if section.title is not None
        ]
        lists.append(f"<ul>{''.join(links)}</ul>")
    if len(reports) > 1:
        titled = [
            f'<li><a href="#{page.prefix}title">{_text(report.title)}</a>{links}</li>'
            for report, page, links in zip(reports, pages, lists, strict=True)
        ]
        lists = [f'<ul class="several">{"".join(titled)}</ul>']
    return f'<nav aria-label="{_w("contents", reports[0].lang)}">{lists[0]}</nav>\n'


def _article(report: Report, page: _Pieces) -> Iterator[str]:
    yield f'<article lang="{page.lang}" aria-labelledby="{page.prefix}title">\n'
    yield f'<h{page.level} id="{page.prefix}title">{_text(report.title)}</h{page.level}>\n'
    for number, section in enumerate(report.sections):
        yield from _section(section, f"{page.prefix}section-{number}", page)
    yield "</article>\n"


def _section(section: Section, name: str, page: _Pieces) -> Iterator[str]:
    if section.title is None:
        yield "<div>\n"
        yield from _blocks(section.blocks, page.level + 1, page)
        yield "</div>\n"
        return
    asks = ' class="ask"' if section.tone == "open" else ""
    yield f"<section{asks}>\n"
    yield f'<h{page.level + 1} id="{name}">{_text(section.title)}</h{page.level + 1}>\n'
    yield from _blocks(section.blocks, page.level + 2, page)
    yield "</section>\n"


def _blocks(blocks: Iterable[Block], level: int, page: _Pieces) -> Iterator[str]:
    """Yield blocks; a title among them is a heading of `level`."""
    for kind, group in groupby(blocks, type):
        if kind is Item:
            yield from _items([block for block in group if isinstance(block, Item)], page)
        elif kind is DerivationTree:
            yield '<ul class="tree">\n'
            for number, block in enumerate(group):
                if isinstance(block, DerivationTree):
                    # A long row of trees begins closed; a reader opens what is wanted.
                    yield from _branch(block.branch, 0 if not block.apart or number == 0 else 2, page)
            yield "</ul>\n"
        else:
            for block in group:
                yield from _block(block, level, page)


def _block(block: Block, level: int, page: _Pieces) -> Iterator[str]:
    match block:
        case Paragraph(line, depth):
            deep = f' class="l{depth}"' if depth > 1 else ""
            yield f"<p{deep}>{_line(line, page)}</p>\n"
        case Answer(question, told, tone):
            asked = f"<span>{_text(question)}: </span>" if question is not None else ""
            yield f'<p class="answer {tone}">{asked}<b class="{tone}">{_text(told)}</b></p>\n'
        case Table(_, title):
            if title is not None:
                yield f"<h{level}>{_text(title)}</h{level}>\n"
            yield from _table(block, page)
        case Chart():
            yield chart_svg(block)
        case Subsection(title, blocks, tone, folded):
            heading = f'<h{level} class="{tone}">{_text(title)}</h{level}>'
            yield f'<details class="part"><summary>{heading}</summary>\n' if folded else f"{heading}\n"
            yield from _blocks(blocks, level + 1, page)
            if folded:
                yield "</details>\n"


def _items(items: Sequence[Item], page: _Pieces) -> Iterator[str]:
    """Yield list items, a deeper one inside the item before it."""
    first = min(item.level for item in items)
    depth = first - 1
    for item in items:
        if item.level > depth:
            for _ in range(item.level - depth):
                # A list may hold nothing but items: a level that is left out still has one.
                yield '<ul class="plain">\n<li>' if item.mark != "-" else "<ul>\n<li>"
        else:
            yield "</li>\n" + "</ul></li>\n" * (depth - item.level) + "<li>"
        depth = item.level
        mark = f'<span class="mark" aria-hidden="true">{escape(item.mark)}</span> ' if item.mark not in ("", "-") else ""
        head, rest = item.line[:1], item.line[1:]
        if item.address is not None and item.address.startswith(SAFE):
            where = escape(quote(item.address, safe=":/?#@!&=+,;%"))
            told = f'<a href="{where}" rel="noreferrer">{_line(head, page)}</a>{_line(rest, page)}'
        else:
            told = _line(item.line, page)
        yield mark + told + "".join(f'<span class="line l2">{_line(line, page)}</span>' for line in item.below)
    yield "</li>\n</ul>\n" * (depth - first + 1)


def _table(table: Table, page: _Pieces) -> Iterator[str]:
    yield "<table>\n"
    if table.heads:
        heads = [
            f'<th scope="col"{_aligned(table, column)}>{_text(head)}</th>' if head else "<td></td>"
            for column, head in enumerate(table.heads)
        ]
        yield f"<thead><tr>{''.join(heads)}</tr></thead>\n"
    yield "<tbody>\n"
    for row in table.rows:
        cells = []
        for column, cell in enumerate(row):
            tag = 'th scope="row"' if column == table.row_head else "td"
            cells.append(f"<{tag}{_aligned(table, column)}>{_line(cell, page)}</{tag[:2]}>")
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _aligned(table: Table, column: int) -> str:
    return ' class="right"' if column in table.right else ""


def _branch(branch: Branch, depth: int, page: _Pieces) -> Iterator[str]:
    """Yield a branch as a list item; the root is open, and below it what led to the answer: the first branch."""
    own = [step for step in branch.steps if page.anchors.get(step) == id(branch)]
    names = [f' id="{page.prefix}step-{step}"' for step in own]
    others = "".join(f"<span{name}></span>" for name in names[1:])
    yield f"<li{names[0] if names else ''}>{others}"
    if not branch.below:
        yield f'<div class="leaf">{_lines(branch, page, links=True)}</div></li>\n'
        return
    # A link inside what opens and closes a branch would be two things to press in one.
    yield f"<details{' open' if depth < 2 else ''}><summary>{_lines(branch, page, links=False)}</summary>\n<ul>\n"
    for number, below in enumerate(branch.below):
        yield from _branch(below, depth + 1 if number == 0 else 2, page)
    yield "</ul></details></li>\n"


def _lines(branch: Branch, page: _Pieces, links: bool) -> str:
    return "".join(f'<span class="line">{_line(line, page, links)}</span>' for line in branch.lines)


def _anchors(report: Report) -> dict[int, int]:
    """Return for each step the branch that tells most of it, by identity; the first of equals."""
    sizes: dict[int, int] = {}
    anchors: dict[int, int] = {}

    def measure(branch: Branch) -> int:
        size = 1 + sum(map(measure, branch.below))
        for step in branch.steps:
            if size > sizes.get(step, 0):
                sizes[step], anchors[step] = size, id(branch)
        return size

    for section in report.sections:
        for block in section.blocks:
            for inner in block.blocks if isinstance(block, Subsection) else (block,):
                if isinstance(inner, DerivationTree):
                    measure(inner.branch)
    return anchors


def _line(line: Line, page: _Pieces, links: bool = True) -> str:
    told = []
    for piece in line:
        text = _text(piece[0])
        if isinstance(piece, Reference) and links and piece.step in page.anchors:
            text = f'<a href="#{page.prefix}step-{piece.step}">{text}</a>'
        if piece[1] == "strong":
            text = f"<strong>{text}</strong>"
        elif piece[1] != "plain":
            text = f'<span class="{piece[1]}">{text}</span>'
        told.append(text)
    return "".join(told)


def _text(text: str) -> str:
    # No line ends between the sign and the number of a section.
    return escape(visible(text)).replace("§ ", "§\u00a0")
