"""The ids of this area, as they travel."""

from typing import Annotated
from uuid import UUID

from chassis.ids import prefixed, show_id

RequisitionId = Annotated[UUID, *prefixed("rqn")]
HeadcountRequestId = Annotated[UUID, *prefixed("hcr")]
CandidateId = Annotated[UUID, *prefixed("cnd")]
InterviewNoteId = Annotated[UUID, *prefixed("ivn")]
OfferId = Annotated[UUID, *prefixed("ofr")]
MoveId = Annotated[UUID, *prefixed("mov")]
LeavingId = Annotated[UUID, *prefixed("lvg")]
LeavingItemId = Annotated[UUID, *prefixed("lvi")]
ContractId = Annotated[UUID, *prefixed("ctr")]
ConductId = Annotated[UUID, *prefixed("cdt")]
DissentId = Annotated[UUID, *prefixed("dst")]
TalkId = Annotated[UUID, *prefixed("tlk")]


def shown(prefix: str, value: UUID) -> str:
    return show_id(prefix, value)
