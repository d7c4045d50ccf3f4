"""The measurement page: what the lab found, how each figure is worked out, and what only real people can show."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rolecheck.bank.items import Facet
from rolecheck.measure.forms import PLANS
from rolecheck.measure.lab.experiment import CLICKING_SPEED, READING_SPEED
from rolecheck.measure.lab.population import LIKED_LINES, PRIOR, BotRule, Second
from rolecheck.measure.quality import Flag
from rolecheck.measure.selection import STOP_AFTER, STOP_AT
from rolecheck.measure.verdict import CARDS_RIGHT, DIFFERS_AT, NAMED_AT
from rolecheck.report.lab.figures import LabFigures, bot_name, number_cell, share_cell
from rolecheck.report.lab.goals import RANDOM, STANDARD, Met
from rolecheck.report.lab.report import LabReport
from rolecheck.report.page import Entry, Listing, Page, Sentence, listing, part
from rolecheck.report.score import flag_name
from rolecheck.report.tables import Table, TableRow, words
from rolecheck.session.session import Form
from rolecheck.typesetting import percent
from rolecheck.words import entries, records, texts


def measurement_page(report: LabReport, day: str) -> Page:
    """Return the page of a report; ``day`` is when it was made."""
    goals, *tables = report.tables
    page, told = texts("lab", "page"), _figures(report.figures)
    missed = {goal.reason for goal in report.goals if goal.met in {Met.MISSED, Met.OPEN}}
    why_not = (
        Entry(reason["text"].format(**told), reason["word"])
        for topic, reason in records("lab", "reasons").items()
        if topic in missed
    )
    people = (
        *(Entry(each["meaning"], each["name"]) for each in records("lab", "populations").values()),
        Entry(f"{'、'.join(map(bot_name, BotRule))}；第二选择照同一个办法在剩下的里选", "不读题的"),
    )
    again = (
        f"rolecheck bank simulate --respondents {report.figures.people} --seed {report.figures.seed}"
        " --output docs/measurement.md"
    )
    return Page(
        page["title"],
        (
            Sentence(page["opening"].format(day=day, bank=report.bank)),
            *part("一句话", _explained(zip(texts("lab", "verdict").values(), report.verdict, strict=True))),
            Sentence(report.caution),
            Sentence(report.about),
            Sentence(page["scale"]),
            goals,
            *part("没到的、说不准的，为什么", Listing(tuple(why_not))),
            *part("和上一版比，改了什么，原来错在哪", _explained(texts("lab", "changed").items())),
            *part("模拟的是些什么人", Listing(people)),
            *tables,
            *part("数字怎么算的", _explained(texts("lab", "definitions").items(), told)),
            _published(told),
            *part("只有真人能告诉我们的", listing(texts("lab", "only_people").values())),
            Sentence(again, "再跑一遍"),
        ),
    )


def _explained(pairs: Iterable[tuple[str, str]], told: Mapping[str, object] = MappingProxyType({})) -> Listing:
    """Return words with what they mean; ``told`` are the figures that are mentioned."""
    return Listing(tuple(Entry(meaning.format(**told), word) for word, meaning in pairs))


def _published(told: Mapping[str, object]) -> Table:
    """Return figures others have published, ours beside them, and whether they may be held against each other."""
    columns = (("figure", "发表的"), ("source", "出处"), ("ours", "我们（模拟）"), ("comparable", "能不能比"))
    comparable = texts("lab", "comparable")
    rows = (
        (each["what"], (each["figure"], each["source"], each["ours"].format(**told), comparable[each["comparable"]]))
        for each in entries("lab", "published")
    )
    cells = (TableRow(str(number), what, tuple(map(words, each))) for number, (what, each) in enumerate(rows))
    return Table("published", "和发表过的数字摆在一起", "", columns, tuple(cells))


def _figures(figures: LabFigures) -> Mapping[str, object]:
    """Return the figures that reasons, definitions and published figures mention, as they are written."""
    standard, again, oracle = figures.found[STANDARD], figures.again[STANDARD], figures.oracle
    random, half = figures.found[RANDOM], figures.found[LIKED_LINES[1], Form.FULL, Second.ALWAYS]
    last = [figures.curves[PRIOR, Form.STANDARD, second][-1] for second in (Second.NEVER, Second.ALWAYS)]
    shares = {
        "oracle": oracle["share"],
        "chance_error": oracle["chance_error"],
        "recovery": standard["recovery"],
        "named_right": standard["accuracy_among_named"],
        "agreement": again["agreement"],
        "by_answers": random["flagged_by_answers"],
        "with_time": random["flagged"],
        "liked_stated": half["stated_among_named"],
        "liked_right": half["accuracy_among_named"],
    }
    return {
        **{name: share_cell(share).text for name, share in shares.items()},
        "saved": " / ".join(share_cell(point.saving).text for point in last if point.saving is not None),
        "items": number_cell(standard["items"], 1).text,
        "correlation": number_cell(standard["correlation"], 2).text,
        "kappa": number_cell(again["kappa"], 2).text,
        "close": percent(1 - standard["recovery_lead_10"].people / standard["recovery"].people),
        "most": PLANS[Form.STANDARD].most[Facet.RESPONSIBILITY],
        "stop_at": percent(STOP_AT),
        "stop_after": STOP_AFTER,
        "named_at": percent(NAMED_AT),
        "cards_right": percent(CARDS_RIGHT),
        "differs_at": percent(DIFFERS_AT),
        "flags": "、".join(map(flag_name, Flag)),
        "reading": f"{READING_SPEED[0]:g}",
        "clicking": f"{CLICKING_SPEED[0]:g}",
    }
