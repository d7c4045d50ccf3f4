"""One way through the acceptance check: about one result, immutable, answered forwards and undone backwards.

Answers are read here as people write them: one word, and perhaps a note behind it.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from rolecheck.bank.acceptance import Acceptance, Answer, Check, CheckGroup
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.session.session import Back

MOST_NOTE = 200
"""Characters of a note that are kept."""

SHOWN = {Answer.YES: "是", Answer.NO: "否", Answer.UNKNOWN: "说不准"}
"""The answers as they are shown."""

_WORDS = {
    Answer.YES: ("y", "yes", "是", "是的", "有", "能", "会", "对"),
    Answer.NO: ("n", "no", "否", "不是", "没有", "不能", "不会", "不对"),
    Answer.UNKNOWN: ("u", "unknown", "说不准", "不知道", "不清楚", "不确定"),
}
_BY_WORD = {word: answer for answer, words in _WORDS.items() for word in words}
_GAP = re.compile(r"[\s，,：:]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one check, and what was noted beside it."""

    check: str
    answer: Answer
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptanceSession:
    """What is known so far of a result about to be handed over; ``shelf`` holds replies taken back by ``undo``."""

    name: str | None = None
    replies: tuple[Reply, ...] = ()
    shelf: tuple[Reply, ...] = ()

    def answer(self, reply: Reply) -> "AcceptanceSession":
        """Return the session with one more reply; ValueError if its check has one already."""
        if any(earlier.check == reply.check for earlier in self.replies):
            raise ValueError(reply.check)
        shelf = tuple(shelved for shelved in self.shelf if shelved.check != reply.check)
        return replace(self, replies=(*self.replies, reply), shelf=shelf)

    def undo(self) -> "AcceptanceSession":
        """Return the session without its last reply, which goes on the shelf; unchanged if there is none."""
        if not self.replies:
            return self
        return replace(self, replies=self.replies[:-1], shelf=(*self.shelf, self.replies[-1]))


CheckMove = Reply | Back


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One check about to be asked: ``number`` of ``count``, and the reply once taken back on it."""

    group: CheckGroup
    check: Check
    number: int
    count: int
    earlier: Reply | None

    @property
    def opens_group(self) -> bool:
        """Whether this is the first check of its group."""
        return self.group.checks[0] is self.check


def next_check(acceptance: Acceptance, session: AcceptanceSession) -> CheckStep | None:
    """Return the first check without a reply, or None when all have one."""
    replied = {reply.check for reply in session.replies}
    shelf = {reply.check: reply for reply in session.shelf}
    checks = [(group, check) for group in acceptance.groups for check in group.checks]
    for number, (group, check) in enumerate(checks, 1):
        if check.id not in replied:
            return CheckStep(group, check, number, len(checks), shelf.get(check.id))
    return None


def move_on(session: AcceptanceSession, move: CheckMove) -> AcceptanceSession:
    """Return the session after one move."""
    return session.undo() if isinstance(move, Back) else session.answer(move)


def answer_of(word: str) -> Answer | None:
    """Return the answer a word stands for, or None; width, case and blanks around it do not matter."""
    return _BY_WORD.get(unicodedata.normalize("NFKC", word).strip().casefold())


def split_answer(typed: str) -> tuple[Answer | None, str | None]:
    """Return the answer that what was typed begins with, and the note behind it, if there is one."""
    word, _, rest = _GAP.sub("\n", typed.strip(), count=1).partition("\n")
    return answer_of(word), clean_note(rest)


def begins_note(typed: str) -> bool:
    """Tell whether a note has been begun behind the answer."""
    return _GAP.search(typed.lstrip()) is not None


def clean_note(text: str) -> str | None:
    """Return what of a note can be shown, or None if nothing is left."""
    return harmless(text, MOST_NOTE) or None


def clean_name(text: str) -> str | None:
    """Return what of a result's name can be shown, or None if nothing is left."""
    return harmless(text, MOST_NAME) or None
