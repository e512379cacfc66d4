// A stand-in for KG Inicis: the standard window (PC) and the mobile window, approval and net-cancel of both, INIAPI v2 (refunds,
// inquiry, cash receipts) and what v1 has alone (closing an unpaid account, escrow deliveries, saying of a payment that there is
// none), and deposit notices in EUC-KR. Every hash of a request is checked; every answer has the hashes that the real one has.
import { createDecipheriv, createHash } from 'node:crypto'
import { html, json, text } from './frame.mjs'
import { readForm, toCp949 } from './korean.mjs'
import { handBack, message, paymentWindow } from './window.mjs'

/** What Inicis publishes for everybody's tests. */
export const MERCHANTS = {
  INIpayTest: { signKey: 'SU5JTElURV9UUklQTEVERVNfS0VZU1RS', apiKey: 'ItEQKi3rY7uvDS8l', iv: 'HYb3yQ4f65QL89==',
    hashKey: '3CB8183A4BE283555ACC8363C0360223' },
  iniescrow0: { signKey: 'SU5JTElURV9UUklQTEVERVNfS0VZU1RS', apiKey: 'yERbIlJ3NhTeObsA', iv: 'tOGDXbfoajk2DQ==',
    hashKey: '37F3A120C1DFCDEB708B00F5383D2263', escrow: true },
}

const hex = (algorithm, plain) => createHash(algorithm).update(plain).digest('hex')

/** The recipes of hashes, apart so that they can be held against what is published. */
export const recipes = {
  mKey: (signKey) => hex('sha256', signKey),
  signature: ({ oid, price, timestamp }) => hex('sha256', `oid=${oid}&price=${price}&timestamp=${timestamp}`),
  verification: ({ oid, price, timestamp }, signKey) =>
    hex('sha256', `oid=${oid}&price=${price}&signKey=${signKey}&timestamp=${timestamp}`),
  approvalSignature: ({ authToken, timestamp }) => hex('sha256', `authToken=${authToken}&timestamp=${timestamp}`),
  approvalVerification: ({ authToken, timestamp }, signKey) =>
    hex('sha256', `authToken=${authToken}&signKey=${signKey}&timestamp=${timestamp}`),
  authSignature: (answer) => {
    const order = { 1: 'MOID mid tstamp', 2: 'MOID tstamp mid', 3: 'mid MOID tstamp', 4: 'mid tstamp MOID', 5: 'tstamp mid MOID',
      6: 'tstamp MOID mid', 7: 'TotPrice mid tstamp', 8: 'TotPrice tstamp mid', 9: 'TotPrice MOID tstamp', 0: 'TotPrice tstamp MOID' }
    return hex('sha256', order[answer.tstamp.at(-1)].split(' ').map((name) => `${name}=${answer[name]}`).join('&'))
  },
  checkFake: ({ P_AMT, P_OID, P_TIMESTAMP }, hashKey) =>
    createHash('sha512').update(P_AMT + P_OID + P_TIMESTAMP + hashKey).digest('base64'),
  v1: (key, parts) => hex('sha512', key + parts.join('')),
  v2: (key, { mid, type, timestamp }, data) => hex('sha512', key + mid + type + timestamp + data.replaceAll('\\', '')),
  decrypt: (sealed, { apiKey, iv }) => {
    const decipher = createDecipheriv('aes-128-cbc', apiKey, iv)
    return decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8')
  },
}

const CARDS = [['06', '국민카드'], ['14', '신한카드'], ['12', '삼성카드'], ['04', '현대카드'], ['97', '카카오머니']]
const BANKS = [['04', '국민은행'], ['88', '신한은행'], ['20', '우리은행'], ['11', '농협은행'], ['71', '우체국']]
const nameOf = (list, code) => list.find(([known]) => known === code)?.[1] ?? ''

const PC_METHODS = { Card: ['StdpayCARD', '신용카드'], DirectBank: ['StdpayDBNK', '계좌이체'], VBank: ['StdpayVBNK', '가상계좌'],
  HPP: ['StdpayHPP_', '휴대폰'] }
const MOBILE_METHODS = { CARD: ['INIMX_CARD', '신용카드', 'Card'], BANK: ['INIMX_BANK', '계좌이체', 'DirectBank'],
  VBANK: ['INIMX_VBNK', '가상계좌', 'VBank'], MOBILE: ['INIMX_HPP_', '휴대폰', 'HPP'] }

