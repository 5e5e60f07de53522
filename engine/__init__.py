"""hjemmel: the law as data. This facade is what the command line, the tests and other programs use.

    text ──language──▶ model ──inference, law──▶ decision ──trail──▶ reader

`loading` reads the rule folders and cases into the model and checks them; `law.compiled` turns a law version into signed
clauses; an engine of `inference` chains them; `law.deciding` chooses the governing version per topic and decides;
`trail` shows the reader every step. The core imports no files, no YAML, no clock; "today" does not exist in it.

Names are imported when they are first used: a command pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .authoring.coverage import Covered as Covered
    from .authoring.coverage import applied_counts as applied_counts
    from .authoring.coverage import exempt as exempt
    from .authoring.coverage import measure as measure
    from .authoring.coverage import runs_of as runs_of
    from .authoring.provisions import coverage_page as coverage_page
    from .authoring.provisions import unaccounted as unaccounted
    from .authoring.regression import Outcome as Outcome
    from .authoring.regression import run_case as run_case
    from .canonical import Json as Json
    from .diagnostics import Diagnostic as Diagnostic
    from .diagnostics import Rejected as Rejected
    from .diagnostics import did_you_mean as did_you_mean
    from .diagnostics import render as render
    from .diagnostics import sort_by_place as sort_by_place
    from .inference.constraints import check_constraints as check_constraints
    from .inference.durable import available as durable_reason
    from .inference.forward import Engine as Engine
    from .inference.forward import run as forward
    from .language.cases import assume as assume
    from .language.cases import force as force
    from .language.exemptions import Exemption as Exemption
    from .language.suites import SuiteCase as SuiteCase
    from .law.compiled import CompiledLaws as CompiledLaws
    from .law.compiled import Finding as Finding
    from .law.compiled import compile_laws as compile_laws
    from .law.crosscheck import cross_checker as cross_checker
    from .law.crosscheck import engines as engines
    from .law.crosscheck import first_difference as first_difference
    from .law.deciding import Decision as Decision
    from .law.deciding import decide as decide
    from .loading import HOME as HOME
    from .loading import Loaded as Loaded
    from .loading import load_case as load_case
    from .loading import load_exemptions as load_exemptions
    from .loading import load_laws as load_laws
    from .loading import load_provisions as load_provisions
    from .loading import load_suites as load_suites
    from .loading import shown as shown
    from .model import FORCED as FORCED
    from .model import Case as Case
    from .model import Language as Language
    from .model import Laws as Laws
    from .model import Vocabulary as Vocabulary
    from .rendering.reference import entry_names as entry_names
    from .rendering.reference import render_cross_check as render_cross_check
    from .rendering.reference import render_entry as render_entry
    from .rendering.reference import render_facts as render_facts
    from .rendering.reference import render_laws as render_laws
    from .rendering.text import render_text as render_text
    from .schemas import check_schemas as check_schemas
    from .trail.document import document as document
    from .trail.finality import is_final as is_final
    from .trail.steps import Trail as Trail
    from .trail.steps import build_trail as build_trail

_HOMES = {
    "Exemption": (".language.exemptions", "Exemption"),
    "exempt": (".authoring.coverage", "exempt"),
    "load_exemptions": (".loading", "load_exemptions"),
    "applied_counts": (".authoring.coverage", "applied_counts"),
    "assume": (".language.cases", "assume"),
    "build_trail": (".trail.steps", "build_trail"),
    "Case": (".model", "Case"),
    "check_constraints": (".inference.constraints", "check_constraints"),
    "check_schemas": (".schemas", "check_schemas"),
    "compile_laws": (".law.compiled", "compile_laws"),
    "CompiledLaws": (".law.compiled", "CompiledLaws"),
    "coverage_page": (".authoring.provisions", "coverage_page"),
    "Covered": (".authoring.coverage", "Covered"),
    "cross_checker": (".law.crosscheck", "cross_checker"),
    "decide": (".law.deciding", "decide"),
    "Decision": (".law.deciding", "Decision"),
    "Diagnostic": (".diagnostics", "Diagnostic"),
    "did_you_mean": (".diagnostics", "did_you_mean"),
    "document": (".trail.document", "document"),
    "durable_reason": (".inference.durable", "available"),
    "Engine": (".inference.forward", "Engine"),
    "engines": (".law.crosscheck", "engines"),
    "entry_names": (".rendering.reference", "entry_names"),
    "Finding": (".law.compiled", "Finding"),
    "first_difference": (".law.crosscheck", "first_difference"),
    "force": (".language.cases", "force"),
    "FORCED": (".model", "FORCED"),
    "forward": (".inference.forward", "run"),
    "HOME": (".loading", "HOME"),
    "is_final": (".trail.finality", "is_final"),
    "Json": (".canonical", "Json"),
    "Language": (".model", "Language"),
    "Laws": (".model", "Laws"),
    "load_case": (".loading", "load_case"),
    "load_laws": (".loading", "load_laws"),
    "load_provisions": (".loading", "load_provisions"),
    "load_suites": (".loading", "load_suites"),
    "Loaded": (".loading", "Loaded"),
    "measure": (".authoring.coverage", "measure"),
    "Outcome": (".authoring.regression", "Outcome"),
    "Rejected": (".diagnostics", "Rejected"),
    "render": (".diagnostics", "render"),
    "render_cross_check": (".rendering.reference", "render_cross_check"),
    "render_entry": (".rendering.reference", "render_entry"),
    "render_facts": (".rendering.reference", "render_facts"),
    "render_laws": (".rendering.reference", "render_laws"),
    "render_text": (".rendering.text", "render_text"),
    "run_case": (".authoring.regression", "run_case"),
    "runs_of": (".authoring.coverage", "runs_of"),
    "shown": (".loading", "shown"),
    "sort_by_place": (".diagnostics", "sort_by_place"),
    "SuiteCase": (".language.suites", "SuiteCase"),
    "Trail": (".trail.steps", "Trail"),
    "unaccounted": (".authoring.provisions", "unaccounted"),
    "Vocabulary": (".model", "Vocabulary"),
}
"""Where each name of the facade lives: the module and the name there."""

__all__ = [  # every name of _HOMES, written out for the type checker
    "FORCED",
    "HOME",
    "Case",
    "CompiledLaws",
    "Covered",
    "Decision",
    "Diagnostic",
    "Engine",
    "Exemption",
    "Finding",
    "Json",
    "Language",
    "Laws",
    "Loaded",
    "Outcome",
    "Rejected",
    "SuiteCase",
    "Trail",
    "Vocabulary",
    "applied_counts",
    "assume",
    "build_trail",
    "check_constraints",
    "check_schemas",
    "compile_laws",
    "coverage_page",
    "cross_checker",
    "decide",
    "did_you_mean",
    "document",
    "durable_reason",
    "engines",
    "entry_names",
    "exempt",
    "first_difference",
    "force",
    "forward",
    "is_final",
    "load_case",
    "load_exemptions",
    "load_laws",
    "load_provisions",
    "load_suites",
    "measure",
    "render",
    "render_cross_check",
    "render_entry",
    "render_facts",
    "render_laws",
    "render_text",
    "run_case",
    "runs_of",
    "shown",
    "sort_by_place",
    "unaccounted",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    found: object = getattr(import_module(module, __name__), attribute)
    globals()[name] = found  # so that it is looked up once
    return found
