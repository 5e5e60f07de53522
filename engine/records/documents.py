"""Decision documents in files: read as JSON, checked by their schema and the law, and decided again."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..canonical import Json, day
from ..diagnostics import Diagnostic, Problem
from ..folders import read_text, shown
from ..inference.forward import Engine
from ..inquiry.short_answer import short_answer
from ..language.located import MAX_DEPTH, read_tree
from ..language.nesting import deeper_than
from ..law import deciding
from ..law.compiled import NOT_APPLICABLE, CompiledLaws, compile_laws
from ..law.deciding import Decision
from ..law.drafted import known_to
from ..model import Case, Language, Place, Text, Vocabulary
from ..rendering.answer_document import answer_document
from ..rendering.answer_words import answer_words
from ..rendering.doubts import read_until_words
from ..schemas import node_at, validate, validator
from ..trail.checker import Flaw
from ..trail.differing import where_differs
from ..trail.document import document
from ..trail.stated import case_of
from ..trail.steps import build_trail
from ..trail.warnings import warnings_json

_WHY = Text("det som ikke er en avgjørelse, kan ikke kontrolleres", "only a decision can be checked")
_FIX = Text("oppgi en fil som `hjemmel evaluate --format json` har skrevet", "name a file that `hjemmel evaluate --format json` wrote")


class NotJsonFromHere(Problem):
    code = "syntax"
    message = Text("herfra kan filen ikke leses som JSON", "from here on, the file cannot be read as JSON")
    why = _WHY
    fix = _FIX


class NoDecisionInList(Problem):
    code = "empty-file"
    message = Text("listen har ingen avgjørelse", "the list has no decision in it")
    why = _WHY
    fix = _FIX


class NotADecision(Problem):
    code = "schema"
    message = Text("dette er ikke en avgjørelse: {reason}", "this is not a decision: {reason}")
    why = _WHY
    fix = _FIX
    reason: Text


class FlawedDecision(Problem):
    code = "flawed-decision"
    message = Text("{what}", "{what}")
    why = Text(
        "en avgjørelse som ikke følger av opplysningene og loven, steg for steg, beviser ingenting",
        "a decision that does not follow from its facts and the law, step by step, proves nothing",
    )
    fix = Text(
        "be om avgjørelsen på nytt; er loven endret etter den, så oppgi reglene som den ble truffet etter, med `--rules`",
        "evaluate the case again; if the law was changed after it, name the rules that it was made under with `--rules`",
    )
    what: Text


class FlawedStep(FlawedDecision):
    message = Text("steg {step}: {what}", "step {step}: {what}")
    step: int


class FlawedAnswer(FlawedDecision):
    message = Text(
        "avgjørelsen følger av loven, men svaret ved siden av den er et annet enn det avgjørelsen gir: {what}",
        "the decision follows from the law, but the answer beside it is another than the decision gives: {what}",
    )
    why = Text(
        "svaret er det en saksbehandler handler etter; dette er endret, eller skrevet av en annen utgave av programmet",
        "the answer is what a caseworker acts on; this one was changed, or written by another release of the program",
    )
    fix = Text("be om avgjørelsen på nytt", "evaluate the case again")


class OtherVersions(Problem):
    code = "other-versions"
    level = "warning"
    message = Text("{others}", "{others}")
    why = Text(
        "loven som den bygger på, er uendret, men valget av lov sto mellom andre versjoner enn i dag",
        "the law that it rests on is unchanged, but the law was chosen among other versions than there are today",
    )
    fix = Text(
        "oppgi reglene som den ble truffet etter, med `--rules`; mangler en versjon, så legg den på plass",
        "name the rules that it was made under with `--rules`; where a version is missing, put it in its place",
    )
    others: Text


class OtherWarnings(Problem):
    code = "unlikely"
    level = "warning"
    message = Text(
        "saken gir nå andre advarsler enn avgjørelsen: {otherwise}", "the case now gives other warnings than the decision: {otherwise}"
    )
    why = Text(
        "loven og avgjørelsen er uendret; det som skal kontrolleres av en saksbehandler, er det ikke",
        "the law and the decision are unchanged; what a person is to check is not",
    )
    fix = Text(
        "kontroller opplysningene i avgjørelsen etter skrankene som gjelder nå",
        "check the facts of the decision by the constraints there are now",
    )
    otherwise: Text


SCHEMA = "decision.schema.json"

ANSWER = "answer"
"""The part of a document that stands beside the decision, outside its digest."""

_MAX_DEPTH = MAX_DEPTH + 10
"""What a rule file may hold as deep as it goes, in the steps of a decision in a list."""


class ReadDecision(NamedTuple):
    """A decision document, valid by its schema, with its file and, where the file holds a list, its position there from 0."""

    content: dict[str, Json]
    file: str
    position: int | None


class VerifiedDocument(NamedTuple):
    """What was found: the problems, no error where every step follows and the case decided again gives the same.

    A warning tells that there are other law versions now. `versions` are those that govern a topic, or may; `engines` are
    those that decided it again.
    """

    problems: tuple[Diagnostic, ...]
    case: str
    versions: tuple[str, ...]
    steps: int
    engines: tuple[str, ...]
    digest: str


class _NotJson(ValueError):
    """Something that Python reads as JSON and JSON does not know, or knows two meanings of; `what` says it in words."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


