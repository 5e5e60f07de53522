"""`check --fix`: what is mended is mended to the letter, comments and layout stay, and what is not safe is left alone."""

from __future__ import annotations

import random
import re
import stat
from pathlib import Path

import pytest

from engine.checking.fixing import mend, one_slip
from engine.checking.lints.repeated import in_file
from engine.diagnostics import Diagnostic
from engine.language.located import read_tree
from engine.model import Place, Text

from .made_up_law import hjemmel, lay_out, standing_in
from .seeded import Defect, Texts, defects, shipped_texts
from .test_defects import found_in
from .test_rejected import kinds

FIXABLE = {kind.code for kind in kinds() if kind.mending is not None}
FORM = [defect for defect in defects("form.yaml") if defect.code in FIXABLE]
"""Of any other code nothing is ever mended."""


def mended(texts: Texts) -> Texts:
    """Return the texts with all that is safe to mend in them mended."""
    for _ in range(10):
        change = mend(found_in(texts), texts).texts
        if not change:
            return texts
        texts = {**texts, **change}
    raise AssertionError("mending does not come to an end")


@pytest.mark.parametrize("defect", FORM, ids=lambda defect: defect.name)
def test_a_defect_is_mended_to_the_letter_or_left_alone(defect: Defect) -> None:
    """Where it is mended the shipped files come back, every byte; where it is not, nothing is touched."""
    shipped = shipped_texts()
    seeded: Texts = defect.made(shipped)
    found = mended(seeded)
    if defect.mended == "otherwise":
        assert found != seeded and found_in(found) == []
    else:
        assert found == (shipped if defect.mended else seeded)


def test_all_kinds_of_fixes_are_seeded() -> None:
    """Each code that `--fix` knows mends one of the defects, but for words whose slips are left to a person in the seeds."""
    assert {defect.code for defect in FORM if defect.mended} == FIXABLE - {"unknown-act", "unknown-rule", "unknown-value"}


BEFORE = """\
# yaml-language-server: $schema=../../schemas/rules.schema.json
topic: lending
title: {nb: Mer, en: More}

parameters:
  # Pensioners: not used any more.
  pension.age: {value: 67, unit: years, source: {act: lånekortloven, section: "§ 6"}}  # lov 1/2009
  pension.months:
    value: 6
    unit: months
    source: {act: lånekortloven, section: "§ 6"}
  pension.level: {value: fluent, unit: level, source: {act: lånekortloven, section: "§ 6"}}

derived:
  pension.date: {label: {nb: Pensjonsdato, en: Date of pension}, add: [person.birth_date, {parameter: pension.months}]}

rules:
  # ---- § 6
  - id: extra   # the one
    title: {nb: Mer, en: More}
    source: {act: lånekortloven, section: "§ 6", provision: [P-1, P-1]}
    when:
      all:
        - person.resident
        # every member of the household
        - {fact: reader.category, in: [child,   student, child]}   # § 6 b
        - person.resident     # said twice
        - any:
            - {not: {not: {fact: reader.level, is: fluent}}}
            - reader.old_enough
            - {fact: reader.level,
               is: fluent}
            - {fact: reader.level, more_than: {parameter: pension.level}}
    unless:
      - fee.due
    then: review.many_loans
    allow:
      - {code: double-negation, reason: None any more.}
"""

AFTER = """\
# yaml-language-server: $schema=../../schemas/rules.schema.json
topic: lending
title: {nb: Mer, en: More}

parameters:
  # Pensioners: not used any more.
  # lov 1/2009
  pension.level: {value: fluent, unit: level, source: {act: lånekortloven, section: "§ 6"}}

rules:
  # ---- § 6
  - id: extra   # the one
    title: {nb: Mer, en: More}
    source: {act: lånekortloven, section: "§ 6", provision: [P-1]}
    when:
      all:
        - person.resident
        # every member of the household
        - {fact: reader.category, in: [child,   student]}   # § 6 b
        # said twice
        - any:
            - {not: {not: {fact: reader.level, is: fluent}}}
            - reader.old_enough
            - {fact: reader.level, more_than: {parameter: pension.level}}
    unless:
      - fee.due
    then: review.many_loans
    allow:
      - {code: double-negation, reason: None any more.}
"""


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    """A rule file in the made-up law, with what can be mended, among comments."""
    lay_out(tmp_path)
    law = tmp_path / "rules" / "two" / "law.yaml"
    law.write_text(law.read_text(encoding="utf-8") + "    adds: [extra]\n", encoding="utf-8")
    return tmp_path / "rules" / "two" / "extra.yaml"


