"""A workshop's journal: every move comes back, and nothing else is taken for one."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.errors import BadInputError
from rolecheck.session.walk import Back
from rolecheck.session.workshop import Go, Hands, RoomMove, Scene, Workshop
from rolecheck.store.workshops import new_workshop_journal, replay_workshop, room_move_record
from tests.builders import stable
from tests.store.nastiness import BYTES
from tests.workshops import workshop_bank

BANK = workshop_bank()
GOLDEN = Path(__file__).parents[1] / "golden" / "workshop-journal-1.jsonl"
MOMENTS = ("begin-build-hand", "end-hand-keep")
STEPS: dict[str, RoomMove] = {"on": Go.ON, "skip": Go.SKIP, "back": Back.BACK}
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def written(folder: Path, workshop: Workshop, moves: list[RoomMove]) -> Path:
    journal = new_workshop_journal(folder, workshop, BANK, NOW)
    for move in moves:
        journal.append(room_move_record(move))
    journal.release()
    return journal.path


def test_a_journal_of_the_first_version_goes_on_for_ever() -> None:
    workshop = replay_workshop(GOLDEN, BANK).workshop

    assert workshop == Workshop(
        moments=("begin-build-hand", "middle-hand-keep", "end-hand-keep"),
        seed=12,
        place=2,
        scene=Scene.HANDS,
        hands=(Hands("begin-build-hand", (4, 5, 2)),),
    )


@pytest.mark.parametrize("content", BYTES.values(), ids=BYTES.keys())
def test_whatever_lies_where_a_journal_should_be_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadInputError) as caught:
        replay_workshop(path, BANK)

    assert str(caught.value).startswith(f"{path}: ")
    assert path.read_bytes() == content


@given(st.lists(st.sampled_from(["on", "skip", "back"]), min_size=1, max_size=25), st.integers(0, 2**32))
@stable
def test_a_workshop_left_anywhere_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], seed: int
) -> None:
    workshop, moves = Workshop(MOMENTS, seed), list[RoomMove]()
    beginning = workshop
    for name in names:
        if workshop.ended:
            break
        move = STEPS[name]
        if workshop.scene is Scene.HANDS and move is Go.ON:
            move = Hands(workshop.moments[workshop.place], (4, 0, 7), seed % 3)
        if workshop.scene is Scene.RELAY and move is Go.SKIP:
            move = Go.ON
        workshop = workshop.move(move)
        moves.append(move)

    found = replay_workshop(written(tmp_path_factory.mktemp("open"), beginning, moves), BANK)

    assert found.workshop == workshop


@pytest.mark.parametrize(
    ("header", "move"),
    [
        ({"moments": []}, "on"),
        ({"moments": ["nothing-like-it"]}, "on"),
        ({"moments": [MOMENTS[0], MOMENTS[0]]}, "on"),
        ({"moments": 7}, "on"),
        ({"seed": "x"}, "on"),
        ({"seed": True}, "on"),
        ({}, "off"),
        ({}, {"item": MOMENTS[0]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, -3]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, 10**9]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, True]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, 3], "none_fits": -1}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, 3], "none_fits": "2"}),
        ({}, {"item": MOMENTS[1], "hands": [1, 2, 3]}),
        ({}, {"item": {}, "hands": [1, 2, 3]}),
        ({}, ["on"]),
        ({}, None),
    ],
    ids=str,
)
def test_what_is_no_workshop_is_told(tmp_path: Path, header: dict[str, object], move: object) -> None:
    path = written(tmp_path, Workshop(MOMENTS, 1), [Go.ON])
    first, second = path.read_text(encoding="utf-8").splitlines()
    lines = [json.dumps({**json.loads(first), **header}), second, json.dumps(move)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(BadInputError) as caught:
        replay_workshop(path, BANK)

    assert "接不上" in str(caught.value)
