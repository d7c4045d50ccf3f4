"""Answers to the acceptance check from a file: YAML, or what `rolecheck accept` itself has kept.

name: 理赔系统二期
answers:
  floor-spread: 否
  floor-peak: {answer: 是, note: 上周压过一遍}
"""

from dataclasses import dataclass
from pathlib import Path

from rolecheck.bank.acceptance import Acceptance, Answer
from rolecheck.bank.characters import harmless
from rolecheck.bank.files import read_yaml
from rolecheck.bank.problems import Problems, suggest
from rolecheck.bank.reading import Fields, read_record
from rolecheck.bank.values import Value
from rolecheck.bank.yaml_nodes import MapNode, ScalarNode
from rolecheck.errors import BadInputError
from rolecheck.session.acceptance import Reply, answer_of, clean_name, clean_note

KEPT = ("schema", "id", "sitting", "tool", "taken", "bank", "result")
"""What a kept check holds besides the answers; it is found anew."""

EXPECTED = '请写 是、否 或 说不准，也可以写加引号的 "yes"、"no"、"unknown"'


@dataclass(frozen=True, slots=True)
class ChecksFile:
    """What was written down: the name of the result, and a reply for each check answered."""

    source: str
    name: str | None
    replies: tuple[Reply, ...]


def read_checks(path: Path, acceptance: Acceptance) -> ChecksFile:
    """Return the file's content; BadInputError with every problem in it."""
    problems = Problems(str(path))
    content = read_yaml(path, problems, "answers:", lambda top: _content(top, acceptance))
    if content is None or problems.found():
        raise BadInputError(problems.found())
    name, replies = content
    return ChecksFile(str(path), name, replies)


def _content(top: Fields, acceptance: Acceptance) -> tuple[str | None, tuple[Reply, ...]]:
    top.allow(*KEPT)
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
        value.complain(f"写的是 {node.text}，没加引号，YAML 会当成真假值，认不出你答的是什么。{EXPECTED}。")
        return None
    word = value.text()
    answer = answer_of(word)
    if word and answer is None:
        value.complain(f"“{harmless(word)}”读不懂。{EXPECTED}；要写说明，就写成 {{answer: 否, note: 说明}}。")
    return answer
