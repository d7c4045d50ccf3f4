"""`rolecheck workshop` from the command line to the page that is kept."""

import json
from pathlib import Path

import pytest

from rolecheck.bank.items import Facet
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

IDS = tuple(item.id for item in shipped().of(Facet.RESPONSIBILITY)[:2])
PLAIN = ("workshop", "--plain", "--seed", "4")
ONE_MOMENT = "\n3 0 5 1 2\n\n\n"
TWO_MOMENTS = ONE_MOMENT + "\nAABCA\n\n\n"
END = "\n"


def journals(home: Path) -> list[Path]:
    return sorted((home / "open-workshops").glob("*.jsonl"))


def test_a_room_reads_what_is_to_come_before_the_first_moment(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*PLAIN, "--moments", "3", typed="\n")

    assert ran.err.index("今天看 3 个时刻") < ran.err.index("第 1 刻")
    assert "不打分，不排名，不记名字" in ran.err


def test_the_file_asked_for_is_written_by_whichever_run_comes_to_the_end(rolecheck: Rolecheck, tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    left = rolecheck(*PLAIN, IDS[0], "--output", page, typed="\n\nq\n")
    ran = rolecheck(*PLAIN, typed="1\n" + ONE_MOMENT.removeprefix("\n") + END)

    assert "可以接着走" in left.err
    assert "接着走，还是重新开始？" in ran.err
    assert "要留一页吗" not in ran.err
    assert page.exists()


def test_a_whole_session_from_a_pipe_ends_in_its_page_and_leaves_nothing_open(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*PLAIN, *IDS, typed="\n" + TWO_MOMENTS + END)

    assert ran.code == 0
    assert "举手的" in ran.out
    assert "11 人举手" in ran.out
    assert "5 人举手" in ran.out
    assert "要留一页吗" in ran.err
    assert "█" not in ran.err + ran.out
    assert journals(home) == []


def test_the_data_hold_every_count_under_its_option(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*PLAIN, *IDS, "--json", typed="\n" + TWO_MOMENTS + END)

    data = json.loads(ran.out)
    assert data["schema"] == "rolecheck.workshop/1"
    first, second = data["moments"]
    assert [option["hands"] for option in first["options"]] == [3, 0, 5, 1, 2]
    assert [option["hands"] for option in second["options"]] == [3, 1, 1, 0, 0]
    assert [first["id"], second["id"]] == list(IDS)
    item = shipped().by_id[IDS[0]]
    assert {option["key"]: option["text"] for option in first["options"]} == {
        option.key: option.text for option in item.options
    }
    assert sum(count["hands"] or 0 for leg in data["relay"] for count in leg["lines"]) + sum(
        leg["stand_back"] for leg in data["relay"]
    ) == (first["total"] + second["total"])


@pytest.mark.parametrize("ending", [".html", ".md", ".json"])
def test_the_page_is_written_where_it_is_asked_for(rolecheck: Rolecheck, tmp_path: Path, ending: str) -> None:
    page = tmp_path / f"工作坊{ending}"

    ran = rolecheck(*PLAIN, *IDS, "--output", page, typed="\n" + TWO_MOMENTS + END)

    assert ran.code == 0
    assert f"写好了：{page}" in ran.err
    assert "责任线工作坊" in page.read_text(encoding="utf-8")
    assert "要留一页吗" not in ran.err


def test_a_page_named_at_the_end_is_asked_for_again_until_it_can_be_written(
    rolecheck: Rolecheck, tmp_path: Path
) -> None:
    names = ["x.docx", str(tmp_path / "没有这里" / "a.html"), str(tmp_path / "a.html")]

    ran = rolecheck(*PLAIN, IDS[0], typed="\n" + ONE_MOMENT + END + "\n".join(names) + "\n")

    assert ran.code == 0
    assert ran.err.count("要留一页吗") == 3
    assert "没有文件夹" in ran.err
    assert (tmp_path / "a.html").exists()


def test_a_page_that_cannot_be_written_leaves_the_workshop_to_be_ended_again(
    rolecheck: Rolecheck, home: Path, tmp_path: Path
) -> None:
    first = rolecheck(*PLAIN, IDS[0], "--output", tmp_path / "没有" / "a.html", typed="\n" + ONE_MOMENT + END)
    second = rolecheck(*PLAIN, "--output", tmp_path / "a.html", typed="1\n")

    assert first.code == 1
    assert "rolecheck workshop" in first.err
    assert second.code == 0
    assert "11 人举手" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert journals(home) == []


def test_a_session_left_in_the_middle_goes_on_where_it_was(rolecheck: Rolecheck, home: Path) -> None:
    left = rolecheck(*PLAIN, *IDS, typed="\n" + ONE_MOMENT + "\nq\n")
    assert left.code == 0
    assert "接着走" in left.err
    assert len(journals(home)) == 1

    ran = rolecheck(*PLAIN, "--json", typed="1\n" + "1 1 1 0 0\n\n\n" + END)

    assert "在看第 2 刻，共 2 刻" in ran.err
    assert [moment["total"] for moment in json.loads(ran.out)["moments"]] == [11, 3]


def test_input_that_ends_in_the_middle_is_kept_and_told(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*PLAIN, *IDS, typed="\n" + ONE_MOMENT)

    assert ran.code == 4
    assert len(journals(home)) == 1


def test_slips_are_told_and_going_back_corrects_a_count(rolecheck: Rolecheck) -> None:
    typed = "\n3 0\nx 1\n3 0 5 1 2\n<\n4 0 5 1 2\n\n\n"

    ran = rolecheck(*PLAIN, IDS[0], "--json", typed="\n" + typed + END)

    assert "这里是 2 个数" in ran.err
    assert "没有 X 这个选项" in ran.err
    assert json.loads(ran.out)["moments"][0]["total"] == 12


def test_the_tool_asks_how_many_moments_when_nobody_said(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*PLAIN, "--json", typed="1\n\n" + ONE_MOMENT * 3 + END)

    assert "这次看几个时刻" in ran.err
    assert len(json.loads(ran.out)["moments"]) == 3


def test_moments_are_listed_without_saying_what_their_options_stand_for(rolecheck: Rolecheck) -> None:
    ran = rolecheck("workshop", "--list")
    few = rolecheck("workshop", "--list", "--moments", "3", "--seed", "1")

    assert ran.code == few.code == 0
    assert all(item.id in ran.out for item in shipped().of(Facet.RESPONSIBILITY))
    assert sum(item.id in few.out for item in shipped().of(Facet.RESPONSIBILITY)) == 3
    assert few.out == rolecheck("workshop", "--list", "--moments", "3", "--seed", "1").out


def test_the_guide_is_printed_and_written(rolecheck: Rolecheck, tmp_path: Path) -> None:
    assert "45 分钟" in rolecheck("workshop", "--guide").out
    assert rolecheck("workshop", "--guide", "--output", tmp_path / "a.html").code == 0
    assert "不高兴" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((IDS[0][:-1], "nothing-like-that"), f"是不是 {IDS[0]}"),
        ((IDS[0], IDS[0]), "写了两回"),
        ((IDS[0], "--moments", "3"), "写一样就够了"),
        (("--moments", "0"), "1 到 20"),
        (("--moments", "21"), "1 到 20"),
        (("--moments", "three"), "要的是整数"),
        (("--think", "0"), "1 到 3600"),
        (("--output", "a.docx"), ".html"),
        (("\x1b[31m",), "没有"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_told_before_anything_begins(
    rolecheck: Rolecheck, home: Path, arguments: tuple[str, ...], says: str
) -> None:
    ran = rolecheck("workshop", "--plain", *arguments, typed=ONE_MOMENT)

    assert ran.code == 2
    assert says in ran.err
    assert "\x1b" not in ran.err
    assert ran.out == ""
    assert not home.exists()


def test_every_wrong_id_is_told_at_once(rolecheck: Rolecheck) -> None:
    ran = rolecheck("workshop", "one-thing", "another-thing")

    assert "one-thing" in ran.err
    assert "another-thing" in ran.err
    assert "--list" in ran.err


def test_without_a_terminal_the_way_out_is_told(rolecheck: Rolecheck) -> None:
    ran = rolecheck("workshop", *IDS)

    assert ran.code == 4
    assert "--plain" in ran.err
    assert "--guide" in ran.err


def test_a_bank_of_ones_own_is_shown_and_gone_on_with(rolecheck: Rolecheck, other_folder: Path) -> None:
    bank = ("--bank", other_folder)
    left = rolecheck(*PLAIN, "--moments", "3", *bank, typed="\n\nAAB\nq\n")
    assert "--bank" in left.err

    ran = rolecheck(*PLAIN, *bank, "--json", typed="1\n\n\ns\ns\n" + END)

    assert ran.code == 0
    assert [moment["total"] for moment in json.loads(ran.out)["moments"]] == [3]


def test_an_open_workshop_is_counted_among_what_is_kept_and_can_be_forgotten(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*PLAIN, *IDS, typed="\n" + ONE_MOMENT + "q\n")

    assert json.loads(rolecheck("paths", "--json").out)["files"]["open_workshop"] == 1
    assert rolecheck("forget", "--unfinished", "--yes").code == 0
    assert journals(home) == []
