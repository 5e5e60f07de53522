"""The command line: reads files, calls the engine, prints results and diagnostics, sets the exit code."""

from __future__ import annotations

import codecs
import gc
import json
import os
import platform
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

if TYPE_CHECKING or not __package__:  # checkout: python cli.py, pytest, mypy
    import engine
    from engine.version import VERSION
else:  # installed: this module is hjemmel.cli
    from . import engine
    from .engine.version import VERSION

PAGES = engine.HOME / "docs" / "diagnostics"
"""One page for each diagnostic code."""

DECIDED, FAILED, UNDETERMINED = 0, 1, 3
"""Exit codes; 2 is click's, for wrong usage. A refusal is a decision."""

KEY = click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Ed25519 private key (PEM) that signs the log.")
LAW = click.option("--law", default=None, metavar="auto|VERSION", help="Force one law version; the trail says so.")
ASSUME = click.option("--assume", multiple=True, metavar="NAME=VALUE", help="Take a fact for given; marked as assumed.")
FORM = click.option("--format", "form", type=click.Choice(["text", "json", "markdown", "html"]), default="text", show_default=True)
LANGUAGE = click.option(
    "--lang", type=click.Choice(["nb", "en"]), default="nb", show_default=True, is_eager=True, help="Language of the text."
)


class _Norwegian(click.HelpFormatter):
    """Writes help in Bokmål."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        in_norwegian = args.replace("[OPTIONS]", "[VALG]").replace("COMMAND [ARGS]", "KOMMANDO [ARGUMENTER]")
        super().write_usage(prog, in_norwegian, prefix or "Bruk: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_in_norwegian(heading))

    def write_text(self, text: str) -> None:
        super().write_text(_in_norwegian(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _in_norwegian(text)) for name, text in rows], col_max, col_spacing)


def _in_norwegian(text: str) -> str:
    """Return a text of the help in Bokmål, and what click adds in brackets, such as the default."""
    said, bracket, added = text.rpartition("  [") if text.endswith("]") else (text, "", "")
    added = added.replace("default: ", "ellers: ").replace("required", "må gis")
    return (engine.norwegian_help(said) or said) + bracket + added


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        if _help_language(self) == "en":
            return super().make_formatter()
        return _Norwegian(width=self.terminal_width, max_width=self.max_content_width)


def _help_language(context: click.Context) -> engine.Language:
    """Return the language of the help: of this command, or given before it, or of the environment."""
    given = (context.params.get("lang"), context.find_root().params.get("lang"), os.environ.get("HJEMMEL_LANG"))
    return "en" if next(filter(None, given), "nb") == "en" else "nb"


class _Command(click.Command):
    context_class = _Context

    def get_short_help_str(self, limit: int = 45) -> str:
        context = click.get_current_context(silent=True)
        said = self.help or ""
        first = (said if context and _help_language(context) == "en" else _in_norwegian(said)).partition("\n\n")[0]
        return " ".join(first.removesuffix(".").split())


class _Group(click.Group):
    context_class = _Context
    command_class = _Command

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        with _quoted_safely():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _quoted_safely():
            return super().invoke(ctx)


@contextmanager
def _quoted_safely() -> Iterator[None]:
    """Let click refuse a command line inside without repeating what a terminal would obey instead of showing."""
    try:
        yield
    except click.ClickException as refused:
        vars(refused)["message"] = engine.printable(refused.message)
        raise


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="hjemmel")
@click.option(
    "--rules",
    type=click.Path(path_type=Path, readable=False),
    default=engine.HOME / "rules",
    envvar="HJEMMEL_RULES",
    help="Folder of the vocabulary and the law versions.",
)
@click.option(
    "--lang",
    type=click.Choice(["nb", "en"]),
    default="nb",
    show_default=True,
    is_eager=True,
    envvar="HJEMMEL_LANG",
    help="Language of a command that is not given one of its own.",
)
@click.option(
    "--draft",
    "drafts",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A further law version that lies elsewhere, beside those of --rules; may be repeated.",
)
@click.pass_context
def main(context: click.Context, rules: Path, lang: engine.Language, drafts: tuple[Path, ...]) -> None:
    """Who gets the introduction programme: decisions from law kept as data, with every step's authority."""
    context.obj = rules
    context.default_map = {name: {"lang": lang} for name in main.commands}


@main.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CASE...")
@LAW
@ASSUME
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html", "begrunnelse"]),
    default="text",
    show_default=True,
    help="begrunnelse: a draft of the letter that gives reasons, in Bokmål alone.",
)
@LANGUAGE
@click.option("--full", is_flag=True, help="Show the facts and the derivation of every conclusion, not only of the outcome.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of the screen.")
@click.option("--no-cross-check", is_flag=True, help="Derive with one engine only.")
@click.option("--record", type=click.Path(path_type=Path), metavar="LOG", help="Append the decisions to a sealed log; prints a receipt.")
@click.option("--new", is_flag=True, help="With --record: begin a log, in an empty file too; append to none that is there.")
@KEY
@click.pass_obj
def evaluate(
    rules: Path,
    cases: tuple[Path, ...],
    law: str | None,
    assume: tuple[str, ...],
    form: engine.Form | Literal["json", "begrunnelse"],
    lang: engine.Language,
    full: bool,
    output: Path | None,
    no_cross_check: bool,
    record: Path | None,
    new: bool,
    key: Path | None,
) -> None:
    """Decide each CASE file: the outcome, and every step that leads to it.

    Exit code 0: decided (a refusal is a decision). 1: errors in rules or case. 3: facts are missing, or a person must look.
    """
    if record is not None and no_cross_check:
        raise click.UsageError("--record keeps decisions that were cross-checked; leave --no-cross-check out")
    if form == "begrunnelse" and lang != "nb" and _is_typed("lang"):
        raise click.UsageError("--format begrunnelse is written in Bokmål, the language of the letter; leave --lang out, or use --lang nb")
    if record is None and key is not None:
        raise click.UsageError("--key signs what --record keeps; name the log with --record")
    if record is None and new:
        raise click.UsageError("--new begins the log that --record names; name it")
    _judge_outputs([output], [*cases, rules, key], [record])
    with _rejection():
        signer = engine.private_key(key) if key else None
        if record is not None:
            engine.judge_log(record, signer, new)
    found = _loaded(rules)
    assert found.laws is not None
    laws, sources = found.laws, dict(found.sources)
    compiled = engine.compile_laws(laws)
    loaded = _cases(cases, law, assume, laws, sources)
    checker = engine.cross_checker(not no_cross_check)
    is_one = len(loaded) == 1
    sealed: list[engine.Sealed] = []
    pages: list[engine.Report] = []
    code = DECIDED
    to_file = output is not None and not engine.is_standard_output(output)
    # Nothing is shown before all is decided, and nothing is recorded before it is shown: see docs/records.md.
    with _rejection(sources), engine.holding(output if to_file else None, sys.stdout) as held:
        for number, case in enumerate(loaded):
            decision, cross_check = checker(case, compiled)
            trail = engine.build_trail(decision)
            document = engine.document(decision, trail, laws.vocabulary, cross_check) if form == "json" or record is not None else {}
            if record is not None:
                sealed.append(engine.seal_decision(document))
            if form == "json":
                text = _json(document)
                text = text + "\n" if is_one else ("[\n  " if number == 0 else ",\n  ") + text.replace("\n", "\n  ")
            elif form == "begrunnelse":
                text = ("\n" if number else "") + engine.render_letter(decision, trail, laws.vocabulary, cross_check)
            else:
                report = engine.decision_report(decision, trail, laws.vocabulary, lang, full, cross_check)
                text = (
                    ""
                    if form == "html"
                    else ("\n" if number else "") + engine.render_report(report, form, 100 if output else _width(), _colour(output))
                )
                pages += [report] if form == "html" else []  # one page, with an article for each
            if not engine.is_final(decision, laws.vocabulary):
                code = UNDETERMINED
            held.write(text if to_file else _fitting(text, form))
        end = "\n]\n" if form == "json" and not is_one else engine.render_reports(pages, "html", 100, False) if form == "html" else ""
        held.write(end if to_file else _fitting(end, form))
        with _delivering(record is not None):
            held.deliver()
        receipt = engine.append_sealed(record, sealed, found.texts, VERSION, signer, new) if record is not None else ""
    if record is not None:
        number = len(sealed)
        kept = _say(f"{number} {'avgjørelse' if number == 1 else 'avgjørelser'} ført i", f"{_count(number, 'decision')} recorded in")
        click.echo(engine.printable(f"{kept} {record}; {_say('kvittering', 'receipt')} {receipt}"), err=True)
    sys.exit(code)


