"""Directed graphs: what is reached from some nodes, in which order nodes rest on each other, and circles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def reached(start: Iterable[T], below: Callable[[T], Iterable[T]]) -> list[T]:
    """Return what is reached from some nodes, themselves included, each once: depth first, of several the last named first."""
    found: dict[T, None] = {}
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting += below(node)
    return list(found)


def downward(start: T, below: Callable[[T], Iterable[T]]) -> list[T]:
    """Return what is reached from a node of a graph without circles, each before what it reaches itself."""
    after: list[T] = []
    seen: set[T] = set()
    waiting = [(start, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            after.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(other, False) for other in below(node) if other not in seen]
    return after[::-1]


def upward(graph: Mapping[T, Iterable[T]]) -> dict[T, int]:
    """Return for each node of a graph without circles its level, one above the highest that it rests on; lower ones first."""
    levels: dict[T, int] = {}
    for node in TopologicalSorter(graph).static_order():
        levels[node] = 1 + max((levels[below] for below in graph[node]), default=0)
    return levels


def circle(graph: Mapping[T, Iterable[T]], first: Collection[T] = ()) -> list[T]:
    """Return the nodes of a shortest circle, of which each rests on the next and the last on the first; none where there is none.

    A circle through one of the nodes in `first` goes before all others, and begins there; of several as short it is the one through
    the node that stands first in the graph.
    """
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        through = [way for node in graph if node in first and (way := _back_to(node, graph))]
        return min(through or [way for node in graph if (way := _back_to(node, graph))], key=len)
    return []


def _back_to(start: T, graph: Mapping[T, Iterable[T]]) -> list[T]:
    """Return the shortest way from a node back to it, by breadth: the node and what lies between; nothing where there is none."""
    before: dict[T, T] = {}
    waiting = [start]
    for node in waiting:
        for below in graph.get(node, ()):
            if below == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if below not in before:
                before[below] = node
                waiting.append(below)
    return []
