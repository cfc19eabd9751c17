"""The roles that every house starts with. Permission codes belong to the services that check them; here they are only text."""

from dataclasses import dataclass

from people.domain.grants import EVERYTHING
from people.domain.rights import Reach
from people.domain.role import ADMINISTRATOR


@dataclass(frozen=True, kw_only=True)
class StandardRole:
    code: str
    name_zh: str
    name_en: str
    permissions: tuple[str, ...]
    reach: Reach = Reach.ALL


SERVICES = ("people", "catalog", "warehouse", "orders", "channels")
SEES_TRADE = (
    "orders.orders.read",
    "orders.figures.read",
    "orders.policies.read",
    "warehouse.stock.read",
    "warehouse.shipments.read",
    "warehouse.parcels.read",
    "warehouse.returns.read",
    "catalog.skus.read",
    "channels.shops.read",
    "channels.write_backs.read",
)

# What everybody may do for themselves. Rows are their own: who leads units sees those of their people.
STAFF = (
    "people.role_grants.request",
    "people.organisation.read",
    "people.own_file.use",
    # Of the people that somebody leads.
    "people.conduct.record",
    "people.attendance.own",
    "people.attendance_policies.read",
    # Of the units that somebody leads.
    "people.rotas.plan",
    "people.leave.request",
    "people.months.read",
    "people.months.sign",
    "people.months.object",
    "people.trainings.read",
    "people.meetings.read",
    "people.meetings.hold",
    "people.tasks.work",
    "people.files.read",
    "people.files.file",
)

# From the request for people to their last day. Files are HR's alone.
HIRES = (
    "people.requisitions.read",
    "people.requisitions.open",
    "people.candidates.read",
    "people.candidates.interview",
    "people.offers.make",
    "people.probations.decide",
)
KEEPS_PEOPLE = (
    *HIRES,
    "people.candidates.keep",
    "people.candidates.reveal",
    "people.employees.hire",
    "people.employees.move",
    "people.leavings.handle",
    "people.personnel_files.read",
    "people.personnel_files.keep",
)

# Trainings of everybody, meetings and documents of every unit.
KEEPS_RECORDS = (
    "people.trainings.plan",
    "people.training_results.read",
    "people.meetings.oversee",
    "people.files.oversee",
)

# Complaints, call-backs and the shop's word in mediations.
CARES = (
    "orders.complaints.read",
    "orders.complaints.open",
    "orders.complaints.handle",
    "orders.callbacks.make",
    "orders.mediations.read",
    "orders.mediations.speak_for_sellers",
)

# Leave and the attendance months of everybody.
JUDGES_FAKE_ORDERS = ("orders.suspicions.read", "orders.suspicions.decide", "orders.fake_order_cases.read", "orders.credit.read")
KEEPS_ATTENDANCE = ("people.leave.read", "people.leave.keep", "people.months.read_all", "people.months.keep")