@main.command()
@click.argument("arguments", nargs=-1, metavar="CASE [NAME]")
@click.option("--from", "register", type=click.Path(path_type=Path), metavar="FILE", help="Instead of CASE: what `batch --trail` wrote.")
@click.option("--case", "id_", metavar="ID", help="With --from: the id of the row that is decided again.")
@LAW
@ASSUME
@FORM
@LANGUAGE
@click.option("--full", is_flag=True, help="Show the whole derivation too, not only the shortest justification.")
@click.pass_obj
def explain(
    rules: Path,
    arguments: tuple[str, ...],
    register: Path | None,
    id_: str | None,
    law: str | None,
    assume: tuple[str, ...],
    form: engine.Form | Literal["json"],
    lang: engine.Language,
    full: bool,
) -> None:
    """Explain one answer on a CASE: why or why not, what is missing, and what would change it.

    NAME is the name of a conclusion, helper conclusion, derived value or fact; without it, the outcome is explained.
    Exit code 0: answered. 1: errors in rules or case, or nothing has that name. 3: the answer is open, or left to a person.

    With --from and --case, the case is a row of a register: it is decided again, must come out as the row says, and its
    trail passes the checker. Without NAME the decision is shown as `evaluate` shows it.
    """
    if (register is None) != (id_ is None):
        raise click.UsageError("--from and --case go together: the file, and the row in it")
    if register is not None and (law is not None or assume):
        raise click.UsageError("--from tells what was decided; --law and --assume would be another case")
    most = 1 if register is not None else 2
    if len(arguments) > most or (register is None and not arguments):
        raise click.UsageError("name one CASE file, and at most one NAME" if register is None else "with --from, give at most one NAME")
    laws, sources = _laws(rules)
    compiled = engine.compile_laws(laws)
    if register is not None and id_ is not None:
        conclusion = arguments[0] if arguments else None
        decision, trail, cross_check = _decided_again(register, id_, compiled)
    else:
        conclusion = arguments[1] if len(arguments) > 1 else None
        (case,) = _cases((Path(arguments[0]),), law, assume, laws, sources)
        try:
            decision, cross_check = engine.cross_checker(True)(case, compiled)
        except engine.Rejected as rejected:
            _stop_if_wrong(rejected.diagnostics, sources)
        trail = engine.build_trail(decision)
    if register is not None and conclusion is None:
        if form == "json":
            document = engine.document(decision, trail, laws.vocabulary, cross_check)
            _write(_json(document) + "\n", None, form)
        else:
            report = engine.decision_report(decision, trail, laws.vocabulary, lang, full, cross_check)
            _write(engine.render_report(report, form, _width(), _colour(None)), None, form)
        sys.exit(DECIDED if engine.is_final(decision, laws.vocabulary) else UNDETERMINED)
    names = engine.explainable(decision, laws)
    wanted = [conclusion] if conclusion is not None else [name for name, c in laws.vocabulary.conclusions.items() if c.principal]
    for name in wanted:
        if name not in names:
            fix = engine.did_you_mean(name, names, engine.Text("se `hjemmel facts`", "see `hjemmel facts`"))
            _fail(
                f"ingenting som kan forklares, heter `{name}`: {fix.nb}",
                f"nothing that can be explained is named `{name}`: {fix.en}",
            )
    fast = engine.specialised()
    found = [engine.explain(decision, trail, compiled, fast, name) for name in wanted]
    if form == "json":
        documents = [engine.explanation_document(one, full, cross_check) for one in found]
        text = _json(documents[0] if len(documents) == 1 else documents) + "\n"
    else:
        text = engine.render_reports([engine.explanation_report(one, lang, full) for one in found], form, _width(), _colour(None))
    _write(text, None, form)
    sys.exit(DECIDED if all(one.is_answered for one in found) else UNDETERMINED)


