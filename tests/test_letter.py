"""The draft letter: golden letters, that it says nothing of its own, and that it leaves nothing out that a person must know."""

from __future__ import annotations

import functools
import itertools
import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import specialised
from engine.inference.forward import run as forward
from engine.language.located import read_tree
from engine.law.deciding import Decision, decide
from engine.loading import load_suites
from engine.model import Case, Conclusion, Fact, Letter, Value
from engine.rendering.letter import render_letter
from engine.schemas import validate
from engine.trail.citation import cite
from engine.trail.document import document as document_
from engine.trail.finality import is_final
from engine.trail.steps import Trail, build_trail

from .golden_cases import ASSUMED, GOLDEN, case_of, same_as_golden, shipped
from .made_up_law import hjemmel, lay_out, standing_in
from .random_cases import random_cases

EXAMPLES = HOME / "examples"
LETTERS: dict[str, Path | str] = {
    "approval-by-agreement": GOLDEN / "right-and-duty.yaml",
    "approval-family-member": "case-09-family-member-without-agreement",
    "approval-chapter-6a-with-plan": EXAMPLES / "plan-collective-protection-2024.yaml",
    "introduksjonsloven": GOLDEN / "introduksjonsloven.yaml",
    "may-offer": GOLDEN / "may-offer-over-55.yaml",
    "refusal-by-age": "case-03-one-day-short-of-eighteen",
    "refusal-by-permit": "permit-other",
    "refusal-by-work": GOLDEN / "refusal-full-time-work.yaml",
    "refusal-by-residence": "case-07-exactly-two-years",
    "refusal-by-eea-citizenship": "case-14-eea-citizen",
    "complete": "r2-citizen",
    "review": GOLDEN / "review-after-interruption.yaml",
    "open": GOLDEN / "open-birth-date.yaml",
    "forced-law": GOLDEN / "forced-2026.yaml",
    "assumed-date": GOLDEN / "assumed-decision-date.yaml",
}
"""The golden letters: each of a case file, or of a case of the regression suites of 2026."""

NOT_READY, READY = "UTKAST – IKKE KLART TIL Å SENDES\n", "UTKAST – KONTROLLER FØR DU SENDER\n"


@functools.cache
def suites() -> dict[str, Case]:
    found = load_suites(HOME / "tests" / "regression", shipped()[0], {}, [])
    return {case.id: case.case for version, _, case in found if version == "2026"}


@functools.cache
def written(name: str) -> tuple[Decision, Trail, str]:
    """Return the decision, trail and letter of a golden letter."""
    where = LETTERS[name]
    case = case_of(where, ASSUMED.get(where.stem, ())) if isinstance(where, Path) else suites()[where]
    decision = decide(case, shipped()[1], forward)
    trail = build_trail(decision)
    return decision, trail, render_letter(decision, trail)


def letter_of(facts: dict[str, Any]) -> str:
    """Return the letter of the golden approval with some facts changed, named flat as in a suite."""
    case = written("approval-by-agreement")[0].case
    changed = {**case.facts, **{name: engine_fact(value) for name, value in facts.items()}}
    decision = decide(Case(case.id, changed, None, case.place), shipped()[1], forward)
    return render_letter(decision, build_trail(decision))


def engine_fact(value: Any) -> Any:
    from engine.model import FactValue

    return FactValue(value, "stated")


def section(letter: str, title: str) -> str:
    """Return a section of a letter, without its title."""
    found = re.search(rf"\n\n{re.escape(title)}\n\n(.*?)(?=\n\n[^\n-][^\n.:\]]*\??\n\n|\n\nVennlig hilsen)", letter, flags=re.DOTALL)
    assert found is not None, f"{title} in {letter}"
    return found[1]


@pytest.mark.parametrize("name", LETTERS)
def test_golden(name: str, update_golden: bool) -> None:
    assert same_as_golden(GOLDEN / f"letter-{name}.txt", written(name)[2], update_golden)


# ---------------------------------------------------------------- nothing of its own


