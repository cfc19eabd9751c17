from chassis.uow import UnitOfWork


async def note_results_export(uow: UnitOfWork, *, rows: int, asked: dict[str, str]) -> None:
    """Who took which training results (rule SYS-2)."""
    uow.audit("training_results.exported", noun="training_results", noun_id="training_results", after={"rows": rows, "asked": asked})
