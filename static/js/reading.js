// Small comforts: which part of a product's page is being read, the way back, copying the account number, the list of
// errors in view.

import { toast } from './toast.js'

for (const tabs of document.querySelectorAll('[data-tabs]')) {
  const links = [...tabs.querySelectorAll('a')]
  const parts = links.map((link) => document.querySelector(link.getAttribute('href')))
  const seen = new IntersectionObserver(() => {
    const line = tabs.getBoundingClientRect().bottom + 40
    let current = 0
    parts.forEach((part, n) => {
      if (part.getBoundingClientRect().top <= line) current = n
    })
    links.forEach((link, n) => {
      if (n === current) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    })
  }, { rootMargin: '-120px 0px -60% 0px', threshold: [0, 0.01] })
  parts.forEach((part) => seen.observe(part))
}

for (const list of document.querySelectorAll('[data-tabs-scroll]')) {
  const current = list.querySelector('[aria-current]')
  if (current) list.scrollLeft = current.offsetLeft - (list.clientWidth - current.clientWidth) / 2
}

document.addEventListener('click', async (event) => {
  const back = event.target.closest('[data-back]')
  if (back && document.referrer.startsWith(`${location.origin}/`)) {
    event.preventDefault()
    history.back()
  }
  const copy = event.target.closest('[data-copy]')
  if (copy) {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy)
      toast('계좌번호를 복사했어요')
    } catch {
      const text = copy.parentElement.querySelector('[data-copy-text]')
      getSelection().selectAllChildren(text)
      toast('계좌번호를 선택했어요. 길게 눌러 복사해 주세요.')
    }
  }
})

const errors = document.getElementById('errors')
if (errors) errors.focus()
