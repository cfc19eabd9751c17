from chassis.uow import UnitOfWork


async def note_month_export(uow: UnitOfWork, *, month: str, sheets: dict[str, int]) -> None:
    """Who took a month for pay, and in which versions (rule SYS-2)."""
    uow.audit("month.exported", noun="attendance_month", noun_id=month, after={"sheets": sheets})
