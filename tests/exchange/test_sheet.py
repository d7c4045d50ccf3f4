"""Answer sheets come out of other people's spreadsheets: everything wrong is told at once, with its place."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.characters import inert
from rolecheck.errors import MOST_LISTED, BadInputError, Problem
from rolecheck.exchange.sheet import SheetRow, read_sheet
from rolecheck.session.session import Response
from tests.builders import shipped

BANK = shipped()
FIRST, SECOND, THIRD = (item.id for item in BANK.items[:3])
HEADER = f"respondent,title,subject,seconds,{FIRST},{SECOND}"

Read = Callable[[str | bytes], list[SheetRow]]
Told = Callable[[str | bytes], tuple[Problem, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a sheet of this content."""

    def rows(content: str | bytes) -> list[SheetRow]:
        path = tmp_path / "sheet.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_sheet(path, BANK))

    return rows


@pytest.fixture
def told(read: Read) -> Told:
    """Return a function that tells what is wrong with a sheet of this content."""

    def problems(content: str | bytes) -> tuple[Problem, ...]:
        with pytest.raises(BadInputError) as caught:
            read(content)
        return caught.value.problems

    return problems


def places(problems: Iterable[Problem]) -> list[tuple[int | None, int | None]]:
    return [(problem.line, problem.column) for problem in problems]


def test_a_row_becomes_a_respondent_with_title_subject_seconds_and_responses(read: Read) -> None:
    assert read(f"{HEADER}\nr1,项目经理,老王,90,BD,a\n") == [
        SheetRow("r1", "project-manager", "老王", 90.0, (Response(FIRST, "B", "D"), Response(SECOND, "A")))
    ]


def test_only_respondent_is_needed_and_empty_cells_are_skipped_items(read: Read) -> None:
    assert read(f"respondent,{FIRST},{SECOND}\nr1,,C\nr2,,\n") == [
        SheetRow("r1", None, None, None, (Response(SECOND, "C"),)),
        SheetRow("r2", None, None, None, ()),
    ]


def test_columns_may_stand_in_any_order(read: Read) -> None:
    assert read(f"{SECOND},respondent,{FIRST}\nA,r1,B\n")[0].responses == (Response(SECOND, "A"), Response(FIRST, "B"))


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeffrespondent,{FIRST}\nr1,B\n",
        f"respondent,{FIRST}\r\nr1,B\r\n",
        f'"respondent","{FIRST}"\n"r1","B"\n',
        f" respondent , {FIRST} \n r1 , b \n",
        f"respondent,{FIRST}\nr1,Ｂ",
        f"respondent,{FIRST}\n\n,\nr1,B\n\n",
    ],
    ids=["byte order mark", "Windows lines", "quoted", "blanks and small letters", "full width", "blank lines"],
)
def test_what_spreadsheets_do_to_a_file_does_not_matter(read: Read, content: str) -> None:
    assert read(content) == [SheetRow("r1", None, None, None, (Response(FIRST, "B"),))]


def test_respondents_keep_their_order_and_may_share_a_name(read: Read) -> None:
    rows = read(f"respondent,{FIRST}\nb,A\na,B\nb,C\n")

    assert [row.respondent for row in rows] == ["b", "a", "b"]


@pytest.mark.parametrize("name", ["项目经理", "project-manager", "Project Manager", "过程可控", "项目"])
def test_a_title_may_be_a_name_an_alias_an_id_or_what_its_line_is_called(read: Read, name: str) -> None:
    assert read(f"respondent,title,{FIRST}\nr1,{name},B\n")[0].title == "project-manager"


def test_a_name_is_kept_without_what_could_redraw_a_terminal(read: Read) -> None:
    row = read(f"respondent,subject,{FIRST}\n\x1b[31m红\u202e,{'长' * 10_000},A\n")[0]

    assert row.respondent == "[31m红"
    assert row.subject is not None
    assert len(row.subject) <= 61


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("closing", ["", "@", "@@"])
def test_cells_may_be_cut_by_anything_a_download_is_cut_by(read: Read, delimiter: str, closing: str) -> None:
    text = f"respondent@{FIRST}{closing}\n王五@A{closing}\n".replace("@", delimiter)

    assert [response.letters for response in read(text)[0].responses] == ["A"]
    assert read(f"sep={delimiter}\n{text}")[0].respondent == "王五"


