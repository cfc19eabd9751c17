"""A new version of the tree of problem classes, from now on; what was classified stays (rule CARE-6)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from orders.domain.care.problem_classes import ProblemClass, ProblemTree, TreeChangedMeanwhile, check_tree
from orders.store.care.problem_trees import newest_tree_version


async def publish_problem_tree(uow: UnitOfWork, *, based_on: int, classes: Sequence[ProblemClass], note: str) -> ProblemTree:
    """`based_on` is the version that was changed. Raises TreeNotWhole, TreeChangedMeanwhile."""
    check_tree(classes)
    newest = await newest_tree_version(uow)
    if newest != based_on:
        raise TreeChangedMeanwhile(version=newest)
    tree = ProblemTree(
        version=newest + 1,
        classes=[one.model_dump() for one in classes],
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(tree)
    after: dict[str, object] = {"version": tree.version, "classes": tree.classes}
    uow.audit("problem_tree.published", noun="problem_tree", noun_id=str(tree.version), after=after, reason=note or None)
    uow.changed("problem_tree", str(tree.version))
    return tree
