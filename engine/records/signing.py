"""Ed25519 signatures of records, with the package `cryptography`. Import this module where a key is used, and only there.

Importing it raises Rejected where the package is not installed.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from ..diagnostics import Problem, Rejected
from ..folders import shown
from ..model import Place, Text


class SignatureUnusable(Problem):
    code = "signature"
    message = Text("{what}", "{what}")
    why = Text(
        "en signatur som ikke kan lages eller kontrolleres, beviser ingenting", "a signature that cannot be made or checked proves nothing"
    )
    fix = Text("{remedy}", "{remedy}")
    what: Text
    remedy: Text


_NAME_A_KEY = Text(
    "oppgi en PEM-fil med en Ed25519-nøkkel; docs/records.md viser hvordan et nøkkelpar lages",
    "name a PEM file with an Ed25519 key; docs/records.md shows how to make a pair",
)


def _refuse(file: str, what: Text, fix: Text = _NAME_A_KEY) -> NoReturn:
    raise Rejected([SignatureUnusable(what=what, remedy=fix).at(Place(file, 1, 1))])


try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
except ImportError:
    _refuse(
        "--key, --public-key",
        Text(
            "en signatur krever pakken `cryptography`, som ikke er installert",
            "a signature needs the package `cryptography`, which is not installed",
        ),
        Text("installer `hjemmel[sign]`", "install `hjemmel[sign]`"),
    )

_PURPOSE = "hjemmel record "
"""Stands before the hash that is signed, so that no signature made for something else passes for one of a record."""


def private_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key of a PEM file. Raises Rejected where the file holds none that can be used."""
    data = _read(path)
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        what = Text(
            "filen har ingen privat nøkkel som kan leses uten passord", "the file holds no private key that can be read without a password"
        )
        _refuse(shown(path), what)
    if not isinstance(key, Ed25519PrivateKey):
        _refuse(shown(path), Text("den private nøkkelen er ingen Ed25519-nøkkel", "the private key is not an Ed25519 key"))
    return key


def public_key(path: Path) -> str:
    """Return the public key of a PEM file in hexadecimal. Raises Rejected where the file holds none."""
    data = _read(path)
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        _refuse(shown(path), Text("filen har ingen offentlig nøkkel", "the file holds no public key"))
    if not isinstance(key, Ed25519PublicKey):
        _refuse(shown(path), Text("den offentlige nøkkelen er ingen Ed25519-nøkkel", "the public key is not an Ed25519 key"))
    return key.public_bytes_raw().hex()


def public_of(key: Ed25519PrivateKey) -> str:
    """Return the public half of a private key in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, hash_: str) -> str:
    """Return the signature of a record's hash in hexadecimal."""
    return key.sign((_PURPOSE + hash_).encode()).hex()


def is_signed(public: str, hash_: str, signature: str | None) -> bool:
    """Return whether the signature of a record's hash is by that public key; all in hexadecimal."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature or ""), (_PURPOSE + hash_).encode())
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        _refuse(shown(path), Text(f"filen kan ikke leses: {error.strerror}", f"this file cannot be read: {error.strerror}"))
