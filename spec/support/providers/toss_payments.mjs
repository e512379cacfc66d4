// A stand-in for Toss Payments (core API of 2022-11-16, script v2): the script opens a window by a form, the server confirms,
// asks, cancels, issues cash receipts and reads what was settled. As there, an Idempotency-Key stands for (key, path, method) and
// not for the body, refusals are answered again, and a payment of which parts were cancelled never becomes CANCELED.
//
// Commands: deposit { reference, events, sign: "wrong", repeat, together, url } · recall { reference } the bank calls it back ·
// forge { reference } notices of money that is not there · notice { reference, event, status } without anything having happened · cancel { reference, amount } at their own desk ·
// expire { reference } · fill { count } that many payments · keys {} the idempotency keys in the order they came.
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { html, json, redirect, text } from './frame.mjs'
import { message, paymentWindow } from './window.mjs'

const RETRIES = [1, 4, 16, 64, 256, 1024, 4096].map((minutes) => minutes * 60)
const METHODS = { CARD: '카드', VIRTUAL_ACCOUNT: '가상계좌', TRANSFER: '계좌이체', MOBILE_PHONE: '휴대폰' }
const BANKS = { '06': 'KB국민은행', 88: '신한은행', 20: '우리은행' }
const CAPTURED = ['paid', 'partially_cancelled', 'cancelled']

const token = (length) => randomBytes(length).toString('hex').slice(0, length)
const seoul = (at) => `${new Date(at + 9 * 3600 * 1000).toISOString().slice(0, 19)}+09:00`
const refuse = (status, code, said) => json({ code, message: said }, status)

