"""The sandbox of the law: a draft is begun, changed, weighed, saved and laid aside, and says what the commands say of its folder."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from cli import main
from engine.canonical import plain
from engine.changes.impact import impact, pair_of
from engine.diagnostics import Diagnostic
from engine.editor.project import building, reading
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.language.located import read_tree
from engine.language.suites import SuiteCase
from engine.law.compiled import compile_laws
from engine.loading import laws_from_texts, load_case, load_laws, load_suites, suites_folder
from engine.model import Case, Language, Laws
from engine.workbench.bench import Bench
from engine.workbench.desk import Desk, desk_of
from engine.workbench.folder import CaseFolder
from engine.workbench.guard import Keys
from engine.workbench.law_draft import LawDraft, parts_of, with_text
from engine.workbench.law_page import shelf_of
from engine.workbench.register_draft import weigh_register
from engine.workbench.registers import Registers
from engine.workbench.sandbox import Sandbox, Weighing

from .small_laws import small_law
from .test_workbench import PORT, Browser, Form, words

PATH = "/law/draft"
BEGIN = {"do": "begin", "base": "first", "name": "second", "day": "2030-01-01"}
PATIENCE = 600
"""Seconds at most: a machine may be busy."""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench with a small law, its four regression cases and two case files; drafts are saved in a folder of their own."""
    shutil.copytree(HOME / "examples" / "new-law", tmp_path / "law")
    for name in ("cases", "drafts"):
        (tmp_path / name).mkdir()
    (tmp_path / "cases" / "7.yaml").write_text("application.date: 2030-02-01\ncondition.met: false\n", encoding="utf-8")
    (tmp_path / "cases" / "wrong.yaml").write_text("condition.met: perhaps\n", encoding="utf-8")
    rules = tmp_path / "law" / "rules"
    loaded = load_laws(rules)
    assert loaded.laws is not None
    shelf = shelf_of(desk_of(compile_laws(loaded.laws), loaded.texts), rules)
    folder = CaseFolder(tmp_path / "cases")
    return Bench(shelf.desk, shelf, folder, None, Keys(), PORT, ["nb"], Sandbox(tmp_path / "drafts"))


@pytest.fixture
def browser(bench: Bench) -> Browser:
    """A browser that came in."""
    return Browser(bench)


def do(browser: Browser, **fields: str) -> str:
    """Send the form of the draft, wait until all is known, and return where it leads."""
    sent = browser.post(PATH, {"csrf": browser.bench.keys.form, **fields})
    assert sent.status_code == 303, words(sent.text)
    weighing = browser.bench.sandbox.weighing
    assert weighing is None or weighing.wait(PATIENCE)
    return sent.headers["location"]


def typed(browser: Browser, query: str) -> str:
    """Return what stands in the field of the page."""
    found = re.search(r"<textarea [^>]*>\n(.*?)</textarea>", browser.get(f"{PATH}?{query}").text, re.DOTALL)
    assert found is not None
    return found[1].replace("&#39;", "'").replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def change(browser: Browser, query: str, *changes: tuple[str, str]) -> str:
    """Change what stands in the field of a page, and return the words of the page that it leads to."""
    text = typed(browser, query)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    fields = Form(browser.get(f"{PATH}?{query}").text).fields
    where, _, what = query.partition("=")
    return browser.shown(do(browser, **{**fields, "do": "try", where: what, "text": text, "tag": tag(browser, query)}))


def tag(browser: Browser, query: str) -> str:
    """Return the tag that the form of the page carries."""
    found = re.search(r'name="tag" value="([^"]*)"', browser.get(f"{PATH}?{query}").text)
    assert found is not None
    return found[1]


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ---------------------------------------------------------------- begun


