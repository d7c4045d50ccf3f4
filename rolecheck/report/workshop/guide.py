"""What a facilitator reads before and during a workshop: the clock, and what to do when it goes otherwise."""

from collections.abc import Iterable, Mapping

from rolecheck.bank.items import Bank
from rolecheck.measure.reading_time import usual_reading
from rolecheck.report.page import Entry, Listing, Page, Sentence, part, quiet
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import Form

AROUND, EACH = 20, 5
"""Minutes of a workshop around its moments, and for each of them: what ``CLOCK`` lays out."""

LENGTHS = (3, 5, 8)
"""Moments that are offered to whoever has not said how many."""


def _advice(when: str, what: str) -> Entry:
    """Return when or in which case, and what to do then."""
    return Entry(when, details=(what,))


BEFORE = (
    "来之前",
    (
        _advice(
            "请大家先答一遍",
            "前一天发消息：运行 rolecheck quiz --form quick，{quick}；"
            "不想装的，用 rolecheck form export --to wjx --output 问卷.txt 写一份，导进问卷星。"
            "结果自己留着，不用交，也不用给你看。",
        ),
        _advice(
            "挑时刻",
            "rolecheck workshop --list 列出全部时刻和它们的 id。不写 id 就由工具挑，每个阶段都顾到，挑容易分成几派的。"
            "{lengths}。自己先读一遍，和这群人刚吵过的事太像的，换掉。",
        ),
        _advice(
            "看看屏幕", "终端字号放大，一行三十来个字就够。走到最后一排，看自己读不读得清。想要倒数就加 --think 60。"
        ),
        _advice(
            "备一页",
            "运行时加上 --output 工作坊.html，散场时就有一页可以发；忘了也不要紧，最后会问你要不要。",
        ),
    ),
)

CLOCK = (
    "45 分钟",
    (
        _advice(
            "0 到 5 分，开场",
            "照着念就行：“今天不打分，不排名，不记名字。屏幕上数的是手，不是人。没有标准答案，讲理的人碰上同一刻，"
            "也会为不同的事站出来，我们就看差在哪。哪一刻不想举，就不举。”",
        ),
        _advice(
            "5 到 10 分，先看自己的",
            "各看各的结果，三分钟，不传看，也不念出来。只请大家在心里答一句：哪一处和自己想的不一样？"
            "没有提前答的，就回想最近一次出事，自己当时在做什么。",
        ),
        _advice(
            "10 到 35 分，五个时刻，每个五分钟",
            "一分钟念题、各自想，谁都不说话；先看了别人的手，举的就是别人的主意。半分钟数三下一起举，每人一次；都不像的另外举。"
            "你把数打进去。一分半看哪边人多，从人少的一边开始，请一位愿意说的讲讲：那一刻，最怕什么没人管？你只问，不评。"
            "最后两分钟按空格，看每个选项是哪条线，把讲评念出来，再问：在我们这儿，真到了这一刻，站出来的是谁？",
        ),
        _advice(
            "35 到 42 分，看接力",
            "一段一段过，先说有人站的，再说没人选的。没人选不等于没人扛，只是这几个时刻里没有手举到那里。"
            "挑一段问：这一棒眼下在谁手里，他自己知道吗？",
        ),
        _advice(
            "42 到 45 分，带走一两件事",
            "定一到三件要做的，每件写上谁、到哪天；写不出谁的，就不算定下。那一页最后留了空给你写。",
        ),
    ),
)

