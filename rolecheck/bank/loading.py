"""Banks from disk: every problem of both files at once, or the bank.

A bank is a folder with ``roles.yaml`` and ``questions.yaml``. Whoever writes one should not have to repair it line by
line, so all problems are told together; and since anyone may hand one around, nothing in it is trusted.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from typing import TypeVar

from rolecheck.bank.items import Bank
from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Fields
from rolecheck.bank.reading_book import read_book
from rolecheck.bank.reading_items import Content, ItemReader
from rolecheck.bank.references import RoleIds
from rolecheck.bank.roles import RoleBook
from rolecheck.bank.yaml_files import File, read_yaml
from rolecheck.errors import BadInputError, Problem

ROLES, QUESTIONS = "roles.yaml", "questions.yaml"
FORMAT = 1

Part = TypeVar("Part")


def load_roles(folder: File) -> RoleBook:
    """Return the roles of the bank in this folder.

    Raises:
        BadInputError: ``roles.yaml`` cannot be used; carries every problem in it.
    """
    _check_folder(folder)
    ids, problems = RoleIds(), Problems(str(folder / ROLES))
    book = _read(folder / ROLES, problems, lambda top: read_book(top, ids))
    ids.judge()
    if book is None or problems.found():
        raise BadInputError(problems.found())
    return book


def load_bank(folder: File) -> Bank:
    """Return the bank in this folder.

    Raises:
        BadInputError: one of the files cannot be used; carries every problem in both.
    """
    _check_folder(folder)
    ids, of_items, of_roles = RoleIds(), Problems(str(folder / QUESTIONS)), Problems(str(folder / ROLES))
    book = _read(folder / ROLES, of_roles, lambda top: read_book(top, ids))
    if book is None:
        ids.give_up()
    content = _read(folder / QUESTIONS, of_items, lambda top: ItemReader(ids).read(top))
    ids.judge()
    problems = of_items.found() + of_roles.found()
    if book is None or content is None or problems:
        raise BadInputError(problems)
    return Bank(roles=book, **content._asdict(), digest=digest(book, content))


def digest(book: RoleBook, content: Content) -> str:
    """Return twelve hex digits that tell this content from another; comments and layout do not count."""
    canonical = json.dumps([book, content], ensure_ascii=True, sort_keys=True, default=_plain)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:12]


def _plain(record: object) -> object:
    if is_dataclass(record):
        return {field.name: getattr(record, field.name) for field in fields_of(record)}
    raise TypeError(type(record))


def _check_folder(folder: File) -> None:
    try:
        if folder.is_dir():
            return
        text = "这是一个文件，不是题库文件夹。" if folder.is_file() else "没有这个文件夹。"
    except OSError:
        text = "这个文件夹打不开。"
    raise BadInputError([Problem(str(folder), None, f"{text}请给出放着 {ROLES} 和 {QUESTIONS} 的文件夹。")])


def _read(file: File, problems: Problems, read: Callable[[Fields], Part]) -> Part | None:
    return read_yaml(file, problems, f"format: {FORMAT}", lambda top: _checked(top, read))


def _checked(top: Fields, read: Callable[[Fields], Part]) -> Part | None:
    value = top.need("format")
    number = FORMAT if value is None else value.number()
    if value is not None and number is not None and number != FORMAT:
        found = f"{number:g}"
        if number > FORMAT:
            value.complain(f"是 {found}，比这个版本认得的 {FORMAT} 新。请升级 rolecheck：pip install -U rolecheck。")
        else:
            value.complain(f"是 {found}，从来没有这种格式。请照格式 {FORMAT} 写，并改成 format: {FORMAT}。")
        # Another format has other keys: judging them by ours would only mislead.
        top.allow_all()
        return None
    return read(top)
