// The cart without leaving it: a changed quantity, a removed line, an undo. The page that comes back replaces this
// one's main part and dock, and the focus returns to where it was.

import { dimAll } from './quantity.js'
import { messageOf, read, send, sendPlainly, takeCount } from './send.js'
import { toast } from './toast.js'

const parts = ['#main', '.dock']
let waiting = 0
let sending = null

function takeOver(page, focusId) {
  for (const selector of parts) {
    const mine = document.querySelector(selector)
    const theirs = page.querySelector(selector)
    if (mine && theirs) mine.replaceWith(document.adoptNode(theirs))
  }
  takeCount(page)
  dimAll()
  const target = (focusId && document.getElementById(focusId)) || document.querySelector('[data-flash="undo"] button')
    || document.getElementById('main')
  target.focus({ preventScroll: true })
}

async function post(form, submitter) {
  const held = document.activeElement && document.activeElement.closest('[data-stepper]')
  const focusId = held ? held.querySelector('input').id : null
  const mark = Symbol('sending')
  sending = mark
  document.querySelector('[data-cart]').setAttribute('aria-busy', 'true')
  try {
    const { page } = await send(form, submitter)
    if (sending !== mark) return
    if (page.querySelector('[data-cart]')) {
      takeOver(page, focusId)
    } else {
      // Refused: say why, and show the cart as it really is.
      toast(messageOf(page) || '장바구니를 바꾸지 못했어요. 잠시 뒤에 다시 시도해 주세요.')
      takeOver(await read('/cart'), focusId)
    }
  } catch {
    if (sending === mark) sendPlainly(form)
  }
}

document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-line]')
  if (!form || event.target.name !== 'qty') return
  clearTimeout(waiting)
  waiting = setTimeout(() => post(form), 350)
})

document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-cart] form, .flashes form')
  if (!form || !document.querySelector('[data-cart]')) return
  event.preventDefault()
  clearTimeout(waiting)
  post(form, event.submitter)
})