def read_decisions(path: Path, sources: dict[str, str], problems: list[Diagnostic]) -> tuple[ReadDecision, ...]:
    """Return the decisions of a file: one, or a list of them. What is wrong with the file goes to `problems`."""
    text, file = read_text(path, sources, problems), shown(path)
    if text is None:
        return ()
    why = Text("den kan ikke leses som JSON", "it cannot be read as JSON")
    if deeper_than(_MAX_DEPTH, text) is not None:
        problems += _located(file, text, why)
        return ()
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_number, parse_float=_number)
        is_decision = next(validator(SCHEMA).iter_errors(found), None) is None
    except json.JSONDecodeError as error:
        if text.strip():
            problems.append(NotJsonFromHere().at(_stopping(file, text, error)))
            return ()
        is_decision = False
    except _NotJson as error:
        is_decision, why = False, error.what
    except ValueError:  # a number of thousands of digits
        is_decision = False
    if not is_decision:
        problems += _located(file, text, why)
        return ()
    if isinstance(found, dict):
        return (ReadDecision(found, file, None),)
    if not found:
        problems.append(NoDecisionInList().at(Place(file, 1, 1)))
    return tuple(ReadDecision(item, file, index) for index, item in enumerate(found))


def _stopping(file: str, text: str, error: json.JSONDecodeError) -> Place:
    """Return where the text is no longer JSON, the same on every Python: from 3.13 on a comma too many is told, before it what follows."""
    behind = text[error.pos + 1 :]
    comma = error.msg.startswith("Illegal trailing comma")
    found = json.JSONDecodeError("", text, error.pos + 1 + len(behind) - len(behind.lstrip(" \t\r\n"))) if comma else error
    return Place(file, found.lineno, found.colno)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotJson(Text("et navn står to ganger på samme nivå", "a name appears twice in one object"))
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotJson(Text(f"`{text}` er ikke et tall som JSON kjenner", f"`{text}` is not a number that JSON knows"))
    return number


def _located(file: str, text: str, why: Text) -> list[Diagnostic]:
    """Return what is wrong with a file that is JSON and no decision, each at its place; `why` where no place is found."""
    found: list[Diagnostic] = []
    tree = read_tree(file, text, found)
    if tree is not None and not found:
        found += validate(tree, SCHEMA)
    return found or [NotADecision(reason=why).at(Place(file, 1, 1))]


