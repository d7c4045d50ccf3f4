"""What fresh readers, who saw neither keys nor how items are written, made of the texts: understood, and at once?

Each reader marked every text from 1 to 5 for how much of it was clear at first reading and for how natural it is, said
what they read twice and what brought in something the stem does not hold, and told options in other words, which were
then keyed blind. Texts that have changed since are no longer the ones that were read and are left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import mean
from typing import NamedTuple

from rolecheck.bank.checks import Finding, RuleFigure, RuleGroup, Subject, error, warning
from rolecheck.bank.checks.blind import Place, at_most, items_left_out, text_digest
from rolecheck.bank.items import Bank
from rolecheck.typesetting import percent

STEM = "-"
"""Stands in a letter's place for the stem with its question."""

LEAST_READERS = 3
SEVERAL = 2
"""Readers who must say the same of a text."""

LEAST_CLEAR, LEAST_NATURAL, LEAST_EACH = 4.6, 4.4, 3.5
"""Mean marks over all texts, and the mean of any one text, of five."""

MOST_TWICE = 0.03
"""Share of options, and of stems, that several readers may read twice."""


class Impression(NamedTuple):
    """What one reader said of one text; ``retold`` is the key their own words for it were read as, None if none."""

    clear: int
    natural: int
    twice: bool
    added: bool
    retold: str | None
    text: str


class ReaderSheet(NamedTuple):
    """One reader's sheet."""

    reader: str
    impressions: Mapping[Place, Impression]


class Readers(NamedTuple):
    """All sheets, when they were filled in, and by whom, in words to be printed beside every figure."""

    date: str
    readers: str
    sheets: tuple[ReaderSheet, ...]


class ReadThrough(NamedTuple):
    """What the sheets show of the texts as they are now.

    Attributes:
        read: texts somebody has read.
        clear: mean mark of all readers and texts.
        natural: the same of how natural they are.
        low: texts whose mean mark, the lower of the two, is too low, with it.
        twice: texts several readers read twice.
        astray: options whose retelling was read as another key, with that key.
        added: options of which several readers say they bring in what the stem does not hold.
        changed: texts that have changed since.
        unread: items with a text nobody has read.
    """

    read: tuple[Place, ...]
    clear: float
    natural: float
    low: Mapping[Place, float]
    twice: tuple[Place, ...]
    astray: Mapping[Place, str]
    added: tuple[Place, ...]
    changed: tuple[Place, ...]
    unread: tuple[str, ...]


def read_through(bank: Bank, readers: Readers) -> ReadThrough | None:
    """Return what the sheets show; None if no text of the present bank has been read."""
    texts = dict(_texts(bank))
    spoken = {place: _impressions(place, text, readers) for place, text in texts.items()}
    read = {place: impressions for place, impressions in spoken.items() if impressions}
    if not read:
        return None
    marks = {place: (_mean_clear(own), _mean_natural(own)) for place, own in read.items()}
    keys = {(item.id, letter): item.option(letter).key for item in bank.items for letter in item.letters}
    retold = [(place, impression.retold) for place, own in read.items() for impression in own]
    return ReadThrough(
        read=tuple(read),
        clear=_mean_clear(impression for own in read.values() for impression in own),
        natural=_mean_natural(impression for own in read.values() for impression in own),
        low={place: min(pair) for place, pair in marks.items() if min(pair) < LEAST_EACH},
        twice=tuple(place for place, own in read.items() if sum(impression.twice for impression in own) >= SEVERAL),
        astray={place: key for place, key in retold if key is not None and key != keys.get(place)},
        added=tuple(place for place, own in read.items() if sum(impression.added for impression in own) >= SEVERAL),
        changed=tuple(place for place in texts if place not in read and _is_known(place, readers)),
        unread=tuple(dict.fromkeys(item for item, letter in texts if (item, letter) not in read)),
    )


def check_readers(subject: Subject, readers: Readers) -> Iterator[Finding]:
    """Every text is clear and natural at first reading, is told again as what it stands for, and adds nothing."""
    result = read_through(subject.bank, readers)
    file = subject.places.questions
    if result is None:
        text = "试读表里没有一段文字是现在题库里的。请按现在的题库重新请人试读。"
        yield warning(RuleGroup.READING, file, ("items",), text)
        return
    if len(readers.sheets) < LEAST_READERS:
        text = f"只有 {len(readers.sheets)} 份试读表，至少要 {LEAST_READERS} 份。请再找没看过答案的人。"
        yield warning(RuleGroup.READING, file, ("items",), text)
    yield from items_left_out(subject, RuleGroup.READING, result.unread, "没有试读过，或试读以后改过", "请补上试读")
    yield from _marks(subject, result, readers)
    yield from _texts_found(subject, result, readers)


