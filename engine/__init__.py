"""hjemmel: the law as data. This facade is what the command line, the tests and other programs use.

    text ──language──▶ model ──inference, law──▶ decision ──trail──▶ reader

`loading` reads the rule folders and cases into the model and checks them; `law.compiled` turns a law version into signed
clauses; an engine of `inference` chains them; `law.deciding` chooses the governing version per topic and decides;
`trail` shows the reader every step. The core imports no files, no YAML, no clock; "today" does not exist in it.
"""

from __future__ import annotations

from .authoring.regression import Outcome, run_case
from .canonical import Json
from .diagnostics import Diagnostic, Rejected, did_you_mean, render, sort_by_place
from .inference.constraints import check_constraints
from .inference.durable import available as durable_reason
from .inference.forward import run as forward
from .language.cases import assume, force
from .law.compiled import CompiledLaws, Finding, compile_laws
from .law.crosscheck import cross_checker, engines, first_difference
from .law.deciding import Decision, Engine, decide
from .loading import HOME, Loaded, load_case, load_laws, load_suites, shown
from .model import Case, Language, Laws, Vocabulary
from .trail.document import document
from .trail.finality import is_final
from .trail.reference import entry_names, render_cross_check, render_entry, render_facts, render_laws
from .trail.steps import Trail, build_trail
from .trail.text import render_text

__all__ = [
    "HOME", "Case", "CompiledLaws", "Decision", "Diagnostic", "Engine", "Finding", "Json", "Language", "Laws", "Loaded", "Outcome",
    "Rejected", "Trail", "Vocabulary", "assume", "build_trail", "check_constraints", "compile_laws", "cross_checker",
    "decide", "did_you_mean", "document", "durable_reason", "engines", "entry_names", "first_difference", "force", "forward", "is_final",
    "load_case", "load_laws", "load_suites", "render", "render_cross_check", "render_entry", "render_facts", "render_laws", "render_text", "run_case", "shown",
    "sort_by_place",
]