def verify_decision(
    decision: ReadDecision,
    laws: CompiledLaws,
    check: Callable[[Json], Flaw | None],
    decide: Callable[[Case, CompiledLaws], tuple[Decision, Json]],
    sources: Mapping[str, str],
) -> VerifiedDocument:
    """Return what is wrong with a decision: the first flaw that `check` finds, or else where it differs when decided again.

    It is decided again among the versions that it names, and by all there are where some were added since: then it must still
    say the same. How it was cross-checked is not compared, the answer beside it is `verify_answer`'s. Raises Rejected as `decide` does.
    """
    content: Any = {part: value for part, value in decision.content.items() if part != ANSWER}
    problems: list[Diagnostic] = []
    engines: tuple[str, ...] = ()
    flaw = check(content)
    if flaw is None:
        case = case_of(content, laws.laws.vocabulary, Place(decision.file, 1, 1))
        decided, cross_check = decide(case, laws_of(content, laws))
        engines = tuple(cast(Any, cross_check)["engines"])
        again = document(decided, build_trail(decided), laws.laws.vocabulary, content["cross_check"])
        # Of versions that were not asked, and of the digest that is over them too, `check` has told already; read later, or with
        # other limits for what is unlikely, the law is still the same.
        told = {part: content[part] for part in ("versions", "read_until", "warnings", "digest")}
        difference = where_differs({**again, **told}, content)
        if difference is not None:
            flaw = Flaw(
                None,
                Text(
                    f"avgjort på nytt er det en annen avgjørelse: {difference.nb}",
                    f"decided again, it is another decision: {difference.en}",
                ),
            )
        elif added := _added(content, laws):
            today, _ = decide(case, laws)
            all_there_are = document(today, build_trail(today), laws.laws.vocabulary, content["cross_check"])
            # What only a draft that was added can conclude, and does not, the document could not know.
            of_drafts = laws.laws.vocabulary.of_drafts
            unknown = {n for n, draft in of_drafts.items() if draft in added and today.findings.get(n) == NOT_APPLICABLE}
            difference = where_differs(_said(all_there_are, unknown), _said(content))
            if difference is not None:
                names = _listed(added)
                flaw = Flaw(
                    None,
                    Text(
                        f"med versjon {names.nb}, som den ikke ble truffet blant, er det en annen avgjørelse: {difference.nb}",
                        f"with version {names.en}, among which it was not made, it is another decision: {difference.en}",
                    ),
                )
    if flaw is not None:
        place = _place(decision, flaw.step, sources)
        flawed = FlawedStep(step=flaw.step, what=flaw.what) if flaw.step else FlawedDecision(what=flaw.what)
        problems.append(flawed.at(place))
    else:
        if (otherwise := _warned_otherwise(content, case, laws.laws.vocabulary)) is not None:
            problems.append(OtherWarnings(otherwise=otherwise).at(_place(decision, None, sources)))
        if (others := _others(content, laws)) is not None:
            problems.append(OtherVersions(others=others).at(_place(decision, None, sources)))
    governing = [version for law in content["law"].values() for version in law.get("possible", [law])]
    versions = tuple(dict.fromkeys(version["version"] for version in governing))
    return VerifiedDocument(tuple(problems), content["case"], versions, len(content["trail"]), engines, content["digest"])


def answer_language(decision: ReadDecision) -> Language | None:
    """Return the language of the answer beside a decision, None where there is no answer."""
    answer: Any = decision.content.get(ANSWER)
    return cast(Language, answer["lang"]) if answer is not None else None


def verify_answer(decision: ReadDecision, laws: CompiledLaws, engine: Engine, sources: Mapping[str, str]) -> Diagnostic | None:
    """Return what is wrong with the answer beside a decision that was verified, or None; where there is none, nothing is.

    It is made again from the facts, in its language, of which `laws` must have the texts. `engine` is run many times, so it should
    be a fast one.
    """
    told: Any = decision.content.get(ANSWER)
    principal = next((name for name, declared in laws.laws.vocabulary.conclusions.items() if declared.principal), None)
    if ANSWER not in decision.content or (told is None and principal is None):
        return None
    flaw = Text("den mangler", "it is missing") if told is None else Text("det skal ikke være noe", "there must be none")
    if told is not None and principal is not None:
        among = laws_of(decision.content, laws)
        case = case_of(decision.content, laws.laws.vocabulary, Place(decision.file, 1, 1))
        decided = deciding.decide(case, among, engine)
        answer = short_answer(decided, build_trail(decided), among, engine, principal)
        on = day(told["on"]) if told["on"] is not None else None
        again = answer_document(answer_words(answer, told["lang"], decision.content["cross_check"], on))
        # Read later, the law is still the same: the answer tells the day that the decision does.
        until = decision.content["read_until"]
        again["read_until"] = read_until_words(told["lang"], day(cast(str, until)) if until is not None else None)
        if _warned_otherwise(decision.content, case, laws.laws.vocabulary) is not None:
            # So is it with other limits for what is unlikely, of which `verify_decision` tells; the words of those then are not known.
            words = {one["id"]: one for one in told["warnings"]}
            again["warnings"] = [words.get(one["id"], {"id": one["id"]}) for one in cast(Any, decision.content["warnings"])]
        difference = where_differs(again, told, ANSWER)
        if difference is None:
            return None
        flaw = difference
    return FlawedAnswer(what=flaw).at(_place(decision, None, sources))