def test_a_name_nobody_can_see_is_no_name(told: Told) -> None:
    assert places(told(f"respondent,{FIRST}\n\u200b,A\n")) == [(2, 1)]


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (f"respondent,{FIRST},colour\nr1,A,\n", (1, 3), "没有“colour”这道题"),
        (f"respondent,{FIRST},{FIRST}\nr1,A,B\n", (1, 3), "出现了两次"),
        (f"respondent,{FIRST},\nr1,A,x\n", (2, None), "有 3 格"),
        (f"{FIRST}\nA\n", (1, None), "缺 respondent"),
        ("", (1, None), "缺 respondent"),
        (f"respondent,{FIRST}\n,A\n", (2, 1), "没写 respondent"),
        (f"respondent,{FIRST}\nr1,F\n", (2, 2), "“F”读不懂"),
        (f"respondent,{FIRST}\nr1,AA\n", (2, 2), "“AA”读不懂"),
        (f"respondent,{FIRST}\nr1,ABC\n", (2, 2), "“ABC”读不懂"),
        (f"respondent,{FIRST}\nr1,A/B\n", (2, 2), "“A/B”读不懂"),
        (f"respondent,{FIRST}\nr1\n", (2, None), "有 1 格，列名有 2 个"),
        (f"respondent,{FIRST}\nr1,A,B\n", (2, None), "有 3 格，列名有 2 个"),
        (f"respondent,title,{FIRST}\nr1,厨师长,A\n", (2, 2), "没有叫“厨师长”的角色"),
        (f"respondent,title,{FIRST}\nr1,PM,A\n", (2, 2), "产品经理，也可以指项目经理"),
        (f"respondent,seconds,{FIRST}\nr1,soon,A\n", (2, 2), "“soon”不是秒数"),
        (f"respondent,seconds,{FIRST}\nr1,0,A\n", (2, 2), "不是秒数"),
        (f"respondent,seconds,{FIRST}\nr1,-5,A\n", (2, 2), "不是秒数"),
        (f"respondent,seconds,{FIRST}\nr1,nan,A\n", (2, 2), "不是秒数"),
        (f"respondent,seconds,{FIRST}\nr1,inf,A\n", (2, 2), "不是秒数"),
        (f"respondent,seconds,{FIRST}\nr1,1e99,A\n", (2, 2), "不是秒数"),
        (f"respondent,{FIRST}\nr1,\0A\n", (2, 2), "读不懂"),
        (f'respondent,{FIRST}\n"r1,A\n', (2, None), "引号不成对"),
        (f'respondent,{FIRST}\n"r"1,A\n', (2, None), "引号不成对"),
    ],
)
def test_a_defect_is_told_with_its_line_and_column(
    told: Told, content: str, place: tuple[int | None, int | None], says: str
) -> None:
    problems = told(content)

    assert places(problems) == [place]
    assert says in problems[0].text


def test_every_defect_of_the_whole_sheet_is_told_at_once(told: Told) -> None:
    problems = told(f"{HEADER}\nr1,PM,,x,F,AA\nr2,,,,A,B\n,,,,A\n,,,,A,Q\n")

    assert places(problems) == [(2, 5), (2, 6), (2, 2), (2, 4), (3 + 1, None), (5, 1), (5, 6)]


def test_every_defect_of_the_header_is_told_at_once(told: Told) -> None:
    assert places(told(f"colour,{FIRST},{FIRST},shape\n")) == [(1, None), (1, 1), (1, 3), (1, 4)]


def test_a_problem_prints_as_a_place_one_can_click(told: Told) -> None:
    assert re.match(r".*sheet\.csv:2:2: ", str(told(f"respondent,{FIRST}\nr1,F\n")[0]))


def test_a_line_broken_inside_quotes_counts_as_in_an_editor(told: Told) -> None:
    problems = told(f'respondent,{FIRST}\n"r\n1",A\nr2,F\n')

    assert places(problems) == [(4, 2)]


