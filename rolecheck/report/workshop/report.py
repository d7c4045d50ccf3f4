"""What a facilitator reads beforehand, and what a room has shown: counts of hands, never of persons.

One moment says nothing about one person, and a few moments say little about a room; so what nobody chose is told as
that, and not as a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rolecheck.bank.items import NONE_FITS_TEXT, Bank, Item
from rolecheck.bank.roles import STAND_BACK_NAME, Line, Stage
from rolecheck.measure.forms import usual_reading
from rolecheck.report.page import Counts, Entry, Listing, Page, Sentence, Tasks, part, quiet
from rolecheck.report.wording import minutes_words
from rolecheck.report.workshop import NOBODY, MomentRow, moment_part, moment_row
from rolecheck.session.session import Form
from rolecheck.session.workshop import Workshop
from rolecheck.typesetting import percent
from rolecheck.words import entries, texts

TITLE = "责任线工作坊"

HOW_SURE = "这里的数都是一只一只数出来的手，没有推算。只说得了这几个时刻，和这一次举了手的人。"
DISCLAIMER = "没有名字，不排名，没有经过人群验证；拿来谈话，不用于招聘、考核和定薪。"
RELAY_TITLE = "接力：举手的人里，谁会站出来"
RELAY_NOTE = "没人选不等于没人扛，只是这几个时刻里没有手举到那里。"
TO_DO = ("", "", "")
"""Rows left empty for what the room takes upon itself."""

NOT_ASKED = "这次没看这一段的时刻。"


class LineCount(NamedTuple):
    """Hands of a line in a stage; None where none of the stage's moments offered it."""

    key: str
    line: str
    hands: int | None


class RelayLeg(NamedTuple):
    """One leg of the relay: who would stand up, then what nobody chose, then what to ask about it.

    ``brief`` and ``missed`` say the first and the last in as few words as a screen for a whole room can have.
    """

    id: str
    stage: str
    moments: int
    total: int
    lines: tuple[LineCount, ...]
    stand_back: int
    none_fits: int
    says: str
    unchosen: str
    asks: str
    brief: tuple[str, ...]
    missed: str


class WorkshopReport(NamedTuple):
    """Everything on the page that is kept."""

    title: str
    moments: tuple[MomentRow, ...]
    skipped: int
    relay: tuple[RelayLeg, ...]
    remarks: tuple[str, ...]
    how_sure: str
    disclaimer: str
    seed: int


def workshop_report(bank: Bank, workshop: Workshop) -> WorkshopReport:
    """Return what the room has shown so far; moments without a count are left out and numbered all the same."""
    rows = [
        moment_row(bank, bank.by_id[id_], number, workshop.seed, workshop.counted(id_))
        for number, id_ in enumerate(workshop.moments, 1)
    ]
    counted = tuple(row for row in rows if row.total is not None)
    return WorkshopReport(
        title=TITLE,
        moments=counted,
        skipped=len(rows) - len(counted),
        relay=tuple(
            _leg(bank, stage, [row for row in counted if row.stage_id == stage.id]) for stage in bank.roles.stages
        ),
        remarks=_remarks([row for row in counted if row.total]),
        how_sure=HOW_SURE,
        disclaimer=DISCLAIMER,
        seed=workshop.seed,
    )


def workshop_page(report: WorkshopReport, held: str = "") -> Page:
    """Return the relay, then the moments one after another; ``held`` says when it was."""
    seen = tuple(stage for stage in report.relay if stage.total)
    counts = tuple((stage.stage, (*(line.hands or 0 for line in stage.lines), stage.stand_back)) for stage in seen)
    columns = (*(line.line for line in report.relay[0].lines), STAND_BACK_NAME)
    remarks = (_none_fit(leg.none_fits) + leg.unchosen + leg.asks if leg.total else leg.says for leg in report.relay)
    legs = (Entry(text, leg.stage) for text, leg in zip(remarks, report.relay, strict=True))
    remarked = Listing(tuple(leg for leg in legs if leg.text))
    return Page(
        report.title,
        (
            *quiet(held, report.how_sure),
            *part(RELAY_TITLE, Counts(columns, counts, frozenset({STAND_BACK_NAME})), remarked, note=RELAY_NOTE),
            *(Sentence(remark) for remark in report.remarks),
            *(block for moment in report.moments for block in moment_part(moment)),
            *part("带走的事", Tasks(TO_DO, ("做什么", "谁", "到哪天"))),
            *quiet(report.disclaimer),
        ),
    )


def listed_page(bank: Bank, items: Iterable[Item]) -> Page:
    """Return the moments a workshop can show, each under its id with its stage and industry."""
    names = {stage.id: stage.name for stage in bank.roles.stages}
    entries = (
        Entry(" · ".join(filter(None, (item.id, names.get(item.stage or ""), item.industry))), details=(item.stem,))
        for item in items
    )
    return Page("可以看的时刻", (Listing(tuple(entries)),))


