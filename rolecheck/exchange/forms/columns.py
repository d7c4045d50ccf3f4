"""What each column of a table is about.

A column is an item's answers only if nothing else is in its heading. Where several columns could be the same thing,
one is chosen by a rule, and that is said; where no rule can choose, the user is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import fuzz

from rolecheck.bank.characters import harmless, plain_name, plain_text
from rolecheck.exchange.forms.cells import unnumbered
from rolecheck.exchange.forms.codebook import Certainty, Codebook, ItemPlace
from rolecheck.exchange.forms.layouts import (
    BEGUN,
    GOOGLE,
    SECONDS,
    SUBMITTED,
    ColumnKind,
    ToolLayout,
    is_called,
    place_among,
)
from rolecheck.exchange.forms.table import AnswerTable
from rolecheck.exchange.questionnaire import NAME_TEXT, TITLE_TEXT


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``number`` counts from 1; ``rank`` is how sure a guess it is, the surest 0."""

    number: int
    header: str
    about: ColumnKind | ItemPlace
    rank: int = 0

    @property
    def letters(self) -> str:
        """What spreadsheets call it: A, B, …, Z, AA."""
        letters, number = "", self.number
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord("A") + place) + letters
        return letters

    @property
    def shown(self) -> str:
        """How it is named to a reader."""
        return f"{self.letters} 列“{harmless(self.header, _SHOWN)}”"


@dataclass(slots=True)
class Columns:
    """The columns, what was decided about them, and what only the user can decide: by column, what to say."""

    every: tuple[Column, ...] = ()
    notes: list[str] = field(default_factory=list)
    problems: list[tuple[Column, str]] = field(default_factory=list)


class NearItem(NamedTuple):
    """A column nobody asked about that looks like an item's: perhaps its wording was changed."""

    column: Column
    item: str
    likeness: float


_OWN_NAMES = ("respondent_name", "name", "respondent", NAME_TEXT)
_NAMES = (
    *("姓名", "名字", "称呼", "你的姓名", "您的姓名", "你的名字", "您的名字", "真实姓名", "员工姓名", "填写人姓名"),
    *("请填写姓名", "请输入姓名", "请填写您的姓名", "请输入您的姓名", "您怎么称呼", "怎么称呼您", "怎么称呼你"),
)
_OWN_TITLES = ("respondent_title", "title", TITLE_TEXT)
_TITLES = ("名片", "职位", "岗位", "角色", "你的职位", "您的职位")
_ACCOUNT = 9
"""Rank of a column with the name of whoever was logged in."""

_SHOWN = 12
_MOST_LISTED = 8
_LEAST_LIKENESS = 75
_MOST_COMPARED = 200
"""Columns looked at for likeness: whoever has more strange ones has the wrong file."""

COLUMN_NAMES = {
    ColumnKind.NAME: "名字",
    ColumnKind.TITLE: "名片",
    ColumnKind.SUBMITTED: "交卷时间",
    ColumnKind.BEGUN: "开始时间",
    ColumnKind.SECONDS: "用时",
}
_MAPPED = {
    ColumnKind.NAME: "name",
    ColumnKind.TITLE: "title",
    ColumnKind.SUBMITTED: "time",
    ColumnKind.SECONDS: "seconds",
}


def read_columns(
    table: AnswerTable, layout: ToolLayout, codebook: Codebook, mapped: Mapping[int, ColumnKind | ItemPlace]
) -> Columns:
    """Return what each column is about; ``mapped`` are columns the user has spoken for, by number."""
    read = [
        _mapped(number, name, mapped[number])
        if number in mapped
        else Column(number, name, ColumnKind.HIDDEN)
        if number in table.hidden
        else _column(number, name, layout, codebook)
        for number, name in enumerate(table.header, 1)
    ]
    columns = Columns()
    if hidden := [column for column in read if column.about is ColumnKind.HIDDEN and column.header]:
        columns.notes.append(f"{_listed(hidden)}在表里是隐藏的，没有读。")
    settled = {column.number: column for column in (*_items(read, columns), *_circumstances(read, columns))}
    columns.every = tuple(settled.get(column.number, column) for column in read)
    if beside := [column for column in columns.every if column.about is ColumnKind.BESIDE]:
        columns.notes.append(f"题目旁边的这些列不是作答，没有用：{_listed(beside)}。")
    if not any(column.about is ColumnKind.NAME for column in columns.every):
        columns.notes.append("没有认出写名字的列，各人按第几行来记。")
    unknown = [column for column in columns.every if column.about is ColumnKind.UNKNOWN]
    if unknown:
        columns.notes.append(f"不认得的列没有用：{_listed(unknown)}。")
    return columns


def _mapped(number: int, header: str, about: ColumnKind | ItemPlace) -> Column:
    return Column(number, header, about, rank=-1)


def _column(number: int, header: str, layout: ToolLayout, codebook: Codebook) -> Column:
    if number == 1 and layout is GOOGLE:
        # Known by what stands in it: its name is in the language of whoever made the form.
        return Column(number, header, ColumnKind.SUBMITTED)
    about, rank = _about(header, layout, codebook)
    return Column(number, header, about, rank)


