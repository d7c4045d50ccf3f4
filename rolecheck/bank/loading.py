"""Banks from disk: every problem of both files at once, or the bank.

A bank is a folder with ``roles.yaml`` and ``questions.yaml``. Whoever writes one should not have to repair it line by
line, so all problems are told together; and since anyone may hand one around, nothing in it is trusted.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from rolecheck.bank.acceptance import acceptance_of
from rolecheck.bank.characters import harmless
from rolecheck.bank.folders import CALIBRATION, QUESTIONS, ROLES, check_folder, read_file
from rolecheck.bank.items import Bank, Facet, Framing, Item, Option, Questions
from rolecheck.bank.loading_roles import read_book
from rolecheck.bank.places import FilePlaces, Places
from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Around, Checks, Fields, RecordReader
from rolecheck.bank.references import BankIds
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
