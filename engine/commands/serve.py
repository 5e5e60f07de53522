"""`hjemmel serve`: the workbench in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from ..law.compiled import compile_laws
from ..model import Language
from .console import fail, rejection, say
from .inputs import judge_outputs, read_frame, read_laws
from .options import LANGUAGE
from .speaking import command, option


@command(
    """Åpne arbeidsbenken i nettleseren: saker avgjort, forklart, endret, til brev og ført i loggen (docs/workbench.nb.md).

    Tjeneren svarer bare på denne maskinen. Adressen som skrives ut, åpner én gang. Ctrl-C stopper. Trenger tillegget `web`.
    """,
)
@option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port; any free one by default.", nb="Port; ellers en ledig.")
@option(
    "--cases",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="Folder of the case files; this one by default.",
    nb="Mappen med saksfilene; ellers denne.",
)
@option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="LOG",
    help="Sealed log that decisions can be recorded in.",
    nb="Forseglet logg som avgjørelser kan føres i.",
)
@option(
    "--frame",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the municipality puts around its letters.",
    nb="Det kommunen har rundt brevene sine.",
)
@option(
    "--drafts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="Folder that drafts of the law are saved in; this one by default.",
    nb="Mappen som utkast til lov lagres i; ellers denne.",
)
@option(
    "--registers",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="Folder of the registers to choose from; this one by default.",
    nb="Mappen med registre å velge blant; ellers denne.",
)
@option(
    "--no-token",
    is_flag=True,
    help="Let any program on this machine use the interface.",
    nb="La alle programmer på denne maskinen bruke grensesnittet.",
)
@option("--no-open", is_flag=True, help="Do not open the browser.", nb="Ikke åpne nettleseren.")
@LANGUAGE
@click.pass_obj
def serve(
    rules: Path,
    port: int,
    cases: Path,
    record: Path | None,
    frame: Path | None,
    drafts: Path,
    registers: Path,
    no_token: bool,
    no_open: bool,
    lang: Language,
) -> None:
    """Open the workbench in the browser: cases decided, explained, changed, lettered and recorded (docs/workbench.md).

    The server answers on this machine alone. The address that is printed opens once. Ctrl-C stops it. Needs the extra `web`.
    """
    try:
        from ..workbench.bench import Bench
        from ..workbench.desk import desk_of
        from ..workbench.folder import CaseFolder
        from ..workbench.guard import Keys
        from ..workbench.law_page import shelf_of
        from ..workbench.registers import Registers
        from ..workbench.sandbox import Sandbox
        from ..workbench.server import address, listen
        from ..workbench.server import serve as serve_bench
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "jinja2", "markupsafe", "uvicorn", "python_multipart"):
            raise
        fail(
            f"{error.name} mangler; installer med `pip install 'hjemmel[web]'`",
            f"{error.name} is missing; install it with `pip install 'hjemmel[web]'`",
        )
    judge_outputs([], [rules, frame], [record])
    if record is not None:
        from ..records.log import judge_log

        with rejection():
            judge_log(record)
    loaded = read_laws(rules, "nn")  # whoever reads the pages may choose another language there
    assert loaded.laws is not None
    desk = desk_of(compile_laws(loaded.laws), loaded.texts, read_frame(frame, dict(loaded.sources)))
    try:
        listening = listen(port)
    except OSError as error:
        fail(f"porten {port} kan ikke brukes: {error.strerror}", f"port {port} cannot be used: {error.strerror}")
    keys = Keys(bearer="") if no_token else Keys()
    shelf, folder = shelf_of(desk, rules), CaseFolder(cases)
    bench = Bench(desk, shelf, folder, record, keys, listening.getsockname()[1], [lang], Sandbox(drafts), Registers(registers))
    click.echo(
        say(
            "Arbeidsbenken er åpen. Adressen gjelder én gang; Ctrl-C stopper.",
            "The workbench is open. The address opens once; Ctrl-C stops it.",
        )
    )
    click.echo(address(bench))
    if not no_token:
        click.echo(say("Programmer sender ", "Programs send ") + f"Authorization: Bearer {keys.bearer}")
    try:
        serve_bench(bench, listening) if not no_open else serve_bench(bench, listening, None)
    finally:
        bench.registers.clear()
