"""Wherever it is said how long a form takes, it is what was counted."""

import json
import re
from pathlib import Path

import pytest

from rolecheck.measure.forms import FAST, SLOW, Minutes, longest_reading, minutes, usual_reading
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import Form
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

ROOT = Path(__file__).parents[2]
BY_HAND = re.compile(r"[0-9零一两二三四五六七八九十几]+ ?分钟")


def said(form: Form) -> str:
    return minutes_words(usual_reading(shipped(), form).minutes)


@pytest.mark.parametrize(
    ("range_", "words"),
    [
        (Minutes(8.6, 13.4), "约 9 到 13 分钟"),
        (Minutes(4.6, 5.4), "约 5 分钟"),
        (Minutes(0.1, 0.4), "约 1 分钟"),
        (Minutes(0.1, 1.6), "约 1 到 2 分钟"),
    ],
)
def test_minutes_are_whole_and_at_least_one(range_: Minutes, words: str) -> None:
    assert minutes_words(range_) == words


def test_the_help_of_the_quiz_tells_each_form(rolecheck: Rolecheck) -> None:
    out = "".join(rolecheck("quiz", "--help").out.split())
    for form in Form:
        assert "".join(said(form).split()) in out


@pytest.mark.parametrize("form", [Form.QUICK, Form.STANDARD])
def test_the_readme_tells_each_form(form: Form) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = "rolecheck quiz" if form is Form.STANDARD else f"rolecheck quiz --form {form}"
    rows = [line for line in readme.splitlines() if line.endswith(f"| `{command}` |")]
    assert [said(form) in row for row in rows] == [True], f"README.md: {command}（{said(form)}）"
    assert [BY_HAND.findall(row) for row in rows] == [BY_HAND.findall(said(form))]


@pytest.mark.parametrize("form", list(Form))
def test_before_the_first_item_one_is_told_how_long_it_takes_and_where_it_stays(
    rolecheck: Rolecheck, form: Form
) -> None:
    err = rolecheck("quiz", "--plain", "--form", str(form), "--title", "交付", typed="q\n").err
    before, _, bar = err.partition("第 1 题")
    most = r"" if form is Form.FULL else r"(\d+) 题上下、最多 "
    (left,) = re.findall(r"最多还有 (\d+) 题", bar)
    # With the first item, what is left is what was announced.
    announced = re.search(rf"{said(form)}，{most}{int(left) + 1} 题；只存在这台电脑上", before)
    assert announced is not None
    assert all(int(usual) < int(left) + 1 for usual in announced.groups())


def test_a_form_taken_elsewhere_tells_its_own_length(rolecheck: Rolecheck, tmp_path: Path) -> None:
    with_, without = tmp_path / "with.txt", tmp_path / "without.txt"
    rolecheck("form", "export", "--to", "wjx", "--output", str(with_))
    rolecheck("form", "export", "--to", "wjx", "--no-second", "--output", str(without))
    told = [BY_HAND.findall(path.read_text(encoding="utf-8").partition("1. ")[0]) for path in (with_, without)]
    assert all(len(found) == 1 for found in told)
    low = longest_reading(shipped(), Form.QUICK).minutes.low
    assert int(told[0][0].split()[0]) >= int(told[1][0].split()[0])
    assert int(told[1][0].split()[0]) >= low - 1


def test_the_figures_come_as_data_with_the_form_at_its_longest(rolecheck: Rolecheck) -> None:
    forms = json.loads(rolecheck("bank", "stats", "--json").out)["forms"]
    assert set(forms) == {"quick", "standard", "full"}
    for form in Form:
        longest = longest_reading(shipped(), form)
        found = forms[str(form)]
        assert (found["items"], found["characters"]) == (longest.items, longest.characters)
        assert found["characters"] == found["questions"] + found["options"]
        assert found["minutes"] == [round(end, 1) for end in longest.minutes]
        assert found["usual"]["items"] == usual_reading(shipped(), form).items
        assert found["report"]["characters"] > 300
        assert found["report"]["minutes"] == [round(end, 1) for end in minutes(found["report"]["characters"])]


def test_the_tables_say_what_the_range_rests_on_and_what_of_it_is_assumed(rolecheck: Rolecheck) -> None:
    out = rolecheck("bank", "stats").out.replace("\n", "").replace(" ", "")
    assert f"每分钟{FAST}字" in out
    assert f"{SLOW}字" in out
    assert "4秒是假定的" in out
