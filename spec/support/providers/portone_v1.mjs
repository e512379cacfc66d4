// A stand-in for PortOne's V1 (api.iamport.kr): a token for key and secret, what a payment may cost is prepared, the window takes
// the money, GET tells. As there, every answer is an envelope { code, message, response } of which the code says whether it went
// well, a payment of which parts were cancelled stays "paid", and notices are signed by nobody.
//
// Commands: deposit { reference, repeat, together, url } · forge { reference } a notice of money that is not there · notice { reference, status,
// as: "form" } without anything having happened · cancel { reference, amount } at their own desk · sandbox { reference, is } ·
// revoke {} the tokens that were given are known no more · receipt { reference, type } a cash receipt is issued with a payment.
// Mood: { "decline": { code, message } } what a provider behind it says of a cancellation, an account or a cash receipt; with "done":
// true a cancellation was done.
import { randomBytes, randomInt } from 'node:crypto'
import { form } from './korean.mjs'
import { html, json, redirect, text } from './frame.mjs'
import { message, paymentWindow } from './window.mjs'

const RETRIES = [1, 2, 3, 4, 5].map((minutes) => minutes * 60)
const METHODS = { card: '카드', vbank: '가상계좌', trans: '계좌이체', phone: '휴대폰' }
const BANKS = { '088': '신한은행', '004': 'KB국민은행', '020': '우리은행' }

const token = (length) => randomBytes(length).toString('hex').slice(0, length)
const seconds = (at) => at ? Math.floor(at / 1000) : 0
const say = (response, status = 200) => json({ code: 0, message: null, response }, status)
const refuse = (said, status = 200, code = 1) => json({ code, message: said, response: null }, status)
const isWhole = (value) => Number.isInteger(value) && value >= 0