STANDARD_ROLES = (
    StandardRole(code=ADMINISTRATOR, name_zh="管理员", name_en="Administrator", permissions=(EVERYTHING,)),
    # Sees everything, and decides what the others may not decide alone.
    StandardRole(
        code="director",
        name_zh="总监",
        name_en="Director",
        permissions=(
            *SEES_TRADE,
            "orders.orders.review",
            "orders.orders.review_finance",
            "orders.orders.cancel",
            "orders.orders.regroup",
            "orders.orders.rewrite",
            "orders.prices.change",
            "orders.cases.read",
            "orders.cases.open",
            "orders.cases.decide",
            "orders.claims.handle",
            "orders.case_pictures.see",
            "orders.refunds.pay_by_hand",
            *CARES,
            "orders.mediations.decide",
            "orders.callbacks.plan",
            *JUDGES_FAKE_ORDERS,
            "orders.fake_order_appeals.decide",
            "orders.malicious_refunds.note",
            "orders.customers.read",
            "orders.customers.edit",
            "orders.customers.merge",
            "orders.orders.export",
            "orders.receivers.reveal",
            "orders.policies.publish",
            "warehouse.warehouses.manage",
            "warehouse.shipments.pack_without_scan",
            "warehouse.weights.accept",
            "warehouse.policies.set",
            "channels.order_imports.read",
            "channels.inbound_messages.read",
            "channels.webhooks.read",
            "people.accounts.read",
            "people.roles.read",
            "people.role_grants.read",
            "people.role_grants.manage",
            "people.api_clients.read",
            *STAFF,
            "people.attendance.read",
            "people.attendance_policies.publish",
            "people.leave.read",
            "people.months.read_all",
            "people.organisation.change",
            "people.positions.describe",
            "people.positions.publish",
            "people.headcounts.plan",
            "people.employees.read",
            *HIRES,
            "people.approvals.read",
            "people.approval_routes.read",
            "people.approval_routes.publish",
            *KEEPS_RECORDS,
            *(f"{service}.audit.read" for service in SERVICES),
        ),
    ),
    StandardRole(
        code="shop_manager", name_zh="店长", name_en="Shop manager", permissions=(*SEES_TRADE, "orders.*", "channels.*", "catalog.*")
    ),
    StandardRole(
        code="order_clerk",
        name_zh="审单客服",
        name_en="Order clerk",
        permissions=(
            *SEES_TRADE,
            "orders.orders.place",
            "orders.orders.review",
            "orders.orders.cancel",
            "orders.orders.regroup",
            "orders.orders.rewrite",
            "orders.prices.change",
            *JUDGES_FAKE_ORDERS,
            "orders.customers.read",
            "orders.cases.read",
            "orders.cases.open",
            "orders.cases.decide",
            "orders.complaints.read",
            "orders.complaints.open",
            "orders.claims.handle",
            "orders.case_pictures.see",
            "orders.orders.export",
            "orders.attention.resolve",
            "orders.receivers.reveal",
            "channels.order_imports.run",
            "channels.order_imports.read",
            "channels.write_backs.push",
        ),
    ),
    # Packing without a scan and setting up warehouses are the director's to allow.
    StandardRole(
        code="warehouse_keeper",
        name_zh="仓库管理员",
        name_en="Warehouse keeper",
        permissions=(
            "warehouse.stock.read",
            "warehouse.stock.keep",
            "warehouse.shipments.read",
            "warehouse.shipments.pick",
            "warehouse.shipments.pack",
            "warehouse.shipments.ship",
            "warehouse.labels.print",
            "warehouse.parcels.read",
            "warehouse.parcels.track",
            "warehouse.returns.read",
            "warehouse.returns.receive",
            "warehouse.returns.inspect",
            "catalog.skus.read",
        ),
    ),
    StandardRole(
        code="customer_service",
        name_zh="客服",
        name_en="Customer service",
        permissions=(
            *SEES_TRADE,
            *CARES,
            "orders.receivers.reveal",
            "orders.malicious_refunds.note",
            "orders.customers.read",
            "orders.customers.edit",
            "orders.customers.merge",
            "orders.cases.read",
            "orders.cases.open",
            "orders.cases.decide",
            "orders.claims.handle",
            "orders.case_pictures.see",
        ),
    ),
    StandardRole(
        code="developer",
        name_zh="开发人员",
        name_en="Developer",
        permissions=(
            *SEES_TRADE,
            "channels.*",
            "orders.orders.place",
            "orders.buyers_requests.send",
            "people.api_clients.read",
            "people.api_clients.manage",
            *(f"{service}.dead_letters.handle" for service in SERVICES),
        ),
    ),
    StandardRole(code="staff", name_zh="员工", name_en="Staff", permissions=STAFF, reach=Reach.OWN),
    # Keeps the organisation and the people's papers; roles and accounts stay the administrator's.
    StandardRole(
        code="hr",
        name_zh="人事",
        name_en="Human resources",
        permissions=(
            *STAFF,
            "people.attendance.read",
            "people.attendance.keep",
            "people.attendance_photos.see",
            "people.attendance_policies.publish",
            "people.punches.send",
            *KEEPS_ATTENDANCE,
            "people.organisation.change",
            "people.positions.describe",
            "people.positions.publish",
            "people.headcounts.plan",
            "people.employees.read",
            "people.employees.change",
            "people.employees.reveal",
            *KEEPS_PEOPLE,
            *KEEPS_RECORDS,
        ),
    ),
    # Named by the routes of approvals (rules APR-2, APR-5): a stocktake is adjusted when both agree.
    StandardRole(
        code="finance",
        name_zh="财务",
        name_en="Finance",
        permissions=(
            *STAFF,
            "orders.orders.read",
            "orders.orders.review_finance",
            "orders.cases.read",
            "orders.claims.handle",
            "orders.refunds.pay_by_hand",
            "orders.figures.read",
            "warehouse.stock.read",
        ),
    ),
    StandardRole(
        code="warehouse_head",
        name_zh="仓库负责人",
        name_en="Head of warehouse",
        permissions=(*STAFF, "warehouse.*", "catalog.skus.read"),
    ),
)
