"""Cases whose texts are odd: an id, a source and a remark put nothing but their own visible characters, on one line, into any form."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from ..made_up_law import hjemmel
from .judging import Sandbox, expect, safe
from .mutations import UNSEEN

MARK = "INNSMUGLET"
"""Stands in every odd text, so that it is known where it comes out."""

_PIECES = [
    "\n",
    "\r",
    "\n\n",
    "\n# ",
    "\n- ",
    "\n```\n",
    "\n| a | b |\n",
    "\n  fix: ",
    "\nerror: ",
    "<script>",
    "</p><b>",
    "<!--",
    "&lt;",
    "&#x202e;",
    "[a](javascript:b)",
    "![a](b)",
    "**",
    "`",
    "|",
    "\\",
    "[red]",
    "[/]",
    "[link=x]",
    "{x}",
    "%s",
    "=cmd|",
    '"',
    "'",
    "\u0301" * 40,
    "\U0001f3f4\U000e0067\U000e007f",
    "\ue000",
    "\U0001d7d9",
    "\u00a0",
    " ",
    "\t",
    "a" * 300,
    "å" * 5000,
    *UNSEEN,
]
_FORMATS = ("text", "markdown", "html", "json", "begrunnelse")
_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


class Forms:
    """Cases with odd texts, shown in each form in both languages, by `evaluate` and `explain`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def __call__(self, rng: random.Random) -> str:
        odd = {name: self.odd(rng) for name in rng.sample(["case", "source", "remark", "key"], k=rng.choice([1, 1, 2]))}
        text = self.case(odd, rng)
        form, lang = rng.choice(_FORMATS), rng.choice(["nb", "en"])
        explain = rng.random() < 0.3
        arguments = ["explain", "case.yaml"] if explain else ["evaluate", "case.yaml", *rng.choice([(), ("--full",)])]
        if form != "begrunnelse":
            arguments += ["--format", form, "--lang", lang]
        elif not explain:
            arguments += ["--format", form]
            lang = "nb"
        seed = (arguments, text)
        with self.sandbox.kept(("case.yaml",), seed):
            Path("case.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
            result = hjemmel(*arguments, lang="nb" if form == "begrunnelse" else "en")
            expect(result.code in (0, 1, 3), "exit code", (seed, result))
            safe(result.stderr, seed)
            self.one_line(result.stderr, odd, seed)
            if result.code in (0, 3):
                self.judge(result.stdout, form, odd, seed)
        return f"exit {result.code}"

    def judge(self, shown: str, form: str, odd: dict[str, str], seed: object) -> None:
        if form == "json":
            json.loads(shown)
            return
        # HTML and Markdown leave it to their reader where a line ends.
        safe(shown, seed, longest=1_000_000 if form in ("html", "markdown", "begrunnelse") else 20_000)
        if form != "text":  # which breaks long lines itself
            self.one_line(shown, odd, seed)
        if form == "html":
            for tag in ("<script>", "</p><b>", "<!--"):
                expect(f"{tag}{MARK}" not in shown and f"{MARK}{tag}" not in shown, "a text is read as HTML", (seed, tag))

    def one_line(self, shown: str, odd: dict[str, str], seed: object) -> None:
        """Raise a finding where what stands behind a line break of a text begins a line of what is shown."""
        begun = {line.strip()[:12] for line in shown.split("\n")}
        for text in odd.values():
            for part in _BREAK.split(text)[1:]:
                part = part.strip()[:12]
                expect(len(part) < 5 or part not in begun, "a text makes a line of its own", (seed, part, shown[:3000]))

    def odd(self, rng: random.Random) -> str:
        pieces = [rng.choice(_PIECES) for _ in range(rng.randint(1, 3))]
        pieces.insert(rng.randrange(len(pieces) + 1), MARK)
        return "".join(pieces)

    def case(self, odd: dict[str, str], rng: random.Random) -> str:
        """Return the case in JSON, with the odd characters bare or escaped; in both they mean the same."""
        person: dict[str, object] = {"birth_date": "1990-05-17", "resident": True, "remark": odd.get("remark", "blocked")}
        if "source" in odd:
            person["birth_date"] = {"value": "1990-05-17", "source": odd["source"]}
        case: dict[str, object] = {"case": odd.get("case", "sak"), "person": person, "card": {"application_date": "2012-03-01"}}
        if "key" in odd:
            case[odd["key"]] = True
        return json.dumps(case, ensure_ascii=rng.random() < 0.7)
