// A stand-in for PortOne (V2, api.portone.io): what a payment may cost is registered, the window takes the money, GET tells,
// and webhooks (2024-04-25) are signed by Standard Webhooks. As there, refusals have a type and statuses of their own, what can
// still be cancelled is compared when it is said, and the redirect and the webhook come in either order.
//
// Commands: deposit { reference, repeat, together, url, depositor, sign: "wrong" | "old" | "stale" } · forge { reference } a webhook of
// money that is not there · notice { reference, type, bare, sign } without anything having happened (bare: about no payment) ·
// cancel { reference, amount } at their own desk · pend { reference, over } they are about it · expire { reference } ·
// channel { reference, type } by which channel it was paid · old { reference } the webhook of 2024-01-01 · asynchronous { on }
// cancellations that are only asked for.
// Mood: { "decline": { code, message, status } } what a provider behind it says of a cancellation or a delivery, by 502 unless told.
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { html, json, redirect, text } from './frame.mjs'
import { message, paymentWindow } from './window.mjs'

const RETRIES = [0, 1, 4, 16, 64].map((minutes) => minutes * 60)
const METHODS = { CARD: '카드', VIRTUAL_ACCOUNT: '가상계좌', TRANSFER: '계좌이체', MOBILE: '휴대폰' }
const BANKS = { SHINHAN: '신한은행', KOOKMIN: 'KB국민은행', WOORI: '우리은행' }
const TYPES = { ready: 'Ready', paid: 'Paid', waiting: 'VirtualAccountIssued', partially_cancelled: 'PartialCancelled', cancelled: 'Cancelled', failed: 'Failed' }

const token = (length) => randomBytes(length).toString('hex').slice(0, length)
const iso = (at) => new Date(at).toISOString()
const refuse = (status, type, said, more = {}) => json({ type, message: said, ...more }, status)
const isWhole = (value) => Number.isInteger(value) && value >= 0

