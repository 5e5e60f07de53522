"""Checking rule files against the JSON Schemas that editors use: a second reading, independent of the loader's."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .diagnostics import Diagnostic, did_you_mean, sort_by_place
from .language.core_values import plain_values
from .language.located import Mapping, Scalar, Sequence, Tree
from .language.rules import GOVERNS_FILE, LAW_FILE
from .loading import HOME, read_file
from .model import Place

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMAS = HOME / "schemas"
"""One schema per kind of file; they refer to each other by file name."""

_WHY = "the schema reads the file independently of the loader; an editor marks the same place"
_KINDS = {
    "boolean": "true or false",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}


def check_schemas(rules: Path) -> list[Diagnostic]:
    """Return what the schemas reject in the files below the rules folder, in file order.

    Files that cannot be read as YAML are left out: what is wrong with them is the loader's to say.
    """
    found: list[Diagnostic] = []
    for path, schema in _files(rules):
        tree = read_file(path, {}, [])
        if tree is not None:
            found += validate(tree, schema)
    return sort_by_place(found)


def validate(tree: Tree, schema: str) -> list[Diagnostic]:
    """Return what the schema of that file name rejects in a tree, each at the deepest place that can be blamed."""
    found: dict[tuple[Place, str], Diagnostic] = {}
    for error in validator(schema).iter_errors(plain_values(tree)):
        for diagnostic in _diagnostics(_deepest(error), tree):
            found[diagnostic.place, diagnostic.message] = diagnostic
    return sort_by_place(found.values())


@cache
def validator(schema: str) -> Draft202012Validator:
    """Return the validator of the schema of that file name, with all schemas that it refers to; dates are checked too."""
    # Imported here, since few commands need it and all would wait for it.
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    contents = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))}
    registry = Registry().with_resources((name, DRAFT202012.create_resource(content)) for name, content in contents.items())
    return Draft202012Validator(contents[schema], registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _files(rules: Path) -> Iterator[tuple[Path, str]]:
    """Yield every rule file with the name of its schema."""
    shared = rules / "vocabulary"
    for path in sorted(shared.rglob("*.yaml")) if shared.is_dir() else [rules / "vocabulary.yaml"]:
        yield path, "vocabulary.schema.json"
    by_name = {LAW_FILE: "law.schema.json", GOVERNS_FILE: "governs.schema.json"}
    for folder in sorted(path for path in rules.iterdir() if path.is_dir() and path != shared) if rules.is_dir() else ():
        for path in sorted(folder.rglob("*.yaml")):
            yield path, by_name.get(path.name, "rules.schema.json")


# ---------------------------------------------------------------- errors to diagnostics


def _deepest(error: ValidationError) -> ValidationError:
    """Return the error of the alternative that came furthest, where none of several fitted; it names what to mend."""
    if not error.context or _words(error):
        return error
    branches: dict[object, list[ValidationError]] = {}  # by the number of the alternative
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(_deepest(inner))

    def progress(errors: Collection[ValidationError]) -> tuple[int, bool, int]:
        # A value of the right shape with a mistake in it is nearer to what was meant than a value of another shape.
        return max(len(e.absolute_path) for e in errors), all(e.validator not in ("type", "const") for e in errors), -len(errors)

    furthest: list[ValidationError] = max(branches.values(), key=progress)
    return max(furthest, key=lambda e: len(e.absolute_path))


def _words(error: ValidationError) -> list[str]:
    """Return the words to choose from, where an error is about a closed list of words."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "const":
        return [_shown(schema["const"])]
    if error.validator == "enum":
        return [_shown(value) for value in schema["enum"]]
    if error.validator in ("oneOf", "anyOf"):
        branches = schema[error.validator]
        return [_shown(branch["const"]) for branch in branches] if all("const" in branch for branch in branches) else []
    return []


def _diagnostics(error: ValidationError, tree: Tree) -> Iterable[Diagnostic]:
    """Yield the diagnostics of one error: one for each key where several are too many or missing."""
    node = _node(tree, error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    demanded: Any = error.validator_value
    rule = str(error.validator)
    about = str(schema.get("description", ""))
    if isinstance(node, Mapping) and isinstance(instance, str):  # an error of `propertyNames` is about a key
        yield _diagnostic(f"`{instance}` cannot stand here", next(key.place for key, _ in node.entries if key.text == instance), about)
    elif rule == "additionalProperties" and isinstance(node, Mapping):
        known = schema.get("properties", {})
        for key, _ in node.entries:
            if key.text not in known:
                yield _diagnostic(
                    f"there is no field `{key.text}` here", key.place, did_you_mean(key.text, known, f"use one of: {', '.join(known)}")
                )
    elif rule == "required":
        for name in demanded:
            if name not in instance:
                yield _diagnostic(f"the field `{name}` is missing", node.place, f"add `{name}:`")
    elif rule == "type":
        wanted = " or ".join(_KINDS[kind] for kind in ([demanded] if isinstance(demanded, str) else demanded))
        yield _diagnostic(f"{_subject(node)}, not {wanted}", node.place, about or f"write {wanted}")
    elif words := _words(error):
        yield _diagnostic(
            f"{_subject(node)}, which is none of the words allowed here",
            node.place,
            did_you_mean(node.text if isinstance(node, Scalar) else "", words, f"use one of: {', '.join(words)}"),
        )
    elif rule in ("minItems", "maxItems", "minProperties", "maxProperties"):
        few = rule.startswith("min")
        yield _diagnostic(
            f"{_subject(node)} with too {'few' if few else 'many'} entries",
            node.place,
            about or f"write at {'least' if few else 'most'} {demanded}",
        )
    elif rule in ("minimum", "maximum"):
        yield _diagnostic(
            f"{_subject(node)}, {'less' if rule == 'minimum' else 'more'} than {demanded}", node.place, about or "correct the number"
        )
    else:
        yield _diagnostic(f"{_subject(node)}, which cannot stand here", node.place, about)


def _diagnostic(message: str, place: Place, fix: str) -> Diagnostic:
    return Diagnostic("schema", message, place, _WHY, fix or "see the description of this field in an editor")


def _subject(node: Tree) -> str:
    """Return in words what stands at a place, as the beginning of a message."""
    match node:
        case Scalar(text, _, _) if not text.strip():
            return "there is nothing here"
        case Scalar(text, _, _):
            value = plain_values(node)
            kind = next(
                kind
                for type_, kind in (
                    (bool, "true or false"),
                    (int, "a whole number"),
                    (float, "a number"),
                    (str, "a text"),
                    (type(None), "empty"),
                )
                if isinstance(value, type_)
            )
            return f"`{text}` is {kind}"
        case Sequence():
            return "this is a list"
        case Mapping():
            return "this is a mapping"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _node(tree: Tree, path: Iterable[str | int]) -> Tree:
    """Return the part of the tree that a path of keys and numbers leads to."""
    for step in path:
        if isinstance(tree, Mapping):
            tree = next(value for key, value in tree.entries if key.text == step)
        elif isinstance(tree, Sequence) and isinstance(step, int):
            tree = tree.items[step]
    return tree
