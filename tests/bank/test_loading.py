"""A bank loads, or every problem in it is told once, with file, line, and what to do."""

import os
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from rolecheck.bank import files, yaml_nodes
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.roles import TOPICS
from rolecheck.errors import BadInputError, Problem

ROLES, QUESTIONS = "roles.yaml", "questions.yaml"

Edit = Callable[[str, str, str], str]
Told = Callable[[], tuple[Problem, ...]]


def test_a_bank_of_four_roles_loads(folder: Path) -> None:
    bank = load_bank(folder)
    assert [line.id for line in bank.roles.lines] == ["draw", "build", "test", "keep"]
    assert bank.roles.role_of("test").aliases == ("test岗", "负责人")
    assert bank.roles.essays[0].concepts == {"first": "先画后盖", "second": "盖完要住"}
    assert bank.roles.dimensions[0].cells.keys() == {"draw-role", "keep-role"}
    assert [separation.between for separation in bank.roles.separations] == [
        ("draw-role", "keep-role"),
        ("draw-role", "build-role"),
    ]
    assert bank.roles.advice.keys() == TOPICS.keys()
    assert [len(bank.of(facet)) for facet in Facet] == [1, 1, 1, 1]
    leak, judged = bank.by_id["finish-leak"], bank.by_id["judge-signature"]
    assert (leak.stage, leak.framing, leak.industry, leak.letters) == ("finish", "act", "建筑", "ABCD")
    assert [option.key for option in leak.options] == ["draw", "build", "test", "none"]
    assert [(option.credit, option.trap) for option in judged.options] == [(1, None), (0.5, None), (0, "silence")]
    assert judged.judges == ("floor",)
    assert bank.by_id["duty-monday"].stage is None
    assert bank.by_id["duty-monday"].concepts == ()


def test_a_bank_of_eight_roles_loads(folder: Path, eight_roles: str) -> None:
    (folder / ROLES).write_text(eight_roles, encoding="utf-8")
    assert len(load_bank(folder).roles.lines) == 8


def test_one_line_is_too_few_and_thirteen_are_too_many(folder: Path, told: Told) -> None:
    text = (folder / ROLES).read_text(encoding="utf-8")
    lines = text[text.index("lines:\n") : text.index("roles:\n")]
    many = lines + "".join(f"  - {{id: more{n}, name: 多{n}, short: 多{n}}}\n" for n in range(9))
    (folder / ROLES).write_text(text.replace(lines, many), encoding="utf-8")
    assert any("lines 最多 12 项" in problem.text for problem in told())
    (folder / ROLES).write_text(text.replace(lines, "".join(lines.splitlines(keepends=True)[:2])), encoding="utf-8")
    assert any("lines 至少要有 2 项" in problem.text for problem in told())


def test_the_shipped_bank_loads_and_is_the_same_to_both_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    bank = load_bank(shipped_folder())
    assert [line.id for line in bank.roles.lines] == [
        "product", "project", "pusher", "implementation", "delivery", "operations",
    ]  # fmt: skip
    assert all(bank.of(facet) for facet in Facet)
    assert load_roles(shipped_folder()) == bank.roles
    monkeypatch.setattr(yaml_nodes, "LOADER", yaml.SafeLoader)
    assert load_bank(shipped_folder()) == bank


def test_the_shipped_bank_tells_every_two_roles_apart_in_a_sentence_or_two() -> None:
    book = load_roles(shipped_folder())
    pairs = {frozenset(separation.between) for separation in book.separations}
    assert pairs == {frozenset((one.id, other.id)) for one, other in combinations(book.roles, 2)}
    for separation in book.separations:
        assert 40 <= len(separation.text) <= 90, separation.text
        assert all(book.role(role).name in separation.text for role in separation.between), separation.text
        assert separation.concepts


def test_a_bank_may_tell_no_roles_apart(folder: Path) -> None:
    text = (folder / ROLES).read_text(encoding="utf-8")
    listed = text[text.index("separations:\n") : text.index("tensions:\n")]
    (folder / ROLES).write_text(text.replace(listed, "separations: []\n"), encoding="utf-8")
    assert load_roles(folder).separations == ()
    (folder / ROLES).write_text(text.replace(listed, ""), encoding="utf-8")
    assert load_roles(folder).separations == ()


def test_roles_load_without_questions(folder: Path) -> None:
    (folder / QUESTIONS).unlink()
    assert len(load_roles(folder).roles) == 4


def test_line_endings_and_a_byte_order_mark_make_no_difference(folder: Path) -> None:
    digest = load_bank(folder).digest
    for path in (folder / ROLES, folder / QUESTIONS):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_bank(folder).digest == digest


def test_the_digest_is_of_the_content_and_not_of_its_layout(folder: Path, edit: Edit) -> None:
    digest = load_bank(folder).digest
    assert len(digest) == 12
    edit(QUESTIONS, "    stem: 上周一你的日历。", '    # 备注\n    stem: "上周一你的日历。"')
    edit(QUESTIONS, "{key: draw, text: 改图}", "{text: 改图, key: draw}")
    edit(QUESTIONS, "{credit: 1,", "{credit: 1.0,")
    assert load_bank(folder).digest == digest
    edit(QUESTIONS, "text: 改图", "text: 画图")
    changed = load_bank(folder).digest
    assert changed != digest
    edit(ROLES, "tools", "tool")
    assert load_bank(folder).digest not in {digest, changed}


