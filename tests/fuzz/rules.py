"""Mutated rule folders and suites: each is refused with diagnostics, or is law that decides, alike however it is read."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from engine.diagnostics import Diagnostic, Rejected
from engine.inference.constraints import check_constraints
from engine.inference.forward import run as forward
from engine.inference.specialised import engine as specialised
from engine.law.compiled import compile_laws
from engine.law.crosscheck import first_difference
from engine.law.deciding import decide
from engine.loading import Loaded, laws_from_texts, load_case, load_laws
from engine.model import Case, Laws
from engine.trail.checker import document_checker
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

from ..made_up_law import BASE, Result, hjemmel
from .cases import NOT_CROSS_CHECKED
from .judging import Sandbox, expect, rendered, safe, settled
from .laws import WHOLE, Law
from .mutations import encoded, rule_text

MOST_SHOWN = 20
"""So many problems of an input are rendered."""


class Rules:
    """Rule folders: a copy of a law with one file mutated, and at times another gone, doubled, renamed or strange."""

    def __init__(self, law: Law, sandbox: Sandbox, cases: Callable[[Laws], list[Case]]) -> None:
        self.sandbox, self.cases = sandbox, cases
        self.rules = sandbox.folder / "rules"
        self.names = sorted(path.relative_to(self.rules).as_posix() for path in self.rules.rglob("*.yaml"))
        self.texts = {name: (self.rules / name).read_text(encoding="utf-8") for name in self.names}
        self.all_texts = list(self.texts.values())
        # Vocabulary, law and choice of law are each one file of many, and more rests on them.
        self.drawn = self.names + [name for name in self.names if name.rpartition("/")[2] in _OFTEN] * 2
        self.fast = specialised()

    def __call__(self, rng: random.Random) -> str:
        name = rng.choice(self.drawn)
        text = rule_text(self.texts[name], self.all_texts, rng)
        if rng.random() < 0.7:
            # As a log keeps them: what is read is the same, and no file is written for it.
            found = laws_from_texts({**self.texts, name: text})
            self.judge(found, (name, text), rng, lambda: laws_from_texts({**self.texts, name: text}))
            return "accepted" if found.laws is not None else "refused"
        raw = encoded(text, rng)
        with self.sandbox.kept((), (name, raw)):
            (self.rules / name).write_bytes(raw)
            touched = [name]
            if rng.random() < 0.08:
                touched += self._disorder(rng)
            found = load_laws(self.rules)
            self.judge(found, (touched, raw), rng, lambda: load_laws(self.rules))
            for one in touched:
                self._mend(one)
        return "accepted" if found.laws is not None else "refused"

    def judge(self, found: Loaded, seed: object, rng: random.Random, read: Callable[[], Loaded]) -> None:
        for problem in found.diagnostics[:MOST_SHOWN]:
            rendered(problem, dict(found.sources), seed)
        errors = [problem for problem in found.diagnostics if problem.level == "error"]
        expect((found.laws is None) == bool(errors), "laws in spite of errors, or none without", seed)
        if rng.random() < 0.05:
            again = read()
            expect(again.laws == found.laws and again.diagnostics == found.diagnostics, "read twice, another law", seed)
        if found.laws is None:
            return
        compiled = compile_laws(found.laws)
        check = document_checker(found.laws)
        for case in self.cases(found.laws):
            if check_constraints(case, found.laws.vocabulary):
                continue
            try:
                decision = decide(case, compiled, forward)
            except Rejected as rejected:
                for problem in rejected.diagnostics:
                    rendered(problem, dict(found.sources), seed)
                continue
            difference = first_difference(decision, decide(case, compiled, self.fast))
            expect(difference is None, "engines differ", (seed, difference))
            document = document_(decision, build_trail(decision), found.laws.vocabulary, NOT_CROSS_CHECKED)
            flaw = check(document)
            expect(flaw is None, "the checker refuses a decision", (seed, flaw))

    def _disorder(self, rng: random.Random) -> list[str]:
        """Take away, double, rename or add a file, and return the names that were touched."""
        name, other = rng.choice(self.names), rng.choice(self.names)
        path = self.rules / name
        kind = rng.randrange(6)
        if kind == 0:
            path.unlink(missing_ok=True)
            return [name]
        if kind == 1:
            path.write_bytes(b"")
            return [name]
        new = {2: f"{name}.txt", 3: name.replace(".yaml", ".yml"), 4: name.replace(".yaml", " (1).yaml"), 5: f"three/{Path(name).name}"}[
            kind
        ]
        (self.rules / new).parent.mkdir(exist_ok=True)
        if kind in (2, 3) and path.exists():
            path.rename(self.rules / new)
        else:
            (self.rules / new).write_text(self.texts[other], encoding="utf-8")
        return [name, new]

    def _mend(self, name: str) -> None:
        path = self.rules / name
        if name in self.texts:
            self.sandbox.put(f"rules/{name}", self.texts[name].encode())
        else:
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


_OFTEN = ("vocabulary.yaml", "law.yaml", "governs.yaml")


def small_cases(laws: Laws) -> list[Case]:
    """Return the case of the made-up law as far as the laws can read it."""
    problems: list[Diagnostic] = []
    case = load_case(BASE / "case.yaml", laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems)
    return [case] if case is not None and not problems else []


def whole_cases(laws: Laws) -> list[Case]:
    """Return two of the shipped examples as far as the laws can read them."""
    found = []
    for name in ("refugee-2026.yaml", "facts-missing.yaml"):
        problems: list[Diagnostic] = []
        case = load_case(WHOLE.parent / "examples" / name, laws.vocabulary, tuple(v.name for v in laws.versions), {}, problems)
        if case is not None and not problems:
            found.append(case)
    return found


class Commands:
    """Rule folders and suites, read by the commands for authors: `check` in each form, `test`, and what shows the law."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.names = sorted(name for name in sandbox.contents if name.endswith(".yaml") and "/" in name)
        self.suites = [name for name in self.names if name.startswith("tests/")]
        self.texts = {name: sandbox.contents[name].decode() for name in self.names}

    def __call__(self, rng: random.Random) -> str:
        suite = rng.random() < 0.5
        name = rng.choice(self.suites if suite else self.names)
        raw = encoded(rule_text(self.texts[name], list(self.texts.values()), rng), rng)
        arguments = rng.choice(_ON_SUITES if suite else _ON_RULES)
        seed = (arguments, name, raw)
        with self.sandbox.kept((), seed):
            self.sandbox.put(name, raw)
            result = hjemmel(*arguments, lang=rng.choice(("nb", "en"))) if rng.random() < 0.2 else hjemmel(*arguments)
            if "error" in result.stderr:
                settled_in_any(result, seed)
            if rng.random() < 0.05:
                expect(hjemmel(*arguments).code == result.code, "run twice, another exit code", seed)
            safe(result.stdout, seed, longest=20_000 if "--format" in arguments else 5_000)
            safe(result.stderr, seed)
            expect(result.code in (0, 1, 2, 3), "exit code", (seed, result))
            self.sandbox.put(name, self.texts[name].encode())
        return f"exit {result.code}"


def settled_in_any(result: Result, seed: object) -> None:
    """As `settled`, for a result in English; one in Bokmål has words of its own."""
    if " error[" in result.stderr or "Error:" in result.stderr:
        settled(result, seed)


_ON_SUITES = [("test",), ("test",), ("test",), ("test", "two"), ("test", "--coverage"), ("show", "right"), ("diff", "one", "two")]
_ON_RULES = [
    ("check",),
    ("check", "two"),
    ("check", "--format", "json"),
    ("check", "--format", "sarif"),
    ("check", "--format", "github"),
    ("laws",),
    ("facts",),
    ("show", "right"),
    ("diff", "one", "two"),
    ("evaluate", "case.yaml"),
    ("evaluate", "case.yaml", "--full"),
]