def _decided_again(register: Path, id_: str, compiled: engine.CompiledLaws) -> tuple[engine.Decision, engine.Trail, engine.Json]:
    """Return the decision on a row of what `batch` wrote, its trail, and how it was cross-checked; a row that differs ends the command."""
    _needs_batch()
    with _rejection():
        again = engine.decide_again(register, id_, compiled, engine.cross_checker(True), engine.document_checker(compiled.laws))
    return again.decision, again.trail, again.cross_check


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[CASE]")
@click.option("--conclusion", metavar="NAME", help="What the interview is to settle; the outcome if left out.")
@LAW
@LANGUAGE
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The case file to write; asked for if left out.")
@click.pass_obj
def ask(rules: Path, path: Path | None, conclusion: str | None, law: str | None, lang: engine.Language, output: Path | None) -> None:
    """Interview: ask for the facts that can still matter, the most decisive first, and save the case file.

    CASE is a case file to begin from. Needs a terminal. Exit code 0: settled. 1: errors, or stopped before the end. 3: open
    because a fact is not known, or a person must look.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            _say(
                "et intervju trenger en terminal; skriv ellers en saksfil og bruk `hjemmel evaluate`",
                "an interview needs a terminal; else write a case file and use `hjemmel evaluate`",
            )
        )
    _judge_outputs([output], [rules])
    laws, sources = _laws(rules)
    name = _asked_about(conclusion, laws.vocabulary)
    if path is not None:
        (case,) = _cases((path,), law, (), laws, sources)
    else:
        problems: list[engine.Diagnostic] = []
        case = engine.force(engine.new_case(""), law or "auto", tuple(v.name for v in laws.versions), laws.vocabulary, problems)
        _stop_if_wrong(problems, sources)
    try:
        state = engine.begin_interview(engine.prepare_question(laws, name), case, engine.specialised())
        click.echo(engine.interview_introduction(lang, _width()))
        asked = None
        while (prompt := engine.interview_prompt(state, lang, _width())) is not None:
            if state is not asked:
                click.echo(f"\n{prompt}")
            asked = state
            state, said = engine.interview_reply(state, _typed("   > "), lang, _width(), _colour(None))
            click.echo(said)
        case = engine.interview_case(state)
        saved = _save_case(rules, case, state.skipped, laws.vocabulary, lang, output, path)
    except click.Abort:
        click.echo()
        click.echo("Avbrutt. Ingenting er lagret." if lang == "nb" else "Stopped. Nothing was saved.", err=True)
        sys.exit(FAILED)
    try:
        decision = engine.decide(case, engine.compile_laws(laws), engine.specialised())
    except engine.Rejected as rejected:
        _print_problems(rejected.diagnostics, sources)
        decision = None
    click.echo()
    click.echo(engine.render_reports([engine.interview_report(state, decision, lang)], "text", _width(), _colour(None)))
    click.echo(f"{'Saken er lagret i' if lang == 'nb' else 'The case is saved in'} {saved}")
    click.echo(f"hjemmel evaluate {shlex.quote(str(saved))}" + (" --lang en" if lang == "en" else ""))
    if decision is None:
        sys.exit(FAILED)
    final = engine.is_final(decision, laws.vocabulary) if laws.vocabulary.conclusions[name].principal else state.view.settled
    sys.exit(DECIDED if final and state.view.settled else UNDETERMINED)


def _asked_about(conclusion: str | None, vocabulary: engine.Vocabulary) -> str:
    """Return the conclusion of an interview: the principal one where none is named."""
    if conclusion is None:
        return next(name for name, declared in vocabulary.conclusions.items() if declared.principal)
    if conclusion not in vocabulary.conclusions:
        see = engine.Text("`hjemmel evaluate` viser konklusjonene som finnes", "`hjemmel evaluate` shows the conclusions there are")
        fix = engine.did_you_mean(conclusion, vocabulary.conclusions, see)
        _fail(f"ingen konklusjon heter `{conclusion}`: {fix.nb}", f"no conclusion is named `{conclusion}`: {fix.en}")
    return conclusion


def _typed(prompt: str) -> str:
    """Return a line that was typed; raises click.Abort at its end or on Ctrl-C."""
    typed: str = click.prompt(prompt, prompt_suffix="", default="", show_default=False)
    return typed


def _save_case(
    rules: Path,
    case: engine.Case,
    unknown: Iterable[str],
    vocabulary: engine.Vocabulary,
    lang: engine.Language,
    output: Path | None,
    path: Path | None,
) -> Path:
    """Save a case and return where; ask for the name where none was given or it cannot be saved there, and before a file is replaced."""
    nb = lang == "nb"
    usual = path or Path("sak.yaml" if nb else "case.yaml")
    click.echo()
    while True:
        target = output or Path(_typed(f"{'Lagre saken som' if nb else 'Save the case as'} [{usual}]: ").strip() or usual)
        output = None
        question = (
            f"{target} finnes. Skal den erstattes med alt den inneholder, merknader også? (ja/nei) "
            if nb
            else f"{target} exists. Replace it with all it holds, comments too? (yes/no) "
        )
        try:
            engine.judge_outputs([target], [rules, *_drafts()])
            if target.exists() and _typed(question).strip().casefold() not in ("ja", "j", "yes", "y"):
                continue
            named = replace(case, id=case.id or target.stem)
            if (doubt := engine.case_doubt(named.id)) is not None:
                click.echo(f" ! {_say(doubt.reason.nb, doubt.reason.en)}: {_say(doubt.fix.nb, doubt.fix.en)}.")
                continue
            engine.write_text(target, engine.case_text(named, unknown, vocabulary))
        except engine.Rejected as rejected:
            for problem in rejected.diagnostics:
                click.echo(f" ! {problem.place.file}: {_say(problem.message.nb, problem.message.en)}.")
            continue
        return target


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the decisions go; .parquet, .csv or .ndjson.",
)
@LAW
@click.option("--topics", metavar="NAME,...", help="Only the conclusions of these topics.")
@click.option("--columns", metavar="NAME,...", help="Only these conclusions and facts.")
@click.option("--trail", is_flag=True, help="Write the facts and the status of every rule too, from which any row can be explained.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Count which dates are passed or near on this day.")
@click.option("--within", type=click.IntRange(0, 3660), default=30, show_default=True, metavar="DAYS", help="How near, for --on.")
@click.option("--encoding", type=click.Choice(["utf-8", "windows-1252"]), default="utf-8", show_default=True, help="Of CSV files.")
@click.option(
    "--dialect",
    type=click.Choice(["plain", "norwegian"]),
    default="plain",
    show_default=True,
    help="How CSV files spell values: norwegian is 29,9, DD.MM.YYYY and SANN.",
)
@click.option(
    "--output-dialect",
    type=click.Choice(["plain", "norwegian"]),
    default="plain",
    show_default=True,
    help="How CSV output spells values: norwegian is for Norwegian Excel.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many processor cores to decide and write on; all by default.")
@LANGUAGE
@click.pass_obj
def batch(
    rules: Path,
    files: tuple[Path, ...],
    output: Path,
    law: str | None,
    topics: str | None,
    columns: str | None,
    trail: bool,
    on: datetime | None,
    within: int,
    encoding: Literal["utf-8", "windows-1252"],
    dialect: Literal["plain", "norwegian"],
    output_dialect: Literal["plain", "norwegian"],
    jobs: int | None,
    lang: engine.Language,
) -> None:
    """Decide every row of registers: CSV, NDJSON or Parquet in, and out.

    Rows that cannot be decided go to OUTPUT.rejects.csv, each with its reason. Exit code 0: every row is decided (open
    outcomes among them). 1: rows were rejected, or errors in rules or files, and then nothing is written.
    """
    if trail and columns:
        raise click.UsageError("--trail writes every column; leave --columns out")
    if (encoding, dialect) != ("utf-8", "plain") and any(path.suffix.lower() not in (".csv", ".tsv", ".txt") for path in files):
        raise click.UsageError("--encoding and --dialect are for CSV; NDJSON and Parquet have values of their own")
    if output_dialect != "plain" and output.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise click.UsageError("--output-dialect is for CSV; Parquet and NDJSON have values of their own")
    if jobs is not None:
        # Polars reads it once, when it is imported, which the next line does.
        os.environ["POLARS_MAX_THREADS"] = str(jobs)
    _needs_batch()
    if output.suffix.lower() not in engine.REGISTER_SUFFIXES:
        endings = ", ".join(engine.REGISTER_SUFFIXES)
        _fail(f"utdata må ha en av endelsene {endings}", f"the output must have one of the suffixes {endings}")
    rejects = engine.rejects_path(output)
    _judge_outputs([output, rejects], [*files, rules])
    if len({path.resolve() for path in files}) < len(files):
        _fail("en fil er oppgitt to ganger", "a file is given twice")
    laws, sources = _laws(rules)
    if law not in (None, "auto"):
        _known_versions([law], [version.name for version in laws.versions])
    options = engine.BatchOptions(
        lang, encoding, dialect, law, _chosen(topics, laws.vocabulary.topics), (), trail, on.date() if on else None, within, output_dialect
    )
    options = options._replace(columns=_chosen(columns, engine.batch_columns(laws.vocabulary, options.topics)))
    try:
        with _progress() as advance:
            summary = engine.decide_registers(files, output, engine.compile_laws(laws), options, advance)
    except engine.Rejected as rejected:
        _stop_if_wrong(rejected.diagnostics, sources)
    except OSError as error:
        _fail(f"kan ikke skrive {output}: {error.strerror}", f"cannot write {output}: {error.strerror}")
    except KeyboardInterrupt:
        _fail("avbrutt; ingenting er skrevet", "stopped; nothing was written")
    click.echo(engine.render_report(engine.summary_report(summary, options, laws.vocabulary), "text", _width(), _colour(None)))
    if summary.notices:
        _print_problems(summary.notices, {})
    if summary.rejected:
        rows = _say(
            f"{summary.rejected} rad{'' if summary.rejected == 1 else 'er'} er ikke avgjort",
            f"{_count(summary.rejected, 'row')} not decided",
        )
        click.echo(f"{rows}: {_say('se', 'see')} {rejects}", err=True)
        sys.exit(FAILED)


def _needs_batch() -> None:
    """End the command where what the extra `batch` installs is not there."""
    try:
        engine.decide_registers  # noqa: B018 - the first use imports it
    except ModuleNotFoundError as error:
        _fail(
            f"{error.name} mangler; installer med `pip install 'hjemmel[batch]'`",
            f"{error.name} is missing; install it with `pip install 'hjemmel[batch]'`",
        )


def _chosen(given: str | None, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of an option that lists them with commas; one that is not there ends the command."""
    known = list(names)
    wanted = tuple(name.strip() for name in given.split(",")) if given else ()
    for name in wanted:
        if name not in known:
            fix = engine.did_you_mean(
                name, known, engine.Text("se `hjemmel show` og `hjemmel facts`", "see `hjemmel show` and `hjemmel facts`")
            )
            _fail(f"det finnes ikke noe som heter `{name}`: {fix.nb}", f"there is nothing named `{name}`: {fix.en}")
    return wanted


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a long run has come, with its rate and what time remains; without a terminal it is silent."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Rows a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:,.0f}/s".replace(",", "\N{NARROW NO-BREAK SPACE}"))

    words = {"read": _say("leser", "reading"), "decide": _say("avgjør", "deciding")}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f}"), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {what: progress.add_task(word, total=None, visible=False) for what, word in words.items()}

        def advance(what: str, done: int, total: int) -> None:
            progress.update(tasks[what], completed=done, total=total or None, visible=True)
            if what == "decide":
                progress.update(tasks["read"], visible=False)

        yield advance


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--receipt", metavar="N:HASH", help="A record that the log must hold, as `evaluate --record` printed it.")
@click.option("--public-key", type=click.Path(path_type=Path), metavar="FILE", help="Ed25519 public key (PEM) that must have signed it.")
@click.pass_obj
def verify(rules: Path, files: tuple[Path, ...], receipt: str | None, public_key: Path | None) -> None:
    """Check decisions: that each step follows from the facts and the law, and that the case decided again gives the same.

    FILE is what `evaluate` wrote as JSON, or a log of decisions: of a log, also that nothing in it was changed; it is
    checked by the law that it holds itself. Exit code 1: something is wrong, and the first bad step or record is named.
    """
    # The two options are about logs: what they are asked of must be one, however damaged.
    logs = [path for path in files if receipt or public_key or _is_log(path)]
    decisions = [path for path in files if path not in logs]
    sound = [_verify_log(path, receipt, public_key) for path in logs]
    if decisions:
        sound.append(_verify_decisions(decisions, rules))
    sys.exit(DECIDED if all(sound) else FAILED)


