from datetime import datetime

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.approvals.default_routes import DEFAULT_ROUTES, FROM_THE_BEGINNING
from people.store.approvals.routes import add_missing_routes


async def ensure_default_routes(uow: UnitOfWork, *, now: datetime) -> None:
    """Safe to run at every start: version 1 of each kind that has none (rules APR-1, SYS-6)."""
    await add_missing_routes(
        uow,
        [
            {
                "id": new_id(),
                "kind": route.kind,
                "number": 1,
                "name_zh": route.name_zh,
                "name_en": route.name_en,
                "steps": [step.model_dump(mode="json") for step in route.steps],
                "reason": "",
                "effective_from": FROM_THE_BEGINNING,
                "created_at": now,
                "created_by": "system",
                "published_at": now,
                "published_by": "system",
                "version": 1,
            }
            for route in DEFAULT_ROUTES
        ],
    )
