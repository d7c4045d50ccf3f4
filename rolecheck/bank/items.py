"""What is asked: the frozen shape of ``data/questions.yaml``, how each of its keys is written, and the whole bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, NamedTuple

from rolecheck.bank.acceptance import Acceptance, Checklist
from rolecheck.bank.characters import plain_text
from rolecheck.bank.keys import Belonging, Case, Concepts, Key, ReservedWords
from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME, RoleBook

if TYPE_CHECKING:
    from rolecheck.bank.calibration import Calibration

import hashlib

LETTERS = "ABCDEFGH"
"""Names of options, in bank order (stable) or in shown order (shuffled)."""

NONE_FITS = "0"
"""Stands in a letter's place, in the bank's order as on the screen, for the answer that no option fits."""

NONE_FITS_TEXT = "都不像我"


class Facet(StrEnum):
    """Which side of the work an item asks about."""

    RESPONSIBILITY = "responsibility"
    DUTY = "duty"
    KPI = "kpi"
    JUDGEMENT = "judgement"


STAGED = (Facet.RESPONSIBILITY, Facet.JUDGEMENT)
"""Facets whose items are moments of a project's life."""

KEYED = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)
"""Facets whose options stand for a line or for standing back."""

CREDITS = (0.0, 0.5, 1.0)

SHEET_COLUMNS = ("respondent", "seconds", "subject", "title")
"""Columns an answer sheet has besides its items'."""

_JUDGING = Case("facet", (Facet.JUDGEMENT,))


class Framing(NamedTuple):
    """The question that follows a stem."""

    id: Annotated[str, Key("问法的 id", declares="framings")]
    facet: Annotated[Facet, Key("用在哪个侧面")]
    ask: Annotated[str, Key("问的话")]


class Trap(NamedTuple):
    """A known misreading of acceptance."""

    id: Annotated[str, Key("误读的 id", declares="traps")]
    name: Annotated[str, Key("误读的名称")]
    says: Annotated[str, Key("一句话说清错在哪里")]


class JudgementPoint(NamedTuple):
    """Something judgement items judge."""

    id: Annotated[str, Key("判断点的 id", declares="judgements")]
    name: Annotated[str, Key("判断点的名称")]


class Option(NamedTuple):
    """A choice: it stands for a line (``key``), or, on a judgement item, earns ``credit``."""

    text: Annotated[
        str,
        Key(
            "选项的话：第一人称，一口气说完",
            once="同一道题里两个选项文字相同（空格和标点不算），请改写一个。",
            alike=plain_text,
        ),
    ]
    key: Annotated[
        str | None,
        Key(
            f"选项代表的责任线的 id，或 {STAND_BACK}（{STAND_BACK_NAME}）",
            uses="lines",
            besides=STAND_BACK,
            reserved=ReservedWords(
                (STAND_BACK,),
                f"{STAND_BACK_NAME}的选项只用在责任题。请写一条责任线的 id。",
                Case("facet", (Facet.DUTY, Facet.KPI)),
            ),
            once="同一道题里一个 key 只能出现一次，请改掉一个。",
            belongs=Belonging(
                Case("facet", KEYED), "只用在责任题、职责题和考核题。判断题的选项请写 credit。", instead="credit"
            ),
        ),
    ]
    credit: Annotated[
        float | None,
        Key(
            "判断题记的分",
            numbers=CREDITS,
            belongs=Belonging(_JUDGING, "只用在判断题。这里的选项请写 key（责任线的 id）。", instead="key"),
        ),
    ]
    trap: Annotated[
        str | None,
        Key(
            "掉进的误读的 id，credit 为 0 才写",
            uses="traps",
            optional=True,
            belongs=Belonging(_JUDGING, "只用在判断题。请删掉。"),
        ),
    ]


