"""The law in Nynorsk: every text of the shipped law has its own, in words of Nynorsk; what lacks one says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine import library
from engine.checking.nynorsk import find_untranslated
from engine.diagnostics import Diagnostic
from engine.home import HOME
from engine.inference import specialised
from engine.inquiry.explanation import explain
from engine.language.law_files import TEXTS_FILE
from engine.language.nynorsk import Translation, in_nynorsk
from engine.law.compared import version_digest
from engine.loading import load_laws, load_nynorsk
from engine.model import Laws, Text
from engine.rendering.catalogue.nn import NYNORSK
from engine.rendering.decision_report import decision_report
from engine.rendering.explanation import explanation_report
from engine.rendering.forms import render_report
from engine.rendering.letter import letter_paper
from engine.rendering.paper import paper_text
from engine.rendering.wording import terms_of
from engine.terms.comparisons import COMPARISONS
from engine.terms.operations import OPERATIONS
from engine.terms.saying import spelt
from engine.terms.text import IN_BOKMAL, Language
from engine.terms.units import UNITS
from engine.trail.citation import cite

from .golden_cases import GOLDEN, decided, same_as_golden, shipped
from .made_up_law import Result, lay_out, standing_in
from .made_up_law import hjemmel as command
from .test_letter import LETTERS, written

RULES = HOME / "rules"

BOKMAL_WORDS = r"""
ikke jeg hvis hv[aeio]\w* fra noen? noe uker? uken måned\w* bare alene mer flere være vært ble gjør kommer vet selv hver(?:t)?
deltak(?:er|eren|ere|erne|else) saken loven klagen kommunens deltakerens personens programmets begrunn\w* begynn\w* påbegynt
fremsatt utenfor innen uten høye(?:re|ste) lave(?:re|ste) mulig\w* vanskelig\w* timer dager regler saksbehandler\w* opphold\w*
tillatelse\w* bosatt bosetting\w* søke fortsatt gjelder følger bygger mangler sier sykdom\w* syk fravær\w* veiled\w*
foreldreveiled\w* karriereveiled\w* videregående grunnskole\w* livsmestring\w* forleng(?:es|else\w*|et) avsluttet utarbeidet
beregne\w* endret utvidet statsforvalteren nåværende tidligere senere øvrige? egenmelding\w* selvstendig\w* menneskelig\w*
tilbud\w* innhold\w* barnets forholdene rettigheter opplysninger opplysningene avgjør(?:es|else\w*) treff(?:es|er) truffet kreves
settes legges regnes skyldes finnes faller falt startet
"""

BOKMAL = re.compile(rf"\b(?:{'|'.join(BOKMAL_WORDS.split())})\b", re.IGNORECASE)
"""Words that Bokmål has and Nynorsk has not."""


@pytest.fixture(scope="module")
def texts() -> dict[str, Translation]:
    found = load_nynorsk(RULES, {}, [])
    assert found is not None
    return found


def test_every_text_of_the_shipped_law_has_its_nynorsk() -> None:
    """And what stands in the file is of a text of the law; whoever changes one in Bokmål changes it here as well."""
    problems: list[Diagnostic] = []
    loaded, found = load_laws(RULES), load_nynorsk(RULES, {}, problems)
    assert found is not None and problems == [] and len(found) > 1300
    assert [f"{p.place.file}:{p.place.line} {p.code}" for p in find_untranslated(loaded.trees, (), found, TEXTS_FILE)] == []


def without_quotations(text: str) -> str:
    """What the Acts say in Bokmål is quoted as it stands."""
    return re.sub(r"«[^»]*»|\{[^}]*\}", " ", text)


def test_no_text_in_nynorsk_has_a_word_of_bokmal(texts: dict[str, Translation]) -> None:
    for nn in (*NYNORSK.values(), *(entry.nn for entry in texts.values())):
        assert not (found := BOKMAL.search(without_quotations(nn))), (found, nn)


def test_a_word_of_bokmal_would_be_found() -> None:
    """The pattern finds most texts in Bokmål that differ at all, so that a text left as it was is seen."""
    said = ["Kravet er ikke oppfylt", "Hvilken dato gjelder?", "timer i uken", "Fra hvilken dag?", "opplysninger mangler"]
    assert [text for text in said if not BOKMAL.search(text)] == []


def test_every_word_of_the_closed_tables_is_in_nynorsk() -> None:
    rows: list[Text] = [row.verb for row in COMPARISONS.values()] + [row.words for row in OPERATIONS.values()]
    rows += [text for unit in UNITS.values() for text in (unit.one, unit.many) if text is not None]
    rows += [spelt(number, unit, UNITS) for number in range(1, 130) for unit in ("days", "years")]
    for text in rows:
        assert text.nn is not None and not BOKMAL.search(text.nn), text


def every_text(laws: Laws) -> list[Text]:
    """Return the titles and labels of the laws as they are told."""
    said = [rule.title for version in laws.versions for rule in version.rules.values()]
    said += [text for version in laws.versions for act in version.acts.values() for text in (act.title, act.short)]
    said += [change.text for version in laws.versions for change in version.amendments]
    said += [derived.label for version in laws.versions for derived in version.derived.values()]
    said += [helper.label for version in laws.versions for helper in version.helpers.values()]
    for vocabulary in (laws.vocabulary, *laws.readings.values()):
        said += [text for fact in vocabulary.facts.values() for text in (fact.label, fact.question, *(fact.values or {}).values())]
        for conclusion in vocabulary.conclusions.values():
            said += [text for text in (conclusion.label, conclusion.text, *(conclusion.values or {}).values()) if text is not None]
        said += [constraint.text for constraint in (*vocabulary.constraints, *vocabulary.unlikely.constraints)]
        said += [text for told in vocabulary.sentences.values() for text in told.values()]
        said += [*vocabulary.groups.values(), *(topic.label for topic in vocabulary.topics.values())]
    return said


def test_the_law_is_loaded_in_nynorsk_with_its_numbers() -> None:
    """What is told of every text has the numbers of the law in it, and as many of them as in Bokmål."""
    laws = shipped()[0]
    said = every_text(laws)
    assert len(said) > 2500
    for text in said:
        assert text.nn is not None and IN_BOKMAL not in text.nn and "{" not in text.nn, text
        assert re.findall(r"\d+", text.nn) == re.findall(r"\d+", text.nb), text


def test_the_letter_is_in_nynorsk_beside_the_one_in_bokmal() -> None:
    vocabulary = shipped()[0].vocabulary
    assert vocabulary.letter is not None and vocabulary.letter_nn is not None
    right = vocabulary.letter.reasons["programme.right"], vocabulary.letter_nn.reasons["programme.right"]
    assert [part["not_met"] for part in right] == [
        "Du har ikke rett til introduksjonsprogram.",
        "Du har ikkje rett til introduksjonsprogram.",
    ]


def test_a_citation_is_in_nynorsk() -> None:
    version = shipped()[0].versions[-1]
    assert cite(version.rules["int-8-1-age"].source, version.acts).told("nn").startswith("integreringslova § 8 første ledd")


def test_nynorsk_changes_no_digest() -> None:
    """It is no law: what is decided, recorded and verified is the same with it and without."""
    without, with_it = load_laws(RULES).laws, shipped()[0]
    assert without is not None and with_it.nynorsk and not without.nynorsk
    for old, new in zip(without.versions, with_it.versions, strict=True):
        assert version_digest(old, without.read_by(old.name)) == version_digest(new, with_it.read_by(new.name))


# ---------------------------------------------------------------- what readers of decisions see


@pytest.mark.parametrize("name", LETTERS)
def test_golden_letters(name: str, update_golden: bool) -> None:
    decision, trail, _ = written(name)
    letter = paper_text(letter_paper(decision, trail, {}, "nn"))
    assert same_as_golden(GOLDEN / f"letter-{name}.nn.txt", letter, update_golden)


def without_words_of_the_case(text: str) -> str:
    """The sources that a case states, and its id, are in the words of whoever wrote it."""
    return re.sub(r"(?:kjelde|Kjelde):? .*|^Sak .*|: [\w-]*\]$|referanse: .*", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.nn.txt")), ids=lambda path: path.stem)
def test_no_answer_or_letter_in_nynorsk_has_a_word_of_bokmal(path: Path) -> None:
    told = without_quotations(without_words_of_the_case(path.read_text(encoding="utf-8")))
    assert IN_BOKMAL not in told and not (found := BOKMAL.search(told)), found


@pytest.mark.parametrize("name", ["collective-protection-2024", "open-birth-date", "review-after-interruption"])
def test_no_report_in_nynorsk_has_a_word_of_bokmal(name: str) -> None:
    """All that was derived, and the explanation, of a right, of what is open and of what is left to a person."""
    decision, trail = decided(name)
    found = explain(decision, trail, shipped()[1], specialised.engine(), "programme.outcome")
    for report in (decision_report(decision, trail, "nn", True), explanation_report(found, "nn", True)):
        told = without_quotations(without_words_of_the_case(render_report(report, "text", 1000, False)))
        assert IN_BOKMAL not in told and not (word := BOKMAL.search(told)), word


# ---------------------------------------------------------------- where there is none


def test_a_text_without_nynorsk_is_marked_as_bokmal() -> None:
    bare = load_laws(RULES).laws
    assert bare is not None
    laws = in_nynorsk(bare, {"Utfall": Translation("Utfallet", bare.versions[0].place)})
    assert terms_of("nn", bare.vocabulary, None).pick(bare.vocabulary.topics["duration"].label) == "Varighet (bokmål)"
    outcome, right = (laws.vocabulary.conclusions[name].label for name in ("programme.outcome", "programme.right"))
    assert outcome.told("nn") == "Utfallet"
    assert right.told("nn") == "Rett til introduksjonsprogram (bokmål)"


def evaluated(folder: Path, texts: str | None, lang: Language) -> Result:
    """Evaluate the case of the made-up law in a language, with a file of texts in Nynorsk."""
    lay_out(folder)
    if texts is not None:
        (folder / "rules" / TEXTS_FILE).write_text(texts, encoding="utf-8")
    with standing_in(folder):
        return command("evaluate", "case.yaml", lang=lang)


def test_a_law_without_nynorsk_is_told_in_bokmal_and_says_so(tmp_path: Path) -> None:
    told = " ".join(evaluated(tmp_path, None, "nn").stdout.split())
    assert "(bokmål)" in told and "Kontroller, og legg inn dagen dersom han finst." in told, "what the program says itself is in Nynorsk"
    assert "(bokmål)" not in evaluated(tmp_path, None, "nb").stdout


def test_mistakes_in_the_file_stop_whoever_asks_for_nynorsk_alone(tmp_path: Path) -> None:
    twice = "- {nb: Utfall, nn: Utfall}\n- {nb: Utfall, nn: Utfallet}\n"
    refused = evaluated(tmp_path, twice, "nn")
    assert refused.code == 1 and "feil[duplicate-name]" in refused.stderr and refused.stdout == ""
    assert evaluated(tmp_path, twice, "nb").code == 0


def test_an_answer_in_nynorsk_is_verified_in_nynorsk_whatever_the_language_of_the_command(tmp_path: Path) -> None:
    decision = str(tmp_path / "d.json")
    command("evaluate", str(HOME / "examples" / "refusal-2026.yaml"), "--format", "json", "-o", decision, lang="nn")
    for lang in ("nb", "en"):
        verified = command("verify", decision, lang=lang)
        assert verified.code == 0 and verified.stderr == "", verified.stderr


def test_the_library_tells_the_answer_in_nynorsk_where_it_was_loaded() -> None:
    case = library.Case.from_yaml(HOME / "examples" / "refusal-2026.yaml")
    answer = library.load(lang="nn").decide(case, cross_check=False).answer("nn")
    assert (answer["lang"], answer["sentence"]) == ("nn", "Personen er utanfor målgruppa for introduksjonsprogrammet.")
    with pytest.raises(ValueError, match="loaded without their texts in Nynorsk"):
        library.load().decide(case, cross_check=False).answer("nn")
