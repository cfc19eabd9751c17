"""Carriers' words without the people in them (rule ORD-5): receivers, neighbours and couriers, and their phones."""

import re

from warehouse.domain.receiver import HIDDEN_NAME

# A phone, also where blanks or dashes stand in it; a date has no seven digits in a row.
PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|\d{7,}")
# Who signed or took it in, named behind the word; places and cash on delivery are no persons.
WHO_SIGNED = re.compile(r"((?:签收人|代签人|代收人|代收(?!点|货))(?:[\s:：是为]*[【\[(（]?))([^\s,，.。;；:：、!！)）\]】]+)")
WHO_SIGNED_IN_ENGLISH = re.compile(r"(\b(?:signed (?:for )?by|received by|left with)\b[\s:]*)([^\s,;:()\[\]][^,;:()\[\]]*)", re.IGNORECASE)
TITLED = re.compile(r"[\u4e00-\u9fff]{1,3}(?=先生|女士|小姐|阿姨|师傅)")


def redacted(text: str) -> str:
    text = PHONE.sub("***", text)
    for named in (WHO_SIGNED, WHO_SIGNED_IN_ENGLISH):
        text = named.sub(rf"\g<1>{HIDDEN_NAME}", text)
    return TITLED.sub(HIDDEN_NAME, text)
