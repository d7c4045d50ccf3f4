"""`rolecheck explain` with several roles, and its files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from rolecheck.cli.main import run


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Explain = Callable[..., Outcome]


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Explain:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["rolecheck", "explain", *arguments])
        code = run()
        return Outcome(code, *capsys.readouterr())

    return call


def test_two_roles_are_shown_side_by_side(explain: Explain) -> None:
    code, out, err = explain("项目经理", "项目推进")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].strip() == "项目经理和项目推进"
    assert "项目线 · 过程可控                 推进线 · 节点落地" in out


def test_the_same_role_named_twice_is_its_card(explain: Explain) -> None:
    assert explain("交付", "Delivery Manager", "交付经理") == explain("交付经理")


def test_all_wrong_names_are_told_at_once(explain: Explain) -> None:
    code, out, err = explain("交互经理", "PM", "交付经理", "厨师")
    assert (code, out) == (2, "")
    assert [line.split("”")[0].split("“")[1] for line in err.splitlines()[:3]] == ["交互经理", "PM", "厨师"]
    assert err.splitlines()[3:] == ["", "提示：全部角色和别名，运行 rolecheck roles"]
    assert "你要找的是不是：交付经理" in err


def test_json_of_several_roles_is_one_object(explain: Explain) -> None:
    code, out, _ = explain("项目经理", "产品", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["schema"] == "rolecheck.comparison/1"
    assert [role["id"] for role in data["roles"]] == ["project-manager", "product-manager"]
    assert data["separations"][0]["between"] == ["project-manager", "product-manager"]
    cells = {row["id"]: row["cells"] for row in data["dimensions"]}
    # The sources' comparison leaves this one empty; the role's own card does not.
    assert cells["capability"][1]["role"] == "product-manager"
    card = "".join(explain("产品", "--plain").out.split())
    assert all(part in card for part in cells["capability"][1]["text"].split("；"))


def test_json_of_one_role_stays_a_card(explain: Explain) -> None:
    assert json.loads(explain("交付", "--json").out)["schema"] == "rolecheck.role/1"


@pytest.mark.parametrize("names", [("交付",), ("交付", "实施")])
@pytest.mark.parametrize(("file", "begin"), [("a.md", "# 交付经理"), ("a.html", "<!doctype html>"), ("甲.HTML", "<!")])
def test_a_file_is_written_and_nothing_printed(
    explain: Explain, tmp_path: Path, names: tuple[str, ...], file: str, begin: str
) -> None:
    code, out, err = explain(*names, "--output", file)
    assert (code, out, err) == (0, "", f"写好了：{file}\n")
    assert (tmp_path / file).read_text(encoding="utf-8").startswith(begin)


def test_a_file_and_json_can_be_had_at_once(explain: Explain, tmp_path: Path) -> None:
    _, out, _ = explain("交付", "实施", "--output", "a.md", "--json")
    assert json.loads(out)["schema"] == "rolecheck.comparison/1"
    assert (tmp_path / "a.md").exists()


@pytest.mark.parametrize("file", ["a.pdf", "a", ".html"])
def test_a_file_of_another_kind_is_refused_before_anything_is_written(
    explain: Explain, tmp_path: Path, file: str
) -> None:
    code, out, err = explain("交付", "--output", file)
    assert (code, out) == (2, "")
    assert ".md" in err
    assert ".html" in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused_as_a_file(explain: Explain, tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    code, _, err = explain("交付", "--output", "a.html")
    assert code == 1
    assert "文件夹" in err


@pytest.mark.parametrize(
    ("arguments", "loads"), [((), False), (("--output", "a.md"), False), (("--output", "a.html"), True)]
)
@pytest.mark.parametrize("names", [("交付", "实施"), pytest.param(("交付",), marks=pytest.mark.slow)])
def test_jinja2_is_loaded_for_a_web_page_alone(
    tmp_path: Path, names: tuple[str, ...], arguments: tuple[str, ...], *, loads: bool
) -> None:
    code = "import sys; from rolecheck.cli.main import run; run(); print('jinja2' in sys.modules, file=sys.stderr)"
    here = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(here), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, "explain", *names, *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == str(loads)
