"""Building regression suites: cases with what is expected of them and why, as data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..diagnostics import suggest
from ..frozen import dataclass
from ..model import Case, Fact, Place, Text, Value, ValueType, Vocabulary
from .cases import build_case
from .fields import Noun, Problems, called, fields, identifier, names, phrase, quoted, scalar, sequence, text, typed
from .located import Mapping as MappingTree
from .located import Scalar, Tree
from .problems.fields import THE_FIRST
from .problems.suites import (
    ButWithoutLike,
    CaseAndLike,
    ExpectsAndRejected,
    ExpectsNothing,
    LikeItself,
    LikeNoCase,
    LikeWithoutBut,
    NoPublicConclusion,
    NoReview,
    NotAnAnswer,
    SuiteCaseNotNames,
    SuiteCaseTwice,
)

_A_CASE: Noun = ("en testsak", "a regression case")
_CASE = ("testsaken `{}`", "regression case `{}`")
_STATUSES = {"true": "met", "false": "not_met", "open": "open", "not_applicable": "not_applicable"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one conclusion; `value` only with the status value."""

    name: str
    status: str
    value: Value | None
    place: Place


@dataclass(frozen=True, slots=True)
class SuiteCase:
    """One regression case.

    `rejected` is the code of the diagnostic expected instead of a decision; `reviews` is the exact set of reviews raised,
    if stated; `because` pairs rules with whether they apply. `to_confirm` says what a person must still read the law for.
    """

    id: str
    about: str
    case: Case
    expect: tuple[Expected, ...]
    rejected: str | None
    reviews: frozenset[str] | None
    because: tuple[tuple[str, bool, Place], ...]
    cites: tuple[str, ...]
    place: Place
    to_confirm: str | None = None


def build_suite(
    tree: Tree, vocabulary: Vocabulary, versions: Iterable[str], problems: Problems, unheard: Collection[Fact] = ()
) -> tuple[SuiteCase, ...]:
    """Return the cases of one suite file; what is wrong goes to `problems`. `unheard` as for `build_case`."""
    known_versions = tuple(versions)
    built: list[SuiteCase] = []
    trees: dict[str, MappingTree] = {}
    ids: dict[str, Place] = {}
    for item in sequence(tree, ("en testsamling", "a regression suite"), problems) or ():
        before = len(problems)
        found = fields(
            item,
            called(_CASE, _A_CASE, item),
            ("id", "about"),
            ("expect", "rejected", "case", "like", "but", "reviews", "because", "cites", "to_confirm"),
            problems,
        )
        if found is None or not {"id", "about"} <= found.keys():
            continue
        if ("expect" in found) == ("rejected" in found):
            if len(problems) == before:  # else the missing field may be a misspelt one
                problems.append(ExpectsAndRejected(what=_both_or_neither(item, "expect" in found, "expect", "rejected")).at(item.place))
            continue
        id_ = identifier(found["id"], _A_CASE, problems)
        about = text(found["about"], quoted("about"), problems)
        if id_ is None or about is None:
            continue
        if id_ in ids:
            problems.append(SuiteCaseTwice(case=id_).at(found["id"].place, (ids[id_], THE_FIRST)))
            continue
        ids[id_] = found["id"].place
        case_tree = _case_tree(id_, found, item, trees, ids, vocabulary, problems)
        if case_tree is None:
            continue
        trees[id_] = case_tree
        case = build_case(case_tree, vocabulary, known_versions, problems, id_, unheard)
        if case is None:
            continue
        expect = _expectations(found["expect"], vocabulary, known_versions, problems) if "expect" in found else ()
        rejected = text(found["rejected"], quoted("rejected"), problems) if "rejected" in found else None
        reviews = frozenset(_reviews(found["reviews"], vocabulary, problems)) if "reviews" in found else None
        because = _because(found["because"], problems) if "because" in found else ()
        cites = names(found["cites"], quoted("cites"), problems) if "cites" in found else ()
        confirm = text(found["to_confirm"], quoted("to_confirm"), problems) if "to_confirm" in found else None
        built.append(SuiteCase(id_, " ".join(about.split()), case, expect, rejected, reviews, because, cites, found["id"].place, confirm))
    return tuple(built)


def _both_or_neither(item: Tree, both: bool, one: str, other: str) -> Text:
    case = phrase(called(_CASE, _A_CASE, item))
    if both:
        return Text(f"{case.nb} har både `{one}` og `{other}`", f"{case.en} has both `{one}` and `{other}`")
    return Text(f"{case.nb} har verken `{one}` eller `{other}`", f"{case.en} has neither `{one}` nor `{other}`")


