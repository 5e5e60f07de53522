"""The programming interface for registers: rows in, a line out for each row, and at the end how many there were."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..batch.running import Options, Summary, decide_registers, rejects_path
from ..diagnostics import Rejected
from ..model import Language
from .desk import Desk
from .openapi import REGISTERS
from .register_work import SIZE, flaws_in, judge_rows

_ENDINGS: Final = {"application/x-ndjson": "ndjson", "text/csv": "csv"}
_PART: Final = 2**16


async def decide_sent(desk: Desk, request: Request, lang: Language) -> Response:
    """Return the decisions on the rows of the body, sent as they are read from the disk; all are made before the first is sent.

    Raises Rejected where the body as a whole is no register, and HTTPException where it is not one of the forms.
    """
    ending = _ENDINGS.get(request.headers.get("content-type", "").partition(";")[0].strip())
    if ending is None:
        raise HTTPException(415, f"Send the register as {' or '.join(_ENDINGS)}.")
    room = tempfile.TemporaryDirectory(prefix="hjemmel-")
    try:
        path, output = Path(room.name) / f"request.{ending}", Path(room.name) / "decided.ndjson"
        await _lay(request.stream(), path)
        options = Options(lang, trail=request.query_params.get("trail") == "true")
        summary = await run_in_threadpool(partial(_decide, desk, path, output, options))
    except BaseException:
        room.cleanup()
        raise
    return StreamingResponse(_lines(output, summary), media_type=REGISTERS, background=BackgroundTask(room.cleanup))


async def _lay(parts: AsyncIterator[bytes], path: Path) -> None:
    with path.open("wb") as file:
        async for part in parts:
            await run_in_threadpool(file.write, part)


def _decide(desk: Desk, path: Path, output: Path, options: Options) -> Summary:
    try:
        return decide_registers([path], output, desk.laws, options, _judge, SIZE)
    except Rejected as rejected:
        # The file lies in a folder of this request, whose name says nothing to its sender.
        named = (replace(problem, place=problem.place._replace(file=path.name)) for problem in rejected.diagnostics)
        raise Rejected(named) from None


def _judge(what: str, done: int, total: int) -> None:
    judge_rows(done)


def _lines(output: Path, summary: Summary) -> Iterator[bytes]:
    """Yield the line of each row that is decided, as `hjemmel batch` writes it; those of the others; and the numbers."""
    with output.open("rb") as file:
        while part := file.read(_PART):
            yield part
    for flaw in flaws_in(rejects_path(output)):
        yield _line({"rejected": flaw._asdict() | {"row": int(flaw.row)}})
    yield _line({"summary": {"rows": summary.rows, "decided": summary.decided, "rejected": summary.rejected}})


def _line(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
