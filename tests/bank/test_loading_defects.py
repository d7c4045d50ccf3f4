"""Each defect a bank can have is told once, where it is, with what to do, and nothing else is told."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from rolecheck.bank import yaml_nodes
from rolecheck.errors import Problem

ROLES, QUESTIONS = "roles.yaml", "questions.yaml"

Edit = Callable[[str, str, str], str]
Told = Callable[[], tuple[Problem, ...]]


class Defect(NamedTuple):
    """An edit of the valid bank, where its problem is told (a piece of that line), and words it is told with."""

    file: str
    old: str
    new: str
    at: str
    words: tuple[str, ...]


def roles(old: str, new: str, at: str, *words: str) -> Defect:
    return Defect(ROLES, old, new, at, words)


def items(old: str, new: str, at: str, *words: str) -> Defect:
    return Defect(QUESTIONS, old, new, at, words)


LEAK = "text: 翻出图纸看排水"

YAML_SURPRISES = [
    items(LEAK, "text: no", "text: no", "text", "布尔值", '加引号："no"'),
    items(LEAK, "text: 12:30", "text: 12:30", "整数", "加引号"),
    items(LEAK, "text: 2025-09-03", "text: 2025-09-03", "日期", "加引号"),
    items(LEAK, "text: 1.0", "text: 1.0", "小数", "加引号"),
    items(LEAK, "text: ~", "text: ~", "空值", "加引号"),
    items(LEAK, "text: ", "{key: draw, text: }", "text", "是空的"),
    items(LEAK, 'text: ""', 'text: ""', "空白"),
    items(LEAK, 'text: " \u3000 "', "key: draw, text:", "空白"),
    items(LEAK, "text: [a, b]", "text: [a, b]", "应是一段文字", "列表"),
    items(LEAK, "text: {moment}", "text: {moment}", "应是一段文字", "加引号"),
    items(LEAK, 'text: "看\u202e图"', "key: draw, text:", "看不见", "U+202E"),
    items(LEAK, 'text: "看\u200b图"', "key: draw, text:", "看不见", "U+200B"),
    items(LEAK, r'text: "看\e[31m图"', "key: draw, text:", "控制字符", "U+001B"),
    items(LEAK, r'text: "看\n图"', "key: draw, text:", "换行"),
    items(LEAK, r'text: "看\t图"', "key: draw, text:", "制表符"),
    items(LEAK, "text: 看\ufffd图", "key: draw, text:", "U+FFFD"),
    items('version: "2026.11"', "version: 2026.11", "version", "小数", '"2026.11"'),
    roles('published: "2025-09-03"', "published: 2025-09-03", "published", "日期", "加引号"),
    roles('published: "2025-09-03"', "published:", "published", "是空的"),
    roles("first: 先画后盖", "first: yes", "first", "布尔值"),
    roles("      - {to: build-role, what: draw的成果}", "      - {to: build-role, what: on}", "what: on", "布尔值"),
    roles("aliases: [test岗, 负责人]", "aliases: [test岗, on]", "[test岗, on]", "aliases 的第 2 项", "布尔值"),
]

FORBIDDEN_YAML = [
    items(LEAK, "text: &a 翻图", "&a", "锚点", "&"),
    items(LEAK, "text: *a", "*a", "别名", "*"),
    items(LEAK, "text: !!str 翻图", "!!str", "标签", "!"),
    items(LEAK, "text: !!python/object/apply:os.system [ls]", "os.system", "标签"),
    items(LEAK, "text: !foo 翻图", "!foo", "标签"),
    items("    stem: 上周一你的日历。", "    <<: {}\n    stem: 上周一你的日历。", "<<", "合并键"),
    items("    stem: 上周一你的日历。", "    stem: 上周一。\n    stem: 上周二。", "上周二", "stem", "第 29 行", "重复"),
    items("    stem: 上周一你的日历。", "    stem: 上周一。\n    ? [a]\n    : b", "? [a]", "键"),
    items("    judges: [floor]\n", "    judges: [floor]\n---\na: 1\n", "---", "只能有一份"),
]

SYNTAX = [
    items(LEAK, 'text: "翻出图纸', 'text: "翻出图纸', "YAML|引号"),
    items("    stem: 上周一你的日历。", "    stem: 上周一: 你的日历。", "上周一: 你的", "冒号", "加引号"),
    items("    stem: 上周一你的日历。", "    stem: @日历", "@日历", "加引号"),
    items("    stem: 上周一你的日历。", "    stem: %日历", "%日历", "加引号"),
    items("    stem: 上周一你的日历。", "\tstem: 上周一你的日历。", "\tstem", "空格"),
    items("    stem: 上周一你的日历。", "   stem: 上周一你的日历。", "   stem: 上周一", "缩进"),
    items("    stem: 上周一你的日历。", '    stem: "上周一\\q"', "上周一", "反斜杠"),
    items("    stem: 上周一你的日历。", '    stem: "上周一" 日历', "上周一", "引号"),
    items("    stem: 上周一你的日历。", "    stem: *。", "*。", "引号"),
    items("    stem: 上周一你的日历。", "    stem: - 日历", "- 日历", "加引号"),
    items("    stem: 上周一你的日历。", "    stem: ，日历\n    stem2: ,日历", ",日历", "加引号"),
    items("- {id: floor, name: 底线}", "- {id: floor, name: ]}", "name: ]", "加引号"),
    items("items:", "   items:", "   items:", "缩进"),
    items("format: 1", "题库\nformat: 1", "format: 1", "冒号|顶格"),
    items("    stem: 上周一你的日历。", "    stem: | 日历", "| 日历", "写在一行里"),
    items("judges: [floor]", "judges: [floor", "[floor", "]"),
    items("    stem: 上周一你的日历。", "    stem: 上周\x07一", "上周", "控制字符", "U+0007"),
    items("    stem: 上周一你的日历。", "    stem: 上周\u2028一", "上周", "控制字符", "U+2028"),
    items("    judges: [floor]", "    judges: " + "[" * 20 + "]" * 20, "[[[", "嵌套", "12"),
]

FIELDS = [
    items("    stem: 上周一你的日历。\n", "", "id: duty-monday", "缺少 stem"),
    items("    stem: 上周一你的日历。", "    stme: 上周一你的日历。", "stme", "stme", "stem"),
    items("    stem: 上周一你的日历。", "    stem: 上周一。\n    colour: 红", "colour", "不认得", "colour"),
    items("{id: floor, name: 底线}", "{id: floor, nmae: 底线}", "nmae", "name"),
    items("judges: [floor]", "judges: floor", "judges: floor", "judges", "列表"),
    items("judges: [floor]", "judges: []", "judges: []", "至少要有 1 项"),
    items("  - {id: floor, name: 底线}", "  - {id: floor, name: 底线}\n  - 说说", "- 说说", "第 2 项", "键: 值"),
    items("{credit: 1,", "{credit: 0.7,", "0.7", "0、0.5 或 1"),
    items("{credit: 1,", '{credit: "1",', 'credit: "1"', "不加引号的数字"),
    items("{credit: 1,", "{credit: yes,", "credit: yes", "数字", "yes"),
    items("{credit: 1,", "{credit: .nan,", ".nan", "数字"),
    items("{credit: 1,", "{credit: [1],", "[1]", "数字", "列表"),
    roles(
        "core_question: 这件事我认不认\n    stands_up:\n      - {stage: start, when: draw的那一刻}",
        "core_question: 这件事我认不认\n    stands_up: []",
        "stands_up: []",
        "至少要有 1 项",
    ),
    roles("    aliases: [draw岗, 负责人]\n", "", "id: draw-role", "缺少 aliases"),
    roles(
        "    cells:\n      draw-role: {text: 铅笔, concepts: [houses/first]}\n      keep-role: {text: 扳手}",
        "    cells: {}",
        "cells: {}",
        "至少要有 1 项",
    ),
    roles(
        "      draw-role: {text: 铅笔, concepts: [houses/first]}",
        "      draw-role: 铅笔",
        "铅笔",
        "draw-role",
        "键: 值",
    ),
    roles("  - {id: start, name: 开工}", "  - {id: start}", "{id: start}", "缺少 name"),
    roles("separations:\n", "separation:\n", "separation:", "separations"),
]

IDS = [
    items("id: duty-monday", "id: Duty_Monday", "Duty_Monday", "小写字母"),
    items("id: duty-monday", "id: 周一", "id: 周一", "小写字母"),
    items("id: duty-monday", "id: " + "a" * 65, "aaaa", "64"),
    items("id: duty-monday", "id: seconds", "id: seconds", "答卷"),
    items("id: duty-monday", "id: finish-leak", "  - id: finish-leak\n    facet: duty", "第 13 行", "重复"),
    items("stage: finish\n    framing: act", "stage: finnish\n    framing: act", "finnish", "阶段", "finish"),
    items("key: draw, text: 翻", "key: drew, text: 翻", "drew", "责任线", "draw"),
    items("framing: week", "framing: month", "framing: month", "问法", "month"),
    items("trap: silence,", "trap: silent,", "trap: silent", "误读", "silence"),
    items("judges: [floor]", "judges: [flor]", "flor]", "判断点", "floor"),
    items("judges: [floor]", "judges: [floor, floor]", "floor, floor", "写了两次"),
    items("facet: duty\n", "facet: dutty\n", "dutty", "facet", "duty"),
    items("concepts: [houses/second]", "concepts: [houses/sceond]", "sceond", "概念", "houses/second"),
    roles(
        "{id: finish, name: 完工}",
        "{id: finish, name: 完工}\n  - {id: start, name: 再开工}",
        "再开工",
        "第 11 行",
        "阶段",
        "重复",
    ),
    roles("{to: test-role, what", "{to: tset-role, what", "tset-role", "角色", "test-role"),
    roles("      keep-role: {text", "      kept-role: {text", "kept-role", "角色", "keep-role"),
    roles("roles: [build-role, keep-role]", "roles: [bild-role, keep-role]", "bild-role", "build-role"),
    roles("between: [draw-role, keep-role]", "between: [draw-role, kept-role]", "kept-role", "角色", "keep-role"),
    roles("between: [draw-role, keep-role]", "between: [draw-role, draw-role]", "draw-role, draw-role", "写了两次"),
    roles("between: [draw-role, keep-role]", "between: [draw-role]", "between: [draw-role]", "至少要有 2 项"),
    roles(
        "between: [draw-role, keep-role]",
        "between: [draw-role, keep-role, test-role]",
        "keep-role, test-role",
        "最多 2 项",
    ),
    roles(
        "between: [draw-role, build-role]",
        "between: [keep-role, draw-role]",
        "between: [keep-role, draw-role]",
        "重复",
        "一对角色只写一条",
    ),
    roles("text: 改图前者来，照图施工后者来。", "txet: 改图", "txet", "text"),
    roles("concepts: [houses/first]}\n  - {between", "concepts: [houses/frist]}\n  - {between", "frist", "概念"),
    roles("between: [houses/first, houses", "between: [houses/frist, houses", "frist", "houses/first"),
    roles("{stage: start, when: test", "{stage: strat, when: test", "strat", "阶段", "start"),
    roles("    line: test\n", "    line: tset\n", "line: tset", "责任线", "test"),
    roles(
        "    line: test\n",
        "    line: build\n",
        "line: build\n    core_question: 这件事我认不认\n    stands_up:\n      - {stage: start, when: test",
        "重复",
        "一条责任线只由一个角色",
    ),
    roles(
        "{id: keep, name: keep好了, short: keep简称}",
        "{id: keep, name: keep好了, short: keep简称}\n  - {id: fifth, name: 五, short: 五}",
        "id: fifth",
        "没有角色",
    ),
    roles("name: test负责人", "name: Build 负责人", "Build 负责人", "同名"),
    roles("aliases: [test岗, 负责人]", "aliases: [test岗, build-负责人]", "build-负责人", "另一个角色"),
    roles("aliases: [test岗, 负责人]", "aliases: [test岗, BUILD_ROLE]", "BUILD_ROLE", "另一个角色"),
    roles("first: 先画后盖", "first: 先画后盖\n      Third: 三", "Third", "小写字母"),
    roles("first: 先画后盖", "first: 先画后盖\n      2025: 三", "2025: 三", "整数", "加引号"),
]

ITEMS = [
    items("{key: draw, text: 改图}", "{key: none, text: 改图}", "key: none, text: 改图", "责任题"),
    items("{key: draw, text: 改图}", "{credit: 1, text: 改图}", "credit: 1, text: 改图", "credit", "key"),
    items("{key: draw, text: 改图}", "{key: draw, trap: silence, text: 改图}", "trap: silence, text: 改图", "判断题"),
    items("{credit: 1,", "{key: draw,", "key: draw, text: 第二天", "key", "credit"),
    items("{credit: 1,", "{credit: 1, trap: silence,", "credit: 1, trap", "credit 为 0"),
    items("{key: draw, text: 改图}", "{key: keep, text: 改图}", "text: 修灯", "重复", "key"),
    items("text: 修灯", "text: 改 图。", "改 图。", "重复", "文字"),
    items("      - {key: keep, text: 修灯}\n", "", "    options:\n      - {key: draw, text: 改图}", "至少要有 2 项"),
    items(
        "    framing: week\n",
        "    framing: week\n    stage: finish\n",
        "stage: finish\n    stem: 上周",
        "stage",
        "不分阶段",
    ),
    items("    stage: finish\n    framing: read", "    framing: read", "id: judge-signature", "缺少 stage"),
    items("    stage: finish\n    framing: act", "    framing: act", "id: finish-leak", "缺少 stage"),
    items("framing: week", "framing: act", "framing: act\n    stem: 上周", "responsibility", "duty", "week"),
    items(
        "    debrief: 忙的是哪样。",
        "    debrief: 忙的是哪样。\n    judges: [floor]",
        "judges: [floor]\n  - id: kpi",
        "判断题",
    ),
    items(
        "    debrief: 没说话不算数。\n    judges: [floor]\n",
        "    debrief: 没说话不算数。\n",
        "judge-signature",
        "缺少 judges",
    ),
]

ADVICE = [
    roles("topic: opening", "topic: openning", "openning", "openning", "opening"),
    roles(
        '"关于{line}，{other}的一句话"\n    concepts: [houses/first]\n  - topic: unclear',
        '"关于{line}，{whom}的一句话"\n    concepts: [houses/first]\n  - topic: unclear',
        "{whom}",
        "{line}",
        "{other}",
    ),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于{count.real}的一句话", "{count.real}", "写法不对"),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于{count[0]}的一句话", "{count[0]}", "写法不对"),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于{count:>9999}的一句话", "9999", "写法不对"),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于{count!r}的一句话", "!r", "写法不对"),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于{}的一句话", "关于{}", "写法不对"),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于{count的一句话", "关于{count", "没有成对"),
    roles("关于{count}，{meaning}，{trap}的一句话", "关于}的一句话", "关于}", "没有成对"),
    roles(
        '  - topic: trap\n    text: "关于{count}，{meaning}，{trap}的一句话"\n    concepts: [houses/first]\n',
        "",
        "advice:",
        "trap",
        "补上",
    ),
    roles(
        "  - topic: disclaimer",
        "  - topic: opening\n    text: 又一句\n  - topic: disclaimer",
        "topic: opening\n    text: 又一句",
        "重复",
    ),
]

FORMAT = [
    items("format: 1", "format: 2", "format", "升级"),
    items("format: 1", "format: 0", "format", "format: 1"),
    items("format: 1", 'format: "1"', "format", "数字"),
    items("format: 1\n", "", "version", "缺少 format"),
    roles("format: 1", "format: 3", "format", "升级"),
    roles("format: 1", "format: -1", "format", "format: 1"),
]

ALL = YAML_SURPRISES + FORBIDDEN_YAML + SYNTAX + FIELDS + IDS + ITEMS + ADVICE + FORMAT


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let either of PyYAML's parsers do the reading: they word their errors differently."""
    if request.param == "python":
        monkeypatch.setattr(yaml_nodes, "LOADER", yaml.SafeLoader)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("defect", ALL, ids=lambda defect: f"{defect.file} {defect.new[:40]!r}")
def test_each_defect_is_told_once_where_it_is_and_nothing_else_is(
    folder: Path, edit: Edit, told: Told, defect: Defect
) -> None:
    text = edit(defect.file, defect.old, defect.new)
    (problem,) = told()
    assert problem.source == str(folder / defect.file)
    assert problem.line == text[: text.index(defect.at)].count("\n") + 1
    for word in defect.words:
        assert any(one in problem.text for one in word.split("|")), problem.text
    assert problem.text.isprintable()
    assert problem.text.endswith(("。", "？"))
