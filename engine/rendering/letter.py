"""The draft of the letter that gives reasons for a decision, in plain Bokmål, told from the trail and the vocabulary alone.

The sentences about the law are those of the vocabulary's `letter`; the authority after each is that of the rule that gave
the conclusion. Brackets hold what a caseworker must fill in or settle: what the case does not say is not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..canonical import Json
from ..inference.constraints import doubts_of
from ..language.templates import VALUE, Hole, filled
from ..law.deciding import Decision, read_before
from ..model import GOVERNS, NONE, Act, Language, Letter, Rule, Sentences
from ..terms.saying import date_words
from ..trail.acts import ACT
from ..trail.citation import cite
from ..trail.document import missing
from ..trail.finality import REVIEW, is_answer
from ..trail.justification import justify
from ..trail.steps import Trail
from .catalogue import phrase
from .derivation import View, view_of
from .reasons import (
    Matter,
    Point,
    PointKind,
    authorities,
    fact_words,
    nearest_points,
    pending_words,
    points_of,
    question_of,
    questions_of,
)
from .reference import render_cross_check
from .report import visible
from .wording import doubt_words, headline, inside, label, listed, status_words, value_words

LANGUAGE: Final[Language] = "nb"
"""The language of the letter: the one in which a municipality writes its decisions."""

_NO_LETTER: Final = Letter({}, {}, {}, {}, {}, {}, {})

_HEADS: Final[Mapping[PointKind, tuple[str, str]]] = {
    "unmet": ("Du oppfyller ikke dette vilkåret:", "Du oppfyller ikke disse vilkårene:"),
    "applied": ("Dette unntaket gjelder for deg:", "Disse unntakene gjelder for deg:"),
    "met": ("Dette vilkåret er oppfylt:", "Disse vilkårene er oppfylt:"),
    "closed": ("Denne muligheten passer ikke for deg:", "Ingen av disse mulighetene passer for deg:"),
    "passed": (
        "Vi har også vurdert dette unntaket. Det gjelder ikke for deg:",
        "Vi har også vurdert disse unntakene. De gjelder ikke for deg:",
    ),
}
"""What stands above the points of each kind, one and several, in the order in which they are told."""


def render_letter(decision: Decision, trail: Trail, cross_check: Json = None) -> str:
    """Return the draft as plain text: one line to a paragraph, `- ` before an item, a blank line around headings.

    `cross_check` says whether a second engine derived the same (`law.crosscheck`); where not, the caseworker is told.
    """
    view = view_of(decision, trail, LANGUAGE, False)
    letter = view.vocabulary.letter or _NO_LETTER
    blocking = [*_open_outcome(view, letter), *_reviews(view), *_told_in(view, letter.asks), *_taken_on_trust(view, letter)]
    remarks = [*_guidance(view), *_still_open(view, letter), *_unchecked(cross_check)]
    notice = _any_of(view, letter.notices)
    body = [
        *_outcome(view, letter),
        *_section("Hvorfor er det slik?" if notice else "Hvorfor har vi bestemt dette?", _reasons(view, letter)),
        *_section("Hva betyr vedtaket for deg?", _items(_follows(view, letter))),
        *_section("Opplysninger vi har bygget på", _facts(view, letter)),
        *_section("Regler vi har brukt", _law(view, letter)),
        *_section("Hvordan kan du klage?", [] if notice else _items(_told_in(view, letter.appeal))),
    ]
    acts = _acts(decision, "\n".join(body))
    title = "UTKAST – IKKE KLART TIL Å SENDES" if blocking else "UTKAST – KONTROLLER FØR DU SENDER"
    asks = blocking or ["Dette er et utkast. Kontroller opplysningene, og fyll ut feltene i hakeparentes."]
    head = ["[Kommunens navn og adresse]", "[Mottakerens navn og adresse]", "[Dato]", f"[Saksnummer] Vår referanse: {decision.case.id}"]
    lines = [
        title,
        "",
        *(_ask(text) for text in (*asks, *remarks)),
        "",
        *head,
        "",
        "Informasjon om introduksjonsprogrammet ditt" if notice else "Vedtak og begrunnelse",
        "",
        *body,
        *_section("Lover og forskrifter i dette brevet", acts),
        "",
        "Vennlig hilsen",
        "[Saksbehandlerens navn og underskrift]",
        "[Kommunens navn]",
    ]
    return "\n".join(map(visible, lines)) + "\n"


def _ask(text: str) -> str:
    return f"[Saksbehandler: {text}]"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """Return a section with its title and a blank line before it, or nothing where it is empty."""
    found = list(lines)
    return ["", title, "", *found] if found else []


def _items(sentences: Iterable[str]) -> list[str]:
    return [f"- {sentence}" for sentence in sentences]


# ---------------------------------------------------------------- sentences of the vocabulary


def _told_in(view: View, sentences: Sentences) -> list[str]:
    """Return the sentences whose conclusion came out so, each with the authority of what gave it."""
    found = []
    for name, results in sentences.items():
        told = _sentence(view, name, results)
        if told is not None:
            found.append(_with_authority(told, view, authorities(view, name)))
    return found


def _sentence(view: View, name: str, results: Mapping[str, str]) -> str | None:
    """Return what a part of the letter says of a conclusion as it came out, or None where it says nothing of it."""
    finding = view.decision.findings[name]
    if finding.status == "value":
        said = results.get(str(finding.value), results.get("value"))
        value: str | None = value_words(view.terms[None], name, finding.value)
    else:
        said = results.get(finding.status)
        value = pending_words(view, name) if finding.status == "open" and said is not None else ""
    return None if said is None or value is None else headline(_filled(view, name, said, value))


def _filled(view: View, name: str, said: str, value: str) -> str:
    """Return a sentence about a conclusion with what the case says: its value, and derived values of the version that governs."""
    runs = {run.compiled.version.name: run for run in view.decision.runs if view.vocabulary.conclusions[name].topic in run.topics}

    def of_case(hole: Hole) -> str | None:
        if hole.name == VALUE:
            return value
        found: dict[str, None] = {}
        for version, run in runs.items():
            derived = run.compiled.version.derived.get(hole.name)
            if derived is not None and hole.name in run.values:
                found[value_words(view.terms[version], hole.name, run.values[hole.name])] = None
        only = list(found)
        # What is not known, or not the same in every version that may govern, is for the caseworker to write.
        return only[0] if len(only) == 1 else f"[{_label_in(view, runs, hole.name)}]"

    return filled(said, of_case)


def _label_in(view: View, versions: Iterable[str], name: str) -> str:
    """Return the label of a derived value in the first of the versions that has it."""
    return next((label(view.terms[version], name) for version in versions if label(view.terms[version], name) != name), name)


def _with_authority(sentence: str, view: View, rules: Iterable[tuple[str, Rule]]) -> str:
    """Return a sentence with its authority in parentheses before the full stop that ends its first sentence."""
    cited = list(dict.fromkeys(cite(rule.source, _acts_of(view, version)).nb for version, rule in rules))
    if not cited or sentence.startswith("["):
        return sentence
    first, stop, rest = sentence.partition(". ") if ". " in sentence else (sentence.removesuffix("."), ".", "")
    return f"{first} ({'; '.join(cited)}){stop}{rest}"


def _acts_of(view: View, version: str) -> Mapping[str, Act]:
    law = view.terms[version].version
    return law.acts if law is not None else {}


# ---------------------------------------------------------------- what a caseworker must settle


def _open_outcome(view: View, letter: Letter) -> Iterator[str]:
    """Yield why the outcome cannot be told: facts are missing, or the law gives no certain answer.

    What may stand beside a refusal, and is still open, is a part of the outcome as well.
    """
    for name, conclusion in view.vocabulary.conclusions.items():
        finding = view.decision.findings[name]
        if conclusion.principal and finding.status == "open":
            yield f"Utfallet er ikke avgjort. {_lacking_words(view, name)}"
        elif conclusion.principal and finding.value == REVIEW:
            yield "Loven gir ikke noe sikkert svar på utfallet. Det må avgjøres av en saksbehandler før brevet kan skrives ferdig."
        elif conclusion.headline and finding.status == "open" and not _granted(view, letter) and not _undecided(view):
            yield f"Dette er ikke avgjort: {view.pick(conclusion.label)}. {_lacking_words(view, name)}"


def _lacking_words(view: View, name: str) -> str:
    lacking = missing(view.decision, view.trail, view.vocabulary, name)
    return f"Disse opplysningene mangler: {'; '.join(label(view.terms[None], fact) for fact in lacking)}."


def _reviews(view: View) -> Iterator[str]:
    for name in _met(view, f"{REVIEW}."):
        yield _remark(view, name)


def _guidance(view: View) -> Iterator[str]:
    for name in _met(view, "guidance."):
        yield f"Merknad etter veiledning, ikke et lovkrav: {_remark(view, name)}"


def _met(view: View, prefix: str) -> list[str]:
    return [name for name, finding in view.decision.findings.items() if name.startswith(prefix) and finding.status == "met"]


def _remark(view: View, name: str) -> str:
    conclusion = view.vocabulary.conclusions[name]
    text = view.pick(conclusion.text) if conclusion.text is not None else ""
    cited = dict.fromkeys(cite(rule.source, _acts_of(view, version)).nb for version, rule in authorities(view, name))
    return f"{view.pick(conclusion.label)}. {text} Grunnlag: {'; '.join(cited)}."


def _taken_on_trust(view: View, letter: Letter) -> Iterator[str]:
    """Yield what the decision rests on without the case or the law saying so: unlikely facts, a forced version, an open one,
    assumed facts."""
    terms, decision = view.terms[None], view.decision
    day = read_before(decision)
    if day is not None:
        yield (
            f"Loven er lest per {date_words('nb', day)}; avgjørelsen er datert senere. "
            "Kontroller at loven ikke er endret siden før brevet sendes."
        )
    for doubt in doubts_of(decision.case, view.vocabulary):
        text, facts, reasons = doubt_words(terms, decision.case, doubt)
        yield " ".join([text, f"Kontroller opplysningene mot kilden før brevet sendes ({facts}).", *reasons])
    if decision.case.forced is not None:
        yield (
            f"Lovversjon {decision.case.forced} er bestemt på forhånd, og reglene om lovvalg er ikke brukt. "
            "Kontroller at det er riktig versjon."
        )
    for topic in _topics(view, letter):
        governing = decision.governing[topic]
        if not governing.settled:
            name = inside(terms, view.pick(view.vocabulary.topics[topic].label))
            versions = listed(terms, governing.versions, phrase("or"))
            yield f"Det er ikke avklart hvilken lovversjon som gjelder for {name}: {versions}."
    assumed = [name for name, fact in decision.case.facts.items() if fact.origin == "assumed"]
    if assumed:
        told = "; ".join(f"{label(terms, name)}: {value_words(terms, name, decision.case.facts[name].value)}" for name in assumed)
        yield f"Disse opplysningene er antatt. Kontroller dem før brevet sendes: {told}."


def _still_open(view: View, letter: Letter) -> Iterator[str]:
    """Yield what the letter would tell if facts were not missing, and what could not be checked or ruled out without them."""
    findings, topics, terms = view.decision.findings, _topics(view, letter), view.terms[None]

    def labels(names: Iterable[str]) -> str:
        kept = [n for n in dict.fromkeys(names) if findings[n].status == "open" and view.vocabulary.conclusions[n].topic in topics]
        return "; ".join(label(terms, name) for name in kept)

    told = {**letter.outcome, **(letter.follows if _granted(view, letter) else {})}
    appeal = {} if _any_of(view, letter.notices) else letter.appeal
    pending = [name for name in appeal if _sentence(view, name, appeal[name]) is None]
    untold = labels([*(name for name in told if not view.vocabulary.conclusions[name].principal), *pending])
    if untold:
        yield f"Brevet sier ikke noe om dette, fordi opplysninger mangler: {untold}."
    checks = [name for name in view.vocabulary.conclusions if name in letter.asks or name.startswith(f"{REVIEW}.")]
    unchecked = labels(name for name in checks if name not in told)
    if unchecked:
        yield f"Dette er ikke kontrollert, fordi opplysninger mangler: {unchecked}."


def _unchecked(cross_check: Json) -> Iterator[str]:
    if isinstance(cross_check, dict) and not cross_check["made"]:
        yield render_cross_check(cross_check, LANGUAGE).strip() + "."


# ---------------------------------------------------------------- the outcome and its reasons


def _outcome(view: View, letter: Letter) -> Iterator[str]:
    """Yield what is decided: the principal conclusions first, then what else the letter says of the outcome."""
    conclusions, findings = view.vocabulary.conclusions, view.decision.findings
    for name, conclusion in conclusions.items():
        if conclusion.principal and not is_answer(findings[name]):
            yield _ask("Skriv vedtaket her når utfallet er avgjort.")
        elif conclusion.principal:
            yield _sentence(view, name, letter.outcome.get(name, {})) or _plainly(view, name)
    for name, conclusion in conclusions.items():
        if conclusion.headline and findings[name].status == "met":
            yield _sentence(view, name, letter.outcome.get(name, {})) or _plainly(view, name)
    shown = {name for name, c in conclusions.items() if c.principal or c.headline}
    if not _undecided(view):
        yield from _told_in(view, {name: said for name, said in letter.outcome.items() if name not in shown})


def _undecided(view: View) -> bool:
    """Say whether a principal conclusion is open or left to a person."""
    found = [view.decision.findings[name] for name, c in view.vocabulary.conclusions.items() if c.principal]
    return not all(map(is_answer, found))


def _plainly(view: View, name: str) -> str:
    return f"{label(view.terms[None], name)}: {_result_words(view, name)}."


def _result_words(view: View, name: str) -> str:
    finding, terms = view.decision.findings[name], view.terms[None]
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)


def _reasons(view: View, letter: Letter) -> Iterator[str]:
    """Yield for each question that the outcome rests on its answer and the points, and the same for what stands beside it."""
    told: set[Point] = set()
    asked: set[str] = set()
    conclusions, findings = view.vocabulary.conclusions, view.decision.findings
    paragraphs: list[list[str]] = []
    for name, conclusion in conclusions.items():
        if conclusion.principal and findings[name].status == "open":
            paragraphs.append([_ask("Skriv begrunnelsen når utfallet er avgjort.")])
        elif conclusion.principal:
            uncertain = findings[name].value == REVIEW
            if uncertain:
                paragraphs.append([_ask("Fullfør begrunnelsen når utfallet er avgjort. Nedenfor står det som er klart.")])
            questions = _in_order(view, letter, name)
            asked.update(question.name for question in questions)
            paragraphs += [_question(view, letter, question, told, not uncertain) for question in questions]
    for name, conclusion in conclusions.items():
        if conclusion.headline and findings[name].status == "met" and name not in asked:
            paragraphs.append(_question(view, letter, question_of(view, view.trail.because[name][0]), told, True))
    for number, paragraph in enumerate(filter(None, paragraphs)):
        yield from ["", *paragraph] if number else paragraph


def _in_order(view: View, letter: Letter, name: str) -> list[Matter]:
    """Return the questions that a conclusion rests on, in the order of the letter's sentences, then of the trail."""
    order = list(letter.reasons)
    return sorted(questions_of(view, name), key=lambda question: order.index(question.name) if question.name in order else len(order))


