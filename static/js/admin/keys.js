// The keyboard: / to search, g and a letter to go somewhere, j and k through the rows of a list, x to choose one, Enter to
// open it, ? for all of this. Keys typed into a field are the field's, and what is being composed (Hangul) is nobody's.

import { closeAll } from './menu.js'
import { move, open, pick } from './rows.js'

const typing = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]'
let waiting = 0

function help() {
  const there = document.querySelector('dialog.help')
  if (there) return there.open ? there.close() : there.showModal()
  const rows = [['/', '전체 검색'], ['j', '다음 줄'], ['k', '앞 줄'], ['x', '줄 선택'], ['Enter', '줄 열기'], ['Esc', '닫기']]
  for (const link of document.querySelectorAll('[data-go]')) rows.push([`g ${link.dataset.go}`, link.textContent.trim()])
  const dialog = document.createElement('dialog')
  dialog.className = 'help'
  dialog.setAttribute('aria-labelledby', 'help-title')
  const head = document.createElement('div')
  head.className = 'card-head'
  const title = document.createElement('h2')
  title.id = 'help-title'
  title.textContent = '키보드 단축키'
  const close = document.createElement('button')
  close.className = 'btn btn-small'
  close.textContent = '닫기'
  close.addEventListener('click', () => dialog.close())
  head.append(title, close)
  const list = document.createElement('dl')
  for (const [keys, words] of rows) {
    const name = document.createElement('dt')
    for (const key of keys.split(' ')) name.append(Object.assign(document.createElement('kbd'), { textContent: key }))
    list.append(name, Object.assign(document.createElement('dd'), { textContent: words }))
  }
  dialog.append(head, list)
  document.body.append(dialog)
  dialog.showModal()
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`)
  if (link) location.href = link.href
  return Boolean(link)
}

const actions = {
  '/': () => { document.querySelector('[data-find]')?.focus(); return true },
  '?': () => { help(); return true },
  j: () => move(1),
  k: () => move(-1),
  x: () => pick(),
  Enter: () => open(),
  g: () => { waiting = Date.now(); return true },
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') {
    if (event.target.matches('[data-find]')) event.target.blur()
    closeAll()
    return
  }
  if (event.target.matches(typing) || document.querySelector('dialog[open]')) return
  if (event.key === 'Enter' && event.target.matches('a, button, summary, input')) return
  // the key's place, so that g and j work with a Korean keyboard as well
  const key = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key
  if (waiting && Date.now() - waiting < 1500 && key !== 'g') {
    waiting = 0
    if (go(key)) event.preventDefault()
    return
  }
  if (actions[key]?.()) event.preventDefault()
})

document.addEventListener('click', (event) => { if (event.target.closest('[data-help]')) help() })
