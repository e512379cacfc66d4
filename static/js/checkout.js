// The order form: telephone numbers get their hyphens, what was typed once is not asked twice, and fields that a
// choice makes pointless stay out of sight. What a coupon or points save is asked of the server, as the form without scripts
// would, and the parts that show sums are taken over from the page that comes back.

import { send } from './send.js'

const field = (name) => document.getElementById(`f-${name}`)

/** Full-width digits become plain ones; hyphens go where Korean numbers have them. */
function withHyphens(text) {
  const digits = text.replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0)).replace(/\D/g, '')
  if (/^1[568]\d{6}$/.test(digits)) return `${digits.slice(0, 4)}-${digits.slice(4)}`
  const parts = /^(02|0\d{2})(\d{3,4})(\d{4})$/.exec(digits)
  return parts ? parts.slice(1).join('-') : text.trim()
}

function copyOrderer() {
  for (const part of ['name', 'phone']) {
    const from = field(`orderer_${part}`)
    const to = field(`recipient_${part}`)
    if (from && to) to.value = from.value
  }
}

function settle() {
  const memo = document.querySelector('[data-memo]')
  if (memo) document.querySelector('.memo-other').hidden = memo.value !== 'other'
  const receipt = document.querySelector('input[name="cash_receipt"]:checked')
  if (receipt) document.querySelector('.receipt-no').hidden = receipt.value === 'none'
  const all = document.querySelector('[data-consent-all]')
  if (all) {
    const needed = [...document.querySelectorAll('[data-consent-need]')]
    all.checked = needed.length > 0 && needed.every((box) => box.checked)
  }
}

let asking = null

async function reckon(form, then) {
  const mark = Symbol('asking')
  asking = mark
  const held = document.activeElement && document.activeElement.id
  form.setAttribute('aria-busy', 'true')
  try {
    const { page } = await send(form, { name: 'then', value: then })
    if (asking !== mark) return
    for (const mine of document.querySelectorAll('[data-live]')) {
      const theirs = page.querySelector(`[data-live="${mine.dataset.live}"]`)
      if (theirs) mine.replaceWith(document.adoptNode(theirs))
    }
    settle()
    const target = held && document.getElementById(held)
    if (target) target.focus({ preventScroll: true })
  } catch {
    // The sums stay as they were; the next page shows them anyway.
  } finally {
    if (asking === mark) form.removeAttribute('aria-busy')
  }
}

document.addEventListener('click', (event) => {
  const all = event.target.closest('[data-benefit-all]')
  if (!all) return
  event.preventDefault()
  field('points').value = all.dataset.benefitAll
  field('points').focus({ preventScroll: true })
  reckon(all.form, 'apply')
})

document.addEventListener('change', (event) => {
  const changed = event.target
  if (changed.matches('[data-benefit]')) reckon(changed.form, 'apply')
  if (changed.matches('[data-format="phone"]')) changed.value = withHyphens(changed.value)
  if (changed.matches('[data-consent-all]')) {
    for (const box of document.querySelectorAll('[data-consent-need]')) box.checked = changed.checked
  }
  const same = document.querySelector('[data-same]')
  if (same && same.checked && (changed === same || /^orderer_/.test(changed.name))) copyOrderer()
  if (changed.name === 'orderer_name') {
    const depositor = field('depositor')
    if (depositor && depositor.value === '') depositor.value = changed.value
  }
  settle()
})

settle()
