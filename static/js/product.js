// Choosing on a product's page: the sum follows the choice, and adding to the cart does not leave the page.

import { dimAll } from './quantity.js'
import { messageOf, send, sendPlainly, takeCount } from './send.js'
import { close } from './sheet.js'
import { toast } from './toast.js'

const figures = new Intl.NumberFormat('ko-KR')

function chosen(form) {
  return form.querySelector('input[name="sku_id"]:checked, input[name="sku_id"][type="hidden"]')
}

function reckon(form) {
  const sku = chosen(form)
  const quantity = form.querySelector('input[name="qty"]')
  const total = form.querySelector('[data-total]')
  if (!sku || !quantity || !total) return
  quantity.max = sku.dataset.max
  if (Number(quantity.value) > Number(quantity.max)) quantity.value = quantity.max
  dimAll()
  total.textContent = `${figures.format(Number(sku.dataset.price) * Number(quantity.value))}원`
}

document.addEventListener('change', (event) => {
  const form = event.target.closest('[data-purchase]')
  if (form) reckon(form)
})

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('[data-purchase]')
  if (!form || !event.submitter || !event.submitter.matches('[data-add]')) return
  event.preventDefault()
  const button = event.submitter
  if (button.dataset.busy) return
  button.dataset.busy = '1'
  try {
    const { ok, page } = await send(form, button)
    takeCount(page)
    if (ok) {
      close()
      toast(messageOf(page) || '장바구니에 담았어요', { label: '장바구니 보기', url: '/cart' })
    } else {
      toast(messageOf(page) || '장바구니에 담지 못했어요. 잠시 뒤에 다시 시도해 주세요.')
    }
  } catch {
    sendPlainly(form)
  } finally {
    delete button.dataset.busy
  }
})

document.querySelectorAll('[data-purchase]').forEach(reckon)
