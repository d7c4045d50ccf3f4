"""What the roles are: the frozen shape of ``data/roles.yaml``, and how each of its keys is written.

Nothing here knows which roles there are. A line is what a role must stand up for; each role carries exactly one line,
and the order of the lines in the file is their order in the relay.

The records are named tuples and not dataclasses because making a class of the latter costs a millisecond, ten times as
much, and `rolecheck explain` makes two dozen of them before it prints its first line.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from rolecheck.bank.characters import plain_name
from rolecheck.bank.keys import Concepts, Key, ReservedWords

STAND_BACK = "none"
"""Stands where a line's id could, for leaving the matter to somebody else; no line may have it as its id."""

STAND_BACK_NAME = "退后"
"""What that is called wherever a line would be called by its name."""

LEAST_LINES, MOST_LINES = 2, 12
"""One line is no choice; more than twelve nobody can tell apart."""

TOPICS: Mapping[str, frozenset[str]] = {
    "opening": frozenset(),
    "title-differs": frozenset({"title", "title_line", "line"}),
    "measured-elsewhere": frozenset({"line", "measured"}),
    "busy-elsewhere": frozenset({"line", "busy"}),
    "stands-back": frozenset({"count", "asked"}),
    "outside": frozenset({"count", "asked"}),
    "stage-stand-back": frozenset({"stage", "count", "asked"}),
    "between": frozenset({"line", "other"}),
    "unclear": frozenset({"line", "other"}),
    "trap": frozenset({"trap", "meaning", "count"}),
    "judged-low": frozenset({"judgement", "moment"}),
    "counter-evidence": frozenset({"line", "pulled", "moment"}),
    "title-stands-back": frozenset({"title", "title_line"}),
    "carried": frozenset({"line", "count", "asked", "question"}),
    "settled": frozenset({"line", "question"}),
    "faces-aligned": frozenset({"line"}),
    "faces-measured": frozenset({"line", "measured"}),
    "faces-busy": frozenset({"line", "busy"}),
    "faces-both": frozenset({"line", "measured"}),
    "faces-scattered": frozenset({"line", "measured", "busy"}),
    "faces-unclear": frozenset(),
    "upstream-heavy": frozenset({"line"}),
    "upstream-light": frozenset({"line"}),
    "upstream-even": frozenset({"line"}),
    "disclaimer": frozenset({"moments"}),
}
"""The topics a report can raise, and the placeholders each one's sentence may use.

The sentences are content and live in data; when one applies is logic and lives in ``rolecheck.report``. A bank must
bring a sentence for every topic, so that no report is left without words.

``line``, ``other``, ``measured``, ``busy``, ``pulled`` and ``title_line`` are lines written as 交付线（结果被接住）;
``title`` is a role's name; ``moment`` the beginning of a stem; the rest are names, counts or sentences of the bank.
"""


class Essay(NamedTuple):
    """A source text and the concepts it contributes, each id with its gloss."""

    id: Annotated[str, Key("文章的 id", declares="essays")]
    title: Annotated[str, Key("题目")]
    published: Annotated[str | None, Key("发表日期，要加引号")]
    concepts: Annotated[Mapping[str, str], Key("概念的 id：一句话解释", declares="concepts", least=0)]


class Stage(NamedTuple):
    """A stretch of a project's life, in the order of the file."""

    id: Annotated[str, Key("阶段的 id", declares="stages")]
    name: Annotated[str, Key("阶段的名称")]


class Line(NamedTuple):
    """A responsibility line: ``name`` says what is answered for, ``short`` names it beside a number."""

    id: Annotated[
        str,
        Key(
            f"责任线的 id；{STAND_BACK} 留给{STAND_BACK_NAME}",
            declares="lines",
            reserved=ReservedWords((STAND_BACK,), f"它留给{STAND_BACK_NAME}的选项。请给这条责任线换一个 id。"),
        ),
    ]
    name: Annotated[str, Key("守的是什么，如 方向正确")]
    short: Annotated[str, Key("简称，如 产品")]


class Moment(NamedTuple):
    """When, in which stage, a role must stand up."""

    stage: Annotated[str, Key("阶段的 id", uses="stages")]
    when: Annotated[str, Key("那一刻是什么样")]


class Handover(NamedTuple):
    """What a role passes on, and to which role."""

    to: Annotated[str, Key("接手角色的 id", uses="roles")]
    what: Annotated[str, Key("交出去的东西")]