def nb_of(value: Any) -> list[str]:
    """Return every text of a document as a reader of Norwegian sees it."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != "en" for text in (str(key), *nb_of(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in nb_of(inner)]
    return [str(value)]


def said_by_the_law(letter: Letter | None) -> list[str]:
    """Return what law data alone may add to a decision: labels, titles of versions and Acts, the sentences of the letter."""
    laws = shipped()[0]
    found: list[str] = []
    assert letter is not None
    for part in letter.parts().values():
        found += [sentence for results in part.values() for sentence in results.values()]
    entries: tuple[Fact | Conclusion, ...] = (*laws.vocabulary.facts.values(), *laws.vocabulary.conclusions.values())
    for entry in entries:
        found += [entry.label.nb, *(label.nb for label in (entry.values or {}).values())]
    found += [c.text.nb for c in laws.vocabulary.conclusions.values() if c.text is not None]
    for version in laws.versions:
        found += [version.name, version.title.nb]
        found += [text for act in version.acts.values() for text in (act.id, act.title.nb, act.short.nb)]
        found += [item.label.nb for item in version.derived.values()]
        found += [item.label.nb for item in version.helpers.values()]
    return found


@pytest.mark.parametrize("name", LETTERS)
def test_every_number_date_and_section_is_in_the_decision_or_the_law(name: str) -> None:
    decision, trail, letter = written(name)
    vocabulary = shipped()[0].vocabulary
    document: Any = document_(decision, trail, vocabulary, {"made": False})
    decided = nb_of(document)
    grounds = "\n".join([*decided, *said_by_the_law(vocabulary.letter)])
    for day, month, year in re.findall(r"\b(\d\d)\.(\d\d)\.(\d{4})\b", letter):
        assert f"{year}-{month}-{day}" in decided or f"{day}.{month}.{year}" in grounds, f"{day}.{month}.{year}"
    rest = re.sub(r"\b\d\d\.\d\d\.\d{4}\b", "", letter)
    cited = {step["source"]["citation"]["nb"] for step in document["trail"] if "source" in step}
    for citation in sorted(cited, key=len, reverse=True):
        rest = rest.replace(citation, "")
    for found in re.findall(r"§§? ?\d+(?: ?[a-z]\b)?", rest):
        assert found in grounds, found
    for number in re.findall(r"\d+(?:,\d+)?", rest):
        assert re.search(rf"(?<!\d){re.escape(number.replace(',', '.'))}(?!\d)", grounds), number


@pytest.mark.parametrize("name", LETTERS)
def test_every_sentence_about_the_law_has_its_authority(name: str) -> None:
    """What follows and how to appeal is told sentence by sentence, each with an authority of the trail in parentheses."""
    letter = written(name)[2]
    titles = [title for title in ("Hvordan kan du klage?", "Hva betyr vedtaket for deg?") if f"\n{title}\n" in letter]
    assert titles or name in ("complete", "open", "review")
    for title in titles:
        for line in section(letter, title).splitlines():
            assert re.match(r"- .*\([^()]*§ \d[^()]*\)\.", line), line


# ---------------------------------------------------------------- nothing left out

BLOCKING: dict[str, tuple[dict[str, Value], str]] = {
    "age": (
        {"person.birth_date": date(2010, 6, 12)},
        r"- Du var 15 år da du fikk oppholdstillatelsen\. .* 18 og 55 år \(integreringsloven § 8 første ledd første og andre punktum\)",
    ),
    "residence": (
        {"residence.start_date": date(2023, 2, 1)},
        r"- Du har bodd i en kommune .* fra 01\.02\.2023\. .* to år eller mer\. .* § 8 første ledd tredje punktum\)\.",
    ),
    "permit": ({"permit.type": "other"}, r"- Oppholdstillatelsen din: Annen .* \(integreringsloven § 9\)\."),
    "agreement": (
        {"settlement.by_agreement": False},
        r"- Ved vedtaket .* var du ikke bosatt i kommunen etter avtale .* krever en slik avtale \(integreringsloven § 8 første ledd .*\)\.",
    ),
    "citizenship": ({"person.nordic_or_eea_citizen": True}, r"- Du er nordisk borger .* \(integreringsloven § 8 femte ledd\)\."),
    "work": (
        {"work.hours_per_week": 37, "work.several_positions": False},
        r"- Du arbeider 37 timer per uke\. .* minst 30 timer per uke \(integreringsloven § 8 fjerde ledd første punktum\)\.",
    ),
}
"""What stops the right: the facts that do, and the line in which a reader is told."""


@pytest.mark.parametrize("which", [c for n in (1, 2, 6) for c in itertools.combinations(BLOCKING, n)], ids="+".join)
def test_a_refusal_tells_every_condition_that_stops_it(which: tuple[str, ...]) -> None:
    facts = {name: value for stop in which for name, value in BLOCKING[stop][0].items()}
    reasons = section(letter_of(facts), "Hvorfor har vi bestemt dette?")
    # Where exceptions alone take the right away, they are the authority; § 8 first paragraph gives it.
    own = [] if {*which} <= {"citizenship", "work"} else ["integreringsloven § 8 første ledd første punktum"]
    taken = {"citizenship": "integreringsloven § 8 femte ledd", "work": "integreringsloven § 8 fjerde ledd første punktum"}
    authority = "; ".join([*own, *(taken[stop] for stop in taken if stop in which)])
    assert f"Du har ikke rett til introduksjonsprogram ({authority})." in reasons
    unmet = reasons.partition("Kommunen kan ")[0] if reasons.startswith("Du har ikke rett") else reasons
    for stop in BLOCKING:
        assert bool(re.search(BLOCKING[stop][1], unmet)) == (stop in which), (stop, reasons)


def test_only_an_exception_that_the_person_could_claim_is_told() -> None:
    """Hours were measured against a limit; that the person is no Nordic citizen and has not broken off is a plain no."""
    told = section(letter_of({}), "Hvorfor har vi bestemt dette?").partition("Det gjelder ikke for deg:")[2]
    cited = re.findall(r"\(integreringsloven (§ [^)]*)\)", told.partition("\n\n")[0])
    assert cited == ["§ 8 fjerde ledd første punktum"]
    # Chapter 6A asks for another permit and for an offer of another year: two things short of applying.
    assert "kapittel 6A" not in told


def test_an_exception_set_aside_by_another_is_told_with_what_sets_it_aside() -> None:
    letter = letter_of({"work.hours_per_week": 37, "work.ended": True, "work.ended_date": date(2026, 3, 1)})
    told = section(letter, "Hvorfor har vi bestemt dette?").partition("Det gjelder ikke for deg:")[2]
    line = next(line for line in told.splitlines() if line.startswith("- § 8 første ledd gjelder ikke den som er i arbeid"))
    assert "Grunnen er: arbeidsforholdet er opphørt på vedtaksdagen" in line
    assert "\nDu får introduksjonsprogram. Du har rett og plikt til å delta, så du må møte i programmet.\n" in letter


def test_a_share_of_the_benefit_that_a_person_must_settle_is_left_to_be_written() -> None:
    """Under 25 and one of a couple without children: section 20 does not say which of third and fourth paragraph goes first."""
    paid: dict[str, Any] = {"programme.begun": True, "benefit.date": date(2026, 4, 10), "benefit.lives_with_parents": False}
    young = {**paid, "person.birth_date": date(2003, 4, 10), "benefit.partner_in_programme": False}
    told = section(letter_of(young), "Hva betyr vedtaket for deg?")
    assert "- Du får 2/3 av full stønad (integreringsloven § 20 tredje ledd første punktum).\n" in told and " kroner per måned" in told
    couple = section(letter_of({**young, "benefit.partner_in_programme": True, "children.none": True}), "Hva betyr vedtaket for deg?")
    assert "- Du får [Andel av full introduksjonsstønad].\n" in couple and "2/3" not in couple and "kroner" not in couple


def test_who_finishes_a_programme_is_told_that_nothing_is_refused_and_of_no_decision() -> None:
    letter = written("complete")[2]
    assert "\nInformasjon om introduksjonsprogrammet ditt\n" in letter and "Vedtak og begrunnelse" not in letter
    assert "Dette er ikke et avslag." in letter and "vedtak om avslag" not in letter
    assert "Du får ikke" not in letter and "Du har ikke rett" not in letter
    assert "Hvordan kan du klage?" not in letter and "kan du be oss om et vedtak som du kan klage på" in letter


@pytest.mark.parametrize("name", [name for name in LETTERS if name.startswith("refusal")])
def test_nobody_who_is_refused_is_told_how_long_the_programme_lasts(name: str) -> None:
    letter = written(name)[2]
    assert "Hva betyr vedtaket for deg?" not in letter and "Programmet kan vare" not in letter
    assert "\nDu får ikke introduksjonsprogram. " in letter


def test_the_deadline_for_appeal_is_a_rule_until_notice_is_given_and_then_a_day() -> None:
    told, source = section(letter_of({}), "Hvordan kan du klage?"), "(forvaltningsloven § 29 første ledd)."
    assert f"- Fristen for å klage er tre uker fra den dagen du fikk dette brevet {source} " in told
    assert "kan du klage til og med neste virkedag (forvaltningsloven § 30 tredje punktum).\n" in told
    # Three weeks end on Maundy Thursday.
    told = section(letter_of({"appeal.notice_date": date(2026, 3, 12)}), "Hvordan kan du klage?")
    assert f"- Den siste dagen du kan klage, er 07.04.2026 {source}" in told


# ---------------------------------------------------------------- what is cited


def cited_for(letter: str, words: str) -> str:
    """Return the authority of the one sentence of a letter that begins with these words."""
    (found,) = re.findall(rf"^(?:- )?{re.escape(words)}[^.(\n]*\(([^()]*)\)", letter, flags=re.MULTILINE)
    return str(found)


def test_a_special_provision_is_cited_and_not_the_general_one_beside_it() -> None:
    """§ 13 third paragraph is about participants with upper secondary education, § 14 first paragraph about those without."""
    assert cited_for(letter_of({}), "Programmet skal være på fulltid") == "integreringsloven § 14 første ledd tredje punktum"
    with_it = letter_of({"education.has_upper_secondary": True})
    assert cited_for(with_it, "Programmet skal være på fulltid") == "integreringsloven § 13 tredje ledd første punktum"


def test_what_an_exception_takes_away_is_cited_to_the_exception() -> None:
    """§ 8 first paragraph gives right and duty; that there is none follows from what takes it away."""
    no_right = "Du har ikke rett til introduksjonsprogram"
    assert cited_for(written("refusal-by-work")[2], no_right) == "integreringsloven § 8 fjerde ledd første punktum"
    assert cited_for(written("refusal-by-eea-citizenship")[2], no_right) == "integreringsloven § 8 femte ledd"
    not_offered = cited_for(written("refusal-by-eea-citizenship")[2], "Kommunen kan heller ikke tilby deg")
    assert not_offered == "integreringsloven § 8 femte ledd"
    no_duty = cited_for(written("approval-chapter-6a-with-plan")[2], "Du har ikke plikt til å delta")
    assert no_duty == "integreringsloven § 37 c første ledd første og andre punktum"
    # A condition that is not met is one of those that § 8 first paragraph sets for the right.
    assert cited_for(written("refusal-by-age")[2], no_right) == "integreringsloven § 8 første ledd første punktum"


def test_a_condition_that_does_not_apply_is_told_with_the_provision_that_lifts_it() -> None:
    """A family member needs no agreed settlement: § 8 second paragraph says so, and the letter must, since first paragraph asks for it."""
    told = written("approval-family-member")[2]
    assert (
        "- Ikke krav om avtale ved familieinnvandring eller selvstendig grunnlag (integreringsloven § 8 andre ledd første punktum)." in told
    )


def test_a_deadline_is_cited_for_its_length_and_for_what_moves_it() -> None:
    for facts in ({}, {"appeal.notice_date": date(2026, 3, 12)}):
        told = section(letter_of(facts), "Hvordan kan du klage?")
        line = next(line for line in told.splitlines() if line.startswith(("- Fristen for å klage", "- Den siste dagen du kan klage")))
        assert re.findall(r"\(forvaltningsloven (§ [^)]*)\)", line) == ["§ 29 første ledd", "§ 30 tredje punktum"]


@pytest.mark.parametrize("name", LETTERS)
def test_no_section_is_cited_for_the_choice_of_the_wording_of_the_law(name: str) -> None:
    """None of the provisions that were cited says which wording is used; § 52 and § 72 say which Act applies."""
    rules = section(written(name)[2], "Regler vi har brukt")
    act, *wordings = rules.splitlines()
    assert act.startswith("- Loven som gjelder: ")
    assert wordings and not any("§" in line for line in wordings)


def test_the_choice_to_offer_is_cited_to_the_provision_that_gives_it() -> None:
    letter = written("may-offer")[2]
    assert "[Saksbehandler: Kommunen kan velge om den vil tilby program (integreringsloven § 8 tredje ledd første punktum)." in letter
    assert "Hva betyr et tilbud for deg?" in letter and "Hva betyr vedtaket for deg?" not in letter
    # Where the law is unsettled there is no such choice.
    assert "Kommunen kan velge" not in written("review")[2]


@pytest.mark.parametrize("name", LETTERS)
def test_suspension_is_told_where_something_can_be_carried_out(name: str) -> None:
    """forvaltningsloven § 27 third paragraph second sentence: where the decision may be carried out to the party's harm."""
    assert ("vente med å gjennomføre vedtaket" in written(name)[2]) == (name.startswith(("approval", "assumed", "intro", "may-offer")))


