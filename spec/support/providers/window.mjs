// What a browser sees of a stand-in: payment windows that look like a provider's, the page that carries the browser back to
// the shop, and the list of what was paid, where a visitor of the demo malls can pay money into a virtual account.

export const escape = (text) => String(text ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

export const won = (amount) => `${Number(amount).toLocaleString('ko-KR')}원`

const style = `
*{box-sizing:border-box}html{word-break:keep-all;overflow-wrap:anywhere}body{margin:0;background:#eef0f3;color:#1b1f24;font:16px/1.5 "Noto Sans CJK KR","Noto Sans KR",sans-serif}
main{max-width:26rem;margin:2rem auto;background:#fff;border-radius:14px;overflow:hidden;box-shadow:0 2px 18px #0002}
main.wide{max-width:56rem}header{padding:1rem 1.25rem;background:var(--tint,#1f3a5f);color:#fff;font-weight:700}
section{padding:1.25rem}h1{font-size:1.05rem;margin:0}dl{display:grid;grid-template-columns:auto 1fr;align-items:baseline;gap:.4rem 1rem;margin:0 0 1.25rem}
dt{color:#5b6470}dd{margin:0;text-align:right;overflow-wrap:anywhere}dd.sum{font-size:1.35rem;font-weight:700}
form{margin:0}button{display:block;width:100%;min-height:48px;margin:.5rem 0 0;border:1px solid #c6ccd4;border-radius:9px;background:#fff;
color:inherit;font:inherit;font-weight:600;cursor:pointer}button.primary{background:var(--tint,#1f3a5f);border-color:transparent;color:#fff}
button.small{width:auto;min-height:36px;padding:0 .8rem;margin:0}button:focus-visible{outline:3px solid #4c9ffe;outline-offset:2px}
p{margin:0 0 1rem}p.note{margin:1.25rem 0 0;padding:.7rem .9rem;background:#fff6db;border-radius:9px;font-size:.875rem}
label{display:block;margin:0 0 .75rem}select{display:block;width:100%;min-height:44px;font:inherit;margin-top:.25rem}
article{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;padding:.9rem 0;border-bottom:1px solid #e3e6ea}
article h2{flex:1 1 12rem;margin:0;font-size:1rem}article p{flex:1 1 16rem;margin:0;color:#5b6470}article form{flex:none}
@media(max-width:30rem){main{margin:0;min-height:100vh;border-radius:0;box-shadow:none}}`

const NOTE = '이 창은 시험용 결제창이에요. 실제 돈은 움직이지 않아요.'
const NOTE_OF_ALL = '여기 결제사는 모두 시험용이에요. 실제 돈은 움직이지 않아요.'

function document(title, body, { tint, wide } = {}) {
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${tint ? `:root{--tint:${tint}}` : ''}${style}</style></head>
<body><main${wide ? ' class="wide"' : ''}>${body}</main></body></html>`
}

const hidden = (fields) => Object.entries(fields).map(([name, value]) =>
  `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`).join('')

/**
 * A payment window. `facts`: [[label, value], …]; `buttons`: [{ press, label, action, fields, primary }], each a form of its
 * own; `choices`: [{ name, label, options: [[value, label], …] }], which go along with the primary button.
 */
export function paymentWindow({ title, tint, goods, amount, facts = [], choices = [], buttons }) {
  const rows = [['상품', goods], ...facts].map(([label, value]) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`).join('')
  const picks = choices.map(({ name, label, options }) => `<label>${escape(label)}<select name="${escape(name)}">${
    options.map(([value, text]) => `<option value="${escape(value)}">${escape(text)}</option>`).join('')}</select></label>`).join('')
  const forms = buttons.map(({ press, label, action, fields = {}, primary }) =>
    `<form method="post" action="${escape(action)}" data-press="${escape(press)}">${hidden(fields)}${primary ? picks : ''
    }<button${primary ? ' class="primary"' : ''}>${escape(label)}</button></form>`).join('')
  return document(title, `<header><h1>${escape(title)}</h1></header><section><dl>${rows}
<dt>결제 금액</dt><dd class="sum">${won(amount)}</dd></dl>${forms}<p class="note">${NOTE}</p></section>`, { tint })
}

/** The page by which the browser carries fields to the shop: by itself, or by a button where scripts are off. */
export function handBack(url, fields, { title = '쇼핑몰로 돌아가요', method = 'post', charset = 'UTF-8' } = {}) {
  return document(title, `<section><p>${escape(title)}</p><form id="back" method="${method}" accept-charset="${charset}" action="${
    escape(url)}" data-press="back">${hidden(fields)}<button class="primary">계속</button></form></section>
<script>document.getElementById('back').submit()</script>`)
}

export const message = (title, text) => document(title,
  `<header><h1>${escape(title)}</h1></header><section><p>${escape(text)}</p><p class="note">${NOTE}</p></section>`)

const STATES = { waiting: '입금 대기', paid: '결제 완료', partially_cancelled: '부분 취소', cancelled: '취소', failed: '실패',
  ready: '결제 전', expired: '기한 지남' }

/** Everything the stand-ins hold, with a button that pays into an account which waits for it. */
export function overview(list) {
  const rows = list.map((one) => `<article><h2>${escape(one.reference)}</h2><p>${[one.label, STATES[one.status] ?? one.status, one.account,
    one.captured === 0 ? won(one.amount) : one.cancelled === 0 ? `${won(one.captured)} 받음` : `${won(one.captured)} 받고 ${won(one.cancelled)} 돌려줌`]
    .filter(Boolean).map(escape).join(' · ')}</p>${one.status === 'waiting' ? `<form method="post" action="/control">${
    hidden({ provider: one.provider, do: 'deposit', reference: one.reference, back: '/' })
    }<button class="small" aria-label="${escape(one.reference)}에 입금하기">입금하기</button></form>` : ''}</article>`).join('')
  return document('시험용 결제사', `<header><h1>시험용 결제사</h1></header><section>${rows === '' ? '<p>아직 결제가 없어요.</p>' : rows
    }<p class="note">${NOTE_OF_ALL}</p></section>`, { wide: true })
}
