import pytest

from channels.domain.draft import Receiver
from channels.domain.receiver import from_one_text, is_ciphertext, readable


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("广东深圳市福田区测试路66号", ("广东", "深圳市", "福田区", "", "测试路66号", "")),
        ("浙江省，杭州市，西湖区，文三路 1 号", ("浙江省", "杭州市", "西湖区", "", "文三路 1 号", "")),
        ("浙江省 杭州市 西湖区 文新街道 文三路1号(310000)", ("浙江省", "杭州市", "西湖区", "文新街道", "文三路1号", "310000")),
        ("上海上海市浦东新区张江镇科苑路88号", ("上海", "上海市", "浦东新区", "张江镇", "科苑路88号", "")),
        ("北京朝阳区建国路1号", ("北京", "北京市", "朝阳区", "", "建国路1号", "")),
        ("内蒙古自治区 呼和浩特市 新城区 中山路2号", ("内蒙古自治区", "呼和浩特市", "新城区", "", "中山路2号", "")),
        ("新疆维吾尔自治区 伊犁哈萨克自治州 伊宁市 解放路3号", ("新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市", "", "解放路3号", "")),
        ("浙江省杭州市西湖区文三路1号 13800138000", ("浙江省", "杭州市", "西湖区", "", "文三路1号 13800138000", "")),
        ("969 Market Street", ("", "", "", "", "969 Market Street", "")),
        ("", ("", "", "", "", "", "")),
    ],
)
def test_an_address_in_one_text_is_parted_at_what_names_its_parts(address: str, parts: tuple[str, ...]) -> None:
    found = from_one_text(address, name="张三")
    assert (found.province, found.city, found.district, found.town, found.street, found.postcode) == parts
    assert found.name == "张三"


def test_nothing_of_an_address_is_lost() -> None:
    found = from_one_text("湖北省仙桃市某某大道5号楼")
    assert found.province + found.city + found.district + found.town + found.street == "湖北省仙桃市某某大道5号楼"


def test_a_mask_is_taken_before_ciphertext() -> None:
    cipher = "~AgAAAAK3kLMNOP123456QRSTU~1~"
    assert is_ciphertext(cipher)
    assert readable(cipher, "张**") == "张**"
    assert readable("张三", "张**") == "张三"
    assert readable(cipher) == ""


@pytest.mark.parametrize(
    "plain", ["张三", "John Smith", "13800138000", "Av. Brasil, 432", "Christopher-Maximilian", "#12幢3单元东侧门面房1201"]
)
def test_a_name_is_no_ciphertext(plain: str) -> None:
    assert not is_ciphertext(plain)


def test_a_masked_receiver_says_so() -> None:
    assert Receiver(name="张**").masked
    assert Receiver(phone="138****0000").masked
    assert not Receiver(name="张三", phone="13800138000").masked
