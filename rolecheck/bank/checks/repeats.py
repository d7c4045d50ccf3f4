"""The same story twice is one item asked twice; the same option twice is a pattern to be learnt.

Likeness is rapidfuzz's ratio: 0 for nothing in common, 100 for the same. The limits stand above what honest items
reach; `rolecheck bank stats` tells how near the bank comes to them.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.checks.findings import Finding, Group, Measured, Subject, error, warning
from rolecheck.bank.items import Bank, Item

STEMS_ALIKE = 50
OPTIONS_ALIKE = 60
SAME = 100

MOST_TOLD = 50
"""Of stems, and of options; nobody rewrites more at a time, and a hostile bank could ask for millions."""


class _Told(NamedTuple):
    path: tuple[str, ...]
    what: str
    text: str
    plain: str


def check_repeats(subject: Subject) -> Iterator[Finding]:
    """No stem and no option is another one over again."""
    items = subject.bank.items
    stems = [_told(item, f"{item.id} 的题干", item.stem, "stem") for item in items]
    options = [
        _told(item, f"{item.id} 的选项 {letter}", option.text, "options", letter)
        for item in items
        for letter, option in zip(item.letters, item.options, strict=True)
    ]
    yield from islice(_alike(subject, stems, STEMS_ALIKE, "请换一件事来写"), MOST_TOLD)
    yield from islice(_alike(subject, options, OPTIONS_ALIKE, "请改写其中一个"), MOST_TOLD)


def _told(item: Item, what: str, text: str, *path: str) -> _Told:
    return _Told(("items", item.id, *path), what, text, plain_text(text))


def measure_repeats(bank: Bank) -> Iterator[Measured]:
    """Yield how alike the two stems, and the two options, are that are most so."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - as below

    stems = [plain_text(item.stem) for item in bank.items]
    options = [plain_text(option.text) for item in bank.items for option in item.options]
    for id_, name, texts, limit in (
        ("stems-alike", "最像的两个题干", stems, STEMS_ALIKE),
        ("options-alike", "最像的两个选项", options, OPTIONS_ALIKE),
    ):
        most = max((ratio(one, other) for one, other in combinations(texts, 2)), default=0.0)
        yield Measured(id_, name, round(most, 1), f"像 {most:.0f} %", f"不到 {limit} %", most < limit)


def _alike(subject: Subject, told: Sequence[_Told], limit: int, remedy: str) -> Iterator[Finding]:
    # Only this rule needs the library; loading it for every other use of the bank would be waste.
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415

    file = subject.places.questions
    for one, other in combinations(told, 2):
        likeness = ratio(one.plain, other.plain, score_cutoff=limit)
        if not likeness:
            continue
        line = file.line(*one.path)
        how = "一样" if likeness >= SAME else f"太像（像 {likeness:.0f} %，不应到 {limit} %）"
        text = f"{other.what}“{harmless(other.text, 12)}”与第 {line} 行{one.what}{how}。{remedy}。"
        level = error if likeness >= SAME else warning
        yield level(Group.REPEATS, file, other.path, text)
