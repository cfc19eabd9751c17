"""What other areas know of a customer."""

from typing import Annotated

from fastapi import Depends

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import Reader, transactional_router
from orders.permissions import Permission
from orders.queries.customers.customer_list import CustomerId
from orders.queries.customers.file_panels import CustomerCasesOut, CustomerCreditOut, find_cases_of_customer, find_credit_of_customer

router = transactional_router("/v1/customers", tag="customers")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_CUSTOMERS))]


@router.get("/{customer_id}/cases")
async def list_customer_cases(
    customer_id: CustomerId, reader: Reader, actor: ReadingActor, _: Annotated[Actor, Depends(requires(Permission.READ_CASES))]
) -> CustomerCasesOut:
    """After-sales cases of the customer's orders in your shops."""
    return await find_cases_of_customer(reader, customer_id=customer_id, actor=actor)


@router.get("/{customer_id}/credit")
async def list_customer_credit(
    customer_id: CustomerId, reader: Reader, actor: ReadingActor, _: Annotated[Actor, Depends(requires(Permission.READ_CREDIT))]
) -> CustomerCreditOut:
    """The customer's credit as a buyer of your shops (rule ORD-6)."""
    return await find_credit_of_customer(reader, customer_id=customer_id, actor=actor)
