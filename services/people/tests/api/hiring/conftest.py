import pytest

from services.people.tests.firm import Firm
from services.people.tests.recruiting import Recruiting


@pytest.fixture
def recruiting(firm: Firm) -> Recruiting:
    return Recruiting(firm)
