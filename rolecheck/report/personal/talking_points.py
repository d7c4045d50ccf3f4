"""Two or three things to talk about, chosen by how strongly the data speak for each; and what would settle a doubt."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.faces import FaceTension, p_elsewhere
from rolecheck.measure.forms import usual_reading
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Evidence
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.report.personal.conclusion import TOPICS, faces_topic
from rolecheck.report.personal.moments import TELLING, StageRow, most_chosen
from rolecheck.report.wording import line_label, minutes_words, quote
from rolecheck.session.session import Form, Session

TOPICS_SHOWN = 3

LEAST_LEFT = 3
"""Items not asked yet for which a longer form is worth its time; fewer are offered at the end of the form itself."""

AT_EASE = {TOPICS[FaceTension.ALIGNED], TOPICS[FaceTension.UNCLEAR]}
"""What the faces may say together where nothing is found out of line."""


class Topic(NamedTuple):
    """How strongly the data speak for it (0 to 1), the topic of ``roles.yaml``, and what its sentence mentions.

    ``item`` is the id of the moment it is about, if it is about one.
    """

    strength: float
    name: str
    values: Mapping[str, object]
    item: str = ""


class TalkingPoint(NamedTuple):
    """A sentence, and the number in the order of answering of the moment it is about; None where it is about none."""

    text: str
    number: int | None = None


def worth_talking_about(
    bank: Bank, session: Session, profile: Profile, stages: Sequence[StageRow], evidence: Sequence[Evidence]
) -> tuple[TalkingPoint, ...]:
    """Return at most three, the strongest first."""
    topics = [
        *_about_verdict(bank, session, profile, stages),
        *_about_title(bank, session, profile),
        *_about_faces(bank, session, profile),
        *_about_stages(profile, stages),
        *_about_judgement(bank, profile),
        *_about_counter_evidence(bank, profile, evidence),
    ]
    # What is said of everybody who is named is said only where there is nothing else.
    topics = topics or [*_about_nothing(bank, profile), *_about_most_chosen(bank, profile, stages)]
    topics.sort(key=lambda topic: -topic.strength)
    number = {response.item: place for place, response in enumerate(session.responses, 1)}
    return tuple(
        TalkingPoint(bank.roles.advice[topic.name].text.format(**topic.values), number.get(topic.item))
        for topic in topics[:TOPICS_SHOWN]
    )


def _about_verdict(bank: Bank, session: Session, profile: Profile, stages: Sequence[StageRow]) -> Iterator[Topic]:
    first, second = (line_label(bank.roles.lines[number]) for number in profile.responsibility.ranking[:2])
    match profile.verdict:
        case Verdict.STANDS_BACK:
            chance = profile.responsibility.p_stand_back
            counts = {"count": sum(row.stand_back for row in stages), "asked": sum(row.asked for row in stages)}
            yield Topic(chance, "stands-back", counts)
            if session.title is not None and profile.title_line is not None:
                title_line = line_label(bank.roles.lines[profile.title_line])
                title = bank.roles.role(session.title).name
                yield Topic(chance / 2, "title-stands-back", {"title": title, "title_line": title_line})
        case Verdict.OUTSIDE:
            responsibility = profile.responsibility
            yield Topic(1.0, "outside", {"count": responsibility.none_fits, "asked": responsibility.asked})
        case Verdict.BETWEEN:
            yield Topic(1.0, "between", {"line": first, "other": second})
        case Verdict.UNCLEAR:
            yield Topic(1.0, "unclear", {"line": first, "other": second})
        case Verdict.NAMED:
            return


def _about_nothing(bank: Bank, profile: Profile) -> Iterator[Topic]:
    """Yield what is left to say where a named line meets no contradiction anywhere, nor on the card."""
    on_the_card = profile.title_line in {None, profile.primary}
    if profile.verdict is Verdict.NAMED and on_the_card and faces_topic(profile) in AT_EASE:
        line = bank.roles.lines[profile.primary]
        question = bank.roles.role_of(line.id).talk
        yield Topic(profile.confidence, "settled", {"line": line_label(line), "question": question})


def _about_most_chosen(bank: Bank, profile: Profile, stages: Sequence[StageRow]) -> Iterator[Topic]:
    """Yield the line that was first choice most often; of several the likeliest. Who is not named is told of none."""
    if profile.verdict is not Verdict.NAMED:
        return
    chosen = most_chosen(bank, profile, stages)
    if chosen is None:
        return
    line, count = chosen
    asked = sum(row.asked for row in stages)
    question = bank.roles.role_of(line.id).talk
    values = {"line": line_label(line), "count": count, "asked": asked, "question": question}
    yield Topic(count / asked / 2, "carried", values)


def _about_title(bank: Bank, session: Session, profile: Profile) -> Iterator[Topic]:
    if profile.verdict is not Verdict.NAMED or profile.title_match is not TitleMatch.DIFFERS:
        return
    if session.title is None or profile.title_line is None:
        return
    values = {
        "title": bank.roles.role(session.title).name,
        "title_line": line_label(bank.roles.lines[profile.title_line]),
        "line": line_label(bank.roles.lines[profile.primary]),
    }
    yield Topic(profile.title_chance or 0.0, "title-differs", values)


def _about_faces(bank: Bank, session: Session, profile: Profile) -> Iterator[Topic]:
    if profile.verdict is not Verdict.NAMED:
        return
    answered = {bank.by_id[response.item].facet for response in session.responses}
    line, said = line_label(bank.roles.lines[profile.primary]), faces_topic(profile)
    compared = (
        (Facet.KPI, profile.kpi, "measured-elsewhere", "measured"),
        (Facet.DUTY, profile.duty, "busy-elsewhere", "busy"),
    )
    for facet, lines, topic, placeholder in compared:
        chance = p_elsewhere(facet, profile.duty, profile.kpi, profile.responsibility)
        if facet in answered and topic != said and chance is not None:
            yield Topic(chance, topic, {"line": line, placeholder: line_label(bank.roles.lines[lines.ranking[0]])})


def _about_stages(profile: Profile, stages: Sequence[StageRow]) -> Iterator[Topic]:
    """Yield the stage stepped back from most, if it was at least twice and half the time."""
    most = max(stages, key=lambda row: (row.stand_back / row.asked, row.stand_back), default=None)
    if profile.verdict is Verdict.STANDS_BACK or most is None:
        return
    if most.stand_back >= 2 and most.stand_back * 2 >= most.asked:
        share = most.stand_back / most.asked
        yield Topic(share, "stage-stand-back", {"stage": most.stage, "count": most.stand_back, "asked": most.asked})


def _about_judgement(bank: Bank, profile: Profile) -> Iterator[Topic]:
    judgement = profile.judgement
    worst = max(judgement.traps, key=lambda trap: judgement.traps[trap], default=None)
    if worst is not None and judgement.traps[worst]:
        trap, count = bank.traps[worst], judgement.traps[worst]
        values: dict[str, object] = {"trap": trap.name, "meaning": trap.says.rstrip("。"), "count": count}
        yield Topic(1 - 0.5**count, "trap", values)
        return
    missed = next((reading for reading in judgement.readings if reading.credit == 0), None)
    if missed is not None:
        name = bank.judgements[missed.item.judges[0]]
        values = {"judgement": name, "moment": quote(missed.item)}
        yield Topic(1 - (judgement.credit or 0.0), "judged-low", values, missed.item.id)


def _about_counter_evidence(bank: Bank, profile: Profile, evidence: Sequence[Evidence]) -> Iterator[Topic]:
    """Yield the response that spoke most against a named line, if it stood up for another one."""
    against = min(evidence, key=lambda each: each.weight, default=None)
    if profile.verdict is not Verdict.NAMED or against is None or against.weight > -TELLING:
        return
    item = bank.by_id[against.response.item]
    key = item.option(against.response.first).key
    if key is None or key == STAND_BACK or key == bank.roles.lines[profile.primary].id:
        return
    values: dict[str, object] = {
        "line": line_label(bank.roles.lines[profile.primary]),
        "pulled": line_label(bank.roles.line(key)),
        "moment": quote(item),
    }
    yield Topic(1 - exp(against.weight), "counter-evidence", values, item.id)


def what_would_settle(bank: Bank, session: Session, profile: Profile) -> tuple[str, ...]:
    """Return what would tell the foremost lines apart; nothing where the verdict is clear."""
    if profile.verdict not in {Verdict.BETWEEN, Verdict.UNCLEAR}:
        return ()
    first, second = (bank.roles.lines[number] for number in profile.responsibility.ranking[:2])
    left = _left(bank, session, profile)
    single = sum(_is_single(session, item) for item in _facing(bank, profile))
    ways = []
    if left >= LEAST_LEFT:
        ways.append(f"题库里还有 {left} 个时刻同时摆出{first.short}线和{second.short}线，换全卷再答一遍，就都问到了。")
    if single:
        ways.append(f"同时摆出这两条线的题里有 {single} 题你只选了一个，重答时补上“其次”，每题能多说明一层。")
    ways.append(f"请一位常和你共事的人替你答一遍，看他眼里你站在{first.short}线还是{second.short}线。")
    return tuple(ways)


def longer_takes(bank: Bank, session: Session, profile: Profile) -> str:
    """Return how long the full form takes, where its items would tell the foremost lines apart; else nothing."""
    if profile.verdict not in {Verdict.BETWEEN, Verdict.UNCLEAR} or _left(bank, session, profile) < LEAST_LEFT:
        return ""
    return minutes_words(usual_reading(bank, Form.FULL).minutes)


def _facing(bank: Bank, profile: Profile) -> list[Item]:
    """Return the moments at which the two foremost lines are both offered."""
    first, second = (bank.roles.lines[number].id for number in profile.responsibility.ranking[:2])
    return [item for item in bank.of(Facet.RESPONSIBILITY) if _offers(item, first) and _offers(item, second)]


def _left(bank: Bank, session: Session, profile: Profile) -> int:
    answered = {response.item for response in session.responses}
    return sum(item.id not in answered for item in _facing(bank, profile))


def _offers(item: Item, line: str) -> bool:
    return any(option.key == line for option in item.options)


def _is_single(session: Session, item: Item) -> bool:
    return any(
        response.item == item.id and response.second is None and not response.none_fits
        for response in session.responses
    )
