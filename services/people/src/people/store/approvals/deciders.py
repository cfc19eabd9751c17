"""Who can be found to decide: accounts behind employees, holders of roles and positions, delegates. Only those who can sign in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork

# Who left still belongs to the company on the last day.
FIT = "a.disabled_at IS NULL AND (e.id IS NULL OR e.left_on IS NULL OR e.left_on >= :on)"
EMPLOYEE_OF = text("SELECT id FROM employee WHERE account_id = :account_id")
FIT_EMPLOYEES = text(
    f"SELECT e.id, a.id AS account_id FROM employee e JOIN account a ON a.id = e.account_id WHERE e.id = ANY(:employees) AND {FIT}"
)
FIT_ACCOUNTS = text(
    f"SELECT a.id, e.id AS employee_id FROM account a LEFT JOIN employee e ON e.account_id = a.id WHERE a.id = ANY(:accounts) AND {FIT}"
)
ROLE_HOLDERS = text(f"""
    SELECT DISTINCT a.id, e.id AS employee_id FROM role r JOIN role_sources_on(:on) s ON s.role_id = r.id JOIN account a ON a.id = s.account_id
    LEFT JOIN employee e ON e.account_id = a.id WHERE r.code = :code AND {FIT} ORDER BY a.id
""")
POSITION_HOLDERS = text("""
    SELECT employee_id FROM assignment WHERE position_id = :position_id AND valid_from <= :on AND (valid_until IS NULL OR valid_until > :on)
    ORDER BY main DESC, valid_from, employee_id
""")
POSITION_OPEN = text("SELECT EXISTS (SELECT FROM position WHERE id = :position_id AND (closed_on IS NULL OR closed_on > :on))")
ANY_HEAD = text("""
    SELECT EXISTS (SELECT FROM unit_period WHERE head_id IS NOT NULL AND valid_from <= :on AND (valid_until IS NULL OR valid_until > :on))
""")
DELEGATIONS = "ended_at IS NULL AND :on BETWEEN from_on AND until_on AND (kinds IS NULL OR :kind = ANY(kinds))"
DELEGATED_TO = text(
    f"""
    SELECT DISTINCT from_account_id FROM approval_delegation d JOIN account a ON a.id = d.from_account_id AND a.disabled_at IS NULL
    WHERE to_account_id = :account_id AND {DELEGATIONS} ORDER BY 1
    """
)
HAVE_DELEGATED = text(f"""
    SELECT DISTINCT from_account_id FROM approval_delegation d JOIN account a ON a.id = d.to_account_id AND a.disabled_at IS NULL
    WHERE from_account_id = ANY(:accounts) AND to_account_id <> :requester AND {DELEGATIONS}
""")
EMPLOYEES_OF = text("SELECT account_id, id FROM employee WHERE account_id = ANY(:accounts)")
ROLE_NAMES = text("SELECT name_zh, name_en FROM role WHERE code = :code")
NAME = text("SELECT name FROM account WHERE id = :account_id")


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who can sign in; not everybody with an account is an employee."""

    account_id: UUID
    employee_id: UUID | None


async def employee_of(uow: UnitOfWork, account_id: UUID) -> UUID | None:
    return await uow.session.scalar(EMPLOYEE_OF, {"account_id": account_id})


async def fit_employees(uow: UnitOfWork, employees: Sequence[UUID]) -> dict[UUID, Fit]:
    rows = await uow.session.execute(FIT_EMPLOYEES, {"employees": list(employees), "on": uow.today})
    return {row.id: Fit(row.account_id, row.id) for row in rows}


async def fit_accounts(uow: UnitOfWork, accounts: Collection[UUID]) -> list[Fit]:
    rows = await uow.session.execute(FIT_ACCOUNTS, {"accounts": list(accounts), "on": uow.today})
    return sorted((Fit(row.id, row.employee_id) for row in rows), key=lambda fit: fit.account_id)


async def role_holders(uow: UnitOfWork, code: str) -> list[Fit]:
    return [Fit(row.id, row.employee_id) for row in await uow.session.execute(ROLE_HOLDERS, {"code": code, "on": uow.today})]


async def role_names(uow: UnitOfWork, code: str) -> tuple[str, str]:
    """In Chinese and English; a code that no role has is its own name."""
    row = (await uow.session.execute(ROLE_NAMES, {"code": code})).one_or_none()
    return (code, code) if row is None else (row.name_zh, row.name_en)


async def position_holders(uow: UnitOfWork, position_id: UUID) -> list[UUID]:
    return list((await uow.session.scalars(POSITION_HOLDERS, {"position_id": position_id, "on": uow.today})).all())


async def position_is_open(uow: UnitOfWork, position_id: UUID, *, on: date) -> bool:
    return bool(await uow.session.scalar(POSITION_OPEN, {"position_id": position_id, "on": on}))


async def any_unit_has_a_head(uow: UnitOfWork, *, on: date) -> bool:
    return bool(await uow.session.scalar(ANY_HEAD, {"on": on}))


async def delegated_to(uow: UnitOfWork, account_id: UUID, *, kind: str) -> list[UUID]:
    """In whose place this account may decide requests of the kind today."""
    return list((await uow.session.scalars(DELEGATED_TO, {"account_id": account_id, "kind": kind, "on": uow.today})).all())


async def have_delegated(uow: UnitOfWork, accounts: Collection[UUID], *, kind: str, requester_id: UUID) -> set[UUID]:
    """Those with somebody in their place today; the requester cannot be that."""
    asked = {"accounts": list(accounts), "kind": kind, "requester": requester_id, "on": uow.today}
    return set((await uow.session.scalars(HAVE_DELEGATED, asked)).all())


async def employees_of(uow: UnitOfWork, accounts: Collection[UUID]) -> dict[UUID, UUID]:
    """Whether or not they can still sign in."""
    return {row.account_id: row.id for row in await uow.session.execute(EMPLOYEES_OF, {"accounts": list(accounts)})}


async def name_of(uow: UnitOfWork, account_id: UUID) -> str:
    return await uow.session.scalar(NAME, {"account_id": account_id}) or "?"
