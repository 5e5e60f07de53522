"""The forms that a report can be written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from .report import Report

Form = Literal["text", "markdown", "html"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


def render_report(report: Report, form: Form, width: int, colour: bool) -> str:
    """Return one report in a form; `width` (columns) and `colour` are of use to text alone."""
    return render_reports((report,), form, width, colour)


def render_reports(reports: Sequence[Report], form: Form, width: int, colour: bool) -> str:
    """Return reports one after the other in a form; as HTML, one page with an article for each."""
    # Each form is imported when it is asked for, so that no command pays for the others.
    if form == "html":
        from .html import render_html

        return render_html(reports)
    if form == "markdown":
        from .markdown import render_markdown

        return "\n".join(map(render_markdown, reports))
    from .terminal import render_terminal

    return "\n".join(render_terminal(report, width, colour) for report in reports)
