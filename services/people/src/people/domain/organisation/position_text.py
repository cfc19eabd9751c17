"""Between a description as it is written and as it is kept."""

from uuid import UUID

from chassis.ids import new_id
from people.domain.organisation.description import DescriptionText
from people.domain.organisation.position import DescriptionState, PositionDescription


def draft_of(text: DescriptionText, *, position_id: UUID, number: int, written_by: str) -> PositionDescription:
    draft = PositionDescription(
        id=new_id(),
        position_id=position_id,
        number=number,
        state=DescriptionState.DRAFT,
        effective_from=None,
        written_by=written_by,
        published_at=None,
        published_by=None,
        version=1,
    )
    write(draft, text)
    return draft


def write(description: PositionDescription, text: DescriptionText) -> None:
    """Every field of `text` in place of what stood there."""
    for name, value in text.model_dump(mode="json", exclude={"superior_id", "role_ids"}).items():
        setattr(description, name, value)
    description.superior_id = text.superior_id
    description.role_ids = list(dict.fromkeys(text.role_ids))


def text_of(description: PositionDescription) -> DescriptionText:
    return DescriptionText.model_validate({name: getattr(description, name) for name in DescriptionText.model_fields})
