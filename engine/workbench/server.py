"""The server of the workbench: it listens on the loopback address alone, and says how to get in."""

from __future__ import annotations

import ctypes
import socket
import threading
import time
import webbrowser
from collections.abc import Callable

import uvicorn

from .app import workbench
from .bench import Bench, read_templates

LOOPBACK = "127.0.0.1"
_PATIENCE = 5
"""Seconds that requests under way are waited for when the server is stopped."""

_TRIMMED = 20
"""So many seconds lie between two times that free memory is given back."""


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of the loopback address, on any free one for 0. Raises OSError where it is taken."""
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def address(bench: Bench) -> str:
    """Return the address that opens a session, once."""
    return f"http://{LOOPBACK}:{bench.port}/enter?token={bench.keys.token}"


def _prepare(bench: Bench) -> None:
    """Work out what is worked out once for the law and its pages, which takes the time of several of them, before it is asked for."""
    read_templates()
    for work_out in (bench.desk.answer, bench.desk.turning_silences):
        work_out("case: 1\n", "1.yaml")
    bench.shelf.cases()


def _give_back() -> None:
    """Give memory back to the system from time to time that is free: glibc keeps what threads have freed, each apart."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return  # another C library; Windows has none without a name
    while True:
        time.sleep(_TRIMMED)
        trim(0)


def serve(bench: Bench, listening: socket.socket, open_browser: Callable[[str], object] | None = webbrowser.open) -> None:
    """Answer requests until the server is stopped (Ctrl-C); open the browser first, unless that is None."""
    config = uvicorn.Config(
        workbench(bench), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_PATIENCE, ws="none"
    )
    threading.Thread(target=_prepare, args=(bench,), daemon=True).start()
    threading.Thread(target=_give_back, daemon=True).start()
    if open_browser is not None:
        # Some browsers take over the terminal until they end.
        threading.Thread(target=open_browser, args=(address(bench),), daemon=True).start()
    try:
        uvicorn.Server(config).run([listening])
    except KeyboardInterrupt:
        pass  # the server has stopped by then, and that is what was asked for
