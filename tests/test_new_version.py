"""A law change is data: a made-up third version is added as a folder and governs, with no change of the program."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import engine
from engine.inference import forward


@pytest.fixture
def three(tmp_path: Path) -> engine.Laws:
    """The shipped laws with a version of the year 2031 that lets the right last four years instead of two."""
    shutil.copytree(engine.HOME / "rules", tmp_path / "rules")
    newest = sorted(p for p in (tmp_path / "rules").iterdir() if p.is_dir())[-1]
    folder = tmp_path / "rules" / "2031"
    shutil.copytree(newest, folder)
    law = (folder / "law.yaml").read_text(encoding="utf-8")
    law = law[: law.index("amended_by:")].replace(f'version: "{newest.name}"', 'version: "2031"')
    law = re.sub(r"effective_from: \S+", "effective_from: 2031-01-01", law)
    governs = (folder / "governs.yaml").read_text(encoding="utf-8")
    governs = re.sub(r"value: 2026-01-01|value: 2025-01-01", "value: 2031-01-01", governs)
    (folder / "governs.yaml").write_text(governs, encoding="utf-8")
    text = (folder / "target-group.yaml").read_text(encoding="utf-8")
    assert "newly_settled.limit:" in text
    text = re.sub(r"(newly_settled\.limit:\s*\n?\s*\{?\s*value: )2\b", r"\g<1>4", text)
    (folder / "target-group.yaml").write_text(text, encoding="utf-8")
    (folder / "law.yaml").write_text(law + "amended_by: []\n", encoding="utf-8")
    loaded = engine.load_laws(tmp_path / "rules")
    # The check holds the new folder to its predecessor: list what it found to differ, as a legal writer would.
    changed = sorted({match[1] for d in loaded.diagnostics if (match := re.match(r"rule `([^`]+)` of version `[^`]+` differs", d.message))})
    assert changed, "the check did not notice that the law was changed"
    (folder / "law.yaml").write_text(
        law + 'amended_by:\n  - act: made-up act\n    in_force: 2031-01-01\n    section: "§ 8"\n'
        "    text: {nb: Botid, en: Time of residence}\n"
        f"    changes: [{', '.join(changed)}]\n",
        encoding="utf-8",
    )
    loaded = engine.load_laws(tmp_path / "rules")
    assert loaded.laws is not None, "\n".join(engine.render(d, loaded.sources) for d in loaded.diagnostics)
    return loaded.laws


def decision_of(laws: engine.Laws, tmp_path: Path, decided: str) -> engine.Decision:
    """Decide a person who has lived three years in a municipality."""
    file = tmp_path / "case.yaml"
    year = int(decided[:4])
    file.write_text(
        f"""
person: {{birth_date: 1995-06-12, nordic_or_eea_citizen: false, norwegian_citizen: false}}
permit: {{type: s28, granted_date: {year - 3}-01-20, previous_type: none}}
residence: {{start_date: {year - 3}-02-01}}
settlement: {{by_agreement: true, date: {year - 3}-02-01}}
work: {{hours_per_week: 0, offer_hours_per_week: 0}}
programme: {{offer_date: {decided}, decision_date: {decided}, refused_or_interrupted: false, chapter_6a_decision: false, begun: false}}
""",
        encoding="utf-8",
    )
    problems: list[engine.Diagnostic] = []
    case = engine.load_case(file, laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems)
    assert case is not None and not problems
    return engine.decide(case, engine.compile_laws(laws), forward.run)


def test_the_new_version_governs_from_its_day(three: engine.Laws, tmp_path: Path) -> None:
    """Three years of residence are too long the day before, and short enough on the day."""
    before = decision_of(three, tmp_path, "2030-12-31")
    after = decision_of(three, tmp_path, "2031-01-01")
    assert before.findings["law.target_group"].value == "2026"
    assert before.findings["programme.outcome"].value == "none"
    assert after.findings["law.target_group"].value == "2031"
    assert after.findings["programme.outcome"].value == "right_and_duty"


def test_older_versions_keep_their_digest(three: engine.Laws, laws: engine.Laws) -> None:
    """A new version leaves the digests of the others as they were."""
    digests = {v.version.name: v.digest for v in engine.compile_laws(three).versions}
    assert all(digests[v.version.name] == v.digest for v in engine.compile_laws(laws).versions)
