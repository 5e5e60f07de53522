"""What there is to do about a day, as a vocabulary declares it: in which cases it is told, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..frozen import dataclass
from .text import Text


@dataclass(frozen=True, slots=True)
class TextWhen:
    """A text that is told with the words of conclusions listed, or how they came out; always where none are."""

    text: Text
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NextStep:
    """When a day by which or from which somebody has to act is told: with the words of conclusions listed, or how they came out.

    Of a conclusion that is no day, `tasks` say what there is to do: the first text that is told.

    `awaited` are those with which it is told as well before it can be reckoned; None where that is always. `kept` are the
    conclusions that say whether it was: not met, each of them says that it was not. `act` says what there is to do, to be
    followed by the day; None where the label of the day does. `late` says the same of a day that has passed, `meanwhile` what
    there is to do before it can be reckoned, and from what it is then, `provided` on what condition the day counts: the first
    text that is told.
    `done` are facts that say, each by its yes or its day, that what there is to do was done, in time or not.
    """

    when: Mapping[str, tuple[str, ...]]
    awaited: Mapping[str, tuple[str, ...]] | None
    kept: tuple[str, ...]
    act: Text | None
    late: Text | None = None
    meanwhile: tuple[TextWhen, ...] = ()
    provided: tuple[TextWhen, ...] = ()
    done: tuple[str, ...] = ()
    tasks: tuple[TextWhen, ...] = ()

    def texts(self) -> tuple[Text, ...]:
        """Return its texts, in the order in which they are declared."""
        alone = (text for text in (self.act, self.late) if text is not None)
        return (*alone, *(one.text for one in (*self.meanwhile, *self.provided, *self.tasks)))

    def with_texts(self, read: Callable[[Text], Text]) -> NextStep:
        """Return it with what `read` makes of its texts."""
        return replace(
            self,
            act=read(self.act) if self.act is not None else None,
            late=read(self.late) if self.late is not None else None,
            meanwhile=tuple(replace(one, text=read(one.text)) for one in self.meanwhile),
            provided=tuple(replace(one, text=read(one.text)) for one in self.provided),
            tasks=tuple(replace(one, text=read(one.text)) for one in self.tasks),
        )
