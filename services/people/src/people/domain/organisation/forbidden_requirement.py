"""Requirements that the rules forbid (rule ORG-10): experience in fake orders (rule ORD-6) can neither be asked for nor be a duty.

Finding and refusing fake orders is honest work: a text that says so passes.
"""

import re
import unicodedata
from collections.abc import Iterator

from chassis.refusals import FieldError, Invalid
from people.domain.organisation.description import DescriptionText

FAKE_ZH = re.compile(
    r"刷(?:单|單|销量|銷量|好评|好評|评|評|信誉|信譽|信用|钻|鑽|收藏|流量)|补单|補單|虚假(?:交易|订单|发货|销量)|虛假(?:交易|訂單)|炒信|空包"
)
FAKE_EN = re.compile(
    r"\b(?:shua\s*dan|brush(?:ing|ed)?\s+(?:of\s+)?(?:orders?|sales|reviews?|scam)|(?:order|sales|review)s?\s+brushing|brushing"
    r"|(?:fake|false|sham|fictitious|phantom|dummy)\s+(?:orders?|sales|transactions?|purchases?|reviews?))\b"
)
AGAINST_ZH = re.compile(
    r"(?:识别|識別|发现|發現|检测|检查|排查|监控|防范|防止|预防|打击|抵制|拒绝|拒絕|杜绝|禁止|严禁|不得|不参与|不做|反|治理|稽核|举报)[^，。；,;.]{0,6}$"
)
AGAINST_EN = re.compile(
    r"\b(?:detect\w*|prevent\w*|refus\w*|reject\w*|fight\w*|combat\w*|against|anti|no|never|without|report\w*|recogni[sz]\w*|spot\w*|find\w*|identify\w*)"
    r"(?:\s+\w+){0,3}\s*$"
)
BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])[\s\-_*.·•~、/\\|+]+(?=[\u4e00-\u9fff])")


class RequirementForbidden(Invalid):
    code = "requirement_forbidden"
    rule = "ORG-10"
    zh = "岗位说明书含有制度禁止的要求“{words}”：刷单属虚假交易（ORG-10、ORD-6），不能发布。"
    en = 'The description asks for what the rules forbid, "{words}": fake orders are never asked for (ORG-10, ORD-6), so it cannot be published.'


def forbidden_words(text: str) -> str | None:
    """What in `text` the rules forbid, as it is written there once spaces and full-width letters are out of the way."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    chinese = BETWEEN.sub("", plain)
    for line, fake, against in ((chinese, FAKE_ZH, AGAINST_ZH), (plain.replace("-", " ").replace("_", " "), FAKE_EN, AGAINST_EN)):
        for match in fake.finditer(line):
            if not against.search(line[: match.start()]):
                return match[0]
    return None


def check_requirements(text: DescriptionText) -> None:
    """Raises RequirementForbidden, with every place."""
    found = [(pointer, words) for pointer, line in _lines(text) if (words := forbidden_words(line)) is not None]
    if not found:
        return
    errors = [
        FieldError(
            pointer=pointer,
            code="requirement_forbidden",
            zh=f"制度禁止“{words}”（ORG-10、ORD-6）",
            en=f'the rules forbid "{words}" (ORG-10, ORD-6)',
        )
        for pointer, words in found
    ]
    raise RequirementForbidden(words=found[0][1], errors=errors)


def _lines(text: DescriptionText) -> Iterator[tuple[str, str]]:
    """Each text of a description with its JSON pointer."""
    asked = text.qualifications
    yield "/title_zh", text.title_zh
    yield "/title_en", text.title_en
    yield "/summary", text.summary
    yield from ((f"/duties/{number}/text", duty.text) for number, duty in enumerate(text.duties))
    yield from (
        (f"/indicators/{number}/{name}", getattr(one, name))
        for number, one in enumerate(text.indicators)
        for name in ("name", "measure", "target")
    )
    yield from ((f"/qualifications/experience/{number}/subject", one.subject) for number, one in enumerate(asked.experience))
    for name in ("majors", "certificates", "abilities", "other"):
        yield from ((f"/qualifications/{name}/{number}", line) for number, line in enumerate(getattr(asked, name)))
