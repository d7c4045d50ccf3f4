"""What a Chinese keyboard, a chat program or a web page gives in place of an option's or a YAML file's own signs."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.files import read_yaml
from rolecheck.bank.problems import Problems, typed_in_chinese
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

ITEM = shipped().items[0].id
DASHES = st.text(st.sampled_from("‐‑‒–—―−─－"), min_size=1, max_size=3)
OPTIONS = [
    (("quiz", "{}form", "quick"), "--form"),
    (("quiz", "--form", "quick", "{}no-save"), "--no-save"),
    (("form", "export", "{}to", "wjx"), "--to"),
    (("form", "import", "a.csv", "{}dry-run"), "--dry-run"),
    (("report", "{}output", "报告.html"), "--output"),
    (("report", "{}json"), "--json"),
    (("history", "{}plain"), "--plain"),
    (("{}version",), "--version"),
    (("explain", "DM", "{}help"), "--help"),
]
typed = settings(max_examples=12)


@pytest.mark.parametrize(("words", "meant"), OPTIONS, ids=lambda value: value if isinstance(value, str) else "")
@typed
@given(dashes=DASHES)
def test_dashes_of_any_kind_before_an_option_are_named_with_the_option(
    rolecheck: Rolecheck, words: tuple[str, ...], meant: str, dashes: str
) -> None:
    ran = rolecheck(*(word.format(dashes) for word in words))

    assert (ran.code, ran.out) == (2, "")
    assert "破折号" in ran.err
    assert f"写成 {meant}" in ran.err


@pytest.mark.parametrize("word", ["--to＝wjx", "--to　wjx", "－－ｔｏ", "--to\u00a0wjx", "—to=wjx", "－-to"])
def test_full_width_signs_and_blanks_in_an_option_are_named_too(rolecheck: Rolecheck, word: str) -> None:
    ran = rolecheck("form", "export", word)

    assert ran.code == 2
    assert "写成 --to" in ran.err


@pytest.mark.parametrize("name", ["—小李", "－－", "——", "老—李", "-小李"])
def test_a_name_with_a_dash_is_a_name(rolecheck: Rolecheck, name: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"title: none\nanswers:\n  {ITEM}: B\n", encoding="utf-8")

    ran = rolecheck("quiz", "--no-input", "--answers", tmp_path / "a.yaml", f"--name={name}")

    assert "破折号" not in ran.err


SLIPS = [
    ("title：项目经理\nanswers:\n  {}: B\n", (1, 6), "中文冒号"),
    ("title: 项目经理\nanswers：\n  {}: B\n", (2, 8), "中文冒号"),
    ("title: 项目经理\nanswers:\n  {}：B\n", (3, 3 + len(ITEM)), "中文冒号"),
    ("title: 项目经理\nanswers:\n  {}:　B\n", (3, 4 + len(ITEM)), "全角空格"),
    ("title: 项目经理\nanswers:\n  {}:\u00a0B\n", (3, 4 + len(ITEM)), "不换行空格"),
    ("title: 项目经理\nanswers:\n　　{}: B\n", (3, 1), "全角空格"),
    ("title: 项目经理\nanswers:\n \u00a0{}: B\n", (3, 2), "不换行空格"),
]


@pytest.mark.parametrize(("text", "place", "says"), SLIPS, ids=range(len(SLIPS)))
def test_a_sign_from_a_chinese_keyboard_is_named_at_its_own_place(
    rolecheck: Rolecheck, tmp_path: Path, text: str, place: tuple[int, int], says: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text.format(ITEM), encoding="utf-8")

    ran = rolecheck("quiz", "--no-input", "--no-save", "--answers", path)

    assert ran.code == 3
    (told,) = (said for said in ran.err.splitlines() if said.startswith(f"{path}:{place[0]}:{place[1]}: "))
    assert says in told


LINES = st.lists(
    st.sampled_from(["title: x", "answers:", "  a-b: B", "  c-d: AC", "# 说明：好", "list: [a, b]"]), max_size=5
)
SIGNS = st.sampled_from(["key：v", "key:　v", "　key: v", "-　a", "list: [a，b]", "－ x", "  - key：v"])


@settings(max_examples=60)
@given(before=LINES, after=LINES, sign=SIGNS)
def test_wherever_the_sign_stands_its_line_is_named(before: list[str], after: list[str], sign: str) -> None:
    text = "\n".join([*before, sign, *after]) + "\n"

    assert [line for line, _, _ in typed_in_chinese(text)] == [len(before) + 1]


def test_chinese_punctuation_inside_a_text_is_nothing_to_speak_of(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: 他说：好，就这样　吧\nnone: 1\n", encoding="utf-8")
    problems = Problems("a")
    read_yaml(tmp_path / "a.yaml", problems, "title:", lambda top: top.get("title"))

    assert not any("中文" in str(problem) or "全角" in str(problem) for problem in problems.found())
