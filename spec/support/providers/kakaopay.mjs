// A stand-in for KakaoPay (open-api.kakaopay.com), the wallet: ready opens a payment, the shopper agrees on its page and comes
// back with a pg_token, approve takes the money. There is no notice and no idempotency; the same names have to be said twice.
//
// Commands: expire { reference }. Mood: { "decline": { code: -780, message, method: "USER_LOCKED" } }.
import { randomBytes } from 'node:crypto'
import { html, json, redirect } from './frame.mjs'
import { message, paymentWindow } from './window.mjs'

const token = (length) => randomBytes(length).toString('hex').slice(0, length)
const stamp = (at) => new Date(at + 9 * 3600 * 1000).toISOString().slice(0, 19)
// a reason that is a word stands beside the number that says no in general
const refuse = (code, said, method, status = 400) => typeof code === 'string' ? refuse(-780, said, code, status) : json({ error_code: code, error_message: said,
  extras: method ? { method_result_code: method, method_result_message: said } : undefined }, status)
const isWhole = (value) => Number.isInteger(value) && value >= 0

export default (frame) => {
  const book = frame.book()
  const secret = `DEV${token(37).toUpperCase()}`, cid = 'TC0ONETIME'

  const api = (handler) => (call) => {
    if (call.headers.authorization !== `SECRET_KEY ${secret}`) return refuse(-401, 'invalid secret key', undefined, 401)
    if (call.json?.cid !== cid) return refuse(-731, 'invalid cid')
    return handler(call, call.json)
  }
  const declined = ({ mood }) => mood.decline && refuse(mood.decline.code, mood.decline.message, mood.decline.method)

  function ready(call, asked) {
    const no = declined(call)
    if (no) return no
    const isSound = asked.partner_order_id && asked.partner_user_id && asked.item_name && [...asked.item_name].length <= 100
      && asked.quantity > 0 && isWhole(asked.total_amount) && asked.total_amount > 0 && isWhole(asked.tax_free_amount) && isWhole(asked.vat_amount)
      && asked.tax_free_amount + asked.vat_amount <= asked.total_amount
      && ['approval_url', 'cancel_url', 'fail_url'].every((name) => /^https?:/.test(asked[name] ?? '') && asked[name].length <= 255)
    if (!isSound) return refuse(-2, 'invalid parameter')
    const row = book.open({ transaction_id: `T${token(19)}`, reference: asked.partner_order_id, user: asked.partner_user_id, merchant_id: cid,
      method: 'wallet', amount: asked.total_amount, tax_free: asked.tax_free_amount, vat: asked.vat_amount, goods: asked.item_name, status: 'ready',
      urls: asked, months: asked.install_month ?? 0, freed: 0, freed_vat: 0 })
    const page = `${call.base}/window/${row.transaction_id}`
    return json({ tid: row.transaction_id, tms_result: false, next_redirect_app_url: `${page}/app`, next_redirect_mobile_url: `${page}/mobile`,
      next_redirect_pc_url: `${page}/info`, android_app_scheme: 'kakaotalk://kakaopay/pg', ios_app_scheme: 'kakaotalk://kakaopay/pg',
      created_at: stamp(row.opened_at) })
  }

  const sums = (total, taxFree, vat) => ({ total, tax_free: taxFree, vat, point: 0, discount: 0, green_deposit: 0 })
  const names = (row, mood) => ({ tid: row.transaction_id, cid: mood.merchant ?? row.merchant_id,
    partner_order_id: mood.reference ?? row.reference, partner_user_id: row.user, payment_method_type: 'CARD', item_name: row.goods, quantity: 1 })
  const whole = (row, mood) => sums(row.amount + (mood.amount ?? 0), row.tax_free, row.vat)

  function approve(call, asked) {
    const row = book.get(asked.tid)
    if (!row) return refuse(-721, 'tid does not exist')
    if (row.status === 'expired') return refuse(-723, 'payment expired')
    if (asked.partner_order_id !== row.reference) return refuse(-706, 'partner_order_id does not match')
    if (asked.partner_user_id !== row.user) return refuse(-707, 'partner_user_id does not match')
    if (row.captured > 0) return refuse(-702, 'payment is already done')
    if (!row.pg_token) return refuse(-701, 'payment is not authenticated')
    if (asked.pg_token !== row.pg_token) return refuse(-708, 'invalid pg_token')
    if (asked.total_amount !== undefined && asked.total_amount !== row.amount) return refuse(-704, 'invalid amount')
    const no = declined(call)
    if (no) {
      if (call.mood.done) book.capture(row)
      else if (!call.mood.decline.method || call.mood.decline.method !== 'BANK_FIRM_UNKNOWN' && call.mood.decline.method !== 'USER_LOCKED') row.status = 'failed'
      return no
    }
    book.capture(row)
    row.paid_at = Date.now()
    return json({ aid: `A${token(19)}`, ...names(row, call.mood), status: call.mood.status, amount: whole(row, call.mood),
      created_at: stamp(row.opened_at), approved_at: stamp(row.paid_at), card_info: { kakaopay_purchase_corp: '신한카드', kakaopay_purchase_corp_code: '104', kakaopay_issuer_corp: '신한카드',
        kakaopay_issuer_corp_code: '104', bin: '433012', card_type: '신용', install_month: String(row.months).padStart(2, '0'), approved_id: '30001234',
        card_mid: '99999999', interest_free_install: 'N', installment_type: 'CARD_INSTALLMENT', card_item_code: '0' } })
  }

  const STATES = { ready: 'READY', paid: 'SUCCESS_PAYMENT', partially_cancelled: 'PART_CANCEL_PAYMENT', cancelled: 'CANCEL_PAYMENT',
    failed: 'FAIL_PAYMENT', quit: 'QUIT_PAYMENT', expired: 'QUIT_PAYMENT' }
  const stateOf = (row) => row.status === 'ready' && row.pg_token ? 'AUTH_PASSWORD' : STATES[row.status]
  const after = (row) => ({ canceled_amount: sums(row.cancelled, row.freed, row.freed_vat),
    cancel_available_amount: sums(row.captured - row.cancelled, row.tax_free - row.freed, row.vat - row.freed_vat) })

  function cancel(call, asked) {
    const row = book.get(asked.tid)
    if (!row) return refuse(-721, 'tid does not exist')
    if (!['paid', 'partially_cancelled'].includes(row.status)) return refuse(-784, 'cannot be cancelled')
    if (asked.cancel_available_amount !== undefined && asked.cancel_available_amount !== row.captured - row.cancelled) return refuse(-722, 'invalid cancel_available_amount')
    if (![asked.cancel_amount, asked.cancel_tax_free_amount, asked.cancel_vat_amount].every(isWhole)
      || row.freed + asked.cancel_tax_free_amount > row.tax_free) return refuse(-722, 'invalid amount')
    const no = declined(call)
    if (no) return no
    if (!book.cancel(row, asked.cancel_amount)) return refuse(-710, 'more than can be cancelled')
    row.freed += asked.cancel_tax_free_amount
    row.freed_vat += asked.cancel_vat_amount
    return json({ aid: `A${token(19)}`, ...names(row, call.mood), status: STATES[row.status], amount: whole(row, call.mood),
      approved_cancel_amount: sums(asked.cancel_amount, asked.cancel_tax_free_amount, asked.cancel_vat_amount), ...after(row),
      created_at: stamp(row.opened_at), approved_at: stamp(row.paid_at), canceled_at: stamp(Date.now()) })
  }

  function order(call, asked) {
    const row = book.get(asked.tid)
    if (!row) return refuse(-721, 'tid does not exist')
    return json({ ...names(row, call.mood), status: call.mood.status ?? stateOf(row), amount: whole(row, call.mood), ...after(row),
      created_at: stamp(row.opened_at), approved_at: row.paid_at && stamp(row.paid_at), selected_card_info: row.captured > 0
        ? { card_bin: 433012, install_month: row.months, card_corp_name: '신한카드', interest_free_install: 'N' } : undefined,
      payment_action_details: row.entries.map((entry) => ({ aid: `A${token(19)}`, approved_at: stamp(entry.at), amount: entry.amount, point_amount: 0,
        discount_amount: 0, payment_action_type: entry.kind === 'capture' ? 'PAYMENT' : 'CANCEL' })) })
  }

  function page(call) {
    const row = book.get(call.params.tid)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    const button = (press, label, primary) => ({ press, label, primary, action: `${call.base}/press`, fields: { tid: row.transaction_id, press } })
    return html(paymentWindow({ title: '카카오페이', tint: '#3c1e1e', goods: row.goods, amount: row.amount,
      buttons: [button('pay', '결제하기', true), button('decline', '한도 초과로 거절'), button('cancel', '취소')] }))
  }

  const back = (url, name, value) => {
    const target = new URL(url)
    if (name) target.searchParams.set(name, value)
    return redirect(target.href)
  }

  function press(call) {
    const row = book.get(call.form.tid)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    if (call.form.press === 'pay') {
      row.pg_token = token(20)
      return back(row.urls.approval_url, 'pg_token', row.pg_token)
    }
    row.status = call.form.press === 'cancel' ? 'quit' : 'failed'
    return back(call.form.press === 'cancel' ? row.urls.cancel_url : row.urls.fail_url)
  }

  return {
    name: 'kakaopay', label: '카카오페이', book,
    contract: (url) => ({ provider: 'kakaopay', mode: 'test', cid, secret_key: secret, urls: { api: url } }),
    routes: { 'POST /online/v1/payment/ready': api(ready), 'POST /online/v1/payment/approve': api(approve),
      'POST /online/v1/payment/cancel': api(cancel), 'POST /online/v1/payment/order': api(order) },
    windows: { 'GET /window/:tid/:device': page, 'POST /press': press },
    commands: { expire(command) { book.of(command.reference).status = 'expired' } },
  }
}
