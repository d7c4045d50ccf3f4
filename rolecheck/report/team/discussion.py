"""What a team has to talk about: where it steps back, on what it divides, two people side by side, three topics."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolecheck.bank.characters import MOST_NAME, harmless, plain_name
from rolecheck.bank.items import NONE_FITS_TEXT, Facet, Item
from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME
from rolecheck.errors import UsageError
from rolecheck.measure.change import p_same
from rolecheck.measure.team import LineStanding, dividedness, group_mean
from rolecheck.measure.verdict import DIFFERS_AT, TitleMatch
from rolecheck.report.page import (
    Block,
    OptionCount,
    Options,
    Part,
    Quotation,
    Row,
    Sentence,
    Table,
    TableCell,
    Tasks,
    counted,
    listing,
    part,
)
from rolecheck.report.team.members import Member, Team
from rolecheck.report.team.overview import title_line, too_small
from rolecheck.report.team.relay import CLAIMED_AT, LineReading, read_lines, stage_choices
from rolecheck.report.wording import chance, half_of_cards, interval, joined, quote
from rolecheck.typesetting import percent

DIVIDED_SHOWN = 3
MOMENTS_SHOWN = 3


class StageBack:
    """How often a team stepped back at each stage it was asked about."""

    def __init__(self, team: Team) -> None:
        """Count."""
        self.stages = []
        self.counts: list[int] = []
        self.totals: list[int] = []
        for stage in team.bank.roles.stages:
            chosen = stage_choices(team.bank, team.chosen, stage.id)
            if chosen:
                self.stages.append(stage)
                self.counts.append(chosen[STAND_BACK])
                self.totals.append(chosen.total())


def stand_back(team: Team) -> Part:
    """Return how often the team steps back, and at which stage."""
    heading = f"{STAND_BACK_NAME}：多久一次，在哪个阶段"
    note = f"{STAND_BACK_NAME}不等于躲事：这一段也许本来归别人，也许从没人说过归谁。"
    if team.small:
        return Part(heading, (Sentence(too_small(team)),), note, "stand-back", folded=True)
    back = StageBack(team)
    if not back.stages:
        return Part(heading, (Sentence("没有人答过责任题，看不出。"),), note, "stand-back", folded=True)
    total, asked = sum(back.counts), sum(back.totals)
    mean = group_mean([member.now.figures.stand_back for member in team.people], None)
    says = f"{asked} 次选择里{STAND_BACK_NAME} {total} 次，占 {percent(total / asked)}"
    says += f"；按模型算，人均 {percent(mean.mean)}，九成可能在 {interval(mean)} 之间。" if mean else "。"
    columns = (("count", STAND_BACK_NAME), ("answered", "次数"), ("share", "占"))
    rows = tuple(
        Row(
            stage.id,
            stage.name,
            (
                TableCell(count, str(count)),
                TableCell(answered, str(answered)),
                TableCell(count / answered, percent(count / answered)),
            ),
        )
        for stage, count, answered in zip(back.stages, back.counts, back.totals, strict=True)
    )
    table = Table("stand-back", "按阶段", "题和题本来就不一样，差几次说明不了哪个阶段退得最勤", columns, rows)
    return Part(heading, (Sentence(says), table), note, "stand-back", folded=True)


def divided_items(team: Team) -> list[tuple[Item, Counter[str]]]:
    """Return the items enough people answered, those on which they divide most first."""
    by_id = team.bank.by_id
    answered = [
        (by_id[id_], chosen) for id_, chosen in team.chosen.items() if chosen.total() >= team.settings.min_group
    ]
    return sorted((pair for pair in answered if len(pair[1]) > 1), key=lambda pair: (-_spread(*pair), pair[0].id))


def disagreement(team: Team) -> Part:
    """Return the items on which the team divides most, with the distribution and something to talk about."""
    heading = "分歧：同一个时刻，大家选得最散的"
    note = "分散度从 0（都选一样）到 1（各选各的），按第一选择算。不一样不是谁错了，是值得谈的地方。"
    if team.small:
        return Part(heading, (Sentence(too_small(team)),), note, "disagreement", folded=True)
    divided = divided_items(team)[:DIVIDED_SHOWN]
    if not divided:
        least = team.settings.min_group
        return Part(
            heading, (Sentence(f"没有哪一题有 {least} 人以上答过又选得不同。"),), note, "disagreement", folded=True
        )
    return Part(heading, tuple(_divided(team, *pair) for pair in divided), note, "disagreement", folded=True)


def _spread(item: Item, chosen: Counter[str]) -> float:
    return dividedness([chosen[letter] for letter in item.letters])


def _divided(team: Team, item: Item, chosen: Counter[str]) -> Part:
    book = team.bank.roles
    rows, spread = [], _spread(item, chosen)
    stage = book.stage(item.stage).name if item.stage else "判断"
    for letter, option in zip(item.letters, item.options, strict=True):
        line = "" if option.key is None else book.key_name(option.key)
        share = chosen[letter] / chosen.total()
        rows.append(
            OptionCount(letter, line, option.text, chosen[letter], share, f"{chosen[letter]} 人，{percent(share)}")
        )
    unfitted = team.none_fits[item.id]
    none_fits = f"，另有 {unfitted} 人{NONE_FITS_TEXT}" if unfitted else ""
    return Part(
        f"{stage} · {chosen.total()} 人选过{none_fits} · 分散度 {spread:.2f}",
        (
            Quotation(f"{item.stem}{team.bank.framings[item.framing].ask}"),
            Options(tuple(rows)),
            Sentence(f"请选得不同的人各说一句为什么，再念讲评：{item.debrief}", "谈"),
        ),
        id=item.id,
    )


def find_member(team: Team, name: str) -> Member:
    """Return the member of this name, as it was written or as the page calls them.

    Raises:
        UsageError: there is nobody of that name; whom there is is not told where names must not show.
    """
    wanted = plain_name(name)
    for member in team.people:
        if wanted and wanted in {plain_name(member.name), plain_name(member.now.respondent or "")}:
            return member
    hint = "" if team.settings.anonymous else f"这里有：{joined(member.name for member in team.people)}。"
    raise UsageError(f"结果里没有叫“{harmless(name, MOST_NAME)}”的人。{hint}检查 --pair 后面的两个名字。")


def pair(team: Team, names: tuple[str, str]) -> Part:
    """Return two people side by side: where both would act, where both would wait."""
    first, second = (find_member(team, name) for name in names)
    if first == second:
        raise UsageError("--pair 后面要写两个不同的人。")
    heading = f"双人对照：{first.name} 和 {second.name}"
    note = "只看两个人都答过的时刻，数的是第一选择。"
    if team.settings.anonymous and team.small:
        return Part(heading, (Sentence(too_small(team)),), note, "pair", folded=True)
    shared = [
        item
        for item in team.bank.of(Facet.RESPONSIBILITY)
        if item.id in first.now.choices and item.id in second.now.choices
    ]
    if not shared:
        return Part(heading, (Sentence("两个人没有答过同一道责任题，没法对照。"),), note, "pair", folded=True)
    same = p_same(first.now.figures.p_primary, second.now.figures.p_primary)
    kinds = {item.id: _together(first, second, item) for item in shared}
    parts: tuple[Block, ...] = (
        Sentence(f"两个人都答过 {len(shared)} 个时刻。最大的是同一条线的可能 {chance(same)}。"),
        _pair_table(team, first, second, shared, kinds),
    )
    parts += part("都会站出来、站在同一条线的时刻：谁先动，事先说好", listing(_quoted(shared, kinds, "same")))
    parts += part("都会等的时刻：说好由谁先动", listing(_quoted(shared, kinds, "back")))
    return Part(heading, parts, note, "pair", folded=True)


def _together(first_member: Member, second_member: Member, item: Item) -> str:
    first, second = (item.option(member.now.choices[item.id]).key for member in (first_member, second_member))
    if first == second:
        return "back" if first == STAND_BACK else "same"
    return "second" if first == STAND_BACK else "first" if second == STAND_BACK else "apart"


def _pair_table(team: Team, first: Member, second: Member, shared: Sequence[Item], kinds: dict[str, str]) -> Table:
    columns = (
        ("same", "都站，同线"),
        ("apart", "都站，不同线"),
        ("first", f"只有{first.name}"),
        ("second", f"只有{second.name}"),
        ("back", "都等"),
    )
    rows = []
    for stage in team.bank.roles.stages:
        counts = Counter(kinds[item.id] for item in shared if item.stage == stage.id)
        if counts:
            rows.append(counted(stage.id, stage.name, [counts[kind] for kind, _ in columns]))
    every = Counter(kinds.values())
    rows.append(counted("all", "合计", [every[kind] for kind, _ in columns]))
    return Table("pair", "按阶段", "", columns, tuple(rows))


def _quoted(shared: Sequence[Item], kinds: dict[str, str], kind: str) -> list[str]:
    quotations = [quote(item) for item in shared if kinds[item.id] == kind]
    more = len(quotations) - MOMENTS_SHOWN
    return [*quotations[:MOMENTS_SHOWN], *([f"还有 {more} 个。"] if more > 0 else [])]


TOPICS = 3
BLANKS = ("谁来跟", "哪天之前")


class Theme(NamedTuple):
    """Something to talk about, and what kind of thing it is."""

    kind: str
    text: str


def outline(team: Team) -> Part:
    """Return at most three topics, what matters most first, no kind twice while there are others."""
    topics = list(_topics(team))
    firsts = [topic for place, topic in enumerate(topics) if topic.kind not in {each.kind for each in topics[:place]}]
    chosen = (*firsts, *(topic for topic in topics if topic not in firsts))[:TOPICS]
    note = "从这组人的作答里挑的。谁来跟、哪天之前，当场填上；没填的，散会就没了。"
    parts = (
        (Tasks(tuple(topic.text for topic in chosen), BLANKS),)
        if chosen
        else (Sentence(f"这组作答里还没有够得上 {percent(CLAIMED_AT)} 的话题。先各自说一个最近没人接的时刻。"),)
    )
    return Part("讨论提纲", parts, note, "outline")


def _topics(team: Team) -> Iterator[Theme]:
    readings = read_lines(team)
    yield from _gaps(_of(readings, LineStanding.GAP))
    yield from _singles(_of(readings, LineStanding.SINGLE))
    yield from _cards(team)
    yield from _overlaps(_of(readings, LineStanding.OVERLAP))
    if not team.small:
        yield from _division(team)


def _of(readings: Sequence[LineReading], standing: LineStanding) -> list[LineReading]:
    return [reading for reading in readings if reading.standing is standing]


def _told(readings: Sequence[LineReading]) -> str:
    return "、".join(
        f"{reading.line.short}线（{reading.line.name}，把握 {chance(reading.chance)}）" for reading in readings
    )


def _gaps(readings: Sequence[LineReading]) -> Iterator[Theme]:
    if readings:
        yield Theme("gap", f"从作答看，没有人以它为主：{_told(readings)}。上一次这里出事，最后是谁收的场？以后算谁的？")


def _singles(readings: Sequence[LineReading]) -> Iterator[Theme]:
    if readings:
        yield Theme("single", f"只有一个人扛着：{_told(readings)}。他不在的那一周，谁接，接到哪一步？")


def _cards(team: Team) -> Iterator[Theme]:
    carded = [member for member in team.inside if member.now.title is not None]
    differs = [
        member for member in carded if member.now.figures.match(title_line(team.bank, member)) is TitleMatch.DIFFERS
    ]
    if differs:
        yield Theme(
            "title",
            f"写了名片的 {len(carded)} 人里，{len(differs)} 人的作答不在名片那条线上（先当"
            f"{half_of_cards()}，每人把握都不低于 {percent(1 - DIFFERS_AT)}）。名片、考核和真扛的，先对齐哪一样？",
        )


def _overlaps(readings: Sequence[LineReading]) -> Iterator[Theme]:
    if readings:
        yield Theme("overlap", f"三个人或更多都扛着：{_told(readings)}。出事时谁先动，谁听谁的？")


def _division(team: Team) -> Iterator[Theme]:
    for item, chosen in divided_items(team)[:TOPICS]:
        most = chosen.most_common(1)[0][1]
        yield Theme(
            "divided",
            f"{quote(item)}：答过的 {chosen.total()} 人里，选得最多的一项也只有 {most} 人。下次碰上，我们按谁的来？",
        )
