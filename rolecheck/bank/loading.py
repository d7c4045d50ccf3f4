"""Banks from disk: every problem of both files at once, or the bank.

A bank is a folder with ``roles.yaml`` and ``questions.yaml``. Whoever writes one should not have to repair it line by
line, so all problems are told together; and since anyone may hand one around, nothing in it is trusted.
"""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

from rolecheck.bank.folders import CALIBRATION, QUESTIONS, ROLES, check_folder, read_file
from rolecheck.bank.items import Bank
from rolecheck.bank.places import FilePlaces, Places
from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Fields
from rolecheck.bank.reading_book import read_book
from rolecheck.bank.reading_items import Content, ItemReader
from rolecheck.bank.references import RoleIds
from rolecheck.bank.roles import RoleBook
from rolecheck.errors import BadInputError


def load_bank(folder: Path) -> Bank:
    """Return the bank in this folder.

    Raises:
        BadInputError: one of the files cannot be used; carries every problem in both.
    """
    return _load(folder)[0]


def load_placed_bank(folder: Path) -> tuple[Bank, Places]:
    """Return the bank in this folder, and where its files say what.

    Raises:
        BadInputError: as `load_bank`.
    """
    bank, of_questions, of_roles = _load(folder)
    return bank, Places(_places(folder / QUESTIONS, of_questions), _places(folder / ROLES, of_roles))


def _load(folder: Path) -> tuple[Bank, Fields, Fields]:
    """Return the bank and the top groups of questions.yaml and roles.yaml it was read from."""
    check_folder(folder)
    tops: dict[str, Fields] = {}
    ids, of_items, of_roles = RoleIds(), Problems(str(folder / QUESTIONS)), Problems(str(folder / ROLES))
    book = read_file(folder / ROLES, of_roles, lambda top: read_book(tops.setdefault(ROLES, top), ids))
    if book is None:
        ids.give_up()
    content = read_file(folder / QUESTIONS, of_items, lambda top: ItemReader(ids).read(tops.setdefault(QUESTIONS, top)))
    ids.judge()
    problems = of_items.found() + of_roles.found()
    if book is None or content is None or problems:
        raise BadInputError(problems)
    bank = Bank(roles=book, **content._asdict(), digest=digest(book, content))
    # Most banks have none: what reads it is imported where there is one.
    if os.path.lexists(folder / CALIBRATION):
        from rolecheck.bank.calibration import read_calibration  # noqa: PLC0415

        bank = replace(bank, calibration=read_calibration(folder, bank))
    return bank, tops[QUESTIONS], tops[ROLES]


def _places(file: Path, top: Fields) -> FilePlaces:
    return FilePlaces(str(file), top.node)


def digest(book: RoleBook, content: Content) -> str:
    """Return twelve hex digits that tell this content from another; comments and layout do not count."""
    canonical = json.dumps([book, content], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:12]
