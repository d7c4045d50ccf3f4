"""Where the bank is that comes with the tool.

In a wheel the files lie in the package, in a clone beside it. The package is asked first: beside an installed one is
site-packages, where somebody else's ``data`` may be. importlib.resources would add reading from a zip, and three
milliseconds to every command.
"""

from pathlib import Path

from rolecheck.bank.folders import ROLES

_PACKAGE = Path(__file__).parents[1]


def shipped_folder() -> Path:
    """Return the folder of the shipped bank."""
    packaged = _PACKAGE / "data"
    return packaged if (packaged / ROLES).is_file() else _PACKAGE.parent / "data"
