"""The version of the package, said here alone: the build, the command line and the library read it."""

from typing import Final

VERSION: Final = "0.1.0"
