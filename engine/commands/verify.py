"""`hjemmel verify`: decisions and logs checked again."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ..diagnostics import Diagnostic, Rejected, printable
from ..files import LOG_BEGINS
from ..inference import specialised
from ..law.compiled import compile_laws
from ..law.crosscheck import cross_checker
from ..records.documents import answer_language, read_decisions, verify_answer, verify_decision
from ..records.verifying import verify_log
from ..trail.checker import document_checker
from .console import DECIDED, FAILED, count_errors, counted, print_problems, rejection, say, wrong_usage
from .inputs import read_laws
from .speaking import command, option


@command(
    """Kontroller avgjørelser: at hvert steg følger av opplysningene og loven, og at saken avgjort på nytt gir det samme.

    FILE er det `evaluate` skrev som JSON, eller en logg av avgjørelser: av en logg også at ingenting i den er endret; den
    kontrolleres etter loven som den selv holder. Sluttkode 1: noe er galt, og det første gale steget eller den første gale
    oppføringen nevnes.
    """,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option(
    "--receipt",
    metavar="N:HASH",
    help="A record that the log must hold, as `evaluate --record` printed it.",
    nb="En oppføring som loggen må ha, slik `evaluate --record` skrev den ut.",
)
@option(
    "--public-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ed25519 public key (PEM) that must have signed it.",
    nb="Offentlig Ed25519-nøkkel (PEM) som må ha signert den.",
)
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
            return file.read(len(LOG_BEGINS)) == LOG_BEGINS
    except OSError:
        return False  # to be reported with the decisions, as what it is


def _verify_decisions(paths: Iterable[Path], rules: Path) -> bool:
    """Print what is wrong with the decisions of the files, or what was checked of each; return whether nothing is wrong."""
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    decisions = [(path, decision) for path in paths for decision in read_decisions(path, sources, problems)]
    # An answer is told again in its own language, whatever that of the command.
    loaded = read_laws(rules, "nn" if any(answer_language(decision) == "nn" for _, decision in decisions) else None, anew=True)
    assert loaded.laws is not None
    laws = loaded.laws
    sources.update(loaded.sources)
    compiled, check, decide = compile_laws(laws), document_checker(laws, among_all=False), cross_checker(True)
    engine = specialised.engine()
    for path, decision in decisions:
        try:
            verified = verify_decision(decision, compiled, check, decide, sources)
            wrong = [problem for problem in verified.problems if problem.level == "error"]
            flawed = verify_answer(decision, compiled, engine, sources) if not wrong else None
        except Rejected as rejected:
            problems += rejected.diagnostics
            continue
        problems += [*verified.problems, *([flawed] if flawed is not None else [])]
        if not wrong and flawed is None:
            versions = ", ".join(verified.versions)
            told = say(
                f"{verified.steps} steg følger av opplysningene og loven i {versions}; {' og '.join(verified.engines)} gir det samme",
                f"{counted(verified.steps, 'step')} follow from the facts and the law of {versions}; "
                f"{' and '.join(verified.engines)} give the same",
            )
            click.echo(printable(f"{path}: {verified.case}: {told}; {verified.digest}"))
    print_problems(problems, sources)
    errors = sum(problem.level == "error" for problem in problems)
    if errors:
        click.echo(count_errors(errors), err=True)
    return not errors


def _verify_log(path: Path, receipt: str | None, public_key: Path | None) -> bool:
    """Print what is wrong with a log, or what it holds; return whether nothing is wrong."""
    from ..records.signing import public_key as public_key_signing

    wanted = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", receipt or "")
    if receipt is not None and wanted is None:
        wrong_usage(
            "en kvittering er nummeret og hashen til en oppføring, slik `evaluate --record` skrev den ut",
            "a receipt is the number and the hash of a record, as `evaluate --record` printed it",
        )
    gc.enable()
    with rejection():
        key = public_key_signing(public_key) if public_key else None
        found = verify_log(path, key, (int(wanted[1]), wanted[2]) if wanted else None)
    for flaw in found.flaws:
        record = f"{say('oppføring', 'record')} {flaw.record}: " if flaw.record else ""
        click.echo(printable(f"{path}: {record}{say(flaw.what.nb, flaw.what.en)}"))
    if found.flaws:
        number = len(found.flaws)
        click.echo(f"{path}: " + say(f"{number} feil", counted(number, "flaw")), err=True)
        return False
    sound = say(
        f"ingen feil; {found.decisions} {'avgjørelse' if found.decisions == 1 else 'avgjørelser'} kontrollert og avgjort på nytt, "
        f"{found.forgotten} slettet",
        f"nothing is wrong; {counted(found.decisions, 'decision')} checked and made again, {found.forgotten} forgotten",
    )
    click.echo(f"{path}: {sound}")
    if found.public_key:
        vouched = say("; --public-key viser hvem nøkkelen tilhører", "; --public-key makes sure whose key that is")
        click.echo(f"{path}: {say('signert med', 'signed with')} {found.public_key}" + ("" if key else vouched))
    if not wanted:
        unknown = say(
            "uten --receipt kan ingen se om loggen en gang var lengre: en tidligere kopi, eller en logg som er kuttet mellom to "
            "oppføringer og skrevet om, ser like hel ut",
            "without --receipt nobody can see whether the log was once longer: an earlier copy, or a log that was cut between two records "
            "and written anew, looks as whole",
        )
        click.echo(f"{path}: {unknown}")
    click.echo(f"{path}: {say('kvittering', 'receipt')} {found.receipt}")
    return True
