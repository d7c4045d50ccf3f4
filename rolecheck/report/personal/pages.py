"""One respondent's pages: the last screen of a quiz, and the whole report with the answer first."""

from collections.abc import Iterator
from math import ceil

from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.report.page import (
    Bars,
    Block,
    Command,
    Counts,
    Entry,
    Headline,
    Listing,
    Page,
    Part,
    Sentence,
    Tone,
    listing,
    part,
    quiet,
)
from rolecheck.report.personal.moments import EvidenceRow, JudgedItem, StageRow
from rolecheck.report.personal.report import PersonalReport
from rolecheck.report.personal.talking_points import TalkingPoint
from rolecheck.report.wording import half_of_cards

TITLE = "责任线报告"
BACK, UNFIT = STAND_BACK_NAME, "都不像"
CARD, FACES, STANDING_IN = "名片", "三个面", "补位"

EXPLAINED, JUDGED = 1, 2
"""Judgement items short of full credit that stand in a terminal, least credit first: explained, and in all."""

CREDITS = {0.5: "半分"}
SHOWN = 2
"""Moments, ways and topics in a terminal; a file has room for all of them."""


def answer_page(report: PersonalReport) -> Page:
    """Return what fits on one screen: the answer, what it means, how sure it is, and the one thing to do next."""
    card = (Sentence(f"{report.title.card}：{report.title.statement}。"),) if report.title is not None else ()
    # Undecided, what would settle it comes first; else what there is to talk about.
    following = next(iter((*report.settle[:1], *(point.text for point in report.talk))), "")
    return Page(
        title_of(report),
        (
            *_answer(report),
            *card,
            *(Sentence(notice, "留意", Tone.WARNING) for notice in report.notices[:1]),
            *((Sentence(following, "先做这一件"),) if following else ()),
            *_longer(report),
            Command("完整的报告", "rolecheck report"),
        ),
        names=_names(report),
    )


def personal_page(report: PersonalReport, taken: str = "", *, whole: bool = False) -> Page:
    """Return the whole report; ``taken`` says when the responses were given.

    A file has room for the ``whole`` of it: what a judgement rests on where it was right, too.
    """
    return Page(
        title_of(report),
        (
            *quiet(taken),
            *_answer(report),
            *(Sentence(notice, "留意", Tone.WARNING) for notice in report.notices),
            *_why(report, whole=whole),
            *shares_part(report, whole=whole),
            *_card_and_faces(report, whole=whole),
            *_unsaid(report, whole=whole),
            *_stages(report),
            *_judged(report, whole=whole),
            *_against(report, whole=whole),
            *part("怎样才分得清", listing(report.settle[: None if whole else SHOWN], numbered=True)),
            *_talk(report, whole=whole),
            *quiet(report.disclaimer),
            *_commands(report),
        ),
        names=_names(report),
    )


def title_of(report: PersonalReport) -> str:
    """Return the title of both pages: whoever gave a name is called by it."""
    return TITLE if report.respondent is None else f"{TITLE}：{report.respondent}"


def _names(report: PersonalReport) -> tuple[str, ...]:
    lines = (name for bar in report.shares for name in (f"{bar.label}线", bar.label))
    return (*lines, *(() if report.respondent is None else (report.respondent,)))


def shares_part(report: PersonalReport, *, whole: bool = False) -> tuple[Part, ...]:
    """Return the bars, and below them, for they are no shares of the same whole, how much stepping back is worth."""
    if not report.shares:
        return ()
    heading = f"{len(report.shares)} 条线各占多少"
    dotted = (
        "每条线二十个点：真实的占比落在哪一点附近，可能一样大，点摞得高的地方最可能。"
        if whole and report.shares[0].dots
        else ""
    )
    # What every figure rests on is said once: where a line is named, it is said with how sure that is.
    given = "" if report.conclusion.sureness else "若模型成立（人真照假设的那样答题），"
    note = f"{dotted}右边是范围：{given}真的占比有九成可能在里面"
    return part(heading, shares(report), _stand_back(report), note=note)


