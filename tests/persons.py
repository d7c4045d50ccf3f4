"""Reports made by hand: what the pages do with them changes neither with the bank nor with the measurement."""

from dataclasses import replace

from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.report.page import Bar
from rolecheck.report.personal.conclusion import Conclusion, Face, Faces, TitleStatement, Upstream
from rolecheck.report.personal.moments import EvidenceReading, EvidenceRow, JudgedItem, StageRow
from rolecheck.report.personal.report import NoneFits, PersonalReport, StandBack
from rolecheck.report.personal.talking_points import TalkingPoint


def _bar(label: str, name: str, mean: float, low: float, high: float) -> Bar:
    return Bar(label, name, mean, low, high, f"{mean:.0%}".replace("%", " %"), f"{low * 100:.0f} – {high * 100:.0f}")


def _moment(number: int, line: str, factor: float) -> EvidenceRow:
    effect = f"×{factor:.1f}" if factor > 1 else f"÷{1 / factor:.1f}"
    choices = ((line, "找能拍板的人问清，照这样收不收"), ("项目", "算一算要不要延期"))
    return EvidenceRow(number, "验收", f"“客户说先用用看，第 {number} 回……”", choices, factor, effect)


def _judged(number: int, credit: float, trap: str = "") -> JudgedItem:
    return JudgedItem(
        moment=f"“验收报告发去两周，客户没回，第 {number} 份……”",
        chosen="问他照这样收，还是改哪几处" if credit == 1 else "按合同算通过，去办收款",
        credit=credit,
        trap=trap,
        debrief="没回不等于同意，按合同算通过是沉默当同意。催他给句话没错，可他还是不知道该怎么答；摆出收和改两条路，他才定得下来。",
    )


