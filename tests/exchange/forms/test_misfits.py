"""What does not fit is told with its place and the nearest option, all of it at once, and never guessed."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rolecheck.bank.items import NONE_FITS
from rolecheck.errors import BadInputError, UsageError
from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file, usable
from rolecheck.exchange.forms.respondents import AnswerFile
from rolecheck.session.session import Response
from tests.exchange.forms.small_bank import BANK, responses

NIGHT = "上线前一天晚上，客户说再等等。明天还切不切？你先做：〔hw3c〕"
NIGHT_SECOND = "上面这题，其次像你的是哪一个？〔hw3c-2〕"
WEEK = "上个月的日历翻开来看。你先做："

Read = Callable[..., AnswerFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a table of these rows, the first one its header."""

    def table(*rows: Sequence[str], options: ReadOptions | None = None) -> AnswerFile:
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        (tmp_path / "a.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")
        return read_answer_file(tmp_path / "a.csv", BANK, options or ReadOptions())

    return table


def chosen(read: Read, cell: str) -> tuple[Response, ...]:
    filled = read(["姓名", NIGHT], ["王五", cell])
    assert filled.problems == ()
    return filled.people[0].responses


@pytest.mark.parametrize(
    "cell",
    [
        "（0）都不像我",
        "(0) 都不像我",
        "都不像我",
        "F.（0）都不像我",
        "F、都不像我",
        "（0）",
        "0",
        "０",
        "6",
        "（0）都不像我〖我是做测试的〗",
        "（0）都不太像我",
    ],
)
def test_that_no_option_fits_is_known_in_whatever_dress_it_comes(read: Read, cell: str) -> None:
    assert chosen(read, cell) == responses(launch_night=NONE_FITS)


@pytest.mark.parametrize("cell", ["0B", "B0", "（0）都不像我┋（B）", "（B）→（0）都不像我"])
def test_whoever_says_that_none_fits_and_chooses_all_the_same_is_asked_which(read: Read, cell: str) -> None:
    filled = read(["姓名", NIGHT], ["王五", cell])
    assert len(filled.problems) == 1
    assert filled.people == ()


def test_what_ticked_columns_say_of_none_fitting_is_read(read: Read) -> None:
    texts = ("（A）去机房把那台旧的重启一遍；不行，就换一台", "（B）约客户当面定：哪些先用, 哪些后改", "（0）都不像我")
    columns = [f"{NIGHT}{text}" for text in texts]
    filled = read(["姓名", *columns], ["王五", "0", "0", "1"], ["赵六", "0", "1", "0"], ["周七", "0", "1", "1"])
    assert [person.responses for person in filled.people] == [
        responses(launch_night=NONE_FITS),
        responses(launch_night="B"),
    ]
    assert ["又说都不像我，又选了别的" in problem.text for problem in filled.problems] == [True]


def test_a_second_choice_beside_none_fitting_does_not_count_and_is_told(read: Read) -> None:
    filled = read(["姓名", NIGHT, NIGHT_SECOND], ["王五", "（0）都不像我", "（B）"], ["赵六", "A", "0"])
    assert [person.responses for person in filled.people] == [
        responses(launch_night=NONE_FITS),
        responses(launch_night="A"),
    ]
    assert any("只算都不像我" in note for note in filled.notes)


@pytest.mark.parametrize(
    "cell",
    [
        "（B）约客户当面定：哪些先用, 哪些后改",
        "(B) 约客户当面定:哪些先用，哪些后改",
        "约客户当面定：哪些先用, 哪些后改",
        "  约 客户当面定 :哪些先用 ,哪些后改 ",
        "B.约客户当面定：哪些先用, 哪些后改",
        "D．（B）约客户当面定：哪些先用, 哪些后改",
        "Ｂ、约客户当面定：哪些先用, 哪些后改",
        "约客户当面定：哪些先用, 哪些后改〖下午三点〗",
        "（B）约客户当面定：哪些先用, 哪些后改〖没有收口",
        "（B）",
        "B",
        "b",
        "Ｂ",
        "B.",
        "2",
        "２",
        "2.0",
    ],
)
def test_one_option_is_known_in_whatever_dress_it_comes(read: Read, cell: str) -> None:
    assert chosen(read, cell) == responses(launch_night="B")


