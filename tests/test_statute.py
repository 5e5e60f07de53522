"""The table of the statute: what it must hold, which rules it finds for a provision, and how a section of it is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.checking.statute import find_unaccounted
from engine.diagnostics import Diagnostic
from engine.home import HOME
from engine.language.encoded import encoding
from engine.language.located import Scalar
from engine.language.statute import LegalFinding, Provision, Statute, StatuteSection
from engine.loading import load_laws, load_statute
from engine.model import Laws, Place, Source, Text

from .made_up_law import BASE, hjemmel, lay_out, standing_in

SECTIONS = {
    "integreringsloven": ("1-11", "12", "12 a", "13", "14", "14 a", "15-18", "18 a", "18 b", "19-37", "37 a-37 f", "46-50"),
    "integreringsforskriften": ("1-14", "14a", "15-19", "27", "28", "43a-43j", "58", "64", "65a", "72-76"),
    "introduksjonsloven": ("2-8", "17-22"),
    "forvaltningsloven": ("11", "16-18", "24", "25", "27-33", "36", "42"),
}
"""Every section that must be in the table, by the name of the act: the numbers of the statute as it was and is."""

HERE = Place("docs/statute.yaml", 1, 1)


@pytest.fixture(scope="module")
def made_up() -> Laws:
    laws = load_laws(BASE / "rules").laws
    assert laws is not None
    return laws


def provision(
    section: str, ledd: int | None = None, punktum: str | None = None, rules: tuple[str, ...] = (), act: str = "lånekortloven"
) -> Provision:
    """Return a provision of the made-up law without dates and without a reason."""
    source, said = Source(act, f"§ {section}", ledd, punktum), Text("noe", "something")
    return Provision(source, said, None, None, "A", tuple(Scalar(rule, True, HERE) for rule in rules), None, HERE)


def table(*provisions: Provision) -> Statute:
    """Return a table that holds the provisions, whatever their sections."""
    return Statute((StatuteSection("lånekortloven", "§ 1", Text("tittel", "title"), provisions, HERE),), {})


def numbers(spans: tuple[str, ...]) -> set[str]:
    """Return the numbers of sections that spans name: `1-3`, `37 a-37 f`, `43a-43j`, `12 a`."""
    found = set()
    for span in spans:
        first, _, last = span.partition("-")
        if not last:
            found.add(first)
        elif first.isdigit():
            found |= {str(number) for number in range(int(first), int(last) + 1)}
        else:
            found |= {first[:-1] + chr(letter) for letter in range(ord(first[-1]), ord(last[-1]) + 1)}
    return found


def test_spans_of_sections_are_read() -> None:
    """As the list above writes them."""
    assert numbers(("1-3", "12 a", "37 a-37 c", "43a-43b")) == {"1", "2", "3", "12 a", "37 a", "37 b", "37 c", "43a", "43b"}


@pytest.mark.parametrize("act", SECTIONS)
def test_the_table_holds_every_section(act: str) -> None:
    """Of the parts of the acts that the product is about none is left out."""
    problems: list[Diagnostic] = []
    statute = load_statute(HOME / "rules", {}, problems)
    assert statute is not None and not problems
    there = {section.section.removeprefix("§ ") for section in statute.sections if section.act == act}
    assert numbers(SECTIONS[act]) - there == set()


def test_the_table_counts_what_it_holds() -> None:
    """The page adds up: encoded, with a reason, and none with neither."""
    page = (HOME / "docs" / "law-coverage.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [a-zæøå][^|]* \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert len(rows) == 5
    assert all(int(all_) == int(encoded) + int(reasoned) and neither == "0" for all_, encoded, reasoned, neither in rows)


def test_a_rule_encodes_the_most_exact_provision_that_it_cites(made_up: Laws) -> None:
    """The rule `age` cites § 1 first ledd: that ledd, rather than the section; no punktum of it, which it does not name."""
    whole, ledd, punktum = provision("1"), provision("1", 1), provision("1", 1, "1")
    found = encoding(made_up, table(whole, ledd, punktum)).rules
    assert found[ledd]["two"] == ("age",)
    assert found[whole]["two"] == ("right",)
    assert found[punktum]["two"] == ()
    assert encoding(made_up, table(provision("1"))).rules[provision("1")]["two"] == ("age", "right")


def test_a_wording_concerns_the_versions_of_its_time(made_up: Laws) -> None:
    """Version two governs from 1 January 2011; the oldest version also reaches back before its own first day."""
    until, since = date(2010, 12, 31), date(2011, 1, 1)
    for start, end, versions in (
        (None, until, ["one"]),
        (since, None, ["two"]),
        (None, since, ["one", "two"]),
        (until, None, ["one", "two"]),
        (None, date(1990, 1, 1), ["one"]),
    ):
        wording = replace(provision("4"), start=start, end=end)
        assert list(encoding(made_up, table(wording)).rules[wording]) == versions, (start, end)


def test_a_named_rule_counts_where_the_wording_is_in_force_or_it_cites_nothing_else(made_up: Laws) -> None:
    """An old wording can govern on through a rule of a later version, but not through one that rests on the law of its day."""
    old = replace(provision("9", rules=("fee",)), end=date(2010, 12, 31))
    alone = encoding(made_up, table(old))
    assert alone.rules[old] == {"one": ("fee",), "two": ("fee",)}
    now = provision("4")
    assert encoding(made_up, table(old, now)).rules[old] == {"one": ("fee",)}


def test_a_rule_named_where_it_cites_is_named_needlessly(made_up: Laws) -> None:
    """In every version in which it counts; where one version cites another place the name is needed."""
    assert encoding(made_up, table(needless := provision("4", rules=("fee",)))).idle[needless] == ("fee",)
    since = replace(provision("4", rules=("fee",)), start=date(2011, 1, 1))
    assert encoding(made_up, table(since)).idle[since] == ()


def test_a_draft_is_not_law_yet(made_up: Laws) -> None:
    """Its rules need no provision, and a provision needs no rule of it."""
    drafted = replace(made_up, drafts=frozenset({"two"}))
    found = encoding(drafted, table(provision("4")))
    assert list(found.rules[provision("4")]) == ["one"]
    assert {version.name for version, _ in found.astray} == {"one"}


def test_an_act_that_a_version_does_not_declare_concerns_it_not(made_up: Laws) -> None:
    """The newer version of a law may have no rules of an act that is repealed."""
    first, second = made_up.versions
    other = replace(second, acts={})
    assert list(encoding(replace(made_up, versions=(first, other)), table(provision("4"))).rules[provision("4")]) == ["one"]


def test_each_version_that_lacks_a_rule_is_told(made_up: Laws) -> None:
    """One diagnostic for the provision, with every version in it."""
    told = [d for d in find_unaccounted(made_up, table(provision("7"))) if d.code == "provision-without-rule"]
    assert [d.message.en for d in told] == ["no rule of version `one` or `two` encodes Library Card Act section 7"]
    assert [d.message.nb for d in told] == ["ingen regel i versjon `one` eller `two` uttrykker lånekortloven § 7"]


def test_a_finding_that_a_parameter_alone_cites_is_cited(made_up: Laws) -> None:
    """A number of the law has its authority as a rule has: the finding is no forgotten one, nor one of which there is no law."""
    version = made_up.versions[-1]
    name, parameter = next(iter(version.parameters.items()))
    citing = replace(parameter, source=replace(parameter.source, provisions=("P-8",)))
    laws = replace(made_up, versions=(*made_up.versions[:-1], replace(version, parameters={**version.parameters, name: citing})))

    def told(not_a_rule: str | None) -> list[str]:
        findings = {id_: LegalFinding(id_, "A", not_a_rule, HERE) for id_ in ("P-8", "P-9")}
        found = find_unaccounted(laws, replace(table(), findings=findings))
        return [d.message.en for d in found if d.code in ("provision-without-rule", "idle-reason", "unknown-provision")]

    assert told(None) == ["no rule and no parameter cites finding `P-9`"]
    assert told("guidance") == [f"finding `P-8` is said to be no rule, and parameter `{name}` cites it"]


def test_a_law_without_a_table_is_checked(tmp_path: Path) -> None:
    """The table is for who wants one; `show` says where it would lie."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        assert hjemmel("check").code == 0
        result = hjemmel("show", "§ 1")
    assert (result.code, result.stderr) == (1, "error: these rules have no table of the statute; it lies in `docs/statute.yaml`\n")


