"""A form that ends without a conclusion can be gone on with, and that survives leaving and coming back."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Form, Response, Session
from rolecheck.session.step import shown_order, stable_letter
from tests.builders import shipped, shipped_examiner
from tests.cli.conftest import Rolecheck

LETTERS = "ABCD"
OFFER = "再答最多 6 题"


def typed(count: int, shift: int) -> str:
    """Return what somebody types who goes through the letters, so many items long."""
    return "".join(f"{LETTERS[(number * 3 + shift) % 4]}\n" for number in range(count))


def undecided(examiner: Examiner) -> tuple[int, str]:
    """Return a seed and the letters with which the quick form ends without a conclusion."""
    for seed in range(40):
        session, letters = Session(Form.QUICK, seed), typed(12, seed)
        for letter in letters.split():
            item = examiner.next_item(session)
            if item is None:
                break
            session = session.answer(Response(item.id, stable_letter(letter, shown_order(item, seed))))
        if examiner.next_item(session) is None and examiner.outlook(session) is not None:
            return seed, letters
    raise AssertionError("everybody was named")


SEED, TWELVE = undecided(shipped_examiner())
QUIZ = ("quiz", "--plain", "--form", "quick", "--title", "交付经理", "--seed", str(SEED))


def kept(home: Path) -> dict[str, Any]:
    (path,) = (home / "results").iterdir()
    session: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["session"]
    return session


def moves(home: Path) -> Iterable[object]:
    (path,) = (home / "sessions").glob("*.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def test_whoever_goes_on_is_asked_more_moments(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=f"{TWELVE}1\n{typed(6, 1)}")

    assert ran.code == 0
    assert ran.err.count(OFFER) == 1
    assert "机会分得清。接着答吗？" in ran.err
    assert 12 < len(kept(home)["responses"]) <= 18
    assert kept(home)["until"] == 18
    assert all(shipped().by_id[each["item"]].facet == "responsibility" for each in kept(home)["responses"])


def test_no_item_is_called_the_last_before_more_are_offered(rolecheck: Rolecheck) -> None:
    before, _, after = rolecheck(*QUIZ, typed=f"{TWELVE}1\n" + "A\n" * 6).err.partition(OFFER)

    assert "  最后一题" not in before
    assert "  这一部分的最后一题" in before
    assert "这一部分" not in after


def test_whoever_leaves_it_at_that_gets_the_report(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=f"{TWELVE}2\n")

    assert ran.code == 0
    assert "条线各占多少" in ran.out
    assert len(kept(home)["responses"]) == 12
    assert kept(home)["until"] is None


def test_answers_piped_in_may_end_with_the_form(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=TWELVE)

    assert ran.code == 0
    assert OFFER in ran.err
    assert len(kept(home)["responses"]) == 12


def test_who_leaves_on_the_way_goes_on_without_being_offered_again(rolecheck: Rolecheck, home: Path) -> None:
    left = rolecheck(*QUIZ, typed=f"{TWELVE}1\nA\nB\nq\n")
    assert left.code == 0
    assert list(moves(home))[12] == {"until": 18}
    ran = rolecheck("quiz", "--plain", typed=f"1\n{typed(4, 2)}")

    assert ran.code == 0
    assert OFFER not in ran.err
    assert len(kept(home)["responses"]) > 14
    assert kept(home)["until"] == 18


def test_nothing_is_offered_to_a_file_of_answers(rolecheck: Rolecheck, tmp_path: Path) -> None:
    answers = {item.id: item.letters[number % 5 % len(item.letters)] for number, item in enumerate(shipped().items)}
    path = tmp_path / "answers.yaml"
    path.write_text(json.dumps({"answers": answers}), encoding="utf-8")
    for seed in range(3):
        ran = rolecheck("quiz", "--answers", path, "--form", "quick", "--seed", str(seed), "--no-save")
        assert ran.code == 0
        assert OFFER not in ran.err


def test_a_journal_that_goes_on_to_nowhere_is_refused(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed=f"{TWELVE}1\nA\nq\n")
    (path,) = (home / "sessions").glob("*.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace('{"until": 18}', '{"until": "many"}'), encoding="utf-8")
    ran = rolecheck("quiz", "--plain", "--form", "quick", "--title", "交付经理", typed=TWELVE)

    assert "until 应是" in ran.err
    assert path.with_suffix(".aside").exists()