OTHERWISE = (
    "遇上这些情况",
    (
        _advice(
            "有人不高兴了",
            "手先离开键盘，别急着往下翻。不辩解题目，先说一句：“这像是碰上真事了。”再问他愿意现在说、散会说，还是不说，"
            "三样都行。话头落到某个不在场的人身上，就收回来：“我们说那一刻，不说那个人。”要停就打 s 跳过，"
            "这一刻的数不会留下。散会后你去找他，别等他来找你。",
        ),
        _advice(
            "所有人都选了同一个",
            "先别夸齐心。问两句：换成你们最难缠的那位客户，还这么选吗？举它，是因为真会这么做，还是该这么做？"
            "请每人想一回自己没做到的时候，不用说出来。问完还是一样，就记下：这条线，大家说得清。",
        ),
        _advice(
            "没有人举手",
            "多半是没听明白、太像真事，或者上级坐在旁边。先问要不要再念一遍；再不行就发纸条，各写一个字母，折好收上来，"
            "由你来数。还是没有，打 s 跳过，不追问。",
        ),
        _advice(
            "上级在场", "请上级来念题、数手，自己不举；非要说，留到最后一个说。上级先开了口，后面就只剩一种答案了。"
        ),
        _advice(
            "有人说“看情况”",
            "题里没交代的，就当和你们公司平时一样。挑最常遇到的那种情况举；还是定不下来，这一刻可以不举。",
        ),
        _advice(
            "为对错争起来",
            "没有哪个选项是对的，讲评说的是选它的人在为什么站出来。请两边各说一句：换成对方，担心的是什么？",
        ),
        _advice("数错了", "按 ← 退回去重打，退几步都行。人数比到场的少是常事，不用凑齐。"),
        _advice(
            "有人想拿结果去考核",
            "直说不行：没有经过人群验证，只数了几只手，而且没有名字可对。用在考核上，下次就没人敢举了。",
        ),
    ),
)

REMOTE = (
    "线上怎么开",
    (
        _advice(
            "屏幕", "只共享终端那一个窗口，字号再大一级，手机上也要看得清。题目另外贴一份在聊天里，卡住的人还能读。"
        ),
        _advice(
            "用聊天举手",
            "约好先打一个字母、不发，都不像的打 0；你数三二一，一起发。"
            "收到的字母连着打进去就行，AABCA 是五个人。"
            "谁发了什么，聊天里看得见，先问一声大家介不介意。",
        ),
        _advice(
            "用会议里的投票",
            "建一个匿名单选，选项就写 A 到 E，再加一个 0 都不像我，每个时刻都用它；"
            "投完再公布，把数照次序打进去，0 的在最后。不愿公开时用这个。",
        ),
        _advice(
            "掉线",
            "谁掉了，下一刻接着来，前面的不用补。你自己掉了，再运行一次 rolecheck workshop，从刚才那一屏接着走。",
        ),
    ),
)

AFTER = (
    "散会以后",
    (
        _advice("那一页", "只发给到场的人。里面没有名字，可不在场的人看了，会忍不住去猜。"),
        _advice(
            "想接着看整个团队",
            "先让每个人看自己的那一份：rolecheck form import 下载的作答.csv --output 答题表.csv --pages 每人一页。"
            "愿意合在一起的，再看团队页：rolecheck team 答题表.csv --output 团队.html。不交的不追问，也别猜是谁。",
        ),
        _advice("两周以后", "把写下的那几件事拿出来看一眼：做了没有，不做的话是谁改了主意。开第二场之前，先说这个。"),
    ),
)

TITLE = "带一场工作坊"
OPENING = (
    "给带场子的人。3 到 40 人，会议室或线上，45 分钟，只看一件事：出了事，这群人各自会为什么站出来。"
    "它不是考试，也不给谁下结论。"
)
CLOSING = "准备好了就运行 rolecheck workshop。"


def guide_page(bank: Bank) -> Page:
    """Return the guide, with what the bank's quick form takes."""
    told = {
        "quick": minutes_words(usual_reading(bank, Form.QUICK).minutes),
        "lengths": "，".join(f"{count} 个 {session_minutes(count)} 分钟" for count in LENGTHS),
    }
    parts = (BEFORE, CLOCK, OTHERWISE, REMOTE, AFTER)
    blocks = (block for heading, entries in parts for block in part(heading, Listing(_told(entries, told))))
    return Page(TITLE, (Sentence(OPENING), *blocks, *quiet(CLOSING)))


def room_opening(moments: int) -> tuple[str, ...]:
    """Return what a room reads before the first moment, a line each."""
    return (
        f"今天看 {moments} 个时刻，约 {session_minutes(moments)} 分钟。",
        "每一刻：各自想一个，数三下一起举手，看哪边人多，再看各是哪条线。",
        "不打分，不排名，不记名字。没有标准答案，不想举就不举。",
    )


def session_minutes(moments: int) -> int:
    """Return how long a workshop over so many moments is, by the clock of the guide."""
    return AROUND + EACH * moments


def _told(entries: Iterable[Entry], told: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(entry.text, details=tuple(text.format(**told) for text in entry.details)) for entry in entries)