STATUTE = """acts:
  lånekortloven:
    - section: "§ 1"
      title: {nb: Rett til kort, en: Right to a card}
      provisions:
        - {ledd: 1, to: 2010-12-31, nb: Ti år., en: Ten years.}
        - {ledd: 1, from: 2011-01-01, nb: Sju år., en: Seven years.}
        - {ledd: 2, nb: Rett for den som bor her., en: A right for residents.}
        - {ledd: 3, nb: Regler kan gis., en: Rules may be given., no_rule: {kind: no_case, nb: En hjemmel., en: A power.}}
    - section: "§ 2 a"
      title: {nb: Andre kort, en: Other cards}
      provisions:
        - {nb: Dagskort., en: A day card., rules: [day-card, many-loans, max-loans, fee, governs-all]}
"""


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            """Library Card Act section 1  Right to a card
  https://example.org/lånekort/§1

  first paragraph (through 2010-12-31)
    Ten years.
    one:
      age: Age
        no case names it

  first paragraph (from 2011-01-01)
    Seven years.
    two:
      age: Age
        no case names it

  second paragraph
    A right for residents.
    one:
      right: Right to a card
        named by plain
    two:
      right: Right to a card
        named by plain

  third paragraph
    Rules may be given.
    one: no rule of a single case. A power.
    two: no rule of a single case. A power.
""",
        ),
        (
            "nb",
            """lånekortloven § 1  Rett til kort
  https://example.org/lånekort/§1

  første ledd (til og med 2010-12-31)
    Ti år.
    one:
      age: Alder
        ingen testsak nevner den

  første ledd (fra 2011-01-01)
    Sju år.
    two:
      age: Alder
        ingen testsak nevner den

  andre ledd
    Rett for den som bor her.
    one:
      right: Rett til lånekort
        nevnt av plain
    two:
      right: Rett til lånekort
        nevnt av plain

  tredje ledd
    Regler kan gis.
    one: ingen regel for en enkelt sak. En hjemmel.
    two: ingen regel for en enkelt sak. En hjemmel.
""",
        ),
    ],
)
def test_a_section_is_shown(lang: str, told: str, tmp_path: Path) -> None:
    """Word for word, in both languages; the spaces in its number do not matter."""
    lay_out(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "statute.yaml").write_text(STATUTE, encoding="utf-8")
    with standing_in(tmp_path):
        assert hjemmel("check").code == 0
        for name in ("§ 1", "§1", "lånekortloven § 1", "Library Card Act §1"):
            result = hjemmel("show", name, lang=lang)
            assert (result.code, result.stdout) == (0, told), name


