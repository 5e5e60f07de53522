"""Mutated messages to the language server, in this process: each request is answered, and no handler fails."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from typing import Any

from engine.editor import server as editor
from engine.home import HOME

from .judging import Finding, Sandbox, expect
from .mutations import ODD, mutations, reshaped, rule_text

_INTERNAL = -32603
_ASKED = ("hover", "definition", "references", "prepareRename", "rename", "completion")


class Messages:
    """One message an input: a file opened or changed to a mutated text, a question about any place in it, or what is no message."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.names = sorted(name for name in sandbox.contents if name.endswith(".yaml"))
        self.texts = {name: sandbox.contents[name].decode() for name in self.names}
        self.loop = asyncio.new_event_loop()
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
        self.begin()

    def begin(self) -> None:
        """Start a server that has seen nothing."""
        self.said: list[dict[str, Any]] = []
        self.failures: list[str] = []
        self.open: dict[str, str] = {}
        self.number = 0
        self.server = editor.make_server(self.sandbox.folder / "rules", (), HOME / "docs" / "diagnostics", "0")
        self.server.protocol.set_writer(self, include_headers=False)
        self.server.report_server_error = lambda error, source: self.failures.append(f"{source.__name__}: {error!r}")  # type: ignore[method-assign]
        options: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}, "locale": "en"}
        self.send({"id": 0, "method": "initialize", "params": options})
        self.send({"method": "initialized", "params": {}})

    def write(self, data: bytes) -> None:
        """Take what the server says."""
        self.said.append(json.loads(data))

    def close(self) -> None:
        """Do as a stream does."""

    def send(self, message: dict[str, Any]) -> None:
        """Hand a message to the server as it comes from the stream, and let what waits be done."""
        body = json.dumps({"jsonrpc": "2.0", **message})

        async def step() -> None:
            protocol = self.server.protocol
            protocol.handle_message(json.loads(body, object_hook=protocol.structure_message))
            await asyncio.sleep(0.0005)

        self.loop.run_until_complete(step())

    def __call__(self, rng: random.Random) -> str:
        name = rng.choice(self.names)
        uri = (self.sandbox.folder / name).as_uri()
        text = rule_text(self.texts[name], list(self.texts.values()), rng).encode("utf-8", "replace").decode()
        opened: dict[str, Any] = {"uri": uri, "languageId": "yaml", "version": 1, "text": text if rng.random() < 0.5 else self.texts[name]}
        self.tell({"method": "textDocument/didOpen", "params": {"textDocument": opened}}, (name, text))
        text = opened["text"]
        for _ in range(rng.randint(1, 3)):
            kind = rng.random()
            if kind < 0.25:
                text = mutations(text, rng).encode("utf-8", "replace").decode()
                change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]}
                self.tell({"method": "textDocument/didChange", "params": change}, (name, text))
            elif kind < 0.9:
                self.ask(name, uri, text, rng)
            else:
                self.strange(uri, rng)
        self.tell({"method": "textDocument/didClose", "params": {"textDocument": {"uri": uri}}}, name)
        return "answered"

    def ask(self, name: str, uri: str, text: str, rng: random.Random) -> None:
        """Ask about a place, and expect an answer or a refusal in words."""
        lines = text.split("\n")
        line = rng.randrange(len(lines)) if rng.random() < 0.95 else rng.choice([len(lines), 10**6, 2**31 - 1])
        column = rng.randrange(len(lines[line]) + 1) if line < len(lines) and rng.random() < 0.95 else rng.choice([0, 10**6, 2**31 - 1])
        what = rng.choice(_ASKED)
        params: dict[str, Any] = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        if what == "references":
            params["context"] = {"includeDeclaration": rng.random() < 0.5}
        if what == "rename":
            params["newName"] = rng.choice(["new-name", "card.right", "reader.new_name", *ODD])
        answer = self.tell({"id": 1, "method": f"textDocument/{what}", "params": params}, (what, name, text, line, column))
        if "error" in answer:
            expect(answer["error"].get("message"), "refused without words", (what, name, text, answer))

    def strange(self, uri: str, rng: random.Random) -> None:
        """Send a message of the right form and a wrong content; the server goes on."""
        uris = [
            uri,
            "file:///",
            "file:///x.yaml",
            "http://example.org/x.yaml",
            "untitled:x",
            "",
            "%",
            uri + "%00",
            "file:///%ff.yaml",
            uri + "#x",
        ]
        params: Any = {"textDocument": {"uri": rng.choice(uris)}, "position": {"line": 0, "character": 0}}
        message: dict[str, Any] = {"id": 2, "method": rng.choice(["textDocument/hover", "textDocument/completion", "textDocument/x"])}
        before = len(self.failures)
        tree = reshaped(json.dumps(params), rng) if rng.random() < 0.3 else json.dumps(params)
        try:
            message["params"] = json.loads(tree)
        except ValueError:
            message["params"] = params
        try:
            self.send(message)
        except Exception as error:
            # The library refuses what is not of the protocol before it comes to us.
            if "JsonRpc" not in type(error).__name__:
                raise
        wrong = [said for said in self.said if said.get("error", {}).get("code") == _INTERNAL]
        expect(not wrong, "a handler failed", (message, wrong, self.failures[before:]))
        self.said.clear()

    def tell(self, message: dict[str, Any], seed: object) -> dict[str, Any]:
        """Send a message, and return the answer, if it is a question; raise a finding where a handler fails or does not answer."""
        self.said.clear()
        self.failures.clear()
        self.send(message)
        answers = [said for said in self.said if "id" in said and "method" not in said]
        wrong = [said for said in answers if said.get("error", {}).get("code") == _INTERNAL]
        ours = [failure for failure in self.failures if not failure.startswith("FeatureRequestError: JsonRpcException")]
        if wrong or ours:
            raise Finding("a handler failed", (seed, wrong, ours))
        if "id" in message:
            expect(len(answers) == 1, "a question without answer", (seed, self.said))
            return answers[0]
        return {}
