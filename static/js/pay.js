// Paying: the window opens by itself, where it takes a script to open it loads that, and a page that waits for an answer asks
// again. Without this script there are buttons for all of it, but for windows that are scripts themselves.

const remember = (key) => {
  try {
    if (sessionStorage.getItem(key)) return false
    sessionStorage.setItem(key, '1')
  } catch {
    return false
  }
  return true
}

// The order was placed this moment: what was chosen there is opened at once, and once.
function begin(form) {
  if (remember(`pay ${form.action}`)) form.requestSubmit()
}

// A page that the back button brings out of the browser's memory opens nothing by itself.
function go(element) {
  const key = `window ${element.action || element.href}${[...(element.elements ?? [])].map((one) => one.value).join('')}`
  if (!remember(key)) return
  if (element.href) location.assign(element.href)
  else element.submit()
}

const find = (path) => path.split('.').reduce((owner, name) => owner?.[name], window)

// A window that is no page of its own says here how it ended: that is carried to where other windows carry it.
const carry = (url, said) => {
  const target = new URL(url)
  for (const [name, value] of Object.entries(said)) if (value !== undefined && value !== null) target.searchParams.set(name, value)
  location.assign(target.href)
}

// What a provider's script is called with, where that is not a form.
const CALLS = {
  'Naver.Pay.create': (create, options) => create.call(find('Naver.Pay'), options.create).open(options.open),
  // it leads away by itself, but for what went wrong before there was a window
  'PortOne.requestPayment': async (request, options) => {
    const said = await request.call(find('PortOne'), options)
    if (said?.code) throw new Error(said.message)
  },
  'IMP.request_pay': (request, options) => {
    const imp = find('IMP')
    imp.init(options.code)
    request.call(imp, options.request, ({ imp_uid, merchant_uid, error_code, error_msg, success }) =>
      carry(options.request.m_redirect_url, { imp_uid, merchant_uid, error_code, error_msg, imp_success: success }))
  },
  TossPayments: (make, { clientKey, request }) =>
    make(clientKey).payment({ customerKey: make.ANONYMOUS }).requestPayment(request),
}

async function call(form) {
  const name = form.dataset.payCall
  const [, owner, method] = /^(?:(.+)\.)?([^.]+)$/.exec(name)
  const target = owner ? find(owner) : window
  if (typeof target?.[method] !== 'function') throw new Error(`no ${name}`)
  if (CALLS[name]) await CALLS[name](target[method], JSON.parse(form.dataset.payOptions))
  else await target[method](form.id)
}

function open(form) {
  const failed = document.querySelector('[data-pay-failed]')
  const fail = () => { failed.hidden = false }
  const script = document.createElement('script')
  const attempt = () => call(form).catch(fail)
  script.src = form.dataset.payScript
  script.charset = 'UTF-8'
  script.onerror = fail
  script.onload = attempt
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    failed.hidden = true
    attempt()
  })
  document.head.append(script)
}

for (const form of document.querySelectorAll('form[data-pay-now]')) begin(form)
for (const element of document.querySelectorAll('[data-pay-go]')) go(element)
for (const form of document.querySelectorAll('form[data-pay-script]')) open(form)
for (const link of document.querySelectorAll('[data-pay-leave]')) window.top.location.replace(link.href)
for (const link of document.querySelectorAll('[data-pay-reload]')) setTimeout(() => location.replace(link.href), 2500)
