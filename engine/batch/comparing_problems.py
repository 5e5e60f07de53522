"""What can be wrong with the categories of a register."""

from __future__ import annotations

from ..diagnostics import Problem
from ..model import Text


class CategoryWithoutMeaning(Problem):
    code = "missing-key"
    message = Text("kategorien `{category}` i `{column}` har ingen betydning", "the category `{category}` of `{column}` has no meaning")
    why = Text("rader med den ville se ut som om de stemte", "rows with it would look as if they agreed")
    fix = Text(
        "oppgi utfallet den svarer til, med `--means {category}=UTFALL`",
        "state the outcome it stands for with `--means {category}=OUTCOME`",
    )
    column: str
    category: str
