"""Answers written down beforehand, as YAML: to a bank's items, or to the acceptance check.

title: 项目经理
answers:
  acceptance-silent-customer: BD     # first choice B, second D
  rollout-half-of-them: 0            # no option fits

Replies to the acceptance check are written so, or are what `rolecheck accept` itself has kept:

name: 理赔系统二期
answers:
  floor-spread: 否
  floor-peak: {answer: 是, note: 上周压过一遍}
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rolecheck.bank.acceptance import Acceptance, Answer
from rolecheck.bank.characters import harmless
from rolecheck.bank.files import read_yaml
from rolecheck.bank.items import NONE_FITS, Bank
from rolecheck.bank.lookup import find_role
from rolecheck.bank.problems import Problems, suggest
from rolecheck.bank.reading import Fields, read_record
from rolecheck.bank.values import Value
from rolecheck.bank.yaml_nodes import MapNode, ScalarNode
from rolecheck.errors import AmbiguousNameError, BadInputError, UnknownNameError
from rolecheck.exchange.sheet import expected_letters, parse_choice
from rolecheck.session.acceptance import Reply, answer_of, clean_name, clean_note
from rolecheck.session.session import Response

KEPT_BESIDE = ("schema", "id", "sitting", "tool", "taken", "bank", "result")
"""What a kept check holds besides the answers; it is found anew."""

EXPECTED_REPLY = '请写 是、否 或 说不准，也可以写加引号的 "yes"、"no"、"unknown"'

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class WrittenAnswers:
    """What one respondent wrote down: the id of the title's role, and responses by item id."""

    source: str
    title: str | None
    responses: Mapping[str, Response]


def read_answers(path: Path, bank: Bank) -> WrittenAnswers:
    """Return an answers file's content; BadInputError with every problem in it."""
    title, responses = _read(path, lambda top: _answers(top, bank))
    return WrittenAnswers(str(path), title, responses)


def _read(path: Path, read: Callable[[Fields], Content]) -> Content:
    problems = Problems(str(path))
    content = read_yaml(path, problems, "answers:", read)
    if content is None or problems.found():
        raise BadInputError(problems.found())
    return content


def _answers(top: Fields, bank: Bank) -> tuple[str | None, Mapping[str, Response]]:
    title = _title(top.get("title"), bank)
    values = top.table("answers") or ()
    responses = (_response(value, bank) for value in values)
    return title, {response.item: response for response in responses if response is not None}


def _title(value: Value | None, bank: Bank) -> str | None:
    name = "" if value is None else value.text()
    if value is None or not name:
        return None
    try:
        return find_role(bank.roles, name).id
    except (UnknownNameError, AmbiguousNameError) as error:
        value.complain(str(error))
        return None


def _response(value: Value, bank: Bank) -> Response | None:
    item = bank.by_id.get(value.key.text) if isinstance(value.key, ScalarNode) else None
    if item is None:
        value.complain(f"不是题库里的题。{suggest(value.label, list(bank.by_id))}")
        return None
    # Whoever chose nothing writes a bare 0, which YAML takes for a number.
    is_bare = isinstance(value.node, ScalarNode) and value.node.text == NONE_FITS
    text = NONE_FITS if is_bare else value.text()
    response = parse_choice(item, text) if text else None
    if text and response is None:
        value.complain(f"“{harmless(text)}”读不懂，{expected_letters(item)}。")
    return response


@dataclass(frozen=True, slots=True)
class WrittenReplies:
    """What was written down: the name of the result, and a reply for each check answered."""

    source: str
    name: str | None
    replies: tuple[Reply, ...]


def read_checks(path: Path, acceptance: Acceptance) -> WrittenReplies:
    """Return the file's content; BadInputError with every problem in it."""
    name, replies = _read(path, lambda top: _replies(top, acceptance))
    return WrittenReplies(str(path), name, replies)


def _replies(top: Fields, acceptance: Acceptance) -> tuple[str | None, tuple[Reply, ...]]:
    top.allow(*KEPT_BESIDE)
    name = _name(top)
    known = [check.id for check in acceptance.checks]
    replies = [_reply(value, known) for value in top.table("answers") or ()]
    return clean_name(name or ""), tuple(reply for reply in replies if reply is not None)


def _name(top: Fields) -> str | None:
    """Return the result's name; a kept check without one says null."""
    value = top.get("name")
    no_name = value is None or (isinstance(value.node, ScalarNode) and value.node.kind == "null")
    return None if value is None or no_name else value.text()


def _reply(value: Value, known: list[str]) -> Reply | None:
    check = value.key.text if isinstance(value.key, ScalarNode) else ""
    if check not in known:
        value.complain(f"不是单子里的问题。{suggest(check, known)}")
        return None
    if not isinstance(value.node, MapNode):
        answer = _answer(value)
        return None if answer is None else Reply(check, answer)
    return read_record(value, lambda fields: _noted(fields, check))


def _noted(fields: Fields, check: str) -> Reply:
    value = fields.need("answer")
    answer = None if value is None else _answer(value)
    # Without an answer there is a problem, and the reply is thrown away with the rest.
    return Reply(check, answer or Answer.UNKNOWN, clean_note(fields.optional_text("note") or ""))


def _answer(value: Value) -> Answer | None:
    node = value.node
    if isinstance(node, ScalarNode) and node.kind == "bool":
        value.complain(f"写的是 {node.text}，没加引号，YAML 会当成真假值，认不出你答的是什么。{EXPECTED_REPLY}。")
        return None
    word = value.text()
    answer = answer_of(word)
    if word and answer is None:
        value.complain(f"“{harmless(word)}”读不懂。{EXPECTED_REPLY}；要写说明，就写成 {{answer: 否, note: 说明}}。")
    return answer
