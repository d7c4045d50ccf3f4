"""Comparisons as people see them: columns where they fit, stacked where they do not, never wider than the terminal."""

from itertools import combinations

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_roles
from rolecheck.bank.roles import RoleBook
from rolecheck.bank.shipped import shipped_folder
from rolecheck.output.comparison import comparison_page
from rolecheck.output.terminal import QUIET, Page
from rolecheck.report.comparison import UNSAID, compare
from rolecheck.typesetting import width

BOOK = load_roles(shipped_folder())
TWO, THREE = ("项目经理", "项目推进"), ("产品", "交付", "运营")
SIX = tuple(role.name for role in BOOK.roles)


class TextFile(SingleFileSnapshotExtension):
    """A page is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


def shown(names: tuple[str, ...], page: Page, book: RoleBook = BOOK) -> list[str]:
    return [line.plain for line in comparison_page(compare(book, find_roles(book, names)), page)]


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("names", [TWO, THREE], ids=["two", "three"])
def test_comparison(pages: SnapshotAssertion, names: tuple[str, ...], columns: int) -> None:
    assert "\n".join(shown(names, Page(columns))) == pages


def test_comparison_of_all(pages: SnapshotAssertion) -> None:
    assert "\n".join(shown(SIX, Page(80))) == pages


def test_comparison_read_aloud(pages: SnapshotAssertion) -> None:
    assert "\n".join(shown(TWO, Page(80, plain=True))) == pages


@pytest.mark.parametrize("columns", [40, 56, 60, 72, 80, 88, 120])
def test_no_comparison_is_wider_than_the_terminal_or_ends_in_blanks(columns: int) -> None:
    for names in (*combinations(SIX, 2), *combinations(SIX, 3), SIX):
        for line in shown(names, Page(columns)):
            assert width(line) <= columns, line
            assert line == line.rstrip()


@pytest.mark.parametrize(
    ("names", "columns", "beside"), [(TWO, 80, True), (THREE, 80, True), (SIX[:4], 80, False), (TWO, 40, False)]
)
def test_columns_stand_where_they_fit(names: tuple[str, ...], columns: int, *, beside: bool) -> None:
    full = [role.name for role in find_roles(BOOK, names)]
    heads = [line for line in shown(names, Page(columns)) if line.split() == full]
    assert len(heads) == (2 if beside else 0)


@pytest.mark.parametrize("page", [Page(80), Page(40), Page(80, plain=True)])
def test_nothing_of_a_cell_is_lost(page: Page) -> None:
    # Wrapped at any width, a text's characters come in their order; only one column can be read straight through.
    names = SIX[:4]
    text = "".join("".join(shown(names, page)).split())
    for row in compare(BOOK, find_roles(BOOK, names)).dimensions:
        for cell in row.cells:
            assert "".join((cell.text or UNSAID).split()) in text


def test_what_the_sources_leave_unsaid_is_said_quietly() -> None:
    lines = list(comparison_page(compare(BOOK, find_roles(BOOK, ["产品", "项目经理"])), Page(80)))
    styles = {style for line in lines for text, style in line.parts if UNSAID in text}
    assert styles == {QUIET}


def test_a_bank_without_dimensions_and_separations_still_has_a_page() -> None:
    bare = BOOK._replace(dimensions=(), separations=(), tensions=())
    lines = shown(TWO, Page(80), bare)
    assert not any("哪一刻" in line for line in lines)
    assert any("一直在问" in line for line in lines)


def test_long_names_stand_above_what_is_said_of_them() -> None:
    first, *others = BOOK.roles
    long = BOOK._replace(roles=(first._replace(name="负责把方向想清楚的那个产品经理"), *others))
    lines = shown(("product-manager", "交付"), Page(40), long)
    assert all(width(line) <= 40 for line in lines)
    assert "   负责把方向想清楚的那个产品经理" in lines
