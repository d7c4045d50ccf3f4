"""The measurement page: what the lab found, how each figure is worked out, and what only real people can show."""

from rolecheck.measure.lab.experiment import CLICKING_SPEED, READING_SPEED
from rolecheck.measure.verdict import DIFFERS_AT, NAMED_AT
from rolecheck.report.batch import FLAG_WORDS
from rolecheck.report.lab import LabReport
from rolecheck.report.lab_reasons import reasons
from rolecheck.report.lab_words import BOT_NAMES, POPULATION_MEANINGS, POPULATION_NAMES
from rolecheck.report.page import Entry, Listing, Page, Sentence, listing, part
from rolecheck.report.published import published
from rolecheck.report.tables import Row, Table, words
from rolecheck.report.wording import percent

ONLY_PEOPLE = (
    "你实际扛的是不是这条线：要有上级、同事、事后记录来对，模拟里“真值”是我们自己写进去的。",
    "隔几周再答还一样不一样。",
    "各个选项是不是一样体面。不一样体面，人就会往体面的选，模型看不出来。",
    "哪道题更能分出人来。现在每道题都当一样灵，有了真人作答才估得出；省题的大头在这里。",
    "人和人到底差多大。先验里的标准差 1.0 是假定的，差得更开或更小，前面每个数都会变。",
    "中文题目读起来是不是一个意思，读一题要多久，多快算没读。",
    "不认真的人真是怎么不认真的。这里的五种都是最好抓的。",
)


def measurement_page(report: LabReport, day: str) -> Page:
    """Return the page of a report; ``day`` is when it was made."""
    goals, *tables = report.tables
    why_not = (
        _explained(word, text)
        for topic, (word, text) in reasons(report.figures).items()
        if any(goal.reason == topic and goal.met is False for goal in report.goals)
    )
    people = (
        *(_explained(POPULATION_NAMES[id_], meaning) for id_, meaning in POPULATION_MEANINGS.items()),
        _explained("不读题的", f"{'、'.join(BOT_NAMES.values())}；第二选择照同一个办法在剩下的里选"),
    )
    again = (
        f"rolecheck bank simulate --respondents {report.figures.people} --seed {report.figures.seed}"
        " --output docs/measurement.md"
    )
    return Page(
        "量得准不准",
        (
            Sentence(f"{day}，{report.bank}。这一页是工具自己跑出来的，不是手写的。"),
            Sentence(report.about),
            Sentence(report.caution),
            goals,
            *part("没到的，为什么", Listing(tuple(why_not))),
            *part("模拟的是些什么人", Listing(people)),
            *tables,
            *part("数字怎么算的", Listing(_definitions())),
            _published(report),
            *part("只有真人能告诉我们的", listing(ONLY_PEOPLE)),
            Sentence(again, "再跑一遍"),
        ),
    )


def _explained(word: str, meaning: str) -> Entry:
    return Entry(meaning, word)


def _published(report: LabReport) -> Table:
    columns = (("figure", "发表的"), ("source", "出处"), ("ours", "我们（模拟）"), ("comparable", "能不能比"))
    rows = tuple(
        Row(str(number), each.what, tuple(map(words, (each.figure, each.source, each.ours, each.comparable.value))))
        for number, each in enumerate(published(report.figures))
    )
    return Table("published", "和发表过的数字摆在一起", "", columns, rows)


def _definitions() -> tuple[Entry, ...]:
    reading, clicking = READING_SPEED[0], CLICKING_SPEED[0]
    return (
        _explained(
            "认对",
            "后验里最可能最大的线，就是真值里占比最大的线；对的人数 ÷ 人数。领先一成、两成："
            "只看真值里头一名比第二名多出至少 0.10、0.20 的人。",
        ),
        _explained(
            "点得出名、点名点得对",
            f"说得出一条线的人 ÷ 所有人（把握要到 {percent(NAMED_AT)}）；点名的人里点对的 ÷ 点名的人。",
        ),
        _explained(
            "校准误差",
            "把“说的把握”分成十格，每格里 |平均把握 − 真的认对| 按人数加权求和（Guo 等 2017 的 ECE）。"
            "人少时偶然差也算进去，会偏大。",
        ),
        _explained("区间包住", "真的占比落在 90 % 区间里的 ÷ 所有人所有线。模型对的话该是 90 %。"),
        _explained(
            "占比的相关、平均差",
            "每条线上，真占比和算出的占比在人之间的 Pearson 相关，六条线取平均；|算出的 − 真的| 的平均。",
        ),
        _explained(
            "不符说得出、说错",
            f"一半人名片写的不是自己最大的线。说“不符”要那条线最大的可能 ≤ {percent(DIFFERS_AT)}；"
            "说得出 = 真不符里说了的，说错 = 真相符里说了的。",
        ),
        _explained("最多比最少", "标准卷里出得最多的责任题被问的次数 ÷ 出得最少的。"),
        _explained(
            "被标可疑",
            f"{'、'.join(FLAG_WORDS.values())}，任何一种。用时是假定的：好好读的人每秒 {reading:g} 字上下，"
            f"不读的每秒 {clicking:g} 字上下。",
        ),
        _explained("省", "1 − 标准卷平均题数 ÷ 认对一样多的固定卷题数；固定卷在量过的几个长度之间按直线内插。"),
        _explained("kappa", "Cohen 1960：（一致 − 碰巧一致）÷（1 − 碰巧一致）。"),
        _explained("±", "标准误，用留一组的办法（jackknife）：人分二十组，每次去掉一组重算，看差多少。"),
    )
