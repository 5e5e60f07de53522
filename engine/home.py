"""Where the package lies: the checkout, or the installed package.

Both hold `rules/`, `schemas/`, `docs/diagnostics/` and `docs/statute.yaml`.
"""

from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parent.parent