def test_what_the_sentences_cite_themselves_has_been_read() -> None:
    """A citation written in a sentence stands in no rule that a test holds against the statute: one more is to be read first."""
    letter = shipped()[0].vocabulary.letter
    assert letter is not None
    known = {
        "forvaltningsloven § 16 første ledd",
        "forvaltningsloven § 27 fjerde ledd bokstav a",
        "forvaltningsloven § 30 første punktum",
        "forvaltningsloven § 30 tredje punktum",
        "forvaltningsloven § 32 andre ledd",
        "forvaltningsloven § 32 første ledd bokstav b",
        "forvaltningsloven § 32 første ledd bokstav c og d",
        "forvaltningsloven § 33 fjerde ledd",
        "forvaltningsloven § 36 tredje ledd",
        "integreringsloven § 18",
        "integreringsloven § 21",
        "integreringsloven § 3 tredje ledd",
        "integreringsloven § 8 første ledd første punktum",
        "integreringsloven § 9",
        "integreringsloven § 9 første ledd bokstav f",
        "introduksjonsloven § 2 andre ledd",
        "introduksjonsloven § 6 første ledd",
    }
    said = {
        found
        for results in letter.parts().values()
        for sentences in results.values()
        for text in sentences.values()
        for found in re.findall(r"\(((?:integrerings|introduksjons|forvaltnings)\w+ §[^)]*)\)", text)
    }
    assert said == known


