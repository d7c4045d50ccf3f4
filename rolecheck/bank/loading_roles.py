"""Roles from disk, without the items: all that `rolecheck explain` needs, and the sooner for it."""

from pathlib import Path

from rolecheck.bank.folders import ROLES, check_folder, read_file
from rolecheck.bank.problems import Problems
from rolecheck.bank.reading_book import read_book
from rolecheck.bank.references import RoleIds
from rolecheck.bank.roles import RoleBook
from rolecheck.errors import BadInputError


def load_roles(folder: Path) -> RoleBook:
    """Return the roles of the bank in this folder.

    Raises:
        BadInputError: ``roles.yaml`` cannot be used; carries every problem in it.
    """
    check_folder(folder)
    ids, problems = RoleIds(), Problems(str(folder / ROLES))
    book = read_file(folder / ROLES, problems, lambda top: read_book(top, ids))
    ids.judge()
    if book is None or problems.found():
        raise BadInputError(problems.found())
    return book
