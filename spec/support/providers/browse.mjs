// Walks through a payment window as a browser would, for specs that need none: it follows redirects and presses the buttons
// of the window by name (data-press) until it is sent to the shop, and answers what it would carry there.
import { form as encodeForm } from './korean.mjs'

const unescape = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))

// The form of a page whose data-press is `press`: its action, method and fields (a select gives its first choice).
function findForm(page, press) {
  for (const [, attributes, inside] of page.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    const attribute = (name) => {
      const found = new RegExp(`${name}="([^"]*)"`).exec(attributes)
      return found && unescape(found[1])
    }
    if (attribute('data-press') !== press) continue
    const fields = {}
    for (const [, name, value] of inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
      fields[unescape(name)] = unescape(value)
    }
    for (const [, name, value] of inside.matchAll(/<select name="([^"]*)"><option value="([^"]*)">/g)) {
      fields[unescape(name)] = unescape(value)
    }
    return { method: attribute('method') ?? 'get', url: attribute('action'), fields, charset: attribute('accept-charset') ?? 'UTF-8' }
  }
}

/** command = { go (an adapter's), press: "pay" | "cancel" | "decline" | …, choose: { field: value } } */
export async function browse(origin, provider, { go, press, choose = {} }) {
  let step
  if (go.kind === 'redirect') step = { method: 'get', url: go.url, fields: {} }
  else if (go.kind === 'form') step = { method: 'post', url: go.url, fields: Object.fromEntries(go.fields), charset: go.charset }
  else step = { method: 'post', ...provider.enter(go) }
  for (let steps = 0; steps < 10; steps++) {
    const isPost = step.method.toLowerCase() === 'post'
    const url = new URL(step.url, origin)
    if (url.origin !== origin) {
      const query = Object.fromEntries(url.searchParams)
      if (!isPost) Object.assign(query, step.fields)
      const body = isPost ? encodeForm(step.fields, step.charset) : ''
      return { method: isPost ? 'POST' : 'GET', url: url.href, query, form: isPost ? step.fields : {}, body, charset: step.charset ?? 'UTF-8' }
    }
    if (!isPost) for (const [name, value] of Object.entries(step.fields)) url.searchParams.set(name, value)
    const response = await fetch(url, { method: isPost ? 'POST' : 'GET', redirect: 'manual', ...(isPost && {
      body: encodeForm(step.fields, step.charset),
      headers: { 'Content-Type': `application/x-www-form-urlencoded; charset=${step.charset ?? 'UTF-8'}` } }) })
    if (response.status >= 300 && response.status < 400) {
      step = { method: 'get', url: new URL(response.headers.get('location'), url).href, fields: {} }
      continue
    }
    const page = await response.text()
    const found = findForm(page, 'back') ?? findForm(page, press)
    if (!found) return { stuck: url.href, status: response.status, page }
    step = { ...found, url: new URL(found.url, url).href, fields: { ...found.fields, ...choose } }
    choose = {}
  }
  return { stuck: step.url }
}