export default (frame) => {
  const book = frame.book()
  const keys = { code: `imp${randomInt(10 ** 8)}`.padEnd(11, '0'), key: token(16), secret: token(80), channel: `channel-key-${token(12)}`, account: `channel-key-${token(12)}` }
  const prepared = new Map(), tokens = new Map(), receipts = new Map()

  function giveToken(call) {
    const { imp_key: key, imp_secret: secret } = call.json ?? call.form
    if (key !== keys.key || secret !== keys.secret) return refuse('imp_key, imp_secret 인증에 실패하였습니다.', 401, -1)
    const now = Date.now(), [known] = [...tokens].find(([, until]) => until > now) ?? []
    const given = known ?? token(40)
    if (!known) tokens.set(given, now + 1800_000)
    return say({ access_token: given, now: seconds(now), expired_at: seconds(tokens.get(given)) })
  }

  const api = (handler) => (call) => {
    const given = String(call.headers.authorization ?? '').replace(/^Bearer /, '')
    if (!(tokens.get(given) > Date.now())) return refuse('Unauthorized', 401, -1)
    return handler(call, call.json ?? call.form)
  }

  function prepare(call, asked) {
    const { merchant_uid: uid, amount } = asked
    if (!uid || !isWhole(amount)) return refuse('잘못된 요청입니다.', 400)
    if (call.method === 'POST' && prepared.has(uid)) return refuse('이미 등록된 merchant_uid입니다.')
    prepared.set(uid, amount)
    return say({ merchant_uid: uid, amount })
  }

  function describe(row, mood = {}) {
    const paid = row.captured > 0, state = { waiting: 'ready', partially_cancelled: 'paid' }[row.status] ?? row.status
    return { imp_uid: row.transaction_id, merchant_uid: mood.reference ?? row.reference, pay_method: row.method, channel: 'pc', pg_provider: 'html5_inicis',
      emb_pg_provider: null, pg_tid: `pg${row.transaction_id}`, pg_id: 'INIpayTest', sandbox: row.sandbox, escrow: row.escrow, apply_num: paid ? '30001234' : null,
      bank_code: null, bank_name: null, card_code: row.method === 'card' ? '366' : null, card_name: row.method === 'card' && paid ? '신한카드' : null,
      card_quota: row.months, card_number: row.method === 'card' && paid ? '433012******123*' : null, card_type: 0, vbank_code: row.account?.code ?? null,
      vbank_name: row.account?.bank ?? null, vbank_num: row.account?.number ?? null, vbank_holder: row.account?.holder ?? null, vbank_date: row.account ? row.due_at : 0,
      vbank_issued_at: row.account ? seconds(row.opened_at) : 0, name: row.goods, amount: row.amount + (mood.amount ?? 0), cancel_amount: row.cancelled, currency: 'KRW',
      buyer_name: row.holder, status: mood.status ?? state, started_at: seconds(row.opened_at), paid_at: seconds(row.paid_at), failed_at: row.status === 'failed' ? seconds(Date.now()) : 0,
      cancelled_at: row.cancelled > 0 ? seconds(Date.now()) : 0, fail_reason: row.failure ?? null, cancel_reason: null, receipt_url: paid ? 'https://iniweb.inicis.com/receipt/stand-in' : null,
      cancel_history: [], cancel_receipt_urls: [], cash_receipt_issued: row.receipt !== undefined }
  }

  const isShown = (row, call) => row && (!row.sandbox || call.query.include_sandbox === 'true')
  const found = (row, call) => isShown(row, call) ? say(describe(row, call.mood)) : refuse('존재하지 않는 결제정보입니다.', 404, -1)

  function cancel(call, asked) {
    const row = book.get(asked.imp_uid) ?? book.of(asked.merchant_uid)
    if (!row) return refuse('취소할 결제건이 존재하지 않습니다.')
    const left = row.captured - row.cancelled, amount = asked.amount || left
    if (row.captured === 0) return refuse('결제가 완료되지 않은 주문입니다.')
    if (left === 0) return refuse('이미 전액취소된 주문입니다.')
    if (asked.checksum !== undefined && asked.checksum !== left) return refuse('취소 가능금액이 일치하지 않습니다.')
    if (!isWhole(amount) || amount > left || !isWhole(asked.vat_amount ?? 0) || (asked.tax_free ?? 0) + row.freed > row.tax_free) return refuse('취소 금액이 올바르지 않습니다.')
    if (row.method === 'vbank' && !(BANKS[asked.refund_bank] && /^\d+$/.test(asked.refund_account ?? '') && asked.refund_holder)) {
      return refuse('환불 계좌정보가 필요합니다.')
    }
    const { mood } = call
    if (mood.decline) {
      if (mood.done) book.cancel(row, amount)
      return refuse(mood.decline.message)
    }
    book.cancel(row, amount)
    row.freed += asked.tax_free ?? 0
    return say(describe(row, mood))
  }

  function closeAccount(call) {
    const row = book.get(call.params.uid)
    if (!row) return refuse('유효하지 않은 imp_uid입니다.', 404, -1)
    if (row.status !== 'waiting') return refuse('입금대기 상태가 아닙니다.', 400)
    if (call.mood.decline) return refuse(call.mood.decline.message, call.mood.decline.status ?? 200)
    row.status = 'cancelled'
    return say(describe(row, call.mood))
  }

  // ── Cash receipts ──

  const receipt = (name, type, amount, vat) => ({ ...name, receipt_tid: `cash${token(12)}`, apply_num: '100000003', type, amount, vat,
    receipt_url: 'https://iniweb.inicis.com/cash/stand-in', applied_at: seconds(Date.now()), cancelled_at: 0 })

  const told = (made) => made ? say(made) : refuse('현금영수증 발행 내역이 존재하지 않습니다.', 404, -1)

  function issue(call, asked) {
    const uid = decodeURIComponent(call.params.uid), type = asked.type ?? 'person'
    const fits = { phone: /^01\d{8,9}$/, business: /^\d{10}$/, taxcard: /^\d{13,19}$/ }[asked.identifier_type]?.test(asked.identifier)
    if (!fits || !asked.name || !isWhole(asked.amount) || !isWhole(asked.tax_free ?? 0) || !['person', 'company'].includes(type)
      || (asked.channel_key ?? keys.channel) !== keys.channel && asked.channel_key !== keys.account) return refuse('필수 파라메터가 누락되었습니다.', 400, -1)
    if (receipts.get(uid)?.cancelled_at === 0) return refuse('이미 현금영수증이 발행된 merchant_uid입니다.', 400, -1)
    if (call.mood.decline) return refuse(call.mood.decline.message, 500, -1)
    receipts.set(uid, receipt({ merchant_uid: uid }, type, asked.amount, asked.vat_amount ?? 0))
    return say(receipts.get(uid))
  }

  function revoke(call) {
    const made = receipts.get(decodeURIComponent(call.params.uid))
    if (!made) return told(made)
    if (made.cancelled_at > 0) return refuse('이미 취소된 현금영수증입니다.', 400, -1)
    if (call.mood.decline) return refuse(call.mood.decline.message, 500, -1)
    made.cancelled_at = seconds(Date.now())
    return say(made)
  }

  // ── The window ──

  const script = `// Stand-in for https://cdn.iamport.kr/v1/iamport.js
(() => {
  const base = new URL('..', document.currentScript.src).href
  let code
  window.IMP = {
    init(given) { code = given },
    request_pay(request) {
      const form = document.createElement('form')
      form.method = 'post'
      form.action = base + 'window'
      for (const [name, value] of Object.entries({ code, request: JSON.stringify(request) })) {
        const input = document.createElement('input')
        Object.assign(input, { type: 'hidden', name, value })
        form.append(input)
      }
      document.documentElement.append(form)
      form.submit()
    },
  }
})()
`

  const back = (url, fields) => {
    const target = new URL(url)
    for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value)
    return redirect(target.href)
  }

  function open(call) {
    const asked = JSON.parse(call.form.request ?? 'null'), amount = asked?.amount
    const isSound = asked && call.form.code === keys.code && [keys.channel, keys.account].includes(asked.channelKey) && METHODS[asked.pay_method] && asked.currency === 'KRW'
      && isWhole(amount) && amount > 0 && asked.merchant_uid && asked.name?.length <= 100 && /^https?:/.test(asked.m_redirect_url ?? '')
      && (asked.pay_method !== 'phone' || asked.digital === false) && (asked.pay_method !== 'vbank' || /^\d{12}$/.test(asked.vbank_due ?? ''))
      && (asked.display === undefined || Array.isArray(asked.display.card_quota))
    if (!isSound) return html(message('결제창을 열 수 없어요', '요청 값이 올바르지 않아요.'), 400)
    const before = book.of(asked.merchant_uid), known = prepared.get(asked.merchant_uid)
    const no = before && !['ready', 'failed'].includes(before.status) ? '이미 결제된 주문입니다.' : known !== undefined && known !== amount ? '결제예정금액과 다릅니다.' : undefined
    if (no) return back(asked.m_redirect_url, { merchant_uid: asked.merchant_uid, imp_success: 'false', error_code: 'F400', error_msg: no })
    const due = asked.vbank_due ?? '209901010000'
    const row = book.open({ transaction_id: `imp_${String(Date.now()).slice(-8)}${randomInt(10000)}`, reference: asked.merchant_uid, merchant_id: keys.code, method: asked.pay_method, amount,
      tax_free: asked.tax_free ?? 0, freed: 0, goods: asked.name, holder: asked.buyer_name, status: 'ready', months: 0, sandbox: true, escrow: asked.escrow ?? false,
      redirect: asked.m_redirect_url, notice_url: asked.notice_url,
      due_at: seconds(Date.parse(`${due.slice(0, 4)}-${due.slice(4, 6)}-${due.slice(6, 8)}T${due.slice(8, 10)}:${due.slice(10, 12)}:00+09:00`)) })
    const isAccount = row.method === 'vbank', months = [0, ...asked.display?.card_quota ?? []]
    const choices = isAccount ? [{ name: 'bank', label: '입금 은행', options: Object.entries(BANKS).sort((a, b) => b[0].localeCompare(a[0])) }]
      : row.method === 'card' ? [{ name: 'months', label: '할부', options: months.map((month) => [month, month === 0 ? '일시불' : `${month}개월`]) }] : []
    const button = (press, label, primary) => ({ press, label, primary, action: `${call.base}/press`, fields: { id: row.transaction_id, press } })
    return html(paymentWindow({ title: '포트원', tint: '#c33b12', goods: row.goods, amount, choices, facts: [['결제 수단', METHODS[row.method]]],
      buttons: [button('pay', isAccount ? '가상계좌 받기' : '결제하기', true), button('decline', '한도 초과로 거절'), button('cancel', '취소')] }))
  }

  function take(row) {
    book.capture(row)
    row.paid_at = Date.now()
  }

  function press(call) {
    const { id, press: pressed, bank, months } = call.form, row = book.get(id)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    const fields = { imp_uid: id, merchant_uid: row.reference }
    if (pressed !== 'pay') {
      row.status = 'failed'
      row.failure = pressed === 'cancel' ? '[결제포기] 사용자가 결제를 취소하셨습니다' : '한도초과 혹은 잔액부족'
      // of what went wrong they tell nobody
      return back(row.redirect, { ...fields, imp_success: 'false', error_code: pressed === 'cancel' ? 'F400' : '51', error_msg: row.failure })
    }
    if (row.method === 'vbank') {
      const code = bank in BANKS ? bank : '088'
      row.account = { code, bank: BANKS[code], number: `5620${String(Date.now()).slice(-9)}${randomInt(10)}`, holder: row.holder }
      row.status = 'waiting'
    } else {
      row.months = Number(months ?? 0)
      take(row)
    }
    tell(row, {})
    return back(row.redirect, { ...fields, imp_success: 'true' })
  }

  // ── What they tell ──

  function tell(row, command) {
    const url = command.url ?? frame.notices.portone_v1 ?? row.notice_url
    if (!url) return { error: 'portone_v1 does not know where notices go' }
    const fields = { imp_uid: row.transaction_id, merchant_uid: row.reference, status: command.status ?? describe(row).status }
    const isForm = command.as === 'form'
    return frame.notify('portone_v1', { url, home: row.redirect, body: isForm ? form(fields) : JSON.stringify(fields),
      type: isForm ? 'application/x-www-form-urlencoded' : 'application/json', repeat: command.repeat, together: command.together, schedule: RETRIES,
      accepted: (status) => status === 200 })
  }

  const wanted = (command) => book.of(command.reference)

  return {
    name: 'portone_v1', label: '포트원 (V1)', book,
    contract: (url) => ({ provider: 'portone_v1', mode: 'test', imp_code: keys.code, imp_key: keys.key, imp_secret: keys.secret, channel_key: keys.channel,
      channels: { virtual_account: keys.account }, urls: { api: url, script: `${url}/v1/iamport.js` } }),
    routes: {
      'POST /users/getToken': giveToken,
      'POST /payments/prepare': api(prepare),
      'PUT /payments/prepare': api(prepare),
      'POST /payments/cancel': api(cancel),
      'GET /payments/find/:reference': api((call) => found(book.of(decodeURIComponent(call.params.reference)), call)),
      'GET /payments/:uid': api((call) => found(book.get(call.params.uid), call)),
      'DELETE /vbanks/:uid': api(closeAccount),
      'GET /receipts/:uid': api((call) => told(book.get(call.params.uid)?.receipt)),
      'GET /receipts/external/:uid': api((call) => told(receipts.get(decodeURIComponent(call.params.uid)))),
      'POST /receipts/external/:uid': api(issue),
      'DELETE /receipts/external/:uid': api(revoke),
    },
    windows: {
      'GET /v1/iamport.js': () => ({ ...text(script), type: 'text/javascript; charset=utf-8' }),
      'POST /window': open,
      'POST /press': press,
    },
    enter: ({ options }) => ({ url: '/portone_v1/window', fields: { code: options.code, request: JSON.stringify(options.request) } }),
    forget() {
      prepared.clear()
      receipts.clear()
    },
    commands: {
      deposit(command) {
        const row = wanted(command)
        if (row?.status !== 'waiting') return { error: 'no account waits for it' }
        take(row)
        return tell(row, command)
      },
      forge: (command) => tell(wanted(command), { status: 'paid', ...command }),
      notice: (command) => tell(wanted(command), command),
      cancel(command) {
        const row = wanted(command)
        if (!book.cancel(row, command.amount)) return { error: 'that much is not there' }
        return command.quiet ? {} : tell(row, command)
      },
      receipt(command) {
        const row = wanted(command)
        row.receipt = receipt({ imp_uid: row.transaction_id }, command.type ?? 'person', row.amount, 0)
      },
      sandbox(command) { wanted(command).sandbox = command.is },
      revoke() { tokens.clear() },
    },
  }
}
