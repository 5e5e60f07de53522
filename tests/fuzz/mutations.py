"""Mutations of texts and bytes: of the kind that a hurried hand, a broken program, a damaged disk or an adversary makes."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml

Mutation = Callable[[str, random.Random], str]

ODD = [
    "",
    "~",
    "null",
    "true",
    "false",
    "no",
    "yes",
    "unknown",
    "none",
    "open",
    "0",
    "-1",
    "1e9",
    ".inf",
    "nan",
    "0x1f",
    "1_000",
    "9" * 40,
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "20.01.2026",
    "37,5",
    "12:30",
    "[]",
    "{}",
    "[[]]",
    "{a: {}}",
    "*a",
    "&a b",
    "!!int 3",
    "!x",
    "<<: *a",
    "|",
    ">-",
    "@",
    "`",
    "%",
    "'",
    '"',
    "'\"",
    "# x",
    "---",
    "...",
    "? a",
    ": b",
    "- - -",
    "æøå",
    "§ 8",
    "\u00a0",
    "\u200b",
    "\u2028",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "\t",
    "\r",
    "{fact: x}",
    "{parameter: y}",
    "{value: card.end}",
    "person.resident",
    "card.right",
    "law.lending",
    "governs.lending",
    "age",
    "a" * 3000,
    '"\\ud800"',
    '"\\U0010ffff"',
    '"\\x00"',
    '"\\e[31m"',
    "{all: []}",
    "{not: {not: person.resident}}",
    "{any: [card.right]}",
    "𝟙𝟚",
    "٣",
]
"""Values that mean something else, or nothing, to some reader of YAML, of numbers or of text."""

VALUES = [
    "true",
    "false",
    "unknown",
    "none",
    "0",
    "1",
    "3",
    "7",
    "7.5",
    "10",
    "10.1",
    "168",
    "169",
    "030",
    "1.000",
    "1e1",
    "+3",
    "-0",
    "3.0",
    "0.1",
    "7,5",
    "50 %",
    "29:45",
    "1990-05-17",
    "2004-02-29",
    "2006-03-01",
    "2010-12-31",
    "2011-01-01",
    "2012-03-01",
    "2013-02-28",
    "2026-01-01",
    "1990-5-17",
    "19900517",
    "2012-03-01T00:00:00Z",
    "17.05.1990",
    "student",
    "child",
    "other",
    "fluent",
    "scholar",
    "Student",
    '"true"',
    '"7"',
    "'2012-03-01'",
    "{value: true}",
    "{value: 2012-03-01, source: brev}",
    "{source: brev}",
    "[true]",
    "blocked",
    "ja",
    "nei",
    "ukjent",
    "ingen",
    "TRUE",
    "True",
]
"""Values that a case may state, and their near misses."""

UNSEEN = (
    "\u00a0\u00ad\u200b\u200d\u200e\u2028\u2029\u202a\u202e\u2060\u2066\u2069\u3000\ufeff\ufffd\ufffe\x00\x07\x08\x0b\x0c\x1b\x7f\x85\x9b"
)
"""Characters that nobody sees, or that a terminal obeys."""


def _line(change: Callable[[list[str], int, random.Random], None]) -> Mutation:
    def mutate(text: str, rng: random.Random) -> str:
        lines = text.split("\n")
        change(lines, rng.randrange(len(lines)), rng)
        return "\n".join(lines)

    return mutate


def _delete(lines: list[str], at: int, rng: random.Random) -> None:
    del lines[at : at + rng.randint(1, 3)]


def _double(lines: list[str], at: int, rng: random.Random) -> None:
    lines[at:at] = lines[at : at + rng.randint(1, 3)]


def _swap(lines: list[str], at: int, rng: random.Random) -> None:
    other = rng.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _indent(lines: list[str], at: int, rng: random.Random) -> None:
    lines[at] = rng.choice([" ", "  ", "\t", "      "]) + lines[at] if rng.random() < 0.5 else lines[at].lstrip()


def _value(lines: list[str], at: int, rng: random.Random) -> None:
    name, colon, _ = lines[at].partition(":")
    lines[at] = f"{name}{colon} {rng.choice(ODD)}"


_WORD = re.compile(r"[\w.§-]+")
_AFTER_COLON = re.compile(r'(?<=[:,\[] )[^\s,{}\[\]][^,{}\[\]\n]*|(?<=":)[^,{}\[\]\n]+')


def _word(text: str, rng: random.Random) -> str:
    words = list(_WORD.finditer(text))
    if not words:
        return text
    found = rng.choice(words)
    new = rng.choice(ODD) if rng.random() < 0.5 else rng.choice(words).group()
    return text[: found.start()] + new + text[found.end() :]


def _stated(text: str, rng: random.Random) -> str:
    """Put another value in the place of one that is stated."""
    stated = list(_AFTER_COLON.finditer(text))
    if not stated:
        return text
    found = rng.choice(stated)
    new = rng.choice(VALUES) if rng.random() < 0.8 else rng.choice(stated).group()
    return text[: found.start()] + new + text[found.end() :]


def _character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    new: str = rng.choice([*":{}[],'#-", '"', "", "\n", "\t", "\0", "å", "\U0001f600", chr(rng.randrange(0xD7FF))])
    return text[:at] + new + text[at + rng.randint(0, 1) :]


def _digit(text: str, rng: random.Random) -> str:
    """Change, add or take away a digit."""
    places = [at for at, character in enumerate(text) if character.isdigit()]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(["", str(rng.randrange(10)), f"{text[at]}{rng.randrange(10)}"]) + text[at + 1 :]


def _unseen(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(UNSEEN) + text[at:]


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _nest(text: str, rng: random.Random) -> str:
    """Put a value, or all, into brackets, a few deep or absurdly deep."""
    depth = rng.choice([1, 2, 5, 38, 39, 40, 41, 100, 1000, rng.randrange(1, 3000)])
    left, right = rng.choice([("[", "]"), ("{a: ", "}"), ('{"a":', "}"), ("- ", ""), ("? ", "")])
    stated = list(_AFTER_COLON.finditer(text))
    if not stated or rng.random() < 0.2:
        return left * depth + text + right * depth
    found = rng.choice(stated)
    return text[: found.start()] + left * depth + found.group() + right * depth + text[found.end() :]


def _huge(text: str, rng: random.Random) -> str:
    """Put a number of absurd size in the place of one."""
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", text))
    new = rng.choice(["9" * rng.choice([16, 20, 400, 5000]), "1e999", "-1e-999", "0." + "0" * 400 + "1", "1" + "0" * 4301, "2e308", "1e5"])
    if not numbers:
        return text + new
    found = rng.choice(numbers)
    return text[: found.start()] + new + text[found.end() :]


def _ends(text: str, rng: random.Random) -> str:
    """Write the lines with other ends, or one with another."""
    end = rng.choice(["\r\n", "\r", "\n\n", "\u2028", "\x85"])
    return text.replace("\n", end) if rng.random() < 0.5 else text.replace("\n", end, 1)


def _large(text: str, rng: random.Random) -> str:
    """Repeat a line, or add a comment, until the text is long."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    if rng.random() < 0.5:
        lines[at:at] = [lines[at]] * rng.choice([50, 500])
    else:
        lines[at] += " # " + "x" * rng.choice([1000, 50_000])
    return "\n".join(lines)


