"""Pasted addresses, as buyers really write them (rule ORD-1)."""

import pytest

from orders.domain.address_line import parse_address_line

pytestmark = pytest.mark.rule("ORD-1")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "张三丰 13812345678 浙江省杭州市西湖区文三路100号2幢301室",
            ("张三丰", "13812345678", "浙江省", "杭州市", "西湖区", "", "文三路100号2幢301室"),
        ),
        (
            "浙江 杭州市 余杭区 五常街道 文一西路969号，李雷，138 0013 8000",
            ("李雷", "13800138000", "浙江省", "杭州市", "余杭区", "五常街道", "文一西路969号"),
        ),
        (
            "收货人：王芳 手机：+86 139-1111-2222 地址：北京市朝阳区望京街道阜通东大街6号",
            ("王芳", "13911112222", "北京市", "北京市", "朝阳区", "望京街道", "阜通东大街6号"),
        ),
        (
            "上海市市辖区浦东新区张江镇碧波路690号 陈先生 021-58888888",
            ("陈先生", "021-58888888", "上海市", "上海市", "浦东新区", "张江镇", "碧波路690号"),
        ),
        (
            "广西南宁市青秀区民族大道1号 欧阳明月 18607710000 530022",
            ("欧阳明月", "18607710000", "广西壮族自治区", "南宁市", "青秀区", "", "民族大道1号"),
        ),
        (
            "新疆维吾尔自治区伊犁哈萨克自治州霍城县清水河镇2号 阿依古丽 13999990000",
            ("阿依古丽", "13999990000", "新疆维吾尔自治区", "伊犁哈萨克自治州", "霍城县", "清水河镇", "2号"),
        ),
        (
            "江苏省苏州市昆山市花桥镇绿地大道1号,赵六,13700000000",
            ("赵六", "13700000000", "江苏省", "苏州市", "昆山市", "花桥镇", "绿地大道1号"),
        ),
    ],
)
def test_a_line_is_taken_apart(line: str, expected: tuple[str, ...]) -> None:
    fields = parse_address_line(line).fields
    assert tuple(fields[name] for name in ("name", "phone", "province", "city", "district", "town", "street")) == expected


def test_a_postcode_is_no_phone() -> None:
    assert parse_address_line("张三 310000 浙江省杭州市西湖区文三路1号 13812345678").fields["postcode"] == "310000"


def test_what_is_not_there_is_missing_and_not_guessed() -> None:
    parsed = parse_address_line("文三路100号")
    assert (parsed.fields["street"], parsed.missing) == ("文三路100号", ["name", "phone", "province", "city"])
