"""A team report: every number and sentence a lead sees of a group, view by view, without markup."""

from typing import Any, NamedTuple

from rolecheck.report.team_group import Group
from rolecheck.report.team_moments import disagreement, pair, stand_back
from rolecheck.report.team_outline import outline
from rolecheck.report.team_overview import overview, titles
from rolecheck.report.team_parts import People, PersonRow, Section, section_data
from rolecheck.report.team_relay import relay
from rolecheck.report.team_rounds import replaced, self_and_others, trend
from rolecheck.report.team_sort import Sort

SCHEMA = "rolecheck.team/1"


class Source(NamedTuple):
    """Where the figures come from: as kept in the files, or measured just now."""

    kept: int
    measured: int
    remarks: tuple[str, ...] = ()


class TeamReport(NamedTuple):
    """Everything a team report shows."""

    title: str
    people: int
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    disclaimer: str

    @property
    def rows(self) -> tuple[PersonRow, ...]:
        """Everyone in the overview; nobody where the group is too small to be shown one by one."""
        people = (part for part in self.sections[0].parts if isinstance(part, People))
        return next((part.rows for part in people), ())


def team_report(group: Group, source: Source, sort: Sort, names: tuple[str, str] | None) -> TeamReport:
    """Return the report on a group; ``names`` are two people to put side by side."""
    views = (
        overview(group, sort),
        titles(group),
        relay(group),
        stand_back(group),
        disagreement(group),
        None if names is None else pair(group, names),
        self_and_others(group),
        trend(group),
        outline(group),
    )
    count = len(group.people)
    return TeamReport(
        title=f"团队里谁扛哪条线：{count} 人",
        people=count,
        notices=tuple(notice for notice in _notices(group, source) if notice),
        sections=tuple(view for view in views if view is not None),
        disclaimer=(
            f"这一页来自 {count} 人自己的选择，没有经过人群验证，不用于招聘、考核和定薪，也不给任何人排名次。"
            "先让各人看自己的那一份，再一起看这一页。"
        ),
    )


def _notices(group: Group, source: Source) -> tuple[str, ...]:
    skipped = f"有 {group.skipped} 份作答存疑，没有算进来。" if group.skipped else ""
    kept = f"{source.kept} 份用的是文件里存的数（同一个题库、同一版工具算的）" if source.kept else ""
    measured = f"{source.measured} 份是刚按现在的题库算的" if source.measured else ""
    both = "，".join(text for text in (kept, measured) if text)
    return (*source.remarks, skipped, replaced(group), f"{both}。" if both else "")


def team_data(group: Group, report: TeamReport) -> dict[str, Any]:
    """Return the report as one JSON object."""
    settings = group.settings
    return {
        "schema": SCHEMA,
        "bank": {"version": group.bank.version, "digest": group.bank.digest},
        "settings": settings._asdict(),
        "title": report.title,
        "people": report.people,
        "notices": list(report.notices),
        "views": {section.id: section_data(section) for section in report.sections},
        "disclaimer": report.disclaimer,
    }
