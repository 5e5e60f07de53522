"""The workbench's page of registers: it decides as `hjemmel batch` does, says how far it is and what it cannot decide, keeps nothing."""

from __future__ import annotations

import asyncio
import html
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import httpx
import pytest

from engine.batch.grouping import grouping
from engine.batch.inspecting import inspect_registers
from engine.batch.inspecting_report import inspected_csv, inspected_report
from engine.batch.running import Options, decide_registers, rejects_path
from engine.canonical import plain
from engine.home import HOME
from engine.law.compiled import CompiledLaws
from engine.loading import load_laws
from engine.model import Language
from engine.rendering.forms import render_report
from engine.workbench import guard, register_found, register_pages, register_work
from engine.workbench.bench import Bench
from engine.workbench.desk import Desk, desk_of, read_case
from engine.workbench.folder import CaseFolder
from engine.workbench.guard import HEADERS, Keys
from engine.workbench.law_page import shelf_of
from engine.workbench.registers import RegisterInHand, RegisterReading, Registers, RegisterWork

from .test_workbench import ORIGIN, PORT, Browser, Form, words

REGISTER = HOME / "tests" / "batch" / "register.csv"
ROW = "2026-000123"
PAGE = "/register"

# The second row has a day that there is not, the third has the id of the fourth, the last is a formula to a spreadsheet.
FLAWED = """\
case,person.birth_date,work.hours_per_week
a,1995-06-12,0
b,1995-02-30,0
c,1990-01-01,10
c,1990-01-01,10
=1,1990-01-01,10
"""
OTHER = "Saksnr;Fødselsdato;Grunnlag\n1;12.06.1995;FLYKTNING\n2;30.11.1999;UKJENT\n3;01.01.1980;X\n"
PROFILE = """\
encoding: utf-8
separator: semicolon
case: Saksnr
dates: DD.MM.YYYY
facts:
  person.birth_date: {column: Fødselsdato, empty: reject}
  permit.type:
    column: Grunnlag
    codes: {FLYKTNING: s28, UKJENT: unknown}
    empty: reject
"""


READING = RegisterReading("", "utf-8", "plain", None, 30)

# By the town, the example, the category of the register, and how many rows: one who works full time is called a participant. Of the
# late one the programme began four and a half months after the settlement (integreringsloven § 12 andre ledd: three months at most).
GROUPED = [
    ("Oslo", "refugee-2026", "RP", 3),
    ("Oslo", "late", "RP", 1),
    ("Oslo", "refusal-2026", "I", 3),
    ("Moss", "refugee-2026", "RP", 2),
    ("Moss", "refusal-2026", "I", 1),
    ("Moss", "refusal-2026", "RP", 1),
]


@pytest.fixture(scope="module")
def desk(compiled: CompiledLaws) -> Desk:
    """The shipped laws on a desk."""
    return desk_of(compiled, load_laws(HOME / "rules").texts)


@pytest.fixture
def bench(desk: Desk, tmp_path: Path) -> Iterator[Bench]:
    """A bench with a folder of registers, and an empty one of cases."""
    for name in ("cases", "registers"):
        (tmp_path / name).mkdir()
    (tmp_path / "registers" / "register.csv").write_bytes(REGISTER.read_bytes())
    (tmp_path / "registers" / "flawed.csv").write_text(FLAWED, encoding="utf-8")
    registers = Registers(tmp_path / "registers")
    shelf = shelf_of(desk, HOME / "rules")
    yield Bench(desk, shelf, CaseFolder(tmp_path / "cases"), None, Keys(), PORT, ["nb"], registers=registers)
    registers.clear()


@pytest.fixture
def browser(bench: Bench) -> Browser:
    """A browser that came in."""
    return Browser(bench)


def choose(browser: Browser, name: str) -> str:
    """Take a register of the folder in hand, and return its page."""
    assert browser.post(PAGE, {"csrf": browser.bench.keys.form, "do": "open", "name": name}).status_code == 303
    return settled(browser)


def settled(browser: Browser) -> str:
    """Return the page once the work is over."""
    hand = browser.bench.registers.hand
    assert hand is not None and hand.work.wait(60)
    return browser.get(PAGE).text


