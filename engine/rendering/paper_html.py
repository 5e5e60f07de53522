"""A document to be sent as one self-contained HTML page: nothing is fetched, no script, and what is not sent is left out on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from typing import Final

from .catalogue import say
from .paper import AddressLines, Grid, Heading, Items, ListItem, Paper, PaperPart, Passage, unbroken

_STYLE: Final = """
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1a1c1f;font:1.05rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main,aside{max-width:44rem;margin:0 auto;padding:1.25rem}
aside{background:#fff7e6;border-left:.4rem solid #744700;margin-top:1rem}
h1{font-size:1.6rem;line-height:1.25;margin:1.5rem 0 .75rem}
h2{font-size:1.2rem;line-height:1.3;margin:1.5rem 0 .5rem}
h3{font-size:1.05rem;margin:1rem 0 .35rem}
p,ul,address{margin:.5rem 0}
address{font-style:normal}
ul{padding-left:1.4rem}
table{border-collapse:collapse;width:100%;margin:.75rem 0}
caption{text-align:left;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8a8f98}
tbody th{font-weight:normal}
tbody tr{height:2.1rem}
@media print{aside{display:none}main{max-width:none;padding:0}body{font-size:11pt}h1,h2,h3,caption,thead{break-after:avoid}
tr,li{break-inside:avoid}@page{margin:22mm 20mm}}
"""


def paper_html(paper: Paper) -> str:
    """Return a document as an HTML page; what must be done before it is sent stands first and is not printed."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    aside = ""
    if paper.asks:
        told = "".join(f"<li>{_escaped(text)}</li>\n" for text in paper.asks)
        heading = say(paper.lang, "For the caseworker; to be removed before sending")
        aside = (
            f'<aside aria-label="{_escaped(heading)}">\n<h2>{_escaped(paper.status)}</h2>\n'
            f"<p>{_escaped(heading)}:</p>\n<ul>\n{told}</ul>\n</aside>\n"
        )
    body = paper_body(paper, 1)
    return (
        f'<!DOCTYPE html>\n<html lang="{paper.lang}">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(paper.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{aside}<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def paper_body(paper: Paper, level: int) -> str:
    """Return what is sent, for a page of somebody else's, where the title of the document is a heading of a level."""
    return "\n".join(line for block in paper.body for line in _block(block, level - 1))


def _block(block: PaperPart, down: int) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level + down}>{_escaped(text)}</h{level + down}>"
        case Passage(text):
            yield f"<p>{_escaped(text)}</p>"
        case AddressLines(lines):
            yield f"<address>{'<br>'.join(map(_escaped, lines))}</address>"
        case Items(entries):
            yield "<ul>"
            yield from map(_entry, entries)
            yield "</ul>"
        case Grid(caption, head, rows):
            yield f"<table>\n<caption>{_escaped(caption)}</caption>\n<thead><tr>"
            yield "".join(f'<th scope="col">{_escaped(cell)}</th>' for cell in head)
            yield "</tr></thead>\n<tbody>"
            for name, *cells in rows:
                first = f'<th scope="row">{_escaped(name)}</th>' if name else "<td></td>"
                yield f"<tr>{first}{''.join(f'<td>{_escaped(cell)}</td>' for cell in cells)}</tr>"
            yield "</tbody>\n</table>"


def _entry(entry: ListItem) -> str:
    below = "".join(f"<li>{_escaped(told)}</li>" for told in entry.below)
    return f"<li>{_escaped(entry.text)}{f'<ul>{below}</ul>' if below else ''}</li>"


def _escaped(text: str) -> str:
    return escape(unbroken(text))
