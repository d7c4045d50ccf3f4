"""A file from a stranger is looked at before it is taken in: too large, not what it says, or meant to do harm."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from rolecheck.errors import BadInputError
from rolecheck.exchange.forms import table, text_tables, workbook
from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file
from tests.exchange.forms.small_bank import BANK

GOLDEN = Path(__file__).with_name("golden")
WORKBOOK = (GOLDEN / "wjx-text.xlsx").read_bytes()

Refused = Callable[[bytes], str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Return a function that tells why a file of this content is not read."""

    def why(content: bytes) -> str:
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        with pytest.raises(BadInputError) as caught:
            read_answer_file(path, BANK, ReadOptions())
        return str(caught.value)

    return why


def repacked(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return the golden workbook with its parts changed, or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def sheet_of(rows: str) -> bytes:
    """Return a workbook whose sheet holds these rows, as XML."""
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet = f"{head}{rows}</sheetData></worksheet>".encode()
    return repacked(lambda name, content: sheet if name.endswith("sheet1.xml") else content)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (b"%PDF-1.7", "PDF"),
        (b"$FL2@(#)", "SPSS"),
        (b"\x1f\x8b\x08\0", "压缩包"),
        (b"\xff\xfea\0,\0b\0\n", "UTF-16"),
        (b"PK\x03\x04 not a zip", "打不开"),
        (b"", "没有作答"),
        (b"\xef\xbb\xbf", "没有作答"),
        (b"\n\n,,\n", "没有作答"),
        (b"a,b\n", "没有作答"),
        (b"a\0b,c\n1,2\n", "不是文本"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是文本"),
        (b'a,"b\n1,2\n', "不是规整的 CSV"),
        (b'a,b\n1,"2"3\n', "不是规整的 CSV"),
        (b"a,b\n1,2,3\n", "第 2 行有 3 格"),
        (b"{", "不是完整的 JSON"),
        (b'[{"a": 1},', "不是完整的 JSON"),
        (b"[1, 2]", "不是一份份作答"),
        (b"[[[[[[" * 20_000, "不是完整的 JSON"),
        (b'[{"a": ' + b"9" * 5000 + b"}]", "不是完整的 JSON"),
        (b'{"a": "\xff"}', "不是 UTF-8"),
        (b"[]", "没有作答"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_table_of_answers_says_what_it_is(refused: Refused, content: bytes, says: str) -> None:
    told = refused(content)

    assert says in told
    assert told.count("\n") == 0


def test_a_file_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path, Path("a\0b"), tmp_path / ("x" * 300)):
        with pytest.raises(BadInputError) as caught:
            read_answer_file(path, BANK, ReadOptions())
        assert "读不了" in str(caught.value)


def test_too_many_bytes_rows_columns_or_characters_are_too_many(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "行" in refused(b"a\n" + b"1\n" * (text_tables.MOST_ROWS + 1))
    assert "格" in refused(b"a" + b",a" * text_tables.MOST_COLUMNS + b"\n1\n")
    assert "字" in refused(b"a\n" + b"x" * (text_tables.MOST_CELL + 1) + b"\n")
    assert "份" in refused(b"[" + b"{}," * text_tables.MOST_ROWS + b"{}]")
    monkeypatch.setattr(table, "MOST_BYTES", 2**20)
    assert "1 MB" in refused(b"a,b\n1,2\n" + b"3\n" * 2**19)


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_opened(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(workbook, "CalamineWorkbook", opened.append)
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 8 * 2**20)
    bomb = repacked(lambda name, content: b"0" * (8 * 2**20 + 1) if name.endswith("styles.xml") else content)

    assert len(bomb) < 2**16
    assert "解开后超过" in refused(bomb)
    assert opened == []


def test_a_workbook_of_thousands_of_parts_is_not_opened(refused: Refused) -> None:
    stream = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(workbook.MOST_PARTS):
            archive.writestr(f"x{number}", b"")

    assert "不像是问卷的作答" in refused(stream.getvalue())


def test_a_table_of_contents_that_lies_about_a_size_gains_nothing(refused: Refused) -> None:
    honest = repacked(lambda name, content: content + b" " * 5_000_000 if name.endswith("sheet1.xml") else content)
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = next(part.file_size for part in archive.infolist() if part.filename.endswith("sheet1.xml"))
    lying = honest.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert lying != honest
    assert "打不开" in refused(lying)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="XFD1" t="inlineStr"><is><t>b</t></is></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
        '<row r="1"><c r="??" t="n"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="n"><v>one</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>never</v></c></row>',
        '<row r="1"',
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
        '<row r="9999999999"><c r="A1" t="n"><v>1</v></c></row>',
    ],
    ids=range(8),
)
def test_a_sheet_that_is_not_in_order_is_refused_in_a_sentence(refused: Refused, rows: str) -> None:
    assert refused(sheet_of(rows)).count("\n") == 0


@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml"])
def test_entities_that_multiply_are_not_multiplied(refused: Refused, part: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><x>&e11;</x>'.encode()

    # Multiplied they would take hours and all memory.
    assert "打不开" in refused(repacked(lambda name, content: doctype if name.endswith(part) else content))


def test_cells_without_addresses_are_counted_where_they_stand(refused: Refused) -> None:
    wide = "<row>" + "<c><v>1</v></c>" * (text_tables.MOST_COLUMNS + 1) + "</row>"
    far = '<row r="9999999"><c><v>1</v></c></row>'

    assert "离得太远" in refused(sheet_of(wide))
    assert "离得太远" in refused(sheet_of(far))


def test_an_address_nobody_can_read_is_not_guessed(refused: Refused) -> None:
    assert "打不开" in refused(sheet_of('<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>'))


def test_one_long_text_in_thousands_of_cells_is_not_written_out(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_TEXT", 2**20)
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1000))
    stream = io.BytesIO(sheet_of(cells))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'x' * 2000}</t></si></sst>")

    assert "解开后超过" in refused(stream.getvalue())