def _warned_otherwise(content: Mapping[str, Any], case: Case, vocabulary: Vocabulary) -> Text | None:
    """Return in words how the warnings of a decision are other than those that the case gives now; None where all agree."""
    now, then = ({one["id"]: one for one in cast(Any, warnings)} for warnings in (warnings_json(case, vocabulary), content["warnings"]))
    more, fewer = _listed(sorted(now.keys() - then)), _listed(sorted(then.keys() - now))
    others = _listed(sorted(name for name in now.keys() & then if where_differs(now[name], then[name]) is not None))
    nb = ((more, f"også {more.nb}"), (fewer, f"ikke lenger {fewer.nb}"), (others, f"{others.nb} på annet grunnlag"))
    en = ((more, f"{more.en} as well"), (fewer, f"{fewer.en} no longer"), (others, f"{others.en} on other grounds"))
    told = Text(*(", ".join(words for names, words in parts if names.en) for parts in (nb, en)))
    return told if told.en else None


def laws_of(content: Mapping[str, Json], laws: CompiledLaws) -> CompiledLaws:
    """Return of the laws the versions that a decision document names, those marked as drafts that it marks so."""
    named = {one["version"]: one["draft"] for one in cast(Any, content["versions"])}
    return _among(laws, frozenset(named), frozenset(name for name, is_draft in named.items() if is_draft))


@lru_cache(8)
def _among(laws: CompiledLaws, named: frozenset[str], marked: frozenset[str]) -> CompiledLaws:
    """Return of the laws the versions named, with those marked as drafts; the same for all records of one log."""
    kept = tuple(compiled for compiled in laws.versions if compiled.version.name in named)
    drafts = frozenset(compiled.version.name for compiled in kept if compiled.version.name in marked)
    if len(kept) == len(laws.versions) and drafts == laws.laws.drafts:
        return laws
    among = replace(laws.laws, versions=tuple(compiled.version for compiled in kept), drafts=drafts)
    if set(laws.laws.vocabulary.of_drafts.values()) <= named:
        return CompiledLaws(among, kept)
    readings = {name: known_to(vocabulary, named) for name, vocabulary in among.readings.items() if name in named}
    return compile_laws(replace(among, vocabulary=known_to(among.vocabulary, named), readings=readings))


def _added(content: Mapping[str, Any], laws: CompiledLaws) -> list[str]:
    """Return the versions there are that a document does not name, oldest first."""
    named = {one["version"] for one in content["versions"]}
    return [compiled.version.name for compiled in laws.versions if compiled.version.name not in named]


def _said(content: Mapping[str, Any], without: Collection[str] = ()) -> Json:
    """Return what a document says of the law and the conclusions, but for those `without`, and without the numbers of its steps."""
    return {
        part: {
            name: {key: value for key, value in entry.items() if key != "because"}
            for name, entry in content[part].items()
            if name not in without
        }
        for part in ("law", "conclusions")
    }


def _others(content: Mapping[str, Any], laws: CompiledLaws) -> Text | None:
    """Return in words how the versions there are differ from those that a document names, or None."""
    here = {compiled.version.name: (compiled.digest, compiled.version.name in laws.laws.drafts) for compiled in laws.versions}
    named = {one["version"]: (one["digest"], one["draft"]) for one in reversed(content["versions"])}
    both = [name for name in named if name in here]
    told = [
        (_added(content, laws), "er kommet til", "was added"),
        ([name for name in named if name not in here], "mangler", "is missing"),
        ([name for name in both if named[name][0] != here[name][0]], "er endret", "was changed"),
        ([name for name in both if named[name][1] and not here[name][1]], "var et utkast da", "was a draft then"),
        ([name for name in both if here[name][1] and not named[name][1]], "er et utkast nå", "is a draft now"),
    ]
    nb = "; ".join(f"{_listed(names).nb} {verb}" for names, verb, _ in told if names)
    en = "; ".join(f"{_listed(names).en} {verb}" for names, _, verb in told if names)
    if not nb:
        return None
    return Text(
        f"lovversjonene er ikke de som avgjørelsen ble truffet blant: {nb}",
        f"the law versions are not those that the decision was made among: {en}",
    )


def _listed(names: Sequence[str]) -> Text:
    quoted = [f"`{name}`" for name in names]
    return Text(" og ".join(quoted), " and ".join(quoted))


def _place(decision: ReadDecision, step: int | None, sources: Mapping[str, str]) -> Place:
    """Return the place of a step, or of the last one where it is missing, or of the decision."""
    trail: Any = decision.content["trail"]
    path: list[str | int] = [] if decision.position is None else [decision.position]
    if step is not None and trail:
        path += ["trail", min(step, len(trail)) - 1]
    tree = read_tree(decision.file, sources[decision.file], [])
    return node_at(tree, path).place if tree is not None else Place(decision.file, 1, 1)
