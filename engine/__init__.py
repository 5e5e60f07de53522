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
    from .authoring.decisive import decisive as decisive
    from .authoring.difference import difference as compare_laws
    from .authoring.difference_document import difference_document as difference_document
    from .authoring.difference_report import difference_report as difference_report
    from .authoring.difference_report import witness_name as witness_name
    from .authoring.findings import find_flaws as find_flaws
    from .authoring.fixing import mend as mend
    from .authoring.impact import impact as law_impact
    from .authoring.impact import pair_of as law_pair
    from .authoring.lints import find_lints as find_lints
    from .authoring.meaning import has_solver as has_solver
    from .authoring.meaning import meanings as law_meanings
    from .authoring.mutants import mutants as mutants
    from .authoring.mutation import Suites as MutationSuites
    from .authoring.mutation import judged as judge_mutants
    from .authoring.pages import page_text as page_text
    from .authoring.pages import read_pages as read_pages
    from .authoring.panel import decided as decided_at_once
    from .authoring.problem_forms import github_commands as github_commands
    from .authoring.problem_forms import problems_document as problems_document
    from .authoring.problem_forms import sarif_log as sarif_log
    from .authoring.proposals import entry_text as mutant_case
    from .authoring.provisions import coverage_page as coverage_page
    from .authoring.provisions import unaccounted as unaccounted
    from .authoring.regression import Outcome as Outcome
    from .authoring.regression import run_case as run_case
    from .authoring.scaffold import scaffold as scaffold
    from .authoring.scaffold import succeeded as succeeded
    from .authoring.scaffold import to_fill_in as to_fill_in
    from .authoring.scaffold import why_no_scaffold as why_no_scaffold
    from .batch.again import decide_again as decide_again
    from .batch.arrow import batches_schema as batches_schema
    from .batch.arrow import decide_batches as decide_batches
    from .batch.reading import SUFFIXES as REGISTER_SUFFIXES
    from .batch.running import Options as BatchOptions
    from .batch.running import choosable as batch_columns
    from .batch.running import decide_registers as decide_registers
    from .batch.running import rejects_path as rejects_path
    from .batch.spark import decide_dataframe as decide_dataframe
    from .batch.summary import summary_report as summary_report
    from .canonical import Json as Json
    from .diagnostics import Diagnostic as Diagnostic
    from .diagnostics import Rejected as Rejected
    from .diagnostics import bounded as bounded
    from .diagnostics import did_you_mean as did_you_mean
    from .diagnostics import printable as printable
    from .diagnostics import render as render
    from .diagnostics import sort_by_place as sort_by_place
    from .editor.server import serve as serve_editor
    from .files import LOG_BEGINS as LOG_BEGINS
    from .files import holding as holding
    from .files import is_standard_output as is_standard_output
    from .files import judge_folder as judge_folder
    from .files import judge_outputs as judge_outputs
    from .files import replace_texts as replace_texts
    from .files import write_folder as write_folder
    from .files import write_text as write_text
    from .folders import shown as shown
    from .inference.constraints import check_constraints as check_constraints
    from .inference.durable import available as durable_reason
    from .inference.forward import Engine as Engine
    from .inference.forward import run as forward
    from .inference.specialised import engine as specialised
    from .inquiry.explanation import explain as explain
    from .inquiry.explanation import explainable as explainable
    from .inquiry.interview import begin as begin_interview
    from .inquiry.interview import told as interview_case
    from .inquiry.question import question as prepare_question
    from .language.case_text import case_text as case_text
    from .language.case_text import new_case as new_case
    from .language.cases import assume as assume
    from .language.cases import force as force
    from .language.cases import with_forced as with_forced
    from .language.exemptions import Exemption as Exemption
    from .language.ids import case_doubt as case_doubt
    from .language.rules import LAW_FILE as LAW_FILE
    from .language.suites import SuiteCase as SuiteCase
    from .law.compiled import CompiledLaws as CompiledLaws
    from .law.compiled import Finding as Finding
    from .law.compiled import compile_laws as compile_laws
    from .law.crosscheck import cross_checker as cross_checker
    from .law.crosscheck import engines as engines
    from .law.crosscheck import first_difference as first_difference
    from .law.deciding import Decision as Decision
    from .law.deciding import decide as decide
    from .law.registers import row_decider as row_decider
    from .loading import HOME as HOME
    from .loading import Loaded as Loaded
    from .loading import laws_from_texts as laws_from_texts
    from .loading import load_case as load_case
    from .loading import load_cases as load_cases
    from .loading import load_exemptions as load_exemptions
    from .loading import load_laws as load_laws
    from .loading import load_provisions as load_provisions
    from .loading import load_suites as load_suites
    from .model import FORCED as FORCED
    from .model import Case as Case
    from .model import Language as Language
    from .model import Laws as Laws
    from .model import Text as Text
    from .model import Vocabulary as Vocabulary
    from .records.documents import read_decisions as read_decisions
    from .records.documents import verify_decision as verify_decision
    from .records.listing import list_decisions as list_decisions
    from .records.log import Sealed as Sealed
    from .records.log import append_decisions as append_decisions
    from .records.log import append_sealed as append_sealed
    from .records.log import forget_case as forget_case
    from .records.log import judge_log as judge_log
    from .records.log import seal_decision as seal_decision
    from .records.signing import private_key as private_key
    from .records.signing import public_key as public_key
    from .records.verifying import verify_log as verify_log
    from .rendering.asking import ended_report as interview_report
    from .rendering.asking import introduction as interview_introduction
    from .rendering.asking import prompt_text as interview_prompt
    from .rendering.asking import reply as interview_reply
    from .rendering.decision_report import decision_report as decision_report
    from .rendering.explanation import explanation_report as explanation_report
    from .rendering.explanation_document import explanation_document as explanation_document
    from .rendering.forms import Form as Form
    from .rendering.forms import render_report as render_report
    from .rendering.forms import render_reports as render_reports
    from .rendering.help import norwegian_help as norwegian_help
    from .rendering.letter import render_letter as render_letter
    from .rendering.reference import entry_names as entry_names
    from .rendering.reference import render_entry as render_entry
    from .rendering.reference import render_facts as render_facts
    from .rendering.reference import render_laws as render_laws
    from .rendering.reference import render_second_engine as render_second_engine
    from .rendering.report import Report as Report
    from .schemas import check_schemas as check_schemas
    from .schemas import schema_files as schema_files
    from .trail.checker import document_checker as document_checker
    from .trail.document import document as document
    from .trail.finality import is_final as is_final
    from .trail.steps import Trail as Trail
    from .trail.steps import build_trail as build_trail

