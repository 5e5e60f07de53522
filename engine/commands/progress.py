"""A sign of life of what takes long: how much is done, and about how long the rest takes, on the error stream."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

from .console import say

T = TypeVar("T")

_ON_A_TERMINAL, _IN_A_LOG = 0.5, 30.0
"""Seconds between two signs; on a terminal each takes the place of the last."""


def counting(items: Sequence[T]) -> Iterator[T]:
    """Yield the items, and tell how far they are gone; the estimate is of even work, after what the first item prepares for all."""
    terminal = sys.stderr.isatty()
    pause = _ON_A_TERMINAL if terminal else _IN_A_LOG
    began = told = time.monotonic()
    for done, item in enumerate(items):
        now = time.monotonic()
        if done == 1:
            began = now
        elif done and now - told >= pause:
            told = now
            left = round((now - began) / (done - 1) * (len(items) - done))
            words = say(f"{done} av {len(items)}, omtrent {left} s igjen", f"{done} of {len(items)}, about {left} s left")
            click.echo(f"\r{words}\033[K" if terminal else words, err=True, nl=not terminal)
        yield item
    if terminal:
        click.echo("\r\033[K", err=True, nl=False)
