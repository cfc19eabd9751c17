export const CREDENTIALS = ['app_key', 'app_secret', 'session', 'access_token', 'client_id', 'client_secret', 'webhook_secret', 'consumer_key', 'consumer_secret', 'api_version', 'notify_customer'] as const

/** Whose export a file was. */
export const DIALECTS = ['dianzhang', 'taobao', 'taobao_lines', 'tmall_report', 'jd', 'pinduoduo', 'youzan', 'shopify', 'woocommerce', 'generic'] as const

/** Why a write-back failed, an order needs a look or a part of a payload was refused. */
export const CODES = [
  'address_forbidden',
  'already_refunded',
  'already_shipped',
  'decision_cannot_be_told',
  'gateway_refused',
  'no_payment_to_refund',
  'too_many_refunds',
  'answer_lost',
  'answer_not_understood',
  'blocked_by_platform',
  'carrier_not_mapped',
  'credentials_missing',
  'credentials_refused',
  'credentials_unusable',
  'graphql_error',
  'nothing_to_fulfil',
  'order_not_found',
  'platform_cannot_be_told',
  'platform_error',
  'shipped_with_other_number',
  'shop_busy',
  'shop_failed',
  'shop_refused',
  'shop_unknown',
  'shop_unreachable',
  'telling_failed',
  'user_errors',
  'unknown_refund',
  'unreadable_amount',
  'unreadable_time',
  'unreadable_quantity',
  'unreadable_part',
  'amount_not_told',
  'time_not_told',
  'quantity_not_told',
  'lines_not_told',
  'receiver_masked',
  'line_payment_after_refund',
  'partly_refunded',
  'partly_shipped',
  'platform_forbids_shipping',
  'ship_condition_not_told',
  'id_rounded_by_sender',
  'too_many_lines',
  'quantity_too_large',
  'negative_amount',
  'not_an_order',
  'not_readable',
] as const

/** Why orders holds an order or wants a person for it. */
export const HOLDS = ['buyer_remark', 'incomplete_address', 'refund_asked', 'unusual_amount', 'platform_do_not_ship', 'unknown_state', 'awaiting_payment', 'changed_after_picking', 'manual', 'manual_finance', 'unknown_sku', 'unknown_shop', 'inactive_shop', 'unknown_unit'] as const