def _is_log(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(engine.LOG_BEGINS)) == engine.LOG_BEGINS
    except OSError:
        return False  # to be reported with the decisions, as what it is


def _verify_decisions(paths: Iterable[Path], rules: Path) -> bool:
    """Print what is wrong with the decisions of the files, or what was checked of each; return whether nothing is wrong."""
    laws, sources = _laws(rules)
    compiled, check, decide = engine.compile_laws(laws), engine.document_checker(laws, among_all=False), engine.cross_checker(True)
    problems: list[engine.Diagnostic] = []
    for path in paths:
        for decision in engine.read_decisions(path, sources, problems):
            try:
                verified = engine.verify_decision(decision, compiled, check, decide, sources)
            except engine.Rejected as rejected:
                problems += rejected.diagnostics
                continue
            problems += verified.problems
            if not any(problem.level == "error" for problem in verified.problems):
                versions = ", ".join(verified.versions)
                told = _say(
                    f"{verified.steps} steg følger av opplysningene og loven i {versions}; {' og '.join(verified.engines)} gir det samme",
                    f"{_count(verified.steps, 'step')} follow from the facts and the law of {versions}; "
                    f"{' and '.join(verified.engines)} give the same",
                )
                click.echo(engine.printable(f"{path}: {verified.case}: {told}; {verified.digest}"))
    _print_problems(problems, sources)
    wrong = sum(problem.level == "error" for problem in problems)
    if wrong:
        click.echo(_errors(wrong), err=True)
    return not wrong


def _verify_log(path: Path, receipt: str | None, public_key: Path | None) -> bool:
    """Print what is wrong with a log, or what it holds; return whether nothing is wrong."""
    wanted = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", receipt or "")
    if receipt is not None and wanted is None:
        raise click.UsageError("a receipt is the number and the hash of a record, as `evaluate --record` printed it")
    gc.enable()
    with _rejection():
        key = engine.public_key(public_key) if public_key else None
        found = engine.verify_log(path, key, (int(wanted[1]), wanted[2]) if wanted else None)
    for flaw in found.flaws:
        record = f"{_say('oppføring', 'record')} {flaw.record}: " if flaw.record else ""
        click.echo(engine.printable(f"{path}: {record}{_say(flaw.what.nb, flaw.what.en)}"))
    if found.flaws:
        number = len(found.flaws)
        click.echo(f"{path}: " + _say(f"{number} feil", _count(number, "flaw")), err=True)
        return False
    sound = _say(
        f"ingen feil; {found.decisions} {'avgjørelse' if found.decisions == 1 else 'avgjørelser'} kontrollert og avgjort på nytt, "
        f"{found.forgotten} slettet",
        f"nothing is wrong; {_count(found.decisions, 'decision')} checked and made again, {found.forgotten} forgotten",
    )
    click.echo(f"{path}: {sound}")
    if found.public_key:
        vouched = _say("; --public-key viser hvem nøkkelen tilhører", "; --public-key makes sure whose key that is")
        click.echo(f"{path}: {_say('signert med', 'signed with')} {found.public_key}" + ("" if key else vouched))
    if not wanted:
        unknown = _say(
            "uten --receipt kan ingen se om loggen en gang var lengre: en tidligere kopi, eller en logg som er kuttet mellom to "
            "oppføringer og skrevet om, ser like hel ut",
            "without --receipt nobody can see whether the log was once longer: an earlier copy, or a log that was cut between two records "
            "and written anew, looks as whole",
        )
        click.echo(f"{path}: {unknown}")
    click.echo(f"{path}: {_say('kvittering', 'receipt')} {found.receipt}")
    return True


@main.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.argument("case")
@KEY
def forget(log: Path, case: str, key: Path | None) -> None:
    """Erase everything personal in the decisions of CASE from LOG for good; the log still verifies."""
    with _rejection():
        found = engine.forget_case(log, case, engine.private_key(key) if key else None)
    number, listed = len(found.records), ", ".join(map(str, found.records))
    nb = f"slettet fra {log}: innholdet i {number} {'oppføring' if number == 1 else 'oppføringer'}: {listed}"
    click.echo(engine.printable(_say(nb, f"erased from {log}: the content of {_count(number, 'record')}: {listed}")))
    for other, records in found.alike.items():
        name, where = engine.printable(other), ", ".join(map(str, records))
        click.echo(
            _say(f"ikke slettet: `{name}`, som ligner (oppføring {where})", f"not erased: `{name}`, which looks alike (record {where})")
        )
    click.echo(f"{_say('kvittering', 'receipt')} {found.receipt}", err=True)


@main.command("log")
@click.argument("log", type=click.Path(path_type=Path))
@LANGUAGE
def list_log(log: Path, lang: engine.Language) -> None:
    """List the decisions in LOG: record, case, outcome, law versions and program, and those that are forgotten.

    What stands in the log is listed as it stands; `verify` checks it.
    """
    with _rejection():
        listed = engine.list_decisions(log)
    for one in listed:
        if one.forgotten is not None:
            case = _say(f"(slettet av oppføring {one.forgotten})", f"(forgotten by record {one.forgotten})")
        else:
            case = engine.printable(one.case) if one.case is not None else _say("(kan ikke leses)", "(cannot be read)")
        outcomes = [engine.printable(outcome) for outcome in one.outcomes.values()]
        by = engine.printable(f"{', '.join(one.versions)}; hjemmel {one.program}")
        click.echo("  ".join([str(one.record), case, *outcomes, by]))
    kept, gone = sum(one.forgotten is None for one in listed), sum(one.forgotten is not None for one in listed)
    nb = f"{len(listed)} {'avgjørelse' if len(listed) == 1 else 'avgjørelser'}: {kept} med innhold, {gone} slettet; ikke kontrollert"
    click.echo(_say(nb, f"{_count(len(listed), 'decision')}: {kept} with content, {gone} forgotten; not checked"), err=True)


@main.command()
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="sarif: for code scanning. github: annotations of a workflow run.",
)
@click.option("--solver", is_flag=True, help="Ask a solver too: rules that never apply, contradict each other or leave a gap.")
@click.option(
    "--witnesses", type=click.Path(path_type=Path), metavar="FOLDER", help="With --solver: a case for each finding, in a new folder."
)
@click.option("--fix", is_flag=True, help="Mend what is safe to mend in the files, comments and layout kept, and check again.")
@LANGUAGE
@click.pass_obj
def check(
    rules: Path,
    versions: tuple[str, ...],
    form: Literal["text", "json", "sarif", "github"],
    solver: bool,
    witnesses: Path | None,
    fix: bool,
    lang: engine.Language,
) -> None:
    """Show everything that is wrong in the rule files, with place, reason and remedy; `show CODE` explains a code."""
    if witnesses is not None and not solver:
        raise click.UsageError("--witnesses writes what --solver finds; add --solver")
    if witnesses is not None:
        _judge_folder(witnesses, [rules])
    loaded, problems = _checked(rules, versions, solver, None if fix else witnesses)
    if fix:
        loaded, problems = _mended(rules, versions, solver, witnesses, loaded, problems)
    names = [version.name for version in loaded.laws.versions] if loaded.laws else []
    errors = sum(problem.level == "error" for problem in problems)
    warnings = _warnings(len(problems) - errors)
    if form == "json":
        _write(_json(engine.problems_document(problems)) + "\n", None, form)
    elif form == "sarif":
        document = engine.sarif_log(problems, engine.read_pages(PAGES), VERSION, lang)
        _write(_json(document) + "\n", None, form)
    elif form == "github":
        click.echo(engine.github_commands(problems, lang), nl=False)
    else:
        _print_problems(problems, loaded.sources)
        if loaded.laws and not errors:
            rule_count = sum(len(v.rules) for v in loaded.laws.versions if not versions or v.name in versions)
            checked = _say(f"{rule_count} regler kontrollert, ingen feil", f"{rule_count} rules checked, no error")
            click.echo(f"{', '.join(versions or names)}: {checked}, {warnings}")
        else:
            click.echo(f"{_errors(errors)}, {warnings}", err=True)
    sys.exit(FAILED if errors else DECIDED)


