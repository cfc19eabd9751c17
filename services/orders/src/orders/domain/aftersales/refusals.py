"""What after-sales refuses, and by which rule."""

from chassis.refusals import Conflict, Forbidden, Invalid, NotFound


class CaseNotFound(NotFound):
    code = "case_not_found"
    rule = "CARE-1"
    zh = "找不到该售后单，或您无权查看。"
    en = "There is no such case, or you may not see it."


class KindNotForOrder(Conflict):
    code = "kind_not_for_order"
    rule = "CARE-1"
    zh = "订单 {number} 当前为“{status}”，不能申请这种售后。"
    en = "Order {number} is {status}; a case of this kind cannot be opened for it."


class NotTheOriginalOrder(Conflict):
    code = "not_the_original_order"
    rule = "CARE-1"
    zh = "{number} 不是买家的原订单，请在原订单上办理售后。"
    en = "{number} is not what the buyer bought: open the case for the original order."


class NothingLeft(Conflict):
    code = "nothing_left_for_a_case"
    rule = "CARE-2"
    zh = "订单 {number} 的商品都已在售后单中或已退。"
    en = "All goods of order {number} are in cases already, or given back."


class LineNotInOrder(Invalid):
    code = "line_not_in_order"
    rule = "CARE-1"
    zh = "订单没有第 {line_no} 行。"
    en = "The order has no line {line_no}."


class LineTwice(Invalid):
    code = "line_twice"
    rule = "CARE-1"
    zh = "同一行只能填写一次，请合并件数。"
    en = "Each line is named once; add its pieces up."


class LineNotInCase(Invalid):
    code = "line_not_in_case"
    rule = "CARE-2"
    zh = "售后单 {number} 没有这些行，或同一行填写了两次；未付任何款。"
    en = "Case {number} has no such lines, or one is named twice; nothing was paid."


class LineRefundedByShop(Conflict):
    code = "line_refunded_by_shop"
    rule = "CARE-2"
    zh = "第 {line_no} 行店铺已经退款，不能再退。"
    en = "The shop has given back line {line_no} already: it is not given back twice."


class AmountNeeded(Invalid):
    code = "amount_needed"
    rule = "CARE-1"
    zh = "这种售后必须填写大于 0 的金额。"
    en = "A case of this kind needs an amount above 0."


class AmountNotWanted(Invalid):
    code = "amount_not_wanted"
    rule = "CARE-1"
    zh = "这种售后不退款，不能填写金额。"
    en = "A case of this kind pays nothing; leave the amount out."


class MoreThanWorth(Invalid):
    code = "more_than_worth"
    rule = "CARE-2"
    zh = "第 {line_no} 行这些件数最多退 {worth}。"
    en = "At most {worth} can be given back for these pieces of line {line_no}."


class TooMuchCompensation(Conflict):
    code = "too_much_compensation"
    rule = "CARE-1"
    zh = "赔偿最多为实付的 {percent}%，即 {most}。"
    en = "At most {percent}% of what was paid may be compensated, which is {most}."


class SkuNeeded(Conflict):
    code = "sku_needed"
    rule = "CARE-1"
    zh = "第 {line_no} 行的商品还没有对应的 SKU，请先在订单中说明。"
    en = "It is not known which SKU line {line_no} is; explain it in the order first."


class CaseNeedsAPerson(Forbidden):
    code = "case_needs_a_person"
    rule = "APR-1"
    zh = "超出限额或期限的售后须由员工本人提交审批，接口客户端不能提交。"
    en = "A case above the limit or out of time goes to approval in a person's name; an API client cannot ask for it."


class NotThisKind(Conflict):
    code = "not_this_kind"
    rule = "CARE-1"
    zh = "售后单 {number} 的类型不能这样处理。"
    en = "Case {number} is of a kind with which this cannot be done."
