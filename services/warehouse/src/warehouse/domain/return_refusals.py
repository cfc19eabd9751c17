"""Why something cannot be done with a returned parcel or with what is expected back (rule CARE-2)."""

from chassis.refusals import Conflict, Invalid, NotFound


class ReturnNotFound(NotFound):
    code = "return_not_found"
    zh = "没有退货包裹 {number}，或您无权查看。"
    en = "There is no returned parcel {number}, or you may not see it."


class ExpectationNotFound(NotFound):
    code = "expected_return_not_found"
    zh = "没有待收退货 {reference}，或您无权查看。"
    en = "There is no expected return {reference}, or you may not see it."


class ReturnNumberMalformed(Invalid):
    code = "tracking_number_malformed"
    rule = "CARE-2"
    zh = "{tracking_number} 不像运单号。"
    en = "{tracking_number} does not look like a waybill number."


class ExpectationMalformed(Invalid):
    code = "expected_return_malformed"
    rule = "CARE-2"
    zh = "待收退货 {reference} 没有可查验的商品。"
    en = "The expected return {reference} names no goods that could be inspected."


class ReturnIsClosed(Conflict):
    code = "return_closed"
    rule = "CARE-2"
    zh = "退货包裹 {number} 已处理完（{state}）。"
    en = "The returned parcel {number} is done with already ({state})."


class ReturnIsUnknown(Conflict):
    code = "return_unknown"
    rule = "CARE-2"
    zh = "包裹 {number} 还没有匹配到售后单，先匹配再查验。"
    en = "The parcel {number} is not matched to anything that is expected yet; match it first."


class ReturnIsMatched(Conflict):
    code = "return_matched"
    rule = "CARE-2"
    zh = "包裹 {number} 已匹配到售后单，须查验。"
    en = "The parcel {number} is matched to what is expected, and has to be inspected."


class ExpectationIsOver(Conflict):
    code = "expected_return_over"
    rule = "CARE-2"
    zh = "{number} 已不再等待退货（{state}）。"
    en = "Nothing is awaited for {number} any more ({state})."


class NotExpectedHere(Invalid):
    """Refused aloud: the desk looks for another expectation, or lays it aside."""

    code = "not_expected_here"
    rule = "CARE-2"
    zh = "{code} 不在这个包裹的待收商品里。匹配另一张售后单，或按“错发”登记。"
    en = "{code} is not among what is expected in this parcel. Match another case, or note it as wrong."


class MoreThanExpected(Invalid):
    code = "more_than_expected"
    rule = "CARE-2"
    zh = "{sku} 只剩 {left} 件待查验。"
    en = "Only {left} of {sku} are left to inspect."


class NoteNeeded(Invalid):
    code = "note_needed"
    rule = "CARE-2"
    zh = "损坏和错发须说明看到了什么。"
    en = "Damaged and wrong goods need a note that says what was seen."


class NothingInspected(Invalid):
    code = "nothing_inspected"
    rule = "CARE-2"
    zh = "还没有查验任何商品。"
    en = "Nothing was inspected yet."


class TooManyPictures(Invalid):
    code = "too_many_pictures"
    rule = "CARE-2"
    zh = "每个包裹最多 {most} 张照片。"
    en = "A parcel has at most {most} pictures."


class ReturnPictureRemoved(NotFound):
    code = "return_picture_removed"
    rule = "ORD-5"
    zh = "图片已于 {day} 删除：保存期限已到，或应客户要求。"
    en = "The picture was removed on {day}: its time was over, or its customer was erased."