def _checked(
    rules: Path, versions: tuple[str, ...], solver: bool, witnesses: Path | None, unsaved: Mapping[Path, str] | None = None
) -> tuple[engine.Loaded, list[engine.Diagnostic]]:
    """Return the laws, and what is wrong in the files of the versions, or of all where none is named; `unsaved` as for `load_laws`."""
    loaded = engine.load_laws(rules, _drafts(), unsaved)
    problems = list(loaded.diagnostics)
    names = [version.name for version in loaded.laws.versions] if loaded.laws else []
    if loaded.laws:
        _known_versions(versions, names)
        # The schemas are a second reading: what the loader has found need not be said twice.
        problems += engine.check_schemas(rules, *_drafts(), trees=loaded.trees)
        problems += engine.find_lints(loaded.laws, loaded.trees, loaded.sources)
        if solver:
            problems += _flaws(loaded.laws, loaded.sources, versions or names, witnesses)
    if versions:
        drafts = {draft.resolve().name: draft for draft in _drafts()}
        folders = [engine.shown(drafts.get(version, rules / version)) + "/" for version in versions]
        # A version rests on the vocabulary, so its problems are shown with every version.
        others = [engine.shown(drafts.get(name, rules / name)) + "/" for name in names if name not in versions]
        problems = [
            p for p in problems if any(p.place.file.startswith(f) for f in folders) or not any(p.place.file.startswith(o) for o in others)
        ]
    return loaded, engine.sort_by_place(problems)


def _mended(
    rules: Path,
    versions: tuple[str, ...],
    solver: bool,
    witnesses: Path | None,
    loaded: engine.Loaded,
    problems: list[engine.Diagnostic],
) -> tuple[engine.Loaded, list[engine.Diagnostic]]:
    """Mend in the files what is safe to mend, say what, and return what is left; no fix that would make an error is kept."""
    paths = {engine.shown(path): path for path, _ in engine.schema_files(rules, _drafts())}
    read = loaded.sources
    texts: dict[Path, str] = {}
    mended: list[engine.Diagnostic] = []
    while (found := engine.mend(problems, loaded.sources)).texts:
        tried = {**texts, **{paths[file]: text for file, text in found.texts.items()}}
        again, left = _checked(rules, versions, solver, None, tried)
        if loaded.laws and not again.laws:
            break
        texts, loaded, problems = tried, again, left
        mended += found.problems
    with _rejection():
        engine.replace_texts({path: (read[engine.shown(path)], text) for path, text in texts.items()})
    for problem in mended:
        place = f"{problem.place.file}:{problem.place.line}:{problem.place.column}"
        click.echo(f"{place}: {_say('rettet', 'mended')}[{problem.code}]: {_say(problem.message.nb, problem.message.en)}", err=True)
    if witnesses is not None:
        loaded, problems = _checked(rules, versions, solver, witnesses)
    return loaded, problems


def _flaws(laws: engine.Laws, sources: Mapping[str, str], versions: Iterable[str], witnesses: Path | None) -> list[engine.Diagnostic]:
    """Return what the solver finds in the versions; each case that shows a finding is a file of the new folder, if one is named."""
    gc.enable()
    about = {(version.name, rule) for version in laws.versions if version.name in versions for rule in version.rules}
    try:
        found = engine.find_flaws(engine.compile_laws(laws), sources, about)
    except ModuleNotFoundError as absent:
        if absent.name != "z3":
            raise
        _fail("løseren er ikke installert: pip install 'hjemmel[analysis]'", "the solver is not installed: pip install 'hjemmel[analysis]'")
    if witnesses is None:
        return [finding.diagnostic for finding in found]
    problems, texts = [], {}
    for number, finding in enumerate(found, start=1):
        problem = finding.diagnostic
        if finding.witness is not None:
            name = f"{number:03}-{problem.code}-{finding.version}-{finding.rule}.yaml"
            texts[name] = engine.case_text(finding.witness, (), laws.vocabulary)
            place = problem.place._replace(file=engine.shown(witnesses / name), line=1, column=1, length=1)
            problem = replace(problem, related=(*problem.related, (place, engine.Text("saken som viser det", "the case that shows it"))))
        problems.append(problem)
    with _rejection():
        engine.write_folder(texts, witnesses)
    return problems


@main.command()
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@click.option("--suites", type=click.Path(path_type=Path), default=None, help="Folder of the suites; beside the rules by default.")
@click.option("--coverage", is_flag=True, help="Show what of the law the suites leave untested, and fail below 100 %.")
@click.option("--mutate", is_flag=True, help="Change the law in small ways, show which changes no case notices, and fail if there are any.")
@LANGUAGE
@click.pass_obj
def test(rules: Path, versions: tuple[str, ...], suites: Path | None, coverage: bool, mutate: bool, lang: engine.Language) -> None:
    """Run the regression suites of the law versions on every engine there is."""
    laws, sources = _laws(rules)
    _known_versions(versions, [version.name for version in laws.versions])
    folder = _suites(rules, suites)
    problems: list[engine.Diagnostic] = []
    every = engine.load_suites(folder, laws, sources, problems)
    cases = [item for item in every if not versions or item[0] in versions]
    _stop_if_wrong(problems, sources)
    if not cases:
        place = engine.shown(folder)
        _fail(
            f"det finnes ingen testsak i {place}; oppgi mappen med testsamlingene med --suites",
            f"there is no regression case in {place}; name the folder of the suites with --suites",
        )
    compiled = engine.compile_laws(laws)
    engines = engine.engines()
    failed: set[tuple[str, str, str]] = set()
    for name, run in engines.items():
        for version, suite, case in cases:
            outcome = engine.run_case(version, suite, case, compiled, run)
            if outcome.failures:
                failed.add((version, suite, case.id))
                fails = _say(f"slår feil på {name}", f"fails on {name}")
                click.echo(f"{case.place.file}:{case.place.line}: {case.id} {fails}: {case.about}")
                for failure in outcome.failures:
                    click.echo(f"    {_say(*failure)}")
    untested = [version.name for version in laws.versions if version.name not in {item[0] for item in cases}]
    untested = [name for name in untested if not versions or name in versions]
    for name in untested:
        click.echo(
            _say(
                f"{name}: ingen testsak; en versjon uten testsaker er ikke prøvd", f"{name}: no case; a version without cases is not tested"
            )
        )
    for version in dict.fromkeys(item[0] for item in cases):
        count = sum(item[0] == version for item in cases)
        wrong = sum(item[0] == version for item in failed)
        click.echo(
            _say(
                f"{version}: {count} {'testsak' if count == 1 else 'testsaker'}, {count - wrong} bestått, {wrong} ikke bestått",
                f"{version}: {_count(count, 'case')}, {count - wrong} passed, {wrong} failed",
            )
        )
    absent = engine.durable_reason()
    names = ", ".join(engines)
    click.echo(
        _say(f"motorer: {names}", f"engines: {names}")
        + (_say(f" (durable ikke kjørt: {absent})", f" (durable not run: {absent})") if absent else "")
    )
    covered = True
    if coverage:
        exemptions = engine.load_exemptions(folder, sources, problems)
        _stop_if_wrong(problems, sources)
        covered = _print_coverage([case for _, _, case in cases], compiled, versions, exemptions, sources)
    killed = True
    if mutate:
        if failed:
            _fail(
                "mutantene er ikke prøvd: alle testsakene må bestå med loven slik den er",
                "the mutants were not tried: every case must pass with the law as it is",
            )
        killed = _print_mutants(every, compiled, versions, sources, lang)
    sys.exit(FAILED if failed or untested or not covered or not killed else DECIDED)


