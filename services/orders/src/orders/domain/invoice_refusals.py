"""What is refused about invoices, and by which rule."""

from chassis.refusals import Conflict, Invalid, NotFound

RULE = "ORD-2"


class InvoiceNotFound(NotFound):
    code = "invoice_not_found"
    zh = "找不到该发票申请，或您无权查看。"
    en = "There is no such invoice request, or you may not see it."


class InvoiceTwice(Conflict):
    code = "invoice_twice"
    rule = RULE
    zh = "订单 {order} 已有发票申请 {number}，不能重复开票。"
    en = "Order {order} has the invoice request {number} already; it is not invoiced twice."


class MoreThanWasPaid(Invalid):
    code = "invoice_more_than_paid"
    rule = RULE
    zh = "最多可开 {most}：买家实付减去已退款。"
    en = "At most {most} can be invoiced: what was paid less what was given back."


class NothingToInvoice(Conflict):
    code = "nothing_to_invoice"
    rule = RULE
    zh = "订单 {order} 没有可开票的金额：未付款、已取消或已全部退款。"
    en = "Nothing of order {order} can be invoiced: it is unpaid, ended, or all of it was given back."


class InvoiceDetailsWrong(Invalid):
    code = "invoice_details_wrong"
    rule = RULE
    zh = "开票信息有误，请逐项更正。"
    en = "The invoice's details are wrong; please correct each of them."


class InvoiceStateForbids(Conflict):
    code = "invoice_state_forbids"
    rule = RULE
    zh = "发票申请 {number} 当前为“{state}”，不能这样操作。"
    en = "Invoice request {number} is {state}; this cannot be done to it."


class InvoiceNumberUsed(Conflict):
    code = "invoice_number_used"
    rule = RULE
    zh = "发票号码 {issued} 已登记在 {number} 上。"
    en = "The invoice number {issued} is noted on {number} already."


class IssueWrong(Invalid):
    code = "issue_wrong"
    rule = RULE
    zh = "发票号码应为 8 位或 20 位数字，日期不能晚于今天、早于下单日。"
    en = "An invoice number has 8 or 20 digits; its date is neither after today nor before the order's."


class InvoiceFileWrong(Invalid):
    code = "invoice_file_wrong"
    rule = "SYS-3"
    zh = "请上传 PDF 或 OFD 版式文件，最大 5 MB。"
    en = "Please send a PDF or OFD file of at most 5 MB."


class InvoiceFileMissing(NotFound):
    code = "invoice_file_missing"
    zh = "该发票没有上传文件。"
    en = "No file of this invoice was uploaded."


class InvoiceUnreadable(Conflict):
    code = "invoice_unreadable"
    rule = "ORD-5"
    zh = "发票申请 {number} 的开票信息无法解密。"
    en = "The details of invoice request {number} cannot be opened."
