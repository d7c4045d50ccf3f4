"""Long runs in parts: the same whoever works, whole or not at all, and going on where they stopped."""

import csv
import json
from pathlib import Path

import pytest

from rolecheck.bank.items import Facet
from rolecheck.store.together import Parts
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

PEOPLE = 23
ROWS = 5


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return write(tmp_path / "s.csv", range(PEOPLE))


def write(path: Path, people: range) -> Path:
    items = shipped().of(Facet.RESPONSIBILITY)[:9]
    rows = [["respondent", "title", *(item.id for item in items)]]
    for number in people:
        cells = [item.letters[(number + place) % 5] for place, item in enumerate(items)]
        rows.append([f"r{number}", ["交付经理", ""][number % 2], *cells])
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("part-*.jsonl")))


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [(), ("--jobs", "2")], ids=["one", "two"])
def test_parts_hold_what_is_printed_in_its_order(
    rolecheck: Rolecheck, tmp_path: Path, sheet: Path, jobs: tuple[str, ...]
) -> None:
    printed = rolecheck("score", sheet, "--json").out
    ran = rolecheck("score", sheet, "--output", tmp_path / "out", "--part", str(ROWS), *jobs)
    assert ran.code == 0, ran.err
    assert len(list((tmp_path / "out").glob("part-*.jsonl"))) == -(-PEOPLE // ROWS)
    assert lines(tmp_path / "out") == printed
    assert rolecheck("score", sheet, "--json", *jobs).out == printed


def test_a_run_that_was_stopped_goes_on_where_it_was(
    rolecheck: Rolecheck, tmp_path: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    asked: list[int] = []
    write_part = Parts.write

    def stopping(parts: Parts, number: int, content: bytes) -> None:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(number)
        write_part(parts, number, content)

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "write", stopping)
        assert rolecheck("score", sheet, "--output", out, "--part", str(ROWS)).code == 130
    kept = {path.name: path.stat().st_mtime_ns for path in out.glob("part-*")}
    assert len(kept) == 2
    ran = rolecheck("score", sheet, "--output", out, "--part", str(ROWS))
    assert ran.code == 0
    assert "3 部分，另有 2 部分上次已经写好" in ran.err
    assert {name: (out / name).stat().st_mtime_ns for name in kept} == kept
    assert lines(out) == rolecheck("score", sheet, "--json").out


def test_a_part_that_cannot_be_written_leaves_no_half_of_itself(
    rolecheck: Rolecheck, tmp_path: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rolecheck.store import places as outputs

    def full(_handle: int, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    assert rolecheck("score", sheet, "--output", out, "--part", "20").code == 0
    (out / "part-000001.jsonl").unlink()
    monkeypatch.setattr(outputs, "append_whole", full)
    ran = rolecheck("score", sheet, "--output", out, "--part", "20")
    assert ran.code == 1
    assert "磁盘满了" in ran.err
    assert sorted(path.name for path in out.iterdir()) == ["_parts.json", "part-000000.jsonl"]


@pytest.mark.parametrize("other", [("--part", "6"), ("--fastest", "9")])
def test_parts_of_another_run_are_not_gone_on_with(
    rolecheck: Rolecheck, tmp_path: Path, sheet: Path, other: tuple[str, str]
) -> None:
    out = tmp_path / "out"
    rolecheck("score", sheet, "--output", out, "--part", str(ROWS))
    ran = rolecheck("score", sheet, "--output", out, "--part", str(ROWS), *other)
    assert ran.code == 2
    assert "另一次" in ran.err
    write(sheet, range(1, PEOPLE))
    assert rolecheck("score", sheet, "--output", out, "--part", str(ROWS)).code == 2


def test_a_folder_with_something_else_in_it_is_left_alone(rolecheck: Rolecheck, tmp_path: Path, sheet: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "diary.txt").write_text("今天", encoding="utf-8")
    ran = rolecheck("score", sheet, "--output", out)
    assert ran.code == 2
    assert "已经有别的东西" in ran.err
    assert [path.name for path in out.iterdir()] == ["diary.txt"]


def test_several_sheets_and_folders_of_them_are_read_one_after_another(rolecheck: Rolecheck, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    write(folder / "b.csv", range(7, 9))
    write(folder / "a.csv", range(4))
    (folder / "notes.txt").write_text("不是答题表", encoding="utf-8")
    last = write(tmp_path / "c.csv", range(20, 22))
    ran = rolecheck("score", folder, last, "--json")
    names = [json.loads(line)["respondent"] for line in ran.out.splitlines()]
    assert names == ["r0", "r1", "r2", "r3", "r7", "r8", "r20", "r21"]
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "r99,,Z\n", encoding="utf-8")
    wrong = rolecheck("score", folder, last, "--json")
    assert (wrong.code, wrong.out) == (3, "")
    assert "a.csv:6" in wrong.err
    assert "b.csv:4" in wrong.err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert rolecheck("score", empty, "--json").code == 3


def test_a_table_of_parts_has_the_same_columns_for_everybody_and_no_formula(
    rolecheck: Rolecheck, tmp_path: Path
) -> None:
    sheet = write(tmp_path / "s.csv", range(6))
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("r3,", "=1+1,"), encoding="utf-8")
    assert rolecheck("score", sheet, "--output", tmp_path / "out", "--as", "csv").code == 0
    with (tmp_path / "out" / "part-000000.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 6
    assert not rows[3]["respondent"].startswith("=")
    printed = [json.loads(line) for line in rolecheck("score", sheet, "--json").out.splitlines()]
    assert [float(row["shares.delivery.mean"]) for row in rows] == [
        line["shares"]["delivery"]["mean"] for line in printed
    ]
    assert all(None not in row.values() for row in rows)


def test_parquet_goes_in_and_out(rolecheck: Rolecheck, tmp_path: Path, sheet: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pytest.importorskip("pyarrow.csv").read_csv(sheet)
    parquet.write_table(table, tmp_path / "s.parquet")
    assert rolecheck("score", tmp_path / "s.parquet", "--json").out == rolecheck("score", sheet, "--json").out
    out = tmp_path / "out"
    assert rolecheck("score", tmp_path / "s.parquet", "--output", out, "--as", "parquet", "--part", "20").code == 0
    found = parquet.read_table(out)
    assert found.num_rows == PEOPLE
    assert found.column("respondent").to_pylist() == [f"r{number}" for number in range(PEOPLE)]


def test_what_is_no_parquet_is_refused_in_words(rolecheck: Rolecheck, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow.parquet")
    (tmp_path / "s.parquet").write_bytes(b"PAR1 but no more")
    ran = rolecheck("score", tmp_path / "s.parquet", "--json")
    assert ran.code == 3
    assert "不是能读的 Parquet" in ran.err


def test_jobs_and_a_scheduler_are_not_had_together(rolecheck: Rolecheck, sheet: Path) -> None:
    ran = rolecheck("score", sheet, "--jobs", "2", "--scheduler", "tcp://127.0.0.1:1")
    assert ran.code == 2
    assert "只能写一个" in ran.err
