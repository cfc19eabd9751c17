"""The migrations make the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

import orders.domain.aftersales.case
import orders.domain.aftersales.claim
import orders.domain.aftersales.difference
import orders.domain.aftersales.line_money
import orders.domain.aftersales.picture
import orders.domain.aftersales.platform_request
import orders.domain.aftersales.policy
import orders.domain.aftersales.refund
import orders.domain.bulk_review
import orders.domain.care.buyer_review
import orders.domain.care.callback
import orders.domain.care.callback_plan
import orders.domain.care.colleague
import orders.domain.care.complaint
import orders.domain.care.contact
import orders.domain.care.feedback_policy
import orders.domain.care.mediation
import orders.domain.care.policy
import orders.domain.care.problem_classes
import orders.domain.care.quality
import orders.domain.care.service_figures
import orders.domain.care.standard_answer
import orders.domain.customers.data_export
import orders.domain.customers.erasure
import orders.domain.customers.file
import orders.domain.customers.levels
import orders.domain.gift_rule
import orders.domain.integrity.credit
import orders.domain.integrity.mark
import orders.domain.integrity.policy
import orders.domain.integrity.replay
import orders.domain.integrity.suspicion
import orders.domain.invoice
import orders.domain.knowledge_version
import orders.domain.order
import orders.domain.plan
import orders.domain.policy
import orders.domain.presale
import orders.domain.price_change
import orders.domain.review_draft
import orders.domain.review_replay
import orders.domain.review_rules
import orders.domain.ship_clock
import orders.domain.shop
import orders.domain.sku
import orders.domain.tally
import orders.domain.timeline  # noqa: F401 - each import makes its tables known
from chassis.migrations import HOUSE_TABLES
from chassis.testing import TestDatabase
from orders.domain.model import Model


def test_models_and_migrations_agree(database: TestDatabase) -> None:
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and name in (*HOUSE_TABLES, "alembic_version"))

    engine = create_engine(database.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, Model.metadata) == []
    engine.dispose()
