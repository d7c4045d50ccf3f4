"""How much a sentence asks of its reader: parts between commas, and figures to keep in mind."""

import re
from collections.abc import Iterator

from rolecheck.bank.checks.findings import Finding, Group, Measured, Subject, error
from rolecheck.bank.items import Bank

MOST_STEM_PARTS, MOST_OPTION_PARTS = 4, 2
MOST_STEM_FIGURES, MOST_OPTION_FIGURES = 1, 0

_BETWEEN = re.compile(r"[，,；;：:。！!？?…—]+")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"\w")


def parts(text: str) -> int:
    """Return how many pieces the marks divide a text into; 、 only lists, and divides nothing."""
    return sum(bool(_WORD.search(piece)) for piece in _BETWEEN.split(text))


def figures(text: str) -> int:
    """Return how many Arabic figures stand in a text."""
    return len(_FIGURE.findall(text))


def check_sentences(subject: Subject) -> Iterator[Finding]:
    """No stem and no option has more parts, or figures, than are taken in at one reading."""
    file = subject.places.questions
    for path, what, text, most_parts, most_figures in _texts(subject.bank):
        if parts(text) > most_parts:
            told = f"{what}有 {parts(text)} 段（按逗号、句号数），最多 {most_parts} 段。请少说一件事。"
            yield error(Group.SENTENCES, file, path, told)
        if figures(text) > most_figures:
            allowed = f"最多 {most_figures} 个" if most_figures else "一个也不要"
            told = f"{what}里有 {figures(text)} 个阿拉伯数字，{allowed}。请换成“一半人”“快一个月”这样的话。"
            yield error(Group.SENTENCES, file, path, told)


def measure_sentences(bank: Bank) -> Iterator[Measured]:
    """Yield the figures of these rules beside their limits."""
    stems = [item.stem for item in bank.items]
    options = [option.text for item in bank.items for option in item.options]
    for id_, name, texts, count, most in (
        ("stem-parts", "题干按逗号、句号数，最多的", stems, parts, MOST_STEM_PARTS),
        ("option-parts", "选项按逗号、句号数，最多的", options, parts, MOST_OPTION_PARTS),
        ("stem-figures", "一个题干里的阿拉伯数字，最多的", stems, figures, MOST_STEM_FIGURES),
        ("option-figures", "一个选项里的阿拉伯数字，最多的", options, figures, MOST_OPTION_FIGURES),
    ):
        found = max(map(count, texts), default=0)
        unit = "段" if count is parts else "个"
        yield Measured(id_, name, found, f"{found} {unit}", f"≤ {most}", found <= most)


def _texts(bank: Bank) -> Iterator[tuple[tuple[str, ...], str, str, int, int]]:
    """Yield each text with its place, what it is, and the most parts and figures it may have."""
    for item in bank.items:
        yield ("items", item.id, "stem"), f"{item.id} 的题干", item.stem, MOST_STEM_PARTS, MOST_STEM_FIGURES
        for letter, option in zip(item.letters, item.options, strict=True):
            path = ("items", item.id, "options", letter)
            yield path, f"{item.id} 的选项 {letter} ", option.text, MOST_OPTION_PARTS, MOST_OPTION_FIGURES
