"""Help and complaints about the command line, in Chinese throughout."""

import re

import pytest

from rolecheck import __version__
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

COMMANDS = ("quiz", "explain", "roles", "report", "history", "forget", "paths", "score", "team", "workshop")
ENGLISH = re.compile(
    r"\b(usage|options|arguments|commands|show|message|exit|default|required|completion|install)\b", re.IGNORECASE
)


@pytest.mark.parametrize("page", [(), *((command,) for command in COMMANDS)], ids=str)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_a_help_page_has_no_english_headings(rolecheck: Rolecheck, page: tuple[str, ...], option: str) -> None:
    ran = rolecheck(*page, option)

    prose = re.sub(r"--[a-z-]+", "", ran.out)
    assert ran.code == 0
    assert ENGLISH.findall(prose) == []
    assert ran.out.startswith("用法：")
    assert "选项：" in ran.out
    assert "…" not in ran.out


def test_the_first_page_names_every_command_and_begins_with_examples(rolecheck: Rolecheck) -> None:
    out = rolecheck("--help").out

    assert all(re.search(rf"^  {command} ", out, re.MULTILINE) for command in COMMANDS)
    assert out.index("rolecheck explain 交付经理") < out.index("选项：")


def test_without_a_command_help_is_shown(rolecheck: Rolecheck) -> None:
    ran = rolecheck()

    assert (ran.out + ran.err).startswith("用法：")
    assert ENGLISH.findall(re.sub(r"--[a-z-]+", "", ran.out + ran.err)) == []


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_that_of_tool_and_bank(rolecheck: Rolecheck, option: str) -> None:
    ran = rolecheck(option)

    assert ran.code == 0
    assert __version__ in ran.out
    assert shipped().version in ran.out
    assert shipped().digest in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nonsense",), "没有 nonsense 这个命令"),
        (("explian", "交付"), "没有 explian 这个命令"),
        (("quiz", "--nonsense"), "没有 --nonsense 这个选项"),
        (("quiz", "--anwsers", "x"), "没有 --anwsers 这个选项"),
        (("explain",), "少了参数 角色"),
        (("score",), "少了参数"),
        (("roles", "交付", "项目"), "多出了参数"),
        (("roles", "x"), "多出了参数"),
        (("quiz", "--seed", "x"), "要的是整数"),
        (("quiz", "--seed", "9" * 5000), "要的是整数"),
        (("quiz", "--seed"), "后面要跟一个值"),
        (("team", "x", "--pair", "甲"), "后面要跟 2 个值"),
        (("quiz", "--form", "short"), "可以是"),
        (("--nonsense",), "没有 --nonsense 这个选项"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_is_told_in_chinese(rolecheck: Rolecheck, arguments: tuple[str, ...], says: str) -> None:
    ran = rolecheck(*arguments)

    assert ran.code == 2
    assert says in ran.err
    assert "\n\n提示：" in ran.err
    assert " --help" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "meant"), [(("explian", "交付"), "explain"), (("quiz", "--anwsers"), "--answers")]
)
def test_a_misspelt_word_gets_the_one_that_was_meant(
    rolecheck: Rolecheck, arguments: tuple[str, ...], meant: str
) -> None:
    assert meant in rolecheck(*arguments).err


@pytest.mark.parametrize(
    "arguments",
    [
        ("quiz", "--form"),
        ("quiz", "--title", ""),
        ("quiz", "--answers", ""),
        ("quiz", "--bank", ""),
        ("score", ""),
        ("report", ""),
        ("explain", "", "--json"),
        ("--", "quiz"),
        ("quiz", "--", "x"),
        ("\x1b[31m",),
        ("é" * 3000,),
        ("quiz", "--name"),
    ],
    ids=repr,
)
def test_no_command_line_whatever_ends_in_a_traceback(rolecheck: Rolecheck, arguments: tuple[str, ...]) -> None:
    ran = rolecheck(*arguments)

    assert ran.code in {2, 3, 4}
    assert ran.err.strip()
    assert "Traceback" not in ran.err


PAGES = [
    (),
    *((command,) for command in (*COMMANDS, "accept", "bank")),
    *(("bank", each) for each in ("check", "stats")),
]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_no_line_of_help_is_wider_than_the_terminal_or_begins_with_a_closing_mark(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch, page: tuple[str, ...], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = rolecheck(*page, "--help").out.splitlines()

    assert [line for line in lines if width(line) > columns] == []
    assert [line for line in lines if line.strip().startswith(tuple("，。、；：？！）"))] == []


def test_what_help_says_at_forty_columns_is_what_it_says_at_eighty(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = rolecheck("quiz", "--help").out
    monkeypatch.setenv("COLUMNS", "40")

    assert "".join(rolecheck("quiz", "--help").out.split()) == "".join(wide.split())


def test_whatever_can_be_printed_plainly_can_be_printed_in_ascii(rolecheck: Rolecheck) -> None:
    for page in PAGES:
        out = rolecheck(*page, "--help").out
        assert ("--plain" in out) == ("--ascii" in out)