@pytest.mark.parametrize(("rows", "columns"), [(20_000, 2_000), (1, 16_384), (1_048_576, 4)])
def test_repeated_cells_of_an_open_document_are_not_written_out(refused: Refused, rows: int, columns: int) -> None:
    stream = io.BytesIO()
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"/>'
    content = (
        f'<x opendocument.spreadsheet><table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)

    assert "离得太远" in refused(stream.getvalue())


def test_a_zip_without_a_workbook_is_told_to_be_something_else(refused: Refused) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert "里面没有表格" in refused(stream.getvalue())


def test_a_formula_is_never_read_as_a_formula() -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "hw3c"])
    book.worksheets[0].append(["王五", '=HYPERLINK("http://x","B")'])
    stream = io.BytesIO()
    book.save(stream)

    # Nobody has calculated it, so there is nothing in the cell.
    kind, (read,) = workbook.workbook_sheets(stream.getvalue())
    assert (kind, read.rows) == ("Excel", [["姓名", "hw3c"], ["王五", ""]])
    assert "1 格是还没算过的公式" in "".join(read.remarks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_chinese_is_read_in_every_encoding_tools_write_it_in(encoding: str) -> None:
    assert text_tables.decoded("姓名,题".encode(encoding))[0] == "姓名,题"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_cut_by_commas_semicolons_or_tabs(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"姓名{delimiter}hw3c{delimiter}\n王五{delimiter}B{delimiter}\n", encoding="utf-8")

    assert read_answer_file(path, BANK, ReadOptions()).people[0].responses[0].letters == "B"


def test_a_name_of_a_column_without_end_is_told_with_its_column(refused: Refused) -> None:
    item = BANK.items[0].id
    told = refused(f"{item},{'[单选题]' * 1_000}\nA,x\n".encode())

    assert "第 2 列的列名有 5000 字" in told
