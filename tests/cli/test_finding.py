"""Finding what was kept: by name, by number, by a code in groups; and what is said where there is nothing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rolecheck


@pytest.fixture
def people(rolecheck: Rolecheck, answers: Path) -> None:
    for name, seed in (("张三", "1"), ("李 四", "2"), ("张三", "3")):
        assert rolecheck("quiz", "--answers", answers, "--form", "quick", "--seed", seed, "--name", name).code == 0


@pytest.mark.usefixtures("people")
def test_a_result_is_found_by_the_name_of_who_answered(rolecheck: Rolecheck) -> None:
    assert "李 四" in rolecheck("report", "李 四").out
    assert "李 四" in rolecheck("report", "李", "四").out
    assert "李 四" in rolecheck("report", "2").out


@pytest.mark.usefixtures("people")
def test_several_results_of_one_name_are_listed_with_their_numbers(rolecheck: Rolecheck) -> None:
    ran = rolecheck("report", "张三")

    assert ran.code == 2
    assert "“张三”有 2 份结果" in ran.err
    assert [line.split()[0] for line in ran.err.splitlines() if line.endswith("张三答")] == ["1", "3"]
    assert "\n\n提示：看最近的一份，运行 rolecheck report 3" in ran.err


@pytest.mark.usefixtures("people")
def test_a_name_nobody_has_is_told_with_where_the_names_are(rolecheck: Rolecheck) -> None:
    ran = rolecheck("report", "王五")

    assert ran.code == 2
    assert "没有这个编号、姓名或文件" in ran.err
    assert "提示：列出全部和编号，运行 rolecheck history" in ran.err


@pytest.mark.usefixtures("people")
def test_a_code_may_be_typed_in_the_groups_it_is_read_aloud_in(rolecheck: Rolecheck) -> None:
    code = rolecheck("report", "3", "--code").out.strip()
    groups = [code[place : place + 4] for place in range(0, len(code), 4)]

    assert rolecheck("report", *groups).out == rolecheck("report", code).out
    assert rolecheck("team", *groups).out == rolecheck("team", code).out


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("names", [("1", "1"), ("2", "李 四")])
def test_a_result_is_not_compared_with_itself(rolecheck: Rolecheck, names: tuple[str, str]) -> None:
    ran = rolecheck("history", *names)

    assert ran.code == 2
    assert "同一份结果" in ran.err


def test_a_quiz_left_unfinished_is_told_where_there_is_no_result(rolecheck: Rolecheck) -> None:
    assert "还没有结果。" in rolecheck("report").err
    rolecheck("quiz", "--plain", "--form", "quick", typed="A\nq\n")

    ran = rolecheck("report")

    assert ran.code == 2
    assert "有一次没答完" in ran.err
    assert "提示：接着答，运行 rolecheck quiz" in ran.err
