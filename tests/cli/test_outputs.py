"""No output takes the place of what is read or kept, whichever command writes it and whichever way leads there."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet
from tests.cli.conftest import Rolecheck
from tests.cli.test_only_ours import kept

BANK = shipped()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return write_sheet(tmp_path / "sheet.csv", BANK, {f"第{n}人": by_line("delivery") for n in range(4)})


def straight(path: Path) -> Path:
    return path


def through_a_link(path: Path) -> Path:
    link = path.with_name(f"link{path.suffix}")
    link.symlink_to(path)
    return link


def by_another_name(path: Path) -> Path:
    link = path.with_name(f"other{path.suffix}")
    link.hardlink_to(path)
    return link


def by_another_way(path: Path) -> Path:
    return path.parent / "." / ".." / path.parent.name / path.name


WAYS = [straight, through_a_link, by_another_name, by_another_way]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("command", [("team",), ("form", "import")])
def test_an_input_is_not_written_over(
    rolecheck: Rolecheck, sheet: Path, way: Callable[[Path], Path], command: tuple[str, ...]
) -> None:
    before = sheet.read_bytes()

    ran = rolecheck(*command, sheet, "--output", way(sheet))

    assert ran.code == 2
    assert "不能写进" in ran.err
    assert sheet.read_bytes() == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("command", ["report", "quiz", "team", "accept", "explain", "export"])
def test_a_kept_result_is_not_written_over_by_any_command(
    rolecheck: Rolecheck, answers: Path, sheet: Path, way: Callable[[Path], Path], command: str
) -> None:
    mine = kept(sheet.parent / "home")
    elsewhere = sheet.parent / "elsewhere"
    elsewhere.mkdir()
    target = mine
    if way is not straight and way is not by_another_way:
        target = elsewhere / f"out{'.md' if command in {'accept', 'explain'} else '.json'}"
        (target.symlink_to if way is through_a_link else target.hardlink_to)(mine)
    before = mine.read_bytes()
    arguments = {
        "report": ("report", mine),
        "quiz": ("quiz", "--answers", answers, "--no-save"),
        "team": ("team", sheet),
        "accept": ("accept", "--plain"),
        "explain": ("explain", "交付经理"),
        "export": ("form", "export", "--to", "csv"),
    }[command]

    ran = rolecheck(*arguments, "--output", target)

    assert ran.code == 2
    assert ran.out == ""
    assert mine.read_bytes() == before


def test_nothing_new_is_put_among_the_results_either(rolecheck: Rolecheck, home: Path) -> None:
    kept(home)

    ran = rolecheck("report", "--output", home / "results" / "new.json")

    assert ran.code == 2
    assert "自己存东西" in ran.err
    assert len(list((home / "results").iterdir())) == 1


def test_a_result_somebody_sent_is_not_written_over_wherever_it_lies(
    rolecheck: Rolecheck, home: Path, tmp_path: Path
) -> None:
    sent = Path(shutil.copy(kept(home), tmp_path / "sent.json"))
    before = sent.read_bytes()

    assert rolecheck("report", "--output", sent).code == 2
    assert sent.read_bytes() == before


def test_a_bank_is_not_written_over_by_the_form_it_makes(rolecheck: Rolecheck, other_folder: Path) -> None:
    before = (other_folder / "questions.yaml").read_bytes()

    ran = rolecheck(
        "form", "export", "--to", "csv", "--bank", other_folder, "--output", other_folder / "questions.yaml"
    )

    assert ran.code == 2
    assert (other_folder / "questions.yaml").read_bytes() == before


def test_a_map_is_not_written_over(rolecheck: Rolecheck, sheet: Path, tmp_path: Path) -> None:
    mapped = tmp_path / "map.csv"
    mapped.write_text("respondent,name\n", encoding="utf-8")

    ran = rolecheck("form", "import", sheet, "--map", mapped, "--output", mapped)

    assert ran.code == 2
    assert mapped.read_text(encoding="utf-8") == "respondent,name\n"


def test_a_read_only_file_is_not_replaced(rolecheck: Rolecheck, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("mine")
    page.chmod(0o444)

    ran = rolecheck("explain", "交付经理", "--output", page)

    assert ran.code == 2
    assert "只读" in ran.err
    assert page.read_text() == "mine"


def test_a_page_that_was_written_before_is_written_again(rolecheck: Rolecheck, home: Path, tmp_path: Path) -> None:
    kept(home)
    for name in ("page.html", "page.json"):
        for _ in range(2):
            assert rolecheck("report", "--output", tmp_path / name).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced here")
def test_the_folder_learns_of_a_new_file_before_it_is_said_to_be_written(
    rolecheck: Rolecheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    rolecheck("explain", "交付经理", "--output", tmp_path / "page.html")

    assert tmp_path.stat().st_ino in synced


def test_a_dubious_home_does_not_keep_anybody_from_what_does_not_need_it(
    rolecheck: Rolecheck, home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    home.chmod(0o777)

    assert rolecheck("explain", "交付经理", "--output", tmp_path / "page.html").code == 0