// 2026-11-29 05:06:07 in Korea as its fourteen digits.
const stamp = (date = new Date()) => new Date(date.getTime() + 9 * 3600000).toISOString().replace(/\D/g, '').slice(0, 14)
const bytes = (value, charset) => charset === 'EUC-KR' ? toCp949(value).length : Buffer.byteLength(value)
const isAmount = (value) => /^[1-9]\d{0,12}$/.test(value ?? '')

// The text of "data" as it stands in the body: what the hash is made over.
function rawData(body) {
  const start = body.indexOf('"data":') + 7
  let depth = 0, quoted = false
  for (let i = start; i < body.length; i++) {
    const c = body[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '{') depth++
    else if (c === '}' && --depth === 0) return body.slice(start, i + 1)
  }
  return ''
}

export default (frame) => {
  const book = frame.book()
  const requests = new Map(), tokens = new Map()
  let count = 0
  const next = () => String(++count).padStart(6, '0')
  const forget = () => { requests.clear(); tokens.clear() }

  // ── Windows ──

  function open(request, id = `w${next()}`) {
    requests.set(id, request)
    const fields = { id }
    const months = String(request.quotas ?? '').split(':').map(Number).filter((n) => n > 1)
    const choices = request.method === 'Card'
      ? [{ name: 'card', label: '카드', options: CARDS }, { name: 'quota', label: '할부', options: [['00', '일시불'],
        ...request.amount >= 50000 ? months.map((n) => [String(n).padStart(2, '0'), `${n}개월`]) : []] }]
      : request.method === 'HPP' ? [] : [{ name: 'bank', label: '은행', options: BANKS }]
    return html(paymentWindow({ title: 'KG이니시스 안전결제', tint: '#0b3d91', goods: request.goods, amount: request.amount, choices,
      facts: [['주문자', request.buyer], ['결제 수단', request.label]],
      buttons: [
        { press: 'pay', label: request.method === 'VBank' ? '가상계좌 받기' : '결제하기', primary: true, action: '/inicis/window/pay', fields },
        { press: 'cancel', label: '취소', action: '/inicis/window/cancel', fields },
        { press: 'decline', label: '한도 초과로 거절', action: '/inicis/window/decline', fields }] }))
  }

  const wrong = (why) => html(message('결제 요청을 받을 수 없어요', `값이 맞지 않아요: ${why}`), 400)

  function enterPc({ form }) {
    const merchant = MERCHANTS[form.mid]
    const [first] = String(form.gopaymethod ?? '').split(':')
    const [module, label] = PC_METHODS[first] ?? []
    if (!merchant || form.version !== '1.0' || form.currency !== 'WON') return wrong('mid, version, currency')
    if (!module) return wrong('gopaymethod')
    if (!isAmount(form.price) || !/^.{1,40}$/.test(form.oid ?? '') || !/^\d{13}$/.test(form.timestamp ?? '')) return wrong('price, oid, timestamp')
    if (bytes(form.goodname ?? '') > 40 || !form.goodname || !form.buyername || !/^[\d-]+$/.test(form.buyertel ?? '')) return wrong('goodname, buyer')
    if (form.use_chkfake !== 'Y' || form.mKey !== recipes.mKey(merchant.signKey) || form.signature !== recipes.signature(form)
      || form.verification !== recipes.verification(form, merchant.signKey)) return wrong('signature')
    if (!form.returnUrl || !form.closeUrl) return wrong('returnUrl, closeUrl')
    return open({ product: 'pc', module, label, method: first, mid: form.mid, oid: form.oid, amount: Number(form.price), goods: form.goodname,
      buyer: form.buyername, back: form.returnUrl, echo: form.merchantData ?? '', quotas: form.quotabase,
      due: /vbank\((\d{8})\)/i.exec(form.acceptmethod ?? '')?.[1], center: /centerCd\(Y\)/.test(form.acceptmethod ?? '') })
  }

  function enterMobile({ body }) {
    const charset = readForm(body).P_CHARSET === 'utf8' ? 'UTF-8' : 'EUC-KR'
    const form = readForm(body, charset)
    const merchant = MERCHANTS[form.P_MID]
    const [module, label, method] = MOBILE_METHODS[form.P_INI_PAYMENT] ?? []
    const reserved = Object.fromEntries(String(form.P_RESERVED ?? '').split('&').map((pair) => pair.split('=')))
    if (!merchant || !method) return wrong('P_MID, P_INI_PAYMENT')
    if (!isAmount(form.P_AMT)) return wrong('MX3001 P_AMT')
    if (!/^.{1,40}$/.test(form.P_OID ?? '') || !form.P_NEXT_URL) return wrong('P_OID, P_NEXT_URL')
    if (method === 'VBank' && !form.P_NOTI_URL) return wrong('P_NOTI_URL')
    if (method === 'HPP' && !/^[12]$/.test(form.P_HPP_METHOD ?? '')) return wrong('MX1006 P_HPP_METHOD')
    if (bytes(form.P_GOODS, charset) > 80 || bytes(form.P_UNAME, charset) > 30 || (form.P_EMAIL ?? '').length > 30) return wrong('P_GOODS, P_UNAME, P_EMAIL')
    if (reserved.amt_hash === 'Y' && form.P_CHKFAKE !== recipes.checkFake(form, merchant.hashKey)) return wrong('P_CHKFAKE')
    return open({ product: 'mobile', module, label, method, mid: form.P_MID, oid: form.P_OID, amount: Number(form.P_AMT), goods: form.P_GOODS,
      buyer: form.P_UNAME, back: form.P_NEXT_URL, echo: form.P_NOTI ?? '', quotas: form.P_QUOTABASE, notice: form.P_NOTI_URL,
      due: form.P_VBANK_DT, dueTime: form.P_VBANK_TM, center: reserved.centerCd === 'Y', charset })
  }

  function press(kind) {
    return ({ form, base, mood }) => {
      const request = requests.get(form.id)
      if (!request) return html(message('이미 닫힌 결제창이에요', '쇼핑몰에서 결제를 다시 시작해 주세요.'), 400)
      requests.delete(form.id)
      const isPc = request.product === 'pc'
      const back = (fields) => html(handBack(request.back, fields))
      if (kind === 'cancel') {
        return back(isPc ? { resultCode: '0021', resultMsg: '사용자가 결제를 취소하였습니다', mid: request.mid, orderNumber: request.oid,
          merchantData: request.echo, charset: 'UTF-8' } : { P_STATUS: '01', P_RMESG1: '사용자가 결제를 취소 하였습니다', P_NOTI: request.echo })
      }
      const kept = { ...request, card: form.card, quota: form.quota ?? '00', bank: form.bank, declines: kind === 'decline', base }
      const idc = request.center ? { idc_name: mood.idc ?? 'stg' } : {}
      if (isPc) {
        const authToken = `${hex('sha256', `${request.oid}${count}`)}${next()}=`
        tokens.set(authToken, kept)
        return back({ resultCode: '0000', resultMsg: '정상처리되었습니다', mid: request.mid, orderNumber: mood.reference ?? request.oid, authToken,
          authUrl: `${base}/api/payAuth`, netCancelUrl: `${base}/api/netCancel`, charset: 'UTF-8', merchantData: request.echo, ...idc })
      }
      const tid = `${request.module}${request.mid}${stamp()}${next()}`
      tokens.set(tid, { ...kept, tid })
      return back({ P_STATUS: '00', P_RMESG1: '인증 성공', P_TID: tid, P_REQ_URL: `${base}/smart/payReq.ini`, P_NOTI: request.echo,
        P_AMT: String(request.amount + (mood.amount ?? 0)), ...idc })
    }
  }

  // ── Approval and net-cancel ──

  function approve(token) {
    token.tid ??= `${token.module}${token.mid}${stamp()}${next()}`
    token.used = true
    const row = book.open({ transaction_id: token.tid, reference: token.oid, merchant_id: token.mid, method: token.method, amount: token.amount,
      status: 'waiting', product: token.product, notice: token.notice, home: token.back, goods: token.goods, buyer: token.buyer, at: stamp() })
    if (token.method === 'VBank') {
      const due = `${token.due ?? stamp(new Date(Date.now() + 3 * 86400000)).slice(0, 8)}${(token.dueTime ?? '2359') + '00'}`
      row.account = { bank_code: token.bank, bank: nameOf(BANKS, token.bank), number: `9${stamp().slice(2, 8)}${next()}1`, holder: '(주)케이지이니시스', due }
    } else book.capture(row)
    return row
  }

  function undo(token) {
    token.undone = true
    const row = token.tid && book.get(token.tid)
    if (!row) return
    if (row.captured > row.cancelled) book.cancel(row, row.captured - row.cancelled, { net: true })
    row.status = 'cancelled'
  }

  const declined = (mood, token) => mood.decline ?? (token?.declines ? { code: '8037', message: '한도초과(승인거절)' } : undefined)

  function checkPc(form) {
    const merchant = MERCHANTS[form.mid]
    if (!merchant || !/^\d{13}$/.test(form.timestamp ?? '') || form.signature !== recipes.approvalSignature(form)
      || form.verification !== recipes.approvalVerification(form, merchant.signKey)) return { code: 'R101', message: '서명이 올바르지 않습니다' }
    const token = tokens.get(form.authToken)
    if (!token || token.mid !== form.mid) return { code: 'R102', message: '인증 정보를 찾을 수 없습니다' }
    return { token }
  }

  // JSON when it is asked for; XML, which is the default, when it is not.
  const pcAnswer = (form, fields) => form.format === 'JSON' ? json(fields) : { type: 'text/xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?><result>${Object.entries(fields).map(([k, v]) => `<${k}>${v}</${k}>`).join('')}</result>` }

  function payAuth({ form, mood }) {
    const { token, code, message: why } = checkPc(form)
    const refuse = (resultCode, resultMsg) => pcAnswer(form, { resultCode, resultMsg, mid: form.mid, MOID: token?.oid ?? null, tid: null })
    if (code) return refuse(code, why)
    if (token.used || token.undone) return refuse('R103', '이미 사용된 인증 정보입니다')
    if (form.price && Number(form.price) !== token.amount) return refuse('R104', '금액이 다릅니다')
    const refusal = declined(mood, token)
    if (refusal) {
      token.used = true
      return refuse(refusal.code, refusal.message)
    }
    const row = approve(token)
    const fields = { resultCode: mood.status ?? '0000', resultMsg: '정상완료되었습니다', mid: mood.merchant ?? token.mid, tid: token.tid,
      MOID: mood.reference ?? token.oid, TotPrice: String(token.amount + (mood.amount ?? 0)), goodName: token.goods, payMethod: token.method,
      applDate: row.at.slice(0, 8), applTime: row.at.slice(8), applNum: token.method === 'VBank' ? '' : `3${next()}1`,
      buyerName: token.buyer, buyerTel: '', buyerEmail: '', currency: 'WON', tstamp: String(Date.now()) }
    if (token.method === 'Card') {
      Object.assign(fields, { CARD_Code: token.card, CARD_BankCode: '00', CARD_Num: '536111*********8', CARD_Quota: token.quota, CARD_Interest: '0',
        CARD_PurchaseCode: token.card, CARD_CheckFlag: '0', CARD_PRTC_CODE: '1', CARD_Point: '', EventCode: '' })
    } else if (token.method === 'VBank') {
      Object.assign(fields, { VACT_Num: row.account.number, VACT_BankCode: row.account.bank_code, vactBankName: row.account.bank,
        VACT_Name: row.account.holder, VACT_InputName: token.buyer, VACT_Date: row.account.due.slice(0, 8), VACT_Time: row.account.due.slice(8) })
    } else if (token.method === 'DirectBank') Object.assign(fields, { ACCT_BankCode: token.bank, CSHR_ResultCode: '', CSHR_Type: '' })
    else fields.HPP_Num = '0101****678'
    if (mood.signature === 'missing') delete fields.tstamp
    else fields.authSignature = mood.signature === 'wrong' ? hex('sha256', 'wrong') : recipes.authSignature(fields)
    return pcAnswer(form, fields)
  }

  function netCancel({ form, mood }) {
    const { token, code, message: why } = checkPc(form)
    if (code ?? mood.decline) return pcAnswer(form, { resultCode: code ?? mood.decline.code, resultMsg: why ?? mood.decline.message })
    undo(token)
    return pcAnswer(form, { resultCode: '0000', resultMsg: '망취소 완료' })
  }

  // NVP: names and values as they are, in EUC-KR unless the window was opened in UTF-8.
  const nvp = (token, fields) => {
    const plain = Object.entries(fields).map(([name, value]) => `${name}=${value}`).join('&')
    return token?.charset === 'UTF-8' ? text(plain) : { type: 'text/html; charset=euc-kr', body: toCp949(plain) }
  }

  async function payReq({ form, mood }) {
    const token = tokens.get(form.P_TID)
    const refuse = (P_STATUS, P_RMESG1) => nvp(token, { P_STATUS, P_RMESG1, P_TID: form.P_TID ?? '', P_MID: form.P_MID ?? '', P_OID: '' })
    if (!token || token.product !== 'mobile' || token.mid !== form.P_MID) return refuse('9001', '거래를 찾을 수 없습니다')
    if (token.used || token.undone) return refuse('9002', '이미 승인된 거래입니다')
    const refusal = declined(mood, token)
    if (refusal) {
      token.used = true
      return refuse(refusal.code, refusal.message)
    }
    const row = approve(token)
    const type = Object.entries(MOBILE_METHODS).find(([, [module]]) => module === token.module)[0]
    const fields = { P_STATUS: mood.status ?? '00', P_RMESG1: '정상 처리 되었습니다', P_TID: token.tid, P_MID: mood.merchant ?? token.mid,
      P_OID: mood.reference ?? token.oid, P_AMT: String(token.amount + (mood.amount ?? 0)), P_TYPE: type, P_AUTH_DT: row.at, P_UNAME: token.buyer,
      P_MNAME: '', P_NOTI: token.echo, P_AUTH_NO: token.method === 'VBank' ? '' : `3${next()}1` }
    if (token.method === 'Card') {
      Object.assign(fields, { P_FN_CD1: token.card, P_FN_NM: nameOf(CARDS, token.card), P_CARD_ISSUER_CODE: '00', P_CARD_ISSUER_NAME: nameOf(CARDS, token.card),
        P_CARD_NUM: '536111*********8', P_CARD_QUOTA: token.quota, P_RMESG2: token.quota, P_CARD_PRTC_CODE: '1', P_CARD_INTEREST: '0' })
    } else if (token.method === 'VBank') {
      Object.assign(fields, { P_VACT_NUM: row.account.number, P_VACT_BANK_CODE: row.account.bank_code, P_FN_CD1: row.account.bank_code, P_FN_NM: row.account.bank,
        P_VACT_NAME: row.account.holder, P_VACT_DATE: row.account.due.slice(0, 8), P_VACT_TIME: row.account.due.slice(8) })
      await mobileNotice(row, '00', {})
    } else if (token.method === 'DirectBank') Object.assign(fields, { P_FN_CD1: token.bank, P_FN_NM: nameOf(BANKS, token.bank), P_CSHR_CODE: '', P_CSHR_TYPE: '', P_CSHR_AUTH_NO: '' })
    else fields.P_HPP_CORP = 'SKT'
    return nvp(token, fields)
  }

  function payNetCancel({ form, mood }) {
    const token = tokens.get(form.P_TID)
    const known = token && token.mid === form.P_MID && token.oid === form.P_OID && String(token.amount) === form.P_AMT
    const hashed = known && (form.P_CHKFAKE === undefined || form.P_CHKFAKE === recipes.checkFake(form, MERCHANTS[form.P_MID].hashKey))
    if (!hashed) return nvp(token, { P_STATUS: '9003', P_RMESG1: '망취소 대상이 아닙니다' })
    if (mood.decline) return nvp(token, { P_STATUS: mood.decline.code, P_RMESG1: mood.decline.message })
    undo(token)
    return nvp(token, { P_STATUS: '00', P_RMESG1: '망취소 완료', P_TID: form.P_TID })
  }

  // ── INIAPI ──

  const done = (fields) => json({ resultCode: '00', resultMsg: '정상처리되었습니다', ...fields })
  const no = (resultCode, resultMsg) => json({ resultCode, resultMsg, tid: null, cancelDate: null, cancelTime: null })
  const cancelled = () => ({ cancelDate: stamp().slice(0, 8), cancelTime: stamp().slice(8), cshrCancelNum: '' })

  // A v2 call whose hash is right, as (data, row of its tid); anything else is refused.
  const v2 = (type, handler) => ({ json: body, body: raw, mood }) => {
    const merchant = MERCHANTS[body?.mid]
    if (!merchant || body.type !== type || !/^\d{14}$/.test(body.timestamp ?? '') || !body.clientIp) return no('ERR101', '요청 형식 오류')
    if (body.hashData !== recipes.v2(merchant.apiKey, body, rawData(raw.toString()))) return no('ERR013', 'hashData 오류')
    if (mood.decline) return no(mood.decline.code, mood.decline.message)
    const { data } = body
    const row = data.tid ? book.get(data.tid) : book.of(data.oid)
    return handler(data, row?.merchant_id === body.mid ? row : undefined, mood, merchant)
  }

  function accountOf(data, merchant) {
    try {
      const number = recipes.decrypt(data.refundAcctNum, merchant)
      return /^\d{6,16}$/.test(number) && /^\d{2}$/.test(data.refundBankCode) && data.refundAcctName ? number : undefined
    } catch { return undefined }
  }

  const refund = (needsAccount) => (data, row, mood, merchant) => {
    if (!row || !data.msg) return no('01', '원거래가 없습니다')
    if ((row.method === 'VBank') !== needsAccount) return no('01', '지불수단이 다릅니다')
    const account = needsAccount ? accountOf(data, merchant) : null
    if (account === undefined) return no('01', '환불계좌 오류')
    if (row.cancelled > 0 && row.cancelled === row.captured) return no('500626', '기취소 거래입니다')
    if (!book.cancel(row, row.captured - row.cancelled, { account })) return no('01', '취소할 수 없는 거래입니다')
    return done({ ...cancelled(), ...row.receipt && { CSHR_ResultCode: '220000', CSHR_ResultMsg: '정상' } })
  }

  const partialRefund = (needsAccount) => (data, row, mood, merchant) => {
    if (!row || !data.msg || !isAmount(data.price)) return no('01', '원거래가 없습니다')
    if ((row.method === 'VBank') !== needsAccount || row.method === 'HPP') return no('01', '부분취소가 불가능한 거래입니다')
    const account = needsAccount ? accountOf(data, merchant) : null
    if (account === undefined) return no('01', '환불계좌 오류')
    const price = Number(data.price), left = row.captured - row.cancelled - price
    if (String(left) !== data.confirmPrice || !book.cancel(row, price, { account })) return no('500627', '부분취소 가능금액이 다릅니다')
    const tid = `${row.transaction_id.slice(0, 20)}${stamp()}${next()}`
    row.entries.at(-1).tid = tid
    return done({ tid: row.transaction_id, prtcTid: tid, prtcPrice: String(price + (mood.amount ?? 0)), prtcRemains: String(left),
      prtcCnt: String(row.entries.filter((entry) => entry.kind === 'cancel').length), prtcType: '1', prtcDate: stamp().slice(0, 8), prtcTime: stamp().slice(8) })
  }

  function inquiry(data, row, mood) {
    if (!row) return json({ resultCode: 'FAIL', resultMsg: '거래내역이 존재하지 않습니다' })
    const back = row.entries.filter((entry) => entry.kind === 'cancel')
    const status = row.status === 'cancelled' ? 'CANCEL' : row.cancelled > 0 ? 'PART_CANCEL' : 'APPROVAL'
    return json({ resultCode: 'SUCCESS', resultMsg: '정상처리되었습니다', mid: mood.merchant ?? row.merchant_id, tid: row.transaction_id,
      oid: mood.reference ?? row.reference, price: String(row.amount + (mood.amount ?? 0)), goodsName: row.goods, paymethod: row.method,
      approvedDate: row.at.slice(0, 8), approvedTime: row.at.slice(8), buyerName: row.buyer, transactionStatus: mood.status ?? status,
      availablePartCancel: row.method !== 'HPP', availablePartCancelPrice: String(row.captured - row.cancelled),
      partCancelTransInfo: status === 'PART_CANCEL' ? back.map((entry) => ({ tid: entry.tid, requestDate: stamp(new Date(entry.at)).slice(0, 8),
        requestTime: stamp(new Date(entry.at)).slice(8), requestPrice: String(entry.amount) })) : [],
      ...row.method === 'Card' && { cardInfo: { currencyCode: 'WON', approvedNumber: '30000001' } },
      ...row.account && { vacctInfo: { accountNumber: row.account.number, bankCode: row.account.bank_code, bankName: row.account.bank,
        accountName: row.account.holder, validDate: row.account.due.slice(0, 8), depositStatus: row.captured > 0 ? 'Y' : 'N',
        depositAmount: row.captured > 0 ? String(row.captured) : '', depositName: row.depositor ?? '',
        depositDate: row.deposited_at?.slice(0, 8) ?? '', depositTime: row.deposited_at?.slice(8) ?? '' } } })
  }

  function receipt(data, row, mood, merchant) {
    let number
    try { number = recipes.decrypt(data.issueNumber, merchant) } catch { /* refused below */ }
    const sum = Number(data.supplyPrice) + Number(data.tax) + Number(data.servicePrice)
    if (!/^\d{10,13}$/.test(number ?? '') || !isAmount(data.price) || sum !== Number(data.price) || !/^[01]$/.test(data.issueType)
      || data.currency !== 'WON' || !data.goodName || !data.buyerName) return no('01', '현금영수증 요청 오류')
    const tid = `StdpayCSHR${Object.keys(MERCHANTS).find((mid) => MERCHANTS[mid] === merchant)}${stamp()}${next()}`
    book.capture(book.open({ transaction_id: tid, reference: tid, merchant_id: tid.slice(10, 20), method: 'Receipt', amount: Number(data.price), at: stamp(),
      issue_type: data.issueType, number: `${number.slice(0, 3)}****${number.slice(-4)}` }))
    return done({ tid, authNo: `G${next()}`, authDate: stamp().slice(0, 8), authTime: stamp().slice(8), authUseOpt: data.issueType })
  }

  function v1({ form, path, mood }) {
    const merchant = MERCHANTS[form.mid]
    if (!merchant || !/^\d{14}$/.test(form.timestamp ?? '') || !form.clientIp) return no('ERR101', '요청 형식 오류')
    const { type, paymethod, timestamp, clientIp, mid, tid } = form
    if (mood.decline) return no(mood.decline.code, mood.decline.message)
    const row = book.get(tid)
    if (path === '/api/v1/escrow') {
      if (type !== 'Dlv' || form.hashData !== recipes.v1(merchant.apiKey, [type, timestamp, clientIp, mid, form.oid, tid, form.price])) return no('ERR013', 'hashData 오류')
      if (!merchant.escrow || row?.reference !== form.oid || String(row.amount) !== form.price) return no('01', '에스크로 거래가 아닙니다')
      if (!form.invoice || !form.exCode || !form.recvName) return no('01', '배송 정보 오류')
      row.delivery = { carrier: form.exCode, number: form.invoice }
      return done({})
    }
    if (path === '/api/v1/extra') {
      if (form.hashData !== recipes.v1(merchant.apiKey, [type, paymethod, timestamp, clientIp, mid])) return no('ERR013', 'hashData 오류')
      if (type !== 'Extra' || paymethod !== 'Inquiry') return no('ERR012', 'paymethod 오류')
      const found = form.originalTid ? book.get(form.originalTid) : book.of(form.oid)
      if (found?.merchant_id !== mid) return done({ status: '9' })
      return done({ tid: found.transaction_id, price: String(found.amount), status: found.status === 'cancelled' ? '1'
        : found.account ? found.captured > 0 ? 'Y' : 'N' : '0' })
    }
    if (form.hashData !== recipes.v1(merchant.apiKey, [type, paymethod, timestamp, clientIp, mid, tid])) return no('ERR013', 'hashData 오류')
    if (type !== 'Refund' || paymethod !== 'GVacct') return no('ERR012', 'paymethod 오류')
    if (row?.method !== 'VBank' || row.merchant_id !== mid || row.status !== 'waiting') return no('01', '채번 취소할 수 없는 거래입니다')
    row.status = 'cancelled'
    return done(cancelled())
  }

  // ── Deposits ──

  const REPEAT = Array(10).fill(60)
  const isTaken = (status, body) => status === 200 && body === 'OK'

  function pcNotice(row, type, command) {
    const at = stamp(), sequence = command.sequence ?? `${row.transaction_id.slice(-10)}${type}`
    return frame.notify('inicis', { url: command.url, home: row.home, charset: 'EUC-KR', schedule: REPEAT, accepted: isTaken, repeat: Number(command.repeat ?? 1),
      together: command.together, fields: { no_tid: row.transaction_id, no_oid: row.reference, id_merchant: row.merchant_id, cd_bank: row.account.bank_code,
        cd_deal: row.account.bank_code, dt_trans: at.slice(0, 8), tm_trans: at.slice(8), no_msgseq: sequence, cd_joinorg: '20000050',
        dt_transbase: at.slice(0, 8), no_transeq: '1', type_msg: type, cl_trans: '1100', cl_close: '0', cl_kor: '2', no_msgmanage: sequence,
        no_vacct: command.account ?? row.account.number, amt_input: String(command.amount ?? row.amount), amt_check: '0', nm_inputbank: '국민은행',
        nm_input: row.depositor ?? row.buyer, dt_inputstd: '', dt_calculstd: at.slice(0, 8), flg_close: '0', ...command.fields } })
  }

  function mobileNotice(row, status, command) {
    return frame.notify('inicis', { url: command.url ?? row.notice, charset: 'EUC-KR', schedule: REPEAT, accepted: isTaken,
      repeat: Number(command.repeat ?? 1), together: command.together, fields: { P_TID: row.transaction_id, P_MID: row.merchant_id, P_AUTH_DT: stamp(),
        P_STATUS: status, P_TYPE: 'VBANK', P_OID: row.reference, P_FN_CD1: row.account.bank_code, P_FN_CD2: '', P_FN_NM: row.account.bank,
        P_AMT: String(command.amount ?? row.amount), P_UNAME: row.depositor ?? row.buyer,
        P_RMESG1: `P_VACCT_NO=${command.account ?? row.account.number}|P_EXP_DT=${row.account.due.slice(0, 8)}`, P_RMESG2: '', P_NOTI: row.reference,
        P_AUTH_NO: '', ...command.fields } })
  }

  const notice = (row, command) => row.product === 'mobile' ? mobileNotice(row, '02', command) : pcNotice(row, '0200', command)

  // { reference, amount, depositor, account, repeat, together, url, fields }: money arrives, and the shop hears of it.
  function deposit(command) {
    const row = book.of(command.reference)
    if (!row?.account) return { error: 'no such account' }
    if (row.status === 'waiting' || command.late) {
      row.depositor = command.depositor ?? row.buyer
      row.deposited_at = stamp()
      book.capture(row, Number(command.amount ?? row.amount))
    }
    return command.silent ? { deliveries: [] } : notice(row, command)
  }

  // The bank takes a deposit back, and the account waits again (told on PCs only); `reorder`: this is heard of before the deposit is.
  async function recall(command) {
    const row = book.of(command.reference)
    if (!row?.account) return { error: 'no such account' }
    if (row.captured === 0) await deposit({ ...command, silent: true })
    book.recall(row)
    row.deposited_at = undefined
    const first = await pcNotice(row, '0400', command)
    return command.reorder ? { deliveries: [...first.deliveries, ...(await pcNotice(row, '0200', command)).deliveries] } : first
  }

  // A notice of money that never came.
  const forge = (command) => {
    const row = book.of(command.reference) ?? { transaction_id: 'StdpayVBNKINIpayTest20260101000000000000', reference: command.reference,
      merchant_id: 'INIpayTest', amount: Number(command.amount), buyer: '아무개', account: { bank_code: '04', bank: '국민은행', number: '000', due: stamp() } }
    return notice(row, command)
  }

  const script = (base) => `window.INIStdPay = { pay: function (id) {
  var form = document.getElementById(id)
  form.method = 'post'
  form.acceptCharset = 'UTF-8'
  form.action = ${JSON.stringify(`${base}/window`)}
  form.submit()
} }
`

  return {
    name: 'inicis', label: 'KG이니시스', book, forget,
    contract: (url) => ({ provider: 'inicis', mode: 'test', mid: 'INIpayTest', sign_key: MERCHANTS.INIpayTest.signKey,
      hash_key: MERCHANTS.INIpayTest.hashKey, api_key: MERCHANTS.INIpayTest.apiKey, api_iv: MERCHANTS.INIpayTest.iv, client_ip: '127.0.0.1',
      urls: { base: url } }),
    enter: (go) => ({ url: go.src.replace(/\/stdjs\/.*$/, '/window'), fields: Object.fromEntries(go.form) }),
    windows: {
      'GET /stdjs/INIStdPay.js': ({ base }) => ({ type: 'application/javascript; charset=utf-8', body: script(base) }),
      'POST /window': enterPc,
      'POST /smart/payment/': enterMobile,
      'POST /window/pay': press('pay'),
      'POST /window/cancel': press('cancel'),
      'POST /window/decline': press('decline'),
    },
    routes: {
      'POST /api/payAuth': payAuth,
      'POST /api/netCancel': netCancel,
      'POST /smart/payReq.ini': payReq,
      'POST /smart/payNetCancel.ini': payNetCancel,
      'POST /v2/pg/refund': v2('refund', refund(false)),
      'POST /v2/pg/partialRefund': v2('partialRefund', partialRefund(false)),
      'POST /v2/pg/refund/vacct': v2('refund', refund(true)),
      'POST /v2/pg/partialRefund/vacct': v2('partialRefund', partialRefund(true)),
      'POST /v2/pg/inquiry': v2('inquiry', inquiry),
      'POST /v2/pg/receipt': v2('receipt', receipt),
      'POST /api/v1/refund': v1,
      'POST /api/v1/escrow': v1,
      'POST /api/v1/extra': v1,
    },
    commands: { deposit, recall, forge },
  }
}
