"""The bank travels with the tool: in the wheel built from the sdist, and in a bare clone."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = {
    path.relative_to(ROOT / "data").as_posix(): path
    for pattern in ("roles.yaml", "questions.yaml")
    for path in (ROOT / "data").glob(pattern)
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what a build needs, so that nothing is written beside the sources."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("rolecheck", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Yield the wheel built from the sdist."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    build("sdist", clone, folder)
    (packed,) = folder.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    build("wheel", unpacked, folder)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


def build(target: str, source: Path, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )


def run(folder: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Run the tool in this folder, found on these paths."""
    environment = {**os.environ, "PYTHONUTF8": "1", "ROLECHECK_HOME": str(folder / "home")}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, paths))
    return subprocess.run(
        [sys.executable, "-m", "rolecheck", "--version"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_there_is_no_data_folder_inside_the_package() -> None:
    # It would shadow the real one, and be forgotten by whoever edits that.
    assert not (ROOT / "rolecheck" / "data").exists()
    assert {"roles.yaml", "questions.yaml"} == set(DATA)


def test_a_wheel_from_the_sdist_holds_the_bank_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    packed = {name.removeprefix("rolecheck/data/") for name in wheel.namelist() if "/data/" in name}

    assert packed == set(DATA)
    for name, path in DATA.items():
        assert wheel.read(f"rolecheck/data/{name}") == path.read_bytes()


def test_a_wheel_holds_the_prose_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    prose = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "rolecheck" / "words").glob("*.yaml")}

    assert {name for name in wheel.namelist() if name.endswith(".yaml") and "/words/" in name} == set(prose)
    for name, path in prose.items():
        assert wheel.read(name) == path.read_bytes()


def test_a_wheel_holds_every_module_its_types_and_its_licence_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rolecheck").rglob("*.py")}

    assert modules <= names
    assert "rolecheck/py.typed" in names
    assert any(name.endswith("LICENSE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"rolecheck"}


def test_a_wheel_unpacked_anywhere_finds_its_own_bank(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    for name in wheel.namelist():
        wheel.extract(name, tmp_path / "site")
    # Somebody else's data beside it must not be taken for ours.
    (tmp_path / "site" / "data").mkdir()
    (tmp_path / "site" / "data" / "roles.yaml").write_text("broken", encoding="utf-8")

    ran = run(tmp_path, tmp_path / "site")

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("rolecheck ")


def test_a_bare_clone_runs_and_reads_its_own_bank(clone: Path, tmp_path: Path) -> None:
    before = run(tmp_path, clone)
    roles = clone / "data" / "roles.yaml"
    text = roles.read_text(encoding="utf-8")
    roles.write_text(text.replace("format: 1", "format: 2", 1), encoding="utf-8")
    after = run(tmp_path, clone)
    roles.write_text(text, encoding="utf-8")

    assert before.returncode == 0, before.stderr
    assert after.returncode == 3
    assert str(roles) in after.stderr
