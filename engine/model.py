"""The nouns of hjemmel: facts, conditions, rules, law versions, cases and decisions, all immutable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from .frozen import dataclass
from .terms.comparisons import Comparison
from .terms.next_steps import NextStep as NextStep
from .terms.next_steps import TextWhen as TextWhen
from .terms.operations import Operation
from .terms.spans import KnownTo as KnownTo
from .terms.spans import Span as Span
from .terms.text import Language as Language
from .terms.text import Text as Text
from .terms.types import ValueType as ValueType
from .terms.units import UNITS, UnitRow

Exact = bool | int | Decimal | date | str
"""What the law states."""

Value = Exact | Span
"""A known value. `str` holds enum and ordinal words, text, and `NONE` for an event that has not happened."""

NONE: Final = "none"
"""The stated value of an event date that has not happened; see `Fact.if_absent_none`."""

Status = Literal["met", "not_met", "open", "value", "not_applicable"]
Changeable = Literal["freely", "onward"]

GOVERNS: Final = "governs."
"""Prefix of the conclusions by which a version says that it governs a topic."""

FORCED: Final = "law.forced"
"""The given fact that says whether the user forced a law version."""


class Place(NamedTuple):
    """Where something stands: line and column count from 1, `length` in characters on that line."""

    file: str
    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """The authority of a rule or number. `provisions` are ids of the project's own provision list."""

    act: str
    section: str
    ledd: int | None = None
    punktum: str | None = None
    letter: str | None = None
    provisions: tuple[str, ...] = ()


# ---------------------------------------------------------------- vocabulary


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed fact that a case may state. `given` marks the few that the program, not the case, supplies.

    `change` says how the fact can still change once it is known, None that it cannot. It is no law: see `version_digest`.
    `if_absent_false` says why the silence of a case means no, None that it does not mean so. `known_to` says of a date that a case
    may state the month alone, or the month or the year; None that it states the day. It is no law either.
    """

    name: str
    type: ValueType
    label: Text
    question: Text
    source: str
    place: Place
    unit: str | None = None
    values: Mapping[str, Text] | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    if_absent_none: bool = False
    given: bool = False
    change: Changeable | None = None
    if_absent_false: Text | None = None
    known_to: KnownTo | None = None

    @property
    def silence(self) -> Value | None:
        """What the silence of a case says: `NONE`, False, or None where it says nothing."""
        return NONE if self.if_absent_none else False if self.if_absent_false is not None else None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Something a law version may conclude. Public ones have a topic; helpers belong to one version.

    `if_not` says in a sentence that a boolean is not met, None where "no" after its label does.
    A reader sees the `principal` one first, and beside it each marked `headline` that is met or has a value.
    """

    name: str
    type: ValueType
    label: Text
    place: Place
    unit: str | None = None
    values: Mapping[str, Text] | None = None
    topic: str | None = None
    text: Text | None = None
    principal: bool = False
    headline: bool = False
    if_not: Text | None = None

    @property
    def is_answer_beside(self) -> bool:
        """Whether it is an answer of its own beside the principal one; a value so marked is told there, and decides nothing more."""
        return self.headline and self.type == "boolean"


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the law that one version governs as a whole; `law` names the conclusion that says which."""

    name: str
    label: Text
    law: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """What can never be: a case in which `never` is true contradicts itself. In `Unlikely`, what can hardly be."""

    id: str
    never: Condition
    text: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: a day of a month of every year, or so many days after Easter Sunday (before it, with a minus sign).

    `start` and `end` are the first and last year in which it is one, None where no other than the calendar's.
    """

    name: str
    label: Text
    source: str
    month: int | None
    day: int | None
    easter: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days in the years `start` to `end`: all but the days of rest of every week (1 for Monday to 7) and holidays.

    Of days in other years it says nothing.
    """

    start: int
    end: int
    weekend: tuple[int, ...]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A number or date beyond which a case is unlikely, with its unit. It is no law, so it has a reason in place of a source."""

    name: str
    value: Exact
    unit: str
    reason: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Unlikely:
    """What can hardly be: constraints that warn, with the limits and the derived values that they use, by name.

    A case that breaks one is decided like any other, and the decision says that a person must look at the facts.
    """

    constraints: tuple[Constraint, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)


