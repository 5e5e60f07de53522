"""The frozen dataclasses of the engine are those of the standard library in all that the engine, its readers and Python ask of them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from functools import cached_property
from typing import Any, Generic, TypeVar

import pytest

from engine import frozen

T = TypeVar("T")


class Plain:
    """The bodies of classes, which the two decorators make into dataclasses."""

    class Pair:
        """Two fields and defaults."""

        first: int
        second: Any = ()
        third: list[int] = dataclasses.field(default_factory=list)
        hidden: int = dataclasses.field(default=1, repr=False)
        aside: int = dataclasses.field(default=2, compare=False)

    class One:
        """One field."""

        only: float

    class Empty:
        """No field."""

    class Of(Generic[T]):
        """A parameter of its type."""

        item: T


def bodies() -> list[type]:
    return [body for body in vars(Plain).values() if isinstance(body, type)]


def both(body: type, **how: bool) -> tuple[Any, Any]:
    """Return a class made by the standard library, and by the engine."""
    copies = [type(body.__name__, body.__bases__, dict(vars(body)) | {"__qualname__": body.__name__}) for _ in range(2)]
    theirs: Any = dataclasses.dataclass(frozen=True, **how)(copies[0])
    ours: Any = vars(frozen)["dataclass"](frozen=True, **how)(copies[1])
    return theirs, ours


ARGUMENTS: dict[str, list[tuple[Any, ...]]] = {
    "Pair": [(1,), (2,), (1, "x"), (1, (), [3]), (1, (), [], 5), (1, (), [], 1, 9), (True,), (1.0,)],
    "One": [(1.0,), (2.0,), (float("nan"),)],
    "Empty": [()],
    "Of": [(1,), ("1",)],
}


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize("eq", [True, False])
@pytest.mark.parametrize("body", bodies(), ids=lambda body: body.__name__)
def test_they_are_as_the_standard_library_makes_them(body: type, eq: bool, slots: bool) -> None:
    """Made, shown, compared, hashed, replaced and taken apart alike."""
    theirs, ours = both(body, eq=eq, slots=slots)
    assert inspect.signature(theirs).parameters.keys() == inspect.signature(ours).parameters.keys()
    assert [(f.name, f.default, f.compare, f.repr) for f in dataclasses.fields(theirs)] == [
        (f.name, f.default, f.compare, f.repr) for f in dataclasses.fields(ours)
    ]
    assert theirs.__match_args__ == ours.__match_args__ and theirs.__doc__ == ours.__doc__
    assert hasattr(ours, "__slots__") is hasattr(theirs, "__slots__") is slots or body.__name__ == "Of"
    made = [(theirs(*arguments), ours(*arguments)) for arguments in ARGUMENTS[body.__name__]]
    for one, other in made:
        assert repr(one) == repr(other)
        assert dataclasses.astuple(one) == dataclasses.astuple(other) or "nan" in repr(one)
        assert one != other and other != one and one.__eq__(other) is other.__eq__(one) is NotImplemented
        assert (one == one) is (other == other)
        for one_more, other_more in made:
            assert (one == one_more) is (other == other_more)
            assert not eq or _hash(one) == _hash(other)
        if dataclasses.fields(ours):
            name = dataclasses.fields(ours)[0].name
            assert getattr(dataclasses.replace(other, **{name: "new"}), name) == "new"


def _hash(one: object) -> int | str:
    try:
        return hash(one)
    except TypeError:
        return "none"


@pytest.mark.parametrize("slots", [True, False])
def test_they_cannot_be_changed(slots: bool) -> None:
    """No field is set anew or deleted, and none that is not there is set; a default that is made is made for each."""
    _, ours = both(Plain.Pair, slots=slots)
    one, other = ours(1), ours(1)
    for name in ("first", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(one, name, 2)
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(one, name)
    assert one.third == [] and one.third is not other.third
    for wrong in ((), (1, 2, 3, 4, 5, 6)):
        with pytest.raises(TypeError):
            ours(*wrong)


@frozen.dataclass(frozen=True, slots=True)
class Kept:
    """A class that a module holds, as a pickle asks for."""

    first: int
    second: tuple[str, ...] = ()


@frozen.dataclass(frozen=True, eq=False)
class Lazy:
    """A class that keeps what it worked out."""

    first: int

    @cached_property
    def twice(self) -> int:
        """Twice the first."""
        return 2 * self.first


def test_they_are_copied_and_pickled() -> None:
    """As other processes and copies ask for; what was worked out goes along where a class keeps it."""
    one = Kept(1, ("a",))
    for again in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert again == one and type(again) is Kept
    lazy = Lazy(2)
    assert lazy.twice == 4 and lazy != Lazy(2)
    for again in (pickle.loads(pickle.dumps(lazy)), copy.copy(lazy), copy.deepcopy(lazy)):
        assert vars(again) == {"first": 2, "twice": 4}
    match one:
        case Kept(first, (second,)):
            assert (first, second) == (1, "a")
        case _:
            pytest.fail("it cannot be taken apart")


def test_what_they_cannot_do_is_refused() -> None:
    """A class that asks for more than they give is not made into something else."""

    class Later:
        first: int

        def __post_init__(self) -> None: ...

    class Hidden:
        first: int = dataclasses.field(init=False, default=1)

    class ByName:
        first: int = dataclasses.field(kw_only=True)

    class Hashed:
        first: int = dataclasses.field(hash=False)

    bodies: list[type] = [Later, Hidden, ByName, Hashed]
    written = ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__reduce__", "__getstate__", "__setstate__")
    bodies += (type(name, (), {name: lambda self, *_: None}) for name in written)
    for body in bodies:
        with pytest.raises(TypeError, match="asks for more"):
            vars(frozen)["dataclass"](frozen=True, slots=True)(body)


def test_what_they_leave_alone_is_the_classes_own() -> None:
    """A class that is told apart, or pickled, in its own way is so where nothing else was asked for."""

    class Own:
        first: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

    ours = vars(frozen)["dataclass"](frozen=True, eq=False)(Own)
    assert ours(1) == ours(2) and hash(ours(1)) == 1