def shares(report: PersonalReport) -> Bars:
    """Return the bars of the lines, to a scale that ends at a whole mark."""
    most = max(max(bar.high, *bar.dots) if bar.dots else bar.high for bar in report.shares)
    step = 0.1 if most <= 0.5 else 0.2
    return Bars(report.shares, max(ceil(most / step - 1e-9), 1) * step)


def _answer(report: PersonalReport) -> Iterator[Block]:
    conclusion = report.conclusion
    yield Sentence(conclusion.lead)
    yield Headline(conclusion.statement, conclusion.certainty)
    if conclusion.meaning:
        yield Sentence(conclusion.meaning)
    if conclusion.sureness:
        yield Sentence(conclusion.sureness)
    if report.none_fits is not None:
        yield Sentence(report.none_fits.says)


def _stand_back(report: PersonalReport) -> Sentence:
    back = report.stand_back
    times = f"{STAND_BACK_NAME} {back.count} 次" if back.count else f"没有{STAND_BACK_NAME}过"
    share = f"推算平常占 {back.share}（{back.interval}）"
    return Sentence(f"{STAND_BACK_NAME}（先不站出来）另算：{back.asked} 个时刻里{times}，{share}。")


def _why(report: PersonalReport, *, whole: bool) -> Iterator[Block]:
    most = None if whole else SHOWN
    yield from part(report.telling.supporting, _moments(report.supporting[:most]), note=report.telling.note)
    if report.conclusion.verdict is Verdict.BETWEEN:
        yield from part(report.telling.opposing, _moments(report.opposing[:most]))


def _against(report: PersonalReport, *, whole: bool) -> Iterator[Block]:
    rows = report.opposing[: None if whole else 1]
    # What is talked of below need not stand here too.
    talked = {point.number for point in _talked(report, whole=whole)}
    untalked = [row for row in rows if row.number not in talked]
    if report.conclusion.verdict is not Verdict.BETWEEN:
        yield from part(report.telling.opposing, _moments(tuple(untalked)))


def _moments(rows: tuple[EvidenceRow, ...]) -> Listing:
    return Listing(tuple(map(_moment, rows)))


def _moment(row: EvidenceRow) -> Entry:
    line, text = row.choices[0]
    return Entry(f"{row.stage} {row.moment}".lstrip(), row.effect, (f"→ {line}：{text}",))


def _card_and_faces(report: PersonalReport, *, whole: bool) -> Iterator[Block]:
    faces, upstream = report.faces, report.upstream
    title = None if report.title is None or report.title.match is TitleMatch.UNCLEAR else report.title
    tone = Tone.WARNING if title is not None and title.match is TitleMatch.DIFFERS else Tone.PLAIN
    rows, said = [], []
    if title is not None:
        rows.append(Entry(f"{title.name}：{title.statement}（先当{half_of_cards()}）", CARD, tone=tone))
    if faces is not None and faces.reading:
        rows += [
            Entry(f"{face.line} {face.share}（{face.interval}），把握 {face.chance}", face.name) for face in faces.faces
        ]
        said.append(Sentence(f"{faces.statement}，{faces.certainty}。{faces.reading}"))
    if upstream is not None and upstream.reading:
        rows.append(Entry(upstream.statement + upstream.leaning, STANDING_IN))
        said += [Sentence(upstream.reading)] if whole else []
    names = [CARD] * (title is not None) + [FACES] * bool(faces and faces.reading)
    names += [STANDING_IN] * bool(upstream and upstream.reading)
    yield from part("和".join(filter(None, ("、".join(names[:-1]), *names[-1:]))), Listing(tuple(rows)), *said)