def send(browser: Browser, name: str, content: str, csrf: str | None = None) -> httpx.Response:
    """Send a file."""
    fields = {"csrf": browser.bench.keys.form if csrf is None else csrf}
    posted = browser.client.post(f"{PAGE}/file", data=fields, files={"file": (name, content.encode())}, headers={"origin": ORIGIN})
    return asyncio.run(posted)


def read(browser: Browser, do: str, **fields: str) -> str:
    """Fill in how the register is read, and return the page that it leads to."""
    page = browser.get(f"{PAGE}?step=reading").text
    typed = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert typed is not None
    sent = {**Form(page).fields, "profile": html.unescape(typed[1]), "do": do, **fields}
    posted = browser.post(PAGE, {name: text for name, text in sent.items() if text or name != "inspect"})
    assert posted.status_code == 303, words(posted.text)
    hand = browser.bench.registers.hand
    assert hand is not None and hand.work.wait(60)
    return browser.get(posted.headers["location"]).text


# ---------------------------------------------------------------- as the command


def test_a_register_is_decided_as_the_command_decides_it(browser: Browser, desk: Desk, tmp_path: Path) -> None:
    """What can be downloaded is what `batch --trail` writes, byte for byte; of the rejected rows, under the name that is known."""
    name = "flawed.csv"
    choose(browser, name)
    page = read(browser, "decide", on="2026-03-01")
    path, told = tmp_path / "registers" / name, Options(trail=True)
    output = tmp_path / "decided.csv"
    summary = decide_registers([path], output, desk.laws, told, lambda *_: None)
    found = browser.get(f"{PAGE}/download/decided.csv")
    assert found.content == output.read_bytes() and found.headers["cache-control"] == HEADERS["cache-control"]
    rejected = browser.get(f"{PAGE}/download/rejects.csv").text
    assert rejected.replace(f"\n{name},", f"\n{path},") == rejects_path(output).read_text(encoding="utf-8").replace(
        f"\n{name},", f"\n{path},"
    )
    assert f"avgjort {summary.decided} avvist {summary.rejected}" in words(page)


def test_a_row_that_is_rejected_says_why(browser: Browser) -> None:
    """Beside its number, case and column; none of it is taken for a formula or a tag."""
    choose(browser, "flawed.csv")
    shown = words(read(browser, "decide"))
    assert "Linje 1 til 4 av 4" in shown and "person.birth_date" in shown and "1995-02-30" in shown
    assert "avgjort 1 avvist 4" in shown and " =1 case id-en begynner" in shown


def test_a_register_of_its_own_columns_is_read_by_a_profile(browser: Browser) -> None:
    """The proposal stands in the form; what it leaves unanswered is an error, at the line, and decides nothing."""
    assert send(browser, "C:\\Users\\x\\<b>mine.csv", OTHER).status_code == 303
    page = settled(browser)
    assert "&lt;b&gt;mine.csv" in page and "<b>" not in page
    assert "person.birth_date: {column: Fødselsdato, empty: reject}" in page and "Kolonner der det er sikkert" in page
    assert "Profilen nevner ikke kolonnen `Grunnlag`" in words(read(browser, "decide"))
    wrong = words(read(browser, "decide", profile=PROFILE.replace("s28", "s82")))
    assert "codes: {FLYKTNING: s82, UKJENT: unknown}" in wrong and "profile.yaml:9:" in wrong
    shown = words(read(browser, "show", profile=PROFILE.replace("\n", "\r\n")))
    assert "Slik leses de første radene" in shown and "FLYKTNING" in shown and "Dette må rettes" not in shown
    decided = words(read(browser, "decide"))
    assert "avgjort 2 avvist 1" in decided
    read(browser, "show", profile=PROFILE + "# for next time\n")
    assert browser.get(f"{PAGE}/download/profile.yaml").text == PROFILE, "the profile by which the rows were decided"


