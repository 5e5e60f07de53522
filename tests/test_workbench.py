"""The workbench: who is let in, what its pages show, what its forms do to the files, and that it decides as the command does."""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

import httpx
import pytest
from click.testing import CliRunner

from cli import main
from engine.home import HOME
from engine.inquiry.answers import read_answer
from engine.language.case_text import case_text
from engine.law.compiled import CompiledLaws
from engine.loading import load_case, load_laws, load_suites
from engine.model import Case, Language, Laws
from engine.records.listing import list_decisions
from engine.trail.document import document
from engine.workbench import guard
from engine.workbench.app import workbench
from engine.workbench.bench import Bench, Draft
from engine.workbench.case_page import saved_case, tried_case
from engine.workbench.case_view import case_view
from engine.workbench.desk import Desk, desk_of, read_case
from engine.workbench.folder import CaseFolder, file_name
from engine.workbench.guard import HEADERS, LARGEST_BODY, Keys
from engine.workbench.law_page import rule_view, shelf_of
from engine.workbench.server import _give_back
from engine.workbench.sheet import FACT, SOURCE, sheet_of, translated, typed_case

from .conftest import PLAIN_COUNT
from .random_cases import random_cases

PORT = 8123
ORIGIN = f"http://127.0.0.1:{PORT}"
REFUSAL = HOME / "examples" / "refusal-2026.yaml"


class Form(HTMLParser):
    """What a browser would send of the forms of a page, by the name of each field; and what the page links to and holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.described: set[str] = set()
        self.tags: list[str] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down one element."""
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [found[name] for name in ("href", "src", "action") if name in found]
        self.ids += [found["id"]] if "id" in found else []
        self.labelled |= {found["for"]} if "for" in found else set()
        self.described |= set(found.get("aria-describedby", "").split()) | set(found.get("aria-labelledby", "").split())
        assert not {"style", "onclick", "onload", "onsubmit"} & found.keys()
        if tag == "input" and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            self.fields[found["name"]] = found.get("value", "")
        elif tag == "select":
            self._select = found["name"]
            self.fields[self._select] = ""
        elif tag == "option" and "selected" in found:
            self.fields[self._select] = found.get("value", "?")


class Browser:
    """A browser that came in, or with `bare` one that did not; it follows no redirect."""

    def __init__(self, bench: Bench, bare: bool = False) -> None:
        self.bench = bench
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(workbench(bench)), base_url=ORIGIN)
        if not bare:
            assert self.get(f"/enter?token={bench.keys.token}").status_code == 303

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Load a page."""
        return asyncio.run(self.client.get(path, headers=headers))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Send a form."""
        sent = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN, **headers}
        return asyncio.run(self.client.post(path, content=urlencode(fields), headers=sent))

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Fill in some fields of the form of a page, with the rest as it stands, and send it where its page is."""
        return self.post(path, {**Form(self.get(path).text).fields, **fields})

    def shown(self, path: str) -> str:
        """Return the words of a page."""
        return words(self.get(path).text)


def words(page: str) -> str:
    """Return what a page says, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.fixture(scope="module")
def desk(compiled: CompiledLaws) -> Desk:
    """The shipped laws on a desk."""
    return desk_of(compiled, load_laws(HOME / "rules").texts)


@pytest.fixture
def bench(desk: Desk, tmp_path: Path) -> Bench:
    """A bench with one case in its folder, and a log."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "refusal.yaml").write_bytes(REFUSAL.read_bytes())
    return Bench(desk, shelf_of(desk, HOME / "rules"), CaseFolder(tmp_path / "cases"), tmp_path / "log.db", Keys(), PORT, ["nb"])


@pytest.fixture
def browser(bench: Bench) -> Browser:
    """A browser that came in."""
    return Browser(bench)


# ---------------------------------------------------------------- who is let in


def test_the_address_opens_once(bench: Bench) -> None:
    """The token gives a session that no script reads and no other site sends; a second use, or another token, gives none."""
    stranger = Browser(bench, bare=True)
    assert stranger.get("/").status_code == 403
    assert stranger.get("/enter?token=wrong").status_code == 403
    entered = stranger.get(f"/enter?token={bench.keys.token}")
    assert entered.status_code == 303 and entered.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(entered.headers["set-cookie"].split("; "))
    assert stranger.get("/").status_code == 200
    assert Browser(bench, bare=True).get(f"/enter?token={bench.keys.token}").status_code == 403
    assert Browser(bench, bare=True).get("/", cookie=f"hjemmel-{PORT}=guess").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"127.0.0.1.evil.example:{PORT}"]
)
def test_another_host_is_refused(browser: Browser, host: str) -> None:
    """A name that was made to lead here, as in DNS rebinding, is not answered, with the session or without."""
    assert browser.get("/", host=host).status_code == 421


@pytest.mark.parametrize("host", [f"localhost:{PORT}", f"[::1]:{PORT}"])
def test_the_names_of_this_machine_are_answered(browser: Browser, host: str) -> None:
    """The loopback address has three names."""
    assert browser.get("/health", host=host).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_page_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    """What another site sends changes nothing, even with the right token in the form."""
    fields = Form(browser.get("/").text).fields | {"case": "from-elsewhere"}
    assert browser.post("/cases", fields, **headers).status_code == 403
    assert browser.bench.folder.names() == ("refusal.yaml",)


def test_an_own_form_without_its_origin_is_taken_by_what_the_browser_says(browser: Browser) -> None:
    """Pages that send no referrer send `null` for their origin; then the browser says in another header who asks."""
    fields = Form(browser.get("/").text).fields | {"case": "new-one"}
    assert browser.post("/cases", fields, origin="null", **{"sec-fetch-site": "same-origin"}).status_code == 303


def test_a_form_needs_the_token_of_its_page(browser: Browser) -> None:
    """Every form carries a token, and without it nothing is done."""
    for path in ("/cases", "/case/refusal.yaml", "/case/refusal.yaml/delete", "/case/refusal.yaml/record", "/language"):
        assert browser.post(path, {"case": "x", "csrf": "guess"}).status_code == 403, path
        assert browser.post(path, {}).status_code == 403, path
    assert browser.bench.folder.names() == ("refusal.yaml",) and browser.bench.spoken == ["nb"]


@pytest.mark.parametrize("path", ["/", "/case/refusal.yaml", "/case/nothing.yaml", "/nowhere", "/static/workbench.css", "/health"])
def test_every_answer_is_sealed(browser: Browser, path: str) -> None:
    """Nothing is kept, framed, run or fetched from elsewhere, whatever is answered."""
    found = browser.get(path)
    assert {name: found.headers.get(name) for name in HEADERS} == HEADERS
    assert "script-src" not in HEADERS["content-security-policy"] and "unsafe" not in HEADERS["content-security-policy"]
    refused = Browser(browser.bench, bare=True).get("/")
    assert {name: refused.headers.get(name) for name in HEADERS} == HEADERS


def test_a_body_has_a_limit(browser: Browser) -> None:
    """More than any form holds is not read to its end."""
    assert browser.post("/cases", {"case": "x" * LARGEST_BODY}).status_code == 413


@pytest.mark.parametrize(
    "name", ["..%2Fsecret.yaml", "%2E%2E%2Fsecret.yaml", "link.yaml", "inner", "%2Fetc%2Fpasswd", ".hidden.yaml", "secret.yaml%00"]
)
def test_nothing_outside_the_folder_is_opened(browser: Browser, tmp_path: Path, name: str) -> None:
    """Neither by a path that leads out, nor by a link, nor by a name that is hidden."""
    (tmp_path / "secret.yaml").write_text("case: secret\n", encoding="utf-8")
    (tmp_path / "cases" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (tmp_path / "cases" / ".hidden.yaml").write_text("case: secret\n", encoding="utf-8")
    (tmp_path / "cases" / "inner").mkdir()
    found = browser.get(f"/case/{name}")
    assert found.status_code == 404 and "case: secret" not in found.text


def test_an_error_of_the_program_tells_nothing_of_a_case(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The page says that it went wrong, the log where; neither says what the error said, which may be a case."""

    def broken(*names: object, **how: object) -> str:
        raise ZeroDivisionError("born on 11.02.1986")

    monkeypatch.setattr("engine.workbench.app.quote", broken)
    found = browser.get("/")
    said = capfd.readouterr().err
    assert found.status_code == 500 and "1986" not in found.text + said
    assert "ZeroDivisionError" in said and {name: found.headers.get(name) for name in HEADERS} == HEADERS


