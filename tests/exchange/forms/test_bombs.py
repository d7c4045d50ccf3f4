"""Workbooks of a few kilobytes that would unpack, or be read, into gigabytes: told in a sentence, in little memory."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rolecheck.exchange.forms.text_tables import LEAST_UNPACKED, MOST_ROW_TAGS, MOST_SHARED, MOST_STYLES, MOST_TAGS

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
NOISE = os.urandom(2**21)
"""What does not press, so that a workbook is large enough to be let unpack more."""


def book(path: Path, rows: str = ROWS, styles: str = "<xf/>", shared: str = "", *, noise: bool = False) -> Path:
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
        "xl/styles.xml": f"<styleSheet {MAIN}><cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
        if noise:
            archive.writestr("xl/media/picture.png", NOISE)
    return path


def imported(path: Path) -> subprocess.CompletedProcess[bytes]:
    """Read a workbook with 400 MB of memory."""

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (400 * 2**20, 400 * 2**20))

    return subprocess.run(
        [sys.executable, "-m", "rolecheck", "form", "import", str(path), "--dry-run"],
        capture_output=True,
        check=False,
        timeout=120,
        preexec_fn=limited if sys.platform != "win32" else None,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


LARGE = LEAST_UNPACKED + 2**20


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"rows": ROWS + "<row/>" * (MOST_ROW_TAGS + 1)}, "行"),
        pytest.param({"rows": ROWS + "<x:row/>" * (MOST_ROW_TAGS + 1)}, "行", marks=pytest.mark.slow),
        ({"styles": "<xf/>" * (MOST_STYLES + 1)}, "种格式"),
        ({"shared": "<si><t/></si>" * (MOST_SHARED + 1)}, "段文字"),
        pytest.param({"rows": ROWS + "<x/>" * (MOST_TAGS + 1), "noise": True}, "解开后超过", marks=pytest.mark.slow),
        ({"rows": ROWS + "<row/>" * (LARGE // 6)}, "解开后超过"),
        pytest.param({"styles": "<xf/>" * (LARGE // 5)}, "解开后超过", marks=pytest.mark.slow),
        pytest.param({"shared": "<si><t/></si>" * (LARGE // 13)}, "解开后超过", marks=pytest.mark.slow),
        ({"rows": ROWS + '<row r="3"><c r="XFD1048576"><v>1</v></c></row>'}, "离得太远"),
    ],
    ids=["rows", "rows of another name", "styles", "texts", "elements", *["pressed"] * 3, "far apart"],
)
def test_a_bomb_is_told_in_a_sentence(tmp_path: Path, parts: dict[str, str], says: str) -> None:
    ran = imported(book(tmp_path / "b.xlsx", **parts))  # type: ignore[arg-type] # noise is a flag

    assert ran.returncode == 3
    assert says in ran.stderr.decode("utf-8")
    assert b"Traceback" not in ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "parts",
    [
        {"rows": ROWS + "<row/>" * (MOST_ROW_TAGS - 10)},
        {"styles": "<xf/>" * MOST_STYLES},
        {"rows": '<row r="1">' + '<c r="A1"/>' * 700_000 + "</row>" + ROWS},
        {"rows": ROWS + "<x/>" * 2_000_000},
    ],
    ids=["rows", "styles", "cells", "elements"],
)
def test_as_much_as_is_let_through_is_read_in_little_memory(tmp_path: Path, parts: dict[str, str]) -> None:
    ran = imported(book(tmp_path / "b.xlsx", **parts))  # type: ignore[arg-type]

    assert ran.returncode == 3
    assert "一道题也没认出来" in ran.stderr.decode("utf-8")