def _print_coverage(
    cases: Iterable[engine.SuiteCase],
    compiled: engine.CompiledLaws,
    versions: tuple[str, ...],
    exemptions: Sequence[engine.Exemption],
    sources: Mapping[str, str],
) -> bool:
    """Print what the suites leave untested and how much they cover; return whether that is everything."""
    cases = list(cases)
    runs = (engine.runs_of(case.case, compiled, engine.forward) for case in cases)
    # A case that contradicts itself shows nothing of a condition: there is nobody of whom it could be true.
    possible = [case.case for case in cases if not engine.check_constraints(case.case, compiled.laws.vocabulary)]
    conditions = engine.decisive(engine.decided_at_once(compiled, possible), sources)
    measured = [item for item in (*engine.measure(runs, compiled), *conditions) if not versions or item.version in versions]
    wanted = [e for e in exemptions if not versions or e.version in versions]
    items, idle = engine.exempt(measured, wanted)
    _print_problems(idle, sources)
    for item in items:
        if item.lacking:
            # The words in English are those of `exempt.yaml`.
            needed = ", ".join(f"{_NEEDS[need]} (`{need}`)" for need in item.lacking)
            needs = ", ".join(item.lacking)
            lacks = _say(f"{_KINDS[item.kind]} {item.name} mangler en testsak: {needed}", f"{item.kind} {item.name} lacks a case: {needs}")
            click.echo(f"{item.place.file}:{item.place.line}:{item.place.column}: {lacks}")
    for version in dict.fromkeys(item.version for item in items):
        counts = []
        for kind in dict.fromkeys(item.kind for item in items):
            of_kind = [item for item in items if item.version == version and item.kind == kind]
            covered, all_ = sum(not item.lacking for item in of_kind), len(of_kind)
            part = _percent(covered, all_)
            counts.append(_say(f"{_KINDS[kind]} {covered} av {all_} ({part})", f"{covered} of {_count(all_, kind)} ({part})"))
        click.echo(_say(f"{version} dekket: {', '.join(counts)}", f"{version} covered: {', '.join(counts)}"))
    exempted = _say(f"{len(wanted)} fritak, hvert", _count(len(wanted), "exemption") + ", each")
    click.echo(f"{exempted} {_say('med grunnen i', 'with its reason in')} exempt.yaml")
    return not idle and not any(item.lacking for item in items)


_KINDS = {"rule": "regel", "exception": "unntak", "override": "forrang", "parameter": "parameter", "condition": "vilkår"}
"""The kinds of things that suites cover, in Bokmål."""

_NEEDS = {
    "applies": "gjelder",
    "does not apply": "gjelder ikke",
    "open": "åpen",
    "a case that it alone decides": "en sak som det alene avgjør",
    "below": "under",
    "on": "på",
    "above": "over",
    "given": "oppgitt",
    "decides while it holds": "avgjør når det er oppfylt",
    "decides while it fails": "avgjør når det ikke er oppfylt",
}
"""What suites must show of them, in Bokmål."""


def _print_mutants(
    cases: Iterable[tuple[str, str, engine.SuiteCase]],
    compiled: engine.CompiledLaws,
    versions: tuple[str, ...],
    sources: Mapping[str, str],
    lang: engine.Language,
) -> bool:
    """Print the mutants that no case notices, each with a case that would, and the score; return whether all are noticed."""
    vocabulary, solver = compiled.laws.vocabulary, engine.has_solver()
    suites = engine.MutationSuites(compiled, cases)
    all_killed = True
    for version in (version for version in compiled.laws.versions if not versions or version.name in versions):
        mutants = engine.mutants(version, vocabulary, sources)
        left = [mutant for mutant in mutants if suites.tried(mutant).killer is None]
        survivors = list(engine.judge_mutants(suites, left, solver))
        for number, survivor in enumerate(survivors, start=1):
            mutant, place = survivor.mutant, survivor.mutant.place
            if survivor.verdict != "equivalent":
                verdict = _say(*_VERDICTS[survivor.verdict])
                click.echo(f"{place.file}:{place.line}:{place.column}: {mutant.name}: {_say(*mutant.change)}: {verdict}")
            if survivor.proposal is not None:
                click.echo(engine.mutant_case(survivor.proposal, mutant, number, vocabulary, lang) + "\n")
        equivalent = sum(survivor.verdict == "equivalent" for survivor in survivors)
        killed, lasting = len(mutants) - len(left), len(left) - equivalent
        score = _percent(killed, killed + lasting)
        click.echo(
            _say(
                f"{version.name}: {len(mutants)} mutanter, {killed} oppdaget, {equivalent} bevist likeverdige, {lasting} ikke oppdaget; "
                f"{score} av dem som ikke er bevist likeverdige",
                f"{version.name}: {_count(len(mutants), 'mutant')}, {killed} killed, {equivalent} proved equivalent, {lasting} alive; "
                f"score {score} of those not proved equivalent",
            )
        )
        all_killed = all_killed and not lasting
    if not solver:
        click.echo(
            _say(
                "ingen mutant er bevist likeverdig: løseren er ikke installert (pip install 'hjemmel[analysis]')",
                "no mutant was proved equivalent: the solver is not installed (pip install 'hjemmel[analysis]')",
            )
        )
    return all_killed


_VERDICTS = {
    "survived": ("ingen testsak oppdager det", "no case notices it"),
    "unproved": ("ingen testsak oppdager det, og løseren ga opp", "no case notices it, and the solver gave up"),
}
"""What is said of a mutant that is not proved equivalent, in Bokmål and English."""


def _percent(part: int, whole: int) -> str:
    """Return a share in percent with one decimal, never rounded up to all; all of nothing is all."""
    tenths = part * 1000 // whole if whole else 1000
    return _say(f"{tenths // 10},{tenths % 10} %", f"{tenths // 10}.{tenths % 10} %")


@main.command()
@click.argument("older", metavar="OLD")
@click.argument("newer", metavar="NEW")
@click.option(
    "--cases", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Cases to show the impact on; may be repeated."
)
@click.option("--witnesses", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="Save each person that is shown.")
@click.option("--suites", type=click.Path(path_type=Path), default=None, help="Folder of the suites; beside the rules by default.")
@FORM
@LANGUAGE
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of the screen.")
@click.pass_obj
def diff(
    rules: Path,
    older: str,
    newer: str,
    files: tuple[Path, ...],
    witnesses: Path | None,
    suites: Path | None,
    form: engine.Form | Literal["json"],
    lang: engine.Language,
    output: Path | None,
) -> None:
    """Show what differs between two law versions: by provision, by meaning, and for the cases of each --cases FILE.

    FILE is a case file or a suite. Both versions are forced on every case. Persons who show a difference are looked for in
    the suites; each is saved as a case file with --witnesses, and decided again by `evaluate --law OLD` and `--law NEW`.
    """
    reads = [*files, rules, _suites(rules, suites)]
    _judge_outputs([output], reads)
    if witnesses is not None:
        _judge_folder(witnesses, reads)
    laws, sources = _laws(rules)
    names = [version.name for version in laws.versions]
    _known_versions([older, newer], names)
    if names.index(older) >= names.index(newer):
        _fail(
            f"versjon {older} kommer ikke før {newer}; oppgi den eldste først",
            f"version {older} does not come before {newer}; name the older one first",
        )
    problems: list[engine.Diagnostic] = []
    given = [case for path in files for case in engine.load_cases(path, laws, sources, problems)]
    problems += (problem for case in given for problem in engine.check_constraints(case, laws.vocabulary))
    tested = _tested(rules, suites, laws, sources, problems)
    _stop_if_wrong(problems, sources)
    pair = engine.law_pair(engine.compile_laws(laws), older, newer, engine.specialised())
    found = engine.compare_laws(laws, older, newer)
    impact = engine.law_impact(pair, given) if files else None
    persons = [*given, *(case.case for _, _, case in tested if case.rejected is None)]
    meanings = engine.law_meanings(pair, persons, engine.has_solver())
    if form == "json":
        text = _json(engine.difference_document(found, meanings, impact, laws)) + "\n"
    else:
        report = engine.difference_report(found, meanings, impact, laws, lang, str(witnesses) if witnesses else None)
        text = engine.render_report(report, form, 100 if output else _width(), _colour(output))
    if witnesses is not None:
        shown = {engine.witness_name(m.conclusion, number): f.case for m in meanings for number, f in enumerate(m.witnesses, 1)}
        free = {id_: engine.with_forced(replace(case, id=id_), None, laws.vocabulary) for id_, case in shown.items()}
        with _rejection():
            engine.write_folder({f"{id_}.yaml": engine.case_text(case, (), laws.vocabulary) for id_, case in free.items()}, witnesses)
    _write(text, output, form)


