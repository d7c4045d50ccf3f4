"""Marks and spaces as Chinese sets them, over every text of both files as it was typed."""

import re
from collections.abc import Iterator

from rolecheck.bank.characters import harmless
from rolecheck.bank.checks.findings import Finding, Group, Subject, warning
from rolecheck.bank.loading import FilePlaces, TypedText

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}

_RULES = (
    (
        re.compile(rf"(?<=[{_HAN}”》]) ?[,;:?!()]|[,;:?!()](?= ?[{_HAN}“《])"),
        "有汉字旁边的半角标点“{mark}”。请改成“{full}”。",
    ),
    (re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])"), "有汉字之间的空格。请删掉空格。"),
    (re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"), "有全角的数字或字母“{found}”。请改成半角的。"),
    (re.compile(r"[，。、；：]{2,}|[，、；：](?=[。，！？])"), "有连着的标点“{found}”。请只留一个。"),
    (re.compile(rf"(?<=[{_HAN}])\.{{2,}}|(?<=[{_HAN}])\.(?=$|[{_HAN}])"), "有汉字后面的“{found}”。请改成“。”或“……”。"),
)
_EDGES = re.compile(r"^\s|\s$")


def check_typography(subject: Subject) -> Iterator[Finding]:
    """No text mixes the marks of two scripts or carries stray spaces."""
    for file in subject.places:
        for typed in file.texts:
            yield from _check(file, typed)


def _check(file: FilePlaces, typed: TypedText) -> Iterator[Finding]:
    if _EDGES.search(typed.text):
        yield _finding(file, typed, "首尾有空格。请删掉空格。")
    for pattern, complaint in _RULES:
        found = pattern.search(typed.text)
        if found is not None:
            mark = found[0].strip()
            full = _FULL.get(mark, "")
            yield _finding(file, typed, complaint.format(found=harmless(found[0]), mark=mark, full=full))


def _finding(file: FilePlaces, typed: TypedText, complaint: str) -> Finding:
    text = f"“{harmless(typed.text, 12)}”{complaint}"
    return warning(Group.TYPOGRAPHY, file, typed.path, text)
