"""The JSON Schemas and the tables of keys follow from the declaration, and so say what the reader says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet
from rolecheck.bank.keys import BankFile
from rolecheck.bank.roles import TOPICS
from rolecheck.bank.schema import keys_text, schema_text

Edit = Callable[[str, str, str], str]

CHECKLIST = """\
acceptance:
  rules: {never: 没得谈, meaningless: 白交, unsure: 不算数, condition: 有条件, unknown: 去问}
  judgements:
    - judgement: floor
      asks: 房子会不会塌。
      bad: never
      holds: 塌不了
      checks:
        - {id: beam, ask: 梁还直吗, fault: 梁裂了, ask_whom: 木匠, settle: 梁上有几道缝}
"""


def schema(file: BankFile) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(schema_text(file))
    return read


def wrong(file: BankFile, text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(file)).iter_errors(yaml.safe_load(text))]


@pytest.mark.parametrize("file", BankFile)
def test_the_schema_is_one_and_accepts_the_shipped_file(file: BankFile) -> None:
    Draft202012Validator.check_schema(schema(file))
    assert wrong(file, (shipped_folder() / f"{file}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", BankFile)
def test_every_key_of_the_shipped_file_is_described_to_editors_and_in_the_table(file: BankFile) -> None:
    table = keys_text(file)
    parts = [schema(file), *schema(file)["$defs"].values()]
    described = {key: part for own in parts for key, part in own.get("properties", {}).items()}
    for key in keys(yaml.safe_load((shipped_folder() / f"{file}.yaml").read_text(encoding="utf-8"))):
        assert described[key]["description"]
        assert f"| `{key}` | {described[key]['description']} |" in table


def keys(content: object, *, chosen: bool = False) -> set[str]:
    """Return every key of a file but those it chooses itself: ids of concepts, and of the roles that have a cell."""
    if isinstance(content, list):
        return set().union(*map(keys, content))
    if not isinstance(content, dict):
        return set()
    inside = (keys(value, chosen=key in {"cells", "concepts"}) for key, value in content.items())
    return (set() if chosen else {*content}).union(*inside)


def test_the_schemas_list_the_words_there_are() -> None:
    items, roles = schema(BankFile.QUESTIONS)["$defs"], schema(BankFile.ROLES)["$defs"]
    assert items["Item"]["properties"]["facet"]["enum"] == [facet.value for facet in Facet]
    assert items["Option"]["properties"]["credit"]["enum"] == [0, 0.5, 1]
    assert roles["Advice"]["properties"]["topic"]["enum"] == list(TOPICS)
    for topic in TOPICS:
        assert f"`{topic}`" in keys_text(BankFile.ROLES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    stage: finish\n    framing: act", "    framing: act"),
        ("    stage: finish\n    framing: act", "    stage: finish\n    framing: act\n    judges: [floor]"),
        ("    framing: week\n", "    framing: week\n    stage: finish\n"),
        ("- {key: draw, text: 改图}", "- {key: none, text: 改图}"),
        ("- {key: draw, text: 改图}", "- {credit: 1, text: 改图}"),
        ("- {key: draw, text: 改图}", "- {key: draw, trap: silence, text: 改图}"),
        ("- {key: draw, text: 改图}", "- {text: 改图}"),
        ("      - {key: keep, text: 修灯}\n", ""),
        ("- {credit: 1, text: 第二天打电话问}", "- {key: draw, text: 第二天打电话问}"),
        ("- {credit: 1, text: 第二天打电话问}", "- {credit: 0.7, text: 第二天打电话问}"),
        ("- {credit: 1, text: 第二天打电话问}", "- {credit: yes, text: 第二天打电话问}"),
        ("    judges: [floor]\n", ""),
        ("    judges: [floor]\n", "    judges: []\n"),
        ("    judges: [floor]\n", "    judges: [floor, floor]\n"),
        ("    judges: [floor]\n", "    judges: floor\n"),
        ("id: duty-monday", "id: respondent"),
        ("id: duty-monday", "id: Duty"),
        ("id: duty-monday", "id: " + "a" * 65),
        ("debrief: 忙的是哪样。", "debreif: 忙的是哪样。"),
        ("stem: 上周一你的日历。", "stem: 12"),
        ("stem: 上周一你的日历。", "stem:"),
        ("facet: duty\n", "facet: dutty\n"),
        ("concepts: [houses/second]", "concepts: [houses]"),
        ("ask: 这周你忙着：", "aks: 这周你忙着："),
        ("format: 1\n", "format: 2\n"),
        ("format: 1\n", ""),
        ('version: "2026.11"', "version: 2026.11"),
        ("settle: 梁上有几道缝", "settel: 梁上有几道缝"),
        ("ask: 梁还直吗, ", ""),
        ("bad: never", "bad: newer"),
        ("fault: 梁裂了", "bad: condition, condition: 撑住, fault: 梁裂了"),
        ("bad: never", "bad: unsure\n      condition: 撑住"),
        (", condition: 有条件", ""),
    ],
)
def test_what_the_reader_refuses_of_the_questions_the_schema_refuses(
    folder: Path, edit: Edit, told: Callable[[], object], old: str, new: str
) -> None:
    path = folder / "questions.yaml"
    path.write_text(path.read_text(encoding="utf-8") + CHECKLIST, encoding="utf-8")
    assert wrong(BankFile.QUESTIONS, path.read_text(encoding="utf-8")) == []
    text = edit("questions.yaml", old, new)
    assert told()
    assert wrong(BankFile.QUESTIONS, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{id: keep, name: keep好了", "{id: none, name: keep好了"),
        ("{id: keep, name: keep好了, short: keep简称}", "{id: keep, name: keep好了}"),
        ('published: "2025-09-03"', "published:"),
        ("first: 先画后盖", "first: 先画后盖\n      Third: 三"),
        ("first: 先画后盖", "first: 1"),
        ("aliases: [test岗, 负责人]", "aliases: test岗"),
        ("aliases: [test岗, 负责人]", "aliases: [test岗, 1]"),
        ("{stage: start, when: test的那一刻}", "站出来"),
        ("{to: test-role, what: build的成果}", "{to: test-role, waht: build的成果}"),
        ("      draw-role: {text: 铅笔, concepts: [houses/first]}", "      draw-role: 铅笔"),
        (
            "    cells:\n      draw-role: {text: 铅笔, concepts: [houses/first]}\n      keep-role: {text: 扳手}",
            "    cells: {}",
        ),
        ("between: [draw-role, keep-role]", "between: [draw-role]"),
        ("between: [draw-role, keep-role]", "between: [draw-role, keep-role, test-role]"),
        ("between: [draw-role, keep-role]", "between: [draw-role, draw-role]"),
        ("roles: [build-role, keep-role]", "roles: []"),
        ("separations:\n", "separation:\n"),
        ("  - {id: start, name: 开工}\n  - {id: finish, name: 完工}\n", ""),
        ("topic: opening", "topic: openning"),
    ],
)
def test_what_the_reader_refuses_of_the_roles_the_schema_refuses(
    folder: Path, edit: Edit, told: Callable[[], object], old: str, new: str
) -> None:
    assert wrong(BankFile.ROLES, (folder / "roles.yaml").read_text(encoding="utf-8")) == []
    text = edit("roles.yaml", old, new)
    assert told()
    assert wrong(BankFile.ROLES, text)
