"""Roles side by side: what is said of each, what tells two apart, and what the sources leave unsaid."""

from itertools import combinations
from typing import Any

import pytest

from rolecheck.bank.lookup import find_roles
from rolecheck.bank.roles import RoleBook
from rolecheck.errors import UsageError
from rolecheck.report.page import Beside
from rolecheck.report.role import UNSAID, comparison_data, comparison_page
from tests.builders import shipped
from tests.pages import headings

BOOK = shipped().roles


def compared(*names: str, book: RoleBook = BOOK) -> dict[str, Any]:
    return comparison_data(book, find_roles(book, names))


def tables(*names: str) -> list[Beside]:
    return [block for block in comparison_page(BOOK, find_roles(BOOK, names)).blocks if isinstance(block, Beside)]


def test_every_dimension_has_a_cell_for_each_role_in_the_order_named() -> None:
    comparison = compared("交付", "产品")
    assert [role["id"] for role in comparison["roles"]] == ["delivery-manager", "product-manager"]
    assert [row["id"] for row in comparison["dimensions"]] == [dimension.id for dimension in BOOK.dimensions]
    for row, aspect, dimension in zip(
        comparison["dimensions"], tables("交付", "产品")[1].rows, BOOK.dimensions, strict=True
    ):
        known = [dimension.cells.get(role) for role in ("delivery-manager", "product-manager")]
        both = zip(known, row["cells"], aspect.cells, strict=True)
        assert all((data["text"], shown) == (cell.text, (cell.text,)) for cell, data, shown in both if cell)


def test_where_a_dimension_says_nothing_of_a_role_its_card_does() -> None:
    _, dimensions = tables("交付", "实施")
    cells = {row.name: row.cells for row in dimensions.rows}
    assert cells["职业路径"][0] == BOOK.role("delivery-manager").career
    (row,) = (row for row in compared("交付", "实施")["dimensions"] if row["name"] == "职业路径")
    assert "往交付总监或大客户负责人走" in row["cells"][0]["text"]


def test_what_neither_the_dimension_nor_the_card_says_stays_unsaid() -> None:
    _, dimensions = tables("交付", "项目经理")
    cells = {row.name: row.cells for row in dimensions.rows}
    assert (cells["工具"][0], dimensions.unknown) == (None, UNSAID)
    assert cells["工具"][1] is not None
    silent = BOOK._replace(roles=tuple(role._replace(career=()) for role in BOOK.roles))
    (_, bare) = (block for block in comparison_page(silent, silent.roles[4:]).blocks if isinstance(block, Beside))
    assert {row.name: row.cells for row in bare.rows}["职业路径"][0] is None


def test_each_pair_is_told_apart_once_whichever_is_named_first() -> None:
    pairs = [pair["names"] for pair in compared("运营", "项目经理", "产品")["separations"]]
    assert pairs == [["项目运营", "项目经理"], ["项目运营", "产品经理"], ["项目经理", "产品经理"]]
    (one,), (other,) = (compared(*names)["separations"] for names in (("推进", "项目经理"), ("项目经理", "推进")))
    assert one["text"] == other["text"]
    assert one["between"] == other["between"][::-1]


def test_a_pair_the_bank_says_nothing_about_is_left_out() -> None:
    told = compared("产品", "项目经理", "推进", book=BOOK._replace(separations=BOOK.separations[1:]))
    assert [pair["names"] for pair in told["separations"]] == [["产品经理", "项目推进"], ["项目经理", "项目推进"]]


def test_only_disagreements_about_a_role_shown_are_told() -> None:
    told = [each["name"] for each in compared("产品", "推进")["disagreements"]]
    assert told == ["项目经理管到哪", "是管还是推"]
    page = headings(comparison_page(BOOK, find_roles(BOOK, ["产品", "推进"])))
    assert [heading.split("：")[1] for heading in page if "说法不一" in heading] == told
    assert len(compared("产品", "项目经理")["disagreements"]) == 3


@pytest.mark.parametrize("pair", list(combinations([role.name for role in BOOK.roles], 2)))
def test_the_sources_of_everything_shown_are_named(pair: tuple[str, str]) -> None:
    entries = compared(*pair)["sources"]["entries"]
    assert len(entries) >= 2
    assert all(entry.startswith("《") for entry in entries)


def test_all_six_can_be_compared_and_seven_cannot() -> None:
    roles = BOOK.roles
    assert len(comparison_data(BOOK, roles)["separations"]) == 15
    for compare in (comparison_data, comparison_page):
        with pytest.raises(UsageError, match="最多对照 6 个"):
            compare(BOOK, (*roles, roles[0]._replace(id="seventh")))


@pytest.mark.parametrize(
    ("names", "title"),
    [(("产品", "交付"), "产品经理和交付经理"), (("产品", "推进", "交付"), "产品经理、项目推进和交付经理")],
)
def test_the_title_names_the_roles(names: tuple[str, ...], title: str) -> None:
    assert comparison_page(BOOK, find_roles(BOOK, names)).title == title


def test_a_bank_without_dimensions_and_separations_still_has_a_page() -> None:
    bare = BOOK._replace(dimensions=(), separations=(), tensions=())
    page = comparison_page(bare, find_roles(bare, ["项目经理", "项目推进"]))
    assert headings(page) == ["出处"]
