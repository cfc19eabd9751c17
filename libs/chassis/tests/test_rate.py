"""The quota of requests a minute."""

from chassis.rate import MinuteQuota, Spent


def test_a_caller_has_its_quota_in_each_minute_and_no_more() -> None:
    quota = MinuteQuota()
    assert [quota.spend("a", quota=2, now=61.5) for _ in range(3)] == [Spent(True, 1, 59), Spent(True, 0, 59), Spent(False, 0, 59)]
    assert quota.spend("b", quota=2, now=119.9).within
    assert quota.spend("a", quota=2, now=119.9) == Spent(False, 0, 1)
    assert quota.spend("a", quota=2, now=120.0) == Spent(True, 1, 60)
