"""A bank made for workshops: three lines, three stages, a moment for every pair of lines in every stage, and a room."""

from functools import cache
from itertools import combinations

from rolecheck.bank.items import Bank, Facet, Framing, Item, Option
from rolecheck.bank.roles import STAND_BACK, Essay, Line, Moment, Role, RoleBook, Stage
from rolecheck.session.workshop import Go, Hands, Workshop

LINES = (Line("build", "造得出来", "建造"), Line("hand", "交得出去", "交付"), Line("keep", "用得下去", "运营"))
STAGES = (Stage("begin", "开头"), Stage("middle", "当中"), Stage("end", "收尾"))
DUE = {"build": ("begin", "middle"), "hand": ("middle", "end"), "keep": ("end",)}
"""In which stages each line's role must stand up."""

SAYS = {
    "build": "先把{}的毛病找出来改好，改不完今晚就不走，明早再请他们来看一遍",
    "hand": "去找{}那边能拍板的人，当面问清现在这样他们接不接得住，还差哪几样",
    "keep": "看{}往后三个月谁天天在用、谁没在用，从用得少的那几家一家一家带起来",
    STAND_BACK: "{}的事归他们自己管，我把手上的材料理好交过去，等他们来问再说",
}


@cache
def workshop_bank() -> Bank:
    """Return the bank."""
    items = [_item(stage, pair) for stage in STAGES for pair in combinations(LINES, 2)]
    essay = Essay("essay", "谁站出来", "2025-09-03", {"one": "说的是站出来"})
    book = RoleBook("1", (essay,), STAGES, LINES, tuple(map(_role, LINES)), (), (), (), {})
    framings = {"act": Framing("act", Facet.RESPONSIBILITY, "这时候，你先做的是：")}
    return Bank(book, "1", framings, {}, {}, tuple(items), "0" * 12)


def _item(stage: Stage, pair: tuple[Line, ...]) -> Item:
    place = f"{stage.name}的{pair[0].short}{pair[1].short}"
    options = tuple(
        Option(SAYS[key].format(place), key, None, None) for key in (*(line.id for line in pair), STAND_BACK)
    )
    stem = f"{place}出了岔子：对方回了句“先这么用着吧”，此后没人再提验收单，你手里还压着十二个遗留问题，尾款只剩三天。"
    debrief = f"改好{place}是建造，问接不接得住是交付，看谁在用是运营；等人来问也说得过去，只是没有人会来问。"
    keys = "-".join(line.id for line in pair)
    return Item(
        f"{stage.id}-{keys}", Facet.RESPONSIBILITY, stage.id, "act", "软件", stem, options, debrief, ("essay/one",), ()
    )


def _role(line: Line) -> Role:
    moments = tuple(Moment(stage, "到了那一刻") for stage in DUE[line.id])
    empty: tuple[str, ...] = ()
    return Role(
        id=f"{line.id}-role",
        name=f"{line.short}经理",
        aliases=empty,
        line=line.id,
        core_question="",
        stands_up=moments,
        answers_for=empty,
        does_not_answer_for=empty,
        duties=empty,
        kpi=empty,
        says=empty,
        traps=empty,
        capabilities=empty,
        career=empty,
        hands_over=(),
        talk="",
        concepts=empty,
    )


def gone_through(workshop: Workshop, *counts: tuple[int, ...] | None) -> Workshop:
    """Return a workshop after so many moments, each with these counts in the bank's order, or skipped."""
    for each in counts:
        if each is None:
            workshop = workshop.move(Go.SKIP)
            continue
        hands = Hands(workshop.moments[workshop.place], each)
        workshop = workshop.move(Go.ON).move(hands).move(Go.ON).move(Go.ON)
    return workshop


def a_room() -> Workshop:
    """Return a workshop gone through: a divided moment, one of one mind, one skipped, and one without hands."""
    moments = ("begin-hand-keep", "middle-build-hand", "middle-build-keep", "end-hand-keep")
    return gone_through(Workshop(moments, 7), (4, 3, 3), (0, 11, 0), None, (0, 0, 0))
