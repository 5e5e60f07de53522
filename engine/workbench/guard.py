"""Who may ask the workbench for anything: a browser on this machine that came in by the token, and forms of its own pages alone."""

from __future__ import annotations

import hmac
import secrets
import sys
import threading
import traceback
from dataclasses import field
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..frozen import dataclass

LARGEST_BODY: Final = 1_000_000
"""Bytes of a request's body."""

LARGEST_REGISTER: Final = 200_000_000
"""Bytes of the body of a request that sends a register, which is laid in a file as it comes."""

_REGISTERS: Final = ("/register/file", "/api/registers")

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
"""What every response says: no script, nothing from elsewhere, nothing kept, in no frame."""

_SAFE: Final = ("GET", "HEAD")
_OPEN: Final = ("/health", "/enter")
"""Paths that need no session: whether the server is up, and where the token is shown."""

_SEND_TOKEN: Final = "Send the token that `hjemmel serve` printed: Authorization: Bearer TOKEN."


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run: the token of the address that is printed, which opens once, the session, and what its forms carry.

    `bearer` is what a program sends; empty where programs need none.
    """

    session: str = field(default_factory=secrets.token_urlsafe)
    form: str = field(default_factory=secrets.token_urlsafe)
    token: str = field(default_factory=secrets.token_urlsafe)
    bearer: str = field(default_factory=secrets.token_urlsafe)
    _used: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, token: str) -> bool:
        """Return whether a token opens a session: the right one does, once."""
        return hmac.compare_digest(token.encode(), self.token.encode()) and self._used.acquire(blocking=False)

    def is_form(self, token: str) -> bool:
        """Return whether a form is one of this session's pages."""
        return hmac.compare_digest(token.encode(), self.form.encode())


def tell_where(error: Exception) -> None:
    """Tell on standard error where an error of the program arose; what it says may hold a case, and is not told."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    print(f"hjemmel serve: {type(error).__name__} in {place.name}, line {place.lineno}", file=sys.stderr)  # noqa: T201


@dataclass(frozen=True, slots=True)
class Guard:
    """The door of an application: what comes in is judged before the application sees it, what goes out says that nothing may be kept.

    `port` is where the server listens on the loopback address; `cookie` the name of the cookie that holds the session.
    """

    app: ASGIApp
    keys: Keys
    port: int

    @property
    def cookie(self) -> str:
        """The name of the cookie: one for each port, since cookies know no ports."""
        return cookie_name(self.port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refused = self._why_refused(scope["method"], scope["path"], Headers(scope=scope))
        if refused is not None:
            await _refusal(scope["path"], *refused)(scope, receive, sealed)
            return
        try:
            most = LARGEST_REGISTER if scope["path"] in _REGISTERS else LARGEST_BODY
            await self.app(scope, _bounded(receive, most, Headers(scope=scope).get("content-length", "")), sealed)
        except Exception as error:
            tell_where(error)  # the application has answered by then

    def _why_refused(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """Return the status and reason with which a request is refused, or None where it is let in."""
        hosts = [f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]")]
        if headers.get("host") not in hosts:
            return 421, "The workbench answers on this machine's own address alone."
        bearer = headers.get("authorization", "")
        is_program = path.startswith("/api/") and (not self.keys.bearer or _equal(bearer, f"Bearer {self.keys.bearer}"))
        if method not in _SAFE and not self._is_own(headers, is_program):
            if path.startswith("/api/") and headers.get("origin") is None and headers.get("sec-fetch-site") is None:
                return 401, _SEND_TOKEN  # no browser asks
            return 403, "The request comes from another page than one of the workbench."
        if path in _OPEN or path.startswith("/static/") or is_program or self._has_session(headers):
            return None
        if path.startswith("/api/"):
            return 401, _SEND_TOKEN
        return 403, "Open the address that `hjemmel serve` printed. It opens once; start the command again for a new one."

    def _is_own(self, headers: Headers, is_program: bool) -> bool:
        """Return whether a request that changes something comes from a page of this server, or from a program with the token."""
        origin = headers.get("origin")
        if origin is not None and origin != "null":
            return origin.removeprefix("http://") == headers.get("host")
        # Pages that send no referrer send no origin either; then the browser says in another header who asks.
        site = headers.get("sec-fetch-site")
        return site == "same-origin" or (site is None and origin is None and is_program)

    def _has_session(self, headers: Headers) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return found is not None and _equal(found.value, self.keys.session)


def _refusal(path: str, status: int, why: str) -> Response:
    """Return the refusal of a request, for a program or a person."""
    if path.startswith("/api/"):
        return JSONResponse({"type": "about:blank", "title": why, "status": status}, status, media_type="application/problem+json")
    return PlainTextResponse(f"{why}\n", status)


def cookie_name(port: int) -> str:
    """Return the name of the cookie that holds the session of the server on a port."""
    return f"hjemmel-{port}"


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _bounded(receive: Receive, most: int, declared: str) -> Receive:
    """Return what receives a request and stops where its body is, or grows, too large.

    What says by its length that it is too large is not begun: half a file would be left to the collector of garbage.
    """
    size = 0
    too_large = HTTPException(413, "The request is too large.")

    async def counting() -> Message:
        nonlocal size
        if declared.isdecimal() and int(declared[:20]) > most:
            raise too_large
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise too_large
        return message

    return counting
