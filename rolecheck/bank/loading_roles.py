"""Roles from disk, without the items: all that `rolecheck explain` needs, and the sooner for it."""

import string
from pathlib import Path

from rolecheck.bank.characters import harmless, plain_name
from rolecheck.bank.files import ROLES, check_folder, read_file
from rolecheck.bank.problems import BankIds, Problems, nearest
from rolecheck.bank.reading import Around, Fields, RecordReader
from rolecheck.bank.roles import TOPICS, Advice, Role, RoleBook
from rolecheck.bank.values import Value
from rolecheck.errors import BadInputError


def load_roles(folder: Path) -> RoleBook:
    """Return the roles of the bank in this folder.

    Raises:
        BadInputError: ``roles.yaml`` cannot be used; carries every problem in it.
    """
    check_folder(folder)
    ids, problems = BankIds(), Problems(str(folder / ROLES))
    book = read_file(folder / ROLES, problems, lambda top: read_book(top, ids))
    ids.judge()
    if book is None or problems.found():
        raise BadInputError(problems.found())
    return book


def read_book(top: Fields, ids: BankIds) -> RoleBook:
    """Return the book of roles, and declare its ids."""
    checks = _RoleChecks(ids)
    reader = RecordReader(ids, {Role: checks.role, Advice: checks.advice, RoleBook: checks.book})
    return reader.read(RoleBook, top, {}, {})


class _RoleChecks:
    """What no key shows by itself: a name that is another role's, a line nobody carries, advice nobody can fill."""

    def __init__(self, ids: BankIds) -> None:
        self._ids = ids
        self._owners: dict[str, str] = {}
        self._aliases: list[tuple[str, str, Value]] = []
        self._topics: list[str] = []

    def role(self, role: Role, fields: Fields, _around: Around) -> None:
        """Remember what a role is called."""
        for name in (role.name, role.id):
            self._owners.setdefault(plain_name(name), role.id)
        values = fields.get("aliases")
        aliases = (values.items() if values else None) or []
        self._aliases += [
            (role.id, plain_name(alias), value) for alias, value in zip(role.aliases, aliases, strict=True) if alias
        ]

    def advice(self, advice: Advice, fields: Fields, _around: Around) -> None:
        """Note placeholders nobody fills."""
        self._topics.append(advice.topic)
        for complaint in placeholder_mistakes(advice.text, TOPICS.get(advice.topic)):
            fields.complain("text", complaint)

    def book(self, book: RoleBook, top: Fields, _around: Around) -> None:
        """Note aliases that are another role's name, lines without a role and topics without a sentence."""
        for owner, name, alias in self._aliases:
            if self._owners.get(name, owner) != owner:
                alias.complain("是另一个角色的名字或 id。请删掉这个别名，或换一个。")
        self._check_lines(book, top)
        whole = top.get("advice")
        listed = None if whole is None else whole.items()
        if whole is not None and listed and len(listed) == len(self._topics) and all(self._topics):
            # The one that was meant is misspelt, not missing.
            spoken = {topic if topic in TOPICS else nearest(topic, TOPICS) for topic in self._topics}
            for topic in (topic for topic in TOPICS if topic not in spoken):
                whole.complain(f"里没有 {topic} 这个话题。请补上一句，报告里要用。")

    def _check_lines(self, book: RoleBook, top: Fields) -> None:
        lines, carried = self._ids["lines"], {role.line for role in book.roles}
        # A role whose line is broken, unknown or taken meant some other line; which one is not ours to guess.
        clear = len(carried) == len(book.roles) and carried <= lines.lines.keys()
        if clear and self._ids["roles"].complete and lines.complete:
            for line, number in lines.lines.items():
                if line not in carried:
                    where = f"责任线 {harmless(line)} 没有角色承担。"
                    top.problems.add(number, f"{where}请在 roles 里给它一个角色，或删掉这条线。")


def placeholder_mistakes(text: str, allowed: frozenset[str] | None) -> tuple[str, ...]:
    """Return what is wrong with the placeholders of a sentence; any bare name passes if None are given.

    The sentence is later filled by ``str.format``, which would also follow attributes and indexes.
    """
    try:
        placeholders = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return ("里的花括号没有成对。占位写成 {名字}；要显示花括号本身，请写两遍。",)
    complaints = [_mistake(name or "", bool(form or turn), allowed) for name, form, turn in placeholders]
    return tuple(dict.fromkeys(complaint for complaint in complaints if complaint))


def _mistake(name: str, dressed: bool, allowed: frozenset[str] | None) -> str | None:
    if dressed or not name.isidentifier():
        return f"里的占位 {{{harmless(name)}}} 写法不对。花括号里只能写一个名字，不能有点、方括号、冒号和感叹号。"
    if allowed is None or name in allowed:
        return None
    usable = "可以用：" + "、".join(f"{{{word}}}" for word in sorted(allowed)) if allowed else "这个话题不能用占位"
    return f"里的占位 {{{harmless(name)}}} 用不上。{usable}。"
