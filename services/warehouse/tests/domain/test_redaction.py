"""What is kept of carriers' words (rule ORD-5): the news, and nobody's name or phone."""

import pytest

from warehouse.domain.redaction import redacted


@pytest.mark.rule("ORD-5")
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("已签收，签收人：王女士", "已签收，签收人：**"),
        ("已签收,签收人是【张三】,感谢使用", "已签收,签收人是【**】,感谢使用"),
        ("您的快件已签收，签收人 李四。", "您的快件已签收，签收人 **。"),
        ("快件已代收，代收人：门卫赵六", "快件已代收，代收人：**"),
        ("已由王小红女士代收", "已由**女士代收"),
        ("正在派件，联系电话13812345678", "正在派件，联系电话***"),
        ("派件员电话 138 1234 5678，请保持畅通", "派件员电话 ***，请保持畅通"),
        ("网点电话0571-88888888", "网点电话0571-***"),
        ("DELIVERED, signed by J. SMITH", "DELIVERED, signed by **"),
    ],
)
def test_people_are_taken_out(said: str, kept: str) -> None:
    assert redacted(said) == kept


@pytest.mark.parametrize(
    "said",
    ["快件已由本人签收", "已存入菜鸟驿站代收点，请及时取件", "代收货款 35 元", "2026-11-22 10:00 离开杭州转运中心", "Arrived (Hangzhou)"],
)
def test_the_news_stays(said: str) -> None:
    assert redacted(said) == said
