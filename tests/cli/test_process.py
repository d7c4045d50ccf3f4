"""The tool as a process of its own: streams, pipes and signals as a shell gives them."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet

TOOL = (sys.executable, "-m", "rolecheck")
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals as POSIX has them")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment that keeps everything in the test's folder."""
    passed = {name: value for name, value in os.environ.items() if name not in {"ACCESSIBLE", "PYTHONWARNINGS"}}
    return {**passed, "ROLECHECK_HOME": str(tmp_path / "home"), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return a sheet whose scores are more than a pipe holds."""
    return write_sheet(tmp_path / "s.csv", shipped(), {f"r{number}": by_line("delivery") for number in range(60)})


def shell(command: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell, in which ``rolecheck`` is the tool under test; the tool's own code comes back."""
    script = f"set -o pipefail; rolecheck() {{ '{sys.executable}' -m rolecheck \"$@\"; }}; {command}"
    return subprocess.run(
        ["bash", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_module_and_the_script_are_the_same_tool(environment: dict[str, str]) -> None:
    script = Path(sys.executable).with_name("rolecheck.exe" if sys.platform == "win32" else "rolecheck")
    if not script.exists():
        pytest.skip("the tool is not installed here")

    runs = [
        subprocess.run([*start, "--version"], env=environment, capture_output=True, check=True).stdout
        for start in (TOOL, [script])
    ]

    assert runs[0] == runs[1] != b""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("explain", "交付经理"), 0),
        (("nonsense",), 2),
        (("roles", "--bank", "none"), 3),
        (("quiz",), 4),
        pytest.param(("explain", "PM"), 2, marks=pytest.mark.slow),
        pytest.param(("report",), 2, marks=pytest.mark.slow),
        pytest.param(("score", "none.csv"), 3, marks=pytest.mark.slow),
        pytest.param(("quiz", "--no-input"), 4, marks=pytest.mark.slow),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_the_exit_code_tells_what_happened(environment: dict[str, str], arguments: tuple[str, ...], code: int) -> None:
    ran = subprocess.run(
        [*TOOL, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120
    )

    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr
    assert bool(ran.stdout) == (code == 0)
    assert bool(ran.stderr) == (code != 0)


@posix
@pytest.mark.parametrize(
    "command",
    [
        "rolecheck explain 交付经理 | true",
        pytest.param("rolecheck explain 交付经理 | head -1", marks=pytest.mark.slow),
        pytest.param("rolecheck explain 交付经理 --json | true", marks=pytest.mark.slow),
        pytest.param("rolecheck roles | true", marks=pytest.mark.slow),
        pytest.param("rolecheck --help | true", marks=pytest.mark.slow),
    ],
)
def test_a_reader_that_goes_away_is_nothing_to_speak_of(environment: dict[str, str], command: str) -> None:
    assert shell(command, environment).stderr == ""


@posix
def test_a_reader_of_scores_that_goes_away_is_nothing_to_speak_of(environment: dict[str, str], sheet: Path) -> None:
    ran = shell(f"rolecheck score '{sheet}' --json | head -1", environment)

    assert ran.stderr == ""
    assert ran.stdout.count("\n") == 1


@posix
@pytest.mark.parametrize("command", ["rolecheck explain xx 2>&-", "rolecheck quiz <&-"])
def test_a_stream_that_is_closed_is_no_traceback(environment: dict[str, str], command: str) -> None:
    assert "Traceback" not in shell(command, environment).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["explain 交付经理", "explain 交付经理 --json", "roles"])
def test_a_full_disk_behind_stdout_is_a_failure_told_in_a_sentence(environment: dict[str, str], command: str) -> None:
    ran = shell(f"rolecheck {command} > /dev/full", environment)

    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert ran.stderr


@posix
@pytest.mark.parametrize("option", ["", "--json"])
def test_a_closed_stdout_is_no_traceback(environment: dict[str, str], option: str) -> None:
    assert "Traceback" not in shell(f"rolecheck explain 交付经理 {option} >&-", environment).stderr


@posix
def test_a_home_nobody_has_is_told_in_a_sentence(environment: dict[str, str]) -> None:
    ran = shell("rolecheck report", environment | {"ROLECHECK_HOME": "~nobody-has-this-name/x"})

    assert "Traceback" not in ran.stderr


@posix
def test_a_quiz_saved_though_its_reader_went_away_can_be_gone_on_with(
    environment: dict[str, str], tmp_path: Path
) -> None:
    answered = "A\\n" * 60

    shell(f"printf '7\\n{answered}' | rolecheck quiz --plain | true", environment)

    # Either the result has been kept, or the answers have.
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert [path.suffix for path in kept] in ([".json"], [".jsonl"])


@posix
@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_a_terminal_that_lacks_characters_ends_nothing(environment: dict[str, str], encoding: str) -> None:
    environment |= {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    ran = subprocess.run([*TOOL, "explain", "DM"], env=environment, capture_output=True, check=False, timeout=120)

    assert ran.returncode == 0
    assert ran.stdout
    assert ran.stderr == b""


@posix
def test_ctrl_c_in_the_middle_is_130_and_keeps_what_was_answered(environment: dict[str, str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*TOOL, "quiz", "--plain", "--title", "交付经理"],
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("A\n")
        process.stdin.flush()
        while "第 2 题" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=90)

    assert process.returncode == 130
    assert out == ""
    assert "接着答" in err
    assert "Traceback" not in err
    (journal,) = (tmp_path / "home" / "sessions").iterdir()
    assert len(journal.read_text(encoding="utf-8").splitlines()) == 2


@posix
def test_a_process_killed_outright_loses_only_the_item_on_the_screen(environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*TOOL, "quiz", "--plain", "--title", "交付经理"],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("A\nB\nA\n")
        process.stdin.flush()
        while "第 4 题" not in process.stderr.readline():
            assert process.poll() is None
        process.kill()
        process.communicate()

    resumed = shell("printf '1\\n' | rolecheck quiz --plain", environment)

    assert "第 4 题" in resumed.stderr
    assert "第 3 题" not in resumed.stderr


ASKING = ("quiz", "accept")
GIVES_WAYS_OUT = ("--answers 文件.yaml", "--plain")


@posix
@pytest.mark.parametrize("command", ASKING)
@pytest.mark.parametrize(
    "streams",
    [
        "</dev/null >{file}",
        "--plain <&-",
        *(
            pytest.param(streams, marks=pytest.mark.slow)
            for streams in ("</dev/null", "<&-", "2>/dev/null </dev/null >{file}", "2>&- </dev/null")
        ),
    ],
)
def test_where_nobody_can_be_asked_the_exit_code_is_4_and_no_file_gets_a_word(
    environment: dict[str, str], tmp_path: Path, command: str, streams: str
) -> None:
    file = tmp_path / "out.txt"

    ran = shell(f"rolecheck {command} {streams.format(file=file)}", environment)

    told = ran.stderr or ran.stdout
    assert ran.returncode == 4
    assert not file.exists() or file.read_text(encoding="utf-8") == ""
    assert all(way in told for way in GIVES_WAYS_OUT) or "2>/dev/null" in streams


@posix
@pytest.mark.parametrize("command", ASKING)
def test_a_pipe_without_plain_is_refused_and_nothing_in_it_taken_for_an_answer(
    environment: dict[str, str], tmp_path: Path, command: str
) -> None:
    ran = shell(f"printf '1\\nA\\nA\\n' | rolecheck {command} > {tmp_path / 'out.txt'}", environment)

    assert ran.returncode == 4
    assert all(way in ran.stderr for way in GIVES_WAYS_OUT)
    assert not (tmp_path / "home").exists()


@posix
@pytest.mark.parametrize("plainly", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}], ids=str)
def test_asked_line_by_line_a_pipe_answers_and_a_file_gets_the_report_alone(
    environment: dict[str, str], tmp_path: Path, plainly: dict[str, str]
) -> None:
    answers = "A\\n" * 60

    quiz = "rolecheck quiz --form quick --title 交付经理"

    ran = shell(f"printf '{answers}' | {quiz} > {tmp_path / 'out.txt'}", environment | plainly)

    report = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert ran.returncode == 0
    assert "条线各占多少" in report
    assert "第 1 题  " not in report.split("哪些作答")[0]
    assert "第 1 题" in ran.stderr
    assert "条线各占多少" not in ran.stderr
    assert set("█▌\x1b") & set(report + ran.stderr) == set()


@posix
def test_a_pipe_that_ends_early_is_4_and_says_that_what_was_answered_is_kept(environment: dict[str, str]) -> None:
    ran = shell("printf '7\\nA\\n' | rolecheck quiz --plain", environment)

    assert ran.returncode == 4
    assert "接着答" in ran.stderr


@posix
@pytest.mark.parametrize(("option", "encoding"), [("--ascii", "utf-8"), ("", "gb2312"), ("", "latin-1")])
def test_marks_are_ascii_where_asked_for_and_where_the_encoding_has_no_others(
    environment: dict[str, str], option: str, encoding: str
) -> None:
    environment |= {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    ran = subprocess.run(
        [*TOOL, "explain", "DM", *option.split()], env=environment, capture_output=True, check=True, timeout=120
    )

    shown = ran.stdout.decode(encoding)
    assert "\n   - " in shown
    assert set("·×…→") & set(shown) == set()
