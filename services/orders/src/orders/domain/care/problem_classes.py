"""What buyers complain of, as a tree: classes of problems, published as a whole, version by version (rule CARE-6).

A class has the words by which a review shows it, and the reasons of cases and kinds of complaints that count as it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid
from orders.domain.model import Model

Code = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]
Word = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^\S(.*\S)?$")]
DEEPEST = 3
MOST_CLASSES = 200
LISTS = {"words": ("词", "word"), "case_reasons": ("售后原因", "reason of cases"), "complaint_kinds": ("投诉类型", "kind of complaint")}


class ProblemClass(BaseModel):
    """`parent` is the code of the class above it, null at the top. A word, reason or kind belongs to one class only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    parent: Code | None = None
    zh: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
    en: Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")]
    words: Annotated[list[Word], Field(max_length=50)] = []
    case_reasons: Annotated[list[Code], Field(max_length=50)] = []
    complaint_kinds: Annotated[list[Code], Field(max_length=50)] = []


class TreeNotWhole(Invalid):
    code = "problem_tree_wrong"
    rule = "CARE-6"
    zh = "问题分类有误，共 {count} 处，未发布。"
    en = "The tree of problem classes has {count} mistakes and was not published."


class TreeChangedMeanwhile(Conflict):
    code = "changed_meanwhile"
    rule = "CARE-6"
    zh = "问题分类已被他人发布为第 {version} 版，请刷新后再改。"
    en = "Somebody has published version {version} of the tree meanwhile; please reload and change that one."


class ClassNotThere(Invalid):
    code = "problem_class_not_there"
    rule = "CARE-6"
    zh = "当前的问题分类中没有“{code}”。"
    en = "There is no class {code} in the tree of today."


class ProblemTree(Model):
    """The newest version is in force."""

    __tablename__ = "problem_tree"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    classes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    note: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class Classes:
    """A tree in force: what belongs to which class."""

    def __init__(self, classes: Sequence[ProblemClass]) -> None:
        self.classes = classes
        self.by_code: Mapping[str, ProblemClass] = {one.code: one for one in classes}
        self._of_reason = {reason: one.code for one in classes for reason in one.case_reasons}
        self._of_complaint = {kind: one.code for one in classes for kind in one.complaint_kinds}

    def must_have(self, code: str) -> None:
        """Raises ClassNotThere."""
        if code not in self.by_code:
            field = FieldError(pointer="/class_code", code="problem_class_not_there", zh="没有这个分类", en="there is no such class")
            raise ClassNotThere(code=code, errors=[field])

    def of_text(self, text: str) -> str | None:
        """The class most of whose words stand in it; of equal ones the first in the tree."""
        plain = text.casefold()
        found = {one.code: sum(word.casefold() in plain for word in one.words) for one in self.classes}
        best = max(found, key=lambda code: found[code], default=None)
        return best if best is not None and found[best] else None

    def of_case_reason(self, reason: str) -> str | None:
        return self._of_reason.get(reason)

    def of_complaint_kind(self, kind: str) -> str | None:
        return self._of_complaint.get(kind)

    def below(self, code: str) -> list[str]:
        """It and all classes under it."""
        found = [code]
        for one in found:
            found += [child.code for child in self.classes if child.parent == one and child.code not in found]
        return found


def check_tree(classes: Sequence[ProblemClass]) -> None:
    """Raises TreeNotWhole with every mistake."""
    parents = {one.code: one.parent for one in classes}
    times = Counter(one.code for one in classes)
    errors: list[FieldError] = []
    for place, one in enumerate(classes):
        at = f"/classes/{place}"
        if times[one.code] > 1:
            errors.append(FieldError(pointer=f"{at}/code", code="twice", zh=f"代码“{one.code}”重复", en=f"{one.code} stands there twice"))
        if one.parent is not None and one.parent not in parents:
            errors.append(FieldError(pointer=f"{at}/parent", code="no_parent", zh="上级分类不存在", en="there is no such class above it"))
        elif _depth(one.code, parents) > DEEPEST:
            zh, en = f"分类最多 {DEEPEST} 级，且不能循环", f"classes are at most {DEEPEST} deep, and never in a circle"
            errors.append(FieldError(pointer=f"{at}/parent", code="too_deep", zh=zh, en=en))
    errors += [error for name in LISTS for error in _shared(classes, name)]
    if errors:
        raise TreeNotWhole(count=len(errors), errors=errors)