Sentences = Mapping[str, Mapping[str, str]]
"""Sentences by conclusion and result: `met`, `not_met`, `value`, `open`, or a word of an enum.

`{value}` stands for the value of the conclusion, the name of a derived value in braces for its value in the case.
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """The sentences of the letter that gives reasons, in one language, part by part, in the order in which they are told.

    `titles` says what the letter is called, `outcome` what is decided, `reasons` what that rests on, `grounds` how a
    condition or an exception came out (also one that only the law versions know), `follows` what the decision means,
    `appeal` how to appeal, `asks` what a caseworker must settle first, and `notes` what a caseworker is reminded of.
    `grants` gives the values of conclusions with which `follows` is told, `offers` those with which it is told of a
    programme that has not been granted yet, `notices` those with which nothing is decided, so that the letter is no
    decision and has no part on appeal.
    """

    titles: Sentences = field(default_factory=dict)
    outcome: Sentences = field(default_factory=dict)
    reasons: Sentences = field(default_factory=dict)
    grounds: Sentences = field(default_factory=dict)
    follows: Sentences = field(default_factory=dict)
    appeal: Sentences = field(default_factory=dict)
    asks: Sentences = field(default_factory=dict)
    notes: Sentences = field(default_factory=dict)
    grants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def parts(self) -> Mapping[str, Sentences]:
        """Return the parts that hold sentences, by name, in the order in which they are told."""
        names = ("titles", "outcome", "reasons", "grounds", "follows", "appeal", "asks", "notes")
        return {name: getattr(self, name) for name in names}

    def with_parts(self, part: Callable[[str, Sentences], Sentences]) -> Letter:
        """Return the letter with what `part` gives for the name and the sentences of each part."""
        return replace(self, **{name: part(name, sentences) for name, sentences in self.parts().items()})  # type: ignore[arg-type]


FRAME_PLACES = (
    "municipality",
    "address",
    "contact",
    "county_governor",
    "electronic_appeal",
    "recipient",
    "recipient_address",
    "case_number",
    "date",
    "signatory",
    "signatory_title",
)
"""What the frame of a letter may hold: the municipality, how to reach it, whom the letter is to, its number and who signs."""

LetterFrame = Mapping[str, str]
"""What a municipality puts around its letters, by the names of `FRAME_PLACES`; what it does not say is for a caseworker to fill in."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """Conclusions by which a municipality inspects its own cases, each with the answer that is a breach.

    `when` has the words of other conclusions with which they are asked. Where one of `assess` is met, it is left to a caseworker
    whether there is a breach.
    """

    breaches: Mapping[str, bool]
    when: Mapping[str, tuple[str, ...]]
    assess: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What law versions share: topics, facts, public conclusions and constraints, by name, the letter's words and the calendar.

    `constraints` hold what can never be, `unlikely` what is decided with a warning. `next_steps` are days by which or from which
    somebody has to act, in the order in which they are told. `shown_when` are the words of other conclusions with which one is told
    beside the answer. `sentences` tell what was found of a conclusion, by each of its words and `open`. `consequences` are conclusions
    that say what a decision made again means. `leaves_outcome` are the reviews that leave the outcome as it is, whatever the
    assessment. `remarks` are told with the outcome, the first one that is told.
    `asked_of` says by group of facts who is asked for them. `inspections` are what a municipality looks for in its own
    cases, in the order in which it is told; no conclusion stands in two. `groups` are the titles under which facts are shown, by the
    first part of their names, in the order in which they are. `of_drafts` names the draft of each fact and conclusion that a draft
    adds: no other version knows it. `decided_on` is the fact that holds the day of the decision, None where there is none. `units` are
    those of the language and those that the vocabulary declares.
    """

    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    conclusions: Mapping[str, Conclusion]
    constraints: tuple[Constraint, ...]
    letter: Letter | None = None
    calendar: Calendar | None = None
    unlikely: Unlikely = Unlikely()
    next_steps: Mapping[str, NextStep] = field(default_factory=dict)
    shown_when: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    consequences: tuple[str, ...] = ()
    groups: Mapping[str, Text] = field(default_factory=dict)
    units: Mapping[str, UnitRow] = field(default_factory=lambda: UNITS)
    letter_nn: Letter | None = None
    inspections: tuple[Inspection, ...] = ()
    decided_on: str | None = None
    leaves_outcome: tuple[str, ...] = ()
    remarks: tuple[TextWhen, ...] = ()
    asked_of: Mapping[str, Text] = field(default_factory=dict)
    of_drafts: Mapping[str, str] = field(default_factory=dict)


# ---------------------------------------------------------------- expressions and conditions


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, derived value or valued conclusion."""

    name: str


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """A named parameter of the law version."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal word of an enum, or `none`."""

    value: Exact