def test_a_section_that_is_not_there(tmp_path: Path) -> None:
    """The nearest one is proposed for a letter, never another number; what there is is told."""
    lay_out(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "statute.yaml").write_text(STATUTE, encoding="utf-8")
    there = "the table has Library Card Act § 1 to § 2 a"
    with standing_in(tmp_path):
        assert hjemmel("show", "§ 7").stderr == f"error: no section is named `§ 7`: {there}\n"
        assert hjemmel("show", "§ 2 b").stderr == f"error: no section is named `§ 2 b`: did you mean `§ 2 a`? Otherwise {there}\n"
        wrong = hjemmel("show", "lånekortlova § 1")
    assert wrong.stderr.startswith("error: no section is named `lånekortlova § 1`: did you mean `lånekortloven § 1`?")


def test_every_act_with_the_section_is_shown() -> None:
    """§ 8 stands in three acts of the law that is shipped; each is told with its cases, under its own heading."""
    result = hjemmel("show", "§ 8")
    assert result.code == 0
    heads = re.findall(r"^(\S.*)  \S", result.stdout, re.MULTILINE)
    assert heads == ["Integration Act section 8", "Integration Regulation section 8", "Introduction Act section 8"]
    assert re.search(r"^      int-8-4-work-exclusion: .*\n        named by .+ and \d+ more$", result.stdout, re.MULTILINE)
