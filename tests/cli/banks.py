"""Banks of any number of lines as files, and answers to any bank as files."""

from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import TOPICS

STAGES = ("start", "middle", "end")
NAMES = "甲乙丙丁戊己庚辛壬癸"


def write_bank(folder: Path, lines: int) -> Path:
    """Write a small bank of so many lines, with one item of each block of four, into the folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("roles.yaml", _roles(lines)), ("questions.yaml", _questions(lines))):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def write_answers(path: Path, bank: Bank, choose: Callable[[Item], str], title: str | None = None) -> Path:
    """Write an answers file with a choice for every item of the bank, and return its path."""
    content = {"answers": {item.id: choose(item) for item in bank.items}}
    path.write_text(
        yaml.safe_dump(content if title is None else {"title": title, **content}, allow_unicode=True), encoding="utf-8"
    )
    return path


def write_sheet(path: Path, bank: Bank, people: Mapping[str, Callable[[Item], str]]) -> Path:
    """Write an answer sheet with a row for each person, and return its path."""
    rows = [["respondent", *bank.by_id], *([name, *map(choose, bank.items)] for name, choose in people.items())]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def by_line(line: str) -> Callable[[Item], str]:
    """Return how someone chooses who stands on this line throughout; elsewhere the first option."""

    def choose(item: Item) -> str:
        keys = [option.key for option in item.options]
        return item.letters[keys.index(line)] if line in keys else item.letters[0]

    return choose


def _roles(lines: int) -> dict[str, Any]:
    ids = [f"line-{number}" for number in range(lines)]
    return {
        "format": 1,
        "version": "1",
        "essays": [],
        "stages": [{"id": stage, "name": name} for stage, name in zip(STAGES, ("开头", "中间", "收尾"), strict=True)],
        "lines": [{"id": line, "name": f"{NAMES[n]}有人管", "short": f"{NAMES[n]}方"} for n, line in enumerate(ids)],
        "roles": [
            {
                "id": f"{line}-role",
                "name": f"{NAMES[n]}负责人",
                "aliases": ["负责的", f"Head {n}"],
                "line": line,
                "core_question": f"{NAMES[n]}这一段认不认",
                "stands_up": [{"stage": STAGES[n % 3], "when": "没人接手的时候"}],
                "answers_for": ["接不住"],
                "does_not_answer_for": ["别段的事"],
                "duties": ["开会"],
                "kpi": ["按时"],
                "says": ["我来"],
                "hands_over": [{"to": f"{ids[(n + 1) % lines]}-role", "what": "做完的那一段"}],
                "talk": "这段归不归我",
                "concepts": [],
                "traps": [],
                "capabilities": [],
                "career": [],
            }
            for n, line in enumerate(ids)
        ],
        "dimensions": [],
        "tensions": [],
        "advice": [
            {"topic": topic, "text": "说一句" + "".join(f"{{{name}}}" for name in sorted(names))}
            for topic, names in TOPICS.items()
        ],
    }


def _questions(lines: int) -> dict[str, Any]:
    ids = [f"line-{number}" for number in range(lines)]
    blocks = [*combinations(ids, 4)][: 5 * lines] * (3 if lines == 4 else 1)
    return {
        "format": 1,
        "version": "1",
        "framings": [{"id": facet.value, "facet": facet.value, "ask": "你会："} for facet in Facet],
        "traps": [{"id": "silence", "name": "沉默当同意", "says": "没出声不等于点头"}],
        "judgements": [{"id": "floor", "name": "底线"}],
        "items": [
            *(_moment(f"moment-{n}", [*block, "none"], STAGES[n % 3]) for n, block in enumerate(blocks)),
            *(_side(f"{facet.value}-{n}", facet, blocks[n % len(blocks)]) for facet in _SIDES for n in range(3)),
            _reading("reading-0"),
            _reading("reading-1"),
        ],
    }


_SIDES = (Facet.DUTY, Facet.KPI)


def _moment(name: str, keys: list[str], stage: str) -> dict[str, Any]:
    return {**_asked(name, Facet.RESPONSIBILITY), "stage": stage, "options": [_option(key) for key in keys]}


def _side(name: str, facet: Facet, keys: tuple[str, ...]) -> dict[str, Any]:
    return {**_asked(name, facet), "options": [_option(key) for key in keys]}


def _reading(name: str) -> dict[str, Any]:
    options = [{"credit": 1, "text": "当面问清"}, {"credit": 0, "trap": "silence", "text": "当他同意了"}]
    return {**_asked(name, Facet.JUDGEMENT), "stage": "end", "options": options, "judges": ["floor"]}


def _asked(name: str, facet: Facet) -> dict[str, Any]:
    return {
        "id": name,
        "facet": facet.value,
        "framing": facet.value,
        "stem": f"{name}这天出了事，等人来管。",
        "debrief": "各有各的道理。",
    }


def _option(key: str) -> dict[str, Any]:
    return {"key": key, "text": f"照{key}的路子办"}