class Item(NamedTuple):
    """One thing asked. The order of ``options`` is their stable letter, A first."""

    id: Annotated[
        str,
        Key(
            "题的 id，发布后不再改",
            declares="items",
            reserved=ReservedWords(SHEET_COLUMNS, "答卷里这一列另有用处。请换一个 id。"),
        ),
    ]
    facet: Annotated[Facet, Key("侧面：responsibility 责任，duty 职责，kpi 考核，judgement 判断")]
    stage: Annotated[
        str | None,
        Key(
            "阶段的 id；责任题和判断题才有",
            uses="stages",
            belongs=Belonging(Case("facet", STAGED), "只用在责任题和判断题，职责题和考核题不分阶段。请删掉。"),
        ),
    ]
    framing: Annotated[str, Key("问法的 id", uses="framings")]
    industry: Annotated[str | None, Key("行业")]
    stem: Annotated[str, Key("题干：一个具体时刻，两句短话")]
    options: Annotated[tuple[Option, ...], Key("选项；先后就是稳定字母，发布后不再改", least=2, most=len(LETTERS))]
    debrief: Annotated[str, Key("讲评：每条线的选项为什么站在那里")]
    concepts: Concepts
    judges: Annotated[
        tuple[str, ...],
        Key(
            "考哪几个判断点；判断题才有",
            uses="judgements",
            belongs=Belonging(_JUDGING, "只用在判断题。请删掉，或把 facet 改成 judgement。"),
        ),
    ]

    @property
    def letters(self) -> str:
        """The stable letters this item's options have, in order."""
        return LETTERS[: len(self.options)]

    @property
    def takes_none_fits(self) -> bool:
        """Whether one may answer that no option fits: not where a reading is right or wrong."""
        return self.facet is not Facet.JUDGEMENT

    @property
    def answers(self) -> str:
        """What a first choice can be: one of the letters, or NONE_FITS where that is an answer."""
        return self.letters + NONE_FITS if self.takes_none_fits else self.letters

    def option(self, letter: str) -> Option:
        """Return the option of this stable letter; ValueError if there is none."""
        return self.options[self.letters.index(letter)]


class Questions(NamedTuple):
    """``questions.yaml`` as it is written."""

    version: Annotated[str, Key("题库的版本，要加引号")]
    framings: Annotated[Mapping[str, Framing], Key("问法：跟在题干后面的那句话", by="id")]
    traps: Annotated[Mapping[str, Trap], Key("对验收的几种误读", least=0, by="id")]
    judgements: Annotated[tuple[JudgementPoint, ...], Key("判断题考的几个判断点", least=0)]
    items: Annotated[tuple[Item, ...], Key("题")]
    acceptance: Annotated[Checklist | None, Key("rolecheck accept 的单子；可以不写")]


@dataclass(frozen=True)
class Bank:
    """Roles and items together; ``digest`` tells one content from another.

    ``acceptance`` may be missing, and so may ``calibration``: what answers have taught of the items.
    """

    roles: RoleBook
    version: str
    framings: Mapping[str, Framing]
    traps: Mapping[str, Trap]
    judgements: Mapping[str, str]
    items: tuple[Item, ...]
    digest: str
    acceptance: Acceptance | None = None
    calibration: "Calibration | None" = None

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by their id."""
        return {item.id: item for item in self.items}

    def of(self, facet: Facet) -> tuple[Item, ...]:
        """Return the items of one facet, in bank order."""
        return self._by_facet[facet]

    @cached_property
    def _by_facet(self) -> Mapping[Facet, tuple[Item, ...]]:
        return {facet: tuple(item for item in self.items if item.facet is facet) for facet in Facet}


_FIRST = "bcdfghjkmnpqrstvwxz"
"""Names of variables begin with a letter; without vowels no code is a word."""

_REST = _FIRST + "23456789"
_LENGTH = 4


def item_codes(bank: Bank) -> Mapping[str, str]:
    """Return the code of each item by its id: always the same for the same id, and no two alike in a bank."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for item in bank.items:
        attempt = 0
        while (code := _code(item.id, attempt)) in taken:
            attempt += 1
        taken.add(code)
        codes[item.id] = code
    return codes


def _code(item: str, attempt: int) -> str:
    digest = hashlib.sha256(f"{item}/{attempt}".encode()).digest()
    rest = (_REST[byte % len(_REST)] for byte in digest[1:_LENGTH])
    return _FIRST[digest[0] % len(_FIRST)] + "".join(rest)
