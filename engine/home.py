"""Where the package lies: the checkout, or the installed package; both hold `rules/`, `schemas/` and `docs/diagnostics/`."""

from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parent.parent