def test_a_draft_is_begun_from_a_rule(browser: Browser) -> None:
    """From the page of a rule the way leads through its name and day to the rule itself; nothing of it is on the disk."""
    before = files(browser.bench.shelf.rules)
    linked = [link for link in Form(browser.get("/law/rule/act-2-refused").text).links if link.startswith(PATH)]
    assert linked == [f"{PATH}?base=first&part=act-2-refused"]
    form = Form(browser.get(linked[0]).text)
    assert form.fields["base"] == "first" and form.fields["part"] == "act-2-refused" and form.labelled >= {"base", "name", "day"}
    led = do(browser, **{**form.fields, "name": "second", "day": "2030-01-01"})
    assert led.startswith(f"{PATH}?part=act-2-refused")
    told = browser.shown(led)
    assert "Utkastet er begynt." in told and "Følger etter lovversjon first" in told and "0 av 4 saker får et annet svar." in told
    assert "id: act-2-refused" in typed(browser, "part=act-2-refused")
    assert files(browser.bench.shelf.rules) == before and not files(browser.bench.sandbox.folder)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "Andre!"}, "en lovversjon kan ikke hete `Andre!`"),
        ({"name": "first"}, "lovversjonen `first` finnes allerede"),
        ({"day": "1999-01-01"}, "versjon first gjelder fra 2000-01-01"),
        ({"day": "snart"}, "skriv dagen som ÅÅÅÅ-MM-DD"),
        ({"base": "none"}, "velg en lovversjon"),
    ],
)
def test_a_draft_that_cannot_be_begun_says_why(browser: Browser, wrong: dict[str, str], says: str) -> None:
    """What was typed stands there still."""
    refused = browser.post(PATH, {"csrf": browser.bench.keys.form, **BEGIN, **wrong})
    assert refused.status_code == 422 and says in words(refused.text)
    assert Form(refused.text).fields["name"] == {**BEGIN, **wrong}["name"]
    assert browser.bench.sandbox.draft is None


# ---------------------------------------------------------------- weighed


def test_who_is_turned_is_told_at_once(browser: Browser) -> None:
    """A refusal that becomes a grant: the regression case and the case file, by the rule that makes it so; the amendment is missed."""
    do(browser, **BEGIN)
    told = change(browser, "part=act-2-refused", ("matter.outcome: none", "matter.outcome: granted"))
    assert "2 av 4 saker får et annet svar. 2 av dem i utfallet." in told
    assert "loven § 2: Vilkåret er ikke oppfylt Utfall: ikke innvilget → innvilget 2 saker matter/refused 7.yaml" in told
    assert "Ikke sett på, siden de ikke kan avgjøres: wrong.yaml." in told
    assert "Lovendringer som fortsatt mangler (1)" in told and "Regelen `act-2-refused` i versjon `second` avviker fra den i" in told
    assert re.search(r"matter\.yaml:\d+:\d+ · missing-amendment Endre act-2-refused", told)
    assert "/case/7.yaml" in Form(browser.get(PATH).text).links


def test_an_amendment_that_is_listed_is_missed_no_more(browser: Browser) -> None:
    """It is written in `law.yaml` of the draft, as in any version."""
    do(browser, **BEGIN)
    change(browser, "part=act-2-refused", ("matter.outcome: none", "matter.outcome: granted"))
    told = change(browser, "file=law.yaml", ("changes:\n", "changes:\n      - act-2-refused\n"))
    assert "2 av 4 saker får et annet svar." in told and "Lovendringer som fortsatt mangler" not in told
    told = change(browser, "part=act-2-refused", ("matter.outcome: granted", "matter.outcome: none"))
    assert "0 av 4 saker får et annet svar." in told and "false-amendment" in told


def test_what_is_open_in_one_version_alone_is_told_apart(browser: Browser) -> None:
    """An outcome that rests on nothing unknown any more is no flip, and is not passed over."""
    do(browser, **BEGIN)
    day = "{fact: application.date, before: {parameter: law_second.commencement}}"
    change(browser, "part=act-2-granted", ("when: condition.met", f"when: {day}"))
    told = change(browser, "part=act-2-refused", ("when: {not: condition.met}", f"when: {{not: {day}}}"))
    assert "1 av 4 saker får et annet svar." in told, "refused; the case file is of a later day"
    assert "Åpent i den ene versjonen (1) Utfall: åpent → innvilget 1 sak matter/open" in told


def test_a_mistake_is_shown_where_it_stands(browser: Browser) -> None:
    """Nothing is weighed then; the place, the line and the way to it are told, and what was typed stays in the draft."""
    do(browser, **BEGIN)
    told = change(browser, "part=act-2-refused", ("condition.met", "condition.mett"))
    assert "Dette må rettes først" in told and "saker får et annet svar" not in told
    assert re.search(r"matter\.yaml:\d+:\d+ · unknown-name Endre act-2-refused", told) and "when: {not: condition.mett}" in told
    change(browser, "part=act-2-refused", ("condition.mett", "condition.met"))
    assert "0 av 4 saker" in browser.shown(PATH)
    told = change(browser, "file=matter.yaml", ("rules:", "rules: ["))
    assert "Dette må rettes først" in told and "Endre matter.yaml" in told
    lost = browser.shown(f"{PATH}?part=act-2-refused")
    assert "Utkastet har ingen act-2-refused som kan endres for seg." in lost and "Hva det endrer" in lost


