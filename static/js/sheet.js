// Sheets open and close by the address alone. Here they also take the focus, keep it, give it back, and close by
// Escape; closing goes back in the history instead of adding to it.

let opener = null
let opened = null

/** Closes the sheet that is open, if any. */
export function close() {
  if (!opened) return
  if (opener) history.back()
  else location.replace('#_')
}

function settle() {
  const id = decodeURIComponent(location.hash.slice(1))
  const sheet = id && document.getElementById(id)
  const now = sheet && sheet.classList.contains('sheet') ? sheet : null
  if (now === opened) return
  for (const element of document.body.children) {
    element.inert = Boolean(now) && !element.contains(now) && !element.matches('.toasts')
  }
  if (now) {
    now.focus({ preventScroll: true })
  } else if (opener) {
    opener.focus({ preventScroll: true })
    opener = null
  }
  opened = now
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]')
  if (!link) return
  if (link.getAttribute('href') === '#_') {
    event.preventDefault()
    close()
  } else if (!opened) {
    const sheet = document.getElementById(link.getAttribute('href').slice(1))
    if (sheet && sheet.classList.contains('sheet')) opener = link
  }
})

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && opened) close()
})

addEventListener('hashchange', settle)
settle()
