"""What a file is and where the answers stand in it: signatures, encodings, delimiters, sheets, headings, cells."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rolecheck.errors import BadInputError
from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file
from rolecheck.exchange.forms.cells import is_missing, is_ticked
from rolecheck.exchange.forms.respondents import AnswerFile
from tests.exchange.forms.foreign import FIRST_REMARKS, REMARKS
from tests.exchange.forms.small_bank import BANK, responses

GOLDEN = Path(__file__).with_name("golden")
NIGHT = "上线前一天晚上，客户说再等等。明天还切不切？你先做：〔hw3c〕"
WEEK = "上个月的日历翻开来看。你先做：〔hg3w〕"
TABLE = [["姓名", NIGHT, WEEK], ["王五", "B", "A"], ["李四", "C", "B"]]
fuzzed = settings(max_examples=50)
State = Literal["visible", "hidden", "veryHidden"]
Rows = Sequence[Sequence[str]]
Read = Callable[..., AnswerFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a file of this content."""

    def content(data: bytes | str, options: ReadOptions | None = None) -> AnswerFile:
        (tmp_path / "a").write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_answer_file(tmp_path / "a", BANK, options or ReadOptions())

    return content


@pytest.fixture
def refused(read: Read, tmp_path: Path) -> Callable[[bytes | str], str]:
    """Return a function that tells why a file of this content is not read."""

    def why(data: bytes | str) -> str:
        with pytest.raises(BadInputError) as caught:
            read(data)
        return str(caught.value).replace(str(tmp_path), "")

    return why


def table(rows: Rows, delimiter: str = ",", *, quoted: bool = False) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(rows)
    return stream.getvalue()


def book(*fill: Callable[[Worksheet], None]) -> bytes:
    """Return a workbook, a sheet for each function."""
    made = Workbook()
    sheets = [made.worksheets[0], *(made.create_sheet() for _ in fill[1:])]
    for sheet, function in zip(sheets, fill, strict=True):
        function(sheet)
    stream = io.BytesIO()
    made.active = next(place for place, sheet in enumerate(sheets) if sheet.sheet_state == "visible")
    made.save(stream)
    return stream.getvalue()


def rows(content: Rows, title: str = "作答", state: State = "visible") -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        sheet.title, sheet.sheet_state = title, state
        for row in content:
            sheet.append([cell or None for cell in row])

    return fill


def first_answers(filled: AnswerFile) -> dict[str | None, str]:
    return {person.name: "".join(response.first for response in person.responses) for person in filled.people}


BOTH = {"王五": "BA", "李四": "CB"}
CELLS = "".join(f"<td>{cell}</td>" for cell in TABLE[0])
SPACE = st.text(st.sampled_from(" \t\r\n"), max_size=5)


@st.composite
def not_tables(draw: st.DrawFn) -> tuple[str, str]:
    """Return a file that opens in Excel and is no table of Excel's, and what it is."""
    page = draw(
        st.sampled_from(
            ["<html", "<HTML xmlns:x='urn:schemas-microsoft-com:office:excel'", "<table", "<Table border=1"]
        )
    )
    head = draw(st.sampled_from(["", "<!DOCTYPE html>", "<!-- made by a platform -->", "<meta charset=utf-8>"]))
    web = f"{head}{draw(SPACE)}{page}><tr>{CELLS}</tr></table></html>"
    xml = '<?xml version="1.0"?>' + draw(st.sampled_from(["\n", "\r\n", " "]))
    spreadsheet = (
        xml + draw(st.sampled_from(['<?mso-application progid="Excel.Sheet"?>\n', ""])) + "<Workbook xmlns='x'>"
    )
    archive = draw(
        st.sampled_from(["MIME-Version: 1.0\n", "mime-version: 1.0\r\n", "Content-Type: multipart/related;\n"])
    )
    text, says = draw(
        st.sampled_from(
            [(web, "网页"), (spreadsheet, "XML"), (archive + web, "MHT"), (xml + "<x/>", "XML"), ("{\\rtf1", "RTF")]
        )
    )
    return draw(st.sampled_from(["", "\ufeff"])) + draw(SPACE) + text, says


@fuzzed
@given(made=not_tables(), encoding=st.sampled_from(["utf-8", "gbk", "utf-16"]))
def test_what_is_called_xls_and_is_none_says_what_it_is(
    refused: Callable[[bytes | str], str], made: tuple[str, str], encoding: str
) -> None:
    text, says = made
    told = refused(text.encode(encoding, "ignore"))

    assert says in told
    assert "另存为" in told or "JSON" in told


