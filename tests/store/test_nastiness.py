"""Whatever lies where a result or a journal should be: a sentence, soon, in little room, and no harm on the way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rolecheck.errors import BadInputError
from rolecheck.store.results import load_result
from rolecheck.store.walks import replay
from tests.builders import shipped
from tests.store.nastiness import BYTES, HARMLESS_RESULTS, JOURNALS, LARGE, RESULTS, large

BANK = shipped()
HARMFUL = {"\x1b", "\x07", "\x9b", "\r", *map(chr, range(0x200B, 0x2010)), *map(chr, range(0x2028, 0x202F))}
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and pipes as POSIX has them")

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (200 * 2**20, 200 * 2**20))
from pathlib import Path
from types import SimpleNamespace
from rolecheck.errors import BadInputError
from rolecheck.store.results import load_result
try:
    load_result(Path(sys.argv[1]), SimpleNamespace(by_id={}, digest="", roles=SimpleNamespace(roles=())))
except BadInputError as error:
    print(error)
"""
"""Reads a result in 200 MB, or fails."""


def named(files: dict[str, bytes]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("content", files.values(), ids=files.keys())


def sentence(error: BadInputError, path: Path) -> str:
    text = str(error)
    assert text.startswith(f"{path}: ")
    assert set(text) & HARMFUL == set()
    assert text.endswith("。")
    return text


@named({**BYTES, **RESULTS})
def test_a_result_that_is_none_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)

    with pytest.raises(BadInputError) as caught:
        load_result(path, BANK)
    assert len(sentence(caught.value, path)) < len(str(path)) + 200


@named({**BYTES, **JOURNALS})
def test_a_journal_that_is_none_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadInputError) as caught:
        replay(path, BANK)
    assert len(sentence(caught.value, path)) < len(str(path)) + 200
    assert path.read_bytes() == content


@named(HARMLESS_RESULTS)
def test_a_result_with_harmful_names_is_read_without_the_harm(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)

    session = load_result(path, BANK).session

    for name in (session.respondent, session.subject, session.title):
        assert set(name or "") & HARMFUL == set()
        assert len(name or "") <= 61


@posix
@pytest.mark.parametrize("content", ["nested lists", "nested objects", "100 MB", "30,000 responses"])
def test_the_worst_is_told_within_200_mb(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    if content == "100 MB":
        large(b'{"schema": "rolecheck.result/1"')(path)
        assert path.stat().st_size == LARGE
    elif content == "30,000 responses":
        responses = [{"item": f"{number:x}", "choice": "A"} for number in range(30_000)]
        session = {"form": "full", "seed": 1, "responses": responses}
        path.write_text(json.dumps({"schema": "rolecheck.result/1", "session": session}), encoding="utf-8")
    else:
        path.write_bytes(BYTES[content])

    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=False, timeout=120
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert str(path) in ran.stdout


@posix
def test_a_pipe_nobody_writes_to_and_a_device_without_end_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")

    for path in (tmp_path / "a.json", Path("/dev/zero"), tmp_path):
        with pytest.raises(BadInputError):
            load_result(path, BANK)
