// What the last action did, at the edge of the screen, read aloud; it leaves by itself, but an error or an undo stays until
// it is closed or twenty seconds have passed over it unseen.

const found = [...document.querySelectorAll('.flashes .notice')]
if (found.length > 0) {
  const region = document.createElement('div')
  region.className = 'toasts'
  region.setAttribute('role', 'status')
  document.body.append(region)
  for (const notice of found) {
    if (notice.dataset.flash === 'error') continue // stays in the page
    notice.classList.replace('notice', 'toast')
    notice.removeAttribute('role')
    const close = document.createElement('button')
    close.type = 'button'
    close.className = 'toast-close'
    close.setAttribute('aria-label', '닫기')
    close.textContent = '✕'
    close.addEventListener('click', () => notice.remove())
    notice.append(close)
    region.append(notice)
    const leave = () => {
      if (notice.matches(':hover, :focus-within')) setTimeout(leave, 2000)
      else notice.remove()
    }
    setTimeout(leave, notice.querySelector('form, a') ? 20000 : 6000)
  }
  const flashes = document.querySelector('.flashes')
  if (flashes.children.length === 0) flashes.remove()
}
