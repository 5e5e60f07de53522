"""Laws of a few rules on facts with letters for names, for tests whose answers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.diagnostics import render
from engine.loading import load_laws
from engine.model import Case, FactValue, Laws, Place, Value

PLACE = Place("small", 1, 1)

_FACTS = {
    "a": "boolean",
    "b": "boolean",
    "c": "boolean",
    "n": "integer, unit: levels",
    "d": "date",
    "e": "date",
    "gone": "date, if_absent: none",
    "s": "boolean, if_absent: false, absent_reason: {nb: Unntaket er nytt., en: The exception is new.}",
    "w": "enum, values: {x: {nb: x, en: x}, y: {nb: y, en: y}, z: {nb: z, en: z}}",
}

_VOCABULARY = """
topics:
  matter: {label: {nb: Sak, en: Matter}, law: law.matter}
facts:
  law.forced:
    {type: boolean, given: true, label: {nb: valgt, en: chosen}, question: {nb: valgt?, en: chosen?}, source: programmet}
%s
conclusions:
  law.matter: {type: version, topic: matter, label: {nb: Lov, en: Law}}
  q: {type: boolean, topic: matter, principal: true, label: {nb: Svar, en: Answer}}
  deadline: {type: date, topic: matter, label: {nb: Frist, en: Deadline}}
%s
constraints: [%s]
%s
"""

_LAW = """
version: "%s"
title: {nb: Loven, en: The law}
effective_from: %s
successor: none
policies: {month_end: last_day, leap_day_birthday: first_of_march}
acts:
  loven:
    id: LOV-0000-01-01-1
    title: {nb: Lov, en: Act}
    short: {nb: loven, en: Act}
    address: "https://example.org/{section}"
    consolidated: 2001-01-01
amended_by: []
"""

_GOVERNS = """
title: {nb: Lovvalg, en: Choice of law}
parameters:
  commencement: {value: 2001-01-01, unit: date, source: {act: loven, section: "§ 9"}}
rules:
  - id: governs-matter
    title: {nb: Loven gjelder, en: The law applies}
    source: {act: loven, section: "§ 9"}
    when: %s
    then: {governs.matter: true}
"""

_RULES = """
topic: matter
title: {nb: Regler, en: Rules}
parameters:
  five: {value: 5, unit: levels, source: {act: loven, section: "§ 1"}}
  adult: {value: 18, unit: years, source: {act: loven, section: "§ 1"}}
%sderived:
  age: {label: {nb: Alder, en: Age}, years_between: [d, e]}
  limit: {label: {nb: Grense, en: Limit}, add: [d, {parameter: adult}]}
%srules:
%s
"""

ALWAYS = "{any: [a, {not: a}, law.forced, {not: law.forced}]}"
"""Governs every case, forced or not."""


def rule(number: int, when: str, then: str = "q") -> str:
    """Return one rule as YAML."""
    source = f"{{act: loven, section: § {number}}}"
    return f"  - id: r{number}\n    title: {{nb: Regel, en: Rule}}\n    source: {source}\n    when: {when}\n    then: {then}"


def small_law(
    folder: Path,
    *conditions: str,
    never: str | None = None,
    governs: str = ALWAYS,
    then: str = "q",
    derived: Mapping[str, str] | None = None,
    calendar: str | None = None,
    facts: Mapping[str, str] | None = None,
    parameters: Mapping[str, str] | None = None,
    units: str | None = None,
    conclusions: Mapping[str, str] | None = None,
    gives: Sequence[tuple[str, str]] = (),
) -> Laws:
    """Return a law of one version with a rule for `q` on each condition, a constraint on what is `never`, and its choice of law.

    `derived` are more derived values by name, each with its operation; `calendar` is that of public holidays. `facts` and `parameters`
    are more of these by name, each with its type, or its value and unit; without a source they have one.
    `units` are those of the vocabulary. `conclusions` are more of these, each with its type; `gives` are more rules, each with its
    condition and what it concludes.
    """
    stated_facts = "\n".join(
        f"  {name}: {{type: {kind}, label: {{nb: {name}, en: {name}}}, question: {{nb: {name}?, en: {name}?}}, source: § {name}}}"
        for name, kind in {**_FACTS, **(facts or {})}.items()
    )
    concluded = "\n".join(
        f"  {name}: {{type: {kind}, topic: matter, label: {{nb: {name}, en: {name}}}}}" for name, kind in (conclusions or {}).items()
    )
    constraint = f"{{id: k, never: {never}, text: {{nb: Umulig., en: Impossible.}}}}" if never else ""
    version = folder / "rules" / "one"
    version.mkdir(parents=True)
    parts = "\n".join(f"{part}: {told}" for part, told in (("calendar", calendar), ("units", units)) if told)
    (folder / "rules" / "vocabulary.yaml").write_text(_VOCABULARY % (stated_facts, concluded, constraint, parts), encoding="utf-8")
    (version / "law.yaml").write_text(_LAW % ("one", "2001-01-01"), encoding="utf-8")
    (version / "governs.yaml").write_text(_GOVERNS % governs, encoding="utf-8")
    written = [*((condition, then) for condition in conditions), *gives]
    rules = "\n".join(rule(number, condition, gave) for number, (condition, gave) in enumerate(written, 1))
    more = "".join(f"  {name}: {{label: {{nb: {name}, en: {name}}}, {operation}}}\n" for name, operation in (derived or {}).items())
    cited = {
        name: says if "source:" in says else f"{says}, source: {{act: loven, section: § 1}}" for name, says in (parameters or {}).items()
    }
    numbers = "".join(f"  {name}: {{{says}}}\n" for name, says in cited.items())
    (version / "rules.yaml").write_text(_RULES % (numbers, more, rules), encoding="utf-8")
    loaded = load_laws(folder / "rules")
    errors = [render(d, loaded.sources, "en") for d in loaded.diagnostics if d.level == "error"]
    assert loaded.laws is not None and not errors, "\n".join(errors)
    return loaded.laws


def stated(**facts: Value) -> Case:
    """Return a case that states the facts."""
    known = {name: FactValue(value, "stated", None, PLACE) for name, value in facts.items()}
    return Case("small", {"law.forced": FactValue(False, "given"), **known}, None, PLACE)
