"""``advice`` of ``roles.yaml``: one sentence for every topic, with no placeholders but those the topic fills.

A sentence is later filled by ``str.format``, which would also follow attributes and indexes; so only bare names pass.
"""

import string
from collections.abc import Mapping

from rolecheck.bank.advice import TOPICS
from rolecheck.bank.characters import harmless
from rolecheck.bank.reading import Fields
from rolecheck.bank.references import RoleIds, nearest, suggest
from rolecheck.bank.roles import Advice
from rolecheck.bank.values import Once


class AdviceReader:
    """Reads all advice, then notes the topics left without a sentence."""

    def __init__(self, ids: RoleIds) -> None:
        self._ids = ids
        self._once = Once("一个话题只能有一句，请删掉一句。")
        self._spoken: set[str] = set()
        self._topics_clear = True

    def read(self, top: Fields) -> Mapping[str, Advice]:
        """Return the advice by topic."""
        advice = top.each("advice", self._advice)
        whole = top.get("advice")
        listed = None if whole is None else whole.items()
        if whole is not None and listed and len(listed) == len(advice) and self._topics_clear:
            for topic in (topic for topic in TOPICS if topic not in self._spoken):
                whole.complain(f"里没有 {topic} 这个话题。请补上一句，报告里要用。")
        return {sentence.topic: sentence for sentence in advice}

    def _advice(self, fields: Fields) -> Advice:
        topic, text = fields.text("topic"), fields.text("text")
        self._topics_clear &= bool(topic)
        self._once.note(topic, fields.get("topic"))
        if topic in TOPICS:
            self._spoken.add(topic)
        elif topic:
            # The one that was meant is misspelt, not missing.
            self._spoken.add(nearest(topic, TOPICS) or "")
            fields.complain("topic", f"不能是“{harmless(topic)}”。{suggest(topic, TOPICS)}")
        for complaint in placeholder_mistakes(text, TOPICS.get(topic)):
            fields.complain("text", complaint)
        return Advice(topic=topic, text=text, concepts=fields.optional_references("concepts", self._ids.concepts))


def placeholder_mistakes(text: str, allowed: frozenset[str] | None) -> tuple[str, ...]:
    """Return what is wrong with the placeholders of a sentence; any bare name passes if None are given."""
    try:
        found = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return ("里的花括号没有成对。占位写成 {名字}；要显示花括号本身，请写两遍。",)
    complaints = [_mistake(name or "", bool(form or turn), allowed) for name, form, turn in found]
    return tuple(dict.fromkeys(complaint for complaint in complaints if complaint))


def _mistake(name: str, dressed: bool, allowed: frozenset[str] | None) -> str | None:
    if dressed or not name.isidentifier():
        return f"里的占位 {{{harmless(name)}}} 写法不对。花括号里只能写一个名字，不能有点、方括号、冒号和感叹号。"
    if allowed is None or name in allowed:
        return None
    usable = "可以用：" + "、".join(f"{{{one}}}" for one in sorted(allowed)) if allowed else "这个话题不能用占位"
    return f"里的占位 {{{harmless(name)}}} 用不上。{usable}。"