def _marks(subject: Subject, result: ReadThrough, readers: Readers) -> Iterator[Finding]:
    for word, mark, least in (("读懂", result.clear, LEAST_CLEAR), ("像人话", result.natural, LEAST_NATURAL)):
        if mark < least:
            text = (
                f"试读的人（{readers.readers}）给“{word}”平均 {mark:.2f} 分，至少要 {least}。请改写分低的，再请新人读。"
            )
            yield error(RuleGroup.READING, subject.places.questions, ("items",), text)
    for word, share in _twice(result):
        if share > MOST_TWICE:
            most = percent(MOST_TWICE)
            text = (
                f"有 {percent(share)} 的{word}被两个人以上读了两遍（{readers.readers}），不应超过 {most}。请改写它们。"
            )
            yield error(RuleGroup.READING, subject.places.questions, ("items",), text)


def _texts_found(subject: Subject, result: ReadThrough, readers: Readers) -> Iterator[Finding]:
    who = f"（{readers.readers}）"
    for place, mark in result.low.items():
        yield _finding(subject, place, f"平均只有 {mark:.1f} 分{who}，每段至少要 {LEAST_EACH}。请改写。")
    for place, key in result.astray.items():
        read_as = subject.bank.roles.key_name(key)
        yield _finding(subject, place, f"用别的话重说以后，被认成了{read_as}{who}。请改写。")
    for place in result.added:
        yield _finding(subject, place, f"有两个人以上说它冒出了题干里没有的事{who}。请改写。")
    for place in result.twice:
        file, path = subject.places.questions, _path(place)
        yield warning(RuleGroup.READING, file, path, f"{_name(place)}有两个人以上读了两遍{who}。请改写。")


def _finding(subject: Subject, place: Place, complaint: str) -> Finding:
    return error(RuleGroup.READING, subject.places.questions, _path(place), f"{_name(place)}{complaint}")


def _path(place: Place) -> tuple[str, ...]:
    item, letter = place
    return ("items", item, "stem") if letter == STEM else ("items", item, "options", letter)


def _name(place: Place) -> str:
    item, letter = place
    return f"{item} 的题干" if letter == STEM else f"{item} 的选项 {letter} "


def measure_readers(bank: Bank, readers: Readers) -> Iterator[RuleFigure]:
    """Yield the readers' figures beside their limits; nothing where no text of the present bank has been read."""
    result = read_through(bank, readers)
    if result is None:
        return
    for id_, name, mark, least in (
        ("clear", "试读：一遍读懂，平均", result.clear, LEAST_CLEAR),
        ("natural", "试读：像人话，平均", result.natural, LEAST_NATURAL),
    ):
        yield RuleFigure(id_, name, round(mark, 2), f"{mark:.2f} 分", f"≥ {least}", mark >= least)
    for word, share in _twice(result):
        id_ = "twice-stems" if word == "题干" else "twice-options"
        yield at_most(id_, f"试读：两个人以上读了两遍的{word}", share, MOST_TWICE)
    for id_, name, count in (
        ("low", f"试读：平均不到 {LEAST_EACH} 分的", len(result.low)),
        ("astray", "试读：重说以后归到别的线的", len(result.astray)),
        ("added", "试读：冒出题干里没有的事的", len(result.added)),
    ):
        yield RuleFigure(id_, name, count, f"{count} 段", "0", not count)


def _twice(result: ReadThrough) -> Iterator[tuple[str, float]]:
    """Yield what is counted, and the share of it that several readers read twice."""
    read, twice = (
        Counter("题干" if letter == STEM else "选项" for _, letter in places) for places in (result.read, result.twice)
    )
    for word, count in read.items():
        yield word, twice[word] / count


def _texts(bank: Bank) -> Iterator[tuple[Place, str]]:
    for item in bank.items:
        yield (item.id, STEM), item.stem + bank.framings[item.framing].ask
        for letter in item.letters:
            yield (item.id, letter), item.option(letter).text


def _impressions(place: Place, text: str, readers: Readers) -> list[Impression]:
    """Return what the readers said of a text as it is now."""
    impressions = (sheet.impressions.get(place) for sheet in readers.sheets)
    digest = text_digest(text)
    return [impression for impression in impressions if impression is not None and impression.text == digest]


def _is_known(place: Place, readers: Readers) -> bool:
    return any(place in sheet.impressions for sheet in readers.sheets)


def _mean_clear(impressions: Iterable[Impression]) -> float:
    return mean(impression.clear for impression in impressions)


def _mean_natural(impressions: Iterable[Impression]) -> float:
    return mean(impression.natural for impression in impressions)
