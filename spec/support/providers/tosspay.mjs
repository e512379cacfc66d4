// A stand-in for TossPay (pay.toss.im, API v2), the wallet: a payment is created, the shopper agrees on its page, and execute
// takes the money. An order number may be created again until somebody has agreed to it. It sends no notices to who executes.
//
// Commands: settle { reference } · forget.  Mood: { "pending": true } execute answers TRANSACTION_PENDING_ERROR (and takes the
// money when "done" is true).
import { randomBytes } from 'node:crypto'
import { html, json, redirect } from './frame.mjs'
import { message, paymentWindow } from './window.mjs'

const token = (length) => randomBytes(length).toString('hex').slice(0, length)
const refuse = (errorCode, msg, status = 200) => json({ code: -1, errorCode, msg }, status)
const stamp = (at) => new Date(at + 9 * 3600 * 1000).toISOString().slice(0, 19).replace('T', ' ')
const isWhole = (value) => Number.isInteger(value) && value >= 0

export default (frame) => {
  const book = frame.book()
  const key = `sk_test_${token(20)}`

  const api = (handler) => (call) => {
    if (call.json?.apiKey !== key) return refuse('COMMON_INVALID_API_KEY', '잘못된 API 키예요.', 401)
    if (call.mood.decline) return refuse(call.mood.decline.code, call.mood.decline.message)
    return handler(call, call.json)
  }

  // What adds up: a merchant that splits its amount wrongly is told so.
  const adds = ({ amount, amountTaxFree, amountTaxable, amountVat, amountServiceFee = 0 }) =>
    [amount, amountTaxFree, amountTaxable, amountVat].every(isWhole) && amount === amountTaxFree + amountTaxable + amountVat + amountServiceFee

  function create(call, asked) {
    const { orderNo, productDesc, retUrl, retCancelUrl, amount, autoExecute, expiredTime } = asked
    const isSound = /^[0-9A-Za-z_\-:.^@]{1,50}$/.test(orderNo ?? '') && productDesc && productDesc.length <= 255 && !/[\\"']/.test(productDesc)
      && [retUrl, retCancelUrl].every((url) => /^https?:/.test(url ?? '') && url.length <= 255) && adds(asked) && amount > 0
      && autoExecute === false && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(expiredTime)
    if (!isSound) return refuse('COMMON_INVALID_PARAMETER', '요청을 다시 확인해 주세요.', 400)
    const before = book.of(orderNo)
    if (before && before.status !== 'ready' || before?.agreed) return refuse('PAYMENT_EXISTING_PAYMENT', '이미 존재하는 결제예요.')
    if (before) before.status = 'expired'
    const row = book.open({ transaction_id: token(24), reference: orderNo, merchant_id: 'tosspay', method: 'wallet', amount,
      tax_free: asked.amountTaxFree, goods: productDesc, status: 'ready', urls: { retUrl, retCancelUrl }, refunds: new Map() })
    return json({ code: 0, payToken: row.transaction_id, checkoutPage: `${call.base}/page?payToken=${row.transaction_id}` })
  }

  const money = (row, mood) => {
    const amount = row.amount + (mood.amount ?? 0)
    return { mode: 'TEST', orderNo: mood.reference ?? row.reference, payToken: row.transaction_id, amount, discountedAmount: 0, paidAmount: amount }
  }
  const card = { cardCompanyCode: 1, cardCompanyName: '신한', cardAuthorizationNo: '40210382', spreadOut: 0, noInterest: false, cardMethodType: 'CREDIT',
    cardNumber: '43301234****1234', salesCheckLinkUrl: 'https://pay.toss.im/receipt/stand-in' }

  function take(row) {
    book.capture(row)
    row.paid_at = Date.now()
    row.entries.at(-1).key = token(24)
  }

  function execute(call, asked) {
    const row = book.get(asked.payToken)
    if (!row || asked.orderNo !== undefined && asked.orderNo !== row.reference) return refuse('COMMON_NOT_FOUND_PAYMENT', '결제를 찾을 수 없어요.')
    if (row.status !== 'ready') return refuse('PAYMENT_EXISTING_PAYMENT', '이미 처리된 결제예요.')
    if (!row.agreed) return refuse('EXECUTE_PAY_NOT_APPROVED', '구매자가 인증하지 않은 결제예요.')
    if (call.mood.pending) {
      if (call.mood.done) take(row)
      return refuse('TRANSACTION_PENDING_ERROR', '결제를 처리하고 있어요.')
    }
    if (row.empty) return refuse('COMMON_NOT_ENOUGH_CASH', '결제 수단의 한도를 넘었어요.')
    take(row)
    if (call.mood.status) return json({ code: 1, status: call.mood.status })
    return json({ code: 0, ...money(row, call.mood), approvalTime: stamp(row.paid_at), stateMsg: '결제 완료', payMethod: 'CARD',
      transactionId: row.entries.at(-1).key, ...card })
  }

  function refund(call, asked) {
    const row = book.get(asked.payToken)
    if (!row?.captured) return refuse('COMMON_NOT_FOUND_PAYMENT', '결제를 찾을 수 없어요.')
    if (!/^.{1,36}$/.test(asked.refundNo ?? '') || !asked.reason || asked.reason.length > 255 || !adds(asked)) {
      return refuse('COMMON_INVALID_PARAMETER', '요청을 다시 확인해 주세요.', 400)
    }
    const before = row.refunds.get(asked.refundNo)
    if (before) return asked.idempotent === false ? refuse('REFUND_REFUND_NO_DUPLICATE', '이미 사용한 환불 번호예요.') : before
    if (row.status === 'cancelled') return refuse('REFUND_ALREADY_REFUNDED', '이미 환불된 결제예요.')
    if (!book.cancel(row, asked.amount, { key: token(24) })) return refuse('COMMON_REFUND_ERROR', '환불할 수 있는 금액을 넘었어요.')
    const left = row.captured - row.cancelled
    const answer = json({ code: 0, refundNo: asked.refundNo, refundableAmount: left + (call.mood.amount ?? 0), discountedAmount: 0, paidAmount: left,
      refundedAmount: -asked.amount, refundedDiscountAmount: 0, refundedPaidAmount: -asked.amount, approvalTime: stamp(Date.now()),
      payToken: row.transaction_id, transactionId: row.entries.at(-1).key })
    if (!call.mood.amount) row.refunds.set(asked.refundNo, answer)
    return answer
  }

  const STATES = { ready: 'PAY_STANDBY', paid: 'PAY_COMPLETE', partially_cancelled: 'REFUND_SUCCESS', cancelled: 'REFUND_SUCCESS',
    failed: 'PAY_CANCEL', expired: 'PAY_CANCEL' }
  const SETTLED = { paid: 'SETTLEMENT_COMPLETE', partially_cancelled: 'SETTLEMENT_REFUND_COMPLETE', cancelled: 'SETTLEMENT_REFUND_COMPLETE' }

  function status(call, asked) {
    const row = asked.payToken ? book.get(asked.payToken) : book.of(asked.orderNo)
    if (!row) return refuse('COMMON_NOT_FOUND_PAYMENT', '결제를 찾을 수 없어요.')
    const state = row.status === 'ready' && row.agreed ? 'PAY_APPROVED' : row.settled && SETTLED[row.status] || STATES[row.status]
    return json({ code: 0, ...money(row, call.mood), payStatus: call.mood.status ?? state, payMethod: 'CARD',
      refundableAmount: row.captured - row.cancelled, card, createdTs: stamp(row.opened_at), paidTs: row.paid_at && stamp(row.paid_at),
      transactions: row.entries.map((entry) => ({ stepType: entry.kind === 'capture' ? 'PAY' : 'REFUND', transactionId: entry.key,
        transactionAmount: entry.amount, discountAmount: 0, paidAmount: entry.amount, regTs: stamp(entry.at) })) })
  }

  const back = (url, fields) => {
    const target = new URL(url)
    for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value)
    return redirect(target.href)
  }

  function page(call) {
    const row = book.get(call.query.payToken)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    const button = (press, label, primary) => ({ press, label, primary, action: `${call.base}/press`, fields: { payToken: row.transaction_id, press } })
    return html(paymentWindow({ title: '토스페이', tint: '#0064ff', goods: row.goods, amount: row.amount,
      buttons: [button('pay', '결제하기', true), button('decline', '한도 초과로 거절'), button('cancel', '취소')] }))
  }

  function press(call) {
    const row = book.get(call.form.payToken)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    // the wallet learns only when it is executed that its card does not pay
    if (call.form.press !== 'cancel') {
      Object.assign(row, { agreed: true, empty: call.form.press === 'decline' })
      return back(row.urls.retUrl, { status: 'PAY_APPROVED', orderNo: row.reference, payMethod: 'CARD', cardCompany: '1' })
    }
    row.status = 'failed'
    return back(row.urls.retCancelUrl, { orderNo: row.reference })
  }

  return {
    name: 'tosspay', label: '토스페이', book,
    contract: (url) => ({ provider: 'tosspay', mode: 'test', api_key: key, urls: { api: url } }),
    routes: { 'POST /api/v2/payments': api(create), 'POST /api/v2/execute': api(execute), 'POST /api/v2/refunds': api(refund),
      'POST /api/v2/status': api(status) },
    windows: { 'GET /page': page, 'POST /press': press },
    commands: { settle(command) { book.of(command.reference).settled = true } },
  }
}
