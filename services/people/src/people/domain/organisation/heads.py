"""Who may lead a unit (rule ORG-1)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from people.domain.organisation.employee import Employee, EmployeeNotFound
from people.domain.organisation.timeline import UnitFacts
from people.domain.organisation.unit import HeadIsDeputy, HeadNotHere


def check_heads(facts: UnitFacts, known: Mapping[UUID, Employee], *, on: date) -> None:
    """Raises EmployeeNotFound, HeadNotHere, HeadIsDeputy."""
    if facts.head_id is not None and facts.head_id == facts.deputy_id:
        raise HeadIsDeputy
    for employee_id in (facts.head_id, facts.deputy_id):
        if employee_id is None:
            continue
        employee = known.get(employee_id)
        if employee is None:
            raise EmployeeNotFound
        if not employee.works_on(on):
            raise HeadNotHere(name=employee.name, day=on)
