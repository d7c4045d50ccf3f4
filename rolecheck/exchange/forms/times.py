"""Points in time and durations as tools write them: a whole column at once, for one cell may be read in two ways.

12/09/2026 is a day in September or in December; only a neighbour like 28/09/2026 can tell. What cannot be read is
None, and what was decided without being certain is said.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

_EARLIEST, _LATEST = 1990, 2100
"""Years in which answers may have been given; what lies outside was no date."""

_LONGEST = 80
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = re.compile(r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?![a-z])")
_DAY = re.compile(r"(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b[.,]?|(?:星期|礼拜|周)[一二三四五六日天]")
_REMARK = re.compile(r"\([^()]*\)")
_ZONE = re.compile(r"(?<=[\d\s])(?:(?:gmt|utc)\s*(?:([+-]\d{1,2}):?(\d{2})?)?|z|([+-]\d{2}):?(\d{2}))$")
_HALVES = {
    **dict.fromkeys(("上午", "早上", "清晨", "凌晨", "am", "a.m."), 0),
    **dict.fromkeys(("下午", "傍晚", "晚上", "pm", "p.m."), 12),
    "中午": 12,
}
_HALF = re.compile("|".join(map(re.escape, sorted(_HALVES, key=len, reverse=True))))
_DATE_AND_TIME = re.compile(
    r"(\d{1,4})([-/.\s])(\d{1,2})[-/.\s](\d{1,4})(?:[t,\s]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?"
)
_TIME_AND_YEAR = re.compile(r"(\d{1,2})\s(\d{1,2})\s(\d{1,2}):(\d{2}):(\d{2})\s(\d{4})")
"""Thu Sep 03 12:00:00 2026, as C writes it, its month a number already."""

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_UNIX = re.compile(r"\d{10}(?:\d{3})?")
_SPAN = re.compile(r"(?:(\d+)(?:小时|时|:))?(?:(\d+)(?:分钟|分|:))?(?:(\d+(?:\.\d+)?)秒?)?")
_LONGEST_SPAN = 40

_SHOWN = {"mdy": "月、日、年", "dmy": "日、月、年", "ymd": "年、月、日"}


class Times(NamedTuple):
    """A column's moments, None where there is none; ``unread`` are the places of what cannot be read.

    ``doubt`` says how days and months were told apart where nothing tells them apart.
    """

    moments: tuple[datetime | None, ...]
    unread: tuple[int, ...] = ()
    doubt: str | None = None


class _Written(NamedTuple):
    """A moment in numbers: three of a date in the order they stand, the rest sure."""

    numbers: tuple[int, int, int]
    named: bool
    dotted: bool
    short: bool
    clock: tuple[int, int, int]
    zone: timezone | None


def read_times(cells: Sequence[str], remark: str = "") -> Times:
    """Return the moments of a column; ``remark`` is its heading, which may name a zone.

    A moment is in the zone it names, or the heading, or else in this machine's.
    """
    heading = _ZONE.search(_plain(remark).rstrip(")） ").replace("(", " "))
    zone = _offset(heading) if heading else None
    written = {cell: _written(cell) for cell in dict.fromkeys(cells) if cell}
    orders = _possible(part for part in written.values() if isinstance(part, _Written))
    doubt = None
    if len(orders) > 1 and any(_differ(part, orders) for part in written.values() if isinstance(part, _Written)):
        example = next(cell for cell, part in written.items() if isinstance(part, _Written) and _differ(part, orders))
        doubt = f"“{example[:20]}”分不清哪个是月、哪个是日，按{_SHOWN[orders[0]]}读"
    moments = {cell: _moment(part, orders[0] if orders else "mdy", zone) for cell, part in written.items()}
    unread = tuple(place for place, cell in enumerate(cells) if cell and moments[cell] is None)
    return Times(tuple(moments[cell] if cell else None for cell in cells), unread, doubt)


def read_time(text: str) -> datetime | None:
    """Return the moment a text stands for by itself, or None; a bare number is none."""
    return None if text.replace(".", "", 1).isdecimal() else read_times([text]).moments[0]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _written(cell: str) -> _Written | datetime | None:
    """Return what a cell says; numbers of Excel and Unix are moments already, without a zone or with one."""
    if len(cell) > _LONGEST:
        return None
    text = _plain(cell)
    if _SERIAL.fullmatch(text):
        return datetime(1899, 12, 30) + timedelta(seconds=round(float(text) * 86400))  # noqa: DTZ001 - no zone in it
    if _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10])).astimezone()
    text = _DAY.sub(" ", _REMARK.sub(" ", text))
    text = re.sub(r"[年月]\s?", "-", text)
    text = re.sub(r"日\s?", " ", text)
    text = re.sub(r"(\d)\s?[点时時]\s?", r"\1:", text)
    text = re.sub(r"(\d)\s?分\s?(?=\d)", r"\1:", text)
    text = re.sub(r"[分秒]", "", text)
    text = re.sub(r":$", ":00", " ".join(text.split()))
    return _dated(text)


def _dated(text: str) -> _Written | None:
    zone = _ZONE.search(text)
    offset = _offset(zone) if zone else None
    text = text[: zone.start()] if zone else text
    half = _HALF.search(text)
    text = " ".join(f"{text[: half.start()]} {text[half.end() :]}".split()) if half else text.strip()
    month = _MONTH.search(text)
    if month:
        text = f"{text[: month.start()]}{_MONTHS[month[1]]}{text[month.end() :]}".replace(", ", " ")
    if c_like := _TIME_AND_YEAR.fullmatch(text):
        text = "{5} {0} {1} {2}:{3}:{4}".format(*c_like.groups())
    date = _DATE_AND_TIME.fullmatch(text.strip())
    if date is None or (date[2].isspace() and not month):
        return None
    first, second, third = int(date[1]), int(date[3]), int(date[4])
    hour, minute, second_ = (int(part or 0) for part in date.group(5, 6, 7))
    if month and month.start() and not len(date[1]) > 2 and not c_like:
        # 02-Feb-2021: the month is told by its name, wherever it stands.
        first, second = second, first
    short = max(len(date[1]), len(date[4])) <= 2
    if half:
        hour = _by_half(half.group(), hour)
    return _Written((first, second, third), bool(month), date[2] == ".", short, (hour, minute, second_), offset)


def _by_half(half: str, hour: int) -> int:
    if hour > 12 or (half == "中午" and hour == 11):
        return hour
    if half == "晚上" and hour == 12:
        # Of this day or of the next: nobody can say.
        return 24
    return hour % 12 + _HALVES[half]


def _offset(found: re.Match[str]) -> timezone | None:
    hours, minutes = found[1] or found[3] or "+0", found[2] or found[4] or "0"
    span = timedelta(hours=abs(int(hours)), minutes=int(minutes))
    return timezone(-span if hours.startswith("-") else span) if span < timedelta(hours=24) else None


def _possible(parts: Iterable[_Written]) -> list[str]:
    """Return the orders of day, month and year in which every cell is a date, the likeliest first."""
    every = [part for part in parts if not part.named]
    dotted = any(part.dotted for part in every)
    orders = ["dmy", "mdy", "ymd"] if dotted else ["mdy", "dmy", "ymd"]
    fit = [order for order in orders if all(_date(part, order) for part in every)]
    if fit:
        return fit
    # One that is no date at all does not keep the others from being read.
    return sorted(orders, key=lambda order: sum(_date(part, order) is None for part in every))[:1]


def _differ(part: _Written, orders: Sequence[str]) -> bool:
    return len({_date(part, order) for order in orders}) > 1


def _date(part: _Written, order: str) -> tuple[int, int, int] | None:
    """Return year, month and day; a year of four digits stands where it stands."""
    first, second, third = part.numbers
    if first > 31 or (order == "ymd" and part.short and not part.named):
        year, month, day = first, second, third
    elif order == "dmy" and not part.named:
        year, month, day = third, second, first
    else:
        year, month, day = third, first, second
    year += 2000 if part.short and year < 100 else 0
    try:
        datetime(year, month, day)  # noqa: DTZ001 - asks whether there is such a day
    except ValueError:
        return None
    return (year, month, day) if _EARLIEST <= year <= _LATEST else None


def _moment(part: _Written | datetime | None, order: str, zone: timezone | None) -> datetime | None:
    if part is None:
        return None
    try:
        if isinstance(part, datetime):
            moment = part if part.tzinfo or zone is None else part.replace(tzinfo=zone)
        else:
            date = _date(part, order)
            if date is None:
                return None
            moment = datetime(*date, *part.clock, tzinfo=part.zone or zone)
        moment = moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return None
    return moment if _EARLIEST <= moment.year <= _LATEST else None


def read_seconds(text: str) -> float | None:
    """Return how many seconds a duration like 86秒, 3分20秒 or 200 takes."""
    match = _SPAN.fullmatch(re.sub(r"[\s,]", "", text)[:_LONGEST_SPAN])
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
