"""Two rules that apply and contradict each other: an error wherever the contradiction lies, on every engine, never a choice."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from engine.diagnostics import Rejected, render
from engine.inference import specialised
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines
from engine.law.deciding import decide
from engine.law.registers import row_decider
from engine.loading import load_laws

from .small_laws import small_law, stated

HELPER = """
conclusions:
  kind: {type: enum, values: {left: {nb: l, en: l}, right: {nb: r, en: r}}, label: {nb: Slag, en: Kind}}
"""


def rule(id_: str, when: str, then: str) -> str:
    """Return one rule as YAML."""
    source = "{act: loven, section: § 7}"
    return f"  - id: {id_}\n    title: {{nb: Regel, en: Rule}}\n    source: {source}\n    when: {when}\n    then: {then}\n"


def law_with(folder: Path, file: str) -> CompiledLaws:
    """Return the small law with a helper conclusion `kind` in a file, to which `a` and `b` give different values, and that `q` rests on."""
    small_law(folder, "c")
    path = folder / "rules" / "one" / file
    text = path.read_text(encoding="utf-8")
    text = text.replace("rules:\n", HELPER + "rules:\n", 1)
    text += "\n" + rule("left-kind", "a", "{kind: left}") + rule("right-kind", "b", "{kind: right}")
    if file == "governs.yaml":
        text = text.replace("when: {any: [a, {not: a}, law.forced, {not: law.forced}]}", "when: {value: kind, is: left}")
    else:
        text += rule("from-kind", "{value: kind, is: left}", "q")
    path.write_text(text, encoding="utf-8")
    loaded = load_laws(folder / "rules")
    assert loaded.laws is not None, "\n".join(render(d, loaded.sources, "en") for d in loaded.diagnostics)
    return compile_laws(loaded.laws)


@pytest.mark.parametrize("file", ["rules.yaml", "governs.yaml"])
@pytest.mark.parametrize("name", [*engines(), "specialised"])
def test_a_helper_conclusion_in_conflict_is_an_error(tmp_path: Path, file: str, name: str) -> None:
    """Whether `kind` is a step to the outcome or to the choice of law, two values for it are an error that shows both rules."""
    compiled = law_with(tmp_path, file)
    run = specialised.engine() if name == "specialised" else engines()[name]
    with pytest.raises(Rejected) as rejected:
        decide(stated(a=True, b=True, c=False), compiled, run)
    (problem,) = rejected.value.diagnostics
    assert problem.code == "conflict"
    assert "`kind`" in problem.message.en
    assert [place.line for place, _ in problem.related] != [problem.place.line]
    # Without the second rule there is no conflict, and the helper does its work.
    decision = decide(stated(a=True, b=False, c=False), compiled, run)
    assert decision.findings["q"].status == ("met" if file == "rules.yaml" else "not_met")


@pytest.mark.parametrize("file", ["rules.yaml", "governs.yaml"])
def test_columns_name_the_same_conflict(tmp_path: Path, file: str) -> None:
    """A row in which two rules contradict each other has the error and no conclusion; the row beside it is decided."""
    decide_rows = row_decider(law_with(tmp_path, file))
    rows = decide_rows(pl.DataFrame({"a": [True, True], "b": [True, False], "c": [False, False]}))
    assert rows["error"].to_list() == ["conflict: one kind", None]
    assert rows["q.status"].to_list() == [None, "met" if file == "rules.yaml" else "not_met"]
