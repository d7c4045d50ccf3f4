"""Every kind of block on the terminal; a changed file in a diff is a changed screen."""

import pytest
from syrupy.assertion import SnapshotAssertion

from rolecheck.output.terminal import QUIET, Screen
from rolecheck.output.terminal_columns import MOST_ROWS
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.page import Block, Command, Entry, Listing, Page, Part, Row, Sentence, Table, counted, part
from rolecheck.typesetting import width
from tests.pages import BARS, BESIDE, BLOCKS, CONTRAST, EVERYTHING, FIGURES, TextFile


def lines(screen: Screen, *blocks: Block) -> list[str]:
    return [line.plain for line in page_lines(Page("页", blocks), screen)][1:]


@pytest.mark.parametrize("screen", [Screen(80), Screen(40), Screen(80, plain=True)], ids=["80", "40", "plain"])
def test_every_kind_of_block(snapshot: SnapshotAssertion, screen: Screen) -> None:
    assert "\n".join(line.plain for line in page_lines(EVERYTHING, screen)) == snapshot.use_extension(TextFile)


def test_texts_stand_beside_one_another_where_they_fit() -> None:
    heads = [sum(line.split() == list(BESIDE.columns) for line in lines(Screen(at), BESIDE)) for at in (80, 60, 40)]
    assert heads == [1, 1, 0]
    assert any("忙的" in line and "认的" in line for line in lines(Screen(80), CONTRAST))
    assert not any("忙的" in line and "认的" in line for line in lines(Screen(40), CONTRAST))


def test_a_long_name_of_a_column_stands_above_what_is_said_of_it() -> None:
    long = BESIDE._replace(columns=("负责把方向想清楚的那个产品经理", "交付经理"))
    assert "   负责把方向想清楚的那个产品经理" in lines(Screen(40), long)


def test_a_command_that_does_not_fit_behind_its_text_stands_whole_below_it() -> None:
    command = Command("换全卷再答一遍，约 31 到 42 分钟", "rolecheck quiz --form full")
    assert [line.strip() for line in lines(Screen(80), command)] == [f"{command.text}：{command.command}"]
    assert [line.strip() for line in lines(Screen(40), command)] == [f"{command.text}：", command.command]


def test_what_is_not_known_is_said_quietly() -> None:
    styles = {style for line in page_lines(EVERYTHING, Screen(80)) for text, style in line.parts if "没说" in text}
    assert styles == {QUIET}


def test_a_long_name_of_a_row_gets_a_line_of_its_own_and_its_figures_stay_in_their_columns() -> None:
    first, second = FIGURES.rows
    name = "一个名字长到一栏里放不下的人" * 2
    table = FIGURES._replace(rows=(first._replace(label=name), second))
    shown = lines(Screen(80), table)

    assert f"   {name}" in shown
    assert len({width(line.partition("%")[0]) for line in shown if "%" in line}) == 1


def test_the_bars_end_where_the_scale_does_and_narrow_screens_have_figures_alone() -> None:
    wide = [line.count("█") for line in lines(Screen(80), Part("占比", (BARS,))) if "█" in line]
    full = [line.count("█") for line in lines(Screen(80), Part("占比", (BARS._replace(scale=0.46),))) if "█" in line]
    assert full[0] > wide[0]
    assert not any("█" in line for line in lines(Screen(50), Part("占比", (BARS,))))


def test_more_rows_than_anybody_reads_are_left_to_a_file() -> None:
    rows = tuple(counted(str(number), f"人{number}", [1]) for number in range(MOST_ROWS + 7))
    shown = lines(Screen(80), Table("t", "", "", (("n", "数"),), rows))

    assert len(shown) == MOST_ROWS + 1
    assert "还有 7 行" in shown[-1]


def test_a_part_without_anything_to_say_is_not_there() -> None:
    assert part("空", Listing(()), Sentence(""), Table("t", "x", "", (), ()), *part("更空")) == ()
    assert part("有", Listing((Entry("一"),)), Sentence(""))[0].blocks == (Listing((Entry("一"),)),)


def test_a_chapter_is_louder_than_what_stands_in_it() -> None:
    styles = {line.plain.strip(): line.parts[0][1] for line in page_lines(Page("页", BLOCKS), Screen(80)) if line.parts}
    assert styles["细看"] != styles["各人"] == styles["更细"]


def test_a_table_of_words_is_read_from_the_left_and_of_figures_from_the_right() -> None:
    table = Table("t", "", "", (("w", "词"), ("f", "数")), (counted("a", "甲", [7, 100]), counted("b", "乙", [10, 2])))
    assert [line for line in lines(Screen(80), table) if "甲" in line] == ["   甲    7   100"]
    assert isinstance(table.rows[0], Row)