@pytest.mark.parametrize("name", LETTERS)
def test_every_fact_that_a_reason_tells_stands_among_the_facts(name: str) -> None:
    """fvl. § 25: the facts that the decision rests on; a reason may rest on none that the reader cannot dispute."""
    decision, _, letter = written(name)
    if "\nHvorfor har vi bestemt dette?\n" not in letter:
        return
    reasons = section(letter, "Hvorfor har vi bestemt dette?")
    for fact in decision.case.facts:
        label = shipped()[0].vocabulary.facts[fact].label.nb
        if re.search(rf"(?<![\w(]){re.escape(label)}(?: \(§[^)]*\))?: ", reasons):
            assert f"\n- {label}: " in letter.partition("Opplysninger vi har bygget på")[2], label


# ---------------------------------------------------------------- what a reader can take in

CONTRADICTIONS = (
    (r"Du har rett (?:og plikt )?til (?:å delta|introduksjonsprogram)", r"Du har ikke rett til (?:introduksjons)?program"),
    (r"Du har (?:rett og |også )?plikt\b", r"(?:Du har |du har )ikke plikt\b"),
    (r"Du får introduksjonsprogram\b", r"Du får ikke\b"),
    (r"Du får introduksjonsprogram\b", r"\bavslag(?:et)?\b"),
    (r"kan ikke forlenges", r"(?:kan|skal) forlenge programmet"),
    (r"kommunen kan ikke tilby", r"[Kk]ommunen kan (?:velge å )?tilby deg"),
    (r"Dette er ikke et avslag", r"Avslaget er"),
    (r"Du er norsk statsborger", r"Du er ikke norsk statsborger"),
    (r"var det gått mindre enn", r"var det gått [^.]* eller mer"),
    (r"Du arbeider \d", r"Du er ikke i arbeid"),
    (r"følger med vedtaket|hører til vedtaket", r"det ikke har skjedd"),
    (r"rett, men ikke plikt, til opplæring i norsk", r"(?:skal ha|plikt til) opplæring i norsk"),
)
"""Pairs of words of which a letter may have one and not the other."""


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text without their citations and without what is a name in brackets."""
    plain = re.sub(r" ?\([^()]*§[^()]*\)|\[[^\]]*\]", "", re.sub(r"(\d\d)\.(\d\d)\.(\d{4})", r"\1/\2/\3", text))
    return [part for line in plain.splitlines() for part in re.split(r"(?<=[.:?!]) ", line.removeprefix("- ")) if part.strip()]


def faults_of(letter: str) -> list[str]:
    """Return what is wrong with a letter as a reader meets it: long sentences on the first page, contradictions, brackets not listed."""
    notes, _, sent = letter.partition("\n[kommunens navn]\n")
    first = sent.partition("\nOpplysninger vi har bygget på\n")[0]
    found = [f"{len(said.split())} words: {said}" for said in sentences_of(first) if len(said.split()) > 20]
    found += [f"{one} / {other}" for one, other in CONTRADICTIONS if re.search(one, sent) and re.search(other, sent)]
    brackets = {held for held in re.findall(r"\[([^\]]*)\]", sent) if not held.startswith("Saksbehandler: ")}
    return found + [f"[{held}]" for held in sorted(brackets) if held not in notes]


TOLD_APART = (
    "programme.outcome",
    "programme.right",
    "programme.duty",
    "programme.may_offer",
    "programme.right_to_complete",
    "decision.types",
)
"""The conclusions by which the cases of the suites are told apart, beside the reviews."""


def test_a_letter_for_every_outcome_and_ground_of_the_suites() -> None:
    """Every combination of law, outcome, its parts and reviews that occurs in the suites gets a letter without a fault."""
    laws, compiled = shipped()
    fast, seen = specialised.engine(), set()
    faults = []
    for version, _, case in load_suites(HOME / "tests" / "regression", laws, {}, []):
        expected = {one.name: one.value if one.status == "value" else one.status for one in case.expect}
        wanted = (version, *(expected.get(name) for name in TOLD_APART), *sorted(case.reviews or ()))
        if case.rejected is not None or wanted in seen:
            continue
        seen.add(wanted)
        decision = decide(case.case, compiled, fast)
        faults += [(case.id, fault) for fault in faults_of(render_letter(decision, build_trail(decision)))]
    assert len(seen) > 100 and not faults, faults


# ---------------------------------------------------------------- what is certain and what is not


@pytest.mark.parametrize("name", LETTERS)
def test_a_draft_says_at_the_top_whether_it_is_ready(name: str) -> None:
    # Without facts on the plan, its contents cannot be checked; whether chapter 6A still frees of the duty in 2026 is for a person.
    unchecked = ("approval-by-agreement", "approval-family-member", "approval-chapter-6a-with-plan")
    ready = name.startswith(("approval", "refusal", "complete")) and name not in unchecked
    assert written(name)[2].startswith(READY if ready else NOT_READY)


def test_random_cases(random_count: int) -> None:
    """No letter breaks, has an empty place in it, or leaves out what a person must look at or what nobody stated."""
    laws, compiled = shipped()
    vocabulary, fast = laws.vocabulary, specialised.engine()
    letter = vocabulary.letter
    assert letter is not None
    told: set[str] = set()
    for case in random_cases(laws, max(60, random_count // 150), seed=21):
        try:
            decision = decide(case, compiled, fast)
        except Rejected:
            continue  # no law governs
        text = render_letter(decision, build_trail(decision))
        ready = text.startswith(READY)
        assert ready or text.startswith(NOT_READY)
        assert not re.search(r"[{}]|\bNone\b|\bnot_met\b|\bmet\b|\bukjent\b|  |\.\.|: \.|\(\)", text.replace("\n  - ", "\n- ")), (
            case.id,
            text,
        )
        outcome = decision.findings["programme.outcome"]
        said = letter.outcome["programme.outcome"].get(str(outcome.value))
        assert (f"\n{said}\n" in text) if said else "[Saksbehandler: Skriv vedtaket her når utfallet er avgjort.]" in text
        if ready:
            assert is_final(decision, vocabulary) and "_or_refusal" not in str(decision.findings["decision.types"].value)
        for name, finding in decision.findings.items():
            if name.startswith(("review.", "guidance.")) and finding.status == "met":
                conclusion = vocabulary.conclusions[name]
                assert conclusion.text is not None
                here = r"(I denne saken: [^\n]+\. )?"
                assert re.search(
                    rf"\[Saksbehandler: [^\n]*{re.escape(conclusion.label.nb)}\. {here}{re.escape(conclusion.text.nb)} Grunnlag: ", text
                )
            for result, sentence in letter.asks.get(name, {}).items():
                if result == (finding.value if finding.status == "value" else finding.status):
                    told_as = re.split(r" \(|\.", sentence)[0]
                    assert f"[Saksbehandler: {told_as}" in text, (case.id, name)
        for name, fact in case.facts.items():
            told.add(fact.origin)
            label = vocabulary.facts[name].label.nb
            if fact.origin == "silence":
                assert f"- {label}:" not in text.partition("Opplysninger vi har bygget på")[2]
                assert not re.search(rf"{re.escape(label)}: ingen dato(?!, ikke opplyst)", text), (case.id, name)
    assert "stated" in told


HEADINGS = {
    "Du oppfyller ikke dette vilkåret:": False,
    "Du oppfyller ikke disse vilkårene:": False,
    "Dette unntaket gjelder for deg:": True,
    "Disse unntakene gjelder for deg:": True,
    "Dette vilkåret er oppfylt:": True,
    "Disse vilkårene er oppfylt:": True,
    "Denne muligheten er stengt for deg:": False,
    "Disse mulighetene er stengt for deg:": False,
    "Vi har også vurdert dette unntaket. Det gjelder ikke for deg:": False,
    "Vi har også vurdert disse unntakene. De gjelder ikke for deg:": False,
}
"""The headings of the reasons, and whether what stands below them applies."""


def test_what_is_said_to_apply_applies_and_what_is_not_does_not(random_count: int) -> None:
    """Under every heading stand only rules that came out so, on random cases and on cases of the suites of 2026."""
    laws, compiled = shipped()
    fast = specialised.engine()
    checked = dict.fromkeys(HEADINGS, 0)
    declared = (*laws.vocabulary.conclusions.values(), *(one for version in laws.versions for one in version.helpers.values()))
    denials = {one.if_not.nb for one in declared if one.if_not is not None}
    # Two exceptions at once are too rare to wait for.
    in_work = written("refusal-by-work")[0].case
    both = replace(in_work, facts={**in_work.facts, "person.nordic_or_eea_citizen": engine_fact(True)})
    cases = [both, *random_cases(laws, max(30, random_count // 250), seed=22), *list(suites().values())[::8]]
    for case in cases:
        try:
            decision = decide(case, compiled, fast)
        except Rejected:
            continue
        trail = build_trail(decision)
        text = render_letter(decision, trail)
        came_out: dict[str, set[bool]] = {}
        for step in trail.steps:
            if step.rule is not None:
                acts = next(v for v in laws.versions if v.name == step.version).acts
                line = f"{step.rule.title.nb} ({cite(step.rule.source, acts).nb})"
                came_out.setdefault(line, set()).add(step.result == "applies")
        for heading, applies in HEADINGS.items():
            for block in text.split(f"\n{heading}\n")[1:]:
                for line in block.partition("\n\n")[0].splitlines():
                    told = line.lstrip().removeprefix("- ").removeprefix("Krav som ikke er oppfylt: ").removeprefix("Unntak som gjelder: ")
                    applies_here = "Unntak som gjelder: " in line if line.startswith("  ") else applies
                    checked[heading] += 1
                    rules = [rule for rule in came_out if told.startswith(rule)]
                    if rules:
                        assert applies_here in came_out[max(rules, key=len)], (case.id, heading, line)
                    elif not re.search(r"\([^()]*§[^()]*\)\.$", told):
                        # No rule, but a conclusion with its answer; what stands in a rule itself is told with the rule's authority.
                        denied = any(told.startswith(f"{denial}.") for denial in denials)
                        assert denied or re.search(r": (ja|nei)\.", told), (case.id, heading, line)
    assert sum(checked.values()) > 500 and all(checked[heading] for heading in HEADINGS if "mulig" not in heading or "disse" in heading), (
        checked
    )


def test_assumed_facts_and_a_forced_version_are_flagged() -> None:
    decision, _, letter = written("assumed-date")
    assert {fact.origin for fact in decision.case.facts.values()} >= {"assumed", "silence"}
    assert "[Saksbehandler: Disse opplysningene er antatt. Kontroller dem, og lag brevet på nytt: Vedtaksdato: 10.03.2026.]" in letter
    assert "- Vedtaksdato: 10.03.2026 (antatt)\n" in letter
    assert "Ved vedtaket 10.03.2026 (antatt) var det gått" in letter
    assert "[Saksbehandler: Lovversjon 2026 er bestemt på forhånd, og reglene om lovvalg er ikke brukt." in written("forced-law")[2]


def test_what_the_case_is_silent_about_is_told_to_the_caseworker_alone() -> None:
    told, _, sent = written("complete")[2].partition("\nInformasjon om introduksjonsprogrammet ditt\n")
    assert "det er lagt til grunn at det ikke har skjedd: Dagen programmet ble avsluttet.]" in told
    assert "Dagen programmet ble avsluttet" not in sent


def test_a_source_follows_its_fact() -> None:
    assert "innvilget: 12.09.2025 (kilde: UDI's decision of 12.09.2025)\n" in written("approval-chapter-6a-with-plan")[2]


# ---------------------------------------------------------------- the command, and another law


def evaluate(*arguments: str) -> Any:
    with standing_in(HOME):
        return hjemmel("evaluate", "examples/refusal-2026.yaml", "--format", "begrunnelse", *arguments)


def test_the_command_writes_the_letter(tmp_path: Path) -> None:
    result = evaluate("--no-cross-check")
    assert (result.code, result.stderr) == (0, "")
    assert "[Saksbehandler: Ikke kontrollert av en annen motor: slått av med --no-cross-check.]\n" in result.stdout
    assert evaluate("-o", str(tmp_path / "brev.txt")).stdout == ""
    assert "\nDu får ikke introduksjonsprogram. " in (tmp_path / "brev.txt").read_text(encoding="utf-8")


def test_the_letter_is_in_bokmal_alone(tmp_path: Path) -> None:
    result = evaluate("--lang", "en", "-o", str(tmp_path / "letter.txt"))
    assert result.code == 2 and "Bokmål" in result.stderr and result.stdout == ""
    assert not (tmp_path / "letter.txt").exists()


def test_the_letter_can_be_had_in_nynorsk() -> None:
    told = evaluate("--lang", "nn").stdout
    assert "\nKvifor har vi bestemt dette?\n" in told and "Hvorfor" not in told


def test_a_law_without_sentences_still_gets_a_plain_letter(tmp_path: Path) -> None:
    lay_out(tmp_path)
    with standing_in(tmp_path):
        result = hjemmel("evaluate", "case.yaml", "--format", "begrunnelse")
    assert result.code == 0 and "\nUtfall: " in result.stdout and "\nHvorfor har vi bestemt dette?\n" in result.stdout


TABLE = """
topic: matter
title: {nb: Saken, en: The matter}
parameters:
  late: {value: 2030-01-01, unit: date, source: {act: act, section: "§ 2"}}