def repacked(change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(GOLDEN / "wjx-text.xlsx") as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            called, content = change(name, old.read(name))
            entry = zipfile.ZipInfo("x")
            entry.filename = called
            new.writestr(entry, content)
    return stream.getvalue()


MAIN, STRICT = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: (name.replace("/", "\\"), content),
        lambda name, content: (
            name,
            content.replace(MAIN, STRICT).replace(LINKS, b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
        ),
        lambda name, content: (name, b"<styleSheet/>" if name.endswith("styles.xml") else content),
        lambda name, content: (name.replace("sharedStrings", "SharedStrings"), content),
    ],
    ids=["backslashes", "strict", "looks nobody can read", "other letters"],
)
def test_a_workbook_by_any_other_program_is_read(read: Read, change: Callable[[str, bytes], tuple[str, bytes]]) -> None:
    as_it_is = read((GOLDEN / "wjx-text.xlsx").read_bytes())

    assert [person.responses for person in read(repacked(change)).people] == [
        person.responses for person in as_it_is.people
    ]


@pytest.mark.parametrize("reference", ["ZZZ2", "B999999", "XFD1048576"])
def test_two_cells_far_apart_are_not_taken_for_a_table(refused: Callable[[bytes | str], str], reference: str) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(TABLE)(sheet)
        sheet[reference] = "x"

    assert "离得太远" in refused(book(fill))


