"""What somebody overlooks who makes a bank of their own: an old name left standing, a colon within braces."""

import shutil
from pathlib import Path

import pytest

from rolecheck.bank.checks import Subject
from rolecheck.bank.checks.giveaway import check_old_names
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank, load_placed_bank
from rolecheck.errors import BadInputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("roles.yaml", "questions.yaml"):
        shutil.copy(shipped_folder() / name, tmp_path)
    return tmp_path


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_role_renamed_is_noticed_where_the_old_name_still_stands(folder: Path) -> None:
    assert list(check_old_names(Subject(*load_placed_bank(folder)))) == []
    changed(folder / "roles.yaml", "name: 交付经理", "name: 客户成功经理")

    (found,) = check_old_names(Subject(*load_placed_bank(folder)))

    assert "“交付经理”" in found.problem.text
    assert found.problem.line is not None
    assert "aliases" in found.problem.text


def test_a_colon_in_a_text_between_braces_is_named_for_what_it_is(folder: Path) -> None:
    changed(folder / "questions.yaml", "text: ", "text: 先问客户: ")

    with pytest.raises(BadInputError, match="文字里有英文冒号加空格"):
        load_bank(folder)
