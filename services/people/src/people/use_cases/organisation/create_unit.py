from datetime import date

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_unit
from people.domain.organisation.heads import check_heads
from people.domain.organisation.timeline import Span, UnitFacts
from people.domain.organisation.tree import check_tree
from people.domain.organisation.unit import Unit, UnitCodeTaken
from people.store.organisation.units import add_unit, employees_of, enter_tree, load_spans, unit_code_taken


async def create_unit(uow: UnitOfWork, *, code: str, facts: UnitFacts, valid_from: date) -> Unit:
    """From a past day too: what was there and never entered.

    Raises UnitCodeTaken, EmployeeNotFound, HeadNotHere, HeadIsDeputy, SeveralTops, ParentNotThere, TreeTooDeep.
    """
    await enter_tree(uow)
    if await unit_code_taken(uow, code):
        raise UnitCodeTaken(unit=code)
    check_heads(facts, await employees_of(uow, facts.leaders), on=valid_from)
    unit = Unit(id=new_id(), code=code, created_at=uow.now, version=1)
    spans = [Span(valid_from=valid_from, valid_until=None, facts=facts)]
    check_tree({**await load_spans(uow), unit.id: spans}, since=valid_from)
    await add_unit(uow, unit, spans)
    after = {"code": code, "valid_from": valid_from.isoformat(), **facts.shown()}
    uow.audit("unit.created", noun="unit", noun_id=shown_unit(unit.id), after=after)
    uow.changed("unit", shown_unit(unit.id))
    return unit