# ---------------------------------------------------------------- what is shown


def test_an_empty_folder_says_so(bench: Bench) -> None:
    """The start page of a folder without cases says which folder it is, and how to begin."""
    (bench.folder.path / "refusal.yaml").unlink()
    told = Browser(bench).shown("/")
    assert f"Det er ingen saksfiler i {bench.folder.path} ennå." in told and "Id for en ny sak" in told


def test_the_start_page_tells_the_outcome_of_each_case(browser: Browser) -> None:
    """Also of one that cannot be read, why."""
    (browser.bench.folder.path / "wrong.yaml").write_text("case: wrong\npermit: {type: s99}\n", encoding="utf-8")
    told = browser.shown("/")
    assert "eksempel-avslag-arbeid utenfor målgruppen refusal.yaml" in told
    assert "wrong Kan ikke avgjøres: `s99` er ikke en verdi for `permit.type`" in told


def test_a_case_that_is_not_looked_at_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many cases some are not decided on the start page, and none of these looks like one that is in order."""
    monkeypatch.setattr("engine.workbench.start_page.MOST_DECIDED", 1)
    (browser.bench.folder.path / "wrong.yaml").write_text("case: wrong\npermit: {type: s99}\n", encoding="utf-8")
    told = browser.shown("/")
    assert "utenfor målgruppen refusal.yaml" in told and "wrong ikke sett på her; åpne saken wrong.yaml" in told


@pytest.mark.parametrize(("example", "lang"), [("refusal-2026.yaml", "nb"), ("refusal-2026.yaml", "en"), ("facts-missing.yaml", "nb")])
def test_the_page_says_what_the_command_says(bench: Bench, tmp_path: Path, example: str, lang: Language) -> None:
    """Every line of `hjemmel evaluate` and of the letter stands on the page of the case."""
    (bench.folder.path / example).write_bytes((HOME / "examples" / example).read_bytes())
    bench.spoken[:] = [lang]
    browser = Browser(bench)
    run = CliRunner().invoke(main, ["evaluate", str(bench.folder.path / example), "--lang", lang])
    told = browser.shown(f"/case/{example}")
    printed = re.sub(r"(Alle steg|Every step):\s+--steps", "", run.stdout)
    lines = [re.sub(r"^[-?!]", "", " ".join(line.split())).strip() for line in printed.splitlines()]
    missing = [line for line in lines if plain(line) not in plain(told)]
    assert len(lines) > 5 and missing == []
    letter = CliRunner().invoke(main, ["evaluate", str(bench.folder.path / example), "--format", "letter"])
    assert browser.get(f"/case/{example}/letter.txt").text == letter.stdout
    page = tmp_path / "letter.html"
    CliRunner().invoke(main, ["evaluate", str(bench.folder.path / example), "--format", "letter", "-o", str(page)])
    written = page.read_text(encoding="utf-8")
    assert browser.get(f"/case/{example}/letter.html").text == written
    shown = browser.shown(f"/case/{example}?tab=letter")
    assert words(written.partition("<main>")[2]) in shown and words(written.partition("<ul>")[2].partition("</ul>")[0]) in shown
    word = browser.get(f"/case/{example}/letter.docx")
    assert word.content.startswith(b"PK") and word.headers["content-disposition"].startswith("attachment")
    assert browser.get(f"/case/{example}/letter.exe").status_code == 404


def plain(text: str) -> str:
    """Return a text without spaces, which forms set in their own ways."""
    return re.sub(r"\s", "", text)


PAGES = [
    "/",
    "/case/refusal.yaml",
    *(f"/case/refusal.yaml?tab={tab}" for tab in ("why", "change", "letter", "history")),
    "/case/refusal.yaml/delete",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_made(browser: Browser, path: str) -> None:
    """Ids are given once, what describes and labels is there, every field has a name for those who cannot see, no script, no other host."""
    page = browser.get(path)
    assert page.status_code == 200
    found = Form(page.text)
    assert len(found.ids) == len(set(found.ids))
    assert found.labelled | found.described <= set(found.ids)
    assert "script" not in found.tags and "style" not in found.tags and found.tags.count("h1") == 1
    assert all(link.startswith(("/", "#", "https://lovdata.no/")) for link in found.links)
    fields = {name for name in found.ids if name.endswith(("-value", "-source"))}
    assert fields <= found.labelled


def test_facts_stand_in_the_groups_of_the_vocabulary(browser: Browser, laws: Laws) -> None:
    """Every fact is asked for on the page, once, under the title of its group; every group has a title."""
    page = browser.get("/case/refusal.yaml").text
    asked = set(Form(page).fields) | set(re.findall(r'name="(fact:[^"]+)"', page))
    assert {name for name in asked if name.startswith(FACT)} == {
        FACT + name for name, fact in laws.vocabulary.facts.items() if not fact.given
    }
    assert {name.partition(".")[0] for name, fact in laws.vocabulary.facts.items() if not fact.given} == set(laws.vocabulary.groups)
    for group, title in laws.vocabulary.groups.items():
        assert f'<h2 id="title-{group}">{title.nb}</h2>' in page


def test_the_most_decisive_fact_is_marked(bench: Bench) -> None:
    """Of an open case one fact is marked, and it is the first that the answer asks for."""
    (bench.folder.path / "open.yaml").write_bytes((HOME / "examples" / "facts-missing.yaml").read_bytes())
    browser = Browser(bench)
    page = browser.get("/case/open.yaml").text
    assert page.count("mest avgjørende nå") == 1
    marked = re.findall(r'<div class="fact next" id="fact-([^"]+)"', page)
    answer = bench.desk.answer(bench.folder.read("open.yaml").text, "open.yaml")
    assert answer is not None and answer.missing is not None and marked == [answer.missing.first]


class Folded(HTMLParser):
    """The facts of a page that are folded away, by their names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.facts: list[str] = []
        self._open: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down a fact."""
        found = dict(attrs)
        if tag == "details":
            self._open.append("idle" in (found.get("class") or "").split())
        elif tag == "div" and (found.get("class") or "").startswith("fact") and any(self._open):
            self.facts.append((found.get("id") or "").removeprefix("fact-"))

    def handle_endtag(self, tag: str) -> None:
        """Leave what is folded."""
        if tag == "details":
            self._open.pop()


@pytest.mark.parametrize("example", ["refusal-2026.yaml", "facts-missing.yaml", "refugee-2024.yaml"])
def test_what_cannot_change_the_outcome_cannot(desk: Desk, bench: Bench, laws: Laws, example: str, random_count: int) -> None:
    """No fact is folded away as one that cannot change the outcome, if to state it changes the outcome; also where silence is an answer.

    A plain run tries every third of them.
    """
    step = 1 if random_count > PLAIN_COUNT else 3
    (bench.folder.path / example).write_bytes((HOME / "examples" / example).read_bytes())
    folded = Folded(Browser(bench).get(f"/case/{example}").text).facts
    text = bench.folder.read(example).text
    sheet, principal = saved_case(desk, text, example, "nb").sheet, desk.principal
    assert principal is not None
    before = desk.decide(text, example).decision.findings[principal]
    tried = 0
    for name in folded[::step]:
        fact = laws.vocabulary.facts[name]
        for typed in {"boolean": ["yes", "no"], "date": ["15.02.2026", "20.03.2024"]}.get(fact.type, []):
            shown = tried_case(desk, {**sheet, FACT + name: typed}, example, "nb")
            if not shown.wrong:
                after = desk.decide(shown.text, example).decision.findings[principal]
                assert (after.status, after.value) == (before.status, before.value), (name, typed)
                tried += fact.silence is not None
    assert tried >= 5 / step and len(folded) > 30


def test_a_silence_that_the_outcome_rests_on_is_asked(bench: Bench, desk: Desk) -> None:
    """What the outcome rests on is not folded away, whether the case states it or is silent."""
    page = Browser(bench).get("/case/refusal.yaml").text
    folded = Folded(page).facts
    assert "work.several_positions" not in folded and 'id="fact-work.several_positions"' in page
    assert "residence.municipality_since" not in folded and "ikke nevnt i saken; lest som at det ikke har skjedd" in words(page)
    assert set(folded) & {name for name, fact in desk.vocabulary.facts.items() if fact.silence is not None}


def test_a_law_without_a_principal_conclusion_folds_nothing_as_idle(bench: Bench) -> None:
    """There is no outcome then that a fact could not change."""
    desk = replace(bench.desk, principal=None, answer=lambda text, name: None)
    told = Browser(replace(bench, desk=desk)).shown("/case/refusal.yaml")
    assert "Kan ikke endre utfallet nå" not in told and "Ikke oppgitt (" in told


def test_a_further_answer_prepares_nothing_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an answer is worked out with is the same for every case: kept once, it takes neither time nor, day by day, memory."""
    text = REFUSAL.read_text(encoding="utf-8")
    for answering in (desk.answer, desk.turning_silences):
        answering(text, "refusal.yaml")

    def anew(program: object) -> None:
        raise AssertionError("a program is prepared once more")

    monkeypatch.setattr("engine.inference.specialised.specialise", anew)
    monkeypatch.setattr("engine.inquiry.question.question", anew)
    other = text.replace("hours_per_week: 32", "hours_per_week: 33")
    assert desk.answer(other, "refusal.yaml") is not None
    assert desk.turning_silences(other, "refusal.yaml") is not None


