"""A small valid bank as text, of as many lines as wanted, and a folder to load it from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import TOPICS
from rolecheck.errors import BadInputError, Problem

LINES = ("draw", "build", "test", "keep", "sell", "teach", "buy", "guard")

HEAD = """\
format: 1
version: "2026.11"
essays:
  - id: houses
    title: 房子怎么盖
    published: "2025-09-03"
    concepts:
      first: 先画后盖
      second: 盖完要住
stages:
  - {id: start, name: 开工}
  - {id: finish, name: 完工}
lines:
"""

ROLE = """\
  - id: ROLE-role
    name: ROLE负责人
    aliases: [ROLE岗, 负责人]
    line: ROLE
    core_question: 这件事我认不认
    stands_up:
      - {stage: start, when: ROLE的那一刻}
    answers_for: [ROLE的结果]
    does_not_answer_for: [别人的结果]
    duties: [开会, 写信]
    kpi: [按时]
    says: [我来]
    traps: []
    capabilities: [耐心]
    career: []
    hands_over:
      - {to: NEXT-role, what: ROLE的成果}
    talk: 这算不算我的ROLE
    concepts: [houses/first]
"""

TAIL = """\
dimensions:
  - id: tools
    name: 工具
    cells:
      draw-role: {text: 铅笔, concepts: [houses/first]}
      keep-role: {text: 扳手}
separations:
  - {between: [draw-role, keep-role], text: 图纸错了前者改，用坏了后者修。, concepts: [houses/first]}
  - {between: [draw-role, build-role], text: 改图前者来，照图施工后者来。}
tensions:
  - id: when-done
    name: 何时算完
    roles: [build-role, keep-role]
    between: [houses/first, houses/second]
    says: 一说盖完，一说住满。
    reading: 按住满算。
advice:
"""

QUESTIONS = """\
format: 1
version: "2026.11"
framings:
  - {id: act, facet: responsibility, ask: 你先做：}
  - {id: week, facet: duty, ask: 这周你忙着：}
  - {id: measured, facet: kpi, ask: 上面看你的：}
  - {id: read, facet: judgement, ask: 你怎么看：}
traps:
  - {id: silence, name: 沉默当同意, says: 没说话不等于同意}
judgements:
  - {id: floor, name: 底线}
items:
  - id: finish-leak
    facet: responsibility
    stage: finish
    framing: act
    industry: 建筑
    stem: 交房前一天下雨，厨房漏了一桶水。
    options:
      - {key: draw, text: 翻出图纸看排水}
      - {key: build, text: 上房顶补防水层}
      - {key: test, text: 把六间房都浇一遍}
      - {key: none, text: 记进交接单等物业}
    debrief: 看图的、补漏的、查遍的，还有等的。
    concepts: [houses/second]
  - id: duty-monday
    facet: duty
    framing: week
    stem: 上周一你的日历。
    options:
      - {key: draw, text: 改图}
      - {key: keep, text: 修灯}
    debrief: 忙的是哪样。
  - id: kpi-bonus
    facet: kpi
    framing: measured
    stem: 年底奖金看什么。
    options:
      - {key: build, text: 工期}
      - {key: test, text: 漏检数}
    debrief: 看的是哪样。
  - id: judge-signature
    facet: judgement
    stage: finish
    framing: read
    stem: 业主没说话就走了。
    options:
      - {credit: 1, text: 第二天打电话问}
      - {credit: 0.5, text: 发短信请他确认}
      - {credit: 0, trap: silence, text: 按没有意见归档}
    debrief: 没说话不算数。
    judges: [floor]
"""


def write_roles(count: int = 4) -> str:
    """Return roles.yaml of a bank with so many lines."""
    lines = LINES[:count]
    parts = [HEAD, *(f"  - {{id: {line}, name: {line}好了, short: {line}简称}}\n" for line in lines), "roles:\n"]
    parts += [
        ROLE.replace("ROLE", line).replace("NEXT", following)
        for line, following in zip(lines, lines[1:] + lines[:1], strict=True)
    ]
    parts.append(TAIL)
    for topic, placeholders in TOPICS.items():
        names = "，".join(f"{{{name}}}" for name in sorted(placeholders))
        parts.append(f'  - topic: {topic}\n    text: "关于{names}的一句话"\n    concepts: [houses/first]\n')
    return "".join(parts)


@pytest.fixture(scope="session")
def small_roles() -> str:
    return write_roles()


@pytest.fixture(scope="session")
def small_questions() -> str:
    return QUESTIONS


@pytest.fixture(scope="session")
def eight_roles() -> str:
    return write_roles(8)


@pytest.fixture
def folder(tmp_path: Path, small_roles: str, small_questions: str) -> Path:
    """Return a folder with a valid bank of four roles."""
    (tmp_path / "roles.yaml").write_text(small_roles, encoding="utf-8")
    (tmp_path / "questions.yaml").write_text(small_questions, encoding="utf-8")
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], str]:
    """Return a function that replaces a piece of a file that stands there exactly once, and returns the whole."""

    def replace(file: str, old: str, new: str) -> str:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8", newline="")
        return text

    return replace


@pytest.fixture
def told(folder: Path) -> Callable[[], tuple[Problem, ...]]:
    """Return a function that tells the problems that keep the folder from being loaded."""

    def load() -> tuple[Problem, ...]:
        with pytest.raises(BadInputError) as caught:
            load_bank(folder)
        return caught.value.problems

    return load
