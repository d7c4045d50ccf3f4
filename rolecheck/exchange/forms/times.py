"""Points in time and durations as tools write them. What cannot be read is None: no answer hangs on it."""

import re
from datetime import datetime

_FORMS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d-%b-%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
)
_ZONE = re.compile(r"\s*(?:GMT|UTC)\s*([+-]\d{1,2})(?::?(\d{2}))?$")
_HALF_OF_DAY = re.compile(r"\s*(上午|下午|AM|PM)\s*", re.IGNORECASE)
_SPAN = re.compile(r"(?:(\d+)(?:小时|时|:))?(?:(\d+)(?:分钟|分|:))?(?:(\d+(?:\.\d+)?)秒?)?")
_LONGEST = 40


def read_time(text: str) -> datetime | None:
    """Return the moment a text stands for, in its own zone where it names one and in this machine's where not."""
    if len(text) > _LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(text) if text[:1].isdigit() and len(text) > len("20260101") else None
    except ValueError:
        moment = None
    moment = moment or _written(text)
    try:
        return None if moment is None else moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return None


def _written(text: str) -> datetime | None:
    zone = _ZONE.search(text)
    bare = text[: zone.start()] if zone else text
    half = _HALF_OF_DAY.search(bare)
    if half:
        bare = f"{bare[: half.start()]} {bare[half.end() :]}".strip()
    for form in _FORMS:
        try:
            moment = datetime.strptime(bare.strip(), form)  # noqa: DTZ007 - made aware by who asks
            if half:
                late = half[1].upper() in {"下午", "PM"}
                moment = moment.replace(hour=moment.hour % 12 + (12 if late else 0))
            if zone:
                sign, hours = zone[1][0], int(zone[1][1:])
                return datetime.fromisoformat(f"{moment.isoformat()}{sign}{hours:02d}:{zone[2] or '00'}")
        except ValueError:
            continue
        return moment
    return None


def read_seconds(text: str) -> float | None:
    """Return how many seconds a duration like 86秒, 3分20秒 or 200 takes."""
    match = _SPAN.fullmatch(re.sub(r"[\s,]", "", text)[:_LONGEST])
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
