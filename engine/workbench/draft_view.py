"""What the page of a draft of the law shows: what stands in it, what is wrong with it, and whom it turns, from what to what and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from ..changes.difference_report import difference_report
from ..changes.impact import Cause, FlipGroup
from ..diagnostics import Diagnostic, said
from ..edits import Lines
from ..law.compiled import Finding
from ..model import Language, Laws, LawVersion
from ..rendering.catalogue import say
from ..rendering.html import html_sections
from ..rendering.wording import Terms, headline, label, parameter_words, status_words, terms_of, value_words
from ..trail.citation import cite
from .case_page import Wrong, wrong_of
from .desk import Desk
from .law_draft import DraftPart, LawDraft, part_at, part_named, text_tag
from .sandbox import CheckedDraft, WeighedDraft, WeighedRegister, Weighing

if TYPE_CHECKING:
    from ..batch.flipping import FlippedRows, RegisterImpact

    Group = FlipGroup | FlippedRows


class Edited(NamedTuple):
    """What is being changed: a part of a file of the draft, or with no part the whole of it; what stands there, and its tag.

    `title` says in words what the part is, where it can be read.
    """

    name: str
    path: str
    title: str
    text: str
    tag: str


class DraftProblem(NamedTuple):
    """Something that is wrong with a draft: where, what the line says, the part that it stands in, if any; `error` or `warning`."""

    wrong: Wrong
    where: str
    path: str
    line: str
    part: str
    level: str


class DraftNumber(NamedTuple):
    """A number or date of a draft: its name, what it is, the provision that it is from, and what it is in the version before."""

    name: str
    value: str
    cited: str
    before: str


class Turned(NamedTuple):
    """Cases on which a conclusion comes out differently in one way: what it is called, before and after, and the cases."""

    label: str
    before: str
    after: str
    number: int
    cases: tuple[str, ...]


class TurnedBy(NamedTuple):
    """What comes out differently for the same rules, each with its id and what it is called; the principal conclusion apart."""

    causes: tuple[tuple[str, str], ...]
    principal: tuple[Turned, ...]
    others: tuple[Turned, ...]


class WeighedView(NamedTuple):
    """What a draft changes as its page shows it: the rules, and the cases by what turns them.

    `turned` are first where the principal conclusion turns; `outcomes` is on how many cases it does, `opened` what one version
    leaves open and the other settles.
    """

    differs: Markup
    turned: tuple[TurnedBy, ...]
    outcomes: int
    opened: tuple[Turned, ...]


class RegisterView(NamedTuple):
    """What a draft changes for a register as its page shows it; `impact` is None where its rows cannot be read.

    `turned`, `outcomes` and `opened` are as in `WeighedView`; `rejected` are the rows that were not decided, and so are not weighed, and
    `is_whole` says that what the figures of the register keep back is told here.
    """

    name: str
    impact: RegisterImpact | None
    turned: tuple[TurnedBy, ...]
    outcomes: int
    opened: tuple[Turned, ...]
    rejected: int
    is_whole: bool


class DraftView(NamedTuple):
    """A draft as its page shows it; what is not known yet is None or empty."""

    base: str
    name: str
    saved: bool
    files: tuple[str, ...]
    new_files: tuple[str, ...]
    numbers: tuple[DraftNumber, ...]
    errors: tuple[DraftProblem, ...]
    unamended: tuple[DraftProblem, ...]
    warnings: tuple[DraftProblem, ...]
    weighed: WeighedView | None
    register: RegisterView | None


MOST_LISTED: Final = 200
"""So many cases of a group are listed; of the others how many there are."""


def draft_view(desk: Desk, draft: LawDraft, weighing: Weighing | None, lang: Language) -> DraftView:
    """Return what the page of a draft shows of it."""
    checked = weighing.checked if weighing is not None else None
    checked = checked if checked is not None else CheckedDraft(None, (), ())
    weighed = weighing.weighed if weighing is not None else None
    register = weighing.register if weighing is not None else None
    laws = checked.laws
    return DraftView(
        draft.base,
        draft.name,
        draft.is_saved,
        tuple(sorted(draft.texts)),
        tuple(sorted(draft.may_hold - draft.texts.keys())),
        tuple(_numbers(laws, draft, lang)) if laws is not None else (),
        tuple(_problem(draft, one, lang) for one in checked.problems if one.level == "error"),
        tuple(_problem(draft, one, lang) for one in checked.unamended),
        tuple(_problem(draft, one, lang) for one in checked.problems if one.level != "error"),
        _weighed(desk, laws, draft, weighed, lang) if laws is not None and weighed is not None else None,
        _register(desk, laws, draft, register, lang) if laws is not None and register is not None else None,
    )


def _weighed(desk: Desk, laws: Laws, draft: LawDraft, weighed: WeighedDraft, lang: Language) -> WeighedView:
    differs = difference_report(weighed.difference, None, None, laws, lang)
    return WeighedView(
        Markup(html_sections(differs, "differs-", 3)),
        tuple(_turned(desk, laws, draft, weighed.impact.groups, lang)),
        _outcomes(desk, weighed.impact.groups),
        _rows(_terms(laws, draft, lang), weighed.impact.opened),
    )


def _register(desk: Desk, laws: Laws, draft: LawDraft, register: WeighedRegister, lang: Language) -> RegisterView:
    impact = register.impact
    groups, opened = (impact.groups, impact.opened) if impact is not None else ((), ())
    return RegisterView(
        register.name,
        impact,
        tuple(_turned(desk, laws, draft, groups, lang)),
        _outcomes(desk, groups),
        _rows(_terms(laws, draft, lang), opened),
        register.decided.summary.rejected,
        register.decided.options.suppress is not None,
    )


def _outcomes(desk: Desk, groups: Sequence[Group]) -> int:
    return sum(group.number for group in groups if group.conclusion == desk.principal)


def edited_of(draft: LawDraft, checked: CheckedDraft | None, part: str, path: str, lang: Language) -> Edited | None:
    """Return what is asked for to be changed, a part by its name or a file by its path; None where the draft has no such."""
    found = part_named(draft, part) if part else None
    if found is not None:
        text = draft.texts[found.path]
        return Edited(part, found.path, _title(draft, checked, part, lang), text[found.start : found.end], text_tag(text))
    if path in draft.may_hold:
        text = draft.texts.get(path, "")
        return Edited("", path, "", text, text_tag(text))
    return None


def _version(laws: Laws, name: str) -> LawVersion:
    return next(version for version in laws.versions if version.name == name)


def _title(draft: LawDraft, checked: CheckedDraft | None, part: str, lang: Language) -> str:
    """Return what a rule or a derived value is called in words, and of a parameter what it is; nothing where the draft cannot be read."""
    if checked is None or checked.laws is None:
        return ""
    version = _version(checked.laws, draft.name)
    if part in version.rules:
        return said(version.rules[part].title, lang)
    if part in version.derived:
        return said(version.derived[part].label, lang)
    return f"{part}: {parameter_words(lang, version.parameters[part], version.units)}" if part in version.parameters else ""


def _numbers(laws: Laws, draft: LawDraft, lang: Language) -> Iterator[DraftNumber]:
    """Yield the numbers and dates of a draft in the order of its files, those that differ first."""
    before, after = _version(laws, draft.base), _version(laws, draft.name)
    found = []
    for name, parameter in sorted(after.parameters.items(), key=lambda item: item[1].place):
        value, old = parameter_words(lang, parameter, after.units), before.parameters.get(name)
        was = parameter_words(lang, old, before.units) if old is not None else "–"
        cited = said(cite(parameter.source, after.acts), lang) if parameter.source is not None else ""
        found.append(DraftNumber(name, value, cited, was if was != value else ""))
    yield from sorted(found, key=lambda number: not number.before)


def _problem(draft: LawDraft, problem: Diagnostic, lang: Language) -> DraftProblem:
    place = problem.place
    path = place.file.removeprefix(f"{draft.name}/")
    if path not in draft.texts or path == place.file:
        return DraftProblem(wrong_of(problem, lang), f"{place.file}:{place.line}:{place.column}", "", "", "", problem.level)
    part = part_at(draft, path, place.line)
    lines = Lines(draft.texts[path])
    line = draft.texts[path][lines.at(place.line) : lines.at(place.line + 1)].strip()
    where = f"{path}:{place.line}:{place.column}"
    return DraftProblem(wrong_of(problem, lang), where, path, line, _name(part), problem.level)


def _name(part: DraftPart | None) -> str:
    return part.name if part is not None else ""


# ---------------------------------------------------------------- whom it turns


def _turned(desk: Desk, laws: Laws, draft: LawDraft, groups: Sequence[Group], lang: Language) -> Iterator[TurnedBy]:
    terms = _terms(laws, draft, lang)
    versions = {name: _version(laws, name) for name in (draft.base, draft.name)}
    by_cause: dict[tuple[Cause, ...], list[Group]] = {}
    for group in sorted(groups, key=lambda group: group.conclusion != desk.principal):
        by_cause.setdefault(group.causes, []).append(group)
    for causes, turned in by_cause.items():
        principal = [group for group in turned if group.conclusion == desk.principal]
        others = [group for group in turned if group.conclusion != desk.principal]
        yield TurnedBy(tuple(_cause(cause, versions, lang) for cause in causes), _rows(terms, principal), _rows(terms, others))


def _terms(laws: Laws, draft: LawDraft, lang: Language) -> Terms:
    return terms_of(lang, laws.read_by(draft.name), _version(laws, draft.name))


def _cause(cause: Cause, versions: Mapping[str, LawVersion], lang: Language) -> tuple[str, str]:
    version = versions[cause.version]
    rule = version.rules[cause.rule]
    return cause.rule, f"{said(cite(rule.source, version.acts), lang)}: {said(rule.title, lang)}"


def _rows(terms: Terms, groups: Sequence[Group]) -> tuple[Turned, ...]:
    def words(name: str, finding: Finding, before: Finding | None = None) -> str:
        if finding.status != "value":
            return status_words(terms, finding.status)
        if finding.value is not None:
            return value_words(terms, name, finding.value)
        is_date = terms.vocabulary.conclusions[name].type == "date"
        if before == finding:
            return say(terms.lang, "another date") if is_date else say(terms.lang, "another number")
        return say(terms.lang, "a date") if is_date else say(terms.lang, "a number")

    return tuple(
        Turned(
            headline(label(terms, group.conclusion)),
            words(group.conclusion, group.before),
            words(group.conclusion, group.after, group.before),
            group.number,
            _listed(terms.lang, group.cases, group.number),
        )
        for group in groups
    )


def _listed(lang: Language, cases: Sequence[str], number: int) -> tuple[str, ...]:
    listed = cases[:MOST_LISTED]
    more = number - len(listed)
    return (*listed, *([say(lang, "and {number} more", number=more)] if more > 0 else []))