@dataclass(frozen=True, slots=True)
class Schedule:
    """Values by date: each holds from its day until the next begins, the last until `until`, or on where that is None.

    Of a day before the first and after the last it says nothing.
    """

    name: str
    unit: str
    values: tuple[tuple[date, int | Decimal], ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Call:
    """An operation of the closed table of derived values.

    `calendar` is the one that it counts working days by, `schedule` the one in which it looks a value up, None where it does not.
    """

    op: Operation
    operands: tuple[Expression, ...]
    calendar: Calendar | None = None
    schedule: Schedule | None = None


Expression = Name | ParameterRef | Constant | Call


@dataclass(frozen=True, slots=True)
class Holds:
    """A boolean fact or boolean conclusion is true."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of the closed table; `right` has two members for `between`, one or more for `in`, else one."""

    op: Comparison
    left: Name
    right: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every item holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one item holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The item decisively does not hold."""

    item: Condition


Condition = Holds | Compare | All | Any | Not


# ---------------------------------------------------------------- law versions


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar units: `unit` is days, weeks, months or years."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, level or date of the law, with its unit and source. `allows` is no law: see `version_digest`."""

    name: str
    value: Exact
    unit: str
    source: Source
    place: Place
    allows: tuple[Allowance, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A parameter with values by date: what it is called, its schedule, and of each value its source and place."""

    name: str
    label: Text
    schedule: Schedule
    sources: tuple[Source, ...]
    places: tuple[Place, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from facts; `type` and `unit` are inferred at load."""

    name: str
    expression: Expression
    label: Text
    type: ValueType
    unit: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class InForce:
    """The life of a provision inside its version: both ends inclusive, measured on the date `on`."""

    on: Name
    start: ParameterRef | None
    end: ParameterRef | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """A finding on a rule or parameter that is meant to be so: the code of its diagnostic, and why."""

    code: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One provision: when its condition holds and no exception does, its conclusions follow.

    `then` pairs a conclusion with its value: `Constant(True)` for a boolean. `allows` is no law: see `version_digest`.
    """

    id: str
    title: Text
    source: Source
    when: Condition
    unless: tuple[Condition, ...]
    overrides: tuple[str, ...]
    in_force: InForce | None
    then: tuple[tuple[str, Expression], ...]
    note: str | None
    place: Place
    allows: tuple[Allowance, ...] | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A statute or regulation that may be cited; `address` holds `{section}` where the section number goes.

    `forms` are a section of each form in which its sections are numbered, or None where any is taken; no part of the digest.
    """

    name: str
    id: str
    title: Text
    short: Text
    address: str
    consolidated: date
    forms: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Policies:
    """Declared answers to what the calendar leaves open."""

    month_end: str
    leap_day_birthday: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the law against the preceding version, with the rule ids that it adds, changes and repeals."""

    act: str
    in_force: date
    section: str
    text: Text
    adds: tuple[str, ...]
    changes: tuple[str, ...]
    repeals: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ReadUntil:
    """Until which day the law was read by those who wrote it down, and the date fact that tells whether a case is later."""

    fact: str
    day: date


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One self-contained folder of law.

    `subjects` says of boolean conclusions when their question arises at all; where it does not, they are not applicable.
    `schedules` are the parameters with values by date, `units` those of the vocabulary. `successor` names the version that follows,
    None where none is known. Neither it nor `read_until` is law: see `version_digest`.
    """

    name: str
    title: Text
    effective_from: date
    policies: Policies
    acts: Mapping[str, Act]
    amendments: tuple[Amendment, ...]
    parameters: Mapping[str, Parameter]
    derived: Mapping[str, Derived]
    helpers: Mapping[str, Conclusion]
    subjects: Mapping[str, Condition]
    rules: Mapping[str, Rule]
    place: Place
    successor: str | None = None
    read_until: ReadUntil | None = None
    schedules: Mapping[str, Scheduled] = field(default_factory=dict)
    units: Mapping[str, UnitRow] = field(default_factory=lambda: UNITS)


@dataclass(frozen=True, slots=True)
class Laws:
    """The vocabulary and every law version, oldest first; `drafts` names those that are proposals.

    `readings` is the vocabulary with the parameters of each version in its texts; empty where no text names a parameter.
    `nynorsk` says whether the texts have their Nynorsk, which is read where it is asked for alone.
    """

    vocabulary: Vocabulary
    versions: tuple[LawVersion, ...]
    drafts: frozenset[str] = frozenset()
    readings: Mapping[str, Vocabulary] = field(default_factory=dict)
    nynorsk: bool = False

    def read_by(self, version: str) -> Vocabulary:
        """Return the vocabulary as a version reads it."""
        return self.readings.get(version, self.vocabulary)


# ---------------------------------------------------------------- cases


@dataclass(frozen=True, slots=True)
class FactValue:
    """A known fact of a case. `origin` is stated, assumed, silence (see `Fact.silence`) or given."""

    value: Value
    origin: Literal["stated", "assumed", "silence", "given"]
    source: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One person's case: known facts by name (absent is unknown), and the law version forced on it, if any."""

    id: str
    facts: Mapping[str, FactValue]
    forced: str | None
    place: Place