conclusions:
  matter.over: {type: boolean, label: {nb: Over, en: Over}}
  matter.whole: {type: boolean, label: {nb: Hele, en: Whole}}
  matter.row: {type: enum, label: {nb: Rad, en: Row}, values: {low: {nb: nederst, en: lowest}, high: {nb: øverst, en: highest}}}
rules:
  - {id: act-2-low, title: {nb: A, en: B}, source: {act: act, section: "§ 2"}, when: condition.met, then: {matter.row: low}}
  - {id: act-2-high, title: {nb: C, en: D}, source: {act: act, section: "§ 2"}, when: {not: condition.met}, then: {matter.row: high}}
  - id: act-2-late
    title: {nb: Etter tabellen, en: By the table}
    source: {act: act, section: "§ 2"}
    when:
      any:
        - {all: [{value: matter.row, is: low}, {fact: application.date, on_or_after: {parameter: late}}]}
        - {all: [{value: matter.row, is: high}, {fact: application.date, before: {parameter: late}}]}
    then: matter.over
  - {id: act-2-else, title: {nb: E, en: F}, source: {act: act, section: "§ 2"}, when: {not: condition.met}, then: matter.over}
  - {id: act-2, title: {nb: G, en: H}, source: {act: act, section: "§ 2"}, when: {all: [condition.met, matter.over]}, then: matter.whole}
  - {id: act-2-yes, title: {nb: I, en: J}, source: {act: act, section: "§ 2"}, when: matter.whole, then: {matter.outcome: granted}}
  - {id: act-2-no, title: {nb: K, en: L}, source: {act: act, section: "§ 2"}, when: {not: matter.whole}, then: {matter.outcome: none}}
