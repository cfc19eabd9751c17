"""Permissions that several of the standard roles have together. Codes belong to the services that check them; here they are only text."""

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

# Gifts, pre-sales and invoices.
SEES_SALES = ("orders.gift_rules.read", "orders.presales.read", "orders.invoices.read", "orders.invoices.request")
KEEPS_SALES = (*SEES_SALES, "orders.balances.note")

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

# Reviews of buyers, what is answered to them, and what they say of products.
ANSWERS_REVIEWS = (
    "orders.buyer_reviews.read",
    "orders.buyer_reviews.tell",
    "orders.buyer_reviews.answer",
    "orders.standard_answers.edit",
    "orders.quality.read",
)
LEADS_CARE = ("orders.problem_trees.publish", "orders.improvements.edit", "orders.service_figures.read")
# Through an API client.
TELLS_FEEDBACK = ("orders.buyer_reviews.tell", "orders.contacts.tell")