def test_empty_cells_with_looks_to_the_end_of_the_sheet_are_nothing(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(TABLE)(sheet)
        sheet.cell(1_048_576, 1).number_format = "0.00"

    assert first_answers(read(book(fill))) == BOTH


STATES: st.SearchStrategy[State] = st.sampled_from(["visible", "hidden", "veryHidden"])
OLD = [["姓名", NIGHT], ["旧人", "A"]]


@fuzzed
@given(before=st.booleans(), state=STATES, holds=st.booleans())
def test_of_several_sheets_the_one_with_the_questions_is_read_and_named_and_hidden_ones_are_not(
    read: Read, before: bool, state: State, holds: bool
) -> None:
    other = rows(OLD if holds else [["本表由平台导出"]], "另一张", state)
    sheets = [other, rows(TABLE)] if before else [rows(TABLE), other]

    filled = read(book(*sheets))

    assert first_answers(filled) == BOTH
    assert any("“作答”" in note for note in filled.notes)
    assert holds == any("“另一张”" in note and "没有读" in note for note in filled.notes)


def test_a_hidden_sheet_is_read_when_it_is_asked_for(read: Read, refused: Callable[[bytes | str], str]) -> None:
    workbook = book(rows([["说明"]], "说明"), rows(TABLE, state="hidden"))

    assert "--sheet 作答" in refused(workbook)
    assert first_answers(read(workbook, ReadOptions(sheet="作答"))) == BOTH
    assert first_answers(read(workbook, ReadOptions(sheet="2"))) == BOTH
    with pytest.raises(BadInputError, match="没有叫"):
        read(workbook, ReadOptions(sheet="没有"))


@fuzzed
@given(row=st.sampled_from([2, 3, None]), column=st.sampled_from(["A", "B", None]))
def test_hidden_rows_and_columns_are_left_out_and_told(read: Read, row: int | None, column: str | None) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(TABLE)(sheet)
        if row:
            sheet.row_dimensions[row].hidden = True
        if column:
            sheet.column_dimensions[column].hidden = True

    filled = read(book(fill))

    assert [person.row for person in filled.people] == [number for number in (2, 3) if number != row]
    assert (row is not None) == any(f"第 {row} 行在表里是隐藏的" in note for note in filled.notes)
    assert (column is not None) == any(f"{column} 列" in note and "隐藏" in note for note in filled.notes)


ABOVE = st.lists(
    st.sampled_from(
        [["责任问卷导出"], ["导出时间：2026-09-03", "", "3 份"], ["一、关于你", "", "二"], [], ["x", "y", "z"]]
    ),
    max_size=4,
)


@fuzzed
@given(above=ABOVE, workbook=st.booleans())
def test_the_names_of_the_columns_are_found_below_whatever_stands_above_them(
    read: Read, above: list[list[str]], workbook: bool
) -> None:
    filled = read(book(rows([*above, *TABLE])) if workbook else table([*above, *TABLE]))

    assert first_answers(filled) == BOTH
    assert [person.row for person in filled.people] == [len(above) + 2, len(above) + 3]
    assert any(above) == any(f"列名在第 {len(above) + 1} 行" in note for note in filled.notes)


def test_a_name_merged_over_two_rows_of_headings_is_found_above(read: Read) -> None:
    filled = read(table([["姓名", "责任题", ""], ["", NIGHT, WEEK], *TABLE[1:]]))

    assert first_answers(filled) == BOTH


@pytest.mark.parametrize(
    "second",
    [
        ["Open-Ended Response", "Response", "Response"],
        ["", '{"ImportId":"QID1"}', '{"ImportId":"QID2"}'],
        ["name", "hw3c", "hg3w"],
        ["姓名", NIGHT, WEEK],
    ],
)
def test_a_second_row_of_headings_is_nobody(read: Read, second: list[str]) -> None:
    filled = read(table([TABLE[0], second, *TABLE[1:]]))

    assert first_answers(filled) == BOTH
    assert any("第 2 行像是列名" in note for note in filled.notes)


def test_what_stands_beside_the_table_is_told_and_a_comma_too_many_is_refused(
    read: Read, refused: Callable[[bytes | str], str]
) -> None:
    beside = [TABLE[0], [*TABLE[1], "已核对"], TABLE[2]]

    assert any("没有列名的列" in note for note in read(book(rows(beside))).notes)
    assert "没加引号的逗号" in refused(table(beside))


@fuzzed
@given(
    remark=st.sampled_from(REMARKS) | st.text(st.sampled_from("备注得分（）[]:：- 复核秒12ab"), min_size=1, max_size=8),
    before=st.sampled_from(["", *FIRST_REMARKS]),
    cell=st.sampled_from(["1", "2", "B", "0", "等他们内部走完流程", "86"]),
)
def test_a_column_beside_a_question_is_never_its_answer(read: Read, remark: str, before: str, cell: str) -> None:
    heading = f"{before}{NIGHT}{remark}"
    filled = read(table([["姓名", NIGHT, heading, WEEK], ["王五", "", cell, "A"]]))

    kept = filled.people[0].responses
    assert kept == responses(my_week="A") or any("C 列" in note for note in (*filled.notes, *map(str, filled.problems)))


def test_a_question_that_is_only_there_with_something_beside_it_is_asked_about(read: Read) -> None:
    (problem,) = read(table([["姓名", f"{NIGHT}（二次确认）", WEEK], ["王五", "A", "A"]])).problems

    assert (problem.line, problem.column) == (1, 2)
    assert "--map 2=launch-night" in problem.text


MISSING = ["n/a", "NA", "N/A", "---", "--", "—", "——", "null", "NULL", "nan", "NaN", "None", "nil", "#N/A", "<NA>"]
MISSING += [
    "(空)",
    "（跳过）",
    "空",
    "未答",
    "未作答",
    "不适用",
    "undefined",
    "(blank)",
    "no answer",
    "/",
    ".",
    "N.A.",
    "[未填]",
]


@pytest.mark.parametrize("mark", MISSING)
@settings(max_examples=8)
@given(wide=st.booleans(), space=st.sampled_from(["", " ", "　"]), case=st.sampled_from([str.lower, str.upper, str]))
def test_every_common_mark_for_nothing_is_nothing(
    mark: str, wide: bool, space: str, case: Callable[[str], str]
) -> None:
    text = case(mark)
    spelled = "".join(chr(ord(char) + 0xFEE0) if wide and "!" <= char <= "~" else char for char in text)

    assert is_missing(f"{space}{spelled}{space}", by_number=False)


@pytest.mark.parametrize("cell", ["0", "A", "都不像我", "无所谓", "否", "1", "?", "好", "-1"])
def test_what_may_be_an_answer_is_no_mark(cell: str) -> None:
    assert not is_missing(cell, by_number=False)


TICKED = {
    **dict.fromkeys(["1", "1.0", "true", "TRUE", "Yes", "是", "√", "✓", "☑", "Checked", "１", "选中"], True),
    **dict.fromkeys(
        ["0", "0.0", "0.00", "false", "FALSE", "No", "否", "☐", "×", "✗", "Unchecked", "０", "", "n/a"], False
    ),
    **dict.fromkeys(["2", "x", "也许", "○", "B", "10"], None),
}


@pytest.mark.parametrize(("cell", "ticked"), TICKED.items())
def test_a_column_of_ticks_says_yes_no_or_nothing_that_can_be_told(read: Read, cell: str, ticked: bool | None) -> None:
    assert is_ticked(cell) is ticked
    filled = read(table([["姓名", "q_launch_night/A", "q_launch_night/B", WEEK], ["王五", cell, "", "A"]]))
    assert len(filled.problems) == (ticked is None)
    if ticked is not None:
        assert filled.people[0].responses == (
            responses(launch_night="A", my_week="A") if ticked else responses(my_week="A")
        )


LISTS = st.lists(st.sampled_from(["研发", "测试", "产品", "运维", "实施"]), min_size=2, max_size=8)


@fuzzed
@given(
    delimiter=st.sampled_from(",;\t|"),
    other=st.sampled_from([",", ";", "|", ", ", "; "]),
    words=LISTS,
    how=st.sampled_from(["as it is", "all quoted", "a line break", "told"]),
)
def test_cells_are_cut_where_rows_and_headings_agree_whatever_stands_in_a_heading(
    read: Read, delimiter: str, other: str, words: list[str], how: str
) -> None:
    heading = f"部门({other.join(words)}){chr(10) if how == 'a line break' else ''}在哪"
    content = table(
        [["姓名", heading, NIGHT, WEEK], ["王五", words[0], "B", "A"]], delimiter, quoted=how == "all quoted"
    )

    filled = read(f"sep={delimiter}\n{content}" if how == "told" else content)

    assert first_answers(filled) == {"王五": "BA"}


@fuzzed
@given(data=st.data())
def test_a_broken_quote_is_told_by_line_and_cell(refused: Callable[[bytes | str], str], data: st.DataObject) -> None:
    lines = [["姓名", "hw3c", "hg3w"], *([f"某{number}", "B", "A"] for number in range(6))]
    line, cell = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 2))
    lines[line][cell] = data.draw(st.sampled_from(['"开了口', '"里面"外面']))

    told = refused("\n".join(",".join(row) for row in lines) + "\n")

    assert told.startswith(f"/a:{line + 1}:{cell + 1}: ")
    assert f"第 {line + 1} 行第 {cell + 1} 格" in told


