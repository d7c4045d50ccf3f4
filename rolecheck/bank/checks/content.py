"""What the texts of a bank must bring, and what they may not.

An item brings a debrief that covers its options, one right judgement, its concepts, and whatever answers have shown
to be wrong with it. The same story twice is one item asked twice; the same option twice is a pattern to be learnt.
Likeness is rapidfuzz's ratio: 0 for nothing in common, 100 for the same; limits stand above what honest items reach,
and `rolecheck bank stats` tells how near the bank comes to them. Marks and spaces are as Chinese sets them, in every
text of both files as it was typed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import combinations, islice
from typing import NamedTuple

from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.checks import Finding, RuleFigure, RuleGroup, Subject, error, warning
from rolecheck.bank.checks.design import line_keys
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.loading import FilePlaces, TypedText

LEAST_JUDGED = 2
"""How many items judge the same thing, or set the same trap, before a mistake can be told from a slip."""


STEMS_ALIKE = 50

OPTIONS_ALIKE = 60

SAME = 100


MOST_TOLD = 50
"""Of stems, and of options; nobody rewrites more at a time, and a hostile bank could ask for millions."""


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


def check_debriefs(subject: Subject) -> Iterator[Finding]:
    """Each debrief speaks of every line its item offers, by what the line is called."""
    book = subject.bank.roles
    for item in subject.bank.items:
        lines = [book.line(key) for key in line_keys(item)]
        silent = [line.short for line in lines if line.short not in item.debrief and line.name not in item.debrief]
        if silent:
            text = f"{item.id} 的讲评没有提到{'、'.join(silent)}。请说清每条线的选项为什么站在那里。"
            yield error(RuleGroup.DEBRIEF, subject.places.questions, ("items", item.id, "debrief"), text)


def check_judgements(subject: Subject) -> Iterator[Finding]:
    """Each judgement item has exactly one right option; each thing judged and each trap returns at least once."""
    bank, file = subject.bank, subject.places.questions
    items = bank.of(Facet.JUDGEMENT)
    for item in items:
        right = [letter for letter in item.letters if item.option(letter).credit == 1]
        if len(right) != 1:
            count = f"有 {len(right)} 个（{'、'.join(right)}）" if right else "一个也没有"
            text = f"{item.id} 里 credit 为 1 的选项应恰好一个，现在{count}。请改 credit。"
            yield error(RuleGroup.JUDGEMENT, file, ("items", item.id, "options"), text)
    if not items:
        return
    judged = Counter(point for item in items for point in item.judges)
    trapped = Counter(trap for item in items for trap in {option.trap for option in item.options if option.trap})
    for id_, name in bank.judgements.items():
        if judged[id_] < LEAST_JUDGED:
            text = f"判断点“{name}”只有 {judged[id_]} 道题在考，至少要 {LEAST_JUDGED} 道。请补题，或补上 judges。"
            yield warning(RuleGroup.JUDGEMENT, file, ("judgements", id_), text)
    for trap in bank.traps.values():
        if trapped[trap.id] < LEAST_JUDGED:
            text = f"误读“{trap.name}”只有 {trapped[trap.id]} 道题设了，至少要 {LEAST_JUDGED} 道。请补上这样的选项。"
            yield warning(RuleGroup.JUDGEMENT, file, ("traps", trap.id), text)


def measure_judgements(bank: Bank) -> Iterator[RuleFigure]:
    """Yield how many items judge what is judged least, and set the trap that is set least."""
    items = bank.of(Facet.JUDGEMENT)
    judged = Counter(point for item in items for point in item.judges)
    trapped = Counter(trap for item in items for trap in {option.trap for option in item.options if option.trap})
    for id_, name, counts in (
        ("judged", "判断题：考得最少的判断点", [judged[id_] for id_ in bank.judgements]),
        ("trapped", "判断题：设得最少的误读", [trapped[id_] for id_ in bank.traps]),
    ):
        if items and counts:
            least = min(counts)
            yield RuleFigure(id_, name, least, f"{least} 道", f"≥ {LEAST_JUDGED}", least >= LEAST_JUDGED)


def check_concepts(subject: Subject) -> Iterator[Finding]:
    """Each concept of the essays is carried somewhere."""
    carried = carried_concepts(subject.bank)
    for essay in subject.bank.roles.essays:
        for concept in essay.concepts:
            if f"{essay.id}/{concept}" not in carried:
                text = (
                    f"概念 {essay.id}/{concept} 没有落到任何地方。请写进讲到它的角色、对照格、题目或建议的 concepts。"
                )
                yield error(RuleGroup.CONCEPTS, subject.places.roles, ("essays", essay.id, "concepts", concept), text)


def carried_concepts(bank: Bank) -> frozenset[str]:
    """Return every concept that some record of the bank names, whatever kind of record it is."""
    declared = {f"{essay.id}/{concept}" for essay in bank.roles.essays for concept in essay.concepts}
    records = [getattr(bank, field.name) for field in fields(bank)]
    return frozenset(declared & set(_references(records)))


def _references(value: object) -> Iterator[str]:
    """Yield what stands in fields called ``concepts``, or ``between`` (of tensions), however deep."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        for name, part in zip(value._fields, value, strict=True):
            if name in {"concepts", "between"} and isinstance(part, tuple):
                yield from part
            else:
                yield from _references(part)
    elif isinstance(value, Mapping):
        yield from _references(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _references(part)


def check_calibration(subject: Subject) -> Iterator[Finding]:
    """No item is as answers have shown it should not be, and none was changed after it was calibrated."""
    calibration = subject.bank.calibration
    if calibration is None:
        return
    file = subject.places.questions
    for item, text in calibration.findings:
        yield warning(RuleGroup.ANSWERS, file, ("items", item), f"{item} 从作答看：{text}请改写，再重新校准。")
    for item in calibration.outdated:
        if item in subject.bank.by_id:
            text = f"{item} 校准之后改过，原来估的数不再用。收够作答再校准一次。"
            yield warning(RuleGroup.ANSWERS, file, ("items", item), text)


class _RepeatText(NamedTuple):
    path: tuple[str, ...]
    what: str
    text: str
    plain: str


def check_repeats(subject: Subject) -> Iterator[Finding]:
    """No stem and no option is another one over again."""
    items = subject.bank.items
    stems = [_repeat_text(item, f"{item.id} 的题干", item.stem, "stem") for item in items]
    options = [
        _repeat_text(item, f"{item.id} 的选项 {letter}", option.text, "options", letter)
        for item in items
        for letter, option in zip(item.letters, item.options, strict=True)
    ]
    yield from islice(_alike(subject, stems, STEMS_ALIKE, "请换一件事来写"), MOST_TOLD)
    yield from islice(_alike(subject, options, OPTIONS_ALIKE, "请改写其中一个"), MOST_TOLD)


def _repeat_text(item: Item, what: str, text: str, *path: str) -> _RepeatText:
    return _RepeatText(("items", item.id, *path), what, text, plain_text(text))


def measure_repeats(bank: Bank) -> Iterator[RuleFigure]:
    """Yield how alike the two stems, and the two options, are that are most so."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - as below

    stems = [plain_text(item.stem) for item in bank.items]
    options = [plain_text(option.text) for item in bank.items for option in item.options]
    for id_, name, texts, limit in (
        ("stems-alike", "最像的两个题干", stems, STEMS_ALIKE),
        ("options-alike", "最像的两个选项", options, OPTIONS_ALIKE),
    ):
        most = max((ratio(first, second) for first, second in combinations(texts, 2)), default=0.0)
        yield RuleFigure(id_, name, round(most, 1), f"像 {most:.0f} %", f"不到 {limit} %", most < limit)


def _alike(subject: Subject, texts: Sequence[_RepeatText], limit: int, remedy: str) -> Iterator[Finding]:
    # Only this rule needs the library; loading it for every other use of the bank would be waste.
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415

    file = subject.places.questions
    for earlier, later in combinations(texts, 2):
        likeness = ratio(earlier.plain, later.plain, score_cutoff=limit)
        if not likeness:
            continue
        line = file.line(*earlier.path)
        how = "一样" if likeness >= SAME else f"太像（像 {likeness:.0f} %，不应到 {limit} %）"
        text = f"{later.what}“{harmless(later.text, 12)}”与第 {line} 行{earlier.what}{how}。{remedy}。"
        level = error if likeness >= SAME else warning
        yield level(RuleGroup.REPEATS, file, later.path, text)


def check_typography(subject: Subject) -> Iterator[Finding]:
    """No text mixes the marks of two scripts or carries stray spaces."""
    for file in subject.places:
        for typed in file.texts:
            yield from _check(file, typed)


def _check(file: FilePlaces, typed: TypedText) -> Iterator[Finding]:
    if _EDGES.search(typed.text):
        yield _finding(file, typed, "首尾有空格。请删掉空格。")
    for pattern, complaint in _RULES:
        match = pattern.search(typed.text)
        if match is not None:
            mark = match[0].strip()
            full = _FULL.get(mark, "")
            yield _finding(file, typed, complaint.format(found=harmless(match[0]), mark=mark, full=full))


def _finding(file: FilePlaces, typed: TypedText, complaint: str) -> Finding:
    text = f"“{harmless(typed.text, 12)}”{complaint}"
    return warning(RuleGroup.TYPOGRAPHY, file, typed.path, text)
