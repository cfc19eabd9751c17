from channels.domain.platforms import taobao
from channels.domain.platforms.registry import ADAPTERS
from channels.domain.summary import summarise
from services.channels.tests.domain.samples import SAMPLES, TERMS, sample

FOLDERS = {
    "taobao": "taobao",
    "jd": "jd",
    "pdd": "pinduoduo",
    "douyin": "douyin",
    "shopify": "shopify",
    "woocommerce": "woocommerce",
    "amazon": "amazon",
}


def test_a_page_is_counted_with_its_reasons() -> None:
    found = summarise(taobao.parse(sample("taobao/trades_sold_get_page.json"), TERMS))
    assert (found.made, found.held, found.refused) == (0, 1, 0)
    assert found.reasons == {"quantity_not_told": 1}


def test_every_sample_payload_is_orders_or_a_reason() -> None:
    sample("MANIFEST.json")
    for folder, platform in FOLDERS.items():
        for path in sorted((SAMPLES / folder).glob("*.json")):
            reading = ADAPTERS[platform](path.read_bytes(), TERMS, "")
            found = summarise(reading)
            assert found.made + found.held + found.refused == len(reading.results), path.name
            assert found.held == 0 or found.reasons, path.name
            assert reading.results or reading.refunds or reading.told_total == 0, path.name
