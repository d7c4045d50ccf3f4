"""A page for every person, and a list of them that gives nothing away."""

from pathlib import Path

import pytest

from rolecheck.bank.items import Facet
from rolecheck.cli.report import LIST, file_name
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

MOMENTS = shipped().of(Facet.RESPONSIBILITY)[:12]
NAMES = ("张三", "李/四", "../外面", "CON", "=1+1", "张三", "a" * 300, "王 五。")


def sheet(path: Path, names: tuple[str, ...] = NAMES) -> Path:
    """Write a sheet of people who chose the first option throughout."""
    rows = [["respondent", *(item.id for item in MOMENTS)], *([name, *("A" for _ in MOMENTS)] for name in names)]
    path.write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_every_person_of_a_sheet_gets_a_page_with_the_name_in_its_title(rolecheck: Rolecheck, tmp_path: Path) -> None:
    folder = tmp_path / "每人一页"
    ran = rolecheck("score", sheet(tmp_path / "a.csv"), "--pages", folder)

    files = sorted(path.name for path in folder.iterdir())
    assert (ran.code, ran.out) == (0, "")
    assert f"写好了 {len(NAMES)} 个人的网页" in ran.err
    assert files[0] == LIST
    assert len(files) == len(NAMES) + 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".html"] == []
    for name in ("张三", "李/四"):
        number = NAMES.index(name) + 1
        (page,) = folder.glob(f"{number:02}-*.html")
        text = page.read_text(encoding="utf-8")
        assert name in text[text.index("<title>") : text.index("</title>")]


def test_the_list_names_who_gets_which_page_and_nothing_of_what_it_says(rolecheck: Rolecheck, tmp_path: Path) -> None:
    folder = tmp_path / "页"
    rolecheck("score", sheet(tmp_path / "a.csv", ("张三", "李四")), "--pages", folder)

    text = (folder / LIST).read_text(encoding="utf-8")
    assert "一份一份单独发给本人" in text
    assert "01-张三.html" in text
    body = text[text.index("<body") :]
    assert [line.name for line in shipped().roles.lines if line.name in body] == []


def test_a_folder_with_something_in_it_is_left_alone(rolecheck: Rolecheck, tmp_path: Path) -> None:
    source = sheet(tmp_path / "a.csv")
    ran = rolecheck("score", source, "--pages", tmp_path)

    assert ran.code == 2
    assert "里已经有东西，没有写" in ran.err
    assert list(tmp_path.glob("*.html")) == []
    assert rolecheck("score", source, "--pages", tmp_path / "页", "--json").code == 2


@pytest.mark.parametrize("name", [*NAMES, "", "...", "a\x00b", "\u202eabc", "ＡＢＣ", "名字\n两行"])
def test_a_name_becomes_a_piece_of_a_file_name_that_every_system_takes(name: str) -> None:
    piece = file_name(name)

    assert 0 < len(piece) <= 40
    assert not set(piece) & set('/\\:*?"<>|. \n\x00')
