"""Outcomes by group: the figures are those counted by hand, in every form, and small ones are told in none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.batch.grouping import GroupColumn, grouping
from engine.batch.running import Options, Summary
from engine.batch.summary import summary_report
from engine.model import Laws
from engine.rendering.forms import render_report

from .made_up_law import hjemmel, lay_out, standing_in

TOWNS = {
    "Oslo": {"card": 7, "day_card": 5, "open": 2},
    "Bodø": {"card": 6, "day_card": 1},
    "Moss": {"card": 5, "day_card": 4},
    "": {"card": 1},
}
"""By the town of the register and the outcome: how many rows. A resident has a card, a student who is none a day card."""

MONTHS = {"Oslo": "2012-03", "Bodø": "2012-04", "Moss": "2012-04", "": "2012-04"}
CELLS = {"card": "true,other", "day_card": "false,student", "open": ",other"}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    lines = ["case,town,card.application_date,person.birth_date,person.resident,reader.category"]
    for town, outcomes in TOWNS.items():
        for outcome, number in outcomes.items():
            for each in range(number):
                lines.append(f"{town or 'x'}-{outcome}-{each},{town},{MONTHS[town]}-0{each + 1},1990-02-01,{CELLS[outcome]}")
    (tmp_path / "register.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    with standing_in(tmp_path):
        yield tmp_path


def without_town() -> None:
    lines = Path("register.csv").read_text(encoding="utf-8").splitlines()
    left = [",".join([id_, *rest]) for id_, _, *rest in (line.split(",") for line in lines)]
    Path("register.csv").write_text("\n".join([*left, ""]), encoding="utf-8")


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of the tables on a screen, their cells told apart by two spaces or more."""
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines() if "%" in line]


