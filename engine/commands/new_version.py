"""`hjemmel new-version`: the folder of the next law version."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from ..changes.difference import difference as compare_laws
from ..changes.difference_report import difference_report
from ..changes.scaffold import scaffold, succeeded, to_fill_in, why_no_scaffold
from ..files import replace_texts, write_folder
from ..language.rules import LAW_FILE
from ..loading import load_laws
from ..model import Language
from ..rendering.forms import render_report
from .console import FAILED, counted, fail, print_problems, rejection, say
from .inputs import drafts_given, judge_folder, judge_versions, read_laws
from .options import LANGUAGE
from .output import colour, width
from .speaking import command, option


@command(
    """Begynn på lovversjonen som følger en annen: en kopi som gjelder fra en senere dag, med det som skal fylles inn.

    Reglene som sier når versjonen gjelder, flyttes til den dagen; alt annet er som før. Søk i mappen etter FYLL INN, som står
    der du må skrive. Endre så det loven endrer, og kjør `check`.
    """,
    "new-version",
)
@click.argument("name", metavar="VERSION")
@option(
    "--from",
    "predecessor",
    required=True,
    metavar="VERSION",
    help="The version to copy and to follow.",
    nb="Versjonen som den følger, og som den er en kopi av.",
)
@option(
    "--effective-from",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="First day on which it governs.",
    nb="Dagen den gjelder fra.",
)
@option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to put the folder; in --rules by default.",
    nb="Hvor mappen legges; ellers i --rules.",
)
@LANGUAGE
@click.pass_obj
def new_version(rules: Path, name: str, predecessor: str, effective_from: datetime, into: Path | None, lang: Language) -> None:
    """Begin the law version that follows another: a copy that governs from a later day, with what is to be filled in.

    The rules by which the version governs are moved to the day; everything else is as it was. Search the folder for
    FYLL INN, which stands where a person must write. Then change what the law changes, and run `check`.
    """
    loaded = read_laws(rules)
    assert loaded.laws is not None
    day = effective_from.date()
    judge_versions([predecessor], [version.name for version in loaded.laws.versions])
    if (refusal := why_no_scaffold(loaded.laws, predecessor, name, day)) is not None:
        fail(*refusal)
    target = (into or rules) / name
    judge_folder(target, [rules], rules)
    version = next(version for version in loaded.laws.versions if version.name == predecessor)
    texts = {path.removeprefix(f"{predecessor}/"): text for path, text in loaded.texts.items() if path.startswith(f"{predecessor}/")}
    made = scaffold(texts, version, name, day)
    is_draft = into is not None and target.resolve().parent != rules.resolve()
    is_named = not is_draft and predecessor not in {draft.resolve().name for draft in drafts_given()}
    before, own = rules / predecessor / LAW_FILE, loaded.texts[f"{predecessor}/{LAW_FILE}"]
    with rejection():
        write_folder(made.texts, target)
        # Before anything is told: a reader that goes away must not leave a version that no other names.
        if is_named:
            replace_texts({before: (own, succeeded(own, name))})
    click.echo(
        say(
            f"{target}: utkast til lovversjon {name}, kopiert fra {predecessor} ({len(made.texts)} filer)",
            f"{target}: draft of law version {name}, copied from {predecessor} ({counted(len(made.texts), 'file')})",
        )
    )
    click.echo(say(f"  den gjelder fra {day}, ved disse reglene:", f"  it governs from {day}, by these rules:"))
    for rule in made.moved:
        click.echo(f"    {rule}")
    for rule in made.left:
        unmoved = say("står som før, må ses på", "left as it was, must be looked at")
        click.echo(f"    {rule} – {unmoved}")
    click.echo(say("  fyll inn:", "  fill in:"))
    for path, line in to_fill_in(made):
        click.echo(f"    {target / path}:{line}")
    click.echo(
        say(
            "  se også over kommentarene øverst i filene, og datoene under `consolidated:` i law.yaml",
            "  also go through the comments at the head of the files, and the dates of `consolidated:` in law.yaml",
        )
    )
    if is_named:
        click.echo(say(f"  {before}: `successor` er nå `{name}`", f"  {before}: `successor` is now `{name}`"))
    # What was written is read back from the files: what is said of it is said of them.
    drafts = (*drafts_given(), target) if is_draft else drafts_given()
    again = load_laws(rules, drafts)
    print_problems(again.diagnostics, again.sources)
    if again.laws is None:
        sys.exit(FAILED)
    click.echo()
    difference = compare_laws(again.laws, predecessor, name)
    report = difference_report(difference, None, None, again.laws, lang)
    click.echo(render_report(report, "text", width(), colour(None)), nl=False)
