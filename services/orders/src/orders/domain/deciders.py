"""Who decided about what we had asked people to approve, as it is shown to people (rule APR-1)."""

from contracts.people import ApprovalDecided


def names_of_deciders(decision: ApprovalDecided) -> str:
    """Their names; of a decision that was sent before there were names, their accounts. "" when nobody decided: it was voided or withdrawn."""
    return ", ".join(decision.decided_by_names or decision.decided_by)