def test_the_figures_are_those_counted_by_hand(folder: Path) -> None:
    result = hjemmel("batch", "register.csv", "-o", "out.csv", "--by", "town", "--report", "report.csv")
    assert result.code == 0, result.stderr
    expected = [
        ["(no value)", "1 (100.0%)", "0 (0.0%)", "0 (0.0%)", "1"],
        ["Bodø", "6 (85.7%)", "1 (14.3%)", "0 (0.0%)", "7"],
        ["Moss", "5 (55.6%)", "4 (44.4%)", "0 (0.0%)", "9"],
        ["Oslo", "7 (50.0%)", "5 (35.7%)", "2 (14.3%)", "14"],
        ["In all", "19 (61.3%)", "10 (32.3%)", "2 (6.5%)", "31"],
    ]
    assert rows_of(result.stdout) == expected
    raw = Path("report.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw
    lines = [line.split(";") for line in raw.decode("utf-8-sig").splitlines()]
    assert lines[0] == ["conclusion", "grouped_by", "group", "outcome", "count", "share"]
    assert ["card.outcome", "town", "Oslo", "day card", "5", "0,3571"] in lines
    assert len(lines) == 1 + 4 * 3
    # The decisions are those without tables, and the column of the register is not among them.
    decided = Path("out.csv").read_text(encoding="utf-8")
    assert "town" not in decided.splitlines()[0] and "by:" not in decided


def test_several_tables_of_facts_months_and_conclusions(folder: Path) -> None:
    """Two columns together make a group of each pair; a row without a card has none that ends."""
    without_town()
    result = hjemmel(
        "batch", "register.csv", "-o", "out.csv", "--by", "card.application_date:month,person.resident", "--by", "card.expiry:year"
    )
    assert [row[:-1] for row in rows_of(result.stdout) if row[0] not in ("In all",)] == [
        ["2012-03", "(no value)", "0 (0.0%)", "0 (0.0%)", "2 (100.0%)"],
        ["2012-03", "false", "0 (0.0%)", "5 (100.0%)", "0 (0.0%)"],
        ["2012-03", "true", "7 (100.0%)", "0 (0.0%)", "0 (0.0%)"],
        ["2012-04", "false", "0 (0.0%)", "5 (100.0%)", "0 (0.0%)"],
        ["2012-04", "true", "12 (100.0%)", "0 (0.0%)", "0 (0.0%)"],
        ["(no value)", "0 (0.0%)", "10 (83.3%)", "2 (16.7%)"],
        ["2014", "19 (100.0%)", "0 (0.0%)", "0 (0.0%)"],
    ]


def test_small_counts_are_told_nowhere(folder: Path) -> None:
    """Two open rows are counted with the day cards, and three towns together; no other count is below five in any form."""
    Path("register.csv").write_text(Path("register.csv").read_text(encoding="utf-8") + "bad,Oslo,2012-13-01,,,\n", encoding="utf-8")
    asked = ("batch", "register.csv", "-o", "out.csv", "--by", "town", "--suppress", "5")
    result = hjemmel(*asked, "--report", "report.html")
    assert rows_of(result.stdout) == [
        ["Oslo", "7 (50.0%)", "7 (50.0%)", "14"],
        ["Other groups", "12 (70.6%)", "5 (29.4%)", "17"],
        ["In all", "19 (61.3%)", "12 (38.7%)", "31"],
    ]
    assert "Rows were not decided: see" in result.stderr and not re.search(r"\b1\b", result.stderr.replace("out.csv", ""))
    assert "is not shown" in result.stdout and "32" not in result.stdout
    page = Path("report.html").read_text(encoding="utf-8")
    assert "Bodø" not in page and "open" not in page.partition("<article")[2].partition("</article>")[0].casefold()
    hjemmel(*asked, "--report", "report.csv")
    found = [line.split(";") for line in Path("report.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert [int(line[4]) for line in found] == [7, 7, 12, 5]
    without_town()
    # Without a grouping the outcomes of all rows are the table.
    assert rows_of(hjemmel("batch", "register.csv", "-o", "out.csv", "--suppress", "5").stdout) == [
        ["In all", "19 (61.3%)", "12 (38.7%)", "31"]
    ]
    # Two of the cards have ended on that day, of two years from the application; there is no other date.
    dated = hjemmel("batch", "register.csv", "-o", "out.csv", "--suppress", "5", "--on", "2014-03-03").stdout
    assert "No dates can be shown without small counts" in dated and "Expiry" not in dated
    too_few = hjemmel("batch", "register.csv", "-o", "out.csv", "--suppress", "1000").stdout
    assert "so few rows" in too_few and "%" not in too_few


def test_a_date_that_is_left_out_is_told(laws: Laws) -> None:
    first, second, *_ = (name for name, conclusion in laws.vocabulary.conclusions.items() if conclusion.type == "date")
    summary = Summary(40, 40, 0, {}, {}, 0, 0, {first: (9, 0, 31), second: (2, 38, 0)}, {}, {})
    options = Options("en", on=date(2014, 3, 3), suppress=5)
    told = render_report(summary_report(summary, options, laws), "text", 100, False)
    assert "Dates with a count from 1 to below 5 are left out." in told and "38" not in told and "31" in told
    whole = summary._replace(dates={first: (9, 0, 31), second: (0, 0, 0)})
    assert "left out" not in render_report(summary_report(whole, options, laws), "text", 100, False)


def test_a_page_has_a_chart_and_its_table(folder: Path) -> None:
    """It draws with no script and fetches nothing; every bar is told in the table behind it."""
    hjemmel("batch", "register.csv", "-o", "out.csv", "--by", "town", "--report", "report.html", "--on", "2013-01-01")
    page = Path("report.html").read_text(encoding="utf-8")
    chart, _, table = page.partition("</svg>")
    assert chart.count("<svg ") == 1 and 'role="img"' in chart
    assert chart.partition("<svg ")[2].count("<rect") == 8 + 3
    assert '<td class="right">7 (50.0%)</td>' in table and "Oslo, library card: 7" in chart
    assert "http" not in page.partition("<article")[2].partition("<script")[0]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--by", "twon"], 1, "did you mean `town`"),
        (["--by", "town:month"], 1, "is no date"),
        (["--by", "law.forced"], 1, "cannot count by"),
        (["--by", "case"], 1, "cannot count by"),
        # What a row says to the law would not be read if it were a label: the version that is forced, and that no card is lost.
        (["--by", "law"], 1, "cannot count by `law`"),
        (["--by", "town,card.lost_date.unknown"], 1, "cannot count by `card.lost_date.unknown`"),
        (["--by", "town", "--by", "person.resident", "--suppress", "5"], 2, "only once"),
        (["--by", "town", "--report", "report.pdf"], 1, "suffixes .html, .csv"),
        (["--report", "report.csv"], 2, "give --by"),
        (["--by", "town", "--report", "register.csv"], 1, "the command reads this file"),
    ],
)
def test_what_cannot_be_counted_by_is_refused(options: list[str], code: int, says: str, folder: Path) -> None:
    result = hjemmel("batch", "register.csv", "-o", "out.csv", *options)
    assert (result.code, says in result.stderr) == (code, True), result.stderr
    assert not list(folder.glob("out.csv*")) and not list(folder.glob("report*"))


def test_what_tells_rows_apart_does_not_group_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.grouping.MOST_GROUPS", 3)
    result = hjemmel("batch", "register.csv", "-o", "out.csv", "--by", "town")
    assert result.code == 1 and "error[too-large]: `town` gives more than 3 groups" in result.stderr
    assert not list(folder.glob("out.csv*"))


def test_by_profile_and_in_other_forms(folder: Path) -> None:
    """A column that the profile ignores groups the rows; NDJSON names its own."""
    profile = "case: case\ndates: YYYY-MM-DD\nfacts:\n  person.birth_date: {column: person.birth_date, empty: unknown}\n"
    profile += "  card.application_date: {column: card.application_date, empty: unknown}\n"
    profile += "  person.resident: {column: person.resident, codes: {'true': true, 'false': false}, empty: unknown}\n"
    Path("p.yaml").write_text(profile + "ignored: [town, reader.category]\n", encoding="utf-8")
    told = hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "p.yaml", "--by", "town")
    assert ["Oslo", "7 (50.0%)"] in [row[:2] for row in rows_of(told.stdout)], told
    assert "did you mean `town`" in hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "p.yaml", "--by", "Town").stderr
    Path("x.ndjson").write_text('{"case": "1", "town": "Oslo"}\n{"case": "2"}\n{"case": "3", "town": 7}\n', encoding="utf-8")
    found = rows_of(hjemmel("batch", "x.ndjson", "-o", "out.csv", "--by", "town").stdout)
    assert [row[0] for row in found] == ["(no value)", "7", "Oslo", "In all"], found
    wrong = hjemmel("batch", "x.ndjson", "-o", "wrong.csv", "--by", "twon")
    assert wrong.code == 1 and "the register has no column `twon`" in wrong.stderr and not list(folder.glob("wrong*"))