MUTATIONS: list[Mutation] = [_line(_delete), _line(_double), _line(_swap), _line(_indent), _line(_value), _word, _word, _character, _cut]
_RARE: list[Mutation] = [_nest, _huge, _ends, _large, _unseen, _unseen]


def mutations(text: str, rng: random.Random) -> str:
    """Return the text with one to three mutations of a kind that a hurried hand or a broken program makes."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(MUTATIONS)(text, rng)
    return text


def spliced(text: str, other: str, rng: random.Random) -> str:
    """Return the beginning of one text and the end of another, cut at lines or anywhere; or a piece of one inside the other."""
    if rng.random() < 0.5:
        ours, theirs = text.split("\n"), other.split("\n")
        at, there = rng.randrange(len(ours) + 1), rng.randrange(len(theirs) + 1)
        if rng.random() < 0.5:
            return "\n".join(ours[:at] + theirs[there:])
        return "\n".join(ours[:at] + theirs[there : there + rng.randint(1, 4)] + ours[at:])
    at, there = rng.randrange(len(text) + 1), rng.randrange(len(other) + 1)
    return text[:at] + other[there:]


def reshaped(text: str, rng: random.Random) -> str:
    """Return the text read as YAML, one node of its tree changed, and written as JSON or YAML; as it is where it is neither."""
    try:
        tree = json.loads(text) if text.lstrip()[:1] in ("{", "[") and '":' in text else yaml.load(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text
    holders: list[Any] = [node for node in _nodes(tree) if isinstance(node, (dict, list)) and node]
    if not holders:
        return text
    for _ in range(rng.randint(1, 2)):
        _change(rng.choice(holders), holders, rng)
    try:
        if rng.random() < 0.7:
            # The texts of numbers and truth values are written bare: JSON of the same case.
            written: str = json.dumps(tree, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 2]))
            return re.sub(r'(?<=: )"(true|false|-?\d+(?:\.\d+)?)"', r"\1", written)
        dumped: str = yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=rng.random() < 0.5, default_flow_style=rng.random() < 0.3)
        return re.sub(r"'(true|false|-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d)'", r"\1", dumped)
    except (yaml.YAMLError, ValueError, RecursionError):  # it holds itself, or what neither can write
        return text


def _nodes(tree: Any) -> list[Any]:
    found = [tree]
    for node in found:
        found += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return found


def _change(holder: Any, holders: Sequence[Any], rng: random.Random) -> None:
    """Drop, rename, move, repeat or replace one entry of a mapping or list."""
    key: Any = rng.choice(list(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
    new: Any = rng.choice([rng.choice(VALUES), rng.choice(ODD), None, True, 0, -1.5, 10**20, [], {}, {"value": holder[key], "source": "x"}])
    what = rng.random()
    if what < 0.15:
        del holder[key]
        if not holder:
            holder.update({"x": new}) if isinstance(holder, dict) else holder.append(new)
    elif what < 0.3 and isinstance(holder, dict):
        holder[rng.choice(["case", "law", "person.resident", "value", "x", f"{key} ", f"{key}.x", str(key).upper()])] = holder.pop(key)
    elif what < 0.4:
        other = rng.choice(holders)
        if isinstance(other, dict):
            other[str(key)] = json.loads(json.dumps(holder[key], default=str)) if not isinstance(holder[key], (dict, list)) else {}
        else:
            other.append(key)
    else:
        holder[key] = new


def case_text(texts: Sequence[str], rng: random.Random) -> str:
    """Return a mutation of one of the texts, or of two of them."""
    text = rng.choice(texts)
    kind = rng.random()
    if kind < 0.45:
        for _ in range(rng.randint(1, 3)):
            text = rng.choice((_stated, _stated, _digit))(text, rng)
    elif kind < 0.65:
        text = mutations(text, rng)
    elif kind < 0.8:
        text = reshaped(text, rng)
    elif kind < 0.9:
        text = spliced(text, rng.choice(texts), rng)
    else:
        text = rng.choice(_RARE)(text, rng)
    return text


def rule_text(text: str, others: Sequence[str], rng: random.Random) -> str:
    """Return a mutation of the text of a rule file or suite, or of it with a piece of another."""
    kind = rng.random()
    if kind < 0.6:
        return mutations(text, rng)
    if kind < 0.75:
        return _digit(_word(text, rng), rng) if rng.random() < 0.5 else _stated(text, rng)
    if kind < 0.85:
        return reshaped(text, rng)
    if kind < 0.95:
        return spliced(text, rng.choice(others), rng)
    return rng.choice(_RARE)(text, rng)


def encoded(text: str, rng: random.Random) -> bytes:
    """Return the text as bytes: UTF-8 nearly always, and else in another encoding, with a byte order mark or with damaged bytes."""
    raw = text.encode("utf-8", "surrogatepass")
    kind = rng.random()
    if kind < 0.9:
        return raw
    if kind < 0.93:
        return text.encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-8-sig", "utf-7"]), "replace")
    return damaged(raw, rng)


def damaged(raw: bytes, rng: random.Random) -> bytes:
    """Return the bytes with one to four changed, added, lost or cut off at the end, or one block of zeros."""
    found = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found) + 1)
        kind = rng.random()
        if kind < 0.5 and at < len(found):
            found[at] ^= 1 << rng.randrange(8)
        elif kind < 0.7:
            found[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 4)))
        elif kind < 0.85:
            del found[at : at + rng.randint(1, 8)]
        elif kind < 0.95:
            length = rng.choice([1, 16, 512])
            found[at : at + length] = bytes(len(found[at : at + length]))
        else:
            del found[at:]
    return bytes(found)


def write(path: Any, text: str) -> None:
    """Write a text that may hold halves of characters."""
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