NAMED = PersonalReport(
    respondent="王小明",
    conclusion=Conclusion(
        Verdict.NAMED,
        "你的作答显示，你实际扛的是",
        "交付线 · 结果被接住",
        "把握 96 %",
        "站在这条线上，出了这样的事你得认：字签了却用不起来，回头全翻出来。最躲不开的一刻在验收：毛病扎堆冒出来，客户不说收也不说不收，"
        "得有人去谈定。常听见自己说：“就现在这个样子，您那边能不能先用着？”",
        "把握的意思：若模型成立，一百个这样作答的人里，约有 96 个最大的是这条线。"
        "就算交付的说法人人都觉得顺耳 7 成，还是交付。",
    ),
    title=TitleStatement(TitleMatch.DIFFERS, "项目经理", "过程可控", "名实不符，把握 97 %"),
    shares=(
        _bar("交付", "结果被接住", 0.56, 0.31, 0.80),
        _bar("运营", "价值持续", 0.12, 0.03, 0.25),
        _bar("推进", "节点落地", 0.10, 0.02, 0.25),
        _bar("实施", "技术落地", 0.09, 0.02, 0.22),
        _bar("项目", "过程可控", 0.07, 0.01, 0.18),
        _bar("产品", "方向正确", 0.06, 0.01, 0.16),
    ),
    stand_back=StandBack(1, 12, "8 %", "2 – 18"),
    none_fits=NoneFits(1, "12 个时刻里有 1 个你答了都不像我：上线 1 个。它们不算进任何一条线。", ""),
    faces=Faces(
        (
            Face("做什么", "项目", "30 %", "9 – 57", "45 %"),
            Face("被考核什么", "项目", "42 %", "14 – 74", "73 %"),
            Face("出事时站在哪", "交付", "56 %", "31 – 80", "96 %"),
        ),
        "被考核的，和出事时站的，不是一条线",
        "把握 97 %",
        "你的作答显示，出事时你站在交付线（结果被接住），考核问的却是项目线（过程可控）。做好了不加分，做砸了先找你。拿最近一次出事当例子，"
        "请上级在下期考核里给这条线留一项。",
    ),
    upstream=Upstream("站出来的时候有 32 %（14 – 55）是替交付前面的人，多还是少看不出"),
    stages=(
        StageRow("立项", 2, (("交付", 1), ("产品", 1)), 0),
        StageRow("上线", 4, (("交付", 2),), 1, 1),
        StageRow("验收", 6, (("交付", 5), ("实施", 1)), 0),
    ),
    judged=(
        _judged(1, 0.0, "沉默当同意"),
        _judged(2, 0.5),
        *(_judged(number, 1.0) for number in range(3, 7)),
    ),
    telling=EvidenceReading(
        "为什么是交付线，不是运营线", "也有对不上的", "×2 是说，这一题让“交付线比运营线大”的胜算翻倍；÷2，减半"
    ),
    supporting=tuple(_moment(number, "交付", factor) for number, factor in ((3, 2.5), (7, 2.1), (9, 1.4))),
    opposing=(_moment(5, "实施", 0.4), _moment(8, "运营", 0.8)),
    settle=(),
    talk=(
        TalkingPoint(
            "名片写着项目经理，照理扛项目线（过程可控）。你的作答显示，出事时你站在交付线（结果被接住）。同一个叫法各家划的界不同，"
            "找上级问清：这条线算不算你的，权限和考核跟不跟过来？"
        ),
        TalkingPoint(
            "你的作答显示，有1处落进了“沉默当同意”。下次碰上，别急着往下走，约对方当面说清哪些现在能用、哪些还不行，当场记下来。"
        ),
    ),
    notices=(),
    disclaimer="这份结果来自12个情境里你自己的选择，还没有经过人群验证。供你跟人谈、认识自己用，不用于招聘、考核和定薪。",
    explore="交付经理",
)
BETWEEN = replace(
    NAMED,
    conclusion=Conclusion(
        Verdict.BETWEEN,
        "你的作答显示，你站在两条线之间，还分不出哪条更大",
        "交付线 · 结果被接住，或 运营线 · 价值持续",
        "合起来把握 91 %（交付 52 %，运营 39 %）",
        "验收会上摆着八条遗留，客户问这样能不能先用。哪条现在改、哪条几号补，交付经理必须当场谈定。",
    ),
    title=None,
    faces=Faces(NAMED.faces.faces if NAMED.faces else (), "出事时站在哪还没定，三个面是不是一条线也先不比"),
    upstream=None,
    telling=EvidenceReading("哪些时刻拉向交付线", "哪些时刻拉向运营线", "×2 是说，这一题让它拉向的那条线胜算翻倍"),
    settle=(
        "题库里还有 6 个时刻同时摆出交付线和运营线，换全卷再答一遍，就都问到了。",
        "请一位常和你共事的人替你答一遍。",
    ),
    explore=None,
    longer_takes="约 20 到 28 分钟",
)
UNCLEAR = replace(
    BETWEEN,
    respondent=None,
    conclusion=Conclusion(
        Verdict.UNCLEAR,
        "从你的作答里",
        "还分不出你扛的是哪条线",
        "眼下靠前的是运营 51 %、项目 36 %，证据还不够，先不下结论",
    ),
    supporting=(),
    opposing=(),
    none_fits=None,
    notices=("这次的作答前后不大连得起来，更像随手选的；要是当时赶时间，换个清静的时候再答一遍。",),
)
OUTSIDE = replace(
    UNCLEAR,
    conclusion=Conclusion(Verdict.OUTSIDE, "从你的作答看", "你的活多半不在这 6 条线里", "12 个时刻里 5 个都不像"),
    shares=(),
    none_fits=NoneFits(5, "12 个时刻里有 5 个你答了都不像我：上线 5 个。沾边最多的是交付线，只供参考。", ""),
    faces=None,
    notices=(),
    settle=(),
    longer_takes="",
)
STANDS_BACK = replace(
    NAMED,
    conclusion=Conclusion(
        Verdict.STANDS_BACK, "你的作答显示，多数时刻你会退后", "比起任何一条线，更常先不站出来", "把握 93 %"
    ),
    title=None,
    faces=BETWEEN.faces,
    upstream=None,
    telling=EvidenceReading(
        "哪些作答最说明问题", "也有对不上的", "×2 是说，这一题让“退后多过任何一条线”的胜算翻倍；÷2，减半"
    ),
    explore=None,
)
PERSONS = {
    "named": NAMED,
    "between": BETWEEN,
    "unclear": UNCLEAR,
    "outside": OUTSIDE,
    "stands-back": STANDS_BACK,
}
