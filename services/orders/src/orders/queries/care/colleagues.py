"""Who can be handed a complaint (rule CARE-3)."""

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

FIND = text("SELECT account_id, name, shops FROM care_colleague ORDER BY name, account_id LIMIT 500")


class ColleagueOut(BaseModel):
    """`shops` null: sees all."""

    account_id: str
    name: str
    shops: list[str] | None


async def find_colleagues(reader: AsyncSession) -> list[ColleagueOut]:
    return [ColleagueOut.model_validate(dict(row)) for row in (await reader.execute(FIND)).mappings()]
