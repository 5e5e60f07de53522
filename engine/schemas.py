"""Checking rule files against the JSON Schemas that editors use: a second reading, independent of the loader's."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Mapping as ReadOnly
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .diagnostics import Diagnostic, Problem, did_you_mean, sort_by_place, use_one_of
from .folders import is_there, shown
from .home import HOME
from .language.core_values import plain_values
from .language.law_files import GOVERNS_FILE, LAW_FILE, VOCABULARY, VOCABULARY_FILE
from .language.located import Mapping, Scalar, Sequence, Tree
from .loading import nynorsk_file, read_file, rule_files, statute_file
from .model import Place, Text

_WHY = Text(
    "skjemaet leser filen uavhengig av programmet; en editor merker det samme stedet",
    "the schema reads the file independently of the loader; an editor marks the same place",
)


class AgainstSchema(Problem):
    code = "schema"
    message = Text("{what}", "{what}")
    why = _WHY
    fix = Text("{remedy}", "{remedy}")
    what: Text
    remedy: Text


if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

TreesByName = ReadOnly[str, Tree]
Keyword = Callable[[Any, Any, Any, Any], Iterable["ValidationError"]]
"""A keyword of a schema as the package jsonschema calls it: validator, value of the keyword, instance, schema; yields the errors."""

SCHEMAS = HOME / "schemas"
"""One schema per kind of file; they refer to each other by file name."""

_KINDS = {
    "boolean": Text("true eller false", "true or false"),
    "string": Text("en tekst", "a text"),
    "integer": Text("et helt tall", "a whole number"),
    "number": Text("et tall", "a number"),
    "array": Text("en liste", "a list"),
    "object": Text("navn med verdier", "a mapping"),
    "null": Text("tomt", "empty"),
}


def check_schemas(rules: Path, *drafts: Path, trees: TreesByName | None = None) -> list[Diagnostic]:
    """Return what the schemas reject in the files below the rules folder and the folders of drafts, in file order.

    Files that cannot be read as YAML are left out: what is wrong with them is the loader's to say. `trees` holds, by the
    names that diagnostics use, what was read already (`Loaded.trees`).
    """
    found: list[Diagnostic] = []
    for path, schema in schema_files(rules, drafts):
        tree = (trees or {}).get(shown(path)) or read_file(path, {}, [])
        if tree is not None:
            found += validate(tree, schema)
    return sort_by_place(found)


_MOST = 100
"""Errors of one file that are looked into."""


def validate(tree: Tree, schema: str) -> list[Diagnostic]:
    """Return what the schema of that file name rejects in a tree, each at the deepest place that can be blamed.

    Of more than a hundred errors it returns the first: each takes time and memory, and a damaged file can have millions.
    """
    found: dict[tuple[Place, Text], Diagnostic] = {}
    for error in islice(validator(schema).iter_errors(plain_values(tree)), _MOST):
        for diagnostic in _diagnostics(_deepest(error), tree):
            found[diagnostic.place, diagnostic.message] = diagnostic
    return sort_by_place(found.values())


@cache
def validator(schema: str) -> Draft202012Validator:
    """Return the validator of the schema of that file name, with all schemas that it refers to; dates are checked too."""
    # Imported here, since few commands need it and all would wait for it.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    contents = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))}
    registry = Registry().with_resources((name, DRAFT202012.create_resource(content)) for name, content in contents.items())
    targets = {id(part): target for name, content in contents.items() for part, target in _references(content, name)}
    kind = extend(Draft202012Validator, {"$ref": _remembering(Draft202012Validator.VALIDATORS["$ref"], targets)})  # type: ignore[no-untyped-call]
    made: Draft202012Validator = kind(contents[schema], registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return made


def _references(schema: object, file: str) -> Iterator[tuple[object, str]]:
    """Yield each part of a schema that refers to another one, with the file and the place in it that is referred to."""
    if isinstance(schema, dict):
        target = schema.get("$ref")
        if isinstance(target, str):
            yield schema, file + target if target.startswith("#") else target
        for part in schema.values():
            yield from _references(part, file)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part, file)


def _remembering(follow: Keyword, targets: ReadOnly[int, str]) -> Keyword:
    """Return `$ref` that does not look twice at what it has accepted: two law versions have most of their rules in common.

    `targets` tells by the identity of a schema, which one in use keeps, what it refers to.
    """
    accepted: set[tuple[str, str]] = set()

    def reference(validator: Any, target: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        # The text of a value tells true from 1 and 1 from "1".
        key = (targets[id(schema)], repr(instance))
        if key not in accepted:
            errors = tuple(follow(validator, target, instance, schema))
            yield from errors
            if not errors:
                if len(accepted) >= _REMEMBERED:
                    accepted.clear()
                accepted.add(key)

    return reference


_REMEMBERED = 100_000
"""Ten times what the shipped rules need; an editor may stay open for days."""


def schema_files(rules: Path, drafts: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield every rule file, and the texts in Nynorsk and the table of the statute where there are any, with the name of its schema."""
    found = rule_files(rules, tuple(drafts), [])
    yield from ((path, f"{VOCABULARY}.schema.json") for path in found.vocabulary)
    for _, paths in found.versions.values():
        yield from ((path, version_schema(path.name)) for path in paths)
    if is_there(nynorsk_file(rules)):
        yield nynorsk_file(rules), "texts.schema.json"
    if is_there(statute_file(rules)):
        yield statute_file(rules), "statute.schema.json"