def test_a_bad_title_is_told_once_however_many_carry_it(told: Told) -> None:
    assert len(told(f"respondent,title,{FIRST}\n" + "r,厨师长,A\n" * 5)) == 1


def test_a_sheet_wrong_as_a_whole_is_not_told_of_line_by_line(told: Told) -> None:
    assert len(told(f"respondent,{FIRST}\n" + "r,F\n" * 5000)) == MOST_LISTED


def test_no_row_is_given_out_before_the_last_has_been_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(f"respondent,{FIRST}\n" + "r,A\n" * 50 + "r,F\n", encoding="utf-8")

    with pytest.raises(BadInputError):
        next(iter(read_sheet(path, BANK)))


def test_text_that_is_not_utf8_is_told(told: Told) -> None:
    assert "UTF-8" in told(f"respondent,{FIRST}\n项目,A\n".encode("gb18030"))[0].text


def test_a_cell_too_large_for_the_reader_is_told(told: Told) -> None:
    assert told(f'respondent,{FIRST}\n"{"x" * 200_000}",A\n')


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="读不了"):
        list(read_sheet(tmp_path / "none.csv", BANK))


def test_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="读不了"):
        list(read_sheet(tmp_path, BANK))


def test_the_reason_a_file_cannot_be_read_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        list(read_sheet(tmp_path / "none.csv", BANK))

    assert not re.search("[A-Za-z]{4}", caught.value.problems[0].text)


_header_like = st.sampled_from(["respondent", "title", "subject", "seconds", FIRST, SECOND, THIRD, "x", ""])
_cell_like = st.one_of(
    st.sampled_from(["A", "BD", "ＡB", "F", "PM", "项目经理", "12", "nan", '"', "\0", ",", "\n", ""]),
    st.text(max_size=5),
)
_sheet_like = st.builds(
    lambda header, rows: "\n".join(",".join(cells) for cells in [header, *rows]).encode("utf-8", "surrogatepass"),
    st.lists(_header_like, max_size=5),
    st.lists(st.lists(_cell_like, max_size=5), max_size=4),
)


@given(content=st.one_of(st.binary(max_size=200), _sheet_like))
def test_no_bytes_whatever_raise_anything_but_bad_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)

    with suppress(BadInputError):
        assert all(isinstance(row, SheetRow) for row in read_sheet(path, BANK))


def write_sheet(rows: Sequence[SheetRow], columns: Sequence[str]) -> str:
    """Return the sheet that holds these rows, by the standard library's own writer."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["respondent", "title", "subject", "seconds", *columns])
    for row in rows:
        letters = {response.item: response.letters for response in row.responses}
        seconds = "" if row.seconds is None else repr(row.seconds)
        names = [inert(row.respondent), row.title or "", inert(row.subject or "")]
        writer.writerow([*names, seconds, *map(letters.get, columns)])
    return stream.getvalue()


_name = st.text(alphabet="王小明abc-_1 ,;|=+@\"'（）·", min_size=1, max_size=12).map(str.strip).filter(bool)
_responses = st.lists(st.sampled_from(BANK.items), unique=True, max_size=8).flatmap(
    lambda items: st.tuples(
        *(
            st.permutations(item.letters).flatmap(
                lambda order, item=item: st.booleans().map(  # type: ignore[misc]
                    lambda two: Response(item.id, order[0], order[1] if two else None)
                )
            )
            for item in items
        )
    )
)
_row = st.builds(
    SheetRow,
    respondent=_name,
    title=st.sampled_from([None, *(role.id for role in BANK.roles.roles)]),
    subject=st.none() | _name,
    seconds=st.none() | st.floats(0.1, 9999),
    responses=_responses,
)


@settings(max_examples=50)
@given(rows=st.lists(_row, max_size=4))
def test_what_is_written_is_read_again(read: Read, rows: list[SheetRow]) -> None:
    columns = [item.id for item in BANK.items]
    order = {item: number for number, item in enumerate(columns)}

    again = read(write_sheet(rows, columns))

    assert again == [
        SheetRow(
            row.respondent,
            row.title,
            row.subject,
            row.seconds,
            tuple(sorted(row.responses, key=lambda response: order[response.item])),
        )
        for row in rows
    ]
