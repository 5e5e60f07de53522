"""Frozen dataclasses that are made in less than half of the time: a command makes more than a hundred before it begins.

Those of the standard library write six functions for each class and compile each by itself. Here the three that are called most are
compiled in one piece, and the others are the same for all classes.
Type checkers see the standard library's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen, slots=False, eq=True):
        """Return a decorator as `dataclasses.dataclass`; `frozen` is always True."""
        return lambda cls: _frozen(cls, slots, eq)


Made = TypeVar("Made", bound=type)


def _frozen(cls: Made, slots: bool, eq: bool) -> Made:
    # It finds the fields, and makes the class anew for its slots, without writing a function.
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    fields = dataclasses.fields(made)
    replaced = {"__init__", "__repr__", "__setattr__", "__delattr__"}
    replaced |= {"__eq__", "__hash__"} if eq else set()
    replaced |= {"__reduce__", "__getstate__", "__setstate__"} if slots else set()
    if hasattr(made, "__post_init__") or replaced & vars(cls).keys() or not all(map(_is_plain, fields)):
        raise TypeError(f"{cls.__name__} asks for more than engine.frozen gives")
    for name, function in _written(fields, eq).items():
        setattr(made, name, function)
    made.__repr__ = _representation([field.name for field in fields if field.repr])
    made.__setattr__ = _refuse_setting
    made.__delattr__ = _refuse_deleting
    if slots:
        made.__reduce__ = _reduction([field.name for field in fields])
    found: Made = made
    return found


def _is_plain(field: dataclasses.Field[Any]) -> bool:
    return field.init and not field.kw_only and field.hash is None


def _written(fields: tuple[dataclasses.Field[Any], ...], eq: bool) -> dict[str, Callable[..., Any]]:
    """Return the functions that are called most, compiled in one piece: `__init__`, and with `eq` those that compare and hash."""
    space: dict[str, Any] = {"_set": object.__setattr__, "_absent": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in fields:
        name = value = field.name
        if field.default_factory is not dataclasses.MISSING:
            space[f"_new_{name}"] = field.default_factory
            value = f"_new_{name}() if {name} is _absent else {name}"
            parameters.append(f"{name}=_absent")
        elif field.default is not dataclasses.MISSING:
            space[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"    _set(self, {name!r}, {value})\n")
    text = f"def __init__({', '.join(parameters)}):\n{''.join(lines) or '    pass'}\n"
    if eq:
        ours, theirs = ("".join(f"{of}.{field.name}," for field in fields if field.compare) for of in ("self", "other"))
        text += f"def __eq__(self, other):\n    return ({ours}) == ({theirs}) if other.__class__ is self.__class__ else NotImplemented\n"
        text += f"def __hash__(self):\n    return hash(({ours}))\n"
    exec(text, space)  # noqa: S102 - as the standard library does, of the names of fields alone
    return {name: space[name] for name in ("__init__", "__eq__", "__hash__") if name in space}


def _representation(names: list[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"

    return __repr__


def _reduction(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    def __reduce__(self: Any) -> tuple[Any, ...]:
        return self.__class__, tuple([getattr(self, name) for name in names])

    return __reduce__


def _refuse_setting(self: Any, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: Any, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