@pytest.mark.parametrize("windows", [False, True])
def test_comments_layout_line_ends_and_mode_survive(extra: Path, windows: bool) -> None:
    """And a second `--fix` changes nothing."""

    def raw(text: str) -> bytes:
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() if windows else text.encode()

    extra.write_bytes(raw(BEFORE))
    extra.chmod(0o640)
    others = {path: path.read_bytes() for path in extra.parent.parent.rglob("*.yaml") if path != extra}
    with standing_in(extra.parent.parent.parent):
        first = hjemmel("check", "--fix")
        assert extra.read_bytes() == raw(AFTER), extra.read_text(encoding="utf-8")
        assert first.code == 0 and "warning" not in first.stderr
        assert [line.rpartition("[")[2].partition("]")[0] for line in first.stderr.splitlines()] == [
            *("unused", "unused", "repeated", "repeated", "repeated", "repeated"),
            "unused",
        ]
        assert "0 warnings" in first.stdout
        second = hjemmel("check", "--fix")
    assert (second.code, second.stderr, second.stdout) == (0, "", first.stdout)
    assert extra.read_bytes() == raw(AFTER)
    assert stat.S_IMODE(extra.stat().st_mode) == 0o640
    assert {path: path.read_bytes() for path in others} == others
    assert sorted(path.name for path in extra.parent.iterdir()) == sorted(
        {*(p.name for p in others if p.parent == extra.parent), extra.name}
    )


RULE = """\
topic: lending
title: {{nb: Mer, en: More}}
{0}
rules:
  - id: extra
    title: {{nb: Mer, en: More}}
    source: {{act: lånekortloven, section: "§ 6"}}
    when: {1}
    then: review.many_loans
{2}
"""

