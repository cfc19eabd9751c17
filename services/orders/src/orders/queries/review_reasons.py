"""Why orders are held: each reason with its stage and its words, those we come with and those of named rules (rule ORD-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.reasons import STAGES_OF_HOLDS, Hold, Stage, words_of

NAMED = text("SELECT code, stage, zh, en FROM review_rule WHERE CAST(:codes AS text[]) IS NULL OR code = ANY (CAST(:codes AS text[]))")


class HoldReason(BaseModel):
    """`stage`: who says yes to it: service, finance, platform or fake_orders."""

    code: str
    stage: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """The named rules of all versions, by code."""

    rules: Mapping[str, HoldReason]

    def reason(self, code: str) -> HoldReason:
        """What nobody knows any more is told by its code and waits for service."""
        known = self.rules.get(code)
        if known is not None:
            return known
        words = words_of(code)
        return HoldReason(code=code, stage=STAGES_OF_HOLDS.get(code, Stage.SERVICE), text_zh=words.zh, text_en=words.en)


async def find_named(reader: AsyncSession, codes: Sequence[str] | None = None) -> Named:
    """`codes` None: all."""
    rows = await reader.execute(NAMED, {"codes": None if codes is None else list(codes)})
    return Named(rules={row.code: HoldReason(code=row.code, stage=row.stage, text_zh=row.zh, text_en=row.en) for row in rows})


async def find_hold_reasons(reader: AsyncSession) -> list[HoldReason]:
    named = await find_named(reader)
    return [named.reason(code) for code in [*Hold, *sorted(set(named.rules) - set(Hold))]]
