// A stand-in for NaverPay (결제형): the script opens a window, the shopper agrees and comes back with the number of a payment,
// apply takes the money by a form, the history tells what became of it. As there, refusals come with status 200, an
// idempotency key stands for what was first answered under it, and there are no notices.
//
// Commands: expire { reference } · cancel { reference, amount } at their own desk · busy { reference } somebody is at it ·
// fail { reference } the capture went wrong at the bank · forget_keys {} · keys {} the idempotency keys in the order they came.
// Mood: { "decline": { code: "Fail", message } }; with "done": true the money was taken all the same.
import { randomBytes } from 'node:crypto'
import { html, json, redirect, text } from './frame.mjs'
import { message, paymentWindow } from './window.mjs'

const PATH = '/naverpay-partner/naverpay/payments'
const token = (length) => randomBytes(length).toString('hex').slice(0, length)
const stamp = (at) => new Date(at + 9 * 3600 * 1000).toISOString().replace(/[-:T]/g, '').slice(0, 14)
const won = (value) => /^\d{1,13}$/.test(value ?? '') ? Number(value) : NaN
const say = (code, said, body = {}) => json({ code, message: said, body })

export default (frame) => {
  const book = frame.book()
  const keys = { client: token(20), secret: token(10), chain: token(12), merchant: `np_${token(8)}` }
  const answers = new Map(), seen = []

  const api = (handler) => async (call) => {
    const { headers } = call
    if (headers['x-naver-client-id'] !== keys.client || headers['x-naver-client-secret'] !== keys.secret) {
      return json({ errorMessage: 'Authentication failed', errorCode: '024' }, 401)
    }
    if (headers['x-naverpay-chain-id'] !== keys.chain) return say('InvalidMerchant', '유효하지 않은 가맹점입니다.')
    const key = headers['x-naverpay-idempotency-key']
    if (key && !/^[A-Za-z0-9_-]{1,64}$/.test(key)) return say('Fail', '유효하지 않은 멱등성 키입니다.')
    if (key) seen.push(key)
    const slot = key && `${key} ${call.path}`
    if (slot && answers.has(slot)) return answers.get(slot)
    const answer = await handler(call)
    if (slot && Object.keys(call.mood).length === 0) answers.set(slot, answer)
    return answer
  }

  const note = (row, type, amount, taxFree, state = 'SUCCESS') => row.history.unshift({ type, amount, taxFree, state, at: Date.now(), id: token(20) })

  const entry = (row, one, mood) => ({ paymentId: row.transaction_id, payHistId: one.id, merchantName: '시장', merchantId: mood.merchant ?? row.merchant_id,
    merchantPayKey: mood.reference ?? row.reference, merchantUserKey: row.user, admissionTypeCode: one.type, admissionYmdt: stamp(one.at),
    admissionState: mood.status ?? one.state, tradeConfirmYmdt: stamp(one.at), totalPayAmount: one.amount + (one.type === '01' ? mood.amount ?? 0 : 0),
    applyPayAmount: one.amount, primaryPayAmount: one.amount, npointPayAmount: 0, giftCardAmount: 0, discountPayAmount: 0,
    taxScopeAmount: one.amount - one.taxFree, taxExScopeAmount: one.taxFree, environmentDepositAmount: 0, primaryPayMeans: 'CARD', cardCorpCode: 'C0',
    cardNo: '433012******1234', cardAuthNo: '30001234', cardInstCount: row.months, usedCardPoint: false, bankCorpCode: '', bankAccountNo: '',
    productName: row.goods, settleExpected: false, settleExpectAmount: 0, payCommissionAmount: 0, extraDeduction: false, useCfmYmdt: '' })

  function apply(call) {
    const row = book.get(call.form.paymentId)
    if (!row || !row.authenticated) return say('InvalidPaymentId', '유효하지 않은 네이버페이 결제번호입니다.')
    if (row.status === 'expired') return say('TimeExpired', '결제 승인 가능 시간이 지났습니다.')
    if (row.busy) return say('AlreadyOnGoing', '이미 진행 중인 결제입니다.')
    if (row.captured > 0) return say('AlreadyComplete', '이미 완료된 결제입니다.')
    const { mood } = call
    if (mood.decline) {
      if (mood.done) {
        book.capture(row)
        note(row, '01', row.amount, row.tax_free)
      } else row.status = 'failed'
      return say(mood.decline.code, mood.decline.message)
    }
    book.capture(row)
    note(row, '01', row.amount, row.tax_free)
    return say('Success', 'detail', { paymentId: row.transaction_id, detail: entry(row, row.history[0], mood) })
  }

  function history(call) {
    const asked = call.json ?? {}, row = book.get(asked.paymentId)
    if (!asked.paymentId) return say('Fail', 'paymentId 또는 기간이 필요합니다.')
    const list = row?.history ?? []
    return say('Success', '성공', { responseCount: list.length, totalCount: list.length, totalPageCount: list.length > 0 ? 1 : 0, currentPageNumber: 1,
      list: list.map((one) => entry(row, one, call.mood)) })
  }

  function giveBack(row, amount, taxFree) {
    const done = book.cancel(row, amount)
    if (done) note(row, row.cancelled === row.captured ? '03' : '04', amount, taxFree)
    return done
  }

  function cancel(call) {
    const { form, mood } = call, row = book.get(form.paymentId)
    if (!row || row.captured === 0) return say('InvalidPaymentId', '유효하지 않은 네이버페이 결제번호입니다.')
    if (row.busy) return say('AlreadyOnGoing', '이미 진행 중인 요청입니다.')
    const amount = won(form.cancelAmount), taxFree = won(form.taxExScopeAmount), left = row.captured - row.cancelled
    if (!(amount > 0) || !form.cancelReason || !['1', '2'].includes(form.cancelRequester)) return say('Fail', '잘못된 요청입니다.')
    if (left === 0) return say('AlreadyCanceled', '이미 전체 취소된 결제입니다.')
    if (amount > left) return say('OverRemainAmount', '취소 요청 금액이 잔여 결제 금액을 초과합니다.')
    if (won(form.taxScopeAmount) + taxFree !== amount) return say('TaxScopeAmountError', '과세 대상 금액과 면세 대상 금액의 합이 다릅니다.')
    const freed = row.history.filter((one) => one.type !== '01').reduce((sum, one) => sum + one.taxFree, 0)
    if (freed + taxFree > row.tax_free) return say('TaxScopeAmtGreaterThanRemainError', '취소 가능한 면세 금액보다 큽니다.')
    if (form.doCompareRest === '1' && won(form.expectedRestAmount) !== left - amount) return say('RestAmountDiff', '예상 잔여금액이 일치하지 않습니다.')
    if (mood.decline) {
      if (mood.done) giveBack(row, amount, taxFree)
      return say(mood.decline.code, mood.decline.message)
    }
    giveBack(row, amount, taxFree)
    return say('Success', '성공', { paymentId: row.transaction_id, payHistId: row.history[0].id, primaryPayMeans: 'CARD', primaryPayCancelAmount: amount,
      primaryPayRestAmount: left - amount, npointCancelAmount: 0, npointRestAmount: 0, giftCardCancelAmount: 0, giftCardRestAmount: 0,
      discountCancelAmount: 0, taxScopeAmount: amount - taxFree, taxExScopeAmount: taxFree, cancelYmdt: stamp(Date.now()), totalRestAmount: left - amount })
  }

  // ── The window ──

  const script = `// Stand-in for https://nsp.pay.naver.com/sdk/js/naverpay.min.js
(() => {
  const base = new URL('.', document.currentScript.src).href
  window.Naver = { Pay: { create: (options) => ({ open: (request) => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = base + 'window'
    for (const [name, value] of Object.entries({ create: JSON.stringify(options), open: JSON.stringify(request) })) {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', name, value })
      form.append(input)
    }
    document.documentElement.append(form)
    form.submit()
  } }) } }
})()
`

  function open(call) {
    const create = JSON.parse(call.form.create ?? 'null'), asked = JSON.parse(call.form.open ?? 'null')
    if (create?.clientId !== keys.client || create.chainId !== keys.chain || create.mode !== 'development') {
      return html(message('결제창을 열 수 없어요', '가맹점 정보가 올바르지 않아요.'), 400)
    }
    const amount = won(asked?.totalPayAmount), taxFree = won(asked?.taxExScopeAmount)
    const isSound = amount >= 10 && won(asked.taxScopeAmount) + taxFree === amount && asked.merchantPayKey?.length <= 64 && asked.productName
      && [...asked.productName].length <= 128 && /^https?:/.test(asked.returnUrl ?? '') && asked.productItems?.length > 0
    if (!isSound) return html(message('결제창을 열 수 없어요', '요청 값이 올바르지 않아요.'), 400)
    const row = book.open({ transaction_id: `${stamp(Date.now()).slice(0, 8)}NP${token(12)}`, reference: asked.merchantPayKey, user: asked.merchantUserKey,
      merchant_id: keys.merchant, method: 'wallet', amount, tax_free: taxFree, goods: asked.productName, status: 'ready', back: asked.returnUrl,
      months: 0, history: [] })
    const button = (press, label, primary) => ({ press, label, primary, action: `${call.base}/press`, fields: { id: row.transaction_id, press } })
    return html(paymentWindow({ title: '네이버페이', tint: '#03773a', goods: row.goods, amount,
      choices: [{ name: 'months', label: '할부', options: [[0, '일시불'], [3, '3개월']] }],
      buttons: [button('pay', '결제하기', true), button('decline', '다른 사람 카드라 거절'), button('cancel', '취소')] }))
  }

  function press(call) {
    const row = book.get(call.form.id)
    if (row?.status !== 'ready') return html(message('끝난 결제예요', '쇼핑몰에서 다시 결제해 주세요.'), 409)
    const back = (fields) => {
      const target = new URL(row.back)
      for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value)
      return redirect(target.href)
    }
    if (call.form.press === 'pay') {
      row.authenticated = true
      row.months = Number(call.form.months ?? 0)
      return back({ resultCode: 'Success', paymentId: row.transaction_id })
    }
    row.status = 'failed'
    return call.form.press === 'cancel' ? back({ resultCode: 'UserCancel', resultMessage: 'userCancel' })
      : back({ resultCode: 'Fail', resultMessage: 'OwnerAuthFail' })
  }

  return {
    name: 'naverpay', label: '네이버페이', book,
    contract: (url) => ({ provider: 'naverpay', mode: 'test', client_id: keys.client, client_secret: keys.secret, chain_id: keys.chain,
      merchant_id: keys.merchant, urls: { api: url, script: `${url}/naverpay.min.js` } }),
    routes: { [`POST ${PATH}/v2.2/apply/payment`]: api(apply), [`POST ${PATH}/v2.2/list/history`]: api(history), [`POST ${PATH}/v1/cancel`]: api(cancel) },
    windows: {
      'GET /naverpay.min.js': () => ({ ...text(script), type: 'text/javascript; charset=utf-8' }),
      'POST /window': open,
      'POST /press': press,
    },
    enter: ({ options }) => ({ url: '/naverpay/window', fields: { create: JSON.stringify(options.create), open: JSON.stringify(options.open) } }),
    forget() {
      answers.clear()
      seen.length = 0
    },
    commands: {
      expire(command) { book.of(command.reference).status = 'expired' },
      busy(command) { book.of(command.reference).busy = command.over !== true },
      fail(command) {
        const row = book.of(command.reference)
        note(row, '01', row.amount, row.tax_free, 'FAIL')
      },
      cancel(command) { if (!giveBack(book.of(command.reference), command.amount, 0)) return { error: 'that much is not there' } },
      forget_keys() { answers.clear() },
      keys: () => ({ keys: seen }),
    },
  }
}
