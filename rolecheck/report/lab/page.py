"""The measurement page: what the lab found, how each figure is worked out, and what only real people can show."""

from rolecheck.measure.lab.experiment import CLICKING_SPEED, READING_SPEED
from rolecheck.measure.verdict import CARDS_RIGHT, DIFFERS_AT, NAMED_AT
from rolecheck.report.lab.goals import Met
from rolecheck.report.lab.published import published
from rolecheck.report.lab.reasons import reasons
from rolecheck.report.lab.report import VERDICT_LABELS, LabReport
from rolecheck.report.lab.words import BOT_NAMES, POPULATION_MEANINGS, POPULATION_NAMES
from rolecheck.report.page import Entry, Listing, Page, Sentence, listing, part
from rolecheck.report.score import FLAG_WORDS
from rolecheck.report.tables import Row, Table, words
from rolecheck.report.wording import percent

ONLY_PEOPLE = (
    "你实际扛的是不是这条线：要有上级、同事、事后记录来对，模拟里“真值”是我们自己写进去的。",
    "隔几周再答还一样不一样。",
    "各个选项是不是一样体面。不一样体面，人就会往体面的选，模型看不出来。",
    "哪道题更能分出人来。现在每道题都当一样灵，有了真人作答才估得出；省题的大头在这里。",
    "人和人到底差多大。先验里标准差的中位 1.0 是假定的，整群人差得更大或更小，前面每个数都会变。",
    "中文题目读起来是不是一个意思，读一题要多久，多快算没读。",
    "不认真的人真是怎么不认真的。这里的几种都是最好抓的。",
)


CHANGED = (
    Entry(
        "原来点名比的是“五个选项里乱点”：谁只要不点退后就赢，四条线里乱点的一千个里全都过关，8.6 % 被点了名、一个没标。"
        "现在比的是六条线一样大、退后自己算的人。",
        "空模型",
    ),
    Entry(
        "原来人人都当标准差 1.0，差得大的人（1.5）九成区间只盖住七成八；现在每个人自己的标准差也不定，一起积掉。",
        "差多少",
    ),
    Entry(
        "原来说“不符”不管名片多半是对的：说 99 % 的地方，九成名片对时真的只有六成八。"
        "现在先当一半是对的，没点到线的人一句不说。",
        "名片",
    ),
    Entry("原来没变的人两成、没变的二十人队三成被说成变了；现在几条线、几个人合着算一个误差。", "变化"),
    Entry("原来组的平均照所有人收，偏一条线的二十人队只盖住五成；现在照自己那组收。", "组均值"),
    Entry("原来省 66 % 是拿给两个选择的比只给一个的；现在两边给得一样多。", "省题"),
    Entry(
        "原来“十次偷看所以门槛高一点”的说法不对：贝叶斯因子在空模型下是鞅，看多少次，碰到四倍的机会都不超过四分之一。",
        "门槛",
    ),
    Entry("原来“0.038 ≤ 0.04，达到”在误差里，什么也没说；现在连误差都在线内才算达到。", "达到"),
)


def measurement_page(report: LabReport, day: str) -> Page:
    """Return the page of a report; ``day`` is when it was made."""
    goals, *tables = report.tables
    why_not = (
        _explained(word, text)
        for topic, (word, text) in reasons(report.figures).items()
        if any(goal.reason == topic and goal.met in {Met.MISSED, Met.OPEN} for goal in report.goals)
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
            *part("一句话", Listing(tuple(map(_explained, VERDICT_LABELS, report.verdict)))),
            Sentence(report.caution),
            Sentence(report.about),
            Sentence("从作答里校准题库值多少、一百万份要算多久，怎么量的，在 scale.md。"),
            goals,
            *part("没到的、说不准的，为什么", Listing(tuple(why_not))),
            *part("和上一版比，改了什么，原来错在哪", Listing(CHANGED)),
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
            "多说、斜率、对数损失",
            "多说 = 平均把握 − 真的认对，有正负；斜率是把“对不对”对“说的把握”的对数几率做 logistic 回归（Cox 1958），"
            "1 是正好；对数损失 = −ln（说给真的那条线的可能）的平均，和精确后验的差另列。"
            "不再报 ECE：校准完全对、1000 人时它平均也有 0.028，说“0.038 ≤ 0.04，达到”什么也没说。",
        ),
        _explained("区间包住", "真的占比落在 90 % 区间里的 ÷ 所有人所有线。模型对的话该是 90 %。"),
        _explained(
            "占比的相关、平均差",
            "每条线上，真占比和算出的占比在人之间的 Pearson 相关，六条线取平均；|算出的 − 真的| 的平均。",
        ),
        _explained(
            "名片",
            f"先当 {percent(CARDS_RIGHT)} 的名片是对的，再看作答：p′ = 5p ÷（5p + 1 − p），p 是作答给名片那条线的可能"
            f"（六条线）。点到名、p′ ≤ {percent(DIFFERS_AT)} 才说不符。"
            "50 %、70 %、90 % 的列是把同样的人照名片对多少重新加权。",
        ),
        _explained(
            "经得起几倍",
            "点到的线，要人人都觉得它的说法再顺耳多少倍，把握才掉到八成以下：后验里它的价值 ÷ 别的线里最大的价值，"
            "除了最小的两成都超过的那个倍数。",
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