@pytest.mark.parametrize(
    ("cell", "letters"),
    [
        ("A 方案照旧，B 方案明早再报", "C"),
        ("方案照旧，B 方案明早再报", "C"),
        ("A. A 方案照旧，B 方案明早再报", "C"),
        ("3 天之内把缺的报告补齐", "D"),
        ("D、3 天之内把缺的报告补齐", "D"),
    ],
)
def test_an_option_that_itself_begins_with_a_letter_or_a_number_is_not_taken_for_another(
    read: Read, cell: str, letters: str
) -> None:
    assert chosen(read, cell) == responses(launch_night=letters)


@pytest.mark.parametrize(
    "cell",
    [
        "BD",
        "（B）约客户当面定：哪些先用, 哪些后改→（D）3 天之内把缺的报告补齐→（E）等他们内部走完流程",
    ],
)
def test_where_the_order_is_given_there_is_a_second_choice(read: Read, cell: str) -> None:
    assert chosen(read, cell) == responses(launch_night="BD")


@pytest.mark.parametrize(
    "cell",
    [
        "约客户当面定：哪些先用, 哪些后改┋3 天之内把缺的报告补齐",
        "约客户当面定：哪些先用, 哪些后改, 3 天之内把缺的报告补齐",
        "3 天之内把缺的报告补齐;约客户当面定：哪些先用, 哪些后改",
        "（B）约客户当面定：哪些先用, 哪些后改; （D）3 天之内把缺的报告补齐",
        "B D",
        "2,4",
    ],
)
def test_of_two_that_were_ticked_nobody_can_say_which_came_first(read: Read, cell: str) -> None:
    (problem,) = read(["姓名", NIGHT], ["王五", cell]).problems

    assert (problem.line, problem.column) == (2, 2)
    assert "选了 2 项（B、D）" in problem.text
    assert "BD" in problem.text


def test_a_text_no_option_has_is_told_with_the_nearest_one_and_its_place(read: Read) -> None:
    (problem,) = read(["姓名", NIGHT], ["李四", "B"], ["王五", "和客户当面定，哪些先用"]).problems

    assert (problem.line, problem.column) == (3, 2)
    assert "B 列" in problem.text
    assert "最像 B“约客户当面定" in problem.text


def test_a_text_like_nothing_gets_no_nearest_option_at_all(read: Read) -> None:
    (problem,) = read(["姓名", NIGHT], ["王五", "xyz"]).problems

    assert "哪一项都不像" in problem.text
    assert "最像" not in problem.text


def test_a_letter_and_a_text_that_contradict_one_another_are_not_decided(read: Read) -> None:
    (problem,) = read(["姓名", NIGHT], ["王五", "（A）3 天之内把缺的报告补齐"]).problems

    assert "对不上" in problem.text


def test_a_text_put_right_by_hand_is_known_by_its_letter_and_that_is_told(read: Read) -> None:
    filled = read(["姓名", NIGHT], ["王五", "（B）约客户当面定哪些先用，余下的后改"])

    assert filled.people[0].responses == responses(launch_night="B")
    assert any("按前面的字母认作 B" in note for note in filled.notes)


def test_a_letter_before_an_altogether_different_text_does_not_count(read: Read) -> None:
    assert len(read(["姓名", NIGHT], ["王五", "（B）明天一早给厂里打电话"]).problems) == 1


def test_everything_wrong_is_told_at_once(read: Read) -> None:
    filled = read(["姓名", NIGHT, WEEK], ["王五", "x", "y"], ["李四", "B", "z"])

    assert [(problem.line, problem.column) for problem in filled.problems] == [(2, 2), (2, 3), (3, 3)]
    with pytest.raises(BadInputError) as caught:
        usable(filled)
    assert str(caught.value).count("哪一项都不像") == 3
    assert "--skip" in str(caught.value)


