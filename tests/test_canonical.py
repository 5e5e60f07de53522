"""Canonical JSON is RFC 8785 to the letter: its own examples, and its rules on random values."""

from __future__ import annotations

import json
import os
import re
import struct
from decimal import Decimal
from pathlib import Path

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.canonical import Json, canonical_json
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.law.compiled import CompiledLaws
from engine.law.deciding import decide
from engine.loading import load_case
from engine.model import Laws
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

# RFC 8785, appendix B: the bits of a double, and its text.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_the_numbers_of_the_rfc(bits: str, text: str) -> None:
    """Each double has the text of appendix B, wherever it stands."""
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_json(number) == text.encode()
    assert canonical_json([number, 1]) == f"[{text},1]".encode()
    assert canonical_json({"a": number}) == f'{{"a":{text}}}'.encode()


def test_the_keys_of_the_rfc() -> None:
    """Keys are sorted by UTF-16 code units (3.2.3): the smiley, a surrogate pair, comes before U+FB33."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    found = json.loads(canonical_json(dict.fromkeys(keys)), object_pairs_hook=lambda pairs: [key for key, _ in pairs])
    assert found == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_the_sample_of_the_rfc() -> None:
    """The object of 3.2.2, with its escapes and numbers."""
    sample = r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
    wanted = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(json.loads(sample)) == wanted.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, -(2**53), "\ud800", {"\udc00": 1}])
def test_what_the_rfc_excludes(value: Json) -> None:
    """No text is given for what would be read back as something else."""
    for where in (value, [value], {"a": value}):
        with pytest.raises(ValueError):
            canonical_json(where)


def number_text(number: float) -> str:
    """Return a double as ECMAScript's Number::toString writes it, from its shortest digits."""
    if number == 0:
        return "0"
    sign, digit_list, exponent = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    digits = "".join(map(str, digit_list))
    k, n = len(digits), len(digits) + exponent  # as the standard names them
    if k <= n <= 21:
        text = digits + "0" * (n - k)
    elif 0 < n <= 21:
        text = digits[:n] + "." + digits[n:]
    elif -6 < n <= 0:
        text = "0." + "0" * -n + digits
    else:
        text = digits[0] + ("." + digits[1:] if k > 1 else "") + f"e{n - 1:+d}"
    return "-" * sign + text


NEAR_THE_BORDERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(lambda m, e: float(f"{m}e{e}"), st.integers(-(10**6), 10**6), st.integers(-12, 26)),
    st.integers(-(10**17), 10**17).map(float),
)


@settings(max_examples=500, deadline=None)
@given(NEAR_THE_BORDERS)
@example(1e16)
@example(1e-05)
@example(-0.0)
def test_random_numbers(number: float) -> None:
    """A number is written as the standard says, alone and in company."""
    assert canonical_json(number).decode() == number_text(number)
    assert canonical_json({"k": [number]}).decode() == f'{{"k":[{number_text(number)}]}}'


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["\U0001f600", "\ufb33", ":1e5", ",1.0,", "[1e+16]", '"']
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | NEAR_THE_BORDERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def written(value: Json) -> str:
    """Return the value as the rules of the RFC have it, written out plainly."""
    match value:
        case dict():
            pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
            return "{" + ",".join(f"{written(key)}:{written(inner)}" for key, inner in pairs) + "}"
        case list():
            return "[" + ",".join(map(written, value)) + "]"
        case str():
            short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
            return '"' + re.sub(r'[\x00-\x1f"\\]', lambda m: short.get(m[0], f"\\u{ord(m[0]):04x}"), value) + '"'
        case float():
            return number_text(value)
        case _:
            return json.dumps(value)


@settings(max_examples=500, deadline=None)
@given(VALUES)
def test_random_values(value: Json) -> None:
    """The text is that of the rules and that of the reference library, whichever way it was made."""
    assert canonical_json(value).decode() == written(value)
    assert canonical_json(value) == rfc8785.dumps(value)


def test_a_case_named_by_a_file_whose_name_is_no_text(laws: Laws, tmp_path: Path) -> None:
    """The id of a case that its file names has a canonical form, whatever bytes the name is made of."""
    path = tmp_path / os.fsdecode(b"case-\xff.yaml")
    try:
        path.write_text("{}", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has names of text only")
    case = load_case(path, laws.vocabulary, ("2026",), {}, [])
    assert case is not None and case.id == "case-\ufffd"
    assert canonical_json([case.id]) == '["case-\ufffd"]'.encode()


def test_decisions_take_the_fast_way(compiled: CompiledLaws, laws: Laws, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped example and the digests of the law need no second writing; the reference library gives the same text."""
    versions = tuple(version.name for version in laws.versions)
    case = load_case(HOME / "examples" / "refugee-2026.yaml", laws.vocabulary, versions, {}, [])
    assert case is not None
    decision = decide(case, compiled, forward)
    document = document_(decision, build_trail(decision), laws.vocabulary, {})
    wanted = rfc8785.dumps(document)
    monkeypatch.setattr(rfc8785, "dumps", lambda value: pytest.fail("the slow way was taken"))
    assert canonical_json(document) == wanted