@pytest.mark.parametrize("count", ["traps", "judgements"])
def test_a_bank_without_judgement_items_needs_no(folder: Path, count: str) -> None:
    text = (folder / QUESTIONS).read_text(encoding="utf-8")
    text = text[: text.index("  - id: judge-signature")]
    start = text.index(f"{count}:\n")
    entry = text[start:].splitlines(keepends=True)
    (folder / QUESTIONS).write_text(text[:start] + f"{count}: []\n" + "".join(entry[2:]), encoding="utf-8")
    assert load_bank(folder).of(Facet.JUDGEMENT) == ()


def test_many_defects_in_both_files_are_all_told_by_file_and_line(edit: Edit, told: Told) -> None:
    edits = [
        (ROLES, "title: 房子怎么盖", "titel: 房子怎么盖", "titel"),
        (ROLES, "{id: finish, name: 完工}", "{id: finish, name: no}", "布尔值"),
        (ROLES, "short: build简称", "short: ''", "空白"),
        (ROLES, "    line: test\n", "    line: tset\n", "tset"),
        (ROLES, "{to: keep-role, what", "{to: kept-role, what", "kept-role"),
        (ROLES, "      keep-role: {text: 扳手}", "      keep-role: {text: 扳手, text: 钳子}", "重复"),
        (ROLES, "  - topic: settled", "  - topic: setled", "setled"),
        (QUESTIONS, "framing: measured", "framing: measurd", "measurd"),
        (QUESTIONS, "key: draw, text: 翻", "key: drow, text: 翻", "drow"),
        (QUESTIONS, "{key: keep, text: 修灯}", "{credit: 0, text: 修灯}", "credit"),
        (QUESTIONS, "credit: 0.5", "credit: 0.4", "0.5"),
        (QUESTIONS, "concepts: [houses/second]", "concepts: [house/second]", "house/second"),
        (QUESTIONS, "    stem: 业主没说话就走了。\n", "", "缺少 stem"),
    ]
    for file, old, new, _ in edits:
        edit(file, old, new)
    problems = told()
    for file, _, _, word in edits:
        found = [problem for problem in problems if word in problem.text and Path(problem.source).name == file]
        assert found, word
    assert len(problems) == len(edits)
    assert list(problems) == sorted(problems, key=lambda problem: (problem.source, problem.line))


def test_a_bank_needs_a_responsibility_item(folder: Path, told: Told) -> None:
    text = (folder / QUESTIONS).read_text(encoding="utf-8")
    start, end = text.index("  - id: finish-leak"), text.index("  - id: duty-monday")
    (folder / QUESTIONS).write_text(text[:start] + text[end:], encoding="utf-8")
    (problem,) = told()
    assert "责任题" in problem.text


def test_an_alias_may_mean_two_roles(folder: Path) -> None:
    assert sum("负责人" in role.aliases for role in load_bank(folder).roles.roles) == 4


def test_broken_roles_hide_no_problem_of_the_questions_and_add_none(edit: Edit, told: Told) -> None:
    edit(ROLES, "stages:", "stages: [")
    edit(QUESTIONS, "{credit: 1,", "{credit: 2,")
    edit(QUESTIONS, "framing: week", "framing: weak")
    edit(QUESTIONS, "key: draw, text: 改", "key: drow, text: 改")
    assert [Path(problem.source).name for problem in told()] == [QUESTIONS, QUESTIONS, ROLES]


@pytest.mark.parametrize(("old", "new"), [("{id: build, name", "{id: no, name"), ("\nlines:\n", "\nlinez:\n")])
def test_uses_of_lines_are_not_judged_when_a_line_cannot_be_read(edit: Edit, told: Told, old: str, new: str) -> None:
    edit(ROLES, old, new)
    (problem,) = told()
    assert problem.source.endswith(ROLES)


def test_a_newer_format_is_not_judged_by_our_keys(edit: Edit, told: Told) -> None:
    edit(QUESTIONS, "format: 1", "format: 2\nnews: true")
    (problem,) = told()
    assert "升级" in problem.text


def test_an_unreadable_facet_leaves_only_itself_to_tell(edit: Edit, told: Told) -> None:
    edit(QUESTIONS, "facet: judgement\n    stage", "facet: judgment\n    stage")
    (problem,) = told()
    assert "judgement" in problem.text


def refusals(folder: Path, told: Told, data: bytes) -> list[tuple[int | None, str]]:
    (folder / QUESTIONS).write_bytes(data)
    return [(problem.line, problem.text) for problem in told()]


