"""Two parameters with one value, unit and source."""

from __future__ import annotations

from collections.abc import Iterator

from ...language.allowances import SameParameter
from ...model import Parameter, Text
from .files import LawFiles, Lint


def find(files: LawFiles) -> Iterator[Lint]:
    """No two parameters of a version have the same value, unit and source."""
    for version in files.laws.versions:
        first: dict[object, Parameter] = {}
        for parameter in sorted(version.parameters.values(), key=lambda parameter: parameter.place):
            other = first.setdefault((parameter.value, parameter.unit, parameter.source), parameter)
            if other is not parameter:
                the_other = (other.place, Text("den andre parameteren", "the other parameter"))
                yield Lint(SameParameter(first=other.name, second=parameter.name).at(parameter.place, the_other), parameter.place)