def _depth(code: str, parents: Mapping[str, str | None]) -> int:
    depth, above = 1, parents.get(code)
    while above is not None and depth <= DEEPEST:
        depth, above = depth + 1, parents.get(above)
    return depth


def _shared(classes: Sequence[ProblemClass], name: str) -> list[FieldError]:
    zh, en = LISTS[name]
    owner: dict[str, str] = {}
    errors: list[FieldError] = []
    for place, one in enumerate(classes):
        for value in getattr(one, name):
            if owner.setdefault(value.casefold(), one.code) != one.code:
                pointer = f"/classes/{place}/{name}"
                words = f"{zh}“{value}”已属于 {owner[value.casefold()]}", f"{en} {value} belongs to {owner[value.casefold()]} already"
                errors.append(FieldError(pointer=pointer, code="in_two_classes", zh=words[0], en=words[1]))
    return errors


def _leaf(code: str, parent: str, zh: str, en: str, words: str, reasons: str = "", kinds: str = "") -> ProblemClass:
    lists = {"words": words.split(), "case_reasons": reasons.split(), "complaint_kinds": kinds.split()}
    return ProblemClass.model_validate({"code": code, "parent": parent, "zh": zh, "en": en, **lists})


DEFAULT_CLASSES: list[ProblemClass] = [
    ProblemClass(code="product", zh="商品", en="Product"),
    _leaf("quality", "product", "质量瑕疵", "Poor quality", "质量差 瑕疵 开线 掉色 起球 坏了 不能用 异味", "quality", "quality"),
    _leaf(
        "not_as_described",
        "product",
        "与描述不符",
        "Not as described",
        "描述不符 色差 不一样 图片不符 假货",
        "not_as_described",
        "description",
    ),
    _leaf("size_or_colour", "product", "尺码颜色不合适", "Size or colour", "尺码 偏大 偏小 不合身", "size_or_colour"),
    ProblemClass(code="parcel", zh="包裹", en="Parcel"),
    _leaf("damaged", "parcel", "运输破损", "Damaged on the way", "破损 压坏 碎了 漏了 包装", "damaged_on_the_way"),
    _leaf("slow", "parcel", "发货物流慢", "Slow", "物流慢 发货慢 太慢 等了", "late", "delivery"),
    _leaf("lost", "parcel", "丢失未收到", "Lost", "没收到 丢件 丢失", "lost_on_the_way"),
    ProblemClass(code="picking", zh="拣配", en="Picking"),
    _leaf("wrong_goods", "picking", "发错货", "Wrong goods", "发错 错发 不是我买的", "wrong_goods", "wrong_goods"),
    _leaf("missing_goods", "picking", "少件漏发", "Missing goods", "少发 漏发 少了 缺件", "missing_goods"),
    _leaf("stock_out", "picking", "缺货", "Out of stock", "缺货", "out_of_stock"),
    ProblemClass(code="service", zh="服务", en="Service"),
    _leaf("attitude", "service", "服务态度", "Attitude", "态度差 态度恶劣 骂人 敷衍", kinds="service"),
    _leaf("slow_answer", "service", "回复慢", "Slow answers", "不理人 回复慢 没人回"),
    ProblemClass(code="price", zh="价格", en="Price", words=["降价", "买贵"], case_reasons=["cheaper_now"], complaint_kinds=["price"]),
    ProblemClass(code="other", zh="其他", en="Something else", case_reasons=["other"], complaint_kinds=["other"]),
]
