"""Where the bank is that comes with the tool.

In a wheel the files lie in the package, in a clone beside it. The package is asked first: beside an installed one is
site-packages, where somebody else's ``data`` may be.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from rolecheck.bank.loading import ROLES


def shipped_folder() -> Traversable:
    """Return the folder of the shipped bank."""
    packaged = files("rolecheck") / "data"
    if (packaged / ROLES).is_file():
        return packaged
    return Path(__file__).parents[2] / "data"
