"""Answers files are written by hand: everything wrong is told at once, with its line."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.written_answers import WrittenAnswers, read_answers
from rolecheck.session.session import Response
from tests.builders import shipped

BANK = shipped()
FIRST, SECOND = (item.id for item in BANK.items[:2])
LONGEST = max((item.id for item in BANK.items), key=len)

Read = Callable[[str | bytes], WrittenAnswers]
Told = Callable[[str | bytes], tuple[Problem, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads an answers file of this content."""

    def answers(content: str | bytes) -> WrittenAnswers:
        path = tmp_path / "answers.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_answers(path, BANK)

    return answers


@pytest.fixture
def told(read: Read) -> Told:
    """Return a function that tells what is wrong with an answers file of this content."""

    def problems(content: str | bytes) -> tuple[Problem, ...]:
        with pytest.raises(BadInputError) as caught:
            read(content)
        return caught.value.problems

    return problems


def test_letters_become_first_and_second_choices_and_the_title_a_role(read: Read) -> None:
    answers = read(f"title: 项目经理\nanswers:\n  {FIRST}: BD\n  {SECOND}: a   # 小写也行\n")

    assert answers.title == "project-manager"
    assert answers.responses == {FIRST: Response(FIRST, "B", "D"), SECOND: Response(SECOND, "A")}


@pytest.mark.parametrize("written", ["0", '"0"', "'0'"])
def test_that_none_fits_is_written_with_or_without_quotation_marks(read: Read, written: str) -> None:
    assert read(f"answers: {{{FIRST}: {written}}}").responses == {FIRST: Response(FIRST, "0")}


def test_the_title_may_be_left_out(read: Read) -> None:
    assert read(f"answers: {{{FIRST}: B}}").title is None


def test_the_longest_id_of_the_bank_is_known_too(read: Read) -> None:
    assert len(LONGEST) > 24
    assert read(f"answers: {{{LONGEST}: A}}").responses == {LONGEST: Response(LONGEST, "A")}


def test_a_byte_order_mark_and_full_width_letters_do_not_matter(read: Read) -> None:
    assert read(f"\ufeffanswers:\r\n  {FIRST}: ＢＤ\r\n").responses == {FIRST: Response(FIRST, "B", "D")}


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("title: 项目经理\n", 1, "缺少 answers"),
        (f"answers:\n  {FIRST}: F\n", 2, "“F”读不懂"),
        (f"answers:\n  {FIRST}: AA\n", 2, "“AA”读不懂"),
        (f"answers:\n  {FIRST}: ABC\n", 2, "“ABC”读不懂"),
        (f"answers:\n  {FIRST}: [A, B]\n", 2, "应是一段文字"),
        (f"answers:\n  {FIRST}:\n", 2, "是空的"),
        (f"answers:\n  {FIRST}: 1\n", 2, "应是文字"),
        (f"answers:\n  {FIRST}: A\n  {FIRST}: B\n", 3, "重复"),
        ("answers:\n  acceptance-nobody: A\n", 2, "不是题库里的题"),
        (f"answers:\n  {FIRST[:-1]}x: A\n", 2, f"是不是 {FIRST}"),
        (f"title: 厨师长\nanswers: {{{FIRST}: A}}\n", 1, "没有叫“厨师长”的角色"),
        (f"title: PM\nanswers: {{{FIRST}: A}}\n", 1, "产品经理，也可以指项目经理"),
        (f"titel: 项目经理\nanswers: {{{FIRST}: A}}\n", 1, "是不是 title"),
        ("answers: [A, B]\n", 1, "应是一组"),
        ("- A\n- B\n", 1, "应是一组"),
        ("", 1, "空的"),
        ("answers: {\n", 2, "。"),
        (f"answers: {{{FIRST}: &a A}}\n", 1, "锚点"),
        (f"answers: {{{FIRST}: !!python/name:os.system A}}\n", 1, "标签"),
    ],
)
def test_a_defect_is_told_with_its_line(told: Told, content: str, line: int, says: str) -> None:
    problems = told(content)

    assert [problem.line for problem in problems] == [line]
    assert says in problems[0].text


def test_every_defect_is_told_at_once(told: Told) -> None:
    problems = told(f"title: PM\nanswers:\n  {FIRST}: F\n  nobody: A\n  {SECOND}: AA\n")

    assert sorted(problem.line or 0 for problem in problems) == [1, 3, 4, 5]


def test_an_id_made_to_look_like_another_is_not_taken_for_it(told: Told) -> None:
    assert told(f'answers: {{"{FIRST}\\u200b": A}}\n')


def test_text_that_is_not_utf8_is_told(told: Told) -> None:
    assert "UTF-8" in told("title: 项目".encode("gb18030"))[0].text


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_a_missing_file_and_a_folder_are_told_in_chinese(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_answers(tmp_path / name, BANK)

    assert not re.search("[A-Za-z]{4}", caught.value.problems[0].text)


_line_like = st.builds(
    lambda key, gap, value: f"{key}{gap}{value}",
    st.sampled_from(["title", "answers", f"  {FIRST}", "  x", "- ", "{", "'", "\t"]) | st.text(max_size=3),
    st.sampled_from([": ", ":", " "]),
    st.sampled_from(["A", "BD", "PM", "[", "*a", "&a", "|", ">", "!!x", '"', "no", "{}"]) | st.text(max_size=4),
)
_yaml_like = st.lists(_line_like, max_size=6).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass"))


@given(content=st.one_of(st.binary(max_size=200), _yaml_like))
def test_no_bytes_whatever_raise_anything_but_bad_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(content)

    with suppress(BadInputError):
        assert set(read_answers(path, BANK).responses) <= set(BANK.by_id)


@settings(max_examples=50)
@given(data=st.data())
def test_what_is_written_is_read_again(read: Read, data: st.DataObject) -> None:
    items = data.draw(st.lists(st.sampled_from(BANK.items), unique=True, min_size=1, max_size=8))
    letters = {
        item.id: "".join(data.draw(st.permutations(item.letters))[: data.draw(st.integers(1, 2))]) for item in items
    }
    role = data.draw(st.sampled_from(BANK.roles.roles))

    answers = read(f"title: {role.name}\nanswers:\n" + "".join(f"  {item}: {two}\n" for item, two in letters.items()))

    assert answers.title == role.id
    assert {item: response.letters for item, response in answers.responses.items()} == letters
