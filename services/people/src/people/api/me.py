from typing import Annotated, Any

from fastapi import BackgroundTasks, Path, Request, Response
from pydantic import BaseModel, Field, JsonValue

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.problems import refusal_problem
from chassis.refusals import Refusal
from chassis.routes import Body, Here, Reader, Uow, transactional_router
from people.api.fields import Locale, Name, Secret
from people.api.parts import Passwords, Person, RealNow, Today
from people.api.sessions import SignedInAccountOut
from people.domain.preference import KEY_PATTERN
from people.queries.accounts import AccountRow, find_account_row
from people.queries.preferences import find_preference_row, list_preference_rows
from people.queries.sign_in_candidate import find_own_candidate
from people.use_cases.change_own_account import change_own_account
from people.use_cases.change_password import NewPassword, change_password
from people.use_cases.delete_preference import delete_preference
from people.use_cases.put_preference import put_preference

router = transactional_router("/v1/me", tag="me")
PreferenceKey = Annotated[str, Path(pattern=KEY_PATTERN, max_length=100)]


class MyChange(Body):
    """What is left out, or null, stays as it is."""

    name: Name | None = None
    locale: Locale | None = None


class PasswordChange(Body):
    current: Secret
    new: Secret


class PreferenceValue(Body):
    """Any JSON of up to 64 kB."""

    value: Annotated[JsonValue, Field(examples=[{"columns": ["number", "shop"]}])]


class PreferenceOut(BaseModel):
    key: str
    value: Any


def me_out(row: AccountRow) -> SignedInAccountOut:
    return SignedInAccountOut(
        id=row.id,
        login=row.login,
        name=row.name,
        locale=row.locale,
        permissions=[] if row.second_factor == "required" else row.permissions,
        shop_ids=row.shop_ids,
        second_factor=row.second_factor,
    )


@router.get("")
async def get_me(reader: Reader, person: Person, today: Today, response: Response) -> SignedInAccountOut:
    row = await find_account_row(reader, person.account_id, on=today)
    show_version(response, row.version)
    return me_out(row)


@router.patch("")
async def change_me(
    body: MyChange, uow: Uow, person: Person, version: ExpectedVersion, today: Today, response: Response
) -> SignedInAccountOut:
    await change_own_account(uow, account_id=person.account_id, expected_version=version, name=body.name, locale=body.locale)
    row = await find_account_row(uow.session, person.account_id, on=today)
    show_version(response, row.version)
    return me_out(row)


@router.post("/password", status_code=204, response_model=None)
async def change_my_password(
    body: PasswordChange, request: Request, uow: Uow, person: Person, passwords: Passwords, now: RealNow, here: Here,
    after: BackgroundTasks,
) -> Response | None:  # fmt: skip
    """Signs out all my other sessions. Wrong guesses of the present password lock this for 15 minutes (rule ORG-8)."""
    candidate = await find_own_candidate(uow.session, person.account_id)
    await uow.rollback()
    matches = await passwords.matches(candidate.password_hash, body.current)
    # Whether it matches or not: the time of a locked answer must not tell that the guess was right.
    new_hash = await passwords.hash(body.new)
    password = NewPassword(matches=matches, checked_hash=candidate.password_hash, plain=body.new, new_hash=new_hash)
    result = await change_password(uow, account_id=person.account_id, session_id=person.session_id, password=password, now=now)
    if isinstance(result, Refusal):
        await uow.commit()
        return refusal_problem(request, result)
    after.add_task(here.tokens.end, result)
    return None


@router.get("/preferences")
async def list_my_preferences(reader: Reader, paging: Paging, person: Person) -> Page[PreferenceOut]:
    (after,) = paging.after(str) or (None,)
    rows = await list_preference_rows(reader, account_id=person.account_id, after=after, limit=paging.limit + 1)
    shown = [PreferenceOut(key=row.key, value=row.value) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(rows[paging.limit - 1].key) if len(rows) > paging.limit else None)


@router.get("/preferences/{key}")
async def get_my_preference(key: PreferenceKey, reader: Reader, person: Person) -> PreferenceOut:
    row = await find_preference_row(reader, account_id=person.account_id, key=key)
    return PreferenceOut(key=row.key, value=row.value)


@router.put("/preferences/{key}")
async def put_my_preference(key: PreferenceKey, body: PreferenceValue, uow: Uow, person: Person, now: RealNow) -> PreferenceOut:
    """Kept in the account, so that it follows the person to another machine. No version: the last one to arrange it wins."""
    await put_preference(uow, account_id=person.account_id, key=key, value=body.value, now=now)
    row = await find_preference_row(uow.session, account_id=person.account_id, key=key)
    return PreferenceOut(key=row.key, value=row.value)


@router.delete("/preferences/{key}", status_code=204)
async def delete_my_preference(key: PreferenceKey, uow: Uow, person: Person) -> None:
    await delete_preference(uow, account_id=person.account_id, key=key)
