"""Pages of care's lists: each shop's rows come from its index, so that a clerk of one small shop waits no longer than who sees all."""

from collections.abc import Sequence

from sqlalchemy import TextClause, text


def page_query(*, table: str, columns: str, conditions: Sequence[str], order: str, shops: list[str] | None, after: bool) -> TextClause:
    """`order` is "due_at ASC" or "opened_at DESC"; the id breaks ties. `:shops` and `:limit` are bound by the caller, and `:after_at`, `:after_id`
    when `after`. Rows are called `c` in `columns` and `conditions`.
    """
    column, way = order.split(" ")
    tests = [*conditions]
    if after:
        tests.append(f"(c.{column}, c.id) {'>' if way == 'ASC' else '<'} (:after_at, :after_id)")
    sorted_by = f"ORDER BY c.{column} {way}, c.id {way} LIMIT :limit"
    if shops is None:
        where = " AND ".join(tests) or "true"
        return text(f"SELECT {columns} FROM {table} c WHERE {where} {sorted_by}")
    where = " AND ".join(["c.shop_id = one.shop_id", *tests])
    return text(f"""
        SELECT {columns} FROM unnest(CAST(:shops AS text[])) AS one (shop_id)
            CROSS JOIN LATERAL (SELECT * FROM {table} c WHERE {where} {sorted_by}) c
        {sorted_by}
    """)


def shops_asked(*, seen: list[str] | None, shop_id: str | None) -> list[str] | None:
    """The shops whose rows are wanted; None: all."""
    if shop_id is None:
        return seen
    return [shop_id] if seen is None or shop_id in seen else []
