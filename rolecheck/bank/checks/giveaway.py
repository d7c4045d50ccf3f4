"""Is a line known by its name or its words rather than by what it does?

A stem or option that names a role or a line is answered by its name.

A signature word is one that stands in many of a line's options and hardly anywhere else: whoever has met it three times
need not read on. Words are pieces of one to four characters, which needs no dictionary; a piece that is always part of
a longer one is not told by itself.

Beside it a naive Bayes classifier (McCallum and Nigam 1998, the multinomial model) on single characters and pairs of
them is trained on all other responsibility items and guesses, among the keys an item offers, whose option each one is.
It has no limit: taught by one bank it keyed wholly new items at 0.83, so it mostly finds meaning, and that blind judges
key 95 % asks for exactly that.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from rolecheck.bank.checks import Finding, RuleFigure, RuleGroup, Subject, error, warning
from rolecheck.bank.checks.design import keys_of, offers
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.loading import TypedText
from rolecheck.bank.roles import STAND_BACK
from rolecheck.typesetting import percent

LEAST_SEEN = 5

LEAST_SHARE = 0.20

LEAST_OWN = 0.75
"""Options of a key a word stands in, as a number and as a share of the key's, and share of its uses that are there."""


MOST_SHARE = 0.30
"""Share of a key's options from which on the bank must not be used."""


LONGEST_WORD = 4


SMOOTHING = 1.0
"""Added to every count (Laplace)."""


LEAST_OFFERS = 4
"""With fewer options of a key there is next to nothing to learn from."""


_RUN = re.compile(r"\w+")


PLAIN_NOUNS = frozenset({"项目"})
"""What a line is called and what nobody can do without: as a plain noun it gives nothing away."""


LEAST_ALIAS = 3
"""Characters; shorter aliases (交付, PM) are everyday words, but for what a line is called."""


OURS = ("项目推进", "项目运营")
"""Names of the shipped bank's roles that no ending gives away: most banks began as a copy of it."""


LEAST_OLD = 3
"""Texts in which a name has to stand to be one; a manager of something may be mentioned once."""


_SOMEBODY = re.compile(rf"{'|'.join(OURS)}|[\u4e00-\u9fff]{{2}}经理")


class Word(NamedTuple):
    """A piece of text that stands mostly with one key."""

    key: str
    text: str
    own: int
    """Options of the key it stands in."""
    all: int
    """Options of any key it stands in."""
    offered: int
    """Options of the key."""

    @property
    def share(self) -> float:
        """The share of the key's options it stands in."""
        return self.own / self.offered


class Giveaway(NamedTuple):
    """How often options are guessed; ``overall`` is over those of lines, None where no line can be learnt."""

    overall: float | None
    by_key: Mapping[str, float]


def check_names(subject: Subject) -> Iterator[Finding]:
    """No stem and no option names a role; judgement items, which have no line to give away, are only warned of."""
    patterns = [(name, _pattern(name)) for name in given_names(subject.bank)]
    for item in subject.bank.items:
        level = warning if item.facet is Facet.JUDGEMENT else error
        texts: list[tuple[tuple[str, ...], str, str]] = [(("stem",), "题干", item.stem)]
        for letter, option in zip(item.letters, item.options, strict=True):
            texts.append((("options", letter), f"选项 {letter} ", option.text))
        for path, what, text in texts:
            name_there = next((name for name, pattern in patterns if pattern.search(text)), None)
            if name_there is not None:
                complaint = f"{item.id} 的{what}里出现了“{name_there}”，答题人会照名字选。请换成做的事，不提名字。"
                yield level(RuleGroup.NAMES, subject.places.questions, ("items", item.id, *path), complaint)


def check_old_names(subject: Subject) -> Iterator[Finding]:
    """No text of the roles' file speaks of a role there is not: one that was renamed lives on in what others say."""
    called = (name for role in subject.bank.roles.roles for name in (role.name, *role.aliases))
    longest_first = sorted(filter(_SOMEBODY.search, called), key=len, reverse=True)
    known = re.compile("|".join([*map(re.escape, longest_first), "(?!)"]))
    lines: dict[str, list[TypedText]] = defaultdict(list)
    for typed in subject.places.roles.texts:
        # The title of an essay is what it is.
        text = "" if typed.path[-1] == "title" else known.sub(" ", typed.text)
        for name in set(_SOMEBODY.findall(text)):
            lines[name].append(typed)
    for name, texts in lines.items():
        if name in OURS or len(texts) >= LEAST_OLD:
            places = "、".join(str(typed.line) for typed in texts[1:])
            more = f"（还有第 {places} 行）" if places else ""
            complaint = f"这里还写着“{name}”{more}，角色里没有叫这个的。改成现在的名字，或写进那个角色的 aliases。"
            yield warning(RuleGroup.NAMES, subject.places.roles, texts[0].path, complaint)


