"""A small client of the language server protocol, to test servers over their standard input and output."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds within which a server must have answered, be the machine ever so busy."""


class Failed(Exception):
    """The server answered a request with an error; `code` is the protocol's."""

    def __init__(self, error: dict[str, Any]) -> None:
        self.code = error["code"]
        super().__init__(error["message"])


class Client:
    """A server process, and what it has said: `diagnostics` holds the latest of each file, by URI.

    `settings` are told to a server that asks, by section.
    """

    def __init__(self, command: Sequence[str], folder: Path, settings: dict[str, Any] | None = None) -> None:
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(os.environ)
        )
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.shown: list[str] = []
        self.settings = settings or {}
        self._number = 0
        self._said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def request(self, method: str, params: object) -> Any:
        """Return the result of a request; raises Failed where the server answers with an error."""
        self._number += 1
        wanted = self._number
        self._send({"id": wanted, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == wanted and "method" not in message:
                if "error" in message:
                    raise Failed(message["error"])
                return message.get("result")

    def notify(self, method: str, params: object) -> None:
        """Tell the server something that it does not answer."""
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str | None = None, language: str = "yaml") -> str:
        """Open a file, with another text than it has on the disk if one is given, and return its URI."""
        uri = path.resolve().as_uri()
        document = {"uri": uri, "languageId": language, "version": 1, "text": path.read_text("utf-8") if text is None else text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, text: str, version: int) -> None:
        """Replace the text of an open file, which is not saved."""
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]})

    def problems(self, uri: str) -> list[dict[str, Any]]:
        """Return the next diagnostics of a file that the server publishes."""
        self.diagnostics.pop(uri, None)
        while uri not in self.diagnostics:
            self._next()
        return self.diagnostics[uri]

    def raw(self, data: bytes) -> None:
        """Send bytes, which need be no message."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def close(self) -> int:
        """End the session as the protocol says, and return the exit code of the server."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End the process, if it has not ended, and let go of what leads to it."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def _next(self) -> dict[str, Any]:
        message = self._said.get(timeout=PATIENCE)
        assert message is not None, "the server has ended"
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "window/showMessage":
            self.shown.append(message["params"]["message"])
        elif "method" in message and "id" in message:  # a question of the server
            items = message["params"]["items"] if message["method"] == "workspace/configuration" else None
            result = [self.settings.get(item.get("section")) for item in items] if items is not None else None
            self._send({"id": message["id"], "result": result})
        return message

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                self._said.put(None)
                return
            self._said.put(json.loads(stream.read(length)))