def test_any_row_opens_as_a_case(browser: Browser, bench: Bench, desk: Desk) -> None:
    """Its page shows the answer; its case file states the facts of the row, and nothing else."""
    choose(browser, "register.csv")
    assert f'href="{PAGE}/row?case={ROW}"' in read(browser, "decide")
    assert "Svaret er åpent" in browser.shown(f"{PAGE}/row?case={ROW}")
    made = browser.post(f"{PAGE}/row", {"csrf": bench.keys.form, "case": ROW})
    assert made.headers["location"] == f"/case/{ROW}.yaml?done=opened"
    case, problems = read_case(desk.laws, bench.folder.read(f"{ROW}.yaml").text, f"{ROW}.yaml")
    assert case is not None and not problems
    stated = {name: str(fact.value) for name, fact in case.facts.items() if fact.origin == "stated"}
    head, row = (line.split(",") for line in REGISTER.read_text(encoding="utf-8").splitlines()[:2])
    assert stated == {name: cell.replace("true", "True") for name, cell in zip(head[1:], row[1:], strict=True) if cell}
    assert browser.post(f"{PAGE}/row", {"csrf": bench.keys.form, "case": ROW}).status_code == 409
    assert browser.get(f"{PAGE}/row?case=nobody").status_code == 409


def test_rows_are_chosen(browser: Browser) -> None:
    """By the outcome, by what must be assessed, by a part of the id; a choice that there is not leaves all."""
    choose(browser, "register.csv")
    read(browser, "decide")
    assert "Rad 1 til 3 av 3" in browser.shown(f"{PAGE}?outcome=open")
    assert "Rad 1 til 1 av 1" in browser.shown(f"{PAGE}?outcome=open&id=0123")
    assert "Ingen rader passer" in browser.shown(f"{PAGE}?id=nobody")
    assert "Rad 1 til 3 av 3" in browser.shown(f"{PAGE}?outcome=nonsense&review=nonsense&page=x")


