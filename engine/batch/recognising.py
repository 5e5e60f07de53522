"""What encoding and separator a CSV file seems to have: a proposal that a profile states, and that a person confirms."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from typing import Final, TypedDict

from .register import SEPARATORS, Encoding
from .register_files import RegisterFile, opened

_PART: Final = 2**20

_NORWEGIAN_IN_UTF_8: Final = re.compile(rb"\xc3[\xa5\xa6\xb8\x85\x86\x98]")
"""A letter of Norwegian beyond ASCII in UTF-8; in Windows-1252 it would be two signs that no word has."""

_WINDOWS: Final = re.compile(
    rb"[\x00-\x7f\xc0-\xd6\xd8-\xf6\xf8-\xff\x80\x85\x8a\x8e\x91-\x97\x9a\x9e\xa0\xa7\xab\xad\xb0\xb4\xb7\xbb\xbd]*"
)
"""Letters and the signs that are usual in Norwegian text, in Windows-1252: other bytes are letters of other encodings."""

_RECORDS: Final = 200


class Recognised(TypedDict, total=False):
    """What was recognised of a CSV file, by the fields of a profile."""

    encoding: Encoding
    separator: str


def recognised(file: RegisterFile, encoding: Encoding | None) -> Recognised:
    """Return what a file seems to be, where that can be told; `encoding` is stated already. Raises Rejected."""
    found: Recognised = {}
    known = encoding or recognised_encoding(file)
    separator = recognised_separator(file, known or "utf-8")
    if known is not None:
        found["encoding"] = known
    if separator is not None:
        found["separator"] = separator
    return found


def recognised_encoding(file: RegisterFile) -> Encoding | None:
    """Return the encoding that all of a file has; None where it is neither, and nobody can tell. Raises Rejected."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8 = is_windows = True
    last = b""
    with opened(file) as content:
        while part := content.read(_PART):
            if is_utf_8:
                try:
                    decoder.decode(part)
                except UnicodeDecodeError:
                    is_utf_8 = False
            is_windows = is_windows and _WINDOWS.fullmatch(part) is not None and not _NORWEGIAN_IN_UTF_8.search(last + part)
            last = part[-1:]
            if not is_utf_8 and not is_windows:
                return None
    if is_utf_8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf_8 = False
    return "utf-8" if is_utf_8 else "windows-1252" if is_windows else None


def recognised_separator(file: RegisterFile, encoding: Encoding) -> str | None:
    """Return the name of the one separator that splits the first records into as many cells as the head has, if there is one."""
    with opened(file) as content:
        text = io.TextIOWrapper(content, "utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")
        lines = list(islice(text, _RECORDS))
    found = []
    for name, sign in SEPARATORS.items():
        try:
            widths = {len(record) for record in csv.reader(lines, delimiter=sign, strict=True) if record}
        except csv.Error:
            continue
        if len(widths) == 1 and widths.pop() > 1:
            found.append(name)
    return found[0] if len(found) == 1 else None
