"""Building regression suites: cases with what is expected of them and why, as data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..diagnostics import Diagnostic, did_you_mean, suggest
from ..model import Case, Place, Value, ValueType, Vocabulary
from .cases import build_case
from .fields import Problems, called, fields, identifier, names, scalar, sequence, text, typed
from .located import Mapping as MappingTree
from .located import Scalar, Tree

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
    if stated; `because` pairs rules with whether they apply.
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


def build_suite(tree: Tree, vocabulary: Vocabulary, versions: Iterable[str], problems: Problems) -> tuple[SuiteCase, ...]:
    """Return the cases of one suite file; what is wrong goes to `problems`."""
    known_versions = tuple(versions)
    built: list[SuiteCase] = []
    trees: dict[str, MappingTree] = {}
    ids: dict[str, Place] = {}
    for item in sequence(tree, "a regression suite", problems) or ():
        before = len(problems)
        found = fields(
            item,
            called("regression case", item),
            ("id", "about"),
            ("expect", "rejected", "case", "like", "but", "reviews", "because", "cites"),
            problems,
        )
        if found is None or not {"id", "about"} <= found.keys():
            continue
        if ("expect" in found) == ("rejected" in found):
            if len(problems) == before:  # else the missing field may be a misspelt one
                both = "has both `expect` and `rejected`" if "expect" in found else "has neither `expect` nor `rejected`"
                problems.append(
                    Diagnostic(
                        "missing-key",
                        f"{called('regression case', item)} {both}",
                        item.place,
                        "a case that expects nothing cannot fail, and one that is rejected has no conclusions",
                        "write `expect:`, or `rejected:` where an error is expected",
                    )
                )
            continue
        id_ = identifier(found["id"], "a regression case", problems)
        about = text(found["about"], "`about`", problems)
        if id_ is None or about is None:
            continue
        if id_ in ids:
            problems.append(
                Diagnostic(
                    "duplicate-name",
                    f"regression case `{id_}` is there twice",
                    found["id"].place,
                    "a failing case must be found by its id",
                    "give it another id",
                    related=((ids[id_], "the first is here"),),
                )
            )
            continue
        ids[id_] = found["id"].place
        case_tree = _case_tree(found, item, trees, ids, vocabulary, problems)
        if case_tree is None:
            continue
        trees[id_] = case_tree
        case = build_case(case_tree, vocabulary, known_versions, problems, id_)
        if case is None:
            continue
        expect = _expectations(found["expect"], vocabulary, known_versions, problems) if "expect" in found else ()
        rejected = text(found["rejected"], "`rejected`", problems) if "rejected" in found else None
        reviews = frozenset(_reviews(found["reviews"], vocabulary, problems)) if "reviews" in found else None
        because = _because(found["because"], problems) if "because" in found else ()
        cites = names(found["cites"], "`cites`", problems) if "cites" in found else ()
        built.append(SuiteCase(id_, " ".join(about.split()), case, expect, rejected, reviews, because, cites, found["id"].place))
    return tuple(built)


def _case_tree(
    found: dict[str, Tree], item: Tree, trees: Mapping[str, MappingTree], ids: Collection[str], vocabulary: Vocabulary, problems: Problems
) -> MappingTree | None:
    if ("case" in found) == ("like" in found):
        both = "has both `case` and `like`" if "case" in found else "has neither `case` nor `like`"
        problems.append(
            Diagnostic(
                "wrong-shape",
                f"{called('regression case', item)} {both}",
                item.place,
                "the facts would have to be guessed",
                "write `case:` with all facts, or `like:` with `but:`",
            )
        )
        return None
    if "case" in found:
        tree = found["case"]
        if "but" in found:
            problems.append(
                Diagnostic(
                    "unknown-key",
                    "`but` stands without `like`",
                    found["but"].place,
                    "it would not be clear what is changed",
                    "write the facts into `case:`",
                )
            )
        if isinstance(tree, MappingTree):
            return MappingTree(_flat("", tree, vocabulary), tree.place)
        problems.append(Diagnostic("wrong-shape", "`case` is not a mapping", tree.place, "a case is named facts", "write NAME: VALUE"))
        return None
    like = scalar(found["like"], "`like`", problems)
    base = trees.get(like.text) if like else None
    if like is None or base is None:
        if like is not None and like.text not in ids:  # the mistake of a case that is there has been reported
            problems.append(
                Diagnostic(
                    "unknown-name",
                    f"no case above is named `{like.text}`",
                    like.place,
                    "a case like another needs the other",
                    did_you_mean(like.text, trees, "name a case that stands above in this file"),
                )
            )
        return None
    but = found.get("but")
    if but is None or not isinstance(but, MappingTree):
        problems.append(
            Diagnostic(
                "missing-key",
                "a case with `like` lacks the mapping `but`",
                item.place,
                "the same case twice tests nothing",
                "write `but: {NAME: VALUE}`",
            )
        )
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
        problems.append(
            Diagnostic(
                "wrong-shape",
                "`expect` names no conclusion",
                tree.place,
                "a case that expects nothing cannot fail",
                "write CONCLUSION: VALUE",
            )
        )
        return ()
    expected = []
    for key, value in tree.entries:
        conclusion = vocabulary.conclusions.get(key.text)
        if conclusion is None:
            problems.append(
                Diagnostic(
                    "unknown-name",
                    f"no public conclusion is named `{key.text}`",
                    key.place,
                    "an expectation of something that no one concludes cannot fail",
                    did_you_mean(key.text, vocabulary.conclusions, "use a conclusion of the vocabulary"),
                )
            )
            continue
        stated = scalar(value, f"`{key.text}`", problems)
        if stated is None:
            continue
        if stated.plain and stated.text in ("open", "not_applicable"):
            expected.append(Expected(key.text, _STATUSES[stated.text], None, key.place))
        elif conclusion.type == "boolean" and stated.text not in ("true", "false"):
            others = {"met": "true", "not_met": "false", "ja": "true", "nei": "false", "yes": "true", "no": "false"}
            near = others.get(stated.text) or suggest(stated.text, ("true", "false", "open", "not_applicable"))
            use = "write `true` (met), `false` (not met), `open` or `not_applicable`"
            problems.append(
                Diagnostic(
                    "bad-boolean",
                    f"`{key.text}` is expected to be `{stated.text}`",
                    stated.place,
                    "this conclusion is met, not met, open or not applicable, and nothing else",
                    f"did you mean `{near}`? Otherwise {use}" if near else use,
                )
            )
        elif conclusion.type == "boolean":
            found = typed(value, f"`{key.text}`", "boolean", None, problems)
            if found is not None:
                expected.append(Expected(key.text, "met" if found else "not_met", None, key.place))
        else:
            type_: ValueType = "enum" if conclusion.type == "version" else conclusion.type
            words = versions if conclusion.type == "version" else tuple(conclusion.values or ())
            found = typed(value, f"`{key.text}`", type_, words, problems)
            if found is not None:
                expected.append(Expected(key.text, "value", found, key.place))
    return tuple(expected)


def _reviews(tree: Tree, vocabulary: Vocabulary, problems: Problems) -> Iterable[str]:
    for item in sequence(tree, "`reviews`", problems) or ():
        stated = scalar(item, "a review", problems)
        if stated is None:
            continue
        full = f"review.{stated.text}"
        if full not in vocabulary.conclusions:
            reviews = [name.removeprefix("review.") for name in vocabulary.conclusions if name.startswith("review.")]
            problems.append(
                Diagnostic(
                    "unknown-name",
                    f"no review is named `{stated.text}`",
                    stated.place,
                    "an expectation of something that no one concludes cannot fail",
                    did_you_mean(stated.text, reviews, "use a review of the vocabulary, without its prefix"),
                )
            )
        yield full


def _because(tree: Tree, problems: Problems) -> tuple[tuple[str, bool, Place], ...]:
    built = []
    for item in sequence(tree, "`because`", problems) or ():
        if isinstance(item, MappingTree):
            found = fields(item, "an item of `because`", ("not",), (), problems)
            inner = scalar(found["not"], "the rule", problems) if found and "not" in found else None
            if inner:
                built.append((inner.text, False, inner.place))
        else:
            stated = scalar(item, "the rule", problems)
            if stated:
                built.append((stated.text, True, stated.place))
    return tuple(built)