export default (frame) => {
  const book = frame.book()
  const keys = { client: `test_ck_${token(24)}`, secret: `test_sk_${token(24)}`, merchant: `t${token(9)}` }
  const answers = new Map(), seen = [], receipts = new Map()

  const statusOf = (row) => ({ ready: row.authenticated ? 'IN_PROGRESS' : 'READY', waiting: 'WAITING_FOR_DEPOSIT', paid: 'DONE',
    failed: 'ABORTED', expired: 'EXPIRED', partially_cancelled: 'PARTIAL_CANCELED',
    cancelled: row.cancels.length > 1 ? 'PARTIAL_CANCELED' : 'CANCELED' })[row.status]

  function describe(row, mood = {}) {
    const off = mood.amount ?? 0, balance = row.status === 'cancelled' ? 0 : row.amount - row.cancelled
    const taxFree = row.tax_free - row.cancels.reduce((sum, one) => sum + one.taxFreeAmount, 0)
    const vat = Math.ceil((balance - taxFree) / 11)
    const isCard = row.method === 'CARD', account = row.account
    return {
      version: '2022-11-16', mId: mood.merchant ?? row.merchant_id, paymentKey: row.transaction_id, type: 'NORMAL',
      orderId: mood.reference ?? row.reference, orderName: row.goods, currency: 'KRW', method: METHODS[row.method],
      totalAmount: row.amount + off, balanceAmount: balance + off, suppliedAmount: balance - taxFree - vat, vat, taxFreeAmount: taxFree,
      taxExemptionAmount: 0, status: mood.status ?? statusOf(row), requestedAt: seoul(row.opened_at),
      approvedAt: row.approved_at ? seoul(row.approved_at) : null, useEscrow: row.escrow, cultureExpense: false,
      lastTransactionKey: row.entries.at(-1)?.key ?? null, cancels: row.cancels.length > 0 ? row.cancels : null,
      isPartialCancelable: true, secret: row.secret ?? null, receipt: { url: 'https://dashboard.tosspayments.com/receipt/stand-in' },
      card: isCard && row.approved_at ? { amount: row.amount, issuerCode: '41', acquirerCode: '41', number: '43301234****123*',
        installmentPlanMonths: row.months, approveNo: '00000001', useCardPoint: false, cardType: '신용', ownerType: '개인',
        acquireStatus: 'READY', isInterestFree: false, interestPayer: null } : null,
      virtualAccount: account ? { accountType: '일반', accountNumber: account.number, bankCode: account.code, customerName: account.holder,
        dueDate: account.due_at, refundStatus: row.cancels.length > 0 ? 'PENDING' : 'NONE', expired: row.status === 'expired',
        settlementStatus: 'INCOMPLETED', refundReceiveAccount: null } : null,
      transfer: row.method === 'TRANSFER' ? { bankCode: '88', settlementStatus: 'INCOMPLETED' } : null,
      mobilePhone: null, giftCertificate: null, easyPay: null, country: 'KR', discount: null,
      failure: row.failure ?? null, cashReceipt: null, cashReceipts: row.receipt && row.approved_at ? [row.receipt] : null,
    }
  }

  const isOurs = (call) => call.headers.authorization === `Basic ${Buffer.from(`${keys.secret}:`).toString('base64')}`

  // The guard of every call: who asks, and what the same question was answered.
  const api = (handler) => async (call) => {
    if (!isOurs(call)) return refuse(401, 'UNAUTHORIZED_KEY', '인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.')
    const key = call.method === 'POST' && call.headers['idempotency-key']
    if (key) seen.push(key)
    if (key && key.length > 300) return refuse(400, 'INVALID_IDEMPOTENCY_KEY', '멱등키는 300자 이하여야 합니다.')
    const slot = key && `${key} ${call.path} ${call.method}`
    if (slot && answers.has(slot)) return answers.get(slot)
    const answer = await handler(call)
    if (slot && !call.mood.amount && !call.mood.reference) answers.set(slot, answer)
    return answer
  }

  const declined = ({ mood }, status = 403) => mood.decline && refuse(mood.decline.http ?? status, mood.decline.code, mood.decline.message)

  const capture = (row) => {
    book.capture(row)
    row.approved_at = Date.now()
    row.entries.at(-1).key = token(32)
    if (row.receipt_type !== '미발행') {
      row.receipt = { type: row.receipt_type, receiptKey: token(32), issueNumber: '100000001', receiptUrl: 'https://dashboard.tosspayments.com/receipt/cash',
        amount: row.amount, taxFreeAmount: row.tax_free }
    }
  }

  function confirm(call) {
    const { paymentKey, orderId, amount } = call.json ?? {}
    const row = book.get(paymentKey)
    if (!row || row.status === 'expired') return refuse(404, 'NOT_FOUND_PAYMENT_SESSION', '결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.')
    if (row.status !== 'ready') return refuse(400, 'ALREADY_PROCESSED_PAYMENT', '이미 처리된 결제 입니다.')
    if (orderId !== row.reference || amount !== row.amount) return refuse(403, 'FORBIDDEN_REQUEST', '허용되지 않은 요청입니다.')
    if (!row.authenticated) return refuse(400, 'INVALID_REQUEST', '잘못된 요청입니다.')
    const no = declined(call)
    if (no) {
      row.status = 'failed'
      row.failure = { code: call.mood.decline.code, message: call.mood.decline.message }
      return no
    }
    if (row.method === 'VIRTUAL_ACCOUNT') {
      row.status = 'waiting'
      row.secret = `ps_${token(24)}`
      row.account = { ...row.account, number: `65${String(randomInt(1e12)).padStart(12, '0')}` }
    } else capture(row)
    return json(describe(row, call.mood))
  }

  function cancelled(row, amount, reason, taxFree) {
    const key = token(32)
    if (!book.cancel(row, amount, { key })) return false
    row.cancels.push({ cancelAmount: amount, cancelReason: reason, taxFreeAmount: taxFree, taxExemptionAmount: 0,
      refundableAmount: row.amount - row.cancelled, easyPayDiscountAmount: 0, canceledAt: seoul(Date.now()), transactionKey: key,
      receiptKey: null })
    return true
  }

  function cancel(call) {
    const row = book.get(call.params.key), asked = call.json ?? {}
    if (!row) return refuse(404, 'NOT_FOUND_PAYMENT', '존재하지 않는 결제 정보 입니다.')
    if (!asked.cancelReason || asked.cancelReason.length > 200) return refuse(400, 'INVALID_REQUEST', 'cancelReason')
    const no = declined(call)
    if (no) return no
    if (row.status === 'waiting') {
      if (asked.cancelAmount !== undefined && asked.cancelAmount !== row.amount) return refuse(403, 'NOT_CANCELABLE_AMOUNT', '취소 할 수 없는 금액 입니다.')
      row.status = 'cancelled'
      return json(describe(row, call.mood))
    }
    if (row.status === 'cancelled') {
      return row.cancels.length > 1 ? refuse(403, 'NOT_CANCELABLE_AMOUNT', '취소 할 수 없는 금액 입니다.')
        : refuse(400, 'ALREADY_CANCELED_PAYMENT', '이미 취소된 결제 입니다.')
    }
    if (!CAPTURED.includes(row.status)) return refuse(403, 'NOT_CANCELABLE_PAYMENT', '취소 할 수 없는 결제 입니다.')
    const account = asked.refundReceiveAccount
    if (row.method === 'VIRTUAL_ACCOUNT' && !(account?.bank in BANKS && /^\d{1,20}$/.test(account.accountNumber) && account.holderName)) {
      return refuse(400, 'INVALID_REFUND_ACCOUNT_INFO', '환불 계좌번호와 예금주명이 일치하지 않습니다.')
    }
    const left = row.amount - row.cancelled, amount = asked.cancelAmount ?? left
    if (asked.refundableAmount !== undefined && asked.refundableAmount !== left) {
      return refuse(400, 'NOT_MATCHES_REFUNDABLE_AMOUNT', '잔액 결과가 일치하지 않습니다.')
    }
    if ((asked.taxFreeAmount ?? 0) > amount) return refuse(400, 'INVALID_REQUEST', 'taxFreeAmount')
    if (!cancelled(row, amount, asked.cancelReason, asked.taxFreeAmount ?? 0)) return refuse(403, 'NOT_CANCELABLE_AMOUNT', '취소 할 수 없는 금액 입니다.')
    row.refunded_to = account
    return json(describe(row, call.mood))
  }

  const found = (row, call) => row ? json(describe(row, call.mood)) : refuse(404, 'NOT_FOUND_PAYMENT', '존재하지 않는 결제 정보 입니다.')

  // What moved, oldest first: captures, and cancellations with a minus.
  const movements = () => [...book.rows.values()].flatMap((row) => row.entries.map((entry) =>
    ({ row, entry, amount: entry.kind === 'capture' ? entry.amount : -entry.amount }))).sort((a, b) => a.entry.at - b.entry.at)

  function settlements({ query, mood }) {
    const lines = movements().filter(({ entry }) => {
      const day = seoul(entry.at).slice(0, 10)
      return query.startDate <= day && day <= query.endDate
    }).map(({ row, entry, amount }) => {
      const supply = Math.sign(amount) * Math.floor(Math.abs(amount) * 3 / 100)
      const vat = Math.sign(amount) * Math.floor(Math.abs(supply) / 10)
      return { mId: row.merchant_id, paymentKey: row.transaction_id, transactionKey: entry.key, orderId: row.reference, currency: 'KRW',
        method: METHODS[row.method], amount: amount + (mood.amount ?? 0), interestFee: 0, fees: [{ type: 'BASE', fee: supply + vat }],
        supplyAmount: supply, vat, payOutAmount: amount - supply - vat, approvedAt: seoul(entry.at), soldDate: seoul(entry.at).slice(0, 10),
        paidOutDate: seoul(entry.at + 2 * 86400 * 1000).slice(0, 10) }
    })
    const size = Number(query.size ?? 100), from = (Number(query.page ?? 1) - 1) * size
    return json(lines.slice(from, from + size))
  }

  function transactions({ query }) {
    const all = movements().filter(({ entry }) => query.startDate <= seoul(entry.at) && seoul(entry.at) <= query.endDate)
    const from = query.startingAfter ? all.findIndex(({ entry }) => entry.key === query.startingAfter) + 1 : 0
    return json(all.slice(from, from + Number(query.limit ?? 100)).map(({ row, entry, amount }) => ({ mId: row.merchant_id,
      transactionKey: entry.key, paymentKey: row.transaction_id, orderId: row.reference, method: METHODS[row.method],
      customerKey: null, useEscrow: row.escrow, status: amount > 0 ? 'DONE' : 'CANCELED', transactionAt: seoul(entry.at), currency: 'KRW', amount })))
  }

  function issue(call) {
    const asked = call.json ?? {}
    const no = declined(call, 400)
    if (no) return no
    if (!/^\d{10,11}$/.test(asked.customerIdentityNumber ?? '')) return refuse(400, 'INVALID_CUSTOMER_IDENTITY_NUMBER', '고객 식별번호가 올바르지 않습니다.')
    const receipt = { receiptKey: token(32), orderId: asked.orderId, orderName: asked.orderName, type: asked.type, issueNumber: '100000002',
      issueStatus: 'IN_PROGRESS', transactionType: 'CONFIRM', receiptUrl: 'https://dashboard.tosspayments.com/receipt/cash', amount: asked.amount,
      taxFreeAmount: asked.taxFreeAmount ?? 0, customerIdentityNumber: `${asked.customerIdentityNumber.slice(0, 3)}****`, left: asked.amount }
    receipts.set(receipt.receiptKey, receipt)
    return json(receipt)
  }

  function takeBack(call) {
    const receipt = receipts.get(call.params.key), amount = call.json?.amount ?? receipt?.left
    if (!receipt) return refuse(404, 'NOT_FOUND_RECEIPT', '존재하지 않는 현금영수증 입니다.')
    if (amount > receipt.left) return refuse(400, 'INVALID_CANCEL_AMOUNT', '취소 금액이 남은 금액보다 많습니다.')
    receipt.left -= amount
    return json({ ...receipt, receiptKey: token(32), transactionType: 'CANCEL', amount })
  }

  // ── The window ──

  const script = `// Stand-in for https://js.tosspayments.com/v2/standard
(() => {
  const base = new URL('..', document.currentScript.src).href
  const TossPayments = (clientKey) => ({ payment: ({ customerKey }) => ({ requestPayment: (request) => new Promise(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = base + 'window'
    for (const [name, value] of Object.entries({ clientKey, customerKey, request: JSON.stringify(request) })) {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', name, value })
      form.append(input)
    }
    document.documentElement.append(form)
    form.submit()
  }) }) })
  TossPayments.ANONYMOUS = '@@ANONYMOUS'
  window.TossPayments = TossPayments
})()
`

  const back = (url, fields) => {
    const target = new URL(url)
    for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value)
    return redirect(target.href)
  }

  function open(call) {
    const { clientKey, customerKey } = call.form, asked = JSON.parse(call.form.request ?? 'null')
    const value = asked?.amount?.value
    if (clientKey !== keys.client || !customerKey) return html(message('결제창을 열 수 없어요', 'INVALID_CLIENT_KEY'), 400)
    const isSound = asked && METHODS[asked.method] && asked.amount.currency === 'KRW' && Number.isInteger(value) && value > 0
      && /^[A-Za-z0-9_=-]{6,64}$/.test(asked.orderId) && asked.orderName?.length <= 100 && /^https?:/.test(asked.successUrl)
      && /^https?:/.test(asked.failUrl) && (asked.taxFreeAmount ?? 0) <= value && (asked.customerMobilePhone === undefined || /^\d+$/.test(asked.customerMobilePhone))
    if (!isSound) return html(message('결제창을 열 수 없어요', 'INVALID_PARAMETER'), 400)
    if ([...book.rows.values()].some((row) => row.reference === asked.orderId && [...CAPTURED, 'waiting'].includes(row.status))) {
      return back(asked.failUrl, { code: 'DUPLICATED_ORDER_ID', message: '이미 승인 및 취소가 진행된 중복된 주문번호 입니다.', orderId: asked.orderId })
    }
    const isAccount = asked.method === 'VIRTUAL_ACCOUNT', cash = asked.virtualAccount ?? asked.transfer
    const row = book.open({ transaction_id: `tstand${token(24)}`, reference: asked.orderId, merchant_id: keys.merchant, method: asked.method,
      amount: value, tax_free: asked.taxFreeAmount ?? 0, goods: asked.orderName, status: 'ready', cancels: [], months: 0,
      escrow: (asked.card ?? cash)?.useEscrow ?? false, receipt_type: cash?.cashReceipt?.type ?? '미발행', urls: asked,
      account: isAccount ? { holder: asked.customerName, due_at: `${asked.virtualAccount.dueDate}+09:00` } : undefined })
    const months = asked.card?.cardInstallmentPlan !== undefined ? [asked.card.cardInstallmentPlan]
      : [0, ...Array.from({ length: 11 }, (_, i) => i + 2)].filter((month) => month <= (asked.card?.maxCardInstallmentPlan ?? 0))
    const choices = isAccount ? [{ name: 'bank', label: '입금 은행', options: Object.entries(BANKS).reverse() }]
      : asked.method === 'CARD' ? [{ name: 'months', label: '할부', options: months.map((month) => [month, month === 0 ? '일시불' : `${month}개월`]) }] : []
    const action = `${call.base}/press`, fields = { key: row.transaction_id }
    return html(paymentWindow({ title: '토스페이먼츠', tint: '#1b64da', goods: row.goods, amount: value, choices,
      facts: [['결제 수단', METHODS[asked.method]]], buttons: [
        { press: 'pay', label: isAccount ? '가상계좌 받기' : '결제하기', primary: true, action, fields: { ...fields, press: 'pay' } },
        { press: 'decline', label: '한도 초과로 거절', action, fields: { ...fields, press: 'decline' } },
        { press: 'cancel', label: '취소', action, fields: { ...fields, press: 'cancel' } }] }))
  }

  function press(call) {
    const { key, press: pressed, bank, months } = call.form, row = book.get(key)
    if (!row || row.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    const { successUrl, failUrl, orderId } = row.urls
    // as there, who leaves the window leaves without an order id
    if (pressed === 'cancel') return back(failUrl, { code: 'PAY_PROCESS_CANCELED', message: '사용자에 의해 결제가 취소되었습니다.' })
    if (pressed === 'decline') {
      row.status = 'failed'
      row.failure = { code: 'REJECT_CARD_COMPANY', message: '결제 승인이 거절되었습니다.' }
      return back(failUrl, { ...row.failure, orderId })
    }
    row.authenticated = true
    row.months = Number(months ?? 0)
    if (row.account) Object.assign(row.account, { code: bank in BANKS ? bank : '88', bank: BANKS[bank] ?? BANKS['88'] })
    return back(successUrl, { paymentType: 'NORMAL', orderId, paymentKey: key, amount: row.amount })
  }

  // ── What they tell ──

  const send = (command, value, headers = {}) => frame.notify('toss_payments', { url: command.url, body: JSON.stringify(value),
    type: 'application/json', repeat: command.repeat, together: command.together, schedule: RETRIES, accepted: (status) => status === 200,
    headers: { 'tosspayments-webhook-transmission-id': randomUUID(), 'tosspayments-webhook-transmission-time': seoul(Date.now()),
      'tosspayments-webhook-transmission-retried-count': '0', ...headers } })

  const now = () => new Date(Date.now() + 9 * 3600 * 1000).toISOString().slice(0, 23) + '000'
  const events = {
    DEPOSIT_CALLBACK: (row, { sign, status }) => ({ createdAt: now(), secret: sign === 'wrong' ? `ps_${token(24)}` : row.secret,
      status: status ?? statusOf(row), transactionKey: row.entries.at(-1)?.key ?? token(32), orderId: row.reference }),
    PAYMENT_STATUS_CHANGED: (row, { status }) => ({ eventType: 'PAYMENT_STATUS_CHANGED', createdAt: now(),
      data: describe(row, status ? { status } : {}) }),
  }

  async function tell(row, command, names = Object.keys(events)) {
    if (command.reorder) names = [...names].reverse()
    const deliveries = []
    for (const name of names) {
      const told = await send(command, events[name](row, command))
      if (told.error) return told
      deliveries.push(...told.deliveries)
    }
    return { deliveries }
  }

  const wanted = (command) => book.of(command.reference)

  return {
    name: 'toss_payments', label: '토스페이먼츠', book,
    contract: (url) => ({ provider: 'toss_payments', mode: 'test', client_key: keys.client, secret_key: keys.secret, merchant_id: keys.merchant,
      urls: { api: url, script: `${url}/v2/standard` } }),
    routes: {
      'POST /v1/payments/confirm': api(confirm),
      'GET /v1/payments/orders/:reference': api((call) => found(book.of(call.params.reference), call)),
      'GET /v1/payments/:key': api((call) => found(book.get(call.params.key), call)),
      'POST /v1/payments/:key/cancel': api(cancel),
      'GET /v1/settlements': api(settlements),
      'GET /v1/transactions': api(transactions),
      'POST /v1/cash-receipts': api(issue),
      'POST /v1/cash-receipts/:key/cancel': api(takeBack),
    },
    windows: {
      'GET /v2/standard': () => ({ ...text(script), type: 'text/javascript; charset=utf-8' }),
      'POST /window': open,
      'POST /press': press,
    },
    enter: ({ options }) => ({ url: '/toss_payments/window', fields: { clientKey: options.clientKey, customerKey: '@@ANONYMOUS',
      request: JSON.stringify(options.request) } }),
    forget() {
      answers.clear()
      seen.length = 0
      receipts.clear()
    },
    commands: {
      async deposit(command) {
        const row = wanted(command)
        if (row?.status !== 'waiting') return { error: 'no account waits for it' }
        // the bank takes no other amount into such an account
        if (command.amount !== undefined && command.amount !== row.amount) return { error: 'the bank refuses another amount' }
        capture(row)
        return await tell(row, command, command.events)
      },
      async recall(command) {
        const row = wanted(command)
        Object.assign(row, { status: 'waiting', captured: 0, approved_at: undefined, entries: [] })
        return await tell(row, command, command.events)
      },
      forge: (command) => tell(wanted(command), { status: 'DONE', sign: 'wrong', ...command }),
      notice: (command) => tell(wanted(command), command, [command.event ?? 'PAYMENT_STATUS_CHANGED']),
      async cancel(command) {
        const row = wanted(command)
        if (!cancelled(row, command.amount, '상점관리자에서 취소', 0)) return { error: 'that much is not there' }
        return command.quiet ? {} : await tell(row, command, ['PAYMENT_STATUS_CHANGED'])
      },
      expire(command) { wanted(command).status = 'expired' },
      fill({ count }) {
        for (let i = 0; i < count; i++) {
          capture(book.open({ transaction_id: `tfill${i}`, reference: `FILL-${i}`, merchant_id: keys.merchant, method: 'CARD', amount: 1000 + i,
            tax_free: 0, goods: '사과', status: 'ready', cancels: [], escrow: false, receipt_type: '미발행' }))
        }
      },
      keys: () => ({ keys: seen }),
    },
  }
}
