"""Text without colours is, to the letter, what rich writes; what is not running text is left to rich."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.rendering.report import Answer, Block, Item, Line, Paragraph, Report, Section, Subsection, Table
from engine.rendering.terminal import render_plain, render_terminal
from engine.rendering.terminal_rich import render_rich

WORDS = (
    "§ 8 første ledd", "§", "nr. 3", "30 timer", "30", "t", "1 January 2026", "ikke", "den", "målgruppen", "introduksjonsprogram,",
    "«ja»", "–", "(se", "under)", "\u00a0", "", " ", "a  b", "forvaltningslovforskriften", "kapittel 6", "…", "\t", "x\ny",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(["plain", "strong", "dim"])), max_size=3).map(tuple)
LEVELS = st.integers(1, 3)
PLAIN = st.one_of(
    st.builds(Paragraph, LINES, LEVELS),
    st.builds(Answer, st.none() | TEXTS, TEXTS, st.sampled_from(["good", "bad"])),
    st.builds(
        Item,
        st.sampled_from(["", "-", "?", "!", "·"]),
        LINES,
        st.lists(LINES, max_size=2).map(tuple),
        LEVELS,
        st.none() | st.just("https://a.no/1"),
    ),
)
BLOCKS = st.one_of(PLAIN, st.builds(Subsection, TEXTS, st.lists(PLAIN, max_size=2).map(tuple)))
SECTIONS = st.builds(Section, st.none() | TEXTS, st.lists(BLOCKS, max_size=4).map(tuple))
REPORTS = st.builds(Report, st.just("nb"), TEXTS, st.lists(SECTIONS, max_size=4).map(tuple))


@settings(max_examples=50)
@given(REPORTS, st.integers(60, 120))
def test_text_without_colours_is_as_rich_writes_it(report: Report, width: int) -> None:
    """Whatever the widths, marks, levels and texts are."""
    plain = render_plain(report, width)
    assume(plain is not None)  # texts without a space between them may be one word that is longer than a line
    assert plain == render_rich(report, width, False)


def report_of(*blocks: Block) -> Report:
    return Report("nb", "Sak", (Section(None, blocks),))


def test_what_takes_more_is_left_to_rich() -> None:
    """Tables, words longer than a line, long marks, and characters of another width than one column."""
    for block in (
        Table((((("a", "plain"),),),)),
        Paragraph((("x" * 41, "plain"),)),
        Paragraph((("漢字", "plain"),)),
        Paragraph((("e\u0301", "plain"),)),
        Paragraph((("tegn\u200b", "plain"),)),
        Item("12.", (("a", "plain"),)),
    ):
        report = report_of(Paragraph((("før", "plain"),)), block)
        assert render_plain(report, 40) is None
        assert render_terminal(report, 40, False) == render_rich(report, 40, False)
    assert "\x1b[" in render_terminal(report_of(Answer(None, "ja", "good")), 40, True)


def test_an_amount_stands_on_one_line() -> None:
    """A line breaks between words, never within what a no-break space holds together."""
    amount = "21\N{NO-BREAK SPACE}693,33\N{NO-BREAK SPACE}kroner"
    line: Line = ((f"Introduksjonsstønad per måned: {amount}", "plain"),)
    report = Report("nb", "x", (Section(None, (Paragraph(line),)),))
    for width in range(40, 70):
        assert amount in (render_plain(report, width) or "") and amount in render_rich(report, width, False)