def test_many_rows_are_shown_page_by_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is on one page, in the order of the register."""
    monkeypatch.setattr(register_found, "_PAGE", 2)
    choose(browser, "register.csv")
    first = read(browser, "decide")
    second = browser.get(f"{PAGE}?page=2").text
    ids = [re.findall(r"row\?case=([^\"]+)", page) for page in (first, second)]
    assert ids == [["2026-000123", "2026-000124"], ["2026-000125"]]
    assert "Neste rader" in first and "Forrige rader" not in first and "Forrige rader" in second and "Neste rader" not in second


# ---------------------------------------------------------------- tables, and the register's own category


@pytest.fixture
def profile(bench: Bench, desk: Desk, tmp_path: Path) -> str:
    """The profile of a register `grouped.csv` with towns and categories of its own."""
    stated = {}
    for name in ("refugee-2026", "refusal-2026"):
        case, _ = read_case(desk.laws, (HOME / "examples" / f"{name}.yaml").read_text(encoding="utf-8"), name)
        assert case is not None
        stated[name] = {fact: str(plain(known.value)) for fact, known in case.facts.items() if known.origin == "stated"}
    stated["late"] = {**stated["refugee-2026"], "programme.start_date": "2026-06-15"}
    heads = sorted(set().union(*stated.values()))
    lines = [",".join(["case", "Kommune", "Kategori", *heads])]
    for town, name, category, number in GROUPED:
        cells = [stated[name].get(head, "").replace("True", "true").replace("False", "false") for head in heads]
        lines += [",".join([f"{town}-{category}-{name}-{each}", town, category, *cells]) for each in range(number)]
    (tmp_path / "registers" / "grouped.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    silent = {name for name, fact in desk.vocabulary.facts.items() if fact.silence is not None}
    read = [f"  {head}: {{column: {head}, empty: {'left_out' if head in silent else 'unknown'}}}" for head in heads]
    return "\n".join(["case: case", "dates: YYYY-MM-DD", "numbers: point", "facts:", *read, "ignored: [Kommune, Kategori]", ""])


def test_outcomes_are_counted_by_the_registers_own_columns(browser: Browser, profile: str) -> None:
    """The figures are those counted by hand, each table with its picture; small counts are in none of them."""
    choose(browser, "grouped.csv")
    page = read(browser, "decide", profile=profile, by="Kommune\r\nprogramme.decision_date:month\r\n", category="Kategori", means=MEANS)
    shown = words(page)
    assert "Moss 2 (50,0 %) 2 (50,0 %) 4 Oslo 4 (57,1 %) 3 (42,9 %) 7 I alt 6 (54,5 %) 5 (45,5 %) 11" in shown
    assert 'name="do" value="inspect">Egenkontroll' in page and 'id="inspected"' not in page
    assert "2026-03 6 (100,0 %) 0 (0,0 %) 6 2026-04 0 (0,0 %) 5 (100,0 %) 5" in shown and page.count("<svg") == 2
    tables = browser.get(f"{PAGE}/download/tables.csv")
    assert tables.content.startswith(b"\xef\xbb\xbf") and ";Moss;" in tables.text and tables.text.count("\r\n") == 1 + 4 + 4
    assert "<svg" in browser.get(f"{PAGE}/download/report.html").text
    few = read(browser, "decide", profile=profile, by="Kommune", suppress="3", category="")
    assert "Andre grupper 6 (54,5 %) 5 (45,5 %) 11" in words(few) and "Oslo 4" not in words(few)
    assert "row?case=" not in few and 'name="outcome"' not in few, "whole rows stand on a page of their own"
    assert browser.get(f"{PAGE}/download/differ.csv").status_code == 404


MEANS = "RP=right_and_duty\r\nI=none\r\n"


def test_the_registers_own_category_stands_beside_the_law(browser: Browser, profile: str) -> None:
    """The row that was planted is found, with what decides it and its page, and none else."""
    choose(browser, "grouped.csv")
    page = read(browser, "decide", profile=profile, category="Kategori", means=MEANS)
    assert words(page).count("avgjort 11 avvist 0") == 1, "the summary says of the rows what is of both"
    planted = "Moss-RP-refusal-2026-0"
    assert "Rader som er forskjellige, 1 til 1 av 1" in words(page) and page.index(f"row?case={planted}") < page.index('id="rows"')
    lines = browser.get(f"{PAGE}/download/differ.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith(f"grouped.csv;12;{planted};RP;right_and_duty;none;") and "§ 8" in lines[1]
    assert browser.get(f"{PAGE}/download/tables.csv").status_code == 404
    refused = words(read(browser, "decide", profile=profile, category="Kategori", means="RP=right_and_duty"))
    assert "Kategorien `I` i `Kategori` har ingen betydning" in refused


def test_what_cannot_be_counted_or_compared_is_told(browser: Browser, bench: Bench) -> None:
    """Everything at once, what was typed stands there, and nothing is decided."""
    choose(browser, "register.csv")
    fields = {"profile": "", "by": "case,law\npermit.type:month", "suppress": "1", "category": "law", "means": "RP\nI=nothing"}
    refused = browser.post(PAGE, {**Form(browser.get(PAGE).text).fields, **fields, "do": "decide"})
    told = words(refused.text)
    assert refused.status_code == 422 and ">\nRP\nI=nothing</textarea>" in refused.text and bench.registers.hand is not None
    for said in (
        "etter `case`",
        "etter `law`",
        "`permit.type` er ingen dato",
        "fra 2 til 1000",
        "To tabeller",
        "`law` er ikke registerets egen",
        "En sammenligning kan røpe små antall",
        "`RP`: Skriv",
        "`nothing`",
    ):
        assert said in told, said
    by_profile = words(browser.post(PAGE, {**Form(browser.get(PAGE).text).fields, **fields, "profile": "case: Nr", "do": "decide"}).text)
    assert "fra 2 til 1000" in by_profile and not any(name in by_profile for name in ("`case`", "`law`")), "a name says nothing there"
    assert bench.registers.hand.work.decided is None


# ---------------------------------------------------------------- what is late or lacking

LATE = "Oslo-RP-late-0"


def inspected(bench: Bench, profile: str, least: int | None) -> tuple[str, str, str]:
    """Return what `hjemmel inspect` says of `grouped.csv`: the rows, the report as a page and the figures."""
    registers, vocabulary = bench.registers.folder, bench.desk.vocabulary
    read, _ = register_work.profile_of(bench.desk, profile)
    options = Options(on=date(2026, 11, 30), profile=read, by=(grouping("Kommune"),), suppress=least)
    rows, rejected = registers / "found.csv", registers / "found.csv.rejects.csv"
    found = inspect_registers([registers / "grouped.csv"], rows, rejected, bench.desk.laws, options, lambda *_: None)
    page = render_report(inspected_report(found, options, vocabulary), "html", 0, False)
    told = rows.read_text(encoding="utf-8-sig").replace(f"{registers}/grouped.csv;", "grouped.csv;")
    return told, page, inspected_csv(found, options, vocabulary)


def test_what_is_late_or_lacking_is_told_as_the_command_tells_it(browser: Browser, bench: Bench, profile: str) -> None:
    """The one who began too late, by town, with the page of the row, and none else."""
    choose(browser, "grouped.csv")
    read(browser, "show", profile=profile, by="Kommune", on="2026-11-30")
    page = read(browser, "inspect")
    shown = words(page)
    assert "Å følge opp, 1 til 1 av 1" in shown and "med noe å følge opp 1" in shown and "Oslo 6 (85,7 %)" not in shown
    assert f"{LATE} Programmet er satt i gang innen fristen: nei avvik integreringsloven § 12 andre ledd 01.05.2026" in shown
    assert page.index(f"row?case={LATE}") < page.index('id="rows"') and "I alt 6 (54,5 %)" in shown, "the outcomes stand beside it"
    rows, report, figures = inspected(bench, profile, None)
    followed = browser.get(f"{PAGE}/download/follow-up.csv").content
    assert followed.decode("utf-8-sig").splitlines() == rows.splitlines() and followed.startswith(b"\xef\xbb\xbf")
    assert browser.get(f"{PAGE}/download/inspection.html").text == report
    assert browser.get(f"{PAGE}/download/inspection.csv").content.decode("utf-8-sig") == figures
    table = "Oslo 3 (42,9 %) 3 (42,9 %) 1 (14,3 %) 7"
    assert table in shown and table in words(report), "three kept it, three are refused and not asked, one is late"


def test_small_counts_are_not_told_beside_the_outcomes(browser: Browser, bench: Bench, profile: str) -> None:
    """Where they are not told, the inspection takes the place of the outcomes; whole rows stand on a page of their own."""
    choose(browser, "grouped.csv")
    page = read(browser, "decide", profile=profile, by="Kommune", suppress="3", on="2026-11-30", inspect="yes")
    _, report, figures = inspected(bench, profile, 3)
    assert browser.get(f"{PAGE}/download/inspection.html").text == report
    assert browser.get(f"{PAGE}/download/inspection.csv").content.decode("utf-8-sig") == figures
    shown = words(page)
    for absent in ("row?case=", LATE, 'name="outcome"', "follow-up.csv", "rejects.csv", "decided."):
        assert absent not in page, absent
    assert not re.search(r"\b[12] \(", shown) and "rett og plikt" not in shown, "a share stands behind every count; none of an outcome"
    assert browser.get(f"{PAGE}/download/report.html").status_code == browser.get(f"{PAGE}/download/tables.csv").status_code == 404
    rows = browser.get(f"{PAGE}?part=rows").text
    assert f"row?case={LATE}" in rows and "follow-up.csv" in rows and "inspection" not in rows and "<svg" not in rows
    assert "part=rows" in browser.get(f"{PAGE}?part=rows").text and 'name="part" value="rows"' in rows


# ---------------------------------------------------------------- what is not done


@pytest.mark.parametrize("name", ["../cases/x.csv", "/etc/passwd", ".hidden.csv", "link.csv", "nobody.csv", ""])
def test_no_register_outside_the_folder_is_opened(browser: Browser, tmp_path: Path, name: str) -> None:
    """A path, a hidden file and a link that leads out are not there."""
    (tmp_path / "cases" / "x.csv").write_text(FLAWED, encoding="utf-8")
    (tmp_path / "registers" / ".hidden.csv").write_text(FLAWED, encoding="utf-8")
    (tmp_path / "registers" / "link.csv").symlink_to(tmp_path / "cases" / "x.csv")
    assert browser.post(PAGE, {"csrf": browser.bench.keys.form, "do": "open", "name": name}).status_code == 404
    assert browser.bench.registers.hand is None and "link.csv" not in browser.shown(PAGE)


def test_what_cannot_be_read_is_told(browser: Browser, bench: Bench, tmp_path: Path) -> None:
    """No file, one of another kind, an empty one, and a form of another register or session."""
    assert asyncio.run(browser.client.post(f"{PAGE}/file", data={"csrf": bench.keys.form}, headers={"origin": ORIGIN})).status_code == 422
    assert send(browser, "letter.docx", "x").status_code == 422
    assert send(browser, "mine.csv", OTHER, csrf="another").status_code == 403
    assert bench.registers.hand is None
    send(browser, "empty.csv", "")
    assert "Dette må rettes" in words(settled(browser))
    assert browser.post(PAGE, {"csrf": bench.keys.form, "do": "decide", "register": "another.csv"}).status_code == 409
    choose(browser, "register.csv")
    fields = {**Form(browser.get(PAGE).text).fields, "do": "decide", "profile": "typed"}
    refused = browser.post(PAGE, {**fields, "on": "soon", "within": "-1"})
    assert refused.status_code == 422 and "Skriv dagen som" in words(refused.text) and ">\ntyped</textarea>" in refused.text
    assert browser.get(f"{PAGE}/download/decided.csv").status_code == 404
    assert browser.get(f"{PAGE}/row?case={ROW}").headers["location"] == PAGE


def test_a_register_has_limits(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """In bytes as it is sent, and in rows as it is decided: nothing is decided beyond them."""
    monkeypatch.setattr(guard, "LARGEST_REGISTER", 10_000)
    assert send(browser, "mine.csv", OTHER + "x" * 10_000).status_code == 413 and browser.bench.registers.hand is None
    monkeypatch.setattr(register_work, "MOST_ROWS", 2)
    choose(browser, "register.csv")
    assert "Registeret har flere enn 2 rader" in words(read(browser, "decide"))
    assert browser.get(f"{PAGE}/download/decided.csv").status_code == 404


def test_a_long_wait_tells_how_far_it_is_and_can_be_stopped(browser: Browser, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page loads itself again, has a count and a button; what is stopped decides nothing."""
    monkeypatch.setattr(register_pages, "PATIENCE", 0.01)

    def slowly(work: RegisterWork) -> None:
        work.done, work.total, work.step, work.began = 20_000, 100_000, "decide", time.monotonic() - 10
        while not work.stopped:
            time.sleep(0.005)

    choose(browser, "register.csv")
    hand = bench.registers.hand
    assert hand is not None
    hand.work = RegisterWork(slowly)
    while not hand.work.total:
        time.sleep(0.005)
    page = browser.get(PAGE)
    assert page.headers["refresh"] == "1" and "20 000 av 100 000 rader er avgjort. Omtrent 40 sekunder" in words(page.text)
    assert browser.post(PAGE, {**Form(page.text).fields, "do": "stop"}).status_code == 303
    assert hand.work.wait(10) and "Stoppet. Ingenting er avgjort." in browser.shown(PAGE)