class Role(NamedTuple):
    """One role as its card shows it."""

    id: Annotated[str, Key("角色的 id", declares="roles")]
    name: Annotated[str, Key("角色的名称", once="两个角色不能同名，请换一个名字。", alike=plain_name)]
    aliases: Annotated[tuple[str, ...], Key("别的叫法，英文名也算", least=0)]
    line: Annotated[str, Key("扛的责任线的 id", uses="lines", once="一条责任线只由一个角色承担，请换一条。")]
    core_question: Annotated[str, Key("一直在问的那句话")]
    stands_up: Annotated[tuple[Moment, ...], Key("什么时候必须站出来")]
    answers_for: Annotated[tuple[str, ...], Key("出了事要认的（责任）")]
    does_not_answer_for: Annotated[tuple[str, ...], Key("止步于")]
    duties: Annotated[tuple[str, ...], Key("平时忙的（职责）")]
    kpi: Annotated[tuple[str, ...], Key("通常被考核")]
    says: Annotated[tuple[str, ...], Key("常听见的话")]
    traps: Annotated[tuple[str, ...], Key("容易掉进的坑", least=0)]
    capabilities: Annotated[tuple[str, ...], Key("靠什么本事", least=0)]
    career: Annotated[tuple[str, ...], Key("往哪里走", least=0)]
    hands_over: Annotated[tuple[Handover, ...], Key("交给谁，交什么", least=0)]
    talk: Annotated[str, Key("可以拿去问上级的一句话")]
    """A question someone who carries this line can take to their lead."""
    concepts: Concepts


class Cell(NamedTuple):
    """What one role is in one dimension."""

    text: Annotated[str, Key("一句话")]
    concepts: Concepts


class Dimension(NamedTuple):
    """One row of the contrast table; a role the sources say nothing about has no cell."""

    id: Annotated[str, Key("维度的 id", declares="dimensions")]
    name: Annotated[str, Key("维度的名称")]
    cells: Annotated[Mapping[str, Cell], Key("角色的 id：它在这个维度上是怎样；文章没说的就不写", uses="roles")]


def _pair(between: tuple[str, ...]) -> str:
    return " ".join(sorted(between)) if len(between) == 2 else ""


class Separation(NamedTuple):
    """What tells two roles apart: a moment at which one must stand up and the other may not do it for them."""

    between: Annotated[
        tuple[str, ...],
        Key("哪两个角色", uses="roles", least=2, most=2, once="一对角色只写一条，请删掉一条。", alike=_pair),
    ]
    """Two ids, in no order."""
    text: Annotated[str, Key("同一个时刻，谁必须站出来，谁不能替")]
    concepts: Concepts


class Tension(NamedTuple):
    """Where the sources disagree, and the reading that is scored by."""

    id: Annotated[str, Key("分歧的 id", declares="tensions")]
    name: Annotated[str, Key("分歧的名称")]
    roles: Annotated[tuple[str, ...], Key("牵涉的角色", uses="roles")]
    between: Annotated[tuple[str, ...], Key("说法不一的概念", uses="concepts")]
    says: Annotated[str, Key("各篇怎么说")]
    reading: Annotated[str, Key("这里按哪种读法计分")]


class Advice(NamedTuple):
    """A sentence of the report, with the placeholders its topic allows."""

    topic: Annotated[str, Key("话题", words=tuple(TOPICS), once="一个话题只能有一句，请删掉一句。")]
    text: Annotated[str, Key("这句话；花括号里的词由工具填")]
    concepts: Concepts


class RoleBook(NamedTuple):
    """Everything in ``roles.yaml``."""

    version: Annotated[str, Key("题库的版本，要加引号")]
    essays: Annotated[tuple[Essay, ...], Key("来源文章，以及从中提炼的概念", least=0)]
    stages: Annotated[tuple[Stage, ...], Key("阶段，按先后")]
    lines: Annotated[tuple[Line, ...], Key("责任线，先后就是接力的先后", least=LEAST_LINES, most=MOST_LINES)]
    roles: Annotated[tuple[Role, ...], Key("角色，一条线一个", least=LEAST_LINES, most=MOST_LINES)]
    dimensions: Annotated[tuple[Dimension, ...], Key("对照的维度", least=0)]
    separations: Annotated[tuple[Separation, ...], Key("每两个角色之间的分界；可以不写", optional=True, least=0)]
    tensions: Annotated[tuple[Tension, ...], Key("几篇文章说法不一的地方", least=0)]
    advice: Annotated[Mapping[str, Advice], Key("报告里说的话，每个话题一条", by="topic")]

    def line(self, line_id: str) -> Line:
        """Return the line of this id."""
        return next(line for line in self.lines if line.id == line_id)

    def key_name(self, key: str) -> str:
        """Return what a key is called beside a number; one there is not, as a judge may write, stays as it is."""
        if key == STAND_BACK:
            return STAND_BACK_NAME
        return next((line.short for line in self.lines if line.id == key), key)

    def role(self, role_id: str) -> Role:
        """Return the role of this id."""
        return next(role for role in self.roles if role.id == role_id)

    def role_of(self, line_id: str) -> Role:
        """Return the role that carries this line."""
        return next(role for role in self.roles if role.line == line_id)

    def stage(self, stage_id: str) -> Stage:
        """Return the stage of this id."""
        return next(stage for stage in self.stages if stage.id == stage_id)