export default (frame) => {
  const book = frame.book()
  const secret = () => `whsec_${randomBytes(24).toString('base64')}`
  const keys = { api: token(60), store: `store-${randomUUID()}`, channel: `channel-key-${randomUUID()}`, account: `channel-key-${randomUUID()}`,
    webhook: secret(), old: secret() }
  const registered = new Map(), receipts = new Map()
  let asynchronous = false

  const api = (handler) => (call) => {
    if (call.headers.authorization !== `PortOne ${keys.api}`) return refuse(401, 'UNAUTHORIZED', '인증 정보가 올바르지 않습니다.')
    if ((call.json?.storeId ?? call.query.storeId ?? keys.store) !== keys.store) return refuse(403, 'FORBIDDEN', '요청이 거절되었습니다.')
    return handler(call, call.json ?? {})
  }

  function register(call, asked) {
    const id = decodeURIComponent(call.params.id)
    if (!isWhole(asked.totalAmount) || !isWhole(asked.taxFreeAmount ?? 0) || asked.currency !== 'KRW') return refuse(400, 'INVALID_REQUEST', '입력이 올바르지 않습니다.')
    if (book.of(id)?.captured > 0) return refuse(409, 'ALREADY_PAID', '결제가 이미 완료되었습니다.')
    registered.set(id, { total: asked.totalAmount, taxFree: asked.taxFreeAmount ?? 0 })
    return json({})
  }

  const STATES = { ready: 'READY', pending: 'PAY_PENDING', waiting: 'VIRTUAL_ACCOUNT_ISSUED', paid: 'PAID', partially_cancelled: 'PARTIAL_CANCELLED',
    cancelled: 'CANCELLED', failed: 'FAILED', expired: 'CANCELLED' }

  function methodOf(row) {
    if (row.method === 'VIRTUAL_ACCOUNT') {
      return { type: 'PaymentMethodVirtualAccount', bank: row.account?.code, accountNumber: row.account?.number ?? '', accountType: 'NORMAL',
        remitteeName: row.account?.holder, remitterName: row.depositor, expiredAt: iso(row.due_at), issuedAt: iso(row.opened_at) }
    }
    if (row.method === 'TRANSFER') return { type: 'PaymentMethodTransfer', bank: 'SHINHAN' }
    if (row.method === 'MOBILE') return { type: 'PaymentMethodMobile', phoneNumber: '010****5678' }
    return { type: 'PaymentMethodCard', card: { publisher: 'SHINHAN_CARD', issuer: 'SHINHAN_CARD', brand: 'LOCAL', type: 'CREDIT', ownerType: 'PERSONAL',
      bin: '433012', name: '신한카드 Deep Dream', number: '433012******123*' }, approvalNumber: '30001234', pointUsed: false,
      installment: { month: row.months, isInterestFree: false } }
  }

  function describe(row, mood = {}) {
    const total = row.amount + (mood.amount ?? 0)
    return {
      status: mood.status ?? STATES[row.pending ? 'pending' : row.status], id: mood.reference ?? row.reference, transactionId: row.transaction_id, merchantId: 'merchant-stand-in',
      storeId: mood.merchant ?? row.merchant_id, version: 'V2', method: methodOf(row), channel: { type: row.channel_type, id: 'channel-id-1', key: row.channel,
        name: '시험 채널', pgProvider: 'INICIS_V2', pgMerchantId: 'INIpayTest' }, requestedAt: iso(row.opened_at), updatedAt: iso(Date.now()), statusChangedAt: iso(Date.now()),
      orderName: row.goods, amount: { total, taxFree: row.tax_free, vat: row.vat, supply: total - row.tax_free - row.vat, discount: 0,
        paid: row.captured === 0 ? 0 : total - row.cancelled, cancelled: row.cancelled, cancelledTaxFree: 0 }, currency: 'KRW', customer: { name: row.holder }, origin: { url: 'https://shop.test' },
      isCulturalExpense: false, paidAt: row.paid_at ? iso(row.paid_at) : undefined, pgTxId: `pg${row.transaction_id}`, receiptUrl: row.paid_at ? 'https://iniweb.inicis.com/receipt/stand-in' : undefined,
      cashReceipt: row.paid_at && row.receipt ? { status: 'ISSUED', type: row.receipt, issueNumber: '100000001', totalAmount: row.amount, currency: 'KRW', issuedAt: iso(row.paid_at) } : undefined,
      escrow: row.escrow ? { status: row.delivery ? 'REGISTERED' : 'BEFORE_REGISTERED', ...row.delivery } : undefined, disputes: [], failedAt: row.failure ? iso(Date.now()) : undefined, failure: row.failure, cancelledAt: row.cancelled > 0 ? iso(Date.now()) : undefined,
    }
  }

  function get(call) {
    const row = book.of(decodeURIComponent(call.params.id))
    return row ? json(describe(row, call.mood)) : refuse(404, 'PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.')
  }

  const gatewaySays = ({ mood }) => mood.decline && refuse(mood.decline.status ?? 502, 'PG_PROVIDER', 'PG사 오류', { pgCode: mood.decline.code, pgMessage: mood.decline.message })

  function cancel(call, asked) {
    const row = book.of(decodeURIComponent(call.params.id))
    if (!row) return refuse(404, 'PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.')
    if (row.captured === 0) return refuse(409, 'PAYMENT_NOT_PAID', '결제가 완료되지 않았습니다.')
    const left = row.captured - row.cancelled, amount = asked.amount ?? left
    if (!asked.reason || !(amount > 0) || !isWhole(asked.vatAmount ?? 0)) return refuse(400, 'INVALID_REQUEST', '입력이 올바르지 않습니다.')
    if (left === 0) return refuse(409, 'PAYMENT_ALREADY_CANCELLED', '결제가 이미 취소되었습니다.')
    if (asked.currentCancellableAmount !== undefined && asked.currentCancellableAmount !== left) {
      return refuse(409, 'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', '취소 가능 잔액 검증에 실패했습니다.')
    }
    if (amount > left) return refuse(409, 'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT', '취소 금액이 취소 가능 금액을 초과했습니다.')
    if ((asked.taxFreeAmount ?? 0) + row.freed > row.tax_free) {
      return refuse(409, 'CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT', '면세 금액을 초과했습니다.')
    }
    const to = asked.refundAccount
    if (row.method === 'VIRTUAL_ACCOUNT' && !(to && BANKS[to.bank] && /^\d+$/.test(to.number) && to.holderName)) {
      return refuse(400, 'INVALID_REQUEST', '환불 계좌가 필요합니다.')
    }
    const no = gatewaySays(call)
    if (no) {
      if (call.mood.done) book.cancel(row, amount)
      return no
    }
    const done = { id: randomUUID(), totalAmount: amount, taxFreeAmount: asked.taxFreeAmount ?? 0, vatAmount: asked.vatAmount ?? 0, reason: asked.reason, requestedAt: iso(Date.now()) }
    if (asynchronous) return json({ cancellation: { status: 'REQUESTED', ...done } })
    book.cancel(row, amount, { to })
    row.freed += asked.taxFreeAmount ?? 0
    return json({ cancellation: { status: 'SUCCEEDED', cancelledAt: iso(Date.now()), ...done } })
  }

  function close(call) {
    const row = book.of(decodeURIComponent(call.params.id))
    if (!row) return refuse(404, 'PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.')
    if (row.status !== 'waiting') return refuse(409, 'PAYMENT_NOT_WAITING_FOR_DEPOSIT', '입금 대기 상태가 아닙니다.')
    const no = gatewaySays(call)
    if (no) return no
    row.status = 'cancelled'
    return json({ closedAt: iso(Date.now()) })
  }

  const COMPANIES = new Set(['CJ', 'HANJIN', 'LOTTE', 'POST', 'LOGEN', 'KYUNGDONG', 'DAESIN', 'HAPDONG', 'CHUNIL', 'KUNYOUNG', 'ILYANG', 'WOORI', 'GS', 'EMS', 'DHL',
    'FEDEX', 'UPS', 'ETC'])

  function deliver(call, asked) {
    const row = book.of(decodeURIComponent(call.params.id)), { company, invoiceNumber, sentAt } = asked.logistics ?? {}
    if (!row) return refuse(404, 'PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.')
    if (row.captured === 0) return refuse(409, 'PAYMENT_NOT_PAID', '결제가 완료되지 않았습니다.')
    const lines = [asked.sender?.address, asked.receiver?.address].every((address) => !address || 'addressLine1' in address && 'addressLine2' in address)
    if (!COMPANIES.has(company) || !invoiceNumber || Number.isNaN(Date.parse(sentAt ?? '')) || !lines) return refuse(400, 'INVALID_REQUEST', '입력이 올바르지 않습니다.')
    const no = gatewaySays(call)
    if (no) return no
    if (!row.escrow) return refuse(502, 'PG_PROVIDER', 'PG사 오류', { pgCode: 'NOT_ESCROW', pgMessage: '에스크로 거래가 아닙니다.' })
    if (row.delivery) return refuse(502, 'PG_PROVIDER', 'PG사 오류', { pgCode: 'ALREADY_REGISTERED', pgMessage: '이미 배송등록된 거래입니다.' })
    row.delivery = { company, invoiceNumber, sentAt, appliedAt: iso(Date.now()) }
    return json({ invoiceNumber, sentAt, appliedAt: row.delivery.appliedAt })
  }

  function issue(call, asked) {
    if (receipts.has(asked.paymentId)) return refuse(409, 'CASH_RECEIPT_ALREADY_ISSUED', '현금영수증이 이미 발급되었습니다.')
    const { identityNumber, identityNumberType } = asked.customer ?? {}
    const fits = { PHONE: /^01\d{8,9}$/, BUSINESS: /^\d{10}$/, CARD: /^\d{13,19}$/ }[identityNumberType]?.test(identityNumber)
    if (!fits || ![keys.channel, keys.account].includes(asked.channelKey) || !isWhole(asked.amount?.total)) return refuse(400, 'INVALID_REQUEST', '입력이 올바르지 않습니다.')
    const made = { status: 'ISSUED', storeId: keys.store, paymentId: asked.paymentId, amount: asked.amount.total, taxFreeAmount: asked.amount.taxFree, currency: 'KRW',
      orderName: asked.orderName, isManual: true, type: asked.type, pgReceiptId: token(20), issueNumber: '100000002', url: 'https://iniweb.inicis.com/cash/stand-in', issuedAt: iso(Date.now()) }
    receipts.set(asked.paymentId, made)
    return json({ cashReceipt: { issueNumber: made.issueNumber, url: made.url, pgReceiptId: made.pgReceiptId } })
  }

  function receiptOf(call) {
    const made = receipts.get(decodeURIComponent(call.params.id))
    return made ? json(made) : refuse(404, 'CASH_RECEIPT_NOT_FOUND', '현금영수증이 존재하지 않습니다.')
  }

  function takeBack(call) {
    const made = receipts.get(decodeURIComponent(call.params.id))
    if (made?.status !== 'ISSUED') return refuse(404, 'CASH_RECEIPT_NOT_ISSUED', '현금영수증이 발급되지 않았습니다.')
    made.status = 'CANCELLED'
    return json({ cancelledAmount: made.amount, cancelledAt: iso(Date.now()) })
  }

  // ── The window ──

  const script = `// Stand-in for https://cdn.portone.io/v2/browser-sdk.js
(() => {
  const base = new URL('..', document.currentScript.src).href
  window.PortOne = { requestPayment: (request) => new Promise(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = base + 'window'
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name: 'request', value: JSON.stringify(request) })
    form.append(input)
    document.documentElement.append(form)
    form.submit()
  }) }
})()
`

  const back = (url, fields) => {
    const target = new URL(url)
    for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value)
    return redirect(target.href)
  }

  function open(call) {
    const asked = JSON.parse(call.form.request ?? 'null'), total = asked?.totalAmount
    const isSound = asked && asked.storeId === keys.store && [keys.channel, keys.account].includes(asked.channelKey) && METHODS[asked.payMethod] && asked.currency === 'KRW'
      && Number.isInteger(total) && total > 0 && asked.paymentId && asked.orderName?.length <= 100 && /^https?:/.test(asked.redirectUrl ?? '')
      && (asked.noticeUrls ?? []).every((url) => /^https?:/.test(url))
    if (!isSound) return html(message('결제창을 열 수 없어요', '요청 값이 올바르지 않아요.'), 400)
    const known = registered.get(asked.paymentId), before = book.of(asked.paymentId)
    const refused = before && ['paid', 'partially_cancelled', 'cancelled', 'waiting'].includes(before.status) ? ['PaymentAlreadyPaid', '이미 결제된 결제 건입니다.']
      : known && (known.total !== total || known.taxFree !== (asked.taxFreeAmount ?? 0)) ? ['AmountNotEqualToPredefined', '사전 등록된 금액과 다릅니다.'] : undefined
    if (refused) return back(asked.redirectUrl, { paymentId: asked.paymentId, code: refused[0], message: refused[1] })
    const row = book.open({ transaction_id: randomUUID(), reference: asked.paymentId, merchant_id: keys.store, method: asked.payMethod, channel: asked.channelKey, channel_type: 'TEST',
      amount: total, tax_free: asked.taxFreeAmount ?? 0, vat: asked.vatAmount ?? 0, freed: 0, goods: asked.orderName, holder: asked.customer?.fullName, status: 'ready', months: 0, escrow: asked.isEscrow === true,
      redirect: asked.redirectUrl, notice_url: asked.noticeUrls?.[0], receipt: { PERSONAL: 'PERSONAL', CORPORATE: 'CORPORATE' }[(asked.virtualAccount ?? asked.transfer)?.cashReceiptType],
      due_at: Date.parse(`${(asked.virtualAccount?.accountExpiry?.dueDate ?? '2099-01-01 00:00:00').replace(' ', 'T')}+09:00`) })
    const plan = asked.card?.installment?.monthOption ?? {}, isAccount = asked.payMethod === 'VIRTUAL_ACCOUNT'
    const months = plan.fixedMonth !== undefined ? [plan.fixedMonth] : plan.availableMonthList ?? [0]
    const choices = isAccount ? [{ name: 'bank', label: '입금 은행', options: Object.entries(BANKS) }]
      : asked.payMethod === 'CARD' ? [{ name: 'months', label: '할부', options: months.map((month) => [month, month <= 1 ? '일시불' : `${month}개월`]) }] : []
    const button = (press, label, primary) => ({ press, label, primary, action: `${call.base}/press`, fields: { id: row.transaction_id, press } })
    return html(paymentWindow({ title: '포트원', tint: '#c33b12', goods: row.goods, amount: total, choices, facts: [['결제 수단', METHODS[row.method]]],
      buttons: [button('pay', isAccount ? '가상계좌 받기' : '결제하기', true), button('decline', '한도 초과로 거절'), button('cancel', '취소')] }))
  }

  function take(row) {
    book.capture(row)
    row.paid_at = Date.now()
  }

  function press(call) {
    const { id, press: pressed, bank, months } = call.form, row = book.get(id)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    const { redirect: url, reference } = row
    if (pressed !== 'pay') {
      row.status = 'failed'
      row.failure = pressed === 'cancel' ? { pgCode: 'PAY_PROCESS_CANCELED', pgMessage: '[결제포기] 사용자가 결제를 취소하였습니다', reason: '결제포기' }
        : { pgCode: 'REJECT_CARD_COMPANY', pgMessage: '한도초과 혹은 잔액부족', reason: '한도초과' }
      tell(row, {})
      return back(url, { paymentId: reference, transactionType: 'PAYMENT', txId: id, code: 'FAILURE_TYPE_PG', message: row.failure.pgMessage, ...row.failure })
    }
    if (row.method === 'VIRTUAL_ACCOUNT') {
      const code = bank in BANKS ? bank : 'SHINHAN'
      row.account = { code, bank: BANKS[code], number: `5620${String(Date.now()).slice(-9)}${token(2).replace(/\D/g, '7')}`, holder: row.holder }
      row.status = 'waiting'
    } else {
      row.months = Number(months ?? 0)
      take(row)
    }
    tell(row, {})
    return back(url, { paymentId: reference, transactionType: 'PAYMENT', txId: id })
  }

  // ── What they tell ──

  function signed(body, sign) {
    const id = randomUUID(), timestamp = String(Math.floor(Date.now() / 1000) - (sign === 'stale' ? 900 : 0))
    const key = sign === 'wrong' ? secret() : sign === 'old' ? keys.old : keys.webhook
    const mac = createHmac('sha256', Buffer.from(key.slice(6), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
  }

  // of a payment nobody said where to tell of there is nothing to tell
  function tell(row, command, event) {
    const url = command.url ?? frame.notices.portone ?? row.notice_url
    if (!url) return { error: 'portone does not know where notices go' }
    const body = JSON.stringify(event ?? { type: `Transaction.${TYPES[row.status]}`, timestamp: iso(Date.now()),
      data: { storeId: keys.store, paymentId: row.reference, transactionId: row.transaction_id } })
    return frame.notify('portone', { url, home: row.redirect, body, type: 'application/json', headers: signed(body, command.sign), repeat: command.repeat,
      together: command.together, schedule: RETRIES, accepted: (status) => status >= 200 && status < 300 })
  }

  const wanted = (command) => book.of(command.reference)

  return {
    name: 'portone', label: '포트원', book,
    contract: (url) => ({ provider: 'portone', mode: 'test', store_id: keys.store, channel_key: keys.channel, channels: { virtual_account: keys.account }, api_secret: keys.api,
      webhook_secret: keys.webhook, webhook_secret_old: keys.old, urls: { api: url, script: `${url}/v2/browser-sdk.js` } }),
    routes: {
      'POST /payments/:id/pre-register': api(register),
      'GET /payments/:id': api(get),
      'POST /payments/:id/cancel': api(cancel),
      'POST /payments/:id/virtual-account/close': api(close),
      'POST /payments/:id/escrow/logistics': api(deliver),
      'POST /cash-receipts': api(issue),
      'GET /payments/:id/cash-receipt': api(receiptOf),
      'POST /payments/:id/cash-receipt/cancel': api(takeBack),
    },
    windows: {
      'GET /v2/browser-sdk.js': () => ({ ...text(script), type: 'text/javascript; charset=utf-8' }),
      'POST /window': open,
      'POST /press': press,
    },
    enter: ({ options }) => ({ url: '/portone/window', fields: { request: JSON.stringify(options) } }),
    forget() {
      registered.clear()
      receipts.clear()
      asynchronous = false
    },
    commands: {
      deposit(command) {
        const row = wanted(command)
        if (row?.status !== 'waiting') return { error: 'no account waits for it' }
        row.depositor = command.depositor
        take(row)
        return tell(row, command)
      },
      forge(command) {
        const row = wanted(command)
        return tell(row, { sign: 'wrong', ...command }, { type: 'Transaction.Paid', timestamp: iso(Date.now()),
          data: { storeId: keys.store, paymentId: row.reference, transactionId: row.transaction_id } })
      },
      notice(command) {
        const row = wanted(command), data = { storeId: command.store ?? keys.store }
        if (!command.bare) Object.assign(data, { paymentId: row.reference, transactionId: row.transaction_id })
        return tell(row, command, { type: command.type ?? `Transaction.${TYPES[row.status]}`, timestamp: iso(Date.now()), data, surprise: true })
      },
      old(command) {
        const row = wanted(command)
        return tell(row, command, { payment_id: row.reference, tx_id: row.transaction_id, status: TYPES[row.status] })
      },
      cancel(command) {
        const row = wanted(command)
        if (!book.cancel(row, command.amount)) return { error: 'that much is not there' }
        return command.quiet ? {} : tell(row, command)
      },
      pend(command) { wanted(command).pending = command.over !== true },
      expire(command) { wanted(command).status = 'expired' },
      channel(command) { wanted(command).channel_type = command.type },
      asynchronous(command) { asynchronous = command.on },
    },
  }
}
