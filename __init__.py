"""hjemmel: the law as data. The names here are the library, see `docs/library.md`; they are imported when one is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engine.library import *  # noqa: F403


def __getattr__(name: str) -> object:
    if not __package__:  # read as a file by itself, as pytest reads it in a folder that cannot be a package: `hjemmel-main`
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .engine import library

    if name == "__all__" or name in library.__all__:
        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