_HOMES = {
    "LOG_BEGINS": (".files", "LOG_BEGINS"),
    "holding": (".files", "holding"),
    "append_sealed": (".records.log", "append_sealed"),
    "case_doubt": (".language.ids", "case_doubt"),
    "judge_log": (".records.log", "judge_log"),
    "list_decisions": (".records.listing", "list_decisions"),
    "seal_decision": (".records.log", "seal_decision"),
    "Sealed": (".records.log", "Sealed"),
    "is_standard_output": (".files", "is_standard_output"),
    "judge_folder": (".files", "judge_folder"),
    "judge_outputs": (".files", "judge_outputs"),
    "replace_texts": (".files", "replace_texts"),
    "write_folder": (".files", "write_folder"),
    "write_text": (".files", "write_text"),
    "REGISTER_SUFFIXES": (".batch.reading", "SUFFIXES"),
    "BatchOptions": (".batch.running", "Options"),
    "batch_columns": (".batch.running", "choosable"),
    "batches_schema": (".batch.arrow", "batches_schema"),
    "decide_again": (".batch.again", "decide_again"),
    "decide_batches": (".batch.arrow", "decide_batches"),
    "decide_dataframe": (".batch.spark", "decide_dataframe"),
    "decide_registers": (".batch.running", "decide_registers"),
    "rejects_path": (".batch.running", "rejects_path"),
    "summary_report": (".batch.summary", "summary_report"),
    "compare_laws": (".authoring.difference", "difference"),
    "difference_document": (".authoring.difference_document", "difference_document"),
    "difference_report": (".authoring.difference_report", "difference_report"),
    "has_solver": (".authoring.meaning", "has_solver"),
    "law_impact": (".authoring.impact", "impact"),
    "law_meanings": (".authoring.meaning", "meanings"),
    "law_pair": (".authoring.impact", "pair_of"),
    "load_cases": (".loading", "load_cases"),
    "scaffold": (".authoring.scaffold", "scaffold"),
    "succeeded": (".authoring.scaffold", "succeeded"),
    "to_fill_in": (".authoring.scaffold", "to_fill_in"),
    "witness_name": (".authoring.difference_report", "witness_name"),
    "why_no_scaffold": (".authoring.scaffold", "why_no_scaffold"),
    "with_forced": (".language.cases", "with_forced"),
    "find_flaws": (".authoring.findings", "find_flaws"),
    "mend": (".authoring.fixing", "mend"),
    "find_lints": (".authoring.lints", "find_lints"),
    "page_text": (".authoring.pages", "page_text"),
    "read_pages": (".authoring.pages", "read_pages"),
    "github_commands": (".authoring.problem_forms", "github_commands"),
    "problems_document": (".authoring.problem_forms", "problems_document"),
    "sarif_log": (".authoring.problem_forms", "sarif_log"),
    "Text": (".model", "Text"),
    "begin_interview": (".inquiry.interview", "begin"),
    "case_text": (".language.case_text", "case_text"),
    "Exemption": (".language.exemptions", "Exemption"),
    "exempt": (".authoring.coverage", "exempt"),
    "interview_case": (".inquiry.interview", "told"),
    "interview_introduction": (".rendering.asking", "introduction"),
    "interview_prompt": (".rendering.asking", "prompt_text"),
    "interview_reply": (".rendering.asking", "reply"),
    "interview_report": (".rendering.asking", "ended_report"),
    "load_exemptions": (".loading", "load_exemptions"),
    "append_decisions": (".records.log", "append_decisions"),
    "applied_counts": (".authoring.coverage", "applied_counts"),
    "assume": (".language.cases", "assume"),
    "build_trail": (".trail.steps", "build_trail"),
    "Case": (".model", "Case"),
    "check_constraints": (".inference.constraints", "check_constraints"),
    "check_schemas": (".schemas", "check_schemas"),
    "schema_files": (".schemas", "schema_files"),
    "compile_laws": (".law.compiled", "compile_laws"),
    "CompiledLaws": (".law.compiled", "CompiledLaws"),
    "coverage_page": (".authoring.provisions", "coverage_page"),
    "Covered": (".authoring.coverage", "Covered"),
    "cross_checker": (".law.crosscheck", "cross_checker"),
    "decide": (".law.deciding", "decide"),
    "Decision": (".law.deciding", "Decision"),
    "decision_report": (".rendering.decision_report", "decision_report"),
    "Diagnostic": (".diagnostics", "Diagnostic"),
    "did_you_mean": (".diagnostics", "did_you_mean"),
    "document": (".trail.document", "document"),
    "document_checker": (".trail.checker", "document_checker"),
    "durable_reason": (".inference.durable", "available"),
    "Engine": (".inference.forward", "Engine"),
    "engines": (".law.crosscheck", "engines"),
    "entry_names": (".rendering.reference", "entry_names"),
    "explain": (".inquiry.explanation", "explain"),
    "explainable": (".inquiry.explanation", "explainable"),
    "explanation_document": (".rendering.explanation_document", "explanation_document"),
    "explanation_report": (".rendering.explanation", "explanation_report"),
    "Finding": (".law.compiled", "Finding"),
    "first_difference": (".law.crosscheck", "first_difference"),
    "forget_case": (".records.log", "forget_case"),
    "force": (".language.cases", "force"),
    "FORCED": (".model", "FORCED"),
    "Form": (".rendering.forms", "Form"),
    "forward": (".inference.forward", "run"),
    "HOME": (".loading", "HOME"),
    "is_final": (".trail.finality", "is_final"),
    "Json": (".canonical", "Json"),
    "Language": (".model", "Language"),
    "LAW_FILE": (".language.rules", "LAW_FILE"),
    "Laws": (".model", "Laws"),
    "laws_from_texts": (".loading", "laws_from_texts"),
    "load_case": (".loading", "load_case"),
    "load_laws": (".loading", "load_laws"),
    "load_provisions": (".loading", "load_provisions"),
    "load_suites": (".loading", "load_suites"),
    "Loaded": (".loading", "Loaded"),
    "measure": (".authoring.coverage", "measure"),
    "decided_at_once": (".authoring.panel", "decided"),
    "decisive": (".authoring.decisive", "decisive"),
    "judge_mutants": (".authoring.mutation", "judged"),
    "mutant_case": (".authoring.proposals", "entry_text"),
    "mutants": (".authoring.mutants", "mutants"),
    "MutationSuites": (".authoring.mutation", "Suites"),
    "new_case": (".language.case_text", "new_case"),
    "norwegian_help": (".rendering.help", "norwegian_help"),
    "Outcome": (".authoring.regression", "Outcome"),
    "prepare_question": (".inquiry.question", "question"),
    "private_key": (".records.signing", "private_key"),
    "public_key": (".records.signing", "public_key"),
    "read_decisions": (".records.documents", "read_decisions"),
    "Rejected": (".diagnostics", "Rejected"),
    "printable": (".diagnostics", "printable"),
    "render": (".diagnostics", "render"),
    "render_entry": (".rendering.reference", "render_entry"),
    "render_facts": (".rendering.reference", "render_facts"),
    "render_laws": (".rendering.reference", "render_laws"),
    "render_letter": (".rendering.letter", "render_letter"),
    "render_report": (".rendering.forms", "render_report"),
    "render_reports": (".rendering.forms", "render_reports"),
    "render_second_engine": (".rendering.reference", "render_second_engine"),
    "Report": (".rendering.report", "Report"),
    "row_decider": (".law.registers", "row_decider"),
    "run_case": (".authoring.regression", "run_case"),
    "runs_of": (".authoring.coverage", "runs_of"),
    "serve_editor": (".editor.server", "serve"),
    "shown": (".folders", "shown"),
    "bounded": (".diagnostics", "bounded"),
    "sort_by_place": (".diagnostics", "sort_by_place"),
    "specialised": (".inference.specialised", "engine"),
    "SuiteCase": (".language.suites", "SuiteCase"),
    "Trail": (".trail.steps", "Trail"),
    "unaccounted": (".authoring.provisions", "unaccounted"),
    "verify_decision": (".records.documents", "verify_decision"),
    "verify_log": (".records.verifying", "verify_log"),
    "Vocabulary": (".model", "Vocabulary"),
}
"""Where each name of the facade lives: the module and the name there."""

