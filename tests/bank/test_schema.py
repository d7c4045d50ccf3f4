"""The JSON Schemas say what the loader says."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rolecheck.bank.advice import TOPICS
from rolecheck.bank.bank_file import BankFile
from rolecheck.bank.items import LETTERS, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.reading import Fields
from rolecheck.bank.reading_items import CREDITS, SHEET_COLUMNS
from rolecheck.bank.reading_roles import LEAST_LINES, MOST_LINES
from rolecheck.bank.references import ID_FORM
from rolecheck.bank.schema import schema_text
from rolecheck.bank.shipped import shipped_folder
from rolecheck.bank.values import Value

Edit = Callable[[str, str, str], str]
Keys = frozenset[str]

CONDITIONAL = {"stage", "judges", "key", "credit", "condition", "separations"}
"""Keys that are read as needed in some records only, or only where they are there."""


def schema(file: BankFile) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(schema_text(file))
    return read


def records(node: object) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema that describes a whole record."""
    if isinstance(node, dict):
        if node.get("additionalProperties") is False:
            yield node
        for part in node.values():
            yield from records(part)


def wrong(file: BankFile, text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(file)).iter_errors(yaml.safe_load(text))]


@pytest.mark.parametrize("file", BankFile)
def test_the_schema_is_one_and_accepts_the_shipped_file(file: BankFile) -> None:
    Draft202012Validator.check_schema(schema(file))
    assert wrong(file, (shipped_folder() / f"{file}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", BankFile)
def test_the_shipped_file_begins_with_the_line_by_which_editors_find_the_schema(file: BankFile) -> None:
    first = (shipped_folder() / f"{file}.yaml").read_text(encoding="utf-8").split("\n")[0]
    prefix, _, path = first.partition("$schema=")
    assert prefix == "# yaml-language-server: "
    assert (shipped_folder() / path).read_text(encoding="utf-8") == schema_text(file)


def test_the_schemas_know_the_keys_the_loader_knows_and_require_those_it_requires(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known: dict[int, dict[str, bool]] = {}
    finished: dict[Keys, Keys] = {}

    def get(self: Fields, key: str) -> Value | None:
        known.setdefault(id(self), {}).setdefault(key, False)
        return really_get(self, key)

    def need(self: Fields, key: str) -> Value | None:
        known.setdefault(id(self), {})[key] = True
        return really_need(self, key)

    def finish(self: Fields) -> None:
        keys = known.pop(id(self))
        finished[frozenset(keys)] = frozenset(key for key, needed in keys.items() if needed) - CONDITIONAL
        really_finish(self)

    really_get, really_need, really_finish = Fields.get, Fields.need, Fields.finish
    monkeypatch.setattr(Fields, "get", get)
    monkeypatch.setattr(Fields, "need", need)
    monkeypatch.setattr(Fields, "finish", finish)
    load_bank(shipped_folder())
    described = {
        frozenset(record["properties"]): frozenset(record["required"]) - CONDITIONAL
        for file in BankFile
        for record in records(schema(file))
    }
    assert described == finished


def test_the_schemas_list_the_words_the_loader_lists() -> None:
    items, roles = schema(BankFile.QUESTIONS)["$defs"], schema(BankFile.ROLES)["$defs"]
    assert items["item"]["properties"]["facet"]["enum"] == [facet.value for facet in Facet]
    assert items["framing"]["properties"]["facet"]["enum"] == [facet.value for facet in Facet]
    assert tuple(items["option"]["properties"]["credit"]["enum"]) == CREDITS
    assert items["item"]["properties"]["options"]["maxItems"] == len(LETTERS)
    assert set(items["item"]["properties"]["id"]["allOf"][1]["not"]["enum"]) == SHEET_COLUMNS
    assert roles["advice"]["properties"]["topic"]["enum"] == list(TOPICS)
    limits = schema(BankFile.ROLES)["properties"]["lines"]
    assert (limits["minItems"], limits["maxItems"]) == (LEAST_LINES, MOST_LINES)
    for part in (items, roles):
        assert part["id"]["pattern"] == f"^{ID_FORM.pattern}$"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    stage: finish\n    framing: act", "    framing: act"),
        ("    stage: finish\n    framing: act", "    stage: finish\n    framing: act\n    judges: [floor]"),
        ("    framing: week\n", "    framing: week\n    stage: finish\n"),
        ("- {key: draw, text: 改图}", "- {key: none, text: 改图}"),
        ("- {key: draw, text: 改图}", "- {credit: 1, text: 改图}"),
        ("- {credit: 1, text: 第二天打电话问}", "- {key: draw, text: 第二天打电话问}"),
        ("- {credit: 1, text: 第二天打电话问}", "- {credit: 0.7, text: 第二天打电话问}"),
        ("    judges: [floor]\n", ""),
        ("id: duty-monday", "id: respondent"),
        ("id: duty-monday", "id: Duty"),
        ("debrief: 忙的是哪样。", "debreif: 忙的是哪样。"),
        ("stem: 上周一你的日历。", "stem: 12"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(
    folder: Path, edit: Edit, told: Callable[[], object], old: str, new: str
) -> None:
    assert wrong(BankFile.QUESTIONS, (folder / "questions.yaml").read_text(encoding="utf-8")) == []
    text = edit("questions.yaml", old, new)
    assert told()
    assert wrong(BankFile.QUESTIONS, text)
