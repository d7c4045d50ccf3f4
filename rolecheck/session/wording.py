"""Answers to checks as people write them: one word, and perhaps a note behind it."""

import re
import unicodedata

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.characters import harmless

MOST_NOTE = 200
"""Characters of a note that are kept."""

MOST_NAME = 60
"""Characters of a result's name that are kept."""

SHOWN = {Answer.YES: "是", Answer.NO: "否", Answer.UNKNOWN: "说不准"}
"""The answers as they are shown."""

_WORDS = {
    Answer.YES: ("y", "yes", "是", "是的", "有", "能", "会", "对"),
    Answer.NO: ("n", "no", "否", "不是", "没有", "不能", "不会", "不对"),
    Answer.UNKNOWN: ("u", "unknown", "说不准", "不知道", "不清楚", "不确定"),
}
_BY_WORD = {word: answer for answer, words in _WORDS.items() for word in words}
_GAP = re.compile(r"[\s，,：:]+")


def answer_of(word: str) -> Answer | None:
    """Return the answer a word stands for, or None; width, case and blanks around it do not matter."""
    return _BY_WORD.get(unicodedata.normalize("NFKC", word).strip().casefold())


def split_answer(typed: str) -> tuple[Answer | None, str | None]:
    """Return the answer that what was typed begins with, and the note behind it, if there is one."""
    word, _, rest = _GAP.sub("\n", typed.strip(), count=1).partition("\n")
    return answer_of(word), clean_note(rest)


def clean_note(text: str) -> str | None:
    """Return what of a note can be shown, or None if nothing is left."""
    return harmless(text, MOST_NOTE) or None


def clean_name(text: str) -> str | None:
    """Return what of a result's name can be shown, or None if nothing is left."""
    return harmless(text, MOST_NAME) or None
