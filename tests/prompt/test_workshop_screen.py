"""What a room sees, at the sizes projectors and windows have; a changed file in a diff is a changed screen."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.prompt.workshop_screen import Canvas, room_complaint, room_move, scene_hints, scene_lines
from rolecheck.session.workshop import Go, Hands, Scene, SceneStep, Workshop, next_scene
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.workshops import a_room, workshop_bank

BANK = workshop_bank()
SIZES = [(80, 20), (40, 19), (120, 36)]
MOMENTS = ("begin-hand-keep", "middle-build-hand")
THINK = Workshop(MOMENTS, 7)
HANDS = THINK.move(Go.ON)
SPREAD = HANDS.move(Hands(MOMENTS[0], (4, 0, 7)))
LINES = SPREAD.move(Go.ON)
SCENES = {"think": THINK, "hands": HANDS, "spread": SPREAD, "lines": LINES, "relay": a_room()}


class TextFile(SingleFileSnapshotExtension):
    """A screen is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def screens(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


def at(workshop: Workshop) -> SceneStep:
    step = next_scene(BANK, workshop)
    assert step is not None
    return step


def drawn(workshop: Workshop, room: Canvas, seconds: int | None = None) -> list[str]:
    return [line.plain for line in scene_lines(BANK, at(workshop), room, seconds)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("scene", SCENES)
def test_scene(screens: SnapshotAssertion, scene: str, size: tuple[int, int]) -> None:
    assert "\n".join(drawn(SCENES[scene], Canvas(*size))) == screens


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_that_fits_fills_the_screen_and_nothing_is_wider(scene: str, size: tuple[int, int]) -> None:
    lines = drawn(SCENES[scene], Canvas(*size))

    assert len(lines) == size[1]
    assert max(map(width, lines)) <= size[0]


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_before_the_lines_are_told_nothing_says_which_option_stands_for_which(columns: int) -> None:
    for workshop in (THINK, HANDS, SPREAD):
        item = at(workshop).item
        assert item is not None
        rest = "".join("".join(drawn(workshop, Canvas(columns, 30))).split())
        for text in (item.stem, *(option.text for option in item.options)):
            rest = rest.replace("".join(text.split()), "")
        assert not any(word in rest for word in ("建造", "交付", "运营", "退后", "用得下去"))


def test_every_option_of_the_shipped_bank_is_shown_whole_at_forty_columns() -> None:
    bank = shipped()
    ids = tuple(item.id for item in bank.items if item.facet == "responsibility")
    for place, id_ in enumerate(ids):
        step = next_scene(bank, Workshop(ids, 1, place))
        assert step is not None
        shown = "".join("".join(line.plain.split()) for line in scene_lines(bank, step, Canvas(40, 20)))
        assert all("".join(option.text.split()) in shown for option in bank.by_id[id_].options)


def test_the_longest_bar_ends_where_the_line_does_and_the_others_are_in_proportion() -> None:
    bars = [line.count("█") for line in drawn(SPREAD, Canvas(80, 15)) if "人" in line and "█" in line]

    assert len(bars) == 2
    assert abs(bars[0] * 7 - bars[1] * 4) <= 7 or abs(bars[0] * 4 - bars[1] * 7) <= 7


def test_without_drawing_bars_are_numbers() -> None:
    text = "\n".join(drawn(SPREAD, Canvas(80, 0, plain=True)))

    assert "█" not in text
    assert "4 人" in text
    assert "7 人" in text


def test_a_countdown_is_told_to_its_end() -> None:
    assert "还有 12 秒" in "".join(drawn(THINK, Canvas(80, 20), 12))
    assert "时间到" in "".join(drawn(THINK, Canvas(80, 20), 0))
    assert "秒" not in "".join(drawn(THINK, Canvas(80, 20)))


def test_what_is_typed_is_added_up_while_it_is_typed() -> None:
    step = at(HANDS)

    assert "合计 11 人" in scene_hints(step, "4 0 7")
    assert "合计 3 人" in scene_hints(step, "ABA")
    assert "照 A 到 C" in scene_hints(step, "4 0")
    second = at(LINES.move(Go.ON).move(Go.ON))
    assert "合计 12 人（上一刻 11 人）" in scene_hints(second, "12 0 0")


def test_an_empty_line_goes_on_or_keeps_what_was_counted_before() -> None:
    assert room_move("", at(THINK)) is Go.ON
    assert room_complaint("", at(HANDS)) is not None
    before = at(Workshop(MOMENTS, 7, 0, Scene.HANDS, SPREAD.hands))
    assert room_complaint("", before) is None
    assert room_move("", before) == SPREAD.hands[0]
    assert "直接回车就不改" in scene_hints(before)


def test_s_skips_a_moment_in_every_scene_of_it() -> None:
    for workshop in (THINK, HANDS, SPREAD, LINES):
        for typed in ("s", " S ", "ｓ"):
            assert room_complaint(typed, at(workshop)) is None
            assert room_move(typed, at(workshop)) is Go.SKIP
    assert room_complaint("s", at(a_room())) is not None
    assert room_complaint("下一个", at(THINK)) is not None
