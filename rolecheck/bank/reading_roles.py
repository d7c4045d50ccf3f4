"""``roles`` of ``roles.yaml``, read along the format, and what no two roles may share."""

from functools import partial

from rolecheck.bank.characters import harmless, plain_name
from rolecheck.bank.reading import Fields
from rolecheck.bank.references import RoleIds
from rolecheck.bank.roles import Handover, Moment, Role
from rolecheck.bank.values import Once, Value

LEAST_LINES, MOST_LINES = 2, 12
"""One line is no choice; more than twelve nobody can tell apart."""


class RoleReader:
    """Reads all roles, then what only all of them together can show."""

    def __init__(self, ids: RoleIds) -> None:
        self._ids = ids
        self._names = Once("两个角色不能同名，请换一个名字。")
        self._lines = Once("一条责任线只由一个角色承担，请换一条。")
        self._owners: dict[str, str] = {}
        self._aliases: list[tuple[str, str, Value]] = []
        self._carried: set[str] = set()
        self._lines_clear = True

    def read(self, top: Fields) -> tuple[Role, ...]:
        """Return the roles in the order of the file."""
        roles = top.each("roles", self._role, LEAST_LINES, MOST_LINES, declares=(self._ids.roles,))
        for owner, name, alias in self._aliases:
            if self._owners.get(name, owner) != owner:
                alias.complain("是另一个角色的名字或 id。请删掉这个别名，或换一个。")
        self._check_every_line_is_carried(top)
        return roles

    def _role(self, fields: Fields) -> Role:
        ids = self._ids
        role = Role(
            id=fields.new_id(ids.roles),
            name=fields.text("name"),
            aliases=fields.texts("aliases", least=0),
            line=fields.reference("line", ids.lines),
            core_question=fields.text("core_question"),
            stands_up=fields.each("stands_up", partial(_moment, ids=ids)),
            answers_for=fields.texts("answers_for"),
            does_not_answer_for=fields.texts("does_not_answer_for"),
            duties=fields.texts("duties"),
            kpi=fields.texts("kpi"),
            says=fields.texts("says"),
            traps=fields.texts("traps", least=0),
            capabilities=fields.texts("capabilities", least=0),
            career=fields.texts("career", least=0),
            hands_over=fields.each("hands_over", partial(_handover, ids=ids), least=0),
            talk=fields.text("talk"),
            concepts=fields.optional_references("concepts", ids.concepts),
        )
        self._remember(role, fields)
        return role

    def _remember(self, role: Role, fields: Fields) -> None:
        self._names.note(plain_name(role.name), fields.get("name"))
        for name in (role.name, role.id):
            self._owners.setdefault(plain_name(name), role.id)
        values = fields.get("aliases")
        aliases = (values.items() if values else None) or []
        self._aliases += [
            (role.id, plain_name(alias), value) for alias, value in zip(role.aliases, aliases, strict=True) if alias
        ]
        # A role whose line is broken, unknown or taken meant some other line; which one is not ours to guess.
        if self._lines.note(role.line, fields.get("line")) and role.line in self._ids.lines.lines:
            self._carried.add(role.line)
        else:
            self._lines_clear = False

    def _check_every_line_is_carried(self, top: Fields) -> None:
        if not (self._lines_clear and self._ids.roles.complete and self._ids.lines.complete):
            return
        for line, number in self._ids.lines.lines.items():
            if line not in self._carried:
                where = f"责任线 {harmless(line)} 没有角色承担。"
                top.problems.add(number, f"{where}请在 roles 里给它一个角色，或删掉这条线。")


def _moment(fields: Fields, ids: RoleIds) -> Moment:
    return Moment(stage=fields.reference("stage", ids.stages), when=fields.text("when"))


def _handover(fields: Fields, ids: RoleIds) -> Handover:
    return Handover(to=fields.reference("to", ids.roles), what=fields.text("what"))
