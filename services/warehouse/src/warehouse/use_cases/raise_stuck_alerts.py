"""Parcels that have stood still too long (rule ORD-4)."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ParcelStuck
from warehouse.store.parcels import lock_resting_parcels
from warehouse.store.policies import stuck_parcel_policy_at

LARGEST_SET = 500


async def raise_stuck_alerts(uow: UnitOfWork) -> int:
    """One alert a parcel, until it moves again. Returns how many were raised: LARGEST_SET means that there may be more."""
    policy = await stuck_parcel_policy_at(uow, moment=uow.now)
    resting = await lock_resting_parcels(uow, moved_before=uow.now - policy.longest_rest, count=LARGEST_SET)
    for parcel in resting:
        if not parcel.is_stuck(after=policy.longest_rest, now=uow.now) or parcel.reference is None:
            continue
        parcel.raise_alert(policy_version=policy.version, now=uow.now)
        uow.publish(
            ParcelStuck(
                reference=parcel.reference,
                carrier_code=parcel.carrier_code,
                tracking_number=parcel.tracking_number,
                last_moved_at=parcel.last_moved_at,
                raised_at=uow.now,
            )
        )
        after: dict[str, object] = {"last_moved_at": parcel.last_moved_at.isoformat(), "policy_version": policy.version}
        uow.audit("parcel.stuck", noun="parcel", noun_id=parcel.tracking_number, after=after)
        uow.changed("parcel", parcel.tracking_number)
    return len(resting)
