"""Work in the background of the server: how far it has come, about how long is left, and that it can be told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from .guard import tell_where

PATIENCE: Final = 1.5
"""Seconds that a page waits for what is not known yet before it shows how far that has come."""

Work = TypeVar("Work", bound="Background")


class Background:
    """Work that is done in a thread of its own, and what is known of it by now.

    It is mutable, because more is known while pages are loaded: each of its values is written by one thread and read by others.
    """

    def __init__(self: Work, work: Callable[[Work], None]) -> None:
        self.done = self.total = 0
        self.began = time.monotonic()
        self.broken = False
        self._stop, self._over = threading.Event(), threading.Event()
        threading.Thread(target=_run, args=(self, work), daemon=True).start()

    @property
    def running(self) -> bool:
        """Whether more will be known."""
        return not self._over.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    @property
    def seconds_left(self) -> int | None:
        """How long it will take yet as it goes now, None where that cannot be told."""
        return round((time.monotonic() - self.began) / self.done * (self.total - self.done)) if self.done and self.total else None

    def stop(self) -> None:
        """End it before the next case."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over, at most so long; return whether it is."""
        return self._over.wait(seconds)

    def end(self) -> None:
        """Say that nothing more will be known."""
        self._over.set()


def _run(background: Work, work: Callable[[Work], None]) -> None:
    try:
        work(background)
    except Exception as error:
        background.broken = True
        tell_where(error)
    finally:
        background.end()
