"""Passwords (rule ORG-8): what is good enough, and Argon2id, off the event loop and a few at a time."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chassis.refusals import Invalid, Unavailable

SHORTEST = 10
LONGEST = 200
MOST_WAITING = 200

# Those of ten characters and more that lead the published lists of leaked passwords, and what people here would think of first.
COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "0987654321",
        "9876543210",
        "1234567891",
        "12345678910",
        "123456789a",
        "1234567890a",
        "a123456789",
        "a1234567890",
        "123456789q",
        "q123456789",
        "1q2w3e4r5t",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "qwertyuiop",
        "qwerty12345",
        "qwerty123456",
        "qwertyuiop123",
        "asdfghjkl1",
        "asdfghjkl;",
        "zxcvbnm123",
        "password123",
        "password1234",
        "password12",
        "password1!",
        "passw0rd123",
        "p@ssw0rd123",
        "iloveyou123",
        "letmein1234",
        "welcome123",
        "welcome1234",
        "admin12345",
        "admin123456",
        "administrator",
        "administrator1",
        "1111111111",
        "0000000000",
        "2222222222",
        "6666666666",
        "8888888888",
        "9999999999",
        "1122334455",
        "1212121212",
        "1231231231",
        "123123123123",
        "123321123321",
        "5201314520",
        "5201314521",
        "woaini1314",
        "woaini5201314",
        "woaini520520",
        "woaini123456",
        "aini1314520",
        "abc1234567",
        "abcd123456",
        "abcdef1234",
        "abcdefghij",
        "abc123456789",
        "aa123456789",
        "qq123456789",
        "a1b2c3d4e5",
        "wang123456",
        "zhang123456",
        "li123456789",
        "dianzhang123",
        "dianzhang1234",
        "dianzhang123456",
        "changeme123",
        "changeme1234",
        "football123",
        "baseball123",
        "superman123",
        "dragon12345",
        "monkey12345",
        "sunshine123",
        "princess123",
        "computer123",
        "internet123",
        "michael1234",
        "trustno1trustno1",
        "qazwsxedc123",
        "qazwsxedcrfv",
        "zaq12wsxcde3",
        "!qaz2wsx#edc",
        "1234qwerasdf",
        "1234567qwerty",
        "qwerasdfzxcv",
        "asdfasdfasdf",
        "testtest123",
        "test123456",
        "test1234567",
        "guest123456",
        "default123",
        "secret12345",
    ]
)


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    rule = "ORG-8"
    zh = "密码不够安全：至少 10 个字符，不能包含登录名，也不能是常见密码。"
    en = "The password is too weak: at least 10 characters, without the login in it, and no common password."


class PasswordWrong(Invalid):
    code = "password_wrong"
    rule = "ORG-8"
    zh = "当前密码不正确。"
    en = "The present password is not right."


class TooManySignIns(Unavailable):
    code = "too_many_sign_ins"
    zh = "登录的人太多，请几秒后再试。"
    en = "Too many people are signing in; please try again in a few seconds."


def check_quality(password: str, *, login: str) -> None:
    """Raises PasswordTooWeak."""
    plain = password.lower()
    if not SHORTEST <= len(password) <= LONGEST or login.lower() in plain or plain in COMMON or len(set(plain)) < 4:
        raise PasswordTooWeak


def new_password() -> str:
    """For an account that is made or reset: 96 random bits, shown once, easy to read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


class PasswordHashes:
    """Argon2id. A hash takes time and memory, so at most `at_once` are computed at a time, in threads.

    The defaults (40 MiB, 2 passes, 1 lane) are above the least that OWASP names (19 MiB, 2 passes). Chosen for 50 to 100 ms: nobody notices it at
    a sign-in, and a stolen hash costs the guesser as much for each try. Measured: 59 to 63 ms of CPU (19 MiB 27, 64 MiB 105) on one core of
    a server of 2026. Changed later, they hold for passwords set from then on.
    """

    def __init__(self, *, memory_kib: int = 40 * 1024, passes: int = 2, at_once: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._threads = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="argon2")
        self._waiting = 0
        # What an unknown login is checked against: it takes the same time as a known one.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """Raises TooManySignIns."""
        return await self._run(self._hash, password, "")

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """`password_hash` None stands for an unknown login: the work is done all the same. Raises TooManySignIns."""
        found = await self._run(self._verify, password, password_hash or self._nobody)
        return found == "yes" and password_hash is not None

    async def _run(self, work: Callable[[str, str], str], password: str, stored: str) -> str:
        if self._waiting >= MOST_WAITING:
            raise TooManySignIns
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, password, stored)
        finally:
            self._waiting -= 1

    def _hash(self, password: str, _: str) -> str:
        return self._hasher.hash(password)

    def _verify(self, password: str, stored: str) -> str:
        try:
            return "yes" if self._hasher.verify(stored, password) else "no"
        except (VerificationError, InvalidHashError):
            return "no"
