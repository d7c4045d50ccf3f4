"""Ids: where they are declared, where they are used, and whether the two fit.

A use may stand before its declaration, or in the other file, so uses are collected and judged at the end. Where
some declarations could not be read nothing is judged: one mistake should not be told twice.
"""

import difflib
import re
from collections.abc import Collection

from rolecheck.bank.characters import harmless
from rolecheck.bank.problems import Problems

MOST_ID = 64
ID_FORM = re.compile(rf"[a-z0-9-]{{1,{MOST_ID}}}")
"""Ids are column names of answer sheets and parts of file names."""

_MOST_LISTED = 12
_MOST_COMPARED = 400  # comparing words is slow, and a hostile bank may bring many of them


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that was probably meant."""
    if len(word) > MOST_ID * 2 + 1 or len(known) > _MOST_COMPARED:
        return None
    return next(iter(difflib.get_close_matches(word, known, n=1)), None)


def suggest(word: str, known: Collection[str]) -> str:
    """Return a sentence saying what to write instead of an unknown word."""
    near = nearest(word, known)
    if near is not None:
        return f"你要写的是不是 {harmless(near, MOST_ID)}？"
    if not known:
        return "这里没有可写的，请先补上。"
    listed = "、".join(harmless(word, MOST_ID) for word in list(known)[:_MOST_LISTED])
    return f"可以写：{listed}{'……' if len(known) > _MOST_LISTED else ''}。"


class Ids:
    """All ids of one kind. ``complete`` is False once a declaration could not be read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.lines: dict[str, int] = {}
        self.complete = True
        self._uses: list[tuple[Problems, int, str]] = []

    def declare(self, id_: str, line: int) -> int | None:
        """Make an id known; return the line of its first declaration if there is one already."""
        if id_ in self.lines:
            return self.lines[id_]
        self.lines[id_] = line
        return None

    def use(self, id_: str, line: int, problems: Problems) -> None:
        """Remember that this id was used here."""
        self._uses.append((problems, line, id_))

    def judge(self) -> None:
        """Note every use of an id that nobody declares."""
        if not self.complete:
            return
        for problems, line, id_ in self._uses:
            if id_ not in self.lines and not problems.full:
                hint = suggest(id_, self.lines)
                problems.add(line, f"没有叫“{harmless(id_, MOST_ID)}”的{self.kind}。{hint}")


_OF_ROLES = {
    "essays": "文章",
    "concepts": "概念（文章/概念）",
    "stages": "阶段",
    "lines": "责任线",
    "roles": "角色",
    "dimensions": "维度",
    "tensions": "分歧",
}
_OF_QUESTIONS = {
    "items": "题",
    "framings": "问法（framings）",
    "traps": "误读（traps）",
    "judgements": "判断点（judgements）",
    "checks": "单子里的问题",
}
CALLED = _OF_ROLES | _OF_QUESTIONS
"""What the kinds of ids are called."""


class BankIds:
    """Every id of a bank's two files, by its kind."""

    def __init__(self) -> None:
        self._ids = {kind: Ids(called) for kind, called in CALLED.items()}

    def __getitem__(self, kind: str) -> Ids:
        """Return the ids of one kind, named as in the declaration of keys."""
        return self._ids[kind]

    def give_up_roles(self) -> None:
        """Judge no use of what roles.yaml declares: it cannot be read."""
        for kind in _OF_ROLES:
            self._ids[kind].complete = False

    def judge(self) -> None:
        """Note every use of an id that nobody declares."""
        for ids in self._ids.values():
            ids.judge()