@main.command("new-version")
@click.argument("name", metavar="VERSION")
@click.option("--from", "predecessor", required=True, metavar="VERSION", help="The version that it follows and is copied from.")
@click.option(
    "--effective-from", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day from which it governs."
)
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="Where the folder is put; in --rules by default."
)
@LANGUAGE
@click.pass_obj
def new_version(rules: Path, name: str, predecessor: str, effective_from: datetime, into: Path | None, lang: engine.Language) -> None:
    """Begin the law version that follows another: a copy that governs from a later day, with what is to be filled in.

    The rules by which the version governs are moved to the day; everything else is as it was. Search the folder for
    FYLL INN, which stands where a person must write. Then change what the law changes, and run `check`.
    """
    loaded = _loaded(rules)
    assert loaded.laws is not None
    day = effective_from.date()
    _known_versions([predecessor], [version.name for version in loaded.laws.versions])
    if (refusal := engine.why_no_scaffold(loaded.laws, predecessor, name, day)) is not None:
        _fail(*refusal)
    target = (into or rules) / name
    _judge_folder(target, [rules], rules)
    version = next(version for version in loaded.laws.versions if version.name == predecessor)
    texts = {path.removeprefix(f"{predecessor}/"): text for path, text in loaded.texts.items() if path.startswith(f"{predecessor}/")}
    made = engine.scaffold(texts, version, name, day)
    is_draft = into is not None and target.resolve().parent != rules.resolve()
    is_named = not is_draft and predecessor not in {draft.resolve().name for draft in _drafts()}
    before, own = rules / predecessor / engine.LAW_FILE, loaded.texts[f"{predecessor}/{engine.LAW_FILE}"]
    with _rejection():
        engine.write_folder(made.texts, target)
        # Before anything is told: a reader that goes away must not leave a version that no other names.
        if is_named:
            engine.replace_texts({before: (own, engine.succeeded(own, name))})
    click.echo(
        _say(
            f"{target}: utkast til lovversjon {name}, kopiert fra {predecessor} ({len(made.texts)} filer)",
            f"{target}: draft of law version {name}, copied from {predecessor} ({_count(len(made.texts), 'file')})",
        )
    )
    click.echo(_say(f"  den gjelder fra {day}, ved disse reglene:", f"  it governs from {day}, by these rules:"))
    for rule in made.moved:
        click.echo(f"    {rule}")
    for rule in made.left:
        unmoved = _say("står som før, må ses på", "left as it was, must be looked at")
        click.echo(f"    {rule} – {unmoved}")
    click.echo(_say("  fyll inn:", "  fill in:"))
    for path, line in engine.to_fill_in(made):
        click.echo(f"    {target / path}:{line}")
    click.echo(
        _say(
            "  se også over kommentarene øverst i filene, og datoene under `consolidated:` i law.yaml",
            "  also go through the comments at the head of the files, and the dates of `consolidated:` in law.yaml",
        )
    )
    if is_named:
        click.echo(_say(f"  {before}: `successor` er nå `{name}`", f"  {before}: `successor` is now `{name}`"))
    # What was written is read back from the files: what is said of it is said of them.
    drafts = (*_drafts(), target) if is_draft else _drafts()
    again = engine.load_laws(rules, drafts)
    _print_problems(again.diagnostics, again.sources)
    if again.laws is None:
        sys.exit(FAILED)
    click.echo()
    difference = engine.compare_laws(again.laws, predecessor, name)
    report = engine.difference_report(difference, None, None, again.laws, lang)
    click.echo(engine.render_report(report, "text", _width(), _colour(None)), nl=False)


@main.command()
@click.pass_obj
def lsp(rules: Path) -> None:
    """Serve an editor: problems while writing, what a name means, where it stands, a new name for it (docs/editor.md).

    Speaks the language server protocol on standard input and output; an editor starts it. Needs the extra `editor`.
    """
    try:
        serve = engine.serve_editor
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        _fail(
            "språktjeneren trenger pakken pygls; installer den med `pip install 'hjemmel[editor]'`",
            "the language server needs the package pygls; install it with `pip install 'hjemmel[editor]'`",
        )
    gc.enable()
    serve(rules, _drafts(), PAGES, VERSION)


@main.command()
@LANGUAGE
def doctor(lang: engine.Language) -> None:
    """Tell whether the second engine can run here, and how to get it where it cannot.

    Exit code 0: every decision is cross-checked. 1: the second engine is absent.
    """
    absent = engine.durable_reason()
    click.echo(f"hjemmel {VERSION}, Python {platform.python_version()}")
    click.echo(engine.render_second_engine(absent, lang), nl=False)
    sys.exit(DECIDED if absent is None else FAILED)


@main.command()
@LANGUAGE
@click.pass_obj
def laws(rules: Path, lang: engine.Language) -> None:
    """List the law versions: from when they are in force, their acts, amendments and digests."""
    loaded, _ = _laws(rules)
    click.echo(engine.render_laws(loaded, lang), nl=False)


@main.command()
@click.argument("name", metavar="ID")
@LANGUAGE
@click.option("--suites", type=click.Path(path_type=Path), default=None, help="Folder of the suites; beside the rules by default.")
@click.pass_obj
def show(rules: Path, name: str, lang: engine.Language, suites: Path | None) -> None:
    """Show one rule, conclusion or fact in every version: what it says, its law, what uses it and its tests.

    Where ID is the code of a diagnostic, what the code means, with an example.
    """
    page = engine.read_pages(PAGES).get(name)
    if page is not None:
        click.echo(engine.page_text(page, lang), nl=False)
        return
    loaded, sources = _laws(rules)
    problems: list[engine.Diagnostic] = []
    cases = _tested(rules, suites, loaded, sources, problems)
    _stop_if_wrong(problems, sources)
    text = engine.render_entry(loaded, name, lang, cases)
    if text is None:
        names = engine.entry_names(loaded)
        see = engine.Text("se `hjemmel facts` og `hjemmel laws`", "see `hjemmel facts` and `hjemmel laws`")
        fix = engine.did_you_mean(name, names, see)
        _fail(f"ingenting heter `{name}`: {fix.nb}", f"nothing is named `{name}`: {fix.en}")
    click.echo(text, nl=False)


@main.command()
@click.argument("prefix", required=False, default="")
@LANGUAGE
@click.pass_obj
def facts(rules: Path, prefix: str, lang: engine.Language) -> None:
    """List the facts that a case may state, with type, unit and values; only those that begin with PREFIX, if given."""
    loaded, _ = _laws(rules)
    text = engine.render_facts(loaded.vocabulary, prefix, lang)
    if not text:
        see = engine.Text("utelat begynnelsen for å se alle", "leave the prefix out to see all")
        fix = engine.did_you_mean(prefix, loaded.vocabulary.facts, see)
        _fail(f"ingen opplysning begynner med `{prefix}`: {fix.nb}", f"no fact begins with `{prefix}`: {fix.en}")
    click.echo(text, nl=False)


