"""Roles side by side: what is said of each, what tells two apart, and what the sources leave unsaid."""

from itertools import combinations

import pytest

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_roles
from rolecheck.bank.shipped import shipped_folder
from rolecheck.errors import UsageError
from rolecheck.report.comparison import Comparison, compare

BOOK = load_roles(shipped_folder())


def compared(*names: str) -> Comparison:
    return compare(BOOK, find_roles(BOOK, names))


def test_every_dimension_has_a_cell_for_each_role_in_the_order_named() -> None:
    comparison = compared("交付", "产品")
    assert [role.id for role in comparison.roles] == ["delivery-manager", "product-manager"]
    assert [row.id for row in comparison.dimensions] == [dimension.id for dimension in BOOK.dimensions]
    for row, dimension in zip(comparison.dimensions, BOOK.dimensions, strict=True):
        assert [cell.role for cell in row.cells] == ["delivery-manager", "product-manager"]
        for cell in row.cells:
            known = dimension.cells.get(cell.role)
            assert cell.text == (known.text if known else None)


def test_what_the_sources_do_not_say_stays_unsaid() -> None:
    rows = {row.id: row.cells for row in compared("产品", "项目经理").dimensions}
    assert rows["capability"][0].text is None
    assert rows["capability"][1].text is not None


def test_each_pair_is_told_apart_once_whichever_is_named_first() -> None:
    names = ("运营", "项目经理", "产品")
    pairs = [pair.names for pair in compared(*names).separations]
    assert pairs == [("项目运营", "项目经理"), ("项目运营", "产品经理"), ("项目经理", "产品经理")]
    one, other = compared("推进", "项目经理").separations, compared("项目经理", "推进").separations
    assert one[0].text == other[0].text
    assert one[0].between == other[0].between[::-1]


def test_a_pair_the_bank_says_nothing_about_is_left_out() -> None:
    book = BOOK._replace(separations=BOOK.separations[1:])
    roles = find_roles(book, ["产品", "项目经理", "推进"])
    assert [pair.names for pair in compare(book, roles).separations] == [
        ("产品经理", "项目推进"),
        ("项目经理", "项目推进"),
    ]


def test_only_disagreements_about_a_role_shown_are_told() -> None:
    assert compared("产品", "运营").disagreements == compared("运营", "产品").disagreements
    assert [told.name for told in compared("产品", "推进").disagreements] == ["项目经理管到哪", "是管还是推"]
    assert len(compared("产品", "项目经理").disagreements) == 3


@pytest.mark.parametrize("pair", list(combinations([role.name for role in BOOK.roles], 2)))
def test_the_sources_of_everything_shown_are_named(pair: tuple[str, str]) -> None:
    entries = compared(*pair).sources.entries
    assert len(entries) >= 2
    assert all(entry.startswith("《") for entry in entries)


def test_all_six_can_be_compared_and_seven_cannot() -> None:
    roles = BOOK.roles
    assert len(compare(BOOK, roles).separations) == 15
    with pytest.raises(UsageError, match="最多对照 6 个"):
        compare(BOOK, (*roles, roles[0]._replace(id="seventh")))


@pytest.mark.parametrize(
    ("names", "title"),
    [(("产品", "交付"), "产品经理和交付经理"), (("产品", "推进", "交付"), "产品经理、项目推进和交付经理")],
)
def test_the_title_names_the_roles(names: tuple[str, ...], title: str) -> None:
    assert compared(*names).title == title
