"""What each column of a table is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from rapidfuzz import fuzz

from rolecheck.bank.characters import plain_text
from rolecheck.exchange.forms.codebook import Codebook, Place
from rolecheck.exchange.forms.layouts import GOOGLE, Layout, is_called
from rolecheck.exchange.forms.marks import unnumbered
from rolecheck.report.questionnaire import NAME_TEXT, TITLE_TEXT


class About(Enum):
    """What a column can be about, apart from an item."""

    NAME = auto()
    TITLE = auto()
    SUBMITTED = auto()
    BEGUN = auto()
    SECONDS = auto()
    NOTHING = auto()
    """Known, and of no use here."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``number`` counts from 1."""

    number: int
    header: str
    about: About | Place

    @property
    def letters(self) -> str:
        """What spreadsheets call it: A, B, …, Z, AA."""
        letters, number = "", self.number
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord("A") + place) + letters
        return letters


class Near(NamedTuple):
    """A column nobody asked about that looks like an item's: perhaps its wording was changed."""

    column: Column
    item: str
    likeness: float


_NAMES = (
    "respondent_name",
    "name",
    "respondent",
    "姓名",
    "名字",
    "称呼",
    "你的姓名",
    "您的姓名",
    "你的名字",
    "您的名字",
)
_TITLES = ("respondent_title", "title", "名片", "职位", "岗位", "角色", "你的职位", "您的职位")
_LEAST_LIKENESS = 75
_MOST_COMPARED = 200
"""Columns looked at for likeness: whoever has more strange ones has the wrong file."""


def read_columns(
    header: Sequence[str], layout: Layout, codebook: Codebook, mapped: Mapping[int, About | Place]
) -> tuple[Column, ...]:
    """Return what each column is about; ``mapped`` are columns the user has spoken for, by number."""
    return tuple(
        Column(number, name, mapped[number] if number in mapped else _about(number, name, layout, codebook))
        for number, name in enumerate(header, 1)
    )


def _about(number: int, header: str, layout: Layout, codebook: Codebook) -> About | Place:
    if number == 1 and layout is GOOGLE:
        # Known by what stands in it: its name is in the language of whoever made the form.
        return About.SUBMITTED
    return _by_header(header, layout, codebook)


def _by_header(header: str, layout: Layout, codebook: Codebook) -> About | Place:
    if not header:
        return About.NOTHING
    for names, about in (
        (layout.submitted, About.SUBMITTED),
        (layout.begun, About.BEGUN),
        (layout.seconds, About.SECONDS),
        (layout.others, About.NOTHING),
    ):
        if is_called(header, names):
            return about
    place = codebook.place(header)
    if place is not None:
        return About.NOTHING if place.is_beside else place
    bare = unnumbered(header)
    if plain_text(bare) == plain_text(NAME_TEXT) or is_called(bare, _NAMES):
        return About.NAME
    if plain_text(bare) == plain_text(TITLE_TEXT) or is_called(bare, _TITLES):
        return About.TITLE
    return About.UNKNOWN


def near_items(columns: Sequence[Column], codebook: Codebook) -> tuple[Near, ...]:
    """Return the unknown columns that look like an item nobody else is about, with the item."""
    taken = {column.about.item.id for column in columns if isinstance(column.about, Place)}
    left = [(text, item.id) for text, item in codebook.texts.items() if item.id not in taken]
    unknown = [column for column in columns if column.about is About.UNKNOWN][:_MOST_COMPARED]
    found = []
    for column in unknown:
        plain = plain_text(unnumbered(column.header[:500]))
        best = max(((fuzz.ratio(plain, text), item) for text, item in left), default=(0.0, ""))
        if best[0] >= _LEAST_LIKENESS:
            found.append(Near(column, best[1], best[0]))
    return tuple(found)
