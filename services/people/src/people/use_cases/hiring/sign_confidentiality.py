from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.hiring.papers import (
    ConfidentialitySignature,
    SignedAlready,
    SignedAnother,
    SignedLater,
    Signing,
    TextNotInForce,
)
from people.domain.ids import shown_employee
from people.domain.organisation.employee import EmployeeHasLeft
from people.store.hiring.files import add_signature, find_text, has_signed, text_in_force
from people.store.organisation.employees import lock_employee


@dataclass(frozen=True, kw_only=True)
class Signed:
    """`text_digest` None: on paper, whose text HR vouches for."""

    text_number: int
    text_digest: str | None
    signed_on: date
    how: Signing
    note: str


async def sign_confidentiality(uow: UnitOfWork, *, employee_id: UUID, signed: Signed) -> ConfidentialitySignature:
    """Which text, who, when and how (rule ORG-6). On screen exactly the text in force is signed, as it was shown.

    Raises EmployeeNotFound, EmployeeHasLeft, TextNotFound, TextNotInForce, SignedAnother, SignedAlready, SignedLater.
    """
    employee = await lock_employee(uow, employee_id)
    if not employee.works_on(uow.today):
        raise EmployeeHasLeft(name=employee.name)
    if signed.signed_on > uow.today:
        raise SignedLater
    text = await find_text(uow, signed.text_number)
    current = await text_in_force(uow, on=uow.today)
    if signed.how == Signing.ON_SCREEN and (current is None or current.number != text.number):
        raise TextNotInForce(number=text.number, current="–" if current is None else current.number)
    if signed.text_digest is not None and signed.text_digest != text.digest:
        raise SignedAnother(number=text.number)
    if await has_signed(uow, employee_id=employee_id, text_number=text.number):
        raise SignedAlready(name=employee.name, number=text.number)
    signature = ConfidentialitySignature(
        employee_id=employee_id,
        text_number=text.number,
        text_digest=text.digest,
        signed_on=signed.signed_on,
        how=signed.how,
        note=signed.note,
        recorded_by=uow.actor.name,
        recorded_at=uow.now,
    )
    await add_signature(uow, signature)
    shown = shown_employee(employee_id)
    after: dict[str, object] = {"text": text.number, "digest": text.digest, "signed_on": signed.signed_on.isoformat(), "how": signed.how}
    uow.audit("confidentiality.signed", noun="employee", noun_id=shown, after=after, reason=signed.note or None)
    uow.changed("personnel_file", shown)
    return signature
