// What was looked at lately, kept in this browser alone. The list goes to the server only with the pages that show it: as a
// cookie for /my, so that no other page carries it and looking at a product writes nothing anywhere else.

const KEPT = 20
const DAYS = 30

function read() {
  try {
    const list = JSON.parse(localStorage.getItem('seen'))
    return Array.isArray(list) ? list.filter((code) => /^[\w-]{1,60}$/.test(code)) : []
  } catch {
    return []
  }
}

function keep(list) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  try {
    localStorage.setItem('seen', JSON.stringify(list))
  } catch {
    // a browser that keeps nothing: then neither do we
  }
  const age = list.length > 0 ? DAYS * 86400 : 0
  document.cookie = `recent=${list.join('.')}; Path=/my; Max-Age=${age}; SameSite=Lax${secure}`
}

const product = document.querySelector('[data-seen]')
if (product) {
  const code = product.dataset.seen
  keep([code, ...read().filter((other) => other !== code)].slice(0, KEPT))
}

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-forget-seen]')) return
  keep([])
  location.reload()
})