def _leg(bank: Bank, stage: Stage, rows: Sequence[MomentRow]) -> RelayLeg:
    options = [option for row in rows for option in row.options]
    counts = {
        line.id: sum(option.hands for option in options if option.key == line.id)
        for line in bank.roles.lines
        if any(option.key == line.id for option in options)
    }
    total = sum(option.hands for option in options)
    missed = _missed(bank, stage, counts) if total else []
    back = sum(option.hands for option in options if option.stands_back)
    none_fits = sum(row.none_fits for row in rows)
    return RelayLeg(
        id=stage.id,
        stage=stage.name,
        moments=len(rows),
        total=total,
        lines=tuple(LineCount(line.id, line.short, counts.get(line.id)) for line in bank.roles.lines),
        stand_back=back,
        none_fits=none_fits,
        says=_says(bank, len(rows), counts, back) + _none_fit(none_fits),
        unchosen=_unchosen(bank, counts) if total else "",
        asks=f"照角色说明，{stage.name}时{_named(missed)}也该有人站出来：真到那一步，谁来？" if missed else "",
        brief=_brief(bank, len(rows), counts, back),
        missed=f"也该站出来、没有人选的：{_named(missed)}" if missed else "",
    )


def _says(bank: Bank, moments: int, counts: dict[str, int], back: int) -> str:
    """Say where the hands were, those that stand up first."""
    total = sum(counts.values()) + back
    if not moments:
        return NOT_ASKED
    if not total:
        return f"{NOBODY}。"
    unit = "人" if moments == 1 else "次"
    parts = [f"{counts[line.id]} {unit}站在{line.short}线" for line in _chosen(bank, counts)]
    parts += [f"{back} {unit}{STAND_BACK_NAME}"] if back else []
    if moments == 1 and len(parts) == 1:
        return f"举手的 {total} 人都{parts[0].partition(' 人')[2]}。"
    lead = f"举手的 {total} 人里" if moments == 1 else f"{moments} 个时刻一共举手 {total} 次"
    return f"{lead}，{'，'.join(parts)}。"


def _none_fit(hands: int) -> str:
    return f"另有 {hands} 次{NONE_FITS_TEXT}。" if hands else ""


def _unchosen(bank: Bank, counts: dict[str, int]) -> str:
    lines = [line for line in bank.roles.lines if counts.get(line.id) == 0]
    return f"摆出来、没有人选的：{_named(lines)}。" if lines else ""


def _missed(bank: Bank, stage: Stage, counts: dict[str, int]) -> list[Line]:
    """Return the lines that have business in this stage, were offered, and were chosen by nobody."""
    due = {role.line for role in bank.roles.roles for moment in role.stands_up if moment.stage == stage.id}
    return [line for line in bank.roles.lines if line.id in due and counts.get(line.id) == 0]


def _brief(bank: Bank, moments: int, counts: dict[str, int], back: int) -> tuple[str, ...]:
    if not moments:
        return ("这次没看",)
    parts = [f"{line.short} {counts[line.id]}" for line in _chosen(bank, counts)]
    parts += [f"{STAND_BACK_NAME} {back}"] if back else []
    return tuple(parts) or (NOBODY,)


def _chosen(bank: Bank, counts: dict[str, int]) -> list[Line]:
    return sorted((line for line in bank.roles.lines if counts.get(line.id)), key=lambda line: -counts[line.id])


def _named(lines: Sequence[Line]) -> str:
    return "、".join(f"{line.short}线" for line in lines)


def _remarks(rows: Sequence[MomentRow]) -> tuple[str, ...]:
    """Tell the moments at which the room was most and least divided, where there is a difference."""
    if len(rows) < 2:
        return ()
    widest, closest = min(rows, key=_top), max(rows, key=_top)
    if _top(widest) == _top(closest):
        return ()
    return (
        f"分得最开的是{_moment(widest)}：人最多的选项也只占 {percent(_top(widest))}。散会前值得再问一句，差在哪。",
        f"最齐的是{_moment(closest)}：{percent(_top(closest))} 的手举在一处。问一句：换个更难的对方，还这么选吗？",
    )


def _moment(row: MomentRow) -> str:
    return f"第 {row.number} 刻（{row.stage}）" if row.stage else f"第 {row.number} 刻"


def _top(row: MomentRow) -> float:
    return row.most / row.total if row.total else 0.0


AROUND, EACH = 20, 5
"""Minutes of a workshop around its moments, and for each of them: what the guide's clock lays out."""

LENGTHS = (3, 5, 8)
"""Moments that are offered to whoever has not said how many."""


PARTS = ("before", "clock", "otherwise", "remote", "after")


def guide_page(bank: Bank) -> Page:
    """Return the guide, with what the bank's quick form takes."""
    guide, headings = texts("workshop", "guide"), texts("workshop", "parts")
    figures = {
        "quick": minutes_words(usual_reading(bank, Form.QUICK).minutes),
        "lengths": "，".join(f"{count} 个 {session_minutes(count)} 分钟" for count in LENGTHS),
    }
    blocks = (block for name in PARTS for block in part(headings[name], _advice(name, figures)))
    return Page(guide["title"], (Sentence(guide["opening"]), *blocks, *quiet(guide["closing"])))


def _advice(name: str, figures: Mapping[str, str]) -> Listing:
    """Return when or in which case, and what to do then."""
    advice = entries("workshop", name)
    return Listing(tuple(Entry(each["when"], details=(each["what"].format(**figures),)) for each in advice))


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