"""


def test_a_row_of_a_table_that_closes_a_way_is_told_by_its_word(tmp_path: Path) -> None:
    """The way asks for another row, or a later day; the row that it is stands among what closed it."""
    shutil.copytree(EXAMPLES / "new-law", tmp_path, dirs_exist_ok=True)
    (tmp_path / "rules" / "first" / "matter.yaml").write_text(TABLE, encoding="utf-8")
    with standing_in(tmp_path):
        result = hjemmel("evaluate", "case.yaml", "--format", "letter", lang="nb")
    assert "Etter tabellen (loven § 2). Søknadsdato (01.01.2000) er før 01.01.2030. Rad: nederst." in result.stdout


def test_the_schema_holds_the_sentences_to_their_form() -> None:
    text = (HOME / "rules" / "vocabulary.yaml").read_text(encoding="utf-8")
    for good, bad in (('{value}."}', '{navn:ord}."}'), ("  appeal:\n", "  apeal:\n"), ("grants:\n", "grant:\n")):
        assert text.count(good) >= 1
        head, found, rest = text.rpartition("\nletter:\n")
        tree = read_tree("vocabulary.yaml", head + found + rest.replace(good, bad, 1), [])
        assert tree is not None and validate(tree, "vocabulary.schema.json")
    assert json.loads((HOME / "schemas" / "vocabulary.schema.json").read_text(encoding="utf-8"))["properties"]["letter"]