def test_by_profile_no_column_is_read_for_its_name(folder: Path) -> None:
    """What the profile ignores groups the rows, also where it is called as what a row says to the law without a profile."""
    head, *lines = Path("register.csv").read_text(encoding="utf-8").splitlines()
    head = head.replace("case,town", "Nr,case").replace("reader.category", "law") + ",card.lost_date.unknown"
    Path("register.csv").write_text("\n".join([head, *(f"{line},true" for line in lines), ""]), encoding="utf-8")
    profile = "case: Nr\ndates: YYYY-MM-DD\nfacts:\n  card.application_date: {column: card.application_date, empty: unknown}\n"
    profile += "  person.birth_date: {column: person.birth_date, empty: unknown}\n  reader.category: {constant: other}\n"
    profile += "  person.resident: {column: person.resident, codes: {'true': true, 'false': false}, empty: unknown}\n"
    Path("p.yaml").write_text(profile + "ignored: [case, law, card.lost_date.unknown]\n", encoding="utf-8")
    by = ("--by", "case", "--by", "law", "--by", "card.lost_date.unknown")
    told = rows_of(hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "p.yaml", *by).stdout)
    firsts = [row[0] for row in told]
    assert firsts == ["(no value)", "Bodø", "Moss", "Oslo", "In all", "other", "student", "In all", "true"], told
    assert ["Oslo", "7 (50.0%)"] in [row[:2] for row in told], told


