"""Building the answers to the questions of a new law version: what becomes of its dates, and what it is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date
from typing import Final, Literal, NamedTuple, cast

from ..diagnostics import suggest
from ..frozen import dataclass
from ..model import Text
from .fields import Problems, bilingual, calendar_date, fields, mapping, quoted, text, word
from .located import Tree
from .problems.choices import ChoiceOfNoParameter, ChoiceOfNoRule, ChoiceWithoutReason, DayWithoutRedate, OthersOneByOne

ChoiceAnswer = Literal["keep", "redate", "drop", "later"]
ANSWERS: Final = ("keep", "redate", "drop", "later")


class Choice(NamedTuple):
    """What becomes of a rule or a dated parameter, and why; `day` is that of a parameter where it is not the version's own."""

    answer: ChoiceAnswer
    reason: str | None = None
    day: date | None = None


LATER: Final = Choice("later")
_OF_OTHERS: Final = ("keep", "later")
"""What may be answered of several parameters at once."""


class AmendingAct(NamedTuple):
    """The act that makes the version: its name, the section that it changes and what the change is."""

    act: str
    section: str
    text: Text


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers; what is None or not there is left for a person to write, and marked. `others` is on the parameters not named."""

    title: Text | None = None
    about: str | None = None
    read_until: date | None = None
    amendment: AmendingAct | None = None
    rules: Mapping[str, Choice] = field(default_factory=dict)
    parameters: Mapping[str, Choice] = field(default_factory=dict)
    others: Choice = LATER


NO_CHOICES: Final = Choices()
"""Nothing is answered yet."""


def build_choices(tree: Tree, rules: Collection[str], parameters: Collection[str], problems: Problems) -> Choices:
    """Return the answers that a file gives, to questions on those rules and parameters."""
    keys = ("title", "about", "read_until", "amendment", "rules", "parameters", "others")
    found = fields(tree, ("svarene om den nye versjonen", "the answers on the new version"), (), keys, problems) or {}
    title = bilingual(found["title"], quoted("title"), problems) if "title" in found else None
    about = text(found["about"], quoted("about"), problems) if "about" in found else None
    day = calendar_date(found["read_until"], quoted("read_until"), problems) if "read_until" in found else None
    amendment = _amendment(found["amendment"], problems) if "amendment" in found else None
    on_rules = _choices(found.get("rules"), "rules", rules, ChoiceOfNoRule, False, problems)
    on_parameters = _choices(found.get("parameters"), "parameters", parameters, ChoiceOfNoParameter, True, problems)
    others = _choice("others", found["others"], False, problems) if "others" in found else None
    if others is not None and others.answer not in _OF_OTHERS:
        problems.append(OthersOneByOne(answer=others.answer).at(found["others"].place))
    return Choices(title, about, day, amendment, on_rules, on_parameters, others or LATER)


def _choices(
    tree: Tree | None,
    part: str,
    names: Collection[str],
    stranger: type[ChoiceOfNoRule],
    has_day: bool,
    problems: Problems,
) -> dict[str, Choice]:
    """Return the answers on the rules or parameters by their names; a name that is none of `names` is a problem."""
    found: dict[str, Choice] = {}
    for key, value in (mapping(tree, quoted(part), problems) or ()) if tree is not None else ():
        if key.text not in names:
            problems.append(stranger(near=suggest(key.text, names), rule=key.text, valid=tuple(names)).at(key.place))
        elif choice := _choice(key.text, value, has_day, problems):
            found[key.text] = choice
    return found


def _choice(name: str, tree: Tree, has_day: bool, problems: Problems) -> Choice | None:
    found = fields(tree, ("svaret om `{}`", "the answer on `{}`", name), ("answer",), ("reason", "day"), problems)
    if found is None or "answer" not in found:
        return None
    answer = word(found["answer"], quoted("answer"), ANSWERS, problems)
    reason = text(found["reason"], quoted("reason"), problems) if "reason" in found else None
    day = calendar_date(found["day"], quoted("day"), problems) if "day" in found else None
    if answer is None:
        return None
    if answer != "later" and "reason" not in found:
        problems.append(ChoiceWithoutReason(answer=answer, name=name).at(tree.place))
    if "day" in found and not (has_day and answer == "redate"):
        problems.append(DayWithoutRedate().at(found["day"].place))
    return Choice(cast("ChoiceAnswer", answer), " ".join(reason.split()) if reason else None, day)


def _amendment(tree: Tree, problems: Problems) -> AmendingAct | None:
    found = fields(tree, quoted("amendment"), ("act", "section", "text"), (), problems)
    if found is None or len(found) < 3:
        return None
    act, section = text(found["act"], quoted("act"), problems), text(found["section"], quoted("section"), problems)
    said = bilingual(found["text"], quoted("text"), problems)
    return AmendingAct(act, section, said) if act and section and said else None