__all__ = [  # every name of _HOMES, written out for the type checker
    "FORCED",
    "HOME",
    "LAW_FILE",
    "REGISTER_SUFFIXES",
    "BatchOptions",
    "Case",
    "CompiledLaws",
    "Covered",
    "Decision",
    "Diagnostic",
    "Engine",
    "Exemption",
    "Finding",
    "Form",
    "Json",
    "Language",
    "Laws",
    "Loaded",
    "MutationSuites",
    "Outcome",
    "Rejected",
    "Report",
    "SuiteCase",
    "Text",
    "Trail",
    "Vocabulary",
    "append_decisions",
    "applied_counts",
    "assume",
    "batch_columns",
    "batches_schema",
    "begin_interview",
    "bounded",
    "build_trail",
    "case_text",
    "check_constraints",
    "check_schemas",
    "compare_laws",
    "compile_laws",
    "coverage_page",
    "cross_checker",
    "decide",
    "decide_again",
    "decide_batches",
    "decide_dataframe",
    "decide_registers",
    "decided_at_once",
    "decision_report",
    "decisive",
    "did_you_mean",
    "difference_document",
    "difference_report",
    "document",
    "document_checker",
    "durable_reason",
    "engines",
    "entry_names",
    "exempt",
    "explain",
    "explainable",
    "explanation_document",
    "explanation_report",
    "find_flaws",
    "find_lints",
    "first_difference",
    "force",
    "forget_case",
    "forward",
    "github_commands",
    "has_solver",
    "interview_case",
    "interview_introduction",
    "interview_prompt",
    "interview_reply",
    "interview_report",
    "is_final",
    "judge_mutants",
    "law_impact",
    "law_meanings",
    "law_pair",
    "laws_from_texts",
    "load_case",
    "load_cases",
    "load_exemptions",
    "load_laws",
    "load_provisions",
    "load_suites",
    "measure",
    "mend",
    "mutant_case",
    "mutants",
    "new_case",
    "norwegian_help",
    "page_text",
    "prepare_question",
    "printable",
    "private_key",
    "problems_document",
    "public_key",
    "read_decisions",
    "read_pages",
    "rejects_path",
    "render",
    "render_entry",
    "render_facts",
    "render_laws",
    "render_letter",
    "render_report",
    "render_reports",
    "render_second_engine",
    "row_decider",
    "run_case",
    "runs_of",
    "sarif_log",
    "scaffold",
    "schema_files",
    "serve_editor",
    "shown",
    "sort_by_place",
    "specialised",
    "succeeded",
    "summary_report",
    "to_fill_in",
    "unaccounted",
    "verify_decision",
    "verify_log",
    "why_no_scaffold",
    "with_forced",
    "witness_name",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    found: object = getattr(import_module(module, __name__), attribute)
    globals()[name] = found  # so that it is looked up once
    return found
