"""What the extras give the commands: imported when it is needed, and told of where it is not there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from .console import fail

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ..rendering.paper import Paper


def judge_batch_extra() -> None:
    """End the command where what the extra `batch` installs is not there."""
    try:
        import_module("..batch.running", __package__)
    except ModuleNotFoundError as error:
        fail(
            f"{error.name} mangler; installer med `pip install 'hjemmel[batch]'`",
            f"{error.name} is missing; install it with `pip install 'hjemmel[batch]'`",
        )


def judge_letter_extra() -> None:
    """End the command where what the extra `letter` installs is not there."""
    try:
        import_module("..rendering.paper_docx", __package__)
    except ModuleNotFoundError as error:
        fail(
            f"{error.name} mangler; installer med `pip install 'hjemmel[letter]'`",
            f"{error.name} is missing; install it with `pip install 'hjemmel[letter]'`",
        )


def letter_as_word(paper: Paper) -> bytes:
    """Return a letter as the bytes of a Word file; the extra `letter` must be there."""
    from ..rendering.paper_docx import paper_docx

    return paper_docx(paper)


def signing_key(path: Path | None) -> Ed25519PrivateKey | None:
    """Return the private key of a file, if one is given; raises Rejected."""
    if path is None:
        return None
    from ..records.signing import private_key

    return private_key(path)
