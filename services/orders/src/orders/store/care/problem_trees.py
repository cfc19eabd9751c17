"""Versions of the tree of problem classes."""

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.care.problem_classes import DEFAULT_CLASSES, Classes, ProblemClass, ProblemTree

LOCK = text("LOCK TABLE problem_tree IN SHARE ROW EXCLUSIVE MODE")
NEWEST = select(ProblemTree).order_by(ProblemTree.version.desc()).limit(1)


async def classes_now(uow: UnitOfWork) -> Classes:
    tree = await uow.session.scalar(NEWEST)
    return Classes(DEFAULT_CLASSES if tree is None else [ProblemClass.model_validate(one) for one in tree.classes])


async def newest_tree_version(uow: UnitOfWork) -> int:
    """0 is the tree that the software comes with. Nobody else adds a version until this transaction ends."""
    await uow.session.execute(LOCK)
    tree = await uow.session.scalar(NEWEST)
    return 0 if tree is None else tree.version