def _case_tree(
    id_: str,
    found: dict[str, Tree],
    item: Tree,
    trees: Mapping[str, MappingTree],
    ids: Collection[str],
    vocabulary: Vocabulary,
    problems: Problems,
) -> MappingTree | None:
    if ("case" in found) == ("like" in found):
        problems.append(CaseAndLike(what=_both_or_neither(item, "case" in found, "case", "like")).at(item.place))
        return None
    if "case" in found:
        tree = found["case"]
        if "but" in found:
            problems.append(ButWithoutLike().at(found["but"].place))
        if isinstance(tree, MappingTree):
            return MappingTree(_flat("", tree, vocabulary), tree.place)
        problems.append(SuiteCaseNotNames().at(tree.place))
        return None
    like = scalar(found["like"], quoted("like"), problems)
    base = trees.get(like.text) if like else None
    if like is None or base is None:
        if like is not None and like.text == id_:
            problems.append(LikeItself(case=id_).at(like.place))
        elif like is not None and like.text not in ids:  # the mistake of a case that is there has been reported
            problems.append(LikeNoCase(near=suggest(like.text, trees), like=like.text).at(like.place))
        return None
    but = found.get("but")
    if but is None or not isinstance(but, MappingTree):
        problems.append(LikeWithoutBut().at(item.place))
        return None
    changed = _flat("", but, vocabulary)
    keys = {key.text for key, _ in changed}
    return MappingTree((*((k, v) for k, v in base.entries if k.text not in keys), *changed), but.place)


def _flat(prefix: str, tree: MappingTree, vocabulary: Vocabulary) -> tuple[tuple[Scalar, Tree], ...]:
    """Return the entries with flat names, so that one can replace another."""
    entries: list[tuple[Scalar, Tree]] = []
    for key, value in tree.entries:
        full = f"{prefix}.{key.text}" if prefix else key.text
        if isinstance(value, MappingTree) and value.entries and full not in vocabulary.facts:
            entries += _flat(full, value, vocabulary)
        else:
            entries.append((Scalar(full, key.plain, key.place), value))
    return tuple(entries)


def _expectations(tree: Tree, vocabulary: Vocabulary, versions: tuple[str, ...], problems: Problems) -> tuple[Expected, ...]:
    if not isinstance(tree, MappingTree) or not tree.entries:
        problems.append(ExpectsNothing().at(tree.place))
        return ()
    expected = []
    for key, value in tree.entries:
        conclusion = vocabulary.conclusions.get(key.text)
        if conclusion is None:
            problems.append(NoPublicConclusion(near=suggest(key.text, vocabulary.conclusions), conclusion=key.text).at(key.place))
            continue
        stated = scalar(value, quoted(key.text), problems)
        if stated is None:
            continue
        if stated.plain and stated.text in ("open", "not_applicable"):
            expected.append(Expected(key.text, _STATUSES[stated.text], None, key.place))
        elif conclusion.type == "boolean" and stated.text not in ("true", "false"):
            others = {"met": "true", "not_met": "false", "ja": "true", "nei": "false", "yes": "true", "no": "false"}
            near = others.get(stated.text) or suggest(stated.text, ("true", "false", "open", "not_applicable"))
            use = Text(
                "skriv `true` (oppfylt), `false` (ikke oppfylt), `open` (åpent) eller `not_applicable` (ikke aktuelt)",
                "write `true` (met), `false` (not met), `open` or `not_applicable`",
            )
            problems.append(NotAnAnswer(near=near, conclusion=key.text, stated=stated.text, remedy=use).at(stated.place))
        elif conclusion.type == "boolean":
            found = typed(value, quoted(key.text), "boolean", None, problems)
            if found is not None:
                expected.append(Expected(key.text, "met" if found else "not_met", None, key.place))
        else:
            type_: ValueType = "enum" if conclusion.type == "version" else conclusion.type
            words = versions if conclusion.type == "version" else tuple(conclusion.values or ())
            found = typed(value, quoted(key.text), type_, words, problems)
            if found is not None:
                expected.append(Expected(key.text, "value", found, key.place))
    return tuple(expected)


def _reviews(tree: Tree, vocabulary: Vocabulary, problems: Problems) -> Iterable[str]:
    for item in sequence(tree, quoted("reviews"), problems) or ():
        stated = scalar(item, ("en vurdering", "a review"), problems)
        if stated is None:
            continue
        full = f"review.{stated.text}"
        if full not in vocabulary.conclusions:
            reviews = [name.removeprefix("review.") for name in vocabulary.conclusions if name.startswith("review.")]
            problems.append(NoReview(near=suggest(stated.text, reviews), review=stated.text).at(stated.place))
        yield full


def _because(tree: Tree, problems: Problems) -> tuple[tuple[str, bool, Place], ...]:
    built = []
    for item in sequence(tree, quoted("because"), problems) or ():
        if isinstance(item, MappingTree):
            found = fields(item, ("et element under `because`", "an item of `because`"), ("not",), (), problems)
            inner = scalar(found["not"], ("regelen", "the rule"), problems) if found and "not" in found else None
            if inner:
                built.append((inner.text, False, inner.place))
        else:
            stated = scalar(item, ("regelen", "the rule"), problems)
            if stated:
                built.append((stated.text, True, stated.place))
    return tuple(built)