def _about(header: str, layout: ToolLayout, codebook: Codebook) -> tuple[ColumnKind | ItemPlace, int]:
    if not header:
        return ColumnKind.NOTHING, 0
    for about, own, common in (
        (ColumnKind.SUBMITTED, layout.submitted, SUBMITTED),
        (ColumnKind.BEGUN, layout.begun, BEGUN),
        (ColumnKind.SECONDS, (), SECONDS),
    ):
        if is_called(header, own):
            return about, place_among(header, own) or 0
        if not is_called(header, layout.others) and (place := place_among(header, common)) is not None:
            return about, len(own) + place
    if is_called(header, layout.others):
        return ColumnKind.NOTHING, 0
    if (item := codebook.place(header)) is not None:
        return item, 0
    return _person(unnumbered(header), layout)


def _person(header: str, layout: ToolLayout) -> tuple[ColumnKind, int]:
    own = plain_name(header)
    for about, first, then in ((ColumnKind.NAME, _OWN_NAMES, _NAMES), (ColumnKind.TITLE, _OWN_TITLES, _TITLES)):
        if about is ColumnKind.NAME and own in map(plain_name, layout.accounts):
            return about, _ACCOUNT
        plain = {plain_name(header), plain_name(header.rpartition("/")[2]), plain_text(header)}
        for rank, names in enumerate((first, then)):
            if plain & {form for name in names for form in (plain_name(name), plain_text(name))}:
                return about, rank
    return ColumnKind.UNKNOWN, 0


def _items(read: Iterable[Column], columns: Columns) -> Iterator[Column]:
    """Yield the columns with a question in their heading, as what they are once all that name it are seen."""
    placed = [(column, column.about) for column in read if isinstance(column.about, ItemPlace)]
    by_place = sorted(placed, key=lambda pair: (pair[1].item.id, pair[1].second, pair[1].letter or ""))
    for _, group in groupby(by_place, key=lambda pair: (pair[1].item.id, pair[1].second, pair[1].letter)):
        yield from _claimants(list(group), columns)


def _claimants(group: Sequence[tuple[Column, ItemPlace]], columns: Columns) -> Iterator[Column]:
    by_certainty = {
        kind: [column for column, place in group if place.certainty is kind and column.rank >= 0] for kind in Certainty
    }
    mapped = [column for column, _ in group if column.rank < 0]
    sure = mapped or by_certainty[Certainty.SURE]
    reworded = by_certainty[Certainty.REWORDED]
    item = group[0][1].item.id
    yield from (replace(column, about=ColumnKind.BESIDE) for column in by_certainty[Certainty.BESIDE])
    doubtful = by_certainty[Certainty.DOUBTFUL]
    if sure:
        if len(sure) > 1:
            columns.notes.append(f"{_listed(sure)}是同一道题 {item}，合起来读：都有字又不一样的会列出来。")
        others = [column for column, _ in group if column not in sure]
        yield from (
            replace(column, about=ColumnKind.BESIDE) for column in others if column.about is not ColumnKind.BESIDE
        )
        return
    if len(reworded) == 1:
        columns.notes.append(f"{_listed(reworded)}和题库的字句不一样，按代号认作 {item}。")
        yield from (replace(column, about=ColumnKind.BESIDE) for column in doubtful)
        return
    if not (reworded or doubtful):
        beside = by_certainty[Certainty.BESIDE]
        columns.notes.append(
            f"题 {item} 只在{_listed(beside)}里，看着是它的得分、备注一类，这题当没问。"
            f"是作答就加 --map {beside[0].number}={item}。"
        )
    for column in (*reworded, *doubtful):
        why = "，可别的列也带着它的代号" if len(reworded) > 1 else "，还有别的字"
        columns.problems.append(
            (
                column,
                f"{column.shown}：里面有题 {item}{why}，分不清是不是作答。"
                f"是就加 --map {column.number}={item}，不是就加 --map {column.number}=ignore。",
            )
        )
        yield replace(column, about=ColumnKind.UNCLEAR)


def _circumstances(read: Sequence[Column], columns: Columns) -> Iterator[Column]:
    """Yield the columns about the answering that are not used, because another one is the surer."""
    for about, called in COLUMN_NAMES.items():
        rivals = sorted((column for column in read if column.about is about), key=lambda column: column.rank)
        if not rivals:
            continue
        best, *others = rivals
        yield from (replace(column, about=ColumnKind.NOTHING) for column in others)
        if about is ColumnKind.NAME and best.rank == _ACCOUNT:
            columns.notes.append(f"问卷里没有问名字，名字取自{best.shown}，是平台的帐号名。")
        if tied := [column for column in others if column.rank == best.rank]:
            remedy = f"，要用另一列就加 --map {tied[0].number}={_MAPPED[about]}" if about in _MAPPED else ""
            columns.notes.append(f"{_listed([best, *tied])}都像{called}，用的是 {best.letters} 列{remedy}。")


def _listed(columns: Sequence[Column]) -> str:
    more = f"等 {len(columns)} 列" if len(columns) > _MOST_LISTED else ""
    return "、".join(column.shown for column in columns[:_MOST_LISTED]) + more


def near_items(columns: Sequence[Column], codebook: Codebook) -> tuple[NearItem, ...]:
    """Return the unknown columns that look like an item nobody else is about, with the item."""
    taken = {column.about.item.id for column in columns if isinstance(column.about, ItemPlace)}
    left = [(text, item.id) for text, item in codebook.texts.items() if item.id not in taken]
    unknown = [column for column in columns if column.about is ColumnKind.UNKNOWN][:_MOST_COMPARED]
    near = []
    for column in unknown:
        plain = plain_text(unnumbered(column.header[:500]))
        best = max(((fuzz.ratio(plain, text), item) for text, item in left), default=(0.0, ""))
        if best[0] >= _LEAST_LIKENESS:
            near.append(NearItem(column, best[1], best[0]))
    return tuple(near)