def _question(view: View, letter: Letter, question: Matter, told: set[Point], answered: bool) -> list[str]:
    """Return the points of one question that have not been told before, below its answer with the authority, if it has one."""
    lines = []
    if answered:
        results = {**letter.outcome.get(question.name, {}), **letter.reasons.get(question.name, {})}
        said = results.get(question.result)
        plainly = f"{_label(view, question)}: {status_words(view.terms[None], question.result)}."
        answer = plainly if said is None else headline(_filled(view, question.name, said, ""))
        lines.append(_with_authority(answer, view, question.rules))
        if question.points and told.issuperset(question.points):
            lines[0] += " Grunnen er den samme."
        elif any(point in told for point in question.points if point.kind in ("unmet", "applied")):
            lines[0] += " Grunnen over gjelder også her."
    new = [point for point in question.points if point not in told]
    told.update(new)
    for kind, (one, several) in _HEADS.items():
        points = [point for point in new if point.kind == kind]
        if points:
            lines += [""] if lines else []
            lines += [several if len(points) > 1 else one, *(line for point in points for line in _point_lines(point))]
    return lines


def _label(view: View, question: Matter) -> str:
    version = question.rules[0][0] if question.rules else None
    return label(view.terms[version], question.name)


def _point(point: Point) -> str:
    return ". ".join((point.head, *point.details)) + "."