def test_how_a_grouping_is_written() -> None:
    assert grouping("a,b:month") == (GroupColumn("a"), GroupColumn("b", "month"))
    assert grouping("a: b:year") == (GroupColumn("a: b", "year"),)
    assert grouping("a:day") == (GroupColumn("a:day"),)


def test_what_is_to_be_followed_up_by_group(folder: Path) -> None:
    """Whoever has a day card has no right to a card, which this vocabulary looks for; the small counts are merged as the outcomes are."""
    vocabulary = Path("rules/vocabulary.yaml")
    looked_for = "\nself_inspection:\n  - breaches: {card.right: false}\n"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + looked_for, encoding="utf-8")
    asked = ("inspect", "register.csv", "-o", "out.csv", "--by", "town")
    result = hjemmel(*asked, "--report", "report.html")
    assert rows_of(result.stdout) == [
        ["(no value)", "1 (100.0%)", "0 (0.0%)", "0 (0.0%)", "1"],
        ["Bodø", "6 (85.7%)", "1 (14.3%)", "0 (0.0%)", "7"],
        ["Moss", "5 (55.6%)", "4 (44.4%)", "0 (0.0%)", "9"],
        ["Oslo", "7 (50.0%)", "5 (35.7%)", "2 (14.3%)", "14"],
        ["In all", "19 (61.3%)", "10 (32.3%)", "2 (6.5%)", "31"],
    ], result.stderr
    assert re.search("in order +breach +not stated", result.stdout)
    page = Path("report.html").read_text(encoding="utf-8")
    assert page.count("<svg ") == 1 and '<td class="right">5 (35.7%)</td>' in page and ">Oslo<" in page
    result = hjemmel(*asked, "--suppress", "5", "--report", "report.csv", lang="nn")
    assert rows_of(result.stdout.replace("\N{NO-BREAK SPACE}%", "%").replace(",", ".")) == [
        ["Oslo", "9 (64.3%)", "5 (35.7%)", "14"],
        ["Andre grupper", "12 (70.6%)", "5 (29.4%)", "17"],
        ["I alt", "21 (67.7%)", "10 (32.3%)", "31"],
    ], result.stderr
    assert "Oslo-" not in result.stdout, "no ids"
    lines = [line.split(";") for line in Path("report.csv").read_text(encoding="utf-8-sig").splitlines()]
    assert lines[0] == ["kontroll", "gruppert_etter", "gruppe", "funn", "tal", "del"] and [line[3:5] for line in lines[1:]] == [
        ["ikkje noko å følgje opp", "9"],
        ["avvik", "5"],
        ["ikkje noko å følgje opp", "12"],
        ["avvik", "5"],
    ]
    few = hjemmel(*asked, "--suppress", "1000").stdout
    assert few.count("so few rows") == 1 and "%" not in few
    wrong = hjemmel("inspect", "register.csv", "-o", "wrong.csv", "--by", "case")
    assert wrong.code == 1 and "cannot count by `case`" in wrong.stderr and not list(folder.glob("wrong*"))
    # Whom the law does not ask has nothing to follow up: of a card that is right for all there is no table.
    vocabulary.write_text(
        vocabulary.read_text(encoding="utf-8").replace("{card.right: false}", "{card.right: false}\n    when: {card.outcome: [card]}")
    )
    none = hjemmel(*asked).stdout
    assert "Nothing to follow up in any group" in none and "%" not in none
