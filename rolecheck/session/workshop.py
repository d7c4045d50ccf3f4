"""One room's way through a few moments: immutable, moved forwards and taken back scene by scene.

Every moment has four scenes: everybody thinks, all raise their hands at once and the lead counts, what was counted is
looked at, and only then is it said which line each option stands for. The relay comes when all moments are through.
Who raised a hand is known to nobody; a count is a count of hands. A lead types counts as numbers in order, as letters
with numbers, or as one letter a hand: so a chat room answers, and what everybody has sent is typed as it stands.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import LETTERS, NONE_FITS_TEXT, Bank, Item
from rolecheck.session.session import Back
from rolecheck.session.step import shown_order

MOST_MOMENTS = 20
"""More than anybody sits through."""

MOST_HANDS = 999
"""More than a room holds, and than a slip of the fingers should pass for."""


LONGEST_COUNTS = 2000
"""Characters that are read at all of what a lead types."""

_BETWEEN = re.compile(r"[\s,;:=/|、。人个票]+")
_PIECE = re.compile(r"([A-Z]?) ?([0-9]*) ?")


class Scene(StrEnum):
    """What is on the screen."""

    THINK = "think"
    HANDS = "hands"
    SPREAD = "spread"
    LINES = "lines"
    RELAY = "relay"


@dataclass(frozen=True, slots=True)
class Hands:
    """How many hands each option of one moment had; ``counts`` are in the bank's order of its options.

    ``none_fits`` are the hands of those whom no option fitted: a count of its own, and no choice.
    """

    item: str
    counts: tuple[int, ...]
    none_fits: int = 0

    @property
    def total(self) -> int:
        """All hands that chose an option."""
        return sum(self.counts)


class Go(Enum):
    """A move that counts nothing."""

    ON = auto()
    """To the next scene."""

    SKIP = auto()
    """To the next moment; what was counted of this one does not count."""


RoomMove = Hands | Go | Back

_AFTER = {Scene.THINK: Scene.HANDS, Scene.SPREAD: Scene.LINES}


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a room stands: the ids of its moments, which of them is looked at in which scene, and what was counted."""

    moments: tuple[str, ...]
    seed: int
    place: int = 0
    scene: Scene = Scene.THINK
    hands: tuple[Hands, ...] = ()
    ended: bool = False

    def counted(self, item_id: str) -> Hands | None:
        """Return what was counted at a moment, None if nothing was."""
        return next((hands for hands in self.hands if hands.item == item_id), None)

    def move(self, move: RoomMove) -> "Workshop":
        """Return the workshop after one move; ValueError if there is no such move in this scene."""
        match move:
            case Back.BACK:
                return self._back()
            case Hands():
                if self.scene is not Scene.HANDS or move.item != self.moments[self.place]:
                    raise ValueError(f"{move.item} is not counted at {self.scene}")
                return replace(self, scene=Scene.SPREAD, hands=(*self._others(), move))
            case Go.SKIP if self.scene is not Scene.RELAY:
                return replace(self, hands=self._others())._next_moment()
            case Go.ON if self.scene is Scene.RELAY:
                return replace(self, ended=True)
            case Go.ON if self.scene is Scene.LINES:
                return self._next_moment()
            case Go.ON if self.scene in _AFTER:
                return replace(self, scene=_AFTER[self.scene])
            case _:
                raise ValueError(f"{move} is no move at {self.scene}")

    def _others(self) -> tuple[Hands, ...]:
        return tuple(hands for hands in self.hands if hands.item != self.moments[self.place])

    def _next_moment(self) -> "Workshop":
        place = self.place + 1
        return replace(self, place=place, scene=Scene.THINK if place < len(self.moments) else Scene.RELAY)

    def _back(self) -> "Workshop":
        """Return to the scene before; before a moment that was skipped stands its stem."""
        match self.scene:
            case Scene.HANDS:
                return replace(self, scene=Scene.THINK)
            case Scene.SPREAD:
                return replace(self, scene=Scene.HANDS)
            case Scene.LINES:
                return replace(self, scene=Scene.SPREAD)
            case _ if self.place:
                before = self.moments[self.place - 1]
                scene = Scene.THINK if self.counted(before) is None else Scene.LINES
                return replace(self, place=self.place - 1, scene=scene)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class SceneStep:
    """One scene about to be shown, and the item it is of: none at the relay.

    ``order`` are the item's stable letters in the order they are shown.
    """

    workshop: Workshop
    item: Item | None
    order: str

    @property
    def scene(self) -> Scene:
        """What is to be seen."""
        return self.workshop.scene

    @property
    def is_first(self) -> bool:
        """Whether there is nothing to go back to."""
        return not self.workshop.place and self.scene is Scene.THINK

    @property
    def counted(self) -> Hands | None:
        """What was counted at this moment, if anything was."""
        return None if self.item is None else self.workshop.counted(self.item.id)