def _unsaid(report: PersonalReport, *, whole: bool) -> tuple[Part, ...]:
    """Return what cannot be told, in one line each."""
    faces, upstream, title = report.faces, report.upstream, report.title
    unsaid = {
        CARD: f"{title.name}：{title.statement}" if title and title.match is TitleMatch.UNCLEAR else "",
        FACES: faces.statement if faces is not None and not faces.reading else "",
        STANDING_IN: upstream.statement if upstream is not None and not upstream.reading else "",
        "判断": f"{_credit(report)}，对错等分得清了再细看" if report.judged and _is_brief(report, whole=whole) else "",
    }
    return part("还看不出的", Listing(tuple(Entry(text, label) for label, text in unsaid.items() if text)))


def _is_brief(report: PersonalReport, *, whole: bool) -> bool:
    """Tell whether nothing is gone into: undecided, a page decides nothing further down."""
    return report.conclusion.verdict is Verdict.UNCLEAR and not whole


def _credit(report: PersonalReport) -> str:
    return f"{len(report.judged)} 题得 {sum(row.credit for row in report.judged):g} 分"


def _stages(report: PersonalReport) -> tuple[Part, ...]:
    if not report.stages or report.conclusion.verdict is Verdict.UNCLEAR:
        return ()
    lines = [bar.label for bar in report.shares] or list(
        dict.fromkeys(short for row in report.stages for short, _ in row.lines)
    )
    unfit = (UNFIT,) if any(row.none_fits for row in report.stages) else ()
    columns = (*lines, BACK, *unfit)
    # A stage may be called as a line is.
    rows = tuple((f"{row.stage}时", _counts(row, columns)) for row in report.stages)
    return part("在哪个阶段先选了哪条线", Counts(columns, rows, frozenset({BACK, UNFIT})))


def _counts(row: StageRow, columns: tuple[str, ...]) -> tuple[int, ...]:
    counted = {**dict(row.lines), BACK: row.stand_back, UNFIT: row.none_fits}
    return tuple(counted.get(column, 0) for column in columns)


def _judged(report: PersonalReport, *, whole: bool) -> tuple[Part, ...]:
    if _is_brief(report, whole=whole):
        return ()
    short = [row for row in report.judged if row.credit < 1]
    shown = report.judged if whole else short[:JUDGED]
    rows = (_judgement(row, explained=whole or place < EXPLAINED) for place, row in enumerate(shown))
    more = () if whole else quiet(_left_out(len(short) - len(shown), len(report.judged) - len(short)))
    return part(f"判断：结果能不能交，{_credit(report)}", Listing(tuple(rows)), *more)


def _left_out(short: int, right: int) -> str:
    """Say how many judgement items are not shown: short of full credit, and with it."""
    counts = [f"{short} 题没答满"] * bool(short) + [f"{right} 题站得住"] * bool(right)
    return f"还有 {'，'.join(counts)}；每题的讲评，网页里有（--output 报告.html）。" if counts else ""


def _judgement(row: JudgedItem, *, explained: bool) -> Entry:
    trap = f"（{row.trap}）" if row.trap else ""
    credit = CREDITS.get(row.credit, f"{row.credit:g} 分")
    return Entry(f"{row.moment}→ {row.chosen}{trap}", credit, (row.debrief,) if explained else ())


def _talk(report: PersonalReport, *, whole: bool) -> tuple[Part, ...]:
    return part("可以拿去谈的", listing((point.text for point in _talked(report, whole=whole)), numbered=True))


def _talked(report: PersonalReport, *, whole: bool) -> tuple[TalkingPoint, ...]:
    if report.conclusion.verdict is Verdict.UNCLEAR:
        return ()
    # What to do about the faces is said with them.
    said = report.faces is not None and bool(report.faces.reading)
    return report.talk[: None if whole else SHOWN - said]


def _commands(report: PersonalReport) -> Iterator[Command]:
    yield from _longer(report)
    if report.explore is not None:
        yield Command(f"{report.explore}是怎样的角色，在终端里打", f"rolecheck explain {report.explore}")


def _longer(report: PersonalReport) -> Iterator[Command]:
    if report.longer_takes:
        yield Command(f"换全卷再答一遍，{report.longer_takes}", "rolecheck quiz --form full")