def _tested(
    rules: Path, suites: Path | None, laws: engine.Laws, sources: dict[str, str], problems: list[engine.Diagnostic]
) -> tuple[tuple[str, str, engine.SuiteCase], ...]:
    """Return the regression cases of the folder that is named, which must be there, or else of the usual one, if there is one."""
    folder = _suites(rules, suites)
    if suites is None and not folder.is_dir():
        return ()
    return engine.load_suites(folder, laws, sources, problems)


def _suites(rules: Path, named: Path | None) -> Path:
    """Return the folder of the suites: the one that is named, or else the usual one."""
    return named if named is not None else rules.parent / "tests" / "regression"


def _laws(rules: Path) -> tuple[engine.Laws, dict[str, str]]:
    loaded = _loaded(rules)
    assert loaded.laws is not None
    return loaded.laws, dict(loaded.sources)


def _loaded(rules: Path) -> engine.Loaded:
    """Return the laws of a rules folder and the drafts, which are there: errors in them end the command."""
    loaded = engine.load_laws(rules, _drafts())
    errors = [problem for problem in loaded.diagnostics if problem.level == "error"]
    _stop_if_wrong(errors, loaded.sources)
    gc.enable()
    gc.freeze()
    return loaded


def _drafts() -> tuple[Path, ...]:
    """Return the folders of the drafts that are given before the command."""
    drafts: tuple[Path, ...] = click.get_current_context().find_root().params["drafts"]
    return drafts


@contextmanager
def _rejection(sources: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Print the diagnostics of input that is rejected inside, and end the command."""
    try:
        yield
    except engine.Rejected as rejected:
        _stop_if_wrong(rejected.diagnostics, sources)


def _cases(paths: Iterable[Path], law: str | None, assume: Iterable[str], laws: engine.Laws, sources: dict[str, str]) -> list[engine.Case]:
    """Return the cases of the files with what the options add to them; stop where anything is wrong with one."""
    versions = tuple(version.name for version in laws.versions)
    problems: list[engine.Diagnostic] = []
    loaded = []
    for path in paths:
        case = engine.load_case(path, laws.vocabulary, versions, sources, problems)
        if case is None:
            continue
        if law is not None:
            case = engine.force(case, law, versions, laws.vocabulary, problems)
        for statement in assume:
            case = engine.assume(case, statement, laws.vocabulary, problems)
        problems += engine.check_constraints(case, laws.vocabulary)
        loaded.append(case)
    _stop_if_wrong(problems, sources)
    return loaded


def _known_versions(versions: Iterable[str], names: list[str]) -> None:
    for version in versions:
        if version not in names:
            fix = engine.did_you_mean(version, names, engine.Text(f"det finnes {', '.join(names)}", f"there are {', '.join(names)}"))
            _fail(f"ingen lovversjon heter `{version}`: {fix.nb}", f"no law version is named `{version}`: {fix.en}")


def _stop_if_wrong(problems: Iterable[engine.Diagnostic], sources: Mapping[str, str]) -> None:
    """Print what was found, and end the command where any of it is an error."""
    found = engine.sort_by_place(problems)
    _print_problems(found, sources)
    errors = sum(problem.level == "error" for problem in found)
    if errors:
        click.echo(_errors(errors), err=True)
        sys.exit(FAILED)


def _print_problems(problems: Iterable[engine.Diagnostic], sources: Mapping[str, str]) -> None:
    """Print the diagnostics, and how to have a code explained."""
    found = engine.sort_by_place(problems)
    shown, more = engine.bounded(found)
    for problem in shown:
        click.echo(engine.render(problem, sources, _language()) + "\n", err=True)
    for code, number in more.items():
        click.echo(_say(f"… og {number} til av samme slag: {code}", f"… and {number} more of the same kind: {code}"), err=True)
    codes = {problem.code for problem in found}
    if codes:
        code = codes.pop() if len(codes) == 1 else _say("KODE", "CODE")
        click.echo(_say(f"forklaring: hjemmel show {code}", f"explained: hjemmel show {code}"), err=True)


def _fail(nb: str, en: str) -> NoReturn:
    click.echo(engine.printable(_say(f"feil: {nb}", f"error: {en}")), err=True)
    sys.exit(FAILED)


def _say(nb: str, en: str) -> str:
    return nb if _language() == "nb" else en


def _language() -> engine.Language:
    """Return the language of the command that runs: its own, or else the one given before the command."""
    context = click.get_current_context()
    return "en" if context.params.get("lang", context.find_root().params["lang"]) == "en" else "nb"


def _is_typed(parameter: str) -> bool:
    """Return whether the user gave the running command this option, not only a default for every command."""
    return click.get_current_context().get_parameter_source(parameter) is click.core.ParameterSource.COMMANDLINE


def _errors(number: int) -> str:
    return _say(f"{number} feil", _count(number, "error"))


def _warnings(number: int) -> str:
    return _say(f"{number} {'advarsel' if number == 1 else 'advarsler'}", _count(number, "warning"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _width() -> int:
    try:
        return max(40, min(os.get_terminal_size(sys.stdout.fileno()).columns, 140))
    except (OSError, ValueError):
        return 100


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _write(text: str, output: Path | None, form: str = "text") -> None:
    """Print the text, or write the file, whole or not at all."""
    if output is None or engine.is_standard_output(output):
        with _delivering(recording=False):
            click.echo(_fitting(text, form), nl=False)
        return
    with _rejection():
        engine.write_text(output, text)


_STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What a terminal obeys, or what is not seen, among the characters that JSON allows as they are."""


def _json(value: object) -> str:
    """Return a value as JSON in which every character that is not escaped is seen."""
    return _STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _fitting(text: str, form: str) -> str:
    """Return a text as standard output can hold it: where that is not UTF-8, JSON and HTML have their own ways to write any letter."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if text.isascii() or encoding.replace("-", "").casefold() == "utf8":
        return text
    if form == "html":
        return text.encode("ascii", "xmlcharrefreplace").decode()
    if form in ("json", "sarif"):
        return re.sub(r"[^\x00-\x7f]", _escaped, text)
    return text


@contextmanager
def _delivering(recording: bool) -> Iterator[None]:
    """End the command where standard output cannot take what is written to it inside."""
    try:
        yield
    except (OSError, ValueError) as error:
        _lose_output(error, recording)


def _lose_output(error: OSError | ValueError, recording: bool = False) -> NoReturn:
    """Say that standard output could not be written, and end the command; nothing more is tried with it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    nothing = _say("; ingenting er ført i loggen", "; nothing was recorded") if recording else ""
    _fail(f"kan ikke skrive resultatet: {why}{nothing}", f"cannot write the result: {why}{nothing}")


def _judge_outputs(writes: Iterable[Path | None], reads: Iterable[Path | None], appends: Iterable[Path | None] = ()) -> None:
    """End the command, before anything is done, where it may not write what it is asked to; it reads the drafts too."""
    with _rejection():
        engine.judge_outputs(filter(None, writes), [*filter(None, reads), *_drafts()], filter(None, appends))


def _judge_folder(target: Path, reads: Iterable[Path], beside: Path | None = None) -> None:
    """End the command, before anything is done, where the new folder may not be made; the drafts are read too."""
    with _rejection():
        engine.judge_folder(target, [*reads, *_drafts()], beside)


def run() -> None:
    """Run the command in a process of its own."""
    # Loading makes a model that is immutable, free of cycles and kept: looking for garbage in it would take a third of the time.
    gc.disable()
    if sys.stderr is None:  # closed by whoever started the process
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stdout is None:
        sys.exit("feil: standard output er lukket; ingenting er gjort\nerror: standard output is closed; nothing was done")
    codecs.register_error("hjemmel", _spelt_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="hjemmel")
    try:
        main()
    except OSError as error:
        with main.make_context("hjemmel", [], resilient_parsing=True):
            _lose_output(error)


_DRAWN = str.maketrans("│├└─–—…“”’→", '||`---.""\'>')


def _spelt_out(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that a stream cannot hold: lines and dashes as such, any other by its number."""
    assert isinstance(error, UnicodeEncodeError)
    drawn = error.object[error.start : error.end].translate(_DRAWN)
    return drawn.encode("ascii", "backslashreplace").decode(), error.end


if __name__ == "__main__":
    run()