def test_of_equal_facts_nothing_is_looked_for_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new case is answered as the one before it, under its own id and with its own sources, and so is it explained."""
    text = "permit: {type: s28}\nwork: {hours_per_week: 32}\n"
    first = desk.answer(f"case: 4711\n{text}", "4711.yaml")
    explained = {tab: _told(desk, f"case: 4711\n{text}", tab).replace("4711", "4712") for tab in ("answer", "why", "change")}
    for module in ("short_answer", "explanation"):
        monkeypatch.setattr(f"engine.inquiry.{module}.missing_for", None)
        monkeypatch.setattr(f"engine.inquiry.{module}.smallest_change", None)
    sourced = text.replace("32", "{value: 32, source: the employer}")
    second = desk.answer(f"case: 4712\n{sourced}", "4712.yaml")
    assert first is not None and second is not None and (first.missing, first.change) == (second.missing, second.change)
    assert second.decision.case.id == "4712" and second.decision.case.facts["work.hours_per_week"].source == "the employer"
    assert {tab: _told(desk, f"case: 4712\n{text}", tab) for tab in explained} == explained
    monkeypatch.undo()
    with pytest.raises(TypeError):
        monkeypatch.setattr("engine.inquiry.short_answer.missing_for", None)
        monkeypatch.setattr("engine.inquiry.short_answer.smallest_change", None)
        desk.answer(f"case: 4712\n{text.replace('32', '12')}", "4712.yaml")


def _told(desk: Desk, text: str, tab: str) -> str:
    """Return what a part of the answer on a case says."""
    shown = saved_case(desk, text, "case.yaml", "nb")
    part = case_view(desk, shown, shown, "case.yaml", tab, None, "nb").part
    assert part is not None
    return str(part.markup)


# ---------------------------------------------------------------- what is typed


@pytest.fixture(scope="module")
def cases(laws: Laws) -> list[Case]:
    """Regression cases and random ones, each as it can be stated in a file."""
    suites = [case.case for _, _, case in load_suites(HOME / "tests" / "regression", laws, {}, []) if case.rejected is None]
    return [*suites[::40], *random_cases(laws, 30, seed=15)]


@pytest.mark.parametrize("lang", get_args(Language))
def test_what_stands_in_the_form_is_the_case(laws: Laws, desk: Desk, cases: list[Case], lang: Language) -> None:
    """A case comes through the form as it was: value by value, source by source, what is unknown and what is silent."""
    for case in cases:
        sourced = {n: replace(f, source="UDI, «vedtak» nr. 7: a\\b") if f.origin == "stated" else f for n, f in list(case.facts.items())}
        unknown = [n for n, fact in laws.vocabulary.facts.items() if fact.silence is not None and n not in case.facts]
        text = case_text(replace(case, facts=sourced), unknown, laws.vocabulary)
        read, problems = read_case(desk.laws, text, "case.yaml")
        assert read is not None
        typed = typed_case(sheet_of(read, laws.vocabulary, lang), laws.vocabulary, desk.versions, lang)
        assert (typed.text, typed.wrong) == (text, {}), problems


def test_a_draft_is_the_same_case_in_another_language(laws: Laws, desk: Desk, cases: list[Case]) -> None:
    """Who changes the language while typing loses nothing; what is wrong stays as it was typed."""
    for case in cases[::4]:
        sheet = {**sheet_of(case, laws.vocabulary, "nb"), f"{FACT}work.hours_per_week": "mye"}
        there = translated(sheet, laws.vocabulary, desk.versions, "nb", "en")
        assert there[f"{FACT}work.hours_per_week"] == "mye"
        assert typed_case(there, laws.vocabulary, desk.versions, "en").text == typed_case(sheet, laws.vocabulary, desk.versions, "nb").text
        assert translated(there, laws.vocabulary, desk.versions, "en", "nb") == sheet


def test_the_page_decides_as_the_command_does(laws: Laws, desk: Desk, cases: list[Case], tmp_path: Path) -> None:
    """The decision on what stands in the form is the decision on the file that is saved from it, byte for byte."""
    for number, case in enumerate(cases[-10:]):
        sheet = sheet_of(case, laws.vocabulary, "nb")
        shown = tried_case(desk, sheet, "case.yaml", "nb")
        assert shown.wrong == ()
        path = tmp_path / f"{number}.yaml"
        path.write_text(shown.text, encoding="utf-8")
        run = CliRunner().invoke(main, ["evaluate", str(path), "--format", "json"]) if number < 1 else None
        read = load_case(path, laws.vocabulary, desk.versions, {}, [])
        try:
            decided = desk.decide(shown.text, "case.yaml")
        except Exception as rejected:  # both, or neither
            assert run is None or run.exit_code == 1, rejected
            continue
        assert read is not None and read.facts.keys() == decided.decision.case.facts.keys()
        if run is not None:
            said = json.loads(json.dumps(document(decided.decision, decided.trail, laws.vocabulary, decided.cross_check)))
            printed = json.loads(run.stdout)
            assert {key: printed[key] for key in said} == said


def test_what_is_tried_is_compared_and_not_saved(browser: Browser) -> None:
    """A fact tried shows what it changes, beside the saved case; the file stays as it was, and a discarded try is gone."""
    path = "/case/refusal.yaml"
    before = REFUSAL.read_bytes()
    sent = browser.send(path, **{f"{FACT}work.hours_per_week": "29,5", "do": "try", "at": "work"})
    assert sent.status_code == 303 and sent.headers["location"] == f"{path}#group-work"
    told = browser.shown(path)
    assert "Arbeidstid per uke 32 29,5" in told and "Utfall utenfor målgruppen rett og plikt til introduksjonsprogram" in told
    assert "ikke lagret" in browser.shown("/")
    assert (browser.bench.folder.path / "refusal.yaml").read_bytes() == before
    browser.send(path, do="discard")
    assert "Prøvd" not in browser.shown(path)
    browser.send(path, **{f"{FACT}work.hours_per_week": "31", "do": "try"})
    assert "Utfall det samme: utenfor målgruppen" in browser.shown(path)


def test_a_tab_keeps_what_is_typed(browser: Browser) -> None:
    """To look at another part of the answer is to send the form: nothing typed is lost on the way."""
    sent = browser.send("/case/refusal.yaml", **{f"{FACT}work.hours_per_week": "20", "tab": "why"})
    assert sent.headers["location"] == "/case/refusal.yaml?tab=why"
    assert 'value="20"' in browser.get(sent.headers["location"]).text


def test_saving_writes_the_file(browser: Browser) -> None:
    """Saved is what the command reads; comments go only when that is said."""
    path, file = "/case/refusal.yaml", browser.bench.folder.path / "refusal.yaml"
    changed = {f"{FACT}work.hours_per_week": "20", f"{SOURCE}work.hours_per_week": 'Lønnslipp: "mars"', "do": "save"}
    assert "done=comments" in browser.send(path, **changed).headers["location"]
    assert file.read_bytes() == REFUSAL.read_bytes()
    assert browser.send(path, **changed, comments="yes").headers["location"] == f"{path}?done=saved"
    assert 'hours_per_week: {value: 20, source: "Lønnslipp: \\"mars\\""}' in file.read_text(encoding="utf-8")
    run = CliRunner().invoke(main, ["evaluate", str(file)])
    assert run.exit_code == 0 and "rett og plikt" in run.stdout
    assert "Saken er lagret." in browser.shown(f"{path}?done=saved") and not browser.bench.drafts


def test_what_is_wrong_is_told_beside_its_field_and_kept(browser: Browser) -> None:
    """Nothing is saved of a form with a mistake; the mistake stands as it was typed, with what is wrong beside it and at the top."""
    path = "/case/refusal.yaml"
    sent = browser.send(
        path, **{f"{FACT}work.hours_per_week": "<mye>", f"{FACT}person.birth_date": "31.02.1986", "do": "save", "comments": "yes"}
    )
    assert sent.headers["location"] == f"{path}#wrong"
    page = browser.get(path).text
    assert 'value="&lt;mye&gt;"' in page and 'value="31.02.1986"' in page
    assert '<p class="wrong" id="fact-person.birth_date-wrong">«31.02.1986» er ingen dag i kalenderen.</p>' in page
    assert '<a href="#fact-work.hours_per_week">Arbeidstid per uke</a>' in page and "Ikke noe svar ennå" in page
    assert (browser.bench.folder.path / "refusal.yaml").read_bytes() == REFUSAL.read_bytes()


def test_a_contradiction_is_told_beside_both_facts(browser: Browser) -> None:
    """What cannot be is not decided; every fact that it is about is marked."""
    path = "/case/refusal.yaml"
    browser.send(path, **{f"{FACT}person.birth_date": "11.02.2026", "do": "try"})
    page = browser.get(path).text
    told = "Personen kan ikke være født etter at oppholdstillatelsen ble innvilget."
    for name in ("person.birth_date", "permit.granted_date"):
        assert f'id="fact-{name}-wrong">{told}</p>' in page
    assert "Ikke noe svar ennå" in page


def test_a_source_without_a_fact_is_not_lost(browser: Browser) -> None:
    """It is told, not dropped."""
    browser.send("/case/refusal.yaml", **{f"{FACT}work.hours_per_week": "", f"{SOURCE}work.hours_per_week": "lønnslipp", "do": "save"})
    page = browser.get("/case/refusal.yaml").text
    assert "Her står en kilde uten opplysning." in page and 'value="lønnslipp"' in page


def test_who_saves_over_another_is_told(browser: Browser) -> None:
    """A file that was changed in between is not replaced, what it says now is shown beside what was typed; saved once that is ticked.

    However often the page is loaded anew or another part of it is looked at, it stays told until then.
    """
    path, file = "/case/refusal.yaml", browser.bench.folder.path / "refusal.yaml"
    fields = Form(browser.get(path).text).fields | {f"{FACT}work.hours_per_week": "20", "do": "save", "comments": "yes"}
    file.write_text(REFUSAL.read_text(encoding="utf-8").replace("hours_per_week: 32", "hours_per_week: 31"), encoding="utf-8")
    refused = browser.post(path, fields)
    assert refused.status_code == 409 and "saksfilen er endret etter at du åpnet den" in words(refused.text).casefold()
    assert "hours_per_week: 31" in file.read_text(encoding="utf-8")
    told = browser.shown(path)
    assert "Filen ble endret et annet sted" in told and "Arbeidstid per uke 31 20" in told
    for again in ({"do": "try"}, {"tab": "why"}):
        browser.send(path, **again)
        assert "Filen ble endret et annet sted" in browser.shown(path), again
    assert browser.send(path, do="save", comments="yes").status_code == 409
    assert "hours_per_week: 31" in file.read_text(encoding="utf-8")
    shown = browser.bench.folder.read("refusal.yaml").tag
    assert f'name="replace" value="{shown}"' in browser.get(path).text
    fields = Form(browser.get(path).text).fields | {"do": "save", "comments": "yes", "replace": shown}
    file.write_text(file.read_text(encoding="utf-8").replace("hours_per_week: 31", "hours_per_week: 35"), encoding="utf-8")
    assert browser.post(path, fields).status_code == 409, "what was ticked is not what the file says now"
    seen = {"do": "save", "comments": "yes", "replace": browser.bench.folder.read("refusal.yaml").tag}
    assert browser.send(path, **seen).headers["location"] == f"{path}?done=saved"
    assert "hours_per_week: 20" in file.read_text(encoding="utf-8")


def test_an_untouched_window_keeps_what_is_typed_in_another(browser: Browser) -> None:
    """To look at a part of the answer, or to discard, on a page where nothing was typed takes nothing from the other window."""
    path, hours = "/case/refusal.yaml", f"{FACT}work.hours_per_week"
    untouched = Form(browser.get(path).text).fields
    browser.send(path, **{hours: "20", "do": "try"})
    assert browser.post(path, untouched | {"tab": "letter"}).headers["location"] == f"{path}?tab=letter"
    assert browser.bench.drafts["refusal.yaml"].sheet[hours] == "20"
    refused = browser.post(path, untouched | {"do": "discard"})
    assert "Ingenting er forkastet" in browser.shown(refused.headers["location"])
    assert browser.bench.drafts["refusal.yaml"].sheet[hours] == "20"


@pytest.mark.parametrize("do", ["try", "save"])
def test_two_windows_do_not_overwrite_each_other(browser: Browser, do: str) -> None:
    """What is typed in a window that does not show what was typed in another is kept on its page, and asked about; nothing is saved."""
    path, hours = "/case/refusal.yaml", f"{FACT}work.hours_per_week"
    older = Form(browser.get(path).text).fields | {hours: "10", "do": do, "comments": "yes"}
    browser.send(path, **{hours: "20", "do": "try"})
    refused = browser.post(path, older)
    again = browser.post(path, Form(refused.text).fields | {"do": do, "comments": "yes"})
    for one in (refused, again):
        assert one.status_code == 409 and Form(one.text).fields[hours] == "10"
        assert "Noe annet er skrevet om denne saken i et annet vindu." in words(one.text)
        assert browser.bench.drafts["refusal.yaml"].sheet[hours] == "20"
    assert (browser.bench.folder.path / "refusal.yaml").read_bytes() == REFUSAL.read_bytes()
    (ticked,) = re.findall(r'name="other" value="([^"]+)"', again.text)
    browser.post(path, Form(again.text).fields | {"do": "try", "other": ticked})
    assert browser.bench.drafts["refusal.yaml"].sheet[hours] == "10"


def test_a_file_that_is_no_case_is_shown_and_not_replaced(browser: Browser) -> None:
    """Its problems and its text are shown; there is no form that could replace it."""
    file = browser.bench.folder.path / "wrong.yaml"
    file.write_text("case: wrong\npermit: {type: s99}\n", encoding="utf-8")
    page = browser.get("/case/wrong.yaml").text
    assert "`s99` er ikke en verdi for `permit.type`" in words(page) and "permit: {type: s99}" in page and 'id="facts"' not in page
    token = browser.bench.keys.form
    browser.post("/case/wrong.yaml", {"csrf": token, "do": "save", "case": "wrong", "tag": browser.bench.folder.read("wrong.yaml").tag})
    assert file.read_text(encoding="utf-8") == "case: wrong\npermit: {type: s99}\n"


def test_a_source_that_changes_is_told(browser: Browser) -> None:
    """Also where nothing else does, and the outcome is the same."""
    browser.send("/case/refusal.yaml", **{f"{SOURCE}work.hours_per_week": "lønnslipp", "do": "try"})
    told = browser.shown("/case/refusal.yaml")
    assert "Kilde: Arbeidstid per uke ikke opplyst lønnslipp" in told and "Utfall det samme: utenfor målgruppen" in told


def test_a_saved_case_without_an_outcome_is_not_the_same(browser: Browser) -> None:
    """A saved case that contradicts itself has no outcome that the mended one could be compared with."""
    file = browser.bench.folder.path / "refusal.yaml"
    file.write_text(REFUSAL.read_text(encoding="utf-8").replace("1986-02-11", "2026-02-11"), encoding="utf-8")
    browser.send("/case/refusal.yaml", **{f"{FACT}person.birth_date": "11.02.1986", "do": "try"})
    told = browser.shown("/case/refusal.yaml")
    assert "Utfall Kan ikke avgjøres utenfor målgruppen" in told and "det samme:" not in told


def test_saving_keeps_what_the_form_does_not_know(browser: Browser) -> None:
    """The source of what is not known goes only when that is said; silence about it would be no answer."""
    path, file = "/case/refusal.yaml", browser.bench.folder.path / "refusal.yaml"
    held = REFUSAL.read_text(encoding="utf-8").replace("hours_per_week: 32", 'hours_per_week: {value: unknown, source: "NAV, 3. mars"}')
    file.write_text(held, encoding="utf-8")
    changed = {f"{FACT}work.offer_hours_per_week": "5", "do": "save", "comments": "yes"}
    assert "done=comments" in browser.send(path, **changed).headers["location"] and file.read_text(encoding="utf-8") == held
    assert "oppgir en kilde til noe som ikke er kjent" in browser.shown(path)
    assert browser.send(path, **changed, sources="yes").headers["location"] == f"{path}?done=saved"


def test_a_case_file_in_json_stays_json(laws: Laws, desk: Desk, cases: list[Case], browser: Browser) -> None:
    """What is saved under the name of a JSON file is read by any reader of JSON, and says what the form says."""
    (browser.bench.folder.path / "refusal.json").write_text(
        json.dumps({"case": "7", "work": {"hours_per_week": 32}, "settlement": {"agreement_date": "unknown"}, "permit.type": "s28"}),
        encoding="utf-8",
    )
    saved = browser.send("/case/refusal.json", **{f"{FACT}work.hours_per_week": "29,5", f"{SOURCE}permit.type": 'UDI «"\\', "do": "save"})
    assert saved.headers["location"] == "/case/refusal.json?done=saved"
    assert json.loads((browser.bench.folder.path / "refusal.json").read_text(encoding="utf-8")) == {
        "case": "7",
        "permit": {"type": {"value": "s28", "source": 'UDI «"\\'}},
        "settlement": {"agreement_date": "unknown"},
        "work": {"hours_per_week": 29.5},
    }
    for case in cases[::3]:
        sheet = sheet_of(case, laws.vocabulary, "nb")
        told, kept = (tried_case(desk, sheet, name, "nb") for name in ("case.json", "case.yaml"))
        json.loads(told.text)
        (read, wrong), (same, as_wrong) = (read_case(desk.laws, one.text, "case") for one in (told, kept))
        assert read is not None and same is not None and len(wrong) == len(as_wrong)
        values = [{name: (fact.value, fact.origin) for name, fact in one.facts.items()} for one in (read, same)]
        assert values[0] == values[1] and (read.id, read.forced) == (same.id, same.forced)


def test_a_value_is_read_by_its_word_in_every_language(laws: Laws) -> None:
    """Whoever is shown a word may type it."""
    nynorsk = load_laws(HOME / "rules", language="nn").laws
    assert nynorsk is not None
    facts = nynorsk.vocabulary.facts.values()
    told = [(fact, word, said) for fact in facts for word, label in (fact.values or {}).items() for said in label.all()]
    assert any(label.nn not in (None, label.nb) for fact in facts for label in (fact.values or {}).values())
    assert [(fact.name, said) for fact, word, said in told if read_answer(fact, said, "nn") != word] == []


# ---------------------------------------------------------------- files and records


def test_a_new_case_is_a_file_with_its_id(browser: Browser) -> None:
    """It is made, opened, and never in the place of another."""
    made = browser.send("/", case="")
    sent = browser.post("/cases", Form(browser.get("/").text).fields | {"case": "2026/17 æ"})
    assert made.status_code == 405 and sent.headers["location"] == "/case/2026-17-%C3%A6.yaml?done=made"
    assert (browser.bench.folder.path / "2026-17-æ.yaml").read_text(encoding="utf-8") == 'case: "2026/17 æ"\n'
    again = browser.post("/cases", Form(browser.get("/").text).fields | {"case": "2026/17 æ"})
    assert again.status_code == 422 and "Det finnes allerede en saksfil" in again.text and 'value="2026/17 æ"' in again.text
    for wrong in ("", "   ", "a\u202eb"):
        assert browser.post("/cases", Form(browser.get("/").text).fields | {"case": wrong}).status_code == 422, repr(wrong)
    assert browser.shown("/case/2026-17-%C3%A6.yaml").count("Svaret er åpent, fordi opplysninger mangler.") == 1


def test_a_new_case_takes_over_nothing_of_another_of_its_name(browser: Browser) -> None:
    """Neither what was typed of a file that is gone, nor the receipts of its decisions, whoever took it away."""
    path, file = "/case/new.yaml", browser.bench.folder.path / "new.yaml"
    browser.post("/cases", Form(browser.get("/").text).fields | {"case": "new"})
    browser.send(path, do="save")
    browser.post(f"{path}/record", {"csrf": browser.bench.keys.form, "tag": browser.bench.folder.read("new.yaml").tag})
    assert len(browser.bench.receipts["new.yaml"]) == 1
    browser.send(path, **{f"{FACT}work.hours_per_week": "20", "do": "try"})
    file.unlink()
    browser.post("/cases", Form(browser.get("/").text).fields | {"case": "new"})
    told = browser.shown(f"{path}?tab=history")
    assert "ikke lagret" not in told and "Kvitteringer" not in told
    browser.post(f"{path}/record", {"csrf": browser.bench.keys.form, "tag": browser.bench.folder.read("new.yaml").tag})
    assert "Kvitteringer" in browser.shown(f"{path}?tab=history")
    browser.send(f"{path}/delete")
    assert not browser.bench.receipts


@pytest.mark.parametrize("id_", ["../../x", "/etc/passwd", "..", "con\x00", "a" * 300, "\u202e", ""])
def test_no_id_names_a_file_elsewhere(id_: str) -> None:
    """The name of a new file is a name alone, of a bearable length."""
    name = file_name(id_)
    assert name.endswith(".yaml") and os.sep not in name and "\0" not in name and not name.startswith(".") and len(name) < 100


def test_deleting_asks_first(browser: Browser) -> None:
    """Only what was seen is deleted."""
    path, file = "/case/refusal.yaml/delete", browser.bench.folder.path / "refusal.yaml"
    fields = Form(browser.get(path).text).fields
    assert file.exists()
    file.write_text("case: other\n", encoding="utf-8")
    assert browser.post(path, fields).status_code == 409 and file.exists()
    assert browser.send(path).headers["location"] == "/?done=deleted" and not file.exists()


def test_a_decision_is_recorded_sealed(browser: Browser) -> None:
    """What is saved is recorded, with a receipt that verifies; what is only tried is not."""
    path = "/case/refusal.yaml"
    tag = {"csrf": browser.bench.keys.form, "tag": browser.bench.folder.read("refusal.yaml").tag}
    browser.send(path, **{f"{FACT}work.hours_per_week": "20", "do": "try"})
    browser.post(f"{path}/record", tag)
    log = browser.bench.log
    assert log is not None and not log.exists()
    browser.send(path, do="discard")
    assert browser.post(f"{path}/record", tag).headers["location"] == f"{path}?tab=history&done=recorded"
    (entry,) = list_decisions(log)
    assert entry.case == "eksempel-avslag-arbeid" and set(entry.outcomes.values()) == {"none"}
    told = browser.shown(f"{path}?tab=history")
    (receipt,) = browser.bench.receipts["refusal.yaml"]
    assert receipt in told and "utenfor målgruppen 2024, 2026" in told
    run = CliRunner().invoke(main, ["verify", str(log), "--receipt", receipt])
    assert run.exit_code == 0, run.output
    browser.send(path, **{f"{FACT}work.hours_per_week": "20", "do": "save", "comments": "yes"})
    assert "nå: rett og plikt til introduksjonsprogram" in browser.shown(f"{path}?tab=history")


def test_an_open_outcome_is_told_as_it_was_recorded(browser: Browser) -> None:
    """In words, so that it is not taken for another outcome than the one that there is now."""
    path = "/case/refusal.yaml"
    browser.send(path, **{f"{FACT}work.hours_per_week": "", "do": "save", "comments": "yes"})
    tag = browser.bench.folder.read("refusal.yaml").tag
    assert "done=recorded" in browser.post(f"{path}/record", {"csrf": browser.bench.keys.form, "tag": tag}).headers["location"]
    told = browser.shown(f"{path}?tab=history")
    assert "åpent 2024, 2026" in told and "nå:" not in told


def test_a_decision_that_is_not_recorded_is_told(bench: Bench) -> None:
    """Why, on the page that the caseworker is led to: something is typed, the file is another one now, or no log is kept."""
    path, browser = "/case/refusal.yaml", Browser(bench)
    tag = {"csrf": bench.keys.form, "tag": bench.folder.read("refusal.yaml").tag}
    browser.send(path, **{f"{FACT}work.hours_per_week": "20", "do": "try"})
    unsaved = browser.post(f"{path}/record", tag).headers["location"]
    assert "Ikke ført i loggen: Det du har skrevet, er ikke lagret." in browser.shown(unsaved)
    browser.send(path, do="discard")
    changed = browser.post(f"{path}/record", tag | {"tag": "older"}).headers["location"]
    assert "Ikke ført i loggen: Saksfilen er endret i mellomtiden." in browser.shown(changed)
    unlogged = Browser(replace(bench, log=None, keys=Keys()))
    without = unlogged.post(f"{path}/record", tag | {"csrf": unlogged.bench.keys.form}).headers["location"]
    assert "Ikke ført i loggen: Det føres ingen logg." in unlogged.shown(without)
    assert bench.log is not None and not bench.log.exists()


def test_what_was_done_is_told_once(browser: Browser) -> None:
    """To load the page again, or in another language, does not say again what may hold no more; nor does an address that was made up."""
    path = "/case/refusal.yaml"
    recorded = "Avgjørelsen er ført i loggen."
    assert recorded not in browser.shown(f"{path}?tab=history&done=recorded")
    tag = browser.bench.folder.read("refusal.yaml").tag
    done = browser.post(f"{path}/record", {"csrf": browser.bench.keys.form, "tag": tag}).headers["location"]
    assert recorded in browser.shown(done)
    assert recorded not in browser.shown(done)
    made = browser.post("/cases", Form(browser.get("/").text).fields | {"case": "2026/17 æ"}).headers["location"]
    assert "Saken er opprettet." in browser.shown(made) and "Saken er opprettet." not in browser.shown(made)


def test_the_language_is_chosen_on_any_page(browser: Browser) -> None:
    """Pages, facts and answers follow, and so does what is typed; a way back that leads elsewhere is not taken."""
    path = "/case/refusal.yaml"
    browser.send(path, **{f"{FACT}programme.decision_date": "16.04.2026", "do": "try"})
    form = Form(browser.get(path).text).fields
    sent = browser.post("/language", {"csrf": form["csrf"], "lang": "en", "back": path})
    assert sent.headers["location"] == path
    page = browser.get(path).text
    assert '<html lang="en">' in page and 'value="16 April 2026"' not in page and 'value="2026-04-16"' in page
    assert "The person is outside the target group" in page and "Working hours per week" in page
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
        assert browser.post("/language", {"csrf": form["csrf"], "lang": "xx", "back": back}).headers["location"] == "/"


def test_drafts_are_bounded(bench: Bench) -> None:
    """Of very many drafts the oldest is forgotten, so that a server that runs for months does not grow."""
    for number in range(250):
        bench.keep(f"{number}.yaml", Draft({}, ""))
    assert len(bench.drafts) == 100 and "249.yaml" in bench.drafts and guard.cookie_name(1) != guard.cookie_name(2)


def test_a_saved_case_shows_no_try(desk: Desk) -> None:
    """The fields of a saved file give its own text back, so that a form sent unchanged is no change."""
    shown = saved_case(desk, REFUSAL.read_text(encoding="utf-8"), "refusal.yaml", "nb")
    assert shown.readable and typed_case(shown.sheet, desk.vocabulary, desk.versions, "nb").wrong == {}


# ---------------------------------------------------------------- the law


@pytest.fixture
def no_suites(bench: Bench) -> Bench:
    """The bench with no regression cases, which take seconds to read."""
    return replace(bench, shelf=replace(bench.shelf, cases=tuple))


def test_the_law_is_read_section_by_section(no_suites: Bench, laws: Laws) -> None:
    """Every section of the table has its page, which names every rule that encodes a provision of it in each version."""
    browser = Browser(no_suites)
    encoded, statute = no_suites.shelf.encoded, no_suites.shelf.statute
    assert encoded is not None and statute is not None
    overview = Form(browser.get("/law").text).links
    for section in statute.sections[::9]:
        path = f"/law/section?{urlencode({'act': section.act, 'section': section.section})}"
        assert path.replace("&", "&amp;") in overview or path in overview
        page = browser.get(path)
        linked = set(re.findall(r'href="/law/rule/([^"]+)"', page.text))
        rules = {rule for p in section.provisions for version in laws.versions for rule in encoded.rules[p].get(version.name, ())}
        assert page.status_code == 200 and linked == rules
        assert all(plain(provision.says.nb) in plain(words(page.text)) for provision in section.provisions)
    assert browser.get("/law/section?act=none&section=1").status_code == 404


def test_a_rule_is_shown_as_a_ladder_beside_its_other_versions(no_suites: Bench, laws: Laws) -> None:
    """Its title, citation, conclusions and the amendment responsible stand on its page; what differs is marked, and only that."""
    browser = Browser(no_suites)
    older, newer = laws.versions[-2:]
    changed = next(rule for amendment in newer.amendments for rule in amendment.changes if rule in older.rules)
    same = next(rule.id for rule in newer.rules.values() if rule.id in older.rules and older.rules[rule.id].when == rule.when)
    for id_ in (changed, same):
        told = browser.shown(f"/law/rule/{id_}")
        for version in (older, newer):
            assert version.rules[id_].title.nb in told and f"Lovversjon {version.name}" in told
            for name, _ in version.rules[id_].then:
                helper = version.helpers.get(name) or laws.vocabulary.conclusions[name]
                assert helper.label.nb in told
    page = browser.get(f"/law/rule/{changed}").text
    amendment = next(one for one in newer.amendments if changed in one.changes)
    assert plain(amendment.text.nb) in plain(words(page)) and 'differs"' in page
    assert browser.get("/law/rule/no-such-rule").status_code == 404


@pytest.mark.parametrize("lang", get_args(Language))
def test_every_rule_can_be_told(no_suites: Bench, laws: Laws, lang: Language) -> None:
    """No condition of the law is without words, in no language."""
    for version in laws.versions:
        for id_ in list(version.rules)[::7]:
            view = rule_view(no_suites.shelf, id_, lang)
            assert view is not None and all(column.when.words and column.then for column in view.columns)


def test_the_law_is_searched_in_every_language(no_suites: Bench) -> None:
    """A word of a title is found in Norwegian and in English, and what is not there is said not to be."""
    browser = Browser(no_suites)
    for word in ("foreldreveiledning", "parental guidance"):
        assert len(re.findall(r'href="/law/rule/', browser.get(f"/law?{urlencode({'q': word})}").text)) > 3, word
    assert "Ingenting ble funnet." in browser.shown("/law?q=zzz")
    assert "&lt;b&gt;" in browser.get("/law?q=%3Cb%3E").text


def test_the_cases_of_a_rule_are_run(bench: Bench, laws: Laws) -> None:
    """The regression cases that name a rule stand on its page, each with its result."""
    naming = [(v, s, case) for v, s, case in bench.shelf.cases() if case.because and case.rejected is None]
    version, suite, case = naming[0]
    id_ = case.because[0][0]
    wrong = replace(case, id="made-wrong", because=tuple((rule, not applies, place) for rule, applies, place in case.because))
    browser = Browser(replace(bench, shelf=replace(bench.shelf, cases=lambda: ((version, suite, case), (version, suite, wrong)))))
    told = browser.shown(f"/law/rule/{id_}")
    assert f"{case.id} {version} stemmer " in told and f"made-wrong {version} stemmer ikke: regelen" in told


# ---------------------------------------------------------------- the server


@pytest.mark.parametrize("raised", [AttributeError, OSError, TypeError])
def test_memory_is_given_back_only_where_the_c_library_can(monkeypatch: pytest.MonkeyPatch, raised: type[Exception]) -> None:
    """A C library may lack what does it, and to ask for the library without a name is an error of its own on Windows."""

    def refuse(name: str | None) -> None:
        raise raised

    monkeypatch.setattr("ctypes.CDLL", refuse)
    _give_back()
