"""The figures kept beside the orders."""

from sqlalchemy import text

from chassis.uow import UnitOfWork

# Only one job runs this at a time, so nobody else waits for the rows of order_tally.
FOLD = text("""
    WITH taken AS (DELETE FROM order_tally_delta RETURNING bucket, shop_id, currency, fact, orders, amount)
    INSERT INTO order_tally (bucket, shop_id, currency, fact, orders, amount)
    SELECT bucket, shop_id, currency, fact, sum(orders), sum(amount) FROM taken
    GROUP BY bucket, shop_id, currency, fact ORDER BY bucket, shop_id, currency, fact
    ON CONFLICT (bucket, shop_id, currency, fact) DO UPDATE SET
        orders = order_tally.orders + excluded.orders, amount = order_tally.amount + excluded.amount
""")


async def fold_deltas(uow: UnitOfWork) -> None:
    await uow.session.execute(FOLD)