def _point_lines(point: Point) -> list[str]:
    lead = " Vi har vurdert disse reglene, men ingen av dem passer for deg:" if point.below and point.kind != "closed" else ""
    return [f"- {_point(point)}{lead}", *(f"  - {told}" for told in point.below)]


# ---------------------------------------------------------------- what follows


def _granted(view: View, letter: Letter) -> bool:
    return _any_of(view, letter.grants)


def _any_of(view: View, listed_words: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a conclusion has one of the words listed for it."""
    return any(view.decision.findings[name].value in words for name, words in listed_words.items())


def _follows(view: View, letter: Letter) -> list[str]:
    return _told_in(view, letter.follows) if _granted(view, letter) else []


# ---------------------------------------------------------------- facts and law


def _facts(view: View, letter: Letter) -> Iterator[str]:
    """Yield the facts that what is told rests on: those of the case, and what was read from its silence."""
    facts = view.decision.case.facts
    used = _used(view, letter)
    stated = [name for name in view.vocabulary.facts if name in used and facts[name].origin in ("stated", "assumed")]
    silent = [name for name in view.vocabulary.facts if name in used and facts[name].origin == "silence"]
    if stated:
        yield "Dette har vi lagt til grunn:"
        yield from (f"- {fact_words(view, name)}" for name in stated)
    for value, read in {NONE: "det ikke har skjedd", False: "svaret er nei"}.items():
        if names := [name for name in silent if facts[name].value == value]:
            yield from [""] if stated or value is False else []
            yield f"Dette er ikke opplyst i saken. Vi har derfor lagt til grunn at {read}:"
            yield from (f"- {label(view.terms[None], name)}: ikke opplyst" for name in names)
    if stated or silent:
        yield from ["", "Er noe av dette feil? Da må du si fra til oss."]


def _used(view: View, letter: Letter) -> set[str]:
    """Return the facts of the case on which everything told rests; all of them while an outcome is open.

    They are those of the shortest proof of what is told, and those of every reason given.
    """
    findings, because, conclusions = view.decision.findings, view.trail.because, view.vocabulary.conclusions
    stated, silent = (_of_origin(view, *origins) for origins in (("stated", "assumed", "silence"), ("silence",)))
    principals = [name for name, c in conclusions.items() if c.principal]
    if any(findings[name].status == "open" for name in principals):
        return stated
    headlines = [name for name, c in conclusions.items() if c.headline and findings[name].status == "met"]
    told = _told(view, {**letter.asks, **(letter.follows if _granted(view, letter) else {})})
    law = [number for topic in _topics(view, letter) for number in view.trail.law[topic]]
    used = _rests_on(view, [*principals, *headlines, *_met(view, f"{REVIEW}."), *told], law)
    questions = [*(q for name in principals for q in questions_of(view, name)), *(question_of(view, because[n][0]) for n in headlines)]
    used = used.union(*(point.facts for question in questions for point in question.points))
    # What the appeal rests on beside that was stated for the appeal; its silence says only that there is none yet.
    return (used | (_rests_on(view, _told(view, letter.appeal)) - silent)) & stated


def _of_origin(view: View, *origins: str) -> set[str]:
    return {name for name, fact in view.decision.case.facts.items() if fact.origin in origins}


def _rests_on(view: View, conclusions: Iterable[str], steps: Iterable[int] = ()) -> set[str]:
    """Return the facts of the shortest proof of conclusions and of further steps."""
    goals = [number for name in conclusions for number in view.trail.because.get(name, ())]
    return set(justify(view.decision, view.trail, [*goals, *steps]).facts)


def _told(view: View, sentences: Sentences) -> list[str]:
    """Return the conclusions of which the letter has a sentence to tell for what was found."""
    return [name for name, results in sentences.items() if _sentence(view, name, results) is not None]


def _topics(view: View, letter: Letter) -> list[str]:
    """Return the topics that the letter tells of: that of the outcome, and those of what follows where a programme is granted."""
    told = {c.topic for c in view.vocabulary.conclusions.values() if c.principal}
    if _granted(view, letter):
        told |= {view.vocabulary.conclusions[name].topic for name in letter.follows}
    return [topic for topic in view.decision.governing if topic in told]


def _law(view: View, letter: Letter) -> Iterator[str]:
    """Yield which Act applies and which law version governs each topic, and why."""
    act = view.trail.because.get(ACT)
    if act:
        why = [_point(point) for point in points_of(view, act[0])]
        yield " ".join([f"- {_plainly(view, ACT)}", *why])
    for topic in _topics(view, letter):
        governing = view.decision.governing[topic]
        titles = [_title(view, version) for version in governing.versions]
        name = view.pick(view.vocabulary.topics[topic].label)
        if not governing.settled:
            yield f"- {name}: {_ask('Lovversjonen er ikke avklart: ' + ' eller '.join(titles) + '.')}"
            continue
        why = ["Lovversjonen er valgt for denne saken."] if view.decision.case.forced is not None else list(_choice(view, topic))
        yield " ".join([f"- {name}: {titles[0]} (lovversjon {governing.versions[0]}).", *why])


def _title(view: View, version: str) -> str:
    law = view.terms[version].version
    assert law is not None  # a governing version was run, and has its terms
    return view.pick(law.title)


def _choice(view: View, topic: str) -> Iterator[str]:
    """Yield why the version that governs a topic does so, and why no newer one does."""
    newer = []
    for run in view.decision.choices:
        version = run.compiled.version.name
        number = view.numbers.get((version, True, "conclusion", f"{GOVERNS}{topic}"))
        if number is None:
            continue
        told = [_point(point) for point in nearest_points(view, number)]
        if view.trail.steps[number - 1].result == "met":
            yield from told
            break
        newer += [f"{_title(view, version)} gjelder ikke her:", *told]
    yield from newer


def _acts(decision: Decision, body: str) -> list[str]:
    """Return the Acts and regulations that the letter cites, with their full title and official id, in the order cited."""
    acts = {act.id: act for run in decision.runs for act in run.compiled.version.acts.values()}
    cited = sorted((body.index(f"{act.short.nb} §"), act.id) for act in acts.values() if f"{act.short.nb} §" in body)
    return [f"- {acts[id_].short.nb}: {acts[id_].title.nb} ({id_})" for _, id_ in cited]