def test_the_page_says_what_the_commands_say_of_the_saved_folder(browser: Browser) -> None:
    """`check --draft` and the impact of `diff` on the same cases, with another engine, agree with what was weighed in memory."""
    do(browser, **BEGIN)
    change(browser, "part=act-2-refused", ("matter.outcome: none", "matter.outcome: granted"), ("title:", "note: et utkast\n    title:"))
    weighing = browser.bench.sandbox.weighing
    assert weighing is not None and weighing.checked is not None and weighing.weighed is not None
    do(browser, do="save")
    rules, saved = browser.bench.shelf.rules, browser.bench.sandbox.folder / "second"
    errors = [*weighing.checked.unamended, *(one for one in weighing.checked.problems if one.level == "error")]
    assert checked(rules, saved) == (1, told(errors)), "what is not amended is no law to a command, which says nothing more of it"
    change(browser, "file=law.yaml", ("changes:\n", "changes:\n      - act-2-refused\n"))
    do(browser, do="save")
    laws, weighing = load_laws(rules, (saved,)).laws, browser.bench.sandbox.weighing
    assert laws is not None and weighing is not None and weighing.checked is not None and weighing.weighed is not None
    assert checked(rules, saved) == (0, told(weighing.checked.problems)) and not weighing.checked.unamended
    cases = [one.case for _, _, one in load_suites(suites_folder(rules), laws, {}, []) if one.rejected is None]
    seventh = load_case(browser.bench.folder.path / "7.yaml", laws.vocabulary, ("first", "second"), {}, [])
    assert seventh is not None
    again = impact(pair_of(compile_laws(laws), "first", "second", forward), [*cases, seventh])
    (one,), (other,) = again.groups, weighing.weighed.impact.groups
    assert one[:4] == other[:4] and len(one.cases) == len(other.cases) == 2


def told(problems: Iterable[Diagnostic]) -> list[tuple[str, str, int, int]]:
    """Return what is wrong in the files of the draft, in order: the code, the file, the line and the column."""
    return sorted((one.code, Path(one.place.file).name, one.place.line, one.place.column) for one in problems)


def checked(rules: Path, draft: Path) -> tuple[int, list[tuple[str, str, int, int]]]:
    """Return how `check` ends with a draft, and what it says of the files of the draft."""
    ended = CliRunner().invoke(main, ["--rules", str(rules), "--draft", str(draft), "check", "--format", "json"])
    document = json.loads(ended.stdout)
    assert not document["more"]
    places = [(one["code"], Path(one["place"]["file"]), one["place"]["line"], one["place"]["column"]) for one in document["diagnostics"]]
    return ended.exit_code, sorted((code, file.name, line, column) for code, file, line, column in places if file.parent == draft)


@pytest.fixture(scope="module")
def desk(laws: Laws) -> Desk:
    """The shipped law on a desk."""
    return desk_of(compile_laws(laws), load_laws(HOME / "rules").texts)