def test_the_time_that_is_left_is_that_of_the_step() -> None:
    """Rows that are compared take longer than those decided: what was spent on them says nothing of the rows that are left."""
    work = RegisterWork(lambda work: None)
    work.began -= 1000
    work.at("compare", 10, 20)
    work.began -= 100
    work.at("compare", 10, 20)
    assert work.seconds_left == 100
    work.at("decide", 10, 20)
    assert work.seconds_left == 0


def test_of_two_requests_at_the_same_moment_one_begins(browser: Browser, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second is told so, and nothing is begun twice; the register can still be stopped."""
    choose(browser, "register.csv")
    fields = {**Form(browser.get(PAGE).text).fields, "profile": ""}
    begun: list[RegisterWork] = []
    together = threading.Barrier(3)

    def slowly(*told: object) -> None:
        work = told[-1]
        assert isinstance(work, RegisterWork)
        begun.append(work)
        while not work.stopped:
            time.sleep(0.005)

    def post(do: str) -> httpx.Response:
        together.wait(10)
        return other.post(PAGE, {**fields, "do": do})

    monkeypatch.setattr(register_pages, "decide", slowly)
    monkeypatch.setattr(register_pages, "PATIENCE", 0.01)
    other = Browser(bench, bare=True)
    other.client.cookies.update(browser.client.cookies)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(post, ["decide", "decide", "decide"]))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409] and len(begun) == 1
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "Ingenting er gjort herfra" in words(refused.text)
    with bench.registers.turn() as mine:
        assert mine and browser.post(PAGE, {"csrf": bench.keys.form, "do": "open", "name": "flawed.csv"}).status_code == 409
        assert send(browser, "mine.csv", OTHER).status_code == 409
        assert browser.post(PAGE, {**fields, "do": "stop"}).status_code == 303
    assert begun[0].wait(10) and bench.registers.hand is not None and bench.registers.hand.name == "register.csv"


def test_the_work_on_a_register_is_stopped_between_its_rows(bench: Bench, desk: Desk, tmp_path: Path) -> None:
    """Nothing is written then, and the register can be decided again."""
    path = tmp_path / "registers" / "register.csv"
    work = RegisterWork(lambda work: None)
    assert work.wait(10)
    work.stop()
    register_work.decide(desk, path, tmp_path / "out.parquet", READING, Options(), work)
    assert work.decided is None and not work.refused and not list(tmp_path.glob("out*"))


def test_nothing_of_a_register_is_kept(browser: Browser, bench: Bench) -> None:
    """What was sent and decided is in a folder that nobody else can read, and is gone when the register is laid aside."""
    send(browser, "mine.csv", OTHER)
    settled(browser)
    read(browser, "decide", profile=PROFILE)
    browser.get(f"{PAGE}/download/decided.csv")
    room = bench.registers.room()
    assert room.stat().st_mode & 0o077 == 0 and len(list(room.iterdir())) == 3
    assert browser.send(f"{PAGE}?step=reading", do="leave").headers["location"] == f"{PAGE}?done=left"
    assert not room.exists() and bench.registers.hand is None


@pytest.mark.parametrize("lang", get_args(Language))
def test_the_pages_are_well_made(bench: Bench, lang: Language) -> None:
    """In every language and state: no id twice, every field labelled, every description there, no script, nothing from elsewhere."""
    bench.spoken[0] = lang
    browser = Browser(bench)
    pages = [browser.get(PAGE).text, choose(browser, "flawed.csv"), read(browser, "decide"), browser.get(f"{PAGE}/row?case=a").text]
    send(browser, "mine.csv", OTHER)
    pages += [settled(browser), read(browser, "decide"), read(browser, "show", profile=PROFILE)]
    for page in pages:
        form = Form(page)
        assert f'<html lang="{lang}">' in page and "script" not in form.tags
        assert len(form.ids) == len(set(form.ids)) and form.labelled <= set(form.ids) and form.described <= set(form.ids)
        assert all(link.startswith(("/", "#")) or "lovdata.no" in link for link in form.links)


def test_without_the_extra_the_page_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """And every other page is there."""
    monkeypatch.setattr("engine.workbench.api.find_spec", lambda name: None)
    browser = Browser(bench)
    assert browser.get(PAGE).status_code == 501 and "hjemmel[batch,web]" in browser.get(PAGE).text
    assert browser.get("/").status_code == 200


def test_another_register_is_another_work(browser: Browser, bench: Bench) -> None:
    """Whoever opens a register while one is in hand stops the work on that one."""
    choose(browser, "register.csv")
    before = bench.registers.hand
    assert isinstance(before, RegisterInHand)
    choose(browser, "flawed.csv")
    assert before.work.stopped and replace(bench.registers, hand=None).hand is None and bench.registers.hand is not before
