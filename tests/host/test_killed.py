"""Twelve phones, a server that is killed in between, and pages that equal what the command line says of the export."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import httpx
import pytest

from tests.host.processes import HostProcess, free_port, pages_of_export, run_tool
from tests.host.rooms import Phone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there without a word")

PHONES = 12
FORBIDDEN = re.compile(r"\d+\.\d+\.\d+\.\d+|手机\d|[A-Za-z0-9_-]{22}")
"""What no log may hold: an address, a name, a key."""


def answer_some(phone: Phone, letters: str, count: int, counted: list[int], barrier: Barrier) -> None:
    """Answer until the server is gone; every answer that was taken is counted."""
    barrier.wait()
    try:
        for number in range(count):
            phone.open()
            if phone.item is None:
                return
            phone.answer(letters[number % len(letters)])
            counted.append(number)
    except httpx.HTTPError:
        return


def finish(phone: Phone, letters: str) -> None:
    phone.open()
    number = 0
    while phone.item is not None or phone.answer_stop():
        if phone.item is not None:
            number += 1
            phone.answer(letters[number % len(letters)])


@pytest.mark.slow
def test_twelve_phones_go_on_after_a_kill_and_every_page_equals_the_command_lines(tmp_path: Path) -> None:
    port, export = str(free_port()), tmp_path / "export"
    command = ("--form", "quick", "--name", "入职班", "--bind", "127.0.0.1", "--port", port, "--export", str(export))
    host = HostProcess(tmp_path / "home", *command)
    base, code = host.join.rsplit("/", 1)
    phones = [Phone(base, code) for _ in range(PHONES)]
    for number, phone in enumerate(phones):
        phone.join(f"手机{number}", "project-manager" if number % 2 else "", shows_name=True)
    counted: list[list[int]] = [[] for _ in phones]
    barrier = Barrier(PHONES + 1)
    letters = ["ABCDE"[number % 5] + "BADC"[number % 4] + "C" for number in range(PHONES)]
    with ThreadPoolExecutor(PHONES) as pool:
        for phone, theirs, each in zip(phones, letters, counted, strict=True):
            pool.submit(answer_some, phone, theirs, 6, each, barrier)
        barrier.wait()
        # In the middle of it all: some have an answer under way.
        while sum(map(len, counted)) < PHONES * 2:
            pass
        host.kill()

    host = HostProcess(tmp_path / "home", *command)
    assert host.join == f"{base}/{code}"
    for phone, each in zip(phones, counted, strict=True):
        phone.open()
        assert phone.status == 200
        number = int(re.search(r"第 (\d+) 题", phone.page.text)[1]) if phone.item else 99  # type: ignore[index]
        # What was told to have been taken is there; one more may have been taken without its reply coming through.
        assert number - 1 in {len(each), len(each) + 1}
    for phone, theirs in zip(phones, letters, strict=True):
        finish(phone, theirs)
    personal = [phone.client.get(f"/{phone.code}/report").text for phone in phones]
    lead = Phone(base, "lead")
    lead.open(urlsplit(host.lead).path)
    team = lead.client.get("/lead/team").text
    assert host.stop() == 0

    told = pages_of_export(tmp_path / "home", export)
    assert [told.personal[f"手机{number}"] for number in range(PHONES)] == personal
    assert told.team == team == (export / "team.html").read_text("utf-8")
    own = "127.0.0.1 只有这台电脑自己打得开。"
    assert not FORBIDDEN.search(host.told().replace(str(tmp_path), "").replace(own, ""))


@pytest.mark.slow
def test_the_same_answers_in_a_file_give_the_same_figures(tmp_path: Path) -> None:
    host = HostProcess(tmp_path, "--form", "standard", "--bind", "127.0.0.1", "--port", str(free_port()))
    base, code = host.join.rsplit("/", 1)
    phone = Phone(base, code)
    phone.join("", "delivery-manager")
    given = phone.answer_all(letter="B")
    result = json.loads(phone.client.get(f"/{phone.code}/result").text)
    host.stop()
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "title: delivery-manager\nanswers:\n" + "".join(f"  {item}: {chosen}\n" for item, chosen in given.items()),
        "utf-8",
    )

    seed = str(result["session"]["seed"])
    told = json.loads(
        run_tool(
            tmp_path, "quiz", "--answers", str(answers), "--form", "standard", "--seed", seed, "--json", "--no-save"
        )
    )

    on_phone = result["score"]
    # Flags tell of the time taken, which a file of answers does not hold.
    assert {**told, "flags": []} == {**on_phone, "flags": []}


def test_without_a_terminal_two_plain_lines_are_printed_and_the_link_is_short(tmp_path: Path) -> None:
    host = HostProcess(tmp_path, "--bind", "127.0.0.1", "--port", str(free_port()))
    host.stop()

    assert re.fullmatch(r"加入 http://127\.0\.0\.1:\d+/[a-z0-9]{6}", host.lines[0])
    assert re.fullmatch(r"主持 http://127\.0\.0\.1:\d+/lead/[A-Za-z0-9_-]{22}", host.lines[1])
    assert len(host.join) < 32
    assert "\x1b" not in "".join(host.lines)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--bind", "8.8.8.8"), "公网"),
        pytest.param(("--bind", "nowhere"), "--bind", marks=pytest.mark.slow),
        pytest.param(("--public-url", "http://example.com"), "https://", marks=pytest.mark.slow),
        pytest.param(("--public-url", "https://example.com/path"), "不带路径", marks=pytest.mark.slow),
        pytest.param(("--close-at", "六点"), "18:00", marks=pytest.mark.slow),
        pytest.param(("--workshop", "0", "--bind", "127.0.0.1"), "--workshop", marks=pytest.mark.slow),
        (("--database", "mysql://x/y", "--bind", "127.0.0.1"), "PostgreSQL"),
        pytest.param(("--database", "nonsense", "--bind", "127.0.0.1"), "sqlite:///", marks=pytest.mark.slow),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rolecheck", "host", *arguments],
        env={"ROLECHECK_HOME": str(tmp_path), "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