def version_schema(name: str) -> str:
    """Return the name of the schema of a file of a version, which is known by its own name."""
    by_name = {LAW_FILE: "law.schema.json", GOVERNS_FILE: "governs.schema.json", VOCABULARY_FILE: "additions.schema.json"}
    return by_name.get(name, "rules.schema.json")


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
    node = node_at(tree, error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    demanded: Any = error.validator_value
    rule = str(error.validator)
    # An editor shows a description wherever it fits, and what belongs to an error alone as `errorMessage`.
    about = _described(str(schema.get("errorMessage", schema.get("description", ""))))
    subject = _subject(node)
    if isinstance(node, Mapping) and isinstance(instance, str):  # an error of `propertyNames` is about a key
        place = next(key.place for key, _ in node.entries if key.text == instance)
        yield _diagnostic(Text(f"`{instance}` kan ikke stå her", f"`{instance}` is not allowed here"), place, about)
    elif rule == "additionalProperties" and isinstance(node, Mapping):
        known = schema.get("properties", {})
        for key, _ in node.entries:
            if key.text not in known:
                message = Text(f"her er det ikke noe felt som heter `{key.text}`", f"there is no field `{key.text}` here")
                yield _diagnostic(message, key.place, did_you_mean(key.text, known, use_one_of(known)))
    elif rule == "required":
        for name in demanded:
            if name not in instance:
                message = Text(f"feltet `{name}` mangler", f"the field `{name}` is missing")
                yield _diagnostic(message, node.place, Text(f"legg til `{name}:`", f"add `{name}:`"))
    elif rule == "type":
        kinds = [_KINDS[kind] for kind in ([demanded] if isinstance(demanded, str) else demanded)]
        wanted = Text(" eller ".join(kind.nb for kind in kinds), " or ".join(kind.en for kind in kinds))
        message = Text(f"{subject.nb}, ikke {wanted.nb}", f"{subject.en}, not {wanted.en}")
        yield _diagnostic(message, node.place, about or Text(f"skriv {wanted.nb}", f"write {wanted.en}"))
    elif words := _words(error):
        message = Text(
            f"{subject.nb}, som ikke er et av ordene som er tillatt her", f"{subject.en}, which is none of the words allowed here"
        )
        yield _diagnostic(message, node.place, did_you_mean(node.text if isinstance(node, Scalar) else "", words, use_one_of(words)))
    elif rule in ("minItems", "maxItems", "minProperties", "maxProperties"):
        if rule.startswith("min"):
            message = Text(f"{subject.nb} med for få elementer", f"{subject.en} with too few entries")
            fix = Text(f"skriv minst {demanded}", f"write at least {demanded}")
        else:
            message = Text(f"{subject.nb} med for mange elementer", f"{subject.en} with too many entries")
            fix = Text(f"skriv høyst {demanded}", f"write at most {demanded}")
        yield _diagnostic(message, node.place, about or fix)
    elif rule in ("minimum", "maximum"):
        if rule == "minimum":
            message = Text(f"{subject.nb}, mindre enn {demanded}", f"{subject.en}, less than {demanded}")
        else:
            message = Text(f"{subject.nb}, mer enn {demanded}", f"{subject.en}, more than {demanded}")
        yield _diagnostic(message, node.place, about or Text("rett tallet", "correct the number"))
    else:
        yield _diagnostic(Text(f"{subject.nb}, som ikke kan stå her", f"{subject.en}, which is not allowed here"), node.place, about)


def _described(about: str) -> Text | None:
    """Return the fix that a schema's own description of a field makes; it is in English."""
    return Text(f"slik er feltet beskrevet, på engelsk: {about}", about) if about else None


def _diagnostic(message: Text, place: Place, fix: Text | None) -> Diagnostic:
    see = Text("se beskrivelsen av dette feltet i en editor", "see the description of this field in an editor")
    return AgainstSchema(what=message, remedy=fix or see).at(place)


def _subject(node: Tree) -> Text:
    """Return in words what stands at a place, as the beginning of a message."""
    match node:
        case Scalar(text, _, _) if not text.strip():
            return Text("det står ingenting her", "there is nothing here")
        case Scalar(text, _, _):
            value = plain_values(node)
            kind = next(
                kind
                for type_, kind in (
                    (bool, _KINDS["boolean"]),
                    (int, _KINDS["integer"]),
                    (float, _KINDS["number"]),
                    (str, _KINDS["string"]),
                    (type(None), _KINDS["null"]),
                )
                if isinstance(value, type_)
            )
            return Text(f"`{text}` er {kind.nb}", f"`{text}` is {kind.en}")
        case Sequence():
            return Text("dette er en liste", "this is a list")
        case Mapping():
            return Text("dette er navn med verdier", "this is a mapping")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def node_at(tree: Tree, path: Iterable[str | int]) -> Tree:
    """Return the part of the tree that a path of keys and numbers leads to."""
    for step in path:
        if isinstance(tree, Mapping):
            tree = next(value for key, value in tree.entries if key.text == step)
        elif isinstance(tree, Sequence) and isinstance(step, int):
            tree = tree.items[step]
    return tree
