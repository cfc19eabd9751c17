import asyncio
import time

import pytest

from people.domain.password import PasswordHashes, PasswordTooWeak, TooManySignIns, check_quality, new_password


@pytest.mark.rule("ORG-8")
@pytest.mark.parametrize("password", ["", "123456789", "1234567890", "Password123", "wang.fang-2026", "abababababab", "8888888888"])
def test_weak_passwords(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        check_quality(password, login="wang.fang")


def test_good_passwords() -> None:
    for password in ("correct horse", "中国电商部门的密码很长", new_password()):
        check_quality(password, login="wang.fang")


def test_new_passwords_differ() -> None:
    assert len({new_password() for _ in range(100)}) == 100


@pytest.mark.rule("ORG-8")
async def test_a_hash_is_argon2id_and_does_not_block_the_loop() -> None:
    passwords = PasswordHashes()
    stored = await passwords.hash("correct horse")
    assert stored.startswith("$argon2id$v=19$m=40960,t=2,p=1$")
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - before)

    watcher = asyncio.create_task(watch())
    assert await passwords.matches(stored, "correct horse")
    assert not await passwords.matches(stored, "wrong horse")
    assert not await passwords.matches(None, "correct horse")
    assert not await passwords.matches("no hash at all", "correct horse")
    watcher.cancel()
    assert longest < 0.5, "one hash of 40 MiB on a slow machine would take longer if it ran in the loop, four surely"


async def test_only_so_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.domain.password.MOST_WAITING", 1)
    passwords = PasswordHashes(memory_kib=8, passes=1)
    first = asyncio.create_task(passwords.hash("correct horse"))
    await asyncio.sleep(0)
    with pytest.raises(TooManySignIns):
        await passwords.hash("correct horse")
    assert (await first).startswith("$argon2id$")