def test_the_age_limit_is_raised(desk: Desk, laws: Laws, tmp_path: Path) -> None:
    """Of persons that differ in their age alone, 30, 57 and 61 when the permit was granted, the second gains right and duty at 60.

    Case files say so, and the rows of a register; each state of the register in hand has its words.
    """
    newest = laws.versions[-1].name
    for name in ("drafts", "registers", "cases"):
        (tmp_path / name).mkdir()
    text = (HOME / "examples" / "refugee-2026.yaml").read_text(encoding="utf-8")
    facts = desk.decide(text, "r.yaml").decision.case.facts
    stated = {name: str(plain(fact.value)).replace("True", "true").replace("False", "false") for name, fact in facts.items()}
    stated = {name: cell for name, cell in stated.items() if facts[name].origin == "stated"}
    rows = [
        {"case": f"p{age}", **stated, "person.birth_date": f"{int(stated['permit.granted_date'][:4]) - age}-01-01"} for age in (30, 57, 61)
    ]
    for row in rows[1:]:
        aged, number = re.subn(r"(birth_date: *\{?(?:value: *)?)\d{4}-\d\d-\d\d", rf"\g<1>{row['person.birth_date']}", text)
        assert number == 1
        (tmp_path / "cases" / f"{row['case'][1:]}.yaml").write_text(aged, encoding="utf-8")
    register = tmp_path / "registers" / "aged.csv"
    register.write_text("\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows), ""]), encoding="utf-8")
    shelf = replace(shelf_of(desk, HOME / "rules"), cases=lambda: ())
    registers, sandbox = Registers(tmp_path / "registers"), Sandbox(tmp_path / "drafts")
    browser = Browser(Bench(desk, shelf, CaseFolder(tmp_path / "cases"), None, Keys(), PORT, ["nn"], sandbox, registers))
    do(browser, do="begin", base=newest, name="sixty", day="2027-01-01", part="age.upper")
    assert "Når eit register er avgjort, står det her" in browser.shown(PATH)
    for fields in ({"do": "open", "name": "aged.csv"}, {"do": "decide"}):
        assert browser.post("/register", {**Form(browser.get("/register").text).fields, **fields}).status_code == 303
        assert registers.hand is not None and registers.hand.work.wait(PATIENCE)
        browser.get("/register")
        told = "ikkje avgjort" if fields["do"] == "open" else "avgjort etter at utkastet"
        assert f"Registeret aged.csv er {told}" in browser.shown(PATH)
    told = change(browser, "part=age.upper", ("value: 55", "value: 60"))
    assert "1 av 2 saker får eit anna svar." in told and "1 sak 57.yaml" in told and "61.yaml" not in told
    assert "Utfall: kommunen kan tilby introduksjonsprogram → rett og plikt til introduksjonsprogram 1 rad p57" in told
    assert "Regelen `int-8-1-age`" in told and "55 år → 60 år, og ingen lovendring sier det" in told
    assert "Registeret aged.csv 1 av 3 rader får eit anna svar. 1 av dei i utfallet." in told and "→ ein dato" in told
    page = browser.get(PATH).text
    assert "/register/row?case=p57" in Form(page).links and "case=p61" not in page
    weighing = sandbox.weighing
    assert weighing is not None and weighing.checked is not None and weighing.checked.laws is not None and weighing.register is not None
    compiled, impact = compile_laws(weighing.checked.laws), weighing.register.impact
    assert impact is not None and (impact.rows, impact.touched, impact.undecided) == (3, 1, 0)
    registers.output()  # what was decided is deleted
    weighing.register = weigh_register("aged.csv", weighing.register.decided, pair_of(compiled, newest, "sixty", forward), weighing)
    assert "Radene kan ikkje lesast med utkastet" in browser.shown(PATH)
    registers.clear()


@pytest.mark.parametrize("lang", get_args(Language))
def test_the_page_speaks_every_language(browser: Browser, lang: Language) -> None:
    """No word of it is without a translation, begun or not, weighed or not, refused or not."""
    browser.bench.spoken[0] = lang
    assert browser.get(PATH).status_code == 200
    do(browser, **BEGIN)
    change(browser, "part=act-2-refused", ("matter.outcome: none", "matter.outcome: granted"))
    for query in ("", "?part=act-2-refused", "?file=law.yaml", "?part=none"):
        page = browser.get(PATH + query)
        form = Form(page.text)
        assert page.status_code == 200 and form.described <= set(form.ids) and len(form.ids) == len(set(form.ids))
        assert "script" not in form.tags
    assert browser.post(PATH, {"csrf": browser.bench.keys.form, "do": "try", "part": "act-2-refused", "text": "x"}).status_code == 409


# ---------------------------------------------------------------- a wait has a face


def test_a_long_wait_tells_how_far_it_is_and_can_be_stopped(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page loads itself again, has no field whose text that would lose, counts the cases, and stops when it is told to."""
    monkeypatch.setattr("engine.workbench.draft_pages.PATIENCE", 0.01)
    go, cases = threading.Event(), bench.shelf.cases()

    def slowly() -> tuple[tuple[str, str, SuiteCase], ...]:
        assert go.wait(PATIENCE)
        return cases

    browser = Browser(replace(bench, shelf=replace(bench.shelf, cases=slowly)))
    browser.post(PATH, {"csrf": bench.keys.form, **BEGIN, "part": "act-2-refused"})
    page = browser.get(f"{PATH}?part=act-2-refused")
    assert page.headers["refresh"] == "1" and "textarea" not in Form(page.text).tags
    assert re.search("Utkastet leses og kontrolleres.|Sakene leses.", words(page.text))
    browser.post(PATH, {"csrf": bench.keys.form, "do": "stop"})
    go.set()
    weighing = browser.bench.sandbox.weighing
    assert weighing is not None and weighing.wait(PATIENCE)
    page = browser.get(f"{PATH}?part=act-2-refused")
    assert "refresh" not in page.headers and "textarea" in Form(page.text).tags
    assert "Stoppet" in words(page.text)
    do(browser, do="again")
    assert "0 av 4 saker får et annet svar." in browser.shown(PATH)


def test_the_cases_are_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many are looked at and how many there are is told while it lasts, and what was found by then when it is stopped."""
    monkeypatch.setattr("engine.workbench.draft_pages.PATIENCE", 0.01)
    reached, go = threading.Event(), threading.Event()

    def counted(self: Weighing, cases: Sequence[Case]) -> Iterator[Case]:
        for number, case in enumerate(original(self, cases)):
            if number == 2:
                reached.set()
                assert go.wait(PATIENCE)
            yield case

    original = Weighing.counted
    monkeypatch.setattr(Weighing, "counted", counted)
    browser = Browser(bench)
    browser.post(PATH, {"csrf": bench.keys.form, **BEGIN})
    assert reached.wait(PATIENCE)
    page = browser.get(PATH)
    assert "2 av 4 saker er sett på." in words(page.text) and 'max="4" value="2"' in page.text
    browser.post(PATH, {"csrf": bench.keys.form, "do": "stop"})
    go.set()
    weighing = bench.sandbox.weighing
    assert weighing is not None and weighing.wait(PATIENCE)
    assert "Stoppet: 3 av 4 saker er sett på." in browser.shown(PATH)


def test_an_error_of_the_program_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody waits for what will never be known, and nothing of a case is written anywhere."""
    secret = "Kari"

    def fails() -> tuple[tuple[str, str, SuiteCase], ...]:
        raise RuntimeError(secret)

    browser = Browser(replace(bench, shelf=replace(bench.shelf, cases=fails)))
    do(browser, **BEGIN)
    told = browser.shown(PATH)
    assert "Noe gikk galt i programmet" in told and "saker får et annet svar" not in told
    said = capsys.readouterr()
    assert secret not in said.out + said.err + told and "RuntimeError in fails" in said.err


def test_the_folder_is_listed_once_for_all_its_cases(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: listed for each of them, a thousand took ten times as long."""
    names = CaseFolder.names
    listed = []

    def counted(folder: CaseFolder) -> tuple[str, ...]:
        listed.append(folder)
        return names(folder)

    monkeypatch.setattr(CaseFolder, "names", counted)
    for number in range(10):
        (browser.bench.folder.path / f"n-{number}.yaml").write_text("condition.met: true\n", encoding="utf-8")
    do(browser, **BEGIN)
    assert len(listed) == 1
    browser.get("/")
    assert len(listed) == 2


# ---------------------------------------------------------------- kept or not


def test_a_draft_is_saved_as_a_folder_and_again(browser: Browser) -> None:
    """Whole; what was changed on the disk since is not replaced."""
    do(browser, **BEGIN)
    do(browser, do="save")
    draft, target = browser.bench.sandbox.draft, browser.bench.sandbox.folder / "second"
    assert draft is not None and files(target) == {path: text.encode() for path, text in draft.texts.items()}
    assert "ikke lagret" not in browser.shown(PATH)
    assert "ikke lagret" in change(browser, "part=act-2-refused", ("matter.outcome: none", "matter.outcome: granted"))
    do(browser, do="save")
    assert files(target)["matter.yaml"].count(b"outcome: granted") == 2
    (target / "matter.yaml").write_text("# another hand\n", encoding="utf-8")
    change(browser, "part=act-2-refused", ("matter.outcome: granted", "matter.outcome: none"))
    refused = browser.post(PATH, {"csrf": browser.bench.keys.form, "do": "save"})
    assert refused.status_code == 409 and "filen er endret etter at den ble lest" in words(refused.text)
    assert (target / "matter.yaml").read_text(encoding="utf-8") == "# another hand\n"


VOCABULARY = """\
facts:
  matter.urgent:
    type: boolean
    if_absent: false
    absent_reason: {nb: saker fra før sier ikke noe om det, en: earlier cases say nothing of it}
    label: {nb: Saken haster, en: The matter is urgent}
    question: {nb: Haster saken?, en: Is the matter urgent?}
    source: forslag
"""


def test_a_draft_has_facts_of_its_own(browser: Browser) -> None:
    """A vocabulary is added to a draft that was saved before; a case file that states its fact is decided with it, and by no other law."""
    eighth = browser.bench.folder.path / "8.yaml"
    eighth.write_text("application.date: 2030-02-01\ncondition.met: true\nmatter.urgent: true\n", encoding="utf-8")
    do(browser, **BEGIN)
    do(browser, do="save")
    assert "siden de ikke kan avgjøres: 8.yaml, wrong.yaml" in browser.shown(PATH)
    assert "/law/draft?file=vocabulary.yaml" in Form(browser.get(PATH).text).links
    for nothing in ("", "facts: [", " "):
        change(browser, "file=vocabulary.yaml", (typed(browser, "file=vocabulary.yaml"), nothing))
    assert browser.bench.sandbox.draft is not None and browser.bench.sandbox.draft.is_saved, "a file in which nothing stands is none"
    told = change(browser, "file=vocabulary.yaml", ("", VOCABULARY))
    assert "0 av 5 saker får et annet svar." in told and "siden de ikke kan avgjøres: wrong.yaml" in told
    change(browser, "part=act-2-granted", ("when: condition.met", "when: {all: [condition.met, {not: matter.urgent}]}"))
    told = change(browser, "part=act-2-refused", ("when: {not: condition.met}", "when: {any: [{not: condition.met}, matter.urgent]}"))
    assert "1 av 5 saker får et annet svar." in told and "Utfall: innvilget → ikke innvilget 1 sak 8.yaml" in told
    assert "Åpent i den ene versjonen" not in told, "a regression case is silent of what the draft alone asks, and that is read as no"
    vocabulary = browser.bench.sandbox.folder / "second" / "vocabulary.yaml"
    vocabulary.write_text("# another hand\n", encoding="utf-8")
    assert browser.post(PATH, {"csrf": browser.bench.keys.form, "do": "save"}).status_code == 409
    assert vocabulary.read_text(encoding="utf-8") == "# another hand\n"
    vocabulary.unlink()
    do(browser, do="save")
    draft = browser.bench.sandbox.draft
    assert draft is not None and files(vocabulary.parent) == {path: text.encode() for path, text in draft.texts.items()}


def test_a_draft_is_never_saved_among_the_law_in_force(bench: Bench) -> None:
    """Nor over anything that is there already."""
    before = files(bench.shelf.rules)
    browser = Browser(replace(bench, sandbox=Sandbox(bench.shelf.rules)))
    do(browser, **BEGIN)
    assert browser.post(PATH, {"csrf": bench.keys.form, "do": "save"}).status_code == 409
    assert files(bench.shelf.rules) == before
    other = Browser(replace(bench, keys=Keys()))
    (bench.sandbox.folder / "second").mkdir()
    do(other, **BEGIN)
    assert other.post(PATH, {"csrf": other.bench.keys.form, "do": "save"}).status_code == 409
    assert not files(bench.sandbox.folder)


def test_a_draft_is_discarded_when_that_is_ticked(browser: Browser) -> None:
    """What was saved of it stays; what is typed in another window of it then is shown and not lost."""
    do(browser, **BEGIN)
    do(browser, do="save")
    assert "Ikke forkastet ennå" in browser.shown(do(browser, do="discard")) and browser.bench.sandbox.draft is not None
    assert "Utkastet er forkastet." in browser.shown(do(browser, do="discard", sure="yes"))
    assert browser.bench.sandbox.draft is None and files(browser.bench.sandbox.folder)
    late = browser.post(PATH, {"csrf": browser.bench.keys.form, "do": "try", "part": "act-2-refused", "text": "- id: <typed>"})
    assert late.status_code == 409 and "Dette skrev du: - id: <typed>" in words(late.text)


def test_two_windows_of_a_draft_do_not_overwrite_each_other(browser: Browser) -> None:
    """What is typed beside an older text is kept on its page, and taken only where it is ticked that it replaces what is there now."""
    do(browser, **BEGIN)
    older, text = tag(browser, "part=act-2-refused"), typed(browser, "part=act-2-refused")
    change(browser, "part=act-2-refused", ("matter.outcome: none", "matter.outcome: granted"))
    sent = {"csrf": browser.bench.keys.form, "do": "try", "part": "act-2-refused", "text": text + "\n    note: mine\n", "tag": older}
    for fields in (sent, {**sent, "tag": ""}):
        refused = browser.post(PATH, fields)
        assert (
            refused.status_code == 409 and "note: mine" in refused.text and "Utkastet ble endret i et annet vindu." in words(refused.text)
        )
        assert "granted" in typed(browser, "part=act-2-refused")
    (ticked,) = re.findall(r'name="replace" value="([^"]+)"', refused.text)
    do(browser, **{**sent, "tag": "", "replace": ticked})
    assert "note: mine" in typed(browser, "part=act-2-refused") and "granted" not in typed(browser, "part=act-2-refused")


# ---------------------------------------------------------------- its parts


def test_every_rule_number_and_computation_is_a_part(desk: Desk, laws: Laws) -> None:
    """Each begins with its comments and ends before the next; a part that is replaced by itself leaves the file as it is."""
    for version in laws.versions:
        found: dict[str, str] = {}
        for path, text in desk.texts.items():
            if path.startswith(f"{version.name}/"):
                draft = LawDraft(version.name, "draft", {path: text})
                for part in parts_of(path, text):
                    said = text[part.start : part.end]
                    assert part.name in said and said == said.rstrip() and part.name not in found
                    assert with_text(draft, path, said, part).texts[path] == text
                    found[part.name] = said
        assert found.keys() == {*version.rules, *version.parameters, *version.schedules, *version.derived}
        for id_ in version.rules:
            assert re.findall(r"(?m)^ *- id: (\S+)$", found[id_]) == [id_]


def test_line_ends_stay_as_they_are() -> None:
    """A browser sends every line end as two signs; the file keeps its own, and the last one."""
    for end in ("\n", "\r\n"):
        text = end.join(["title: x", "parameters:", "  # why", "  a: {value: 1}", "", "  b: {value: 2}", ""])
        draft = LawDraft("x", "y", {"f.yaml": text})
        first, second = parts_of("f.yaml", text)
        assert text[first.start : first.end] == f"  # why{end}  a: {{value: 1}}" and text[second.start : second.end] == "  b: {value: 2}"
        assert with_text(draft, "f.yaml", "  a: {value: 3}\r\n", first).texts["f.yaml"] == text.replace(f"  # why{end}", "").replace(
            "1", "3"
        )
        assert with_text(draft, "f.yaml", text.replace("\n", "\r\n").replace("\r\r", "\r")).texts["f.yaml"] == text
    assert parts_of("f.yaml", "parameters: {a: {value: 1}, b: {value: 2}}\n") == ()
    assert parts_of("f.yaml", "- x\n") == () and parts_of("f.yaml", "rules: [\n") == ()


# ---------------------------------------------------------------- what is read anew


def test_what_is_kept_of_a_law_is_what_its_texts_state(tmp_path: Path) -> None:
    """A number that is changed and changed back, a line that moves all places below it, a vocabulary that says something else, and one
    that says the same of two scales, one of them in another order: each time the laws, and what is wrong with them, are those of the
    texts read anew."""
    scale = "ordinal, values: {low: {nb: Lav, en: Low}, high: {nb: %s, en: High}}"
    scales = {"one_scale": scale % "Høy", "other_scale": scale % "Topp"}
    small_law(tmp_path, "{fact: n, at_least: {parameter: five}}", "{fact: one_scale, at_least: {fact: other_scale}}", facts=scales)
    texts = load_laws(tmp_path / "rules").texts
    rules = next(path for path, text in texts.items() if "value: 5," in text)
    shared = next(path for path, text in texts.items() if "principal: true" in text)
    other = {**texts, rules: texts[rules].replace("value: 5,", "value: 6,")}
    moved = {**texts, shared: "# moved\n" + texts[shared]}
    retyped = {**texts, shared: texts[shared].replace("integer, unit: levels", "boolean")}
    turned = {
        **texts,
        shared: texts[shared].replace(
            "{low: {nb: Lav, en: Low}, high: {nb: Topp, en: High}}", "{high: {nb: Topp, en: High}, low: {nb: Lav, en: Low}}"
        ),
    }
    for one in (texts, other, texts, turned, moved, retyped, other, retyped, texts):
        kept, anew = (laws_from_texts(one, reading=read, building=build) for read, build in ((reading, building), (read_tree, None)))
        assert (kept.laws, kept.diagnostics) == (anew.laws, anew.diagnostics)
        assert (kept.laws is None) == (one in (retyped, turned))
