"""What runs the commands for others on a change of the law: the git hook, run by git, and the workflow, run step by step."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from engine.home import HOME

from .made_up_law import hjemmel, lay_out, standing_in

HOOK = HOME / "integrations" / "pre-commit"
WORKFLOW = HOME / "integrations" / "github-workflow.yml"


def git(folder: Path, *words: str, path: str = "") -> subprocess.CompletedProcess[str]:
    """Return what git said; nobody's own settings and hooks are read."""
    told = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HJEMMEL_LANG": "en"}
    environment = {**os.environ, **told, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}" if path else os.environ["PATH"]}
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    return subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The made-up law kept by git."""
    lay_out(tmp_path)
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        assert git(tmp_path, *words).returncode == 0
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_hook_judges_what_would_be_committed(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A rule with a mistake is not committed, nor a number that a case fails for; what is not staged is not looked at."""
    commands = tmp_path_factory.mktemp("bin")
    # The program of this checkout, under the name that the hook calls.
    run = "import cli; cli.main(prog_name='hjemmel')"
    program = f'#!/bin/sh\nPYTHONPATH="{HOME}" exec "{sys.executable}" -c "{run}" "$@"\n'
    (commands / "hjemmel").write_text(program, encoding="utf-8")
    (commands / "hjemmel").chmod(0o755)
    (kept / ".git" / "hooks" / "pre-commit").write_bytes(HOOK.read_bytes())
    (kept / ".git" / "hooks" / "pre-commit").chmod(0o755)
    rules = kept / "rules" / "two" / "rules.yaml"

    rewrite(rules, "- reader.old_enough", "- reader.old_enuogh")
    git(kept, "add", ".")
    refused = git(kept, "commit", "-m", "a slip", path=str(commands))
    assert refused.returncode != 0 and "error[unknown-name]" in refused.stderr, refused

    rewrite(rules, "- reader.old_enuogh", "- reader.old_enough")
    rewrite(rules, "{value: 6, unit: years", "{value: 60, unit: years")
    git(kept, "add", ".")
    rewrite(rules, "{value: 60, unit: years", "{value: sixty, unit: years")
    failing = git(kept, "commit", "-m", "another limit", path=str(commands))
    assert failing.returncode != 0 and "bad-number" not in failing.stderr, failing
    assert "two: since HEAD, 1 rule and 1 number or date differ" in failing.stderr + failing.stdout, failing
    assert "2 cases, 1 passed, 1 failed" in failing.stderr + failing.stdout, failing

    (kept / "README").write_text("not the law\n", encoding="utf-8")
    git(kept, "reset", "-q")
    git(kept, "add", "README")
    assert git(kept, "commit", "-m", "beside the law").returncode == 0


def test_the_hook_of_pre_commit_is_the_same_script() -> None:
    """It is run for the files that the script looks at."""
    (hook,) = yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert HOME / hook["entry"] == HOOK and os.access(HOOK, os.X_OK) and hook["pass_filenames"] is False
    looked_at = re.search(r"git diff --cached --quiet -- (.*) && exit 0", HOOK.read_text(encoding="utf-8"))
    assert looked_at is not None
    for path in looked_at[1].split():
        assert re.match(hook["files"], path if path.endswith(".yaml") else f"{path}/2026/x.yaml"), path


def test_the_workflow_runs(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the program in it does what the step says, of a change of one number."""
    monkeypatch.setattr("engine.commands.review.has_solver", lambda: False)
    rewrite(kept / "rules" / "two" / "rules.yaml", "{value: 6, unit: years", "{value: 13, unit: years")
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    steps = workflow["jobs"]["law"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0  # without it there is no revision to compare with
    assert {"rules/**", "tests/regression/**"} <= set(workflow[True]["pull_request"]["paths"])  # `on` is a truth value to YAML 1.1
    known = {"BASE": "HEAD", "OLDER": "one", "NEWER": "two"}
    assert known.keys() <= {*workflow["env"], *(name for step in steps for name in step.get("env", ()))}
    told = {}
    with standing_in(kept):
        for line in (line for step in steps for line in step.get("run", "").splitlines() if line.startswith("hjemmel ")):
            words = [re.sub(r"\$([A-Z]+)", lambda found: known[found[1]], word) for word in shlex.split(line)]
            result = hjemmel(*words[1:])
            assert result.code == 0, (line, result)
            told[words[1]] = result.stdout
    assert list(told) == ["check", "test", "review"]
    assert "two: since HEAD, 1 rule and 1 number or date differ" in told["test"]
    assert "7 years → 13 years" in (kept / "review" / "review.md").read_text(encoding="utf-8")
    rewrite(kept / "rules" / "two" / "rules.yaml", "- reader.old_enough", "- reader.old_enuogh")
    with standing_in(kept):
        wrong = hjemmel("check", "--format", "github")
    assert wrong.code == 1 and "::error file=rules/two/rules.yaml,line=" in wrong.stdout
