"""Banks from disk: every problem of both files at once, or the bank.

A bank is a folder with ``roles.yaml`` and ``questions.yaml``. Whoever writes one should not have to repair it line by
line, so all problems are told together; and since anyone may hand one around, nothing in it is trusted. Who needs the
lines of a bank that loads, to tell what in it could be better, gets them beside it (``Places``).
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.acceptance import acceptance_of
from rolecheck.bank.characters import harmless
from rolecheck.bank.files import CALIBRATION, QUESTIONS, ROLES, check_folder, read_file
from rolecheck.bank.items import LETTERS, Bank, Facet, Framing, Item, Option, Questions
from rolecheck.bank.loading_roles import read_book
from rolecheck.bank.problems import BankIds, Problems
from rolecheck.bank.reading import Around, Checks, Fields, RecordReader
from rolecheck.bank.roles import RoleBook
from rolecheck.bank.yaml_nodes import ListNode, LostNode, MapNode, Node, ScalarNode
from rolecheck.errors import BadInputError

KeyPath = tuple[str, ...]
"""The keys that lead to a place: ``("items", "finish-leak", "options", "B", "text")``.

In a list, a record that has an id goes by it, an option by its letter, and anything else by its number from 1.
"""


class TypedText(NamedTuple):
    """A text of a file as it was typed, blanks around it included."""

    line: int
    path: KeyPath
    text: str


class FilePlaces:
    """Where a file says what: the line of every item, option and field, and every text as it was typed.

    A side table on purpose: the bank's own types hold content and nothing else, so that a moved line changes no digest.
    ``source`` is the file's name as problems tell it.
    """

    def __init__(self, source: str, root: Node) -> None:
        self.source = source
        self._lines: dict[KeyPath, int] = {}
        self.texts = tuple(self._walk(root, ()))

    def line(self, *path: str) -> int | None:
        """Return the line of this place, or of the nearest one around it that the file has."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)

    def _walk(self, node: Node, path: KeyPath) -> Iterator[TypedText]:
        # A list or a group has its first entry's line already where its key was seen.
        self._lines.setdefault(path, node.line)
        match node:
            case ScalarNode():
                yield TypedText(node.line, path, node.text)
            case ListNode():
                for number, item in enumerate(node.items):
                    yield from self._walk(item, (*path, _name(item, number, path)))
            case MapNode():
                for key, value in node.pairs:
                    if isinstance(key, ScalarNode):
                        self._lines[*path, key.text] = key.line
                        yield from self._walk(value, (*path, key.text))
            case LostNode():
                pass


class Places(NamedTuple):
    """The places of both files of a bank."""

    questions: FilePlaces
    roles: FilePlaces


def _name(item: Node, number: int, path: KeyPath) -> str:
    if isinstance(item, MapNode):
        for key, value in item.pairs:
            if isinstance(key, ScalarNode) and key.text == "id" and isinstance(value, ScalarNode):
                return value.text
    if path[-1:] == ("options",) and number < len(LETTERS):
        return LETTERS[number]
    return str(number + 1)


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
    ids, of_items, of_roles = BankIds(), Problems(str(folder / QUESTIONS)), Problems(str(folder / ROLES))
    book = read_file(folder / ROLES, of_roles, lambda top: read_book(tops.setdefault(ROLES, top), ids))
    if book is None:
        ids.give_up_roles()
    questions = read_file(
        folder / QUESTIONS, of_items, lambda top: _read_questions(tops.setdefault(QUESTIONS, top), ids)
    )
    ids.judge()
    problems = of_items.found() + of_roles.found()
    if book is None or questions is None or problems:
        raise BadInputError(problems)
    bank = _bank(book, questions)
    # Most banks have none: what reads it is imported where there is one.
    if os.path.lexists(folder / CALIBRATION):
        from rolecheck.bank.calibration import read_calibration  # noqa: PLC0415

        bank = replace(bank, calibration=read_calibration(folder, bank))
    return bank, tops[QUESTIONS], tops[ROLES]


def _bank(book: RoleBook, questions: Questions) -> Bank:
    content = {
        **questions._asdict(),
        "judgements": {point.id: point.name for point in questions.judgements},
        "acceptance": None if questions.acceptance is None else acceptance_of(questions.acceptance),
    }
    return Bank(roles=book, **content, digest=digest(book, tuple(content.values())))


def _places(file: Path, top: Fields) -> FilePlaces:
    return FilePlaces(str(file), top.node)


def digest(*content: object) -> str:
    """Return twelve hex digits that tell this content from another; comments and layout do not count."""
    canonical = json.dumps(content, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:12]


def _read_questions(top: Fields, ids: BankIds) -> Questions:
    checks: Checks = {Option: _check_option, Item: _check_item, Questions: partial(_check_questions, ids=ids)}
    return RecordReader(ids, checks).read(Questions, top, {}, {})


def _check_option(option: Option, fields: Fields, _around: Around) -> None:
    """Note a misreading on an option that is worth something."""
    if option.trap and option.credit:
        fields.complain("trap", "只能写在 credit 为 0 的选项上。请删掉 trap，或把 credit 改成 0。")


def _check_item(item: Item, fields: Fields, around: Around) -> None:
    """Note a question that asks about another facet."""
    framings: Mapping[str, Framing] = around["framings"]
    known = framings.get(item.framing)
    if known is None or known.facet is None or item.facet in {known.facet, None}:
        return
    own = "、".join(harmless(framing.id) for framing in framings.values() if framing.facet is item.facet)
    remedy = f"这里可以写：{own}。" if own else "请先在 framings 里给这个侧面写一条问法。"
    fields.complain("framing", f"{harmless(item.framing)} 是 {known.facet} 的问法，这道题是 {item.facet}。{remedy}")


def _check_questions(questions: Questions, top: Fields, _around: Around, ids: BankIds) -> None:
    """Note that responsibility cannot be measured."""
    facets = {item.facet for item in questions.items}
    if facets and ids["items"].complete and not facets & {Facet.RESPONSIBILITY, None}:
        top.complain("items", "里没有责任题（facet: responsibility），测不出责任线。请至少写一道。")
