"""A bank of six roles and five items, its wording fixed: what exports and layouts are compared with is made from it.

The texts hold what tools stumble over: commas and semicolons inside options, an option that begins with a letter or a
number, a stem that begins with a number and holds brackets, one option text that two items share.
"""

from dataclasses import replace

from rolecheck.bank.items import Facet, Item, Option
from rolecheck.bank.roles import STAND_BACK
from rolecheck.session.session import Response
from tests.builders import make_bank, make_item

NAMES = ("产品经理", "项目经理", "项目推进", "实施经理", "交付经理", "项目运营")


def _lined(name: str, stage: str | None, stem: str, texts: dict[str, str], facet: Facet = Facet.RESPONSIBILITY) -> Item:
    options = [Option(text, key, None, None) for key, text in texts.items()]
    return make_item(name, options, facet, stage)._replace(stem=stem)


ITEMS = (
    _lined(
        "launch-night",
        "rollout",
        "上线前一天晚上，客户说再等等。明天还切不切？",
        {
            "line-3": "去机房把那台旧的重启一遍；不行，就换一台",
            "line-4": "约客户当面定：哪些先用, 哪些后改",
            "line-1": "A 方案照旧，B 方案明早再报",
            "line-2": "3 天之内把缺的报告补齐",
            STAND_BACK: "等他们内部走完流程",
        },
    ),
    _lined(
        "sign-off",
        "acceptance",
        "38 所学校试用满月，校长问 [验收单] 签不签，办公室没人吭声。",
        {
            "line-0": "先问老师这东西该不该有",
            "line-5": "数一数一年后还剩几所在用",
            STAND_BACK: "等他们内部走完流程",
            "line-4": "把不放心的三条和校长讲定",
            "line-1": "改计划：签一半，另一半明年",
        },
    ),
    _lined(
        "year-later",
        "operation",
        "移交半年，厂长说数不准，没人再看那块屏。",
        {
            "line-5": "一个车间一个车间去教",
            "line-0": "劝厂长拆了那块屏",
            "line-2": "十八条单子，一条一条销",
            "line-3": "把不准的两个表换下来校一遍",
            STAND_BACK: "早移交了，该他们自己管",
        },
    ),
    _lined(
        "my-week",
        None,
        "上个月的日历翻开来看。",
        {"line-0": "见用户", "line-1": "排计划", "line-2": "催进度", "line-3": "调设备"},
        Facet.DUTY,
    ),
    make_item(
        "silent-client",
        [
            Option("当他同意了", None, 0, "silence"),
            Option("当面问一句：这样能不能用", None, 1, None),
            Option("再等一周", None, 0.5, None),
        ],
        Facet.JUDGEMENT,
        "acceptance",
    )._replace(stem="客户三天没回话。", judges=("floor",)),
)


_made = make_bank(6, ITEMS)
_roles = tuple(role._replace(name=name) for role, name in zip(_made.roles.roles, NAMES, strict=True))
BANK = replace(_made, roles=_made.roles._replace(roles=_roles))


def responses(**letters: str) -> tuple[Response, ...]:
    """Return responses by item id, written with underscores, in the order given."""
    return tuple(Response(item.replace("_", "-"), chosen[0], chosen[1:] or None) for item, chosen in letters.items())