def test_files_that_are_not_a_bank_are_told_so(folder: Path, told: Told) -> None:
    ((line, text),) = refusals(folder, told, b"")
    assert (line, "空的" in text) == (1, True)
    ((line, text),) = refusals(folder, told, b"- a\n- b\n")
    assert (line, "列表" in text) == (1, True)
    ((line, text),) = refusals(folder, told, b"hello")
    assert (line, "最外层" in text) == (1, True)
    ((line, text),) = refusals(folder, told, "format: 1\nversion: 中文".encode("gbk"))
    assert (line, "UTF-8" in text, "第 20 个字节" in text) == (2, True, True)
    ((line, text),) = refusals(folder, told, b"\xef\xbb\xbfa: 1\nb: \xff")
    assert (line, "第 12 个字节" in text) == (2, True)
    ((line, text),) = refusals(folder, told, "format: 1".encode("utf-16"))
    assert (line, "UTF-8" in text) == (1, True)
    ((line, text),) = refusals(folder, told, b"#" * (1024 * 1024 + 1))
    assert (line, "1024 KiB" in text) == (None, True)


def test_a_file_that_is_not_there_and_one_that_is_a_folder_are_both_told(folder: Path, told: Told) -> None:
    (folder / ROLES).unlink()
    (folder / ROLES).mkdir()
    (folder / QUESTIONS).unlink()
    first, second = told()
    assert (Path(first.source).name, "没有这个文件" in first.text) == (QUESTIONS, True)
    assert (Path(second.source).name, "文件夹" in second.text) == (ROLES, True)


def test_a_folder_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    for place, word in ((tmp_path / "none", "没有这个文件夹"), (Path(__file__), "不是题库文件夹")):
        with pytest.raises(BadInputError) as caught:
            load_bank(place)
        (problem,) = caught.value.problems
        assert (problem.source, word in problem.text) == (str(place), True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(folder: Path, told: Told) -> None:
    (folder / QUESTIONS).unlink()
    os.mkfifo(folder / QUESTIONS)
    (problem,) = told()
    assert "不是普通文件" in problem.text


def test_a_file_the_system_refuses_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert ["没有权限" in problem.text for problem in told()] == [True, True]


def test_the_source_is_the_path_as_it_was_typed(folder: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    edit(QUESTIONS, "{credit: 1,", "{credit: 2,")
    with pytest.raises(BadInputError, match=r"^questions\.yaml:\d+: credit"):
        load_bank(Path())


def test_a_disk_error_is_told_in_words(folder: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert ["磁盘读写出错" in problem.text for problem in told()] == [True, True]
    monkeypatch.setattr(Path, "is_dir", fail)
    (problem,) = told()
    assert (problem.source, "打不开" in problem.text) == (str(folder), True)


def test_loading_the_roles_tells_their_problems_and_no_others(folder: Path, edit: Edit) -> None:
    edit(ROLES, "    line: test\n", "    line: tset\n")
    edit(QUESTIONS, "{credit: 1,", "{credit: 2,")
    with pytest.raises(BadInputError, match="tset") as caught:
        load_roles(folder)
    assert len(caught.value.problems) == 1


def test_two_unreadable_places_in_one_role_are_both_told(edit: Edit, told: Told) -> None:
    edit(ROLES, "    aliases: [test岗, 负责人]", "    aliases: [!x 岗, 负责人]")
    edit(ROLES, "{stage: start, when: test的那一刻}", "站出来")
    assert ["标签" in problem.text or "键: 值" in problem.text for problem in told()] == [True, True]


def test_what_is_wrong_whatever_the_facet_is_told_beside_a_facet_nobody_knows(edit: Edit, told: Told) -> None:
    edit(QUESTIONS, "facet: judgement\n    stage: finish", "facet: jugdement\n    stage: finnish")
    edit(QUESTIONS, "{credit: 0.5,", "{credit: 0.7,")
    edit(QUESTIONS, "trap: silence,", "trap: silent,")
    for problem, word in zip(told(), ("jugdement", "finnish", "只能是 0、0.5 或 1", "silent"), strict=True):
        assert word in problem.text


def test_concepts_are_not_judged_when_one_cannot_be_read(edit: Edit, told: Told) -> None:
    edit(ROLES, "      second: 盖完要住", "      2: 盖完要住")
    (problem,) = told()
    assert "加引号" in problem.text


def test_no_line_may_be_called_like_stepping_back(edit: Edit, told: Told) -> None:
    edit(ROLES, "{id: keep, name", "{id: none, name")
    edit(ROLES, "    line: keep\n", "    line: none\n")
    edit(QUESTIONS, "{key: keep, text: 修灯}", "{key: test, text: 修灯}")
    (problem,) = told()
    assert "退后" in problem.text


def test_more_problems_than_anyone_repairs_at_once_are_cut_off(edit: Edit, told: Told) -> None:
    edit(QUESTIONS, "format: 1\n", "format: 1\n" + "".join(f"extra-{n}: x\n" for n in range(1000)))
    *problems, last = told()
    assert len(problems) == 500
    assert "太多" in last.text


def test_the_shipped_bank_in_the_package_wins_over_one_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (shipped_folder() / ROLES).is_file()
    package = tmp_path / "rolecheck"
    monkeypatch.setattr(files, "_PACKAGE", package)
    assert shipped_folder() == tmp_path / "data"
    (package / "data").mkdir(parents=True)
    (package / "data" / ROLES).touch()
    assert shipped_folder() == package / "data"
