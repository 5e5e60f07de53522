"""`python -m tests.fuzz --seed S --count N --kind K`: runs mutated inputs and prints the seeds, the tally and every finding."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click

from .kinds import KINDS, OF_A_MILLION, begun
from .running import Tally, held_memory, run


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="Gives the inputs again.")
@click.option("--first", type=int, default=0, show_default=True, help="Number of the first input.")
@click.option(
    "--count", type=int, default=10_000, show_default=True, help="How many inputs; of each kind its share where no kind is named."
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="May be repeated; all by default.")
@click.option("--tally", type=click.Path(path_type=Path), help="A file to which the tally is appended, a line of JSON for each kind.")
def fuzz(seed: int, first: int, count: int, kinds: tuple[str, ...], tally: Path | None) -> None:
    """Run COUNT mutated inputs. Exit code 1 where one of them came to what it must not."""
    found = 0
    for kind in kinds or KINDS:
        part = count if kinds else max(1, count * OF_A_MILLION[kind] // 1_000_000)
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            # Two folders down, so that what is written beside the sandbox is found too.
            sandbox = Path(folder) / "outer" / kind
            sandbox.mkdir(parents=True)
            click.echo(f"{kind}: seed {seed}, inputs {first} to {first + part - 1}")
            with begun(kind, sandbox, suites=True) as attempt:
                done = run(kind, attempt, seed, first, part)
            if beside := sorted(path.name for path in sandbox.parent.iterdir() if path != sandbox):
                done.add("a file was left beside the sandbox", f"{kind} {seed} {first}", str(beside))
        told(done)
        found += len(done.findings)
        if tally is not None:
            with tally.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"seed": seed, "first": first, **vars(done)}, ensure_ascii=True) + "\n")
    click.echo(f"{held_memory()} MB held at most")
    sys.exit(1 if found else 0)


def told(done: Tally) -> None:
    """Print what the inputs came to."""
    outcomes = ", ".join(f"{count} {what}" for what, count in done.outcomes.most_common())
    click.echo(f"  {done.inputs} in {done.seconds:.1f} s ({done.inputs / max(done.seconds, 0.001):.0f}/s): {outcomes}")
    click.echo(f"  slowest {done.slowest:.2f} s ({done.slowest_seed}), {done.memory} MB")
    for cause, kept in done.findings.items():
        click.echo(f"  FINDING {cause} ({done.found[cause]})")
        for one in kept:
            click.echo(f"    {one.encode('unicode_escape', 'backslashreplace').decode()[:3000]}".replace("\\n", "\n      "))


if __name__ == "__main__":
    fuzz()
