"""Tables as people upload them."""

import io

import pytest
import xlsxwriter

from chassis.tables import MOST_ROWS, ColumnsMissing, TableRow, TableTooLong, TableUnreadable, read_table

COLUMNS = {"sku": ("SKU", "商品编码"), "quantity": ("Quantity", "数量"), "note": ("Note", "备注")}
REQUIRED = ("sku", "quantity")


def workbook(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_people_save_it_in(encoding: str) -> None:
    rows = read_table("数量,商品编码\n3,茶杯-红\n\n4, B \n".encode(encoding), columns=COLUMNS, required=REQUIRED)
    assert rows == [
        TableRow(number=2, cells={"quantity": "3", "sku": "茶杯-红"}),
        TableRow(number=4, cells={"quantity": "4", "sku": "B"}),
    ]


def test_a_workbook_keeps_whole_numbers_whole_and_row_numbers_as_seen() -> None:
    rows = read_table(workbook(["SKU*", "Quantity"], ["A", 12], [None, None], [6901234567892, "x"]), columns=COLUMNS, required=REQUIRED)
    assert [(row.number, row.cells["sku"], row.cells["quantity"]) for row in rows] == [(2, "A", "12"), (4, "6901234567892", "x")]


def test_a_short_row_has_empty_cells_and_a_guarded_cell_its_own_text() -> None:
    rows = read_table(b"sku;quantity;note\n'-A;1\n", columns=COLUMNS, required=REQUIRED)
    assert rows[0].cells == {"sku": "-A", "quantity": "1", "note": ""}


def test_a_row_knows_what_the_file_calls_its_columns_and_which_it_lacks() -> None:
    (row,) = read_table("数量,商品编码\n3,A\n".encode(), columns=COLUMNS, required=REQUIRED)
    assert row.headings == {"quantity": "数量", "sku": "商品编码"}
    assert "note" not in row.cells


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ColumnsMissing, match="Quantity"):
        read_table(b"sku\nA\n", columns=COLUMNS, required=REQUIRED)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0rubbish", b"\xff\xfe\xff", b"a\0b", b"\x81"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises((TableUnreadable, ColumnsMissing)):
        read_table(content, columns=COLUMNS, required=REQUIRED)


def test_more_rows_than_a_file_may_have() -> None:
    with pytest.raises(TableTooLong):
        read_table(b"sku,quantity\n" + b"A,1\n" * (MOST_ROWS + 1), columns=COLUMNS, required=REQUIRED)