def given_names(bank: Bank) -> tuple[str, ...]:
    """Return every name that gives a line away, longest first, so that the whole of it is told."""
    book = bank.roles
    names = {name for role in book.roles for name in (role.name, *role.aliases) if len(name) >= LEAST_ALIAS}
    names |= {name for line in book.lines for name in (line.name, line.short) if len(name) > 1}
    return tuple(sorted(names - PLAIN_NOUNS, key=lambda name: (-len(name), name)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # SDM must not be found in a longer Latin word; Chinese has no word ends to look for.
    edged = rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)
    return re.compile(edged, re.IGNORECASE)


def signature_words(bank: Bank) -> tuple[Word, ...]:
    """Return the words that give a key away, those that stand in most of its options first."""
    items = bank.of(Facet.RESPONSIBILITY)
    own, everywhere = _where(items)
    offered = offers(items)
    signatures = [
        Word(key, text, count, everywhere[text], offered[key])
        for key, words in own.items()
        for text, count in words.items()
        if count >= max(LEAST_SEEN, LEAST_SHARE * offered[key]) and count >= LEAST_OWN * everywhere[text]
    ]
    signatures.sort(key=lambda word: (-word.share, -len(word.text), word.text))
    return tuple(word for word in signatures if not any(_is_part(word, other) for other in signatures))


def _where(items: Iterable[Item]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Count for each key, and for all together, in how many options each word stands."""
    own: dict[str, Counter[str]] = {}
    everywhere = Counter[str]()
    for item in items:
        for option in item.options:
            words = set(_words(option.text))
            own.setdefault(option.key or "", Counter()).update(words)
            everywhere.update(words)
    return own, everywhere


def _words(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        for length in range(1, LONGEST_WORD + 1):
            yield from (run[place : place + length] for place in range(len(run) - length + 1))


def _is_part(word: Word, other: Word) -> bool:
    """Tell whether a longer word of the same key says the same: it stands in as many of its options."""
    longer = len(word.text) < len(other.text) and word.text in other.text
    return word.key == other.key and longer and word.own == other.own


def check_words(subject: Subject) -> Iterator[Finding]:
    """No line, nor standing back, has a word of its own."""
    for word in signature_words(subject.bank):
        level = error if word.share >= MOST_SHARE else warning
        name = subject.bank.roles.key_name(word.key)
        text = (
            f"“{word.text}”成了{name}的记号：{word.offered} 个{name}选项里 {word.own} 个有它（{percent(word.share)}），"
            f"全部 {word.all} 处有 {word.own} 处在这里。请换几处说法；到 {percent(MOST_SHARE)} 就是错误。"
        )
        yield level(RuleGroup.GIVEAWAY, subject.places.questions, ("items",), text)


def measure_words(bank: Bank) -> Iterator[RuleFigure]:
    """Yield how far the strongest word, and a machine that counts words, give keys away."""
    words = signature_words(bank)
    limit = f"不到 {percent(LEAST_SHARE)}"
    if words:
        word, name = words[0], bank.roles.key_name(words[0].key)
        shown = f"{name}“{word.text}” {percent(word.share)}"
        yield RuleFigure("signature", "最像记号的词占一条线的选项", round(word.share, 4), shown, limit, False)
    else:
        yield RuleFigure("signature", "最像记号的词占一条线的选项", 0.0, "没有", limit, True)
    guessed = giveaway(bank)
    if guessed.overall is not None:
        shown = percent(guessed.overall)
        yield RuleFigure("naive-bayes", "只数字词的程序猜中的选项", round(guessed.overall, 4), shown, "不限", None)


def giveaway(bank: Bank) -> Giveaway:
    """Return how often the responsibility items' keys are guessed from the characters alone."""
    items = bank.of(Facet.RESPONSIBILITY)
    offered = offers(items)
    keys = [key for key in keys_of(bank, Facet.RESPONSIBILITY) if offered[key] >= LEAST_OFFERS]
    hits = _hits(items)
    lines = [key for key in keys if key != STAND_BACK]
    overall = sum(hits[key] for key in lines) / sum(offered[key] for key in lines) if lines else None
    return Giveaway(overall, {key: hits[key] / offered[key] for key in keys})


def _hits(items: Sequence[Item]) -> Counter[str]:
    """Count for each key how many of its options are guessed by what the other items teach."""
    taught: dict[str, Counter[str]] = {}
    for item in items:
        for option in item.options:
            taught.setdefault(option.key or "", Counter()).update(_pieces(option.text))
    whole = Counter[str]()
    for counts in taught.values():
        whole.update(counts)
    return Counter(key for item in items for key in _guessed(item, taught, whole))


def _guessed(item: Item, taught: Mapping[str, Counter[str]], whole: Counter[str]) -> Iterator[str]:
    """Yield the keys of an item's options that are guessed right when the item is left out of the teaching."""
    own = {option.key or "": Counter(_pieces(option.text)) for option in item.options}
    together = sum(own.values(), Counter[str]())
    # What stands in this item alone is not taught.
    vocabulary = max(len(whole) - sum(whole[piece] == count for piece, count in together.items()), 1)
    sizes = {key: taught[key].total() - counts.total() + SMOOTHING * vocabulary for key, counts in own.items()}
    for key, pieces in own.items():
        scores = {
            guess: sum(
                count * log((taught[guess][piece] - own[guess][piece] + SMOOTHING) / sizes[guess])
                for piece, count in pieces.items()
            )
            for guess in own
        }
        if max(scores, key=lambda guess: scores[guess]) == key:
            yield key


def _pieces(text: str) -> list[str]:
    """Return the characters of a text and the pairs of neighbours; a mark parts neighbours."""
    runs = _RUN.findall(text)
    return [piece for run in runs for piece in (*run, *(run[place : place + 2] for place in range(len(run) - 1)))]
