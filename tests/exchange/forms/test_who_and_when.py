"""Who answered and when: what stands in for a name, which of two columns is the name, and every way to write a day."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.characters import inert, plain_name, without_inert_mark
from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file, read_answer_files
from rolecheck.exchange.forms.cells import is_no_name
from rolecheck.exchange.forms.respondents import AnswerFile, sheet_text
from rolecheck.exchange.forms.times import read_times
from rolecheck.exchange.sheet import read_sheet
from tests.exchange.forms.small_bank import BANK

NIGHT = "上线前一天晚上，客户说再等等。明天还切不切？你先做：〔hw3c〕"
OWN = "怎么称呼你？可以不填"
fuzzed = settings(max_examples=60)
Read = Callable[..., AnswerFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def table(*rows: Sequence[str], options: ReadOptions | None = None) -> AnswerFile:
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        (tmp_path / "a.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")
        return read_answer_file(tmp_path / "a.csv", BANK, options or ReadOptions())

    return table


@st.composite
def nobodies(draw: st.DrawFn) -> str:
    word = draw(
        st.sampled_from(
            [
                "anonymous",
                "匿名",
                "匿名用户",
                "无",
                "n/a",
                "NA",
                "nan",
                "NaN",
                "null",
                "None",
                "未填",
                "游客",
                "微信用户",
            ]
        )
        | st.text(st.sampled_from("-—_./·…*、 "), min_size=1, max_size=6).filter(str.strip)
    )
    dressed = draw(st.sampled_from(["{}", "({})", "（{}）", "[{}]", " {} ", "【{}】"])).format(word)
    return draw(st.sampled_from([dressed, dressed.upper(), dressed.lower()]))


@fuzzed
@given(marks=st.lists(nobodies(), min_size=2, max_size=5))
def test_what_stands_in_for_a_name_makes_nobody_the_same_person(read: Read, marks: list[str]) -> None:
    filled = read(["姓名", NIGHT], *([mark, "ABCDE"[place]] for place, mark in enumerate(marks)))

    assert [person.name for person in filled.people] == [None] * len(marks)
    assert [person.responses[0].first for person in filled.people] == list("ABCDE"[: len(marks)])
    assert all(
        any(f"{place + 2}" in note and "不当名字" in note for note in filled.notes) for place in range(len(marks))
    )


@pytest.mark.parametrize("name", ["Nan", "Na", "吴", "无名", "None Smith", "安娜", "空空", "匿名者之友", "0", "B"])
def test_a_name_that_only_looks_like_a_mark_is_a_name(name: str) -> None:
    assert not is_no_name(name)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_our_own_question_comes_before_the_account_wherever_it_stands(read: Read, order: tuple[int, int]) -> None:
    begin = ["Start time", "Completion time"]
    pairs = [("Name", "anonymous"), (OWN, "王五")]
    heads, cells = zip(*(pairs[place] for place in order), strict=True)

    filled = read([*begin, *heads, NIGHT], ["9/3/2026 10:00:00", "9/3/2026 10:06:00", *cells, "B"])

    assert [(person.name, person.seconds) for person in filled.people] == [("王五", 360)]


def test_of_two_columns_of_names_the_first_is_taken_and_that_is_said(read: Read) -> None:
    filled = read(["姓名", "名字", NIGHT], ["王五", "小王", "B"])

    assert filled.people[0].name == "王五"
    assert any("A 列“姓名”、B 列“名字”都像名字，用的是 A 列" in note for note in filled.notes)


DOTS = st.sampled_from("·•・．‧∙⋅･.")


@fuzzed
@given(one=DOTS, other=DOTS, wide=st.booleans())
def test_names_with_any_dot_and_in_any_width_are_one_person_and_shown_as_written(
    read: Read, one: str, other: str, wide: bool
) -> None:
    first, second = f"阿里{one}Li", f"阿里{other}{'Ｌｉ' if wide else 'li'}"

    filled = read(["姓名", NIGHT], [first, "A"], [second, "B"])

    assert [person.name for person in filled.people] == [second]
    assert any("答了 2 次" in note for note in filled.notes)
    assert plain_name(first) == plain_name(second)


@fuzzed
@given(names=st.lists(st.sampled_from(["王五", "王五（2）", "王五（3）", "李四", "王 五"]), min_size=2, max_size=6))
def test_everybody_who_is_kept_has_a_name_of_their_own(read: Read, names: list[str]) -> None:
    filled = read(["姓名", NIGHT], *([name, "A"] for name in names), options=ReadOptions(keep_all=True))

    kept = [plain_name(person.respondent) for person in filled.people]
    assert len(set(kept)) == len(kept) == len(names)
    assert (len({plain_name(name) for name in names}) < len(names)) == any("都留下" in note for note in filled.notes)


@fuzzed
@given(name=st.text(st.sampled_from("'=+-@＝＋－＠王A·1 "), min_size=1, max_size=8).filter(str.strip))
def test_the_mark_against_formulas_comes_off_as_it_was_put_on(name: str) -> None:
    marked = inert(name)

    assert marked[:1] not in "=+-@＝＋－＠"
    assert without_inert_mark(marked) == name


@fuzzed
@given(
    name=st.text(st.sampled_from("'=+-@王五A·,;\"|1"), min_size=1, max_size=8).filter(lambda name: not is_no_name(name))
)
def test_a_name_is_the_same_again_after_the_sheet_and_after_reading_the_sheet_as_a_table(
    tmp_path: Path, name: str
) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["姓名", NIGHT], [inert(name), "B"]])
    (tmp_path / "a.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")
    filled = read_answer_file(tmp_path / "a.csv", BANK, ReadOptions())
    (tmp_path / "s.csv").write_text(sheet_text(BANK, filled.items, filled.people), encoding="utf-8-sig", newline="")

    scored = [row.respondent for row in read_sheet(tmp_path / "s.csv", BANK)]
    imported = [person.respondent for person in read_answer_file(tmp_path / "s.csv", BANK, ReadOptions()).people]

    assert scored == imported == [person.respondent for person in filled.people] == [name.strip()]


def test_several_files_are_read_as_one_and_who_answered_in_both_counts_once(tmp_path: Path) -> None:
    for name, rows in {"a": "王五,A\n,B\n", "b": "王五,C\n,D\n"}.items():
        (tmp_path / f"{name}.csv").write_text(f"姓名,hw3c\n{rows}", encoding="utf-8")
    paths = [tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "a.csv"]

    *each, together = read_answer_files(paths, BANK, ReadOptions())

    assert [len(filled.people) for filled in each] == [2, 2]
    assert [(person.respondent, person.responses[0].first) for person in together.people] == [
        ("a.csv 第3行", "B"),
        ("王五", "C"),
        ("b.csv 第3行", "D"),
    ]
    assert any("a.csv 第 2 行" in note and "b.csv 第 2 行" in note for note in together.notes)
    assert any("同一个文件" in note for note in together.notes)


STYLES: dict[str, Callable[[datetime], str]] = {
    "iso": lambda t: t.isoformat(),
    "slashes": lambda t: f"{t:%Y/%m/%d %H:%M:%S}",
    "no zeros": lambda t: f"{t.year}/{t.month}/{t.day} {t.hour}:{t:%M:%S}",
    "chinese": lambda t: f"{t.year}年{t.month}月{t.day}日 {t:%H:%M:%S}",
    "chinese throughout": lambda t: f"{t.year}年{t.month}月{t.day}日{t.hour}时{t.minute}分{t.second}秒",
    "half of the day": lambda t: (
        f"{t.year}/{t.month}/{t.day} {'上午' if t.hour < 12 else '下午'}{t.hour % 12 or 12}:{t:%M:%S}"
    ),
    "day first": lambda t: f"{t:%d/%m/%Y %H:%M:%S}",
    "month first": lambda t: f"{t:%m/%d/%Y %H:%M:%S}",
    "am and pm": lambda t: f"{t.month}/{t.day}/{t.year} {t.hour % 12 or 12}:{t:%M:%S} {'AM' if t.hour < 12 else 'PM'}",
    "dots": lambda t: f"{t:%d.%m.%Y %H:%M:%S}",
    "two digits": lambda t: f"{t.month}/{t.day}/{t:%y %H:%M:%S}",
    "named month": lambda t: f"{t:%d-%b-%Y %H:%M:%S}",
    "named month first": lambda t: f"{t:%b} {t.day}, {t.year} {t.hour % 12 or 12}:{t:%M:%S} {t:%p}",
    "a script's own": lambda t: f"{t:%a %b %d %Y %H:%M:%S}",
    "a weekday": lambda t: f"{t.year}-{t.month}-{t.day} 星期{'一二三四五六日'[t.weekday()]} {t:%H:%M:%S}",
    "Excel's number": lambda t: f"{(t - datetime(1899, 12, 30)).total_seconds() / 86400:.8f}",  # noqa: DTZ001
    "wide digits": lambda t: f"{t:%Y/%m/%d %H:%M:%S}".translate(
        str.maketrans("0123456789/:", "０１２３４５６７８９／：")
    ),
}
MOMENTS = st.lists(st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=6)  # noqa: DTZ001
UNSURE = {"day first", "month first", "am and pm", "dots", "two digits"}


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=60)
@given(moments=MOMENTS)
def test_a_column_of_times_is_read_in_every_style_or_it_is_said_that_nobody_can_tell(
    style: str, moments: list[datetime]
) -> None:
    whole = [moment.replace(microsecond=0) for moment in moments]

    times = read_times([STYLES[style](moment) for moment in whole])

    assert times.unread == ()
    right = [moment.astimezone() for moment in whole]
    if list(times.moments) != right:
        assert style in UNSURE
        assert times.doubt is not None


@pytest.mark.parametrize("zone", ["Z", "+00:00", " GMT", " UTC+0", "+0000"])
def test_a_zone_in_the_cell_or_in_the_heading_counts(zone: str) -> None:
    here = datetime(2026, 9, 3, 12, tzinfo=UTC)

    assert read_times([f"2026-09-03 12:00:00{zone}"]).moments == (here,)
    assert read_times(["2026-09-03 20:00:00 GMT+8"]).moments == (here,)
    assert read_times(["2026-09-03 20:00:00"], "提交时间（GMT+8）").moments == (here,)


@pytest.mark.parametrize(
    "cell",
    [
        "昨天",
        "12:00",
        "9月3日",
        "2026-02-30 10:00",
        "32.13.2026",
        "1.5",
        "20260903",
        "2026/9/3 晚上12:00",
        "1789-07-14",
    ],
)
def test_what_is_no_time_is_said_to_be_unread_and_decides_nothing_in_silence(read: Read, cell: str) -> None:
    filled = read(["Timestamp", "姓名", NIGHT], [cell, "王五", "A"], ["2026-09-03 10:00", "王五", "B"])

    assert any("时间读不出来" in note and "第 2 行" in note for note in filled.notes)
    assert any("分不出先后" in note for note in filled.notes)


@settings(fuzzed, max_examples=25)
@given(moments=st.permutations(list(range(4))), style=st.sampled_from(sorted(STYLES.keys() - UNSURE)))
def test_the_latest_answer_counts_wherever_its_row_stands(read: Read, moments: list[int], style: str) -> None:
    begun = datetime(2026, 9, 28, 9)  # noqa: DTZ001
    rows = [[STYLES[style](begun + timedelta(days=place)), "王五", "ABCD"[place]] for place in moments]

    filled = read(["提交时间（自动）", "姓名", NIGHT], *rows)

    assert [person.responses[0].first for person in filled.people] == ["D"]
    assert any("用最后交的" in note for note in filled.notes)
