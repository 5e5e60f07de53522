"""A chart as SVG: a bar for each row of a table, drawn without style or script, so that any page and any policy can hold it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from .report import Chart, visible

_COLOURS: Final = ("#0b6e99", "#d9730d", "#4d8a3c", "#9065b0", "#8a6d3b", "#c14c8a", "#5a5f66")
"""Of the parts in turn; what each stands for is told beside it and in the table."""

_WIDE, _NAME, _BAR, _LINE = 720, 220, 480, 22
"""Units: of the whole, of the names, of the longest bar, and of a line."""


def chart_svg(chart: Chart) -> str:
    """Return the chart as one element; its name for who does not see it says that the table tells the same."""
    return "".join(_drawn(chart))


def _drawn(chart: Chart) -> Iterator[str]:
    height = _LINE * (len(chart.bars) + len(chart.parts) + 1)
    most = max((sum(counts) for _, counts in chart.bars), default=0) or 1
    size = f'viewBox="0 0 {_WIDE} {height}" width="100%" font-size="13"'
    yield f'<svg role="img" aria-label="{_text(chart.title)}" {size} fill="currentColor">\n'
    for line, (name, counts) in enumerate(chart.bars):
        top = line * _LINE
        yield f'<text x="0" y="{top + 15}">{_text(_short(name))}</text>'
        left = float(_NAME)
        for part, count in enumerate(counts):
            width = _BAR * count / most
            if count:
                yield (
                    f'<rect x="{left:.1f}" y="{top + 3}" width="{width:.1f}" height="{_LINE - 6}" fill="{_colour(part)}">'
                    f"<title>{_text(name)}, {_text(chart.parts[part])}: {count}</title></rect>"
                )
            left += width
        yield "\n"
    for part, name in enumerate(chart.parts):
        top = _LINE * (len(chart.bars) + part) + _LINE // 2
        yield f'<rect x="{_NAME}" y="{top + 3}" width="14" height="14" fill="{_colour(part)}"/>'
        yield f'<text x="{_NAME + 22}" y="{top + 15}">{_text(name)}</text>\n'
    yield "</svg>\n"


_LONGEST: Final = 30


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _colour(part: int) -> str:
    return _COLOURS[part % len(_COLOURS)]


def _text(text: str) -> str:
    return escape(visible(text))
