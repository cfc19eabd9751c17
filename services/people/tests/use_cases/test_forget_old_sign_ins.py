from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import text

from people.use_cases.forget_old_sign_ins import KEEP_SESSIONS, forget_old_sign_ins
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, sign_in

KEPT = text(
    "SELECT (SELECT count(*) FROM session WHERE ended_at IS NULL), (SELECT count(*) FROM session), (SELECT count(*) FROM sign_in_guard)"
)


async def test_what_is_long_over_is_forgotten_and_nothing_else(house: House, app: FastAPI) -> None:
    over = await house.sign_in(BOSS, BOSS_PASSWORD)
    await over.ask("DELETE", "/v1/sessions/current")
    await sign_in(house.client, "nobody", "not the password")

    async def kept_after(passed: timedelta) -> tuple[int, ...]:
        async with app.state.context.new_system_uow("test") as uow:
            await forget_old_sign_ins(uow, now=datetime.now(UTC) + passed)
            kept = (await uow.session.execute(KEPT)).one()
            await uow.commit()
        return tuple(kept)

    # The guards: of two logins, and of the one address.
    assert await kept_after(timedelta(minutes=29)) == (1, 2, 3)
    assert await kept_after(timedelta(minutes=31)) == (1, 2, 0)
    assert await kept_after(KEEP_SESSIONS + timedelta(minutes=1)) == (1, 1, 0)
    assert await kept_after(2 * KEEP_SESSIONS + timedelta(minutes=1)) == (0, 0, 0)
