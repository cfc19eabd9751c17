"""Who decided, as people are shown it: by name, also where the message is of before there were names (rule APR-1)."""

from datetime import UTC, datetime

from contracts.people import ApprovalDecided
from orders.domain.deciders import names_of_deciders

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DECIDED = ApprovalDecided(
    approval_id="apr_1", kind="refund", reference="asc_1", outcome="approved", content_digest="sha256:1", decided_at=NOW,
    takes_effect_at=NOW, decided_by=["acc_7", "acc_9"], comment="", decided_by_names=["王主管", "李总"],
)  # fmt: skip


def test_deciders_have_names() -> None:
    assert names_of_deciders(DECIDED) == "王主管, 李总"


def test_the_form_of_before_still_reads_and_shows_the_accounts() -> None:
    old_form = DECIDED.model_dump_json(exclude={"decided_by_names"})
    assert "王主管" not in old_form
    assert names_of_deciders(ApprovalDecided.model_validate_json(old_form)) == "acc_7, acc_9"


def test_nobody_decided_what_was_withdrawn() -> None:
    assert names_of_deciders(DECIDED.model_copy(update={"decided_by": [], "decided_by_names": []})) == ""