def test_what_does_not_fit_can_be_left_out_and_is_still_told(read: Read) -> None:
    filled = read(["姓名", NIGHT, WEEK], ["王五", "x", "B"], options=ReadOptions(skip=True))

    assert usable(filled)[0].responses == responses(my_week="B")
    assert any("没有算进来" in note and "第 2 行" in note for note in filled.notes)


@pytest.mark.parametrize(
    "header",
    [
        NIGHT,
        f"3、{NIGHT}",
        f"3 {NIGHT}",
        f"３．{NIGHT}",
        f"Q3. {NIGHT} *",
        "上线前一天晚上，客户说再等等。明天还切不切？",
        "3、上线前一天晚上,客户说再等等. 明天还切不切?你先做:[单选题]",
        "改过字的题干〔hw3c〕",
        "改过字的题干（HW3C）",
        "hw3c",
        "launch-night",
        "q_launch_night",
        "group/q_launch_night",
        "group-q_launch_night",
    ],
)
def test_a_column_is_known_by_code_by_text_or_by_name(read: Read, header: str) -> None:
    assert read(["姓名", header], ["王五", "B"]).people[0].responses == responses(launch_night="B")


@pytest.mark.parametrize(
    "header",
    [
        "38 所学校试用满月，校长问 [验收单] 签不签，办公室没人吭声。",
        "5、38所学校试用满月，校长问【验收单】签不签，办公室没人吭声。你先做：",
    ],
)
def test_a_stem_that_begins_with_a_number_and_holds_brackets_is_known(read: Read, header: str) -> None:
    assert read(["姓名", header], ["王五", "D"]).people[0].responses == responses(sign_off="D")


def test_an_option_two_items_share_does_not_name_a_column_by_itself(read: Read) -> None:
    filled = read(["姓名", NIGHT, "8、(等他们内部走完流程)"], ["王五", "B", "1"])

    assert filled.people[0].responses == responses(launch_night="B")


def test_a_column_that_looks_like_an_item_is_asked_about_and_not_taken_for_it(read: Read) -> None:
    filled = read(["姓名", NIGHT, "上个月的日历翻开来看看，你先做哪个"], ["王五", "B", "见用户"])

    (problem,) = filled.problems
    assert (problem.line, problem.column) == (1, 3)
    assert "my-week" in problem.text
    assert "--map 3=my-week" in problem.text


def test_another_question_that_begins_like_ours_is_not_ours(read: Read) -> None:
    filled = read(
        ["姓名", NIGHT, "客户三天没回话。你会再打一次电话给他们的科长还是先写一封邮件说清楚"], ["王五", "B", "会"]
    )

    assert filled.problems == ()
    assert filled.people[0].responses == responses(launch_night="B")


def test_the_user_has_the_last_word_on_a_column(read: Read) -> None:
    header = ["姓名", NIGHT, "上个月的日历翻开来看看，你先做哪个", "别的"]
    row = ["王五", "B", "见用户", "2"]

    filled = read(header, row, options=ReadOptions(["3=my-week", "别的=j86n", f"{NIGHT}=ignore"]))

    assert filled.people[0].responses == responses(my_week="A", silent_client="B")


