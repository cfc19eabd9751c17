"""Loads and saves API clients. Their owner is locked before them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from chassis.database import constraint_of
from chassis.uow import UnitOfWork
from people.domain.account import Account
from people.domain.api_client import ApiClient, ApiClientNameTaken, ApiClientNotFound, OwnerUnusable


async def save_api_client(uow: UnitOfWork, client: ApiClient) -> None:
    """Raises ApiClientNameTaken."""
    name = client.name
    uow.session.add(client)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        if constraint_of(error) == "uq_api_client_name":
            raise ApiClientNameTaken(name=name) from error
        raise


async def find_api_client(uow: UnitOfWork, client_id: UUID) -> ApiClient | None:
    """Locked, because a token that is issued notes when it was."""
    return await uow.session.scalar(select(ApiClient).where(ApiClient.id == client_id).with_for_update())


async def lock_api_client(uow: UnitOfWork, client_id: UUID) -> ApiClient:
    """Raises ApiClientNotFound."""
    client = await find_api_client(uow, client_id)
    if client is None:
        raise ApiClientNotFound
    return client


async def lock_owner(uow: UnitOfWork, account_id: UUID) -> None:
    """Who leaves at the same moment either takes the client along or cannot be given it. Raises OwnerUnusable."""
    owner = await uow.session.scalar(select(Account).where(Account.id == account_id).with_for_update(read=True))
    if owner is None or owner.disabled:
        raise OwnerUnusable


async def must_be_in_use(uow: UnitOfWork, account_id: UUID) -> None:
    """Asked while the client is locked: who leaves at the same moment waits for it, and then takes it along. Raises OwnerUnusable."""
    if await uow.session.scalar(select(Account.disabled_at).where(Account.id == account_id)) is not None:
        raise OwnerUnusable


async def lock_clients_of(uow: UnitOfWork, owner_id: UUID) -> Sequence[ApiClient]:
    found = select(ApiClient).where(ApiClient.owner_id == owner_id).order_by(ApiClient.id).with_for_update()
    return (await uow.session.scalars(found)).all()
