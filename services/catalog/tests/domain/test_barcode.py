import pytest

from catalog.domain.barcode import is_right


@pytest.mark.parametrize("barcode", ["6901234567892", "96385074", "036000291452", "10614141000415", "ABC-12", "12345"])
def test_right_barcodes(barcode: str) -> None:
    assert is_right(barcode)


@pytest.mark.parametrize("barcode", ["6901234567890", "96385075", "036000291453"])
def test_a_wrong_check_digit_is_seen(barcode: str) -> None:
    assert not is_right(barcode)
