"""A bad result by name is exit 3 and a sentence, and a good one with bad names is shown without harm."""

from pathlib import Path

import pytest

from rolecheck.typesetting import width
from tests.cli.conftest import Rolecheck
from tests.store.nastiness import BYTES, HARMLESS_RESULTS, RESULTS, large

HARMFUL = {"\x1b", "\x07", "\x9b", "\r", *map(chr, range(0x200B, 0x2010)), *map(chr, range(0x2028, 0x202F))}
TOLD = (
    "empty",
    "binary",
    "nested lists",
    "a pickle",
    "an item twice with escapes",
    "a later schema",
    "endless seconds",
)


@pytest.mark.parametrize("name", TOLD)
def test_a_bad_result_is_exit_3(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    for file in ("a.json", "b.json"):
        (tmp_path / file).write_bytes({**BYTES, **RESULTS}[name])

    for command, files in (("report", ["a.json"]), ("history", ["a.json", "b.json"])):
        ran = rolecheck(command, *(tmp_path / file for file in files))
        assert ran.code == 3
        assert ran.out == ""
        assert "a.json" in ran.err
        assert set(ran.err) & HARMFUL == set()


def test_a_file_of_100_mb_is_refused_by_its_size(rolecheck: Rolecheck, tmp_path: Path) -> None:
    large(b"{")(tmp_path / "a.json")

    ran = rolecheck("report", tmp_path / "a.json")

    assert ran.code == 3
    assert "太大" in ran.err


@pytest.mark.parametrize("content", HARMLESS_RESULTS.values(), ids=HARMLESS_RESULTS.keys())
def test_names_in_the_list_of_results_do_no_harm(rolecheck: Rolecheck, home: Path, content: bytes) -> None:
    for number in range(2):
        (home / "results").mkdir(parents=True, exist_ok=True)
        (home / "results" / f"{number}.json").write_bytes(content)

    page, data = rolecheck("history"), rolecheck("history", "--json")

    assert (page.code, data.code) == (0, 0)
    assert set(page.out + data.out) & HARMFUL == set()
    assert [line for line in page.out.splitlines() if width(line) > 80] == []
