// Sends a form as the browser would and reads the page that comes back. There is no second interface for scripts: the
// answer is the same page a shopper without scripts would see, and parts of it are taken over into this one.

async function ask(url, options) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), 15000)
  try {
    const answer = await fetch(url, { ...options, signal: stop.signal })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return { ok: answer.ok, page }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} [submitter]
 * @returns {Promise<{ok: boolean, page: Document}>} rejects when the network fails or 15 seconds pass
 */
export function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form))
  if (submitter && submitter.name) fields.append(submitter.name, submitter.value)
  return ask(form.getAttribute('action'), { method: 'POST', body: fields })
}

/**
 * @param {string} url
 * @returns {Promise<Document>} rejects like send, and when the answer is no success
 */
export async function read(url) {
  const { ok, page } = await ask(url, {})
  if (!ok) throw new Error(`${url} did not answer`)
  return page
}

/** Posts the form the plain way after all; the page changes. */
export function sendPlainly(form) {
  HTMLFormElement.prototype.submit.call(form)
}

/** Takes the number of things in the cart over from a page that came back. */
export function takeCount(page) {
  const count = page.querySelector('[data-cart-count]')
  if (!count) return
  for (const mine of document.querySelectorAll('[data-cart-count]')) {
    mine.textContent = count.textContent
    mine.toggleAttribute('data-empty', count.hasAttribute('data-empty'))
  }
}

/** What a page says about the action that led to it: its flash message or its error. */
export function messageOf(page) {
  const said = page.querySelector(
    '.flashes .notice-text, main [role="alert"] .notice-text, .field-error span, .error-page h1 + p')
  return said ? said.textContent.trim().replace(/\s+/g, ' ') : ''
}
