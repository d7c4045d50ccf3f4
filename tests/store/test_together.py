"""Many files are there together or not at all, wherever the disk fills and whenever the run is killed."""

import gc
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from rolecheck.errors import StoreError
from rolecheck.store.together import Prepared, settle, write_together
from tests.store.faults import Faults, Killed, in_the_way

if sys.platform == "win32":
    pytest.skip("what a kill leaves behind is another matter here", allow_module_level=True)

COUNT = 7
FILES = [Prepared("20261128-090000-0", f'{{"number": {number}}}\n') for number in range(COUNT)]


def held(folder: Path) -> list[str]:
    return sorted(path.read_text() for path in folder.glob("*.json"))


def changes(folder: Path) -> int:
    """Return how often writing them changes the disk."""
    faults = Faults()
    faults.begin()
    with in_the_way(faults):
        write_together(folder, ".json", FILES)
    return faults._count


def test_all_are_written_under_names_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "20261128-090000-0.json").write_text("mine")

    paths = write_together(tmp_path, ".json", FILES)

    assert len(set(paths)) == COUNT
    assert held(tmp_path) == sorted(["mine", *(file.text for file in FILES)])
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths} | {"20261128-090000-0.json"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in paths)


def test_killed_at_any_change_of_the_disk_all_are_there_or_none(tmp_path: Path) -> None:
    whole = [file.text for file in FILES]
    seen = set()
    for place in range(1, changes(tmp_path / "count") + 1):
        folder = tmp_path / str(place)
        faults = Faults()
        faults.begin(kill_at=place)
        with pytest.raises(Killed), in_the_way(faults):
            write_together(folder, ".json", FILES)
        gc.collect()

        settle(folder)

        assert held(folder) in ([], sorted(whole)), place
        assert not folder.exists() or not [path for path in folder.iterdir() if path.name.startswith(".")]
        seen.add(len(held(folder)))
    assert seen == {0, COUNT}


def test_whoever_settles_may_be_killed_too(tmp_path: Path) -> None:
    last = changes(tmp_path / "count")
    for place in range(last - 2 * COUNT, last + 1):
        for again in range(1, 12):
            folder = tmp_path / f"{place}-{again}"
            faults = Faults()
            faults.begin(kill_at=place)
            with pytest.raises(Killed), in_the_way(faults):
                write_together(folder, ".json", FILES)
            gc.collect()
            faults.begin(kill_at=again)
            try:
                with in_the_way(faults):
                    settle(folder)
            except Killed:
                gc.collect()

            settle(folder)

            assert held(folder) in ([], sorted(file.text for file in FILES))


def test_full_from_any_change_on_none_is_there_and_nothing_is_left(tmp_path: Path) -> None:
    for place in range(1, changes(tmp_path / "count") + 1):
        folder = tmp_path / str(place)
        folder.mkdir()
        faults = Faults()
        faults.begin(full_at=place)
        with suppress(StoreError), in_the_way(faults):
            write_together(folder, ".json", FILES)
            assert len(held(folder)) == COUNT
            continue
        assert list(folder.iterdir()) == []
