"""What the demo company sells: 100 products in 5 variants each, made from word lists, always the same."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

KINDS = (
    ("保温杯", "Thermos cup", 320, "39.90"),
    ("马克杯", "Mug", 380, "25.00"),
    ("雨伞", "Umbrella", 450, "49.00"),
    ("双肩包", "Backpack", 820, "129.00"),
    ("收纳盒", "Storage box", 600, "32.50"),
    ("毛巾", "Towel", 180, "19.90"),
    ("拖鞋", "Slippers", 300, "29.90"),
    ("台灯", "Desk lamp", 950, "159.00"),
    ("抱枕", "Cushion", 520, "45.00"),
    ("砧板", "Chopping board", 1200, "68.00"),
)
SERIES = (("晨光", "Dawn"), ("山野", "Hills"), ("素简", "Plain"), ("星河", "Galaxy"), ("江南", "Jiangnan"), ("拾光", "Gleam"), ("云朵", "Cloud"), ("青禾", "Sprout"), ("北欧", "Nordic"), ("竹节", "Bamboo"))  # fmt: skip
COLOURS = (("白", "white"), ("黑", "black"), ("红", "red"), ("蓝", "blue"), ("绿", "green"))


@dataclass(frozen=True)
class Goods:
    sku: str
    product: str
    name_zh: str
    name_en: str
    barcode: str
    weight_g: int
    price: Decimal


def assortment() -> list[Goods]:
    return list(_goods())


def _goods() -> Iterator[Goods]:
    number = 0
    for place, (kind_zh, kind_en, weight, price) in enumerate(KINDS):
        for row, (series_zh, series_en) in enumerate(SERIES):
            for colour, (colour_zh, colour_en) in enumerate(COLOURS):
                number += 1
                yield Goods(
                    sku=f"DZ{place}{row}-{colour + 1}",
                    product=f"DZ{place}{row}",
                    name_zh=f"{series_zh}{kind_zh} {colour_zh}",
                    name_en=f"{series_en} {kind_en.lower()}, {colour_en}",
                    barcode=_ean13(f"69012{number:07d}"),
                    weight_g=weight + 10 * colour,
                    price=Decimal(price) + row,
                )


def _ean13(body: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{(10 - total % 10) % 10}"


def catalog_file(goods: list[Goods]) -> bytes:
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    rows.writerow(["SKU", "Product number", "Name (Chinese)", "Name (English)", "Barcode", "Weight (g)", "Brand"])
    rows.writerows([one.sku, one.product, one.name_zh, one.name_en, one.barcode, one.weight_g, "店长优选"] for one in goods)
    return buffer.getvalue().encode("utf-8-sig")


def stock_file(goods: list[Goods], *, warehouse: str, chance: random.Random) -> bytes:
    """Most lie in plenty, a few are scarce, and each warehouse lacks some that the other has."""
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    rows.writerow(["SKU", "Warehouse", "Quantity", "Bin"])
    for place, one in enumerate(goods):
        if chance.random() < 0.1:
            continue
        pieces = chance.randrange(2, 9) if chance.random() < 0.06 else chance.randrange(60, 300)
        rows.writerow([one.sku, warehouse, pieces, f"{'ABCDE'[place // 100]}-{place // 10 % 10 + 1:02d}-{place % 10 + 1:02d}"])
    return buffer.getvalue().encode("utf-8-sig")