def next_scene(bank: Bank, workshop: Workshop) -> SceneStep | None:
    """Return what to show next, or None when the workshop has ended."""
    if workshop.ended:
        return None
    if workshop.scene is Scene.RELAY:
        return SceneStep(workshop, None, "")
    item = bank.by_id[workshop.moments[workshop.place]]
    return SceneStep(workshop, item, shown_order(item, workshop.seed))


def as_shown(hands: Hands, item: Item, order: str) -> tuple[int, ...]:
    """Return the counts in the order the options are shown, and last those whom none fits."""
    return (*(hands.counts[item.letters.index(letter)] for letter in order), hands.none_fits)


def as_counted(item: Item, order: str, counts: tuple[int, ...]) -> Hands:
    """Return counts, given in the order the options are shown and last those whom none fits, as the moment's hands."""
    *shown, none_fits = counts
    return Hands(item.id, tuple(shown[order.index(letter)] for letter in item.letters), none_fits)


def read_counts(typed: str, options: int) -> tuple[int, ...] | str:
    """Return how many hands each of so many options had, in the order they are shown, and last whom none fits.

    Or what is wrong with it. Nobody need be counted whom none fits: the last number may be left out.
    """
    text = _BETWEEN.sub(" ", unicodedata.normalize("NFKC", typed[:LONGEST_COUNTS]).upper()).strip()
    letters = LETTERS[:options]
    pieces = _pieces(text)
    if isinstance(pieces, str):
        return f"看不懂“{harmless(pieces, 8)}”。照 {letters[0]} 到 {letters[-1]} 的次序打人数，中间空一格。"
    if not pieces:
        return f"照 {letters[0]} 到 {letters[-1]} 的次序打人数，没人举的打 0，中间空一格。"
    wrong = _wrong_letters(pieces, letters)
    if wrong is not None:
        return wrong
    counts = _counts(pieces, letters)
    return _wrong_counts(counts, pieces, letters) or tuple(counts)


def _counts(pieces: list[tuple[str, str]], letters: str) -> list[int]:
    """Return the counts of pieces that nothing is wrong with."""
    if not any(letter for letter, _ in pieces):
        counts = [int(number) for _, number in pieces]
        return [*counts, 0] if len(counts) == len(letters) else counts
    if _is_by_hand(pieces):
        hands = Counter(letter for letter, _ in pieces)
        return [*(hands[letter] for letter in letters), sum(len(number) for _, number in pieces)]
    numbers = {letter: int(number) for letter, number in pieces}
    return [*(numbers.get(letter, 0) for letter in letters), numbers.get("", 0)]


def _is_by_hand(pieces: list[tuple[str, str]]) -> bool:
    """Tell whether each letter is a hand, and each 0 the hand of one whom none fits."""
    return any(letter and not number for letter, number in pieces)


def _pieces(text: str) -> list[tuple[str, str]] | str:
    """Return letters with the numbers behind them, either perhaps missing; or the rest that is neither."""
    pieces, end = [], 0
    while end < len(text):
        match = _PIECE.match(text, end)
        if match is None or not match[1] + match[2]:
            return text[end:].partition(" ")[0]
        pieces.append((match[1], match[2]))
        end = match.end()
    return pieces


def _wrong_letters(pieces: list[tuple[str, str]], letters: str) -> str | None:
    named = [letter for letter, _ in pieces if letter]
    unknown = next((letter for letter in named if letter not in letters), None)
    if unknown is not None:
        return f"没有 {unknown} 这个选项，只有 {letters[0]} 到 {letters[-1]}。"
    if not named:
        return None
    mixed = "有的写了数，有的没写。要么都写成 A3 B0 这样，要么一个字母算一人：AAB。"
    if _is_by_hand(pieces):
        return mixed if any(number.strip("0") for _, number in pieces) else None
    twice = next((letter for letter, count in Counter(named).items() if count > 1), None)
    if twice is not None:
        return f"{twice} 写了两回，留一个。"
    # One number without a letter may stand at the end: of those whom none fits.
    return mixed if any(not letter for letter, _ in pieces[:-1]) else None


def _wrong_counts(counts: list[int], pieces: list[tuple[str, str]], letters: str) -> str | None:
    if len(counts) == 1 < len(letters) <= len(pieces[0][1]) <= len(letters) + 1:
        return "几个数连在一起了，中间空一格。"
    if len(counts) != len(letters) + 1:
        return (
            f"有 {len(letters)} 个选项，这里是 {len(counts)} 个数。没人举的也要打 0；{NONE_FITS_TEXT}的人数写在最后。"
        )
    if max(counts) > MOST_HANDS:
        return f"{max(counts)} 太多了，一个选项最多 {MOST_HANDS} 人。看看是不是两个数连在一起了。"
    return None