LEFT_ALONE = {
    "a file that cannot be read": RULE.format("", "{all: [person.resident, person.resident}", ""),
    "a slip that two names are near": RULE.format(
        "conclusions:\n  reader.hand: {type: boolean, label: {nb: H, en: H}}\n  reader.band: {type: boolean, label: {nb: B, en: B}}",
        "reader.sand",
        "",
    ),
    "a word two slips away": RULE.format("", "person.residint_", ""),
    "another number": RULE.format(
        'parameters:\n  limit.of_2: {value: 2, unit: hours per week, source: {act: lånekortloven, section: "§ 6"}}',
        "{fact: reading.hours_per_week, at_least: {parameter: limit.of_3}}",
        "",
    ),
    "two negations on lines of their own": RULE.format("", "\n      not:\n        not:\n          all: [person.resident, fee.due]", ""),
    "a comment inside": RULE.format(
        "", "\n      any:\n        - fee.due\n        - all:\n            # both\n            - card.right\n            - fee.due\n"
        "        - all:\n            # of them\n            - fee.due\n            - card.right", ""
    ),
    "rules of which one is enough": RULE.format(
        "",
        "person.resident",
        "  - id: more\n    title: {nb: Mer, en: More}\n    source: {act: lånekortloven, section: § 7}\n"
        "    when: person.resident\n    then: review.many_loans",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", LEFT_ALONE)
def test_what_is_not_safe_is_left_alone(what: str, extra: Path) -> None:
    """It is told as before, and the file is not even written."""
    extra.write_text(LEFT_ALONE[what], encoding="utf-8")
    law = extra.parent / "law.yaml"
    if "id: more" in LEFT_ALONE[what]:
        law.write_text(law.read_text(encoding="utf-8").replace("adds: [extra]", "adds: [extra, more]"), encoding="utf-8")
    before = extra.stat().st_ino
    with standing_in(extra.parent.parent.parent):
        told = hjemmel("check")
        assert "extra.yaml" in told.stderr
        assert hjemmel("check", "--fix") == told
    assert extra.read_text(encoding="utf-8") == LEFT_ALONE[what] and extra.stat().st_ino == before


def test_a_fix_that_would_make_an_error_is_not_kept(tmp_path: Path) -> None:
    """What is said twice in both versions, and allowed in one: mended in the other alone, the rule would differ without an amendment."""
    lay_out(tmp_path)
    rules = [tmp_path / "rules" / version / "rules.yaml" for version in ("one", "two")]
    for path in rules:
        twice = "        - person.resident\n        - person.resident\n"
        path.write_text(path.read_text(encoding="utf-8").replace("        - person.resident\n", twice, 1), encoding="utf-8")
    allowing = (
        rules[0]
        .read_text(encoding="utf-8")
        .replace(
            "card.expiry: {value: card.end}}\n",
            "card.expiry: {value: card.end}}\n    allow: [{code: repeated, reason: The Act says it twice.}]\n",
        )
    )
    rules[0].write_text(allowing, encoding="utf-8")
    with standing_in(tmp_path):
        told = hjemmel("check")
        assert "warning[repeated]" in told.stderr and told.code == 0
        fixed = hjemmel("check", "--fix")
        left = [line for line in fixed.stderr.splitlines() if "not mended, since the law could not be loaded then[repeated]: " in line]
        assert len(left) == 1 and fixed == told._replace(stderr=f"{left[0]}\n{told.stderr}")
        rules[0].write_text(allowing.replace("    allow: [{code: repeated, reason: The Act says it twice.}]\n", ""), encoding="utf-8")
        both = hjemmel("check", "--fix", lang="nb")
    assert both.code == 0 and both.stderr.count("rettet[repeated]: ") == 2
    assert [path.read_text(encoding="utf-8").count("- person.resident\n") for path in rules] == [1, 1]


def test_a_random_item_said_twice_is_taken_away_again(random_count: int) -> None:
    """Of any list of the shipped rules, whatever its layout: the text is what it was."""
    chance, tried = random.Random(26), 0
    texts = {file: text for file, text in shipped_texts().items() if file != "vocabulary.yaml" and not file.endswith("/law.yaml")}
    places = [(file, found) for file, text in texts.items() for found in re.finditer(r"(?m)^ {8,}- [^:\n{}]+\n", text)]
    places += [(file, found) for file, text in texts.items() for found in re.finditer(r"(?<=(?: in|ess): \[)[\w.]+(?=[],])", text)]
    for file, found in chance.sample(places, min(len(places), random_count // 20)):
        item, text = found[0], texts[file]
        again = item if item.endswith("\n") else f", {item}"
        twice = text[: found.end()] + again + text[found.end() :]
        tree = read_tree(file, twice, [])
        assert tree is not None
        problems = [lint.diagnostic for lint in in_file(tree)]
        assert [problem.code for problem in problems] == ["repeated"], (file, item)
        assert mend(problems, {file: twice}).texts == {file: text}
        tried += 1
    assert tried >= 20


AMENDMENT = """\
amended_by:
  - act: lov 1. desember 2010 nr. 1
    in_force: 2011-01-01
    section: "§ 1"
    text: {nb: Aldersgrensen er senket., en: The age limit is lowered.}
    # FYLL INN: does the act do this? Listed by check --fix: right, many-loans
    changes:
      - age
      - governs-all  # from 2011
      - right
      - many-loans
    # FYLL INN: does the act do this? Listed by check --fix: extra
    adds: [extra]
"""


def test_rules_that_differ_are_listed_in_the_only_amendment(tmp_path: Path) -> None:
    """With a mark for whoever reads the act, which `check` tells of; where there are two amendments nobody knows which it is."""
    lay_out(tmp_path)
    law, rules = tmp_path / "rules" / "two" / "law.yaml", tmp_path / "rules" / "two" / "rules.yaml"
    text = law.read_text(encoding="utf-8").replace("changes: [age, governs-all]", "changes:\n      - age\n      - governs-all  # from 2011")
    law.write_text(text, encoding="utf-8")
    changed = rules.read_text(encoding="utf-8").replace("{value: 2, unit: years", "{value: 3, unit: years")
    extra = changed.replace("{value: 10, unit: hours", "{value: 11, unit: hours") + EXTRA
    rules.write_text(extra, encoding="utf-8")
    with standing_in(tmp_path):
        fixed = hjemmel("check", "--fix")
        assert fixed.code == 0 and fixed.stderr.count("mended[missing-amendment]") == 3, fixed
        assert fixed.stderr.count("warning[unfinished]") == 2 and "2 warnings" in fixed.stdout, fixed
        assert law.read_text(encoding="utf-8").endswith(AMENDMENT)
        again = text.rstrip("\n") + text[text.index("  - act:") - 1 :].replace("      - age\n      - governs-all  # from 2011", "      []")
        law.write_text(again, encoding="utf-8")
        two = hjemmel("check", "--fix")
    assert two.code == 1 and "3 errors" in two.stderr and law.read_text(encoding="utf-8") == again, two


EXTRA = """
  - id: extra
    title: {nb: Mer, en: More}
    source: {act: lånekortloven, section: "§ 6"}
    when: {fact: reader.category, is: pensioner}
    then: card.right
"""


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("person.resident", "person.residnt", True),
        ("person.resident", "person.ressident", True),
        ("person.resident", "person.resisent", True),
        ("person.resident", "person.reisdent", True),
        ("person.resident", "person.resident", False),
        ("person.resident", "person.reisednt", False),
        ("person.resident", "person.reside", False),
        ("limit.1", "limit.2", False),
        ("limit.1", "limit.", False),
        ("limit.12", "limit.21", False),
        ("", "a", True),
    ],
)
def test_one_slip(one: str, other: str, near: bool) -> None:
    """A letter more, less or other, or two neighbours exchanged; never a digit. The same both ways."""
    assert one_slip(one, other) is near and one_slip(other, one) is near


def test_a_fix_of_unreadable_yaml_is_none() -> None:
    """Not even of a problem that could be mended there."""
    text = "rules: [a, a"
    problem = Diagnostic("repeated", Text("", ""), Place("f", 1, 12, 1), Text("", ""), Text("", ""), mending="without")
    assert mend([problem], {"f": text}).texts == {}
    assert mend([problem], {"f": text + "]"}).texts == {"f": "rules: [a]"}
