"""The last view: three topics this group's responses bring up, each with room for who takes it on and by when."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolecheck.measure.team import Standing
from rolecheck.measure.verdict import DIFFERS_AT, TitleMatch
from rolecheck.report.page import Part, Sentence, Tasks
from rolecheck.report.team.discussion import divided_items
from rolecheck.report.team.lines import CLAIMED_AT, LineReading, read_lines
from rolecheck.report.team.members import Group
from rolecheck.report.team.overview import title_line
from rolecheck.report.wording import chance, half_of_cards, percent, quote

TOPICS = 3
BLANKS = ("谁来跟", "哪天之前")


class Topic(NamedTuple):
    """Something to talk about, and what kind of thing it is."""

    kind: str
    text: str


def outline(group: Group) -> Part:
    """Return at most three topics, what matters most first, no kind twice while there are others."""
    topics = list(_topics(group))
    firsts = [topic for place, topic in enumerate(topics) if topic.kind not in {each.kind for each in topics[:place]}]
    chosen = (*firsts, *(topic for topic in topics if topic not in firsts))[:TOPICS]
    note = "从这组人的作答里挑的。谁来跟、哪天之前，当场填上；没填的，散会就没了。"
    parts = (
        (Tasks(tuple(topic.text for topic in chosen), BLANKS),)
        if chosen
        else (Sentence(f"这组作答里还没有够得上 {percent(CLAIMED_AT)} 的话题。先各自说一个最近没人接的时刻。"),)
    )
    return Part("讨论提纲", parts, note, "outline")


def _topics(group: Group) -> Iterator[Topic]:
    readings = read_lines(group)
    yield from _gaps(_of(readings, Standing.GAP))
    yield from _singles(_of(readings, Standing.SINGLE))
    yield from _cards(group)
    yield from _overlaps(_of(readings, Standing.OVERLAP))
    if not group.small:
        yield from _divided(group)


def _of(readings: Sequence[LineReading], standing: Standing) -> list[LineReading]:
    return [reading for reading in readings if reading.standing is standing]


def _told(readings: Sequence[LineReading]) -> str:
    return "、".join(
        f"{reading.line.short}线（{reading.line.name}，把握 {chance(reading.chance)}）" for reading in readings
    )


def _gaps(readings: Sequence[LineReading]) -> Iterator[Topic]:
    if readings:
        yield Topic("gap", f"从作答看，没有人以它为主：{_told(readings)}。上一次这里出事，最后是谁收的场？以后算谁的？")


def _singles(readings: Sequence[LineReading]) -> Iterator[Topic]:
    if readings:
        yield Topic("single", f"只有一个人扛着：{_told(readings)}。他不在的那一周，谁接，接到哪一步？")


def _cards(group: Group) -> Iterator[Topic]:
    carded = [person for person in group.inside if person.now.title is not None]
    differs = [
        person for person in carded if person.now.figures.match(title_line(group.bank, person)) is TitleMatch.DIFFERS
    ]
    if differs:
        yield Topic(
            "title",
            f"写了名片的 {len(carded)} 人里，{len(differs)} 人的作答不在名片那条线上（先当"
            f"{half_of_cards()}，每人把握都不低于 {percent(1 - DIFFERS_AT)}）。名片、考核和真扛的，先对齐哪一样？",
        )


def _overlaps(readings: Sequence[LineReading]) -> Iterator[Topic]:
    if readings:
        yield Topic("overlap", f"三个人或更多都扛着：{_told(readings)}。出事时谁先动，谁听谁的？")


def _divided(group: Group) -> Iterator[Topic]:
    for item, chosen in divided_items(group)[:TOPICS]:
        most = chosen.most_common(1)[0][1]
        yield Topic(
            "divided",
            f"{quote(item)}：答过的 {chosen.total()} 人里，选得最多的一项也只有 {most} 人。下次碰上，我们按谁的来？",
        )
