import io
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from channels.domain.files.parse import ParsedFile, parse_file
from channels.domain.files.tables import FileRefused
from channels.domain.files.template import COLUMNS, template_csv, template_xlsx
from channels.domain.summary import summarise
from services.channels.tests.domain.samples import TERMS, sample

HEAD = "Order number*,SKU*,Quantity*,Amount paid*,Ordered at,Status"


def parsed(text: str | bytes, name: str = "orders.csv") -> ParsedFile:
    return parse_file(text.encode() if isinstance(text, str) else text, name, TERMS)


def workbook(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.close()
    return buffer.getvalue()


def test_one_row_a_line_and_the_total_on_each_is_one_order() -> None:
    found = parsed(f"{HEAD}\nA1,S1,1,90.00,2026/1/5 9:03,\nA1,S2,2,90.00,2026/1/5 9:03,\nA2,S1,1,10,2026-01-05 09:04:00,待付款\n")
    assert (found.dialect, found.row_errors, found.row_count) == ("dianzhang", [], 3)
    first, second = found.orders
    assert (first.order.platform_order_no, first.order.state, first.order.paid_amount) == ("A1", "ready", Decimal("90.00"))
    assert [(line.platform_line_no, line.sku, line.quantity) for line in first.order.lines] == [("1", "S1", 1), ("2", "S2", 2)]
    assert first.order.placed_at == datetime(2026, 1, 5, 1, 3, tzinfo=UTC)
    assert first.rows == (2, 3)
    assert second.order.state == "awaiting_payment"


def test_every_bad_row_is_named_at_once() -> None:
    found = parsed(
        f"{HEAD}\n,S1,1,1,2026-01-05,\nB,S1,two,1,2026-01-05,\nC,S1,1,abc,soon,\nD,,0,5,2026-01-05,\nE,S1,1,5,2026-01-05,\n"
        "E,S1,1,6,2026-01-05,\nF,S1,1,1,2026-01-05,wrong\n1.23457E+17,S1,1,1,2026-01-05,\nG,S1,1,,2026-01-05,\n"
    )
    assert {(e.row, e.column, e.code) for e in found.row_errors} == {
        (2, "Order number*", "order_number_missing"),
        (3, "Quantity*", "unreadable_quantity"),
        (4, "Amount paid*", "unreadable_amount"),
        (4, "Ordered at", "unreadable_time"),
        (5, "SKU*", "value_missing"),
        (5, "Quantity*", "quantity_not_positive"),
        (7, "Amount paid*", "order_rows_differ"),
        (8, "Status", "unknown_state"),
        (9, "Order number*", "number_mangled"),
        (10, "Amount paid*", "value_missing"),
    }
    assert found.orders == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_same_file_in_any_encoding(encoding: str) -> None:
    text = "订单号,商品ID,商品名称,订购数量,下单时间,订单金额,京东价\nJD-1,55,商品甲,1,2026-01-15 10:00:00,500.00,250.00\n"
    found = parsed(text.encode(encoding))
    assert found.dialect == "jd"
    assert found.orders[0].order.lines[0].title == "商品甲"


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters(delimiter: str) -> None:
    text = f"{HEAD}\nA1,S1,1,90.00,2026-01-05,\n".replace(",", delimiter)
    assert parsed(text).orders[0].order.platform_order_no == "A1"


def test_headers_that_end_in_a_blank_or_carry_a_bom_are_known() -> None:
    found = parsed(
        "\ufeff订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额\r\n1,178.8,0.0,上海,2020-02-21 00:00:00,,0.0\r\n"
    )
    assert (found.dialect, found.orders[0].order.state) == ("tmall_report", "awaiting_payment")


def test_a_title_above_the_header_and_empty_rows_are_skipped() -> None:
    found = parsed(f"订单导出 2026,,,,,\n\n{HEAD}\n\nA1,S1,1,90.00,2026-01-05,\n,,,,,\n")
    assert [order.rows for order in found.orders] == [(5,)]


def test_what_spreadsheets_write_around_numbers_is_taken_off() -> None:
    found = parsed(f'{HEAD}\n"=""00123""",S1\t,1.0,"1,090.00",2026/1/5 9:03:00,\n')
    order = found.orders[0].order
    assert (order.platform_order_no, order.lines[0].sku, order.paid_amount) == ("00123", "S1", Decimal("1090.00"))


def test_a_workbook_with_real_dates_numbers_and_day_numbers() -> None:
    head = ["Order number*", "SKU*", "Quantity*", "Amount paid*", "Ordered at", "Status"]
    found = parsed(workbook(head, [12345, "S1", 2, 90.3, datetime(2026, 1, 5, 9, 3), ""], ["A2", "S1", 1, 1, 46027.37708333, ""]), "o.xlsx")
    assert found.row_errors == []
    assert [o.order.platform_order_no for o in found.orders] == ["12345", "A2"]
    assert found.orders[0].order.paid_amount == Decimal("90.30")
    assert {o.order.placed_at for o in found.orders} == {datetime(2026, 1, 5, 1, 3, tzinfo=UTC)}


def test_an_order_number_that_a_spreadsheet_rounded_is_an_error_and_never_guessed() -> None:
    head = ["Order number*", "SKU*", "Quantity*", "Amount paid*"]
    found = parsed(workbook(head, [2231958349000000001, "S1", 1, 1]), "o.xlsx")
    assert [(e.row, e.code) for e in found.row_errors] == [(2, "number_mangled")]


def test_a_credit_note_is_set_aside_with_its_reason() -> None:
    found = parsed("InvoiceNo,StockCode,Quantity,UnitPrice\nC1,D,-1,27.5\n2,A,1,1\n")
    assert [(aside.order_no, aside.code, aside.rows) for aside in found.set_aside] == [("C1", "credit_note", (2,))]
    assert len(found.orders) == 1


def test_a_shopify_export_repeats_only_the_name() -> None:
    found = parsed(
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Total,Shipping,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem sku,Shipping Name,Shipping Address1,Shipping City,Shipping Country,Id\n"
        "#1001,b@example.com,paid,2026-01-05 09:03:00 -0500,unfulfilled,USD,35.00,5.00,2026-01-05 09:02:00 -0500,1,Tea,10.00,T1,Bob,S 1,LA,US,450789469\n"
        "#1001,b@example.com,,,,,,,2026-01-05 09:02:00 -0500,2,Pot,10.00,P1,,,,,\n"
    )
    (order,) = found.orders
    assert (order.order.platform_order_no, order.order.state, order.order.currency) == ("450789469", "ready", "USD")
    assert [(line.sku, line.quantity) for line in order.order.lines] == [("T1", 1), ("P1", 2)]
    assert order.order.placed_at == datetime(2026, 1, 5, 14, 2, tzinfo=UTC)
    assert order.receiver.street == "S 1"


def test_a_woocommerce_export() -> None:
    found = parsed(
        "Order ID,Order Status,Order Date,Order Total Amount,Order Shipping Amount,SKU,Item Name,Quantity,Item Cost,"
        "First Name (Shipping),Last Name (Shipping),Country Code (Shipping)\n"
        "727,Processing,2026-03-22 16:28,29.35,10.00,Bar3,Ship,1,12.00,John,Doe,US\n728,On hold,2026-03-22 16:28,1,0,Bar3,Ship,1,1,J,D,US\n"
    )
    assert [(o.order.platform_order_no, o.order.state, o.receiver.name) for o in found.orders] == [
        ("727", "ready", "John Doe"),
        ("728", "do_not_ship", "J D"),
    ]


def test_a_pinduoduo_export_with_words_for_states_and_refunds() -> None:
    head = sample("exports/pdd_orders_header_only_27col.csv").decode().strip()
    row = "茶,260105-1,待发货,33.30,0,3.00,0.30,0,30.00,29,3,,,1,红,2\t,SKU-A,,,无售后或售后取消,,,2026-01-05 09:03:00,,,,"
    found = parsed(f"{head}\n{row}\n{row.replace('260105-1', '260105-2').replace('无售后或售后取消', '退款成功')}\n")
    first, second = (o.order for o in found.orders)
    assert (first.state, first.refund, first.discount_amount, first.lines[0].platform_line_no) == ("ready", "none", Decimal("3.30"), "1-2")
    assert second.refund == "done"


def test_a_taobao_export_of_orders_with_several_kinds_does_not_guess_the_lines() -> None:
    head = sample("exports/taobao_orders_header_only.csv").decode().strip().split(",")
    values = {"订单编号": '="2231958349000000001"', "买家实际支付金额": "90", "总金额": "100", "订单状态": "买家已付款，等待卖家发货",
              "宝贝标题": "茶", "宝贝种类": "2", "宝贝总数量": "3", "订单创建时间": "2026-01-05 09:03:00", "联系手机": "'13800138000",
              "收货人姓名": "张三", "收货地址": "浙江省 杭州市 西湖区 文三路1号"}  # fmt: skip
    several = parsed(",".join(head) + "\n" + ",".join(values.get(name, "") for name in head))
    assert (several.orders[0].order.lines, several.orders[0].order.state) == ([], "unknown")
    values["宝贝种类"] = "1"
    found = parsed(",".join(head) + "\n" + ",".join(values.get(name, "") for name in head)).orders[0]
    assert (found.order.platform_order_no, found.order.state, found.order.lines[0].quantity) == ("2231958349000000001", "ready", 3)
    assert (found.receiver.phone, found.receiver.city) == ("13800138000", "杭州市")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"   \n", "file_empty"),
        (b"a,b\n1,2\n", "headers_unknown"),
        (b"PK\x03\x04 not a zip", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "workbook_unreadable"),
        (b"\xef\xbb\xbf\xff\xff", "encoding_unknown"),
        (b"a," * 400 + b"\n", "too_many_rows"),
        (HEAD.encode() + b"\n" + b"A,S,1,1,,\n" * 20_020, "too_many_rows"),
    ],
)
def test_a_file_that_is_no_order_file_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        parsed(content)
    assert refused.value.code == code


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("make", [template_csv, template_xlsx])
def test_our_template_is_known_and_its_example_is_no_order(language: str, make: object) -> None:
    assert callable(make)
    found = parsed(make(language), "template")
    assert (found.dialect, found.orders, found.row_errors) == ("dianzhang", [], [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_without_its_prefix_is_a_whole_order(language: str) -> None:
    text = template_csv(language).decode("utf-8-sig").replace("示例", "X").replace("EXAMPLE", "X")
    (found,) = parsed(text).orders
    assert (found.order.state, found.order.lines[0].quantity, found.order.paid_amount) == ("ready", 2, Decimal("90.00"))
    assert found.receiver.phone == "13800138000"
    assert found.reasons == []


def test_every_column_of_the_template_has_a_heading_in_both_languages() -> None:
    for language in ("zh", "en"):
        headings = [column.heading(language) for column in COLUMNS]
        assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    ("name", "made", "held", "refused"),
    [
        ("tmall/order_report_rows_1_2000.csv", 313, 1687, 0),
        ("uci_online_retail/first_2500_rows.csv", 0, 131, 7),
        ("exports/jd_orders_multiline.csv", 0, 2, 0),
        ("exports/youzan_orders_mixed.csv", 1, 2, 0),
        ("exports/pdd_orders_header_only_27col.csv", 0, 0, 0),
        ("exports/taobao_orders_header_only.csv", 0, 0, 0),
    ],
)
def test_every_order_of_a_sample_is_made_held_or_refused_and_none_is_lost(name: str, made: int, held: int, refused: int) -> None:
    content = sample(name)
    found = parse_file(content, name, TERMS)
    summary = summarise(found)
    assert (summary.made, summary.held, summary.refused) == (made, held, refused)
    assert found.row_errors == []
    numbers = {line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()[1:] if line and "header_only" not in name}
    assert len(numbers) == made + held + refused
    in_gbk = summarise(parse_file(content.decode("utf-8-sig").encode("gb18030"), name, TERMS))
    assert in_gbk == summary


@given(st.text(max_size=200))
def test_any_text_under_our_header_is_orders_or_named_rows(text: str) -> None:
    try:
        found = parsed(f"{HEAD}\n{text}")
    except FileRefused:
        return
    assert all(error.row >= 2 and error.code for error in found.row_errors)


@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=12)), max_size=5
    )
)
def test_any_cells_under_our_header_are_orders_or_named_rows(rows: list[tuple[str, ...]]) -> None:
    found = parsed(workbook(HEAD.split(","), *[list(row) for row in rows]), "o.xlsx")
    for order in found.orders:
        assert order.order.platform_order_no
        assert order.order.lines[0].quantity >= 1


@given(st.binary(max_size=100))
def test_any_bytes_are_a_file_or_a_reason(content: bytes) -> None:
    with suppress(FileRefused):
        assert parsed(content).dialect


def test_orders_on_two_sheets_are_refused_and_not_half_taken() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in ("March", "April", "May, still empty"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Order number*", "SKU*", "Quantity*", "Amount paid*"])
        if "empty" not in name:
            sheet.write_row(1, 0, [name, "S1", "1", "9.50"])
    book.close()
    with pytest.raises(FileRefused) as refused:
        parse_file(buffer.getvalue(), "orders.xlsx", TERMS)
    assert (refused.value.code, refused.value.detail) == ("several_sheets", "March, April")
