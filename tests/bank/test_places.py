from collections.abc import Callable
from pathlib import Path

from rolecheck.bank.loading import load_bank, load_placed_bank

Edit = Callable[[str, str, str], str]


def line(folder: Path, number: int | None, file: str = "questions.yaml") -> str:
    assert number is not None
    return (folder / file).read_text(encoding="utf-8").split("\n")[number - 1]


def test_every_item_option_and_field_has_the_line_it_stands_in(folder: Path) -> None:
    bank, places = load_placed_bank(folder)
    for item in bank.items:
        at = ("items", item.id)
        assert f"id: {item.id}" in line(folder, places.questions.line(*at))
        assert item.stem in line(folder, places.questions.line(*at, "stem"))
        assert item.debrief in line(folder, places.questions.line(*at, "debrief"))
        for letter, option in zip(item.letters, item.options, strict=True):
            assert option.text in line(folder, places.questions.line(*at, "options", letter))


def test_roles_and_concepts_have_theirs(folder: Path) -> None:
    bank, places = load_placed_bank(folder)
    for role in bank.roles.roles:
        assert role.talk in line(folder, places.roles.line("roles", role.id, "talk"), "roles.yaml")
    assert "second:" in line(folder, places.roles.line("essays", "houses", "concepts", "second"), "roles.yaml")


def test_what_is_not_there_has_the_line_of_what_would_hold_it(folder: Path) -> None:
    _, places = load_placed_bank(folder)
    assert places.questions.line("items", "duty-monday", "stage") == places.questions.line("items", "duty-monday")
    assert line(folder, places.questions.line("items", "nobody")) == "items:"


def test_texts_are_kept_as_they_were_typed(folder: Path, edit: Edit) -> None:
    edit("questions.yaml", "text: 改图", 'text: " 改图 "')
    bank, places = load_placed_bank(folder)
    assert bank.by_id["duty-monday"].options[0].text == "改图"
    typed = next(
        typed
        for typed in places.questions.texts
        if typed.path[-3:] == ("options", "A", "text") and "改图" in typed.text
    )
    assert typed.text == " 改图 "
    assert "改图" in line(folder, typed.line)


def test_a_moved_line_changes_no_digest(folder: Path, edit: Edit) -> None:
    before, places = load_placed_bank(folder)
    edit("questions.yaml", "items:\n", "\n# 往下挪两行\nitems:\n")
    after, moved = load_placed_bank(folder)
    assert after.digest == before.digest == load_bank(folder).digest
    first, second = places.questions.line("items"), moved.questions.line("items")
    assert first is not None
    assert second == first + 2
