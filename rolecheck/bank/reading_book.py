"""``roles.yaml``, read along its format: the frame around the roles."""

from functools import partial

from rolecheck.bank.reading import Fields, read_record
from rolecheck.bank.reading_advice import AdviceReader
from rolecheck.bank.reading_roles import LEAST_LINES, MOST_LINES, RoleReader
from rolecheck.bank.references import RoleIds
from rolecheck.bank.roles import STAND_BACK, Cell, Dimension, Essay, Line, RoleBook, Separation, Stage, Tension
from rolecheck.bank.values import Once


def read_book(top: Fields, ids: RoleIds) -> RoleBook:
    """Return the book of roles, and declare its ids."""
    return RoleBook(
        version=top.text("version"),
        essays=top.each("essays", partial(_essay, ids=ids), least=0, declares=(ids.essays, ids.concepts)),
        stages=top.each("stages", partial(_stage, ids=ids), declares=(ids.stages,)),
        lines=top.each("lines", partial(_line, ids=ids), LEAST_LINES, MOST_LINES, declares=(ids.lines,)),
        roles=RoleReader(ids).read(top),
        dimensions=top.each("dimensions", partial(_dimension, ids=ids), least=0),
        separations=_separations(top, ids),
        tensions=top.each("tensions", partial(_tension, ids=ids), least=0),
        advice=AdviceReader(ids).read(top),
    )


def _separations(top: Fields, ids: RoleIds) -> tuple[Separation, ...]:
    """Return what tells pairs of roles apart; a bank may do without."""
    if top.get("separations") is None:
        return ()
    once = Once("一对角色只写一条，请删掉一条。")
    return top.each("separations", partial(_separation, ids=ids, once=once), least=0)


def _essay(fields: Fields, ids: RoleIds) -> Essay:
    essay = fields.new_id(ids.essays)
    glosses = fields.table("concepts")
    if glosses is None or not essay:
        ids.concepts.complete = False
    concepts: dict[str, str] = {}
    for gloss in glosses or ():
        concept = gloss.name()
        if concept:
            ids.concepts.declare(f"{essay}/{concept}", gloss.key.line)
        else:
            ids.concepts.complete = False
        concepts[concept] = gloss.text()
    return Essay(
        id=essay,
        title=fields.text("title"),
        published=fields.optional_text("published"),
        concepts=concepts,
    )


def _stage(fields: Fields, ids: RoleIds) -> Stage:
    return Stage(id=fields.new_id(ids.stages), name=fields.text("name"))


def _line(fields: Fields, ids: RoleIds) -> Line:
    line = Line(id=fields.new_id(ids.lines), name=fields.text("name"), short=fields.text("short"))
    if line.id == STAND_BACK:
        fields.complain("id", f"不能是 {STAND_BACK}，它留给退后的选项。请给这条责任线换一个 id。")
    return line


def _dimension(fields: Fields, ids: RoleIds) -> Dimension:
    cells: dict[str, Cell] = {}
    for value in fields.table("cells", least=1) or ():
        role = value.name()
        if role:
            ids.roles.use(role, value.key.line, fields.problems)
        cell = read_record(value, partial(_cell, ids=ids))
        if cell is not None:
            cells[role] = cell
    return Dimension(id=fields.new_id(ids.dimensions), name=fields.text("name"), cells=cells)


def _cell(fields: Fields, ids: RoleIds) -> Cell:
    return Cell(text=fields.text("text"), concepts=fields.optional_references("concepts", ids.concepts))


def _separation(fields: Fields, ids: RoleIds, once: Once) -> Separation:
    between = fields.references("between", ids.roles, 2, 2)
    if len(between) == 2:
        once.note(" ".join(sorted(between)), fields.get("between"))
    return Separation(
        between=between,
        text=fields.text("text"),
        concepts=fields.optional_references("concepts", ids.concepts),
    )


def _tension(fields: Fields, ids: RoleIds) -> Tension:
    return Tension(
        id=fields.new_id(ids.tensions),
        name=fields.text("name"),
        roles=fields.references("roles", ids.roles),
        between=fields.references("between", ids.concepts),
        says=fields.text("says"),
        reading=fields.text("reading"),
    )