@fuzzed
@given(data=st.data())
def test_one_bad_byte_is_told_by_line_and_column_and_does_not_change_the_alphabet(
    refused: Callable[[bytes | str], str], data: st.DataObject
) -> None:
    lines = table([["姓名", NIGHT], *([f"某人甲乙{number}", "B"] for number in range(5))]).splitlines()
    line = data.draw(st.integers(0, 5))
    place = data.draw(st.integers(0, len(lines[line])))
    before, behind = lines[line][:place].encode(), lines[line][place:].encode()
    content = [text.encode() for text in lines]
    content[line] = before + data.draw(st.sampled_from([b"\xff", b"\x80", b"\xc0"])) + behind

    assert f"第 {line + 1} 行第 {place + 1} 个字" in refused(b"\r\n".join(content))


@fuzzed
@given(line=st.integers(1, 5))
def test_a_line_or_a_name_of_utf_8_in_a_file_of_gbk_is_told(refused: Callable[[bytes | str], str], line: int) -> None:
    lines = table([["姓名", NIGHT], *(["欧阳文静", "约客户当面定：哪些先用, 哪些后改"] for _ in range(5))]).splitlines()
    whole = [text.encode("gbk") for text in lines]
    cell = list(whole)
    whole[line] = lines[line].encode()
    cell[line] = cell[line].replace("欧阳文静".encode("gbk"), "欧阳文静".encode())

    assert f"第 {line + 1} 行" in refused(b"\n".join(whole))
    assert f"第 {line + 1} 行" in refused(b"\n".join(cell))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_whole_file_of_one_encoding_is_read(read: Read, encoding: str) -> None:
    assert first_answers(read(table(TABLE).encode(encoding))) == BOTH


def test_a_name_twice_in_one_record_is_refused(refused: Callable[[bytes | str], str]) -> None:
    assert "写了两次" in refused('[{"hw3c": "A", "hw3c": "B"}]')
