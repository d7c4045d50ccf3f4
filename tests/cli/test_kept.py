"""`rolecheck history`, `forget` and `paths`: what is kept can be seen, compared, found and removed."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rolecheck.bank.items import Facet
from rolecheck.session.session import Form, Response, Session
from rolecheck.store.journal import Journal
from rolecheck.store.results import save_result
from tests.builders import shipped
from tests.cli.banks import by_line, write_bank
from tests.cli.conftest import Rolecheck

BANK = shipped()
QUIZ = ("quiz", "--plain", "--form", "quick", "--title", "交付经理", "--seed", "5")


@pytest.fixture
def moved(home: Path) -> Path:
    """Keep two results of one person, who has gone from project to delivery, and one of another; return the home."""
    for number, (line, subject) in enumerate((("project", None), ("delivery", None), ("project", "老李")), 1):
        choose = by_line(line)
        items = [*BANK.of(Facet.RESPONSIBILITY)[:15], *BANK.of(Facet.DUTY)[:2]]
        responses = tuple(Response(item.id, choose(item)) for item in items)
        session = Session(Form.STANDARD, number, "project-manager", None, subject, responses)
        save_result(home / "results", session, BANK, {}, datetime(2026, 11, 20 + number, 9, 30, tzinfo=UTC))
    return home


def files(home: Path) -> list[str]:
    return sorted(path.name for path in home.rglob("*") if path.is_file())


def test_history_lists_every_result_with_its_number(rolecheck: Rolecheck, moved: Path) -> None:
    ran = rolecheck("history")

    assert ran.code == 0
    rows = [line for line in ran.out.splitlines() if line.lstrip()[:1] in {"1", "2", "3"}]
    assert ["项目" in row and "名片项目经理" in row for row in rows] == [True, True, True]
    assert "老李" in ran.out
    assert len(files(moved)) == 3


def test_the_last_two_of_one_person_are_compared_and_of_two_persons_are_not(rolecheck: Rolecheck, moved: Path) -> None:
    assert "占比怎么动的" not in rolecheck("history").out

    (moved / "results" / "20261123-093000-3.json").unlink()
    out = rolecheck("history").out

    assert "第 1 份" in out
    assert "第 2 份" in out
    table = out[out.index("占比怎么动的") :]
    assert any(line.strip().startswith("交付") and "升了" in line for line in table.splitlines())
    assert any(line.strip().startswith("项目") and "降了" in line for line in table.splitlines())


@pytest.mark.parametrize("names", [("1", "3"), ("20261121-093000-1", "20261123-093000-3.json")])
def test_any_two_can_be_compared_by_number_or_name(rolecheck: Rolecheck, moved: Path, names: tuple[str, str]) -> None:
    ran = rolecheck("history", *names)

    assert ran.code == 0
    assert "不是同一个人" in ran.out
    assert "升了" not in ran.out
    assert ran.out.lstrip().startswith("两次之间")
    assert "答过的" not in ran.out
    assert moved.exists()


def test_history_as_json_holds_scores_and_the_same_movement(rolecheck: Rolecheck, moved: Path) -> None:
    (moved / "results" / "20261123-093000-3.json").unlink()

    data = json.loads(rolecheck("history", "--json").out)

    assert data["schema"] == "rolecheck.history/1"
    before, after = data["results"]
    assert (before["score"]["primary"], after["score"]["primary"]) == ("project", "delivery")
    for line, figures in data["movement"]["shares"].items():
        if line != "stand_back":
            shares = [result["score"]["shares"][line]["mean"] for result in (before, after)]
            assert figures["difference"] == pytest.approx(shares[1] - shares[0], abs=2e-6)
            assert 0 <= figures["p_rose"] <= 1
    assert data["movement"]["shares"]["delivery"]["p_rose"] > 0.95


def test_one_bad_file_does_not_hide_the_others(rolecheck: Rolecheck, moved: Path) -> None:
    (moved / "results" / "0.json").write_text("{", encoding="utf-8")

    ran = rolecheck("history")

    assert ran.code == 0
    assert "0.json" in ran.err
    assert "老李" in ran.out


def test_results_of_another_bank_are_told_and_the_way_out(rolecheck: Rolecheck, moved: Path, tmp_path: Path) -> None:
    ran = rolecheck("history", "--bank", write_bank(tmp_path / "bank", 4))

    assert ran.code == 0
    assert ran.err.count("--bank") == len(files(moved))


def test_without_results_history_says_how_to_get_one(rolecheck: Rolecheck) -> None:
    ran = rolecheck("history")

    assert ran.code == 0
    assert "rolecheck quiz" in ran.err
    assert json.loads(rolecheck("history", "--json").out)["results"] == []


def test_one_name_alone_cannot_be_compared(rolecheck: Rolecheck) -> None:
    ran = rolecheck("history", "1")

    assert ran.code == 2
    assert "rolecheck history 1 2" in ran.err


def test_a_result_is_reported_by_its_number(rolecheck: Rolecheck, moved: Path) -> None:
    assert moved.exists()
    assert rolecheck("report", "1").out != rolecheck("report", "2").out
    assert rolecheck("report", "9").code == 2


def test_forgetting_one_leaves_the_others(rolecheck: Rolecheck, moved: Path) -> None:
    ran = rolecheck("forget", "2", "--yes")

    assert ran.code == 0
    assert "20261122-093000-2.json" in ran.err
    assert files(moved) == ["20261121-093000-1.json", "20261123-093000-3.json"]


def test_where_nobody_can_be_asked_nothing_is_forgotten(rolecheck: Rolecheck, moved: Path) -> None:
    ran = rolecheck("forget", "--all", typed="y\n")

    assert ran.code == 4
    assert "--yes" in ran.err
    assert len(files(moved)) == 3


def test_nothing_named_forgets_nothing(rolecheck: Rolecheck, moved: Path) -> None:
    ran = rolecheck("forget", "--yes")

    assert ran.code == 2
    assert "--all" in ran.err
    assert len(files(moved)) == 3


@pytest.mark.parametrize("name", ["9", "0", "none", "..", "", "x\0y", "a" * 10_000, "²"])
def test_a_name_nothing_is_called_by_forgets_nothing(rolecheck: Rolecheck, moved: Path, name: str) -> None:
    ran = rolecheck("forget", "1", name, "--yes")

    assert ran.code == 2
    assert len(files(moved)) == 3


def test_a_file_of_ones_own_is_never_forgotten(rolecheck: Rolecheck, moved: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text("{}", encoding="utf-8")
    beside = moved / "results" / "notes.txt"
    beside.write_text("", encoding="utf-8")

    assert rolecheck("forget", mine, "--yes").code == 2
    assert rolecheck("forget", "--all", "--yes").code == 0

    assert mine.exists()
    assert files(moved) == ["notes.txt"]


def test_everything_unfinished_can_be_forgotten_by_itself(rolecheck: Rolecheck, moved: Path) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")
    rolecheck(*QUIZ, typed="2\nA\nq\n")
    assert len(files(moved)) == 5

    rolecheck("forget", "--unfinished", "--yes")

    assert len(files(moved)) == 3


def test_a_session_another_window_answers_is_not_forgotten(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")
    (path,) = (home / "sessions").iterdir()
    window = Journal(path)
    assert window.hold()

    ran = rolecheck("forget", "--all", "--yes")

    assert "另一个窗口" in ran.err
    assert path.exists()
    window.release()
    rolecheck("forget", "--all", "--yes")
    assert not path.exists()


def test_with_nothing_kept_there_is_nothing_to_forget(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck("forget", "--all")

    assert ran.code == 0
    assert "没有可删的" in ran.err
    assert not home.exists()


def test_paths_names_every_folder_whole_and_counts_what_is_in_it(rolecheck: Rolecheck, moved: Path) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")

    ran, data = rolecheck("paths"), json.loads(rolecheck("paths", "--json").out)

    for name in ("results", "acceptances", "sessions", "open_acceptances"):
        assert f"\n  {data[name]}\n" in ran.out
        assert Path(data[name]).parent == moved
    assert (data["files"]["result"], data["files"]["session"]) == (3, 1)
    assert data["home_variable"] == str(moved)
    assert "作答的结果，3 份" in ran.out


def test_paths_tells_of_what_was_set_aside(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")
    rolecheck(*QUIZ, typed="2\nq\n")

    assert home.exists()
    assert "rolecheck forget --unfinished" in rolecheck("paths").out