@pytest.mark.parametrize(
    ("mapped", "says"),
    [
        ("没有的列=my-week", "表里没有"),
        ("3=nothing", "没有这个"),
        ("nothing", "读不懂"),
        ("=", "表里没有"),
        ("9=my-week", "表里没有"),
        ("\x1b[31m=my-week", "表里没有"),
        ("x" * 5000, "读不懂"),
    ],
)
def test_a_mapping_that_cannot_be_is_told(read: Read, mapped: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(["姓名", NIGHT, "别的"], ["王五", "B", "2"], options=ReadOptions([mapped]))

    assert says in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("content", [b"a,b,c\n", b"\xff\xfe\x00", b'"', b"a\n"])
def test_a_mapping_file_that_cannot_be_is_told(read: Read, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.csv").write_bytes(content)

    with pytest.raises(UsageError):
        read(["姓名", NIGHT], ["王五", "B"], options=ReadOptions([str(tmp_path / "m.csv")]))


def test_a_second_choice_stands_beside_its_first(read: Read) -> None:
    rows = [["王五", "B", "（D）"], ["李四", "B", "没有其次的"], ["赵六", "B", "6"], ["钱七", "B", "4"]]

    filled = read(["姓名", NIGHT, NIGHT_SECOND], *rows)

    assert [person.responses[0].letters for person in filled.people] == ["BD", "B", "B", "BD"]


def test_a_second_choice_that_is_the_first_again_or_has_no_first_is_told(read: Read) -> None:
    filled = read(["姓名", NIGHT, NIGHT_SECOND, WEEK], ["王五", "B", "（B）", "A"], ["李四", "", "（B）", "A"])

    assert [person.responses for person in filled.people] == [
        responses(launch_night="B", my_week="A"),
        responses(my_week="A"),
    ]
    assert any("同一项" in note and "第 2 行" in note for note in filled.notes)
    assert any("没选最像的" in note and "第 3 行" in note for note in filled.notes)


def test_a_row_without_a_single_answer_is_left_out_and_told(read: Read) -> None:
    filled = read(["姓名", NIGHT], ["王五", "B"], ["李四", ""])

    assert [person.name for person in filled.people] == ["王五"]
    assert any("第 3 行" in note for note in filled.notes)


def test_two_columns_of_one_item_that_disagree_are_not_decided(read: Read) -> None:
    filled = read(["姓名", NIGHT, f"9、{NIGHT}"], ["王五", "A", "B"], ["李四", "", "B"])

    assert len(filled.problems) == 1
    assert filled.problems[0].line == 2


@pytest.mark.parametrize(
    ("cell", "title"), [("5", "line-4-role"), ("7", None), ("0", None), ("E.交付经理", "line-4-role")]
)
def test_the_title_may_come_by_number_or_behind_a_letter(read: Read, cell: str, title: str | None) -> None:
    assert read(["你名片上写的是哪一个？", NIGHT], [cell, "B"]).people[0].title == title


def test_a_table_without_any_item_says_what_is_missing(read: Read) -> None:
    with pytest.raises(BadInputError) as caught:
        read(["姓名", "年龄"], ["王五", "30"])

    assert "一道题也没认出来" in str(caught.value)
    assert "--map" in str(caught.value)


def test_a_name_is_shown_without_what_nobody_sees(read: Read) -> None:
    filled = read(["姓名", NIGHT], ["\x1b[31m王\u202e五" + "长" * 200, "B"])

    assert filled.people[0].name is not None
    assert filled.people[0].name.isprintable()
    assert len(filled.people[0].name) <= 61


def test_thousands_of_misfits_are_not_all_listed_and_nobody_is_lost_for_them(read: Read) -> None:
    rows = [[f"某{number}", f"没有这一项{number}", "B"] for number in range(1500)]

    stopped = read(["姓名", NIGHT, WEEK], *rows)
    left_out = read(["姓名", NIGHT, WEEK], *rows, options=ReadOptions(skip=True))

    with pytest.raises(BadInputError) as caught:
        usable(stopped)
    assert len(caught.value.problems) < 110
    assert len(usable(left_out)) == 1500
    assert len(left_out.notes) < 60


def test_the_same_note_about_many_rows_is_one_note(read: Read) -> None:
    rows = [[f"某{number}", "客户成功经理", "B"] for number in range(30)]

    (note,) = read(["姓名", "职位", NIGHT], *rows).notes

    assert note.startswith("第 2、3、4")
    assert "共 30" in note
