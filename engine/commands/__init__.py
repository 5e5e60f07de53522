"""The commands, one module each: options and help in each language, a call into the engine, what is printed."""

from typing import Final

VERBS: Final = (
    "evaluate",
    "explain",
    "ask",
    "agenda",
    "decide-again",
    "batch",
    "compare",
    "inspect",
    "profile",
    "verify",
    "forget",
    "log",
    "serve",
    "check",
    "test",
    "diff",
    "review",
    "new-version",
    "new-law",
    "lsp",
    "doctor",
    "laws",
    "show",
    "facts",
    "conclusions",
    "schema",
)
"""The commands in the order in which the help shows them; `new-version` is `new_version.new_version`."""
