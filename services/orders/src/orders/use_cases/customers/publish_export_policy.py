"""A new version of what may be exported without approval and for how long a file lies there, from a date on (rules ORD-5, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import ExportParameters, ExportPolicy, ExportPolicyInThePast
from orders.store.customers.data_exports import next_export_policy_version


async def publish_export_policy(
    uow: UnitOfWork, *, parameters: ExportParameters, effective_from: datetime | None, note: str
) -> ExportPolicy:
    """`effective_from` None means now. Raises ExportPolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise ExportPolicyInThePast
    policy = ExportPolicy(
        version=await next_export_policy_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("export_policy.published", noun="export_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("export_policy", str(policy.version))
    return policy
